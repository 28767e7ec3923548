use std::io::{Cursor, Read};

use super::example::{block, chapter, dot, every_construct, heading, link, metadata, note, para, piece, say};
use super::*;
use crate::asset::Press;
use crate::base::{Length, Size};
use crate::model::{
    Anchor, Anchored, BlockKind, BookParts, Chapter, Figure, Image, Inline, InlineKind, Lang, Matter, Metadata, Number,
    ParaRole, Quote, QuoteRole, Role, Target, TextPos, TocEntry, each_block, each_block_mut, each_inline, plain_text,
};
use crate::page::Folio;
use crate::style::StylePatch;

pub(super) fn style() -> Style {
    Style::new(&StylePatch::default(), "book", Size { width: Length::pt(432), height: Length::pt(648) }, None)
}

/// Binds chapters as the passes do: counts blocks, lists what is listed, finds every anchor.
pub(super) fn bind(metadata: Metadata, mut chapters: Vec<Chapter>) -> Book {
    let mut contents = Vec::new();
    let mut anchors = std::collections::BTreeMap::new();
    for (at, chapter) in (0..).zip(&mut chapters) {
        let mut index = 0;
        each_block_mut(&mut chapter.blocks, &mut |block| {
            block.index = index;
            index += 1;
        });
        anchors.insert(chapter.anchor(), Anchored { chapter: at, block: None });
        let lang = chapter.lang.clone();
        let entry = |anchor: &Anchor, depth, number: &Option<Number>, title: &[Inline], chapter| TocEntry {
            lang: lang.clone(),
            anchor: anchor.clone(),
            depth,
            level: depth + 1,
            number: number.clone(),
            title: plain_text(title),
            authors: vec![],
            chapter,
            at,
        };
        if chapter.listed() {
            contents.push(entry(&chapter.anchor(), chapter.depth, &chapter.number, &chapter.title, true));
        }
        each_block(&chapter.blocks, &mut |block| {
            if let Some(anchor) = &block.anchor {
                anchors.insert(anchor.clone(), Anchored { chapter: at, block: Some(block.index) });
                if let BlockKind::Heading { outline, number, text, .. } = &block.kind {
                    contents.push(entry(anchor, chapter.depth + outline - 1, number, text, false));
                }
            }
        });
        each_inline(&chapter.blocks, &mut |inline| {
            if let InlineKind::Note(note) = &inline.kind {
                anchors.insert(note.anchor.clone(), Anchored { chapter: at, block: Some(0) });
            }
        });
    }
    Book::bind(BookParts { metadata, chapters, contents, figures: vec![], tables: vec![], anchors })
}

/// A book with one of every construct.
fn full() -> Book {
    bind(metadata(), every_construct())
}

fn map() -> PageMap {
    let at = |folio, chapter, block, offset| (folio, TextPos { chapter, block, offset });
    PageMap {
        anchors: Default::default(),
        starts: vec![
            at(Folio::Roman(1), 0, 0, 0),
            at(Folio::Roman(3), 1, 0, 0),
            at(Folio::Roman(4), 2, 0, 0),
            at(Folio::Roman(7), 4, 0, 0),
            // At the entry "The Lid"; and behind all entries, as where the EPUB leaves chapters out.
            at(Folio::Roman(8), 4, 0, 3),
            at(Folio::Roman(9), 4, 0, 99),
            at(Folio::Arabic(1), 5, 0, 0),
            at(Folio::Arabic(3), 6, 0, 0),
            // Inside "listening", and inside a word of a note in a note.
            at(Folio::Arabic(4), 6, 3, 38),
            at(Folio::Arabic(5), 6, 5, 4),
            at(Folio::Arabic(6), 7, 0, 0),
            at(Folio::Arabic(7), 8, 1, 0),
            at(Folio::Arabic(99), 77, 0, 0),
        ],
    }
}

fn pictures() -> Pictures {
    Pictures::new(vec![dot("pictures/dot.png")])
}

pub(super) fn plain<'a>(pictures: &'a Pictures, style: &'a Style) -> Case<'a> {
    Case {
        pictures,
        faces: &[],
        style,
        cover: None,
        map: None,
        each: &|entries| entries.iter_mut().for_each(|entry| entry.press(&mut Press::of_text())),
    }
}

pub(super) fn built(book: &Book, map: Option<&PageMap>) -> Vec<u8> {
    let mut diags = Diags::new();
    let (cover, pictures, style) = (dot("cover.png"), pictures(), style());
    let case = Case { cover: Some(Cover::File(cover.media, &cover.content)), map, ..plain(&pictures, &style) };
    let output = write(book, &case, &mut diags).expect("it is sound");
    assert!(diags.is_empty(), "{diags:?}");
    output.bytes().unwrap()
}

pub(super) fn file(epub: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    archive.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_is_in_another_language_than_the_book_says_so_in_its_contents() {
    let metadata = Metadata { title: "mu'".into(), language: "tlh".into(), ..metadata() };
    let mut own = chapter("one", Matter::Body, Role::Chapter, "wa'", vec![say("Text.")]);
    let arabic = Chapter {
        lang: Some(Lang("ar".into())),
        ..chapter("two", Matter::Body, Role::Chapter, "الخط", vec![para(vec![note("n", 1, vec![say("ملاحظة.")])])])
    };
    own.numbered = false;
    let epub = built(&bind(metadata, vec![own, arabic]), None);
    let nav = file(&epub, "OEBPS/nav.xhtml");
    for line in [
        "<h1 xml:lang=\"en\" lang=\"en\">Contents</h1>",
        "<li><a href=\"one.xhtml#one\">wa'</a></li>",
        "<li><a href=\"two.xhtml#two\" xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">الخط</a></li>",
        "<li xml:lang=\"en\" lang=\"en\"><a epub:type=\"cover\" href=\"cover.xhtml\">Cover</a></li>",
    ] {
        assert!(nav.contains(line), "{line}: {nav}");
    }
    assert!(file(&epub, "OEBPS/two.xhtml").contains("aria-label=\"العودة إلى النص، الحاشية 1\""));
    let ncx = file(&epub, "OEBPS/toc.ncx");
    assert!(ncx.contains("Ada Example") && !ncx.contains("Tom Turner"), "{ncx}");
}

#[test]
fn the_package_of_a_tiny_book_is_what_it_should_be() {
    let metadata = Metadata {
        title: "Tea".into(),
        language: "ar".into(),
        identifier: "urn:uuid:7a0b3f2e-4c1d-4e8f-9a6b-0c5d2e1f3a4b".into(),
        modified: 1_795_392_000,
        ..Metadata::default()
    };
    let book = bind(metadata, vec![chapter("one", Matter::Body, Role::Chapter, "One", vec![say("Text.")])]);
    let epub = write(&book, &plain(&Pictures::default(), &style()), &mut Diags::new()).unwrap().bytes().unwrap();
    let expected = r##"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="ar">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book-id">urn:uuid:7a0b3f2e-4c1d-4e8f-9a6b-0c5d2e1f3a4b</dc:identifier>
<dc:title id="title">Tea</dc:title>
<meta property="title-type" refines="#title">main</meta>
<dc:language>ar</dc:language>
<meta property="dcterms:modified">2026-11-23T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary" xml:lang="en">The text flows and can be restyled freely. Its structure is marked: headings, notes, lists and contents can be reached from the navigation and by assistive technology.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="stylesheet.css" media-type="text/css"/>
<item id="page-one" href="one.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine toc="ncx" page-progression-direction="rtl">
<itemref idref="page-one"/>
<itemref idref="nav" linear="no"/>
</spine>
</package>
"##;
    assert_eq!(file(&epub, "OEBPS/content.opf"), expected);
}

#[test]
fn what_catalogues_ask_for_is_in_the_package() {
    let package = file(&built(&full(), None), "OEBPS/content.opf");
    for expected in [
        "<dc:identifier id=\"book-id2\">urn:isbn:9780306406157</dc:identifier>\n<meta property=\"identifier-type\" refines=\"#book-id2\" scheme=\"onix:codelist5\">15</meta>\n",
        "<dc:identifier id=\"book-id3\">doi:10.1000/182</dc:identifier>\n<meta property=\"identifier-type\" refines=\"#book-id3\" scheme=\"onix:codelist5\">06</meta>\n",
        "<dc:subject id=\"subject1\">Essays</dc:subject>\n<meta property=\"authority\" refines=\"#subject1\">Thema</meta>\n<meta property=\"term\" refines=\"#subject1\">DNL</meta>\n<dc:subject>Tea</dc:subject>\n",
        "<dc:source>https://example.org/tea</dc:source>\n",
        "<meta property=\"dcterms:conformsTo\" id=\"conformance\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>\n",
        "<meta property=\"a11y:certifiedBy\" refines=\"#conformance\" id=\"evaluator\">Eve Auditor</meta>\n<meta property=\"dcterms:date\" refines=\"#evaluator\">2026-11-20</meta>\n",
        "<link rel=\"a11y:certifierReport\" refines=\"#evaluator\" href=\"https://example.org/report?a&amp;b\"/>\n",
    ] {
        assert!(package.contains(expected), "{package}");
    }
    // The ISBN that the manifest gives twice stands there once.
    assert_eq!(package.matches("urn:isbn:9780306406157").count(), 1, "{package}");
}

#[test]
fn a_page_without_a_title_is_called_what_it_is_in_its_language() {
    let title = |lang: &str, page: &str| {
        let metadata = Metadata { language: lang.into(), ..metadata() };
        let page = file(&built(&bind(metadata, every_construct()), None), &format!("OEBPS/{page}.xhtml"));
        page.split("<title>").nth(1).unwrap().split('<').next().unwrap().to_string()
    };
    for (page, english, polish) in [
        ("cover", "Cover", "Okładka"),
        ("half-title", "Half title", "Przedtytuł"),
        ("title-page", "Title page", "Strona tytułowa"),
        ("copyright", "Copyright", "Strona redakcyjna"),
        ("dedication", "Dedication", "Dedykacja"),
        ("colophon", "Colophon", "Colophon"),
        ("zwei", "Zwei", "Zwei"),
    ] {
        assert_eq!([title("en-GB", page), title("pl", page)], [english, polish]);
    }
    for page in ["cover", "title-page", "dedication"] {
        assert_eq!(title("tlh", page), "Tea &amp; Sympathy");
    }
}

#[test]
fn the_same_book_gives_the_same_bytes_and_its_type_comes_first() {
    let (book, map) = (full(), map());
    let epub = built(&book, Some(&map));
    assert_eq!(epub, built(&book, Some(&map)));
    // OCF 3.3, 4.3.2: the first entry is stored under its name without an extra field.
    assert_eq!(&epub[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub)).unwrap();
    for at in 0..archive.len() {
        assert_eq!(archive.by_index_raw(at).unwrap().last_modified().map(|date| date.year()), Some(1980));
    }
}

#[test]
fn contents_stand_in_the_spine_where_the_book_has_them() {
    let package = file(&built(&full(), None), "OEBPS/content.opf");
    let spine: Vec<&str> = package.lines().filter_map(|line| line.strip_prefix("<itemref idref=\"")).collect();
    let spine: Vec<&str> = spine.iter().map(|line| line.trim_end_matches("\"/>")).collect();
    assert_eq!(spine[..6], ["cover", "page-half-title", "page-title-page", "page-copyright", "page-dedication", "nav"]);
    assert_eq!(spine[6..], ["page-part-1", "page-1-one", "page-exercises", "page-zwei", "page-colophon"]);
    // Without pages there is no claim of any.
    assert!(!package.contains("pageBreak") && !package.contains("pageNavigation") && !package.contains("source-of"));
}

#[test]
fn pages_begin_between_words_and_notes_come_at_the_end() {
    let epub = built(&full(), Some(&map()));
    let page = file(&epub, "OEBPS/1-one.xhtml");
    let text = page.split("aria-label=\"4\"></span>").nth(1).expect("page 4 begins here");
    assert!(text.starts_with("and <em>it asks"), "{text}");
    assert!(page.contains("role=\"doc-chapter\">\n<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-3\""));
    let (body, notes) = page.split_once("<aside").expect("there are notes");
    assert!(body.contains("href=\"#note-cup\" id=\"note-cup-mark\">1</a>"));
    assert!(notes.contains("<p><a class=\"back\" role=\"doc-backlink\" href=\"#note-cup-mark\""));
    let mark = page_mark("5");
    assert!(notes.contains(&format!("</a> By those {mark}who drink it.")), "{notes}");
    assert!(notes.matches("doc-pagebreak").count() == 1 && page.matches("<aside").count() == 2);
    let nav = file(&epub, "OEBPS/nav.xhtml");
    let list: Vec<&str> = nav.split("page-list").nth(1).unwrap().split("#page-").skip(1).collect();
    let list: Vec<&str> = list.iter().map(|link| link.split('"').next().unwrap()).collect();
    assert_eq!(list, ["i", "iii", "iv", "vii", "viii", "ix", "1", "3", "4", "5", "6", "7"]);
}

fn page_mark(folio: &str) -> String {
    format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-{folio}\" aria-label=\"{folio}\"></span>")
}

#[test]
fn a_page_of_the_contents_begins_before_the_words_of_its_entry() {
    let nav = file(&built(&full(), Some(&map())), "OEBPS/nav.xhtml");
    let (first, within, behind) = (page_mark("vii"), page_mark("viii"), page_mark("ix"));
    assert!(nav.contains(&format!("\n{first}\n<nav epub:type=\"toc\"")), "{nav}");
    assert!(nav.contains(&format!("<a href=\"1-one.xhtml#lid\">{within}The Lid, Two Levels Down</a>")), "{nav}");
    assert!(nav.contains(&format!("</nav>\n{behind}\n<nav epub:type=\"landmarks\"")), "{nav}");
    // A list that is no navigation document has them likewise.
    let blocks = vec![block(BlockKind::Contents { depth: None }), say("So much for that.")];
    let chapters = vec![
        chapter("one", Matter::Body, Role::Chapter, "One", blocks),
        chapter("two", Matter::Body, Role::Chapter, "Two", vec![say("Text.")]),
    ];
    let at = |folio, block, offset| (Folio::Arabic(folio), TextPos { chapter: 0, block, offset });
    let starts = vec![at(1, 0, 0), at(2, 0, 1), at(3, 0, 2), at(4, 1, 0)];
    let epub = built(&bind(metadata(), chapters), Some(&PageMap { anchors: Default::default(), starts }));
    let page = file(&epub, "OEBPS/one.xhtml");
    let [second, third, fourth] = ["2", "3", "4"].map(page_mark);
    assert!(page.contains(&format!("<a href=\"two.xhtml#two\">{second}Two</a></li>\n</ol>\n</div>{third}")), "{page}");
    assert!(page.contains(&format!("<p>{fourth}So much for that.")), "{page}");
}

/// Follows every reference in the files of an EPUB; gives how many there are.
fn followed(epub: &[u8]) -> usize {
    let archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let names: Vec<String> = archive.file_names().map(String::from).collect();
    let mut followed = 0;
    for name in names.iter().filter(|name| name.ends_with("html") || name.ends_with("ncx")) {
        let text = file(epub, name);
        for attribute in [" href=\"", " src=\""] {
            for reference in text.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                if reference.starts_with("https:") {
                    continue;
                }
                let (path, id) = reference.split_once('#').unwrap_or((reference, ""));
                let path = if path.is_empty() { name.clone() } else { format!("OEBPS/{path}") };
                assert!(names.contains(&path), "{name}: {reference}");
                assert!(id.is_empty() || file(epub, &path).contains(&format!(" id=\"{id}\"")), "{name}: {reference}");
                followed += 1;
            }
        }
    }
    followed
}

#[test]
fn every_reference_leads_to_a_file_and_an_id() {
    let followed = followed(&built(&full(), Some(&map())));
    assert!(followed > 50, "{followed}");
}

#[test]
fn a_very_long_chapter_is_divided_at_its_sections_and_all_links_follow() {
    let long = || say(&"word ".repeat(30_000));
    let again = InlineKind::NoteRef { note: Anchor("n-1".into()), number: Some(Number::Arabic(vec![1])) };
    let blocks = vec![
        para(vec![
            Inline::text("First"),
            note("n-1", 1, vec![say("One.")]),
            link(Target::Anchor(Anchor("c".into())), "C"),
        ]),
        long(),
        heading(2, "b", "B"),
        long(),
        heading(3, "c", "C"),
        para(vec![Inline::text("Then"), note("n-2", 2, vec![say("Two.")]), piece(again)]),
        long(),
    ];
    let short = vec![para(vec![link(Target::Anchor(Anchor("c".into())), "C")])];
    let book = bind(
        metadata(),
        vec![
            chapter("long", Matter::Body, Role::Chapter, "Long", blocks),
            chapter("long-2", Matter::Body, Role::Chapter, "Short", short),
        ],
    );
    let at = |folio, block, offset| (Folio::Arabic(folio), TextPos { chapter: 0, block, offset });
    let map = PageMap { anchors: Default::default(), starts: vec![at(1, 0, 0), at(2, 4, 50_000), at(3, 8, 50_000)] };
    let epub = built(&book, Some(&map));
    assert!(followed(&epub) > 15);
    let (first, second, third) =
        (file(&epub, "OEBPS/long.xhtml"), file(&epub, "OEBPS/long-3.xhtml"), file(&epub, "OEBPS/long-4.xhtml"));
    for page in [&first, &second, &third] {
        assert!(page.len() < divide::MOST);
    }
    // Each note stands where its first mark does, and leads back to all of them.
    assert!(first.contains("<a href=\"long-4.xhtml#c\">") && first.contains("id=\"n-1\""));
    assert!(first.contains("href=\"#n-1-mark\"") && first.contains("href=\"long-4.xhtml#n-1-mark-2\""));
    assert!(second.contains("<section class=\"chapter\">\n<h2 id=\"b\">") && !second.contains("<aside"));
    assert!(third.contains("<h3 id=\"c\">") && third.contains("href=\"long.xhtml#n-1\""));
    assert!(file(&epub, "OEBPS/long-2.xhtml").contains("<a href=\"long-4.xhtml#c\">"));
    let package = file(&epub, "OEBPS/content.opf");
    let spine: Vec<&str> = package.lines().filter_map(|line| line.strip_prefix("<itemref idref=\"")).collect();
    assert_eq!(
        spine,
        [
            "cover\"/>",
            "page-long\"/>",
            "page-long-3\"/>",
            "page-long-4\"/>",
            "page-long-2\"/>",
            "nav\" linear=\"no\"/>"
        ]
    );
    let nav = file(&epub, "OEBPS/nav.xhtml");
    for place in ["long.xhtml#long", "long-3.xhtml#b", "long-4.xhtml#c", "long.xhtml#page-1", "long-4.xhtml#page-3"] {
        assert!(nav.contains(&format!("href=\"{place}\"")), "{nav}");
    }
}

#[test]
fn headings_have_no_gaps_and_a_link_holds_no_link() {
    let epub = built(&full(), None);
    let page = file(&epub, "OEBPS/1-one.xhtml");
    assert!(page.contains("<h2 id=\"pot\">") && page.contains("<h3 id=\"lid\">"));
    assert!(file(&epub, "OEBPS/exercises.xhtml").contains("<h3 id=\"ex-1\">"));
    let text = vec![Inline::text("a"), note("n", 1, vec![say("N.")]), Inline::text("b")];
    let target = Target::Url("https://example.org".into());
    let linked = piece(InlineKind::Link { target, title: None, text });
    let book = bind(metadata(), vec![chapter("c", Matter::Body, Role::Chapter, "C", vec![para(vec![linked])])]);
    let page = file(&built(&book, None), "OEBPS/c.xhtml");
    assert!(page.contains("<a href=\"https://example.org\">ab</a><sup class=\"mark\"><a epub:type"), "{page}");
}

#[test]
fn a_picture_without_words_takes_the_claim_away() {
    let picture = |path: &str| {
        let figure = Figure::of(Image::new(path, None), vec![]);
        bind(metadata(), vec![chapter("c", Matter::Body, Role::Chapter, "C", vec![block(BlockKind::Figure(figure))])])
    };
    let package = file(&built(&picture("pictures/dot.png"), None), "OEBPS/content.opf");
    assert!(!package.contains("alternativeText") && !package.contains("Sufficient\">textual<"), "{package}");
}

#[test]
fn an_address_that_no_reader_opens_is_text_with_a_finding() {
    let text = vec![link(Target::Url("javascript:alert(1)".into()), "here")];
    let book = bind(metadata(), vec![chapter("c", Matter::Body, Role::Chapter, "C", vec![para(text)])]);
    let mut diags = Diags::new();
    let epub = write(&book, &plain(&pictures(), &style()), &mut diags).unwrap().bytes().unwrap();
    assert!(file(&epub, "OEBPS/c.xhtml").contains("<p>here</p>"));
    assert_eq!(diags.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::DeadLink]);
}

#[test]
fn a_book_carries_its_fonts_where_it_is_asked_to() {
    let faces = crate::asset::bundled();
    let (pictures, mut style) = (pictures(), style());
    let without = write(&full(), &Case { faces: &faces, ..plain(&pictures, &style) }, &mut Diags::new())
        .unwrap()
        .bytes()
        .unwrap();
    assert!(!file(&without, "OEBPS/content.opf").contains("font/"));
    style.embed_fonts = true;
    style.heads = "Source Sans 3".into();
    let epub = write(&full(), &Case { faces: &faces, ..plain(&pictures, &style) }, &mut Diags::new())
        .unwrap()
        .bytes()
        .unwrap();
    let (package, css) = (file(&epub, "OEBPS/content.opf"), file(&epub, "OEBPS/stylesheet.css"));
    // The book has a strong word in a stressed one, and code.
    assert_eq!(package.matches("media-type=\"font/ttf\"").count(), 12);
    assert_eq!(css.matches("@font-face").count(), 12);
    let bold = "@font-face { font-family: \"Book Heads\"; src: url(fonts/book-heads-bold.ttf); font-weight: bold; font-style: normal; }";
    assert!(css.contains(bold) && css.contains("body { font-family: \"Book Text\"; }"), "{css}");
    assert!(css.contains("code, kbd, samp { font-family: \"Book Code\", monospace; }"));
    let archive = zip::ZipArchive::new(Cursor::new(&epub)).unwrap();
    assert!(archive.file_names().any(|name| name == "OEBPS/fonts/book-text-bold-italic.ttf"));
}

#[test]
fn an_epigraph_says_once_what_it_is() {
    let quote = || vec![say("Cold."), super::example::role(ParaRole::Attribution, "A saying")];
    let epigraph = || block(BlockKind::Quote(Quote { role: QuoteRole::Epigraph, blocks: quote() }));
    let book = bind(
        metadata(),
        vec![
            chapter("alone", Matter::Front, Role::Epigraph, "", vec![epigraph()]),
            chapter("one", Matter::Body, Role::Chapter, "One", vec![epigraph()]),
        ],
    );
    let epub = built(&book, None);
    let alone = file(&epub, "OEBPS/alone.xhtml");
    assert!(alone.contains("role=\"doc-epigraph\">\n<blockquote class=\"epigraph\">"), "{alone}");
    let above = "<blockquote epub:type=\"epigraph\" role=\"doc-epigraph\" class=\"epigraph\">";
    assert!(file(&epub, "OEBPS/one.xhtml").contains(above));
}
