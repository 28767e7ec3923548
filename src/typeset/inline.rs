//! What stands in a line, laid flat: one text, the pieces in which its look and its element are one, and what is tied
//! to places in it.

use std::ops::Range;

use super::galley::NoteBody;
use super::makeup::shifted;
use super::math;
use super::picture;
use super::stick::{Look, Stick};
use crate::base::{Length, Point, Site, limits};
use crate::model::{Anchor, BRACKETS, Inline, InlineKind, Lang, Number, Target};
use crate::page::{ElemId, ElemRole, Folio, Item, Mark};
use crate::style::Typeface;

/// A paragraph's words, laid flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    pub text: String,
    /// They cover the text in order.
    pub pieces: Vec<Piece>,
    pub links: Vec<FlowLink>,
    /// Where notes are marked: the byte and the note's index in the galley.
    pub notes: Vec<(usize, u32)>,
    pub anchors: Vec<(usize, Anchor)>,
    /// What is set into the line and is no text: the byte at which [`INSET`] stands for it, in order.
    pub insets: Vec<(usize, Inset)>,
    /// Readings that their ruby has not seen yet.
    pub readings: Vec<Range<usize>>,
    /// Within which no line ends: words and how they are read.
    pub held: Vec<Range<usize>>,
    /// How many bytes of the block's plain text it is.
    pub plain: u32,
}

/// The most letters of words and their reading that a line does not part.
const HELD: usize = 12;

/// What stands for a folio until it is known: most have as many figures.
const UNKNOWN: Folio = Folio::Arabic(100);

/// A piece of a flow in one look, of one element.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub range: Range<usize>,
    pub look: Look,
    pub elem: ElemId,
    /// Where it begins in the block's plain text.
    pub src: u32,
    /// Whether it is part of the plain text; marks of notes are not.
    pub counted: bool,
    pub site: Option<Site>,
}

/// What stands for an inset in the text: U+FFFC, the object replacement character.
pub(super) const INSET: &str = "\u{fffc}";

/// Something in a line that is no text, such as a picture: one box that is not divided.
#[derive(Clone, Debug)]
pub(super) struct Inset {
    pub width: Length,
    /// Above the baseline.
    pub height: Length,
    /// Below it.
    pub depth: Length,
    /// The space behind it, where the line goes on.
    pub space: Length,
    /// What it costs to end the line behind it, in the midst of something; none where that is the text's own matter.
    pub cost: Option<i64>,
    /// What is painted, from the box's left edge and the baseline.
    pub items: Vec<Item>,
}

/// A link in a flow.
#[derive(Clone, Debug)]
pub(super) struct FlowLink {
    pub range: Range<usize>,
    pub elem: ElemId,
    pub target: Target,
    pub alt: String,
}

/// Lays `inlines` flat as content of `elem`, whose text begins at byte `src` of the block's plain text.
pub(super) fn lay_flat<'a>(stick: &mut Stick<'a>, inlines: &'a [Inline], elem: ElemId, look: &Look, src: u32) -> Flow {
    let mut flow = Flow { plain: src, ..Flow::default() };
    add(stick, &mut flow, inlines, elem, look, 0);
    flow
}

/// A flow of plain words that a pass or the setting made.
pub(super) fn plain_flow(text: &str, elem: ElemId, look: &Look, counted: bool) -> Flow {
    let mut flow = Flow::default();
    push(&mut flow, text, elem, look, counted, None);
    flow
}

/// Adds a piece of text at the end.
pub(super) fn push(flow: &mut Flow, text: &str, elem: ElemId, look: &Look, counted: bool, site: Option<Site>) {
    if text.is_empty() {
        return;
    }
    let range = flow.text.len()..flow.text.len() + text.len();
    flow.text.push_str(text);
    let src = flow.plain;
    if counted {
        flow.plain += text.len() as u32;
    }
    flow.pieces.push(Piece { range, look: look.clone(), elem, src, counted, site });
}

/// Adds an inset at the end, as content of `elem`. It is no part of the plain text.
pub(super) fn push_inset(flow: &mut Flow, inset: Inset, elem: ElemId, look: &Look, site: Option<Site>) {
    flow.insets.push((flow.text.len(), inset));
    push(flow, INSET, elem, look, false, site);
}

fn is_plain(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Text(_) | InlineKind::Break)
}

fn add<'a>(stick: &mut Stick<'a>, flow: &mut Flow, inlines: &'a [Inline], parent: ElemId, look: &Look, depth: usize) {
    // An element has children or is painted on, never both.
    let mixed = !inlines.iter().all(is_plain);
    let mut span = None;
    for inline in inlines {
        let site = stick.site(inline.span);
        if !is_plain(inline) {
            span = None;
        }
        match &inline.kind {
            InlineKind::Text(_) | InlineKind::Break => {
                let elem = match (mixed, span) {
                    (false, _) => parent,
                    (true, Some(elem)) => elem,
                    (true, None) => stick.elem(ElemRole::Span, Some(parent), None),
                };
                span = Some(elem);
                match &inline.kind {
                    InlineKind::Text(text) => push(flow, text, elem, look, true, site),
                    _ => push(flow, "\n", elem, look, true, site),
                }
            }
            InlineKind::Code(code) => {
                let elem = stick.elem(ElemRole::Code, Some(parent), None);
                let percent = stick.case.style.design.inline_code_percent;
                let size = if look.face == Typeface::Code { look.size } else { look.size.scale(percent, 100) };
                let look = Look {
                    face: Typeface::Code,
                    size,
                    small_caps: false,
                    hyphenate: false,
                    tracking: crate::base::Em::ZERO,
                    ..look.clone()
                };
                push(flow, code, elem, &look, true, site);
            }
            InlineKind::Formula(formula) => {
                let elem = stick.elem(ElemRole::Formula, Some(parent), site);
                stick.structure[elem.0 as usize].alt = Some(formula.words.clone());
                let Some(segments) = math::in_line(stick, &formula.row, look, site) else {
                    push(flow, &formula.words, elem, look, true, site);
                    continue;
                };
                let last = segments.len().saturating_sub(1);
                let raised = Point { x: Length::ZERO, y: -look.raise };
                for (at, segment) in segments.into_iter().enumerate() {
                    let made = segment.made;
                    let (width, height, depth) = (made.width, made.height + look.raise, made.depth - look.raise);
                    let items = made.items(Mark::Content(elem), &look.lang, site).into_iter();
                    let items = items.map(|item| shifted(item, raised, 0)).collect();
                    let cost = (at < last).then_some(segment.cost);
                    push_inset(
                        flow,
                        Inset { width, height, depth, space: segment.space, cost, items },
                        elem,
                        look,
                        site,
                    );
                    if at == 0 {
                        flow.plain += formula.words.len() as u32;
                    }
                }
            }
            InlineKind::Note(note) => {
                let index = stick.notes.len();
                stick.notes.push(NoteBody { anchor: note.anchor.clone(), slabs: Vec::new() });
                stick.waiting.push((index, note));
                flow.notes.push((flow.text.len(), index as u32));
                flow.anchors.push((flow.text.len(), mark_anchor(&note.anchor)));
                add_mark(stick, flow, parent, look, &note.anchor, note.number.as_ref(), site);
            }
            InlineKind::NoteRef { note, number } => {
                add_mark(stick, flow, parent, look, note, number.as_ref(), site);
            }
            InlineKind::Folio(folio) => {
                let Target::Anchor(place) = &folio.of else { continue };
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                let known = stick.folio(place);
                push(flow, &folio.shown(Some(known.unwrap_or(UNKNOWN))), elem, look, false, site);
            }
            InlineKind::Image(image) => {
                let elem = stick.elem(ElemRole::Picture, Some(parent), site);
                stick.structure[elem.0 as usize].alt = image.alt.clone();
                // What is wrong with a picture that is not there was said where it was read.
                if let Some(inset) = picture::inset(stick, image, elem, look, site) {
                    push_inset(flow, inset, elem, look, site);
                }
            }
            _ if depth >= limits::NESTING => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                push(flow, &crate::model::plain_text(std::slice::from_ref(inline)), elem, look, true, site);
            }
            InlineKind::Emph(children) => {
                let elem = stick.elem(ElemRole::Emph, Some(parent), None);
                add(
                    stick,
                    flow,
                    children,
                    elem,
                    &Look { italic: !look.italic, stressed: true, ..look.clone() },
                    depth + 1,
                );
            }
            InlineKind::Strong(children) => {
                let elem = stick.elem(ElemRole::Strong, Some(parent), None);
                add(stick, flow, children, elem, &Look { bold: true, ..look.clone() }, depth + 1);
            }
            InlineKind::Strike(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &Look { struck: true, ..look.clone() }, depth + 1);
            }
            InlineKind::Highlight(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &Look { highlighted: true, ..look.clone() }, depth + 1);
            }
            InlineKind::Underline(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &Look { underlined: true, ..look.clone() }, depth + 1);
            }
            InlineKind::Small(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &Look { size: look.size.scale(85, 100), ..look.clone() }, depth + 1);
            }
            InlineKind::Abbr { full, text } => {
                let elem = stick.elem(ElemRole::Abbr, Some(parent), None);
                stick.structure[elem.0 as usize].title = Some(full.clone());
                add(stick, flow, text, elem, look, depth + 1);
            }
            // Its look is that of what is in it.
            InlineKind::Meant(_, children) if !children.iter().all(is_plain) => {
                add(stick, flow, children, parent, look, depth + 1);
            }
            InlineKind::Meant(_, children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, look, depth + 1);
            }
            InlineKind::Ruby(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                let (mut base, known) = (flow.text.len(), flow.readings.len());
                add(stick, flow, children, elem, look, depth + 1);
                for reading in flow.readings.split_off(known) {
                    let short = flow.text[base..reading.end].chars().count() <= HELD;
                    let beside = reading.start.saturating_sub(1)..reading.start + 1;
                    flow.held.push(if short { base..reading.end } else { beside });
                    base = reading.end;
                }
            }
            // Over its words there is no room; behind them it is read the same.
            InlineKind::Reading(children) => {
                let from = flow.text.len();
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                push(flow, BRACKETS[0], elem, look, true, site);
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, look, depth + 1);
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                push(flow, BRACKETS[1], elem, look, true, site);
                flow.readings.push(from..flow.text.len());
            }
            InlineKind::Place(anchor) => flow.anchors.push((flow.text.len(), anchor.clone())),
            InlineKind::SmallCaps(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &Look { small_caps: true, ..look.clone() }, depth + 1);
            }
            InlineKind::Sup(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &raised(look, 33), depth + 1);
            }
            InlineKind::Sub(children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                add(stick, flow, children, elem, &raised(look, -12), depth + 1);
            }
            InlineKind::Lang(lang, children) => {
                let elem = stick.elem(ElemRole::Span, Some(parent), None);
                stick.structure[elem.0 as usize].lang = Some(lang.clone());
                add(stick, flow, children, elem, &Look { lang: lang.clone(), ..look.clone() }, depth + 1);
            }
            InlineKind::Link { target, title, text } => {
                let elem = stick.elem(ElemRole::Link, Some(parent), site);
                stick.structure[elem.0 as usize].title = title.clone();
                let start = flow.text.len();
                add(stick, flow, text, elem, look, depth + 1);
                let words = flow.text[start..].trim().to_string();
                let alt = Some(spoken(text)).filter(|alt| !alt.is_empty()).unwrap_or(words);
                flow.links.push(FlowLink { range: start..flow.text.len(), elem, target: target.clone(), alt });
            }
        }
    }
}

/// What a link says: its words, or what its pictures show.
fn spoken(text: &[Inline]) -> String {
    let words = crate::model::plain_text(text);
    if !words.trim().is_empty() {
        return words;
    }
    let shown = text.iter().map(|inline| match &inline.kind {
        InlineKind::Image(image) => image.alt.clone().unwrap_or_default(),
        _ => spoken(inline.children()),
    });
    shown.filter(|alt| !alt.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Smaller and raised by so many hundredths of the size around it.
pub(super) fn raised(look: &Look, percent: i64) -> Look {
    Look {
        size: look.size.scale(64, 100),
        raise: look.raise + look.size.scale(percent, 100),
        lining: true,
        hyphenate: false,
        ..look.clone()
    }
}

/// The place of a note's first mark, to which its body leads back.
pub(super) fn mark_anchor(note: &Anchor) -> Anchor {
    Anchor(format!("{}-mark", note.0))
}

fn add_mark(
    stick: &mut Stick,
    flow: &mut Flow,
    parent: ElemId,
    look: &Look,
    note: &Anchor,
    number: Option<&Number>,
    site: Option<Site>,
) {
    let number = number.map_or("*".to_string(), Number::to_string);
    let elem = stick.elem(ElemRole::NoteMark, Some(parent), site);
    let start = flow.text.len();
    let upright = Look { italic: false, small_caps: false, lang: Lang(look.lang.0.clone()), ..raised(look, 36) };
    push(flow, &number, elem, &upright, false, site);
    flow.links.push(FlowLink {
        range: start..flow.text.len(),
        elem,
        target: Target::Anchor(note.clone()),
        alt: format!("Note {number}"),
    });
}
