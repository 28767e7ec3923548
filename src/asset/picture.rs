//! Pictures: measured from their headers before anything decodes them.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};

use super::drawing::Undrawn;
use super::lettering::Lettering;
use super::{Content, Drawing, Face, jpeg, jpeg_channels, sound, svg};
use crate::base::{Code, Diags, Folder, Site, limits};

/// A picture as it lies in the book's folder.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file, relative to the book's folder.
    pub path: String,
    /// What kind of file.
    pub media: Media,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The file's bytes: where it had to be changed those that were made of it, else the file itself.
    pub content: Content,
    /// Whether its ground shows through: many of its pixels are transparent. Of a drawing nothing else is known.
    pub see_through: bool,
    /// What it draws, where it is a drawing.
    pub drawing: Option<Arc<Drawing>>,
}

/// The most pixels down of a picture that is made to fit the line in which it stands.
const ICON: u32 = 40;

impl Picture {
    /// Its pixels, decoded within the limits; of several frames the first. A drawing has as many as print needs.
    pub fn pixels(&self) -> Result<DynamicImage, String> {
        if let Some(drawing) = &self.drawing {
            return drawing.pixels();
        }
        let bytes = self.content.read().map_err(|gone| gone.0)?;
        let decoder = decoder(&bytes, self.media).map_err(|error| error.to_string())?;
        DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())
    }

    /// Whether it is small enough to stand in a line as a letter does.
    pub fn is_icon(&self) -> bool {
        self.height <= ICON
    }
}

/// The kinds of picture that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// JPEG, grey or RGB.
    Jpeg,
    /// PNG.
    Png,
    /// GIF; on paper its first frame.
    Gif,
    /// WebP.
    WebP,
    /// SVG, made safe.
    Svg,
}

impl Media {
    /// What kind of picture a file is, by its first bytes; none where it is none of these.
    pub fn of(bytes: &[u8]) -> Option<Media> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Media::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Media::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Media::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Media::WebP),
            _ => None,
        }
    }

    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::Gif => "image/gif",
            Media::WebP => "image/webp",
            Media::Svg => "image/svg+xml",
        }
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Png => "png",
            Media::Gif => "gif",
            Media::WebP => "webp",
            Media::Svg => "svg",
        }
    }
}

/// The pictures of a book, each once, by path.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    list: Vec<Picture>,
}

impl Pictures {
    /// Pictures sorted by path, so that their numbers do not depend on the order of reading.
    pub fn new(mut list: Vec<Picture>) -> Pictures {
        list.sort_by(|a, b| a.path.cmp(&b.path));
        list.dedup_by(|a, b| a.path == b.path);
        Pictures { list }
    }

    /// The picture at that path and its number.
    pub fn get(&self, path: &str) -> Option<(usize, &Picture)> {
        let at = self.list.binary_search_by(|picture| picture.path.as_str().cmp(path)).ok()?;
        Some((at, &self.list[at]))
    }

    /// All of them, by number.
    pub fn all(&self) -> &[Picture] {
        &self.list
    }
}

/// Reads a picture, measures it against the limits, and tries it once so that no writer meets a damaged one.
///
/// Two things are put right here, so that every edition shows the same: a picture that is turned by its metadata alone,
/// which few readers honour, is turned for good, and one in CMYK, which screens do not have, becomes RGB with a finding.
pub fn read_picture(
    folder: &Folder,
    path: &str,
    faces: &[Face],
    at: Option<Site>,
    diags: &mut Diags,
) -> Option<Picture> {
    let bytes = match folder.read(path, limits::ASSET_BYTES) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            diags.push_help(refusal.code, at, refusal.message, refusal.help);
            return None;
        }
    };
    let (jpeg, cmyk) = (Media::of(&bytes) == Some(Media::Jpeg), jpeg_channels(&bytes) == Some(4));
    let read = if is_drawing(path, &bytes) {
        draw(path, &bytes, faces, at, diags)
    } else {
        measure(path, &bytes).map(|Measured { media, size: [width, height], see_through, changed }| {
            let content = changed.map_or_else(|| Content::filed(folder, path, &bytes), Content::held);
            Picture { path: path.to_string(), media, width, height, content, see_through, drawing: None }
        })
    };
    match read {
        Ok(picture) => {
            if jpeg && !jpeg::has_its_end(&bytes) {
                let message = format!("'{path}' has no end: what is missing of it, if anything, is grey or white");
                diags.push_help(Code::CutPicture, at, message, "copy it anew from where it came, or save it again");
            }
            if cmyk {
                let message = format!("'{path}' is in CMYK and becomes RGB without regard to its profile");
                diags.push_help(Code::CmykPicture, at, message, "save it as RGB, and its colours are as you see them");
            }
            Some(picture)
        }
        Err((code, message, help)) => {
            diags.push_help(code, at, message, help);
            None
        }
    }
}

type Failure = (Code, String, &'static str);

/// What is known of pixels.
#[derive(Debug)]
struct Measured {
    media: Media,
    /// Across and down.
    size: [u32; 2],
    see_through: bool,
    /// The file that was made of it where it had to be put right.
    changed: Option<Vec<u8>>,
}

fn measure(path: &str, bytes: &[u8]) -> Result<Measured, Failure> {
    let bad = |why: &str| (Code::BadPicture, format!("'{path}' {why}"), "give a PNG, JPEG, GIF, WebP or SVG file");
    let Some(mut media) = Media::of(bytes) else {
        let known = image::guess_format(bytes).is_ok();
        return Err(bad(if known { "is a kind of picture that Recto does not take" } else { "is not a picture" }));
    };
    let damaged = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => too_large(path, None),
        error => bad(&format!("is damaged: {error}")),
    };
    // A decoder copies what it is given.
    let head = Some(bytes).filter(|_| media == Media::Jpeg).and_then(jpeg::head);
    if head.is_some_and(|head| head.len() == bytes.len()) {
        return Err(bad("is damaged: it ends before its picture begins"));
    }
    let mut header = decoder(head.unwrap_or(bytes), media).map_err(damaged)?;
    let (width, height) = header.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > limits::PICTURE_SIDE || pixels > limits::PICTURE_PIXELS {
        return Err(too_large(path, Some((width, height))));
    }
    // Metadata that cannot be read say nothing.
    let turned = header.orientation().unwrap_or(Orientation::NoTransforms);
    let cmyk = media == Media::Jpeg && jpeg_channels(bytes) == Some(4);
    if !cmyk && turned == Orientation::NoTransforms {
        let see_through = sound::see_through(bytes, media).map_err(|why| bad(&format!("is damaged: {why}")))?;
        return Ok(Measured { media, size: [width, height], see_through, changed: None });
    }
    let profile = header.icc_profile().ok().flatten().filter(|_| !cmyk);
    let mut decoded = DynamicImage::from_decoder(decoder(bytes, media).map_err(damaged)?).map_err(damaged)?;
    decoded.apply_orientation(turned);
    let size = [decoded.width(), decoded.height()];
    let changed;
    (media, changed) = encoded(&decoded, media, profile).map_err(damaged)?;
    drop(decoded);
    let see_through = sound::see_through(&changed, media).map_err(|why| bad(&format!("is damaged: {why}")))?;
    Ok(Measured { media, size, see_through, changed: Some(changed) })
}

/// Whether a file is a drawing: by its name, or because it begins as one.
fn is_drawing(path: &str, bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
    path.to_ascii_lowercase().ends_with(".svg") || (head.trim_start().starts_with('<') && head.contains("<svg"))
}

/// Reads a drawing: what is unsafe in it goes, and what it draws is lowered to outlines.
pub(super) fn draw(
    path: &str,
    bytes: &[u8],
    faces: &[Face],
    at: Option<Site>,
    diags: &mut Diags,
) -> Result<Picture, Failure> {
    let help = "save it from a drawing program as plain SVG";
    let bad = |why: String| (Code::BadPicture, format!("'{path}' {why}"), help);
    let text = std::str::from_utf8(bytes).map_err(|_| bad("is not in UTF-8".into()))?;
    let too_much = |what: &str| {
        let help = "simplify it in a drawing program, or save it as a PNG file";
        (Code::PictureTooLarge, format!("'{path}' has more {what} than a drawing needs"), help)
    };
    let document = svg::parse(text).map_err(|why| match why {
        svg::Refused::Damaged(why) => bad(format!("is damaged: {why}")),
        svg::Refused::Other => bad("is XML and no SVG".into()),
        svg::Refused::TooMuch(what) => too_much(what),
    })?;
    let safe = svg::clean(&document, &mut Draughtsman { lettering: None, pixels: 0 });
    let mut draughtsman = Draughtsman { lettering: Some(Lettering::new(&document, faces)), pixels: 0 };
    let lettered = svg::clean(&document, &mut draughtsman);
    let drawing = Drawing::new(lettered.xml).map_err(|why| match why {
        Undrawn::Damaged(why) => bad(format!("cannot be drawn: {why}")),
        Undrawn::TooMuch => too_much("outlines, layers or filters"),
    })?;
    let [width, height] = drawing.size.map(|side| (side.round() as u32).max(1));
    if width.max(height) > limits::PICTURE_SIDE {
        return Err(too_large(path, Some((width, height))));
    }
    let mut lost: Vec<String> = lettered.left_out.into_iter().collect();
    if let Some(lettering) = draughtsman.lettering {
        lost.extend(lettering.left_out.iter().map(ToString::to_string));
        lost.extend(lettering.missing.iter().map(|c| format!("'{c}', which no font has")));
    }
    if !lost.is_empty() {
        let message = format!("'{path}' is shown without {}", lost.join(", "));
        diags.push_help(Code::DrawingParts, at, message, "draw it with shapes and letters alone");
    }
    if drawing.shapes.is_none() {
        let message =
            format!("'{path}' has gradients, masks, pictures or colours that shine through, so on paper it is pixels");
        diags.push_help(
            Code::DrawingPixels,
            at,
            message,
            "where it has to be sharp at any size, draw it in plain colours",
        );
    }
    let content = Content::held(safe.xml.into_bytes());
    let (path, media, drawing) = (path.to_string(), Media::Svg, Some(Arc::new(drawing)));
    Ok(Picture { path, media, width, height, content, see_through: true, drawing })
}

/// Draws the letters of a drawing, and looks at the pictures in it.
struct Draughtsman<'f> {
    /// None where letters stay letters.
    lettering: Option<Lettering<'f>>,
    /// How many pixels the pictures have together.
    pixels: u64,
}

impl svg::Judge for Draughtsman<'_> {
    fn lettered(&mut self, text: roxmltree::Node) -> Option<String> {
        Some(self.lettering.as_mut()?.outlines(text))
    }

    fn embeds(&mut self, address: &str) -> bool {
        let Ok(address) = data_url::DataUrl::process(address.trim()) else { return false };
        let Ok((bytes, _)) = address.decode_to_vec() else { return false };
        let Ok(picture) = measure("", &bytes) else { return false };
        self.pixels += u64::from(picture.size[0]) * u64::from(picture.size[1]);
        self.pixels <= limits::PICTURE_PIXELS
    }
}

/// A decoder within the limits. Its header is read, its pixels are not.
pub(super) fn decoder(bytes: &[u8], media: Media) -> Result<impl ImageDecoder + '_, image::ImageError> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    reader.set_format(match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Gif => ImageFormat::Gif,
        Media::WebP => ImageFormat::WebP,
        // Its pixels are drawn, not decoded; a decoder of anything refuses it.
        Media::Svg => ImageFormat::Png,
    });
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits::PICTURE_SIDE);
    bounds.max_image_height = Some(limits::PICTURE_SIDE);
    bounds.max_alloc = Some(limits::PICTURE_ALLOC);
    reader.limits(bounds);
    reader.into_decoder()
}

/// The quality at which a JPEG that had to be changed is written, of 100: what is lost is not seen.
const QUALITY: u8 = 95;

/// A picture that was changed as a file: a JPEG stays one, all else becomes a PNG.
fn encoded(
    picture: &DynamicImage,
    media: Media,
    profile: Option<Vec<u8>>,
) -> Result<(Media, Vec<u8>), image::ImageError> {
    let mut bytes = Vec::new();
    let media = match media {
        Media::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            // An encoder that takes no profile writes the picture without.
            profile.map(|profile| encoder.set_icc_profile(profile));
            picture.write_with_encoder(encoder)?;
            Media::Jpeg
        }
        Media::Png | Media::Gif | Media::WebP | Media::Svg => {
            let mut encoder = PngEncoder::new(&mut bytes);
            profile.map(|profile| encoder.set_icc_profile(profile));
            picture.write_with_encoder(encoder)?;
            Media::Png
        }
    };
    Ok((media, bytes))
}

fn too_large(path: &str, size: Option<(u32, u32)>) -> Failure {
    let size = size.map_or(String::new(), |(w, h)| format!(" ({w} × {h} pixels)"));
    let (side, pixels) = (limits::PICTURE_SIDE, limits::PICTURE_PIXELS / 1_000_000);
    (
        Code::PictureTooLarge,
        format!("'{path}' is too large{size}: at most {side} pixels a side and {pixels} megapixels"),
        "scale it down; a printed page needs 300 pixels an inch",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image::GrayImage::new(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_picture_is_measured() {
        let picture = measure("a.png", &png(3, 2)).unwrap();
        assert_eq!((picture.media, picture.size), (Media::Png, [3, 2]));
    }

    #[test]
    fn a_picture_is_see_through_where_many_pixels_are_and_not_where_they_could_be() {
        let see_through = |clear: u32, alpha: u8| {
            let pixels = image::RgbaImage::from_fn(10, 4, |x, y| {
                image::Rgba([0, 0, 0, if x + y * 10 < clear { alpha } else { 255 }])
            });
            let mut out = Cursor::new(Vec::new());
            pixels.write_to(&mut out, ImageFormat::Png).unwrap();
            measure("a.png", &out.into_inner()).unwrap().see_through
        };
        assert!(see_through(2, 0) && see_through(40, 127) && !see_through(1, 0) && !see_through(40, 254));
        assert!(!measure("a.png", &png(3, 2)).unwrap().see_through);
    }

    #[test]
    fn a_header_that_claims_sixty_thousand_pixels_is_refused_before_decoding() {
        let mut bytes = png(3, 2);
        bytes[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(measure("a.png", &bytes).unwrap_err().0, Code::PictureTooLarge);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
        })
    }

    #[test]
    fn a_jpeg_without_the_tables_of_its_pixels_is_damaged_and_one_that_is_cut_is_not() {
        let whole = photo(1);
        // Segments by their markers, up to that of the scan.
        let without = |marker: u8| {
            let (mut kept, mut at) = (whole[..2].to_vec(), 2);
            while whole[at + 1] != 0xda {
                let end = at + 2 + usize::from(u16::from_be_bytes([whole[at + 2], whole[at + 3]]));
                kept.extend(Some(&whole[at..end]).filter(|_| whole[at + 1] != marker).into_iter().flatten());
                at = end;
            }
            [kept.as_slice(), &whole[at..]].concat()
        };
        let read = |bytes: &[u8]| measure("a.jpg", bytes).map(|found| found.size).map_err(|(code, ..)| code);
        // Comments, quantization tables, Huffman tables.
        assert_eq!(
            [0xfe, 0xdb, 0xc4].map(|marker| read(&without(marker))),
            [Ok([32, 16]), Err(Code::BadPicture), Err(Code::BadPicture)]
        );
        assert_eq!(read(&whole[..whole.len() - 9]), Ok([32, 16]));
    }

    /// A JPEG that is dark on its left, with what its EXIF says of its orientation.
    fn photo(orientation: u8) -> Vec<u8> {
        let dark_left = image::GrayImage::from_fn(32, 16, |x, _| image::Luma([if x < 16 { 20 } else { 230 }]));
        let mut out = Vec::new();
        let mut encoder = JpegEncoder::new(&mut out);
        let exif =
            [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat();
        encoder.set_exif_metadata(exif).unwrap();
        encoder.set_icc_profile(b"a profile".to_vec()).unwrap();
        dark_left.write_with_encoder(encoder).unwrap();
        out
    }

    #[test]
    fn a_photo_is_turned_for_good_and_keeps_its_profile() {
        let upright = measure("a.jpg", &photo(1)).unwrap();
        assert_eq!((upright.size, upright.changed), ([32, 16], None), "as it is");
        // 6: the top of the picture is at its right, so it is turned clockwise.
        let turned = measure("a.jpg", &photo(6)).unwrap();
        assert_eq!((turned.media, turned.size), (Media::Jpeg, [16, 32]));
        let changed = turned.changed.unwrap();
        let pixels = image::load_from_memory(&changed).unwrap().into_luma8();
        assert!(pixels.get_pixel(8, 4).0[0] < 60 && pixels.get_pixel(8, 28).0[0] > 200);
        let mut decoder = decoder(&changed, Media::Jpeg).unwrap();
        assert_eq!(decoder.icc_profile().unwrap().as_deref(), Some(&b"a profile"[..]));
        assert_eq!(decoder.orientation().unwrap(), Orientation::NoTransforms);
    }

    #[test]
    fn what_is_none_or_damaged_is_refused() {
        assert_eq!(measure("a.png", b"hello").unwrap_err().0, Code::BadPicture);
        let photo = photo(1);
        assert!(measure("a.jpg", &photo[..photo.len() - 2]).is_ok(), "what it has is shown");
        assert_eq!(measure("a.jpg", jpeg::head(&photo).unwrap()).unwrap_err().0, Code::BadPicture);
        // Bytes behind its first segment, which decoders pass over, say nothing of where it ends.
        let first = 4 + usize::from(photo[5]);
        let odd = [&photo[..first], &[0; 3], &photo[first..photo.len() - 2]].concat();
        assert_eq!(measure("a.jpg", &odd).map(|read| read.size).map_err(|why| why.1), Ok([32, 16]));
        let mut cut = png(64, 64);
        cut.truncate(50);
        assert_eq!(measure("a.png", &cut).unwrap_err().0, Code::BadPicture);
    }
}
