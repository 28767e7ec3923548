//! From a flow to nodes: what a paragraph is made of, ready for the breaker.

use std::ops::Range;

use unicode_bidi::Level;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::breaks;
use super::hyphen;
use super::ideographs::{self, Class, Trim};
use super::inline::{Flow, INSET};
use super::node::{FILL, FORBIDDEN, FORCED, Node};
use super::paragraph::Form;
use super::parts::{HYPHENS, NAME, WRITTEN_HYPHEN, add_part, hangs};
use super::shape::{Cut, CutId, WordId};
use super::squares::{Gap, Squares, in_squares, square};
use super::stick::Stick;
use crate::base::{Code, Em, Length, Site, limits};
use crate::page::FontId;
use crate::style::{Align, Typeface};

/// The natural space of justified lines.
const NATURAL: Em = Em::milli(225);

/// A piece of a word in one look, script, direction and font.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its first byte in the flow.
    pub start: usize,
    pub end: usize,
    pub word: WordId,
    pub cut: CutId,
    /// The piece in which it begins.
    pub piece: usize,
    pub level: Level,
}

/// What a node shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown {
    Nothing,
    /// Bytes of a part, counted from its start.
    Part {
        part: usize,
        from: usize,
        to: usize,
    },
    /// A space: its byte in the flow, and the piece.
    Space {
        at: usize,
        piece: usize,
        font: FontId,
        level: Level,
    },
    /// What stands between two squares, and is no text.
    Between {
        level: Level,
    },
    /// An inset, by its index in the flow.
    Inset {
        inset: usize,
        level: Level,
    },
}

/// A paragraph on its way to lines.
#[derive(Default)]
pub(super) struct Matter {
    pub nodes: Vec<Node>,
    pub shown: Vec<Shown>,
    pub parts: Vec<Part>,
}

impl Matter {
    fn clear(&mut self) {
        self.nodes.clear();
        self.shown.clear();
        self.parts.clear();
    }

    /// What stands between what was pushed last and what comes: a place where a line may end, or a gap, or both.
    fn joint(&mut self, (text, at): (&str, usize), may_break: bool, gap: Option<Gap>, level: Level) {
        match gap {
            Some(Gap { width, stretch, shrink }) if may_break || width.0 + stretch.0 > 0 => {
                if !may_break {
                    self.push(Node::Penalty { cost: FORBIDDEN }, Shown::Nothing);
                }
                self.push(Node::Glue { width, stretch, shrink }, Shown::Between { level });
            }
            Some(_) => {}
            None => {
                if let (true, Some(Node::Box { hang_right, .. })) = (may_break, self.nodes.last().copied()) {
                    self.push(between(text, at, hang_right), Shown::Nothing);
                }
            }
        }
    }

    pub fn push(&mut self, node: Node, shown: Shown) {
        self.nodes.push(node);
        self.shown.push(shown);
    }
}

pub(super) fn matter(stick: &mut Stick, flow: &Flow, form: &Form) -> Matter {
    let text = flow.text.as_str();
    // Nearly all characters that fill squares are from here on.
    let squared = text.bytes().any(|byte| byte >= 0xe3);
    let mut opportunities =
        if squared { breaks::opportunities(&in_squares(flow)) } else { breaks::opportunities(text) };
    if !flow.held.is_empty() {
        let mut held: Vec<usize> = flow.held.iter().flat_map(|held| held.start + 1..held.end).collect();
        held.sort_unstable();
        opportunities.retain(|at| held.binary_search(at).is_err());
    }
    let levels = breaks::levels(text, form.rtl, &apart(flow, form.rtl));
    let level_at = |at: usize| levels.get(at).copied().unwrap_or(Level::ltr());
    let mut matter = std::mem::take(&mut stick.matter);
    matter.clear();
    let (mut at, mut piece, mut next_break, mut next_inset) = (0, 0, 0, 0);
    let mut last_cut: Option<(usize, [u8; 4], bool, Cut, CutId)> = None;
    // The font and the space of a piece.
    let mut spaces: Option<(usize, FontId, Em)> = None;
    let mut script = *b"Latn";
    // What stands right before, and the piece's customs and font for squares, in a text that has any.
    let (mut beside, mut own): (Option<Class>, Option<Squares>) = (None, None);
    let narrowest = form.measures.iter().map(|measure| measure.width).min().filter(|_| stick.divide_anywhere);
    while let Some(c) = text[at..].chars().next() {
        while flow.pieces[piece].range.end <= at {
            piece += 1;
        }
        let look = &flow.pieces[piece].look;
        if is_space(c) {
            beside = None;
            let (_, font, own) = match spaces {
                Some(known) if known.0 == piece => known,
                _ => {
                    let font = stick.font(look);
                    *spaces.insert((piece, font, stick.case.fonts.advance(font, ' ')))
                }
            };
            let shown = Shown::Space { at, piece, font, level: level_at(at) };
            at += c.len_utf8();
            while next_break < opportunities.len() && opportunities[next_break] < at {
                next_break += 1;
            }
            if c == '\n' {
                matter.push(Node::Penalty { cost: FORBIDDEN }, Shown::Nothing);
                matter.push(Node::Glue { width: Length::ZERO, stretch: FILL, shrink: Length::ZERO }, Shown::Nothing);
                matter.push(Node::Penalty { cost: FORCED }, shown);
                continue;
            }
            let follows = matches!(matter.nodes.last(), Some(Node::Glue { .. }));
            let may_break = c != '\u{a0}' && opportunities.get(next_break) == Some(&at);
            let width = if follows && look.face != Typeface::Code {
                Length::ZERO
            } else {
                // A font's own space suits ragged lines; in justified ones a quarter of an em divides most evenly.
                let even = form.align == Align::Justify && look.face != Typeface::Code;
                let own = if c == IDEOGRAPHIC_SPACE { Em::ONE } else { own };
                (if even { own.max(NATURAL) } else { own } + look.tracking).at(look.size)
            };
            let fixed = form.align != Align::Justify || look.face == Typeface::Code;
            // Readers such as poppler take a gap of 0.15 em for none, so a natural space does not shrink quite as far, not
            // even behind a letter that is spaced more closely.
            let (stretch, shrink) =
                if fixed { (Length::ZERO, Length::ZERO) } else { (width / 2, width.scale(31, 100)) };
            if !may_break {
                let parted = stick.part_names && c == '\u{a0}' && ties_name(text, at - c.len_utf8());
                matter.push(Node::Penalty { cost: if parted { NAME } else { FORBIDDEN } }, Shown::Nothing);
            } else if form.align != Align::Justify
                && look.face != Typeface::Code
                && is_small(&text[..at - c.len_utf8()])
            {
                // Ragged lines have a choice: a small word leans on what follows, and would stand out at a line's end.
                matter.push(Node::Penalty { cost: SMALL_WORD }, Shown::Nothing);
            } else if !matches!(matter.nodes.last(), Some(Node::Box { .. })) {
                // A break falls on glue behind a box; behind anything else it needs a place of its own.
                matter.push(Node::Penalty { cost: 0 }, Shown::Nothing);
            }
            matter.push(Node::Glue { width, stretch, shrink }, shown);
            continue;
        }
        let inset_at = flow.insets.get(next_inset).map_or(text.len(), |(at, _)| *at);
        if at == inset_at {
            beside = None;
            if opportunities.binary_search(&at).is_ok() && matches!(matter.nodes.last(), Some(Node::Box { .. })) {
                matter.push(Node::Penalty { cost: 0 }, Shown::Nothing);
            }
            let inset = &flow.insets[next_inset].1;
            let (none, width) = (Length::ZERO, inset.width + inset.space);
            let node = Node::Box { width, expand: none, track: none, hang_left: none, hang_right: none };
            matter.push(node, Shown::Inset { inset: next_inset, level: level_at(at) });
            if let Some(cost) = inset.cost {
                let pre = -inset.space;
                let node =
                    Node::Discretionary { pre, post: none, cost, flagged: false, added: false, hang_right: none };
                matter.push(node, Shown::Nothing);
            }
            at += INSET.len();
            next_inset += 1;
            continue;
        }
        // The word up to the next space or inset, cut where its look, its direction or its script changes.
        let word_end = text[at..inset_at].find(is_space).map_or(inset_at, |found| at + found);
        while at < word_end {
            while flow.pieces[piece].range.end <= at {
                piece += 1;
            }
            let look = &flow.pieces[piece].look;
            let mut last = piece;
            while flow.pieces[last].range.end < word_end && flow.pieces[last + 1].look == *look {
                last += 1;
            }
            let mut limit = flow.pieces[last].range.end.min(word_end);
            let level = level_at(at);
            if squared && look.face != Typeface::Code {
                let squares = match own {
                    Some(squares) if squares.piece == piece => squares,
                    _ => *own.insert(Squares::new(stick, flow, piece)),
                };
                let class =
                    |at: usize| ideographs::class(text[..at].chars().next_back(), &text[at..limit], squares.custom);
                if let Some(class) = class(at) {
                    while opportunities.get(next_break).is_some_and(|o| *o < at) {
                        next_break += 1;
                    }
                    let may_break = opportunities.get(next_break) == Some(&at);
                    let end = at + text[at..limit].graphemes(true).next().map_or(limit - at, str::len);
                    if let Some((part, class)) = square(stick, flow, &squares, at..end, class, level) {
                        let gap = beside.map(|before| Gap::new(before, class, look.size, form.align));
                        matter.joint((text, at), may_break, gap, level);
                        let word = stick.shaper.get(part.word).width.at(look.size);
                        let hang = if class == Class::Stop && hangs(stick, look) { word } else { Length::ZERO };
                        let none = Length::ZERO;
                        let node =
                            Node::Box { width: word, expand: none, track: none, hang_left: none, hang_right: hang };
                        matter.push(node, Shown::Part { part: matter.parts.len(), from: 0, to: end - at });
                        matter.parts.push(part);
                        beside = Some(class);
                    }
                    at = end;
                    continue;
                }
                let next =
                    text[at..limit].char_indices().skip(1).map(|(by, _)| at + by).find(|at| class(*at).is_some());
                limit = next.unwrap_or(limit);
            }
            let (end, own) = same_script(&text[at..limit], |byte| level_at(at + byte) == level);
            script = own.unwrap_or(script);
            let end = at + end;
            let rtl = level.is_rtl();
            let fresh = !matches!(&last_cut, Some((p, s, r, ..)) if *p == piece && *s == script && *r == rtl);
            if fresh {
                let cut = Cut {
                    font: stick.font(look),
                    small_caps: look.small_caps,
                    lining: look.lining,
                    tabular: look.tabular,
                    code: look.face == Typeface::Code,
                    tracking: look.tracking,
                    script,
                    rtl,
                    lang: look.lang.clone(),
                    trim: Trim::None,
                };
                let id = stick.shaper.cut(&cut);
                if look.hyphenate
                    && hyphen::patterns(&look.lang).is_none()
                    && hyphen::hyphenates(&look.lang)
                    && stick.reported.insert(look.lang.0.clone())
                {
                    let message = format!("there are no hyphenation patterns for the language '{}'", look.lang.0);
                    stick.diags.push(Code::NoPatterns, flow.pieces[piece].site, message);
                }
                last_cut = Some((piece, script, rtl, cut, id));
            }
            let (.., wanted, id) = last_cut.as_ref().expect("set above");
            let mut add = |stick: &mut Stick, start: usize, end: usize, cut: CutId, word: WordId| {
                while opportunities.get(next_break).is_some_and(|o| *o < start) {
                    next_break += 1;
                }
                let may_break = opportunities.get(next_break) == Some(&start);
                next_break += usize::from(may_break);
                // A mark of a note keeps to what it marks.
                let letter = |c: char| c.is_alphanumeric() && look.raise == Length::ZERO;
                let joined = beside.filter(|before| *before != Class::Other && text[start..].starts_with(letter));
                let gap = joined.map(|before| Gap::new(before, Class::Other, look.size, form.align));
                matter.joint((text, start), may_break, gap, level);
                beside = (squared && text[..end].ends_with(letter)).then_some(Class::Other);
                let within = opportunities[next_break..].iter().take_while(|o| **o < end).count();
                let plain = &opportunities[next_break..next_break + within];
                next_break += within;
                let part = Part { start, end, word, cut, piece, level };
                let anywhere = narrowest.is_some_and(|least| least < stick.shaper.get(word).width.at(look.size));
                add_part(stick, &mut matter, text, part, plain, (anywhere, form.rtl), &flow.pieces[piece]);
            };
            // Most words of a text were met before.
            if let Some(word) = stick.shaper.known(*id, &text[at..end]) {
                add(stick, at, end, *id, word);
            } else {
                for (start, end, cut) in served(stick, &text[at..end], wanted, *id, flow.pieces[piece].site) {
                    for (start, end) in lengths_of(text, at + start, at + end) {
                        let word = stick.shaper.word(cut, &text[start..end]);
                        add(stick, start, end, cut, word);
                    }
                }
            }
            at = end;
        }
    }
    matter.push(Node::Penalty { cost: FORBIDDEN }, Shown::Nothing);
    matter.push(Node::Glue { width: Length::ZERO, stretch: FILL, shrink: Length::ZERO }, Shown::Nothing);
    matter.push(Node::Penalty { cost: FORCED }, Shown::Nothing);
    matter
}

/// The place between two parts, where a line may end: behind a hyphen as inside a part.
fn between(text: &str, at: usize, hang_right: Length) -> Node {
    if !text[..at].ends_with(HYPHENS) {
        return Node::Penalty { cost: 0 };
    }
    let (pre, post) = (Length::ZERO, Length::ZERO);
    Node::Discretionary { pre, post, cost: WRITTEN_HYPHEN, flagged: true, added: false, hang_right }
}

/// The parts of a flow that have a direction of their own, and whether that is from right to left. What is set into a line counts as
/// running from left to right: so do the pieces of a formula.
fn apart(flow: &Flow, rtl: bool) -> Vec<(Range<usize>, bool)> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    let around = flow.pieces.first().map(|piece| &piece.look.lang);
    for piece in &flow.pieces {
        let look = &piece.look;
        let own = match () {
            () if look.face == Typeface::Code || &flow.text[piece.range.clone()] == INSET => Some(false),
            () if Some(&look.lang) != around => Some(look.lang.right_to_left()).filter(|own| *own != rtl),
            () => None,
        };
        let Some(own) = own else { continue };
        match found.last_mut() {
            Some((range, last)) if range.end == piece.range.start && *last == own => range.end = piece.range.end,
            _ => found.push((piece.range.clone(), own)),
        }
    }
    found
}

/// The fonts that set a piece of a word: one for all of it where there is one, else one for each cluster.
fn served(stick: &mut Stick, text: &str, wanted: &Cut, id: CutId, site: Option<Site>) -> Vec<(usize, usize, CutId)> {
    // A sequence that asks for an emoji gets one.
    let pictorial = text.contains(['\u{fe0f}', '\u{20e3}']);
    let fonts = stick.case.fonts;
    let first = if pictorial { fonts.find("Noto Emoji", false, false) } else { None };
    let first = first.filter(|font| fonts.covers(*font, text)).unwrap_or(wanted.font);
    if let Some(font) = fonts.serving(first, text) {
        let cut = if font == wanted.font { id } else { stick.shaper.cut(&Cut { font, ..wanted.clone() }) };
        return vec![(0, text.len(), cut)];
    }
    let mut found: Vec<(usize, usize, CutId)> = Vec::new();
    for (at, cluster) in text.grapheme_indices(true) {
        let Some(font) = fonts.serving(wanted.font, cluster) else {
            missing(stick, cluster, site);
            continue;
        };
        let cut = stick.shaper.cut(&Cut { font, ..wanted.clone() });
        match found.last_mut() {
            Some(last) if last.1 == at && last.2 == cut => last.1 += cluster.len(),
            _ => found.push((at, at + cluster.len(), cut)),
        }
    }
    found
}

pub(super) fn missing(stick: &mut Stick, cluster: &str, site: Option<Site>) {
    if stick.reported.insert(cluster.to_string()) {
        stick.missing.push((cluster.to_string(), site));
    }
}

/// How far the same script and whatever `keeps` hold, and which script that is where a letter tells.
fn same_script(text: &str, keeps: impl Fn(usize) -> bool) -> (usize, Option<[u8; 4]>) {
    let mut own: Option<Script> = None;
    for (at, c) in text.char_indices() {
        if !keeps(at) {
            return (at, own.map(tag));
        }
        let script = if c.is_ascii_alphabetic() { Script::Latin } else { c.script() };
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        match own {
            Some(before) if before != script => return (at, own.map(tag)),
            _ => own = Some(script),
        }
    }
    (text.len(), own.map(tag))
}

fn tag(script: Script) -> [u8; 4] {
    script.short_name().as_bytes().try_into().unwrap_or(*b"Zyyy")
}

/// What it costs to end a ragged line behind a small word.
const SMALL_WORD: i64 = 60_000;

/// Whether a text ends in a word of one or two letters.
fn is_small(text: &str) -> bool {
    let word = text.rsplit(is_space).next().unwrap_or_default();
    word.chars().all(char::is_alphabetic) && (1..=2).contains(&word.chars().count())
}

/// Whether the space at byte `at` holds a name together: "Mr. Holmes", "J. Watson".
fn ties_name(text: &str, at: usize) -> bool {
    let word = text[..at].rsplit(is_space).next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    let next = text[at..].trim_start_matches(is_space);
    word.starts_with(char::is_uppercase) && word.ends_with('.') && next.starts_with(char::is_uppercase)
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\t' | '\n' | IDEOGRAPHIC_SPACE)
}

/// The space as wide as a square.
pub(super) const IDEOGRAPHIC_SPACE: char = '\u{3000}';

/// The bytes `start..end` of a text in lengths that a word's width can hold: nobody writes such words, but a file may.
fn lengths_of(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut lengths = Vec::new();
    let mut from = start;
    while end - from > limits::WORD_BYTES {
        let cut = (from..=from + limits::WORD_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(end);
        lengths.push((from, cut));
        from = cut;
    }
    lengths.push((from, end));
    lengths
}
