//! A cover for a book that names none: title, subtitle, authors and an ornament of rules, made for a shop's thumbnail.

use super::oneline::one_line;
use super::{Case, makeup};
use crate::base::{Diags, Em, Length, Point, Rect, Size};
use crate::model::{Book, Lang};
use crate::page::{ArtifactKind, Frame, Ink, Item, Mark, PathShape, Segment, Transform};
use crate::style::{Align, Style, Typeface, Voice};

/// The page: 1600 by 2560, as the shops want it, in quarter points.
const PAGE: Size = Size { width: Length::pt(400), height: Length::pt(640) };
const GROUND: Ink = Ink::Rgb(30, 48, 58);
const TYPE: Ink = Ink::Rgb(246, 238, 222);
const GOLD: Ink = Ink::Rgb(201, 162, 94);
/// The width that lines may take.
const MEASURE: Length = Length::pt(312);
/// Where the title's first line begins, and where its last must have ended.
const TITLE_TOP: Length = Length::pt(96);
const TITLE_BOTTOM: Length = Length::pt(372);
const MARK: Mark = Mark::Artifact(ArtifactKind::Other);

/// Draws a cover, and says how large its page is. Fonts are those of the style.
pub fn cover(book: &Book, case: Case, diags: &mut Diags) -> (Frame, Size) {
    let meta = book.metadata();
    // Sizes below are in points: a voice of 100 % is 10 points here.
    let style = Style { size: Length::pt(10), leading: Length::pt(13), ..case.style.clone() };
    let mut easel =
        Easel { case: Case { style: &style, ..case }, lang: Lang(meta.language.clone()), items: Vec::new(), diags };
    easel.block(Rect { origin: Point::default(), size: PAGE }, GROUND);
    easel.frame();

    let title = easel.fitted(
        &meta.title,
        &[92, 76, 64, 56, 48, 42, 36, 31, 27, 23, 20, 17, 14],
        TITLE_BOTTOM - TITLE_TOP,
        false,
    );
    let height = title.leading * title.lines.len() as i64;
    // A short title stands a little above the middle of its field.
    let y = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - height).max(Length::ZERO) * 2 / 5;
    let mut y = easel.set(&title, y, TYPE);
    y = y.max(Length::pt(250)) + Length::pt(22);
    easel.ornament(y);
    if let Some(subtitle) = &meta.subtitle {
        let set = easel.fitted(subtitle, &[21, 19, 17, 15, 13, 11], Length::pt(96), true);
        easel.set(&set, y + Length::pt(20), TYPE);
    }

    let authors: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
    let set = easel.fitted(&authors.join("\n"), &[24, 21, 18, 15, 12, 9], Length::pt(84), false);
    let height = set.leading * set.lines.len() as i64;
    easel.set(&set, Length::pt(588) - height, TYPE);
    (Frame { items: easel.items }, PAGE)
}

/// Lines that fit, centred each.
struct Fitted {
    lines: Vec<(Vec<Item>, Length)>,
    size: i64,
    leading: Length,
}

struct Easel<'a> {
    case: Case<'a>,
    lang: Lang,
    items: Vec<Item>,
    diags: &'a mut Diags,
}

impl Easel<'_> {
    fn line(&mut self, text: &str, size: i64, italic: bool) -> (Vec<Item>, Length) {
        let voice = Voice {
            face: Typeface::Heads,
            size_percent: size * 10,
            lines: 1,
            italic,
            bold: false,
            small_caps: false,
            tracking: Em::ZERO,
            align: Align::Center,
            hyphenate: false,
            tabular: false,
        };
        one_line(text, &voice, self.case, &self.lang, MARK, self.diags)
    }

    /// The text in the first of `sizes` in which it fits `MEASURE` and `height`, in lines as even as can be; the last
    /// size where none does. A line feed in it ends a line.
    fn fitted(&mut self, text: &str, sizes: &[i64], height: Length, italic: bool) -> Fitted {
        let mut fitted = Fitted { lines: Vec::new(), size: 0, leading: Length::ZERO };
        for size in sizes {
            let leading = Length::milli_pt(size * 1120);
            let space = self.line(" ", *size, italic).1;
            let mut lines: Vec<(Vec<Item>, Length)> = Vec::new();
            for part in text.lines() {
                let words: Vec<(&str, Length)> =
                    part.split_whitespace().map(|word| (word, self.line(word, *size, italic).1)).collect();
                for line in evenly(&words, space, MEASURE) {
                    lines.push(self.line(&line.join(" "), *size, italic));
                }
            }
            let fits = leading * lines.len() as i64 <= height && lines.iter().all(|(_, width)| *width <= MEASURE);
            fitted = Fitted { lines, size: *size, leading };
            if fits {
                break;
            }
        }
        fitted
    }

    /// Sets lines from `y` down, in the middle; gives the bottom of the last.
    fn set(&mut self, fitted: &Fitted, mut y: Length, ink: Ink) -> Length {
        for (items, width) in &fitted.lines {
            let baseline = y + Length::milli_pt(fitted.size * 880);
            let at = Point { x: (PAGE.width - *width) / 2, y: baseline };
            for item in items {
                let mut item = makeup::shifted(item.clone(), at, 0);
                if let Item::Glyphs(run) = &mut item {
                    run.ink = ink;
                }
                self.items.push(item);
            }
            y += fitted.leading;
        }
        y
    }

    fn block(&mut self, area: Rect, ink: Ink) {
        self.items.push(Item::Rule { area, ink, mark: MARK });
    }

    /// A fine double frame.
    fn frame(&mut self) {
        for (inset, width) in [(20, 1200), (25, 500)] {
            let (inset, width) = (Length::pt(inset), Length::milli_pt(width));
            let (right, bottom) = (PAGE.width - inset - width, PAGE.height - inset - width);
            let across = Size { width: PAGE.width - inset * 2, height: width };
            let down = Size { width, height: PAGE.height - inset * 2 };
            for (x, y, size) in
                [(inset, inset, across), (inset, bottom, across), (inset, inset, down), (right, inset, down)]
            {
                self.block(Rect { origin: Point { x, y }, size }, GOLD);
            }
        }
    }

    /// A lozenge between two rules.
    fn ornament(&mut self, y: Length) {
        let (middle, half) = (PAGE.width / 2, Length::pt(5));
        for x in [middle - Length::pt(72), middle + Length::pt(14)] {
            let size = Size { width: Length::pt(58), height: Length::milli_pt(1200) };
            self.block(Rect { origin: Point { x, y: y - Length::milli_pt(600) }, size }, GOLD);
        }
        let at = |dx: i64, dy: i64| Point { x: half * dx, y: half * dy };
        self.items.push(Item::Path(PathShape {
            segments: vec![
                Segment::Move(at(0, -1)),
                Segment::Line(at(1, 0)),
                Segment::Line(at(0, 1)),
                Segment::Line(at(-1, 0)),
                Segment::Close,
            ],
            even_odd: false,
            fill: Some(GOLD),
            stroke: None,
            clip: None,
            transform: Transform { sx: Em::ONE, sy: Em::ONE, offset: Point { x: middle, y } },
            mark: MARK,
        }));
    }
}

/// Words in as few lines of `measure` as they need, broken where the widest of these lines is narrowest.
fn evenly<'a>(words: &[(&'a str, Length)], space: Length, measure: Length) -> Vec<Vec<&'a str>> {
    let broken = |measure: Length| {
        let mut lines: Vec<(Vec<&str>, Length)> = Vec::new();
        for (word, width) in words {
            match lines.last_mut() {
                Some((line, used)) if *used + space + *width <= measure => {
                    line.push(word);
                    *used += space + *width;
                }
                _ => lines.push((vec![word], *width)),
            }
        }
        lines.into_iter().map(|(line, _)| line).collect::<Vec<_>>()
    };
    let fewest = broken(measure);
    (1..=40).map(|step| broken(measure * step / 40)).find(|lines| lines.len() == fewest.len()).unwrap_or(fewest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::Fonts;
    use super::*;
    use crate::asset::{Pictures, bundled};
    use crate::model::{BookParts, Metadata, Person};
    use crate::style::StylePatch;

    fn drawn(title: &str, authors: &[&str]) -> Frame {
        let authors = authors.iter().map(|name| Person { name: name.to_string(), ..Person::default() }).collect();
        let metadata = Metadata {
            title: title.into(),
            subtitle: Some("Six Essays on Empathy".into()),
            language: "en".into(),
            authors,
            ..Metadata::default()
        };
        let book = Book::bind(BookParts {
            metadata,
            chapters: vec![],
            contents: vec![],
            figures: vec![],
            tables: vec![],
            anchors: BTreeMap::new(),
        });
        let (fonts, pictures) = (Fonts::new(bundled()), Pictures::default());
        let style = Style::new(&StylePatch::default(), "book", PAGE, None);
        cover(&book, Case { style: &style, fonts: &fonts, pictures: &pictures }, &mut Diags::new()).0
    }

    #[test]
    fn every_word_stands_within_the_frame_however_long_the_title() {
        let long = "The Surprising and Entirely True History of an Uncommonly Long Title, Told for the First Time \
                    by Those Who Had to Set It, with Notes, Appendices and an Index of Regrets";
        for title in ["As If", long, "Donaudampfschifffahrtsgesellschaft"] {
            let frame = drawn(title, &["Marian Oake", "Ada Example", "A Third"]);
            let mut words = String::new();
            for item in &frame.items {
                if let Item::Glyphs(run) = item {
                    words.extend([run.text.as_str(), " "]);
                    assert!(run.origin.x >= Length::pt(28), "{title}: {}", run.text);
                    assert!(run.origin.x + run.width() <= PAGE.width - Length::pt(28), "{title}: {}", run.text);
                }
            }
            for word in title.split(' ').chain(["Essays", "Oake", "Example"]) {
                assert!(words.contains(word), "{word} in {words}");
            }
        }
    }

    #[test]
    fn a_title_is_broken_evenly() {
        let words =
            ["The", "Importance", "of", "Being", "Earnest"].map(|word| (word, Length::pt(word.len() as i64 * 10)));
        let lines = evenly(&words, Length::pt(5), Length::pt(200));
        assert_eq!(lines, [vec!["The", "Importance"], vec!["of", "Being", "Earnest"]]);
    }

    #[test]
    fn a_word_wider_than_the_measure_stands_alone() {
        let words = [("a", Length::pt(10)), ("longer", Length::pt(300)), ("b", Length::pt(10))];
        assert_eq!(evenly(&words, Length::pt(5), Length::pt(200)), [["a"], ["longer"], ["b"]]);
    }
}
