//! The rows of a table: cells stand side by side, and what cannot be parted between pages is one line of the galley.

use super::blocks::as_artifacts;
use super::galley::{Line, LinkArea, NoteMark, Slab, SlabKind};
use super::makeup::shifted;
use crate::base::{Length, Point, Rect};
use crate::model::TextPos;

/// A cell that is set.
#[derive(Clone, Debug)]
pub(super) struct SetCell {
    /// The row it begins in, and how many it covers.
    pub row: usize,
    pub rows: usize,
    /// Its first column, and how many it covers.
    pub columns: (usize, usize),
    /// Its lines and pictures, each with its top from the cell's.
    lines: Vec<(Length, Line)>,
    height: Length,
}

impl SetCell {
    /// A cell of slabs.
    pub fn new(row: usize, rows: usize, columns: (usize, usize), slabs: Vec<Slab>) -> SetCell {
        let mut cell = SetCell { row, rows, columns, lines: Vec::new(), height: Length::ZERO };
        let mut below = None;
        for slab in slabs {
            if let Some(below) = below {
                cell.height += slab.above.max(below);
            }
            below = Some(slab.below);
            for line in lines_of(slab) {
                let top = cell.height;
                cell.height += line.height + line.depth;
                cell.lines.push((top, line));
            }
        }
        cell
    }

    /// How high it is.
    pub fn height(&self) -> Length {
        self.height
    }

    /// Moves its lines down to multiples of `leading`, so that lines of neighbours stand side by side.
    fn align(&mut self, leading: Length) {
        let mut bottom = Length::ZERO;
        for (top, line) in &mut self.lines {
            *top = bottom.max(*top).round_up_to(leading);
            bottom = *top + line.height + line.depth;
        }
        self.height = bottom;
    }
}

/// The lines of a slab; a picture is one.
fn lines_of(slab: Slab) -> Vec<Line> {
    match slab.kind {
        SlabKind::Para(para) => para.variants.into_iter().next().map_or(Vec::new(), |setting| setting.lines),
        SlabKind::Table { rows, .. } => rows,
        SlabKind::Picture(line) => vec![*line],
    }
}

/// Rows that a cell over several of them ties together, or a single row.
#[derive(Clone, Debug)]
pub(super) struct Band {
    /// Its first row, and how many there are.
    first: usize,
    rows: usize,
    /// The cells that begin in it, in the order of reading.
    pub cells: Vec<SetCell>,
}

/// Divides `count` rows into bands.
pub(super) fn bands(count: usize, cells: Vec<SetCell>) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut cells = cells.into_iter().peekable();
    let mut first = 0;
    while first < count {
        let (mut end, mut here) = (first + 1, Vec::new());
        while let Some(cell) = cells.next_if(|cell| cell.row < end) {
            end = end.max(cell.row + cell.rows);
            here.push(cell);
        }
        bands.push(Band { first, rows: end - first, cells: here });
        first = end;
    }
    bands
}

/// How a band is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Free above its first row, below its last, and between its rows.
    pub above: Length,
    pub below: Length,
    pub between: Length,
    /// From baseline to baseline; no row is lower.
    pub leading: Length,
    /// A band higher than this is divided between lines.
    pub most: Length,
    /// Whether cells stand at the bottom of their rows, as at a table's head.
    pub sinks: bool,
}

/// A band, set.
pub(super) struct Made {
    /// One line of the galley, or several where it is divided. Each one's baseline is its bottom.
    pub lines: Vec<Line>,
    /// The bottoms, from the band's top, of rows above the last in which a cell over several columns ends, and its columns.
    pub spans: Vec<(Length, (usize, usize))>,
}

impl Band {
    /// Sets it. `src` is where the text before it begins, then where its own last begins.
    pub fn set(mut self, form: &Form, src: &mut TextPos) -> Made {
        let mut heights = self.heights(form);
        let whole = |heights: &[Length]| -> Length {
            let between = form.between * (heights.len() as i64 - 1);
            heights.iter().copied().sum::<Length>() + between + form.above + form.below
        };
        let divided = whole(&heights) > form.most;
        if divided {
            self.cells.iter_mut().for_each(|cell| cell.align(form.leading));
            heights = self.heights(form);
        }
        let height = whole(&heights);
        let mut tops = vec![form.above];
        for row in &heights {
            tops.push(tops[tops.len() - 1] + *row + form.between);
        }
        let mut spans = Vec::new();
        let mut lines: Vec<(Length, Line)> = Vec::new();
        for cell in self.cells {
            let row = cell.row - self.first;
            let bottom = tops[row + cell.rows] - form.between;
            if cell.columns.1 > 1 && row + cell.rows < self.rows {
                spans.push((bottom, cell.columns));
            }
            let top = if form.sinks { bottom - cell.height } else { tops[row] };
            lines.extend(cell.lines.into_iter().map(|(y, line)| (top + y, line)));
        }
        let mut made = Vec::new();
        let mut from = Length::ZERO;
        let ends = if divided { clear_ends(&lines) } else { Vec::new() };
        for end in ends.into_iter().chain([height]) {
            let mut line = Line::empty(end - from, *src);
            let mut first = true;
            for (top, part) in lines.iter().filter(|(top, _)| from <= *top && *top < end) {
                if std::mem::take(&mut first) {
                    line.src = part.src;
                }
                *src = part.src;
                line.add(part, *top + part.height - end);
            }
            made.push(line);
            from = end;
        }
        // Neither the first nor the last line of a row stands alone.
        let count = made.len();
        if count > 1 {
            made[0].keep = true;
            made[count - 2].keep = true;
        }
        Made { lines: made, spans }
    }

    /// How high its rows are: as high as their cells, cells over several rows making the last of them higher.
    fn heights(&self, form: &Form) -> Vec<Length> {
        let mut heights = vec![form.leading; self.rows];
        let mut cells: Vec<&SetCell> = self.cells.iter().collect();
        cells.sort_by_key(|cell| cell.rows);
        for cell in cells {
            let covered = &mut heights[cell.row - self.first..][..cell.rows];
            let between = form.between * (cell.rows as i64 - 1);
            let lack = cell.height - covered.iter().copied().sum::<Length>() - between;
            if let Some(last) = covered.last_mut() {
                *last += lack.max(Length::ZERO);
            }
        }
        heights
    }
}

/// The heights, but for the last, at which no line stands on both sides.
fn clear_ends(lines: &[(Length, Line)]) -> Vec<Length> {
    let mut spans: Vec<(Length, Length)> =
        lines.iter().map(|(top, line)| (*top, *top + line.height + line.depth)).collect();
    spans.sort_unstable();
    let mut ends = Vec::new();
    let mut bottom = None;
    for (top, end) in spans {
        match bottom {
            Some(before) if top >= before => ends.push(before),
            _ => {}
        }
        bottom = Some(bottom.map_or(end, |before: Length| before.max(end)));
    }
    ends
}

impl Line {
    /// A line without anything in it that stands on its bottom.
    fn empty(height: Length, src: TextPos) -> Line {
        Line {
            items: Vec::new(),
            height,
            depth: Length::ZERO,
            hyphen_end: false,
            notes: Vec::new(),
            anchors: Vec::new(),
            links: Vec::new(),
            keep: false,
            src,
        }
    }

    /// Adds what is in another line, whose baseline is so far below this one's.
    fn add(&mut self, other: &Line, below: Length) {
        let by = Point { x: Length::ZERO, y: below };
        self.items.extend(other.items.iter().map(|item| shifted(item.clone(), by, 0)));
        let marks = other.notes.iter();
        self.notes.extend(marks.map(|mark| NoteMark { baseline: mark.baseline + below, ..*mark }));
        self.anchors.extend(other.anchors.iter().cloned());
        self.links.extend(other.links.iter().map(|link| {
            let origin = Point { y: link.area.origin.y + below, ..link.area.origin };
            LinkArea { area: Rect { origin, ..link.area }, ..link.clone() }
        }));
    }

    /// The same once more, as nothing but paint.
    pub(super) fn again(&self) -> Line {
        let mut line = Line { notes: Vec::new(), anchors: Vec::new(), links: Vec::new(), ..self.clone() };
        as_artifacts(&mut line);
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEADING: Length = Length(100);

    fn cell(row: usize, rows: usize, lines: usize) -> SetCell {
        let line = |at: usize| {
            let src = TextPos { chapter: 0, block: row as u32, offset: at as u32 };
            Line { depth: Length(30), ..Line::empty(Length(70), src) }
        };
        let lines: Vec<(Length, Line)> = (0..lines).map(|at| (LEADING * at as i64, line(at))).collect();
        SetCell { row, rows, columns: (0, 1), height: LEADING * lines.len() as i64, lines }
    }

    fn form(most: i64) -> Form {
        let (above, below, between) = (Length(10), Length(20), Length(5));
        Form { above, below, between, leading: LEADING, most: Length(most), sinks: false }
    }

    #[test]
    fn rows_that_a_cell_ties_together_are_one_band() {
        let all = bands(4, vec![cell(0, 1, 1), cell(1, 2, 1), cell(2, 1, 1), cell(3, 1, 1)]);
        assert_eq!(all.iter().map(|band| (band.first, band.rows)).collect::<Vec<_>>(), [(0, 1), (1, 2), (3, 1)]);
    }

    #[test]
    fn a_cell_over_rows_makes_the_last_of_them_higher() {
        let band = bands(2, vec![cell(0, 2, 4), cell(0, 1, 1), cell(1, 1, 1)]).remove(0);
        let made = band.set(&form(1000), &mut TextPos::default());
        assert_eq!(made.lines.len(), 1);
        assert_eq!(made.lines[0].height, Length(10 + 400 + 20));
    }

    #[test]
    fn a_row_higher_than_a_page_is_divided_between_its_lines() {
        let band = bands(1, vec![cell(0, 1, 5), cell(0, 1, 2)]).remove(0);
        let lines = band.set(&form(300), &mut TextPos::default()).lines;
        assert_eq!(lines.iter().map(|line| line.height.0).collect::<Vec<_>>(), [110, 100, 100, 100, 120]);
        assert_eq!(lines.iter().map(|line| line.src.offset).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(lines.iter().map(|line| line.keep).collect::<Vec<_>>(), [true, false, false, true, false]);
    }
}
