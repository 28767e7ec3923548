//! Quotations: verse in them, who said them, and the one at the head of an article.

use crate::base::Span;
use crate::model::{
    Block, BlockKind, Inline, InlineKind, Para, ParaRole, Quote, QuoteRole, Verse, VerseLine, plain_text,
};

use super::inlines::trim;

/// The longest attribution that is told from a line that merely begins with a dash, in characters.
const ATTRIBUTION: usize = 160;

/// A quotation of these blocks; none where there are none. `source` is the text that their spans stand in.
pub fn quote(mut blocks: Vec<Block>, source: &str) -> Option<BlockKind> {
    let attribution = take_attribution(&mut blocks);
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        let Some(stanza) = stanza(&block, source) else {
            out.push(block);
            continue;
        };
        match out.last_mut() {
            Some(Block { kind: BlockKind::Verse(verse), span, .. }) => {
                verse.stanzas.push(stanza);
                span.end = block.span.end;
            }
            _ => out.push(Block::new(BlockKind::Verse(Verse { stanzas: vec![stanza] }), block.span)),
        }
    }
    out.extend(attribution);
    (!out.is_empty()).then_some(BlockKind::Quote(Quote { role: QuoteRole::Quote, blocks: out }))
}

/// A quotation that opens an article is its epigraph, unless it is all there is.
pub fn epigraph(blocks: &mut [Block]) {
    if blocks.len() > 1
        && let Some(Block { kind: BlockKind::Quote(quote), .. }) = blocks.first_mut()
    {
        quote.role = QuoteRole::Epigraph;
    }
}

fn paragraph(block: &Block) -> Option<&Vec<Inline>> {
    match &block.kind {
        BlockKind::Para(para) => Some(&para.text),
        _ => None,
    }
}

fn dashed(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.strip_prefix(['—', '–', '―']).or_else(|| text.strip_prefix("--"));
    rest.is_some_and(|rest| !rest.trim().is_empty()) && text.chars().count() <= ATTRIBUTION
}

/// The last paragraph or line, where it begins with a dash as no other paragraph does (in a dialogue several do).
fn take_attribution(blocks: &mut Vec<Block>) -> Option<Block> {
    let last = blocks.len().checked_sub(1)?;
    let others = blocks[..last].iter().filter_map(paragraph);
    if others.map(|text| plain_text(text)).any(|text| dashed(&text)) {
        return None;
    }
    let text = paragraph(&blocks[last])?;
    if dashed(&plain_text(text)) {
        return match last {
            0 => None,
            _ => blocks.pop().map(attributed),
        };
    }
    let at = text.iter().rposition(|piece| piece.kind == InlineKind::Break)?;
    if !dashed(&plain_text(&text[at + 1..])) || dashed(&plain_text(&text[..at])) {
        return None;
    }
    let Block { kind: BlockKind::Para(para), span, .. } = &mut blocks[last] else { return None };
    let words = para.text.split_off(at + 1);
    trim(&mut para.text);
    let whole_end = span.end;
    span.end = para.text.last().map_or(span.end, |piece| piece.span.end);
    let start = words.first().map_or(whole_end, |piece| piece.span.start);
    let whole = Span { start, end: whole_end };
    Some(Block::new(BlockKind::Para(Para { role: ParaRole::Attribution, text: words }), whole))
}

fn attributed(mut block: Block) -> Block {
    if let BlockKind::Para(para) = &mut block.kind {
        para.role = ParaRole::Attribution;
    }
    block
}

/// The lines of a paragraph in which every line but the last ends in a forced break.
fn stanza(block: &Block, source: &str) -> Option<Vec<VerseLine>> {
    let text = paragraph(block)?;
    let mut lines: Vec<Vec<Inline>> = vec![Vec::new()];
    for piece in text {
        match (&piece.kind, lines.last_mut()) {
            (InlineKind::Break, _) => lines.push(Vec::new()),
            (_, Some(line)) => line.push(piece.clone()),
            (_, None) => {}
        }
    }
    let whole = &source[block.span.start as usize..block.span.end as usize];
    if lines.len() < 2 || lines.len() != whole.lines().count() {
        return None;
    }
    let steps: Vec<usize> = lines.iter().map(|line| indent(line, source)).collect();
    let least = steps.iter().copied().min().unwrap_or(0);
    let indents = steps.iter().map(|step| ((step - least) / 2).min(8) as u8);
    Some(indents.zip(lines).map(|(indent, text)| VerseLine { indent, text }).collect())
}

/// Spaces before a line in the source.
fn indent(line: &[Inline], source: &str) -> usize {
    let start = line.first().map_or(0, |piece| piece.span.start as usize);
    source[..start].bytes().rev().take_while(|b| *b == b' ').count()
}
