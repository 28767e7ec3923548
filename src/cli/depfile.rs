//! Which files an edition depends on, as Make and Ninja read it.

use std::path::{Path, PathBuf};

/// A rule: the targets depend on these files of the book in `folder`. Nothing where nothing was written.
///
/// Each file has an empty rule of its own, as `gcc -MP` writes them: without it Make stops at a file that was renamed.
pub(super) fn rule(targets: &[PathBuf], folder: &Path, files: &[String]) -> String {
    if targets.is_empty() {
        return String::new();
    }
    let here = folder == Path::new(".");
    let targets: Vec<String> = targets.iter().map(|path| escaped(path)).collect();
    let files: Vec<String> =
        files.iter().map(|file| if here { escaped(Path::new(file)) } else { escaped(&folder.join(file)) }).collect();
    let gone: String = files.iter().map(|file| format!("\n{file}:\n")).collect();
    format!("{}: \\\n  {}\n{gone}", targets.join(" "), files.join(" \\\n  "))
}

/// A path as both read it: GNU Make's manual, 4.3 and 4.14; Ninja's reader takes the same.
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut escaped = String::new();
    for c in path.chars() {
        match c {
            '$' => escaped.push_str("$$"),
            ' ' | '#' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_names_files_from_where_the_command_runs() {
        let files = ["a b.md".to_string(), "book.yaml".to_string()];
        let rule = |folder: &str| rule(&["./dist/x.epub".into()], Path::new(folder), &files);
        assert_eq!(rule("."), "dist/x.epub: \\\n  a\\ b.md \\\n  book.yaml\n\na\\ b.md:\n\nbook.yaml:\n");
        let beside = rule("books/$1");
        assert!(beside.starts_with("dist/x.epub: \\\n  books/$$1/a\\ b.md \\\n  books/$$1/book.yaml\n"), "{beside}");
        assert!(beside.ends_with("\nbooks/$$1/book.yaml:\n"), "{beside}");
        assert_eq!(super::rule(&[], Path::new("."), &files), "");
    }
}
