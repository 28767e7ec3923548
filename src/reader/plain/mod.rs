//! Plain text, as people paste articles: structure is told from blank lines, marks, margins and short lines.
//!
//! In: a source without markup. Out: blocks. Never here: a guess that is not told where its evidence is thin.

mod headings;
mod items;
mod lines;
mod parts;
mod remains;

use super::footer::{self, Row};
use super::names::Anchors;
use super::quotes;
use crate::base::{Code, Diags, Site, Source, SourceId, Span, limits};
use crate::model::{
    Block, BlockKind, Inline, InlineKind, Item, List, Neighbours, Numbers, Para, ParaRole, Verse, VerseLine,
};
use items::{Mark, Tree, mark};
use lines::{Ends, Joiner, Line, lines};
use parts::{demote, hashes, is_break, is_underline, margins, part};

/// The most words of a list item's lead before its colon.
const LEAD_WORDS: usize = 7;
/// A title's most characters.
const TITLE: usize = 160;
/// The most words of a line that names the author.
const BYLINE_WORDS: usize = 8;
/// How long the items of a tight list are at most, in characters, where every paragraph stands between blank lines.
const TIGHT: usize = 90;

/// What a plain text is made of.
#[derive(Debug, Default)]
pub struct Article {
    /// The words of the first line, where it stands by itself.
    pub title: Option<Vec<Inline>>,
    /// Who wrote it, where the line below says so.
    pub authors: Vec<String>,
    /// The neighbours its footer names.
    pub neighbours: Neighbours,
    /// The rest.
    pub blocks: Vec<Block>,
}

/// Reads a plain text. `chapter` is the id that its anchors begin with.
pub fn read(source: &Source, id: SourceId, chapter: &str, diags: &mut Diags) -> Article {
    let mut lines = lines(&source.text);
    let mut found = Diags::new();
    let mut reading = Reading {
        source,
        id,
        diags: &mut found,
        anchors: Anchors::new(chapter),
        joiner: Joiner::new(&source.text),
        measure: None,
        kept: Vec::new(),
        stopped: false,
    };
    reading.take_remains(&mut lines);
    let neighbours = reading.take_footer(&mut lines);
    reading.take_remains(&mut lines);
    reading.measure = lines::measure(&lines);
    let mut article = Article { neighbours, ..Article::default() };
    let from = reading.opening(&lines, &mut article);
    article.blocks = reading.blocks(&lines[from..], 0);
    quotes::epigraph(&mut article.blocks);
    reading.sum_up();
    found.sort_by_place();
    diags.append(found);
    article
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Para,
    Break,
    Heading { level: u8, sure: bool },
    Item(Mark),
    Quote,
}

/// Lines without a blank one between them; of a list, one item.
#[derive(Clone, Debug)]
struct Group<'a> {
    lines: Vec<Line<'a>>,
    kind: Kind,
    /// How many blank lines stand above it; none above one that was parted from what stands before it.
    gap: usize,
}

impl Group<'_> {
    fn span(&self) -> Span {
        span_of(&self.lines)
    }

    fn mark(&self) -> Option<Mark> {
        match self.kind {
            Kind::Item(mark) => Some(mark),
            Kind::Para | Kind::Break | Kind::Heading { .. } | Kind::Quote => None,
        }
    }

    /// Whether it may go on in an item of a list.
    fn may_go_on(&self) -> bool {
        matches!(self.kind, Kind::Para | Kind::Quote)
    }
}

fn span_of(lines: &[Line<'_>]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end()),
        _ => Span::default(),
    }
}

/// One article while it is read.
struct Reading<'a, 'd> {
    source: &'a Source,
    id: SourceId,
    diags: &'d mut Diags,
    anchors: Anchors,
    joiner: Joiner<'a>,
    /// The measure at which the text is wrapped, if it is.
    measure: Option<usize>,
    /// Paragraphs whose lines are kept.
    kept: Vec<Span>,
    stopped: bool,
}

impl<'a> Reading<'a, '_> {
    fn site(&self, span: Span) -> Site {
        Site { source: self.id, span }
    }

    /// Takes what a blog engine left off the end, and says so.
    fn take_remains(&mut self, lines: &mut Vec<Line<'a>>) {
        let Some(first) = remains::begins(lines) else { return };
        let gone: Vec<&str> = lines[first..].iter().map(|line| line.text).filter(|text| !text.is_empty()).collect();
        let full = lines.iter().rposition(|line| !line.text.is_empty()).unwrap_or(first);
        let message = format!("what a blog engine printed below the article is left out: {}", gone.join(" / "));
        let site = self.site(span_of(&lines[first..=full]));
        self.diags.push_help(
            Code::WebRemains,
            site,
            message,
            "delete it; if it is text, write the article in Markdown",
        );
        lines.truncate(first);
    }

    /// Reads the footer and takes it off the end where it is surely one.
    fn take_footer(&mut self, lines: &mut Vec<Line<'a>>) -> Neighbours {
        let full: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].text.is_empty()).collect();
        // One more than a footer has: the text above it.
        let from = full.len().checked_sub(footer::LINES + 1).map_or(0, |at| full[at]);
        let row = |line: &Line<'_>| {
            let span = Span::new(line.start, line.end());
            Row { text: line.text.to_string(), span, link: None, opens: true }
        };
        let rows: Vec<Row> = lines[from..].iter().map(row).collect();
        let Some(found) = footer::find(&rows, self.id) else { return Neighbours::default() };
        if found.sure {
            lines.truncate(from + found.first);
            return found.neighbours;
        }
        let end = rows.iter().map(|row| row.span.end).max().unwrap_or_default();
        let span = Span { start: rows[found.first].span.start, end };
        Neighbours { unsure: Some(self.site(span)), ..found.neighbours }
    }

    /// Reads the title, where the first line is one, and the line that names the author; gives the line behind them.
    fn opening(&mut self, lines: &[Line<'a>], article: &mut Article) -> usize {
        let Some(at) = lines.iter().position(|line| !line.text.is_empty()) else { return 0 };
        let next = |at: usize| lines.get(at).map_or("", |line| line.text);
        let hashed = hashes(next(at)).filter(|(level, _)| *level == 1);
        let underlined = is_underline(next(at), next(at + 1));
        let alone = next(at + 1).is_empty()
            || underlined
            || byline(next(at + 1)).is_some()
            || headings::is_dateline(next(at + 1));
        let text = hashed.map_or(next(at), |(_, text)| text);
        let titled = hashed.is_some()
            || (alone
                && text.chars().count() <= TITLE
                && !text.ends_with(['.', ',', ';', ':'])
                && !is_break(text)
                && !text.starts_with('>')
                && mark(text).is_none_or(|(mark, _)| matches!(mark, Mark::Number(_) | Mark::Letter(_))));
        if !titled {
            return at;
        }
        let span = Span::new(lines[at].start, lines[at].end());
        article.title = Some(vec![Inline::new(InlineKind::Text(text.to_string()), span)]);
        let behind = at + if underlined { 2 } else { 1 };
        let who = (behind..lines.len()).find(|at| !next(*at).is_empty()).filter(|at| *at <= behind + 2);
        match who.and_then(|at| Some((at, byline(next(at))?))) {
            Some((at, authors)) => {
                article.authors = authors;
                at + 1
            }
            None => behind,
        }
    }

    /// The blocks that lines are.
    fn blocks(&mut self, lines: &[Line<'a>], depth: usize) -> Vec<Block> {
        let mut groups = self.groups(lines, depth);
        headings::find(&mut groups);
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < groups.len() {
            let span = groups[at].span();
            match groups[at].kind {
                Kind::Item(_) => {
                    let Some((tree, end)) = items::tree(&groups, at) else { break };
                    blocks.push(self.list(&groups, &tree, span, depth + 1));
                    at = end;
                    continue;
                }
                Kind::Break => blocks.push(Block::new(BlockKind::SceneBreak, span)),
                Kind::Quote => {
                    let end = (at..groups.len()).find(|at| groups[*at].kind != Kind::Quote).unwrap_or(groups.len());
                    blocks.extend(self.quote(&groups[at..end], depth + 1));
                    at = end;
                    continue;
                }
                Kind::Heading { level, sure } => blocks.push(self.heading(&groups[at], level, sure)),
                Kind::Para => self.paragraph(&groups[at].lines, &mut blocks),
            }
            at += 1;
        }
        blocks
    }

    /// Lines parted at blank lines, and at what begins something new without one.
    fn groups(&mut self, lines: &[Line<'a>], depth: usize) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let margins = margins(lines);
        let mut gap = 0;
        for paragraph in lines.split_inclusive(|line| line.text.is_empty()) {
            let blank = usize::from(paragraph.last().is_some_and(|line| line.text.is_empty()));
            let full = &paragraph[..paragraph.len() - blank];
            if full.is_empty() {
                gap += 1;
                continue;
            }
            part(full, gap, margins, &mut groups);
            gap = blank;
        }
        demote(&mut groups);
        if depth >= limits::NESTING / 2 {
            for group in groups.iter_mut().filter(|group| group.kind == Kind::Quote) {
                group.kind = Kind::Para;
                if !std::mem::replace(&mut self.stopped, true) {
                    let message = format!("more than {} things are nested in one another here", limits::NESTING / 2);
                    let site = Site { source: self.id, span: group.span() };
                    self.diags.push_help(Code::TooDeep, site, message, "write it flatter");
                }
            }
        }
        groups
    }

    fn heading(&mut self, group: &Group<'a>, level: u8, sure: bool) -> Block {
        let line = group.lines[0];
        let text = hashes(line.text).map_or(line.text, |(_, text)| text);
        let span = group.span();
        if !sure {
            let message = format!("the line '{text}' is taken for a heading");
            let help = "end it with a full stop if it is a paragraph, or write the article in Markdown";
            let site = self.site(span);
            self.diags.push_help(Code::UncertainStructure, site, message, help);
        }
        let anchor = Some(self.anchors.heading(text));
        let text = vec![Inline::new(InlineKind::Text(text.to_string()), span)];
        Block {
            anchor,
            ..Block::new(BlockKind::Heading { level, typed: level, outline: level, number: None, text }, span)
        }
    }

    fn paragraph(&mut self, lines: &[Line<'a>], blocks: &mut Vec<Block>) {
        let span = span_of(lines);
        match lines::ends(lines, self.measure) {
            Ends::Wrapped => {
                let words = self.joiner.join(lines.iter().map(|line| line.text));
                blocks.push(paragraph(vec![Inline::new(InlineKind::Text(words), span)], span));
            }
            Ends::Paragraphs => {
                let each = |line: &Line<'_>| {
                    let span = Span::new(line.start, line.end());
                    paragraph(vec![Inline::new(InlineKind::Text(line.text.to_string()), span)], span)
                };
                blocks.extend(lines.iter().map(each));
            }
            Ends::Kept => {
                self.kept.push(span);
                blocks.push(kept(lines));
            }
        }
    }

    /// A quotation: what stands behind `>`, or is set in.
    fn quote(&mut self, groups: &[Group<'a>], depth: usize) -> Option<Block> {
        let margin = groups.iter().flat_map(|group| &group.lines).map(|line| line.indent).min().unwrap_or(0);
        let mut inner: Vec<Line<'a>> = Vec::new();
        for group in groups {
            if !inner.is_empty() {
                inner.push(Line::new(group.lines[0].start, ""));
            }
            inner.extend(group.lines.iter().map(|line| unquoted(line, margin)));
        }
        let blocks = self.blocks(&inner, depth);
        let (first, last) = (groups.first()?, groups.last()?);
        let span = Span { start: first.span().start, end: last.span().end };
        quotes::quote(blocks, &self.source.text).map(|kind| Block::new(kind, span))
    }

    fn list(&mut self, groups: &[Group<'a>], tree: &Tree, span: Span, depth: usize) -> Block {
        let texts: Vec<String> = tree.items.iter().map(|item| self.item_text(&groups[item.groups[0]])).collect();
        let leads = texts.len() > 1 && texts.iter().all(|text| lead(text).is_some());
        let start = match tree.mark {
            Mark::Number(first) | Mark::Letter(first) => Some(first),
            Mark::Bullet(_) | Mark::Dash(_) => None,
        };
        if matches!(tree.mark, Mark::Letter(_)) {
            let site = self.site(Span::new(groups[tree.items[0].groups[0]].lines[0].start, span.end as usize));
            let message = "the letters of this list are set as numbers";
            self.diags.push_help(Code::UncertainStructure, site, message, "refer to its items by number");
        }
        let close = tree.items.iter().skip(1).all(|item| groups[item.groups[0]].gap == 0);
        let single = tree.items.iter().all(|item| item.groups.len() == 1);
        let short = texts.iter().all(|text| text.chars().count() <= TIGHT);
        let mut end = span.end;
        let mut done = Vec::new();
        for (item, text) in tree.items.iter().zip(&texts) {
            let own = groups[item.groups[0]].span();
            let piece = |text: &str| Inline::new(InlineKind::Text(text.to_string()), own);
            let words = match lead(text).filter(|_| leads) {
                Some(end) => vec![Inline::new(InlineKind::Strong(vec![piece(&text[..end])]), own), piece(&text[end..])],
                None => vec![piece(text)],
            };
            let mut blocks = vec![paragraph(words, own)];
            for more in &item.groups[1..] {
                match groups[*more].kind {
                    Kind::Quote if groups[*more].lines.iter().all(|line| line.text.starts_with('>')) => {
                        blocks.extend(self.quote(&groups[*more..=*more], depth + 1));
                    }
                    _ => self.paragraph(&groups[*more].lines, &mut blocks),
                }
            }
            for list in &item.lists {
                let first = groups[list.items[0].groups[0]].span();
                blocks.push(self.list(groups, list, first, depth + 1));
            }
            end = blocks.iter().map(|block| block.span.end).max().unwrap_or(end).max(end);
            done.push(Item { task: None, blocks });
        }
        let list = List { numbers: start.map(Numbers::from), tight: single && (close || short), items: done };
        Block::new(BlockKind::List(list), Span { start: span.start, end })
    }

    /// The words of an item without its mark.
    fn item_text(&mut self, group: &Group<'a>) -> String {
        let first = group.lines.first().map_or("", |line| line.text);
        let words = if items::is_bare_bullet(first) { "" } else { mark(first).map_or(first, |(_, words)| words) };
        let rest = group.lines.iter().skip(1).map(|line| line.text);
        self.joiner.join(std::iter::once(words).filter(|words| !words.is_empty()).chain(rest))
    }

    /// Says once what was decided in many places.
    fn sum_up(&mut self) {
        if let Some(first) = self.kept.first() {
            let message = match self.kept.len() {
                1 => "the lines of this paragraph are kept as they are broken".to_string(),
                n => format!("the lines of {n} paragraphs, of which this is the first, are kept as they are broken"),
            };
            let help = "write each as one line if it is running text";
            self.diags.push_help(Code::UncertainStructure, self.site(*first), message, help);
        }
        if self.joiner.doubtful > 0 {
            let message = match self.joiner.doubtful {
                1 => "a word is divided at the end of a line, and its hyphen is kept: the text has it nowhere else",
                _ => {
                    "words are divided at the ends of lines, and their hyphens are kept: the text has them nowhere else"
                }
            };
            let site = self.site(Span::new(0, self.source.text.lines().next().map_or(0, str::len)));
            self.diags.push_help(Code::UncertainStructure, site, message, "search for hyphens within words");
        }
    }
}

/// The names in a line such as "By Ada Example and Ben Sample".
fn byline(line: &str) -> Option<Vec<String>> {
    let names = line.strip_prefix("By ").or_else(|| line.strip_prefix("by "))?;
    let named = |word: &str| word.starts_with(|c: char| c.is_uppercase()) || word.len() <= 3;
    let sound = names.split_whitespace().count() <= BYLINE_WORDS
        && names.split_whitespace().all(named)
        && !names.ends_with(['.', ':', ';', '!', '?', ',']);
    let names = names.replace(" and ", ",").replace(" & ", ",");
    let names: Vec<String> =
        names.split(',').map(|name| name.trim().to_string()).filter(|name| !name.is_empty()).collect();
    (sound && !names.is_empty()).then_some(names)
}

/// A line of a quotation without its mark or the quotation's margin.
fn unquoted<'a>(line: &Line<'a>, margin: usize) -> Line<'a> {
    match line.text.strip_prefix('>') {
        Some(rest) => match rest.strip_prefix(' ') {
            Some(rest) => Line::new(line.start + 2, rest),
            None => Line::new(line.start + 1, rest),
        },
        None => Line { indent: line.indent.saturating_sub(margin), ..*line },
    }
}

/// Lines as they are broken, an address too, which verse is set like.
fn kept(lines: &[Line<'_>]) -> Block {
    let least = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let verse = |line: &Line<'_>| {
        let words = Inline::new(InlineKind::Text(line.text.to_string()), Span::new(line.start, line.end()));
        VerseLine { indent: ((line.indent - least) / 2).min(8) as u8, text: vec![words] }
    };
    let stanza = lines.iter().map(verse).collect();
    Block::new(BlockKind::Verse(Verse { stanzas: vec![stanza] }), span_of(lines))
}

fn paragraph(text: Vec<Inline>, span: Span) -> Block {
    Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), span)
}

/// The end of the few words before an item's colon, where more follows it.
fn lead(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let words = &text[..colon];
    let short = !words.contains(['.', '!', '?']) && words.split_whitespace().count() <= LEAD_WORDS;
    let rest = &text[colon + 1..];
    (short && rest.starts_with(' ') && !rest.trim().is_empty()).then_some(colon + 1)
}
