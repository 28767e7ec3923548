//! The bench: all that a book is made of, read once for every edition.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::articles::{Article, Readings, read_articles};
use super::room::{PICTURES_AT_ONCE, Room};
use super::stray;
use crate::asset::{self, Face, Picture, Pictures};
use crate::base::folder::Refusal;
use crate::base::{Code, Diagnostic, Diags, Folder, Site, Source, Sources, limits};
use crate::manifest::{self, Edition, Entry, Format, FrontChoice, Manifest, MatterEntry, SourceEntry};
use crate::model::{each_image, has_formula};
use crate::pass;
use crate::typeset::Fonts;

/// Everything read.
#[derive(Debug)]
pub struct Bench {
    /// Every text, for places.
    pub sources: Sources,
    /// The manifest.
    pub manifest: Manifest,
    /// What was found in the manifest and in the series' order.
    pub diags: Diags,
    /// The articles by path.
    pub articles: BTreeMap<String, Article>,
    /// What was found in fonts and covers, which every edition stands on.
    pub common: Diags,
    /// The pictures that could be read, covers included.
    pub pictures: Pictures,
    /// The fonts.
    pub fonts: Fonts,
    /// The book's own font files, for the release's hash of sources.
    pub font_files: Vec<String>,
    /// The folder.
    pub folder: Folder,
}

/// What a byte of a picture's file takes then, as a rule: itself, a copy that the decoder makes, and pixels.
const TAKEN_BY_A_BYTE: u64 = 4;

/// What books share that are read one after the other: the fonts in the binary, and perhaps articles as they were read.
#[derive(Debug)]
pub struct Stock {
    fonts: Fonts,
    readings: Option<Readings>,
}

impl Default for Stock {
    /// The fonts, not yet parsed.
    fn default() -> Stock {
        Stock { fonts: Fonts::new(asset::bundled()), readings: None }
    }
}

impl Stock {
    /// For one book that is read time and again: it keeps its articles.
    pub fn keeping() -> Stock {
        Stock { readings: Some(Readings::default()), ..Stock::default() }
    }
}

/// Reads the manifest `name` in `folder` and all that it names. Where there is no manifest to speak of, the texts and
/// the findings alone.
pub fn open(folder: Folder, name: &str) -> Result<Box<Bench>, (Sources, Diags)> {
    open_with(folder, name, &Stock::default())
}

/// The same for one book of several.
pub fn open_with(folder: Folder, name: &str, stock: &Stock) -> Result<Box<Bench>, (Sources, Diags)> {
    let mut sources = Sources::default();
    let mut diags = Diags::new();
    let text = match folder.read_text(name, limits::MANIFEST_BYTES) {
        Ok(text) => text,
        Err(refusal) => {
            push(refusal, None, &mut diags);
            return Err((sources, diags));
        }
    };
    let id = sources.add(Source::new(name, text.clone()));
    let Some(manifest) = manifest::read(&text, id, &folder, &mut diags) else {
        return Err((sources, diags));
    };
    let articles = read_articles(&folder, &manifest, stock.readings.as_ref(), &mut sources);
    let mut bench = Bench {
        sources,
        manifest,
        diags,
        articles,
        common: Diags::new(),
        pictures: Pictures::default(),
        fonts: Fonts::new(Vec::new()),
        font_files: Vec::new(),
        folder,
    };
    bench.read_fonts(stock);
    // Drawings are lettered in the book's own fonts.
    let shown = bench.read_pictures();
    stray::pictures(&mut bench, &shown);
    // What a misspelt line lists stands in no list.
    if !bench.diags.has_errors() {
        stray::articles(&mut bench);
    }
    let mut order = Diags::new();
    pass::check(&bench.manifest, &bench.chapters(), &mut order);
    bench.diags.append(order);
    Ok(Box::new(bench))
}

impl Bench {
    /// The chapters that could be read, by path.
    pub fn chapters(&self) -> pass::Articles<'_> {
        let read = self.articles.iter();
        read.filter_map(|(path, article)| Some((path.as_str(), article.chapter.as_ref()?))).collect()
    }

    /// Every file that the book is made of, sorted: the manifest, articles and what they include, pictures, its own fonts.
    pub fn files(&self) -> Vec<String> {
        let written = self.sources.iter().filter(|(_, source)| !source.is_woven());
        let mut files: Vec<String> = written.map(|(_, source)| source.path.clone()).collect();
        files.extend(self.pictures.all().iter().map(|picture| picture.path.clone()));
        files.extend(self.font_files.iter().cloned());
        files.sort();
        files.dedup();
        files
    }

    /// The bytes of an edition's cover, where the manifest names one that can be read.
    pub fn cover(&self, edition: &Edition) -> Option<&Picture> {
        let path = edition.cover.as_ref().or(self.manifest.cover.as_ref())?;
        self.pictures.get(&path.value).map(|(_, picture)| picture)
    }

    /// What was found in the articles of an edition, in its order.
    pub fn found_in<'a>(&'a self, edition: &'a Edition) -> impl Iterator<Item = &'a Diagnostic> {
        let articles = self.entries_of(edition).into_iter().filter_map(|entry| self.articles.get(&entry.path.value));
        articles.flat_map(|article| article.diags.iter())
    }

    /// The entries whose sources make up an edition.
    pub fn entries_of<'a>(&'a self, edition: &'a Edition) -> Vec<&'a SourceEntry> {
        let omitted = |entry: &SourceEntry| edition.omit.iter().any(|id| id.value == entry.id.value);
        let mut found = Vec::new();
        let front = match &edition.front {
            FrontChoice::Own(front) => Some(front),
            FrontChoice::Unsaid | FrontChoice::Books => self.manifest.front.as_ref(),
            FrontChoice::None => None,
        };
        front.into_iter().flatten().for_each(|entry| matter(entry, &mut found));
        chapters(&self.manifest.chapters, &omitted, &mut found);
        edition.back.as_ref().unwrap_or(&self.manifest.back).iter().for_each(|entry| matter(entry, &mut found));
        found
    }

    /// Reads the pictures; gives the paths of all that are asked for.
    fn read_pictures(&mut self) -> BTreeSet<String> {
        // What the book does not have is framed around its description.
        let mut frames: BTreeMap<String, String> = BTreeMap::new();
        let mut wanted: BTreeMap<String, Vec<(Option<String>, Site)>> = BTreeMap::new();
        for (path, article) in &self.articles {
            let Some(chapter) = &article.chapter else { continue };
            let Some(source) = chapter.source else { continue };
            each_image(chapter, &mut |image, span| {
                if image.address.is_some() {
                    frames.entry(image.path.clone()).or_insert_with(|| image.in_words());
                    return;
                }
                let place = (Some(path.clone()), Site { source, span });
                wanted.entry(image.path.clone()).or_default().push(place);
            });
        }
        let covers = self.manifest.editions.iter().filter_map(|e| e.cover.as_ref()).chain(self.manifest.cover.as_ref());
        let facts = self.manifest.editions.iter().map(|e| &e.metadata).chain([&self.manifest.metadata.facts]);
        let marks = facts.filter_map(|facts| facts.publisher.as_ref()?.mark.as_ref());
        for cover in covers.chain(marks) {
            wanted.entry(cover.value.clone()).or_default().push((None, self.manifest.site(cover.span)));
        }
        let room = Room::new(PICTURES_AT_ONCE);
        let read: Vec<(Option<Picture>, Diags)> = wanted
            .par_iter()
            .map(|(path, places)| {
                let mut diags = Diags::new();
                let (faces, at) = (self.fonts.faces(), places.first().map(|(_, site)| *site));
                let read = || asset::read_picture(&self.folder, path, faces, at, &mut diags);
                let picture = room.with(self.folder.size(path).saturating_mul(TAKEN_BY_A_BYTE), read);
                (picture, diags)
            })
            .collect();
        let shown = wanted.keys().cloned().collect();
        let framed = frames.iter().filter_map(|(path, words)| asset::frame(path, words, self.fonts.faces()));
        let mut pictures: Vec<Picture> = framed.collect();
        for (places, (picture, diags)) in wanted.into_values().zip(read) {
            pictures.extend(picture);
            // A cover that is not there was the manifest's finding already.
            let fresh =
                |d: &&crate::base::Diagnostic| !is_about_paths(d.code) || places.iter().any(|(of, _)| of.is_some());
            for finding in diags.iter().filter(fresh) {
                let mut owners: Vec<&Option<String>> = places.iter().map(|(of, _)| of).collect();
                owners.sort();
                owners.dedup();
                for owner in owners {
                    let list = match owner {
                        Some(path) => self.articles.get_mut(path).map(|article| &mut article.diags),
                        None => Some(&mut self.common),
                    };
                    if let Some(list) = list {
                        list.push_help(
                            finding.code,
                            finding.at,
                            finding.message.clone(),
                            finding.help.clone().unwrap_or_default(),
                        );
                    }
                }
            }
        }
        self.pictures = Pictures::new(pictures);
        shown
    }

    fn read_fonts(&mut self, stock: &Stock) {
        self.font_files = self.folder.list("fonts", &["ttf", "otf", "ttc"]);
        let own: Vec<(Vec<Face>, Diags)> = self
            .font_files
            .par_iter()
            .map(|path| {
                let mut diags = Diags::new();
                (asset::read_face(&self.folder, path, &mut diags), diags)
            })
            .collect();
        let mut faces = stock.fonts.faces().to_vec();
        for (own, diags) in own {
            self.common.append(diags);
            for face in own {
                let same = |f: &Face| (&f.family, f.bold, f.italic) == (&face.family, face.bold, face.italic);
                match faces.iter_mut().find(|f| same(f)) {
                    Some(bundled) => *bundled = face,
                    None => faces.push(face),
                }
            }
        }
        let styles = || std::iter::once(&self.manifest.style).chain(self.manifest.editions.iter().map(|e| &e.style));
        if styles().any(|style| style.system_fonts == Some(true)) {
            let at = self.manifest.site(self.manifest.style_span);
            self.common.push_help(
                Code::SystemFonts,
                at,
                "fonts of this machine are let in, so the pages depend on it",
                "put the fonts that the book needs into its fonts folder",
            );
            faces.extend(asset::system_faces());
        }
        for style in styles() {
            for family in [&style.text, &style.heads, &style.code].into_iter().flatten() {
                if !faces.iter().any(|face| face.family.eq_ignore_ascii_case(family)) {
                    let mut known: Vec<&str> = faces.iter().map(|f| f.family.as_str()).collect();
                    known.dedup();
                    let help =
                        format!("put its files into the book's fonts folder, or choose one of: {}", known.join(", "));
                    let at = self.manifest.site(self.manifest.style_span);
                    self.common.push_help(Code::UnknownFont, at, format!("there is no font family '{family}'"), help);
                }
            }
        }
        let mut left_out = BTreeSet::new();
        for edition in self.manifest.editions.iter().filter(|edition| edition.format == Format::Epub) {
            let style = self.manifest.style.merged(&edition.style);
            let families = [&style.text, &style.heads, &style.code].into_iter().flatten();
            let stay = |family: &&String| {
                let mut own = faces.iter().filter(|face| face.family.eq_ignore_ascii_case(family));
                own.any(|face| !asset::may_be_given_away(face))
            };
            left_out.extend(families.filter(stay).filter(|_| style.embed_fonts == Some(true)).cloned());
        }
        for family in left_out {
            let message = format!("an EPUB cannot carry a font of the family '{family}': its licence bits forbid that");
            let help = "choose a font that may be given away, such as one under the SIL Open Font License";
            self.common.push_help(Code::FontLeftOut, self.manifest.site(self.manifest.style_span), message, help);
        }
        let chapters = || self.articles.values().filter_map(|article| article.chapter.as_ref());
        if chapters().any(has_formula) {
            faces.extend(asset::math_face());
        }
        self.fonts = Fonts::beside(faces, &stock.fonts);
    }
}

pub(super) fn matter<'a>(entry: &'a MatterEntry, found: &mut Vec<&'a SourceEntry>) {
    match entry {
        MatterEntry::Made(_) => {}
        MatterEntry::Source { entry, .. } => with_sections(entry, &|_| false, found),
    }
}

pub(super) fn chapters<'a>(
    entries: &'a [Entry],
    omitted: &dyn Fn(&SourceEntry) -> bool,
    found: &mut Vec<&'a SourceEntry>,
) {
    for entry in entries {
        match entry {
            Entry::Source(entry) => with_sections(entry, omitted, found),
            Entry::Part { chapters, .. } => chapters.iter().for_each(|entry| with_sections(entry, omitted, found)),
        }
    }
}

/// An entry and its children; the manifest bounds how deep they nest.
fn with_sections<'a>(entry: &'a SourceEntry, omitted: &dyn Fn(&SourceEntry) -> bool, found: &mut Vec<&'a SourceEntry>) {
    if !omitted(entry) {
        found.push(entry);
        entry.sections.iter().for_each(|section| with_sections(section, omitted, found));
    }
}

/// Findings that the manifest makes itself when it looks whether a file is there.
pub(super) const fn is_about_paths(code: Code) -> bool {
    matches!(code, Code::MissingFile | Code::OutsideBook | Code::NotAFile)
}

pub(super) fn push(refusal: Refusal, at: Option<Site>, diags: &mut Diags) {
    diags.push_help(refusal.code, at, refusal.message, refusal.help);
}
