//! Descriptions as a PDF takes them: a string has an end (ISO 19005-2, 6.1.13).

use crate::base::{Code, Diags, Site, limits};

/// The words for those who do not see what they stand for; with a finding, as many of them as fit.
pub fn spoken(words: &str, site: Option<Site>, diags: &mut Diags) -> String {
    let Some(end) = end(words) else { return words.to_string() };
    let kept = format!("{}…", words[..end].trim_end());
    let message = format!("the {} letters of a description are more than a PDF takes", words.chars().count());
    let help = format!("the PDF has the first {}; say the rest in the text", kept.chars().count());
    diags.push_help(Code::LongDescription, site, message, help);
    kept
}

/// The same where what is cut short has its whole words elsewhere.
pub fn cut(words: &str) -> String {
    end(words).map_or_else(|| words.to_string(), |end| format!("{}…", words[..end].trim_end()))
}

/// Where words that are too long end, between two of them if there are two; none where they are not.
fn end(words: &str) -> Option<usize> {
    let mut bytes = 0;
    let most = words.char_indices().find_map(|(at, c)| {
        bytes += 2 * c.len_utf16();
        (bytes > limits::DESCRIPTION_BYTES).then_some(at)
    })?;
    // A word of a thousand bytes is none.
    let space = words[..most].rfind(char::is_whitespace).filter(|at| most - at < 1_000);
    Some(space.unwrap_or(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_a_word_and_letters_where_they_must() {
        let mut diags = Diags::new();
        assert_eq!(spoken("A hill", None, &mut diags), "A hill");
        assert!(diags.is_empty());
        let words = spoken(&"wide hill ".repeat(3_000), None, &mut diags);
        assert!(words.ends_with("wide…") || words.ends_with("hill…"));
        assert!(words.len() > 15_000 && words.encode_utf16().count() * 2 < 32_767);
        assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::LongDescription]);
        // Letters beyond the first plane take four bytes.
        assert_eq!(cut(&"𝄞".repeat(30_000)).chars().count(), 8_001);
    }
}
