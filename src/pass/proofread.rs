//! What a proofreader marks in the text of an article: quotes that stayed straight or are not closed, words and spaces that
//! stand twice, what was left for later. It reads the letters that the typography sets, so it sees what will be printed.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::letters::{Letter, Letters, Set};
use super::quotes::marks_of;
use crate::base::{Code, Diags, Site, Source, SourceId, Span};
use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, Lang, each_in_line, lines, within};

/// How many findings of one kind an article has before the rest is counted.
const SHOWN: usize = 8;

/// Words that stand twice on purpose, by language.
const DOUBLED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "had", "that", "her", "is", "do", "very", "really", "so", "no", "yes", "ha", "ho", "hee", "bye", "far",
            "long", "many", "much", "now", "go", "there", "hear", "knock", "tut", "tsk", "hip", "hush", "chop", "tick",
            "tap",
        ],
    ),
    (
        "de",
        &[
            "die", "der", "das", "den", "dem", "sie", "ihr", "ja", "nein", "sehr", "so", "na", "nun", "ha", "ach",
            "ei", "tick", "klopf",
        ],
    ),
    ("fr", &["nous", "vous", "très", "non", "oui", "si", "bon", "là", "ah", "oh", "ha", "hé", "chut", "toc", "tut"]),
    ("nl", &["die", "dat", "ja", "nee", "zo", "heel", "nou", "ha", "klop"]),
    ("es", &["no", "sí", "muy", "ya", "casi", "luego", "ja", "ay", "toc"]),
    ("pt", &["não", "sim", "muito", "já", "logo", "quase", "ai", "toc"]),
    (
        "it",
        &[
            "via", "man", "mano", "poco", "pian", "piano", "quasi", "no", "sì", "zitto", "zitta", "appena", "or",
            "ora", "sotto", "lemme",
        ],
    ),
];

/// Languages in which a word said twice is grammar: a plural, more of it, a manner. Scripts without capitals are passed over
/// as they are.
const REDUPLICATING: &[&str] = &[
    "af", "az", "ba", "bi", "ceb", "crs", "cv", "el", "eu", "fil", "ha", "haw", "hil", "ht", "hy", "id", "ilo", "jv",
    "kk", "ku", "ky", "mad", "mfe", "mg", "mi", "mn", "ms", "nan", "om", "pap", "rw", "sah", "sm", "sn", "so", "sq",
    "su", "sw", "tg", "tk", "tl", "to", "tpi", "tr", "tt", "ty", "uz", "vi", "yo", "za", "zu",
];

/// Languages in which "todo" is a word.
const TODO_IS_A_WORD: &[&str] = &["an", "ast", "es", "ext", "gl", "lad", "pt"];

/// Words that say that something is missing, where they open a bracket or a sentence, or a colon follows.
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

/// The letters of a block, as they will be set.
struct Text<'t> {
    lines: Vec<&'t [Inline]>,
    letters: Letters,
    /// Where each letter stands in the source; looked up where something is found, as hardly anywhere is.
    places: OnceCell<Vec<Span>>,
}

impl<'t> Text<'t> {
    fn new(lines: Vec<&'t [Inline]>, language: &str) -> Text<'t> {
        let lines: Vec<&[Inline]> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let letters = Letters::of(lines.iter().copied(), language);
        Text { lines, letters, places: OnceCell::new() }
    }

    /// The letters, as they will be set.
    fn all(&self) -> &[Letter] {
        &self.letters.all
    }

    fn places(&self, source: &Source) -> &[Span] {
        self.places.get_or_init(|| {
            let mut all = Vec::with_capacity(self.all().len());
            for line in &self.lines {
                places(line, source, &mut all);
                all.push(line[line.len() - 1].span);
            }
            debug_assert_eq!(self.all().len(), all.len());
            all
        })
    }

    /// The language of a letter.
    fn language(&self, at: usize) -> &str {
        self.all()[at].language(&self.letters.languages)
    }

    /// The words: their first letter and the one behind their last.
    fn words(&self) -> Vec<(usize, usize)> {
        let inside = |letter: &Letter| match letter.typed {
            _ if letter.fixed => false,
            'a'..='z' => true,
            ' ' => false,
            other => other.is_alphanumeric() || matches!(other, '-' | '\'' | '’' | '\u{ad}'),
        };
        let mut words = Vec::with_capacity(self.all().len() / 4);
        let mut from = None;
        // The last letter is a line's end.
        for (at, letter) in self.all().iter().enumerate() {
            match (inside(letter), from) {
                (true, None) => from = Some(at),
                (false, Some(start)) => {
                    words.push((start, at));
                    from = None;
                }
                _ => {}
            }
        }
        words
    }

    fn typed(&self, (from, to): (usize, usize)) -> String {
        self.all()[from..to].iter().map(|letter| letter.typed).collect()
    }

    /// The same in small letters.
    fn lower(&self, (from, to): (usize, usize)) -> impl Iterator<Item = char> {
        self.all()[from..to].iter().flat_map(|letter| letter.typed.to_lowercase())
    }

    /// Whether nothing but space of the same line stands between two words.
    fn adjoin(&self, (_, end): (usize, usize), (next, _): (usize, usize)) -> bool {
        end < next && self.all()[end..next].iter().all(|letter| !letter.fixed && letter.typed.is_whitespace())
    }
}

/// Where each letter that [`Letters::of`] collects stands in the source, in the same order.
fn places(line: &[Inline], source: &Source, all: &mut Vec<Span>) {
    for inline in line {
        match &inline.kind {
            InlineKind::Text(text) => places_of(text, inline.span, source, all),
            InlineKind::Break | InlineKind::Code(_) | InlineKind::Formula(_) | InlineKind::Image(_) => {
                all.push(inline.span);
            }
            InlineKind::Link { text, .. } if text.is_empty() => all.push(inline.span),
            InlineKind::Reading(reading) => {
                all.push(inline.span);
                places(reading, source, all);
                all.push(inline.span);
            }
            _ => places(inline.children(), source, all),
        }
    }
}

/// The places of a piece's letters, in one walk: as near as the source can tell, for a letter may have been typed as an
/// entity. Where it cannot, a letter has the place of its piece.
fn places_of(text: &str, piece: Span, source: &Source, all: &mut Vec<Span>) {
    let from = piece.start as usize;
    let mut typed = source.text.get(from..piece.end as usize);
    let mut at = 0;
    for sign in text.chars() {
        // A space may have been a line's end.
        let ahead = typed.and_then(|typed| typed[at..].find(|c| c == sign || sign == ' ' && c == '\n'));
        let found = typed.zip(ahead).and_then(|(typed, ahead)| {
            let end = at + ahead + typed[at + ahead..].chars().next()?.len_utf8();
            Some((at + ahead, end))
        });
        match found {
            Some((start, end)) => {
                all.push(Span::new(from + start, from + end));
                at = end;
            }
            // What is behind it is lost, as well; to look for it anew would cost the whole piece each time.
            None => {
                all.push(piece);
                typed = None;
            }
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
            match block.kind {
                BlockKind::Para(_) => self.quotes(&text, &mut open),
                // Who speaks may pause, or quote.
                BlockKind::SceneBreak | BlockKind::Quote(_) => {}
                _ => {
                    self.unclosed(&mut open);
                    self.quotes(&text, &mut open);
                    self.unclosed(&mut open);
                }
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

    /// Words that stand twice, what was left for later, and strays.
    fn words(&mut self, text: &Text) {
        let words = text.words();
        let same = |pair: &[(usize, usize)]| {
            // Lengths first: hardly two words in a row have the same.
            pair[0].1 - pair[0].0 == pair[1].1 - pair[1].0
                && text.lower(pair[0]).eq(text.lower(pair[1]))
                && text.adjoin(pair[0], pair[1])
        };
        for (nth, pair) in words.windows(2).enumerate().filter(|(_, pair)| same(pair)) {
            let [one, two] = [text.typed(pair[0]), text.typed(pair[1])];
            let lower = one.to_lowercase();
            let thrice = words.get(nth + 1..nth + 3).is_some_and(same) || nth > 0 && same(&words[nth - 1..=nth]);
            let language = text.language(pair[0].0);
            let on_purpose = REDUPLICATING.contains(&language)
                || DOUBLED.iter().any(|(lang, all)| *lang == language && all.contains(&lower.as_str()));
            // Scripts without capitals repeat words as a matter of style.
            let cased = two.starts_with(char::is_lowercase);
            let word = lower == "a" || one.chars().nth(1).is_some() && one.chars().all(|c| !c.is_numeric());
            if cased && word && lower == two && !on_purpose && !thrice {
                self.mark(Code::DoubledWord, text, pair[1].0..pair[1].1, format!("the word '{two}' stands twice"));
            }
        }
        let may_be_left = |word: &(usize, usize)| matches!(text.all()[word.0].typed, 'L' | 'l' | 'T' | 'F');
        for (nth, word) in words.iter().enumerate().filter(|(_, word)| may_be_left(word)) {
            let next = words.get(nth + 1).filter(|next| text.adjoin(*word, **next)).map(|next| text.typed(*next));
            if let Some(left) = left_for_later(text, *word, next.as_deref()) {
                self.mark(Code::Placeholder, text, word.0..word.1, format!("'{left}' was left in the text"));
            }
        }
        if text.letters.seen.has_quotes() || text.letters.seen.has_double_spaces() {
            self.strays(text);
        }
    }

    /// Spaces that stand twice, and quotes that stayed straight.
    fn strays(&mut self, text: &Text) {
        for (at, letter) in text.all().iter().enumerate() {
            if letter.fixed || !matches!(letter.typed, '"' | '\'' | ' ') {
                continue;
            }
            let before = at.checked_sub(1).map(|at| &text.all()[at]);
            let after = text.all().get(at + 1);
            if letter.typed != ' ' && letter.set == Set::Same {
                let message = format!("a straight {} is left: nothing says whether it opens or closes", letter.typed);
                self.mark(Code::StraightQuote, text, at..at + 1, message);
            }
            let space = |letter: &Letter| letter.typed == ' ';
            let first = space(letter) && before.is_some_and(|before| !before.typed.is_whitespace());
            if first && after.is_some_and(space) {
                let run = text.all()[at..].iter().take_while(|letter| space(letter)).count();
                let site = self.site(text, at..at + run).span;
                let typed = self.source.text.get(site.start as usize..site.end as usize).unwrap_or_default();
                let inside = text.all().get(at + run).is_some_and(|behind| !behind.typed.is_whitespace());
                // Where a comment stood between them, only one may be seen in the source.
                if inside && typed.bytes().all(|byte| byte == b' ') {
                    self.mark(Code::DoubleSpace, text, at..at + run, "more than one space".to_string());
                }
            }
        }
    }

    /// Quotations that open and close. `open` are those that the paragraph before left open.
    fn quotes(&mut self, text: &Text, open: &mut Vec<Open>) {
        let mut own: Vec<usize> = Vec::new();
        for (at, letter) in text.all().iter().enumerate().filter(|(_, letter)| !letter.fixed) {
            // No language's marks are of ASCII.
            let Some(now) = set_mark(letter).filter(|now| !now.is_ascii()) else { continue };
            let [opening, closing] = marks_of(text.language(at)).double;
            // A pair of like marks tells nothing.
            if opening == closing {
                continue;
            }
            // In French, Spanish and Italian a quotation may run on with the mark that closes it.
            let runs_on = at == 0 && now == '»' && now == closing && open.iter().any(|before| before.just_now);
            // What is closed so may open low, as well.
            if runs_on || now == opening || now == '„' && closing == '”' {
                // A quotation that runs on opens its next paragraph anew.
                if at == 0 {
                    open.retain(|before| !before.just_now);
                }
                own.push(at);
            } else if now == closing && own.pop().is_none() && open.pop().is_none() && !inches(text, at) {
                let message = "a quotation closes here that was not opened".to_string();
                self.mark(Code::UnbalancedQuote, text, at..at + 1, message);
            }
        }
        open.iter_mut().for_each(|before| before.just_now = false);
        open.extend(own.into_iter().map(|at| Open { site: self.site(text, at..at + 1), just_now: true }));
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

    /// Where letters stand in the source.
    fn site(&self, text: &Text, letters: std::ops::Range<usize>) -> Site {
        let places = text.places(self.source);
        let (first, last) = (places[letters.start], places[letters.end - 1]);
        Site { source: self.id, span: Span { start: first.start, end: last.end.max(first.start) } }
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
    let english = text.language(word.0) == "en";
    let to_come = typed.len() >= 2 && typed.as_bytes().chunks(2).all(|pair| pair == b"TK");
    if to_come && (english || typed.len() > 2) {
        return Some(typed);
    }
    if !LEFT.contains(&typed.as_str()) {
        return None;
    }
    let before = word.0.checked_sub(1).map(|at| text.all()[at].typed);
    let after = text.all().get(word.1).map(|letter| letter.typed);
    let marked = after == Some(':') || before.is_some_and(|c| "[({<".contains(c));
    let is_word = typed == "TODO" && TODO_IS_A_WORD.contains(&text.language(word.0));
    if is_word {
        return marked.then_some(typed);
    }
    let behind = text.all()[..word.0].iter().rev().map(|letter| letter.typed).find(|c| *c != ' ');
    let opens = behind.is_none_or(|c| "\n.!?:".contains(c));
    let alone = after.is_none_or(|c| "\n.".contains(c));
    let order = next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
    (marked || opens && (alone || order)).then_some(typed)
}

/// Whether a closing mark stands for inches, or for seconds: directly behind a digit.
fn inches(text: &Text, at: usize) -> bool {
    at > 0 && text.all()[at - 1].typed.is_ascii_digit()
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
        assert_eq!(found(&["Knock knock, it was was he."], "en"), ["doubled-word 'was'"]);
        assert!(found(&["Il dit bon bon."], "fr").is_empty());
        for (language, fine) in [("tr", "Onlar yavaş yavaş geldi."), ("vi", "Nó xanh xanh."), ("id", "Kata kata itu.")]
        {
            assert!(found(&[fine], language).is_empty(), "{fine}");
        }
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
            &["A 12” record, 5’ 10” high."],
        ] {
            assert!(found(fine, if fine[0].contains('«') { "ru" } else { "en" }).is_empty(), "{fine:?}");
        }
    }

    #[test]
    fn a_quotation_runs_on_over_paragraphs_breaks_and_quoted_words() {
        let text = "“He spoke. Still.” Yes” « Ah. » Oh. » Fin. »";
        let para = |piece: &str| {
            let start = text.find(piece).unwrap();
            let span = Span::new(start, start + piece.len());
            para_of(vec![Inline::new(InlineKind::Text(piece.to_string()), span)])
        };
        let block = |kind| Block { kind, ..para("Yes") };
        let told = |blocks: Vec<Block>, language: &str| {
            let mut diags = Diags::new();
            proofread(&chapter("a.md", "A", blocks), language, &Source::new("a.md", text), &mut diags);
            diags.iter().count()
        };
        assert_eq!(told(vec![para("“He spoke."), block(BlockKind::SceneBreak), para("Still.”")], "en"), 0);
        assert_eq!(told(vec![para("“He spoke."), block(BlockKind::SceneBreak), para("Still.")], "en"), 1);
        assert_eq!(told(vec![para("« Ah."), para("» Oh."), para("» Fin. »")], "fr"), 0);
        assert_eq!(told(vec![para("» Oh.")], "fr"), 1);
    }

    #[test]
    fn a_long_paragraph_is_walked_once() {
        let many = "the the, ".repeat(20_000);
        let started = std::time::Instant::now();
        assert_eq!(found(&[many.trim_end()], "en").len(), SHOWN);
        // Walked from its start for each, it took minutes here.
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }

    #[test]
    fn what_was_left_for_later() {
        assert_eq!(found(&["TODO: write this.", "Page TK.", "Lorem ipsum dolor."], "en").len(), 3);
        assert_eq!(found(&["See [TODO]."], "en"), ["placeholder 'TODO'"]);
        assert_eq!(found(&["TODO write this.", "TODO"], "en").len(), 2);
        assert_eq!(found(&["It rains. TODO fix this. FIXME later. TBD."], "en").len(), 3);
        assert_eq!(found(&["TODO: falta esto."], "es"), ["placeholder 'TODO'"]);
        assert!(found(&["TODO empezó. Sí: TODO fue así."], "es").is_empty());
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
