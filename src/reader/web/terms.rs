//! What several parts of the reader of pages ask: classes, texts, addresses.

use crate::reader::html::tree::{Element, Node};

/// The level of a heading's element.
pub fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// The text of nodes, space as typed, without scripts and styles.
pub fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    add_text(nodes, &mut out);
    out
}

fn add_text(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text { words, .. } => out.push_str(words),
            Node::Element(element) if matches!(element.name.as_str(), "script" | "style" | "template" | "noscript") => {
            }
            Node::Element(element) => {
                add_text(&element.children, out);
                // Words of two blocks are two words.
                if !matches!(element.name.as_str(), "a" | "b" | "i" | "em" | "strong" | "span" | "code" | "sup" | "sub")
                {
                    out.push(' ');
                }
            }
        }
    }
}

/// The text of nodes with single spaces.
pub fn words(nodes: &[Node]) -> String {
    squeezed(&text(nodes))
}

/// A text with single spaces.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many letters nodes show.
pub fn length(nodes: &[Node]) -> usize {
    text(nodes).chars().filter(|c| !c.is_whitespace()).count()
}

/// Whether two texts have the same letters and digits, whatever their quotes, dashes and capitals.
pub fn same(a: &str, b: &str) -> bool {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && a == b
}

/// The classes and the id of an element, in small letters.
pub fn classes(element: &Element) -> Vec<String> {
    let class = element.get("class").unwrap_or_default();
    let id = element.get("id").unwrap_or_default();
    class.split_ascii_whitespace().chain([id]).filter(|name| !name.is_empty()).map(str::to_ascii_lowercase).collect()
}

/// Whether an element has one of these classes, or one of them as its id.
pub fn has_class(element: &Element, wanted: &[&str]) -> bool {
    classes(element).iter().any(|class| wanted.contains(&class.as_str()))
}

/// Whether an attribute has a word among its words.
pub fn has_word(element: &Element, attribute: &str, word: &str) -> bool {
    element.get(attribute).is_some_and(|value| value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word)))
}

/// Whether a picture, a film or a page stands in an element.
pub fn holds_picture(element: &Element) -> bool {
    const PICTURES: [&str; 5] = ["img", "picture", "figure", "video", "iframe"];
    element.elements().any(|inner| PICTURES.contains(&inner.name.as_str()) || holds_picture(inner))
}

/// The address that `href` means on the page at `url` (RFC 3986, 5.3).
pub fn joined(url: &str, href: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return href.to_string() };
    let whole = rest.split('#').next().unwrap_or_default();
    let rest = whole.split('?').next().unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if href.is_empty() {
        return format!("{scheme}://{whole}");
    }
    if href.starts_with('?') {
        return format!("{scheme}://{host}/{path}{href}");
    }
    if href.starts_with("//") {
        return format!("{scheme}:{href}");
    }
    if href.starts_with('/') {
        return format!("{scheme}://{host}{href}");
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    let mut rest = href;
    loop {
        if let Some(behind) = rest.strip_prefix("./") {
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("../") {
            parts.pop();
            rest = behind;
        } else {
            break;
        }
    }
    parts.push(rest);
    format!("{scheme}://{host}/{}", parts.join("/"))
}

#[cfg(test)]
#[test]
fn addresses_are_joined_as_browsers_join_them() {
    for (href, expected) in [
        ("?page=2", "https://x.org/b/a.php?page=2"),
        ("", "https://x.org/b/a.php?q"),
        ("//y.org/c", "https://y.org/c"),
        ("/c", "https://x.org/c"),
        ("../c", "https://x.org/c"),
        ("./c", "https://x.org/b/c"),
    ] {
        assert_eq!(joined("https://x.org/b/a.php?q#f", href), expected);
    }
}
