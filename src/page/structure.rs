//! The structure that a tagged file carries: a tree of its own, since a paragraph may cross pages and a note is
//! drawn far from its mark.

use serde::Serialize;

use crate::base::{Rect, Site};
use crate::model::{Anchor, Lang, Number, NumberForm, Target};

/// An element: its index in [`super::Pages::structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ElemId(pub u32);

/// An element of the structure.
#[derive(Clone, Debug, Serialize)]
pub struct Elem {
    /// What it is.
    pub role: ElemRole,
    /// What it is in; none for the root.
    pub parent: Option<ElemId>,
    /// What is in it, in the order of reading. An element has children or is named by painted items, never both:
    /// text between children stands in [`ElemRole::Span`] elements.
    pub children: Vec<ElemId>,
    /// Its language, where it differs from its parent's.
    pub lang: Option<Lang>,
    /// What it shows, for pictures, formulas and words.
    pub alt: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where it was read.
    #[serde(skip)]
    pub site: Option<Site>,
}

/// What an element is, in the words of PDF's standard structure types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ElemRole {
    /// The root.
    Document,
    /// A part of the book.
    Part,
    /// A chapter.
    Chapter,
    /// A section of a chapter.
    Section,
    /// A heading, 1 to 6, without gaps.
    Heading(u8),
    /// A paragraph.
    Para,
    /// A run of text within a paragraph.
    Span,
    /// A word whose letters stand apart, such as one with a dropped initial; its alternative text is the whole of it.
    Word,
    /// Emphasis.
    Emph,
    /// Strong emphasis.
    Strong,
    /// Code in a line.
    Code,
    /// A block of code.
    CodeBlock,
    /// A link; `links` holds where it leads.
    Link,
    /// The raised mark of a note.
    NoteMark,
    /// A note's body.
    Note,
    /// A list.
    List(Labels),
    /// An item of a list.
    Item,
    /// The bullet or number of an item.
    Label,
    /// The body of an item.
    Body,
    /// A quotation.
    Quote,
    /// Words set apart from the text.
    Aside,
    /// An abbreviation; its title is what it is short for.
    Abbr,
    /// A picture that stands by itself, with its alternative text.
    Figure,
    /// A picture in a line, with its alternative text.
    Picture,
    /// Words below a picture or above a table.
    Caption,
    /// The contents.
    Toc,
    /// A line of the contents.
    TocItem,
    /// A table.
    Table,
    /// The rows at a table's head.
    TableHead,
    /// Its other rows.
    TableBody,
    /// A row.
    Row,
    /// A head cell.
    Head {
        /// What it is the head of.
        scope: Scope,
        /// Columns it covers.
        columns: u16,
        /// Rows it covers.
        rows: u16,
    },
    /// A cell.
    Cell {
        /// Columns it covers.
        columns: u16,
        /// Rows it covers.
        rows: u16,
    },
    /// A formula, with its alternative text.
    Formula,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Labels {
    /// A term.
    Terms,
    /// A bullet or a box.
    Bullets,
    /// A number.
    Numbers(NumberForm),
}

/// What a head cell is the head of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Column,
    /// Both.
    Both,
}

/// A link on a page: one annotation. A link that crosses pages has one on each.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The page's index.
    pub page: u32,
    /// The element it belongs to, of role [`ElemRole::Link`] or [`ElemRole::NoteMark`].
    pub elem: ElemId,
    /// Where it leads; never [`Target::Written`].
    pub target: Target,
    /// What it is, in words: its text, or "Note 3".
    pub alt: String,
    /// The areas that lead there, one a line.
    pub quads: Vec<Rect>,
}

/// A line of the outline.
#[derive(Clone, Debug, Serialize)]
pub struct OutlineEntry {
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: Option<Number>,
    /// 0 for the outermost.
    pub depth: u8,
    /// Where it leads.
    pub anchor: Anchor,
}
