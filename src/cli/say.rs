//! What is said: results on the standard output, words on the standard error.

use std::io::{self, ErrorKind, Write};

use super::run::{Stop, stop};
use super::{FILES, GOOD};

/// Gives text or data to the standard output; words where it can't be written.
pub(super) fn give(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    unless_gone(out.write_all(bytes).and_then(|()| out.flush()), "output")
}

/// Tells words on the standard error; words where they can't be written.
pub(super) fn tell(words: &str) -> Result<(), String> {
    unless_gone(io::stderr().write_all(words.as_bytes()), "error")
}

/// An answer that is the whole of a command's work; gives its exit status.
pub(super) fn answer(bytes: &[u8]) -> u8 {
    give(bytes).map_or_else(
        |words| {
            let Stop(status) = stop(FILES, &words);
            status
        },
        |()| GOOD,
    )
}

/// A reader that has gone away is nobody's error.
fn unless_gone(done: io::Result<()>, which: &str) -> Result<(), String> {
    match done {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("the standard {which} cannot be written: {error}"))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
