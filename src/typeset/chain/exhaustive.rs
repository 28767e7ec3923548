//! The page breaker held against exhaustive search: every way to break a small column, judged without regard to speed.

use proptest::prelude::*;

use super::super::fill::divided;
use super::super::float::MOST_WAITING;
use super::tests::{Kind, LINE, column, sheet};
use super::*;
use crate::base::Length;

/// A page that may be.
struct Page {
    /// What stands on it from the top down: block, way, first row, end row.
    pieces: Vec<[usize; 4]>,
    /// Where the next one begins.
    end: Place,
    /// How many figures have been set then, and which wait.
    stood: usize,
    waiting: Vec<usize>,
}

/// Walks all pages that begin at a place.
struct Walk<'a> {
    column: &'a Column,
    most: i64,
    from: Place,
    all: Vec<Page>,
}

/// How many lines rows of a block take.
fn high(column: &Column, at: usize, rows: usize) -> i64 {
    let row = &column.blocks[at].ways[0].rows[0];
    rows as i64 * ((row.height + row.depth).0 / LINE.0)
}

impl Walk<'_> {
    /// `waiting` are the blocks of figures.
    fn go(&mut self, at: usize, stood: usize, waiting: &[usize], pieces: &[[usize; 4]]) {
        let Some(block) = self.column.blocks.get(at) else { return };
        let entered = at == self.from.block && self.from.row > 0;
        if block.floats > 0 && !pieces.is_empty() && waiting.len() < MOST_WAITING {
            self.go(at + 1, stood, &[waiting, &[at]].concat(), pieces);
        }
        if block.picture && !waiting.is_empty() {
            return;
        }
        let stood = stood + block.floats;
        let ways = if entered { self.from.way..self.from.way + 1 } else { 0..block.ways.len() };
        for way in ways {
            let first = if entered { self.from.row } else { 0 };
            let rows = block.ways[way].rows.len();
            for end in first + 1..=rows {
                let page = [pieces, &[[at, way, first, end]]].concat();
                if page.iter().map(|[at, _, a, b]| high(self.column, *at, b - a)).sum::<i64>() > self.most {
                    break;
                }
                if end == rows {
                    self.go(at + 1, stood, waiting, &page);
                }
                let end = if end == rows {
                    Place { block: at + 1, row: 0, way: 0 }
                } else {
                    Place { block: at, row: end, way }
                };
                self.all.push(Page { pieces: page, end, stood, waiting: waiting.to_vec() });
            }
        }
    }
}

/// The pages that may begin at `from`.
fn pages(column: &Column, from: Place, stood: usize, most: i64) -> Vec<Page> {
    let figures: Vec<usize> = (0..column.blocks.len()).filter(|at| column.blocks[*at].floats > 0).collect();
    let waiting: Vec<usize> = figures[stood..].iter().copied().filter(|at| *at < from.block).collect();
    let mut walk = Walk { column, most, from, all: Vec::new() };
    if waiting.is_empty() {
        walk.go(from.block, stood, &[], &[]);
    }
    for tops in 1..=waiting.len() {
        let pieces: Vec<[usize; 4]> = waiting[..tops].iter().map(|at| [*at, 0, 0, 1]).collect();
        if pieces.iter().map(|[at, ..]| high(column, *at, 1)).sum::<i64>() > most {
            break;
        }
        let (stood, rest) = (stood + tops, &waiting[tops..]);
        walk.all.push(Page { pieces: pieces.clone(), end: from, stood, waiting: rest.to_vec() });
        walk.go(from.block, stood, rest, &pieces);
    }
    walk.all
}

/// The note rows whose marks stand before a place, but for those of the figures that wait; none where the others' are not the first.
fn due(column: &Column, place: Place, waiting: &[usize]) -> Option<usize> {
    let of = |at: usize| column.marked(at, 0, 0)..column.marked(at + 1, 0, 0);
    let held: Vec<usize> = waiting.iter().flat_map(|at| of(*at)).collect();
    let due = (0..column.marked(place.block, place.row, place.way)).filter(|row| !held.contains(row));
    let due: Vec<usize> = due.collect();
    due.iter().copied().eq(0..due.len()).then_some(due.len())
}

/// A page as the rules of typography judge it.
fn judge(column: &Column, sheet: &Sheet, page: &Page, noted: usize, due_before: usize) -> Option<Fill> {
    let pieces = &page.pieces;
    let rows: usize = pieces.iter().map(|[_, _, a, b]| b - a).sum();
    let lines: i64 = pieces.iter().map(|[at, _, a, b]| high(column, *at, b - a)).sum();
    let spaces: Length = pieces.iter().skip(1).map(|[at, ..]| column.blocks[*at].above).sum();
    let y = LINE * lines + spaces;
    let over = y > sheet.room;
    let [last, way, first, end_row] = *pieces.last()?;
    let block = &column.blocks[last];
    let whole = end_row == block.ways[way].rows.len();
    if (over && rows > 1) || (whole && block.scene_break) {
        return None;
    }
    let due = due(column, page.end, &page.waiting)?;
    let mut end = page.end;
    let swallowed = end.row == 0 && column.blocks.get(end.block).is_some_and(|b| b.scene_break);
    while end.row == 0 && column.blocks.get(end.block).is_some_and(|b| b.scene_break) {
        end.block += 1;
    }
    let finished = end.block == column.blocks.len() && page.waiting.is_empty();
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
    let keeps = pieces.iter().rposition(|[at, way, _, end]| {
        column.blocks[*at].keep_next && *end == column.blocks[*at].ways[*way].rows.len()
    });
    if let Some(i) = keeps {
        let weight = |[at, _, a, b]: &[usize; 4]| if column.blocks[*at].picture { 2 } else { b - a };
        let below: usize = pieces[i + 1..].iter().map(weight).sum();
        let headed = whole && i + 1 < pieces.len() && column.is_heading(last + 1);
        if !finished && !headed && below < if column.blocks[pieces[i][0]].whole { 2 } else { 1 } {
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
    let too_high = |at: usize| y.0 + high(column, at, 1) * LINE.0 + area(reached) > sheet.room.0;
    let too_high_whole = |at: usize| {
        let rows = column.blocks[at].ways[0].rows.len();
        y.0 + high(column, at, rows) * LINE.0 + area(reached) > sheet.room.0
    };
    let next = column.blocks.get(end.block).filter(|_| end.row == 0);
    // All headings are of one level; what stands above the first is of the chapter itself.
    let parted = |at: usize| {
        let headings = pieces.iter().filter(|[by, ..]| *by > at && column.is_heading(*by)).count();
        if column.blocks[..at].iter().any(|block| block.heading.is_some()) { headings as i64 } else { 0 }
    };
    Some(Fill {
        end,
        noted: reached,
        stood: page.stood,
        waiting: page.waiting.len(),
        parted: page.waiting.iter().map(|at| parted(*at)).sum(),
        free: (sheet.room.0 - y.0 - area(reached)) / 1000,
        footed: reached > noted,
        rows,
        lines: (y.0 + 250).div_euclid(1000),
        ways: pieces.iter().map(|piece| piece[1]).collect(),
        loose: pieces.iter().filter(|[_, way, first, _]| *way > 0 && *first == 0).count() as i64 * 300,
        hyphen: false,
        split: divided(reached - noted, reached < due),
        swallowed,
        led_off: whole && !finished && block.leads_in,
        cut: !whole && block.together,
        reason: page.waiting.first().is_some_and(|at| too_high(*at))
            || next.is_some_and(|b| {
                b.keep_next
                    || (b.together && too_high_whole(end.block))
                    || (b.whole && (!b.picture || too_high(end.block)))
            }),
        sins,
    })
}

/// The least that any chain costs of which no page has more than `altered` paragraphs that are not natural, by trying them all.
fn exhaustive(column: &Column, sheet: &Sheet, altered: usize, state: State, first: bool) -> i64 {
    let figures: Vec<usize> = (0..column.blocks.len()).filter(|at| column.blocks[*at].floats > 0).collect();
    let waiting: Vec<usize> = figures[state.stood..].iter().copied().filter(|at| *at < state.place.block).collect();
    let due = due(column, state.place, &waiting).unwrap();
    let mut fills: Vec<Fill> = pages(column, state.place, state.stood, sheet.room.0 / 1000)
        .iter()
        .filter(|page| page.pieces.iter().filter(|[_, way, ..]| *way > 0).count() <= altered)
        .filter_map(|page| judge(column, sheet, page, state.noted, due))
        .collect();
    // Notes alone: as many as fit.
    let fit = ((sheet.room.0 - 700) / 800) as usize;
    let finished = state.place.block == column.blocks.len() && waiting.is_empty();
    let reached = (state.noted + fit).min(due);
    if state.noted < due && (reached < due || finished) {
        let split = divided(reached - state.noted, reached < due);
        let blank = Fill {
            end: state.place,
            noted: reached,
            stood: state.stood,
            waiting: waiting.len(),
            parted: 0,
            free: 0,
            footed: true,
            rows: 0,
            lines: 0,
            ways: vec![],
            loose: 0,
            hyphen: false,
            split,
            swallowed: false,
            led_off: false,
            cut: false,
            reason: true,
            sins: vec![],
        };
        fills.push(blank);
    }
    let totals = fills.iter().map(|fill| {
        let last = fill.is_last(column);
        let own = cost(sheet, fill, state.side, state.facing, last, first);
        if last {
            return own;
        }
        let (side, facing) = match state.side {
            Side::Recto => (Side::Verso, None),
            Side::Verso => (Side::Recto, Some(fill.seen_short())),
        };
        let next = State { place: fill.end, noted: fill.noted, stood: fill.stood, side, facing };
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
        1 => Just((Kind::CodeLeadIn, vec![2])),
        1 => Just((Kind::Break, vec![1])),
    ]
}

/// The same, with figures.
fn figured() -> impl Strategy<Value = (Kind, Vec<usize>)> {
    prop_oneof![
        6 => kinds(),
        6 => (1usize..5).prop_map(|n| (Kind::Figure, vec![n])),
        1 => (1usize..5).prop_map(|n| (Kind::Picture, vec![n])),
    ]
}

fn no_chain_is_cheaper(
    blocks: &mut Vec<(Kind, Vec<usize>)>,
    notes: &[(usize, usize, usize)],
    lines: i64,
    side: Side,
) -> Result<(), TestCaseError> {
    // A column neither begins nor ends with a break between scenes.
    blocks.insert(0, (Kind::Text, vec![3]));
    blocks.push((Kind::Text, vec![2]));
    let parts: Vec<(Kind, &[usize])> = blocks.iter().map(|(kind, ways)| (kind.clone(), ways.as_slice())).collect();
    let column = column(&parts, notes);
    let sheet = sheet(lines, true);
    let found = chain(&column, &sheet, side);
    let state = State { place: Place::default(), noted: 0, stood: 0, side, facing: None };
    let natural = exhaustive(&column, &sheet, 1, state, true);
    let least = if natural < UNEVEN { natural } else { exhaustive(&column, &sheet, 2, state, true) };
    prop_assert_eq!(found.cost, least);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_chain_of_text_is_cheaper(
        mut blocks in prop::collection::vec(kinds(), 1..4),
        notes in prop::collection::vec((0usize..6, 0usize..4, 1usize..5), 0..2),
        lines in 4i64..8,
        verso: bool,
    ) {
        no_chain_is_cheaper(&mut blocks, &notes, lines, if verso { Side::Verso } else { Side::Recto })?;
    }

    #[test]
    fn no_chain_with_figures_is_cheaper(
        mut blocks in prop::collection::vec(figured(), 1..5),
        notes in prop::collection::vec((0usize..8, 0usize..4, 1usize..4), 0..2),
        lines in 4i64..8,
        verso: bool,
    ) {
        no_chain_is_cheaper(&mut blocks, &notes, lines, if verso { Side::Verso } else { Side::Recto })?;
    }
}
