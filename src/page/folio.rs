//! Folios, and which text stands under which.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::base::roman;
use crate::model::{Anchor, TextPos};

/// The number of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folio {
    /// Front matter: i, ii, iii.
    Roman(u32),
    /// All else: 1, 2, 3.
    Arabic(u32),
}

impl fmt::Display for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Folio::Arabic(n) => write!(f, "{n}"),
            Folio::Roman(n) => f.write_str(&roman(n)),
        }
    }
}

impl Serialize for Folio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// All that an EPUB may know of a paged edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageMap {
    /// The folio on which each anchor stands.
    pub anchors: BTreeMap<Anchor, Folio>,
    /// Where each page's text begins, in the order of pages; blank pages are left out. A page that begins inside
    /// a word begins, here, behind it; one behind its chapter's text, in the note that goes on there.
    pub starts: Vec<(Folio, TextPos)>,
}
