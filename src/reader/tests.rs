use std::fmt::Write;

use super::*;
use crate::model::{BlockKind, ParaRole, QuoteRole, Target};
use proptest::prelude::*;

/// Reads a text and writes the chapter so that a person can check it: a line a block, then the findings.
fn dump_of(path: &str, text: &str) -> String {
    let source = Source::new(path, text);
    let mut diags = Diags::new();
    let mut out = String::new();
    if let Some(chapter) = read(&source, SourceId(0), &mut diags) {
        writeln!(out, "{}: {}", chapter.id, line(&chapter.title)).unwrap();
        blocks(&chapter.blocks, 1, &mut out);
    }
    for finding in diags.iter() {
        let place = source.place(finding.at.unwrap().span);
        writeln!(out, "{} {}:{} {}", finding.code.id(), place.line, place.column, finding.message).unwrap();
    }
    out
}

fn md(text: &str) -> String {
    dump_of("book/a.md", text)
}

fn blocks(all: &[Block], depth: usize, out: &mut String) {
    for block in all {
        let pad = "  ".repeat(depth);
        match &block.kind {
            BlockKind::Para(para) if para.role == ParaRole::Text => writeln!(out, "{pad}{}", line(&para.text)),
            BlockKind::Para(para) => writeln!(out, "{pad}{:?}: {}", para.role, line(&para.text)),
            BlockKind::Heading { level, text, .. } => {
                let anchor = block.anchor.as_ref().map_or("", |a| &a.0);
                writeln!(out, "{pad}{} {} ({anchor})", "#".repeat(usize::from(*level)), line(text))
            }
            BlockKind::List(list) => {
                let tight = if list.tight { "tight" } else { "loose" };
                let from = list.numbers.map_or("bullets".to_string(), |numbers| numbers.label(0));
                writeln!(out, "{pad}{tight} list from {from}").unwrap();
                for item in &list.items {
                    writeln!(out, "{pad}- {:?}", item.task).unwrap();
                    blocks(&item.blocks, depth + 1, out);
                }
                Ok(())
            }
            BlockKind::Definitions(all) => {
                for one in all {
                    blocks(&one.terms, depth, out);
                    for meaning in &one.meanings {
                        writeln!(out, "{pad}: meaning").unwrap();
                        blocks(meaning, depth + 1, out);
                    }
                }
                Ok(())
            }
            BlockKind::Admonition(apart) => {
                writeln!(out, "{pad}{:?}", apart.kind).unwrap();
                blocks(&apart.blocks, depth + 1, out);
                Ok(())
            }
            BlockKind::Quote(quote) => {
                writeln!(out, "{pad}{}", if quote.role == QuoteRole::Epigraph { "epigraph" } else { "quote" }).unwrap();
                blocks(&quote.blocks, depth + 1, out);
                Ok(())
            }
            BlockKind::Verse(verse) => {
                for stanza in &verse.stanzas {
                    writeln!(out, "{pad}stanza").unwrap();
                    for l in stanza {
                        writeln!(out, "{pad}| {}{}", "_".repeat(usize::from(l.indent)), line(&l.text)).unwrap();
                    }
                }
                Ok(())
            }
            BlockKind::Code(code) => writeln!(out, "{pad}code {:?} {:?}", code.lang, code.text),
            BlockKind::SceneBreak => writeln!(out, "{pad}* * *"),
            BlockKind::Figure(f) => {
                let images: Vec<String> = f.images.iter().map(|i| format!("{} {:?}", i.path, i.alt)).collect();
                writeln!(out, "{pad}figure {} {}", images.join(", "), line(&f.caption))
            }
            BlockKind::Formula(formula) => writeln!(out, "{pad}formula {}", formula.words),
            BlockKind::Table(table) => {
                writeln!(out, "{pad}table {:?} {}", table.columns, line(&table.caption)).unwrap();
                for cell in table.cells() {
                    writeln!(out, "{pad}- {:?}", cell.head).unwrap();
                    blocks(&cell.blocks, depth + 1, out);
                }
                Ok(())
            }
            BlockKind::Contents { .. } | BlockKind::Figures | BlockKind::Tables => {
                unreachable!("no reader makes contents")
            }
        }
        .unwrap();
    }
}

fn line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        let inner = line(inline.children());
        out += &match &inline.kind {
            InlineKind::Folio(_) => "(folio)".to_string(),
            InlineKind::Text(text) => text.clone(),
            InlineKind::Break => "⏎".to_string(),
            InlineKind::Emph(_) => format!("emph[{inner}]"),
            InlineKind::Strong(_) => format!("strong[{inner}]"),
            InlineKind::Strike(_) => format!("strike[{inner}]"),
            InlineKind::SmallCaps(_) => format!("caps[{inner}]"),
            InlineKind::Highlight(_) => format!("highlight[{inner}]"),
            InlineKind::Underline(_) => format!("underline[{inner}]"),
            InlineKind::Small(_) => format!("small[{inner}]"),
            InlineKind::Abbr { full, .. } => format!("abbr[{inner}]({full})"),
            InlineKind::Meant(meaning, _) => format!("{}[{inner}]", format!("{meaning:?}").to_lowercase()),
            InlineKind::Ruby(_) => format!("ruby[{inner}]"),
            InlineKind::Reading(_) => format!("({inner})"),
            InlineKind::Place(place) => format!("#{}#", place.0),
            InlineKind::Sup(_) => format!("sup[{inner}]"),
            InlineKind::Sub(_) => format!("sub[{inner}]"),
            InlineKind::Code(code) => format!("code[{code}]"),
            InlineKind::Lang(lang, _) => format!("{}[{inner}]", lang.0),
            InlineKind::Link { target: Target::Written(to), .. } => format!("link[{inner}]({to})"),
            InlineKind::Link { .. } => unreachable!("readers leave links as written"),
            InlineKind::Note(note) => {
                let mut body = String::new();
                blocks(&note.blocks, 0, &mut body);
                format!("note[{}: {}]", note.anchor.0, body.trim().replace('\n', " / "))
            }
            InlineKind::NoteRef { note, .. } => format!("ref[{}]", note.0),
            InlineKind::Image(image) => format!("image[{} {:?}]", image.path, image.alt),
            InlineKind::Formula(formula) => format!("math[{}]", formula.words),
        };
    }
    out
}

#[test]
fn the_first_heading_is_the_title_and_the_rest_is_text() {
    assert_eq!(
        md("# The *Rope*\n\nOne\ntwo.  \nThree `x` and ~~four~~.\n\n## A: b?\n\n## A b\n\n***\n"),
        "a: The emph[Rope]\n  One two.⏎Three code[x] and strike[four].\n  ## A: b? (a-a-b)\n  ## A b (a-a-b-1)\n  * * *\n"
    );
}

#[test]
fn a_note_stands_at_its_first_mark_and_may_name_itself() {
    assert_eq!(
        md("# T\n\nA[^x] b[^x] c[^no] d\\[^no].\n\n[^x]: See[^x].\n[^y]: Lost.\n"),
        "a: T\n  Anote[a-note-x: Seeref[a-note-x].] bref[a-note-x] c[^no] d[^no].\n  Lost.\n\
         undefined-note 3:14 the mark '[^no]' has no note\n\
         unused-note 6:1 nothing refers to the note 'y'; it is set at the end of the chapter\n"
    );
}

#[test]
fn formulas_stand_in_lines_and_by_themselves_and_prices_stay_prose() {
    assert_eq!(
        md(
            "# T\n\nFrom $5 and $10, $a^2$ and $`b`$.\n\nThen\n$$c = d$$,\nand on.\n\n```math\n\\frac12\n```\n\n- $$x$$\n"
        ),
        "a: T\n  From $5 and $10, math[a^2] and math[b].\n  Then\n  formula c = d,\n  and on.\n  formula 1/2\n  \
         tight list from bullets\n  - None\n    formula x\n"
    );
}

#[test]
fn a_formula_that_is_not_understood_stays_as_typed_with_its_place() {
    assert_eq!(
        md("# T\n\nSee $a + \\oops{b}$.\n\n```math\n\\frac{a\n```\n\n$$\\newcommand{\\R}{\\mathbb R}$$\n\n$\\R$\n"),
        "a: T\n  See code[$a + \\oops{b}$].\n  code Some(\"math\") \"\\\\frac{a\"\n  math[ℝ]\n\
         bad-formula 3:10 the formula is printed as typed: '\\oops' is not known\n\
         bad-formula 6:7 the formula is printed as typed: '}' is missing at the end of the formula\n"
    );
}

#[test]
fn verse_and_its_author_open_an_article() {
    assert_eq!(
        md("# T\n\n> One,\\\n>   two.\n>\n> Three,\\\n> four.\n>\n> — Somebody\n\nText.\n"),
        "a: T\n  epigraph\n    stanza\n    | One,\n    | _two.\n    stanza\n    | Three,\n    | four.\n    \
         Attribution: — Somebody\n  Text.\n"
    );
}

#[test]
fn html_in_a_line_means_what_it_means() {
    assert_eq!(
        md(
            "# T\n\nH<sub>2</sub>O, `<b>`, <span>x</span><!-- a -- b --><br/>end, <u>u</u>, <q>a <q>b</q></q>, <abbr title=\"A B\">AB</abbr>\n"
        ),
        "a: T\n  Hsub[2]O, code[<b>], x⏎end, underline[u], \"a 'b'\", abbr[AB](A B)\n"
    );
    assert_eq!(
        md("# T\n\n<a name=x>y <a href='z' id=i title=t>*w*</a> <span lang=fr class='smallcaps big'>v</span>\n"),
        "a: T\n  #x#y #i#link[emph[w]](z) fr[caps[v]]\n"
    );
}

#[test]
fn words_are_what_their_element_says() {
    let typed = "<cite>A</cite> <dfn id=b>B</dfn> <var>c</var> <kbd>D <b>E</b></kbd> <samp>F</samp> <abbr>G</abbr> <i>H</i> <tt>I</tt>";
    let read = "work[emph[A]] #b#term[emph[B]] variable[emph[c]] input[code[D E]] output[code[F]] abbreviation[G] emph[H] code[I]";
    assert_eq!(md("# T\n\n<dfn>A <b><dfn>B</dfn></b></dfn>\n"), "a: T\n  emph[A strong[term[emph[B]]]]\n");
    assert_eq!(md(&format!("# T\n\n{typed}\n\n<p>{typed}</p>\n")), format!("a: T\n  {read}\n  {read}\n"));
}

#[test]
fn what_looks_like_html_and_is_none_is_text() {
    assert_eq!(
        md("# T\n\nVec<T> and Map<K, V>\n\n<T>\n\n<p>Vec<U> 1 < 2\n"),
        "a: T\n  Vec<T> and Map<K, V>\n  <T>\n  Vec<U> 1 < 2\n\
         raw-html 3:4 '<T>' is taken for text: HTML has no such element\n\
         raw-html 5:1 '<T>' is taken for text: HTML has no such element\n\
         raw-html 7:1 '<U>' is taken for text: HTML has no such element\n"
    );
}

#[test]
fn blocks_of_html_become_blocks() {
    assert_eq!(
        md(
            "# T\n\n<p>One <em>two\n\nThree\n\n<ol type=i start=4><li>a<li>b<p>c</ol>\n<dl><dt>t<dd>d</dl>\n<hr><h3 id=own>H</h3>\n<pre><code class=language-c>\nx\n  y</code></pre>\n"
        ),
        "a: T\n  One emph[two]\n  Three\n  loose list from iv.\n  - None\n    a\n  - None\n    b\n    c\n  Term: t\n  : meaning\n    d\n  \
         * * *\n  ### H (own)\n  code Some(\"c\") \"x\\n  y\"\n"
    );
    assert_eq!(
        md(
            "# T\n\n<figure id=f><img src=a.png alt='1 < 2'><figcaption>Words *here*</figcaption></figure>\n\n<img src=b.png alt=\"\">\n<img src=c.png>\n"
        ),
        "a: T\n  figure book/a.png Some(\"1 < 2\") Words *here*\n  figure book/b.png Some(\"\"), book/c.png None \n\
         missing-alt 6:1 the picture 'book/c.png' has no description\n"
    );
}

#[test]
fn markdown_between_tags_is_read_once_and_where_it_stands() {
    assert_eq!(
        md(
            "# T\n\n<details>\n<summary>S</summary>\n\n*a*[^n]\n\n- b\n\n</details>\n\nc\n\n<blockquote lang=de>\n\nd\n\n<div>\n\ne\n\n[^n]: N\n"
        ),
        "a: T\n  Label: S\n  emph[a]note[a-note-n: N]\n  tight list from bullets\n  - None\n    b\n  c\n  quote\n    d\n    e\n"
    );
    // Words in a table that are in no cell stand before it, as in a browser; a tag that ends nothing is nothing.
    assert_eq!(md("# T\n\n</div>\n\na\n\n<div><textarea>\n\nb\n\n</textarea></div>\n"), "a: T\n  a\n  b\n");
}

#[test]
fn what_is_no_text_is_left_out_and_said() {
    assert_eq!(
        md(
            "# T\n\n<div><style>p { }</style>\n<video src=v>A film.</video></div>\n\n<script>\n\n1 < 2\n</script>\n\na <!-- b\n"
        ),
        "a: T\n  A film.\n  a <!-- b\n\
         raw-html 3:1 raw HTML is left out (<style>)\n\
         raw-html 4:1 raw HTML is left out (<video>); its words are kept\n\
         raw-html 6:1 raw HTML is left out (<script>)\n"
    );
}

#[test]
fn what_is_no_text_is_left_out_of_lines_too() {
    assert_eq!(
        md(
            "# T\n\na <script>alert(1)</script> and <style>p *q\n{{< x >}}</style> b[^n] <svg><title>c</title></svg>\n\n<template>x</template>\n\n<noscript>d</noscript> <!-- e -->\nf *g <SCRIPT>h* i</Script> j* <script>*k*\n\n[^n]: L<script>1</script>.\n"
        ),
        "a: T\n  a and bnote[a-note-n: L.]\n  d f emph[g ] j* emph[k]\n\
         raw-html 3:3 raw HTML is left out (<script>)\n\
         raw-html 3:33 raw HTML is left out (<style>)\n\
         raw-html 4:25 raw HTML is left out (<svg>)\n\
         raw-html 11:8 raw HTML is left out (<script>)\n\
         raw-html 6:1 raw HTML is left out (<template>)\n\
         raw-html 9:6 raw HTML is left out (<script>)\n\
         raw-html 8:1 raw HTML is left out (<noscript>); its words are kept\n\
         raw-html 9:31 raw HTML is left out (<script>); its words are kept\n"
    );
}

#[test]
fn places_alone_belong_to_what_follows() {
    assert_eq!(
        md("# T\n\n<a id=\"x\"></a>\n\n## H\n\n<div id=y>\n\n- b\n\n</div>\n"),
        "a: T\n  ## #x#H (a-h)\n  tight list from bullets\n  - None\n    #y#b\n"
    );
}

#[test]
fn html_nested_without_end_is_a_finding() {
    for tag in ["<div>", "<b>", "<div><b>", "<table><tr><td>", "<ul><li>"] {
        let found = md(&format!("# T\n\n<div>{}x\n", tag.repeat(20_000)));
        assert!(found.contains("too-deep"), "{tag}: {}", &found[..found.len().min(300)]);
    }
}

#[test]
fn a_note_in_html_code_is_kept() {
    assert_eq!(
        md("# T\n\n<kbd>A[^x]</kbd> <kbd>*B*</kbd>\n\n[^x]: C\n"),
        "a: T\n  input[emph[Anote[a-note-x: C]]] input[code[B]]\n"
    );
}

#[test]
fn pictures_tables_and_shortcodes() {
    assert_eq!(
        md(
            "# T\n\n![A rope](../i/x.png \"By hand\")\n\nA ![](y.png) b ![far](https://x.org/z.png)\n\n|a|\n|-|\n|b|\n\n{{< fig >}}\n"
        ),
        "a: T\n  figure i/x.png Some(\"A rope\") By hand\n  A image[book/y.png None] b [far]\n  table [Start] \n  - Some(Column)\n    a\n  - \
         None\n    b\n  {{< fig >}}\n\
         missing-alt 5:3 the picture 'book/y.png' has no description\n\
         shortcode 11:1 the shortcode '{{< fig >}}' is printed as it stands\n\
         remote-picture 5:16 the picture 'https://x.org/z.png' is only on the web; its description stands in its place\n"
    );
}

#[test]
fn braces_of_a_formula_are_no_shortcode() {
    let found = md("# T\n\nHere $x^{{a}}$ and {{b}}.\n");
    assert_eq!(found.matches("the shortcode").count(), 1, "{found}");
}

#[test]
fn titles_that_differ_and_sections_of_level_one() {
    assert_eq!(
        md("---\ntitle: T\n---\n\n# U\n\nText.\n"),
        "a: T\n  Text.\ntitle-differs 5:1 the heading 'U' differs from the title 'T' and is not set\n"
    );
    assert_eq!(md("---\ntitle: T\n---\n# U\n## V\n# W\nx\n"), "a: T\n  ## U (a-u)\n  ### V (a-v)\n  ## W (a-w)\n  x\n");
    assert_eq!(md("# T\n"), "a: T\nempty-chapter 1:1 'book/a.md' has no text\n");
}

#[test]
fn headings_above_a_later_one_of_level_one_do_not_sink() {
    assert_eq!(
        md("# T\n\n## S\n\n# O\n\n## P\n\nx\n"),
        "a: T\n  ## S (a-s)\n  ## O (a-o)\n  ### P (a-p)\n  x\n\
         second-title 5:1 a second heading of level 1 stands in this file: it becomes a section of the chapter\n"
    );
}

/// Who stands before and behind, and what is left of the text.
fn footer_of(text: &str) -> (String, String, String) {
    let source = Source::new("a.md", text);
    let chapter = read(&source, SourceId(0), &mut Diags::new()).unwrap();
    let name = |neighbour: Option<(String, Site)>| neighbour.map_or("-".to_string(), |(name, _)| name);
    let neighbours = chapter.neighbours;
    let mut left = crate::model::plain_blocks(&chapter.blocks).trim().replace('\n', "|");
    if let Some(site) = neighbours.unsure {
        left += &format!(" ?{}", &text[site.span.start as usize..site.span.end as usize]);
    }
    (name(neighbours.previous), name(neighbours.next), left)
}

#[test]
fn a_markdown_article_names_its_neighbours_below_its_text() {
    let both = ("x.md".to_string(), "y.md".to_string(), "Text.".to_string());
    for footer in [
        "---\n\n[Previous: X](x.md) | [Next: Y](y.md)",
        "[← Previous](x.md)\n[Next →](y.md)",
        "← [X](x.md) · [Y](y.md) →",
        "- Previous: [X](x.md)\n- Next: [Y](y.md)",
        "**Previous**\n\n[X](x.md)\n\n**Next**\n\n[Y](y.md)",
        "| [Prev](x.md) | [Next](y.md) |\n|---|---|",
        "### Previous Previous\n\n[X](x.md)\n\n### Next Next\n\n[Y](y.md)",
    ] {
        assert_eq!(footer_of(&format!("# T\n\nText.\n\n{footer}\n")), both, "{footer}");
    }
    let pasted = "Text.\n\nPrevious\nPrevious\n\nA Day\n\nNext\nNext\n\nThe Importance\n";
    assert_eq!(footer_of(&format!("# T\n\n{pasted}")), ("A Day".into(), "The Importance".into(), "Text.".into()));
}

#[test]
fn thin_evidence_of_a_footer_leaves_the_text() {
    let (previous, next, left) = footer_of("# T\n\nText.\n\n---\n\nNext: [Y](y.md)\n");
    assert_eq!((previous.as_str(), next.as_str()), ("-", "y.md"));
    assert_eq!(left, "Text.|Next: Y ?---\n\nNext: [Y](y.md)");
    assert_eq!(footer_of("# T\n\nNext we went home.\n").1, "-");
    assert_eq!(
        footer_of("---\nnext: z\n---\n# T\n\nText.\n\nNext: Y\n"),
        ("-".into(), "z".into(), "Text.|Next: Y".into())
    );
}

#[test]
fn plain_text_is_told_from_its_lines() {
    let text = "The Title\r\n\r\nSome text\r\nthat goes on.\r\n\r\nA Good Heading\r\n\r\n1. One\r\n2. Two\r\n\r\n\
        What is thin\r\n\r\n  • Lead: text\r\n\r\n  • Other one: more\r\n\r\n* * *\r\n\r\nEnd.\r\n\r\nNext post: B";
    assert_eq!(
        dump_of("x.txt", text),
        "x: The Title\n  Some text that goes on.\n  ## A Good Heading (x-a-good-heading)\n  tight list from 1.\n  - None\n    One\n  \
         - None\n    Two\n  ## What is thin (x-what-is-thin)\n  tight list from bullets\n  - None\n    strong[Lead:] text\n  \
         - None\n    strong[Other one:] more\n  * * *\n  End.\n\
         uncertain-structure 11:1 the line 'What is thin' is taken for a heading\n"
    );
}

fn txt(text: &str) -> String {
    dump_of("a.txt", &format!("T\n\n{text}"))
}

#[test]
fn lists_of_plain_text_nest_by_margin_and_by_bullet() {
    assert_eq!(
        txt("We took:\n- a\n- b:\n  * c\n    and d\n  * e\n- f\n\nEnd.\n"),
        "a: T\n  We took:\n  tight list from bullets\n  - None\n    a\n  - None\n    b:\n    tight list from bullets\n    - None\n      \
         c and d\n    - None\n      e\n  - None\n    f\n  End.\n"
    );
    assert_eq!(
        txt("• a\n\n◦ b\n\n• c\n\n1) d\n2) e\n\n   more\n\nEnd.\n"),
        "a: T\n  tight list from bullets\n  - None\n    a\n    tight list from bullets\n    - None\n      b\n  - None\n    c\n  \
         loose list from 1.\n  - None\n    d\n  - None\n    e\n    more\n  End.\n"
    );
    assert_eq!(txt("1984. A year.\n\n- It is late.\n\nEnd.\n"), "a: T\n  1984. A year.\n  - It is late.\n  End.\n");
    assert_eq!(txt("“No.”\n\n– It is late.\n\n– It is not.\n\nEnd.\n").matches("list").count(), 0);
    assert!(txt("a) One.\nb) Two.\n").contains("uncertain-structure 3:1 the letters of this list are set as numbers"));
}

#[test]
fn quotations_of_plain_text_are_set_in_or_marked() {
    assert_eq!(
        txt(
            "Before.\n\n    Set in as a whole,\n    and on.\n\nBetween.\n\n> Marked\n> and on.\n>\n> > Twice.\n\nEnd.\n"
        ),
        "a: T\n  Before.\n  quote\n    Set in as a whole, and on.\n  Between.\n  quote\n    Marked and on.\n    quote\n      \
         Twice.\n  End.\n"
    );
    // The first lines of paragraphs are set in, which makes no quotation of a short one.
    let book = "    It was late and the\nlight was low.\n\n    It rained and it\nwent on to rain.\n\n    So it went.\n";
    assert_eq!(txt(book).matches("quote").count(), 0);
    assert_eq!(txt(&book.replace("\n\n", "\n")), txt(book));
    assert!(dump_of("a.txt", &"> ".repeat(500)).len() < 5_000);
}

#[test]
fn headings_of_plain_text_stand_over_text_and_nobody_speaks_in_them() {
    assert_eq!(
        txt("## Marked\n\nText.\n\nLined\n-----\nText.\n\nIV\n\n“But why—”\n\n“So.”\n\nMarch 3, 2024\n\nText.\n"),
        "a: T\n  ## Marked (a-marked)\n  Text.\n  ## Lined (a-lined)\n  Text.\n  ## IV (a-iv)\n  “But why—”\n  “So.”\n  March 3, 2024\n  Text.\n"
    );
    let talk = "Yes\n\nHe went.\n\nno way\n\nWhat is it\n\nShe went.\n\nWhy not here\n\nThey went.\n\nIs that so\n\nWe went.\n\nOh I see it\n\nAll went.\n";
    assert!(txt(talk).matches('#').count() <= 1, "{}", txt(talk));
}

#[test]
fn braces_behind_a_backslash_are_words_wherever_they_begin() {
    for (typed, title) in [("\\{.a}", "{.a}"), ("B \\{.a}", "B {.a}"), ("*B*\\{#c}", "B{#c}"), ("\\\\{.a}", "\\{.a}")] {
        let mut diags = Diags::new();
        let source = Source::new("a.md", format!("# {typed}\n\nText.\n"));
        let chapter = read(&source, SourceId(0), &mut diags).unwrap();
        assert_eq!(plain_text(&chapter.title), title, "{typed}");
    }
}

#[test]
fn lines_that_end_on_purpose_stay() {
    let said = txt("Write to\n\nThe Reading Room\n12 Long Street\nExampletown\n\nEnd.\n");
    assert!(said.contains("| The Reading Room\n  | 12 Long Street\n  | Exampletown"), "{said}");
    assert!(said.contains("uncertain-structure 5:1 the lines of this paragraph are kept"), "{said}");
    let verse = txt("Text.\n\nSo we go on\nAnd on we go\nUntil the light\nIs very low\n\nEnd.\n");
    assert!(verse.contains("stanza\n  | So we go on\n  | And on"), "{verse}");
}

#[test]
fn what_a_blog_engine_left_goes_with_a_finding() {
    let said = txt("Text.\n\nTags: rest\n\nPrevious\nPrevious\n\nA\n\n2 comments\n");
    assert_eq!(
        said,
        "a: T\n  Text.\nweb-remains 5:1 what a blog engine printed below the article is left out: Tags: rest\n\
         web-remains 12:1 what a blog engine printed below the article is left out: 2 comments\n"
    );
}

#[test]
fn the_line_below_a_title_may_name_the_author() {
    let source = Source::new("a.txt", "# On Rest\nBy Ada Example and Ben Sample\n\nText.\n");
    let chapter = read(&source, SourceId(0), &mut Diags::new()).unwrap();
    assert_eq!(
        (plain_text(&chapter.title), chapter.authors),
        ("On Rest".into(), vec!["Ada Example".to_string(), "Ben Sample".into()])
    );
    assert!(dump_of("a.txt", "T\n\nBy the river it was cold.\n").contains("By the river it was cold."));
}

#[test]
fn what_nests_too_deep_is_a_finding() {
    assert_eq!(md(&">".repeat(100_000)), "too-deep 1:1 this line opens more than 100 quotations within each other\n");
    let deep = format!("{}a{}", "*".repeat(10_000), "*".repeat(10_000));
    assert!(md(&deep).contains("too-deep"));
    assert!(md(&"> ".repeat(90)).lines().count() < 100);
}

#[test]
fn two_lines_of_japanese_join_without_a_space() {
    assert_eq!(md("# T\n\n日本\n語 a\nb\n"), "a: T\n  日本語 a b\n");
}

#[test]
fn superscript_subscript_and_highlight_stand_around_words() {
    assert_eq!(
        md("# T\n\nE = mc^2^, H~2~O, ==two words==, ~~struck~~, ~two words~\n"),
        "a: T\n  E = mcsup[2], Hsub[2]O, highlight[two words], strike[struck], strike[two words]\n"
    );
    let as_typed = "x^2 + y^2, a==b and c==d, if a == b == c, ~5 or ~/.cargo and ~/.config, \\^no\\^";
    assert_eq!(md(&format!("# T\n\n{as_typed}\n")), format!("a: T\n  {}\n", as_typed.replace('\\', "")));
}

#[test]
fn brackets_and_headings_take_attributes() {
    assert_eq!(
        md(
            "# The Title {#top .unnumbered}\n\n## A *heading* {#own lang=fr}\n\n[a *b* c]{.smallcaps #x}, [x](y){.external}, [d]{},\n[d]{#d}, \\[e]{.sc}, [f [g]{lang=de} h]{.sc}, {#no}, `x`{.rs}\n\n### Set {1, 2}\n\n### Typed \\{-}\n"
        ),
        "a: #top#The Title\n  ## A emph[heading] (own)\n  #x#caps[a emph[b] c], link[x](y), [d]{}, #d#d, [e]{.sc}, caps[f de[g] h], {#no}, code[x]\n  ### Set {1, 2} (a-set-1-2)\n  ### Typed {-} (a-typed--)\n"
    );
}

#[test]
fn terms_have_meanings_and_alerts_are_admonitions() {
    assert_eq!(
        md(
            "# T\n\nTea\n: A drink.\n: A meal.\n\nThe *Pot*\n\n: Holds it.\n\n  Well.\n\n> [!TIP]\n> Warm it.\n\n> [!WARNING] Hot\n> - x\n"
        ),
        "a: T\n  Term: Tea\n  : meaning\n    A drink.\n  : meaning\n    A meal.\n  Term: The emph[Pot]\n  : meaning\n    Holds it.\n    Well.\n  Tip\n    Warm it.\n  Warning\n    Label: Hot\n    tight list from bullets\n    - None\n      x\n"
    );
}

proptest! {
    #[test]
    fn nothing_panics_and_spans_lie_in_the_text(text in r"[ \n>\-*_`#\[\]()^!:<>/a-c1.|~{}%&;é日\\]{0,120}") {
        for path in ["a.md", "a.txt"] {
            let source = Source::new(path, text.as_str());
            let mut diags = Diags::new();
            if let Some(chapter) = read(&source, SourceId(0), &mut diags) {
                crate::model::each_block(&chapter.blocks, &mut |b| {
                    assert!(text.get(b.span.start as usize..b.span.end as usize).is_some());
                });
                crate::model::each_inline(&chapter.blocks, &mut |i| {
                    assert!(text.get(i.span.start as usize..i.span.end as usize).is_some());
                });
            }
        }
    }

    #[test]
    fn no_letter_of_a_paragraph_is_lost(words in prop::collection::vec("[a-zäß0-9]{1,8}[,.*_)]?", 1..40)) {
        let text = format!("Title\n\nWords {}, end.", words.join(" "));
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        for path in ["a.md", "a.txt"] {
            let source = Source::new(path, text.as_str());
            let chapter = read(&source, SourceId(0), &mut Diags::new()).unwrap();
            let mut kept = if path == "a.txt" { plain_text(&chapter.title) } else { String::new() };
            kept += &crate::model::plain_blocks(&chapter.blocks);
            assert_eq!(letters(&kept), letters(&text), "{path}");
        }
    }
}
