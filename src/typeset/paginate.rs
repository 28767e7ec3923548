//! From galleys to pages: which side and folio each leaf has, blank versos, and the contents' second setting.

use std::collections::BTreeMap;

use super::breaker::Measure;
use super::chain::{Chain, Leaf};
use super::column::Sheet;
use super::galley::{Galley, SlabKind};
use super::makeup::{Flow, NotesAt};
use super::plan::{Planned, chapter, flows, has_furniture, planned};
use super::shape::Shaper;
use super::{Case, assemble, furniture, proof};
use crate::base::{Code, Diags, Length, Point, Site};
use crate::model::{Anchor, Book, Chapter, Lang, Role, plain_text};
use crate::page::{Folio, Frame, OutlineEntry, Page, PageKind, PageMap, Pages};
use crate::style::{RunningHead, Sides, Style};

/// How often chapters are set again until the folios that they show stand still. Contents need one round, since their lines
/// do not depend on the folios; a folio in the text may move what it names.
const ROUNDS: usize = 5;

/// Joins the galleys of all chapters, in order, into pages. What shows folios is set again once they are known.
/// No pages, and an error, where the margins leave no room for text.
pub fn paginate(book: &Book, galleys: Vec<Galley>, case: Case, diags: &mut Diags) -> (Pages, PageMap) {
    let reset = |chapter: usize, map: &PageMap| {
        super::galley(book, chapter, case, Some(map), &mut Shaper::new(case.fonts), &mut Diags::new())
    };
    bind_pages(book, galleys, case, &reset, diags)
}

/// The same, with what sets a chapter again once folios are known.
fn bind_pages(
    book: &Book,
    galleys: Vec<Galley>,
    case: Case,
    reset: &dyn Fn(usize, &PageMap) -> Galley,
    diags: &mut Diags,
) -> (Pages, PageMap) {
    let style = case.style;
    let mut pages = Pages {
        meta: book.metadata().clone(),
        outline: Vec::new(),
        structure: Vec::new(),
        fonts: case.fonts.faces().to_vec(),
        images: case.pictures.all().to_vec(),
        links: Vec::new(),
        pages: Vec::new(),
    };
    if style.measure() < style.size * 5 || style.lines_a_page() < 4 {
        diags.push_help(
            Code::NoMeasure,
            None,
            format!(
                "the margins leave {} by {} for text",
                style.measure(),
                style.leading * style.lines_a_page().max(0)
            ),
            "make the margins smaller or the page larger",
        );
        return (pages, PageMap::default());
    }
    let sheet = sheet(style, &galleys);
    let mut flows = flows(book, galleys, style);
    let mut chains: Vec<Option<Chain>> = flows.iter().map(|_| None).collect();
    let mut map = PageMap::default();
    let mut plan = Vec::new();
    for round in 0..=ROUNDS {
        plan = planned(book, &flows, &mut chains, &sheet, style.design.openings);
        map = page_map(book, &flows, &chains, &plan);
        if round == ROUNDS {
            report_unsettled(book, &flows, &map, diags);
        } else if !set_again(&mut flows, &mut chains, &map, reset, style) {
            break;
        }
    }
    let leaves: Vec<&[Leaf]> = chains.iter().map(|c| c.as_ref().map_or(&[] as &[Leaf], |c| &c.leaves)).collect();
    proof::read(book, &flows, &chains, &plan, diags);

    let all: Vec<&Galley> = flows.iter().flat_map(|flow| &flow.galleys).collect();
    let (structure, offsets) = assemble::structure(book.chapters(), &all);
    drop(all);
    pages.structure = structure;
    let mut starts = Vec::new();
    flows.iter().fold(0, |at, flow| {
        starts.push(at);
        at + flow.galleys.len()
    });
    let arabic = plan.iter().filter(|page| matches!(page.folio, Folio::Arabic(_))).count() as u32;
    let lang = Lang(book.metadata().language.clone());
    let first = style.margins.top + style.ascent();
    let last = first + sheet.room - sheet.leading;
    // Where the first line's share of the leading begins, above its letters.
    let top = first - sheet.first;
    let sections = sections(book, style);
    let mut section: Option<String> = None;
    let mut shaper = Shaper::new(case.fonts);
    for (index, page) in plan.iter().enumerate() {
        let mut frame = Frame::default();
        let mut kind = PageKind::Blank;
        if let Some((f, l)) = page.leaf {
            let flow = &mut flows[f];
            kind = if l == 0 { PageKind::Opening } else { PageKind::Normal };
            if l == 0 {
                section = None;
            }
            let origin = Point { x: furniture::text_left(style, page.side, lang.right_to_left()), y: top };
            let chapters: Vec<_> = flow
                .begins(leaves[f], l)
                .into_iter()
                .map(|(g, block)| (chapter(book, &flow.galleys[g]).anchor(), block))
                .collect();
            let notes = match furniture::note_left(style, page.side, lang.right_to_left()) {
                Some(left) => NotesAt::Side(left),
                None => NotesAt::Foot(note_rule(style, chapter(book, &flow.galleys[flow.noted(&leaves[f][l])]), &lang)),
            };
            let places = chapters.iter().map(|(anchor, _)| anchor).chain(flow.anchors(&leaves[f][l]));
            if let Some(last) = places.filter_map(|anchor| sections.get(anchor)).next_back() {
                section = Some(last.clone());
            }
            let own = &offsets[starts[f]..starts[f] + flow.galleys.len()];
            let made = flow.make_up(&sheet, &leaves[f][l], (origin, notes), own, &chapters);
            frame.items = made.items;
            assemble::links(index as u32, made.links, &mut pages.links);
            // A title page that contents run on behind has no furniture; the contents' further pages have. A part whose
            // first chapter runs on behind it stands on that chapter's first page.
            let begins = &book.chapters()[flow.text_start(&leaves[f][l]).chapter as usize];
            let alone = flow.galleys.len() == 1;
            if has_furniture(begins.role) || (begins.role == Role::Part && !alone) {
                let mut inside = flow.galleys.iter().map(|galley| chapter(book, galley));
                let head = inside.find(|chapter| has_furniture(chapter.role)).unwrap_or(begins);
                let title = plain_text(&head.title);
                let setting = furniture::Setting {
                    side: page.side,
                    kind,
                    folio: page.folio,
                    pages: arabic,
                    book: &book.metadata().title,
                    chapter: &title,
                    section: section.as_deref().unwrap_or(&title),
                    lang: &lang,
                };
                frame.items.extend(furniture::furniture(&setting, (case, &mut shaper), (first, last), diags));
            }
        }
        let Planned { side, folio, .. } = *page;
        pages.pages.push(Page { trim: style.trim, bleed: Length::ZERO, side, folio, kind, frame });
    }
    pages.outline = book
        .contents()
        .iter()
        .filter(|entry| map.anchors.contains_key(&entry.anchor))
        .map(|entry| OutlineEntry {
            title: entry.title.clone(),
            number: entry.number.clone(),
            depth: entry.depth,
            anchor: entry.anchor.clone(),
        })
        .collect();
    (pages, map)
}

/// The rule above notes: a fifth of the measure, from where the lines of the chapter that the first belongs to begin.
fn note_rule(style: &Style, chapter: &Chapter, book: &Lang) -> Measure {
    let width = style.measure() / 5;
    let rtl = chapter.lang.as_ref().unwrap_or(book).right_to_left();
    Measure { indent: if rtl { style.measure() - width } else { Length::ZERO }, width }
}

/// What running heads call the sections right below a chapter, where they name any.
fn sections<'b>(book: &'b Book, style: &Style) -> BTreeMap<&'b Anchor, String> {
    if !style.design.running.contains(&RunningHead::Section) {
        return BTreeMap::new();
    }
    let mut depth = 0;
    let mut sections = BTreeMap::new();
    for entry in book.contents() {
        if entry.chapter && book.chapters()[entry.at as usize].role != Role::Section {
            depth = entry.depth;
        } else if entry.depth == depth + 1 {
            let number = entry.number.as_ref().map(|number| format!("{number}\u{2002}")).unwrap_or_default();
            sections.insert(&entry.anchor, format!("{number}{}", entry.title));
        }
    }
    sections
}

/// The text's area. Its first grid line is where most body lines stand when they stand at the top.
fn sheet(style: &Style, galleys: &[Galley]) -> Sheet {
    let mut heights: BTreeMap<Length, usize> = BTreeMap::new();
    for slab in galleys.iter().flat_map(|galley| &galley.slabs).filter(|slab| slab.grid) {
        if matches!(slab.kind, SlabKind::Para(_)) {
            for line in slab.lines().iter().filter(|line| (line.height + line.depth - style.leading).abs() <= Length(2))
            {
                *heights.entry(line.height).or_default() += 1;
            }
        }
    }
    let most = heights.iter().max_by_key(|(_, count)| **count).map(|(height, _)| *height);
    Sheet {
        room: style.leading * style.lines_a_page(),
        leading: style.leading,
        first: most.unwrap_or(style.leading * 3 / 4),
        facing: style.sides == Sides::Two,
    }
}

fn page_map(book: &Book, flows: &[Flow], chains: &[Option<Chain>], plan: &[Planned]) -> PageMap {
    let mut map = PageMap::default();
    for page in plan {
        let Some((f, l)) = page.leaf else { continue };
        let (flow, Some(chain)) = (&flows[f], &chains[f]) else { continue };
        let leaf = &chain.leaves[l];
        for (g, _) in flow.begins(&chain.leaves, l) {
            map.anchors.entry(chapter(book, &flow.galleys[g]).anchor()).or_insert(page.folio);
        }
        for anchor in flow.anchors(leaf) {
            map.anchors.entry(anchor.clone()).or_insert(page.folio);
        }
        map.starts.push((page.folio, flow.text_start(leaf)));
    }
    map
}

/// Whether a galley shows a folio that is not that of its place's page.
fn shows_wrong(galley: &Galley, map: &PageMap) -> bool {
    galley.folios.iter().any(|(place, shown)| map.anchors.get(place) != shown.as_ref())
}

/// Sets the chapters that show wrong folios again; whether there are any.
fn set_again(
    flows: &mut [Flow],
    chains: &mut [Option<Chain>],
    map: &PageMap,
    reset: &dyn Fn(usize, &PageMap) -> Galley,
    style: &Style,
) -> bool {
    let mut any = false;
    for (flow, chain) in flows.iter_mut().zip(chains) {
        let again: Vec<usize> = (0..flow.galleys.len()).filter(|g| shows_wrong(&flow.galleys[*g], map)).collect();
        if again.is_empty() {
            continue;
        }
        let mut galleys = std::mem::take(&mut flow.galleys);
        for g in again {
            galleys[g] = reset(galleys[g].chapter as usize, map);
        }
        *flow = Flow::new(galleys, style);
        *chain = None;
        any = true;
    }
    any
}

/// Says which chapters still show wrong folios.
fn report_unsettled(book: &Book, flows: &[Flow], map: &PageMap, diags: &mut Diags) {
    let settled = |galley: &Galley| {
        galley.folios.iter().all(|(place, shown)| shown.is_some() && map.anchors.get(place) == shown.as_ref())
    };
    for galley in flows.iter().flat_map(|flow| &flow.galleys).filter(|galley| !settled(galley)) {
        let chapter = chapter(book, galley);
        let at = chapter.source.map(|source| Site { source, span: Default::default() });
        let message =
            format!("'{}' shows the number of a page that moves when it is shown", plain_text(&chapter.title));
        diags.push_help(Code::UnsettledFolio, at, message, "reword the sentence that refers to the page");
    }
}

#[cfg(test)]
mod tests;
