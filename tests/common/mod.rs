//! What several tests share: the command run on a folder, and expected files that `RECTO_BLESS=1` writes anew.
#![allow(dead_code, reason = "each test takes what it needs of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A path below the project's folder.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs the command in `folder`, without what the environment might say to it, on a fixed date.
pub fn recto(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.current_dir(folder).args(args);
    for name in ["ACCESSIBLE", "NO_COLOR", "CI"] {
        command.env_remove(name);
    }
    command.env("SOURCE_DATE_EPOCH", "1795392000").output().expect("the command runs")
}

/// The folders in `folder`, by name.
pub fn cases(folder: &str) -> Vec<(String, PathBuf)> {
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(here(folder))
        .expect("the folder is there")
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_string(), path))
        .collect();
    cases.sort();
    cases
}

/// Holds `actual` against the expected file; with `RECTO_BLESS=1` it becomes the expected file.
pub fn expect(file: &Path, actual: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("RECTO_BLESS").is_some() {
        fs::write(file, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    if expected != actual {
        let differing = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
        let line = differing.unwrap_or(expected.lines().count().min(actual.lines().count()));
        let show = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_string();
        wrong.push(format!(
            "{}:{}\n  expected {}\n  but got  {}",
            file.display(),
            line + 1,
            show(&expected),
            show(actual)
        ));
    }
}
