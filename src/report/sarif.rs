//! Findings as one SARIF log, which code hosts and editors read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde_json::{Value, json};

use super::uri;
use crate::base::{Code, Diagnostic, Place};

/// The findings of a run, gathered: a log is one object.
#[derive(Debug, Default)]
pub struct Log {
    found: Vec<(Code, Value)>,
}

impl Log {
    /// Takes one finding up. SARIF's levels are our severities, word for word. One without a place has the first line of
    /// `manifest`: GitHub refuses a log with a result that has none.
    pub(super) fn add(&mut self, finding: &Diagnostic, place: Option<&Place>, manifest: &str) {
        let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let path = place.map_or(manifest, |place| place.path);
        let region = match place {
            Some(Place { line, column, width, .. }) => {
                json!({ "startLine": line, "startColumn": column, "endColumn": column + width })
            }
            None => json!({ "startLine": 1 }),
        };
        let mut result = json!({
            "ruleId": finding.code.id(),
            "level": finding.severity.word(),
            "message": { "text": format!("{}{help}", finding.message) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(path), "uriBaseId": "%SRCROOT%" },
                "region": region,
            }}],
        });
        if !finding.editions.is_empty() {
            result["properties"] = json!({ "editions": finding.editions });
        }
        self.found.push((finding.code, result));
    }

    /// The log, its line feed included.
    pub fn finish(self) -> String {
        let mut codes: Vec<Code> = self.found.iter().map(|(code, _)| *code).collect();
        codes.sort();
        codes.dedup();
        let rules: Vec<Value> = codes
            .iter()
            .map(|code| {
                json!({
                    "id": code.id(),
                    "shortDescription": { "text": code.id().replace('-', " ") },
                    "fullDescription": { "text": code.explain() },
                    "help": { "text": format!("{} `recto explain {}` says the same.", code.explain(), code.id()) },
                    "defaultConfiguration": { "level": code.severity().word() },
                })
            })
            .collect();
        let results: Vec<Value> = self
            .found
            .into_iter()
            .map(|(code, mut result)| {
                result["ruleIndex"] = json!(codes.binary_search(&code).unwrap_or_default());
                result
            })
            .collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "Recto",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
    }
}
