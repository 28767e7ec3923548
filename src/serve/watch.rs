//! Sees that a file of the book was saved.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};

use super::Desk;

/// How long nothing may happen before a save counts as done: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(12);
/// How often files are looked at where the system cannot tell of changes.
const OFTEN: Duration = Duration::from_millis(400);
/// Folders in which tools write.
const ASIDE: [&str; 3] = ["dist", "target", "node_modules"];

/// Reads the book anew after each change of its folder, for as long as the process lives.
pub(super) fn start(desk: Arc<Desk>) -> io::Result<()> {
    // The names that the system tells of are those of the folder itself, not of a link to it.
    let folder = desk.folder.canonicalize()?;
    let (tell, told) = channel();
    let hear = move |event: notify::Result<Event>| {
        // Nobody hears it once the process ends.
        let _ = tell.send(event);
    };
    let watch =
        |mut watcher: Box<dyn Watcher + Send>| watcher.watch(&folder, RecursiveMode::Recursive).map(|()| watcher);
    let native = notify::recommended_watcher(hear.clone()).and_then(|watcher| watch(Box::new(watcher)));
    let polled = || PollWatcher::new(hear, Config::default().with_poll_interval(OFTEN));
    let watcher = native
        .or_else(|_| polled().and_then(|watcher| watch(Box::new(watcher))))
        .map_err(|error| io::Error::other(error.to_string()))?;
    std::thread::spawn(move || {
        // It watches for as long as it is held.
        let _watcher = watcher;
        while changed(&told, &folder) {
            desk.read();
        }
    });
    Ok(())
}

/// Waits for a change and for the quiet behind it; false where none can come any more.
fn changed(told: &Receiver<notify::Result<Event>>, folder: &Path) -> bool {
    loop {
        match told.recv() {
            Err(_) => return false,
            Ok(event) if !bears(&event, folder) => {}
            Ok(_) => {
                while told.recv_timeout(QUIET).is_ok() {}
                return true;
            }
        }
    }
}

/// Whether an event may have changed the book. What the system could not tell of may have.
fn bears(event: &notify::Result<Event>, folder: &Path) -> bool {
    let Ok(event) = event else { return true };
    let kind = match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    };
    kind && event.paths.iter().any(|path| !is_aside(path, folder))
}

/// Whether a file lies in a hidden folder or one in which tools write, or is hidden itself.
fn is_aside(path: &Path, folder: &Path) -> bool {
    let inside: PathBuf = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
    let names = inside.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let mut names = names.peekable();
    let first = names.peek().copied();
    first.is_some_and(|name| ASIDE.contains(&name)) || names.any(|name| name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, MetadataKind};

    use super::*;

    #[test]
    fn what_the_book_is_made_of_bears_on_it() {
        let folder = Path::new("/books/one");
        let event = |kind, path: &str| Ok(Event::new(kind).add_path(folder.join(path)));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(bears(&event(written, "book/a.md"), folder));
        assert!(bears(&event(EventKind::Create(CreateKind::File), "book.yaml"), folder));
        assert!(!bears(&event(EventKind::Access(AccessKind::Any), "book/a.md"), folder));
        assert!(!bears(&event(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), "book/a.md"), folder));
        for aside in ["dist/one-ebook.epub", ".git/index", "book/.a.md.swp"] {
            assert!(!bears(&event(written, aside), folder), "{aside}");
        }
    }
}
