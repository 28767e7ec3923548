//! Pictures that an article names and that do not lie where it says: a site's own addresses (`/images/a.png`) are found in its
//! folder, and what is nowhere becomes words, so that the book builds.

use std::ops::Range;

use super::Given;
use crate::base::{Code, Diags, Site, Source, SourceId, Span};
use crate::reader;

/// Folders of a site whose files stand at its root once it is built.
const ROOTS: [&str; 6] = ["", "static/", "public/", "assets/", "src/", "source/"];

/// The text of an article in Markdown with each of its `missing` pictures mended; none where there is nothing to mend. What is
/// found joins `needs`. A text that was put together from several files stays, and so does a page, which says in words what it lacks.
pub(super) fn mend(
    given: &Given,
    (source, id): (&Source, SourceId),
    missing: &[(String, Span)],
    needs: &mut Vec<String>,
    diags: &mut Diags,
) -> Option<String> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (path, span) in missing {
        let bare = path.trim_start_matches('/');
        let at_root = || ROOTS.iter().map(|root| format!("{root}{bare}")).find(|path| given.folder.has(path));
        let found = if path.starts_with('/') { at_root() } else { None };
        // A page says in words what it lacks.
        if reader::is_page(&source.path) {
            continue;
        }
        let Some((whole, address)) = (if source.is_woven() { None } else { written(source, path, *span) }) else {
            let message = format!(
                "'{}' shows the picture '{path}', which is not there, in a way that import cannot mend",
                source.path
            );
            let help = "put the picture there, or take it out of the text";
            diags.push_help(Code::LeftOut, Site { source: id, span: *span }, message, help);
            continue;
        };
        match found {
            Some(found) => {
                let up = "../".repeat(source.path.matches('/').count());
                edits.push((address, format!("{up}{}", found.replace(' ', "%20"))));
                needs.push(found);
            }
            None => {
                let words = described(&source.text[whole.clone()]);
                let message = format!(
                    "'{}' shows the picture '{path}', which is not there; its description stands in its place",
                    source.path
                );
                let help = "put the picture into the book's folder, and ![description](file) into the text";
                diags.push_help(Code::LeftOut, Site { source: id, span: *span }, message, help);
                edits.push((whole, words));
            }
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits.dedup_by(|later, first| later.0.start < first.0.end);
    let mut text = source.text.clone();
    for (range, words) in edits.into_iter().rev() {
        text.replace_range(range, &words);
    }
    Some(text)
}

/// Where a picture is written within `span`, and its address there: `![…](…)` or `<img …>`.
fn written(source: &Source, path: &str, span: Span) -> Option<(Range<usize>, Range<usize>)> {
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    let slice = source.text.get(span.start as usize..span.end as usize)?;
    let encoded = name.replace(' ', "%20");
    let opens = |c: char| matches!(c, '(' | '"' | '\'' | '<' | '=') || c.is_whitespace();
    let closes = |c: char| matches!(c, ')' | '"' | '\'' | '>') || c.is_whitespace();
    let address = |(at, found): (usize, &str)| {
        let start = slice[..at]
            .rfind(opens)
            .map_or(0, |before| before + slice[before..].chars().next().map_or(1, char::len_utf8));
        let end = at + found.len() + slice[at + found.len()..].find(closes).unwrap_or(slice.len() - at - found.len());
        // A description or a title may hold the name as well.
        let before = slice[..start].trim_end();
        ["](", "](<", "src=", "src=\"", "src='"].iter().any(|mark| before.ends_with(mark)).then_some((start, end))
    };
    let (start, end) =
        slice.match_indices(name).find_map(address).or_else(|| slice.match_indices(&encoded).find_map(address))?;
    let tag = slice[..start].rfind("<img");
    let whole = match (slice[..start].rfind("!["), tag) {
        (Some(mark), tag) if tag.is_none_or(|tag| tag < mark) => {
            let close = slice[end..].find(')').map(|close| end + close + 1)?;
            mark..close
        }
        (_, Some(tag)) => tag..end + slice[end..].find('>')? + 1,
        _ => return None,
    };
    let from = span.start as usize;
    Some((from + whole.start..from + whole.end, from + start..from + end))
}

/// What stands for a picture: its description in brackets.
fn described(written: &str) -> String {
    let words = match written.strip_prefix("![") {
        Some(rest) => rest.split(']').next().unwrap_or_default().to_string(),
        None => {
            let alt = written.split("alt=").nth(1).unwrap_or_default();
            let quote = alt.chars().next().filter(|c| matches!(c, '"' | '\''));
            quote.map_or(String::new(), |quote| alt[1..].split(quote).next().unwrap_or_default().to_string())
        }
    };
    if words.trim().is_empty() { String::new() } else { format!("\\[{}\\]", words.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;

    fn given(folder: &std::path::Path) -> Given {
        let folder = Folder::open(folder).unwrap();
        Given { folder, base: String::new(), name: String::new(), files: Vec::new(), here: false }
    }

    #[test]
    fn a_picture_is_found_at_the_sites_root_or_becomes_words() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(temp.path().join("static/img")).unwrap();
        std::fs::write(temp.path().join("static/img/a b.png"), "x").unwrap();
        let given = given(temp.path());
        let text = "A ![one](/img/a%20b.png) and\n![two](gone/b.png \"T\") and <img alt=\"three\" src=\"c.png\">.\n";
        let source = Source::new("posts/x.md", text);
        let at = |words: &str, length: usize| {
            let start = text.find(words).unwrap();
            Span::new(start, start + length)
        };
        let missing = [
            ("/img/a b.png".to_string(), at("![one]", 24)),
            ("posts/gone/b.png".to_string(), at("![two]", 22)),
            ("posts/c.png".to_string(), at("<img", 30)),
        ];
        let (mut needs, mut diags) = (Vec::new(), Diags::new());
        let mended = mend(&given, (&source, SourceId(0)), &missing, &mut needs, &mut diags).unwrap();
        assert_eq!(mended, "A ![one](../static/img/a%20b.png) and\n\\[two\\] and \\[three\\].\n");
        assert_eq!((needs, diags.len()), (vec!["static/img/a b.png".to_string()], 2));
    }

    #[test]
    fn a_description_may_hold_the_name_of_its_file() {
        let temp = tempfile::tempdir().unwrap();
        let given = given(temp.path());
        for (text, wanted) in [
            ("![a.png of old](x/a.png \"a.png\")\n", Some("\\[a.png of old\\]\n")),
            ("![a.png][one]\n\n[one]: x/a.png\n", None),
        ] {
            let source = Source::new("x.md", text);
            let missing = [("x/a.png".to_string(), Span::new(0, text.find('\n').unwrap()))];
            let mut diags = Diags::new();
            let mended = mend(&given, (&source, SourceId(0)), &missing, &mut Vec::new(), &mut diags);
            assert_eq!((mended.as_deref(), diags.len()), (wanted, 1));
        }
    }
}
