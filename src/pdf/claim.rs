//! What the file claims, and what happens where a claim does not hold.
//!
//! ISO 14289-1 (PDF/UA-1) 7.3 and ISO 19005-2 (PDF/A-2) 6.7 at level A want an alternative for every figure; level A
//! also forbids private characters without one. Level U asks for neither, and the structure stays in the file.

use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, ValidationError};
use krilla::error::KrillaError;
use krilla::surface::Location;

use crate::base::{Code, Diags, Site};
use crate::page::{ElemRole, Item, Pages};

/// The strictest claim that is true of these pages; a note where it is not the full one.
pub fn configuration(pages: &Pages, diags: &mut Diags) -> Configuration {
    let undescribed = pages.structure.iter().find(|elem| {
        matches!(elem.role, ElemRole::Figure | ElemRole::Picture | ElemRole::Formula) && elem.alt.is_none()
    });
    let private = pages.pages.iter().flat_map(|page| &page.frame.items).find_map(|item| match item {
        // All of them begin, in UTF-8, with 0xEE or more.
        Item::Glyphs(run) if run.text.bytes().any(|b| b >= 0xee) && run.text.chars().any(is_private) => Some(run.site),
        Item::Glyphs(_) | Item::Rule { .. } | Item::Path(_) | Item::Image { .. } | Item::Anchor { .. } => None,
    });
    let mut builder = ConfigurationBuilder::new();
    let why = if let Some(elem) = undescribed {
        builder = builder.with_archival_validator(Archival::A2_U);
        Some((elem.site, "a picture has no description, so the file declares PDF/A-2u alone, not PDF/UA-1"))
    } else if let Some(site) = private {
        builder = builder.with_archival_validator(Archival::A2_U);
        Some((site, "a character from a private area has no meaning of its own, so the file declares PDF/A-2u alone"))
    } else if pages.outline.is_empty() {
        builder = builder.with_archival_validator(Archival::A2_A);
        Some((None, "there is no heading for an outline, so the file declares PDF/A-2a alone, not PDF/UA-1"))
    } else {
        builder = builder.with_archival_validator(Archival::A2_A).with_accessibility_validator(Accessibility::UA1);
        None
    };
    if let Some((site, message)) = why {
        diags.push(Code::NoClaim, site, message);
    }
    builder.finish().expect("PDF/A-2 and PDF/UA-1 share PDF 1.7")
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Reports an error in what Recto hands to krilla.
pub fn fault(site: Option<Site>, message: impl Into<String>, diags: &mut Diags) {
    diags.push_help(Code::BadConformance, site, message, "this is a fault of Recto: please report it");
}

/// The number by which krilla names an element in its errors.
pub fn location(elem: u32) -> Location {
    Location::MIN.saturating_add(u64::from(elem))
}

/// Turns krilla's error into findings at the places of the elements.
pub fn report(error: &KrillaError, pages: &Pages, diags: &mut Diags) {
    let site = |at: &Option<Location>| {
        at.and_then(|at| pages.structure.get((at.get() - 1) as usize)).and_then(|elem| elem.site)
    };
    match error {
        KrillaError::Validation(errors) => {
            for (error, validators) in errors {
                let names: Vec<&str> = validators.into_iter().map(|validator| validator.as_str()).collect();
                fault(site(&place(error)), format!("{} forbids it: {}", names.join(" and "), words(error)), diags);
            }
        }
        KrillaError::Image(_, at, why) => {
            diags.push(Code::BadPicture, site(at), format!("a picture cannot be put into the PDF: {why}"));
        }
        KrillaError::Font(_, why) => diags.push(Code::BadFont, None, format!("a font cannot be embedded: {why}")),
        KrillaError::DuplicateTagId(_, at) | KrillaError::UnknownTagId(_, at) => {
            fault(site(at), error.to_string(), diags);
        }
        KrillaError::Limit(_) | KrillaError::DuplicateNamedDestination(_) | KrillaError::SixteenBitImage(..) => {
            fault(None, error.to_string(), diags);
        }
    }
}

fn place(error: &ValidationError) -> Option<Location> {
    use ValidationError as E;
    match error {
        E::ContainsPostScript(at)
        | E::ContainsNotDefGlyph(_, at, _)
        | E::NoCodepointMapping(_, _, at)
        | E::InvalidCodepointMapping(_, _, _, at)
        | E::UnicodePrivateArea(_, _, _, at)
        | E::MissingAltText(at)
        | E::MissingAnnotationAltText(at)
        | E::Transparency(at)
        | E::ImageInterpolation(at)
        | E::EmbeddedFile(_, at)
        | E::EmbeddedPDF(at)
        | E::RequiresNewerPdfVersion(_, at) => *at,
        E::TooLongString
        | E::TooLongName
        | E::TooLongArray
        | E::TooLongDictionary
        | E::TooLargeFloat
        | E::TooManyIndirectObjects
        | E::TooHighQNestingLevel
        | E::MissingCMYKProfile
        | E::InconsistentSeparationFallback(_)
        | E::RestrictedLicense(_)
        | E::NoDocumentLanguage
        | E::NoDocumentTitle
        | E::MissingHeadingTitle
        | E::MissingDocumentOutline
        | E::MissingDocumentDate
        | E::MissingTagging => None,
    }
}

fn words(error: &ValidationError) -> String {
    use ValidationError as E;
    match error {
        E::TooLongString => "a text of more than 32767 bytes".into(),
        E::TooLongName => "a name of more than 127 bytes".into(),
        E::ContainsNotDefGlyph(_, _, text) => format!("a glyph that no font has, for '{text}'"),
        E::NoCodepointMapping(_, glyph, _) => format!("glyph {} stands for no character", glyph.to_u32()),
        E::InvalidCodepointMapping(_, _, c, _) => format!("a glyph stands for U+{:04X}", u32::from(*c)),
        E::UnicodePrivateArea(_, _, c, _) => format!("the private character U+{:04X}", u32::from(*c)),
        E::RestrictedLicense(_) => "a font may not be embedded".into(),
        E::MissingCMYKProfile => "CMYK without a profile".into(),
        E::NoDocumentLanguage => "the language is missing".into(),
        E::NoDocumentTitle => "the title is missing".into(),
        E::MissingAltText(_) => "a picture or a formula has no description".into(),
        E::MissingHeadingTitle => "a heading has no title".into(),
        E::MissingAnnotationAltText(_) => "a link has no description".into(),
        other => format!("{other:?}"),
    }
}
