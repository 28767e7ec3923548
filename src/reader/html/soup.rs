//! Tags as they were typed: which are HTML, and a piece of raw HTML made fit for a parser.

use std::collections::BTreeMap;

use super::is_in;
use super::tree::{self, Node};

/// The elements of HTML, current and obsolete, that people write by hand. What is none of them, as `<T>`, is text.
const ELEMENTS: &str = " a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed \
    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe \
    img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript \
    object ol optgroup option output p param path picture plaintext pre progress q rb rp rt rtc ruby s samp script search \
    section select slot small source span strike strong style sub summary sup svg table tbody td template textarea \
    tfoot th thead time title tr track tt u ul var video wbr xmp ";

/// Elements that are left out with all that is in them: it is no text.
const UNREAD: &str = " script style template svg math ";

/// Elements in which a parser sees no tags, or which part the page: their tags go, their text stays.
const BARE: &str = " textarea title xmp noembed noframes noscript plaintext frameset frame head html body ";

/// Elements without an end.
const VOID: &str = " area base br col embed hr img input link meta param source track wbr ";

/// Elements that end where the next of their kind begins.
const CLOSED_BY_THE_NEXT: &str = " p li dt dd td th tr thead tbody tfoot option optgroup rb rt rp rtc ";

/// Elements that stand in a line.
const IN_LINE: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s \
    samp small span strike strong sub sup time tt u var ";

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

/// Whether a tag is rather the parameter of a type, as in `Vec<U>`: one capital letter behind a word, without an end in what
/// stands `behind`.
pub fn is_parameter(before: &str, typed: &str, behind: &str) -> bool {
    let name = typed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    name.len() == 1
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '_'))
        && !behind.contains(&format!("</{name}>"))
}

/// Something about a piece of raw HTML that its author should know.
#[derive(Debug, PartialEq, Eq)]
pub enum Remark {
    /// It is no HTML, and text.
    Text(String),
    /// It is left out; what was in it is no text.
    LeftOut(String),
    /// A comment without an end took all that follows it.
    OpenComment,
}

/// A piece of raw HTML that a parser takes as its author meant it: what is no tag is escaped, what is no text is gone. It
/// has as many lines as before.
#[derive(Debug, Default)]
pub struct Soup {
    /// The HTML.
    pub html: String,
    /// What is to be said, by line from 0.
    pub remarks: Vec<(usize, Remark)>,
}

/// Elements that are open, over several pieces of HTML.
#[derive(Debug, Default)]
pub struct Open(BTreeMap<String, usize>);

impl Open {
    /// How many elements are open that may hold blocks.
    pub fn blocks(&self) -> usize {
        self.0.iter().filter(|(name, _)| !is_in(IN_LINE, name)).map(|(_, count)| count).sum()
    }

    /// How many elements are open at most.
    pub fn all(&self) -> usize {
        self.0.values().sum()
    }

    fn see(&mut self, tag: &Tag) {
        match tag {
            Tag::Open(name) if !is_in(VOID, name) && !is_in(CLOSED_BY_THE_NEXT, name) => {
                *self.0.entry(name.clone()).or_default() += 1;
            }
            Tag::Close(name) => {
                if let Some(count) = self.0.get_mut(name) {
                    *count = count.saturating_sub(1);
                }
            }
            Tag::Open(_) | Tag::Comment | Tag::Other | Tag::Text => {}
        }
    }
}

/// Makes a block of raw HTML fit. `open` counts on; `most` is how many elements were open at once.
pub fn soup(literal: &str, open: &mut Open, most: &mut usize) -> Soup {
    let mut made = Soup::default();
    let mut rest = literal;
    // What is left out leaves its line ends.
    let lines = |text: &str| "\n".repeat(text.matches('\n').count());
    while let Some(at) = rest.find('<') {
        made.html.push_str(&rest[..at]);
        rest = &rest[at..];
        let (typed, behind) = rest.split_at(tag_length(rest));
        rest = behind;
        let line = literal[..literal.len() - rest.len() - typed.len()].matches('\n').count();
        let tag = if is_parameter(&made.html, typed, rest) {
            Tag::Text
        } else if typed.len() > 2 && (typed.ends_with('>') || typed.starts_with("<!--")) {
            tag(typed)
        } else {
            Tag::Text
        };
        match &tag {
            Tag::Comment => {
                if !typed.ends_with("-->") {
                    made.remarks.push((line, Remark::OpenComment));
                }
                made.html.push_str(&lines(typed));
            }
            Tag::Text => {
                if typed.len() > 2 {
                    made.remarks.push((line, Remark::Text(typed.to_string())));
                }
                made.html.push_str(&typed.replace('<', "&lt;"));
            }
            Tag::Other => {
                made.remarks.push((line, Remark::LeftOut(typed.to_string())));
                made.html.push_str(&lines(typed));
            }
            Tag::Open(name) if is_in(UNREAD, name) || name == "iframe" => {
                let (inside, behind) = up_to_the_end(rest, name);
                rest = behind;
                made.remarks.push((line, Remark::LeftOut(format!("<{name}>"))));
                if name == "iframe" {
                    made.html.push_str(&instead_of_frame(typed));
                }
                made.html.push_str(&lines(typed));
                made.html.push_str(&lines(inside));
            }
            Tag::Open(name) | Tag::Close(name) if is_in(BARE, name) || is_in(UNREAD, name) || name == "iframe" => {
                made.html.push_str(&lines(typed));
            }
            Tag::Open(_) | Tag::Close(_) => {
                open.see(&tag);
                *most = (*most).max(open.all());
                made.html.push_str(typed);
            }
        }
    }
    made.html.push_str(rest);
    made
}

/// The name of the element that a tag opens where that is left out with all that is in it.
pub fn unread(literal: &str) -> Option<String> {
    match tag(literal) {
        Tag::Open(name) => Some(name).filter(|name| is_in(UNREAD, name)),
        Tag::Close(_) | Tag::Comment | Tag::Other | Tag::Text => None,
    }
}

/// Whether HTML has an element of that name.
pub fn is_element(name: &str) -> bool {
    is_in(ELEMENTS, name)
}

/// Whether a block of raw HTML says anything: it has text, or a tag that is more than the end of something.
pub fn has_text(literal: &str) -> bool {
    let mut rest = literal;
    while let Some(at) = rest.find('<') {
        if !rest[..at].trim().is_empty() {
            return true;
        }
        rest = &rest[at..];
        let (typed, behind) = rest.split_at(tag_length(rest));
        if !matches!(tag(typed), Tag::Comment | Tag::Close(_)) {
            return true;
        }
        rest = behind;
    }
    !rest.trim().is_empty()
}

/// What stands before the end of element `name`, and what behind it; nothing before where it has no end.
pub fn up_to_the_end<'t>(text: &'t str, name: &str) -> (&'t str, &'t str) {
    let end = format!("</{name}");
    let found = text.as_bytes().windows(end.len()).position(|w| w.eq_ignore_ascii_case(end.as_bytes()));
    let Some(at) = found else { return ("", text) };
    let behind = text[at..].find('>').map_or(text.len(), |close| at + close + 1);
    text.split_at(behind)
}

/// A link to what a frame would have shown, named by its title.
fn instead_of_frame(typed: &str) -> String {
    let start = typed.get("<iframe".len()..).unwrap_or_default();
    let nodes = tree::parse(&format!("<a{start}</a>"));
    let Some(Node::Element(frame)) = nodes.first() else { return String::new() };
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    match (frame.get("src"), frame.get("title")) {
        (Some(src), title) if src.starts_with("http") => {
            format!("<a href=\"{}\">{}</a>", escaped(src), escaped(title.unwrap_or(src)))
        }
        (_, title) => escaped(title.unwrap_or_default()),
    }
}

/// How long the tag at the start of `text` is; 1 where none ends.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        // `<!-->` and `<!--->` are comments, too (HTML, 13.1.6).
        let short = ["<!-->", "<!--->"].into_iter().find(|short| text.starts_with(short)).map(str::len);
        return short.or_else(|| text.find("-->").map(|at| at + 3)).unwrap_or(text.len());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn made(literal: &str) -> (String, Vec<(usize, Remark)>) {
        let made = soup(literal, &mut Open::default(), &mut 0);
        assert_eq!(made.html.matches('\n').count(), literal.matches('\n').count(), "{literal}");
        (made.html, made.remarks)
    }

    #[test]
    fn tags_that_html_does_not_have_are_text() {
        assert_eq!(tag("<T>"), Tag::Text);
        assert_eq!(tag("</my-own>"), Tag::Text);
        assert_eq!(tag("<SUP class='x'>"), Tag::Open("sup".into()));
        assert_eq!(tag("</sub>"), Tag::Close("sub".into()));
        assert_eq!(tag("<!-- a -->"), Tag::Comment);
        assert_eq!(tag("<?php ?>"), Tag::Other);
        let (html, remarks) = made("<div class=\"a>b\">1 < 2\nVec<T></div>");
        assert_eq!(html, "<div class=\"a>b\">1 &lt; 2\nVec&lt;T></div>");
        assert_eq!(remarks, [(1, Remark::Text("<T>".into()))]);
    }

    #[test]
    fn scripts_and_comments_leave_none() {
        assert_eq!(made("a<!-- x -- y\n\n-->b<!--->c"), ("a\n\nbc".into(), vec![]));
        let (html, remarks) = made("<style>p { }\n</style><SCRIPT>if (a < b) {}</Script>x</style>");
        assert_eq!(html, "\nx");
        assert_eq!(remarks.len(), 2);
        assert_eq!(made("<script>no end").0, "no end");
        assert_eq!(made("a<!-- no end").1, [(0, Remark::OpenComment)]);
        assert!(!has_text("<!-- note\n\n to editors -->\n</div>") && has_text("<hr>") && has_text("</p>x"));
    }

    #[test]
    fn a_frame_leaves_a_link() {
        let (html, remarks) = made("<iframe src=\"https://x.org/?a&amp;b\" title=\"A film\">none</iframe>");
        assert_eq!(html, "<a href=\"https://x.org/?a&amp;b\">A film</a>");
        assert_eq!(remarks, [(0, Remark::LeftOut("<iframe>".into()))]);
    }

    #[test]
    fn what_is_open_is_counted() {
        let (mut open, mut most) = (Open::default(), 0);
        soup("<div><p>a<p>b<b>c<br>", &mut open, &mut most);
        assert_eq!((open.blocks(), open.all(), most), (1, 2, 2));
        soup("</div></div>", &mut open, &mut most);
        assert_eq!(open.blocks(), 0);
    }
}
