//! HTML elements that stand in a line: what each means in the model.

use super::tree::{self, Element, Node};
use super::{MEDIA, is_in, ruby};
use crate::base::{Span, language};
use crate::model::{Anchor, Inline, InlineKind, Lang, Meaning, Target, plain_text};
use crate::reader::attributes::{Attributes, wrapped as with_attributes};
use crate::reader::names;

/// Elements that mean something in a line, if only by a language or a name.
const MEANT: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rp rt rtc s \
    samp small span strike strong sub sup time tt u var ";

/// The start of an element in a line.
#[derive(Debug)]
pub enum Opened {
    /// It holds what stands up to its end.
    Around(Element),
    /// It stands by itself: `<br>`, `<img>`.
    Alone(Element),
    /// A line has no place for it.
    Strange,
}

/// Reads the start of an element in a line.
pub fn opened(typed: &str) -> Opened {
    let nodes = tree::parse(typed);
    let element = nodes.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text { .. } => None,
    });
    match element {
        Some(element) if ["br", "wbr", "img", "input", "embed"].contains(&element.name.as_str()) => {
            Opened::Alone(element)
        }
        Some(element) if is_in(MEANT, &element.name) || is_in(MEDIA, &element.name) => Opened::Around(element),
        Some(_) | None => Opened::Strange,
    }
}

/// What stands in an element, as the element means it.
pub fn wrapped(element: &Element, inner: Vec<Inline>, span: Span) -> Vec<Inline> {
    let one = |kind| vec![Inline::new(kind, span)];
    let meant = |meaning, looks| one(InlineKind::Meant(meaning, one(looks)));
    let inner = match element.name.as_str() {
        _ if inner.is_empty() && element.name != "a" => inner,
        "sup" => one(InlineKind::Sup(inner)),
        "sub" => one(InlineKind::Sub(inner)),
        "em" | "i" => one(InlineKind::Emph(inner)),
        "cite" => meant(Meaning::Work, InlineKind::Emph(inner)),
        // No term is defined within another (HTML, 4.5.8).
        "dfn" if inner.iter().any(defines) => one(InlineKind::Emph(inner)),
        "dfn" => meant(Meaning::Term, InlineKind::Emph(inner)),
        "var" => meant(Meaning::Variable, InlineKind::Emph(inner)),
        "strong" | "b" => one(InlineKind::Strong(inner)),
        "del" | "s" | "strike" => one(InlineKind::Strike(inner)),
        "u" | "ins" => one(InlineKind::Underline(inner)),
        "mark" => one(InlineKind::Highlight(inner)),
        "small" => one(InlineKind::Small(inner)),
        "code" | "tt" => one(code(inner)),
        "kbd" => meant(Meaning::Input, code(inner)),
        "samp" => meant(Meaning::Output, code(inner)),
        // The typography of its language makes quotes of these; those within are single ones.
        "q" => {
            let mut inner = inner;
            single_quotes(&mut inner);
            let quote = || Inline::new(InlineKind::Text("\"".to_string()), span);
            std::iter::once(quote()).chain(inner).chain(std::iter::once(quote())).collect()
        }
        "ruby" => ruby::ruby(inner, span),
        "rb" => return ruby::base(with_attributes(inner, &attributes(element)), span),
        "rt" | "rtc" => return ruby::readings(inner, &attributes(element), span),
        // The brackets around a reading, which are there without it. More is an author's slip.
        "rp" if !plain_text(&inner).contains(char::is_alphanumeric) => return Vec::new(),
        "abbr" | "acronym" => match element.get("title").filter(|full| !full.trim().is_empty()) {
            Some(full) => one(InlineKind::Abbr { full: full.trim().to_string(), text: inner }),
            None => one(InlineKind::Meant(Meaning::Abbreviation, inner)),
        },
        "a" => match element.get("href") {
            Some(href) => {
                let mut named = inner;
                // A link within the book that has no words is named after what it leads to.
                if named.is_empty() && names::is_remote(href) {
                    named.push(Inline::new(InlineKind::Text(href.to_string()), span));
                }
                let title = element.get("title").filter(|title| !title.is_empty()).map(str::to_string);
                one(InlineKind::Link { target: Target::Written(href.to_string()), title, text: named })
            }
            None => inner,
        },
        _ => inner,
    };
    match inner.is_empty() {
        true => place(element, span).into_iter().collect(),
        false => with_attributes(inner, &attributes(element)),
    }
}

/// The place that an element names.
pub fn place(element: &Element, span: Span) -> Option<Inline> {
    attributes(element).id.map(|id| Inline::new(InlineKind::Place(Anchor(id)), span))
}

/// The attributes of an element that mean the same in braces.
pub fn attributes(element: &Element) -> Attributes {
    let name = element.get("name").filter(|_| element.name == "a");
    let id = element.get("id").or(name).filter(|id| !id.is_empty()).map(str::to_string);
    let mut found = Attributes { id, ..Attributes::default() };
    found.classes.extend(element.get("class").unwrap_or_default().split_ascii_whitespace().map(str::to_string));
    if element.get("style").is_some_and(|style| style.replace(' ', "").contains("font-variant:small-caps")) {
        found.classes.push("smallcaps".to_string());
    }
    found.pairs.extend(lang(element).map(|Lang(lang)| ("lang".to_string(), lang)));
    found
}

/// What an element's own style says of a property.
pub fn style<'e>(element: &'e Element, property: &str) -> Option<&'e str> {
    let said = element.get("style")?.split(';').filter_map(|said| said.split_once(':'));
    let own = said.rev().find(|(name, _)| name.trim().eq_ignore_ascii_case(property));
    own.map(|(_, value)| value.trim().trim_end_matches("!important").trim_end())
}

/// The language that an element names.
pub fn lang(element: &Element) -> Option<Lang> {
    element.get("lang").or_else(|| element.get("xml:lang")).and_then(language::tag).map(Lang)
}

fn single_quotes(line: &mut [Inline]) {
    for piece in line {
        if let InlineKind::Text(words) = &mut piece.kind {
            *words = words.replace('"', "'");
        } else if let Some(children) = piece.children_mut() {
            single_quotes(children);
        }
    }
}

fn defines(piece: &Inline) -> bool {
    matches!(piece.kind, InlineKind::Meant(Meaning::Term, _)) || piece.children().iter().any(defines)
}

/// Code holds letters alone; a note or a picture in it must not be lost.
fn code(inner: Vec<Inline>) -> InlineKind {
    match inner.iter().all(is_letters) {
        true => InlineKind::Code(plain_text(&inner)),
        false => InlineKind::Emph(inner),
    }
}

fn is_letters(piece: &Inline) -> bool {
    match piece.kind {
        InlineKind::Note(_)
        | InlineKind::NoteRef { .. }
        | InlineKind::Image(_)
        | InlineKind::Formula(_)
        | InlineKind::Place(_) => false,
        _ => piece.children().iter().all(is_letters),
    }
}
