//! The contents and the list of all anchors.

use std::collections::BTreeMap;

use crate::model::{
    Anchor, Anchored, Block, BlockKind, Chapter, Inline, InlineKind, Role, TocEntry, each_block, lines, plain_text,
};

/// How many levels are listed at the least: headings right below a chapter's title are the second.
const LEVELS: u8 = 2;

/// Parts, chapters, sections and the first level of headings, in their one order; deeper headings where contents ask for them.
pub fn contents(chapters: &[Chapter]) -> Vec<TocEntry> {
    let asked = |block: &Block| match block.kind {
        BlockKind::Contents { depth } => depth,
        _ => None,
    };
    let levels = chapters.iter().flat_map(|page| page.blocks.iter().filter_map(asked)).max().unwrap_or(0).max(LEVELS);
    let mut entries = Vec::new();
    // The depth of the chapter that sections stand in.
    let mut outer = 0;
    for (at, chapter) in chapters.iter().enumerate().filter(|(_, chapter)| chapter.listed()) {
        if chapter.role != Role::Section {
            outer = chapter.depth;
        }
        let level = 1 + chapter.depth.saturating_sub(outer);
        entries.push(TocEntry {
            anchor: chapter.anchor(),
            depth: chapter.depth,
            level,
            number: chapter.number.clone(),
            title: line(&chapter.title),
            lang: chapter.lang.clone(),
            authors: chapter.authors.clone(),
            chapter: true,
            at: at as u32,
        });
        // Headings within quotations and notes are not the chapter's own.
        for block in &chapter.blocks {
            if let (BlockKind::Heading { outline, number, text, .. }, Some(anchor)) = (&block.kind, &block.anchor)
                && (*outline <= LEVELS || level.saturating_add(outline - 1) <= levels)
            {
                let below = outline.saturating_sub(1);
                entries.push(TocEntry {
                    anchor: anchor.clone(),
                    depth: chapter.depth.saturating_add(below),
                    level: level.saturating_add(below),
                    number: number.clone(),
                    title: line(text),
                    lang: block.lang.clone().or_else(|| chapter.lang.clone()),
                    authors: Vec::new(),
                    chapter: false,
                    at: at as u32,
                });
            }
        }
    }
    entries
}

/// A title on one line.
fn line(text: &[Inline]) -> String {
    plain_text(text).replace('\n', " ").trim().to_string()
}

/// Every anchor: chapters, blocks, notes. A note stands where its first block does.
pub fn anchors(chapters: &[Chapter]) -> BTreeMap<Anchor, Anchored> {
    let mut anchors = BTreeMap::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let at = at as u32;
        let mut put = |anchor: &Anchor, block: Option<u32>| {
            let before = anchors.insert(anchor.clone(), Anchored { chapter: at, block });
            debug_assert!(before.is_none(), "{anchor:?} stands twice in the book");
        };
        put(&chapter.anchor(), None);
        notes(&chapter.title, None, &mut put);
        each_block(&chapter.blocks, &mut |block| {
            if let Some(anchor) = &block.anchor {
                put(anchor, Some(block.index));
            }
            lines(block).into_iter().for_each(|line| notes(line, Some(block.index), &mut put));
        });
    }
    anchors
}

fn notes(line: &[Inline], mark: Option<u32>, put: &mut dyn FnMut(&Anchor, Option<u32>)) {
    for inline in line {
        match &inline.kind {
            InlineKind::Place(place) => put(place, mark),
            InlineKind::Note(note) => put(&note.anchor, note.blocks.first().map(|block| block.index).or(mark)),
            _ => notes(inline.children(), mark, put),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Entry, Format, MadePage, MatterEntry};
    use crate::pass::sample::{self, articles, at, bind, chapter, heading, note, para_of};

    #[test]
    fn contents_list_parts_chapters_and_first_headings() {
        let mut manifest = sample::manifest(&["a.md"]);
        manifest.chapters.push(Entry::Part { title: at("Part".to_string()), chapters: vec![sample::entry("b.md")] });
        manifest.front = Some(vec![
            MatterEntry::Made(at(MadePage::Contents { depth: None })),
            MatterEntry::Source { entry: sample::entry("preface.md"), role: None },
        ]);
        manifest.back = vec![MatterEntry::Made(at(MadePage::Colophon))];
        let (book, _) = bind(
            &manifest,
            &sample::edition(Format::Epub),
            &articles(vec![
                chapter("preface.md", "Preface", vec![]),
                chapter("a.md", "A", vec![heading(2, "One"), heading(3, "Below")]),
                chapter("b.md", "B", vec![heading(2, "Two")]),
            ]),
        );
        let lines: Vec<String> = book
            .contents()
            .iter()
            .map(|e| format!("{}{} {}", "  ".repeat(e.depth.into()), e.title, book.chapters()[e.at as usize].id))
            .collect();
        assert_eq!(
            lines,
            ["Preface preface", "A a", "  One a", "Part part-part", "  B b", "    Two b", "Colophon colophon"]
        );
    }

    #[test]
    fn every_anchor_has_its_place() {
        let chapters = vec![chapter("a.md", "A", vec![heading(2, "H"), para_of(vec![note("n", "text")])])];
        let (book, _) = bind(&sample::manifest(&["a.md"]), &sample::edition(Format::Pdf), &articles(chapters));
        let place = |name: &str| book.anchors()[&Anchor(name.to_string())];
        assert_eq!(place("a"), Anchored { chapter: 1, block: None });
        assert_eq!(place("a.h"), Anchored { chapter: 1, block: Some(0) });
        assert_eq!(place("a.n"), Anchored { chapter: 1, block: Some(2) });
    }
}
