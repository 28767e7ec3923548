//! `recto build` and `recto check`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::findings::{Rules, Tally, nearest};
use super::output::Unwritten;
use super::run::{Opened, Run, Stop, edition, places, ruled, stop, time};
use super::{Common, FILES, USAGE, depfile, output};
use crate::manifest::SourceEntry;
use crate::pass::Given;
use crate::pipeline::{self, Bench, Built, Job, Step, Stock};
use crate::style::Shop;

/// How many ids are named where none is near.
const IDS_NAMED: usize = 20;

/// What `build` is asked for besides the books.
pub(super) struct Order<'a> {
    /// The editions; all where none is named.
    pub(super) editions: &'a [String],
    /// The ids or the files of the only chapters.
    pub(super) only: &'a [String],
    /// Where the files go; `dist` beside each manifest if nowhere is named.
    pub(super) output: Option<&'a Path>,
    /// Where to write which files the books depend on.
    pub(super) depfile: Option<&'a Path>,
}

pub(super) fn build(common: &Common, order: &Order) -> u8 {
    let started = Instant::now();
    let mut rules_of_make = String::new();
    ruled(common, |rules| {
        let mut written: Vec<PathBuf> = Vec::new();
        each_book(common, rules, order.editions, order.only, &[], |run, built| {
            let tally = show(run, built);
            let folder = order.output.map_or_else(|| run.folder.join("dist"), Path::to_path_buf);
            let (mut targets, mut gone) = (Vec::new(), Ok(()));
            for edition in built.iter().filter(|edition| run.sound(edition)) {
                let Some(output) = &edition.output else { continue };
                let part =
                    chosen(&run.bench, order.only).into_iter().flatten().map(|id| format!("-{id}")).collect::<String>();
                let slug = output::slug(&run.bench.manifest.metadata.title.value);
                let name = format!("{slug}-{}{part}{}", edition.edition, edition.ending());
                let path = folder.join(&name);
                if written.contains(&path) {
                    let words = format!(
                        "{}'{}' was written for another book; leave out -o, or change a title",
                        run.prefix(),
                        path.display()
                    );
                    return Err(stop(USAGE, &words));
                }
                let path = match output::write(&folder, &name, output) {
                    Ok(path) => path,
                    Err(why @ Unwritten::Place(_)) => return Err(run.unwritten(why)),
                    // The others may be made of other files.
                    Err(why @ Unwritten::Gone(_)) => {
                        gone = Err(run.unwritten(why));
                        continue;
                    }
                };
                if !common.quiet && (run.rules.json() || !run.rules.data()) {
                    say(run, edition, &path, output.len(), started);
                }
                written.push(path.clone());
                targets.push(path);
            }
            rules_of_make += &depfile::rule(&targets, &run.folder, &run.bench.files());
            sum_up(common, run, &tally, built, false);
            run.status(tally.errors).and(gone)
        })?;
        match order.depfile {
            Some(path) => output::write_at(path, rules_of_make.as_bytes())
                .map_or_else(|words| Err(stop(FILES, &words)), |_| Ok(())),
            None => Ok(()),
        }
    })
}

pub(super) fn check(common: &Common, editions: &[String], shops: &[String]) -> u8 {
    ruled(common, |rules| {
        let shops: Vec<Shop> =
            Shop::ALL.iter().filter(|(name, _)| shops.iter().any(|shop| shop == name)).map(|(_, shop)| *shop).collect();
        each_book(common, rules, editions, &[], &shops, |run, built| {
            let tally = show(run, built);
            sum_up(common, run, &tally, built, true);
            run.status(tally.errors)
        })
    })
}

/// Builds what the command line asks for of each book it names, and tells of each in order. The status is the gravest.
fn each_book(
    common: &Common,
    rules: &Rules,
    editions: &[String],
    only: &[String],
    shops: &[Shop],
    mut tell: impl FnMut(&Run, &[Built]) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let clock = time()?;
    let places = places(common)?;
    let (progress, stock) = (rules.progress(common.quiet), Stock::default());
    let mut gravest = Ok(());
    let work = |at: usize| {
        let opened: Result<Opened, _> = places[at].read(clock, &stock);
        let told = |step: Step| progress.step(at, places.len(), step);
        let built = opened.as_ref().ok().map(|opened| made(&opened.bench, opened.given, editions, only, shops, &told));
        (opened, built)
    };
    pipeline::side_by_side(places.len(), common.jobs.map_or(0, usize::from), work, |at, (opened, built)| {
        progress.clear();
        let told = Run::of(&places[at], opened, rules).and_then(|run| match built {
            Some(Ok(built)) => {
                let told = tell(&run, &built);
                if places.len() == 1 {
                    // The run ends here: the system takes all memory back sooner than it is given up piece by piece.
                    std::mem::forget((run, built));
                }
                told
            }
            Some(Err(words)) => Err(stop(USAGE, &format!("{}{words}", run.prefix()))),
            None => Ok(()),
        });
        if let Err(Stop(status)) = told
            && gravest.as_ref().map_or_else(|Stop(before)| *before, |()| 0) < status
        {
            gravest = Err(Stop(status));
        }
    });
    gravest
}

/// Builds editions of a book; words where it has no edition or no chapter of a name.
pub(super) fn made(
    bench: &Bench,
    given: Given,
    editions: &[String],
    only: &[String],
    shops: &[Shop],
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Vec<Built>, String> {
    for name in editions {
        edition(bench, name)?;
    }
    let only = chosen(bench, only)?;
    Ok(pipeline::build(bench, &Job { editions, only: &only, shops, given, counted: false, threads: 0, progress })
        .editions)
}

/// The ids of the chapters that are named by their ids or by their files; words about a name that no chapter has.
fn chosen(bench: &Bench, only: &[String]) -> Result<Vec<String>, String> {
    let entries: Vec<&SourceEntry> = bench.manifest.editions.iter().flat_map(|e| bench.entries_of(e)).collect();
    let id = |name: &String| {
        let path = name.trim_start_matches("./");
        let by_id = entries.iter().find(|entry| entry.id.value == *name);
        let by_path = || entries.iter().find(|entry| entry.path.value == path);
        if let Some(entry) = by_id.or_else(by_path).or_else(|| the_file(&entries, path)) {
            return Ok(entry.id.value.clone());
        }
        let mut ids: Vec<&str> = Vec::new();
        for entry in &entries {
            if !ids.contains(&entry.id.value.as_str()) {
                ids.push(&entry.id.value);
            }
        }
        let stem = path.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or(path);
        let more = if ids.len() > IDS_NAMED { ", …" } else { "" };
        let all = format!("the manifest has {}{more}", ids[..ids.len().min(IDS_NAMED)].join(", "));
        Err(format!("there is no chapter '{name}'; {}", nearest(stem, ids.iter().copied(), &all)))
    };
    only.iter().map(id).collect()
}

/// The only entry whose file has that name, in whichever folder.
fn the_file<'e, 'b>(entries: &'e [&'b SourceEntry], name: &str) -> Option<&'e &'b SourceEntry> {
    let mut named = entries.iter().filter(|entry| entry.path.value.rsplit('/').next() == Some(name));
    let first = named.next()?;
    named.all(|other| other.path.value == first.path.value).then_some(first)
}

/// Shows all findings of these editions.
pub(super) fn show(run: &Run, built: &[Built]) -> Tally {
    run.show(run.findings(&built.iter().collect::<Vec<_>>()), built.len())
}

/// Tells of a file that was written for an edition.
pub(super) fn say(run: &Run, edition: &Built, path: &Path, bytes: u64, started: Instant) {
    let millis = started.elapsed().as_millis();
    let line = if run.rules.json() {
        let record = serde_json::json!({
            "kind": "edition", "name": edition.edition, "file": path.to_string_lossy(), "bytes": bytes,
            "pages": edition.pages, "chapters": edition.chapters, "milliseconds": millis as u64,
        });
        format!("{record}\n")
    } else {
        let extent = match (edition.pages, edition.chapters) {
            (Some(1), _) => "1 page".to_string(),
            (Some(pages), _) => format!("{pages} pages"),
            (None, 1) => "1 chapter".to_string(),
            (None, chapters) => format!("{chapters} chapters"),
        };
        format!("{}  {}  {extent}  {}.{:02} s\n", path.display(), output::size(bytes), millis / 1000, millis / 10 % 100)
    };
    run.rules.give(&line);
}

/// Counts what was found, and names the editions that errors kept back.
pub(super) fn sum_up(common: &Common, run: &Run, tally: &Tally, built: &[Built], checked: bool) {
    if common.quiet || run.rules.data() {
        return;
    }
    let count = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let parts: Vec<String> =
        [count(tally.errors, "error"), count(tally.warnings, "warning"), count(tally.notes, "note")]
            .into_iter()
            .flatten()
            .collect();
    if !parts.is_empty() {
        run.rules.tell(&format!("{}\n", parts.join(", ")));
    }
    // Who waits for an answer gets one; a pipe has the exit status.
    if checked && parts.is_empty() && std::io::stderr().is_terminal() {
        let names: Vec<&str> = built.iter().map(|edition| edition.edition.as_str()).collect();
        run.rules.tell(&format!("{}nothing to mend: {}\n", run.prefix(), names.join(", ")));
    }
    let left: Vec<&str> = built.iter().filter(|edition| !run.sound(edition)).map(|e| e.edition.as_str()).collect();
    if !left.is_empty() {
        let what = if checked { "would not be written" } else { "not written" };
        run.rules.tell(&format!("{}{what} because of errors: {}\n", run.prefix(), left.join(", ")));
    }
}
