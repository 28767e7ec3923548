//! What a long run is doing, on a terminal; in a pipe nothing.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::pipeline::Step;

/// How long a run may be silent.
const PATIENCE: Duration = Duration::from_millis(500);

/// One line on a terminal that is written over; sentences where nothing may be drawn over.
pub(super) struct Progress {
    started: Instant,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    None,
    Line,
    Sentences,
}

impl Progress {
    /// Begins to count the time. `plain` asks for sentences.
    pub(super) fn new(quiet: bool, plain: bool) -> Progress {
        let shown = !quiet && std::io::stderr().is_terminal();
        let form = match (shown, plain) {
            (false, _) => Form::None,
            (true, true) => Form::Sentences,
            (true, false) => Form::Line,
        };
        Progress { started: Instant::now(), form }
    }

    /// Tells of a step of the book that is `at` of `count`, if the run has been long.
    pub(super) fn step(&self, at: usize, count: usize, step: Step) {
        if self.started.elapsed() < PATIENCE {
            return;
        }
        let book = if count > 1 { format!("book {} of {count}: ", at + 1) } else { String::new() };
        let words = match step {
            Step::Binding(edition) => format!("{book}binding {edition}"),
            Step::Setting(edition) => format!("{book}setting {edition}"),
            Step::Writing(edition) => format!("{book}writing {edition}"),
        };
        let line = match self.form {
            Form::None => return,
            Form::Line => format!("\r\u{1b}[K{words} …"),
            Form::Sentences => format!("{words}\n"),
        };
        // In one piece, since threads tell of their own.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    /// Makes room for what is to stay.
    pub(super) fn clear(&self) {
        if self.form == Form::Line && self.started.elapsed() >= PATIENCE {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
