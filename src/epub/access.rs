//! What the book says of itself to people who read otherwise than with their eyes, derived from what it contains.

use crate::model::{Book, each_image, has_formula};

/// The five fields of EPUB Accessibility 1.1, 3.2, in schema.org's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Access {
    /// The senses that some of the content speaks to.
    pub(super) modes: Vec<&'static str>,
    /// The sets of senses each of which is enough to take in all of it.
    pub(super) sufficient: Vec<&'static str>,
    /// What helps.
    pub(super) features: Vec<&'static str>,
    /// What might harm.
    pub(super) hazards: Vec<&'static str>,
    /// The same in sentences, in English.
    pub(super) summary: String,
}

/// Looks through the book. `pages` says whether it has a page-list. The cover is furniture and does not count.
pub(super) fn of(book: &Book, pages: bool) -> Access {
    let (mut pictures, mut silent) = (false, false);
    for chapter in book.chapters() {
        each_image(chapter, &mut |image, _| {
            // An empty text says that the picture is decoration.
            pictures |= image.alt.as_deref() != Some("");
            silent |= image.alt.is_none();
        });
    }
    let mut access = Access {
        modes: vec!["textual"],
        sufficient: vec![],
        features: vec!["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"],
        hazards: vec!["none"],
        summary: "The text flows and can be restyled freely. Its structure is marked: headings, notes, lists and \
                  contents can be reached from the navigation and by assistive technology."
            .to_string(),
    };
    if pictures {
        access.modes.push("visual");
        access.sufficient.push("textual,visual");
    }
    if !silent {
        access.sufficient.push("textual");
    }
    if pictures && !silent {
        access.features.push("alternativeText");
        access.summary.push_str(" Every picture has a description.");
    }
    if silent {
        access.summary.push_str(" Some pictures have no description.");
    }
    if book.chapters().iter().any(has_formula) {
        access.features.push("MathML");
        access.summary.push_str(" Formulas are MathML with a text beside each.");
    }
    if pages {
        access.features.extend(["pageNavigation", "pageBreakMarkers"]);
        access.summary.push_str(" Page numbers match those of the paged edition.");
    }
    access
}
