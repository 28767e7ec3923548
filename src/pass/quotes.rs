//! Straight quotes, hyphens for dashes and dots for an ellipsis become what a compositor would set.

use super::letters::{Letter, OPAQUE, Set};

/// The quotes of a language: outer and inner, opening and closing; and whether a thin space stands inside the outer.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// The outer ones.
    pub double: [char; 2],
    single: [char; 2],
    spaced: bool,
}

const fn marks(double: [char; 2], single: [char; 2]) -> Marks {
    Marks { double, single, spaced: false }
}

/// By the language's subtag, as its style guides have them (Unicode CLDR, delimiters).
pub fn marks_of(lang: &str) -> Marks {
    match lang {
        "de" | "cs" | "sk" | "sl" | "bg" | "is" => marks(['„', '“'], ['‚', '‘']),
        "pl" | "ro" | "hu" | "hr" | "sr" => marks(['„', '”'], ['‚', '’']),
        "fr" => Marks { double: ['«', '»'], single: ['‹', '›'], spaced: true },
        "es" | "it" | "pt" | "ca" | "el" => marks(['«', '»'], ['‘', '’']),
        "ru" | "uk" | "be" => marks(['«', '»'], ['„', '“']),
        "nb" | "nn" | "no" => marks(['«', '»'], ['‘', '’']),
        "da" => marks(['»', '«'], ['›', '‹']),
        "sv" | "fi" => marks(['”', '”'], ['’', '’']),
        _ => marks(['“', '”'], ['‘', '’']),
    }
}

/// English words that begin with an apostrophe and not with a quotation.
const CLIPPED: &[&str] = &["tis", "twas", "twere", "twill", "twould", "tisn", "twasn", "em", "til", "n", "neath"];

/// Curls what is straight, behind [`dashes_and_dots`]. `languages` are subtags.
pub fn curl(letters: &mut [Letter], languages: &[String]) {
    let mut open_double = 0usize;
    let mut open_single = 0usize;
    let straight = |letter: &Letter| !letter.fixed && matches!(letter.typed, '"' | '\'');
    let straight: Vec<usize> =
        letters.iter().enumerate().filter(|(_, letter)| straight(letter)).map(|(at, _)| at).collect();
    let last_single = straight.iter().rev().copied().find(|at| may_close_single(letters, *at));
    let inches = inches(letters, &straight);
    for (at, inches) in straight.into_iter().zip(inches) {
        let typed = letters[at].typed;
        let before = letters[..at].iter().rev().find_map(Letter::now);
        let after = letters[at + 1..].iter().find_map(Letter::now);
        // Between squares no space says which it is; there quotes take turns.
        // Behind a comma without a space, too, where a word follows.
        let listed = |c: char| matches!(c, ',' | ';' | ':' | '=') && is_letter(after);
        let in_turn = typed == '"' && open_double == 0 && before.is_some_and(|c| is_square(c) || listed(c));
        let opens = (may_open(before) || in_turn) && !after.is_none_or(char::is_whitespace) && !closes(before, after);
        let marks = marks_of(letters[at].language(languages));
        let next_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        letters[at].set = if typed == '"' {
            if opens {
                open_double += 1;
                if marks.spaced { Set::Pair(marks.double[0], '\u{202f}') } else { Set::As(marks.double[0]) }
            } else if before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace) {
                Set::Same
            } else if next_digit(before) && (open_double == 0 || inches) {
                Set::As('″')
            } else {
                open_double = open_double.saturating_sub(1);
                if marks.spaced { Set::Pair('\u{202f}', marks.double[1]) } else { Set::As(marks.double[1]) }
            }
        } else if next_digit(before) && next_digit(after) {
            Set::As('′')
        } else if is_letter(before) && is_letter(after) {
            Set::As('’')
        } else if opens {
            if !is_clipped(&letters[at + 1..], letters[at].language(languages))
                && last_single.is_some_and(|last| last > at + 1)
            {
                open_single += 1;
                Set::As(marks.single[0])
            } else {
                Set::As('’')
            }
        } else if before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace) {
            Set::Same
        } else if open_single > 0 {
            open_single -= 1;
            Set::As(marks.single[1])
        } else {
            Set::As('’')
        };
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == OPAQUE)
}

/// Whether a quotation may begin behind this: at a start, behind a space, a bracket, a dash, another opening quote.
fn may_open(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '„' | '‚' | '«' | '¿' | '¡' | '"')
    })
}

/// Whether a quotation ends behind this dash: "eng-", "so—".
fn closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| matches!(c, '-' | '–' | '—' | '/'))
        && after.is_some_and(|c| matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | ')' | ']'))
}

/// A letter or a mark of Chinese, Japanese or Korean (Unicode's blocks).
const fn is_square(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// ’90s, ’tis.
fn is_clipped(behind: &[Letter], lang: &str) -> bool {
    let word: String = behind.iter().map(|letter| letter.typed).take_while(|c| c.is_alphanumeric()).take(12).collect();
    let year = word.len() >= 2 && word.as_bytes()[..2].iter().all(u8::is_ascii_digit) && word.len() <= 3;
    year || (lang == "en" && CLIPPED.contains(&word.to_lowercase().as_str()))
}

/// Whether a single quote stands there that may close: an apostrophe in front of a word has none behind it.
fn may_close_single(letters: &[Letter], at: usize) -> bool {
    letters[at].typed == '\''
        && at.checked_sub(1).is_some_and(|before| !letters[before].typed.is_whitespace())
        && !letters.get(at + 1).is_some_and(|after| is_letter(Some(after.typed)))
}

/// Which of the straight quotes are double ones behind figures and mean inches within a quotation, since the next one that is
/// none closes: "a 6" nail".
fn inches(letters: &[Letter], straight: &[usize]) -> Vec<bool> {
    let mut inches = vec![false; straight.len()];
    let mut closes = false;
    for (inch, at) in inches.iter_mut().zip(straight).rev().filter(|(_, at)| letters[**at].typed == '"') {
        *inch = closes;
        let Some(before) = at.checked_sub(1).map(|before| letters[before].typed) else { continue };
        let worded = letters.get(at + 1).is_some_and(|after| is_letter(Some(after.typed)));
        if !before.is_ascii_digit() {
            closes = match before {
                '"' | '\'' => !worded,
                _ => !worded && !may_open(Some(before)) && !is_square(before),
            };
        }
    }
    inches
}

/// Runs of two or three hyphens, and of three or four dots. Longer runs are rules or leaders that someone drew.
pub fn dashes_and_dots(letters: &mut [Letter]) {
    let mut at = 0;
    while at < letters.len() {
        let Letter { typed, fixed, .. } = letters[at];
        if !matches!(typed, '-' | '.') {
            at += 1;
            continue;
        }
        let run = letters[at..].iter().take_while(|letter| letter.typed == typed && letter.fixed == fixed).count();
        let set = match (typed, run) {
            _ if fixed => None,
            ('-', 2) if !is_option(letters, at) => Some(('–', 2)),
            ('-', 3) => Some(('—', 3)),
            ('.', 3 | 4) => Some(('…', 3)),
            _ => None,
        };
        if let Some((set, covers)) = set {
            letters[at].set = Set::As(set);
            letters[at + 1..at + covers].iter_mut().for_each(|letter| letter.set = Set::Gone);
        }
        at += run;
    }
}

/// `--verbose`, as people write options of commands outside code.
fn is_option(letters: &[Letter], at: usize) -> bool {
    // A quote before it opens where nothing but a space or a bracket stands before that: "yes"--and is no option.
    let bare = |at: usize| at == 0 || letters[at - 1].typed.is_whitespace() || "([".contains(letters[at - 1].typed);
    let free = bare(at) || "\"'“”‘’„‚«»".contains(letters[at - 1].typed) && bare(at - 1);
    free && letters.get(at + 2).is_some_and(|after| after.typed.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curled(typed: &str, lang: &str) -> String {
        let mut letters: Vec<Letter> =
            typed.chars().map(|typed| Letter { typed, set: Set::Same, fixed: false, lang: 0 }).collect();
        dashes_and_dots(&mut letters);
        curl(&mut letters, &[lang.to_string()]);
        let mut text = String::new();
        for letter in letters {
            match letter.set {
                Set::Same => text.push(letter.typed),
                Set::As(c) => text.push(c),
                Set::Pair(first, second) => text.extend([first, second]),
                Set::Gone => {}
            }
        }
        text
    }

    #[test]
    fn english() {
        for (typed, set) in [
            ("\"Yes,\" he said.", "“Yes,” he said."),
            ("\"'Tis so,\" said 'em all", "“’Tis so,” said ’em all"),
            ("the '90s and rock 'n' roll", "the ’90s and rock ’n’ roll"),
            ("'Go,' she said; the dogs' bones", "‘Go,’ she said; the dogs’ bones"),
            ("\"'Go,' she said,\" he said", "“‘Go,’ she said,” he said"),
            ("don't; 6'2\" tall; (\"so\")", "don’t; 6′2″ tall; (“so”)"),
            ("\"I was--\" \"What?\"", "“I was–” “What?”"),
            ("\"in 1990\" and---well... no....", "“in 1990” and—well… no…."),
            ("run --help; pages 3--4; ----- .....", "run --help; pages 3–4; ----- ....."),
            ("“It’s — done…”", "“It’s — done…”"),
            ("a \" b ' c", "a \" b ' c"),
            ("[\"1990\",\"abc\"]; (\"A1\",\"B\")", "[“1990”,“abc”]; (“A1”,“B”)"),
            ("\"eng-\", \"a/\"; (\"so-\")", "“eng-”, “a/”; (“so-”)"),
            ("\"a 6\" nail,\" he said", "“a 6″ nail,” he said"),
            ("\"6\" by 4\"\" is \"2\"", "“6″ by 4″” is “2”"),
            ("in \"1990\" and \"1991\" or 5\"", "in “1990” and “1991” or 5″"),
        ] {
            assert_eq!(curled(typed, "en"), set);
        }
    }

    #[test]
    fn apostrophes_that_nothing_closes_take_no_longer_than_letters() {
        let began = std::time::Instant::now();
        let typed = "a 'b ".repeat(40_000);
        assert_eq!(curled(&typed, "en"), typed.replace('\'', "’"));
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    }

    #[test]
    fn other_languages() {
        let typed = "\"Ja, 'so' geht's\"";
        for (lang, set) in [
            ("de", "„Ja, ‚so‘ geht’s“"),
            ("fr", "«\u{202f}Ja, ‹so› geht’s\u{202f}»"),
            ("ru", "«Ja, „so“ geht’s»"),
            ("pl", "„Ja, ‚so’ geht’s”"),
            ("sv", "”Ja, ’so’ geht’s”"),
            ("da", "»Ja, ›so‹ geht’s«"),
            ("nl", "“Ja, ‘so’ geht’s”"),
        ] {
            assert_eq!(curled(typed, lang), set);
        }
        assert_eq!(curled("例えば\"git\"は、\"ref\" です｡", "ja"), "例えば“git”は、“ref” です｡");
    }
}
