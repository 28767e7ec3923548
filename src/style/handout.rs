//! The handout: for paper from an office printer. Sans headings, a wide outer margin for the reader's pen, one side.

use super::Sides;
use super::code::tokens;
use super::design::{
    Align, ChapterNumbers, Design, Edge, Figures, FolioPlace, Heading, NotePlace, Openings, RunningHead, Typeface,
    Voice, display, voice,
};
use crate::base::Em;
use Typeface::{Code, Heads, Text};

pub(super) fn design() -> Design {
    let sans = |percent, lines| Voice { bold: true, ..display(Heads, percent, lines, Align::Start) };
    let heading = |voice: Voice, above, below| Heading { voice, above_half_lines: above, below_half_lines: below };
    Design {
        name: "handout",
        text: "EB Garamond",
        heads: "Source Sans 3",
        code: "JetBrains Mono",
        sides: Sides::One,
        leading_percent: 132,
        margins_permille: [130, 250, 100, 110],
        measure_most: 29,
        tallest_percent: 210,
        size_divisor_percent: 5350,
        sizes_half_pt: [20, 24],
        body: voice(Text, 100),
        indent: Em::milli(1300),
        between: 0,
        headings: [
            heading(sans(185, 2), 0, 2),
            heading(sans(118, 1), 3, 1),
            heading(sans(104, 1), 2, 0),
            heading(sans(94, 1), 2, 0),
            heading(Voice { italic: true, ..sans(94, 1) }, 2, 0),
            heading(Voice { italic: true, ..sans(94, 1) }, 2, 0),
        ],
        openings: Openings::NextPage,
        sink: 0,
        chapter_numbers: ChapterNumbers::None,
        number: sans(94, 1),
        section_numbers: 0,
        subtitle: Voice { bold: false, ..sans(118, 1) },
        quote_indent: Em::milli(1600),
        quote: voice(Text, 96),
        epigraph: Voice { italic: true, hyphenate: false, align: Align::Start, ..voice(Text, 96) },
        attribution: Voice { align: Align::End, hyphenate: false, ..voice(Text, 92) },
        label: sans(88, 1),
        list_indent: Em::milli(1500),
        bullets: ['•', '–', '·'],
        verse_indent: Em::milli(2400),
        code_block: display(Code, 80, 1, Align::Start),
        code_ground_percent: 0,
        code_title: display(Heads, 82, 1, Align::Start),
        tokens: tokens(),
        inline_code_percent: 84,
        notes: NotePlace::Side,
        note: voice(Text, 84),
        note_leading_percent: 124,
        caption: display(Heads, 82, 1, Align::Start),
        table: voice(Heads, 82),
        table_head: Voice { bold: true, ..voice(Heads, 82) },
        table_leading_percent: 122,
        scene_break: "* * *".into(),
        figures: Figures::Near,
        running: [RunningHead::Book, RunningHead::Chapter],
        running_at: Edge::Inner,
        running_voice: display(Heads, 76, 1, Align::Start),
        folio: FolioPlace::Foot,
        folio_at: Edge::Inner,
        folio_count: true,
        folio_voice: display(Heads, 76, 1, Align::Start),
        book_title: sans(260, 3),
        book_subtitle: Voice { bold: false, ..sans(130, 2) },
        book_author: Voice { bold: false, ..sans(104, 1) },
        imprint: Voice { bold: false, ..sans(82, 1) },
        contents_depth: 2,
        contents: Voice { bold: false, ..sans(94, 1) },
    }
}
