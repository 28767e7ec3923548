//! What the file holds, read back through lopdf.

use lopdf::{Dictionary, Document, Object};

use super::write;
use crate::base::{Code, Diags};
use crate::page::{Item, Pages, sample};

fn written(pages: &Pages) -> (Vec<u8>, Document, Diags) {
    let mut diags = Diags::new();
    let bytes = write(pages, &mut diags);
    let bytes = bytes.unwrap_or_else(|| panic!("{:#?}", diags.iter().collect::<Vec<_>>()));
    let document = Document::load_mem(&bytes).unwrap();
    (bytes, document, diags)
}

fn dict<'a>(document: &'a Document, from: &'a Dictionary, key: &str) -> &'a Dictionary {
    document.dereference(from.get(key.as_bytes()).unwrap()).unwrap().1.as_dict().unwrap()
}

fn text(document: &Document, from: &Dictionary, key: &str) -> String {
    let object = document.dereference(from.get(key.as_bytes()).unwrap()).unwrap().1;
    lopdf::decode_text_string(object).unwrap()
}

/// The structure as nested names, with what matters of each: `P(Span Link(#))`, `#` an annotation.
fn structure(document: &Document, elem: &Dictionary, out: &mut String) {
    out.push_str(&String::from_utf8_lossy(elem.get(b"S").unwrap().as_name().unwrap()));
    for key in ["T", "Alt", "Lang"] {
        if elem.has(key.as_bytes()) {
            out.push_str(&format!(" {key}={:?}", text(document, elem, key)));
        }
    }
    let kids = match elem.get(b"K").map(|k| document.dereference(k).unwrap().1) {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(one) => vec![one.clone()],
        Err(_) => Vec::new(),
    };
    out.push('(');
    for kid in kids {
        match document.dereference(&kid).unwrap().1 {
            Object::Integer(_) => out.push('.'),
            Object::Dictionary(kid) if kid.has(b"MCID") => out.push('.'),
            Object::Dictionary(kid) if kid.has(b"Obj") => out.push('#'),
            Object::Dictionary(kid) => structure(document, kid, out),
            other => panic!("{other:?}"),
        }
    }
    out.push(')');
}

#[test]
fn the_structure_stands_in_the_order_of_reading() {
    let (_, document, diags) = written(&sample::pages());
    assert!(diags.is_empty(), "{:?}", diags.iter().collect::<Vec<_>>());
    let catalog = document.catalog().unwrap();
    assert_eq!(text(&document, catalog, "Lang"), "en-GB");
    assert!(dict(&document, catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert!(dict(&document, catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let root = dict(&document, catalog, "StructTreeRoot");
    let kids = document.dereference(root.get(b"K").unwrap()).unwrap().1;
    let first = kids.as_array().map_or(kids, |kids| &kids[0]);
    let mut shown = String::new();
    structure(&document, document.dereference(first).unwrap().1.as_dict().unwrap(), &mut shown);
    assert_eq!(
        shown,
        "Document Lang=\"en-GB\"(Art(H1 T=\"Ofﬁce Hours\"(.)P(Span(.)Link(.#)Em Lang=\"fr\"(.)Reference(Link(.#))Span(..))\
         Note(Lbl(Link(.#))P(.))L(LI(Lbl(.)LBody(P(.))))Figure Alt=\"A grey square\"(.)))"
    );
}

#[test]
fn it_claims_what_it_holds() {
    let (bytes, document, _) = written(&sample::pages());
    let shown = String::from_utf8_lossy(&bytes);
    assert!(shown.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(shown.contains("<pdfaid:part>2</pdfaid:part>") && shown.contains("<pdfaid:conformance>A<"));
    assert_eq!(document.version, "1.7");
    assert!(document.catalog().unwrap().has(b"OutputIntents"));
    let info = dict(&document, &document.trailer, "Info");
    assert_eq!(text(&document, info, "Title"), "Pages (by Hand)");
    assert_eq!(text(&document, info, "Author"), "Ada Exämple");
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20261124000000Z");
}

#[test]
fn a_picture_without_a_description_takes_the_claim_away_and_nothing_else() {
    let mut pages = sample::pages();
    pages.structure[sample::elem::FIGURE as usize].alt = None;
    let (bytes, _, diags) = written(&pages);
    let shown = String::from_utf8_lossy(&bytes);
    assert!(!shown.contains("pdfuaid:part"));
    assert!(shown.contains("<pdfaid:conformance>U<"));
    let codes: Vec<_> = diags.iter().map(|d| (d.code, d.at)).collect();
    assert_eq!(codes, [(Code::NoClaim, pages.structure[sample::elem::FIGURE as usize].site)]);
}

#[test]
fn a_decorative_picture_is_an_artifact() {
    let mut pages = sample::pages();
    pages.structure[sample::elem::FIGURE as usize].alt = Some(String::new());
    let (bytes, _, diags) = written(&pages);
    assert!(diags.is_empty());
    assert!(String::from_utf8_lossy(&bytes).contains("pdfuaid:part"));
}

#[test]
fn what_krilla_refuses_is_a_finding_at_its_element_and_no_file() {
    let mut pages = sample::pages();
    for item in &mut pages.pages[1].frame.items {
        if let crate::page::Item::Glyphs(run) = item {
            run.glyphs[0].id = 0;
            break;
        }
    }
    let mut diags = Diags::new();
    assert!(write(&pages, &mut diags).is_none());
    let first = diags.iter().next().unwrap();
    assert_eq!((first.code, first.at), (Code::BadConformance, pages.structure[sample::elem::HEADING as usize].site));
}

#[test]
fn what_stands_outside_the_tree_is_a_finding_and_no_panic() {
    let mut pages = sample::pages();
    pages.structure[1].children.retain(|child| child.0 != sample::elem::FIGURE);
    let mut diags = Diags::new();
    assert!(write(&pages, &mut diags).is_none());
    assert!(diags.iter().any(|d| d.code == Code::BadConformance));
}

#[test]
fn the_outline_nests_and_pages_are_labelled() {
    let (_, document, _) = written(&sample::pages());
    let catalog = document.catalog().unwrap();
    let outlines = dict(&document, catalog, "Outlines");
    let first = dict(&document, outlines, "First");
    assert_eq!(text(&document, first, "Title"), "1 Office Hours");
    assert_eq!(text(&document, dict(&document, first, "First"), "Title"), "The Note");
    assert_eq!(text(&document, dict(&document, first, "Next"), "Title"), "Again");
    let labels = dict(&document, catalog, "PageLabels").get(b"Nums").unwrap().as_array().unwrap();
    let styles: Vec<(i64, String, i64)> = labels
        .chunks(2)
        .map(|pair| {
            let label = document.dereference(&pair[1]).unwrap().1.as_dict().unwrap();
            let style = String::from_utf8_lossy(label.get(b"S").unwrap().as_name().unwrap()).to_string();
            (pair[0].as_i64().unwrap(), style, label.get(b"St").unwrap().as_i64().unwrap())
        })
        .collect();
    assert_eq!(styles[..2], [(0, "r".into(), 1), (1, "D".into(), 1)]);
}

#[test]
fn links_lead_where_they_say() {
    let (_, document, _) = written(&sample::pages());
    let page = document.get_pages()[&2];
    let annotations = document.get_page_annotations(page).unwrap();
    let contents: Vec<String> = annotations.iter().map(|a| text(&document, a, "Contents")).collect();
    assert_eq!(contents, ["a link", "Note 1", "Back to the text"]);
    let uri = dict(&document, annotations[0], "A").get(b"URI").unwrap().as_str().unwrap();
    assert_eq!(uri, b"https://example.org/a?b=c&d");
    let goal = document.dereference(annotations[1].get(b"Dest").unwrap()).unwrap().1.as_array().unwrap();
    assert_eq!((goal[0].as_reference().unwrap(), goal[3].as_float().unwrap()), (page, 60.0));
}

#[test]
fn a_link_to_nowhere_is_left_out_with_a_finding() {
    let mut pages = sample::pages();
    pages.pages[1]
        .frame
        .items
        .retain(|item| !matches!(item, crate::page::Item::Anchor { anchor, .. } if anchor.0 == "note-1"));
    let (_, _, diags) = written(&pages);
    let codes: Vec<_> = diags.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::DeadLink, Code::DeadLink]);
}

#[test]
fn bleed_lies_around_the_trim() {
    let mut pages = sample::pages();
    pages.pages[0].bleed = crate::base::Length::pt(9);
    let (_, document, _) = written(&pages);
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let sides = |key: &[u8]| -> Vec<f32> {
        page.get(key).unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect()
    };
    assert_eq!(sides(b"MediaBox"), [0.0, 0.0, 218.0, 318.0]);
    assert_eq!(sides(b"TrimBox"), [9.0, 9.0, 209.0, 309.0]);
}

/// Two founts, since readers lose what stands in a span of ActualText.
#[test]
fn a_glyph_that_means_two_things_stands_in_two_founts() {
    let founts = |pages: &Pages| {
        let document = written(pages).1;
        let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
        dicts
            .filter(|dict| dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Type0")))
            .count()
    };
    let before = sample::pages();
    let mut pages = before.clone();
    let run = pages.pages.iter_mut().flat_map(|page| &mut page.frame.items).find_map(|item| match item {
        Item::Glyphs(run) if run.text == "The note." => Some(run),
        _ => None,
    });
    run.unwrap().text = "The nose.".into();
    assert_eq!(founts(&pages), founts(&before) + 1);

    let document = written(&pages).1;
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok()?.decompressed_content().ok());
    assert!(streams.flatten().collect::<Vec<_>>().windows(10).all(|window| window != b"ActualText"));
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let pages = sample::pages();
    let bytes = written(&pages).0;
    assert!(bytes == written(&pages).0);
}
