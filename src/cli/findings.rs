//! Which findings count and how they are shown.

use std::io::{IsTerminal, Write};

use super::{Color, Common, MessageFormat};
use crate::base::{self, Code, Diagnostic, Severity, Sources};
use crate::report::{self, Form};

/// What the command line says of findings.
pub(super) struct Rules {
    form: Form,
    deny: Vec<Code>,
    deny_warnings: bool,
    allow: Vec<Code>,
}

/// How many findings of each severity were shown.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Rules {
    /// The rules, or words about a code that does not exist.
    pub(super) fn new(common: &Common) -> Result<Rules, String> {
        let code = |id: &String| Code::from_id(id).ok_or_else(|| unknown_code(id));
        let named = common.deny.iter().filter(|id| *id != "warnings");
        let deny = named.map(code).collect::<Result<Vec<Code>, String>>()?;
        let allow = common.allow.iter().map(code).collect::<Result<Vec<Code>, String>>()?;
        if let Some(code) = allow.iter().find(|code| code.severity() == Severity::Error) {
            return Err(format!(
                "'{}' is an error: an edition with it would be wrong, so it cannot be allowed",
                code.id()
            ));
        }
        Ok(Rules { form: form(common), deny, deny_warnings: common.deny.iter().any(|id| id == "warnings"), allow })
    }

    /// Whether results go out as data, one JSON object a line.
    pub(super) fn json(&self) -> bool {
        self.form == Form::Json
    }

    /// The findings that count: without the allowed ones, the denied ones as errors.
    pub(super) fn settle<'a>(&self, findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
        let kept = findings.filter(|f| f.severity == Severity::Error || !self.allow.contains(&f.code));
        kept.cloned()
            .map(|mut finding| {
                if self.deny.contains(&finding.code) || (self.deny_warnings && finding.severity == Severity::Warning) {
                    finding.severity = Severity::Error;
                }
                finding
            })
            .collect()
    }

    /// Shows findings, each once, in order. Data goes to the standard output, words to the standard error.
    pub(super) fn show(&self, findings: &[Diagnostic], sources: &Sources) -> Tally {
        let mut tally = Tally::default();
        let mut text = String::new();
        for finding in distinct(findings) {
            text += &report::render(finding, sources, self.form);
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
        }
        // A reader that has gone away is nobody's error.
        let _ = match self.form {
            Form::Json | Form::Github => std::io::stdout().write_all(text.as_bytes()),
            Form::Human { .. } | Form::Plain => std::io::stderr().write_all(text.as_bytes()),
        };
        tally
    }
}

/// Findings each once, in order.
pub(super) fn distinct(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let mut seen = std::collections::BTreeSet::new();
    findings.iter().filter(move |f| seen.insert((f.code, f.at, f.message.as_str())))
}

/// Words about a code that does not exist, with the nearest that does.
pub(super) fn unknown_code(id: &str) -> String {
    let near = nearest(id, Code::ALL.iter().map(|code| code.id()));
    format!("there is no code '{id}'{near}; `recto explain` lists them")
}

/// `; did you mean 'x'?` where something near is known.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    base::nearest(word, known).map_or(String::new(), |near| format!("; did you mean '{near}'?"))
}

fn form(common: &Common) -> Form {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let accessible = set("ACCESSIBLE") && std::env::var_os("ACCESSIBLE").is_some_and(|value| value != "0");
    match common.message_format {
        None if accessible => Form::Plain,
        Some(MessageFormat::Plain) => Form::Plain,
        Some(MessageFormat::Json) => Form::Json,
        Some(MessageFormat::Github) => Form::Github,
        None | Some(MessageFormat::Human) => Form::Human {
            color: match common.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => std::io::stderr().is_terminal() && !set("NO_COLOR") && !set("CI"),
            },
        },
    }
}
