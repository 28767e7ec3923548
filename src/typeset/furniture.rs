//! What stands around the text: running heads and folios. None of it is content.

use super::Case;
use super::oneline::one_line;
use super::shape::Shaper;
use crate::base::{Diags, Length, Point};
use crate::model::Lang;
use crate::page::{ArtifactKind, Folio, Item, Mark, PageKind, Side};
use crate::style::{Edge, FolioPlace, Margins, NoteColumn, RunningHead, Sides, Style, Voice};

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
    /// The title of the section that it ends in; the chapter's where it has none.
    pub section: &'a str,
    /// The language of all four.
    pub lang: &'a Lang,
}

/// The left edge of the text on a page of that side. In a book that is leafed through from right to left, rectos are the
/// left pages of spreads.
pub(super) fn text_left(style: &Style, side: Side, rtl: bool) -> Length {
    let Margins { inside, outside, .. } = style.margins;
    if bound_at_right(style, side, rtl) { outside } else { inside }
}

/// Where notes at the side begin on a page of that side, from the left edge of its text; none where they stand at the foot.
pub(super) fn note_left(style: &Style, side: Side, rtl: bool) -> Option<Length> {
    let NoteColumn { gap, width } = style.note_column()?;
    Some(if bound_at_right(style, side, rtl) { -(gap + width) } else { style.measure() + gap })
}

/// Whether the inner edge of a page is its right one.
fn bound_at_right(style: &Style, side: Side, rtl: bool) -> bool {
    (style.sides == Sides::Two && side == Side::Verso) != rtl
}

/// The running head and the folio of a page. `first` is the page's first baseline, `last` its last.
pub(super) fn furniture<'a>(
    setting: &Setting,
    (case, shaper): (Case<'a>, &mut Shaper<'a>),
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
    let at_head = design.folio == FolioPlace::Head && setting.kind == PageKind::Normal;
    let mut beside = Length::ZERO;
    if design.folio != FolioPlace::None {
        let folio = match setting.folio {
            Folio::Arabic(n) if design.folio_count => of(n, setting.pages, setting.lang),
            folio @ (Folio::Arabic(_) | Folio::Roman(_)) => folio.to_string(),
        };
        let kind = if at_head { ArtifactKind::Header } else { ArtifactKind::Footer };
        let (glyphs, width) =
            one_line(&folio, &design.folio_voice, (case, shaper), setting.lang, Mark::Artifact(kind), diags);
        // A folio that leaves the head of an opening stands in the middle where heads do.
        let dropped = design.folio == FolioPlace::Head && !at_head;
        let edge = if dropped && design.running_at == Edge::Center { Edge::Center } else { design.folio_at };
        let at = Point { x: left(style, setting, edge, width), y: if at_head { head } else { foot } };
        items.extend(glyphs.into_iter().map(|item| super::makeup::shifted(item, at, 0)));
        if at_head {
            beside = width + style.size;
        }
    }

    let says = design.running[usize::from(!(two && setting.side == Side::Verso))];
    let text = match says {
        RunningHead::Book => setting.book,
        RunningHead::Chapter => setting.chapter,
        RunningHead::Section => setting.section,
        RunningHead::None => "",
    };
    if setting.kind == PageKind::Normal {
        let together = design.running_at == design.folio_at;
        // A head in the middle leaves room on both sides, so that it stays there.
        let taken = if design.running_at == Edge::Center { beside * 2 } else { beside };
        let (glyphs, width) =
            shortened(text, &design.running_voice, style.measure() - taken, (case, shaper), setting.lang, diags);
        let wide = if together { width + beside } else { width };
        let mut at = Point { x: left(style, setting, design.running_at, wide), y: head };
        // Where both stand at one edge, the folio is the outermost.
        if together && is_left(style, setting, design.running_at) {
            at.x += beside;
        }
        items.extend(glyphs.into_iter().map(|item| super::makeup::shifted(item, at, 0)));
    }
    items
}

/// Where a line of that width begins.
fn left(style: &Style, setting: &Setting, edge: Edge, width: Length) -> Length {
    let free = style.measure() - width;
    let indent = match edge {
        Edge::Center => free / 2,
        Edge::Inner | Edge::Outer if is_left(style, setting, edge) => Length::ZERO,
        Edge::Inner | Edge::Outer => free,
    };
    text_left(style, setting.side, setting.lang.right_to_left()) + indent
}

/// Whether an edge is the left one on a page.
fn is_left(style: &Style, setting: &Setting, edge: Edge) -> bool {
    let at_right = bound_at_right(style, setting.side, setting.lang.right_to_left());
    match edge {
        Edge::Inner => !at_right,
        Edge::Outer => at_right,
        Edge::Center => false,
    }
}

/// A running head that fits: shortened at a word, with an ellipsis.
fn shortened<'a>(
    text: &str,
    voice: &Voice,
    room: Length,
    (case, shaper): (Case<'a>, &mut Shaper<'a>),
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
    let whole = one_line(&words.join(" "), voice, (case, shaper), lang, mark, diags);
    if whole.1 <= room {
        return whole;
    }
    words.truncate(MOST);
    for kept in (1..words.len()).rev() {
        let short = format!("{}…", words[..kept].join(" ").trim_end_matches([',', ';', ':', '.', '–', '—', '-', ' ']));
        let set = one_line(&short, voice, (case, shaper), lang, mark, diags);
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
