//! Which page comes when: what runs on together, where it opens, and which side and folio each page has.

use super::chain::{Chain, chain};
use super::column::Sheet;
use super::galley::Galley;
use super::makeup::Flow;
use crate::model::{Book, Chapter, Matter, Role};
use crate::page::{Folio, Side};
use crate::style::{Openings, Style};

/// A page that is decided on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// Its side.
    pub side: Side,
    /// Its folio, printed or not.
    pub folio: Folio,
    /// The flow and the leaf in it; none for a blank.
    pub leaf: Option<(usize, usize)>,
}

/// The chapter that a galley was set from.
pub(super) fn chapter<'a>(book: &'a Book, galley: &Galley) -> &'a Chapter {
    &book.chapters()[galley.chapter as usize]
}

/// Chapters that run on flow together, but never from roman to arabic folios.
pub(super) fn flows(book: &Book, galleys: Vec<Galley>, style: &Style) -> Vec<Flow> {
    let mut groups: Vec<Vec<Galley>> = Vec::new();
    for galley in galleys {
        let this = chapter(book, &galley);
        let before = groups.last().and_then(|group| group.last()).map(|before| chapter(book, before).matter);
        match groups.last_mut() {
            Some(group) if this.runs_on && roman(before) == roman(Some(this.matter)) => group.push(galley),
            _ => groups.push(vec![galley]),
        }
    }
    groups.into_iter().map(|galleys| Flow::new(galleys, style)).collect()
}

fn roman(matter: Option<Matter>) -> bool {
    matter == Some(Matter::Front)
}

/// Whether a chapter opens on a recto.
fn opens_recto(chapter: &Chapter, style: Openings) -> bool {
    match chapter.role {
        Role::HalfTitle | Role::TitlePage | Role::Dedication | Role::Epigraph | Role::Contents | Role::Part => true,
        Role::Copyright | Role::Figures | Role::Tables | Role::Colophon => false,
        Role::Chapter | Role::Section => style == Openings::Recto,
    }
}

/// Whether a chapter's pages have running heads and folios.
pub(super) fn has_furniture(role: Role) -> bool {
    match role {
        Role::HalfTitle | Role::TitlePage | Role::Copyright | Role::Dedication | Role::Epigraph | Role::Part => false,
        Role::Chapter | Role::Section | Role::Contents | Role::Figures | Role::Tables | Role::Colophon => true,
    }
}

/// Every page in order: its side, its folio, and the leaf on it. Flows whose chain is not known yet are broken into pages.
pub(super) fn planned(
    book: &Book,
    flows: &[Flow],
    chains: &mut [Option<Chain>],
    sheet: &Sheet,
    openings: Openings,
) -> Vec<Planned> {
    let mut plan: Vec<Planned> = Vec::new();
    let mut folio = Folio::Roman(0);
    for (f, flow) in flows.iter().enumerate() {
        let opener = chapter(book, &flow.galleys[0]);
        let restart = matches!(folio, Folio::Roman(_)) && opener.matter != Matter::Front;
        let recto = restart || opens_recto(opener, openings);
        if sheet.facing && recto && plan.len() % 2 == 1 {
            folio = next(folio);
            plan.push(Planned { side: Side::Verso, folio, leaf: None });
        }
        if restart {
            folio = Folio::Arabic(0);
        }
        let first = side(sheet, plan.len());
        let chain = match &mut chains[f] {
            Some(known) if known.leaves[0].side == first => known,
            unknown => unknown.insert(chain(&flow.column, sheet, first)),
        };
        for (l, leaf) in chain.leaves.iter().enumerate() {
            folio = next(folio);
            plan.push(Planned { side: leaf.side, folio, leaf: Some((f, l)) });
        }
    }
    plan
}

fn side(sheet: &Sheet, page: usize) -> Side {
    if sheet.facing && page % 2 == 1 { Side::Verso } else { Side::Recto }
}

fn next(folio: Folio) -> Folio {
    match folio {
        Folio::Roman(n) => Folio::Roman(n + 1),
        Folio::Arabic(n) => Folio::Arabic(n + 1),
    }
}
