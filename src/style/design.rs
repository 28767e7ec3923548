//! What a design decides. Each design is a value of [`Design`] in a file of its own.

use std::borrow::Cow;

use serde::Serialize;

use super::{Margins, Sides, TokenLooks, book, handout, manual};
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
    /// The widest derived measure, in ems of running text; what is left goes to the margins at the sides.
    pub measure_most: i64,
    /// The tallest derived text in per cent of the measure; what is left goes to the margins above and below.
    pub tallest_percent: i64,
    /// Running text is the page's width over this many hundredths, rounded to half points, within `sizes`.
    pub size_divisor_percent: i64,
    /// The least and the greatest derived size, in half points.
    pub sizes_half_pt: [i64; 2],
    /// Running text.
    pub body: Voice,
    /// Indent of a paragraph's first line, but for the first after a heading or a break.
    pub indent: Em,
    /// Empty lines between paragraphs.
    pub between: u8,
    /// The title of a chapter, then headings of level 2 to 6.
    pub headings: [Heading; 6],
    /// Where chapters open.
    pub openings: Openings,
    /// Lines left free above a chapter's title.
    pub sink: u8,
    /// Whether and where a chapter's number stands.
    pub chapter_numbers: ChapterNumbers,
    /// The number above a chapter's title.
    pub number: Voice,
    /// How many levels of headings below the chapter's title are numbered: 2 for `1.1` and `1.1.1`.
    pub section_numbers: u8,
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
    /// What stands above the text of an admonition.
    pub label: Voice,
    /// Indent of an item's text in a list.
    pub list_indent: Em,
    /// The bullet by depth.
    pub bullets: [char; 3],
    /// Indent of verse.
    pub verse_indent: Em,
    /// Code in blocks.
    pub code_block: Voice,
    /// The ground behind it on paper, black in per cent; 0 for none.
    pub code_ground_percent: u8,
    /// What stands above it: a title, or the name of its file.
    pub code_title: Voice,
    /// How its tokens look.
    pub tokens: TokenLooks,
    /// Code in a line, in per cent of the size of the text around it.
    pub inline_code_percent: i64,
    /// Where notes stand.
    pub notes: NotePlace,
    /// Notes.
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
    pub scene_break: Cow<'static, str>,
    /// Where figures and tables with captions stand.
    pub figures: Figures,
    /// What the heads of versos and rectos say; one-sided paper has that of rectos.
    pub running: [RunningHead; 2],
    /// Where they stand.
    pub running_at: Edge,
    /// The voice of running heads.
    pub running_voice: Voice,
    /// Where folios stand.
    pub folio: FolioPlace,
    /// Where in that line.
    pub folio_at: Edge,
    /// Whether they say how many there are: "3 of 12", where 12 counts the pages of the body.
    pub folio_count: bool,
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

impl Align {
    /// How much of the room that a line leaves free stands before it.
    pub fn before(self, free: Length) -> Length {
        match self {
            Align::Justify | Align::Start => Length::ZERO,
            Align::Center => free / 2,
            Align::End => free,
        }
    }
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// In the outer margin beside their marks, where it is wide enough for a column of them; else at the foot.
    Side,
    /// At the foot of the page.
    Foot,
}

/// Whether and where a chapter's number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterNumbers {
    /// Above its title.
    Above,
    /// Before its title, in the same line.
    Before,
    /// Nowhere: chapters have none.
    None,
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

/// Where figures and tables with captions stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// Where they are written, or at the top of one of the next pages where they would leave a hole.
    Near,
    /// Where they are written.
    Here,
}

/// What a running head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunningHead {
    /// The book's title.
    Book,
    /// The chapter's title.
    Chapter,
    /// The title of the last section that begins on the page or before it; the chapter's until there is one.
    Section,
    /// Nothing.
    None,
}

/// Where in its line furniture stands. On one-sided paper the inner edge is the left one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// At the binding.
    Inner,
    /// In the middle.
    Center,
    /// At the fore-edge.
    Outer,
}

/// Where folios stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FolioPlace {
    /// In the line of the running head; at the foot of an opening.
    Head,
    /// At the foot.
    Foot,
    /// Nowhere.
    None,
}

impl Design {
    /// The designs' names.
    pub const NAMES: &[&str] = &["book", "handout", "manual"];

    /// The design of that name.
    pub fn named(name: &str) -> Option<Design> {
        match name {
            "book" => Some(book::design()),
            "handout" => Some(handout::design()),
            "manual" => Some(manual::design()),
            _ => None,
        }
    }

    /// The size of running text on a page of size `trim`.
    pub fn size_on(&self, trim: Size) -> Length {
        let half_points = trim.width.scale(200, self.size_divisor_percent).0 / Length::pt(1).0;
        Length::milli_pt(500 * half_points.clamp(self.sizes_half_pt[0], self.sizes_half_pt[1]))
    }

    /// The margins on a page of size `trim` with text of size `size`: those in proportion to the page, and wider where
    /// lines would have more letters than the eye follows.
    pub fn margins_on(&self, trim: Size, size: Length) -> Margins {
        let [inside, outside, top, bottom] = self.margins_permille;
        let most = size * self.measure_most;
        let (inside, outside) = shared(trim.width, (inside, outside), most);
        let measure = trim.width - inside - outside;
        let (top, bottom) = shared(trim.height, (top, bottom), measure.scale(self.tallest_percent, 100));
        Margins { inside, outside, top, bottom }
    }
}

/// Two margins in thousandths of `whole`, widened in their proportion until no more than `most` is left between them.
fn shared(whole: Length, (one, other): (i64, i64), most: Length) -> (Length, Length) {
    let margins = whole.scale(one + other, 1000).max(whole - most);
    let first = margins.scale(one, one + other);
    (first, margins - first)
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
