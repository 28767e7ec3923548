//! Where words may be divided.

use hypher::Lang as Patterns;

use crate::model::Lang;
use crate::style::{DividedWord, is_mark};

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
    // A language that nobody told has no patterns to miss.
    let never = ["ja", "zh", "ko", "th", "lo", "km", "my", "und"];
    !lang.right_to_left() && !never.iter().any(|known| known.eq_ignore_ascii_case(primary))
}

/// The bytes at which the letters of `text` may be divided, in order. `own` are the book's words, which hold over all else. Of other
/// words those of fewer than five letters, those in which an author has put soft hyphens, with a figure or a hyphen in them, and, but for
/// German where nouns have one, with a capital (names, acronyms) are left whole; `opening` says that a word may have one for no other
/// reason than that it opens a cell of a table.
pub(super) fn divisions(text: &str, lang: &Lang, opening: bool, own: &[DividedWord]) -> Vec<usize> {
    let mut found = Vec::new();
    let patterns = patterns(lang);
    if patterns.is_none() && own.is_empty()
        || text.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'-' | b'@' | b'/' | b'_' | b'\\'))
    {
        return found;
    }
    let letter = |c: char| c.is_alphabetic() || is_mark(c) || c == SOFT_HYPHEN;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(letter).map(|at| rest + at) {
        let end = text[start..].find(|c| !letter(c)).map_or(text.len(), |at| start + at);
        let word = &text[start..end];
        rest = end;
        if word.contains(SOFT_HYPHEN) {
            continue;
        }
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let opens = capitals == 1 && word.starts_with(char::is_uppercase);
        let named = capitals > 0 && !(opens && (opening || patterns == Some(Patterns::German)));
        let ours = own.iter().rev().find(|own| own.is(word, lang)).filter(|own| !named || own.word == word);
        if let Some(ours) = ours {
            found.extend(ours.after.iter().filter_map(|after| Some(start + word.char_indices().nth(*after)?.0)));
            continue;
        }
        let Some(patterns) = patterns else { continue };
        // A piece behind an apostrophe is not a word ("don't", "o'clock"), but where articles lose their vowels before one.
        let elides = matches!(patterns, Patterns::French | Patterns::Italian);
        let clipped =
            !elides && text[..start].ends_with(['’', '\'']) || text[end..].starts_with(['’', '\'']) && word.len() < 7;
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

/// Where an author lets a word be divided, and shown only there. A word that has any is divided nowhere else (CSS Text 3, 6.1).
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

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

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str, lang: &str) -> String {
        divided_by(&[], text, lang)
    }

    fn divided_by(own: &[&str], text: &str, lang: &str) -> String {
        let own: Vec<DividedWord> = own.iter().filter_map(|word| DividedWord::read(word, None)).collect();
        let mut out = text.to_string();
        for at in divisions(text, &Lang(lang.into()), false, &own).into_iter().rev() {
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
    fn a_word_behind_an_article_that_lost_its_vowel_is_a_word() {
        assert_eq!(divided("l’administration", "fr"), "l’ad-mi-nis-tra-tion");
        assert_eq!(divided("dell’amministrazione", "it"), "dell’am-mi-ni-stra-zio-ne");
        assert_eq!(divided("o’clock", "en"), "o’clock");
    }

    #[test]
    fn a_book_divides_words_its_own_way() {
        let own = ["re-cord", "manuscript", "Gala-tea", "io-ta", "re-cord-ing"];
        assert_eq!(divided_by(&own, "“record” recorder", "en"), "“re-cord” recorder");
        assert_eq!(divided_by(&own, "manuscript iota", "en"), "manuscript io-ta");
        assert_eq!(
            divided_by(&own, "Galatea’s Recording", "en"),
            "Gala-tea’s Recording",
            "a capital alone makes a name"
        );
        assert_eq!(divided_by(&["re-cord", "rec-ord"], "record", "en"), "rec-ord", "the last one holds");
        assert_eq!(divided_by(&["wo-manga"], "womanga", "zu"), "wo-manga", "without patterns");
        assert_eq!(divided_by(&["Über-lauf"], "Überlauf", "de"), "Über-lauf");
    }

    #[test]
    fn an_authors_soft_hyphens_hold_over_patterns_and_lists() {
        assert_eq!(divided("temper\u{ad}ament", "en"), "temper\u{ad}ament");
        assert_eq!(divided_by(&["tem-perament"], "temper\u{ad}ament", "en"), "temper\u{ad}ament");
    }

    #[test]
    fn a_language_is_known_by_its_first_two_letters() {
        assert!(patterns(&Lang("en-US".into())).is_some());
        assert!(patterns(&Lang("eng".into())).is_none());
        assert!(patterns(&Lang("ja".into())).is_none());
        assert!(patterns(&Lang("".into())).is_none());
    }
}
