//! The page breaker, by examples.

use super::super::column::{Block, NoteRow, Row, Way};
use super::*;
use crate::base::Length;

pub(super) const LINE: Length = Length(1000);

pub(super) fn sheet(lines: i64, facing: bool) -> Sheet {
    Sheet { room: LINE * lines, leading: LINE, first: Length(700), facing }
}

/// What a block of a test column is: the lines of each way, and what it is for.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text,
    Heading,
    LeadIn,
    CodeLeadIn,
    Break,
    /// A figure that may wait, as high as its one way has lines.
    Figure,
    /// A picture that stays.
    Picture,
}

/// A column of blocks by their lines; `notes` are (block, row, rows of the note).
pub(super) fn column(blocks: &[(Kind, &[usize])], notes: &[(usize, usize, usize)]) -> Column {
    let mut column = Column::default();
    for (at, (kind, ways)) in blocks.iter().enumerate() {
        let before = column.notes.len();
        let shown = matches!(kind, Kind::Figure | Kind::Picture);
        let way = |lines: &usize| {
            let rows = if shown { 1 } else { *lines };
            let due = |row: usize| {
                let marked = notes.iter().filter(|(b, r, _)| *b == at && (*r).min(rows - 1) <= row);
                before + marked.map(|(_, _, rows)| rows).sum::<usize>()
            };
            let (height, depth) = if shown { (LINE * *lines as i64, Length::ZERO) } else { (Length(700), Length(300)) };
            let row = |row| Row { height, depth, due: due(row), ..Row::default() };
            Way { rows: (0..rows).map(row).collect(), ..Way::default() }
        };
        column.blocks.push(Block {
            above: if matches!(kind, Kind::Heading) { LINE } else { Length::ZERO },
            grid: !shown,
            heading: matches!(kind, Kind::Heading).then_some(2),
            keep_next: matches!(kind, Kind::Heading | Kind::LeadIn),
            leads_in: matches!(kind, Kind::CodeLeadIn),
            whole: shown || matches!(kind, Kind::Heading | Kind::Break),
            scene_break: matches!(kind, Kind::Break),
            picture: shown,
            floats: usize::from(matches!(kind, Kind::Figure)),
            ways: ways.iter().map(way).collect(),
            ..Block::default()
        });
        for (_, _, rows) in notes.iter().filter(|(b, ..)| *b == at) {
            let start = column.notes.len();
            column.notes.extend(vec![NoteRow { height: Length(800), start, ..NoteRow::default() }; *rows]);
        }
    }
    column.gather_floats();
    column
}

/// The ends of the pages as (block, row).
fn ends(chain: &Chain) -> Vec<(usize, usize)> {
    chain.leaves.iter().map(|leaf| (leaf.fill.end.block, leaf.fill.end.row)).collect()
}

fn sins(chain: &Chain) -> Vec<Sin> {
    chain.leaves.iter().flat_map(|leaf| leaf.fill.sins.clone()).collect()
}

#[test]
fn neither_the_first_nor_the_last_line_of_a_paragraph_stands_alone() {
    // Ten lines a page; greedy filling would leave one line of the second paragraph at the foot, or at the top.
    for (a, b) in [(9, 5), (6, 5), (8, 12)] {
        let column = column(&[(Kind::Text, &[a]), (Kind::Text, &[b]), (Kind::Text, &[6])], &[]);
        let chain = chain(&column, &sheet(10, true), Side::Recto);
        assert!(sins(&chain).is_empty(), "{a} {b}: {:?}", ends(&chain));
    }
}

#[test]
fn a_table_has_room_for_its_head_on_every_page_and_rows_that_may_stand_alone() {
    let mut column = column(&[(Kind::Text, &[20])], &[]);
    column.blocks[0] = Block { table: true, again: LINE, grid: false, ..column.blocks[0].clone() };
    let chain = chain(&column, &sheet(8, true), Side::Recto);
    assert_eq!(ends(&chain), [(0, 8), (0, 15), (1, 0)]);
    assert!(sins(&chain).is_empty());
}

#[test]
fn a_heading_takes_two_lines_along_or_moves_on() {
    let column = column(&[(Kind::Text, &[8]), (Kind::Heading, &[1]), (Kind::Text, &[9])], &[]);
    // Eight lines, a space and the heading would fill the page to its foot.
    let chain = chain(&column, &sheet(10, true), Side::Recto);
    assert_eq!(ends(&chain)[0], (1, 0));
    assert_eq!(chain.leaves[0].fill.free, 2);
    assert!(chain.leaves[0].fill.reason);
}

#[test]
fn what_leads_in_to_code_keeps_it_unless_a_page_would_end_early() {
    let first = |above: usize, ways: &[usize]| {
        let blocks: [(Kind, &[usize]); 4] =
            [(Kind::Text, &[above]), (Kind::CodeLeadIn, ways), (Kind::Text, &[6]), (Kind::Text, &[9])];
        let chain = chain(&column(&blocks, &[]), &sheet(10, false), Side::Recto);
        (ends(&chain)[0], chain.leaves[0].fill.led_off)
    };
    assert_eq!(first(9, &[1]), ((1, 0), false), "the page ends a line early");
    assert_eq!(first(7, &[3]), ((2, 0), true), "it would end three lines early");
    assert_eq!(first(7, &[3, 4]), ((1, 2), false), "a line more lets it be divided");
}

#[test]
fn a_few_lines_of_code_are_divided_only_where_a_page_would_be_far_too_short() {
    let ends = |above: usize, code: usize| {
        let mut column = column(&[(Kind::Text, &[above]), (Kind::Text, &[code]), (Kind::Text, &[30])], &[]);
        column.blocks[1].together = true;
        let chain = chain(&column, &sheet(16, false), Side::Recto);
        (ends(&chain)[0], chain.leaves[0].fill.cut)
    };
    assert_eq!(ends(12, 8), ((1, 0), false), "the page ends four lines early");
    assert_eq!(ends(9, 7), ((2, 0), false), "it fits");
    assert!(ends(8, 12).1, "it would end eight lines early");
}

#[test]
fn a_picture_moves_on_only_where_it_does_not_fit() {
    // Pages of eight lines. Behind the picture come five lines and four, neither of which can be divided: either the
    // second page is three lines short, or the picture leaves four lines free to stand with the five.
    let pages = |above: usize| {
        let mut column =
            column(&[(Kind::Text, &[above]), (Kind::Text, &[1]), (Kind::Text, &[5]), (Kind::Text, &[4])], &[]);
        column.blocks[1] = Block { picture: true, whole: true, grid: false, ..column.blocks[1].clone() };
        column.blocks[1].ways[0].rows[0].height = Length(2700);
        for row in column.blocks[2..].iter_mut().flat_map(|block| block.ways[0].rows.split_last_mut().unwrap().1) {
            row.keep = true;
        }
        ends(&chain(&column, &sheet(8, false), Side::Recto))
    };
    assert_eq!(pages(4), [(2, 0), (3, 0), (4, 0)], "it fits");
    assert_eq!(pages(6), [(1, 0), (3, 0), (4, 0)], "it does not");
}

/// The blocks of a page's text, and the figures on it that have waited, as [`ends`] says where it ends.
fn floats(chain: &Chain) -> Vec<Range<usize>> {
    chain.leaves.iter().map(|leaf| leaf.floats.clone()).collect()
}

#[test]
fn text_runs_on_past_a_figure_that_does_not_fit() {
    // Pages of eight lines. The figure of four has two left: the text fills them, and the figure begins the next page.
    let blocks: &[(Kind, &[usize])] = &[(Kind::Text, &[6]), (Kind::Figure, &[4]), (Kind::Text, &[12])];
    let chain_of = chain(&column(blocks, &[]), &sheet(8, false), Side::Recto);
    assert_eq!(ends(&chain_of), [(2, 2), (2, 6), (3, 0)]);
    assert_eq!(floats(&chain_of), [0..0, 0..1, 1..1]);
    // Where it fits it stands, though it would not be worse elsewhere.
    let blocks: &[(Kind, &[usize])] = &[(Kind::Text, &[4]), (Kind::Figure, &[4]), (Kind::Text, &[9])];
    let chain_of = chain(&column(blocks, &[]), &sheet(8, false), Side::Recto);
    assert_eq!((ends(&chain_of)[0], floats(&chain_of)[0].clone()), ((2, 0), 0..1));
}

#[test]
fn two_figures_wait_and_a_third_does_not_pass_them() {
    let blocks: &[(Kind, &[usize])] = &[
        (Kind::Text, &[6]),
        (Kind::Figure, &[6]),
        (Kind::Figure, &[6]),
        (Kind::Text, &[10]),
        (Kind::Figure, &[2]),
        (Kind::Text, &[8]),
    ];
    let chain_of = chain(&column(blocks, &[]), &sheet(8, false), Side::Recto);
    assert!(sins(&chain_of).is_empty());
    assert_eq!(ends(&chain_of)[..4], [(3, 2), (3, 4), (3, 6), (5, 2)]);
    assert_eq!(floats(&chain_of), [0..0, 0..1, 1..2, 2..3, 3..3]);
}

#[test]
fn a_figure_waits_neither_past_a_picture_that_stays_nor_past_the_end() {
    let blocks: &[(Kind, &[usize])] =
        &[(Kind::Text, &[6]), (Kind::Figure, &[4]), (Kind::Picture, &[2]), (Kind::Text, &[4])];
    let chain_of = chain(&column(blocks, &[]), &sheet(8, false), Side::Recto);
    assert_eq!(ends(&chain_of)[0], (1, 0), "the picture would fit, but stands second");
    // The next chapter runs on: its text would fill the page.
    let blocks: &[(Kind, &[usize])] =
        &[(Kind::Text, &[6]), (Kind::Figure, &[4]), (Kind::Text, &[2]), (Kind::Text, &[2])];
    let mut two = column(blocks, &[]);
    assert_eq!(ends(&chain(&two, &sheet(8, false), Side::Recto))[0], (3, 0));
    two.blocks[2].opens = true;
    assert_eq!(ends(&chain(&two, &sheet(8, false), Side::Recto))[0], (1, 0));
}

#[test]
fn a_figure_stays_in_its_section_where_that_leaves_no_large_hole() {
    let pages = |above: usize, level: u8| {
        let blocks: &[(Kind, &[usize])] = &[
            (Kind::Text, &[above]),
            (Kind::Figure, &[12]),
            (Kind::Heading, &[1]),
            (Kind::Text, &[10]),
            (Kind::Text, &[20]),
        ];
        let mut column = column(blocks, &[]);
        column.blocks[2].heading = Some(level);
        (column.floats[0].level, ends(&chain(&column, &sheet(20, false), Side::Recto))[0])
    };
    assert_eq!(pages(16, 1), (1, (1, 0)), "four lines are left free rather");
    assert_eq!(pages(16, 2), (1, (3, 2)), "a section within its own may pass");
    assert_eq!(pages(10, 1), (1, (3, 8)), "ten are too many");
}

#[test]
fn the_note_of_a_figure_stands_with_it_and_in_order() {
    let blocks: &[(Kind, &[usize])] = &[(Kind::Text, &[7]), (Kind::Figure, &[5]), (Kind::Text, &[12])];
    let at = |notes: &[(usize, usize, usize)]| {
        let chain_of = chain(&column(blocks, notes), &sheet(10, false), Side::Recto);
        assert!(sins(&chain_of).is_empty(), "{chain_of:?}");
        let leaves = chain_of.leaves.iter().take(2);
        (ends(&chain_of)[0], leaves.map(|leaf| (leaf.floats.clone(), leaf.notes.clone())).collect::<Vec<_>>())
    };
    // The figure and its note begin the second page.
    assert_eq!(at(&[(1, 0, 1)]), ((2, 3), vec![(0..0, 0..0), (0..1, 0..1)]));
    // A note in the text behind it does not come before the figure's: the page ends above its mark.
    assert_eq!(at(&[(1, 0, 1), (2, 2, 1)]), ((2, 2), vec![(0..0, 0..0), (0..1, 0..2)]));
}

#[test]
fn a_section_of_one_line_does_not_hold_the_next_one() {
    // As a list of changes has them: a heading, a line, a heading, a line.
    let blocks: Vec<(Kind, &[usize])> =
        (0..20).map(|at| (if at % 2 == 0 { Kind::Heading } else { Kind::Text }, &[1][..])).collect();
    let chain = chain(&column(&blocks, &[]), &sheet(10, false), Side::Recto);
    assert!(sins(&chain).is_empty(), "{chain:?}");
    assert!(ends(&chain).iter().all(|(block, _)| block % 2 == 0), "{:?}", ends(&chain));
}

#[test]
fn facing_pages_are_a_line_short_together() {
    // Paragraphs of two lines cannot be divided: pages of seven lines are all a line short.
    let blocks: Vec<(Kind, &[usize])> = (0..10).map(|_| (Kind::Text, &[2][..])).collect();
    let chain = chain(&column(&blocks, &[]), &sheet(7, true), Side::Verso);
    let free: Vec<i64> = chain.leaves.iter().map(|leaf| leaf.fill.free).collect();
    assert_eq!(free[..2], [1, 1]);
    assert!(sins(&chain).is_empty());
}

#[test]
fn a_longer_way_to_set_a_paragraph_evens_a_spread() {
    // The verso is full; the recto would be a line short but for the paragraph that may run a line longer.
    let blocks: &[(Kind, &[usize])] =
        &[(Kind::Text, &[7]), (Kind::Text, &[4, 5]), (Kind::Text, &[2]), (Kind::Text, &[2]), (Kind::Text, &[7])];
    let chain = chain(&column(blocks, &[]), &sheet(7, true), Side::Verso);
    assert_eq!(chain.leaves[1].fill.ways, [1, 0]);
    assert!(chain.cost < SPLIT);
}

#[test]
fn a_chapter_ends_with_five_lines_where_its_paragraphs_can_give_them() {
    let last = |ways: &[&[usize]]| {
        let blocks: Vec<(Kind, &[usize])> = ways.iter().map(|ways| (Kind::Text, *ways)).collect();
        let chain = chain(&column(&blocks, &[]), &sheet(10, false), Side::Recto);
        assert!(sins(&chain).is_empty());
        chain.leaves.last().unwrap().fill.lines
    };
    assert_eq!(last(&[&[32]]), 5, "three pages are a line short");
    assert_eq!(last(&[&[4], &[6], &[4], &[6], &[2]]), 2, "nothing gives without a widow");
    assert_eq!(last(&[&[4, 5], &[6], &[4, 5], &[6], &[2]]), 5, "paragraphs run longer");
}

#[test]
fn a_picture_alone_on_a_last_page_is_as_good_as_its_lines() {
    let mut column = column(&[(Kind::Text, &[10]), (Kind::Text, &[1])], &[]);
    column.blocks[1] = Block { picture: true, whole: true, grid: false, ..column.blocks[1].clone() };
    column.blocks[1].ways[0].rows[0].height = Length(5700);
    let chain = chain(&column, &sheet(10, false), Side::Recto);
    assert_eq!((chain.leaves[1].fill.rows, chain.leaves[1].fill.lines, chain.cost), (1, 6, 0));
}

#[test]
fn a_note_stands_on_the_page_of_its_mark_and_is_divided_only_when_it_must() {
    let short = column(&[(Kind::Text, &[24])], &[(0, 3, 2)]);
    let chain_of = chain(&short, &sheet(10, true), Side::Recto);
    assert_eq!(chain_of.leaves[0].notes, 0..2);
    // Two lines of 0.8 and the rule take three leadings of the ten.
    assert_eq!(chain_of.leaves[0].fill.end.row, 7);
    // Three lines would leave one alone: such a note is never divided.
    for mark in 4..9 {
        let three = column(&[(Kind::Text, &[24])], &[(0, mark, 3)]);
        let chain_of = chain(&three, &sheet(10, true), Side::Recto);
        assert!(chain_of.leaves.iter().all(|leaf| [0, 3].contains(&leaf.notes.len())), "{mark}");
    }
    let long = column(&[(Kind::Text, &[20])], &[(0, 3, 12)]);
    let chain_of = chain(&long, &sheet(10, true), Side::Recto);
    assert!(chain_of.leaves[0].notes.end >= 2 && chain_of.leaves[0].notes.end < 12);
    assert_eq!(chain_of.leaves.iter().map(|leaf| leaf.notes.len()).sum::<usize>(), 12);
    assert!(sins(&chain_of).is_empty(), "{chain_of:?}");
}

#[test]
fn a_break_between_scenes_is_neither_first_nor_last() {
    for lines in 6..12 {
        let blocks: &[(Kind, &[usize])] = &[(Kind::Text, &[lines]), (Kind::Break, &[1]), (Kind::Text, &[12])];
        let chain = chain(&column(blocks, &[]), &sheet(10, false), Side::Recto);
        for leaf in &chain.leaves {
            assert_ne!((leaf.start.block, leaf.fill.end), (1, Place { block: 2, row: 0, way: 0 }), "{lines}");
        }
    }
}

#[test]
fn what_does_not_fit_stands_alone_and_nothing_is_lost() {
    let mut tall = column(&[(Kind::Text, &[4]), (Kind::Heading, &[1]), (Kind::Text, &[4])], &[(1, 0, 30)]);
    tall.blocks[1].ways[0].rows[0].height = LINE * 40;
    let chain = chain(&tall, &sheet(10, true), Side::Recto);
    assert!(sins(&chain).contains(&Sin::Overfull));
    assert_eq!(chain.leaves.iter().map(|leaf| leaf.notes.len()).sum::<usize>(), 30);
    assert_eq!(chain.leaves.iter().map(|leaf| leaf.fill.rows).sum::<usize>(), 9);
}
