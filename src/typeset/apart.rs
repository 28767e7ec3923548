//! What stands apart from running text: terms with their meanings, and admonitions with a rule at their side.

use super::blocks::{Follow, Place, Setter};
use super::galley::Bar;
use super::makeup::BAR;
use crate::base::{Length, Site};
use crate::model::{Admonition, Definition};
use crate::page::{ElemRole, Labels};

impl<'a> Setter<'_, 'a> {
    /// Terms, each with its meanings below it, further in.
    pub(super) fn definitions(&mut self, all: &'a [Definition], place: &Place, site: Option<Site>) {
        let list = self.stick.elem(ElemRole::List(Labels::Terms), Some(place.parent), site);
        let indent = self.em(self.style().design.list_indent);
        let half = if place.grid { self.leading() / 2 } else { Length::ZERO };
        let first = self.slabs.len();
        for definition in all {
            let item = self.stick.elem(ElemRole::Item, Some(list), None);
            let label = self.stick.elem(ElemRole::Label, Some(item), None);
            let body = self.stick.elem(ElemRole::Body, Some(item), None);
            let begins = self.slabs.len();
            let terms = Place { parent: label, depth: place.depth + 1, follow: Follow::Close, ..place.clone() };
            self.blocks(&definition.terms, &terms);
            let (left, right) = place.further_in(indent);
            let meanings = Place { parent: body, left, right, ..terms };
            for meaning in &definition.meanings {
                self.fresh = true;
                self.spaced(meaning, &meanings);
            }
            if begins > first && begins < self.slabs.len() {
                self.slabs[begins].above = self.slabs[begins].above.max(half);
            }
        }
        self.surround(first, half, place);
        self.fresh = false;
    }

    /// An admonition: its label, its text, a rule where its lines begin.
    pub(super) fn admonition(&mut self, apart: &'a Admonition, place: &Place, site: Option<Site>) {
        let elem = self.stick.elem(ElemRole::Aside, Some(place.parent), site);
        let (left, right) = place.further_in(self.em(self.style().design.quote_indent) * 3 / 4);
        let mut inner = Place { parent: elem, left, right, depth: place.depth + 1, ..place.clone() };
        let x = if place.rtl() { self.style().measure() - place.right - BAR } else { place.left };
        inner.bars.push(Bar { elem, x });
        let first = self.slabs.len();
        self.fresh = true;
        self.blocks(&apart.blocks, &inner);
        // The innermost admonition of a slab comes first here, and has given it all its bars.
        for slab in &mut self.slabs[first..] {
            if slab.bars.is_empty() {
                slab.bars = inner.bars.clone();
            }
        }
        self.surround(first, self.leading() / 2, place);
        self.fresh = true;
    }
}
