//! Shaping: words become glyphs, in ems and so for every size. A word is shaped once; a part of one is taken from it only
//! where the shaper calls the edge safe.

use std::fmt;
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use rustc_hash::FxHashMap;

use super::fonts::Fonts;
use super::ideographs::Trim;
use super::letters::stand_apart;
use crate::base::Em;
use crate::model::Lang;
use crate::page::{FontId, Glyph};

/// What decides how a word is shaped besides its letters: runs are cut where this changes, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The font.
    pub font: FontId,
    /// Small capitals for small letters.
    pub small_caps: bool,
    /// Figures as tall as capitals; else old-style ones.
    pub lining: bool,
    /// Figures of one width.
    pub tabular: bool,
    /// Code: letters stand for themselves, without ligatures.
    pub code: bool,
    /// Space added behind each letter.
    pub tracking: Em,
    /// The script, as ISO 15924 writes it.
    pub script: [u8; 4],
    /// From right to left.
    pub rtl: bool,
    /// The language.
    pub lang: Lang,
    /// Half of its square that a mark is set without.
    pub trim: Trim,
}

/// A cut that was met before: its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CutId(pub usize);

/// A shaped word: its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordId(pub usize);

/// A shaped word, or a part of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Its glyphs, from left to right; clusters count its bytes.
    pub glyphs: Vec<Glyph>,
    /// The first byte of each cluster at whose edge it may be parted as it is, sorted.
    pub safe: Vec<u32>,
    /// Its width.
    pub width: Em,
    /// How many letters it has that may stand closer or further apart.
    pub letters: u32,
    /// Where it may be divided, as it is and hyphenated, once that is known.
    pub divisions: [Option<Arc<[Division]>>; 2],
}

/// A place inside a word where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    /// Its byte in the word.
    pub at: usize,
    /// Whether the line then ends in a hyphen.
    pub flagged: bool,
    /// Whether that hyphen is put in.
    pub added: bool,
    /// What it costs beyond the usual.
    pub cost: i64,
    /// How wide the word is before it.
    pub here: Em,
    /// How many letters it has before it that may stand closer or further apart.
    pub letters: u32,
    /// What the part before it gains, the hyphen with it.
    pub pre: Em,
    /// What the part behind it gains.
    pub post: Em,
    /// How far what ends the line may hang out of it.
    pub hang: Em,
}

impl Word {
    /// How wide the clusters before byte `at` are together.
    pub fn width_before(&self, at: usize) -> Em {
        self.glyphs.iter().filter(|glyph| (glyph.cluster.start as usize) < at).map(|glyph| glyph.advance).sum()
    }

    /// How many of its letters that may stand apart are before byte `at`.
    pub fn letters_before(&self, at: usize) -> u32 {
        if self.letters == 0 {
            return 0;
        }
        let before =
            |index: &usize| (self.glyphs[*index].cluster.start as usize) < at && ends_letter(&self.glyphs, *index);
        (0..self.glyphs.len()).filter(before).count() as u32
    }
}

/// Whether a glyph is the last of its letter: the one behind which a space may stand.
pub(super) fn ends_letter(glyphs: &[Glyph], index: usize) -> bool {
    let glyph = &glyphs[index];
    glyph.advance > Em::ZERO && glyphs.get(index + 1).is_none_or(|after| after.cluster != glyph.cluster)
}

/// Shapes words, and remembers them. What it remembers only saves time, so it may be handed on from chapter to chapter.
pub struct Shaper<'a> {
    fonts: &'a Fonts,
    cuts: Vec<Ready<'a>>,
    words: Vec<Word>,
    buffer: Buffer,
}

struct Ready<'a> {
    cut: Cut,
    /// None where the font cannot be used.
    tools: Option<Tools<'a>>,
    known: FxHashMap<Box<str>, WordId>,
}

struct Tools<'a> {
    font: ShaperFont<'a, 'static>,
    units_per_em: u16,
    plan: ShapePlan,
    features: Vec<Feature>,
    script: Option<Script>,
    lang: Option<Language>,
}

impl fmt::Debug for Shaper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shaper of {} words", self.words.len())
    }
}

impl<'a> Shaper<'a> {
    /// A shaper that knows no word yet.
    pub fn new(fonts: &'a Fonts) -> Shaper<'a> {
        Shaper { fonts, cuts: Vec::new(), words: Vec::new(), buffer: Buffer::new() }
    }

    /// The number of a cut.
    pub(super) fn cut(&mut self, cut: &Cut) -> CutId {
        if let Some(at) = self.cuts.iter().position(|ready| ready.cut == *cut) {
            return CutId(at);
        }
        let tools = self.fonts.shaper(cut.font).map(|(font, units_per_em)| {
            let features = features(cut);
            let script = Script::from_iso15924_tag(Tag::new(&cut.script));
            let lang = Language::new(&cut.lang.0);
            let plan = ShapePlan::new(font, direction(cut.rtl), script, lang.as_ref(), &features);
            Tools { font: ShaperFont::new(font), units_per_em, plan, features, script, lang }
        });
        self.cuts.push(Ready { cut: cut.clone(), tools, known: FxHashMap::default() });
        CutId(self.cuts.len() - 1)
    }

    /// A cut by its number.
    pub(super) fn cut_of(&self, id: CutId) -> &Cut {
        &self.cuts[id.0].cut
    }

    /// A word, shaped now or before.
    pub(super) fn word(&mut self, cut: CutId, text: &str) -> WordId {
        if let Some(known) = self.known(cut, text) {
            return known;
        }
        let word = self.shape(cut, text);
        self.words.push(word);
        let id = WordId(self.words.len() - 1);
        self.cuts[cut.0].known.insert(text.into(), id);
        id
    }

    /// A word that was shaped before.
    pub(super) fn known(&self, cut: CutId, text: &str) -> Option<WordId> {
        self.cuts[cut.0].known.get(text).copied()
    }

    /// A word by its number.
    pub(super) fn get(&self, id: WordId) -> &Word {
        &self.words[id.0]
    }

    /// Remembers where a word may be divided.
    pub(super) fn divide(&mut self, id: WordId, hyphenated: bool, divisions: Arc<[Division]>) {
        self.words[id.0].divisions[usize::from(hyphenated)] = Some(divisions);
    }

    /// What the first `at` bytes of a word gain by a hyphen behind them. Its neighbours alone decide how close it stands
    /// where the shaper calls the place safe, so that it is measured once for every such neighbourhood.
    pub(super) fn hyphened(&mut self, cut: CutId, id: WordId, text: &str, at: usize) -> Em {
        let safe = &self.get(id).safe;
        let before = safe.partition_point(|edge| (*edge as usize) < at);
        let tail = &text[safe.get(before.wrapping_sub(2)).map_or(0, |edge| *edge as usize)..at];
        let bare = self.word(cut, tail);
        let hyphened = self.word(cut, &format!("{tail}-"));
        self.get(hyphened).width - self.get(bare).width
    }

    fn shape(&mut self, cut: CutId, text: &str) -> Word {
        let ready = &self.cuts[cut.0];
        let Some(tools) = &ready.tools else { return Word::default() };
        let buffer = &mut self.buffer;
        buffer.reset();
        buffer.set_flags(BufferFlags::BEGINNING_OF_TEXT | BufferFlags::END_OF_TEXT);
        buffer.push_str(text);
        buffer.set_direction(direction(ready.cut.rtl));
        buffer.set_script(tools.script);
        buffer.set_language(tools.lang.clone());
        let options = ShapeOptions::new().plan(Some(&tools.plan)).features(&tools.features);
        if harfrust::shape(&tools.font, buffer, options).is_err() {
            return Word::default();
        }
        let infos = buffer.glyph_infos();
        let em = |units: i32| Em::from_units(units, tools.units_per_em);
        let mut starts: Vec<u32> = infos.iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut word = Word::default();
        for (at, (info, position)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
            let next = starts.partition_point(|start| *start <= info.cluster);
            let end = starts.get(next).copied().unwrap_or(text.len() as u32);
            let ends_cluster = infos.get(at + 1).is_none_or(|after| after.cluster != info.cluster);
            let mut advance = em(position.x_advance);
            if ends_cluster && advance > Em::ZERO {
                advance += ready.cut.tracking;
            }
            word.width += advance;
            if !info.flags().is_unsafe_to_break() {
                word.safe.push(info.cluster);
            }
            word.glyphs.push(Glyph {
                id: info.glyph_id as u16,
                advance,
                dx: em(position.x_offset),
                dy: em(position.y_offset),
                cluster: info.cluster..end.max(info.cluster + 1),
            });
        }
        if let [glyph] = word.glyphs.as_mut_slice() {
            let (left, right) = match ready.cut.trim {
                Trim::None => (Em::ZERO, Em::ZERO),
                Trim::Left => (Em::milli(500), Em::ZERO),
                Trim::Right => (Em::ZERO, Em::milli(500)),
                Trim::Both => (Em::milli(250), Em::milli(250)),
            };
            glyph.dx -= left;
            glyph.advance -= left + right;
            word.width -= left + right;
        }
        if stand_apart(&ready.cut) {
            word.letters = (0..word.glyphs.len()).filter(|index| ends_letter(&word.glyphs, *index)).count() as u32;
        }
        word.safe.sort_unstable();
        word.safe.dedup();
        word
    }
}

fn direction(rtl: bool) -> Direction {
    if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
}

fn features(cut: &Cut) -> Vec<Feature> {
    let feature = |tag: &[u8; 4], on: bool| Feature::new(Tag::new(tag), u32::from(on), ..);
    let mut all = Vec::new();
    if cut.code {
        all.extend([feature(b"liga", false), feature(b"clig", false), feature(b"calt", false)]);
        return all;
    }
    all.push(if cut.lining { feature(b"lnum", true) } else { feature(b"onum", true) });
    if cut.tabular {
        all.push(feature(b"tnum", true));
    }
    if cut.small_caps {
        all.push(feature(b"smcp", true));
    }
    // Letters that are spaced out are not joined.
    if cut.tracking != Em::ZERO {
        all.extend([feature(b"liga", false), feature(b"clig", false)]);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::bundled;

    fn cut(fonts: &Fonts) -> Cut {
        Cut {
            font: fonts.find("EB Garamond", false, false).unwrap(),
            small_caps: false,
            lining: false,
            tabular: false,
            code: false,
            tracking: Em::ZERO,
            script: *b"Latn",
            rtl: false,
            lang: Lang("en".into()),
            trim: Trim::None,
        }
    }

    #[test]
    fn a_ligature_is_one_glyph_for_several_letters_and_not_safe_inside() {
        let fonts = Fonts::new(bundled());
        let mut shaper = Shaper::new(&fonts);
        let roman = shaper.cut(&cut(&fonts));
        let id = shaper.word(roman, "office");
        let word = shaper.get(id);
        assert!(word.glyphs.len() < 6, "{:?}", word.glyphs);
        assert!(!word.safe.contains(&2));
        assert_eq!(word.glyphs.last().unwrap().cluster, 5..6);
        assert_eq!(shaper.word(roman, "office"), id);
    }

    #[test]
    fn tracking_parts_ligatures_and_small_capitals_are_glyphs_of_their_own() {
        let fonts = Fonts::new(bundled());
        let mut shaper = Shaper::new(&fonts);
        let plain = cut(&fonts);
        let spaced = shaper.cut(&Cut { small_caps: true, tracking: Em::milli(60), ..plain.clone() });
        let roman = shaper.cut(&plain);
        let (a, b) = (shaper.word(spaced, "fi"), shaper.word(roman, "fi"));
        assert_eq!(shaper.get(a).glyphs.len(), 2);
        assert_ne!(shaper.get(a).glyphs[0].id, shaper.get(b).glyphs[0].id);
        assert!(shaper.get(a).width > Em::milli(120));
    }

    #[test]
    fn cyrillic_letters_have_the_forms_of_their_language() {
        let fonts = Fonts::new(bundled());
        let mut shaper = Shaper::new(&fonts);
        let mut glyphs = |italic, lang: &str, text: &str| {
            let font = fonts.find("Source Sans 3", false, italic).unwrap();
            let cyrillic = Cut { font, script: *b"Cyrl", lang: Lang(lang.into()), ..cut(&fonts) };
            let cyrillic = shaper.cut(&cyrillic);
            let word = shaper.word(cyrillic, text);
            shaper.get(word).glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
        };
        assert_ne!(glyphs(true, "sr", "гдпт"), glyphs(true, "ru", "гдпт"));
        assert_eq!(glyphs(true, "mk-MK", "гдпт"), glyphs(true, "sr-Cyrl-RS", "гдпт"));
        assert_ne!(glyphs(false, "bg", "вижте"), glyphs(false, "ru", "вижте"));
    }

    #[test]
    fn a_hyphen_is_measured_by_its_neighbours_as_by_the_whole_word() {
        let fonts = Fonts::new(bundled());
        let mut shaper = Shaper::new(&fonts);
        let roman = shaper.cut(&cut(&fonts));
        for text in ["temperament", "Wissenschaft", "AVATAR", "“typography", "office", "fluffiest", "ἀνάγκη"] {
            let id = shaper.word(roman, text);
            for at in shaper.get(id).safe.clone().into_iter().map(|at| at as usize).filter(|at| *at > 0) {
                let whole = shaper.word(roman, &format!("{}-", &text[..at]));
                let exact = shaper.get(whole).width - shaper.get(id).width_before(at);
                assert_eq!(shaper.hyphened(roman, id, text, at), exact, "{text} at {at}");
            }
        }
    }
}
