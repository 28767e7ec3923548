//! What fills squares in a line: its gaps, its font, its marks.

use std::ops::Range;

use unicode_bidi::Level;

use super::ideographs::{self, Class, Custom};
use super::inline::Flow;
use super::matter::{Part, missing};
use super::shape::Cut;
use super::stick::Stick;
use crate::base::{Em, Length};
use crate::page::FontId;
use crate::style::Align;

/// What stands between two characters of which one at least fills a square.
pub(super) struct Gap {
    pub width: Length,
    pub stretch: Length,
    pub shrink: Length,
}

impl Gap {
    pub fn new(before: Class, after: Class, size: Length, align: Align) -> Gap {
        let (width, stretch, shrink) = ideographs::between(before, after);
        let gives = |em: Em| if align == Align::Justify { em.at(size) } else { Length::ZERO };
        Gap { width: width.at(size), stretch: gives(stretch), shrink: gives(shrink) }
    }
}

/// How a piece sets what fills squares.
#[derive(Clone, Copy)]
pub(super) struct Squares {
    pub piece: usize,
    pub custom: Option<Custom>,
    /// The font that has the text's first such letter: it sets the marks that Latin fonts have, too.
    font: FontId,
}

impl Squares {
    pub fn new(stick: &Stick, flow: &Flow, piece: usize) -> Squares {
        let look = &flow.pieces[piece].look;
        let custom = ideographs::custom(&look.lang);
        let wanted = stick.font(look);
        let letter = flow.text.char_indices().find(|(_, c)| *c >= '\u{3040}' && c.is_alphabetic());
        let letter = letter.map(|(at, c)| &flow.text[at..at + c.len_utf8()]);
        let font = letter.and_then(|letter| stick.case.fonts.native(wanted, letter, custom)).unwrap_or(wanted);
        Squares { piece, custom, font }
    }
}

/// A character that fills a square, or half of one; none, and a finding, where no font has it.
pub(super) fn square(
    stick: &mut Stick,
    flow: &Flow,
    squares: &Squares,
    range: Range<usize>,
    class: Class,
    level: Level,
) -> Option<(Part, Class)> {
    let piece = &flow.pieces[squares.piece];
    let (look, cluster) = (&piece.look, &flow.text[range.clone()]);
    let fonts = stick.case.fonts;
    let font = Some(squares.font).filter(|font| fonts.covers(*font, cluster));
    let Some(font) = font.or_else(|| fonts.native(squares.font, cluster, squares.custom)) else {
        missing(stick, cluster, piece.site);
        return None;
    };
    let c = cluster.chars().next()?;
    // A font whose marks are narrow already has nothing to leave out.
    let whole = fonts.advance(font, c) >= Em::milli(900);
    let class = if whole || class == Class::Full { class } else { Class::Full };
    let cut = Cut {
        font,
        small_caps: false,
        lining: look.lining,
        tabular: look.tabular,
        code: false,
        tracking: look.tracking,
        script: ideographs::script(c),
        rtl: level.is_rtl(),
        lang: look.lang.clone(),
        trim: class.trim(),
    };
    let cut = stick.shaper.cut(&cut);
    let word = stick.shaper.word(cut, cluster);
    Some((Part { start: range.start, end: range.end, word, cut, piece: squares.piece, level }, class))
}

/// The text with quotation marks that Latin shares as what they are in squares, so that lines end beside them alike.
pub(super) fn in_squares(flow: &Flow) -> String {
    let mut text = String::with_capacity(flow.text.len());
    for piece in &flow.pieces {
        let custom = ideographs::custom(&piece.look.lang);
        for (at, c) in flow.text[piece.range.clone()].char_indices() {
            let at = piece.range.start + at;
            let class = || ideographs::class(flow.text[..at].chars().next_back(), &flow.text[at..], custom);
            text.push(match c {
                '“' | '‘' if class() == Some(Class::Opening) => '「',
                '”' | '’' if class() == Some(Class::Closing) => '」',
                _ => c,
            });
        }
    }
    text
}
