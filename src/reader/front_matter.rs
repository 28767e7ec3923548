//! Front matter: what a Markdown file says of itself above its text, in YAML (`---`) or TOML (`+++`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_saphyr::options::DuplicateKeyPolicy;

use super::names;
use crate::base::{Code, Diags, Site, Source, SourceId, Span, language};
use crate::manifest;
use crate::model::{Lang, Neighbours};

/// What front matter may say.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// The title.
    pub title: Option<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The language.
    pub lang: Option<Lang>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// The id, made an XML name.
    pub id: Option<String>,
    /// The neighbours.
    pub neighbours: Neighbours,
}

/// Reads the front matter of a source and says at which byte its text begins.
pub fn read(source: &Source, id: SourceId, diags: &mut Diags) -> (FrontMatter, usize) {
    let Some(block) = find(&source.text) else {
        if let Some(fence) = unclosed(&source.text) {
            let site = Site { source: id, span: Span::new(0, fence.len()) };
            let message = format!("the front matter that '{fence}' begins here has no end");
            let help = format!("write a line '{fence}' below its last key");
            diags.push_help(Code::FrontMatter, site, message, help);
        }
        return (FrontMatter::default(), 0);
    };
    let mut reading = Reading { source, id, start: block.inner.0, diags, said: FrontMatter::default() };
    let text = &source.text[block.inner.0..block.inner.1];
    match block.fence {
        Fence::Yaml => reading.yaml(text),
        Fence::Toml => reading.toml(text),
    }
    (reading.said, block.end)
}

enum Fence {
    Yaml,
    Toml,
}

struct Found {
    fence: Fence,
    inner: (usize, usize),
    end: usize,
}

/// Front matter begins on the first line and is closed; a blank line behind `---` makes that line a scene break.
fn find(text: &str) -> Option<Found> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = match first.trim_end() {
        "---" => Fence::Yaml,
        "+++" => Fence::Toml,
        _ => return None,
    };
    let mut at = first.len();
    for (index, line) in lines.enumerate() {
        let bare = line.trim_end();
        let closes = match fence {
            Fence::Yaml => bare == "---" || bare == "...",
            Fence::Toml => bare == "+++",
        };
        if closes {
            return Some(Found { fence, inner: (first.len(), at), end: at + line.len() });
        }
        if index == 0 && bare.is_empty() && matches!(fence, Fence::Yaml) {
            return None;
        }
        at += line.len();
    }
    None
}

/// The line that begins front matter, where a key follows and no such line ends it.
fn unclosed(text: &str) -> Option<&'static str> {
    let mut lines = text.lines();
    let (fence, sign) = match lines.next()?.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let (key, _) = lines.next()?.split_once(sign)?;
    let sound = |c: char| c.is_alphanumeric() || "-_. ".contains(c);
    (!key.trim().is_empty() && key.trim().split(' ').count() == 1 && key.chars().all(sound)).then_some(fence)
}

/// The keys and values of a YAML mapping in order, repeated keys among them.
struct Pairs(Vec<(String, serde_saphyr::Spanned<Value>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

struct Reading<'a> {
    source: &'a Source,
    id: SourceId,
    start: usize,
    diags: &'a mut Diags,
    said: FrontMatter,
}

const HELP: &str = "put a value with ': ' or ' #' in it in quotes, or take the front matter out";

impl Reading<'_> {
    fn site(&self, span: Span) -> Site {
        Site { source: self.id, span }
    }

    /// The line of the front matter, from 1, without its end.
    fn line(&self, line: usize) -> Span {
        let first = self.source.text[..self.start].matches('\n').count();
        let start = self.source.line_start(first + line.max(1));
        let length = self.source.text[start..].lines().next().map_or(0, str::len);
        Span::new(start, start + length)
    }

    fn yaml(&mut self, text: &str) {
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return;
        }
        let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::PassThrough };
        match serde_saphyr::from_str_with_options::<Pairs>(text, options) {
            Ok(Pairs(pairs)) => {
                let mut seen = BTreeSet::new();
                for (key, value) in pairs {
                    let span = self.line(value.defined.line() as usize);
                    if seen.insert(key.clone()) {
                        self.take(&key, &value.value, span);
                    } else {
                        let message = format!("'{key}' stands in the front matter twice");
                        self.diags.push_help(Code::FrontMatter, self.site(span), message, "keep one of them");
                    }
                }
            }
            Err(error) => {
                if let Some((span, said, help)) = manifest::yaml_fault(text) {
                    let (from, to) = (span.start as usize + self.start, span.end as usize + self.start);
                    self.diags.push_help(Code::FrontMatter, self.site(Span::new(from, to)), said, help);
                    return;
                }
                let line = error.location().map_or(1, |at| at.line() as usize);
                let said = "the front matter is not a list of keys and values (key: value)";
                self.diags.push_help(Code::FrontMatter, self.site(self.line(line)), said, HELP);
            }
        }
    }

    fn toml(&mut self, text: &str) {
        match toml::from_str::<BTreeMap<String, toml::Spanned<toml::Value>>>(text) {
            Ok(map) => {
                let mut pairs: Vec<_> = map.into_iter().collect();
                pairs.sort_by_key(|(_, value)| value.span().start);
                for (key, value) in pairs {
                    let span = Span::new(self.start + value.span().start, self.start + value.span().end);
                    self.take(&key, &json(value.into_inner()), span);
                }
            }
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                let site = self.site(Span::new(self.start + at.start, self.start + at.end));
                let said = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_string();
                let message = format!("the front matter is not valid TOML: {said}");
                self.diags.push_help(Code::FrontMatter, site, message, "put texts in quotes, as TOML asks");
            }
        }
    }

    fn take(&mut self, key: &str, value: &Value, span: Span) {
        let site = self.site(span);
        match key {
            "title" => self.said.title = self.text(key, value, site),
            "subtitle" => self.said.subtitle = self.text(key, value, site),
            "author" | "authors" => self.authors(key, value, site),
            "date" => self.said.date = self.text(key, value, site),
            "language" | "lang" => self.lang(key, value, site),
            "id" => self.said.id = self.text(key, value, site).map(|id| names::xml_name(&id)),
            "previous" | "prev" => {
                self.said.neighbours.previous = self.neighbour(key, value, site).map(|name| (name, site));
            }
            "next" => self.said.neighbours.next = self.neighbour(key, value, site).map(|name| (name, site)),
            _ => {}
        }
    }

    fn text(&mut self, key: &str, value: &Value, site: Site) -> Option<String> {
        match value {
            Value::String(text) => {
                Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty())
            }
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                let message = format!("'{key}' in the front matter wants a text, and has {}", kind(value));
                self.diags.push_help(Code::FrontMatter, site, message, format!("write {key}: \"…\""));
                None
            }
        }
    }

    fn neighbour(&mut self, key: &str, value: &Value, site: Site) -> Option<String> {
        match value {
            // Site generators switch a neighbour off so.
            Value::Bool(false) => None,
            _ => self.text(key, value, site),
        }
    }

    fn lang(&mut self, key: &str, value: &Value, site: Site) {
        let Some(tag) = self.text(key, value, site) else { return };
        let Some(lang) = language::tag(&tag) else {
            let message = format!("'{tag}' is not the tag of a language");
            self.diags.push_help(Code::FrontMatter, site, message, "write a BCP 47 tag such as en, en-US or ja");
            return;
        };
        if let Some((message, help)) = language::mistaken(&lang) {
            self.diags.push_help(Code::FrontMatter, site, message, help);
        }
        self.said.lang = Some(Lang(lang));
    }

    fn authors(&mut self, key: &str, value: &Value, site: Site) {
        let one = std::slice::from_ref(value);
        let all = if let Value::Array(all) = value { all.as_slice() } else { one };
        for author in all {
            let name = author.as_object().and_then(|person| person.get("name")).unwrap_or(author);
            let name = self.text(key, name, site);
            self.said.authors.extend(name);
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(all) => Value::Array(all.into_iter().map(json).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, json(v))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (FrontMatter, usize, Vec<String>) {
        let source = Source::new("a.md", text);
        let mut diags = Diags::new();
        let (said, end) = read(&source, SourceId(0), &mut diags);
        let found = diags
            .iter()
            .map(|d| format!("{}:{} {}", d.code.id(), source.place(d.at.unwrap().span).line, d.message))
            .collect();
        (said, end, found)
    }

    #[test]
    fn yaml_says_who_and_what() {
        let text = "---\ntitle: A Word\nauthor: [Ada, {name: Ben}]\nlang: en-GB\nnext: Other\nlayout: post\n---\nText";
        let (said, end, found) = read_text(text);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(said.title.as_deref(), Some("A Word"));
        assert_eq!(said.authors, ["Ada", "Ben"]);
        assert_eq!(said.lang, Some(Lang("en-GB".into())));
        let (next, site) = said.neighbours.next.unwrap();
        assert_eq!(next, "Other");
        assert_eq!(&text[site.span.start as usize..site.span.end as usize], "next: Other");
        assert_eq!(&text[end..], "Text");
    }

    #[test]
    fn toml_says_the_same() {
        let (said, _, found) =
            read_text("+++\ntitle = \"A\"\ndate = 2026-01-02\nprevious = \"B\"\nid = \"x y\"\n+++\n");
        assert_eq!(found, Vec::<String>::new());
        assert_eq!((said.title.as_deref(), said.id.as_deref()), (Some("A"), Some("x-y")));
        assert_eq!(said.neighbours.previous.unwrap().0, "B");
    }

    #[test]
    fn what_is_broken_is_found_where_it_stands() {
        let (_, _, found) = read_text("---\nlayout: x\ntitle: a: b\n---\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found, ["front-matter:3 this text has ': ' in it, which YAML reads as another key"]);
        let (_, _, found) = read_text("+++\na = 1\ntitle = b\n+++\n");
        assert!(found[0].starts_with("front-matter:3 "), "{found:?}");
        let (_, _, found) = read_text("---\nid: a\ntitle: [a, b]\nlang: Klingon!\n---\n");
        assert_eq!(
            found,
            [
                "front-matter:3 'title' in the front matter wants a text, and has a list",
                "front-matter:4 'Klingon!' is not the tag of a language"
            ]
        );
    }

    #[test]
    fn words_are_for_authors_and_in_the_order_of_the_text() {
        let (said, _, found) = read_text("---\ntitle: A\nid: a\ntitle: B\nsubtitle: [x]\n---\n");
        assert_eq!(said.title.as_deref(), Some("A"));
        assert_eq!(
            found,
            [
                "front-matter:4 'title' stands in the front matter twice",
                "front-matter:5 'subtitle' in the front matter wants a text, and has a list"
            ]
        );
        let no_list = "front-matter:2 the front matter is not a list of keys and values (key: value)";
        assert_eq!(read_text("---\nJust a line.\n---\n").2, [no_list]);
        assert_eq!(read_text("---\n- a\n- b\n---\n").2, [no_list]);
        let (_, _, found) = read_text("+++\nsubtitle = [1]\nauthor = { x = 1 }\nid = true\n+++\n");
        let lines: Vec<&str> = found.iter().map(|said| said.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(lines, ["front-matter:2", "front-matter:3", "front-matter:4"]);
        assert!(read_text("+++\nid = 1\nid = 2\n+++\n").2[0].starts_with("front-matter:3 "));
    }

    #[test]
    fn what_is_never_closed_is_found() {
        for (text, fence) in [("---\ntitle: never closed\n\n# A\n", "---"), ("+++\ntitle = \"x\"\n", "+++")] {
            let (_, end, found) = read_text(text);
            let said = format!("front-matter:1 the front matter that '{fence}' begins here has no end");
            assert_eq!((end, found), (0, vec![said]));
        }
        assert!(read_text("---\nA scene follows a break: here.\n").2.is_empty());
    }

    #[test]
    fn a_scene_break_at_the_top_is_none() {
        assert_eq!(read_text("---\n\nText\n\n---\n").1, 0);
        assert_eq!(read_text("---\r\ntitle: A\r\n---\r\nText").0.title.as_deref(), Some("A"));
        assert_eq!(read_text("---\n---\nText").1, 8);
    }
}
