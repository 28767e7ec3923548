//! Ground floor: units, sources and places, findings, limits, and the one place that opens files.
//!
//! In: nothing. Out: the words every other folder speaks. Never here: a book, a page, a format.

pub mod date;
pub mod decode;
pub mod diag;
pub mod folder;
pub mod language;
pub mod limits;
pub mod near;
pub mod numeral;
pub mod source;
pub mod unit;

pub use decode::Encoding;
pub use diag::{Code, Diagnostic, Diags, Severity, arranged};
pub use folder::Folder;
pub use near::nearest;
pub use numeral::{alphabetic, roman};
pub use source::{Place, Site, Source, SourceId, Sources, Span, Strand};
pub use unit::{Em, Length, Point, Rect, Size};
