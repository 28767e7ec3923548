//! The whole: a draft that the readers made, and the book that the passes bind from it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Anchor, Block, BlockKind, Inline, Lang, Number};
use crate::base::{Site, SourceId};

/// What is known of the book, the edition's own facts laid over the book's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// The title as sorted: `Adventures of Sherlock Holmes, The`.
    pub title_sort: Option<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The language of the text, BCP 47.
    pub language: String,
    /// Who made it, in order, with their roles.
    pub authors: Vec<Person>,
    /// A URI, mostly `urn:uuid:…`.
    pub identifier: String,
    /// Further URIs of it.
    pub identifiers: Vec<String>,
    /// The ISBN of this edition, 13 digits.
    pub isbn: Option<String>,
    /// The ISBN of the edition whose pages the page-list names.
    pub pages_isbn: Option<String>,
    /// The version of the text.
    pub version: Option<String>,
    /// The date of publication as the manifest gives it: `2026`, `2026-11` or `2026-11-23`.
    pub date: Option<String>,
    /// When it was last changed, in seconds since 1970 UTC.
    pub modified: i64,
    /// The publisher.
    pub publisher: Option<String>,
    /// Where it has its seat.
    pub place: Option<String>,
    /// The picture of its mark, relative to the book's folder.
    pub mark: Option<String>,
    /// The other editions that have an ISBN: their names and 13 digits.
    pub other_isbns: Vec<(String, String)>,
    /// Who has which rights.
    pub rights: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its subjects.
    pub subjects: Vec<Subject>,
    /// What it was made from: URIs, or words.
    pub sources: Vec<String>,
    /// The series it belongs to.
    pub series: Option<Series>,
    /// Who looked at the accessibility of this EPUB; only where the book holds what they found.
    pub evaluation: Option<Evaluation>,
}

/// The role of an author (MARC relators).
pub const AUTHOR: &str = "aut";

impl Metadata {
    /// The names of those who have a role, in order.
    pub fn by<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a str> {
        self.authors.iter().filter(move |person| person.has(role)).map(|person| person.name.as_str())
    }

    /// The names of those who wrote the book; where nobody did, of those who made it.
    pub fn makers(&self) -> Vec<&str> {
        let authors: Vec<&str> = self.by(AUTHOR).collect();
        if authors.is_empty() { self.authors.iter().map(|person| person.name.as_str()).collect() } else { authors }
    }
}

/// Someone who made the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// As printed.
    pub name: String,
    /// As sorted: `Example, Ada`.
    pub sort: Option<String>,
    /// MARC relator codes: `aut`, `trl`, `edt`.
    pub roles: Vec<String>,
}

impl Person {
    /// Whether they did this.
    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}

/// A subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// In words.
    pub name: String,
    /// The list of subjects that has it (EPUB 3.3, D.3.2: `BISAC`, `Thema`, or a URI), and its code there.
    pub code: Option<(String, String)>,
}

/// What somebody found who looked at the accessibility of an EPUB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// Who looked.
    pub by: String,
    /// What they found it to keep: `WCAG 2.2 Level AA`.
    pub standard: String,
    /// The day on which they did, or its month or year.
    pub date: Option<String>,
    /// What gives their word weight.
    pub credential: Option<String>,
    /// The address of their report.
    pub report: Option<String>,
}

/// A series of books.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its title.
    pub title: String,
    /// This book's place in it.
    pub position: Option<u32>,
}

/// Which part of a book a chapter belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Before the text, with roman folios.
    Front,
    /// The text.
    Body,
    /// Behind it.
    Back,
}

/// What a chapter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// An article.
    Chapter,
    /// A child of a chapter, which runs on behind it.
    Section,
    /// A page that opens a part; its chapters follow it.
    Part,
    /// The title alone.
    HalfTitle,
    /// Title, subtitle, authors, publisher.
    TitlePage,
    /// Rights, edition, identifiers.
    Copyright,
    /// To whom.
    Dedication,
    /// A motto of the whole book.
    Epigraph,
    /// What stands where.
    Contents,
    /// Which figure stands where.
    Figures,
    /// Which table stands where.
    Tables,
    /// How the book was made.
    Colophon,
}

/// The neighbours that an article names in its own text or metadata, as written there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Neighbours {
    /// The article before it, and where that is said.
    pub previous: Option<(String, Site)>,
    /// The article behind it, and where that is said.
    pub next: Option<(String, Site)>,
    /// The last lines of the text, where they may be what names them: they are a footer if the book has such an article.
    pub unsure: Option<Site>,
}

/// One article, or a page made by a pass. Chapters stand in one flat list in the manifest's order; `depth`
/// says what is a child of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Stable, unique, an XML name: the file's stem unless the manifest says otherwise. Also its anchor.
    pub id: String,
    /// Front, body or back.
    pub matter: Matter,
    /// What it is.
    pub role: Role,
    /// 0 for a part or a chapter outside parts; a part's chapters and a chapter's sections are one deeper.
    pub depth: u8,
    /// Whether it runs on behind what stands before it, without a new page: sections, and a handout's contents.
    pub runs_on: bool,
    /// Whether the manifest lets it have a number.
    #[serde(skip)]
    pub numbered: bool,
    /// Its number, where it has one.
    pub number: Option<Number>,
    /// Its title; empty for pages without one.
    pub title: Vec<Inline>,
    /// The title that the source gives itself, by which neighbours name it.
    pub own_title: Option<String>,
    /// Its subtitle.
    pub subtitle: Option<String>,
    /// Its own authors, in a collection.
    pub authors: Vec<String>,
    /// Its language, where it differs from the book's.
    pub lang: Option<Lang>,
    /// Its source; none for a page that a pass made.
    #[serde(skip)]
    pub source: Option<SourceId>,
    /// The source's path, for links by file name.
    pub path: Option<String>,
    /// The pictures that it names by their address on the web alone, and the files that they would be.
    #[serde(skip)]
    pub awaited: Vec<Awaited>,
    /// Where and when it was first published, where its source says so.
    #[serde(skip_serializing_if = "Origin::is_unknown")]
    pub origin: Origin,
    /// The neighbours it names.
    #[serde(skip_serializing_if = "is_default")]
    pub neighbours: Neighbours,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A picture that the book does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Awaited {
    /// Where it is on the web.
    pub address: String,
    /// The file that it becomes once it has been fetched, relative to the book's folder.
    pub path: String,
}

/// Where and when an article was first published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Its address on the web, by which other articles link to it and name it as their neighbour.
    pub url: Option<String>,
    /// The day, as its page has it.
    pub date: Option<String>,
}

impl Origin {
    fn is_unknown(&self) -> bool {
        *self == Origin::default()
    }

    /// Whether `address` is this article's: whatever its scheme, its fragment and the slash at its end.
    pub fn is_at(&self, address: &str) -> bool {
        self.url.as_deref().is_some_and(|url| same_address(url, address))
    }
}

/// Keys of queries that say where a reader comes from, and not which page is meant; and all that begin with `utm_`.
const TRACKING: [&str; 8] = ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref"];

/// Whether two addresses are those of one page. A query may name the page (`/?p=12`).
pub fn same_address(a: &str, b: &str) -> bool {
    fn bare(address: &str) -> Option<(&str, Vec<&str>)> {
        let (_, rest) = address.trim().split_once("://")?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let is_kept = |pair: &&str| {
            let key = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !key.starts_with("utm_") && !TRACKING.contains(&key)
        };
        let page = page.strip_prefix("www.").unwrap_or(page).trim_end_matches('/');
        Some((page, query.split('&').filter(is_kept).collect()))
    }
    bare(a).is_some() && bare(a) == bare(b)
}

#[cfg(test)]
#[test]
fn a_query_may_name_the_page() {
    let same = |a, b| same_address(&format!("https://x.org/{a}"), &format!("http://www.x.org/{b}"));
    assert!(same("a/", "a#b") && same("a?utm_source=x&fbclid=1", "a") && same("?p=1&ref=z", "?p=1"));
    assert!(!same("?p=12", "?p=99") && !same("?p=12", "") && !same("a", "b"));
}

fn is_default(neighbours: &Neighbours) -> bool {
    *neighbours == Neighbours::default()
}

impl Chapter {
    /// The anchor of the chapter itself.
    pub fn anchor(&self) -> Anchor {
        Anchor(self.id.clone())
    }

    /// Whether the contents and the outline list it.
    pub fn listed(&self) -> bool {
        match self.role {
            Role::Chapter | Role::Section | Role::Part | Role::Colophon => true,
            Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::Figures
            | Role::Tables => false,
        }
    }
}

/// What the readers and the manifest give: links as written, nothing numbered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What is known of the book.
    pub metadata: Metadata,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A line of the contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    /// Where it leads.
    pub anchor: Anchor,
    /// 0 for the outermost.
    pub depth: u8,
    /// 1 for a part and for its chapters, 2 for what is right below a chapter.
    pub level: u8,
    /// Its number.
    pub number: Option<Number>,
    /// Its title as plain text.
    pub title: String,
    /// The title's language, where it is not the book's.
    pub lang: Option<Lang>,
    /// The authors of a chapter in a collection.
    pub authors: Vec<String>,
    /// Whether it is a chapter (or part, or section file) and not a heading in one.
    pub chapter: bool,
    /// The chapter's index in the book.
    pub at: u32,
}

/// Where an anchor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Anchored {
    /// The chapter's index in the book.
    pub chapter: u32,
    /// The block's number in it; `None` for the chapter itself.
    pub block: Option<u32>,
}

/// A bound book: every link leads somewhere, everything that has a number has it. It comes out of the passes
/// alone (held by `tests/layers.rs`), so no writer meets a loose end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Book {
    metadata: Metadata,
    chapters: Vec<Chapter>,
    contents: Vec<TocEntry>,
    figures: Vec<TocEntry>,
    tables: Vec<TocEntry>,
    anchors: BTreeMap<Anchor, Anchored>,
}

/// What the passes hand over to be bound.
#[derive(Clone, Debug)]
pub struct BookParts {
    /// What is known of the book.
    pub metadata: Metadata,
    /// Its chapters, in order, with links resolved, numbers given and blocks counted.
    pub chapters: Vec<Chapter>,
    /// Its contents, to the depth that is listed.
    pub contents: Vec<TocEntry>,
    /// Its figures with captions.
    pub figures: Vec<TocEntry>,
    /// Its tables with captions.
    pub tables: Vec<TocEntry>,
    /// Every anchor.
    pub anchors: BTreeMap<Anchor, Anchored>,
}

impl Book {
    /// Binds a book. Only `pass/` calls this.
    pub(crate) fn bind(parts: BookParts) -> Book {
        let BookParts { metadata, chapters, contents, figures, tables, anchors } = parts;
        Book { metadata, chapters, contents, figures, tables, anchors }
    }

    /// What is known of it.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Its chapters in their one order.
    pub fn chapters(&self) -> &[Chapter] {
        &self.chapters
    }

    /// Its contents: parts, chapters, sections and headings in their one order.
    pub fn contents(&self) -> &[TocEntry] {
        &self.contents
    }

    /// Its figures with captions, in order, as lines of a list.
    pub fn figures(&self) -> &[TocEntry] {
        &self.figures
    }

    /// Its tables with captions, in order, as lines of a list.
    pub fn tables(&self) -> &[TocEntry] {
        &self.tables
    }

    /// All that a list shows of the book, whatever its depth; none for a block that is no list of Recto's.
    pub fn entries(&self, kind: &BlockKind) -> Option<&[TocEntry]> {
        match kind {
            BlockKind::Contents { .. } => Some(&self.contents),
            BlockKind::Figures => Some(&self.figures),
            BlockKind::Tables => Some(&self.tables),
            BlockKind::Para(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Admonition(_)
            | BlockKind::Verse(_)
            | BlockKind::Code(_)
            | BlockKind::Formula(_)
            | BlockKind::SceneBreak
            | BlockKind::Figure(_)
            | BlockKind::Table(_) => None,
        }
    }

    /// Where each anchor stands.
    pub fn anchors(&self) -> &BTreeMap<Anchor, Anchored> {
        &self.anchors
    }
}
