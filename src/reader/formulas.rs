//! Formulas in Markdown: `$…$`, `$$…$$` and fences named `math`.

use comrak::nodes::NodeCodeBlock;

use super::inlines::trim;
use super::markdown::Reading;
use super::tex;
use super::{attributes, fence, html};
use crate::base::{Code, Span};
use crate::model::{Alphabet, Anchor, Block, BlockKind, Class, Formula, Inline, InlineKind, Term, TermKind};

impl Reading<'_, '_> {
    /// Reads a formula whose source stands within `span`; a finding and none where it is not understood.
    pub(super) fn formula(&mut self, literal: &str, span: Span) -> Option<Formula> {
        let wrong = match tex::formula(literal, &mut self.macros) {
            Ok(formula) => return Some(formula),
            Err(wrong) => wrong,
        };
        // Markers of quotations stand between the lines of some; then the whole formula is the place.
        let begins = self.slice(span).find(literal).map(|at| span.start as usize + at);
        let place = begins.map_or(span, |at| Span::new(at + wrong.at.start, at + wrong.at.end.max(wrong.at.start)));
        let site = self.site(place);
        let message = format!("the formula is printed as typed: {}", wrong.what);
        self.diags.push_help(Code::BadFormula, site, message, "write it with LaTeX's and amsmath's own commands");
        None
    }

    /// A fence whose code is a formula; false where it is not one.
    pub(super) fn math_fence(&mut self, code: &NodeCodeBlock, span: Span, out: &mut Vec<Block>) -> bool {
        if !code.info.contains("math") {
            return false;
        }
        let fence = fence::read(&code.info);
        if fence.lang.as_deref() != Some("math") {
            return false;
        }
        let Some(formula) = self.formula(&code.literal, span) else { return false };
        // What only defines macros shows nothing.
        if !formula.row.is_empty() {
            out.push(block_of(formula, fence.id, span));
        }
        true
    }

    /// A paragraph, in which displays are blocks of their own.
    pub(super) fn displays(&mut self, text: Vec<Inline>, span: Span, out: &mut Vec<Block>) {
        let is_formula = |inline: &Inline| matches!(inline.kind, InlineKind::Formula(_));
        if !text.iter().any(is_formula) {
            return paragraph(text, span, out);
        }
        let mut words = Vec::new();
        let mut pieces = text.into_iter().peekable();
        while let Some(mut piece) = pieces.next() {
            let display = self.slice(piece.span).starts_with("$$");
            let formula = match &mut piece.kind {
                InlineKind::Formula(formula) if display => formula,
                _ => {
                    words.push(piece);
                    continue;
                }
            };
            if let Some(Term { kind: TermKind::Styled(_, row), .. }) = formula.row.pop() {
                formula.row = row;
            }
            let mut named = None;
            if let Some(Inline { kind: InlineKind::Text(next), .. }) = pieces.peek_mut() {
                if let Some((found, length)) = attributes::parse(next.trim_start()) {
                    *next = next.trim_start()[length..].to_string();
                    named = found.id;
                }
                // A sentence that ends in a display has its full stop there.
                point(formula, next);
            }
            paragraph(std::mem::take(&mut words), span, out);
            if let InlineKind::Formula(formula) = piece.kind {
                out.push(block_of(formula, named, piece.span));
            }
        }
        paragraph(words, span, out);
    }
}

/// A formula by itself; links lead to it by the name that stands behind it, or in it.
fn block_of(mut formula: Formula, named: Option<String>, span: Span) -> Block {
    let anchor = named.or(formula.label.take()).map(Anchor);
    Block { anchor, ..Block::new(BlockKind::Formula(formula), span) }
}

fn paragraph(mut text: Vec<Inline>, span: Span, out: &mut Vec<Block>) {
    trim(&mut text);
    // A paragraph is mostly one run of letters.
    text.shrink_to_fit();
    if !text.is_empty() {
        out.extend(html::figures(text, span));
    }
}

/// Moves a point that stands by itself from the beginning of the words behind a formula into it.
fn point(formula: &mut Formula, behind: &mut String) {
    let mut letters = behind.chars();
    let Some(c @ ('.' | ',' | ';' | ':')) = letters.next() else { return };
    if letters.next().is_some_and(|next| !next.is_whitespace()) {
        return;
    }
    behind.remove(0);
    formula.words.push(c);
    formula.row.push(Term::new(Class::Ord, TermKind::Symbol(c, Alphabet::Roman)));
}
