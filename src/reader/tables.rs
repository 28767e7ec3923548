//! Tables in Markdown: GFM's, with a caption as pandoc writes it.

use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

use super::markdown::Reading;
use super::{attributes, inlines};
use crate::base::{Span, limits};
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
        if table.num_columns > limits::TABLE_COLUMNS {
            return None;
        }
        let mut made = Table { columns: table.alignments.iter().map(column).collect(), ..Table::default() };
        let mut anchor = None;
        made.caption = caption.map(|caption| self.caption(caption, depth, &mut anchor)).unwrap_or_default();
        let mut rows: Vec<Node<'a>> = node.children().collect();
        if caption.is_none()
            && let Some(cell) = rows.last().and_then(|row| self.caption_row(row))
        {
            rows.pop();
            made.caption = self.caption(cell, depth, &mut anchor);
        }
        for row in rows {
            let is_head = matches!(row.data().value, NodeValue::TableRow(true));
            let mut cells: Vec<Cell> = Vec::new();
            for cell in row.children() {
                let span = self.span(cell);
                let text = self.line_of(cell, depth + 1);
                let head = (is_head && !text.is_empty()).then_some(HeadOf::Column);
                let para = Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), span);
                let filled = !matches!(&para.kind, BlockKind::Para(para) if para.text.is_empty());
                cells.push(Cell::new(head, if filled { vec![para] } else { Vec::new() }));
            }
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
        *anchor = attributes::take_last(&mut line).and_then(|found| found.id).map(Anchor);
        inlines::trim(&mut line);
        line
    }
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
