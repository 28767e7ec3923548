//! What the fonts in the binary cannot set: it is told, and the book builds without it until it has fonts of its own.

use std::collections::BTreeSet;

use super::{Content, File, Given, Import};
use crate::asset::unserved;
use crate::base::{Code, Diags};
use crate::model::{Chapter, plain_blocks, plain_text};

/// Endings of fonts.
const ENDINGS: &[&str] = &["ttf", "otf", "ttc"];

/// The cover of a book whose title cannot be drawn.
const COVER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="2560" viewBox="0 0 1600 2560">
<rect width="1600" height="2560" fill="#2f4858"/>
<rect x="110" y="110" width="1380" height="2340" fill="none" stroke="#efe6d5" stroke-width="8"/>
</svg>
"##;

/// The letters of a chapter, and of its title.
pub(super) fn letters(chapter: &Chapter) -> BTreeSet<char> {
    plain_text(&chapter.title).chars().chain(plain_blocks(&chapter.blocks).chars()).collect()
}

/// Whether a folder that stays as it is has fonts of its own.
pub(super) fn has_fonts(given: &Given) -> bool {
    given.here && !given.folder.list(&format!("{}fonts", given.base), ENDINGS).is_empty()
}

/// Finds the letters that no font has, tells them, and gives the book a cover without words where its words are among them.
pub(super) fn serve(import: &mut Import, diags: &mut Diags) {
    let facts = &import.facts;
    let words = facts.title.iter().chain(&facts.subtitle).chain(&facts.authors);
    let shown: BTreeSet<char> = words.flat_map(|words| words.chars()).collect();
    import.unserved = unserved(&import.letters.union(&shown).copied().collect());
    if import.entries.is_empty() || import.unserved.is_empty() {
        return;
    }
    tell(&import.unserved, diags);
    if !import.unserved.is_disjoint(&shown) {
        let path = if import.files.is_empty() { "cover.svg" } else { "book/cover.svg" };
        import.files.push(File { path: path.to_string(), content: Content::Made(COVER.into()) });
        import.cover = Some(path.to_string());
    }
}

fn tell(unserved: &BTreeSet<char>, diags: &mut Diags) {
    const NAMED: usize = 3;
    let named = |c: &char| format!("'{c}' (U+{:04X})", *c as u32);
    // Letters say more of a script than its marks.
    let (letters, marks): (Vec<char>, Vec<char>) = unserved.iter().partition(|c| c.is_alphabetic());
    let first = letters.iter().chain(&marks).take(NAMED).map(named).collect::<Vec<_>>().join(", ");
    let which = match unserved.len() {
        1 => format!("the character {first}"),
        few if few <= NAMED => format!("the characters {first}"),
        many => format!("{many} of the characters of this text, such as {first}"),
    };
    let message = format!(
        "the fonts in Recto lack {which}; book.yaml makes the EPUB alone, which readers set in fonts of theirs"
    );
    let help = "put a font that has them into a folder 'fonts' beside book.yaml, and take the # from the other editions there; the \
                manual names free fonts under Scripts";
    diags.push_help(Code::NoFont, None, message, help);
}
