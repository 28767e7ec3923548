//! Plain text, as web articles come out of a browser: structure is told from blank lines, marks and short lines.

use super::footer::{self, Row};
use super::inlines;
use super::names::Anchors;
use crate::base::{Code, Diags, Site, Source, SourceId, Span};
use crate::model::{Block, BlockKind, Inline, InlineKind, Item, List, Neighbours, Para, ParaRole};

/// A heading's most characters and words.
const HEADING: (usize, usize) = (80, 12);
/// The most words of a list item's lead before its colon.
const LEAD_WORDS: usize = 7;

/// What a plain text is made of.
pub struct Article {
    /// The words of the first line, where it stands by itself.
    pub title: Option<Vec<Inline>>,
    /// The neighbours its footer names.
    pub neighbours: Neighbours,
    /// The rest.
    pub blocks: Vec<Block>,
}

/// A line without the space around it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The byte where it begins in the source.
    pub start: usize,
    /// Its text.
    pub text: &'a str,
}

/// The lines of a text, blank ones as empty ones.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        let bare = line.trim();
        // The line feed of `\r\n` ends a line that is over.
        let second = line == "\n" && text[..at].ends_with('\r');
        if !second {
            let start = at + (line.len() - line.trim_start().len());
            all.push(Line { start: if bare.is_empty() { at } else { start }, text: bare });
        }
        at += line.len();
    }
    all
}

/// Reads a plain text. `chapter` is the id that its anchors begin with.
pub fn read(source: &Source, id: SourceId, chapter: &str, diags: &mut Diags) -> Article {
    let mut lines = lines(&source.text);
    let neighbours = take_footer(&mut lines, id);
    let mut groups: Vec<Group<'_>> =
        lines.split(|line| line.text.is_empty()).filter(|group| !group.is_empty()).map(Group::new).collect();
    let title = match groups.first() {
        Some(first) if first.may_be_title() => Some(vec![first.words()]),
        _ => None,
    };
    if title.is_some() {
        groups.remove(0);
    }
    find_lists(&mut groups);
    find_headings(&mut groups);
    let mut anchors = Anchors::new(chapter);
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let group = &groups[at];
        let span = group.span();
        match group.kind {
            Kind::Item(_) => {
                let end = list_end(&groups, at);
                blocks.push(list(&groups[at..end]));
                at = end;
                continue;
            }
            Kind::Break => blocks.push(Block::new(BlockKind::SceneBreak, span)),
            Kind::Heading { sure } => {
                if !sure {
                    let message = format!("the line '{}' is taken for a heading", group.text());
                    let site = Site { source: id, span };
                    let help = "end it with a full stop if it is a paragraph, or write the article in Markdown";
                    diags.push_help(Code::UncertainStructure, site, message, help);
                }
                let anchor = Some(anchors.heading(&group.text()));
                let kind = BlockKind::Heading { level: 2, outline: 2, number: None, text: vec![group.words()] };
                blocks.push(Block { anchor, ..Block::new(kind, span) });
            }
            Kind::Para => blocks.push(paragraph(vec![group.words()], span)),
        }
        at += 1;
    }
    Article { title, neighbours, blocks }
}

/// Reads the footer and takes it off the end where it is surely one.
fn take_footer(lines: &mut Vec<Line<'_>>, id: SourceId) -> Neighbours {
    let full: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].text.is_empty()).collect();
    // One more than a footer has: the text above it.
    let from = full.len().checked_sub(footer::LINES + 1).map_or(0, |at| full[at]);
    let row = |line: &Line<'_>| {
        let span = Span::new(line.start, line.start + line.text.len());
        Row { text: line.text.to_string(), span, link: None, opens: true }
    };
    let rows: Vec<Row> = lines[from..].iter().map(row).collect();
    let Some(found) = footer::find(&rows, id) else { return Neighbours::default() };
    if found.sure {
        lines.truncate(from + found.first);
        return found.neighbours;
    }
    let end = rows.iter().map(|row| row.span.end).max().unwrap_or_default();
    let span = Span { start: rows[found.first].span.start, end };
    Neighbours { unsure: Some(Site { source: id, span }), ..found.neighbours }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Para,
    Break,
    Heading { sure: bool },
    Item(Mark),
}

/// What an item of a list begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    Number(u64),
}

/// Lines without a blank one between them; of a list, one item.
#[derive(Clone, Debug)]
struct Group<'a> {
    lines: Vec<Line<'a>>,
    kind: Kind,
    /// Whether it follows the group before it without a blank line.
    close: bool,
}

impl<'a> Group<'a> {
    fn new(lines: &[Line<'a>]) -> Group<'a> {
        let kind = if lines.len() == 1 && is_break(lines[0].text) { Kind::Break } else { Kind::Para };
        Group { lines: lines.to_vec(), kind, close: false }
    }

    fn span(&self) -> Span {
        let last = self.lines[self.lines.len() - 1];
        Span::new(self.lines[0].start, last.start + last.text.len())
    }

    /// The lines as one, without the list's mark.
    fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let words = match self.kind {
                Kind::Item(_) if text.is_empty() => mark(line.text).map_or(line.text, |(_, rest)| rest),
                _ => line.text,
            };
            let joined = text.chars().next_back().is_none_or(inlines::is_spaceless)
                && (text.is_empty() || words.chars().next().is_some_and(inlines::is_spaceless));
            if !joined {
                text.push(' ');
            }
            text.push_str(words);
        }
        text
    }

    fn words(&self) -> Inline {
        Inline::new(InlineKind::Text(self.text()), self.span())
    }

    fn may_be_title(&self) -> bool {
        let text = self.lines[0].text;
        self.lines.len() == 1
            && self.kind == Kind::Para
            && text.chars().count() <= 2 * HEADING.0
            && !text.ends_with(['.', ',', ';', ':'])
    }

    /// Whether a single line may be a heading, and if so, whether its words are sure evidence.
    fn heading(&self) -> Option<bool> {
        let [line] = self.lines.as_slice() else { return None };
        let text = line.text;
        let words: Vec<&str> = text.split_whitespace().collect();
        let closing = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '*', '_']);
        let ended = closing.ends_with(['.', ',', ';', ':', '!', '…', '。', '、', '！']);
        if self.kind != Kind::Para || ended || words.len() > HEADING.1 || text.chars().count() > HEADING.0 {
            return None;
        }
        let first = text.chars().next().filter(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '¿'))?;
        if first.is_lowercase() {
            return None;
        }
        let cased: Vec<char> = words
            .iter()
            .filter(|word| word.chars().count() > 3)
            .filter_map(|word| word.chars().find(|c| c.is_alphabetic()))
            .filter(|c| c.is_lowercase() || c.is_uppercase())
            .collect();
        let capitals = cased.iter().filter(|c| c.is_uppercase()).count();
        Some(!text.ends_with('?') && capitals * 3 >= cased.len() * 2 && (words.len() > 1 || !cased.is_empty()))
    }
}

fn is_break(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    let same = marks.windows(2).all(|pair| pair[0] == pair[1]);
    matches!(marks.as_slice(), ['⁂'] | ['❦'] | ['§']) || (same && marks.len() >= 3 && "*-_#~=•".contains(marks[0]))
}

/// The mark of a list's item, and what stands behind it.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    if "•-*–◦▪‣".contains(first) {
        let rest = &line[first.len_utf8()..];
        let spaced = rest.starts_with(char::is_whitespace) || first == '•';
        let words = rest.trim_start();
        return (spaced && !words.is_empty()).then_some((Mark::Bullet(first), words));
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 6 {
        return None;
    }
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then_some((Mark::Number(line[..digits].parse().ok()?), words))
}

/// Divides groups at the marks of items. A single dash or number makes no list.
fn find_lists(groups: &mut Vec<Group<'_>>) {
    let mut out: Vec<Group<'_>> = Vec::new();
    for group in groups.drain(..) {
        if group.kind != Kind::Para || mark(group.lines[0].text).is_none() {
            out.push(group);
            continue;
        }
        for (index, line) in group.lines.iter().enumerate() {
            match (mark(line.text), out.last_mut()) {
                (Some((mark, _)), _) => {
                    out.push(Group { lines: vec![*line], kind: Kind::Item(mark), close: index > 0 });
                }
                (None, Some(item)) => item.lines.push(*line),
                (None, None) => {}
            }
        }
    }
    let mut at = 0;
    while at < out.len() {
        let Kind::Item(mark) = out[at].kind else {
            at += 1;
            continue;
        };
        let end = list_end(&out, at);
        if end == at + 1 && !matches!(mark, Mark::Bullet('•' | '◦' | '▪' | '‣')) {
            out[at].kind = Kind::Para;
        }
        at = end;
    }
    *groups = out;
}

/// Where the list that begins at `at` ends: at another bullet, or where the numbers do not go on.
fn list_end(groups: &[Group<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while end < groups.len() {
        let goes_on = match (groups[end - 1].kind, groups[end].kind) {
            (Kind::Item(Mark::Bullet(a)), Kind::Item(Mark::Bullet(b))) => a == b,
            (Kind::Item(Mark::Number(a)), Kind::Item(Mark::Number(b))) => b == a + 1,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// From the end, since a heading is known by what it stands above.
fn find_headings(groups: &mut [Group<'_>]) {
    for at in (0..groups.len().saturating_sub(1)).rev() {
        let Some(sure) = groups[at].heading() else { continue };
        let below = &groups[at + 1];
        let heads = match below.kind {
            Kind::Item(_) => true,
            Kind::Heading { sure: below } => sure && below,
            Kind::Break => false,
            Kind::Para => below.heading().is_none(),
        };
        if heads {
            groups[at].kind = Kind::Heading { sure };
        }
    }
}

fn paragraph(text: Vec<Inline>, span: Span) -> Block {
    Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), span)
}

fn list(items: &[Group<'_>]) -> Block {
    let texts: Vec<String> = items.iter().map(Group::text).collect();
    let leads = texts.len() > 1 && texts.iter().all(|text| lead(text).is_some());
    let start = match items[0].kind {
        Kind::Item(Mark::Number(first)) => Some(first),
        _ => None,
    };
    let tight = items.iter().skip(1).all(|item| item.close);
    let blocks = items.iter().zip(&texts).map(|(item, text)| {
        let span = item.span();
        let piece = |text: &str| Inline::new(InlineKind::Text(text.to_string()), span);
        let words = match lead(text).filter(|_| leads) {
            Some(end) => vec![Inline::new(InlineKind::Strong(vec![piece(&text[..end])]), span), piece(&text[end..])],
            None => vec![piece(text)],
        };
        Item { task: None, blocks: vec![paragraph(words, span)] }
    });
    let kind = BlockKind::List(List { start, tight, items: blocks.collect() });
    Block::new(kind, Span { start: items[0].span().start, end: items[items.len() - 1].span().end })
}

/// The end of the few words before an item's colon, where more follows it.
fn lead(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let words = &text[..colon];
    let short = !words.contains(['.', '!', '?']) && words.split_whitespace().count() <= LEAD_WORDS;
    let rest = &text[colon + 1..];
    (short && rest.starts_with(' ') && !rest.trim().is_empty()).then_some(colon + 1)
}
