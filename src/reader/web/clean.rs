//! What a site puts around and into an article, and a book leaves out: told by elements and by the names of classes, and counted,
//! so that nothing goes without a word.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::terms::{self, has_class, has_word, length, words};
use crate::base::{Code, Diags, Site};
use crate::reader::html::tree::{Element, Node};

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Menus, paths, lists of pages.
    Navigation,
    /// Buttons to share, like and follow.
    Share,
    /// What readers wrote.
    Comments,
    /// Teasers of other articles.
    Related,
    /// Forms to subscribe, to search, to sign in.
    Forms,
    /// Notices about cookies.
    Cookies,
    /// Advertisements.
    Advertisements,
    /// Lines about the author, the date, the topics.
    About,
    /// Buttons and icons.
    Controls,
    /// What the page does not show.
    Hidden,
    /// Scripts, styles, pictures that count readers.
    Scripts,
    /// Whatever else stands around the article.
    Around,
}

impl Kind {
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Kind::Navigation => ("menu or list of pages", "menus and lists of pages"),
            Kind::Share => ("group of buttons to share or follow", "groups of buttons to share or follow"),
            Kind::Comments => ("part with comments", "parts with comments"),
            Kind::Related => ("list of other articles", "lists of other articles"),
            Kind::Forms => ("form to subscribe, search or sign in", "forms to subscribe, search or sign in"),
            Kind::Cookies => ("notice about cookies", "notices about cookies"),
            Kind::Advertisements => ("advertisement", "advertisements"),
            Kind::About => ("line about author, date or topics", "lines about author, date or topics"),
            Kind::Controls => ("button or icon", "buttons and icons"),
            Kind::Hidden => ("thing that the page does not show", "things that the page does not show"),
            Kind::Scripts => ("script, style or counter", "scripts, styles and counters"),
            Kind::Around => ("other thing around the article", "other things around the article"),
        }
    }
}

/// What was left out: how much of each kind, where the first of it stood, and how it began.
#[derive(Debug, Default)]
pub struct Left(BTreeMap<Kind, (usize, usize, String)>);

/// How many words of the first thing of a kind a finding shows.
const SHOWN_WORDS: usize = 6;

impl Left {
    /// Counts one thing.
    pub fn count(&mut self, kind: Kind, element: &Element) {
        let (count, _, begins) = self.0.entry(kind).or_insert((0, element.line, String::new()));
        *count += 1;
        if begins.is_empty() && kind != Kind::Scripts {
            let text = words(&element.children);
            let all: Vec<&str> = text.split(' ').collect();
            let more = if all.len() > SHOWN_WORDS { " …" } else { "" };
            if !text.is_empty() {
                *begins = format!("{}{more}", all[..all.len().min(SHOWN_WORDS)].join(" "));
            }
        }
    }

    /// Says what was left out, in one finding: every page of a site has the same around it.
    pub fn tell(&self, at: &dyn Fn(usize) -> Site, diags: &mut Diags) {
        let Some(first) = self.0.values().map(|(_, line, _)| *line).min() else { return };
        let said = |(kind, (count, _, begins)): (&Kind, &(usize, usize, String))| {
            let (one, many) = kind.name();
            let begins = if begins.is_empty() { String::new() } else { format!(" ('{begins}')") };
            format!("{count} {}{begins}", if *count == 1 { one } else { many })
        };
        let all: Vec<String> = self.0.iter().map(said).collect();
        let message = format!("left out of the page: {}", all.join(", "));
        let help = "nothing needs to be done; write the article in Markdown if something of it belongs to the text";
        diags.push_help(Code::PageRemains, at(first), message, help);
    }
}

/// Parts of classes' names, and what they are the names of. A class `post-share-buttons` has three parts.
const PARTS: [(Kind, &[&str]); 8] = [
    (
        Kind::Navigation,
        &[
            "nav",
            "navigation",
            "navbar",
            "navbox",
            "menu",
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "pager",
            "sidebar",
            "toc",
            "catlinks",
            "skip",
            "subnav",
        ],
    ),
    (
        Kind::Share,
        &[
            "share",
            "shares",
            "sharing",
            "sharedaddy",
            "social",
            "addtoany",
            "a2a",
            "likes",
            "reactions",
            "claps",
            "follow",
            "sharethis",
        ],
    ),
    (
        Kind::Comments,
        &["comments", "commentlist", "disqus", "respond", "discussion", "webmentions", "utterances", "giscus"],
    ),
    (
        Kind::Related,
        &["related", "relatedposts", "recommended", "recommendations", "readnext", "teasers", "outbrain", "taboola"],
    ),
    (Kind::Forms, &["newsletter", "subscribe", "subscription", "signup", "optin", "paywall", "mailinglist"]),
    (Kind::Cookies, &["cookie", "cookies", "gdpr", "consent", "cookiebanner"]),
    (
        Kind::Advertisements,
        &["ad", "ads", "advert", "advertisement", "adsbygoogle", "adslot", "sponsor", "sponsored", "promo"],
    ),
    (Kind::About, &["byline", "postmeta", "bio", "readtime", "hashtags"]),
];

/// Whole names of classes.
const WHOLE: [(Kind, &[&str]); 7] = [
    (
        Kind::Navigation,
        &[
            "table-of-contents",
            "tableofcontents",
            "post-nav",
            "read-next",
            "mw-jump-link",
            "noprint",
            "mw-indicators",
            "sistersitebox",
            "ambox",
            "printfooter",
            "mw-editsection",
        ],
    ),
    (Kind::Related, &["read-more-wrap", "more-posts", "you-may-also-like", "yarpp", "also-read"]),
    (Kind::Forms, &["button-wrapper", "captioned-button-wrap", "mc_embed_signup", "kg-signup-card"]),
    (
        Kind::About,
        &[
            "author",
            "author-box",
            "author-info",
            "about-author",
            "post-author",
            "entry-author",
            "article-author",
            "post-meta",
            "entry-meta",
            "article-meta",
            "meta",
            "posted-on",
            "post-date",
            "entry-date",
            "published",
            "timestamp",
            "dt-published",
            "reading-time",
            "read-time",
            "tags",
            "post-tags",
            "tag-list",
            "tags-links",
            "cat-links",
            "post-categories",
            "entry-footer",
            "post-footer",
            "article-footer",
            "post-info",
            "article-header-meta",
            "blog-item-meta",
            "shortdescription",
        ],
    ),
    (
        Kind::Controls,
        &[
            "toolbar",
            "copy-button",
            "copybtn",
            "clipboard-copy",
            "zeroclipboard-container",
            "image-link-expand",
            "anchor-link",
            "heading-anchor",
            "header-anchor",
            "headerlink",
            "header-link",
            "anchorjs-link",
            "anchor",
            "permalink",
            "lightbox",
        ],
    ),
    (
        Kind::Hidden,
        &[
            "screen-reader-text",
            "sr-only",
            "visually-hidden",
            "mw-empty-elt",
            "katex-html",
            "mjx-chtml",
            "mathjax_preview",
            "mwe-math-fallback-image-inline",
            "mwe-math-fallback-image-display",
        ],
    ),
    (Kind::Comments, &["comment-list", "comment-respond", "post-comments"]),
];

/// What an element is that a book leaves out; none for one that stays.
fn kind(element: &Element) -> Option<Kind> {
    let hidden = element.get("hidden").is_some()
        || element
            .get("style")
            .is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"));
    match element.name.as_str() {
        "script" | "style" | "template" | "link" | "meta" | "base" => return Some(Kind::Scripts),
        "nav" => return Some(Kind::Navigation),
        "form" | "dialog" | "select" | "textarea" => return Some(Kind::Forms),
        "button" => return Some(Kind::Controls),
        "ins" if has_class(element, &["adsbygoogle"]) => return Some(Kind::Advertisements),
        "svg" => return Some(Kind::Controls),
        "math" | "pre" | "code" => return None,
        // What is there for the blind may be a formula.
        _ if hidden && !holds_math(element) => return Some(Kind::Hidden),
        name if terms::heading_level(name).is_some() => return None,
        _ => {}
    }
    if has_word(element, "role", "navigation") {
        return Some(Kind::Navigation);
    }
    if has_word(element, "role", "dialog") || has_word(element, "role", "search") {
        return Some(Kind::Forms);
    }
    let classes = terms::classes(element);
    if classes.iter().any(|class| class == "sidebar") && is_titled(element) {
        return None;
    }
    for (kind, names) in WHOLE {
        if classes.iter().any(|class| names.contains(&class.as_str())) {
            return Some(kind);
        }
    }
    // What has many words is rarely named by parts of a class; the caller looks how much it is.
    PARTS
        .into_iter()
        .find(|(_, parts)| classes.iter().any(|class| class.split(['-', '_']).any(|part| parts.contains(&part))))
        .map(|(kind, _)| kind)
}

/// Whether an element has a title of its own as DocBook writes it: its sidebars are part of the text.
fn is_titled(element: &Element) -> bool {
    element.elements().any(|inner| has_class(inner, &["title", "titlepage"]) || inner.name == "div" && is_titled(inner))
}

fn holds_math(element: &Element) -> bool {
    element.elements().any(|inner| inner.name == "math" || holds_math(inner))
}

/// Whether so much of the article stands in an element that its classes must mean something else.
fn is_most(element: &Element, whole: usize) -> bool {
    length(&element.children) * 2 > whole
}

/// Takes out of an article what is none of it, and the heading that says its title again, which it gives.
pub fn clean(nodes: &mut Vec<Node>, facts: &Facts, left: &mut Left) -> Option<Element> {
    let whole = length(nodes);
    sweep(nodes, whole, false);
    let heading = facts.title.as_deref().and_then(|title| take_title(nodes, title, &mut 0));
    if let Some(subtitle) = facts.subtitle.as_deref() {
        take_line(nodes, subtitle, &mut 0);
    }
    take_bylines(nodes, facts, left, &mut 0);
    drop_first_rules(nodes);
    heading
}

/// Drops rules before the first word, which part nothing. Whether something stands behind them.
fn drop_first_rules(nodes: &mut Vec<Node>) -> bool {
    let mut at = 0;
    while at < nodes.len() {
        match &mut nodes[at] {
            Node::Text { words, .. } if words.trim().is_empty() => at += 1,
            Node::Element(element) if element.name == "hr" => drop(nodes.remove(at)),
            Node::Element(element) if matches!(element.name.as_str(), "div" | "section" | "article" | "main") => {
                if drop_first_rules(&mut element.children) {
                    return true;
                }
                at += 1;
            }
            Node::Text { .. } | Node::Element(_) => return true,
        }
    }
    false
}

fn sweep(nodes: &mut Vec<Node>, whole: usize, quoted: bool) {
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        // Who is quoted stands in a footer, and a picture's words beside it.
        let inner = quoted || matches!(element.name.as_str(), "blockquote" | "figure" | "table");
        match kind(element) {
            Some(Kind::Scripts | Kind::Hidden | Kind::Controls) if !is_most(element, whole) => return false,
            Some(_) if !inner && !is_most(element, whole) => return false,
            _ => {}
        }
        if element.name == "footer" && !inner && is_short(element) {
            return false;
        }
        if element.name != "pre" {
            sweep(&mut element.children, whole, inner);
        }
        true
    });
}

/// Whether a footer within the article is nothing but facts about it.
fn is_short(element: &Element) -> bool {
    length(&element.children) < 300
        && !element.elements().any(|inner| inner.get("id").is_some_and(|id| id.starts_with("fn")))
}

/// Takes the first heading that says the title, if none of another text stands before it.
fn take_title(nodes: &mut Vec<Node>, title: &str, seen: &mut usize) -> Option<Element> {
    for at in 0..nodes.len() {
        let Node::Element(element) = &mut nodes[at] else { continue };
        let is_title = matches!(element.name.as_str(), "h1" | "h2")
            || has_class(element, &["p-name", "entry-title", "post-title", "graf--title"]);
        if is_title && terms::same(&words(&element.children), title) {
            return match nodes.remove(at) {
                Node::Element(element) => Some(element),
                Node::Text { .. } => None,
            };
        }
        if terms::heading_level(&element.name).is_some() {
            *seen += 1;
        }
        if *seen > 2 {
            return None;
        }
        if let Some(found) = take_title(&mut element.children, title, seen) {
            return Some(found);
        }
    }
    None
}

/// Takes the first line that is nothing but `line`, near the beginning.
fn take_line(nodes: &mut Vec<Node>, line: &str, seen: &mut usize) -> bool {
    for at in 0..nodes.len() {
        let Node::Element(element) = &mut nodes[at] else { continue };
        *seen += 1;
        if *seen > 30 {
            return false;
        }
        if terms::same(&words(&element.children), line) {
            nodes.remove(at);
            return true;
        }
        if take_line(&mut element.children, line, seen) {
            return true;
        }
    }
    false
}

/// Takes short lines before the text that name the author, the day or how long it takes to read.
fn take_bylines(nodes: &mut Vec<Node>, facts: &Facts, left: &mut Left, seen: &mut usize) {
    const LONGEST: usize = 120;
    let mut at = 0;
    while at < nodes.len() {
        let Node::Element(element) = &mut nodes[at] else {
            at += 1;
            continue;
        };
        let text = words(&element.children);
        let count = text.chars().count();
        // The face of who wrote it.
        let portrait = element.name == "img"
            && element.get("alt").is_some_and(|alt| facts.authors.iter().any(|author| terms::same(alt, author)));
        if portrait {
            left.count(Kind::About, element);
            nodes.remove(at);
            continue;
        }
        let by = facts.authors.iter().any(|author| names(&text, author));
        let timed = text.contains("min read") || text.contains("minute read");
        let dated = facts.date.as_deref().is_some_and(|date| is_day(&text, date));
        let is_line = !text.ends_with(['.', '!', '?', ':']) && count <= LONGEST && (by || timed || dated);
        let is_line = is_line && !terms::holds_picture(element);
        if is_line && matches!(element.name.as_str(), "div" | "p" | "span" | "ul" | "address" | "time") {
            left.count(Kind::About, element);
            nodes.remove(at);
            continue;
        }
        if element.name == "p" && count > LONGEST {
            *seen += 1;
        }
        if *seen > 0 {
            return;
        }
        // Who made a picture is named under it.
        if element.name != "figure" {
            take_bylines(&mut element.children, facts, left, seen);
        }
        at += 1;
    }
}

/// Whether a text is nothing but that day, in any language's words: `Mar 1, 2021`, `Montag, 1. März 2021`.
fn is_day(text: &str, date: &str) -> bool {
    const MOST: usize = 4;
    let (Some(year), Some(day)) = (date.get(..4), date.get(8..10)) else { return false };
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is = |part: &&str| {
        *part == year
            || part.trim_end_matches(char::is_alphabetic).trim_start_matches('0') == day.trim_start_matches('0')
    };
    let worded = |part: &&str| part.chars().all(char::is_alphabetic) || date.get(5..7) == Some(*part);
    let told = parts.iter().filter(|part| is(part)).count();
    parts.contains(&year) && told == 2 && parts.len() <= MOST && parts.iter().all(|part| is(part) || worded(part))
}

/// Whether a text has a name in it, as words of their own.
fn names(text: &str, name: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + name.len()..].chars().next())
        })
}

/// Counts what of a whole page is left out: in the article, whose element is `root`, and around it.
pub fn survey(page: &[Node], root: Option<&Element>, whole: usize, facts: &Facts, left: &mut Left) {
    count(page, Where { root, facts, whole, inside: root.is_none(), quoted: false }, left);
}

fn count(nodes: &[Node], at: Where<'_>, left: &mut Left) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let is_root = at.root.is_some_and(|root| std::ptr::eq(root, element));
        let inside = at.inside || is_root;
        let quoted = inside && (at.quoted || matches!(element.name.as_str(), "blockquote" | "figure" | "table"));
        let holds_root = !inside && at.root.is_some_and(|root| holds(element, root));
        if element.name == "title" || !inside && !holds_root && at.is_said(element) {
            continue;
        }
        let found = kind(element).filter(|_| !(is_root || holds_root || inside && is_most(element, at.whole)));
        let found = found.filter(|kind| !quoted || matches!(kind, Kind::Scripts | Kind::Hidden | Kind::Controls));
        let found = found.or_else(|| {
            let foot = element.name == "footer" && inside && !quoted && is_short(element);
            let bare = |node: &Node| matches!(node, Node::Text { words, .. } if !words.trim().is_empty());
            let around = AROUND.contains(&element.name.as_str()) || element.children.iter().any(bare);
            let around = !inside && !holds_root && around;
            let around = around.then_some(Kind::Around).filter(|_| length(&element.children) > 0);
            if foot { Some(Kind::About) } else { around }
        });
        match found {
            Some(kind) => left.count(kind, element),
            None if element.name == "pre" => {}
            None => count(&element.children, Where { inside, quoted, ..at }, left),
        }
    }
}

/// Where on a page the count is.
#[derive(Clone, Copy)]
struct Where<'p> {
    root: Option<&'p Element>,
    facts: &'p Facts,
    /// How many letters the article has.
    whole: usize,
    /// Whether it is in the article.
    inside: bool,
    /// Whether it is in a quotation, a figure or a table.
    quoted: bool,
}

impl Where<'_> {
    /// Whether an element says what stands in the book elsewhere.
    fn is_said(&self, element: &Element) -> bool {
        let text = words(&element.children);
        [&self.facts.title, &self.facts.subtitle].into_iter().flatten().any(|said| terms::same(said, &text))
    }
}

/// What holds words around an article that no class has a name for.
const AROUND: [&str; 12] = ["footer", "aside", "section", "article", "p", "ul", "ol", "h1", "h2", "h3", "h4", "table"];

fn holds(outer: &Element, inner: &Element) -> bool {
    outer.elements().any(|element| std::ptr::eq(element, inner) || holds(element, inner))
}
