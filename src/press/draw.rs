//! Items as operators of a page's content stream.
//!
//! PDF counts up from the sheet's bottom left corner; the sheet is the trim with its bleed.

use std::collections::BTreeMap;

use printpdf::{Codepoint, DictItem, FontId as Name, Op, PdfFontHandle, Pt, TextItem, TextMatrix};
use skrifa::instance::{LocationRef, Size as At};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::base::{Length, Point, Rect};
use crate::page::{FontId, GlyphRun, ImageId, Ink, Item, Page, Pages, PathShape, Segment};

/// The glyphs that are used: of each font, each glyph's width in 1/1000 em and the text it stands for.
pub struct Used<'a> {
    pages: &'a Pages,
    /// By font and glyph. Of several texts the least stays: a hyphen before a soft hyphen, a space before one that
    /// does not break.
    pub glyphs: BTreeMap<FontId, BTreeMap<u16, (f32, String)>>,
    widths: BTreeMap<FontId, Vec<f32>>,
}

impl<'a> Used<'a> {
    /// No glyph yet.
    pub fn new(pages: &'a Pages) -> Used<'a> {
        Used { pages, glyphs: BTreeMap::new(), widths: BTreeMap::new() }
    }

    /// The widths of a font's glyphs as the file will say them, in 1/1000 em with three decimals.
    fn widths(&mut self, font: FontId) -> &[f32] {
        let pages = self.pages;
        self.widths.entry(font).or_insert_with(|| {
            let face = &pages.fonts[usize::from(font.0)];
            let Ok(parsed) = FontRef::from_index(&face.bytes, face.index) else { return Vec::new() };
            let metrics = parsed.glyph_metrics(At::unscaled(), LocationRef::default());
            let upem = f64::from(parsed.metrics(At::unscaled(), LocationRef::default()).units_per_em.max(1));
            let width = |id| f64::from(metrics.advance_width(GlyphId::new(id)).unwrap_or(0.0));
            (0..metrics.glyph_count()).map(|id| decimals(width(id) * 1000.0 / upem)).collect()
        })
    }

    fn note(&mut self, run: &GlyphRun) {
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let width = self.widths(run.font).get(usize::from(glyph.id)).copied().unwrap_or(0.0);
            // Of the glyphs of one cluster the first stands for its text.
            let first = at == 0 || run.glyphs[at - 1].cluster != glyph.cluster;
            let range = glyph.cluster.start as usize..glyph.cluster.end as usize;
            let text = if first { run.text.get(range).unwrap_or_default() } else { "" };
            let known = self.glyphs.entry(run.font).or_default().entry(glyph.id);
            let known = known.or_insert_with(|| (width, text.to_string()));
            if !text.is_empty() && (known.1.is_empty() || text < known.1.as_str()) {
                known.1 = text.to_string();
            }
        }
    }
}

/// A number with three decimals, as it stands in the file.
fn decimals(number: f64) -> f32 {
    ((number * 1000.0).round() / 1000.0) as f32
}

/// The name of a font's resource.
pub fn font_name(font: FontId) -> String {
    format!("F{}", font.0)
}

/// The name of a picture's resource.
pub fn image_name(image: ImageId) -> String {
    format!("Im{}", image.0)
}

/// A page's operators.
pub fn page(page: &Page, used: &mut Used) -> Vec<Op> {
    let sheet = Sheet { height: page.trim.height, bleed: page.bleed };
    let mut ops = Vec::new();
    let mut ink = None;
    for item in &page.frame.items {
        match item {
            Item::Glyphs(run) if run.glyphs.is_empty() => {}
            Item::Glyphs(run) => {
                fill(run.ink, &mut ink, &mut ops);
                glyphs(run, &sheet, used, &mut ops);
            }
            Item::Rule { area, ink: with, .. } => {
                fill(*with, &mut ink, &mut ops);
                rectangle(*area, &sheet, &mut ops);
                raw("f", &[], &mut ops);
            }
            Item::Path(path) => shape(path, &sheet, &mut ink, &mut ops),
            Item::Image { image, area, .. } => {
                let [x, y] = sheet.place(area.origin);
                let (width, height) = (area.size.width.to_pt(), area.size.height.to_pt());
                raw("q", &[], &mut ops);
                raw("cm", &[width, 0.0, 0.0, height, x, y - height], &mut ops);
                let name = DictItem::Name(image_name(*image).into_bytes());
                ops.push(Op::Unknown { key: "Do".into(), value: vec![name] });
                raw("Q", &[], &mut ops);
            }
            Item::Anchor { .. } => {}
        }
    }
    ops
}

/// Where our places lie on the sheet.
struct Sheet {
    height: Length,
    bleed: Length,
}

impl Sheet {
    fn place(&self, at: Point) -> [f64; 2] {
        [(self.bleed + at.x).to_pt(), (self.bleed + self.height - at.y).to_pt()]
    }
}

/// Grey from 0, full ink, to 1, paper. A colour is printed in its lightness (ITU-R BT.709).
fn grey(ink: Ink) -> f64 {
    match ink {
        Ink::Black => 0.0,
        Ink::Tint(percent) => f64::from(100 - percent.min(100)) / 100.0,
        Ink::Rgb(r, g, b) => (0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b)) / 255.0,
    }
}

fn fill(ink: Ink, current: &mut Option<Ink>, ops: &mut Vec<Op>) {
    if *current != Some(ink) {
        raw("g", &[grey(ink)], ops);
        *current = Some(ink);
    }
}

/// An operator with numbers. printpdf's own are fewer, and its pictures and polygons go ways of their own.
fn raw(key: &str, numbers: &[f64], ops: &mut Vec<Op>) {
    let value = numbers.iter().map(|n| DictItem::Real(decimals(*n))).collect();
    ops.push(Op::Unknown { key: key.into(), value });
}

/// Glyphs, each placed from the run's beginning, so that no rounding adds up.
fn glyphs(run: &GlyphRun, sheet: &Sheet, used: &mut Used, ops: &mut Vec<Op>) {
    used.note(run);
    let widths = used.widths(run.font);
    let wider = f64::from(run.x_scale) / 1000.0;
    let font = PdfFontHandle::External(Name(font_name(run.font)));
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFont { font, size: Pt(run.size.to_pt() as f32) });
    let mut pen: i64 = 0;
    let mut rise = None;
    let mut items = Vec::new();
    // Where the reader's pen is, in 1/1000 em from where the text matrix was set.
    let mut there = 0.0;
    let mut from = 0;
    for glyph in &run.glyphs {
        let at = pen + i64::from(glyph.dx.0);
        if rise != Some(glyph.dy) {
            show(&mut items, ops);
            rise = Some(glyph.dy);
            let up = Length(i64::from(glyph.dy.0) * run.size.0 / 65536);
            let along = Length(at * run.size.0 / 65536).scale(i64::from(run.x_scale), 1000);
            let [x, y] = sheet.place(Point { x: run.origin.x + along, y: run.origin.y - up });
            let matrix = [wider, 0.0, 0.0, 1.0, x, y].map(decimals);
            ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) });
            (from, there) = (at, 0.0);
        }
        let wanted = (at - from) as f64 * 1000.0 / 65536.0;
        let back = decimals(there - wanted);
        // Less than this is a thousandth of a point in a title; it is not lost, since the next glyph measures anew.
        if back.abs() >= 0.05 {
            items.push(TextItem::Offset(back));
            there -= f64::from(back);
        }
        items.push(TextItem::GlyphIds(vec![Codepoint::new(glyph.id, 0.0)]));
        there += f64::from(widths.get(usize::from(glyph.id)).copied().unwrap_or(0.0));
        pen += i64::from(glyph.advance.0);
    }
    show(&mut items, ops);
    ops.push(Op::EndTextSection);
}

fn show(items: &mut Vec<TextItem>, ops: &mut Vec<Op>) {
    if !items.is_empty() {
        ops.push(Op::ShowText { items: std::mem::take(items) });
    }
}

fn rectangle(area: Rect, sheet: &Sheet, ops: &mut Vec<Op>) {
    let [x, y] = sheet.place(area.origin);
    let (width, height) = (area.size.width.to_pt(), area.size.height.to_pt());
    raw("re", &[x, y - height, width, height], ops);
}

fn shape(path: &PathShape, sheet: &Sheet, ink: &mut Option<Ink>, ops: &mut Vec<Op>) {
    let paint = match (path.fill, path.stroke, path.even_odd) {
        (None, None, _) => return,
        (Some(_), None, false) => "f",
        (Some(_), None, true) => "f*",
        (None, Some(_), _) => "S",
        (Some(_), Some(_), false) => "B",
        (Some(_), Some(_), true) => "B*",
    };
    raw("q", &[], ops);
    if let Some(with) = path.fill {
        fill(with, ink, ops);
    }
    if let Some(stroke) = path.stroke {
        raw("G", &[grey(stroke.ink)], ops);
        raw("w", &[stroke.width.to_pt() * path.transform.sx.to_f64().abs()], ops);
    }
    let onto = |p: Point| {
        let x = Length(p.x.0 * i64::from(path.transform.sx.0) / 65536) + path.transform.offset.x;
        let y = Length(p.y.0 * i64::from(path.transform.sy.0) / 65536) + path.transform.offset.y;
        sheet.place(Point { x, y })
    };
    if let Some(clip) = path.clip {
        let end = Point { x: clip.origin.x + clip.size.width, y: clip.origin.y + clip.size.height };
        let ([x, y], [to_x, to_y]) = (onto(clip.origin), onto(end));
        raw("re", &[x, y, to_x - x, to_y - y], ops);
        raw("W", &[], ops);
        raw("n", &[], ops);
    }
    let mut last = [0.0, 0.0];
    for segment in &path.segments {
        let (key, numbers): (&str, Vec<f64>) = match *segment {
            Segment::Move(to) => ("m", onto(to).to_vec()),
            Segment::Line(to) => ("l", onto(to).to_vec()),
            Segment::Quad(control, to) => {
                // A quadratic curve is the cubic whose handles lie two thirds of the way to its control point.
                let (c, end) = (onto(control), onto(to));
                let toward = |from: f64, c: f64| from + (c - from) * 2.0 / 3.0;
                let first = [toward(last[0], c[0]), toward(last[1], c[1])];
                let second = [toward(end[0], c[0]), toward(end[1], c[1])];
                ("c", [first, second, end].concat())
            }
            Segment::Cubic(a, b, to) => ("c", [onto(a), onto(b), onto(to)].concat()),
            Segment::Close => ("h", Vec::new()),
        };
        if let [.., x, y] = numbers[..] {
            last = [x, y];
        }
        raw(key, &numbers, ops);
    }
    raw(paint, &[], ops);
    raw("Q", &[], ops);
    // Q takes the fill back to what it was before q.
    *ink = None;
}
