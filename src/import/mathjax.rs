//! Formulas and drawings of an mdBook, which scripts make of its pages: what MathJax would set is written as Recto's Markdown has
//! formulas, what Mermaid would draw is told.

use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, parse_document};

/// A chapter whose formulas were written anew.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rewritten {
    /// The text, where it changed.
    pub(super) text: Option<String>,
    /// Whether a formula stays as typed.
    pub(super) stays: bool,
}

/// Rewrites `\\( … \\)` to `$…$` and `\\[ … \\]` to `$$…$$` in paragraphs and headings (mdBook's guide, "MathJax Support"). What
/// Markdown takes for an escape on the way to MathJax is taken for one here. A formula that its paragraph does not close stays, and
/// so does one beside a dollar, which would pair with its own.
pub(super) fn rewritten(text: &str) -> Rewritten {
    let mut found = Rewritten::default();
    let mut out = String::with_capacity(text.len());
    let mut read = 0;
    for Range { start, end } in paragraphs(text) {
        let paragraph = &text[start.max(read)..end.max(read)];
        out += &text[read..start.max(read)];
        read = end.max(read);
        match set(paragraph) {
            Some(anew) => out += &anew,
            None => {
                found.stays = true;
                out += paragraph;
            }
        }
    }
    out += &text[read..];
    found.text = (out != text).then_some(out);
    found
}

/// The lines of each paragraph and heading, in bytes.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut lines = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let line = |number: usize| lines.get(number).copied().unwrap_or(text.len());
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.footnotes = true;
    options.parse.leave_footnote_definitions = true;
    let root = parse_document(&arena, text, &options);
    let is_prose = |node: &Node| matches!(node.data().value, NodeValue::Paragraph | NodeValue::Heading(_));
    let prose = root.descendants().filter(is_prose).map(|node| {
        let place = node.data().sourcepos;
        line(place.start.line.saturating_sub(1))..line(place.end.line)
    });
    prose.collect()
}

/// A paragraph with its formulas written anew; nothing where one must stay as typed.
fn set(paragraph: &str) -> Option<String> {
    let mut out = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    let (mut formulas, mut dollars) = (false, false);
    // Of which no end follows.
    let mut endless = [false; 3];
    while let Some(at) = rest.find(['`', '\\', '$', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut length = 1;
        match rest.as_bytes()[0] {
            b'`' => {
                let ticks = run(rest, '`');
                // Code ends at as many.
                length = ticks + code(&rest[ticks..], &rest[..ticks]).unwrap_or(0);
            }
            b'$' => dollars = true,
            b'<' if endless[2] || !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {}
            b'<' => match tag(rest) {
                Some(tag) => length = tag,
                None => endless[2] = true,
            },
            _ => {
                let slashes = run(rest, '\\');
                // An escape: a sign behind it opens nothing.
                length =
                    slashes + rest[slashes..].chars().next().filter(|_| slashes % 2 == 1).map_or(0, char::len_utf8);
                let kind = ["(", "["].iter().position(|open| slashes == 2 && rest[2..].starts_with(open));
                if let Some(kind) = kind.filter(|kind| !endless[*kind]) {
                    match close(&rest[3..], [')', ']'][kind]) {
                        Some(end) if !rest[3..3 + end].trim().is_empty() => {
                            let body = rest[3..3 + end].trim();
                            let sign = ["$", "$$"][kind];
                            (formulas, dollars) = (true, dollars || body.contains('$'));
                            out += &format!("{sign}{}{sign}", unescaped(body));
                            rest = &rest[3 + end + 3..];
                            continue;
                        }
                        Some(end) => length = 3 + end + 3,
                        None => endless[kind] = true,
                    }
                }
            }
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    (!formulas || !dollars).then_some(out)
}

/// How many of a sign a text begins with.
fn run(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}

/// Where two backslashes and `sign` stand; behind two more they are a line's end in TeX and these.
fn close(text: &str, sign: char) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let slashes = run(&text[at + found..], '\\');
        at += found + slashes;
        if slashes % 4 == 2 && text[at..].starts_with(sign) {
            return Some(at - 2);
        }
    }
    None
}

/// How long the tag is that a text begins with, with all that is in it where it is code, which MathJax passes over.
fn tag(text: &str) -> Option<usize> {
    const EXACT: [&str; 5] = ["code", "pre", "script", "style", "textarea"];
    let name = text[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    if EXACT.contains(&name.as_str()) {
        let end = format!("</{name}");
        let found = text
            .match_indices("</")
            .find(|(at, _)| text.get(*at..at + end.len()).is_some_and(|close| close.eq_ignore_ascii_case(&end)));
        return Some(found.map_or(text.len(), |(at, _)| at + end.len()));
    }
    text.find('>').map(|at| at + 1)
}

/// Where code ends that `ticks` opened.
fn code(text: &str, ticks: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let run = text[at + found..].len() - text[at + found..].trim_start_matches('`').len();
        at += found + run;
        if run == ticks.len() {
            return Some(at);
        }
    }
    None
}

/// What stands in the page once Markdown was read (CommonMark, 2.4).
fn unescaped(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut signs = body.chars().peekable();
    while let Some(sign) = signs.next() {
        match signs.peek() {
            Some(next) if sign == '\\' && next.is_ascii_punctuation() => out.extend(signs.next()),
            _ => out.push(sign),
        }
    }
    out
}

/// How many drawings Mermaid would make of a text.
pub(super) fn drawings(text: &str) -> usize {
    let opens = |line: &&str| {
        let info = line.trim_start().trim_start_matches(['`', '~']);
        info.len() + 3 <= line.trim_start().len() && info.trim().split([' ', ',', '{']).next() == Some("mermaid")
    };
    text.lines().filter(opens).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_mathjax_are_formulas() {
        for (text, wanted) in [
            ("So \\\\( a\\_1 \\\\alpha \\\\) and `\\\\( x \\\\)`.\n", "So $a_1 \\alpha$ and `\\\\( x \\\\)`.\n"),
            ("\\\\[\n\\\\frac{a}{b} \\\\\\\\\nc\n\\\\]\n", "$$\\frac{a}{b} \\\\\nc$$\n"),
            ("> \\\\( x\\\\{y\\\\} \\\\) it\n", "> $x\\{y\\}$ it\n"),
        ] {
            assert_eq!(rewritten(text), Rewritten { text: Some(wanted.to_string()), stays: false });
        }
        for text in [
            "```tex\n\\\\( x \\\\)\n```\n",
            "Open \\\\( x\n\nand \\\\) closed.\n",
            "\\\\( \\text{for $5} \\\\)\n",
            "\\\\\\( no \\\\\\)\n",
            "    \\\\( x \\\\)\n",
            "````\n```\n\\\\( x \\\\)\n```\n````\n",
            "<pre>\n\\\\( x \\\\)\n</pre>\n",
            "A <code>\\\\( x \\\\)</code> and <a title=\"\\\\( x \\\\)\">it</a>.\n",
            "\\\\\\\\(x\\\\\\\\)\n",
            "It costs $5, and \\\\( x \\\\).\n",
            "A \\(b\\) and $5 or \\\\ more.\n",
        ] {
            assert_eq!(rewritten(text).text, None, "{text}");
        }
    }

    #[test]
    fn what_stays_beside_a_dollar_is_told_and_what_is_open_is_read_once() {
        assert!(rewritten("It costs $5, and \\\\( x \\\\).\n").stays);
        assert!(!rewritten("It costs $5.\n\nSo \\\\( x \\\\) and \\$3.\n").stays);
        let open = "\\\\( x ".repeat(200_000);
        assert_eq!(rewritten(&open), Rewritten::default());
    }

    #[test]
    fn drawings_are_fences_named_mermaid() {
        assert_eq!(drawings("```mermaid\ngraph TD\n```\n\n~~~ mermaid,x\n~~~\n\nmermaid\n```rust\n```\n"), 2);
    }
}
