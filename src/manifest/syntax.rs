//! Why a text is not YAML, in the words of somebody who lists chapters: what stands there, and what to type instead.

use serde_saphyr::granit_parser::{ErrorKind, Parser, ScanError};

use super::tree::offset;
use crate::base::{Code, Diags, Site, SourceId, Span};

/// What is wrong: the bytes of it, words about it, and what to do.
type Trap = (usize, usize, String, String);

const COLON: &str = "this text has ': ' in it, which YAML reads as another key";

/// A line and the byte where it begins.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn body(self) -> &'t str {
        self.text.trim()
    }

    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// The bytes of what stands in it.
    fn bytes(self) -> (usize, usize) {
        let from = self.start + self.indent();
        (from, from + self.body().len())
    }

    fn trap(self, message: impl Into<String>, help: impl Into<String>) -> Option<Trap> {
        let (from, to) = self.bytes();
        Some((from, to, message.into(), help.into()))
    }
}

/// Adds the finding about a text that the parser gave up with `error`; the byte is `at`.
pub(super) fn explain(text: &str, source: SourceId, error: &ScanError, at: usize, diags: &mut Diags) {
    let (from, to, message, help) = told(text, error, at);
    diags.push_help(Code::ManifestSyntax, Site { source, span: Span::new(from, to) }, message, help);
}

/// Why a text is not YAML: the span of it, what is wrong, and what to do. None where it is.
pub fn yaml_fault(text: &str) -> Option<(Span, String, String)> {
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        if let Err(error) = next {
            let (from, to, message, help) = told(text, &error, place(text, &error));
            return Some((Span::new(from, to), message, help));
        }
    }
    None
}

/// The byte at which the parser gave up.
pub(super) fn place(text: &str, error: &ScanError) -> usize {
    let at = offset(error.marker()).min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn told(text: &str, error: &ScanError, at: usize) -> Trap {
    trap(text, error.kind(), at).unwrap_or_else(|| {
        let help = "put a text that has signs in it in quotes, and begin what belongs together in the same column";
        (at, at, format!("this is not valid YAML: {}", error.info()), help.to_string())
    })
}

fn trap(text: &str, kind: &ErrorKind, at: usize) -> Option<Trap> {
    let here = line_at(text, at);
    // The parser sees some harm a line late, and a tab a line early.
    let (above, below) = (line_above(text, here), line_below(text, here));
    let near = || [Some(here), above, below].into_iter().flatten();
    near()
        .find_map(odd_space)
        .or_else(|| brackets(text, kind, here, at))
        .or_else(|| quotes(text, kind, at))
        .or_else(|| first_sign(kind, here, at))
        .or_else(|| near().find_map(unquoted_colon))
        .or_else(|| key_or_item(text, here, above, kind))
        .or_else(|| column(text, here, kind))
}

fn line_at(text: &str, at: usize) -> Line<'_> {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    Line { start, text: text[start..].lines().next().unwrap_or("") }
}

/// The nearest line above that says something.
fn line_above<'t>(text: &'t str, line: Line) -> Option<Line<'t>> {
    let mut start = line.start;
    while start > 0 {
        let above = line_at(text, start - 1);
        if !above.body().is_empty() && !above.body().starts_with('#') {
            return Some(above);
        }
        start = above.start;
    }
    None
}

fn line_below<'t>(text: &'t str, line: Line) -> Option<Line<'t>> {
    let end = line.start + line.text.len();
    text[end..].find('\n').map(|feed| line_at(text, end + feed + 1))
}

/// A tab, or a space of another width, where plain spaces are wanted: in the indentation and behind a colon.
fn odd_space(line: Line) -> Option<Trap> {
    let odd = |c: char| c.is_whitespace() && c != ' ';
    let indent = &line.text[..line.indent()];
    let colon = line.text.find(":\u{a0}").or(line.text.find(":\u{3000}")).map(|at| at + 1);
    let at = indent.find(odd).or(colon)?;
    let c = line.text[at..].chars().next()?;
    let (message, help) = match (c, at < indent.len()) {
        ('\t', _) => ("a tab stands in the indentation".to_string(), "indent with spaces"),
        (_, true) => (
            format!("a space that is not a plain one (U+{:04X}) stands in the indentation", u32::from(c)),
            "type plain spaces in its place",
        ),
        (_, false) => (
            format!("a space that is not a plain one (U+{:04X}) stands behind the colon", u32::from(c)),
            "type a plain space in its place",
        ),
    };
    Some((line.start + at, line.start + at + c.len_utf8(), message, help.to_string()))
}

/// Brackets that are not closed, close nothing, or lack a comma; words behind a closed one.
fn brackets(text: &str, kind: &ErrorKind, here: Line, at: usize) -> Option<Trap> {
    let closing = |open: char| if open == '[' { ']' } else { '}' };
    let unclosed = |at: usize, open: char| {
        let message = format!("this '{open}' is not closed");
        let help = format!("write '{}' at its end, or put a text that has brackets in it in quotes", closing(open));
        Some((at, at + 1, message, help))
    };
    match kind {
        ErrorKind::UnclosedFlowCollection { open } => return unclosed(at, *open),
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            let c = text[at..].chars().next().unwrap_or(']');
            let help = "take it away, or put a text that has brackets in it in quotes";
            return Some((at, at + 1, format!("this '{c}' closes no bracket"), help.to_string()));
        }
        _ => {}
    }
    if let Some((open_at, open)) = open_bracket(&text[..at]) {
        if open_at < here.start {
            return unclosed(open_at, open);
        }
        if matches!(kind, ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator) {
            let message = "a comma is missing here, between two things in brackets";
            let help = "write a comma between any two, and put a text that has signs in it in quotes";
            return Some((at, at, message.to_string(), help.to_string()));
        }
        return None;
    }
    let before = text[here.start..at].trim_end();
    let value = before.split_once(": ").map_or(before.trim_start(), |(_, value)| value.trim_start());
    let behind = value.starts_with(['[', '{']) && value.ends_with([']', '}']);
    let from = here.start + before.len() - value.len();
    let help = format!("put the whole text in quotes: {}", quoted(rest(text, from)));
    behind.then(|| (at, at, "the text goes on behind a closing bracket".to_string(), help))
}

/// The innermost bracket that is open at the end of a text.
fn open_bracket(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let (mut quote, mut before) = (None, '\n');
    for (at, c) in text.char_indices() {
        // What may begin a value stands where a line, an item, a value or a part in brackets begins.
        let begins = matches!(before, '\n' | ' ' | ',' | '[' | '{');
        let value = || {
            let lead = text[..at].trim_end_matches(' ');
            !open.is_empty() || lead.ends_with([':', '-', '\n']) || lead.is_empty()
        };
        match (quote, c) {
            (Some('#'), '\n') => quote = None,
            (Some(mark), c) if mark == c && c != '#' => quote = None,
            (Some(_), _) => {}
            (None, '#') if begins => quote = Some('#'),
            (None, '"' | '\'') if begins && value() => quote = Some(c),
            (None, '[' | '{') if begins && value() => open.push((at, c)),
            (None, ']' | '}') if !open.is_empty() => _ = open.pop(),
            (None, _) => {}
        }
        before = c;
    }
    open.pop()
}

/// Quotation marks that are not closed, backslashes in them, and words behind them.
fn quotes(text: &str, kind: &ErrorKind, at: usize) -> Option<Trap> {
    let (message, help) = match kind {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let help = match rest(text, at).strip_prefix('\'') {
                Some(_) => format!("close it, or put a text with an apostrophe in quotes: {}", quoted(rest(text, at))),
                None => "write the same mark at the text's end".to_string(),
            };
            ("this quotation mark is not closed", help)
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            let line = line_at(text, at);
            let from = line.text.find(['"', '\'']).map_or(at, |mark| line.start + mark);
            let help = format!(
                "put the whole text in quotes, {}; or close a quotation mark that was opened above",
                quoted(rest(text, from))
            );
            ("the text goes on behind its closing quotation mark", help)
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => (
            "a backslash in \"…\" begins a sign of YAML's own, and this is none",
            "put the text in single quotes: '…'".to_string(),
        ),
        _ => return None,
    };
    Some((at, at + 1, message.to_string(), help))
}

/// A value that begins with a sign that means something in YAML.
fn first_sign(kind: &ErrorKind, here: Line, at: usize) -> Option<Trap> {
    let column = at - here.start;
    let value = &here.text[column..];
    let c = value.chars().next()?;
    if let ErrorKind::UnexpectedCharacter { character } = kind
        && character.is_control()
    {
        let message = format!("a character stands here that no text has (U+{:04X})", u32::from(*character));
        return Some((at, at + character.len_utf8(), message, "take it away".to_string()));
    }
    if here.body().starts_with("* ") || here.body().starts_with("*\t") {
        return here.trap("a list in YAML is not written with '*'", "begin every line of it with '- '");
    }
    let signs = ['@', '`', '%', '*', '&', '!', '|', '>', '-', '?'];
    let begins = here.text[..column].trim_end().ends_with([':', '-', '[', '{', ',']);
    (begins && signs.contains(&c)).then(|| {
        let all = value.split(" #").next().unwrap_or(value).trim_end();
        let help = format!("put it in quotes: {}", quoted(all));
        (at, at + all.len(), format!("a text that begins with '{c}' means something else in YAML"), help)
    })
}

/// An unquoted value that has a second `: `.
fn unquoted_colon(line: Line) -> Option<Trap> {
    let key = line.text.find(": ")?;
    let value = line.text[key + 2..].trim_start();
    let from = line.text.len() - value.len();
    let plain = !value.starts_with(['"', '\'', '{', '[', '|', '>', '#', '&', '*']) && !line.body().starts_with('#');
    let flow = line.text[..key].contains(['{', '[']);
    let body = value.split(" #").next().unwrap_or(value).trim_end();
    (plain && !flow && (body.contains(": ") || body.ends_with(':'))).then(|| {
        let help = format!("put it in quotes: {}", quoted(body.trim_matches(['“', '”', '„'])));
        (line.start + from, line.start + from + body.len(), COLON.to_string(), help)
    })
}

/// A line that is neither `key: value` nor an item of a list, and how it may have been meant.
fn key_or_item(text: &str, here: Line, above: Option<Line>, kind: &ErrorKind) -> Option<Trap> {
    let goes_on = |line: Line| {
        line_above(text, line).is_some_and(|first| first.indent() < line.indent() && first.body().contains(": "))
    };
    // A text that goes on in a second line has no colon there.
    let second = above.filter(|above| above.indent() == here.indent() && goes_on(*above));
    if second.is_some() && matches!(kind, ErrorKind::MappingValueNotAllowed) {
        return here.trap(COLON, "put all of the text in quotes");
    }
    let above = above.filter(|above| above.indent() <= here.indent() && !goes_on(*above));
    [Some(here), above].into_iter().flatten().find_map(|line| misspelt(text, line))
}

fn misspelt(text: &str, line: Line) -> Option<Trap> {
    let body = line.body();
    if body.starts_with("//") {
        return line.trap("a comment in YAML is not written with '//'", "begin it with '#'");
    }
    if let Some((key, value)) = body.split_once('：') {
        let help = format!("write {}: {}", key.trim(), value.trim());
        return line.trap("this colon is not the one that YAML knows", help);
    }
    let item = body.strip_prefix('-').filter(|rest| !rest.starts_with([' ', '-']) && !rest.is_empty());
    if let Some(rest) = item {
        return line.trap("a space is missing behind the '-'", format!("write - {rest}"));
    }
    let own = body.trim_start_matches("- ");
    if own.contains(": ") || own.ends_with(':') || body.starts_with(['-', '"', '\'', '[', '{', '#', ']', '}']) {
        return None;
    }
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if let Some((key, value)) = own.split_once(':').filter(|(key, value)| is_key(key) && !value.starts_with("//")) {
        return line.trap("a space is missing behind the colon", format!("write {key}: {value}"));
    }
    let above = line_above(text, line);
    if above.is_some_and(|above| above.body().starts_with("- ") && above.indent() == line.indent()) {
        return line.trap("a '-' is missing before this line of a list", format!("write - {body}"));
    }
    let (key, value) = body.split_once(' ').unwrap_or((body, ""));
    let help = format!("write {key}: {}", value.trim_start_matches(['=', ' ']));
    line.trap("a colon is missing behind the key", help.trim_end())
}

/// A line that begins in another column than those that it belongs to.
fn column(text: &str, here: Line, kind: &ErrorKind) -> Option<Trap> {
    let off = matches!(
        kind,
        ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::InvalidIndentation
    );
    let what = if here.body().starts_with("- ") { "every '- ' of a list" } else { "all keys that belong together" };
    line_above(text, here).filter(|_| off)?;
    here.trap(
        "this line begins in another column than the lines that it belongs to",
        format!("begin {what} in the same column"),
    )
}

/// The rest of a line, without a comment.
fn rest(text: &str, from: usize) -> &str {
    let line = text[from..].lines().next().unwrap_or("");
    line.split(" #").next().unwrap_or(line).trim_end()
}

/// A text in the quotes of YAML that need no sign before them.
fn quoted(text: &str) -> String {
    match (text.contains('\''), text.contains(['"', '\\'])) {
        (true, false) => format!("\"{text}\""),
        (true, true) => format!("'{}'", text.replace('\'', "''")),
        (false, _) => format!("'{text}'"),
    }
}

#[cfg(test)]
mod tests {
    use crate::base::{Diags, Source, SourceId};

    /// What is told of a text that is not YAML.
    fn told(text: &str) -> String {
        let mut diags = Diags::new();
        super::super::tree::parse(text, SourceId(0), &mut diags);
        let source = Source::new("book.yaml", text);
        let found = diags.iter().map(|d| {
            let place = source.place(d.at.expect("it has a place").span);
            format!("{}:{} {}; {}", place.line, place.column, d.message, d.help.as_deref().unwrap_or(""))
        });
        found.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn usual_mistakes_are_told_in_plain_words() {
        let rest = "\nlanguage: en\nchapters:\n  - a.md\n";
        for (begin, wanted) in [
            ("title:T", "1:1 a space is missing behind the colon; write title: T"),
            ("title T", "1:1 a colon is missing behind the key; write title: T"),
            ("title: T\nfront\n  - title-page", "2:1 a colon is missing behind the key; write front:"),
            ("title：T", "1:1 this colon is not the one that YAML knows; write title: T"),
            ("title:\u{a0}T", "1:7 a space that is not a plain one (U+00A0) stands behind the colon; "),
            ("title: T\nfront:\n\t- a.md", "3:1 a tab stands in the indentation; indent with spaces"),
            ("title: @foo", "1:8 a text that begins with '@' means something else in YAML; put it in quotes: '@foo'"),
            (
                "title: *It's* so",
                "1:8 a text that begins with '*' means something else in YAML; put it in quotes: \"*It's",
            ),
            (
                "title: [Draft] A",
                "1:16 the text goes on behind a closing bracket; put the whole text in quotes: '[Draft] A'",
            ),
            (
                "title: \"Hi\" she said",
                "1:13 the text goes on behind its closing quotation mark; put the whole text in quo",
            ),
            (
                "title: 'Tis so",
                "1:8 this quotation mark is not closed; close it, or put a text with an apostrophe in quotes: \"'Tis so\"",
            ),
            ("title: \"a\\qb\"", "1:8 a backslash in \"…\" begins a sign of YAML's own, and this is none; "),
            ("title: T\nfront: [a.md, b.md", "2:8 this '[' is not closed; write ']' at its end"),
            ("title: T\nfront: [a.md]]", "2:14 this ']' closes no bracket; take it away"),
            ("series: { title: S position: 2 }", "1:28 a comma is missing here, between two things in brackets; "),
            (
                "title: T\nfront:\n  - a.md\n - b.md",
                "4:2 this line begins in another column than the lines that it belongs to; begin every '- '",
            ),
            ("title: T\nfront:\n  - a.md\n  b.md", "4:3 a '-' is missing before this line of a list; write - b.md"),
            ("title: T\nfront:\n  - a.md\n  -b.md", "4:3 a space is missing behind the '-'; write - b.md"),
            (
                "title: T\nfront:\n  * a.md\n  * b.md",
                "3:3 a list in YAML is not written with '*'; begin every line of it with '- '",
            ),
            (
                "title: T\n version: 1",
                "2:2 this line begins in another column than the lines that it belongs to; begin all keys",
            ),
            (
                "description: It\n  goes on\n  so: far",
                "3:3 this text has ': ' in it, which YAML reads as another key; put all of the text in quotes",
            ),
            ("// my book\ntitle: T", "1:1 a comment in YAML is not written with '//'; begin it with '#'"),
            ("title: T\u{1}", "1:8 a character stands here that no text has (U+0001); take it away"),
        ] {
            let told = told(&format!("{begin}{rest}"));
            assert!(told.starts_with(wanted), "{begin:?}\ntold   {told}\nwanted {wanted}");
            // Lines may end as on Windows.
            let windows = format!("{begin}{rest}").replace('\n', "\r\n");
            let told = self::told(&windows);
            assert!(told.starts_with(wanted), "{windows:?}\ntold   {told}\nwanted {wanted}");
        }
    }
}
