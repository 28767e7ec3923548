//! What stands in a line.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Block, Formula};
use crate::base::{Length, Span, roman};

/// A place that can be linked to, unique in the book: an XML name of letters, digits, `-`, `_` and `.`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Anchor(pub String);

/// A language as a BCP 47 tag, such as `en-US`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Lang(pub String);

impl Lang {
    /// Whether it is written from right to left: by its script subtag, else by the script it is mostly written in (CLDR,
    /// likely subtags).
    pub fn right_to_left(&self) -> bool {
        let mut tags = self.0.split(['-', '_']);
        let primary = tags.next().unwrap_or_default();
        let among = |all: &[&str], tag: &str| all.iter().any(|known| known.eq_ignore_ascii_case(tag));
        match tags.find(|tag| tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_alphabetic())) {
            Some(script) => among(&["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"], script),
            None => among(
                &["ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr", "nqo", "arc"],
                primary,
            ),
        }
    }
}

/// The subtag by which words in a language are kept: its own in small letters, `en` for `en-US`, and bokmål's for any Norwegian.
pub fn wording(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "no" | "nn" => "nb".to_string(),
        _ => primary,
    }
}

/// The number of a part, a chapter, a heading or a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// From the outermost in: `2.1`.
    Arabic(Vec<u32>),
    /// A part's: `II`.
    Roman(u32),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Arabic(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
                f.write_str(&numbers.join("."))
            }
            Number::Roman(number) => f.write_str(&roman(*number).to_uppercase()),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// As the author wrote it: a file name, a fragment, an address. Only in a [`super::Draft`];
    /// the passes turn it into one of the others or into plain text.
    Written(String),
    /// A place in this book.
    Anchor(Anchor),
    /// An address outside: `https:`, `mailto:` and the like.
    Url(String),
}

/// A piece of a line and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands in its chapter's source; empty for what a pass made.
    #[serde(skip)]
    pub span: Span,
}

/// What a piece of a line is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InlineKind {
    /// Letters. A soft line break of the source is a space here.
    Text(String),
    /// A forced line break.
    Break,
    /// Emphasis, set in italic (upright within italic).
    Emph(Vec<Inline>),
    /// Strong emphasis, set in bold.
    Strong(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Small capitals.
    SmallCaps(Vec<Inline>),
    /// Marked, as with a coloured pen.
    Highlight(Vec<Inline>),
    /// Underlined.
    Underline(Vec<Inline>),
    /// In small type.
    Small(Vec<Inline>),
    /// Raised.
    Sup(Vec<Inline>),
    /// Lowered.
    Sub(Vec<Inline>),
    /// Code, as typed.
    Code(String),
    /// A formula.
    Formula(Formula),
    /// An abbreviation.
    Abbr {
        /// What it is short for.
        full: String,
        /// As it is written.
        text: Vec<Inline>,
    },
    /// Words of which more is known than how they look. What is in it looks as it says itself: as code, as emphasis.
    Meant(Meaning, Vec<Inline>),
    /// Words with their readings: behind each base one [`InlineKind::Reading`] or more.
    Ruby(Vec<Inline>),
    /// How what stands before it is read. In [`BRACKETS`] wherever it does not stand over it.
    Reading(Vec<Inline>),
    /// A place that can be linked to; it shows nothing.
    Place(Anchor),
    /// Text in another language.
    Lang(Lang, Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Words about the link, if the author gave any.
        title: Option<String>,
        /// What is shown.
        text: Vec<Inline>,
    },
    /// A note, with its body where its first mark stands.
    Note(Note),
    /// A further mark of a note whose body stands elsewhere.
    NoteRef {
        /// The note.
        note: Anchor,
        /// Its number, given by the passes.
        number: Option<Number>,
    },
    /// A picture in the line.
    Image(Image),
    /// The folio of the page on which a place stands.
    Folio(FolioOf),
}

/// What words are, where that is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The title of a work.
    Work,
    /// A term, where it is defined.
    Term,
    /// A variable.
    Variable,
    /// What is typed or pressed.
    Input,
    /// What a program shows.
    Output,
    /// An abbreviation that does not tell what it is short for.
    Abbreviation,
}

/// What stands around a reading that does not stand over its words. Both are part of the plain text.
pub const BRACKETS: [&str; 2] = ["(", ")"];

/// The folio of the page on which a place stands. Only pages tell it, so it is no part of the plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FolioOf {
    /// The place.
    pub of: Target,
    /// What stands before and behind the folio; given by the passes.
    pub around: [String; 2],
    /// What stands there where pages have no folios; given by the passes.
    pub otherwise: String,
}

impl FolioOf {
    /// The folio of what an author wrote as the address of a link.
    pub fn new(of: Target) -> FolioOf {
        FolioOf { of, around: Default::default(), otherwise: String::new() }
    }

    /// What is shown where the place stands on a page of that folio.
    pub fn shown(&self, folio: Option<impl fmt::Display>) -> String {
        let [before, behind] = &self.around;
        folio.map_or_else(|| self.otherwise.clone(), |folio| format!("{before}{folio}{behind}"))
    }
}

/// A picture as the text shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The file, relative to the book's folder.
    pub path: String,
    /// What it shows; `None` where the author said nothing, empty where it is decorative.
    pub alt: Option<String>,
    /// How wide the author wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<Extent>,
    /// Its address on the web, as long as the book does not have the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// How wide something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// In per cent of the measure.
    Percent(u16),
    /// As a length.
    Length(Length),
}

impl Image {
    /// A picture of no width in particular.
    pub fn new(path: impl Into<String>, alt: Option<String>) -> Image {
        Image { path: path.into(), alt, width: None, address: None }
    }

    /// What stands in the place of a picture that is not there: its description, or its name, and where on the web it is.
    pub fn in_words(&self) -> String {
        if let Some(alt) = self.alt.as_ref().filter(|alt| !alt.is_empty()) {
            return alt.clone();
        }
        let place = self.address.as_deref().unwrap_or(&self.path).split(['?', '#']).next().unwrap_or_default();
        let place = place.trim_end_matches('/');
        let name = place.rsplit('/').next().unwrap_or_default();
        let host = place.split_once("//").and_then(|(_, rest)| rest.split('/').next());
        match host.filter(|host| *host != name) {
            Some(host) => format!("{name} ({host})"),
            None => name.to_string(),
        }
    }
}

/// As the author would write it: `60%`, `40pt`.
impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Extent::Percent(share) => write!(f, "{share}%"),
            Extent::Length(length) => write!(f, "{length}"),
        }
    }
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its place; made from the author's label, so that it survives a new edition.
    pub anchor: Anchor,
    /// Its number in the chapter, given by the passes.
    pub number: Option<Number>,
    /// Its body.
    pub blocks: Vec<Block>,
}

impl Inline {
    /// A piece that was read at `span`.
    pub fn new(kind: InlineKind, span: Span) -> Inline {
        Inline { kind, span }
    }

    /// Letters that a pass made.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline { kind: InlineKind::Text(text.into()), span: Span::default() }
    }

    /// The pieces within this one that run on in the same line (a note's body does not).
    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Emph(c)
            | InlineKind::Strong(c)
            | InlineKind::Strike(c)
            | InlineKind::SmallCaps(c)
            | InlineKind::Highlight(c)
            | InlineKind::Underline(c)
            | InlineKind::Small(c)
            | InlineKind::Sup(c)
            | InlineKind::Sub(c)
            | InlineKind::Abbr { text: c, .. }
            | InlineKind::Meant(_, c)
            | InlineKind::Ruby(c)
            | InlineKind::Reading(c)
            | InlineKind::Lang(_, c)
            | InlineKind::Link { text: c, .. } => c,
            InlineKind::Text(_)
            | InlineKind::Break
            | InlineKind::Place(_)
            | InlineKind::Code(_)
            | InlineKind::Formula(_)
            | InlineKind::Note(_)
            | InlineKind::NoteRef { .. }
            | InlineKind::Image(_)
            | InlineKind::Folio(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match &mut self.kind {
            InlineKind::Emph(c)
            | InlineKind::Strong(c)
            | InlineKind::Strike(c)
            | InlineKind::SmallCaps(c)
            | InlineKind::Highlight(c)
            | InlineKind::Underline(c)
            | InlineKind::Small(c)
            | InlineKind::Sup(c)
            | InlineKind::Sub(c)
            | InlineKind::Abbr { text: c, .. }
            | InlineKind::Meant(_, c)
            | InlineKind::Ruby(c)
            | InlineKind::Reading(c)
            | InlineKind::Lang(_, c)
            | InlineKind::Link { text: c, .. } => Some(c),
            InlineKind::Text(_)
            | InlineKind::Break
            | InlineKind::Place(_)
            | InlineKind::Code(_)
            | InlineKind::Formula(_)
            | InlineKind::Note(_)
            | InlineKind::NoteRef { .. }
            | InlineKind::Image(_)
            | InlineKind::Folio(_) => None,
        }
    }
}
