//! A Word file as a container: its parts, within limits, and which part is meant by which id.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};

use crate::base::limits;

/// A Word file, opened.
pub struct Package<'b> {
    archive: zip::ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that its parts may still unfold to: a small file may hold endless ones.
    left: u64,
}

/// What a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referred {
    /// Another part, by its name in the container.
    Part(String),
    /// An address outside.
    Address(String),
}

impl<'b> Package<'b> {
    /// Opens the container; in words why it cannot be.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, String> {
        // What Word locks with a password, and what it wrote before 2007, begins so (MS-CFB, 2.2).
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err("it is a Word file of the old kind (.doc), or locked with a password".to_string());
        }
        let archive =
            zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is damaged, or no Word file".to_string())?;
        Ok(Package { archive, left: limits::PACKAGE_BYTES })
    }

    /// The bytes of a part; none where it is not there or larger than is read.
    pub fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let entry = self.archive.by_name(name).ok()?;
        let mut bytes = Vec::new();
        let limit = self.left.min(limits::SOURCE_BYTES);
        let read = entry.take(limit + 1).read_to_end(&mut bytes).ok()? as u64;
        self.left -= read.min(self.left);
        (read <= limit).then_some(bytes)
    }

    /// A part that is XML, as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.part(name)?;
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
    }

    /// What the ids in a part refer to.
    pub fn relations(&mut self, part: &str) -> BTreeMap<String, Referred> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.text(&path) else { return BTreeMap::new() };
        let Some(document) = parse(&text) else { return BTreeMap::new() };
        let relations = document.root_element().children().filter(|node| node.has_tag_name_any("Relationship"));
        relations
            .filter_map(|node| {
                let target = node.attribute("Target")?;
                let referred = match node.attribute("TargetMode") {
                    Some("External") => Referred::Address(target.to_string()),
                    _ => Referred::Part(beside(folder, target)),
                };
                Some((node.attribute("Id")?.to_string(), referred))
            })
            .collect()
    }
}

/// A part's name as another names it: from the container's root, or beside itself.
fn beside(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_string();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A part as a tree, within the limits; no entity is ever expanded.
pub fn parse(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { nodes_limit: limits::PACKAGE_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

/// Names without their namespaces: Word writes the same names in two of them (ECMA-376, transitional and strict).
pub trait Named<'a, 'i> {
    /// Whether an element has this name in any namespace.
    fn has_tag_name_any(&self, name: &str) -> bool;
    /// The first child of this name.
    fn child(&self, name: &str) -> Option<Node<'a, 'i>>;
    /// An attribute of this name in any namespace.
    fn said(&self, name: &str) -> Option<&'a str>;
    /// The `val` of the first child of this name.
    fn value(&self, name: &str) -> Option<&'a str>;
    /// Whether a switch is on: it is there, and does not say `0`.
    fn on(&self, name: &str) -> Option<bool>;
}

impl<'a, 'i> Named<'a, 'i> for Node<'a, 'i> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }

    fn child(&self, name: &str) -> Option<Node<'a, 'i>> {
        self.children().find(|node| node.has_tag_name_any(name))
    }

    fn said(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.child(name)?.said("val")
    }

    fn on(&self, name: &str) -> Option<bool> {
        self.child(name).map(|node| !matches!(node.said("val"), Some("0" | "false" | "off" | "none")))
    }
}
