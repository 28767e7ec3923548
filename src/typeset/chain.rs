//! The breaks of a column as one optimisation: the cheapest chain of pages, facing pages chosen together.
//!
//! Costs are integers whose magnitudes hold the order of evils: one of the worse kind outweighs any number of a better.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::column::{Column, Sheet};
use super::fill::{Fill, Filling, Place, Sin};
use crate::base::limits;
use crate::page::Side;

/// A page of a chain.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Where it begins.
    pub start: Place,
    /// The note rows on it.
    pub notes: Range<usize>,
    /// How it is filled.
    pub fill: Fill,
    /// Its side.
    pub side: Side,
}

/// The pages of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    /// In order, at least one.
    pub leaves: Vec<Leaf>,
    /// What it costs.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold it against exhaustive search"))]
    pub cost: i64,
    /// Whether ways were dropped because there were too many.
    pub crowded: bool,
}

/// Each page of a spread, or a page alone, that is a line short.
const SHORT_LINE: i64 = 100;
/// A hyphen at the end of a verso, and one at which the leaf is turned.
const HYPHEN: i64 = 200;
const TURN_HYPHEN: i64 = 20_000;
/// A column's last page that has less than five lines, and each line that it lacks: a paragraph or two may run a line longer
/// or shorter for it.
const FEW: i64 = 2_500;
const FEW_MORE: i64 = 1_500;
const FEW_LINES: i64 = 5;
/// A note that is divided: worse than facing pages that differ by a line.
const SPLIT: i64 = 350_000;
/// Each line by which facing pages differ.
const UNEVEN: i64 = 300_000;
/// A break between scenes that a break of the page swallows.
const SWALLOWED: i64 = 500_000;
/// A page of two or more lines short; more for each line, and thrice where nothing makes the reader expect it.
const SHORT: i64 = 1_000_000;
const SHORT_MORE: i64 = 40_000;
/// The least that a sin costs.
const SIN: i64 = 100_000_000;

fn sin(sin: Sin, side: Side) -> i64 {
    match (sin, side) {
        (Sin::Orphan, Side::Verso) => SIN,
        (Sin::Orphan, Side::Recto) => 2 * SIN,
        (Sin::LateNote, _) => 5 * SIN,
        (Sin::Widow, _) => 10 * SIN,
        (Sin::Parted, _) => 20 * SIN,
        (Sin::Divided, _) => 30 * SIN,
        (Sin::Overfull, _) => 100 * SIN,
    }
}

/// What a page costs. `facing` is how many lines the verso beside it is short, `last` whether it ends the column,
/// `first` whether it begins it.
fn cost(sheet: &Sheet, fill: &Fill, side: Side, facing: Option<i64>, last: bool, first: bool) -> i64 {
    let mut sum = fill.loose + SPLIT * fill.split + fill.sins.iter().map(|s| sin(*s, side)).sum::<i64>();
    if fill.swallowed {
        sum += SWALLOWED;
    }
    if last {
        let lacks = if first || fill.rows == 0 { 0 } else { (FEW_LINES - fill.lines).max(0) };
        return sum + if lacks > 0 { FEW + FEW_MORE * lacks } else { 0 };
    }
    if fill.hyphen {
        sum += if side == Side::Recto || !sheet.facing { TURN_HYPHEN } else { HYPHEN };
    }
    sum += match fill.free {
        0 => 0,
        1 => SHORT_LINE,
        free => (SHORT + SHORT_MORE * free * free) * if fill.reason { 1 } else { 3 },
    };
    let differ = facing.map_or(0, |facing| (facing - fill.seen_short()).abs());
    sum + differ * UNEVEN
}

/// What decides how a chain may go on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    place: Place,
    noted: usize,
    side: Side,
    /// How many lines the verso beside this recto is short.
    facing: Option<i64>,
}

/// A page in the tree of chains, and the one before it.
struct Node {
    leaf: Leaf,
    before: Option<usize>,
}

/// The cheapest chain of pages for a column whose first page is on `side`.
///
/// Rounds, each with more ways: pages at most a line short, facing pages alike, at most one paragraph on a page a line longer or
/// shorter; two of them; facing pages that differ; shorter pages; then all that should not be. A round's result stands if it is cheaper than the least that the next round adds, so
/// that it is the cheapest of all.
pub(super) fn chain(column: &Column, sheet: &Sheet, side: Side) -> Chain {
    let mut crowded = false;
    let rounds = [
        (1, 1, false, UNEVEN),
        (1, 2, false, UNEVEN),
        (1, 2, false, SHORT),
        (i64::MAX, 2, false, SIN),
        (i64::MAX, 2, true, i64::MAX),
    ];
    for (most_free, most_altered, sinful, bound) in rounds {
        let filling = Filling { column, sheet, most_free, most_altered, sinful };
        if let Some(found) = round(&filling, side, bound, &mut crowded) {
            return Chain { crowded, ..found };
        }
    }
    unreachable!("a page takes a row whether it fits or not")
}

/// The cheapest chain, if it is cheaper than `bound`.
fn round(filling: &Filling, side: Side, bound: i64, crowded: &mut bool) -> Option<Chain> {
    let (column, sheet) = (filling.column, filling.sheet);
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: BTreeMap<State, (i64, Option<usize>)> = BTreeMap::new();
    let mut best: Option<(i64, usize)> = None;
    open.insert(State { place: Place::default(), noted: 0, side, facing: None }, (0, None));
    // States come in the order of the text, and every page leads to a later one: each is final when it is taken.
    let mut fills = ((Place::default(), 0), filling.fills(Place::default(), 0));
    while let Some((state, (so_far, before))) = open.pop_first() {
        // Sides do not matter to how a page is filled, and the states of one place follow one another.
        if fills.0 != (state.place, state.noted) {
            fills = ((state.place, state.noted), filling.fills(state.place, state.noted));
        }
        for fill in &fills.1 {
            let last = fill.end.block == column.blocks.len() && fill.noted == column.notes.len();
            let sum = so_far + cost(sheet, fill, state.side, state.facing, last, before.is_none());
            if sum >= bound {
                continue;
            }
            let (end, noted, short) = (fill.end, fill.noted, fill.seen_short());
            let leaf = |fill: &Fill| Leaf {
                start: state.place,
                notes: state.noted..noted,
                fill: fill.clone(),
                side: state.side,
            };
            if last {
                if best.is_none_or(|(least, _)| sum < least) {
                    nodes.push(Node { leaf: leaf(fill), before });
                    best = Some((sum, nodes.len() - 1));
                }
                continue;
            }
            let (side, facing) = match (sheet.facing, state.side) {
                (true, Side::Recto) => (Side::Verso, None),
                (true, Side::Verso) => (Side::Recto, Some(short)),
                (false, side) => (side, None),
            };
            let next = State { place: end, noted, side, facing };
            let way = (sum, Some(nodes.len()));
            match open.entry(next) {
                Entry::Occupied(known) if known.get().0 <= sum => continue,
                Entry::Occupied(mut known) => {
                    known.insert(way);
                }
                Entry::Vacant(place) => {
                    place.insert(way);
                }
            }
            nodes.push(Node { leaf: leaf(fill), before });
        }
        if open.len() > limits::PAGE_STATES {
            *crowded = true;
            let mut costs: Vec<(i64, State)> = open.iter().map(|(state, (cost, _))| (*cost, *state)).collect();
            costs.sort();
            for (_, state) in costs.drain(limits::PAGE_STATES_KEPT..) {
                open.remove(&state);
            }
        }
    }
    let (cost, mut at) = best?;
    let mut leaves = vec![nodes[at].leaf.clone()];
    while let Some(before) = nodes[at].before {
        leaves.push(nodes[before].leaf.clone());
        at = before;
    }
    leaves.reverse();
    Some(Chain { leaves, cost, crowded: false })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::column::{Block, NoteRow, Row, Way};
    use super::super::fill::divided;
    use super::*;
    use crate::base::Length;

    const LINE: Length = Length(1000);

    fn sheet(lines: i64, facing: bool) -> Sheet {
        Sheet { room: LINE * lines, leading: LINE, first: Length(700), facing }
    }

    /// What a block of a test column is: the lines of each way, and what it is for.
    #[derive(Clone, Debug)]
    enum Kind {
        Text,
        Heading,
        LeadIn,
        Break,
    }

    /// A column of blocks by their lines; `notes` are (block, row, rows of the note).
    fn column(blocks: &[(Kind, &[usize])], notes: &[(usize, usize, usize)]) -> Column {
        let mut column = Column::default();
        for (at, (kind, ways)) in blocks.iter().enumerate() {
            let before = column.notes.len();
            let way = |lines: &usize| {
                let due = |row: usize| {
                    let marked = notes.iter().filter(|(b, r, _)| *b == at && (*r).min(lines - 1) <= row);
                    before + marked.map(|(_, _, rows)| rows).sum::<usize>()
                };
                let row = |row| Row { height: Length(700), depth: Length(300), due: due(row), ..Row::default() };
                Way { rows: (0..*lines).map(row).collect(), demerits: 0 }
            };
            column.blocks.push(Block {
                above: if matches!(kind, Kind::Heading) { LINE } else { Length::ZERO },
                grid: true,
                keep_next: matches!(kind, Kind::Heading | Kind::LeadIn),
                whole: matches!(kind, Kind::Heading | Kind::Break),
                scene_break: matches!(kind, Kind::Break),
                ways: ways.iter().map(way).collect(),
                ..Block::default()
            });
            for (_, _, rows) in notes.iter().filter(|(b, ..)| *b == at) {
                let start = column.notes.len();
                column.notes.extend(vec![NoteRow { height: Length(800), start, ..NoteRow::default() }; *rows]);
            }
        }
        column
    }

    /// The ends of the pages as (block, row).
    fn ends(chain: &Chain) -> Vec<(usize, usize)> {
        chain.leaves.iter().map(|leaf| (leaf.fill.end.block, leaf.fill.end.row)).collect()
    }

    fn sins(chain: &Chain) -> Vec<Sin> {
        chain.leaves.iter().flat_map(|leaf| leaf.fill.sins.clone()).collect()
    }

    #[test]
    fn neither_the_first_nor_the_last_line_of_a_paragraph_stands_alone() {
        // Ten lines a page; greedy filling would leave one line of the second paragraph at the foot, or at the top.
        for (a, b) in [(9, 5), (6, 5), (8, 12)] {
            let column = column(&[(Kind::Text, &[a]), (Kind::Text, &[b]), (Kind::Text, &[6])], &[]);
            let chain = chain(&column, &sheet(10, true), Side::Recto);
            assert!(sins(&chain).is_empty(), "{a} {b}: {:?}", ends(&chain));
        }
    }

    #[test]
    fn a_table_has_room_for_its_head_on_every_page_and_rows_that_may_stand_alone() {
        let mut column = column(&[(Kind::Text, &[20])], &[]);
        column.blocks[0] = Block { table: true, again: LINE, grid: false, ..column.blocks[0].clone() };
        let chain = chain(&column, &sheet(8, true), Side::Recto);
        assert_eq!(ends(&chain), [(0, 8), (0, 15), (1, 0)]);
        assert!(sins(&chain).is_empty());
    }

    #[test]
    fn a_heading_takes_two_lines_along_or_moves_on() {
        let column = column(&[(Kind::Text, &[8]), (Kind::Heading, &[1]), (Kind::Text, &[9])], &[]);
        // Eight lines, a space and the heading would fill the page to its foot.
        let chain = chain(&column, &sheet(10, true), Side::Recto);
        assert_eq!(ends(&chain)[0], (1, 0));
        assert_eq!(chain.leaves[0].fill.free, 2);
        assert!(chain.leaves[0].fill.reason);
    }

    #[test]
    fn a_picture_moves_on_only_where_it_does_not_fit() {
        // Pages of eight lines. Behind the picture come five lines and four, neither of which can be divided: either the
        // second page is three lines short, or the picture leaves four lines free to stand with the five.
        let pages = |above: usize| {
            let mut column =
                column(&[(Kind::Text, &[above]), (Kind::Text, &[1]), (Kind::Text, &[5]), (Kind::Text, &[4])], &[]);
            column.blocks[1] = Block { picture: true, whole: true, grid: false, ..column.blocks[1].clone() };
            column.blocks[1].ways[0].rows[0].height = Length(2700);
            for row in column.blocks[2..].iter_mut().flat_map(|block| block.ways[0].rows.split_last_mut().unwrap().1) {
                row.keep = true;
            }
            ends(&chain(&column, &sheet(8, false), Side::Recto))
        };
        assert_eq!(pages(4), [(2, 0), (3, 0), (4, 0)], "it fits");
        assert_eq!(pages(6), [(1, 0), (3, 0), (4, 0)], "it does not");
    }

    #[test]
    fn a_section_of_one_line_does_not_hold_the_next_one() {
        // As a list of changes has them: a heading, a line, a heading, a line.
        let blocks: Vec<(Kind, &[usize])> =
            (0..20).map(|at| (if at % 2 == 0 { Kind::Heading } else { Kind::Text }, &[1][..])).collect();
        let chain = chain(&column(&blocks, &[]), &sheet(10, false), Side::Recto);
        assert!(sins(&chain).is_empty(), "{chain:?}");
        assert!(ends(&chain).iter().all(|(block, _)| block % 2 == 0), "{:?}", ends(&chain));
    }

    #[test]
    fn facing_pages_are_a_line_short_together() {
        // Paragraphs of two lines cannot be divided: pages of seven lines are all a line short.
        let blocks: Vec<(Kind, &[usize])> = (0..10).map(|_| (Kind::Text, &[2][..])).collect();
        let chain = chain(&column(&blocks, &[]), &sheet(7, true), Side::Verso);
        let free: Vec<i64> = chain.leaves.iter().map(|leaf| leaf.fill.free).collect();
        assert_eq!(free[..2], [1, 1]);
        assert!(sins(&chain).is_empty());
    }

    #[test]
    fn a_longer_way_to_set_a_paragraph_evens_a_spread() {
        // The verso is full; the recto would be a line short but for the paragraph that may run a line longer.
        let blocks: &[(Kind, &[usize])] =
            &[(Kind::Text, &[7]), (Kind::Text, &[4, 5]), (Kind::Text, &[2]), (Kind::Text, &[2]), (Kind::Text, &[7])];
        let chain = chain(&column(blocks, &[]), &sheet(7, true), Side::Verso);
        assert_eq!(chain.leaves[1].fill.ways, [1, 0]);
        assert!(chain.cost < SPLIT);
    }

    #[test]
    fn a_chapter_ends_with_five_lines_where_its_paragraphs_can_give_them() {
        let last = |ways: &[&[usize]]| {
            let blocks: Vec<(Kind, &[usize])> = ways.iter().map(|ways| (Kind::Text, *ways)).collect();
            let chain = chain(&column(&blocks, &[]), &sheet(10, false), Side::Recto);
            assert!(sins(&chain).is_empty());
            chain.leaves.last().unwrap().fill.lines
        };
        assert_eq!(last(&[&[32]]), 5, "three pages are a line short");
        assert_eq!(last(&[&[4], &[6], &[4], &[6], &[2]]), 2, "nothing gives without a widow");
        assert_eq!(last(&[&[4, 5], &[6], &[4, 5], &[6], &[2]]), 5, "paragraphs run longer");
    }

    #[test]
    fn a_picture_alone_on_a_last_page_is_as_good_as_its_lines() {
        let mut column = column(&[(Kind::Text, &[10]), (Kind::Text, &[1])], &[]);
        column.blocks[1] = Block { picture: true, whole: true, grid: false, ..column.blocks[1].clone() };
        column.blocks[1].ways[0].rows[0].height = Length(5700);
        let chain = chain(&column, &sheet(10, false), Side::Recto);
        assert_eq!((chain.leaves[1].fill.rows, chain.leaves[1].fill.lines, chain.cost), (1, 6, 0));
    }

    #[test]
    fn a_note_stands_on_the_page_of_its_mark_and_is_divided_only_when_it_must() {
        let short = column(&[(Kind::Text, &[24])], &[(0, 3, 2)]);
        let chain_of = chain(&short, &sheet(10, true), Side::Recto);
        assert_eq!(chain_of.leaves[0].notes, 0..2);
        // Two lines of 0.8 and the rule take three leadings of the ten.
        assert_eq!(chain_of.leaves[0].fill.end.row, 7);
        // Three lines would leave one alone: such a note is never divided.
        for mark in 4..9 {
            let three = column(&[(Kind::Text, &[24])], &[(0, mark, 3)]);
            let chain_of = chain(&three, &sheet(10, true), Side::Recto);
            assert!(chain_of.leaves.iter().all(|leaf| [0, 3].contains(&leaf.notes.len())), "{mark}");
        }
        let long = column(&[(Kind::Text, &[20])], &[(0, 3, 12)]);
        let chain_of = chain(&long, &sheet(10, true), Side::Recto);
        assert!(chain_of.leaves[0].notes.end >= 2 && chain_of.leaves[0].notes.end < 12);
        assert_eq!(chain_of.leaves.iter().map(|leaf| leaf.notes.len()).sum::<usize>(), 12);
        assert!(sins(&chain_of).is_empty(), "{chain_of:?}");
    }

    #[test]
    fn a_break_between_scenes_is_neither_first_nor_last() {
        for lines in 6..12 {
            let blocks: &[(Kind, &[usize])] = &[(Kind::Text, &[lines]), (Kind::Break, &[1]), (Kind::Text, &[12])];
            let chain = chain(&column(blocks, &[]), &sheet(10, false), Side::Recto);
            for leaf in &chain.leaves {
                assert_ne!((leaf.start.block, leaf.fill.end), (1, Place { block: 2, row: 0, way: 0 }), "{lines}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_stands_alone_and_nothing_is_lost() {
        let mut tall = column(&[(Kind::Text, &[4]), (Kind::Heading, &[1]), (Kind::Text, &[4])], &[(1, 0, 30)]);
        tall.blocks[1].ways[0].rows[0].height = LINE * 40;
        let chain = chain(&tall, &sheet(10, true), Side::Recto);
        assert!(sins(&chain).contains(&Sin::Overfull));
        assert_eq!(chain.leaves.iter().map(|leaf| leaf.notes.len()).sum::<usize>(), 30);
        assert_eq!(chain.leaves.iter().map(|leaf| leaf.fill.rows).sum::<usize>(), 9);
    }

    /// The pages that may begin at `from`, as pieces (block, way, first row, end row).
    fn pages(column: &Column, from: Place, most: usize) -> Vec<Vec<[usize; 4]>> {
        fn go(
            column: &Column,
            at: usize,
            from: Option<Place>,
            left: usize,
            so_far: &[[usize; 4]],
            all: &mut Vec<Vec<[usize; 4]>>,
        ) {
            let Some(block) = column.blocks.get(at) else { return };
            let ways = from.filter(|from| from.row > 0).map_or(0..block.ways.len(), |from| from.way..from.way + 1);
            for way in ways {
                let first = from.map_or(0, |from| from.row);
                let rows = block.ways[way].rows.len();
                for end in first + 1..=rows.min(first + left) {
                    let mut page = so_far.to_vec();
                    page.push([at, way, first, end]);
                    if end == rows {
                        go(column, at + 1, None, left - (end - first), &page, all);
                    }
                    all.push(page);
                }
            }
        }
        let mut all = Vec::new();
        go(column, from.block, Some(from), most, &[], &mut all);
        all
    }

    /// A page as the rules of typography judge it, written without regard to speed.
    fn judge(column: &Column, sheet: &Sheet, page: &[[usize; 4]], noted: usize, due_before: usize) -> Option<Fill> {
        let rows: usize = page.iter().map(|[_, _, a, b]| b - a).sum();
        let spaces: Length = page.iter().skip(1).map(|[at, ..]| column.blocks[*at].above).sum();
        let y = LINE * rows as i64 + spaces;
        let over = y > sheet.room;
        let [last, way, first, end_row] = *page.last()?;
        let block = &column.blocks[last];
        let whole = end_row == block.ways[way].rows.len();
        if (over && rows > 1) || (whole && block.scene_break) {
            return None;
        }
        let due = block.ways[way].rows[end_row - 1].due;
        let mut end =
            if whole { Place { block: last + 1, row: 0, way: 0 } } else { Place { block: last, row: end_row, way } };
        let swallowed = whole && column.blocks.get(last + 1).is_some_and(|b| b.scene_break);
        while end.row == 0 && column.blocks.get(end.block).is_some_and(|b| b.scene_break) {
            end.block += 1;
        }
        let finished = end.block == column.blocks.len();
        let mut sins = Vec::new();
        if !whole && block.whole {
            sins.push(Sin::Divided);
        }
        if !whole && end_row == 1 && first == 0 {
            sins.push(Sin::Orphan);
        }
        if !whole && block.ways[way].rows.len() - end_row == 1 {
            sins.push(Sin::Widow);
        }
        let keeps = page.iter().rposition(|[at, way, _, end]| {
            column.blocks[*at].keep_next && *end == column.blocks[*at].ways[*way].rows.len()
        });
        if let Some(i) = keeps {
            let below: usize = page[i + 1..].iter().map(|[_, _, a, b]| b - a).sum();
            let headed = whole && i + 1 < page.len() && column.is_heading(last + 1);
            if !finished && !headed && below < if column.blocks[page[i][0]].whole { 2 } else { 1 } {
                sins.push(Sin::Parted);
            }
        }
        let area = |to: usize| if to == noted { 0 } else { ((to - noted) as i64 * 800 + 700 + 999) / 1000 * 1000 };
        let fitting = (noted..=due).rev().find(|to| *to == noted || y.0 + area(*to) <= sheet.room.0).unwrap();
        let mut reached = fitting;
        if fitting < due {
            let start = column.notes[due - 1].start;
            if due - reached == 1 && reached > start.max(noted) {
                reached -= 1;
            }
            let least = if due > due_before { due.min(start + 2).max(noted + 1) } else { noted + 1 };
            if reached < least {
                sins.push(Sin::LateNote);
            }
        }
        Some(Fill {
            end,
            noted: reached,
            free: (sheet.room.0 - y.0 - area(reached)) / 1000,
            footed: reached > noted,
            rows,
            lines: (y.0 + 250).div_euclid(1000),
            ways: page.iter().map(|piece| piece[1]).collect(),
            loose: page.iter().filter(|[_, way, first, _]| *way > 0 && *first == 0).count() as i64 * 300,
            hyphen: false,
            split: divided(reached - noted, reached < due),
            swallowed,
            reason: whole && column.blocks.get(end.block).is_some_and(|b| b.whole || b.keep_next),
            sins,
        })
    }

    /// The least that any chain costs of which no page has more than `altered` paragraphs that are not natural, by trying them all.
    fn exhaustive(column: &Column, sheet: &Sheet, altered: usize, state: State, first: bool) -> i64 {
        let due = column.due(state.place.block, state.place.row, state.place.way);
        let lines = (sheet.room.0 / 1000) as usize;
        let mut fills: Vec<Fill> = pages(column, state.place, lines)
            .iter()
            .filter(|page| page.iter().filter(|[_, way, ..]| *way > 0).count() <= altered)
            .filter_map(|page| judge(column, sheet, page, state.noted, due))
            .collect();
        // Notes alone: as many as fit.
        let fit = ((sheet.room.0 - 700) / 800) as usize;
        let finished = state.place.block == column.blocks.len();
        let reached = (state.noted + fit).min(due);
        if state.noted < due && (reached < due || finished) {
            let split = divided(reached - state.noted, reached < due);
            let blank = Fill {
                end: state.place,
                noted: reached,
                free: 0,
                footed: true,
                rows: 0,
                lines: 0,
                ways: vec![],
                loose: 0,
                hyphen: false,
                split,
                swallowed: false,
                reason: true,
                sins: vec![],
            };
            fills.push(blank);
        }
        let totals = fills.iter().map(|fill| {
            let last = fill.end.block == column.blocks.len() && fill.noted == column.notes.len();
            let own = cost(sheet, fill, state.side, state.facing, last, first);
            if last {
                return own;
            }
            let (side, facing) = match state.side {
                Side::Recto => (Side::Verso, None),
                Side::Verso => (Side::Recto, Some(fill.seen_short())),
            };
            let next = State { place: fill.end, noted: fill.noted, side, facing };
            own.saturating_add(exhaustive(column, sheet, altered, next, false))
        });
        totals.min().unwrap_or(i64::MAX)
    }

    fn kinds() -> impl Strategy<Value = (Kind, Vec<usize>)> {
        prop_oneof![
            6 => (1usize..6).prop_map(|n| (Kind::Text, vec![n])),
            2 => (2usize..5).prop_map(|n| (Kind::Text, vec![n, n + 1])),
            1 => Just((Kind::Heading, vec![1])),
            1 => Just((Kind::LeadIn, vec![1])),
            1 => Just((Kind::Break, vec![1])),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn no_chain_is_cheaper(
            mut blocks in prop::collection::vec(kinds(), 1..4),
            notes in prop::collection::vec((0usize..6, 0usize..4, 1usize..5), 0..2),
            lines in 4i64..8,
            verso: bool,
        ) {
            // A column neither begins nor ends with a break between scenes.
            blocks.insert(0, (Kind::Text, vec![3]));
            blocks.push((Kind::Text, vec![2]));
            let parts: Vec<(Kind, &[usize])> = blocks.iter().map(|(kind, ways)| (kind.clone(), ways.as_slice())).collect();
            let column = column(&parts, &notes);
            let sheet = sheet(lines, true);
            let side = if verso { Side::Verso } else { Side::Recto };
            let found = chain(&column, &sheet, side);
            let state = State { place: Place::default(), noted: 0, side, facing: None };
            let natural = exhaustive(&column, &sheet, 1, state, true);
            let least = if natural < UNEVEN { natural } else { exhaustive(&column, &sheet, 2, state, true) };
            prop_assert_eq!(found.cost, least);
        }
    }
}
