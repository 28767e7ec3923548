//! The seam to epub-builder: it assembles container and content; package document, contents and NCX are ours.
//!
//! Its own package document gives an author and a language one id, and can carry no properties, roles or page-list
//! (epub-builder 0.8.3), so those three files are written anew and every other entry is copied as it was compressed.

use std::io::{Cursor, Write};

use epub_builder::{EpubBuilder, EpubContent, ZipLibrary};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The files of an EPUB.
pub(super) struct Files<'a> {
    /// The style.
    pub(super) css: &'a str,
    /// Pages: name and XHTML, in the order of reading.
    pub(super) pages: Vec<(String, String)>,
    /// Pictures: name, media type and bytes.
    pub(super) pictures: Vec<(String, &'static str, &'a [u8])>,
    /// The package document.
    pub(super) package: &'a str,
    /// The navigation document.
    pub(super) nav: &'a str,
    /// The NCX.
    pub(super) ncx: &'a str,
}

/// Packs them. The same files give the same bytes: entries carry the date 1980-01-01, the first a ZIP file knows.
pub(super) fn pack(files: &Files) -> Result<Vec<u8>, String> {
    let assembled = assemble(files).map_err(|error| error.to_string())?;
    replace(&assembled, files).map_err(|error| error.to_string())
}

fn assemble(files: &Files) -> Result<Vec<u8>, epub_builder::Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.stylesheet(files.css.as_bytes())?;
    for (name, page) in &files.pages {
        builder.add_content(EpubContent::new(name, page.as_bytes()))?;
    }
    for (name, mime, bytes) in &files.pictures {
        builder.add_resource(name, *bytes, *mime)?;
    }
    let mut out = Vec::new();
    builder.generate(&mut out)?;
    Ok(out)
}

fn replace(assembled: &[u8], files: &Files) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut from = ZipArchive::new(Cursor::new(assembled))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let entry = from.by_index_raw(at)?;
        let ours = match entry.name() {
            "OEBPS/content.opf" => files.package,
            "OEBPS/nav.xhtml" => files.nav,
            "OEBPS/toc.ncx" => files.ncx,
            // The first of them is `mimetype`, stored, as OCF 3.3, 4.3.2 wants it.
            _ => {
                to.raw_copy_file(entry)?;
                continue;
            }
        };
        let name = entry.name().to_string();
        drop(entry);
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(ours.as_bytes())?;
    }
    Ok(to.finish()?.into_inner())
}
