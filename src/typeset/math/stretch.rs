//! Signs that grow: delimiters, roots, braces, arrows.

use super::font::{Axis, Ink, Part};
use super::made::Made;
use super::{Composer, Manner};
use crate::base::{Length, limits};
use crate::model::Alphabet;

impl Composer<'_, '_, '_> {
    /// A sign at least so tall, or so wide: a form of the font's, or one made of parts; its largest where there is none. Its
    /// box is its ink, standing on its own baseline.
    pub(super) fn grown(&mut self, c: char, axis: Axis, least: Length, manner: Manner) -> Made {
        let size = self.size(manner.style);
        let Some(glyph) = self.font.glyph(c) else { return self.letters(&c.to_string(), Alphabet::Roman, manner) };
        let least = self.font.units(least, size);
        let own = measure(self.font.ink(glyph), axis);
        if own >= least {
            return self.sort(glyph, c.to_string(), size);
        }
        let (forms, parts) = self.font.forms(glyph, axis);
        if let Some((form, _)) = forms.iter().find(|(_, measure)| *measure >= least) {
            return self.sort(*form, c.to_string(), size);
        }
        if parts.is_empty() {
            let largest = forms.last().map_or(glyph, |(form, _)| *form);
            return self.sort(largest, c.to_string(), size);
        }
        self.assembled(c, &parts, axis, least, size)
    }

    /// The widest form that is not wider than `most`.
    pub(super) fn not_wider(&mut self, c: char, most: Length, manner: Manner) -> Option<Made> {
        let size = self.size(manner.style);
        let glyph = self.font.glyph(c)?;
        let most = self.font.units(most, size);
        let (forms, _) = self.font.forms(glyph, Axis::Across);
        let form = forms.iter().rfind(|(_, measure)| *measure <= most).map_or(glyph, |(form, _)| *form);
        Some(self.sort(form, c.to_string(), size))
    }

    /// Parts one after the other, those that extend repeated, overlapping as far as they must (OpenType, MATH, glyph
    /// assembly).
    fn assembled(&mut self, c: char, parts: &[Part], axis: Axis, least: i32, size: Length) -> Made {
        let overlap = self.font.least_overlap();
        let length = |repeats: i32| -> i32 {
            let mut length = 0;
            let mut count = 0;
            for part in parts {
                let times = if part.extends { repeats } else { 1 };
                length += part.advance * times;
                count += times;
            }
            length - overlap * (count - 1).max(0)
        };
        let most = limits::MATH_ROWS as i32 * 4;
        let mut repeats = 0;
        if parts.iter().any(|part| part.extends) {
            let step = (length(2) - length(1)).max(1);
            repeats = if length(0) >= least { 0 } else { (least - length(0) + step - 1) / step };
            repeats = repeats.clamp(0, most);
        }
        let line: Vec<Part> = parts
            .iter()
            .flat_map(|part| std::iter::repeat_n(*part, if part.extends { repeats.max(0) as usize } else { 1 }))
            .collect();
        // What is too long is taken up by wider overlaps, shared among the joints.
        let joints = (line.len() as i32 - 1).max(1);
        let surplus = (length(repeats) - least).max(0) / joints;
        let mut whole = Made::default();
        let (mut height, mut depth) = (Length(i64::MIN), Length(i64::MIN));
        let mut at = 0;
        for (nth, part) in line.iter().enumerate() {
            if nth > 0 {
                let room = part.start.min(line[nth - 1].end).max(overlap);
                at -= (overlap + surplus).min(room);
            }
            let ink = self.font.ink(part.glyph);
            let text = if nth == 0 { c.to_string() } else { String::new() };
            let sort = self.sort(part.glyph, text, size);
            let (x, y) = match axis {
                Axis::Up => (Length::ZERO, -self.font.at(at - ink.bottom, size)),
                Axis::Across => (self.font.at(at - ink.left.min(0), size), Length::ZERO),
            };
            whole.width = whole.width.max(x + sort.width);
            (height, depth) = (height.max(sort.height - y), depth.max(sort.depth + y));
            whole.put(sort, x, y);
            at += part.advance;
        }
        if axis == Axis::Across {
            whole.width = self.font.at(at, size);
        }
        // Its ink may hang above the baseline: a brace over something.
        (whole.height, whole.depth) = (height, depth);
        whole
    }

    /// A delimiter around something so tall and deep, centred on the axis (appendix G, rule 19).
    pub(super) fn delimiter(&mut self, c: char, height: Length, depth: Length, manner: Manner) -> Made {
        let axis = self.axis(manner);
        let reach = (height - axis).max(depth + axis);
        let least = (reach * 2).scale(901, 1000).max(reach * 2 - self.size / 2);
        self.centred(c, least, manner)
    }

    /// A delimiter so tall, centred on the axis.
    pub(super) fn centred(&mut self, c: char, least: Length, manner: Manner) -> Made {
        let made = self.grown(c, Axis::Up, least, manner);
        let down = (made.height - made.depth) / 2 - self.axis(manner);
        made.lowered(down)
    }
}

fn measure(ink: Ink, axis: Axis) -> i32 {
    match axis {
        Axis::Across => ink.right - ink.left,
        Axis::Up => ink.top - ink.bottom,
    }
}
