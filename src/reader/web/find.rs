//! Which part of a page is its article: what the page itself marks as one, else where the text is.

use super::each;
use super::terms::{classes, has_word, length, text};
use crate::reader::html::tree::{Element, Node};

/// The part that is the article.
pub struct Found<'p> {
    /// Its element.
    pub root: Option<&'p Element>,
    /// What is in it.
    pub nodes: Vec<Node>,
    /// The line it begins in, from 1.
    pub line: usize,
    /// What it is, where only its text spoke for it.
    pub guess: Option<String>,
}

/// Classes and ids by which blog engines name the text of an article, and nothing else: WordPress and what grew from it, Ghost,
/// Substack, MediaWiki, Squarespace, Blogger, Hugo's and Jekyll's themes, microformats.
const TEXTS: [&str; 26] = [
    "e-content",
    "entry-content",
    "post-content",
    "post__content",
    "article-content",
    "article__content",
    "article-body",
    "article__body",
    "articlebody",
    "post-body",
    "post__body",
    "gh-content",
    "available-content",
    "body-markup",
    "mw-parser-output",
    "mw-content-text",
    "blog-item-content",
    "post-single-content",
    "single-content",
    "story-body",
    "td-post-content",
    "kg-post-content",
    "post-full-content",
    "entry__content",
    "article-text",
    "post-text",
];

/// What the classes of things around an article have in them.
const AROUND: [&str; 10] =
    ["comment", "footer", "sidebar", "nav", "menu", "related", "promo", "widget", "banner", "share"];

/// How many letters speak for an article.
const LEAST: usize = 140;

/// Finds the article of a page.
pub fn article(page: &[Node]) -> Found<'_> {
    let marked: [&dyn Fn(&Element) -> bool; 4] = [
        &|e| has_word(e, "itemprop", "articleBody") || classes(e).iter().any(|class| TEXTS.contains(&class.as_str())),
        &|e| e.name == "article" || has_word(e, "role", "article") || has_word(e, "class", "h-entry"),
        &is_main,
        &|e| has_word(e, "class", "post") || has_word(e, "id", "content"),
    ];
    let all = paragraphs(page);
    for marks in marked {
        let mut best: Option<(usize, &Element)> = None;
        each(page, &mut |element| {
            if marks(element) {
                let own = paragraphs(&element.children).max(length(&element.children).min(LEAST));
                // Of two within each other the outer one is seen first, and is as long.
                if best.is_none_or(|(most, _)| own > most) {
                    best = Some((own, element));
                }
            }
        });
        // A teaser in a list of them is marked like an article, too.
        if let Some((_, element)) = best.filter(|(own, _)| *own >= LEAST.min(all) && *own * 10 >= all * 4) {
            return Found { root: Some(element), nodes: with_head(page, element), line: element.line, guess: None };
        }
    }
    if let Some(main) = sole_main(page, all) {
        return Found { root: Some(main), nodes: main.children.clone(), line: main.line, guess: None };
    }
    by_text(page)
}

fn is_main(element: &Element) -> bool {
    element.name == "main" || has_word(element, "role", "main")
}

/// The one `<main>` of a page, however short it is: HTML has it hold what the page is about. One that says next to nothing beside
/// much else is misused.
fn sole_main(page: &[Node], all: usize) -> Option<&Element> {
    let mut mains = Vec::new();
    each(page, &mut |element| {
        if is_main(element) {
            mains.push(element);
        }
    });
    let outer = *mains.first()?;
    let sole = mains.iter().all(|other| std::ptr::eq(*other, outer) || contains(outer, other));
    let own = length(&outer.children);
    (sole && own > 0 && (own >= LEAST || all < LEAST * 10)).then_some(outer)
}

/// Letters in paragraphs and their like.
fn paragraphs(nodes: &[Node]) -> usize {
    let mut sum = 0;
    for node in nodes {
        if let Node::Element(element) = node {
            sum += match element.name.as_str() {
                "p" | "pre" | "li" | "td" | "blockquote" | "dd" | "figcaption" => length(&element.children),
                "script" | "style" | "nav" | "footer" | "aside" | "form" | "template" => 0,
                _ => paragraphs(&element.children),
            };
        }
    }
    sum
}

/// The nodes of an article's text, and before them the picture that stands over it in the `<article>` around it.
fn with_head(page: &[Node], text: &Element) -> Vec<Node> {
    let mut around: Option<&Element> = None;
    each(page, &mut |element| {
        if element.name == "article" && !std::ptr::eq(element, text) && contains(element, text) {
            around = Some(element);
        }
    });
    let mut nodes = Vec::new();
    if let Some(article) = around {
        pictures_before(&article.children, text, &mut nodes);
    }
    nodes.extend(text.children.iter().cloned());
    nodes
}

fn contains(outer: &Element, inner: &Element) -> bool {
    outer.elements().any(|element| std::ptr::eq(element, inner) || contains(element, inner))
}

/// Takes figures that stand before `text`; false once it is reached.
fn pictures_before(nodes: &[Node], text: &Element, out: &mut Vec<Node>) -> bool {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if std::ptr::eq(element, text) {
            return false;
        }
        let is_head = element.name == "figure"
            || classes(element)
                .iter()
                .any(|c| ["post-thumbnail", "featured-image", "feature-image", "entry-media"].contains(&c.as_str()));
        if is_head && !contains(element, text) {
            out.push(node.clone());
        } else if !pictures_before(&element.children, text, out) {
            return false;
        }
    }
    true
}

/// The part with the most text for its links, as Mozilla's Readability counts it: a paragraph gives its parent a point, one for
/// each comma and up to three for its length, and its grandparent half of them; links take their share away.
fn by_text(page: &[Node]) -> Found<'_> {
    let mut best: Option<(i64, &Element)> = None;
    each(page, &mut |element| {
        if matches!(element.name.as_str(), "div" | "section" | "td" | "center" | "body" | "form") {
            let score = score(element);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, element));
            }
        }
    });
    let best = best.filter(|(score, _)| *score > 0).map(|(_, element)| widened(page, element));
    match best {
        Some(element) if element.name != "body" => {
            let class = element.get("class").or(element.get("id")).unwrap_or_default();
            let shown = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            let guess = Some(format!("<{}{shown}>, which has the most text,", element.name));
            Found { root: Some(element), nodes: element.children.clone(), line: element.line, guess }
        }
        _ => Found { root: None, nodes: body(page).to_vec(), line: 1, guess: None },
    }
}

/// The part around a part that has most of the page's prose: sections may stand in sections, each with paragraphs of its own.
fn widened<'p>(page: &'p [Node], part: &'p Element) -> &'p Element {
    let all = prose(page);
    let mut around = Vec::new();
    each(page, &mut |element| {
        if matches!(element.name.as_str(), "div" | "section" | "td" | "center" | "body" | "form")
            && contains(element, part)
        {
            around.push(element);
        }
    });
    // Outer ones are seen first.
    around
        .into_iter()
        .rev()
        .fold(part, |found, outer| if prose(&found.children) * 10 < all * 9 { outer } else { found })
}

/// Letters outside of links, and of what surely is no article.
fn prose(nodes: &[Node]) -> usize {
    let inner = |node: &Node| match node {
        Node::Text { words, .. } => words.chars().filter(|c| !c.is_whitespace()).count(),
        Node::Element(element) => match element.name.as_str() {
            "a" | "head" | "script" | "style" | "nav" | "footer" | "aside" | "form" | "template" => 0,
            _ if hinted(element, &AROUND) => 0,
            _ => prose(&element.children),
        },
    };
    nodes.iter().map(inner).sum()
}

/// Whether a class of an element has one of these words in it.
fn hinted(element: &Element, words: &[&str]) -> bool {
    classes(element).iter().any(|class| words.iter().any(|word| class.contains(word)))
}

/// In thousandths.
fn score(element: &Element) -> i64 {
    let own: i64 = element.elements().map(points).sum();
    let below: i64 = element.elements().flat_map(Element::elements).map(points).sum();
    let mut score = own + below / 2 + bare_points(element);
    if hinted(element, &["article", "body", "content", "entry", "main", "page", "post", "text", "blog", "story"]) {
        score += score.min(25_000);
    }
    if hinted(element, &AROUND) {
        score -= 25_000;
    }
    score * (1000 - linked(element)) / 1000
}

fn points(element: &Element) -> i64 {
    let letters = length(&element.children) as i64;
    let is_block = matches!(element.name.as_str(), "p" | "pre" | "blockquote" | "ul" | "ol" | "dl");
    if letters < 25 || !(is_block || element.name == "div" && bare_points(element) > 0) {
        return 0;
    }
    worth(&text(&element.children)) * (1000 - linked(element))
}

fn worth(text: &str) -> i64 {
    let commas = text.matches([',', '、', '，', '،']).count();
    (1 + commas + (text.chars().count() / 100).min(3)) as i64
}

/// For words that stand in no paragraph of their own, as old pages have them.
fn bare_points(element: &Element) -> i64 {
    let in_line = |node: &&Node| match node {
        Node::Text { .. } => true,
        Node::Element(inner) => matches!(inner.name.as_str(), "font" | "b" | "i" | "em" | "strong" | "span"),
    };
    let words: Vec<Node> = element.children.iter().filter(in_line).cloned().collect();
    let text = text(&words);
    if text.trim().chars().count() < 80 { 0 } else { worth(&text) * 1000 }
}

/// Which share of an element's text stands in links, in thousandths.
fn linked(element: &Element) -> i64 {
    let mut linked = 0;
    each(&element.children, &mut |inner| {
        if inner.name == "a" {
            linked += length(&inner.children);
        }
    });
    (linked * 1000 / length(&element.children).max(1)) as i64
}

fn body(page: &[Node]) -> &[Node] {
    let mut found = page;
    each(page, &mut |element| {
        if element.name == "body" {
            found = &element.children;
        }
    });
    found
}
