//! Ctrl-C: the file that is just being written goes, and the run ends with a word.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file beside its place that is being written.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// As shells know a command that Ctrl-C ended: 128 and the signal's number.
const INTERRUPTED: i32 = 130;

/// Listens for Ctrl-C, and for what else ends a run from outside.
pub(super) fn listen() {
    // Where no handler can be set the run ends as the system ends it.
    let _ = ctrlc::set_handler(|| {
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = unfinished.take() {
            let _ = fs::remove_file(path);
        }
        eprintln!("\nrecto: stopped; no file is left half written");
        std::process::exit(INTERRUPTED);
    });
}

/// Says which file is being written; none when it is in its place.
pub(super) fn writing(path: Option<&Path>) {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = path.map(Path::to_path_buf);
}
