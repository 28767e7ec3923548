//! Ways through the book: the navigation document (contents, landmarks, page-list) and the NCX for old readers.

use std::collections::VecDeque;

use super::breaks::{Breaks, Mark};
use super::content::page_break;
use super::names::{COVER, NAV, Names};
use super::package::is_creator;
use super::words::Words;
use super::xhtml::{Xml, language};
use crate::model::{Anchor, Book, Lang, Matter, Role, TocEntry, plain_text};

/// A line of the contents with what is below it.
pub(super) struct Entry {
    /// Its number among those of the book.
    nth: u32,
    label: String,
    /// Its language, where it is not the book's.
    lang: Option<Lang>,
    /// Who wrote it, in a collection.
    authors: String,
    anchor: Anchor,
    below: Vec<Entry>,
}

/// The contents as a tree. A book that lists nothing shows its first chapter, since contents are never empty
/// (EPUB 3.3, 7.4.2).
pub(super) fn tree(book: &Book) -> Vec<Entry> {
    let mut flat: Vec<Line> = Vec::new();
    let line = |nth, label, lang: &Option<Lang>, authors: &[String], anchor| Entry {
        nth,
        label,
        lang: lang.clone(),
        authors: authors.join(", "),
        anchor,
        below: Vec::new(),
    };
    for (nth, entry) in (0..).zip(book.contents()) {
        let number = entry.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let label = format!("{number}{}", entry.title);
        flat.push((usize::from(entry.depth), line(nth, label, &entry.lang, &entry.authors, entry.anchor.clone())));
    }
    if flat.is_empty() {
        let first = book.chapters().iter().find(|chapter| chapter.matter == Matter::Body).or(book.chapters().first());
        flat.extend(first.map(|one| (0, line(0, plain_text(&one.title), &one.lang, &[], one.anchor()))));
    }
    for (_, entry) in flat.iter_mut().filter(|(_, entry)| entry.label.trim().is_empty()) {
        entry.label.clone_from(&book.metadata().title);
        entry.lang = None;
    }
    below(&mut flat.into_iter().peekable(), None)
}

/// The list of figures, or of tables.
pub(super) fn captions(entries: &[TocEntry]) -> Vec<Entry> {
    let entry = |(nth, entry): (u32, &TocEntry)| Entry {
        nth,
        label: entry.title.clone(),
        lang: entry.lang.clone(),
        authors: String::new(),
        anchor: entry.anchor.clone(),
        below: Vec::new(),
    };
    (0..).zip(entries).map(entry).collect()
}

/// A line of the contents and how deep it stands.
type Line = (usize, Entry);

fn below(lines: &mut std::iter::Peekable<std::vec::IntoIter<Line>>, over: Option<usize>) -> Vec<Entry> {
    let mut found = Vec::new();
    while let Some((depth, entry)) = lines.next_if(|(depth, _)| over.is_none_or(|over| *depth > over)) {
        found.push(Entry { below: below(lines, Some(depth)), ..entry });
    }
    found
}

/// The contents as a list of lists. Pages of `due` begin before the words of their entries: around those a navigation document has
/// nothing but lists (EPUB 3.3, 7.3).
pub(super) fn list(
    xml: &mut Xml,
    entries: &[Entry],
    (book, names): (&Book, &Names),
    from: Option<usize>,
    due: &mut VecDeque<(u32, Mark)>,
) {
    let around = book.metadata().language.as_str();
    xml.start("ol", &[]);
    xml.line();
    for entry in entries {
        xml.start("li", &[]);
        // On the words alone: a line of another direction stays in its column.
        let own = entry.lang.as_ref().map_or(Vec::new(), |Lang(lang)| language(lang, around));
        match names.href(from, &entry.anchor) {
            Some(href) => xml.start("a", &[&[("href", href.as_str())], &own[..]].concat()),
            None => xml.start("span", &own),
        }
        while due.front().is_some_and(|(nth, _)| *nth <= entry.nth) {
            due.pop_front().iter().for_each(|(_, mark)| page_break(xml, mark));
        }
        xml.text(&entry.label);
        if !entry.authors.is_empty() {
            // Lists of reading systems know no slant: the dash parts the two.
            xml.leaf("span", &[("class", "by")], &format!(" — {}", entry.authors));
        }
        xml.end();
        if !entry.below.is_empty() {
            xml.line();
            list(xml, &entry.below, (book, names), from, due);
        }
        xml.end();
        xml.line();
    }
    xml.end();
    xml.line();
}

/// The navigation document. Where the book has contents, it is that page of the book.
pub(super) fn document(book: &Book, names: &Names, words: &Words, breaks: &Breaks, cover: bool) -> String {
    let here = names.nav.map(|at| (at, &book.chapters()[at]));
    let title = here.map(|(_, chapter)| plain_text(&chapter.title)).filter(|title| !title.is_empty());
    let spoken = &book.metadata().language;
    // Words that Recto has in English alone are no words of the book's language.
    let strange = words.apart_from(spoken);
    let own = here.and_then(|(_, chapter)| chapter.lang.as_ref());
    let strange_title = match (&title, own) {
        (Some(_), Some(Lang(own))) => language(own, spoken),
        (Some(_), None) => Vec::new(),
        (None, _) => strange.clone(),
    };
    let title = title.unwrap_or_else(|| words.contents.to_string());
    let mut xml = Xml::page(&title, &language(&book.metadata().language, "en"), &[("epub:type", "frontmatter")]);
    let own = here.and_then(|(at, _)| breaks.chapters.get(&at)).cloned().unwrap_or_default();
    let mut due: VecDeque<(u32, Mark)> = own.at.into_values().flatten().collect();
    for mark in &own.top {
        page_break(&mut xml, mark);
        xml.line();
    }
    let id = here.map_or("toc", |(_, chapter)| &chapter.id);
    xml.start("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("id", id), ("aria-label", &title)]);
    xml.line();
    xml.leaf("h1", &strange_title, &title);
    xml.line();
    list(&mut xml, &tree(book), (book, names), names.nav.map(|at| names.leaf_of(at, 0)), &mut due);
    xml.end();
    xml.line();
    // Of entries that only the printed edition has.
    for mark in due.iter().map(|(_, mark)| mark).chain(&own.end) {
        page_break(&mut xml, mark);
        xml.line();
    }
    let places = landmarks(book, names, words, cover, &format!("{NAV}#{}", super::names::fragment(id)), &title);
    xml.start("nav", &[("epub:type", "landmarks"), ("aria-label", words.landmarks), ("hidden", "hidden")]);
    xml.line();
    xml.leaf("h2", &strange, words.landmarks);
    xml.line();
    xml.start("ol", &[]);
    xml.line();
    for Place { kind, label, ours, href } in places {
        xml.start("li", if ours { &strange } else { &[] });
        xml.leaf("a", &[("epub:type", kind), ("href", &href)], &label);
        xml.end();
        xml.line();
    }
    xml.end();
    xml.line();
    xml.end();
    xml.line();
    if !breaks.list.is_empty() {
        let attrs = [("epub:type", "page-list"), ("role", "doc-pagelist"), ("aria-label", words.pages)];
        xml.start("nav", &[&attrs[..], &[("hidden", "hidden")]].concat());
        xml.line();
        xml.leaf("h2", &strange, words.pages);
        xml.line();
        xml.start("ol", &[]);
        xml.line();
        for Mark { id: href, label } in &breaks.list {
            xml.start("li", &[]);
            xml.leaf("a", &[("href", href)], label);
            xml.end();
            xml.line();
        }
        xml.end();
        xml.line();
        xml.end();
        xml.line();
    }
    xml.finish()
}

/// A place that a reading system has a button for.
struct Place {
    /// What it is, in the words of EPUB's structural semantics.
    kind: &'static str,
    label: String,
    /// Whether the label is Recto's, and not the book's.
    ours: bool,
    href: String,
}

/// The places a reading system has a button for.
fn landmarks(book: &Book, names: &Names, words: &Words, cover: bool, toc: &str, title: &str) -> Vec<Place> {
    let ours =
        |kind, label: &str, href: &str| Place { kind, label: label.to_string(), ours: true, href: href.to_string() };
    let own = |kind, label: &str, href: &str| Place { ours: false, ..ours(kind, label, href) };
    let mut places = Vec::new();
    if cover {
        places.push(ours("cover", words.cover, COVER));
    }
    let mut begun = false;
    let mut contents = names.nav.is_none();
    if contents {
        places.push(own("toc", title, toc));
    }
    for (at, chapter) in book.chapters().iter().enumerate() {
        if chapter.role == Role::TitlePage && !places.iter().any(|place| place.kind == "titlepage") {
            places.push(ours("titlepage", words.title_page(), names.file(at)));
        }
        let listing = match chapter.role {
            Role::Figures => Some("loi"),
            Role::Tables => Some("lot"),
            _ => None,
        };
        places.extend(listing.map(|kind| own(kind, &plain_text(&chapter.title), names.file(at))));
        if names.nav == Some(at) && !contents {
            contents = true;
            places.push(own("toc", title, toc));
        }
        if chapter.matter == Matter::Body && !begun {
            begun = true;
            places.push(ours("bodymatter", words.beginning, names.file(at)));
        }
    }
    places
}

/// The NCX (OPF 2.0.1, 2.4.1).
pub(super) fn ncx(book: &Book, names: &Names, breaks: &Breaks) -> String {
    let meta = book.metadata();
    let entries = tree(book);
    let mut xml = Xml::document();
    let space = "http://www.daisy.org/z3986/2005/ncx/";
    xml.start("ncx", &[("xmlns", space), ("version", "2005-1"), ("xml:lang", &meta.language)]);
    xml.line();
    xml.start("head", &[]);
    xml.line();
    let greatest = breaks.list.iter().filter_map(|mark| mark.label.parse::<u32>().ok()).max().unwrap_or(0);
    let facts = [
        ("dtb:uid", meta.identifier.clone()),
        ("dtb:depth", depth(&entries).to_string()),
        ("dtb:totalPageCount", breaks.list.len().to_string()),
        ("dtb:maxPageNumber", greatest.to_string()),
    ];
    for (name, content) in &facts {
        xml.empty("meta", &[("name", name), ("content", content)]);
        xml.line();
    }
    xml.end();
    xml.line();
    let authors = meta.authors.iter().filter(|person| is_creator(person, &meta.authors));
    let facts = std::iter::once(("docTitle", &meta.title)).chain(authors.map(|author| ("docAuthor", &author.name)));
    for (tag, text) in facts {
        xml.start(tag, &[]);
        xml.leaf("text", &[], text);
        xml.end();
        xml.line();
    }
    let mut order = 0;
    xml.start("navMap", &[]);
    xml.line();
    points(&mut xml, &entries, names, &mut order);
    xml.end();
    xml.line();
    if !breaks.list.is_empty() {
        xml.start("pageList", &[]);
        xml.line();
        xml.start("navLabel", &[]);
        xml.leaf("text", &[], super::words::in_language(&meta.language).pages);
        xml.end();
        xml.line();
        for Mark { id: href, label } in &breaks.list {
            order += 1;
            let kind = if label.parse::<u32>().is_ok() { "normal" } else { "front" };
            let (id, play) = (format!("page{order}"), order.to_string());
            let mut attrs = vec![("id", id.as_str()), ("type", kind), ("playOrder", &play)];
            if kind == "normal" {
                attrs.push(("value", label));
            }
            xml.start("pageTarget", &attrs);
            xml.start("navLabel", &[]);
            xml.leaf("text", &[], label);
            xml.end();
            xml.empty("content", &[("src", href)]);
            xml.end();
            xml.line();
        }
    }
    xml.finish()
}

fn points(xml: &mut Xml, entries: &[Entry], names: &Names, order: &mut u32) {
    for entry in entries {
        let Some(href) = names.href(None, &entry.anchor) else { continue };
        *order += 1;
        xml.start("navPoint", &[("id", &format!("point{order}")), ("playOrder", &order.to_string())]);
        xml.start("navLabel", &[]);
        xml.leaf("text", &[], &entry.label);
        xml.end();
        xml.empty("content", &[("src", &href)]);
        if !entry.below.is_empty() {
            xml.line();
            points(xml, &entry.below, names, order);
        }
        xml.end();
        xml.line();
    }
}

fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.below)).max().unwrap_or(0)
}
