//! Our lengths, inks, outlines and bytes as krilla's.

use std::sync::Arc;

use krilla::Data;
use krilla::color::{luma, rgb};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::paint::{Fill, Paint, Stroke};

use crate::base;
use crate::page::{Ink, Segment};

/// Points for krilla.
pub fn pt(length: base::Length) -> f32 {
    length.to_pt() as f32
}

/// A place on the page.
pub fn point(at: base::Point) -> Point {
    Point::from_xy(pt(at.x), pt(at.y))
}

/// An area; none where it is empty.
pub fn rect(area: base::Rect) -> Option<Rect> {
    Rect::from_xywh(pt(area.origin.x), pt(area.origin.y), pt(area.size.width), pt(area.size.height))
}

/// Ink on the screen: black and tints are grey, so that they print in black alone.
pub fn paint(ink: Ink) -> Paint {
    match ink {
        Ink::Black => luma::Color::black().into(),
        Ink::Tint(percent) => {
            let light = u16::from(100 - percent.min(100)) * 255 / 100;
            luma::Color::new(light as u8).into()
        }
        Ink::Rgb(red, green, blue) => rgb::Color::new(red, green, blue).into(),
    }
}

/// Ink that fills.
pub fn fill(ink: Ink) -> Fill {
    Fill { paint: paint(ink), ..Fill::default() }
}

/// Ink that draws a line.
pub fn stroke(stroke: crate::page::Stroke) -> Stroke {
    Stroke { paint: paint(stroke.ink), width: pt(stroke.width), ..Stroke::default() }
}

/// A rectangle as an outline.
pub fn outline(area: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(area);
    path.finish()
}

/// An outline; none where it has no extent.
pub fn path(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move(to) => path.move_to(pt(to.x), pt(to.y)),
            Segment::Line(to) => path.line_to(pt(to.x), pt(to.y)),
            Segment::Quad(c, to) => path.quad_to(pt(c.x), pt(c.y), pt(to.x), pt(to.y)),
            Segment::Cubic(a, b, to) => path.cubic_to(pt(a.x), pt(a.y), pt(b.x), pt(b.y), pt(to.x), pt(to.y)),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

/// Where a shape's own coordinates lie.
pub fn transform(t: crate::page::Transform) -> Transform {
    let (sx, sy) = (t.sx.to_f64() as f32, t.sy.to_f64() as f32);
    Transform::from_row(sx, 0.0, 0.0, sy, pt(t.offset.x), pt(t.offset.y))
}

/// Bytes as krilla shares them.
pub fn data(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Data {
    let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
    Data::from(shared)
}
