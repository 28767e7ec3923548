//! The opening of a chapter, sunk below the top of its page.

use super::blocks::{Place, Setter};
use super::inline::{Flow, Piece, plain_flow};
use crate::base::{Length, Span};
use crate::model::{Block, BlockKind, Chapter, Role};
use crate::page::ElemRole;
use crate::style::{ChapterNumbers, Heading, Voice};

impl<'a> Setter<'_, 'a> {
    /// The opening of a chapter: number, title, subtitle, authors.
    pub(super) fn opening(&mut self, chapter: &'a Chapter, place: &Place) {
        let titled = match chapter.role {
            Role::Chapter
            | Role::Section
            | Role::Part
            | Role::Contents
            | Role::Figures
            | Role::Tables
            | Role::Colophon => true,
            Role::HalfTitle | Role::TitlePage | Role::Copyright | Role::Dedication | Role::Epigraph => false,
        };
        if !titled || chapter.title.is_empty() {
            return;
        }
        let design = &self.style().design;
        let section = chapter.role == Role::Section;
        // A part around the chapter makes its sections no smaller.
        let mut before = self.book.chapters()[..self.stick.chapter as usize].iter().rev();
        let outer = before.find(|chapter| chapter.role != Role::Section).map_or(0, |chapter| chapter.depth);
        let level = if section { usize::from(chapter.depth.saturating_sub(outer).clamp(1, 5)) } else { 0 };
        let heading = design.headings[level];
        let lead = self.leading();
        let first = self.slabs.len();
        let made = Block::new(BlockKind::SceneBreak, Span::default());
        let rank = level as u8 + 1;
        let above = design.chapter_numbers == ChapterNumbers::Above && !section;
        if let Some(number) = chapter.number.as_ref().filter(|_| above) {
            let elem = self.stick.elem(ElemRole::Para, Some(place.parent), None);
            let look = self.stick.look(&design.number, &place.lang);
            let flow = plain_flow(&number.to_string(), elem, &look, false);
            let mut slab = self.lines(&flow, &design.number, place, Length::ZERO, &made);
            slab.below = lead / 2;
            self.slabs.push(slab);
        }
        // A part that its first chapter runs on behind is a line above that chapter's title.
        let next = self.book.chapters().get(self.stick.chapter as usize + 1);
        let above_title = chapter.role == Role::Part && next.is_some_and(|next| next.runs_on);
        let heading = if above_title { Heading { voice: design.subtitle, ..heading } } else { heading };
        let elem = self.stick.elem(ElemRole::Heading(rank), Some(place.parent), None);
        let look = self.stick.look(&heading.voice, &place.lang);
        let number = chapter.number.as_ref().filter(|_| !above);
        let flow = self.heading(number, &chapter.title, elem, &look);
        let flow = Flow { pieces: flow.pieces.into_iter().map(|p| Piece { counted: false, ..p }).collect(), ..flow };
        let slab = self.lines(&flow, &heading.voice, place, Length::ZERO, &made);
        self.slabs.push(slab);
        let mut extra: Vec<(String, Voice)> = Vec::new();
        extra.extend(chapter.subtitle.iter().map(|words| (words.clone(), design.subtitle)));
        if !chapter.authors.is_empty() {
            extra.push((chapter.authors.join(", "), Voice { italic: false, ..design.subtitle }));
        }
        for (words, voice) in extra {
            let elem = self.stick.elem(ElemRole::Para, Some(place.parent), None);
            let look = self.stick.look(&voice, &place.lang);
            let flow = plain_flow(&words, elem, &look, false);
            let mut slab = self.lines(&flow, &voice, place, Length::ZERO, &made);
            slab.above = lead / 2;
            self.slabs.push(slab);
        }
        for slab in &mut self.slabs[first..] {
            (slab.whole, slab.keep_next, slab.grid) = (true, true, false);
            slab.heading = Some(rank);
        }
        let half = lead / 2;
        let behind_part = self.stick.chapter.checked_sub(1).map(|before| &self.book.chapters()[before as usize]);
        let behind_part = behind_part.is_some_and(|before| before.role == Role::Part);
        self.slabs[first].above = if section || (design.sink == 0 && (!chapter.runs_on || behind_part)) {
            half * i64::from(heading.above_half_lines)
        } else if design.sink == 0 {
            // Below the title of the book.
            lead * 2
        } else {
            lead * i64::from(design.sink)
        };
        self.slabs[first].sunk = !section && design.sink > 0;
        if let Some(last) = self.slabs.last_mut() {
            last.below = if above_title { half } else { half * i64::from(heading.below_half_lines) };
        }
        self.fresh = true;
        self.wait_for_notes(place);
    }
}
