//! How pages are made up, by examples.

use super::super::galley::{Line, LinkArea, NoteBody, NoteMark, Para, Setting, Slab};
use super::super::{Case, Fonts};
use super::*;
use crate::asset::{Pictures, bundled};
use crate::base::{Em, Rect, Size};
use crate::model::{
    Block, BlockKind, BookParts, Chapter, Inline, Matter, Metadata, Neighbours, Para as Words, ParaRole, Role, Target,
    TextPos, TocEntry,
};
use crate::page::{Dir, Elem, ElemId, ElemRole, FontId, Glyph, GlyphRun, Ink, Item, Mark, Side};
use crate::style::StylePatch;

fn made_chapter(id: &str, matter: Matter, role: Role, depth: u8) -> Chapter {
    Chapter {
        id: id.into(),
        matter,
        role,
        depth,
        runs_on: role == Role::Section,
        numbered: false,
        number: None,
        title: vec![Inline::text(format!("The {id} chapter"))],
        own_title: None,
        subtitle: None,
        authors: Vec::new(),
        lang: None,
        source: None,
        path: None,
        awaited: Vec::new(),
        origin: Default::default(),
        neighbours: Neighbours::default(),
        blocks: Vec::new(),
    }
}

fn bound(chapters: Vec<Chapter>) -> Book {
    let contents = chapters.iter().enumerate().filter(|(_, chapter)| chapter.listed()).map(|(at, chapter)| TocEntry {
        lang: None,
        anchor: chapter.anchor(),
        depth: chapter.depth,
        level: 1,
        number: None,
        title: plain_text(&chapter.title),
        authors: Vec::new(),
        chapter: true,
        at: at as u32,
    });
    let contents = contents.collect();
    let metadata = Metadata { title: "A Book".into(), language: "en".into(), ..Metadata::default() };
    Book::bind(BookParts {
        metadata,
        chapters,
        contents,
        figures: Vec::new(),
        tables: Vec::new(),
        anchors: BTreeMap::new(),
    })
}

fn elem(role: ElemRole, parent: Option<u32>, children: &[u32]) -> Elem {
    let children = children.iter().map(|child| ElemId(*child)).collect();
    Elem { role, parent: parent.map(ElemId), children, lang: None, alt: None, title: None, site: None }
}

/// A line that shows a word.
fn shown(style: &Style, word: &str, mark: Mark) -> Line {
    let glyph = Glyph { id: 1, advance: Em::ONE, dx: Em::ZERO, dy: Em::ZERO, cluster: 0..word.len() as u32 };
    let run = GlyphRun {
        font: FontId(0),
        size: style.size,
        origin: Point::default(),
        x_scale: 1000,
        tracking: Em::ZERO,
        ink: Ink::Black,
        lang: Lang("en".into()),
        dir: Dir::Ltr,
        text: word.into(),
        src: None,
        site: None,
        mark,
        glyphs: vec![glyph],
    };
    Line {
        items: vec![Item::Glyphs(run)],
        height: style.leading * 7 / 10,
        depth: style.leading - style.leading * 7 / 10,
        hyphen_end: false,
        notes: Vec::new(),
        anchors: Vec::new(),
        links: Vec::new(),
        keep: false,
        src: TextPos::default(),
    }
}

fn slab(lines: Vec<Line>, chapter: u32, block: u32) -> Slab {
    Slab {
        kind: SlabKind::Para(Para { variants: vec![Setting { lines, demerits: 0, stub: false }] }),
        above: Length::ZERO,
        below: Length::ZERO,
        sunk: false,
        grid: true,
        heading: None,
        keep_next: false,
        leads_in: false,
        whole: false,
        together: false,
        ground: None,
        bars: Vec::new(),
        scene_break: false,
        floats: 0,
        src: TextPos { chapter, block, offset: 0 },
        site: None,
    }
}

/// A galley of one paragraph, whose lines are "0", "1", and so on.
fn galley(style: &Style, chapter: u32, lines: usize) -> Galley {
    let line = |at: usize| {
        let mut line = shown(style, &at.to_string(), Mark::Content(ElemId(1)));
        line.src = TextPos { chapter, block: 0, offset: at as u32 };
        line
    };
    let slabs = if lines == 0 { Vec::new() } else { vec![slab((0..lines).map(line).collect(), chapter, 0)] };
    let structure = vec![elem(ElemRole::Chapter, None, &[1]), elem(ElemRole::Para, Some(0), &[])];
    Galley { chapter, structure, slabs, notes: Vec::new(), folios: Vec::new() }
}

/// A page of 4 by 6 inches in the book's design; `lines` of them make a page.
fn style(design: &str) -> Style {
    let trim = Size { width: Length::milli_inch(4000), height: Length::milli_inch(6000) };
    Style::new(&StylePatch::default(), design, trim, None)
}

fn paged(style: &Style, chapters: Vec<Chapter>, galleys: Vec<Galley>) -> (Pages, PageMap, Diags) {
    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let case = Case { style, fonts: &fonts, pictures: &pictures };
    let mut diags = Diags::new();
    let (pages, map) = paginate(&bound(chapters), galleys, case, &mut diags);
    (pages, map, diags)
}

/// Folio, side and kind of each page, in short.
fn shape(pages: &Pages) -> Vec<String> {
    let kind = |kind| match kind {
        PageKind::Normal => "",
        PageKind::Blank => " blank",
        PageKind::Opening => " opening",
    };
    let side = |side| if side == Side::Recto { "r" } else { "v" };
    pages.pages.iter().map(|page| format!("{}{}{}", page.folio, side(page.side), kind(page.kind))).collect()
}

fn words(page: &Page) -> Vec<&str> {
    let runs = page.frame.items.iter().filter_map(|item| if let Item::Glyphs(run) = item { Some(run) } else { None });
    runs.map(|run| run.text.as_str()).collect()
}

#[test]
fn front_pages_are_roman_and_even_and_the_body_begins_at_one_on_a_recto() {
    let style = style("book");
    let chapters = vec![
        made_chapter("title", Matter::Front, Role::TitlePage, 0),
        made_chapter("rights", Matter::Front, Role::Copyright, 0),
        made_chapter("toc", Matter::Front, Role::Contents, 0),
        made_chapter("one", Matter::Body, Role::Chapter, 0),
        made_chapter("two", Matter::Body, Role::Chapter, 0),
        made_chapter("end", Matter::Back, Role::Colophon, 0),
    ];
    let galleys = (0..6).map(|at| galley(&style, at, 3)).collect();
    let (pages, map, diags) = paged(&style, chapters, galleys);
    assert_eq!(diags.len(), 0);
    assert_eq!(
        shape(&pages),
        [
            "ir opening",
            "iiv opening",
            "iiir opening",
            "ivv blank",
            "1r opening",
            "2v blank",
            "3r opening",
            "4v opening"
        ]
    );
    assert!(pages.pages[3].frame.items.is_empty());
    // Title and copyright pages carry neither head nor folio, an opening its folio at the foot.
    assert_eq!(words(&pages.pages[1]), ["0", "1", "2"]);
    assert_eq!(words(&pages.pages[2]), ["0", "1", "2", "iii"]);
    assert_eq!(words(&pages.pages[6]), ["0", "1", "2", "3"]);
    assert_eq!(map.anchors[&Anchor("toc".into())], Folio::Roman(3));
    assert_eq!(map.anchors[&Anchor("two".into())], Folio::Arabic(3));
    assert_eq!(map.starts.len(), 6);
}

#[test]
fn one_sided_paper_has_no_blanks_and_counts_at_the_foot() {
    let style = style("handout");
    let chapters =
        vec![made_chapter("one", Matter::Body, Role::Chapter, 0), made_chapter("two", Matter::Body, Role::Chapter, 0)];
    let lines = style.lines_a_page() as usize;
    let (pages, ..) = paged(&style, chapters, vec![galley(&style, 0, lines + 5), galley(&style, 1, 3)]);
    assert_eq!(shape(&pages), ["1r opening", "2r", "3r opening"]);
    let second = words(&pages.pages[1]);
    assert_eq!(second[second.len() - 2..], ["2 of 3", "The one chapter"]);
}

#[test]
fn contents_that_run_on_behind_a_title_have_furniture_from_their_second_page_on() {
    let style = style("handout");
    let mut toc = made_chapter("toc", Matter::Front, Role::Contents, 0);
    toc.runs_on = true;
    let chapters = vec![made_chapter("title", Matter::Front, Role::TitlePage, 0), toc];
    let lines = style.lines_a_page() as usize;
    let (pages, ..) = paged(&style, chapters, vec![galley(&style, 0, 2), galley(&style, 1, lines)]);
    assert_eq!(shape(&pages), ["ir opening", "iir"]);
    assert!(!words(&pages.pages[0]).contains(&"i"));
    assert!(words(&pages.pages[1]).ends_with(&["ii", "The toc chapter"]));
}

#[test]
fn heads_name_the_book_on_versos_and_the_chapter_on_rectos() {
    let style = style("book");
    let lines = style.lines_a_page() as usize;
    let chapters = vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
    let (pages, map, _) = paged(&style, chapters, vec![galley(&style, 0, lines * 2 + 6)]);
    assert_eq!(shape(&pages), ["1r opening", "2v", "3r"]);
    let ends: Vec<Vec<&str>> = pages.pages.iter().map(|page| words(page).split_off(words(page).len() - 2)).collect();
    assert_eq!(ends[1], ["2", "A Book"]);
    assert_eq!(ends[2], ["3", "The one chapter"]);
    // The second page's text begins where the first page's ended.
    assert_eq!(map.starts[1], (Folio::Arabic(2), TextPos { chapter: 0, block: 0, offset: lines as u32 }));
}

#[test]
fn a_line_stands_at_the_same_height_on_recto_and_verso() {
    let style = style("book");
    let lines = style.lines_a_page() as usize;
    let chapters = vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
    let mut set = galley(&style, 0, lines * 3);
    // Something of half a line between two paragraphs: the second snaps back to the grid.
    let mut second = galley(&style, 0, lines).slabs.remove(0);
    second.above = style.leading / 2;
    set.slabs.push(second);
    let (pages, ..) = paged(&style, chapters, vec![set]);
    let first = pages.pages[0].frame.items.iter().find_map(|item| match item {
        Item::Glyphs(run) => Some(run.origin.y),
        _ => None,
    });
    for page in &pages.pages {
        for item in &page.frame.items {
            if let Item::Glyphs(GlyphRun { mark: Mark::Content(_), origin, .. }) = item {
                assert_eq!((origin.y - first.unwrap()).0 % style.leading.0, 0);
            }
        }
    }
}

#[test]
fn a_note_stands_under_a_rule_at_the_foot_and_its_link_on_the_page() {
    let style = style("book");
    let chapters = vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
    let mut set = galley(&style, 0, 6);
    set.structure.push(elem(ElemRole::Note, Some(0), &[]));
    set.structure[0].children.push(ElemId(2));
    let body = slab(vec![shown(&style, "note", Mark::Content(ElemId(2)))], 0, 1);
    set.notes.push(NoteBody { anchor: Anchor("n".into()), slabs: vec![body] });
    let SlabKind::Para(para) = &mut set.slabs[0].kind else { panic!() };
    let line = &mut para.variants[0].lines[2];
    line.notes.push(NoteMark::on_line(0));
    for _ in 0..2 {
        let (elem, target) = (ElemId(1), Target::Anchor(Anchor("n".into())));
        line.links.push(LinkArea { elem, target, alt: "Note 1".into(), area: Rect::default() });
    }
    let (pages, map, _) = paged(&style, chapters, vec![set]);
    let page = &pages.pages[0];
    let place = |word: &str| {
        page.frame.items.iter().position(|item| matches!(item, Item::Glyphs(run) if run.text == word)).unwrap()
    };
    let rule = page.frame.items.iter().position(|item| matches!(item, Item::Rule { .. })).unwrap();
    assert!(place("5") < rule && rule < place("note"));
    let Item::Glyphs(run) = &page.frame.items[place("note")] else { panic!() };
    // Its last line stands where the text's last would, and its element is counted on in the whole tree.
    let last = style.margins.top + style.ascent() + style.leading * (style.lines_a_page() - 1);
    assert!((run.origin.y - last).abs() <= Length(4), "{} {last}", run.origin.y);
    assert_eq!(run.mark, Mark::Content(ElemId(3)));
    assert_eq!(map.anchors[&Anchor("n".into())], Folio::Arabic(1));
    assert_eq!((pages.links.len(), pages.links[0].quads.len(), pages.links[0].elem), (1, 2, ElemId(2)));
}

/// A chapter of a hundred lines; each of `marked` has a note of so many lines.
fn noted(style: &Style, marked: &[(usize, usize)]) -> Galley {
    let mut set = galley(style, 0, 100);
    set.structure.push(elem(ElemRole::Note, Some(0), &[]));
    set.structure[0].children.push(ElemId(2));
    for (nth, (at, lines)) in marked.iter().enumerate() {
        let said = (0..*lines).map(|at| {
            let mut line = shown(style, &format!("note {nth}.{at}"), Mark::Content(ElemId(2)));
            line.src = TextPos { chapter: 0, block: 1, offset: at as u32 };
            line
        });
        let body = slab(said.collect(), 0, 1);
        set.notes.push(NoteBody { anchor: Anchor(format!("n{nth}")), slabs: vec![body] });
        let SlabKind::Para(para) = &mut set.slabs[0].kind else { panic!() };
        para.variants[0].lines[*at].notes.push(NoteMark::on_line(nth as u32));
    }
    set
}

/// The pages on which a word stands, counted from 0, each with its place.
fn places(pages: &Pages, word: &str) -> Vec<(usize, Point)> {
    let items = pages.pages.iter().enumerate().flat_map(|(at, page)| page.frame.items.iter().map(move |i| (at, i)));
    let found = items.filter_map(|(at, item)| match item {
        Item::Glyphs(run) if run.text == word => Some((at, run.origin)),
        _ => None,
    });
    found.collect()
}

#[test]
fn notes_at_the_side_stand_level_with_their_marks_in_the_outer_margin() {
    let letter = crate::style::paper_named("letter").unwrap().size;
    for sides in [Sides::One, Sides::Two] {
        let style = Style::new(&StylePatch::default(), "handout", letter, Some(sides));
        let full = style.lines_a_page() as usize;
        let chapters = vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
        let set = noted(&style, &[(2, 3), (full + 5, 1), (full + 5, 2)]);
        let (pages, _, diags) = paged(&style, chapters, vec![set]);
        assert!(diags.is_empty(), "{diags:?}");
        let column = style.note_column().unwrap();
        for (word, note, page) in [("2", "note 0.0", 0), (&*(full + 5).to_string(), "note 1.0", 1)] {
            let (line, note) = (places(&pages, word)[0], places(&pages, note)[0]);
            assert_eq!((line.0, note.0, line.1.y), (page, page, note.1.y), "{sides:?} {word}");
            let verso = sides == Sides::Two && page == 1;
            let left =
                if verso { line.1.x - column.gap - column.width } else { line.1.x + style.measure() + column.gap };
            assert_eq!(note.1.x, left, "{sides:?} {word}");
        }
        assert!(places(&pages, "note 2.0")[0].1.y > places(&pages, "note 1.0")[0].1.y + style.leading);
        let rules = pages.pages.iter().flat_map(|page| &page.frame.items);
        assert_eq!(rules.filter(|item| matches!(item, Item::Rule { .. })).count(), 0);
    }
}

#[test]
fn notes_at_the_side_take_no_line_of_the_text_and_what_the_margin_does_not_hold_goes_over() {
    let letter = crate::style::paper_named("letter").unwrap().size;
    let style = Style::new(&StylePatch::default(), "handout", letter, None);
    let full = style.lines_a_page() as usize;
    let chapter = || vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
    let ends = |marked: &[(usize, usize)]| {
        let (pages, _, diags) = paged(&style, chapter(), vec![noted(&style, marked)]);
        let first = |at: usize| words(&pages.pages[at]).iter().find_map(|word| word.parse::<usize>().ok());
        ((0..pages.pages.len()).map(first).collect::<Vec<_>>(), places(&pages, "note 0.0"), pages, diags)
    };
    let (bare, ..) = ends(&[]);
    // As long as the margin, and marked on the last line of the page.
    let (noted, first, pages, diags) = ends(&[(full - 1, full)]);
    assert_eq!(noted, bare);
    assert_eq!(first[0].0, 0);
    assert_eq!(first[0].1.y, places(&pages, "0")[0].1.y, "it moves up to the top");
    assert!(diags.is_empty());
    // Longer: the rest stands at the top of the next page's margin, beside its text.
    let (noted, _, pages, _) = ends(&[(0, full + 5)]);
    assert_eq!(noted, bare);
    let last = format!("note 0.{}", full + 4);
    let rest = places(&pages, &last)[0];
    assert_eq!(rest.0, 1);
    assert!(rest.1.y < style.trim.height / 3);
    // Behind the last page of text comes one of notes alone.
    let (noted, _, pages, _) = ends(&[(90, 3 * full)]);
    assert_eq!((noted.len(), bare.len()), (5, 3), "{noted:?}");
    assert_eq!(places(&pages, &format!("note 0.{}", 3 * full - 1)).len(), 1);
}

#[test]
fn a_page_behind_the_text_begins_where_its_note_goes_on() {
    for design in ["book", "handout"] {
        let style = style(design);
        let long = 2 * style.lines_a_page() as usize;
        let chapter = made_chapter("one", Matter::Body, Role::Chapter, 0);
        let (pages, map, _) = paged(&style, vec![chapter], vec![noted(&style, &[(2, 3), (98, long)])]);
        let bare = pages.pages.iter().zip(&map.starts).filter(|(page, _)| words(page)[0].starts_with("note"));
        let mut count = 0;
        for (page, (_, start)) in bare {
            let offset = words(page)[0].strip_prefix("note 1.").and_then(|line| line.parse().ok()).unwrap();
            assert_eq!(*start, TextPos { chapter: 0, block: 1, offset });
            count += 1;
        }
        assert!(count > 0, "{design}");
        // One with text begins with that, whatever note goes on below it.
        assert!(map.starts[..map.starts.len() - count].iter().all(|(_, start)| start.block == 0), "{:?}", map.starts);
    }
}

#[test]
fn parts_hold_their_chapters_and_chapters_their_sections() {
    let style = style("book");
    let chapters = vec![
        made_chapter("part", Matter::Body, Role::Part, 0),
        made_chapter("one", Matter::Body, Role::Chapter, 1),
        made_chapter("more", Matter::Body, Role::Section, 2),
        made_chapter("last", Matter::Back, Role::Chapter, 0),
    ];
    let set = vec![galley(&style, 0, 0), galley(&style, 1, 4), galley(&style, 2, 4), galley(&style, 3, 4)];
    let (pages, map, _) = paged(&style, chapters, set);
    // A part without anything to set has its page; the section runs on in its chapter's.
    assert_eq!(shape(&pages), ["1r opening", "2v blank", "3r opening", "4v blank", "5r opening"]);
    assert_eq!(map.anchors[&Anchor("more".into())], Folio::Arabic(3));
    let parent = |at: usize| pages.structure[at].parent.map(|parent| parent.0);
    // Two elements a galley, behind the document.
    assert_eq!([1, 3, 5, 7].map(parent), [Some(0), Some(1), Some(3), Some(0)]);
    assert_eq!(pages.structure[0].children, [ElemId(1), ElemId(7)]);
    assert_eq!(pages.structure[3].children, [ElemId(4), ElemId(5)]);
    assert_eq!(pages.outline.iter().map(|entry| entry.depth).collect::<Vec<_>>(), [0, 1, 2, 0]);
}

#[test]
fn contents_are_set_again_once_folios_are_known() {
    let style = style("book");
    let mut contents = made_chapter("toc", Matter::Front, Role::Contents, 0);
    contents.blocks.push(Block::new(BlockKind::Contents { depth: None }, Default::default()));
    let mut body = made_chapter("one", Matter::Body, Role::Chapter, 0);
    let text = vec![Inline::text("words")];
    body.blocks.push(Block::new(BlockKind::Para(Words { role: ParaRole::Text, text }), Default::default()));
    let chapters = vec![contents, body];
    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
    let book = bound(chapters);
    let mut diags = Diags::new();
    let mut shaper = Shaper::new(case.fonts);
    let mut set = |at| super::super::galley(&book, at, case, None, &mut shaper, &mut diags);
    let galleys = (0..2).map(&mut set).collect();
    let (pages, _) = paginate(&book, galleys, case, &mut diags);
    let shown = words(&pages.pages[0]);
    assert!(shown.contains(&"1"), "{shown:?}");
}

/// What a chapter shows where its text refers to the page on which it ends, in as many lines as `lines` says.
fn refers(style: &Style, map: &PageMap, lines: &dyn Fn(Option<Folio>) -> usize) -> Galley {
    let place = Anchor("end".into());
    let folio = map.anchors.get(&place).copied();
    let mut set = galley(style, 0, lines(folio));
    if let Some(SlabKind::Para(para)) = set.slabs.last_mut().map(|slab| &mut slab.kind) {
        para.variants[0].lines.last_mut().unwrap().anchors.push(place.clone());
    }
    set.folios = vec![(place, folio)];
    set
}

fn settled(lines: &dyn Fn(Option<Folio>) -> usize) -> (Option<Folio>, Vec<&'static str>) {
    let style = style("book");
    let book = bound(vec![made_chapter("one", Matter::Body, Role::Chapter, 0)]);
    let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
    let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
    let shown = std::cell::Cell::new(None);
    let reset = |_: usize, map: &PageMap| {
        let set = refers(&style, map, lines);
        shown.set(set.folios[0].1);
        set
    };
    let mut diags = Diags::new();
    let first = refers(&style, &PageMap::default(), lines);
    let (_, map) = bind_pages(&book, vec![first], case, &reset, &mut diags);
    let right = map.anchors.get(&Anchor("end".into())) == shown.get().as_ref();
    assert_eq!(right, diags.is_empty(), "a wrong folio is said");
    (shown.get(), diags.iter().map(|finding| finding.code.id()).collect())
}

#[test]
fn a_folio_that_moves_what_it_names_is_set_again_until_it_stands_still() {
    let full = style("book").lines_a_page() as usize;
    // Without its folio the text ends on page 1; the folio takes the line that is too many.
    let pushed = |folio: Option<Folio>| if folio.is_some() { full + 4 } else { full / 2 };
    assert_eq!(settled(&pushed), (Some(Folio::Arabic(2)), vec![]));
    // A folio that takes away what it adds never stands still.
    let restless = |folio| if folio == Some(Folio::Arabic(1)) { full + 4 } else { full / 2 };
    assert_eq!(settled(&restless).1, ["unsettled-folio"]);
}

#[test]
fn margins_that_leave_no_room_are_an_error_and_no_pages() {
    let mut style = style("book");
    style.margins.outside = style.trim.width;
    let chapters = vec![made_chapter("one", Matter::Body, Role::Chapter, 0)];
    let set = vec![galley(&style, 0, 3)];
    let (pages, _, diags) = paged(&style, chapters, set);
    assert!(pages.pages.is_empty());
    assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::NoMeasure]);
}
