//! Pictures: how large each is set, in a line or by itself.

use super::blocks::{Place, Setter, ends_in_colon, prepend};
use super::galley::{Line, Slab, SlabKind};
use super::inline::{Flow, Inset, lay_flat, plain_flow};
use super::stick::{Look, Stick};
use crate::asset::{Drawing, Picture, Shape, Step};
use crate::base::{Code, Em, Length, Point, Rect, Site, Size};
use crate::model::{Block, Extent, Figure, Image, Inline, Role};
use crate::page::{ElemId, ElemRole, ImageId, Ink, Item, Mark, PathShape, Segment, Transform};
use crate::style::Figures;

/// Pixels an inch at which a picture in a line has its own size, as in a browser (CSS Values 4, 6.2).
const SCREEN: i64 = 96;
/// Below so many pixels an inch print is coarse.
const COARSE: i64 = 150;

/// A picture in a line, as content of `elem`; none where it could not be read.
///
/// An icon is made to fit the line and stands in the middle of its capitals; anything larger keeps its own size, or the width its
/// author wants, as far as measure and page allow, and stands on the baseline. Lines make room for it by whole leadings, so one
/// that hardly needs the last of them is made a little smaller.
pub(super) fn inset(stick: &mut Stick, image: &Image, elem: ElemId, look: &Look, site: Option<Site>) -> Option<Inset> {
    let (at, picture) = stick.case.pictures.get(&image.path)?;
    let natural = natural(picture, SCREEN);
    let most = Size { width: stick.room, height: highest(stick) };
    let (size, depth) = if image.width.is_some() {
        (row(&[(natural, image.width)], most, Length::ZERO)[0], Length::ZERO)
    } else if picture.is_icon() {
        let size = within(natural, Size { height: look.size.scale(115, 100), ..most });
        let font = stick.font(look);
        let capitals = stick.case.fonts.metrics(font).cap_height.at(look.size);
        (size, (size.height - capitals) / 2)
    } else {
        let size = within(natural, most);
        let height = whole_lines(size.height, stick.case.style.leading.scale(look.size.0, stick.case.style.size.0));
        (within(size, Size { height, ..size }), Length::ZERO)
    };
    if stick.reported.insert(format!("coarse {}", image.path)) {
        report_coarse(stick, picture, size, site);
    }
    let origin = Point { x: Length::ZERO, y: depth - size.height - look.raise };
    let items = painted(at, picture, Rect { origin, size }, Mark::Content(elem));
    Some(Inset {
        width: size.width,
        height: size.height - depth + look.raise,
        depth: depth - look.raise,
        space: Length::ZERO,
        cost: None,
        items,
    })
}

/// How high a picture of that height stands in a line: no higher than what whole leadings make room for, unless it would lose
/// more than a fifth.
fn whole_lines(height: Length, leading: Length) -> Length {
    // Between a line's descenders and the next baseline.
    let free = leading.scale(76, 100);
    let lines = (height - free).0.div_euclid(leading.0.max(1)).max(0);
    let holds = free + leading * lines;
    if height > holds && holds >= height.scale(4, 5) { holds } else { height }
}

/// A picture as what is painted in `area`: a drawing as its outlines, where they can say what it shows.
fn painted(at: usize, picture: &Picture, area: Rect, mark: Mark) -> Vec<Item> {
    let drawing = picture.drawing.as_ref();
    let Some((drawing, shapes)) = drawing.and_then(|drawing| Some((drawing, drawing.shapes.as_ref()?))) else {
        return vec![Item::Image { image: ImageId(at as u32), area, mark }];
    };
    let clip = Some(Rect { origin: Point::default(), size: area.size });
    let transform = Transform { sx: Em::ONE, sy: Em::ONE, offset: area.origin };
    let path = |shape: &Shape| {
        let [r, g, b] = shape.colour;
        let fill = Some(if shape.colour == [0; 3] { Ink::Black } else { Ink::Rgb(r, g, b) });
        let segments = shape.steps.iter().map(|step| segment(drawing, step, area.size)).collect();
        Item::Path(PathShape { segments, even_odd: shape.even_odd, fill, stroke: None, clip, transform, mark })
    };
    shapes.iter().map(path).collect()
}

/// A piece of an outline at the size at which its drawing is set.
fn segment(drawing: &Drawing, step: &Step, size: Size) -> Segment {
    let at = |point: [_; 2]| {
        let [x, y] = drawing.placed(point, [size.width, size.height]);
        Point { x, y }
    };
    match *step {
        Step::Move(to) => Segment::Move(at(to)),
        Step::Line(to) => Segment::Line(at(to)),
        Step::Quad(control, to) => Segment::Quad(at(control), at(to)),
        Step::Cubic(one, two, to) => Segment::Cubic(at(one), at(two), at(to)),
        Step::Close => Segment::Close,
    }
}

/// At how many pixels an inch a picture by itself has its own size: a drawing has no pixels that could be too few.
fn density(picture: &Picture) -> i64 {
    if picture.drawing.is_some() { SCREEN } else { COARSE }
}

/// How large a picture is at so many pixels an inch.
fn natural(picture: &Picture, density: i64) -> Size {
    let length = |pixels: u32| Length::pt(72).scale(i64::from(pixels.max(1)), density);
    Size { width: length(picture.width), height: length(picture.height) }
}

/// `size`, made smaller where it does not fit into `most`.
fn within(size: Size, most: Size) -> Size {
    let mut size = size;
    if size.width > most.width {
        size = Size { width: most.width, height: size.height.scale(most.width.0, size.width.0) };
    }
    if size.height > most.height {
        size = Size { width: size.width.scale(most.height.0, size.height.0), height: most.height };
    }
    size
}

/// `size`, as large as `most` allows.
fn fitted(size: Size, most: Size) -> Size {
    let wide = Size { width: most.width, height: size.height.scale(most.width.0, size.width.0) };
    within(wide, most)
}

/// How much of a page one picture may take.
fn highest(stick: &Stick) -> Length {
    let style = stick.case.style;
    (style.leading * style.lines_a_page()).scale(70, 100)
}

fn report_coarse(stick: &mut Stick, picture: &Picture, size: Size, site: Option<Site>) {
    if picture.drawing.is_some() {
        return;
    }
    // To the nearest: a picture that was given its size by this measure is not coarse by a rounding.
    let width = size.width.0.max(1);
    let density = (i64::from(picture.width) * Length::pt(72).0 + width / 2) / width;
    if density < COARSE {
        stick.diags.push_help(
            Code::LowResolution,
            site,
            format!("'{}' has {density} pixels an inch at the size at which it is set", picture.path),
            "give a larger picture; print needs 300 pixels an inch",
        );
    }
}

/// Pictures in a line of words that are higher than so many lines are told.
const TALL: i64 = 4;

/// Tells of a picture that parts the lines around it; `leading` is from one of them to the next.
pub(super) fn report_tall(stick: &mut Stick, flow: &Flow, inset: usize, leading: Length) {
    let (at, shown) = &flow.insets[inset];
    let Some(piece) = flow.pieces.iter().find(|piece| piece.range.start == *at) else { return };
    let is_picture = stick.structure[piece.elem.0 as usize].role == ElemRole::Picture;
    if is_picture && shown.height > leading * TALL && stick.reported.insert(format!("tall {:?}", piece.site)) {
        let lines = shown.height.0 / leading.0.max(1);
        let message = format!("a picture as high as {lines} lines stands within a line of text");
        let help = "put it in a paragraph of its own, where it is a figure, or give it a width: ![…](…){width=20%}";
        stick.diags.push_help(Code::TallPicture, piece.site, message, help);
    }
}

impl<'a> Setter<'_, 'a> {
    /// Pictures side by side, and the words below them.
    pub(super) fn figure(&mut self, block: &'a Block, figure: &'a Figure, place: &Place) {
        let site = self.stick.site(block.span);
        let captioned = !figure.caption.is_empty();
        let mut shown = Vec::new();
        for image in &figure.images {
            let elem = self.stick.elem(ElemRole::Figure, Some(place.parent), site);
            self.stick.structure[elem.0 as usize].alt = image.alt.clone();
            // What is wrong with a picture that is not there was said where it was read.
            if let Some((at, picture)) = self.stick.case.pictures.get(&image.path) {
                shown.push((at, picture, image.width, elem));
            }
        }
        let half = self.leading() / 2;
        // What follows on the grid may stand higher by a quarter, and half a line stays free.
        let below = self.leading() * 3 / 4;
        let led_in = self.led_in();
        let begins = self.slabs.len();
        if !shown.is_empty() {
            let (measure, gap) = (self.stick.room, self.style().size);
            let most = Size { width: measure, height: highest(self.stick) };
            let wanted: Vec<(Size, Option<Extent>)> =
                shown.iter().map(|(_, picture, width, _)| (natural(picture, density(picture)), *width)).collect();
            let sizes = match self.page().role {
                // A publisher's mark is as high as three lines, and at the side where the title is.
                Role::TitlePage => vec![fitted(wanted[0].0, Size { width: measure / 2, height: self.leading() * 3 })],
                _ => row(&wanted, most, gap),
            };
            let width = sizes.iter().map(|size| size.width).sum::<Length>() + gap * (sizes.len() as i64 - 1);
            let height = sizes.iter().map(|size| size.height).max().unwrap_or_default();
            // Pictures stand as their captions do, and a publisher's mark as the names on its page.
            let align = match self.page().role {
                Role::TitlePage => self.style().design.book_author.align,
                _ => self.style().design.caption.align,
            };
            let free = align.before(measure - width);
            // The first of them stands where lines begin.
            let rtl = place.rtl();
            let mut x = place.left + if rtl { measure - free + gap } else { free };
            let mut items = Vec::new();
            for ((at, picture, _, elem), size) in shown.into_iter().zip(sizes) {
                report_coarse(self.stick, picture, size, site);
                if rtl {
                    x -= size.width + gap;
                }
                let area = Rect { origin: Point { x, y: -size.height }, size };
                items.extend(painted(at, picture, area, Mark::Content(elem)));
                if !rtl {
                    x += size.width + gap;
                }
            }
            let slab = self.slab(Vec::new(), 0, block.index, site);
            let line = Line {
                items,
                height,
                depth: Length::ZERO,
                hyphen_end: false,
                notes: Vec::new(),
                anchors: block.anchor.iter().cloned().collect(),
                links: Vec::new(),
                keep: false,
                src: slab.src,
            };
            let kind = SlabKind::Picture(Box::new(line));
            // What stands on no grid, as a table does, has no room of its own at its foot.
            let above = if self.slabs.last().is_some_and(|before| !before.grid) { below } else { half };
            let below = if captioned { half / 2 } else { below };
            self.slabs.push(Slab { kind, above, below, whole: true, keep_next: captioned, ..slab });
        }
        if captioned {
            let pictured = self.slabs.last().is_some_and(|slab| matches!(slab.kind, SlabKind::Picture(_)));
            let elem = self.stick.elem(ElemRole::Caption, Some(place.parent), None);
            let voice = self.style().design.caption;
            let look = self.stick.look(&voice, &place.lang);
            let mut flow = self.caption(figure.label.as_deref(), &figure.caption, elem, &look);
            if flow.text.is_empty() {
                flow = plain_flow(" ", elem, &look, false);
            }
            // Links lead to the top of the picture.
            let anchor = block.anchor.clone().filter(|_| !pictured);
            let mut slab = self.lines(&flow, &voice, place, Length::ZERO, &Block { anchor, ..block.clone() });
            (slab.grid, slab.whole, slab.below) = (false, true, below);
            if !pictured {
                slab.above = half;
            }
            self.slabs.push(slab);
        }
        if captioned && !led_in {
            self.may_float(begins, place);
        }
        self.fresh = false;
    }

    /// Whether the text leads in to what comes next with a colon, and then keeps it.
    pub(super) fn led_in(&mut self) -> bool {
        let lead_in = self.slabs.last_mut().filter(|slab| ends_in_colon(slab));
        lead_in.map(|slab| slab.keep_next = true).is_some()
    }

    /// Lets the slabs from `begins` on stand at the top of a later page, where they have their place in the chapter's own text.
    pub(super) fn may_float(&mut self, begins: usize, place: &Place) {
        let floats = self.slabs.len() - begins;
        let near = self.style().design.figures == Figures::Near && place.depth == 0 && place.grid;
        if let Some(first) = self.slabs.get_mut(begins).filter(|_| near) {
            first.floats = floats;
        }
    }
}

impl<'a> Setter<'_, 'a> {
    /// A caption behind its label.
    pub(super) fn caption(&mut self, label: Option<&str>, caption: &'a [Inline], elem: ElemId, look: &Look) -> Flow {
        let Some(label) = label else { return lay_flat(self.stick, caption, elem, look, 0) };
        let named = self.stick.elem(ElemRole::Span, Some(elem), None);
        let rest = self.stick.elem(ElemRole::Span, Some(elem), None);
        let mut flow = lay_flat(self.stick, caption, rest, look, 0);
        let strong = Look { bold: true, italic: false, ..look.clone() };
        prepend(&mut flow, &format!("{label}\u{2002}"), named, &strong);
        flow
    }
}

/// How large pictures stand side by side, `gap` apart: as wide as their author says; else alone never so large that they
/// are coarse unless they then were stamps, and beside others as high as these, all of the measure between them.
fn row(wanted: &[(Size, Option<Extent>)], most: Size, gap: Length) -> Vec<Size> {
    let gaps = gap * (wanted.len() as i64 - 1);
    let room = Size { width: most.width - gaps, ..most };
    let at_width = |own: Size, width: Length| Size { width, height: own.height.scale(width.0, own.width.0) };
    let at_height = |own: Size, height: Length| Size { width: own.width.scale(height.0, own.height.0), height };
    let said = |extent: Extent| match extent {
        Extent::Percent(share) => most.width.scale(i64::from(share), 100),
        Extent::Length(length) => length,
    };
    let alone = wanted.len() == 1;
    // At a height of one inch they are this wide together.
    let (inch, together) =
        (Length::pt(72), wanted.iter().map(|(own, _)| at_height(*own, Length::pt(72)).width).sum::<Length>());
    let shared = inch.scale(room.width.0, together.0.max(1));
    let tallest = wanted.iter().map(|(own, _)| own.height).max().unwrap_or_default();
    let sizes: Vec<Size> = wanted
        .iter()
        .map(|(own, extent)| match extent {
            Some(extent) => at_width(*own, said(*extent)),
            None if alone => at_width(*own, own.width.max(most.width / 2)),
            None => at_height(*own, shared.min(tallest)),
        })
        .map(|size| within(size, room))
        .collect();
    let sum: Length = sizes.iter().map(|size| size.width).sum();
    if sum <= room.width {
        return sizes;
    }
    sizes.into_iter().map(|size| at_width(size, size.width.scale(room.width.0, sum.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(wanted: &[(i64, i64, Option<Extent>)]) -> Vec<i64> {
        let most = Size { width: Length::pt(400), height: Length::pt(500) };
        let wanted: Vec<(Size, Option<Extent>)> = wanted
            .iter()
            .map(|(width, height, extent)| (Size { width: Length::pt(*width), height: Length::pt(*height) }, *extent))
            .collect();
        row(&wanted, most, Length::pt(10)).iter().map(|size| size.width.0 / 65536).collect()
    }

    #[test]
    fn a_picture_alone_is_half_the_measure_at_least_and_the_measure_at_most() {
        assert_eq!(widths(&[(20, 20, None)]), [200]);
        assert_eq!(widths(&[(300, 20, None)]), [300]);
        assert_eq!(widths(&[(900, 20, None)]), [400]);
        assert_eq!(widths(&[(100, 400, None)]), [125], "a tall one is no higher than may be");
    }

    #[test]
    fn an_author_may_say_how_wide() {
        assert_eq!(widths(&[(20, 20, Some(Extent::Percent(60)))]), [240]);
        assert_eq!(widths(&[(20, 20, Some(Extent::Length(Length::pt(30))))]), [30]);
        assert_eq!(widths(&[(20, 20, Some(Extent::Percent(160)))]), [400]);
    }

    #[test]
    fn pictures_in_a_row_are_equally_high_and_fill_the_measure() {
        assert_eq!(widths(&[(300, 300, None), (600, 300, None)]), [130, 260]);
        assert_eq!(widths(&[(60, 60, None), (60, 30, None)]), [60, 120], "but not much larger than they are");
        let half = Some(Extent::Percent(50));
        assert_eq!(widths(&[(60, 60, half), (60, 30, half)]), [195, 195], "the gap is taken from both");
    }
}
