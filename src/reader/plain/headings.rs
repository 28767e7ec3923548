//! Headings told from short paragraphs.

use super::lines::{Line, closes};
use super::{Group, Kind};

/// A heading's most characters and words.
const HEADING: (usize, usize) = (80, 12);
/// The most words of a line that says when something was published.
const DATELINE_WORDS: usize = 10;
/// From how many doubtful headings on their number is held against that of the paragraphs.
const MANY: usize = 4;

/// Whether a group may be a heading, and if so, whether its words are sure evidence.
pub fn heading(group: &Group<'_>) -> Option<bool> {
    let [line] = group.lines.as_slice() else { return None };
    let text = line.text;
    let words: Vec<&str> = text.split_whitespace().collect();
    let closing = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '*', '_']);
    let ended = closing.ends_with(['.', ',', ';', ':', '!', '…', '。', '、', '！', '？', '—', '–', '-']);
    if group.kind != Kind::Para || ended || words.len() > HEADING.1 || text.chars().count() > HEADING.0 {
        return None;
    }
    let first = text.chars().next().filter(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '¿' | '«' | '„'))?;
    if first.is_lowercase() || is_speech(text) || is_dateline(text) {
        return None;
    }
    if is_number(text) {
        return Some(true);
    }
    let cased: Vec<char> = words
        .iter()
        .filter(|word| word.chars().count() > 3)
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()))
        .filter(|c| c.is_lowercase() || c.is_uppercase())
        .collect();
    let capitals = cased.iter().filter(|c| c.is_uppercase()).count();
    // Every sentence begins with a capital; a title has more of them.
    let large = |word: &&&str| **word != "I" && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let enough = words.iter().filter(large).count() > 1 || (words.len() <= 2 && !cased.is_empty());
    Some(!text.ends_with('?') && capitals * 3 >= cased.len() * 2 && enough)
}

/// Whether a line without a blank one above it is running text that a heading may stand over.
pub fn stands_over(line: &Line<'_>) -> bool {
    line.text.chars().count() > HEADING.0 && closes(line.text)
}

/// Whether someone speaks: a line wholly in quotation marks.
fn is_speech(text: &str) -> bool {
    text.starts_with(['“', '"', '«', '„', '‘', '»']) && text.ends_with(['”', '"', '»', '“', '’', '«'])
}

/// Whether a line is a number as chapters have it: `IV`, `Chapter 4`.
fn is_number(text: &str) -> bool {
    let roman = |word: &str| !word.is_empty() && word.len() <= 8 && word.chars().all(|c| "IVXLC".contains(c));
    let bare =
        text.strip_prefix("Chapter ").or_else(|| text.strip_prefix("CHAPTER ")).or_else(|| text.strip_prefix("Part "));
    roman(text) || bare.is_some_and(|rest| roman(rest) || rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a line says when something was published, and by whom.
pub fn is_dateline(line: &str) -> bool {
    let said = ["Posted ", "Published ", "Updated ", "Written "].iter().any(|word| line.starts_with(word));
    is_date(line) || (said && line.split_whitespace().count() <= DATELINE_WORDS && !line.ends_with('.'))
}

/// Whether a line is a date: a year, and otherwise a day and a month.
fn is_date(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let year = |word: &&str| word.len() == 4 && number(word) && (word.starts_with("19") || word.starts_with("20"));
    let others = words.iter().filter(|word| !number(word)).count();
    words.iter().any(year)
        && words.len() > 1
        && words.len() <= 5
        && words.iter().filter(|w| number(w)).count() > 1
        && others <= 2
}

/// Finds headings, from the end, since a heading is known by what it stands above.
pub fn find(groups: &mut [Group<'_>]) {
    let usual = usual_gap(groups);
    for at in (0..groups.len().saturating_sub(1)).rev() {
        let Some(words) = heading(&groups[at]) else { continue };
        // More space above it than paragraphs have.
        let apart = at > 0 && groups[at].gap > usual;
        let below = &groups[at + 1];
        let sure = words || apart;
        let heads = match below.kind {
            Kind::Item(_) | Kind::Quote => true,
            Kind::Heading { sure: below, .. } => sure && below,
            Kind::Break => false,
            Kind::Para => heading(below).is_none() && (sure || closes(below.lines[below.lines.len() - 1].text)),
        };
        if heads {
            groups[at].kind = Kind::Heading { level: 2, sure };
        }
    }
    let doubtful = |group: &&Group<'_>| matches!(group.kind, Kind::Heading { sure: false, .. });
    let paragraphs = groups.iter().filter(|group| group.kind == Kind::Para).count();
    let many = groups.iter().filter(doubtful).count();
    // Every other line would be one: what is short here is no heading.
    if many >= MANY && many * 2 > paragraphs {
        for group in groups.iter_mut().filter(|group| doubtful(&&**group)) {
            group.kind = Kind::Para;
        }
    }
}

/// How many blank lines mostly stand between two paragraphs.
fn usual_gap(groups: &[Group<'_>]) -> usize {
    let mut gaps: Vec<usize> = groups.iter().skip(1).map(|group| group.gap).filter(|gap| *gap > 0).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_titles() {
        for text in ["March 3, 2024", "2024-03-03", "3. März 2024", "12/11/2023"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["Notes from 1984", "The Year 2024", "1984", "World Cup 2026 Final in May"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
