//! Tables as XHTML.

use super::content::Writer;
use super::xhtml::{Attr, language};
use crate::model::table::{Cell, Column, HeadOf, Placed, Row, Table, place};
use crate::model::{Block, BlockKind, Inline, ParaRole};

/// From so many columns on a table may divide its words anywhere rather than run out of a small screen.
const WIDE: usize = 5;

impl<'a> Writer<'a> {
    /// A paragraph that is the whole of an item or a cell, which then has its name and its language.
    pub(super) fn bare<'x>(
        &mut self,
        block: Option<&'a Block>,
        attrs: &mut Vec<Attr<'x>>,
    ) -> Option<(&'a Block, &'a [Inline])>
    where
        'a: 'x,
    {
        let block = block?;
        let BlockKind::Para(para) = &block.kind else { return None };
        if para.role != ParaRole::Text {
            return None;
        }
        attrs.extend(block.anchor.iter().map(|anchor| ("id", anchor.0.as_str())));
        if let Some(lang) = &block.lang {
            attrs.extend(language(&lang.0, self.lang));
            self.lang = &lang.0;
        }
        Some((block, &para.text))
    }

    /// A table. A page that begins with it begins in its caption, or before it: in a table itself no mark may stand.
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table, mut attrs: Vec<Attr>) {
        if table.caption.is_empty() {
            self.pages_in(block);
        }
        let wide = table.columns.len() >= WIDE;
        // What can be scrolled on a large screen, too, must be reached by keyboard (WCAG 2.1.1).
        let mut around = vec![("class", "tabled")];
        around.extend(wide.then_some(("tabindex", "0")));
        self.xml.start("div", &around);
        attrs.extend(wide.then_some(("class", "wide")));
        self.xml.start("table", &attrs);
        self.xml.line();
        if !table.caption.is_empty() {
            self.xml.start("caption", &[]);
            if let Some(label) = &table.label {
                self.xml.leaf("span", &[("class", "label")], label);
                self.xml.text(" ");
            }
            self.line(block, &table.caption);
            self.xml.end();
            self.xml.line();
        }
        for (part, rows) in [("thead", &table.head), ("tbody", &table.body)] {
            if !rows.is_empty() {
                self.xml.start(part, &[]);
                self.xml.line();
                self.rows(rows, &table.columns, part == "thead");
                self.xml.end();
                self.xml.line();
            }
        }
        self.xml.end();
        self.xml.end();
    }

    fn rows(&mut self, rows: &'a [Row], columns: &[Column], is_head: bool) {
        let mut cells = place(rows).into_iter().peekable();
        for row in 0..rows.len() {
            self.xml.start("tr", &[]);
            self.xml.line();
            let mut first = true;
            while let Some(Placed { column, cell, .. }) = cells.next_if(|placed| placed.row == row) {
                let last = cells.peek().is_none_or(|next| next.row != row);
                let align = match columns.get(column).copied().unwrap_or_default() {
                    // What is the head of several columns stands in their middle.
                    _ if is_head && cell.columns > 1 => Column::Center,
                    align => align,
                };
                let class = [
                    match align {
                        Column::Start => "",
                        Column::Center => "center",
                        Column::End => "end",
                    },
                    if first && column > 0 { "after" } else { "" },
                    if last && column + usize::from(cell.columns) < columns.len() { "before" } else { "" },
                ];
                self.cell(cell, &class.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
                self.xml.line();
                first = false;
            }
            self.xml.end();
            self.xml.line();
        }
    }

    fn cell(&mut self, cell: &'a Cell, class: &str) {
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attrs: Vec<Attr> = Vec::new();
        attrs.extend(cell.head.map(|head| match head {
            HeadOf::Column => ("scope", "col"),
            HeadOf::Row => ("scope", "row"),
        }));
        attrs.extend((cell.columns > 1).then_some(("colspan", columns.as_str())));
        attrs.extend((cell.rows > 1).then_some(("rowspan", rows.as_str())));
        attrs.extend((!class.is_empty()).then_some(("class", class)));
        let around = self.lang;
        // A single paragraph is the cell itself.
        let bare = self.bare(cell.blocks.first().filter(|_| cell.blocks.len() == 1), &mut attrs);
        self.xml.start(if cell.head.is_some() { "th" } else { "td" }, &attrs);
        match bare {
            Some((block, text)) => self.line(block, text),
            None if cell.blocks.is_empty() => {}
            None => {
                self.xml.line();
                self.blocks(&cell.blocks);
            }
        }
        self.xml.end();
        self.lang = around;
    }
}
