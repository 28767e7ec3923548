//! Tables of HTML: rows and cells, what each cell is the head of, how columns are aligned.

use super::blocks::{Fed, Piece, dress, settle};
use super::figures::caption;
use super::inlines::{attributes, lang, style};
use super::tree::{self, Element};
use crate::base::{Code, Span, limits};
use crate::model::table::{Cell, Column, HeadOf, Row, Table, place};
use crate::model::{Anchor, Block, BlockKind, Inline, InlineKind, Para, ParaRole};
use crate::reader::markdown::Reading;

/// A cell as it was read.
struct Read {
    cell: Cell,
    is_head: bool,
    scope: Option<HeadOf>,
    align: Option<Column>,
}

/// What a table's element holds, in the order of reading.
#[derive(Default)]
struct Parts<'e> {
    captions: Vec<&'e Element>,
    /// What columns say of themselves.
    columns: Vec<Option<Column>>,
    heads: Vec<&'e Element>,
    bodies: Vec<&'e Element>,
    feet: Vec<&'e Element>,
}

impl<'e> Parts<'e> {
    fn of(table: &'e Element) -> Parts<'e> {
        let mut parts = Parts::default();
        for part in table.elements() {
            match part.name.as_str() {
                "caption" => parts.captions.push(part),
                "colgroup" if part.elements().next().is_none() => parts.column(part, None),
                "colgroup" => {
                    let group = aligned(part);
                    part.elements().for_each(|column| parts.column(column, group));
                }
                "thead" => parts.heads.push(part),
                "tfoot" => parts.feet.push(part),
                _ => parts.bodies.push(part),
            }
        }
        parts
    }

    fn column(&mut self, column: &Element, group: Option<Column>) {
        let span = column.get("span").and_then(|span| span.trim().parse().ok()).unwrap_or(1);
        let room = limits::TABLE_COLUMNS.saturating_sub(self.columns.len());
        self.columns.extend(std::iter::repeat_n(aligned(column).or(group), room.min(span)));
    }
}

impl<'a> Reading<'a, '_> {
    /// A table. One that only lays out a page is no table: what stands in its cells stands one below the other.
    pub(super) fn html_table(
        &mut self,
        element: &Element,
        span: Span,
        fed: &Fed<'_, 'a>,
        depth: usize,
        out: &mut Vec<Piece>,
    ) {
        let parts = Parts::of(element);
        let mut words = Vec::new();
        for part in &parts.captions {
            let mut said = self.html_children(part, fed, depth + 1);
            dress(&mut said, part, fed.span(part.line));
            words.append(&mut said);
        }
        let (caption, mut behind) = caption(words, span);
        let mut head: Vec<Vec<Read>> = Vec::new();
        let mut body: Vec<Vec<Read>> = Vec::new();
        for part in &parts.heads {
            head.extend(self.html_rows(part, fed, depth, &mut behind));
        }
        for part in &parts.bodies {
            body.extend(self.html_rows(part, fed, depth, &mut behind));
        }
        let above_foot = body.len();
        for part in &parts.feet {
            body.extend(self.html_rows(part, fed, depth, &mut behind));
        }
        let foot = body.len() - above_foot;
        if head.is_empty() {
            let count = leading_heads(&body);
            head.extend(body.drain(..count));
        }
        for read in head.iter_mut().flatten().filter(|read| !read.cell.blocks.is_empty()) {
            read.cell.head = Some(read.scope.unwrap_or(HeadOf::Column));
        }
        for row in &mut body {
            let all = row.iter().all(|read| read.is_head);
            for read in row.iter_mut().filter(|read| read.is_head && !read.cell.blocks.is_empty()) {
                let of = if all { HeadOf::Column } else { HeadOf::Row };
                read.cell.head = Some(read.scope.unwrap_or(of));
            }
        }
        let aligns: Vec<(bool, Option<Column>)> = head.iter().chain(&body).flatten().map(Read::look).collect();
        let rows = |rows: Vec<Vec<Read>>| -> Vec<Row> {
            rows.into_iter().map(|row| Row { cells: row.into_iter().map(|read| read.cell).collect() }).collect()
        };
        let foot = foot.min(body.len());
        let mut table = Table { caption, head: rows(head), body: rows(body), foot, ..Table::default() };
        table.fit_spans();
        let mut blocks = Vec::new();
        if lays_out(element, &table) {
            blocks.extend(as_blocks(table, span));
        } else if table.columns.len() > limits::TABLE_COLUMNS {
            let message = format!(
                "a table of more than {} columns is not set as a table; its cells stand one below the other",
                limits::TABLE_COLUMNS
            );
            let site = self.site(span);
            self.diags.push_help(Code::UnsupportedMarkup, site, message, "divide it into several");
            blocks.extend(as_blocks(table, span));
        } else if table.cells().next().is_none() {
            blocks.extend(as_blocks(table, span));
        } else {
            align(&mut table, &parts.columns, &aligns);
            let anchor = attributes(element).id.map(Anchor);
            let kind = BlockKind::Table(table);
            blocks.push(Block { anchor, lang: lang(element), ..Block::new(kind, span) });
        }
        if !matches!(blocks.first(), Some(Block { kind: BlockKind::Table(_), .. })) {
            dress(&mut blocks, element, span);
        }
        blocks.append(&mut behind);
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// The rows of a part of a table; what stands between them and in no cell is put `behind` the table.
    fn html_rows(
        &mut self,
        part: &Element,
        fed: &Fed<'_, 'a>,
        depth: usize,
        behind: &mut Vec<Block>,
    ) -> Vec<Vec<Read>> {
        let mut rows = Vec::new();
        for node in &part.children {
            match node {
                tree::Node::Element(row) if row.name == "tr" => {
                    let mut cells = self.html_cells(row, aligned(part), fed, depth, behind);
                    settle_cells(&mut cells);
                    if let Some(first) = cells.first_mut() {
                        dress(&mut first.cell.blocks, row, fed.span(row.line));
                    }
                    rows.push(cells);
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    behind.extend(self.grouped(pieces));
                }
            }
        }
        whole_rows(&mut rows);
        rows
    }

    fn html_cells(
        &mut self,
        row: &Element,
        around: Option<Column>,
        fed: &Fed<'_, 'a>,
        depth: usize,
        behind: &mut Vec<Block>,
    ) -> Vec<Read> {
        let mut cells = Vec::new();
        for node in &row.children {
            match node {
                tree::Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => {
                    let mut blocks = self.html_children(cell, fed, depth + 1);
                    dress(&mut blocks, cell, fed.span(cell.line));
                    // More columns than fit need not be counted; a span of no rows runs to the end (HTML, 4.9.11).
                    let columns = spans(cell, "colspan").min(limits::TABLE_COLUMNS as u16 + 1);
                    let rows = match spans(cell, "rowspan") {
                        0 => u16::MAX,
                        rows => rows,
                    };
                    cells.push(Read {
                        cell: Cell { columns, rows, ..Cell::new(None, blocks) },
                        is_head: cell.name == "th",
                        scope: match cell.get("scope") {
                            Some("col" | "colgroup") => Some(HeadOf::Column),
                            Some("row" | "rowgroup") => Some(HeadOf::Row),
                            _ => None,
                        },
                        align: aligned(cell).or(aligned(row)).or(around),
                    });
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    behind.extend(self.grouped(pieces));
                }
            }
        }
        cells
    }
}

impl Read {
    /// Whether it speaks for its column, and what it says.
    fn look(&self) -> (bool, Option<Column>) {
        (self.cell.columns == 1 && !self.cell.blocks.is_empty(), self.align)
    }
}

/// Moves the places of cells that hold nothing else to words in their row: a cell without words is not set.
fn settle_cells(cells: &mut [Read]) {
    let is_place = |piece: &Inline| matches!(piece.kind, InlineKind::Place(_));
    for at in 0..cells.len() {
        let [Block { kind: BlockKind::Para(para), .. }] = cells[at].cell.blocks.as_slice() else { continue };
        if para.text.is_empty() || !para.text.iter().all(is_place) {
            continue;
        }
        let places = std::mem::take(&mut cells[at].cell.blocks);
        let rest = (at + 1..cells.len()).chain((0..at).rev());
        match rest.into_iter().find(|at| !cells[*at].cell.blocks.is_empty()) {
            Some(to) => {
                let blocks = &mut cells[to].cell.blocks;
                blocks.splice(0..0, places);
                settle(blocks, 0);
            }
            None => cells[at].cell.blocks = places,
        }
    }
}

fn spans(cell: &Element, name: &str) -> u16 {
    cell.get(name).and_then(|span| span.trim().parse().ok()).unwrap_or(1)
}

/// Rows without a cell of their own go, and no cell reaches out of its part of the table.
fn whole_rows(rows: &mut Vec<Vec<Read>>) {
    let mut at = 0;
    while at < rows.len() {
        if !rows[at].is_empty() {
            at += 1;
            continue;
        }
        rows.remove(at);
        for (above, row) in rows[..at].iter_mut().enumerate() {
            for read in row.iter_mut().filter(|read| above + usize::from(read.cell.rows) > at) {
                read.cell.rows -= 1;
            }
        }
    }
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate() {
        row.iter_mut().for_each(|read| read.cell.rows = usize::from(read.cell.rows).clamp(1, count - at) as u16);
    }
}

/// How many rows at the start are nothing but heads of columns, before others.
fn leading_heads(rows: &[Vec<Read>]) -> usize {
    let is_head = |row: &[Read]| row.iter().all(|read| read.is_head && read.scope != Some(HeadOf::Row));
    let count = rows.iter().take_while(|row| is_head(row)).count();
    let inside = rows[..count]
        .iter()
        .enumerate()
        .all(|(at, row)| row.iter().all(|read| at + usize::from(read.cell.rows) <= count));
    if count < rows.len() && inside { count } else { 0 }
}

/// Whether a table lays out a page: it says so, it is one cell, or it has neither heads nor a caption, and headings or tables
/// stand in it.
fn lays_out(element: &Element, table: &Table) -> bool {
    if matches!(element.get("role"), Some("presentation" | "none")) {
        return true;
    }
    if !table.caption.is_empty() || table.cells().any(|cell| cell.head.is_some()) {
        return false;
    }
    let big = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Table(_));
    table.cells().count() == 1 || table.cells().any(|cell| cell.blocks.iter().any(big))
}

/// What stands in a table that is none, one below the other: its caption first.
fn as_blocks(mut table: Table, span: Span) -> Vec<Block> {
    let caption = std::mem::take(&mut table.caption);
    let caption =
        (!caption.is_empty()).then(|| Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: caption }), span));
    caption.into_iter().chain(table.cells_mut().flat_map(|cell| std::mem::take(&mut cell.blocks))).collect()
}

/// Aligns each column as most of its cells are, else as it says itself, else as its head.
fn align(table: &mut Table, said: &[Option<Column>], cells: &[(bool, Option<Column>)]) {
    let heads = table.head.iter().map(|row| row.cells.len()).sum::<usize>();
    let votes = |rows: &[Row], looks: &[(bool, Option<Column>)]| -> Vec<Vec<Option<Column>>> {
        let mut votes = vec![Vec::new(); table.columns.len()];
        for (placed, (counts, look)) in place(rows).iter().zip(looks) {
            if *counts {
                votes[placed.column].push(*look);
            }
        }
        votes
    };
    let body = votes(&table.body, &cells[heads..]);
    let head = votes(&table.head, &cells[..heads]);
    let most = |votes: &[Option<Column>]| {
        let each = [Column::Start, Column::Center, Column::End];
        each.into_iter().find(|column| votes.iter().filter(|vote| **vote == Some(*column)).count() * 2 > votes.len())
    };
    for (at, column) in table.columns.iter_mut().enumerate() {
        let own = said.get(at).copied().flatten();
        *column =
            most(&body[at]).or(own).or_else(|| most(&head[at]).filter(|_| body[at].is_empty())).unwrap_or_default();
    }
}

/// How an element aligns what is in it: by attribute, by style, or by a class that says so.
fn aligned(element: &Element) -> Option<Column> {
    let word = style(element, "text-align").or(element.get("align"));
    let class = || {
        let classes = element.get("class")?.split_ascii_whitespace();
        classes.rev().find_map(|class| class.strip_prefix("has-").unwrap_or(class).strip_prefix("text-"))
    };
    match word.or_else(class)?.trim_start_matches("align-").to_ascii_lowercase().as_str() {
        "left" | "start" => Some(Column::Start),
        "center" => Some(Column::Center),
        "right" | "end" => Some(Column::End),
        _ => None,
    }
}
