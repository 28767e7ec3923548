//! The letters of a block on their way from what was typed to what is set, and which marks are among them.

use super::quotes::{curl, dashes_and_dots};
use super::words::primary;
use crate::model::{Inline, InlineKind, Lang};

/// A letter of a line on its way: what stood there and what will.
#[derive(Clone, Debug)]
pub struct Letter {
    /// As typed. Code and pictures are one [`OPAQUE`] letter.
    pub typed: char,
    /// What takes its place.
    pub set: Set,
    /// Whether it stays as it is: code, a picture, an address.
    pub fixed: bool,
    /// Its language, as an index into the line's languages.
    pub lang: u32,
}

/// What takes a letter's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// The letter itself.
    Same,
    /// Another letter.
    As(char),
    /// Two letters: a guillemet and its space.
    Pair(char, char),
    /// Nothing, since a letter before it stands for both.
    Gone,
}

/// Stands for code and pictures: something that is no punctuation and no space.
pub const OPAQUE: char = '\u{fffc}';

impl Letter {
    /// Its language, of the line's.
    pub fn language<'l>(&self, languages: &'l [String]) -> &'l str {
        &languages[self.lang as usize]
    }

    /// The letter as it stands after the quotes have curled; the one next to its neighbour if it is two.
    pub fn now(&self) -> Option<char> {
        match self.set {
            Set::Same => Some(self.typed),
            Set::As(c) | Set::Pair(c, _) => Some(c),
            Set::Gone => None,
        }
    }
}

/// The letters of a block's lines, each line's end among them.
#[derive(Debug)]
pub struct Letters {
    /// In their order.
    pub all: Vec<Letter>,
    /// The languages that letters name by their index.
    pub languages: Vec<String>,
    /// Which marks they hold.
    pub seen: Seen,
}

impl Letters {
    /// Collects the letters of lines in that language: addresses stay as they are, and what was typed straight is curled.
    pub fn of<'l>(lines: impl Iterator<Item = &'l [Inline]>, language: &str) -> Letters {
        let (mut all, mut languages) = (Vec::new(), vec![primary(language)]);
        for line in lines {
            gather(line, 0, &mut languages, &mut all);
            all.push(Letter { typed: '\n', set: Set::Same, fixed: true, lang: 0 });
        }
        let seen = Seen::among(&all);
        if seen.has_addresses() {
            keep_addresses(&mut all);
        }
        if seen.has_runs() {
            dashes_and_dots(&mut all);
        }
        if seen.has_quotes() {
            curl(&mut all, &languages);
        }
        Letters { all, languages, seen }
    }
}

/// Which marks are among letters, and which twice in a row: what a rule is about is not looked for where it cannot be.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    once: u8,
    twice: u8,
}

const QUOTE: u8 = 1;
const HYPHEN: u8 = 2;
const DOT: u8 = 4;
const SPACE: u8 = 8;
const AT: u8 = 16;
const W: u8 = 32;
const SLASH: u8 = 64;

/// The mark that each sign of ASCII is.
const MARKS: [u8; 128] = {
    let mut marks = [0; 128];
    marks[b'"' as usize] = QUOTE;
    marks[b'\'' as usize] = QUOTE;
    marks[b'-' as usize] = HYPHEN;
    marks[b'.' as usize] = DOT;
    marks[b' ' as usize] = SPACE;
    marks[b'@' as usize] = AT;
    marks[b'w' as usize] = W;
    marks[b'/' as usize] = SLASH;
    marks
};

impl Seen {
    fn among(letters: &[Letter]) -> Seen {
        let (mut seen, mut before) = (Seen { once: 0, twice: 0 }, 0);
        for letter in letters {
            let mark = MARKS.get(letter.typed as usize).copied().unwrap_or(0);
            seen.once |= mark;
            seen.twice |= mark & before;
            before = mark;
        }
        seen
    }

    /// Straight quotes.
    pub const fn has_quotes(self) -> bool {
        self.once & QUOTE != 0
    }

    /// More than one space in a row.
    pub const fn has_double_spaces(self) -> bool {
        self.twice & SPACE != 0
    }

    /// Hyphens or dots in a row.
    const fn has_runs(self) -> bool {
        self.twice & (HYPHEN | DOT) != 0
    }

    /// What every address has: `@`, `//` or `www`.
    const fn has_addresses(self) -> bool {
        self.once & AT != 0 || self.twice & (SLASH | W) != 0
    }
}

/// Collects the letters of a line; bodies of notes are left out.
fn gather(line: &[Inline], lang: u32, languages: &mut Vec<String>, letters: &mut Vec<Letter>) {
    let fixed = |typed| Letter { typed, set: Set::Same, fixed: true, lang };
    for inline in line {
        match &inline.kind {
            InlineKind::Text(text) => add(text, lang, letters),
            InlineKind::Break => letters.push(fixed('\n')),
            InlineKind::Code(_) | InlineKind::Formula(_) | InlineKind::Image(_) => letters.push(fixed(OPAQUE)),
            // What is named after where it leads is a word like others.
            InlineKind::Link { text, .. } if text.is_empty() => letters.push(fixed(OPAQUE)),
            InlineKind::Note(_) | InlineKind::NoteRef { .. } | InlineKind::Place(_) | InlineKind::Folio(_) => {}
            InlineKind::Lang(Lang(other), children) => {
                languages.push(primary(other));
                let lang = u32::try_from(languages.len() - 1).expect("a line has fewer words than that");
                gather(children, lang, languages, letters);
            }
            InlineKind::Reading(children) => {
                letters.push(fixed('('));
                gather(children, lang, languages, letters);
                letters.push(fixed(')'));
            }
            InlineKind::Emph(children)
            | InlineKind::Strong(children)
            | InlineKind::Strike(children)
            | InlineKind::SmallCaps(children)
            | InlineKind::Highlight(children)
            | InlineKind::Underline(children)
            | InlineKind::Small(children)
            | InlineKind::Sup(children)
            | InlineKind::Sub(children)
            | InlineKind::Abbr { text: children, .. }
            | InlineKind::Meant(_, children)
            | InlineKind::Ruby(children)
            | InlineKind::Link { text: children, .. } => gather(children, lang, languages, letters),
        }
    }
}

/// Adds what was typed, runs of ASCII at once: they are nearly all of most texts.
fn add(text: &str, lang: u32, letters: &mut Vec<Letter>) {
    letters.reserve(text.len());
    let letter = |typed| Letter { typed, set: Set::Same, fixed: false, lang };
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        letters.extend(rest.as_bytes()[..plain].iter().map(|byte| letter(char::from(*byte))));
        let mut behind = rest[plain..].chars();
        letters.extend(behind.next().map(letter));
        rest = behind.as_str();
    }
}

/// Fixes web and mail addresses in running text, but for the punctuation at their end.
fn keep_addresses(letters: &mut [Letter]) {
    let mut from = 0;
    while from < letters.len() {
        let to = (from..letters.len()).find(|at| letters[*at].typed.is_whitespace()).unwrap_or(letters.len());
        let typed = &letters[from..to];
        if !typed.iter().any(|letter| matches!(letter.typed, '@' | ':' | '.')) {
            from = to + 1;
            continue;
        }
        let word: Vec<char> = typed.iter().map(|letter| letter.typed).collect();
        let starts = |needle: &str| {
            let needle: Vec<char> = needle.chars().collect();
            word.windows(needle.len()).position(|part| part == needle.as_slice())
        };
        let plain = |at: usize| {
            let before = word[..at].iter().rev().take_while(|c| c.is_alphanumeric() || "+-._".contains(**c)).count();
            at - before
        };
        let begin = starts("://").map(plain).or_else(|| starts("www.")).or_else(|| {
            let at = starts("@")?;
            word[at..].contains(&'.').then(|| plain(at))
        });
        if let Some(begin) = begin {
            let tail = word.iter().rev().take_while(|c| "\"'.,;:!?)]".contains(**c)).count();
            for letter in &mut letters[from + begin..(to - tail).max(from + begin)] {
                letter.fixed = true;
            }
        }
        from = to + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(typed: &str) -> Letters {
        let line = [Inline::text(typed)];
        Letters::of(std::iter::once(&line[..]), "en")
    }

    /// The same with every rule asked.
    fn asked(typed: &str) -> Vec<Letter> {
        let (mut letters, mut languages) = (Vec::new(), vec![primary("en")]);
        gather(&[Inline::text(typed)], 0, &mut languages, &mut letters);
        letters.push(Letter { typed: '\n', set: Set::Same, fixed: true, lang: 0 });
        keep_addresses(&mut letters);
        dashes_and_dots(&mut letters);
        curl(&mut letters, &languages);
        letters
    }

    fn shown(letters: &[Letter]) -> String {
        let one = |letter: &Letter| match letter.set {
            _ if letter.fixed => '#',
            Set::Gone => '_',
            _ => letter.now().unwrap_or('_'),
        };
        letters.iter().map(one).collect()
    }

    #[test]
    fn a_mark_alone_is_enough_for_its_rule() {
        for (typed, set) in [
            ("x://a--b", "########"),
            ("www.a--b", "########"),
            ("a--b@c.d", "########"),
            ("a...", "a…__"),
            ("a--b", "a–_b"),
            ("it's", "it’s"),
            ("é–ü", "é–ü"),
        ] {
            assert_eq!(shown(&seen(typed).all), format!("{set}#"), "{typed}");
        }
        assert!(seen("a  b").seen.has_double_spaces() && !seen("a b ").seen.has_double_spaces());
    }

    proptest! {
        #[test]
        fn no_rule_is_left_out_that_would_change_a_letter(typed in "[a-cwW \"'.:/@é–-]{0,40}") {
            prop_assert_eq!(shown(&seen(&typed).all), shown(&asked(&typed)));
        }
    }
}
