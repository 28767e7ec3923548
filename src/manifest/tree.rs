//! YAML as a tree with a place on every key and value.
//!
//! Aliases share what they name, but count in full against the budget, so that a file that unfolds into millions of
//! values is refused before anyone walks it.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_saphyr::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use super::syntax;
use crate::base::{Code, Diags, Site, SourceId, Span, limits};

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    /// Where it stands.
    pub span: Span,
    /// The value.
    pub kind: Kind,
    nodes: usize,
    depth: usize,
}

/// A value.
#[derive(Debug)]
pub(super) enum Kind {
    /// One text as the source spells it, and whether it stands without quotes.
    Text(String, bool),
    /// A list.
    List(Vec<Rc<Node>>),
    /// A mapping, in order, duplicates included.
    Map(Vec<(Key, Rc<Node>)>),
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The key.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// Whether nothing stands there: an empty value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Text(t, true) if matches!(t.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

enum Open {
    List { anchor: usize, start: usize, items: Vec<Rc<Node>> },
    Map { anchor: usize, start: usize, key: Option<Option<Key>>, pairs: Vec<(Key, Rc<Node>)> },
}

/// The tree of a YAML text; `None`, with a finding, where it is not YAML or outgrows its limits.
pub(super) fn parse(text: &str, source: SourceId, diags: &mut Diags) -> Option<Rc<Node>> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: BTreeMap<usize, Rc<Node>> = BTreeMap::new();
    let mut root: Option<Rc<Node>> = None;
    let mut count = 0usize;
    let mut documents = 0;
    while let Some(next) = parser.next_event() {
        let (event, place) = match next {
            Ok(next) => next,
            Err(error) => {
                refused(text, source, &error, diags);
                return None;
            }
        };
        let (from, to) = (offset(&place.start), offset(&place.end));
        let (from, to) = (from.min(text.len()), to.min(text.len()).max(from.min(text.len())));
        let site = Site { source, span: Span::new(from, to) };
        let (node, anchor, weight) = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    diags.push_help(
                        Code::ManifestSyntax,
                        site,
                        "a second document begins here",
                        "a manifest is one YAML document; remove the line '---'",
                    );
                    return root;
                }
                continue;
            }
            Event::Scalar(value, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                (leaf(site.span, value.into_owned(), plain), anchor, 1)
            }
            Event::Alias(id) => match anchors.get(&id) {
                // A collection's parts were counted as they came; an alias brings all of its own at once.
                Some(node) => (node.clone(), 0, node.nodes),
                None => {
                    diags.push(Code::ManifestSyntax, site, "this alias stands inside what it names");
                    return None;
                }
            },
            Event::SequenceStart(_, anchor, _) => {
                open.push(Open::List { anchor, start: from, items: Vec::new() });
                if open.len() > limits::MANIFEST_DEPTH {
                    too_deep(site, diags);
                    return None;
                }
                continue;
            }
            Event::MappingStart(_, anchor, _) => {
                open.push(Open::Map { anchor, start: from, key: None, pairs: Vec::new() });
                if open.len() > limits::MANIFEST_DEPTH {
                    too_deep(site, diags);
                    return None;
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List { anchor, start, items }) => (branch(text, start, to, Kind::List(items)), anchor, 1),
                Some(Open::Map { anchor, start, pairs, .. }) => (branch(text, start, to, Kind::Map(pairs)), anchor, 1),
                None => continue,
            },
            _ => continue,
        };
        if node.depth + open.len() > limits::MANIFEST_DEPTH {
            too_deep(site, diags);
            return None;
        }
        count = count.saturating_add(weight);
        if count > limits::MANIFEST_NODES {
            diags.push_help(
                Code::TooLarge,
                site,
                format!("the manifest has more than {} values once its aliases are expanded", limits::MANIFEST_NODES),
                "write out what is meant instead of naming aliases of aliases",
            );
            return None;
        }
        if anchor != 0 {
            anchors.insert(anchor, node.clone());
        }
        match open.last_mut() {
            None => root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { key, pairs, .. }) => match key.take() {
                Some(Some(key)) => pairs.push((key, node)),
                Some(None) => {}
                None => {
                    *key = Some(match &node.kind {
                        Kind::Text(text, _) => Some(Key { text: text.clone(), span: site.span }),
                        Kind::List(_) | Kind::Map(_) => {
                            diags.push(Code::WrongType, site, "a key is one word, not a list or a mapping");
                            None
                        }
                    });
                }
            },
        }
    }
    if root.is_none() {
        diags.push_help(
            Code::MissingKey,
            Site { source, span: Span::default() },
            "the manifest is empty",
            "it needs 'title', 'language' and 'chapters'",
        );
    }
    root
}

pub(super) fn offset(marker: &serde_saphyr::granit_parser::Marker) -> usize {
    marker.byte_offset().unwrap_or_else(|| marker.index())
}

fn leaf(span: Span, text: String, plain: bool) -> Rc<Node> {
    Rc::new(Node { span, kind: Kind::Text(text, plain), nodes: 1, depth: 0 })
}

fn branch(text: &str, start: usize, end: usize, kind: Kind) -> Rc<Node> {
    let (nodes, depth) = {
        let children: Vec<&Rc<Node>> = match &kind {
            Kind::List(items) => items.iter().collect(),
            Kind::Map(pairs) => pairs.iter().map(|(_, node)| node).collect(),
            Kind::Text(..) => Vec::new(),
        };
        let nodes = children.iter().fold(1usize, |sum, child| sum.saturating_add(child.nodes));
        (nodes, children.iter().map(|child| child.depth).max().unwrap_or(0) + 1)
    };
    let end = start + text.get(start..end).map_or(0, |held| held.trim_end().len());
    Rc::new(Node { span: Span::new(start, end), kind, nodes, depth })
}

fn too_deep(site: Site, diags: &mut Diags) {
    diags.push(
        Code::TooDeep,
        site,
        format!("lists and mappings are nested deeper than {} levels here", limits::MANIFEST_DEPTH),
    );
}

/// A finding about text that is not YAML, or is nested too deep.
fn refused(text: &str, source: SourceId, error: &ScanError, diags: &mut Diags) {
    let at = syntax::place(text, error);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        too_deep(Site { source, span: Span::new(at, at) }, diags);
        return;
    }
    syntax::explain(text, source, error, at, diags);
}
