//! What only a page by itself has: its whole text as blocks, the notes that were found in it, formulas, pictures that were not saved.

use super::blocks::{Fed, Piece, collapse, letters};
use super::inlines::place;
use super::mathml;
use super::tree::{Element, Node};
use crate::base::{Code, Span};
use crate::model::{Block, BlockKind, Inline, InlineKind, Note};
use crate::reader::inlines::trim;
use crate::reader::markdown::{Reading, text};
use crate::reader::{names, quotes};

impl<'a> Reading<'a, '_> {
    /// The blocks of a page's article. `lines` are the places of the page's lines.
    pub(in crate::reader) fn page_blocks(&mut self, nodes: &[Node], lines: &[Span]) -> Vec<Block> {
        let fed = Fed::page(lines);
        let pieces = self.pieces(nodes, &fed, 0);
        let mut blocks = self.grouped(pieces);
        // A rule over notes that are now where their marks are.
        while blocks.last().is_some_and(|block| block.kind == BlockKind::SceneBreak) {
            blocks.pop();
        }
        quotes::epigraph(&mut blocks);
        blocks
    }

    /// The words of an element as one line, behind its own name.
    pub(in crate::reader) fn page_line(&mut self, element: &Element, lines: &[Span]) -> Vec<Inline> {
        let fed = Fed::page(lines);
        let pieces = self.pieces(&element.children, &fed, 0);
        let words = pieces.into_iter().filter_map(|piece| match piece {
            Piece::Inline(piece) => Some(piece),
            Piece::Picture(..) | Piece::Block(_) => None,
        });
        let mut line: Vec<Inline> = words.collect();
        collapse(&mut line, &mut true);
        trim(&mut line);
        if !line.is_empty() {
            line.splice(0..0, place(element, fed.span(element.line)));
        }
        line
    }

    /// A note, with its body in it.
    pub(super) fn page_note(&mut self, element: &Element, span: Span, fed: &Fed<'_, 'a>, depth: usize) -> Piece {
        let name = element.get("id").unwrap_or_default();
        let anchor = self.note_anchor(name);
        self.marks.insert(name.to_string(), anchor.clone());
        let blocks = self.html_children(element, fed, depth);
        Piece::Inline(Inline::new(InlineKind::Note(Note { anchor, number: None, blocks }), span))
    }

    /// A further mark of a note.
    pub(super) fn page_mark(&mut self, element: &Element, span: Span) -> Option<Piece> {
        let note = self.marks.get(element.get("id")?)?.clone();
        Some(Piece::Inline(Inline::new(InlineKind::NoteRef { note, number: None }, span)))
    }

    /// The words that stand for a picture that is not in the book.
    pub(super) fn missing_picture(&mut self, element: &Element, span: Span) -> Piece {
        let address = element.get("address").unwrap_or_default();
        let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let alt = element.get("alt").map(|alt| alt.split_whitespace().collect::<Vec<_>>().join(" "));
        let said = alt.filter(|alt| !alt.is_empty()).unwrap_or_else(|| names::percent_decoded(name));
        let site = self.site(span);
        let message =
            format!("the picture '{address}' was not saved with the page; its description stands in its place");
        let help = "save the page with all its files, or put the picture beside it";
        self.diags.push_help(Code::UnsupportedMarkup, site, message, help);
        Piece::Inline(text(&format!("[{said}]"), span))
    }

    /// A formula of which the page has the TeX, or MathML that says as much; else its letters.
    pub(super) fn html_formula(&mut self, element: &Element, span: Span, out: &mut Vec<Piece>) {
        let tex = element.get("#tex").map(str::to_string).or_else(|| mathml::tex(element)).unwrap_or_default();
        let tex = tex.as_str();
        let formula = if tex.is_empty() { None } else { self.formula(tex, span) };
        let piece = match formula {
            Some(formula) if formula.row.is_empty() => return,
            Some(formula) if element.get("display") == Some("block") => {
                return out.push(Piece::Block(Block::new(BlockKind::Formula(formula), span)));
            }
            Some(formula) => InlineKind::Formula(formula),
            // Why it could not be read was said.
            None if !tex.is_empty() => InlineKind::Code(tex.to_string()),
            None => {
                self.left_out("the structure of a formula", span);
                InlineKind::Text(letters(element).split_whitespace().collect::<Vec<_>>().join(" "))
            }
        };
        out.push(Piece::Inline(Inline::new(piece, span)));
    }
}
