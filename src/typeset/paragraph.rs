//! A paragraph: its lines, chosen by the breaker, and the ways with a line more or less.

use super::breaker::{self, Lines, Measure, Rules};
use super::galley::Setting;
use super::inline::Flow;
use super::letters::FREE;
use super::line;
use super::matter::matter;
use super::node::{FILL, Node};
use super::stick::Stick;
use crate::base::{Code, Length, Site};
use crate::style::Align;

/// The form into which a paragraph is set.
#[derive(Clone, Debug)]
pub(super) struct Form<'m> {
    /// The lines' places; the last holds for all further ones.
    pub measures: &'m [Measure],
    pub align: Align,
    /// Whether its lines run from right to left.
    pub rtl: bool,
    /// From baseline to baseline.
    pub leading: Length,
    /// The block in which its text stands.
    pub block: u32,
    pub site: Option<Site>,
}

/// Sets a flow in lines.
pub(super) fn set(stick: &mut Stick, flow: &Flow, form: &Form) -> Setting {
    ways(stick, flow, form, false).swap_remove(0)
}

/// The same, and behind the natural way those with a line more or less that hardly look worse, so that a page can be filled.
pub(super) fn set_ways(stick: &mut Stick, flow: &Flow, form: &Form) -> Vec<Setting> {
    ways(stick, flow, form, true)
}

fn ways(stick: &mut Stick, flow: &Flow, form: &Form, others: bool) -> Vec<Setting> {
    let mut matter = self::matter(stick, flow, form);
    let size = flow.pieces.first().map_or(form.leading, |piece| piece.look.size);
    let ragged = form.align != Align::Justify;
    let rules = Rules {
        ragged,
        // In ragged lines a share of the measure's fifth.
        tolerance: if ragged { 1500 } else { 800 },
        // A ragged line may end early; only a gap of nearly a quarter of it is worse than a hyphen.
        hyphen: if ragged { 3_000_000 } else { hyphen(form.measures, size) },
        hyphens: 200_000,
        jump: 6_000,
        stair: 60_000,
        short: size * 2,
        short_last: SHORT_LAST,
        nearly: if ragged { Length::ZERO } else { size },
        nearly_full: 12_000,
        hyphen_before_last: 60_000,
        fragment: FRAGMENT,
        lines: None,
    };
    let mut lines = breaker::divide(&matter.nodes, form.measures, &rules);
    // A line torn open, then a ladder of hyphens are worse than a divided name, and the ladder is worse than a wide line.
    if !ragged && !lines.as_ref().is_some_and(Lines::even) {
        (stick.matter, stick.part_names) = (matter, true);
        matter = self::matter(stick, flow, form);
        stick.part_names = false;
        lines = breaker::divide(&matter.nodes, form.measures, &rules);
        if !lines.as_ref().is_some_and(Lines::even) {
            let wide = Rules { tolerance: 2 * rules.tolerance, ..rules };
            lines = breaker::divide(&matter.nodes, form.measures, &wide).filter(Lines::even).or(lines);
        }
    }
    let lines = lines.unwrap_or_else(|| breaker::divide_anyhow(&matter.nodes, form.measures, &rules));
    let mut overfull = None;
    let mut settings = vec![line::paint(stick, flow, form, &matter, &lines, &mut overfull)];
    if others && !ragged && overfull.is_none() {
        let gentle = Rules { tolerance: GENTLE, ..rules };
        for count in other_counts(&matter.nodes, form.measures, lines.breaks.len()) {
            if let Some(lines) = breaker::divide_in(&matter.nodes, form.measures, &gentle, count) {
                settings.push(line::paint(stick, flow, form, &matter, &lines, &mut overfull));
            }
        }
    }
    stick.matter = matter;
    if let Some(words) = overfull {
        stick.diags.push_help(
            Code::OverfullLine,
            form.site,
            format!("a line does not fit its measure: '{words}'"),
            "reword, or allow a break inside the long word",
        );
    }
    settings
}

/// What a last line costs that is hardly longer than the next indent, and one that is nothing but the rest of a word: more than any line
/// within the tolerance does.
const SHORT_LAST: i64 = 600_000;
const FRAGMENT: i64 = 4_000_000;

/// What a hyphen costs in justified lines. Wide ones have spaces enough to do with few; in narrow ones hyphens come so often that
/// each has to save more: the cost grows with the square of what the line lacks to 32 em, up to three times.
fn hyphen(measures: &[Measure], size: Length) -> i64 {
    const WIDE: i64 = 200_000;
    let widest = measures.iter().map(|measure| measure.width).max().unwrap_or_default().max(size);
    // In hundredths.
    let lacks = (size * 3200).0 / widest.0;
    (WIDE * lacks * lacks / 10_000).clamp(WIDE, 3 * WIDE)
}

/// How far the spaces of a paragraph that is set longer or shorter for its page may be from their natural width, in 1/1000 of it.
const GENTLE: i64 = 450;

/// In how many lines else than `natural` a paragraph might be set, by what its spaces and letters could give in all.
fn other_counts(nodes: &[Node], measures: &[Measure], natural: usize) -> Vec<usize> {
    // Fewer lines have too few spaces to lose or gain a line by; with many more the ways to count would be too many.
    const LINES: std::ops::RangeInclusive<usize> = 4..=60;
    let Some(last) = measures.last().filter(|_| LINES.contains(&natural)) else { return Vec::new() };
    let (mut width, mut space, mut shrink, mut expand) = (Length::ZERO, Length::ZERO, Length::ZERO, Length::ZERO);
    for node in nodes {
        match *node {
            Node::Box { width: wide, expand: by, track, .. } => {
                (width, expand) = (width + wide, expand + by + track * FREE);
            }
            Node::Glue { stretch, .. } if stretch >= FILL => {}
            Node::Glue { width: wide, shrink: by, .. } => {
                (width, space, shrink) = (width + wide, space + wide, shrink + by);
            }
            Node::Penalty { .. } | Node::Discretionary { .. } => {}
        }
    }
    // What the first lines are narrower than the others.
    let lost: Length = measures.iter().map(|measure| last.width - measure.width).sum();
    let room = |lines: usize| last.width * lines as i64 - lost;
    let mut counts = Vec::new();
    if width - shrink - expand <= room(natural - 1) {
        counts.push(natural - 1);
    }
    if width + space.scale(GENTLE, 1000) + expand > room(natural) {
        counts.push(natural + 1);
    }
    counts
}
