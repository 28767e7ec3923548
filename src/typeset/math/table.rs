//! Rows and columns: matrices, cases, aligned equations.

use super::font::Constant as C;
use super::made::Made;
use super::{Composer, DisplayLine, Manner};
use crate::base::Length;
use crate::model::{Column, MathStyle, Table, TableKind};

/// A table, measured: where its columns begin and how far its rows are apart.
struct Grid {
    cells: Vec<Vec<Made>>,
    /// The left edge of each column, and where the last ends.
    lefts: Vec<Length>,
    widths: Vec<Length>,
    /// Height and depth of each row.
    rows: Vec<(Length, Length)>,
    /// From each row's baseline to the next.
    steps: Vec<Length>,
    width: Length,
}

impl Composer<'_, '_, '_> {
    /// A table as one box, centred on the axis.
    pub(super) fn table(&mut self, table: &Table, manner: Manner) -> Made {
        let grid = self.grid(table, manner);
        let mut whole = Made { width: grid.width, ..Made::default() };
        let thickness = self.constant(C::FractionRuleThickness, manner) * 2 / 3;
        let pad = self.size(manner.style).scale(15, 100);
        let (tops, steps, lefts, width) = (grid.rows.clone(), grid.steps.clone(), grid.lefts.clone(), grid.width);
        let mut y = Length::ZERO;
        let mut baselines = Vec::new();
        for (nth, row) in self.rows_of(table, grid).into_iter().enumerate() {
            baselines.push(y);
            whole.put(row, Length::ZERO, y);
            y += steps[nth];
        }
        let (Some((first, _)), Some((_, last)), Some(end)) = (tops.first(), tops.last(), baselines.last()) else {
            return whole;
        };
        let (top, bottom) = (-*first, *end + *last);
        let ruled = !table.lines.is_empty() || table.line_below || table.rows.iter().any(|row| row.line_above);
        let (top, bottom) = if ruled { (top - pad, bottom + pad) } else { (top, bottom) };
        for (nth, _) in table.rows.iter().enumerate().filter(|(_, row)| row.line_above) {
            let y = if nth == 0 {
                top
            } else {
                // Halfway between the rows.
                let (above, below) = (baselines[nth - 1] + tops[nth - 1].1, baselines[nth] - tops[nth].0);
                (above + below) / 2
            };
            whole.rule(Length::ZERO, y - thickness / 2, width, thickness, self.ink);
        }
        if table.line_below {
            whole.rule(Length::ZERO, bottom - thickness / 2, width, thickness, self.ink);
        }
        for at in &table.lines {
            let Some(x) = lefts.get(*at) else { continue };
            let x = if *at == 0 { Length::ZERO } else { *x };
            let gap = if *at == 0 || *at + 1 == lefts.len() { Length::ZERO } else { self.gap(table, *at, manner) / 2 };
            whole.rule(x - gap - thickness / 2, top, thickness, bottom - top, self.ink);
        }
        (whole.height, whole.depth) = (-top, bottom);
        let down = (whole.height - whole.depth) / 2 - self.axis(manner);
        whole.lowered(down)
    }

    /// A table's rows as lines of a display, each with its number.
    pub(super) fn table_lines(&mut self, table: &Table, manner: Manner) -> Vec<DisplayLine> {
        let grid = self.grid(table, manner);
        let (steps, width) = (grid.steps.clone(), grid.width);
        let mut lines = Vec::new();
        let mut down = Length::ZERO;
        for (nth, mut made) in self.rows_of(table, grid).into_iter().enumerate() {
            made.width = width;
            lines.push(DisplayLine { made, number: table.rows[nth].number.clone(), down });
            down = steps[nth];
        }
        lines
    }

    /// The rows as boxes from the table's left edge.
    fn rows_of(&self, table: &Table, grid: Grid) -> Vec<Made> {
        let Grid { cells, lefts, widths, rows, width, .. } = grid;
        let mut made = Vec::new();
        for (cells, (height, depth)) in cells.into_iter().zip(rows) {
            let mut row = Made { width, ..Made::default() };
            for (at, cell) in cells.into_iter().enumerate() {
                let room = widths[at] - cell.width;
                let x = lefts[at]
                    + match column(table, at) {
                        Column::Left => Length::ZERO,
                        Column::Centre => room / 2,
                        Column::Right => room,
                    };
                row.put(cell, x, Length::ZERO);
            }
            (row.height, row.depth) = (height, depth);
            made.push(row);
        }
        made
    }

    /// The space before a column.
    fn gap(&self, table: &Table, at: usize, manner: Manner) -> Length {
        let size = self.size(manner.style);
        match table.kind {
            TableKind::Matrix => size,
            TableKind::Small | TableKind::Limits => size / 3,
            // The halves of an equation belong together; pairs stand apart.
            TableKind::Equations if column(table, at) == Column::Right => size * 2,
            TableKind::Equations => Length::ZERO,
        }
    }

    fn grid(&mut self, table: &Table, manner: Manner) -> Grid {
        let inner = match table.kind {
            TableKind::Equations => Manner { style: MathStyle::Display, ..manner },
            TableKind::Matrix if manner.style == MathStyle::Display => Manner { style: MathStyle::Text, ..manner },
            TableKind::Matrix => manner,
            TableKind::Small => manner.script(false),
            TableKind::Limits => manner,
        };
        let cells: Vec<Vec<Made>> =
            table.rows.iter().map(|row| row.cells.iter().map(|cell| self.row(cell, inner)).collect()).collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let width_of = |at: usize| cells.iter().filter_map(|row| row.get(at)).map(|cell| cell.width).max();
        let widths: Vec<Length> = (0..count).map(|at| width_of(at).unwrap_or_default()).collect();
        let ruled = |at: usize| table.lines.contains(&at);
        let side = self.size(inner.style) / 3;
        let mut x = if ruled(0) { side } else { Length::ZERO };
        let mut lefts = Vec::new();
        for (at, width) in widths.iter().enumerate() {
            if at > 0 {
                x += self.gap(table, at, inner);
            }
            lefts.push(x);
            x += *width;
        }
        if count > 0 && ruled(count) {
            x += side;
        }
        lefts.push(x);
        // A row is as tall as a line of type, and rows keep a distance (LaTeX's array and amsmath's jot).
        let size = self.size(inner.style);
        let (strut, least, jot) = match table.kind {
            TableKind::Matrix => (size.scale(120, 100), size / 8, Length::ZERO),
            TableKind::Equations => (size.scale(120, 100), size / 8, size.scale(30, 100)),
            TableKind::Small | TableKind::Limits => (size.scale(90, 100), size / 10, Length::ZERO),
        };
        let rows: Vec<(Length, Length)> = cells
            .iter()
            .map(|row| {
                let height = row.iter().map(|cell| cell.height).max().unwrap_or_default();
                let depth = row.iter().map(|cell| cell.depth).max().unwrap_or_default();
                match table.kind {
                    TableKind::Limits => (height, depth),
                    _ => (height.max(strut.scale(60, 100)), depth.max(strut.scale(25, 100))),
                }
            })
            .collect();
        let mut steps = Vec::new();
        for (nth, row) in table.rows.iter().enumerate() {
            let next = rows.get(nth + 1).map_or(Length::ZERO, |(height, _)| *height);
            let more = row.below.at(size)
                + if table.rows.get(nth + 1).is_some_and(|row| row.line_above) { least * 2 } else { Length::ZERO };
            steps.push((rows[nth].1 + next + least).max(strut) + jot + more);
        }
        Grid { cells, lefts, widths, rows, steps, width: x }
    }
}

fn column(table: &Table, at: usize) -> Column {
    *table.columns.get(at).or(table.columns.last()).unwrap_or(&Column::Centre)
}
