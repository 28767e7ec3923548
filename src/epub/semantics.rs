//! What the parts of a book are to a reading system: classes for the style, EPUB's structural semantics, roles for those who hear.

use super::xhtml::Attr;
use crate::model::{AdmonitionKind, NumberForm, ParaRole, Role};

/// What a page is, in the words of EPUB's structural semantics (SSV 1.1) and of DPUB-ARIA 1.1, which has no role for some.
pub(super) fn semantics(role: Role) -> (&'static str, Option<&'static str>) {
    match role {
        Role::Chapter => ("chapter", Some("doc-chapter")),
        Role::Section => ("subsection", None),
        Role::Part => ("part", Some("doc-part")),
        Role::HalfTitle => ("halftitlepage", None),
        Role::TitlePage => ("titlepage", None),
        Role::Copyright => ("copyright-page", None),
        Role::Dedication => ("dedication", Some("doc-dedication")),
        Role::Epigraph => ("epigraph", Some("doc-epigraph")),
        Role::Contents => ("toc", None),
        Role::Figures => ("loi", None),
        Role::Tables => ("lot", None),
        Role::Colophon => ("colophon", Some("doc-colophon")),
    }
}

/// What a paragraph's role means to the style and to those who hear it.
pub(super) fn para_class(role: ParaRole) -> Vec<Attr<'static>> {
    match role {
        ParaRole::Text => vec![],
        ParaRole::Initial => vec![("class", "initial")],
        ParaRole::Title => vec![("epub:type", "title"), ("class", "book-title")],
        ParaRole::Subtitle => vec![("epub:type", "subtitle"), ("role", "doc-subtitle"), ("class", "book-subtitle")],
        ParaRole::Author => vec![("class", "book-author")],
        ParaRole::Credit => vec![("class", "book-credit")],
        ParaRole::Series => vec![("class", "book-series")],
        ParaRole::Publisher => vec![("class", "book-publisher")],
        ParaRole::Imprint => vec![("class", "imprint")],
        ParaRole::Dedication => vec![("class", "dedication")],
        ParaRole::Attribution => vec![("class", "attribution")],
        ParaRole::Term => vec![("class", "term")],
        ParaRole::Label => vec![("class", "label")],
    }
}

/// The `type` of a list whose numbers are no figures.
pub(super) fn number_type(form: NumberForm) -> Option<&'static str> {
    match form {
        NumberForm::Decimal => None,
        NumberForm::Alpha => Some("a"),
        NumberForm::Capital => Some("A"),
        NumberForm::Roman => Some("i"),
        NumberForm::CapitalRoman => Some("I"),
    }
}

/// An admonition's class, what it is in the words of EPUB's structural semantics, and its role. A tip is an aside to
/// DPUB-ARIA; its `doc-notice` is no role of an aside, so what warns is a note, which those words have nothing for.
pub(super) fn admonition(kind: AdmonitionKind) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        AdmonitionKind::Note => ("admonition note", None, "note"),
        AdmonitionKind::Tip => ("admonition tip", Some("tip"), "doc-tip"),
        AdmonitionKind::Important => ("admonition important", None, "note"),
        AdmonitionKind::Warning => ("admonition warning", None, "note"),
        AdmonitionKind::Caution => ("admonition caution", None, "note"),
    }
}
