//! The plain text of what stands in the model: the measure of every [`super::TextPos`], and what
//! search, running heads, outlines and comparisons between editions read.

use super::{BRACKETS, Block, BlockKind, Inline, InlineKind, each_block};

/// The text of a line's pieces as a reader hears it. A forced break is a line feed; notes, their marks, folios
/// and pictures are left out, so that offsets do not move when a note or a page is numbered.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    add(inlines, &mut text);
    text
}

fn add(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(t) | InlineKind::Code(t) => text.push_str(t),
            InlineKind::Formula(formula) => text.push_str(&formula.words),
            InlineKind::Break => text.push('\n'),
            InlineKind::Reading(reading) => {
                text.push_str(BRACKETS[0]);
                add(reading, text);
                text.push_str(BRACKETS[1]);
            }
            InlineKind::Note(_)
            | InlineKind::Place(_)
            | InlineKind::NoteRef { .. }
            | InlineKind::Image(_)
            | InlineKind::Folio(_) => {}
            _ => add(inline.children(), text),
        }
    }
}

/// The text of a block's own lines: not of blocks within it. Verse lines are parted by line feeds, and so is the
/// title of a listing from its code.
pub fn plain_block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Para(para) => plain_text(&para.text),
        BlockKind::Heading { text, .. } => plain_text(text),
        BlockKind::Verse(verse) => {
            let lines: Vec<String> = verse.stanzas.iter().flatten().map(|line| plain_text(&line.text)).collect();
            lines.join("\n")
        }
        BlockKind::Code(code) if code.title.is_empty() => code.text.clone(),
        BlockKind::Code(code) => format!("{}\n{}", plain_text(&code.title), code.text),
        BlockKind::Formula(formula) => formula.words.clone(),
        BlockKind::Figure(figure) => plain_text(&figure.caption),
        BlockKind::Table(table) => plain_text(&table.caption),
        BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition(_)
        | BlockKind::SceneBreak
        | BlockKind::Contents { .. }
        | BlockKind::Figures
        | BlockKind::Tables => String::new(),
    }
}

/// The text of blocks and all within them, notes included where their mark stands, a line feed after each.
pub fn plain_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    each_block(blocks, &mut |block| {
        let own = plain_block(block);
        if !own.is_empty() {
            text.push_str(&own);
            text.push('\n');
        }
    });
    text
}
