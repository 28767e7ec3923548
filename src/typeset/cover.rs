//! A cover for a book that names none, as binders make them: a patterned paper, and on it a label with authors, title and
//! subtitle. Colours and pattern follow from title and authors, so that a book keeps its cover and a shelf of books has many.

use unicode_segmentation::UnicodeSegmentation;

use super::hyphen::{self, SOFT_HYPHEN};
use super::oneline::one_line;
use super::pattern::{Inks, PATTERNS, floret};
use super::sense::{self, Kind};
use super::shape::Shaper;
use super::stick::lacking;
use super::{Case, makeup};
use crate::base::{Code, Diags, Em, Length, Point, Rect, Site, Size};
use crate::model::{AUTHOR, Lang, Metadata};
use crate::page::{ArtifactKind, Cover, FontId, Frame, Ink, Item, Mark};
use crate::style::{Align, Style, Typeface, Voice};

/// The page: 1600 by 2560, as the shops want it, in quarter points.
const PAGE: Size = Size { width: Length::pt(400), height: Length::pt(640) };
const PAPER: Ink = Ink::Rgb(251, 246, 234);
/// The label's width, and the width that lines on it may take.
const LABEL: Length = Length::pt(324);
const MEASURE: Length = Length::pt(272);
/// The least and the greatest height of the label.
const LOWEST: Length = Length::pt(270);
/// How much of the page's height beside it lies above the label, in per cent.
const ABOVE: i64 = 36;
/// What a title may take of it.
const TITLE: Length = Length::pt(270);
/// A place where a line may end without a sign.
const SPACE_OF_NO_WIDTH: char = '\u{200b}';
const MARK: Mark = Mark::Artifact(ArtifactKind::Other);

/// The colours of one cover: the paper's ground, its pattern and what stands out in it, and the ink on the label.
struct Palette {
    ground: (u8, u8, u8),
    motif: (u8, u8, u8),
    accent: (u8, u8, u8),
    ink: (u8, u8, u8),
}

const fn palette(ground: (u8, u8, u8), motif: (u8, u8, u8), accent: (u8, u8, u8), ink: (u8, u8, u8)) -> Palette {
    Palette { ground, motif, accent, ink }
}

/// Oxblood, forest, navy, plum, petrol, ochre, terracotta, slate.
const PALETTES: [Palette; 8] = [
    palette((112, 34, 40), (143, 62, 62), (226, 186, 142), (92, 24, 32)),
    palette((34, 68, 56), (62, 100, 82), (218, 194, 136), (24, 54, 44)),
    palette((28, 46, 78), (58, 80, 118), (222, 192, 140), (22, 38, 68)),
    palette((74, 40, 68), (108, 70, 100), (230, 194, 172), (62, 30, 56)),
    palette((22, 76, 86), (54, 108, 116), (240, 196, 128), (14, 60, 70)),
    palette((184, 132, 50), (206, 160, 86), (252, 238, 204), (98, 60, 14)),
    palette((168, 80, 52), (192, 112, 84), (248, 220, 182), (112, 44, 22)),
    palette((62, 68, 78), (94, 100, 110), (226, 206, 162), (40, 46, 56)),
];

fn rgb((r, g, b): (u8, u8, u8)) -> Ink {
    Ink::Rgb(r, g, b)
}

/// A number that follows from a book's title and authors, and from nothing else (FNV-1a).
fn number_of(meta: &Metadata) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in std::iter::once(meta.title.as_str()).chain(meta.by(AUTHOR)) {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // The last bits of a hash as simple as this are the least mixed.
    (hash >> 32) as usize
}

/// Draws a cover. Fonts are those of the style. `place` says where the manifest has the words that a letter stands in, for a finding.
pub fn cover(meta: &Metadata, case: Case, place: &dyn Fn(&str) -> Option<Site>, diags: &mut Diags) -> Cover {
    let missing = missing(meta, case);
    if let Some(first) = missing.first() {
        let message = format!("the drawn cover cannot be lettered: {}", lacking(&missing));
        let help = "name a picture for it with `cover:`, or put a font that has them into the book's fonts folder";
        diags.push_help(Code::MissingGlyph, place(first), message, help);
    }
    // Sizes below are in points: a voice of 100 % is 10 points here.
    let style = Style { size: Length::pt(10), leading: Length::pt(13), ..case.style.clone() };
    let number = number_of(meta);
    let colours = &PALETTES[number % PALETTES.len()];
    let (ground, ink) = (rgb(colours.ground), rgb(colours.ink));
    let mut easel = Easel {
        case: Case { style: &style, ..case },
        shaper: Shaper::new(case.fonts),
        lang: Lang(meta.language.clone()),
        items: Vec::new(),
    };
    let pattern = &PATTERNS[number / PALETTES.len() % PATTERNS.len()];
    let inks = Inks { ground, motif: rgb(colours.motif), accent: rgb(colours.accent) };
    let paper = Frame { items: pattern.paper(inks) };

    let title = easel.title(&meta.title);
    let authors = easel.authors(meta);
    let subtitle = meta
        .subtitle
        .as_deref()
        .map(|subtitle| easel.fitted(subtitle, &[21, 19, 17, 15, 13, 11], Length::pt(70), Kind::Title, ITALIC));
    let series = meta.series.as_ref().map(|series| {
        let position = series.position.map_or(String::new(), |position| format!(" · {position}"));
        easel.fitted(&format!("{}{position}", series.title), &[13, 11, 9], Length::pt(26), Kind::Title, CAPS)
    });

    // From top to bottom: what there is, and the space above it.
    let mut rows: Vec<(Length, Row)> = Vec::new();
    if !authors.lines.is_empty() {
        rows.push((Length::ZERO, Row::Words(authors)));
        rows.push((Length::pt(20), Row::Ornament));
    }
    rows.push((Length::pt(if rows.is_empty() { 0 } else { 24 }), Row::Words(title)));
    for words in [subtitle, series].into_iter().flatten() {
        let depth = rows.last().map_or(Length::ZERO, |(_, row)| row.depth());
        rows.push(((depth + Length::pt(11)).max(Length::pt(26)), Row::Words(words)));
    }
    let height: Length = rows.iter().map(|(above, row)| *above + row.height()).sum();
    let padding = Length::pt(40);
    let label = Size { width: LABEL, height: (height + padding * 2).max(LOWEST) };
    let origin = Point { x: (PAGE.width - LABEL) / 2, y: (PAGE.height - label.height).scale(ABOVE, 100) };
    easel.label(Rect { origin, size: label }, ground, ink);
    let mut y = origin.y + (label.height - height) / 2;
    for (above, row) in rows {
        y += above;
        let height = row.height();
        match row {
            Row::Words(fitted) => easel.set(&fitted, y, ink),
            Row::Ornament => easel.ornament(y + height / 2, ink),
        }
        y += height;
    }
    Cover { paper, repeat: pattern.repeat(), frame: Frame { items: easel.items }, size: PAGE }
}

/// The characters on the label that no font has, each once.
fn missing<'m>(meta: &'m Metadata, case: Case) -> Vec<&'m str> {
    let words = std::iter::once(meta.title.as_str()).chain(meta.makers());
    let words = words.chain(meta.subtitle.as_deref()).chain(meta.series.as_ref().map(|series| series.title.as_str()));
    let mut missing: Vec<&str> = Vec::new();
    for cluster in words.flat_map(|words| words.graphemes(true)) {
        let known = cluster.chars().all(char::is_whitespace) || missing.contains(&cluster);
        if !known && case.fonts.serving(FontId(0), cluster).is_none() {
            missing.push(cluster);
        }
    }
    missing
}

/// What stands on the label.
enum Row {
    Words(Fitted),
    Ornament,
}

impl Row {
    fn height(&self) -> Length {
        match self {
            // From the top of the first line's capitals to the last line's baseline.
            Row::Words(fitted) => {
                fitted.leading * (fitted.lines.len() as i64 - 1).max(0) + Length::milli_pt(fitted.size * CAPITALS)
            }
            Row::Ornament => Length::pt(10),
        }
    }

    /// How far it reaches below that.
    fn depth(&self) -> Length {
        match self {
            Row::Words(fitted) => fitted.depth,
            Row::Ornament => Length::ZERO,
        }
    }
}

/// How high capitals are, in thousandths of the size: near enough in any font to stand by.
const CAPITALS: i64 = 660;

/// Lines that fit, centred each.
struct Fitted {
    lines: Vec<(Vec<Item>, Length)>,
    size: i64,
    leading: Length,
    /// How far the last line's letters reach below their baseline.
    depth: Length,
}

const ROMAN: Voice = Voice {
    face: Typeface::Heads,
    size_percent: 100,
    lines: 1,
    italic: false,
    bold: false,
    small_caps: false,
    tracking: Em::ZERO,
    align: Align::Center,
    hyphenate: false,
    tabular: false,
};
const ITALIC: Voice = Voice { italic: true, ..ROMAN };
const CAPS: Voice = Voice { small_caps: true, tracking: Em::milli(70), ..ROMAN };

struct Easel<'a> {
    case: Case<'a>,
    shaper: Shaper<'a>,
    lang: Lang,
    items: Vec<Item>,
}

impl Easel<'_> {
    /// A line; what it lacks was said for the whole cover.
    fn line(&mut self, text: &str, size: i64, voice: Voice) -> (Vec<Item>, Length) {
        let voice = Voice { size_percent: size * 10, ..voice };
        // Where a word may be divided is seen at a line's end alone.
        let hyphen = if text.ends_with(SOFT_HYPHEN) { "-" } else { "" };
        let text = text.replace([SOFT_HYPHEN, SPACE_OF_NO_WIDTH], "") + hyphen;
        one_line(&text, &voice, (self.case, &mut self.shaper), &self.lang, MARK, &mut Diags::new())
    }

    /// The title in the largest size in which it fits and no line of it is a small word alone.
    fn title(&mut self, title: &str) -> Fitted {
        const SIZES: [i64; 15] = [92, 82, 73, 65, 58, 52, 47, 42, 37, 33, 29, 25, 21, 17, 14];
        // Below it, what fits is good enough.
        const EVEN_FROM: i64 = 33;
        for at in 0..SIZES.iter().take_while(|size| **size >= EVEN_FROM).count() {
            let (fitted, fits) = self.tried(title, &SIZES[at..=at], TITLE, Kind::Title, ROMAN);
            let widths = || fitted.lines.iter().map(|(_, width)| *width);
            let (widest, narrowest) = (widths().max().unwrap_or_default(), widths().min().unwrap_or_default());
            if fits && narrowest * 100 >= widest * 42 && fitted.lines.len() <= 5 {
                return fitted;
            }
        }
        self.fitted(title, &SIZES, TITLE, Kind::Title, ROMAN)
    }

    /// Up to three names below one another, more one after the other.
    fn authors(&mut self, meta: &Metadata) -> Fitted {
        let names = meta.makers();
        let joined = names.join(if names.len() > 3 { ", " } else { "\n" });
        self.fitted(&joined, &[19, 17, 15, 13, 11, 9, 7], Length::pt(76), Kind::Names, CAPS)
    }

    /// The text in the first of `sizes` in which it fits `MEASURE` and `height`. Where none holds a word, that is divided; where there is
    /// too much of it all the same, it becomes smaller until it fits.
    fn fitted(&mut self, text: &str, sizes: &[i64], height: Length, kind: Kind, voice: Voice) -> Fitted {
        let (fitted, fits) = self.tried(text, sizes, height, kind, voice);
        if fits {
            return fitted;
        }
        let divided = self.divided(text, fitted.size, voice);
        let smaller: Vec<i64> = sizes.iter().copied().chain((1..fitted.size).rev()).collect();
        self.tried(&divided, &smaller, height, kind, voice).0
    }

    /// The text with places to divide the words that are wider than `MEASURE`: by the patterns of its language, else anywhere.
    fn divided(&mut self, text: &str, size: i64, voice: Voice) -> String {
        // A piece of so many letters stays whole where there are no patterns.
        const LETTERS: usize = 4;
        let sign = if hyphen::hyphenates(&self.lang) { SOFT_HYPHEN } else { SPACE_OF_NO_WIDTH };
        let mut divided = String::with_capacity(text.len() * 2);
        for word in text.split_inclusive(char::is_whitespace) {
            let mut places = Vec::new();
            if self.line(word.trim_end(), size, voice).1 > MEASURE {
                places = hyphen::divisions(word, &self.lang, true, &self.case.style.hyphenation);
                if places.is_empty() {
                    places.extend(
                        word.trim_end().grapheme_indices(true).map(|(at, _)| at).skip(LETTERS).step_by(LETTERS),
                    );
                }
            }
            let mut from = 0;
            for at in places {
                divided.extend([&word[from..at], sign.encode_utf8(&mut [0; 4])]);
                from = at;
            }
            divided.push_str(&word[from..]);
        }
        divided
    }

    /// The text in the first of `sizes` in which it fits `MEASURE` and `height`, broken by sense, and that it does; in the last where
    /// none does. A line feed in it ends a line.
    fn tried(&mut self, text: &str, sizes: &[i64], height: Length, kind: Kind, voice: Voice) -> (Fitted, bool) {
        let mut fitted = Fitted { lines: Vec::new(), size: 0, leading: Length::ZERO, depth: Length::ZERO };
        let mut fits = false;
        for size in sizes {
            let leading = Length::milli_pt(size * if *size > 25 { 1100 } else { 1280 });
            let mut lines: Vec<(Vec<Item>, Length)> = Vec::new();
            for part in text.lines() {
                let mut width = |words: &str| self.line(words, *size, voice).1;
                let broken = sense::lines(part, MEASURE, kind, &mut width);
                for line in broken.unwrap_or_else(|| sense::filled(part, MEASURE, &mut width)) {
                    lines.push(self.line(line, *size, voice));
                }
            }
            fits = leading * lines.len() as i64 <= height && lines.iter().all(|(_, width)| *width <= MEASURE);
            fitted = Fitted { lines, size: *size, leading, depth: Length::ZERO };
            if fits {
                break;
            }
        }
        let last = fitted.lines.last().into_iter().flat_map(|(items, _)| items);
        let depths = last.filter_map(|item| match item {
            Item::Glyphs(run) => Some(self.case.fonts.depth(run.font, &run.glyphs).at(run.size)),
            Item::Rule { .. } | Item::Image { .. } | Item::Path(_) | Item::Anchor { .. } => None,
        });
        fitted.depth = depths.max().unwrap_or_default();
        (fitted, fits)
    }

    /// Sets lines in the middle, the first with the top of its capitals at `y`.
    fn set(&mut self, fitted: &Fitted, y: Length, ink: Ink) {
        let mut baseline = y + Length::milli_pt(fitted.size * CAPITALS);
        for (items, width) in &fitted.lines {
            let at = Point { x: (PAGE.width - *width) / 2, y: baseline };
            for item in items {
                let mut item = makeup::shifted(item.clone(), at, 0);
                if let Item::Glyphs(run) = &mut item {
                    run.ink = ink;
                }
                self.items.push(item);
            }
            baseline += fitted.leading;
        }
    }

    fn block(&mut self, area: Rect, ink: Ink) {
        self.items.push(Item::Rule { area, ink, mark: MARK });
    }

    /// The label: a band of the ground around it, and two rules within its edge.
    fn label(&mut self, area: Rect, ground: Ink, ink: Ink) {
        self.block(grown(area, Length::pt(6)), ground);
        self.block(area, PAPER);
        for (inset, width) in [(8_000, 1_800), (12_500, 600)] {
            let outer = grown(area, -Length::milli_pt(inset));
            self.block(outer, ink);
            self.block(grown(outer, -Length::milli_pt(width)), PAPER);
        }
    }

    /// A flower between two rules.
    fn ornament(&mut self, y: Length, ink: Ink) {
        let middle = PAGE.width / 2;
        for x in [middle - Length::pt(64), middle + Length::pt(14)] {
            let size = Size { width: Length::pt(50), height: Length::milli_pt(1000) };
            self.block(Rect { origin: Point { x, y: y - Length::milli_pt(500) }, size }, ink);
        }
        self.items.extend(floret(Point { x: middle, y }, Length::pt(8), ink));
    }
}

/// An area larger by so much on each side.
fn grown(area: Rect, by: Length) -> Rect {
    Rect {
        origin: Point { x: area.origin.x - by, y: area.origin.y - by },
        size: Size { width: area.size.width + by * 2, height: area.size.height + by * 2 },
    }
}

#[cfg(test)]
mod tests {

    use super::super::Fonts;
    use super::*;
    use crate::asset::{Pictures, bundled};
    use crate::model::{Metadata, Person};
    use crate::style::StylePatch;

    fn drawn(title: &str, authors: &[&str]) -> Cover {
        drawn_with(title, authors, &mut Diags::new())
    }

    fn drawn_with(title: &str, authors: &[&str], diags: &mut Diags) -> Cover {
        let authors = authors
            .iter()
            .map(|name| Person { name: name.to_string(), roles: vec![AUTHOR.into()], ..Person::default() })
            .collect();
        let metadata = Metadata {
            title: title.into(),
            subtitle: Some("Six Essays on Empathy".into()),
            language: "en".into(),
            authors,
            ..Metadata::default()
        };
        let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
        let style = Style::new(&StylePatch::default(), "book", PAGE, None);
        cover(&metadata, Case { style: &style, fonts: &fonts, pictures: &pictures }, &|_| None, diags)
    }

    #[test]
    fn every_word_stands_on_the_label_however_long_the_title() {
        let long = "The Surprising and Entirely True History of an Uncommonly Long Title, Told for the First Time \
                    by Those Who Had to Set It, with Notes, Appendices and an Index of Regrets";
        let rules = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren of 1999";
        let (cries, many) = ("AAAH".repeat(40), "One More Word and ".repeat(90));
        for title in ["As If", long, "Donaudampfschifffahrtsgesellschaft", rules, &cries, &many] {
            let cover = drawn(title, &["Marian Oake", "Ada Example", &"Namenlos".repeat(16)]);
            let Cover { frame, .. } = cover;
            let mut words = String::new();
            for item in &frame.items {
                if let Item::Glyphs(run) = item {
                    words.extend([run.text.as_str(), " "]);
                    assert!(run.origin.x >= (PAGE.width - LABEL) / 2, "{title}: {}", run.text);
                    assert!(run.origin.y >= Length::ZERO && run.origin.y <= PAGE.height, "{title}: {}", run.text);
                    assert!(run.origin.x + run.width() <= (PAGE.width + LABEL) / 2, "{title}: {}", run.text);
                }
            }
            let words = words.replace(['-', ' '], "");
            for word in title.split(' ').chain(["Essays", "Oake", "Example"]) {
                assert!(words.contains(word), "{word} in {words}");
            }
        }
    }

    #[test]
    fn letters_that_no_font_has_are_one_finding_that_tells_the_way_out() {
        let mut diags = Diags::new();
        drawn_with("山の本", &["山田"], &mut diags);
        let found: Vec<_> = diags.iter().map(|d| (d.code, d.message.contains("'山'"), d.help.as_deref())).collect();
        assert!(
            matches!(found.as_slice(), [(Code::MissingGlyph, true, Some(help))] if help.contains("`cover:`")),
            "{found:?}"
        );
    }

    #[test]
    fn a_book_keeps_its_cover_and_another_has_its_own() {
        let grounds = |title: &str| {
            let Cover { paper, repeat, .. } = drawn(title, &["Marian Oake"]);
            let Item::Rule { ink, .. } = paper.items[0] else { panic!() };
            (ink, repeat)
        };
        assert_eq!(grounds("As If"), grounds("As If"));
        let titles = ["As If", "Dune", "Emma", "Faust", "Nana", "Kim", "Walden", "Utopia", "Hamlet", "Candide"];
        let inks: std::collections::BTreeSet<String> =
            titles.iter().map(|title| format!("{:?}", grounds(title))).collect();
        assert!(inks.len() >= 6, "{inks:?}");
    }
}
