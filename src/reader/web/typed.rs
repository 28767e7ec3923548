//! Formulas that stand in a page's text as TeX, for a script to find.

use super::each;
use crate::reader::html::tree::{Element, Node};

/// Whether a page has a script that sets such formulas: MathJax, or KaTeX's search for them.
pub fn expected(page: &[Node]) -> bool {
    let mut found = false;
    each(page, &mut |element| {
        let names = |text: &str| ["mathjax", "katex"].iter().any(|name| text.to_ascii_lowercase().contains(name));
        let called = |node: &Node| matches!(node, Node::Text { words, .. } if words.contains("MathJax") || words.contains("renderMathInElement"));
        found |=
            element.name == "script" && (element.get("src").is_some_and(names) || element.children.iter().any(called));
    });
    found
}

/// Formulas that stand in the text as TeX, for a script to find: between `\(` and `\)`, `\[` and `\]`, or double dollars.
pub fn read(nodes: &mut Vec<Node>) {
    let mut made = Vec::with_capacity(nodes.len());
    for mut node in nodes.drain(..) {
        match &mut node {
            Node::Element(element) => {
                if !matches!(
                    element.name.as_str(),
                    "pre" | "code" | "kbd" | "samp" | "script" | "style" | "math" | "svg"
                ) {
                    read(&mut element.children);
                }
                made.push(node);
            }
            Node::Text { words, line } => divided(words, *line, &mut made),
        }
    }
    *nodes = made;
}

/// A text, with the formulas in it as elements.
fn divided(words: &str, line: usize, out: &mut Vec<Node>) {
    // Whether a pair is closed anywhere behind; what is not closed once is not looked for again.
    let mut pairs = [("\\(", "\\)", false, true), ("\\[", "\\]", true, true), ("$$", "$$", true, true)];
    let text = |words: &str| Node::Text { words: words.to_string(), line };
    let (mut from, mut at) = (0, 0);
    while let Some(step) = words[at..].find(['\\', '$']) {
        at += step;
        let opened = pairs.iter_mut().find(|(open, .., closed)| *closed && words[at..].starts_with(*open));
        let Some((open, close, display, closed)) = opened else {
            at += 1;
            continue;
        };
        let inner = &words[at + open.len()..];
        let Some(length) = inner.find(*close) else {
            *closed = false;
            at += open.len();
            continue;
        };
        let tex = inner[..length].trim();
        // Dollars may be money.
        if tex.is_empty() || *open == "$$" && !tex.contains(['\\', '^', '_', '=']) {
            at += open.len() + length;
            continue;
        }
        if from < at {
            out.push(text(&words[from..at]));
        }
        let mut attributes = vec![("#tex".to_string(), tex.to_string())];
        attributes.extend(display.then(|| ("display".to_string(), "block".to_string())));
        out.push(Node::Element(Element { name: "math".to_string(), attributes, line, children: Vec::new() }));
        at += open.len() + length + close.len();
        from = at;
    }
    if from < words.len() || words.is_empty() {
        out.push(text(&words[from..]));
    }
}
