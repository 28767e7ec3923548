//! What a JPEG says of itself, for writers that copy the file as it is.

/// How many colour channels a JPEG has: 1 grey, 3 colour, 4 CMYK. `None` where it has no frame header.
pub fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    bytes.get(frame(bytes)? + 7).copied()
}

/// Where a JPEG's frame header begins, behind its marker; `None` where it has none.
///
/// ITU-T T.81, B.2.2: the frame header SOFn holds its length, precision, height, width and the number of components.
fn frame(bytes: &[u8]) -> Option<usize> {
    let is_frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    segments(bytes).find(|(marker, _)| is_frame(*marker)).map(|(_, at)| at)
}

/// A JPEG up to the data of its first scan: all that stands before its pixels. `None` where that cannot be told.
pub(super) fn head(bytes: &[u8]) -> Option<&[u8]> {
    let (_, at) = segments(bytes).find(|(marker, _)| *marker == 0xda)?;
    bytes.get(..at + length(bytes, at)?)
}

/// The segments of a JPEG up to its first scan's data: each by its marker, and where it begins behind that (T.81, B.1.1.4). They end
/// where one does not follow on another.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let mut at = if bytes.starts_with(&[0xff, 0xd8]) { 2 } else { bytes.len() };
    std::iter::from_fn(move || {
        loop {
            let [0xff, marker, ..] = bytes.get(at..)? else { return None };
            match marker {
                // Fill bytes before a marker, and markers without a length.
                0xff => at += 1,
                0x01 | 0xd0..=0xd7 => at += 2,
                _ => {
                    let begins = at + 2;
                    at = length(bytes, begins).map_or(bytes.len(), |length| begins + length);
                    return Some((*marker, begins));
                }
            }
        }
    })
}

/// How many bytes the segment has that begins at `at`, its length included.
fn length(bytes: &[u8], at: usize) -> Option<usize> {
    let high_and_low = bytes.get(at..)?.first_chunk()?;
    Some(usize::from(u16::from_be_bytes(*high_and_low)).max(2))
}

/// A picture of one pixel with all that stands before the pixels of a JPEG: no decoder takes one that lacks the tables by which the
/// other is coded. `None` where that cannot be told.
pub(super) fn pixel(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut pixel = head(bytes)?.to_vec();
    let size = frame(&pixel)? + 3;
    pixel.get_mut(size..size + 4)?.copy_from_slice(&[0, 1, 0, 1]);
    pixel.extend([0xff, 0xd9]);
    Some(pixel)
}

/// Whether a JPEG that a decoder takes has its end. Decoders and screens show one that was cut off, and grey for what is missing.
///
/// ITU-T T.81, B.1.1: what is coded holds no marker but those of restarts, and the last marker of all is EOI.
pub(super) fn has_its_end(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    // Outside segments there is nothing but coded data.
    while let Some(at) = rest.iter().position(|byte| *byte == 0xff) {
        rest = &rest[at + 1..];
        match rest {
            [0xd9, ..] => return true,
            // A byte of the data, a restart, or a fill byte before the marker.
            [0x00 | 0x01 | 0xd0..=0xd8 | 0xff, ..] => {}
            [_, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(1 + length..).unwrap_or_default();
            }
            [] | [_] | [_, _] => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_stand_in_the_frame_header() {
        let frame = |n| [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 1, 0, 1, n];
        assert_eq!(jpeg_channels(&frame(4)), Some(4));
        assert_eq!(jpeg_channels(&frame(1)), Some(1));
        assert_eq!(jpeg_channels(&frame(3)[..12]), None);
        assert_eq!(jpeg_channels(b"no picture"), None);
    }

    #[test]
    fn a_head_ends_with_the_head_of_the_first_scan() {
        let file = [0xff, 0xd8, 0xff, 0xfe, 0, 4, 0xff, 0xda, 0xff, 0xff, 0xda, 0, 3, 1, 0xff, 0xda, 0, 2];
        assert_eq!(head(&file), Some(&file[..14]));
        for odd in [&file[..11], &file[..6], b"\xff\xd8junk", b""] {
            assert_eq!(head(odd), None);
        }
    }

    #[test]
    fn an_end_within_a_segment_is_no_end() {
        let picture = |behind: &[u8]| {
            // A thumbnail in EXIF has an end of its own; 0xff in the data is followed by 0.
            let head: &[u8] = &[0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9, 0xff, 0xda, 0, 2, 7];
            has_its_end(&[head, &[0xff, 0, 0xd9, 0xff, 0xd0, 9], behind].concat())
        };
        assert!(
            picture(&[0xff, 0xd9]) && picture(&[0xff, 0xff, 0xd9, 1, 2]) && picture(&[0xff, 0xfe, 0, 2, 0xff, 0xd9])
        );
        assert!(!picture(&[]) && !picture(&[0xff]) && !picture(&[0xff, 0xfe, 0, 9, 0xff, 0xd9]) && !has_its_end(b""));
    }
}
