//! Files written whole or not at all.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::interrupt;
use crate::asset::{Gone, Output, PIECE};

/// Why a file was not written.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// Words about its place.
    Place(String),
    /// What it is made of is no longer there.
    Gone(Gone),
}

/// Writes a file beside its place and renames it, so that a run that stops leaves the last good one as it was.
/// Gives its path.
pub(super) fn write(folder: &Path, name: &str, output: &Output) -> Result<PathBuf, Unwritten> {
    let path = folder.join(name);
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let attempt = || {
        fs::create_dir_all(folder)?;
        interrupt::writing(Some(&beside));
        let mut file = BufWriter::with_capacity(PIECE, fs::File::create(&beside)?);
        output.in_pieces(&mut |piece| file.write_all(piece))?;
        file.into_inner()?.sync_all()?;
        fs::rename(&beside, &path)
    };
    let done = attempt();
    interrupt::writing(None);
    done.map_err(|error| {
        let _ = fs::remove_file(&beside);
        match error.downcast::<Gone>() {
            Ok(gone) => Unwritten::Gone(gone),
            Err(error) => Unwritten::Place(format!("'{}' cannot be written: {error}", path.display())),
        }
    })?;
    Ok(path)
}

/// The same for bytes and a whole path; words about what went wrong.
pub(super) fn write_at(path: &Path, bytes: &[u8]) -> Result<PathBuf, String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match path.file_name() {
        Some(name) => match write(folder, &name.to_string_lossy(), &Output::from(bytes.to_vec())) {
            Ok(path) => Ok(path),
            Err(Unwritten::Place(words) | Unwritten::Gone(Gone(words))) => Err(words),
        },
        None => Err(format!("'{}' names no file", path.display())),
    }
}

/// A title as a file name: its letters and digits in lower case, everything else a hyphen.
pub(super) fn slug(title: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in title.chars().filter(|c| !['\'', '’', '‘'].contains(c)).flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true if slug.chars().count() == LONGEST => break,
            true => slug.push(c),
            false if slug.is_empty() || slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "book".to_string() } else { slug.to_string() }
}

/// A size as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::Content;
    use crate::base::Folder;

    #[test]
    fn slugs_keep_letters_of_any_script() {
        assert_eq!(slug("Empathy: Three Essays"), "empathy-three-essays");
        assert_eq!(slug("Don’t Panic!"), "dont-panic");
        assert_eq!(slug("共感"), "共感");
        assert_eq!(slug("…"), "book");
        assert_eq!(slug(&"abcde".repeat(40)).chars().count(), 60);
    }

    #[test]
    fn a_failed_write_leaves_nothing_behind() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("taken.pdf")).unwrap();
        fs::write(temp.path().join("taken.pdf/x"), "").unwrap();
        assert!(write(temp.path(), "taken.pdf", &Output::from(b"bytes".to_vec())).is_err());
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
        assert!(write(temp.path(), "free.pdf", &Output::from(b"bytes".to_vec())).is_ok());
    }

    #[test]
    fn a_picture_that_went_away_is_no_fault_of_the_place() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("a.jpg"), b"picture").unwrap();
        let mut output = Output::from(b"bytes".to_vec());
        output.copy(Content::filed(&Folder::open(temp.path()).unwrap(), "a.jpg", b"picture"));
        let (dist, written) = (temp.path().join("dist"), [&b"bytes"[..], b"picture"].concat());
        assert_eq!(fs::read(write(&dist, "a.epub", &output).unwrap()).unwrap(), written);
        fs::write(temp.path().join("a.jpg"), b"another").unwrap();
        assert!(matches!(write(&dist, "a.epub", &output), Err(Unwritten::Gone(_))));
        assert_eq!(fs::read(dist.join("a.epub")).unwrap(), written, "the last good one stays");
        assert_eq!(fs::read_dir(&dist).unwrap().count(), 1);
    }

    #[test]
    fn sizes_are_round() {
        assert_eq!([size(999), size(12_345), size(1_254_000)], ["999 B", "12 kB", "1.2 MB"]);
    }
}
