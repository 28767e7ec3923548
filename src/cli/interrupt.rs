//! A run that is ended from outside, as Ctrl-C does: the file that is just being written goes, and the run ends with a word.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use super::say;

/// The file beside its place that is being written.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Listens for Ctrl-C, and for what else ends a run from outside.
pub(super) fn listen() {
    // Where nobody can listen the run ends as the system ends it.
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        let ended = runtime.and_then(|runtime| {
            runtime.block_on(async {
                let mut signals = signals()?;
                Ok(std::future::poll_fn(|context| ended(&mut signals, context)).await)
            })
        });
        if let Ok(status) = ended {
            let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(path) = unfinished.take() {
                let _ = fs::remove_file(path);
            }
            let _ = say::tell("\nrecto: stopped; no file is left half written\n");
            std::process::exit(status);
        }
    });
}

/// Says which file is being written; none when it is in its place.
pub(super) fn writing(path: Option<&Path>) {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = path.map(Path::to_path_buf);
}

/// The signals that end a run, and the exit status of each as shells know it: 128 and the signal's number.
#[cfg(unix)]
fn signals() -> std::io::Result<[(tokio::signal::unix::Signal, i32); 3]> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok([
        (signal(SignalKind::interrupt())?, 130),
        (signal(SignalKind::terminate())?, 143),
        (signal(SignalKind::hangup())?, 129),
    ])
}

#[cfg(unix)]
fn ended(signals: &mut [(tokio::signal::unix::Signal, i32)], context: &mut Context) -> Poll<i32> {
    let mut arrived =
        signals.iter_mut().filter_map(|(signal, status)| signal.poll_recv(context).is_ready().then_some(*status));
    arrived.next().map_or(Poll::Pending, Poll::Ready)
}

/// Windows tells of Ctrl-C, and of a console that is closed.
#[cfg(windows)]
fn signals() -> std::io::Result<(tokio::signal::windows::CtrlC, tokio::signal::windows::CtrlClose)> {
    use tokio::signal::windows::{ctrl_c, ctrl_close};
    Ok((ctrl_c()?, ctrl_close()?))
}

#[cfg(windows)]
fn ended(
    (interrupt, close): &mut (tokio::signal::windows::CtrlC, tokio::signal::windows::CtrlClose),
    context: &mut Context,
) -> Poll<i32> {
    match (interrupt.poll_recv(context), close.poll_recv(context)) {
        (Poll::Ready(_), _) => Poll::Ready(130),
        (_, Poll::Ready(_)) => Poll::Ready(143),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    }
}
