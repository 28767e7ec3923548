//! Bytes deflated (RFC 1951), smaller than a ZIP library makes them.

use libdeflater::{CompressionLvl, Compressor};

/// What presses bytes. It has some megabytes to work in, so it is worth keeping.
pub struct Press(Compressor);

impl Press {
    /// For text: where libdeflate begins to look for the least, from which on more time gains hardly anything.
    pub fn of_text() -> Press {
        Press::at(10)
    }

    /// For text that may be a little larger so that the whole is done sooner: the hardest before libdeflate looks for the least.
    pub fn in_haste() -> Press {
        Press::at(9)
    }

    /// For pictures, which are pressed already: what can be gained is gained soon.
    pub fn of_pictures() -> Press {
        Press::at(8)
    }

    fn at(level: i32) -> Press {
        Press(Compressor::new(CompressionLvl::new(level).expect("libdeflate has levels from 0 to 12")))
    }

    /// Bytes deflated, where that makes them fewer; the same bytes become the same whatever was pressed before.
    pub fn deflated(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = vec![0; bytes.len()];
        let length = self.0.deflate_compress(bytes, &mut out).ok()?;
        out.truncate(length);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_forgets_what_it_pressed() {
        let [one, two] = ["All work and no play. ", "Sing of the wrath. "].map(|text| text.repeat(3000));
        let mut press = Press::of_text();
        let first = press.deflated(one.as_bytes());
        assert!(press.deflated(two.as_bytes()).is_some() && press.deflated(b"").is_none());
        assert_eq!(press.deflated(one.as_bytes()), first);
    }
}
