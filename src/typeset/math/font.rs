//! The mathematical font: its `MATH` table and its glyphs' measures, in design units.

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::math::{GlyphAssembly, Math, MathConstants, MathGlyphConstruction};
use skrifa::{FontRef, GlyphId, MetadataProvider};

pub(super) use skrifa::raw::tables::math::MathConstant as Constant;

use crate::asset::Face;
use crate::base::{Em, Length};
use crate::page::FontId;

/// A font with a `MATH` table.
pub(super) struct MathFont<'a> {
    pub id: FontId,
    font: FontRef<'a>,
    metrics: GlyphMetrics<'a>,
    math: Math<'a>,
    constants: MathConstants<'a>,
    units_per_em: u16,
}

/// The ink of a glyph, from its origin: x to the right, y up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ink {
    pub left: i32,
    pub bottom: i32,
    pub right: i32,
    pub top: i32,
}

/// The parts of a glyph that grows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub glyph: u16,
    pub advance: i32,
    pub start: i32,
    pub end: i32,
    pub extends: bool,
}

/// Which way something grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Across,
    Up,
}

impl<'a> MathFont<'a> {
    /// Reads a face; none where it has no `MATH` table.
    pub fn new(id: FontId, face: &'a Face) -> Option<MathFont<'a>> {
        let font = FontRef::from_index(&face.bytes, face.index).ok()?;
        let math = font.math().ok()?;
        let constants = math.math_constants().ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units_per_em = font.head().ok()?.units_per_em().max(16);
        Some(MathFont { id, font, metrics, math, constants, units_per_em })
    }

    pub fn glyph(&self, c: char) -> Option<u16> {
        self.font.charmap().map(c).map(|glyph| glyph.to_u32() as u16).filter(|glyph| *glyph != 0)
    }

    /// Design units at a type size.
    pub fn at(&self, units: i32, size: Length) -> Length {
        Em::from_units(units, self.units_per_em).at(size)
    }

    /// A length at a type size, in design units.
    pub fn units(&self, length: Length, size: Length) -> i32 {
        length.scale(i64::from(self.units_per_em), size.0.max(1)).0.clamp(-1_000_000, 1_000_000) as i32
    }

    /// A constant of the font, a length.
    pub fn length(&self, constant: Constant, size: Length) -> Length {
        self.at(self.constants.constant(constant), size)
    }

    /// A constant of the font, a percentage or a height in design units.
    pub fn number(&self, constant: Constant) -> i32 {
        self.constants.constant(constant)
    }

    pub fn advance(&self, glyph: u16) -> i32 {
        self.metrics.advance_width(GlyphId::from(glyph)).map_or(0, |width| width.round() as i32)
    }

    pub fn ink(&self, glyph: u16) -> Ink {
        let Some(bounds) = self.metrics.bounds(GlyphId::from(glyph)) else { return Ink::default() };
        let [left, bottom, right, top] =
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|side| side.round() as i32);
        Ink { left, bottom, right, top }
    }

    /// How far a slanting glyph leans over its advance.
    pub fn italic(&self, glyph: u16) -> i32 {
        let info = self.math.math_glyph_info().ok();
        let table = info.and_then(|info| info.math_italics_correction_info()).and_then(Result::ok);
        table.and_then(|table| table.correction(GlyphId::from(glyph))).unwrap_or(0)
    }

    /// Where an accent stands over a glyph, or a glyph of an accent over its base.
    pub fn attachment(&self, glyph: u16) -> i32 {
        let info = self.math.math_glyph_info().ok();
        let table = info.and_then(|info| info.math_top_accent_attachment()).and_then(Result::ok);
        let said = table.and_then(|table| table.attachment(GlyphId::from(glyph)));
        said.unwrap_or_else(|| {
            let (advance, ink) = (self.advance(glyph), self.ink(glyph));
            if advance > 0 { (advance + self.italic(glyph)) / 2 } else { (ink.left + ink.right) / 2 }
        })
    }

    fn construction(&self, glyph: u16, axis: Axis) -> Option<MathGlyphConstruction<'a>> {
        let variants = self.math.math_variants().ok()?;
        let glyph = GlyphId::from(glyph);
        let at = match axis {
            Axis::Up => variants.vert_glyph_coverage()?.ok()?.get(glyph)?,
            Axis::Across => variants.horiz_glyph_coverage()?.ok()?.get(glyph)?,
        };
        match axis {
            Axis::Up => variants.vert_glyph_constructions().get(at as usize).ok(),
            Axis::Across => variants.horiz_glyph_constructions().get(at as usize).ok(),
        }
    }

    /// The larger forms of a glyph, each with its measure along the axis, and the parts of which a larger one can be made.
    pub fn forms(&self, glyph: u16, axis: Axis) -> (Vec<(u16, i32)>, Vec<Part>) {
        let Some(construction) = self.construction(glyph, axis) else { return (Vec::new(), Vec::new()) };
        let forms = construction.math_glyph_variant_records().iter();
        let forms =
            forms.map(|form| (form.variant_glyph().to_u16(), i32::from(form.advance_measurement().to_u16()))).collect();
        let assembly: Option<GlyphAssembly> = construction.glyph_assembly().and_then(Result::ok);
        let parts = assembly.map_or(Vec::new(), |assembly| {
            let part = |part: &skrifa::raw::tables::math::GlyphPartRecord| Part {
                glyph: part.glyph_id().to_u16(),
                advance: i32::from(part.full_advance().to_u16()),
                start: i32::from(part.start_connector_length().to_u16()),
                end: i32::from(part.end_connector_length().to_u16()),
                extends: part.part_flags().bits() & 1 != 0,
            };
            assembly.part_records().iter().map(part).collect()
        });
        (forms, parts)
    }

    /// How far parts overlap at least.
    pub fn least_overlap(&self) -> i32 {
        self.math.math_variants().map_or(0, |variants| i32::from(variants.min_connector_overlap().to_u16()))
    }
}
