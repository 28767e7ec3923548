//! Raw HTML in Markdown: which tags it is made of, and the text that stays when they go.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

/// What to do about raw HTML.
pub const HELP: &str = "write it in Markdown; for signs such as <T> that are meant as text, put them in backticks";

/// The elements of HTML, current and obsolete, that people write by hand. What is none of them, as `<T>`, is text.
const ELEMENTS: &str = " a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed \
    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe \
    img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes noscript \
    object ol optgroup option output p param path picture pre progress q rb rp rt rtc ruby s samp script search \
    section select slot small source span strike strong style sub summary sup svg table tbody td template textarea \
    tfoot th thead time title tr track tt u ul var video wbr ";

/// Elements that stand in a line and so part no paragraphs.
const IN_LINE: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s \
    samp small span strike strong sub sup time tt u var wbr ";

/// Elements whose content is no text.
const UNREAD: &str = " script style template noscript svg math head title ";

fn is_in(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

/// One tag of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Tag {
    /// `<!-- … -->`
    Comment,
    /// The start of an element, in lower case.
    Open(String),
    /// Its end.
    Close(String),
    /// A declaration, an instruction.
    Other,
    /// No HTML: what an author typed.
    Text,
}

/// What kind of tag `literal` is.
pub fn tag(literal: &str) -> Tag {
    if literal.starts_with("<!--") {
        return Tag::Comment;
    }
    if literal.starts_with("<!") || literal.starts_with("<?") {
        return Tag::Other;
    }
    let inner = literal.trim_start_matches('<');
    let (close, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let name = name.to_ascii_lowercase();
    match (is_in(ELEMENTS, &name), close) {
        (false, _) => Tag::Text,
        (true, true) => Tag::Close(name),
        (true, false) => Tag::Open(name),
    }
}

/// The description of a picture in its tag.
pub fn alt(literal: &str) -> String {
    let Some((_, rest)) = literal.split_once("alt=") else { return String::new() };
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => rest[1..].split(quote).next(),
        None => rest.split([' ', '>', '/']).next(),
    };
    decode(value.unwrap_or_default())
}

/// What stays of a block of raw HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Its text, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// Whether lines and spaces count.
    pub preformatted: bool,
    /// The names of the tags that were left out, each once.
    pub left_out: Vec<String>,
}

impl Read {
    /// Whether nothing is left and nothing was left out: comments, and ends of elements.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.left_out.is_empty()
    }
}

/// Reads a block of raw HTML.
pub fn block(literal: &str) -> Read {
    let start = literal.trim_start().to_ascii_lowercase();
    let mut read = Read { preformatted: start.starts_with("<pre"), ..Read::default() };
    let mut words = String::new();
    let mut rest = literal;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = tag_length(rest);
        let (literal, behind) = rest.split_at(length);
        rest = behind;
        match if literal.ends_with('>') && length > 2 { tag(literal) } else { Tag::Text } {
            Tag::Comment => {}
            Tag::Text => words.push_str(&literal.replace('<', "&lt;")),
            Tag::Other => note(&mut read.left_out, literal),
            Tag::Open(name) => {
                note(&mut read.left_out, &format!("<{name}>"));
                if name == "img" {
                    words.push_str(&alt(literal));
                } else if name == "br" {
                    words.push(' ');
                }
                if is_in(UNREAD, &name) {
                    let end = format!("</{name}");
                    let found = rest.as_bytes().windows(end.len()).position(|w| w.eq_ignore_ascii_case(end.as_bytes()));
                    rest = found.map_or("", |at| &rest[at..]);
                }
                if !is_in(IN_LINE, &name) && !read.preformatted && name != "br" {
                    finish(&mut words, &mut read);
                }
            }
            Tag::Close(name) => {
                if !is_in(IN_LINE, &name) && !read.preformatted {
                    finish(&mut words, &mut read);
                }
            }
        }
    }
    words.push_str(rest);
    finish(&mut words, &mut read);
    read
}

fn note(left_out: &mut Vec<String>, name: &str) {
    if !left_out.iter().any(|known| known == name) {
        left_out.push(name.to_string());
    }
}

/// How long the tag at the start of `text` is; 1 where none ends.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    if !text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return 1;
    }
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '<') => return 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    1
}

fn finish(words: &mut String, read: &mut Read) {
    let taken = std::mem::take(words);
    if read.preformatted {
        let text = decode(taken.trim_matches('\n'));
        if !text.trim().is_empty() {
            read.paragraphs.push(text);
        }
        return;
    }
    let text = decode(&taken.split_whitespace().collect::<Vec<_>>().join(" "));
    if !text.trim().is_empty() {
        read.paragraphs.push(text);
    }
}

/// Puts characters in the place of entities.
fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(40).position(|b| b == b';').map(|end| end + 1);
        match end.and_then(|end| Some((entity(&rest[..end])?, end))) {
            Some((character, end)) => {
                out.push_str(&character);
                rest = &rest[end..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// comrak knows all of HTML's entities and decodes the one it is given.
fn entity(typed: &str) -> Option<String> {
    let name = &typed[1..typed.len() - 1];
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') {
        return None;
    }
    let arena = Arena::new();
    let root = parse_document(&arena, typed, &Options::default());
    let words = root.first_child()?.first_child()?;
    match &words.data().value {
        NodeValue::Text(text) if text != typed => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_html_does_not_have_are_text() {
        assert_eq!(tag("<T>"), Tag::Text);
        assert_eq!(tag("</my-own>"), Tag::Text);
        assert_eq!(tag("<SUP class='x'>"), Tag::Open("sup".into()));
        assert_eq!(tag("</sub>"), Tag::Close("sub".into()));
        assert_eq!(tag("<!-- a -->"), Tag::Comment);
        assert_eq!(tag("<?php ?>"), Tag::Other);
    }

    #[test]
    fn a_block_leaves_its_text() {
        let read = block("<div class=\"a>b\"><p>One &amp; <b>two</b>\nthree<p>caf&eacute; &nope; <T> 1 < 2</div>");
        assert_eq!(read.paragraphs, ["One & two three", "café &nope; <T> 1 < 2"]);
        assert_eq!(read.left_out, ["<div>", "<p>", "<b>"]);
    }

    #[test]
    fn scripts_and_comments_leave_none() {
        assert!(block("<!-- note\n\n to editors -->\n").is_empty());
        assert!(block("</div>").is_empty());
        let read = block("<style>p { color: red }</style><script>if (a < b) {}</script>");
        assert_eq!(read.paragraphs, Vec::<String>::new());
        assert_eq!(read.left_out, ["<style>", "<script>"]);
    }

    #[test]
    fn preformatted_lines_stay_lines() {
        let read = block("<pre>\na\n  <i>b</i></pre>");
        assert!(read.preformatted);
        assert_eq!(read.paragraphs, ["a\n  b"]);
    }

    #[test]
    fn a_picture_leaves_its_description() {
        assert_eq!(block("<img src=x alt=\"A rope\">").paragraphs, ["A rope"]);
    }
}
