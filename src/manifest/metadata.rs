//! Facts about the book.

use super::catalogue;
use super::check::{Fields, Reader, plain_quotes};
use super::keys;
use super::tree::{Kind, Node};
use super::types::{MetadataPatch, Person, Publisher, Series, Spanned};
use crate::base::{Code, date, language, nearest};

/// The roles that have a common word, with their MARC relator codes (id.loc.gov/vocabulary/relators).
pub(super) const ROLES: &[(&str, &str)] =
    &[("author", "aut"), ("translator", "trl"), ("editor", "edt"), ("illustrator", "ill")];

/// The role of those of whom no other is said.
const AUTHOR: &str = "aut";

/// The facts of a book or an edition.
pub(super) fn facts(reader: &mut Reader, fields: &Fields) -> MetadataPatch {
    MetadataPatch {
        title: fields.get("title").and_then(|node| reader.title(node, "'title'")),
        title_sort: reader.text_of(fields, "title-sort"),
        language: fields.get("language").and_then(|node| language(reader, node)),
        subtitle: fields.get("subtitle").and_then(|node| reader.title(node, "'subtitle'")),
        authors: fields.get("authors").and_then(|node| authors(reader, node)),
        identifier: fields.get("identifier").and_then(|node| catalogue::uri(reader, node, "'identifier'")),
        identifiers: fields.get("identifiers").map(|node| catalogue::identifiers(reader, node)),
        version: reader.text_of(fields, "version"),
        date: fields.get("date").and_then(|node| day(reader, node)),
        modified: fields.get("modified").and_then(|node| modified(reader, node)),
        publisher: fields.get("publisher").and_then(|node| publisher(reader, node)),
        rights: reader.text_of(fields, "rights"),
        description: reader.text_of(fields, "description"),
        subjects: fields.get("subjects").and_then(|node| catalogue::subjects(reader, node)),
        sources: fields.get("sources").map(|node| catalogue::sources(reader, node)),
        series: fields.get("series").and_then(|node| series(reader, node)),
        evaluation: fields.get("evaluation").and_then(|node| catalogue::evaluation(reader, node)),
    }
}

fn language(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let tag = reader.text(node, "'language'")?;
    if language::is_language(&tag.value) {
        if let Some((message, help)) = language::mistaken(&tag.value) {
            reader.push_help(Code::BadValue, tag.span, message, help);
        }
        return Some(tag);
    }
    let message = format!("'{}' is not a language tag", tag.value);
    let help = plain_quotes(&tag.value).unwrap_or("write a tag such as en-US, de or zh-Hant");
    reader.push_help(Code::BadValue, tag.span, message, help);
    None
}

/// A day, a month or a year.
pub(super) fn day(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let day = reader.text(node, "'date'")?;
    if date::is_date(&day.value) {
        return Some(day);
    }
    let message = format!("'{}' is not a date of the calendar", day.value);
    reader.push_help(Code::BadValue, day.span, message, "write a year, a month or a day: 2026, 2026-11 or 2026-11-23");
    None
}

fn modified(reader: &mut Reader, node: &Node) -> Option<Spanned<i64>> {
    let text = reader.text(node, "'modified'")?;
    if let Some(value) = date::parse_instant(&text.value) {
        return Some(Spanned { value, span: text.span });
    }
    let message = format!("'{}' is neither a day nor an instant", text.value);
    reader.push_help(Code::BadValue, text.span, message, "write 2026-11-23 or 2026-11-23T12:00:00Z");
    None
}

/// One name or a list of them.
fn authors(reader: &mut Reader, node: &Node) -> Option<Vec<Person>> {
    match &node.kind {
        Kind::List(items) => Some(items.iter().filter_map(|item| person(reader, item)).collect()),
        Kind::Text(..) | Kind::Map(_) => person(reader, node).map(|one| vec![one]),
    }
}

fn person(reader: &mut Reader, node: &Node) -> Option<Person> {
    if !matches!(&node.kind, Kind::Map(_)) {
        let name = reader.text(node, "an author")?;
        return Some(Person { name, sort: None, roles: vec![AUTHOR.to_string()] });
    }
    let fields = reader.fields(node, "an author", &[keys::PERSON], &[])?;
    let roles = fields.get("role").map_or(Vec::new(), |node| roles(reader, node));
    let sort = reader.text_of(&fields, "sort").map(|sort| sort.value);
    if fields.get("name").is_none() {
        let help = "write name: and the author's name; a text that has ': ' in it stands in quotes";
        reader.push_help(Code::MissingKey, fields.span, "an author lacks 'name'", help);
    }
    let name = reader.text_of(&fields, "name")?;
    Some(Person { name, sort, roles: if roles.is_empty() { vec![AUTHOR.to_string()] } else { roles } })
}

/// One role or a list of them, each once.
fn roles(reader: &mut Reader, node: &Node) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    let mut add = |node: &Node| {
        let role = role(reader, node).filter(|role| !roles.contains(role));
        roles.extend(role);
    };
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| add(item)),
        Kind::Text(..) | Kind::Map(_) => add(node),
    }
    roles
}

fn role(reader: &mut Reader, node: &Node) -> Option<String> {
    let role = reader.text(node, "'role'")?;
    if let Some((_, code)) = ROLES.iter().find(|(word, _)| *word == role.value) {
        return Some((*code).to_string());
    }
    if role.value.len() == 3 && role.value.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(role.value);
    }
    let help = match nearest(&role.value, ROLES.iter().map(|(word, _)| *word)) {
        Some(near) => format!("did you mean '{near}'?"),
        None => "write author, translator, editor, illustrator or a MARC code of three letters".to_string(),
    };
    reader.push_help(Code::BadValue, role.span, format!("'{}' is not a role", role.value), help);
    None
}

/// A name, or a mapping with place and mark.
fn publisher(reader: &mut Reader, node: &Node) -> Option<Publisher> {
    if !matches!(&node.kind, Kind::Map(_)) {
        return Some(Publisher { name: reader.text(node, "'publisher'")?, place: None, mark: None });
    }
    let fields = reader.fields(node, "'publisher'", &[keys::PUBLISHER], &[])?;
    let place = reader.text_of(&fields, "place");
    let mark = fields.get("mark").and_then(|node| reader.path(node, "'mark'"));
    if fields.get("name").is_none() {
        reader.push(Code::MissingKey, fields.span, "'publisher' lacks 'name'");
    }
    Some(Publisher { name: reader.text_of(&fields, "name")?, place, mark })
}

fn series(reader: &mut Reader, node: &Node) -> Option<Series> {
    if !matches!(&node.kind, Kind::Map(_)) {
        return Some(Series { title: reader.title(node, "'series'")?, position: None });
    }
    let fields = reader.fields(node, "'series'", &[keys::SERIES], &[])?;
    let position = reader.text_of(&fields, "position").and_then(|text| match text.value.parse::<u32>() {
        Ok(position) if position > 0 => Some(position),
        _ => {
            let message = format!("the position '{}' is not a whole number from 1", text.value);
            reader.push(Code::BadValue, text.span, message);
            None
        }
    });
    match fields.get("title") {
        Some(node) => Some(Series { title: reader.title(node, "the series' title")?, position }),
        None => {
            reader.push(Code::MissingKey, fields.span, "'series' lacks 'title'");
            None
        }
    }
}
