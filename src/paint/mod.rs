//! Painting: a frame becomes a picture.
//!
//! In: [`Frame`], fonts and pictures. Out: pixels as a JPEG, or outlines as an SVG. Never here: a decision about what is painted.

mod shapes;
mod svg;

use image::imageops;
use jpeg_encoder::{ColorType, Encoder, ImageBuffer, JpegColorType, rgb_to_ycbcr};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::DrawSettings;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{FillRule, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use crate::asset::{Face, Picture};
use crate::base::{Length, Rect, Size};
use crate::page::{Cover, Frame, GlyphRun, Item};
use shapes::Pen;
pub use svg::svg;

/// The quality of JPEGs, of 100: above it files grow faster than what the eye sees.
const QUALITY: u8 = 88;
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

/// Paints `frame`, whose page is `size`, on white as a JPEG without metadata.
/// What cannot be drawn, a glyph without an outline or a damaged picture, leaves its place white.
pub fn jpeg(frame: &Frame, size: Size, palette: Palette) -> Vec<u8> {
    let canvas = blank(size, palette).map(|mut canvas| {
        paint(&mut canvas, frame, size, palette);
        canvas
    });
    canvas.map_or(Vec::new(), |canvas| encoded(&canvas))
}

/// Paints a cover, likewise. Its paper is painted once and laid down over and over, on whole pixels.
pub fn cover(cover: &Cover, palette: Palette) -> Vec<u8> {
    let Cover { paper, repeat, frame, size } = cover;
    let Some(mut canvas) = blank(*size, palette) else { return Vec::new() };
    let across = Length(i64::from(canvas.width())).scale(repeat.width.0, size.width.0).0.max(1);
    let tile = u32::try_from(across).ok().and_then(|width| blank(*repeat, Palette { width, ..palette }));
    if let Some(mut tile) = tile {
        paint(&mut tile, paper, *repeat, palette);
        lay(&mut canvas, &tile);
    }
    paint(&mut canvas, frame, *size, palette);
    encoded(&canvas)
}

/// Covers a canvas with a tile, from the top left corner on.
fn lay(canvas: &mut Pixmap, tile: &Pixmap) {
    let (width, across, down) = (canvas.width() as usize, tile.width() as usize, tile.height() as usize);
    for (y, row) in canvas.pixels_mut().chunks_mut(width).enumerate() {
        let from = &tile.pixels()[y % down * across..][..across];
        row.chunks_mut(across).for_each(|to| to.copy_from_slice(&from[..to.len()]));
    }
}

fn encoded(canvas: &Pixmap) -> Vec<u8> {
    let mut out = Vec::new();
    let written = Encoder::new(&mut out, QUALITY).encode_image(Canvas(canvas));
    written.expect("memory takes a JPEG of at most 8000 pixels a side");
    out
}

/// A canvas painted on white, of which every pixel is opaque. Neither side is longer than `MOST`, which a u16 holds.
struct Canvas<'a>(&'a Pixmap);

impl ImageBuffer for Canvas<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.0.width() as u16
    }

    fn height(&self) -> u16 {
        self.0.height() as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let width = self.0.width() as usize;
        let row = &self.0.pixels()[usize::from(y) * width..][..width];
        // Most of a page is of few inks: pixels that are alike are reckoned once.
        for alike in row.chunk_by(|a, b| a == b) {
            let ink = alike[0];
            let (luma, blue, red) = rgb_to_ycbcr(ink.red(), ink.green(), ink.blue());
            for (buffer, share) in buffers.iter_mut().zip([luma, blue, red]) {
                buffer.resize(buffer.len() + alike.len(), share);
            }
        }
    }
}

/// A picture on white as a JPEG; none where it has no pixels.
pub fn picture_jpeg(picture: &Picture) -> Option<Vec<u8>> {
    let mut pixels = picture.pixels().ok()?.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        let over = |c: u8| ((u16::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        pixel.0 = [over(pixel.0[0]), over(pixel.0[1]), over(pixel.0[2]), 255];
    }
    let (width, height) = (u16::try_from(pixels.width()).ok()?, u16::try_from(pixels.height()).ok()?);
    let mut out = Vec::new();
    Encoder::new(&mut out, QUALITY).encode(&pixels, width, height, ColorType::Rgba).ok()?;
    Some(out)
}

/// A white canvas for a page; none for one without size.
fn blank(size: Size, palette: Palette) -> Option<Pixmap> {
    if size.width.0 <= 0 || size.height.0 <= 0 {
        return None;
    }
    let width = palette.width.clamp(1, MOST);
    let height = Length(i64::from(width)).scale(size.height.0, size.width.0).0.clamp(1, i64::from(MOST)) as u32;
    let mut canvas = Pixmap::new(width, height)?;
    canvas.fill(tiny_skia::Color::WHITE);
    Some(canvas)
}

fn paint(canvas: &mut Pixmap, frame: &Frame, size: Size, palette: Palette) {
    let scale = (f64::from(canvas.width()) / size.width.to_pt()) as f32;
    let page = Transform::from_scale(scale, scale);
    for item in &frame.items {
        match item {
            Item::Glyphs(run) => glyphs(canvas, run, palette.fonts, page),
            Item::Rule { area, ink, .. } => {
                if let Some(area) = shapes::rect(*area) {
                    canvas.fill_rect(area, &shapes::paint(*ink), page, None);
                }
            }
            Item::Path(path) => shapes::path(canvas, path, page),
            Item::Image { image, area, .. } => {
                if let Some(picture) = palette.images.get(image.0 as usize) {
                    place(canvas, picture, *area, scale);
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
fn place(canvas: &mut Pixmap, picture: &Picture, area: Rect, scale: f32) {
    let Ok(decoded) = picture.pixels() else { return };
    let pixels = |length: Length| (length.to_pt() as f32 * scale).round();
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
    let (x, y) = (pixels(area.origin.x) as i32, pixels(area.origin.y) as i32);
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
        let mut canvas = blank(square(), palette).unwrap();
        paint(&mut canvas, frame, square(), palette);
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

    #[test]
    fn letters_stand_above_their_baseline_and_the_same_twice() {
        let fonts = bundled();
        let font = FontRef::from_index(&fonts[0].bytes, 0).unwrap();
        let id = font.charmap().map('H').unwrap().to_u32() as u16;
        let run = GlyphRun {
            font: FontId(0),
            size: Length::pt(60),
            origin: Point { x: Length::pt(10), y: Length::pt(80) },
            x_scale: 1000,
            tracking: Em::ZERO,
            ink: Ink::Black,
            lang: Lang("en".into()),
            dir: Dir::Ltr,
            text: "H".into(),
            src: None,
            site: None,
            mark: Mark::Artifact(ArtifactKind::Other),
            glyphs: vec![Glyph { id, advance: Em::ONE, dx: Em::ZERO, dy: Em::ZERO, cluster: 0..1 }],
        };
        let frame = Frame { items: vec![Item::Glyphs(run)] };
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
        // The library's own reading of pixels gives the same file.
        let mut plain = Vec::new();
        Encoder::new(&mut plain, QUALITY).encode(canvas.data(), 100, 100, ColorType::Rgba).unwrap();
        assert_eq!(once, plain);
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
        lay(&mut canvas, &tile);
        let dark = |at: &usize| canvas.pixels()[*at].red() == 0;
        assert_eq!((0..25).filter(dark).collect::<Vec<_>>(), [6, 8, 21, 23]);
    }
}
