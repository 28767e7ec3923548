//! What blog engines print below an article: tags, buttons to share, comments.

use super::lines::Line;

/// Lines that stand there by themselves, and are nothing an author writes.
const WHOLE: [&str; 16] = [
    "share this",
    "share this post",
    "like this",
    "like loading",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "comments are closed",
    "no comments",
    "no comments yet",
    "related posts",
    "email this post",
    "print this post",
    "back to top",
    "copy link",
];
/// How such lines begin.
const BEGINNINGS: [&str; 13] = [
    "posted in ",
    "posted by ",
    "posted on ",
    "published by ",
    "published in ",
    "filed under",
    "tagged ",
    "tags:",
    "categories:",
    "category:",
    "labels:",
    "click to share",
    "powered by ",
];
/// Words that stand between them.
const BETWEEN: [&str; 17] = [
    "share",
    "tweet",
    "email",
    "print",
    "facebook",
    "twitter",
    "x",
    "pinterest",
    "linkedin",
    "reddit",
    "whatsapp",
    "telegram",
    "tumblr",
    "mastodon",
    "bluesky",
    "related",
    "comments",
];
/// The longest such line, in characters.
const LONGEST: usize = 120;
/// The most such lines.
const LINES: usize = 24;

/// Where what a blog engine left begins, if the lines end in it.
pub fn begins(lines: &[Line<'_>]) -> Option<usize> {
    let mut first = None;
    let full = (0..lines.len()).rev().filter(|at| !lines[*at].text.is_empty()).take(LINES);
    for at in full {
        let text = lines[at].text;
        let bare = text.to_lowercase();
        let bare = bare.trim_end_matches([':', '.', '…', '!', ' ']);
        if text.chars().count() > LONGEST {
            break;
        }
        if WHOLE.contains(&bare) || BEGINNINGS.iter().any(|head| text_begins(text, head)) || counts(bare) {
            first = Some(at);
        } else if !BETWEEN.contains(&bare) {
            break;
        }
    }
    // An article that is nothing else is one.
    first.filter(|at| lines[..*at].iter().any(|line| !line.text.is_empty()))
}

/// A line of a list of facts, not a sentence.
fn text_begins(text: &str, head: &str) -> bool {
    let same = text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    same && !text.ends_with(['.', '!', '?'])
}

/// "3 comments", "12 Responses to …".
fn counts(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let number = words.next().is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    let what = words
        .next()
        .is_some_and(|word| ["comment", "comments", "reply", "replies", "responses", "likes"].contains(&word));
    number && what && words.count() <= 8
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn left(text: &str) -> String {
        let all = lines(text);
        let end = begins(&all).unwrap_or(all.len());
        all[..end].iter().map(|line| line.text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn tags_buttons_and_comments_go() {
        for remains in [
            "Tags: rest, work",
            "Share this:\n\nFacebook\nX\n\nLike this:\n\nLike Loading...",
            "Posted in Essays\n\n3 comments",
            "Leave a comment",
        ] {
            assert_eq!(left(&format!("Title\n\nText.\n\n{remains}\n")), "Title|Text.", "{remains}");
        }
    }

    #[test]
    fn prose_stays() {
        for text in [
            "Title|Share what you have.",
            "Title|Facebook",
            "Title|Posted by the door, he waited.",
            "Title|3 comments were made that day, and none of them was kind to us",
        ] {
            assert_eq!(left(&text.replace('|', "\n\n")), text);
        }
        assert_eq!(left("Leave a comment"), "Leave a comment");
    }
}
