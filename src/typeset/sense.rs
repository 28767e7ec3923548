//! Lines of display type, broken by sense: after a colon or a comma, before a small word and not behind one, and as even as
//! can be. Titles, names and covers are set so; running text never is.

use super::breaks::opportunities;
use super::hyphen::SOFT_HYPHEN;
use crate::base::Length;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A title or subtitle.
    Title,
    /// Names, which stay whole where they can.
    Names,
}

/// The most pieces that are weighed; what has more is no title, and is left to the breaker of running text.
const MOST: usize = 120;

// Costs in thousandths of a line that is empty. A line costs the square of what it leaves free.
/// What one line more costs.
const LINE: i64 = 150;
/// Behind an article, a preposition, a conjunction.
const BEHIND_SMALL: i64 = 450;
/// Before one.
const BEFORE_SMALL: i64 = -60;
/// Behind the marks that part a title's halves.
const BEHIND_STOP: i64 = -260;
/// Behind a comma.
const BEHIND_COMMA: i64 = -90;
/// Within a name.
const WITHIN_NAME: i64 = 900;
/// Behind initials, which belong to what follows: "J. R. R. Tolkien".
const BEHIND_INITIALS: i64 = 2000;
/// Behind a hyphen.
const BEHIND_HYPHEN: i64 = 500;
/// A last line that is not a third of the longest.
const SHORT_LAST: i64 = 120;

/// Fills line after line with what fits, whatever it means; what is wider by itself stands alone.
pub(super) fn filled<'t>(text: &'t str, measure: Length, width: &mut dyn FnMut(&str) -> Length) -> Vec<&'t str> {
    let mut lines = Vec::new();
    let (mut from, mut to) = (0, 0);
    for end in opportunities(text).into_iter().filter(|end| *end > 0 && *end < text.len()).chain([text.len()]) {
        if to > from && width(text[from..end].trim()) > measure {
            lines.push(text[from..to].trim());
            from = to;
        }
        to = end;
    }
    lines.push(text[from..].trim());
    lines
}

/// Breaks `text` into lines no wider than `measure`, where its pieces allow it; none where one of them is wider. `width` says how
/// wide words are: behind a soft hyphen, with a hyphen.
pub(super) fn lines<'t>(
    text: &'t str,
    measure: Length,
    kind: Kind,
    width: &mut dyn FnMut(&str) -> Length,
) -> Option<Vec<&'t str>> {
    let mut ends = opportunities(text);
    ends.retain(|end| *end > 0 && *end < text.len());
    ends.push(text.len());
    let starts: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
    let count = ends.len();
    if count > MOST || text.trim().is_empty() || measure <= Length::ZERO {
        return None;
    }
    let piece = |at: usize| &text[starts[at]..ends[at]];
    let wide: Vec<(Length, Length)> = (0..count)
        .map(|at| {
            let bare = width(piece(at).trim());
            let inside = match piece(at).strip_suffix(SOFT_HYPHEN) {
                Some(letters) => width(letters),
                None if piece(at).ends_with(' ') => bare + width("\u{a0}"),
                None => bare,
            };
            (bare, inside)
        })
        .collect();
    let line_width = |from: usize, to: usize| wide[from..to - 1].iter().map(|w| w.1).sum::<Length>() + wide[to - 1].0;
    let slack = |line: Length| (measure - line).0 * 1000 / measure.0.max(1);

    // The cheapest way to each end with so many lines, and where its last line begins. One line more than the fewest is tried.
    let fewest = fewest(count, measure, &line_width)?;
    let most = fewest + 1;
    let mut best = vec![vec![(i64::MAX, 0usize); most + 1]; count + 1];
    best[0][0] = (0, 0);
    for to in 1..=count {
        for from in (0..to).rev() {
            let line = line_width(from, to);
            if line > measure {
                break;
            }
            let free = slack(line);
            let mut cost = free * free / 1000 + LINE;
            if to < count {
                cost += break_cost(piece(to - 1), piece(to), kind);
            } else if from > 0 && free > 670 {
                cost += SHORT_LAST;
            }
            for used in 0..most {
                let before = best[from][used].0;
                if before < i64::MAX && before + cost < best[to][used + 1].0 {
                    best[to][used + 1] = (before + cost, from);
                }
            }
        }
    }
    let mut used = (1..=most).min_by_key(|used| best[count][*used].0)?;
    let mut lines = Vec::new();
    let mut to = count;
    while to > 0 {
        let from = best[to][used].1;
        lines.push(text[starts[from]..ends[to - 1]].trim());
        (to, used) = (from, used.checked_sub(1)?);
    }
    lines.reverse();
    Some(lines)
}

fn fewest(count: usize, measure: Length, line_width: &dyn Fn(usize, usize) -> Length) -> Option<usize> {
    let (mut lines, mut from) = (0, 0);
    while from < count {
        let fits = (from + 1..=count).take_while(|to| line_width(from, *to) <= measure).last()?;
        (lines, from) = (lines + 1, fits);
    }
    Some(lines)
}

fn break_cost(before: &str, behind: &str, kind: Kind) -> i64 {
    let spaced = before.ends_with(char::is_whitespace);
    let word = before.trim_end();
    if spaced && is_initials(word) && behind.starts_with(char::is_uppercase) {
        return BEHIND_INITIALS;
    }
    // In names a stop ends no sentence: "Dr.".
    if word.ends_with([':', ';', '.', '!', '?', '—', '–']) && kind == Kind::Title {
        return BEHIND_STOP;
    }
    if word.ends_with([',', '、', '，', '،']) {
        return BEHIND_COMMA;
    }
    if !spaced {
        // A hyphen; scripts without spaces break anywhere.
        return if word.ends_with(['-', '\u{2010}', SOFT_HYPHEN]) { BEHIND_HYPHEN } else { 0 };
    }
    let names = if kind == Kind::Names && !begins_small(behind) { WITHIN_NAME } else { 0 };
    match (is_small(word), is_small(behind.trim_end())) {
        (true, _) => BEHIND_SMALL + names,
        (false, true) => BEFORE_SMALL + names,
        (false, false) => names,
    }
}

/// Articles, prepositions and conjunctions: words of up to three small letters, whatever the language, and those that titles have
/// capitals or more letters for.
fn is_small(word: &str) -> bool {
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "a", "an", "and", "at", "by", "das", "de", "del", "dem", "den", "der", "des", "die", "du", "een", "ein", "el", "et", "for",
        "het", "i", "il", "im", "in", "into", "la", "las", "le", "les", "lo", "los", "nor", "of", "on", "or", "the", "to", "un",
        "una", "und", "une", "upon", "with", "from", "over", "about", "oder", "über", "dans", "avec", "pour", "sobre",
    ];
    let letters = word.chars().count();
    word.chars().all(char::is_lowercase) && letters <= 3
        || letters <= 5 && SMALL.contains(&word.to_lowercase().as_str())
}

/// Capitals with a stop behind each: "Y.", "J.R.R.", "J.-P.".
fn is_initials(word: &str) -> bool {
    let one = |part: &str| part.chars().count() == 1 && part.starts_with(char::is_uppercase);
    word.strip_suffix('.').is_some_and(|rest| rest.split('.').all(|part| one(part.trim_start_matches('-'))))
}

fn begins_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines where every letter is one point wide.
    fn broken(text: &str, measure: i64, kind: Kind) -> String {
        let mut width = |words: &str| Length::pt(words.chars().count() as i64);
        lines(text, Length::pt(measure), kind, &mut width).unwrap().join(" / ")
    }

    #[test]
    fn a_title_is_broken_by_sense() {
        for (title, measure, lines) in [
            ("Dune", 20, "Dune"),
            ("The Adventures of Sherlock Holmes", 22, "The Adventures / of Sherlock Holmes"),
            ("Zen and the Art of Motorcycle Maintenance", 26, "Zen and the Art / of Motorcycle Maintenance"),
            ("A Village: How It Was Lost", 22, "A Village: / How It Was Lost"),
            ("Преступление и наказание", 20, "Преступление / и наказание"),
            ("Die Leiden des jungen Werthers", 20, "Die Leiden / des jungen Werthers"),
        ] {
            assert_eq!(broken(title, measure, Kind::Title), lines);
        }
    }

    #[test]
    fn names_stay_whole() {
        assert_eq!(
            broken("Harold Abelson, Gerald Jay Sussman and Julie Sussman", 28, Kind::Names),
            "Harold Abelson, / Gerald Jay Sussman / and Julie Sussman"
        );
    }

    #[test]
    fn initials_stay_with_their_name() {
        for (name, measure, lines) in [
            ("Yamada Y. Tarō", 10, "Yamada / Y. Tarō"),
            ("J. R. R. Tolkien", 10, "J. R. R. / Tolkien"),
            ("Ursula K. Le Guin", 12, "Ursula / K. Le Guin"),
            ("Dr. Ada Example", 12, "Dr. Ada / Example"),
        ] {
            assert_eq!(broken(name, measure, Kind::Names), lines);
        }
        assert_eq!(broken("The Letters of J. R. R. Tolkien", 20, Kind::Title), "The Letters / of J. R. R. Tolkien");
        assert!(is_initials("J.-P.") && !is_initials("Mr.") && !is_initials("."));
    }

    #[test]
    fn lines_are_filled_where_sense_has_no_way() {
        let mut width = |words: &str| Length::pt(words.chars().count() as i64);
        assert_eq!(filled("a bcd unbreakable e f", Length::pt(5), &mut width), ["a bcd", "unbreakable", "e f"]);
    }

    #[test]
    fn every_word_is_there_and_no_line_is_too_long() {
        let title = "The Surprising and Entirely True History of an Uncommonly Long Title, Told for the First Time";
        for measure in 11..60 {
            let lines = broken(title, measure, Kind::Title);
            assert_eq!(lines.replace(" / ", " "), title);
            assert!(lines.split(" / ").all(|line| line.chars().count() as i64 <= measure), "{lines}");
        }
        let mut width = |words: &str| Length::pt(words.chars().count() as i64);
        assert_eq!(lines("Unbreakable", Length::pt(5), Kind::Title, &mut width), None);
        assert_eq!(lines("  ", Length::pt(5), Kind::Title, &mut width), None);
    }
}
