//! The ZIP file of an EPUB (APPNOTE 6.3.3; OCF 3.3, 4.3): entries deflated each by itself, side by side, smaller than a ZIP
//! library makes them.

use std::borrow::Cow;
use std::ops::Deref;

use libdeflater::{CompressionLvl, Compressor, crc32};

/// How hard text is pressed: where libdeflate begins to look for the least, from which on more time gains hardly anything.
const TEXT: i32 = 10;
/// The same for pictures, which are pressed already: what can be gained is gained soon.
const PICTURE: i32 = 6;

/// A file in the archive.
pub struct Entry<'a> {
    name: String,
    content: Content<'a>,
    crc: u32,
    /// Its bytes deflated, where that makes them fewer.
    deflated: Option<Vec<u8>>,
}

/// What a file holds.
#[derive(Clone)]
pub(super) enum Content<'a> {
    /// These bytes.
    There(Cow<'a, [u8]>),
    /// What this holds once it is asked.
    Asked(&'a (dyn Deref<Target = Vec<u8>> + Sync)),
}

impl Content<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Content::There(bytes) => bytes,
            Content::Asked(lazy) => lazy,
        }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn new(name: &str, content: Content<'a>) -> Entry<'a> {
        Entry { name: name.to_string(), content, crc: 0, deflated: None }
    }

    /// Makes it small. The first entry says what the archive is, and stands there as it is.
    pub(super) fn press(&mut self) {
        let bytes = self.content.bytes();
        self.crc = crc32(bytes);
        if self.name == MIMETYPE {
            return;
        }
        let level = if self.name.contains("/images/") { PICTURE } else { TEXT };
        let mut compressor = Compressor::new(CompressionLvl::new(level).expect("libdeflate has levels from 0 to 12"));
        // What is not smaller is stored.
        let mut out = vec![0; bytes.len()];
        self.deflated = compressor.deflate_compress(bytes, &mut out).ok().map(|length| {
            out.truncate(length);
            // All entries wait for the last one, and what text leaves free is twice what it takes.
            out.shrink_to_fit();
            out
        });
    }
}

/// The name of the entry that says what the archive is.
const MIMETYPE: &str = "mimetype";

/// The time of every entry: 1980-01-01, the first day that a ZIP file knows.
const DAY: u16 = 1 << 5 | 1;

/// Writes pressed entries, in their order; why not, where they are too large or too many.
pub(super) fn write(entries: &[Entry]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(entries.iter().map(|entry| stored(entry).len() + 200).sum());
    let mut directory = Vec::new();
    for entry in entries {
        let content = stored(entry);
        let method: u16 = if entry.deflated.is_some() { 8 } else { 0 };
        let mut about = Vec::new();
        // Version 2.0 is needed; no flags.
        for field in [20, 0, method, 0, DAY] {
            about.extend(u16::to_le_bytes(field));
        }
        for field in [entry.crc, size(content.len())?, size(entry.content.bytes().len())?] {
            about.extend(field.to_le_bytes());
        }
        about.extend(count(entry.name.len())?.to_le_bytes());
        // No extra field.
        about.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(size(out.len())?.to_le_bytes());
        directory.extend(entry.name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(about);
        out.extend(entry.name.as_bytes());
        out.extend(content);
    }
    let (start, length, entries) = (size(out.len())?, size(directory.len())?, count(entries.len())?);
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend([entries.to_le_bytes(), entries.to_le_bytes()].concat());
    out.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    Ok(out)
}

fn stored<'a>(entry: &'a Entry) -> &'a [u8] {
    entry.deflated.as_deref().unwrap_or_else(|| entry.content.bytes())
}

fn size(bytes: usize) -> Result<u32, String> {
    u32::try_from(bytes).map_err(|_| "it has more than 4 GiB".to_string())
}

fn count(of: usize) -> Result<u16, String> {
    u16::try_from(of).map_err(|_| "it has more than 65,535 files".to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};
    use std::sync::LazyLock;

    use super::*;

    #[test]
    fn what_goes_in_comes_out_and_is_small() {
        let text = "All work and no play makes a dull book. ".repeat(200);
        let drawn = LazyLock::new(|| b"\xff\xd8".to_vec());
        let there = |bytes| Content::There(Cow::Borrowed(bytes));
        let mut entries = [
            Entry::new(MIMETYPE, there(&b"application/epub+zip"[..])),
            Entry::new("OEBPS/one.xhtml", there(text.as_bytes())),
            Entry::new("OEBPS/none.css", there(b"")),
            Entry::new("OEBPS/images/dot.png", there(b"\x89PNG")),
            Entry::new("OEBPS/images/cover.jpg", Content::Asked(&drawn)),
        ];
        entries.iter_mut().for_each(Entry::press);
        let bytes = write(&entries).unwrap();
        assert!(bytes.len() < 800, "{}", bytes.len());
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(archive.len(), entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let mut file = archive.by_index(at).unwrap();
            let mut found = Vec::new();
            // The reader holds the checksum against what it read.
            file.read_to_end(&mut found).unwrap();
            assert_eq!((file.name(), found.as_slice()), (entry.name.as_str(), entry.content.bytes()));
        }
    }
}
