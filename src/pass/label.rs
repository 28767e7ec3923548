//! Labels: an admonition whose author gave it no title is named after its kind, in the language of its chapter.

use super::words::{admonition, primary};
use crate::base::Span;
use crate::model::{Admonition, Block, BlockKind, Chapter, Inline, Lang, Para, ParaRole, each_block_mut};

/// Names every admonition of `chapters`. `language` is the book's.
pub fn admonitions(chapters: &mut [Chapter], language: &str) {
    for chapter in chapters {
        let language = chapter.lang.as_ref().map_or(language, |Lang(lang)| lang).to_string();
        each_block_mut(&mut chapter.blocks, &mut |block| {
            let language = block.lang.as_ref().map_or(language.as_str(), |Lang(lang)| lang).to_string();
            if let BlockKind::Admonition(apart) = &mut block.kind
                && !labelled(apart)
            {
                let (word, spoken) = admonition(apart.kind, &language);
                let label = Para { role: ParaRole::Label, text: vec![Inline::text(word)] };
                let mut label = Block::new(BlockKind::Para(label), Span::default());
                label.lang = (spoken != primary(&language)).then(|| Lang(spoken.to_string()));
                apart.blocks.insert(0, label);
            }
        });
    }
}

fn labelled(apart: &Admonition) -> bool {
    matches!(apart.blocks.first(), Some(Block { kind: BlockKind::Para(para), .. }) if para.role == ParaRole::Label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AdmonitionKind, plain_blocks};
    use crate::pass::sample::{chapter, para};

    fn labels(language: &str) -> (String, Option<Lang>) {
        let apart = Admonition { kind: AdmonitionKind::Warning, blocks: vec![para("Mind the gap.")] };
        let block = Block::new(BlockKind::Admonition(apart), Span::default());
        let mut chapters = vec![chapter("a.md", "A", vec![block])];
        admonitions(&mut chapters, language);
        admonitions(&mut chapters, language);
        let BlockKind::Admonition(apart) = &chapters[0].blocks[0].kind else { panic!() };
        (plain_blocks(&chapters[0].blocks), apart.blocks[0].lang.clone())
    }

    #[test]
    fn an_admonition_is_named_once_in_the_language_of_its_chapter() {
        assert_eq!(labels("de-AT"), ("Warnung\nMind the gap.\n".to_string(), None));
        assert_eq!(labels("no"), ("Advarsel\nMind the gap.\n".to_string(), None));
    }

    #[test]
    fn a_language_that_recto_does_not_speak_gets_english_and_says_so() {
        assert_eq!(labels("tlh"), ("Warning\nMind the gap.\n".to_string(), Some(Lang("en".into()))));
    }
}
