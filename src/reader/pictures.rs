//! Pictures of kinds that no edition takes yet: what they show is said in words in their place, and a finding says so.

use crate::base::{Code, Diags, Site, SourceId, Span};
use crate::model::{Block, BlockKind, Inline, InlineKind, Para, ParaRole, each_block_mut, each_inline_mut};

/// Endings of the kinds that come later.
const LATER: &[&str] = &[".svg", ".svgz", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff"];

fn comes_later(path: &str) -> bool {
    let path = path.to_lowercase();
    LATER.iter().any(|ending| path.ends_with(ending))
}

/// Puts words in the place of every picture whose kind comes later.
pub(super) fn in_words(blocks: &mut [Block], id: SourceId, diags: &mut Diags) {
    let mut tell = |path: &str, span: Span| {
        let message = format!("'{path}' is a kind of picture that is not set yet; its description stands in its place");
        diags.push_help(Code::UnsupportedMarkup, Site { source: id, span }, message, "give it as a PNG or a JPEG");
    };
    let words = |path: &str, alt: &Option<String>| match alt {
        Some(alt) => format!("[{alt}]"),
        None => format!("[{path}]"),
    };
    each_block_mut(blocks, &mut |block| {
        let BlockKind::Figure(figure) = &mut block.kind else { return };
        if comes_later(&figure.path) {
            tell(&figure.path, block.span);
            let mut text = vec![Inline::new(InlineKind::Text(words(&figure.path, &figure.alt)), block.span)];
            if !figure.caption.is_empty() {
                text.push(Inline::text(" "));
                text.append(&mut figure.caption);
            }
            block.kind = BlockKind::Para(Para { role: ParaRole::Text, text });
        }
    });
    each_inline_mut(blocks, &mut |inline| {
        if let InlineKind::Image { path, alt } = &inline.kind
            && comes_later(path)
        {
            tell(path, inline.span);
            inline.kind = InlineKind::Text(words(path, alt));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Source;
    use crate::model::plain_blocks;

    #[test]
    fn a_drawing_is_a_warning_and_its_description_stays() {
        let source =
            Source::new("a.md", "# A\n\n![Two circles](two.svg \"Touching\")\n\nText ![a star](s.svg) here.\n");
        let mut diags = Diags::new();
        let chapter = super::super::read(&source, SourceId(0), &mut diags).unwrap();
        assert_eq!(plain_blocks(&chapter.blocks), "[Two circles] Touching\nText [a star] here.\n");
        assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnsupportedMarkup; 2]);
    }
}
