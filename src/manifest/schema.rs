//! The JSON Schema of `book.yaml` (draft 2020-12), by which editors complete and check as one types. It is made of the
//! tables that the reader goes by, and of the words of the manual.

use serde_json::{Map, Value, json};

use super::lints::LINTS;
use super::{catalogue, editions, entries, keys, metadata, style};
use crate::base::{Code, Severity};
use crate::style::{Design, GROUPS, Group, HEADINGS, KEYS, PAPERS, Shop, Slot, Way};

const MANUAL: &str = include_str!("../../docs/manual/book-yaml.md");

/// The schema.
pub fn schema() -> Value {
    let mut of_book = about("What is bound");
    of_book.extend(about("Facts about the book"));
    let mut properties = object(keys::FACTS, &of_book, &fact);
    properties.extend(object(keys::BOOK, &of_book, &book));
    let mut of_edition = about("Editions");
    of_edition.extend(about("Facts about the book"));
    let mut edition = object(keys::FACTS, &of_edition, &fact);
    edition.extend(object(keys::EDITION, &of_edition, &self::edition));
    edition.extend(keys::EDITION_LATER.iter().map(|key| (key.to_string(), json!({ "description": "Not used yet." }))));
    let mut look = object(keys::STYLE, &about("Style"), &self::look);
    look.extend(design());
    let chapter = about("Chapters");
    let page = about("Front and back");
    let paged = json!({ "anyOf": [{ "required": ["trim"] }, { "required": ["paper"] }, { "required": ["bleed"] }] });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "book.yaml",
        "description": "The manifest of a book that Recto binds.",
        "type": "object",
        "properties": properties,
        "required": ["title", "language", "chapters"],
        "additionalProperties": false,
        "$defs": {
            "text": { "type": ["string", "number"], "minLength": 1 },
            "truth": { "enum": [true, false, "yes", "no"] },
            "path": { "type": "string", "minLength": 1 },
            "uri": { "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:\\S+$" },
            "day": { "anyOf": [
                { "type": "integer", "minimum": 1000, "maximum": 9999 },
                { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
            ]},
            "length": { "type": "string", "pattern": "^[0-9]*\\.?[0-9]+ ?(pt|mm|cm|in)$" },
            "length-or-em": { "type": "string", "pattern": "^[0-9]*\\.?[0-9]+ ?(pt|mm|cm|in|em)$" },
            "person": either(json!({
                "properties": object(keys::PERSON, &about("Facts about the book"), &person), "required": ["name"],
            })),
            "subject": either(json!({
                "properties": object(keys::SUBJECT, &[], &subject),
                "required": ["name"],
                "dependentRequired": { "code": ["authority"], "authority": ["code"] },
            })),
            "chapter": one_of(&["path"], vec![closed(json!({
                "properties": object(keys::SOURCE, &chapter, &source), "required": ["source"],
            }))]),
            "entry": { "anyOf": [refer("chapter"), closed(json!({
                "properties": object(keys::PART, &chapter, &part), "required": ["part", "chapters"],
            }))]},
            "page": { "anyOf": [
                { "enum": words(entries::MADE) },
                { "type": "string", "pattern": "[./]" },
                closed(json!({ "properties": object(keys::MATTER, &page, &matter), "required": ["source"] })),
                closed(json!({ "properties": object(keys::MADE, &page, &made), "required": ["page"] })),
            ]},
            "edition": closed(json!({
                "properties": edition,
                "required": ["format"],
                "allOf": [
                    { "if": of_format("epub"), "then": { "not": paged } },
                    { "if": of_format("print"), "then": { "anyOf": [{ "required": ["trim"] }, { "required": ["paper"] }] } },
                ],
            })),
            "style": closed(json!({ "properties": look })),
        },
    })
}

fn of_format(format: &str) -> Value {
    json!({ "properties": { "format": { "const": format } }, "required": ["format"] })
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn one_or_more(of: &Value) -> Value {
    json!({ "anyOf": [of, list(of.clone())] })
}

/// A mapping without other keys.
fn closed(mut mapping: Value) -> Value {
    mapping["type"] = json!("object");
    mapping["additionalProperties"] = json!(false);
    mapping
}

/// A text, or a mapping.
fn either(mapping: Value) -> Value {
    one_of(&["text"], vec![closed(mapping)])
}

fn one_of(names: &[&str], mut others: Vec<Value>) -> Value {
    let mut all: Vec<Value> = names.iter().map(|name| refer(name)).collect();
    all.append(&mut others);
    json!({ "anyOf": all })
}

/// A number, or a text in quotes that is one.
fn numeral(number: Value, text: &str) -> Value {
    json!({ "anyOf": [number, { "type": "string", "pattern": text }] })
}

fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}

/// Keys that something needs, so that one left empty is a mistake.
const NEEDED: &[&str] = &[
    "title",
    "language",
    "chapters",
    "format",
    "name",
    "source",
    "part",
    "page",
    "by",
    "wcag",
    "code",
    "authority",
    "trim",
    "paper",
    "bleed",
];

/// A form for each key, with what the manual says of it. To the reader one that is left empty is not there.
fn object(keys: &[&str], about: &[(String, String)], form: &dyn Fn(&str) -> Value) -> Map<String, Value> {
    let described = |key: &&str| {
        let mut value = form(key);
        if value != json!(false) && !NEEDED.contains(key) {
            value = json!({ "anyOf": [value, { "type": "null" }] });
        }
        let told = about.iter().find(|(name, _)| name == key);
        if let (Some((_, words)), Some(form)) = (told, value.as_object_mut()) {
            form.insert("description".to_string(), json!(words));
        }
        (key.to_string(), value)
    };
    keys.iter().map(described).collect()
}

/// What a section of the manual says of keys, in its table or its list.
fn about(section: &str) -> Vec<(String, String)> {
    let head = |line: &&str| line.trim_start_matches('#').trim() == section && line.starts_with('#');
    let mut lines = MANUAL.lines().skip_while(|line| !head(line)).skip(1).peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next().filter(|line| !line.starts_with('#')) {
        let row = line.strip_prefix("| `").and_then(|row| {
            let (key, rest) = row.split_once("` | ")?;
            Some((key, rest.split(" |").next()?.to_string()))
        });
        let item = line.strip_prefix("- `").and_then(|item| item.split_once("`: ")).map(|(key, text)| {
            let mut text = text.to_string();
            while let Some(more) = lines.next_if(|line| line.starts_with("  ")) {
                text = format!("{text} {}", more.trim());
            }
            (key, text)
        });
        if let Some((key, text)) = row.or(item)
            && !found.iter().any(|(known, _)| known == key)
        {
            found.push((key.to_string(), text.replace('`', "")));
        }
    }
    found
}

// Each key's form. `false`, which nothing fits, is for keys without one; a test finds them.

fn fact(key: &str) -> Value {
    match key {
        "title" | "title-sort" | "subtitle" | "version" | "rights" | "description" => refer("text"),
        "language" => json!({ "type": "string", "pattern": "^([A-Za-z]{2,3}|x)(-[A-Za-z0-9]{1,8})*$" }),
        "authors" => one_or_more(&refer("person")),
        "identifier" => refer("uri"),
        "identifiers" => one_or_more(&refer("uri")),
        "date" => refer("day"),
        "modified" => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$" }),
        "publisher" => either(json!({ "properties": object(keys::PUBLISHER, &[], &publisher), "required": ["name"] })),
        "subjects" => list(refer("subject")),
        "sources" => one_or_more(&refer("text")),
        "series" => either(json!({ "properties": object(keys::SERIES, &[], &series), "required": ["title"] })),
        "evaluation" => closed(json!({
            "properties": object(keys::EVALUATION, &[], &evaluation), "required": ["by", "wcag"],
        })),
        _ => json!(false),
    }
}

fn book(key: &str) -> Value {
    match key {
        "cover" => refer("path"),
        "front" | "back" => list(refer("page")),
        "chapters" => json!({ "type": "array", "items": refer("entry"), "minItems": 1 }),
        "order" => json!({ "enum": ["series"] }),
        "editions" => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z0-9_-]{1,64}$" },
            "additionalProperties": refer("edition"),
            "minProperties": 1,
        }),
        "style" => refer("style"),
        "shops" => list(json!({ "enum": words(Shop::ALL) })),
        "lints" => {
            let lint = |code: &Code| {
                let words = match code.severity() {
                    Severity::Error => vec!["deny"],
                    Severity::Warning | Severity::Note => words(LINTS),
                };
                (code.id().to_string(), json!({ "enum": words, "description": code.explain() }))
            };
            closed(json!({ "properties": Code::ALL.iter().map(lint).collect::<Map<String, Value>>() }))
        }
        _ => json!(false),
    }
}

fn edition(key: &str) -> Value {
    match key {
        "format" => json!({ "enum": words(editions::FORMATS) }),
        "pages" => refer("text"),
        "trim" => json!({ "type": "string", "pattern": "^[0-9.]+ ?[x×] ?[0-9.]+ ?(pt|mm|cm|in)$" }),
        "paper" => json!({ "enum": PAPERS.iter().map(|paper| paper.name).collect::<Vec<_>>() }),
        "bleed" => refer("length"),
        "isbn" => json!({ "type": ["string", "integer"] }),
        "cover" => json!({ "anyOf": [refer("path"), { "type": "object", "description": "Not used yet." }] }),
        "front" => json!({ "anyOf": [refer("truth"), list(refer("page"))] }),
        "back" => list(refer("page")),
        "omit" => list(refer("text")),
        "style" => refer("style"),
        _ => json!(false),
    }
}

fn person(key: &str) -> Value {
    match key {
        "name" | "sort" => refer("text"),
        "role" => {
            let code = json!({ "type": "string", "pattern": "^[a-z]{3}$" });
            one_or_more(&json!({ "anyOf": [{ "enum": words(metadata::ROLES) }, code] }))
        }
        _ => json!(false),
    }
}

fn subject(key: &str) -> Value {
    match key {
        "name" | "code" => refer("text"),
        "authority" => json!({ "anyOf": [{ "enum": catalogue::AUTHORITIES }, refer("uri")] }),
        _ => json!(false),
    }
}

fn publisher(key: &str) -> Value {
    match key {
        "name" | "place" => refer("text"),
        "mark" => refer("path"),
        _ => json!(false),
    }
}

fn series(key: &str) -> Value {
    match key {
        "title" => refer("text"),
        "position" => numeral(json!({ "type": "integer", "minimum": 1 }), "^[1-9][0-9]{0,8}$"),
        _ => json!(false),
    }
}

fn evaluation(key: &str) -> Value {
    match key {
        "by" | "credential" => refer("text"),
        "wcag" => json!({ "enum": words(catalogue::STANDARDS) }),
        "date" => refer("day"),
        "report" => refer("uri"),
        _ => json!(false),
    }
}

fn source(key: &str) -> Value {
    match key {
        "source" => refer("path"),
        "id" => json!({ "type": "string", "pattern": "^[^0-9.-][^ :]*$" }),
        "title" => refer("text"),
        "number" => refer("truth"),
        "sections" => list(refer("chapter")),
        _ => json!(false),
    }
}

fn part(key: &str) -> Value {
    match key {
        "part" => refer("text"),
        "chapters" => json!({ "type": "array", "items": refer("chapter"), "minItems": 1 }),
        _ => json!(false),
    }
}

fn matter(key: &str) -> Value {
    match key {
        "role" => json!({ "enum": words(entries::ROLES) }),
        "source" | "id" | "title" => source(key),
        _ => json!(false),
    }
}

fn made(key: &str) -> Value {
    match key {
        "page" => json!({ "enum": words(entries::MADE) }),
        "depth" => numeral(json!({ "type": "integer", "minimum": 1, "maximum": 6 }), "^[1-6]$"),
        _ => json!(false),
    }
}

fn look(key: &str) -> Value {
    match key {
        "design" => json!({ "enum": Design::NAMES }),
        "text" | "heads" | "code" => refer("text"),
        "size" => refer("length"),
        "leading" => refer("length-or-em"),
        "margins" => closed(json!({ "properties": object(keys::MARGINS, &[], &|_| refer("length-or-em")) })),
        "sides" => json!({ "enum": [1, 2, "1", "2"] }),
        "first-letter" => json!({ "enum": words(style::FIRST_LETTERS) }),
        "hyphenation" => {
            let words = list(refer("text"));
            json!({ "anyOf": [words, { "type": "object", "additionalProperties": words }] })
        }
        "microtypography" | "system-fonts" | "embed-fonts" => refer("truth"),
        _ => json!(false),
    }
}

/// The keys of a design.
fn design() -> Map<String, Value> {
    let mapping = |group: &Group| {
        let keys: Map<String, Value> = group.ways().iter().map(|(key, way)| (key.to_string(), slot(*way))).collect();
        (group.name.to_string(), closed(json!({ "properties": keys })))
    };
    let (levels, groups): (Vec<&Group>, Vec<&Group>) = GROUPS.iter().partition(|group| group.is_heading());
    let levels: Map<String, Value> = levels.into_iter().map(mapping).collect();
    let mut all: Map<String, Value> = KEYS.iter().map(|(key, way)| (key.to_string(), slot(Way::Own(*way)))).collect();
    all.extend(groups.into_iter().map(mapping));
    all.insert(HEADINGS.to_string(), closed(json!({ "properties": levels })));
    all
}

fn slot(way: Way) -> Value {
    // What a value must be is the same in every design.
    let Some(mut design) = Design::named(Design::NAMES[0]) else { return json!(false) };
    match way.slot(&mut design) {
        Slot::Percent(_) | Slot::Size(_) => json!({ "type": "string", "pattern": "^[0-9]+ ?%$" }),
        Slot::Em(_) => {
            json!({ "anyOf": [{ "const": 0 }, { "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,3})? ?em$" }] })
        }
        Slot::Count(_) => numeral(json!({ "type": "integer", "minimum": 0, "maximum": 30 }), "^([0-9]|[12][0-9]|30)$"),
        Slot::HalfLines(_) => json!({ "type": "number", "minimum": 0, "maximum": 15, "multipleOf": 0.5 }),
        Slot::Truth(_) => refer("truth"),
        Slot::Text(_) => refer("text"),
        Slot::Word(word) => json!({ "enum": word.words() }),
        Slot::Bullets(_) => json!({
            "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "string", "minLength": 1, "maxLength": 1 },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `see` for every mapping of properties.
    fn properties(value: &Value, see: &mut dyn FnMut(&Map<String, Value>)) {
        match value {
            Value::Object(map) => {
                if let Some(Value::Object(keys)) = map.get("properties") {
                    see(keys);
                }
                map.values().for_each(|value| properties(value, see));
            }
            Value::Array(items) => items.iter().for_each(|value| properties(value, see)),
            _ => {}
        }
    }

    #[test]
    fn what_is_needed_may_not_be_empty_and_all_else_may() {
        fn required(value: &Value, see: &mut dyn FnMut(&str)) {
            match value {
                Value::Object(map) => {
                    for key in map.get("required").and_then(Value::as_array).into_iter().flatten() {
                        see(key.as_str().unwrap());
                    }
                    map.values().for_each(|value| required(value, see));
                }
                Value::Array(items) => items.iter().for_each(|value| required(value, see)),
                _ => {}
            }
        }
        let schema = schema();
        required(&schema, &mut |key| assert!(NEEDED.contains(&key), "'{key}' is required and may be empty"));
        let empty = json!({ "type": "null" });
        assert_eq!(schema["properties"]["subtitle"]["anyOf"][1], empty);
        assert!(schema["properties"]["title"].get("anyOf").is_none());
    }

    #[test]
    fn every_key_has_a_form_and_every_reference_leads_somewhere() {
        let schema = schema();
        properties(&schema, &mut |keys| {
            for (key, form) in keys {
                assert_ne!(form, &json!(false), "'{key}' has no form in the schema");
            }
        });
        let text = schema.to_string();
        for part in text.split("\"#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_manual_and_the_schema_know_the_same_keys() {
        let schema = schema();
        let has = |map: &Value, section: &str| {
            for (key, words) in about(section) {
                let form = map.get(&key).unwrap_or_else(|| panic!("the schema lacks '{key}' of '{section}'"));
                assert_eq!(form["description"], json!(words), "{key}");
            }
        };
        has(&schema["properties"], "What is bound");
        has(&schema["$defs"]["edition"]["properties"], "Editions");
        has(&schema["$defs"]["style"]["properties"], "Style");
        let facts: Vec<String> = about("Facts about the book").into_iter().map(|(key, _)| key).collect();
        for key in keys::FACTS {
            assert!(facts.iter().any(|known| known == key), "the manual's table lacks '{key}'");
        }
    }
}
