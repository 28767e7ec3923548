//! Scripts and limits: what stands at a term's shoulders, or above and below it.

use super::font::Constant as C;
use super::made::Made;
use super::{Composer, Manner};
use crate::base::Length;
use crate::model::{Class, Limits, Term, TermKind};

impl Composer<'_, '_, '_> {
    /// A term with its scripts.
    pub(super) fn term(&mut self, term: &Term, manner: Manner) -> Made {
        let base = self.nucleus(term, manner);
        if term.sub.is_none() && term.sup.is_none() {
            return base;
        }
        let above = match term.limits {
            Limits::Always => true,
            Limits::InDisplay => manner.display(),
            Limits::Beside => false,
        };
        let sub = term.sub.as_ref().map(|sub| self.row(sub, manner.script(true)));
        let sup = term.sup.as_ref().map(|sup| self.row(sup, manner.script(false)));
        if above { self.limits(base, sub, sup, manner) } else { self.beside(term, base, sub, sup, manner) }
    }

    /// Scripts at the right (appendix G, rule 18).
    fn beside(&mut self, term: &Term, base: Made, sub: Option<Made>, sup: Option<Made>, manner: Manner) -> Made {
        let constant = |constant| self.constant(constant, manner);
        let letter = matches!(term.kind, TermKind::Symbol(..)) && term.class != Class::Op;
        let raise = if manner.cramped { C::SuperscriptShiftUpCramped } else { C::SuperscriptShiftUp };
        let mut up = Length::ZERO;
        let mut down = Length::ZERO;
        if let Some(sup) = &sup {
            up = constant(raise).max(sup.depth + constant(C::SuperscriptBottomMin));
            if !letter {
                up = up.max(base.height - constant(C::SuperscriptBaselineDropMax));
            }
        }
        if let Some(sub) = &sub {
            down = constant(C::SubscriptShiftDown).max(sub.height - constant(C::SubscriptTopMax));
            if !letter {
                down = down.max(base.depth + constant(C::SubscriptBaselineDropMin));
            }
        }
        if let (Some(sup), Some(sub)) = (&sup, &sub) {
            let gap = (up - sup.depth) - (sub.height - down);
            let short = constant(C::SubSuperscriptGapMin) - gap;
            if short > Length::ZERO {
                down += short;
                // What the index would sink too far, the exponent rises.
                let rise = constant(C::SuperscriptBottomMaxWithSubscript) - (up - sup.depth);
                let rise = rise.max(Length::ZERO).min(short);
                up += rise;
                down -= rise;
            }
        }
        let space = constant(C::SpaceAfterScript);
        // The index of a slanting operator stands under its lean, the exponent beyond that of a letter.
        let operator = term.class == Class::Op && matches!(term.kind, TermKind::Symbol(..));
        let (italic, width) = (base.italic, base.width);
        let (sub_x, sup_x) = if operator { (width - italic, width) } else { (width, width + italic) };
        let mut whole = base;
        (whole.italic, whole.attachment) = (Length::ZERO, None);
        for (script, x, y) in [(sub, sub_x, down), (sup, sup_x, -up)] {
            if let Some(script) = script {
                whole.width = whole.width.max(x + script.width + space);
                whole.put(script, x, y);
            }
        }
        whole
    }

    /// What stands above and below (rule 13a).
    pub(super) fn limits(&mut self, base: Made, under: Option<Made>, over: Option<Made>, manner: Manner) -> Made {
        let lean = base.italic / 2;
        let width =
            [&under, &over].into_iter().flatten().map(|limit| limit.width).max().unwrap_or_default().max(base.width);
        let (height, depth) = (base.height, base.depth);
        let mut whole = Made { width, ..Made::default() };
        let x = (width - base.width) / 2;
        whole.put(base, x, Length::ZERO);
        if let Some(over) = over {
            let gap = self
                .constant(C::UpperLimitGapMin, manner)
                .max(self.constant(C::UpperLimitBaselineRiseMin, manner) - over.depth);
            let x = (width - over.width) / 2 + lean;
            let y = -(height + gap + over.depth);
            whole.put(over, x, y);
        }
        if let Some(under) = under {
            let gap = self
                .constant(C::LowerLimitGapMin, manner)
                .max(self.constant(C::LowerLimitBaselineDropMin, manner) - under.height);
            let x = (width - under.width) / 2 - lean;
            let y = depth + gap + under.height;
            whole.put(under, x, y);
        }
        whole
    }
}
