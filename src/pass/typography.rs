//! Typography of the text: quotes, dashes and spaces as the language of each word has them. Code, addresses and what
//! the author already typed with care stay as they are.

use super::letters::{Letter, Letters, Set};
use super::spaces::bind_words;
use crate::model::{Block, Chapter, Inline, InlineKind, Lang, Metadata, lines_mut, within_mut};

/// Sets the book's title and subtitle wherever they show.
pub fn set_titles(metadata: &mut Metadata) {
    metadata.title = text(&metadata.title, &metadata.language);
    metadata.title_sort = metadata.title_sort.take().map(|sort| text(&sort, &metadata.language));
    metadata.subtitle = metadata.subtitle.take().map(|subtitle| text(&subtitle, &metadata.language));
}

/// Sets all text of a chapter of a book in that language.
pub fn set(chapter: &mut Chapter, language: &str) {
    let language = chapter.lang.as_ref().map_or(language, |Lang(lang)| lang).to_string();
    line(vec![&mut chapter.title], &language);
    chapter.subtitle = chapter.subtitle.take().map(|subtitle| text(&subtitle, &language));
    blocks(&mut chapter.blocks, &language);
}

/// The same for words outside a chapter.
fn text(typed: &str, language: &str) -> String {
    let mut inlines = vec![Inline::text(typed)];
    line(vec![&mut inlines], language);
    crate::model::plain_text(&inlines)
}

fn blocks(blocks: &mut [Block], language: &str) {
    for block in blocks {
        let language = block.lang.as_ref().map_or(language, |Lang(lang)| lang).to_string();
        line(lines_mut(block), &language);
        within_mut(block).into_iter().for_each(|blocks| self::blocks(blocks, &language));
    }
}

/// Sets the lines of one block as one: a quotation may begin in one line of verse, or within emphasis, and end in another.
/// Bodies of notes are texts of their own.
fn line(mut lines: Vec<&mut Vec<Inline>>, language: &str) {
    lines.iter_mut().for_each(|line| notes(line, language));
    let Letters { mut all, languages, .. } = Letters::of(lines.iter().map(|line| line.as_slice()), language);
    bind_words(&mut all, &languages);
    let mut set = all.as_slice();
    for inlines in lines {
        scatter(inlines, &mut set);
        take(&mut set, 1);
    }
}

/// Sets the bodies of a line's notes.
fn notes(line: &mut [Inline], language: &str) {
    for inline in line {
        match &mut inline.kind {
            InlineKind::Note(note) => blocks(&mut note.blocks, language),
            InlineKind::Lang(Lang(other), children) => notes(children, &other.clone()),
            _ => {
                if let Some(children) = inline.children_mut() {
                    notes(children, language);
                }
            }
        }
    }
}

/// Puts the letters back where [`Letters::of`] took them, in the same order.
fn scatter(line: &mut [Inline], letters: &mut &[Letter]) {
    for inline in line {
        match &mut inline.kind {
            InlineKind::Text(text) => {
                let own = take(letters, text.chars().count());
                if own.iter().all(|letter| letter.set == Set::Same) {
                    continue;
                }
                let mut done = String::with_capacity(text.len());
                for letter in own {
                    match letter.set {
                        Set::Same => done.push(letter.typed),
                        Set::As(c) => done.push(c),
                        Set::Pair(first, second) => done.extend([first, second]),
                        Set::Gone => {}
                    }
                }
                *text = done;
            }
            InlineKind::Break | InlineKind::Code(_) | InlineKind::Formula(_) | InlineKind::Image(_) => {
                take(letters, 1);
            }
            InlineKind::Link { text, .. } if text.is_empty() => {
                take(letters, 1);
            }
            InlineKind::Reading(children) => {
                take(letters, 1);
                scatter(children, letters);
                take(letters, 1);
            }
            _ => {
                if let Some(children) = inline.children_mut() {
                    scatter(children, letters);
                }
            }
        }
    }
}

/// Takes so many letters from the front; there are as many.
fn take<'l>(letters: &mut &'l [Letter], count: usize) -> &'l [Letter] {
    let (taken, rest) = letters.split_at(count);
    *letters = rest;
    taken
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::plain_text;
    use crate::pass::sample::{made, note, para_of};

    fn set_para(text: Vec<Inline>, language: &str) -> String {
        let mut block = [para_of(text)];
        blocks(&mut block, language);
        crate::model::plain_blocks(&block).trim_end_matches('\n').to_string()
    }

    fn emph(text: &str) -> Inline {
        made(InlineKind::Emph(vec![Inline::text(text)]))
    }

    #[test]
    fn quotes_see_over_the_borders_of_emphasis() {
        assert_eq!(set_para(vec![Inline::text("\""), emph("word"), Inline::text("\"")], "en"), "“word”");
        assert_eq!(set_para(vec![emph("\"word\""), Inline::text("'s end")], "en"), "“word”’s end");
        let code = made(InlineKind::Code("'x' -- \"y\"".into()));
        assert_eq!(set_para(vec![Inline::text("("), code, Inline::text("\"s)")], "en"), "('x' -- \"y\"”s)");
    }

    #[test]
    fn each_word_has_the_quotes_of_its_own_language() {
        let german = made(InlineKind::Lang(Lang("de".into()), vec![Inline::text("\"Ja\"")]));
        assert_eq!(set_para(vec![Inline::text("\"Yes\" is "), german], "en"), "“Yes” is „Ja“");
    }

    #[test]
    fn a_note_is_a_text_of_its_own() {
        let text = vec![Inline::text("He said \"so"), note("n", "\"Indeed\""), Inline::text("\".")];
        assert_eq!(set_para(text, "en"), "He said “so”.\n“Indeed”");
    }

    #[test]
    fn addresses_stay() {
        let typed = "See \"https://a.example/x--y...z\", www.b--c.example or d--e@f.example -- \"now\".";
        let set = "See “https://a.example/x--y...z”, www.b--c.example or d--e@f.example\u{a0}– “now”.";
        assert_eq!(text(typed, "en"), set);
    }

    #[test]
    fn a_dash_behind_a_quotation_is_no_option() {
        assert_eq!(text("\"yes\"--and (--verbose) '--a' \"--b", "en"), "“yes”–and (--verbose) ‘--a’ “--b");
        // What is set stays set.
        assert_eq!(text(&text("'--a", "en"), "en"), text("'--a", "en"));
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(typed in "[a-zA-Z0-9 \"'.(),!:;éß-]{0,60}", lang in "(en|de|fr|es|ru|pl|cs|sv|da)") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&typed), letters(&text(&typed, &lang)));
        }

        #[test]
        fn what_is_set_stays_set(typed in "[a-zA-Z0-9 \"'.(),!?:;-]{0,60}", lang in "(en|de|fr|es|ru|pl|cs|sv|da)") {
            let once = text(&typed, &lang);
            // A straight quote that found no side may find one beside a curly one; curly text has none.
            prop_assume!(!once.contains(['"', '\'']));
            prop_assert_eq!(text(&once, &lang), once);
        }

        #[test]
        fn inlines_do_not_change_what_is_set(typed in "[a-z \"'.-]{0,40}", cut in 0usize..40) {
            let cut = cut.min(typed.len());
            let parts = vec![Inline::text(&typed[..cut]), emph(&typed[cut..])];
            prop_assert_eq!(set_para(parts.clone(), "en"), text(&typed, "en"));
            prop_assert!(plain_text(&parts) == typed);
        }
    }
}
