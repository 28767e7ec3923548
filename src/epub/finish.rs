//! The seam to epub-builder: it assembles container and content; package document, contents and NCX are ours.
//!
//! Its own package document gives an author and a language one id, and can carry no properties, roles or page-list
//! (epub-builder 0.8.3), so those three files are written anew. So is the archive, whose entries it makes a fifteenth larger than
//! they need be.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, ZipLibrary};
use zip::ZipArchive;

use super::archive::{self, Entry, Refused, Source};
use crate::asset::Output;

/// The files of an EPUB.
pub(super) struct Files<'a> {
    /// The style.
    pub(super) css: String,
    /// Pages: name and XHTML, in the order of reading.
    pub(super) pages: Vec<(String, String)>,
    /// Pictures and fonts: name, media type and bytes.
    pub(super) others: Vec<(String, &'static str, Source<'a>)>,
    /// The package document.
    pub(super) package: String,
    /// The navigation document.
    pub(super) nav: String,
    /// The NCX.
    pub(super) ncx: String,
}

/// Presses each entry, in any order or side by side: threads are the pipeline's.
pub type Each<'a> = &'a (dyn Fn(&mut [Entry<'_>]) + Sync);

/// Packs them. The same files give the same bytes: entries carry the date 1980-01-01, the first a ZIP file knows.
pub(super) fn pack(files: Files, each: Each) -> Result<Output, Fault> {
    let assembled = assemble(&files).map_err(|error| Fault::Ours(error.to_string()))?;
    let mut entries = entries(&assembled, files).map_err(|error| Fault::Ours(error.to_string()))?;
    archive::hasten(&mut entries);
    each(&mut entries);
    archive::write(entries).map_err(Fault::Refused)
}

/// Why there is no file.
pub(super) enum Fault {
    /// It cannot be written.
    Refused(Refused),
    /// What was assembled cannot be read.
    Ours(String),
}

/// The container with the names of all files. What they hold comes later, so that nothing is pressed twice.
fn assemble(files: &Files) -> Result<Vec<u8>, epub_builder::Error> {
    let nothing = || &b""[..];
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.stylesheet(nothing())?;
    for (name, _) in &files.pages {
        builder.add_content(EpubContent::new(name, nothing()))?;
    }
    for (name, mime, _) in &files.others {
        builder.add_resource(name, nothing(), *mime)?;
    }
    let mut out = Vec::new();
    builder.generate(&mut out)?;
    Ok(out)
}

/// The entries of the container, in its order: `mimetype` first, as OCF 3.3, 4.3.2 wants it.
fn entries<'a>(assembled: &[u8], files: Files<'a>) -> Result<Vec<Entry<'a>>, zip::result::ZipError> {
    let own = [
        ("content.opf", files.package),
        ("nav.xhtml", files.nav),
        ("toc.ncx", files.ncx),
        ("stylesheet.css", files.css),
    ];
    let texts = own.map(|(name, text)| (name.to_string(), text)).into_iter().chain(files.pages);
    let texts = texts.map(|(name, text)| (name, Source::There(text.into_bytes())));
    let others = files.others.into_iter().map(|(name, _, source)| (name, source));
    let mut ours: BTreeMap<String, Source> = texts.chain(others).collect();
    let mut from = ZipArchive::new(Cursor::new(assembled))?;
    let mut entries = Vec::new();
    for at in 0..from.len() {
        let mut entry = from.by_index(at)?;
        let content = match entry.name().strip_prefix("OEBPS/").and_then(|name| ours.remove(name)) {
            Some(ours) => ours,
            None => {
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes)?;
                Source::There(bytes)
            }
        };
        entries.push(Entry::new(entry.name(), content));
    }
    Ok(entries)
}
