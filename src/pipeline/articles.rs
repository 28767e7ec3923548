//! Articles read, side by side; and kept as they were read, for a book that is read again after a small change.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::bench::{chapters, is_about_paths, matter, push};
use crate::base::folder::Refusal;
use crate::base::{Code, Diags, Encoding, Folder, Site, Source, SourceId, Sources, Span};
use crate::manifest::{FrontChoice, Manifest};
use crate::model::Chapter;
use crate::pass;
use crate::reader::{self, Beside};

/// An article as read, with what was found in it and in its pictures.
#[derive(Clone, Debug)]
pub struct Article {
    /// The chapter; none where nothing could be made of the source.
    pub chapter: Option<Chapter>,
    /// What was found.
    pub diags: Diags,
}

/// Articles as they were read last, by path.
#[derive(Debug, Default)]
pub(super) struct Readings(Mutex<BTreeMap<String, Reading>>);

/// An article, and all that what was read hangs on.
#[derive(Debug)]
struct Reading {
    source: Source,
    id: SourceId,
    /// The book's language.
    language: String,
    /// Which files were asked for, and whether they were there.
    asked: Vec<(String, bool)>,
    /// Which of its places others may lead to, and whether they may.
    linked: Vec<(String, bool)>,
    article: Article,
}

impl Readings {
    /// An article as it was read, if it would be read so again.
    fn take(&self, source: &Source, id: SourceId, language: &str, beside: Beside<'_>) -> Option<Reading> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&source.path)?;
        let same = kept.source == *source && kept.id == id && kept.language == language;
        let asks =
            |asked: &[(String, bool)], is: &dyn Fn(&str) -> bool| asked.iter().all(|(name, was)| is(name) == *was);
        (same && asks(&kept.asked, beside.has) && asks(&kept.linked, beside.is_linked)).then_some(kept)
    }

    fn keep(&self, reading: Reading) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(reading.source.path.clone(), reading);
    }
}

/// Reads every article that an edition may have, each once.
pub(super) fn read_articles(
    folder: &Folder,
    manifest: &Manifest,
    readings: Option<&Readings>,
    sources: &mut Sources,
) -> BTreeMap<String, Article> {
    let mut entries = Vec::new();
    manifest.front.iter().flatten().for_each(|entry| matter(entry, &mut entries));
    chapters(&manifest.chapters, &|_| false, &mut entries);
    manifest.back.iter().for_each(|entry| matter(entry, &mut entries));
    for edition in &manifest.editions {
        if let FrontChoice::Own(front) = &edition.front {
            front.iter().for_each(|entry| matter(entry, &mut entries));
        }
        edition.back.iter().flatten().for_each(|entry| matter(entry, &mut entries));
    }
    let mut seen = BTreeSet::new();
    entries.retain(|entry| seen.insert(entry.path.value.as_str()));

    let texts: Vec<Result<(String, Encoding), Refusal>> =
        entries.par_iter().map(|entry| reader::open(folder, &entry.path.value)).collect();
    let mut articles = BTreeMap::new();
    let mut ids: Vec<(String, SourceId, Diags)> = Vec::new();
    for (entry, text) in entries.iter().zip(texts) {
        let path = entry.path.value.clone();
        match text {
            Ok((text, encoding)) => {
                let mut diags = Diags::new();
                let id = sources.add(Source::new(path.clone(), text));
                other_encoding(sources.get(id), id, encoding, &mut diags);
                ids.push((path, id, diags));
            }
            Err(refusal) => {
                let mut diags = Diags::new();
                if !is_about_paths(refusal.code) {
                    push(refusal, Some(manifest.site(entry.path.span)), &mut diags);
                }
                articles.insert(path, Article { chapter: None, diags });
            }
        }
    }
    for (_, id, diags) in &mut ids {
        if let Some(woven) = reader::weave(*id, folder, sources, diags) {
            *id = sources.add(woven);
        }
    }
    let linked: BTreeSet<String> =
        ids.par_iter().flat_map_iter(|(_, id, _)| reader::places_in(&sources.get(*id).text)).collect();
    let is_linked = |name: &str| linked.contains(name);
    let read: Vec<(String, Article)> = ids
        .into_par_iter()
        .map(|(path, id, mut diags)| {
            let has = |path: &str| folder.has(path);
            let beside = Beside { has: &has, is_linked: &is_linked };
            let language = &manifest.metadata.language.value;
            let Article { chapter, diags: found } = match readings {
                None => article(sources.get(id), id, language, beside),
                Some(readings) => again(sources.get(id), id, language, beside, readings),
            };
            diags.append(found);
            (path, Article { chapter, diags })
        })
        .collect();
    articles.extend(read);
    articles
}

/// Reads one, and its proof.
fn article(source: &Source, id: SourceId, language: &str, beside: Beside<'_>) -> Article {
    let mut diags = Diags::new();
    let chapter = reader::read_beside(source, id, beside, &mut diags);
    if let Some(chapter) = &chapter {
        pass::proofread(chapter, language, source, &mut diags);
    }
    Article { chapter, diags }
}

/// The same, unless it is kept; and keeps it.
fn again(source: &Source, id: SourceId, language: &str, beside: Beside<'_>, readings: &Readings) -> Article {
    let reading = readings.take(source, id, language, beside).unwrap_or_else(|| {
        let (asked, linked) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let noted = |name: &str, is: bool, all: &RefCell<Vec<(String, bool)>>| {
            all.borrow_mut().push((name.to_string(), is));
            is
        };
        let has = |path: &str| noted(path, (beside.has)(path), &asked);
        let is_linked = |name: &str| noted(name, (beside.is_linked)(name), &linked);
        let article = article(source, id, language, Beside { has: &has, is_linked: &is_linked });
        let (source, language) = (source.clone(), language.to_string());
        Reading { source, id, language, asked: asked.into_inner(), linked: linked.into_inner(), article }
    });
    let article = reading.article.clone();
    readings.keep(reading);
    article
}

/// Says how a text was read that is not UTF-8, at the first character that shows whether it was read right.
fn other_encoding(source: &Source, id: SourceId, encoding: Encoding, diags: &mut Diags) {
    if encoding == Encoding::Utf8 {
        return;
    }
    let shows = source.text.char_indices().find(|(_, c)| !c.is_ascii());
    let span = shows.map_or(Span::default(), |(at, c)| Span::new(at, at + c.len_utf8()));
    let message = format!("the text was read as {}", encoding.name());
    let help = "check that its accents and quotation marks are right, and save it as UTF-8";
    diags.push_help(Code::OtherEncoding, Site { source: id, span }, message, help);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Stock, open, open_with};
    use super::*;

    #[test]
    fn what_is_kept_is_what_would_be_read() {
        let temp = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(temp.path().join(name), text).unwrap();
        let manifest = |language: &str, chapters: &str| {
            format!("title: A\nlanguage: {language}\nchapters: [{chapters}]\neditions: {{ e: {{ format: epub }} }}\n")
        };
        write("book.yaml", &manifest("en", "a.md, b.md, e.html"));
        write("a.md", "# One\n\nA word word, and ![a cat](https://a.example/cat.png).\n\n{{#include c.md}}\n");
        write("b.md", "# Two\n\nNothing of note.\n");
        write("c.md", "Some more.\n");
        write("e.html", "<title>E</title><article><p id=p>Words to which others lead.</p></article>");
        let stock = Stock::keeping();
        let folder = || Folder::open(temp.path()).unwrap();
        let changes: [(&str, String); 7] = [
            ("d.md", "beside the book".into()),
            ("b.md", "# Two\n\nSomething else.\n".into()),
            ("b.md", "# Two\n\nTo [words](e.html#p) elsewhere.\n".into()),
            ("c.md", "Else.\n".into()),
            ("pictures.curl", "url = x".into()),
            ("book.yaml", manifest("id", "a.md, b.md, e.html")),
            ("book.yaml", manifest("id", "b.md, e.html, a.md")),
        ];
        let mut before = String::new();
        for (name, text) in changes {
            write(name, &text);
            let kept = format!("{:?}", open_with(folder(), "book.yaml", &stock).unwrap().articles);
            assert_eq!(kept, format!("{:?}", open(folder(), "book.yaml").unwrap().articles), "{name}");
            assert_ne!(kept, before, "{name}");
            before = kept;
        }
    }
}
