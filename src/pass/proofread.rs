//! What a proofreader marks in the text of an article: quotes that stayed straight or are not closed, words and spaces that
//! stand twice, what was left for later. It reads the letters that the typography sets, so it sees what will be printed.

use std::collections::BTreeMap;

use super::quotes::{curl, marks_of};
use super::typography::{Letter, Set, gather, keep_addresses};
use super::words::primary;
use crate::base::{Code, Diags, Site, Source, SourceId, Span};
use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, Lang, each_in_line, lines, within};

/// How many findings of one kind an article has before the rest is counted.
const SHOWN: usize = 8;

/// Words that stand twice on purpose, by language.
const DOUBLED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "had", "that", "her", "is", "very", "really", "so", "no", "ha", "bye", "far", "long", "many", "much",
            "now", "go",
        ],
    ),
    ("de", &["die", "der", "das", "den", "dem", "sie", "ihr", "ja", "nein", "sehr"]),
    ("fr", &["nous", "vous", "très", "non", "oui"]),
    ("nl", &["die", "dat", "ja", "nee"]),
    ("es", &["no", "muy"]),
    ("it", &["via", "man", "poco", "piano"]),
];

/// Words that say that something is missing, where they open a bracket or a line, or a colon follows.
const LEFT: &[&str] = &["TODO", "FIXME", "TBD"];

/// Looks through an article in a book of that language; `source` is its text.
pub fn proofread(chapter: &Chapter, language: &str, source: &Source, diags: &mut Diags) {
    let Some(id) = chapter.source else { return };
    let language = chapter.lang.as_ref().map_or(language, |Lang(lang)| lang);
    let mut proof = Proof { source, id, found: BTreeMap::new() };
    let title = Text::new(vec![&chapter.title], language);
    proof.words(&title);
    proof.quotes(&title, &mut Vec::new());
    proof.blocks(&chapter.blocks, language);
    proof.tell(diags);
}

/// The letters of a block, as they will be set, and the piece of the text that each comes from.
struct Text<'t> {
    letters: Vec<Letter>,
    languages: Vec<String>,
    from: Vec<(&'t Inline, usize)>,
}

impl<'t> Text<'t> {
    fn new(lines: Vec<&'t [Inline]>, language: &str) -> Text<'t> {
        let mut text = Text { letters: Vec::new(), languages: vec![primary(language)], from: Vec::new() };
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            gather(line, 0, &mut text.languages, &mut text.letters);
            origins(line, &mut text.from);
            text.letters.push(Letter { typed: '\n', set: Set::Same, fixed: true, lang: 0 });
            text.from.push((&line[line.len() - 1], 0));
        }
        debug_assert_eq!(text.letters.len(), text.from.len());
        keep_addresses(&mut text.letters);
        curl(&mut text.letters, &text.languages);
        text
    }

    /// The words: their first letter and the one behind their last.
    fn words(&self) -> Vec<(usize, usize)> {
        let inside = |at: usize| {
            let letter = &self.letters[at];
            !letter.fixed && (letter.typed.is_alphanumeric() || "-'’\u{ad}".contains(letter.typed))
        };
        let mut words = Vec::new();
        let mut at = 0;
        while at < self.letters.len() {
            let end = (at..self.letters.len()).find(|at| !inside(*at)).unwrap_or(self.letters.len());
            if end > at {
                words.push((at, end));
            }
            at = end + 1;
        }
        words
    }

    fn typed(&self, (from, to): (usize, usize)) -> String {
        self.letters[from..to].iter().map(|letter| letter.typed).collect()
    }

    /// Whether nothing but space of the same line stands between two words.
    fn adjoin(&self, (_, end): (usize, usize), (next, _): (usize, usize)) -> bool {
        end < next && self.letters[end..next].iter().all(|letter| !letter.fixed && letter.typed.is_whitespace())
    }
}

/// The piece of each letter that [`gather`] collects, in the same order, and which of its letters it is.
fn origins<'t>(line: &'t [Inline], from: &mut Vec<(&'t Inline, usize)>) {
    for inline in line {
        match &inline.kind {
            InlineKind::Text(text) => from.extend((0..text.chars().count()).map(|at| (inline, at))),
            InlineKind::Break | InlineKind::Code(_) | InlineKind::Formula(_) | InlineKind::Image(_) => {
                from.push((inline, 0));
            }
            InlineKind::Link { text, .. } if text.is_empty() => from.push((inline, 0)),
            _ => origins(inline.children(), from),
        }
    }
}

/// A quotation that is open.
struct Open {
    site: Site,
    /// Whether the paragraph before left it open.
    just_now: bool,
}

struct Proof<'s> {
    source: &'s Source,
    id: SourceId,
    found: BTreeMap<Code, Vec<(Site, String)>>,
}

impl Proof<'_> {
    fn blocks(&mut self, blocks: &[Block], language: &str) {
        // Quotations that are open from paragraph to paragraph.
        let mut open: Vec<Open> = Vec::new();
        for block in blocks {
            let language = block.lang.as_ref().map_or(language, |Lang(lang)| lang);
            let text = Text::new(lines(block), language);
            self.words(&text);
            if !matches!(block.kind, BlockKind::Para(_)) {
                self.unclosed(&mut open);
            }
            self.quotes(&text, &mut open);
            if !matches!(block.kind, BlockKind::Para(_)) {
                self.unclosed(&mut open);
            }
            for line in lines(block) {
                each_in_line(line, &mut |inline| {
                    if let InlineKind::Note(note) = &inline.kind {
                        self.blocks(&note.blocks, language);
                    }
                });
            }
            within(block).into_iter().for_each(|blocks| self.blocks(blocks, language));
        }
        self.unclosed(&mut open);
    }

    /// Words and spaces that stand twice, quotes that stayed straight, and what was left for later.
    fn words(&mut self, text: &Text) {
        let words = text.words();
        let same = |pair: &[(usize, usize)]| {
            // Lengths first: hardly two words in a row have the same.
            pair[0].1 - pair[0].0 == pair[1].1 - pair[1].0
                && text.adjoin(pair[0], pair[1])
                && text.typed(pair[0]).to_lowercase() == text.typed(pair[1]).to_lowercase()
        };
        for (nth, pair) in words.windows(2).enumerate().filter(|(_, pair)| same(pair)) {
            let [one, two] = [text.typed(pair[0]), text.typed(pair[1])];
            let lower = one.to_lowercase();
            let thrice = words.get(nth + 1..nth + 3).is_some_and(same) || nth > 0 && same(&words[nth - 1..=nth]);
            let language = text.languages[text.letters[pair[0].0].lang].as_str();
            let on_purpose = DOUBLED.iter().any(|(lang, all)| *lang == language && all.contains(&lower.as_str()));
            // Scripts without capitals repeat words as a matter of style.
            let cased = two.starts_with(char::is_lowercase);
            let word = lower == "a" || one.chars().nth(1).is_some() && one.chars().all(|c| !c.is_numeric());
            if cased && word && lower == two && !on_purpose && !thrice {
                self.mark(Code::DoubledWord, text, pair[1].0..pair[1].1, format!("the word '{two}' stands twice"));
            }
        }
        let may_be_left = |word: &(usize, usize)| matches!(text.letters[word.0].typed, 'L' | 'l' | 'T' | 'F');
        for (nth, word) in words.iter().enumerate().filter(|(_, word)| may_be_left(word)) {
            let next = words.get(nth + 1).filter(|next| text.adjoin(*word, **next)).map(|next| text.typed(*next));
            if let Some(left) = left_for_later(text, *word, next.as_deref()) {
                self.mark(Code::Placeholder, text, word.0..word.1, format!("'{left}' was left in the text"));
            }
        }
        for (at, letter) in text.letters.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| &text.letters[at]);
            let after = text.letters.get(at + 1);
            if letter.fixed {
                continue;
            }
            if ['"', '\''].contains(&letter.typed) && letter.set == Set::Same {
                let message = format!("a straight {} is left: nothing says whether it opens or closes", letter.typed);
                self.mark(Code::StraightQuote, text, at..at + 1, message);
            }
            let space = |letter: &Letter| letter.typed == ' ';
            let first = space(letter) && before.is_some_and(|before| !before.typed.is_whitespace());
            if first && after.is_some_and(space) {
                let run = text.letters[at..].iter().take_while(|letter| space(letter)).count();
                let site = self.site(text, at..at + run).span;
                let typed = self.source.text.get(site.start as usize..site.end as usize).unwrap_or_default();
                let inside = text.letters.get(at + run).is_some_and(|behind| !behind.typed.is_whitespace());
                // Where a comment stood between them, only one may be seen in the source.
                if inside && typed.bytes().all(|byte| byte == b' ') {
                    self.mark(Code::DoubleSpace, text, at..at + run, "more than one space".to_string());
                }
            }
        }
    }

    /// Quotations that open and close. `open` are those that the paragraph before left open.
    fn quotes(&mut self, text: &Text, open: &mut Vec<Open>) {
        let mut own: Vec<Open> = Vec::new();
        for (at, letter) in text.letters.iter().enumerate().filter(|(_, letter)| !letter.fixed) {
            let [opening, closing] = marks_of(&text.languages[letter.lang]).double;
            // A pair of like marks tells nothing.
            let Some(now) = set_mark(letter).filter(|_| opening != closing) else { continue };
            // What is closed so may open low, as well.
            if now == opening || now == '„' && closing == '”' {
                // A quotation that runs on opens its next paragraph anew.
                if at == 0 {
                    open.retain(|before| !before.just_now);
                }
                own.push(Open { site: self.site(text, at..at + 1), just_now: true });
            } else if now == closing && own.pop().is_none() && open.pop().is_none() {
                let message = "a quotation closes here that was not opened".to_string();
                self.mark(Code::UnbalancedQuote, text, at..at + 1, message);
            }
        }
        open.iter_mut().for_each(|before| before.just_now = false);
        open.extend(own);
    }

    /// Says which quotations stay open.
    fn unclosed(&mut self, open: &mut Vec<Open>) {
        for Open { site, .. } in open.drain(..) {
            let message = "a quotation opens here and is not closed".to_string();
            self.found.entry(Code::UnbalancedQuote).or_default().push((site, message));
        }
    }

    fn mark(&mut self, code: Code, text: &Text, letters: std::ops::Range<usize>, message: String) {
        let site = self.site(text, letters);
        self.found.entry(code).or_default().push((site, message));
    }

    /// Where letters stand in the source: as near as their piece can tell, for a letter may have been typed as an entity.
    fn site(&self, text: &Text, letters: std::ops::Range<usize>) -> Site {
        let (first, last) = (text.from[letters.start], text.from[letters.end - 1]);
        let start = self.byte(first).map_or(first.0.span.start, |(start, _)| start);
        let end = self.byte(last).map_or(last.0.span.end, |(_, end)| end);
        Site { source: self.id, span: Span { start, end: end.max(start) } }
    }

    /// The bytes of a letter of a piece in the source.
    fn byte(&self, (piece, nth): (&Inline, usize)) -> Option<(u32, u32)> {
        let InlineKind::Text(words) = &piece.kind else { return None };
        let from = piece.span.start as usize;
        let typed = self.source.text.get(from..piece.span.end as usize)?;
        let mut at = 0;
        for (here, sign) in words.chars().enumerate() {
            // A space may have been a line's end.
            at += typed[at..].find(|c| c == sign || sign == ' ' && c == '\n')?;
            let end = at + typed[at..].chars().next().map_or(0, char::len_utf8);
            if here == nth {
                return Some(((from + at) as u32, (from + end) as u32));
            }
            at = end;
        }
        None
    }

    /// Says what was found, in the order of places; many of one kind are counted.
    fn tell(self, diags: &mut Diags) {
        let mut all = Vec::new();
        for (code, mut found) in self.found {
            found.sort_by_key(|(site, _)| site.span.start);
            let shown = if code == Code::DoubleSpace { 1 } else { SHOWN };
            let more = found.len().saturating_sub(shown);
            found.truncate(shown);
            if let (Some((_, message)), 1..) = (found.last_mut(), more) {
                *message += &format!(", and {more} more like it below");
            }
            all.extend(found.into_iter().map(|(site, message)| (site, code, message)));
        }
        all.sort_by_key(|(site, ..)| site.span.start);
        for (site, code, message) in all {
            let help = match code {
                Code::DoubledWord => "take one of them out",
                Code::DoubleSpace => "type one",
                Code::Placeholder => "write what is missing, or take it out",
                Code::StraightQuote => "take a space away, or type the curly one",
                _ => "put the other mark where the quotation ends or begins",
            };
            diags.push_help(code, site, message, help);
        }
    }
}

/// The quotation mark that a letter will be.
fn set_mark(letter: &Letter) -> Option<char> {
    match letter.set {
        Set::Same => Some(letter.typed),
        Set::As(mark) => Some(mark),
        // A guillemet has its space inside.
        Set::Pair(one, two) => Some(if one == '\u{202f}' { two } else { one }),
        Set::Gone => None,
    }
}

/// The words that say that something is missing here, if they do.
fn left_for_later(text: &Text, word: (usize, usize), next: Option<&str>) -> Option<String> {
    let typed = text.typed(word);
    if typed.eq_ignore_ascii_case("lorem") && next.is_some_and(|next| next.eq_ignore_ascii_case("ipsum")) {
        return Some(format!("{typed} {}", next.unwrap_or_default()));
    }
    // Journalists' "to come"; elsewhere two letters may be anything.
    let english = text.languages[text.letters[word.0].lang] == "en";
    let to_come = typed.len() >= 2 && typed.as_bytes().chunks(2).all(|pair| pair == b"TK");
    if to_come && (english || typed.len() > 2) {
        return Some(typed);
    }
    let before = word.0.checked_sub(1).map(|at| text.letters[at].typed);
    let after = text.letters.get(word.1).map(|letter| letter.typed);
    let opens = before.is_none_or(|c| c == '\n');
    let alone = after.is_none_or(|c| c == '\n');
    let order = next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
    let apart = after == Some(':') || before.is_some_and(|c| "[({<".contains(c)) || opens && (alone || order);
    (LEFT.contains(&typed.as_str()) && apart).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::sample::{chapter, para_of};

    /// The findings in paragraphs of a text that stands in its source as it is.
    fn found(paras: &[&str], language: &str) -> Vec<String> {
        let text = paras.join("\n\n");
        let mut start = 0;
        let mut blocks = Vec::new();
        for para in paras {
            let span = Span::new(start, start + para.len());
            blocks.push(para_of(vec![Inline::new(InlineKind::Text(para.to_string()), span)]));
            start += para.len() + 2;
        }
        let source = Source::new("a.md", text.clone());
        let mut diags = Diags::new();
        proofread(&chapter("a.md", "A", blocks), language, &source, &mut diags);
        let shown = |d: &crate::base::Diagnostic| {
            let span = d.at.unwrap().span;
            format!("{} '{}'", d.code.id(), &text[span.start as usize..span.end as usize])
        };
        diags.iter().map(shown).collect()
    }

    #[test]
    fn words_and_spaces_that_stand_twice() {
        assert_eq!(found(&["It was the the end of\nof  it."], "en").len(), 3);
        assert_eq!(found(&["He said The the."], "en"), ["doubled-word 'the'"]);
        for fine in [
            "He had had that that.",
            "New York York.",
            "no, no; so-so so",
            "well-known known",
            "2 2",
            "a, a",
            "very very",
            "run run run",
            "x x",
        ] {
            assert!(found(&[fine], "en").is_empty(), "{fine}");
        }
        assert!(found(&["Die, die die Welt kennen."], "de").is_empty());
    }

    #[test]
    fn quotes_that_stay_straight_or_open() {
        assert_eq!(found(&["He said \" so."], "en"), ["straight-quote '\"'"]);
        assert_eq!(found(&["“Yes,” he said. “No."], "en"), ["unbalanced-quote '“'"]);
        assert_eq!(found(&["Yes,” he said."], "en"), ["unbalanced-quote '”'"]);
        assert_eq!(found(&["\"Yes,\" he said. \"No."], "en"), ["unbalanced-quote '\"'"]);
        for fine in [
            &["“Long speech.", "“It goes on.”"][..],
            &["«Речь", "идёт дальше»."],
            &["6\" of rain, the '90s, 'so'"],
            &["See \"https://a.example/\"."],
        ] {
            assert!(found(fine, if fine[0].contains('«') { "ru" } else { "en" }).is_empty(), "{fine:?}");
        }
    }

    #[test]
    fn what_was_left_for_later() {
        assert_eq!(found(&["TODO: write this.", "Page TK.", "Lorem ipsum dolor."], "en").len(), 3);
        assert_eq!(found(&["See [TODO]."], "en"), ["placeholder 'TODO'"]);
        assert_eq!(found(&["TODO write this.", "TODO"], "en").len(), 2);
        for fine in ["TODO と", "The file TODO is staged.", "Todo lists", "a TK-4", "lorem alone"] {
            assert!(found(&[fine], "en").is_empty(), "{fine}");
        }
        assert!(found(&["Die TK zahlt."], "de").is_empty());
    }

    #[test]
    fn many_of_a_kind_are_counted() {
        let many = ["the the, "; 12].concat();
        assert_eq!(found(&[many.trim_end()], "en").len(), SHOWN);
        let spaced = ["one  two, "; 12].concat();
        assert_eq!(found(&[spaced.trim_end()], "en").len(), 1);
    }
}
