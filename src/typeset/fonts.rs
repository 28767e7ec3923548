//! Fonts, parsed once, and the order in which they stand in for one another.

use std::fmt;
use std::sync::{Arc, OnceLock};

use harfrust::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::ideographs::Custom;
use crate::asset::{Face, FontBytes, MATH_FAMILY, is_invisible, is_space};
use crate::base::Em;
use crate::page::{FontId, Glyph};

/// The fonts of a run, parsed once, when they are first asked for, and shared by all editions and threads.
pub struct Fonts {
    faces: Vec<Face>,
    /// Which family each belongs to: the index of the family's first face.
    families: Vec<usize>,
    parsed: Vec<Arc<OnceLock<Parsed>>>,
    /// The font of formulas; it stands in for no other.
    math: Option<FontId>,
}

/// How tall a font's letters stand, in ems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FontMetrics {
    /// From the baseline up to the top of the tallest letters.
    pub ascent: Em,
    /// From the baseline down, as a positive number.
    pub descent: Em,
    /// The height of capitals.
    pub cap_height: Em,
    /// The height of small letters.
    pub x_height: Em,
}

struct Parsed {
    /// None where the shaper does not take the file; such a font stands in for nothing.
    font: Option<Font>,
    units_per_em: u16,
    metrics: FontMetrics,
    /// The code pages for which it was made.
    code_pages: u32,
    /// Every character it has, sorted.
    covered: Vec<u32>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |face: &Face| {
            format!(
                "{}{}{}",
                face.family,
                if face.bold { " bold" } else { "" },
                if face.italic { " italic" } else { "" }
            )
        };
        f.debug_list().entries(self.faces.iter().map(name)).finish()
    }
}

impl Fonts {
    /// Takes `faces`; where several have a character and none is asked for, the first stands in.
    pub fn new(faces: Vec<Face>) -> Fonts {
        let family = |face: &Face| faces.iter().position(|other| other.family == face.family).unwrap_or_default();
        let families = faces.iter().map(family).collect();
        let parsed = faces.iter().map(|_| Arc::default()).collect();
        let math = faces.iter().position(|face| face.family == MATH_FAMILY).map(|at| FontId(at as u16));
        Fonts { faces, families, parsed, math }
    }

    /// The same, where those that `other` has from the binary are parsed once for both.
    pub fn beside(faces: Vec<Face>, other: &Fonts) -> Fonts {
        let same = |one: &Face, two: &Face| match (&one.bytes, &two.bytes) {
            (FontBytes::Bundled(one_bytes), FontBytes::Bundled(two_bytes)) => {
                std::ptr::eq(*one_bytes, *two_bytes) && one.index == two.index
            }
            _ => false,
        };
        let mut fonts = Fonts::new(faces);
        for (face, parsed) in fonts.faces.iter().zip(&mut fonts.parsed) {
            if let Some(at) = other.faces.iter().position(|known| same(known, face)) {
                *parsed = Arc::clone(&other.parsed[at]);
            }
        }
        fonts
    }

    fn parsed(&self, at: usize) -> &Parsed {
        self.parsed[at].get_or_init(|| Parsed::new(&self.faces[at]))
    }

    /// The faces, in the order of their [`FontId`]s.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The font of formulas, where the book has any.
    pub(super) fn math(&self) -> Option<FontId> {
        self.math
    }

    /// The face of a family that is nearest to what is asked for: the slant counts more than the weight. None where
    /// the family is unknown.
    pub fn find(&self, family: &str, bold: bool, italic: bool) -> Option<FontId> {
        let first = self.faces.iter().position(|face| face.family.eq_ignore_ascii_case(family))?;
        self.nearest(self.families[first], bold, italic, |_| true)
    }

    /// The font's measures.
    pub fn metrics(&self, id: FontId) -> FontMetrics {
        self.parsed(usize::from(id.0)).metrics
    }

    /// The glyph of a character; none where the font lacks it.
    pub fn glyph(&self, id: FontId, c: char) -> Option<u16> {
        let font = self.parsed(usize::from(id.0)).font.as_ref()?;
        font.charmap().map_unicode(c).map(|glyph| glyph.to_u32() as u16).filter(|glyph| *glyph != 0)
    }

    /// How wide a character is without its neighbours; zero where the font lacks it.
    pub fn advance(&self, id: FontId, c: char) -> Em {
        let parsed = self.parsed(usize::from(id.0));
        let (Some(font), Some(glyph)) = (parsed.font.as_ref(), self.glyph(id, c)) else { return Em::ZERO };
        let units = harfrust::ShaperFont::new(font).glyph_h_advance(harfrust::GlyphId::new(u32::from(glyph)));
        Em::from_units(units, parsed.units_per_em)
    }

    /// Whether a font has everything that `text` needs.
    pub fn covers(&self, id: FontId, text: &str) -> bool {
        let parsed = self.parsed(usize::from(id.0));
        parsed.font.is_some() && text.chars().all(|c| parsed.has(c))
    }

    /// The font that sets `text` as one, where `wanted` is asked for: itself, then its family in another style, then
    /// the others in order, each in the nearest style. None where no font has all of it.
    pub fn serving(&self, wanted: FontId, text: &str) -> Option<FontId> {
        if self.covers(wanted, text) {
            return Some(wanted);
        }
        let face = &self.faces[usize::from(wanted.0)];
        let own = self.families[usize::from(wanted.0)];
        let others = (0..self.faces.len())
            .filter(|at| self.families[*at] == *at && *at != own && self.math != Some(FontId(*at as u16)));
        std::iter::once(own)
            .chain(others)
            .find_map(|family| self.nearest(family, face.bold, face.italic, |id| self.covers(id, text)))
    }

    /// The font that sets a text in squares where `wanted` is asked for: of those that have all of it one made for the language
    /// is better than others, since the same characters look different in China and in Japan.
    pub(super) fn native(&self, wanted: FontId, text: &str, custom: Option<Custom>) -> Option<FontId> {
        // OpenType, OS/2, ulCodePageRange1.
        let page = match custom {
            Some(Custom::Japanese) => 1 << 17,
            Some(Custom::Simplified) => 1 << 18,
            Some(Custom::Traditional) => 1 << 20,
            None => return self.serving(wanted, text),
        };
        let face = &self.faces[usize::from(wanted.0)];
        let made_for = |id: FontId| self.parsed(usize::from(id.0)).code_pages & page != 0 && self.covers(id, text);
        if made_for(wanted) {
            return Some(wanted);
        }
        (0..self.faces.len())
            .filter(|at| self.families[*at] == *at)
            .find_map(|family| self.nearest(family, face.bold, face.italic, made_for))
            .or_else(|| self.serving(wanted, text))
    }

    fn nearest(&self, family: usize, bold: bool, italic: bool, fits: impl Fn(FontId) -> bool) -> Option<FontId> {
        (0..self.faces.len())
            .filter(|at| self.families[*at] == family && self.parsed(*at).font.is_some())
            .filter(|at| fits(FontId(*at as u16)))
            .min_by_key(|at| (self.faces[*at].italic != italic, self.faces[*at].bold != bold, *at))
            .map(|at| FontId(at as u16))
    }

    /// The font as the shaper wants it, and its units per em.
    pub(super) fn shaper(&self, id: FontId) -> Option<(&Font, u16)> {
        let parsed = self.parsed(usize::from(id.0));
        parsed.font.as_ref().map(|font| (font, parsed.units_per_em))
    }

    /// How far the ink of glyphs reaches below their baseline; nothing where the font does not say.
    pub(super) fn depth(&self, id: FontId, glyphs: &[Glyph]) -> Em {
        let face = &self.faces[usize::from(id.0)];
        let Ok(read) = FontRef::from_index(&face.bytes, face.index) else { return Em::ZERO };
        let units_per_em = self.parsed(usize::from(id.0)).units_per_em;
        let metrics = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        let bottoms = glyphs.iter().filter_map(|glyph| {
            let bounds = metrics.bounds(GlyphId::from(glyph.id))?;
            Some(-Em::from_units(bounds.y_min.round() as i32, units_per_em) - glyph.dy)
        });
        bottoms.max().unwrap_or_default().max(Em::ZERO)
    }
}

impl Parsed {
    fn new(face: &Face) -> Parsed {
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(face.bytes.clone());
        let font = Font::new(harfrust::font::Blob::from(shared), face.index);
        let mut covered = Vec::new();
        let (mut metrics, mut units_per_em, mut code_pages) = (FontMetrics::default(), 1000, 0);
        if let Ok(read) = FontRef::from_index(&face.bytes, face.index) {
            covered = read.charmap().mappings().map(|(c, _)| c).collect();
            covered.sort_unstable();
            units_per_em = read.head().map_or(1000, |head| head.units_per_em()).max(16);
            let em = |units: i16| Em::from_units(i32::from(units), units_per_em);
            if let Ok(hhea) = read.hhea() {
                metrics.ascent = em(hhea.ascender().to_i16());
                metrics.descent = -em(hhea.descender().to_i16());
            }
            if let Ok(os2) = read.os2() {
                code_pages = os2.ul_code_page_range_1().unwrap_or_default();
                metrics.ascent = em(os2.s_typo_ascender());
                metrics.descent = -em(os2.s_typo_descender());
                metrics.cap_height = os2.s_cap_height().map_or(Em::ZERO, em);
                metrics.x_height = os2.sx_height().map_or(Em::ZERO, em);
            }
            if metrics.cap_height <= Em::ZERO {
                metrics.cap_height = Em::milli(680);
            }
            if metrics.x_height <= Em::ZERO {
                metrics.x_height = Em::milli(450);
            }
        }
        Parsed { font, units_per_em, metrics, code_pages, covered }
    }

    fn has(&self, c: char) -> bool {
        let had = |c: char| self.covered.binary_search(&(c as u32)).is_ok();
        // The shaper makes every space out of U+0020, and shows nothing for what steers only.
        had(c) || is_invisible(c) || (is_space(c) && had(' '))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::bundled;

    #[test]
    fn the_nearest_style_of_a_family_is_found() {
        let fonts = Fonts::new(bundled());
        let found = fonts.find("eb garamond", true, true).unwrap();
        let face = &fonts.faces()[usize::from(found.0)];
        assert!(face.bold && face.italic);
        assert_eq!(fonts.find("Noto Emoji", true, true), fonts.find("Noto Emoji", false, false));
        assert_eq!(fonts.find("Comic Sans", false, false), None);
    }

    #[test]
    fn what_the_text_font_lacks_another_serves_in_the_same_style() {
        let fonts = Fonts::new(bundled());
        let italic = fonts.find("EB Garamond", false, true).unwrap();
        assert_eq!(fonts.serving(italic, "word\u{2009}\u{200d}"), Some(italic));
        let arrow = fonts.serving(italic, "⌘").unwrap();
        assert_ne!(arrow, italic);
        let smile = fonts.serving(italic, "👩\u{200d}👩\u{200d}👦").unwrap();
        assert_eq!(fonts.faces()[usize::from(smile.0)].family, "Noto Emoji");
        assert_eq!(fonts.serving(italic, "\u{13000}"), None, "no bundled font has hieroglyphs");
    }

    #[test]
    fn fonts_are_measured_in_ems() {
        let fonts = Fonts::new(bundled());
        let roman = fonts.find("EB Garamond", false, false).unwrap();
        let metrics = fonts.metrics(roman);
        assert!(metrics.cap_height > Em::milli(600) && metrics.cap_height < Em::milli(700), "{metrics:?}");
        assert!(metrics.ascent > metrics.cap_height && metrics.descent > Em::ZERO);
        assert!(fonts.advance(roman, ' ') > Em::milli(180) && fonts.advance(roman, ' ') < Em::milli(280));
    }

    #[test]
    fn books_share_what_was_parsed_of_the_fonts_in_the_binary() {
        let stock = Fonts::new(bundled());
        let faces: Vec<Face> = bundled().into_iter().skip(1).collect();
        let fonts = Fonts::beside(faces, &stock);
        assert!(fonts.parsed.iter().zip(&stock.parsed[1..]).all(|(one, two)| Arc::ptr_eq(one, two)));
        assert!(std::ptr::eq(fonts.parsed(0), stock.parsed(1)));
    }

    #[test]
    fn threads_may_share_fonts() {
        fn shared<T: Send + Sync>() {}
        shared::<Fonts>();
    }
}
