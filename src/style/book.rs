//! The literary design: Garamond throughout, small capitals for heads, centred openings on rectos.

use super::Sides;
use super::code::tokens;
use super::design::{
    Align, ChapterNumbers, Design, Edge, Figures, FolioPlace, Heading, NotePlace, Openings, RunningHead, Typeface,
    Voice, display, voice,
};
use crate::base::Em;
use Typeface::{Code, Text};

pub(super) fn design() -> Design {
    let caps = Em::milli(60);
    let heading = |voice: Voice, above, below| Heading { voice, above_half_lines: above, below_half_lines: below };
    Design {
        name: "book",
        text: "EB Garamond",
        heads: "EB Garamond",
        code: "JetBrains Mono",
        sides: Sides::Two,
        leading_percent: 130,
        margins_permille: [140, 115, 95, 105],
        measure_most: 28,
        tallest_percent: 175,
        size_divisor_percent: 3700,
        sizes_half_pt: [18, 24],
        body: voice(Text, 100),
        indent: Em::milli(1300),
        between: 0,
        headings: [
            heading(display(Text, 190, 2, Align::Center), 0, 6),
            heading(Voice { small_caps: true, tracking: caps, ..display(Text, 110, 1, Align::Center) }, 3, 1),
            heading(Voice { italic: true, ..display(Text, 108, 1, Align::Start) }, 2, 0),
            heading(Voice { small_caps: true, tracking: caps, ..display(Text, 100, 1, Align::Start) }, 2, 0),
            heading(Voice { italic: true, ..display(Text, 100, 1, Align::Start) }, 2, 0),
            heading(Voice { italic: true, ..display(Text, 100, 1, Align::Start) }, 2, 0),
        ],
        openings: Openings::Recto,
        sink: 4,
        chapter_numbers: ChapterNumbers::Above,
        number: Voice { small_caps: true, tracking: Em::milli(90), ..display(Text, 105, 1, Align::Center) },
        section_numbers: 0,
        subtitle: Voice { italic: true, ..display(Text, 115, 1, Align::Center) },
        quote_indent: Em::milli(1600),
        quote: voice(Text, 96),
        epigraph: Voice { italic: true, hyphenate: false, align: Align::Start, ..voice(Text, 96) },
        attribution: Voice { align: Align::End, hyphenate: false, ..voice(Text, 92) },
        label: Voice { bold: true, ..display(Text, 100, 1, Align::Start) },
        list_indent: Em::milli(1500),
        bullets: ['•', '–', '·'],
        verse_indent: Em::milli(2400),
        code_block: display(Code, 78, 1, Align::Start),
        code_ground_percent: 0,
        code_title: Voice { italic: true, ..display(Text, 88, 1, Align::Start) },
        tokens: tokens(),
        inline_code_percent: 84,
        notes: NotePlace::Foot,
        note: voice(Text, 82),
        note_leading_percent: 124,
        caption: Voice { italic: true, ..display(Text, 88, 1, Align::Center) },
        table: voice(Text, 90),
        table_head: Voice { italic: true, ..voice(Text, 90) },
        table_leading_percent: 122,
        scene_break: "* * *".into(),
        figures: Figures::Near,
        running: [RunningHead::Book, RunningHead::Chapter],
        running_at: Edge::Center,
        running_voice: Voice { small_caps: true, tracking: caps, ..display(Text, 90, 1, Align::Center) },
        folio: FolioPlace::Head,
        folio_at: Edge::Outer,
        folio_count: false,
        folio_voice: display(Text, 92, 1, Align::Center),
        book_title: display(Text, 290, 3, Align::Center),
        book_subtitle: Voice { italic: true, ..display(Text, 145, 2, Align::Center) },
        book_author: Voice { small_caps: true, tracking: caps, ..display(Text, 120, 2, Align::Center) },
        imprint: Voice { align: Align::Start, hyphenate: false, ..voice(Text, 86) },
        contents_depth: 1,
        contents: display(Text, 100, 1, Align::Start),
    }
}
