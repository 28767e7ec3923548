//! The look: `style` of the book and of an edition, and the page.

use super::check::{Fields, Reader};
use super::hyphenation::hyphenation;
use super::tree::Node;
use super::types::{PageSize, Spanned};
use super::{design, keys, lengths};
use crate::base::{Code, Length, Size};
use crate::style::{Design, FirstLetter, MarginPatch, PAPERS, Sides, StylePatch, is_usual_landscape, paper_named};

/// What may become of a chapter's first letter.
pub(super) const FIRST_LETTERS: &[(&str, FirstLetter)] =
    &[("plain", FirstLetter::Plain), ("small-caps", FirstLetter::SmallCaps), ("drop", FirstLetter::Drop)];

/// A `style` mapping.
pub(super) fn style(reader: &mut Reader, node: &Node) -> StylePatch {
    let Some(fields) = reader.fields(node, "'style'", &[keys::STYLE, &design::names()], &[]) else {
        return StylePatch::default();
    };
    let size = fields.get("size").and_then(|node| measured(reader, node, "'size'", None));
    let margins = fields.get("margins").map_or(MarginPatch::default(), |node| margins(reader, node, size));
    let leading = fields.get("leading").and_then(|node| {
        let leading = measured(reader, node, "'leading'", size)?;
        // Beside a size of its own; one that the book or the page gives is known later.
        if let Some(size) = size.filter(|size| leading < *size) {
            reader.push_help(Code::BadValue, node.span, tight(leading, size), LOOSER);
            return None;
        }
        Some(leading)
    });
    StylePatch {
        design: fields.get("design").and_then(|node| named(reader, node)),
        text: reader.text_of(&fields, "text").map(|t| t.value),
        heads: reader.text_of(&fields, "heads").map(|t| t.value),
        code: reader.text_of(&fields, "code").map(|t| t.value),
        size,
        leading,
        margins,
        sides: fields
            .get("sides")
            .and_then(|node| reader.word(node, "'sides'", &[("1", Sides::One), ("2", Sides::Two)])),
        first_letter: fields.get("first-letter").and_then(|node| reader.word(node, "'first-letter'", FIRST_LETTERS)),
        hyphenation: fields.get("hyphenation").map_or(Vec::new(), |node| hyphenation(reader, node)),
        microtypography: fields.get("microtypography").and_then(|node| reader.truth(node, "'microtypography'")),
        system_fonts: fields.get("system-fonts").and_then(|node| reader.truth(node, "'system-fonts'")),
        embed_fonts: fields.get("embed-fonts").and_then(|node| reader.truth(node, "'embed-fonts'")),
        changes: design::changes(reader, &fields),
    }
}

/// What is wrong with lines that stand closer than their type is high, and what to do.
pub fn tight(leading: Length, size: Length) -> String {
    format!("a 'leading' of {leading} is less than the 'size' of {size}, so lines would run into each other")
}

/// What to do then.
pub const LOOSER: &str = "leading is the distance from line to line: a fifth to two fifths more than the size";

fn named(reader: &mut Reader, node: &Node) -> Option<String> {
    let known: Vec<(&str, &str)> = Design::NAMES.iter().map(|name| (*name, *name)).collect();
    reader.word(node, "'design'", &known).map(str::to_string)
}

fn margins(reader: &mut Reader, node: &Node, em: Option<Length>) -> MarginPatch {
    let Some(fields) = reader.fields(node, "'margins'", &[keys::MARGINS], &[]) else { return MarginPatch::default() };
    let mut margin = |key: &str| fields.get(key).and_then(|node| measured(reader, node, &format!("'{key}'"), em));
    MarginPatch { inside: margin("inside"), outside: margin("outside"), top: margin("top"), bottom: margin("bottom") }
}

fn measured(reader: &mut Reader, node: &Node, what: &str, em: Option<Length>) -> Option<Length> {
    let text = reader.text(node, what)?;
    match lengths::positive(&text.value, em) {
        Ok(length) => Some(length),
        Err(fault) => {
            reader.push(Code::BadValue, text.span, format!("{what}: '{}' {fault}", text.value));
            None
        }
    }
}

/// `bleed`: a length that may be nothing.
pub(super) fn bleed(reader: &mut Reader, node: &Node) -> Option<Spanned<Length>> {
    let text = reader.text(node, "'bleed'")?;
    match lengths::length(&text.value, None) {
        Ok(value) => Some(Spanned { value, span: text.span }),
        Err(fault) => {
            reader.push(Code::BadValue, text.span, format!("'bleed': '{}' {fault}", text.value));
            None
        }
    }
}

/// The page that `trim` or `paper` gives.
pub(super) fn page(reader: &mut Reader, fields: &Fields) -> Option<Spanned<PageSize>> {
    if let (Some(_), Some(_), Some(span)) = (fields.get("trim"), fields.get("paper"), fields.key_span("paper")) {
        reader.push_help(Code::BadValue, span, "an edition has 'trim' or 'paper', not both", "keep one of them");
    }
    let trim = fields.get("trim").and_then(|node| {
        let text = reader.text(node, "'trim'")?;
        match lengths::page(&text.value) {
            Ok(size) => Some(Spanned { value: PageSize::Trim(size), span: text.span }),
            Err(fault) => {
                let help = match paper_named(&text.value.to_lowercase()) {
                    Some(paper) => format!("write 'paper: {}'", paper.name),
                    None => "write 6x9in or 148x210mm".to_string(),
                };
                reader.push_help(Code::BadValue, text.span, format!("'trim': '{}' {fault}", text.value), help);
                None
            }
        }
    });
    let papers: Vec<(&str, Size)> = PAPERS.iter().map(|paper| (paper.name, paper.size)).collect();
    let paper = fields.get("paper").and_then(|node| {
        let size = reader.word(node, "'paper'", &papers)?;
        Some(Spanned { value: PageSize::Paper(size), span: node.span })
    });
    trim.or(paper)
}

/// Says that a page for a press is wider than high, where no shop has such books.
pub(super) fn landscape(reader: &mut Reader, page: &Spanned<PageSize>) {
    let span = page.span;
    let size @ Size { width, height } = page.value.size();
    if width > height && !is_usual_landscape(size) {
        let written = reader.text.get(span.start as usize..span.end as usize).unwrap_or_default().trim();
        let message = format!("the page '{written}' is wider than it is high");
        let help = format!("the width is written first; if they have changed places, write trim: {}", turned(written));
        reader.push_help(Code::LandscapePage, span, message, help);
    }
}

/// A page as it is written, with width and height in each other's place.
fn turned(page: &str) -> String {
    let page = page.trim_matches(['"', '\'']);
    let (width, height) = page.split_once(['x', '×']).unwrap_or((page, ""));
    let number = height.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    format!("{}x{}{}", number.trim(), width.trim(), height[number.len()..].trim())
}
