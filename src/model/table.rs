//! Tables: rows of cells, and which column each cell stands in.

use serde::Serialize;

use super::{Block, Inline};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// How its caption and references to it call it, as `Table 2`; given by the passes to every table with a caption that
    /// does not call itself so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Words above it; empty where it has none.
    pub caption: Vec<Inline>,
    /// Its columns: as many as the widest row has, or more.
    pub columns: Vec<Column>,
    /// The rows at its head, which say what the columns hold; none where nothing does.
    pub head: Vec<Row>,
    /// All other rows.
    pub body: Vec<Row>,
    /// How many of the last rows of the body are its foot, which sums them up.
    #[serde(skip_serializing_if = "is_none")]
    pub foot: usize,
}

fn is_none(rows: &usize) -> bool {
    *rows == 0
}

/// How what stands in a column is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// At the start: left, where text runs to the right.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end, as figures are.
    End,
}

/// A row: the cells that begin in it. A cell that comes down from a row above is not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it is the head of; `None` for a cell of data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadOf>,
    /// How many columns it covers, at least one.
    pub columns: u16,
    /// How many rows it covers, at least one; never more than are left in the head, the body or the foot ([`Table::fit_spans`]).
    pub rows: u16,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// What a head cell is the head of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadOf {
    /// The cells below it.
    Column,
    /// The cells beside it.
    Row,
}

/// A cell and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The row it begins in, counted within the head or the body.
    pub row: usize,
    /// Its first column.
    pub column: usize,
    /// The cell.
    pub cell: &'a Cell,
}

impl Cell {
    /// A cell of one column and one row.
    pub fn new(head: Option<HeadOf>, blocks: Vec<Block>) -> Cell {
        Cell { head, columns: 1, rows: 1, blocks }
    }
}

impl Table {
    /// Its cells in the order of reading: head before body, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.head.iter().chain(&self.body).flat_map(|row| &row.cells)
    }

    /// Its cells, to be changed.
    pub fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.head.iter_mut().chain(&mut self.body).flat_map(|row| &mut row.cells)
    }

    /// The rows of the body but for its foot, and those of its foot.
    pub fn body_and_foot(&self) -> (&[Row], &[Row]) {
        self.body.split_at(self.body.len().saturating_sub(self.foot))
    }

    /// Makes the spans true: no cell covers nothing, covers what another does, or reaches out of the head, the body or the foot
    /// that it is in, and there are as many columns as the cells cover. Whoever builds a table with spans calls it once at the end.
    pub fn fit_spans(&mut self) {
        let above_foot = self.body.len().saturating_sub(self.foot);
        let (body, foot) = self.body.split_at_mut(above_foot);
        for rows in [&mut self.head, body, foot] {
            let count = rows.len();
            let mut free: Vec<usize> = Vec::new();
            for (at, row) in rows.iter_mut().enumerate() {
                let mut column = 0;
                for cell in &mut row.cells {
                    let covered = |column: &usize| free.get(*column).is_some_and(|from| *from > at);
                    while covered(&column) {
                        column += 1;
                    }
                    let next = (column + 1..free.len()).find(covered).unwrap_or(usize::MAX);
                    cell.columns = usize::from(cell.columns).clamp(1, next - column) as u16;
                    cell.rows = usize::from(cell.rows).clamp(1, count - at) as u16;
                    let end = column + usize::from(cell.columns);
                    if free.len() < end {
                        free.resize(end, 0);
                    }
                    free[column..end].fill(at + usize::from(cell.rows));
                    column = end;
                }
            }
        }
        let reach = |rows: &[Row]| place(rows).iter().map(|p| p.column + usize::from(p.cell.columns)).max();
        let widest = reach(&self.head).max(reach(&self.body)).unwrap_or(0);
        if self.columns.len() < widest {
            self.columns.resize(widest, Column::Start);
        }
    }
}

/// Where the cells of rows stand, in the order of reading: each in the first column that no cell from above or from
/// the left covers (HTML, 4.9.12.1, "forming a table").
pub fn place(rows: &[Row]) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    // For each column the first row that no cell from above covers.
    let mut free: Vec<usize> = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in &cells.cells {
            while free.get(column).is_some_and(|from| *from > row) {
                column += 1;
            }
            placed.push(Placed { row, column, cell });
            let end = column + usize::from(cell.columns);
            if free.len() < end {
                free.resize(end, 0);
            }
            free[column..end].fill(row + usize::from(cell.rows));
            column = end;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(spans: &[(u16, u16)]) -> Row {
        let cells =
            spans.iter().map(|(columns, rows)| Cell { columns: *columns, rows: *rows, ..Cell::new(None, vec![]) });
        Row { cells: cells.collect() }
    }

    #[test]
    fn no_cell_reaches_into_the_foot() {
        let body = vec![row(&[(1, 1)]), row(&[(1, 5)]), row(&[(1, 5)]), row(&[])];
        let mut table = Table { body, foot: 2, ..Table::default() };
        table.fit_spans();
        assert_eq!(table.cells().map(|cell| cell.rows).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(table.body_and_foot().1.len(), 2);
    }

    #[test]
    fn a_cell_stands_beside_what_comes_down_from_above() {
        let rows = [row(&[(1, 2), (2, 1), (1, 1)]), row(&[(1, 1), (1, 1), (1, 1)]), row(&[(4, 1)])];
        let places: Vec<(usize, usize)> = place(&rows).iter().map(|p| (p.row, p.column)).collect();
        assert_eq!(places, [(0, 0), (0, 1), (0, 3), (1, 1), (1, 2), (1, 3), (2, 0)]);
    }

    #[test]
    fn no_cell_covers_another() {
        let body = vec![row(&[(1, 1), (1, 3)]), row(&[(3, 1), (1, 1)]), row(&[(9, 1)])];
        let mut table = Table { body, ..Table::default() };
        table.fit_spans();
        let places: Vec<(usize, u16)> = place(&table.body).iter().map(|p| (p.column, p.cell.columns)).collect();
        assert_eq!(places, [(0, 1), (1, 1), (0, 1), (2, 1), (0, 1)]);
    }

    #[test]
    fn spans_end_with_the_rows_and_make_the_columns() {
        let mut table = Table {
            head: vec![row(&[(2, 5)])],
            body: vec![row(&[(0, 0), (3, 9)]), row(&[(1, 1)])],
            ..Table::default()
        };
        table.fit_spans();
        assert_eq!(table.columns.len(), 4);
        assert_eq!(table.cells().map(|c| (c.columns, c.rows)).collect::<Vec<_>>(), [(2, 1), (1, 1), (3, 2), (1, 1)]);
    }
}
