//! Very long chapters divided at their sections, since old reading systems open no file beyond a size.

use crate::model::{Block, BlockKind};

/// The most bytes of a file: what Adobe Digital Editions takes, and devices that are built on it (calibre's manual,
/// `ebook-convert --flow-size`).
pub(super) const MOST: usize = 260 * 1024;

/// What of that is left to the head of a file and to marks of pages at its ends.
const HEAD: usize = 4 * 1024;

/// Where further files begin in a chapter whose blocks have so many bytes each: at headings, the highest first, else behind breaks
/// between scenes, else between paragraphs.
pub(super) fn cuts(blocks: &[Block], bytes: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    divide(blocks, bytes, 0..blocks.len(), MOST - HEAD, &mut found);
    found
}

/// How well a file may begin with a block, from 1; none where it may not.
fn rank(blocks: &[Block], at: usize) -> Option<u8> {
    match (&blocks[at - 1].kind, &blocks[at].kind) {
        // A heading holds what follows it.
        (BlockKind::Heading { .. }, _) | (_, BlockKind::SceneBreak) => None,
        (_, BlockKind::Heading { outline, .. }) => Some(*outline),
        (BlockKind::SceneBreak, _) => Some(u8::MAX - 1),
        _ => Some(u8::MAX),
    }
}

fn divide(blocks: &[Block], bytes: &[usize], range: std::ops::Range<usize>, most: usize, found: &mut Vec<usize>) {
    let weight = |from: usize, to: usize| bytes[from..to].iter().sum::<usize>();
    if weight(range.start, range.end) <= most {
        return;
    }
    let within = || range.start + 1..range.end;
    let Some(best) = within().filter_map(|at| rank(blocks, at)).min() else { return };
    let mut borders: Vec<usize> = within().filter(|at| rank(blocks, *at) == Some(best)).collect();
    borders.push(range.end);
    // As many sections to a file as it holds.
    let mut start = range.start;
    let mut last = range.start;
    for border in borders {
        if last > start && weight(start, border) > most {
            divide(blocks, bytes, start..last, most, found);
            found.push(last);
            start = last;
        }
        last = border;
    }
    divide(blocks, bytes, start..range.end, most, found);
}

#[cfg(test)]
mod tests {
    use super::super::example::{block, heading, say};
    use super::*;

    fn divided(blocks: &[Block], bytes: &[usize], most: usize) -> Vec<usize> {
        let mut found = Vec::new();
        divide(blocks, bytes, 0..blocks.len(), most, &mut found);
        found
    }

    #[test]
    fn sections_are_kept_whole_where_they_fit() {
        let blocks = [
            say("a"),
            heading(2, "x", "X"),
            say("b"),
            heading(3, "y", "Y"),
            say("c"),
            heading(2, "z", "Z"),
            say("d"),
            heading(2, "w", "W"),
            say("e"),
        ];
        assert_eq!(divided(&blocks, &[1; 9], 9), [0; 0]);
        assert_eq!(divided(&blocks, &[1; 9], 5), [5]);
        // X is too long for one file, and so is divided at Y; Z and W share one.
        assert_eq!(divided(&blocks, &[1, 1, 5, 1, 5, 1, 1, 1, 1], 7), [1, 3, 5]);
        // No file ends in a heading.
        assert_eq!(divided(&blocks, &[1, 1, 9, 1, 9, 1, 9, 1, 9], 1), [1, 3, 5, 7]);
    }

    #[test]
    fn text_without_headings_is_divided_at_scenes_then_anywhere() {
        let scene = || block(BlockKind::SceneBreak);
        let blocks = [say("a"), say("b"), scene(), say("c"), say("d"), say("e")];
        assert_eq!(divided(&blocks, &[2, 2, 1, 2, 2, 2], 7), [3]);
        assert_eq!(divided(&blocks, &[2, 2, 1, 2, 2, 2], 5), [3, 5]);
        assert_eq!(divided(&[say("a")], &[9], 5), [0; 0], "one block is never divided");
    }
}
