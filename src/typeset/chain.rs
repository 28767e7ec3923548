//! The breaks of a column as one optimisation: the cheapest chain of pages, facing pages chosen together.
//!
//! Costs are integers whose magnitudes hold the order of evils: one of the worse kind outweighs any number of a better.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::column::{Column, Portion, Sheet};
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
    /// The figures on it of those that may wait.
    pub floats: Range<usize>,
    /// How it is filled.
    pub fill: Fill,
    /// Its side.
    pub side: Side,
}

impl Leaf {
    /// What stands on it.
    pub fn portion(&self) -> Portion<'_> {
        let Leaf { start, floats, fill, .. } = self;
        Portion { start: *start, end: fill.end, ways: &fill.ways, floats: floats.clone() }
    }
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

/// Each page of a spread, or a page alone, that is a line short: hardly less than what a paragraph costs that is set a line
/// longer or shorter, for at 100 whole chapters ran a line short and a novel of 241 pages took 246.
const SHORT_LINE: i64 = 300;
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
/// A figure that waits for the facing page, and one for which the leaf is turned: worse than facing pages that differ by a
/// line. One that waits longer costs it again, and three times is still better than a short page.
const WAIT: i64 = 310_000;
const WAIT_TURN: i64 = 360_000;
/// A break between scenes that a break of the page swallows.
const SWALLOWED: i64 = 500_000;
/// A lead-in that is parted from its code: worse than facing pages that differ by two lines, and better than a page two lines short.
const LED_OFF: i64 = 700_000;
/// A few lines of code that are divided: a page that is half a dozen lines short is better.
const CUT: i64 = 3_000_000;
/// A page of two or more lines short; more for each line, and thrice where nothing makes the reader expect it.
const SHORT: i64 = 1_000_000;
const SHORT_MORE: i64 = 40_000;
/// A figure that a heading parts from its section, each by each: a page that is half a dozen lines short is better.
const PARTED: i64 = 3_000_000;
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
    if fill.led_off {
        sum += LED_OFF;
    }
    if fill.cut {
        sum += CUT;
    }
    let turned = side == Side::Recto || !sheet.facing;
    sum += fill.waiting as i64 * if turned { WAIT_TURN } else { WAIT } + fill.parted * PARTED;
    if last {
        let lacks = if first || fill.rows == 0 { 0 } else { (FEW_LINES - fill.lines).max(0) };
        return sum + if lacks > 0 { FEW + FEW_MORE * lacks } else { 0 };
    }
    if fill.hyphen {
        sum += if turned { TURN_HYPHEN } else { HYPHEN };
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
    stood: usize,
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
/// shorter; two of them; facing pages that differ, and figures that wait; shorter pages; then all that should not be. A round's
/// result stands if it is cheaper than the least that the next round adds, so that it is the cheapest of all.
pub(super) fn chain(column: &Column, sheet: &Sheet, side: Side) -> Chain {
    let mut crowded = false;
    let rounds = [
        (1, 1, false, false, UNEVEN),
        (1, 2, false, false, UNEVEN),
        (1, 2, true, false, SHORT),
        (i64::MAX, 2, true, false, SIN),
        (i64::MAX, 2, true, true, i64::MAX),
    ];
    for (most_free, most_altered, waits, sinful, bound) in rounds {
        let filling = Filling { column, sheet, most_free, most_altered, waits, sinful };
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
    open.insert(State { place: Place::default(), noted: 0, stood: 0, side, facing: None }, (0, None));
    // States come in the order of the text, and every page leads to a later one: each is final when it is taken.
    let mut fills = ((Place::default(), 0, 0), filling.fills(Place::default(), 0, 0));
    while let Some((state, (so_far, before))) = open.pop_first() {
        // Sides do not matter to how a page is filled, and the states of one place follow one another.
        let from = (state.place, state.noted, state.stood);
        if fills.0 != from {
            fills = (from, filling.fills(state.place, state.noted, state.stood));
        }
        for fill in &fills.1 {
            let last = fill.is_last(column);
            let sum = so_far + cost(sheet, fill, state.side, state.facing, last, before.is_none());
            if sum >= bound {
                continue;
            }
            let (end, noted, short) = (fill.end, fill.noted, fill.seen_short());
            let leaf = |fill: &Fill| Leaf {
                start: state.place,
                notes: state.noted..noted,
                floats: state.stood..fill.stood,
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
            let next = State { place: end, noted, stood: fill.stood, side, facing };
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
mod exhaustive;
#[cfg(test)]
mod tests;
