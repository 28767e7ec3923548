//! Fonts to be given away within a book: cut down to the characters of its text.

use std::collections::BTreeSet;

use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::{FontBuilder, dump_table, types as written};

use super::{Face, hash};

/// Whether a font may be given away as a file within a book, which anybody can take apart. One that documents may show and print only
/// may not (OpenType, OS/2, fsType 4).
pub fn may_be_given_away(face: &Face) -> bool {
    licence(face) & 0xf != 4
}

fn licence(face: &Face) -> u16 {
    FontRef::from_index(&face.bytes, face.index).and_then(|font| font.os2().map(|os2| os2.fs_type())).unwrap_or(0)
}

/// A font with what `text` needs of it, as a file of its own. Glyphs keep their numbers, so that ligatures, small capitals and kerning
/// stay as they are; the outlines of all others are taken out. Outlines in the form of PostScript (`CFF`) stay whole, and so does
/// a font whose licence bits forbid to cut it. What is cut bears another name, as the Open Font License asks of what was changed. None
/// where the font cannot be read, or may not be given away.
pub fn subset(face: &Face, text: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = FontRef::from_index(&face.bytes, face.index).ok()?;
    if !may_be_given_away(face) {
        return None;
    }
    let mut made = FontBuilder::new();
    // Bit 8: not to be cut.
    let tables = if licence(face) & 0x100 == 0 { cut(face, &font, text) } else { None };
    // Colours are painted over outlines that may be gone.
    let dropped: &[&[u8; 4]] = if tables.is_some() { &[b"COLR", b"CPAL"] } else { &[] };
    for (tag, table) in tables.into_iter().flatten() {
        made.add_raw(written::Tag::new(tag), table);
    }
    for record in font.table_directory.table_records() {
        let tag = written::Tag::new(&record.tag().to_be_bytes());
        // A signature is that of the whole font.
        if record.tag() != Tag::new(b"DSIG")
            && !dropped.iter().any(|tag| record.tag() == Tag::new(tag))
            && !made.contains(tag)
            && let Some(data) = font.table_data(record.tag())
        {
            made.add_raw(tag, data.as_bytes().to_vec());
        }
    }
    Some(made.build())
}

/// The tables that change; none where the font has no outlines of this kind, or is damaged.
fn cut(face: &Face, font: &FontRef, text: &BTreeSet<char>) -> Option<[(&'static [u8; 4], Vec<u8>); 6]> {
    let charmap = font.charmap();
    let mapped: Vec<(char, GlyphId)> = text.iter().filter_map(|c| Some((*c, charmap.map(*c)?))).collect();
    let kept = glyphs(font, mapped.iter().map(|(_, glyph)| *glyph))?;
    let (loca, outlines) = (font.loca(None).ok()?, font.table_data(Tag::new(b"glyf"))?);
    let (mut glyf, mut places) = (Vec::new(), Vec::new());
    for glyph in 0..usize::from(font.maxp().ok()?.num_glyphs()) {
        places.extend((glyf.len() as u32).to_be_bytes());
        if kept.contains(GlyphId::new(glyph as u32)) {
            let (from, to) = (loca.get_raw(glyph)? as usize, loca.get_raw(glyph + 1)? as usize);
            glyf.extend(outlines.as_bytes().get(from..to)?);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
    }
    places.extend((glyf.len() as u32).to_be_bytes());
    let mut head = font.table_data(Tag::new(b"head"))?.as_bytes().to_vec();
    // indexToLocFormat: places in four bytes.
    head.get_mut(50..52)?.copy_from_slice(&[0, 1]);
    // Version 3 has no names of glyphs.
    let mut post = font.table_data(Tag::new(b"post"))?.as_bytes().get(..32)?.to_vec();
    post[..4].copy_from_slice(&[0, 3, 0, 0]);
    let mapped = mapped.into_iter().map(|(c, glyph)| (c, written::GlyphId::new(glyph.to_u32())));
    let cmap = dump_table(&Cmap::from_mappings(mapped).ok()?).ok()?;
    let name = dump_table(&names(face, font)).ok()?;
    Some([(b"glyf", glyf), (b"loca", places), (b"head", head), (b"post", post), (b"cmap", cmap), (b"name", name)])
}

/// What reading systems do unasked (CSS Fonts 4, 7.1, OpenType's features of scripts, and fractions around U+2044, as HarfBuzz does
/// them), and what our style sheet asks for.
const FEATURES: [&[u8; 4]; 49] = [
    b"ccmp", b"locl", b"rlig", b"liga", b"clig", b"calt", b"rclt", b"smcp", b"lnum", b"tnum", b"isol", b"init",
    b"medi", b"med2", b"fina", b"fin2", b"fin3", b"mset", b"stch", b"nukt", b"akhn", b"rphf", b"rkrf", b"pref",
    b"blwf", b"abvf", b"half", b"pstf", b"vatu", b"cjct", b"cfar", b"pres", b"abvs", b"blws", b"psts", b"haln",
    b"ljmo", b"vjmo", b"tjmo", b"rvrn", b"vert", b"frac", b"numr", b"dnom", b"ltra", b"ltrm", b"rtla", b"rtlm",
    b"rand",
];

/// The glyphs that stand for others by those features, and the parts of which glyphs are made.
fn glyphs(font: &FontRef, mapped: impl Iterator<Item = GlyphId>) -> Option<IntSet<GlyphId>> {
    let mut kept: IntSet<GlyphId> = std::iter::once(GlyphId::NOTDEF).chain(mapped).collect();
    if let Ok(gsub) = font.gsub() {
        let wanted = FEATURES.map(Tag::new);
        let features = gsub.feature_list().ok()?;
        let indices =
            (0..).zip(features.feature_records()).filter(|(_, record)| wanted.contains(&record.feature_tag()));
        let lookups = gsub.collect_lookups(&indices.map(|(at, _)| at).collect::<IntSet<u16>>()).ok()?;
        gsub.closure_glyphs(&lookups, &mut kept).ok()?;
    }
    let (loca, glyf) = (font.loca(None).ok()?, font.glyf().ok()?);
    let mut due: Vec<GlyphId> = kept.iter().collect();
    while let Some(glyph) = due.pop() {
        if let Ok(Some(Glyph::Composite(made))) = loca.get_glyf(glyph, &glyf) {
            due.extend(made.components().map(|part| part.glyph).filter(|part| kept.insert(*part)));
        }
    }
    Some(kept)
}

/// Whose work the font is and how it is licensed; its name says nothing, and is that of no other.
fn names(face: &Face, font: &FontRef) -> Name {
    let tag: String = hash(&face.bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let style = match (face.bold, face.italic) {
        (false, false) => "Regular",
        (true, false) => "Bold",
        (false, true) => "Italic",
        (true, true) => "Bold Italic",
    };
    let said = |id: u16| {
        let strings = font.localized_strings(skrifa::string::StringId::new(id));
        strings.english_or_first().map(|text| text.to_string())
    };
    // OpenType, name: copyright, family, style, unique name, full name, PostScript name, licence and its address.
    let texts = [
        (0, said(0)),
        (1, Some(format!("Part {tag}"))),
        (2, Some(style.to_string())),
        (3, Some(format!("Part {tag} {style}"))),
        (4, Some(format!("Part {tag} {style}"))),
        (6, Some(format!("Part{tag}-{}", style.replace(' ', "")))),
        (13, said(13)),
        (14, said(14)),
    ];
    // Of Windows, in Unicode, in American English.
    let record =
        |(id, text): (u16, Option<String>)| Some(NameRecord::new(3, 1, 0x409, written::NameId::new(id), text?.into()));
    Name::new(texts.into_iter().filter_map(record).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::{FontBytes, bundled};

    fn roman() -> Face {
        bundled().into_iter().next().unwrap()
    }

    #[test]
    fn a_part_has_the_texts_glyphs_where_they_were_and_what_they_turn_into() {
        let face = roman();
        let text: BTreeSet<char> = "Office, né, 1\u{2044}2".chars().collect();
        let made = subset(&face, &text).unwrap();
        assert!(made.len() < face.bytes.len() / 2, "{}", made.len());
        let (whole, part) = (FontRef::new(&face.bytes).unwrap(), FontRef::new(&made).unwrap());
        let height = |font: &FontRef, glyph| {
            font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default())
                .bounds(glyph)
        };
        for c in &text {
            let glyph = whole.charmap().map(*c).unwrap();
            assert_eq!(part.charmap().map(*c), Some(glyph), "{c}");
            assert_eq!(height(&part, glyph), height(&whole, glyph), "{c}");
        }
        assert_eq!(part.charmap().map('z'), None);
        let z = whole.charmap().map('z').unwrap();
        assert_ne!(height(&part, z), height(&whole, z));
        // What the letters turn into has its outlines: the ligature, the small capital, the digits of a fraction.
        for name in ["f_f_i", "e.sc", "one.numr", "two.dnom"] {
            let named = |(_, found): &(GlyphId, skrifa::GlyphName)| found.as_str() == name;
            let (glyph, _) = whole.glyph_names().iter().find(named).unwrap_or_else(|| panic!("no {name}"));
            assert_eq!(height(&part, glyph), height(&whole, glyph), "{name}");
        }
    }

    #[test]
    fn a_part_says_whose_it_is_and_has_a_name_of_its_own() {
        let made = subset(&roman(), &BTreeSet::from(['a'])).unwrap();
        let part = FontRef::new(&made).unwrap();
        let said = |id| part.localized_strings(id).english_or_first().map(|text| text.to_string()).unwrap_or_default();
        use skrifa::string::StringId;
        assert!(said(StringId::COPYRIGHT_NOTICE).contains("EB Garamond Project Authors"));
        assert!(said(StringId::LICENSE_DESCRIPTION).contains("Open Font License"));
        assert!(said(StringId::FAMILY_NAME).starts_with("Part ") && !said(StringId::FULL_NAME).contains("Garamond"));
    }

    #[test]
    fn licence_bits_are_kept() {
        let with = |bits: u8| {
            let face = roman();
            let mut bytes = face.bytes.to_vec();
            let at = FontRef::new(&bytes)
                .unwrap()
                .table_directory
                .table_records()
                .iter()
                .find(|r| r.tag() == Tag::new(b"OS/2"))
                .unwrap()
                .offset();
            bytes[at as usize + 8] = if bits == 0xff { 1 } else { 0 };
            bytes[at as usize + 9] = if bits == 0xff { 0 } else { bits };
            Face { bytes: FontBytes::Read(bytes.into()), ..face }
        };
        let text = BTreeSet::from(['a']);
        assert_eq!(subset(&with(4), &text), None);
        assert!(subset(&with(8), &text).is_some_and(|made| made.len() < 300_000));
        // Not to be cut.
        assert!(subset(&with(0xff), &text).is_some_and(|made| made.len() > 400_000));
    }
}
