//! Substack's export: `posts.csv`, which lists the posts, and a folder `posts` with the text of each as a piece of HTML.

use std::collections::BTreeSet;

use super::blog::{Around, Blog, Kind, Post};
use super::feed::instant;
use super::{FOLDER, Facts, Given, Import, few};
use crate::base::{Code, Diags, limits};
use crate::reader::{stem, title_of_stem};

const LIST: &str = "posts.csv";

/// Whether a folder is such an export.
pub(super) fn is_export(given: &Given) -> bool {
    given.files.is_empty() && given.folder.has(&format!("{}{LIST}", given.base)) && !texts(given).is_empty()
}

/// The texts of the posts.
fn texts(given: &Given) -> Vec<String> {
    given.folder.list(&format!("{}posts", given.base), &["html"])
}

/// Makes articles of an export. `shelf` is the folder for them, with a slash at its end.
pub(super) fn read(given: &Given, shelf: &str, diags: &mut Diags) -> Import {
    let list = match given.folder.read_text(&format!("{}{LIST}", given.base), limits::ASSET_BYTES) {
        Ok(list) => list,
        Err(refusal) => {
            diags.push_help(Code::NothingToImport, None, refusal.message, refusal.help);
            return Import::default();
        }
    };
    let mut unlisted: BTreeSet<String> = texts(given).into_iter().collect();
    let mut rows = rows(&list).into_iter();
    let head = rows.next().unwrap_or_default();
    let mut posts = Vec::new();
    for row in rows {
        let value = |name: &str| {
            let at = head.iter().position(|own| own.trim() == name)?;
            row.get(at).map(|value| value.trim().to_string()).filter(|value| !value.is_empty())
        };
        let Some(id) = value("post_id") else { continue };
        let path = format!("{}posts/{id}.html", given.base);
        unlisted.remove(&path);
        let published = value("is_published").is_none_or(|published| published.eq_ignore_ascii_case("true"));
        let slug = id.split_once('.').map_or(id.as_str(), |(_, slug)| slug);
        let html = match given.folder.read_text(&path, limits::ASSET_BYTES) {
            Ok(html) => html,
            Err(refusal) => {
                diags.push_help(Code::LeftOut, None, refusal.message, refusal.help);
                continue;
            }
        };
        posts.push(Post {
            title: value("title").unwrap_or_else(|| title_of_stem(slug)),
            subtitle: value("subtitle"),
            date: value("post_date").and_then(|day| instant(&day)),
            html,
            kind: if published { Kind::Post } else { Kind::Draft },
            ..Post::default()
        });
    }
    if !unlisted.is_empty() {
        let names: Vec<String> = unlisted.iter().map(|path| format!("'{}'", stem(path))).collect();
        let message = format!("'{LIST}' does not list what the folder 'posts' holds; left out: {}", few(&names));
        diags.push_help(Code::LeftOut, None, message, "import these files by their names, into a folder of their own");
    }
    // As feeds have them, the newest first.
    posts.sort_by(|a, b| b.date.cmp(&a.date));
    let facts = Facts { title: Some(given.name.clone()), guessed: Some(FOLDER), ..Facts::default() };
    Blog { facts, home: None, posts, around: Around::default() }.bind(&given.name, shelf, diags)
}

/// The rows of a table with commas between its cells (RFC 4180).
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let text = "a,b\r\n\"x, \"\"y\"\"\nz\",\n,\"";
        assert_eq!(rows(text), [vec!["a", "b"], vec!["x, \"y\"\nz", ""], vec!["", ""]]);
        assert!(rows("").is_empty());
    }
}
