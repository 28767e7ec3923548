//! Paper sizes by name.

use serde::Serialize;

use crate::base::{Length, Size};

/// A paper by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// As written in the manifest.
    pub name: &'static str,
    /// Its size, upright.
    pub size: Size,
}

/// How many sides of a leaf are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// One: no mirrored margins, no blank pages.
    One,
    /// Two.
    Two,
}

const fn mm(name: &'static str, width: i64, height: i64) -> Paper {
    Paper { name, size: Size { width: Length::centi_mm(width * 100), height: Length::centi_mm(height * 100) } }
}

const fn inch(name: &'static str, width: i64, height: i64) -> Paper {
    Paper { name, size: Size { width: Length::milli_inch(width), height: Length::milli_inch(height) } }
}

/// The papers that have a name: ISO 216 and 269, and ANSI/ASME Y14.1.
pub const PAPERS: &[Paper] = &[
    mm("a4", 210, 297),
    mm("a5", 148, 210),
    mm("a6", 105, 148),
    mm("b5", 176, 250),
    inch("letter", 8500, 11000),
    inch("legal", 8500, 14000),
    inch("half-letter", 5500, 8500),
];

/// Books that are wider than high, as shops list them: KDP, Lulu (blog.lulu.com/choosing-the-right-book-size) and Blurb.
const LANDSCAPES: &[Size] = &[
    Size { width: Length::milli_inch(8250), height: Length::milli_inch(6000) },
    Size { width: Length::milli_inch(9000), height: Length::milli_inch(7000) },
    Size { width: Length::milli_inch(10000), height: Length::milli_inch(8000) },
];

/// Whether books of that size, which is wider than high, are usual: a shop lists it, or it is a paper that lies on its side.
pub fn is_usual_landscape(size: Size) -> bool {
    let turned = Size { width: size.height, height: size.width };
    LANDSCAPES.contains(&size) || PAPERS.iter().any(|paper| paper.size == turned)
}

/// The paper of that name.
pub fn paper_named(name: &str) -> Option<Paper> {
    PAPERS.iter().copied().find(|paper| paper.name == name)
}

/// The paper on a desk where that language is spoken: letter for en-US and en-CA, else A4.
pub fn default_paper(language: &str) -> Paper {
    let letter = ["en-us", "en-ca"].contains(&language.to_ascii_lowercase().as_str());
    PAPERS.iter().copied().find(|paper| paper.name == if letter { "letter" } else { "a4" }).unwrap_or(PAPERS[0])
}
