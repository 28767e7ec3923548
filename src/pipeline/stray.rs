//! What stands beside a book's files and is no part of it: articles that nobody listed, pictures that nothing shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Bench;
use crate::base::{Code, Site, Span};

/// Files of a project that are no articles, wherever they stand.
const NO_ARTICLES: &[&str] =
    &["readme", "summary", "changelog", "contributing", "license", "licence", "code_of_conduct", "security", "index"];

/// Endings of pictures.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// How many names a finding has.
const NAMED: usize = 5;

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase()
}

/// Findings about files of the endings of a folder's articles that the manifest does not list.
pub(super) fn articles(bench: &mut Bench) {
    let known: BTreeSet<&str> = bench.sources.iter().map(|(_, source)| source.path.as_str()).collect();
    let mut beside: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for path in bench.articles.keys() {
        *beside.entry(folder(path)).or_default().entry(ending(path)).or_default() += 1;
    }
    let mut found = Vec::new();
    for (folder, endings) in beside {
        let mut files = bench.folder.files_in(folder);
        files.retain(|path| {
            let ending = ending(path);
            // A text may be anything; in a folder in which several are articles it is likely to be one.
            let enough = if ending != "txt" {
                1
            } else if folder.is_empty() {
                usize::MAX
            } else {
                2
            };
            endings.get(&ending).is_some_and(|listed| *listed >= enough)
                && !known.contains(path.as_str())
                && !bench.articles.contains_key(path)
                && !NO_ARTICLES.contains(&stem(path).as_str())
        });
        if let Some(names) = names(&files) {
            let verb = if files.len() == 1 { "stands" } else { "stand" };
            found.push(format!("{names} {verb} beside the chapters and not in the manifest"));
        }
    }
    let at = whole(bench);
    for message in found {
        bench.diags.push_help(Code::UnlistedChapter, at, message, "list it under 'chapters', or move it away");
    }
}

/// Findings about pictures beside those that are `shown`, or beside articles.
pub(super) fn pictures(bench: &mut Bench, shown: &BTreeSet<String>) {
    let folders: BTreeSet<&str> = shown.iter().chain(bench.articles.keys()).map(|path| folder(path)).collect();
    let mut found = Vec::new();
    // The manifest's own folder holds what belongs to a project, too.
    for folder in folders.into_iter().filter(|folder| !folder.is_empty()) {
        let mut files = bench.folder.files_in(folder);
        // A drawing may lie beside the pixels that were made of it.
        let made_of = |path: &str| shown.iter().any(|other| self::folder(other) == folder && stem(other) == stem(path));
        files.retain(|path| PICTURES.contains(&ending(path).as_str()) && !made_of(path));
        if let Some(names) = names(&files) {
            let verb = if files.len() == 1 { "is" } else { "are" };
            found.push(format!("{names} {verb} shown nowhere"));
        }
    }
    let at = whole(bench);
    for message in found {
        bench.common.push_help(Code::UnusedPicture, at, message, "show it, or take it away");
    }
}

/// The manifest as a whole: its first line.
fn whole(bench: &Bench) -> Site {
    bench.manifest.site(Span::default())
}

/// `'a', 'b' and 3 others`; none of none.
fn names(files: &[String]) -> Option<String> {
    let quoted: Vec<String> = files.iter().take(NAMED).map(|path| format!("'{path}'")).collect();
    let more = files.len() - quoted.len();
    let (last, before) = quoted.split_last()?;
    Some(match (before, more) {
        ([], 0) => last.clone(),
        (_, 0) => format!("{} and {last}", before.join(", ")),
        (_, 1) => format!("{} and 1 other", quoted.join(", ")),
        (_, more) => format!("{} and {more} others", quoted.join(", ")),
    })
}
