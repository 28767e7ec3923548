//! Golden books: each folder of `tests/golden/` is a small book, and beside it stands what Recto makes of it at every
//! stage, as text that a person can check. `RECTO_BLESS=1 cargo test --test golden` writes the texts anew.

mod common;

use std::io::{Cursor, Read};

use common::{cases, expect, recto};
use recto::base::{Diags, Folder};
use recto::pipeline::{self, Bench, Clock, Intermediate, Job};

fn open(path: &std::path::Path) -> Box<Bench> {
    pipeline::open(Folder::open(path).unwrap(), "book.yaml").unwrap_or_else(|(_, diags)| panic!("{path:?}: {diags:?}"))
}

/// What is text in an EPUB, file by file.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().to_string();
        if name.ends_with(".xhtml") || name.ends_with(".opf") {
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            text += &format!("== {name}\n{}\n", content.trim_end());
        }
    }
    text
}

#[test]
fn every_stage_is_as_it_was_found_good() {
    let clock = Clock { epoch: Some(1_795_392_000), today: 0 };
    let mut wrong = Vec::new();
    let cases = cases("tests/golden");
    assert!(cases.len() >= 10, "{} cases", cases.len());
    for (_, path) in cases {
        let bench = open(&path);
        let (given, _) = pipeline::given(&bench.manifest, clock, &mut Diags::new());
        let editions = &bench.manifest.editions;
        let paged = editions.iter().find(|e| e.format != recto::manifest::Format::Epub).expect("an edition with pages");
        for (form, file) in [
            (Intermediate::Model, "model.txt"),
            (Intermediate::Galley, "galley.txt"),
            (Intermediate::Pages, "pages.txt"),
        ] {
            let (text, _) = pipeline::dump(&bench, paged, form, false, given);
            expect(&path.join(file), &text, &mut wrong);
        }
        let job = Job { editions: &[], only: &[], given, threads: 2 };
        for built in pipeline::build(&bench, &job).editions {
            let bytes =
                built.bytes.unwrap_or_else(|| panic!("{path:?}: {} was not made: {:?}", built.edition, built.diags));
            if built.format == recto::manifest::Format::Epub {
                expect(&path.join("epub.txt"), &unzipped(&bytes), &mut wrong);
            }
        }
        let findings = recto(&path, &["check", "--message-format", "plain"]);
        expect(&path.join("findings.txt"), &String::from_utf8(findings.stderr).unwrap(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
