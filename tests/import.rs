//! `recto init` and `recto import` as people use them: from what they have to a book that builds.

mod common;

use std::fs;
use std::path::Path;

use common::recto;

/// Runs the command, which must end well; what it printed, and its findings as codes.
fn run(folder: &Path, args: &[&str]) -> (String, Vec<String>) {
    let run = recto(folder, &[args, &["--message-format", "plain"]].concat());
    let (out, err) = (String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap());
    assert_eq!(run.status.code(), Some(0), "{args:?}\n{out}\n{err}");
    let codes = err.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_string())).collect();
    (out, codes)
}

/// Runs the command, which must refuse; its exit status and words.
fn refused(folder: &Path, args: &[&str]) -> (i32, String) {
    let run = recto(folder, args);
    (run.status.code().unwrap(), String::from_utf8(run.stderr).unwrap())
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
}

fn manifest(folder: &Path) -> String {
    fs::read_to_string(folder.join("book.yaml")).unwrap()
}

/// The entries of the manifest, without what says why they stand there.
fn chapters(folder: &Path) -> String {
    let text = manifest(folder);
    let (_, list) = text.split_once("chapters:\n").unwrap();
    let (list, _) = list.split_once("\n# What is written").unwrap();
    list.lines().map(|line| line.split("    # ").next().unwrap().trim_end().to_string() + "\n").collect()
}

/// The book builds as it is, and every edition is written.
fn builds(folder: &Path) -> Vec<String> {
    let (out, codes) = run(folder, &["build"]);
    assert_eq!(out.lines().count(), 3, "{out}");
    codes
}

#[test]
fn a_new_book_builds_at_once_without_a_finding() {
    let temp = tempfile::tempdir().unwrap();
    let (out, _) = run(temp.path(), &["init", "my-first-book"]);
    assert!(out.contains("cd my-first-book\n  recto build\n"), "{out}");
    let book = temp.path().join("my-first-book");
    assert!(manifest(&book).contains("title: My first book\n"));
    assert_eq!(builds(&book), Vec::<String>::new());
    // No two books have the same identifier.
    run(temp.path(), &["init", "other", "-q"]);
    let identifier =
        |text: String| text.lines().find(|line| line.starts_with("identifier: urn:uuid:")).unwrap().to_string();
    assert_ne!(identifier(manifest(&book)), identifier(manifest(&temp.path().join("other"))));
}

#[test]
fn init_and_import_overwrite_nothing() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[("a/book.yaml", "mine"), ("b/book/the-first-evening.md", "mine"), ("posts/one.md", "# One\n\nText.\n")],
    );
    let (status, words) = refused(temp.path(), &["init", "a"]);
    assert!(status == 2 && words.contains("'a/book.yaml' is already there"), "{words}");
    let (status, words) = refused(temp.path(), &["init", "b"]);
    assert!(status == 2 && words.contains("the-first-evening.md' is already there"), "{words}");
    let (status, words) = refused(temp.path(), &["import", "posts", "-o", "a"]);
    assert!(status == 2 && words.contains("'a/book.yaml' is already there") && words.contains("-o DIR"), "{words}");
    write(temp.path(), &[("c/book/one.md", "mine")]);
    let (status, words) = refused(temp.path(), &["import", "posts", "-o", "c"]);
    assert!(status == 2 && words.contains("'c/book/one.md' is already there and holds something else"), "{words}");
    assert!(!temp.path().join("c/book.yaml").exists() && !temp.path().join("b/book.yaml").exists());
    assert_eq!(fs::read_to_string(temp.path().join("a/book.yaml")).unwrap(), "mine");
}

#[test]
fn what_cannot_be_imported_is_told_with_what_to_do() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), &[("old.doc", "x"), ("empty/x.css", ""), ("data.xml", "<config/>"), ("not.docx", "no zip")]);
    docx(&temp.path().join("blank.docx"), "<w:p/><w:p/>", &[]);
    write(temp.path(), &[("damaged/a.docx", "no zip"), ("~$open.docx", "lock")]);
    for (path, status, told) in [
        ("damaged", 1, "there is no article in 'Damaged'"),
        ("~$open.docx", 1, "there is no article in '~$open.docx'"),
        ("nowhere", 3, "there is no file or folder 'nowhere'"),
        ("old.doc", 1, "save it as .docx"),
        ("empty", 1, "there is no article in 'Empty'"),
        ("data.xml", 1, "neither the export of a blog (WXR) nor RSS nor Atom"),
        ("not.docx", 1, "it is damaged, or no Word file"),
        ("blank.docx", 1, "'blank.docx' holds no text"),
    ] {
        let (code, words) = refused(temp.path(), &["import", path]);
        assert!(code == status && words.contains(told), "{path}: {code} {words}");
        assert!(!temp.path().join("book.yaml").exists());
    }
}

#[test]
fn saved_pages_come_in_the_order_of_their_links_with_their_pictures() {
    const POINT: &[u8] = include_bytes!("golden/pages/ghost_files/two ropes.png");
    let temp = tempfile::tempdir().unwrap();
    let page = |title: &str, links: &str, text: &str| {
        format!(
            "<html lang=en><head><title>{title} | Knots</title><meta name=author content=\"Ada Example\">{links}</head><body><nav>Home</nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
        )
    };
    let long = "A rope has two ends, and what lies between them is called the standing part. ".repeat(5);
    let long_with_code = format!("{long}[gallery ids=\"1,2\"] <code>[gallery]</code>");
    let shows = format!("{long}</p><img src=\"Bends_files/bend.png\" alt=\"A bend\"><p>{long}");
    write(
        temp.path(),
        &[
            ("saved/Bends.html", &page("Bends", "<link rel=prev href=\"Hitches.html\">", &shows)),
            ("saved/Hitches.html", &page("Hitches", "<link rel=next href=\"Bends.html\">", &long_with_code)),
            ("saved/Bends_files/ad.html", "<p>An advertisement</p>"),
        ],
    );
    fs::write(temp.path().join("saved/Bends_files/bend.png"), POINT).unwrap();
    let (out, codes) = run(temp.path(), &["import", "saved"]);
    assert_eq!(codes, ["left-out"], "the shortcode that a plugin left");
    let hitches = fs::read_to_string(temp.path().join("book/Hitches.html")).unwrap();
    assert!(hitches.contains("standing part.  <code>[gallery]</code>"), "{hitches}");
    assert!(out.contains("The order stands on the previous and next that the articles name."), "{out}");
    assert!(out.contains("The title, “Saved”, is the folder's name."), "{out}");
    assert_eq!(chapters(temp.path()), "  - book/Hitches.html\n  - book/Bends.html\n");
    assert!(manifest(temp.path()).contains("# behind “Hitches”\n"));
    assert!(manifest(temp.path()).contains("authors: [Ada Example]\n"));
    assert_eq!(fs::read(temp.path().join("book/Bends_files/bend.png")).unwrap(), POINT);
    assert!(!temp.path().join("book/Bends_files/ad.html").exists());
    builds(temp.path());
}

#[test]
fn folders_are_parts_and_a_folder_of_its_own_stays() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[
            ("00-intro.md", "# Intro\n\nText.\n"),
            ("1-knots/01-a.md", "# A\n\n{{#include ../words.md}}\n"),
            ("1-knots/02-b.md", "# B\n\nSee [A](01-a.md).\n"),
            ("2-sails/01-c.md", "# C\n\nText.\n"),
            ("words.md", "Text that is included.\n"),
            ("LICENSE.md", "No article.\n"),
        ],
    );
    let list = "  - '00-intro.md'\n  - part: Knots\n    chapters:\n      - '1-knots/01-a.md'\n      - '1-knots/02-b.md'\n  - part: Sails\n    chapters:\n      - '2-sails/01-c.md'\n".replace('\'', "\"");
    let (out, _) = run(temp.path(), &["import", "00-intro.md", "1-knots", "2-sails", "-o", "copy"]);
    assert!(out.contains("cd copy"), "{out}");
    fs::remove_file(temp.path().join("words.md")).unwrap();
    fs::write(temp.path().join("1-knots/01-a.md"), "# A\n\nText.\n").unwrap();
    fs::remove_dir_all(temp.path().join("copy")).unwrap();
    let (out, _) = run(temp.path(), &["import", "."]);
    assert!(out.contains("the articles stay where they are"), "{out}");
    assert_eq!(chapters(temp.path()), list);
    assert!(!temp.path().join("book").exists());
    builds(temp.path());
}

#[test]
fn an_article_that_would_stop_the_book_is_left_out_and_told() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), &[("t/1.md", "# One\n\nText.\n"), ("t/2.md", ""), ("t/3.md", "---\ntitle: a: b\n---\nText.\n")]);
    let (_, codes) = run(temp.path(), &["import", "t"]);
    assert_eq!(codes, ["left-out", "left-out"]);
    assert_eq!(chapters(temp.path()), "  - book/1.md\n");
    builds(temp.path());
}

#[test]
fn an_mdbook_includes_what_lies_beside_it_in_its_repository() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[
            ("repo/.git/HEAD", "x"),
            ("repo/docs/book.toml", "[book]\ntitle = \"Guide\"\n"),
            ("repo/docs/src/SUMMARY.md", "- [One](one.md)\n"),
            ("repo/docs/src/one.md", "# One\n\n```rust\n{{#include ../../examples/a.rs}}\n```\n"),
            ("repo/examples/a.rs", "fn main() {}\n"),
        ],
    );
    run(temp.path(), &["import", "repo/docs", "-o", "new"]);
    assert_eq!(chapters(&temp.path().join("new")), "  - book/docs/src/one.md\n");
    builds(&temp.path().join("new"));
}

#[test]
fn an_mdbook_that_must_be_changed_is_copied_out_of_the_way_of_what_mdbook_writes() {
    let temp = tempfile::tempdir().unwrap();
    let summary = "# Summary\n\n# P1\n\n- [A](a.md#there)\n- [Not written]()\n  - [B](b.md)\n- [Web](https://a.example/x)\n\n\
                   # P2\n\n- [Bare](bare.md)\n  - [C](c.md)\n";
    write(
        temp.path(),
        &[
            ("book.toml", "[book]\ntitle = \"Guide\"\n"),
            ("src/SUMMARY.md", summary),
            ("src/a.md", "# A\n\nText.\n"),
            ("src/b.md", "# B\n\n![x](none.png)\n"),
            ("src/bare.md", "# Bare\n"),
            ("src/c.md", "# C\n\nText.\n"),
        ],
    );
    let told = recto(temp.path(), &["import", ".", "--message-format", "plain"]);
    let (out, told) = (String::from_utf8(told.stdout).unwrap(), String::from_utf8(told.stderr).unwrap());
    assert!(out.contains("the text of 'src/b.md' had to be changed"), "{out}");
    for said in ["“Not written” is a draft", "“Bare” is a heading alone", "“Web” leads to https://a.example/x"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
    let list = chapters(temp.path());
    assert!(list.contains("- chapters/a.md") && list.contains("- chapters/b.md") && !list.contains("book/"), "{list}");
    builds(temp.path());
}

#[test]
fn formulas_of_an_mdbook_are_rewritten_in_copies_alone() {
    let temp = tempfile::tempdir().unwrap();
    let one = "# One\n\nIn \\\\( a\\_1 \\\\) it.\n\n```mermaid\ngraph TD\n```\n";
    write(
        temp.path(),
        &[
            ("mine/book.toml", "[book]\ntitle = \"M\"\nlanguage = \"en\"\n[output.html]\nmathjax-support = true\n"),
            ("mine/src/SUMMARY.md", "- [One](one.md)\n"),
            ("mine/src/one.md", one),
        ],
    );
    let (_, codes) = run(temp.path(), &["import", "mine", "-o", "out"]);
    assert_eq!(codes, ["unsupported-markup"], "the drawing");
    assert!(fs::read_to_string(temp.path().join("out/book/one.md")).unwrap().contains("In $a_1$ it."));
    run(&temp.path().join("mine"), &["import", "."]);
    assert!(chapters(&temp.path().join("mine")).contains("- chapters/one.md"));
    assert_eq!(fs::read_to_string(temp.path().join("mine/src/one.md")).unwrap(), one);
}

#[test]
fn pictures_of_a_site_are_found_and_those_that_are_nowhere_become_words() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[
            ("site/_posts/2020-01-01-one.md", "---\ntitle: One\n---\n![A rope](/img/rope.png) and ![gone](../x.png)\n"),
            ("site/_posts/2020-02-01-two.md", "---\ntitle: Two\ndraft: true\n---\nText.\n"),
            ("site/_layouts/post.html", "<p>{{ content }}</p>"),
            ("site/img/rope.png", ""),
        ],
    );
    fs::write(temp.path().join("site/img/rope.png"), include_bytes!("golden/pages/ghost_files/two ropes.png")).unwrap();
    let (_, codes) = run(temp.path(), &["import", "site", "-o", "new"]);
    assert_eq!(codes, ["left-out", "left-out"], "the picture that is nowhere, the draft");
    let new = temp.path().join("new");
    assert_eq!(chapters(&new), "  - book/_posts/2020-01-01-one.md\n");
    let text = fs::read_to_string(new.join("book/_posts/2020-01-01-one.md")).unwrap();
    assert!(text.ends_with("![A rope](../img/rope.png) and \\[gone\\]\n"), "{text}");
    builds(&new);
}

#[test]
fn an_mdbook_keeps_its_nesting_its_includes_and_what_it_says_of_itself() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[
            (
                "mine/book.toml",
                "[book]\ntitle = \"Ropes: A Guide\"\nauthors = [\"Ada Example <ada@example.org>\"]\nlanguage = \"en\"\n",
            ),
            (
                "mine/src/SUMMARY.md",
                "# Summary\n\n[Intro](intro.md)\n\n# Knots\n\n- [Bends](bends.md)\n  - [Sheet Bend](bends/sheet.md)\n- [Group](group.md)\n  - [Hitch](hitch.md)\n- [Draft]()\n\n# Sails\n\n- [Jib](jib.md)\n\n---\n\n[End](end.md)\n",
            ),
            ("mine/src/intro.md", "# Intro\n\nText.\n"),
            ("mine/src/bends.md", "# Bends\n\n```rust\n{{#include ../listings/bend.rs}}\n```\n"),
            ("mine/src/bends/sheet.md", "# Sheet Bend\n\nSee [bends](../bends.md).\n"),
            ("mine/src/group.md", "# Group\n"),
            ("mine/src/hitch.md", "No heading here.\n"),
            ("mine/src/jib.md", "# Jib\n\nText.\n"),
            ("mine/src/end.md", "# End\n\nText.\n"),
            ("mine/listings/bend.rs", "fn bend() {}\n"),
        ],
    );
    let (out, codes) = run(temp.path(), &["import", "mine", "-o", "new"]);
    assert_eq!(codes, ["left-out", "left-out"], "the heading alone, the draft: {out}");
    let new = temp.path().join("new");
    let text = manifest(&new);
    assert!(text.contains("title: \"Ropes: A Guide\"\n") && text.contains("authors: [Ada Example]\n"), "{text}");
    assert_eq!(
        chapters(&new),
        "  - { source: book/src/intro.md, number: false }
  - part: Knots
    chapters:
      - source: book/src/bends.md
        sections:
          - book/src/bends/sheet.md
      - { source: book/src/hitch.md, title: Hitch }
  - part: Sails
    chapters:
      - book/src/jib.md
  - { source: book/src/end.md, number: false }
"
    );
    assert!(new.join("book/listings/bend.rs").exists());
    builds(&new);
    // In its own folder nothing is copied, since mdBook writes into book/ itself.
    let (_, _) = run(&temp.path().join("mine"), &["import", "."]);
    assert!(chapters(&temp.path().join("mine")).contains("- { source: src/intro.md, number: false }"));
    assert!(!temp.path().join("mine/book").exists());
    builds(&temp.path().join("mine"));
}

/// A Word file of these parts.
fn docx(path: &Path, body: &str, parts: &[(&str, &[u8])]) {
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let all = [("word/document.xml", document.as_bytes())];
    for (name, bytes) in all.iter().chain(parts) {
        zip.start_file(*name, options).unwrap();
        let text = String::from_utf8_lossy(bytes).replace("{W}", W).into_bytes();
        zip.write_all(if bytes.contains(&0) { bytes } else { &text }).unwrap();
    }
    zip.finish().unwrap();
}

const STYLES: &[u8] = br#"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="character" w:styleId="Her"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style></w:styles>"#;

fn para(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn text(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

#[test]
fn a_novel_in_word_is_split_at_its_headings_and_keeps_what_a_book_keeps() {
    const POINT: &[u8] = include_bytes!("golden/pages/ghost_files/two ropes.png");
    let temp = tempfile::tempdir().unwrap();
    let italic = |words: &str| format!("<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let body = [
        para("Titel", &text("The Ferry")),
        para("berschrift1", &text("Chapter One: The Quay")),
        // Word cuts runs where it likes.
        para("", &(text("She said ") + &italic("nev") + &italic("er ") + &text("again[1]. * 2 &lt; 3") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>")),
        para("", &text("* * *")),
        para("", &(text("After ") + "<w:ins><w:r><w:t>the</w:t></w:r></w:ins><w:del><w:r><w:delText>a</w:delText></w:r></w:del>" + &text(" break."))),
        para("Mine", &text("Chapter Two: The Crossing")),
        para("", "<w:hyperlink r:id=\"rId1\"><w:r><w:rPr><w:rStyle w:val=\"Her\"/></w:rPr><w:t>A link</w:t></w:r></w:hyperlink>"),
        para("", "<w:r><w:drawing><wp:docPr xmlns:wp=\"w\" descr=\"Two ropes\"/><a:blip r:embed=\"rId2\"/></w:drawing></w:r>"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a|b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>d</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_string(),
    ];
    let relations = br#"<Relationships><Relationship Id="rId1" Target="https://example.org/a(b)" TargetMode="External"/><Relationship Id="rId2" Target="media/image1.png"/></Relationships>"#;
    let notes = format!(
        "<w:footnotes {{W}}><w:footnote w:id=\"0\" w:type=\"separator\"/><w:footnote w:id=\"2\">{}{}</w:footnote></w:footnotes>",
        para("", &text("A note.")),
        para("", &text("More of it."))
    );
    let parts: &[(&str, &[u8])] = &[
        ("word/styles.xml", STYLES),
        ("word/_rels/document.xml.rels", relations),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/media/image1.png", POINT),
        ("docProps/core.xml", b"<c><creator>Nora Field</creator><title>draft 7</title></c>"),
    ];
    docx(&temp.path().join("novel.docx"), &body.concat(), parts);
    let (out, codes) = run(temp.path(), &["import", "novel.docx"]);
    assert_eq!(codes, ["left-out"], "the deletion is told: {out}");
    let about = manifest(temp.path());
    for line in ["title: The Ferry\n", "\nlanguage: en-GB ", "\nauthors: [Nora Field]\n"] {
        assert!(about.contains(line), "{about}");
    }
    assert_eq!(chapters(temp.path()), "  - book/01-the-quay.md\n  - book/02-the-crossing.md\n");
    assert_eq!(
        fs::read_to_string(temp.path().join("book/01-the-quay.md")).unwrap(),
        "# The Quay\n\nShe said *never* again\\[1\\]. \\* 2 \\< 3[^1]\n\n***\n\nAfter the break.\n\n[^1]: A note.\n\n    More of it.\n"
    );
    assert_eq!(
        fs::read_to_string(temp.path().join("book/02-the-crossing.md")).unwrap(),
        "# The Crossing\n\n[*A link*](<https://example.org/a(b)>)\n\n![Two ropes](pictures/image1.png)\n\n|  |  |\n| --- | --- |\n| a\\|b |  |\n|  | d |\n"
    );
    assert_eq!(fs::read(temp.path().join("book/pictures/image1.png")).unwrap(), POINT);
    builds(temp.path());
}

#[test]
fn a_word_file_without_headings_is_split_by_what_there_is() {
    let temp = tempfile::tempdir().unwrap();
    let prose =
        para("", &text(&"It was late when the ferry came in, and nobody could say who had been aboard. ".repeat(3)));
    let page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    let line = |words: &str| para("", &text(words));
    for (name, body, list) in [
        (
            "pages",
            line("The Quay") + &prose + page + &line("The Crossing") + &prose,
            "  - book/01-the-quay.md\n  - book/02-the-crossing.md\n",
        ),
        (
            "boxes",
            line("The Quay")
                + &prose
                + page
                + &format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", line("The Crossing"))
                + &prose,
            "  - book/01-the-quay.md\n  - book/02-the-crossing.md\n",
        ),
        (
            "lines",
            line("CHAPTER ONE") + &prose + &line("CHAPTER TWO") + &prose,
            "  - { source: book/01-chapter-one.md, number: false }\n  - { source: book/02-chapter-two.md, number: false }\n",
        ),
        ("nothing", prose.clone() + &prose, "  - book/nothing.md\n"),
    ] {
        docx(&temp.path().join(format!("{name}.docx")), &body, &[]);
        let (_, codes) = run(temp.path(), &["import", &format!("{name}.docx"), "-o", name]);
        assert_eq!(codes.iter().any(|code| code == "uncertain-order"), name != "nothing", "{name}");
        assert_eq!(chapters(&temp.path().join(name)), list, "{name}");
        builds(&temp.path().join(name));
    }
    // Parts, when the titles above say so.
    let headed =
        |level: u8, words: &str| format!("<w:p><w:pPr><w:outlineLvl w:val=\"{level}\"/></w:pPr>{}</w:p>", text(words));
    let one = headed(0, "Part One: Out") + &headed(1, "The Quay") + &prose + &headed(1, "The Boat") + &prose;
    let two = headed(0, "Part Two: Home") + &headed(1, "The Way") + &prose + &headed(1, "The Door") + &prose;
    docx(&temp.path().join("parts.docx"), &(one + &two + &headed(0, "Epilogue") + &prose), &[]);
    run(temp.path(), &["import", "parts.docx", "-o", "parts"]);
    assert_eq!(
        chapters(&temp.path().join("parts")),
        "  - part: Out\n    chapters:\n      - book/01-the-quay.md\n      - book/02-the-boat.md\n  - part: Home\n    chapters:\n      - book/03-the-way.md\n      - book/04-the-door.md\n  - { source: book/05-epilogue.md, number: false }\n"
    );
}

#[test]
fn a_script_that_no_font_has_builds_as_an_epub_and_is_told() {
    let temp = tempfile::tempdir().unwrap();
    let long = "結び目は、縄を縄に結ぶものである。".repeat(20);
    write(
        temp.path(),
        &[("結び/1.md", &format!("# もやい結び\n\n{long}\n")), ("結び/2.md", &format!("# 本結び\n\n{long}\n"))],
    );
    let (_, codes) = run(temp.path(), &["import", "結び", "-o", "new"]);
    assert_eq!(codes, ["no-font"]);
    let new = temp.path().join("new");
    assert!(manifest(&new).contains("cover: book/cover.svg ") && manifest(&new).contains("\n  # handout: "));
    let (out, codes) = run(&new, &["build"]);
    assert!(out.lines().count() == 1 && codes.is_empty(), "{out} {codes:?}");
    // Beside fonts of its own nothing is left out.
    write(temp.path(), &[("結び/fonts/a.ttf", "")]);
    let (_, codes) = run(&temp.path().join("結び"), &["import", "."]);
    assert_eq!(codes, Vec::<String>::new());
    assert!(manifest(&temp.path().join("結び")).contains("\n  handout: "));
}

#[test]
fn links_within_a_word_file_lead_within_the_book() {
    let temp = tempfile::tempdir().unwrap();
    let headed = |runs: &str| format!("<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{runs}</w:p>");
    let place = |name: &str| format!("<w:bookmarkStart w:id=\"1\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"1\"/>");
    let link = |name: &str| format!("<w:hyperlink w:anchor=\"{name}\">{}</w:hyperlink>", text("there"));
    let field = |does: &str, shows: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let does = format!("<w:r><w:instrText>{does}</w:instrText></w:r>");
        mark("begin") + &does + &mark("separate") + &text(shows) + &mark("end")
    };
    let body = [
        headed(&(place("_Toc1") + &text("Out"))),
        para("", &(link("_Ref 2") + &text(", ") + &link("here") + &text(", ") + &link("gone"))),
        para("", &(text("un") + &place("_GoBack") + &text("marked ") + &place("here") + &text("place"))),
        place("between"),
        headed(&(place("_Ref 2") + &text("Home"))),
        para("", &(field(" REF between \\h ", "Home") + &text(" on ") + &field("PAGEREF here", "7") + &text("."))),
    ];
    docx(&temp.path().join("a.docx"), &body.concat(), &[]);
    let told = recto(temp.path(), &["import", "a.docx", "--message-format", "plain"]);
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("has links to 1 place in no chapter, of which the words stay: 'gone'"), "{told}");
    assert!(told.contains("refers to 1 page by numbers that Word counted"), "{told}");
    let read = |name: &str| fs::read_to_string(temp.path().join("book").join(name)).unwrap();
    assert_eq!(
        read("01-out.md"),
        "# Out\n\n[there](02-home.md#_Ref-2), [there](#here), there\n\nunmarked <a id=\"here\"></a>place\n"
    );
    assert_eq!(
        read("02-home.md"),
        "# <a id=\"between\"></a><a id=\"_Ref-2\"></a>Home\n\n[Home](#between) on [7](01-out.md#here).\n"
    );
    assert!(!builds(temp.path()).contains(&"dead-link".to_string()));
}

#[test]
fn what_stands_in_a_heading_of_word_is_kept_or_told() {
    const POINT: &[u8] = include_bytes!("golden/pages/ghost_files/two ropes.png");
    let temp = tempfile::tempdir().unwrap();
    let note = |id: &str| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let picture = "<w:r><w:drawing><a:blip r:embed=\"rId2\"/></w:drawing></w:r>";
    let link = format!("<w:hyperlink r:id=\"rId1\">{}</w:hyperlink>", text("the ferry"));
    let look = |switch: &str, words: &str| {
        format!("<w:r><w:rPr><w:b/>{switch}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    };
    let headed = |level: u8, runs: &str| format!("<w:p><w:pPr><w:outlineLvl w:val=\"{level}\"/></w:pPr>{runs}</w:p>");
    let prose = para("", &text("It was late when the ferry came in."));
    let body = [
        para("Titel", &(text("The Ferry") + &note("1") + picture)),
        headed(0, &(text("Part One") + &note("2"))),
        headed(1, &(look("", "1. Reading ") + &look("<w:i/>", "Emma") + &note("3") + picture)),
        prose.clone(),
        headed(1, &(text("2. On ") + &link + &text(" # "))),
        headed(2, picture),
        prose.clone(),
        headed(0, &text("Part Two")),
        headed(1, &(text("3") + &note("4") + &text(". Home"))),
        prose.clone(),
        headed(1, &text("4. Away")),
        prose,
    ];
    let one = |id: u8, words: &str| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", para("", &text(words)));
    let notes = format!(
        "<w:footnotes {{W}}>{}</w:footnotes>",
        one(1, "Of the title.") + &one(2, "Of the part.") + &one(3, "Of the chapter.") + &one(4, "Of the number.")
    );
    let relations = br#"<Relationships><Relationship Id="rId1" Target="https://example.org/" TargetMode="External"/><Relationship Id="rId2" Target="media/image1.png"/></Relationships>"#;
    let parts: &[(&str, &[u8])] = &[
        ("word/styles.xml", STYLES),
        ("word/_rels/document.xml.rels", relations),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/media/image1.png", POINT),
    ];
    docx(&temp.path().join("a.docx"), &body.concat(), parts);
    let told = recto(temp.path(), &["import", "a.docx", "--message-format", "plain"]);
    let told = String::from_utf8(told.stderr).unwrap();
    for gone in [
        "of the title, “The Ferry”, the words alone are kept; left out: the note “Of the title.”, the picture 'image1.png'",
        "of the title of a part, “Part One”, the words alone are kept; left out: the note “Of the part.”",
    ] {
        assert!(told.contains(gone), "{told}");
    }
    assert_eq!(told.matches("left-out").count(), 2, "{told}");
    let read = |name: &str| fs::read_to_string(temp.path().join("book").join(name)).unwrap();
    let late = "It was late when the ferry came in.\n";
    assert_eq!(
        read("01-reading-emma.md"),
        format!("# Reading *Emma*[^1]\n\n![](pictures/image1.png)\n\n{late}\n[^1]: Of the chapter.\n")
    );
    assert_eq!(
        read("02-on-the-ferry.md"),
        format!("# On [the ferry](https://example.org/) \\#\n\n![](pictures/image1.png)\n\n{late}")
    );
    assert_eq!(read("03-home.md"), format!("# Home[^1]\n\n{late}\n[^1]: Of the number.\n"));
    builds(temp.path());
}

const WXR: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Knots &amp;amp; Sails</title><language>en-US</language><wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Example</wp:author_display_name></wp:author>
<item><title>The Bend</title><link>https://knots.example/bend/</link><dc:creator>ada</dc:creator><content:encoded><![CDATA[<p>As <a href="https://knots.example/bowline/">the bowline</a> has it, <a href="/bowline#loop">its loop</a> and <a href="?p=12">its number</a>; <a href="/?page_id=7">I</a> tie.</p><figure><img src="/up/bend.jpg" alt="A bend"></figure>]]></content:encoded><category domain="category" nicename="x"><![CDATA[Uncategorized]]></category><category domain="post_tag" nicename="rope"><![CDATA[Rope]]></category><wp:comment><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_content>Yes!</wp:comment_content></wp:comment><wp:comment><wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_content>Yes!</wp:comment_content></wp:comment><wp:comment><wp:comment_approved>0</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_content>Yes!</wp:comment_content></wp:comment><wp:comment><wp:comment_approved>1</wp:comment_approved><wp:comment_type>pingback</wp:comment_type><wp:comment_content>Yes!</wp:comment_content></wp:comment><wp:post_date>2020-02-03 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>The Bowline</title><link>https://knots.example/bowline/</link><dc:creator>ada</dc:creator><wp:post_id>12</wp:post_id><content:encoded><![CDATA[One
two, <a id="loop">and</a> more.

Three.]]></content:encoded><wp:post_date>2019-12-01 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Later</title><content:encoded>x</content:encoded><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>About</title><wp:post_id>7</wp:post_id><content:encoded><![CDATA[<p>I tie.</p>]]></content:encoded><wp:post_date>2018-01-01 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>Soup &lt;em&gt;of&lt;/em&gt; ropes</title><content:encoded>Boil.</content:encoded><wp:status>publish</wp:status><wp:post_type>recipe</wp:post_type></item>
<item><title>a picture</title><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"#;

#[test]
fn a_blogs_export_stands_by_its_days_and_its_pictures_wait_for_curl() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), &[("export.xml", WXR)]);
    let (out, codes) = run(temp.path(), &["import", "export.xml"]);
    assert_eq!(
        codes,
        ["left-out", "left-out", "page-remains", "uncertain-order", "remote-picture"],
        "the draft, the recipe, the comments and tags, the page behind the posts, the picture"
    );
    assert!(out.contains("\n  curl -K book/pictures.curl "), "{out}");
    let text = manifest(temp.path());
    for line in ["title: Knots & Sails\n", "\nlanguage: en-US ", "\nauthors: [Ada Example]\n", "\n# rights: © "] {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(
        chapters(temp.path()),
        "  - book/2019-12-01-the-bowline.html\n  - book/2020-02-03-the-bend.html\n  - book/2018-01-01-about.html\n"
    );
    let bend = fs::read_to_string(temp.path().join("book/2020-02-03-the-bend.html")).unwrap();
    for link in ["\"2019-12-01-the-bowline.html\"", "2019-12-01-the-bowline.html#loop", "\"2018-01-01-about.html\""] {
        assert!(bend.contains(link), "{bend}");
    }
    let list = fs::read_to_string(temp.path().join("book/pictures.curl")).unwrap();
    assert!(list.contains("url = \"https://knots.example/up/bend.jpg\"\n"), "{list}");
    assert_eq!(builds(temp.path()), ["remote-picture"], "the link between the posts is none that is dead");
    // What curl would have fetched is taken as it is.
    let file = list.lines().find_map(|line| line.strip_prefix("output = \"")?.strip_suffix('"')).unwrap();
    write(temp.path(), &[(file, "")]);
    fs::write(temp.path().join(file), include_bytes!("golden/pages/ghost_files/two ropes.png")).unwrap();
    assert!(!builds(temp.path()).contains(&"remote-picture".to_string()));
}

#[test]
fn feeds_are_read_and_told_where_they_hold_but_beginnings() {
    let temp = tempfile::tempdir().unwrap();
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Knoten</title><author><name>Ada Beispiel</name></author>
<entry><title>Zwei</title><published>2021-05-02T08:00:00+02:00</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der <em>zweite</em> Text.</p></div></content></entry>
<entry><title>Eins</title><published>2021-05-01T08:00:00+02:00</published><content type="html">&lt;p&gt;Der erste Text.&lt;/p&gt;</content></entry></feed>"#;
    let rss = r#"<rss version="2.0"><channel><title>Knots</title><item><title>A</title><pubDate>Wed, 31 Jan 2024 10:00:00 +0000</pubDate><description>It begins well, but then …</description></item></channel></rss>"#;
    write(temp.path(), &[("feed.atom", atom), ("feed.rss", rss)]);
    let (_, codes) = run(temp.path(), &["import", "feed.atom", "-o", "a"]);
    assert_eq!(codes, Vec::<String>::new());
    assert_eq!(chapters(&temp.path().join("a")), "  - book/2021-05-01-eins.html\n  - book/2021-05-02-zwei.html\n");
    let text = manifest(&temp.path().join("a"));
    for line in ["title: Knoten\n", "\nlanguage: de ", "\nauthors: [Ada Beispiel]\n"] {
        assert!(text.contains(line), "{text}");
    }
    builds(&temp.path().join("a"));
    let (_, codes) = run(temp.path(), &["import", "feed.rss", "-o", "b"]);
    assert_eq!(codes, ["left-out"]);
    assert_eq!(chapters(&temp.path().join("b")), "  - book/2024-01-31-a.html\n");
}

#[test]
fn an_export_of_substack_stands_by_its_list() {
    let temp = tempfile::tempdir().unwrap();
    let list = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle\n\
                12.snow,2022-02-05T08:00:00.000Z,true,,newsletter,everyone,Snow,\n\
                11.rain,2022-01-05T08:00:00.000Z,true,,newsletter,everyone,\"Rain, at Last\",In which it rains\n\
                13.fog,,false,,newsletter,everyone,Fog,\n";
    write(
        temp.path(),
        &[
            ("letters/posts.csv", list),
            ("letters/posts/11.rain.html", "<p>It rained, and rained, and did not stop.</p>"),
            ("letters/posts/12.snow.html", "<p>It snowed, and snowed, and did not stop.</p>"),
            ("letters/posts/13.fog.html", "<p>Fog.</p>"),
            ("letters/posts/14.hail.html", "<p>Hail.</p>"),
        ],
    );
    let (out, codes) = run(temp.path(), &["import", "letters"]);
    assert_eq!(codes, ["left-out", "left-out"], "what is not listed, the draft: {out}");
    assert_eq!(chapters(temp.path()), "  - book/2022-01-05-rain-at-last.html\n  - book/2022-02-05-snow.html\n");
    assert!(manifest(temp.path()).contains("title: Letters    # the folder's name\n"));
    let rain = fs::read_to_string(temp.path().join("book/2022-01-05-rain-at-last.html")).unwrap();
    assert!(rain.contains("<h1>Rain, at Last</h1>\n<p class=\"subtitle\">In which it rains</p>\n"), "{rain}");
    builds(temp.path());
}

#[test]
fn what_word_nests_is_kept() {
    const POINT: &[u8] = include_bytes!("golden/pages/ghost_files/two ropes.png");
    let temp = tempfile::tempdir().unwrap();
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let held = |inner: &str| format!("<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>");
    let line = |words: &str| para("", &text(words));
    let inner = format!("<w:tbl>{}{}</w:tbl>", row(&(cell(&line("a")) + &cell(&line("b")))), row(&cell(&line("c"))));
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&(cell(&inner) + &cell(&line("d")))),
        held(&row(&(cell(&line("e")) + &held(&cell(&line("f")))))),
    );
    let boxed = |inner: &str| format!("<v:shape xmlns:v=\"v\"><w:txbxContent>{inner}</w:txbxContent></v:shape>");
    let picture = "<w:r><w:drawing><a:blip r:embed=\"rId2\"/></w:drawing></w:r>";
    let group = format!("<w:r><w:pict>{}{}</w:pict></w:r>", boxed(&line("Left")), boxed(&para("", picture)));
    let forms = format!(
        "<mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        text("chosen"),
        text("other")
    );
    let ruby =
        format!("<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", text("kan"), text("漢"));
    let signs = "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F04A\"/><w:sym w:font=\"X\" w:char=\"263A\"/></w:r>\
                 <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>";
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>";
    let wide = format!("<w:tbl>{}{}</w:tbl>", row(&cell(&line("x")).repeat(66)), row(&cell(&line("y"))));
    let body = [
        table,
        para("", &group),
        para("", &forms),
        para("", &ruby),
        para("", signs),
        para("", field),
        line("After it."),
        wide,
    ];
    let parts: &[(&str, &[u8])] = &[
        (
            "word/_rels/document.xml.rels",
            br#"<Relationships><Relationship Id="rId2" Target="media/p (1)\&#xE9;.png"/></Relationships>"#,
        ),
        ("word/media/p (1)\\é.png", POINT),
    ];
    docx(&temp.path().join("nest.docx"), &body.concat(), parts);
    let (_, codes) = run(temp.path(), &["import", "nest.docx"]);
    assert_eq!(
        codes,
        ["left-out", "left-out", "left-out", "left-out", "no-font"],
        "the sign, what is hidden, the table within a cell, the cells in too many columns, a character of Chinese"
    );
    let text = fs::read_to_string(temp.path().join("book/nest.md")).unwrap();
    let (kept, wide) = text.split_once("After it.\n\n").unwrap();
    assert_eq!(
        kept,
        "# Nest\n\n|  |  |\n| --- | --- |\n| a; b<br>c | d |\n| e | f |\n\nLeft\n\n![](pictures/p1.png)\n\nchosen\n\n漢(kan)\n\n☺\n\n"
    );
    assert_eq!(wide.lines().map(|line| line.matches('|').count()).max(), Some(65));
    assert_eq!(wide.matches('x').count(), 66);
    assert_eq!(fs::read(temp.path().join("book/pictures/p1.png")).unwrap(), POINT);
}

#[test]
fn what_word_nests_too_deep_is_told_once() {
    let temp = tempfile::tempdir().unwrap();
    let deep = |inner: String| (0..80).fold(inner, |inner, _| format!("<w:customXml>{inner}</w:customXml>"));
    let line = |words: &str| para("", &text(words));
    let body = line("Here.") + &deep(line("Down.")) + &para("", &deep(text("Below."))) + &deep(String::new());
    docx(&temp.path().join("deep.docx"), &body, &[]);
    let told = recto(temp.path(), &["import", "deep.docx", "--message-format", "plain"]);
    let told = String::from_utf8(told.stderr).unwrap();
    assert_eq!(told.matches("nests text deeper than 64 levels").count(), 1, "{told}");
}

#[test]
fn sources_of_one_name_have_folders_of_their_own() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[("a/posts/one.md", "# One\n\nText.\n"), ("b/posts/one.md", "# Two\n\nText.\n"), ("c/x.md", "# X\n\nText.\n")],
    );
    run(temp.path(), &["import", "a/posts", "b/posts", "-o", "new"]);
    assert_eq!(chapters(&temp.path().join("new")), "  - book/posts/one.md\n  - book/posts-2/one.md\n");
    // A Word file may be called as a folder of articles is; what Word leaves beside it is none, and what is damaged stops no book.
    write(
        temp.path(),
        &[
            ("c/novel/y.md", "# Y\n\nText.\n"),
            ("c/~$novel.docx", "lock"),
            ("c/old.docx", "no zip"),
            ("c/old.rtf", "{\\rtf"),
        ],
    );
    docx(&temp.path().join("c/novel.docx"), &para("", &text("It was late.")), &[]);
    let (_, codes) = run(temp.path(), &["import", "c", "-o", "mixed"]);
    assert_eq!(codes.iter().filter(|code| *code == "left-out").count(), 2, "{codes:?}");
    let list = chapters(&temp.path().join("mixed"));
    assert!(list.contains("book/novel/y.md") && list.contains("book/novel-2/novel.md"), "{list}");
    builds(&temp.path().join("mixed"));
}

#[test]
fn what_a_source_says_wrongly_is_told_and_orders_nothing() {
    let temp = tempfile::tempdir().unwrap();
    write(
        temp.path(),
        &[
            ("guide/book.toml", "[book]\ntitle = \"Ropes\n"),
            ("guide/src/SUMMARY.md", "- [One](one.md)\n"),
            ("guide/src/one.md", "# One\n\nText.\n"),
        ],
    );
    let told = recto(temp.path(), &["import", "guide", "-o", "g", "--message-format", "plain"]);
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("guide/book.toml:2:") || told.contains("book.toml:2:"), "{told}");
    assert!(manifest(&temp.path().join("g")).contains("title: Guide    # the folder's name\n"));
    // What is no text is told, be it about the book or a post.
    fs::write(temp.path().join("guide/book.toml"), b"[book]\ntitle = \"Fa\xe7ade\"\n").unwrap();
    write(
        temp.path(),
        &[("l/posts.csv", "post_id,title\n1.a,A\n2.b,B\n"), ("l/posts/1.a.html", "<p>Words enough.</p>")],
    );
    fs::write(temp.path().join("l/posts/2.b.html"), b"Fa\xe7ade").unwrap();
    for (from, file) in [("guide", "book.toml"), ("l", "posts/2.b.html")] {
        let told = recto(temp.path(), &["import", from, "-o", &format!("no-{from}"), "--message-format", "plain"]);
        let told = String::from_utf8(told.stderr).unwrap();
        assert!(told.contains(file) && told.matches("[left-out]").count() == 1, "{told}");
    }
    // A post without a day has its place in the feed, and then days give no order.
    let item = |title: &str, day: &str| {
        format!("<item><title>{title}</title>{day}<description>&lt;p&gt;Words enough.&lt;/p&gt;</description></item>")
    };
    let day = |day: u8| format!("<pubDate>{day} Jan 2024 10:00:00 +0000</pubDate>");
    let feed = item("C", &day(3)) + &item("B", "") + &item("A", &day(4));
    write(temp.path(), &[("f.rss", &format!("<rss><channel><title>Knots</title>{feed}</channel></rss>"))]);
    let (out, _) = run(temp.path(), &["import", "f.rss", "-o", "f"]);
    assert!(out.contains("The order stands on the order of the feed, its last entry first."), "{out}");
    assert_eq!(
        chapters(&temp.path().join("f")),
        "  - book/2024-01-04-a.html\n  - book/b.html\n  - book/2024-01-03-c.html\n"
    );
}
