//! Lines of a plain text, and whether their ends mean anything.
//!
//! A mail or an old file is wrapped: its lines end where the next word would not have fitted. A page pasted from a
//! browser has a line for each paragraph. Verse and addresses end their lines on purpose.

use std::collections::BTreeSet;

use crate::reader::inlines::is_spaceless;

/// The narrowest and the widest measure at which people wrap texts, in characters.
const MEASURES: std::ops::RangeInclusive<usize> = 40..=120;
/// From how many line ends on a text is known to be wrapped.
const ENDS: usize = 5;
/// The longest line of verse or of an address, in characters.
const SHORT: usize = 60;
/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// A line without the space around it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The byte where its text begins in the source.
    pub start: usize,
    /// Its text.
    pub text: &'a str,
    /// How many columns it is indented.
    pub indent: usize,
}

impl<'a> Line<'a> {
    /// A line whose text begins at byte `at`.
    pub fn new(at: usize, line: &'a str) -> Line<'a> {
        let text = line.trim();
        let margin = &line[..line.len() - line.trim_start().len()];
        let indent = margin.chars().fold(0, |to, c| if c == '\t' { (to / TAB + 1) * TAB } else { to + 1 });
        match text.is_empty() {
            true => Line { start: at, text, indent: 0 },
            false => Line { start: at + margin.len(), text, indent },
        }
    }

    /// The byte behind its text.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }
}

/// The lines of a text, blank ones as empty ones.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        // The line feed of `\r\n` ends a line that is over.
        if line != "\n" || !text[..at].ends_with('\r') {
            all.push(Line::new(at, line));
        }
        at += line.len();
    }
    all
}

/// What the line ends of a paragraph mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Nothing: its lines are one text.
    Wrapped,
    /// Each line is a paragraph.
    Paragraphs,
    /// They stay: verse, an address.
    Kept,
}

/// The measure at which a text is wrapped, if it is.
pub fn measure(lines: &[Line<'_>]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| pair.iter().all(|line| !line.text.is_empty()));
    let mut lengths: Vec<usize> = pairs().map(|pair| pair[0].indent + pair[0].length()).collect();
    lengths.sort_unstable();
    if lengths.len() < ENDS {
        return None;
    }
    let measure = lengths[lengths.len() * 95 / 100];
    let forced = pairs().filter(|pair| is_forced(&pair[0], &pair[1], measure)).count();
    (MEASURES.contains(&measure) && forced * 10 >= lengths.len() * 7).then_some(measure)
}

/// Whether the next line's first word would not have fitted.
fn is_forced(line: &Line<'_>, next: &Line<'_>, measure: usize) -> bool {
    let word = next.text.split_whitespace().next().unwrap_or_default();
    line.indent + line.length() + 1 + word.chars().count() > measure
}

/// What the line ends of one paragraph mean, in a text that is wrapped at `measure`.
pub fn ends(lines: &[Line<'_>], measure: Option<usize>) -> Ends {
    let pairs = lines.windows(2);
    let all = pairs.len();
    if all == 0 {
        return Ends::Wrapped;
    }
    let count = |test: &dyn Fn(&[Line<'_>]) -> bool| lines.windows(2).filter(|pair| test(pair)).count();
    let goes_on = count(&|pair| goes_on(&pair[0], &pair[1]));
    let short = lines.iter().all(|line| line.length() <= SHORT);
    // Lines that step in and out again; a first line that is set in or out alone says nothing.
    let least = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let steps = lines[1..].iter().any(|line| line.indent > least) && lines[1..].iter().any(|line| line.indent == least);
    if steps && short {
        return Ends::Kept;
    }
    if let Some(measure) = measure {
        let forced = count(&|pair| is_forced(&pair[0], &pair[1], measure));
        let free = all - forced;
        return if free * 2 > all && short && goes_on * 2 < all { Ends::Kept } else { Ends::Wrapped };
    }
    let closed = lines.iter().filter(|line| closes(line.text)).count();
    if goes_on * 2 >= all {
        Ends::Wrapped
    } else if closed * 3 >= lines.len() * 2 && !short {
        Ends::Paragraphs
    } else if short {
        Ends::Kept
    } else if lines.iter().any(|line| line.length() > *MEASURES.end()) {
        Ends::Paragraphs
    } else {
        Ends::Wrapped
    }
}

/// Whether a sentence runs on over the end of a line: what follows begins small, or in a script without capitals.
fn goes_on(line: &Line<'_>, next: &Line<'_>) -> bool {
    let first = next.text.chars().next().unwrap_or(' ');
    first.is_lowercase() || (is_spaceless(first) && !closes(line.text))
}

/// Whether a line ends as sentences do.
pub fn closes(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '」', '』', '*', '_', '“']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', ':'])
}

/// Joins lines, and knows the words of the text.
pub struct Joiner<'a> {
    text: &'a str,
    words: Option<BTreeSet<String>>,
    /// Words whose hyphen at a line's end may be theirs or the line's.
    pub doubtful: usize,
}

impl<'a> Joiner<'a> {
    /// A joiner for lines of this text.
    pub fn new(text: &'a str) -> Joiner<'a> {
        Joiner { text, words: None, doubtful: 0 }
    }

    /// The lines as one text.
    pub fn join<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> String {
        let mut joined = String::new();
        for line in lines {
            let first = line.chars().next();
            let last = joined.chars().next_back();
            let spaceless = last.is_some_and(is_spaceless) && first.is_some_and(is_spaceless);
            if joined.is_empty() || spaceless || (joined.ends_with('—') && !joined.ends_with(" —")) {
            } else if joined.ends_with('\u{ad}') {
                joined.pop();
            } else if let Some(head) = divided(&joined).filter(|_| first.is_some_and(char::is_lowercase)) {
                if self.is_one_word(&head, line) {
                    joined.pop();
                }
            } else {
                joined.push(' ');
            }
            joined.push_str(line);
        }
        joined
    }

    /// Whether a word that is divided at a line's end is one without its hyphen: the text has it so elsewhere.
    fn is_one_word(&mut self, head: &str, next: &str) -> bool {
        let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        let known = self.words.get_or_insert_with(|| {
            let inner = |c: char| !(c.is_alphabetic() || c == '-');
            self.text.split(inner).filter(|word| !word.ends_with('-')).map(str::to_lowercase).collect()
        });
        let (whole, hyphened) = (format!("{head}{tail}").to_lowercase(), format!("{head}-{tail}").to_lowercase());
        match (known.contains(&whole), known.contains(&hyphened)) {
            (true, false) => true,
            (false, true) => false,
            (true, true) | (false, false) => {
                self.doubtful += 1;
                false
            }
        }
    }
}

/// The beginning of a word that a hyphen divides at the end of these words.
fn divided(text: &str) -> Option<String> {
    let before = text.strip_suffix(['-', '\u{2010}'])?;
    let head: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    (!head.is_empty()).then(|| head.chars().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Ends {
        let lines = lines(text);
        ends(&lines, measure(&lines))
    }

    #[test]
    fn lines_know_their_margin_whatever_ends_them() {
        let all = lines("a\r\n\tb \r\n\r\n  c\rd");
        let seen: Vec<_> = all.iter().map(|line| (line.start, line.text, line.indent)).collect();
        assert_eq!(seen, [(0, "a", 0), (4, "b", 4), (8, "", 0), (12, "c", 2), (14, "d", 0)]);
    }

    #[test]
    fn wrapped_lines_end_where_the_next_word_would_not_fit() {
        let wrapped = "It was the best of times, it was the worst of\ntimes, it was the age of wisdom, it was the age\n\
            of foolishness, it was the epoch of belief, it\nwas the epoch of incredulity, it was the season\n\
            of Light, it was the season of Darkness, it was\nthe spring of hope, it was the winter of\ndespair.";
        assert_eq!(measure(&lines(wrapped)), Some(47));
        assert_eq!(of(wrapped), Ends::Wrapped);
        assert_eq!(of("Two lines of which\nthe second begins small."), Ends::Wrapped);
        assert_eq!(of("二行に分けて\n書いた文。"), Ends::Wrapped);
    }

    #[test]
    fn verse_and_addresses_keep_their_lines() {
        assert_eq!(of("The Reading Room\n12 Long Street\nExampletown"), Ends::Kept);
        assert_eq!(of("So on we went,\n  and further on,\nuntil the day\n  was gone."), Ends::Kept);
        assert_eq!(of("So on we went,\n  and further on,\n  until the day."), Ends::Wrapped);
        assert_eq!(of("So we go on\nAnd on we go\nUntil the light\nIs very low"), Ends::Kept);
    }

    #[test]
    fn long_lines_that_end_as_sentences_do_are_paragraphs() {
        let one = "This is a paragraph of more than sixty characters that ends with a full stop.";
        assert_eq!(of(&format!("{one}\n{one}\n{one}")), Ends::Paragraphs);
    }

    #[test]
    fn a_hyphen_at_a_lines_end_goes_only_where_the_text_knows_the_word() {
        let mut joiner =
            Joiner::new("An understanding of the well-known. The under-\nstanding of the well-\nknown inter-\nplay");
        assert_eq!(
            joiner.join(["The under-", "standing of the well-", "known inter-", "play"]),
            "The understanding of the well-known inter-play"
        );
        assert_eq!(joiner.doubtful, 1);
        assert_eq!(joiner.join(["soft\u{ad}", "ware — or", "not—", "so"]), "software — or not—so");
        assert_eq!(joiner.join(["the 1990-", "Index"]), "the 1990- Index");
    }
}
