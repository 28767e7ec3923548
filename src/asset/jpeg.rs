//! What a JPEG's header says, for writers that copy the file as it is.

/// How many colour channels a JPEG has: 1 grey, 3 colour, 4 CMYK. `None` where it has no frame header.
///
/// ITU-T T.81, B.2.2: the frame header SOFn holds precision, height, width and the number of components.
pub fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, tail @ ..] = rest else { return None };
        match marker {
            // Fill bytes before a marker, and markers without a length.
            0xff => rest = &rest[1..],
            0x01 | 0xd0..=0xd7 => rest = tail,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return tail.get(7).copied(),
            _ => {
                let length = usize::from(u16::from_be_bytes([*tail.first()?, *tail.get(1)?]));
                rest = tail.get(length.max(2)..)?;
            }
        }
    }
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
}
