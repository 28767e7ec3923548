//! Blocks: which form each takes, and how the blocks of a chapter follow one another.

use super::breaker::Measure;
use super::galley::{Bar, Line, Para, Setting, Slab, SlabKind};
use super::ideographs;
use super::inline::{Flow, lay_flat, plain_flow, push};
use super::matter::IDEOGRAPHIC_SPACE;
use super::paragraph::{Form, set, set_ways};
use super::stick::{Look, Stick};
use crate::base::{Code, Em, Length, Point, Site, limits};
use crate::model::{
    Block, BlockKind, Book, Inline, Lang, List, Number, ParaRole, QuoteRole, Role, TextPos, TocEntry, Verse,
};
use crate::page::{ArtifactKind, ElemId, ElemRole, Item, Labels, Mark};
use crate::style::{Align, Voice};

/// A measure of about 25 letters, at four tenths of an em each.
const NARROW: Em = Em::milli(10_000);

/// How paragraphs follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// As the design has it: indented, or with space between them.
    Design,
    /// Close and without indent, as in items and cells.
    Close,
    /// Close, each but the first indented by its own size, as in notes.
    Note,
}

/// Where blocks stand: inherited from what they are in.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub parent: ElemId,
    pub lang: Lang,
    /// From the measure's edges.
    pub left: Length,
    pub right: Length,
    /// How paragraphs are set here.
    pub voice: Voice,
    /// From baseline to baseline.
    pub leading: Length,
    /// Whether lines stand on the grid; notes have a leading of their own.
    pub grid: bool,
    /// How many lists and quotations are around.
    pub depth: usize,
    /// How many lists.
    pub lists: usize,
    /// How paragraphs follow one another.
    pub follow: Follow,
    /// Rules at the start of lines.
    pub bars: Vec<Bar>,
}

impl Place {
    /// Whether lines run from right to left here.
    pub fn rtl(&self) -> bool {
        self.lang.right_to_left()
    }

    /// How far from the measure's left and right edge a place is that begins `start` further in.
    pub fn further_in(&self, start: Length) -> (Length, Length) {
        if self.rtl() { (self.left, self.right + start) } else { (self.left + start, self.right) }
    }
}

/// A measure that begins `by` further in.
pub(super) fn indented(whole: Measure, by: Length, rtl: bool) -> Measure {
    Measure { indent: if rtl { whole.indent } else { whole.indent + by }, width: whole.width - by }
}

/// Setting of one chapter's blocks.
pub(super) struct Setter<'s, 'a> {
    pub stick: &'s mut Stick<'a>,
    pub book: &'a Book,
    pub slabs: Vec<Slab>,
    /// Whether the next paragraph begins without indent.
    pub fresh: bool,
}

impl<'a> Setter<'_, 'a> {
    pub(super) fn style(&self) -> &'a crate::style::Style {
        self.stick.case.style
    }

    pub(super) fn leading(&self) -> Length {
        self.style().leading
    }

    /// An em of running text, as a length.
    pub(super) fn em(&self, em: Em) -> Length {
        em.at(self.style().size)
    }

    /// A slab of lines with nothing special about it.
    pub(super) fn slab(&self, lines: Vec<Line>, demerits: i64, block: u32, site: Option<Site>) -> Slab {
        Slab {
            kind: SlabKind::Para(Para { variants: vec![Setting { lines, demerits, stub: false }] }),
            above: Length::ZERO,
            below: Length::ZERO,
            sunk: false,
            grid: false,
            heading: None,
            keep_next: false,
            leads_in: false,
            whole: false,
            together: false,
            ground: None,
            bars: Vec::new(),
            scene_break: false,
            floats: 0,
            src: TextPos { chapter: self.stick.chapter, block, offset: 0 },
            site,
        }
    }

    pub(super) fn measure(&self, place: &Place) -> Measure {
        Measure { indent: place.left, width: self.style().measure() - place.left - place.right }
    }

    /// Sets a flow in `voice` with an indent of its first line.
    pub(super) fn lines(&mut self, flow: &Flow, voice: &Voice, place: &Place, indent: Length, block: &Block) -> Slab {
        let whole = self.measure(place);
        let first = indented(whole, indent, place.rtl());
        let leading = place.leading * i64::from(voice.lines);
        let site = self.stick.site(block.span);
        let form =
            Form { measures: &[first, whole], align: voice.align, rtl: place.rtl(), leading, block: block.index, site };
        // Only running text stands on the grid, and only there a line more or less evens a page.
        let mut variants =
            if place.grid { set_ways(self.stick, flow, &form) } else { vec![set(self.stick, flow, &form)] };
        for first in variants.iter_mut().filter_map(|setting| setting.lines.first_mut()) {
            first.anchors.splice(0..0, block.anchor.clone());
        }
        let slab = self.slab(Vec::new(), 0, block.index, site);
        Slab { kind: SlabKind::Para(Para { variants }), grid: place.grid, ..slab }
    }

    /// Sets blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: &'a [Block], place: &Place) {
        for block in blocks {
            let lang = block.lang.clone().unwrap_or_else(|| place.lang.clone());
            let here = Place { lang, ..place.clone() };
            let first = self.stick.structure.len();
            self.block(block, &here);
            if let (Some(lang), Some(elem)) = (&block.lang, self.stick.structure.get_mut(first)) {
                elem.lang = Some(lang.clone());
            }
            self.wait_for_notes(place);
        }
    }

    /// The same with half a line between them; what is in them stands as it does.
    pub(super) fn spaced(&mut self, blocks: &'a [Block], place: &Place) {
        let half = if place.grid { self.leading() / 2 } else { Length::ZERO };
        for (at, block) in blocks.iter().enumerate() {
            let begins = self.slabs.len();
            self.blocks(std::slice::from_ref(block), place);
            if at > 0
                && let Some(slab) = self.slabs.get_mut(begins)
            {
                slab.above = slab.above.max(half);
            }
        }
    }

    fn block(&mut self, block: &'a Block, place: &Place) {
        let site = self.stick.site(block.span);
        self.stick.room = self.measure(place).width;
        if place.depth >= limits::NESTING {
            self.stick.diags.push(Code::TooDeep, site, "blocks are nested too deeply to be set");
            return;
        }
        match &block.kind {
            BlockKind::Para(para) => self.para(block, para.role, &para.text, place),
            BlockKind::Heading { level, outline, number, text, .. } => {
                let heading = self.style().design.headings[usize::from((*level).clamp(1, 6)) - 1];
                let elem = self.stick.elem(ElemRole::Heading(*outline), Some(place.parent), site);
                let look = self.stick.look(&heading.voice, &place.lang);
                let mut flow = self.heading(number.as_ref(), text, elem, &look);
                if flow.text.is_empty() {
                    flow = plain_flow(" ", elem, &look, false);
                }
                let mut slab = self.lines(&flow, &heading.voice, place, Length::ZERO, block);
                let half = self.leading() / 2;
                slab.above = half * i64::from(heading.above_half_lines);
                slab.below = half * i64::from(heading.below_half_lines);
                (slab.keep_next, slab.whole, slab.grid) = (true, true, false);
                slab.heading = Some(*level);
                self.slabs.push(slab);
                self.fresh = true;
            }
            BlockKind::List(list) => self.list(list, place, site),
            BlockKind::Definitions(all) => self.definitions(all, place, site),
            BlockKind::Admonition(apart) => self.admonition(apart, place, site),
            BlockKind::Quote(quote) => {
                let elem = self.stick.elem(ElemRole::Quote, Some(place.parent), site);
                let design = &self.style().design;
                // An epigraph on a page of its own stands in its middle.
                let indent = match self.page().role {
                    Role::Epigraph => self.measure(place).width / 6,
                    _ => self.em(design.quote_indent),
                };
                let voice = if quote.role == QuoteRole::Epigraph { design.epigraph } else { design.quote };
                let voice = if place.grid { voice } else { place.voice };
                let inner = Place {
                    parent: elem,
                    left: place.left + indent,
                    right: place.right + indent,
                    voice,
                    depth: place.depth + 1,
                    follow: Follow::Design,
                    ..place.clone()
                };
                self.fresh = true;
                let first = self.slabs.len();
                self.blocks(&quote.blocks, &inner);
                let space = if quote.role == QuoteRole::Epigraph { self.leading() } else { self.leading() / 2 };
                self.surround(first, space, place);
                self.fresh = quote.role == QuoteRole::Epigraph;
            }
            BlockKind::Verse(verse) => self.verse(block, verse, place),
            BlockKind::Code(code) => self.code(block, code, place),
            BlockKind::Formula(formula) => self.formula(block, formula, place),
            BlockKind::SceneBreak => {
                let voice = Voice { align: Align::Center, hyphenate: false, ..self.style().design.body };
                let look = self.stick.look(&voice, &place.lang);
                let flow = plain_flow(&self.style().design.scene_break, place.parent, &look, false);
                let mut slab = self.lines(&flow, &voice, place, Length::ZERO, block);
                artifacts(&mut slab);
                (slab.above, slab.below) = (self.leading(), self.leading());
                (slab.whole, slab.scene_break) = (true, true);
                self.slabs.push(slab);
                self.fresh = true;
            }
            BlockKind::Figure(figure) => self.figure(block, figure, place),
            BlockKind::Table(table) => self.table(block, table, place),
            BlockKind::Contents { depth } => {
                let depth = depth.unwrap_or(self.style().design.contents_depth);
                self.contents(block, self.book.contents(), depth, place);
            }
            BlockKind::Figures => self.contents(block, self.book.figures(), 1, place),
            BlockKind::Tables => self.contents(block, self.book.tables(), 1, place),
        }
    }

    /// A heading behind its number.
    pub(super) fn heading(&mut self, number: Option<&Number>, text: &'a [Inline], elem: ElemId, look: &Look) -> Flow {
        let Some(number) = number else { return lay_flat(self.stick, text, elem, look, 0) };
        // A number is no part of the heading's text: it stands in an element of its own.
        let label = self.stick.elem(ElemRole::Span, Some(elem), None);
        let rest = self.stick.elem(ElemRole::Span, Some(elem), None);
        let mut flow = lay_flat(self.stick, text, rest, look, 0);
        prepend(&mut flow, &format!("{number}\u{2002}"), label, look);
        flow
    }

    /// Gives space around the slabs from `first` on.
    pub(super) fn surround(&mut self, first: usize, space: Length, place: &Place) {
        let space = if place.grid { space } else { Length::ZERO };
        let end = self.slabs.len();
        if first < end {
            self.slabs[first].above = self.slabs[first].above.max(space);
            self.slabs[end - 1].below = self.slabs[end - 1].below.max(space);
        }
    }

    fn para(&mut self, block: &'a Block, role: ParaRole, text: &'a [Inline], place: &Place) {
        let site = self.stick.site(block.span);
        let design = &self.style().design;
        let lead = self.leading();
        // A term is no paragraph, but the label of what it means.
        let kind = if role == ParaRole::Term { ElemRole::Span } else { ElemRole::Para };
        let elem = self.stick.elem(kind, Some(place.parent), site);
        let mut voice = match role {
            ParaRole::Text | ParaRole::Initial => place.voice,
            ParaRole::Title
            | ParaRole::Subtitle
            | ParaRole::Author
            | ParaRole::Credit
            | ParaRole::Series
            | ParaRole::Publisher => {
                return self.title_line(block, role, text, elem, place);
            }
            ParaRole::Imprint => design.imprint,
            ParaRole::Dedication => Voice { italic: true, align: Align::Center, hyphenate: false, ..design.body },
            ParaRole::Attribution => design.attribution,
            ParaRole::Label if place.grid => design.label,
            ParaRole::Term | ParaRole::Label => {
                Voice { bold: true, align: Align::Start, hyphenate: false, ..place.voice }
            }
        };
        if role == ParaRole::Attribution && !place.grid {
            voice = Voice { align: Align::End, hyphenate: false, ..place.voice };
        }
        if voice.align == Align::Justify && self.is_narrow(&voice, place) {
            voice.align = Align::Start;
        }
        let look = self.stick.look(&voice, &place.lang);
        let flow = lay_flat(self.stick, text, elem, &look, 0);
        if flow.text.is_empty() {
            return;
        }
        let indent = match place.follow {
            Follow::Design => self.em(design.indent),
            Follow::Note => look.size,
            Follow::Close => Length::ZERO,
        };
        let indent = match ideographs::custom(&place.lang) {
            // Every paragraph of squares is indented, unless its author has done so.
            Some(custom) if indent > Length::ZERO && matches!(role, ParaRole::Text | ParaRole::Initial) => {
                let typed = flow.text.starts_with(IDEOGRAPHIC_SPACE);
                if typed { Length::ZERO } else { look.size * ideographs::indent(custom) }
            }
            _ if role == ParaRole::Text && !self.fresh => indent,
            _ => Length::ZERO,
        };
        let mut slab = match role {
            ParaRole::Initial if indent == Length::ZERO => self.initial(&flow, &voice, place, block),
            _ => self.lines(&flow, &voice, place, indent, block),
        };
        slab.grid = place.grid;
        match role {
            ParaRole::Text | ParaRole::Initial => {
                // Behind a heading or a label there is none.
                if place.grid && place.follow == Follow::Design && !self.fresh {
                    slab.above = lead * i64::from(design.between);
                }
            }
            // They have left above.
            ParaRole::Title
            | ParaRole::Subtitle
            | ParaRole::Author
            | ParaRole::Credit
            | ParaRole::Series
            | ParaRole::Publisher => {}
            ParaRole::Imprint => slab.above = lead / 2,
            ParaRole::Dedication => {}
            ParaRole::Term | ParaRole::Label => slab.keep_next = true,
            ParaRole::Attribution => {
                if let Some(before) = self.slabs.last_mut() {
                    before.keep_next = true;
                }
            }
        }
        self.slabs.push(slab);
        self.fresh = role == ParaRole::Label;
    }

    /// Whether lines hold so few letters that they would be torn open, were they all as long as the measure. Squares never are.
    fn is_narrow(&self, voice: &Voice, place: &Place) -> bool {
        let size = self.style().size.scale(voice.size_percent, 100);
        self.measure(place).width < NARROW.at(size) && ideographs::custom(&place.lang).is_none()
    }

    fn list(&mut self, list: &'a List, place: &Place, site: Option<Site>) {
        let elem = self.stick.elem(
            ElemRole::List(list.numbers.map_or(Labels::Bullets, |numbers| Labels::Numbers(numbers.form))),
            Some(place.parent),
            site,
        );
        let design = &self.style().design;
        let indent = self.em(design.list_indent);
        let first_slab = self.slabs.len();
        let label = |at: usize| list.numbers.map(|numbers| numbers.label(at));
        // The longest label is the last one but for roman numerals.
        let widest = (0..list.items.len()).filter_map(label).map(|label| label.len() as i64 - 1).max().unwrap_or(1);
        let (left, right) = place.further_in(indent + self.style().size.scale((widest - 1).max(0) * 50, 100));
        for (at, item) in list.items.iter().enumerate() {
            let label = match (item.task, label(at)) {
                (Some(true), _) => "☑".to_string(),
                (Some(false), _) => "☐".to_string(),
                (None, Some(label)) => label,
                (None, None) => design.bullets[place.lists.min(2)].to_string(),
            };
            let item_elem = self.stick.elem(ElemRole::Item, Some(elem), None);
            let label_elem = self.stick.elem(ElemRole::Label, Some(item_elem), None);
            let body = self.stick.elem(ElemRole::Body, Some(item_elem), None);
            let inner = Place {
                parent: body,
                left,
                right,
                depth: place.depth + 1,
                lists: place.lists + 1,
                follow: Follow::Close,
                voice: place.voice,
                ..place.clone()
            };
            let begins = self.slabs.len();
            self.fresh = true;
            match list.tight {
                true => self.blocks(&item.blocks, &inner),
                false => self.spaced(&item.blocks, &inner),
            }
            self.label(&label, label_elem, begins, &inner);
            if !list.tight && at > 0 && place.grid && begins < self.slabs.len() {
                let above = self.slabs[begins].above;
                self.slabs[begins].above = above.max(self.leading() / 2);
            }
        }
        if first_slab > 0 && first_slab < self.slabs.len() && ends_in_colon(&self.slabs[first_slab - 1]) {
            self.slabs[first_slab - 1].keep_next = true;
            // Two lines of it at least: where the first item is a single one, with the second.
            if list.items.len() > 1 && self.slabs[first_slab].lines().len() == 1 {
                self.slabs[first_slab].keep_next = true;
            }
        }
        // A tight list inside another stands as close as its items do.
        let around = if list.tight && place.lists > 0 { Length::ZERO } else { self.leading() / 2 };
        self.surround(first_slab, around, place);
        self.fresh = false;
    }

    /// Sets a label before the first line of the slabs from `begins` on; on a line of its own where there is none.
    pub(super) fn label(&mut self, label: &str, elem: ElemId, begins: usize, place: &Place) {
        let voice = Voice { align: Align::End, hyphenate: false, ..place.voice };
        let look = self.stick.look(&voice, &place.lang);
        let flow = plain_flow(label, elem, &look, false);
        let gap = look.size.scale(45, 100);
        let rtl = place.rtl();
        let column = match rtl {
            false => Measure { indent: Length::ZERO, width: place.left - gap },
            true => Measure { indent: self.style().measure() - place.right + gap, width: place.right - gap },
        };
        let (align, leading) = (Align::End, place.leading);
        let form = Form { measures: &[column], align, rtl, leading, block: 0, site: None };
        let Some(set) = set(self.stick, &flow, &form).lines.into_iter().next() else { return };
        let variants: &mut [Setting] = match self.slabs.get_mut(begins).map(|slab| &mut slab.kind) {
            Some(SlabKind::Para(para)) => &mut para.variants,
            _ => &mut [],
        };
        if variants.iter().all(|setting| setting.lines.is_empty()) {
            let slab = self.slab(vec![set], 0, 0, None);
            self.slabs.insert(begins, Slab { grid: place.grid, keep_next: true, ..slab });
            return;
        }
        for first in variants.iter_mut().filter_map(|setting| setting.lines.first_mut()) {
            first.items.splice(0..0, set.items.iter().cloned());
        }
    }

    fn verse(&mut self, block: &'a Block, verse: &'a Verse, place: &Place) {
        let design = &self.style().design;
        let voice = Voice { align: Align::Start, hyphenate: false, ..place.voice };
        let indent = self.em(design.verse_indent);
        let look = self.stick.look(&voice, &place.lang);
        let first = self.slabs.len();
        let mut src = 0;
        for stanza in &verse.stanzas {
            let elem = self.stick.elem(ElemRole::Para, Some(place.parent), self.stick.site(block.span));
            let mut all: Vec<Line> = Vec::new();
            for verse_line in stanza {
                let span = self.stick.elem(ElemRole::Span, Some(elem), None);
                let flow = lay_flat(self.stick, &verse_line.text, span, &look, src);
                src = flow.plain + 1;
                // What does not fit turns over, further in.
                let step = indent / 2 * i64::from(verse_line.indent);
                let rtl = place.rtl();
                let first = indented(self.measure(place), indent + step, rtl);
                let measures = [first, indented(first, indent, rtl)];
                let leading = place.leading * i64::from(voice.lines);
                let site = self.stick.site(block.span);
                let form = Form { measures: &measures, align: Align::Start, rtl, leading, block: block.index, site };
                let mut lines = set(self.stick, &flow, &form).lines;
                let count = lines.len();
                lines.iter_mut().take(count.saturating_sub(1)).for_each(|line| line.keep = true);
                all.append(&mut lines);
            }
            let mut slab = self.slab(all, 0, block.index, self.stick.site(block.span));
            slab.grid = place.grid;
            slab.above = if self.slabs.len() > first { self.leading() } else { Length::ZERO };
            self.slabs.push(slab);
        }
        if let (Some(anchor), Some(SlabKind::Para(para))) =
            (&block.anchor, self.slabs.get_mut(first).map(|slab| &mut slab.kind))
            && let Some(line) = para.variants.first_mut().and_then(|v| v.lines.first_mut())
        {
            line.anchors.push(anchor.clone());
        }
        self.surround(first, self.leading() / 2, place);
        self.fresh = true;
    }

    fn contents(&mut self, block: &'a Block, entries: &'a [TocEntry], depth: u8, place: &Place) {
        let toc = self.stick.elem(ElemRole::Toc, Some(place.parent), None);
        let mut grouped = false;
        let shown = (0..).zip(entries).filter(|(_, entry)| entry.level <= depth);
        for (at, (nth, entry)) in shown.enumerate() {
            let part = entry.chapter && self.book.chapters()[entry.at as usize].role == Role::Part;
            let outside = !part && grouped && entry.depth == 0;
            let folio = self.stick.folio(&entry.anchor).map(|folio| folio.to_string());
            let slab = super::contents::entry(self, (nth, entry), part, toc, folio, block, place);
            // A part stands over its chapters as their head; what is in none keeps away from them.
            let apart = at > 0 && (part || outside);
            let above = if apart { self.leading() } else { slab.above };
            let slab = Slab { above, keep_next: part, heading: part.then_some(1), ..slab };
            grouped = part || grouped && !outside;
            self.slabs.push(slab);
        }
    }
}

/// Puts words that are not part of the text before a flow.
pub(super) fn prepend(flow: &mut Flow, words: &str, elem: ElemId, look: &Look) {
    let mut whole = Flow::default();
    push(&mut whole, words, elem, look, false, None);
    let by = words.len();
    whole.text.push_str(&flow.text);
    whole.plain = flow.plain;
    for mut piece in flow.pieces.drain(..) {
        piece.range = piece.range.start + by..piece.range.end + by;
        whole.pieces.push(piece);
    }
    for mut link in flow.links.drain(..) {
        link.range = link.range.start + by..link.range.end + by;
        whole.links.push(link);
    }
    whole.notes = flow.notes.iter().map(|(at, note)| (at + by, *note)).collect();
    whole.anchors = flow.anchors.iter().map(|(at, anchor)| (at + by, anchor.clone())).collect();
    whole.insets = flow.insets.drain(..).map(|(at, inset)| (at + by, inset)).collect();
    *flow = whole;
}

pub(super) fn ends_in_colon(slab: &Slab) -> bool {
    let SlabKind::Para(para) = &slab.kind else { return false };
    let last = para.variants.first().and_then(|v| v.lines.last());
    // What is read last stands at the left in lines that run from right to left.
    let runs = last.into_iter().flat_map(|line| &line.items).filter_map(|item| match item {
        Item::Glyphs(run) => run.src.map(|src| (src.offset, run)),
        Item::Image { .. } | Item::Rule { .. } | Item::Path(_) | Item::Anchor { .. } => None,
    });
    runs.max_by_key(|(at, _)| *at).is_some_and(|(_, run)| run.text.trim_end().ends_with([':', '：']))
}

/// Makes everything painted in a line an artifact.
pub(super) fn as_artifacts(line: &mut Line) {
    for item in &mut line.items {
        let mark = match item {
            Item::Glyphs(run) => {
                run.src = None;
                &mut run.mark
            }
            Item::Rule { mark, .. } | Item::Image { mark, .. } => mark,
            Item::Path(path) => &mut path.mark,
            Item::Anchor { .. } => continue,
        };
        *mark = Mark::Artifact(ArtifactKind::Other);
    }
}

fn artifacts(slab: &mut Slab) {
    if let SlabKind::Para(para) = &mut slab.kind {
        para.variants.iter_mut().flat_map(|v| &mut v.lines).for_each(as_artifacts);
    }
}

/// A point on a line's own baseline.
pub(super) fn on_baseline(x: Length) -> Point {
    Point { x, y: Length::ZERO }
}
