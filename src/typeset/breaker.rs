//! Where lines end: the breaks of a whole paragraph at once, after Knuth and Plass, "Breaking Paragraphs into Lines"
//! (Software: Practice and Experience 11, 1981), on integers. It sees boxes, glue, penalties and discretionaries.

use super::letters::shares;
use super::node::{FILL, FORBIDDEN, FORCED, Node};
use crate::base::Length;

/// The place of one line in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// From the column's left edge.
    pub indent: Length,
    /// From the indent to the right end.
    pub width: Length,
}

/// What makes a line bad, and how bad. Distances are in 1/1000 of a line's natural spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// Whether lines keep their natural spaces, so that their ends are ragged.
    pub ragged: bool,
    /// Beyond this distance a line is taken in the last resort only.
    pub tolerance: i64,
    /// What a line that ends in a hyphen of ours costs.
    pub hyphen: i64,
    /// What the second of two lines costs on top that end in hyphens, whosever.
    pub hyphens: i64,
    /// What the step between two neighbours costs for each class of evenness above one.
    pub jump: i64,
    /// What each ragged line costs that makes a stair of the two before it.
    pub stair: i64,
    /// Below this a last line is short.
    pub short: Length,
    /// What that costs.
    pub short_last: i64,
    /// A last line that lacks less than this to the measure, and lacks something, seems full.
    pub nearly: Length,
    /// What that costs.
    pub nearly_full: i64,
    /// What a hyphen before the last line costs.
    pub hyphen_before_last: i64,
    /// What it costs on top where the last line is nothing but the rest of that word.
    pub fragment: i64,
    /// How many lines there must be; any number where it is none.
    pub lines: Option<usize>,
}

/// Where a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The node at which it ends.
    pub at: usize,
    /// How far its spaces must grow in all; negative where they shrink.
    pub slack: Length,
    /// Whether it is wider than its measure even so.
    pub overfull: bool,
}

/// How a paragraph is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    /// The end of each line.
    pub breaks: Vec<Break>,
    /// What it costs.
    pub demerits: i64,
    /// Whether the last line is short, or nothing but the rest of a word.
    pub stub: bool,
}

/// What a line that runs over its measure costs.
const OVERFULL: i64 = 1 << 40;
/// What three hyphens in a row cost.
const LADDER: i64 = 1 << 32;
/// A distance past which nothing gets worse.
const FARTHEST: i64 = 20_000;
/// From here on distance is paid a second time: the guard for the worst line.
const GUARD: i64 = 450;

/// A place up to which a paragraph is divided in the best way that is known.
#[derive(Clone, Copy)]
struct Active {
    /// Where the last line ended; nodes before `from` are done.
    from: usize,
    /// How many lines that makes.
    line: usize,
    /// How even the last line is: -2 (tight) to 4 (very loose).
    class: i64,
    /// How many ragged lines in a row became longer (less than 0) or shorter, up to two.
    steps: i64,
    /// How many lines in a row ended in a hyphen.
    hyphens: u8,
    demerits: i64,
    /// Whether that line is the last one and a stub.
    stub: bool,
    /// The sums at `from`, what the line begins with taken in.
    sums: Sums,
    hang: Length,
    trail: usize,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    width: Length,
    space: Length,
    stretch: Length,
    shrink: Length,
    /// How far letters may widen or narrow in all.
    expand: Length,
    /// What one unit of letter-spacing is in all.
    track: Length,
    /// How many spaces part words, so that a line might end there.
    gaps: usize,
}

#[derive(Clone, Copy)]
struct Step {
    before: usize,
    end: Break,
}

const START: usize = usize::MAX;

impl Lines {
    /// Whether there are no three lines in a row that end in a hyphen.
    pub(super) fn even(&self) -> bool {
        self.demerits < LADDER
    }
}

/// Divides `nodes`, which end in a forced break, into lines; the last of `measures` holds for all further lines.
/// The least demerits there are among all ways that keep within the tolerance; none where there is no such way.
pub(super) fn divide(nodes: &[Node], measures: &[Measure], rules: &Rules) -> Option<Lines> {
    attempt(nodes, measures, rules, false)
}

/// The same with lines beyond the tolerance, and at last overfull ones, taken in.
pub(super) fn divide_anyhow(nodes: &[Node], measures: &[Measure], rules: &Rules) -> Lines {
    attempt(nodes, measures, rules, true).unwrap_or(Lines { breaks: Vec::new(), demerits: 0, stub: false })
}

/// As [`divide`], in `lines` lines: the best way that keeps within the tolerance and has no three hyphens in a row, if there is one.
pub(super) fn divide_in(nodes: &[Node], measures: &[Measure], rules: &Rules, lines: usize) -> Option<Lines> {
    attempt(nodes, measures, &Rules { lines: Some(lines), ..*rules }, false).filter(Lines::even)
}

fn attempt(nodes: &[Node], measures: &[Measure], rules: &Rules, last_resort: bool) -> Option<Lines> {
    let mut trail: Vec<Step> = Vec::new();
    let (from, hang) = line_start(nodes, 0);
    let mut sums = Sums::default();
    let mut active = vec![Active {
        from,
        line: 0,
        class: 0,
        steps: 0,
        hyphens: 0,
        demerits: 0,
        stub: false,
        sums,
        hang,
        trail: START,
    }];
    let mut found: Vec<Active> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let end = match *node {
            Node::Box { .. } => None,
            Node::Glue { .. } => match at.checked_sub(1).map(|before| &nodes[before]) {
                Some(Node::Box { hang_right, .. }) => Some(End { hang: *hang_right, ..End::default() }),
                _ => None,
            },
            Node::Penalty { cost } if cost >= FORBIDDEN => None,
            Node::Penalty { cost } => {
                Some(End { cost: cost.max(0), forced: cost <= FORCED, hang: hang_before(nodes, at), ..End::default() })
            }
            Node::Discretionary { pre, post, cost, flagged, added, hang_right } => {
                Some(End { pre, post, cost, flagged, added, forced: false, hang: hang_right })
            }
        };
        if let Some(end) = end {
            close(nodes, at, end, sums, measures, rules, last_resort, &mut active, &mut found, &mut trail);
            if active.is_empty() {
                return None;
            }
        }
        match *node {
            Node::Box { width, expand, track, .. } => {
                sums.width += width;
                sums.expand += expand;
                sums.track += track;
            }
            Node::Glue { width, stretch, shrink } => {
                sums.width += width;
                sums.space += width;
                sums.stretch += stretch;
                sums.shrink += shrink;
                sums.gaps += usize::from(parts(nodes, at));
            }
            Node::Penalty { .. } | Node::Discretionary { .. } => {}
        }
    }
    let counts = |way: &&Active| rules.lines.is_none_or(|lines| way.line == lines);
    let best = active.iter().filter(counts).min_by_key(|a| a.demerits)?;
    let mut breaks = Vec::new();
    let mut at = best.trail;
    while at != START {
        breaks.push(trail[at].end);
        at = trail[at].before;
    }
    breaks.reverse();
    Some(Lines { breaks, demerits: best.demerits, stub: best.stub })
}

#[derive(Clone, Copy, Default)]
struct End {
    pre: Length,
    post: Length,
    cost: i64,
    flagged: bool,
    added: bool,
    forced: bool,
    hang: Length,
}

/// Ends a line at `at` in every way that is worth following.
#[expect(clippy::too_many_arguments, reason = "the buffers are lent so that nothing is allocated for each break")]
fn close(
    nodes: &[Node],
    at: usize,
    end: End,
    sums: Sums,
    measures: &[Measure],
    rules: &Rules,
    last_resort: bool,
    active: &mut Vec<Active>,
    found: &mut Vec<Active>,
    trail: &mut Vec<Step>,
) {
    found.clear();
    let (next, hang) = line_start(nodes, at + usize::from(!matches!(nodes[at], Node::Discretionary { .. })));
    let next = if matches!(nodes[at], Node::Discretionary { .. }) { at + 1 } else { next };
    let mut began = sums;
    for (at, node) in nodes.iter().enumerate().take(next).skip(at) {
        if let Node::Glue { width, stretch, shrink } = *node {
            began.gaps += usize::from(parts(nodes, at));
            began.width += width;
            began.space += width;
            began.stretch += stretch;
            began.shrink += shrink;
        }
    }
    began.width -= end.post;
    // Lines past the given measures are all alike, and so are the ways that lead to them, unless they are counted.
    let measured = |line: usize| line.min(measures.len().saturating_sub(1));
    let alike = |line: usize| if rules.lines.is_some() { line } else { measured(line) };
    let is_last = next >= nodes.len();
    let mut kept = 0;
    for i in 0..active.len() {
        let way = active[i];
        if way.from > at {
            active[kept] = way;
            kept += 1;
            continue;
        }
        let measure = measures[measured(way.line)].width + way.hang + end.hang;
        let width = sums.width - way.sums.width + end.pre;
        let space = sums.space - way.sums.space;
        let stretch = sums.stretch - way.sums.stretch;
        let shrink = sums.shrink - way.sums.shrink;
        let expand = sums.expand - way.sums.expand;
        let track = sums.track - way.sums.track;
        let spread = |slack: Length| {
            let (wider, apart) = shares(slack, expand, track, space);
            slack - wider - apart
        };
        let bare = measure - width;
        let slack = spread(bare);
        let overfull = slack.0 < -shrink.0;
        // A hyphen may be wider than the syllable behind it: only what is too wide without it stays too wide.
        let plain = bare - end.hang + end.pre;
        let gone = plain.0 < -shrink.0 && spread(plain).0 < -shrink.0;
        // In the last resort the last way that is left takes what does not fit.
        let cornered = last_resort && gone && kept == 0 && i + 1 == active.len() && found.is_empty();
        if !overfull || cornered {
            let distance = distance(slack, space, stretch, measure, rules);
            // Ways that began later are shorter still. What hangs out of the measure never makes up for as much again.
            if distance > rules.tolerance * 2
                && slack.0 > 0
                && !last_resort
                && !end.forced
                && way.line + 1 >= measures.len()
            {
                active.copy_within(i.., kept);
                kept += active.len() - i;
                break;
            }
            if (last_resort || distance <= rules.tolerance) && rules.lines.is_none_or(|lines| way.line < lines) {
                let class = class_of(self::distance(bare, space, stretch, measure, rules) * bare.0.signum());
                let hyphens = if end.flagged { way.hyphens + 1 } else { 0 };
                let mut demerits = way.demerits + badness(distance) + end.cost;
                if overfull {
                    demerits += OVERFULL - slack.0;
                }
                if end.flagged {
                    demerits += if end.added { rules.hyphen } else { 0 };
                    demerits += if hyphens == 2 { rules.hyphens } else { 0 };
                    if hyphens > 2 {
                        demerits += LADDER;
                    }
                }
                if way.line > 0 && !rules.ragged && stretch < FILL {
                    let step = (class - way.class).abs() - 1;
                    demerits += if step > 0 { rules.jump * step * step } else { 0 };
                }
                let mut steps = 0;
                if way.line > 0 && rules.ragged && stretch < FILL {
                    let step = (class - way.class).signum();
                    steps = if step * way.steps > 0 { step * 2 } else { step };
                    demerits += if steps.abs() > 1 { rules.stair } else { 0 };
                }
                let mut stub = false;
                if is_last && way.line > 0 {
                    let (short, divided) = (width < rules.short, way.hyphens > 0);
                    let fragment = divided && sums.gaps == way.sums.gaps;
                    let nearly = slack.0 > 0 && slack < rules.nearly;
                    let evils = [
                        (short, rules.short_last),
                        (nearly, rules.nearly_full),
                        (divided, rules.hyphen_before_last),
                        (fragment, rules.fragment),
                    ];
                    demerits += evils.iter().filter(|(is, _)| *is).map(|(_, cost)| cost).sum::<i64>();
                    stub = short || fragment;
                }
                let new = Active {
                    from: next,
                    line: way.line + 1,
                    class,
                    steps,
                    hyphens: hyphens.min(2),
                    demerits,
                    stub,
                    sums: began,
                    hang,
                    trail: START,
                };
                let same = |old: &&mut Active| {
                    alike(old.line) == alike(new.line)
                        && (old.class, old.steps, old.hyphens) == (new.class, new.steps, new.hyphens)
                };
                let step = Step { before: way.trail, end: Break { at, slack, overfull } };
                match found.iter_mut().find(same) {
                    Some(old) if old.demerits <= demerits => {}
                    Some(old) => {
                        trail[old.trail] = step;
                        *old = Active { trail: old.trail, ..new };
                    }
                    None => {
                        trail.push(step);
                        found.push(Active { trail: trail.len() - 1, ..new });
                    }
                }
            }
        }
        if !gone && !end.forced {
            active[kept] = way;
            kept += 1;
        }
    }
    active.truncate(kept);
    active.append(found);
}

/// Whether the glue at `at` parts words: a line may end at it.
fn parts(nodes: &[Node], at: usize) -> bool {
    !matches!(at.checked_sub(1).map(|before| nodes[before]), Some(Node::Penalty { cost }) if cost >= FORBIDDEN)
}

/// Where a line's text begins that may begin at `at`: glue and unused penalties vanish. And how far it may hang.
fn line_start(nodes: &[Node], at: usize) -> (usize, Length) {
    let mut from = at;
    while let Some(node) = nodes.get(from) {
        match *node {
            Node::Box { hang_left, .. } => return (from, hang_left),
            Node::Discretionary { .. } => return (from, Length::ZERO),
            Node::Penalty { cost } if cost <= FORCED => return (from, Length::ZERO),
            Node::Glue { stretch, .. } if stretch >= FILL => return (from, Length::ZERO),
            Node::Glue { .. } | Node::Penalty { .. } => from += 1,
        }
    }
    (from, Length::ZERO)
}

fn hang_before(nodes: &[Node], at: usize) -> Length {
    match at.checked_sub(1).map(|before| &nodes[before]) {
        Some(Node::Box { hang_right, .. }) => *hang_right,
        _ => Length::ZERO,
    }
}

/// How far a line's spaces are from their natural width; of a ragged line, how far its end is from the measure.
fn distance(slack: Length, space: Length, stretch: Length, measure: Length, rules: &Rules) -> i64 {
    if slack.0 >= 0 && stretch >= FILL {
        return 0;
    }
    // A ragged line may well end a fifth of the measure early.
    // Between squares there is no space to compare with, only what gives.
    let gives = if stretch < FILL { stretch.0 } else { 0 };
    let base = if rules.ragged { measure.0 / 5 } else { space.0.max(gives) };
    if base <= 0 {
        return if slack.0 == 0 { 0 } else { FARTHEST };
    }
    (slack.0.abs().saturating_mul(1000) / base).min(FARTHEST)
}

fn badness(distance: i64) -> i64 {
    let beyond = (distance - GUARD).max(0);
    distance * distance + 4 * beyond * beyond
}

/// Classes of evenness, each a sixth of the natural space wide around it. They count what spaces and letters give
/// together, so that the width of letters, too, changes little from a line to the next.
fn class_of(signed: i64) -> i64 {
    (signed + 83).div_euclid(167).clamp(-3, 6)
}

#[cfg(test)]
mod tests;
