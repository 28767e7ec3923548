use proptest::prelude::*;

use super::super::{Beside, read_beside};
use crate::base::{Code, Diags, Source, SourceId};
use crate::model::{BlockKind, Chapter, InlineKind, each_inline, plain_blocks, plain_text};

fn in_folder(has: &dyn Fn(&str) -> bool) -> Beside<'_> {
    Beside { has, is_linked: &|_| false }
}

/// What a page becomes, with these files beside it.
fn read_with(page: &str, files: &[&str]) -> (Chapter, Vec<String>) {
    let source = Source::new("book/page.html", page);
    let mut diags = Diags::new();
    let chapter = read_beside(&source, SourceId(0), in_folder(&|path| files.contains(&path)), &mut diags).unwrap();
    let found = diags.iter().map(|d| format!("{}: {}", d.code.id(), d.message)).collect();
    (chapter, found)
}

fn text_of(page: &str) -> String {
    plain_blocks(&read_with(page, &[]).0.blocks).trim_end().replace('\n', "/")
}

const LONG: &str = "A knot holds by friction, and by nothing else; whoever has tied one in a wet rope, in the dark, knows that well, and says so, \
    and is believed by those who have done it too.";

#[test]
fn the_article_is_what_the_page_marks_and_else_where_the_text_is() {
    let pages = [
        format!("<body><div class=menu>Home</div><div class=entry-content><p>{LONG}</p></div><div>© x</div>"),
        format!("<body><article><p>{LONG}</p></article><article><p>A teaser.</p></article>"),
        format!("<body><main><h1>T</h1><p>{LONG}</p></main><footer>f</footer>"),
        format!(
            "<body><div class=x><p>{LONG}</p></div><div class=y><ul><li><a href=/a>A</a><li><a href=/b>B</a></ul></div>"
        ),
    ];
    for page in &pages {
        assert!(text_of(&format!("<title>T</title>{page}")).starts_with(&LONG[..40]), "{page}");
        assert_eq!(text_of(&format!("<title>T</title>{page}")).matches("friction").count(), 1, "{page}");
    }
    let guessed = |page: &str| read_with(page, &[]).1.iter().any(|found| found.starts_with("uncertain-structure"));
    assert_eq!(pages.map(|page| guessed(&page)), [false, false, false, true]);
}

#[test]
fn formulas_of_a_page_are_formulas_however_they_are_written() {
    let script = "<script src='page_files/tex-mml-chtml.js'></script><script>MathJax = {}</script>";
    let page = format!(
        "<title>T</title>{script}<article><p>{LONG}</p><p>So <math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>, \\(a^2\\), $5 \
         or $6, $$ or $$, <code>\\(x\\)</code>, \\( alone, $$x_1$$ and \\[y = 1\\]</p></article>"
    );
    let (chapter, found) = read_with(&page, &[]);
    let mut formulas = 0;
    each_inline(&chapter.blocks, &mut |inline| formulas += usize::from(matches!(inline.kind, InlineKind::Formula(_))));
    let displays = chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Formula(_))).count();
    assert_eq!((formulas, displays, found), (2, 2, Vec::<String>::new()));
    let text = text_of(&page);
    for typed in ["$5 or $6, $$ or $$, \\(x\\), \\( alone,", "and"] {
        assert!(text.contains(typed), "{text}");
    }
    // Without a script that finds them, such signs are what they are in a browser.
    let typed = "grep '\\(a\\|b\\)', C:\\(x86\\) and \\[0-9\\]";
    let plain = text_of(&format!("<title>T</title><article><p>{LONG}</p><p>{typed}</p></article>"));
    assert!(plain.ends_with(typed), "{plain}");
}

#[test]
fn what_medium_and_blogger_print_around_a_text_is_no_text() {
    let head = "<title>T</title><meta name=author content='Ada Example'><meta property='article:published_time' content='2021-03-01T08:00:00Z'>";
    let page = format!(
        "{head}<article><div><h1>T</h1></div><div><h2 class='pw-subtitle-paragraph'>Of ropes</h2></div><div><a href='/@ada'><img alt='Ada \
         Example' src='a.jpg' width=44></a><span>Mar 1, 2021</span></div><p>{LONG}</p><h1>On March 1, 2021</h1><p>{LONG}</p><p>1 March 2021</p></article>"
    );
    let (chapter, _) = read_with(&page, &["book/a.jpg"]);
    assert_eq!(chapter.subtitle.as_deref(), Some("Of ropes"));
    assert_eq!(text_of(&page).replace(LONG, "…"), "…/On March 1, 2021/…/1 March 2021");
    // As Medium exports it.
    let page = format!(
        "<title>T</title><article class=h-entry><header><h1 class=p-name>T</h1></header><section class=e-content><section><div><hr></div><div>\
         <h3 class='graf graf--title'>T</h3><p>{LONG}</p></div></section><section><div><hr></div><p>{LONG}</p></section></section></article>"
    );
    assert_eq!(text_of(&page).replace(LONG, "…"), "…/…");
    let (chapter, _) = read_with(&page, &[]);
    assert_eq!(chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::SceneBreak)).count(), 1);
    let page = format!(
        "<title>T</title><div class='post-body entry-content'><p>{LONG}</p></div><abbr class=published title='2012-05-05T21:00:00-07:00'>9 \
         PM</abbr><div class=blog-pager><a class=blog-pager-newer-link href='#'>Newer Post</a></div>"
    );
    let (chapter, _) = read_with(&page, &[]);
    assert_eq!(chapter.origin.date.as_deref(), Some("2012-05-05"));
    assert!(chapter.neighbours.next.is_none());
}

#[test]
fn a_list_of_pictures_is_a_gallery_and_no_list() {
    let item = |inner: &str| format!("<li>{inner}</li>");
    let pictures = item("<figure><img src=a.png alt=one><figcaption>First</figcaption></figure>")
        + &item("<a href=b.png><img src=b.png alt=two></a>");
    let lists = |items: &str| {
        let page = format!("<title>T</title><article><p>{LONG}</p><ul>\n{items}\n</ul><p>{LONG}</p></article>");
        let (chapter, _) = read_with(&page, &["book/a.png", "book/b.png"]);
        let lists = chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::List { .. })).count();
        let figures = chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Figure { .. })).count();
        (lists, figures)
    };
    assert_eq!(lists(&pictures), (0, 2));
    assert_eq!(lists(&(pictures + &item("Words"))), (1, 0));
}

#[test]
fn paragraphs_that_are_divisions_and_sections_in_sections_all_belong_to_the_article() {
    let para = |name: &str| format!("<div class=para>{name}. {LONG}</div>");
    let page = format!(
        "<title>T</title><body><div id=banner><a href=/get>Get it</a></div><div class=section>{}{}<div class=section><h3>H</h3>{}\
        <div class=section>{}</div></div></div><div class=comments>{}{}{}{}</div></body>",
        para("One"),
        para("Two"),
        para("Three"),
        para("Four"),
        para("No"),
        para("No"),
        para("No"),
        para("No"),
    );
    let text = text_of(&page);
    for name in ["One.", "Two.", "Three.", "Four."] {
        assert!(text.contains(name), "{name} {text}");
    }
    assert!(!text.contains("No."), "{text}");
}

#[test]
fn a_short_main_is_the_article_whatever_stands_around_it() {
    let help = "<div id=help><h2>Keys</h2><div><p>Press the arrows to turn the pages of this book</p></div></div>";
    assert_eq!(text_of(&format!("<title>T</title><body>{help}<main><h1>T</h1><p>To do.</p></main>")), "To do.");
}

#[test]
fn sidebars_with_titles_are_text_and_others_are_menus() {
    let page = format!(
        "<title>T</title><article><p>{LONG} {LONG}</p><div class=sidebar><div class=titlepage><p class=title>Tip</p></div>\
        <div>Wet the rope.</div></div><div class=sidebar><ul><li>Home</ul></div></article>"
    );
    let text = text_of(&page);
    assert!(text.ends_with("Tip/Wet the rope."), "{text}");
}

#[test]
fn places_that_only_other_pages_lead_to_stay() {
    let page = format!(
        "<title>T</title><article><p id=style>{LONG}</p><p><a id=old></a> <a name=older></a></p><h2 id=h>H</h2><p>Go.</p></article>"
    );
    let mut places = Vec::new();
    each_inline(&read_with(&page, &[]).0.blocks, &mut |piece| {
        if let InlineKind::Place(anchor) = &piece.kind {
            places.push(anchor.0.clone());
        }
    });
    assert_eq!(places, ["old", "older"]);
}

#[test]
fn titles_lose_the_name_of_the_site_and_are_not_set_twice() {
    let title = |head: &str, heading: &str| {
        let (chapter, _) =
            read_with(&format!("<head>{head}</head><article><h1>{heading}</h1><p>{LONG}</p></article>"), &[]);
        (plain_text(&chapter.title), plain_blocks(&chapter.blocks).contains(heading))
    };
    for (head, heading, expected) in [
        ("<title>The Knot – Ropes</title><meta property=og:site_name content=Ropes>", "The Knot", "The Knot"),
        ("<title>Ropes | The Knot</title>", "The Knot", "The Knot"),
        (
            "<title>Knots - a life | Ropes</title><meta property=og:title content='Knots - a life'>",
            "Knots - a life",
            "Knots - a life",
        ),
        (
            "<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"headline\":\"A &amp; B\"}</script>",
            "A &amp; B",
            "A & B",
        ),
        ("", "Only This", "Only This"),
    ] {
        assert_eq!(title(head, heading), (expected.to_string(), false), "{head}");
    }
}

#[test]
fn what_a_page_says_of_itself_is_read() {
    let head = "<html lang=de-AT><head><meta name=author content='By Ada Example'><link rel=canonical href='https://x.org/a/b'>\
        <meta property=article:published_time content='2026-02-03T10:00Z'><link rel=prev href='https://x.org/a/a'>";
    let (chapter, _) = read_with(
        &format!("{head}<title>T</title></head><article><p>{LONG} <a href='../c#d'>c</a></p></article>"),
        &[],
    );
    assert_eq!(chapter.authors, ["Ada Example"]);
    assert_eq!(chapter.lang.map(|lang| lang.0).as_deref(), Some("de-AT"));
    assert_eq!(chapter.origin.url.as_deref(), Some("https://x.org/a/b"));
    assert_eq!(chapter.origin.date.as_deref(), Some("2026-02-03"));
    assert_eq!(chapter.neighbours.previous.map(|(name, _)| name).as_deref(), Some("https://x.org/a/a"));
    let mut links = Vec::new();
    each_inline(&chapter.blocks, &mut |inline| links.push(format!("{:?}", inline.kind)));
    assert!(links.iter().any(|link| link.contains("https://x.org/c#d")), "{links:?}");
}

#[test]
fn a_late_picture_is_the_largest_that_was_saved() {
    let picture = |html: &str, files: &[&str]| {
        let (chapter, found) = read_with(&format!("<title>T</title><article><p>{LONG}</p>{html}</article>"), files);
        let mut shown = String::new();
        crate::model::each_image(&chapter, &mut |image, _| shown = image.path.clone());
        if shown.is_empty() {
            plain_blocks(&chapter.blocks).lines().last().unwrap_or_default().to_string() + &found.join("")
        } else {
            shown
        }
    };
    let files = ["book/page_files/a.png", "book/page_files/a-300.png", "book/two words.png"];
    for (html, expected) in [
        ("<img alt=x src='page_files/a.png?w=300'>", "book/page_files/a.png"),
        ("<img alt=x src='data:image/gif;base64,R0' data-src='https://x.org/u/a.png'>", "book/page_files/a.png"),
        (
            "<img alt=x src='page_files/a-300.png' srcset='https://x.org/a-300.png 300w, https://x.org/a.png 900w'>",
            "book/page_files/a.png",
        ),
        ("<img alt=x class=lazy><noscript><img src='https://x.org/two%20words.png'></noscript>", "book/two words.png"),
        (
            "<picture><source srcset='https://x.org/a.png 2x'><img alt=x src='https://x.org/none.png'></picture>",
            "book/page_files/a.png",
        ),
    ] {
        assert_eq!(picture(html, &files), expected, "{html}");
    }
    let fetched = picture("<img alt='A bend' src='https://x.org/b.png'>", &["book/page_files/b-2dc059c7.png"]);
    assert_eq!(fetched, "book/page_files/b-2dc059c7.png");
    // Without an address on the web nobody can fetch it.
    let missing = picture("<figure><img alt='A bend' src='gone/b.png'></figure>", &files);
    assert!(missing.starts_with("[A bend]") && missing.contains("was not saved with the page"), "{missing}");
    assert!(picture("<img src='https://x.org/pixel.gif' width=1 height=1>", &files).starts_with("A knot"));
}

#[test]
fn notes_of_every_shape_stand_at_their_marks() {
    let shapes = [
        // Pandoc
        "<p>M<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a>.</p><section id='footnotes' class='footnotes' \
         role='doc-endnotes'><hr><ol><li id='fn1'><p>Body.<a href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
        // kramdown
        "<p>M<sup id='fnref:1'><a href='#fn:1' class='footnote' rel='footnote'>1</a></sup>.</p><div class='footnotes'><ol><li id='fn:1'><p>Body. \
         <a href='#fnref:1' class='reversefootnote'>&#8617;</a></p></li></ol></div>",
        // Word
        "<p>M<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p><hr><div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Body.</p></div>",
        // By hand
        "<p>M<sup><a id='r' href='#n'>*</a></sup>.</p><h2>Notes</h2><p id='n'><a href='#r'>*</a> Body.</p>",
        "<p>M<a id='r' href='#n'>1</a>.</p><p id='n'><font size=1><b>[1]</b> <a href='#r'>Back.</a> Body.</font></p>",
        "<p>M[<a id='r' href='#n'>1</a>].</p><ol><li id='n'>Body. <a href='#r'>back</a></li></ol>",
    ];
    for shape in shapes {
        let page = format!("<title>T</title><article><p>{LONG}</p>{shape}</article>");
        let text = text_of(&page);
        assert!(text.ends_with("/M./Body."), "{shape}: {text}");
    }
    let page = format!(
        "<title>T</title><article><p>{LONG}</p><p>M<a id='r' href='#n'>1</a>.</p><p id='n'><a href='#r'>1</a>. (Own words.)</p></article>"
    );
    assert!(text_of(&page).ends_with("/M./(Own words.)"), "{}", text_of(&page));
    // What only looks like a way back, or like a number, is the note's own words.
    for (body, kept) in [
        ("<li id='n'>See <a href='#preface'>the preface</a>. <a href='#r'>↩</a></li>", "See the preface."),
        ("<li id='n'>See <a href='#s'>this part</a>. <a href='#s'>↩</a> <a href='#r'>1</a></li>", "See this part."),
        ("<li id='n'>12. Juni 1999 schrieb er. <a href='#r'>back</a></li>", "12. Juni 1999 schrieb er."),
        ("<li id='n'>.NET Core. <a href='#r'>back</a></li>", ".NET Core."),
        ("<p id='n'>2. Juni 1999. <a href='#r'>back</a></p>", "2. Juni 1999."),
        ("<p id='n'>1. In June. <a href='#r'>back</a></p>", "In June."),
    ] {
        let page = format!(
            "<title>T</title><article><p id=preface>{LONG}</p><div id=s><p>M<a id='r' href='#n'>1</a>.</p></div>{body}</article>"
        );
        assert!(text_of(&page).ends_with(&format!("/M./{kept}")), "{}", text_of(&page));
    }
    // A note whose mark is in the title, or in what is left out, is not lost.
    let lost = format!(
        "<title>T</title><article><h1>T<a id=r href='#n'>*</a></h1><div class=share>M<a id=q href='#o'>2</a></div><p>{LONG}</p>\
         <ol><li id=n>First. <a href='#r'>back</a></li><li id=o>Second. <a href='#q'>back</a></li></ol></article>"
    );
    let (chapter, found) = read_with(&lost, &[]);
    let title = format!("{:?}", chapter.title);
    assert!(title.contains("First"), "{title}");
    assert!(text_of(&lost).ends_with("too./Second."), "{}", text_of(&lost));
    assert!(found.iter().any(|found| found.starts_with("page-remains") && found.contains("'Second.'")), "{found:?}");
    // Two notes in one paragraph are in the text once.
    let two = format!(
        "<title>T</title><article><p>{LONG}</p><p>M<a id=r href='#n'>1</a> and <a id=q href='#o'>2</a>.</p>\
         <p><a name=n href='#r'>1</a> First.<br><a name=o href='#q'>2</a> Second.</p></article>"
    );
    assert_eq!(text_of(&two).matches("Second").count(), 1);
    let toc =
        format!("<title>T</title><article><p>{LONG} <a href='#s1'>1</a></p><h2 id='s1'>One</h2><p>Text.</p></article>");
    assert!(text_of(&toc).ends_with("/One/Text."));
}

#[test]
fn what_is_left_out_is_told_once_a_page() {
    let page = format!(
        "<title>T</title><article><p>{LONG}</p><div class=share>Tell</div><div class=share>Tweet</div><form>f</form></article>"
    );
    let (chapter, found) = read_with(&page, &[]);
    assert_eq!(plain_blocks(&chapter.blocks).trim_end(), LONG);
    let remains: Vec<&String> = found.iter().filter(|found| found.starts_with(Code::PageRemains.id())).collect();
    assert_eq!(remains.len(), 1);
    for part in ["2 groups of buttons to share or follow ('Tell'), ", "1 form to subscribe, search or sign in ('f')"] {
        assert!(remains[0].contains(part), "{part} in {}", remains[0]);
    }
    // Most of an article is no menu, whatever its class.
    let page = format!("<title>T</title><article><div class=menu-wrap><p>{LONG}</p></div></article>");
    assert_eq!(text_of(&page), LONG);
}

#[test]
fn a_line_that_names_the_author_goes_and_what_only_looks_like_one_stays() {
    let of = |line: &str| {
        text_of(&format!("<title>T</title><meta name=author content=Al><article>{line}<p>{LONG}</p></article>"))
    };
    assert_eq!(of("<p>By Al, today</p>"), LONG);
    assert!(of("<p>Almost</p>").starts_with("Almost"));
    assert!(of("<div><figure><img src='https://x.org/a.png' alt='A bend'><figcaption><span>Drawn by Al</span></figcaption></figure></div>").contains("Drawn by Al"));
    let table = "<table role=presentation><caption>Words over it</caption><tr><td>One</td></tr></table>";
    assert!(of(table).contains("Words over it/One"), "{}", of(table));
}

#[test]
fn a_page_without_end_is_an_error() {
    for (page, code) in [
        ("<div>".repeat(2000), Code::TooDeep),
        ("<x-a>".repeat(200_000), Code::TooDeep),
        (format!("<svg>{}", "<td>".repeat(200_000)), Code::TooDeep),
        ("<b><p>".repeat(300) + &"<p>".repeat(400_000), Code::TooLarge),
    ] {
        let source = Source::new("a.html", page);
        let mut diags = Diags::new();
        assert!(read_beside(&source, SourceId(0), in_folder(&|_| true), &mut diags).is_none());
        assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [code]);
    }
}

#[test]
fn elements_that_end_themselves_and_a_headline_of_tags_do_no_harm() {
    let drawing = format!("<svg>{}</svg>", "<path d=''/>".repeat(2000));
    let headline = format!(
        r#"<script type="application/ld+json">{{"@type":"Article","headline":"{}"}}</script>"#,
        "<div>".repeat(200_000)
    );
    let page = format!("<title>T</title>{headline}<article><p>{LONG}</p>{drawing}</article>");
    assert_eq!(text_of(&page).trim_end_matches('/'), LONG);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_a_page_holds_is_read(pieces in proptest::collection::vec(0usize..26, 0..40)) {
        const PIECES: [&str; 26] = [
            "<p>", "</p>", "words ", "<a href='#a'>1</a>", "<a id=a href='#b'>2</a>", "<li id=b>", "<ol>", "</ol>", "<table>", "<tr>", "<td colspan=3 rowspan=9>",
            "</table>", "<div class=share>", "</div>", "<article>", "<img src=x.png srcset=', y 2x'>", "<noscript>", "</noscript>", "<pre class='hljs'>", "</pre>",
            "<math alttext='x'>", "<h1>T", "</h1>", "<script>", "<figure><figcaption>", "<title>T</title>",
        ];
        let page: String = pieces.iter().map(|at| PIECES[*at]).collect();
        let source = Source::new("a.html", page);
        let mut diags = Diags::new();
        let _ = read_beside(&source, SourceId(0), in_folder(&|path| path.len() % 2 == 0), &mut diags);
        for site in diags.iter().filter_map(|finding| finding.at) {
            prop_assert!(site.span.end as usize <= source.text.len());
        }
    }
}
