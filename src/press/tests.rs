//! What the file holds, read back through lopdf.

use lopdf::{Dictionary, Document, Object};

use super::write;
use crate::asset::Media;
use crate::base::{Code, Diags, Length};
use crate::page::{Ink, Item, Pages, sample};

fn written(pages: &Pages) -> (Vec<u8>, Document) {
    let mut diags = Diags::new();
    let bytes = write(pages, &mut diags);
    assert!(diags.is_empty(), "{:?}", diags.iter().collect::<Vec<_>>());
    let bytes = bytes.unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    (bytes, document)
}

fn page(document: &Document, number: u32) -> &Dictionary {
    document.get_dictionary(document.get_pages()[&number]).unwrap()
}

fn sides(page: &Dictionary, key: &[u8]) -> Vec<f32> {
    page.get(key).unwrap().as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect()
}

#[test]
fn the_sheet_is_the_trim_with_its_bleed() {
    let mut pages = sample::pages();
    pages.pages[0].bleed = Length::pt(9);
    let (bytes, document) = written(&pages);
    assert!(bytes.starts_with(b"%PDF-1.4"));
    let first = page(&document, 1);
    assert_eq!(sides(first, b"MediaBox"), [0.0, 0.0, 218.0, 318.0]);
    assert_eq!(sides(first, b"BleedBox"), [0.0, 0.0, 218.0, 318.0]);
    assert_eq!(sides(first, b"TrimBox"), [9.0, 9.0, 209.0, 309.0]);
    assert_eq!(sides(page(&document, 2), b"MediaBox"), [0.0, 0.0, 200.0, 300.0]);
}

#[test]
fn nothing_stands_in_it_that_shops_reject() {
    let (_, document) = written(&sample::pages());
    let catalog = document.catalog().unwrap();
    for key in ["Outlines", "PageMode", "PageLayout", "Names", "AcroForm"] {
        assert!(!catalog.has(key.as_bytes()), "{key}");
    }
    for number in 1..=3 {
        assert!(!page(&document, number).has(b"Annots"));
    }
}

#[test]
fn title_author_and_dates_are_the_books() {
    let (_, document) = written(&sample::pages());
    let info = document.trailer.get(b"Info").unwrap();
    let info = document.dereference(info).unwrap().1.as_dict().unwrap();
    let text = |key: &[u8]| lopdf::decode_text_string(info.get(key).unwrap()).unwrap();
    assert_eq!(text(b"Title"), "Pages (by Hand)");
    assert_eq!(text(b"Author"), "Ada Exämple");
    assert_eq!(text(b"ModDate"), "D:20261124000000Z");
}

#[test]
fn all_ink_is_grey() {
    let mut pages = sample::pages();
    for item in &mut pages.pages[1].frame.items {
        if let Item::Glyphs(run) = item {
            run.ink = Ink::Rgb(255, 0, 0);
        }
    }
    let (_, document) = written(&pages);
    let mut greys = Vec::new();
    for id in document.get_pages().into_values() {
        for operation in document.get_and_decode_page_content(id).unwrap().operations {
            assert!(!["rg", "RG", "k", "K", "cs", "CS", "sc", "scn"].contains(&operation.operator.as_str()));
            if operation.operator == "g" {
                greys.push(operation.operands[0].as_float().unwrap());
            }
        }
    }
    assert_eq!(greys, [0.0, 0.213, 0.0, 0.213, 0.0, 0.4]);
}

#[test]
fn widths_and_pens_agree_to_a_thousandth_of_a_point() {
    let pages = sample::pages();
    let (_, document) = written(&pages);
    let id = document.get_pages()[&2];
    let fonts = document.get_page_fonts(id).unwrap();
    let operations = document.get_and_decode_page_content(id).unwrap().operations;
    let shown: Vec<&Vec<Object>> =
        operations.iter().filter(|o| o.operator == "TJ").map(|o| o.operands[0].as_array().unwrap()).collect();
    let set: Vec<&Vec<Object>> = operations.iter().filter(|o| o.operator == "Tf").map(|o| &o.operands).collect();
    let runs = pages.pages[1].frame.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        _ => None,
    });
    let mut compared = 0;
    for ((run, array), font) in runs.zip(shown).zip(set) {
        let widths = widths(&document, fonts[font[0].as_name().unwrap()]);
        let mut pen = 0.0;
        for part in array {
            match part {
                Object::String(code, _) => pen += widths[&u16::from_be_bytes([code[0], code[1]])],
                number => pen -= f64::from(number.as_float().unwrap()),
            }
        }
        let natural: i64 = run.glyphs.iter().map(|g| i64::from(g.advance.0)).sum();
        let off = (pen / 1000.0 - natural as f64 / 65536.0) * run.size.to_pt();
        assert!(off.abs() < 0.001, "{off} in '{}'", run.text);
        compared += 1;
    }
    assert_eq!(compared, 9);
}

fn widths(document: &Document, font: &Dictionary) -> std::collections::BTreeMap<u16, f64> {
    let descendant = document.dereference(&font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0]).unwrap().1;
    let list = descendant.as_dict().unwrap().get(b"W").unwrap().as_array().unwrap();
    list.chunks(2)
        .map(|pair| {
            let width = pair[1].as_array().unwrap()[0].as_float().unwrap();
            (pair[0].as_i64().unwrap() as u16, f64::from(width))
        })
        .collect()
}

#[test]
fn only_fonts_that_are_used_are_embedded() {
    let (_, document) = written(&sample::pages());
    let fonts = document.get_page_fonts(document.get_pages()[&1]).unwrap();
    let names: Vec<String> = fonts.keys().map(|name| String::from_utf8_lossy(name).to_string()).collect();
    assert_eq!(names, ["F0", "F1", "F2"]);
    let called = |name: &[u8]| fonts[name].get(b"BaseFont").unwrap().as_name().unwrap().to_vec();
    assert_eq!([called(b"F0"), called(b"F1")], [b"EBGaramond-Regular".to_vec(), b"EBGaramond-Italic".to_vec()]);
    assert_eq!(document.objects.values().filter(|o| o.as_stream().is_ok_and(|s| s.dict.has(b"Length1"))).count(), 3);
}

#[test]
fn transparency_is_flattened_on_paper_and_jpegs_go_in_as_they_are() {
    let mut pages = sample::pages();
    let image = |document: &Document| -> lopdf::Stream {
        let is = |o: &&Object| o.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").ok() == Some(&"Image".into()));
        document.objects.values().find(is).unwrap().as_stream().unwrap().clone()
    };
    let (_, document) = written(&pages);
    let flat = image(&document);
    assert!(!flat.dict.has(b"SMask"));
    assert_eq!(flat.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceGray");
    let pixels = flat.decompressed_content().unwrap();
    assert_eq!((pixels.len(), pixels[0], pixels[1]), (64, 207, 120));

    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    pages.images[0] = sample::picture("a.jpg", Media::Jpeg, 8, 8, jpeg.into_inner());
    let copied = image(&written(&pages).1);
    assert_eq!(copied.content, pages.images[0].content.read().unwrap().into_owned());
    assert_eq!(copied.dict.get(b"Filter").unwrap().as_name().unwrap(), b"DCTDecode");
}

#[test]
fn a_cmyk_jpeg_is_refused() {
    let mut pages = sample::pages();
    let cmyk = vec![0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4];
    pages.images[0] = sample::picture("a.jpg", Media::Jpeg, 8, 8, cmyk);
    let mut diags = Diags::new();
    assert!(write(&pages, &mut diags).is_none());
    assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::BadPicture]);
}

#[test]
fn the_same_pages_give_the_same_bytes_in_one_process() {
    let pages = sample::pages();
    let bytes = written(&pages).0;
    assert!(bytes == written(&pages).0);
}
