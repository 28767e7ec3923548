//! Chinese and Japanese: characters that fill a square each, the marks among them that fill half of one, and what stands between
//! them (W3C, Requirements for Japanese Text Layout, 3.1 and 3.8; Requirements for Chinese Text Layout, 3.1 and 3.2).

use unicode_script::{Script, UnicodeScript};

use crate::base::Em;
use crate::model::Lang;

/// Whose conventions hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Custom {
    Japanese,
    /// Chinese of the mainland: stops stand at the left of their square.
    Simplified,
    /// Chinese of Taiwan and Hong Kong: stops stand in the middle of their square.
    Traditional,
}

/// The customs of a language that is written in squares.
pub(super) fn custom(lang: &Lang) -> Option<Custom> {
    let mut tags = lang.0.split(['-', '_']);
    let primary = tags.next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("ja") {
        return Some(Custom::Japanese);
    }
    if !["zh", "yue", "cmn", "lzh"].iter().any(|known| known.eq_ignore_ascii_case(primary)) {
        return None;
    }
    let traditional = ["Hant", "TW", "HK", "MO"];
    let named = tags.any(|tag| traditional.iter().any(|known| known.eq_ignore_ascii_case(tag)));
    Some(if named || primary.eq_ignore_ascii_case("yue") { Custom::Traditional } else { Custom::Simplified })
}

/// How far the first line of a paragraph is indented, in ems; every paragraph's is.
pub(super) fn indent(custom: Custom) -> i64 {
    match custom {
        Custom::Japanese => 1,
        Custom::Simplified | Custom::Traditional => 2,
    }
}

/// What a character does in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Fills its square.
    Full,
    /// Opening marks: the right half of a square.
    Opening,
    /// Closing marks: the left half.
    Closing,
    /// Commas and stops: the left half, and they hang out of a line that they end.
    Stop,
    /// In the middle of a square, half as wide.
    Middle,
    /// A letter or a figure of another script.
    Other,
}

/// Which part of a square is left out where a mark is set solid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Trim {
    #[default]
    None,
    Left,
    Right,
    Both,
}

impl Class {
    /// What of its square it does without.
    pub fn trim(self) -> Trim {
        match self {
            Class::Opening => Trim::Left,
            Class::Closing | Class::Stop => Trim::Right,
            Class::Middle => Trim::Both,
            Class::Full | Class::Other => Trim::None,
        }
    }
}

/// What the character at the beginning of `rest` is where `before` stands before it; none where it is no square of its own.
pub(super) fn class(before: Option<char>, rest: &str, custom: Option<Custom>) -> Option<Class> {
    let mut chars = rest.chars();
    let c = chars.next()?;
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || ('\u{c0}'..'\u{2000}').contains(&c));
    Some(match c {
        '（' | '〔' | '［' | '｛' | '〈' | '《' | '「' | '『' | '【' | '〖' | '〘' | '｟' | '〝' => {
            Class::Opening
        }
        '）' | '〕' | '］' | '｝' | '〉' | '》' | '」' | '』' | '】' | '〗' | '〙' | '｠' | '〟' => {
            Class::Closing
        }
        '、' | '。' | '，' | '．' if custom == Some(Custom::Traditional) => Class::Full,
        '、' | '。' | '，' | '．' => Class::Stop,
        '・' if custom != Some(Custom::Traditional) => Class::Middle,
        '：' | '；' if custom == Some(Custom::Japanese) => Class::Middle,
        '：' | '；' | '！' | '？' if custom == Some(Custom::Simplified) => Class::Closing,
        // Marks that Latin shares stand in squares unless they stand in Latin words.
        '“' | '‘' if custom.is_some() && !latin(chars.next()) => Class::Opening,
        '”' | '’' if custom.is_some() && !latin(before) => Class::Closing,
        '…' | '—' | '―' | '‥' if custom.is_some() && !latin(before) => Class::Full,
        '\u{3000}' => return None,
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => Class::Full,
        '\u{2e80}'..='\u{2fdf}' | '\u{30a0}' | '\u{30fb}'..='\u{30fc}' | '\u{3200}'..='\u{33ff}' => Class::Full,
        _ if c < '\u{2e80}' => return None,
        _ => match c.script() {
            Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo => Class::Full,
            _ => return None,
        },
    })
}

/// The script by which a character of a square is shaped, as ISO 15924 writes it.
pub(super) fn script(c: char) -> [u8; 4] {
    match c.script() {
        Script::Hiragana => *b"Hira",
        Script::Katakana => *b"Kana",
        Script::Bopomofo => *b"Bopo",
        _ => *b"Hani",
    }
}

/// What stands between two characters: its width, and how far it may grow and shrink in a justified line.
pub(super) fn between(before: Class, after: Class) -> (Em, Em, Em) {
    use Class::{Closing, Full, Middle, Opening, Other, Stop};
    let (half, quarter, none) = (Em::milli(500), Em::milli(250), Em::ZERO);
    // Squares part a little where nothing else gives; marks keep to what they open or close.
    let little = Em::milli(60);
    match (before, after) {
        (Other, Other) | (Opening, _) | (Full | Other, Closing | Stop) => (none, none, none),
        (Closing | Stop, Closing | Stop) => (none, none, none),
        (Stop, Opening | Full | Other) => (half, little, none),
        (Closing, Opening | Full | Other) | (Full | Other, Opening) => (half, little, quarter),
        (Closing | Stop | Full | Other, Middle) | (Middle, _) => (quarter, little, Em::milli(125)),
        // A quarter of an em between squares and letters may grow to a half and shrink to an eighth.
        (Full, Other) | (Other, Full) => (quarter, quarter, Em::milli(125)),
        (Full, Full) => (none, little, none),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str, lang: &str) -> Vec<Option<Class>> {
        let custom = custom(&Lang(lang.into()));
        text.char_indices().map(|(at, _)| class(text[..at].chars().next_back(), &text[at..], custom)).collect()
    }

    #[test]
    fn marks_fill_half_a_square_by_the_customs_of_the_language() {
        use Class::{Closing, Full, Middle, Opening, Stop};
        assert_eq!(classes("「字」、・？", "ja"), [Opening, Full, Closing, Stop, Middle, Full].map(Some));
        assert_eq!(classes("“字”，？", "zh-CN"), [Opening, Full, Closing, Stop, Closing].map(Some));
        assert_eq!(classes("「字」，？", "zh-Hant"), [Opening, Full, Closing, Full, Full].map(Some));
        assert_eq!(classes("字—a—b", "en"), [Some(Full), None, None, None, None]);
        assert_eq!(classes("it’s", "zh"), [None; 4]);
        assert_eq!(classes("カー한", "ja"), [Some(Full), Some(Full), None]);
    }

    #[test]
    fn marks_in_a_row_are_set_solid() {
        let width = |before, after| between(before, after).0;
        assert_eq!(width(Class::Closing, Class::Stop), Em::ZERO);
        assert_eq!(width(Class::Stop, Class::Opening), Em::milli(500));
        assert_eq!(width(Class::Opening, Class::Opening), Em::ZERO);
        assert_eq!(width(Class::Full, Class::Other), Em::milli(250));
    }

    #[test]
    fn a_script_tells_which_chinese() {
        let of = |lang: &str| custom(&Lang(lang.into()));
        assert_eq!(of("zh"), Some(Custom::Simplified));
        assert_eq!(of("zh-Hant-HK"), Some(Custom::Traditional));
        assert_eq!(of("zh_TW"), Some(Custom::Traditional));
        assert_eq!(of("ja-JP"), Some(Custom::Japanese));
        assert_eq!(of("ko"), None);
    }
}
