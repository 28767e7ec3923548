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
    let (list, _) = list.split_once("\neditions:").unwrap();
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
    for (path, status, told) in [
        ("nowhere", 3, "there is no file or folder 'nowhere'"),
        ("old.doc", 1, "save it as .docx"),
        ("empty", 1, "there is no article in 'Empty'"),
        ("data.xml", 1, "neither the export of a blog (WXR) nor RSS nor Atom"),
        ("not.docx", 1, "it is damaged, or no Word file"),
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
    let shows = format!("{long}</p><img src=\"Bends_files/bend.png\" alt=\"A bend\"><p>{long}");
    write(
        temp.path(),
        &[
            ("saved/Bends.html", &page("Bends", "<link rel=prev href=\"Hitches.html\">", &shows)),
            ("saved/Hitches.html", &page("Hitches", "<link rel=next href=\"Bends.html\">", &long)),
            ("saved/Bends_files/ad.html", "<p>An advertisement</p>"),
        ],
    );
    fs::write(temp.path().join("saved/Bends_files/bend.png"), POINT).unwrap();
    let (out, codes) = run(temp.path(), &["import", "saved"]);
    assert_eq!(codes, Vec::<String>::new());
    assert!(out.contains("The order stands on the previous and next that the articles name."), "{out}");
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
    assert_eq!(codes, ["left-out"], "{out}");
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
