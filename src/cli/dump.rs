//! `recto dump`.

use clap::ValueEnum;

use super::run::{Run, ruled, stop};
use super::{Common, USAGE};
use crate::manifest::Format;
use crate::pipeline::{self, Intermediate};

/// The forms that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// The document as the passes bound it
    Model,
    /// Its chapters in lines and blocks, without pages
    Galley,
    /// Its pages, links and structure
    Pages,
}

pub(super) fn dump(common: &Common, form: Form, edition: Option<&str>, json: bool) -> u8 {
    ruled(common, |rules| {
        let run = Run::open(common, rules)?;
        let form = match form {
            Form::Model => Intermediate::Model,
            Form::Galley => Intermediate::Galley,
            Form::Pages => Intermediate::Pages,
        };
        let has_it = |format: Format| form == Intermediate::Model || format != Format::Epub;
        let edition = match edition {
            Some(name) => run.edition(name)?,
            None => match run.bench.manifest.editions.iter().find(|edition| has_it(edition.format)) {
                Some(edition) => edition,
                None => return Err(stop(USAGE, "the manifest has no edition with pages")),
            },
        };
        let (text, diags) = pipeline::dump(&run.bench, edition, form, json, run.given);
        let mut findings = run.findings(&[]);
        findings.extend(run.rules.settle(&run.bench.manifest.lints, diags.iter()));
        let tally = run.show(findings, 1);
        rules.give(&text);
        run.status(tally.errors)
    })
}
