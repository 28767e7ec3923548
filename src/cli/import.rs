//! `recto import`: what people have becomes `book/` and `book.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::findings::Rules;
use super::init::{identifier, quoted, title_of_folder};
use super::run::{Stop, ruled, stop, time};
use super::{Common, FILES, USAGE, WRONG, output};
use crate::base::{Diags, Folder, Sources, date};
use crate::import::{self, Entry, File, Given, Import, Listed};
use crate::report::View;

/// What stands below `recto import --help`.
pub(super) const EXAMPLES: &str = "\
Examples:
  recto import ~/posts            a folder of Markdown, saved pages or plain texts
  recto import one.html two.html  some files of one
  recto import novel.docx         a Word file, a chapter for each Heading 1
  recto import export.xml         a blog: WordPress, Squarespace, Blogger, RSS, Atom
  recto import ~/guide -o guide   an mdBook; book/ and book.yaml go into guide/
  recto import .                  this folder: its articles stay where they are

The order comes from what the articles say: previous and next, numbers, days. The evidence
stands beside each chapter in book.yaml, and what is in doubt is a finding. What is already
there is never overwritten, and nothing is fetched. Then: recto build";

pub(super) fn import(common: &Common, paths: &[PathBuf], folder: Option<&Path>) -> u8 {
    ruled(common, |rules| make(common, rules, paths, folder.unwrap_or(Path::new("."))))
}

fn make(common: &Common, rules: &Rules, paths: &[PathBuf], folder: &Path) -> Result<(), Stop> {
    let today = time()?;
    let manifest = common.first().to_string_lossy().into_owned();
    let taken = folder.join(&manifest);
    if taken.exists() {
        let words = format!(
            "'{}' is already there, and import overwrites nothing; give the new book a folder of its own with -o DIR",
            taken.display()
        );
        return Err(stop(USAGE, &words));
    }
    let given = given(paths, folder)?;
    let (mut sources, mut diags) = (Sources::default(), Diags::new());
    let import = import::read(&given, &mut sources, &mut diags);
    let tally =
        rules.show(rules.settle(&[], diags.iter()), &sources, &View { manifest: manifest.clone(), ..View::default() });
    let Some(import) = import.filter(|_| tally.errors == 0) else { return Err(Stop(WRONG)) };
    let day = date::day(today.epoch.unwrap_or(today.today));
    let text = import::manifest(&import, &identifier(), &day);
    let written = write(folder, &manifest, &text, &import)?;
    if !common.quiet && (rules.json() || !rules.data()) {
        match rules.json() {
            true => records(&import, rules),
            false => tell(folder, &manifest, &import, written, rules),
        }
    }
    Ok(())
}

/// The folders that were named, and those of the files that were named.
fn given(paths: &[PathBuf], book: &Path) -> Result<Vec<Given>, Stop> {
    let book = book.canonicalize().ok();
    let open = |path: &Path| {
        Folder::open(path).map_err(|error| stop(FILES, &format!("'{}' cannot be read: {error}", path.display())))
    };
    let given = |path: &Path, files: Vec<String>| {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let above = if files.is_empty() { repository(&whole) } else { None };
        let (root, base) = above.unwrap_or_else(|| (whole.clone(), String::new()));
        let here = Some(&whole) == book.as_ref();
        Ok(Given { folder: open(&root)?, base, name: title_of_folder(path), files, here })
    };
    let mut all: Vec<Given> = Vec::new();
    let mut of_files: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in paths {
        if path.is_dir() {
            all.push(given(path, Vec::new())?);
            continue;
        }
        if !path.exists() {
            return Err(stop(FILES, &format!("there is no file or folder '{}'", path.display())));
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(stop(USAGE, &format!("the name of '{}' is not UTF-8; rename it", path.display())));
        };
        // Files of one folder make one book.
        match of_files.get(parent) {
            Some(at) => all[*at].files.push(name.to_string()),
            None => {
                of_files.insert(parent.to_path_buf(), all.len());
                all.push(given(parent, vec![name.to_string()])?);
            }
        }
    }
    Ok(all)
}

/// The repository in which an mdBook stands, and where in it: chapters include what lies beside the book.
fn repository(folder: &Path) -> Option<(PathBuf, String)> {
    let is_mdbook = folder.join("book.toml").is_file() || folder.join("src/SUMMARY.md").is_file();
    let root = folder.ancestors().take_while(|_| is_mdbook).find(|folder| folder.join(".git").exists())?;
    let base = folder.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    Some((root.to_path_buf(), if base.is_empty() { base } else { base + "/" }))
}

/// Writes the files, the manifest last, after a look whether one of them is in the way. Gives how many there are.
fn write(folder: &Path, manifest: &str, text: &str, import: &Import) -> Result<usize, Stop> {
    let mut wanted = Vec::new();
    let mut met: BTreeMap<&str, &File> = BTreeMap::new();
    for file in &import.files {
        let read = |file: &File| file.bytes().map_err(|refusal| stop(FILES, &refusal.message));
        if let Some(other) = met.insert(&file.path, file) {
            if read(other)? != read(file)? {
                let words = format!(
                    "two files that differ would be '{}'; import them one by one, each into a folder of its own with -o DIR",
                    file.path
                );
                return Err(stop(USAGE, &words));
            }
            continue;
        }
        let path = folder.join(&file.path);
        if path.exists() {
            let bytes = file.bytes().map_err(|refusal| stop(FILES, &refusal.message))?;
            // Import over what is the same is no harm.
            if std::fs::read(&path).ok().is_none_or(|own| own != bytes) {
                let words = format!(
                    "'{}' is already there and holds something else, and import overwrites nothing; give the new book a folder of its own with -o DIR",
                    path.display()
                );
                return Err(stop(USAGE, &words));
            }
        } else {
            wanted.push(file);
        }
    }
    for file in &wanted {
        let bytes = file.bytes().map_err(|refusal| stop(FILES, &refusal.message))?;
        output::write_at(&folder.join(&file.path), &bytes).map_err(|words| stop(FILES, &words))?;
    }
    output::write_at(&folder.join(manifest), text.as_bytes()).map_err(|words| stop(FILES, &words))?;
    Ok(wanted.len())
}

/// Says what was made of what, and what to do next.
fn tell(folder: &Path, manifest: &str, import: &Import, written: usize, rules: &Rules) {
    let mut lines = vec![format!("{}, in order:", import.what)];
    let mut number = 0;
    for entry in &import.entries {
        match entry {
            Entry::Chapter(listed) => line(listed, 0, &mut number, &mut lines),
            Entry::Part { title, chapters } => {
                lines.push(format!("     {title}"));
                chapters.iter().for_each(|listed| line(listed, 1, &mut number, &mut lines));
            }
        }
    }
    if !import.evidence.is_empty() {
        lines.push(format!("The order stands on {}.", import.evidence));
    }
    if let (Some(title), Some(guessed)) = (&import.facts.title, import.facts.guessed) {
        lines.push(format!("The title, “{title}”, is {guessed}."));
    }
    let beside = |path: &str| match folder == Path::new(".") {
        true => PathBuf::from(path),
        false => folder.join(path),
    };
    let stay = import.files.len() == usize::from(import.list.is_some());
    lines.push(match written {
        _ if stay => format!("\n{} written; the articles stay where they are.", beside(manifest).display()),
        1 => format!("\n{} and 1 file written.", beside(manifest).display()),
        n => format!("\n{} and {n} files written.", beside(manifest).display()),
    });
    if let [first, others @ ..] = import.changed.as_slice() {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        lines.push(format!(
            "The articles are copied, since the text of '{first}'{more} had to be changed: the book is made of the copies."
        ));
    }
    lines.push("\nNext:".to_string());
    if folder != Path::new(".") {
        lines.push(format!("  cd {}", quoted(folder)));
    }
    if let Some(list) = &import.list {
        let pictures = if import.awaited.len() == 1 { "the picture" } else { "the pictures" };
        lines.push(format!("  curl -K {list:<24} # {pictures} from the web, if you want them in the book"));
    }
    let named = if manifest == "book.yaml" { String::new() } else { format!(" -m {}", quoted(Path::new(manifest))) };
    lines.push(format!("  recto build{named}"));
    rules.give(&(lines.join("\n") + "\n"));
}

fn line(listed: &Listed, depth: usize, number: &mut usize, lines: &mut Vec<String>) {
    *number += 1;
    let why = if listed.why.is_empty() { String::new() } else { format!("  ({})", listed.why) };
    lines.push(format!("{number:4} {}{}{why}", "  ".repeat(depth), listed.title));
    listed.sections.iter().for_each(|section| line(section, depth + 1, number, lines));
}

/// The same as data: one object a chapter.
fn records(import: &Import, rules: &Rules) {
    for entry in &import.entries {
        match entry {
            Entry::Chapter(listed) => records_of(listed, None, 0, rules),
            Entry::Part { title, chapters } => {
                chapters.iter().for_each(|listed| records_of(listed, Some(title), 0, rules));
            }
        }
    }
}

fn records_of(listed: &Listed, part: Option<&str>, depth: usize, rules: &Rules) {
    let record = serde_json::json!({
        "kind": "chapter", "file": listed.path, "title": listed.title, "part": part, "depth": depth, "evidence": listed.why,
    });
    rules.give(&format!("{record}\n"));
    listed.sections.iter().for_each(|section| records_of(section, part, depth + 1, rules));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Content;

    #[test]
    fn no_file_is_written_over_another() {
        let temp = tempfile::tempdir().unwrap();
        let file = |words: &str| File { path: "book/a.md".to_string(), content: Content::Made(words.into()) };
        let import = |files: Vec<File>| Import { files, ..Import::default() };
        let differ = write(temp.path(), "book.yaml", "", &import(vec![file("one"), file("two")]));
        assert!(differ.is_err() && !temp.path().join("book").exists() && !temp.path().join("book.yaml").exists());
        assert_eq!(write(temp.path(), "book.yaml", "", &import(vec![file("one"), file("one")])).ok(), Some(1));
    }
}
