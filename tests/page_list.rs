//! Every page of the printed edition has its place in the EPUB: for every golden book, set on small pages, each folio but those of
//! blank pages stands in the page-list once, in order, and leads to a mark, and the marks follow one another as the files and
//! their text do.

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use common::cases;
use recto::base::{Diags, Folder, Length, Size};
use recto::manifest::{Format, FrontChoice, MadePage, MatterEntry, PageSize, Spanned};
use recto::page::PageKind;
use recto::pipeline::{self, Bench, Clock, Job};

/// Small enough for contents and notes to go over several pages.
const TRIM: Size = Size { width: Length::milli_inch(3000), height: Length::milli_inch(3000) };

#[test]
fn every_page_has_its_place_in_the_epub() {
    let clock = Clock { epoch: Some(1_795_392_000), today: 0 };
    let (mut wrong, mut found, mut listed, mut noted) = (Vec::new(), 0, 0, 0);
    for (name, path) in cases("tests/golden") {
        let folder = Folder::open(&path).unwrap();
        let mut bench = pipeline::open(folder, "book.yaml").unwrap_or_else(|(_, diags)| panic!("{name}: {diags:?}"));
        let Some([epub, paged]) = lend_small_pages(&mut bench) else { continue };
        let (given, _) = pipeline::given(&bench, clock, &mut Diags::new());
        let [epub, paged] = [epub, paged].map(|at| &bench.manifest.editions[at]);
        let (pages, map, _) = pipeline::pages(&bench, paged, given);
        let printed = pages.pages.iter().filter(|page| page.kind != PageKind::Blank).map(|page| page.folio);
        if !printed.eq(map.starts.iter().map(|(folio, _)| *folio)) {
            wrong.push(format!("{name}: the map has other pages than the book"));
        }
        let chapters = |edition| {
            let in_turn: recto::pass::Each = &|chapters, work| chapters.iter_mut().for_each(work);
            let articles = bench.chapters();
            let book = recto::pass::bind(&bench.manifest, edition, &articles, given, in_turn, &mut Diags::new());
            book.chapters().iter().map(|chapter| chapter.id.clone()).collect::<Vec<_>>()
        };
        let (ours, theirs) = (chapters(epub), chapters(paged));
        let starts = map.starts.iter().filter(|(_, pos)| ours.contains(&theirs[pos.chapter as usize]));
        let folios: Vec<String> = starts.map(|(folio, _)| folio.to_string()).collect();
        let names = [epub.name.value.clone()];
        let job = Job { editions: &names, only: &[], shops: &[], given, counted: false, threads: 2, progress: &|_| {} };
        for built in pipeline::build(&bench, &job).editions {
            let bytes = built
                .output
                .and_then(|output| output.bytes().ok())
                .unwrap_or_else(|| panic!("{name}: {:?}", built.diags));
            let files = files(&bytes);
            let list = page_list(&files["OEBPS/nav.xhtml"]);
            let labels: Vec<String> = list.iter().map(|(label, _)| label.clone()).collect();
            if labels != folios {
                wrong.push(format!("{name}: {labels:?} instead of {folios:?}"));
            }
            let spine = spine(&files["OEBPS/content.opf"]);
            let mut before = None;
            for (label, href) in &list {
                match place(&files, &spine, label, href) {
                    Ok(place) if before.is_none_or(|before| before < place) => before = Some(place),
                    Ok(_) => wrong.push(format!("{name}: page {label} begins before the one before it")),
                    Err(why) => wrong.push(format!("{name}: page {label}: {why}")),
                }
            }
            found += list.len();
            for text in files.iter().filter(|(file, _)| file.ends_with(".xhtml")).map(|(_, text)| text) {
                let entries = text.lines().filter(|line| line.starts_with("<li><a href=\""));
                listed += entries.filter(|entry| entry.contains("\"><span epub:type=\"pagebreak\"")).count();
                let notes = text.split("<aside epub:type=\"footnote\"").skip(1);
                noted += notes.filter(|note| note.contains("doc-pagebreak")).count();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found > 300 && listed > 10 && noted > 0, "{found} pages, {listed} in lists, {noted} in notes");
}

/// Lets the first EPUB take its pages from the first edition that has any, on small paper, with contents and lists at the front of
/// both. Their numbers; none where the book has no EPUB.
fn lend_small_pages(bench: &mut Bench) -> Option<[usize; 2]> {
    let manifest = &mut bench.manifest;
    let span = manifest.editions.first()?.name.span;
    let paged = manifest.editions.iter().position(|e| e.format != Format::Epub)?;
    let lent = manifest.editions[paged].name.clone();
    manifest.editions[paged].page = Some(Spanned { value: PageSize::Trim(TRIM), span });
    let epub = manifest.editions.iter().position(|e| e.format == Format::Epub)?;
    manifest.editions[epub].pages = Some(lent);
    let made = |page| MatterEntry::Made(Spanned { value: page, span });
    let lists = [MadePage::Contents { depth: Some(3) }, MadePage::Figures, MadePage::Tables];
    manifest.front = Some(lists.map(made).into());
    for at in [paged, epub] {
        manifest.editions[at].front = FrontChoice::Books;
    }
    Some([epub, paged])
}

/// The text in an EPUB, by file.
fn files(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().to_string();
        if name.ends_with(".xhtml") || name.ends_with(".opf") {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            files.insert(name, text);
        }
    }
    files
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
}

/// The page-list: folios and addresses.
fn page_list(nav: &str) -> Vec<(String, String)> {
    let list = nav.split_once("<nav epub:type=\"page-list\"").map_or("", |(_, list)| list);
    let entry = |entry: &str| {
        let label = entry.split_once('>').and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default();
        (label.to_string(), attribute(entry, "href").to_string())
    };
    list.split("<li><a").skip(1).map(entry).collect()
}

/// The files in the order of reading.
fn spine(package: &str) -> Vec<&str> {
    let items: BTreeMap<&str, &str> =
        package.split("<item").skip(1).map(|item| (attribute(item, "id"), attribute(item, "href"))).collect();
    package.split("<itemref").skip(1).map(|item| items[attribute(item, "idref")]).collect()
}

/// Where the mark of a page stands: its file's place in the spine, and the byte in that.
fn place(
    files: &BTreeMap<String, String>,
    spine: &[&str],
    label: &str,
    href: &str,
) -> Result<(usize, usize), &'static str> {
    let (file, id) = href.split_once('#').ok_or("leads to no place")?;
    let rank = spine.iter().position(|name| *name == file).ok_or("leads out of the spine")?;
    let mark =
        format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"{label}\"></span>");
    let text = &files[&format!("OEBPS/{file}")];
    let at = text.find(&mark).ok_or("leads to no mark")?;
    if text.matches(&format!(" id=\"{id}\"")).count() == 1 { Ok((rank, at)) } else { Err("leads to several places") }
}
