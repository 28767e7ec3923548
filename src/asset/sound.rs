//! Whether pixels can be decoded, tried in as little memory as their format allows: a book may have many large pictures, and
//! most are written as they lie there.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder};
use png::{ColorType, Transformations};

use super::Media;
use crate::base::limits;

/// Of how many pixels one at least is clear in a picture through which its ground shows: a picture whose edge is soft, or a line of
/// pixels too wide, is whole.
const CLEAR: usize = 20;

/// Whether the ground shows through a picture: that its file could have transparent pixels says nothing. Words where it is damaged.
pub(super) fn see_through(bytes: &[u8], media: Media) -> Result<bool, String> {
    match media {
        // Decoders take coded pixels however they are damaged, but none that they have no tables for.
        Media::Jpeg => {
            let pixel = super::jpeg::pixel(bytes);
            let decoder = super::picture::decoder(pixel.as_deref().unwrap_or(bytes), media);
            decoder.and_then(DynamicImage::from_decoder).map(|_| false).map_err(|error| error.to_string())
        }
        Media::Png => rows(bytes).map_err(|error| error.to_string()),
        Media::Gif | Media::WebP | Media::Svg => {
            let decoder = super::picture::decoder(bytes, media).map_err(|error| error.to_string())?;
            let has_alpha = decoder.color_type().has_alpha();
            let picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
            let pixels = if has_alpha { picture.into_rgba8() } else { image::RgbaImage::default() };
            Ok(shows(pixels.pixels().filter(|pixel| pixel.0[3] < 128).count(), pixels.pixels().len()))
        }
    }
}

fn shows(clear: usize, of: usize) -> bool {
    of > 0 && clear * CLEAR >= of
}

/// Decodes a PNG row by row.
fn rows(bytes: &[u8]) -> Result<bool, png::DecodingError> {
    let bounds = png::Limits { bytes: limits::PICTURE_ALLOC as usize };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), bounds);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let (color, _) = reader.output_color_type();
    let has_alpha = matches!(color, ColorType::GrayscaleAlpha | ColorType::Rgba);
    let (mut clear, mut of) = (0, 0);
    while let Some(row) = reader.next_row()? {
        if has_alpha {
            let pixels = row.data().chunks_exact(color.samples());
            of += pixels.len();
            clear += pixels.filter(|pixel| pixel.last().is_some_and(|alpha| *alpha < 128)).count();
        }
    }
    Ok(shows(clear, of))
}
