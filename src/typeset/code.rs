//! Blocks of code.

use unicode_width::UnicodeWidthChar;

use super::blocks::{Place, Setter, as_artifacts, ends_in_colon};
use super::breaker::Measure;
use super::galley::{Ground, Line};
use super::inline::{Flow, lay_flat, plain_flow, push};
use super::makeup::shifted;
use super::paragraph::{Form, set};
use super::stick::Look;
use crate::base::{Em, Length, Point};
use crate::model::{Block, CodePiece, Listing, plain_text};
use crate::page::{ElemId, ElemRole, Ink, Item};
use crate::style::{Align, TokenLook};

/// The columns of a tab stop in code.
const TAB: usize = 4;
/// How many columns further in than its line a turned part stands; its mark stands in them.
const TURN: usize = 2;
/// Code of no more lines is kept on one page where there is another way.
const FEW: usize = 8;
/// How far a ground reaches beyond the code at the sides, in ems of running text.
const BESIDE: Em = Em::milli(400);
/// Wider than any number.
const WIDE: Length = Length::pt(100_000);
/// Columns between the numbers of lines and the lines.
const GUTTER: usize = 2;

/// What the lines of one block share.
struct Page<'p> {
    place: &'p Place,
    block: &'p Block,
    elem: ElemId,
    look: Look,
    /// How wide a column is.
    advance: Length,
    /// Where code begins, and how many columns there are.
    left: Length,
    columns: usize,
}

/// What stands to the left of a line of code and is no part of it: a number, or the mark of a turn.
struct Sign {
    items: Vec<Item>,
    width: Length,
}

impl Sign {
    /// Puts it before what is painted in `line`, so that it ends at `right`.
    fn beside(self, line: &mut Line, right: Length) {
        let by = Point { x: right - self.width, y: Length::ZERO };
        line.items.splice(0..0, self.items.into_iter().map(|item| shifted(item, by, 0)));
    }
}

impl<'a> Setter<'_, 'a> {
    /// A block of code: its lines as they are, the longer ones turned.
    pub(super) fn code(&mut self, block: &'a Block, code: &'a Listing, place: &Place) {
        let site = self.stick.site(block.span);
        if let Some(before) = self.slabs.last_mut().filter(|before| ends_in_colon(before)) {
            before.leads_in = true;
        }
        let mut src = self.code_title(block, code, place);
        let titled = src > 0;
        let voice = self.style().design.code_block;
        let elem = self.stick.elem(ElemRole::CodeBlock, Some(place.parent), site);
        let look = self.stick.look(&voice, &place.lang);
        let own = self.stick.case.fonts.advance(self.stick.font(&look), 'x');
        let advance = (own + look.tracking).at(look.size);
        let lines = code.lines();
        let mut page = Page { place, block, elem, look, advance, left: place.left, columns: usize::MAX };
        let mut numbers = Vec::new();
        if let Some(first) = code.first_number {
            let numbered = (0..lines.len() as u64).map(|at| first.saturating_add(at).to_string());
            numbers = numbered.map(|number| self.sign(&page, &number)).collect();
            let widest = numbers.iter().map(|number| number.width).max().unwrap_or_default();
            page.left += widest + advance * GUTTER as i64;
        }
        let mut numbers = numbers.into_iter();
        let width = self.style().measure() - page.left - place.right;
        if advance.0 > 0 {
            page.columns = (width.0 / advance.0).max(8) as usize;
        }
        let mut all: Vec<Line> = Vec::new();
        for pieces in &lines {
            let mut set = self.code_line(&page, pieces, src);
            if let (Some(number), Some(line)) = (numbers.next(), set.first_mut()) {
                number.beside(line, page.left - advance * GUTTER as i64);
            }
            src += pieces.iter().map(|(text, _)| text.len() as u32).sum::<u32>() + 1;
            all.append(&mut set);
        }
        // Code is never divided so that a single line stands alone, and a few lines hardly ever.
        let count = all.len();
        if count > 1 {
            all[0].keep = true;
            all[count - 2].keep = true;
        }
        if let (Some(anchor), Some(line), false) = (&block.anchor, all.first_mut(), titled) {
            line.anchors.push(anchor.clone());
        }
        let mut slab = self.slab(all, 0, block.index, site);
        slab.grid = place.grid;
        slab.together = count <= FEW;
        slab.ground = self.ground(place, titled);
        slab.above = if titled { Length::ZERO } else { self.leading() / 2 };
        slab.below = self.leading() / 2;
        self.slabs.push(slab);
        self.fresh = true;
    }

    /// What code stands on, where the design has it.
    fn ground(&self, place: &Place, titled: bool) -> Option<Ground> {
        let tint = self.style().design.code_ground_percent;
        let (beside, beyond) = (self.em(BESIDE), self.leading() / 4);
        let width = self.style().measure() - place.left - place.right + beside * 2;
        let above = if titled { Length::ZERO } else { beyond };
        (tint > 0).then_some(Ground { x: place.left - beside, width, beyond: [above, beyond], tint })
    }

    /// The line above a block of code, where it has one; how many bytes of the block's plain text it takes.
    fn code_title(&mut self, block: &'a Block, code: &'a Listing, place: &Place) -> u32 {
        if code.title.is_empty() {
            return 0;
        }
        let elem = self.stick.elem(ElemRole::Caption, Some(place.parent), None);
        let voice = self.style().design.code_title;
        let look = self.stick.look(&voice, &place.lang);
        let flow = lay_flat(self.stick, &code.title, elem, &look, 0);
        let mut slab = self.lines(&flow, &voice, place, Length::ZERO, block);
        (slab.above, slab.whole, slab.keep_next) = (self.leading() / 2, true, true);
        self.slabs.push(slab);
        plain_text(&code.title).len() as u32 + 1
    }

    /// A line of code whose text begins at byte `src` of the block's plain text, turned where it is too long.
    fn code_line(&mut self, page: &Page, pieces: &[CodePiece], mut src: u32) -> Vec<Line> {
        let text: String = pieces.iter().map(|(text, _)| *text).collect();
        let lead = columns_of(&text[..text.len() - text.trim_start().len()]).min(page.columns / 2);
        let mut lines: Vec<Line> = Vec::new();
        let (mut from, mut turned) = (0, false);
        loop {
            let indent = if turned { lead + TURN } else { 0 };
            let to = from + turn(&text[from..], (page.columns - indent).max(1));
            let flow = self.code_flow(page, pieces, from..to, src);
            let left = page.left + page.advance * indent as i64;
            // A column more than there is for a space that hangs, and one for rounding.
            let width = page.advance * (page.columns - indent + 2) as i64;
            let mut set = self.set_code(page, &flow, Measure { indent: left, width });
            set.iter_mut().for_each(plain_spaces);
            if let Some(line) = set.first_mut().filter(|_| turned) {
                self.sign(page, "⮡").beside(line, left);
            }
            lines.append(&mut set);
            src += (to - from) as u32;
            if to == text.len() {
                break;
            }
            (from, turned) = (to, true);
        }
        // The first turn stands on the page of the line it belongs to.
        if turned && let Some(line) = lines.first_mut() {
            line.keep = true;
        }
        lines
    }

    /// The bytes `range` of a line as a flow, each piece in its look.
    fn code_flow(&self, page: &Page, pieces: &[CodePiece], range: std::ops::Range<usize>, src: u32) -> Flow {
        let tokens = self.style().design.tokens;
        let site = self.stick.site(page.block.span);
        let mut flow = Flow { plain: src, ..Flow::default() };
        let (mut start, mut column) = (0, 0);
        for (text, class) in pieces {
            let end = start + text.len();
            let (from, to) = (range.start.clamp(start, end), range.end.clamp(start, end));
            let shown = spaced(&text[from - start..to - start], &mut column);
            let look = match class {
                Some(class) => self.inked(&page.look, tokens.of(*class)),
                None => page.look.clone(),
            };
            flow.plain = src + from.saturating_sub(range.start) as u32;
            push(&mut flow, &shown, page.elem, &look, true, site);
            start = end;
        }
        if flow.text.is_empty() {
            // An empty line is kept by a space.
            push(&mut flow, " ", page.elem, &page.look, true, site);
        }
        flow
    }

    fn inked(&self, look: &Look, token: TokenLook) -> Look {
        let day = token.day;
        let ink = if self.style().colour { Ink::Rgb(day.0, day.1, day.2) } else { look.ink };
        Look { ink, bold: look.bold || token.bold, italic: look.italic || token.italic, ..look.clone() }
    }

    /// Sets what is no part of the code, as wide as it is.
    fn sign(&mut self, page: &Page, words: &str) -> Sign {
        let look = self.inked(&page.look, self.style().design.tokens.margin);
        let flow = plain_flow(words, page.elem, &look, false);
        let mut set = self.set_code(page, &flow, Measure { indent: Length::ZERO, width: WIDE });
        set.iter_mut().for_each(as_artifacts);
        let items: Vec<Item> = set.into_iter().flat_map(|line| line.items).collect();
        let ends = items.iter().map(|item| match item {
            Item::Glyphs(run) => run.origin.x + run.width(),
            Item::Rule { .. } | Item::Image { .. } | Item::Path(_) | Item::Anchor { .. } => Length::ZERO,
        });
        Sign { width: ends.max().unwrap_or_default(), items }
    }

    fn set_code(&mut self, page: &Page, flow: &Flow, measure: Measure) -> Vec<Line> {
        let site = self.stick.site(page.block.span);
        let leading = page.place.leading;
        // Code runs from left to right in every language.
        let form =
            Form { measures: &[measure], align: Align::Start, rtl: false, leading, block: page.block.index, site };
        set(self.stick, flow, &form).lines
    }
}

/// Where a line of code that has `room` columns is turned, in bytes: behind the last space of its second half, or behind
/// a sign that ends something there, or else where the room ends.
fn turn(line: &str, room: usize) -> usize {
    let (mut column, mut space, mut sign) = (0, None, None);
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let closes = matches!(before, ',' | ';' | '(' | '[' | '{' | '|' | '&' | '/' | '=' | '+' | ':');
        if closes && c.is_alphanumeric() && column > room / 2 {
            sign = Some(at);
        }
        column += width_at(c, column);
        // A space may hang.
        if c == ' ' && column > room / 2 && column <= room + 1 {
            space = Some(at + 1);
        }
        if column > room {
            return space.or(sign).unwrap_or(at).max(line.chars().next().map_or(0, char::len_utf8));
        }
        before = c;
    }
    line.len()
}

/// How many columns a character takes in `column`.
fn width_at(c: char, column: usize) -> usize {
    if c == '\t' { TAB - column % TAB } else { c.width().unwrap_or(0) }
}

fn columns_of(text: &str) -> usize {
    text.chars().fold(0, |column, c| column + width_at(c, column))
}

/// A piece of code that begins in `column` with tabs as spaces, none of which is a place to break.
fn spaced(piece: &str, column: &mut usize) -> String {
    let mut shown = String::with_capacity(piece.len());
    for c in piece.chars() {
        let width = width_at(c, *column);
        match c {
            '\t' => shown.extend(std::iter::repeat_n('\u{a0}', width)),
            ' ' => shown.push('\u{a0}'),
            _ => shown.push(c),
        }
        *column += width;
    }
    shown
}

/// No-break spaces that stood for the spaces of code become spaces again.
fn plain_spaces(line: &mut Line) {
    for item in &mut line.items {
        let Item::Glyphs(run) = item else { continue };
        if !run.text.contains('\u{a0}') {
            continue;
        }
        let starts: Vec<usize> = run.text.match_indices('\u{a0}').map(|(at, _)| at).collect();
        let moved = |at: u32| at - starts.iter().filter(|start| (**start as u32) < at).count() as u32;
        for glyph in &mut run.glyphs {
            glyph.cluster = moved(glyph.cluster.start)..moved(glyph.cluster.end);
        }
        run.text = run.text.replace('\u{a0}', " ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_turned_at_a_space_near_the_end_or_where_the_room_ends() {
        let turned = |line: &'static str| line.split_at(turn(line, 10));
        assert_eq!(turned("let a = b;"), ("let a = b;", ""));
        assert_eq!(turned("let abc = d + e;"), ("let abc = ", "d + e;"));
        assert_eq!(turned("a bcdefghijklm"), ("a bcdefghi", "jklm"));
        assert_eq!(turned("漢字漢字漢字"), ("漢字漢字漢", "字"));
        assert_eq!(turned("abcdef(gh, ij)"), ("abcdef(gh, ", "ij)"));
        assert_eq!(turned("abcdef(ghijkl)"), ("abcdef(", "ghijkl)"));
        assert_eq!(turned("\t\t\tdeep"), ("\t\t", "\tdeep"));
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        let mut column = 0;
        assert_eq!(spaced("\ta", &mut column), "\u{a0}\u{a0}\u{a0}\u{a0}a");
        assert_eq!(spaced("\tb", &mut column), "\u{a0}\u{a0}\u{a0}b");
    }
}
