//! What a manifest says of the style, and how it is completed.

use super::{Change, Design, DividedWord, FirstLetter, Margins, Sides, Style, design};
use crate::base::{Length, Size};

/// What a manifest says of the style; all else is derived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StylePatch {
    /// The design's name, one of [`Design::NAMES`].
    pub design: Option<String>,
    /// The family of running text.
    pub text: Option<String>,
    /// The family of headings.
    pub heads: Option<String>,
    /// The family of code.
    pub code: Option<String>,
    /// The size of running text.
    pub size: Option<Length>,
    /// The distance between its baselines.
    pub leading: Option<Length>,
    /// The margins.
    pub margins: MarginPatch,
    /// Sides of a leaf.
    pub sides: Option<Sides>,
    /// How the first letter of a chapter is set.
    pub first_letter: Option<FirstLetter>,
    /// Where words are divided.
    pub hyphenation: Vec<DividedWord>,
    /// Whether justified lines are evened by what their letters give.
    pub microtypography: Option<bool>,
    /// Whether fonts of the machine are let in.
    pub system_fonts: Option<bool>,
    /// Whether an EPUB carries its families.
    pub embed_fonts: Option<bool>,
    /// What it changes in the design, in order.
    pub changes: Vec<Change>,
}

/// What a manifest says of the margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarginPatch {
    /// At the binding.
    pub inside: Option<Length>,
    /// At the fore-edge.
    pub outside: Option<Length>,
    /// Above the text.
    pub top: Option<Length>,
    /// Below the text.
    pub bottom: Option<Length>,
}

impl StylePatch {
    /// What of a book's style reaches an edition on office paper: its families, how it divides words, and what it changes in the design, which
    /// counts in the size of the text. Design, size, leading and margins were chosen for the book's page; an edition that
    /// wants them says so itself.
    pub fn apart_from_the_page(&self) -> StylePatch {
        StylePatch {
            text: self.text.clone(),
            heads: self.heads.clone(),
            code: self.code.clone(),
            hyphenation: self.hyphenation.clone(),
            system_fonts: self.system_fonts,
            changes: self.changes.clone(),
            ..StylePatch::default()
        }
    }

    /// This patch with `over` laid over it, key by key.
    pub fn merged(&self, over: &StylePatch) -> StylePatch {
        StylePatch {
            design: over.design.clone().or_else(|| self.design.clone()),
            text: over.text.clone().or_else(|| self.text.clone()),
            heads: over.heads.clone().or_else(|| self.heads.clone()),
            code: over.code.clone().or_else(|| self.code.clone()),
            size: over.size.or(self.size),
            leading: over.leading.or(self.leading),
            margins: MarginPatch {
                inside: over.margins.inside.or(self.margins.inside),
                outside: over.margins.outside.or(self.margins.outside),
                top: over.margins.top.or(self.margins.top),
                bottom: over.margins.bottom.or(self.margins.bottom),
            },
            sides: over.sides.or(self.sides),
            first_letter: over.first_letter.or(self.first_letter),
            hyphenation: self.hyphenation.iter().chain(&over.hyphenation).cloned().collect(),
            microtypography: over.microtypography.or(self.microtypography),
            system_fonts: over.system_fonts.or(self.system_fonts),
            embed_fonts: over.embed_fonts.or(self.embed_fonts),
            changes: self.changes.iter().chain(&over.changes).cloned().collect(),
        }
    }
}

pub(super) fn complete(patch: &StylePatch, default_design: &str, trim: Size, sides: Option<Sides>) -> Style {
    let mut design = Design::named(patch.design.as_deref().unwrap_or(default_design)).unwrap_or_else(design::fallback);
    patch.changes.iter().for_each(|change| change.apply(&mut design));
    let size = patch.size.unwrap_or_else(|| design.size_on(trim));
    let leading = patch.leading.unwrap_or_else(|| size.scale(design.leading_percent, 100));
    let derived = design.margins_on(trim, size);
    let margins = Margins {
        inside: patch.margins.inside.unwrap_or(derived.inside),
        outside: patch.margins.outside.unwrap_or(derived.outside),
        top: patch.margins.top.unwrap_or(derived.top),
        bottom: patch.margins.bottom.unwrap_or(derived.bottom),
    };
    Style {
        trim,
        sides: patch.sides.or(sides).unwrap_or(design.sides),
        margins,
        text: patch.text.clone().unwrap_or_else(|| design.text.to_string()),
        heads: patch.heads.clone().unwrap_or_else(|| {
            // A design whose headings share the text's family follows the text.
            if design.heads == design.text {
                patch.text.clone().unwrap_or_else(|| design.heads.to_string())
            } else {
                design.heads.to_string()
            }
        }),
        code: patch.code.clone().unwrap_or_else(|| design.code.to_string()),
        size,
        leading,
        system_fonts: patch.system_fonts.unwrap_or(false),
        embed_fonts: patch.embed_fonts.unwrap_or(false),
        first_letter: patch.first_letter.unwrap_or_default(),
        hyphenation: patch.hyphenation.clone(),
        microtypography: patch.microtypography.unwrap_or(true),
        colour: false,
        design,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_lays_its_keys_over_the_books() {
        let book = StylePatch { size: Some(Length::pt(11)), text: Some("A".into()), ..StylePatch::default() };
        let edition = StylePatch { size: Some(Length::pt(9)), ..StylePatch::default() };
        let merged = book.merged(&edition);
        assert_eq!((merged.size, merged.text.as_deref()), (Some(Length::pt(9)), Some("A")));
    }
}
