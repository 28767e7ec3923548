//! The seam to epub-builder: it assembles container and content; package document, contents and NCX are ours.
//!
//! Its own package document gives an author and a language one id, and can carry no properties, roles or page-list
//! (epub-builder 0.8.3), so those three files are written anew. So is the archive, whose entries it makes a fifteenth larger than
//! they need be.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, ZipLibrary};
use zip::ZipArchive;

use super::archive::{self, Content, Entry};

/// The files of an EPUB.
pub(super) struct Files<'a> {
    /// The style.
    pub(super) css: &'a str,
    /// Pages: name and XHTML, in the order of reading.
    pub(super) pages: Vec<(String, String)>,
    /// Pictures and fonts: name, media type and bytes.
    pub(super) others: Vec<(String, &'static str, Content<'a>)>,
    /// The package document.
    pub(super) package: &'a str,
    /// The navigation document.
    pub(super) nav: &'a str,
    /// The NCX.
    pub(super) ncx: &'a str,
}

/// Does something to each entry, in any order or side by side: threads are the pipeline's.
pub type Each<'a> = &'a (dyn Fn(&mut [Entry<'_>], &(dyn Fn(&mut Entry<'_>) + Sync)) + Sync);

/// Packs them. The same files give the same bytes: entries carry the date 1980-01-01, the first a ZIP file knows.
pub(super) fn pack(files: &Files, each: Each) -> Result<Vec<u8>, Fault> {
    let assembled = assemble(files).map_err(|error| Fault::Ours(error.to_string()))?;
    let mut entries = entries(&assembled, files).map_err(|error| Fault::Ours(error.to_string()))?;
    each(&mut entries, &|entry| entry.press());
    archive::write(&entries).map_err(Fault::TooLarge)
}

/// Why there is no file.
pub(super) enum Fault {
    /// A ZIP file cannot hold so much.
    TooLarge(String),
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
fn entries<'a>(assembled: &[u8], files: &'a Files<'a>) -> Result<Vec<Entry<'a>>, zip::result::ZipError> {
    let texts = [
        ("content.opf", files.package),
        ("nav.xhtml", files.nav),
        ("toc.ncx", files.ncx),
        ("stylesheet.css", files.css),
    ];
    let texts = texts.into_iter().chain(files.pages.iter().map(|(name, page)| (name.as_str(), page.as_str())));
    let texts = texts.map(|(name, text)| (name, Content::There(Cow::Borrowed(text.as_bytes()))));
    let others = files.others.iter().map(|(name, _, content)| (name.as_str(), content.clone()));
    let ours: BTreeMap<&str, Content> = texts.chain(others).collect();
    let mut from = ZipArchive::new(Cursor::new(assembled))?;
    let mut entries = Vec::new();
    for at in 0..from.len() {
        let mut entry = from.by_index(at)?;
        let content = match entry.name().strip_prefix("OEBPS/").and_then(|name| ours.get(name)) {
            Some(ours) => ours.clone(),
            None => {
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes)?;
                Content::There(Cow::Owned(bytes))
            }
        };
        entries.push(Entry::new(entry.name(), content));
    }
    Ok(entries)
}
