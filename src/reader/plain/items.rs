//! Lists: what items begin with, and which of them belong together.

use super::Group;
use super::lines::Line;

/// What an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A sign that stands before items and nothing else.
    Bullet(char),
    /// A sign that may also be a dash.
    Dash(char),
    /// A number.
    Number(u64),
    /// A letter, by its place in the alphabet.
    Letter(u64),
}

/// Bullets of the first, second and third level, as browsers show them.
const BULLETS: [&str; 3] = ["•●■►▸✓✔✦➤·", "◦○□", "▪▫‣⁃"];

impl Mark {
    /// Whether `next` goes on in the same list.
    fn goes_on(self, next: Mark) -> bool {
        match (self, next) {
            (Mark::Bullet(a), Mark::Bullet(b)) | (Mark::Dash(a), Mark::Dash(b)) => a == b,
            (Mark::Number(a), Mark::Number(b)) | (Mark::Letter(a), Mark::Letter(b)) => b == a + 1,
            (Mark::Bullet(_) | Mark::Dash(_) | Mark::Number(_) | Mark::Letter(_), _) => false,
        }
    }

    /// Whether a list may begin so.
    fn opens(self) -> bool {
        match self {
            Mark::Letter(at) => at == 1,
            Mark::Bullet(_) | Mark::Dash(_) | Mark::Number(_) => true,
        }
    }

    /// Whether a list of such items stands within one of `outer` where both are indented alike.
    fn is_inside(self, outer: Mark) -> bool {
        let rank = |mark: Mark| match mark {
            Mark::Bullet(c) => BULLETS.iter().position(|level| level.contains(c)),
            Mark::Dash(_) | Mark::Number(_) | Mark::Letter(_) => None,
        };
        match (outer, self) {
            (Mark::Number(_), Mark::Letter(1)) => true,
            _ => rank(outer).zip(rank(self)).is_some_and(|(outer, own)| own > outer),
        }
    }
}

/// The mark of a list's item, and what stands behind it.
pub fn mark(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let behind = &line[first.len_utf8()..];
    let bullet = BULLETS.iter().any(|level| level.contains(first));
    if bullet || "-*–".contains(first) {
        let words = behind.trim_start();
        let spaced = words.len() < behind.len() || (bullet && first != '·');
        let mark = if bullet { Mark::Bullet(first) } else { Mark::Dash(first) };
        return (spaced && !words.is_empty()).then_some((mark, words));
    }
    let (bare, closed) = line.strip_prefix('(').map_or((line, ".)"), |bare| (bare, ")"));
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (mark, rest) = match digits {
        0 => {
            let letter = bare.chars().next().filter(char::is_ascii_alphabetic)?;
            (Mark::Letter(u64::from(letter.to_ascii_lowercase() as u8 - b'a') + 1), &bare[1..])
        }
        1..=6 => (Mark::Number(bare[..digits].parse().ok()?), &bare[digits..]),
        _ => return None,
    };
    let rest = rest.strip_prefix(|c| closed.contains(c))?;
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then_some((mark, words))
}

/// A line that is nothing but a bullet: pages pasted from a browser have its item on the next line.
pub fn is_bare_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    chars.next().is_some_and(|c| BULLETS[0].contains(c) && c != '·' || BULLETS[1].contains(c)) && chars.next().is_none()
}

/// Where in a paragraph its items begin: at its first line, or behind a lead-in that ends in a colon.
pub fn first_item(lines: &[Line<'_>]) -> Option<usize> {
    let marked = |at: usize| lines.get(at).and_then(|line| mark(line.text)).map(|(mark, _)| mark);
    if marked(0).is_some() {
        return Some(0);
    }
    let at = (1..lines.len().min(LEAD_IN)).find(|at| marked(*at).is_some_and(Mark::opens))?;
    let first = marked(at)?;
    let led = lines[at - 1].text.ends_with(':');
    let second =
        (at + 1..lines.len().min(at + LEAD_IN)).any(|next| marked(next).is_some_and(|next| first.goes_on(next)));
    (second && (led || matches!(first, Mark::Bullet(_)))).then_some(at)
}

/// Whether a line in a list begins another item: a number in a sentence that is wrapped does not.
pub fn begins_item(line: &Line<'_>, before: &[Mark]) -> bool {
    let Some((mark, _)) = mark(line.text) else { return false };
    match mark {
        Mark::Bullet(_) | Mark::Dash(_) => true,
        Mark::Number(1) | Mark::Letter(1) => true,
        Mark::Number(_) | Mark::Letter(_) => before.iter().any(|known| known.goes_on(mark)),
    }
}

/// A list: for each item its group, the paragraphs that go on in it, and the lists within it.
#[derive(Debug)]
pub struct Tree {
    /// What its first item begins with.
    pub mark: Mark,
    /// Its items.
    pub items: Vec<Branch>,
}

/// An item.
#[derive(Debug)]
pub struct Branch {
    /// Its groups: the first is the item's own, the others go on in it.
    pub groups: Vec<usize>,
    /// Lists within it.
    pub lists: Vec<Tree>,
}

/// How much deeper an item within an item stands, in columns.
const DEEPER: usize = 2;
/// How many lines a lead-in has at most, and the first item behind it.
const LEAD_IN: usize = 24;
/// How deep lists nest.
const LEVELS: usize = 8;

/// The list that begins with group `at`, and the group behind it.
pub fn tree(groups: &[Group<'_>], at: usize) -> Option<(Tree, usize)> {
    let mut end = at;
    let tree = level(groups, &mut end, &mut Vec::new())?;
    Some((tree, end))
}

fn level(groups: &[Group<'_>], at: &mut usize, outer: &mut Vec<(usize, Mark)>) -> Option<Tree> {
    let (mut last, indent) = (groups.get(*at)?.mark()?, groups[*at].lines[0].indent);
    let mut tree = Tree { mark: last, items: vec![Branch { groups: vec![*at], lists: Vec::new() }] };
    *at += 1;
    while let Some(group) = groups.get(*at) {
        let own = group.lines.first().map_or(0, |line| line.indent);
        let Some(branch) = tree.items.last_mut() else { break };
        let Some(mark) = group.mark() else {
            // A paragraph as deep as an item's words belongs to it.
            if group.may_go_on() && own >= indent + DEEPER && branch.lists.is_empty() {
                branch.groups.push(*at);
                *at += 1;
                continue;
            }
            break;
        };
        let level_with = |indent: usize| own < indent + DEEPER && indent < own + DEEPER;
        if level_with(indent) && last.goes_on(mark) {
            last = mark;
            tree.items.push(Branch { groups: vec![*at], lists: Vec::new() });
            *at += 1;
            continue;
        }
        let deeper = own >= indent + DEEPER || (level_with(indent) && mark.is_inside(last));
        let belongs_out = outer.iter().any(|(_, before)| before.goes_on(mark)) && own < indent + DEEPER;
        if !deeper || belongs_out || !mark.opens() || outer.len() >= LEVELS {
            break;
        }
        outer.push((indent, last));
        let inner = level(groups, at, outer);
        outer.pop();
        branch.lists.extend(inner);
    }
    Some(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_every_kind_begin_an_item() {
        for (line, wanted) in [
            ("• one", Some((Mark::Bullet('•'), "one"))),
            ("•one", Some((Mark::Bullet('•'), "one"))),
            ("-\tone", Some((Mark::Dash('-'), "one"))),
            ("* one", Some((Mark::Dash('*'), "one"))),
            ("– one", Some((Mark::Dash('–'), "one"))),
            ("◦ one", Some((Mark::Bullet('◦'), "one"))),
            ("▪ one", Some((Mark::Bullet('▪'), "one"))),
            ("1) one", Some((Mark::Number(1), "one"))),
            ("12. one", Some((Mark::Number(12), "one"))),
            ("(3) one", Some((Mark::Number(3), "one"))),
            ("a. one", Some((Mark::Letter(1), "one"))),
            ("B) one", Some((Mark::Letter(2), "one"))),
            ("-one", None),
            ("1.5 litres", None),
            ("(3. one", None),
            ("— one", None),
            ("I am", None),
            ("•", None),
        ] {
            assert_eq!(mark(line), wanted, "{line}");
        }
    }
}
