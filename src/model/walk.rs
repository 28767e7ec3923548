//! Walking the document. Depth is bounded by the readers ([`crate::base::limits::NESTING`]).

use super::{Block, BlockKind, Chapter, Image, Inline, InlineKind};
use crate::base::Span;

/// Calls `see` for every block in the order of reading: a block, the blocks of the notes in its text, then
/// the blocks within it.
pub fn each_block(blocks: &[Block], see: &mut dyn FnMut(&Block)) {
    for block in blocks {
        see(block);
        for text in lines(block) {
            each_note_body(text, see);
        }
        within(block).into_iter().for_each(|blocks| each_block(blocks, see));
    }
}

fn each_note_body(inlines: &[Inline], see: &mut dyn FnMut(&Block)) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Note(note) => each_block(&note.blocks, see),
            _ => each_note_body(inline.children(), see),
        }
    }
}

/// The same with blocks to be changed. The block is seen before what is in it.
pub fn each_block_mut(blocks: &mut [Block], see: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        see(block);
        for text in lines_mut(block) {
            each_note_body_mut(text, see);
        }
        within_mut(block).into_iter().for_each(|blocks| each_block_mut(blocks, see));
    }
}

fn each_note_body_mut(inlines: &mut [Inline], see: &mut dyn FnMut(&mut Block)) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Note(note) => each_block_mut(&mut note.blocks, see),
            _ => {
                if let Some(children) = inline.children_mut() {
                    each_note_body_mut(children, see);
                }
            }
        }
    }
}

/// Calls `see` for every inline of `blocks`, outer before inner, notes' bodies where their mark stands.
pub fn each_inline(blocks: &[Block], see: &mut dyn FnMut(&Inline)) {
    each_block(blocks, &mut |block| lines(block).into_iter().for_each(|text| each_in_line(text, see)));
}

/// Calls `see` for every inline of one line, outer before inner; notes' bodies are left out.
pub fn each_in_line(inlines: &[Inline], see: &mut dyn FnMut(&Inline)) {
    for inline in inlines {
        see(inline);
        each_in_line(inline.children(), see);
    }
}

/// Calls `see` for every picture that a chapter shows, in its title, by itself or in a line, and says where it stands.
pub fn each_image(chapter: &Chapter, see: &mut dyn FnMut(&Image, Span)) {
    let mut look = |inline: &Inline| {
        if let InlineKind::Image(image) = &inline.kind {
            see(image, inline.span);
        }
    };
    each_in_line(&chapter.title, &mut look);
    each_inline(&chapter.blocks, &mut look);
    each_block(&chapter.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            figure.images.iter().for_each(|image| see(image, block.span));
        }
    });
}

/// The same with inlines to be changed; what `see` puts in an inline's place is walked in turn.
pub fn each_inline_mut(blocks: &mut [Block], see: &mut dyn FnMut(&mut Inline)) {
    fn line(inlines: &mut [Inline], see: &mut dyn FnMut(&mut Inline)) {
        for inline in inlines {
            see(inline);
            if let Some(children) = inline.children_mut() {
                line(children, see);
            }
        }
    }
    each_block_mut(blocks, &mut |block| lines_mut(block).into_iter().for_each(|text| line(text, see)));
}

/// Whether a formula stands in a chapter, its title included.
pub fn has_formula(chapter: &Chapter) -> bool {
    let mut found = false;
    each_in_line(&chapter.title, &mut |inline| found |= matches!(inline.kind, InlineKind::Formula(_)));
    each_block(&chapter.blocks, &mut |block| found |= matches!(block.kind, BlockKind::Formula(_)));
    each_inline(&chapter.blocks, &mut |inline| found |= matches!(inline.kind, InlineKind::Formula(_)));
    found
}

/// The lines of text that a block holds itself: a paragraph has one, verse has many, a list has none.
pub fn lines(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Para(para) => vec![&para.text],
        BlockKind::Heading { text, .. } => vec![text],
        BlockKind::Verse(verse) => verse.stanzas.iter().flatten().map(|line| line.text.as_slice()).collect(),
        BlockKind::Figure(figure) => vec![&figure.caption],
        BlockKind::Code(code) => vec![&code.title],
        BlockKind::Table(table) => vec![&table.caption],
        BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition(_)
        | BlockKind::Formula(_)
        | BlockKind::SceneBreak
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => Vec::new(),
    }
}

/// The lines of text that a block holds itself, to be changed.
pub fn lines_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Para(para) => vec![&mut para.text],
        BlockKind::Heading { text, .. } => vec![text],
        BlockKind::Verse(verse) => verse.stanzas.iter_mut().flatten().map(|line| &mut line.text).collect(),
        BlockKind::Figure(figure) => vec![&mut figure.caption],
        BlockKind::Code(code) => vec![&mut code.title],
        BlockKind::Table(table) => vec![&mut table.caption],
        BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition(_)
        | BlockKind::Formula(_)
        | BlockKind::SceneBreak
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => Vec::new(),
    }
}

/// The runs of blocks that a block holds, in the order of reading: items of a list, a quotation's content, cells of a table.
pub fn within(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::List(list) => list.items.iter().map(|item| item.blocks.as_slice()).collect(),
        BlockKind::Quote(quote) => vec![&quote.blocks],
        BlockKind::Table(table) => table.cells().map(|cell| cell.blocks.as_slice()).collect(),
        BlockKind::Admonition(apart) => vec![&apart.blocks],
        BlockKind::Definitions(all) => all
            .iter()
            .flat_map(|one| std::iter::once(one.terms.as_slice()).chain(one.meanings.iter().map(Vec::as_slice)))
            .collect(),
        BlockKind::Para(_)
        | BlockKind::Heading { .. }
        | BlockKind::Verse(_)
        | BlockKind::Code { .. }
        | BlockKind::Formula(_)
        | BlockKind::SceneBreak
        | BlockKind::Figure(_)
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => Vec::new(),
    }
}

/// The same, to be changed.
pub fn within_mut(block: &mut Block) -> Vec<&mut [Block]> {
    match &mut block.kind {
        BlockKind::List(list) => list.items.iter_mut().map(|item| item.blocks.as_mut_slice()).collect(),
        BlockKind::Quote(quote) => vec![&mut quote.blocks],
        BlockKind::Table(table) => table.cells_mut().map(|cell| cell.blocks.as_mut_slice()).collect(),
        BlockKind::Admonition(apart) => vec![&mut apart.blocks],
        BlockKind::Definitions(all) => all
            .iter_mut()
            .flat_map(|one| {
                std::iter::once(one.terms.as_mut_slice()).chain(one.meanings.iter_mut().map(Vec::as_mut_slice))
            })
            .collect(),
        BlockKind::Para(_)
        | BlockKind::Heading { .. }
        | BlockKind::Verse(_)
        | BlockKind::Code { .. }
        | BlockKind::Formula(_)
        | BlockKind::SceneBreak
        | BlockKind::Figure(_)
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => Vec::new(),
    }
}
