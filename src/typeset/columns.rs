//! The columns of a table: what its cells need, found by setting them on trial, and the size in which the table fits.

use super::blocks::{Follow, Place, Setter};
use super::galley::{Line, Slab};
use super::widths::{self, CellNeed, Need};
use crate::base::{Em, Length};
use crate::model::table::{Cell, HeadOf, Placed, Table, place};
use crate::model::{BlockKind, InlineKind, each_block, each_inline};
use crate::page::{ElemId, ElemRole, Item};
use crate::style::{Align, Voice};

/// Wider than any cell.
const WIDE: Length = Length::pt(100_000);
/// Narrower than any column should be.
const NARROW: Em = Em::milli(2500);
/// Between columns.
const GAP: Em = Em::milli(1300);
/// What is allowed for the rounding of many small widths.
const SLACK: Length = Length::milli_pt(50);
/// How a table that is too wide is made to fit, what is better first: its size in per cent, and whether its words are
/// hyphenated.
const SIZES: [(i64, bool); 5] = [(100, false), (90, false), (100, true), (90, true), (80, true)];

/// The type of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Cells, and cells at the head of columns.
    body: Voice,
    head: Voice,
    /// The size of its letters, and from baseline to baseline.
    pub size: Length,
    pub leading: Length,
    /// Between rows of one line: these stand as far apart as lines of the text.
    pub between: Length,
}

impl Form {
    /// The same smaller, and with hyphens or without.
    fn scaled(self, percent: i64, hyphenate: bool) -> Form {
        let voice = |voice: Voice| Voice { size_percent: voice.size_percent * percent / 100, hyphenate, ..voice };
        Form {
            body: voice(self.body),
            head: voice(self.head),
            size: self.size.scale(percent, 100),
            leading: self.leading.scale(percent, 100),
            between: self.between.scale(percent, 100),
        }
    }
}

/// In which type a table is set, and how wide its columns are.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub form: Form,
    /// Whether words are divided anywhere, since the table is too wide all the same.
    pub anywhere: bool,
    widths: Vec<Length>,
    gap: Length,
    /// Whether the first column stands at the right.
    rtl: bool,
}

impl Fit {
    /// Where `columns` columns from `column` on begin, from the table's left edge, and how wide they are together.
    pub fn span(&self, column: usize, columns: usize) -> (Length, Length) {
        let left = self.widths[..column].iter().copied().sum::<Length>() + self.gap * column as i64;
        let width: Length = self.widths[column..column + columns].iter().copied().sum();
        let width = width + self.gap * (columns as i64 - 1);
        (if self.rtl { self.width() - left - width } else { left }, width)
    }

    /// How wide the table is.
    pub fn width(&self) -> Length {
        self.widths.iter().copied().sum::<Length>() + self.gap * (self.widths.len() as i64 - 1)
    }
}

impl<'a> Setter<'_, 'a> {
    fn form(&self, at: &Place) -> Form {
        let design = &self.style().design;
        // In a note a table is no larger than the note.
        let percent = if at.grid { 100 } else { at.voice.size_percent };
        let sized = |voice: Voice| Voice { size_percent: voice.size_percent.min(percent), tabular: true, ..voice };
        let body = sized(design.table);
        let size = self.style().size.scale(body.size_percent, 100);
        let leading = size.scale(design.table_leading_percent, 100);
        let between = (at.leading - leading).max(leading / 8);
        Form { body, head: sized(design.table_head), size, leading, between }
    }

    /// Finds the type and the widths.
    pub(super) fn fit(&mut self, table: &'a Table, room: Length, at: &Place) -> Fit {
        let form = self.form(at);
        let count = table.columns.len().max(1);
        let gap = GAP.at(form.size).min(room / (4 * count as i64));
        let mut cells = self.needs(table, &form.scaled(100, false), WIDE, at);
        let whole = widths::columns(count, &cells, gap);
        let widest: Vec<Length> = whole.iter().map(|need| need.max).collect();
        if widest.iter().copied().sum::<Length>() + gap * (count as i64 - 1) <= room {
            return Fit { form: form.scaled(100, false), anywhere: false, widths: widest, gap, rtl: at.rtl() };
        }
        // What columns need at 100 per cent, without hyphens and with them.
        let mut known: [Option<Vec<Need>>; 2] = [None, None];
        for (percent, hyphenate) in SIZES {
            let needs = known[usize::from(hyphenate)].get_or_insert_with(|| {
                let least = self.needs(table, &form.scaled(100, hyphenate), NARROW.at(form.size), at);
                for (cell, least) in cells.iter_mut().zip(least) {
                    cell.need.min = least.need.max.min(cell.need.max);
                }
                widths::columns(count, &cells, gap)
            });
            let slack = if percent < 100 { SLACK } else { Length::ZERO };
            let scaled = |length: Length| length.scale(percent, 100) + slack;
            let smaller = |need: &Need| Need { min: scaled(need.min), max: scaled(need.max) };
            let needs: Vec<Need> = needs.iter().map(smaller).collect();
            let gap = gap.scale(percent, 100);
            let left = room - gap * (count as i64 - 1);
            if needs.iter().map(|need| need.min).sum::<Length>() <= left {
                let most: Length = needs.iter().map(|need| need.max).sum();
                let cells: Vec<CellNeed> =
                    cells.iter().map(|cell| CellNeed { need: smaller(&cell.need), ..*cell }).collect();
                let widths = widths::share(&needs, &cells, left.min(most));
                return Fit { form: form.scaled(percent, hyphenate), anywhere: false, widths, gap, rtl: at.rtl() };
            }
        }
        let (percent, hyphenate) = SIZES[SIZES.len() - 1];
        let gap = gap.scale(percent, 100);
        let needs: Vec<Need> = known[usize::from(hyphenate)].take().unwrap_or_default();
        let needs: Vec<Need> = needs.iter().map(|need| Need { min: need.min.scale(percent, 100), ..*need }).collect();
        let widths = widths::squeeze(&needs, room - gap * (count as i64 - 1));
        Fit { form: form.scaled(percent, hyphenate), anywhere: true, widths, gap, rtl: at.rtl() }
    }

    /// What every cell needs when it is set in columns of `width`: how far its lines run then. They are set on trial.
    fn needs(&mut self, table: &'a Table, form: &Form, width: Length, at: &Place) -> Vec<CellNeed> {
        let mut needs = Vec::new();
        let room = self.style().measure() - at.left - at.right;
        for (first, rows) in [(0, &table.head), (table.head.len(), &table.body)] {
            for Placed { row, column, cell } in place(rows) {
                let width = if width == WIDE && !is_words(cell) { room } else { width };
                let runs = self.on_trial(|setter, elem| {
                    let slabs = setter.cell(cell, elem, Align::Start, (Length::ZERO, width), form, at);
                    let (left, right) = slabs.iter().fold((width, Length::ZERO), |(left, right), slab| {
                        let (from, to) = extent(slab.lines());
                        (left.min(from - at.left), right.max(to - at.left))
                    });
                    // What begins at the right reaches to the left.
                    if at.rtl() { width - left } else { right }
                });
                let need = Need { min: Length::ZERO, max: runs.max(Length::ZERO) + SLACK };
                needs.push(CellNeed { row: first + row, column, columns: usize::from(cell.columns), need });
            }
        }
        needs
    }

    /// Does something of which nothing stays: no element, no note, no finding.
    fn on_trial<T>(&mut self, work: impl FnOnce(&mut Self, ElemId) -> T) -> T {
        let (elems, notes) = (self.stick.structure.len(), self.stick.notes.len());
        let waiting = std::mem::take(&mut self.stick.waiting);
        let reported = self.stick.reported.clone();
        let missing = self.stick.missing.len();
        let diags = std::mem::take(&mut self.stick.diags);
        let elem = self.stick.elem(ElemRole::Body, None, None);
        let done = work(self, elem);
        self.stick.structure.truncate(elems);
        self.stick.notes.truncate(notes);
        self.stick.waiting = waiting;
        self.stick.reported = reported;
        self.stick.missing.truncate(missing);
        self.stick.diags = diags;
        done
    }

    /// Sets what is in a cell as content of `elem`, in a column by its distance from the place's left edge and its
    /// width.
    pub(super) fn cell(
        &mut self,
        cell: &'a Cell,
        elem: ElemId,
        align: Align,
        (left, width): (Length, Length),
        form: &Form,
        at: &Place,
    ) -> Vec<Slab> {
        let voice = if cell.head == Some(HeadOf::Column) { form.head } else { form.body };
        let left = at.left + left;
        let inner = Place {
            parent: elem,
            left,
            right: self.style().measure() - left - width,
            voice: Voice { align, ..voice },
            leading: form.leading,
            grid: false,
            depth: at.depth + 1,
            follow: Follow::Close,
            ..at.clone()
        };
        let outer = std::mem::take(&mut self.slabs);
        self.fresh = true;
        for (nth, block) in cell.blocks.iter().enumerate() {
            let begins = self.slabs.len();
            self.blocks(std::slice::from_ref(block), &inner);
            if let Some(slab) = self.slabs.get_mut(begins).filter(|_| nth > 0) {
                slab.above = slab.above.max(inner.leading / 2);
            }
        }
        std::mem::replace(&mut self.slabs, outer)
    }
}

/// Whether all that is in a cell is words, whose width does not depend on the column's.
fn is_words(cell: &Cell) -> bool {
    let mut words = true;
    each_block(&cell.blocks, &mut |block| {
        words &= match &block.kind {
            BlockKind::Para(_) | BlockKind::Heading { .. } | BlockKind::Code(_) => true,
            BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Admonition(_)
            | BlockKind::Verse(_)
            | BlockKind::SceneBreak
            | BlockKind::Figure(_)
            | BlockKind::Formula(_)
            | BlockKind::Table(_)
            | BlockKind::Contents { .. }
            | BlockKind::Figures
            | BlockKind::Tables => false,
        };
    });
    each_inline(&cell.blocks, &mut |inline| words &= !matches!(inline.kind, InlineKind::Image(_)));
    words
}

/// How far to the left and to the right lines reach, spaces at their ends left out.
pub(super) fn extent(lines: &[Line]) -> (Length, Length) {
    let (mut left, mut right) = (WIDE * 2, Length::ZERO);
    for item in lines.iter().flat_map(|line| &line.items) {
        match item {
            Item::Glyphs(run) => {
                let shown = run.glyphs.iter().rposition(|glyph| {
                    !run.text[glyph.cluster.start as usize..].starts_with([' ', '\u{a0}', '\n', '\t'])
                });
                if let Some(last) = shown {
                    left = left.min(run.origin.x);
                    right = right.max(run.origin.x + run.advance(&run.glyphs[..=last]));
                }
            }
            Item::Image { area, .. } => {
                left = left.min(area.origin.x);
                right = right.max(area.origin.x + area.size.width);
            }
            Item::Rule { .. } | Item::Path(_) | Item::Anchor { .. } => {}
        }
    }
    (left, right)
}
