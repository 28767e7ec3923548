//! The last blocks of a Markdown article as rows, in which a footer may be found.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::footer::{LINES, Row};
use crate::base::Span;

/// The rows of the last blocks, and for each the block that it belongs to. It begins no later than a footer may.
pub fn last_rows<'a>(nodes: &[Node<'a>], span_of: &dyn Fn(Node<'a>) -> Span) -> Vec<(usize, Row)> {
    let mut blocks: Vec<Vec<Row>> = Vec::new();
    let mut from = nodes.len();
    let mut full = 0;
    while from > 0 && full <= LINES {
        from -= 1;
        let node = nodes[from];
        let mut rows = Vec::new();
        if matches!(node.data().value, NodeValue::FootnoteDefinition(_)) {
            blocks.push(rows);
            continue;
        }
        let known = collect(node, span_of(node), &mut rows, 0);
        if let Some(first) = rows.iter_mut().find(|row| !row.text.is_empty()) {
            first.opens = known;
        }
        full += rows.iter().filter(|row| !row.text.is_empty()).count();
        blocks.push(rows);
        if !known {
            break;
        }
    }
    let numbered = (from..).zip(blocks.into_iter().rev());
    numbered.flat_map(|(at, rows)| rows.into_iter().map(move |row| (at, row))).collect()
}

/// How deep lists and tables of links nest.
const DEPTH: usize = 8;

/// Adds the rows of a block; false where a footer holds no such block.
fn collect<'a>(node: Node<'a>, span: Span, rows: &mut Vec<Row>, depth: usize) -> bool {
    let known = match &node.data().value {
        NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
            lines(node, span, rows);
            true
        }
        NodeValue::List(_) | NodeValue::Item(_) | NodeValue::Table(_) | NodeValue::TableRow(_) if depth < DEPTH => {
            node.children().all(|child| collect(child, span, rows, depth + 1))
        }
        NodeValue::ThematicBreak => true,
        _ => {
            // Something that is no line: what stands above it is not looked at.
            rows.push(Row { text: "\u{fffc}".to_string(), span, ..Row::default() });
            false
        }
    };
    rows.push(Row { span, ..Row::default() });
    known
}

/// The lines of a paragraph; links side by side are a row each.
fn lines<'a>(node: Node<'a>, span: Span, rows: &mut Vec<Row>) {
    let mut row = Row { span, ..Row::default() };
    for child in node.children() {
        match &child.data().value {
            NodeValue::SoftBreak | NodeValue::LineBreak => push(&mut row, span, rows),
            NodeValue::Link(link) => {
                if row.link.is_some() {
                    push(&mut row, span, rows);
                }
                row.text += &words(child);
                row.link = Some(link.url.clone());
            }
            _ => {
                let text = words(child);
                let mut pieces = text.split(['|', '·', '•']);
                row.text += pieces.next().unwrap_or_default();
                for piece in pieces {
                    push(&mut row, span, rows);
                    row.text += piece;
                }
            }
        }
    }
    push(&mut row, span, rows);
}

fn push(row: &mut Row, span: Span, rows: &mut Vec<Row>) {
    let full = std::mem::replace(row, Row { span, ..Row::default() });
    let text = full.text.trim().to_string();
    if !text.is_empty() {
        rows.push(Row { text, ..full });
    }
}

fn words<'a>(node: Node<'a>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(words) => text += words,
            NodeValue::Code(code) => text += &code.literal,
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
