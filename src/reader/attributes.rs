//! Attributes in braces, as pandoc and its kin write them: `# Heading {#id .class lang=fr}`, `[words]{.smallcaps}`, and behind
//! a link, a picture or code. What is none stays text. What Recto has no meaning for is left out without noise: such
//! classes are meant for other programs.

use super::inlines::{add, trim};
use crate::base::language;
use crate::model::{Anchor, FolioOf, Inline, InlineKind, Lang};

/// What stands in a pair of braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `#id`
    pub id: Option<String>,
    /// `.class`
    pub classes: Vec<String>,
    /// `key=value`
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Whether it has a class.
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own == class)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// The language it names.
    pub fn lang(&self) -> Option<Lang> {
        self.get("lang").and_then(language::tag).map(Lang)
    }
}

/// The attributes that `text` begins with, and how many bytes they take. `{-}` is `{.unnumbered}`.
pub fn parse(text: &str) -> Option<(Attributes, usize)> {
    let mut found = Attributes::default();
    let mut rest = text.strip_prefix('{')?;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n']);
        if let Some(behind) = rest.strip_prefix('}') {
            let any = found != Attributes::default();
            return any.then_some((found, text.len() - behind.len()));
        }
        let (head, behind) = word(rest)?;
        if head == "-" {
            found.classes.push("unnumbered".to_string());
        } else if let Some(id) = head.strip_prefix('#') {
            found.id = Some(Some(id).filter(|id| !id.is_empty())?.to_string());
        } else if let Some(class) = head.strip_prefix('.') {
            found.classes.push(Some(class).filter(|class| !class.is_empty())?.to_string());
        } else {
            let key = head.strip_suffix('=')?;
            let (value, behind) = match behind.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?,
                None => word(behind)?,
            };
            found.pairs.push((key.to_string(), value.to_string()));
            rest = behind;
            continue;
        }
        rest = behind;
    }
}

/// A word up to a space or a brace, or a key with its equals sign.
fn word(text: &str) -> Option<(&str, &str)> {
    let length = text.find([' ', '\t', '\n', '}', '=', '{', '"']).unwrap_or(text.len());
    let key = text[length..].starts_with('=');
    let marked = text.starts_with(['#', '.', '-']);
    let sound = text[..length].chars().all(|c| c.is_alphanumeric() || "#.-_:%/".contains(c));
    (length > 0 && sound && (key != marked || !key)).then(|| text.split_at(length + usize::from(key && !marked)))
}

/// Takes the attributes from the end of a heading. `escaped` says whether a sign of a piece of text was typed with a backslash
/// before it.
pub fn take_last(line: &mut Vec<Inline>, escaped: &dyn Fn(&Inline, usize) -> bool) -> Option<Attributes> {
    let last = line.last()?;
    let InlineKind::Text(words) = &last.kind else { return None };
    let at = words.rfind('{')?;
    let (found, length) = parse(&words[at..])?;
    if !words[at + length..].trim().is_empty() || words[..at].ends_with(['{', '\\']) || escaped(last, at) {
        return None;
    }
    let Some(Inline { kind: InlineKind::Text(words), .. }) = line.last_mut() else { return None };
    words.truncate(words[..at].trim_end().len());
    trim(line);
    Some(found)
}

/// Gives meaning to the attributes in a line: behind a link, a picture or code, and behind words in square brackets.
/// `escaped` says whether a sign of a piece of text was typed with a backslash before it.
pub fn apply(line: &mut Vec<Inline>, escaped: &dyn Fn(&Inline, usize) -> bool) {
    let braced = |piece: &Inline| matches!(&piece.kind, InlineKind::Text(words) if words.contains('{'));
    if !line.iter().any(braced) {
        return;
    }
    let mut out: Vec<Inline> = Vec::new();
    for piece in std::mem::take(line) {
        let InlineKind::Text(words) = &piece.kind else {
            out.push(piece);
            continue;
        };
        // A piece of text that is cut keeps its whole span: places in it are as good as can be known.
        let part = |from: usize, to: usize| Inline::new(InlineKind::Text(words[from..to].to_string()), piece.span);
        let mut done = 0;
        let ends = out.last().is_some_and(|last| {
            matches!(last.kind, InlineKind::Link { .. } | InlineKind::Code(_) | InlineKind::Image { .. })
        });
        if ends && let Some((found, length)) = parse(words) {
            let mut last = out.pop();
            if let Some(Inline { kind: InlineKind::Link { target, text, .. }, span }) = &mut last
                && found.has("page")
            {
                text.push(Inline::new(InlineKind::Folio(FolioOf::new(target.clone())), *span));
            }
            out.extend(wrapped(last.into_iter().collect(), &found));
            done = length;
        }
        let mut from = done;
        while let Some(at) = words[from..].find("]{").map(|at| from + at) {
            from = at + 1;
            let Some((found, length)) = parse(&words[at + 1..]) else { continue };
            if escaped(&piece, at) {
                continue;
            }
            // The bracket may stand in this piece of text or, with others between, in one before it.
            let own = opening(words, done, at).filter(|open| !escaped(&piece, *open));
            if let Some(open) = own {
                add(&mut out, part(done, open));
                out.extend(wrapped(vec![part(open + 1, at)], &found));
            } else if let Some((index, open)) = opening_before(&out, escaped) {
                let mut inner = out.split_off(index);
                if let Some(Inline { kind: InlineKind::Text(first), span }) = inner.first_mut() {
                    let behind = first.split_off(open + 1);
                    first.truncate(open);
                    let before = std::mem::replace(first, behind);
                    add(&mut out, Inline::new(InlineKind::Text(before), *span));
                }
                inner.push(part(done, at));
                out.extend(wrapped(inner, &found));
            } else {
                continue;
            }
            done = at + 1 + length;
            from = done;
        }
        add(&mut out, part(done, words.len()));
    }
    out.retain(|piece| !matches!(&piece.kind, InlineKind::Text(words) if words.is_empty()));
    *line = out;
}

/// The bracket that the one at `close` closes, not before `from`.
fn opening(words: &str, from: usize, close: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, sign) in words[from..close].char_indices().rev() {
        match sign {
            '[' if depth == 0 => return Some(from + at),
            '[' => depth -= 1,
            ']' => depth += 1,
            _ => {}
        }
    }
    None
}

fn opening_before(out: &[Inline], escaped: &dyn Fn(&Inline, usize) -> bool) -> Option<(usize, usize)> {
    out.iter().enumerate().rev().find_map(|(index, piece)| {
        let InlineKind::Text(words) = &piece.kind else { return None };
        let open = opening(words, 0, words.len()).filter(|open| !escaped(piece, *open))?;
        Some((index, open))
    })
}

/// Pieces as their attributes say: a place, a language, small capitals.
pub fn wrapped(mut inner: Vec<Inline>, attributes: &Attributes) -> Vec<Inline> {
    inner.retain(|piece| !matches!(&piece.kind, InlineKind::Text(words) if words.is_empty()));
    let span = inner.first().map(|piece| piece.span).unwrap_or_default();
    let wrap = |kind: fn(Vec<Inline>) -> InlineKind, inner| vec![Inline::new(kind(inner), span)];
    for class in &attributes.classes {
        inner = match class.as_str() {
            "smallcaps" | "small-caps" | "sc" => wrap(InlineKind::SmallCaps, inner),
            "underline" | "ul" => wrap(InlineKind::Underline, inner),
            "mark" | "highlight" => wrap(InlineKind::Highlight, inner),
            _ => inner,
        };
    }
    if let Some(lang) = attributes.lang() {
        inner = vec![Inline::new(InlineKind::Lang(lang, inner), span)];
    }
    if let Some(id) = &attributes.id {
        inner.insert(0, Inline::new(InlineKind::Place(Anchor(id.clone())), span));
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_an_id_classes_and_pairs() {
        let (found, length) = parse("{#the-id .a .b lang=fr title=\"two words\"} x").unwrap();
        assert_eq!(length, 41);
        assert_eq!(found.id.as_deref(), Some("the-id"));
        assert_eq!(found.classes, ["a", "b"]);
        assert_eq!(found.get("title"), Some("two words"));
        assert_eq!(found.lang(), Some(Lang("fr".into())));
        assert!(parse("{-}").unwrap().0.has("unnumbered"));
        assert_eq!(parse("{#größe}").unwrap().0.id.as_deref(), Some("größe"));
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{}", "{ }", "{x}", "{{#include a.rs}}", "{#}", "{.a", "{a b}", "{1, 2}", "{#a=b}", "{=x}", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
