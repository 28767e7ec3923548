//! Golden books: each folder of `tests/golden/` is a small book, and beside it stands what Recto makes of it at every
//! stage: texts, and a picture of its first pages, that a person can check. `RECTO_BLESS=1 cargo test --test golden` writes
//! them anew.

mod common;

use std::io::{Cursor, Read};

use common::{cases, expect, recto};
use image::{GrayImage, ImageFormat, imageops};
use recto::base::{Diags, Folder};
use recto::page::{Folio, Page, PageKind, Pages};
use recto::paint;
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

/// The first pages of the text beside each other, in sixteen greys.
fn picture(pages: &Pages) -> GrayImage {
    const WIDTH: u32 = 480;
    const MOST: usize = 3;
    let palette = paint::Palette { fonts: &pages.fonts, images: &pages.images, width: WIDTH };
    let of_text = |page: &&Page| page.kind != PageKind::Blank && matches!(page.folio, Folio::Arabic(_));
    let painted: Vec<GrayImage> = (pages.pages.iter().filter(of_text).take(MOST))
        .map(|page| {
            let jpeg = paint::jpeg(&page.frame, page.trim, palette);
            image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).expect("a picture of a page").into_luma8()
        })
        .collect();
    let height = painted.iter().map(GrayImage::height).max().expect("a page of text");
    let mut sheet = GrayImage::new(painted.len() as u32 * (WIDTH + 4) - 4, height);
    for (nth, page) in painted.iter().enumerate() {
        imageops::replace(&mut sheet, page, nth as i64 * i64::from(WIDTH + 4), 0);
    }
    sheet.pixels_mut().for_each(|pixel| pixel.0[0] = (pixel.0[0].saturating_add(8) / 17).min(15) * 17);
    sheet
}

/// Holds a picture against the expected one. Processors round differently where edges are smoothed, so that a few greys
/// may differ a little.
fn expect_picture(file: &std::path::Path, actual: &GrayImage, wrong: &mut Vec<String>) {
    if image::open(file).is_ok_and(|expected| looks_like(&expected.into_luma8(), actual)) {
        return;
    }
    if std::env::var_os("RECTO_BLESS").is_some() {
        actual.save(file).unwrap();
        return;
    }
    let seen = std::env::temp_dir().join(format!("{}.png", file.parent().unwrap().file_name().unwrap().display()));
    actual.save(&seen).unwrap();
    wrong.push(format!("{} shows other pages than {}", file.display(), seen.display()));
}

fn looks_like(expected: &GrayImage, actual: &GrayImage) -> bool {
    let off = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 51;
    expected.dimensions() == actual.dimensions() && !expected.iter().zip(actual.iter()).any(off)
}

#[test]
fn a_letter_that_moved_is_seen() {
    let mut page = GrayImage::from_pixel(40, 40, image::Luma([255]));
    (10..20).for_each(|y| page.put_pixel(12, y, image::Luma([0])));
    let mut moved = GrayImage::from_pixel(40, 40, image::Luma([255]));
    (10..20).for_each(|y| moved.put_pixel(13, y, image::Luma([0])));
    assert!(looks_like(&page, &page) && !looks_like(&page, &moved));
}

#[test]
fn every_stage_is_as_it_was_found_good() {
    let clock = Clock { epoch: Some(1_795_392_000), today: 0 };
    let mut wrong = Vec::new();
    let cases = cases("tests/golden");
    assert!(cases.len() >= 10, "{} cases", cases.len());
    for (_, path) in cases {
        let bench = open(&path);
        let (given, _) = pipeline::given(&bench, clock, &mut Diags::new());
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
        let (pages, ..) = pipeline::pages(&bench, paged, given);
        expect_picture(&path.join("pages.png"), &picture(&pages), &mut wrong);
        let job = Job { editions: &[], only: &[], shops: &[], given, counted: false, threads: 2, progress: &|_| {} };
        for built in pipeline::build(&bench, &job).editions {
            let bytes = built
                .output
                .and_then(|output| output.bytes().ok())
                .unwrap_or_else(|| panic!("{path:?}: {} was not made: {:?}", built.edition, built.diags));
            if built.format == recto::manifest::Format::Epub {
                expect(&path.join("epub.txt"), &unzipped(&bytes), &mut wrong);
            }
        }
        let findings = recto(&path, &["check", "--message-format", "plain"]);
        expect(&path.join("findings.txt"), &String::from_utf8(findings.stderr).unwrap(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
