//! Where the pages of the print edition begin in the text of the EPUB.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use unicode_segmentation::UnicodeSegmentation;

use super::names::Names;
use crate::model::{Block, Book, Inline, InlineKind, Note, TextPos, lines, plain_block, within};
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
    /// In blocks, those of its notes too: by block, the byte in its plain text, or the entry in a list that Recto makes.
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
    let chapters: Vec<Vec<Slot>> = (0..book.chapters().len()).map(|at| slots(book, at, names)).collect();
    let mut seen = BTreeSet::new();
    let mut found: Vec<((usize, Place), String)> = Vec::new();
    for (folio, pos) in &map.starts {
        let label = folio.to_string();
        let chapter = pos.chapter as usize;
        if let Some(slots) = chapters.get(chapter)
            && seen.insert(label.clone())
        {
            let before = found.last().filter(|((of, _), _)| *of == chapter).map(|((_, place), _)| *place);
            found.push(((chapter, place_of(slots, pos, before)), label));
        }
    }
    // The page-list follows the text, whatever the order of the map, so that nobody who goes on by a page goes back.
    found.sort_by_key(|(key, _)| *key);
    for ((chapter, (slot, offset)), label) in found {
        let mark = Mark { id: names.page(&label), label };
        let Slot { leaf, what } = &chapters[chapter][slot];
        let file = &names.leaves()[*leaf].file;
        breaks.list.push(Mark { id: format!("{file}#{}", mark.id), label: mark.label.clone() });
        let here = breaks.chapters.entry(chapter).or_default();
        match what {
            What::Top => here.top.push(mark),
            What::Text(words) | What::Note(words) => here.at.entry(words.block).or_default().push((offset, mark)),
            What::End => here.end.push(mark),
        }
    }
    breaks
}

/// A place for a page to begin: one of a chapter's slots, and how far in it.
type Place = (usize, u32);

/// Where in a chapter pages may begin.
#[derive(Debug)]
struct Slot {
    /// The file.
    leaf: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Before the chapter's title.
    Top,
    /// In a block of its text.
    Text(Words),
    /// Behind its text.
    End,
    /// In a block of a note.
    Note(Words),
}

/// A block.
#[derive(Debug)]
struct Words {
    /// Its number.
    block: u32,
    /// Its plain text; none for a list that Recto makes.
    plain: Option<String>,
}

impl Words {
    /// The place in it where a page begins that begins at `offset`.
    fn place(&self, offset: u32) -> u32 {
        self.plain.as_ref().map_or(offset, |plain| word_end(plain, offset as usize) as u32)
    }
}

/// The slots of a chapter as they follow one another in the EPUB, where notes stand behind all text of their file.
fn slots(book: &Book, at: usize, names: &Names) -> Vec<Slot> {
    let chapter = &book.chapters()[at];
    let leaves = names.leaves_of(at);
    let mut slots = vec![Slot { leaf: leaves.start, what: What::Top }];
    let mut notes = VecDeque::new();
    noted(&chapter.title, &mut notes);
    for leaf in leaves.clone() {
        let text = &chapter.blocks[names.leaves()[leaf].blocks.clone()];
        gather(text, book, &mut notes, &mut |words| slots.push(Slot { leaf, what: What::Text(words) }));
        if leaf + 1 == leaves.end {
            slots.push(Slot { leaf, what: What::End });
        }
        while let Some(note) = notes.pop_front() {
            gather(&note.blocks, book, &mut notes, &mut |words| slots.push(Slot { leaf, what: What::Note(words) }));
        }
    }
    slots
}

/// The blocks of a run, and the notes that are marked in them.
fn gather<'b>(blocks: &'b [Block], book: &Book, notes: &mut VecDeque<&'b Note>, take: &mut dyn FnMut(Words)) {
    for block in blocks {
        let is_text = book.entries(&block.kind).is_none();
        take(Words { block: block.index, plain: is_text.then(|| plain_block(block)) });
        lines(block).into_iter().for_each(|line| noted(line, notes));
        within(block).into_iter().for_each(|blocks| gather(blocks, book, notes, take));
    }
}

fn noted<'b>(line: &'b [Inline], notes: &mut VecDeque<&'b Note>) {
    for inline in line {
        match &inline.kind {
            InlineKind::Note(note) => notes.push_back(note),
            _ => noted(inline.children(), notes),
        }
    }
}

/// Where the page that begins at `pos` begins, when the one before it began in the same chapter at `before`.
fn place_of(slots: &[Slot], pos: &TextPos, before: Option<Place>) -> Place {
    let is_there =
        |slot: &Slot| matches!(&slot.what, What::Text(words) | What::Note(words) if words.block == pos.block);
    let is_behind = |slot: &Slot| match &slot.what {
        What::Text(words) => words.block > pos.block,
        What::End => true,
        What::Top | What::Note(_) => false,
    };
    let end = slots.iter().position(|slot| matches!(slot.what, What::End)).unwrap_or_default();
    let exact = slots.iter().position(is_there);
    let at = exact.or_else(|| slots.iter().position(is_behind)).unwrap_or(end);
    let is_empty = |slot: &Slot| match &slot.what {
        What::Text(words) => words.plain.as_ref().is_some_and(String::is_empty),
        What::Top | What::End | What::Note(_) => true,
    };
    // The first page of a chapter has its title, if it has nothing before.
    let opens = || before.is_none() && slots[..at].iter().all(is_empty);
    let offset = match &slots[at].what {
        What::Text(words) | What::Note(words) if exact.is_some() => words.place(pos.offset),
        _ => 0,
    };
    match (&slots[at].what, before) {
        // A note that stands before what was printed earlier: at the end of a long chapter's earlier file, or marked in a note.
        (What::Note(_), Some(before)) if (at, offset) < before => before.max((end, 0)),
        (What::Top | What::Text(_) | What::End, _) if offset == 0 && opens() => (0, 0),
        _ => (at, offset),
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

    /// The slots of a chapter in two files: its title, blocks 0, 1 and 4 and the note of 1, then block 6 and its note.
    fn two_files() -> Vec<Slot> {
        let words = |block, plain: &str| Words { block, plain: Some(plain.to_string()) };
        let list = Words { block: 6, plain: None };
        [
            (0, What::Top),
            (0, What::Text(words(0, ""))),
            (0, What::Text(words(1, "first"))),
            (0, What::Text(words(4, "second"))),
            (0, What::Note(words(2, "a note"))),
            (1, What::Text(list)),
            (1, What::End),
            (1, What::Note(words(7, "another"))),
        ]
        .map(|(leaf, what)| Slot { leaf, what })
        .into()
    }

    fn placed(block: u32, offset: u32, before: Option<Place>) -> Place {
        place_of(&two_files(), &TextPos { chapter: 0, block, offset }, before)
    }

    #[test]
    fn a_page_that_begins_with_a_chapter_begins_before_its_title() {
        assert_eq!(placed(0, 0, None), (0, 0));
        assert_eq!(placed(1, 0, None), (0, 0));
        // A page of the chapter has been before.
        assert_eq!(placed(1, 0, Some((0, 0))), (2, 0));
        assert_eq!(placed(1, 2, None), (2, 5));
        // What the book does not have is before what comes next.
        assert_eq!(placed(3, 7, None), (3, 0));
        assert_eq!(placed(u32::MAX, 0, None), (6, 0));
        let bare = [What::Top, What::End].map(|what| Slot { leaf: 0, what });
        assert_eq!(place_of(&bare, &TextPos::default(), None), (0, 0));
    }

    #[test]
    fn a_page_begins_in_a_list_by_its_entry_and_in_a_note_by_its_word() {
        assert_eq!(placed(6, 12, Some((3, 0))), (5, 12));
        assert_eq!(placed(2, 3, Some((3, 0))), (4, 6));
        assert_eq!(placed(7, 0, Some((5, 0))), (7, 0));
    }

    #[test]
    fn no_page_begins_before_the_one_printed_before_it() {
        // The note stands at the end of the first file, the page before begins in the second.
        assert_eq!(placed(2, 3, Some((5, 0))), (6, 0));
        assert_eq!(placed(2, 3, Some((7, 2))), (7, 2));
    }
}
