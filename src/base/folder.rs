//! The one place that opens the files a book is made of, and keeps them inside its folder.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::diag::Code;
use super::{Encoding, decode, limits, nearest};

/// A book's folder. Paths given to it are relative, with forward slashes, and stay inside.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// Why a file was not read: the finding's code and words that follow on the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code of the finding.
    pub code: Code,
    /// What is wrong, to stand behind the path: `'a.md' is a folder, not a file`.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Folder {
    /// The folder at `root`, which must exist.
    pub fn open(root: &Path) -> std::io::Result<Folder> {
        Ok(Folder { root: fs::canonicalize(root)? })
    }

    /// That a file is there, without reading it; else why not, and what to do.
    pub fn probe(&self, path: &str) -> Result<(), Refusal> {
        self.locate(path).map(|_| ())
    }

    /// Whether a file is there. It looks for no other of nearly that name, as a refusal does.
    pub fn has(&self, path: &str) -> bool {
        let real = || self.real(path).ok().flatten();
        !path.contains('\\') && stays_inside(path) && real().is_some_and(|real| real.is_file())
    }

    /// How many bytes a file has; none where it cannot be read.
    pub fn size(&self, path: &str) -> u64 {
        self.locate(path).map_or(0, |(_, size)| size)
    }

    /// The bytes of a file no larger than `limit` bytes.
    pub fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let (real, size) = self.locate(path)?;
        let too_large = || {
            refusal(
                Code::TooLarge,
                format!("'{path}' is larger than {limit} bytes"),
                "divide it, or give a smaller file",
            )
        };
        if size > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(size as usize);
        File::open(&real)
            .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
            .map_err(|error| unreadable(path, &error))?;
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
    }

    /// A file, to be read piece by piece.
    pub fn reader(&self, path: &str) -> Result<impl Read, Refusal> {
        let (real, _) = self.locate(path)?;
        File::open(&real).map_err(|error| unreadable(path, &error))
    }

    /// A text file without its byte order mark.
    pub fn read_text(&self, path: &str, limit: u64) -> Result<String, Refusal> {
        utf8(path, self.read(path, limit)?)
    }

    /// A plain text that may have been written in another encoding than UTF-8, and in which.
    pub fn read_old_text(&self, path: &str, limit: u64) -> Result<(String, Encoding), Refusal> {
        let bytes = self.read(path, limit)?;
        match decode::decode(&bytes) {
            Some(text) => Ok(text),
            None => Ok((utf8(path, bytes)?, Encoding::Utf8)),
        }
    }

    /// A page of HTML, and in which encoding it was found to be; none where the page says so itself.
    pub fn read_page(&self, path: &str, limit: u64) -> Result<(String, Option<Encoding>), Refusal> {
        let bytes = self.read(path, limit)?;
        match decode::decode_page(&bytes) {
            Some(text) => Ok(text),
            None => Ok((utf8(path, bytes)?, None)),
        }
    }

    /// The files below a folder whose names end in one of `endings` (lower case, without the dot),
    /// sorted by path; none where the folder is not there.
    pub fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![folder.trim_end_matches('/').to_string()];
        while let Some(folder) = waiting.pop() {
            let Ok(real) = self.confine(&folder) else { continue };
            let Ok(entries) = fs::read_dir(real) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = format!("{folder}/{name}");
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => waiting.push(path),
                    Ok(_) if endings.iter().any(|e| name.to_lowercase().ends_with(&format!(".{e}"))) => {
                        found.push(path)
                    }
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }

    /// The files that stand in a folder itself, hidden ones left out, sorted by path; none where it is not there. The book's own
    /// folder is the empty path.
    pub fn files_in(&self, folder: &str) -> Vec<String> {
        let real = if folder.is_empty() { Some(self.root.clone()) } else { self.confine(folder).ok() };
        let entries = real.and_then(|real| fs::read_dir(real).ok());
        let files = entries.into_iter().flatten().flatten().take(limits::NAMES_COMPARED);
        let mut found: Vec<String> = files
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") })
            .collect();
        found.sort();
        found
    }

    /// Every file of the book's folder, hidden ones left out, sorted by path; none where there are too many to look through.
    pub fn everything(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut looked_at = 0;
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(self.root.join(&folder)).into_iter().flatten().flatten() {
                looked_at += 1;
                if looked_at > limits::NAMES_COMPARED {
                    return Vec::new();
                }
                let Ok(name) = entry.file_name().into_string() else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => waiting.push(path),
                    Ok(kind) if kind.is_file() => found.push(path),
                    Ok(_) | Err(_) => {}
                }
            }
        }
        found.sort();
        found
    }

    /// The file in the same folder whose name is nearest to that of a file that is not there; one that is `taken` is not it.
    pub fn near(&self, path: &str, taken: &dyn Fn(&str) -> bool) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let within = |name: &str| if folder == "." { name.to_string() } else { format!("{folder}/{name}") };
        let real = self.confine(folder).ok()?;
        let entries = fs::read_dir(real).ok()?.flatten().take(limits::NAMES_COMPARED);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let names: Vec<String> = names.filter(|name| !taken(&within(name))).collect();
        nearest(name, names.iter().map(String::as_str)).map(within)
    }

    fn locate(&self, path: &str) -> Result<(PathBuf, u64), Refusal> {
        let real = self.confine(path)?;
        let about = fs::metadata(&real).map_err(|error| unreadable(path, &error))?;
        if !about.is_file() {
            let what = if about.is_dir() { "a folder" } else { "something else" };
            return Err(refusal(Code::NotAFile, format!("'{path}' is {what}, not a file"), "name a file in it"));
        }
        Ok((real, about.len()))
    }

    fn confine(&self, path: &str) -> Result<PathBuf, Refusal> {
        let outside = || {
            refusal(
                Code::OutsideBook,
                format!("'{path}' leads out of the book's folder"),
                "put the file into the book's folder, and name it as seen from the file that names it",
            )
        };
        let slashed = path.replace('\\', "/");
        if !stays_inside(&slashed) {
            return Err(outside());
        }
        if slashed != path {
            let message = format!("'{path}' is not there: folders are parted by '/' here");
            return Err(refusal(Code::MissingFile, message, &format!("write '{slashed}'")));
        }
        let real = self.real(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                let help = match self.near(path, &|_| false) {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => SPELLING.to_string(),
                };
                refusal(Code::MissingFile, format!("'{path}' is not there"), &help)
            }
            _ => unreadable(path, &error),
        })?;
        real.ok_or_else(outside)
    }

    /// Where a path leads, links followed; none where that is out of the folder.
    fn real(&self, path: &str) -> std::io::Result<Option<PathBuf>> {
        let real = fs::canonicalize(self.root.join(path))?;
        Ok(real.starts_with(&self.root).then_some(real))
    }
}

/// What to do where nobody knows which file was meant.
pub const SPELLING: &str =
    "check the spelling: the path is written here as seen from the folder of book.yaml, and capitals count";

/// Whether a path with forward slashes is relative and climbs nowhere.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\0')
        && Path::new(path).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir))
        && (path.as_bytes().get(1) != Some(&b':') || !path.as_bytes()[0].is_ascii_alphabetic())
}

fn utf8(path: &str, bytes: Vec<u8>) -> Result<String, Refusal> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        refusal(
            Code::NotUtf8,
            format!("'{path}' is not valid UTF-8 at line {line}"),
            "save it as UTF-8; older files are often Windows-1252 or Latin-1",
        )
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_string(),
        None => text,
    })
}

fn unreadable(path: &str, error: &std::io::Error) -> Refusal {
    refusal(Code::Unreadable, format!("'{path}' cannot be read: {error}"), "check the file's permissions")
}

fn refusal(code: Code, message: String, help: &str) -> Refusal {
    Refusal { code, message, help: help.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().join("book");
        fs::create_dir_all(root.join("sub")).unwrap();
        fs::write(temp.path().join("secret.md"), "secret").unwrap();
        fs::write(root.join("a.md"), "\u{feff}text").unwrap();
        fs::write(root.join("bad.md"), b"ok\n\xff").unwrap();
        let folder = Folder::open(&root).unwrap();
        (temp, folder)
    }

    fn code(result: Result<String, Refusal>) -> Code {
        result.unwrap_err().code
    }

    #[test]
    fn reads_inside_and_drops_the_mark() {
        let (_temp, folder) = folder();
        assert_eq!(folder.read_text("a.md", 100).unwrap(), "text");
        assert_eq!(folder.read_text("./a.md", 100).unwrap(), "text");
        assert_eq!(folder.list("sub", &["ttf"]), Vec::<String>::new());
    }

    #[test]
    fn refuses_whatever_leads_out() {
        let (_temp, folder) = folder();
        for path in ["../secret.md", "sub/../../secret.md", "/etc/passwd", "", "C:\\x", "c:x", "..\\b", "a\0b"] {
            assert_eq!(code(folder.read_text(path, 100)), Code::OutsideBook, "{path:?}");
        }
        assert_eq!(folder.probe("sub\\a.md").unwrap_err().help, "write 'sub/a.md'");
        for path in
            ["a.md", "./a.md", "sub", "sub\\a.md", "../secret.md", "nope.md", "", "/etc", "C:/a.md", "a.md/b", "a\0"]
        {
            assert_eq!(folder.has(path), folder.probe(path).is_ok(), "{path}");
        }
        assert!(folder.has("a.md"));
    }

    #[cfg(unix)]
    #[test]
    fn refuses_links_that_lead_out() {
        let (temp, folder) = folder();
        std::os::unix::fs::symlink(temp.path().join("secret.md"), temp.path().join("book/link.md")).unwrap();
        assert_eq!(code(folder.read_text("link.md", 100)), Code::OutsideBook);
        assert!(!folder.has("link.md"));
    }

    #[test]
    fn a_missing_file_names_the_nearest_in_its_folder() {
        let (_temp, folder) = folder();
        fs::write(folder.root.join("sub/how-to-listen.md"), "").unwrap();
        let help = |path: &str| folder.read_text(path, 100).unwrap_err().help;
        assert_eq!(help("sub/how-to-lisen.md"), "did you mean 'sub/how-to-listen.md'?");
        assert_eq!(help("A.md"), "did you mean 'a.md'?");
        assert_eq!(help("how-to-listen.md"), SPELLING);
        assert_eq!(help("gone/a.md"), SPELLING);
        assert_ne!(folder.near("A.md", &|path| path == "a.md").as_deref(), Some("a.md"), "it is listed already");
    }

    #[test]
    fn names_what_is_wrong() {
        let (_temp, folder) = folder();
        assert_eq!(code(folder.read_text("nope.md", 100)), Code::MissingFile);
        assert_eq!(code(folder.read_text("sub", 100)), Code::NotAFile);
        assert_eq!(code(folder.read_text("bad.md", 100)), Code::NotUtf8);
        assert_eq!(code(folder.read_text("a.md", 3)), Code::TooLarge);
    }
}
