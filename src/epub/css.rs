//! The style sheet, from the design. It says what a reader's own settings cannot: structure, never the font, size,
//! colour or margins of running text, so that night mode and large type work. Code alone has colours.

use super::declare::{SANS, STRESSED, compress, each, em, hundredths, quoted, rule, sides, stated, text, voice};
use super::figures::GAP;
use super::fonts::{Font, Sets};
use crate::model::TokenClass;
use crate::style::{Align, ChapterNumbers, Design, Heading, Rgb, Style, Typeface, Voice};

/// The body of a note.
const FOOTNOTE: &str = "aside[role=\"doc-footnote\"]";

/// What is set as code, in elements that say what it is.
const CODE: &str = "code, kbd, samp";

/// Languages in Arabic letters.
const ARABIC: [&str; 12] =
    ["ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ks", "az-Arab", "ku-Arab", "pa-Arab", "uz-Arab"];

/// Languages in other letters that do not slant: Hebrew ones and Korean.
const UPRIGHT: [&str; 4] = ["he", "iw", "yi", "ko"];

/// Languages that emphasise by dots: Japanese above, all others below.
const DOTTED: [&str; 5] = ["ja", "zh", "yue", "cmn", "lzh"];

/// The style sheet of a style, for a book that carries those fonts.
pub(super) fn sheet(style: &Style, fonts: &[Font]) -> String {
    let carried = |sets: Sets| fonts.iter().any(|font| font.sets == sets);
    let mut sheet = designed(&style.design);
    if carried(Sets::Heads) {
        sheet = sheet.replace(SANS, &format!("font-family: {}, sans-serif; ", quoted(Sets::Heads.family())));
    } else if style.heads == style.text || style.heads != style.design.heads {
        sheet = sheet.replace(SANS, "");
    }
    let mut css = String::new();
    for Font { sets, bold, italic, file, .. } in fonts {
        let weight = if *bold { "bold" } else { "normal" };
        let slant = if *italic { "italic" } else { "normal" };
        let face = format!(
            "font-family: {}; src: url({file}); font-weight: {weight}; font-style: {slant};",
            quoted(sets.family())
        );
        rule(&mut css, "@font-face", &face);
    }
    css.push_str(&sheet);
    // A reader who chooses a font has it: that holds over what is said of the body.
    if carried(Sets::Text) {
        rule(&mut css, "body", &format!("font-family: {};", quoted(Sets::Text.family())));
    }
    if carried(Sets::Code) {
        rule(&mut css, CODE, &format!("font-family: {}, monospace;", quoted(Sets::Code.family())));
    }
    css
}

fn designed(design: &Design) -> String {
    let mut css = String::new();
    css.push_str("body { margin: 0; padding: 0; overflow-wrap: break-word; }\n");
    // A link is told by its line. The blue that browsers give it can't be read by night.
    rule(&mut css, "a", "color: inherit;");
    let between = hundredths(i64::from(design.between) * 80);
    rule(&mut css, ".em", "font-style: italic;");
    rule(&mut css, &each(STRESSED, |one| each(STRESSED, |inner| format!("{one} {inner}"))), "font-style: normal;");
    text(&mut css, "p", &format!("margin: {between} 0 0; text-indent: 0; {}", voice(&design.body)));
    // The first paragraph of a file that a chapter goes on in, between two paragraphs, begins nothing.
    rule(&mut css, "p + p, .on > p:first-child", &format!("text-indent: {};", em(design.indent)));
    css.push_str("header { margin: 0 0 2em; }\nheader p, section[class$=\"page\"] p { text-indent: 0; }\n");
    // Before what may stand in it and says itself how stressed words stand.
    let indent = em(design.quote_indent);
    text(&mut css, "blockquote", &format!("margin: 1em {indent}; {} {}", sides(&indent), voice(&design.quote)));
    for (level, heading) in (1..).zip(&design.headings) {
        text(&mut css, &format!("h{level}"), &headline(heading, level));
    }
    rule(&mut css, ".number", "margin-inline-end: 0.3em;");
    if design.chapter_numbers == ChapterNumbers::Above {
        // It stands in the title, and its size is a share of the title's.
        let title = compress(design.headings[0].voice.size_percent);
        let size = compress(design.number.size_percent) * 100 / title;
        let number = voice(&Voice { size_percent: 100, ..design.number });
        let plain = if design.number.bold { "" } else { "font-weight: normal; " };
        let upright = if design.number.italic { "" } else { "font-style: normal; " };
        let number = format!("display: block; margin: 0 0 0.5em; font-size: {size}%; {plain}{upright}{number}");
        rule(&mut css, "h1 > .number", &number);
    }
    long_words(&mut css, "h1, h2, h3, h4, h5, h6, .book-title");
    rule(&mut css, ".subsection > header", "margin-top: 1em;");
    rule(&mut css, ".part > header", "margin-top: 30%;");
    text(&mut css, ".subtitle, .byline", &format!("margin: 0.5em 0 0; {}", voice(&design.subtitle)));
    let epigraph = format!("margin: 0 {indent} 2em; {} {}", sides(&indent), stated(&design.epigraph));
    text(&mut css, "blockquote.epigraph", &epigraph);
    let attribution = format!("text-indent: 0; margin: 0.4em 0 0; {}", stated(&design.attribution));
    text(&mut css, "p.attribution", &attribution);
    rule(
        &mut css,
        "ul, ol",
        &format!("margin: 0.8em 0; padding: 0; padding-inline-start: {};", em(design.list_indent)),
    );
    for (nth, bullet) in design.bullets.iter().enumerate() {
        let lists = vec!["ul"; nth + 1].join(" ");
        // The usual one is left to reading systems, some of which know no other.
        let bullet = if *bullet == '•' { "disc".to_string() } else { quoted(&format!("{bullet} ")) };
        rule(&mut css, &lists, &format!("list-style-type: {bullet};"));
    }
    rule(&mut css, "li", "margin: 0.5em 0;");
    rule(&mut css, ".tight > li", "margin: 0;");
    rule(&mut css, "li > p + p, dd > p + p, aside > p + p", "margin-top: 0.5em; text-indent: 0;");
    rule(&mut css, "li > ul, li > ol", "margin: 0.2em 0;");
    rule(&mut css, "li.task", "list-style-type: none;");
    rule(&mut css, "ol.bracket", "list-style-type: bracket;");
    css.push_str("@counter-style bracket { system: extends decimal; suffix: \") \"; }\n");
    rule(&mut css, "dl", "margin: 0.8em 0;");
    rule(&mut css, "dt", "margin: 0.5em 0 0; page-break-after: avoid;");
    rule(&mut css, "p.term", "margin: 0; text-indent: 0; font-weight: bold;");
    rule(&mut css, "dd", &format!("margin: 0; margin-inline-start: {};", em(design.list_indent)));
    rule(
        &mut css,
        "aside.admonition",
        "margin: 1em 0; padding: 0; padding-inline-start: 1em; border: 0; border-inline-start: 0.15em solid;",
    );
    let label = format!("margin: 0 0 0.2em; text-indent: 0; page-break-after: avoid; {}", stated(&design.label));
    text(&mut css, "p.label", &label);
    // The letter is no element of its own, so it is read as part of its word.
    rule(&mut css, "p.initial", "text-indent: 0;");
    rule(
        &mut css,
        "p.initial::first-letter",
        "float: left; margin-inline-end: 0.06em; font-size: 3.2em; line-height: 0.8; padding-top: 0.06em;",
    );
    let indent = em(design.verse_indent);
    rule(&mut css, ".verse", &format!("margin: 1em {indent}; {}", sides(&indent)));
    rule(&mut css, "blockquote .verse", "margin: 0;");
    rule(&mut css, ".verse p", "margin: 0 0 1em; text-indent: 0;");
    rule(&mut css, ".verse br", "display: none;");
    rule(&mut css, ".line", "display: block; padding-inline-start: 2em; text-indent: -2em;");
    for step in 1..=4 {
        rule(&mut css, &format!(".indent{step}"), &format!("margin-inline-start: {step}.5em;"));
    }
    // Twice, since browsers set a lone `monospace` at thirteen sixteenths of the size. Letters stand for themselves.
    rule(
        &mut css,
        CODE,
        &format!(
            "font-family: monospace, monospace; font-variant-ligatures: none; font-size: {}%;",
            design.inline_code_percent
        ),
    );
    rule(
        &mut css,
        "pre",
        "margin: 1em 0; text-align: start; white-space: pre-wrap; overflow-wrap: break-word; page-break-inside: avoid; \
         -webkit-hyphens: none; hyphens: none;",
    );
    rule(&mut css, "pre code", &format!("font-size: {}%;", compress(design.code_block.size_percent)));
    code(&mut css, design);
    rule(
        &mut css,
        ".formula",
        "display: flex; align-items: center; margin: 0.7em 0; padding: 0.3em 0; text-indent: 0;",
    );
    // What is wider than a small screen in large letters is scrolled within its own place.
    rule(&mut css, ".formula, .tabled", "overflow-x: auto; overflow-y: hidden;");
    rule(&mut css, ".formula > math", "flex: 1;");
    rule(&mut css, ".formula + p", "text-indent: 0;");
    rule(&mut css, "mtd.left", "text-align: left;");
    rule(&mut css, "mtd.right", "text-align: right;");
    rule(&mut css, ".equations mtd", "padding-left: 0; padding-right: 0;");
    rule(&mut css, ".equations mtd.left + mtd.right, mtd.number", "padding-left: 2em;");
    rule(&mut css, "mtable.small mtd", "padding: 0 0.2em;");
    rule(&mut css, "mtd.line", "border-right: thin solid;");
    rule(&mut css, "mtd.line-before", "border-left: thin solid;");
    rule(&mut css, "mtd.line-above", "border-top: thin solid;");
    rule(&mut css, "mtd.line-below", "border-bottom: thin solid;");
    let scene = "margin: 1.5em 0; border: 0; height: auto; overflow: visible; color: inherit; text-align: center;";
    rule(&mut css, "hr.scene", &format!("{scene} page-break-after: avoid;"));
    rule(&mut css, "hr.scene::before", &format!("content: {};", quoted(&design.scene_break)));
    // Pictures and tables stand as their captions do.
    let align = match design.caption.align {
        Align::Justify | Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    };
    rule(&mut css, "figure", &format!("margin: 1.5em 0; text-align: {align}; page-break-inside: avoid;"));
    rule(&mut css, "figure > img + img", &format!("margin-inline-start: {GAP}%;"));
    rule(&mut css, "figure .label, caption .label", "font-style: normal; font-weight: bold; margin-inline-end: 0.3em;");
    // A reading system that makes a frame as high as its text has no height of screen to speak of: hence the ems.
    let fit = "max-width: 100%; max-height: 95vh; max-height: max(95vh, 20em);";
    rule(&mut css, "img", &format!("{fit} object-fit: contain;"));
    // Lines that are drawn on no ground are seen by night, too. Reading systems that make all grounds dark leave what is painted.
    // Room around it would make it smaller than its neighbours.
    rule(&mut css, "img.ground", "background: #fff linear-gradient(#fff, #fff);");
    rule(&mut css, "img.icon", "max-height: 1.15em; vertical-align: middle;");
    text(&mut css, "figcaption", &format!("margin: 0.6em 0 0; {}", stated(&design.caption)));
    table(&mut css, design);
    rule(&mut css, ".small-caps", "font-variant: small-caps;");
    rule(&mut css, "sup, sub", "font-size: 75%; line-height: 0;");
    rule(&mut css, "sup a", "text-decoration: none;");
    text(&mut css, FOOTNOTE, &format!("margin: 0.6em 0 0; {}", voice(&design.note)));
    rule(
        &mut css,
        &format!(":not([role=\"doc-footnote\"]) + {FOOTNOTE}"),
        "margin-top: 2.5em; padding-top: 1em; border-top: thin solid;",
    );
    rule(&mut css, "a.back", "text-decoration: none; font-weight: bold;");
    rule(&mut css, "a.back + a.back", "font-size: 75%; font-weight: normal; vertical-align: super; line-height: 0;");
    // It may be a heading, whose weight it does not take.
    let weight = if design.book_title.bold { "" } else { "font-weight: normal; " };
    let title = format!("margin: 25% 0 0; text-wrap: balance; {weight}{}", stated(&design.book_title));
    text(&mut css, ".book-title", &title);
    text(&mut css, "p.book-subtitle", &format!("margin: 0.6em 0 0; {}", voice(&design.book_subtitle)));
    text(&mut css, "p.book-author", &format!("margin: 2em 0 0; {}", voice(&design.book_author)));
    rule(&mut css, "p.book-author + p.book-author", "margin-top: 0.4em;");
    let credit = Voice { align: design.book_author.align, ..design.imprint };
    text(&mut css, "p.book-credit", &format!("margin: 1.2em 0 0; {}", voice(&credit)));
    text(&mut css, "p.book-series", &format!("margin: 0; {}", voice(&design.book_author)));
    rule(&mut css, ".titlepage figure", "margin: 4em 0 0; text-align: center;");
    rule(&mut css, ".titlepage figure img", "max-height: 4em; max-width: 33%;");
    rule(&mut css, ".titlepage figure + p.book-publisher", "margin-top: 0.6em;");
    rule(&mut css, "p.book-publisher + p.book-publisher", "margin-top: 0.2em;");
    text(&mut css, "p.book-publisher", &format!("margin: 4em 0 0; {}", voice(&design.book_author)));
    rule(&mut css, ".halftitlepage .book-title", "font-size: 140%;");
    text(&mut css, "p.imprint", &format!("margin: 0 0 0.8em; text-indent: 0; {}", voice(&design.imprint)));
    text(&mut css, "p.dedication", "margin: 30% 0 0; text-align: center; text-indent: 0; font-style: italic;");
    rule(&mut css, "p.dedication + p.dedication", "margin-top: 0.4em;");
    rule(&mut css, "nav ol, .contents ol", "list-style-type: none; padding-inline-start: 0;");
    rule(&mut css, "nav ol ol, .contents ol ol", &format!("padding-inline-start: {};", em(design.list_indent)));
    rule(&mut css, "nav a, .contents a", "text-decoration: none;");
    rule(&mut css, "nav li", "margin: 0.4em 0;");
    text(&mut css, ".by", "font-style: italic;");
    rule(&mut css, ".cover", "margin: 0; text-align: center;");
    rule(&mut css, ".cover img", "max-height: 100vh; max-height: max(100vh, 30em);");
    scripts(&mut css);
    css
}

/// What designs say of slant and of space between letters does not hold for every script: Arabic letters join, and neither these nor
/// Hebrew and Korean letters nor ideographs slant. Only stressed words do, where nothing else tells them.
fn scripts(css: &mut String) {
    rule(css, &in_each(&ARABIC, |lang| lang), "letter-spacing: normal !important;");
    // What is of another language in a line, and what is code, stands as its line does.
    let letters = [&ARABIC[..], &UPRIGHT].concat();
    let upright = in_each(&[&letters[..], &DOTTED].concat(), |lang| format!("{lang}:not(span)"));
    rule(css, &upright, "font-style: normal !important;");
    // Ideographs have no slant to take from their line; emphasis around them is theirs.
    rule(css, &in_each(&DOTTED, |lang| format!("span[lang]{lang}")), "font-style: normal !important;");
    let of = |lang: String| each(STRESSED, |one| format!("{one}{lang}, {one} span[lang]{lang}"));
    let slanted = |lang: String| each(STRESSED, |one| format!("{one}{lang}, {one} {lang}"));
    rule(css, &in_each(&letters, slanted), "font-style: italic !important;");
    // Chinese and Japanese emphasise by dots.
    let dots = "-webkit-text-emphasis: filled dot; text-emphasis: filled dot;";
    rule(css, &in_each(&DOTTED, of), dots);
    let below = "-webkit-text-emphasis-position: under; text-emphasis-position: under right;";
    rule(css, &in_each(&DOTTED[1..], of), below);
}

/// A selector for those languages.
fn in_each(langs: &[&str], shape: impl Fn(String) -> String) -> String {
    langs.iter().map(|lang| shape(format!(":lang({lang})"))).collect::<Vec<_>>().join(", ")
}

/// Code in its colours: those of a design by day, and at night those that a dark ground wants.
fn code(css: &mut String, design: &Design) {
    rule(css, "pre .line", "min-height: 1em;");
    rule(css, ".numbered", "counter-reset: line;");
    rule(css, ".numbered .line", "counter-increment: line; padding-left: 5.5em; text-indent: -5.5em;");
    let margin = design.tokens.margin;
    let number = "content: counter(line); display: inline-block; width: 2.5em; margin-right: 1em; text-indent: 0; text-align: right;";
    rule(css, ".numbered .line::before", &format!("{number} color: {};", hex(margin.day)));
    rule(css, "figure.listing", "text-align: start; page-break-inside: auto;");
    text(
        css,
        ".listing figcaption",
        &format!("margin: 0 0 0.3em; page-break-after: avoid; {}", stated(&design.code_title)),
    );
    rule(css, ".listing pre", "margin-top: 0;");
    let looks = TokenClass::ALL.map(|(class, word, _)| (format!("pre .{word}"), design.tokens.of(class)));
    for (selector, look) in &looks {
        let weight = if look.bold { " font-weight: bold;" } else { "" };
        let slant = if look.italic { " font-style: italic;" } else { "" };
        rule(css, selector, &format!("color: {};{weight}{slant}", hex(look.day)));
    }
    css.push_str("@media (prefers-color-scheme: dark) {\n");
    rule(css, ".numbered .line::before", &format!("color: {};", hex(margin.night)));
    for (selector, look) in &looks {
        rule(css, selector, &format!("color: {};", hex(look.night)));
    }
    css.push_str("}\n");
}

fn hex(Rgb(red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Tables: rules above and below the head and at the end, in the colour of the reader's text; a row is not divided between
/// screens, a table is.
fn table(css: &mut String, design: &Design) {
    let (start, end) = match design.caption.align {
        Align::Justify | Align::Start => ("0", "auto"),
        Align::Center => ("auto", "auto"),
        Align::End => ("auto", "0"),
    };
    let body = Voice { face: Typeface::Text, align: Align::Justify, ..design.table };
    text(
        css,
        "table",
        &format!(
            "margin: 1.5em auto; margin-inline-start: {start}; margin-inline-end: {end}; border-collapse: collapse; \
             line-height: 1.3; {}",
            stated(&body)
        ),
    );
    rule(css, "table, thead", "border-top: thin solid; border-bottom: thin solid;");
    text(css, "caption", &format!("margin: 0 0 0.6em; {}", stated(&Voice { size_percent: 100, ..design.caption })));
    text(css, "th", "font-weight: normal; font-style: normal; vertical-align: top; text-align: start;");
    let head = &design.table_head;
    text(
        css,
        "thead th",
        &format!(
            "font-weight: {}; font-style: {}; vertical-align: bottom;",
            if head.bold { "bold" } else { "normal" },
            if head.italic { "italic" } else { "normal" },
        ),
    );
    rule(css, "td", "vertical-align: top; text-align: start;");
    let cell = "padding: 0.25em 0.6em; text-indent: 0; font-variant-numeric: lining-nums tabular-nums;";
    // No figure and no ordinary word is divided: where there is no room the table is scrolled.
    rule(css, "th, td", &format!("{cell} overflow-wrap: normal; -webkit-hyphens: manual; hyphens: manual;"));
    long_words(css, "th, td");
    rule(css, "th.long, td.long", "min-width: 10em; overflow-wrap: anywhere;");
    // Tables begin and end with their words; not so a row's first and last cell beside which another comes down.
    rule(css, "tr > :first-child:not(.after)", "padding-inline-start: 0;");
    rule(css, "tr > :last-child:not(.before)", "padding-inline-end: 0;");
    rule(css, "tr", "page-break-inside: avoid;");
    rule(css, "th.center, td.center", "text-align: center;");
    rule(css, "th.end, td.end", "text-align: end;");
    rule(css, ".wide th, .wide td", "padding: 0.25em 0.3em;");
}

/// What no line holds whole is divided as the language does, where that can be kept from shorter words.
fn long_words(css: &mut String, selector: &str) {
    css.push_str("@supports (hyphenate-limit-chars: 16) {\n");
    rule(css, selector, "-webkit-hyphens: auto; hyphens: auto; hyphenate-limit-chars: 16 6 6;");
    css.push_str("}\n");
}

fn headline(heading: &Heading, level: u8) -> String {
    // Half lines of running text as ems of the heading's own size.
    let lines = |half: u8| i64::from(half) * 6500 / compress(heading.voice.size_percent);
    let (above, below) = match level {
        1 => (lines(2), lines(1)),
        _ => (lines(heading.above_half_lines.max(1)), lines(heading.below_half_lines).max(30)),
    };
    format!(
        "margin: {} 0 {}; line-height: 1.25; page-break-after: avoid; text-wrap: balance; -webkit-hyphens: none; hyphens: none; {}{}",
        hundredths(above),
        hundredths(below),
        if heading.voice.bold { "" } else { "font-weight: normal; " },
        stated(&heading.voice),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sheet_takes_font_size_or_colours_from_the_reader() {
        for name in Design::NAMES {
            let css = designed(&Design::named(name).unwrap());
            for word in ["px", "pt;", "background-color", "justify"] {
                assert!(!css.contains(word), "{name}: {word}");
            }
            assert!(css.lines().filter(|line| line.contains("background")).all(|line| line.starts_with("img.ground ")));
            let coloured: Vec<_> =
                css.lines().filter(|line| line.contains("color:") && !line.contains("color: inherit;")).collect();
            let of_code = |line: &&str| line.starts_with("pre .") || line.starts_with(".numbered .line::before");
            assert!(coloured.len() == 22 && coloured.iter().all(of_code), "{coloured:?}");
            let families: Vec<_> =
                css.lines().filter(|line| line.contains("font-family") && !line.contains(SANS)).collect();
            assert!(families.len() == 1 && families[0].starts_with("code, kbd, samp "), "{families:?}");
            let of_text = ["body ", "p ", "p + p ", "li ", "td ", "table ", "blockquote ", "aside["];
            let faced = |line: &str| line.contains("font-family") && of_text.iter().any(|text| line.starts_with(text));
            assert!(!css.lines().any(|line| line.starts_with("body") && line.contains("font")));
            assert!(!css.lines().any(faced), "{name}");
        }
    }

    #[test]
    fn the_sheet_says_what_the_design_says() {
        let of = |name: &str| designed(&Design::named(name).unwrap());
        assert!(
            of("manual").contains("h2 { margin: ")
                && of("manual")
                    .contains("font-family: sans-serif; font-size: 121%; font-weight: bold; text-align: start;")
        );
        assert!(!of("book").contains(SANS) && of("book").contains("h1 > .number { display: block;"));
        let mut design = Design::named("book").unwrap();
        design.scene_break = "\"\\❦".into();
        (design.chapter_numbers, design.bullets[1]) = (ChapterNumbers::Before, '☞');
        let css = designed(&design);
        assert!(css.contains("hr.scene::before { content: \"\\22 \\5c ❦\"; }"), "{css}");
        assert!(css.contains("ul ul { list-style-type: \"☞ \"; }") && !css.contains("h1 > .number"));
    }

    #[test]
    fn no_arabic_is_spaced_and_no_letters_without_an_italic_are_slanted() {
        let css = designed(&Design::named("book").unwrap());
        let rule = |declaration: &str| css.lines().rfind(|line| line.ends_with(declaration)).unwrap();
        let spaced = rule("{ letter-spacing: normal !important; }");
        let upright = css.lines().find(|line| line.ends_with(":not(span) { font-style: normal !important; }")).unwrap();
        assert!(css.contains("\nspan[lang]:lang(ja), span[lang]:lang(zh), "));
        assert!(spaced.contains(":lang(ar), :lang(fa)") && !spaced.contains(":lang(he)"));
        for lang in ["ar", "he", "ja", "zh", "az-Arab"] {
            assert!(upright.contains(&format!(":lang({lang}):not(span)")), "{lang}");
        }
        let stressed = rule("{ font-style: italic !important; }");
        assert!(
            stressed.contains("em:lang(he), em :lang(he), .em:lang(he), .em :lang(he)") && !stressed.contains("ja")
        );
        let dotted = |langs: &[&str]| {
            let each: Vec<String> = langs
                .iter()
                .map(|lang| {
                    format!(
                        "em:lang({lang}), em span[lang]:lang({lang}), .em:lang({lang}), .em span[lang]:lang({lang})"
                    )
                })
                .collect();
            each.join(", ")
        };
        for (langs, declaration) in
            [(&DOTTED[..], "-webkit-text-emphasis: "), (&DOTTED[1..], "-webkit-text-emphasis-position: under;")]
        {
            assert!(css.contains(&format!("\n{} {{ {declaration}", dotted(langs))), "{declaration}");
        }
    }

    /// How stressed words stand in a selector, and in these stressed ones.
    fn stress(css: &str, selector: &str) -> [Option<&'static str>; 2] {
        ["_ em, _ .em", "_ em em, _ em .em, _ .em em, _ .em .em"].map(|inner| {
            let inner = inner.replace('_', selector);
            let rule = |slant: &str| format!("\n{inner} {{ font-style: {slant}; }}");
            ["normal", "italic"].into_iter().find(|slant| css.contains(&rule(slant)))
        })
    }

    #[test]
    fn stressed_words_stand_upright_among_slanted_ones_and_turn_again() {
        let (upright, slanted) = ([Some("normal"), Some("italic")], [Some("italic"), Some("normal")]);
        let book = designed(&Design::named("book").unwrap());
        for selector in ["h3", "figcaption", "caption", "thead th", "blockquote.epigraph", "p.dedication"] {
            assert_eq!(stress(&book, selector), upright, "{selector}: {book}");
        }
        for selector in ["h2", "p.attribution", "th"] {
            assert_eq!(stress(&book, selector), slanted, "{selector}");
        }
        assert!(book.contains("\nem em, em .em, .em em, .em .em { font-style: normal; }"));
        let manual = designed(&Design::named("manual").unwrap());
        assert_eq!([stress(&manual, "h5"), stress(&manual, "figcaption")], [upright, slanted]);
        let mut design = Design::named("book").unwrap();
        (design.quote.italic, design.epigraph.italic, design.attribution.italic) = (true, false, true);
        let css = designed(&design);
        assert_eq!([stress(&css, "blockquote"), stress(&css, "p.attribution")], [upright; 2]);
        assert_eq!(stress(&css, "blockquote.epigraph"), slanted);
        // A heading and a table in a quotation have their own slant.
        let at = |selector: &str| css.find(&format!("\n{selector} em,")).unwrap();
        assert!(at("blockquote") < at("h2") && at("blockquote") < at("table") && at("table") < at("th"));
        // Whatever is slanted, but for stressed words themselves and code, says how these stand in it.
        for line in css.lines().filter(|line| line.contains("font-style: italic;") && !line.starts_with("pre .")) {
            let selectors = line.split(" { ").next().unwrap().split(", ").next().unwrap();
            assert!(selectors.ends_with("em") || css.contains(&format!("\n{selectors} em")), "{line}");
        }
    }

    #[test]
    fn a_chapters_number_has_one_size() {
        let css = designed(&Design::named("book").unwrap());
        let rule = css.lines().find(|line| line.starts_with("h1 > .number {")).unwrap();
        assert_eq!(rule.matches("font-size:").count(), 1, "{rule}");
    }

    #[test]
    fn a_heading_says_its_size_where_it_is_that_of_text_too() {
        let css = designed(&Design::named("book").unwrap());
        for heading in ["\nh4 {", "\nh5 {", "\nh6 {"] {
            let rule = css.split(heading).nth(1).unwrap().lines().next().unwrap();
            assert!(rule.contains(" font-size: 100%;"), "{rule}");
        }
    }
}
