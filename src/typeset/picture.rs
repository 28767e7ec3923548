//! Pictures: how large each is set, in a line or by itself.

use super::blocks::{Place, Setter};
use super::galley::{Slab, SlabKind};
use super::inline::{Inset, lay_flat};
use super::stick::{Look, Stick};
use crate::asset::Picture;
use crate::base::{Code, Length, Point, Rect, Site, Size};
use crate::model::{Block, Figure};
use crate::page::{ElemId, ElemRole, ImageId, Item, Mark};

/// Pixels an inch at which a picture in a line has its own size, as in a browser (CSS Values 4, 6.2).
const SCREEN: i64 = 96;
/// Below so many pixels an inch print is coarse.
const COARSE: i64 = 150;

/// A picture in a line, as content of `elem`; none where it could not be read.
///
/// An icon is made to fit the line and stands in the middle of its capitals; anything larger keeps its own size, as far as
/// the measure and the page allow, and stands on the baseline.
pub(super) fn inset(stick: &mut Stick, path: &str, elem: ElemId, look: &Look, site: Option<Site>) -> Option<Inset> {
    let (at, picture) = stick.case.pictures.get(path)?;
    let natural = natural(picture, SCREEN);
    let most = Size { width: stick.room, height: highest(stick) };
    let (size, depth) = if picture.is_icon() {
        let size = within(natural, Size { height: look.size.scale(115, 100), ..most });
        let font = stick.font(look);
        let capitals = stick.case.fonts.metrics(font).cap_height.at(look.size);
        (size, (size.height - capitals) / 2)
    } else {
        (within(natural, most), Length::ZERO)
    };
    if stick.reported.insert(format!("coarse {path}")) {
        report_coarse(stick, picture, size, site);
    }
    let origin = Point { x: Length::ZERO, y: depth - size.height - look.raise };
    let item = Item::Image { image: ImageId(at as u32), area: Rect { origin, size }, mark: Mark::Content(elem) };
    Some(Inset {
        width: size.width,
        height: size.height - depth + look.raise,
        depth: depth - look.raise,
        items: vec![item],
    })
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

/// How much of a page one picture may take.
fn highest(stick: &Stick) -> Length {
    let style = stick.case.style;
    (style.leading * style.lines_a_page()).scale(70, 100)
}

fn report_coarse(stick: &mut Stick, picture: &Picture, size: Size, site: Option<Site>) {
    let density = i64::from(picture.width) * Length::pt(72).0 / size.width.0.max(1);
    if density < COARSE {
        stick.diags.push_help(
            Code::LowResolution,
            site,
            format!("'{}' has {density} pixels an inch at the size at which it is set", picture.path),
            "give a larger picture; print needs 300 pixels an inch",
        );
    }
}

impl<'a> Setter<'_, 'a> {
    /// A picture by itself, and the words below it.
    pub(super) fn figure(&mut self, block: &'a Block, figure: &'a Figure, place: &Place) {
        let site = self.stick.site(block.span);
        let elem = self.stick.elem(ElemRole::Figure, Some(place.parent), site);
        self.stick.structure[elem.0 as usize].alt = figure.alt.clone();
        let mut captioned = None;
        if let Some((at, picture)) = self.stick.case.pictures.get(&figure.path) {
            let widest = self.stick.room;
            let most = Size { width: widest, height: highest(self.stick) };
            // A picture is never set so large that it is coarse unless it then were a stamp.
            let wanted = natural(picture, COARSE).width.max(widest / 2);
            let (across, down) = (i64::from(picture.width.max(1)), i64::from(picture.height.max(1)));
            let size = within(Size { width: wanted, height: wanted.scale(down, across) }, most);
            report_coarse(self.stick, picture, size, site);
            let x = place.left + (widest - size.width) / 2;
            let slab = self.slab(Vec::new(), 0, block.index, site);
            let kind = SlabKind::Picture { image: ImageId(at as u32), size, x, elem };
            captioned = Some(self.slabs.len());
            let below = if figure.caption.is_empty() { self.leading() / 2 } else { self.leading() / 4 };
            let keep_next = !figure.caption.is_empty();
            self.slabs.push(Slab { kind, above: self.leading() / 2, below, whole: true, keep_next, ..slab });
        }
        if !figure.caption.is_empty() {
            let caption = self.stick.elem(ElemRole::Caption, Some(place.parent), None);
            let voice = self.style().design.caption;
            let look = self.stick.look(&voice, &place.lang);
            let flow = lay_flat(self.stick, &figure.caption, caption, &look, 0);
            let mut slab = self.lines(&flow, &voice, place, Length::ZERO, block);
            (slab.grid, slab.whole, slab.below) = (false, true, self.leading() / 2);
            if captioned.is_none() {
                slab.above = self.leading() / 2;
            }
            self.slabs.push(slab);
        }
        self.fresh = false;
    }
}
