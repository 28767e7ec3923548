//! Painting: a frame becomes a picture.
//!
//! In: [`Frame`], fonts and pictures. Out: pixels as a JPEG. Never here: a decision about what is painted.

mod shapes;

use image::imageops;
use jpeg_encoder::{ColorType, Encoder};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::DrawSettings;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{FillRule, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use crate::asset::{Face, Picture};
use crate::base::{Length, Rect, Size};
use crate::page::{Frame, GlyphRun, Item};
use shapes::Pen;

/// The quality of JPEGs, of 100: above it files grow faster than what the eye sees.
const QUALITY: u8 = 88;
/// The most pixels across.
const MOST: u32 = 8_000;

/// Paints `frame`, whose page is `size`, on white, `width` pixels across, as a JPEG without metadata.
/// What cannot be drawn, a glyph without an outline or a damaged picture, leaves its place white.
pub fn jpeg(frame: &Frame, size: Size, fonts: &[Face], images: &[Picture], width: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let Some(canvas) = paint(frame, size, fonts, images, width.clamp(1, MOST)) else { return out };
    // Painted on white, every pixel is opaque. Neither side is longer than `MOST`, which a u16 holds.
    let (width, height) = (canvas.width() as u16, canvas.height() as u16);
    let written = Encoder::new(&mut out, QUALITY).encode(canvas.data(), width, height, ColorType::Rgba);
    written.expect("memory takes a JPEG of at most 8000 pixels a side");
    out
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

fn paint(frame: &Frame, size: Size, fonts: &[Face], images: &[Picture], width: u32) -> Option<Pixmap> {
    if size.width.0 <= 0 || size.height.0 <= 0 {
        return None;
    }
    let height = Length(i64::from(width)).scale(size.height.0, size.width.0).0.clamp(1, i64::from(MOST)) as u32;
    let mut canvas = Pixmap::new(width, height)?;
    canvas.fill(tiny_skia::Color::WHITE);
    let scale = (f64::from(width) / size.width.to_pt()) as f32;
    let page = Transform::from_scale(scale, scale);
    for item in &frame.items {
        match item {
            Item::Glyphs(run) => glyphs(&mut canvas, run, fonts, page),
            Item::Rule { area, ink, .. } => {
                if let Some(area) = shapes::rect(*area) {
                    canvas.fill_rect(area, &shapes::paint(*ink), page, None);
                }
            }
            Item::Path(path) => shapes::path(&mut canvas, path, page),
            Item::Image { image, area, .. } => {
                if let Some(picture) = images.get(image.0 as usize) {
                    place(&mut canvas, picture, *area, scale);
                }
            }
            Item::Anchor { .. } => {}
        }
    }
    Some(canvas)
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

    fn square() -> Size {
        Size { width: Length::pt(100), height: Length::pt(100) }
    }

    #[test]
    fn a_rule_is_painted_where_it_stands_and_in_its_ink() {
        let at = |pt| Length::pt(pt);
        let area = Rect { origin: Point { x: at(10), y: at(50) }, size: Size { width: at(20), height: at(10) } };
        let mark = Mark::Artifact(ArtifactKind::Other);
        let frame = Frame { items: vec![Item::Rule { area, ink: Ink::Rgb(200, 0, 0), mark }] };
        let canvas = paint(&frame, square(), &[], &[], 200).unwrap();
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
        let canvas = paint(&frame, square(), &fonts, &[], 100).unwrap();
        let dark = |rows: std::ops::Range<u32>| {
            rows.flat_map(|y| (0..100).map(move |x| (x, y)))
                .filter(|(x, y)| canvas.pixel(*x, *y).unwrap().red() < 128)
                .count()
        };
        assert!(dark(40..80) > 100);
        assert_eq!(dark(82..100) + dark(0..35), 0);
        let once = jpeg(&frame, square(), &fonts, &[], 100);
        assert_eq!(once[..2], [0xff, 0xd8]);
        assert_eq!(once, jpeg(&frame, square(), &fonts, &[], 100));
    }

    #[test]
    fn a_page_without_size_is_no_picture() {
        assert!(jpeg(&Frame::default(), Size::default(), &[], &[], 100).is_empty());
    }
}
