//! Drawings: SVG lowered to filled outlines, and to pixels where outlines cannot say what it shows.

use image::{DynamicImage, RgbaImage};
use resvg::usvg::{self, FillRule, Group, Node, Options, Paint, Tree};

use super::effort::affordable;
use crate::base::{Length, limits};

/// A drawing, safe and measured.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The drawing with its letters as outlines.
    xml: String,
    /// Its width and height, in pixels of 96 to the inch.
    pub size: [f32; 2],
    /// What fills it, from the back to the front; none where outlines of one colour each cannot say it.
    pub shapes: Option<Vec<Shape>>,
}

/// A filled outline. Coordinates run right and down from the drawing's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The outline.
    pub steps: Vec<Step>,
    /// Whether what lies an even number of times within it is left free.
    pub even_odd: bool,
    /// Its colour as sRGB.
    pub colour: [u8; 3],
}

/// A piece of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Begin here.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A quadratic curve by its control point and its end.
    Quad([f32; 2], [f32; 2]),
    /// A cubic curve by its control points and its end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Back to the beginning.
    Close,
}

/// Pixels of the longer side where a drawing becomes pixels: 300 an inch on a page 6.7 inches wide.
const SIDE: f32 = 2000.0;

impl Drawing {
    /// Reads a drawing that was made safe and whose letters are outlines.
    pub(super) fn new(xml: String) -> Result<Drawing, Undrawn> {
        let tree = read(&xml)?;
        let size = [tree.size().width(), tree.size().height()];
        let mut outlines = Outlines { shapes: Vec::new(), left: limits::DRAWING_STEPS };
        let shapes = match outlines.group(tree.root()) {
            Ok(()) => Some(outlines.shapes),
            Err(Unsaid::Paint) => None,
            Err(Unsaid::TooMuch) => return Err(Undrawn::TooMuch),
        };
        if shapes.is_none() && !affordable(&tree, SIDE / size[0].max(size[1])) {
            return Err(Undrawn::TooMuch);
        }
        Ok(Drawing { xml, size, shapes })
    }

    /// Where a point of it lies when it is set so wide and so high.
    pub fn placed(&self, point: [f32; 2], size: [Length; 2]) -> [Length; 2] {
        let place = |at: usize| {
            let share = f64::from(point[at]) / f64::from(self.size[at].max(f32::MIN_POSITIVE));
            // Far outside of the drawing nothing is seen; the bound keeps sums of lengths in their range.
            Length((share.clamp(-1000.0, 1000.0) * size[at].0 as f64).round() as i64)
        };
        [place(0), place(1)]
    }

    /// The drawing in pixels, on nothing.
    pub(super) fn pixels(&self) -> Result<DynamicImage, String> {
        let tree = read(&self.xml).map_err(|_| "it cannot be drawn")?;
        let scale = SIDE / self.size[0].max(self.size[1]);
        let [width, height] = self.size.map(|side| (side * scale).round().max(1.0) as u32);
        let mut canvas = tiny_skia::Pixmap::new(width, height).ok_or("it has no area")?;
        resvg::render(&tree, usvg::Transform::from_scale(scale, scale), &mut canvas.as_mut());
        let pixels = canvas.pixels().iter().flat_map(|pixel| {
            let plain = pixel.demultiply();
            [plain.red(), plain.green(), plain.blue(), plain.alpha()]
        });
        let image = RgbaImage::from_raw(width, height, pixels.collect()).ok_or("it has no area")?;
        Ok(DynamicImage::ImageRgba8(image))
    }
}

/// Why a drawing cannot be drawn.
#[derive(Debug, PartialEq)]
pub(super) enum Undrawn {
    /// What is wrong with it.
    Damaged(String),
    /// It would take too long.
    TooMuch,
}

fn read(xml: &str) -> Result<Tree, Undrawn> {
    Tree::from_str(xml, &Options::default()).map_err(|why| match why {
        usvg::Error::ElementsLimitReached => Undrawn::TooMuch,
        why => Undrawn::Damaged(why.to_string()),
    })
}

/// Why something cannot be said in outlines of one colour each.
enum Unsaid {
    /// By its paint.
    Paint,
    /// By their number.
    TooMuch,
}

/// The outlines of a drawing, gathered.
struct Outlines {
    shapes: Vec<Shape>,
    /// How many steps there may still be.
    left: usize,
}

impl Outlines {
    fn group(&mut self, group: &Group) -> Result<(), Unsaid> {
        let plain = group.opacity().get() == 1.0
            && group.blend_mode() == usvg::BlendMode::Normal
            && group.clip_path().is_none()
            && group.mask().is_none()
            && group.filters().is_empty();
        if !plain {
            return Err(Unsaid::Paint);
        }
        group.children().iter().try_for_each(|node| match node {
            Node::Group(inner) => self.group(inner),
            Node::Path(path) if path.is_visible() => self.path(path),
            Node::Path(_) => Ok(()),
            Node::Image(_) | Node::Text(_) => Err(Unsaid::Paint),
        })
    }

    /// Adds the inside of a path and its line.
    fn path(&mut self, path: &usvg::Path) -> Result<(), Unsaid> {
        match path.paint_order() {
            usvg::PaintOrder::FillAndStroke => {
                self.inside(path)?;
                self.line(path)
            }
            usvg::PaintOrder::StrokeAndFill => {
                self.line(path)?;
                self.inside(path)
            }
        }
    }

    fn inside(&mut self, path: &usvg::Path) -> Result<(), Unsaid> {
        let Some(fill) = path.fill() else { return Ok(()) };
        let even_odd = fill.rule() == FillRule::EvenOdd;
        self.add(path.data(), path.abs_transform(), fill.paint(), fill.opacity(), even_odd)
    }

    /// A line is the outline of its ink.
    fn line(&mut self, path: &usvg::Path) -> Result<(), Unsaid> {
        let Some(stroke) = path.stroke() else { return Ok(()) };
        let to_page = path.abs_transform();
        let line = stroke.to_tiny_skia();
        // Finer than a sheet of paper shows, whatever the drawing's own unit.
        let fine = 8.0 * to_page.get_scale().0.max(to_page.get_scale().1).max(0.01);
        let dashed = line.dash.as_ref().map(|dash| path.data().dash(dash, fine));
        let outline = match &dashed {
            Some(dashed) => dashed.as_ref().and_then(|dashed| dashed.stroke(&line, fine)),
            None => path.data().stroke(&line, fine),
        };
        match outline {
            Some(outline) => self.add(&outline, to_page, stroke.paint(), stroke.opacity(), false),
            None => Ok(()),
        }
    }

    fn add(
        &mut self,
        outline: &tiny_skia::Path,
        to_page: usvg::Transform,
        paint: &Paint,
        opacity: usvg::Opacity,
        even_odd: bool,
    ) -> Result<(), Unsaid> {
        let (Paint::Color(colour), 1.0) = (paint, opacity.get()) else { return Err(Unsaid::Paint) };
        self.left = self.left.checked_sub(outline.len()).ok_or(Unsaid::TooMuch)?;
        if let Some(outline) = outline.clone().transform(to_page) {
            let colour = [colour.red, colour.green, colour.blue];
            self.shapes.push(Shape { steps: steps(&outline), even_odd, colour });
        }
        Ok(())
    }
}

fn steps(path: &tiny_skia::Path) -> Vec<Step> {
    use tiny_skia::PathSegment as P;
    let at = |point: tiny_skia::Point| [point.x, point.y];
    let step = |segment| match segment {
        P::MoveTo(to) => Step::Move(at(to)),
        P::LineTo(to) => Step::Line(at(to)),
        P::QuadTo(control, to) => Step::Quad(at(control), at(to)),
        P::CubicTo(one, two, to) => Step::Cubic(at(one), at(two), at(to)),
        P::Close => Step::Close,
    };
    path.segments().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(inside: &str) -> Drawing {
        let xml = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\">{inside}</svg>");
        Drawing::new(xml).unwrap()
    }

    #[test]
    fn insides_and_lines_are_outlines_in_their_order() {
        let drawing = drawn(
            "<g transform=\"translate(2 1) scale(2)\"><path d=\"M0 0H3V3Z\" fill=\"#102030\" fill-rule=\"evenodd\" \
             stroke=\"red\" stroke-width=\".5\" stroke-dasharray=\"1\"/></g>",
        );
        let shapes = drawing.shapes.unwrap();
        assert_eq!(drawing.size, [20.0, 10.0]);
        assert_eq!((shapes[0].colour, shapes[0].even_odd), ([16, 32, 48], true));
        assert_eq!(
            shapes[0].steps,
            [Step::Move([2.0, 1.0]), Step::Line([8.0, 1.0]), Step::Line([8.0, 7.0]), Step::Close]
        );
        assert_eq!((shapes[1].colour, shapes[1].even_odd), ([255, 0, 0], false));
        assert!(shapes[1].steps.iter().filter(|step| matches!(step, Step::Move(_))).count() > 3, "dashes");
    }

    #[test]
    fn what_nests_deep_or_is_dashed_fine_ends_well() {
        let svg =
            |inside: String| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\">{inside}</svg>");
        // As deep as one may be that is read, on a thread as small as those that read pictures.
        let (open, close) = ("<g transform=\"scale(1)\">".repeat(190), "</g>".repeat(190));
        let deep = svg(format!("{open}<path d=\"M0 0h1v1\"/>{close}"));
        assert_eq!(Drawing::new(deep).unwrap().shapes.unwrap().len(), 1);
        let dashes = "<path d=\"M0 0h1e6\" stroke=\"red\" stroke-dasharray=\".001\"/>".repeat(9);
        assert!(matches!(Drawing::new(svg(dashes)), Ok(_) | Err(Undrawn::TooMuch)));
    }

    #[test]
    fn what_shines_through_or_runs_from_colour_to_colour_is_pixels() {
        let gradient = "<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\"/></linearGradient>";
        for inside in [
            "<rect width=\"9\" height=\"9\" opacity=\".5\"/>".to_string(),
            format!("{gradient}<rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>"),
        ] {
            let drawing = drawn(&inside);
            assert!(drawing.shapes.is_none());
            let pixels = drawing.pixels().unwrap().into_rgba8();
            assert_eq!(pixels.dimensions(), (2000, 1000));
            assert!(pixels.get_pixel(450, 450).0[3] > 100 && pixels.get_pixel(1900, 450).0[3] == 0);
        }
    }
}
