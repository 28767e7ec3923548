//! What a design decides. Each design is a value of [`Design`] in a file of its own.

use serde::Serialize;

use super::{Margins, Sides, TokenLooks, book, handout};
use crate::base::{Em, Length, Size};

/// The look of a book apart from its page: type, openings, furniture. Sizes are relative to running text, spaces are
/// in lines of its leading, so that a design fits every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Design {
    /// Its name in the manifest.
    pub name: &'static str,
    /// The family of running text.
    pub text: &'static str,
    /// The family of headings.
    pub heads: &'static str,
    /// The family of code.
    pub code: &'static str,
    /// Whether leaves are printed on both sides unless the manifest says otherwise.
    pub sides: Sides,
    /// Leading in per cent of the size.
    pub leading_percent: i64,
    /// Margins in 1/1000 of the page's width (inside, outside) and height (top, bottom).
    pub margins_permille: [i64; 4],
    /// Running text is the page's width over this many hundredths, rounded to half points, within `sizes`.
    pub size_divisor_percent: i64,
    /// The least and the greatest derived size, in half points.
    pub sizes_half_pt: [i64; 2],
    /// Running text.
    pub body: Voice,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// The title of a chapter, then headings of level 2 to 6.
    pub headings: [Heading; 6],
    /// Where chapters open.
    pub openings: Openings,
    /// Lines left free above a chapter's title.
    pub sink: u8,
    /// Whether a chapter's number stands above its title.
    pub chapter_numbers: bool,
    /// The number above a chapter's title.
    pub number: Voice,
    /// A chapter's subtitle.
    pub subtitle: Voice,
    /// Indent of quotations on both sides.
    pub quote_indent: Em,
    /// Quotations.
    pub quote: Voice,
    /// Epigraphs.
    pub epigraph: Voice,
    /// Attributions.
    pub attribution: Voice,
    /// Indent of an item's text in a list.
    pub list_indent: Em,
    /// The bullet by depth.
    pub bullets: [char; 3],
    /// Indent of verse.
    pub verse_indent: Em,
    /// Code in blocks.
    pub code_block: Voice,
    /// What stands above it: a title, or the name of its file.
    pub code_title: Voice,
    /// How its tokens look.
    pub tokens: TokenLooks,
    /// Code in a line, in per cent of the size of the text around it.
    pub inline_code_percent: i64,
    /// Notes at the foot.
    pub note: Voice,
    /// Leading of notes in per cent of their size.
    pub note_leading_percent: i64,
    /// Captions.
    pub caption: Voice,
    /// Tables.
    pub table: Voice,
    /// The heads of their columns.
    pub table_head: Voice,
    /// Leading of tables in per cent of their size.
    pub table_leading_percent: i64,
    /// What stands for a scene break.
    pub scene_break: &'static str,
    /// Running heads.
    pub running: Running,
    /// The voice of running heads.
    pub running_voice: Voice,
    /// Folios.
    pub folio: FolioForm,
    /// The voice of folios.
    pub folio_voice: Voice,
    /// The book's title on the title page.
    pub book_title: Voice,
    /// Its subtitle there.
    pub book_subtitle: Voice,
    /// Authors and publisher there.
    pub book_author: Voice,
    /// Lines of the copyright page and the colophon.
    pub imprint: Voice,
    /// How many levels contents list: 1 for parts and chapters, 2 for sections, too.
    pub contents_depth: u8,
    /// Lines of the contents.
    pub contents: Voice,
}

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// Which of the style's families.
    pub face: Typeface,
    /// Its size in per cent of running text.
    pub size_percent: i64,
    /// Its lines in leadings of running text: 1 for text, 2 for a large title; notes have a leading of their own.
    pub lines: u8,
    /// Slanted.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals for small letters, from the font.
    pub small_caps: bool,
    /// Space between letters, for capitals and small capitals.
    pub tracking: Em,
    /// How its lines are aligned.
    pub align: Align,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Whether figures stand as tall as capitals and are of one width, for columns.
    pub tabular: bool,
}

/// One of the style's families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Typeface {
    /// Of running text.
    Text,
    /// Of headings.
    Heads,
    /// Of code.
    Code,
}

/// How lines are aligned. Start and end are left and right in a text that runs left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// To both sides.
    Justify,
    /// At the start.
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

/// How paragraphs are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paragraphs {
    /// By an indent, but for the first after a heading or a break.
    Indented(Em),
    /// By an empty line.
    Spaced,
}

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its voice.
    pub voice: Voice,
    /// Half lines of the leading free above it. Above, its lines and below make whole lines together.
    pub above_half_lines: u8,
    /// Half lines free below it.
    pub below_half_lines: u8,
}

/// Where chapters open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Openings {
    /// On a recto.
    Recto,
    /// On the next page.
    NextPage,
}

/// Running heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Running {
    /// The book's title on versos, the chapter's on rectos; on one-sided paper the chapter's.
    TitleAndChapter,
    /// None.
    None,
}

/// Folios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FolioForm {
    /// At the outer end of the running head, and centred at the foot of an opening.
    Outer,
    /// At the foot, as "3 of 12", where 12 counts the pages of the body.
    FootOf,
}

impl Design {
    /// The designs' names.
    pub const NAMES: &[&str] = &["book", "handout"];

    /// The design of that name.
    pub fn named(name: &str) -> Option<Design> {
        match name {
            "book" => Some(book::design()),
            "handout" => Some(handout::design()),
            _ => None,
        }
    }

    /// The size of running text on a page of size `trim`.
    pub fn size_on(&self, trim: Size) -> Length {
        let half_points = trim.width.scale(200, self.size_divisor_percent).0 / Length::pt(1).0;
        Length::milli_pt(500 * half_points.clamp(self.sizes_half_pt[0], self.sizes_half_pt[1]))
    }

    /// The margins on a page of size `trim`.
    pub fn margins_on(&self, trim: Size) -> Margins {
        let [inside, outside, top, bottom] = self.margins_permille;
        Margins {
            inside: trim.width.scale(inside, 1000),
            outside: trim.width.scale(outside, 1000),
            top: trim.height.scale(top, 1000),
            bottom: trim.height.scale(bottom, 1000),
        }
    }
}

pub(super) fn fallback() -> Design {
    book::design()
}

/// Running text in a family; designs change what differs.
pub(super) const fn voice(face: Typeface, size_percent: i64) -> Voice {
    Voice {
        face,
        size_percent,
        lines: 1,
        italic: false,
        bold: false,
        small_caps: false,
        tracking: Em::ZERO,
        align: Align::Justify,
        hyphenate: true,
        tabular: false,
    }
}

/// A line that is never divided: a heading, a title, furniture.
pub(super) const fn display(face: Typeface, size_percent: i64, lines: u8, align: Align) -> Voice {
    Voice { lines, align, hyphenate: false, ..voice(face, size_percent) }
}
