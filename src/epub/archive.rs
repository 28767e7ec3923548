//! The ZIP file of an EPUB (APPNOTE 6.3.3; OCF 3.3, 4.3): entries deflated each by itself, side by side, smaller than a ZIP
//! library makes them.

use std::io;
use std::ops::Deref;

use libdeflater::{Crc, crc32};

use crate::asset::{Content, Gone, Output, PIECE, Press};

/// A picture of so many bytes is pressed only where that seems to save one in so many.
const LARGE: u64 = 2 * PIECE as u64;
const WORTH: u64 = 100;

/// A file in the archive.
pub struct Entry<'a> {
    name: String,
    crc: u32,
    /// How many bytes it has.
    length: u64,
    /// Whether it is text that is pressed in haste.
    haste: bool,
    body: Body<'a>,
}

/// What a file holds.
#[derive(Clone)]
pub(super) enum Source<'a> {
    /// These bytes.
    There(Vec<u8>),
    /// What this holds once it is asked.
    Asked(&'a (dyn Deref<Target = Vec<u8>> + Sync)),
    /// A picture.
    Picture(&'a Content),
}

enum Body<'a> {
    /// As it is, before it is pressed.
    Loose(Source<'a>),
    /// As it is, since it does not become smaller.
    Stored(Source<'a>),
    /// Deflated.
    Pressed(Vec<u8>),
    /// A large picture, deflated anew when it is written, and to how many bytes.
    Deflated(&'a Content, u64),
    /// It could not be read again.
    Unread(Gone),
}

/// Why there is no archive.
pub(super) enum Refused {
    /// A ZIP file cannot hold so much.
    TooLarge(String),
    /// A picture could not be read again.
    Unread(Gone),
}

impl<'a> Entry<'a> {
    pub(super) fn new(name: &str, source: Source<'a>) -> Entry<'a> {
        Entry { name: name.to_string(), crc: 0, length: 0, haste: false, body: Body::Loose(source) }
    }

    /// How many bytes it takes while it is pressed, beside what it has: those of a large picture, and of that deflated.
    pub fn takes(&self) -> u64 {
        match &self.body {
            Body::Loose(Source::Picture(picture)) if picture.len() > LARGE => 2 * picture.len(),
            Body::Loose(_) | Body::Stored(_) | Body::Pressed(_) | Body::Deflated(..) | Body::Unread(_) => 0,
        }
    }

    /// Makes it small, in a press of text. The first entry says what the archive is, and stands there as it is.
    pub fn press(&mut self, press: &mut Press) {
        if let Body::Loose(source) = std::mem::replace(&mut self.body, Body::Pressed(Vec::new())) {
            self.body = self.pressed(source, press).unwrap_or_else(Body::Unread);
        }
    }

    fn pressed(&mut self, source: Source<'a>, press: &mut Press) -> Result<Body<'a>, Gone> {
        let large = match &source {
            Source::Picture(picture) if picture.len() > LARGE => Some(*picture),
            Source::Picture(_) | Source::There(_) | Source::Asked(_) => None,
        };
        if let Some(picture) = large {
            let worth;
            (self.crc, worth) = look_through(picture).map_err(|error| Gone(error.to_string()))?;
            self.length = picture.len();
            if !worth {
                return Ok(Body::Stored(source));
            }
        }
        let read;
        let bytes: &[u8] = match &source {
            Source::There(bytes) => bytes,
            Source::Asked(lazy) => lazy,
            Source::Picture(picture) => {
                read = picture.read()?;
                &read
            }
        };
        (self.crc, self.length) = (crc32(bytes), bytes.len() as u64);
        let pressed = match self.name.as_str() {
            MIMETYPE => None,
            name if name.contains("/images/") => Press::of_pictures().deflated(bytes),
            _ if self.haste => Press::in_haste().deflated(bytes),
            _ => press.deflated(bytes),
        };
        Ok(match (pressed, large) {
            (None, _) => Body::Stored(source),
            (Some(pressed), Some(picture)) => Body::Deflated(picture, pressed.len() as u64),
            (Some(mut pressed), None) => {
                // All entries wait for the last one, and what text leaves free is twice what it takes.
                pressed.shrink_to_fit();
                Body::Pressed(pressed)
            }
        })
    }
}

/// One byte of text in so many is pressed in haste.
const HASTY: usize = 4;

/// Has the first part of the text pressed in haste: that takes a third of its time, and an EPUB becomes half a hundredth larger
/// (docs/decisions/0024-own-archive.md).
pub(super) fn hasten(entries: &mut [Entry]) {
    let length = |entry: &Entry| match &entry.body {
        Body::Loose(Source::There(bytes)) => bytes.len(),
        _ => 0,
    };
    let mut left = entries.iter().map(length).sum::<usize>() / HASTY;
    for entry in entries {
        let Some(rest) = left.checked_sub(length(entry)) else { break };
        (entry.haste, left) = (true, rest);
    }
}

/// The checksum of a large picture, and whether it is worth pressing. Few are, and those have it in their head, where there may be
/// a profile, or all over: one piece at the beginning and one in the middle tell.
fn look_through(picture: &Content) -> io::Result<(u32, bool)> {
    let pieces = picture.len().div_ceil(PIECE as u64);
    let (mut press, mut crc, mut at, mut saved) = (Press::of_pictures(), Crc::new(), 0, 0);
    picture.in_pieces(&mut |piece| {
        crc.update(piece);
        if at == 0 || at == pieces / 2 {
            let less = press.deflated(piece).map_or(0, |out| (piece.len() - out.len()) as u64);
            saved += if at == 0 { less } else { less * (pieces - 1) };
        }
        at += 1;
        Ok(())
    })?;
    Ok((crc.sum(), saved * WORTH >= picture.len()))
}

/// The name of the entry that says what the archive is.
const MIMETYPE: &str = "mimetype";

/// The time of every entry: 1980-01-01, the first day that a ZIP file knows.
const DAY: u16 = 1 << 5 | 1;

/// Writes pressed entries, in their order.
pub(super) fn write(entries: Vec<Entry>) -> Result<Output, Refused> {
    let count =
        |of: usize| u16::try_from(of).map_err(|_| Refused::TooLarge("it has more than 65,535 files".to_string()));
    let size = |of: u64| u32::try_from(of).map_err(|_| Refused::TooLarge("it has more than 4 GiB".to_string()));
    let (mut out, mut directory, many) = (Output::default(), Vec::new(), count(entries.len())?);
    for Entry { name, crc, length, body, haste: _ } in entries {
        let (method, stored) = match &body {
            Body::Loose(_) => unreachable!("every entry is pressed"),
            Body::Stored(_) => (0_u16, length),
            Body::Pressed(bytes) => (8, bytes.len() as u64),
            Body::Deflated(_, length) => (8, *length),
            Body::Unread(why) => return Err(Refused::Unread(why.clone())),
        };
        let mut about = Vec::new();
        // Version 2.0 is needed; no flags.
        for field in [20, 0, method, 0, DAY] {
            about.extend(u16::to_le_bytes(field));
        }
        for field in [crc, size(stored)?, size(length)?] {
            about.extend(field.to_le_bytes());
        }
        about.extend(count(name.len())?.to_le_bytes());
        // No extra field.
        about.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(size(out.len())?.to_le_bytes());
        directory.extend(name.as_bytes());
        out.push([&b"PK\x03\x04"[..], &about, name.as_bytes()].concat());
        match body {
            Body::Stored(Source::There(bytes)) | Body::Pressed(bytes) => out.push(bytes),
            Body::Stored(Source::Asked(lazy)) => out.push(lazy.to_vec()),
            Body::Stored(Source::Picture(picture)) => out.copy(picture.clone()),
            Body::Deflated(picture, length) => out.deflate(picture.clone(), length),
            Body::Loose(_) | Body::Unread(_) => {}
        }
    }
    let (start, length) = (size(out.len())?, size(directory.len() as u64)?);
    directory.extend(b"PK\x05\x06\x00\x00\x00\x00");
    directory.extend([many.to_le_bytes(), many.to_le_bytes()].concat());
    directory.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    directory.extend([0, 0]);
    out.push(directory);
    Ok(out)
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
        // Bytes of no order, as those of a photo, and bytes that press well behind such a head.
        let noise: Vec<u8> = (0..=LARGE / 32).flat_map(|at| crate::asset::hash(&at.to_le_bytes())).collect();
        let half = [&noise[..PIECE], &vec![7; 2 * PIECE]].concat();
        let [noise, half, dot] = [noise, half, b"\x89PNG".to_vec()].map(Content::held);
        let there = |bytes: &[u8]| Source::There(bytes.to_vec());
        let files = [
            (MIMETYPE, there(b"application/epub+zip")),
            ("OEBPS/one.xhtml", there(text.as_bytes())),
            ("OEBPS/none.css", there(b"")),
            ("OEBPS/images/dot.png", Source::Picture(&dot)),
            ("OEBPS/images/noise.jpg", Source::Picture(&noise)),
            ("OEBPS/images/half.png", Source::Picture(&half)),
            ("OEBPS/images/cover.jpg", Source::Asked(&drawn)),
        ];
        let mut entries: Vec<Entry> = files.iter().map(|(name, source)| Entry::new(name, source.clone())).collect();
        let mut press = Press::of_text();
        entries.iter_mut().for_each(|entry| entry.press(&mut press));
        let stored: Vec<bool> = entries.iter().map(|entry| matches!(entry.body, Body::Stored(_))).collect();
        assert_eq!(stored, [true, false, true, true, true, false, true]);
        let Ok(output) = write(entries) else { panic!("it fits") };
        let bytes = output.bytes().unwrap();
        assert!(bytes.len() < noise.len() as usize + PIECE + 2000, "{} and {}", bytes.len(), noise.len());
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(archive.len(), files.len());
        for (at, (name, source)) in files.iter().enumerate() {
            let mut file = archive.by_index(at).unwrap();
            let mut found = Vec::new();
            // The reader holds the checksum against what it read.
            file.read_to_end(&mut found).unwrap();
            let given = match source {
                Source::There(bytes) => bytes.clone(),
                Source::Asked(lazy) => lazy.to_vec(),
                Source::Picture(picture) => picture.read().unwrap().into_owned(),
            };
            assert!((file.name(), &found) == (*name, &given), "{name}");
        }
    }

    #[test]
    fn the_first_quarter_of_the_text_is_pressed_in_haste() {
        let picture = Content::held(vec![0; 9000]);
        let there = |length| Entry::new("OEBPS/a.xhtml", Source::There(vec![b'a'; length]));
        let mut entries = vec![there(10), there(240), Entry::new("OEBPS/images/a.png", Source::Picture(&picture))];
        entries.extend([there(300), there(450)]);
        hasten(&mut entries);
        assert_eq!(entries.iter().map(|entry| entry.haste).collect::<Vec<_>>(), [true, true, true, false, false]);
        let mut whole = [there(1000)];
        hasten(&mut whole);
        assert!(!whole[0].haste, "it is more than a quarter");
    }
}
