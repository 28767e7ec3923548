//! A few pages set by hand, for the tests of the writers: a heading, a paragraph over two pages, a link, a note, a
//! list, a picture, a running head and folios.

use std::io::Cursor;

use skrifa::instance::{LocationRef, Size as At};
use skrifa::{FontRef, MetadataProvider};

use super::{
    ArtifactKind, Dir, Elem, ElemId, ElemRole, Folio, FontId, Frame, Glyph, GlyphRun, ImageId, Ink, Item, Link, Mark,
    OutlineEntry, Page, PageKind, Pages, Side,
};
use crate::asset::{Content, Media, Picture, bundled};
use crate::base::{Em, Length, Point, Rect, Site, Size, SourceId, Span};
use crate::model::{Anchor, Lang, Metadata, Number, Person, Subject, Target};

/// Elements of the sample, by their index.
pub(crate) mod elem {
    pub(crate) const HEADING: u32 = 2;
    pub(crate) const FIGURE: u32 = 17;
}

/// The sample's pages.
pub(crate) fn pages() -> Pages {
    let mut s = Sample { fonts: bundled(), structure: Vec::new(), links: Vec::new(), sheets: Vec::new() };
    let document = s.elem(ElemRole::Document, None);
    let chapter = s.elem(ElemRole::Chapter, Some(document));
    let heading = s.elem(ElemRole::Heading(1), Some(chapter));
    assert_eq!(heading.0, elem::HEADING);
    let para = s.elem(ElemRole::Para, Some(chapter));
    let before = s.elem(ElemRole::Span, Some(para));
    let link = s.elem(ElemRole::Link, Some(para));
    let french = s.elem(ElemRole::Emph, Some(para));
    s.structure[french.0 as usize].lang = Some(Lang("fr".into()));
    let mark = s.elem(ElemRole::NoteMark, Some(para));
    let after = s.elem(ElemRole::Span, Some(para));
    let note = s.elem(ElemRole::Note, Some(chapter));
    let label = s.elem(ElemRole::Label, Some(note));
    let note_text = s.elem(ElemRole::Para, Some(note));
    let list = s.elem(ElemRole::List(crate::page::Labels::Numbers(crate::model::NumberForm::Decimal)), Some(chapter));
    let item = s.elem(ElemRole::Item, Some(list));
    let number = s.elem(ElemRole::Label, Some(item));
    let body = s.elem(ElemRole::Body, Some(item));
    let item_text = s.elem(ElemRole::Para, Some(body));
    let figure = s.elem(ElemRole::Figure, Some(chapter));
    assert_eq!(figure.0, elem::FIGURE);
    s.structure[figure.0 as usize].alt = Some("A grey square".into());

    s.sheet(Folio::Roman(1), Side::Recto);
    s.text(20, 40, "Half Title", 2, 18, Mark::Artifact(ArtifactKind::Other));
    s.sheet(Folio::Arabic(1), Side::Recto);
    s.anchor("one", 20, 30);
    s.text(20, 40, "Ofﬁce Hours", 2, 18, Mark::Content(heading));
    let x = s.text(20, 70, "A paragraph with ", 0, 11, Mark::Content(before));
    let y = s.text_at(x, 70, "a link, ", 0, Mark::Content(link));
    s.link(link, x, 70, y, Target::Url("https://example.org/a?b=c&d".into()), "a link");
    let z = s.text_at(y, 70, "déjà vu", 1, Mark::Content(french));
    s.last_run().lang = Lang("fr".into());
    let w = s.text_at(z, 70, "1", 0, Mark::Content(mark));
    s.anchor("mark-1", 20, 70);
    s.link(mark, z, 70, w, Target::Anchor(Anchor("note-1".into())), "Note 1");
    s.text(20, 84, "and a word that is hyphen\u{ad}", 0, 11, Mark::Content(after));
    s.last_run().x_scale = 1020;
    s.anchor("note-1", 20, 240);
    let area = rect(20, 230, 40, 1);
    let rule = Item::Rule { area, ink: Ink::Black, mark: Mark::Artifact(ArtifactKind::Other) };
    s.sheets.last_mut().unwrap().frame.items.push(rule);
    let l = s.text(20, 245, "1 ", 0, 9, Mark::Content(label));
    s.link(label, Length::pt(20), 245, l, Target::Anchor(Anchor("mark-1".into())), "Back to the text");
    s.text_at(l, 245, "The note.", 0, Mark::Content(note_text));
    s.text(100, 280, "1", 0, 9, Mark::Artifact(ArtifactKind::Footer));
    s.sheet(Folio::Arabic(2), Side::Verso);
    s.text(80, 20, "The Book", 1, 9, Mark::Artifact(ArtifactKind::Header));
    s.text(20, 40, "ated over two pages.", 0, 11, Mark::Content(after));
    s.last_run().x_scale = 985;
    let n = s.text(20, 60, "1. ", 0, 11, Mark::Content(number));
    s.text_at(n, 60, "An item.", 0, Mark::Content(item_text));
    s.last_run().ink = Ink::Tint(60);
    let (area, mark) = (rect(20, 80, 60, 60), Mark::Content(figure));
    s.sheets.last_mut().unwrap().frame.items.push(Item::Image { image: ImageId(0), area, mark });

    Pages {
        meta: Metadata {
            title: "Pages (by Hand)".into(),
            language: "en-GB".into(),
            authors: vec![Person { name: "Ada Exämple".into(), sort: None, roles: vec!["aut".into()] }],
            identifier: "urn:uuid:00000000-0000-0000-0000-000000000001".into(),
            modified: 1_795_478_400,
            subjects: vec![Subject { name: "setting".into(), code: None }],
            description: Some("A sample".into()),
            ..Metadata::default()
        },
        outline: vec![
            outline("Office Hours", Some(1), 0, "one"),
            outline("The Note", None, 2, "note-1"),
            outline("Again", None, 0, "one"),
        ],
        structure: s.structure,
        fonts: s.fonts,
        images: vec![square()],
        links: s.links,
        pages: s.sheets,
    }
}

fn outline(title: &str, number: Option<u32>, depth: u8, anchor: &str) -> OutlineEntry {
    let number = number.map(|n| Number::Arabic(vec![n]));
    OutlineEntry { title: title.into(), number, depth, anchor: Anchor(anchor.into()) }
}

fn rect(x: i64, y: i64, width: i64, height: i64) -> Rect {
    Rect {
        origin: Point { x: Length::pt(x), y: Length::pt(y) },
        size: Size { width: Length::pt(width), height: Length::pt(height) },
    }
}

fn square() -> Picture {
    let mut out = Cursor::new(Vec::new());
    let grey = image::RgbaImage::from_fn(8, 8, |x, y| image::Rgba([120, 120, 120, if x == y { 90 } else { 255 }]));
    grey.write_to(&mut out, image::ImageFormat::Png).unwrap();
    picture("square.png", Media::Png, 8, 8, out.into_inner())
}

/// A picture of those bytes.
pub(crate) fn picture(path: &str, media: Media, width: u32, height: u32, bytes: Vec<u8>) -> Picture {
    let content = Content::held(bytes);
    Picture { path: path.into(), media, width, height, content, see_through: false, drawing: None }
}

struct Sample {
    fonts: Vec<crate::asset::Face>,
    structure: Vec<Elem>,
    links: Vec<Link>,
    sheets: Vec<Page>,
}

impl Sample {
    fn elem(&mut self, role: ElemRole, parent: Option<ElemId>) -> ElemId {
        let id = ElemId(self.structure.len() as u32);
        let site = Some(Site { source: SourceId(0), span: Span::new(id.0 as usize, id.0 as usize + 1) });
        self.structure.push(Elem { role, parent, children: Vec::new(), lang: None, alt: None, title: None, site });
        if let Some(parent) = parent {
            self.structure[parent.0 as usize].children.push(id);
        }
        id
    }

    fn sheet(&mut self, folio: Folio, side: Side) {
        let trim = Size { width: Length::pt(200), height: Length::pt(300) };
        let (kind, frame) = (PageKind::Normal, Frame::default());
        self.sheets.push(Page { trim, bleed: Length::ZERO, side, folio, kind, frame });
    }

    fn anchor(&mut self, name: &str, x: i64, y: i64) {
        let at = Point { x: Length::pt(x), y: Length::pt(y) };
        let anchor = Anchor(name.into());
        self.sheets.last_mut().unwrap().frame.items.push(Item::Anchor { anchor, at });
    }

    fn text(&mut self, x: i64, y: i64, text: &str, font: u16, size: i64, mark: Mark) -> Length {
        self.run(Length::pt(x), y, text, font, size, mark)
    }

    fn text_at(&mut self, x: Length, y: i64, text: &str, font: u16, mark: Mark) -> Length {
        self.run(x, y, text, font, 11, mark)
    }

    /// Sets a run, a glyph a character, and says where it ends.
    fn run(&mut self, x: Length, y: i64, text: &str, font: u16, size: i64, mark: Mark) -> Length {
        let face = &self.fonts[usize::from(font)];
        let parsed = FontRef::from_index(&face.bytes, face.index).unwrap();
        let (map, widths) = (parsed.charmap(), parsed.glyph_metrics(At::unscaled(), LocationRef::default()));
        let upem = parsed.metrics(At::unscaled(), LocationRef::default()).units_per_em;
        let glyphs = text
            .char_indices()
            .map(|(at, c)| {
                let shown = if c == '\u{ad}' { '-' } else { c };
                let id = map.map(shown).unwrap();
                let advance = Em::from_units(widths.advance_width(id).unwrap() as i32, upem);
                let cluster = at as u32..(at + c.len_utf8()) as u32;
                Glyph { id: id.to_u32() as u16, advance, dx: Em::ZERO, dy: Em::ZERO, cluster }
            })
            .collect();
        let run = GlyphRun {
            font: FontId(font),
            size: Length::pt(size),
            origin: Point { x, y: Length::pt(y) },
            x_scale: 1000,
            tracking: Em::ZERO,
            ink: Ink::Black,
            lang: Lang("en-GB".into()),
            dir: Dir::Ltr,
            text: text.into(),
            src: None,
            site: None,
            mark,
            glyphs,
        };
        let end = x + run.width();
        self.sheets.last_mut().unwrap().frame.items.push(Item::Glyphs(run));
        end
    }

    fn last_run(&mut self) -> &mut GlyphRun {
        let items = self.sheets.last_mut().unwrap().frame.items.iter_mut().rev();
        let run = items.filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None }).next();
        run.unwrap()
    }

    fn link(&mut self, elem: ElemId, from: Length, y: i64, to: Length, target: Target, alt: &str) {
        let origin = Point { x: from, y: Length::pt(y - 9) };
        let quad = Rect { origin, size: Size { width: to - from, height: Length::pt(12) } };
        let page = self.sheets.len() as u32 - 1;
        self.links.push(Link { page, elem, target, alt: alt.into(), quads: vec![quad] });
    }
}
