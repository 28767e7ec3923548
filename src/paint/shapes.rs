//! Shapes in tiny-skia's words.

use skrifa::outline::OutlinePen;
use tiny_skia::{FillRule, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use crate::base::Rect;
use crate::page::{Ink, PathShape, Segment};

/// Takes a glyph's outline.
#[derive(Default)]
pub(super) struct Pen(PathBuilder);

impl Pen {
    /// The outline; none for a space.
    pub fn path(self) -> Option<Path> {
        self.0.finish()
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

/// An ink as sRGB.
pub(super) fn rgb(ink: Ink) -> (u8, u8, u8) {
    match ink {
        Ink::Black => (0, 0, 0),
        Ink::Tint(percent) => {
            let grey = 255 - (u16::from(percent.min(100)) * 255 / 100) as u8;
            (grey, grey, grey)
        }
        Ink::Rgb(red, green, blue) => (red, green, blue),
    }
}

/// What paints in an ink.
pub(super) fn paint(ink: Ink) -> Paint<'static> {
    let (red, green, blue) = rgb(ink);
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

/// A rectangle in points; none where it has no area.
pub(super) fn rect(area: Rect) -> Option<tiny_skia::Rect> {
    let [x, y, width, height] =
        [area.origin.x, area.origin.y, area.size.width, area.size.height].map(|length| length.to_pt() as f32);
    tiny_skia::Rect::from_xywh(x, y, width, height)
}

/// Draws an outline with a pen, in points.
pub(super) fn trace(segments: &[Segment], pen: &mut impl OutlinePen) {
    let at = |point: crate::base::Point| (point.x.to_pt() as f32, point.y.to_pt() as f32);
    for segment in segments {
        match *segment {
            Segment::Move(to) => pen.move_to(at(to).0, at(to).1),
            Segment::Line(to) => pen.line_to(at(to).0, at(to).1),
            Segment::Quad(control, to) => pen.quad_to(at(control).0, at(control).1, at(to).0, at(to).1),
            Segment::Cubic(one, two, to) => {
                pen.curve_to(at(one).0, at(one).1, at(two).0, at(two).1, at(to).0, at(to).1);
            }
            Segment::Close => pen.close(),
        }
    }
}

/// Fills and strokes a shape. Its clip lies in the shape's own coordinates.
pub(super) fn path(canvas: &mut Pixmap, shape: &PathShape, page: Transform) {
    let pt = |at: crate::base::Point| (at.x.to_pt() as f32, at.y.to_pt() as f32);
    let mut pen = Pen::default();
    trace(&shape.segments, &mut pen);
    let Some(path) = pen.path() else { return };
    let (dx, dy) = pt(shape.transform.offset);
    let (sx, sy) = (shape.transform.sx.to_f64() as f32, shape.transform.sy.to_f64() as f32);
    let to_page = Transform::from_row(sx, 0.0, 0.0, sy, dx, dy).post_concat(page);
    let mask = shape.clip.and_then(|clip| {
        let mut mask = Mask::new(canvas.width(), canvas.height())?;
        mask.fill_path(&PathBuilder::from_rect(rect(clip)?), FillRule::Winding, true, to_page);
        Some(mask)
    });
    if let Some(ink) = shape.fill {
        let rule = if shape.even_odd { FillRule::EvenOdd } else { FillRule::Winding };
        canvas.fill_path(&path, &paint(ink), rule, to_page, mask.as_ref());
    }
    if let Some(stroke) = shape.stroke {
        let drawn = Stroke { width: stroke.width.to_pt() as f32, ..Stroke::default() };
        canvas.stroke_path(&path, &paint(stroke.ink), &drawn, to_page, mask.as_ref());
    }
}
