//! What stands beside a book's files and is no part of it: articles that nobody listed, pictures that nothing shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Bench;
use crate::base::{Code, Site, Span, limits};
use crate::reader::is_page_folder;

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
    let shared = has_other_manifest(bench, "");
    let mut found = Vec::new();
    for (folder, endings) in beside {
        let mut files = bench.folder.files_in(folder);
        // What one book leaves out another may list.
        if shared || !folder.is_empty() && has_other_manifest(bench, folder) {
            continue;
        }
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
            found.push(format!("{names} {verb} beside the chapters, but not in the manifest"));
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
    let own = |folder: &&str| !folder.is_empty() && !folder.split('/').any(is_page_folder);
    let shared = has_other_manifest(bench, "");
    for folder in folders.into_iter().filter(own).filter(|folder| !shared && !has_other_manifest(bench, folder)) {
        let mut files = bench.folder.files_in(folder);
        // A drawing may lie beside the pixels that were made of it.
        let made_of =
            |path: &str| shown.iter().any(|other| self::folder(other) == folder && of_one(other) == of_one(path));
        files.retain(|path| PICTURES.contains(&ending(path).as_str()) && !made_of(path) && !is_icon(path));
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

/// Whether the manifest of another book stands in a folder: a YAML file that names a title and chapters.
fn has_other_manifest(bench: &Bench, folder: &str) -> bool {
    let own = bench.sources.get(bench.manifest.source).path.as_str();
    let names = |text: &str, key: &str| text.lines().any(|line| line.starts_with(key));
    bench.folder.files_in(folder).iter().any(|path| {
        matches!(ending(path).as_str(), "yaml" | "yml") && path != own && {
            let text = bench.folder.read_text(path, limits::MANIFEST_BYTES).unwrap_or_default();
            names(&text, "title:") && names(&text, "chapters:")
        }
    })
}

/// What a picture's name says of it, however many pixels it has: `name@2x.png` is `name`.
fn of_one(path: &str) -> String {
    let stem = stem(path);
    match stem.rsplit_once('@') {
        Some((name, times)) if times.strip_suffix('x').is_some_and(|n| n.parse::<f32>().is_ok()) => name.to_string(),
        _ => stem,
    }
}

/// Whether a site shows the picture beside its address.
fn is_icon(path: &str) -> bool {
    let stem = stem(path);
    stem == "icon" || ["favicon", "apple-touch-icon", "android-chrome"].iter().any(|name| stem.starts_with(name))
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::Folder;

    /// The findings about stray files in a book of `text/a.md` with these empty files beside it.
    fn found(beside: &[(&str, &str)]) -> Vec<String> {
        let temp = tempfile::tempdir().unwrap();
        let article = ("text/a.md", "# A\n\nText.\n");
        let book = ("book.yaml", "title: T\nlanguage: en\nchapters: [text/a.md]\n");
        for (path, text) in beside.iter().chain([&article, &book]) {
            let path = temp.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let bench = super::super::open(Folder::open(temp.path()).unwrap(), "book.yaml").unwrap();
        let all = bench.diags.iter().chain(bench.common.iter());
        all.filter(|d| matches!(d.code, Code::UnlistedChapter | Code::UnusedPicture))
            .map(|d| d.message.clone())
            .collect()
    }

    #[test]
    fn what_a_second_book_in_the_folder_lists_is_not_forgotten() {
        assert_eq!(found(&[("text/b.md", "B")]).len(), 1);
        let other = "title: Other\nchapters:\n  - text/b.md\n";
        assert!(found(&[("text/b.md", "B"), ("other.yaml", other)]).is_empty());
        assert_eq!(found(&[("text/b.md", "B"), ("settings.yaml", "title: Not a book\n")]).len(), 1);
    }

    #[test]
    fn pictures_of_sites_and_saved_pages_are_not_forgotten() {
        assert_eq!(found(&[("text/b.png", "")]), ["'text/b.png' is shown nowhere"]);
        assert!(found(&[("text/favicon-32.png", ""), ("text/icon.png", "")]).is_empty());
        for (path, name) in [("img/name@2x.png", "name"), ("name@1.5x.png", "name"), ("me@home.png", "me@home")] {
            assert_eq!(of_one(path), name);
        }
    }
}
