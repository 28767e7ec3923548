//! Figures of HTML, and pictures wherever they stand.

use super::blocks::{Fed, Piece, collapse, dress};
use super::inlines::{attributes, style};
use super::tree::{self, Element};
use crate::base::{Code, Span};
use crate::model::{
    Anchor, Block, BlockKind, Figure, Image, Inline, InlineKind, Para, ParaRole, QuoteRole, Target, lines_mut,
};
use crate::reader::inlines::{trim, trim_end};
use crate::reader::markdown::{Reading, text};
use crate::reader::{names, pictures};

impl<'a> Reading<'a, '_> {
    /// A figure: its caption is that of its last picture, table or piece of code, or stands below whatever else is in it.
    pub(super) fn html_figure(&mut self, element: &Element, fed: &Fed<'_, 'a>, depth: usize, out: &mut Vec<Piece>) {
        let span = fed.span(element.line);
        let (mut pieces, mut words) = (Vec::new(), Vec::new());
        for node in &element.children {
            match node {
                tree::Node::Element(caption) if caption.name == "figcaption" => {
                    let mut said = self.html_children(caption, fed, depth + 1);
                    dress(&mut said, caption, fed.span(caption.line));
                    words.append(&mut said);
                }
                other => pieces.extend(self.pieces(std::slice::from_ref(other), fed, depth + 1)),
            }
        }
        let (caption, rest) = caption(words, span);
        let mut blocks = self.grouped(pieces);
        side_by_side(&mut blocks);
        if !caption.is_empty() {
            put_caption(&mut blocks, caption, span);
        }
        blocks.extend(rest);
        // A figure is what links to its name lead to.
        match (attributes(element).id, blocks.first_mut()) {
            (Some(id), Some(block)) if block.anchor.is_none() => block.anchor = Some(Anchor(id)),
            _ => dress(&mut blocks, element, span),
        }
        out.extend(blocks.into_iter().map(Piece::Block));
    }

    /// A picture, or the words that stand for one that is not in the book.
    pub(in crate::reader) fn html_picture(&mut self, element: &Element, span: Span) -> Option<Inline> {
        let alt = element.get("alt").map(|alt| alt.split_whitespace().collect::<Vec<_>>().join(" "));
        let decorates =
            matches!(element.get("role"), Some("presentation" | "none")) || element.get("aria-hidden") == Some("true");
        let alt = alt.or_else(|| decorates.then(String::new));
        let source =
            element.get("src").or_else(|| element.get("data-src")).map(str::trim).filter(|src| !src.is_empty());
        let source = element.get("#src").or(source);
        let site = self.site(span);
        let shown = element.get("#src").or(source);
        let awaited = shown.and_then(|source| Some((names::fetched(&self.source.path, source)?, source.to_string())));
        let Some(source) = source.filter(|source| awaited.is_some() || !names::is_remote(source)) else {
            let what = source.unwrap_or("<img>");
            let message = format!("the picture '{what}' lies outside the book; its description is set as text");
            self.diags.push_help(Code::UnsupportedMarkup, site, message, "put the picture into the book's folder");
            return alt.filter(|alt| !alt.is_empty()).map(|alt| text(&alt, span));
        };
        // A page's picture was looked up already.
        let (path, address) = match (awaited, element.get("#src")) {
            (Some((path, address)), _) => (path, Some(address)),
            (None, Some(path)) => (path.to_string(), None),
            (None, None) => (names::beside(&self.source.path, source), None),
        };
        if alt.is_none() {
            let message = format!("the picture '{path}' has no description");
            let help = "describe what it shows: alt=\"description\", or alt=\"\" if it is decoration";
            self.diags.push_help(Code::MissingAlt, site, message, help);
        }
        let width = style(element, "width").or(element.get("width")).and_then(pictures::extent);
        Some(Inline::new(InlineKind::Image(Image { width, address, ..Image::new(path, alt) }), span))
    }
}

/// One line of the model out of what a caption holds; and what is no paragraph, to stand below.
pub(super) fn caption(blocks: Vec<Block>, span: Span) -> (Vec<Inline>, Vec<Block>) {
    let (mut line, mut rest) = (Vec::new(), Vec::new());
    for mut block in blocks {
        if !matches!(block.kind, BlockKind::Para(_) | BlockKind::Heading { .. }) {
            rest.push(block);
            continue;
        }
        if !line.is_empty() {
            line.push(Inline::new(InlineKind::Break, span));
        }
        lines_mut(&mut block).into_iter().for_each(|words| line.append(words));
    }
    trim(&mut line);
    (line, rest)
}

/// Gives a caption to the last of `blocks` that can have one; a quotation has it as the words that say whose it is.
fn put_caption(blocks: &mut Vec<Block>, words: Vec<Inline>, span: Span) {
    let para = |role, text| Block::new(BlockKind::Para(Para { role, text }), span);
    if let Some(place) = blocks.iter_mut().rev().find_map(caption_of) {
        *place = words;
        return;
    }
    match blocks.last_mut() {
        Some(Block { kind: BlockKind::Quote(quote), .. }) if quote.role == QuoteRole::Quote => {
            quote.blocks.push(para(ParaRole::Attribution, words));
        }
        Some(_) | None => blocks.push(para(ParaRole::Text, words)),
    }
}

/// Where the caption of a block goes that may have one and has none.
fn caption_of(block: &mut Block) -> Option<&mut Vec<Inline>> {
    let caption = match &mut block.kind {
        BlockKind::Figure(figure) => &mut figure.caption,
        BlockKind::Table(table) => &mut table.caption,
        BlockKind::Code(code) => &mut code.title,
        BlockKind::Para(_)
        | BlockKind::Heading { .. }
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition(_)
        | BlockKind::Verse(_)
        | BlockKind::Formula(_)
        | BlockKind::SceneBreak
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => return None,
    };
    Some(caption).filter(|caption| caption.is_empty())
}

/// Pictures of one figure stand side by side, where none has a caption or a name of its own.
fn side_by_side(blocks: &mut Vec<Block>) {
    let bare = |block: &Block| match &block.kind {
        BlockKind::Figure(figure) => figure.caption.is_empty() && block.anchor.is_none(),
        _ => false,
    };
    if blocks.len() < 2 || !blocks.iter().all(bare) {
        return;
    }
    let rest = blocks.split_off(1);
    if let Some(BlockKind::Figure(first)) = blocks.first_mut().map(|block| &mut block.kind) {
        first.images.extend(rest.into_iter().flat_map(|block| match block.kind {
            BlockKind::Figure(figure) => figure.images,
            _ => Vec::new(),
        }));
    }
}

/// A paragraph of words, or figures where they are nothing but pictures; nothing where there is nothing.
pub(super) fn paragraph(mut line: Vec<Inline>, blocks: &mut Vec<Block>) {
    collapse(&mut line, &mut true);
    trim_end(&mut line);
    trim(&mut line);
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let span = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
    blocks.extend(figures(line, span));
}

/// Pictures alone as a figure, else a paragraph. What a place before a picture names is the figure; a block has one name,
/// others stand behind it, for [`super::settle`].
pub(in crate::reader) fn figures(line: Vec<Inline>, span: Span) -> Vec<Block> {
    let is_space = |piece: &Inline| match &piece.kind {
        InlineKind::Text(words) => words.trim().is_empty(),
        kind => *kind == InlineKind::Break,
    };
    let is_picture = |piece: &Inline| matches!(piece.kind, InlineKind::Image(_));
    let is_place = |piece: &Inline| matches!(piece.kind, InlineKind::Place(_));
    let alone = line.iter().all(|piece| is_picture(piece) || is_space(piece) || is_place(piece));
    if !alone || !line.iter().any(is_picture) {
        return vec![Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: line }), span)];
    }
    let (mut images, mut anchor, mut places) = (Vec::new(), None, Vec::new());
    for piece in line {
        match piece.kind {
            InlineKind::Image(image) => images.push(image),
            InlineKind::Place(place) if anchor.is_none() => anchor = Some(place),
            InlineKind::Place(_) => places.push(piece),
            _ => {}
        }
    }
    let kind = BlockKind::Figure(Figure { images, label: None, caption: Vec::new() });
    let mut blocks = vec![Block { anchor, ..Block::new(kind, span) }];
    if !places.is_empty() {
        blocks.push(Block::new(BlockKind::Para(Para { role: ParaRole::Text, text: places }), span));
    }
    blocks
}

/// Takes the links off pictures that are all there is in a line, since a figure leads nowhere; gives what they led to.
pub(super) fn unlink(line: &mut Vec<Inline>) -> Vec<(String, Span)> {
    let shows_nothing = |piece: &Inline| match &piece.kind {
        InlineKind::Text(words) => words.trim().is_empty(),
        InlineKind::Break | InlineKind::Place(_) => true,
        _ => false,
    };
    let is_picture = |piece: &Inline| matches!(piece.kind, InlineKind::Image(_));
    let is_linked = |piece: &Inline| {
        matches!(&piece.kind, InlineKind::Link { text, .. } if text.iter().any(is_picture)
            && text.iter().all(|inner| is_picture(inner) || shows_nothing(inner)))
    };
    let mut gone = Vec::new();
    if line.iter().all(|piece| is_picture(piece) || is_linked(piece) || shows_nothing(piece)) {
        for piece in std::mem::take(line) {
            match piece.kind {
                InlineKind::Link { target: Target::Written(address), text, .. } => {
                    gone.push((address, piece.span));
                    line.extend(text);
                }
                _ => line.push(piece),
            }
        }
    }
    gone
}
