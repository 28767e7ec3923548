//! Tables in Markdown: GFM's, with a caption as pandoc writes it. Cells that GFM drops are kept, and what only looks like
//! a table is a finding.

use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

use super::markdown::Reading;
use super::{attributes, inlines};
use crate::base::{Code, Span, limits};
use crate::model::table::{Cell, Column, HeadOf, Row, Table};
use crate::model::{Anchor, Block, BlockKind, Inline, InlineKind, Para, ParaRole};

/// What opens the paragraph before or behind a table that is its caption.
const CAPTIONS: [&str; 2] = ["Table:", ":"];

/// For each of `nodes`, which stand one behind the other, the paragraph that is its caption if it is a table; and whether
/// it is itself such a paragraph. What stands before a table is its caption sooner than what stands behind it.
pub(super) fn captions<'a>(nodes: &[Node<'a>]) -> Vec<(Option<Node<'a>>, bool)> {
    let mut found = vec![(None, false); nodes.len()];
    for at in (0..nodes.len()).filter(|at| is_table(nodes[*at])) {
        let before = at.checked_sub(1).filter(|before| !found[*before].1);
        if let Some(near) =
            before.into_iter().chain([at + 1]).find(|near| nodes.get(*near).is_some_and(|n| is_caption(n)))
        {
            found[at].0 = Some(nodes[near]);
            found[near].1 = true;
        }
    }
    found
}

fn is_table(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Table(_))
}

fn is_caption(node: Node<'_>) -> bool {
    let Some(first) = node.first_child().filter(|_| matches!(node.data().value, NodeValue::Paragraph)) else {
        return false;
    };
    matches!(&first.data().value, NodeValue::Text(words) if opening(words).is_some())
}

/// How many bytes of `words` only say that they are a caption.
fn opening(words: &str) -> Option<usize> {
    CAPTIONS
        .iter()
        .find(|opening| words.strip_prefix(**opening).is_some_and(|rest| rest.starts_with([' ', '\t'])))
        .map(|o| o.len())
}

impl<'a> Reading<'a, '_> {
    /// A table. Empty cells at its head are no heads; where all are empty, there is no head. An empty corner above a
    /// first column that is never empty says that this column's cells are the heads of their rows.
    pub(super) fn table(
        &mut self,
        node: Node<'a>,
        table: &NodeTable,
        caption: Option<Node<'a>>,
        span: Span,
        depth: usize,
    ) -> Option<Block> {
        let mut rows: Vec<Node<'a>> = node.children().collect();
        let surplus: Vec<Vec<Span>> = rows.iter().map(|row| self.surplus(row)).collect();
        let width = table.num_columns + surplus.iter().map(Vec::len).max().unwrap_or(0);
        if width > limits::TABLE_COLUMNS {
            return None;
        }
        self.uneven(&rows, &surplus, table.num_columns, width);
        let mut made = Table { columns: table.alignments.iter().map(column).collect(), ..Table::default() };
        made.columns.resize(width, Column::Start);
        let mut anchor = None;
        made.caption = caption.map(|caption| self.caption(caption, depth, &mut anchor)).unwrap_or_default();
        if caption.is_none()
            && let Some(cell) = rows.last().and_then(|row| self.caption_row(row))
        {
            rows.pop();
            made.caption = self.caption(cell, depth, &mut anchor);
        }
        for (row, surplus) in rows.into_iter().zip(surplus) {
            let is_head = matches!(row.data().value, NodeValue::TableRow(true));
            let mut cells: Vec<Cell> = Vec::new();
            let surplus: Vec<Node<'a>> = surplus.into_iter().filter_map(|span| self.fragment(span)).collect();
            for cell in row.children().chain(surplus) {
                let span = self.span(cell);
                let text = self.line_of(cell, depth + 1);
                let head = (is_head && !text.is_empty()).then_some(HeadOf::Column);
                let para = Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), span);
                let filled = !matches!(&para.kind, BlockKind::Para(para) if para.text.is_empty());
                cells.push(Cell::new(head, if filled { vec![para] } else { Vec::new() }));
            }
            cells.resize(width, Cell::new(None, Vec::new()));
            let rows = if is_head { &mut made.head } else { &mut made.body };
            rows.push(Row { cells });
        }
        made.head.retain(|row| row.cells.iter().any(|cell| cell.head.is_some()));
        let first = |row: &Row| row.cells.first().is_some_and(|cell| cell.blocks.is_empty());
        if made.columns.len() > 1 && made.head.first().is_some_and(first) && !made.body.iter().any(first) {
            for cell in made.body.iter_mut().filter_map(|row| row.cells.first_mut()) {
                cell.head = Some(HeadOf::Row);
            }
        }
        Some(Block { anchor, ..Block::new(BlockKind::Table(made), span) })
    }

    /// Where the cells of a row stand that are more than its head has: GFM drops them. Empty ones at its end say nothing.
    fn surplus(&self, row: Node<'a>) -> Vec<Span> {
        let Some(last) = row.last_child() else { return Vec::new() };
        let (from, line) = (self.span(last).end, self.source_line(last.data().sourcepos.start.line));
        if from >= line.end {
            return Vec::new();
        }
        let rest = self.slice(Span { start: from, end: line.end });
        let Some(rest) = rest.strip_prefix('|') else { return Vec::new() };
        let mut cells = Vec::new();
        let mut at = from as usize + 1;
        for typed in cells_of(rest.trim_end()) {
            let start = at + (typed.len() - typed.trim_start().len());
            cells.push(Span::new(start, start + typed.trim().len()));
            at += typed.len() + 1;
        }
        while cells.pop_if(|cell| cell.start == cell.end).is_some() {}
        cells
    }

    /// Says that rows have more cells than their head: once, at the first of them.
    fn uneven(&mut self, rows: &[Node<'a>], surplus: &[Vec<Span>], columns: usize, width: usize) {
        let wide = |cells: &&Vec<Span>| !cells.is_empty();
        let Some(first) = surplus.iter().position(|cells| !cells.is_empty()) else { return };
        let others = match surplus.iter().filter(wide).count() - 1 {
            0 => String::new(),
            1 => " (and one row more)".to_string(),
            others => format!(" (and {others} rows more)"),
        };
        let added = match width - columns {
            1 => "a column is added".to_string(),
            added => format!("{added} columns are added"),
        };
        let has = columns + surplus[first].len();
        let message = format!("this row has {has} cells and the head of its table {columns}{others}; {added}");
        let site = self.site(self.first_line(self.span(rows[first])));
        let help = "give the head a cell for each column; a '|' within a cell, also in code, is written '\\|'";
        self.diags.push_help(Code::UnevenTable, site, message, help);
    }

    /// Says what keeps the lines of a paragraph that look like a table from being one.
    pub(super) fn lost_table(&mut self, span: Span) {
        let typed = self.slice(span);
        if !typed.contains('|') {
            return;
        }
        let lines: Vec<&str> = typed.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end()).collect();
        let rule = (1..lines.len()).find(|at| is_rule(lines[*at]) && lines[at - 1].contains('|'));
        let (at, message, help) = match rule {
            Some(at) => {
                let [head, rule] = [lines[at - 1], lines[at]].map(|line| cells_of(bare(line)).len());
                if head == rule {
                    return;
                }
                let cells = if head == 1 { "cell" } else { "cells" };
                let message = format!(
                    "this is not a table, so it is set as text: its head has {head} {cells} and the row of hyphens {rule}"
                );
                (at, message, "give both the same number of cells; a '|' within a cell, also in code, is written '\\|'")
            }
            None if lines.len() > 1
                && lines.iter().all(|line| line.len() > 2 && line.starts_with('|') && line.ends_with('|')) =>
            {
                let message = "this is not a table, so it is set as text: the row of hyphens below its head is missing";
                (0, message.to_string(), "write |---|---| below the first row, with a group of hyphens for each cell")
            }
            None => return,
        };
        let line = lines[at];
        let start = span.start as usize + (line.as_ptr() as usize - typed.as_ptr() as usize);
        let site = self.site(Span::new(start, start + line.len()));
        self.diags.push_help(Code::UnevenTable, site, message, help);
    }

    /// Says that the paragraph at `at` begins as a caption and has no table beside it.
    pub(super) fn lost_caption(&mut self, nodes: &[Node<'a>], at: usize) {
        let first = |node: &Node<'a>| node.first_child().map(|child| child.data().value.clone());
        let words = matches!(nodes[at].data().value, NodeValue::Paragraph).then(|| first(&nodes[at])).flatten();
        let Some(NodeValue::Text(words)) = words else { return };
        if !words.starts_with(CAPTIONS[0]) || opening(&words).is_none() {
            return;
        }
        // Of a table that is none something is said already.
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|near| nodes.get(near));
        if near.into_iter().any(|near| self.slice(self.span(near)).starts_with('|')) {
            return;
        }
        let site = self.site(self.first_line(self.span(nodes[at])));
        let message = "this looks like the caption of a table, and no table stands beside it; it is set as text";
        let help = "put it directly before a table or directly behind it; an HTML table has a <caption>";
        self.diags.push_help(Code::UncertainStructure, site, message, help);
    }

    /// GFM takes a line right below a table for a row of it. Without any `|` and opened as captions are, it is one.
    fn caption_row(&self, row: Node<'a>) -> Option<Node<'a>> {
        let first = row.first_child()?;
        let opens = first.first_child().is_some_and(|words| match &words.data().value {
            NodeValue::Text(words) => opening(words).is_some(),
            _ => false,
        });
        let is_head = matches!(row.data().value, NodeValue::TableRow(true));
        (opens && !is_head && !self.slice(self.span(row)).contains('|')).then_some(first)
    }

    /// The words of a caption. Attributes at its end name the table.
    fn caption(&mut self, node: Node<'a>, depth: usize, anchor: &mut Option<Anchor>) -> Vec<Inline> {
        let mut line = self.line_of(node, depth);
        if let Some(Inline { kind: InlineKind::Text(words), .. }) = line.first_mut()
            && let Some(bytes) = opening(words)
        {
            words.drain(..bytes);
        }
        *anchor = attributes::take_last(&mut line, &|piece, at| self.escaped(piece, at))
            .and_then(|found| found.id)
            .map(Anchor);
        inlines::trim(&mut line);
        line
    }
}

/// A row without the signs at its ends.
fn bare(row: &str) -> &str {
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row)
}

/// The cells of a row.
fn cells_of(row: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut from = 0;
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(&row[from..at]);
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&row[from..]);
    cells
}

/// Whether a line is the row of hyphens below a head.
fn is_rule(line: &str) -> bool {
    let hyphens = |cell: &&str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|b| b == b'-')
    };
    line.contains('-') && cells_of(bare(line)).iter().all(hyphens)
}

fn column(alignment: &TableAlignment) -> Column {
    match alignment {
        TableAlignment::None | TableAlignment::Left => Column::Start,
        TableAlignment::Center => Column::Center,
        TableAlignment::Right => Column::End,
    }
}

#[cfg(test)]
mod tests {
    use crate::base::{Diags, Source, SourceId};
    use crate::model::table::{Column, HeadOf, Table};
    use crate::model::{BlockKind, plain_blocks, plain_text};

    const ROWS: &str = "\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n";

    /// The tables of a text, and all that it says.
    fn read(text: &str) -> (Vec<Table>, String) {
        let source = Source::new("a.md", format!("# A\n\n{text}\n"));
        let mut diags = Diags::new();
        let chapter = crate::reader::read(&source, SourceId(0), &mut diags).unwrap();
        let text = plain_blocks(&chapter.blocks);
        let tables = chapter.blocks.into_iter().filter_map(|block| match block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        (tables.collect(), text)
    }

    fn captions(text: &str) -> Vec<String> {
        read(text).0.iter().map(|table| plain_text(&table.caption)).collect()
    }

    #[test]
    fn a_caption_stands_before_its_table_or_behind_it() {
        assert_eq!(captions(&format!("Table: One{ROWS}Table: Two{ROWS}")), ["One", "Two"]);
        assert_eq!(captions(&format!("{ROWS}: One\n{ROWS}: Two")), ["One", "Two"]);
        assert_eq!(captions("| a |\n|---|\n| 1 |\n: One"), ["One"]);
        assert_eq!(captions(&format!("{ROWS}:not one\n\n{ROWS}")), ["", ""]);
    }

    #[test]
    fn a_caption_between_two_tables_is_read_once_and_no_word_is_lost() {
        let (tables, text) = read(&format!("{ROWS}: Between{ROWS}Table: Alone\n\nEnd."));
        assert_eq!(tables.iter().map(|table| plain_text(&table.caption)).collect::<Vec<_>>(), ["Between", "Alone"]);
        assert_eq!(text.matches("Between").count(), 1, "{text}");
    }

    #[test]
    fn heads_are_what_has_words_and_an_empty_corner_makes_heads_of_rows() {
        let (tables, _) = read("| | b |\n|---|:-:|\n| r | 2 |");
        let heads: Vec<_> = tables[0].cells().map(|cell| cell.head).collect();
        assert_eq!(heads, [None, Some(HeadOf::Column), Some(HeadOf::Row), None]);
        assert_eq!(tables[0].columns, [Column::Start, Column::Center]);
        let (tables, _) = read("| | |\n|---|---|\n| r | 2 |");
        assert!(tables[0].head.is_empty() && tables[0].cells().all(|cell| cell.head.is_none()));
    }
}
