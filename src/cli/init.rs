//! `recto init`: a new book that builds at once and explains itself. It asks nothing and overwrites nothing.

use std::path::{Path, PathBuf};

use super::run::{Stop, stop};
use super::{Common, FILES, GOOD, USAGE, clock, output, say};
use crate::base::date;
use crate::manifest::{self, New};
use crate::reader::title_of_stem;

/// What stands below `recto init --help`.
pub(super) const EXAMPLES: &str = "\
Examples:
  recto init my-book              book.yaml and two short chapters in my-book/
  recto init                      the same in this folder
  cd my-book && recto build       the EPUB and the PDF, into dist/

The title comes from the folder's name. What is already there is never overwritten.";

const OPENING: &str = "\
# The whole book in one file: what is bound, in this order. `recto build` makes the editions,
# `recto check` says what could be better. Every key stands in docs/manual/book-yaml.md of Recto.
";
const LIST: &str = "  \
  - book/the-first-evening.md
  - book/the-second-evening.md
  # - { source: book/prologue.md, number: false }
  # - part: Farther Off
  #   chapters:
  #     - book/another.md
";
const CHAPTERS: &[(&str, &str)] = &[
    ("book/the-first-evening.md", include_str!("init/the-first-evening.md")),
    ("book/the-second-evening.md", include_str!("init/the-second-evening.md")),
];

pub(super) fn init(common: &Common, dir: &Path) -> u8 {
    match make(common, dir) {
        Ok(()) => GOOD,
        Err(Stop(status)) => status,
    }
}

fn make(common: &Common, dir: &Path) -> Result<(), Stop> {
    let today = clock::clock().map_err(|words| stop(USAGE, &words))?;
    let place = dir.join(common.first());
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or("book.yaml").to_string();
    let folder = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let title = title_of_folder(folder);
    let text = manifest::new(&New {
        opening: OPENING,
        title: &title,
        named: "",
        subtitle: None,
        language: "en",
        told: "or en-US, de, fr, ja …: for hyphens, quotation marks and paper",
        authors: &[],
        identifier: &identifier(),
        version: "0.1.0",
        date: &date::day(today.epoch.unwrap_or(today.today)),
        description: None,
        cover: None,
        front: "",
        order: "The chapters, in order: Markdown (.md), saved web pages (.html) or plain text (.txt).",
        chapters: LIST,
        served: true,
    });
    let files = std::iter::once((name.as_str(), text.as_str())).chain(CHAPTERS.iter().copied());
    if let Some(path) = files.clone().map(|(name, _)| folder.join(name)).find(|path| path.exists()) {
        let path = path.strip_prefix(".").unwrap_or(&path).display();
        let words =
            format!("'{path}' is already there, and init overwrites nothing; name another folder: recto init my-book");
        return Err(stop(USAGE, &words));
    }
    // The manifest last: a run that stops half-way can be made again.
    let (manifest, chapters) = ((name.as_str(), text.as_str()), CHAPTERS.iter().copied());
    for (name, text) in chapters.chain([manifest]) {
        let path = output::write_at(&folder.join(name), text.as_bytes()).map_err(|words| stop(FILES, &words))?;
        if !common.quiet {
            give(&format!("{}\n", path.strip_prefix(".").unwrap_or(&path).display()))?;
        }
    }
    if !common.quiet {
        give(&next(folder, common.first()))?;
    }
    Ok(())
}

/// A URI that no other book has. Below `cli/` nothing is random, so it is drawn here.
pub(super) fn identifier() -> String {
    uuid::Uuid::new_v4().urn().to_string()
}

/// A folder's name as a title: `my-first-book` is `My first book`.
pub(super) fn title_of_folder(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    // "." and ".." stand for a folder that has a name.
    let whole = if folder.exists() { whole.canonicalize().unwrap_or(whole) } else { whole };
    let name = whole.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let title = title_of_stem(&name);
    if title.trim().is_empty() { "My Book".to_string() } else { title }
}

fn give(words: &str) -> Result<(), Stop> {
    say::give(words.as_bytes()).map_err(|words| stop(FILES, &words))
}

fn next(folder: &Path, manifest: &Path) -> String {
    let enter = match folder.as_os_str() == "." {
        true => String::new(),
        false => format!("  cd {}\n", quoted(folder)),
    };
    let name = PathBuf::from(manifest.file_name().unwrap_or_default());
    let named = match name.as_os_str() == "book.yaml" {
        true => String::new(),
        false => format!(" -m {}", quoted(&name)),
    };
    format!(
        "\nNext:\n{enter}  recto build{named}\n\nThen open dist/. The chapters in book/ are yours to write over; {} says what else it can hold.\n",
        name.display()
    )
}

/// A path as a shell takes it for one word.
pub(super) fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:~".contains(c);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_names_the_book() {
        let temp = tempfile::tempdir().unwrap();
        assert_eq!(title_of_folder(&temp.path().join("my-first_book")), "My first book");
        assert_eq!(title_of_folder(Path::new("/")), "My Book");
    }

    #[test]
    fn paths_are_words_of_a_shell() {
        assert_eq!(quoted(Path::new("my-book")), "my-book");
        assert_eq!(quoted(Path::new("my book's")), "'my book'\\''s'");
    }
}
