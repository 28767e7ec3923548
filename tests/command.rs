//! The command as people use it: exit statuses, names of files, forms of findings.

mod common;

use std::fs;

use common::{here, recto};

const BOOK: &str = "title: A Small Book\nlanguage: en\nidentifier: urn:uuid:0b1c6f0e-0e51-4a0e-9a51-6c8bb2a4a001\nversion: 1.2.0\ndate: 2026-11-23\nchapters: [a.md]\n";

fn book(manifest: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("book.yaml"), manifest).unwrap();
    fs::write(temp.path().join("a.md"), "# One\n\nSome text, and [a link](nowhere.md).\n").unwrap();
    temp
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn build_writes_whole_files_beside_the_manifest() {
    let temp = book(BOOK);
    let run = recto(temp.path(), &["build"]);
    let out = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(names(&temp.path().join("dist")), ["a-small-book-ebook.epub", "a-small-book-handout.pdf"]);
    assert!(out.contains("a-small-book-ebook.epub") && out.contains("1 chapter") && out.contains("1 page"), "{out}");
}

#[test]
fn a_wrong_edition_is_not_written_and_the_last_good_one_stays() {
    let temp = book(BOOK);
    recto(temp.path(), &["build", "-q"]);
    let before = fs::read(temp.path().join("dist/a-small-book-ebook.epub")).unwrap();
    fs::write(temp.path().join("a.md"), "").unwrap();
    let run = recto(temp.path(), &["build"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(fs::read(temp.path().join("dist/a-small-book-ebook.epub")).unwrap() == before);
    assert_eq!(names(&temp.path().join("dist")).len(), 2);
}

#[test]
fn denied_findings_are_errors_and_allowed_ones_are_gone() {
    let temp = book(BOOK);
    let denied = recto(temp.path(), &["build", "--deny", "dead-link", "-o", "out"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(names(&temp.path().join("out")).is_empty());
    assert_eq!(recto(temp.path(), &["check", "--deny", "warnings"]).status.code(), Some(1));
    let allowed = recto(temp.path(), &["check", "--allow", "dead-link", "--deny", "warnings"]);
    assert_eq!((allowed.status.code(), allowed.stderr.len()), (Some(0), 0));
    assert_eq!(recto(temp.path(), &["check", "--allow", "missing-file"]).status.code(), Some(2));
    let both = recto(temp.path(), &["check", "--deny", "missing-alt,dead-link"]);
    assert_eq!(both.status.code(), Some(1), "a list with commas");
}

#[test]
fn one_chapter_is_named_by_its_id_or_its_file() {
    let temp = book(&BOOK.replace("[a.md]", "[{ source: in/a.md, id: first }]"));
    fs::create_dir(temp.path().join("in")).unwrap();
    fs::rename(temp.path().join("a.md"), temp.path().join("in/a.md")).unwrap();
    for name in ["first", "in/a.md", "./in/a.md", "a.md"] {
        let run = recto(temp.path(), &["build", "ebook", "--only", name, "-o", "out"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(names(&temp.path().join("out")), ["a-small-book-ebook-first.epub"]);
    }
    let run = recto(temp.path(), &["build", "--only", "zzz"]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(String::from_utf8(run.stderr).unwrap(), "recto: there is no chapter 'zzz'; the manifest has first\n");
}

#[test]
fn wrong_usage_is_said_and_is_two() {
    let temp = book(BOOK);
    for (args, words) in [
        (&["build", "ebok"][..], "did you mean 'ebook'?"),
        (&["explain", "dead-lnk"], "did you mean 'dead-link'?"),
        (&["check", "--deny", "nothing"], "there is no code 'nothing'"),
        (&["build", "--only", "b"], "there is no chapter 'b'"),
    ] {
        let run = recto(temp.path(), args);
        let text = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{text}");
        assert!(text.contains(words), "{text}");
    }
    // What is not there, or cannot be read, is another matter.
    std::fs::create_dir(temp.path().join("empty")).unwrap();
    for manifest in ["nope.yaml", "empty", "*/book.yaml"] {
        assert_eq!(recto(temp.path(), &["build", "-m", manifest]).status.code(), Some(3), "{manifest}");
    }
}

#[test]
fn json_is_one_object_a_line_on_the_standard_output() {
    let temp = book(BOOK);
    let run = recto(temp.path(), &["build", "--message-format", "json"]);
    let text = String::from_utf8(run.stdout).unwrap();
    let records: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(records.iter().any(|r| r["code"] == "dead-link" && r["file"] == "a.md" && r["line"] == 3), "{text}");
    assert!(records.iter().any(|r| r["kind"] == "edition" && r["pages"] == 1), "{text}");
    assert!(run.stderr.is_empty());
}

#[test]
fn every_code_can_be_explained() {
    for code in recto::base::Code::ALL {
        let run = recto(&here(""), &["explain", code.id()]);
        assert_eq!(run.status.code(), Some(0));
        assert!(String::from_utf8(run.stdout).unwrap().contains(code.explain()));
    }
}

#[test]
fn a_release_has_stable_names_sums_that_match_and_a_record() {
    let temp = book(BOOK);
    let run = recto(temp.path(), &["release", "--tag", "v2.0.0", "-o", "out", "-q"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let out = temp.path().join("out");
    assert_eq!(
        names(&out),
        ["SHA256SUMS", "a-small-book-2.0.0-ebook.epub", "a-small-book-2.0.0-handout.pdf", "release.json"]
    );
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 3);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let hash = recto::asset::hash(&fs::read(out.join(name)).unwrap());
        assert_eq!(sum, hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), "{name}");
    }
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("release.json")).unwrap()).unwrap();
    assert_eq!((&record["version"], record["editions"].as_array().unwrap().len()), (&"2.0.0".into(), 2));
    // What nothing has held the file against is not claimed. Each edition has the dead link, and notes are no warnings.
    let checks: Vec<_> = (0..2).map(|at| record["editions"][at]["checks"].as_array().unwrap().len()).collect();
    let warnings: Vec<_> = (0..2).map(|at| record["editions"][at]["warnings"].as_u64().unwrap()).collect();
    assert_eq!((checks, warnings), (vec![0, 2], vec![1, 1]));
    assert!((0..2).all(|at| record["editions"][at]["words"].as_u64().unwrap() > 3));
}

#[test]
fn a_release_tells_what_it_wrote_and_what_it_did_not() {
    let temp = book(BOOK);
    let release = |args: &[&str]| {
        let run = recto(temp.path(), &[&["release"], args].concat());
        (run.status.code(), String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    let (_, out, _) = release(&["--tag", "v1.0.0", "--message-format", "json"]);
    let records: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| records.iter().filter(|record| record["kind"] == kind).count();
    assert_eq!((of("edition"), of("file")), (2, 2), "{out}");
    // Nothing that another put there is taken away.
    let (_, out, said) = release(&["--tag", "v1.1.0"]);
    assert!(out.contains("a-small-book-1.1.0-handout.pdf  ") && out.contains("1 page  "), "{out}");
    assert!(
        said.contains("files of other versions are still in") && said.contains("a-small-book-1.0.0-ebook.epub"),
        "{said}"
    );
    let sums = fs::read_to_string(temp.path().join("dist/SHA256SUMS")).unwrap();
    assert!(sums.contains("1.1.0") && !sums.contains("1.0.0"), "{sums}");
    let (status, out, said) = release(&["--tag", "v1.2.0", "--deny", "warnings"]);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    assert!(said.contains("none of its files was written"), "{said}");
    let (status, _, said) = release(&["--tag", "v 1/2"]);
    assert!(status == Some(2) && said.contains("--tag says 'v 1/2'"), "{said}");
}

#[test]
fn a_file_that_cannot_be_written_is_a_finding() {
    let temp = book(BOOK);
    fs::write(temp.path().join("out"), "in the way").unwrap();
    for command in ["build", "release"] {
        let run = recto(temp.path(), &[command, "-o", "out", "--message-format", "plain"]);
        let text = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(3), "{text}");
        assert!(text.contains("error[write-failed]: "), "{text}");
    }
}

#[test]
fn lines_closer_than_their_type_is_high_are_an_error() {
    let temp = book(&format!(
        "{BOOK}style: {{ leading: 8pt }}\neditions: {{ reading: {{ format: pdf, trim: 6x9in, style: {{ size: 12pt }} }} }}\n"
    ));
    let run = recto(temp.path(), &["check", "--message-format", "plain"]);
    let text = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{text}");
    assert!(text.contains("error[bad-value]: a 'leading' of 8pt is less than the 'size' of 12pt"), "{text}");
}

#[test]
fn a_release_without_a_date_or_a_version_is_refused() {
    let temp = book("title: T\nlanguage: en\nversion: 1.0.0\nchapters: [a.md]\n");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
    let run = command.current_dir(temp.path()).arg("release").env_remove("SOURCE_DATE_EPOCH").output().unwrap();
    let text = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.code() == Some(1) && text.contains("release-date"), "{text}");
    let temp = book("title: T\nlanguage: en\ndate: 2026\nchapters: [a.md]\n");
    assert_eq!(recto(temp.path(), &["release"]).status.code(), Some(2));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
    let run = command.current_dir(temp.path()).arg("check").env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn a_book_says_what_its_findings_count_for_and_the_command_line_has_the_last_word() {
    let lints = |lint: &str| book(&format!("{BOOK}lints: {{ dead-link: {lint} }}\n"));
    let status = |temp: &tempfile::TempDir, args: &[&str]| recto(temp.path(), args).status.code();
    let denied = lints("deny");
    assert_eq!(status(&denied, &["build"]), Some(1));
    assert!(names(&denied.path().join("dist")).is_empty());
    assert_eq!(status(&denied, &["check", "--allow", "dead-link"]), Some(0));
    let allowed = lints("allow");
    assert!(recto(allowed.path(), &["check", "--deny", "warnings"]).stderr.is_empty());
    assert_eq!(status(&allowed, &["check", "--deny", "dead-link"]), Some(1));
}

#[test]
fn what_follows_from_a_mistake_is_not_told_beside_it() {
    let wrong = "title: T\nlanguage: the English one\ndate: soon\nidentifier: urn:x:y\nfront:\n  - { role: dedicaton, source: b.md }\nchapters: [a.md]\n";
    let temp = book(wrong);
    fs::write(temp.path().join("a.md"), "# One\n\nA text of several words.\n").unwrap();
    fs::write(temp.path().join("b.md"), "For Al.\n").unwrap();
    fs::write(temp.path().join("c.md"), "A stray.\n").unwrap();
    let codes = || -> Vec<String> {
        let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
        let check = check.current_dir(temp.path()).env_remove("SOURCE_DATE_EPOCH");
        let run = check.args(["check", "--message-format", "json"]).output().unwrap();
        let records = String::from_utf8(run.stdout).unwrap();
        let record = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
        records
            .lines()
            .map(record)
            .filter_map(|record| Some(record["code"].as_str()?.to_string()))
            .filter(|code| code != "front-left-out")
            .collect()
    };
    assert_eq!(codes(), ["bad-value"; 3]);
    let right = wrong.replace("the English one", "en").replace("date: soon\n", "").replace("dedicaton", "dedication");
    fs::write(temp.path().join("book.yaml"), right).unwrap();
    let mut found = codes();
    found.sort();
    assert_eq!(found, ["no-date", "unlisted-chapter"]);
}

#[test]
fn a_sarif_log_is_the_whole_standard_output() {
    let temp = book(BOOK);
    for (args, count) in [(&["check"][..], 1), (&["build"], 1), (&["check", "--allow", "dead-link"], 0)] {
        let run = recto(temp.path(), &[args, &["--message-format", "sarif"]].concat());
        let log: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!((results.len(), run.stderr.len()), (count, 0));
        if count > 0 {
            let at = &results[0]["locations"][0]["physicalLocation"];
            assert_eq!((&results[0]["ruleId"], &at["region"]["startLine"]), (&"dead-link".into(), &3.into()));
        }
    }
}

#[test]
fn the_command_tells_of_itself() {
    let text = |args: &[&str]| {
        let run = recto(&here(""), args);
        assert_eq!(run.status.code(), Some(0), "{args:?}");
        String::from_utf8(run.stdout).unwrap()
    };
    let commands = ["build", "check", "dump", "explain", "release", "schema", "completions", "man"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&["completions", shell]);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let temp = tempfile::tempdir().unwrap();
    text(&["man", temp.path().to_str().unwrap()]);
    let pages = names(temp.path());
    let readme = fs::read_to_string(here("README.md")).unwrap();
    for command in commands {
        assert!(pages.contains(&format!("recto-{command}.1")), "{command} in {pages:?}");
        assert!(readme.contains(&format!("`recto {command}")), "the README lacks `recto {command}`");
    }
    assert_eq!(fs::read_to_string(temp.path().join("recto.1")).unwrap(), text(&["man"]));
    let version = concat!("recto ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(text(&["--version"]), version);
    let report = text(&["--version", "-v"]);
    assert!(report.starts_with(version) && report.contains("krilla ") && report.contains("rustc "), "{report}");
    serde_json::from_str::<serde_json::Value>(&text(&["schema"])).unwrap();
    assert_eq!(recto(&here(""), &["-v"]).status.code(), Some(2));
}

/// A folder with two books, the second of which has a title of its own or not.
fn shelf(second: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    for (name, title) in [("one", "A Small Book"), ("two", second)] {
        let folder = temp.path().join("books").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("book.yaml"), BOOK.replace("A Small Book", title)).unwrap();
        fs::write(folder.join("a.md"), "# One\n\nSome text, and [a link](nowhere.md).\n").unwrap();
    }
    temp
}

#[test]
fn many_books_are_built_in_one_run() {
    let temp = shelf("Another");
    let run =
        recto(temp.path(), &["build", "-m", "books/*/book.yaml", "--depfile", "all.d", "--message-format", "plain"]);
    let (out, words) = (String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap());
    assert_eq!(run.status.code(), Some(0), "{words}");
    let found: Vec<&str> = words.lines().filter(|line| line.contains("dead-link")).collect();
    assert!(found.len() == 2 && found[0].starts_with("books/one/a.md:3:") && found[1].starts_with("books/two/a.md:3:"));
    assert_eq!(out.lines().count(), 4);
    let rules = fs::read_to_string(temp.path().join("all.d")).unwrap();
    let wanted = "\nbooks/two/dist/another-ebook.epub books/two/dist/another-handout.pdf: \\\n  books/two/a.md \\\n  books/two/book.yaml\n";
    assert!(rules.starts_with("books/one/dist/") && rules.contains(wanted), "{rules}");
    // One that is wrong keeps none of the others from being written.
    fs::write(temp.path().join("books/one/a.md"), "").unwrap();
    let run = recto(temp.path(), &["build", "-m", "books/*/book.yaml", "-o", "out"]);
    assert_eq!((run.status.code(), names(&temp.path().join("out")).len()), (Some(1), 2));
    assert_eq!(recto(temp.path(), &["build", "-m", "nowhere/*.yaml"]).status.code(), Some(3));
    assert_eq!(recto(temp.path(), &["release", "-m", "books/*/book.yaml"]).status.code(), Some(2));
}

#[test]
fn two_books_of_one_title_do_not_overwrite_each_other() {
    let temp = shelf("A Small Book");
    let run = recto(temp.path(), &["build", "-m", "books/*/book.yaml", "-o", "out"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8(run.stderr).unwrap().contains("was written for another book"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_said_is_status_three() {
    let temp = book(BOOK);
    let run = |args: &[&str], full: &str| {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
        run.current_dir(temp.path()).args(args).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let sink = || std::process::Stdio::from(fs::File::options().write(true).open("/dev/full").unwrap());
        if full == "output" {
            run.stdout(sink())
        } else {
            run.stderr(sink())
        };
        run.status().unwrap().code()
    };
    for args in [&["build"][..], &["check", "--message-format", "json"], &["explain"], &["schema"], &["--help"]] {
        assert_eq!(run(args, "output"), Some(3), "{args:?}");
    }
    assert_eq!(run(&["check"], "error"), Some(3));
    assert_eq!(run(&["check", "-m", "nope.yaml"], "error"), Some(3));
    assert_eq!(run(&["build", "nope"], "error"), Some(2), "what is wrong comes first");
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_leaves_the_last_good_files_and_no_others() {
    ended_by("-INT", 130);
    ended_by("-TERM", 143);
}

/// Holds that a build which is sent a signal ends with a status and leaves things as they were.
#[cfg(unix)]
fn ended_by(signal: &str, status: i32) {
    let temp = book(BOOK);
    let dist = temp.path().join("dist");
    // A fast machine gets a longer book.
    let end = [4_000, 16_000, 64_000, 256_000].iter().find_map(|paragraphs| {
        let mut text = String::from("# One\n\n");
        for at in 0..*paragraphs {
            text += &format!("Paragraph {at} of a book that takes its time, with a few more words in it.\n\n");
        }
        fs::write(temp.path().join("a.md"), text).unwrap();
        let _ = fs::remove_dir_all(&dist);
        fs::create_dir(&dist).unwrap();
        fs::write(dist.join("a-small-book-ebook.epub"), "the last good one").unwrap();
        let mut build = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
        let build = build.current_dir(temp.path()).arg("build").stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let interrupted = std::process::Command::new("kill").args([signal, &build.id().to_string()]).status().unwrap();
        let end = build.wait_with_output().unwrap();
        (interrupted.success() && end.status.code() != Some(0)).then_some(end)
    });
    let end = end.expect("no book takes longer than 300 ms");
    assert_eq!(end.status.code(), Some(status), "{}", String::from_utf8_lossy(&end.stderr));
    assert!(String::from_utf8_lossy(&end.stderr).contains("no file is left half written"));
    assert_eq!(names(&dist), ["a-small-book-ebook.epub"]);
    assert_eq!(fs::read_to_string(dist.join("a-small-book-ebook.epub")).unwrap(), "the last good one");
}
