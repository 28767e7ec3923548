//! What it would take to paint a drawing, reckoned before anything is painted: a few bytes of SVG can ask for hours, and for
//! more memory than there is.

use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{BlendMode, ClipPath, Group, Mask, Node, Paint, Pattern, Rect, Tree};

use crate::base::limits;

/// Whether a drawing, at so many pixels a unit, is painted within the limits.
pub(super) fn affordable(tree: &Tree, scale: f32) -> bool {
    let sides = [tree.size().width() * scale, tree.size().height() * scale];
    let canvas = sides.iter().map(|side| f64::from(side.max(1.0))).product();
    let mut purse = Purse { left: limits::DRAWING_PAINTED as f64, scale: f64::from(scale), canvas };
    purse.group(tree.root(), 0).is_some()
}

/// What may still be painted. Everything is paid for before what is in it is looked at, so that no reckoning lasts long.
struct Purse {
    left: f64,
    scale: f64,
    canvas: f64,
}

impl Purse {
    fn pay(&mut self, pixels: f64) -> Option<()> {
        // Looking at something costs as well.
        self.left -= pixels.max(100.0);
        (self.left >= 0.0).then_some(())
    }

    fn area(&self, of: Rect) -> f64 {
        let area = f64::from(of.width()) * f64::from(of.height()) * self.scale * self.scale;
        // What is not a number is taken for the worst.
        if area <= self.canvas { area } else { self.canvas }
    }

    fn group(&mut self, group: &Group, layers: usize) -> Option<()> {
        let layered = group.opacity().get() != 1.0
            || group.blend_mode() != BlendMode::Normal
            || group.clip_path().is_some()
            || group.mask().is_some()
            || !group.filters().is_empty();
        let layers = layers + usize::from(layered);
        if layers > limits::DRAWING_LAYERS {
            return None;
        }
        self.pay(if layered { 2.0 * self.area(group.abs_layer_bounding_box().to_rect()) } else { 0.0 })?;
        group.clip_path().map_or(Some(()), |clip| self.clip(clip, layers))?;
        group.mask().map_or(Some(()), |mask| self.mask(mask, layers))?;
        group.filters().iter().try_for_each(|filter| self.filter(filter, layers))?;
        group.children().iter().try_for_each(|node| match node {
            Node::Group(inner) => self.group(inner, layers),
            Node::Path(path) => {
                let area = self.area(path.abs_stroke_bounding_box());
                self.pay(area)?;
                let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
                paints.into_iter().flatten().try_for_each(|paint| match paint {
                    Paint::Pattern(pattern) => self.pattern(pattern, layers),
                    Paint::LinearGradient(_) | Paint::RadialGradient(_) => self.pay(2.0 * area),
                    Paint::Color(_) => Some(()),
                })
            }
            // It is decoded again each time that it is shown.
            Node::Image(image) => {
                self.pay(f64::from(image.size().width()) * f64::from(image.size().height()) * 4.0 + self.canvas)
            }
            Node::Text(text) => self.group(text.flattened(), layers),
        })
    }

    fn clip(&mut self, clip: &ClipPath, layers: usize) -> Option<()> {
        self.pay(self.canvas)?;
        self.group(clip.root(), layers + 1)?;
        clip.clip_path().map_or(Some(()), |outer| self.clip(outer, layers + 1))
    }

    fn mask(&mut self, mask: &Mask, layers: usize) -> Option<()> {
        self.pay(self.canvas)?;
        self.group(mask.root(), layers + 1)?;
        mask.mask().map_or(Some(()), |outer| self.mask(outer, layers + 1))
    }

    fn pattern(&mut self, pattern: &Pattern, layers: usize) -> Option<()> {
        let rect = pattern.rect();
        // A pattern has a canvas of its own; what enlarges it is bounded by what it then would be worth.
        let canvas = f64::from(rect.width()) * f64::from(rect.height()) * self.scale * self.scale;
        // What is no number is too much.
        if !canvas.is_finite() || canvas > 4.0 * self.canvas || layers >= limits::DRAWING_LAYERS {
            return None;
        }
        self.pay(canvas + self.canvas)?;
        self.group(pattern.root(), layers + 1)
    }

    fn filter(&mut self, filter: &Filter, layers: usize) -> Option<()> {
        if filter.primitives().len() > limits::DRAWING_FILTER {
            return None;
        }
        filter.primitives().iter().try_for_each(|primitive| {
            let pixels = |radius: f32| 2.0 * f64::from(radius) * self.scale + 1.0;
            // How much each pixel takes, against one that is painted.
            let weight = match primitive.kind() {
                Kind::Turbulence(noise) => 40.0 * f64::from(noise.num_octaves()),
                Kind::ConvolveMatrix(kernel) => {
                    f64::from(kernel.matrix().columns()) * f64::from(kernel.matrix().rows())
                }
                Kind::Morphology(shape) => pixels(shape.radius_x().get()) * pixels(shape.radius_y().get()),
                Kind::GaussianBlur(_) | Kind::DropShadow(_) => 20.0,
                Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 20.0,
                Kind::Image(image) => {
                    self.group(image.root(), layers + 1)?;
                    4.0
                }
                Kind::Blend(_)
                | Kind::ColorMatrix(_)
                | Kind::ComponentTransfer(_)
                | Kind::Composite(_)
                | Kind::DisplacementMap(_)
                | Kind::Flood(_)
                | Kind::Merge(_)
                | Kind::Offset(_)
                | Kind::Tile(_) => 4.0,
            };
            self.pay(weight * self.canvas)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use resvg::usvg::Options;

    use super::*;

    fn afforded(inside: &str) -> bool {
        let xml = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>{inside}</svg>");
        affordable(&Tree::from_str(&xml, &Options::default()).unwrap(), 100.0)
    }

    fn filtered(filter: &str) -> String {
        format!("<filter id='f'>{filter}</filter><rect width='20' height='20' filter='url(#f)'/>")
    }

    #[test]
    fn what_people_draw_is_afforded() {
        let gradient = "<linearGradient id='g'><stop stop-color='red'/><stop offset='1'/></linearGradient>";
        assert!(afforded(&format!(
            "{gradient}{}",
            "<rect width='2' height='2' fill='url(#g)' opacity='.5'/>".repeat(2_000)
        )));
        assert!(afforded(&filtered(
            "<feGaussianBlur stdDeviation='1'/><feOffset dx='1'/><feMerge><feMergeNode/></feMerge>"
        )));
        assert!(afforded(&filtered("<feTurbulence numOctaves='4' baseFrequency='.1'/>")));
    }

    #[test]
    fn what_would_take_hours_is_not() {
        let begun = Instant::now();
        for filter in [
            "<feTurbulence numOctaves='100000000' baseFrequency='.1'/>".to_string(),
            "<feMorphology operator='dilate' radius='5'/>".to_string(),
            "<feFlood/>".repeat(1_000),
        ] {
            assert!(!afforded(&filtered(&filter)), "{filter:.40}");
        }
        assert!(!afforded(&format!(
            "{}<rect width='9' height='9'/>{}",
            "<g opacity='.5'>".repeat(60),
            "</g>".repeat(60)
        )));
        assert!(!afforded(&"<rect width='20' height='20' opacity='.9'/>".repeat(3_000)));
        let wide =
            "<pattern id='p' width='1e6' height='1e6' patternUnits='userSpaceOnUse'><path d='M0 0h1v1'/></pattern>";
        assert!(!afforded(&format!("{wide}<rect width='20' height='20' fill='url(#p)'/>")));
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}
