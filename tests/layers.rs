//! Holds the code to the floors of `docs/architecture.md`: imports point down only, and the nevers that a search can see.

use std::fs;
use std::path::{Path, PathBuf};

/// Folder, floor, and the neighbours on its own floor that it may import.
const FLOORS: &[(&str, u8, &[&str])] = &[
    ("cli", 5, &["report", "serve"]),
    ("report", 5, &[]),
    ("serve", 5, &[]),
    ("pipeline", 4, &[]),
    ("typeset", 3, &[]),
    ("epub", 3, &[]),
    ("pdf", 3, &[]),
    ("press", 3, &[]),
    ("paint", 3, &[]),
    ("import", 3, &[]),
    ("reader", 2, &[]),
    ("pass", 2, &[]),
    ("manifest", 1, &["style"]),
    ("style", 1, &["model"]),
    ("model", 1, &[]),
    ("page", 1, &["asset", "model"]),
    ("asset", 1, &[]),
    ("base", 0, &[]),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with the folder it belongs to, its path and its code without comments and tests.
fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&src, &mut found);
    found.retain(|path| !path.ends_with("tests.rs"));
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_string();
            let text = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap()
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (room, name, code.join("\n"))
        })
        .collect()
}

#[test]
fn every_folder_has_a_floor() {
    for (room, name, _) in sources() {
        let known = FLOORS.iter().any(|(folder, ..)| *folder == room);
        assert!(known || ["lib", "main"].contains(&room.as_str()), "{name}: no floor for '{room}'");
    }
}

#[test]
fn imports_point_down() {
    for (room, name, code) in sources() {
        let Some((_, floor, neighbours)) = FLOORS.iter().find(|(folder, ..)| *folder == room) else { continue };
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let to: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(!to.is_empty(), "{name}: name the folder in each import");
            let Some((_, below, _)) = FLOORS.iter().find(|(folder, ..)| *folder == to) else {
                panic!("{name}: imports crate::{to}, which has no floor");
            };
            let allowed = to == room || below < floor || neighbours.contains(&to.as_str());
            assert!(allowed, "{name} (floor {floor}) imports crate::{to} (floor {below})");
        }
    }
}

/// A never: words that stand in the named rooms or files only.
fn only_in(words: &[&str], rooms: &[&str]) {
    for (room, name, code) in sources() {
        if rooms.contains(&room.as_str()) || rooms.contains(&name.as_str()) {
            continue;
        }
        for word in words {
            assert!(!code.contains(word), "{name}: '{word}' belongs to {rooms:?} only");
        }
    }
}

#[test]
fn only_passes_bind_a_book() {
    only_in(&["Book::bind", "BookParts {"], &["pass", "model"]);
}

#[test]
fn only_the_pipeline_knows_threads() {
    // A preview answers while the book is read anew.
    only_in(&["rayon", "std::thread", "Mutex", "Atomic"], &["pipeline", "serve", "cli/interrupt.rs"]);
}

#[test]
fn only_the_command_knows_clock_environment_and_network() {
    only_in(
        &["SystemTime", "Instant::", "std::env", "env::var", "std::net", "UdpSocket", "TcpStream"],
        &["cli", "serve"],
    );
}

#[test]
fn only_report_and_cli_print() {
    only_in(&["println!", "eprintln!", "print!(", "dbg!", "stdout()", "stderr()"], &["cli", "report", "serve"]);
}

#[test]
fn files_are_opened_in_one_place() {
    only_in(&["std::fs", "File::open", "fs::read"], &["base/folder.rs", "cli"]);
}

#[test]
fn writers_know_pages_and_never_setting_or_shaping() {
    for (room, name, code) in sources() {
        if ["pdf", "press", "paint", "epub"].contains(&room.as_str()) {
            for word in ["crate::typeset", "harfrust", "crate::reader", "crate::manifest", "comrak"] {
                assert!(!code.contains(word), "{name}: a writer takes Book or Pages only, not {word}");
            }
        }
        if room == "epub" {
            for word in ["Pages,", "Pages}", "::Pages;", "Frame"] {
                assert!(!code.contains(word), "{name}: the EPUB sees layout as PageMap only");
            }
        }
        if room == "reader" {
            assert!(
                !code.contains("crate::epub") && !code.contains("crate::pdf"),
                "{name}: a reader never sees a writer"
            );
        }
        if ["typeset", "model", "page"].contains(&room.as_str()) {
            for word in ["krilla", "printpdf", "epub_builder", "comrak"] {
                assert!(!code.contains(word), "{name}: {word} belongs to a reader or a writer");
            }
        }
    }
}

#[test]
fn the_line_breaker_knows_no_fonts_and_no_text() {
    let (_, name, code) =
        sources().into_iter().find(|(_, name, _)| name == "typeset/breaker.rs").expect("typeset/breaker.rs");
    for word in ["FontId", "GlyphRun", "harfrust", "skrifa", "String", "&str", "char"] {
        assert!(
            !code.contains(word),
            "{name}: the breaker sees boxes, glue, penalties and discretionaries, not '{word}'"
        );
    }
}

#[test]
fn no_hash_map_reaches_an_output() {
    // BTreeMap everywhere but in the shaping cache and among the pieces of a drawn cover, which are looked up and never walked.
    only_in(&["HashMap", "HashSet"], &["typeset/shape.rs", "typeset/fonts.rs", "paint/pieces.rs"]);
}

#[test]
fn lengths_are_no_floats_below_the_writers() {
    for (room, name, code) in sources() {
        if ["model", "style", "manifest", "typeset", "pass", "reader"].contains(&room.as_str()) {
            for word in ["f32", "f64"] {
                assert!(!code.contains(word), "{name}: {word} is no length");
            }
        }
    }
}

#[test]
fn every_folder_says_what_comes_in_goes_out_and_never_happens() {
    for (_, name, _) in
        sources().into_iter().filter(|(_, name, _)| name.ends_with("/mod.rs") && name.matches('/').count() == 1)
    {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&name)).unwrap();
        let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        for word in ["In: ", "Out: ", "ever here:"] {
            assert!(head.contains(word), "{name}: its docs lack '{word}'");
        }
    }
}
