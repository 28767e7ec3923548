//! What a manifest says, as plain data.

use crate::base::{Code, Length, Site, Size, SourceId, Span};
use crate::style::{Shop, StylePatch};

/// A value and where it stands in the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The file itself.
    pub source: SourceId,
    /// What it says of the book.
    pub metadata: Metadata,
    /// The cover picture.
    pub cover: Option<Spanned<String>>,
    /// Pages before the text; `None` where the manifest leaves the choice to the edition.
    pub front: Option<Vec<MatterEntry>>,
    /// The text, in order.
    pub chapters: Vec<Entry>,
    /// Whether the articles' own links decide the order (`order: series`).
    pub series_order: Option<Spanned<()>>,
    /// Pages behind the text.
    pub back: Vec<MatterEntry>,
    /// The editions, in order; `ebook` and `handout` where the manifest names none.
    pub editions: Vec<Edition>,
    /// The look of the book.
    pub style: StylePatch,
    /// Where `style` stands, for findings about it.
    pub style_span: Span,
    /// The shops whose rules its EPUBs are held against.
    pub shops: Vec<Spanned<Shop>>,
    /// What its findings count for, where the command line does not say it.
    pub lints: Vec<(Code, Lint)>,
}

/// What a finding counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// Nothing.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Manifest {
    /// A place in the manifest.
    pub fn site(&self, span: Span) -> Site {
        Site { source: self.source, span }
    }
}

/// Facts about the book. `None` is what the manifest does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Spanned<String>,
    /// The language, a valid BCP 47 tag.
    pub language: Spanned<String>,
    /// All else.
    pub facts: MetadataPatch,
}

/// Facts that a book may leave out and an edition may override.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetadataPatch {
    /// An edition's own title; never set on the book, where the title is not optional.
    pub title: Option<Spanned<String>>,
    /// The title as sorted.
    pub title_sort: Option<Spanned<String>>,
    /// An edition's own language.
    pub language: Option<Spanned<String>>,
    /// The subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// Who made it.
    pub authors: Option<Vec<Person>>,
    /// A URI.
    pub identifier: Option<Spanned<String>>,
    /// Further URIs of it.
    pub identifiers: Option<Vec<Spanned<String>>>,
    /// The version.
    pub version: Option<Spanned<String>>,
    /// The date of publication: year, year and month, or day; checked.
    pub date: Option<Spanned<String>>,
    /// When it was last changed: a day or an instant, as seconds since 1970 UTC.
    pub modified: Option<Spanned<i64>>,
    /// The publisher.
    pub publisher: Option<Publisher>,
    /// Rights.
    pub rights: Option<Spanned<String>>,
    /// What it is about.
    pub description: Option<Spanned<String>>,
    /// Subjects.
    pub subjects: Option<Vec<Subject>>,
    /// What it was made from: URIs, or words.
    pub sources: Option<Vec<Spanned<String>>>,
    /// The series of books it belongs to.
    pub series: Option<Series>,
    /// Who looked at its accessibility, and what they found.
    pub evaluation: Option<Evaluation>,
}

/// Someone who made the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As printed.
    pub name: Spanned<String>,
    /// As sorted.
    pub sort: Option<String>,
    /// MARC relator codes; `aut` alone where none is given.
    pub roles: Vec<String>,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// The name.
    pub name: Spanned<String>,
    /// The place.
    pub place: Option<Spanned<String>>,
    /// The picture of its mark.
    pub mark: Option<Spanned<String>>,
}

/// A series of books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its title.
    pub title: Spanned<String>,
    /// This book's place in it.
    pub position: Option<u32>,
}

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// In words.
    pub name: Spanned<String>,
    /// The list of subjects that has it, in EPUB's spelling or as a URI, and its code there.
    pub code: Option<(String, String)>,
}

/// What somebody found who looked at the accessibility of an EPUB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Where it stands.
    pub span: Span,
    /// Who looked.
    pub by: String,
    /// What they found it to keep, such as `WCAG 2.2 Level AA`.
    pub standard: &'static str,
    /// The day on which they did, or its month or year.
    pub date: Option<String>,
    /// What gives their word weight.
    pub credential: Option<String>,
    /// The address of their report.
    pub report: Option<String>,
}

/// An entry of `chapters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// An article.
    Source(SourceEntry),
    /// A part and its chapters.
    Part {
        /// Its title.
        title: Spanned<String>,
        /// Its chapters.
        chapters: Vec<SourceEntry>,
    },
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// The file, relative to the book's folder, normalised (no `./`).
    pub path: Spanned<String>,
    /// Its id: the file's stem as an XML name, unless the manifest says otherwise.
    pub id: Spanned<String>,
    /// A title that overrides the source's own.
    pub title: Option<Spanned<String>>,
    /// Whether it is numbered.
    pub number: bool,
    /// Its children.
    pub sections: Vec<SourceEntry>,
}

/// An entry of `front` or `back`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatterEntry {
    /// A page that Recto makes.
    Made(Spanned<MadePage>),
    /// An article, with the role it plays (`dedication`, `epigraph`), if any.
    Source {
        /// The article; never numbered.
        entry: SourceEntry,
        /// `dedication` or `epigraph`; `None` for a page such as a preface.
        role: Option<Spanned<MadePage>>,
    },
}

/// The pages that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MadePage {
    /// `half-title`
    HalfTitle,
    /// `title-page`
    TitlePage,
    /// `copyright`
    Copyright,
    /// `contents`
    Contents {
        /// How many levels it lists.
        depth: Option<u8>,
    },
    /// `figures`
    Figures,
    /// `tables`
    Tables,
    /// `colophon`
    Colophon,
    /// `dedication`, which needs a source.
    Dedication,
    /// `epigraph`, which needs a source.
    Epigraph,
}

/// What an edition is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `epub`
    Epub,
    /// `pdf`
    Pdf,
    /// `print`
    Print,
}

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is written as.
    pub format: Format,
    /// The edition whose folios are its page-list: what `pages` says, else the first `print`, else the first `pdf` with
    /// a trim size. Only on an epub.
    pub pages: Option<Spanned<String>>,
    /// The page: `trim`, or `paper` by name.
    pub page: Option<Spanned<PageSize>>,
    /// How far colour runs over the trim (`bleed`).
    pub bleed: Option<Spanned<Length>>,
    /// The ISBN, 13 digits, checked.
    pub isbn: Option<Spanned<String>>,
    /// Its own facts.
    pub metadata: MetadataPatch,
    /// Its own cover.
    pub cover: Option<Spanned<String>>,
    /// Its own front pages.
    pub front: FrontChoice,
    /// Its own back pages.
    pub back: Option<Vec<MatterEntry>>,
    /// The ids of the chapters it leaves out.
    pub omit: Vec<Spanned<String>>,
    /// Its own look, not yet merged with the book's.
    pub style: StylePatch,
}

/// The size of a page, and which key gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// `trim`: a book's, whether or not a paper has that size, too.
    Trim(Size),
    /// `paper`: as it lies on a desk.
    Paper(Size),
}

impl PageSize {
    /// Its width and height.
    pub const fn size(self) -> Size {
        match self {
            PageSize::Trim(size) | PageSize::Paper(size) => size,
        }
    }
}

/// What an edition says of its front pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FrontChoice {
    /// Nothing: the book's front pages, but for a `pdf` without `trim`, which takes none but contents.
    #[default]
    Unsaid,
    /// `front: true`: the book's.
    Books,
    /// `front: false`: none.
    None,
    /// Its own.
    Own(Vec<MatterEntry>),
}
