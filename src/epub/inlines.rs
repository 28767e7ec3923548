//! Lines as XHTML, and the pages of the printed book that begin in them.

use super::breaks::Mark;
use super::content::{Writer, page_break};
use super::figures::width;
use super::names::outside;
use super::xhtml::{Attr, language, left_to_right};
use super::{mathml, notes};
use crate::base::{Code, Span};
use crate::model::{BRACKETS, Block, Formula, Inline, InlineKind, Meaning, Target, plain_text};

impl<'a> Writer<'a> {
    /// The lines of a block that pages may begin in.
    pub(super) fn line(&mut self, block: &Block, text: &'a [Inline]) {
        self.begin(block);
        self.inlines(text);
        self.rest();
    }

    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    pub(super) fn within(&mut self, tag: &'static str, attrs: &[Attr], inlines: &'a [Inline]) {
        self.xml.start(tag, attrs);
        self.inlines(inlines);
        self.xml.end();
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.letters(text),
            InlineKind::Break => {
                self.xml.empty("br", &[]);
                self.xml.line();
                self.offset += 1;
            }
            InlineKind::Emph(text) => self.within("em", &[], text),
            InlineKind::Strong(text) => self.within("strong", &[], text),
            InlineKind::Strike(text) => self.within("s", &[], text),
            InlineKind::SmallCaps(text) => self.within("span", &[("class", "small-caps")], text),
            InlineKind::Highlight(text) => self.within("mark", &[], text),
            InlineKind::Underline(text) => self.within("u", &[], text),
            InlineKind::Small(text) => self.within("small", &[], text),
            InlineKind::Abbr { full, text } => self.within("abbr", &[("title", full)], text),
            InlineKind::Meant(meaning, text) => self.meant(*meaning, text),
            InlineKind::Ruby(text) => self.ruby(text),
            // It stands over no words.
            InlineKind::Reading(reading) => {
                self.letters(BRACKETS[0]);
                self.inlines(reading);
                self.letters(BRACKETS[1]);
            }
            InlineKind::Place(anchor) => self.xml.leaf("span", &[("id", &anchor.0)], ""),
            InlineKind::Sup(text) => self.within("sup", &[], text),
            InlineKind::Sub(text) => self.within("sub", &[], text),
            InlineKind::Code(text) => {
                self.xml.start("code", left_to_right(self.lang).as_slice());
                self.letters(text);
                self.xml.end();
            }
            InlineKind::Formula(formula) => self.formula(formula),
            InlineKind::Lang(lang, text) => {
                let around = self.lang;
                self.lang = &lang.0;
                self.within("span", &language(&lang.0, around), text);
                self.lang = around;
            }
            InlineKind::Link { target, title, text } => self.link(target, title.as_deref(), text, inline.span),
            InlineKind::Note(_) | InlineKind::NoteRef { .. } => match &mut self.held {
                Some(held) => held.push(inline),
                None => self.mark(inline),
            },
            InlineKind::Folio(folio) => {
                let known = match &folio.of {
                    Target::Anchor(place) => self.folios.and_then(|map| map.anchors.get(place)),
                    Target::Url(_) | Target::Written(_) => None,
                };
                self.xml.text(&folio.shown(known));
            }
            InlineKind::Image(image) => self.image(image, true, width(image).as_deref()),
        }
    }

    fn mark(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Note(note) => {
                notes::mark(self, &note.anchor, note.number.as_ref());
                self.notes.push_back(note);
            }
            InlineKind::NoteRef { note, number } => notes::mark(self, note, number.as_ref()),
            _ => {}
        }
    }

    fn link(&mut self, target: &'a Target, title: Option<&'a str>, text: &'a [Inline], span: Span) {
        let href = match target {
            // A link holds no link (HTML, 4.5.1): the inner one is its text.
            _ if self.held.is_some() => None,
            Target::Anchor(anchor) => self.names.href(Some(self.leaf), anchor),
            Target::Url(url) | Target::Written(url) => {
                let href = outside(url);
                if href.is_none() {
                    self.finding(Code::DeadLink, span, format!("'{url}' is not an address that a reader can open"));
                }
                href
            }
        };
        let Some(href) = href else { return self.inlines(text) };
        let mut attrs = vec![("href", href.as_str())];
        attrs.extend(title.filter(|title| !title.is_empty()).map(|title| ("title", title)));
        self.held = Some(Vec::new());
        self.within("a", &attrs, text);
        for inline in self.held.take().unwrap_or_default() {
            self.mark(inline);
        }
    }

    /// Letters, with the pages that begin among them.
    pub(super) fn letters(&mut self, text: &str) {
        let end = self.offset + text.len() as u32;
        let mut written = 0;
        while let Some((at, _)) = self.due.front()
            && *at < end
        {
            let cut = (at.saturating_sub(self.offset) as usize).max(written);
            let (_, mark) = self.due.pop_front().expect("it is there");
            self.xml.text(&text[written..cut]);
            self.page(&mark);
            written = cut;
        }
        self.xml.text(&text[written..]);
        self.offset = end;
    }

    /// Words as the element that says what they are, in the place of the one that would only say how they look.
    fn meant(&mut self, meaning: Meaning, text: &'a [Inline]) {
        let stressed = [("class", "em")];
        let (tag, attrs) = match meaning {
            Meaning::Work => ("cite", Some(stressed)),
            Meaning::Term => ("dfn", Some(stressed)),
            Meaning::Variable => ("var", Some(stressed)),
            Meaning::Input => ("kbd", left_to_right(self.lang).map(|attr| [attr])),
            Meaning::Output => ("samp", left_to_right(self.lang).map(|attr| [attr])),
            Meaning::Abbreviation => ("abbr", None),
        };
        self.xml.start(tag, attrs.as_ref().map_or(&[], |attrs| attrs.as_slice()));
        for piece in text {
            match &piece.kind {
                InlineKind::Emph(text) => self.inlines(text),
                InlineKind::Code(text) => self.letters(text),
                _ => self.inline(piece),
            }
        }
        self.xml.end();
    }

    /// Words with their readings, in brackets where a reading system shows none over words. Pages begin before a reading, never in it.
    fn ruby(&mut self, text: &'a [Inline]) {
        let is_reading = |piece: &Inline| matches!(piece.kind, InlineKind::Reading(_));
        // Bases that an author left without one.
        if !text.iter().any(is_reading) {
            return self.inlines(text);
        }
        let [open, close] = BRACKETS;
        self.xml.start("ruby", &[]);
        for (at, piece) in text.iter().enumerate() {
            let InlineKind::Reading(reading) = &piece.kind else {
                self.inline(piece);
                continue;
            };
            self.pages_before(self.offset + plain_text(std::slice::from_ref(piece)).len() as u32);
            let first = !text[..at].last().is_some_and(is_reading);
            if first {
                self.xml.leaf("rp", &[], open);
            }
            self.offset += open.len() as u32;
            self.within("rt", &[], reading);
            self.offset += close.len() as u32;
            // Between two readings of the same words one element ends the first and begins the second (HTML, 4.5.10).
            let last = !text.get(at + 1).is_some_and(is_reading);
            self.xml.start("rp", &[]);
            self.xml.text(close);
            self.xml.text(if last { "" } else { open });
            self.xml.end();
        }
        self.xml.end();
    }

    /// A formula in a line. Pages begin before it, never in it.
    fn formula(&mut self, formula: &Formula) {
        let end = self.offset + formula.words.len() as u32;
        self.pages_before(end);
        mathml::formula(&mut self.xml, formula, false);
        self.offset = end;
    }

    /// The pages that begin before that byte of the block's text.
    fn pages_before(&mut self, end: u32) {
        while self.due.front().is_some_and(|(at, _)| *at < end) {
            let Some((_, mark)) = self.due.pop_front() else { break };
            self.page(&mark);
        }
    }

    /// Begins the text of a block.
    pub(super) fn begin(&mut self, block: &Block) {
        self.offset = 0;
        self.due = self.breaks.at.remove(&block.index).unwrap_or_default().into();
    }

    /// The pages that begin at the end of a block's text.
    pub(super) fn rest(&mut self) {
        for (_, mark) in std::mem::take(&mut self.due) {
            self.page(&mark);
        }
    }

    /// The pages that begin in a block that is not text, or is not divided: before it.
    pub(super) fn pages_in(&mut self, block: &Block) {
        let marks = self.breaks.at.remove(&block.index).unwrap_or_default();
        self.pages(marks.into_iter().map(|(_, mark)| mark).collect());
    }

    pub(super) fn pages(&mut self, marks: Vec<Mark>) {
        for mark in marks {
            self.page(&mark);
            self.xml.line();
        }
    }

    fn page(&mut self, mark: &Mark) {
        page_break(&mut self.xml, mark);
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{chapter, metadata, para, piece};
    use super::super::tests::{bind, built, file};
    use super::*;
    use crate::model::{Matter, Role, TextPos};
    use crate::page::{Folio, PageMap};

    fn page(text: Vec<Inline>, map: Option<&PageMap>) -> String {
        let book = bind(metadata(), vec![chapter("one", Matter::Body, Role::Chapter, "One", vec![para(text)])]);
        file(&built(&book, map), "OEBPS/one.xhtml")
    }

    fn reading(text: &str) -> Inline {
        piece(InlineKind::Reading(vec![Inline::text(text)]))
    }

    #[test]
    fn readings_stand_over_their_words_and_in_brackets_where_there_are_none() {
        let words = vec![Inline::text("漢"), reading("かん"), reading("Han"), Inline::text("字"), reading("じ")];
        let bare = piece(InlineKind::Ruby(vec![Inline::text("bare")]));
        let page = page(vec![piece(InlineKind::Ruby(words)), reading("alone"), bare], None);
        let ruby = "漢<rp>(</rp><rt>かん</rt><rp>)(</rp><rt>Han</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp>";
        assert!(page.contains(&format!("<p><ruby>{ruby}</ruby>(alone)bare</p>")), "{page}");
    }

    #[test]
    fn words_stand_in_the_element_that_says_what_they_are() {
        let meant = |meaning, kind| piece(InlineKind::Meant(meaning, vec![piece(kind)]));
        let emph = |text: &str| InlineKind::Emph(vec![Inline::text(text)]);
        let text = vec![
            meant(Meaning::Work, emph("a")),
            meant(Meaning::Term, emph("b")),
            meant(Meaning::Variable, emph("c")),
            meant(Meaning::Input, InlineKind::Code("<d>".into())),
            meant(Meaning::Output, InlineKind::Code("e".into())),
            meant(Meaning::Abbreviation, InlineKind::Text("f".into())),
        ];
        let written = "<p><cite class=\"em\">a</cite><dfn class=\"em\">b</dfn><var class=\"em\">c</var><kbd>&lt;d&gt;</kbd>\
                       <samp>e</samp><abbr>f</abbr></p>";
        let page = page(text, None);
        assert!(page.contains(written), "{page}");
    }

    #[test]
    fn a_page_begins_before_a_reading_and_places_behind_it_are_true() {
        let at = |folio, offset| (Folio::Arabic(folio), TextPos { chapter: 0, block: 0, offset });
        // In the reading, and before the second word behind it.
        let starts = vec![at(1, 0), at(2, 7), at(3, 18)];
        let text =
            vec![piece(InlineKind::Ruby(vec![Inline::text("abc"), reading("wx yz")])), Inline::text(" and so on")];
        let page = page(text, Some(&PageMap { anchors: Default::default(), starts }));
        let mark = |folio| format!("id=\"page-{folio}\" aria-label=\"{folio}\"></span>");
        assert!(page.contains(&format!("{}<rp>(</rp><rt>wx yz</rt><rp>)</rp></ruby> and ", mark(2))), "{page}");
        assert!(page.contains(&format!("{}on</p>", mark(3))), "{page}");
    }
}
