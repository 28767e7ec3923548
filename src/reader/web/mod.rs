//! A page of the web as a browser saves it: the article in it, without what a site puts around one.
//!
//! In: a whole page of HTML. Out: blocks and what the page says of itself, through the same code that reads raw HTML in
//! Markdown. Never here: a guess without its evidence, or a thing left out without a word.

mod clean;
mod facts;
mod find;
mod neighbours;
mod notes;
mod pictures;
mod shape;
mod terms;
mod typed;

use std::collections::BTreeSet;
use std::ops::Range;

use super::front_matter::FrontMatter;
use super::html::tree::{self, Element, Excess, Node};
use super::markdown::Reading;
use super::{Beside, names};
use crate::base::{Code, Diags, Site, Source, SourceId, Span, limits};
use crate::model::{Block, Inline, Lang, Origin, plain_text, same_address};

pub use pictures::is_page_folder;

/// What a page is made of.
#[derive(Debug)]
pub struct Article {
    /// What the page says of itself.
    pub said: FrontMatter,
    /// Where and when it was published.
    pub origin: Origin,
    /// Its title as the text has it, with whatever stands in it.
    pub heading: Option<Vec<Inline>>,
    /// The article.
    pub blocks: Vec<Block>,
}

/// Reads a page. `chapter` is the id that its anchors begin with; `beside` is what stands around it.
/// `None` where it must not even be parsed.
pub fn read(
    source: &Source,
    id: SourceId,
    chapter: &str,
    Beside { has, is_linked }: Beside<'_>,
    diags: &mut Diags,
) -> Option<Article> {
    let html = &source.text;
    let tree::Page { nodes: page, stretches } = match tree::parse_page(html) {
        Ok(page) => page,
        Err(excess) => {
            let (code, message, help) = match excess {
                Excess::Nesting => (
                    Code::TooDeep,
                    format!("more than {} elements of this page stand in one another", limits::PAGE_NESTING),
                    "save the page again, or write the article in Markdown",
                ),
                Excess::Elements => (
                    Code::TooLarge,
                    format!("this page has more than {} elements once it is read", limits::PAGE_ELEMENTS),
                    "divide it, or write the article in Markdown",
                ),
            };
            diags.push_help(code, Site { source: id, span: begun(html, 0..html.len()) }, message, help);
            return None;
        }
    };
    let ends = stretches.iter().skip(1).copied().chain([html.len()]);
    let lines: Vec<Span> = stretches.iter().zip(ends).map(|(from, until)| begun(html, *from..until)).collect();
    let at = |line: usize| Site { source: id, span: lines.get(line.saturating_sub(1)).copied().unwrap_or_default() };
    let facts = facts::read(&page, html);
    let found = find::article(&page);
    let whole = terms::length(&found.nodes);
    if let Some(guess) = &found.guess {
        let message = format!("nothing on the page says which part of it is the article; {guess} was taken for it");
        let help = "check that it is all there; an <article> around it would say so";
        diags.push_help(Code::UncertainStructure, at(found.line), message, help);
    }
    let mut nodes = found.nodes;
    let mut bodies = notes::find(&page, &mut nodes, facts.url.as_deref());
    let mut left = clean::Left::default();
    clean::survey(&page, found.root, whole, &facts, &mut left);
    let neighbours = neighbours::read(&page, &facts, &at);
    if typed::expected(&page) {
        typed::read(&mut nodes);
        bodies.values_mut().for_each(|body| typed::read(&mut body.children));
    }
    shape::shape(&mut nodes);
    let mut heading = clean::clean(&mut nodes, &facts, &mut left);
    pictures::resolve(&mut nodes, &source.path, facts.url.as_deref(), has, &mut left);
    for body in bodies.values_mut() {
        shape::shape(&mut body.children);
        pictures::resolve(&mut body.children, &source.path, facts.url.as_deref(), has, &mut left);
    }
    if let Some(heading) = &mut heading {
        notes::place(&mut heading.children, &mut bodies);
    }
    notes::place(&mut nodes, &mut bodies);
    notes::append(&mut nodes, bodies, &at, diags);
    let is_file = |path: &str| has(&names::beside(&source.path, path));
    links(&mut nodes, facts.url.as_deref(), &is_file);
    let own = targets(&nodes);
    let wanted = |name: &str| own.contains(name) || is_linked(name);
    names_of(&mut nodes, &wanted, facts.lang.as_ref());
    if let Some(heading) = &mut heading {
        // The title has a name without its own, so it keeps only what is asked for.
        heading.attributes.retain(|(name, value)| name != "id" || wanted(value));
        names_of(&mut heading.children, &wanted, facts.lang.as_ref());
    }
    shape::levels(&mut nodes);

    let mut reading = Reading::of_page(source, id, chapter, diags);
    let heading = heading.map(|heading| reading.page_line(&heading, &lines)).filter(|line| !line.is_empty());
    let blocks = reading.page_blocks(&nodes, &lines);
    left.tell(&at, diags);
    let subtitle = facts.subtitle.filter(|subtitle| !subtitle.is_empty());
    let said = FrontMatter {
        title: facts.title.clone(),
        subtitle,
        authors: facts.authors,
        lang: facts.lang,
        neighbours,
        ..FrontMatter::default()
    };
    let same = |line: &Vec<Inline>| facts.title.as_deref().is_none_or(|title| terms::same(title, &plain_text(line)));
    Some(Article { said, origin: Origin { url: facts.url, date: facts.date }, heading: heading.filter(same), blocks })
}

/// Where the words of a stretch begin, and how much of its first line a finding marks.
fn begun(html: &str, stretch: Range<usize>) -> Span {
    const SHOWN: usize = 100;
    let text = html[stretch.clone()].split(['\n', '\r']).next().unwrap_or_default();
    let margin = text.len() - text.trim_start().len();
    let length = text.trim().char_indices().nth(SHOWN).map_or(text.trim().len(), |(at, _)| at);
    Span::new(stretch.start + margin, stretch.start + margin + length)
}

#[cfg(test)]
mod tests;

/// Every element below nodes, outer before inner.
fn each<'e>(nodes: &'e [Node], see: &mut dyn FnMut(&'e Element)) {
    for node in nodes {
        if let Node::Element(element) = node {
            see(element);
            each(&element.children, see);
        }
    }
}

/// The same, to be changed.
fn each_mut(nodes: &mut [Node], see: &mut dyn FnMut(&mut Element)) {
    for node in nodes {
        if let Node::Element(element) = node {
            see(element);
            each_mut(&mut element.children, see);
        }
    }
}

/// Makes addresses whole where the page says where it stands: those of its own places stay places.
fn links(nodes: &mut [Node], url: Option<&str>, is_file: &dyn Fn(&str) -> bool) {
    each_mut(nodes, &mut |element| {
        let Some(url) = url.filter(|_| element.name == "a") else { return };
        let Some(href) = element.attributes.iter_mut().find(|(name, _)| name == "href") else { return };
        href.1 = href.1.trim().to_string();
        if let Some((page, fragment)) = href.1.split_once('#')
            && (page.is_empty() || same_address(page, url))
        {
            href.1 = format!("#{fragment}");
        } else if !names::is_remote(&href.1) && !is_file(href.1.split(['#', '?']).next().unwrap_or_default()) {
            href.1 = terms::joined(url, &href.1);
        }
    });
}

/// What the links of an article lead to within it.
fn targets(nodes: &[Node]) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    each(nodes, &mut |element| {
        if let Some(place) = element.get("href").and_then(|href| href.strip_prefix('#')) {
            wanted.insert(place.to_string());
            wanted.insert(names::percent_decoded(place));
        }
    });
    wanted
}

/// Takes the names off elements that nothing leads to: a site's styles and scripts use them. Headings keep theirs, and so do
/// anchors without a link, which are there for nothing else: other pages lead to them. A language that is the page's own is none.
fn names_of(nodes: &mut [Node], wanted: &dyn Fn(&str) -> bool, lang: Option<&Lang>) {
    each_mut(nodes, &mut |element| {
        let is_heading = terms::heading_level(&element.name).is_some();
        let is_anchor = element.name == "a" && element.get("href").is_none();
        let keeps = is_anchor || element.name.starts_with('#');
        element.attributes.retain(|(name, value)| {
            let is_own_lang = name == "lang" && lang.is_some_and(|Lang(lang)| lang == value);
            let is_name = matches!(name.as_str(), "id" | "name");
            !is_own_lang && (!is_name || is_heading || keeps || wanted(value))
        });
    });
}
