//! What a file holds: bytes at hand, or a file of the book's folder that is read again when it is needed, since a book may have
//! more pictures than a machine has memory.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Hash, Press, hash};
use crate::base::folder::Refusal;
use crate::base::{Folder, limits};

/// Some bytes, told apart from all others by their hash.
#[derive(Clone, Debug)]
pub struct Content {
    place: Place,
    length: u64,
    hash: Hash,
}

#[derive(Clone, Debug)]
enum Place {
    /// Made by Recto, and nowhere else.
    Held(Arc<[u8]>),
    /// As the file lies in the book's folder.
    Filed(Folder, String),
}

/// Why a file of the book could not be read again, in words: it is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone(pub String);

impl std::fmt::Display for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Gone {}

impl From<Gone> for io::Error {
    fn from(gone: Gone) -> io::Error {
        io::Error::other(gone)
    }
}

impl Gone {
    /// What to do.
    pub const HELP: &str = "build the book again, once its files stay as they are";

    fn changed(path: &str) -> Gone {
        Gone(format!("'{path}' changed while the book was made"))
    }

    fn refused(refusal: Refusal) -> Gone {
        Gone(format!("a picture changed while the book was made: {}", refusal.message))
    }
}

/// How much of a file is at hand at once.
pub const PIECE: usize = 64 << 10;

impl Content {
    /// Bytes that are kept.
    pub fn held(bytes: Vec<u8>) -> Content {
        Content { length: bytes.len() as u64, hash: hash(&bytes), place: Place::Held(Arc::from(bytes)) }
    }

    /// The file at that path, which was just read as `bytes`.
    pub fn filed(folder: &Folder, path: &str, bytes: &[u8]) -> Content {
        let place = Place::Filed(folder.clone(), path.to_string());
        Content { length: bytes.len() as u64, hash: hash(bytes), place }
    }

    /// How many bytes.
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Their SHA-256.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// All of them.
    pub fn read(&self) -> Result<Cow<'_, [u8]>, Gone> {
        match &self.place {
            Place::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::Filed(folder, path) => {
                let bytes = folder.read(path, limits::ASSET_BYTES).map_err(Gone::refused)?;
                if hash(&bytes) == self.hash { Ok(Cow::Owned(bytes)) } else { Err(Gone::changed(path)) }
            }
        }
    }

    /// Gives them in order, all pieces but the last as long as [`PIECE`]. An error of `take` ends it, and [`Gone`] does.
    pub fn in_pieces(&self, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let (folder, path) = match &self.place {
            Place::Held(bytes) => return bytes.chunks(PIECE).try_for_each(take),
            Place::Filed(folder, path) => (folder, path),
        };
        let mut file = folder.reader(path).map_err(Gone::refused)?;
        let (mut hasher, mut piece) = (Sha256::new(), Vec::with_capacity(PIECE));
        // One byte more than there were tells that it has grown. It may not end at all.
        let mut left = self.length + 1;
        loop {
            piece.clear();
            (&mut file).take(left.min(PIECE as u64)).read_to_end(&mut piece)?;
            left -= piece.len() as u64;
            if piece.is_empty() {
                break;
            }
            hasher.update(&piece);
            take(&piece)?;
        }
        if Hash::from(hasher.finalize()) == self.hash { Ok(()) } else { Err(Gone::changed(path).into()) }
    }
}

/// The file of an edition, in its parts: what was made is held, and what lies in the book's folder is copied when the file is
/// written.
#[derive(Clone, Debug, Default)]
pub struct Output {
    parts: Vec<Part>,
    length: u64,
}

#[derive(Clone, Debug)]
enum Part {
    Made(Vec<u8>),
    Copied(Content),
    /// Deflated when it is written.
    Deflated(Content),
}

impl From<Vec<u8>> for Output {
    fn from(bytes: Vec<u8>) -> Output {
        Output { length: bytes.len() as u64, parts: vec![Part::Made(bytes)] }
    }
}

impl Output {
    /// Sets bytes behind what is there.
    pub fn push(&mut self, bytes: Vec<u8>) {
        self.length += bytes.len() as u64;
        self.parts.push(Part::Made(bytes));
    }

    /// Sets a file behind what is there.
    pub fn copy(&mut self, content: Content) {
        self.length += content.len();
        self.parts.push(Part::Copied(content));
    }

    /// Sets a picture behind what is there that has so many bytes once it is deflated. It is deflated when it is written: held until
    /// then, all of them might have no room.
    pub fn deflate(&mut self, picture: Content, length: u64) {
        self.length += length;
        self.parts.push(Part::Deflated(picture));
    }

    /// How many bytes.
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Gives its bytes in order; see [`Content::in_pieces`] for what may fail.
    pub fn in_pieces(&self, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        self.parts.iter().try_for_each(|part| match part {
            Part::Made(bytes) => take(bytes),
            Part::Copied(content) => content.in_pieces(take),
            Part::Deflated(picture) => {
                let bytes = picture.read()?;
                take(&Press::of_pictures().deflated(&bytes).unwrap_or_default())
            }
        })
    }

    /// Its bytes in one piece, for those that must have them.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(self.len() as usize);
        self.in_pieces(&mut |piece| out.write_all(piece))?;
        Ok(out)
    }

    /// Their SHA-256.
    pub fn hash(&self) -> io::Result<Hash> {
        let mut hasher = Sha256::new();
        self.in_pieces(&mut |piece| {
            hasher.update(piece);
            Ok(())
        })?;
        Ok(hasher.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_read_again_and_told_where_it_changed() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        let bytes: Vec<u8> = (0..PIECE * 2 + 5).map(|at| at as u8).collect();
        fs::write(temp.path().join("a.jpg"), &bytes).unwrap();
        let content = Content::filed(&folder, "a.jpg", &bytes);
        let mut output = Output::from(b"before".to_vec());
        output.copy(content.clone());
        output.push(b"behind".to_vec());
        let pressed = Press::of_pictures().deflated(&bytes).unwrap();
        output.deflate(content.clone(), pressed.len() as u64);
        let whole = [b"before".as_slice(), &bytes, b"behind", &pressed].concat();
        assert_eq!(content.read().unwrap(), bytes);
        assert_eq!((output.len(), output.bytes().unwrap()), (whole.len() as u64, whole.clone()));
        assert_eq!(output.hash().unwrap(), hash(&whole));

        fs::write(temp.path().join("a.jpg"), [&bytes[1..], &[0]].concat()).unwrap();
        let told = "'a.jpg' changed while the book was made";
        assert_eq!(content.read().unwrap_err(), Gone(told.to_string()));
        assert_eq!(output.bytes().unwrap_err().to_string(), told);
        // One that has grown is not copied until it ends.
        fs::write(temp.path().join("a.jpg"), [&bytes[..], &[0; PIECE]].concat()).unwrap();
        let mut taken = 0;
        let grown = content.in_pieces(&mut |piece| {
            taken += piece.len();
            Ok(())
        });
        assert_eq!((grown.unwrap_err().to_string().as_str(), taken), (told, bytes.len() + 1));
        fs::remove_file(temp.path().join("a.jpg")).unwrap();
        assert_eq!(
            output.hash().unwrap_err().to_string(),
            "a picture changed while the book was made: 'a.jpg' is not there"
        );
    }
}
