//! Tables: a caption, and rows of cells under a head, with a rule above and below the head and at the end.

use super::blocks::{Place, Setter};
use super::columns::Fit;
use super::galley::{Line, Slab, SlabKind};
use super::rows::{self, Band, SetCell, bands};
use crate::base::{Code, Em, Length, Point, Rect, Size};
use crate::model::table::{Column, HeadOf, Placed, Row, Table, place};
use crate::model::{Block, TextPos, plain_blocks, plain_text};
use crate::page::{ArtifactKind, ElemId, ElemRole, Ink, Item, Mark, Scope};
use crate::style::Align;

/// Between a rule and the line above or below it.
const BESIDE_RULE: Em = Em::milli(280);
/// How thick the first and the last rule are, and those between.
const HEAVY: Em = Em::milli(72);
const LIGHT: Em = Em::milli(42);

impl<'a> Setter<'_, 'a> {
    /// A table: its caption, and a slab whose rows are the table's.
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table, at: &Place) {
        let site = self.stick.site(block.span);
        if table.head.is_empty() && table.body.is_empty() && table.caption.is_empty() {
            return;
        }
        let led_in = self.led_in();
        let elem = self.stick.elem(ElemRole::Table, Some(at.parent), site);
        let begins = self.slabs.len();
        self.table_caption(block, table, elem, at);
        let room = self.style().measure() - at.left - at.right;
        let fit = self.fit(table, room, at);
        if fit.anywhere {
            self.stick.diags.push_help(
                Code::WideTable,
                site,
                format!(
                    "{} is too wide for the page even in small type, so words in it are divided anywhere",
                    name(table)
                ),
                "take a column out, shorten the longest words, or turn rows into columns",
            );
        }
        // A table narrower than the text stands as its caption does.
        let free = (room - fit.width()).max(Length::ZERO);
        let before = self.style().design.caption.align.before(free);
        let free = if at.rtl() { free - before } else { before };
        let here = Place { left: at.left + free, ..at.clone() };
        let around = std::mem::replace(&mut self.stick.divide_anywhere, fit.anywhere);
        let head = self.part(ElemRole::TableHead, &table.head, elem, &fit, table, &here);
        let body = self.part(ElemRole::TableBody, &table.body, elem, &fit, table, &here);
        self.stick.divide_anywhere = around;
        let mut slab = self.made_up(block, head, body, here.left, &fit);
        if let (Some(anchor), SlabKind::Table { rows, .. }) = (&block.anchor, &mut slab.kind)
            && let Some(line) = rows.first_mut().filter(|_| table.caption.is_empty())
        {
            line.anchors.insert(0, anchor.clone());
        }
        let whole = slab.whole;
        self.slabs.push(slab);
        self.around(begins);
        if whole && !table.caption.is_empty() && !led_in {
            self.may_float(begins, at);
        }
        self.fresh = false;
    }

    fn table_caption(&mut self, block: &'a Block, table: &'a Table, elem: ElemId, at: &Place) {
        if table.caption.is_empty() {
            return;
        }
        let caption = self.stick.elem(ElemRole::Caption, Some(elem), None);
        let voice = self.style().design.caption;
        let look = self.stick.look(&voice, &at.lang);
        let flow = self.caption(table.label.as_deref(), &table.caption, caption, &look);
        let mut slab = self.lines(&flow, &voice, at, Length::ZERO, block);
        (slab.grid, slab.whole, slab.keep_next, slab.below) = (false, true, true, self.leading() / 4);
        self.slabs.push(slab);
        self.wait_for_notes(at);
    }

    /// Sets the head or the body: its cells, row by row, in bands that no cell reaches out of.
    fn part(
        &mut self,
        role: ElemRole,
        rows: &'a [Row],
        elem: ElemId,
        fit: &Fit,
        table: &'a Table,
        at: &Place,
    ) -> Vec<Band> {
        if rows.is_empty() {
            return Vec::new();
        }
        let is_head = role == ElemRole::TableHead;
        let part = self.stick.elem(role, Some(elem), None);
        let mut cells = Vec::new();
        let mut placed = place(rows).into_iter().peekable();
        for row in 0..rows.len() {
            let row_elem = self.stick.elem(ElemRole::Row, Some(part), None);
            while let Some(Placed { column, cell, .. }) = placed.next_if(|placed| placed.row == row) {
                let (columns, rows) = (cell.columns, cell.rows);
                let role = match cell.head {
                    Some(HeadOf::Column) => ElemRole::Head { scope: Scope::Column, columns, rows },
                    Some(HeadOf::Row) => ElemRole::Head { scope: Scope::Row, columns, rows },
                    None => ElemRole::Cell { columns, rows },
                };
                let elem = self.stick.elem(role, Some(row_elem), None);
                let align = match table.columns.get(column).copied().unwrap_or_default() {
                    // What is the head of several columns stands in their middle.
                    _ if is_head && columns > 1 => Align::Center,
                    Column::Start => Align::Start,
                    Column::Center => Align::Center,
                    Column::End => Align::End,
                };
                let columns = (column, usize::from(columns));
                let slabs = self.cell(cell, elem, align, fit.span(columns.0, columns.1), &fit.form, at);
                cells.push(SetCell::new(row, usize::from(rows), columns, slabs));
            }
        }
        bands(rows.len(), cells)
    }

    /// Makes up the rows: rules above and below the head and at the end, space between, tall rows in pieces.
    fn made_up(&self, block: &Block, head: Vec<Band>, body: Vec<Band>, left: Length, fit: &Fit) -> Slab {
        let (size, leading, width) = (fit.form.size, fit.form.leading, fit.width());
        let page = self.leading() * self.style().lines_a_page();
        let beside = BESIDE_RULE.at(size);
        let (heavy, light) = (HEAVY.at(size), LIGHT.at(size));
        // Rows of several lines are told apart by more.
        let mut cells = head.iter().chain(&body).flat_map(|band| &band.cells);
        let single = cells.all(|cell| cell.rows == 1 && cell.height() <= leading);
        let between = fit.form.between + if single { Length::ZERO } else { leading / 4 };
        let rule = |x: Length, y: Length, width: Length, thick: Length| {
            let area = Rect { origin: Point { x, y }, size: Size { width, height: thick } };
            Item::Rule { area, ink: Ink::Black, mark: Mark::Artifact(ArtifactKind::Other) }
        };
        let whole = |y: Length, thick: Length| rule(left, y, width, thick);
        let high = |lines: &[Line]| lines.iter().map(|line| line.height).sum::<Length>();
        // A head as high as half a page is not set again.
        let again = |head: &[Line]| Some(high(head)).filter(|high| *high * 2 < page).unwrap_or_default();
        let mut lines: Vec<Line> = Vec::new();
        let count = head.len() + body.len();
        let heads = head.len();
        // The line with which the body begins.
        let mut begins = 0;
        let mut src = TextPos { chapter: self.stick.chapter, block: block.index, offset: 0 };
        for (at, band) in head.into_iter().chain(body).enumerate() {
            let (first, last, is_head) = (at == 0, at + 1 == count, at < heads);
            let ends_head = is_head && at + 1 == heads;
            let above = match (first, at == heads) {
                (true, _) => heavy + beside,
                (false, true) => beside,
                (false, false) => between,
            };
            let below = match (last, ends_head) {
                (true, _) => beside + heavy,
                (false, true) => beside + light,
                (false, false) => Length::ZERO,
            };
            let most = page - again(&lines[..begins]);
            let made = band.set(&rows::Form { above, below, between, leading, most, sinks: is_head }, &mut src);
            let mut pieces = made.lines;
            if first && let Some(line) = pieces.first_mut() {
                line.items.push(whole(-line.height, heavy));
            }
            if let Some(line) = pieces.last_mut().filter(|_| last) {
                line.items.push(whole(-heavy, heavy));
            } else if let Some(line) = pieces.last_mut().filter(|_| ends_head) {
                line.items.push(whole(-light, light));
            }
            if is_head {
                begins = lines.len() + pieces.len();
            }
            if is_head && let Some(line) = pieces.last_mut() {
                // A cell over several columns is tied to them by a rule of its own.
                for (bottom, (column, columns)) in made.spans {
                    let (x, width) = fit.span(column, columns);
                    line.items.push(rule(left + x, bottom + between / 2 - line.height, width, light));
                }
            }
            lines.append(&mut pieces);
        }
        // A head is not parted from the first row.
        let end = lines.len();
        lines[..begins.min(end.saturating_sub(1))].iter_mut().for_each(|line| line.keep = true);
        // A single low row stands neither at the foot of a page nor at the top of the next.
        let low = |line: &Line| line.height <= leading * 3;
        if end > begins + 1 && low(&lines[begins]) {
            lines[begins].keep = true;
        }
        if end > begins + 1 && low(&lines[end - 1]) {
            lines[end - 2].keep = true;
        }
        let head = &lines[..begins];
        let again = if again(head) > Length::ZERO { head.iter().map(Line::again).collect() } else { Vec::new() };
        let site = self.stick.site(block.span);
        let slab = self.slab(Vec::new(), 0, block.index, site);
        // What takes less than a quarter of a page is not divided.
        let whole = high(&lines) * 4 < page;
        Slab { kind: SlabKind::Table { rows: lines, again }, whole, ..slab }
    }

    /// Gives a table space around it, so that the slabs from `begins` on take whole leadings.
    fn around(&mut self, begins: usize) {
        let lead = self.leading();
        let slabs = &mut self.slabs[begins..];
        let own: Length = slabs.iter().flat_map(Slab::lines).map(|line| line.height + line.depth).sum();
        let inside: Length = slabs.windows(2).map(|pair| pair[0].below.max(pair[1].above)).sum();
        let rest = (own + inside + lead).round_up_to(lead) - own - inside;
        if let Some(first) = slabs.first_mut() {
            first.above = rest / 2;
        }
        if let Some(last) = slabs.last_mut() {
            last.below = rest - rest / 2;
        }
    }
}

/// How a finding names a table: by its caption, or by its first words.
fn name(table: &Table) -> String {
    let short = |words: &str| words.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    let caption = short(&plain_text(&table.caption));
    if !caption.is_empty() {
        return format!("the table '{caption}'");
    }
    let mut words = String::new();
    for cell in table.cells().take(3) {
        words.push_str(&plain_blocks(&cell.blocks));
        words.push(' ');
    }
    format!("the table of {} columns that begins with '{}'", table.columns.len(), short(&words))
}
