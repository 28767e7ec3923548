//! One finding as one JSON object on a line.

use serde::Serialize;

use crate::base::{Diagnostic, Place, Severity};

#[derive(Serialize)]
struct Record<'a> {
    kind: &'static str,
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    editions: &'a [String],
}

pub(super) fn render(finding: &Diagnostic, place: Option<&Place>) -> String {
    let record = Record {
        kind: "finding",
        code: finding.code.id(),
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        file: place.map(|p| p.path),
        line: place.map(|p| p.line),
        column: place.map(|p| p.column),
        editions: &finding.editions,
    };
    serde_json::to_string(&record).unwrap_or_default() + "\n"
}
