//! Tables as XHTML.

use std::ops::Range;

use super::content::Writer;
use super::groups;
use super::xhtml::{Attr, language};
use crate::model::table::{Cell, Column, HeadOf, Placed, Row, Table, place};
use crate::model::{Block, BlockKind, Inline, ParaRole, plain_blocks, plain_text};

/// From so many columns on there is less room between them.
const WIDE: usize = 5;

/// How many letters a line of a table has at least on a small screen in large letters: on 360 pixels in letters of 32.
const LINE: usize = 18;

/// A word of more letters is an address or the like, and is divided anywhere.
const LONG: usize = 24;

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
        let mut around = vec![("class", "tabled")];
        // What can be scrolled must be reached by keyboard (WCAG 2.1.1), and what is reached needs a role and a name (4.1.2).
        let name = (letters(table) > LINE).then(|| self.region(table));
        if let Some(name) = &name {
            around.extend([("tabindex", "0"), ("role", "region"), ("aria-label", name)]);
        }
        self.xml.start("div", &around);
        attrs.extend((table.columns.len() >= WIDE).then_some(("class", "wide")));
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
        let groups = groups::columns(table);
        for group in &groups {
            self.xml.leaf("colgroup", &[("span", &group.len().to_string())], "");
            self.xml.line();
        }
        let (body, foot) = table.body_and_foot();
        let bodies = groups::rows(body).into_iter().map(|rows| ("tbody", &body[rows]));
        let parts = std::iter::once(("thead", table.head.as_slice())).chain(bodies).chain([("tfoot", foot)]);
        for (part, rows) in parts.filter(|(_, rows)| !rows.is_empty()) {
            self.xml.start(part, &[]);
            self.xml.line();
            self.rows(rows, &table.columns, &groups, part == "thead");
            self.xml.end();
            self.xml.line();
        }
        self.xml.end();
        self.xml.end();
    }

    /// The name of a table's place for those who hear it: its caption, or else its first words, unlike all others on the page.
    fn region(&mut self, table: &Table) -> String {
        let caption = plain_text(&table.caption);
        let words = |row: &Row| {
            let cells = row.cells.iter().map(|cell| plain_blocks(&cell.blocks).trim().replace('\n', " "));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
        };
        let name = if caption.is_empty() {
            let rows = table.head.iter().chain(&table.body);
            rows.map(words).find(|words| !words.is_empty()).unwrap_or_else(|| self.book.metadata().title.clone())
        } else {
            table.label.iter().cloned().chain([caption]).collect::<Vec<_>>().join(" ")
        };
        self.regions.push(name.clone());
        match self.regions.iter().filter(|other| **other == name).count() {
            1 => name,
            nth => format!("{name} ({nth})"),
        }
    }

    /// The rows of a group.
    fn rows(&mut self, rows: &'a [Row], columns: &[Column], groups: &[Range<usize>], is_head: bool) {
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
                    if longest(cell) > LONG { "long" } else { "" },
                ];
                let own = column..column + usize::from(cell.columns);
                let scope = cell.head.map(|head| match head {
                    HeadOf::Column if own.len() > 1 && groups.contains(&own) => "colgroup",
                    HeadOf::Column => "col",
                    HeadOf::Row if rows.len() > 1 && usize::from(cell.rows) == rows.len() => "rowgroup",
                    HeadOf::Row => "row",
                });
                self.cell(
                    cell,
                    scope,
                    &class.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
                );
                self.xml.line();
                first = false;
            }
            self.xml.end();
            self.xml.line();
        }
    }

    fn cell(&mut self, cell: &'a Cell, scope: Option<&str>, class: &str) {
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attrs: Vec<Attr> = Vec::new();
        attrs.extend(scope.map(|scope| ("scope", scope)));
        attrs.extend((cell.columns > 1).then_some(("colspan", columns.as_str())));
        attrs.extend((cell.rows > 1).then_some(("rowspan", rows.as_str())));
        attrs.extend((!class.is_empty()).then_some(("class", class)));
        let around = self.lang;
        // A single paragraph is the cell itself.
        let bare = self.bare(cell.blocks.first().filter(|_| cell.blocks.len() == 1), &mut attrs);
        self.xml.start(if scope.is_some() { "th" } else { "td" }, &attrs);
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

/// How many letters a table is wide where every column is as narrow as its longest word, and between two there are two.
fn letters(table: &Table) -> usize {
    let mut columns = vec![0; table.columns.len()];
    for Placed { column, cell, .. } in place(&table.head).into_iter().chain(place(&table.body)) {
        let share = longest(cell).min(LONG).div_ceil(usize::from(cell.columns).max(1));
        for letters in columns.iter_mut().skip(column).take(usize::from(cell.columns)) {
            *letters = share.max(*letters);
        }
    }
    columns.iter().sum::<usize>() + 2 * columns.len().saturating_sub(1)
}

/// How many letters the longest word of a cell has. Lines are divided between any two ideographs, which are as wide as two letters.
fn longest(cell: &Cell) -> usize {
    let text = plain_blocks(&cell.blocks);
    let ideograph = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}');
    let words = text.split(|c: char| c != '\u{a0}' && c.is_whitespace() || ideograph(c));
    let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
    if text.contains(ideograph) { longest.max(2) } else { longest }
}

#[cfg(test)]
mod tests {
    use super::super::example::{chapter, metadata, say};
    use super::super::tests::{bind, built, file};
    use super::*;
    use crate::model::{Matter, Role};

    fn table(rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| Cell::new(None, vec![say(text)]);
        let rows: Vec<Row> = rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect();
        let columns = vec![Column::Start; rows[0].cells.len()];
        Table { columns, head: rows[..1].to_vec(), body: rows[1..].to_vec(), ..Table::default() }
    }

    fn page(tables: Vec<Table>) -> String {
        let blocks = tables.into_iter().map(|table| super::super::example::block(BlockKind::Table(table))).collect();
        let book = bind(metadata(), vec![chapter("one", Matter::Body, Role::Chapter, "One", blocks)]);
        file(&built(&book, None), "OEBPS/one.xhtml")
    }

    #[test]
    fn a_table_that_may_be_wider_than_a_small_screen_is_reached_by_keyboard_and_has_a_name() {
        let four = table(&[&["Population", "District", "Area", "Founded"], &["1,234,567", "Manchester", "3", "1838"]]);
        let told = Table { caption: vec![Inline::text("Towns")], label: Some("Table 1".into()), ..four.clone() };
        let narrow = table(&[&["a", "b", "c", "d", "e"], &["1", "2", "3", "4", "5"]]);
        let page = page(vec![four.clone(), told, narrow, four]);
        let heads = "Population, District, Area, Founded";
        let region =
            |name: &str| format!("<div class=\"tabled\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table>");
        for name in [heads, "Table 1 Towns", &format!("{heads} (2)")] {
            assert!(page.contains(&region(name)), "{name}: {page}");
        }
        assert!(page.contains("<div class=\"tabled\"><table class=\"wide\">"), "{page}");
    }

    #[test]
    fn a_head_that_spans_several_is_that_of_their_group_and_the_foot_is_one() {
        let mut grouped =
            table(&[&["a", "Both"], &["Two", "1", "2"], &["3", "4"], &["One", "5", "6"], &["All", "9", "12"]]);
        grouped.columns = vec![Column::Start; 3];
        let of = |of, columns, rows, cell: &mut Cell| (cell.head, cell.columns, cell.rows) = (Some(of), columns, rows);
        of(HeadOf::Column, 1, 1, &mut grouped.head[0].cells[0]);
        of(HeadOf::Column, 2, 1, &mut grouped.head[0].cells[1]);
        of(HeadOf::Row, 1, 2, &mut grouped.body[0].cells[0]);
        of(HeadOf::Row, 1, 1, &mut grouped.body[2].cells[0]);
        grouped.foot = 1;
        let page = page(vec![grouped]);
        let places = [
            "<colgroup span=\"1\"></colgroup>\n<colgroup span=\"2\"></colgroup>\n<thead>",
            "<th scope=\"col\">a</th>",
            "<th scope=\"colgroup\" colspan=\"2\" class=\"center\">Both</th>\n</tr>\n</thead>\n<tbody>",
            "<th scope=\"rowgroup\" rowspan=\"2\">Two</th>",
            "<td>4</td>\n</tr>\n</tbody>\n<tbody>\n<tr>\n<th scope=\"row\">One</th>",
            "</tbody>\n<tfoot>\n<tr>\n<td>All</td>",
            "</tfoot>\n</table>",
        ];
        let mut rest = page.as_str();
        for place in places {
            rest = rest.split_once(place).unwrap_or_else(|| panic!("{place} in {page}")).1;
        }
    }

    #[test]
    fn only_a_cell_with_a_word_that_is_none_divides_it() {
        let page = page(vec![table(&[&["Where", "Extraordinarily"], &["https://example.org/a/b/c/d/e", "1,234,567"]])]);
        assert_eq!(page.matches("class=\"long\"").count(), 1, "{page}");
        assert!(page.contains("<td class=\"long\">https"), "{page}");
    }

    #[test]
    fn spans_share_their_words_and_ideographs_are_divided() {
        let mut spanned = table(&[&["123456789012"], &["12"]]);
        (spanned.head[0].cells[0].columns, spanned.columns) = (3, vec![Column::Start; 3]);
        assert_eq!(letters(&spanned), 4 * 3 + 2 * 2);
        assert_eq!(letters(&table(&[&["日本語の長い文", "表"]])), 2 * 2 + 2);
    }
}
