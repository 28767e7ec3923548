//! The footer of a web article: "Previous" and "Next" with the neighbours' titles.

use super::plain::Line;
use crate::base::{Site, SourceId, Span};
use crate::model::Neighbours;

/// How many lines from the end a footer may begin.
const LINES: usize = 14;
/// Lines of a neighbour's title, where it is broken.
const TITLE_LINES: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Previous,
    Next,
}

/// Takes the footer off the end of `lines` (blank ones among them) and reads it.
pub fn take(lines: &mut Vec<Line<'_>>, id: SourceId) -> Neighbours {
    let full: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].text.is_empty()).collect();
    for start in full.iter().rev().take(LINES).rev() {
        if let Some(neighbours) = parse(&lines[*start..], id) {
            lines.truncate(*start);
            return neighbours;
        }
    }
    Neighbours::default()
}

/// The footer that these lines are, if they are nothing else.
fn parse(lines: &[Line<'_>], id: SourceId) -> Option<Neighbours> {
    let mut found = Neighbours::default();
    let mut seen = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].text.is_empty() {
            at += 1;
            continue;
        }
        let (way, same_line) = label(lines[at].text)?;
        if seen.contains(&way) {
            return None;
        }
        seen.push(way);
        let mut first = at;
        at += 1;
        let mut title = same_line.to_string();
        if title.is_empty() {
            while at < lines.len() && (lines[at].text.is_empty() || label(lines[at].text) == Some((way, ""))) {
                at += 1;
            }
            first = at;
            while at < lines.len() && at < first + TITLE_LINES && !lines[at].text.is_empty() {
                if label(lines[at].text).is_some() {
                    break;
                }
                title = format!("{title} {}", lines[at].text);
                at += 1;
            }
        }
        let title = title.trim_matches([' ', '→', '←', '»', '«', '›', '‹']).to_string();
        if title.is_empty() {
            continue;
        }
        let site =
            Site { source: id, span: Span::new(lines[first].start, lines[at - 1].start + lines[at - 1].text.len()) };
        match way {
            Way::Previous => found.previous = Some((title, site)),
            Way::Next => found.next = Some((title, site)),
        }
    }
    (!seen.is_empty()).then_some(found)
}

/// Which neighbour a line names: `Previous`, `NEXT POST`, `← Previous: A Title`; and the title, if it stands there.
fn label(line: &str) -> Option<(Way, &str)> {
    let arrows = ['←', '→', '«', '»', '‹', '›', '<', '>', ' '];
    let bare = line.trim_start_matches(arrows);
    let arrow = bare.len() < line.len();
    let (way, rest) = word(bare)?;
    let mut rest = rest;
    // Web pages print the word twice, for the eye and for a screen reader.
    while let Some((_, behind)) = word(rest.trim_start()).filter(|(again, _)| *again == way) {
        rest = behind;
    }
    for noun in ["article", "post", "chapter", "page", "story"] {
        let spaced = rest.trim_start();
        if spaced.get(..noun.len()).is_some_and(|s| s.eq_ignore_ascii_case(noun)) {
            let behind = &spaced[noun.len()..];
            rest = if behind.starts_with(|c: char| c.is_alphanumeric()) { rest } else { behind };
        }
    }
    let behind = rest.trim_start();
    let title = behind.trim_start_matches(|c| c == ':' || arrows.contains(&c));
    if title.is_empty() {
        return Some((way, ""));
    }
    (arrow || title.len() < behind.len()).then_some((way, title))
}

fn word(text: &str) -> Option<(Way, &str)> {
    [("previous", Way::Previous), ("prev", Way::Previous), ("next", Way::Next)].into_iter().find_map(|(word, way)| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        (head.eq_ignore_ascii_case(word) && !rest.starts_with(|c: char| c.is_alphanumeric())).then_some((way, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::super::plain::lines;
    use super::*;

    /// The neighbours and what is left of the text.
    fn read(text: &str) -> (Option<String>, Option<String>, String) {
        let mut all = lines(text);
        let found = take(&mut all, SourceId(0));
        let rest: Vec<&str> = all.iter().map(|l| l.text).filter(|l| !l.is_empty()).collect();
        (found.previous.map(|p| p.0), found.next.map(|n| n.0), rest.join("|"))
    }

    #[test]
    fn words_printed_twice_with_titles_below() {
        let text = "Text.\n\nPrevious\nPrevious\n\nEveryday Life\n\nNext\nNext\n\nThe Importance\nof Empathy";
        let both = (Some("Everyday Life".into()), Some("The Importance of Empathy".into()), "Text.".into());
        assert_eq!(read(text), both);
        assert_eq!(read(&text.replace('\n', "\r\n")), both);
    }

    #[test]
    fn one_alone_and_either_order() {
        assert_eq!(read("Text.\n\nNext\n\nB\n"), (None, Some("B".into()), "Text.".into()));
        assert_eq!(read("Text.\n\nNext: B\nPrevious: A"), (Some("A".into()), Some("B".into()), "Text.".into()));
        assert_eq!(read("Text.\n\n← Previous: A\n\nNext → B →"), (Some("A".into()), Some("B".into()), "Text.".into()));
        assert_eq!(read("Text.\n\nPrevious Previous\nA"), (Some("A".into()), None, "Text.".into()));
        assert_eq!(read("Text.\n\nNext Next"), (None, None, "Text.".into()));
    }

    #[test]
    fn prose_is_no_footer() {
        assert_eq!(read("Text.\n\nNext we went home."), (None, None, "Text.|Next we went home.".into()));
        assert_eq!(read("Next\n\nMore text.\n\nEnd."), (None, None, "Next|More text.|End.".into()));
    }
}
