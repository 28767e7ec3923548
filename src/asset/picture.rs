//! Pictures: measured from their headers before anything decodes them.

use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader};

use super::{Hash, hash};
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
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// Their SHA-256.
    pub hash: Hash,
}

/// The most pixels down of a picture that is made to fit the line in which it stands.
const ICON: u32 = 40;

impl Picture {
    /// Whether it is small enough to stand in a line as a letter does.
    pub fn is_icon(&self) -> bool {
        self.height <= ICON
    }
}

/// The kinds of picture that go into every edition as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Media {
    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
        }
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Png => "png",
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

/// Reads a picture, measures it against the limits, and decodes it once so that no writer meets a damaged one.
pub fn read_picture(folder: &Folder, path: &str, at: Option<Site>, diags: &mut Diags) -> Option<Picture> {
    let bytes = match folder.read(path, limits::ASSET_BYTES) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            diags.push_help(refusal.code, at, refusal.message, refusal.help);
            return None;
        }
    };
    match measure(path, bytes) {
        Ok(picture) => Some(picture),
        Err((code, message, help)) => {
            diags.push_help(code, at, message, help);
            None
        }
    }
}

type Failure = (Code, String, &'static str);

fn measure(path: &str, bytes: Vec<u8>) -> Result<Picture, Failure> {
    let bad = |why: &str| (Code::BadPicture, format!("'{path}' {why}"), "give a PNG or a JPEG file");
    let media = match image::guess_format(&bytes) {
        Ok(ImageFormat::Jpeg) => Media::Jpeg,
        Ok(ImageFormat::Png) => Media::Png,
        Ok(_) => return Err(bad("is a kind of picture that Recto does not take yet")),
        Err(_) => return Err(bad("is not a picture")),
    };
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(&bytes));
        reader.set_format(match media {
            Media::Jpeg => ImageFormat::Jpeg,
            Media::Png => ImageFormat::Png,
        });
        let mut bounds = image::Limits::default();
        bounds.max_image_width = Some(limits::PICTURE_SIDE);
        bounds.max_image_height = Some(limits::PICTURE_SIDE);
        bounds.max_alloc = Some(limits::PICTURE_ALLOC);
        reader.limits(bounds);
        reader
    };
    let damaged = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => too_large(path, None),
        error => bad(&format!("is damaged: {error}")),
    };
    let (width, height) = reader().into_dimensions().map_err(damaged)?;
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > limits::PICTURE_SIDE || pixels > limits::PICTURE_PIXELS {
        return Err(too_large(path, Some((width, height))));
    }
    reader().decode().map_err(damaged)?;
    let hash = hash(&bytes);
    Ok(Picture { path: path.to_string(), media, width, height, bytes: Arc::from(bytes), hash })
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
        let picture = measure("a.png", png(3, 2)).unwrap();
        assert_eq!((picture.media, picture.width, picture.height), (Media::Png, 3, 2));
    }

    #[test]
    fn a_header_that_claims_sixty_thousand_pixels_is_refused_before_decoding() {
        let mut bytes = png(3, 2);
        bytes[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(measure("a.png", bytes).unwrap_err().0, Code::PictureTooLarge);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
        })
    }

    #[test]
    fn what_is_none_or_damaged_is_refused() {
        assert_eq!(measure("a.png", b"hello".to_vec()).unwrap_err().0, Code::BadPicture);
        let mut cut = png(64, 64);
        cut.truncate(50);
        assert_eq!(measure("a.png", cut).unwrap_err().0, Code::BadPicture);
    }
}
