//! The handout PDF: pages become a tagged, archival file, through krilla.
//!
//! In: [`Pages`]. Out: bytes that hold what they claim. Never here: a measurement of text.

mod about;
mod advance;
mod claim;
mod draw;
mod shape;
mod sorts;
mod spoken;
mod tags;
#[cfg(test)]
mod tests;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::page::PageSettings;

use self::draw::Painter;
use crate::base::Diags;
use crate::page::{Page, Pages};

/// Writes the PDF. `None` where it would not hold what it claims; the findings say why.
pub fn write(pages: &Pages, diags: &mut Diags) -> Option<Vec<u8>> {
    let configuration = claim::configuration(pages, diags);
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut painter = Painter::new(pages, diags)?;
    let mut leaves = tags::Leaves::new(pages);
    let places = about::places(pages);

    for (index, page) in pages.pages.iter().enumerate() {
        let mut sheet = document.start_page_with(settings(page, diags)?);
        let mut surface = sheet.surface();
        painter.paint(page, &mut surface, &mut leaves);
        surface.finish();
        for link in pages.links.iter().filter(|link| link.page as usize == index) {
            if let Some(annotation) = draw::annotation(link, pages, &places, diags) {
                leaves.add_link(link.elem, sheet.add_tagged_annotation(annotation));
            }
        }
        sheet.finish();
    }
    document.set_outline(about::outline(pages, &places, diags));
    document.set_metadata(about::metadata(&pages.meta));
    document.set_tag_tree(tags::tree(pages, leaves, diags)?);
    match document.finish() {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            claim::report(&error, pages, diags);
            None
        }
    }
}

/// A page's size, boxes and label. krilla measures from the sheet's top left corner, with the bleed.
fn settings(page: &Page, diags: &mut Diags) -> Option<PageSettings> {
    let (width, height, bleed) =
        (page.trim.width.to_pt() as f32, page.trim.height.to_pt() as f32, page.bleed.to_pt() as f32);
    let trim = krilla::geom::Rect::from_xywh(bleed, bleed, width, height);
    let Some(settings) = PageSettings::from_wh(width + 2.0 * bleed, height + 2.0 * bleed) else {
        claim::fault(None, format!("a page of {} by {} has no area", page.trim.width, page.trim.height), diags);
        return None;
    };
    Some(settings.with_trim_box(trim).with_page_label(about::label(page.folio)))
}
