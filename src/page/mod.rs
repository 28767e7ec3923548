//! The page: what setting makes and every writer takes.
//!
//! In: nothing but plain data. Out: [`Pages`] for `pdf/`, `press/` and `paint/`, [`PageMap`] for `epub/`.
//! Never here: a font's tables, a file format, a colour space. Coordinates run right and down from the top
//! left corner of the trimmed page.

mod dump;
mod folio;
mod item;
#[cfg(test)]
pub(crate) mod sample;
mod structure;

pub use dump::dump;
pub use folio::{Folio, PageMap};
pub use item::{
    ArtifactKind, Dir, FontId, Frame, Glyph, GlyphRun, ImageId, Ink, Item, Mark, PathShape, Segment, Stroke, Transform,
};
pub use structure::{Elem, ElemId, ElemRole, Labels, Link, OutlineEntry, Scope};

use serde::Serialize;

use crate::asset::{Face, Picture};
use crate::base::{Length, Size};
use crate::model::Metadata;

/// A paged edition, set: all that a writer needs.
#[derive(Clone, Debug)]
pub struct Pages {
    /// What is known of the book.
    pub meta: Metadata,
    /// The outline, flat with depths, in the order of reading.
    pub outline: Vec<OutlineEntry>,
    /// The structure: a tree whose root is element 0.
    pub structure: Vec<Elem>,
    /// The fonts that items name by [`FontId`]; several may be unused.
    pub fonts: Vec<Face>,
    /// The pictures that items name by [`ImageId`].
    pub images: Vec<Picture>,
    /// The links; their areas lie on pages.
    pub links: Vec<Link>,
    /// The pages.
    pub pages: Vec<Page>,
}

/// The front cover of a book that has no picture for it.
#[derive(Clone, Debug)]
pub struct Cover {
    /// What its paper shows, over and over from the top left corner on.
    pub paper: Frame,
    /// After how much of it the paper begins anew, across and down.
    pub repeat: Size,
    /// What lies on the paper.
    pub frame: Frame,
    /// How large it is.
    pub size: Size,
}

/// One page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// The trimmed size.
    pub trim: Size,
    /// How far colour runs over the trim on every side.
    pub bleed: Length,
    /// Recto or verso.
    pub side: Side,
    /// Its folio, printed or not.
    pub folio: Folio,
    /// What kind of page it is.
    pub kind: PageKind,
    /// What is painted on it.
    pub frame: Frame,
}

/// The side of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The front of a leaf, on the right of a spread where the binding is on the left.
    Recto,
    /// Its back.
    Verso,
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// Text that runs on.
    Normal,
    /// Nothing, to bring the next page to a recto.
    Blank,
    /// A page on which a chapter or a part opens.
    Opening,
}
