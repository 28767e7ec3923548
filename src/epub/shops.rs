//! A finished EPUB held against what shops publish.

use crate::asset::Picture;
use crate::base::{Code, Diags, Site};
use crate::style::{Shop, ShopRules};

/// What of a book a shop looks at.
#[derive(Debug)]
pub struct Offer<'a> {
    /// The cover's pixels across and down.
    pub cover: [u32; 2],
    /// The cover's bytes.
    pub cover_bytes: u64,
    /// The pictures of the text.
    pub pictures: Vec<&'a Picture>,
    /// The bytes of the EPUB.
    pub bytes: u64,
}

/// Every rule of `shop` that the book breaks, as a finding at `at` with the fix.
pub fn hold(shop: Shop, offer: &Offer, at: Option<Site>, diags: &mut Diags) {
    let rules = shop.rules();
    let mut say = |what: String, help: &str| {
        let message = format!("{}: {what} ({})", rules.name, rules.page);
        diags.push_help(Code::ShopRule, at, message, help);
    };
    cover(&rules, offer, &mut say);
    for picture in &offer.pictures {
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        if let Some(most) = rules.picture_pixels.filter(|most| picture.drawing.is_none() && pixels > *most) {
            let what =
                format!("the picture '{}' has {} of at most {} megapixels", picture.path, mega(pixels), mega(most));
            say(what, "make it smaller; a screen shows no more");
        }
        if let Some(most) = rules.picture_bytes.filter(|most| picture.content.len() > *most) {
            let bytes = mega(picture.content.len());
            let what = format!("the picture '{}' has {bytes} of at most {} MB", picture.path, mega(most));
            say(what, "save it as a JPEG, or smaller");
        }
    }
    if let Some(most) = rules.book_bytes.filter(|most| offer.bytes > *most) {
        let what = format!("the book has {} of at most {} MB", mega(offer.bytes), mega(most));
        say(what, "make its pictures smaller");
    }
}

fn cover(rules: &ShopRules, offer: &Offer, say: &mut impl FnMut(String, &str)) {
    let [across, down] = offer.cover;
    let under = |least: [u32; 2]| across < least[0] || down < least[1];
    let larger = "give a larger picture, or leave 'cover' out to have one drawn";
    match (rules.cover_least, rules.cover_advised) {
        (Some(least @ [a, b]), _) if under(least) => {
            let needs = if a == b { format!("{a} on its shorter side") } else { format!("{a} × {b} at least") };
            say(format!("the cover has {across} × {down} pixels and needs {needs}"), larger);
        }
        (_, Some(best @ [a, b])) if under(best) => {
            say(format!("the cover has {across} × {down} pixels; {a} × {b} are advised"), larger);
        }
        _ => {}
    }
    if let Some(most) = rules.cover_most.filter(|most| across.max(down) > *most) {
        say(
            format!("the cover has {across} × {down} pixels, and a side may have {most} at most"),
            "give a smaller picture",
        );
    }
    if let Some(most) = rules.cover_bytes.filter(|most| offer.cover_bytes > *most) {
        let bytes = mega(offer.cover_bytes);
        say(format!("the cover has {bytes} of at most {} MB", mega(most)), "save it as a JPEG of less quality");
    }
}

/// In millions, with one decimal that does not hide what is over.
fn mega(n: u64) -> String {
    let tenths = n.div_ceil(100_000);
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(shop: Shop, cover: [u32; 2], cover_bytes: u64, bytes: u64) -> Vec<String> {
        let mut diags = Diags::new();
        hold(shop, &Offer { cover, cover_bytes, pictures: Vec::new(), bytes }, None, &mut diags);
        diags.iter().map(|d| d.message.clone()).collect()
    }

    #[test]
    fn a_drawn_cover_is_taken_everywhere() {
        for (_, shop) in Shop::ALL {
            assert_eq!(found(*shop, [1600, 2560], 300_000, 1_000_000), [""; 0]);
        }
    }

    #[test]
    fn each_shop_has_limits_of_its_own() {
        let broken = |cover, cover_bytes, bytes| {
            Shop::ALL.iter().map(|(_, shop)| found(*shop, cover, cover_bytes, bytes).len()).collect::<Vec<_>>()
        };
        // Apple, Kindle, Kobo, Google.
        assert_eq!(broken([600, 900], 1, 1), [1, 1, 0, 1], "small");
        assert_eq!(broken([1400, 2200], 1, 1), [0, 1, 0, 0], "smaller than advised");
        assert_eq!(broken([2560, 1600], 1, 1), [0, 1, 0, 0], "on its side");
        assert_eq!(broken([8000, 12_000], 1, 1), [0, 1, 0, 1], "huge");
        assert_eq!(broken([1600, 2560], 4_000_000, 1), [0, 0, 1, 0], "heavy");
        assert_eq!(broken([1600, 2560], 1, 700_000_000), [0, 1, 0, 0], "a heavy book");
        assert_eq!(broken([1600, 2560], 1, 1_100_000_000), [0, 1, 1, 0], "a heavier one");
    }

    #[test]
    fn what_is_over_a_limit_reads_as_over_it() {
        assert_eq!([mega(4_000_001), mega(4_000_000), mega(650_000_000)], ["4.1", "4", "650"]);
    }
}
