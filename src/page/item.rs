//! What is painted on a page.

use std::ops::Range;

use serde::Serialize;

use super::ElemId;
use crate::base::{Em, Length, Point, Rect, Site};
use crate::model::{Anchor, Lang, TextPos};

/// A font: its index in [`super::Pages::fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FontId(pub u16);

/// A picture: its index in [`super::Pages::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ImageId(pub u32);

/// What is painted on a page or a cover, in painting order.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Frame {
    /// The items.
    pub items: Vec<Item>,
}

/// One thing that is painted, or an invisible place.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A run of glyphs in one font and size.
    Glyphs(GlyphRun),
    /// A filled rectangle: a rule above notes, a bar beside a quotation.
    Rule {
        /// Its area.
        area: Rect,
        /// Its ink.
        ink: Ink,
        /// What it belongs to.
        mark: Mark,
    },
    /// A shape.
    Path(PathShape),
    /// A picture.
    Image {
        /// Which.
        image: ImageId,
        /// Where, scaled to fill.
        area: Rect,
        /// What it belongs to.
        mark: Mark,
    },
    /// A place that links lead to; it paints nothing.
    Anchor {
        /// Its name.
        anchor: Anchor,
        /// Where.
        at: Point,
    },
}

/// Glyphs that share font, size, ink, language and direction, and belong to one element.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// The type size.
    pub size: Length,
    /// The baseline's left end.
    pub origin: Point,
    /// How much wider than designed the glyphs are, in 1/1000: 1000 is as designed.
    pub x_scale: u16,
    /// How much further apart than designed its letters stand, before `x_scale`. Their advances hold it already.
    pub tracking: Em,
    /// The ink.
    pub ink: Ink,
    /// The language.
    pub lang: Lang,
    /// The direction of the letters. Glyphs stand from left to right either way.
    pub dir: Dir,
    /// The text, in the order of reading. A hyphen put in at a break is U+00AD; the space that ends a line stands
    /// here, with a glyph that hangs.
    pub text: String,
    /// Where the text begins in the book; furniture has none.
    pub src: Option<TextPos>,
    /// Where it was read, for errors and the preview.
    #[serde(skip)]
    pub site: Option<Site>,
    /// What it belongs to.
    pub mark: Mark,
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
}

impl GlyphRun {
    /// The width of the run: the sum of its advances, `x_scale` applied once to the sum.
    pub fn width(&self) -> Length {
        self.advance(&self.glyphs)
    }

    /// The width of some of its glyphs.
    pub fn advance(&self, glyphs: &[Glyph]) -> Length {
        let ems: i64 = glyphs.iter().map(|g| i64::from(g.advance.0)).sum();
        Length(ems * self.size.0 / 65536).scale(i64::from(self.x_scale), 1000)
    }
}

/// One glyph. Lengths are in ems before `x_scale`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the pen moves on; a stretched space has its stretched width here.
    pub advance: Em,
    /// How far it stands to the right of the pen.
    pub dx: Em,
    /// How far it stands above the baseline.
    pub dy: Em,
    /// The bytes of the run's text that it shows; never empty. Glyphs of one cluster share a range.
    pub cluster: Range<u32>,
}

/// The direction of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dir {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// Ink. Only writers choose a colour space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    /// Full black.
    Black,
    /// Black in per cent.
    Tint(u8),
    /// A colour as sRGB.
    Rgb(u8, u8, u8),
}

/// What a painted thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Content of an element of the structure.
    Content(ElemId),
    /// Nothing that is read out.
    Artifact(ArtifactKind),
}

/// Why something is not content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArtifactKind {
    /// A running head.
    Header,
    /// A folio or another line at the foot.
    Footer,
    /// A rule, an ornament, a leader, a repeated table head.
    Other,
}

/// A shape.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PathShape {
    /// Its outline.
    pub segments: Vec<Segment>,
    /// Whether what lies an even number of times within its outline is left free.
    pub even_odd: bool,
    /// What fills it.
    pub fill: Option<Ink>,
    /// What draws its outline.
    pub stroke: Option<Stroke>,
    /// What it is clipped to.
    pub clip: Option<Rect>,
    /// Where its own coordinates lie on the page.
    pub transform: Transform,
    /// What it belongs to.
    pub mark: Mark,
}

/// A piece of an outline.
#[derive(Clone, Copy, Debug, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// Begin here.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A quadratic curve by its control point and its end.
    Quad(Point, Point),
    /// A cubic curve by its control points and its end.
    Cubic(Point, Point, Point),
    /// Back to the beginning.
    Close,
}

/// A line along an outline.
#[derive(Clone, Copy, Debug, Hash, Serialize)]
pub struct Stroke {
    /// Its ink.
    pub ink: Ink,
    /// Its width.
    pub width: Length,
}

/// Scale in 1/65536, then offset: x' = x·sx + dx.
#[derive(Clone, Copy, Debug, Hash, Serialize)]
pub struct Transform {
    /// Across.
    pub sx: Em,
    /// Down.
    pub sy: Em,
    /// The offset.
    pub offset: Point,
}
