//! What shops publish of the books they take, as data.

/// A shop for books on screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shop {
    /// Apple Books.
    Apple,
    /// Amazon's Kindle store.
    Kindle,
    /// Kobo.
    Kobo,
    /// Google Play Books.
    Google,
}

/// What a shop says of files. `None` is what it says nothing of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShopRules {
    /// Its name.
    pub name: &'static str,
    /// Where it says so.
    pub page: &'static str,
    /// The least of a cover: pixels across and down, or on any side where both are the same.
    pub cover_least: Option<[u32; 2]>,
    /// What it advises for a cover, likewise.
    pub cover_advised: Option<[u32; 2]>,
    /// The most pixels on a side of a cover.
    pub cover_most: Option<u32>,
    /// The most bytes of a cover.
    pub cover_bytes: Option<u64>,
    /// The most pixels of a picture in the text, across times down.
    pub picture_pixels: Option<u64>,
    /// The most bytes of a picture in the text.
    pub picture_bytes: Option<u64>,
    /// The most bytes of a book.
    pub book_bytes: Option<u64>,
}

const MEGA: u64 = 1_000_000;

impl Shop {
    /// Each by its name on the command line and in the manifest.
    pub const ALL: &[(&str, Shop)] =
        &[("apple", Shop::Apple), ("kindle", Shop::Kindle), ("kobo", Shop::Kobo), ("google", Shop::Google)];

    /// What it publishes.
    pub fn rules(self) -> ShopRules {
        match self {
            Shop::Apple => ShopRules {
                name: "Apple Books",
                page: "itunespartner.apple.com/books/support/9-prepare-book",
                // Apple Books Asset Guide, on cover art.
                cover_least: Some([1400, 1400]),
                picture_pixels: Some(4 * MEGA),
                book_bytes: Some(2_000 * MEGA),
                ..ShopRules::default()
            },
            Shop::Kindle => ShopRules {
                name: "Kindle",
                page: "kdp.amazon.com/help/topic/G6GTK3T3NUHKLEFX",
                cover_least: Some([625, 1000]),
                cover_advised: Some([1600, 2560]),
                cover_most: Some(10_000),
                cover_bytes: Some(50 * MEGA),
                // Kindle Publishing Guidelines, image guidelines; the size of a book is KDP's limit for uploads.
                picture_bytes: Some(5 * MEGA),
                book_bytes: Some(650 * MEGA),
                ..ShopRules::default()
            },
            Shop::Kobo => ShopRules {
                name: "Kobo",
                page: "github.com/kobolabs/epub-spec",
                cover_bytes: Some(3 * MEGA),
                // Its section on limits and maximums.
                picture_bytes: Some(5 * MEGA),
                book_bytes: Some(1_000 * MEGA),
                ..ShopRules::default()
            },
            Shop::Google => ShopRules {
                name: "Google Play Books",
                page: "support.google.com/books/partner/answer/3424254",
                cover_least: Some([640, 640]),
                cover_most: Some(7_200),
                book_bytes: Some(2_000 * MEGA),
                ..ShopRules::default()
            },
        }
    }
}
