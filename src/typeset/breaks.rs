//! Where lines may end by the nature of the text (UAX 14), and in which order its pieces stand (UAX 9).

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, options::LineBreakOptions};
use unicode_bidi::{BidiInfo, Level};

use super::inline::INSET;

/// The bytes behind which a line may end, in order, the end of the text left out.
pub(super) fn opportunities(text: &str) -> Vec<usize> {
    static SEGMENTER: LazyLock<LineSegmenterBorrowed> =
        LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));
    let dashes = text.contains(DASH);
    let within = |at: &usize| *at > 0 && *at < text.len() && !(dashes && held_by_dash(text, *at));
    if !text.contains(INSET) {
        return SEGMENTER.segment_str(text).filter(within).collect();
    }
    // What is set into a line keeps to the letters beside it as a letter does; two in a row may be parted.
    let stand_in = text.replace(INSET, LETTER);
    let rows =
        text.match_indices(INSET).map(|(at, inset)| at + inset.len()).filter(|at| text[*at..].starts_with(INSET));
    let mut found: Vec<usize> = SEGMENTER.segment_str(&stand_in).filter(within).chain(rows).collect();
    found.sort_unstable();
    found
}

const DASH: char = '\u{2014}';

/// Whether an em dash holds together what UAX 14 would part at `at`. A dash that closes what is before it stays at its line's
/// end (so The Chicago Manual of Style on em dashes and line breaks); one that opens, as Spanish has before an aside, stays with what follows (Ortografía
/// de la lengua española, 2010). East Asian dashes stand alone.
fn held_by_dash(text: &str, at: usize) -> bool {
    let before = |text: &str| text.chars().next_back().filter(|c| !c.is_whitespace());
    if text[at..].starts_with(DASH) {
        return before(&text[..at]).is_some_and(|c| c < '\u{2e80}' && c != DASH);
    }
    text[..at].strip_suffix(DASH).is_some_and(|head| before(head).is_none_or(|c| "“‘„«([¿¡".contains(c)))
}

/// A letter as long in bytes as what stands for an inset.
const LETTER: &str = "\u{1e01}";

/// The embedding level of each byte, even for left to right; empty where nothing runs right to left. `apart` are the parts that
/// have a direction of their own, whatever is around them: code, formulas, words in another language.
pub(super) fn levels(text: &str, rtl: bool, apart: &[(Range<usize>, bool)]) -> Vec<Level> {
    // Hebrew is the first script that runs right to left; all before it is not.
    if !rtl && text.chars().all(|c| c < '\u{590}' || ('\u{2010}'..='\u{2027}').contains(&c)) {
        return Vec::new();
    }
    let mut isolated = String::with_capacity(text.len() + apart.len() * (2 * ISOLATE));
    let mut from = 0;
    for (range, rtl) in apart {
        isolated.push_str(&text[from..range.start]);
        isolated.push(if *rtl { '\u{2067}' } else { '\u{2066}' });
        isolated.push_str(&text[range.clone()]);
        isolated.push('\u{2069}');
        from = range.end;
    }
    isolated.push_str(&text[from..]);
    let info = BidiInfo::new(&isolated, Some(base(rtl)));
    if !rtl && !info.has_rtl() {
        return Vec::new();
    }
    let mut levels = info.levels;
    for (range, _) in apart.iter() {
        // Those before it are gone already.
        levels.drain(range.start..range.start + ISOLATE);
        levels.drain(range.end..range.end + ISOLATE);
    }
    levels
}

/// How many bytes the characters that set a part apart have.
const ISOLATE: usize = 3;

/// The level of a paragraph.
pub(super) fn base(rtl: bool) -> Level {
    if rtl { Level::rtl() } else { Level::ltr() }
}

/// The order, from left to right, of a line's pieces of which each has one level (UAX 9, rule L2).
pub(super) fn visual_order(levels: &[Level]) -> Vec<usize> {
    if levels.iter().all(|level| level.number() == 0) {
        return (0..levels.len()).collect();
    }
    BidiInfo::reorder_visual(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_behind_spaces_hyphens_and_dashes() {
        let text = "home-made tea—hot (no. 5)";
        let parts: Vec<&str> =
            opportunities(text).into_iter().scan(0, |from, at| Some(&text[std::mem::replace(from, at)..at])).collect();
        assert_eq!(parts, ["home-", "made ", "tea—", "hot ", "(no. "]);
    }

    #[test]
    fn a_dash_stays_with_what_it_closes_or_opens() {
        let parts = |text: &'static str| -> Vec<&str> {
            let ends = opportunities(text).into_iter().chain([text.len()]);
            ends.scan(0, |from, at| Some(&text[std::mem::replace(from, at)..at])).collect()
        };
        assert_eq!(parts("so—or not"), ["so—", "or ", "not"]);
        assert_eq!(parts("dijo —y calló— algo"), ["dijo ", "—y ", "calló— ", "algo"]);
        assert_eq!(parts("—No sé"), ["—No ", "sé"]);
        assert_eq!(parts("да — нет"), ["да ", "— ", "нет"]);
        assert_eq!(parts("話——は"), ["話", "——", "は"]);
    }

    #[test]
    fn an_inset_stays_with_the_letters_and_stops_beside_it_but_not_with_another() {
        assert_eq!(opportunities("(\u{fffc}), a\u{fffc}th \u{fffc}\u{fffc}."), [7, 14, 17]);
        assert_eq!(opportunities("図\u{fffc}は"), [3, 6]);
    }

    #[test]
    fn hebrew_within_latin_stands_from_right_to_left_and_its_figures_do_not() {
        let text = "see שלום 12 עולם end";
        let levels = levels(text, false, &[]);
        let mut words = Vec::new();
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            words.push((word.trim_end(), levels[at]));
            if word.ends_with(' ') {
                words.push((" ", levels[at + word.len() - 1]));
            }
            at += word.len();
        }
        let order = visual_order(&words.iter().map(|(_, level)| *level).collect::<Vec<_>>());
        let shown: String = order.into_iter().map(|i| words[i].0).collect();
        assert_eq!(shown, "see עולם 12 שלום end");
    }

    #[test]
    fn what_stands_apart_keeps_its_direction_and_its_brackets() {
        let text = "קרא f() כאן";
        let of = |levels: Vec<Level>| text.char_indices().map(|(at, _)| levels[at].number()).collect::<Vec<_>>();
        let at = text.find("f()").unwrap();
        assert_eq!(of(levels(text, true, &[])), [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1]);
        assert_eq!(of(levels(text, true, &[(at..at + 3, false)])), [1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1]);
    }

    #[test]
    fn latin_needs_no_levels() {
        assert!(levels("plain — “text”…", false, &[]).is_empty());
        assert_eq!(visual_order(&[Level::ltr(); 3]), [0, 1, 2]);
    }
}
