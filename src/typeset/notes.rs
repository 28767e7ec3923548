//! Bodies of notes, each led by its number, which leads back to its mark.

use super::blocks::{Follow, Place, Setter, prepend};
use super::inline::{Flow, FlowLink, lay_flat, mark_anchor, plain_flow, raised};
use crate::base::{Length, Span};
use crate::model::{Anchor, Block, BlockKind, Note, Target};
use crate::page::{ElemId, ElemRole};
use crate::style::Align;

impl<'a> Setter<'_, 'a> {
    /// Sets the bodies of the notes whose marks were met.
    pub(super) fn wait_for_notes(&mut self, place: &Place) {
        let waiting = std::mem::take(&mut self.stick.waiting);
        for (index, note) in waiting {
            self.note(index, note, place);
        }
    }

    fn note(&mut self, index: usize, note: &'a Note, place: &Place) {
        let style = self.style();
        let elem = self.stick.elem(ElemRole::Note, Some(place.parent), None);
        let label = self.stick.elem(ElemRole::Label, Some(elem), None);
        let mut voice = style.design.note;
        let mut right = Length::ZERO;
        if let Some(column) = style.note_column() {
            right = style.measure() - column.width;
            // Few words a line would be torn apart, were they spread over all of it.
            if voice.align == Align::Justify {
                voice.align = Align::Start;
            }
        }
        let size = style.size.scale(voice.size_percent, 100);
        let inner = Place {
            parent: elem,
            left: Length::ZERO,
            right,
            voice,
            leading: size.scale(style.design.note_leading_percent, 100),
            grid: false,
            depth: place.depth + 1,
            follow: Follow::Note,
            ..place.clone()
        };
        self.stick.room = self.measure(&inner).width;
        let outer = std::mem::take(&mut self.slabs);
        let fresh = std::mem::replace(&mut self.fresh, true);
        let number = note.number.as_ref().map_or("*".to_string(), ToString::to_string);
        // The number runs in before the first paragraph.
        let mut blocks = note.blocks.as_slice();
        if let Some((first, rest)) = note.blocks.split_first()
            && let BlockKind::Para(para) = &first.kind
        {
            let look = self.stick.look(&voice, &inner.lang);
            let body = self.stick.elem(ElemRole::Para, Some(elem), self.stick.site(first.span));
            let mut flow = lay_flat(self.stick, &para.text, body, &look, 0);
            prepend(&mut flow, &format!("{number}\u{2009}"), label, &raised(&look, 36));
            self.link_back(&mut flow, label, &note.anchor, number.len());
            let slab = self.lines(&flow, &voice, &inner, Length::ZERO, first);
            self.slabs.push(slab);
            self.fresh = false;
            self.wait_for_notes(&inner);
            blocks = rest;
        } else {
            let look = self.stick.look(&voice, &inner.lang);
            let mut flow = plain_flow(&number, label, &look, false);
            self.link_back(&mut flow, label, &note.anchor, number.len());
            let index = note.blocks.first().map_or(0, |first| first.index);
            let made = Block { index, ..Block::new(BlockKind::SceneBreak, Span::default()) };
            let mut slab = self.lines(&flow, &voice, &inner, Length::ZERO, &made);
            slab.keep_next = true;
            self.slabs.push(slab);
        }
        self.blocks(blocks, &inner);
        self.stick.notes[index].slabs = std::mem::replace(&mut self.slabs, outer);
        self.fresh = fresh;
    }

    fn link_back(&mut self, flow: &mut Flow, label: ElemId, note: &Anchor, bytes: usize) {
        let target = Target::Anchor(mark_anchor(note));
        let alt = "Back to the text".to_string();
        flow.links.insert(0, FlowLink { range: 0..bytes, elem: label, target, alt });
    }
}
