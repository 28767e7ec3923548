//! A line: what the breaker put into it, painted from the measure's left edge on its own baseline.

use unicode_bidi::Level;

use super::breaker::Lines;
use super::breaks;
use super::galley::{Line, NoteMark, Setting};
use super::inline::{Flow, INSET};
use super::letters::{EXPANSION, UNIT, shares};
use super::matter::{Matter, Shown, is_space};
use super::node::{FORCED, Node};
use super::paragraph::Form;
use super::pen::{Pen, areas};
use super::picture;
use super::shape::Word;
use super::stick::Stick;
use crate::base::{Em, Length};
use crate::model::TextPos;
use crate::page::FontId;
use crate::style::Align;

/// How many letters of a line that does not fit a finding quotes.
const QUOTED: usize = 60;

/// A piece of a line before its order is known.
struct Slot {
    level: Level,
    what: What,
}

enum What {
    Part {
        part: usize,
        from: usize,
        to: usize,
        hyphen: bool,
    },
    /// `gives` is how far it stretches or shrinks at the ratio one.
    Space {
        at: usize,
        piece: usize,
        font: FontId,
        width: Length,
        gives: Length,
    },
    Inset {
        inset: usize,
    },
    /// A gap between squares.
    Between {
        width: Length,
        gives: Length,
    },
}

impl Slot {
    /// How wide it is where it is a space.
    fn space(&self) -> Length {
        match self.what {
            What::Space { width, .. } => width,
            What::Part { .. } | What::Inset { .. } | What::Between { .. } => Length::ZERO,
        }
    }
}

/// Paints the lines of a paragraph. The words of the first line that does not fit come back in `overfull`.
pub(super) fn paint(
    stick: &mut Stick,
    flow: &Flow,
    form: &Form,
    matter: &Matter,
    lines: &Lines,
    overfull: &mut Option<String>,
) -> Setting {
    let mut painted = Vec::with_capacity(lines.breaks.len());
    let mut from = 0;
    // Bytes up to which notes and anchors are placed.
    let mut placed = 0;
    for (number, end) in lines.breaks.iter().enumerate() {
        let divided = matches!(matter.nodes[end.at], Node::Discretionary { .. });
        let added = matches!(matter.nodes[end.at], Node::Discretionary { added: true, .. });
        let mut slots = Vec::new();
        let mut natural = Length::ZERO;
        let (mut first_byte, mut last_byte) = (None, placed);
        // What may grow or shrink counts the same way in the breaker.
        let growing = end.slack.0 > 0;
        let mut trailing = 0;
        // The space behind a break that is no space itself hangs at the line's end like others.
        let behind = match (matter.nodes[end.at], matter.nodes.get(end.at + 1)) {
            (Node::Penalty { cost }, Some(Node::Glue { .. })) => usize::from(cost > FORCED),
            _ => 0,
        };
        let stop = if divided { end.at } else { (end.at + 1 + behind).min(matter.nodes.len()) };
        for at in from..stop {
            let node = matter.nodes[at];
            match matter.shown[at] {
                Shown::Nothing => {}
                Shown::Part { part, from, to } => {
                    let p = &matter.parts[part];
                    first_byte = first_byte.or(Some(p.start + from));
                    last_byte = p.start + to;
                    match slots.last_mut() {
                        Some(Slot { what: What::Part { part: before, to: until, .. }, .. }) if *before == part => {
                            *until = to;
                        }
                        _ => slots.push(Slot { level: p.level, what: What::Part { part, from, to, hyphen: false } }),
                    }
                    trailing = slots.len();
                }
                Shown::Inset { inset, level } => {
                    let byte = flow.insets[inset].0;
                    first_byte = first_byte.or(Some(byte));
                    last_byte = byte + INSET.len();
                    slots.push(Slot { level, what: What::Inset { inset } });
                    trailing = slots.len();
                }
                Shown::Between { level } => {
                    if let (Node::Glue { width, stretch, shrink }, false) = (node, slots.is_empty()) {
                        let gives = if growing { stretch } else { shrink };
                        slots.push(Slot { level, what: What::Between { width, gives } });
                    }
                }
                Shown::Space { at: byte, piece, font, level } => {
                    if slots.is_empty() && !matches!(node, Node::Penalty { .. }) && number > 0 && from < at {
                        continue;
                    }
                    let (width, gives) = match node {
                        Node::Glue { width, stretch, shrink } => (width, if growing { stretch } else { shrink }),
                        _ => (Length::ZERO, Length::ZERO),
                    };
                    last_byte = byte + flow.text[byte..].chars().next().map_or(1, char::len_utf8);
                    slots.push(Slot { level, what: What::Space { at: byte, piece, font, width, gives } });
                }
            }
        }
        if added && let Some(Slot { what: What::Part { hyphen, .. }, .. }) = slots.last_mut() {
            *hyphen = true;
        }
        // One that fills its line parts the words before it from those behind, unless breaks set it apart.
        let alone = || !flow.text.contains('\n') && flow.text.contains(char::is_alphanumeric);
        if slots.iter().any(|slot| matches!(slot.what, What::Part { .. })) || alone() {
            for slot in &slots {
                if let What::Inset { inset } = slot.what {
                    picture::report_tall(stick, flow, inset, form.leading);
                }
            }
        }
        let (mut grows, mut spaces) = (Length::ZERO, Length::ZERO);
        for slot in &slots[..trailing] {
            match slot.what {
                What::Part { part, from, to, hyphen } => {
                    natural += width_of(stick, flow, matter, part, from, to, hyphen).0;
                }
                What::Space { width, gives, .. } | What::Between { width, gives } => {
                    natural += width;
                    spaces += width;
                    grows += gives;
                }
                What::Inset { inset } => natural += flow.insets[inset].1.width + flow.insets[inset].1.space,
            }
        }
        // The space behind an inset is the line's only where the line goes on.
        if let Some(Slot { what: What::Inset { inset }, .. }) = slots[..trailing].last() {
            natural -= flow.insets[*inset].1.space;
        }
        let measure = form.measures[number.min(form.measures.len() - 1)];
        let (hang_left, hang_right) = hanging(matter, from, end.at);
        let slack = measure.width + hang_left + hang_right - natural;
        let last = number + 1 == lines.breaks.len()
            || matches!(matter.nodes[end.at], Node::Penalty { .. } if ends_filled(matter, end.at));
        let stretched = form.align == Align::Justify && !(last && slack.0 >= 0) && grows.0 > 0;
        // Letters take their share first, in steps of a thousandth; the spaces take the rest exactly.
        let (mut scale, mut tracking) = (1000, 0);
        let mut adds = Length::ZERO;
        if stretched {
            let (mut text, mut unit, mut last) = (Length::ZERO, Length::ZERO, Length::ZERO);
            for slot in &slots[..trailing] {
                last = Length::ZERO;
                if let What::Part { part, from, to, hyphen } = slot.what {
                    let look = &flow.pieces[matter.parts[part].piece].look;
                    if stick.gives(look) {
                        let (width, letters) = width_of(stick, flow, matter, part, from, to, hyphen);
                        text += width;
                        unit += UNIT.at(look.size) * i64::from(letters);
                        last = if letters > 0 { UNIT.at(look.size) } else { Length::ZERO };
                    }
                }
            }
            let (wider, apart) = shares(slack, text / EXPANSION, unit, spaces);
            let whole = |share: Length, of: Length| if of.0 > 0 { share.scale(1, of.0).0 } else { 0 };
            scale = 1000 + whole(wider * 1000, text);
            tracking = whole(apart, unit);
            adds = slack - text.scale(scale - 1000, 1000) - ((unit - last) * tracking).scale(scale, 1000);
        }
        let tail: Length = slots[trailing..].iter().map(Slot::space).sum();
        let x = match (form.align, form.rtl) {
            (Align::Justify | Align::Start, false) => measure.indent - hang_left,
            (Align::Center, false) => measure.indent + slack / 2,
            (Align::End, false) => measure.indent + slack,
            // What a line ends with hangs out at its left, and so do the spaces behind it.
            (Align::Justify, true) if stretched => measure.indent - hang_right - tail,
            (Align::Justify | Align::Start, true) => measure.indent + slack - hang_right - tail,
            (Align::Center, true) => measure.indent + slack / 2 - tail,
            (Align::End, true) => measure.indent - hang_right - tail,
        };
        let mut pen = Pen::new(stick.chapter, form.block, x, &flow.pieces);
        pen.scale = scale;
        pen.tracking = Em::from_units(tracking as i32, 1000);
        pen.linked = !flow.links.is_empty();
        pen.until = last_byte;
        // Spaces at a line's end stand there whatever is before them (UAX 9, rule L1).
        let level = |(index, slot): (usize, &Slot)| if index < trailing { slot.level } else { breaks::base(form.rtl) };
        let levels: Vec<Level> = slots.iter().enumerate().map(level).collect();
        let (mut given, mut so_far) = (Length::ZERO, Length::ZERO);
        let mixed = levels.iter().any(|level| level.is_rtl());
        let mut before = None;
        for index in breaks::visual_order(&levels) {
            if mixed && before.is_none_or(|before| before + 1 != index) {
                pen.go_to(index);
            }
            before = Some(index);
            pen.hangs = mixed && index >= trailing;
            match slots[index].what {
                What::Part { part, from, to, hyphen } => {
                    pen.at_end = index + 1 == trailing;
                    pen.part(stick, flow, matter, part, from, to, hyphen);
                }
                What::Inset { inset } => pen.inset(flow, inset),
                What::Space { width, gives, .. } | What::Between { width, gives } => {
                    let mut share = Length::ZERO;
                    if index < trailing && adds.0 != 0 {
                        so_far += gives;
                        let upto = adds.scale(so_far.0, grows.0);
                        share = upto - given;
                        given = upto;
                    }
                    match slots[index].what {
                        What::Space { at, piece, font, .. } => pen.space(stick, flow, at, piece, font, width + share),
                        _ if index < trailing => pen.between(width + share),
                        _ => {}
                    }
                }
            }
        }
        if end.overfull && overfull.is_none() {
            let begins = first_byte.unwrap_or(0);
            let words = flow.text[begins..last_byte.max(begins)].trim();
            let cut = words.char_indices().nth(QUOTED).map(|(at, _)| format!("{}…", &words[..at]));
            *overfull = Some(cut.unwrap_or_else(|| words.to_string()));
        }
        let until = if number + 1 == lines.breaks.len() { flow.text.len() + 1 } else { last_byte };
        let within = |at: usize| at >= placed && at < until || (at == until && divided);
        // A mark stands behind its word: it belongs to the line in which its own first byte is.
        let notes = flow.notes.iter().filter(|(at, _)| within(*at)).map(|(_, note)| NoteMark::on_line(*note)).collect();
        let anchors = flow.anchors.iter().filter(|(at, _)| within(*at)).map(|(_, anchor)| anchor.clone()).collect();
        let src = start_of(flow, first_byte.unwrap_or(placed), number > 0 && from_inside(matter, lines, number));
        let (height, depth) = extent(flow, form.leading, &slots);
        let (items, spans) = pen.done();
        let links = areas(flow, &spans, height, depth);
        painted.push(Line {
            items,
            height,
            depth,
            // The author's own hyphens are seen as much as ours.
            hyphen_end: added || flow.text.get(..last_byte).is_some_and(|so_far| so_far.ends_with(['-', '\u{2010}'])),
            notes,
            anchors,
            links,
            keep: false,
            src: TextPos { chapter: stick.chapter, block: form.block, offset: src },
        });
        placed = until;
        from = end.at + 1 + behind;
    }
    Setting { lines: painted, demerits: lines.demerits, stub: lines.stub }
}

/// How far what begins and what ends the line of the nodes from `from` to the break `end` hangs out of it.
fn hanging(matter: &Matter, from: usize, end: usize) -> (Length, Length) {
    let first = matter.nodes[from..end].iter().find(|node| matches!(node, Node::Box { .. }));
    let divided = from > 0 && matches!(matter.nodes[from - 1], Node::Discretionary { .. });
    let left = match first {
        Some(Node::Box { hang_left, .. }) if !divided => *hang_left,
        _ => Length::ZERO,
    };
    let right = match (matter.nodes[end], end.checked_sub(1).map(|before| matter.nodes[before])) {
        (Node::Discretionary { hang_right, .. }, _) | (_, Some(Node::Box { hang_right, .. })) => hang_right,
        _ => Length::ZERO,
    };
    (left, right)
}

/// A line's share of the leading above and below its baseline; more where an inset does not fit into it.
fn extent(flow: &Flow, leading: Length, slots: &[Slot]) -> (Length, Length) {
    let depth = leading.scale(28, 100);
    let insets = slots.iter().filter_map(|slot| match slot.what {
        What::Inset { inset } => Some(&flow.insets[inset].1),
        What::Part { .. } | What::Space { .. } | What::Between { .. } => None,
    });
    let (high, deep) = insets
        .fold((Length::ZERO, Length::ZERO), |(high, deep), inset| (high.max(inset.height), deep.max(inset.depth)));
    let clear = |share: Length, needs: Length| if needs > share { needs + leading / 8 } else { share };
    (clear(leading - depth, high), clear(depth, deep))
}

fn ends_filled(matter: &Matter, at: usize) -> bool {
    at > 0 && matches!(matter.nodes[at - 1], Node::Glue { stretch, .. } if stretch >= super::node::FILL)
}

fn from_inside(matter: &Matter, lines: &Lines, number: usize) -> bool {
    matches!(matter.nodes[lines.breaks[number - 1].at], Node::Discretionary { added: true, .. })
}

/// The place of a byte in the block's plain text; behind the word where the line begins inside one.
fn start_of(flow: &Flow, at: usize, inside: bool) -> u32 {
    let at = if inside { flow.text[at..].find(is_space).map_or(flow.text.len(), |found| at + found) } else { at };
    let piece = flow.pieces.get(flow.pieces.partition_point(|piece| piece.range.end <= at)).or(flow.pieces.last());
    piece.map_or(0, |piece| {
        let within = if piece.counted { at.clamp(piece.range.start, piece.range.end) - piece.range.start } else { 0 };
        piece.src + within as u32
    })
}

/// A part of a line as the shaper takes it: the letters and, at a division, a hyphen.
pub(super) fn letters(words: &str, hyphen: bool) -> String {
    if hyphen { format!("{}-", words.trim_end_matches('\u{ad}')) } else { words.to_string() }
}

/// The width of a part of a line, and how many letters it has that may stand closer or further apart.
fn width_of(
    stick: &mut Stick,
    flow: &Flow,
    matter: &Matter,
    part: usize,
    from: usize,
    to: usize,
    hyphen: bool,
) -> (Length, u32) {
    let p = &matter.parts[part];
    let size = flow.pieces[p.piece].look.size;
    let of = |word: &Word| (word.width.at(size), word.letters);
    if from == 0 && p.start + to == p.end && !hyphen {
        return of(stick.shaper.get(p.word));
    }
    let words = letters(&flow.text[p.start + from..p.start + to], hyphen);
    let word = stick.shaper.word(p.cut, &words);
    of(stick.shaper.get(word))
}
