//! What lines are by their words: titles of chapters and of parts, those that have no number, an author's name.

use super::para::{Kind, Para};

/// `Chapter One`, `CHAPTER 12: The Letter`, `Prologue`.
pub fn reads_as_heading(para: &Para) -> bool {
    const FIRST: [&str; 12] = [
        "chapter",
        "kapitel",
        "chapitre",
        "capítulo",
        "capitulo",
        "capitolo",
        "hoofdstuk",
        "глава",
        "rozdział",
        "prologue",
        "epilogue",
        "part",
    ];
    let words = para.words().to_lowercase();
    let mut parts = words.split_whitespace();
    let first = parts.next().unwrap_or_default().trim_end_matches([':', '.']).to_string();
    let few = words.split(' ').count() <= 9 && !words.ends_with([',', ';', '”', '"']);
    let alone = matches!(first.as_str(), "prologue" | "epilogue");
    para.kind == Kind::Text && few && FIRST.contains(&first.as_str()) && (alone || parts.next().is_some())
}

/// What a title page says of the kind of book: `A Novel`.
pub fn is_kind(words: &str) -> bool {
    const KINDS: [&str; 13] = [
        "a novel",
        "a novella",
        "a memoir",
        "a thriller",
        "a romance",
        "a mystery",
        "stories",
        "short stories",
        "poems",
        "roman",
        "ein roman",
        "un roman",
        "una novela",
    ];
    KINDS.contains(&words.trim().to_lowercase().as_str())
}

/// `Part One`, `BOOK II: The Golden Thread`.
pub fn says_part(title: &str) -> bool {
    const WORDS: [&str; 10] = ["part", "book", "teil", "buch", "partie", "livre", "parte", "libro", "deel", "часть"];
    let first = title.split([' ', ':', '.']).next().unwrap_or_default().to_lowercase();
    WORDS.contains(&first.as_str())
}

/// Whether a title is one of those that have no number.
pub fn is_apart(title: &str) -> bool {
    const APART: [&str; 22] = [
        "prologue",
        "epilogue",
        "preface",
        "foreword",
        "introduction",
        "afterword",
        "acknowledgements",
        "acknowledgments",
        "dedication",
        "about the author",
        "author’s note",
        "author's note",
        "prolog",
        "epilog",
        "vorwort",
        "nachwort",
        "danksagung",
        "avant-propos",
        "prólogo",
        "epílogo",
        "prefacio",
        "notes",
    ];
    let title = title.to_lowercase();
    APART
        .iter()
        .any(|known| title == *known || title.strip_prefix(known).is_some_and(|rest| rest.starts_with([':', '.'])))
}

pub fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    letters(a) == letters(b)
}

/// The name in `by Nora Field`; none in a line that may be a sentence.
pub fn by(words: &str) -> Option<&str> {
    const MOST: usize = 8;
    const SMALL: [&str; 18] = [
        "and", "und", "et", "y", "e", "&", "de", "du", "del", "della", "da", "di", "la", "le", "van", "von", "der",
        "den",
    ];
    let name = ["by ", "By ", "BY ", "von ", "Von "].iter().find_map(|by| words.strip_prefix(by))?.trim();
    let of_name = |word: &str| word.starts_with(char::is_uppercase) || SMALL.contains(&word);
    let few = name.split_whitespace().count() < MOST && !name.ends_with('.');
    (few && name.starts_with(char::is_uppercase) && name.split_whitespace().all(of_name)).then_some(name)
}
