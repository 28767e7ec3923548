//! Where a book divides words by itself, whatever the patterns of their language say.

use serde::Serialize;

use crate::model::Lang;

/// A word, and where it may be divided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DividedWord {
    /// The language in which that holds; none where it holds in any.
    pub lang: Option<Lang>,
    /// The word. One in small letters stands for its capitalised spellings, too.
    pub word: String,
    /// How many characters stand before each place; empty for a word that is never divided.
    pub after: Vec<usize>,
}

impl DividedWord {
    /// A word as it is written with a hyphen at each place, in the language of a tag; none where that is not a word.
    pub fn read(written: &str, lang: Option<&str>) -> Option<DividedWord> {
        let (mut word, mut after) = (String::new(), Vec::new());
        for part in written.split('-') {
            if part.is_empty() || !part.chars().all(|c| c.is_alphabetic() || is_mark(c)) {
                return None;
            }
            word.push_str(part);
            after.push(word.chars().count());
        }
        after.pop();
        Some(DividedWord { lang: lang.map(|tag| Lang(tag.to_string())), word, after })
    }

    /// Whether it speaks of `word` in a text of that language: `en` of any English, `en-GB` of British English.
    pub fn is(&self, word: &str, lang: &Lang) -> bool {
        let spoken = self.lang.as_ref().is_none_or(|own| {
            let (own, lang) = (own.0.as_bytes(), lang.0.as_bytes());
            lang.get(..own.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(own))
                && lang.get(own.len()).is_none_or(|next| *next == b'-')
        });
        let small = |c: char| {
            let mut all = c.to_lowercase();
            if all.len() == 1 { all.next().unwrap_or(c) } else { c }
        };
        spoken && (self.word == word || word.chars().map(small).eq(self.word.chars()))
    }
}

/// Whether a character is a mark on the one before it.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_a_hyphen_at_each_place() {
        let read = |written: &str| DividedWord::read(written, None).map(|word| (word.word, word.after));
        assert_eq!(read("Ga-la-te-a"), Some(("Galatea".into(), vec![2, 4, 6])));
        assert_eq!(read("Über-ich"), Some(("Überich".into(), vec![4])));
        assert_eq!(read("table"), Some(("table".into(), vec![])));
        for bad in ["", "-a", "a-", "a--b", "don't", "x86", "two words"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_word_in_small_letters_is_meant_in_any_spelling_and_a_name_in_its_own() {
        let is = |own: &str, lang: Option<&str>, word: &str| {
            DividedWord::read(own, lang).unwrap().is(word, &Lang("en-GB".into()))
        };
        assert!(is("re-cord", None, "record") && is("re-cord", None, "Record"));
        assert!(is("Po-land", None, "Poland") && !is("Po-land", None, "poland"));
        assert!(is("re-cord", Some("en"), "record") && is("re-cord", Some("EN-gb"), "record"));
        assert!(!is("re-cord", Some("en-US"), "record") && !is("re-cord", Some("e"), "record"));
    }
}
