//! Articles of a folder: Markdown, pages and plain texts, with their pictures and what they include.

use std::collections::{BTreeMap, BTreeSet};

use super::mend;
use super::order::{self, Order};
use super::{Content, Entry, FOLDER, Facts, File, Given, Import, Listed, count, language, letters, shortcodes};
use crate::base::{Code, Diags, Site, Source, Sources, Span, limits};
use crate::model::{Awaited, Chapter, each_image, plain_blocks};
use crate::reader::{self, Beside, title_of_stem};

/// Endings of articles.
pub(super) const ENDINGS: &[&str] = &["md", "markdown", "html", "htm", "xhtml", "txt"];

/// Endings of files that hold texts which only other programs read.
pub(super) const FOREIGN: &[&str] = &["doc", "odt", "rtf", "pages", "wpd"];

/// An article that was read.
pub(super) struct Article {
    /// Where it was found.
    pub(super) from: String,
    /// What it says.
    pub(super) chapter: Chapter,
    /// The files that it needs beside it.
    pub(super) needs: Vec<String>,
    /// Its text, where it is not to stay as it is.
    pub(super) text: Option<String>,
}

/// Reads the articles of what was given and puts them in order.
pub(super) fn read(given: &Given, paths: &[String], shelf: &str, sources: &mut Sources, diags: &mut Diags) -> Import {
    let mut articles: Vec<Article> = paths.iter().filter_map(|path| article(given, path, sources, diags)).collect();
    unprogrammed(&mut articles, sources, &given.name, diags);
    let clues: Vec<(&str, &Chapter)> =
        articles.iter().map(|article| (article.from.as_str(), &article.chapter)).collect();
    let order = order::order(&clues);
    for (message, help) in &order.doubts {
        diags.push_help(Code::UncertainOrder, None, message.clone(), *help);
    }
    if let Some(at) = order.left_out {
        let message = format!(
            "'{}' does nothing but list the articles, so it gives their order and is no chapter",
            articles[at].from
        );
        diags.push_help(Code::LeftOut, None, message, "the book's contents are made from the chapters");
    }
    let mut facts = facts(&articles);
    (facts.title, facts.guessed) = match articles.as_slice() {
        [only] => (Some(order::title(&only.chapter)), None),
        _ => (Some(title_of_stem(&given.name)), Some(FOLDER)),
    };
    let what = match (articles.as_slice(), given.files.as_slice()) {
        (_, [file]) => format!("'{file}'"),
        ([], _) => format!("'{}'", given.name),
        (articles, _) => {
            let number = articles.len() - usize::from(order.left_out.is_some());
            format!("{} of '{}'", count(number, "article"), given.name)
        }
    };
    let place = Placement::of(given, shelf, &articles);
    let changed = changed(given, &articles);
    let entries = entries(&articles, &order, &place);
    let mut at = 0..;
    articles.retain(|_| at.next() != order.left_out);
    let awaited = awaited(&articles, &place);
    Import {
        facts,
        what,
        evidence: order.evidence,
        entries,
        letters: articles.iter().flat_map(|article| letters(&article.chapter)).collect(),
        files: files(given, articles, &place),
        awaited,
        changed,
        ..Import::default()
    }
}

/// The files of a folder that may be articles: not what begins with a dot, what a browser saved beside a page, or what
/// programs made. Files that other programs write texts into are among them, to be told.
pub(super) fn listed(given: &Given, diags: &mut Diags) -> Vec<String> {
    let passed = |name: &str| {
        name.starts_with('.')
            || reader::is_page_folder(name)
            || matches!(name, "node_modules" | "dist" | "target" | "__MACOSX" | "vendor")
            // What Jekyll and Hugo build a site from, and what they made of it.
            || matches!(name, "_site" | "_layouts" | "_includes" | "_data" | "_sass" | "layouts" | "themes" | "archetypes" | "_drafts")
    };
    let all = given
        .folder
        .list(".", &[ENDINGS, &["docx", "docm", "xml", "rss", "atom"], FOREIGN].concat())
        .into_iter()
        .map(|path| path.trim_start_matches("./").to_string());
    let is_article = |path: &String| {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let name = path.rsplit('/').next().unwrap_or(path);
        !folders.split('/').any(passed) && !name.starts_with('.') && !is_apart(name)
    };
    limited(all.filter(is_article).collect(), limits::ARTICLES, &given.name, diags)
}

/// No more files than `most`; what is cut off is told.
fn limited(mut paths: Vec<String>, most: usize, name: &str, diags: &mut Diags) -> Vec<String> {
    if let Some(first) = paths.get(most) {
        let message = format!(
            "'{name}' has {} files to import, and {most} are the most; those from '{first}' on are left out",
            paths.len()
        );
        diags.push_help(Code::LeftOut, None, message, "import its folders one by one, each as a book with -o DIR");
    }
    paths.truncate(most);
    paths
}

/// Files that tell about a folder and are no articles in it.
fn is_apart(name: &str) -> bool {
    let stem = reader::stem(name).to_uppercase();
    let told = ["LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY", "SUMMARY"];
    name == "robots.txt" || told.iter().any(|told| stem == *told || stem.starts_with(&format!("{told}-")))
}

/// Reads one article; none where it would keep the book from being made, which is told.
pub(super) fn article(given: &Given, path: &str, sources: &mut Sources, diags: &mut Diags) -> Option<Article> {
    let left_out = |site: Option<Site>, why: &str, diags: &mut Diags| {
        let message = format!("'{path}' is left out: {why}");
        diags.push_help(Code::LeftOut, site, message, "mend it and add it to book.yaml, or import again");
    };
    let text = match reader::open(&given.folder, path) {
        Ok((text, _)) => text,
        Err(refusal) => {
            left_out(None, &refusal.message, diags);
            return None;
        }
    };
    if is_draft(path, &text) {
        let message = format!("'{path}' is left out: it says that it is a draft");
        diags.push_help(Code::LeftOut, None, message, "add it to book.yaml, if it belongs to the book");
        return None;
    }
    let mut own = Diags::new();
    let mut id = sources.add(Source::new(path, text));
    let woven = reader::weave(id, &given.folder, sources, &mut own);
    let mut needs: Vec<String> = match &woven {
        // What it includes may have been read for another article before, so it is asked of the text itself.
        Some(woven) => woven.written_in().into_iter().map(|source| sources.get(source).path.clone()).collect(),
        None => Vec::new(),
    };
    if let Some(woven) = woven {
        id = sources.add(woven);
    }
    let has = |path: &str| given.folder.has(path);
    let chapter = reader::read_beside(sources.get(id), id, Beside { has: &has, is_linked: &|_| false }, &mut own);
    let error = own.iter().find(|finding| finding.severity == crate::base::Severity::Error);
    let (Some(chapter), None) = (chapter, error) else {
        let why = error.map_or("nothing can be made of it", |error| error.message.as_str()).to_string();
        left_out(error.and_then(|error| error.at), &why, diags);
        return None;
    };
    let mut missing: Vec<(String, Span)> = Vec::new();
    each_image(&chapter, &mut |image, span| match has(&image.path) {
        true => needs.push(image.path.clone()),
        false if image.address.is_none() => missing.push((image.path.clone(), span)),
        false => {}
    });
    let text = mend::mend(given, (sources.get(id), id), &missing, &mut needs, diags);
    needs.retain(|need| need != path);
    needs.sort();
    needs.dedup();
    Some(Article { from: path.to_string(), chapter, needs, text })
}

/// Takes out of saved pages what only the blog's own program understood, and tells it.
fn unprogrammed(articles: &mut [Article], sources: &Sources, name: &str, diags: &mut Diags) {
    let mut all: Vec<String> = Vec::new();
    for article in articles.iter_mut().filter(|article| reader::is_page(&article.from)) {
        let Some(text) = article.chapter.source.map(|source| &sources.get(source).text) else { continue };
        let (page, gone) = shortcodes::without_in_page(text);
        if page != *text {
            article.text = Some(page);
        }
        all.extend(gone.into_iter().map(|code| format!("{code} in '{}'", article.from)));
    }
    shortcodes::tell(&all, name, diags);
}

/// Whether front matter says `draft: true` or `published: false`, or the name of a file says it, as Medium's do.
fn is_draft(path: &str, text: &str) -> bool {
    let mut lines = text.lines();
    let fence = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"));
    let says = |line: &str| {
        let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        matches!(bare.as_str(), "draft:true" | "draft=true" | "published:false" | "published=false")
    };
    let by_name = path.rsplit('/').next().is_some_and(|name| name.starts_with("draft_"));
    by_name || fence.is_some_and(|fence| lines.take_while(|line| line.trim_end() != fence).any(says))
}

/// What articles say of the book that they make together.
pub(super) fn facts(articles: &[Article]) -> Facts {
    // A collection of many hands has no authors of its own.
    const FEW: usize = 4;
    let mut authors: Vec<String> = Vec::new();
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for Article { chapter, .. } in articles {
        for author in &chapter.authors {
            if !authors.contains(author) {
                authors.push(author.clone());
            }
        }
        if let Some(lang) = &chapter.lang {
            *languages.entry(lang.0.as_str()).or_default() += 1;
        }
    }
    if authors.len() > FEW {
        authors.clear();
    }
    let said = languages.iter().max_by_key(|(lang, times)| (**times, std::cmp::Reverse(**lang)));
    Facts {
        authors,
        language: match said {
            Some((lang, _)) => Some((lang.to_string(), true)),
            None => language::told_by(&sample(articles)).map(|lang| (lang.to_string(), false)),
        },
        ..Facts::default()
    }
}

/// As much of the text as tells a language.
fn sample(articles: &[Article]) -> String {
    const ENOUGH: usize = 20_000;
    let mut text = String::new();
    for article in articles.iter().take(20) {
        text += &plain_blocks(&article.chapter.blocks).chars().take(2_000).collect::<String>();
        text.push('\n');
        if text.len() > ENOUGH {
            break;
        }
    }
    text
}

/// Where files lie in the book: all that articles need, less the folders that they share.
pub(super) struct Placement {
    shared: String,
    shelf: String,
}

impl Placement {
    pub(super) fn of(given: &Given, shelf: &str, articles: &[Article]) -> Placement {
        let mut paths = articles.iter().flat_map(|article| std::iter::once(&article.from).chain(&article.needs));
        let inside = paths.clone().all(|path| path.starts_with(&given.base));
        if given.here && inside && articles.iter().all(|article| article.text.is_none()) {
            return Placement { shared: given.base.clone(), shelf: String::new() };
        }
        let folders = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folders, _)| format!("{folders}/"));
        let mut shared = paths.next().map_or(String::new(), |path| folders(path));
        for path in paths {
            while !path.starts_with(&shared) {
                shared = folders(shared.trim_end_matches('/'));
            }
        }
        Placement { shared, shelf: shelf.to_string() }
    }

    /// Where a file lies in the book that was found at `path`.
    pub(super) fn place(&self, path: &str) -> String {
        format!("{}{}", self.shelf, self.rest(path))
    }

    /// The rest of a path, without the folders that all share.
    fn rest<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&self.shared).unwrap_or(path)
    }

    fn stays(&self) -> bool {
        self.shelf.is_empty()
    }
}

/// The pictures that articles name by their addresses, where they will lie in the book.
pub(super) fn awaited(articles: &[Article], place: &Placement) -> Vec<Awaited> {
    let all = articles.iter().flat_map(|article| article.chapter.awaited.iter());
    all.map(|one| Awaited { address: one.address.clone(), path: place.place(&one.path) }).collect()
}

/// Which articles could not stay where they are, since their text had to be changed.
pub(super) fn changed(given: &Given, articles: &[Article]) -> Vec<String> {
    let made = articles.iter().filter(|article| given.here && article.text.is_some());
    made.map(|article| article.from.clone()).collect()
}

/// What is written: each file once.
pub(super) fn files(given: &Given, articles: Vec<Article>, place: &Placement) -> Vec<File> {
    let mut written = BTreeSet::new();
    let mut files = Vec::new();
    for article in articles {
        let copied = |path: &String| Content::Copied(given.folder.clone(), path.clone());
        let own = article.text.map_or_else(|| copied(&article.from), |text| Content::Made(text.into_bytes()));
        let needed = article.needs.iter().map(|path| (path.clone(), copied(path)));
        for (path, content) in std::iter::once((article.from.clone(), own)).chain(needed) {
            if !place.stays() && written.insert(path.clone()) {
                files.push(File { path: place.place(&path), content });
            }
        }
    }
    files
}

/// The chapters in order; those of a folder are a part, where folders hold them apart.
fn entries(articles: &[Article], order: &Order, place: &Placement) -> Vec<Entry> {
    let listed = |at: usize| Listed {
        path: place.place(&articles[at].from),
        title: order::title(&articles[at].chapter),
        why: order.why.get(at).cloned().unwrap_or_default(),
        ..Listed::default()
    };
    let folder = |at: usize| {
        let rest = place.rest(&articles[at].from);
        rest.split_once('/').map_or("", |(folder, _)| folder)
    };
    let mut runs: Vec<(&str, Vec<usize>)> = Vec::new();
    for at in &order.sequence {
        match runs.last_mut() {
            Some((name, run)) if *name == folder(*at) => run.push(*at),
            _ => runs.push((folder(*at), vec![*at])),
        }
    }
    let names: BTreeSet<&str> = runs.iter().map(|(name, _)| *name).collect();
    let parts = runs.iter().filter(|(name, _)| !name.is_empty()).count();
    let fit =
        names.len() == runs.len() && parts > 1 && runs.iter().any(|(name, run)| !name.is_empty() && run.len() > 1);
    let mut entries = Vec::new();
    for (name, run) in runs {
        let chapters: Vec<Listed> = run.into_iter().map(listed).collect();
        match fit && !name.is_empty() {
            true => entries.push(Entry::Part { title: title_of_stem(name), chapters }),
            false => entries.extend(chapters.into_iter().map(Entry::Chapter)),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_holds_too_much_is_cut_and_told() {
        let mut diags = Diags::new();
        let paths = || ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(limited(paths(), 3, "Posts", &mut diags).len(), 3);
        assert!(diags.is_empty());
        assert_eq!(limited(paths(), 1, "Posts", &mut diags), ["a"]);
        let told: Vec<_> = diags.iter().map(|found| (found.code, found.message.as_str())).collect();
        let message = "'Posts' has 3 files to import, and 1 are the most; those from 'b' on are left out";
        assert_eq!(told, [(Code::LeftOut, message)]);
    }
}
