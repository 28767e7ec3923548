//! Figures: their captions, what they are called, and the list of them.

use super::words::words_of;
use crate::model::{
    Block, BlockKind, Chapter, Figure, Inline, InlineKind, TocEntry, each_block, each_block_mut, plain_text,
};

/// What the list of figures is called, and what a figure is before its number, space included.
const CALLED: &[(&str, [&str; 2])] = &[
    ("en", ["Figures", "Figure\u{a0}"]),
    ("de", ["Abbildungen", "Abbildung\u{a0}"]),
    ("fr", ["Table des figures", "Figure\u{a0}"]),
    ("es", ["Índice de figuras", "Figura\u{a0}"]),
    ("it", ["Indice delle figure", "Figura\u{a0}"]),
    ("nl", ["Figuren", "Figuur\u{a0}"]),
    ("pt", ["Lista de figuras", "Figura\u{a0}"]),
    ("ru", ["Список рисунков", "Рисунок\u{a0}"]),
    ("ja", ["図一覧", "図"]),
    ("zh", ["图目录", "图"]),
    ("pl", ["Spis rysunków", "Rysunek\u{a0}"]),
    ("cs", ["Seznam obrázků", "Obrázek\u{a0}"]),
    ("sv", ["Figurer", "Figur\u{a0}"]),
    ("da", ["Figurer", "Figur\u{a0}"]),
    ("nb", ["Figurer", "Figur\u{a0}"]),
    ("fi", ["Kuvat", "Kuva\u{a0}"]),
];

/// The words of a language; those of English where Recto does not speak it.
fn called(language: &str) -> [&'static str; 2] {
    let spoken = words_of(language).lang;
    CALLED.iter().find(|(lang, _)| *lang == spoken).unwrap_or(&CALLED[0]).1
}

/// What the list of figures is called.
pub fn title(language: &str) -> &'static str {
    called(language)[0]
}

/// Whether words begin with what some language calls a figure, and its number: `Figure 3-1. A fork`, `図1`.
fn names_a_figure(words: &str) -> bool {
    const SHORT: [&str; 5] = ["Fig.", "Abb.", "Рис.", "Obr.", "Rys."];
    let begins = |name: &str| {
        let rest = words.trim_start().strip_prefix(name)?;
        rest.trim_start_matches([' ', '\u{a0}']).chars().next()
    };
    let names = CALLED.iter().map(|(_, [_, name])| name.trim_end_matches('\u{a0}')).chain(SHORT);
    names.filter_map(begins).any(char::is_numeric)
}

/// Gives a picture the caption that its author wrote where its description stands: one that begins `Figure 3-1.` is what
/// the text refers to, so it has to be seen.
pub fn caption(chapters: &mut [Chapter]) {
    each_figure(chapters, &mut |figure, span| {
        if let ([image], true) = (figure.images.as_slice(), figure.caption.is_empty())
            && let Some(alt) = image.alt.as_deref().filter(|alt| names_a_figure(alt))
        {
            figure.caption = vec![Inline::new(InlineKind::Text(alt.to_string()), span)];
        }
    });
}

/// Numbers the figures with captions through the book, but for those that call themselves by a number.
pub fn number(chapters: &mut [Chapter], language: &str) {
    let [_, name] = called(language);
    let mut last = 0;
    each_figure(chapters, &mut |figure, _| {
        if !figure.caption.is_empty() && !names_a_figure(&plain_text(&figure.caption)) {
            last += 1;
            figure.label = Some(format!("{name}{last}"));
        }
    });
}

/// Whether there is anything to list.
pub fn any(chapters: &[Chapter]) -> bool {
    let mut found = false;
    let mut see = |block: &Block| found |= matches!(&block.kind, BlockKind::Figure(f) if !f.caption.is_empty());
    chapters.iter().for_each(|chapter| each_block(&chapter.blocks, &mut see));
    found
}

/// The figures with captions, in order, as lines of a list.
pub fn list(chapters: &[Chapter]) -> Vec<TocEntry> {
    let mut entries = Vec::new();
    for (at, chapter) in (0..).zip(chapters) {
        each_block(&chapter.blocks, &mut |block| {
            let (BlockKind::Figure(figure), Some(anchor)) = (&block.kind, &block.anchor) else { return };
            if figure.caption.is_empty() {
                return;
            }
            let label = figure.label.as_ref().map_or(String::new(), |label| format!("{label}\u{2002}"));
            entries.push(TocEntry {
                anchor: anchor.clone(),
                depth: 0,
                number: None,
                title: format!("{label}{}", plain_text(&figure.caption).replace('\n', " ")),
                authors: Vec::new(),
                chapter: false,
                at,
            });
        });
    }
    entries
}

fn each_figure(chapters: &mut [Chapter], see: &mut dyn FnMut(&mut Figure, crate::base::Span)) {
    for chapter in chapters {
        each_block_mut(&mut chapter.blocks, &mut |block| {
            let span = block.span;
            if let BlockKind::Figure(figure) = &mut block.kind {
                see(figure, span);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::model::Image;
    use crate::pass::sample::chapter;

    fn figure(alt: &str, caption: &str) -> Block {
        let caption = if caption.is_empty() { Vec::new() } else { vec![Inline::text(caption)] };
        let image = Image::new("x.png", Some(alt.to_string()));
        Block::new(BlockKind::Figure(Figure::of(image, caption)), Span::default())
    }

    fn labels(language: &str, blocks: Vec<Block>) -> Vec<String> {
        let mut chapters = vec![chapter("a.md", "A", blocks)];
        caption(&mut chapters);
        number(&mut chapters, language);
        let mut found = Vec::new();
        each_block(&chapters[0].blocks, &mut |block| {
            if let BlockKind::Figure(f) = &block.kind {
                found.push(format!("{}|{}", f.label.as_deref().unwrap_or("-"), plain_text(&f.caption)));
            }
        });
        found
    }

    #[test]
    fn a_figure_names_itself_by_a_word_and_a_number() {
        assert!(["Figure 3-1. A fork", "Рисунок 4-2. Ветка", "図1-1. 概念", "Fig. 7"].into_iter().all(names_a_figure));
        assert!(!["A figure 3", "Figure of speech", "Figurines 3", "図書 3", ""].into_iter().any(names_a_figure));
    }

    #[test]
    fn captions_are_numbered_and_pictures_without_one_are_not() {
        let blocks = vec![figure("a rope", "A rope"), figure("a knot", ""), figure("a bend", "A bend")];
        assert_eq!(labels("de-AT", blocks), ["Abbildung\u{a0}1|A rope", "-|", "Abbildung\u{a0}2|A bend"]);
    }

    #[test]
    fn a_description_that_numbers_its_figure_is_seen_and_keeps_its_number() {
        let blocks = vec![figure("図1-2. 概念", ""), figure("Rope", "Figure 7: A rope"), figure("Bend", "A bend")];
        assert_eq!(labels("ja", blocks), ["-|図1-2. 概念", "-|Figure 7: A rope", "図1|A bend"]);
    }
}
