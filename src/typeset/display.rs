//! Formulas by themselves: centred, their numbers at the right.

use super::blocks::{Place, Setter, on_baseline};
use super::galley::Line;
use super::inline::plain_flow;
use super::makeup::shifted;
use super::math::{self, DisplayLine, Made};
use super::stick::Look;
use crate::base::{Code, Length, Site};
use crate::model::{Block, Formula, TextPos};
use crate::page::{ElemId, ElemRole, Item, Mark};
use crate::style::{Align, Voice};

/// A formula is set no smaller than this, in thousandths; what is still too wide runs over the measure.
const SMALLEST: i64 = 550;

impl<'a> Setter<'_, 'a> {
    pub(super) fn formula(&mut self, block: &'a Block, formula: &'a Formula, place: &Place) {
        let site = self.stick.site(block.span);
        let elem = self.stick.elem(ElemRole::Formula, Some(place.parent), site);
        self.stick.structure[elem.0 as usize].alt = Some(formula.words.clone());
        let look = self.stick.look(&place.voice, &place.lang);
        let Some((lines, number)) = self.fitting(formula, &look, place, site) else {
            // No font has a table of mathematics: the words stand for it.
            let voice = Voice { align: Align::Center, hyphenate: false, ..place.voice };
            let flow = plain_flow(&formula.words, elem, &look, true);
            let slab = self.lines(&flow, &voice, place, Length::ZERO, block);
            return self.slabs.push(slab);
        };
        let count = lines.len();
        let src = TextPos { chapter: self.stick.chapter, block: block.index, offset: 0 };
        let mut set = Vec::new();
        let line = |items, height, depth, keep| Line {
            items,
            height,
            depth,
            hyphen_end: false,
            notes: Vec::new(),
            anchors: Vec::new(),
            links: Vec::new(),
            keep,
            src,
        };
        let clear = place.leading / 10;
        let measure = self.style().measure() - place.left - place.right;
        let widest = lines.iter().map(|line| line.made.width).max().unwrap_or_default();
        let taken = self.taken(&lines, number.as_deref(), &look);
        // Where a number does not fit beside its line, all stand below theirs, as amsmath has it.
        let beside = widest + taken <= measure;
        let mut below = Length::ZERO;
        for (nth, DisplayLine { made, number: own, down }) in lines.into_iter().enumerate() {
            let number = own.or_else(|| number.clone().filter(|_| nth + 1 == count));
            let centred = (measure - made.width).max(Length::ZERO) / 2;
            // A formula moves off the middle before it is set smaller.
            let x = match (beside, place.rtl()) {
                (false, _) => centred,
                (true, false) => centred.min(measure - taken - made.width),
                (true, true) => centred.max(taken),
            };
            // Rows stand as far apart as the table has them.
            let height = if nth == 0 { made.height + clear } else { down - below };
            let depth = made.depth + clear;
            below = depth;
            let mut items: Vec<_> = made
                .items(Mark::Content(elem), &place.lang, site)
                .into_iter()
                .map(|item| shifted(item, on_baseline(place.left + x), 0))
                .collect();
            let keep = nth + 2 == count || nth == 0 && count > 1;
            match number.map(|number| self.number(&number, elem, &look, place)) {
                None => set.push(line(items, height, depth, keep)),
                Some((number, ..)) if beside => {
                    items.extend(number);
                    set.push(line(items, height, depth, keep));
                }
                Some((number, above, under)) => {
                    set.push(line(items, height, depth, true));
                    set.push(line(number, above + clear, under + clear, keep));
                }
            }
        }
        if let (Some(anchor), Some(line)) = (&block.anchor, set.first_mut()) {
            line.anchors.push(anchor.clone());
        }
        let mut slab = self.slab(set, 0, block.index, site);
        slab.whole = count == 1;
        let space = if place.grid { self.leading() / 2 } else { place.leading / 3 };
        (slab.above, slab.below) = (space, space);
        // The text that leads in to a formula stays with it.
        if let Some(before) = self.slabs.last_mut().filter(|slab| slab.grid) {
            before.keep_next = true;
        }
        self.slabs.push(slab);
        self.fresh = true;
    }

    /// The formula's lines at the size at which they fit, and the number of the last.
    fn fitting(
        &mut self,
        formula: &Formula,
        look: &Look,
        place: &Place,
        site: Option<Site>,
    ) -> Option<(Vec<DisplayLine>, Option<String>)> {
        let measure = self.style().measure() - place.left - place.right;
        let mut lines = math::display(self.stick, &formula.row, look, site, 1000)?;
        let width = |lines: &[DisplayLine]| lines.iter().map(|line| line.made.width).max().unwrap_or_default();
        let natural = width(&lines);
        if natural > measure {
            let share = measure.scale(1000, natural.0).0.max(SMALLEST);
            lines = math::display(self.stick, &formula.row, look, site, share)?;
            // Text has no size between those of its letters' hints: a second try takes up what rounding left.
            let again = width(&lines);
            if again > measure && share > SMALLEST {
                let share = measure.scale(share, again.0).0.max(SMALLEST) - 1;
                lines = math::display(self.stick, &formula.row, look, site, share)?;
            }
            let message = if width(&lines) > measure {
                "a formula is wider than the measure, even set smaller".to_string()
            } else {
                format!("a formula is wider than the measure; it is set at {} % of its size", share / 10)
            };
            self.stick.diags.push_help(
                Code::WideFormula,
                site,
                message,
                "break it into lines with \\begin{aligned} … \\end{aligned}",
            );
        }
        Some((lines, formula.number.clone()))
    }

    /// What the longest number takes of the measure, with what keeps it clear of the formula; nothing where none has one.
    fn taken(&mut self, lines: &[DisplayLine], last: Option<&str>, look: &Look) -> Length {
        let numbers = lines.iter().filter_map(|line| line.number.as_deref()).chain(last);
        let widths = numbers.map(|number| self.word(number, look).width + look.size);
        widths.max().unwrap_or_default()
    }

    fn word(&mut self, words: &str, look: &Look) -> Made {
        math::words(self.stick, words, look).unwrap_or_default()
    }

    /// A number at the end of the measure, how high it stands above its baseline and how deep below.
    fn number(&mut self, number: &str, elem: ElemId, look: &Look, place: &Place) -> (Vec<Item>, Length, Length) {
        let made = self.word(number, look);
        let x = if place.rtl() { place.left } else { self.style().measure() - place.right - made.width };
        let (height, depth) = (made.height, made.depth);
        let items = made.items(Mark::Content(elem), &place.lang, None).into_iter();
        (items.map(|item| shifted(item, on_baseline(x), 0)).collect(), height, depth)
    }
}
