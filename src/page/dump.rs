//! Pages as text that a person can check and a golden test can hold.

use std::fmt::Write;

use super::{ArtifactKind, ElemId, Item, Mark, Page, PageKind, Pages, Side};
use crate::base::{Em, Point, Rect};
use crate::model::Target;

/// The pages as readable, stable text: a line an item, with places in points from the page's top left corner.
///
/// An item of text says where its baseline stands (y, then x), what it belongs to, and its words; then come links, outline
/// and structure.
pub fn dump(pages: &Pages) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        page_lines(&mut out, pages, index, page);
    }
    line(&mut out, format_args!("outline"));
    for entry in &pages.outline {
        let number = entry.number.as_ref().map_or(String::new(), |number| format!("{number} "));
        let indent = "  ".repeat(usize::from(entry.depth) + 1);
        line(&mut out, format_args!("{indent}{number}{} -> #{}", entry.title, entry.anchor.0));
    }
    line(&mut out, format_args!("structure"));
    structure(&mut out, pages);
    out
}

fn page_lines(out: &mut String, pages: &Pages, index: usize, page: &Page) {
    let side = match page.side {
        Side::Recto => "recto",
        Side::Verso => "verso",
    };
    let kind = match page.kind {
        PageKind::Normal => "",
        PageKind::Blank => ", blank",
        PageKind::Opening => ", opening",
    };
    line(out, format_args!("page {}: {side}{kind}, {} by {}", page.folio, page.trim.width, page.trim.height));
    for item in &page.frame.items {
        match item {
            Item::Glyphs(run) => {
                let face = pages.fonts.get(usize::from(run.font.0)).map_or("?", |face| face.family.as_str());
                let scale = if run.x_scale == 1000 { String::new() } else { format!(" x{}", run.x_scale) };
                let spaced =
                    if run.tracking == Em::ZERO { String::new() } else { format!(" {:+}", thousandths(run.tracking)) };
                let (at, mark) = (place(run.origin), mark(run.mark));
                line(out, format_args!("  {at} {mark} {:?} {face} {}{scale}{spaced}", run.text, run.size));
            }
            Item::Rule { area, mark: of, .. } => line(out, format_args!("  {} {} rule", rect(*area), mark(*of))),
            Item::Path(path) => line(
                out,
                format_args!("  {} {} path of {}", place(path.transform.offset), mark(path.mark), path.segments.len()),
            ),
            Item::Image { image, area, mark: of } => {
                let path = pages.images.get(image.0 as usize).map_or("?", |picture| picture.path.as_str());
                line(out, format_args!("  {} {} picture {path}", rect(*area), mark(*of)));
            }
            Item::Anchor { anchor, at } => line(out, format_args!("  {} anchor #{}", place(*at), anchor.0)),
        }
    }
    for link in pages.links.iter().filter(|link| link.page as usize == index) {
        let target = match &link.target {
            Target::Anchor(anchor) => format!("#{}", anchor.0),
            Target::Url(url) | Target::Written(url) => url.clone(),
        };
        let quads: Vec<String> = link.quads.iter().map(|quad| rect(*quad)).collect();
        line(out, format_args!("  link {} {:?} -> {target} at {}", link.elem.0, link.alt, quads.join("; ")));
    }
}

/// The tree, an element a line, children further in. It goes down a list, not by recursion: the tree is as deep as the book.
fn structure(out: &mut String, pages: &Pages) {
    let mut open = if pages.structure.is_empty() { Vec::new() } else { vec![(ElemId(0), 1)] };
    while let Some((id, depth)) = open.pop() {
        let Some(elem) = pages.structure.get(id.0 as usize) else { continue };
        let mut about = String::new();
        for (name, value) in [
            ("lang", elem.lang.as_ref().map(|lang| lang.0.as_str())),
            ("title", elem.title.as_deref()),
            ("alt", elem.alt.as_deref()),
        ] {
            if let Some(value) = value {
                about += &format!(" {name}={value:?}");
            }
        }
        line(out, format_args!("{}{} {:?}{about}", "  ".repeat(depth), id.0, elem.role));
        open.extend(elem.children.iter().rev().map(|child| (*child, depth + 1)));
    }
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    // Writing to a String never fails.
    let _ = writeln!(out, "{text}");
}

fn thousandths(em: Em) -> i64 {
    (i64::from(em.0) * 1000 + 32768).div_euclid(65536)
}

fn place(at: Point) -> String {
    format!("{},{}", at.y, at.x).replace("pt", "")
}

fn rect(area: Rect) -> String {
    format!("{} {}x{}", place(area.origin), area.size.width, area.size.height).replace("pt", "")
}

fn mark(mark: Mark) -> String {
    match mark {
        Mark::Content(elem) => elem.0.to_string(),
        Mark::Artifact(ArtifactKind::Header) => "header".to_string(),
        Mark::Artifact(ArtifactKind::Footer) => "footer".to_string(),
        Mark::Artifact(ArtifactKind::Other) => "artifact".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Elem, ElemRole, Folio, Frame, Ink};
    use super::*;
    use crate::base::{Length, Size};
    use crate::model::{Anchor, Metadata};

    #[test]
    fn a_page_is_text_that_a_person_can_check() {
        let elem = |role, children: &[u32]| Elem {
            role,
            parent: None,
            children: children.iter().map(|c| ElemId(*c)).collect(),
            lang: None,
            alt: None,
            title: None,
            site: None,
        };
        let area = Rect {
            origin: Point { x: Length::pt(9), y: Length::milli_pt(80500) },
            size: Size { width: Length::pt(30), height: Length::milli_pt(400) },
        };
        let page = Page {
            trim: Size { width: Length::pt(100), height: Length::pt(200) },
            bleed: Length::ZERO,
            side: Side::Verso,
            folio: Folio::Roman(2),
            kind: PageKind::Normal,
            frame: Frame {
                items: vec![
                    Item::Anchor { anchor: Anchor("one".into()), at: Point { x: Length::pt(9), y: Length::pt(12) } },
                    Item::Rule { area, ink: Ink::Black, mark: Mark::Artifact(ArtifactKind::Other) },
                ],
            },
        };
        let pages = Pages {
            meta: Metadata::default(),
            outline: Vec::new(),
            structure: vec![elem(ElemRole::Document, &[1, 2]), elem(ElemRole::Chapter, &[]), elem(ElemRole::Para, &[])],
            fonts: Vec::new(),
            images: Vec::new(),
            links: Vec::new(),
            pages: vec![page],
        };
        assert_eq!(
            dump(&pages),
            "page ii: verso, 100pt by 200pt\n  12,9 anchor #one\n  80.5,9 30x0.4 artifact rule\noutline\nstructure\n  \
             0 Document\n    1 Chapter\n    2 Para\n"
        );
    }
}
