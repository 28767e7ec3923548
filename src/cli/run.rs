//! What the subcommands that open a book share: opening it, choosing editions, collecting findings.

use std::path::{Path, PathBuf};

use super::findings::{Rules, distinct, nearest};
use super::{Common, FILES, USAGE, WRONG, clock};
use crate::base::{Code, Diagnostic, Diags, Folder, Severity};
use crate::manifest::Edition;
use crate::pass::Given;
use crate::pipeline::{self, Bench, Built, Clock};

/// An opened book.
pub(super) struct Run {
    pub(super) rules: Rules,
    pub(super) bench: Box<Bench>,
    pub(super) given: Given,
    /// Whether the date does not change from day to day.
    pub(super) dated: bool,
    /// What was found about the date.
    pub(super) diags: Diags,
    /// The folder of the manifest, as the user names it.
    pub(super) folder: PathBuf,
    pub(super) threads: usize,
}

/// An exit status, its reason said.
pub(super) struct Stop(pub(super) u8);

impl Run {
    /// Opens the book; says why where it cannot.
    pub(super) fn open(common: &Common) -> Result<Run, Stop> {
        let rules = Rules::new(common).map_err(|words| stop(USAGE, &words))?;
        let clock: Clock = clock::clock().map_err(|words| stop(USAGE, &words))?;
        let manifest = &common.manifest;
        if manifest.is_dir() {
            let words = format!("'{}' is a folder; name the manifest in it", manifest.display());
            return Err(stop(USAGE, &words));
        }
        let parent = manifest.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = manifest.file_name().and_then(|name| name.to_str());
        let (Some(name), true) = (name, manifest.is_file()) else {
            let words = format!("there is no manifest '{}'; name one with -m FILE", manifest.display());
            return Err(stop(FILES, &words));
        };
        let folder = Folder::open(parent)
            .map_err(|error| stop(FILES, &format!("the folder '{}' cannot be read: {error}", parent.display())))?;
        let bench = pipeline::open(folder, name).map_err(|(sources, diags)| {
            rules.show(&rules.settle(diags.iter()), &sources);
            Stop(USAGE)
        })?;
        let mut diags = Diags::new();
        let (given, dated) = pipeline::given(&bench.manifest, clock, &mut diags);
        let threads = common.jobs.map_or(0, usize::from);
        Ok(Run { rules, bench, given, dated, diags, folder: parent.to_path_buf(), threads })
    }

    /// Holds the names on the command line against the manifest's editions.
    pub(super) fn known(&self, names: &[String]) -> Result<(), Stop> {
        for name in names {
            self.edition(name)?;
        }
        Ok(())
    }

    /// The edition of that name.
    pub(super) fn edition(&self, name: &str) -> Result<&Edition, Stop> {
        let all = &self.bench.manifest.editions;
        all.iter().find(|edition| edition.name.value == name).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|edition| edition.name.value.as_str()).collect();
            let near = nearest(name, names.iter().copied());
            stop(USAGE, &format!("there is no edition '{name}'{near}; the manifest has {}", names.join(", ")))
        })
    }

    /// All findings that bear on `editions`, in the manifest's order.
    pub(super) fn findings(&self, editions: &[&Built]) -> Vec<Diagnostic> {
        let bench = &self.bench;
        let mut all: Vec<&Diagnostic> =
            bench.diags.iter().chain(bench.common.iter()).chain(self.diags.iter()).collect();
        for built in editions {
            all.extend(self.of_articles(&built.edition));
        }
        for built in editions {
            all.extend(built.diags.iter());
        }
        self.rules.settle(all.into_iter())
    }

    /// Whether nothing that counts as an error keeps this edition from being written.
    pub(super) fn sound(&self, built: &Built) -> bool {
        built.bytes.is_some() && self.findings(&[built]).iter().all(|finding| finding.severity != Severity::Error)
    }

    /// The exit status for findings that were shown.
    pub(super) fn status(&self, errors: usize) -> Result<(), Stop> {
        match errors {
            0 => Ok(()),
            _ if self.bench.diags.has_errors() => Err(Stop(USAGE)),
            _ => Err(Stop(WRONG)),
        }
    }

    /// Says that a finished file could not be written.
    pub(super) fn unwritten(&self, words: String) -> Stop {
        let mut diags = Diags::new();
        diags.push_help(Code::WriteFailed, None, words, "name another folder with -o, or make room there");
        self.rules.show(&self.rules.settle(diags.iter()), &self.bench.sources);
        Stop(FILES)
    }

    /// How many warnings bear on an edition.
    pub(super) fn warnings(&self, built: &Built) -> usize {
        let findings = self.findings(&[built]);
        distinct(&findings).filter(|finding| finding.severity == Severity::Warning).count()
    }

    fn of_articles(&self, edition: &str) -> impl Iterator<Item = &Diagnostic> {
        let edition = self.bench.manifest.editions.iter().find(|e| e.name.value == edition);
        let entries = edition.map(|edition| self.bench.entries_of(edition)).unwrap_or_default();
        entries.into_iter().filter_map(|entry| self.bench.articles.get(&entry.path.value)).flat_map(|a| a.diags.iter())
    }
}

/// Says why a run stops before it has a book.
pub(super) fn stop(status: u8, words: &str) -> Stop {
    eprintln!("recto: {words}");
    Stop(status)
}
