//! Items on a krilla surface, and links.

use std::collections::BTreeMap;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as Goal};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{Point, Quadrilateral, Size, Transform};
use krilla::image::Image;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use super::advance::Advances;
use super::sorts::Sorts;
use super::spoken::spoken;
use super::{claim, shape, tags::Leaves};
use crate::asset::{Gone, Media};
use crate::base::{Code, Diags, Rect};
use crate::model::{Anchor, Target};
use crate::page::{ArtifactKind, ElemId, ElemRole, GlyphRun, ImageId, Item, Link, Mark, Page, Pages, PathShape};

/// Fonts and pictures made ready, and what each run's language is measured against.
pub struct Painter<'a> {
    pages: &'a Pages,
    sorts: Sorts,
    images: BTreeMap<ImageId, Image>,
    langs: Vec<&'a str>,
}

/// What a piece of marked content is: an element and the language of its letters where that differs, or an artifact.
#[derive(Clone, Copy, PartialEq)]
enum Piece<'a> {
    Content(ElemId, Option<&'a str>),
    Artifact(ArtifactKind),
}

impl<'a> Painter<'a> {
    /// Readies every font and picture that is used; a finding and `None` where one cannot be.
    pub fn new(pages: &'a Pages, diags: &mut Diags) -> Option<Painter<'a>> {
        let (mut sorts, mut images) = (Sorts::default(), BTreeMap::new());
        let mut whole = true;
        for item in pages.pages.iter().flat_map(|page| &page.frame.items) {
            match item {
                Item::Glyphs(run) => {
                    let face = &pages.fonts[usize::from(run.font.0)];
                    if sorts.font(run.font, 0, face).is_none() {
                        diags.push(Code::BadFont, run.site, format!("'{}' cannot be embedded", face.family));
                        return None;
                    }
                }
                Item::Image { image, mark, .. } if !images.contains_key(image) => {
                    match picture(pages, *image, *mark, diags) {
                        Some(ready) => drop(images.insert(*image, ready)),
                        None => whole = false,
                    }
                }
                Item::Image { .. } | Item::Rule { .. } | Item::Path(_) | Item::Anchor { .. } => {}
            }
        }
        whole.then(|| Painter { pages, sorts, images, langs: langs(pages) })
    }

    /// Paints a page. Neighbours with the same mark are one piece of marked content.
    pub fn paint(&mut self, page: &'a Page, surface: &mut Surface, leaves: &mut Leaves) {
        let bled = page.bleed.0 != 0;
        if bled {
            let by = shape::pt(page.bleed);
            surface.push_transform(&Transform::from_translate(by, by));
        }
        let mut open: Option<Piece> = None;
        for item in &page.frame.items {
            let Some(piece) = self.piece(item) else { continue };
            if open != Some(piece) {
                if open.is_some() {
                    surface.end_tagged();
                }
                self.begin(piece, surface, leaves);
                open = Some(piece);
            }
            self.item(item, surface);
            if let (Item::Glyphs(run), Piece::Content(elem, _)) = (item, piece) {
                leaves.add_text(elem, &run.text);
            }
        }
        if open.is_some() {
            surface.end_tagged();
        }
        if bled {
            surface.pop();
        }
    }

    /// What an item is a piece of; none for what paints nothing.
    fn piece(&self, item: &'a Item) -> Option<Piece<'a>> {
        let (mark, lang) = match item {
            Item::Glyphs(run) if run.glyphs.is_empty() => return None,
            Item::Glyphs(run) => (run.mark, Some(run.lang.0.as_str())),
            Item::Rule { mark, .. } | Item::Image { mark, .. } => (*mark, None),
            Item::Path(path) => (path.mark, None),
            Item::Anchor { .. } => return None,
        };
        Some(match mark {
            // A picture that the author calls decorative is not read out.
            Mark::Content(elem) if decorative(self.pages, elem) => Piece::Artifact(ArtifactKind::Other),
            Mark::Content(elem) => Piece::Content(elem, lang.filter(|lang| *lang != self.langs[elem.0 as usize])),
            Mark::Artifact(kind) => Piece::Artifact(kind),
        })
    }

    fn begin(&self, piece: Piece, surface: &mut Surface, leaves: &mut Leaves) {
        match piece {
            Piece::Content(elem, lang) => {
                surface.set_location(claim::location(elem.0));
                // What reads letters by where they stand would part a word from its dropped initial.
                let word = &self.pages.structure[elem.0 as usize];
                let word = word.alt.as_deref().filter(|_| word.role == ElemRole::Word);
                let tag = match (lang, word) {
                    (None, None) => ContentTag::Other,
                    _ => ContentTag::Span(SpanTag::empty().with_lang(lang).with_actual_text(word)),
                };
                let id = surface.start_tagged(tag);
                leaves.add(elem, id);
            }
            Piece::Artifact(kind) => {
                surface.reset_location();
                let kind = match kind {
                    ArtifactKind::Header => ArtifactType::Header,
                    ArtifactKind::Footer => ArtifactType::Footer,
                    ArtifactKind::Other => ArtifactType::Layout,
                };
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
            }
        }
    }

    fn item(&mut self, item: &Item, surface: &mut Surface) {
        match item {
            Item::Glyphs(run) => self.glyphs(run, surface),
            Item::Rule { area, ink, .. } => {
                if let Some(path) = shape::rect(*area).and_then(shape::outline) {
                    surface.set_stroke(None);
                    surface.set_fill(Some(shape::fill(*ink)));
                    surface.draw_path(&path);
                }
            }
            Item::Path(path) => draw_path(path, surface),
            Item::Image { image, area, .. } => self.image(*image, *area, surface),
            Item::Anchor { .. } => {}
        }
    }

    fn glyphs(&mut self, run: &GlyphRun, surface: &mut Surface) {
        let text = readable(&run.text);
        // krilla takes a glyph's own place alone for what is wrong with the glyph.
        let place = match run.mark {
            Mark::Content(elem) => Some(claim::location(elem.0)),
            Mark::Artifact(_) => None,
        };
        surface.set_stroke(None);
        surface.set_fill(Some(shape::fill(run.ink)));
        let size = shape::pt(run.size);
        let wider = f32::from(run.x_scale) / 1000.0;
        let mut pen = run.origin;
        for set in self.sorts.sets(run, &text) {
            let Some(font) = self.sorts.font(run.font, set.fount, &self.pages.fonts[usize::from(run.font.0)]) else {
                continue; // every face was tried in `new`
            };
            let sorts = &run.glyphs[set.glyphs];
            let mut advances = Advances::new(font.units_per_em());
            let glyphs: Vec<KrillaGlyph> = sorts
                .iter()
                .zip(set.texts)
                .map(|(g, means)| {
                    let advance = advances.next(g.advance);
                    let [dx, dy] = [g.dx, g.dy].map(|em| em.to_f64() as f32);
                    KrillaGlyph::new(GlyphId::new(u32::from(g.id)), advance, dx, dy, 0.0, means, place)
                })
                .collect();
            let origin = shape::point(pen);
            pen.x += run.advance(sorts);
            if run.x_scale == 1000 {
                surface.draw_glyphs(origin, &glyphs, font, &text, size, false);
            } else {
                surface.push_transform(&Transform::from_row(wider, 0.0, 0.0, 1.0, origin.x, origin.y));
                surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font, &text, size, false);
                surface.pop();
            }
        }
    }

    fn image(&self, image: ImageId, area: Rect, surface: &mut Surface) {
        let size = Size::from_wh(shape::pt(area.size.width), shape::pt(area.size.height));
        if let (Some(image), Some(size)) = (self.images.get(&image), size) {
            surface.push_transform(&Transform::from_translate(shape::pt(area.origin.x), shape::pt(area.origin.y)));
            surface.draw_image(image.clone(), size);
            surface.pop();
        }
    }
}

fn draw_path(path: &PathShape, surface: &mut Surface) {
    let Some(outline) = shape::path(&path.segments) else { return };
    if path.fill.is_none() && path.stroke.is_none() {
        return;
    }
    surface.push_transform(&shape::transform(path.transform));
    let clip = path.clip.and_then(shape::rect).and_then(shape::outline);
    if let Some(clip) = &clip {
        surface.push_clip_path(clip, &FillRule::NonZero);
    }
    let rule = if path.even_odd { FillRule::EvenOdd } else { FillRule::NonZero };
    surface.set_fill(path.fill.map(|ink| Fill { rule, ..shape::fill(ink) }));
    surface.set_stroke(path.stroke.map(shape::stroke));
    surface.draw_path(&outline);
    if clip.is_some() {
        surface.pop();
    }
    surface.pop();
}

/// The text as PDF/A lets glyphs stand for it: U+FEFF, U+FFFE and U+0000 are forbidden (ISO 19005-2, 6.2.11.7.2);
/// what stands in their place is as long, so that clusters keep their bytes.
fn readable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['\u{feff}', '\u{fffe}', '\0']) {
        text.replace('\u{feff}', "\u{2060}").replace('\u{fffe}', "\u{fffd}").replace('\0', " ").into()
    } else {
        text.into()
    }
}

fn decorative(pages: &Pages, elem: ElemId) -> bool {
    let elem = &pages.structure[elem.0 as usize];
    matches!(elem.role, ElemRole::Figure | ElemRole::Picture) && elem.alt.as_deref() == Some("")
}

/// The language of every element: its own, or that of what it stands in.
fn langs(pages: &Pages) -> Vec<&str> {
    let of = |id: usize| {
        let mut at = Some(ElemId(id as u32));
        // No chain of parents is longer than the list.
        for _ in 0..=pages.structure.len() {
            let Some(elem) = at.and_then(|id| pages.structure.get(id.0 as usize)) else { break };
            if let Some(lang) = &elem.lang {
                return lang.0.as_str();
            }
            at = elem.parent;
        }
        pages.meta.language.as_str()
    };
    (0..pages.structure.len()).map(of).collect()
}

/// A picture; a JPEG is copied as it is.
fn picture(pages: &Pages, id: ImageId, mark: Mark, diags: &mut Diags) -> Option<Image> {
    let picture = &pages.images[id.0 as usize];
    let site = match mark {
        Mark::Content(elem) => pages.structure[elem.0 as usize].site,
        Mark::Artifact(_) => None,
    };
    let bytes = match picture.content.read() {
        Ok(bytes) => bytes,
        Err(Gone(why)) => {
            diags.push_help(Code::ChangedFile, site, why, Gone::HELP);
            return None;
        }
    };
    let data = || shape::data(bytes.into_owned());
    let made = match picture.media {
        Media::Jpeg => Image::from_jpeg(data(), false),
        Media::Png => Image::from_png(data(), false),
        Media::WebP => Image::from_webp(data(), false),
        // krilla takes a first frame that is smaller than the picture for the whole of it.
        Media::Gif | Media::Svg => picture.pixels().map(|pixels| {
            let (width, height) = (pixels.width(), pixels.height());
            Image::from_rgba8(pixels.into_rgba8().into_raw(), width, height)
        }),
    };
    match made {
        Ok(image) => Some(image),
        Err(why) => {
            let message = format!("'{}' cannot be put into the PDF: {why}", picture.path);
            diags.push_help(Code::BadPicture, site, message, "give a PNG or a JPEG file instead");
            None
        }
    }
}

/// The annotation of a link; a finding where it leads nowhere.
pub fn annotation(
    link: &Link,
    pages: &Pages,
    places: &BTreeMap<&Anchor, XyzDestination>,
    diags: &mut Diags,
) -> Option<Annotation> {
    let bleed = pages.pages[link.page as usize].bleed;
    let quads: Vec<Quadrilateral> = link
        .quads
        .iter()
        .filter_map(|quad| {
            let mut quad = *quad;
            quad.origin.x += bleed;
            quad.origin.y += bleed;
            shape::rect(quad).map(Quadrilateral::from)
        })
        .collect();
    if quads.is_empty() {
        return None;
    }
    let goal = match &link.target {
        Target::Url(url) => Goal::Action(Action::Link(LinkAction::new(url.clone()))),
        Target::Anchor(anchor) => match places.get(anchor) {
            Some(place) => Goal::Destination(Destination::Xyz(place.clone())),
            None => {
                dead(link, &anchor.0, pages, diags);
                return None;
            }
        },
        Target::Written(written) => {
            dead(link, written, pages, diags);
            return None;
        }
    };
    let alt = if link.alt.trim().is_empty() { "Link" } else { &link.alt };
    let alt = spoken(alt, pages.structure[link.elem.0 as usize].site, diags);
    let area = LinkAnnotation::new_with_quad_points(quads, goal);
    Some(Annotation::new_link(area, Some(alt)).with_location(Some(claim::location(link.elem.0))))
}

fn dead(link: &Link, target: &str, pages: &Pages, diags: &mut Diags) {
    let site = pages.structure[link.elem.0 as usize].site;
    diags.push(Code::DeadLink, site, format!("a link leads to '{target}', which stands on no page"));
}
