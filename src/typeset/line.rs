//! A line: what the breaker put into it, painted from the measure's left edge on its own baseline.

use unicode_bidi::Level;

use super::breaker::Lines;
use super::breaks;
use super::galley::{Line, LinkArea, NoteMark, Setting};
use super::ideographs::{self, Custom};
use super::inline::{Flow, INSET, Piece};
use super::letters::{EXPANSION, UNIT, shares};
use super::makeup::shifted;
use super::node::{FORCED, Node};
use super::paragraph::{Form, IDEOGRAPHIC_SPACE, Matter, Part, Shown};
use super::shape::{Word, ends_letter};
use super::stick::Stick;
use crate::base::{Em, Length, Point, Rect, Size};
use crate::model::TextPos;
use crate::page::{Dir, FontId, Glyph, GlyphRun, Ink, Item, Mark, PathShape, Segment, Transform};
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
    Setting { lines: painted, demerits: lines.demerits }
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
    let (mut above, mut below) = (leading - depth, depth);
    for slot in slots {
        if let What::Inset { inset } = slot.what {
            let inset = &flow.insets[inset].1;
            let clear = leading / 8;
            above = if inset.height > above { inset.height + clear } else { above };
            below = if inset.depth > below { inset.depth + clear } else { below };
        }
    }
    (above, below)
}

fn ends_filled(matter: &Matter, at: usize) -> bool {
    at > 0 && matches!(matter.nodes[at - 1], Node::Glue { stretch, .. } if stretch >= super::node::FILL)
}

fn from_inside(matter: &Matter, lines: &Lines, number: usize) -> bool {
    matches!(matter.nodes[lines.breaks[number - 1].at], Node::Discretionary { added: true, .. })
}

/// The place of a byte in the block's plain text; behind the word where the line begins inside one.
fn start_of(flow: &Flow, at: usize, inside: bool) -> u32 {
    let at = if inside {
        flow.text[at..].find(super::paragraph::is_space).map_or(flow.text.len(), |found| at + found)
    } else {
        at
    };
    let piece = flow.pieces.get(flow.pieces.partition_point(|piece| piece.range.end <= at)).or(flow.pieces.last());
    piece.map_or(0, |piece| {
        let within = if piece.counted { at.clamp(piece.range.start, piece.range.end) - piece.range.start } else { 0 };
        piece.src + within as u32
    })
}

/// A part of a line as the shaper takes it: the letters and, at a division, a hyphen.
fn letters(words: &str, hyphen: bool) -> String {
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

/// What paints a line from left to right.
struct Pen<'f> {
    chapter: u32,
    block: u32,
    x: Length,
    pieces: &'f [Piece],
    items: Vec<Item>,
    run: Option<GlyphRun>,
    /// The piece of the run, and the sum of its advances.
    piece: usize,
    ems: i64,
    spans: Vec<(usize, Length, Length)>,
    /// Whether anybody asks where each glyph stands.
    linked: bool,
    /// How wide letters are set, in thousandths.
    scale: i64,
    /// How much further apart they stand.
    tracking: Em,
    /// Whether nothing follows in the line, so that no space stands behind the last letter.
    at_end: bool,
    /// The byte of the flow at which the line ends.
    until: usize,
    /// Whether what is painted is the space behind the line's end, along which no rule goes.
    hangs: bool,
    /// Where lines do not stand in the order of reading: the place in it of the items from each index on.
    order: Vec<(usize, usize)>,
}

impl<'f> Pen<'f> {
    fn new(chapter: u32, block: u32, x: Length, pieces: &'f [Piece]) -> Pen<'f> {
        Pen {
            chapter,
            block,
            x,
            pieces,
            items: Vec::new(),
            run: None,
            piece: 0,
            ems: 0,
            spans: Vec::new(),
            linked: false,
            scale: 1000,
            tracking: Em::ZERO,
            at_end: false,
            until: 0,
            hangs: false,
            order: Vec::new(),
        }
    }

    /// Goes on with what is at another place in the order of reading.
    fn go_to(&mut self, place: usize) {
        self.close();
        self.order.push((place, self.items.len()));
    }

    /// The piece in which a byte of the flow is, from piece `from` on.
    fn piece_of(&self, byte: usize, from: usize) -> usize {
        let ends = self.pieces[from..].partition_point(|piece| piece.range.end <= byte);
        (from + ends).min(self.pieces.len() - 1)
    }

    /// Paints what runs from right to left: a run of its own for each piece, whose glyphs run against its text.
    fn rtl_part(&mut self, words: &str, glyphs: &[Glyph], p: &Part, (start, hyphen): (usize, bool), font: FontId) {
        self.close();
        let begins = self.items.len();
        let shown = if hyphen { words.trim_end_matches('\u{ad}').len() } else { words.len() };
        let piece_of = |pen: &Pen, glyph: &Glyph| {
            pen.piece_of(start + (glyph.cluster.start as usize).min(shown.saturating_sub(1)), p.piece)
        };
        let mut rest = glyphs;
        let mut groups = Vec::new();
        while let Some(first) = rest.first() {
            let piece = piece_of(self, first);
            let count = rest.iter().take_while(|glyph| piece_of(self, glyph) == piece).count();
            let (here, after) = rest.split_at(count);
            let from = here.iter().map(|glyph| glyph.cluster.start).min().unwrap_or_default();
            let to = here.iter().map(|glyph| glyph.cluster.end).max().unwrap_or_default();
            self.open(start + from as usize, piece, font, Dir::Rtl);
            for glyph in here {
                let is_hyphen = hyphen && glyph.cluster.start as usize >= shown;
                let cluster = glyph.cluster.start - from..glyph.cluster.end - from + u32::from(is_hyphen);
                self.glyph(Glyph { cluster, ..glyph.clone() }, start + glyph.cluster.start as usize);
            }
            if let Some(run) = &mut self.run {
                run.text.push_str(&words[from as usize..(to as usize).min(shown)]);
                if to as usize > shown {
                    run.text.push('\u{ad}');
                }
            }
            let at = self.items.len();
            self.close();
            groups.push(self.items.len() - at);
            rest = after;
        }
        // Items stand in the order of reading.
        let mut painted = self.items.split_off(begins);
        for count in groups.into_iter().rev() {
            self.items.extend(painted.split_off(painted.len() - count));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a part of a line is these numbers")]
    fn part(
        &mut self,
        stick: &mut Stick,
        flow: &Flow,
        matter: &Matter,
        part: usize,
        from: usize,
        to: usize,
        hyphen: bool,
    ) {
        let p = &matter.parts[part];
        let words = &flow.text[p.start + from..p.start + to];
        let id = if from == 0 && p.start + to == p.end && !hyphen {
            p.word
        } else {
            stick.shaper.word(p.cut, &letters(words, hyphen))
        };
        let cut = stick.shaper.cut_of(p.cut);
        let (font, rtl) = (cut.font, cut.rtl);
        let square =
            matches!(&cut.script, b"Hani" | b"Hira" | b"Kana" | b"Bopo") && words.chars().all(char::is_alphabetic);
        let shown = words.trim_end_matches('\u{ad}');
        let word = stick.shaper.get(id);
        let spaced = self.tracking != Em::ZERO && word.letters > 0;
        let start = p.start + from;
        let mut glyphs = word.glyphs.as_slice();
        if rtl {
            return self.rtl_part(words, glyphs, p, (start, hyphen), font);
        }
        let mut piece = p.piece;
        while let Some(first) = glyphs.first() {
            let begins = start + first.cluster.start as usize;
            while self.pieces[piece].range.end <= begins
                && piece + 1 < self.pieces.len()
                && !(hyphen && first.cluster.start as usize >= shown.len())
            {
                piece += 1;
            }
            let until = self.pieces[piece].range.end;
            let count = glyphs
                .iter()
                .take_while(|g| {
                    start + (g.cluster.start as usize) < until || (hyphen && g.cluster.start as usize >= shown.len())
                })
                .count()
                .max(1);
            self.ready(begins, piece, font);
            if self.pieces[piece].look.dotted && square {
                self.dot(first.advance);
            }
            let offset = self.run.as_ref().map_or(0, |run| run.text.len()) as u32;
            let base = first.cluster.start;
            let (here, rest) = glyphs.split_at(count);
            let ends = here.last().map_or(0, |g| g.cluster.end as usize);
            let hyphened = hyphen && rest.is_empty();
            if let Some(run) = &mut self.run {
                run.text.push_str(&shown[(base as usize).min(shown.len())..ends.min(shown.len())]);
                if hyphened {
                    run.text.push('\u{ad}');
                }
            }
            let spaced = spaced && self.pieces[piece].look.hyphenate;
            for (index, glyph) in here.iter().enumerate() {
                let is_hyphen = hyphened && glyph.cluster.start as usize >= shown.len();
                let cluster =
                    offset + glyph.cluster.start - base..offset + glyph.cluster.end - base + u32::from(is_hyphen);
                let byte = start + glyph.cluster.start as usize;
                let ends = self.at_end && rest.is_empty() && index + 1 == here.len();
                let advance = if spaced && !ends && ends_letter(here, index) {
                    glyph.advance + self.tracking
                } else {
                    glyph.advance
                };
                self.glyph(Glyph { cluster, advance, ..glyph.clone() }, byte);
            }
            glyphs = rest;
        }
    }

    fn inset(&mut self, flow: &Flow, inset: usize) {
        self.close();
        let (byte, inset) = &flow.insets[inset];
        let at = Point { x: self.x, y: Length::ZERO };
        self.items.extend(inset.items.iter().map(|item| shifted(item.clone(), at, 0)));
        self.spans.push((*byte, self.x, self.x + inset.width));
        self.x += inset.width + inset.space;
    }

    /// Moves on by a gap that is no text.
    fn between(&mut self, width: Length) {
        match self.run.as_mut() {
            Some(run) if run.dir == Dir::Ltr => {
                let unscaled = width.scale(1000, i64::from(run.x_scale));
                let by = Em(((unscaled.0 << 16) / run.size.0.max(1)) as i32);
                if let Some(glyph) = run.glyphs.last_mut() {
                    glyph.advance += by;
                    self.ems += i64::from(by.0);
                }
            }
            _ => {
                self.close();
                self.x += width;
            }
        }
    }

    /// A dot at the middle of a square that is painted next, above it, or below it in Chinese.
    fn dot(&mut self, square: Em) {
        let Some(run) = &self.run else { return };
        let x = self.x + run.width() + (square / 2).at(run.size);
        let below = ideographs::custom(&run.lang).is_some_and(|custom| custom != Custom::Japanese);
        let y = run.origin.y + run.size.scale(if below { 26 } else { -100 }, 100);
        let (r, c) = (run.size.scale(7, 100), run.size.scale(7 * 5523, 1_000_000));
        let at = |x: Length, y: Length| Point { x, y };
        let o = Length::ZERO;
        let segments = vec![
            Segment::Move(at(r, o)),
            Segment::Cubic(at(r, c), at(c, r), at(o, r)),
            Segment::Cubic(at(-c, r), at(-r, c), at(-r, o)),
            Segment::Cubic(at(-r, -c), at(-c, -r), at(o, -r)),
            Segment::Cubic(at(c, -r), at(r, -c), at(r, o)),
            Segment::Close,
        ];
        let transform = Transform { sx: Em::ONE, sy: Em::ONE, offset: Point { x, y } };
        let (fill, mark) = (Some(run.ink), run.mark);
        self.items.push(Item::Path(PathShape {
            segments,
            even_odd: false,
            fill,
            stroke: None,
            clip: None,
            transform,
            mark,
        }));
    }

    fn space(&mut self, stick: &Stick, flow: &Flow, at: usize, piece: usize, font: FontId, width: Length) {
        let Some(id) = stick.case.fonts.glyph(font, ' ') else { return };
        self.ready(at, piece, font);
        let Some(run) = &mut self.run else { return };
        let start = run.text.len() as u32;
        let c = flow.text[at..].chars().next().filter(|c| matches!(*c, '\u{a0}' | IDEOGRAPHIC_SPACE)).unwrap_or(' ');
        run.text.push(c);
        let unscaled = width.scale(1000, i64::from(run.x_scale));
        let advance = Em(((unscaled.0 << 16) / run.size.0.max(1)) as i32);
        let cluster = start..start + c.len_utf8() as u32;
        self.glyph(Glyph { id, advance, dx: Em::ZERO, dy: Em::ZERO, cluster }, at);
    }

    /// Sees to it that the run can take text of `piece` in `font`.
    fn ready(&mut self, at: usize, piece: usize, font: FontId) {
        let (old, new) = (&self.pieces[self.piece], &self.pieces[piece]);
        let fits = self.run.as_ref().is_some_and(|run| {
            run.font == font
                && run.dir == Dir::Ltr
                && (self.piece == piece || old.elem == new.elem && old.look == new.look && old.counted == new.counted)
        });
        if !fits {
            self.close();
            self.open(at, piece, font, Dir::Ltr);
        }
    }

    fn open(&mut self, at: usize, piece: usize, font: FontId, dir: Dir) {
        let p = &self.pieces[piece];
        let offset = p.src + at.saturating_sub(p.range.start) as u32;
        self.piece = piece;
        self.ems = 0;
        // Hardly a letter has more glyphs than bytes; a hyphen may come on top.
        let room = self.until.saturating_sub(at) + 2;
        self.run = Some(GlyphRun {
            font,
            size: p.look.size,
            origin: Point { x: self.x, y: -p.look.raise },
            x_scale: if p.look.hyphenate { self.scale as u16 } else { 1000 },
            tracking: if p.look.hyphenate { self.tracking } else { Em::ZERO },
            ink: p.look.ink,
            lang: p.look.lang.clone(),
            dir,
            text: String::with_capacity(room),
            src: p.counted.then_some(TextPos { chapter: self.chapter, block: self.block, offset }),
            site: p.site,
            mark: Mark::Content(p.elem),
            glyphs: Vec::with_capacity(room),
        });
    }

    fn glyph(&mut self, glyph: Glyph, byte: usize) {
        let Some(run) = &mut self.run else { return };
        if self.linked {
            let left = self.x + Length(self.ems * run.size.0 / 65536);
            self.ems += i64::from(glyph.advance.0);
            self.spans.push((byte, left, self.x + Length(self.ems * run.size.0 / 65536)));
        }
        run.glyphs.push(glyph);
    }

    fn close(&mut self) {
        self.close_run(false);
    }

    /// Ends the run; rules along the `last` run of a line do not go along with the space that hangs at its end.
    fn close_run(&mut self, last: bool) {
        let Some(mut run) = self.run.take() else { return };
        run.text.shrink_to_fit();
        run.glyphs.shrink_to_fit();
        if run.glyphs.is_empty() {
            return;
        }
        let left = self.x;
        self.x += run.width();
        let look = &self.pieces[self.piece].look;
        let inked = match run.glyphs.iter().rposition(|g| !run.text[g.cluster.start as usize..].starts_with(' ')) {
            Some(end) if last => run.advance(&run.glyphs[..=end]),
            _ => self.x - left,
        };
        let mut rule = |up: i64, height: Length, ink: Ink| {
            let origin = Point { x: left, y: -look.raise - run.size.scale(up, 100) };
            let area = Rect { origin, size: Size { width: inked, height } };
            self.items.push(Item::Rule { area, ink, mark: run.mark });
        };
        if look.highlighted && !self.hangs {
            rule(78, run.size, Ink::Tint(18));
        }
        if look.struck && !self.hangs {
            rule(24, run.size / 18, run.ink);
        }
        if look.underlined && !self.hangs {
            rule(-12, run.size / 20, run.ink);
        }
        self.items.push(Item::Glyphs(run));
    }

    /// What was painted, and where each glyph of which byte stands.
    fn done(mut self) -> (Vec<Item>, Vec<(usize, Length, Length)>) {
        self.close_run(true);
        if self.order.len() > 1 {
            let mut parts: Vec<(usize, Vec<Item>)> = Vec::with_capacity(self.order.len());
            while let Some((place, from)) = self.order.pop() {
                parts.push((place, self.items.split_off(from)));
            }
            parts.sort_by_key(|(place, _)| *place);
            self.items.extend(parts.into_iter().flat_map(|(_, items)| items));
        }
        (self.items, self.spans)
    }
}

/// The areas of the links in a line.
fn areas(flow: &Flow, spans: &[(usize, Length, Length)], height: Length, depth: Length) -> Vec<LinkArea> {
    let mut found = Vec::new();
    let (first, last) = (spans.iter().map(|span| span.0).min(), spans.iter().map(|span| span.0).max());
    let (Some(first), Some(last)) = (first, last) else { return found };
    // A paragraph may have thousands of links; those of other lines are passed over at once.
    let from = flow.links.partition_point(|link| link.range.end <= first);
    for link in flow.links[from..].iter().filter(|link| link.range.start <= last) {
        let inside = || spans.iter().filter(|(byte, ..)| link.range.contains(byte));
        let (Some(left), Some(right)) = (inside().map(|s| s.1).min(), inside().map(|s| s.2).max()) else { continue };
        let origin = Point { x: left, y: -height };
        let area = Rect { origin, size: Size { width: right - left, height: height + depth } };
        found.push(LinkArea { elem: link.elem, target: link.target.clone(), alt: link.alt.clone(), area });
    }
    found
}
