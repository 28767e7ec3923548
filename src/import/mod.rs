//! Import: what people have becomes a book: a folder of articles, an mdBook, a Word file, a blog's export.
//!
//! In: folders, and which of their files. Out: [`Import`]: the files to write, the chapters in order with the evidence for
//! it, and facts about the book; every doubt is a finding. Never here: a file written, an address fetched, an edition.

mod addresses;
mod articles;
mod blog;
mod docx;
mod feed;
mod fonts;
mod language;
mod manifest;
mod mathjax;
mod mdbook;
mod mend;
mod numbers;
mod order;
mod paragraphs;
mod pictures;
mod shortcodes;
mod substack;

use fonts::{has_fonts, letters};

pub use docx::read as read_word;
pub use feed::read as read_export;
pub use manifest::manifest;

use std::collections::BTreeSet;

use crate::base::folder::Refusal;
use crate::base::{Code, Diags, Folder, Source, Sources, decode, limits};
use crate::model::Awaited;

use crate::reader;

/// What people gave: a folder, and which of its files.
#[derive(Clone, Debug)]
pub struct Given {
    /// The folder, or one above it that holds all that may be included.
    pub folder: Folder,
    /// Where in it what was given lies: nothing, or a path with a slash at its end.
    pub base: String,
    /// Its name, which may become the book's title.
    pub name: String,
    /// The files; the folder's own choice where none is named.
    pub files: Vec<String>,
    /// Whether the folder is the book's own, so that what lies in it may stay where it is.
    pub here: bool,
}

/// A book to be written.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What is known of the book.
    pub facts: Facts,
    /// What it was made from, in words: `the mdBook 'nomicon'`.
    pub what: String,
    /// What the order of the chapters stands on, in words.
    pub evidence: String,
    /// The book's own pages before the text.
    pub front: Vec<Front>,
    /// The chapters, in order.
    pub entries: Vec<Entry>,
    /// The files to write.
    pub files: Vec<File>,
    /// The articles for whose sake all are copied that would else have stayed where they are: their text was changed.
    pub changed: Vec<String>,
    /// The pictures that are addresses alone.
    pub awaited: Vec<Awaited>,
    /// The file that lists them for curl, where there are some.
    pub list: Option<String>,
    /// The characters of the chapters.
    pub letters: BTreeSet<char>,
    /// Those of them that no font has.
    pub unserved: BTreeSet<char>,
    /// A cover for a title that no font has.
    pub cover: Option<String>,
}

/// What is known of a book.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its title.
    pub title: Option<String>,
    /// What the title was made of, in words, where nothing says one: `the folder's name`.
    pub guessed: Option<&'static str>,
    /// Its subtitle.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its language, BCP 47, and whether something says so; else it was told by its words.
    pub language: Option<(String, bool)>,
    /// What it is about.
    pub description: Option<String>,
}

/// A page before the text.
#[derive(Clone, Debug)]
pub struct Front {
    /// What it is for: `dedication`.
    pub role: &'static str,
    /// Its file in the book.
    pub path: String,
    /// What says so.
    pub why: String,
}

/// An entry of the manifest.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A chapter.
    Chapter(Listed),
    /// A part.
    Part {
        /// Its title.
        title: String,
        /// Its chapters.
        chapters: Vec<Listed>,
    },
}

/// A chapter or a section as the manifest lists it.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Its file in the book.
    pub path: String,
    /// Its title, as people know it.
    pub title: String,
    /// Whether the manifest must say the title, since its file does not.
    pub titled: bool,
    /// Whether it has no number.
    pub unnumbered: bool,
    /// What says that it stands here; empty where nothing does.
    pub why: String,
    /// Its sections.
    pub sections: Vec<Listed>,
}

/// A file to write.
#[derive(Clone, Debug)]
pub struct File {
    /// Where, relative to the book's folder.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What a file is to hold.
#[derive(Clone, Debug)]
pub enum Content {
    /// What was made here.
    Made(Vec<u8>),
    /// What a file holds.
    Copied(Folder, String),
}

impl File {
    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        match &self.content {
            Content::Made(bytes) => Ok(bytes.clone()),
            Content::Copied(folder, path) => folder.read(path, limits::ASSET_BYTES),
        }
    }
}

/// Reads what was given, in that order. None where no book can be made of it; the findings say why.
pub fn read(given: &[Given], sources: &mut Sources, diags: &mut Diags) -> Option<Import> {
    let mut whole = Import::default();
    let mut parts = Vec::new();
    let mut shelves = BTreeSet::new();
    for one in given {
        // Several folders stay folders, each its own.
        let shelf = match given.len() > 1 {
            true => free(&format!("book/{}", slug(&one.name)), "/", &mut shelves),
            false => "book/".to_string(),
        };
        match mdbook::summary(one, sources, diags) {
            Some(summary) => parts.push(mdbook::read(one, summary, &shelf, sources, diags)),
            None if substack::is_export(one) => parts.push(substack::read(one, &shelf, diags)),
            None => kinds(one, &shelf, sources, diags, &mut parts),
        }
    }
    let mut words: Vec<String> = Vec::new();
    for part in parts {
        words.push(part.what);
        let facts = &mut whole.facts;
        if facts.title.is_none() {
            (facts.title, facts.guessed) = (part.facts.title, part.facts.guessed);
        }
        facts.subtitle = facts.subtitle.take().or(part.facts.subtitle);
        facts.language = facts.language.take().or(part.facts.language);
        facts.description = facts.description.take().or(part.facts.description);
        for author in part.facts.authors {
            if !facts.authors.contains(&author) {
                facts.authors.push(author);
            }
        }
        if !part.evidence.is_empty() && !whole.evidence.contains(&part.evidence) {
            let before = if whole.evidence.is_empty() { "" } else { "; " };
            whole.evidence = format!("{}{before}{}", whole.evidence, part.evidence);
        }
        whole.front.extend(part.front);
        whole.entries.extend(part.entries);
        whole.files.extend(part.files);
        whole.changed.extend(part.changed);
        whole.awaited.extend(part.awaited);
        whole.letters.extend(part.letters);
    }
    if !given.iter().any(has_fonts) {
        fonts::serve(&mut whole, diags);
    }
    whole.what = words.join(", ");
    number(&mut whole.entries);
    // Where the articles stay there is no folder for them.
    let shelved = whole.files.iter().any(|file| file.path.starts_with("book/"));
    let path = if shelved { "book/pictures.curl" } else { "pictures.curl" };
    if let Some(list) = pictures::list(path, whole.awaited.clone()) {
        let message = format!(
            "{} on the web alone; a frame with its description stands for each",
            are(whole.awaited.len(), "picture")
        );
        diags.push_help(
            Code::RemotePicture,
            None,
            message,
            format!("in the book's folder, curl -K {path} fetches them"),
        );
        whole.list = Some(path.to_string());
        whole.files.push(list);
    }
    if whole.entries.is_empty() && !diags.has_errors() {
        let names = || given.iter().map(|one| format!("'{}'", one.name)).collect::<Vec<_>>().join(", ");
        let what = if whole.what.is_empty() { names() } else { whole.what.clone() };
        let message = format!("there is no article in {what}");
        diags.push_help(Code::NothingToImport, None, message, KINDS);
    }
    (!whole.entries.is_empty()).then_some(whole)
}

/// Where titles count the chapters themselves, as `Chapter 2: …` does, the book does not.
fn number(entries: &mut [Entry]) {
    let mut chapters: Vec<&mut Listed> = Vec::new();
    for entry in entries {
        match entry {
            Entry::Chapter(listed) => chapters.push(listed),
            Entry::Part { chapters: inner, .. } => chapters.extend(inner),
        }
    }
    let counts = |listed: &Listed| numbers::opening(&listed.title).is_some();
    let numbered = chapters.iter().filter(|listed| !listed.unnumbered).count();
    let counted = chapters.iter().filter(|listed| !listed.unnumbered && counts(listed)).count();
    if counted > 0 && counted * 2 >= numbered {
        chapters.into_iter().filter(|listed| counts(listed)).for_each(|listed| listed.unnumbered = true);
    }
}

/// Adds a text that was made for `path` to what is known of the book: the pictures that it names by their addresses, and its letters.
fn learn(import: &mut Import, path: &str, text: &str) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(path, text));
    if let Some(chapter) = reader::read(sources.get(id), id, &mut Diags::new()) {
        import.letters.extend(letters(&chapter));
        import.awaited.extend(chapter.awaited);
    }
}

fn are(number: usize, word: &str) -> String {
    format!("{} {}", count(number, word), if number == 1 { "is" } else { "are" })
}

/// Where a title comes from that nothing says.
const FOLDER: &str = "the folder's name";

const KINDS: &str = "import reads Markdown (.md), saved web pages (.html), plain text (.txt), Word (.docx), an mdBook, a blog's export (.xml)";

/// Reads the files of a folder, each by its kind: articles together, since they have an order; Word files and exports one by one.
fn kinds(given: &Given, shelf: &str, sources: &mut Sources, diags: &mut Diags, parts: &mut Vec<Import>) {
    let mut all = if given.files.is_empty() { articles::listed(given, diags) } else { given.files.clone() };
    // What Word lays beside a file while it is open there.
    all.retain(|path| !path.rsplit('/').next().unwrap_or(path).starts_with("~$"));
    let ends = |path: &str, endings: &[&str]| {
        let lower = path.to_lowercase();
        endings.iter().any(|ending| lower.ends_with(&format!(".{ending}")))
    };
    let texts: Vec<String> = all.iter().filter(|path| ends(path, articles::ENDINGS)).cloned().collect();
    let mut words: Vec<&String> = all.iter().filter(|path| ends(path, &["docx", "docm"])).collect();
    let exports: Vec<&String> = all.iter().filter(|path| ends(path, &["xml", "rss", "atom"])).collect();
    if given.files.is_empty() {
        words.sort_by(|a, b| order::by_name(a, b));
    }
    if words.len() + usize::from(!texts.is_empty()) > 1 {
        let message = match texts.is_empty() {
            true => "the Word files stand by their names, or as they were named",
            false => "the Word files stand behind the texts",
        };
        diags.push_help(
            Code::UncertainOrder,
            None,
            message,
            "read the list through, and move lines in book.yaml where it is wrong",
        );
    }
    // In a folder one of many that cannot be read stops no book.
    let unread = |message: String, help: Option<String>, diags: &mut Diags| {
        let (code, message) = match given.files.is_empty() {
            true => (Code::LeftOut, format!("{message}; it is left out")),
            false => (Code::NothingToImport, message),
        };
        diags.push_help(code, None, message, help.unwrap_or_default());
    };
    let strangers = all.iter().filter(|path| !texts.contains(path) && !words.contains(path) && !exports.contains(path));
    for path in strangers {
        let help = match ends(path, articles::FOREIGN) {
            true => "open it in Word, LibreOffice or Pages and save it as .docx",
            false if ends(path, &["zip", "gz", "tgz"]) => "unpack it, and import what is in it",
            false => KINDS,
        };
        unread(format!("'{path}' is of a kind that import does not read"), Some(help.to_string()), diags);
    }
    let kinds = usize::from(!texts.is_empty()) + words.len() + exports.len();
    if !texts.is_empty() || kinds == 0 {
        parts.push(articles::read(given, &texts, shelf, sources, diags));
    }
    // The folders that articles have, which may be called as a Word file is.
    let articles = parts.last().into_iter().flat_map(|part| &part.files);
    let mut shelves: BTreeSet<String> =
        articles.flat_map(|file| file.path.match_indices('/').map(|(at, _)| file.path[..=at].to_string())).collect();
    for path in words.into_iter().chain(exports) {
        // Of several files each has a folder of its own.
        let shelf = match kinds > 1 {
            true => free(&format!("{shelf}{}", slug(reader::stem(path))), "/", &mut shelves),
            false => shelf.to_string(),
        };
        let bytes = match given.folder.read(path, limits::ASSET_BYTES) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                unread(refusal.message, Some(refusal.help), diags);
                continue;
            }
        };
        let mut own = Diags::new();
        let part = if ends(path, &["docx", "docm"]) {
            docx::read(&bytes, path, &shelf, &mut own)
        } else {
            match decode::decode_page(&bytes).map(|(text, _)| text) {
                Some(text) if feed::is_feed(&text) => feed::read(&text, path, &shelf, &mut own),
                // In a folder there may be others.
                _ if given.files.is_empty() => continue,
                _ => {
                    let message = format!("'{path}' is neither the export of a blog (WXR) nor RSS nor Atom");
                    let help = "export the blog again: in WordPress under Tools, Export, All content";
                    diags.push_help(Code::NothingToImport, None, message, help);
                    continue;
                }
            }
        };
        match own.has_errors() {
            true => own.into_vec().into_iter().for_each(|found| unread(found.message, found.help, diags)),
            false => {
                diags.append(own);
                parts.push(part);
            }
        }
    }
}

/// A title as the name of a file.
fn slug(title: &str) -> String {
    const LONGEST: usize = 50;
    let mut slug = String::new();
    for c in title.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true if slug.chars().count() >= LONGEST => break,
            true => slug.push(c),
            false if slug.is_empty() || slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "opening".to_string() } else { slug.to_string() }
}

/// A path that `taken` does not hold: stem and ending, with a number between them where that is taken. It is taken then.
fn free(stem: &str, ending: &str, taken: &mut BTreeSet<String>) -> String {
    let mut path = format!("{stem}{ending}");
    let mut number = 2;
    while !taken.insert(path.clone()) {
        path = format!("{stem}-{number}{ending}");
        number += 1;
    }
    path
}

/// `1 article`, `12 articles`.
fn count(number: usize, word: &str) -> String {
    match (number, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {word}s"),
    }
}

/// The first few of a list of titles.
fn few(all: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN { format!("{shown} and {} more", all.len() - SHOWN) } else { shown }
}
