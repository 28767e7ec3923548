//! Quotations: verse in them, who said them, and the one at the head of an article.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::inlines::trim;
use super::markdown::Reading;
use crate::base::Span;
use crate::model::{
    Block, BlockKind, Inline, InlineKind, Para, ParaRole, Quote, QuoteRole, Verse, VerseLine, plain_text,
};

/// The longest attribution that is told from a line that merely begins with a dash, in characters.
const ATTRIBUTION: usize = 160;

/// The longest last line that says who said a quotation, in characters; a blank line before it allows for a longer one.
const LAST_LINE: usize = 80;

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

/// What stands behind the dash that a text begins with.
fn behind_dash(text: &str) -> Option<&str> {
    text.strip_prefix(['—', '–', '―']).or_else(|| text.strip_prefix("--"))
}

fn dashed(text: &str) -> bool {
    let text = text.trim_start();
    behind_dash(text).is_some_and(|rest| !rest.trim().is_empty()) && text.chars().count() <= ATTRIBUTION
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

impl<'a> Reading<'a, '_> {
    /// Parts the last line of a quotation from the words before it where it says who said them.
    pub(super) fn part_attribution(&self, quote: Node<'a>) {
        let Some(last) = quote.last_child() else { return };
        let soft = |node: &Node<'a>| matches!(node.data().value, NodeValue::SoftBreak);
        let Some(end) = last.reverse_children().find(soft) else { return };
        let (whole, at) = (self.span(last), self.span(end).start);
        if !matches!(last.data().value, NodeValue::Paragraph) || !(whole.start..=whole.end).contains(&at) {
            return;
        }
        let words = self.slice(Span { start: whole.start, end: at });
        let line = self.slice(Span { start: at, end: whole.end }).trim_start_matches(MARKERS);
        if names_a_speaker(words, line) {
            end.data_mut().value = NodeValue::LineBreak;
        }
    }
}

/// What opens the lines of quotations and items.
const MARKERS: [char; 5] = ['>', ' ', '\t', '\n', '\r'];

/// Signs around words that are emphasised or linked.
const AROUND: [char; 4] = ['*', '_', '[', ']'];

/// Whether `line`, which stands below `words`, names who said them: a dash and a short name, without a point, below a
/// sentence that has ended. Dialogue that opens its speeches with dashes has several of them, and ends them in points.
fn names_a_speaker(words: &str, line: &str) -> bool {
    let name = behind_dash(line).map(|rest| rest.trim_start().trim_matches(AROUND));
    let Some(name) = name.filter(|name| name.chars().count() <= LAST_LINE) else { return false };
    let begins = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let abbreviated = |name: &str| name.rsplit([' ', '.']).next().is_some_and(|last| (1..=2).contains(&last.len()));
    let closed = match name.chars().next_back() {
        Some('.') => !abbreviated(name.trim_end_matches('.')),
        last => last.is_some_and(|c| "!?…,;:—–-\"”»“'’".contains(c)),
    };
    let ended =
        words.trim_end_matches(MARKERS).trim_end_matches(AROUND).ends_with(|c| ".!?…\"”»“'’)。！？」』".contains(c));
    let speeches = words.lines().any(|line| behind_dash(line.trim_start_matches(MARKERS)).is_some());
    begins && !closed && ended && !speeches && !name.contains(['—', '―']) && !name.contains("--")
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

#[cfg(test)]
mod tests {
    use super::names_a_speaker;

    #[test]
    fn a_short_name_behind_a_dash_says_who_said_it() {
        for line in [
            "— Who",
            "—Who",
            "-- Mary Smith",
            "— *Marian Oake*",
            "– J. R. Ewing Jr.",
            "— 孔子",
            "— Ann, *Letters* 1890–1901",
        ] {
            assert!(names_a_speaker("It was said\n> once.", line), "{line}");
        }
        assert!(names_a_speaker("“So it is,” *he said.*", "— Who"));
    }

    #[test]
    fn a_dash_in_prose_and_in_dialogue_does_not() {
        for line in ["— late, as always.", "— late", "—Hola —dijo Juan", "—Hola, Pedro.", "— Да!", "word", "- Who", "—"]
        {
            assert!(!names_a_speaker("Juan entró en la casa.", line), "{line}");
        }
        assert!(!names_a_speaker("—Hola.\n> —Adiós.", "—Pedro"));
        assert!(!names_a_speaker("He left the house and came", "— Late"));
    }
}
