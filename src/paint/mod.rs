//! Painting: a frame becomes a picture.
//!
//! In: [`Frame`], fonts and pictures. Out: pixels as a JPEG, or outlines as an SVG. Never here: a decision about what is painted.

mod pieces;
mod shapes;
mod svg;

use image::imageops;
use jpeg_encoder::{ColorType, Encoder};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::DrawSettings;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{FillRule, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use crate::asset::{Face, Picture};
use crate::base::{Length, Rect, Size};
use crate::page::{Cover, Frame, GlyphRun, Item};
use pieces::{Pieces, QUALITY, UNIT};
use shapes::Pen;
pub use svg::svg;

/// The most pixels across.
const MOST: u32 = 8_000;

/// What a page is painted with, and how large.
#[derive(Clone, Copy, Debug)]
pub struct Palette<'a> {
    /// The fonts that items name.
    pub fonts: &'a [Face],
    /// The pictures that items name.
    pub images: &'a [Picture],
    /// The page's width in pixels, 8,000 at most.
    pub width: u32,
}

/// How many rows of a page are painted at once: few enough to stay in a processor's cache, and whole units of a JPEG.
const STRIP: u32 = 128;

/// Paints `frame`, whose page is `size`, on white as a JPEG without metadata.
/// What cannot be drawn, a glyph without an outline or a damaged picture, leaves its place white.
pub fn jpeg(frame: &Frame, size: Size, palette: Palette) -> Vec<u8> {
    strips(frame, size, palette, |canvas, _| canvas.fill(tiny_skia::Color::WHITE))
}

/// Paints a cover, likewise. Its paper is painted once and laid down over and over, on whole pixels.
pub fn cover(cover: &Cover, palette: Palette) -> Vec<u8> {
    let Cover { paper, repeat, frame, size } = cover;
    let Some([width, _]) = pixels(*size, palette.width) else { return Vec::new() };
    let across = Length(i64::from(width)).scale(repeat.width.0, size.width.0).0;
    let tile = u32::try_from(across).ok().and_then(|across| pixels(*repeat, across)).and_then(|[across, down]| {
        let mut tile = Pixmap::new(across, down)?;
        tile.fill(tiny_skia::Color::WHITE);
        paint(&mut tile, paper, View::new(across, *repeat, 0), palette);
        Some(tile)
    });
    strips(frame, *size, palette, |canvas, top| match &tile {
        Some(tile) => lay(canvas, tile, top),
        None => canvas.fill(tiny_skia::Color::WHITE),
    })
}

/// Paints a page strip by strip, on the ground that covers a strip from a row on.
fn strips(frame: &Frame, size: Size, palette: Palette, ground: impl Fn(&mut Pixmap, u32)) -> Vec<u8> {
    let Some([width, height]) = pixels(size, palette.width) else { return Vec::new() };
    let mut pieces = Pieces::new([width, height].map(|side| side as u16));
    // A few pixels more than the page has fill up the last units.
    let rows = height.min(STRIP).next_multiple_of(UNIT as u32);
    let Some(mut canvas) = Pixmap::new(pieces.width() as u32, rows) else { return Vec::new() };
    for top in (0..height).step_by(STRIP as usize) {
        ground(&mut canvas, top);
        paint(&mut canvas, frame, View::new(width, size, top), palette);
        pieces.take(canvas.data(), height - top);
    }
    pieces.jpeg()
}

/// Covers a canvas whose first row is a page's `top` with a tile, which lies in the page's top left corner.
fn lay(canvas: &mut Pixmap, tile: &Pixmap, top: u32) {
    let (width, across, down) = (canvas.width() as usize, tile.width() as usize, tile.height() as usize);
    for (y, row) in canvas.pixels_mut().chunks_mut(width).enumerate() {
        let from = &tile.pixels()[(y + top as usize) % down * across..][..across];
        row.chunks_mut(across).for_each(|to| to.copy_from_slice(&from[..to.len()]));
    }
}

/// A picture on white as a JPEG; words where it has no pixels.
pub fn picture_jpeg(picture: &Picture) -> Result<Vec<u8>, String> {
    let mut pixels = picture.pixels()?.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        let over = |c: u8| ((u16::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        pixel.0 = [over(pixel.0[0]), over(pixel.0[1]), over(pixel.0[2]), 255];
    }
    let side = |side: u32| u16::try_from(side).map_err(|error| error.to_string());
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let mut out = Vec::new();
    let written = Encoder::new(&mut out, QUALITY).encode(&pixels, width, height, ColorType::Rgba);
    written.map(|()| out).map_err(|error| error.to_string())
}

/// The pixels of a page that has so many across; none for one without size.
fn pixels(size: Size, across: u32) -> Option<[u32; 2]> {
    if size.width.0 <= 0 || size.height.0 <= 0 {
        return None;
    }
    let width = across.clamp(1, MOST);
    let height = Length(i64::from(width)).scale(size.height.0, size.width.0).0.clamp(1, i64::from(MOST)) as u32;
    Some([width, height])
}

/// Which part of a page a canvas shows.
#[derive(Clone, Copy)]
struct View {
    /// Pixels in a point.
    scale: f32,
    /// The page's row of pixels that is the first one.
    top: f32,
}

impl View {
    /// Of a page of a size that is so many pixels wide, from a row on.
    fn new(width: u32, size: Size, top: u32) -> View {
        View { scale: (f64::from(width) / size.width.to_pt()) as f32, top: top as f32 }
    }

    /// Whether so many rows may show a part of a run. No font's glyphs reach twice their size above or below the baseline.
    fn shows(self, run: &GlyphRun, rows: u32) -> bool {
        let [baseline, reach] = [run.origin.y.to_pt(), 2.0 * run.size.to_pt()].map(|pt| pt as f32 * self.scale);
        baseline + reach >= self.top && baseline - reach <= self.top + rows as f32
    }

    fn transform(self) -> Transform {
        Transform::from_row(self.scale, 0.0, 0.0, self.scale, 0.0, -self.top)
    }
}

fn paint(canvas: &mut Pixmap, frame: &Frame, view: View, palette: Palette) {
    let page = view.transform();
    for item in &frame.items {
        match item {
            Item::Glyphs(run) if view.shows(run, canvas.height()) => glyphs(canvas, run, palette.fonts, page),
            Item::Glyphs(_) => {}
            Item::Rule { area, ink, .. } => {
                if let Some(area) = shapes::rect(*area) {
                    canvas.fill_rect(area, &shapes::paint(*ink), page, None);
                }
            }
            Item::Path(path) => shapes::path(canvas, path, page),
            Item::Image { image, area, .. } => {
                if let Some(picture) = palette.images.get(image.0 as usize) {
                    place(canvas, picture, *area, view);
                }
            }
            Item::Anchor { .. } => {}
        }
    }
}

/// Fills the glyphs of a run. Each stands at the sum of the advances before it.
fn glyphs(canvas: &mut Pixmap, run: &GlyphRun, fonts: &[Face], page: Transform) {
    let Some(face) = fonts.get(usize::from(run.font.0)) else { return };
    let Ok(font) = FontRef::from_index(&face.bytes, face.index) else { return };
    let outlines = font.outline_glyphs();
    let wide = f64::from(run.x_scale) / 1000.0;
    let size = run.size.to_pt();
    let ink = shapes::paint(run.ink);
    let mut pen_at = 0i64;
    for glyph in &run.glyphs {
        let x = run.origin.x.to_pt() + (pen_at as f64 / 65536.0 + glyph.dx.to_f64()) * size * wide;
        let y = run.origin.y.to_pt() - glyph.dy.to_f64() * size;
        pen_at += i64::from(glyph.advance.0);
        let Some(outline) = outlines.get(GlyphId::new(u32::from(glyph.id))) else { continue };
        let mut pen = Pen::default();
        let settings = DrawSettings::unhinted(FontSize::new(size as f32), LocationRef::default());
        if outline.draw(settings, &mut pen).is_err() {
            continue;
        }
        if let Some(path) = pen.path() {
            // Font outlines count upwards.
            let own = Transform::from_row(wide as f32, 0.0, 0.0, -1.0, x as f32, y as f32);
            canvas.fill_path(&path, &ink, FillRule::Winding, own.post_concat(page), None);
        }
    }
}

/// Scales a picture to its area and lays it down.
fn place(canvas: &mut Pixmap, picture: &Picture, area: Rect, view: View) {
    let Ok(decoded) = picture.pixels() else { return };
    let pixels = |length: Length| (length.to_pt() as f32 * view.scale).round();
    let (width, height) = (pixels(area.size.width) as u32, pixels(area.size.height) as u32);
    if width == 0 || height == 0 || width > MOST || height > MOST {
        return;
    }
    let scaled = imageops::resize(&decoded.to_rgba8(), width, height, imageops::FilterType::Triangle);
    let Some(mut layer) = Pixmap::new(width, height) else { return };
    for (to, from) in layer.pixels_mut().iter_mut().zip(scaled.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |c: u8| (u16::from(c) * u16::from(alpha) / 255) as u8;
        *to = PremultipliedColorU8::from_rgba(over(red), over(green), over(blue), alpha)
            .unwrap_or(PremultipliedColorU8::TRANSPARENT);
    }
    let (x, y) = (pixels(area.origin.x) as i32, (pixels(area.origin.y) - view.top) as i32);
    canvas.draw_pixmap(x, y, layer.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::bundled;
    use crate::base::{Em, Point};
    use crate::model::Lang;
    use crate::page::{ArtifactKind, Dir, FontId, Glyph, Ink, Mark};

    fn painted(frame: &Frame, fonts: &[Face], width: u32) -> Pixmap {
        let palette = Palette { fonts, images: &[], width };
        let mut canvas = Pixmap::new(width, width).unwrap();
        canvas.fill(tiny_skia::Color::WHITE);
        paint(&mut canvas, frame, View::new(width, square(), 0), palette);
        canvas
    }

    fn square() -> Size {
        Size { width: Length::pt(100), height: Length::pt(100) }
    }

    #[test]
    fn a_rule_is_painted_where_it_stands_and_in_its_ink() {
        let at = |pt| Length::pt(pt);
        let area = Rect { origin: Point { x: at(10), y: at(50) }, size: Size { width: at(20), height: at(10) } };
        let mark = Mark::Artifact(ArtifactKind::Other);
        let frame = Frame { items: vec![Item::Rule { area, ink: Ink::Rgb(200, 0, 0), mark }] };
        let canvas = painted(&frame, &[], 200);
        let seen = |x, y| canvas.pixel(x, y).map(|p| (p.red(), p.green(), p.blue()));
        assert_eq!(seen(40, 110), Some((200, 0, 0)));
        assert_eq!(seen(40, 90), Some((255, 255, 255)));
        assert_eq!(seen(70, 110), Some((255, 255, 255)));
    }

    /// A letter of the first font, in black.
    fn letter(sign: char, size: i64, [x, y]: [i64; 2], fonts: &[Face]) -> Item {
        let font = FontRef::from_index(&fonts[0].bytes, 0).unwrap();
        let id = font.charmap().map(sign).unwrap().to_u32() as u16;
        Item::Glyphs(GlyphRun {
            font: FontId(0),
            size: Length::pt(size),
            origin: Point { x: Length::pt(x), y: Length::pt(y) },
            x_scale: 1000,
            tracking: Em::ZERO,
            ink: Ink::Black,
            lang: Lang("en".into()),
            dir: Dir::Ltr,
            text: sign.to_string(),
            src: None,
            site: None,
            mark: Mark::Artifact(ArtifactKind::Other),
            glyphs: vec![Glyph { id, advance: Em::ONE, dx: Em::ZERO, dy: Em::ZERO, cluster: 0..1 }],
        })
    }

    #[test]
    fn letters_stand_above_their_baseline_and_the_same_twice() {
        let fonts = bundled();
        let frame = Frame { items: vec![letter('H', 60, [10, 80], &fonts)] };
        let canvas = painted(&frame, &fonts, 100);
        let dark = |rows: std::ops::Range<u32>| {
            rows.flat_map(|y| (0..100).map(move |x| (x, y)))
                .filter(|(x, y)| canvas.pixel(*x, *y).unwrap().red() < 128)
                .count()
        };
        assert!(dark(40..80) > 100);
        assert_eq!(dark(82..100) + dark(0..35), 0);
        let palette = Palette { fonts: &fonts, images: &[], width: 100 };
        let once = jpeg(&frame, square(), palette);
        assert_eq!(once[..2], [0xff, 0xd8]);
        assert_eq!(once, jpeg(&frame, square(), palette));
    }

    #[test]
    fn a_page_painted_in_strips_is_that_painted_in_one() {
        let at = |pt| Length::pt(pt);
        let mark = Mark::Artifact(ArtifactKind::Other);
        let bar = |nth: i64| {
            let area =
                Rect { origin: Point { x: at(nth), y: at(nth * 9) }, size: Size { width: at(60), height: at(4) } };
            Item::Rule { area, ink: Ink::Rgb(90, 0, nth as u8), mark }
        };
        let fonts = bundled();
        let letters =
            [letter('S', 90, [45, 75], &fonts), letter('g', 20, [5, 80], &fonts), letter('Å', 9, [70, 9], &fonts)];
        let frame = Frame { items: (0..11).map(bar).chain(letters).collect() };
        let palette = Palette { fonts: &fonts, images: &[], width: 800 };
        let read = image::load_from_memory(&jpeg(&frame, square(), palette)).unwrap().into_rgb8();
        let whole = painted(&frame, &fonts, 800);
        // A JPEG is not exact beside edges.
        let near = |a: u8, b: u8| a.abs_diff(b) < 100;
        let differ = read.pixels().zip(whole.pixels()).filter(|(read, whole)| !near(read.0[0], whole.red())).count();
        assert_eq!((read.dimensions(), differ), ((800, 800), 0));
    }

    #[test]
    fn a_page_without_size_is_no_picture() {
        let palette = Palette { fonts: &[], images: &[], width: 100 };
        assert!(jpeg(&Frame::default(), Size::default(), palette).is_empty());
    }

    #[test]
    fn a_paper_lies_from_the_top_left_corner_on() {
        let mut tile = Pixmap::new(2, 3).unwrap();
        tile.fill(tiny_skia::Color::WHITE);
        tile.pixels_mut()[3] = PremultipliedColorU8::from_rgba(0, 0, 0, 255).unwrap();
        let mut canvas = Pixmap::new(5, 5).unwrap();
        let mut dark = |top| {
            lay(&mut canvas, &tile, top);
            let dark = |at: &usize| canvas.pixels()[*at].red() == 0;
            (0..25).filter(dark).collect::<Vec<_>>()
        };
        assert_eq!(dark(0), [6, 8, 21, 23]);
        assert_eq!(dark(2), [11, 13]);
    }
}
