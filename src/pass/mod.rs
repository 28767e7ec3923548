//! Passes: a draft becomes a book, once for each edition, in one fixed order.
//!
//! In: the manifest, the chapters as read. Out: a [`Book`] without loose ends. Never here: a page, a file format.

mod anchor;
mod assemble;
mod called;
mod captions;
mod contents;
mod dates;
mod enumerate;
mod equations;
mod front;
mod initial;
mod label;
mod letters;
mod link;
mod metadata;
mod number;
mod order;
mod proofread;
mod quotes;
mod refer;
mod spaces;
mod typography;
mod words;

pub use assemble::is_handout;
pub use order::follows;
pub use proofread::proofread;

use std::collections::BTreeMap;

use crate::base::Diags;
use crate::manifest::{Edition, Manifest};
use crate::model::{Book, BookParts, Chapter, Metadata, ParaRole};
use crate::style::{FirstLetter, Style, default_paper};

/// Chapters as read, by the path of their source: one reading serves every edition.
pub type Articles<'a> = BTreeMap<&'a str, &'a Chapter>;

/// What is known from outside: the date of modification, decided in `cli/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// Seconds since 1970 UTC.
    pub modified: i64,
}

/// Checks what all editions share, once a run: the identifier, and the neighbours that the articles name against the
/// order of the manifest. [`bind`] says nothing of these.
pub fn check(manifest: &Manifest, articles: &Articles, diags: &mut Diags) {
    metadata::check(manifest, diags);
    order::check(manifest, articles, diags);
}

/// The look of an edition as far as its manifest says it.
fn look(manifest: &Manifest, edition: &Edition, language: &str) -> Style {
    let handout = is_handout(edition);
    let book = if handout { manifest.style.apart_from_the_page() } else { manifest.style.clone() };
    let patch = book.merged(&edition.style);
    let trim = edition.page.as_ref().map_or(default_paper(language).size, |page| page.value.size());
    Style::new(&patch, if handout { "handout" } else { "book" }, trim, None)
}

/// Does something to each chapter, in any order or side by side: threads are the pipeline's.
pub type Each<'a> = &'a dyn Fn(&mut [Chapter], &(dyn Fn(&mut Chapter) + Sync));

/// Binds the book of one edition. An article that is not in `articles` could not be read, which was said where it was read; the
/// book is bound without it.
pub fn bind(
    manifest: &Manifest,
    edition: &Edition,
    articles: &Articles,
    given: Given,
    each: Each,
    diags: &mut Diags,
) -> Book {
    let mut draft = assemble::assemble(manifest, edition, articles, given, diags);
    captions::caption(&mut draft.chapters);
    front::make_pages(&mut draft, manifest, edition, diags);
    draft.metadata.evaluation = metadata::claim(manifest, edition, &draft.chapters, diags);
    label::admonitions(&mut draft.chapters, &draft.metadata.language);
    // Places are named before quotes curl: an author who links to a heading thinks of it as typed.
    let places = anchor::name_places(&mut draft.chapters);
    link::resolve(&mut draft.chapters, &places, &link::known_paths(manifest, articles), diags);
    debug_assert!(link::resolved(&draft.chapters), "a link is still as written");
    typography::set_titles(&mut draft.metadata);
    let language = draft.metadata.language.as_str();
    each(&mut draft.chapters, &|chapter| typography::set(chapter, language));
    let look = look(manifest, edition, &draft.metadata.language);
    number::number(&mut draft.chapters, &look.design, diags);
    captions::number(&mut draft.chapters, &draft.metadata.language);
    equations::number(&mut draft.chapters);
    let language = draft.metadata.language.as_str();
    refer::refer(&mut draft.chapters, language);
    match look.first_letter {
        FirstLetter::Plain => {}
        FirstLetter::SmallCaps => initial::mark(&mut draft.chapters, ParaRole::Text),
        FirstLetter::Drop => initial::mark(&mut draft.chapters, ParaRole::Initial),
    }
    let contents = contents::contents(&draft.chapters);
    let figures = captions::list(&draft.chapters, captions::Kind::Figure);
    let tables = captions::list(&draft.chapters, captions::Kind::Table);
    let anchors = contents::anchors(&draft.chapters);
    Book::bind(BookParts { metadata: draft.metadata, chapters: draft.chapters, contents, figures, tables, anchors })
}

/// What is known of the book in an edition, as it will stand in it, but for what its chapters decide.
pub fn metadata_of(manifest: &Manifest, edition: &Edition, given: Given) -> Metadata {
    let mut metadata = metadata::merge(manifest, edition, given);
    typography::set_titles(&mut metadata);
    metadata
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
