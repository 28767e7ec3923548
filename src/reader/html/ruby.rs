//! Ruby: words, and how they are read, which HTML writes in several ways. Here each base stands before its readings.

use crate::base::Span;
use crate::model::{Inline, InlineKind, plain_text};
use crate::reader::attributes::{Attributes, wrapped};
use crate::reader::inlines::{is_spaceless, trim};

/// Whether an element is a part of ruby, whose end nobody need write.
pub fn is_part_of_ruby(name: &str) -> bool {
    matches!(name, "rb" | "rt" | "rp" | "rtc")
}

/// Whether a part of ruby ends where that element begins (HTML, 13.2.6.4.7).
pub fn ends_at(part: &str, next: &str) -> bool {
    match next {
        "rb" | "rtc" => is_part_of_ruby(part),
        "rt" | "rp" => is_part_of_ruby(part) && part != "rtc",
        _ => false,
    }
}

/// A base that says where it ends; until its element ends it has no reading, unless one stands in it.
pub fn base(inner: Vec<Inline>, span: Span) -> Vec<Inline> {
    match inner.iter().any(is_reading) {
        true => ruby(inner, span),
        false => vec![Inline::new(InlineKind::Ruby(inner), span)],
    }
}

/// The readings in an element of readings, or the one that it is.
pub fn readings(inner: Vec<Inline>, attributes: &Attributes, span: Span) -> Vec<Inline> {
    let mut attributes = attributes.clone();
    let mut found: Vec<Inline> = Vec::new();
    let mut read = |mut words: Vec<Inline>, span| {
        trim(&mut words);
        let says = !is_blank(&words);
        let words = wrapped(words, &attributes);
        // A name is there once.
        attributes.id = None;
        match says {
            true => found.push(Inline::new(InlineKind::Reading(words), span)),
            false => found.extend(words),
        }
    };
    let mut own = Vec::new();
    for piece in inner {
        match piece.kind {
            InlineKind::Reading(words) => {
                read(std::mem::take(&mut own), span);
                read(words, piece.span);
            }
            _ => own.push(piece),
        }
    }
    read(own, span);
    found
}

/// What stands in a ruby element: bases, each before its readings. What has no base or no reading stands outside.
pub fn ruby(inner: Vec<Inline>, span: Span) -> Vec<Inline> {
    let mut out: Vec<Inline> = runs(inner).into_iter().flat_map(Run::paired).collect();
    tidy(&mut out);
    let from = out.iter().position(|piece| !is_reading(piece) && !is_blank(std::slice::from_ref(piece)));
    let to = out.iter().rposition(is_reading);
    if let (Some(from), Some(to)) = (from, to)
        && from < to
    {
        let words = out.drain(from..=to).collect();
        out.insert(from, Inline::new(InlineKind::Ruby(words), span));
    }
    out
}

/// Bases and the readings behind them.
#[derive(Default)]
struct Run {
    bases: Vec<Inline>,
    readings: Vec<Inline>,
}

fn runs(inner: Vec<Inline>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut run = Run::default();
    for piece in inner {
        if is_reading(&piece) {
            // Only space stands between two readings of the same words.
            if run.bases.iter().all(is_space)
                && let Some(last) = runs.pop()
            {
                run = last;
            }
            run.readings.push(piece);
        } else {
            if !run.readings.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
            run.bases.push(piece);
        }
    }
    runs.push(run);
    runs
}

impl Run {
    /// Each base before its readings: the first before the first and so on, as often as there are enough for all. What is left
    /// over is behind the last.
    fn paired(self) -> Vec<Inline> {
        let is_base = |piece: &Inline| matches!(&piece.kind, InlineKind::Ruby(words) if !words.iter().any(is_reading));
        let count = self.bases.iter().filter(|piece| is_base(piece)).count();
        if count == 0 {
            return self.bases.into_iter().chain(self.readings).collect();
        }
        let whole = match self.readings.len() / count {
            0 => self.readings.len(),
            rounds => rounds * count,
        };
        let mut readings = vec![Vec::new(); count];
        for (at, reading) in self.readings.into_iter().enumerate() {
            readings[if at < whole { at % count } else { count - 1 }].push(reading);
        }
        let mut readings = readings.into_iter();
        let mut out = Vec::new();
        for piece in self.bases {
            match piece.kind {
                InlineKind::Ruby(words) if !words.iter().any(is_reading) => {
                    out.extend(words);
                    out.extend(readings.next().into_iter().flatten());
                }
                _ => out.push(piece),
            }
        }
        out
    }
}

/// Takes the space that only lays out the source: at both ends, before a reading, and behind one where no word follows that wants it.
fn tidy(line: &mut Vec<Inline>) {
    for at in 0..line.len() {
        let next = line.get(at + 1);
        let ends = next.is_none_or(is_reading);
        let first_behind =
            next.and_then(|next| plain_text(std::slice::from_ref(next)).trim_ascii_start().chars().next());
        let behind_reading = at.checked_sub(1).map(|before| is_reading(&line[before]));
        let InlineKind::Text(words) = &mut line[at].kind else { continue };
        if ends {
            words.truncate(words.trim_ascii_end().len());
        }
        let first = words.trim_ascii_start().chars().next().or(first_behind);
        if behind_reading.is_none_or(|behind| behind && first.is_some_and(is_spaceless)) {
            words.drain(..words.len() - words.trim_ascii_start().len());
        }
    }
    line.retain(|piece| !matches!(&piece.kind, InlineKind::Text(words) if words.is_empty()));
}

fn is_reading(piece: &Inline) -> bool {
    matches!(piece.kind, InlineKind::Reading(_))
}

fn is_space(piece: &Inline) -> bool {
    matches!(&piece.kind, InlineKind::Text(words) if words.trim().is_empty())
}

/// Whether nothing is to be seen of a line.
fn is_blank(line: &[Inline]) -> bool {
    line.iter().all(|piece| match &piece.kind {
        InlineKind::Text(words) => words.trim().is_empty(),
        InlineKind::Break | InlineKind::Place(_) => true,
        _ => !piece.children().is_empty() && is_blank(piece.children()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::base::{Diags, Source, SourceId};
    use crate::model::{BRACKETS, lines, plain_blocks};
    use crate::reader::{Beside, read_beside};

    const PARTS: [&str; 18] = [
        "<ruby>", "</ruby>", "<rb>", "</rb>", "<rt>", "</rt>", "<rtc>", "</rtc>", "<rp>", "</rp>", "<b>", "</b>", " ",
        "x", "yz", "漢", "字", " w ",
    ];

    /// What typed HTML becomes, in a line of Markdown and in a block of HTML: ruby in square brackets, readings in round ones.
    fn read(typed: &str) -> String {
        let [line, block] = [format!("# T\n\nA {typed} b.\n"), format!("# T\n\n<p>A {typed} b.</p>\n")].map(|text| {
            let source = Source::new("book/a.md", &text);
            let beside = Beside { has: &|_| true, is_linked: &|_| false };
            let mut diags = Diags::new();
            let chapter = read_beside(&source, SourceId(0), beside, &mut diags).unwrap();
            assert!(diags.is_empty(), "{text}: {diags:?}");
            let shown = lines(&chapter.blocks[0]).into_iter().map(shown).collect::<String>();
            assert_eq!(shown.replace(['[', ']'], ""), plain_blocks(&chapter.blocks).trim_end(), "{text}");
            shown
        });
        assert_eq!(line, block);
        line
    }

    fn shown(line: &[Inline]) -> String {
        let each = line.iter().map(|piece| match &piece.kind {
            InlineKind::Text(words) => words.clone(),
            InlineKind::Ruby(words) => format!("[{}]", shown(words)),
            InlineKind::Reading(words) => format!("{}{}{}", BRACKETS[0], shown(words), BRACKETS[1]),
            _ => shown(piece.children()),
        });
        each.collect()
    }

    #[test]
    fn each_base_stands_before_its_readings_however_html_writes_them() {
        for (typed, wanted) in [
            ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>", "[漢字(かんじ)]"),
            ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", "[漢(かん)字(じ)]"),
            // No part needs an end.
            ("<ruby>漢字<rp>(<rt>かんじ<rp>)</ruby>", "[漢字(かんじ)]"),
            ("<ruby>漢<rt>かん<rb>字<rt>じ</ruby>", "[漢(かん)字(じ)]"),
            ("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>", "[漢(かん)字(じ)]"),
            (
                "<ruby><rb>旧</rb><rb>金</rb><rtc><rt>jiù</rt><rt>jīn</rt></rtc><rtc>San</rtc></ruby>",
                "[旧(jiù)金(jīn)(San)]",
            ),
            ("<ruby><rb>a<rb>b<rtc><rt>1<rt>2</rt></rtc><rtc><rt>3<rt>4</rtc></ruby>", "[a(1)(3)b(2)(4)]"),
            ("<ruby>山<rt>shān</rt> <rt>mountain</rt></ruby>", "[山(shān)(mountain)]"),
            ("<ruby><ruby>漢<rt>kan</rt></ruby><rt lang=en>China</rt></ruby>", "[[漢(kan)](China)]"),
        ] {
            assert_eq!(read(typed), format!("A {wanted} b."), "{typed}");
        }
    }

    #[test]
    fn space_between_the_parts_lays_out_the_source_and_between_words_parts_them() {
        let typed = "<ruby>\n 漢 <rt> かん </rt>\n 字\n<rt>じ</rt>\n</ruby>";
        assert_eq!(read(typed), "A [漢(かん)字(じ)] b.");
        assert_eq!(read("<ruby>New<rt>a</rt> York <rt>b</rt></ruby>"), "A [New(a) York(b)] b.");
        assert_eq!(read("<ruby><rb>New</rb> <rb>York</rb> <rt>a</rt> <rt>b</rt></ruby>"), "A [New(a) York(b)] b.");
    }

    #[test]
    fn what_is_no_ruby_loses_no_words() {
        for (typed, wanted) in [
            ("<ruby>漢</ruby>", "漢"),
            ("<ruby>漢<rt></rt></ruby>", "漢"),
            ("<ruby><rt>kan</rt></ruby>", "(kan)"),
            ("<ruby><rt>kan</rt>漢<rt>x</rt>字</ruby>", "(kan)[漢(x)]字"),
            ("<ruby><rb>a</rb><rb>b</rb><rb>c</rb><rt>1</rt></ruby>", "[a(1)]bc"),
            ("<ruby>漢<b>字<rt>x</rt></b></ruby>", "漢字(x)"),
            ("漢<rt>x</rt><rb>y</rb>", "漢(x)[y]"),
            ("<ruby>漢<rp>kan</rp></ruby>", "漢kan"),
        ] {
            assert_eq!(read(typed), format!("A {wanted} b."), "{typed}");
        }
    }

    /// Whether every ruby begins with a base and ends with a reading, or has no reading at all.
    fn is_sound(line: &[Inline]) -> bool {
        line.iter().all(|piece| {
            let words = piece.children();
            let sound = match &piece.kind {
                InlineKind::Ruby(_) if words.iter().any(is_reading) => {
                    !words.first().is_some_and(is_reading) && words.last().is_some_and(is_reading)
                }
                _ => true,
            };
            sound && is_sound(words)
        })
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_however_tags_stand(parts in vec(select(PARTS.to_vec()), 0..24)) {
            let typed: String = parts.concat();
            for text in [format!("A {typed} b\n"), format!("<p>A {typed} b\n")] {
                let source = Source::new("book/a.md", format!("# T\n\n{text}"));
                let beside = Beside { has: &|_| true, is_linked: &|_| false };
                let chapter = read_beside(&source, SourceId(0), beside, &mut Diags::new()).unwrap();
                let letters = |text: &str| {
                    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
                    letters.sort_unstable();
                    letters
                };
                let words: String = parts.iter().filter(|part| !part.starts_with('<')).copied().collect();
                prop_assert_eq!(letters(&plain_blocks(&chapter.blocks)), letters(&format!("A{words}b")), "{}", text);
                prop_assert!(chapter.blocks.iter().flat_map(lines).all(is_sound), "{}", text);
            }
        }
    }
}
