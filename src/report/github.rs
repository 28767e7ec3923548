//! Findings as workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use crate::base::{Diagnostic, Place, Severity};

pub(super) fn render(finding: &Diagnostic, place: Option<&Place>) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let at = place.map_or(String::new(), |p| format!("file={},line={},col={},", property(p.path), p.line, p.column));
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    format!("::{command} {at}title={}::{}\n", finding.code.id(), data(&format!("{}{help}", finding.message)))
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.replace(|c: char| c.is_control(), "\u{fffd}")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
