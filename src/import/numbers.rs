//! Numbers that files and titles carry: `01-…`, `Chapter Two: …`, `IV.`

/// Words that a number follows.
const COUNTED: [&str; 20] = [
    "chapter",
    "ch",
    "part",
    "pt",
    "book",
    "section",
    "lesson",
    "episode",
    "day",
    "week",
    "kapitel",
    "teil",
    "chapitre",
    "partie",
    "capítulo",
    "capitulo",
    "parte",
    "capitolo",
    "hoofdstuk",
    "глава",
];

/// The number with which a file's name begins or ends, or that follows a word such as `Chapter`.
pub(super) fn number_of_name(name: &str) -> Option<i64> {
    let start = name.trim_start();
    let begins = start.find(|c: char| !c.is_ascii_digit()).unwrap_or(start.len());
    if begins > 0 {
        return digits(&start[..begins]);
    }
    let end = name.trim_end_matches([')', ' ']);
    let tail = end.len() - end.bytes().rev().take_while(u8::is_ascii_digit).count();
    if tail < end.len() {
        return digits(&end[tail..]);
    }
    // `Chapter 3 – The Letter`, `part-2-of-things`.
    let mut words = name.split([' ', '-', '_', '.']).filter(|word| !word.is_empty());
    let first = words.next()?.to_lowercase();
    COUNTED.contains(&first.as_str()).then(|| words.next().and_then(digits)).flatten()
}

/// The number in a title: `Part 3: …`, `3. …`, `… (Part III)`, `… #3`.
pub(super) fn number_of_title(title: &str) -> Option<i64> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let behind = words.windows(2).find_map(|two| COUNTED.contains(&two[0]).then(|| number(two[1])).flatten());
    behind.or_else(|| words.first().copied().and_then(digits)).or_else(|| words.last().copied().and_then(digits))
}

/// The number that opens a title, and the title behind it: `Chapter One: The Quay` is 1 and `The Quay`. None where a number
/// belongs to the words, as in `7 ways to tie`.
pub(super) fn opening(title: &str) -> Option<(i64, &str)> {
    let title = title.trim();
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let first = &title[..word(title)];
    let (named, rest) = match COUNTED.contains(&first.to_lowercase().as_str()) {
        true => (true, title[first.len()..].trim_start()),
        false => (false, title),
    };
    let count = &rest[..word(rest)];
    // A small letter, or a word without `Chapter` before it, is no number.
    let roman = count.chars().all(|c| c.is_ascii_uppercase());
    let found = digits(count).or_else(|| number(&count.to_lowercase()).filter(|_| named || roman))?;
    let rest = &rest[count.len()..];
    let behind = rest.trim_start_matches([' ', '.', ':', ')', '–', '—', '-', '|']);
    let parted = rest.is_empty() || rest.trim_start().starts_with(['.', ':', ')', '–', '—', '-', '|']);
    (parted || (named && !behind.starts_with(|c: char| c.is_lowercase()))).then_some((found, behind))
}

fn digits(word: &str) -> Option<i64> {
    (word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

/// A number in digits, as a word to twenty, or in Roman numerals to forty, in small letters.
fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let spelled = || WORDS.iter().position(|known| *known == word).map(|at| at as i64 + 1);
    let roman = || (1..=40).find(|number| crate::base::roman(*number).to_lowercase() == word).map(i64::from);
    digits(word).or_else(spelled).or_else(roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_open_with_numbers_or_with_words() {
        for (title, found) in [
            ("Chapter One: The Quay", Some((1, "The Quay"))),
            ("CHAPTER 12", Some((12, ""))),
            ("Part II — Home", Some((2, "Home"))),
            ("3. The Letter", Some((3, "The Letter"))),
            ("IV", Some((4, ""))),
            ("Chapter 3 The Letter", Some((3, "The Letter"))),
            ("7 ways to tie", None),
            ("I went home", None),
            ("Part of the whole", None),
            ("1984", Some((1984, ""))),
            ("One: a word", None),
        ] {
            assert_eq!(opening(title), found, "{title}");
        }
    }

    #[test]
    fn names_have_numbers_at_their_ends() {
        for (name, found) in
            [("01-a", Some(1)), ("part10", Some(10)), ("Kapitel 2 – B", Some(2)), ("a-1-b", None), ("x (3)", Some(3))]
        {
            assert_eq!(number_of_name(name), found, "{name}");
        }
    }
}
