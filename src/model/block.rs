//! What stands between two blank lines.

use serde::Serialize;

use super::table::Table;
use super::{Anchor, Formula, Image, Inline, Lang, Listing, Number};
use crate::base::{Span, alphabetic, roman};

/// A block of a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place, where something may link to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// Its language, where it differs from what surrounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Its number in the chapter, in the order of reading, notes' blocks where their first mark stands;
    /// given by the passes.
    pub index: u32,
    /// Where it stands in its chapter's source; empty for what a pass made.
    #[serde(skip)]
    pub span: Span,
}

impl Block {
    /// A block that was read at `span`, without anchor or language.
    pub fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, anchor: None, lang: None, index: 0, span }
    }
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A paragraph, or a line of a title page.
    Para(Para),
    /// A heading within a chapter.
    Heading {
        /// How it looks: 2 to 6 (1 is the chapter's title). Sections sink a level.
        level: u8,
        /// The level that its author typed, from 1.
        #[serde(skip)]
        typed: u8,
        /// Where it stands in the structure: like `level`, but without gaps; given by the passes.
        outline: u8,
        /// Its number, where the style numbers headings.
        number: Option<Number>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A list.
    List(List),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A quotation.
    Quote(Quote),
    /// Words set apart from the text: a note, a warning.
    Admonition(Admonition),
    /// Verse.
    Verse(Verse),
    /// Code.
    Code(Listing),
    /// A formula by itself.
    Formula(Formula),
    /// A break between scenes.
    SceneBreak,
    /// Pictures that stand by themselves.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// The table of contents, made from [`super::Book::contents`] by each writer.
    Contents {
        /// How many levels of it, parts and their chapters being one; the design's where nobody said.
        depth: Option<u8>,
    },
    /// The list of figures, made from [`super::Book::figures`] by each writer.
    Figures,
    /// The list of tables, made from [`super::Book::tables`] by each writer.
    Tables,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Para {
    /// What it is for.
    pub role: ParaRole,
    /// Its words.
    pub text: Vec<Inline>,
}

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParaRole {
    /// Running text.
    Text,
    /// The first of a chapter, where the style has its first letter drop.
    Initial,
    /// The book's title on its title page or half-title.
    Title,
    /// The book's subtitle.
    Subtitle,
    /// An author on the title page.
    Author,
    /// Who else made the book and how, on the title page: "Translated by …".
    Credit,
    /// The series that the book belongs to, on the title page.
    Series,
    /// The publisher on the title page; its place and the year below it.
    Publisher,
    /// A line of the copyright page or the colophon.
    Imprint,
    /// A line of the dedication.
    Dedication,
    /// Who said what is quoted above.
    Attribution,
    /// A term of a list of definitions.
    Term,
    /// Names what follows it: an admonition, a part of the text that may be folded on a screen.
    Label,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List {
    /// How its items are numbered, and the first number; none where they are not.
    pub numbers: Option<Numbers>,
    /// Without space between its items.
    pub tight: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// How the items of a list are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// The first.
    pub start: u64,
    /// As what they are written.
    pub form: NumberForm,
    /// Whether a bracket follows them, `1)`, and not a full stop.
    pub bracket: bool,
    /// Whether they run down from it: `3. 2. 1.`
    pub down: bool,
}

/// As what the number of an item is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberForm {
    /// `1`
    Decimal,
    /// `a`
    Alpha,
    /// `A`
    Capital,
    /// `iv`
    Roman,
    /// `IV`
    CapitalRoman,
}

impl Numbers {
    /// From `start` on, as `1.`
    pub fn from(start: u64) -> Numbers {
        Numbers { start, form: NumberForm::Decimal, bracket: false, down: false }
    }

    /// What stands before the item that is the `at`th from 0.
    pub fn label(&self, at: usize) -> String {
        let number = match self.down {
            true => self.start.saturating_sub(at as u64),
            false => self.start.saturating_add(at as u64),
        };
        let small = u32::try_from(number).ok().filter(|number| (1..4000).contains(number));
        let letters = match (self.form, small) {
            (NumberForm::Decimal, _) | (_, None) => number.to_string(),
            (NumberForm::Alpha, Some(number)) => alphabetic(number),
            (NumberForm::Capital, Some(number)) => alphabetic(number).to_uppercase(),
            (NumberForm::Roman, Some(number)) => roman(number),
            (NumberForm::CapitalRoman, Some(number)) => roman(number).to_uppercase(),
        };
        format!("{letters}{}", if self.bracket { ')' } else { '.' })
    }
}

/// Terms and what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The terms, each a paragraph of that role; mostly one.
    pub terms: Vec<Block>,
    /// What they mean, each meaning some blocks; mostly one.
    pub meanings: Vec<Vec<Block>>,
}

/// Words set apart from the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Admonition {
    /// Of which kind it is.
    pub kind: AdmonitionKind,
    /// Its content. The first is a paragraph of the role label, which the passes make where the author named none.
    pub blocks: Vec<Block>,
}

/// What an admonition tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdmonitionKind {
    /// What one should know.
    Note,
    /// What makes it easier.
    Tip,
    /// What one must know.
    Important,
    /// What to beware of.
    Warning,
    /// What may do harm.
    Caution,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Whether a task is done, for an item that is a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<bool>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// What it is for.
    pub role: QuoteRole,
    /// Its content; an attribution is a paragraph of that role at its end.
    pub blocks: Vec<Block>,
}

/// What a quotation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteRole {
    /// Within the text.
    Quote,
    /// At the head of a chapter.
    Epigraph,
}

/// Verse, stanza by stanza.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verse {
    /// The stanzas, each a list of lines.
    pub stanzas: Vec<Vec<VerseLine>>,
}

/// A line of verse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerseLine {
    /// How many steps it is indented.
    pub indent: u8,
    /// Its words.
    pub text: Vec<Inline>,
}

/// Pictures that stand by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The pictures, side by side; at least one.
    pub images: Vec<Image>,
    /// How its caption and references to it call it, as `Figure 3`; given by the passes to every figure with a caption
    /// that does not call itself so.
    pub label: Option<String>,
    /// Words below it.
    pub caption: Vec<Inline>,
}

impl Figure {
    /// A figure of one picture.
    pub fn of(image: Image, caption: Vec<Inline>) -> Figure {
        Figure { images: vec![image], label: None, caption }
    }
}
