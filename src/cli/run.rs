//! What the subcommands that open a book share: opening it, choosing editions, collecting findings.

use std::path::{Path, PathBuf};

use super::findings::{Rules, Tally, nearest};
use super::output::Unwritten;
use super::{Common, FILES, GOOD, USAGE, WRONG, clock, say};
use crate::asset::Gone;
use crate::base::{Code, Diagnostic, Diags, Folder, Severity, Sources, arranged};
use crate::manifest::Edition;
use crate::pass::Given;
use crate::pipeline::{self, Bench, Built, Clock, Stock};
use crate::report::View;

/// Where a book is.
pub(super) struct Place {
    /// The folder of its manifest, as the user names it.
    pub(super) folder: PathBuf,
    /// The same, open.
    book: Folder,
    /// The manifest's file name.
    pub(super) name: String,
}

/// A book that was read, before anything is said of it.
pub(super) struct Opened {
    pub(super) bench: Box<Bench>,
    pub(super) given: Given,
    dated: bool,
    diags: Diags,
}

/// An opened book.
pub(super) struct Run<'r> {
    pub(super) rules: &'r Rules,
    pub(super) view: View,
    pub(super) bench: Box<Bench>,
    pub(super) given: Given,
    /// Whether the date does not change from day to day.
    pub(super) dated: bool,
    /// What was found about the date.
    pub(super) diags: Diags,
    /// The folder of the manifest, as the user names it.
    pub(super) folder: PathBuf,
}

/// An exit status, its reason said.
pub(super) struct Stop(pub(super) u8);

/// Does a command's work under the rules of its command line, and gives the exit status.
pub(super) fn ruled(common: &Common, work: impl FnOnce(&Rules) -> Result<(), Stop>) -> u8 {
    let rules = match Rules::new(common).map_err(|words| stop(USAGE, &words)) {
        Ok(rules) => rules,
        Err(Stop(status)) => return status,
    };
    let done = work(&rules);
    let said = rules.finish().map_err(|words| stop(FILES, &words));
    let status = |done: Result<(), Stop>| done.map_or_else(|Stop(status)| status, |()| GOOD);
    status(done).max(status(said))
}

/// The books that the command line names, in its order; a pattern's by their paths.
pub(super) fn places(common: &Common) -> Result<Vec<Place>, Stop> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for given in &common.manifest {
        let pattern = given.to_str().filter(|text| text.contains(['*', '?', '[']) && !given.exists());
        let Some(pattern) = pattern else {
            paths.push(given.clone());
            continue;
        };
        let found =
            glob::glob(pattern).map_err(|error| stop(USAGE, &format!("'{pattern}' is not a pattern: {error}")))?;
        let before = paths.len();
        paths.extend(found.flatten().filter(|path| path.is_file()));
        if paths.len() == before {
            return Err(stop(FILES, &format!("no manifest fits '{pattern}'")));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    paths.iter().map(|path| place(path)).collect()
}

/// The one book that the command line names.
pub(super) fn the_place(common: &Common) -> Result<Place, Stop> {
    let mut places = places(common)?;
    match (places.pop(), places.is_empty()) {
        (Some(place), true) => Ok(place),
        _ => Err(stop(USAGE, "this command takes one book at a time")),
    }
}

fn place(manifest: &Path) -> Result<Place, Stop> {
    let inside = manifest.join("book.yaml");
    if manifest.is_dir() && !inside.is_file() {
        let words = format!("'{}' is a folder without a book.yaml; name the manifest", manifest.display());
        return Err(stop(FILES, &words));
    }
    let manifest = if manifest.is_dir() { &inside } else { manifest };
    let parent = manifest.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = manifest.file_name().and_then(|name| name.to_str());
    let (Some(name), true) = (name, manifest.is_file()) else {
        let words = format!(
            "there is no manifest '{}'; 'recto init' makes a new book, 'recto import PATH' one of what you have, -m FILE names another",
            manifest.display()
        );
        return Err(stop(FILES, &words));
    };
    let book = Folder::open(parent)
        .map_err(|error| stop(FILES, &format!("the folder '{}' cannot be read: {error}", parent.display())))?;
    Ok(Place { folder: parent.to_path_buf(), book, name: name.to_string() })
}

/// The time; says why where the environment tells a wrong one.
pub(super) fn time() -> Result<Clock, Stop> {
    clock::clock().map_err(|words| stop(USAGE, &words))
}

impl Place {
    /// Reads the book, or gives the findings that keep it from being read.
    pub(super) fn read(&self, clock: Clock, stock: &Stock) -> Result<Opened, (Sources, Diags)> {
        let bench = pipeline::open_with(self.book.clone(), &self.name, stock)?;
        let mut diags = Diags::new();
        let (given, dated) = pipeline::given(&bench, clock, &mut diags);
        Ok(Opened { bench, given, dated, diags })
    }
}

impl<'r> Run<'r> {
    /// Opens the one book that the command line names; says why where it cannot.
    pub(super) fn open(common: &Common, rules: &'r Rules) -> Result<Run<'r>, Stop> {
        let clock = time()?;
        let place = the_place(common)?;
        Run::of(&place, place.read(clock, &Stock::default()), rules)
    }

    /// A book that was read from `place`; says why where it could not.
    pub(super) fn of(
        place: &Place,
        opened: Result<Opened, (Sources, Diags)>,
        rules: &'r Rules,
    ) -> Result<Run<'r>, Stop> {
        let view = rules.view(&place.folder, &place.name);
        let Opened { bench, given, dated, diags } = opened.map_err(|(sources, diags)| {
            rules.show(rules.settle(&[], diags.iter()), &sources, &view);
            Stop(if diags.iter().any(|finding| finding.code == Code::Unreadable) { FILES } else { USAGE })
        })?;
        Ok(Run { rules, view, bench, given, dated, diags, folder: place.folder.clone() })
    }

    /// The edition of that name.
    pub(super) fn edition(&self, name: &str) -> Result<&Edition, Stop> {
        edition(&self.bench, name).map_err(|words| stop(USAGE, &format!("{}{words}", self.prefix())))
    }

    /// The manifest's folder before words about a book, where it is not the working one.
    pub(super) fn prefix(&self) -> String {
        match self.view.beside.as_str() {
            "" => String::new(),
            folder => format!("{folder}: "),
        }
    }

    /// All findings that bear on `editions`.
    pub(super) fn findings(&self, editions: &[&Built]) -> Vec<Diagnostic> {
        let bench = &self.bench;
        let mut all: Vec<&Diagnostic> =
            bench.diags.iter().chain(bench.common.iter()).chain(self.diags.iter()).collect();
        for built in editions {
            let edition = bench.manifest.editions.iter().find(|edition| edition.name.value == built.edition);
            all.extend(edition.into_iter().flat_map(|edition| bench.found_in(edition)));
        }
        for built in editions {
            all.extend(built.diags.iter());
        }
        self.rules.settle(&bench.manifest.lints, all.into_iter())
    }

    /// Whether nothing that counts as an error keeps this edition from being written.
    pub(super) fn sound(&self, built: &Built) -> bool {
        built.output.is_some() && self.findings(&[built]).iter().all(|finding| finding.severity != Severity::Error)
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
    pub(super) fn unwritten(&self, why: Unwritten) -> Stop {
        let mut diags = Diags::new();
        match why {
            Unwritten::Place(words) => {
                diags.push_help(Code::WriteFailed, None, words, "name another folder with -o, or make room there");
            }
            Unwritten::Gone(Gone(words)) => diags.push_help(Code::ChangedFile, None, words, Gone::HELP),
        }
        self.show(self.rules.settle(&[], diags.iter()), 0);
        Stop(FILES)
    }

    /// Shows findings of this book, so many editions of which were made.
    pub(super) fn show(&self, findings: Vec<Diagnostic>, editions: usize) -> Tally {
        self.rules.show(findings, &self.bench.sources, &View { editions, ..self.view.clone() })
    }

    /// How many warnings bear on an edition.
    pub(super) fn warnings(&self, built: &Built) -> usize {
        let findings = arranged(self.findings(&[built]), &self.bench.sources);
        findings.iter().filter(|finding| finding.severity == Severity::Warning).count()
    }
}

/// The edition of that name, or words about a name that the manifest does not have.
pub(super) fn edition<'b>(bench: &'b Bench, name: &str) -> Result<&'b Edition, String> {
    let all = &bench.manifest.editions;
    all.iter().find(|edition| edition.name.value == name).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|edition| edition.name.value.as_str()).collect();
        if Path::new(name).extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            // A shell has put file names in a pattern's place.
            return format!("'{name}' is not an edition; name each manifest with -m, or put a pattern in quotes");
        }
        let near = nearest(name, names.iter().copied(), &format!("the manifest has {}", names.join(", ")));
        format!("there is no edition '{name}'; {near}")
    })
}

/// Says why a run stops before it has a book.
pub(super) fn stop(status: u8, words: &str) -> Stop {
    // Where not even that can be said, the status says it.
    let _ = say::tell(&format!("recto: {words}\n"));
    Stop(status)
}
