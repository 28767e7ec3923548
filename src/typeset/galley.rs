//! The galley: a chapter in lines and blocks, which does not know side or folio. Plain data.

use serde::Serialize;

use crate::base::{Length, Rect, Site};
use crate::model::{Anchor, Target, TextPos};
use crate::page::{Elem, ElemId, Folio, Item};

/// One chapter, set.
#[derive(Clone, Debug, Serialize)]
pub struct Galley {
    /// The chapter's index in the book.
    pub chapter: u32,
    /// The structure of the chapter. Element 0 is the chapter itself (role `Part`, `Chapter` or `Section`), its parent `None`;
    /// ids and parents count within this list.
    pub structure: Vec<Elem>,
    /// What is set, from the top down.
    pub slabs: Vec<Slab>,
    /// The bodies of its notes, in the order of their first marks.
    pub notes: Vec<NoteBody>,
    /// The folios it shows, by the places whose pages have them; none where a folio was not known yet.
    #[serde(skip)]
    pub folios: Vec<(Anchor, Option<Folio>)>,
}

/// The body of a note.
#[derive(Clone, Debug, Serialize)]
pub struct NoteBody {
    /// Its anchor; pages put it on the body's first line.
    pub anchor: Anchor,
    /// Its lines; their own leading is smaller than the text's.
    pub slabs: Vec<Slab>,
}

/// A block: what stands between two spaces.
#[derive(Clone, Debug, Serialize)]
pub struct Slab {
    /// What it is.
    pub kind: SlabKind,
    /// Space above it. Between two slabs the larger of `below` and `above` counts; at the top of a page none, unless
    /// `sunk`.
    pub above: Length,
    /// Space below it.
    pub below: Length,
    /// Whether the space above counts at the top of a page too: a chapter's opening.
    pub sunk: bool,
    /// Whether its lines stand on the grid: the first snaps down to the next grid line of the page.
    pub grid: bool,
    /// The level of a heading, 1 for a chapter's title. A heading keeps two lines of what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<u8>,
    /// Whether it must not be the last on its page: headings, lead-ins.
    pub keep_next: bool,
    /// Whether it leads in to code, and better is not the last on its page.
    pub leads_in: bool,
    /// Whether it must not be divided: headings, scene breaks.
    pub whole: bool,
    /// Whether it is better not divided: a few lines of code.
    pub together: bool,
    /// The ground that it stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// Rules at its left, one for each admonition that it is in, the outer before the inner.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<Bar>,
    /// A scene break: never the first or last line of a page. It is left out there, and its space with it, never its meaning: the break of
    /// the page with an empty line then stands for it only where text goes on.
    pub scene_break: bool,
    /// How many slabs, from this one on, are a figure that may stand at the top of a later page; 0 where this one begins none.
    #[serde(skip_serializing_if = "is_zero")]
    pub floats: usize,
    /// Where its text begins in the book.
    pub src: TextPos,
    /// Where it was read.
    #[serde(skip)]
    pub site: Option<Site>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A tint behind a slab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// Where it begins, from the measure's left edge.
    pub x: Length,
    /// How wide it is.
    pub width: Length,
    /// How far it reaches above the first line, and below the last.
    pub beyond: [Length; 2],
    /// Black in per cent.
    pub tint: u8,
}

/// A rule at the side of what belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// The element whose content it stands beside.
    pub elem: ElemId,
    /// Where it stands, from the measure's left edge.
    pub x: Length,
}

/// What a slab is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlabKind {
    /// Lines.
    Para(Para),
    /// Pictures side by side, as a line that stands on its own bottom.
    Picture(Box<Line>),
    /// A table.
    Table {
        /// Its rows from the head on, each a line that stands on its own bottom. A row higher than a page is several.
        rows: Vec<Line>,
        /// Its head as paint alone, which is set again above the rows that a page goes on with.
        again: Vec<Line>,
    },
}

impl Slab {
    /// Its lines, in the natural way; pictures are one.
    pub fn lines(&self) -> &[Line] {
        match &self.kind {
            SlabKind::Para(para) => para.variants.first().map_or(&[], |setting| &setting.lines),
            SlabKind::Picture(line) => std::slice::from_ref(line),
            SlabKind::Table { rows, .. } => rows,
        }
    }
}

/// A paragraph in the ways in which it may be set: the natural one first, then longer and shorter ones.
#[derive(Clone, Debug, Serialize)]
pub struct Para {
    /// The ways, at least one.
    pub variants: Vec<Setting>,
}

/// One way to set a paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// Its lines.
    pub lines: Vec<Line>,
    /// How bad it looks; 0 is perfect.
    pub demerits: i64,
    /// Whether its last line is short, or nothing but the rest of a word.
    pub stub: bool,
}

/// A line. Its items stand from the measure's left edge (x) and its own baseline (y, down).
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What is painted.
    pub items: Vec<Item>,
    /// Above the baseline, its share of the leading included.
    pub height: Length,
    /// Below the baseline; height and depth of a body line make one leading.
    pub depth: Length,
    /// Whether it ends in a hyphen.
    pub hyphen_end: bool,
    /// The notes whose first marks stand in it.
    pub notes: Vec<NoteMark>,
    /// The anchors that stand in it.
    pub anchors: Vec<Anchor>,
    /// The links in it.
    pub links: Vec<LinkArea>,
    /// No page ends behind this line.
    pub keep: bool,
    /// Where its text begins in the book; behind the word's end where it begins inside a word.
    pub src: TextPos,
}

/// The first mark of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NoteMark {
    /// The note, by its index in [`Galley::notes`].
    pub note: u32,
    /// The baseline of the words that it stands behind, from the line's own: in a table's row those of a cell.
    pub baseline: Length,
}

impl NoteMark {
    /// A mark behind words on the line's baseline.
    pub fn on_line(note: u32) -> NoteMark {
        NoteMark { note, baseline: Length::ZERO }
    }
}

/// A part of a link in one line.
#[derive(Clone, Debug, Serialize)]
pub struct LinkArea {
    /// The element it belongs to.
    pub elem: ElemId,
    /// Where it leads.
    pub target: Target,
    /// What it is, in words.
    pub alt: String,
    /// Its area, from the measure's left edge and the baseline.
    pub area: Rect,
}
