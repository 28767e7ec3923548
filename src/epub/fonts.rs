//! The families of the style, for a book that carries its fonts.

use std::collections::BTreeSet;

use super::Case;
use crate::asset::{self, Face};
use crate::model::{BlockKind, Book, Inline, InlineKind, each_block, lines};

/// What a font sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sets {
    /// Running text.
    Text,
    /// Headings.
    Heads,
    /// Code.
    Code,
}

impl Sets {
    /// Its family in the style sheet, which is none of the font's own names: it is not the whole font.
    pub(super) const fn family(self) -> &'static str {
        match self {
            Sets::Text => "Book Text",
            Sets::Heads => "Book Heads",
            Sets::Code => "Book Code",
        }
    }
}

/// A font in the book.
pub(super) struct Font {
    pub(super) sets: Sets,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Its file.
    pub(super) file: String,
    /// Its media type (EPUB 3.3, 3.2). Every shop takes it in this form, and none needs it smaller: the archive presses it.
    pub(super) mime: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The fonts of a book that is to carry them, with the characters of its pages and of its contents.
pub(super) fn embed(book: &Book, case: &Case, pages: &[(String, String)], nav: &str) -> Vec<Font> {
    let style = case.style;
    if !style.embed_fonts {
        return Vec::new();
    }
    let mut text: BTreeSet<char> = pages.iter().flat_map(|(_, page)| page.chars()).chain(nav.chars()).collect();
    // What the style sheet sets itself, and the numbers and letters before items of lists.
    text.extend(
        style.design.scene_break.chars().chain(style.design.bullets).chain('0'..='9').chain('a'..='z').chain('A'..='Z'),
    );
    let has = |tag: &str| pages.iter().any(|(_, page)| page.contains(tag));
    let families = [
        (Sets::Text, &style.text, true),
        (Sets::Heads, &style.heads, style.heads != style.text),
        (Sets::Code, &style.code, ["<code", "<kbd", "<samp"].into_iter().any(has)),
    ];
    let crossed = book.chapters().iter().any(|chapter| {
        let mut found = differs(&chapter.title);
        each_block(&chapter.blocks, &mut |block| {
            let plain = matches!(block.kind, BlockKind::Para(_));
            let crosses = |line: &[Inline]| if plain { crosses(line, [false; 2]) } else { differs(line) };
            found |= lines(block).into_iter().any(crosses);
        });
        found
    });
    let mut fonts = Vec::new();
    for (sets, family, wanted) in families {
        for (bold, italic) in [(false, false), (false, true), (true, false), (true, true)] {
            let same =
                |face: &&Face| face.family.eq_ignore_ascii_case(family) && (face.bold, face.italic) == (bold, italic);
            let face = case.faces.iter().find(same).filter(|_| wanted && (crossed || !(bold && italic)));
            let Some(bytes) = face.and_then(|face| asset::subset(face, &text)) else { continue };
            let postscript = bytes.starts_with(b"OTTO");
            let (ending, mime) = if postscript { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
            let name = sets.family().to_lowercase().replace(' ', "-");
            let style = [if bold { "-bold" } else { "" }, if italic { "-italic" } else { "" }].concat();
            fonts.push(Font { sets, bold, italic, file: format!("fonts/{name}{style}.{ending}"), mime, bytes });
        }
    }
    fonts
}

/// Whether words are strong or stressed, among such as the style may have in bold or italic already.
fn differs(line: &[Inline]) -> bool {
    let marked = |inline: &Inline| matches!(inline.kind, InlineKind::Strong(_) | InlineKind::Emph(_));
    line.iter().any(|inline| marked(inline) || differs(inline.children()))
}

/// Whether words are strong and stressed at once.
fn crosses(line: &[Inline], around: [bool; 2]) -> bool {
    line.iter().any(|inline| {
        let here = match &inline.kind {
            InlineKind::Strong(_) => [true, around[1]],
            InlineKind::Emph(_) => [around[0], true],
            _ => around,
        };
        here == [true; 2] || crosses(inline.children(), here)
    })
}
