//! Pictures as image objects: a JPEG's bytes as they are, all else without transparency.

use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::asset::{Gone, Media, Picture, jpeg_channels};
use crate::base::{Code, Diags};

/// The image object of a picture; a finding where it cannot be printed.
pub fn stream(picture: &Picture, diags: &mut Diags) -> Option<Stream> {
    match picture.media {
        Media::Jpeg => {
            let bytes = match picture.content.read() {
                Ok(bytes) => bytes.into_owned(),
                Err(Gone(why)) => {
                    diags.push_help(Code::ChangedFile, None, why, Gone::HELP);
                    return None;
                }
            };
            let space = match jpeg_channels(&bytes) {
                Some(1) => "DeviceGray",
                Some(3) => "DeviceRGB",
                Some(_) | None => {
                    let message = format!("'{}' is neither a grey nor an RGB picture", picture.path);
                    diags.push_help(Code::BadPicture, None, message, "save it as RGB or grey");
                    return None;
                }
            };
            let mut about = about((picture.width, picture.height), space);
            about.set("Filter", "DCTDecode");
            Some(Stream::new(about, bytes).with_compression(false))
        }
        Media::Png | Media::Gif | Media::WebP | Media::Svg => match flattened(picture) {
            Ok(stream) => Some(stream),
            Err(why) => {
                diags.push(Code::BadPicture, None, format!("'{}' is damaged: {why}", picture.path));
                None
            }
        },
    }
}

fn about((width, height): (u32, u32), space: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => Object::from(space),
        "BitsPerComponent" => 8,
    }
}

/// The pixels on white paper, grey where no pixel has a colour.
fn flattened(picture: &Picture) -> Result<Stream, String> {
    let pixels = picture.pixels()?.into_rgba8();
    let size = pixels.dimensions();
    let on_paper = |value: u8, alpha: u8| {
        ((u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8
    };
    let flat = pixels.pixels().map(|p| [0, 1, 2].map(|i| on_paper(p.0[i], p.0[3])));
    if pixels.pixels().all(|p| p.0[0] == p.0[1] && p.0[1] == p.0[2]) {
        Ok(Stream::new(about(size, "DeviceGray"), flat.map(|p| p[0]).collect()))
    } else {
        Ok(Stream::new(about(size, "DeviceRGB"), flat.flatten().collect()))
    }
}
