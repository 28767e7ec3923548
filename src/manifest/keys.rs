//! Every key a manifest may have, by the mapping in which it stands. `docs/manual/book-yaml.md` describes each.

/// Facts, which a book and an edition may state.
pub(super) const FACTS: &[&str] = &[
    "title",
    "title-sort",
    "subtitle",
    "language",
    "authors",
    "identifier",
    "identifiers",
    "version",
    "date",
    "modified",
    "publisher",
    "rights",
    "description",
    "subjects",
    "sources",
    "series",
    "evaluation",
];
/// The book, besides its facts.
pub(super) const BOOK: &[&str] =
    &["cover", "front", "chapters", "order", "back", "editions", "style", "shops", "lints"];
/// An edition, besides its facts.
pub(super) const EDITION: &[&str] =
    &["format", "pages", "trim", "paper", "bleed", "isbn", "cover", "front", "back", "omit", "style"];
/// Known for an edition, not used yet.
pub(super) const EDITION_LATER: &[&str] = &["press", "stock", "ink", "price", "spine", "barcode", "impose"];
/// An article among chapters.
pub(super) const SOURCE: &[&str] = &["source", "id", "title", "number", "sections"];
/// A part.
pub(super) const PART: &[&str] = &["part", "chapters"];
/// An article before or behind the text.
pub(super) const MATTER: &[&str] = &["source", "id", "title", "role"];
/// A page that Recto makes, with what is wanted of it.
pub(super) const MADE: &[&str] = &["page", "depth"];
/// A person.
pub(super) const PERSON: &[&str] = &["name", "sort", "role"];
/// A publisher.
pub(super) const PUBLISHER: &[&str] = &["name", "place", "mark"];
/// A series of books.
pub(super) const SERIES: &[&str] = &["title", "position"];
/// A subject.
pub(super) const SUBJECT: &[&str] = &["name", "authority", "code"];
/// What somebody found who looked at the accessibility of an EPUB.
pub(super) const EVALUATION: &[&str] = &["by", "wcag", "date", "credential", "report"];
/// The look.
pub(super) const STYLE: &[&str] = &[
    "design",
    "text",
    "heads",
    "code",
    "size",
    "leading",
    "margins",
    "sides",
    "first-letter",
    "hyphenation",
    "microtypography",
    "system-fonts",
    "embed-fonts",
];
/// Margins.
pub(super) const MARGINS: &[&str] = &["inside", "outside", "top", "bottom"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_describes_every_key() {
        let manual = include_str!("../../docs/manual/book-yaml.md");
        for keys in [
            FACTS,
            BOOK,
            EDITION,
            EDITION_LATER,
            SOURCE,
            PART,
            MATTER,
            MADE,
            PERSON,
            PUBLISHER,
            SERIES,
            SUBJECT,
            EVALUATION,
            STYLE,
            MARGINS,
        ] {
            for key in keys {
                assert!(manual.contains(&format!("`{key}`")), "docs/manual/book-yaml.md lacks `{key}`");
            }
        }
    }
}
