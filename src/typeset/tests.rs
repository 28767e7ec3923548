use super::*;
use crate::asset::bundled;
use crate::base::{Code, Em, Length, Size, Span};
use crate::model::{
    Anchor, Block, BlockKind, BookParts, Chapter, Figure, Image, Inline, InlineKind, Item, List, Listing, Matter,
    Metadata, Neighbours, Note, Number, Numbers, Quote, QuoteRole, Role, Target, TocEntry, Verse, VerseLine,
    table::{Cell, Column, HeadOf, Row, Table},
};
use crate::model::{Para as Words, ParaRole};
use crate::page::{GlyphRun, Mark};
use crate::style::StylePatch;

fn para(text: Vec<Inline>) -> Block {
    Block::new(BlockKind::Para(Words { role: ParaRole::Text, text }), Span::default())
}

fn said(role: ParaRole, words: &str) -> Block {
    Block::new(BlockKind::Para(Words { role, text: vec![Inline::text(words)] }), Span::default())
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

fn book(blocks: Vec<Block>) -> Book {
    let blocks = blocks.into_iter().enumerate().map(|(at, block)| Block { index: at as u32, ..block }).collect();
    let chapter = Chapter {
        id: "one".into(),
        matter: Matter::Body,
        role: Role::Chapter,
        depth: 0,
        runs_on: false,
        numbered: true,
        number: Some(Number::Arabic(vec![1])),
        title: vec![Inline::text("On "), inline(InlineKind::Emph(vec![Inline::text("Listening")]))],
        own_title: None,
        subtitle: Some("A beginning".into()),
        authors: vec!["Ada Example".into()],
        lang: None,
        source: None,
        path: None,
        awaited: Vec::new(),
        origin: Default::default(),
        neighbours: Neighbours::default(),
        blocks,
    };
    let entry = TocEntry {
        lang: None,
        anchor: Anchor("one".into()),
        depth: 0,
        level: 1,
        number: Some(Number::Arabic(vec![1])),
        title: "On Listening".into(),
        authors: Vec::new(),
        chapter: true,
        at: 0,
    };
    Book::bind(BookParts {
        metadata: Metadata { title: "A Book".into(), language: "en-GB".into(), ..Metadata::default() },
        chapters: vec![chapter],
        contents: vec![entry],
        figures: Vec::new(),
        tables: Vec::new(),
        anchors: Default::default(),
    })
}

fn galley_trim() -> Size {
    Size { width: Length::milli_inch(6000), height: Length::milli_inch(9000) }
}

fn set_in(design: &str, blocks: Vec<Block>) -> (Galley, Diags) {
    set_in_style(&Style::new(&StylePatch::default(), design, galley_trim(), None), blocks)
}

fn set_in_style(style: &Style, blocks: Vec<Block>) -> (Galley, Diags) {
    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let case = Case { style, fonts: &fonts, pictures: &pictures };
    let mut diags = Diags::new();
    (galley(&book(blocks), 0, case, None, &mut Shaper::new(&fonts), &mut diags), diags)
}

fn lines(galley: &Galley) -> Vec<&Line> {
    let slabs = galley.slabs.iter().chain(galley.notes.iter().flat_map(|note| &note.slabs));
    slabs.flat_map(Slab::lines).collect()
}

fn runs<'g>(lines: &[&'g Line]) -> Vec<&'g GlyphRun> {
    let items = lines.iter().flat_map(|line| &line.items);
    items.filter_map(|item| if let crate::page::Item::Glyphs(run) = item { Some(run) } else { None }).collect()
}

fn text(galley: &Galley) -> String {
    runs(&lines(galley)).iter().map(|run| run.text.as_str()).collect::<String>().replace('\u{ad}', "")
}

/// One of everything.
fn everything() -> Vec<Block> {
    let block = |kind| Block::new(kind, Span::default());
    let note = Note {
        anchor: Anchor("n".into()),
        number: Some(Number::Arabic(vec![1])),
        blocks: vec![para(vec![Inline::text("The note says more about it.")])],
    };
    let long = "It was not that he felt any emotion akin to love, and yet extraordinary circumstances \
                    had brought temperament and admiration together in one affectionate acknowledgement. ";
    let item = |task, words: &str| Item { task, blocks: vec![para(vec![Inline::text(words)])] };
    vec![
        block(BlockKind::Contents { depth: None }),
        block(BlockKind::Quote(Quote {
            role: QuoteRole::Epigraph,
            blocks: vec![said(ParaRole::Text, "Only connect."), said(ParaRole::Attribution, "E. M. Forster")],
        })),
        para(vec![
            Inline::text(long.repeat(3)),
            inline(InlineKind::Emph(vec![
                Inline::text("slanted "),
                inline(InlineKind::Emph(vec![Inline::text("up")])),
            ])),
            inline(InlineKind::Strong(vec![Inline::text(" bold")])),
            inline(InlineKind::Strike(vec![Inline::text(" struck")])),
            inline(InlineKind::Code(" let x = 1;".into())),
            inline(InlineKind::Note(note)),
            inline(InlineKind::Sup(vec![Inline::text("up")])),
            inline(InlineKind::Break),
            inline(InlineKind::Lang(Lang("fr".into()), vec![Inline::text("déjà vu")])),
            inline(InlineKind::Link {
                target: Target::Url("https://example.org".into()),
                title: None,
                text: vec![Inline::text(" a linked phrase")],
            }),
        ]),
        block(BlockKind::Heading { level: 2, typed: 2, outline: 2, number: None, text: vec![Inline::text("Heading")] }),
        block(BlockKind::List(List {
            numbers: Some(Numbers::from(9)),
            tight: true,
            items: vec![
                item(None, "nine"),
                item(None, "ten"),
                item(Some(true), "done"),
                Item { task: None, blocks: Vec::new() },
            ],
        })),
        block(BlockKind::Verse(Verse {
            stanzas: vec![
                vec![VerseLine { indent: 1, text: vec![Inline::text(long)] }],
                vec![VerseLine { indent: 0, text: vec![Inline::text("short")] }],
            ],
        })),
        block(BlockKind::Code(Listing::new(None, format!("fn main() {{\n\n    {}\n}}", "x".repeat(150))))),
        block(BlockKind::SceneBreak),
        block(BlockKind::Figure(Figure::of(Image::new("lost.png", None), vec![Inline::text("A caption")]))),
        para(vec![Inline::text("Hebrew שלום עולם and an emoji 🙂 and a space\u{a0}kept.")]),
        para(Vec::new()),
    ]
}

#[test]
fn one_of_everything_is_set_and_no_word_is_lost() {
    for design in ["book", "handout"] {
        let (galley, _) = set_in(design, everything());
        let text = text(&galley);
        for words in [
            "acknowledgement",
            "slanted up bold struck",
            "let x = 1;",
            "The note says",
            "déjà vu",
            "9.",
            "☑",
            "Heading",
            "A caption",
            "Only connect",
            "E. M. Forster",
            "🙂",
        ] {
            assert!(text.contains(words), "{design}: '{words}' in {text}");
        }
        assert!(text.matches('x').count() >= 150);
    }
}

#[test]
fn an_element_has_children_or_is_painted_on_and_clusters_cover_their_text() {
    let (galley, _) = set_in("book", everything());
    for run in runs(&lines(&galley)) {
        if let Mark::Content(elem) = run.mark {
            let elem = &galley.structure[elem.0 as usize];
            assert!(elem.children.is_empty(), "{:?} is painted on and has children: {}", elem.role, run.text);
        }
        let mut covered = vec![false; run.text.len()];
        for glyph in &run.glyphs {
            assert!(glyph.cluster.start < glyph.cluster.end, "{glyph:?} in {}", run.text);
            assert!(
                run.text.get(glyph.cluster.start as usize..glyph.cluster.end as usize).is_some(),
                "{glyph:?} in {}",
                run.text
            );
            covered[glyph.cluster.start as usize..glyph.cluster.end as usize].fill(true);
        }
        assert!(covered.into_iter().all(|c| c), "{}", run.text);
    }
}

#[test]
fn a_figure_with_a_caption_in_the_chapters_own_text_may_wait() {
    let figure = |caption: &str| {
        let caption = if caption.is_empty() { Vec::new() } else { vec![Inline::text(caption)] };
        Block::new(BlockKind::Figure(Figure::of(Image::new("lost.png", None), caption)), Span::default())
    };
    let quoted = Quote { role: QuoteRole::Quote, blocks: vec![figure("quoted")] };
    let mut style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let floats = |style: &Style, blocks: Vec<Block>| {
        let (galley, _) = set_in_style(style, blocks);
        let last = galley.slabs.last().unwrap().floats;
        (last, galley.slabs.iter().any(|slab| slab.keep_next && slab.heading.is_none()))
    };
    let text = |words: &str| para(vec![Inline::text(words)]);
    assert_eq!(floats(&style, vec![text("It shows more."), figure("one")]), (1, false));
    assert_eq!(floats(&style, vec![text("It looks so:"), figure("one")]), (0, true), "it is led in");
    let quote = Block::new(BlockKind::Quote(quoted), Span::default());
    assert_eq!(floats(&style, vec![text("It shows more."), quote]), (0, false));
    style.design.figures = crate::style::Figures::Here;
    assert_eq!(floats(&style, vec![text("It shows more."), figure("one")]), (0, false));
}

#[test]
fn lines_of_running_text_are_a_leading_high() {
    let (galley, diags) = set_in("book", vec![everything().swap_remove(2)]);
    assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), []);
    let slab = galley.slabs.iter().find(|slab| slab.grid).unwrap();
    let SlabKind::Para(para) = &slab.kind else { panic!() };
    let first = &para.variants[0].lines[0];
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    assert_eq!(first.height + first.depth, style.leading);
    let marked = para.variants[0].lines.iter().find(|line| !line.notes.is_empty()).unwrap();
    assert_eq!(marked.anchors, [Anchor("n-mark".into())]);
}

#[test]
fn what_stands_at_the_edges_of_a_justified_line_hangs_out_of_it() {
    let said = "“Listen,” she said, “to what is meant; words, as we know, are not all.” ‘Yes; perhaps,’ he said. ";
    let (galley, _) = set_in("book", vec![para(vec![Inline::text(said.repeat(9))])]);
    let slab = galley.slabs.iter().find(|slab| slab.grid).unwrap();
    let lines = slab.lines();
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let (mut left, mut right) = (0, 0);
    for line in &lines[1..lines.len() - 1] {
        let painted = runs(&[line]);
        let (first, last) = (painted[0], painted[painted.len() - 1]);
        let end = last.glyphs.iter().rposition(|g| !last.text[g.cluster.start as usize..].starts_with(' ')).unwrap();
        let hang =
            |run: &GlyphRun, glyph: &crate::page::Glyph, share: i64| (glyph.advance.at(run.size)).scale(share, 1000);
        let begins = first.text.chars().next().unwrap();
        let ends = last.text[last.glyphs[end].cluster.start as usize..].chars().next().unwrap();
        let ends = if ends == '\u{ad}' { '-' } else { ends };
        let out = hang(first, &first.glyphs[0], margin::left(begins));
        assert!((first.origin.x + out).abs() < Length::milli_pt(2), "{begins} at {}", first.origin.x);
        let beyond = last.origin.x + last.advance(&last.glyphs[..=end]) - style.measure();
        let out = hang(last, &last.glyphs[end], margin::right(ends));
        assert!((beyond - out).abs() < Length::milli_pt(40), "{ends}: {beyond}, not {out}");
        left += usize::from(margin::left(begins) > 0);
        right += usize::from(margin::right(ends) > 0);
    }
    assert!(left > 0 && right > 0, "{left} and {right} lines of {}", lines.len());
}

#[test]
fn right_to_left_lines_begin_at_the_right_and_their_items_stand_in_the_order_of_reading() {
    let words = "הספר הוא ידיד (Unicode f(x) 25) שאינו נלאה מבעליו, ";
    let text = words.repeat(40);
    let block = Block { lang: Some(Lang("he".into())), ..para(vec![Inline::text(&text)]) };
    // The bundled fonts have no Hebrew: what is left shows as well where lines begin.
    let (galley, _) = set_in("book", vec![block]);
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let slab = galley.slabs.iter().find(|slab| slab.grid).unwrap();
    let lines = slab.lines();
    assert!(lines.len() > 3);
    let mut said = String::new();
    for line in lines {
        let painted = runs(&[line]);
        let right = painted.iter().map(|run| run.origin.x + run.width()).max().unwrap();
        assert!((right - style.measure()).abs() < style.size, "{right}");
        said.extend(painted.iter().map(|run| run.text.as_str()));
    }
    let latin = |text: &str| text.replace(|c: char| c > '\u{590}', "").split_whitespace().collect::<String>();
    assert_eq!(latin(&said), latin(&text));
}

#[test]
fn letters_give_before_spaces_do_unless_the_style_says_no() {
    let said = "“Listen,” she said, “to what is meant; words, as we know, are not all.” ‘Yes; perhaps,’ he said. ";
    let paragraph = [para(vec![Inline::text(said.repeat(9))])];
    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let set = |microtypography| {
        let patch = StylePatch { microtypography: Some(microtypography), ..StylePatch::default() };
        let style = Style::new(&patch, "book", galley_trim(), None);
        let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
        galley(&book(paragraph.to_vec()), 0, case, None, &mut Shaper::new(&fonts), &mut Diags::new())
    };
    let (given, kept) = (set(true), set(false));
    let (given, kept) = (lines(&given), lines(&kept));
    let (given, kept) = (runs(&given), runs(&kept));
    assert!(given.iter().any(|run| run.tracking != Em::ZERO));
    for run in &given {
        assert!((980..=1020).contains(&run.x_scale), "{}", run.text);
        assert!(run.tracking.0.abs() <= Em::from_units(10, 1000).0, "{}", run.text);
        // The distance is taken where the width no longer does.
        assert!(run.tracking == Em::ZERO || run.x_scale.abs_diff(1000) >= 19, "{}", run.text);
    }
    assert!(kept.iter().all(|run| run.x_scale == 1000 && run.tracking == Em::ZERO && run.origin.x >= Length::ZERO));
}

/// Spaces in code do not stretch; those between words take it all.
#[test]
fn code_among_words_does_not_drive_a_line_past_the_measure() {
    let words = "whoever listens with care hears what was ";
    let text = (0..12).flat_map(|n| [Inline::text(&words[n..]), inline(InlineKind::Code("let a = b c".into()))]);
    let (galley, _) = set_in("book", vec![para(text.collect())]);
    let lines = lines(&galley);
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    for line in &lines[..lines.len() - 1] {
        let painted = runs(&[line]);
        let last = painted.last().unwrap();
        let hung = last.glyphs.iter().rposition(|g| !last.text[g.cluster.start as usize..].starts_with(' '));
        let end = last.origin.x + last.advance(&last.glyphs[..=hung.unwrap()]);
        assert!(end < style.measure() + Length::milli_pt(20), "{end} of {}: {}", style.measure(), last.text);
    }
}

#[test]
fn the_glyphs_of_a_soft_hyphen_that_ends_a_piece_have_text_of_their_own() {
    let bold = |words: &str| inline(InlineKind::Strong(vec![Inline::text(words)]));
    for text in [
        vec![Inline::text("x\u{ad}"), bold("y")],
        vec![Inline::text("a \u{ad} «b»")],
        vec![Inline::text("a b\u{ad} «b")],
        vec![bold("\u{ad}"), Inline::text("\u{ad}c")],
    ] {
        for run in runs(&lines(&set_in("book", vec![para(text.clone())]).0)) {
            for glyph in &run.glyphs {
                let cluster = glyph.cluster.start as usize..glyph.cluster.end as usize;
                assert!(run.text.get(cluster).is_some(), "{text:?}: {:?} of '{}'", glyph.cluster, run.text);
            }
        }
    }
}

#[test]
fn numbers_of_lines_have_room_in_every_size_and_however_far_their_figures_stand_apart() {
    let source = "let a = 1;\n".repeat(14) + &"x".repeat(400);
    for first in [1, 9, 95, 998, 123_456_789] {
        for (size, tracking) in [(78, 0), (80, 0), (83, 120), (97, -30)] {
            for design in ["book", "handout", "manual"] {
                let mut style = Style::new(&StylePatch::default(), design, galley_trim(), None);
                let voice = &mut style.design.code_block;
                (voice.size_percent, voice.tracking) = (size, Em::milli(tracking));
                let listing = Listing { first_number: Some(first), ..Listing::new(None, source.clone()) };
                let (galley, diags) = set_in_style(&style, vec![Block::new(BlockKind::Code(listing), Span::default())]);
                assert!(diags.is_empty(), "{design} {size} {tracking} from {first}: {diags:?}");
                let code = lines(&galley).into_iter().map(|line| runs(&[line]));
                let code: Vec<_> = code.filter(|runs| matches!(runs[0].mark, Mark::Artifact(_))).collect();
                assert!(code.len() > 15 && code[14][0].text == (first + 14).to_string());
                let ends = code.iter().map(|runs| (runs[0].origin.x + runs[0].width()).0).collect::<Vec<_>>();
                assert!(ends[..15].iter().all(|end| (end - ends[0]).abs() <= 1), "{ends:?}");
                for runs in code {
                    assert!(runs[0].origin.x >= Length::ZERO, "{}", runs[0].text);
                    let end = runs[1].origin.x + runs[1].width();
                    assert!(end <= style.measure() + Length::pt(1), "{design} {size} {tracking}: {end}");
                }
            }
        }
    }
}

#[test]
fn a_soft_hyphen_is_seen_only_where_a_line_ends_at_it() {
    let words = "an acknow\u{ad}ledgement of temper\u{ad}ament and its ";
    let (galley, diags) = set_in("book", vec![para(vec![Inline::text(words.repeat(30))])]);
    assert_eq!(diags.iter().count(), 0);
    let lines = galley.slabs.iter().find(|slab| slab.grid).unwrap().lines();
    let mut divided = 0;
    for line in lines {
        let painted = runs(&[line]);
        let shown: String = painted.iter().map(|run| run.text.as_str()).collect();
        // A hyphen at a break is U+00AD, too; any other takes no room.
        let inner = shown.trim_end().trim_end_matches('\u{ad}');
        let ends = inner.len() < shown.trim_end().len();
        assert!(!ends || ["temper", "acknow"].iter().any(|end| inner.ends_with(end)), "{shown}");
        divided += usize::from(ends);
        for run in &painted {
            for glyph in &run.glyphs {
                let range = glyph.cluster.start as usize..glyph.cluster.end as usize;
                let last = range.end == run.text.len();
                assert!(&run.text[range] != "\u{ad}" || glyph.advance == Em::ZERO || last, "{shown}");
            }
        }
    }
    assert!(divided > 0, "{} lines", lines.len());
}

#[test]
fn words_stay_with_their_readings() {
    let reading = |text: &str| inline(InlineKind::Reading(vec![Inline::text(text)]));
    let ruby = vec![Inline::text("on-to"), reading("a b"), Inline::text("longer"), reading("so it is read aloud")];
    let words = (0..60).flat_map(|at| [Inline::text("word ".repeat(at % 5)), inline(InlineKind::Ruby(ruby.clone()))]);
    let (galley, _) = set_in("book", vec![para(words.collect())]);
    let lines = galley.slabs.iter().find(|slab| slab.grid).unwrap().lines();
    let mut parted = 0;
    for line in lines {
        let shown: String = runs(&[line]).iter().map(|run| run.text.as_str()).collect();
        let (begins, ends) = (shown.starts_with(['(', ')', 't', 'b']), shown.ends_with(['-', 'o', 'r']));
        assert!(!begins && !ends && !shown.ends_with("(a ") && !shown.ends_with("(a"), "{shown}");
        parted += usize::from(shown.rfind('(') > shown.rfind(')'));
    }
    assert!(lines.len() > 20 && parted > 0, "a long reading is parted: {} lines", lines.len());
}

#[test]
fn a_line_too_long_that_ends_at_a_no_break_space_is_a_finding() {
    let words = format!("x x {}\u{a0}\u{a0}\u{a0} z", "y".repeat(300));
    let (_, diags) = set_in("book", vec![para(vec![Inline::text(&words)])]);
    let found: Vec<_> = diags.iter().map(|d| (d.code, d.message.chars().count() < 120)).collect();
    assert_eq!(found, [(Code::OverfullLine, true)]);
}

#[test]
fn a_character_that_no_font_has_is_an_error_that_names_it() {
    let (_, diags) = set_in("book", vec![para(vec![Inline::text("a \u{13000} b \u{13000}")])]);
    let found: Vec<_> = diags.iter().filter(|d| d.code == Code::MissingGlyph).collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("U+13000"), "{}", found[0].message);
}

#[test]
fn a_text_in_a_script_without_a_font_is_one_finding() {
    let words: String = ('\u{13000}'..'\u{13010}').chain('\u{13000}'..'\u{13010}').collect();
    let (_, diags) = set_in("book", vec![para(vec![Inline::text(words)])]);
    let found: Vec<_> = diags.iter().filter(|d| d.code == Code::MissingGlyph).collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("16 of the characters") && found[0].message.ends_with("13 more"));
}

fn cell(head: Option<HeadOf>, columns: u16, rows: u16, words: &str) -> Cell {
    Cell { columns, rows, ..Cell::new(head, vec![said(ParaRole::Text, words)]) }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells }
}

/// A table whose cells cover several columns and rows.
fn spans() -> Table {
    let of_column = |columns, rows, words| cell(Some(HeadOf::Column), columns, rows, words);
    let plain = |words| cell(None, 1, 1, words);
    let mut table = Table {
        caption: vec![Inline::text("Harvest")],
        columns: vec![Column::Start, Column::End, Column::End],
        head: vec![
            row(vec![of_column(1, 2, "Plant"), of_column(2, 1, "Weight in the two years")]),
            row(vec![of_column(1, 1, "1891"), of_column(1, 1, "1892")]),
        ],
        body: vec![
            row(vec![cell(Some(HeadOf::Row), 1, 2, "Beans"), plain("12.5"), plain("1,110")]),
            row(vec![cell(None, 2, 1, "none, for want of rain")]),
        ],
        ..Table::default()
    };
    table.fit_spans();
    table
}

fn rows_of(galley: &Galley) -> (&[Line], &[Line]) {
    let table = galley.slabs.iter().find_map(|slab| match &slab.kind {
        SlabKind::Table { rows, again } => Some((rows.as_slice(), again.as_slice())),
        SlabKind::Para(_) | SlabKind::Picture { .. } => None,
    });
    table.unwrap()
}

#[test]
fn a_table_with_spans_is_whole_in_every_paged_writer() {
    let table = Block::new(BlockKind::Table(spans()), Span::default());
    let (galley, diags) = set_in("book", vec![table.clone()]);
    assert!(diags.is_empty(), "{diags:?}");
    let (rows, again) = rows_of(&galley);
    // Both heads are tied together, and so are both rows.
    assert_eq!((rows.len(), again.len()), (2, 1));
    let painted = runs(&rows.iter().collect::<Vec<_>>());
    let words: Vec<&str> = painted.iter().map(|run| run.text.trim()).collect();
    let all = ["Plant", "Weight in the two years", "1891", "1892", "Beans", "12.5", "1,110", "none, for want of rain"];
    assert_eq!(words, all);
    let spans = |role: &ElemRole| match role {
        ElemRole::Head { columns, rows, .. } | ElemRole::Cell { columns, rows } => Some((*columns, *rows)),
        _ => None,
    };
    let spans: Vec<(u16, u16)> = galley.structure.iter().filter_map(|elem| spans(&elem.role)).collect();
    assert_eq!(spans, [(1, 2), (2, 1), (1, 1), (1, 1), (1, 2), (1, 1), (1, 1), (2, 1)]);
    let figures: Vec<_> = painted.iter().filter(|run| run.text.trim() == "1891").flat_map(|run| &run.glyphs).collect();
    assert!(figures.windows(2).all(|pair| pair[0].advance == pair[1].advance), "{figures:?}");

    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
    let mut diags = Diags::new();
    let (pages, _) = paginate(&book(vec![table]), vec![galley], case, &mut diags);
    assert!(crate::pdf::write(&pages, &mut diags).is_some(), "{diags:?}");
    assert!(crate::press::write(&pages, &mut diags).is_some(), "{diags:?}");
}

#[test]
fn a_row_higher_than_a_page_is_divided_and_nothing_runs_over_the_measure() {
    let long = "What was said in the garden that evening was not said again. ".repeat(120);
    let rows = vec![row(vec![cell(None, 1, 1, "One"), cell(None, 1, 1, &long)]), row(vec![cell(None, 1, 1, "Two")])];
    let mut table = Table { body: rows, ..Table::default() };
    table.fit_spans();
    let (galley, _) = set_in("book", vec![Block::new(BlockKind::Table(table), Span::default())]);
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let (rows, _) = rows_of(&galley);
    assert!(rows.len() > 40, "{}", rows.len());
    assert!(rows.iter().all(|row| row.height < style.leading * 3));
    for run in runs(&rows.iter().collect::<Vec<_>>()) {
        let shown = run.glyphs.iter().rposition(|glyph| !run.text[glyph.cluster.start as usize..].starts_with(' '));
        let end = run.origin.x + run.advance(&run.glyphs[..=shown.unwrap()]);
        assert!(end <= style.measure() + Length::milli_pt(20), "{end}: {}", run.text);
    }
}

#[test]
fn words_that_no_column_is_wide_enough_for_are_divided_with_a_finding_that_names_the_table() {
    let words = "unbrechbarlangeswort".repeat(4).to_uppercase();
    let cells = |_| row((0..4).map(|_| cell(None, 1, 1, &words)).collect());
    let mut table =
        Table { caption: vec![Inline::text("Too wide")], body: (0..2).map(cells).collect(), ..Table::default() };
    table.fit_spans();
    let (galley, diags) = set_in("book", vec![Block::new(BlockKind::Table(table), Span::default())]);
    let found: Vec<_> = diags.iter().map(|d| (d.code, d.message.contains("'Too wide'"))).collect();
    assert_eq!(found, [(Code::WideTable, true)]);
    let all = runs(&lines(&galley)).iter().map(|run| run.text.trim()).collect::<Vec<_>>();
    assert!(all.iter().all(|part| !part.contains(&words)), "{all:?}");
    assert_eq!(all.concat().replace('\u{ad}', "").matches(&words).count(), 8);
}

#[test]
fn the_same_chapter_gives_the_same_dump() {
    assert_eq!(dump(&set_in("book", everything()).0), dump(&set_in("book", everything()).0));
}

#[test]
fn a_formula_leaves_the_middle_for_its_number_and_a_wide_one_has_it_below() {
    use crate::model::{Alphabet, Class, Formula, Term, TermKind};
    let style = Style::new(&StylePatch::default(), "book", galley_trim(), None);
    let fonts = Fonts::new(bundled().into_iter().chain(crate::asset::math_face()).collect());
    let pictures = Pictures::default();
    let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
    let mut stages = Vec::new();
    for letters in 1..60 {
        let row = vec![Term::new(Class::Ord, TermKind::Symbol('m', Alphabet::Math)); letters];
        let words = "m".repeat(letters);
        let formula = Formula { tex: words.clone(), words, number: Some("(1)".into()), label: None, row };
        let mut diags = Diags::new();
        let book = book(vec![Block::new(BlockKind::Formula(formula), Span::default())]);
        let galley = galley(&book, 0, case, None, &mut Shaper::new(&fonts), &mut diags);
        let lines: Vec<&Line> = galley.slabs.last().unwrap().lines().iter().collect();
        let (formula, number) = (&runs(&lines[..1])[0], *runs(&lines).last().unwrap());
        let (start, end) = (formula.origin.x, formula.origin.x + formula.width());
        let centred = (start + end - style.measure()).abs() < Length::pt(1);
        assert!(start >= Length::ZERO && end <= style.measure() + Length::pt(1), "{letters}");
        assert!((number.origin.x + number.width() - style.measure()).abs() < Length::pt(1), "{letters}");
        assert!(lines.len() == 2 || end + number.size <= number.origin.x, "{letters} letters reach the number");
        stages.push(match (lines.len(), centred, diags.is_empty()) {
            (1, true, true) => "beside",
            (1, false, true) => "moved",
            (2, true, true) => "below",
            (2, true, false) => "smaller",
            other => panic!("{letters}: {other:?}"),
        });
    }
    stages.dedup();
    assert_eq!(stages, ["beside", "moved", "below", "smaller"]);
}
