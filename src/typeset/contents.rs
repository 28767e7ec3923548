//! The contents: a line an entry, with leaders and folios. The number of lines never depends on the folios, since
//! their field has one width.

use super::blocks::{Place, Setter, indented, on_baseline};
use super::breaker::Measure;
use super::galley::{LinkArea, Slab};
use super::inline::{plain_flow, push};
use super::paragraph::{Form, set};
use super::stick::Look;
use crate::base::{Em, Length, Point, Rect, Size};
use crate::model::{Block, Target, TocEntry};
use crate::page::{ArtifactKind, ElemId, ElemRole, Item, Mark};
use crate::style::{Align, Style, Voice};

/// Sets one entry, by its number among those of the book.
pub(super) fn entry<'a>(
    setter: &mut Setter<'_, 'a>,
    (nth, entry): (u32, &'a TocEntry),
    part: bool,
    toc: ElemId,
    folio: Option<String>,
    block: &'a Block,
    place: &Place,
) -> Slab {
    let style = setter.stick.case.style;
    let voice = &if part { head(style) } else { style.design.contents };
    let look = setter.stick.look(voice, &place.lang);
    let field = look.size.scale(220, 100);
    let item = setter.stick.elem(ElemRole::TocItem, Some(toc), None);
    let link = setter.stick.elem(ElemRole::Link, Some(item), None);
    let words = match &entry.number {
        Some(number) => format!("{number}\u{2002}{}", entry.title),
        None => entry.title.clone(),
    };
    let authors = entry.authors.join(", ");
    let written = |authors: &str| if authors.is_empty() { String::new() } else { format!("\u{2003}{authors}") };
    let step = look.size.scale(150, 100) * i64::from(entry.level.saturating_sub(1));
    let rtl = place.rtl();
    let (left, right) = place.further_in(step);
    let turn = look.size.scale(150, 100);
    let width = style.measure() - left - right - field;
    let first = Measure { indent: if rtl { left + field } else { left }, width };
    let measures = [first, indented(first, turn, rtl)];
    let leading = place.leading * i64::from(voice.lines);
    let form = Form { measures: &measures, align: Align::Start, rtl, leading, block: block.index, site: None };
    let mut flow = plain_flow(&words, link, &look, false);
    // Who wrote it, told apart by the slant.
    let slanted = Look { italic: !look.italic, ..look.clone() };
    push(&mut flow, &written(&authors), link, &slanted, false, None);
    let mut setting = set(setter.stick, &flow, &form);
    if let Some(line) = setting.lines.last_mut() {
        let runs = line.items.iter().filter_map(|item| match item {
            Item::Glyphs(run) => Some(if rtl { run.origin.x } else { run.origin.x + run.width() }),
            _ => None,
        });
        let end = if rtl { runs.min() } else { runs.max() };
        // Dots stand at the same places in every line, counted from the folios.
        let pitch = look.size.scale(55, 100).0.max(1);
        let (behind, beside) = (look.size.scale(50, 100), look.size.scale(60, 100));
        let edge = if rtl { left } else { style.measure() - right };
        let stop = if rtl { edge + field - beside } else { edge - field + beside };
        let free = end.map_or(Length::ZERO, |end| if rtl { end - behind - stop } else { stop - end - behind });
        let count = (free.0 / pitch).max(0);
        if count > 1 && !part {
            let dots = ".".repeat(count as usize);
            let flow = plain_flow(&dots, link, &look, false);
            let wide = [Measure { indent: Length::ZERO, width: style.measure() * 8 }];
            let form =
                Form { measures: &wide, align: Align::Start, rtl: false, leading, block: block.index, site: None };
            for mut item in set(setter.stick, &flow, &form).lines.into_iter().flat_map(|line| line.items) {
                if let Item::Glyphs(run) = &mut item {
                    run.mark = Mark::Artifact(ArtifactKind::Other);
                    run.origin = on_baseline(if rtl { stop } else { stop - Length(pitch * count) });
                    let each = Em(((pitch << 16) / run.size.0.max(1)) as i32);
                    run.glyphs.iter_mut().for_each(|glyph| glyph.advance = each);
                }
                line.items.push(item);
            }
        }
        if let Some(folio) = folio {
            let flow = plain_flow(&folio, link, &look, false);
            let column = [Measure { indent: if rtl { edge } else { edge - field }, width: field }];
            let form = Form { measures: &column, align: Align::End, rtl, leading, block: block.index, site: None };
            line.items.extend(set(setter.stick, &flow, &form).lines.into_iter().flat_map(|line| line.items));
        }
    }
    for line in &mut setting.lines {
        let origin = Point { x: left, y: -line.height };
        let size = Size { width: style.measure() - right - left, height: line.height + line.depth };
        line.links.push(LinkArea {
            elem: link,
            target: Target::Anchor(entry.anchor.clone()),
            alt: entry.title.clone(),
            area: Rect { origin, size },
        });
        line.src.offset = nth;
    }
    let mut slab = setter.slab(setting.lines, setting.demerits, block.index, None);
    slab.src.offset = nth;
    slab.grid = place.grid;
    slab.whole = true;
    slab
}

/// A part in the contents: as headings of sections look, at the size of the contents.
fn head(style: &Style) -> Voice {
    let contents = style.design.contents;
    Voice { size_percent: contents.size_percent, lines: 1, align: Align::Start, ..style.design.headings[1].voice }
}
