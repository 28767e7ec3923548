//! Cross references: what an author wrote as a link becomes a place in the book, an address outside, or plain text.

use std::collections::{BTreeMap, BTreeSet};

use super::Articles;
use super::anchor::{Places, with_title};
use crate::base::{Code, Diags, Site, limits, nearest};
use crate::manifest::{Entry, FrontChoice, Manifest, MatterEntry, SourceEntry};
use crate::model::{Anchor, Chapter, Inline, InlineKind, Origin, Target, each_block, each_block_mut, lines, lines_mut};

/// Every path of the manifest, and whether its article was read.
pub fn known_paths(manifest: &Manifest, articles: &Articles) -> BTreeMap<String, bool> {
    fn add(entry: &SourceEntry, paths: &mut BTreeSet<String>) {
        paths.insert(entry.path.value.clone());
        entry.sections.iter().for_each(|section| add(section, paths));
    }
    let mut paths: BTreeSet<String> = articles.keys().map(|path| path.to_string()).collect();
    for entry in &manifest.chapters {
        match entry {
            Entry::Source(entry) => add(entry, &mut paths),
            Entry::Part { chapters, .. } => chapters.iter().for_each(|entry| add(entry, &mut paths)),
        }
    }
    let own = manifest.editions.iter().flat_map(|edition| {
        let front = if let FrontChoice::Own(entries) = &edition.front { entries.as_slice() } else { &[] };
        front.iter().chain(edition.back.iter().flatten())
    });
    for entry in manifest.front.iter().flatten().chain(&manifest.back).chain(own) {
        if let MatterEntry::Source { entry, .. } = entry {
            add(entry, &mut paths);
        }
    }
    paths.into_iter().map(|path| (path.clone(), articles.contains_key(path.as_str()))).collect()
}

/// Resolves every link. `known` are the paths of the manifest, see [`known_paths`].
pub fn resolve(chapters: &mut [Chapter], places: &Places, known: &BTreeMap<String, bool>, diags: &mut Diags) {
    let bound: Vec<(String, Anchor)> =
        chapters.iter().map(|chapter| (chapter.path.clone().unwrap_or_default(), chapter.anchor())).collect();
    let published: Vec<(usize, Origin)> = chapters
        .iter()
        .enumerate()
        .filter(|(_, chapter)| chapter.origin.url.is_some())
        .map(|(at, chapter)| (at, chapter.origin.clone()))
        .collect();
    for (at, chapter) in chapters.iter_mut().enumerate() {
        let source = chapter.source;
        let resolver = Resolver { at, bound: &bound, published: &published, places, known };
        with_title(chapter, &mut |blocks| {
            each_block_mut(blocks, &mut |block| {
                for line in lines_mut(block) {
                    resolver.line(line, &mut |inline, found| {
                        let site = source.map(|source| Site { source, span: inline.span });
                        diags.push_help(found.code, site, found.message, found.help);
                    });
                }
            });
        });
    }
}

/// Whether every link of `chapters` leads somewhere: what [`resolve`] promises.
pub fn resolved(chapters: &[Chapter]) -> bool {
    fn loose(line: &[Inline]) -> bool {
        line.iter().any(|inline| {
            let target = match &inline.kind {
                InlineKind::Link { target, .. } => Some(target),
                InlineKind::Folio(folio) => Some(&folio.of),
                _ => None,
            };
            matches!(target, Some(Target::Written(_))) || loose(inline.children())
        })
    }
    let mut all = true;
    for chapter in chapters {
        all &= !loose(&chapter.title);
        each_block(&chapter.blocks, &mut |block| all &= !lines(block).into_iter().any(loose));
    }
    all
}

/// Why a link cannot stay.
#[derive(Clone)]
struct Loose {
    code: Code,
    message: String,
    help: String,
}

fn dead(message: String, help: impl Into<String>) -> Option<Loose> {
    Some(Loose { code: Code::DeadLink, message, help: help.into() })
}

struct Resolver<'a> {
    at: usize,
    bound: &'a [(String, Anchor)],
    /// The chapters that stand on the web, too.
    published: &'a [(usize, Origin)],
    places: &'a Places,
    known: &'a BTreeMap<String, bool>,
}

impl Resolver<'_> {
    fn line(&self, line: &mut Vec<Inline>, say: &mut dyn FnMut(&Inline, Loose)) {
        let mut done = Vec::with_capacity(line.len());
        for mut inline in line.drain(..) {
            if let Some(children) = inline.children_mut() {
                self.line(children, say);
            }
            let resolved = match &mut inline.kind {
                InlineKind::Link { target: Target::Written(written), .. } => self.target(written),
                // What is wrong with it is said of its link; the web has no pages.
                InlineKind::Folio(folio) => {
                    if let Target::Written(written) = &folio.of
                        && let Ok(Target::Anchor(place)) = self.target(written)
                    {
                        folio.of = Target::Anchor(place);
                        done.push(inline);
                    }
                    continue;
                }
                _ => {
                    done.push(inline);
                    continue;
                }
            };
            if let Err(Some(loose)) = &resolved {
                say(&inline, loose.clone());
            }
            if let InlineKind::Link { target, text, .. } = &mut inline.kind {
                match resolved {
                    Ok(found) => {
                        *target = found;
                        done.push(inline);
                    }
                    // Where there are no words, what was typed says at least where it should lead.
                    Err(_) if text.is_empty() => {
                        if let Target::Written(written) = target {
                            done.push(Inline::new(InlineKind::Text(std::mem::take(written)), inline.span));
                        }
                    }
                    Err(_) => done.append(text),
                }
            }
        }
        *line = done;
    }

    /// Where `written` leads; an error without a finding where the reason was given already.
    fn target(&self, written: &str) -> Result<Target, Option<Loose>> {
        let written = written.trim();
        if written.len() > limits::ADDRESS_BYTES {
            return Err(Some(Loose {
                code: Code::LongLink,
                message: format!(
                    "the link's address has {} bytes; the limit is {}",
                    written.len(),
                    limits::ADDRESS_BYTES
                ),
                help: "link to a shorter address; the words of the link stay".into(),
            }));
        }
        if let Some(scheme) = scheme(written) {
            // Addresses that run code or lie on the author's machine lead a reader nowhere good.
            return match scheme.as_str() {
                "javascript" | "data" | "vbscript" | "file" | "blob" | "about" => Err(dead(
                    format!("a link to a '{scheme}:' address cannot stay in a book"),
                    "link to a page on the web or to a place in this book",
                )),
                _ => match self.published.iter().find(|(_, origin)| origin.is_at(written)) {
                    // The place may have been the page's, and is not in the book.
                    Some((to, _)) => {
                        let fragment = written.split_once('#').map_or("", |(_, fragment)| fragment);
                        let place = if fragment.is_empty() { None } else { self.fragment(*to, fragment, written).ok() };
                        Ok(place.unwrap_or_else(|| Target::Anchor(self.bound[*to].1.clone())))
                    }
                    None => Ok(Target::Url(written.to_string())),
                },
            };
        }
        if written.starts_with("//") {
            return Ok(Target::Url(format!("https:{written}")));
        }
        let (path, fragment) = written.split_once('#').map_or((written, ""), |(path, fragment)| (path, fragment));
        let path = path.split('?').next().unwrap_or("");
        if path.is_empty() {
            return self.fragment(self.at, fragment, written);
        }
        let from = &self.bound[self.at].0;
        let wanted = join(from, &percent_decoded(path));
        let find = |paths: &[&str]| wanted.as_deref().and_then(|wanted| find(paths, wanted));
        let bound: Vec<&str> = self.bound.iter().map(|(path, _)| path.as_str()).collect();
        if let Some(to) = find(&bound) {
            return if fragment.is_empty() {
                Ok(Target::Anchor(self.bound[to].1.clone()))
            } else {
                self.fragment(to, fragment, written)
            };
        }
        let known: Vec<&str> = self.known.keys().map(String::as_str).collect();
        match find(&known).map(|at| (known[at], self.known.get(known[at]) == Some(&true))) {
            Some((path, true)) => Err(Some(Loose {
                code: Code::OmittedLink,
                message: format!("the link leads to '{path}', which this edition leaves out"),
                help: "nothing needs to be done; the words of the link stay".into(),
            })),
            Some((_, false)) => Err(None),
            // The manifest names it with a mistake, which was said there.
            None if wanted.as_deref().is_some_and(|wanted| self.is_misspelt(wanted)) => Err(None),
            None => Err(dead(
                format!("the link to '{written}' leads to no chapter of this book"),
                "name a file that stands in the manifest, or a whole address such as https://example.com",
            )),
        }
    }

    /// Whether an article that could not be read has nearly that name, in that folder.
    fn is_misspelt(&self, wanted: &str) -> bool {
        let parts = |path: &str| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            (folder.to_string(), name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string())
        };
        let (folder, stem) = parts(wanted);
        let unread = self.known.iter().filter(|(_, read)| !**read).map(|(path, _)| parts(path));
        let names: Vec<String> = unread.filter(|(other, _)| *other == folder).map(|(_, stem)| stem).collect();
        nearest(&stem, names.iter().map(String::as_str)).is_some()
    }

    /// The first file that has a place of that name.
    fn elsewhere(&self, fragment: &str) -> Option<&str> {
        let has = self.places.fragments.iter().position(|places| places.contains_key(fragment))?;
        Some(self.bound[has].0.as_str()).filter(|path| !path.is_empty())
    }

    fn fragment(&self, chapter: usize, fragment: &str, written: &str) -> Result<Target, Option<Loose>> {
        let places = &self.places.fragments[chapter];
        let decoded = percent_decoded(fragment);
        let found =
            [fragment.to_string(), decoded.to_lowercase(), decoded].into_iter().find_map(|name| places.get(&name));
        match found {
            Some(anchor) => Ok(Target::Anchor(anchor.clone())),
            // Case is what people get wrong in a fragment.
            None => match places.iter().find(|(name, _)| name.to_lowercase() == fragment.to_lowercase()) {
                Some((_, anchor)) => Ok(Target::Anchor(anchor.clone())),
                None => Err(match self.elsewhere(fragment) {
                    Some(path) => dead(
                        format!("the link to '{written}' leads to no place of that name, but '{path}' has one"),
                        format!("names count within their file: write the path to '{path}' before the '#'"),
                    ),
                    None => dead(
                        format!("the link to '{written}' leads to no heading or note of that name"),
                        "name a heading as GitHub does: its words in small letters with hyphens between them",
                    ),
                }),
            },
        }
    }
}

/// The scheme of an address (RFC 3986, 3.1), in small letters. One letter is a drive of Windows and no scheme.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (sound && scheme.len() > 1).then(|| scheme.to_ascii_lowercase())
}

/// The path that `link` means when it stands in the file `from`; from the book's folder where it begins with a slash. None
/// above that folder.
fn join(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = if link.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path itself, else the one that differs in its ending alone, else the page of a folder: sites made of the same sources
/// link to `file.html`, `file/` or `folder/`.
fn find(paths: &[&str], wanted: &str) -> Option<usize> {
    let stem = bare(wanted);
    let site_like = stem == wanted || [".html", ".htm", ".xhtml"].iter().any(|end| wanted.ends_with(end));
    let position = |is: &dyn Fn(&str) -> bool| paths.iter().position(|path| !path.is_empty() && is(path));
    let folder = folder_of(stem).unwrap_or(stem);
    position(&|path| path == wanted)
        .or_else(|| position(&|path| site_like && bare(path) == stem))
        .or_else(|| position(&|path| site_like && folder_of(bare(path)) == Some(folder)))
}

/// The folder whose page a path without its ending is: GitHub shows a folder's `README.md`, a site its `index.md`.
fn folder_of(stem: &str) -> Option<&str> {
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    ["readme", "index"].iter().any(|page| name.eq_ignore_ascii_case(page)).then_some(folder)
}

fn bare(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    path[name..].rfind('.').filter(|dot| *dot > 0).map_or(path, |dot| &path[..name + dot])
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let value = hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(value.unwrap_or(bytes[at]));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::manifest::{Format, FrontChoice};
    use crate::model::{each_inline, plain_blocks};
    use crate::pass::sample::{self, articles, at, bind, chapter, codes, heading, link, made, note, para_of};

    /// What becomes of a link in `book/a.md`: its target, or the ids of the findings.
    fn outcome(written: &str) -> String {
        let manifest = sample::manifest(&["book/a.md", "book/b.md", "other/c d.txt", "book/gone.md", "book/left.md"]);
        let mut edition = sample::edition(Format::Epub);
        edition.front = FrontChoice::None;
        edition.omit = vec![at("left".to_string())];
        let wrapped = made(InlineKind::Emph(vec![link(written, "words")]));
        let articles = articles(vec![
            chapter("book/a.md", "A Title", vec![para_of(vec![wrapped, note("fn-1", "n")]), heading(2, "Über \"it\"")]),
            chapter("book/b.md", "B", vec![heading(2, "What's Here?")]),
            chapter("other/c d.txt", "C", vec![]),
            chapter("book/left.md", "Left", vec![]),
        ]);
        let (book, diags) = bind(&manifest, &edition, &articles);
        assert!(plain_blocks(&book.chapters()[0].blocks).starts_with("words\n"), "the words stay");
        let mut found = codes(&diags).join(" ");
        each_inline(&book.chapters()[0].blocks, &mut |inline| match &inline.kind {
            InlineKind::Link { target: Target::Anchor(anchor), .. } => found = anchor.0.clone(),
            InlineKind::Link { target: Target::Url(url), .. } => found = url.clone(),
            InlineKind::Link { target: Target::Written(_), .. } => panic!("a loose end"),
            _ => {}
        });
        found
    }

    #[test]
    fn files_and_fragments_become_places() {
        for written in ["b.md", "./b.md", "../book/b.md", "b.html", "b", "b/", "/book/b.md", "b.md?x=1", "b.md#b"] {
            assert_eq!(outcome(written), "b", "{written}");
        }
        assert_eq!(outcome("../other/c%20d.txt"), "c d");
        assert_eq!(outcome("b.md#whats-here"), "b.whats-here");
        assert_eq!(outcome("b.html#Whats-Here"), "b.whats-here");
        assert_eq!(outcome("#%C3%BCber-it"), "a.über-it");
        assert_eq!(outcome("#fn-1"), "a.fn-1");
        assert_eq!(outcome("#a-title"), "a");
    }

    #[test]
    fn a_folder_is_the_page_that_it_shows() {
        let paths = ["README.md", "part/readme.md", "part/b.md", "other/index.md", "part.md"];
        for (wanted, path) in [
            ("", "README.md"),
            ("index.html", "README.md"),
            ("part/index.html", "part/readme.md"),
            ("part/README.html", "part/readme.md"),
            ("other", "other/index.md"),
            // A file of that name is nearer than a folder.
            ("part", "part.md"),
        ] {
            assert_eq!(find(&paths, wanted).map(|at| paths[at]), Some(path), "{wanted}");
        }
        assert_eq!(find(&paths, "gone"), None);
        assert_eq!(find(&paths, "part/README.pdf"), None);
    }

    #[test]
    fn addresses_outside_stay() {
        for url in ["https://example.com/a--b#c", "mailto:ada@example.com", "tel:+1"] {
            assert_eq!(outcome(url), url);
        }
        assert_eq!(outcome("//example.com"), "https://example.com");
    }

    #[test]
    fn loose_ends_become_text_with_a_finding() {
        for written in
            ["nope.md", "#nope", "b.md#nope", "../../b.md", "b.pdf", "javascript:alert(1)", "file:///x", "", "C:\\b.md"]
        {
            assert_eq!(outcome(written), "dead-link", "{written}");
        }
        assert_eq!(outcome(&format!("https://example.com/{}", "a".repeat(40_000))), "long-link");
        assert_eq!(outcome("left.md#x"), "omitted-link");
        assert_eq!(outcome("gone.md"), "", "its loss was said where it was read");
        assert_eq!(outcome("gonee.md"), "", "the manifest spells it otherwise, which was said there");
    }

    proptest! {
        #[test]
        fn no_link_survives_as_written_and_no_word_is_lost(written in "[a-z./#:%?0-9 ]{0,24}") {
            let _ = outcome(&written);
        }
    }
}
