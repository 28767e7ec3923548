//! TeX's mathematics: what stands between dollars becomes a [`Formula`].
//!
//! In: the source of one formula, and the macros that those before it defined. Out: a formula, or what is not
//! understood and where. The language is that of LaTeX with amsmath and amssymb, as far as it makes formulas.

mod commands;
mod macros;
mod parse;
mod symbols;
mod table;
mod token;
mod words;

pub(super) use macros::Macros;

use std::ops::Range;

use crate::model::{Formula, MathStyle, Term, TermKind, math_words};

/// What is not understood, and the bytes of the formula where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub at: Range<usize>,
    pub what: String,
}

/// Reads a formula.
pub(super) fn formula(tex: &str, macros: &mut Macros) -> Result<Formula, Wrong> {
    let (row, number, label) = parse::formula(tex, macros)?;
    let words = math_words(&row);
    // What shows nothing that can be said is said as it was typed.
    let words = if words.is_empty() { tex.split_whitespace().collect::<Vec<_>>().join(" ") } else { words };
    Ok(Formula { tex: tex.trim().to_string(), words, number, label: label.filter(|label| !label.is_empty()), row })
}

/// A display that must stand in a line.
pub(super) fn in_line(formula: Formula) -> Formula {
    let row = vec![Term::new(crate::model::Class::Ord, TermKind::Styled(MathStyle::Display, formula.row))];
    Formula { row, ..formula }
}

#[cfg(test)]
mod tests;
