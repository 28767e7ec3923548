//! The pen: paints what a line holds, piece by piece, from the measure's left edge.

use super::galley::LinkArea;
use super::ideographs::{self, Custom};
use super::inline::{Flow, Piece};
use super::line::letters;
use super::makeup::shifted;
use super::matter::{IDEOGRAPHIC_SPACE, Matter, Part};
use super::shape::ends_letter;
use super::stick::Stick;
use crate::base::{Em, Length, Point, Rect, Size};
use crate::model::TextPos;
use crate::page::{Dir, FontId, Glyph, GlyphRun, Ink, Item, Mark, PathShape, Segment, Transform};

/// What paints a line from left to right.
pub(super) struct Pen<'f> {
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
    pub linked: bool,
    /// How wide letters are set, in thousandths.
    pub scale: i64,
    /// How much further apart they stand.
    pub tracking: Em,
    /// Whether nothing follows in the line, so that no space stands behind the last letter.
    pub at_end: bool,
    /// The byte of the flow at which the line ends.
    pub until: usize,
    /// Whether what is painted is the space behind the line's end, along which no rule goes.
    pub hangs: bool,
    /// Where lines do not stand in the order of reading: the place in it of the items from each index on.
    order: Vec<(usize, usize)>,
}

impl<'f> Pen<'f> {
    pub fn new(chapter: u32, block: u32, x: Length, pieces: &'f [Piece]) -> Pen<'f> {
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
    pub fn go_to(&mut self, place: usize) {
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
    pub fn part(
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
        let shown = if hyphen { words.trim_end_matches('\u{ad}') } else { words };
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
            let look = &self.pieces[piece].look;
            if look.stressed && square && ideographs::custom(&look.lang).is_some() {
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

    pub fn inset(&mut self, flow: &Flow, inset: usize) {
        self.close();
        let (byte, inset) = &flow.insets[inset];
        let at = Point { x: self.x, y: Length::ZERO };
        self.items.extend(inset.items.iter().map(|item| shifted(item.clone(), at, 0)));
        self.spans.push((*byte, self.x, self.x + inset.width));
        self.x += inset.width + inset.space;
    }

    /// Moves on by a gap that is no text.
    pub fn between(&mut self, width: Length) {
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

    pub fn space(&mut self, stick: &Stick, flow: &Flow, at: usize, piece: usize, font: FontId, width: Length) {
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
    pub fn done(mut self) -> (Vec<Item>, Vec<(usize, Length, Length)>) {
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
pub(super) fn areas(flow: &Flow, spans: &[(usize, Length, Length)], height: Length, depth: Length) -> Vec<LinkArea> {
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
