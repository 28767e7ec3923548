//! Initials: the first letter of a chapter drops over the first lines. It stands on the baseline of the last of them and is as
//! high as the capitals of the first; a quotation mark before it hangs in the margin.

use unicode_segmentation::UnicodeSegmentation;

use super::blocks::{Place, Setter};
use super::breaker::Measure;
use super::galley::{Line, NoteMark, Slab};
use super::inline::{Flow, Piece};
use super::makeup::shifted;
use super::matter::is_space;
use super::paragraph::{Form, set};
use super::stick::Look;
use crate::base::{Em, Length, Point};
use crate::model::Block;
use crate::page::{ElemRole, Item};
use crate::style::{Align, Typeface, Voice};

/// Over how many lines a letter drops, where there are so many.
const LINES: usize = 3;
/// Between the letter and the words beside it, in ems of the text.
const GAP: Em = Em::milli(110);

/// The marks that may stand before a first letter, and that letter: where each ends.
fn first_letter(text: &str) -> Option<(usize, usize)> {
    let at = text.find(|c: char| c.is_alphanumeric())?;
    let letter = text[at..].graphemes(true).next()?;
    (at <= 12 && letter.starts_with(char::is_uppercase)).then_some((at, at + letter.len()))
}

/// What of a flow stands before a byte, or from it on. Of what is tied to places, links keep to both.
fn part(flow: &Flow, from: usize, to: usize) -> Flow {
    let inside = |at: usize| (from..to).contains(&at) || at == to && to == flow.text.len();
    let moved = |at: usize| at.clamp(from, to) - from;
    let cut = |piece: &Piece| {
        let range = piece.range.start.max(from)..piece.range.end.min(to);
        let src = piece.src + if piece.counted { (range.start - piece.range.start) as u32 } else { 0 };
        (range.start < range.end).then(|| Piece { range: range.start - from..range.end - from, src, ..piece.clone() })
    };
    Flow {
        text: flow.text[from..to].to_string(),
        pieces: flow
            .pieces
            .iter()
            .filter_map(|piece| if piece.range.start < to && piece.range.end > from { cut(piece) } else { None })
            .collect(),
        links: flow
            .links
            .iter()
            .filter(|link| link.range.start < to && link.range.end > from)
            .map(|link| super::inline::FlowLink {
                range: moved(link.range.start)..moved(link.range.end),
                ..link.clone()
            })
            .collect(),
        held: flow.held.iter().map(|held| moved(held.start)..moved(held.end)).collect(),
        notes: flow.notes.iter().filter(|(at, _)| inside(*at)).map(|(at, note)| (moved(*at), *note)).collect(),
        anchors: flow
            .anchors
            .iter()
            .filter(|(at, _)| inside(*at))
            .map(|(at, anchor)| (moved(*at), anchor.clone()))
            .collect(),
        insets: flow
            .insets
            .iter()
            .filter(|(at, _)| inside(*at))
            .map(|(at, inset)| (moved(*at), inset.clone()))
            .collect(),
        plain: flow.plain,
        readings: Vec::new(),
    }
}

impl<'a> Setter<'_, 'a> {
    /// Sets a flow with its first letter dropped; as it is where it has none, or not two lines beside it.
    pub(super) fn initial(&mut self, flow: &Flow, voice: &Voice, place: &Place, block: &'a Block) -> Slab {
        // Scripts that run from right to left join their letters, or have no capitals.
        if let Some((mark, letter)) = first_letter(&flow.text).filter(|_| !place.rtl())
            && flow.pieces.first().is_some_and(|piece| piece.look.face == Typeface::Text)
            && flow.insets.iter().all(|(at, _)| *at >= letter)
        {
            let flow = &self.as_word(flow, letter);
            for lines in (2..=LINES).rev() {
                if let Some(slab) = self.dropped(flow, (mark, letter), lines, voice, place, block) {
                    return slab;
                }
            }
        }
        self.lines(flow, voice, place, Length::ZERO, block)
    }

    /// The flow with its first word in an element of its own, which is not divided, where it is of one piece.
    fn as_word(&mut self, flow: &Flow, letter: usize) -> Flow {
        let mut flow = flow.clone();
        let end = flow.text[letter..].find(is_space).map_or(flow.text.len(), |at| letter + at);
        let first = flow.pieces[0].clone();
        if first.range.end < end {
            return flow;
        }
        let word = self.stick.elem(ElemRole::Word, Some(first.elem), first.site);
        self.stick.structure[word.0 as usize].alt = Some(flow.text[..end].to_string());
        let look = Look { hyphenate: false, ..first.look.clone() };
        flow.pieces[0] = Piece { range: 0..end, look, elem: word, ..first.clone() };
        if end < first.range.end {
            let src = first.src + if first.counted { end as u32 } else { 0 };
            flow.pieces.insert(1, Piece { range: end..first.range.end, src, ..first.clone() });
        }
        // What else the element held stands in one of its own: an element has children or is painted on.
        if flow.pieces.iter().any(|piece| piece.elem == first.elem) {
            let rest = self.stick.elem(ElemRole::Span, Some(first.elem), None);
            flow.pieces.iter_mut().filter(|piece| piece.elem == first.elem).for_each(|piece| piece.elem = rest);
        }
        flow
    }

    fn dropped(
        &mut self,
        flow: &Flow,
        (mark, letter): (usize, usize),
        count: usize,
        voice: &Voice,
        place: &Place,
        block: &'a Block,
    ) -> Option<Slab> {
        let leading = place.leading * i64::from(voice.lines);
        let drop = leading * (count as i64 - 1);
        let text = &flow.pieces.first()?.look;
        let font = self.stick.font(text);
        let capital = self.stick.case.fonts.metrics(font).cap_height;
        let size = Length((text.size.0 * i64::from(capital.0) / 65536 + drop.0) * 65536 / i64::from(capital.0).max(1));

        // A word of one letter keeps its space with it, or the line beside it would begin with one.
        let spaces = flow.text[letter..].len() - flow.text[letter..].trim_start_matches(is_space).len();
        let behind = letter + spaces;
        let mut first = part(flow, mark, behind);
        for piece in &mut first.pieces {
            piece.look = Look { size, hyphenate: false, small_caps: false, ragged: true, ..piece.look.clone() };
        }
        let (items, width) = self.loose(&first, block);
        let gap = GAP.at(text.size);
        let left = place.left + width + gap;
        let measure = self.style().measure() - place.right;
        let beside = Measure { indent: left, width: measure - left };
        let whole = Measure { indent: place.left, width: measure - place.left };
        if beside.width < measure / 2 {
            return None;
        }
        let mut measures = vec![beside; count];
        measures.push(whole);
        let site = self.stick.site(block.span);
        let form = Form { measures: &measures, align: voice.align, rtl: false, leading, block: block.index, site };
        let rest = part(flow, behind, flow.text.len());
        let mut setting = set(self.stick, &rest, &form);
        if setting.lines.len() < count {
            return None;
        }
        let (marks, hangs) = self.loose(&part(flow, 0, mark), block);
        let place_of = |x: Length, y: Length| Point { x: place.left + x, y };
        let before = marks.into_iter().map(|item| shifted(item, place_of(-hangs, Length::ZERO), 0));
        let dropped = items.into_iter().map(|item| shifted(item, place_of(Length::ZERO, drop), 0));
        let all: Vec<Item> = before.chain(dropped).collect();
        let head = &mut setting.lines[0];
        head.items.splice(0..0, all);
        head.src.offset = 0;
        // What is tied to the letters that were set by themselves belongs to their line.
        let tied = flow.anchors.iter().filter(|(at, _)| *at < behind).map(|(_, anchor)| anchor.clone());
        head.anchors.splice(0..0, block.anchor.iter().cloned().chain(tied));
        let notes = flow.notes.iter().filter(|(at, _)| *at < behind);
        head.notes.splice(0..0, notes.map(|(_, note)| NoteMark::on_line(*note)));
        setting.lines[..count - 1].iter_mut().for_each(|line| line.keep = true);
        let mut slab = self.slab(setting.lines, setting.demerits, block.index, site);
        slab.grid = place.grid;
        Some(slab)
    }

    /// A few letters from the margin on, and how wide they are.
    fn loose(&mut self, flow: &Flow, block: &Block) -> (Vec<Item>, Length) {
        if flow.text.is_empty() {
            return (Vec::new(), Length::ZERO);
        }
        let wide = [Measure { indent: Length::ZERO, width: self.style().measure() }];
        let form = Form {
            measures: &wide,
            align: Align::Start,
            rtl: false,
            leading: self.leading(),
            block: block.index,
            site: self.stick.site(block.span),
        };
        let items: Vec<Item> =
            set(self.stick, flow, &form).lines.into_iter().flat_map(|line: Line| line.items).collect();
        let ends = items.iter().filter_map(|item| match item {
            Item::Glyphs(run) => {
                let seen =
                    run.glyphs.iter().rposition(|g| !run.text[g.cluster.start as usize..].starts_with(is_space))?;
                Some(run.origin.x + run.advance(&run.glyphs[..=seen]))
            }
            _ => None,
        });
        let width = ends.max().unwrap_or_default();
        (items, width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_before_a_capital() {
        assert_eq!(first_letter("It"), Some((0, 1)));
        assert_eq!(first_letter("“É"), Some((3, 5)));
        assert_eq!(first_letter("— Да"), Some((4, 6)));
        assert_eq!(first_letter("it"), None);
        assert_eq!(first_letter("1984"), None);
    }
}
