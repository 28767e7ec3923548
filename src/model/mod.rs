//! The document: what an article is once it has been read, and what a book is once the passes are done.
//!
//! In: nothing but plain data. Out: [`Draft`] from the readers, [`Book`] from the passes.
//! Never here: Markdown, HTML, a page, a file format. Text is text; markup is a kind.

mod alphabet;
mod block;
mod book;
mod dump;
mod inline;
mod listing;
mod math;
mod math_words;
mod plain;
pub mod table;
mod walk;

pub use alphabet::{Alphabet, lettered};
pub use block::{
    Admonition, AdmonitionKind, Block, BlockKind, Definition, Figure, Item, List, NumberForm, Numbers, Para, ParaRole,
    Quote, QuoteRole, Verse, VerseLine,
};
pub use book::{
    AUTHOR, Anchored, Awaited, Book, BookParts, Chapter, Draft, Evaluation, Matter, Metadata, Neighbours, Origin,
    Person, Role, Series, Subject, TocEntry, same_address,
};
pub use dump::dump;
pub use inline::{
    Anchor, BRACKETS, Extent, FolioOf, Image, Inline, InlineKind, Lang, Meaning, Note, Number, Target, wording,
};
pub use listing::{CodePiece, Listing, Token, TokenClass};
pub use math::{
    Class, Column, Formula, Limits, MathStyle, Row, Table, TableKind, TableRow, Term, TermKind, between, classes,
};
pub use math_words::math_words;
pub use plain::{plain_block, plain_blocks, plain_text};
pub use walk::{
    each_block, each_block_mut, each_image, each_in_line, each_inline, each_inline_mut, has_formula, lines, lines_mut,
    within, within_mut,
};

/// A place in the text: a byte offset in the plain text of one block of one chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct TextPos {
    /// The chapter's index in the book.
    pub chapter: u32,
    /// The block's number in the chapter ([`Block::index`]).
    pub block: u32,
    /// The byte in the block's own plain text ([`plain_text`]). A list that Recto makes has none: there it is the number of the
    /// entry among those of the book ([`Book::entries`]).
    pub offset: u32,
}
