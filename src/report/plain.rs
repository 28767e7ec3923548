//! One finding a line, for screen readers, editors and logs.

use super::prefix;
use crate::base::{Diagnostic, Place};

pub(super) fn render(finding: &Diagnostic, place: Option<&Place>) -> String {
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    let line =
        format!("{}{}[{}]: {}{help}", prefix(place), finding.severity.word(), finding.code.id(), finding.message);
    line.replace(['\n', '\r'], " ").replace(|c: char| c.is_control(), "\u{fffd}") + "\n"
}
