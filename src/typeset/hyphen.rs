//! Where words may be divided.

use hypher::Lang as Patterns;

use crate::model::Lang;

/// The patterns of a language; none where there are none.
pub(super) fn patterns(lang: &Lang) -> Option<Patterns> {
    let bytes = lang.0.as_bytes();
    let two = [bytes.first()?.to_ascii_lowercase(), bytes.get(1)?.to_ascii_lowercase()];
    let whole = bytes.get(2).is_none_or(|b| *b == b'-');
    if whole { Patterns::from_iso(two) } else { None }
}

/// Whether a language divides words by hyphens at all: those whose letters join or that have no words between spaces do not.
pub(super) fn hyphenates(lang: &Lang) -> bool {
    let primary = lang.0.split(['-', '_']).next().unwrap_or_default();
    let never = ["ja", "zh", "ko", "th", "lo", "km", "my"];
    !lang.right_to_left() && !never.iter().any(|known| known.eq_ignore_ascii_case(primary))
}

/// The bytes at which the letters of `text` may be divided, in order. Words of fewer than five letters, with a figure or a
/// hyphen in them, and, but for German where nouns have one, with a capital (names, acronyms) are left whole; `opening` says that a
/// word may have one for no other reason than that it opens a cell of a table.
pub(super) fn divisions(text: &str, patterns: Patterns, opening: bool) -> Vec<usize> {
    let mut found = Vec::new();
    if text.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'-' | b'@' | b'/' | b'_' | b'\\')) {
        return found;
    }
    let letter = |c: char| c.is_alphabetic() || is_mark(c);
    let mut rest = 0;
    while let Some(start) = text[rest..].find(letter).map(|at| rest + at) {
        let end = text[start..].find(|c| !letter(c)).map_or(text.len(), |at| start + at);
        let word = &text[start..end];
        rest = end;
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let opens = capitals == 1 && word.starts_with(char::is_uppercase);
        let named = capitals > 0 && !(opens && (opening || patterns == Patterns::German));
        // A piece behind an apostrophe is not a word: "don't", "o'clock".
        let clipped = text[..start].ends_with(['’', '\'']) || text[end..].starts_with(['’', '\'']) && word.len() < 7;
        if named || clipped || word.chars().count() < 5 {
            continue;
        }
        if patterns == Patterns::English
            && let Some(exception) = exception(word)
        {
            let mut at = start;
            for part in exception.split('-') {
                at += part.len();
                found.extend((at < end).then_some(at));
            }
            continue;
        }
        let mut at = start;
        for syllable in hypher::hyphenate(word, patterns) {
            at += syllable.len();
            if at < end {
                found.push(at);
            }
        }
    }
    found
}

/// English words that the patterns divide in a wrong place, and those that are two words, which are divided in different
/// places (a rec-ord, to re-cord) and so nowhere. The former are plain TeX's (D. Knuth, hyphen.tex, 1983), which leaves two of the latter
/// whole for that reason.
const EXCEPTIONS: &[&str] = &[
    "as-so-ciate",
    "as-so-ciates",
    "dec-li-na-tion",
    "desert",
    "deserts",
    "invalid",
    "invalids",
    "minute",
    "minutes",
    "oblig-a-tory",
    "phil-an-thropic",
    "present",
    "presents",
    "produce",
    "progress",
    "project",
    "projects",
    "rebel",
    "rebels",
    "reci-procity",
    "re-cog-ni-zance",
    "record",
    "records",
    "ref-or-ma-tion",
    "refuse",
    "ret-ri-bu-tion",
    "table",
];

fn exception(word: &str) -> Option<&'static str> {
    let letters = |exception: &&&str| exception.bytes().filter(|b| *b != b'-').eq(word.bytes());
    EXCEPTIONS.iter().find(letters).copied()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str, lang: &str) -> String {
        let mut out = text.to_string();
        for at in divisions(text, patterns(&Lang(lang.into())).unwrap(), false).into_iter().rev() {
            out.insert(at, '-');
        }
        out
    }

    #[test]
    fn words_are_divided_and_names_and_codes_are_not() {
        assert_eq!(divided("“temperament,”", "en-GB"), "“tem-pera-ment,”");
        assert_eq!(divided("Scandinavia", "en"), "Scandinavia");
        assert_eq!(divided("records, obligatory", "en-US"), "records, oblig-a-tory");
        assert_eq!(divided("présent", "fr"), "pré-sent");
        assert_eq!(divided("x86assembly", "en"), "x86assembly");
        assert_eq!(divided("Wissenschaft", "de"), "Wis-sen-schaft");
        assert_eq!(divided("into—temperament", "en"), "into—tem-pera-ment");
    }

    #[test]
    fn a_language_is_known_by_its_first_two_letters() {
        assert!(patterns(&Lang("en-US".into())).is_some());
        assert!(patterns(&Lang("eng".into())).is_none());
        assert!(patterns(&Lang("ja".into())).is_none());
        assert!(patterns(&Lang("".into())).is_none());
    }
}
