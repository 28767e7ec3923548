//! The habits of blog engines as plain HTML: what they call a figure, a heading's name, emphasis.

use super::each_mut;
use super::pictures::MISSING;
use super::terms::{has_class, heading_level, length, squeezed, words};
use crate::reader::html::tree::{Element, Node, letters};
use crate::reader::html::{self, is_element, style, tidy_code};

/// Classes of what stands around a picture and its words, and of those words.
const FIGURES: [&str; 8] = [
    "wp-caption",
    "thumb",
    "thumbinner",
    "image-block",
    "captioned-image",
    "img-caption",
    "media-figure",
    "caption-container",
];
const CAPTIONS: [&str; 8] = [
    "wp-caption-text",
    "thumbcaption",
    "image-caption",
    "caption-text",
    "gallerycaption",
    "img-caption-text",
    "figure-caption",
    "image-caption-wrapper",
];

/// Shapes nodes.
pub fn shape(nodes: &mut Vec<Node>) {
    tidy_code(nodes);
    each_mut(nodes, &mut |element| {
        formula(element);
        drawing(element);
        name(element);
        gallery(element);
        look(element);
        if heading_level(&element.name).is_some() && element.get("id").is_none() {
            let inner = element.elements().find_map(|inner| inner.get("id").map(str::to_string));
            element.attributes.extend(inner.map(|id| ("id".to_string(), id)));
        }
    });
    drop_blank(nodes);
}

/// What an element is called.
fn name(element: &mut Element) {
    let holds_caption = element
        .elements()
        .any(|inner| has_class(inner, &CAPTIONS) || inner.elements().any(|inner| has_class(inner, &CAPTIONS)));
    let new = match element.name.as_str() {
        "amp-img" => "img",
        "div" if has_class(element, &FIGURES) && holds_caption => "figure",
        "div" | "p" | "span" | "dd" if has_class(element, &CAPTIONS) => "figcaption",
        own if own.starts_with('#') || is_element(own) => return,
        // Elements that a site made up.
        _ => "span",
    };
    element.name = new.to_string();
}

/// A list that holds nothing but pictures is a gallery, and no list.
fn gallery(element: &mut Element) {
    let blank = |node: &Node| matches!(node, Node::Text { words, .. } if words.trim().is_empty());
    let shown = |node: &Node| match node {
        Node::Text { .. } => blank(node),
        Node::Element(inner) => match inner.name.as_str() {
            "figure" => true,
            "img" | "picture" | "a" => length(&inner.children) == 0 && (inner.name != "a" || holds(inner)),
            _ => false,
        },
    };
    let item = |node: &Node| match node {
        Node::Text { .. } => blank(node),
        Node::Element(item) => item.name == "li" && !item.children.iter().all(blank) && item.children.iter().all(shown),
    };
    if matches!(element.name.as_str(), "ul" | "ol")
        && element.elements().next().is_some()
        && element.children.iter().all(item)
    {
        element.name = "div".to_string();
        element.children.iter_mut().for_each(|node| {
            if let Node::Element(item) = node {
                item.name = "div".to_string();
            }
        });
    }
}

/// How an element looks, where that is all that says what it means.
fn look(element: &mut Element) {
    if element.name == "b" && style(element, "font-weight").is_some_and(|weight| matches!(weight, "normal" | "400")) {
        element.name = "span".to_string();
    }
    if element.name != "span" {
        return;
    }
    let bold = style(element, "font-weight")
        .is_some_and(|weight| weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600));
    let italic = style(element, "font-style").is_some_and(|style| style == "italic");
    let struck = style(element, "text-decoration").is_some_and(|style| style.contains("line-through"));
    for name in [bold.then_some("strong"), italic.then_some("em"), struck.then_some("s")].into_iter().flatten() {
        let children = std::mem::take(&mut element.children);
        element.children = vec![Node::Element(Element {
            name: name.to_string(),
            attributes: Vec::new(),
            line: element.line,
            children,
        })];
    }
}

/// A formula that a page carries as TeX: KaTeX and MathJax keep it within their MathML, MediaWiki as words for the blind. MathML
/// alone is put into TeX.
fn formula(element: &mut Element) {
    if element.name == "script" && element.get("type").is_some_and(|kind| kind.starts_with("math/tex")) {
        let display = element.get("type").is_some_and(|kind| kind.contains("display"));
        element.name = "math".to_string();
        element.attributes = vec![("alttext".to_string(), super::terms::squeezed(&letters(&element.children)))];
        element.attributes.extend(display.then(|| ("display".to_string(), "block".to_string())));
        element.children.clear();
    }
    if element.name != "math" {
        return;
    }
    let mut tex = None;
    super::each(&element.children, &mut |inner| {
        if inner.name == "annotation" && inner.get("encoding").is_some_and(|kind| kind.contains("tex")) {
            tex = Some(letters(&inner.children));
        }
    });
    let said = tex.or_else(|| element.get("alttext").map(str::to_string));
    let Some(tex) = said.or_else(|| html::mathml::tex(element)) else { return };
    let tex = tex.trim();
    let bare = tex.strip_prefix("{\\displaystyle").and_then(|rest| rest.strip_suffix('}')).unwrap_or(tex).trim();
    element.attributes.push(("#tex".to_string(), bare.to_string()));
}

/// A drawing that says what it shows stands for a picture; others are icons.
fn drawing(element: &mut Element) {
    if element.name != "svg" {
        return;
    }
    let title = element.elements().find(|inner| inner.name == "title").map(|title| words(&title.children));
    let said = element.get("aria-label").map(squeezed).or(title).filter(|said| said.split(' ').count() > 1);
    if let Some(said) = said {
        element.name = MISSING.to_string();
        element.attributes = vec![("alt".to_string(), said), ("address".to_string(), "a drawing (SVG)".to_string())];
        element.children.clear();
    }
}

/// Paragraphs that hold nothing only keep others apart.
fn drop_blank(nodes: &mut Vec<Node>) {
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        drop_blank(&mut element.children);
        let is_blank = matches!(element.name.as_str(), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            && length(&element.children) == 0;
        !is_blank || holds(element)
    });
}

/// Whether something is in an element that shows itself without a letter, or a place.
fn holds(element: &Element) -> bool {
    const SHOWN: [&str; 12] =
        ["img", "picture", "noscript", "iframe", "video", "audio", "embed", "object", "math", "hr", "input", "table"];
    element.get("id").is_some()
        || element.elements().any(|inner| {
            SHOWN.contains(&inner.name.as_str())
                || inner.name.starts_with('#')
                || inner.get("id").or(inner.get("name")).is_some()
                || holds(inner)
        })
}

/// The article's highest headings are of level 2, below its title.
pub fn levels(nodes: &mut [Node]) {
    let mut least = 6;
    super::each(nodes, &mut |element| least = heading_level(&element.name).unwrap_or(6).min(least));
    each_mut(nodes, &mut |element| {
        if let Some(level) = heading_level(&element.name) {
            element.name = format!("h{}", (level + 2).saturating_sub(least).clamp(2, 6));
        }
    });
}
