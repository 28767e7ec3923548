//! Attributes in braces, as pandoc and its kin write them: `# Heading {#id .class lang=fr}`, `[words]{.smallcaps}`, and behind
//! a link, a picture or code. What is none stays text. What Recto has no meaning for is left out without noise: such
//! classes are meant for other programs.

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
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
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
        assert_eq!(parse("{#größe}").unwrap().0.id.as_deref(), Some("größe"));
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{}", "{ }", "{x}", "{{#include a.rs}}", "{#}", "{.a", "{a b}", "{1, 2}", "{#a=b}", "{=x}", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
