//! Notes of a page: marks that lead to a place, and places that lead back, become notes where their first mark stands.
//!
//! Every engine writes them otherwise (Pandoc, kramdown, Hugo, WordPress, Substack, MediaWiki, Word), but in all of them the mark is a
//! short link to a place, and a link at that place leads back to the mark, or its name says what it is.

use std::collections::{BTreeMap, BTreeSet};

use super::terms::{has_word, holds_picture, length, squeezed, text, words};
use super::{each, terms};
use crate::base::{Code, Diags, Site};
use crate::model::same_address;
use crate::reader::html::tree::{Element, Node};

/// The bodies of notes, by the name that their marks lead to.
pub type Bodies = BTreeMap<String, Element>;

/// The element that stands for a note, with its body in it, and the one for a further mark. No page can have one of these names.
pub const NOTE: &str = "#note";
/// The same.
pub const MARK: &str = "#mark";

/// The longest mark, in characters: `[12]`, `note 3`.
const MARK_LENGTH: usize = 8;

/// Words over a list of notes.
const HEADS: [&str; 18] = [
    "notes",
    "footnotes",
    "endnotes",
    "references",
    "citations",
    "notes and references",
    "sources",
    "fußnoten",
    "anmerkungen",
    "einzelnachweise",
    "notes et références",
    "références",
    "notas",
    "referencias",
    "note",
    "noten",
    "voetnoten",
    "примечания",
];

/// A link that may be a mark: what it leads to, and the names by which a link may lead back to it.
struct Mark {
    /// Where it stands in the article.
    path: Vec<usize>,
    to: String,
    names: Vec<String>,
    /// Those of them that are its own, and not those of what it stands in.
    own: Vec<String>,
    /// What it shows, without brackets.
    shown: String,
    says_so: bool,
}

/// What takes a reader back, beside the mark's own text.
const BACK: [&str; 9] = ["back", "go back", "return", "back to text", "jump up", "top", "zurück", "retour", "volver"];

/// Finds the notes of an article and takes their bodies out of it. `page` is all of the page, since they may stand beside the
/// article; `url` is the page's own address.
pub fn find(page: &[Node], article: &mut Vec<Node>, url: Option<&str>) -> Bodies {
    let mut marks = Vec::new();
    collect(article, url, &mut Vec::new(), &mut Vec::new(), &mut marks);
    if marks.is_empty() {
        return Bodies::new();
    }
    let wanted: BTreeSet<String> = marks.iter().map(|mark| mark.to.clone()).collect();
    let mut by_place: BTreeMap<&str, Vec<&Mark>> = BTreeMap::new();
    for mark in &marks {
        by_place.entry(&mark.to).or_default().push(mark);
    }
    let mut bodies = Bodies::new();
    let mut gone = BTreeSet::new();
    let mut places = BTreeMap::new();
    for (nodes, is_article) in [(article.as_slice(), true), (page, false)] {
        let known: BTreeSet<String> = places.keys().cloned().collect();
        find_places(nodes, &mut Vec::new(), None, &wanted, &mut places);
        let mut taken: BTreeMap<&str, (&Mark, &Element, &Vec<usize>)> = BTreeMap::new();
        for mark in marks.iter().filter(|mark| !known.contains(&mark.to)) {
            let Some(path) = places.get(&mark.to) else { continue };
            // A note stands behind its mark: what leads back leads to a place before it.
            if taken.contains_key(mark.to.as_str()) || (is_article && *path <= mark.path) {
                continue;
            }
            let Some(place) = at_path(nodes, path).filter(|place| is_body(place, mark, url)) else { continue };
            taken.insert(&mark.to, (mark, place, path));
        }
        let mut shared: BTreeMap<&Vec<usize>, usize> = BTreeMap::new();
        for (_, _, path) in taken.values() {
            *shared.entry(path).or_default() += 1;
        }
        for (mark, place, path) in taken.values() {
            // Where several are named within one paragraph, each of them is only a part of it: the links stay links.
            if shared.get(path).is_some_and(|count| *count > 1) {
                continue;
            }
            let mut body = (**place).clone();
            let marks = by_place.get(mark.to.as_str()).map(Vec::as_slice).unwrap_or_default();
            strip_back(&mut body, url, &|link, to| {
                marks.iter().any(|mark| mark.own.iter().any(|own| own == to))
                    || (!is_named_note(to) && is_way_back(link, marks))
            });
            strip_label(&mut body.children, marks, body.name != "li");
            bodies.insert(mark.to.clone(), body);
            if is_article {
                gone.insert((*path).clone());
            }
        }
    }
    // From the end, so that no path is another's before it is used.
    for path in gone.iter().rev() {
        remove(article, path);
    }
    if !bodies.is_empty() {
        drop_empty(article);
    }
    bodies
}

/// Whether what a mark leads to is a note: a link in it leads back, or both say so. A table of contents has short links, too, but
/// headings do not lead back.
fn is_body(place: &Element, mark: &Mark, url: Option<&str>) -> bool {
    const BODIES: [&str; 10] = ["li", "p", "div", "aside", "dd", "td", "tr", "section", "span", "small"];
    let leads_back = || leads_to(place, url, &|name| mark.names.iter().any(|own| own == name));
    BODIES.contains(&place.name.as_str())
        && length(&place.children) > 0
        && (leads_back() || (mark.says_so && (is_named_note(&mark.to) || is_note(place))))
}

fn at_path<'e>(nodes: &'e [Node], path: &[usize]) -> Option<&'e Element> {
    let (first, rest) = path.split_first()?;
    match nodes.get(*first)? {
        Node::Element(element) if rest.is_empty() => Some(element),
        Node::Element(element) => at_path(&element.children, rest),
        Node::Text { .. } => None,
    }
}

fn remove(nodes: &mut Vec<Node>, path: &[usize]) {
    match path {
        [] => {}
        [at] => drop(nodes.remove(*at)),
        [at, rest @ ..] => {
            if let Some(Node::Element(element)) = nodes.get_mut(*at) {
                remove(&mut element.children, rest);
            }
        }
    }
}

/// The place within the page that a link leads to.
fn place_of<'e>(link: &'e Element, url: Option<&str>) -> Option<&'e str> {
    let (page, place) = link.get("href")?.trim().split_once('#')?;
    (page.is_empty() || url.is_some_and(|url| same_address(page, url)))
        .then_some(place)
        .filter(|place| !place.is_empty())
}

fn collect(
    nodes: &[Node],
    url: Option<&str>,
    path: &mut Vec<usize>,
    around: &mut Vec<(String, bool)>,
    marks: &mut Vec<Mark>,
) {
    for (at, node) in nodes.iter().enumerate() {
        let Node::Element(element) = node else { continue };
        path.push(at);
        let own = element.get("id").or(element.get("name")).map(str::to_string);
        if element.name == "a"
            && let Some(to) = place_of(element, url)
        {
            let shown = words(&element.children);
            let bare = shown.trim_matches(|c: char| "[](){}^* \u{a0}".contains(c));
            let counts = bare.chars().any(|c| c.is_ascii_digit()) || bare.chars().count() <= 2 || "*†‡§".contains(bare);
            let says_so =
                has_word(element, "rel", "footnote") || has_word(element, "role", "doc-noteref") || is_named_note(to);
            if shown.chars().count() <= MARK_LENGTH && counts {
                let mut names: Vec<String> = around.iter().rev().take(3).map(|(name, _)| name.clone()).collect();
                let mut its: Vec<String> =
                    around.iter().rev().take_while(|(_, tight)| *tight).map(|(name, _)| name.clone()).collect();
                its.extend(own.clone());
                // Old pages name the mark by an empty link right before it.
                let before = at.checked_sub(1).and_then(|before| match &nodes[before] {
                    Node::Element(before) => before.get("name").or(before.get("id")),
                    Node::Text { .. } => None,
                });
                its.extend(before.map(str::to_string));
                each(&element.children, &mut |inner| its.extend(inner.get("id").map(str::to_string)));
                names.extend(its.iter().cloned());
                let shown = bare.to_string();
                marks.push(Mark { path: path.clone(), to: to.to_string(), names, own: its, shown, says_so });
            }
        }
        let named = own.is_some();
        // What holds nothing but the mark is the mark's.
        around.extend(own.map(|own| {
            let tight = matches!(element.name.as_str(), "sup" | "span" | "a" | "b" | "strong" | "small" | "font")
                && length(&element.children) <= MARK_LENGTH;
            (own, tight)
        }));
        collect(&element.children, url, path, around, marks);
        if named {
            around.pop();
        }
        path.pop();
    }
}

/// Where the elements are that the wanted names name: where one names nothing but a number or a point, the block around it.
fn find_places(
    nodes: &[Node],
    path: &mut Vec<usize>,
    around: Option<(&Element, usize)>,
    wanted: &BTreeSet<String>,
    found: &mut BTreeMap<String, Vec<usize>>,
) {
    for (at, node) in nodes.iter().enumerate() {
        let Node::Element(element) = node else { continue };
        path.push(at);
        for name in [element.get("id"), element.get("name")].into_iter().flatten() {
            if wanted.contains(name) {
                let in_line = matches!(element.name.as_str(), "a" | "span" | "sup" | "b" | "strong");
                let is_point = in_line && length(&element.children) <= MARK_LENGTH;
                let depth = around.filter(|_| is_point).map_or(path.len(), |(_, depth)| depth);
                found.entry(name.to_string()).or_insert_with(|| path[..depth].to_vec());
            }
        }
        let is_block = matches!(element.name.as_str(), "p" | "li" | "div" | "dd" | "td" | "aside" | "section");
        // The innermost block, but the item rather than its paragraph.
        let next = match around {
            Some((item, _)) if item.name == "li" && element.name == "p" => around,
            _ if is_block => Some((element, path.len())),
            _ => around,
        };
        find_places(&element.children, path, next, wanted, found);
        path.pop();
    }
}

fn is_named_note(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["fn", "footnote", "_ftn", "_edn", "endnote", "cite_note", "cite-note", "note", "sdfootnote", "easy-footnote"]
        .iter()
        .any(|begins| {
            name.strip_prefix(begins).is_some_and(|rest| {
                !rest.starts_with("ref")
                    && (rest.is_empty()
                        || !rest.starts_with(char::is_alphabetic)
                        || rest.contains(|c: char| c.is_ascii_digit()))
            })
        })
}

fn is_note(place: &Element) -> bool {
    has_word(place, "role", "doc-footnote")
        || has_word(place, "role", "doc-endnote")
        || terms::has_class(place, &["footnote", "endnote"])
}

/// Whether a link within an element leads to a name.
fn leads_to(element: &Element, url: Option<&str>, is_name: &dyn Fn(&str) -> bool) -> bool {
    let mut found = false;
    each(&element.children, &mut |inner| found |= inner.name == "a" && place_of(inner, url).is_some_and(is_name));
    found
}

/// Whether a link shows an arrow, what a mark shows, or a word that leads back.
fn is_way_back(link: &Element, marks: &[&Mark]) -> bool {
    let shown = words(&link.children).to_lowercase();
    let bare = shown.trim_matches(|c: char| "[](){}. \u{a0}\u{fe0e}\u{fe0f}".contains(c));
    let is_arrow = !bare.is_empty() && bare.chars().all(|c| "^↑↩↵⤴⏎←⇑⬆↖⮐🔙\u{fe0e}\u{fe0f}".contains(c));
    is_arrow || BACK.contains(&bare) || (!bare.is_empty() && marks.iter().any(|mark| mark.shown.to_lowercase() == bare))
}

/// Takes the links that lead back out of a body, with what stood around nothing but them.
fn strip_back(element: &mut Element, url: Option<&str>, leads_back: &dyn Fn(&Element, &str) -> bool) {
    element.children.retain_mut(|node| {
        let Node::Element(inner) = node else { return true };
        if has_word(inner, "class", "mw-cite-backlink") {
            return false;
        }
        let was = length(&inner.children);
        let leads = inner.name == "a" && place_of(inner, url).is_some_and(|to| leads_back(inner, to));
        let is_back = leads
            || has_word(inner, "role", "doc-backlink")
            || has_word(inner, "class", "footnote-backref")
            || has_word(inner, "rev", "footnote");
        if is_back && was <= 24 {
            return false;
        }
        strip_back(inner, url, leads_back);
        !(was > 0 && length(&inner.children) == 0 && !holds_picture(inner))
    });
}

/// Takes what is left of a number off the first words: `1.`, `[1]`, `^`; brackets around a link that is gone. A number is one only
/// if a mark shows it, and never where the list itself counts (`numbered`).
fn strip_label(nodes: &mut Vec<Node>, marks: &[&Mark], numbered: bool) -> bool {
    let is_shown =
        |label: &str| marks.iter().any(|mark| mark.shown.trim_start_matches(|c: char| !c.is_ascii_digit()) == label);
    while let Some(first) = nodes.first_mut() {
        match first {
            Node::Text { words, .. } => {
                let bare = words.trim_start();
                let rest = trim_signs(bare);
                let digits = bare.trim_start_matches(['[', '(']).bytes().take_while(u8::is_ascii_digit).count();
                // A bracket that the note's own words begin with stays.
                let gone = &bare[..bare.len() - rest.len()];
                let own = gone.rfind(['[', '(']).filter(|at| !rest.is_empty() && !gone[*at..].contains([']', ')']));
                let rest = own.map_or(rest, |at| &bare[at..]);
                let (label, behind) = bare.trim_start_matches(['[', '(']).split_at(digits);
                let behind = Some(behind).filter(|_| numbered && digits > 0 && is_shown(label));
                let behind = behind.and_then(|rest| rest.strip_prefix([']', ')', '.']));
                let kept = behind.map_or(rest, str::trim_start).to_string();
                if kept.is_empty() {
                    nodes.remove(0);
                    continue;
                }
                *words = kept;
                return true;
            }
            Node::Element(element)
                if matches!(
                    element.name.as_str(),
                    "p" | "span" | "div" | "sup" | "b" | "strong" | "font" | "small"
                ) && !element.children.is_empty() =>
            {
                if element.name == "sup" && is_shown(&squeezed(&text(&element.children))) {
                    nodes.remove(0);
                    continue;
                }
                return strip_label(&mut element.children, marks, numbered);
            }
            // The place itself, which its mark replaces.
            Node::Element(element) if element.name == "a" && length(&element.children) == 0 => drop(nodes.remove(0)),
            Node::Element(_) => return true,
        }
    }
    false
}

/// A text without the signs that were around a link: a point or colon only where no word follows at once (`.NET`).
fn trim_signs(text: &str) -> &str {
    let mut rest = text;
    loop {
        let behind = rest.trim_start_matches(|c: char| "[]()^↑↩ \u{a0}\u{fe0e}".contains(c));
        let next =
            behind.strip_prefix(['.', ':']).filter(|next| next.is_empty() || next.starts_with(char::is_whitespace));
        match next {
            Some(next) => rest = next.trim_start(),
            None => return behind,
        }
    }
}

/// Takes out lists and sections that held nothing but notes, and the headings over them.
fn drop_empty(nodes: &mut Vec<Node>) {
    let is_head = |node: &Node| match node {
        Node::Element(element)
            if terms::heading_level(&element.name).is_some()
                || matches!(element.name.as_str(), "p" | "strong" | "div") =>
        {
            let words = words(&element.children).to_lowercase();
            HEADS.contains(&words.trim_end_matches([':', '.']).trim_end_matches("[edit]").trim())
        }
        Node::Element(element) => element.name == "hr",
        Node::Text { words, .. } => words.trim().is_empty(),
    };
    // A heading behind which nothing is left.
    let blank = |node: &Node| matches!(node, Node::Text { words, .. } if words.trim().is_empty());
    while let Some(last) =
        nodes.iter().rposition(|node| !blank(node)).filter(|last| is_heading(&nodes[*last]) && is_head(&nodes[*last]))
    {
        nodes.truncate(last);
    }
    let mut at = 0;
    while at < nodes.len() {
        let Node::Element(element) = &mut nodes[at] else {
            at += 1;
            continue;
        };
        let holds = matches!(element.name.as_str(), "ol" | "ul" | "dl" | "div" | "section" | "aside" | "footer");
        if !holds {
            at += 1;
            continue;
        }
        let about = is_note(element)
            || terms::classes(element)
                .iter()
                .any(|c| c.contains("footnote") || c.contains("references") || c.contains("reflist"));
        drop_empty(&mut element.children);
        let empty =
            element.children.iter().all(is_head) && (about || matches!(element.name.as_str(), "ol" | "ul" | "dl"));
        let empty = empty || (length(&element.children) == 0 && !holds_picture(element) && about);
        if !empty {
            at += 1;
            continue;
        }
        nodes.remove(at);
        // The heading before it, and a rule.
        while at > 0 && is_head(&nodes[at - 1]) {
            at -= 1;
            nodes.remove(at);
        }
    }
}

fn is_heading(node: &Node) -> bool {
    matches!(node, Node::Element(element) if terms::heading_level(&element.name).is_some())
}

/// Puts each body where its first mark stands. A body may hold marks itself.
pub fn place(nodes: &mut Vec<Node>, bodies: &mut Bodies) {
    if bodies.is_empty() {
        return;
    }
    let all: BTreeSet<String> = bodies.keys().cloned().collect();
    place_in(nodes, &all, bodies);
}

/// Puts bodies whose marks went with what was left out of the page at the end of the article.
pub fn append(nodes: &mut Vec<Node>, mut bodies: Bodies, at: &dyn Fn(usize) -> Site, diags: &mut Diags) {
    let all: BTreeSet<String> = bodies.keys().cloned().collect();
    while let Some((name, mut body)) = bodies.pop_first() {
        let all_words = words(&body.children);
        let begins: Vec<&str> = all_words.split(' ').take(6).collect();
        let message = format!(
            "the mark of a note is left out of the page; the note stands at the article's end: '{}'",
            begins.join(" ")
        );
        let help = "check whether it belongs there; write the article in Markdown to put it elsewhere";
        diags.push_help(Code::PageRemains, at(body.line), message, help);
        place_in(&mut body.children, &all, &mut bodies);
        let attributes = vec![("id".to_string(), name)];
        nodes.push(Node::Element(Element { name: "div".to_string(), attributes, ..body }));
    }
}

fn place_in(nodes: &mut Vec<Node>, all: &BTreeSet<String>, bodies: &mut Bodies) {
    let mut at = 0;
    while at < nodes.len() {
        let Node::Element(element) = &mut nodes[at] else {
            at += 1;
            continue;
        };
        let to = element.get("href").and_then(|href| href.split_once('#')).map(|(_, to)| to.to_string());
        let to = to.filter(|to| element.name == "a" && all.contains(to) && length(&element.children) <= MARK_LENGTH);
        let Some(to) = to else {
            place_in(&mut element.children, all, bodies);
            if is_bare(element) {
                let inner = std::mem::take(&mut element.children);
                let count = inner.len();
                nodes.splice(at..=at, inner);
                strip_brackets(nodes, at, count);
                at += count.saturating_sub(1);
            }
            at += 1;
            continue;
        };
        let line = element.line;
        let (name, children) = match bodies.remove(&to) {
            Some(mut body) => {
                place_in(&mut body.children, all, bodies);
                (NOTE, body.children)
            }
            None => (MARK, Vec::new()),
        };
        nodes[at] =
            Node::Element(Element { name: name.to_string(), attributes: vec![("id".to_string(), to)], line, children });
        strip_brackets(nodes, at, 1);
        at += 1;
    }
}

/// Whether an element holds nothing but marks, and raises or brackets them.
fn is_bare(element: &Element) -> bool {
    let is_mark = |node: &Node| matches!(node, Node::Element(e) if e.name == NOTE || e.name == MARK);
    let is_sign = |node: &Node| matches!(node, Node::Text { words, .. } if words.trim_matches(|c: char| "[](), ".contains(c) || c.is_whitespace()).is_empty());
    matches!(element.name.as_str(), "sup" | "span")
        && element.children.iter().any(is_mark)
        && element.children.iter().all(|node| is_mark(node) || is_sign(node))
}

/// Takes brackets off both sides of a mark.
fn strip_brackets(nodes: &mut [Node], at: usize, count: usize) {
    let (before, rest) = nodes.split_at_mut(at);
    let behind = rest.get_mut(count);
    if let (Some(Node::Text { words: before, .. }), Some(Node::Text { words: behind, .. })) =
        (before.last_mut(), behind)
        && before.ends_with('[')
        && behind.starts_with(']')
    {
        before.pop();
        behind.remove(0);
    }
}
