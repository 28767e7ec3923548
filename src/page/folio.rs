//! Folios, and which text stands under which.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

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
            Folio::Roman(n) => {
                const STEPS: [(u32, &str); 13] = [
                    (1000, "m"),
                    (900, "cm"),
                    (500, "d"),
                    (400, "cd"),
                    (100, "c"),
                    (90, "xc"),
                    (50, "l"),
                    (40, "xl"),
                    (10, "x"),
                    (9, "ix"),
                    (5, "v"),
                    (4, "iv"),
                    (1, "i"),
                ];
                let mut rest = n;
                for (value, letters) in STEPS {
                    while rest >= value {
                        f.write_str(letters)?;
                        rest -= value;
                    }
                }
                Ok(())
            }
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
    /// a word begins, here, behind it.
    pub starts: Vec<(Folio, TextPos)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_folios_subtract() {
        let shown: Vec<String> = [1, 4, 9, 14, 40, 1999].map(|n| Folio::Roman(n).to_string()).to_vec();
        assert_eq!(shown, ["i", "iv", "ix", "xiv", "xl", "mcmxcix"]);
        assert_eq!(Folio::Arabic(12).to_string(), "12");
    }
}
