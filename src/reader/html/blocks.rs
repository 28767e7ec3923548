//! Blocks of raw HTML, with the Markdown that stands between them: a parser is fed both, the Markdown as places that it
//! keeps, and what it makes of them becomes blocks of the model.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::code::tidy_code;
use super::figures::{paragraph, unlink};
use super::inlines::{attributes, lang, place, wrapped};
use super::lists::{TICKED, UNTICKED};
use super::soup::{Open, Remark, Soup, soup};
use super::tree::{self, Element};
use super::{HELP, MEDIA, TEXT_HELP, is_in};
use crate::base::{Code, Span, limits};
use crate::model::{
    Anchor, Block, BlockKind, Inline, InlineKind, Listing, Para, ParaRole, Quote, Target, lines_mut, plain_text,
    within_mut,
};
use crate::reader::inlines::{is_spaceless, trim};
use crate::reader::markdown::{Reading, text};
use crate::reader::{colour, names, pictures, quotes, tables};

/// Elements that stand in a line, or hold what does.
const IN_LINE: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q ruby rb rp rt \
    rtc s samp small span strike strong sub sup time tt u var ";

/// Elements that hold blocks and mean nothing by themselves.
const PLAIN: &str = " address article aside center div fieldset footer form header hgroup legend main nav p search section \
    summary ";

/// What was read at a place.
pub(super) enum Piece {
    Inline(Inline),
    /// A picture and the words about it that become its caption where it stands by itself.
    Picture(Inline, Option<String>),
    Block(Block),
}

/// What the parser was fed: the nodes, and where each of its lines stands in the source.
pub(super) struct Fed<'r, 'a> {
    nodes: &'r [Node<'a>],
    /// For each node the caption that stands beside it, and whether it is one.
    captions: Vec<(Option<Node<'a>>, bool)>,
    lines: Vec<Span>,
}

impl<'a> Fed<'_, 'a> {
    /// What a whole page is, in which no Markdown stands.
    pub(super) fn page(lines: &[Span]) -> Fed<'a, 'a> {
        Fed { nodes: &[], captions: Vec::new(), lines: lines.to_vec() }
    }

    pub(super) fn span(&self, line: usize) -> Span {
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
        let fed = Fed { nodes, captions: tables::captions(&nodes[..taken]), lines };
        let mut tree = tree::parse(&html);
        tidy_code(&mut tree);
        let pieces = self.pieces(&tree, &fed, depth);
        out.extend(self.grouped(pieces));
        taken
    }

    pub(in crate::reader) fn remark(&mut self, remark: Remark, span: Span) {
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

    pub(super) fn pieces(&mut self, nodes: &[tree::Node], fed: &Fed<'_, 'a>, depth: usize) -> Vec<Piece> {
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
                let at = element.get("id").and_then(|id| id.parse::<usize>().ok());
                let mut blocks = Vec::new();
                if let Some((node, (caption, false))) = at.and_then(|at| fed.nodes.get(at).zip(fed.captions.get(at))) {
                    self.block(node, *caption, depth, &mut blocks);
                }
                return out.extend(blocks.into_iter().map(Piece::Block));
            }
            "#note" => return out.push(self.page_note(element, span, fed, depth)),
            "#mark" => return out.extend(self.page_mark(element, span)),
            "#missing" => return out.push(self.missing_picture(element, span)),
            "math" => return self.html_formula(element, span, out),
            "br" => return out.push(inline(InlineKind::Break)),
            "wbr" => return out.push(inline(InlineKind::Text("\u{200b}".to_string()))),
            "input" if element.get("type") == Some("checkbox") => {
                let sign = if element.get("checked").is_some() { TICKED } else { UNTICKED };
                return out.push(inline(InlineKind::Text(sign.to_string())));
            }
            "img" => {
                out.extend(place(element, span).map(Piece::Inline));
                let picture = self.html_picture(element, span);
                return out.extend(picture.map(|picture| Piece::Picture(picture, title(element))));
            }
            _ if is_in(MEDIA, name) => return self.html_media(element, span, fed, depth, out),
            // What only describes what it is in.
            "area" | "base" | "col" | "colgroup" | "link" | "meta" | "param" | "source" | "track" => return,
            // The same picture, larger, is no loss.
            "a" if element.get("href").is_some_and(pictures::is_picture) && holds_picture(element) => {
                return out.extend(self.pieces(&element.children, fed, depth + 1));
            }
            _ if is_in(IN_LINE, name) => {
                let (mut line, mut holds_blocks) = (Vec::new(), false);
                for piece in self.pieces(&element.children, fed, depth + 1) {
                    match piece {
                        Piece::Inline(piece) | Piece::Picture(piece, _) => line.push(piece),
                        Piece::Block(mut block) => {
                            holds_blocks = true;
                            let before = std::mem::take(&mut line);
                            if !plain_text(&before).trim().is_empty() {
                                out.extend(wrapped(element, before, span).into_iter().map(Piece::Inline));
                            }
                            if let BlockKind::Para(para) = &mut block.kind {
                                para.text = wrapped(element, std::mem::take(&mut para.text), span);
                            }
                            out.push(Piece::Block(block));
                        }
                    }
                }
                if holds_blocks && plain_text(&line).trim().is_empty() {
                    return;
                }
                return out.extend(wrapped(element, line, span).into_iter().map(Piece::Inline));
            }
            "hr" => Some(BlockKind::SceneBreak),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let typed = name.as_bytes()[1] - b'0';
                return self.html_heading(element, typed, span, fed, depth, out);
            }
            "ul" | "ol" | "menu" | "dir" => {
                let mut lists = self.html_list(element, span, fed, depth);
                dress(&mut lists, element, span);
                return out.extend(lists.into_iter().map(Piece::Block));
            }
            "dl" => Some(BlockKind::Definitions(self.html_terms(element, fed, depth))),
            "blockquote" => self.html_quote(element, fed, depth),
            "table" => return self.html_table(element, span, fed, depth, out),
            "pre" if !holds(element, "script") => {
                let lang = element.get("class").and_then(|class| class.strip_prefix("language-"));
                let text = letters(element);
                let text = text.trim_matches('\n');
                let tokens = lang.map_or_else(Vec::new, |lang| colour::tokens(lang, text));
                let first_number = element.get("data-first").and_then(|first| first.parse().ok());
                Some(BlockKind::Code(Listing { tokens, first_number, ..Listing::new(lang.map(str::to_string), text) }))
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
    pub(super) fn html_children(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> Vec<Block> {
        let pieces = self.pieces(&element.children, fed, depth + 1);
        self.grouped(pieces)
    }

    /// Blocks of what stands one behind the other: words between blocks are a paragraph, pictures alone are figures.
    pub(super) fn grouped(&mut self, pieces: Vec<Piece>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let (mut line, mut titles) = (Vec::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Inline(piece) => line.push(piece),
                Piece::Picture(piece, title) => {
                    titles.extend(title.map(|title| text(&title, piece.span)));
                    line.push(piece);
                }
                Piece::Block(block) => {
                    self.unlinked(std::mem::take(&mut line), std::mem::take(&mut titles), &mut blocks);
                    blocks.push(block);
                }
            }
        }
        self.unlinked(line, titles, &mut blocks);
        settle(&mut blocks, 0);
        blocks
    }

    /// A paragraph or a figure of a line; `titles` are the words about the pictures in it.
    fn unlinked(&mut self, mut line: Vec<Inline>, titles: Vec<Inline>, blocks: &mut Vec<Block>) {
        for (address, span) in unlink(&mut line) {
            self.left_out(&format!("the link around a picture to '{address}'"), span);
        }
        // An empty line that was made of two breaks parts paragraphs.
        let mut rest = line.into_iter();
        while let Some((at, end)) = two_breaks(rest.as_slice()) {
            let before = rest.by_ref().take(end).collect::<Vec<_>>();
            paragraph(before.into_iter().take(at).collect(), blocks);
        }
        let from = blocks.len();
        paragraph(rest.collect(), blocks);
        if let Some(BlockKind::Figure(figure)) = blocks.get_mut(from).map(|block| &mut block.kind) {
            for title in titles {
                if !figure.caption.is_empty() {
                    figure.caption.push(Inline::new(InlineKind::Break, title.span));
                }
                figure.caption.push(title);
            }
        }
    }

    /// What moves or sounds, as a paragraph by itself: the words for those who cannot see it, else where it is to be found.
    fn html_media(&mut self, element: &Element, span: Span, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let frame = element.name == "iframe";
        let mut blocks = if frame { Vec::new() } else { self.html_children(element, fed, depth) };
        match blocks.is_empty() {
            true => {
                let instead = self.media(element, span);
                paragraph(instead.into_iter().collect(), &mut blocks);
            }
            false => self.left_out(&format!("<{}>", element.name), span),
        }
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// Where what moves or sounds is to be found.
    pub(in crate::reader) fn media(&mut self, element: &Element, span: Span) -> Option<Inline> {
        let name = element.name.as_str();
        let within = || element.elements().find(|inner| inner.name == "source").and_then(|source| source.get("src"));
        let address = element.get("src").or(element.get("data-src")).or(element.get("data")).or_else(within);
        let Some(address) = address.map(str::trim).filter(|address| !address.is_empty()) else {
            self.left_out(&format!("<{name}>"), span);
            return None;
        };
        let title = element.get("title").or(element.get("aria-label")).map(str::trim).filter(|title| !title.is_empty());
        let (site, message) = (self.site(span), format!("a book cannot show '{address}' (<{name}>)"));
        self.diags.push_help(
            Code::RawHtml,
            site,
            message,
            "say in words what it shows; its address stands in its place",
        );
        let kind = match names::is_remote(address) {
            true => {
                let address = address.strip_prefix("//").map_or(address.to_string(), |rest| format!("https://{rest}"));
                let text = vec![text(title.unwrap_or(&address), span)];
                InlineKind::Link { target: Target::Written(address), title: None, text }
            }
            false => InlineKind::Text(format!("[{}]", title.unwrap_or(address))),
        };
        Some(Inline::new(kind, span))
    }

    /// A quotation; a `<footer>` or `<cite>` at its end says whose it is.
    fn html_quote(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize) -> Option<BlockKind> {
        let full = |node: &&tree::Node| !matches!(node, tree::Node::Text { words, .. } if words.trim().is_empty());
        let last = element.children.iter().rfind(full).and_then(|node| match node {
            tree::Node::Element(last) => Some(last),
            tree::Node::Text { .. } => None,
        });
        let names_one = |last: &Element| match last.name.as_str() {
            "footer" | "cite" => true,
            "p" => matches!(last.children.as_slice(), [tree::Node::Element(cite)] if cite.name == "cite"),
            _ => false,
        };
        let blocks = self.html_children(element, fed, depth);
        let mut kind = quotes::quote(blocks, &self.source.text);
        if last.is_some_and(names_one)
            && let Some(BlockKind::Quote(Quote { blocks, .. })) = &mut kind
            && blocks.len() > 1
            && let Some(Block { kind: BlockKind::Para(para), .. }) = blocks.last_mut()
        {
            para.role = ParaRole::Attribution;
        }
        kind
    }

    fn html_heading(
        &mut self,
        element: &Element,
        typed: u8,
        span: Span,
        fed: &Fed<'_, 'a>,
        depth: usize,
        out: &mut Vec<Piece>,
    ) {
        let pieces = self.pieces(&element.children, fed, depth + 1);
        let (mut words, mut rest) = (Vec::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Inline(piece) | Piece::Picture(piece, _) => words.push(piece),
                Piece::Block(block) => rest.push(Piece::Block(block)),
            }
        }
        collapse(&mut words, &mut true);
        trim(&mut words);
        if words.iter().any(|piece| !matches!(piece.kind, InlineKind::Place(_))) {
            let attributes = attributes(element);
            let anchor = attributes.id.map_or_else(|| self.anchors.heading(&plain_text(&words)), Anchor);
            let level = (typed + self.shift).clamp(2, 6);
            let kind = BlockKind::Heading { level, typed, outline: level, number: None, text: words };
            out.push(Piece::Block(Block { anchor: Some(anchor), lang: lang(element), ..Block::new(kind, span) }));
        } else {
            out.extend(words.into_iter().chain(place(element, span)).map(Piece::Inline));
        }
        out.extend(rest);
    }

    /// What can be folded on a screen lies open in a book: its summary is a label.
    fn html_details(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let mut blocks = Vec::new();
        let mut pieces = Vec::new();
        for node in &element.children {
            match node {
                tree::Node::Element(summary) if summary.name == "summary" => {
                    let mut label = self.html_children(summary, fed, depth + 1);
                    dress(&mut label, summary, fed.span(summary.line));
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
}

/// Where two forced breaks or more stand with nothing between them, and where they end.
fn two_breaks(line: &[Inline]) -> Option<(usize, usize)> {
    let is_break = |piece: &Inline| piece.kind == InlineKind::Break;
    let is_space = |piece: &Inline| matches!(&piece.kind, InlineKind::Text(words) if words.trim().is_empty());
    let first = (0..line.len()).find(|at| {
        is_break(&line[*at]) && line[at + 1..].iter().find(|piece| !is_space(piece)).is_some_and(is_break)
    })?;
    let length = line[first..].iter().take_while(|piece| is_break(piece) || is_space(piece)).count();
    Some((first, first + length))
}

/// Puts the places of paragraphs that are nothing else, from block `from` on, into the next block that can have them; behind
/// the last words before them where none can.
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
        let (before, behind) = blocks.split_at_mut(at + 1);
        let before = &mut before[from..at];
        if behind.iter_mut().any(|next| put(next, &places))
            || before.iter_mut().rev().any(|last| put_behind(last, &places))
        {
            blocks.remove(at);
            continue;
        }
        if let BlockKind::Para(para) = &mut blocks[at].kind {
            para.text = places;
        }
        at += 1;
    }
}

/// Puts places before the first words of a block, or makes them its name where it has none; tells whether it could.
fn put(block: &mut Block, places: &[Inline]) -> bool {
    let is_named = block.anchor.is_some();
    // Words that stand around a block are not there only for a place.
    let beside = matches!(block.kind, BlockKind::Figure(_) | BlockKind::Table(_) | BlockKind::Code(_));
    if let ([Inline { kind: InlineKind::Place(anchor), .. }], true, false) = (places, beside, is_named) {
        block.anchor = Some(anchor.clone());
        return true;
    }
    if let Some(line) = lines_mut(block).into_iter().next().filter(|line| !beside || !line.is_empty()) {
        line.splice(0..0, places.iter().cloned());
        return true;
    }
    within_mut(block).into_iter().flatten().any(|inner| put(inner, places))
}

/// Puts places behind the last words of a block; tells whether it could.
fn put_behind(block: &mut Block, places: &[Inline]) -> bool {
    if let Some(line) = lines_mut(block).into_iter().next_back().filter(|line| !line.is_empty()) {
        line.extend(places.iter().cloned());
        return true;
    }
    within_mut(block).into_iter().flatten().next_back().is_some_and(|inner| put_behind(inner, places))
}

/// Gives blocks the language and the name of the element that they stood in. Where none of them can have the name, it stands
/// in a paragraph behind them, for [`settle`].
pub(super) fn dress(blocks: &mut Vec<Block>, element: &Element, span: Span) {
    if let Some(lang) = lang(element) {
        for block in blocks.iter_mut().filter(|block| block.lang.is_none()) {
            block.lang = Some(lang.clone());
        }
    }
    if let Some(place) = place(element, span) {
        let place = [place];
        if blocks.iter_mut().any(|block| put(block, &place)) {
            return;
        }
        let [Inline { kind: InlineKind::Place(anchor), .. }] = &place else { return };
        match blocks.first_mut().filter(|first| first.anchor.is_none()) {
            Some(first) => first.anchor = Some(anchor.clone()),
            None => blocks.push(Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: place.into() }), span)),
        }
    }
}

pub(super) fn play(block: &mut Block, role: ParaRole) {
    if let BlockKind::Para(para) = &mut block.kind {
        para.role = role;
    }
}

/// Makes one space of all space between words; `space` says whether one stands before `line`.
pub(super) fn collapse(line: &mut [Inline], space: &mut bool) {
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

/// Words about a picture, unless they only repeat its description or the name of its file.
fn title(element: &Element) -> Option<String> {
    let title = element.get("title")?.split_whitespace().collect::<Vec<_>>().join(" ");
    let known = element.get("alt") == Some(&title) || element.get("src").is_some_and(|src| src.contains(&title));
    (!known && !title.is_empty()).then_some(title)
}

fn holds_picture(element: &Element) -> bool {
    holds(element, "img") || holds(element, "#missing")
}

fn holds(element: &Element, name: &str) -> bool {
    element.elements().any(|inner| inner.name == name || holds(inner, name))
}

/// All letters in an element, as typed.
pub(super) fn letters(element: &Element) -> String {
    let each = element.children.iter().map(|node| match node {
        tree::Node::Text { words, .. } => words.clone(),
        tree::Node::Element(inner) if inner.name == "br" => "\n".to_string(),
        tree::Node::Element(inner) => letters(inner),
    });
    each.collect()
}
