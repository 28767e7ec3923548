//! What is made of a formula: a box with marks in it, and the items that come of them.

use crate::base::{Em, Length, Point, Rect, Site, Size};
use crate::model::Lang;
use crate::page::{Dir, FontId, Glyph, GlyphRun, Ink, Item, Mark, PathShape, Segment, Stroke, Transform};

/// A box. Its marks stand from its left edge and its baseline, y down.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Made {
    pub width: Length,
    pub height: Length,
    pub depth: Length,
    /// How far what slants at its end leans over.
    pub italic: Length,
    /// Where an accent stands over it, where that is not its middle.
    pub attachment: Option<Length>,
    pub marks: Vec<Paint>,
}

#[derive(Clone, Debug)]
pub(in crate::typeset) struct Paint {
    pub at: Point,
    pub what: What,
    pub ink: Ink,
}

#[derive(Clone, Debug)]
pub(in crate::typeset) enum What {
    /// A glyph, what it stands for, and how wide it is.
    Glyph { font: FontId, size: Length, id: u16, text: String, advance: Em },
    /// A filled rectangle, from its upper left corner.
    Rule(Size),
    /// A line to a point from here.
    Line { to: Point, width: Length },
}

impl Made {
    /// Puts another box into this one, its origin `x` to the right and `y` below.
    pub fn put(&mut self, other: Made, x: Length, y: Length) {
        self.height = self.height.max(other.height - y);
        self.depth = self.depth.max(other.depth + y);
        self.marks.extend(other.marks.into_iter().map(|mut mark| {
            mark.at.x += x;
            mark.at.y += y;
            mark
        }));
    }

    /// Puts another box at the right end.
    pub fn append(&mut self, other: Made) {
        let width = other.width;
        (self.italic, self.attachment) = (other.italic, None);
        let x = self.width;
        self.put(other, x, Length::ZERO);
        self.width += width;
    }

    /// A rectangle, its upper left corner `x` to the right and `y` below.
    pub fn rule(&mut self, x: Length, y: Length, width: Length, thickness: Length, ink: Ink) {
        let size = Size { width, height: thickness };
        self.marks.push(Paint { at: Point { x, y }, what: What::Rule(size), ink });
    }

    /// Moved down.
    pub fn lowered(mut self, by: Length) -> Made {
        self.marks.iter_mut().for_each(|mark| mark.at.y += by);
        self.height -= by;
        self.depth += by;
        self
    }

    /// Everything in it as items of one element, from the left edge and the baseline.
    pub fn items(self, mark: Mark, lang: &Lang, site: Option<Site>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for paint in self.marks {
            match paint.what {
                What::Glyph { font, size, id, text, advance } => {
                    let joined = match items.last_mut() {
                        Some(Item::Glyphs(run)) => join(run, paint.at, paint.ink, font, size),
                        _ => None,
                    };
                    let run = match joined {
                        Some(run) => run,
                        None => {
                            items.push(Item::Glyphs(GlyphRun {
                                font,
                                size,
                                origin: paint.at,
                                x_scale: 1000,
                                tracking: Em::ZERO,
                                ink: paint.ink,
                                lang: lang.clone(),
                                dir: Dir::Ltr,
                                text: String::new(),
                                src: None,
                                site,
                                mark,
                                glyphs: Vec::new(),
                            }));
                            match items.last_mut() {
                                Some(Item::Glyphs(run)) => run,
                                _ => continue,
                            }
                        }
                    };
                    // Parts of one sign have its text together.
                    let start = match run.glyphs.last() {
                        Some(last) if text.is_empty() => last.cluster.start,
                        _ => run.text.len() as u32,
                    };
                    run.text.push_str(if text.is_empty() && run.glyphs.is_empty() { " " } else { &text });
                    let cluster = start..run.text.len() as u32;
                    let up = run.origin.y - paint.at.y;
                    let dy = Em(((up.0 << 16) / size.0.max(1)) as i32);
                    run.glyphs.push(Glyph { id, advance, dx: Em::ZERO, dy, cluster });
                }
                What::Rule(size) => {
                    items.push(Item::Rule { area: Rect { origin: paint.at, size }, ink: paint.ink, mark });
                }
                What::Line { to, width } => {
                    let segments = vec![Segment::Move(Point::default()), Segment::Line(to)];
                    let stroke = Some(Stroke { ink: paint.ink, width });
                    let transform = Transform { sx: Em::ONE, sy: Em::ONE, offset: paint.at };
                    items.push(Item::Path(PathShape {
                        segments,
                        even_odd: false,
                        fill: None,
                        stroke,
                        clip: None,
                        transform,
                        mark,
                    }));
                }
            }
        }
        items
    }
}

/// The run, where it can take a glyph at `at`: the one before it then moves the pen there.
fn join(run: &mut GlyphRun, at: Point, ink: Ink, font: FontId, size: Length) -> Option<&mut GlyphRun> {
    if run.font != font || run.size != size || run.ink != ink {
        return None;
    }
    let before = run.advance(&run.glyphs[..run.glyphs.len().saturating_sub(1)]);
    let gap = at.x - run.origin.x - before;
    let advance = (i128::from(gap.0) << 16) / i128::from(size.0.max(1));
    // What stands to the left, or far away, begins anew.
    if !(0..8 << 16).contains(&advance) {
        return None;
    }
    let last = run.glyphs.last_mut()?;
    last.advance = Em(advance as i32);
    Some(run)
}
