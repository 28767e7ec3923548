//! Fractions, roots, fences, accents and frames.

use super::font::{Axis, Constant as C};
use super::made::Made;
use super::{Composer, Manner};
use crate::base::Length;
use crate::model::{Alphabet, Row, Term, TermKind};

impl Composer<'_, '_, '_> {
    /// One above the other (appendix G, rule 15, with the font's own distances).
    pub(super) fn fraction(&mut self, over: &[Term], under: &[Term], bar: bool, manner: Manner) -> Made {
        let over = self.row(over, manner.fraction(false));
        let under = self.row(under, manner.fraction(true));
        let constant = |constant| self.constant(constant, manner);
        let display = manner.display();
        let choose = |shown: C, small: C| constant(if display { shown } else { small });
        let axis = self.axis(manner);
        let thickness = constant(C::FractionRuleThickness);
        let (mut up, mut down);
        if bar {
            up = choose(C::FractionNumeratorDisplayStyleShiftUp, C::FractionNumeratorShiftUp);
            down = choose(C::FractionDenominatorDisplayStyleShiftDown, C::FractionDenominatorShiftDown);
            let above = choose(C::FractionNumDisplayStyleGapMin, C::FractionNumeratorGapMin);
            let below = choose(C::FractionDenomDisplayStyleGapMin, C::FractionDenominatorGapMin);
            up = up.max(axis + thickness / 2 + above + over.depth);
            down = down.max(under.height + below + thickness / 2 - axis);
        } else {
            up = choose(C::StackTopDisplayStyleShiftUp, C::StackTopShiftUp);
            down = choose(C::StackBottomDisplayStyleShiftDown, C::StackBottomShiftDown);
            let short =
                choose(C::StackDisplayStyleGapMin, C::StackGapMin) - ((up - over.depth) - (under.height - down));
            if short > Length::ZERO {
                up += short / 2;
                down += short - short / 2;
            }
        }
        // TeX's \nulldelimiterspace keeps the bar from what stands beside it.
        let side = if bar { self.size(manner.style) / 12 } else { Length::ZERO };
        let inner = over.width.max(under.width);
        let mut whole = Made { width: inner + side * 2, ..Made::default() };
        let (over_x, under_x) = (side + (inner - over.width) / 2, side + (inner - under.width) / 2);
        whole.put(over, over_x, -up);
        whole.put(under, under_x, down);
        if bar {
            whole.rule(side, -axis - thickness / 2, inner, thickness, self.ink);
        }
        whole
    }

    /// A root (appendix G, rule 11).
    pub(super) fn root(&mut self, of: &[Term], degree: Option<&[Term]>, manner: Manner) -> Made {
        let inner = self.row(of, manner.cramped());
        let constant = |constant| self.constant(constant, manner);
        let thickness = constant(C::RadicalRuleThickness);
        let gap = constant(if manner.display() { C::RadicalDisplayStyleVerticalGap } else { C::RadicalVerticalGap });
        let extra = constant(C::RadicalExtraAscender);
        let least = inner.height + inner.depth.max(Length::ZERO) + gap + thickness;
        let sign = self.grown('√', Axis::Up, least, manner);
        // What the sign is taller than it must be is shared above and below what it holds.
        let surplus = (sign.height + sign.depth - least).max(Length::ZERO);
        let top = inner.height + gap + surplus / 2 + thickness;
        let down = sign.height - top;
        let bottom = down + sign.depth;
        let mut whole = Made::default();
        let mut x = Length::ZERO;
        if let Some(degree) = degree {
            let script = Manner { style: crate::model::MathStyle::ScriptScript, cramped: manner.cramped };
            let degree = self.row(degree, script);
            let before = self.constant(C::RadicalKernBeforeDegree, manner);
            let after = self.constant(C::RadicalKernAfterDegree, manner);
            let percent = i64::from(self.font.number(C::RadicalDegreeBottomRaisePercent));
            let raise = (top + bottom).scale(percent, 100) - bottom;
            let width = degree.width;
            let y = -(raise + degree.depth);
            whole.put(degree, before, y);
            x = (before + width + after).max(Length::ZERO);
        }
        let (sign_width, inner_width) = (sign.width, inner.width);
        whole.put(sign, x, down);
        whole.put(inner, x + sign_width, Length::ZERO);
        whole.rule(x + sign_width, -top, inner_width, thickness, self.ink);
        whole.height = whole.height.max(top + extra);
        whole.width = x + sign_width + inner_width;
        whole
    }

    /// What stands between delimiters that grow with it.
    pub(super) fn fenced(
        &mut self,
        open: Option<char>,
        parts: &[Row],
        middles: &[char],
        close: Option<char>,
        manner: Manner,
    ) -> Made {
        let parts: Vec<Made> = parts.iter().map(|part| self.row(part, manner)).collect();
        let height = parts.iter().map(|part| part.height).max().unwrap_or_default();
        let depth = parts.iter().map(|part| part.depth).max().unwrap_or_default();
        let side = self.size(manner.style) / 12;
        let mut whole = Made::default();
        match open {
            Some(open) => {
                let sign = self.delimiter(open, height, depth, manner);
                whole.append(sign);
            }
            None => whole.width += side,
        }
        for (at, part) in parts.into_iter().enumerate() {
            let leans = part.italic.max(Length::ZERO);
            whole.append(part);
            whole.width += leans;
            if let Some(middle) = middles.get(at).filter(|middle| **middle != '\u{200b}') {
                let sign = self.delimiter(*middle, height, depth, manner);
                whole.append(sign);
            }
        }
        match close {
            Some(close) => {
                let sign = self.delimiter(close, height, depth, manner);
                whole.append(sign);
            }
            None => whole.width += side,
        }
        (whole.italic, whole.attachment) = (Length::ZERO, None);
        whole
    }

    /// A delimiter of a size by name: plain TeX's 8.5, 11.5, 14.5 and 17.5 points at a size of ten.
    pub(super) fn sized(&mut self, c: char, size: u8, manner: Manner) -> Made {
        let least = self.size.scale([850, 1150, 1450, 1750][usize::from(size.clamp(1, 4)) - 1], 1000);
        self.centred(c, least, manner)
    }

    /// A mark over its base (appendix G, rule 12).
    pub(super) fn accent(&mut self, mark: char, wide: bool, base: &[Term], manner: Manner) -> Made {
        let inner = self.row(&dotless(base), manner.cramped());
        let sign = if wide {
            self.not_wider(mark, inner.width, manner)
        } else {
            let size = self.size(manner.style);
            self.font.glyph(mark).map(|glyph| self.sort(glyph, mark.to_string(), size))
        };
        // An arrow over several letters is as long as they are.
        let sign = match mark {
            '\u{20d6}' | '\u{20d7}' | '\u{20e1}' if wide => Some(self.grown(mark, Axis::Across, inner.width, manner)),
            _ => sign,
        };
        let Some(sign) = sign else { return inner };
        let own = sign.attachment.unwrap_or(sign.width / 2);
        let onto = match base {
            [_] => inner.attachment,
            _ => None,
        };
        let x = onto.unwrap_or(inner.width / 2) - own;
        let raise = (inner.height - self.constant(C::AccentBaseHeight, manner)).max(Length::ZERO);
        let (width, italic, attachment) = (inner.width, inner.italic, inner.attachment);
        let mut whole = inner;
        whole.put(sign, x, -raise);
        (whole.width, whole.italic, whole.attachment) = (width, italic, attachment);
        whole
    }

    /// A line over or under its base (rules 9 and 10).
    pub(super) fn line(&mut self, over: bool, base: &[Term], manner: Manner) -> Made {
        let mut inner = self.row(base, if over { manner.cramped() } else { manner });
        let constant = |constant| self.constant(constant, manner);
        let width = inner.width;
        if over {
            let (gap, thickness) = (constant(C::OverbarVerticalGap), constant(C::OverbarRuleThickness));
            let y = -(inner.height + gap + thickness);
            inner.rule(Length::ZERO, y, width, thickness, self.ink);
            inner.height += gap + thickness + constant(C::OverbarExtraAscender);
        } else {
            let (gap, thickness) = (constant(C::UnderbarVerticalGap), constant(C::UnderbarRuleThickness));
            let y = inner.depth.max(Length::ZERO) + gap;
            inner.rule(Length::ZERO, y, width, thickness, self.ink);
            inner.depth = y + thickness + constant(C::UnderbarExtraDescender);
        }
        (inner.italic, inner.attachment) = (Length::ZERO, None);
        inner
    }

    /// A brace as wide as its base.
    pub(super) fn brace(&mut self, mark: char, over: bool, base: &[Term], manner: Manner) -> Made {
        let inner = self.row(base, manner);
        let sign = self.grown(mark, Axis::Across, inner.width, manner);
        let gap = self.constant(if over { C::StretchStackGapAboveMin } else { C::StretchStackGapBelowMin }, manner);
        let width = inner.width.max(sign.width);
        let (height, depth) = (inner.height, inner.depth.max(Length::ZERO));
        let mut whole = Made { width, ..Made::default() };
        let x = (width - inner.width) / 2;
        whole.put(inner, x, Length::ZERO);
        let x = (width - sign.width) / 2;
        // The sign's ink begins where the gap ends, wherever its own baseline is.
        let y = if over { -(height + gap + sign.depth) } else { depth + gap + sign.height };
        whole.put(sign, x, y);
        whole
    }

    /// An arrow as wide as what stands above and below it.
    pub(super) fn arrow(&mut self, mark: char, over: &[Term], under: &[Term], manner: Manner) -> Made {
        let over = self.row(over, manner.script(false));
        let under = self.row(under, manner.script(true));
        let size = self.size(manner.style);
        let least = (over.width.max(under.width) + size.scale(8, 10)).max(size * 3 / 2);
        let sign = self.grown(mark, Axis::Across, least, manner);
        let width = sign.width.max(least);
        let gap = self.constant(C::StretchStackGapAboveMin, manner).max(size / 10);
        let (height, depth) = (sign.height, sign.depth);
        let mut whole = Made { width, ..Made::default() };
        let x = (width - sign.width) / 2;
        whole.put(sign, x, Length::ZERO);
        if !over.marks.is_empty() {
            let x = (width - over.width) / 2;
            let y = -(height + gap + over.depth.max(Length::ZERO));
            whole.put(over, x, y);
        }
        if !under.marks.is_empty() {
            let x = (width - under.width) / 2;
            let y = depth + gap + under.height;
            whole.put(under, x, y);
        }
        whole
    }

    /// In a frame.
    pub(super) fn boxed(&mut self, row: &[Term], manner: Manner) -> Made {
        let inner = self.row(row, manner);
        let space = self.size(manner.style).scale(3, 10);
        let thickness = self.constant(C::FractionRuleThickness, manner);
        let width = inner.width + (space + thickness) * 2;
        let (height, depth) = (inner.height + space + thickness, inner.depth.max(Length::ZERO) + space + thickness);
        let mut whole = Made { width, height, depth, ..Made::default() };
        whole.put(inner, space + thickness, Length::ZERO);
        for y in [-height, depth - thickness] {
            whole.rule(Length::ZERO, y, width, thickness, self.ink);
        }
        for x in [Length::ZERO, width - thickness] {
            whole.rule(x, -height, thickness, height + depth, self.ink);
        }
        whole
    }
}

/// An i or a j under an accent has no dot.
fn dotless(base: &[Term]) -> Row {
    let mut base = base.to_vec();
    if let [Term { kind: TermKind::Symbol(c, alphabet), .. }] = base.as_mut_slice()
        && matches!(alphabet, Alphabet::Math | Alphabet::Italic)
    {
        *c = match *c {
            'i' => 'ı',
            'j' => 'ȷ',
            other => other,
        };
    }
    base
}
