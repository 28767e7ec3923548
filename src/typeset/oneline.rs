//! A line by itself, of any width: furniture and covers.

use super::Case;
use super::breaker::Measure;
use super::inline::plain_flow;
use super::paragraph::{Form, set};
use super::shape::Shaper;
use super::stick::Stick;
use crate::base::{Diags, Length};
use crate::model::Lang;
use crate::page::{ElemId, Item, Mark};
use crate::style::{Align, Voice};

/// Wider than any line.
const WIDE: Length = Length::pt(100_000);

/// Sets `text` in one line whose items begin at x = 0 and stand on the baseline y = 0; gives its width, too. The words that `shaper`
/// knows are not shaped again.
pub(super) fn one_line<'a>(
    text: &str,
    voice: &Voice,
    (case, shaper): (Case<'a>, &mut Shaper<'a>),
    lang: &Lang,
    mark: Mark,
    diags: &mut Diags,
) -> (Vec<Item>, Length) {
    let mut stick = Stick::new(case, 0, None);
    std::mem::swap(&mut stick.shaper, shaper);
    let look = stick.look(voice, lang);
    let flow = plain_flow(text, ElemId(0), &look, false);
    let measures = [Measure { indent: Length::ZERO, width: WIDE }];
    // Its left edge is at hand in either direction.
    let (rtl, leading) = (lang.right_to_left(), case.style.leading);
    let align = if rtl { Align::End } else { Align::Start };
    let form = Form { measures: &measures, align, rtl, leading, block: 0, site: None };
    let mut items: Vec<Item> = set(&mut stick, &flow, &form).lines.into_iter().flat_map(|line| line.items).collect();
    std::mem::swap(&mut stick.shaper, shaper);
    diags.append(stick.found());
    let mut width = Length::ZERO;
    for item in &mut items {
        match item {
            Item::Glyphs(run) => {
                (run.mark, run.src) = (mark, None);
                width = width.max(run.origin.x + run.width());
            }
            Item::Rule { mark: own, .. } | Item::Image { mark: own, .. } => *own = mark,
            Item::Path(path) => path.mark = mark,
            Item::Anchor { .. } => {}
        }
    }
    (items, width)
}
