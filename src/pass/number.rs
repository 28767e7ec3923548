//! Numbers: chapters and parts, notes by chapter, blocks in the order of reading, and the outline of headings.

use std::collections::BTreeMap;

use super::anchor::with_title;
use crate::base::{Code, Diags, Site};
use crate::model::{
    Block, BlockKind, Chapter, Inline, InlineKind, Matter, Number, Role, each_block_mut, each_inline_mut, lines_mut,
};
use crate::style::{ChapterNumbers, Design};

/// Numbers all there is to number, and that the design shows.
pub fn number(chapters: &mut [Chapter], design: &Design, diags: &mut Diags) {
    let body = |chapter: &Chapter| chapter.matter == Matter::Body && chapter.role == Role::Chapter;
    // The only chapter of a book is not its first.
    let several = chapters.iter().filter(|chapter| body(chapter)).count() > 1;
    let shown = design.chapter_numbers != ChapterNumbers::None;
    let (mut chapter_number, mut part_number) = (0, 0);
    let mut chapter_depth = 0;
    let mut sections = Sections::default();
    for chapter in chapters {
        if body(chapter) && chapter.numbered && several && shown {
            chapter_number += 1;
            chapter.number = Some(Number::Arabic(vec![chapter_number]));
        }
        if chapter.role == Role::Part && shown {
            part_number += 1;
            chapter.number = Some(Number::Roman(part_number));
        }
        // A section's headings stand below its title, which stands below the chapter's.
        let above = if chapter.role == Role::Section {
            1 + chapter.depth.saturating_sub(chapter_depth)
        } else {
            chapter_depth = chapter.depth;
            sections = Sections { levels: design.section_numbers, ..Sections::default() };
            if let Some(Number::Arabic(number)) = &chapter.number {
                sections.chapter.clone_from(number);
            }
            sections.silent = if body(chapter) && chapter.numbered { u8::MAX } else { 0 };
            1
        };
        notes(chapter);
        part_marks(chapter);
        outline(chapter, above, diags);
        sections.number(chapter, above);
        blocks(chapter);
    }
}

/// The numbers of a chapter's sections, whether they are headings or articles of their own.
#[derive(Default)]
struct Sections {
    /// How many levels have numbers.
    levels: u8,
    /// The chapter's number, where it has one.
    chapter: Vec<u32>,
    /// The number of the section that is open on each level.
    open: Vec<u32>,
    /// From this level of the outline on nothing is numbered: below an article that has no number.
    silent: u8,
}

impl Sections {
    /// Numbers an article that is a section, and the headings of a chapter or a section.
    fn number(&mut self, chapter: &mut Chapter, above: u8) {
        if chapter.role == Role::Section {
            if above <= self.silent && self.silent > 0 {
                self.silent = if chapter.numbered { u8::MAX } else { above };
            }
            if chapter.numbered {
                chapter.number = self.next(above);
            }
        }
        // Headings within quotations and notes are not the chapter's own.
        for block in &mut chapter.blocks {
            if let BlockKind::Heading { outline, number, .. } = &mut block.kind {
                *number = self.next(*outline);
            }
        }
    }

    /// The number of the next section on that level of the outline, where a chapter's title stands on level 1.
    fn next(&mut self, outline: u8) -> Option<Number> {
        let depth = outline.saturating_sub(1);
        if depth == 0 || depth > self.levels || outline >= self.silent {
            return None;
        }
        self.open.resize(usize::from(depth), 0);
        if let Some(last) = self.open.last_mut() {
            *last += 1;
        }
        Some(Number::Arabic([self.chapter.as_slice(), &self.open].concat()))
    }
}

/// Notes count by chapter, in the order of their marks; a further mark shows its note's number.
fn notes(chapter: &mut Chapter) {
    let mut numbers = BTreeMap::new();
    with_title(chapter, &mut |blocks| {
        each_inline_mut(blocks, &mut |inline| {
            if let InlineKind::Note(note) = &mut inline.kind {
                let number = Number::Arabic(vec![numbers.len() as u32 + 1]);
                numbers.insert(note.anchor.clone(), number.clone());
                note.number = Some(number);
            }
        });
        each_inline_mut(blocks, &mut |inline| {
            if let InlineKind::NoteRef { note, number } = &mut inline.kind {
                *number = numbers.get(note).cloned();
            }
        });
    });
}

/// Sets a comma, raised as they are, between marks of notes that stand directly behind one another: 13 and 14 would be read as 1314.
/// Headings and captions go without, since contents and lists have their words and no marks.
fn part_marks(chapter: &mut Chapter) {
    each_block_mut(&mut chapter.blocks, &mut |block| {
        if matches!(block.kind, BlockKind::Para(_) | BlockKind::Verse(_)) {
            lines_mut(block).into_iter().for_each(|line| part(line, &mut false));
        }
    });
}

/// The same in one line; `marked` is whether a mark stands right before it, and then behind it.
fn part(line: &mut Vec<Inline>, marked: &mut bool) {
    let mut at = 0;
    while let Some(piece) = line.get_mut(at) {
        match &mut piece.kind {
            InlineKind::Note(_) | InlineKind::NoteRef { .. } => {
                if std::mem::replace(marked, true) {
                    let comma = Inline::new(InlineKind::Text(",".to_string()), piece.span);
                    let raised = Inline::new(InlineKind::Sup(vec![comma]), piece.span);
                    line.insert(at, raised);
                    at += 1;
                }
            }
            // A link holds no link: an EPUB has the marks in it behind it, with nothing between.
            InlineKind::Link { text, .. } => *marked = ends_marked(text),
            InlineKind::Place(_) => {}
            _ => match piece.children_mut() {
                Some(children) => part(children, marked),
                None => *marked = false,
            },
        }
        at += 1;
    }
}

fn ends_marked(line: &[Inline]) -> bool {
    line.last().is_some_and(|last| {
        matches!(last.kind, InlineKind::Note(_) | InlineKind::NoteRef { .. }) || ends_marked(last.children())
    })
}

/// Gives each heading its place in the structure: one below the nearest heading before it that looks greater, so that
/// headings that look alike stand alike and no level is skipped.
fn outline(chapter: &mut Chapter, above: u8, diags: &mut Diags) {
    let mut open: Vec<(u8, u8)> = Vec::new();
    // The title is typed as level 1, on whichever level its article stands.
    let (mut before, mut typed_before) = (above, 1);
    let source = chapter.source;
    each_block_mut(&mut chapter.blocks, &mut |block| {
        let span = block.span;
        if let BlockKind::Heading { level, typed, outline, .. } = &mut block.kind {
            open.retain(|(greater, _)| *greater < *level);
            *outline = open.last().map_or(above, |(_, outline)| *outline).saturating_add(1).min(6);
            open.push((*level, *outline));
            if *level > before.saturating_add(1) {
                diags.push_help(
                    Code::SkippedLevel,
                    source.map(|source| Site { source, span }),
                    format!("a heading of level {typed} follows level {typed_before}"),
                    format!("make it a heading of level {}", typed_before + 1),
                );
            }
            (before, typed_before) = (*level, *typed);
        }
    });
}

/// Blocks of a note in the chapter's title count behind all others: the title is no block.
fn blocks(chapter: &mut Chapter) {
    let mut next = 0;
    let mut count = |block: &mut Block| {
        block.index = next;
        next += 1;
    };
    each_block_mut(&mut chapter.blocks, &mut count);
    each_inline_mut_of_title(chapter, &mut count);
}

fn each_inline_mut_of_title(chapter: &mut Chapter, count: &mut dyn FnMut(&mut Block)) {
    fn line(inlines: &mut [crate::model::Inline], count: &mut dyn FnMut(&mut Block)) {
        for inline in inlines {
            if let InlineKind::Note(note) = &mut inline.kind {
                each_block_mut(&mut note.blocks, count);
            } else if let Some(children) = inline.children_mut() {
                line(children, count);
            }
        }
    }
    line(&mut chapter.title, count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Entry, Format};
    use crate::model::{Anchor, each_block, each_inline};
    use crate::pass::sample::{self, articles, bind, chapter, codes, heading, made, note, para, para_of};

    #[test]
    fn chapters_count_through_and_prologues_do_not() {
        let mut manifest = sample::manifest(&["prologue.md", "a.md", "b.md"]);
        if let Entry::Source(prologue) = &mut manifest.chapters[0] {
            prologue.number = false;
        }
        let (book, _) =
            bind(&manifest, &sample::edition(Format::Epub), &sample::plain_articles(&["prologue.md", "a.md", "b.md"]));
        let numbers: Vec<String> =
            book.chapters().iter().map(|c| c.number.as_ref().map_or("-".into(), Number::to_string)).collect();
        assert_eq!(numbers.join(" "), "- - - - 1 2");
    }

    #[test]
    fn sections_count_in_their_chapter_whether_headings_or_articles() {
        let mut manifest = sample::manifest(&["prologue.md", "a.md", "b.md"]);
        manifest.style.design = Some("manual".into());
        if let Entry::Source(prologue) = &mut manifest.chapters[0] {
            prologue.number = false;
        }
        if let Entry::Source(a) = &mut manifest.chapters[1] {
            a.sections = ["inner.md", "silent.md", "last.md"].map(sample::entry).to_vec();
            a.sections[1].number = false;
        }
        let blocks = || vec![heading(2, "One"), heading(3, "Below"), heading(4, "Deep"), heading(2, "Two")];
        let paths = ["prologue.md", "a.md", "b.md", "inner.md", "silent.md", "last.md"];
        let all = paths.iter().map(|path| chapter(path, path, blocks())).collect();
        let (book, _) = bind(&manifest, &sample::edition(Format::Epub), &articles(all));
        let entry = |chapter: &Chapter| {
            let headings = chapter.blocks.iter().filter_map(|block| match &block.kind {
                BlockKind::Heading { number, .. } => Some(number),
                _ => None,
            });
            let numbers: Vec<String> = [&chapter.number]
                .into_iter()
                .chain(headings)
                .map(|number| number.as_ref().map_or("-".into(), Number::to_string))
                .collect();
            format!("{}: {}", chapter.id, numbers.join(" "))
        };
        let found: Vec<String> = book.chapters().iter().filter(|c| c.path.is_some()).map(entry).collect();
        assert_eq!(
            found,
            [
                "prologue: - - - - -",
                "a: 1 1.1 1.1.1 - 1.2",
                "inner: 1.3 1.3.1 - - 1.3.2",
                "silent: - - - - -",
                "last: 1.4 1.4.1 - - 1.4.2",
                "b: 2 2.1 2.1.1 - 2.2",
            ]
        );
    }

    #[test]
    fn notes_count_by_chapter_and_marks_repeat_their_number() {
        let mark = made(InlineKind::NoteRef { note: Anchor("y".into()), number: None });
        let with_notes = vec![para_of(vec![note("x", "n"), note("y", "n"), mark])];
        let chapters = vec![chapter("a.md", "A", with_notes.clone()), chapter("b.md", "B", with_notes)];
        let (book, _) = bind(&sample::manifest(&["a.md", "b.md"]), &sample::edition(Format::Epub), &articles(chapters));
        let mut numbers = Vec::new();
        for chapter in book.chapters() {
            each_inline(&chapter.blocks, &mut |inline| match &inline.kind {
                InlineKind::Note(note) => numbers.push(note.number.clone().unwrap().to_string()),
                InlineKind::NoteRef { number, .. } => numbers.push(number.clone().unwrap().to_string()),
                _ => {}
            });
        }
        assert_eq!(numbers.join(" "), "1 2 2 1 2 2");
    }

    #[test]
    fn a_comma_parts_marks_that_stand_directly_behind_one_another() {
        let again = || made(InlineKind::NoteRef { note: Anchor("x".into()), number: None });
        let slanted = |inner| made(InlineKind::Emph(inner));
        let word = |words: &str| Inline::text(words);
        let nested = made(InlineKind::Note(crate::model::Note {
            anchor: Anchor("n".into()),
            number: None,
            blocks: vec![para_of(vec![word("in"), note("o", "o"), again()])],
        }));
        let mut head = heading(2, "H");
        lines_mut(&mut head)[0].extend([note("g", "g"), note("h", "h")]);
        let blocks = vec![
            para_of(vec![word("a"), note("x", "x"), note("y", "y"), word(" b"), again(), word(" "), again(), again()]),
            para_of(vec![slanted(vec![word("c"), note("z", "z")]), slanted(vec![again()]), word("d"), nested]),
            head,
        ];
        let article = articles(vec![chapter("a.md", "A", blocks)]);
        let (book, _) = bind(&sample::manifest(&["a.md"]), &sample::edition(Format::Epub), &article);
        let lines: Vec<String> = crate::model::dump(&book).lines().map(str::to_string).collect();
        let commas = |text: &str| {
            lines.iter().filter(|line| line.contains(text)).map(|line| line.matches("{sup ,}").count()).sum::<usize>()
        };
        assert_eq!(
            [commas("text: a"), commas("text: {em c"), commas("text: in"), commas("H")],
            [2, 1, 1, 0],
            "{lines:#?}"
        );
    }

    #[test]
    fn headings_that_look_alike_stand_alike_and_a_skipped_level_is_a_finding() {
        let levels = [2, 4, 4, 3, 2, 3];
        let blocks = levels.iter().map(|level| heading(*level, "H")).collect();
        let (book, diags) = bind(
            &sample::manifest(&["a.md"]),
            &sample::edition(Format::Pdf),
            &articles(vec![chapter("a.md", "A", blocks)]),
        );
        let mut outlines = Vec::new();
        each_block(&book.chapters()[1].blocks, &mut |block| {
            if let BlockKind::Heading { outline, .. } = block.kind {
                outlines.push(outline);
            }
        });
        assert_eq!(outlines, [2, 3, 3, 3, 2, 3]);
        assert_eq!(codes(&diags), ["skipped-level"]);
    }

    #[test]
    fn blocks_count_in_the_order_of_reading() {
        let mut article = chapter("a.md", "A", vec![para_of(vec![note("x", "n")]), para("last")]);
        article.title.push(note("t", "of the title"));
        let (book, _) = bind(&sample::manifest(&["a.md"]), &sample::edition(Format::Pdf), &articles(vec![article]));
        let mut indices = Vec::new();
        each_block(&book.chapters()[1].blocks, &mut |block| indices.push(block.index));
        assert_eq!(indices, [0, 1, 2]);
        assert!(matches!(&book.chapters()[1].title[1].kind, InlineKind::Note(note) if note.blocks[0].index == 3));
    }
}
