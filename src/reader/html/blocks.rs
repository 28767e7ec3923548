//! Blocks of raw HTML, with the Markdown that stands between them: a parser is fed both, the Markdown as places that it
//! keeps, and what it makes of them becomes blocks of the model.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::inlines::{attributes, lang, wrapped};
use super::soup::{Open, Remark, Soup, soup};
use super::tree::{self, Element};
use super::{HELP, TEXT_HELP, is_in};
use crate::base::{Code, Span, limits};
use crate::model::{
    Anchor, Block, BlockKind, Definition, Figure, Image, Inline, InlineKind, Item, List, Listing, NumberForm, Numbers,
    Para, ParaRole, lines_mut, plain_text, within_mut,
};
use crate::reader::inlines::{is_spaceless, trim, trim_end};
use crate::reader::markdown::{Reading, text};
use crate::reader::{colour, names, pictures, quotes};

/// Elements that stand in a line, or hold what does.
const IN_LINE: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q ruby rb rt rtc \
    s samp small span strike strong sub sup time tt u var ";

/// Elements that hold blocks and mean nothing by themselves.
const PLAIN: &str = " address article aside center div footer header hgroup main nav p search section summary ";

/// What was read at a place.
enum Piece {
    Inline(Inline),
    Block(Block),
}

/// What the parser was fed: the nodes, and where each of its lines stands in the source.
struct Fed<'r, 'a> {
    nodes: &'r [Node<'a>],
    lines: Vec<Span>,
}

impl Fed<'_, '_> {
    fn span(&self, line: usize) -> Span {
        self.lines.get(line.saturating_sub(1)).or(self.lines.last()).copied().unwrap_or_default()
    }
}

impl<'a> Reading<'a, '_> {
    /// Reads the block of raw HTML that `nodes` begin with, up to where all that it opens is closed; gives how many of
    /// them that took.
    pub(in crate::reader) fn html(&mut self, nodes: &[Node<'a>], depth: usize, out: &mut Vec<Block>) -> usize {
        let (mut open, mut most) = (Open::default(), 0);
        let mut html = String::new();
        let mut lines = Vec::new();
        let mut taken = 0;
        for node in nodes {
            match &node.data().value {
                NodeValue::HtmlBlock(block) => {
                    let first = node.data().sourcepos.start.line;
                    let Soup { html: fit, remarks } = soup(block.literal.trim_end(), &mut open, &mut most);
                    lines.extend((0..fit.lines().count().max(1)).map(|line| self.source_line(first + line)));
                    for (line, remark) in remarks {
                        self.remark(remark, self.source_line(first + line));
                    }
                    html.push_str(&fit);
                }
                _ => {
                    html.push_str(&format!("<script id=\"{taken}\"></script>"));
                    lines.push(self.first_line(self.span(node)));
                }
            }
            html.push('\n');
            taken += 1;
            if open.blocks() == 0 {
                break;
            }
        }
        if most > limits::HTML_NESTING {
            self.too_deep(usize::MAX, lines.first().copied().unwrap_or_default());
            return taken;
        }
        let fed = Fed { nodes, lines };
        let pieces = self.pieces(&tree::parse(&html), &fed, depth);
        out.extend(self.grouped(pieces));
        taken
    }

    fn remark(&mut self, remark: Remark, span: Span) {
        let site = self.site(span);
        let (message, help) = match remark {
            Remark::Text(typed) => (format!("'{typed}' is taken for text: HTML has no such element"), TEXT_HELP),
            Remark::LeftOut(typed) => (format!("raw HTML is left out ({typed})"), HELP),
            Remark::OpenComment => {
                ("a comment has no end; all that follows it here is left out".to_string(), "end it with -->")
            }
        };
        self.diags.push_help(Code::RawHtml, site, message, help);
    }

    fn pieces(&mut self, nodes: &[tree::Node], fed: &Fed<'_, 'a>, depth: usize) -> Vec<Piece> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                tree::Node::Text { words, line } => out.push(Piece::Inline(text(words, fed.span(*line)))),
                tree::Node::Element(element) => {
                    let span = fed.span(element.line);
                    if !self.too_deep(depth, span) {
                        self.element(element, span, fed, depth, &mut out);
                    }
                }
            }
        }
        out
    }

    fn element(&mut self, element: &Element, span: Span, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let name = element.name.as_str();
        let inline = |kind| Piece::Inline(Inline::new(kind, span));
        let kind = match name {
            // A place where Markdown stands; no script that an author wrote comes so far.
            "script" => {
                let node = element.get("id").and_then(|id| id.parse::<usize>().ok()).and_then(|at| fed.nodes.get(at));
                let mut blocks = Vec::new();
                if let Some(node) = node {
                    self.block(node, None, depth, &mut blocks);
                }
                return out.extend(blocks.into_iter().map(Piece::Block));
            }
            "br" => return out.push(inline(InlineKind::Break)),
            "wbr" => return out.push(inline(InlineKind::Text("\u{200b}".to_string()))),
            "input" if element.get("type") == Some("checkbox") => {
                let sign = if element.get("checked").is_some() { "☑ " } else { "☐ " };
                return out.push(inline(InlineKind::Text(sign.to_string())));
            }
            "img" => return out.extend(self.html_picture(element, span).into_iter().map(Piece::Inline)),
            // What only describes what it is in.
            "area" | "base" | "col" | "colgroup" | "link" | "meta" | "param" | "source" | "track" | "rp" => return,
            _ if is_in(IN_LINE, name) => {
                let mut line = Vec::new();
                for piece in self.pieces(&element.children, fed, depth + 1) {
                    match piece {
                        Piece::Inline(piece) => line.push(piece),
                        Piece::Block(_) => {
                            out.extend(
                                wrapped(element, std::mem::take(&mut line), span).into_iter().map(Piece::Inline),
                            );
                            out.push(piece);
                        }
                    }
                }
                return out.extend(wrapped(element, line, span).into_iter().map(Piece::Inline));
            }
            "hr" => Some(BlockKind::SceneBreak),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = (name.as_bytes()[1] - b'0' + self.shift).clamp(2, 6);
                return self.html_heading(element, level, span, fed, depth, out);
            }
            "ul" | "ol" | "menu" | "dir" => Some(BlockKind::List(self.html_list(element, fed, depth))),
            "dl" => Some(BlockKind::Definitions(self.html_terms(element, fed, depth))),
            "blockquote" => {
                let blocks = self.html_children(element, fed, depth);
                quotes::quote(blocks, &self.source.text)
            }
            "pre" if !holds(element, "script") => {
                let code = element.elements().find(|inner| inner.name == "code").unwrap_or(element);
                let class = code.get("class").or(element.get("class")).unwrap_or_default();
                let lang = class
                    .split_ascii_whitespace()
                    .find_map(|c| c.strip_prefix("language-").or(c.strip_prefix("lang-")));
                let text = letters(element);
                {
                    let text = text.trim_matches('\n');
                    let tokens = lang.map_or_else(Vec::new, |lang| colour::tokens(lang, text));
                    Some(BlockKind::Code(Listing { tokens, ..Listing::new(lang.map(str::to_string), text) }))
                }
            }
            "figure" => return self.html_figure(element, fed, depth, out),
            "details" => return self.html_details(element, fed, depth, out),
            _ => {
                if !is_in(PLAIN, name) {
                    self.left_out(&format!("<{name}>"), span);
                }
                let mut blocks = self.html_children(element, fed, depth);
                dress(&mut blocks, element, span);
                return out.extend(blocks.into_iter().map(Piece::Block));
            }
        };
        let mut blocks: Vec<Block> = kind.map(|kind| Block::new(kind, span)).into_iter().collect();
        dress(&mut blocks, element, span);
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// The blocks in an element.
    fn html_children(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> Vec<Block> {
        let pieces = self.pieces(&element.children, fed, depth + 1);
        self.grouped(pieces)
    }

    /// Blocks of what stands one behind the other: words between blocks are a paragraph, pictures alone are figures.
    fn grouped(&mut self, pieces: Vec<Piece>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Inline(piece) => line.push(piece),
                Piece::Block(block) => {
                    paragraph(std::mem::take(&mut line), &mut blocks);
                    blocks.push(block);
                }
            }
        }
        paragraph(line, &mut blocks);
        settle(&mut blocks, 0);
        blocks
    }

    fn html_heading(
        &mut self,
        element: &Element,
        level: u8,
        span: Span,
        fed: &Fed<'_, 'a>,
        depth: usize,
        out: &mut Vec<Piece>,
    ) {
        let pieces = self.pieces(&element.children, fed, depth + 1);
        let (mut words, mut rest) = (Vec::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Inline(piece) => words.push(piece),
                Piece::Block(block) => rest.push(Piece::Block(block)),
            }
        }
        collapse(&mut words, &mut true);
        trim(&mut words);
        if words.iter().any(|piece| !matches!(piece.kind, InlineKind::Place(_))) {
            let attributes = attributes(element);
            let anchor = attributes.id.map_or_else(|| self.anchors.heading(&plain_text(&words)), Anchor);
            let kind = BlockKind::Heading { level, outline: level, number: None, text: words };
            out.push(Piece::Block(Block { anchor: Some(anchor), lang: lang(element), ..Block::new(kind, span) }));
        }
        out.extend(rest);
    }

    fn html_list(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> List {
        let mut items: Vec<Item> = Vec::new();
        let mut first = None;
        let mut close = true;
        for node in &element.children {
            let blocks = match node {
                tree::Node::Element(item) if item.name == "li" => {
                    close &= !item.elements().any(|inner| inner.name == "p");
                    first = first.or(Some(item.get("value").and_then(|value| value.trim().parse().ok())));
                    let mut blocks = self.html_children(item, fed, depth + 1);
                    dress(&mut blocks, item, fed.span(item.line));
                    items.push(Item { task: None, blocks });
                    continue;
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    self.grouped(pieces)
                }
            };
            // What stands between items belongs to the one before it.
            match items.last_mut() {
                Some(last) => last.blocks.extend(blocks),
                None if blocks.is_empty() => {}
                None => items.push(Item { task: None, blocks }),
            }
        }
        let start = element.get("start").and_then(|start| start.trim().parse().ok()).or(first.flatten()).unwrap_or(1);
        let form = match element.get("type") {
            Some("a") => NumberForm::Alpha,
            Some("A") => NumberForm::Capital,
            Some("i") => NumberForm::Roman,
            Some("I") => NumberForm::CapitalRoman,
            _ => NumberForm::Decimal,
        };
        let numbers = (element.name == "ol").then_some(Numbers { start, form, bracket: false });
        List { numbers, tight: close, items }
    }

    fn html_terms(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> Vec<Definition> {
        let mut all: Vec<Definition> = Vec::new();
        // A group may stand in a div of its own (HTML, 4.4.9).
        let parts = element.children.iter().flat_map(|node| match node {
            tree::Node::Element(group) if group.name == "div" => group.children.iter().collect::<Vec<_>>(),
            other => vec![other],
        });
        for part in parts {
            let is_term = matches!(part, tree::Node::Element(part) if part.name == "dt");
            let mut blocks = match part {
                tree::Node::Element(part) if is_term || part.name == "dd" => {
                    let mut blocks = self.html_children(part, fed, depth + 1);
                    dress(&mut blocks, part, fed.span(part.line));
                    blocks
                }
                stray => {
                    let pieces = self.pieces(std::slice::from_ref(stray), fed, depth + 1);
                    self.grouped(pieces)
                }
            };
            if blocks.is_empty() {
                continue;
            }
            match all.last_mut() {
                Some(last) if !is_term => last.meanings.push(blocks),
                Some(last) if last.meanings.is_empty() => {
                    blocks.iter_mut().for_each(|block| play(block, ParaRole::Term));
                    last.terms.extend(blocks);
                }
                _ if is_term => {
                    blocks.iter_mut().for_each(|block| play(block, ParaRole::Term));
                    all.push(Definition { terms: blocks, meanings: Vec::new() });
                }
                _ => all.push(Definition { terms: Vec::new(), meanings: vec![blocks] }),
            }
        }
        all
    }

    /// A figure: the words of its caption stand below the last of its pictures, or below whatever else is in it.
    fn html_figure(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let span = fed.span(element.line);
        let (mut pieces, mut caption) = (Vec::new(), Vec::new());
        for node in &element.children {
            match node {
                tree::Node::Element(words) if words.name == "figcaption" => {
                    let blocks = self.html_children(words, fed, depth + 1);
                    for mut block in blocks {
                        if !caption.is_empty() {
                            caption.push(Inline::new(InlineKind::Break, span));
                        }
                        // A caption is one line of the model; what is no paragraph stands below the figure.
                        match lines_mut(&mut block).as_mut_slice() {
                            [line] => caption.append(line),
                            _ => pieces.push(Piece::Block(block)),
                        }
                    }
                }
                other => pieces.extend(self.pieces(std::slice::from_ref(other), fed, depth + 1)),
            }
        }
        trim(&mut caption);
        let mut blocks = self.grouped(pieces);
        if !caption.is_empty() {
            match blocks.last_mut().map(|block| &mut block.kind) {
                Some(BlockKind::Figure(figure)) if figure.caption.is_empty() => figure.caption = caption,
                _ => blocks.push(Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: caption }), span)),
            }
        }
        // A figure is what links to its name lead to.
        match (attributes(element).id, blocks.first_mut()) {
            (Some(id), Some(block)) if block.anchor.is_none() => block.anchor = Some(Anchor(id)),
            _ => dress(&mut blocks, element, span),
        }
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// What can be folded on a screen lies open in a book: its summary is a label.
    fn html_details(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let mut blocks = Vec::new();
        let mut pieces = Vec::new();
        for node in &element.children {
            match node {
                tree::Node::Element(summary) if summary.name == "summary" => {
                    let mut label = self.html_children(summary, fed, depth + 1);
                    label.iter_mut().for_each(|block| play(block, ParaRole::Label));
                    blocks.extend(label);
                }
                other => pieces.extend(self.pieces(std::slice::from_ref(other), fed, depth + 1)),
            }
        }
        blocks.extend(self.grouped(pieces));
        dress(&mut blocks, element, fed.span(element.line));
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// A picture, or the words that stand for one that is not in the book.
    pub(in crate::reader) fn html_picture(&mut self, element: &Element, span: Span) -> Option<Inline> {
        let alt = element.get("alt").map(|alt| alt.split_whitespace().collect::<Vec<_>>().join(" "));
        let source =
            element.get("src").or_else(|| element.get("data-src")).map(str::trim).filter(|src| !src.is_empty());
        let site = self.site(span);
        let Some(source) = source.filter(|source| !names::is_remote(source)) else {
            let what = source.unwrap_or("<img>");
            let message = format!("the picture '{what}' lies outside the book; its description is set as text");
            self.diags.push_help(Code::UnsupportedMarkup, site, message, "put the picture into the book's folder");
            return alt.filter(|alt| !alt.is_empty()).map(|alt| text(&alt, span));
        };
        let path = names::beside(&self.source.path, source);
        if alt.is_none() {
            let message = format!("the picture '{path}' has no description");
            let help = "describe what it shows: alt=\"description\", or alt=\"\" if it is decoration";
            self.diags.push_help(Code::MissingAlt, site, message, help);
        }
        let width = element.get("width").and_then(pictures::extent);
        Some(Inline::new(InlineKind::Image(Image { width, ..Image::new(path, alt) }), span))
    }
}

/// A paragraph of words, or figures where they are nothing but pictures; nothing where there is nothing.
pub(in crate::reader) fn paragraph(mut line: Vec<Inline>, blocks: &mut Vec<Block>) {
    collapse(&mut line, &mut true);
    trim_end(&mut line);
    trim(&mut line);
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let span = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
    blocks.extend(figures(line, span));
}

/// Pictures alone as figures, else a paragraph.
pub(in crate::reader) fn figures(line: Vec<Inline>, span: Span) -> Vec<Block> {
    let is_space = |piece: &Inline| match &piece.kind {
        InlineKind::Text(words) => words.trim().is_empty(),
        kind => *kind == InlineKind::Break,
    };
    let is_picture = |piece: &Inline| matches!(piece.kind, InlineKind::Image(_));
    if !line.iter().any(is_picture) || !line.iter().all(|piece| is_picture(piece) || is_space(piece)) {
        return vec![Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: line }), span)];
    }
    let images: Vec<Image> = line
        .into_iter()
        .filter_map(|piece| match piece.kind {
            InlineKind::Image(image) => Some(image),
            _ => None,
        })
        .collect();
    vec![Block::new(BlockKind::Figure(Figure { images, label: None, caption: Vec::new() }), span)]
}

/// Puts the places of paragraphs that are nothing else, from block `from` on, into the next block that has words.
pub(in crate::reader) fn settle(blocks: &mut Vec<Block>, from: usize) {
    let mut at = from;
    while at < blocks.len() {
        let BlockKind::Para(para) = &mut blocks[at].kind else {
            at += 1;
            continue;
        };
        let only_places = para.text.iter().all(|piece| match &piece.kind {
            InlineKind::Place(_) => true,
            InlineKind::Text(words) => words.trim().is_empty(),
            _ => false,
        });
        if !only_places || para.text.is_empty() {
            at += 1;
            continue;
        }
        let places: Vec<Inline> =
            para.text.drain(..).filter(|piece| matches!(piece.kind, InlineKind::Place(_))).collect();
        match blocks.get_mut(at + 1).is_some_and(|next| put(next, &places)) {
            true => {
                blocks.remove(at);
            }
            false => {
                if let BlockKind::Para(para) = &mut blocks[at].kind {
                    para.text = places;
                }
                at += 1;
            }
        }
    }
}

/// Puts places before the first words of a block; tells whether it has any.
fn put(block: &mut Block, places: &[Inline]) -> bool {
    if let Some(line) = lines_mut(block).into_iter().next() {
        line.splice(0..0, places.iter().cloned());
        return true;
    }
    within_mut(block).into_iter().flatten().any(|inner| put(inner, places))
}

/// Gives blocks the language and the name of the element that they stood in.
fn dress(blocks: &mut [Block], element: &Element, span: Span) {
    if let Some(lang) = lang(element) {
        for block in blocks.iter_mut().filter(|block| block.lang.is_none()) {
            block.lang = Some(lang.clone());
        }
    }
    if let Some(id) = attributes(element).id {
        let place = [Inline::new(InlineKind::Place(Anchor(id.clone())), span)];
        if !blocks.iter_mut().any(|block| put(block, &place))
            && let Some(first) = blocks.first_mut()
        {
            first.anchor.get_or_insert(Anchor(id));
        }
    }
}

fn play(block: &mut Block, role: ParaRole) {
    if let BlockKind::Para(para) = &mut block.kind {
        para.role = role;
    }
}

/// Makes one space of all space between words; `space` says whether one stands before `line`.
fn collapse(line: &mut [Inline], space: &mut bool) {
    for piece in line {
        match &mut piece.kind {
            InlineKind::Text(words) => {
                let mut out = String::with_capacity(words.len());
                let mut letters = words.chars().peekable();
                while let Some(c) = letters.next() {
                    if !c.is_ascii_whitespace() {
                        out.push(c);
                        *space = false;
                        continue;
                    }
                    let mut ends_line = c == '\n';
                    while letters.peek().is_some_and(char::is_ascii_whitespace) {
                        ends_line |= letters.next() == Some('\n');
                    }
                    let spaceless = |c: Option<char>| c.is_some_and(is_spaceless);
                    let joins = ends_line && spaceless(out.chars().next_back()) && spaceless(letters.peek().copied());
                    if !*space && !joins {
                        out.push(' ');
                        *space = true;
                    }
                }
                *words = out;
            }
            InlineKind::Break => *space = true,
            InlineKind::Code(_)
            | InlineKind::Formula(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::NoteRef { .. } => *space = false,
            InlineKind::Place(_) => {}
            _ => {
                if let Some(children) = piece.children_mut() {
                    collapse(children, space);
                }
            }
        }
    }
}

fn holds(element: &Element, name: &str) -> bool {
    element.elements().any(|inner| inner.name == name || holds(inner, name))
}

/// All letters in an element, as typed.
fn letters(element: &Element) -> String {
    let each = element.children.iter().map(|node| match node {
        tree::Node::Text { words, .. } => words.clone(),
        tree::Node::Element(inner) if inner.name == "br" => "\n".to_string(),
        tree::Node::Element(inner) => letters(inner),
    });
    each.collect()
}
