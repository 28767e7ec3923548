//! Entries of `chapters`, `front` and `back`.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use super::check::{Fields, Reader};
use super::keys;
use super::names::{id_of, id_with_folders, is_xml_name};
use super::tree::{Kind, Node};
use super::types::{Entry, MadePage, MatterEntry, SourceEntry, Spanned};
use crate::base::{Code, Source, limits, nearest};

/// The pages Recto makes, by name.
pub(super) const MADE: &[(&str, MadePage)] = &[
    ("half-title", MadePage::HalfTitle),
    ("title-page", MadePage::TitlePage),
    ("copyright", MadePage::Copyright),
    ("contents", MadePage::Contents { depth: None }),
    ("figures", MadePage::Figures),
    ("tables", MadePage::Tables),
    ("colophon", MadePage::Colophon),
];

/// The roles of a page that has a source.
pub(super) const ROLES: &[(&str, MadePage)] = &[("dedication", MadePage::Dedication), ("epigraph", MadePage::Epigraph)];

/// `chapters`.
pub(super) fn chapters(reader: &mut Reader, node: &Node) -> Vec<Entry> {
    let items = reader.list(node, "'chapters'").unwrap_or_default();
    items.iter().filter_map(|item| entry(reader, item)).collect()
}

fn entry(reader: &mut Reader, node: &Node) -> Option<Entry> {
    if !is_part(node) {
        return source(reader, node, 0).map(Entry::Source);
    }
    let fields = reader.fields(node, "a part", &[keys::PART], &[])?;
    let title = fields.get("part").map(|node| reader.title(node, "a part's title"));
    let Some(list) = fields.get("chapters") else {
        reader.push_help(Code::MissingKey, fields.span, "this part has no chapters", "list them under 'chapters'");
        return None;
    };
    let items = reader.list(list, "a part's 'chapters'")?;
    if items.is_empty() {
        reader.push(Code::BadValue, list.span, "this part has no chapters");
    }
    let mut chapters = Vec::new();
    for item in &items {
        if is_part(item) {
            let help = "write the inner chapters as 'sections' of a chapter";
            reader.push_help(Code::BadValue, item.span, "a part stands in a part", help);
        } else {
            chapters.extend(source(reader, item, 0));
        }
    }
    match title {
        Some(title) => title.map(|title| Entry::Part { title, chapters }),
        None => {
            reader.push(Code::BadValue, fields.span, "this part has no title");
            None
        }
    }
}

fn is_part(node: &Node) -> bool {
    matches!(&node.kind, Kind::Map(pairs) if pairs.iter().any(|(key, _)| key.text == "part"))
}

/// An article among chapters, with its sections.
fn source(reader: &mut Reader, node: &Node, depth: usize) -> Option<SourceEntry> {
    if !matches!(&node.kind, Kind::Map(_)) {
        let path = reader.path(node, "a chapter")?;
        return Some(plain(path));
    }
    let fields = reader.fields(node, "a chapter", &[keys::SOURCE], &[])?;
    let mut sections = Vec::new();
    if let Some(list) = fields.get("sections") {
        if depth >= limits::NESTING / 2 {
            reader.push(Code::TooDeep, list.span, "sections are nested deeper than any book needs");
        } else {
            let items = reader.list(list, "'sections'").unwrap_or_default();
            sections.extend(items.iter().filter_map(|item| source(reader, item, depth + 1)));
        }
    }
    let number = fields.get("number").and_then(|node| reader.truth(node, "'number'")).unwrap_or(true);
    let entry = described(reader, &fields, "a chapter")?;
    Some(SourceEntry { number, sections, ..entry })
}

fn plain(path: Spanned<String>) -> SourceEntry {
    let id = Spanned { value: id_of(&path.value), span: path.span };
    SourceEntry { path, id, title: None, number: true, sections: Vec::new() }
}

/// `source`, `id` and `title`.
fn described(reader: &mut Reader, fields: &Fields, what: &str) -> Option<SourceEntry> {
    let title = fields.get("title").and_then(|node| reader.title(node, "'title'"));
    let id = reader.text_of(fields, "id").filter(|id| {
        let sound = is_xml_name(&id.value);
        if !sound {
            let help = "use letters, digits, '-', '_' and '.', beginning with a letter or '_'";
            reader.push_help(Code::BadValue, id.span, format!("the id '{}' is not a name", id.value), help);
        }
        sound
    });
    let Some(node) = fields.get("source") else {
        let help = "name its file: source: path/to/file.md";
        reader.push_help(Code::MissingKey, fields.span, format!("{what} lacks 'source'"), help);
        return None;
    };
    let entry = plain(reader.path(node, "'source'")?);
    Some(SourceEntry { id: id.unwrap_or_else(|| entry.id.clone()), title, ..entry })
}

/// `front` or `back`, as `what` names it.
pub(super) fn matter(reader: &mut Reader, node: &Node, what: &str) -> Vec<MatterEntry> {
    let items = reader.list(node, what).unwrap_or_default();
    let mut entries: Vec<MatterEntry> = Vec::new();
    let mut made: Vec<MadePage> = Vec::new();
    for item in &items {
        let Some(entry) = matter_entry(reader, item) else { continue };
        if let MatterEntry::Made(page) = &entry {
            // Contents are contents, whatever their depth.
            if made.iter().any(|before| discriminant(before) == discriminant(&page.value)) {
                reader.push(Code::ListedTwice, page.span, format!("this page stands in {what} twice"));
                continue;
            }
            made.push(page.value);
        }
        entries.push(entry);
    }
    entries
}

fn matter_entry(reader: &mut Reader, node: &Node) -> Option<MatterEntry> {
    if let Kind::Map(pairs) = &node.kind {
        if pairs.iter().any(|(key, _)| key.text == "page") {
            return made_page(reader, node);
        }
        if let Some((key, _)) = pairs.first().filter(|(key, _)| MADE.iter().any(|(name, _)| *name == key.text)) {
            let help = format!("write - {}, and begin every '- ' of a list in the same column", key.text);
            reader.push_help(Code::BadValue, key.span, format!("the page '{}' has nothing below it", key.text), help);
            return None;
        }
        let fields = reader.fields(node, "a page", &[keys::MATTER], &[])?;
        let role = fields.get("role").and_then(|node| {
            let value = reader.word(node, "'role'", ROLES)?;
            Some(Spanned { value, span: node.span })
        });
        let entry = described(reader, &fields, "a page")?;
        return Some(MatterEntry::Source { entry: SourceEntry { number: false, ..entry }, role });
    }
    let word = reader.line(node, "a page")?;
    if word.value.contains(['.', '/', '\\']) {
        let path = reader.path(node, "a page")?;
        return Some(MatterEntry::Source { entry: SourceEntry { number: false, ..plain(path) }, role: None });
    }
    named(reader, &word).map(|value| MatterEntry::Made(Spanned { value, span: word.span }))
}

/// The page that Recto makes under that name.
fn named(reader: &mut Reader, word: &Spanned<String>) -> Option<MadePage> {
    if let Some((_, page)) = MADE.iter().find(|(name, _)| *name == word.value) {
        return Some(*page);
    }
    if let Some((role, _)) = ROLES.iter().find(|(name, _)| *name == word.value) {
        let help = format!("write {{ role: {role}, source: FILE }}");
        reader.push_help(Code::BadValue, word.span, format!("a page '{role}' needs a text"), help);
        return None;
    }
    let help = match nearest(&word.value, MADE.iter().map(|(name, _)| *name)) {
        Some(near) => format!("did you mean '{near}'?"),
        None => {
            let known: Vec<&str> = MADE.iter().map(|(name, _)| *name).collect();
            format!("Recto makes {}; a file's name has a '.' or a '/' in it", known.join(", "))
        }
    };
    reader.push_help(Code::BadValue, word.span, format!("Recto makes no page '{}'", word.value), help);
    None
}

/// `{ page: contents, depth: 2 }`
fn made_page(reader: &mut Reader, node: &Node) -> Option<MatterEntry> {
    let fields = reader.fields(node, "a page", &[keys::MADE], &[])?;
    let word = reader.text_of(&fields, "page")?;
    let mut page = named(reader, &word)?;
    if let Some(wanted) = reader.text_of(&fields, "depth") {
        match (&mut page, wanted.value.parse::<u8>()) {
            (MadePage::Contents { depth }, Ok(levels @ 1..=6)) => *depth = Some(levels),
            (MadePage::Contents { .. }, _) => {
                let message = format!("the depth '{}' is not a whole number from 1 to 6", wanted.value);
                reader.push_help(
                    Code::BadValue,
                    wanted.span,
                    message,
                    "1 lists parts and chapters, 2 their sections, too",
                );
            }
            _ => reader.push(Code::BadValue, wanted.span, "only contents have a depth"),
        }
    }
    Some(MatterEntry::Made(Spanned { value: page, span: word.span }))
}

/// Every article of `chapters`, sections included, in order.
pub(super) fn articles(chapters: &[Entry]) -> Vec<&SourceEntry> {
    let mut found = Vec::new();
    for entry in chapters {
        match entry {
            Entry::Source(source) => with_sections(source, &mut found),
            Entry::Part { chapters, .. } => chapters.iter().for_each(|source| with_sections(source, &mut found)),
        }
    }
    found
}

fn with_sections<'e>(entry: &'e SourceEntry, found: &mut Vec<&'e SourceEntry>) {
    found.push(entry);
    entry.sections.iter().for_each(|section| with_sections(section, found));
}

/// The articles of `front` or `back`.
pub(super) fn matter_articles(entries: &[MatterEntry]) -> Vec<&SourceEntry> {
    entries
        .iter()
        .filter_map(|entry| match entry {
            MatterEntry::Source { entry, .. } => Some(entry),
            MatterEntry::Made(_) => None,
        })
        .collect()
}

/// Gives articles of one name in several folders, as `index.md` often is, ids that name their folders, too. An id that was
/// written stays. `pages` are those that stand before and behind the text.
pub(super) fn tell_apart(pages: &mut [&mut [MatterEntry]], chapters: &mut [Entry]) {
    let mut paths: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in pages.iter().flat_map(|pages| matter_articles(pages)).chain(articles(chapters)) {
        paths.entry(entry.id.value.clone()).or_default().insert(entry.path.value.clone());
    }
    let shared = |id: &str| paths.get(id).is_some_and(|paths| paths.len() > 1);
    for entry in pages.iter_mut().flat_map(|pages| pages.iter_mut()) {
        if let MatterEntry::Source { entry, .. } = entry {
            name_folders(entry, &shared);
        }
    }
    for entry in chapters {
        match entry {
            Entry::Source(source) => name_folders(source, &shared),
            Entry::Part { chapters, .. } => chapters.iter_mut().for_each(|source| name_folders(source, &shared)),
        }
    }
}

fn name_folders(entry: &mut SourceEntry, shared: &impl Fn(&str) -> bool) {
    // An id that was not written stands where the path does.
    if entry.id.span == entry.path.span && shared(&entry.id.value) {
        entry.id.value = id_with_folders(&entry.path.value);
    }
    entry.sections.iter_mut().for_each(|section| name_folders(section, shared));
}

/// Findings where an article of `these` has the path or the id of one before it; `before` was already held against
/// itself.
pub(super) fn unique(reader: &mut Reader, before: &[&SourceEntry], these: &[&SourceEntry]) {
    let lines = Source::new("", reader.text);
    // By index, not by place: an alias stands where its anchor does.
    let mut paths = BTreeMap::new();
    let mut ids = BTreeMap::new();
    for (index, entry) in before.iter().chain(these).enumerate() {
        let first_path = *paths.entry(entry.path.value.as_str()).or_insert((index, entry.path.span));
        let first_id = *ids.entry(entry.id.value.as_str()).or_insert((index, entry.id.span));
        if index < before.len() {
            continue;
        }
        if first_path.0 != index {
            let place = lines.place(first_path.1);
            let message = format!("'{}' already stands at {}:{}", entry.path.value, place.line, place.column);
            reader.push_help(Code::ListedTwice, entry.path.span, message, "keep one of them");
        } else if first_id.0 != index {
            let place = lines.place(first_id.1);
            let message = format!("the id '{}' already belongs to {}:{}", entry.id.value, place.line, place.column);
            reader.push_help(Code::ListedTwice, entry.id.span, message, "give one of them another with 'id:'");
        }
    }
}
