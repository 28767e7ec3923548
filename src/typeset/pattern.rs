//! Patterns that cover a page, as bookbinders' papers do: each is drawn of a few curves, over and over.

use crate::base::{Em, Length, Point, Rect, Size};
use crate::page::{ArtifactKind, Ink, Item, Mark, PathShape, Segment, Stroke, Transform};

/// A pattern's inks: what is drawn, and what little of it stands out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inks {
    /// What the pattern lies on.
    pub ground: Ink,
    /// Most of it.
    pub motif: Ink,
    /// The rest.
    pub accent: Ink,
}

/// A pattern that begins anew after so much of it.
pub(super) struct Pattern {
    /// In thousandths of a point across and down.
    repeat: (i64, i64),
    /// Fills an area, and what reaches into it from around.
    draw: fn(Size, Inks) -> Vec<Item>,
}

/// The patterns there are.
pub(super) const PATTERNS: [Pattern; 6] = [
    Pattern { repeat: (50_000, 50_000), draw: petals },
    Pattern { repeat: (50_000, 25_000), draw: scales },
    Pattern { repeat: (40_000, 64_000), draw: lozenges },
    Pattern { repeat: (40_000, 36_000), draw: waves },
    Pattern { repeat: (50_000, 50_000), draw: stars },
    Pattern { repeat: (80_000, 20_000), draw: sprigs },
];

impl Pattern {
    /// After how much of it it begins anew.
    pub(super) fn repeat(&self) -> Size {
        let (width, height) = self.repeat;
        Size { width: Length::milli_pt(width), height: Length::milli_pt(height) }
    }

    /// The piece that repeats, on its ground.
    pub(super) fn paper(&self, inks: Inks) -> Vec<Item> {
        let area = Rect { origin: Point::default(), size: self.repeat() };
        let ground = Item::Rule { area, ink: inks.ground, mark: Mark::Artifact(ArtifactKind::Other) };
        std::iter::once(ground).chain((self.draw)(area.size, inks)).collect()
    }
}

/// How far the curves of a quarter of a circle reach, in thousandths of its radius.
const QUARTER: i64 = 552;

/// Points are counted in thousandths of a point here.
fn at(x: i64, y: i64) -> Point {
    Point { x: Length::milli_pt(x), y: Length::milli_pt(y) }
}

/// How many steps of that width it takes to cover a length, with one to spare at each end.
fn steps(length: Length, step: i64) -> std::ops::RangeInclusive<i64> {
    -1..=length.0 / Length::milli_pt(step).0.max(1) + 2
}

fn shape(segments: Vec<Segment>, fill: Option<Ink>, stroke: Option<Stroke>) -> Item {
    Item::Path(PathShape {
        segments,
        even_odd: false,
        fill,
        stroke,
        clip: None,
        transform: Transform { sx: Em::ONE, sy: Em::ONE, offset: Point::default() },
        mark: Mark::Artifact(ArtifactKind::Other),
    })
}

fn filled(segments: Vec<Segment>, ink: Ink) -> Item {
    shape(segments, Some(ink), None)
}

/// A leaf from one point to another, `bulge` thousandths of its length wide to each side.
fn leaf((x, y): (i64, i64), (tx, ty): (i64, i64), bulge: i64, out: &mut Vec<Segment>) {
    let (mx, my) = ((x + tx) / 2, (y + ty) / 2);
    let (nx, ny) = (-(ty - y) * bulge / 500, (tx - x) * bulge / 500);
    out.extend([
        Segment::Move(at(x, y)),
        Segment::Quad(at(mx + nx, my + ny), at(tx, ty)),
        Segment::Quad(at(mx - nx, my - ny), at(x, y)),
        Segment::Close,
    ]);
}

fn circle(x: i64, y: i64, radius: i64, out: &mut Vec<Segment>) {
    let c = radius * QUARTER / 1000;
    out.extend([
        Segment::Move(at(x + radius, y)),
        Segment::Cubic(at(x + radius, y + c), at(x + c, y + radius), at(x, y + radius)),
        Segment::Cubic(at(x - c, y + radius), at(x - radius, y + c), at(x - radius, y)),
        Segment::Cubic(at(x - radius, y - c), at(x - c, y - radius), at(x, y - radius)),
        Segment::Cubic(at(x + c, y - radius), at(x + radius, y - c), at(x + radius, y)),
        Segment::Close,
    ]);
}

fn polygon(points: &[(i64, i64)], out: &mut Vec<Segment>) {
    out.extend(
        points
            .iter()
            .enumerate()
            .map(|(n, (x, y))| if n == 0 { Segment::Move(at(*x, *y)) } else { Segment::Line(at(*x, *y)) }),
    );
    out.push(Segment::Close);
}

fn lozenge(x: i64, y: i64, wide: i64, high: i64, out: &mut Vec<Segment>) {
    polygon(&[(x, y - high), (x + wide, y), (x, y + high), (x - wide, y)], out);
}

/// A flower of four petals and a dot, as it stands by itself, too.
pub(super) fn floret(middle: Point, radius: Length, ink: Ink) -> Vec<Item> {
    let milli = |length: Length| length.0 * 1000 / Length::pt(1).0;
    let (x, y, r) = (milli(middle.x), milli(middle.y), milli(radius));
    let mut out = Vec::new();
    for (dx, dy) in [(1, 0), (0, 1), (-1, 0), (0, -1)] {
        leaf((x + dx * r / 6, y + dy * r / 6), (x + dx * r, y + dy * r), 300, &mut out);
    }
    vec![filled(out, ink)]
}

/// Petals along the lines of a net that stands on its corners, so that four meet in each knot.
fn petals(area: Size, inks: Inks) -> Vec<Item> {
    const STEP: i64 = 25_000;
    let (mut petals, mut dots) = (Vec::new(), Vec::new());
    for j in steps(area.height, STEP) {
        for i in steps(area.width, STEP) {
            let (x, y) = (i * STEP, j * STEP);
            if (i + j) % 2 == 0 {
                leaf((x, y), (x + STEP, y + STEP), 210, &mut petals);
                leaf((x, y), (x - STEP, y + STEP), 210, &mut petals);
            } else {
                circle(x, y, 2_200, &mut dots);
            }
        }
    }
    vec![filled(petals, inks.motif), filled(dots, inks.accent)]
}

/// Scales in rows, each of rings, the lower over the higher.
fn scales(area: Size, inks: Inks) -> Vec<Item> {
    const RADIUS: i64 = 25_000;
    let rings = [(1000, inks.motif), (900, inks.ground), (660, inks.motif), (560, inks.ground), (300, inks.accent)];
    let mut items = Vec::new();
    for j in steps(area.height, RADIUS / 2) {
        for (share, ink) in rings {
            let mut row = Vec::new();
            for i in steps(area.width, RADIUS * 2) {
                let x = i * RADIUS * 2 + if j.rem_euclid(2) == 0 { 0 } else { RADIUS };
                circle(x, j * RADIUS / 2, RADIUS * share / 1000, &mut row);
            }
            items.push(filled(row, ink));
        }
    }
    items
}

/// Lozenges edge to edge, each with a smaller one within it.
fn lozenges(area: Size, inks: Inks) -> Vec<Item> {
    const WIDE: i64 = 20_000;
    const HIGH: i64 = 32_000;
    let (mut outer, mut gaps, mut inner) = (Vec::new(), Vec::new(), Vec::new());
    for j in steps(area.height, HIGH) {
        for i in steps(area.width, WIDE) {
            if (i + j).rem_euclid(2) == 0 {
                lozenge(i * WIDE, j * HIGH, WIDE * 94 / 100, HIGH * 94 / 100, &mut outer);
                lozenge(i * WIDE, j * HIGH, WIDE * 70 / 100, HIGH * 70 / 100, &mut gaps);
                lozenge(i * WIDE, j * HIGH, WIDE * 16 / 100, HIGH * 16 / 100, &mut inner);
            }
        }
    }
    vec![filled(outer, inks.motif), filled(gaps, inks.ground), filled(inner, inks.accent)]
}

/// Waves, one in three brighter.
fn waves(area: Size, inks: Inks) -> Vec<Item> {
    const LONG: i64 = 40_000;
    const HIGH: i64 = 11_000;
    const APART: i64 = 12_000;
    let mut items = Vec::new();
    for j in steps(area.height, APART) {
        let mut wave = Vec::new();
        let y = j * APART;
        for i in steps(area.width, LONG) {
            let x = i * LONG;
            if wave.is_empty() {
                wave.push(Segment::Move(at(x, y)));
            }
            for (half, up) in [(0, -1), (1, 1)] {
                let from = x + half * LONG / 2;
                let to = from + LONG / 2;
                let reach = LONG * 18 / 100;
                wave.push(Segment::Cubic(at(from + reach, y + up * HIGH), at(to - reach, y + up * HIGH), at(to, y)));
            }
        }
        let (ink, width) = if j.rem_euclid(3) == 0 { (inks.accent, 1_300) } else { (inks.motif, 3_600) };
        items.push(shape(wave, None, Some(Stroke { ink, width: Length::milli_pt(width) })));
    }
    items
}

/// Stars of eight points, and small crosses between them.
fn stars(area: Size, inks: Inks) -> Vec<Item> {
    const STEP: i64 = 25_000;
    let (mut stars, mut holes, mut dots) = (Vec::new(), Vec::new(), Vec::new());
    for j in steps(area.height, STEP) {
        for i in steps(area.width, STEP) {
            let (x, y) = (i * STEP, j * STEP);
            if (i + j).rem_euclid(2) == 0 {
                let r = STEP * 60 / 100;
                let s = r * 707 / 1000;
                polygon(&[(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)], &mut stars);
                lozenge(x, y, r, r, &mut stars);
                circle(x, y, r * 45 / 100, &mut holes);
                circle(x, y, r * 18 / 100, &mut dots);
            } else {
                let r = STEP * 26 / 100;
                for (dx, dy) in [(1, 0), (0, 1), (-1, 0), (0, -1)] {
                    leaf((x, y), (x + dx * r, y + dy * r), 220, &mut dots);
                }
            }
        }
    }
    vec![filled(stars, inks.motif), filled(holes, inks.ground), filled(dots, inks.accent)]
}

/// Twigs side by side, with leaves in pairs.
fn sprigs(area: Size, inks: Inks) -> Vec<Item> {
    const APART: i64 = 40_000;
    const PAIR: i64 = 20_000;
    let (mut leaves, mut stems) = (Vec::new(), Vec::new());
    for i in steps(area.width, APART) {
        let x = i * APART;
        let shift = if i.rem_euclid(2) == 0 { 0 } else { PAIR / 2 };
        for j in steps(area.height, PAIR) {
            let y = j * PAIR + shift;
            for side in [-1, 1] {
                leaf((x, y + 6_000), (x + side * 16_000, y - 9_000), 200, &mut leaves);
            }
            polygon(&[(x - 500, y), (x + 500, y), (x + 500, y + PAIR), (x - 500, y + PAIR)], &mut stems);
            circle(x + APART / 2, y, 1_300, &mut stems);
        }
    }
    vec![filled(leaves, inks.motif), filled(stems, inks.accent)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the outlines in `items` are those in `others`, moved: what does not reach into an area is left aside.
    fn seen(items: &[Item], from: (i64, i64), to: (i64, i64)) -> Vec<String> {
        let [(left, top), (right, bottom)] = [from, to].map(|(x, y)| (Length::milli_pt(x).0, Length::milli_pt(y).0));
        let mut seen = Vec::new();
        for item in items {
            let Item::Path(path) = item else { panic!() };
            // A figure begins with a move; a wave is one figure.
            for figure in path.segments.split_inclusive(|segment| matches!(segment, Segment::Close)) {
                let ends = || {
                    figure.iter().filter_map(|segment| match segment {
                        Segment::Move(p) | Segment::Line(p) | Segment::Quad(_, p) | Segment::Cubic(_, _, p) => Some(*p),
                        Segment::Close => None,
                    })
                };
                let inside = |p: Point| p.x.0 >= left && p.x.0 < right && p.y.0 >= top && p.y.0 < bottom;
                let found = ends().filter(|p| inside(*p)).map(|p| (p.x.0 - left, p.y.0 - top));
                seen.extend(found.map(|at| format!("{at:?} {:?} {:?}", path.fill, path.stroke)));
            }
        }
        seen.sort();
        seen.dedup();
        seen
    }

    #[test]
    fn every_pattern_begins_anew_where_it_says() {
        let inks = Inks { ground: Ink::Black, motif: Ink::Tint(50), accent: Ink::Tint(10) };
        for Pattern { repeat: (across, down), draw } in PATTERNS {
            let large = draw(Size { width: Length::milli_pt(across * 4), height: Length::milli_pt(down * 4) }, inks);
            let small = draw(Size { width: Length::milli_pt(across), height: Length::milli_pt(down) }, inks);
            let first = seen(&small, (0, 0), (across, down));
            assert!(first.len() > 2, "{first:?}");
            for (x, y) in [(0, 0), (across, down), (across * 2, down)] {
                assert_eq!(seen(&large, (x, y), (x + across, y + down)), first);
            }
        }
    }
}
