//! Figures that may wait: the text runs on past one that does not fit, and it stands at the top of a later page.

use std::ops::Range;

use super::column::{Column, Sheet};
use super::fill::Place;
use crate::base::Length;

/// A figure that may wait.
#[derive(Clone, Debug)]
pub(super) struct Float {
    /// Its blocks: what it shows and its caption.
    pub blocks: Range<usize>,
    /// The level of the heading that it stands under, 1 where that is the chapter's title.
    pub level: u8,
    /// The rows of the notes whose marks stand in it.
    pub notes: Range<usize>,
}

/// How many figures may wait at once.
pub(super) const MOST_WAITING: usize = 2;

impl Column {
    /// Finds the figures that may wait.
    pub fn gather_floats(&mut self) {
        let mut level = 1;
        for (at, block) in self.blocks.iter().enumerate() {
            level = block.heading.unwrap_or(level);
            let blocks = at..at + block.floats;
            if !blocks.is_empty() && !block.opens {
                let notes = self.marked(blocks.start, 0, 0)..self.marked(blocks.end, 0, 0);
                self.floats.push(Float { blocks, level, notes });
            }
        }
    }

    /// The figures that wait at `place` where all before `stood` have been set.
    pub fn waiting(&self, place: Place, stood: usize) -> Range<usize> {
        stood..self.floats.partition_point(|float| float.blocks.start < place.block).max(stood)
    }

    /// The figure that block `at` is of.
    pub fn float_of(&self, at: usize) -> Option<usize> {
        let f = self.floats.partition_point(|float| float.blocks.end <= at);
        self.floats.get(f).filter(|float| float.blocks.contains(&at)).map(|_| f)
    }

    /// How many note rows are due before `place`, where the figures before `stood` have been set. Those of a figure that waits
    /// wait with it; none where a mark in the text has passed such a figure, since notes keep their order.
    pub fn due(&self, place: Place, stood: usize) -> Option<usize> {
        let marked = self.marked(place.block, place.row, place.way);
        let waiting = self.waiting(place, stood).map(|f| &self.floats[f].notes);
        let mut held = waiting.filter(|notes| !notes.is_empty()).peekable();
        match held.peek().map(|notes| notes.start) {
            None => Some(marked),
            Some(due) => (marked == due + held.map(Range::len).sum::<usize>()).then_some(due),
        }
    }

    /// Whether a figure may wait past block `at`: not past a picture or a table that stays, nor past a chapter's end.
    pub fn passes(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        !(block.picture || block.table || block.opens)
    }

    /// How many of the figures `waiting` block `at` parts from the section that they are of.
    pub fn parted(&self, waiting: Range<usize>, at: usize) -> i64 {
        let Some(level) = self.blocks[at].heading else { return 0 };
        waiting.filter(|f| level <= self.floats[*f].level).count() as i64
    }

    /// How high figure `f` stands at the top of a page.
    pub fn float_height(&self, sheet: &Sheet, f: usize) -> Length {
        let mut above = None;
        let mut y = Length::ZERO;
        for at in self.floats[f].blocks.clone() {
            y = self.block_bottom(sheet, at, above, y);
            above = Some(at);
        }
        y
    }

    /// Where a whole block ends, set in its natural way below block `above`, which ends at `y`.
    pub fn block_bottom(&self, sheet: &Sheet, at: usize, above: Option<usize>, y: Length) -> Length {
        let block = &self.blocks[at];
        let rows = block.ways[0].rows.iter().enumerate();
        let top = y + self.space(at, above);
        rows.fold(top, |y, (l, row)| Column::stand(sheet, block, row, y, l == 0).bottom)
    }
}
