//! Same input, same bytes: with any number of threads, in another folder, under another locale and time zone.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::here;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

fn built(book: &Path, threads: &str, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.args(["build", "-q", "-j", threads, "-m"]).arg(book.join("book.yaml")).arg("-o").arg(out.path());
    command.env_remove("SOURCE_DATE_EPOCH").envs(environment.iter().copied());
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let files = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_string(), fs::read(path).unwrap())).collect()
}

#[test]
fn the_sample_book_is_the_same_on_any_threads_in_any_place() {
    let first = built(&here(""), "1", &[]);
    assert!(first.len() >= 3, "{:?}", first.keys());
    let elsewhere = tempfile::tempdir().unwrap();
    for folder in ["book", "covers"] {
        copy(&here(folder), &elsewhere.path().join(folder));
    }
    fs::copy(here("book.yaml"), elsewhere.path().join("book.yaml")).unwrap();
    let others = [
        built(&here(""), "1", &[]),
        built(&here(""), "2", &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")]),
        built(elsewhere.path(), "8", &[("LC_ALL", "C"), ("TZ", "America/Adak"), ("HOME", "/")]),
    ];
    for other in others {
        assert_eq!(first.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            assert!(*bytes == other[name], "{name} differs");
        }
    }
}

#[test]
fn the_ebook_alone_is_the_same_as_among_all_editions() {
    let folder = here("");
    let out = tempfile::tempdir().unwrap();
    let run = common::recto(&folder, &["build", "ebook", "-q", "-o", out.path().to_str().unwrap()]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let all = built(&folder, "2", &[("SOURCE_DATE_EPOCH", "1795392000")]);
    let alone: Vec<_> = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(alone.len(), 1);
    let name = alone[0].file_name().unwrap().to_str().unwrap();
    assert!(fs::read(&alone[0]).unwrap() == all[name], "{name} differs");
}
