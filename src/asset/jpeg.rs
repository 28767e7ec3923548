//! What a JPEG says of itself, for writers that copy the file as it is.

/// How many colour channels a JPEG has: 1 grey, 3 colour, 4 CMYK. `None` where it has no frame header.
pub fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    bytes.get(frame(bytes)? + 7).copied()
}

/// Where a JPEG's frame header begins, behind its marker; `None` where it has none.
///
/// ITU-T T.81, B.2.2: the frame header SOFn holds its length, precision, height, width and the number of components.
fn frame(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, tail @ ..] = rest else { return None };
        match marker {
            // Fill bytes before a marker, and markers without a length.
            0xff => rest = &rest[1..],
            0x01 | 0xd0..=0xd7 => rest = tail,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return Some(bytes.len() - tail.len()),
            _ => {
                let length = usize::from(u16::from_be_bytes([*tail.first()?, *tail.get(1)?]));
                rest = tail.get(length.max(2)..)?;
            }
        }
    }
}

/// A JPEG up to the data of its first scan: all that stands before its pixels. `None` where that cannot be told.
pub(super) fn head(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    while let [0xff, marker, high, low, ..] = bytes.get(at..).unwrap_or_default() {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        at += match marker {
            0xff => 1,
            0x01 | 0xd0..=0xd7 => 2,
            _ => 2 + length.max(2),
        };
        if *marker == 0xda {
            return bytes.get(..at);
        }
    }
    None
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
