//! `recto release`.

use std::path::Path;

use super::run::{Run, ruled, stop};
use super::{Common, USAGE, WRONG, build, output};
use crate::base::{Code, date};
use crate::pipeline::{self, Step};

pub(super) fn release(common: &Common, tag: Option<&str>, folder: Option<&Path>) -> u8 {
    ruled(common, |rules| {
        let mut run = Run::open(common, rules)?;
        let written = run.bench.manifest.metadata.facts.version.as_ref().map(|version| version.value.clone());
        let tagged = tag.map(|tag| tag.strip_prefix('v').unwrap_or(tag).to_string());
        let Some(version) = tagged.or(written) else {
            return Err(stop(USAGE, "a release needs a version: write `version:` into the manifest, or give --tag"));
        };
        // It becomes part of file names.
        if version.is_empty() || !version.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+".contains(c)) {
            return Err(stop(USAGE, &format!("'{version}' is no version: letters, digits and .-_+ make one")));
        }
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
        let work = |_| build::made(bench, given, &[], &[], &[], &told);
        pipeline::side_by_side(1, threads, work, |_, editions| built = editions.unwrap_or_default());
        progress.clear();
        let tally = build::show(&run, &built);
        run.status(tally.errors)?;
        if let Some(edition) = built.iter().find(|edition| edition.bytes.is_none()) {
            return Err(stop(WRONG, &format!("the edition '{}' could not be made", edition.edition)));
        }
        let slug = output::slug(&run.bench.manifest.metadata.title.value);
        let modified = date::instant(run.given.modified);
        let folder = folder.map_or_else(|| run.folder.join("dist"), Path::to_path_buf);
        let warnings: Vec<usize> = built.iter().map(|edition| run.warnings(edition)).collect();
        for file in pipeline::release(&run.bench, built, &warnings, &slug, &version, modified) {
            let path = output::write(&folder, &file.name, &file.bytes).map_err(|words| run.unwritten(words))?;
            if !common.quiet && !run.rules.data() {
                println!("{}  {}", path.display(), output::size(file.bytes.len()));
            }
        }
        Ok(())
    })
}
