//! Captions of figures and tables: what they are called, and the lists of them.

use super::called::{called, numbered, own_number};
use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, TocEntry, each_block, each_block_mut, plain_text};

/// What has a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A figure.
    Figure,
    /// A table.
    Table,
}

/// A block's caption and label, if it is one of `kind` and has a caption.
fn captioned(block: &Block, kind: Kind) -> Option<(&[Inline], Option<&str>)> {
    let (caption, label) = match (&block.kind, kind) {
        (BlockKind::Figure(figure), Kind::Figure) => (&figure.caption, &figure.label),
        (BlockKind::Table(table), Kind::Table) => (&table.caption, &table.label),
        _ => return None,
    };
    (!caption.is_empty()).then_some((caption.as_slice(), label.as_deref()))
}

/// Gives a picture the caption that its author wrote where its description stands: one that begins `Figure 3-1.` is what
/// the text refers to, so it has to be seen.
pub fn caption(chapters: &mut [Chapter]) {
    each(chapters, &mut |block| {
        let span = block.span;
        if let BlockKind::Figure(figure) = &mut block.kind
            && let ([image], true) = (figure.images.as_slice(), figure.caption.is_empty())
            && let Some(alt) = image.alt.as_deref().filter(|alt| own_number(alt).is_some())
        {
            figure.caption = vec![Inline::new(InlineKind::Text(alt.to_string()), span)];
        }
    });
}

/// Numbers what has a caption through the book, figures and tables each by themselves, but for those that call themselves
/// by a number.
pub fn number(chapters: &mut [Chapter], language: &str) {
    let words = called(language);
    for (kind, name) in [(Kind::Figure, words.figure), (Kind::Table, words.table)] {
        let mut last = 0;
        each(chapters, &mut |block| {
            if captioned(block, kind).is_none_or(|(caption, _)| own_number(&plain_text(caption)).is_some()) {
                return;
            }
            last += 1;
            let named = Some(numbered(name, last));
            match &mut block.kind {
                BlockKind::Figure(figure) => figure.label = named,
                BlockKind::Table(table) => table.label = named,
                _ => {}
            }
        });
    }
}

/// How the text refers to a figure or a table: by its label, or by what its caption calls itself.
pub fn reference(block: &Block) -> Option<String> {
    let (caption, label) = captioned(block, Kind::Figure).or_else(|| captioned(block, Kind::Table))?;
    label.map(str::to_string).or_else(|| own_number(&plain_text(caption)).map(str::to_string))
}

/// Whether there is anything to list.
pub fn any(chapters: &[Chapter], kind: Kind) -> bool {
    let mut found = false;
    chapters
        .iter()
        .for_each(|chapter| each_block(&chapter.blocks, &mut |block| found |= captioned(block, kind).is_some()));
    found
}

/// What has a caption, in order, as lines of a list.
pub fn list(chapters: &[Chapter], kind: Kind) -> Vec<TocEntry> {
    let mut entries = Vec::new();
    for (at, chapter) in (0..).zip(chapters) {
        each_block(&chapter.blocks, &mut |block| {
            let (Some((caption, label)), Some(anchor)) = (captioned(block, kind), &block.anchor) else { return };
            let label = label.map_or(String::new(), |label| format!("{label}\u{2002}"));
            entries.push(TocEntry {
                anchor: anchor.clone(),
                depth: 0,
                level: 1,
                number: None,
                title: format!("{label}{}", plain_text(caption).replace('\n', " ")),
                lang: block.lang.clone().or_else(|| chapter.lang.clone()),
                authors: Vec::new(),
                chapter: false,
                at,
            });
        });
    }
    entries
}

fn each(chapters: &mut [Chapter], see: &mut dyn FnMut(&mut Block)) {
    chapters.iter_mut().for_each(|chapter| each_block_mut(&mut chapter.blocks, see));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::model::table::Table;
    use crate::model::{Figure, Image};
    use crate::pass::sample::chapter;

    fn words(caption: &str) -> Vec<Inline> {
        if caption.is_empty() { Vec::new() } else { vec![Inline::text(caption)] }
    }

    fn figure(alt: &str, caption: &str) -> Block {
        let image = Image::new("x.png", Some(alt.to_string()));
        Block::new(BlockKind::Figure(Figure::of(image, words(caption))), Span::default())
    }

    fn table(caption: &str) -> Block {
        Block::new(BlockKind::Table(Table { caption: words(caption), ..Table::default() }), Span::default())
    }

    fn labels(language: &str, blocks: Vec<Block>) -> Vec<String> {
        let mut chapters = vec![chapter("a.md", "A", blocks)];
        caption(&mut chapters);
        number(&mut chapters, language);
        let shown = |block: &Block| {
            let (caption, label) = captioned(block, Kind::Figure).or_else(|| captioned(block, Kind::Table))?;
            Some(format!("{}|{}", label.unwrap_or("-"), plain_text(caption)))
        };
        chapters[0].blocks.iter().filter_map(shown).collect()
    }

    #[test]
    fn captions_are_numbered_and_pictures_without_one_are_not() {
        let blocks = vec![figure("a rope", "A rope"), figure("a knot", ""), table("Bends"), figure("a bend", "A bend")];
        assert_eq!(
            labels("de-AT", blocks),
            ["Abbildung\u{a0}1|A rope", "Tabelle\u{a0}1|Bends", "Abbildung\u{a0}2|A bend"]
        );
    }

    #[test]
    fn what_numbers_itself_is_seen_and_keeps_its_number() {
        let blocks = vec![
            figure("図1-2. 概念", ""),
            figure("Rope", "Figure 7: A rope"),
            figure("Bend", "A bend"),
            table("Table 3. Knots"),
        ];
        let refer: Vec<_> = blocks.iter().map(reference).collect();
        assert_eq!(refer, [None, Some("Figure 7".into()), None, Some("Table 3".into())]);
        let found = labels("ja", blocks);
        assert_eq!(found, ["-|図1-2. 概念", "-|Figure 7: A rope", "図1|A bend", "-|Table 3. Knots"]);
    }
}
