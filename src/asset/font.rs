//! Fonts: those in the binary, those of the book's folder, and, where the book lets them in, the machine's.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use skrifa::attribute::Style as Slope;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use crate::base::{Code, Diags, Folder, limits};

/// One face of a font family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The family's name, such as `EB Garamond`.
    pub family: String,
    /// Whether it is bold: of weight 600 or more.
    pub bold: bool,
    /// Whether it slants.
    pub italic: bool,
    /// The font file.
    pub bytes: FontBytes,
    /// Which font of a collection.
    pub index: u32,
}

/// A font file: in the binary, where it is never copied, or read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FontBytes {
    /// In the binary.
    Bundled(&'static [u8]),
    /// Read from a folder.
    Read(Arc<[u8]>),
}

impl Deref for FontBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            FontBytes::Bundled(bytes) => bytes,
            FontBytes::Read(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

macro_rules! faces {
    ($($path:literal)*) => { &[$(include_bytes!(concat!("../../fonts/", $path)) as &[u8]),*] };
}

/// The fonts in the binary, in the order in which they stand in for one another.
const BUNDLED: &[&[u8]] = faces! {
    "EBGaramond/EBGaramond-Regular.ttf" "EBGaramond/EBGaramond-Italic.ttf"
    "EBGaramond/EBGaramond-Bold.ttf" "EBGaramond/EBGaramond-BoldItalic.ttf"
    "SourceSans3/SourceSans3-Regular.ttf" "SourceSans3/SourceSans3-Italic.ttf"
    "SourceSans3/SourceSans3-Bold.ttf" "SourceSans3/SourceSans3-BoldItalic.ttf"
    "JetBrainsMono/JetBrainsMono-Regular.ttf" "JetBrainsMono/JetBrainsMono-Italic.ttf"
    "JetBrainsMono/JetBrainsMono-Bold.ttf" "JetBrainsMono/JetBrainsMono-BoldItalic.ttf"
    "NotoSansSymbols2/NotoSansSymbols2-Regular.ttf" "NotoEmoji/NotoEmoji-Regular.ttf"
};

/// The family of the font of formulas.
pub const MATH_FAMILY: &str = "STIX Two Math";

const MATH: &[u8] = include_bytes!("../../fonts/STIXTwoMath/STIXTwoMath-Regular.ttf");

/// The font of formulas, for a book that has any: no other reads it.
pub fn math_face() -> Option<Face> {
    faces_of(FontBytes::Bundled(MATH)).ok()?.into_iter().next()
}

/// The fonts in the binary: EB Garamond, Source Sans 3, JetBrains Mono, Noto Sans Symbols 2, Noto Emoji.
pub fn bundled() -> Vec<Face> {
    BUNDLED.iter().flat_map(|bytes| faces_of(FontBytes::Bundled(bytes)).unwrap_or_default()).collect()
}

/// The characters of a text that no font in the binary has.
pub fn unserved(text: &BTreeSet<char>) -> BTreeSet<char> {
    let fonts: Vec<Face> = bundled();
    let maps: Vec<_> =
        fonts.iter().filter_map(|face| Some(FontRef::from_index(&face.bytes, face.index).ok()?.charmap())).collect();
    let served = |c: char| is_invisible(c) || is_space(c) || maps.iter().any(|map| map.map(c).is_some());
    text.iter().copied().filter(|c| !c.is_control() && !served(*c)).collect()
}

/// A space other than U+0020 that the shaper can make.
pub fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Characters that steer and show nothing (the commonest of Unicode's Default_Ignorable_Code_Point).
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The faces of a font file of the book's folder; a finding where it is none or may not be embedded.
pub fn read_face(folder: &Folder, path: &str, diags: &mut Diags) -> Vec<Face> {
    let bytes = match folder.read(path, limits::ASSET_BYTES) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            diags.push_help(refusal.code, None, refusal.message, refusal.help);
            return Vec::new();
        }
    };
    match faces_of(FontBytes::Read(bytes.into())) {
        Ok(faces) => faces,
        Err(why) => {
            diags.push_help(
                Code::BadFont,
                None,
                format!("'{path}' {why}"),
                "give a TrueType or OpenType font that may be embedded",
            );
            Vec::new()
        }
    }
}

/// The fonts of this machine that may be embedded, sorted by family and style.
pub fn system_faces() -> Vec<Face> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let mut faces: Vec<Face> = database
        .faces()
        .filter(|info| info.index == 0)
        .filter_map(|info| {
            database.with_face_data(info.id, |bytes, _| faces_of(FontBytes::Read(bytes.into())).ok()).flatten()
        })
        .flatten()
        .collect();
    faces.sort_by(|a, b| (&a.family, a.bold, a.italic, &a.bytes).cmp(&(&b.family, b.bold, b.italic, &b.bytes)));
    faces
}

/// The faces in a font file, or what is wrong with it, to stand behind its name.
fn faces_of(bytes: FontBytes) -> Result<Vec<Face>, &'static str> {
    let fonts: Vec<_> = FontRef::fonts(&bytes).collect();
    if fonts.is_empty() {
        return Err("is not a font");
    }
    let mut faces = Vec::new();
    for (index, font) in fonts.into_iter().enumerate() {
        let font = font.map_err(|_| "is damaged")?;
        // OpenType, OS/2: fsType 2 alone forbids embedding; bit 9 forbids all but bitmaps.
        let kind = font.os2().map_or(0, |os2| os2.fs_type());
        if kind & 0xf == 2 || kind & 0x200 != 0 {
            return Err("may not be embedded: its licence bits forbid it");
        }
        if font.axes().iter().next().is_some() {
            return Err("is a variable font; give its static styles");
        }
        let name = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
        let family = name(StringId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(StringId::FAMILY_NAME))
            .ok_or("has no family name")?;
        let about = font.attributes();
        faces.push(Face {
            family,
            bold: about.weight.value() >= 600.0,
            italic: about.style != Slope::Normal,
            bytes: bytes.clone(),
            index: index as u32,
        });
    }
    Ok(faces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_carries_five_families_under_eight_megabytes() {
        let faces = bundled();
        let mut families: Vec<_> = faces.iter().map(|f| f.family.as_str()).collect();
        families.dedup();
        assert_eq!(families, ["EB Garamond", "Source Sans 3", "JetBrains Mono", "Noto Sans Symbols 2", "Noto Emoji"]);
        assert!(faces.iter().map(|f| f.bytes.len()).sum::<usize>() + MATH.len() < 8_000_000);
        for family in &families[..3] {
            for (bold, italic) in [(false, false), (false, true), (true, false), (true, true)] {
                assert!(faces.iter().any(|f| f.family == *family && f.bold == bold && f.italic == italic), "{family}");
            }
        }
    }

    #[test]
    fn the_font_of_formulas_is_one_of_its_own() {
        assert_eq!(math_face().map(|face| face.family).as_deref(), Some(MATH_FAMILY));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert!(faces_of(FontBytes::Bundled(b"no font")).is_err());
    }
}
