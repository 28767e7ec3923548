//! The desk: the book as it was read last, and what was made of it so far.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHasher;
use tokio::sync::watch;
use zip::ZipArchive;

use crate::asset::FontBytes;
use crate::base::{Code, Diagnostic, Diags, Folder, Sources};
use crate::manifest::{Edition, Format, Lint};
use crate::page::{PageMap, Pages};
use crate::pass::Given;
use crate::pipeline::{self, Bench, Clock, Job, Standing, Stock};

/// Which findings count, and as what, with the manifest's `lints`.
pub type Settle = Box<dyn Fn(&[(Code, Lint)], &[Diagnostic]) -> Vec<Diagnostic> + Send + Sync>;

/// What a preview is made from.
pub struct Desk {
    pub(super) folder: PathBuf,
    manifest: String,
    clock: Clock,
    settle: Settle,
    /// The program's fonts and the articles, read once for all saves.
    stock: Stock,
    /// The galleys of each paged edition that was looked at.
    standing: Mutex<BTreeMap<String, Standing>>,
    sight: watch::Sender<Arc<Sight>>,
}

/// The book at one moment.
pub(super) struct Sight {
    /// Counts from 1.
    pub version: u64,
    /// The book as it was last when its manifest could be read.
    pub book: Option<Arc<Opened>>,
    /// Why it cannot be read now.
    pub broken: Option<(Sources, Diags)>,
}

/// A book that was read, and its editions, each made when it is first looked at.
pub(super) struct Opened {
    pub bench: Box<Bench>,
    given: Given,
    found: Diags,
    shown: Vec<Shown>,
}

#[derive(Default)]
struct Shown {
    set: OnceLock<Set>,
    epub: OnceLock<Epub>,
}

/// A paged edition.
pub(super) struct Set {
    pub pages: Pages,
    pub map: PageMap,
    /// What the book's own fonts hold, in one number.
    pub fonts: u64,
    diags: Diags,
}

/// An EPUB, unpacked.
#[derive(Default)]
pub(super) struct Epub {
    pub files: BTreeMap<String, Vec<u8>>,
    diags: Diags,
}

impl Desk {
    /// A desk for the book `manifest` in `folder`, which is not read yet; `clock` is the time as the command knows it.
    pub fn new(folder: PathBuf, manifest: String, clock: Clock, settle: Settle) -> Desk {
        let (sight, _) = watch::channel(Arc::new(Sight { version: 0, book: None, broken: None }));
        Desk { folder, manifest, clock, settle, stock: Stock::keeping(), standing: Mutex::default(), sight }
    }

    pub(super) fn sight(&self) -> Arc<Sight> {
        Arc::clone(&self.sight.borrow())
    }

    /// The sight that is another than that version, once there is one. A preview that was started again counts anew.
    pub(super) async fn after(&self, version: u64) -> Arc<Sight> {
        let mut seen = self.sight.subscribe();
        match seen.wait_for(|sight| sight.version != version).await {
            Ok(sight) => Arc::clone(&sight),
            Err(_) => self.sight(),
        }
    }

    /// Reads the book anew, and sets the editions that were looked at.
    pub(super) fn read(&self) {
        let before = self.sight();
        let read = Folder::open(&self.folder)
            .map_err(|error| {
                let mut diags = Diags::new();
                let message = format!("the book's folder cannot be read: {error}");
                diags.push_help(Code::Unreadable, None, message, "put it back, or end the preview");
                (Sources::default(), diags)
            })
            .and_then(|folder| pipeline::open_with(folder, &self.manifest, &self.stock))
            .and_then(|bench| match bench.manifest.editions.is_empty() {
                // Of such a manifest nothing can be shown.
                true => Err((bench.sources, bench.diags)),
                false => Ok(bench),
            });
        let (book, broken) = match read {
            Ok(bench) => {
                let mut found = Diags::new();
                let (given, _) = pipeline::given(&bench, self.clock, &mut found);
                let shown = bench.manifest.editions.iter().map(|_| Shown::default()).collect();
                let opened = Opened { bench, given, found, shown };
                for edition in before.book.iter().flat_map(|old| old.looked_at()) {
                    self.set(&opened, edition);
                }
                (Some(Arc::new(opened)), None)
            }
            Err(broken) => (before.book.clone(), Some(broken)),
        };
        self.sight.send_replace(Arc::new(Sight { version: before.version + 1, book, broken }));
    }

    /// The pages of an edition; none where there is none of that name that has pages.
    pub(super) fn set<'a>(&self, book: &'a Opened, name: &str) -> Option<&'a Set> {
        let (edition, shown) = book.edition(name).filter(|(edition, _)| edition.format != Format::Epub)?;
        Some(shown.set.get_or_init(|| {
            let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = standing.entry(name.to_string()).or_default();
            let (pages, map, diags) = kept.pages(&book.bench, edition, book.given);
            Set { fonts: fonts_of(&pages), pages, map, diags }
        }))
    }

    /// What counts of what was found in the book and in an edition of it.
    pub(super) fn findings(&self, sight: &Sight, name: &str) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = sight.broken.iter().flat_map(|(_, diags)| diags.iter()).cloned().collect();
        if let (None, Some(book)) = (&sight.broken, &sight.book) {
            let bench = &book.bench;
            all.extend(bench.diags.iter().chain(bench.common.iter()).chain(book.found.iter()).cloned());
            if let Some((edition, shown)) = book.edition(name) {
                all.extend(bench.found_in(edition).cloned());
                let made = shown.set.get().map(|set| &set.diags).or(shown.epub.get().map(|epub| &epub.diags));
                all.extend(made.into_iter().flat_map(|diags| diags.iter()).cloned());
            }
        }
        let lints = sight.book.as_ref().map_or(&[][..], |book| &book.bench.manifest.lints);
        (self.settle)(lints, &all)
    }
}

impl Opened {
    fn edition(&self, name: &str) -> Option<(&Edition, &Shown)> {
        self.bench.manifest.editions.iter().zip(&self.shown).find(|(edition, _)| edition.name.value == name)
    }

    fn looked_at(&self) -> impl Iterator<Item = &str> {
        let editions = self.bench.manifest.editions.iter().zip(&self.shown);
        editions.filter(|(_, shown)| shown.set.get().is_some()).map(|(edition, _)| edition.name.value.as_str())
    }

    /// The files of an EPUB; none where the edition is none, and no files where it cannot be made.
    pub fn epub(&self, name: &str) -> Option<&Epub> {
        let (_, shown) = self.edition(name).filter(|(edition, _)| edition.format == Format::Epub)?;
        Some(shown.epub.get_or_init(|| {
            let editions = &[name.to_string()];
            let job = Job {
                editions,
                only: &[],
                shops: &[],
                given: self.given,
                counted: false,
                threads: 0,
                progress: &|_| {},
            };
            let built = pipeline::build(&self.bench, &job).editions.into_iter().next();
            built.map_or_else(Epub::default, |built| Epub {
                files: built.output.and_then(|output| output.bytes().ok()).map(unpacked).unwrap_or_default(),
                diags: built.diags,
            })
        }))
    }
}

/// A number for the book's own fonts; the program's never change.
fn fonts_of(pages: &Pages) -> u64 {
    let mut hasher = FxHasher::default();
    for face in &pages.fonts {
        if let FontBytes::Read(bytes) = &face.bytes {
            (face.index, bytes).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The files of an archive that was just written.
fn unpacked(archive: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(archive)) else { return files };
    for at in 0..archive.len() {
        let Ok(mut file) = archive.by_index(at) else { continue };
        let (name, mut bytes) = (file.name().to_string(), Vec::new());
        if file.read_to_end(&mut bytes).is_ok() {
            files.insert(name, bytes);
        }
    }
    files
}
