//! Reading the proof: which pages could not be made good, one finding for each kind with all its pages.

use std::collections::BTreeMap;

use super::chain::{Chain, Leaf};
use super::fill::Sin;
use super::makeup::Flow;
use super::plan::{Planned, chapter};
use crate::base::{Code, Diags, Site};
use crate::model::{Book, plain_text};
use crate::page::Side;

/// What a page may suffer from, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Overfull,
    Parted,
    Divided,
    Widow,
    LateNote,
    Orphan,
    Short,
    Uneven,
    Hyphen,
    Crowded,
}

/// More places than these are counted, not named.
const NAMED: usize = 12;

impl Fault {
    fn code(self) -> Code {
        match self {
            Fault::Overfull | Fault::Parted | Fault::Divided | Fault::LateNote => Code::CrampedPage,
            Fault::Widow => Code::Widow,
            Fault::Orphan => Code::Orphan,
            Fault::Short => Code::ShortPage,
            Fault::Uneven => Code::UnevenSpread,
            Fault::Hyphen => Code::TurnHyphen,
            Fault::Crowded => Code::TooManyStates,
        }
    }

    /// What is wrong, and what to do.
    fn words(self) -> (&'static str, &'static str) {
        let reword = "reword a paragraph on the page so that it runs a line shorter or longer";
        match self {
            Fault::Overfull => {
                ("what stands on the page is too large for it", "make it smaller, or choose a larger page")
            }
            Fault::Parted => {
                ("the page ends with a line that should not stand without the next, such as a heading", reword)
            }
            Fault::Divided => ("what should stay whole is divided over the end of the page", reword),
            Fault::Widow => ("the page leaves the last line of a paragraph to the next", reword),
            Fault::LateNote => {
                ("the page has no room for a note whose mark stands on it", "shorten the note, or reword the passage")
            }
            Fault::Orphan => ("the page ends with the first line of a paragraph", reword),
            Fault::Short => (
                "the page ends more than a line early, since what follows does not fit on it",
                "move what follows a paragraph on or make it smaller, or reword a paragraph on the page",
            ),
            Fault::Uneven => ("facing pages do not end on the same line", "reword a paragraph on one of them"),
            Fault::Hyphen => ("the page is turned at a divided word", "reword its last line"),
            Fault::Crowded => (
                "from the page on there are so many ways to break the chapter into pages that only the most promising \
                 were followed",
                "divide the chapter",
            ),
        }
    }
}

/// Where a fault was found.
struct Found {
    /// The folio, or two of a spread.
    folio: String,
    chapter: String,
    site: Option<Site>,
}

/// Says of every page that could not be made good what is wrong with it.
pub(super) fn read(book: &Book, flows: &[Flow], chains: &[Option<Chain>], plan: &[Planned], diags: &mut Diags) {
    let mut all: BTreeMap<Fault, Vec<Found>> = BTreeMap::new();
    for (at, page) in plan.iter().enumerate() {
        let Some((f, l)) = page.leaf else { continue };
        let (flow, Some(chain)) = (&flows[f], &chains[f]) else { continue };
        let next = plan.get(at + 1).and_then(|next| Some((next, chain.leaves.get(l + 1)?)));
        let leaf = &chain.leaves[l];
        let mut found = faults(leaf, next.map(|(_, leaf)| leaf), l + 2 < chain.leaves.len());
        if l == 0 && chain.crowded {
            found.push(Fault::Crowded);
        }
        for fault in found {
            let folio = match (fault, next) {
                (Fault::Uneven, Some((recto, _))) => format!("{}–{}", page.folio, recto.folio),
                _ => page.folio.to_string(),
            };
            let last = leaf.start.block + leaf.fill.ways.len().saturating_sub(1);
            let slab = flow.column.slabs.get(last).copied().flatten();
            let galley = &flow.galleys[slab.map_or(0, |(g, _)| g)];
            let site = slab.and_then(|(_, s)| galley.slabs[s].site);
            all.entry(fault).or_default().push(Found {
                folio,
                chapter: plain_text(&chapter(book, galley).title),
                site,
            });
        }
    }
    for (fault, found) in all {
        let (what, help) = fault.words();
        diags.push_help(fault.code(), found[0].site, format!("{what}: {}", places(&found)), help);
    }
}

/// What is wrong with a leaf, `next` being the leaf behind it and `on` whether that is not the last one.
fn faults(leaf: &Leaf, next: Option<&Leaf>, on: bool) -> Vec<Fault> {
    let mut found: Vec<Fault> = leaf.fill.sins.iter().map(|sin| fault(*sin)).collect();
    found.sort();
    found.dedup();
    let Some(next) = next else { return found };
    if leaf.fill.free > 1 {
        found.push(Fault::Short);
    }
    let facing = leaf.side == Side::Verso && next.side == Side::Recto;
    if facing && on && leaf.fill.seen_short() != next.fill.seen_short() {
        found.push(Fault::Uneven);
    }
    if leaf.fill.hyphen && !facing {
        found.push(Fault::Hyphen);
    }
    found
}

fn fault(sin: Sin) -> Fault {
    match sin {
        Sin::Orphan => Fault::Orphan,
        Sin::Widow => Fault::Widow,
        Sin::LateNote => Fault::LateNote,
        Sin::Divided => Fault::Divided,
        Sin::Parted => Fault::Parted,
        Sin::Overfull => Fault::Overfull,
    }
}

/// Pages by their chapters: "page 3 in 'One'; pages 7, 9 in 'Two'".
fn places(found: &[Found]) -> String {
    let named = &found[..found.len().min(NAMED)];
    let chapters: Vec<String> = named
        .chunk_by(|a, b| a.chapter == b.chapter)
        .map(|of| {
            let folios: Vec<&str> = of.iter().map(|found| found.folio.as_str()).collect();
            let pages = if folios.len() == 1 && !folios[0].contains('–') { "page" } else { "pages" };
            let of = &of[0].chapter;
            let within = if of.is_empty() { String::new() } else { format!(" in '{of}'") };
            format!("{pages} {}{within}", folios.join(", "))
        })
        .collect();
    let more = found.len() - named.len();
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{more}", chapters.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_by_chapter_and_no_more_than_can_be_read() {
        let found = |folio: &str, chapter: &str| Found { folio: folio.into(), chapter: chapter.into(), site: None };
        let few = [found("3", "One"), found("4–5", "Two"), found("8–9", "Two")];
        assert_eq!(places(&few), "page 3 in 'One'; pages 4–5, 8–9 in 'Two'");
        let many: Vec<Found> = (1..=NAMED + 2).map(|at| found(&at.to_string(), "One")).collect();
        assert!(places(&many).ends_with("11, 12 in 'One'; and 2 more"), "{}", places(&many));
    }
}
