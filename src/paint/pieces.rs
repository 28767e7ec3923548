//! A JPEG of a picture in which much is alike: what repeats is encoded once.
//!
//! A scan may be cut by restart markers, and what stands between two of them depends on nothing before it (ITU-T T.81, E.1.4 and
//! F.1.1.5.1). So the pieces of a picture can be encoded by themselves, each kind once, and be put in their order afterwards. The
//! bytes of a pattern are then the same over and over, too, which an archive presses.

use std::hash::{BuildHasher, Hasher};

use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// The quality, of 100: above it files grow faster than what the eye sees.
pub(super) const QUALITY: u8 = 88;
/// The side of the squares that are encoded each by itself, in pixels: 8 of the coarser colours (T.81, A.2.3).
pub(super) const UNIT: usize = 16;
/// How many units a piece has across, at least: each costs a marker.
const ACROSS: usize = 5;
/// The most pieces: a picture of all of them, one below the other, has fewer than 65,536 rows.
const MOST: usize = 65_535 / UNIT;
/// The bytes of a pixel: red, green, blue and one more.
const PIXEL: usize = 4;

/// A piece: its rows, in runs of pixels that are alike, since most of a page is of few inks.
struct Kind {
    runs: Vec<Run>,
    /// Where each row begins in them.
    rows: [usize; UNIT],
}

/// A pixel's red, green and blue, and how many are like it.
#[derive(Clone, Copy)]
struct Run {
    inks: [u8; 3],
    many: u8,
}

impl Kind {
    fn new(piece: &[u8]) -> Kind {
        let (mut runs, mut rows) = (Vec::new(), [0; UNIT]);
        for (row, begins) in piece.chunks_exact(piece.len() / UNIT).zip(&mut rows) {
            *begins = runs.len();
            let (pixels, _) = row.as_chunks::<PIXEL>();
            for alike in pixels.chunk_by(|a, b| a == b).flat_map(|alike| alike.chunks(u8::MAX.into())) {
                let [red, green, blue, _] = alike[0];
                runs.push(Run { inks: [red, green, blue], many: alike.len() as u8 });
            }
        }
        runs.shrink_to_fit();
        Kind { runs, rows }
    }

    fn is(&self, piece: &[u8]) -> bool {
        let (mut rest, _) = piece.as_chunks::<PIXEL>();
        self.runs.iter().all(|run| {
            let alike;
            (alike, rest) = rest.split_at(run.many.into());
            alike.iter().all(|pixel| pixel[..3] == run.inks)
        })
    }
}

/// A picture taken in from the top down.
pub(super) struct Pieces {
    /// Its pixels across and down.
    size: [u16; 2],
    /// How many pieces lie side by side, and how many units each has across.
    grid: [usize; 2],
    /// The different ones.
    kinds: Vec<Kind>,
    /// Of them by their hash, for finding one again.
    known: FxHashMap<u64, usize>,
    /// Which of them each piece is.
    order: Vec<usize>,
}

impl Pieces {
    /// For a picture of so many pixels across and down.
    pub(super) fn new(size: [u16; 2]) -> Pieces {
        let [columns, rows] = size.map(|side| usize::from(side).div_ceil(UNIT).max(1));
        let fits =
            |beside: &usize| columns.is_multiple_of(*beside) && columns / beside >= ACROSS && beside * rows <= MOST;
        let beside = (1..=columns).rev().find(fits).unwrap_or(1);
        let grid = [beside, columns / beside];
        Pieces { size, grid, kinds: Vec::new(), known: FxHashMap::default(), order: Vec::new() }
    }

    /// How many pixels it takes across: whole units.
    pub(super) fn width(&self) -> usize {
        self.grid[0] * self.grid[1] * UNIT
    }

    /// Takes the next rows, in whole units, as far as `left` rows of the picture are among them.
    pub(super) fn take(&mut self, pixels: &[u8], left: u32) {
        let [beside, units] = self.grid;
        let across = units * UNIT * PIXEL;
        let line = across * beside;
        let mut piece = Vec::with_capacity(across * UNIT);
        for rows in pixels.chunks_exact(line * UNIT).take((left as usize).div_ceil(UNIT)) {
            for at in 0..beside {
                piece.clear();
                rows.chunks_exact(line).for_each(|row| piece.extend(&row[at * across..][..across]));
                let kind = self.kind(&piece);
                self.order.push(kind);
            }
        }
    }

    fn kind(&mut self, piece: &[u8]) -> usize {
        let mut hasher = FxBuildHasher.build_hasher();
        hasher.write(piece);
        let hash = hasher.finish();
        if let Some(at) = self.known.get(&hash).filter(|at| self.kinds[**at].is(piece)) {
            return *at;
        }
        self.known.insert(hash, self.kinds.len());
        self.kinds.push(Kind::new(piece));
        self.kinds.len() - 1
    }

    /// The file, without metadata.
    pub(super) fn jpeg(&self) -> Vec<u8> {
        let mut tall = Vec::new();
        let mut encoder = Encoder::new(&mut tall, QUALITY);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_restart_interval(self.grid[1] as u16);
        encoder.encode_image(self).expect("memory takes a JPEG of at most 65,535 pixels a side");
        self.put(&tall)
    }

    /// Puts the pieces of a file that has each kind once into their order.
    fn put(&self, tall: &[u8]) -> Vec<u8> {
        let mut head = tall[..2].to_vec();
        let mut at = 2;
        // Segments begin with a marker and their length; the scan follows its own (T.81, B.1.1.4).
        loop {
            let end = at + 2 + usize::from(u16::from_be_bytes([tall[at + 2], tall[at + 3]]));
            let begins = head.len();
            head.extend(&tall[at..end]);
            if tall[at + 1] == FRAME {
                let [width, height] = self.size.map(u16::to_be_bytes);
                head[begins + 5..begins + 9].copy_from_slice(&[height, width].concat());
            }
            let last = tall[at + 1] == SCAN;
            at = end;
            if last {
                break;
            }
        }
        let scans = scans(&tall[at..]);
        let pieces: usize = self.order.iter().map(|kind| scans[*kind].len() + 2).sum();
        let mut out = Vec::with_capacity(head.len() + pieces);
        out.append(&mut head);
        for (n, kind) in self.order.iter().enumerate() {
            if n > 0 {
                out.extend([0xff, RESTART + (n - 1) as u8 % 8]);
            }
            out.extend(scans[*kind]);
        }
        out.extend([0xff, END]);
        out
    }
}

// The second bytes of markers (T.81, table B.1).
const FRAME: u8 = 0xc0;
const RESTART: u8 = 0xd0;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// The parts of a scan between its restart markers. A byte of all ones within it is followed by a zero (T.81, B.1.1.5).
fn scans(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at + 1 < bytes.len() {
        if bytes[at] != 0xff || bytes[at + 1] == 0 {
            at += 1;
            continue;
        }
        parts.push(&bytes[from..at]);
        at += 2;
        from = at;
    }
    parts
}

/// The kinds, one below the other.
impl ImageBuffer for &Pieces {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        (self.grid[1] * UNIT) as u16
    }

    fn height(&self) -> u16 {
        (self.kinds.len() * UNIT) as u16
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let (kind, row) = (&self.kinds[usize::from(y) / UNIT], usize::from(y) % UNIT);
        let end = kind.rows.get(row + 1).copied().unwrap_or(kind.runs.len());
        for Run { inks: [red, green, blue], many } in &kind.runs[kind.rows[row]..end] {
            let (luma, blue, red) = rgb_to_ycbcr(*red, *green, *blue);
            for (buffer, share) in buffers.iter_mut().zip([luma, blue, red]) {
                buffer.resize(buffer.len() + usize::from(*many), share);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jpeg_encoder::ColorType;

    use super::*;

    /// A picture in which some pieces are alike.
    fn picture(width: usize, height: usize) -> Vec<u8> {
        let pixel = |x: usize, y: usize| {
            let letter = x / 40 == 3 && y / 30 == 1;
            let wave = (x * 7 % 160 + y * 11 % 32) as u8;
            if letter { [(x * y % 251) as u8, 20, 90, 255] } else { [wave, 255 - wave, wave / 2, 255] }
        };
        (0..width * height).flat_map(|n| pixel(n % width, n / width)).collect()
    }

    fn encoded(width: usize, height: usize) -> (Pieces, Vec<u8>) {
        let mut pieces = Pieces::new([width, height].map(|side| side as u16));
        let rows = height.next_multiple_of(UNIT);
        assert!(pieces.width() >= width && pieces.width() < width + UNIT);
        pieces.take(&picture(pieces.width(), rows), height as u32);
        let file = pieces.jpeg();
        (pieces, file)
    }

    #[test]
    fn the_pixels_are_those_of_a_picture_encoded_in_one() {
        let (width, height) = (640, 96);
        let (pieces, file) = encoded(width, height);
        assert_eq!((pieces.order.len(), pieces.grid), (48, [8, 5]));
        assert!(pieces.kinds.len() < 24, "{} kinds", pieces.kinds.len());
        let mut plain = Vec::new();
        let mut encoder = Encoder::new(&mut plain, QUALITY);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(&picture(width, height), width as u16, height as u16, ColorType::Rgba).unwrap();
        let [ours, theirs] = [file, plain].map(|file| image::load_from_memory(&file).unwrap().into_rgb8());
        assert_eq!(ours.dimensions(), (width as u32, height as u32));
        assert!(ours == theirs);
    }

    #[test]
    fn any_size_is_taken() {
        for (width, height) in [(1, 1), (15, 17), (165, 33), (1000, 50), (8000, 17)] {
            let (_, file) = encoded(width, height);
            let read = image::load_from_memory(&file).unwrap();
            assert_eq!((read.width() as usize, read.height() as usize), (width, height));
        }
        assert!(Pieces::new([8000, 8000]).grid[0] * 500 <= MOST);
    }
}
