//! Texts as they are written into a manifest by whoever makes one.

/// A text as one scalar of YAML on one line: bare where that is safe anywhere, in lists in brackets too, else in double quotes.
pub fn scalar(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control() && !is_noncharacter(*c)).collect();
    let bare = text.chars().next().is_some_and(|c| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || " -_./’()&+;–—".contains(c))
        && !text.contains("---")
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_lowercase().as_str());
    if bare { text } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// What no YAML stream holds, or an editor may take for something else (YAML 1.2, production 1).
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_back(text: &str) -> String {
        let list: Vec<String> = serde_saphyr::from_str(&format!("[{}]\n", scalar(text))).unwrap();
        list.concat()
    }

    #[test]
    fn quotes_stand_where_they_are_needed() {
        for (text, written) in [
            ("Two Evenings", "Two Evenings"),
            ("Don’t Panic (a guide)", "Don’t Panic (a guide)"),
            ("Empathy: An Essay", "\"Empathy: An Essay\""),
            ("Issue #1", "\"Issue #1\""),
            ("1984", "\"1984\""),
            ("Yes", "\"Yes\""),
            ("book/a.md", "book/a.md"),
            ("say \"no\" \\ never", "\"say \\\"no\\\" \\\\ never\""),
            (" two\nlines ", "two lines"),
            ("", "\"\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(text in "\\PC{0,24}") {
            let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let plain: String = plain.chars().filter(|c| !c.is_control() && !is_noncharacter(*c)).collect();
            prop_assert_eq!(read_back(&text), plain);
        }
    }
}
