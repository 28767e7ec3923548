//! Formulas as type, after the rules of the TeXbook's appendix G with the measures of the font's `MATH` table.
//!
//! In: a formula's terms and how large type is. Out: boxes of marks. Never here: lines, pages, TeX.

mod font;
mod made;
mod parts;
mod row;
mod scripts;
mod stretch;
mod table;

pub(super) use made::Made;

use font::MathFont;

use super::stick::{Look, Stick};
use crate::base::{Length, Site};
use crate::model::{Class, MathStyle, Row, TableKind, Term, TermKind};
use crate::page::{FontId, Ink};

/// A piece of a formula in a line, behind which the line may end.
pub(super) struct Segment {
    pub made: Made,
    /// The space behind it where the line goes on.
    pub space: Length,
    /// What it costs to end the line behind it.
    pub cost: i64,
}

/// A line of a display, and its number.
pub(super) struct DisplayLine {
    pub made: Made,
    pub number: Option<String>,
    /// How far its baseline is below that of the line before.
    pub down: Length,
}

/// What setting a formula needs.
pub(super) struct Composer<'s, 'a, 'f> {
    font: &'f MathFont<'f>,
    stick: &'s mut Stick<'a>,
    look: &'s Look,
    /// The size of symbols in text; the text's own may differ.
    size: Length,
    ink: Ink,
    site: Option<Site>,
}

/// How a row is set.
#[derive(Clone, Copy, Debug)]
struct Manner {
    style: MathStyle,
    /// Exponents are raised less: under a bar, in a denominator.
    cramped: bool,
}

impl Manner {
    fn cramped(self) -> Manner {
        Manner { cramped: true, ..self }
    }

    /// The manner of what stands above or below, or in a script.
    fn script(self, cramped: bool) -> Manner {
        let style = match self.style {
            MathStyle::Display | MathStyle::Text => MathStyle::Script,
            MathStyle::Script | MathStyle::ScriptScript => MathStyle::ScriptScript,
        };
        Manner { style, cramped: self.cramped || cramped }
    }

    /// The manner of a numerator or a denominator.
    fn fraction(self, cramped: bool) -> Manner {
        match self.style {
            MathStyle::Display => Manner { style: MathStyle::Text, cramped: self.cramped || cramped },
            MathStyle::Text | MathStyle::Script | MathStyle::ScriptScript => self.script(cramped),
        }
    }

    fn display(self) -> bool {
        self.style == MathStyle::Display
    }
}

/// Where the mathematical font is and by how many thousandths its letters are set smaller than the text's, so that both
/// look alike; none where no font has a `MATH` table.
fn ready(stick: &Stick, look: &Look) -> Option<(FontId, i64)> {
    let fonts = stick.case.fonts;
    let id = fonts.math()?;
    let (own, text) = (fonts.metrics(id), fonts.metrics(stick.font(look)));
    let ratio = |of: crate::base::Em, to: crate::base::Em| i64::from(of.0) * 1000 / i64::from(to.0.max(1));
    let both = ratio(text.x_height, own.x_height) + ratio(text.cap_height, own.cap_height);
    Some((id, (both / 2).clamp(800, 1150)))
}

/// Calls `make` with what sets a formula in `look`, its type `percent` of its size; none where there is no font.
fn with<'a, T>(
    stick: &mut Stick<'a>,
    look: &Look,
    site: Option<Site>,
    thousandths: i64,
    make: impl FnOnce(&mut Composer<'_, 'a, '_>) -> T,
) -> Option<T> {
    let (id, share) = ready(stick, look)?;
    let fonts = stick.case.fonts;
    let font = MathFont::new(id, &fonts.faces()[usize::from(id.0)])?;
    let look = Look { size: look.size.scale(thousandths, 1000), ..look.clone() };
    let size = look.size.scale(share, 1000);
    Some(make(&mut Composer { font: &font, stick, look: &look, size, ink: Ink::Black, site }))
}

/// A formula in a line, in the pieces between which the line may end: behind relations and operations that stand in
/// no group (the TeXbook, chapter 18).
pub(super) fn in_line(stick: &mut Stick, row: &Row, look: &Look, site: Option<Site>) -> Option<Vec<Segment>> {
    let manner = Manner { style: MathStyle::Text, cramped: false };
    with(stick, look, site, 1000, |composer| composer.segments(row, manner))
}

/// A formula by itself: its lines, of which only aligned equations have several.
pub(super) fn display(
    stick: &mut Stick,
    row: &Row,
    look: &Look,
    site: Option<Site>,
    thousandths: i64,
) -> Option<Vec<DisplayLine>> {
    let manner = Manner { style: MathStyle::Display, cramped: false };
    with(stick, look, site, thousandths, |composer| {
        if let [Term { kind: TermKind::Table(table), sub: None, sup: None, .. }] = row.as_slice()
            && table.kind == TableKind::Equations
        {
            return composer.table_lines(table, manner);
        }
        vec![DisplayLine { made: composer.row(row, manner), number: None, down: Length::ZERO }]
    })
}

/// Words in the text's font, as they stand beside a formula.
pub(super) fn words(stick: &mut Stick, words: &str, look: &Look) -> Option<Made> {
    let manner = Manner { style: MathStyle::Text, cramped: false };
    with(stick, look, None, 1000, |composer| composer.text(words, crate::model::Alphabet::Roman, manner))
}

impl Composer<'_, '_, '_> {
    /// The size of type in a style.
    fn size(&self, style: MathStyle) -> Length {
        self.scaled(self.size, style)
    }

    fn scaled(&self, size: Length, style: MathStyle) -> Length {
        let percent = match style {
            MathStyle::Display | MathStyle::Text => return size,
            MathStyle::Script => self.font.number(font::Constant::ScriptPercentScaleDown),
            MathStyle::ScriptScript => self.font.number(font::Constant::ScriptScriptPercentScaleDown),
        };
        size.scale(i64::from(percent.clamp(30, 100)), 100)
    }

    fn constant(&self, constant: font::Constant, manner: Manner) -> Length {
        self.font.length(constant, self.size(manner.style))
    }

    /// The height of the axis, on which fractions and operators are centred.
    fn axis(&self, manner: Manner) -> Length {
        self.constant(font::Constant::AxisHeight, manner)
    }
}

/// What it costs to end a line behind a term of a class; none where no line may.
fn cost(class: Class) -> Option<i64> {
    match class {
        Class::Rel => Some(200_000),
        Class::Bin => Some(400_000),
        Class::Ord | Class::Op | Class::Open | Class::Close | Class::Punct | Class::Inner | Class::Fence => None,
    }
}

#[cfg(test)]
mod tests;
