//! A frame as an SVG file of one page: outlines instead of text, so that it looks the same wherever it is shown.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::asset::{Face, Picture};
use crate::base::{Length, Point, Rect, Size};
use crate::page::{Frame, GlyphRun, Ink, Item, PathShape};

/// Draws `frame`, whose page is `size`, on white, in points. A glyph stands in the file once, however often it is set; pictures stand in
/// it whole. What cannot be drawn leaves its place white.
pub fn svg(frame: &Frame, size: Size, fonts: &[Face], images: &[Picture]) -> String {
    let (width, height) = (pt(size.width), pt(size.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" viewBox=\"0 0 {width} {height}\">"
    );
    let mut sorts = BTreeMap::new();
    for item in &frame.items {
        if let Item::Glyphs(run) = item {
            sorts
                .entry(run.font)
                .or_insert_with(BTreeMap::new)
                .extend(run.glyphs.iter().map(|glyph| (glyph.id, false)));
        }
    }
    out += "<defs>";
    for (font, glyphs) in &mut sorts {
        let Some(face) = fonts.get(usize::from(font.0)) else { continue };
        let Ok(reader) = FontRef::from_index(&face.bytes, face.index) else { continue };
        let outlines = reader.outline_glyphs();
        for (id, drawn) in glyphs {
            let Some(outline) = outlines.get(GlyphId::new(u32::from(*id))) else { continue };
            let mut pen = Words::default();
            let settings = DrawSettings::unhinted(FontSize::unscaled(), LocationRef::default());
            *drawn = outline.draw(settings, &mut pen).is_ok() && !pen.0.is_empty();
            if *drawn {
                _ = write!(out, "<path id=\"{}\" d=\"{}\"/>", sort(font.0, *id), pen.0.trim_end());
            }
        }
    }
    _ = write!(out, "</defs><rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>");
    for item in &frame.items {
        match item {
            Item::Glyphs(run) => {
                let drawn = sorts.get(&run.font);
                let face = fonts.get(usize::from(run.font.0));
                if let (Some(drawn), Some(face)) = (drawn, face) {
                    glyphs(&mut out, run, face, &|id| drawn.get(&id).copied().unwrap_or(false));
                }
            }
            Item::Rule { area, ink, .. } => _ = write!(out, "<rect{} fill=\"{}\"/>", place(*area), hex(*ink)),
            Item::Path(shape) => path(&mut out, shape),
            Item::Image { image, area, .. } => {
                let picture = images.get(image.0 as usize);
                if let Some((picture, bytes)) = picture.and_then(|one| Some((one, one.content.read().ok()?))) {
                    let (mime, data) = (picture.media.mime(), STANDARD.encode(&bytes));
                    let place = place(*area);
                    _ = write!(out, "<image{place} preserveAspectRatio=\"none\" href=\"data:{mime};base64,{data}\"/>");
                }
            }
            Item::Anchor { .. } => {}
        }
    }
    out + "</svg>"
}

fn sort(font: u16, glyph: u16) -> String {
    format!("g{font}-{glyph}")
}

/// A run: its glyphs in the font's own units, which count upwards.
fn glyphs(out: &mut String, run: &GlyphRun, face: &Face, drawn: &dyn Fn(u16) -> bool) {
    let Ok(font) = FontRef::from_index(&face.bytes, face.index) else { return };
    let em = f64::from(font.metrics(FontSize::unscaled(), LocationRef::default()).units_per_em);
    let scale = run.size.to_pt() / em;
    let (x, y) = (pt(run.origin.x), pt(run.origin.y));
    let across = short(scale * f64::from(run.x_scale) / 1000.0, 7);
    _ = write!(
        out,
        "<g transform=\"translate({x} {y}) scale({across} -{})\" fill=\"{}\">",
        short(scale, 7),
        hex(run.ink)
    );
    let mut pen = 0i64;
    for glyph in &run.glyphs {
        let (x, y) = ((pen + i64::from(glyph.dx.0)) as f64 / 65536.0 * em, glyph.dy.to_f64() * em);
        pen += i64::from(glyph.advance.0);
        if drawn(glyph.id) {
            _ = write!(out, "<use href=\"#{}\" x=\"{}\"", sort(run.font.0, glyph.id), short(x, 1));
            if glyph.dy.0 != 0 {
                _ = write!(out, " y=\"{}\"", short(y, 1));
            }
            *out += "/>";
        }
    }
    *out += "</g>";
}

fn path(out: &mut String, shape: &PathShape) {
    let mut words = Words::default();
    super::shapes::trace(&shape.segments, &mut words);
    let (sx, sy) = (short(shape.transform.sx.to_f64(), 5), short(shape.transform.sy.to_f64(), 5));
    let Point { x, y } = shape.transform.offset;
    _ = write!(out, "<g transform=\"translate({} {}) scale({sx} {sy})\">", pt(x), pt(y));
    // A clip is a viewport of its own: it needs no name that another clip could have.
    if let Some(clip) = shape.clip {
        let (origin, size) = (clip.origin, clip.size);
        let [left, top, width, height] = [origin.x, origin.y, size.width, size.height].map(pt);
        _ = write!(out, "<svg{} viewBox=\"{left} {top} {width} {height}\" overflow=\"hidden\">", place(clip));
    }
    let fill = shape.fill.map_or("none".to_string(), hex);
    _ = write!(out, "<path d=\"{}\" fill=\"{fill}\"", words.0.trim_end());
    if shape.even_odd {
        *out += " fill-rule=\"evenodd\"";
    }
    if let Some(stroke) = shape.stroke {
        _ = write!(out, " stroke=\"{}\" stroke-width=\"{}\"", hex(stroke.ink), pt(stroke.width));
    }
    *out += if shape.clip.is_some() { "/></svg></g>" } else { "/></g>" };
}

/// An outline in the words of SVG's path data.
#[derive(Default)]
struct Words(String);

impl Words {
    fn say(&mut self, verb: char, numbers: &[f32]) {
        self.0.push(verb);
        for number in numbers {
            _ = write!(self.0, "{} ", short(f64::from(*number), 3));
        }
    }
}

impl OutlinePen for Words {
    fn move_to(&mut self, x: f32, y: f32) {
        self.say('M', &[x, y]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.say('L', &[x, y]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.say('Q', &[cx, cy, x, y]);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.say('C', &[cx0, cy0, cx1, cy1, x, y]);
    }
    fn close(&mut self) {
        self.say('Z', &[]);
    }
}

fn place(area: Rect) -> String {
    let [x, y, width, height] = [area.origin.x, area.origin.y, area.size.width, area.size.height].map(pt);
    format!(" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn pt(length: Length) -> String {
    short(length.to_pt(), 3)
}

/// A number with at most so many decimals, and none that say nothing.
fn short(number: f64, decimals: usize) -> String {
    let mut text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_string() } else { text }
}

fn hex(ink: Ink) -> String {
    let (red, green, blue) = super::shapes::rgb(ink);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::bundled;
    use crate::base::Em;
    use crate::model::Lang;
    use crate::page::{ArtifactKind, Dir, FontId, Glyph, Mark, Segment, Transform};

    const MARK: Mark = Mark::Artifact(ArtifactKind::Other);

    fn square() -> Size {
        Size { width: Length::pt(100), height: Length::pt(100) }
    }

    fn read(items: Vec<Item>) -> String {
        let text = svg(&Frame { items }, square(), &bundled(), &[]);
        roxmltree::Document::parse(&text).expect("well-formed");
        text
    }

    #[test]
    fn a_glyph_stands_in_the_file_once_and_is_used_where_it_is_set() {
        let fonts = bundled();
        let font = FontRef::from_index(&fonts[0].bytes, 0).unwrap();
        let id = |letter| font.charmap().map(letter).unwrap().to_u32() as u16;
        let glyph = |at: u32, id| Glyph { id, advance: Em::ONE, dx: Em::ZERO, dy: Em::ZERO, cluster: at..at + 1 };
        let run = GlyphRun {
            font: FontId(0),
            size: Length::pt(10),
            origin: Point { x: Length::pt(10), y: Length::pt(80) },
            x_scale: 990,
            tracking: Em::ZERO,
            ink: Ink::Black,
            lang: Lang("en".into()),
            dir: Dir::Ltr,
            text: "H H".into(),
            src: None,
            site: None,
            mark: MARK,
            glyphs: vec![glyph(0, id('H')), glyph(1, id(' ')), glyph(2, id('H'))],
        };
        let text = read(vec![Item::Glyphs(run)]);
        assert_eq!(text.matches("<path id=").count(), 1);
        assert_eq!(text.matches("<use ").count(), 2);
        assert!(text.contains("<g transform=\"translate(10 80) scale(0.0099 -0.01)\" fill=\"#000000\">"), "{text}");
        assert!(text.contains(&format!("<use href=\"#g0-{}\" x=\"2000\"/>", id('H'))), "{text}");
    }

    #[test]
    fn rules_and_shapes_stand_in_points() {
        let area = Rect { origin: Point { x: Length::pt(1), y: Length::milli_pt(2500) }, size: square() };
        let shape = PathShape {
            segments: vec![Segment::Move(Point::default()), Segment::Line(area.origin), Segment::Close],
            even_odd: true,
            fill: Some(Ink::Rgb(1, 2, 255)),
            stroke: None,
            clip: Some(area),
            transform: Transform { sx: Em::ONE, sy: Em::milli(500), offset: area.origin },
            mark: MARK,
        };
        let text = read(vec![Item::Rule { area, ink: Ink::Tint(100), mark: MARK }, Item::Path(shape)]);
        assert!(text.contains("<rect x=\"1\" y=\"2.5\" width=\"100\" height=\"100\" fill=\"#000000\"/>"), "{text}");
        assert!(text.contains("translate(1 2.5) scale(1 0.5)"), "{text}");
        assert!(text.contains("d=\"M0 0 L1 2.5 Z\" fill=\"#0102ff\" fill-rule=\"evenodd\""), "{text}");
    }
}
