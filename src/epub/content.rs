//! Chapters as XHTML: their files and their blocks.

use std::collections::{BTreeMap, VecDeque};

use super::breaks::{ChapterBreaks, Mark};
use super::divisions::division;
use super::names::Names;
use super::semantics::{admonition, number_type, para_class, semantics};
use super::xhtml::{Attr, HEADINGS, Xml, language};
use super::{mathml, nav, notes, words};
use crate::base::{Code, Diags, Site, Span};
use crate::model::{
    Anchor, Block, BlockKind, Book, Chapter, Definition, Inline, List, Matter, Note, ParaRole, QuoteRole, Role, Verse,
    plain_text,
};
use crate::page::PageMap;

/// A paragraph of fewer letters may be one line on a small screen, and has no dropped initial.
const INITIAL_LETTERS: usize = 120;

/// From how many letters of its alternative text on a formula may be wider than a small screen.
const SCROLLED: usize = 48;

/// What is written, and what is still to come, of one chapter.
pub(super) struct Writer<'a> {
    pub(super) xml: Xml,
    pub(super) book: &'a Book,
    pub(super) names: &'a Names,
    /// The pages of the printed book, where the EPUB knows them.
    pub(super) folios: Option<&'a PageMap>,
    /// The chapter's index in the book.
    chapter: usize,
    /// The leaf that is being written.
    pub(super) leaf: usize,
    /// Notes whose mark was written and whose body was not.
    pub(super) notes: VecDeque<&'a Note>,
    /// How many marks of each note were written.
    pub(super) marks: BTreeMap<Anchor, u32>,
    pub(super) breaks: ChapterBreaks,
    /// Pages that begin in the block that is being written.
    pub(super) due: VecDeque<(u32, Mark)>,
    /// How far its plain text is written.
    pub(super) offset: u32,
    /// Marks of notes that stand in a link: a link holds no link, so they come behind it.
    pub(super) held: Option<Vec<&'a Inline>>,
    /// The names of the places on the page that can be scrolled.
    pub(super) regions: Vec<String>,
    /// The level of the chapter's title and of the last heading.
    levels: (usize, usize),
    pub(super) lang: &'a str,
    diags: &'a mut Diags,
}

/// Writes the pages of a chapter, one a leaf.
pub(super) fn chapter(
    book: &Book,
    names: &Names,
    at: usize,
    folios: Option<&PageMap>,
    breaks: Option<&ChapterBreaks>,
    diags: &mut Diags,
) -> Vec<String> {
    let chapter = &book.chapters()[at];
    let mut w = Writer::new(book, names, at, folios, breaks, diags);
    let (kind, role) = semantics(chapter.role);
    let (sort, role) = division(chapter).map_or((kind, role), |(sort, role)| (sort, Some(role)));
    let mut attrs = vec![("id", chapter.id.as_str()), ("class", kind)];
    // SSV 1.1 has given up its word for a part of a chapter.
    attrs.extend((chapter.role != Role::Section).then_some(("epub:type", sort)));
    attrs.extend(role.map(|role| ("role", role)));
    w.xml.start("section", &attrs);
    w.xml.line();
    let top = std::mem::take(&mut w.breaks.top);
    w.pages(top);
    w.head(chapter);
    let mut pages = Vec::new();
    for leaf in names.leaves_of(at) {
        if leaf > w.leaf {
            pages.push(w.turn());
            w.leaf = leaf;
            // The chapter goes on: it has begun, and has its name, before.
            let on = format!("{kind} on");
            let begins = names.leaves()[leaf].blocks.start;
            let runs_on = chapter.blocks[begins - 1..=begins].iter().all(|b| matches!(b.kind, BlockKind::Para(_)));
            w.xml.start("section", &[("class", if runs_on { &on } else { kind })]);
            w.xml.line();
        }
        w.blocks(&chapter.blocks[names.leaves()[leaf].blocks.clone()]);
    }
    let end = std::mem::take(&mut w.breaks.end);
    w.pages(end);
    pages.push(w.turn());
    pages
}

/// How many bytes each block of a chapter takes, with the notes whose marks stand in it and the marks of pages; the first with the
/// chapter's title.
pub(super) fn bytes(book: &Book, names: &Names, at: usize, breaks: Option<&ChapterBreaks>) -> Vec<usize> {
    let mut diags = Diags::new();
    let mut w = Writer::new(book, names, at, None, breaks, &mut diags);
    let chapter = &book.chapters()[at];
    let mut counted = w.xml.len();
    w.head(chapter);
    let measure = |block| {
        w.block(block);
        notes::bodies(&mut w);
        let before = std::mem::replace(&mut counted, w.xml.len());
        counted - before
    };
    chapter.blocks.iter().map(measure).collect()
}

impl<'a> Writer<'a> {
    fn new(
        book: &'a Book,
        names: &'a Names,
        at: usize,
        folios: Option<&'a PageMap>,
        breaks: Option<&ChapterBreaks>,
        diags: &'a mut Diags,
    ) -> Writer<'a> {
        let chapter = &book.chapters()[at];
        let lang = chapter.lang.as_ref().map_or(book.metadata().language.as_str(), |lang| lang.0.as_str());
        let level = if chapter.role == Role::Section { 2 } else { 1 };
        Writer {
            xml: page(book, chapter, lang),
            book,
            names,
            folios,
            chapter: at,
            leaf: names.leaf_of(at, 0),
            notes: VecDeque::new(),
            marks: BTreeMap::new(),
            breaks: breaks.cloned().unwrap_or_default(),
            due: VecDeque::new(),
            offset: 0,
            held: None,
            regions: Vec::new(),
            levels: (level, level),
            lang,
            diags,
        }
    }

    /// Ends a leaf with its notes, and begins another.
    fn turn(&mut self) -> String {
        notes::bodies(self);
        self.regions.clear();
        let next = page(self.book, &self.book.chapters()[self.chapter], self.lang);
        std::mem::replace(&mut self.xml, next).finish()
    }

    /// Number, title, subtitle and authors.
    fn head(&mut self, chapter: &'a Chapter) {
        if chapter.title.is_empty()
            && chapter.number.is_none()
            && chapter.subtitle.is_none()
            && chapter.authors.is_empty()
        {
            return;
        }
        self.xml.start("header", &[]);
        self.xml.line();
        if !chapter.title.is_empty() || chapter.number.is_some() {
            self.xml.start(HEADINGS[self.levels.0 - 1], &[]);
            if let Some(number) = &chapter.number {
                self.xml.leaf("span", &[("class", "number")], &number.to_string());
                self.xml.text(" ");
            }
            self.inlines(&chapter.title);
            self.xml.end();
            self.xml.line();
        }
        if let Some(subtitle) = &chapter.subtitle {
            self.xml.leaf("p", &[("epub:type", "subtitle"), ("role", "doc-subtitle"), ("class", "subtitle")], subtitle);
            self.xml.line();
        }
        for author in &chapter.authors {
            self.xml.leaf("p", &[("class", "byline")], author);
            self.xml.line();
        }
        self.xml.end();
        self.xml.line();
    }

    /// Blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
            self.xml.line();
        }
    }

    fn block(&mut self, block: &'a Block) {
        let around = self.lang;
        let mut attrs: Vec<Attr> = Vec::new();
        if let Some(anchor) = &block.anchor {
            attrs.push(("id", &anchor.0));
        }
        if let Some(lang) = &block.lang {
            attrs.extend(language(&lang.0, around));
            self.lang = &lang.0;
        }
        match &block.kind {
            BlockKind::Para(para) => {
                // A letter that hangs below the end of its paragraph would hang into the next.
                let short = para.role == ParaRole::Initial && plain_text(&para.text).chars().count() < INITIAL_LETTERS;
                attrs.extend(para_class(if short { ParaRole::Text } else { para.role }));
                // The title page's title is the heading of its page.
                let heading = para.role == ParaRole::Title && self.role() == Role::TitlePage;
                self.xml.start(if heading { "h1" } else { "p" }, &attrs);
                self.line(block, &para.text);
                self.xml.end();
            }
            BlockKind::Heading { outline, number, text, .. } => {
                self.pages_in(block);
                let (title, last) = self.levels;
                let level = usize::from(*outline).clamp(title + 1, 6).min(last + 1);
                self.levels.1 = level;
                self.xml.start(HEADINGS[level - 1], &attrs);
                if let Some(number) = number {
                    self.xml.leaf("span", &[("class", "number")], &number.to_string());
                    self.xml.text(" ");
                }
                self.inlines(text);
                self.xml.end();
            }
            BlockKind::List(list) => {
                self.pages_in(block);
                self.list(list, attrs);
            }
            BlockKind::Definitions(all) => {
                self.pages_in(block);
                self.definitions(all, attrs);
            }
            BlockKind::Admonition(apart) => {
                self.pages_in(block);
                let (class, kind, role) = admonition(apart.kind);
                attrs.extend([("class", class), ("role", role)]);
                attrs.extend(kind.map(|kind| ("epub:type", kind)));
                self.xml.start("aside", &attrs);
                self.xml.line();
                self.blocks(&apart.blocks);
                self.xml.end();
            }
            BlockKind::Quote(quote) => {
                self.pages_in(block);
                if quote.role == QuoteRole::Epigraph {
                    // A page of its own says it for what stands on it.
                    if self.role() != Role::Epigraph {
                        attrs.extend([("epub:type", "epigraph"), ("role", "doc-epigraph")]);
                    }
                    attrs.push(("class", "epigraph"));
                }
                self.xml.start("blockquote", &attrs);
                self.xml.line();
                self.blocks(&quote.blocks);
                self.xml.end();
            }
            BlockKind::Verse(verse) => self.verse(block, verse, attrs),
            BlockKind::Code(code) => self.listing(block, code, attrs),
            BlockKind::Formula(formula) => {
                self.begin(block);
                self.rest();
                // What may not fit a small screen can be scrolled, and so must be reached by keyboard (WCAG 2.1.1).
                let wide = formula.words.chars().count() > SCROLLED;
                attrs.push(("class", "formula"));
                attrs.extend(wide.then_some(("tabindex", "0")));
                self.xml.start("div", &attrs);
                mathml::formula(&mut self.xml, formula, true);
                if let Some(number) = &formula.number {
                    self.xml.leaf("span", &[("class", "number")], number);
                }
                self.xml.end();
            }
            BlockKind::SceneBreak => {
                self.pages_in(block);
                attrs.push(("class", "scene"));
                self.xml.empty("hr", &attrs);
            }
            BlockKind::Figure(figure) => {
                self.pages_in(block);
                self.figure(figure, attrs);
            }
            BlockKind::Table(table) => self.table(block, table, attrs),
            BlockKind::Contents { .. } => self.contents(block, &nav::tree(self.book), attrs),
            BlockKind::Figures => self.contents(block, &nav::captions(self.book.figures()), attrs),
            BlockKind::Tables => self.contents(block, &nav::captions(self.book.tables()), attrs),
        }
        self.lang = around;
    }

    fn contents(&mut self, block: &'a Block, entries: &[nav::Entry], attrs: Vec<Attr>) {
        self.begin(block);
        self.xml.start("div", &[&attrs[..], &[("class", "contents")]].concat());
        self.xml.line();
        nav::list(&mut self.xml, entries, (self.book, self.names), Some(self.leaf), &mut self.due);
        self.xml.end();
        self.rest();
    }

    fn list(&mut self, list: &'a List, attrs: Vec<Attr>) {
        let start = list.numbers.map(|numbers| numbers.start.min(i32::MAX as u64).to_string());
        let mut attrs: Vec<Attr> = attrs;
        let bracket = list.numbers.is_some_and(|numbers| numbers.bracket);
        attrs.extend(match (list.tight, bracket) {
            (true, true) => Some(("class", "tight bracket")),
            (true, false) => Some(("class", "tight")),
            (false, true) => Some(("class", "bracket")),
            (false, false) => None,
        });
        attrs.extend(list.numbers.and_then(|numbers| number_type(numbers.form)).map(|form| ("type", form)));
        // A list that counts down begins with how many it has (HTML, 4.4.5).
        let down = list.numbers.is_some_and(|numbers| numbers.down);
        let first = if down { list.items.len().to_string() } else { "1".to_string() };
        attrs.extend(down.then_some(("reversed", "reversed")));
        attrs.extend(start.as_deref().filter(|start| *start != first).map(|start| ("start", start)));
        if list.items.is_empty() {
            return;
        }
        self.xml.start(if list.numbers.is_some() { "ol" } else { "ul" }, &attrs);
        self.xml.line();
        for item in &list.items {
            let mut attrs: Vec<Attr> = item.task.iter().map(|_| ("class", "task")).collect();
            let mut blocks = item.blocks.as_slice();
            let around = self.lang;
            // In a tight list the first paragraph is the item itself.
            let bare = self.bare(blocks.first().filter(|_| list.tight), &mut attrs);
            self.xml.start("li", &attrs);
            if let Some(done) = item.task {
                self.xml.text(if done { "☑ " } else { "☐ " });
            }
            if let Some((block, text)) = bare {
                self.line(block, text);
                blocks = &blocks[1..];
            }
            if !blocks.is_empty() {
                self.xml.line();
                self.blocks(blocks);
            }
            self.lang = around;
            self.xml.end();
            self.xml.line();
        }
        self.xml.end();
    }

    fn definitions(&mut self, all: &'a [Definition], attrs: Vec<Attr>) {
        self.xml.start("dl", &attrs);
        self.xml.line();
        for definition in all {
            // Several terms of one meaning are an element each.
            let terms = definition.terms.iter().map(|term| ("dt", std::slice::from_ref(term)));
            let meanings = definition.meanings.iter().map(|meaning| ("dd", meaning.as_slice()));
            for (tag, blocks) in terms.chain(meanings) {
                self.xml.start(tag, &[]);
                self.xml.line();
                self.blocks(blocks);
                self.xml.end();
                self.xml.line();
            }
        }
        self.xml.end();
    }

    fn verse(&mut self, block: &'a Block, verse: &'a Verse, mut attrs: Vec<Attr>) {
        attrs.push(("class", "verse"));
        self.begin(block);
        self.xml.start("div", &attrs);
        self.xml.line();
        let mut lines = 0;
        for stanza in verse.stanzas.iter().filter(|stanza| !stanza.is_empty()) {
            self.xml.start("p", &[]);
            for (nth, line) in stanza.iter().enumerate() {
                self.offset += u32::from(lines > 0);
                lines += 1;
                if nth > 0 {
                    // Shown where the style is not.
                    self.xml.empty("br", &[]);
                    self.xml.line();
                }
                let class = format!("line indent{}", line.indent.min(4));
                self.xml.start("span", &[("class", if line.indent == 0 { "line" } else { &class })]);
                self.inlines(&line.text);
                self.xml.end();
            }
            self.xml.end();
            self.xml.line();
        }
        self.rest();
        self.xml.end();
    }

    fn role(&self) -> Role {
        self.book.chapters()[self.chapter].role
    }

    pub(super) fn finding(&mut self, code: Code, span: Span, message: String) {
        let source = self.book.chapters()[self.chapter].source;
        self.diags.push(code, source.map(|source| Site { source, span }), message);
    }
}

/// A page of a chapter, open for its text.
fn page(book: &Book, chapter: &Chapter, lang: &str) -> Xml {
    let own = plain_text(&chapter.title);
    let called = || words::own(lang)?.untitled(chapter.role);
    let title = match own.trim() {
        "" => called().unwrap_or(&book.metadata().title),
        _ => &own,
    };
    let matter = match chapter.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    Xml::page(title, &language(lang, "en"), &[("epub:type", matter)])
}

/// The mark of a page's beginning (EPUB 3.3, page-list; EPUB Accessibility 1.1, 4.1.1).
pub(super) fn page_break(xml: &mut Xml, mark: &Mark) {
    let attrs =
        [("epub:type", "pagebreak"), ("role", "doc-pagebreak"), ("id", &*mark.id), ("aria-label", &*mark.label)];
    xml.leaf("span", &attrs, "");
}
