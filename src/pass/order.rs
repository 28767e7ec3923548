//! Series order: articles from the web name their neighbours. The manifest's order is held against what they say, or,
//! with `order: series`, comes from it.

use std::collections::{BTreeMap, BTreeSet};

use super::Articles;
use super::anchor::slug;
use crate::base::{Code, Diags, Site};
use crate::manifest::{Entry, Manifest, MatterEntry, SourceEntry};
use crate::model::{Chapter, Neighbours, plain_text};

/// The entries in the order in which they are bound: the manifest's, or with `order: series` the articles' own where
/// they determine one.
pub fn entries<'a>(manifest: &'a Manifest, articles: &Articles) -> Vec<&'a Entry> {
    let written = || manifest.chapters.iter().collect();
    if manifest.series_order.is_none() {
        return written();
    }
    let Some(flat) = flat(manifest) else { return written() };
    match in_series(&flat, articles) {
        Ok(order) => order.into_iter().map(|at| &manifest.chapters[at]).collect(),
        Err(_) => written(),
    }
}

/// Holds the order against the neighbours that the articles name.
pub fn check(manifest: &Manifest, articles: &Articles, diags: &mut Diags) {
    let mut by_links = false;
    if let Some(asked) = &manifest.series_order
        && let Some(flat) = flat(manifest)
        && flat.iter().all(|entry| articles.contains_key(entry.path.value.as_str()))
    {
        match in_series(&flat, articles) {
            Ok(_) => by_links = true,
            Err(known) => diags.push_help(
                Code::SeriesUndetermined,
                manifest.site(asked.span),
                format!("the neighbours that the chapters name do not determine a single order; they say: {known}"),
                "put the chapters in order by hand and take `order: series` out",
            ),
        }
    }
    let sequence = sequence(manifest, articles);
    let everywhere: Vec<&Chapter> = articles.values().copied().collect();
    for (chapter, site) in everywhere.iter().filter_map(|chapter| Some((chapter, chapter.neighbours.unsure?))) {
        if !ends_in_footer(chapter, articles) {
            let message = format!(
                "the last lines may name the neighbours of '{}', but the book has no such article, so they are set as text",
                title(chapter)
            );
            diags.push_help(Code::UncertainStructure, site, message, "delete them if they are not meant to be read");
        }
    }
    for (at, chapter) in sequence.iter().enumerate() {
        if chapter.neighbours.unsure.is_some() && !ends_in_footer(chapter, articles) {
            continue;
        }
        let beside = |name: &str, stands: Option<&Chapter>, site: &Site, behind: bool, diags: &mut Diags| {
            if stands.is_some_and(|stands| names(name, stands)) {
                return;
            }
            let side = if behind { "after" } else { "before" };
            match everywhere.iter().find(|other| names(name, other)) {
                None => diags.push(
                    Code::SeriesUnknown,
                    *site,
                    format!("'{name}' is named as the article {side} '{}' and is not in the book", title(chapter)),
                ),
                Some(named) if !by_links => {
                    let instead = stands.map_or("nothing".to_string(), |stands| format!("'{}'", title(stands)));
                    diags.push_help(
                        Code::SeriesOrder,
                        *site,
                        format!(
                            "'{}' names '{}' as the article {side} it; in the manifest {instead} stands there",
                            title(chapter),
                            title(named)
                        ),
                        "if the article is right, change the order in the manifest, which is the book's",
                    );
                }
                Some(_) => {}
            }
        };
        if let Some((name, site)) = &chapter.neighbours.previous {
            let stands = at.checked_sub(1).map(|before| sequence[before]);
            beside(name, stands, site, false, diags);
        }
        if let Some((name, site)) = &chapter.neighbours.next {
            beside(name, sequence.get(at + 1).copied(), site, true, diags);
        }
    }
    rings(&sequence, diags);
}

/// Takes the last lines out of a chapter where they may be a footer and name an article of the book.
pub fn settle_footer(chapter: &mut Chapter, articles: &Articles) {
    if let Some(Site { span, .. }) = chapter.neighbours.unsure
        && ends_in_footer(chapter, articles)
    {
        chapter.blocks.retain(|block| !(span.start..span.end).contains(&block.span.start));
    }
}

fn ends_in_footer(chapter: &Chapter, articles: &Articles) -> bool {
    let Neighbours { previous, next, .. } = &chapter.neighbours;
    let mut named = previous.iter().chain(next).map(|(name, _)| name);
    named.any(|name| articles.values().any(|other| other.path != chapter.path && names(name, other)))
}

/// The articles of `chapters` where it is a flat list.
fn flat(manifest: &Manifest) -> Option<Vec<&SourceEntry>> {
    let source = |entry: &'_ Entry| matches!(entry, Entry::Source(_));
    manifest.chapters.iter().all(source).then(|| {
        manifest
            .chapters
            .iter()
            .filter_map(|entry| match entry {
                Entry::Source(entry) => Some(entry),
                Entry::Part { .. } => None,
            })
            .collect()
    })
}

/// The articles as they follow one another: prefaces, chapters, back pages. Sections belong to their chapter.
fn sequence<'a>(manifest: &Manifest, articles: &Articles<'a>) -> Vec<&'a Chapter> {
    let matter = |entries: &[MatterEntry]| -> Vec<String> {
        let path = |entry: &MatterEntry| match entry {
            MatterEntry::Source { entry, role: None } => Some(entry.path.value.clone()),
            MatterEntry::Source { .. } | MatterEntry::Made(_) => None,
        };
        entries.iter().filter_map(path).collect()
    };
    let mut paths = matter(manifest.front.as_deref().unwrap_or(&[]));
    for entry in entries(manifest, articles) {
        match entry {
            Entry::Source(entry) => paths.push(entry.path.value.clone()),
            Entry::Part { chapters, .. } => paths.extend(chapters.iter().map(|entry| entry.path.value.clone())),
        }
    }
    paths.extend(matter(&manifest.back));
    paths.iter().filter_map(|path| articles.get(path.as_str()).copied()).collect()
}

fn title(chapter: &Chapter) -> String {
    chapter.own_title.clone().unwrap_or_else(|| plain_text(&chapter.title))
}

/// Whether `name` means `chapter`: by the title that the source gives itself, the stem of its file, or an address that
/// ends in that stem.
fn names(name: &str, chapter: &Chapter) -> bool {
    // Words alone count: a dash, a colon or another kind of quote makes no other title.
    let key = |text: &str| slug(text).split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let stem = |path: &str| {
        let path = path.split(['?', '#']).next().unwrap_or("").trim_end_matches('/');
        let last = path.rsplit('/').next().unwrap_or("");
        key(last.rsplit_once('.').map_or(last, |(stem, _)| stem))
    };
    let wanted = key(name);
    if wanted.is_empty() {
        return false;
    }
    chapter.origin.is_at(name)
        || wanted == key(&title(chapter))
        || chapter.path.as_deref().is_some_and(|path| {
            let own = stem(path);
            // An address or a file has no spaces; a title that ends in a slash and a word is none.
            wanted == own || (!name.trim().contains(' ') && stem(name.trim()) == own)
        })
}

/// Who follows whom, by what the articles say: `next`, and `previous` the other way round.
pub fn follows(chapters: &[&Chapter]) -> BTreeSet<(usize, usize)> {
    let find = |name: &str| chapters.iter().position(|chapter| names(name, chapter));
    let mut pairs = BTreeSet::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let neighbours = &chapter.neighbours;
        pairs.extend(neighbours.next.as_ref().and_then(|(name, _)| find(name)).map(|next| (at, next)));
        pairs.extend(neighbours.previous.as_ref().and_then(|(name, _)| find(name)).map(|before| (before, at)));
    }
    pairs
}

/// The order that the neighbours determine, as indices; else what is known of it in words.
fn in_series(flat: &[&SourceEntry], articles: &Articles) -> Result<Vec<usize>, String> {
    let chapters: Option<Vec<&Chapter>> =
        flat.iter().map(|entry| articles.get(entry.path.value.as_str()).copied()).collect();
    let Some(chapters) = chapters else { return Err("an article could not be read".to_string()) };
    let pairs = follows(&chapters);
    let followers: Vec<Vec<usize>> = (0..chapters.len())
        .map(|at| pairs.iter().filter(|(before, _)| *before == at).map(|(_, next)| *next).collect())
        .collect();
    let first: Vec<usize> = (0..chapters.len()).filter(|at| !pairs.iter().any(|(_, next)| next == at)).collect();
    if let [first] = first[..]
        && pairs.len() + 1 == chapters.len()
    {
        let mut order = vec![first];
        while order.len() < chapters.len()
            && let [next] = followers[order[order.len() - 1]][..]
            && !order.contains(&next)
        {
            order.push(next);
        }
        if order.len() == chapters.len() {
            return Ok(order);
        }
    }
    if chapters.len() == 1 && pairs.is_empty() {
        return Ok(vec![0]);
    }
    let said =
        |(before, next): &(usize, usize)| format!("'{}' before '{}'", title(chapters[*before]), title(chapters[*next]));
    let said: Vec<String> = pairs.iter().map(said).collect();
    Err(if said.is_empty() { "nothing".to_string() } else { said.join(", ") })
}

/// Articles that follow one another round and round, each ring once.
fn rings(chapters: &[&Chapter], diags: &mut Diags) {
    let next: BTreeMap<usize, usize> = follows(chapters).into_iter().rev().collect();
    let mut seen = BTreeSet::new();
    for start in 0..chapters.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| seen.insert(*here)) {
            way.push(here);
            at = next.get(&here).copied();
        }
        // Back on this way: a ring. On an older one: it was told.
        let Some(from) = at.and_then(|here| way.iter().position(|passed| *passed == here)) else { continue };
        let ring = &way[from..];
        let said: Vec<String> = ring.iter().chain(&ring[..1]).map(|at| format!("'{}'", title(chapters[*at]))).collect();
        let neighbours = &chapters[ring[0]].neighbours;
        let site = neighbours.next.as_ref().or(neighbours.previous.as_ref()).map(|(_, site)| *site);
        diags.push_help(
            Code::SeriesRing,
            site,
            format!("chapters name one another as neighbours in a ring: {}", said.join(", then ")),
            "correct a `previous` or `next` in one of them",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{SourceId, Span};
    use crate::manifest::Format;
    use crate::pass::sample::{self, at, bind, chapter, codes, ids};

    const SITE: Site = Site { source: SourceId(1), span: Span { start: 5, end: 9 } };

    /// Articles `One` to `Four` in `1.md` to `4.md`, with neighbours as `(previous, next)`.
    fn series(neighbours: &[(&str, &str)]) -> (Manifest, BTreeMap<String, Chapter>) {
        let files = [("one.md", "One"), ("two.md", "The Second: Why?"), ("three.md", "Three"), ("four.md", "Four")];
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let chapters = files.iter().zip(neighbours).map(|((path, title), (previous, next))| {
            let mut chapter = chapter(path, title, vec![]);
            let said = |name: &str| (!name.is_empty()).then(|| (name.to_string(), SITE));
            chapter.neighbours.previous = said(previous);
            chapter.neighbours.next = said(next);
            chapter
        });
        (sample::manifest(&paths[..neighbours.len()]), sample::articles(chapters.collect()))
    }

    fn findings(manifest: &Manifest, articles: &BTreeMap<String, Chapter>) -> Diags {
        let mut diags = Diags::new();
        check(manifest, &sample::lent(articles), &mut diags);
        diags
    }

    #[test]
    fn neighbours_match_by_title_stem_and_address() {
        let (manifest, articles) = series(&[
            ("", "the second – why"),
            ("one.md", "https://example.com/series/three/"),
            ("two", "Four"),
            ("Three", ""),
        ]);
        assert!(findings(&manifest, &articles).is_empty());
    }

    #[test]
    fn another_neighbour_is_a_warning_and_a_stranger_a_note() {
        let (manifest, articles) = series(&[("", "Three"), ("One", "Epilogue"), ("", "")]);
        let diags = findings(&manifest, &articles);
        assert_eq!(codes(&diags), ["series-order", "series-unknown"]);
        let first = diags.iter().next().unwrap();
        assert_eq!(
            first.message,
            "'One' names 'Three' as the article after it; in the manifest 'The Second: Why?' stands there"
        );
        assert_eq!(first.at, Some(SITE));
    }

    #[test]
    fn a_doubtful_footer_is_text_unless_it_names_an_article_of_the_book() {
        let last = Site { source: SourceId(1), span: Span { start: 40, end: 60 } };
        for (next, kept, said) in [("Three", false, vec![]), ("Elsewhere", true, vec!["uncertain-structure"])] {
            let (manifest, mut articles) = series(&[("", ""), ("", next), ("", "")]);
            let two = articles.get_mut("two.md").unwrap();
            two.neighbours.unsure = Some(last);
            let mut block = sample::para("Next: …");
            block.span = last.span;
            two.blocks = vec![sample::para("Text."), block];
            assert_eq!(codes(&findings(&manifest, &articles)), said);
            let (book, _) = bind(&manifest, &sample::edition(Format::Epub), &articles);
            let two = book.chapters().iter().find(|chapter| chapter.id == "two").unwrap();
            assert_eq!(two.blocks.len() == 2, kept, "{next}");
        }
    }

    #[test]
    fn a_ring_is_told_once() {
        let (manifest, articles) = series(&[("", "two"), ("", "three"), ("", "one")]);
        assert_eq!(codes(&findings(&manifest, &articles)), ["series-order", "series-ring"]);
    }

    #[test]
    fn the_links_decide_the_order_where_they_are_asked() {
        let (mut manifest, articles) = series(&[("Three", ""), ("", "three"), ("", "")]);
        manifest.series_order = Some(at(()));
        let mut edition = sample::edition(Format::Pdf);
        edition.front = crate::manifest::FrontChoice::None;
        let (book, _) = bind(&manifest, &edition, &articles);
        assert_eq!(ids(&book), ["two", "three", "one"]);
        assert!(findings(&manifest, &articles).is_empty());
    }

    #[test]
    fn an_order_that_is_not_determined_is_an_error_with_what_is_known() {
        let (mut manifest, articles) = series(&[("", "two"), ("", ""), ("", "")]);
        manifest.series_order = Some(at(()));
        let diags = findings(&manifest, &articles);
        assert_eq!(codes(&diags), ["series-undetermined"]);
        assert!(diags.iter().next().unwrap().message.ends_with("they say: 'One' before 'The Second: Why?'"));
    }
}
