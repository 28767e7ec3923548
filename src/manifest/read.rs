//! From the manifest's text to the manifest.

use super::check::Reader;
use super::editions::{self, Bound, OwnPages};
use super::types::{Entry, Manifest, MatterEntry, Metadata, Spanned};
use super::{entries, keys, lints, metadata, style, tree};
use crate::base::{Code, Diags, Folder, SourceId, Span};
use crate::style::{Shop, StylePatch};

/// The manifest that `text` holds, the source `source`, in the book's folder `folder`. Every mistake is a finding in
/// `diags`, in one run. `None` only where nothing can be used; where there are errors the manifest holds what is valid.
pub fn read(text: &str, source: SourceId, folder: &Folder, diags: &mut Diags) -> Option<Manifest> {
    let root = tree::parse(text, source, diags)?;
    let mut reader = Reader::new(&root, text, source, folder, diags);
    if root.is_null() {
        reader.push_help(
            Code::MissingKey,
            Span::default(),
            "the manifest is empty",
            "it needs 'title', 'language' and 'chapters'",
        );
        return None;
    }
    let fields = reader.fields(&root, "the manifest", &[keys::BOOK, keys::FACTS], &[])?;
    let top = Span::default();
    for key in ["title", "language", "chapters"] {
        if fields.get(key).is_none() {
            let behind = fields.key_span(key).and_then(|span| text.get(span.end as usize..)).unwrap_or("");
            let behind = behind.trim_start_matches([':', ' ']);
            let help = match key {
                "title" if behind.starts_with('#') => "'#' begins a comment; put the title in quotes",
                "title" if behind.starts_with(['!', '&']) => {
                    "a text that begins with '!' or '&' means something else in YAML; put the title in quotes"
                }
                "title" => "write title: the book's title",
                "language" => "write language: en-US, or what the book is written in",
                _ => "list the articles under chapters:, one '- path' a line",
            };
            reader.push_help(
                Code::MissingKey,
                fields.key_span(key).unwrap_or(top),
                format!("the manifest lacks '{key}'"),
                help,
            );
        }
    }
    let mut facts = metadata::facts(&mut reader, &fields);
    let stand_in = |value: &str| Spanned { value: value.to_string(), span: top };
    let title = facts.title.take().unwrap_or_else(|| stand_in("Untitled"));
    let language = facts.language.take().unwrap_or_else(|| stand_in("und"));
    let cover = fields.get("cover").and_then(|node| reader.path(node, "'cover'"));
    let mut front = fields.get("front").map(|node| entries::matter(&mut reader, node, "'front'"));
    let mut chapters = fields.get("chapters").map_or(Vec::new(), |node| {
        let found = entries::chapters(&mut reader, node);
        if matches!(&node.kind, tree::Kind::List(items) if items.is_empty()) {
            reader.push(Code::BadValue, node.span, "'chapters' lists nothing");
        }
        found
    });
    let mut back = fields.get("back").map_or(Vec::new(), |node| entries::matter(&mut reader, node, "'back'"));
    // What editions name for themselves is told apart from the book's pages, and so is read before anything is held against them.
    let mut own_pages = fields.get("editions").map_or(Vec::new(), |node| editions::own_pages(&mut reader, node));
    let mut pages: Vec<&mut [MatterEntry]> = vec![front.as_deref_mut().unwrap_or_default(), &mut back];
    pages.extend(own_pages.iter_mut().flat_map(OwnPages::lists));
    entries::tell_apart(&mut pages, &mut chapters);
    let series_order = fields.get("order").and_then(|node| {
        reader.word(node, "'order'", &[("series", ())])?;
        if chapters.iter().any(|entry| matches!(entry, Entry::Part { .. })) {
            let help = "list the chapters without parts, or leave 'order' out";
            reader.push_help(Code::BadValue, node.span, "'order: series' goes with chapters, not with parts", help);
            return None;
        }
        Some(Spanned { value: (), span: node.span })
    });
    let bound = Bound {
        front: front.as_deref().map_or(Vec::new(), entries::matter_articles),
        chapters: entries::articles(&chapters),
        back: entries::matter_articles(&back),
    };
    let all: Vec<_> = bound.front.iter().chain(&bound.chapters).chain(&bound.back).copied().collect();
    entries::unique(&mut reader, &[], &all);
    let editions = match fields.get("editions") {
        Some(node) => editions::editions(&mut reader, node, &bound, own_pages),
        None => editions::usual(top),
    };
    let style_span = fields.key_span("style").unwrap_or(top);
    let style = fields.get("style").map_or(StylePatch::default(), |node| style::style(&mut reader, node));
    let shops = fields.get("shops").map_or(Vec::new(), |node| shops(&mut reader, node));
    let lints = fields.get("lints").map_or(Vec::new(), |node| lints::lints(&mut reader, node));
    Some(Manifest {
        source,
        metadata: Metadata { title, language, facts },
        cover,
        front,
        chapters,
        series_order,
        back,
        editions,
        style,
        style_span,
        shops,
        lints,
    })
}

/// The shops for which the book is meant.
fn shops(reader: &mut Reader, node: &tree::Node) -> Vec<Spanned<Shop>> {
    let items = reader.list(node, "'shops'").unwrap_or_default();
    items
        .iter()
        .filter_map(|item| Some(Spanned { value: reader.word(item, "a shop", Shop::ALL)?, span: item.span }))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Instant;

    use proptest::prelude::*;

    use super::super::{Format, FrontChoice, MadePage};
    use super::*;
    use crate::base::{Length, Source};
    use crate::style::Sides;

    const HEAD: &str = "title: T\nlanguage: en\n";

    fn folder() -> (tempfile::TempDir, Folder) {
        let temp = tempfile::tempdir().unwrap();
        for name in ["sub", "top"] {
            fs::create_dir(temp.path().join(name)).unwrap();
        }
        for name in ["a.md", "b.md", "c.md", "sub/a.md", "sub-a.md", "top/a.md", "cover.svg"] {
            fs::write(temp.path().join(name), "text").unwrap();
        }
        let folder = Folder::open(temp.path()).unwrap();
        (temp, folder)
    }

    fn run(text: &str) -> (Option<Manifest>, Vec<String>) {
        let (_temp, folder) = folder();
        let mut diags = Diags::new();
        let manifest = read(text, SourceId(0), &folder, &mut diags);
        let source = Source::new("book.yaml", text);
        let found = diags.iter().map(|d| {
            let place = source.place(d.at.expect("every finding of the manifest has a place").span);
            let help = d.help.as_deref().map_or(String::new(), |h| format!(" ({h})"));
            format!("{}:{} {}: {}{help}", place.line, place.column, d.code.id(), d.message)
        });
        (manifest, found.collect())
    }

    /// The manifest of a text without a mistake; two required keys are put before it.
    fn sound(rest: &str) -> Manifest {
        let (manifest, found) = run(&format!("{HEAD}{rest}"));
        assert_eq!(found, Vec::<String>::new());
        manifest.unwrap()
    }

    /// Holds that `rest`, from line 3 on, gives findings that begin with `wanted`, in that order.
    #[track_caller]
    fn finds(rest: &str, wanted: &[&str]) {
        let (_, found) = run(&format!("{HEAD}{rest}"));
        assert_eq!(found.len(), wanted.len(), "{found:#?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found.starts_with(wanted), "found  {found}\nwanted {wanted}");
        }
    }

    #[test]
    fn one_run_reports_every_mistake() {
        let (_, found) = run(
            "titel: T\nlanguage: english language\nauthor: X\nchapters:\n  - nope.md\n  - ../x.md\n  - sub\nfoo: 1\n",
        );
        assert_eq!(
            found,
            [
                "1:1 unknown-key: the manifest has no key 'titel' (did you mean 'title'?)",
                "3:1 unknown-key: the manifest has no key 'author' (did you mean 'authors'?)",
                "8:1 unknown-key: the manifest has no key 'foo' (known here: cover, front, chapters, order, back, editions, \
             style, shops, lints, title, title-sort, subtitle, language, authors, identifier, identifiers, version, date, \
             modified, publisher, rights, description, subjects, sources, series, evaluation)",
                "1:1 missing-key: the manifest lacks 'title' (write title: the book's title)",
                "2:11 bad-value: 'english language' is not a language tag (write a tag such as en-US, de or zh-Hant)",
                "5:5 missing-file: 'nope.md' is not there (check the spelling: the path is written here as seen from the folder of book.yaml, and capitals count)",
                "6:5 outside-book: '../x.md' leads out of the book's folder (put the file into the book's folder, and \
             name it as seen from the file that names it)",
                "7:5 not-a-file: 'sub' is a folder, not a file (name a file in it)",
            ]
        );
    }

    #[test]
    fn yamls_traps_are_named() {
        for (text, wanted) in [
            ("title: Empathy: An Essay\nlanguage: en\n", "1:8 manifest-syntax: this text has ': ' in it"),
            ("title: T\n\tlanguage: en\n", "2:1 manifest-syntax: a tab stands in the indentation"),
            ("language: en\ntitle: #1\nchapters: [a.md]\n", "2:1 missing-key: the manifest lacks 'title' ('#' begins"),
            ("title: T\nchapters:\n\t- a.md\n", "3:1 manifest-syntax: a tab stands in the indentation"),
            ("title: [a\n", "1:8 manifest-syntax: this '[' is not closed"),
            ("title: Issue #1\nlanguage: en\nchapters: [a.md]\n", "1:14 cut-by-comment: the title ends before ' #'"),
            ("a: &x [*x]\n", "1:8 manifest-syntax"),
            ("title: T\nlanguage: en\nchapters: [a.md]\n---\nb: 1\n", "4:1 manifest-syntax: a second document"),
            ("", "1:1 missing-key: the manifest is empty"),
            ("- a.md\n", "1:1 wrong-type: the manifest is a mapping (key: value), and here stands a list"),
        ] {
            let (_, found) = run(text);
            assert_eq!(found.len(), 1, "{text:?}: {found:#?}");
            assert!(found[0].starts_with(wanted), "{text:?}: {}", found[0]);
        }
        assert_eq!(sound("chapters: [a.md]  # all of it\n").chapters.len(), 1);
    }

    #[test]
    fn texts_keep_their_spelling() {
        let (manifest, found) = run("title: 1984\nlanguage: no\nversion: 1.0\ndate: 2026-11-23\nchapters: [a.md]\n");
        assert_eq!(found, Vec::<String>::new());
        let manifest = manifest.unwrap();
        assert_eq!((manifest.metadata.title.value.as_str(), manifest.metadata.language.value.as_str()), ("1984", "no"));
        assert_eq!(manifest.metadata.facts.version.unwrap().value, "1.0");
        assert_eq!(manifest.metadata.facts.date.unwrap().value, "2026-11-23");
    }

    #[test]
    fn facts_are_checked() {
        for (fact, wanted) in [
            ("date: 2026-02-30", "3:7 bad-value: '2026-02-30' is not a date"),
            ("modified: soon", "3:11 bad-value: 'soon' is neither"),
            ("identifier: none", "3:13 bad-value: 'identifier': 'none' is not a URI"),
            ("identifiers: [doi:11.1]", "3:15 bad-value: an identifier: 'doi:11.1' is not a DOI"),
            ("subjects: Essays", "3:11 wrong-type: 'subjects' is a list, and here stands a text"),
            ("subjects: [{ name: A, code: X }]", "3:12 missing-key: a subject with 'code' lacks 'authority'"),
            ("subjects: [{ name: A, authority: BISAK, code: X }]", "3:34 bad-value: 'BISAK' is not a list of subjects"),
            ("subjects: [{ name: A, authority: bisac, code: X }]", "3:47 bad-value: 'X' is not a code of BISAC"),
            ("evaluation: { by: E }", "3:13 missing-key: 'evaluation' lacks 'wcag'"),
            ("evaluation: { by: E, wcag: AA }", "3:28 bad-value: 'wcag' cannot be 'AA'"),
            ("publisher: [a]", "3:12 wrong-type: 'publisher' is one text, and here stands a list"),
            ("publisher: ' '", "3:12 bad-value: 'publisher' is empty"),
            ("series: { title: S, position: 0 }", "3:31 bad-value: the position '0'"),
            ("series: { position: 1 }", "3:9 missing-key: 'series' lacks 'title'"),
            ("authors: [{ name: A, role: auther }]", "3:28 bad-value: 'auther' is not a role (did you mean 'author'?)"),
            ("authors: [{ name: A, role: [editor, x] }]", "3:37 bad-value: 'x' is not a role"),
            ("authors: [{ sort: A }]", "3:11 missing-key: an author lacks 'name'"),
            ("title: U", "3:1 duplicate-key: 'title' stands here twice"),
            ("shops: [apple, kindel]", "3:16 bad-value: a shop cannot be 'kindel' (did you mean 'kindle'?)"),
            ("order: random", "3:8 bad-value: 'order' cannot be 'random'"),
            (
                "lints: { dead-lnk: allow }",
                "3:10 unknown-key: no finding has the code 'dead-lnk' (did you mean 'dead-link'?)",
            ),
            ("lints: { dead-link: alow }", "3:21 bad-value: 'dead-link' cannot be 'alow' (did you mean 'allow'?)"),
            ("lints: { missing-file: warn }", "3:24 bad-value: 'missing-file' is an error"),
            ("lints: [dead-link]", "3:8 wrong-type: 'lints' is a mapping"),
        ] {
            finds(&format!("{fact}\nchapters: [a.md]\n"), &[wanted]);
        }
        let authors = "authors: [A, { name: B, role: editor }, { name: C, role: [author, illustrator, aut] }]";
        let manifest = sound(&format!("{authors}\nmodified: 1970-01-02\nchapters: [a.md]\n"));
        let authors = manifest.metadata.facts.authors.unwrap();
        assert_eq!(authors.iter().map(|a| a.roles.join(" ")).collect::<Vec<_>>(), ["aut", "edt", "aut ill"]);
        assert_eq!(manifest.metadata.facts.modified.unwrap().value, 86_400);
    }

    #[test]
    fn chapters_have_parts_sections_and_ids() {
        let manifest = sound(
            "chapters:\n  - ./a.md\n  - part: P\n    chapters:\n      - { source: b.md, id: bee, title: B, number: no, sections: [c.md] }\n",
        );
        let [Entry::Source(a), Entry::Part { title, chapters }] = manifest.chapters.as_slice() else { panic!() };
        assert_eq!((a.path.value.as_str(), a.id.value.as_str(), a.number), ("a.md", "a", true));
        assert_eq!((title.value.as_str(), chapters[0].id.value.as_str(), chapters[0].number), ("P", "bee", false));
        assert_eq!(chapters[0].sections[0].path.value, "c.md");
        finds("chapters: []\n", &["3:11 bad-value: 'chapters' lists nothing"]);
        finds("chapters: a.md\n", &["3:11 wrong-type: 'chapters' is a list, and here stands a text"]);
        finds("chapters: [a.md, ./a.md]\n", &["3:18 listed-twice: 'a.md' already stands at 3:12"]);
        finds("chapters: [&a a.md, *a]\n", &["3:15 listed-twice"]);
        let ids = |chapters: &str| {
            let manifest = sound(&format!("chapters: {chapters}\n"));
            entries::articles(&manifest.chapters).iter().map(|entry| entry.id.value.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids("[a.md, sub/a.md, top/a.md, b.md]"), ["a", "sub-a", "top-a", "b"]);
        assert_eq!(ids("[{ source: sub/a.md, id: a }, top/a.md]"), ["a", "top-a"]);
        finds("chapters: [sub-a.md, sub/a.md, a.md]\n", &["3:22 listed-twice: the id 'sub-a' already belongs to 3:12"]);
        finds("chapters:\n- a.md\n - b.md\n", &["4:3 bad-value: a chapter runs over more than one line"]);
        finds("front: [a.md]\nchapters: [a.md]\n", &["4:12 listed-twice"]);
        finds("chapters: [{ title: X }]\n", &["3:12 missing-key: a chapter lacks 'source'"]);
        finds("chapters: [{ source: a.md, id: 1x }]\n", &["3:32 bad-value: the id '1x' is not a name"]);
        finds("chapters: [{ source: a.md, number: 3 }]\n", &["3:36 wrong-type: 'number' is true or false"]);
        finds(
            "chapters:\n  - part: P\n    chapters:\n      - part: Q\n        chapters: [a.md]\n",
            &["6:9 bad-value: a part stands in a part"],
        );
        finds("chapters:\n  - part: P\n", &["4:5 missing-key: this part has no chapters"]);
        finds(
            "order: series\nchapters:\n  - part: P\n    chapters: [a.md]\n",
            &["3:8 bad-value: 'order: series' goes"],
        );
    }

    #[test]
    fn front_and_back_hold_made_pages_and_files() {
        let manifest =
            sound("front: [contents, { role: epigraph, source: b.md }]\nback: [c.md, colophon]\nchapters: [a.md]\n");
        assert!(matches!(
            manifest.front.as_deref(),
            Some([MatterEntry::Made(_), MatterEntry::Source { role: Some(_), .. }])
        ));
        assert!(matches!(&manifest.back[0], MatterEntry::Source { entry, role: None } if !entry.number));
        finds(
            "front: [content]\nchapters: [a.md]\n",
            &["3:9 bad-value: Recto makes no page 'content' (did you mean 'contents'?)"],
        );
        finds("front: [dedication]\nchapters: [a.md]\n", &["3:9 bad-value: a page 'dedication' needs a text"]);
        finds("front: [contents, contents]\nchapters: [a.md]\n", &["3:19 listed-twice"]);
        let manifest = sound("front: [{ page: contents, depth: 3 }]\nchapters: [a.md]\n");
        assert!(matches!(
            manifest.front.as_deref(),
            Some([MatterEntry::Made(page)]) if page.value == MadePage::Contents { depth: Some(3) }
        ));
        for (page, wanted) in [
            ("{ page: contents, depth: 0 }", "3:34 bad-value: the depth '0' is not a whole number from 1 to 6"),
            ("{ page: figures, depth: 2 }", "3:33 bad-value: only contents have a depth"),
            ("{ page: contents, source: b.md }", "3:27 unknown-key: a page has no key 'source'"),
            ("contents, { page: contents, depth: 2 }", "3:27 listed-twice"),
        ] {
            finds(&format!("front: [{page}]\nchapters: [a.md]\n"), &[wanted]);
        }
        finds(
            "back: [{ role: preface, source: b.md }]\nchapters: [a.md]\n",
            &["3:16 bad-value: 'role' cannot be 'preface'"],
        );
    }

    #[test]
    fn editions_have_defaults_and_know_whose_pages_they_show() {
        let usual = sound("chapters: [a.md]\n");
        let names: Vec<_> = usual.editions.iter().map(|e| (e.name.value.as_str(), e.format)).collect();
        assert_eq!(names, [("ebook", Format::Epub), ("handout", Format::Pdf)]);
        assert_eq!(usual.editions[0].pages, None);
        let manifest = sound(
            "chapters: [a.md, b.md]\neditions:\n  e: { format: epub }\n  r: { format: pdf, trim: 6x9in, omit: [a], front: true }\n  \
         p: { format: print, paper: a5, isbn: 0-306-40615-2, bleed: 3mm, title: Other, style: { size: 9pt } }\n",
        );
        let [e, r, p] = manifest.editions.as_slice() else { panic!() };
        assert_eq!(e.pages.as_ref().unwrap().value, "p");
        assert_eq!((r.page.as_ref().unwrap().value.size().width, &r.front), (Length::pt(432), &FrontChoice::Books));
        assert_eq!((r.omit[0].value.as_str(), p.isbn.as_ref().unwrap().value.as_str()), ("a", "9780306406157"));
        assert_eq!((p.style.size, p.metadata.title.as_ref().unwrap().value.as_str()), (Some(Length::pt(9)), "Other"));
    }

    #[test]
    fn what_follows_from_a_mistake_is_no_second_finding() {
        finds(
            "chapters: [a.md]\neditions:\n  e: { format: epub, pages: p }\n  p: { format: printed, trim: 6x9in }\n",
            &["6:16 bad-value: 'format' cannot be 'printed' (known: epub, pdf, print)"],
        );
        let (manifest, found) = run(&format!("{HEAD}identifier: none\nchapters: [a.md]\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(manifest.unwrap().metadata.facts.identifier.unwrap().value, "none");
    }

    #[test]
    fn a_missing_file_is_not_one_that_is_listed_and_may_stand_in_another_folder() {
        finds("chapters: [a.md, aa.md]\n", &["3:18 missing-file: 'aa.md' is not there (check the spelling"]);
        finds("chapters: [b.md, sb.md]\nback: [c.md]\n", &["3:18 missing-file: 'sb.md' is not there (check the"]);
        finds(
            "chapters: [sub/sub-a.md]\n",
            &["3:12 missing-file: 'sub/sub-a.md' is not there (did you mean 'sub-a.md'?)"],
        );
        finds("chapters: [sub/c.md]\n", &["3:12 missing-file: 'sub/c.md' is not there (did you mean 'c.md'?)"]);
        finds("chapters: [sub-b.md]\n", &["3:12 missing-file: 'sub-b.md' is not there (did you mean 'sub-a.md'?)"]);
    }

    #[test]
    fn editions_are_checked() {
        for (edition, wanted) in [
            ("e: { format: docx }", "5:16 bad-value: 'format' cannot be 'docx'"),
            ("e: {}", "5:3 missing-key: the edition 'e' lacks 'format'"),
            ("e/f: { format: pdf }", "5:3 bad-value: 'e/f' cannot name an edition"),
            ("e: { format: print }", "5:3 missing-key: the edition 'e' lacks 'trim'"),
            ("e: { format: epub, trim: 6x9in }", "5:22 bad-value: an epub has no page"),
            ("e: { format: epub, pages: e }", "5:29 bad-value: the edition 'e' is an epub"),
            ("e: { format: epub, pages: q }", "5:29 bad-value: there is no edition 'q'"),
            ("e: { format: pdf, pages: e }", "5:28 bad-value: only an epub"),
            (
                "e: { format: pdf, trim: a4 }",
                "5:27 bad-value: 'trim': 'a4' is not WIDTHxHEIGHT with one unit, such as 6x9in or 148x210mm (write 'paper: a4')",
            ),
            ("e: { format: pdf, paper: a44 }", "5:28 bad-value: 'paper' cannot be 'a44' (did you mean 'a4'?)"),
            ("e: { format: pdf, trim: 6x9in, paper: a4 }", "5:34 bad-value: an edition has 'trim' or 'paper'"),
            ("e: { format: pdf, omit: [a] }", "5:28 bad-value: with this chapter the edition leaves out the last"),
            ("e: { format: pdf, omit: [b] }", "5:28 bad-value: no chapter has the id 'b'"),
            ("e: { format: pdf, isbn: 9780306406158 }", "5:27 bad-value: '9780306406158' is not an ISBN"),
            ("e: { format: pdf, front: [a.md] }", "5:29 listed-twice: 'a.md' already stands at 3:12"),
            ("e: { format: pdf, front: maybe }", "5:28 wrong-type: an edition's 'front'"),
            ("e: { format: pdf, stock: cream }", "5:21 later-key: 'stock' is a key that Recto does not use yet"),
            ("e: { format: pdf, cover: { front: x.png } }", "5:28 later-key: a cover of several parts"),
            ("e: { format: pdf, bleed: -1mm }", "5:28 bad-value: 'bleed': '-1mm' is negative"),
            ("e: { format: pdf }\n  E: { format: pdf }", "6:3 duplicate-key: an edition 'E'"),
        ] {
            finds(&format!("chapters: [a.md]\neditions:\n  {edition}\n"), &[wanted]);
        }
    }

    #[test]
    fn pages_that_editions_name_are_told_apart_by_folders() {
        let manifest = sound(
            "chapters: [a.md]\nback: [sub/a.md]\neditions:\n  e: { format: epub, front: [top/a.md] }\n  \
             p: { format: pdf, back: [top/a.md] }\n",
        );
        let ids = |entries: &[MatterEntry]| -> Vec<String> {
            entries::matter_articles(entries).iter().map(|entry| entry.id.value.clone()).collect()
        };
        let [e, p] = &manifest.editions[..] else { panic!() };
        assert!(matches!(&e.front, FrontChoice::Own(entries) if ids(entries) == ["top-a"]));
        assert_eq!(
            (ids(p.back.as_deref().unwrap()), ids(&manifest.back)),
            (vec!["top-a".into()], vec!["sub-a".into()])
        );
        assert_eq!(entries::articles(&manifest.chapters)[0].id.value, "a");
    }

    #[test]
    fn style_is_checked() {
        for (style, wanted) in [
            ("{ design: bok }", "4:18 bad-value: 'design' cannot be 'bok' (did you mean 'book'?)"),
            ("{ size: 11 }", "4:16 bad-value: 'size': '11' needs a unit"),
            ("{ size: 1em }", "4:16 bad-value: 'size': '1em' is in em"),
            ("{ size: 12pt, leading: 9pt }", "4:31 bad-value: a 'leading' of 9pt is less than the 'size' of 12pt"),
            ("{ leading: 1.3em }", "4:19 bad-value: 'leading': '1.3em' is in em"),
            ("{ margins: 1in }", "4:19 wrong-type: 'margins' is a mapping"),
            ("{ margins: { inner: 1in } }", "4:21 unknown-key: 'margins' has no key 'inner'"),
            ("{ hyphenation: re-cord }", "4:23 wrong-type: 'hyphenation' is a list of words, or a mapping"),
            ("{ hyphenation: [re--cord] }", "4:24 bad-value: 'hyphenation': 're--cord' is not a word"),
            ("{ hyphenation: [re-cord, rec-ord] }", "4:33 bad-value: 'hyphenation' divides 'record' in two ways"),
            ("{ hyphenation: { english: [a-b] } }", "4:25 bad-value: 'hyphenation': 'english' is not a language"),
            ("{ hyphenation: { en: a-b } }", "4:29 wrong-type: 'en' is a list, and here stands a text"),
            ("{ opening: recto }", "4:10 unknown-key: 'style' has no key 'opening' (did you mean 'openings'?)"),
            ("{ openings: rekto }", "4:20 bad-value: 'openings' cannot be 'rekto' (did you mean 'recto'?)"),
            ("{ headings: { 7: { size: 9% } } }", "4:22 unknown-key: 'headings' has no key '7'"),
            ("{ headings: { 2: { size: 9% } } }", "4:33 bad-value: 'size' cannot be '9%' (write a percentage"),
            ("{ headings: { 2: { sise: 90% } } }", "4:27 unknown-key: 'headings.2' has no key 'sise' (did you mean"),
            ("{ paragraphs: { indent: 3pt } }", "4:32 bad-value: 'indent' cannot be '3pt' (write a length in em"),
            ("{ sink: many }", "4:16 bad-value: 'sink' cannot be 'many' (write a whole number"),
            ("{ lists: { bullets: [ab] } }", "4:29 bad-value: the bullet 'ab' is not one character"),
            ("{ lists: { bullets: x } }", "4:28 wrong-type"),
            ("{ folios: { count: 3 } }", "4:27 wrong-type: 'count' is true or false"),
            ("{ headings: { 2: { above: 1.25 } } }", "4:34 bad-value: 'above' cannot be '1.25'"),
            ("{ sides: 3 }", "4:17 bad-value: 'sides' cannot be '3'"),
        ] {
            finds(&format!("chapters: [a.md]\nstyle: {style}\n"), &[wanted]);
        }
        let style =
            sound("chapters: [a.md]\nstyle: { hyphenation: { en: [re-cord, ma-nu-script], de: [Ur-instinkt] } }\n")
                .style;
        let words = style.hyphenation.iter().map(|own| {
            let lang = own.lang.as_ref().map(|lang| lang.0.as_str());
            format!("{lang:?} {} {:?}", own.word, own.after)
        });
        assert_eq!(
            words.collect::<Vec<_>>(),
            ["Some(\"en\") record [2]", "Some(\"en\") manuscript [2, 4]", "Some(\"de\") Urinstinkt [2]"]
        );
        let style =
            sound("chapters: [a.md]\nstyle: { size: 10pt, leading: 1.3em, sides: 1, margins: { top: 2em } }\n").style;
        assert_eq!((style.leading, style.sides), (Some(Length::pt(13)), Some(Sides::One)));
        assert_eq!(style.margins.top, Some(Length::pt(20)));
        let style = sound(
            "chapters: [a.md]\nstyle: { headings: { 2: { size: 120% } }, lists: { bullets: [•, x] }, sink: 2, scene-break: ❦ }\n",
        )
        .style;
        let keys: Vec<String> = style.changes.iter().map(|c| format!("{}={:?}", c.key, c.value)).collect();
        assert_eq!(
            keys.join(" "),
            "sink=Count(2) scene-break=Text(\"❦\") lists.bullets=Bullets(['•', 'x', 'x']) headings.2.size=Percent(120)"
        );
    }

    #[test]
    fn bombs_are_refused_at_once() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..30 {
            let items = vec![format!("*a{}", i - 1); 10].join(", ");
            bomb.push_str(&format!("a{i}: &a{i} [{items}]\n"));
        }
        let deep = format!("a: {}", "[".repeat(100_000));
        let begun = Instant::now();
        for (text, code) in [(bomb, Code::TooLarge), (deep, Code::TooDeep)] {
            let (manifest, found) = run(&text);
            assert!(manifest.is_none());
            assert!(found.len() == 1 && found[0].contains(code.id()), "{found:?}");
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }

    #[test]
    fn the_sample_book_has_no_findings() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut diags = Diags::new();
        let text = fs::read_to_string(root.join("book.yaml")).unwrap();
        let manifest = read(&text, SourceId(0), &Folder::open(root).unwrap(), &mut diags).unwrap();
        assert!(diags.is_empty(), "{:?}", diags.iter().collect::<Vec<_>>());
        assert_eq!(manifest.editions[0].pages.as_ref().unwrap().value, "paperback");
        assert_eq!((manifest.chapters.len(), manifest.back.len(), manifest.front.map(|f| f.len())), (2, 2, Some(5)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            run(&text);
        }

        #[test]
        fn no_shuffled_manifest_makes_it_panic(lines in prop::collection::vec(prop::sample::select(vec![
            "title: Ä #b", "language: en", "chapters:", "  - a.md", "  - part: P: Q", "    chapters: [b.md, *a, &a c.md]",
            "editions:", "  e: { format: epub, pages: e }", "  p: { format: print, trim: 6×9in }", "\t", "style: { size: é }",
            "front: [x, { role: y }]", "? [a]", ": b", "isbn: 97", "modified: 2026-11-23Tééé", "\"", "---", "<<: *a", "- |",
        ]), 0..12)) {
            run(&lines.join("\n"));
        }
    }
}
