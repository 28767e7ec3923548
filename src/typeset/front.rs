//! Pages before the text: how their lines are broken, and at which height they stand.

use super::blocks::{Place, Setter};
use super::breaker::Measure;
use super::galley::{Line, Slab, SlabKind};
use super::inline::lay_flat;
use super::oneline::one_line;
use super::paragraph::{Form, set};
use super::sense::{self, Kind};
use crate::base::{Diags, Length};
use crate::model::{Block, BlockKind, Chapter, Inline, Matter, ParaRole, Role, plain_text};
use crate::page::{ArtifactKind, ElemId, Mark};
use crate::style::{Align, Style, Voice};

/// The sizes in which a title is tried, in per cent of the design's: the first in which it takes few lines is taken.
const STEPS: [i64; 5] = [100, 83, 69, 58, 48];
/// How many lines a title may take at any of them but the last.
const TITLE_LINES: usize = 4;
/// A half-title beside the title.
const HALF_TITLE: i64 = 62;
/// Where what stands alone on a page begins, in per cent of its height. A title's middle comes to stand at two fifths.
const HEIGHT: i64 = 24;
/// From baseline to baseline of a title, in per cent of its size.
const TITLE_LEADING: i64 = 118;
/// The same of all else.
const LEADING: i64 = 124;
/// How much wider than its words a line may be, so that rounding never breaks it.
const EASE: Length = Length::milli_pt(100);

impl<'a> Setter<'_, 'a> {
    pub(super) fn page(&self) -> &'a Chapter {
        &self.book.chapters()[self.stick.chapter as usize]
    }

    /// A line of a title page or a half-title.
    pub(super) fn title_line(
        &mut self,
        block: &'a Block,
        role: ParaRole,
        text: &'a [Inline],
        elem: ElemId,
        place: &Place,
    ) {
        let design = &self.style().design;
        let voice = &match role {
            ParaRole::Title => design.book_title,
            ParaRole::Subtitle => design.book_subtitle,
            ParaRole::Author | ParaRole::Publisher => design.book_author,
            ParaRole::Series => {
                Voice { size_percent: design.book_author.size_percent * 80 / 100, ..design.book_author }
            }
            _ => Voice { align: design.book_author.align, ..design.imprint },
        };
        let half_title = self.page().role == Role::HalfTitle;
        let steps: &[i64] = if role == ParaRole::Title { &STEPS } else { &STEPS[..1] };
        let words = plain_text(text);
        let measure = self.style().measure() - place.left - place.right;
        let kind = if matches!(role, ParaRole::Author | ParaRole::Credit) { Kind::Names } else { Kind::Title };
        let mut chosen = (*voice, None);
        for step in steps {
            let percent = voice.size_percent * step / 100;
            let percent = if half_title { percent * HALF_TITLE / 100 } else { percent };
            let voice = Voice { size_percent: percent, ..*voice };
            let lines = sense::lines(&words, measure, kind, &mut |words| self.width(words, &voice, place));
            let fits = lines.as_ref().is_some_and(|lines| lines.len() <= TITLE_LINES);
            chosen = (voice, lines);
            if fits {
                break;
            }
        }
        let (voice, lines) = chosen;
        let look = self.stick.look(&voice, &place.lang);
        let flow = lay_flat(self.stick, text, elem, &look, 0);
        // Each line is given the width that its words take, so that the breaker ends it where the sense does.
        let measures: Vec<Measure> = lines
            .into_iter()
            .flatten()
            .map(|line| {
                let width = (self.width(line, &voice, place) + EASE).min(measure);
                let indent = match voice.align {
                    Align::Center => (measure - width) / 2,
                    _ if place.rtl() => measure - width,
                    _ => Length::ZERO,
                };
                Measure { indent: place.left + indent, width }
            })
            .collect();
        // No line of running text stands beside these, so they need no grid.
        let leading = match role {
            ParaRole::Title => look.size.scale(TITLE_LEADING, 100),
            _ => place.leading.max(look.size.scale(LEADING, 100)),
        };
        let site = self.stick.site(block.span);
        let whole = [Measure { indent: place.left, width: measure }];
        let measures = if measures.is_empty() { &whole[..] } else { &measures };
        let form = Form { measures, align: voice.align, rtl: place.rtl(), leading, block: block.index, site };
        let mut setting = set(self.stick, &flow, &form);
        if let Some(first) = setting.lines.first_mut() {
            first.anchors.splice(0..0, block.anchor.clone());
        }
        let mut slab = self.slab(setting.lines, setting.demerits, block.index, site);
        slab.whole = true;
        let lead = self.leading();
        match role {
            ParaRole::Title => (slab.above, slab.below, slab.sunk) = (lead * 8, lead, true),
            ParaRole::Subtitle => slab.below = lead,
            ParaRole::Author => slab.above = lead * 2,
            ParaRole::Credit => slab.above = lead,
            // Series and publisher are put in their places when the page is whole.
            _ => {}
        }
        self.slabs.push(slab);
        self.fresh = false;
    }

    /// How wide words are in a voice. What cannot be set is found where they are.
    fn width(&mut self, words: &str, voice: &Voice, place: &Place) -> Length {
        let mark = Mark::Artifact(ArtifactKind::Other);
        one_line(words, voice, (self.stick.case, &mut self.stick.shaper), &place.lang, mark, &mut Diags::new()).1
    }
}

/// Puts what stands on a page of its own at its height.
pub(super) fn arrange(page: &Chapter, slabs: &mut [Slab], style: &Style) {
    let room = style.leading * style.lines_a_page();
    let top = style.leading * (style.lines_a_page() * HEIGHT / 100);
    match page.role {
        // Printed books have their copyright at the foot.
        Role::Copyright => {
            let height = height(slabs);
            at(slabs, (room - height).max(Length::ZERO));
        }
        Role::TitlePage if page.matter == Matter::Front => title_page(page, slabs, room, top),
        Role::HalfTitle | Role::Dedication | Role::Epigraph => {
            let height = height(slabs);
            at(slabs, top.min(room - height).max(Length::ZERO));
        }
        Role::TitlePage
        | Role::Chapter
        | Role::Section
        | Role::Part
        | Role::Contents
        | Role::Figures
        | Role::Tables
        | Role::Colophon => {}
    }
}

/// The series at the top, the title at its height, the publisher at the foot.
fn title_page(page: &Chapter, slabs: &mut [Slab], room: Length, top: Length) {
    let place_of = |is: &dyn Fn(&BlockKind) -> bool| page.blocks.iter().find(|b| is(&b.kind)).map(|b| b.index);
    let is = |kind: &BlockKind, role| matches!(kind, BlockKind::Para(para) if para.role == role);
    let foot = place_of(&|kind| matches!(kind, BlockKind::Figure(_)) || is(kind, ParaRole::Publisher));
    let title = place_of(&|kind| is(kind, ParaRole::Title));
    let split = |block: Option<u32>, slabs: &[Slab]| {
        block.and_then(|block| slabs.iter().position(|slab| slab.src.block >= block)).unwrap_or(slabs.len())
    };
    let (head, foot) = slabs.split_at_mut(split(foot, slabs));
    let (series, head) = head.split_at_mut(split(title, head).min(head.len()));
    let above = height(series);
    let (tall, below) = (height(head), height(foot));
    // What is left of the page beside all that is printed on it.
    let free = (room - above - tall - below).max(Length::ZERO);
    let gap = (top - above).min(free * 2 / 3).max(Length::ZERO);
    at(series, Length::ZERO);
    at(head, gap);
    at(foot, free - gap);
}

/// The height of slabs, one below the other.
fn height(slabs: &[Slab]) -> Length {
    let mut height = Length::ZERO;
    let mut below = Length::ZERO;
    for (at, slab) in slabs.iter().enumerate() {
        let lines: &[Line] = match &slab.kind {
            SlabKind::Para(para) => para.variants.first().map_or(&[], |setting| &setting.lines),
            SlabKind::Picture(line) => std::slice::from_ref(line),
            SlabKind::Table { rows, .. } => rows,
        };
        height += if at > 0 { slab.above.max(below) } else { Length::ZERO };
        height += lines.iter().map(|line| line.height + line.depth).sum::<Length>();
        below = slab.below;
    }
    height
}

/// Lets the first of them begin so far below what is above them, or the top of the page; nothing else moves them.
fn at(slabs: &mut [Slab], y: Length) {
    slabs.iter_mut().for_each(|slab| slab.grid = false);
    if let Some(first) = slabs.first_mut() {
        (first.above, first.sunk) = (y, true);
    }
    if let Some(last) = slabs.last_mut() {
        last.below = Length::ZERO;
    }
}
