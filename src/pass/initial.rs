//! The first paragraph of a chapter, where the style marks it: whether its first letter drops, and its first words in small capitals.

use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, Matter, ParaRole, QuoteRole, Role};

/// The first words run in as small capitals until they have so many letters, or a clause ends.
const LETTERS: usize = 10;

/// Gives the first paragraph of every chapter that role, and sets its first words in small capitals.
pub fn mark(chapters: &mut [Chapter], role: ParaRole) {
    for chapter in chapters {
        if chapter.role != Role::Chapter || chapter.matter == Matter::Front {
            continue;
        }
        // Behind the epigraph; what begins with a heading or a picture has an opening of its own.
        let is_epigraph = |block: &Block| matches!(&block.kind, BlockKind::Quote(q) if q.role == QuoteRole::Epigraph);
        let Some(first) = chapter.blocks.iter_mut().find(|block| !is_epigraph(block)) else { continue };
        if let BlockKind::Para(para) = &mut first.kind
            && para.role == ParaRole::Text
            && begins_with_capital(&para.text)
        {
            para.role = role;
            small_caps(&mut para.text);
        }
    }
}

/// Whether words begin with a capital, quotation marks and dashes before it left out. Scripts without capitals have no initials.
fn begins_with_capital(text: &[Inline]) -> bool {
    let Some(first) = text.iter().find(|inline| !matches!(inline.kind, InlineKind::Place(_))) else { return false };
    match &first.kind {
        InlineKind::Text(words) => words.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase),
        _ => !first.children().is_empty() && begins_with_capital(first.children()),
    }
}

fn small_caps(text: &mut Vec<Inline>) {
    let Some(at) = text.iter().position(|inline| !matches!(inline.kind, InlineKind::Place(_))) else { return };
    let span = text[at].span;
    let InlineKind::Text(words) = &mut text[at].kind else { return };
    let end = first_words(words);
    let behind = words.split_off(end);
    let first = Inline::new(InlineKind::Text(std::mem::take(words)), span);
    text[at] = Inline::new(InlineKind::SmallCaps(vec![first]), span);
    if !behind.is_empty() {
        text.insert(at + 1, Inline::new(InlineKind::Text(behind), span));
    }
}

/// Where the first words end: behind whole words.
fn first_words(words: &str) -> usize {
    let mut letters = 0;
    for (at, c) in words.char_indices() {
        letters += usize::from(c.is_alphabetic());
        let ends =
            c.is_whitespace() && (letters >= LETTERS || words[..at].ends_with(['.', ',', ';', ':', '!', '?', '…']));
        if ends && c != '\u{a0}' && letters > 0 {
            return at;
        }
    }
    words.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;
    use crate::pass::sample::{chapter, heading, made, para, para_of};

    fn marked(blocks: Vec<Block>) -> Option<Vec<Inline>> {
        let mut chapters = vec![chapter("a.md", "A", blocks)];
        mark(&mut chapters, ParaRole::Initial);
        chapters[0].blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Para(para) if para.role == ParaRole::Initial => Some(para.text.clone()),
            _ => None,
        })
    }

    #[test]
    fn the_first_words_are_small_capitals_and_none_is_lost() {
        for (words, caps) in [
            ("It was a dark and stormy night.", "It was a dark"),
            ("“Well, he said.", "“Well,"),
            ("Был тихий серый день.", "Был тихий серый"),
            ("One", "One"),
        ] {
            let text = marked(vec![para(words), para("Next.")]).unwrap();
            assert_eq!(plain_text(&text[..1]), caps);
            assert!(matches!(text[0].kind, InlineKind::SmallCaps(_)));
            assert_eq!(plain_text(&text), words);
        }
        let emphasised =
            marked(vec![para_of(vec![made(InlineKind::Emph(vec![Inline::text("So")])), Inline::text(" it")])]);
        assert_eq!(plain_text(&emphasised.unwrap()), "So it");
    }

    #[test]
    fn what_has_no_capital_or_another_opening_has_no_initial() {
        assert_eq!(marked(vec![heading(2, "One"), para("Text.")]), None);
        assert_eq!(marked(vec![para("1984 was")]), None);
        assert_eq!(marked(vec![para("吾輩は猫である")]), None);
        assert_eq!(marked(vec![para("iPhones")]), None);
    }
}
