//! Which findings count and how they are shown.

use std::cell::RefCell;
use std::io::IsTerminal;
use std::path::Path;

use super::progress::Progress;
use super::{Color, Common, MessageFormat, say};
use crate::base::{self, Code, Diagnostic, Severity, Sources};
use crate::manifest::Lint;
use crate::report::{self, Form, Log, View};

/// What the command line says of findings.
pub(super) struct Rules {
    form: Form,
    weights: Weights,
    /// What is shown as one whole at the end.
    log: RefCell<Log>,
    /// Why the first thing could not be said that could not.
    unsaid: RefCell<Option<String>>,
}

/// What counts, and how much.
#[derive(Clone)]
pub(super) struct Weights {
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
        let deny_warnings = common.deny.iter().any(|id| id == "warnings");
        let weights = Weights { deny, deny_warnings, allow };
        Ok(Rules { form: form(common), weights, log: RefCell::default(), unsaid: RefCell::default() })
    }

    /// Whether results go out as data, one JSON object a line.
    pub(super) fn json(&self) -> bool {
        self.form == Form::Json
    }

    /// Whether the standard output belongs to data that words must not break.
    pub(super) fn data(&self) -> bool {
        matches!(self.form, Form::Json | Form::Sarif)
    }

    /// What counts, and how much.
    pub(super) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The findings that count, as [`Weights::settle`] has them.
    pub(super) fn settle<'a>(
        &self,
        lints: &[(Code, Lint)],
        findings: impl Iterator<Item = &'a Diagnostic>,
    ) -> Vec<Diagnostic> {
        self.weights.settle(lints, findings)
    }

    /// Shows findings, each once, in the order of their places. Data goes to the standard output, words to the standard error.
    pub(super) fn show(&self, findings: Vec<Diagnostic>, sources: &Sources, view: &View) -> Tally {
        let mut tally = Tally::default();
        let mut text = String::new();
        let mut log = self.log.borrow_mut();
        let mut told = base::arranged(findings, sources);
        for finding in &told {
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
        }
        if let Form::Human { .. } = self.form {
            told = report::folded(told, sources);
        }
        for finding in &told {
            text += &report::render(finding, sources, self.form, view, &mut log);
        }
        match self.form {
            Form::Json | Form::Github | Form::Sarif => self.give(&text),
            Form::Human { .. } | Form::Plain => self.tell(&text),
        }
        tally
    }

    /// Gives a result to the standard output.
    pub(super) fn give(&self, text: &str) {
        self.said(say::give(text.as_bytes()));
    }

    /// Tells words on the standard error.
    pub(super) fn tell(&self, words: &str) {
        self.said(say::tell(words));
    }

    fn said(&self, done: Result<(), String>) {
        if let Err(words) = done {
            self.unsaid.borrow_mut().get_or_insert(words);
        }
    }

    /// How findings in the book of that manifest in `folder` are shown.
    pub(super) fn view(&self, folder: &Path, manifest: &str) -> View {
        let beside = match folder.to_string_lossy().replace('\\', "/") {
            here if here == "." || here.is_empty() => String::new(),
            folder => format!("{}/", folder.trim_start_matches("./").trim_end_matches('/')),
        };
        let links = matches!(self.form, Form::Human { color: true }) && std::io::stderr().is_terminal();
        let absolute = folder.canonicalize().ok().filter(|_| links);
        let link = absolute.map(|folder| format!("file://{}/", report::uri(&folder.to_string_lossy())));
        View { beside, manifest: manifest.to_string(), link, editions: 0 }
    }

    /// How a long run shows what it is doing.
    pub(super) fn progress(&self, quiet: bool) -> Progress {
        let data = matches!(self.form, Form::Json | Form::Github | Form::Sarif);
        Progress::new(quiet || data, self.form == Form::Plain)
    }

    /// Gives out what is shown as one whole; words where something could not be said.
    pub(super) fn finish(self) -> Result<(), String> {
        if self.form == Form::Sarif {
            let whole = self.log.take().finish();
            self.give(&whole);
        }
        self.unsaid.into_inner().map_or(Ok(()), Err)
    }
}

impl Weights {
    /// The findings that count: without the allowed ones, the denied ones as errors. The command line holds over what the
    /// manifest says in `lints`.
    pub(super) fn settle<'a>(
        &self,
        lints: &[(Code, Lint)],
        findings: impl Iterator<Item = &'a Diagnostic>,
    ) -> Vec<Diagnostic> {
        let settled = findings.filter_map(|finding| {
            let lint = lints.iter().find(|(code, _)| *code == finding.code).map(|(_, lint)| *lint);
            let severity = match finding.severity {
                Severity::Error => Severity::Error,
                _ if self.allow.contains(&finding.code) => return None,
                _ if self.deny.contains(&finding.code) => Severity::Error,
                severity => match lint {
                    Some(Lint::Allow) => return None,
                    Some(Lint::Deny) => Severity::Error,
                    Some(Lint::Warn) => Severity::Warning,
                    None => severity,
                },
            };
            let denied = self.deny_warnings && severity == Severity::Warning;
            Some(Diagnostic { severity: if denied { Severity::Error } else { severity }, ..finding.clone() })
        });
        settled.collect()
    }
}

/// Words about a code that does not exist, with the nearest that does.
pub(super) fn unknown_code(id: &str) -> String {
    let near = nearest(id, Code::ALL.iter().map(|code| code.id()), "`recto explain` lists them");
    format!("there is no code '{id}'; {near}")
}

/// `did you mean 'x'?` where something near is known, else these words.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>, or: &str) -> String {
    base::nearest(word, known).map_or(or.to_string(), |near| format!("did you mean '{near}'?"))
}

fn form(common: &Common) -> Form {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let accessible = set("ACCESSIBLE") && std::env::var_os("ACCESSIBLE").is_some_and(|value| value != "0");
    match common.message_format {
        None if accessible => Form::Plain,
        Some(MessageFormat::Plain) => Form::Plain,
        Some(MessageFormat::Json) => Form::Json,
        Some(MessageFormat::Github) => Form::Github,
        Some(MessageFormat::Sarif) => Form::Sarif,
        None | Some(MessageFormat::Human) => Form::Human {
            color: match common.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => std::io::stderr().is_terminal() && !set("NO_COLOR") && !set("CI"),
            },
        },
    }
}
