//! One page: every way to fill it from a given place, and what is bad about each.

use std::ops::Range;

use super::column::{Column, Portion, Sheet};
use super::float::MOST_WAITING;
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
    /// How many of the figures that may wait have been set with this page, and how many wait behind it.
    pub stood: usize,
    pub waiting: usize,
    /// How many figures were parted from their sections, each by each heading.
    pub parted: i64,
    /// Leadings left free.
    pub free: i64,
    /// Whether notes stand at its foot.
    pub footed: bool,
    /// Rows of text.
    pub rows: usize,
    /// How many leadings the text takes.
    pub lines: i64,
    /// The way of each block from the page's first on, those that wait included.
    pub ways: Vec<usize>,
    /// What the ways cost that are not natural.
    pub loose: i64,
    /// Whether the last row ends in a hyphen.
    pub hyphen: bool,
    /// How badly a note is divided that goes on on the next page: 0 where none does.
    pub split: i64,
    /// Whether a break between scenes is swallowed by the break of the page.
    pub swallowed: bool,
    /// Whether the page ends between a lead-in and the code that it leads in to.
    pub led_off: bool,
    /// Whether the page ends within a few lines of code.
    pub cut: bool,
    /// Whether what comes next had reason to move to the next page: a heading, or a picture, something whole or a few lines of
    /// code that do not fit here.
    pub reason: bool,
    /// What should not be.
    pub sins: Vec<Sin>,
}

/// Free lines beyond these weigh the same between facing pages.
const FREE_TOLD: i64 = 3;

impl Fill {
    /// Whether nothing is left for another page.
    pub fn is_last(&self, column: &Column) -> bool {
        self.end.block == column.blocks.len() && self.waiting == 0 && self.noted == column.notes.len()
    }

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
/// What a way costs on top that brings in a stub for its last line: less than a leaf that is turned at a hyphen.
const STUB: i64 = 15_000;

/// A partly filled page.
#[derive(Clone, Copy, Default)]
struct Stack {
    /// The bottom of the last row.
    y: Length,
    /// The block of that row.
    above: Option<usize>,
    /// How many figures of those that may wait have been set, and how many were parted from their sections.
    stood: usize,
    parted: i64,
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
    /// Where this page begins, and how many of the figures that may wait had been set before it.
    from: Place,
    stood: usize,
    /// Where the next page begins.
    end: Place,
    /// The last block on this page, and how many of its rows stand there above the last.
    last: usize,
    behind: usize,
    /// The note rows that were set before this page, those that were due then, and those that are due with it.
    noted: usize,
    due_before: usize,
    due: usize,
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
    /// Whether figures may begin to wait.
    pub waits: bool,
    /// Whether sins are allowed.
    pub sinful: bool,
}

impl Filling<'_> {
    /// Every way to fill a page that begins at `from`, when `noted` note rows and the figures before `stood` have been set
    /// before it, shortest first.
    pub fn fills(&self, from: Place, noted: usize, stood: usize) -> Vec<Fill> {
        let (column, sheet) = (self.column, self.sheet);
        let mut found = Vec::new();
        let Some(due_before) = column.due(from, stood) else { return found };
        // (way, parent) of each block set, so that the ways of a fill can be read backwards.
        let mut trail: Vec<(usize, usize)> = vec![(0, usize::MAX)];
        // A page that ends this high has too many leadings free, if no note stands at its foot.
        let too_high = sheet.room + sheet.slack() - sheet.leading * self.most_free.saturating_add(1).min(1 << 20);
        self.notes_alone(from, (noted, stood), due_before, &mut found);
        let mut stacks = self.tops(from, (noted, stood), due_before, &mut found);
        for at in from.block..column.blocks.len() {
            let block = &column.blocks[at];
            let entered = at == from.block && from.row > 0;
            let float = column.float_of(at);
            let mut next: Vec<Stack> = Vec::new();
            for stack in &stacks {
                let waiting = column.waiting(Place { block: at, ..Place::default() }, stack.stood);
                let holds = !waiting.is_empty();
                let mut here = *stack;
                match float {
                    Some(f) if stack.stood <= f => {
                        let begins = at == column.floats[f].blocks.start;
                        if !begins || self.may_wait(stack, f) {
                            trail.push((0, stack.trail));
                            next.push(Stack { trail: trail.len() - 1, ..*stack });
                        }
                        // None passes one that waits.
                        if !begins || stack.stood < f {
                            continue;
                        }
                        here.stood += 1;
                    }
                    None if holds && !column.passes(at) => continue,
                    _ => here.parted += column.parted(waiting, at),
                }
                let ways = match (entered, stack.altered < self.most_altered) {
                    (true, _) => from.way..from.way + 1,
                    (false, false) => 0..1,
                    (false, true) => 0..block.ways.len(),
                };
                for way in ways {
                    let rows = &block.ways[way].rows;
                    trail.push((way, stack.trail));
                    let space =
                        if entered { column.space_again(at, stack.above) } else { column.space(at, stack.above) };
                    let mut now = Stack { y: stack.y + space, above: Some(at), trail: trail.len() - 1, ..here };
                    if !entered && way > 0 {
                        let worse = block.ways[way].demerits - block.ways[0].demerits;
                        now.altered += 1;
                        now.loose += LOOSE + (worse / LOOSE_DEMERITS).clamp(0, LOOSE_MOST);
                        now.loose += if block.ways[way].stub && !block.ways[0].stub { STUB } else { 0 };
                    }
                    let first = if entered { from.row } else { 0 };
                    for l in first..rows.len() {
                        now.y = Column::stand(sheet, block, &rows[l], now.y, l == first).bottom;
                        now.rows += 1;
                        now.owed = now.owed.saturating_sub(if block.picture { 2 } else { 1 });
                        let end = if l + 1 < rows.len() {
                            Place { block: at, row: l + 1, way }
                        } else {
                            now.owed = match (block.heading, block.keep_next) {
                                // A heading keeps two lines of what follows, a lead-in one.
                                (Some(_), _) => 2,
                                (None, true) => 1,
                                // Where the next heading comes sooner, what there is.
                                (None, false) if column.is_heading(at + 1) => 0,
                                (None, false) => now.owed,
                            };
                            Place { block: at + 1, row: 0, way: 0 }
                        };
                        let due = if holds { column.due(end, now.stood) } else { Some(rows[l].due) };
                        // A page takes one row, whether it fits or not.
                        now.over = now.y > sheet.room + sheet.slack();
                        let Some(due) = due.filter(|_| !now.over || self.sinful && now.rows == 1) else {
                            now.over = true;
                            break;
                        };
                        let footed = due > noted && !column.aside;
                        if now.y > too_high || now.over || footed || end.block == column.blocks.len() {
                            let cut = Cut { from, stood, end, last: at, behind: l - first, noted, due_before, due };
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
            let key = |stack: &Stack| (stack.y, stack.owed, stack.rows, stack.altered, stack.stood, stack.parted);
            next.sort_by_key(|stack| (key(stack), stack.loose));
            next.dedup_by_key(|stack| key(stack));
            stacks = next;
            if stacks.is_empty() {
                break;
            }
        }
        found
    }

    /// Whether figure `f` may begin to wait on a page that is filled so far.
    fn may_wait(&self, stack: &Stack, f: usize) -> bool {
        // What begins the page, or is larger than one, has nothing to wait for.
        let room = self.sheet.room + self.sheet.slack();
        self.waits
            && stack.rows > 0
            && f - stack.stood < MOST_WAITING
            && self.column.float_height(self.sheet, f) <= room
    }

    /// The figures that wait, at the top of the page: the first of them, and as many more as fit.
    fn tops(
        &self,
        from: Place,
        (noted, stood): (usize, usize),
        due_before: usize,
        found: &mut Vec<Fill>,
    ) -> Vec<Stack> {
        let (column, sheet) = (self.column, self.sheet);
        let mut now = Stack { altered: usize::from(from.way > 0), stood, ..Stack::default() };
        let mut stacks = Vec::new();
        for f in column.waiting(from, stood) {
            for at in column.floats[f].blocks.clone() {
                now.y = column.block_bottom(sheet, at, now.above, now.y);
                now.rows += column.blocks[at].ways[0].rows.len();
                now.above = Some(at);
            }
            now.stood += 1;
            let last = column.floats[f].blocks.end - 1;
            let Some(due) = column.due(from, now.stood).filter(|_| now.y <= sheet.room + sheet.slack()) else { break };
            let behind = column.blocks[last].ways[0].rows.len() - 1;
            self.close(
                Cut { from, stood, end: from, last, behind, noted, due_before, due },
                &now,
                &[(0, usize::MAX)],
                found,
            );
            stacks.push(now);
        }
        if stacks.is_empty() {
            stacks.push(now);
        }
        stacks
    }

    /// A page of notes alone, where those that were left over fill it, or no text is left. Text goes on beside notes at the
    /// side.
    fn notes_alone(&self, from: Place, (noted, stood): (usize, usize), due: usize, found: &mut Vec<Fill>) {
        let waiting = self.column.waiting(from, stood).len();
        let finished = from.block == self.column.blocks.len() && waiting == 0;
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
            stood,
            waiting,
            parted: 0,
            free: 0,
            footed: !self.column.aside,
            rows: 0,
            lines: 0,
            ways: Vec::new(),
            loose: 0,
            hyphen: false,
            split: divided(reached - noted, reached < due),
            swallowed: false,
            led_off: false,
            cut: false,
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
            y = self.column.block_bottom(self.sheet, at, at.checked_sub(1), y);
            if !self.column.blocks[at].keeps() {
                break;
            }
        }
        y + self.column.notes_area(self.sheet, notes.0, notes.1) <= self.sheet.room + self.sheet.slack()
    }

    /// Judges a page that ends at a cut.
    fn close(&self, cut: Cut, now: &Stack, trail: &[(usize, usize)], found: &mut Vec<Fill>) {
        let Cut { from, stood, mut end, last, behind, noted, due_before, due } = cut;
        let over = now.over;
        let (column, sheet) = (self.column, self.sheet);
        let block = &column.blocks[last];
        if block.scene_break {
            return;
        }
        // Whether the page ends within its last block: figures alone may stand between the lines of a paragraph.
        let within = end.row > 0 && end.block == last;
        let mut swallowed = false;
        while end.row == 0 && column.blocks.get(end.block).is_some_and(|next| next.scene_break) {
            end.block += 1;
            swallowed = true;
        }
        let waiting = column.waiting(end, now.stood);
        let finished = end.block == column.blocks.len() && waiting.is_empty();
        if !finished && !over && sheet.free_lines(now.y + column.notes_area(sheet, noted, due)) > self.most_free {
            return;
        }
        let mut sins = Vec::new();
        if over {
            sins.push(Sin::Overfull);
        }
        let way = trail[now.trail].0;
        let rows = &block.ways[way].rows;
        if within {
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
        let row = &rows[if within { end.row } else { rows.len() } - 1];
        if !finished && (row.keep || now.owed > 0) {
            sins.push(Sin::Parted);
        }
        let mut reached = due;
        if noted < due && (column.aside || !over) {
            let taken = match column.juts {
                true => {
                    let ways = &ways(now, trail);
                    column.taken(&column.rows(sheet, &Portion { start: from, end, ways, floats: stood..now.stood }))
                }
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
        let reason = within && block.table
            || waiting
                .clone()
                .next()
                .is_some_and(|f| !self.fits(column.floats[f].blocks.start, now.y, (noted, reached)))
            || end.row == 0
                && column.blocks.get(end.block).is_some_and(|next| {
                    // A heading is looked for at the top. A picture, or something whole, is where it does not fit here.
                    next.keep_next && !next.picture
                        || (next.picture || next.whole || column.leads_together(end.block))
                            && !self.fits(end.block, now.y, (noted, reached))
                });
        found.push(Fill {
            end,
            noted: reached,
            stood: now.stood,
            waiting: waiting.len(),
            parted: now.parted,
            free,
            footed: reached > noted && !column.aside,
            rows: now.rows,
            lines: (now.y + sheet.slack()).0.div_euclid(sheet.leading.0),
            ways: ways(now, trail),
            loose: now.loose,
            hyphen: row.hyphen,
            split: divided(reached - noted, reached < due),
            swallowed,
            led_off: !within && !finished && block.leads_in,
            cut: within && block.together,
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
