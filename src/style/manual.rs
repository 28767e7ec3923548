//! The manual: technical books. Sans headings with the numbers of sections, code of which most lines fit, the chapter's
//! title at the head of versos and the section's at that of rectos.

use super::Sides;
use super::code::tokens;
use super::design::{
    Align, ChapterNumbers, Design, Edge, Figures, FolioPlace, Heading, NotePlace, Openings, RunningHead, Typeface,
    Voice, display, voice,
};
use crate::base::Em;
use Typeface::{Code, Heads, Text};

pub(super) fn design() -> Design {
    let plain = |percent, lines| display(Heads, percent, lines, Align::Start);
    let sans = |percent, lines| Voice { bold: true, ..plain(percent, lines) };
    let heading = |voice: Voice, above, below| Heading { voice, above_half_lines: above, below_half_lines: below };
    Design {
        name: "manual",
        text: "EB Garamond",
        heads: "Source Sans 3",
        code: "JetBrains Mono",
        sides: Sides::Two,
        leading_percent: 130,
        margins_permille: [120, 125, 115, 95],
        measure_most: 29,
        tallest_percent: 175,
        size_divisor_percent: 4000,
        sizes_half_pt: [18, 23],
        body: voice(Text, 100),
        indent: Em::milli(1000),
        between: 0,
        headings: [
            heading(sans(210, 2), 0, 4),
            heading(sans(132, 1), 3, 1),
            heading(sans(108, 1), 2, 0),
            heading(sans(94, 1), 2, 0),
            heading(Voice { italic: true, ..sans(92, 1) }, 2, 0),
            heading(Voice { italic: true, ..plain(92, 1) }, 2, 0),
        ],
        openings: Openings::NextPage,
        sink: 1,
        chapter_numbers: ChapterNumbers::Above,
        number: plain(300, 3),
        section_numbers: 2,
        subtitle: plain(118, 1),
        quote_indent: Em::milli(1600),
        quote: voice(Text, 96),
        epigraph: Voice { italic: true, hyphenate: false, align: Align::Start, ..voice(Text, 96) },
        attribution: Voice { align: Align::End, hyphenate: false, ..voice(Text, 92) },
        label: sans(86, 1),
        list_indent: Em::milli(1500),
        bullets: ['•', '–', '·'],
        verse_indent: Em::milli(2400),
        code_block: display(Code, 75, 1, Align::Start),
        code_ground_percent: 5,
        code_title: sans(80, 1),
        tokens: tokens(),
        inline_code_percent: 82,
        notes: NotePlace::Foot,
        note: voice(Text, 84),
        note_leading_percent: 124,
        caption: plain(82, 1),
        table: voice(Heads, 80),
        table_head: Voice { bold: true, ..voice(Heads, 80) },
        table_leading_percent: 126,
        scene_break: "* * *".into(),
        figures: Figures::Near,
        running: [RunningHead::Chapter, RunningHead::Section],
        running_at: Edge::Inner,
        running_voice: plain(78, 1),
        folio: FolioPlace::Head,
        folio_at: Edge::Outer,
        folio_count: false,
        folio_voice: sans(82, 1),
        book_title: sans(280, 3),
        book_subtitle: plain(140, 2),
        book_author: plain(112, 2),
        imprint: plain(80, 1),
        contents: plain(92, 1),
        contents_depth: 2,
    }
}
