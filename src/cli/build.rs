//! `recto build` and `recto check`.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use super::findings::{Tally, nearest};
use super::run::{Run, Stop, stop};
use super::{Common, GOOD, USAGE, output};
use crate::base::Diagnostic;
use crate::pipeline::{self, Built, Job};
use crate::style::Shop;

pub(super) fn build(common: &Common, editions: &[String], only: &[String], folder: Option<&Path>) -> u8 {
    let started = Instant::now();
    let work = || {
        let run = Run::open(common)?;
        let built = set(&run, editions, only, &[])?;
        let tally = show(&run, &built);
        let folder = folder.map_or_else(|| run.folder.join("dist"), Path::to_path_buf);
        for edition in built.iter().filter(|edition| run.sound(edition)) {
            let Some(bytes) = &edition.bytes else { continue };
            let part = only.iter().map(|id| format!("-{id}")).collect::<String>();
            let slug = output::slug(&run.bench.manifest.metadata.title.value);
            let name = format!("{slug}-{}{part}{}", edition.edition, edition.ending());
            let path = output::write(&folder, &name, bytes).map_err(|words| run.unwritten(words))?;
            if !common.quiet {
                say(&run, edition, &path, bytes.len(), started);
            }
        }
        sum_up(common, &run, &tally, &built);
        run.status(tally.errors)
    };
    match work() {
        Ok(()) => GOOD,
        Err(Stop(status)) => status,
    }
}

pub(super) fn check(common: &Common, editions: &[String], shops: &[String]) -> u8 {
    let work = || {
        let run = Run::open(common)?;
        let shops: Vec<Shop> =
            Shop::ALL.iter().filter(|(name, _)| shops.iter().any(|shop| shop == name)).map(|(_, shop)| *shop).collect();
        let built = set(&run, editions, &[], &shops)?;
        let tally = show(&run, &built);
        sum_up(common, &run, &tally, &built);
        run.status(tally.errors)
    };
    match work() {
        Ok(()) => GOOD,
        Err(Stop(status)) => status,
    }
}

/// Builds what the command line asks for, nothing where the manifest itself is wrong.
pub(super) fn set(run: &Run, editions: &[String], only: &[String], shops: &[Shop]) -> Result<Vec<Built>, Stop> {
    run.known(editions)?;
    let all: Vec<String> =
        run.bench.manifest.editions.iter().flat_map(|e| run.bench.entries_of(e)).map(|e| e.id.value.clone()).collect();
    if let Some(id) = only.iter().find(|id| !all.contains(id)) {
        let near = nearest(id, all.iter().map(String::as_str));
        return Err(stop(USAGE, &format!("there is no chapter '{id}'{near}")));
    }
    let job = Job { editions, only, shops, given: run.given, threads: run.threads };
    Ok(pipeline::build(&run.bench, &job).editions)
}

/// Shows all findings of these editions.
pub(super) fn show(run: &Run, built: &[Built]) -> Tally {
    let findings: Vec<Diagnostic> = run.findings(&built.iter().collect::<Vec<_>>());
    run.rules.show(&findings, &run.bench.sources)
}

fn say(run: &Run, edition: &Built, path: &Path, bytes: usize, started: Instant) {
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
    // A reader that has gone away is nobody's error.
    let _ = std::io::stdout().write_all(line.as_bytes());
}

fn sum_up(common: &Common, run: &Run, tally: &Tally, built: &[Built]) {
    if common.quiet || run.rules.json() {
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
        eprintln!("{}", parts.join(", "));
    }
    let left: Vec<&str> = built.iter().filter(|edition| !run.sound(edition)).map(|e| e.edition.as_str()).collect();
    if !left.is_empty() {
        eprintln!("not written because of errors: {}", left.join(", "));
    }
}
