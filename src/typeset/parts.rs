//! A part of a word as boxes, the places between them where it may be divided, and how far its ends hang out of a line.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks;
use super::hyphen;
use super::inline::Piece;
use super::letters::{EXPANSION, UNIT};
use super::margin;
use super::matter::{Matter, Part, Shown};
use super::node::Node;
use super::shape::Division;
use super::stick::{Look, Stick};
use crate::base::{Em, Length};
use crate::page::Glyph;
use crate::style::Typeface;

/// What it costs to end a line at a hyphen that the author wrote.
pub(super) const WRITTEN_HYPHEN: i64 = 80_000;

/// The signs that an author writes for a hyphen.
pub(super) const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// What it costs to divide or part a name: as much as a line near the tolerance, and less than what forbids a break.
pub(super) const NAME: i64 = 900_000;

/// What it costs to divide a word where nothing but its width asks for it.
const ANYWHERE: i64 = 30_000_000;

/// A part's boxes and the places between them where it may be divided.
pub(super) fn add_part(
    stick: &mut Stick,
    matter: &mut Matter,
    text: &str,
    part: Part,
    plain: &[usize],
    (anywhere, rtl): (bool, bool),
    piece: &Piece,
) {
    let look = &piece.look;
    let words = &text[part.start..part.end];
    let index = matter.parts.len();
    // The same word is divided the same way wherever it stands, unless lines may end in it without that.
    let known = &stick.shaper.get(part.word).divisions[usize::from(look.hyphenate)];
    // In tables words with a capital are divided, too.
    let alike = plain.is_empty() && !anywhere && !look.ragged && !stick.part_names;
    let known = if alike { known.clone() } else { None };
    let divisions = known.unwrap_or_else(|| {
        let made: Arc<[Division]> = divided(stick, words, &part, plain, anywhere, piece).into();
        if alike {
            stick.shaper.divide(part.word, look.hyphenate, made.clone());
        }
        made
    });
    let none = Length::ZERO;
    let width = |from: Em, to: Em| (to - from).at(look.size);
    let (gives, unit) = (stick.gives(look), UNIT.at(look.size));
    let hangs = hangs(stick, look);
    let (hang_left, hang_right) = if hangs { hanging(stick, &part, words, rtl) } else { (Em::ZERO, Em::ZERO) };
    let add = |matter: &mut Matter, from: usize, to: usize, width: Length, letters: u32| {
        let hang_left = if from == 0 { hang_left.at(look.size) } else { none };
        let hang_right = if to == words.len() { hang_right.at(look.size) } else { none };
        let (expand, track) = if gives { (width / EXPANSION, unit * i64::from(letters)) } else { (none, none) };
        let node = Node::Box { width, expand, track, hang_left, hang_right };
        matter.push(node, Shown::Part { part: index, from, to });
    };
    let (mut from, mut x, mut letters) = (0, Em::ZERO, 0);
    for division in divisions.iter() {
        add(matter, from, division.at, width(x, division.here), division.letters - letters);
        let (pre, post) = (division.pre.at(look.size), division.post.at(look.size));
        let cost = division.cost;
        let hang_right = if hangs { division.hang.at(look.size) } else { none };
        let Division { flagged, added, .. } = *division;
        let node = Node::Discretionary { pre, post, cost, flagged, added, hang_right };
        matter.push(node, Shown::Nothing);
        (from, x, letters) = (division.at, division.here, division.letters);
    }
    let word = stick.shaper.get(part.word);
    add(matter, from, words.len(), width(x, word.width), word.letters - letters);
    matter.parts.push(part);
}

/// Whether what stands at the edges of a line hangs out of it: in justified text.
pub(super) fn hangs(stick: &Stick, look: &Look) -> bool {
    stick.case.style.microtypography && !look.ragged && look.face != Typeface::Code
}

/// How far a part hangs out where it begins a line, and where it ends one.
fn hanging(stick: &Stick, part: &Part, words: &str, rtl: bool) -> (Em, Em) {
    let glyphs = &stick.shaper.get(part.word).glyphs;
    // What runs against its paragraph may begin or end a line with either end.
    if part.level != breaks::base(rtl) {
        return (Em::ZERO, Em::ZERO);
    }
    let (first, last) = if rtl { (glyphs.last(), glyphs.first()) } else { (glyphs.first(), glyphs.last()) };
    let hang = |glyph: Option<&Glyph>, share: i64| glyph.map_or(Em::ZERO, |glyph| permille(glyph.advance, share));
    let left = words.chars().next().map_or(0, margin::left);
    let right = words.chars().next_back().map_or(0, margin::right);
    (if left > 0 { hang(first, left) } else { Em::ZERO }, if right > 0 { hang(last, right) } else { Em::ZERO })
}

fn permille(wide: Em, share: i64) -> Em {
    Em((i64::from(wide.0) * share / 1000) as i32)
}

/// Where a part may be divided: at the places that the text has, where its language hyphenates, and, if that is not
/// enough, anywhere.
fn divided(
    stick: &mut Stick,
    words: &str,
    part: &Part,
    plain: &[usize],
    anywhere: bool,
    piece: &Piece,
) -> Vec<Division> {
    let look = &piece.look;
    let mut places: Vec<(usize, bool)> =
        plain.iter().map(|at| (at - part.start, words[..at - part.start].ends_with('\u{ad}'))).collect();
    let mut named = false;
    if look.hyphenate {
        let book = &stick.case.style.hyphenation;
        let mut own = hyphen::divisions(words, &look.lang, look.ragged, book);
        if own.is_empty() && stick.part_names {
            own = hyphen::divisions(words, &look.lang, true, book);
            named = !own.is_empty();
        }
        places.extend(own.into_iter().map(|at| (at, true)));
        places.sort_unstable();
        places.dedup_by_key(|place| place.0);
    }
    let written = |at: usize| words[..at].ends_with(HYPHENS);
    let cost = |at| match () {
        () if written(at) => WRITTEN_HYPHEN,
        () if named => NAME,
        () => 0,
    };
    let mut places: Vec<(usize, bool, i64)> = places.into_iter().map(|(at, added)| (at, added, cost(at))).collect();
    if anywhere {
        let letters = words.grapheme_indices(true).map(|(at, _)| (at, false, ANYWHERE)).skip(1);
        places.extend(letters);
        places.sort_unstable_by_key(|(at, _, cost)| (*at, *cost));
        places.dedup_by_key(|place| place.0);
    }
    let mut found = Vec::with_capacity(places.len());
    for (at, added, cost) in places {
        let word = stick.shaper.get(part.word);
        let (here, letters) = (word.width_before(at), word.letters_before(at));
        let safe = word.safe.binary_search(&(at as u32)).is_ok();
        let whole = word.width;
        let pre = if added && safe && !words[..at].ends_with('\u{ad}') {
            stick.shaper.hyphened(part.cut, part.word, words, at)
        } else if added || !safe {
            let left = if added { format!("{}-", &words[..at]) } else { words[..at].to_string() };
            let left = stick.shaper.word(part.cut, &left);
            stick.shaper.get(left).width - here
        } else {
            Em::ZERO
        };
        let post = if safe {
            Em::ZERO
        } else {
            let right = stick.shaper.word(part.cut, &words[at..]);
            stick.shaper.get(right).width - (whole - here)
        };
        let last = if added { Some('-') } else { words[..at].chars().next_back() };
        let hang = last.map_or(Em::ZERO, |c| {
            let wide = stick.case.fonts.advance(stick.shaper.cut_of(part.cut).font, c);
            permille(wide, margin::right(c))
        });
        found.push(Division { at, flagged: added || written(at), added, cost, here, letters, pre, post, hang });
    }
    found
}
