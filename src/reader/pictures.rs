//! Pictures of kinds that no edition takes yet: what they show is said in words in their place, and a finding says so.

use crate::base::{Code, Diags, Length, Site, SourceId, Span};
use crate::model::{
    Awaited, Block, BlockKind, Chapter, Extent, Image, Inline, InlineKind, Para, ParaRole, each_block_mut,
    each_inline_mut,
};

/// Endings of the kinds that come later.
const LATER: &[&str] = &[".svgz", ".avif", ".bmp", ".tif", ".tiff"];

/// Whether an address ends as pictures do.
pub(super) fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    [".jpg", ".jpeg", ".png"].iter().chain(LATER).any(|ending| path.ends_with(ending))
}

/// Whether a picture is of a kind that comes later.
pub(super) fn comes_later(path: &str) -> bool {
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
        let mut text = Vec::new();
        for image in figure.images.extract_if(.., |image| comes_later(&image.path)) {
            tell(&image.path, block.span);
            text.push(Inline::new(InlineKind::Text(words(&image.path, &image.alt)), block.span));
        }
        if figure.images.is_empty() {
            if !figure.caption.is_empty() {
                text.push(Inline::text(" "));
                text.append(&mut figure.caption);
            }
            block.kind = BlockKind::Para(Para { role: ParaRole::Text, text });
        } else {
            figure.caption.extend(text);
        }
    });
    each_inline_mut(blocks, &mut |inline| {
        if let InlineKind::Image(image) = &inline.kind
            && comes_later(&image.path)
        {
            tell(&image.path, inline.span);
            inline.kind = InlineKind::Text(words(&image.path, &image.alt));
        }
    });
}

/// What becomes of pictures that are named by their address on the web. Where somebody has fetched one, its file is there. Of
/// others a figure stays, to be framed around its description; in a line the description stands in brackets.
pub(super) fn awaited(chapter: &mut Chapter, id: SourceId, has: &dyn Fn(&str) -> bool, diags: &mut Diags) {
    let mut found: Vec<Awaited> = Vec::new();
    let mut told = Diags::new();
    let list = ["book/pictures.curl", "pictures.curl"].into_iter().find(|list| has(list));
    let mut wait = |image: &mut Image, span: Span| {
        let Some(address) = image.address.clone() else { return false };
        if has(&image.path) {
            image.address = None;
            return false;
        }
        let message = format!("the picture '{address}' is only on the web; its description stands in its place");
        let help = match list {
            Some(list) => format!("in the book's folder, curl -K {list} fetches it; or save it as '{}'", image.path),
            None => format!("Recto fetches nothing: save it as '{}'", image.path),
        };
        told.push_help(Code::RemotePicture, Site { source: id, span }, message, help);
        // Its width is the picture's, not the frame's.
        image.width = None;
        found.push(Awaited { address, path: image.path.clone() });
        true
    };
    each_block_mut(&mut chapter.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            for image in &mut figure.images {
                wait(image, block.span);
            }
        }
    });
    let mut see = |inline: &mut Inline| {
        if let InlineKind::Image(image) = &mut inline.kind
            && wait(image, inline.span)
        {
            inline.kind = InlineKind::Text(format!("[{}]", image.in_words()));
        }
    };
    chapter.title.iter_mut().for_each(&mut see);
    each_inline_mut(&mut chapter.blocks, &mut see);
    chapter.awaited = found;
    told.sort_by_place();
    diags.append(told);
}

/// A width as its author writes it: `60%`, `300px`, `5cm`; a number alone is in pixels, 96 to an inch (CSS Values 4, 6.2).
pub(super) fn extent(written: &str) -> Option<Extent> {
    let written = written.trim();
    let unit = written.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(written.len());
    let (number, unit) = written.split_at(unit);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 || number.is_empty() || whole.len() > 5 {
        return None;
    }
    let thousandths = format!("{whole}{part:0<3}").parse::<i64>().ok().filter(|number| *number > 0)?;
    // Each unit as points.
    let (points, of) = match unit.trim() {
        "%" => return u16::try_from(thousandths / 1000).ok().filter(|share| *share > 0).map(Extent::Percent),
        "" | "px" => (72, 96),
        "pt" => (1, 1),
        "in" => (72, 1),
        "cm" => (7200, 254),
        "mm" => (720, 254),
        _ => return None,
    };
    Some(Extent::Length(Length::pt(thousandths).scale(points, of * 1000)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Source;
    use crate::model::plain_blocks;

    #[test]
    fn widths_have_units_and_a_number_alone_is_in_pixels() {
        assert_eq!(extent("60%"), Some(Extent::Percent(60)));
        assert_eq!(
            ["96", "96px", " 1in", "2.54cm", "25.4mm", "72pt"].map(extent),
            [Some(Extent::Length(Length::pt(72))); 6]
        );
        for bad in ["", "auto", "0", "-3px", "5em", "1.2345in", "1234567px"] {
            assert_eq!(extent(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_kind_that_comes_later_is_a_warning_and_its_description_stays() {
        let source =
            Source::new("a.md", "# A\n\n![Two circles](two.tiff \"Touching\")\n\nText ![a star](s.bmp) here.\n");
        let mut diags = Diags::new();
        let chapter = super::super::read(&source, SourceId(0), &mut diags).unwrap();
        assert_eq!(plain_blocks(&chapter.blocks), "[Two circles] Touching\nText [a star] here.\n");
        assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnsupportedMarkup; 2]);
    }
}
