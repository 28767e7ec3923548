//! The manifest: `book.yaml`, validated, with a place on every value.
//!
//! In: the file's text and the book's folder. Out: [`Manifest`], and every mistake of the file in one run.
//! Never here: an article's text, a default that depends on the machine.

mod catalogue;
mod check;
mod design;
mod editions;
mod entries;
mod hyphenation;
mod keys;
mod lengths;
mod lints;
mod metadata;
mod names;
mod new;
mod read;
mod schema;
mod style;
mod syntax;
mod tree;
mod types;
mod write;

pub use new::{New, new};
pub use read::read;
pub use schema::schema;
pub use style::{LOOSER, tight};
pub use syntax::yaml_fault;
pub use types::{
    Edition, Entry, Evaluation, Format, FrontChoice, Lint, MadePage, Manifest, MatterEntry, Metadata, MetadataPatch,
    PageSize, Person, Publisher, Series, SourceEntry, Spanned, Subject,
};
pub use write::scalar;
