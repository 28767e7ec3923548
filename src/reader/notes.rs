//! Footnotes: their bodies stand at the end of a Markdown text, and move to where their first mark stands.

use std::collections::BTreeMap;

use comrak::Node;
use comrak::nodes::NodeValue;

use crate::model::Anchor;

/// What has become of a note's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// No mark was seen yet.
    Waiting,
    /// It stands, or is being read, at its first mark.
    AtMark(Anchor),
    /// It stands at the chapter's end, since no mark led to it.
    AtEnd,
}

struct Definition<'a> {
    label: String,
    node: Node<'a>,
    body: Body,
}

/// The notes of one article, in the order in which their bodies stand.
#[derive(Default)]
pub struct Notes<'a> {
    all: Vec<Definition<'a>>,
    by_label: BTreeMap<String, usize>,
}

impl<'a> Notes<'a> {
    /// Finds every note under `root`. Of two with the same label the first is the one that marks lead to.
    pub fn collect(root: Node<'a>) -> Notes<'a> {
        let mut notes = Notes { all: Vec::new(), by_label: BTreeMap::new() };
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
                notes.by_label.entry(key(&definition.name)).or_insert(notes.all.len());
                notes.all.push(Definition { label: definition.name.clone(), node, body: Body::Waiting });
            }
        }
        notes
    }

    /// The body a label leads to: its node and what has become of it.
    pub fn find(&self, label: &str) -> Option<(Node<'a>, &Body)> {
        let definition = &self.all[*self.by_label.get(&key(label))?];
        Some((definition.node, &definition.body))
    }

    /// Notes that a body now stands at a mark.
    pub fn set(&mut self, label: &str, anchor: Anchor) {
        if let Some(index) = self.by_label.get(&key(label)) {
            self.all[*index].body = Body::AtMark(anchor);
        }
    }

    /// The next note that no mark has led to, which from now on stands at the chapter's end.
    pub fn next_unused(&mut self) -> Option<(String, Node<'a>)> {
        let definition = self.all.iter_mut().find(|definition| definition.body == Body::Waiting)?;
        definition.body = Body::AtEnd;
        Some((definition.label.clone(), definition.node))
    }

    /// Nothing was read yet after all.
    pub fn forget(&mut self) {
        for definition in &mut self.all {
            definition.body = Body::Waiting;
        }
    }
}

fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
