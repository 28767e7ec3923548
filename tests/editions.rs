//! Both editions say the same: for every golden book the words of the EPUB's pages and those of the tagged PDF's structure,
//! in order, are the model's. Nothing is lost, nothing is added, nothing changes places.

mod common;

use std::collections::{BTreeMap, VecDeque};
use std::io::{Cursor, Read};

use common::cases;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use recto::base::{Diags, Folder};
use recto::manifest::Format;
use recto::model::{BRACKETS, Block, BlockKind, Book, Chapter, Inline, InlineKind, Note, Role, lines, within};
use recto::pipeline::{self, Bench, Clock, Job};

/// What stands in the expected text for a folio, which only pages know.
const FOLIO: char = '\u{1}';

#[test]
fn both_editions_say_what_the_model_says() {
    let clock = Clock { epoch: Some(1_795_392_000), today: 0 };
    let (mut wrong, mut letters) = (Vec::new(), 0);
    for (name, path) in cases("tests/golden") {
        let folder = Folder::open(&path).unwrap();
        let mut bench = pipeline::open(folder, "book.yaml").unwrap_or_else(|(_, diags)| panic!("{name}: {diags:?}"));
        // Only a tagged file has an order of reading.
        bench.manifest.editions.iter_mut().filter(|e| e.format == Format::Print).for_each(|e| e.format = Format::Pdf);
        let (given, _) = pipeline::given(&bench, clock, &mut Diags::new());
        let job = Job { editions: &[], only: &[], shops: &[], given, counted: false, threads: 2, progress: &|_| {} };
        for (built, edition) in pipeline::build(&bench, &job).editions.iter().zip(&bench.manifest.editions) {
            let bytes = built
                .output
                .as_ref()
                .and_then(|output| output.bytes().ok())
                .unwrap_or_else(|| panic!("{name}: {:?}", built.diags));
            let book = bound(&bench, edition, given);
            let pairs = match built.format {
                Format::Epub => epub_pairs(&book, &bytes),
                Format::Pdf | Format::Print => {
                    let expected = book.chapters().iter().map(|chapter| expected(chapter, false)).collect();
                    vec![("all of it".to_string(), expected, pdf_text(&bytes))]
                }
            };
            for (place, expected, found) in pairs {
                letters += found.len();
                if let Some(why) = differ(&expected, &found) {
                    wrong.push(format!("{name}, {}, {place}: {why}", edition.name.value));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(letters > 50_000, "only {letters} bytes were compared");
}

#[test]
fn what_is_lost_added_or_moved_is_found() {
    assert_eq!(differ("one two three", "one two\u{ad}\nthree"), None);
    assert_eq!(differ("see \u{1}.", "see (page 57)."), None);
    for found in ["one three", "one two two three", "two one three", "one two three four", ""] {
        assert!(differ("one two three", found).is_some(), "{found}");
    }
    assert_eq!(differ("אב (גד).", "אב (גד.)"), None);
    assert!(differ("אב (גד).", "אב גד(.)").is_some());
}

fn bound(bench: &Bench, edition: &recto::manifest::Edition, given: recto::pass::Given) -> Book {
    let in_turn: recto::pass::Each = &|chapters, work| chapters.iter_mut().for_each(work);
    recto::pass::bind(&bench.manifest, edition, &bench.chapters(), given, in_turn, &mut Diags::new())
}

/// How two texts differ, white space, soft hyphens and joiners left out; a folio is any few letters.
fn differ(expected: &str, found: &str) -> Option<String> {
    let bare = |text: &str| {
        let shown = |c: &char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
        let mut shown: Vec<char> = text.chars().filter(shown).collect();
        // Of marks by themselves nothing tells which way they run: beside words from right to left their order does not count.
        if shown.iter().copied().any(right_to_left) {
            let mark = |c: &char| !c.is_alphanumeric() && *c != FOLIO && !right_to_left(*c);
            shown.chunk_by_mut(|a, b| mark(a) && mark(b)).for_each(|marks| marks.sort_unstable());
        }
        shown.into_iter().collect::<String>()
    };
    let (expected, found) = (bare(expected), bare(found));
    let mut rest = found.as_str();
    for (nth, piece) in expected.split(FOLIO).enumerate() {
        let most = if nth == 0 { 0 } else { 32 };
        let last = nth > 0 && nth == expected.matches(FOLIO).count();
        let at = if last && rest.ends_with(piece) { Some(rest.len() - piece.len()) } else { rest.find(piece) };
        let Some(at) = at.filter(|at| *at <= most) else {
            let same = piece.chars().zip(rest.chars()).take_while(|(a, b)| a == b).count();
            let show = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
            return Some(format!("expected …{}…\n  but got …{}…", show(piece), show(rest)));
        };
        rest = &rest[at + piece.len()..];
    }
    (!rest.is_empty()).then(|| format!("too much: {rest}"))
}

/// The words of a chapter: notes behind the block of their mark, or behind the chapter.
fn expected(chapter: &Chapter, notes_last: bool) -> String {
    let mut teller = Teller { out: String::new(), notes: VecDeque::new(), notes_last };
    let titled = !matches!(
        chapter.role,
        Role::HalfTitle | Role::TitlePage | Role::Copyright | Role::Dedication | Role::Epigraph
    );
    if titled && !chapter.title.is_empty() {
        if let Some(number) = &chapter.number {
            teller.out += &number.to_string();
        }
        teller.line(&chapter.title);
        teller.out += chapter.subtitle.as_deref().unwrap_or_default();
        teller.out += &chapter.authors.join(if notes_last { "" } else { ", " });
        teller.due();
    }
    teller.blocks(&chapter.blocks);
    teller.notes_last = false;
    teller.due();
    teller.out
}

struct Teller<'a> {
    out: String,
    notes: VecDeque<&'a Note>,
    notes_last: bool,
}

impl<'a> Teller<'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            let label = match &block.kind {
                BlockKind::Figure(figure) => figure.label.clone(),
                BlockKind::Table(table) => table.label.clone(),
                BlockKind::Heading { number, .. } => number.as_ref().map(ToString::to_string),
                _ => None,
            };
            self.out += &label.unwrap_or_default();
            lines(block).into_iter().for_each(|line| self.line(line));
            match &block.kind {
                BlockKind::Code(code) => self.out += &code.text,
                BlockKind::Formula(formula) => self.out += &formula.words,
                _ => {}
            }
            // Within a table no note may stand: that of its caption stands behind it.
            let of_caption = match &block.kind {
                BlockKind::Table(_) if !self.notes_last => std::mem::take(&mut self.notes),
                _ => VecDeque::new(),
            };
            self.due();
            within(block).into_iter().for_each(|blocks| self.blocks(blocks));
            self.notes.extend(of_caption);
            self.due();
        }
    }

    fn line(&mut self, line: &'a [Inline]) {
        for inline in line {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.out += text,
                InlineKind::Formula(formula) => self.out += &formula.words,
                InlineKind::Folio(_) => self.out.push(FOLIO),
                InlineKind::Note(note) => self.notes.push_back(note),
                InlineKind::Reading(reading) => {
                    self.out += BRACKETS[0];
                    self.line(reading);
                    self.out += BRACKETS[1];
                }
                _ => self.line(inline.children()),
            }
        }
    }

    /// The bodies of the notes whose marks were met.
    fn due(&mut self) {
        if self.notes_last {
            return;
        }
        let mut waiting = std::mem::take(&mut self.notes);
        while let Some(note) = waiting.pop_front() {
            self.blocks(&note.blocks);
            waiting.append(&mut self.notes);
        }
    }
}

/// What the model and the EPUB say of each chapter that has a page of its own.
fn epub_pairs(book: &Book, bytes: &[u8]) -> Vec<(String, String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut pages = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        if file.name().ends_with(".xhtml") {
            let mut page = String::new();
            file.read_to_string(&mut page).unwrap();
            if let Some(id) = page.split_once("<section id=\"").and_then(|(_, rest)| rest.split('"').next()) {
                pages.insert(id.to_string(), page.clone());
            }
        }
    }
    let mut pairs = Vec::new();
    for chapter in book.chapters().iter().filter(|chapter| chapter.role != Role::Contents) {
        let page =
            pages.get(&chapter.id).unwrap_or_else(|| panic!("no page for '{}' among {:?}", chapter.id, pages.keys()));
        // In a section of a chapter the number is shown, too, where there is one.
        pairs.push((chapter.id.clone(), expected(chapter, true), xhtml_text(page)));
    }
    pairs
}

/// The words of a page that the model has: no marks of notes and ways back from them, no numbers of formulas, no boxes of
/// tasks, no lists that writers make. A formula is what it is called.
fn xhtml_text(page: &str) -> String {
    let body = page.split_once("<body").expect("a body").1;
    let mut out = String::new();
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = body.split_once('>').expect("its end").1;
    let attribute = |tag: &str, name: &str| {
        let from = tag.split_once(&format!(" {name}=\""))?.1;
        Some(unescaped(from.split('"').next()?))
    };
    while let Some((text, behind)) = rest.split_once('<') {
        let hidden = open.iter().any(|(_, hidden)| *hidden);
        if !hidden {
            let text = unescaped(text);
            let task = text.strip_prefix("☑ ").or_else(|| text.strip_prefix("☐ "));
            out += task.filter(|_| open.last().is_some_and(|(tag, _)| *tag == "li")).unwrap_or(&text);
        }
        let (tag, behind) = behind.split_once('>').expect("a tag ends");
        rest = behind;
        if tag.starts_with('/') {
            open.pop();
            if open.is_empty() {
                break;
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().expect("a name");
        if name == "math" && !hidden {
            out += &attribute(tag, "alttext").expect("a formula is named");
        }
        let class = attribute(tag, "class").unwrap_or_default();
        let in_formula = class == "number" && open.last().is_some_and(|(tag, _)| *tag == "div");
        let made = ["mark", "back", "contents"].contains(&class.as_str()) || in_formula || name == "math";
        if !tag.ends_with('/') {
            open.push((name, made));
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#13;", "\r");
    text.replace("&amp;", "&")
}

/// The words of a tagged PDF in the order of its structure: no numbers of items and notes, no marks, no contents. A formula is
/// what its alternative text says.
fn pdf_text(bytes: &[u8]) -> String {
    let document = Document::load_mem(bytes).unwrap();
    let pages: BTreeMap<ObjectId, BTreeMap<i64, String>> =
        document.get_pages().into_values().map(|page| (page, marked(&document, page))).collect();
    let root = dict(&document, document.catalog().unwrap().get(b"StructTreeRoot").unwrap());
    let mut out = String::new();
    element(&document, &pages, root, None, &mut out);
    out
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

fn dict<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    match resolved(document, object) {
        Object::Stream(stream) => &stream.dict,
        other => other.as_dict().unwrap(),
    }
}

type Marked = BTreeMap<ObjectId, BTreeMap<i64, String>>;

fn element(document: &Document, pages: &Marked, elem: &Dictionary, page: Option<ObjectId>, out: &mut String) {
    let kind = elem.get(b"S").and_then(Object::as_name).unwrap_or_default();
    match kind {
        b"Reference" | b"TOC" | b"Figure" => return,
        b"Formula" => {
            out.push_str(&lopdf::decode_text_string(resolved(document, elem.get(b"Alt").unwrap())).unwrap());
            return;
        }
        _ => {}
    }
    let page = elem.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let kids = match elem.get(b"K").map(|kids| resolved(document, kids)) {
        Ok(Object::Array(kids)) => kids.iter().collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    let leaf = |page: Option<ObjectId>, id: i64| {
        let text = page.and_then(|page| pages.get(&page)).and_then(|page| page.get(&id));
        text.map_or("", String::as_str)
    };
    for kid in kids {
        match resolved(document, kid) {
            // A label is a number or a bullet, that of a note a link, but for the terms of a list of definitions.
            Object::Integer(_) | Object::Dictionary(_) if kind == b"Lbl" && !is_term(document, kid) => {}
            Object::Integer(id) => out.push_str(leaf(page, *id)),
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                out.push_str(leaf(page, kid.get(b"MCID").unwrap().as_i64().unwrap()));
            }
            Object::Dictionary(kid) if kid.has(b"S") => element(document, pages, kid, page, out),
            _ => {}
        }
    }
}

fn is_term(document: &Document, kid: &Object) -> bool {
    let kind = |kid: &Dictionary| kid.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind != b"Link");
    resolved(document, kid).as_dict().is_ok_and(kind)
}

/// What each piece of marked content of a page says.
fn marked(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = document
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, to_unicode(document, font)))
        .collect();
    let mut pieces = BTreeMap::new();
    // What is open: the piece it belongs to, and whether its words were given at its beginning.
    let mut open: Vec<(Option<i64>, bool)> = Vec::new();
    let mut font = None;
    // The letters of one run, and whether it runs from right to left: such show strings stand as they are seen, and readers turn them
    // (ISO 32000-1, 14.8.2.3.3).
    let mut run: Vec<(i64, String)> = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BDC" | "BMC" => {
                let (around, given) = open.last().copied().unwrap_or((None, false));
                let said = operands.get(1).and_then(|said| said.as_dict().ok());
                let id = said.and_then(|said| said.get(b"MCID").ok()).and_then(|id| id.as_i64().ok()).or(around);
                let words = said.and_then(|said| said.get(b"ActualText").ok());
                if let (Some(words), Some(id), false) = (words, id, given) {
                    let piece: &mut String = pieces.entry(id).or_default();
                    piece.push_str(&lopdf::decode_text_string(words).unwrap());
                }
                open.push((id, given || words.is_some()));
            }
            "EMC" => drop(open.pop()),
            "BT" => run.clear(),
            "ET" => {
                if run.iter().any(|(_, letters)| letters.chars().any(right_to_left)) {
                    run.reverse();
                }
                run.drain(..).for_each(|(id, letters)| pieces.entry(id).or_default().push_str(&letters));
            }
            "Tf" => font = operands.first().and_then(|name| name.as_name().ok()).and_then(|name| fonts.get(name)),
            "Tj" | "TJ" => {
                let (Some((Some(id), false)), Some(font)) = (open.last(), font) else { continue };
                let strings = operands.iter().flat_map(|operand| match operand {
                    Object::Array(all) => all.iter().collect(),
                    one => vec![one],
                });
                for string in strings.filter_map(|string| string.as_str().ok()) {
                    for code in string.chunks_exact(2) {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        run.push((*id, font.get(&code).map_or("\u{fffd}".into(), String::clone)));
                    }
                }
            }
            _ => {}
        }
    }
    pieces
}

/// Whether a character is a letter or a mark of Hebrew or Arabic.
fn right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The letters of a font's glyphs, from its `ToUnicode` (ISO 32000-1, 9.10.3).
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let mut letters = BTreeMap::new();
    let Ok(Object::Stream(stream)) = font.get(b"ToUnicode").map(|map| resolved(document, map)) else { return letters };
    let map = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let map = String::from_utf8_lossy(&map).into_owned();
    let hex = |text: &str| {
        let units: Vec<u16> = text
            .as_bytes()
            .chunks(4)
            .filter_map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
            .collect();
        (units.first().copied().unwrap_or_default(), String::from_utf16_lossy(&units))
    };
    for (kind, end) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for part in map.split(kind).skip(1).filter_map(|part| part.split(end).next()) {
            let codes: Vec<&str> = part.split('<').skip(1).filter_map(|code| code.split('>').next()).collect();
            match kind {
                "beginbfchar" => {
                    for pair in codes.chunks_exact(2) {
                        letters.insert(hex(pair[0]).0, hex(pair[1]).1);
                    }
                }
                _ => {
                    for three in codes.chunks_exact(3) {
                        let (from, to) = (hex(three[0]).0, hex(three[1]).0);
                        let first = hex(three[2]).1;
                        for (nth, code) in (from..=to).enumerate() {
                            let mut units: Vec<u16> = first.encode_utf16().collect();
                            if let Some(last) = units.last_mut() {
                                *last += nth as u16;
                            }
                            letters.insert(code, String::from_utf16_lossy(&units));
                        }
                    }
                }
            }
        }
    }
    letters
}
