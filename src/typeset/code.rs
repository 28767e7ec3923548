//! Blocks of code.

use unicode_width::UnicodeWidthChar;

use super::blocks::{Place, Setter, as_artifacts};
use super::breaker::Measure;
use super::galley::Line;
use super::inline::{Flow, plain_flow, push};
use super::paragraph::{Form, set};
use crate::base::Length;
use crate::model::Block;
use crate::page::{ElemRole, Item};
use crate::style::Align;

impl<'a> Setter<'_, 'a> {
    /// A block of code: its lines as they are, the longer ones turned.
    pub(super) fn code(&mut self, block: &'a Block, text: &str, place: &Place) {
        let voice = self.style().design.code_block;
        let site = self.stick.site(block.span);
        let elem = self.stick.elem(ElemRole::CodeBlock, Some(place.parent), site);
        let look = self.stick.look(&voice, &place.lang);
        let advance = self.stick.case.fonts.advance(self.stick.font(&look), 'x').at(look.size);
        let width = self.style().measure() - place.left - place.right;
        let columns = if advance.0 > 0 { (width.0 / advance.0).max(8) as usize } else { usize::MAX };
        let measure = Measure { indent: place.left, width };
        let mut all: Vec<Line> = Vec::new();
        let mut src = 0;
        for source_line in text.split('\n') {
            let mut rest = source_line;
            let (begins, mut turned) = (all.len(), false);
            loop {
                let room = if turned { columns - 2 } else { columns };
                let (piece, after) = rest.split_at(turn(rest, room));
                let mut flow = Flow { plain: src, ..Flow::default() };
                // An empty line is kept by a space.
                let shown = if piece.is_empty() { " ".to_string() } else { spaced(piece) };
                let bytes = piece.len() as u32;
                push(&mut flow, &shown, elem, &look, true, site);
                src += bytes;
                let indent = if turned { advance * 2 } else { Length::ZERO };
                let measure = Measure { indent: measure.indent + indent, width: measure.width - indent + advance };
                let form = Form {
                    measures: &[measure],
                    align: Align::Start,
                    leading: place.leading,
                    block: block.index,
                    site,
                };
                let mut lines = set(self.stick, &flow, &form).lines;
                for line in &mut lines {
                    plain_spaces(line);
                }
                if turned {
                    let mark = plain_flow("↪", elem, &look, false);
                    let form = Form { measures: &[Measure { indent: place.left, width }], ..form };
                    let mut turn = set(self.stick, &mark, &form).lines;
                    if let (Some(sign), Some(line)) = (turn.first_mut(), lines.first_mut()) {
                        as_artifacts(sign);
                        sign.items.append(&mut line.items);
                        line.items = std::mem::take(&mut sign.items);
                    }
                }
                all.append(&mut lines);
                if after.is_empty() {
                    break;
                }
                (rest, turned) = (after, true);
            }
            // The first turn stands on the page of the line it belongs to.
            if turned && let Some(line) = all.get_mut(begins) {
                line.keep = true;
            }
            src += 1;
        }
        // Code is never divided so that a single line stands alone.
        let count = all.len();
        if count > 1 {
            all[0].keep = true;
            all[count - 2].keep = true;
        }
        if let (Some(anchor), Some(line)) = (&block.anchor, all.first_mut()) {
            line.anchors.push(anchor.clone());
        }
        let mut slab = self.slab(all, 0, block.index, site);
        slab.grid = place.grid;
        (slab.above, slab.below) = (self.leading() / 2, self.leading() / 2);
        self.slabs.push(slab);
        self.fresh = true;
    }
}

/// The columns of a tab stop in code.
const TAB: usize = 4;

/// Where a line of code that has `room` columns is turned, in bytes: behind the last space of its second half, or
/// else where the room ends.
fn turn(line: &str, room: usize) -> usize {
    let (mut column, mut space) = (0, None);
    for (at, c) in line.char_indices() {
        column += if c == '\t' { TAB - column % TAB } else { c.width().unwrap_or(0) };
        if column > room {
            return space.unwrap_or(at).max(line.chars().next().map_or(0, char::len_utf8));
        }
        if c == ' ' && column > room / 2 {
            space = Some(at + 1);
        }
    }
    line.len()
}

/// A piece of code with tabs as spaces, none of which is a place to break.
fn spaced(piece: &str) -> String {
    let mut shown = String::with_capacity(piece.len());
    let mut column = 0;
    for c in piece.chars() {
        let columns = if c == '\t' { TAB - column % TAB } else { 1 };
        shown.extend(std::iter::repeat_n(if matches!(c, ' ' | '\t') { '\u{a0}' } else { c }, columns));
        column += columns;
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
        assert_eq!(turned("\t\t\tdeep"), ("\t\t", "\tdeep"));
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(spaced("\ta\tb"), "\u{a0}\u{a0}\u{a0}\u{a0}a\u{a0}\u{a0}\u{a0}b");
    }
}
