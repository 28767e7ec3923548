//! Spaces at which no line may break: after initials and abbreviations, between a number and its unit, before dashes;
//! and the spaces that a language sets around its punctuation. After The Chicago Manual of Style (initials, titles), the SI Brochure of
//! the BIPM (a number and its unit), Duden (`z. B.`), the Lexique des règles typographiques of the Imprimerie nationale (French
//! punctuation), ČSN 01 6910 (Czech words of one letter, which Polish calls orphans) and A. Milchin's handbook for publishers (Russian).

use super::letters::{Letter, Set};

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Before a name.
const TITLES: &[&str] = &[
    "Dr",
    "Dr.",
    "Mr",
    "Mr.",
    "Mrs",
    "Mrs.",
    "Ms",
    "Ms.",
    "Mme",
    "Mlle",
    "Prof.",
    "St.",
    "Rev.",
    "Hon.",
    "Capt.",
    "Col.",
    "Gen.",
    "Lt.",
    "Sgt.",
    "Fr.",
    "Hr.",
    "Sra.",
    "Sr.",
    "Sig.",
    "Mgr.",
    "Ing.",
    "Dra.",
    "Sres.",
    "Dña.",
    "MM.",
    "Mmes",
    "Mlles",
    "dr",
    "prof.",
    "mgr",
    "inż.",
    "św.",
    "ul.",
    "sv.",
    "проф.",
    "акад.",
    "г.",
    "ул.",
    "св.",
    "им.",
];
/// Before a number.
const COUNTED: &[&str] = &[
    "No.",
    "Nos.",
    "no.",
    "nos.",
    "p.",
    "pp.",
    "vol.",
    "Vol.",
    "ch.",
    "Ch.",
    "chap.",
    "fig.",
    "Fig.",
    "sec.",
    "Nr.",
    "S.",
    "Bd.",
    "Kap.",
    "Abb.",
    "art.",
    "Art.",
    "n.",
    "str.",
    "стр.",
    "гл.",
    "§",
    "§§",
    "№",
    "s.",
    "č.",
    "obr.",
    "kap.",
    "nr",
    "rys.",
    "tab.",
    "pág.",
    "págs.",
    "pag.",
    "cap.",
    "núm.",
    "n.º",
    "n°",
    "с.",
    "рис.",
    "табл.",
    "п.",
    "пп.",
    "ст.",
    "т.",
];
/// Behind a number.
const UNITS: &[&str] = &[
    "km", "m", "cm", "mm", "µm", "nm", "kg", "g", "mg", "µg", "t", "l", "ml", "ha", "°C", "°F", "°", "K", "%", "‰",
    "€", "$", "£", "zł", "Kč", "kr", "руб.", "h", "min", "s", "ms", "Hz", "kHz", "MHz", "GHz", "kB", "KB", "MB", "GB",
    "TB", "pt", "ft", "lb", "oz", "mph", "W", "kW", "kWh", "MW", "J", "kJ", "kcal", "a.m.", "p.m.", "am", "pm", "Kčs",
    "r.", "w.", "км", "м", "см", "мм", "кг", "г", "мг", "га", "л", "ч", "мин", "Гц", "МГц", "ГГц", "КБ", "МБ", "ГБ",
    "гг", "в.", "вв.", "тыс", "млн", "млрд", "mln", "mld", "tys",
];

/// Makes spaces hold what belongs together. Runs behind the quotes, which it takes as they are set.
pub fn bind_words(letters: &mut [Letter], languages: &[String]) {
    for at in 0..letters.len() {
        if !matches!(letters[at], Letter { typed: ' ' | NO_BREAK, fixed: false, .. }) {
            continue;
        }
        // Most spaces stand between words of small letters, which no rule ties.
        let small = |letter: &Letter| letter.set == Set::Same && letter.typed.is_ascii_lowercase();
        if let Some([a, b, _, c]) = at.checked_sub(2).and_then(|from| letters.get(from..at + 2))
            && small(a)
            && small(b)
            && small(c)
        {
            continue;
        }
        let lang = letters[at].language(languages);
        let after = letters[at + 1..].iter().find_map(Letter::now);
        let before = letters[..at].iter().rev().find_map(Letter::now);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let french = if lang != "fr" {
            None
        } else if matches!(after, ';' | '!' | '?' | '»') || before == '«' {
            Some(NARROW)
        } else if after == ':' {
            Some(NO_BREAK)
        } else {
            None
        };
        if let Some(space) = french {
            letters[at].set = Set::As(space);
        } else if letters[at].typed == ' ' && !before.is_whitespace() && holds(letters, at, before, after, lang) {
            letters[at].set = Set::As(NO_BREAK);
        }
    }
}

/// Whether the space at `at` holds what stands around it together.
fn holds(letters: &[Letter], at: usize, before: char, after: char, lang: &str) -> bool {
    // What every rule below asks of the letters next to the space; most spaces end here.
    let named = after.is_uppercase() || after.is_ascii_digit() || matches!(after, '–' | '—');
    let lone = at.checked_sub(2).and_then(|at| letters[at].now()).is_none_or(|c| !c.is_alphanumeric());
    if !(named || lone || before == '.' || before.is_ascii_digit()) {
        return false;
    }
    let slavic = matches!(lang, "cs" | "sk" | "pl" | "ru" | "uk");
    let word = word_before(letters, at);
    let next = word_after(letters, at);
    let (word, next) = (word.as_str(), next.as_str());
    // A dash between spaces belongs to what is before it.
    if matches!(next, "–" | "—") {
        return true;
    }
    if after.is_uppercase() && TITLES.contains(&word) {
        return true;
    }
    if after.is_ascii_digit() && COUNTED.contains(&word) {
        return true;
    }
    if before.is_ascii_digit() && is_unit(next) {
        return true;
    }
    let mut signs = word.chars();
    match (signs.next(), signs.next(), signs.next()) {
        // J. K. Rowling; z. B. But "as I." ends a sentence.
        (Some(letter), Some('.'), None) if letter.is_alphabetic() => {
            let initial = letter.is_uppercase() && after.is_uppercase() && !(lang == "en" && letter == 'I');
            let abbreviated = letter.is_lowercase() && next.chars().nth(1) == Some('.') && after.is_alphabetic();
            initial || abbreviated
        }
        // Czech, Slovak, Polish and Russian leave no word of one letter at a line's end.
        (Some(letter), None, None) => letter.is_alphabetic() && slavic,
        _ => false,
    }
}

/// A unit, and punctuation behind it.
fn is_unit(word: &str) -> bool {
    let bare = word.trim_end_matches([',', ';', ':', '!', '?', ')', ']', '”', '’', '“', '»', '…']);
    UNITS.contains(&bare) || bare.strip_suffix('.').is_some_and(|bare| UNITS.contains(&bare))
}

/// The most letters of a word that a rule asks for, and one more.
const MOST: usize = 9;

/// A word's first letters, [`MOST`] at most, where words are looked at by the thousand: none is worth an allocation.
struct Word {
    bytes: [u8; 4 * MOST],
    length: usize,
}

impl Word {
    fn of(letters: impl Iterator<Item = char>) -> Word {
        let mut word = Word { bytes: [0; 4 * MOST], length: 0 };
        for letter in letters.take(MOST) {
            word.length += letter.encode_utf8(&mut word.bytes[word.length..]).len();
        }
        word
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// The word that ends before `at`, without brackets and quotes at its start.
fn word_before(letters: &[Letter], at: usize) -> Word {
    let mut word = ['\0'; MOST];
    let mut length = 0;
    let back = letters[..at].iter().rev().filter_map(Letter::now).take_while(|c| !c.is_whitespace());
    for (place, letter) in word.iter_mut().zip(back) {
        *place = letter;
        length += 1;
    }
    let marks = ['(', '[', '“', '‘', '„', '‚', '«', '»', '”', '’', '—', '–'];
    let marked = word[..length].iter().rev().take_while(|c| marks.contains(c)).count();
    Word::of(word[..length - marked].iter().rev().copied())
}

fn word_after(letters: &[Letter], at: usize) -> Word {
    Word::of(letters[at + 1..].iter().filter_map(Letter::now).take_while(|c| !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `~` where a space holds and `_` where a narrow one does.
    fn bound(typed: &str, lang: &str) -> String {
        let mut letters: Vec<Letter> =
            typed.chars().map(|typed| Letter { typed, set: Set::Same, fixed: false, lang: 0 }).collect();
        bind_words(&mut letters, &[lang.to_string()]);
        let shown = |letter: &Letter| match letter.now() {
            Some(NO_BREAK) => '~',
            Some(NARROW) => '_',
            other => other.unwrap_or('-'),
        };
        letters.iter().map(shown).collect()
    }

    #[test]
    fn names_numbers_and_dashes_hold_together() {
        for (typed, set) in [
            ("(Dr. Watson and Mr Holmes saw J. K. Rowling)", "(Dr.~Watson and Mr~Holmes saw J.~K.~Rowling)"),
            ("No. 5, p. 3, pp. 4, § 7", "No.~5, p.~3, pp.~4, §~7"),
            ("He said no. Five came. So did I. Then", "He said no. Five came. So did I. Then"),
            ("5 km, 20 %. 3 m. 10 p.m. 7 men", "5~km, 20~%. 3~m. 10~p.m. 7 men"),
            ("this – and – that—too", "this~– and~– that—too"),
        ] {
            assert_eq!(bound(typed, "en"), set);
        }
    }

    #[test]
    fn languages_have_spaces_of_their_own() {
        assert_eq!(bound("Quoi ? Non ! « Oui » : ça ; 12:30", "fr"), "Quoi_? Non_! «_Oui_»~: ça_; 12:30");
        assert_eq!(
            bound("Das ist z. B. so, d. h. auch u. a. m., S. 12", "de"),
            "Das ist z.~B. so, d.~h. auch u.~a.~m., S.~12"
        );
        assert_eq!(bound("a v lese s nim, č. 5", "cs"), "a~v~lese s~nim, č.~5");
        assert_eq!(bound("w 2020 r. i ul. Długa", "pl"), "w~2020~r. i~ul.~Długa");
        assert_eq!(
            bound("т. е. в 1999 г. и т. д., с. 5 — 2 млн руб.", "ru"),
            "т.~е. в~1999~г. и~т.~д., с.~5~— 2~млн руб."
        );
        assert_eq!(bound("la pág. 8 y la Dra. Ruiz", "es"), "la pág.~8 y la Dra.~Ruiz");
        assert_eq!(bound("What ? a v", "en"), "What ? a v");
    }
}
