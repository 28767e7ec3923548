//! Pictures and fonts as bytes, with what must be known of them before anything decodes them.
//!
//! In: files of the book's folder, and the fonts in the binary. Out: [`Picture`], [`Face`], and [`Output`], which holds what is made of
//! them. Never here: a page, or a decoded picture that stays in memory.

mod content;
mod deflate;
mod drawing;
mod effort;
mod expansion;
mod font;
mod frame;
mod jpeg;
mod lettering;
mod picture;
mod rules;
mod sound;
mod subset;
mod svg;

pub use content::{Content, Gone, Output, PIECE};
pub use deflate::Press;
pub use drawing::{Drawing, Shape, Step};
pub use font::{
    Face, FontBytes, MATH_FAMILY, bundled, is_invisible, is_space, math_face, read_face, system_faces, unserved,
};
pub use frame::frame;
pub use jpeg::jpeg_channels;
pub use picture::{Media, Picture, Pictures, read_picture};
pub use subset::{may_be_given_away, subset};

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes: what tells assets apart wherever equality matters.
pub type Hash = [u8; 32];

/// The SHA-256 of `bytes`.
pub fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}
