//! The column of type that is made up into pages: the galleys of what runs on together, as measures alone.

use std::ops::Range;

use super::columns::extent;
use super::fill::Place;
use super::float::Float;
use super::galley::{Galley, Line, Slab, SlabKind};
use super::side::Margin;
use crate::base::Length;
use crate::style::Style;

/// The text's area on a page, and the grid in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    /// Its height, whole leadings.
    pub room: Length,
    /// The distance between grid lines.
    pub leading: Length,
    /// The first grid line, from the top of the area.
    pub first: Length,
    /// Whether pages face each other.
    pub facing: bool,
}

impl Sheet {
    /// The margin beside it.
    pub fn margin<'t>(&self, taken: &'t [Range<Length>]) -> Margin<'t> {
        Margin { first: self.first, last: self.room - self.leading + self.first, taken }
    }

    /// How far a line may be off before it counts: type of another size has another height, and still stands on the grid.
    pub fn slack(&self) -> Length {
        self.leading / 4
    }

    /// How many leadings are free between `bottom` and the foot of the area.
    pub fn free_lines(&self, bottom: Length) -> i64 {
        (self.room + self.slack() - bottom).0.div_euclid(self.leading.0)
    }

    /// The first grid line on which a line of that height stands, if the space above it ends at `y` and it may stand higher by
    /// `slack`.
    fn snap(&self, y: Length, height: Length, slack: Length) -> Length {
        self.first + (y + height - slack - self.first).max(Length::ZERO).round_up_to(self.leading)
    }
}

/// A line's measures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    /// Above the baseline.
    pub height: Length,
    /// Below it.
    pub depth: Length,
    /// Ends in a hyphen.
    pub hyphen: bool,
    /// No page ends behind it.
    pub keep: bool,
    /// How many note rows are due once this row has been set.
    pub due: usize,
    /// Whether it reaches out of the measure, to where notes at the side would stand.
    pub juts: bool,
}

/// One way to set a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// Its rows, at least one.
    pub rows: Vec<Row>,
    /// How bad it looks.
    pub demerits: i64,
    /// Whether its last line is a stub.
    pub stub: bool,
}

/// A slab's measures.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Space above.
    pub above: Length,
    /// Space below.
    pub below: Length,
    /// Whether the space above counts at the top of a page.
    pub sunk: bool,
    /// Whether its rows stand on the grid: one that needs more room takes whole leadings.
    pub grid: bool,
    /// The level of a heading.
    pub heading: Option<u8>,
    /// Not the last on its page.
    pub keep_next: bool,
    /// Better not the last on its page: it leads in to code.
    pub leads_in: bool,
    /// Not divided.
    pub whole: bool,
    /// Better not divided: a few lines of code.
    pub together: bool,
    /// Neither first nor last on a page.
    pub scene_break: bool,
    /// A picture; the page before it may end early.
    pub picture: bool,
    /// A table: its rows stand by themselves, and a page may end early before each.
    pub table: bool,
    /// How many blocks, from this one on, are a figure that may wait for a later page.
    pub floats: usize,
    /// Where a chapter begins, or one that runs on: no figure waits past it.
    pub opens: bool,
    /// How high a table's head is that is set again on each further page.
    pub again: Length,
    /// The ways to set it, at least one.
    pub ways: Vec<Way>,
}

impl Block {
    /// Whether it stands with what comes next, or better does.
    pub fn keeps(&self) -> bool {
        self.keep_next || self.leads_in
    }
}

/// A row of a note.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NoteRow {
    /// Space above it, unless it is the first of its page.
    pub above: Length,
    /// Height and depth.
    pub height: Length,
    /// Below its baseline.
    pub depth: Length,
    /// The first row of the note it is in.
    pub start: usize,
}

/// A column, measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Its blocks; breaks between scenes at its very ends are left out.
    pub blocks: Vec<Block>,
    /// The rows of its notes, in the order of their marks.
    pub notes: Vec<NoteRow>,
    /// Whether they stand at the side, and whether anything reaches there.
    pub aside: bool,
    pub juts: bool,
    /// The figures that may wait, in order.
    pub floats: Vec<Float>,
    /// For each block its galley among those that run on, and its slab in that; none where a galley had no slab at all.
    pub slabs: Vec<Option<(usize, usize)>>,
    /// For each note row its galley, note, slab in the note, and line in the slab.
    pub note_lines: Vec<[usize; 4]>,
}

/// Where a row stands: its baseline and the bottom of its depth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// From the top of the area.
    pub baseline: Length,
    /// Baseline and depth.
    pub bottom: Length,
}

/// What of a column stands on a page.
#[derive(Clone, Debug)]
pub(super) struct Portion<'w> {
    /// Where its text begins, and where that of the next one does.
    pub start: Place,
    pub end: Place,
    /// The way of each block from `start` on.
    pub ways: &'w [usize],
    /// The figures on it of those that may wait.
    pub floats: Range<usize>,
}

/// A row on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Its block, the way in which that is set, and its place in it.
    pub block: usize,
    pub way: usize,
    pub row: usize,
    /// Where the space above it begins.
    pub top: Length,
    /// Where it stands.
    pub stand: Stand,
}

impl Column {
    /// The column of galleys that run on.
    pub fn new(galleys: &[Galley], style: &Style) -> Column {
        let aside = style.note_column();
        let mut column = Column { aside: aside.is_some(), ..Column::default() };
        // What reaches further out of the measure than half the gap comes too near to notes.
        let measure = aside.map(|notes| (-notes.gap / 2, style.measure() + notes.gap / 2));
        let mut due = 0;
        for (g, galley) in galleys.iter().enumerate() {
            let ends = column.add_notes(g, galley);
            for (s, slab) in galley.slabs.iter().enumerate() {
                let block = Block { opens: s == 0, ..measured(slab, &ends, due, measure) };
                due = block.ways[0].rows.last().map_or(due, |row| row.due);
                column.juts |= block.ways.iter().flat_map(|way| &way.rows).any(|row| row.juts);
                column.blocks.push(block);
                column.slabs.push(Some((g, s)));
            }
        }
        while column.blocks.last().is_some_and(|block| block.scene_break) {
            column.blocks.pop();
            column.slabs.pop();
        }
        let leading = column.blocks.iter().take_while(|block| block.scene_break).count();
        column.blocks.drain(..leading);
        column.slabs.drain(..leading);
        // A chapter without anything to set still has its page.
        if column.blocks.is_empty() {
            let rows = vec![Row::default()];
            column.blocks.push(Block { ways: vec![Way { rows, ..Way::default() }], ..Block::default() });
            column.slabs.push(None);
        }
        // A note without a mark that was found stands at the end rather than nowhere.
        let all = column.notes.len();
        if let Some(block) = column.blocks.last_mut() {
            for row in block.ways.iter_mut().filter_map(|way| way.rows.last_mut()) {
                row.due = all;
            }
        }
        column.gather_floats();
        column
    }

    /// Adds the rows of a galley's notes; gives, for each note, how many rows are due once its mark has been set.
    fn add_notes(&mut self, g: usize, galley: &Galley) -> Vec<usize> {
        let mut ends = Vec::new();
        for (n, note) in galley.notes.iter().enumerate() {
            let start = self.notes.len();
            let mut below = Length::ZERO;
            for (s, slab) in note.slabs.iter().enumerate() {
                for (l, row) in rows(slab).iter().enumerate() {
                    let mut above = if l == 0 { slab.above.max(below) } else { Length::ZERO };
                    if self.aside && (s, l) == (0, 0) {
                        above = above.max((row.height + row.depth) / 2);
                    }
                    let (height, depth) = (row.height + row.depth, row.depth);
                    self.notes.push(NoteRow { above, height, depth, start });
                    self.note_lines.push([g, n, s, l]);
                }
                below = slab.below;
            }
            ends.push(self.notes.len());
        }
        // A note that is marked in another note is due with it.
        for (n, note) in galley.notes.iter().enumerate().rev() {
            let marked = note.slabs.iter().flat_map(Slab::lines).flat_map(|line| &line.notes);
            ends[n] = marked.filter_map(|m| ends.get(m.note as usize)).copied().fold(ends[n], usize::max);
        }
        ends
    }

    /// Where a row of `block` stands. `y` is the bottom of what stands above and of the space between, or the area's top;
    /// `first` says whether it is the first row of the block on its page. A later one may reach a little between the letters of the row before.
    pub fn stand(sheet: &Sheet, block: &Block, row: &Row, y: Length, first: bool) -> Stand {
        let slack = if first { sheet.slack() } else { sheet.leading / 6 };
        let baseline = if block.grid { sheet.snap(y, row.height, slack) } else { y + row.height };
        Stand { baseline, bottom: baseline + row.depth }
    }

    /// The space above block `at` when `before` is the block above it on the same page.
    pub fn space(&self, at: usize, before: Option<usize>) -> Length {
        let block = &self.blocks[at];
        match before {
            Some(before) => self.blocks[before].below.max(block.above),
            None if block.sunk => block.above,
            None => Length::ZERO,
        }
    }

    /// The space above the rows of block `at` with which a page goes on, when `before` is the block above them on the page.
    pub fn space_again(&self, at: usize, before: Option<usize>) -> Length {
        self.blocks[at].again + before.map_or(Length::ZERO, |before| self.blocks[before].below)
    }

    /// The height of the notes' rows `from..to` alone.
    pub fn notes_height(&self, from: usize, to: usize) -> Length {
        let rows = &self.notes[from..to];
        rows.iter().enumerate().map(|(i, row)| if i == 0 { row.height } else { row.above + row.height }).sum()
    }

    /// What the notes' rows `from..to` take of the text's area: with the rule above them, in whole leadings.
    pub fn notes_area(&self, sheet: &Sheet, from: usize, to: usize) -> Length {
        if from == to || self.aside {
            return Length::ZERO;
        }
        (self.notes_height(from, to) + sheet.leading * 7 / 10).round_up_to(sheet.leading)
    }

    /// What stands on a page from the top down: blocks, the way of each, and which of its rows. Figures that have waited
    /// come first; those that wait are left out.
    pub fn pieces(&self, page: &Portion) -> Vec<(usize, usize, Range<usize>)> {
        let Portion { start, end, ways, floats } = page;
        let rows = |at: usize, way: usize| self.blocks[at].ways[way].rows.len();
        let waited = self.waiting(*start, floats.start).take_while(|f| floats.contains(f));
        let tops = waited.flat_map(|f| self.floats[f].blocks.clone()).map(|at| (at, 0, 0..rows(at, 0)));
        let text = ways.iter().enumerate().map(|(i, way)| (start.block + i, *way));
        let text = text.filter(|(at, _)| self.float_of(*at).is_none_or(|f| f < floats.end));
        let text = text.map(|(at, way)| {
            let first = if at == start.block { start.row } else { 0 };
            (at, way, first..if at == end.block { end.row } else { rows(at, way) })
        });
        tops.chain(text).collect()
    }

    /// The rows of a page, and where they stand.
    pub fn rows(&self, sheet: &Sheet, page: &Portion) -> Vec<Placed> {
        let mut placed = Vec::new();
        let mut y = Length::ZERO;
        let mut above = None;
        for (at, way, on_page) in self.pieces(page) {
            let block = &self.blocks[at];
            let first = on_page.start;
            y += if first == 0 { self.space(at, above) } else { self.space_again(at, above) };
            above = Some(at);
            for row in on_page {
                let top = y;
                let stand = Column::stand(sheet, block, &block.ways[way].rows[row], y, row == first);
                y = stand.bottom;
                placed.push(Placed { block: at, way, row, top, stand });
            }
        }
        placed
    }

    /// Where on a page notes cannot stand at the side, from the top down.
    pub fn taken(&self, rows: &[Placed]) -> Vec<Range<Length>> {
        let measures = |row: &Placed| &self.blocks[row.block].ways[row.way].rows[row.row];
        let juts = rows.iter().filter(|row| measures(row).juts);
        juts.map(|row| row.stand.baseline - measures(row).height..row.stand.bottom).collect()
    }

    /// Whether block `at` is a few lines of code, or what leads in to them.
    pub fn leads_together(&self, at: usize) -> bool {
        self.blocks[at..].iter().find(|block| !block.keeps()).is_some_and(|block| block.together)
    }

    /// Whether block `at` is a heading.
    pub fn is_heading(&self, at: usize) -> bool {
        self.blocks.get(at).is_some_and(|block| block.heading.is_some())
    }

    /// How many note rows have their marks before block `block`, row `row` of way `way`.
    pub fn marked(&self, block: usize, row: usize, way: usize) -> usize {
        match (row, block) {
            (0, 0) => 0,
            (0, _) => self.blocks[block - 1].ways[0].rows.last().map_or(0, |row| row.due),
            _ => self.blocks[block].ways[way].rows[row - 1].due,
        }
    }
}

/// The rows of a slab of a note.
fn rows(slab: &Slab) -> Vec<Row> {
    slab.lines().iter().map(|l| Row { height: l.height, depth: l.depth, ..Row::default() }).collect()
}

/// `measure` is the left and the right end of what a line may take, where it matters.
fn measured(slab: &Slab, ends: &[usize], due: usize, measure: Option<(Length, Length)>) -> Block {
    let juts = |line: &Line| {
        measure.is_some_and(|(from, to)| {
            let (left, right) = extent(std::slice::from_ref(line));
            left < from || right > to
        })
    };
    let way = |lines: &[Line], demerits: i64| {
        let mut due = due;
        let rows = lines.iter().map(|line| {
            let marked = line.notes.iter().filter_map(|mark| ends.get(mark.note as usize)).copied().max();
            due = due.max(marked.unwrap_or(0));
            let (height, depth, hyphen, keep) = (line.height, line.depth, line.hyphen_end, line.keep);
            Row { height, depth, hyphen, keep, due, juts: juts(line) }
        });
        Way { rows: rows.collect(), demerits, stub: false }
    };
    let mut again = Length::ZERO;
    let mut ways: Vec<Way> = match &slab.kind {
        SlabKind::Para(para) => {
            let ways = para.variants.iter();
            ways.map(|setting| Way { stub: setting.stub, ..way(&setting.lines, setting.demerits) }).collect()
        }
        SlabKind::Picture(line) => {
            vec![Way {
                rows: vec![Row { height: line.height, due, juts: juts(line), ..Row::default() }],
                ..Way::default()
            }]
        }
        SlabKind::Table { rows, again: head } => {
            again = head.iter().map(|line| line.height + line.depth).sum();
            vec![way(rows, 0)]
        }
    };
    if ways.is_empty() {
        ways.push(Way::default());
    }
    let after = ways.iter().filter_map(|way| way.rows.last()).map(|row| row.due).max().unwrap_or(due);
    for way in &mut ways {
        // A slab without lines takes a row of no height, so that its place stays.
        match way.rows.last_mut() {
            Some(row) => row.due = after,
            None => way.rows.push(Row { due: after, ..Row::default() }),
        }
    }
    Block {
        above: slab.above,
        below: slab.below,
        sunk: slab.sunk,
        grid: slab.grid,
        heading: slab.heading,
        keep_next: slab.keep_next,
        leads_in: slab.leads_in,
        whole: slab.whole,
        together: slab.together,
        scene_break: slab.scene_break,
        picture: matches!(slab.kind, SlabKind::Picture(_)),
        table: matches!(slab.kind, SlabKind::Table { .. }),
        floats: slab.floats,
        opens: false,
        again,
        ways,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_needs_more_room_takes_whole_leadings() {
        let sheet = Sheet { room: Length(2000), leading: Length(100), first: Length(70), facing: true };
        let row = |height: i64, depth: i64| Row { height: Length(height), depth: Length(depth), ..Row::default() };
        let rows = vec![row(72, 28), row(88, 28), row(72, 28), row(130, 28), row(72, 80), row(72, 28)];
        let baselines = |grid: bool| {
            let ways = vec![Way { rows: rows.clone(), ..Way::default() }];
            let column = Column { blocks: vec![Block { grid, ways, ..Block::default() }], ..Column::default() };
            let end = Place { block: 1, ..Place::default() };
            let page = Portion { start: Place::default(), end, ways: &[0], floats: 0..0 };
            column.rows(&sheet, &page).iter().map(|row| row.stand.baseline.0).collect::<Vec<_>>()
        };
        assert_eq!(baselines(true), [70, 170, 270, 470, 570, 770]);
        assert_eq!(baselines(false), [72, 188, 288, 446, 546, 698]);
    }
}
