//! Lists of HTML: numbered ones, others, and terms with their meanings.

use super::blocks::{Fed, dress, play};
use super::tree::{self, Element};
use crate::base::Span;
use crate::model::{
    Block, BlockKind, Definition, Inline, InlineKind, Item, List, NumberForm, Numbers, ParaRole, lines_mut,
};
use crate::reader::markdown::Reading;

/// What a box to tick is in a line.
pub(super) const TICKED: &str = "☑ ";
/// The same, not ticked.
pub(super) const UNTICKED: &str = "☐ ";

impl<'a> Reading<'a, '_> {
    /// A list; several where the number of an item is none that follows from the one before.
    pub(super) fn html_list(&mut self, element: &Element, span: Span, fed: &Fed<'_, 'a>, depth: usize) -> Vec<Block> {
        let is_numbered = element.name == "ol";
        let down = is_numbered && element.get("reversed").is_some();
        let mut items: Vec<(Option<u64>, Item)> = Vec::new();
        let mut close = true;
        for node in &element.children {
            let blocks = match node {
                tree::Node::Element(item) if item.name == "li" => {
                    close &= !item.elements().any(|inner| inner.name == "p");
                    let own = item.get("value").and_then(number);
                    let mut blocks = self.html_children(item, fed, depth + 1);
                    let task = boxed(item, 0).then(|| take_box(&mut blocks)).flatten();
                    dress(&mut blocks, item, fed.span(item.line));
                    items.push((own, Item { task, blocks }));
                    continue;
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    self.grouped(pieces)
                }
            };
            // What stands between items belongs to the one before it.
            match items.last_mut() {
                Some((_, last)) => last.blocks.extend(blocks),
                None if blocks.is_empty() => {}
                None => items.push((None, Item { task: None, blocks })),
            }
        }
        let form = match element.get("type") {
            Some("a") => NumberForm::Alpha,
            Some("A") => NumberForm::Capital,
            Some("i") => NumberForm::Roman,
            Some("I") => NumberForm::CapitalRoman,
            _ => form_of(super::inlines::style(element, "list-style-type").unwrap_or_default()),
        };
        let first = if down { items.len() as u64 } else { 1 };
        let mut next = element.get("start").and_then(number).unwrap_or(first);
        let mut lists: Vec<List> = Vec::new();
        for (own, item) in items {
            let jumps = is_numbered && own.is_some_and(|own| own != next);
            next = own.unwrap_or(next);
            let numbers = is_numbered.then_some(Numbers { start: next, form, bracket: false, down });
            next = if down { next.saturating_sub(1) } else { next.saturating_add(1) };
            match lists.last_mut() {
                Some(last) if !jumps => last.items.push(item),
                _ => lists.push(List { numbers, tight: close, items: vec![item] }),
            }
        }
        lists.into_iter().map(|list| Block::new(BlockKind::List(list), span)).collect()
    }

    pub(super) fn html_terms(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> Vec<Definition> {
        let mut all: Vec<Definition> = Vec::new();
        // A group may stand in a div of its own (HTML, 4.4.9).
        let parts = element.children.iter().flat_map(|node| match node {
            tree::Node::Element(group) if group.name == "div" => group.children.iter().collect::<Vec<_>>(),
            other => vec![other],
        });
        for part in parts {
            let is_term = matches!(part, tree::Node::Element(part) if part.name == "dt");
            let mut blocks = match part {
                tree::Node::Element(part) if is_term || part.name == "dd" => {
                    let mut blocks = self.html_children(part, fed, depth + 1);
                    dress(&mut blocks, part, fed.span(part.line));
                    blocks
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    self.grouped(pieces)
                }
            };
            if blocks.is_empty() {
                continue;
            }
            match all.last_mut() {
                Some(last) if !is_term => last.meanings.push(blocks),
                Some(last) if last.meanings.is_empty() => {
                    blocks.iter_mut().for_each(|block| play(block, ParaRole::Term));
                    last.terms.extend(blocks);
                }
                _ if is_term => {
                    blocks.iter_mut().for_each(|block| play(block, ParaRole::Term));
                    all.push(Definition { terms: blocks, meanings: Vec::new() });
                }
                _ => all.push(Definition { terms: Vec::new(), meanings: vec![blocks] }),
            }
        }
        all
    }
}

fn number(written: &str) -> Option<u64> {
    written.trim().parse().ok()
}

/// The numbers that a style asks for.
fn form_of(style: &str) -> NumberForm {
    match style {
        "lower-alpha" | "lower-latin" => NumberForm::Alpha,
        "upper-alpha" | "upper-latin" => NumberForm::Capital,
        "lower-roman" => NumberForm::Roman,
        "upper-roman" => NumberForm::CapitalRoman,
        _ => NumberForm::Decimal,
    }
}

/// Whether the first thing in an item is a box to tick.
fn boxed(item: &Element, depth: usize) -> bool {
    let full = |node: &&tree::Node| !matches!(node, tree::Node::Text { words, .. } if words.trim().is_empty());
    match item.children.iter().find(full) {
        Some(tree::Node::Element(first)) if first.name == "input" => first.get("type") == Some("checkbox"),
        Some(tree::Node::Element(first)) => depth < 3 && boxed(first, depth + 1),
        Some(tree::Node::Text { .. }) | None => false,
    }
}

/// Takes the box off the first words of a task, and tells whether it is ticked.
fn take_box(blocks: &mut [Block]) -> Option<bool> {
    let line = blocks.first_mut().map(lines_mut)?.into_iter().next()?;
    let Some(Inline { kind: InlineKind::Text(words), .. }) = line.first_mut() else { return None };
    let (done, length) = [(true, TICKED), (false, UNTICKED)]
        .into_iter()
        .find_map(|(done, sign)| words.starts_with(sign.trim_end()).then_some((done, sign.trim_end().len())))?;
    words.drain(..length);
    crate::reader::inlines::trim(line);
    Some(done)
}
