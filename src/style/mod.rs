//! The look of an edition as plain data: paper, margins, type, the designs that books choose from, and what shops ask for.
//!
//! In: nothing but numbers. Out: [`Style`], complete. Never here: a page, a font file, a string that is looked up as an option.
//! A [`StylePatch`] holds what the manifest says; [`Style::new`] lays it over a design and derives from the page what is left out.

mod book;
mod code;
mod design;
mod handout;
mod hyphenation;
mod keys;
mod manual;
mod paper;
mod patch;
mod shop;

pub use code::{Rgb, TokenLook, TokenLooks};
pub use design::{
    Align, ChapterNumbers, Design, Edge, Figures, FolioPlace, Heading, NotePlace, Openings, RunningHead, Typeface,
    Voice,
};
pub use hyphenation::{DividedWord, is_mark};
pub use keys::{Change, GROUPS, Group, HEADINGS, KEYS, Slot, Value, Way, Word};
pub use paper::{PAPERS, Paper, Sides, default_paper, is_usual_landscape, paper_named};
pub use patch::{MarginPatch, StylePatch};
pub use shop::{Shop, ShopRules};

use serde::Serialize;

use crate::base::{Length, Size};

/// The whole look of one paged edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Style {
    /// The trimmed page.
    pub trim: Size,
    /// Whether leaves are printed on both sides: mirrored margins, recto openings.
    pub sides: Sides,
    /// The margins.
    pub margins: Margins,
    /// The family of running text.
    pub text: String,
    /// The family of headings.
    pub heads: String,
    /// The family of code.
    pub code: String,
    /// The size of running text.
    pub size: Length,
    /// The distance between its baselines; every block takes whole multiples of it.
    pub leading: Length,
    /// Whether fonts of the machine are let in.
    pub system_fonts: bool,
    /// Whether an EPUB carries its families.
    pub embed_fonts: bool,
    /// How the first letter of a chapter is set.
    pub first_letter: FirstLetter,
    /// Where the book divides words by itself; later ones hold over earlier ones.
    pub hyphenation: Vec<DividedWord>,
    /// Whether justified lines are evened by what their letters give: hanging, width, distance.
    pub microtypography: bool,
    /// Whether other inks than black are used.
    pub colour: bool,
    /// All else.
    pub design: Design,
}

/// How the first letter of a chapter is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstLetter {
    /// Like others.
    #[default]
    Plain,
    /// As large as others, the first words in small capitals.
    SmallCaps,
    /// Dropped over the first lines, the first words in small capitals.
    Drop,
}

/// Margins of a page. On one-sided paper `inside` is left and `outside` right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Margins {
    /// At the binding.
    pub inside: Length,
    /// At the fore-edge.
    pub outside: Length,
    /// Above the letters of the first line; the running head stands in it.
    pub top: Length,
    /// Below the baseline of the last line; the folio stands in it.
    pub bottom: Length,
}

/// The column of notes in the outer margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NoteColumn {
    /// How far it stands from the text.
    pub gap: Length,
    /// How wide it is.
    pub width: Length,
}

/// The narrowest and the widest column of notes, in ems of their type: lines of 26 to 39 letters.
const NOTE_LEAST_EM: i64 = 10;
const NOTE_MOST_EM: i64 = 15;
/// How far notes stay from the paper's edge, as text does at least.
const CLEAR_OF_EDGE: Length = Length::milli_inch(500);

impl Style {
    /// The style that `patch` asks for on a page of size `trim`. What it leaves out comes from its design, and
    /// size, leading and margins from the page.
    pub fn new(patch: &StylePatch, default_design: &str, trim: Size, sides: Option<Sides>) -> Style {
        patch::complete(patch, default_design, trim, sides)
    }

    /// The measure: the width of the text.
    pub fn measure(&self) -> Length {
        self.trim.width - self.margins.inside - self.margins.outside
    }

    /// The column of notes in the outer margin; none where the design has notes at the foot, or the margin is too narrow for
    /// lines that are worth reading.
    pub fn note_column(&self) -> Option<NoteColumn> {
        let em = self.size.scale(self.design.note.size_percent, 100);
        let width = (self.margins.outside - self.note_gap() - CLEAR_OF_EDGE).min(em * NOTE_MOST_EM);
        let wide = width >= em * NOTE_LEAST_EM;
        (self.design.notes == NotePlace::Side && wide).then(|| NoteColumn { gap: self.note_gap(), width })
    }

    /// The narrowest outer margin that holds a column of notes, in whole points.
    pub fn least_note_margin(&self) -> Length {
        let em = self.size.scale(self.design.note.size_percent, 100);
        (self.note_gap() + em * NOTE_LEAST_EM + CLEAR_OF_EDGE).round_up_to(Length::pt(1))
    }

    fn note_gap(&self) -> Length {
        self.size * 3 / 2
    }

    /// How many lines of running text a page holds. The letters of the first reach up to the margin, and the last stands on the
    /// margin at the foot, as TeX fills a page (The TeXbook, ch. 15: `\topskip`, `\maxdepth`).
    pub fn lines_a_page(&self) -> i64 {
        let between = self.trim.height - self.margins.top - self.margins.bottom - self.ascent();
        if between < Length::ZERO { 0 } else { between.0 / self.leading.0.max(1) + 1 }
    }

    /// How far the tall letters of running text reach above their baseline, by rule: 71 hundredths of the size.
    pub fn ascent(&self) -> Length {
        self.size.scale(71, 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters and spaces in an em of EB Garamond's English prose, in tenths, counted over a novel.
    const LETTERS: i64 = 26;

    #[test]
    fn derived_pages_have_lines_of_55_to_76_letters() {
        let inches = |w: i64, h: i64| Size { width: Length::milli_inch(w), height: Length::milli_inch(h) };
        let trims = PAPERS.iter().map(|paper| (paper.name, paper.size));
        let trims = trims.chain([("6x9in", inches(6000, 9000)), ("7x9.25in", inches(7000, 9250))]);
        for (name, trim) in trims {
            for design in Design::NAMES {
                let style = Style::new(&StylePatch::default(), design, trim, None);
                let letters = style.measure().scale(LETTERS, 10).0 / style.size.0;
                let handout_on_small_paper = *design == "handout" && trim.width < Length::milli_inch(6000);
                assert!((55..=76).contains(&letters) || handout_on_small_paper, "{design} on {name}: {letters}");
                // Nor is the text a ribbon, or a slab as broad as high.
                let tall = style.leading * style.lines_a_page();
                let ratio = tall.0 * 100 / style.measure().0;
                assert!((125..=215).contains(&ratio), "{design} on {name}: {ratio}");
            }
        }
    }

    #[test]
    fn the_margin_of_a_handout_holds_notes_on_office_paper_and_small_pages_have_them_at_the_foot() {
        for paper in PAPERS {
            let style = Style::new(&StylePatch::default(), "handout", paper.size, None);
            let letters = style.note_column().map(|column| {
                assert!(column.gap + column.width + CLEAR_OF_EDGE <= style.margins.outside, "{}", paper.name);
                column.width.scale(LETTERS, 10).0 / style.size.scale(style.design.note.size_percent, 100).0
            });
            let small = ["a5", "a6", "half-letter"].contains(&paper.name);
            assert_eq!(letters.is_none(), small, "{}: {letters:?}", paper.name);
            assert!(letters.is_none_or(|letters| (26..=39).contains(&letters)), "{}: {letters:?}", paper.name);
            for design in ["book", "manual"] {
                assert_eq!(Style::new(&StylePatch::default(), design, paper.size, None).note_column(), None);
            }
        }
    }
}
