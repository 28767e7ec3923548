//! Bytes deflated (RFC 1951), smaller than a ZIP library makes them.

use libdeflater::{CompressionLvl, Compressor};

/// How hard bytes are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// Text: where libdeflate begins to look for the least, from which on more time gains hardly anything.
    Text,
    /// Pictures, which are pressed already: what can be gained is gained soon.
    Picture,
}

/// Bytes deflated, where that makes them fewer.
pub fn deflated(bytes: &[u8], pressure: Pressure) -> Option<Vec<u8>> {
    let level = match pressure {
        Pressure::Text => 10,
        Pressure::Picture => 6,
    };
    let mut compressor = Compressor::new(CompressionLvl::new(level).expect("libdeflate has levels from 0 to 12"));
    let mut out = vec![0; bytes.len()];
    let length = compressor.deflate_compress(bytes, &mut out).ok()?;
    out.truncate(length);
    Some(out)
}
