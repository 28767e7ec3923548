//! The package document: what the book is, what files it has, in which order they are read.

use std::collections::BTreeSet;

use super::access::Access;
use super::fonts::Font;
use super::names::{COVER, NAV, Names};
use super::xhtml::Xml;
use crate::asset::{Media, Pictures};
use crate::base::date::instant;
use crate::model::{AUTHOR, Book, Evaluation, Lang, Metadata, Person, Subject};

/// What an EPUB holds beside its text.
pub(super) struct Held<'a> {
    /// The book's pictures.
    pub(super) pictures: &'a Pictures,
    /// The kind of the cover's picture.
    pub(super) cover: Option<Media>,
    /// The fonts.
    pub(super) fonts: &'a [Font],
    /// The files with MathML in them.
    pub(super) formulas: BTreeSet<&'a str>,
    /// For whom it can be read.
    pub(super) access: Access,
    /// Whether it has a page-list.
    pub(super) pages: bool,
}

/// The package document (EPUB 3.3, 5).
pub(super) fn document(book: &Book, names: &Names, held: &Held) -> String {
    let Held { access, pages, cover, .. } = held;
    let meta = book.metadata();
    let mut xml = Xml::document();
    let space = "http://www.idpf.org/2007/opf";
    let attrs = [("version", "3.0"), ("unique-identifier", "book-id"), ("xml:lang", &*meta.language)];
    xml.start("package", &[&[("xmlns", space)], &attrs[..]].concat());
    xml.line();
    xml.start("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.line();
    describe(&mut xml, meta);
    if *pages {
        page_source(&mut xml, meta);
    }
    let paged = meta.pages_isbn.as_deref().filter(|_| *pages).map(urn);
    for source in meta.sources.iter().filter(|source| Some(*source) != paged.as_ref()) {
        dc(&mut xml, "dc:source", None, source);
    }
    accessibility(&mut xml, access, &meta.language);
    if let Some(found) = &meta.evaluation {
        evaluation(&mut xml, found);
    }
    if cover.is_some() {
        // What EPUB 2 shops look for.
        xml.empty("meta", &[("name", "cover"), ("content", "cover-image")]);
        xml.line();
    }
    xml.end();
    xml.line();
    files(&mut xml, names, held);
    let direction = if Lang(meta.language.clone()).right_to_left() { "rtl" } else { "ltr" };
    xml.start("spine", &[("toc", "ncx"), ("page-progression-direction", direction)]);
    xml.line();
    if cover.is_some() {
        itemref(&mut xml, "cover");
    }
    for leaf in names.leaves() {
        itemref(&mut xml, &if names.nav == Some(leaf.chapter) { "nav".to_string() } else { item_id(&leaf.file) });
    }
    if names.nav.is_none() {
        // Landmarks lead to it, and may lead to what is in the spine only (EPUB 3.3, 7.4.3); nobody leafs through it.
        xml.empty("itemref", &[("idref", "nav"), ("linear", "no")]);
        xml.line();
    }
    xml.finish()
}

fn itemref(xml: &mut Xml, id: &str) {
    xml.empty("itemref", &[("idref", id)]);
    xml.line();
}

fn describe(xml: &mut Xml, meta: &Metadata) {
    dc(xml, "dc:identifier", Some("book-id"), &meta.identifier);
    identifiers(xml, meta);
    dc(xml, "dc:title", Some("title"), &meta.title);
    property(xml, "title-type", "main", &[("refines", "#title")]);
    if let Some(sort) = &meta.title_sort {
        property(xml, "file-as", sort, &[("refines", "#title")]);
    }
    if let Some(subtitle) = &meta.subtitle {
        dc(xml, "dc:title", Some("subtitle"), subtitle);
        property(xml, "title-type", "subtitle", &[("refines", "#subtitle")]);
    }
    dc(xml, "dc:language", None, &meta.language);
    for (at, person) in meta.authors.iter().enumerate() {
        let tag = if is_creator(person, &meta.authors) { "dc:creator" } else { "dc:contributor" };
        let (id, refined) = (format!("person{}", at + 1), format!("#person{}", at + 1));
        dc(xml, tag, Some(&id), &person.name);
        for role in &person.roles {
            property(xml, "role", role, &[("refines", &refined), ("scheme", "marc:relators")]);
        }
        if let Some(sort) = &person.sort {
            property(xml, "file-as", sort, &[("refines", &refined)]);
        }
    }
    for (tag, value) in [
        ("dc:publisher", &meta.publisher),
        ("dc:date", &meta.date),
        ("dc:rights", &meta.rights),
        ("dc:description", &meta.description),
    ] {
        if let Some(value) = value {
            dc(xml, tag, None, value);
        }
    }
    for (at, Subject { name, code }) in meta.subjects.iter().enumerate() {
        let (id, refined) = (format!("subject{}", at + 1), format!("#subject{}", at + 1));
        dc(xml, "dc:subject", code.is_some().then_some(id.as_str()), name);
        if let Some((authority, term)) = code {
            property(xml, "authority", authority, &[("refines", &refined)]);
            property(xml, "term", term, &[("refines", &refined)]);
        }
    }
    if let Some(series) = &meta.series {
        property(xml, "belongs-to-collection", &series.title, &[("id", "series")]);
        property(xml, "collection-type", "series", &[("refines", "#series")]);
        if let Some(position) = series.position {
            property(xml, "group-position", &position.to_string(), &[("refines", "#series")]);
        }
    }
    property(xml, "dcterms:modified", &instant(meta.modified), &[]);
}

/// What else the book is known by, with the kind of those that have one (ONIX code list 5: 06 is a DOI, 15 an ISBN-13).
fn identifiers(xml: &mut Xml, meta: &Metadata) {
    let isbn = meta.isbn.as_deref().map(urn);
    let mut known = vec![meta.identifier.as_str()];
    for identifier in isbn.iter().chain(&meta.identifiers) {
        if known.contains(&identifier.as_str()) {
            continue;
        }
        let lower = identifier.to_ascii_lowercase();
        let doi = ["doi:", "urn:doi:", "https://doi.org/"].iter().any(|form| lower.starts_with(form));
        let kind = if doi { Some("06") } else { lower.starts_with("urn:isbn:").then_some("15") };
        let (id, refined) = (format!("book-id{}", known.len() + 1), format!("#book-id{}", known.len() + 1));
        dc(xml, "dc:identifier", kind.is_some().then_some(id.as_str()), identifier);
        if let Some(kind) = kind {
            property(xml, "identifier-type", kind, &[("refines", &refined), ("scheme", "onix:codelist5")]);
        }
        known.push(identifier);
    }
}

/// What somebody found who looked at the accessibility (EPUB Accessibility 1.1, 4.3).
fn evaluation(xml: &mut Xml, found: &Evaluation) {
    let conforms = format!("EPUB Accessibility 1.1 - {}", found.standard);
    property(xml, "dcterms:conformsTo", &conforms, &[("id", "conformance")]);
    property(xml, "a11y:certifiedBy", &found.by, &[("refines", "#conformance"), ("id", "evaluator")]);
    let refines = ("refines", "#evaluator");
    for (name, value) in [("dcterms:date", &found.date), ("a11y:certifierCredential", &found.credential)] {
        if let Some(value) = value {
            property(xml, name, value, &[refines]);
        }
    }
    if let Some(report) = &found.report {
        xml.empty("link", &[("rel", "a11y:certifierReport"), refines, ("href", report)]);
        xml.line();
    }
}

/// Whose pages the page-list names: in the words of today's property, and of the older one for shops that know no other
/// (W3C, Page Source Identification, 2023). An edition without a number is named by its title.
fn page_source(xml: &mut Xml, meta: &Metadata) {
    match &meta.pages_isbn {
        Some(isbn) => {
            let isbn = urn(isbn);
            dc(xml, "dc:source", Some("pages"), &isbn);
            property(xml, "source-of", "pagination", &[("refines", "#pages")]);
            property(xml, "pageBreakSource", &isbn, &[]);
        }
        None => property(xml, "pageBreakSource", &format!("{} (paged edition)", meta.title), &[]),
    }
}

fn accessibility(xml: &mut Xml, access: &Access, language: &str) {
    let lists = [
        ("schema:accessMode", &access.modes),
        ("schema:accessModeSufficient", &access.sufficient),
        ("schema:accessibilityFeature", &access.features),
        ("schema:accessibilityHazard", &access.hazards),
    ];
    for (name, values) in lists {
        for value in values {
            property(xml, name, value, &[]);
        }
    }
    let english = language.to_ascii_lowercase();
    let english = english == "en" || english.starts_with("en-");
    let lang: &[_] = if english { &[] } else { &[("xml:lang", "en")] };
    property(xml, "schema:accessibilitySummary", &access.summary, lang);
}

fn files(xml: &mut Xml, names: &Names, held: &Held) {
    let Held { pictures, cover, fonts, formulas, .. } = held;
    xml.start("manifest", &[]);
    xml.line();
    let mut item = |id: &str, href: &str, mime: &str, properties: Option<&str>| {
        let mut attrs = vec![("id", id), ("href", href), ("media-type", mime)];
        attrs.extend(properties.map(|properties| ("properties", properties)));
        xml.empty("item", &attrs);
        xml.line();
    };
    let xhtml = "application/xhtml+xml";
    item("nav", NAV, xhtml, Some("nav"));
    item("ncx", "toc.ncx", "application/x-dtbncx+xml", None);
    item("style", "stylesheet.css", "text/css", None);
    if let Some(media) = cover {
        item("cover-image", &cover_file(*media), media.mime(), Some("cover-image"));
        item("cover", COVER, xhtml, None);
    }
    for leaf in names.leaves().iter().filter(|leaf| names.nav != Some(leaf.chapter)) {
        // EPUB 3.3, 5.6.2.1: what a file holds beyond XHTML is said.
        item(&item_id(&leaf.file), &leaf.file, xhtml, formulas.contains(leaf.file.as_str()).then_some("mathml"));
    }
    for (at, (path, shown)) in names.images().iter().enumerate() {
        let mime = pictures.get(path).map_or(Media::Jpeg.mime(), |(_, picture)| picture.media.mime());
        item(&format!("image{}", at + 1), &shown.file, mime, None);
    }
    for (at, font) in fonts.iter().enumerate() {
        item(&format!("font{}", at + 1), &font.file, font.mime, None);
    }
    xml.end();
    xml.line();
}

/// The file of the cover's picture.
pub(super) fn cover_file(media: Media) -> String {
    format!("images/cover.{}", media.ending())
}

/// An item's id: an XML name, whatever digit its file begins with.
fn item_id(file: &str) -> String {
    format!("page-{}", file.trim_end_matches(".xhtml"))
}

fn dc(xml: &mut Xml, tag: &'static str, id: Option<&str>, value: &str) {
    let id: Vec<_> = id.map(|id| ("id", id)).into_iter().collect();
    xml.leaf(tag, &id, value);
    xml.line();
}

fn property(xml: &mut Xml, name: &str, value: &str, attrs: &[(&'static str, &str)]) {
    xml.leaf("meta", &[&[("property", name)], attrs].concat(), value);
    xml.line();
}

fn urn(isbn: &str) -> String {
    format!("urn:isbn:{}", isbn.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
}

/// Authors make a book; others contribute to it, unless it has no author and they come first.
pub(super) fn is_creator(person: &Person, all: &[Person]) -> bool {
    let author = |person: &Person| person.roles.is_empty() || person.has(AUTHOR);
    author(person) || !all.iter().any(author) && all.first() == Some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translator_contributes_and_a_lone_editor_creates() {
        let person = |name: &str, role: &str| Person { name: name.into(), sort: None, roles: vec![role.into()] };
        let both = [person("A", "aut"), person("T", "trl")];
        assert_eq!(both.each_ref().map(|p| is_creator(p, &both)), [true, false]);
        let draws = Person { roles: vec!["ill".into(), "aut".into()], ..person("D", "") };
        assert!(is_creator(&draws, &[person("A", "aut"), draws.clone()]));
        let editors = [person("E", "edt"), person("F", "edt")];
        assert_eq!(editors.each_ref().map(|p| is_creator(p, &editors)), [true, false]);
    }
}
