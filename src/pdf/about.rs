//! What the file says about itself: metadata, outline, page labels, and where anchors stand.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata as Info, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel};

use super::spoken::cut;
use crate::base::{Code, Diags};
use crate::model::{Anchor, Lang, Metadata};
use crate::page::{Folio, Item, Pages};

/// Where each anchor stands; the first place counts.
pub fn places(pages: &Pages) -> BTreeMap<&Anchor, XyzDestination> {
    let mut places = BTreeMap::new();
    for (index, page) in pages.pages.iter().enumerate() {
        for item in &page.frame.items {
            if let Item::Anchor { anchor, at } = item {
                // From the left edge, so that a reader who has zoomed in is not pushed sideways.
                let point = Point::from_xy(0.0, (page.bleed + at.y).to_pt() as f32);
                places.entry(anchor).or_insert_with(|| XyzDestination::new(index, point));
            }
        }
    }
    places
}

/// The outline as a tree: an entry stands in the last one before it that is less deep.
pub fn outline(pages: &Pages, places: &BTreeMap<&Anchor, XyzDestination>, diags: &mut Diags) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    for entry in &pages.outline {
        let Some(place) = places.get(&entry.anchor) else {
            let message = format!("'{}' stands on no page, so the outline leaves it out", entry.title);
            diags.push(Code::DeadLink, None, message);
            continue;
        };
        close(&mut open, entry.depth, &mut outline);
        let title = match &entry.number {
            Some(number) => format!("{number} {}", entry.title),
            None => entry.title.clone(),
        };
        // Parts show their chapters; what is deeper is folded until it is asked for.
        open.push((entry.depth, OutlineNode::new(cut(&title), place.clone()).with_open(entry.depth == 0)));
    }
    close(&mut open, 0, &mut outline);
    outline
}

/// Puts every open entry as deep as `depth` or deeper where it belongs.
fn close(open: &mut Vec<(u8, OutlineNode)>, depth: u8, outline: &mut Outline) {
    while open.last().is_some_and(|(d, _)| *d >= depth) {
        let Some((_, done)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(done),
            None => outline.push_child(done),
        }
    }
}

/// What is known of the book.
pub fn metadata(meta: &Metadata) -> Info {
    let authors: Vec<String> = meta.makers().into_iter().map(str::to_string).collect();
    let mut info = Info::new()
        .title(meta.title.clone())
        .language(meta.language.clone())
        .text_direction(direction(meta))
        .creator(format!("Recto {}", env!("CARGO_PKG_VERSION")))
        .document_id(meta.identifier.clone())
        .creation_date(date(meta.modified));
    if !authors.is_empty() {
        info = info.authors(authors);
    }
    if let Some(description) = &meta.description {
        info = info.description(description.clone());
    }
    if !meta.subjects.is_empty() {
        info = info.keywords(meta.subjects.iter().map(|subject| subject.name.clone()).collect());
    }
    info
}

/// How the book is leafed through, for viewers that show its spreads.
fn direction(meta: &Metadata) -> TextDirection {
    match Lang(meta.language.clone()).right_to_left() {
        true => TextDirection::RightToLeft,
        false => TextDirection::LeftToRight,
    }
}

/// Seconds since 1970 as a date in UTC. Years outside 0 to 9999, which PDF cannot write, go to the nearest.
fn date(seconds: i64) -> DateTime {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    DateTime::new(year.clamp(0, 9999) as u16)
        .month(month)
        .day(day)
        .hour((rest / 3600) as u8)
        .minute((rest / 60 % 60) as u8)
        .second((rest % 60) as u8)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Year, month and day of a day counted from 1970-01-01, by eras of 400 years that begin in March.
fn civil(days: i64) -> (i64, u8, u8) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * from_march + 2) / 5 + 1) as u8;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as u8, day)
}

/// What a viewer shows as the page's number.
pub fn label(folio: Folio) -> PageLabel {
    match folio {
        Folio::Roman(n) => PageLabel::new(Some(NumberingStyle::LowerRoman), None, NonZeroU32::new(n)),
        Folio::Arabic(n) => PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(20_780), (2026, 11, 23));
        assert_eq!(civil(-1), (1969, 12, 31));
    }
}
