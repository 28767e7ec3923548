//! Groups of a table's rows and columns, each under or beside a head that spans them all: such a head is that of its group
//! (HTML, 4.9.12.2).

use std::ops::Range;

use crate::model::table::{HeadOf, Row, Table, place};

/// All columns, where a head spans several of them: those under one head together, and those between such. Of a head below another
/// the columns are no group. None where no head does.
pub(super) fn columns(table: &Table) -> Vec<Range<usize>> {
    let mut under: Vec<Range<usize>> = Vec::new();
    for placed in place(&table.head) {
        let own = placed.column..placed.column + usize::from(placed.cell.columns);
        let apart = |other: &Range<usize>| own.end <= other.start || other.end <= own.start;
        if placed.cell.head == Some(HeadOf::Column) && own.len() > 1 && under.iter().all(apart) {
            under.push(own);
        }
    }
    under.sort_by_key(|group| group.start);
    let mut groups = Vec::new();
    let mut at = 0;
    for group in under {
        groups.extend(Some(at..group.start).filter(|between| !between.is_empty()));
        at = group.end;
        groups.push(group);
    }
    groups.extend(Some(at..table.columns.len()).filter(|rest| at > 0 && !rest.is_empty()));
    groups
}

/// All rows: those beside one head together, where no cell reaches out of them, and those between such.
pub(super) fn rows(rows: &[Row]) -> Vec<Range<usize>> {
    // Whether no cell comes down from above into a row, and how many rows the tallest head that begins in it spans.
    let (mut begins, mut spanned) = (vec![true; rows.len() + 1], vec![1; rows.len()]);
    for placed in place(rows) {
        let end = (placed.row + usize::from(placed.cell.rows)).min(rows.len());
        begins[placed.row + 1..end.max(placed.row + 1)].fill(false);
        if placed.cell.head == Some(HeadOf::Row) {
            spanned[placed.row] = spanned[placed.row].max(end - placed.row);
        }
    }
    let mut groups = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < rows.len() {
        let end = at + spanned[at];
        if spanned[at] > 1 && begins[at] && begins[end] {
            groups.extend(Some(from..at).filter(|between| !between.is_empty()));
            groups.push(at..end);
            (from, at) = (end, end);
        } else {
            at += 1;
        }
    }
    groups.extend(Some(from..rows.len()).filter(|rest| !rest.is_empty()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{Cell, Column};

    /// Cells by what they are the head of, how many columns and how many rows they cover.
    fn rows_of(rows: &[&[(Option<HeadOf>, u16, u16)]]) -> Vec<Row> {
        let cell = |&(head, columns, rows): &(_, u16, u16)| Cell { columns, rows, ..Cell::new(head, vec![]) };
        rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect()
    }

    #[test]
    fn columns_under_one_head_are_a_group_and_so_are_those_between() {
        let column = |columns, rows| (Some(HeadOf::Column), columns, rows);
        let of = |head: &[&[(Option<HeadOf>, u16, u16)]]| {
            columns(&Table { columns: vec![Column::Start; 7], head: rows_of(head), ..Table::default() })
        };
        let outer = [column(1, 2), column(2, 1), column(3, 1), column(1, 1)];
        assert_eq!(of(&[&outer]), [0..1, 1..3, 3..6, 6..7]);
        assert_eq!(of(&[&outer, &[column(1, 1), column(1, 1), column(2, 1), column(1, 1)]]), [0..1, 1..3, 3..6, 6..7]);
        assert!(of(&[&[column(1, 1), column(1, 1)], &[(None, 2, 1)]]).is_empty());
    }

    #[test]
    fn rows_beside_one_head_are_a_group_where_no_cell_reaches_out_of_them() {
        let (head, cell) = (|rows| (Some(HeadOf::Row), 1, rows), |rows| (None, 1, rows));
        let plain: &[_] = &[head(1), cell(1)];
        let below: &[_] = &[cell(1)];
        let sizes = |all: &[&[_]]| rows(&rows_of(all)).iter().map(Range::len).collect::<Vec<_>>();
        assert_eq!(sizes(&[plain, plain, &[head(2), cell(1)], below, plain]), [2, 2, 1]);
        assert_eq!(sizes(&[&[head(2), cell(1)], below, &[head(2), cell(1)], below]), [2, 2]);
        assert_eq!(sizes(&[&[head(2), cell(1)], &[cell(2)], &[head(1)]]), [3]);
        assert_eq!(sizes(&[plain, plain]), [2]);
        assert!(rows(&[]).is_empty());
    }
}
