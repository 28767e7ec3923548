//! Making up a page: the lines of a leaf and its notes are put where they stand.

use std::collections::BTreeMap;

use super::breaker::Measure;
use super::chain::Leaf;
use super::column::{Column, Placed, Sheet};
use super::galley::{Bar, Galley, Line, LinkArea, SlabKind};
use super::side;
use crate::base::{Length, Point, Rect, Size};
use crate::model::{Anchor, TextPos};
use crate::page::{ArtifactKind, ElemId, Ink, Item, Mark};
use crate::style::Style;

/// The thickness of the rule above notes.
const RULE: Length = Length::milli_pt(400);
/// The thickness of a rule at the side; printers ask for 0.75 pt at least.
pub(super) const BAR: Length = Length::milli_pt(1000);

/// Galleys that run on, and their column.
#[derive(Debug)]
pub(super) struct Flow {
    /// The galleys, in order.
    pub galleys: Vec<Galley>,
    /// Their column.
    pub column: Column,
}

/// Where the notes of a page stand, from the left edge of its text.
#[derive(Clone, Copy, Debug)]
pub(super) enum NotesAt {
    /// At its foot, under a rule.
    Foot(Measure),
    /// At its side, from here on.
    Side(Length),
}

/// What stands on a page, with its anchors and links.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// What is painted.
    pub items: Vec<Item>,
    /// The links, their areas on the page and their elements in the whole tree.
    pub links: Vec<LinkArea>,
}

impl Flow {
    /// The galleys and their column.
    pub fn new(galleys: Vec<Galley>, style: &Style) -> Flow {
        let column = Column::new(&galleys, style);
        Flow { galleys, column }
    }

    /// The line of a row; none for a slab without lines.
    fn line(&self, block: usize, way: usize, row: usize) -> Option<(usize, &Line)> {
        let (g, s) = self.column.slabs[block]?;
        match &self.galleys[g].slabs[s].kind {
            SlabKind::Para(para) => Some((g, para.variants.get(way)?.lines.get(row)?)),
            SlabKind::Table { rows, .. } => Some((g, rows.get(row)?)),
            SlabKind::Picture(line) => Some((g, line)),
        }
    }

    /// A line of a leaf's notes.
    fn note_line(&self, at: usize) -> Option<&Line> {
        let [g, n, s, l] = self.column.note_lines[at];
        self.galleys[g].notes[n].slabs[s].lines().get(l)
    }

    /// The galley to which the first of a leaf's notes belongs, or the first of all.
    pub fn noted(&self, leaf: &Leaf) -> usize {
        self.column.note_lines.get(leaf.notes.start).map_or(0, |[g, ..]| *g)
    }

    /// Which leaf block `block` begins on.
    fn leaf_of(&self, leaves: &[Leaf], block: usize) -> usize {
        leaves.iter().rposition(|leaf| (leaf.start.block, leaf.start.row) <= (block, 0)).unwrap_or(0)
    }

    /// The galleys that begin on leaf `at`, each with the block that they begin with if there is one.
    pub fn begins(&self, leaves: &[Leaf], at: usize) -> Vec<(usize, Option<usize>)> {
        let first = |g: usize| self.column.slabs.iter().position(|slab| slab.is_some_and(|(of, _)| of >= g));
        (0..self.galleys.len())
            .map(|g| (g, if g == 0 { Some(0) } else { first(g) }))
            .filter(|(_, block)| block.map_or(leaves.len() - 1, |block| self.leaf_of(leaves, block)) == at)
            .collect()
    }

    /// Every anchor of a leaf but those of chapters.
    pub fn anchors<'a>(&'a self, leaf: &Leaf) -> Vec<&'a Anchor> {
        let mut found: Vec<&Anchor> = Vec::new();
        for (block, way, rows) in self.column.pieces(&leaf.portion()) {
            for row in rows {
                found.extend(self.line(block, way, row).into_iter().flat_map(|(_, line)| &line.anchors));
            }
        }
        for at in leaf.notes.clone() {
            let [g, n, s, l] = self.column.note_lines[at];
            if (s, l) == (0, 0) {
                found.push(&self.galleys[g].notes[n].anchor);
            }
            found.extend(self.note_line(at).iter().flat_map(|line| &line.anchors));
        }
        found
    }

    /// Where a leaf's running text begins in the book, whatever figures have waited for the leaf. One behind the text begins where
    /// its notes go on. One that they fill between two pages of text begins with the latter: where there are no pages, notes stand
    /// behind all text.
    pub fn text_start(&self, leaf: &Leaf) -> TextPos {
        let last = self.column.blocks.len() - 1;
        // Without text of its own it is where the next one goes on, even if that is a figure.
        let bare = leaf.fill.end == leaf.start;
        let waits = |at: usize| self.column.float_of(at).is_some_and(|f| f >= leaf.floats.end);
        let runs = (leaf.start.block..=last).find(|at| bare || !waits(*at));
        let at = runs.unwrap_or(last);
        let Some((g, s)) = self.column.slabs[at] else {
            return TextPos { chapter: self.galleys[0].chapter, ..TextPos::default() };
        };
        let slab = self.galleys[g].slabs[s].src;
        match self.line(at, leaf.start.way, leaf.start.row) {
            // Of a page behind the text that goes on with no note of its chapter, the end of the text.
            _ if leaf.start.block > last => self.notes_start(leaf, g).unwrap_or(TextPos { block: u32::MAX, ..slab }),
            Some((_, line)) if at == leaf.start.block && leaf.start.row > 0 => line.src,
            _ => slab,
        }
    }

    /// Where a leaf's notes begin or go on, if the first is one of galley `galley`.
    fn notes_start(&self, leaf: &Leaf, galley: usize) -> Option<TextPos> {
        let [g, n, s, l] = *self.column.note_lines[leaf.notes.clone()].first().filter(|[g, ..]| *g == galley)?;
        let slab = &self.galleys[g].notes[n].slabs[s];
        if l == 0 { Some(slab.src) } else { slab.lines().get(l).map(|line| line.src) }
    }

    /// Makes up a leaf. `origin` is the top left corner of the text's area, `offsets` where each galley's elements begin in the whole
    /// tree, `chapters` the anchors of those that begin here, with their blocks. The lines' items are moved out: a line stands on one
    /// page.
    pub fn make_up(
        &mut self,
        sheet: &Sheet,
        leaf: &Leaf,
        (origin, notes): (Point, NotesAt),
        offsets: &[u32],
        chapters: &[(Anchor, Option<usize>)],
    ) -> Made {
        let mut made = Made::default();
        let placed = self.column.rows(sheet, &leaf.portion());
        for (i, (anchor, block)) in chapters.iter().enumerate() {
            let top = placed.iter().find(|row| Some(row.block) == *block && row.row == 0).map(|row| row.top);
            // A chapter that opens the page is reached at the page's top.
            let y = if i == 0 && *block == Some(0) { Length::ZERO } else { top.unwrap_or_default() };
            made.items.push(Item::Anchor { anchor: anchor.clone(), at: Point { x: origin.x, y: origin.y + y } });
        }
        self.grounds(&placed, origin, &mut made);
        self.head_again(leaf, &placed, origin, &mut made);
        for row in &placed {
            let Some((g, s)) = self.column.slabs[row.block] else { continue };
            let line = match &mut self.galleys[g].slabs[s].kind {
                SlabKind::Para(para) => {
                    para.variants.get_mut(row.way).and_then(|setting| setting.lines.get_mut(row.row))
                }
                SlabKind::Table { rows, .. } => rows.get_mut(row.row),
                SlabKind::Picture(line) => Some(&mut **line),
            };
            if let Some(line) = line {
                let at = Point { x: origin.x, y: origin.y + row.stand.baseline };
                made.line(line, at, offsets[g]);
            }
        }
        self.bars(&placed, origin, &mut made);
        self.notes(sheet, leaf, (origin, notes), offsets, &placed, &mut made);
        made
    }

    /// Sets the head of a table again that a leaf goes on with.
    fn head_again(&self, leaf: &Leaf, placed: &[Placed], origin: Point, made: &mut Made) {
        let goes_on = |row: &&Placed| row.row > 0 && (row.block, row.row) == (leaf.start.block, leaf.start.row);
        let Some(row) = placed.iter().find(goes_on) else { return };
        let Some((g, s)) = self.column.slabs[row.block] else { return };
        let SlabKind::Table { again, .. } = &self.galleys[g].slabs[s].kind else { return };
        let mut y = origin.y + row.top - self.column.blocks[row.block].again;
        for line in again {
            y += line.height;
            made.line(&mut line.clone(), Point { x: origin.x, y }, 0);
            y += line.depth;
        }
    }

    /// Puts grounds behind the rows that stand on them, one for each block.
    fn grounds(&self, placed: &[Placed], origin: Point, made: &mut Made) {
        for rows in placed.chunk_by(|one, next| one.block == next.block) {
            let (first, last) = (&rows[0], &rows[rows.len() - 1]);
            let Some((g, s)) = self.column.slabs[first.block] else { continue };
            let Some(ground) = self.galleys[g].slabs[s].ground else { continue };
            let all = &self.column.blocks[first.block].ways[first.way].rows;
            // Where the code goes on on another page the ground ends with the lines.
            let above = if first.row == 0 { ground.beyond[0] } else { Length::ZERO };
            let below = if last.row + 1 == all.len() { ground.beyond[1] } else { Length::ZERO };
            let top = first.stand.baseline - all[first.row].height - above;
            let area = Rect {
                origin: Point { x: origin.x + ground.x, y: origin.y + top },
                size: Size { width: ground.width, height: last.stand.bottom + below - top },
            };
            let (ink, mark) = (Ink::Tint(ground.tint), Mark::Artifact(ArtifactKind::Other));
            made.items.push(Item::Rule { area, ink, mark });
        }
    }

    /// Puts rules at the side of rows that belong together, over the space between them.
    fn bars(&self, placed: &[Placed], origin: Point, made: &mut Made) {
        let mut found: Vec<(Bar, Length, Length)> = Vec::new();
        for row in placed {
            let Some((g, s)) = self.column.slabs[row.block] else { continue };
            let height = self.column.blocks[row.block].ways[row.way].rows[row.row].height;
            for bar in &self.galleys[g].slabs[s].bars {
                match found.iter_mut().find(|(known, ..)| known == bar) {
                    Some((_, _, bottom)) => *bottom = row.stand.bottom,
                    None => found.push((*bar, row.stand.baseline - height, row.stand.bottom)),
                }
            }
        }
        for (bar, top, bottom) in found {
            let area = Rect {
                origin: Point { x: origin.x + bar.x, y: origin.y + top },
                size: Size { width: BAR, height: bottom - top },
            };
            made.items.push(Item::Rule { area, ink: Ink::Black, mark: Mark::Artifact(ArtifactKind::Other) });
        }
    }

    /// Puts the notes of a leaf where they stand.
    fn notes(
        &mut self,
        sheet: &Sheet,
        leaf: &Leaf,
        (origin, at): (Point, NotesAt),
        offsets: &[u32],
        placed: &[Placed],
        made: &mut Made,
    ) {
        if leaf.notes.is_empty() {
            return;
        }
        let (left, tops) = match at {
            NotesAt::Foot(rule) => {
                let tops = self.at_foot(sheet, leaf, placed);
                let y = tops.first().map_or(Length::ZERO, |top| *top - sheet.leading * 35 / 100);
                let at = Point { x: origin.x + rule.indent, y: origin.y + y };
                let area = Rect { origin: at, size: Size { width: rule.width, height: RULE } };
                made.items.push(Item::Rule { area, ink: Ink::Black, mark: Mark::Artifact(ArtifactKind::Other) });
                (origin.x, tops)
            }
            NotesAt::Side(left) => (origin.x + left, self.at_side(sheet, leaf, placed)),
        };
        for (at, top) in leaf.notes.clone().zip(tops) {
            let [g, n, s, l] = self.column.note_lines[at];
            let y = origin.y + top;
            if (s, l) == (0, 0) {
                let anchor = self.galleys[g].notes[n].anchor.clone();
                made.items.push(Item::Anchor { anchor, at: Point { x: left, y } });
            }
            let height = self.column.notes[at].height;
            let line = match &mut self.galleys[g].notes[n].slabs[s].kind {
                SlabKind::Para(para) => para.variants.first_mut().and_then(|setting| setting.lines.get_mut(l)),
                SlabKind::Table { rows, .. } => rows.get_mut(l),
                SlabKind::Picture(line) => Some(&mut **line),
            };
            if let Some(line) = line {
                made.line(line, Point { x: left, y: y + height - line.depth }, offsets[g]);
            }
        }
    }

    /// The tops of a leaf's notes at its foot, so that their last line stands where the text's last would.
    fn at_foot(&self, sheet: &Sheet, leaf: &Leaf, placed: &[Placed]) -> Vec<Length> {
        let text_bottom = placed.last().map_or(Length::ZERO, |row| row.stand.bottom);
        let rows = &self.column.notes[leaf.notes.clone()];
        let depth = rows.last().map_or(Length::ZERO, |row| row.depth);
        let height = self.column.notes_height(leaf.notes.start, leaf.notes.end);
        let lift = (sheet.leading - sheet.first - depth).max(Length::ZERO);
        let mut y = (sheet.room - height - lift).max(text_bottom);
        let mut tops = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            y += if i > 0 { row.above } else { Length::ZERO };
            tops.push(y);
            y += row.height;
        }
        tops
    }

    /// The tops of a leaf's notes at its side, level with their marks where they can be.
    fn at_side(&self, sheet: &Sheet, leaf: &Leaf, placed: &[Placed]) -> Vec<Length> {
        let mut marks = BTreeMap::new();
        for row in placed {
            let Some((g, line)) = self.line(row.block, row.way, row.row) else { continue };
            marks.extend(line.notes.iter().map(|mark| ((g, mark.note as usize), row.stand.baseline + mark.baseline)));
        }
        let rows = &self.column.notes[leaf.notes.clone()];
        let level = leaf.notes.clone().zip(rows).map(|(at, row)| {
            let [g, n, s, l] = self.column.note_lines[at];
            let baseline = marks.get(&(g, n)).filter(|_| (s, l) == (0, 0))?;
            Some(*baseline - (row.height - row.depth))
        });
        side::tops(rows, &level.collect::<Vec<_>>(), &sheet.margin(&self.column.taken(placed)))
    }
}

impl Made {
    /// Puts a line's items, anchors and links at its baseline.
    fn line(&mut self, line: &mut Line, at: Point, offset: u32) {
        for anchor in &line.anchors {
            let top = Point { x: at.x, y: at.y - line.height };
            self.items.push(Item::Anchor { anchor: anchor.clone(), at: top });
        }
        self.items.extend(line.items.drain(..).map(|item| shifted(item, at, offset)));
        self.links.extend(line.links.iter().map(|link| LinkArea {
            elem: ElemId(link.elem.0 + offset),
            area: Rect { origin: sum(link.area.origin, at), size: link.area.size },
            ..link.clone()
        }));
    }
}

fn sum(a: Point, b: Point) -> Point {
    Point { x: a.x + b.x, y: a.y + b.y }
}

/// An item moved by `by`, its element counted on from `offset`.
pub(super) fn shifted(mut item: Item, by: Point, offset: u32) -> Item {
    let own = |mark: &mut Mark| match mark {
        Mark::Content(elem) => elem.0 += offset,
        Mark::Artifact(_) => {}
    };
    match &mut item {
        Item::Glyphs(run) => {
            run.origin = sum(run.origin, by);
            own(&mut run.mark);
        }
        Item::Rule { area, mark, .. } | Item::Image { area, mark, .. } => {
            area.origin = sum(area.origin, by);
            own(mark);
        }
        Item::Path(path) => {
            path.transform.offset = sum(path.transform.offset, by);
            own(&mut path.mark);
        }
        Item::Anchor { at, .. } => *at = sum(*at, by),
    }
    item
}
