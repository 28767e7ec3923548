//! Which fount each sort is taken from, so that a glyph has one meaning in its fount.
//!
//! A PDF font maps a glyph to one text. Where a glyph stands for more (the hyphen of a break and one that was written,
//! a small capital for `a` and `A`, the space of a no-break space), krilla keeps the first and wraps the others in a
//! span of ActualText. Many readers ignore that, and poppler loses the rest of the marked content behind it. So a face
//! is embedded as several founts: in each, a glyph means one thing.

use std::collections::BTreeMap;
use std::ops::Range;

use krilla::text::{Font, Tag};

use super::shape;
use crate::asset::Face;
use crate::page::{Dir, FontId, GlyphRun};

/// The founts of one face that hold glyphs of one meaning; what a ninth meaning would need is left to ActualText.
const MEANINGS: usize = 8;

/// Every fount used, and what each glyph means in it.
#[derive(Default)]
pub struct Sorts {
    founts: BTreeMap<(FontId, usize), Font>,
    meanings: BTreeMap<FontId, Vec<Meanings>>,
}

/// What a glyph of a face means in its first fount, its second and so on.
#[derive(Clone, Default)]
struct Meanings {
    /// The first packed into a number, since hardly a glyph has another; 0 where there is none, or it is too long.
    first: u64,
    all: Vec<Box<[u8]>>,
}

/// Neighbouring glyphs of one fount: which, from and to where in the run, and the text of each.
#[derive(Debug, PartialEq, Eq)]
pub struct Set {
    /// The number of the fount among its face's.
    pub fount: usize,
    /// The glyphs.
    pub glyphs: Range<usize>,
    /// The bytes of the run's text that each stands for.
    pub texts: Vec<Range<usize>>,
}

impl Sorts {
    /// The glyphs of a run, `text` being what they may stand for, by founts.
    pub fn sets(&mut self, run: &GlyphRun, text: &str) -> Vec<Set> {
        let texts = texts(run, text);
        let face = self.meanings.entry(run.font).or_default();
        let mut sets: Vec<Set> = Vec::new();
        for (i, glyph) in run.glyphs.iter().enumerate() {
            let means = texts[i].clone();
            // Several glyphs that only together mean something need ActualText, apart from those that mean something alone.
            let together = texts.get(i + 1) == Some(&means) || i > 0 && texts[i - 1] == means;
            let fount = if together { MEANINGS } else { fount(face, glyph.id, &text.as_bytes()[means.clone()]) };
            match sets.last_mut().filter(|set| set.fount == fount) {
                Some(set) => {
                    set.glyphs.end = i + 1;
                    set.texts.push(means);
                }
                None => {
                    let mut texts = Vec::with_capacity(run.glyphs.len() - i);
                    texts.push(means);
                    sets.push(Set { fount, glyphs: i..i + 1, texts });
                }
            }
        }
        sets
    }

    /// A fount of a face; none where krilla cannot read it.
    pub fn font(&mut self, id: FontId, fount: usize, face: &Face) -> Option<Font> {
        if let Some(font) = self.founts.get(&(id, fount)) {
            return Some(font.clone());
        }
        // krilla tells fonts apart by their data and variation, and this axis is in no font: nothing varies.
        let variation = [(Tag::new(b"RCTO"), fount as f32)];
        let font =
            Font::new_variable(shape::data(face.bytes.clone()), face.index, if fount == 0 { &[] } else { &variation })?;
        self.founts.insert((id, fount), font.clone());
        Some(font)
    }
}

/// The number of the fount in which a glyph of a face has this meaning.
fn fount(face: &mut Vec<Meanings>, glyph: u16, means: &[u8]) -> usize {
    let glyph = usize::from(glyph);
    if face.len() <= glyph {
        face.resize(glyph + 1, Meanings::default());
    }
    let packed = match means.len() {
        1..8 => means.iter().fold(1, |packed, byte| packed << 8 | u64::from(*byte)),
        _ => 0,
    };
    let meanings = &mut face[glyph];
    if packed != 0 && packed == meanings.first {
        return 0;
    }
    if let Some(at) = meanings.all.iter().position(|other| **other == *means) {
        return at;
    }
    if meanings.all.is_empty() {
        meanings.first = packed;
    }
    if meanings.all.len() < MEANINGS {
        meanings.all.push(means.into());
    }
    meanings.all.len() - 1
}

/// The text of each glyph. Glyphs of one cluster share its characters out, in the order of reading, where there are
/// enough: a letter and its accent. Otherwise each has the whole cluster.
fn texts(run: &GlyphRun, text: &str) -> Vec<Range<usize>> {
    let mut texts: Vec<Range<usize>> = Vec::with_capacity(run.glyphs.len());
    for cluster in run.glyphs.chunk_by(|a, b| a.cluster == b.cluster) {
        let whole = cluster[0].cluster.start as usize..cluster[0].cluster.end as usize;
        if cluster.len() == 1 {
            texts.push(whole);
            continue;
        }
        let starts: Vec<usize> = text[whole.clone()].char_indices().map(|(at, _)| whole.start + at).collect();
        let many = cluster.len();
        let share = |i: usize| starts[i]..if i + 1 < many { starts[i + 1] } else { whole.end };
        if many > starts.len() {
            texts.extend(std::iter::repeat_n(whole, many));
        } else if run.dir == Dir::Rtl {
            texts.extend((0..many).rev().map(share));
        } else {
            texts.extend((0..many).map(share));
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Glyph, Item, sample};

    /// A run whose glyphs have these numbers and clusters.
    fn run(dir: Dir, text: &str, glyphs: &[(u16, Range<u32>)]) -> GlyphRun {
        let pages = sample::pages();
        let mut items = pages.pages.iter().flat_map(|page| &page.frame.items);
        let mut run =
            items.find_map(|item| if let Item::Glyphs(run) = item { Some(run.clone()) } else { None }).unwrap();
        let glyph = run.glyphs[0].clone();
        run.glyphs =
            glyphs.iter().map(|(id, cluster)| Glyph { id: *id, cluster: cluster.clone(), ..glyph.clone() }).collect();
        (run.dir, run.text) = (dir, text.into());
        run
    }

    fn sets(sorts: &mut Sorts, run: &GlyphRun) -> Vec<(usize, Vec<(usize, usize)>)> {
        let ends = |set: Set| (set.fount, set.texts.iter().map(|text| (text.start, text.end)).collect());
        sorts.sets(run, &run.text).into_iter().map(ends).collect()
    }

    #[test]
    fn a_second_meaning_stands_in_a_second_fount() {
        let mut sorts = Sorts::default();
        let hyphen = run(Dir::Ltr, "a-", &[(1, 0..1), (2, 1..2)]);
        assert_eq!(sets(&mut sorts, &hyphen), [(0, vec![(0, 1), (1, 2)])]);
        let soft = run(Dir::Ltr, "a\u{ad}", &[(1, 0..1), (2, 1..3)]);
        assert_eq!(sets(&mut sorts, &soft), [(0, vec![(0, 1)]), (1, vec![(1, 3)])]);
        assert_eq!(sets(&mut sorts, &hyphen), [(0, vec![(0, 1), (1, 2)])]);
    }

    #[test]
    fn a_letter_and_its_accent_share_their_cluster() {
        let cluster = 0..3;
        let accented = [(1, cluster.clone()), (2, cluster.clone())];
        let (ltr, rtl) = (run(Dir::Ltr, "x\u{301}", &accented), run(Dir::Rtl, "x\u{301}", &accented));
        assert_eq!(sets(&mut Sorts::default(), &ltr), [(0, vec![(0, 1), (1, 3)])]);
        assert_eq!(sets(&mut Sorts::default(), &rtl), [(0, vec![(1, 3), (0, 1)])]);
    }

    #[test]
    fn what_means_something_only_together_stands_apart() {
        let split = run(Dir::Ltr, "xy", &[(1, 0..1), (2, 1..2), (3, 1..2)]);
        assert_eq!(sets(&mut Sorts::default(), &split), [(0, vec![(0, 1)]), (MEANINGS, vec![(1, 2), (1, 2)])]);
    }
}
