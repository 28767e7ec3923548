//! One page: every way to fill it from a given place, and what is bad about each.

use std::ops::Range;

use super::column::{Column, Sheet};
use super::side;
use crate::base::Length;

/// A place between two rows of a column: where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The block.
    pub block: usize,
    /// The row in it.
    pub row: usize,
    /// The way in which the block is set; 0 where the place is before its first row.
    pub way: usize,
}

/// What should not be. The later, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sin {
    /// The first line of a paragraph ends the page.
    Orphan,
    /// The last line of a paragraph begins the next page.
    Widow,
    /// A note begins on a later page than its mark.
    LateNote,
    /// What should be whole is divided.
    Divided,
    /// A heading, or a line that should not, ends the page.
    Parted,
    /// It does not fit the page.
    Overfull,
}

/// One way to fill a page.
#[derive(Clone, Debug)]
pub(super) struct Fill {
    /// Where the next page begins.
    pub end: Place,
    /// How many note rows have been set with this page.
    pub noted: usize,
    /// Leadings left free.
    pub free: i64,
    /// Whether notes stand at its foot.
    pub footed: bool,
    /// Rows of text.
    pub rows: usize,
    /// How many leadings the text takes.
    pub lines: i64,
    /// The way of each block from the page's first on.
    pub ways: Vec<usize>,
    /// What the ways cost that are not natural.
    pub loose: i64,
    /// Whether the last row ends in a hyphen.
    pub hyphen: bool,
    /// How badly a note is divided that goes on on the next page: 0 where none does.
    pub split: i64,
    /// Whether a break between scenes is swallowed by the break of the page.
    pub swallowed: bool,
    /// Whether what comes next had reason to move to the next page: a heading, or a picture or something whole that does
    /// not fit here.
    pub reason: bool,
    /// What should not be.
    pub sins: Vec<Sin>,
}

/// Free lines beyond these weigh the same between facing pages.
const FREE_TOLD: i64 = 3;

impl Fill {
    /// How many lines the page is seen to be short. Notes stand at the foot all the same, and a line more above their
    /// rule is not seen.
    pub fn seen_short(&self) -> i64 {
        if self.footed && self.free <= 1 { 0 } else { self.free.min(FREE_TOLD) }
    }
}

/// How badly notes are divided of which `here` rows stand on this page, and whether more are to come. A row between two
/// pages is hardly found.
pub(super) fn divided(here: usize, more: bool) -> i64 {
    match (more, here) {
        (false, _) => 0,
        (true, 0 | 1) => 4,
        (true, _) => 1,
    }
}

/// What a way costs that is not the natural one: first a constant, then by its demerits, up to a bound.
const LOOSE: i64 = 300;
const LOOSE_MOST: i64 = 3_000;
/// Demerits that weigh one.
const LOOSE_DEMERITS: i64 = 200;

/// A partly filled page.
#[derive(Clone, Copy)]
struct Stack {
    /// The bottom of the last row.
    y: Length,
    /// Rows that must follow on this page before it may end.
    owed: usize,
    /// How many of its ways are not natural, and what they cost.
    altered: usize,
    loose: i64,
    /// Its rows.
    rows: usize,
    /// Whether it does not fit.
    over: bool,
    /// Its last way and the stack before it, in the trail.
    trail: usize,
}

/// A place at which a page may end.
struct Cut {
    /// Where this page begins.
    from: Place,
    /// Where the next page begins.
    end: Place,
    /// How many rows of its last block stand on this page above the last.
    behind: usize,
    /// The note rows that were set and those that were due before this page.
    noted: usize,
    due_before: usize,
}

/// What a page is filled under.
pub(super) struct Filling<'a> {
    /// The column.
    pub column: &'a Column,
    /// The page.
    pub sheet: &'a Sheet,
    /// At most so many free leadings, but at the column's end.
    pub most_free: i64,
    /// At most so many of its blocks are not set in the natural way: more would be seen.
    pub most_altered: usize,
    /// Whether sins are allowed.
    pub sinful: bool,
}

impl Filling<'_> {
    /// Every way to fill a page that begins at `from`, when `noted` note rows have been set before it, shortest first.
    pub fn fills(&self, from: Place, noted: usize) -> Vec<Fill> {
        let (column, sheet) = (self.column, self.sheet);
        let mut found = Vec::new();
        // (way, parent) of each block set, so that the ways of a fill can be read backwards.
        let mut trail: Vec<(usize, usize)> = vec![(0, usize::MAX)];
        let altered = usize::from(from.way > 0);
        let mut stacks = vec![Stack { y: Length::ZERO, owed: 0, altered, loose: 0, rows: 0, over: false, trail: 0 }];
        let due_before = column.due(from.block, from.row, from.way);
        // A page that ends this high has too many leadings free, if no note stands at its foot.
        let too_high = sheet.room + sheet.slack() - sheet.leading * self.most_free.saturating_add(1).min(1 << 20);
        self.notes_alone(from, noted, due_before, &mut found);
        for at in from.block..column.blocks.len() {
            let block = &column.blocks[at];
            let entered = at == from.block && from.row > 0;
            let mut next: Vec<Stack> = Vec::new();
            for stack in &stacks {
                let ways = match (entered, stack.altered < self.most_altered) {
                    (true, _) => from.way..from.way + 1,
                    (false, false) => 0..1,
                    (false, true) => 0..block.ways.len(),
                };
                for way in ways {
                    let rows = &block.ways[way].rows;
                    trail.push((way, stack.trail));
                    let before = (at > from.block).then(|| at - 1);
                    let space = if entered { block.again } else { column.space(at, before) };
                    let mut now = Stack { y: stack.y + space, trail: trail.len() - 1, ..*stack };
                    if !entered && way > 0 {
                        let worse = block.ways[way].demerits - block.ways[0].demerits;
                        now.altered += 1;
                        now.loose += LOOSE + (worse / LOOSE_DEMERITS).clamp(0, LOOSE_MOST);
                    }
                    let first = if entered { from.row } else { 0 };
                    for l in first..rows.len() {
                        now.y = Column::stand(sheet, block, &rows[l], now.y, l == first).bottom;
                        now.rows += 1;
                        now.owed = now.owed.saturating_sub(if block.picture { 2 } else { 1 });
                        // A page takes one row, whether it fits or not.
                        now.over = now.y > sheet.room + sheet.slack();
                        if now.over && !(self.sinful && now.rows == 1) {
                            break;
                        }
                        let end = if l + 1 < rows.len() {
                            Place { block: at, row: l + 1, way }
                        } else {
                            now.owed = match (block.keep_next, block.whole) {
                                // A heading keeps two lines of what follows, a lead-in one.
                                (true, true) => 2,
                                (true, false) => 1,
                                // Where the next heading comes sooner, what there is.
                                (false, _) if column.is_heading(at + 1) => 0,
                                (false, _) => now.owed,
                            };
                            Place { block: at + 1, row: 0, way: 0 }
                        };
                        let footed = rows[l].due > noted && !column.aside;
                        if now.y > too_high || now.over || footed || end.block == column.blocks.len() {
                            let cut = Cut { from, end, behind: l - first, noted, due_before };
                            self.close(cut, &now, &trail, &mut found);
                        }
                        if now.over {
                            break;
                        }
                    }
                    if !now.over {
                        next.push(now);
                    }
                }
            }
            next.sort_by_key(|stack| (stack.y, stack.owed, stack.rows, stack.altered, stack.loose));
            next.dedup_by_key(|stack| (stack.y, stack.owed, stack.rows, stack.altered));
            stacks = next;
            if stacks.is_empty() {
                break;
            }
        }
        found
    }

    /// A page of notes alone, where those that were left over fill it, or no text is left. Text goes on beside notes at the
    /// side.
    fn notes_alone(&self, from: Place, noted: usize, due: usize, found: &mut Vec<Fill>) {
        let finished = from.block == self.column.blocks.len();
        if noted == due || (self.column.aside && !finished) {
            return;
        }
        let fitting = self.most_notes(Length::ZERO, noted, due, &[]);
        let overfull = fitting == noted;
        let reached = fitting.max(noted + 1);
        if (reached == due && !finished) || (overfull && !self.sinful) {
            return;
        }
        found.push(Fill {
            end: from,
            noted: reached,
            free: 0,
            footed: !self.column.aside,
            rows: 0,
            lines: 0,
            ways: Vec::new(),
            loose: 0,
            hyphen: false,
            split: divided(reached - noted, reached < due),
            swallowed: false,
            reason: true,
            sins: if overfull { vec![Sin::Overfull] } else { Vec::new() },
        });
    }

    /// Up to which row, at most `due`, the notes from `noted` on fit below text that ends at `y`, or at its side where that is
    /// not `taken`.
    fn most_notes(&self, y: Length, noted: usize, due: usize, taken: &[Range<Length>]) -> usize {
        if self.column.aside {
            return noted + side::fitting(&self.column.notes[noted..due], &self.sheet.margin(taken));
        }
        let fits =
            |to: usize| y + self.column.notes_area(self.sheet, noted, to) <= self.sheet.room + self.sheet.slack();
        (noted + 1..=due).take_while(|to| fits(*to)).last().unwrap_or(noted)
    }

    /// Whether block `at`, with what must stand on its page, would fit below text that ends at `y` and above these notes.
    fn fits(&self, at: usize, y: Length, notes: (usize, usize)) -> bool {
        let mut y = y;
        for at in at..self.column.blocks.len() {
            let block = &self.column.blocks[at];
            y += self.column.space(at, at.checked_sub(1));
            for (l, row) in block.ways[0].rows.iter().enumerate() {
                y = Column::stand(self.sheet, block, row, y, l == 0).bottom;
            }
            if !block.keep_next {
                break;
            }
        }
        y + self.column.notes_area(self.sheet, notes.0, notes.1) <= self.sheet.room + self.sheet.slack()
    }

    /// Judges a page that ends at a cut.
    fn close(&self, cut: Cut, now: &Stack, trail: &[(usize, usize)], found: &mut Vec<Fill>) {
        let Cut { from, mut end, behind, noted, due_before } = cut;
        let over = now.over;
        let (column, sheet) = (self.column, self.sheet);
        let last = if end.row > 0 { end.block } else { end.block - 1 };
        let block = &column.blocks[last];
        if end.row == 0 && block.scene_break {
            return;
        }
        let due = column.due(end.block, end.row, end.way);
        let mut swallowed = false;
        while end.row == 0 && column.blocks.get(end.block).is_some_and(|next| next.scene_break) {
            end.block += 1;
            swallowed = true;
        }
        let finished = end.block == column.blocks.len();
        if !finished && !over && sheet.free_lines(now.y + column.notes_area(sheet, noted, due)) > self.most_free {
            return;
        }
        let mut sins = Vec::new();
        if over {
            sins.push(Sin::Overfull);
        }
        let way = trail[now.trail].0;
        let rows = &block.ways[way].rows;
        if end.row > 0 {
            if block.whole {
                sins.push(Sin::Divided);
            }
            if end.row == 1 && behind == 0 && !block.table {
                sins.push(Sin::Orphan);
            }
            if rows.len() - end.row == 1 && !block.table {
                sins.push(Sin::Widow);
            }
        }
        let row = &rows[if end.row > 0 { end.row } else { rows.len() } - 1];
        if !finished && (row.keep || now.owed > 0) {
            sins.push(Sin::Parted);
        }
        let mut reached = due;
        if noted < due && (column.aside || !over) {
            let taken = match column.juts {
                true => column.taken(&column.rows(sheet, from, end, &ways(now, trail))),
                false => Vec::new(),
            };
            reached = self.most_notes(now.y, noted, due, &taken);
            if reached < due {
                let start = column.notes[due - 1].start;
                // The last line of a note does not stand alone on the next page.
                if due - reached == 1 && reached > start.max(noted) {
                    reached -= 1;
                }
                // Notes whose marks stand here begin here, with two lines; what was left over goes on here.
                let least = if due > due_before { (start + 2).min(due).max(noted + 1) } else { noted + 1 };
                if reached < least {
                    sins.push(Sin::LateNote);
                }
            }
        } else if over {
            reached = noted;
            if noted < due {
                sins.push(Sin::LateNote);
            }
        }
        if !sins.is_empty() && !self.sinful {
            return;
        }
        let mut free = sheet.free_lines(now.y + column.notes_area(sheet, noted, reached)).max(0);
        // The text ends, and notes at the side may go on.
        if finished && column.aside {
            free = 0;
        }
        if !finished && free > self.most_free {
            return;
        }
        let reason = end.row > 0 && block.table
            || end.row == 0
                && column.blocks.get(end.block).is_some_and(|next| {
                    // A heading is looked for at the top. A picture, or something whole, is where it does not fit here.
                    next.keep_next && !next.picture
                        || (next.picture || next.whole) && !self.fits(end.block, now.y, (noted, reached))
                });
        found.push(Fill {
            end,
            noted: reached,
            free,
            footed: reached > noted && !column.aside,
            rows: now.rows,
            lines: (now.y + sheet.slack()).0.div_euclid(sheet.leading.0),
            ways: ways(now, trail),
            loose: now.loose,
            hyphen: row.hyphen,
            split: divided(reached - noted, reached < due),
            swallowed,
            reason,
            sins,
        });
    }
}

/// The ways of a page's blocks.
fn ways(stack: &Stack, trail: &[(usize, usize)]) -> Vec<usize> {
    let mut ways = Vec::new();
    let mut at = stack.trail;
    while at != 0 {
        ways.push(trail[at].0);
        at = trail[at].1;
    }
    ways.reverse();
    ways
}
