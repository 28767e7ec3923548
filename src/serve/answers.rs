//! What the page in the browser is told: plain JSON.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHasher;
use serde_json::{Value, json};

use super::desk::{Desk, Opened, Set, Sight};
use crate::base::{Diagnostic, Site, Sources, arranged};
use crate::manifest::Format;
use crate::model::Lang;
use crate::page::{ElemId, ElemRole, Folio, Item, Mark, Page, PageKind, Pages, Side};

/// How many places a search gives at most.
const FOUND: usize = 200;
/// How many letters stand on each side of what was found.
const AROUND: usize = 40;

/// The book as it is now, and the edition of that name; where there is none of it the first for a press, else the first with pages, else
/// the first.
pub(super) fn book(desk: &Desk, sight: &Sight, name: &str) -> Value {
    let Some(opened) = &sight.book else {
        return json!({ "version": sight.version, "findings": findings(desk, sight, name) });
    };
    let editions = &opened.bench.manifest.editions;
    let named = editions.iter().find(|edition| edition.name.value == name);
    let of = |format| editions.iter().find(|edition| edition.format == format);
    let Some(edition) = named.or(of(Format::Print)).or(of(Format::Pdf)).or(editions.first()) else {
        return Value::Null;
    };
    let name = &edition.name.value;
    let language = edition.metadata.language.as_ref().unwrap_or(&opened.bench.manifest.metadata.language);
    let mut told = json!({
        "version": sight.version,
        "title": opened.bench.manifest.metadata.title.value,
        "language": language.value,
        "rtl": Lang(language.value.clone()).right_to_left(),
        "editions": editions.iter().map(|edition| edition.name.value.as_str()).collect::<Vec<_>>(),
        "edition": name,
    });
    match desk.set(opened, name) {
        Some(set) => {
            // Every glyph of the book goes into the stamps.
            let at = 0..set.pages.pages.len();
            let stamps: Vec<String> = at.into_par_iter().map(|at| stamp(set, at)).collect();
            let leaf = |(page, stamp): (&Page, String)| {
                json!({
                    "folio": page.folio.to_string(),
                    "verso": page.side == Side::Verso,
                    "blank": page.kind == PageKind::Blank,
                    "width": page.trim.width.to_pt(),
                    "height": page.trim.height.to_pt(),
                    "stamp": stamp,
                })
            };
            told["pages"] = set.pages.pages.iter().zip(stamps).map(leaf).collect();
            told["outline"] = outline(set);
        }
        None => told["written"] = opened.epub(name).is_some_and(|epub| !epub.files.is_empty()).into(),
    }
    // What was found while it was set stands among them.
    told["findings"] = findings(desk, sight, name);
    told
}

/// A name for what a page shows: two pages that look the same may have the same.
pub(super) fn stamp(set: &Set, at: usize) -> String {
    let mut hasher = FxHasher::default();
    let Set { pages, fonts, .. } = set;
    let page = &pages.pages[at];
    (fonts, page.trim, &page.frame).hash(&mut hasher);
    for item in &page.frame.items {
        if let Item::Image { image, .. } = item {
            pages.images.get(image.0 as usize).map(|picture| picture.content.hash()).hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}

fn outline(set: &Set) -> Value {
    let at: BTreeMap<Folio, usize> =
        set.pages.pages.iter().enumerate().rev().map(|(at, page)| (page.folio, at)).collect();
    let entries = set.pages.outline.iter().map(|entry| {
        let number = entry.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let page = set.map.anchors.get(&entry.anchor).and_then(|folio| at.get(folio));
        json!({ "title": format!("{number}{}", entry.title), "depth": entry.depth, "page": page })
    });
    entries.collect()
}

fn findings(desk: &Desk, sight: &Sight, name: &str) -> Value {
    let nothing = Sources::default();
    let sources = match (&sight.broken, &sight.book) {
        (Some((sources, _)), _) => sources,
        (None, Some(book)) => &book.bench.sources,
        (None, None) => &nothing,
    };
    let told = |finding: &Diagnostic| {
        let mut told = json!({
            "code": finding.code.id(), "severity": finding.severity, "message": finding.message, "help": finding.help,
        });
        if let Some(site) = finding.at {
            let place = sources.place(site);
            told["file"] = place.path.into();
            told["line"] = place.line.into();
            told["column"] = place.column.into();
        }
        told
    };
    arranged(desk.findings(sight, name), sources).iter().map(told).collect()
}

/// The words of a page, a block each, and where in the sources each was written; its runs as left, baseline, width and size in
/// points. Null where there is no such page.
pub(super) fn words(book: &Opened, set: &Set, at: usize) -> Value {
    let Some(page) = set.pages.pages.get(at) else { return Value::Null };
    let mut blocks: Vec<(ElemId, Option<Site>, Vec<Value>)> = Vec::new();
    for item in &page.frame.items {
        let Item::Glyphs(run) = item else { continue };
        let Mark::Content(elem) = run.mark else { continue };
        let block = block_of(&set.pages, elem);
        if blocks.last().is_none_or(|(last, ..)| *last != block) {
            blocks.push((block, run.site, Vec::new()));
        }
        let Some((_, site, runs)) = blocks.last_mut() else { continue };
        *site = site.or(run.site);
        let points = [run.origin.x, run.origin.y, run.width(), run.size].map(|length| length.to_pt());
        runs.push(json!([run.text, points[0], points[1], points[2], points[3], run.lang.0]));
    }
    let told = blocks.into_iter().map(|(block, site, runs)| {
        let heading = match set.pages.structure[block.0 as usize].role {
            ElemRole::Heading(level) => level,
            _ => 0,
        };
        let place = site.map(|site| book.bench.sources.place(site));
        let place = place.map(|place| format!("{}:{}", place.path, place.line));
        json!({ "heading": heading, "at": place, "runs": runs })
    });
    told.collect()
}

/// The innermost block around an element.
fn block_of(pages: &Pages, elem: ElemId) -> ElemId {
    let mut at = elem;
    while let (false, Some(parent)) =
        (is_block(&pages.structure[at.0 as usize].role), pages.structure[at.0 as usize].parent)
    {
        at = parent;
    }
    at
}

fn is_block(role: &ElemRole) -> bool {
    match role {
        ElemRole::Span
        | ElemRole::Word
        | ElemRole::Emph
        | ElemRole::Strong
        | ElemRole::Code
        | ElemRole::Link
        | ElemRole::NoteMark
        | ElemRole::Label
        | ElemRole::Abbr
        | ElemRole::Picture
        | ElemRole::Formula => false,
        ElemRole::Document
        | ElemRole::Part
        | ElemRole::Chapter
        | ElemRole::Section
        | ElemRole::Heading(_)
        | ElemRole::Para
        | ElemRole::CodeBlock
        | ElemRole::Note
        | ElemRole::List(_)
        | ElemRole::Item
        | ElemRole::Body
        | ElemRole::Quote
        | ElemRole::Aside
        | ElemRole::Figure
        | ElemRole::Caption
        | ElemRole::Toc
        | ElemRole::TocItem
        | ElemRole::Table
        | ElemRole::TableHead
        | ElemRole::TableBody
        | ElemRole::Row
        | ElemRole::Head { .. }
        | ElemRole::Cell { .. } => true,
    }
}

/// The first page that shows what stands in that line of a file, or what stands nearest before it. Null where none does.
pub(super) fn page_of(book: &Opened, set: &Set, file: &str, line: usize) -> Value {
    let mut found: Option<(usize, usize)> = None;
    for (at, page) in set.pages.pages.iter().enumerate() {
        for item in &page.frame.items {
            let Item::Glyphs(run) = item else { continue };
            let Some(place) = run.site.map(|site| book.bench.sources.place(site)) else { continue };
            if place.path == file && place.line <= line && found.is_none_or(|(best, _)| place.line > best) {
                found = Some((place.line, at));
            }
        }
    }
    found.map(|(_, at)| at).into()
}

/// Where words stand in an edition, whatever the case of their letters: the page, and the words around.
pub(super) fn search(set: &Set, words: &str) -> Value {
    let wanted = words.trim().to_lowercase();
    if wanted.is_empty() {
        return json!([]);
    }
    let mut found = Vec::new();
    for (at, page) in set.pages.pages.iter().enumerate() {
        let text = text_of(&set.pages, &page.frame.items);
        let lower = text.to_lowercase();
        for (from, _) in lower.match_indices(&wanted) {
            let until = from + wanted.len();
            let before: Vec<char> = lower[..from].chars().rev().take(AROUND).collect();
            let around = [
                before.into_iter().rev().collect::<String>(),
                lower[from..until].to_string(),
                lower[until..].chars().take(AROUND).collect(),
            ];
            // Where small letters take as many bytes, the words are shown as they are written.
            let around = if lower.len() == text.len() && text.is_char_boundary(from) && text.is_char_boundary(until) {
                let [before, _, behind] = &around;
                let (left, right) = (from - before.len(), until + behind.len());
                [text.get(left..from), text.get(from..until), text.get(until..right)]
                    .map(|part| part.unwrap_or("").to_string())
            } else {
                around
            };
            found.push(json!({ "page": at, "folio": page.folio.to_string(), "around": around }));
            if found.len() == FOUND {
                return found.into();
            }
        }
    }
    found.into()
}

/// The text of a page in one line, without the hyphens of its breaks.
fn text_of(pages: &Pages, items: &[Item]) -> String {
    let (mut text, mut last) = (String::new(), None);
    for item in items {
        let Item::Glyphs(run) = item else { continue };
        let Mark::Content(elem) = run.mark else { continue };
        let block = block_of(pages, elem);
        if last.replace(block).is_some_and(|last| last != block) {
            text.push(' ');
        }
        if text.ends_with('\u{ad}') {
            text.pop();
        }
        text += &run.text;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
