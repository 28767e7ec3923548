//! The directives of mdBook in a text, `{{#include file:part}}` and its kin, and the lines of a file that one names.

use std::ops::Range;

/// A directive and the bytes in which it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Directive {
    /// Its bytes, braces and all.
    pub range: Range<usize>,
    /// What it asks for.
    pub asks: Asks,
}

/// What a directive asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: a backslash before it says that it is to stay as typed.
    Nothing,
    /// Part of a file.
    Include {
        /// The file, as written.
        path: String,
        /// Which part.
        part: Part,
        /// Whether the rest of the file comes along in hidden lines.
        hidden: bool,
    },
    /// A file of Rust as a block of code, with words for its fence.
    Playground {
        /// The file, as written.
        path: String,
        /// Which part.
        part: Part,
        /// What its fence says besides.
        words: String,
    },
    /// Another title for the page of a browser, which a book does not have.
    Title,
}

/// Which lines of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// From the first, counted from 0, up to the one before the last.
    Lines(usize, Option<usize>),
    /// Those between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

impl Part {
    /// The whole file.
    pub const ALL: Part = Part::Lines(0, None);
}

/// The first directive of `text` from byte `from` on.
pub fn next(text: &str, from: usize) -> Option<Directive> {
    let mut from = from;
    loop {
        let begin = from + text[from..].find("{{")?;
        from = begin + 2;
        let line = text[from..].split('\n').next().unwrap_or_default();
        let inner = line.trim_start();
        let Some(inner) = inner.strip_prefix('#') else { continue };
        let Some(length) = inner.find("}}") else { continue };
        let end = from + (line.len() - line.trim_start().len()) + 1 + length + 2;
        if text[..begin].ends_with('\\') {
            return Some(Directive { range: begin - 1..end, asks: Asks::Nothing });
        }
        if let Some(asks) = asks(&inner[..length]) {
            return Some(Directive { range: begin..end, asks });
        }
    }
}

/// What stands between `{{#` and `}}`; none where it is no directive of mdBook's.
fn asks(inner: &str) -> Option<Asks> {
    let (word, rest) = inner.split_once(char::is_whitespace)?;
    if rest.trim().is_empty() || rest.contains('}') {
        return None;
    }
    match word {
        "include" | "rustdoc_include" => {
            let (path, part, _) = file(rest)?;
            Some(Asks::Include { path, part, hidden: word == "rustdoc_include" })
        }
        "playground" | "playpen" => {
            let (path, part, words) = file(rest)?;
            Some(Asks::Playground { path, part, words: words.split_whitespace().collect::<Vec<_>>().join(",") })
        }
        "title" => Some(Asks::Title),
        _ => None,
    }
}

/// A file, which may stand in quotes, the part of it behind a colon, and the words behind both.
fn file(rest: &str) -> Option<(String, Part, &str)> {
    let rest = rest.trim_start();
    let (path, rest) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => rest.split_at(rest.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(rest.len())),
    };
    let (named, words) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    (!path.is_empty()).then(|| (path.to_string(), part(named.strip_prefix(':').unwrap_or_default()), words))
}

/// `2` is a line, `2:10` are lines, `2:` and `:10` run to an end of the file, and anything else is an anchor.
fn part(named: &str) -> Part {
    let (first, last) = named.split_once(':').map_or((named, None), |(first, last)| (first, Some(last)));
    let start = match first.parse::<usize>() {
        Ok(line) => line.saturating_sub(1),
        Err(_) if first.is_empty() => 0,
        Err(_) => return Part::Anchor(first.to_string()),
    };
    match last.map(str::parse::<usize>) {
        Some(Ok(end)) => Part::Lines(start, Some(end)),
        Some(Err(_)) => Part::Lines(start, None),
        None if first.is_empty() => Part::ALL,
        None => Part::Lines(start, Some(start + 1)),
    }
}

/// A line of a file: its bytes without its end, and whether it is there for the compiler only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// The lines of a file that `part` names; with `hidden` the others, too, as hidden ones. None where it has none of them.
pub fn take(text: &str, part: &Part, hidden: bool) -> Option<Vec<Taken>> {
    let mut taken = Vec::new();
    let (mut inside, mut found) = (false, false);
    for (number, range) in lines(text).into_iter().enumerate() {
        let line = &text[range.clone()];
        let shown = match part {
            Part::Lines(start, end) => {
                let shown = number >= *start && end.is_none_or(|end| number < end);
                found |= shown;
                shown
            }
            Part::Anchor(name) => {
                let (opens, closes) = (anchor(line, "ANCHOR:"), anchor(line, "ANCHOR_END:"));
                if !inside && opens == Some(name) {
                    // Without hidden lines the first stretch of that name is all there is.
                    (inside, found) = (hidden || !found, true);
                } else if inside && closes == Some(name) {
                    inside = false;
                }
                // Lines that name an anchor, any anchor, are not code.
                if opens.is_some() || closes.is_some() {
                    continue;
                }
                inside
            }
        };
        if shown || hidden {
            taken.push(Taken { range, hidden: !shown });
        }
    }
    // An empty file is all there, too.
    (found || *part == Part::ALL).then_some(taken)
}

/// The lines of a text, without their ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        lines.push(start..start + bare.len());
        start += line.len();
    }
    lines
}

/// The name behind `word` in a line.
fn anchor<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let named = line.match_indices(word).map(|(at, _)| line[at + word.len()..].trim_start());
    let name = |rest: &'a str| {
        &rest[..rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len())]
    };
    named.map(name).find(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn include(path: &str, part: Part) -> Option<Asks> {
        Some(Asks::Include { path: path.into(), part, hidden: false })
    }

    #[test]
    fn a_file_is_named_with_lines_or_an_anchor() {
        let read = |text: &str| next(text, 0).map(|found| found.asks);
        assert_eq!(read("x {{#include a.rs}}"), include("a.rs", Part::ALL));
        assert_eq!(read("{{ #include a.rs:2:10 }}"), include("a.rs", Part::Lines(1, Some(10))));
        assert_eq!(read("{{#include a.rs:2}}"), include("a.rs", Part::Lines(1, Some(2))));
        assert_eq!(read("{{#include a.rs:2:}}"), include("a.rs", Part::Lines(1, None)));
        assert_eq!(read("{{#include a.rs::10}}"), include("a.rs", Part::Lines(0, Some(10))));
        assert_eq!(read("{{#include \"a b.rs\":all}}"), include("a b.rs", Part::Anchor("all".into())));
        let (path, words) = ("a.rs".to_string(), "editable,no_run".to_string());
        assert_eq!(
            read("{{#playground a.rs editable no_run}}"),
            Some(Asks::Playground { path, part: Part::ALL, words })
        );
        assert_eq!(read("{{#title A B}}"), Some(Asks::Title));
        for text in ["{{#if x}}", "{{#include}}", "{{#include }}", "{{include a}}", "{{#include a", "{{#include \"a}}"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(next("a \\{{#include b}} c", 0), Some(Directive { range: 2..17, asks: Asks::Nothing }));
    }

    fn taken(text: &str, part: Part, hidden: bool) -> String {
        let Some(lines) = take(text, &part, hidden) else { return "none".to_string() };
        let line = |line: Taken| format!("{}{}", if line.hidden { "# " } else { "" }, &text[line.range]);
        lines.into_iter().map(line).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn lines_are_taken_as_mdbook_takes_them() {
        let text = "one\r\ntwo\nthree\nfour\n";
        assert_eq!(taken(text, Part::ALL, false), "one/two/three/four");
        assert_eq!(taken(text, Part::Lines(1, Some(3)), false), "two/three");
        assert_eq!(taken(text, Part::Lines(1, Some(3)), true), "# one/two/three/# four");
        assert_eq!(taken(text, Part::Lines(2, Some(9)), false), "three/four");
        assert_eq!(taken(text, Part::Lines(4, None), false), "none");
        assert_eq!(taken("", Part::ALL, false), "");
    }

    #[test]
    fn anchors_hold_their_lines_and_are_not_shown() {
        let text = "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: y\nd\n// ANCHOR_END: x\ne\n// ANCHOR: x\nf";
        let x = || Part::Anchor("x".into());
        assert_eq!(taken(text, x(), false), "b/c/d");
        assert_eq!(taken(text, x(), true), "# a/b/c/d/# e/f");
        assert_eq!(taken(text, Part::Anchor("y".into()), false), "c");
        assert_eq!(taken(text, Part::Anchor("z".into()), true), "none");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read(text in "[{}#\\\\ includeé:\"\n]{0,40}") {
            let mut from = 0;
            while let Some(found) = next(&text, from) {
                prop_assert!(found.range.end > from);
                from = found.range.end;
            }
        }
    }
}
