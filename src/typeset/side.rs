//! Notes at the side: where in the margin each row of a page's notes stands. A pure question of heights.

use std::ops::Range;

use super::column::NoteRow;
use crate::base::Length;

/// The margin beside a page's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margin<'t> {
    /// The first baseline that notes may have, and the last.
    pub first: Length,
    pub last: Length,
    /// Where nothing may stand, from the top down.
    pub taken: &'t [Range<Length>],
}

/// How many of the rows a margin holds.
pub(super) fn fitting(rows: &[NoteRow], margin: &Margin) -> usize {
    let mut bottom = None;
    let fits = |row: &&NoteRow| {
        let top = margin.down(margin.least(bottom, row), row.height);
        bottom = Some(top + row.height);
        top + row.height - row.depth <= margin.last
    };
    rows.iter().take_while(fits).count()
}

/// The tops of rows that the margin holds. `level` says of a note's first row where its top is when it stands level with its mark.
///
/// A note stands level if it can. Those above it move it down, around what takes the margin's place, and in one piece where it
/// can be; those below that would leave the margin at its foot move it up.
pub(super) fn tops(rows: &[NoteRow], level: &[Option<Length>], margin: &Margin) -> Vec<Length> {
    // How low each may stand, for the sake of those below.
    let mut lowest = vec![Length::ZERO; rows.len()];
    for (at, row) in rows.iter().enumerate().rev() {
        let wanted = match rows.get(at + 1) {
            Some(next) => lowest[at + 1] - next.above - row.height,
            None => margin.last + row.depth - row.height,
        };
        lowest[at] = margin.up(wanted, row.height);
    }
    let mut tops = Vec::with_capacity(rows.len());
    let mut bottom = None;
    for (at, row) in rows.iter().enumerate() {
        let least = margin.least(bottom, row);
        let wanted = level[at].map_or(least, |level| level.max(least));
        let whole = margin.down(wanted, height_from(rows, at));
        let top = if whole <= lowest[at] { whole } else { margin.down(wanted, row.height).min(lowest[at]) };
        // A row that is higher than the margin stands at its top.
        let top = top.max(least);
        tops.push(top);
        bottom = Some(top + row.height);
    }
    tops
}

impl Margin<'_> {
    /// The highest that a row may stand below what ends at `bottom`, or else at the top.
    fn least(&self, bottom: Option<Length>, row: &NoteRow) -> Length {
        match bottom {
            Some(bottom) => bottom + row.above,
            None => (self.first - (row.height - row.depth)).max(Length::ZERO),
        }
    }

    /// The first free place for something of that height from `top` on.
    fn down(&self, top: Length, height: Length) -> Length {
        let meets = |top: Length, range: &Range<Length>| top < range.end && top + height > range.start;
        self.taken.iter().fold(top, |top, range| if meets(top, range) { range.end } else { top })
    }

    /// The last free place for something of that height up to `top`.
    fn up(&self, top: Length, height: Length) -> Length {
        let meets = |top: Length, range: &Range<Length>| top < range.end && top + height > range.start;
        self.taken.iter().rev().fold(top, |top, range| if meets(top, range) { range.start - height } else { top })
    }
}

/// The height of row `at` and of what follows it in its note.
fn height_from(rows: &[NoteRow], at: usize) -> Length {
    let rest = rows[at + 1..].iter().take_while(|row| row.start == rows[at].start);
    rows[at].height + rest.map(|row| row.above + row.height).sum::<Length>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINE: Length = Length(100);
    const DEPTH: Length = Length(30);
    const GAP: Length = Length(50);

    /// Notes of so many lines.
    fn notes(lines: &[usize]) -> Vec<NoteRow> {
        let mut rows = Vec::new();
        for count in lines {
            let start = rows.len();
            let above = |line: usize| if line == 0 { GAP } else { Length::ZERO };
            rows.extend((0..*count).map(|line| NoteRow { above: above(line), height: LINE, depth: DEPTH, start }));
        }
        rows
    }

    /// A margin of that height, whose first line has room for a note's letters.
    fn margin(taken: &[Range<Length>], room: i64) -> Margin<'_> {
        Margin { first: LINE - DEPTH, last: Length(room) - DEPTH, taken }
    }

    /// Where notes begin: (lines, top if level) each, in a margin of `room`.
    fn placed(all: &[(usize, i64)], taken: &[Range<Length>], room: i64) -> Vec<i64> {
        let rows = notes(&all.iter().map(|(lines, _)| *lines).collect::<Vec<_>>());
        let mut level = vec![None; rows.len()];
        let mut first = 0;
        let mut firsts = Vec::new();
        for (lines, at) in all {
            level[first] = Some(Length(*at));
            firsts.push(first);
            first += lines;
        }
        let tops = tops(&rows, &level, &margin(taken, room));
        firsts.iter().map(|first| tops[*first].0).collect()
    }

    #[test]
    fn notes_stand_level_or_move_down_and_the_last_ones_move_up() {
        assert_eq!(placed(&[(2, 100), (1, 600)], &[], 1000), [100, 600]);
        assert_eq!(placed(&[(2, 100), (1, 200)], &[], 1000), [100, 350], "the second is in the way of the first");
        assert_eq!(placed(&[(1, 500), (3, 800)], &[], 1000), [500, 700], "the last would leave the foot");
        assert_eq!(placed(&[(1, 500), (3, 600), (1, 900)], &[], 1000), [400, 550, 900], "it pushes up those above");
        assert_eq!(
            placed(&[(4, 900), (4, 900)], &[], 1000),
            [150, 600],
            "two on one line, in a margin they nearly fill"
        );
    }

    #[test]
    fn what_takes_the_margin_is_passed_in_one_piece_where_there_is_room() {
        let wide = [Length(300)..Length(500)];
        assert_eq!(placed(&[(2, 200)], &wide, 1000), [500]);
        assert_eq!(placed(&[(2, 850)], &[Length(700)..Length(1000)], 1000), [500]);
        // Neither above nor below is there room for all of it.
        let rows = notes(&[6]);
        let at = tops(&rows, &[Some(Length(200)), None, None, None, None, None], &margin(&wide, 1000));
        assert_eq!(at.iter().map(|top| top.0).collect::<Vec<_>>(), [200, 500, 600, 700, 800, 900]);
    }

    #[test]
    fn what_a_margin_does_not_hold_is_counted() {
        let rows = notes(&[3, 3, 3]);
        assert_eq!(fitting(&rows, &margin(&[], 1000)), 9);
        assert_eq!(fitting(&rows, &margin(&[], 999)), 8);
        assert_eq!(fitting(&rows, &margin(&[Length(0)..Length(650)], 1000)), 3);
        assert_eq!(fitting(&notes(&[1]), &margin(&[], 99)), 0);
        // Smaller type begins where the text's first line stands.
        assert_eq!(fitting(&rows, &Margin { first: Length(80), ..margin(&[], 1009) }), 8);
    }

    proptest! {
        #[test]
        fn notes_never_overlap_nor_leave_the_margin_and_stand_level_where_they_can(
            all in prop::collection::vec((1usize..5, 0i64..2000), 1..8),
            wide in prop::option::of((0i64..1800, 1i64..400)),
            room in 400i64..2000,
        ) {
            let rows = notes(&all.iter().map(|(lines, _)| *lines).collect::<Vec<_>>());
            let mut marks: Vec<i64> = all.iter().map(|(_, mark)| *mark).collect();
            marks.sort_unstable();
            let level: Vec<Option<Length>> = (0..rows.len())
                .map(|at| (rows[at].start == at).then(|| {
                    let nth = rows[..=at].iter().enumerate().filter(|(at, row)| row.start == *at).count() - 1;
                    Length(marks[nth].min(room - LINE.0))
                }))
                .collect();
            let taken: Vec<Range<Length>> =
                wide.iter().map(|(from, height)| Length(*from)..Length(from + height)).collect();
            let margin = margin(&taken, room);
            let count = fitting(&rows, &margin);
            let (rows, level) = (&rows[..count], &level[..count]);
            let tops = tops(rows, level, &margin);
            let free = |top: Length, height: Length| taken.iter().all(|range| top >= range.end || top + height <= range.start);
            let mut bottom = None;
            for (at, row) in rows.iter().enumerate() {
                prop_assert!(tops[at] >= margin.least(bottom, row), "{at} stands on the one above");
                prop_assert!(tops[at] >= Length::ZERO && tops[at] + LINE <= Length(room), "{at} is off the page");
                prop_assert!(free(tops[at], LINE), "{at} is run over");
                if let Some(level) = level[at] {
                    // Could it stand level in one piece, what stands above it standing as it does?
                    let whole = height_from(rows, at);
                    let rest = rows[at..].iter().take_while(|of| of.start == row.start).count();
                    let below: Vec<Range<Length>> =
                        taken.iter().cloned().chain([Length(-1)..level + whole + GAP]).collect();
                    let below = [&below[below.len() - 1..], &below[..below.len() - 1]].concat();
                    let behind = &rows[at + rest..];
                    let below = Margin { taken: &below, ..margin };
                    let can = level >= margin.least(bottom, row)
                        && free(level, whole)
                        && level + whole <= Length(room)
                        && fitting(behind, &below) == behind.len();
                    prop_assert!(!can || tops[at] == level, "{at} could stand level");
                }
                bottom = Some(tops[at] + row.height);
            }
        }
    }
}
