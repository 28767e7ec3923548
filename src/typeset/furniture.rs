//! What stands around the text: running heads and folios. None of it is content.

use super::Case;
use super::oneline::one_line;
use crate::base::{Diags, Length, Point};
use crate::model::Lang;
use crate::page::{ArtifactKind, Folio, Item, Mark, PageKind, Side};
use crate::style::{Align, FolioForm, Margins, Running, Sides, Style, Voice};

/// What the furniture of a page says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    /// The side.
    pub side: Side,
    /// What kind of page.
    pub kind: PageKind,
    /// The folio.
    pub folio: Folio,
    /// How many pages have arabic folios.
    pub pages: u32,
    /// The book's title.
    pub book: &'a str,
    /// The title of the chapter that the page belongs to.
    pub chapter: &'a str,
    /// The language of all three.
    pub lang: &'a Lang,
}

/// The left edge of the text on a page of that side. In a book that is leafed through from right to left, rectos are the
/// left pages of spreads.
pub(super) fn text_left(style: &Style, side: Side, rtl: bool) -> Length {
    let Margins { inside, outside, .. } = style.margins;
    match (style.sides, side, rtl) {
        (Sides::Two, Side::Verso, false) | (Sides::Two, Side::Recto, true) | (Sides::One, _, true) => outside,
        (Sides::Two, Side::Recto, false) | (Sides::Two, Side::Verso, true) | (Sides::One, _, false) => inside,
    }
}

/// The running head and the folio of a page. `first` is the page's first baseline, `last` its last.
pub(super) fn furniture(
    setting: &Setting,
    case: Case,
    (first, last): (Length, Length),
    diags: &mut Diags,
) -> Vec<Item> {
    let style = case.style;
    let design = &style.design;
    let two = style.sides == Sides::Two;
    let mut items = Vec::new();
    // Neither head nor foot comes nearer to the paper's edge than a quarter inch, where printers begin to cut.
    let edge = Length::milli_inch(250);
    let head = (first - style.leading * 2).max(edge + style.size.scale(70, 100));
    let foot = (last + style.leading * 2).min(style.trim.height - edge);
    let folio = match (design.folio, setting.folio) {
        (FolioForm::FootOf, Folio::Arabic(n)) => of(n, setting.pages, setting.lang),
        (FolioForm::FootOf, folio @ Folio::Roman(_)) | (FolioForm::Outer, folio) => folio.to_string(),
    };
    let at_head = design.folio == FolioForm::Outer && setting.kind == PageKind::Normal;
    let kind = if at_head { ArtifactKind::Header } else { ArtifactKind::Footer };
    let (glyphs, width) = one_line(&folio, &design.folio_voice, case, setting.lang, Mark::Artifact(kind), diags);
    let align = match (design.folio, at_head, setting.side) {
        (FolioForm::Outer, true, Side::Verso) if two => Align::Start,
        (FolioForm::Outer, true, _) => Align::End,
        (FolioForm::Outer, false, _) => Align::Center,
        (FolioForm::FootOf, ..) => design.folio_voice.align,
    };
    let at = Point { x: left(style, setting, align, width), y: if at_head { head } else { foot } };
    items.extend(glyphs.into_iter().map(|item| super::makeup::shifted(item, at, 0)));

    if setting.kind == PageKind::Normal && design.running == Running::TitleAndChapter {
        let text = if two && setting.side == Side::Verso { setting.book } else { setting.chapter };
        let voice = &design.running_voice;
        // The folio and an em beside it, on both sides, so that the head stays in the middle.
        let beside = if at_head { (width + style.size) * 2 } else { Length::ZERO };
        let (glyphs, width) = shortened(text, voice, style.measure() - beside, case, setting.lang, diags);
        let at = Point { x: left(style, setting, voice.align, width), y: head };
        items.extend(glyphs.into_iter().map(|item| super::makeup::shifted(item, at, 0)));
    }
    items
}

/// Where a line of that width begins.
fn left(style: &Style, setting: &Setting, align: Align, width: Length) -> Length {
    let free = style.measure() - width;
    let rtl = setting.lang.right_to_left();
    let indent = match (align, rtl) {
        (Align::Start | Align::Justify, false) | (Align::End, true) => Length::ZERO,
        (Align::Center, _) => free / 2,
        (Align::End, false) | (Align::Start | Align::Justify, true) => free,
    };
    text_left(style, setting.side, rtl) + indent
}

/// A running head that fits: shortened at a word, with an ellipsis.
fn shortened(
    text: &str,
    voice: &Voice,
    room: Length,
    case: Case,
    lang: &Lang,
    diags: &mut Diags,
) -> (Vec<Item>, Length) {
    let mark = Mark::Artifact(ArtifactKind::Header);
    // No head holds more words, and a title may have thousands.
    const MOST: usize = 40;
    let mut words: Vec<&str> = text.split_whitespace().take(MOST + 1).collect();
    if words.is_empty() {
        return (Vec::new(), Length::ZERO);
    }
    let whole = one_line(&words.join(" "), voice, case, lang, mark, diags);
    if whole.1 <= room {
        return whole;
    }
    words.truncate(MOST);
    for kept in (1..words.len()).rev() {
        let short = format!("{}…", words[..kept].join(" ").trim_end_matches([',', ';', ':', '.', '–', '—', '-', ' ']));
        let set = one_line(&short, voice, case, lang, mark, diags);
        if set.1 <= room {
            return set;
        }
    }
    (Vec::new(), Length::ZERO)
}

/// "3 of 12", in English; elsewhere with a stroke, which needs no word.
fn of(n: u32, pages: u32, lang: &Lang) -> String {
    let english = lang.0.split(['-', '_']).next().is_some_and(|language| language.eq_ignore_ascii_case("en"));
    if english { format!("{n} of {pages}") } else { format!("{n} / {pages}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_counts_in_the_books_language() {
        assert_eq!(of(3, 12, &Lang("en-GB".into())), "3 of 12");
        assert_eq!(of(3, 12, &Lang("de".into())), "3 / 12");
    }
}
