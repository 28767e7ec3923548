//! Where the book divides words by itself: `hyphenation` in a `style`.

use std::rc::Rc;

use super::check::Reader;
use super::tree::{Kind, Node};
use crate::base::{Code, language};
use crate::style::DividedWord;

/// A list of words, or a mapping of such lists by language.
pub(super) fn hyphenation(reader: &mut Reader, node: &Node) -> Vec<DividedWord> {
    let mut found = Vec::new();
    match &node.kind {
        Kind::List(items) => words(reader, items, None, &mut found),
        Kind::Map(pairs) => {
            for (at, (key, value)) in pairs.iter().enumerate() {
                if pairs[..at].iter().any(|(before, _)| before.text == key.text) {
                    reader.push(Code::DuplicateKey, key.span, format!("'{}' stands here twice", key.text));
                } else if !language::is_language(&key.text) {
                    let message = format!("'hyphenation': '{}' is not a language tag", key.text);
                    reader.push_help(Code::BadValue, key.span, message, "write a tag such as en, en-US or de");
                } else if let Some(items) = reader.list(value, &format!("'{}'", key.text)) {
                    words(reader, &items, Some(&key.text), &mut found);
                }
            }
        }
        Kind::Text(..) => {
            let wanted = "a list of words, or a mapping of such lists by language";
            reader.wrong(node, "'hyphenation'", wanted, "write [hy-phen-ation]");
        }
    }
    found
}

fn words(reader: &mut Reader, items: &[Rc<Node>], lang: Option<&str>, found: &mut Vec<DividedWord>) {
    let first = found.len();
    for item in items {
        let Some(text) = reader.text(item, "a word of 'hyphenation'") else { continue };
        let Some(word) = DividedWord::read(&text.value, lang) else {
            let message = format!("'hyphenation': '{}' is not a word with hyphens in it", text.value);
            let help = "write letters with a hyphen wherever the word may be divided, such as ma-nu-script; a word without a \
                        hyphen is never divided";
            reader.push_help(Code::BadValue, text.span, message, help);
            continue;
        };
        if found[first..].iter().any(|before| before.word == word.word && before.after != word.after) {
            let message = format!("'hyphenation' divides '{}' in two ways", word.word);
            reader.push_help(Code::BadValue, text.span, message, "keep one of them");
            continue;
        }
        found.push(word);
    }
}
