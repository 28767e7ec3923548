//! Recto binds an ordered series of articles into a book.
//!
//! `book.yaml` is read by [`manifest`]; [`reader`] makes a chapter of each article; [`pass`] makes of all of them a
//! [`model::Book`], once for each edition. [`epub`] writes a book as it is; [`typeset`] makes [`page::Pages`] of it, which
//! [`pdf`], [`press`] and [`paint`] write; the [`page::PageMap`] is all that the EPUB learns of pages. [`pipeline`] holds
//! the order of these stages; [`cli`] takes arguments, [`report`] shows findings, and [`serve`] shows the book in a browser.
//!
//! Every border between two stages is one plain type. A stage is a function from data to data plus findings
//! ([`base::Diags`]). Folders stand on floors and import downwards only (`tests/layers.rs`, `docs/architecture.md`).
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod asset;
pub mod base;
pub mod cli;
pub mod epub;
pub mod import;
pub mod manifest;
pub mod model;
pub mod page;
pub mod paint;
pub mod pass;
pub mod pdf;
pub mod pipeline;
pub mod press;
pub mod reader;
pub mod report;
pub mod serve;
pub mod style;
pub mod typeset;
