//! What printpdf gets wrong, put right in the document it hands over: version, boxes, widths, text of glyphs, pictures,
//! what is known of the book, and identifiers that come from the content alone.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Document, Object, ObjectId, Stream, dictionary, text_string};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::draw::{self, Used};
use crate::asset::{Face, hash};
use crate::base::Length;
use crate::model::Metadata;
use crate::page::{FontId, ImageId, Page, Pages};

/// The bytes of the finished file.
pub fn finish(
    mut document: Document,
    pages: &Pages,
    used: &Used,
    pictures: BTreeMap<ImageId, Stream>,
) -> Result<Vec<u8>, lopdf::Error> {
    document.version = "1.4".into();
    let catalog = document.catalog_mut()?;
    for key in ["PageLayout", "PageMode", "Outlines", "Metadata", "OutputIntents"] {
        catalog.remove(key.as_bytes());
    }
    let fonts = fonts(&mut document, pages, used)?;
    let mut images = lopdf::Dictionary::new();
    for (id, stream) in pictures {
        images.set(draw::image_name(id), Object::Reference(document.add_object(stream)));
    }
    let resources = document.add_object(dictionary! { "Font" => fonts, "XObject" => images });
    let sheets: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (id, page) in sheets.into_iter().zip(&pages.pages) {
        let dict = document.get_dictionary_mut(id)?;
        for key in ["Annots", "CropBox"] {
            dict.remove(key.as_bytes());
        }
        boxes(page, dict);
        dict.set("Resources", Object::Reference(resources));
    }
    let info = document.add_object(info(&pages.meta));
    document.trailer.set("Info", Object::Reference(info));
    document.trailer.remove(b"ID");
    document.prune_objects();
    document.renumber_objects();
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    let id = Object::String(hash(&bytes)[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    bytes.clear();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// ISO 32000-1, 14.11.2: the sheet is the trim with its bleed.
fn boxes(page: &Page, dict: &mut lopdf::Dictionary) {
    let area = |from: Length, width: Length, height: Length| -> Object {
        [from, from, from + width, from + height].map(|side| number(side.to_pt())).to_vec().into()
    };
    let whole = area(Length::ZERO, page.trim.width + page.bleed * 2, page.trim.height + page.bleed * 2);
    dict.set("MediaBox", whole.clone());
    dict.set("BleedBox", whole);
    dict.set("TrimBox", area(page.bleed, page.trim.width, page.trim.height));
}

/// A number without needless decimals.
fn number(value: f64) -> Object {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 { Object::Integer(rounded as i64) } else { Object::Real(rounded as f32) }
}

/// The fonts by name, with the widths of the glyphs that are used and what they stand for.
fn fonts(document: &mut Document, pages: &Pages, used: &Used) -> Result<lopdf::Dictionary, lopdf::Error> {
    let known: BTreeMap<String, ObjectId> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .flat_map(|dict| dict.iter())
        .filter_map(|(name, value)| Some((String::from_utf8(name.clone()).ok()?, value.as_reference().ok()?)))
        .filter(|(name, id)| {
            let font = document.get_dictionary(*id).ok().and_then(|dict| dict.get(b"Subtype").ok());
            name.starts_with('F') && font.and_then(|kind| kind.as_name().ok()) == Some(b"Type0")
        })
        .collect();
    let mut fonts = lopdf::Dictionary::new();
    for (font, glyphs) in &used.glyphs {
        let name = draw::font_name(*font);
        let Some(id) = known.get(&name) else { continue };
        let widths: Vec<Object> = glyphs
            .iter()
            .flat_map(|(gid, (width, _))| [Object::Integer(i64::from(*gid)), vec![number(f64::from(*width))].into()])
            .collect();
        let map = document.add_object(Stream::new(lopdf::Dictionary::new(), to_unicode(*font, glyphs).into_bytes()));
        // printpdf calls a font by its resource where it does not read names; the file's own name belongs here.
        let called = Object::Name(postscript_name(&pages.fonts[usize::from(font.0)]).into_bytes());
        let dict = document.get_dictionary_mut(*id)?;
        dict.set("ToUnicode", Object::Reference(map));
        dict.set("BaseFont", called.clone());
        let mut descriptor = None;
        if let Some(Object::Dictionary(descendant)) = dict.get_mut(b"DescendantFonts")?.as_array_mut()?.first_mut() {
            descendant.set("W", widths);
            descendant.set("BaseFont", called.clone());
            descriptor = descendant.get(b"FontDescriptor").and_then(Object::as_reference).ok();
        }
        if let Some(descriptor) = descriptor {
            document.get_dictionary_mut(descriptor)?.set("FontName", called);
        }
        fonts.set(name, Object::Reference(*id));
    }
    Ok(fonts)
}

/// The name by which a font calls itself: without spaces, in ASCII.
fn postscript_name(face: &Face) -> String {
    let own = FontRef::from_index(&face.bytes, face.index).ok().and_then(|font| {
        font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first().map(|name| name.to_string())
    });
    own.unwrap_or_else(|| face.family.clone()).chars().filter(char::is_ascii_graphic).collect()
}

/// A CMap from glyphs to text (ISO 32000-1, 9.10.3).
fn to_unicode(font: FontId, glyphs: &BTreeMap<u16, (f32, String)>) -> String {
    let mut map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Recto) /Ordering \
         (F{}) /Supplement 0 >> def\n/CMapName /Recto-F{} def\n/CMapType 2 def\n1 begincodespacerange\n<0000> \
         <FFFF>\nendcodespacerange\n",
        font.0, font.0
    );
    let lines: Vec<String> = glyphs
        .iter()
        .filter(|(_, (_, text))| !text.is_empty())
        .map(|(gid, (_, text))| {
            let units = text.encode_utf16().fold(String::new(), |mut all, unit| {
                let _ = write!(all, "{unit:04X}");
                all
            });
            format!("<{gid:04X}> <{units}>\n")
        })
        .collect();
    // At most a hundred entries stand in one block.
    for block in lines.chunks(100) {
        let _ = write!(map, "{} beginbfchar\n{}endbfchar\n", block.len(), block.concat());
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

fn info(meta: &Metadata) -> lopdf::Dictionary {
    let authors: Vec<&str> = meta.authors.iter().map(|person| person.name.as_str()).collect();
    let tool = format!("Recto {}", env!("CARGO_PKG_VERSION"));
    let date = Object::string_literal(date(meta.modified));
    let mut info = dictionary! {
        "Title" => text_string(&meta.title),
        "Creator" => text_string(&tool),
        "Producer" => text_string(&tool),
        "CreationDate" => date.clone(),
        "ModDate" => date,
        "Trapped" => "False",
    };
    if !authors.is_empty() {
        info.set("Author", text_string(&authors.join(", ")));
    }
    info
}

/// Seconds since 1970 as PDF writes a date (ISO 32000-1, 7.9.4), by eras of 400 years that begin in March.
fn date(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = (year + era * 400 + i64::from(month <= 2)).clamp(0, 9999);
    format!("D:{year:04}{month:02}{day:02}{:02}{:02}{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_utc() {
        assert_eq!(date(0), "D:19700101000000Z");
        assert_eq!(date(951_782_399), "D:20000228235959Z");
    }
}
