//! `recto release`.

use std::path::Path;
use std::time::Instant;

use super::output::Unwritten;
use super::run::{Run, Stop, ruled, stop};
use super::{Common, USAGE, WRONG, build, output};
use crate::base::{Code, date};
use crate::pipeline::{self, Built, Job, Step};

pub(super) fn release(common: &Common, tag: Option<&str>, folder: Option<&Path>) -> u8 {
    let started = Instant::now();
    ruled(common, |rules| {
        let mut run = Run::open(common, rules)?;
        let version = version(&run, tag)?;
        // What the book prints and what its files are called are one version.
        if let Some(own) = &mut run.bench.manifest.metadata.facts.version {
            own.value.clone_from(&version);
        }
        if !run.dated {
            let at = run.bench.manifest.site(run.bench.manifest.metadata.title.span);
            run.diags.push_help(
                Code::ReleaseDate,
                at,
                "a release needs a date that does not change",
                "write `date:` into the manifest, or set SOURCE_DATE_EPOCH",
            );
        }
        let threads = common.jobs.map_or(0, usize::from);
        let mut built = Vec::new();
        let progress = rules.progress(common.quiet);
        let told = |step: Step| progress.step(0, 1, step);
        let (bench, given) = (&run.bench, run.given);
        let job = Job { editions: &[], only: &[], shops: &[], given, counted: true, threads: 0, progress: &told };
        pipeline::side_by_side(1, threads, |_| pipeline::build(bench, &job), |_, outcome| built = outcome.editions);
        progress.clear();
        let tally = build::show(&run, &built);
        let silent = common.quiet || run.rules.data();
        if tally.errors > 0 {
            build::sum_up(common, &run, &tally, &built, false);
            if !silent {
                let words = "a release has every edition, so none of its files was written";
                rules.tell(&format!("{}{words}\n", run.prefix()));
            }
            return run.status(tally.errors);
        }
        if let Some(edition) = built.iter().find(|edition| edition.output.is_none()) {
            return Err(stop(WRONG, &format!("the edition '{}' could not be made", edition.edition)));
        }
        let slug = output::slug(&run.bench.manifest.metadata.title.value);
        let modified = date::instant(run.given.modified);
        let folder = folder.map_or_else(|| run.folder.join("dist"), Path::to_path_buf);
        let warnings: Vec<usize> = built.iter().map(|edition| run.warnings(edition)).collect();
        let files = pipeline::release(&run.bench, &built, &warnings, &slug, &version, modified);
        for file in files.map_err(|gone| run.unwritten(Unwritten::Gone(gone)))? {
            let path = output::write(&folder, &file.name, &file.output).map_err(|why| run.unwritten(why))?;
            if !common.quiet && (run.rules.json() || !run.rules.data()) {
                match file.edition {
                    Some(edition) => build::say(&run, edition, &path, file.output.len(), started),
                    None => beside(&run, &path, file.output.len()),
                }
            }
        }
        build::sum_up(common, &run, &tally, &built, false);
        if !silent {
            others(&run, &folder, &built, &slug, &version);
        }
        Ok(())
    })
}

/// The version of a release: what the tag says, without the 'v' before its number, else what the manifest says.
fn version(run: &Run, tag: Option<&str>) -> Result<String, Stop> {
    let written = run.bench.manifest.metadata.facts.version.as_ref().map(|version| version.value.as_str());
    let numbered = |tag: &str| tag.starts_with(|c: char| c.is_ascii_digit());
    let tagged = tag.map(|tag| tag.strip_prefix('v').filter(|rest| numbered(rest)).unwrap_or(tag));
    let Some(version) = tagged.or(written) else {
        return Err(stop(USAGE, "a release needs a version: write `version:` into the manifest, or give --tag"));
    };
    if version.is_empty() || !version.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+".contains(c)) {
        let said = if tag.is_some() { "--tag" } else { "`version:` of the manifest" };
        let words = format!(
            "{said} says '{version}', which cannot stand in the names of files; write letters, digits and . - _ + alone, such as 1.2.0"
        );
        return Err(stop(USAGE, &words));
    }
    Ok(version.to_string())
}

/// Tells of a file that stands beside the editions.
fn beside(run: &Run, path: &Path, bytes: u64) {
    let line = if run.rules.json() {
        format!("{}\n", serde_json::json!({ "kind": "file", "file": path.to_string_lossy(), "bytes": bytes }))
    } else {
        format!("{}  {}\n", path.display(), output::size(bytes))
    };
    run.rules.give(&line);
}

/// Says which files of other versions stand in the folder: they are not Recto's to take away, and not of this release.
fn others(run: &Run, folder: &Path, built: &[Built], slug: &str, version: &str) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    files.sort();
    let others = pipeline::of_other_versions(files, built, slug, version);
    if !others.is_empty() {
        run.rules.tell(&format!(
            "{}files of other versions are still in {}: {}; SHA256SUMS lists those of {version} alone\n",
            run.prefix(),
            folder.display(),
            others.join(", ")
        ));
    }
}
