//! Rules and declarations of the style sheet: how a voice is told to a reading system, in CSS.

use std::fmt::Write;

use crate::base::Em;
use crate::style::{Align, Typeface, Voice};

/// The family of what is set in the face of headings, where it is not that of the text: the reader's own sans.
pub(super) const SANS: &str = "font-family: sans-serif; ";

/// Stressed words, in elements that say so and in those that say what they are.
pub(super) const STRESSED: &str = "em, .em";

/// Display type is no smaller than this share of the text, in per cent, however narrow the screen.
const LARGE: i64 = 125;

/// A rule.
pub(super) fn rule(css: &mut String, selector: &str, declarations: &str) {
    writeln!(css, "{selector} {{ {} }}", declarations.trim()).expect("a string takes what is written");
}

/// A rule for text that may have stressed words. These stand upright where the text is slanted, and slanted where it is upright
/// among what is slanted; stressed among them they turn again, as on paper.
pub(super) fn text(css: &mut String, selector: &str, declarations: &str) {
    rule(css, selector, declarations);
    let (stressed, again) = match declarations {
        _ if declarations.contains("font-style: italic;") => ("normal", "italic"),
        _ if declarations.contains("font-style: normal;") => ("italic", "normal"),
        _ => return,
    };
    let among = |others: &str| each(others, |one| each(STRESSED, |stressed| format!("{one} {stressed}")));
    rule(css, &among(selector), &format!("font-style: {stressed};"));
    rule(css, &among(&among(selector)), &format!("font-style: {again};"));
}

/// A selector for each of several.
pub(super) fn each(selectors: &str, shape: impl Fn(&str) -> String) -> String {
    selectors.split(", ").map(shape).collect::<Vec<_>>().join(", ")
}

/// A voice, with what it would else have from its element, as a heading has its size, or from a slanted surrounding.
pub(super) fn stated(of: &Voice) -> String {
    let size = if compress(of.size_percent) == 100 { "font-size: 100%; " } else { "" };
    let slant = if of.italic { "" } else { "font-style: normal; " };
    [size, slant, &voice(of)].concat()
}

/// What of a voice a reading system may be told. Text that runs to both sides is left to the reader.
pub(super) fn voice(voice: &Voice) -> String {
    let mut css = String::new();
    if voice.face == Typeface::Heads {
        css.push_str(SANS);
    }
    let size = compress(voice.size_percent);
    if size != 100 {
        css.push_str(&format!("font-size: {size}%; "));
    }
    if size > LARGE {
        // On a narrow screen in large letters words would not fit their line. Reading systems that know no `min` keep what stands before.
        css.push_str(&format!("font-size: min({size}%, max({LARGE}%, 11vw)); "));
    }
    if voice.bold {
        css.push_str("font-weight: bold; ");
    }
    if voice.italic {
        css.push_str("font-style: italic; ");
    }
    if voice.small_caps {
        css.push_str("font-variant: small-caps; ");
    }
    if voice.tracking != Em::ZERO {
        css.push_str(&format!("letter-spacing: {}; ", em(voice.tracking)));
    }
    css.push_str(match voice.align {
        Align::Justify => "",
        Align::Start => "text-align: start; ",
        Align::Center => "text-align: center; ",
        Align::End => "text-align: end; ",
    });
    css
}

/// Space at both sides that leaves room for words on a small screen in large letters. Reading systems that know no `min`
/// keep what stands before it.
pub(super) fn sides(indent: &str) -> String {
    let least = format!("min({indent}, 6%)");
    format!("margin-left: {least}; margin-right: {least};")
}

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '>' | '&');
    let escaped = text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Large type shrinks for small screens, small type is never hard to read.
pub(super) fn compress(percent: i64) -> i64 {
    if percent > 100 { 100 + (percent - 100) * 2 / 3 } else { percent.max(85) }
}

/// A length in ems.
pub(super) fn em(length: Em) -> String {
    hundredths((i64::from(length.0) * 100 + 32_768) / 65_536)
}

/// Hundredths of an em.
pub(super) fn hundredths(value: i64) -> String {
    let text = decimal(value);
    if text == "0" { text } else { format!("{text}em") }
}

/// Hundredths as a number with two decimals at most.
pub(super) fn decimal(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ems_have_two_decimals_at_most() {
        assert_eq!([em(Em::milli(1300)), em(Em::milli(60)), em(Em::ZERO)], ["1.3em", "0.06em", "0"]);
    }
}
