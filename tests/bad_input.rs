//! What must be refused: each time a clear finding with its place, quickly, and no output.

mod common;

use std::fs;
use std::path::Path;

use common::recto;

/// A book whose manifest and files a test spoils.
struct Case {
    temp: tempfile::TempDir,
}

impl Case {
    fn new(manifest: &str) -> Case {
        let case = Case { temp: tempfile::tempdir().unwrap() };
        fs::create_dir(case.folder()).unwrap();
        case.file("book.yaml", manifest.as_bytes());
        case.file("a.md", b"# A\n\nSome text.\n");
        case
    }

    fn folder(&self) -> std::path::PathBuf {
        self.temp.path().join("book")
    }

    fn file(&self, path: &str, bytes: &[u8]) -> &Case {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Builds, and holds the answer against what must be in it.
    fn refuses(&self, code: &str, place: &str) {
        let run = recto(&self.folder(), &["build", "--message-format", "plain"]);
        let text = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(matches!(run.status.code(), Some(1 | 2)), "status {:?}\n{text}", run.status);
        let found = text.lines().any(|line| line.contains(&format!("[{code}]")) && line.starts_with(place));
        assert!(found, "no {code} at {place} in:\n{text}");
        assert!(!text.contains("panicked") && !text.contains("RUST_BACKTRACE"), "{text}");
        assert!(nothing_in(&self.folder().join("dist")), "an edition was written");
    }
}

fn nothing_in(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

const HEAD: &str = "title: T\nlanguage: en\n";

#[test]
fn broken_yaml() {
    Case::new("title: [T\nlanguage: en\nchapters: [a.md\n").refuses("manifest-syntax", "book.yaml:");
}

#[test]
fn an_unknown_key() {
    Case::new("title: T\nlangauge: en\nlanguage: en\nchapters: [a.md]\n").refuses("unknown-key", "book.yaml:2:1");
}

#[test]
fn a_missing_file() {
    Case::new(&format!("{HEAD}chapters:\n  - b.md\n")).refuses("missing-file", "book.yaml:4:5");
    Case::new(&format!("{HEAD}chapters:\n  - A.markdown\n")).refuses("missing-file", "book.yaml:4:5");
}

#[test]
fn paths_that_lead_out() {
    for path in ["../secret.md", "/etc/hostname", "x/../../secret.md"] {
        let case = Case::new(&format!("{HEAD}chapters:\n  - {path}\n"));
        fs::write(case.temp.path().join("secret.md"), "# S\n\nsecret\n").unwrap();
        case.refuses("outside-book", "book.yaml:4:5");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out() {
    let case = Case::new(&format!("{HEAD}chapters:\n  - out.md\n"));
    fs::write(case.temp.path().join("secret.md"), "# S\n\nsecret\n").unwrap();
    std::os::unix::fs::symlink(case.temp.path().join("secret.md"), case.folder().join("out.md")).unwrap();
    case.refuses("outside-book", "book.yaml:4:5");
}

#[test]
fn a_directory() {
    let case = Case::new(&format!("{HEAD}chapters:\n  - sub\n"));
    case.file("sub/a.md", b"text").refuses("not-a-file", "book.yaml:4:5");
}

#[test]
fn invalid_utf8() {
    let case = Case::new(&format!("{HEAD}chapters:\n  - b.md\n"));
    case.file("b.md", b"# B\n\ncaf\xe9\n").refuses("not-utf8", "book.yaml:4:5");
}

#[test]
fn front_matter_without_an_end() {
    let case = Case::new(&format!("{HEAD}chapters:\n  - b.md\n"));
    case.file("b.md", b"---\ntitle: B\n\nText.\n").refuses("front-matter", "b.md:1:1");
}

#[test]
fn an_empty_chapter() {
    let case = Case::new(&format!("{HEAD}chapters:\n  - b.md\n"));
    case.file("b.md", b"\n\n").refuses("empty-chapter", "b.md:");
}

#[test]
fn a_chapter_listed_twice() {
    Case::new(&format!("{HEAD}chapters:\n  - a.md\n  - ./a.md\n")).refuses("listed-twice", "book.yaml:5:5");
}

#[test]
fn a_picture_that_is_none() {
    let case = Case::new(&format!("{HEAD}chapters: [b.md]\n"));
    case.file("b.md", b"# B\n\n![A face](face.png)\n")
        .file("face.png", b"no picture")
        .refuses("bad-picture", "b.md:3:1");
}

#[test]
fn a_picture_that_claims_sixty_thousand_pixels() {
    // A PNG whose header alone says 60,000 × 60,000 in one bit of grey.
    let header = [
        0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0xea, 0x60, 0, 0, 0xea,
        0x60, 1, 0, 0, 0, 0,
    ];
    let crc = !header[12..29].iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
    });
    let bytes: Vec<u8> = header.into_iter().chain(crc.to_be_bytes()).collect();
    let case = Case::new(&format!("{HEAD}chapters: [b.md]\n"));
    case.file("b.md", b"# B\n\n![A face](face.png)\n")
        .file("face.png", &bytes)
        .refuses("picture-too-large", "b.md:3:1");
}

#[test]
fn an_alias_bomb() {
    let mut bomb = format!("{HEAD}chapters: [a.md]\nsubjects: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (name, of) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        bomb += &format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 10].join(", "));
    }
    Case::new(&bomb).refuses("too-large", "book.yaml");
}

#[test]
fn a_character_that_no_font_has() {
    let case = Case::new(&format!("{HEAD}chapters: [b.md]\neditions: {{ handout: {{ format: pdf }} }}\n"));
    case.file("b.md", "# B\n\nThe sign \u{13000} is a seated man.\n".as_bytes()).refuses("missing-glyph", "b.md:3:");
}

#[test]
fn a_hundred_thousand_nested_quotes() {
    let case = Case::new(&format!("{HEAD}chapters: [b.md]\n"));
    case.file("b.md", format!("# B\n\n{} deep\n", ">".repeat(100_000)).as_bytes()).refuses("too-deep", "b.md:3:1");
}

#[test]
fn deep_lists_emphasis_and_brackets() {
    for text in [
        "- ".repeat(20_000) + "x",
        "*a ".repeat(20_000),
        "[".repeat(100_000),
        "_**".repeat(50_000) + "x",
        "> - ".repeat(90) + "x",
    ] {
        let case = Case::new(&format!("{HEAD}chapters: [b.md]\n"));
        case.file("b.md", format!("# B\n\n{text}\n").as_bytes());
        let run = recto(&case.folder(), &["check", "--message-format", "plain"]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{:?}: {:?}\n{said}", &text[..20], run.status);
    }
}
