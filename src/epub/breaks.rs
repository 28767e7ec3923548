//! Where the pages of the print edition begin in the text of the EPUB.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;

use super::names::Names;
use crate::model::{Block, Book, plain_block, within};
use crate::page::PageMap;

/// The beginning of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its id in its file.
    pub(super) id: String,
    /// The folio, as printed.
    pub(super) label: String,
}

/// The pages that begin in one chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ChapterBreaks {
    /// Before its title.
    pub(super) top: Vec<Mark>,
    /// In blocks: by block, the byte in its plain text.
    pub(super) at: BTreeMap<u32, Vec<(u32, Mark)>>,
    /// Behind its text.
    pub(super) end: Vec<Mark>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaks {
    /// By chapter.
    pub(super) chapters: BTreeMap<usize, ChapterBreaks>,
    /// The page-list, in the order of the text: folio and address.
    pub(super) list: Vec<Mark>,
}

/// Finds the place of every page of `map`. A place in a chapter that the book does not have is left out.
pub(super) fn place(book: &Book, map: Option<&PageMap>, names: &Names) -> Breaks {
    let mut breaks = Breaks::default();
    let Some(map) = map else { return breaks };
    let slots: Vec<Vec<(u32, String)>> = book
        .chapters()
        .iter()
        .map(|chapter| {
            let mut slots = Vec::new();
            gather(&chapter.blocks, &mut slots);
            slots
        })
        .collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (folio, pos) in &map.starts {
        let label = folio.to_string();
        let chapter = pos.chapter as usize;
        if let Some(slots) = slots.get(chapter)
            && seen.insert(label.clone())
        {
            found.push(((chapter, slot_of(slots, pos.block, pos.offset)), label));
        }
    }
    // The page-list follows the text (EPUB 3.3, 7.4.4), whatever the order of the map.
    found.sort_by_key(|(key, _)| *key);
    for ((chapter, (slot, offset)), label) in found {
        let mark = Mark { id: names.page(&label), label };
        let slots = &slots[chapter];
        let block = match slot {
            0 => 0,
            _ => slots.get(slot - 1).map_or(u32::MAX, |(block, _)| *block),
        };
        let file = &names.leaves()[names.leaf_of(chapter, block)].file;
        breaks.list.push(Mark { id: format!("{file}#{}", mark.id), label: mark.label.clone() });
        let here = breaks.chapters.entry(chapter).or_default();
        match slot {
            0 => here.top.push(mark),
            _ if slot > slots.len() => here.end.push(mark),
            _ => here.at.entry(slots[slot - 1].0).or_default().push((offset, mark)),
        }
    }
    breaks
}

/// The blocks that stand in the run of the text, with their plain text: not those of notes, which stand at its end.
fn gather(blocks: &[Block], slots: &mut Vec<(u32, String)>) {
    for block in blocks {
        slots.push((block.index, plain_block(block)));
        within(block).into_iter().for_each(|blocks| gather(blocks, slots));
    }
}

/// The slot of a place, counted from 1, and the byte in it; slot 0 is the chapter's top, the one behind the last its end.
fn slot_of(slots: &[(u32, String)], block: u32, offset: u32) -> (usize, u32) {
    let at = slots.partition_point(|(index, _)| *index < block);
    let begins = |at: usize| slots[..at].iter().all(|(_, text)| text.is_empty());
    match slots.get(at) {
        None if begins(at) => (0, 0),
        None => (slots.len() + 1, 0),
        Some((index, text)) => {
            let offset = if *index == block { word_end(text, offset as usize) } else { 0 };
            if offset == 0 && begins(at) { (0, 0) } else { (at + 1, offset as u32) }
        }
    }
}

/// The next place from `offset` on that is not inside a word, nor before the space in front of one.
fn word_end(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    // UAX 29: the word that holds the place, if it stands inside one; what follows on the word goes with it.
    let word = text.split_word_bound_indices().find(|(start, word)| *start < at && at < start + word.len());
    if let Some((start, word)) = word.filter(|(_, word)| word.contains(char::is_alphanumeric)) {
        at = start + word.len();
        at += text[at..].find(|c: char| c.is_whitespace() || c.is_alphanumeric()).unwrap_or(text.len() - at);
    }
    if at > 0 {
        at += text[at..].len() - text[at..].trim_start().len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_never_begins_inside_a_word() {
        let text = "one two, three";
        assert_eq!([0, 1, 3, 4, 5, 8, 9, 99].map(|at| word_end(text, at)), [0, 4, 4, 4, 9, 9, 9, 14]);
        assert_eq!(word_end("né e", 2), 4);
        assert_eq!(word_end("日本語", 4), 6);
    }

    #[test]
    fn a_page_that_begins_with_a_chapter_begins_before_its_title() {
        let slots = [(0, String::new()), (1, "first".to_string()), (3, "second".to_string())];
        assert_eq!(slot_of(&slots, 0, 0), (0, 0));
        assert_eq!(slot_of(&slots, 1, 0), (0, 0));
        assert_eq!(slot_of(&slots, 1, 2), (2, 5));
        // Block 2 belongs to a note: the page begins with the next block of the text.
        assert_eq!(slot_of(&slots, 2, 7), (3, 0));
        assert_eq!(slot_of(&slots, 9, 0), (4, 0));
        assert_eq!(slot_of(&[], 0, 0), (0, 0));
    }
}
