//! The date of modification: SOURCE_DATE_EPOCH, else `modified`, else `date`, else today with a note.

use super::Bench;
use crate::base::{Code, Diags, date};
use crate::pass::Given;

/// What the command knows of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// SOURCE_DATE_EPOCH, in seconds since 1970 UTC.
    pub epoch: Option<i64>,
    /// The beginning of today in UTC, in seconds since 1970.
    pub today: i64,
}

/// The date that goes into files, and whether the book itself or the environment fixes it.
pub fn given(bench: &Bench, clock: Clock, diags: &mut Diags) -> (Given, bool) {
    let manifest = &bench.manifest;
    let facts = &manifest.metadata.facts;
    let written = facts.modified.as_ref().map(|m| m.value);
    let published = || facts.date.as_ref().and_then(|date| date::beginning(&date.value));
    match clock.epoch.or(written).or_else(published) {
        Some(modified) => (Given { modified }, true),
        // A date that is wrong is missing only until it is put right.
        None if bench.diags.has_errors() => (Given { modified: clock.today }, false),
        None => {
            let at = manifest.site(manifest.metadata.title.span);
            let help = "write `date:` into the manifest, or set SOURCE_DATE_EPOCH, and the same book always gives the same bytes";
            diags.push_help(Code::NoDate, at, "no date is given, so today's stands in the files", help);
            (Given { modified: clock.today }, false)
        }
    }
}
