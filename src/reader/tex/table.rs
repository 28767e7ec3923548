//! Environments: rows and columns.

use super::Wrong;
use super::parse::{End, Parser, fenced};
use super::token::Kind;
use crate::base::{Em, limits};
use crate::model::{Class, Column, MathStyle, Row, Table, TableKind, TableRow, Term, TermKind};

impl Parser<'_> {
    /// `\begin{…}` up to its `\end{…}`.
    pub(super) fn environment(&mut self) -> Result<Option<Term>, Wrong> {
        let begun = self.at.clone();
        let name = self.name()?;
        let bare = name.trim_end_matches('*');
        let mut columns = vec![Column::Centre];
        let mut lines = Vec::new();
        let mut kind = TableKind::Matrix;
        let (mut open, mut close) = (None, None);
        match bare {
            "matrix" => {}
            "pmatrix" => (open, close) = (Some('('), Some(')')),
            "bmatrix" => (open, close) = (Some('['), Some(']')),
            "Bmatrix" => (open, close) = (Some('{'), Some('}')),
            "vmatrix" => (open, close) = (Some('|'), Some('|')),
            "Vmatrix" => (open, close) = (Some('‖'), Some('‖')),
            "smallmatrix" => kind = TableKind::Small,
            "cases" | "dcases" | "rcases" => {
                columns = vec![Column::Left];
                if bare == "rcases" { close = Some('}') } else { open = Some('{') }
            }
            "array" | "darray" | "subarray" => {
                self.option()?;
                (columns, lines) = self.columns()?;
                if bare == "subarray" {
                    kind = TableKind::Limits;
                }
            }
            "aligned" | "align" | "split" | "alignat" | "alignedat" | "flalign" | "eqnarray" => {
                kind = TableKind::Equations;
                if bare == "aligned" || bare == "alignedat" {
                    self.option()?;
                }
                if bare.starts_with("aligna") || bare == "alignedat" {
                    self.name()?;
                }
                columns = if bare == "eqnarray" {
                    vec![Column::Right, Column::Centre, Column::Left]
                } else {
                    [Column::Right, Column::Left].repeat(limits::MATH_COLUMNS / 2)
                };
            }
            "gather" | "gathered" | "multline" | "equation" | "displaymath" => {
                kind = TableKind::Equations;
                if bare == "gathered" {
                    self.option()?;
                }
            }
            _ => {
                self.at = begun;
                return self.wrong(format!("the environment '{name}' is not known"));
            }
        }
        if bare.ends_with("matrix")
            && name.ends_with('*')
            && let Some(option) = self.option()?
        {
            columns = vec![match option.first().map(|term| &term.kind) {
                Some(TermKind::Symbol('l', _)) => Column::Left,
                Some(TermKind::Symbol('r', _)) => Column::Right,
                _ => Column::Centre,
            }];
        }
        let mut table = self.rows(Table { kind, rows: Vec::new(), columns, lines, line_below: false })?;
        let ended = self.name()?;
        if ended != name {
            return self.wrong(format!("'\\begin{{{name}}}' ends as '{ended}'"));
        }
        if matches!(bare, "equation" | "displaymath") && table.rows.len() == 1 && table.rows[0].cells.len() == 1 {
            let row = table.rows.remove(0);
            self.number = row.number.or(self.number.take());
            let inner = row.cells.into_iter().next().unwrap_or_default();
            return Ok(Some(Term::new(Class::Ord, TermKind::Group(inner))));
        }
        if matches!(bare, "dcases" | "darray") {
            in_display(&mut table);
        }
        let table = Term::new(Class::Ord, TermKind::Table(table));
        let fences = open.is_some() || close.is_some();
        Ok(Some(if fences { fenced(open, vec![table], close) } else { Term { class: Class::Inner, ..table } }))
    }

    /// `\substack{…}`, whose brace is open.
    pub(super) fn substack(&mut self) -> Result<Option<Term>, Wrong> {
        // The group is read as an environment: its closing brace becomes an end.
        let raw = self.raw_until('}')?;
        let at = self.at.clone();
        self.back(super::token::Token { kind: Kind::Command("end".into()), at });
        raw.into_iter().rev().for_each(|token| self.back(token));
        let columns = vec![Column::Centre];
        let table = self.rows(Table {
            kind: TableKind::Limits,
            rows: Vec::new(),
            columns,
            lines: Vec::new(),
            line_below: false,
        })?;
        Ok(Some(Term::new(Class::Ord, TermKind::Table(table))))
    }

    /// Rows up to `\end`, which is taken.
    fn rows(&mut self, mut table: Table) -> Result<Table, Wrong> {
        let outer = self.number.take();
        let mut row = TableRow::default();
        loop {
            while self.take_command("hline") || self.take_command("hdashline") {
                row.line_above = true;
            }
            let mut cell = self.row(End::Cell)?;
            // A relation that begins the right half of an equation keeps its distance from the left one.
            let column = table.columns.get(row.cells.len());
            if table.kind == TableKind::Equations && column == Some(&Column::Left) && !cell.is_empty() {
                cell.insert(0, Term::new(Class::Ord, TermKind::Group(Row::new())));
            }
            row.cells.push(cell);
            if row.cells.len() > limits::MATH_COLUMNS || table.rows.len() >= limits::MATH_ROWS {
                return self.wrong("a formula has more rows or columns than can be set");
            }
            if self.take('&') {
                continue;
            }
            row.number = self.number.take();
            let ends = self.take_command("end");
            if ends {
                // A line's end behind the last row begins no row.
                let empty = row.cells.len() == 1 && row.cells[0].is_empty() && !table.rows.is_empty();
                if empty {
                    table.line_below = row.line_above;
                } else {
                    table.rows.push(row);
                }
                self.number = outer;
                return Ok(table);
            }
            self.next();
            self.take('*');
            row.below = if self.bracket_follows() { self.bracketed_dimension()? } else { Em::ZERO };
            table.rows.push(std::mem::take(&mut row));
        }
    }

    fn bracket_follows(&mut self) -> bool {
        self.peek() == Some(&Kind::Char('['))
    }

    fn bracketed_dimension(&mut self) -> Result<Em, Wrong> {
        self.take('[');
        let length = self.dimension(false)?;
        if !self.take(']') {
            return self.wrong("']' is missing behind the length");
        }
        Ok(length)
    }

    /// The columns of an array: `{l|cr}`.
    fn columns(&mut self) -> Result<(Vec<Column>, Vec<usize>), Wrong> {
        let (mut columns, mut lines) = (Vec::new(), Vec::new());
        for c in self.name()?.chars() {
            match c {
                'l' => columns.push(Column::Left),
                'c' => columns.push(Column::Centre),
                'r' => columns.push(Column::Right),
                '|' | ':' => lines.push(columns.len()),
                ' ' => {}
                c => return self.wrong(format!("'{c}' says nothing about a column: l, c, r and | do")),
            }
        }
        if columns.is_empty() || columns.len() > limits::MATH_COLUMNS {
            return self.wrong("an array says what its columns are: {l|cr}");
        }
        Ok((columns, lines))
    }
}

/// Sets every cell as a display.
fn in_display(table: &mut Table) {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let inner: Row = std::mem::take(cell);
        *cell = vec![Term::new(Class::Ord, TermKind::Styled(MathStyle::Display, inner))];
    }
}
