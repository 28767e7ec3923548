//! The press PDF: pages become what a print shop takes, through printpdf.
//!
//! In: [`Pages`]. Out: bytes. Never here: an outline, a link, a measurement of text.

mod draw;
mod finish;
mod picture;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, Mm, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions};

use self::draw::Used;
use crate::base::{Code, Diags};
use crate::page::{Item, Pages};

/// Writes the interior. `None` where a shop would send it back; the findings say why.
pub fn write(pages: &Pages, diags: &mut Diags) -> Option<Vec<u8>> {
    let mut document = PdfDocument::new(&pages.meta.title);
    let items = || pages.pages.iter().flat_map(|page| &page.frame.items);
    let used: BTreeSet<_> = items()
        .filter_map(|item| match item {
            Item::Glyphs(run) => Some(run.font),
            Item::Rule { .. } | Item::Path(_) | Item::Image { .. } | Item::Anchor { .. } => None,
        })
        .collect();
    for id in used {
        let face = &pages.fonts[usize::from(id.0)];
        // Outlines of PostScript kind need PDF 1.6 (ISO 32000-1, 9.9); shops take 1.3 to 1.4.
        let parsed = if face.bytes.starts_with(b"OTTO") {
            None
        } else {
            ParsedFont::from_bytes(&face.bytes, face.index as usize, &mut Vec::new())
        };
        let Some(parsed) = parsed else {
            let message = format!("'{}' has no TrueType outlines, so a press PDF cannot carry it", face.family);
            diags.push_help(Code::BadFont, None, message, "give the font as TrueType");
            return None;
        };
        document.resources.fonts.map.insert(FontId(draw::font_name(id)), PdfFont::new(parsed));
    }
    let mut pictures = BTreeMap::new();
    let mut whole = true;
    for item in items() {
        if let Item::Image { image, .. } = item
            && !pictures.contains_key(image)
        {
            match picture::stream(&pages.images[image.0 as usize], diags) {
                Some(stream) => drop(pictures.insert(*image, stream)),
                None => whole = false,
            }
        }
    }
    if !whole {
        return None;
    }
    let mut glyphs = Used::new(pages);
    for page in &pages.pages {
        // The boxes are set in the finishing step, to the exact point.
        document.pages.push(PdfPage::new(Mm(0.0), Mm(0.0), draw::page(page, &mut glyphs)));
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let raw = document.to_lopdf_document(&options, &mut Vec::new());
    match finish::finish(raw, pages, &glyphs, pictures) {
        Ok(bytes) => Some(bytes),
        Err(why) => {
            let message = format!("the press PDF could not be put together: {why}");
            diags.push_help(Code::NotAssembled, None, message, "this is a fault of Recto: please report it");
            None
        }
    }
}
