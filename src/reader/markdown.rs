//! Markdown through comrak: its tree becomes blocks of the model.

use std::collections::BTreeMap;

use comrak::nodes::{ListDelimType, ListType, NodeHeading, NodeLink, NodeList, NodeValue, Sourcepos};
use comrak::{Arena, Node, Options, parse_document};

use super::attributes::{self, Attributes};
use super::footer::{self, Row};
use super::front_matter::FrontMatter;
use super::names::{self, Anchors};
use super::notes::Notes;
use super::rows::last_rows;
use super::tex::Macros;
use super::{alerts, html, quotes, tables};
use crate::base::{Code, Diags, Site, Source, SourceId, Span, limits};
use crate::model::{
    Admonition, Anchor, Block, BlockKind, Definition, Figure, Inline, InlineKind, Item, List, Listing, Neighbours,
    Numbers, Para, ParaRole, plain_text,
};

/// What a Markdown text is made of.
#[derive(Debug)]
pub struct Article {
    /// The heading of level 1 that opens it, unless it is a section like others.
    pub heading: Option<(Vec<Inline>, Span)>,
    /// The neighbours that its footer names.
    pub neighbours: Neighbours,
    /// Whether that heading lets the chapter have a number.
    pub numbered: bool,
    /// The rest.
    pub blocks: Vec<Block>,
}

/// Reads the Markdown of `source` from byte `start` on. `chapter` is the id that its anchors begin with.
/// `None` where it must not even be parsed.
pub fn read(
    source: &Source,
    id: SourceId,
    start: usize,
    chapter: &str,
    said: &FrontMatter,
    diags: &mut Diags,
) -> Option<Article> {
    let body = &source.text[start..];
    if let Some(span) = too_many_quotes(body) {
        let site = Site { source: id, span: Span::new(start + span.0, start + span.1) };
        let message = format!("this line opens more than {} quotations within each other", limits::QUOTES_A_LINE);
        diags.push_help(Code::TooDeep, site, message, "take the surplus '>' out");
        return None;
    }
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options());
    let mut reading = Reading::new(source, id, start, chapter, Notes::collect(root), diags);
    reading.arena = Some(&arena);
    Some(reading.article(root, said))
}

/// What of Markdown's dialects is read.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.alerts = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.superscript = true;
    options.extension.subscript = true;
    options.extension.highlight = true;
    options.extension.description_lists = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// The first line whose markers open more quotations than comrak reads in linear time.
fn too_many_quotes(body: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in body.split_inclusive(['\n', '\r']) {
        let markers = line.bytes().take_while(|b| b" \t>-+*.)0123456789".contains(b));
        if markers.filter(|b| *b == b'>').count() > limits::QUOTES_A_LINE {
            return Some((at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

/// Where comrak's lines begin: it ends them at `\n`, `\r` and `\r\n`.
fn line_starts(body: &str) -> Vec<usize> {
    let bytes = body.as_bytes();
    let ends =
        (0..bytes.len()).filter(|&i| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
    std::iter::once(0).chain(ends.map(|i| i + 1)).collect()
}

/// One article while it is read.
pub(super) struct Reading<'a, 'd> {
    pub(super) source: &'a Source,
    id: SourceId,
    /// Where the nodes of what is read on its own are kept; none for a page of HTML.
    pub(super) arena: Option<&'a Arena<'a>>,
    pub(super) start: usize,
    /// Where the lines of the Markdown begin, counted from `start`.
    pub(super) lines: Vec<usize>,
    pub(super) anchors: Anchors,
    pub(super) notes: Notes<'a>,
    pub(super) diags: &'d mut Diags,
    /// How many levels headings sink.
    pub(super) shift: u8,
    stopped: bool,
    /// Shortcodes of the block that is read: HTML in them stays as typed.
    pub(super) literal: Vec<Span>,
    /// What is left out of the block that is read.
    pub(super) unread: Vec<Span>,
    /// What its formulas defined.
    pub(super) macros: Macros,
    /// The notes of a page of HTML, by the names that its marks lead to.
    pub(super) marks: BTreeMap<String, Anchor>,
}

impl<'a, 'd> Reading<'a, 'd> {
    fn new(
        source: &'a Source,
        id: SourceId,
        start: usize,
        chapter: &str,
        notes: Notes<'a>,
        diags: &'d mut Diags,
    ) -> Reading<'a, 'd> {
        Reading {
            source,
            id,
            arena: None,
            start,
            lines: line_starts(&source.text[start..]),
            anchors: Anchors::new(chapter),
            notes,
            diags,
            shift: 0,
            stopped: false,
            literal: Vec::new(),
            unread: Vec::new(),
            macros: Macros::default(),
            marks: BTreeMap::new(),
        }
    }

    /// A page of HTML, in which there is no Markdown.
    pub(super) fn of_page(source: &'a Source, id: SourceId, chapter: &str, diags: &'d mut Diags) -> Reading<'a, 'd> {
        Reading::new(source, id, 0, chapter, Notes::default(), diags)
    }
}

impl<'a> Reading<'a, '_> {
    fn article(&mut self, root: Node<'a>, said: &FrontMatter) -> Article {
        let mut article =
            Article { heading: None, numbered: true, neighbours: Neighbours::default(), blocks: Vec::new() };
        let mut nodes: Vec<Node<'a>> = root.children().collect();
        let opening = nodes.iter().position(|node| !is_comment(node));
        let opens = opening.filter(|at| is_title(nodes[*at]));
        // A deep level-1 heading (in a list) is too rare to be looked for.
        let titles = nodes.iter().filter(|node| is_title(node)).count();
        if let Some(at) = opens {
            let node = nodes[at];
            let span = self.span(node);
            let mut text = self.line_of(node, 0);
            let attributes = attributes::take_last(&mut text, &|piece, at| self.escaped(piece, at)).unwrap_or_default();
            let differs = said.title.as_deref().is_some_and(|title| title != plain_text(&text).trim());
            if differs && titles > 1 {
                // One section of several, all of level 1: it stays in the text, read again below with them.
                self.notes.forget();
            } else {
                nodes.remove(at);
                article.numbered = !attributes.has("unnumbered");
                if let Some(id) = attributes.id {
                    text.insert(0, Inline::new(InlineKind::Place(Anchor(id)), span));
                }
                article.heading = Some((text, span));
            }
        }
        article.neighbours = self.footer(&mut nodes);
        // What stands before the first heading of level 1 belongs to the chapter's own title.
        let first = nodes.iter().position(|node| is_title(node)).unwrap_or(nodes.len());
        self.blocks(&nodes[..first], 0, &mut article.blocks);
        self.shift = u8::from(first < nodes.len());
        if let Some(second) = nodes.get(first).filter(|_| article.heading.is_some()) {
            let message = "a second heading of level 1 stands in this file: it becomes a section of the chapter";
            let help = "give it a file of its own if it is a chapter, or make it a heading of level 2";
            self.diags.push_help(Code::SecondTitle, self.site(self.span(second)), message, help);
        }
        self.blocks(&nodes[first..], 0, &mut article.blocks);
        self.unused_notes(&mut article.blocks);
        quotes::epigraph(&mut article.blocks);
        article
    }

    /// Reads the footer and takes it off the end where it is surely one.
    fn footer(&self, nodes: &mut Vec<Node<'a>>) -> Neighbours {
        let rows = last_rows(nodes, &|node| self.span(node));
        let (at, rows): (Vec<usize>, Vec<Row>) = rows.into_iter().unzip();
        let Some(found) = footer::find(&rows, self.id) else { return Neighbours::default() };
        let mut first = at[found.first];
        let rule = |node: &Node<'a>| matches!(node.data().value, NodeValue::ThematicBreak);
        while first > 0 && rule(&nodes[first - 1]) {
            first -= 1;
        }
        let note = |node: &Node<'a>| matches!(node.data().value, NodeValue::FootnoteDefinition(_));
        if found.sure {
            let notes: Vec<Node<'a>> = nodes.drain(first..).filter(note).collect();
            nodes.extend(notes);
            return found.neighbours;
        }
        let end = nodes[first..].iter().filter(|node| !note(node)).map(|node| self.span(node).end).max();
        let span = Span { start: self.span(nodes[first]).start, end: end.unwrap_or_default() };
        Neighbours { unsure: Some(self.site(span)), ..found.neighbours }
    }

    /// Reads the children of a block.
    pub(super) fn children(&mut self, node: Node<'a>, depth: usize) -> Vec<Block> {
        let nodes: Vec<Node<'a>> = node.children().collect();
        let mut blocks = Vec::new();
        self.blocks(&nodes, depth, &mut blocks);
        blocks
    }

    fn blocks(&mut self, nodes: &[Node<'a>], depth: usize, out: &mut Vec<Block>) {
        let from = out.len();
        out.reserve(nodes.len());
        let captions = tables::captions(nodes);
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at += match node.data().value {
                NodeValue::HtmlBlock(_) => self.html(&nodes[at..], depth, out),
                _ => {
                    let (caption, is_caption) = captions[at];
                    if !is_caption {
                        self.lost_caption(nodes, at);
                        self.block(node, caption, depth, out);
                    }
                    1
                }
            };
        }
        html::settle(out, from);
    }

    pub(super) fn block(&mut self, node: Node<'a>, caption: Option<Node<'a>>, depth: usize, out: &mut Vec<Block>) {
        let span = self.span(node);
        if self.too_deep(depth, span) {
            return;
        }
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => self.paragraph(node, span, depth, out),
            NodeValue::Heading(heading) => self.heading(node, heading, span, depth, out),
            NodeValue::ThematicBreak => out.push(Block::new(BlockKind::SceneBreak, span)),
            NodeValue::CodeBlock(code) => {
                if code.fenced && !code.closed {
                    self.unclosed_fence(&code, span);
                }
                if !self.math_fence(&code, span, out) {
                    out.extend(self.listing(&code, span));
                }
            }
            NodeValue::List(list) => self.list(node, list, span, depth, out),
            NodeValue::BlockQuote => {
                self.strange_alert(node);
                self.part_attribution(node);
                let blocks = self.children(node, depth + 1);
                out.extend(quotes::quote(blocks, &self.source.text).map(|kind| Block::new(kind, span)));
            }
            NodeValue::Alert(alert) => {
                let title = self.alert_title(span, depth);
                let blocks = title.into_iter().chain(self.children(node, depth + 1)).collect();
                let kind = alerts::kind(alert.alert_type);
                out.push(Block::new(BlockKind::Admonition(Admonition { kind, blocks }), span));
            }
            NodeValue::DescriptionList => self.definitions(node, span, depth, out),
            NodeValue::HtmlBlock(_) => drop(self.html(&[node], depth, out)),
            // Set where their first mark stands.
            NodeValue::FootnoteDefinition(_) => {}
            NodeValue::Table(table) => match self.table(node, &table, caption, span, depth) {
                Some(table) => out.push(table),
                None => {
                    out.extend(caption.map(|caption| {
                        let text = self.line_of(caption, depth);
                        Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), self.span(caption))
                    }));
                    let what = format!("a table of more than {} columns", limits::TABLE_COLUMNS);
                    self.verbatim(node, &what, out);
                }
            },
            // Only extensions that are switched off make other blocks.
            _ => self.verbatim(node, "a construct", out),
        }
    }

    fn paragraph(&mut self, node: Node<'a>, span: Span, depth: usize, out: &mut Vec<Block>) {
        if self.figures(node, out) {
            return;
        }
        self.lost_table(span);
        self.heading_without_space(span);
        let text = self.line_of(node, depth);
        self.displays(text, span, out);
    }

    /// A paragraph of nothing but pictures is a figure: they stand side by side, unless several have captions of their own.
    fn figures(&mut self, node: Node<'a>, out: &mut Vec<Block>) -> bool {
        let mut pictures: Vec<(Node<'a>, NodeLink, Attributes)> = Vec::new();
        let mut behind = false;
        for child in node.children() {
            let was_behind = std::mem::replace(&mut behind, false);
            match &child.data().value {
                NodeValue::Image(link)
                    if !names::is_remote(&link.url) || names::fetched(&self.source.path, &link.url).is_some() =>
                {
                    pictures.push((child, (**link).clone(), Attributes::default()));
                    behind = true;
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => {}
                NodeValue::Text(text) => {
                    let mut rest = text.as_ref();
                    if let (true, Some((found, length))) = (was_behind, attributes::parse(text)) {
                        pictures.last_mut().expect("a picture is before it").2 = found;
                        rest = &rest[length..];
                    }
                    if !rest.trim().is_empty() {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        let apart = pictures.iter().filter(|(_, link, _)| !link.title.is_empty()).count() > 1;
        let mut figures: Vec<Block> = Vec::new();
        for (child, link, said) in &pictures {
            let span = self.span(child);
            let image = self.picture(child, &link.url, said.get("width"), span);
            let caption = self.title(&link.title, span);
            let anchor = said.id.clone().map(Anchor);
            match figures.last_mut() {
                Some(Block { kind: BlockKind::Figure(figure), anchor: known, .. }) if !apart => {
                    figure.images.push(image);
                    figure.caption.extend(caption);
                    *known = known.take().or(anchor);
                }
                _ => {
                    let kind = BlockKind::Figure(Figure::of(image, caption));
                    figures.push(Block { anchor, ..Block::new(kind, span) });
                }
            }
        }
        out.append(&mut figures);
        !pictures.is_empty()
    }

    fn heading(&mut self, node: Node<'a>, heading: NodeHeading, span: Span, depth: usize, out: &mut Vec<Block>) {
        let mut text = self.line_of(node, depth);
        let attributes = attributes::take_last(&mut text, &|piece, at| self.escaped(piece, at)).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let typed = heading.level;
        let level = (typed + self.shift).clamp(2, 6);
        let lang = attributes.lang();
        let anchor = attributes.id.map_or_else(|| self.anchors.heading(&plain_text(&text)), Anchor);
        let kind = BlockKind::Heading { level, typed, outline: level, number: None, text };
        out.push(Block { anchor: Some(anchor), lang, ..Block::new(kind, span) });
    }

    fn list(&mut self, node: Node<'a>, list: NodeList, span: Span, depth: usize, out: &mut Vec<Block>) {
        let mut items = Vec::new();
        for child in node.children() {
            let task = match &child.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            items.push(Item { task, blocks: self.children(child, depth + 1) });
        }
        let numbers = match list.list_type {
            ListType::Ordered => {
                let bracket = list.delimiter == ListDelimType::Paren;
                Some(Numbers { bracket, ..Numbers::from(list.start as u64) })
            }
            ListType::Bullet => None,
        };
        out.push(Block::new(BlockKind::List(List { numbers, tight: list.tight, items }), span));
    }

    /// Terms and their meanings. A meaning without a term of its own is a further one of the term before it.
    fn definitions(&mut self, node: Node<'a>, span: Span, depth: usize, out: &mut Vec<Block>) {
        let mut all: Vec<Definition> = Vec::new();
        for item in node.children() {
            for part in item.children() {
                let mut blocks = self.children(part, depth + 1);
                let is_term = matches!(part.data().value, NodeValue::DescriptionTerm);
                match all.last_mut() {
                    Some(last) if !is_term => last.meanings.push(blocks),
                    _ if is_term => {
                        blocks.iter_mut().for_each(as_term);
                        all.push(Definition { terms: blocks, meanings: Vec::new() });
                    }
                    _ => all.push(Definition { terms: Vec::new(), meanings: vec![blocks] }),
                }
            }
        }
        out.push(Block::new(BlockKind::Definitions(all), span));
    }

    /// Sets a block's source lines as code, so that nothing of it is lost.
    fn verbatim(&mut self, node: Node<'a>, what: &str, out: &mut Vec<Block>) {
        let at = node.data().sourcepos;
        let span = self.span(node);
        let margin = at.start.column.saturating_sub(1);
        let lines: Vec<&str> = self.slice(span).lines().collect();
        let text: Vec<&str> =
            lines.iter().enumerate().map(|(i, l)| if i == 0 { l } else { outdent(l, margin) }).collect();
        let message = format!("{what} is set as it stands in the source, in the type of code");
        self.warn(Code::UnsupportedMarkup, self.first_line(span), message);
        out.push(Block::new(BlockKind::Code(Listing::new(None, text.join("\n"))), span));
    }

    fn unused_notes(&mut self, out: &mut Vec<Block>) {
        while let Some((label, node)) = self.notes.next_unused() {
            let message = format!("nothing refers to the note '{label}'; it is set at the end of the chapter");
            let span = self.first_line(self.span(node));
            self.diags.push_help(
                Code::UnusedNote,
                self.site(span),
                message,
                format!("write [^{label}] where it belongs"),
            );
            let blocks = self.children(node, 1);
            out.extend(blocks);
        }
    }

    /// An anchor for a note.
    pub(super) fn note_anchor(&mut self, label: &str) -> crate::model::Anchor {
        self.anchors.note(label)
    }

    /// Whether `depth` is more than is read; says so once.
    pub(super) fn too_deep(&mut self, depth: usize, span: Span) -> bool {
        if depth <= limits::NESTING {
            return false;
        }
        if !self.stopped {
            self.stopped = true;
            let message = format!("more than {} things are nested in one another here", limits::NESTING);
            self.diags.push_help(Code::TooDeep, self.site(self.first_line(span)), message, "write it flatter");
        }
        true
    }

    /// Where a node stands in the source, in bytes.
    pub(super) fn span(&self, node: Node<'a>) -> Span {
        let Sourcepos { start, end } = node.data().sourcepos;
        let from = self.byte(start.line, start.column.saturating_sub(1));
        let to = self.byte(end.line, end.column).max(from);
        Span::new(from, to)
    }

    fn byte(&self, line: usize, column: usize) -> usize {
        let text = &self.source.text;
        let first = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let mut at = (self.start + first + column).min(text.len());
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    /// A line of the Markdown, by its number from 1.
    pub(super) fn source_line(&self, line: usize) -> Span {
        let from = self.byte(line, 0);
        self.first_line(Span::new(from, self.source.text.len()))
    }

    /// The source of a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        &self.source.text[span.start as usize..span.end as usize]
    }

    pub(super) fn first_line(&self, span: Span) -> Span {
        let length = self.slice(span).lines().next().map_or(0, str::len);
        Span::new(span.start as usize, span.start as usize + length)
    }

    pub(super) fn site(&self, span: Span) -> Site {
        Site { source: self.id, span }
    }

    /// A finding without help.
    pub(super) fn warn(&mut self, code: Code, span: Span, message: String) {
        let site = self.site(span);
        self.diags.push(code, site, message);
    }
}

/// Words read at `span`.
pub(super) fn text(words: &str, span: Span) -> Inline {
    Inline::new(InlineKind::Text(words.to_string()), span)
}

/// Makes a term of a paragraph.
fn as_term(block: &mut Block) {
    if let BlockKind::Para(para) = &mut block.kind {
        para.role = ParaRole::Term;
    }
}

fn is_title(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::Heading(heading) if heading.level == 1)
}

fn is_comment(node: Node<'_>) -> bool {
    match &node.data().value {
        NodeValue::HtmlBlock(block) => !html::has_text(&block.literal),
        NodeValue::FootnoteDefinition(_) => true,
        _ => false,
    }
}

/// A line without the first `margin` bytes, as far as they are a container's markers.
fn outdent(line: &str, margin: usize) -> &str {
    let markers = line.bytes().take(margin).take_while(|b| b" \t>".contains(b)).count();
    &line[markers..]
}
