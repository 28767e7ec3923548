//! Paragraphs parted at what begins something new: headings, quotations, breaks, items.

use super::items::{self, Mark, mark};
use super::lines::Line;
use super::{Group, Kind, headings};

/// How far a quotation is set in, in columns.
const SET_IN: usize = 3;

/// Where lines begin, in columns.
#[derive(Clone, Copy)]
pub struct Margins {
    /// Most paragraphs' last lines.
    pub text: usize,
    /// The first lines of paragraphs, where they are set in.
    pub first: Option<usize>,
}

/// The margins of a text.
pub fn margins(lines: &[Line<'_>]) -> Margins {
    let full = |at: usize| lines.get(at).filter(|line| !line.text.is_empty());
    let plain = |at: &usize| full(*at).is_some_and(|line| mark(line.text).is_none());
    let mut all: Vec<usize> = (0..lines.len()).filter(plain).map(|at| lines[at].indent).collect();
    all.sort_unstable();
    // First lines and quotations stand deeper, and there are fewer of them.
    let text = all.get(all.len() / 4).copied().unwrap_or(0);
    let opens = |at: &usize| lines[*at].indent > text && full(at + 1).is_some_and(|next| next.indent == text);
    let mut first: Vec<usize> = (0..lines.len()).filter(plain).filter(opens).map(|at| lines[at].indent).collect();
    first.sort_unstable();
    let several = |at: &usize| full(*at).is_some() && full(at + 1).is_some() && (*at == 0 || full(at - 1).is_none());
    let several = (0..lines.len()).filter(several).count();
    let first = first.get(first.len() / 2).copied().filter(|_| first.len() > 1 && first.len() * 2 > several);
    Margins { text, first }
}

/// Parts a paragraph at headings, quotations, breaks and items that stand in it without a blank line.
pub fn part<'a>(lines: &[Line<'a>], gap: usize, margins: Margins, groups: &mut Vec<Group<'a>>) {
    let (mut lines, mut gap) = (lines, gap);
    while !lines.is_empty() {
        let (taken, kind, skipped) = first_of(lines, margins);
        if let Some(kind) = kind {
            groups.push(Group { lines: lines[..taken].to_vec(), kind, gap: std::mem::take(&mut gap) });
        } else {
            items_of(&lines[..taken], std::mem::take(&mut gap), groups);
        }
        lines = &lines[taken + skipped..];
    }
}

/// How many lines belong together, what they are (nothing for a list), and how many behind them are no text.
fn first_of(lines: &[Line<'_>], margins: Margins) -> (usize, Option<Kind>, usize) {
    let first = lines[0].text;
    if let Some((level, _)) = hashes(first) {
        return (1, Some(Kind::Heading { level: level.max(2), sure: true }), 0);
    }
    if lines.get(1).is_some_and(|line| is_underline(first, line.text)) {
        return (1, Some(Kind::Heading { level: 2, sure: true }), 1);
    }
    if lines.len() == 1 && is_break(first) {
        return (1, Some(Kind::Break), 0);
    }
    let quoted = |line: &Line<'_>| line.text.starts_with('>');
    if quoted(&lines[0]) {
        return (lines.iter().position(|line| !quoted(line)).unwrap_or(lines.len()), Some(Kind::Quote), 0);
    }
    if let Some(from) = items::first_item(lines) {
        return if from > 0 { (from, Some(Kind::Para), 0) } else { (lines.len(), None, 0) };
    }
    if lines.len() > 1 && items::is_bare_bullet(first) {
        return (lines.len(), None, 0);
    }
    let head = Group { lines: vec![lines[0]], kind: Kind::Para, gap: 0 };
    if lines.len() > 1 && headings::heading(&head).is_some() && headings::stands_over(&lines[1]) {
        return (1, Some(Kind::Para), 0);
    }
    // Books set the first lines of paragraphs in, and leave no line blank.
    let begins = |at: &usize| margins.first == Some(lines[*at].indent);
    if let Some(end) = (1..lines.len()).find(begins) {
        return (end, Some(Kind::Para), 0);
    }
    let own = lines.len() == 1 && margins.first == Some(lines[0].indent);
    let set_in = !own && lines.iter().all(|line| line.indent >= margins.text + SET_IN);
    (lines.len(), Some(if set_in { Kind::Quote } else { Kind::Para }), 0)
}

/// The items of lines of which the first is one.
fn items_of<'a>(lines: &[Line<'a>], gap: usize, groups: &mut Vec<Group<'a>>) {
    let mut marks: Vec<Mark> = kind_of(&lines[0]).into_iter().collect();
    let mut start = 0;
    for at in 1..=lines.len() {
        let bare = |at: usize| at + 1 < lines.len() && items::is_bare_bullet(lines[at].text);
        if at < lines.len() && !items::begins_item(&lines[at], &marks) && !bare(at) {
            continue;
        }
        let kind = kind_of(&lines[start]).map_or(Kind::Para, Kind::Item);
        groups.push(Group { lines: lines[start..at].to_vec(), kind, gap: if start == 0 { gap } else { 0 } });
        if at < lines.len() {
            marks.extend(kind_of(&lines[at]));
            // The last of each level is enough, and a list may have thousands of items.
            marks.drain(..marks.len().saturating_sub(16));
            start = at;
        }
    }
}

/// What an item begins with; a bullet alone on its line has its words on the next.
fn kind_of(line: &Line<'_>) -> Option<Mark> {
    match mark(line.text) {
        Some((mark, _)) => Some(mark),
        None => line.text.chars().next().map(Mark::Bullet),
    }
}

/// A single number, letter or dash makes no list, nor do dashes that part the speeches of a dialogue.
pub fn demote(groups: &mut [Group<'_>]) {
    let mut at = 0;
    while at < groups.len() {
        let Some((tree, end)) = items::tree(groups, at) else {
            at += 1;
            continue;
        };
        let single = tree.items.len() == 1 && tree.items[0].lists.is_empty();
        let led = at > 0 && groups[at - 1].lines.last().is_some_and(|line| line.text.ends_with(':'));
        let parted = tree.items.iter().skip(1).all(|item| groups[item.groups[0]].gap > 0);
        let no_list = match tree.mark {
            Mark::Bullet(_) => false,
            Mark::Dash('–') => single || (parted && !led),
            Mark::Dash(_) | Mark::Number(_) => single,
            Mark::Letter(first) => single || first != 1,
        };
        if no_list {
            for group in groups[at..end].iter_mut().filter(|group| group.mark().is_some()) {
                group.kind = Kind::Para;
            }
        }
        at = end;
    }
}

/// The level and the words of a heading that hash signs mark, as in Markdown.
pub fn hashes(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let bare = words.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&level) && words.starts_with(' ') && !bare.is_empty()).then_some((level as u8, bare))
}

/// Whether a line of `=` or `-` underlines the one above it.
pub fn is_underline(above: &str, line: &str) -> bool {
    let length = line.chars().count();
    let same = line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-');
    let long = above.chars().count();
    !above.is_empty() && length >= 3 && same && length * 2 >= long && length <= long * 2 + 3 && !is_break(above)
}

pub fn is_break(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    let same = marks.windows(2).all(|pair| pair[0] == pair[1]);
    matches!(marks.as_slice(), ['⁂'] | ['❦'] | ['§'] | ['#'] | ['*'] | ['*', '*'])
        || (same && marks.len() >= 3 && "*-_#~=•·".contains(marks[0]))
}
