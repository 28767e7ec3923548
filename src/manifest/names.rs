//! Names: ids from file stems, language tags.

/// Whether a text is an XML name without a colon (XML 1.0, fifth edition, productions 4 and 4a).
pub(super) fn is_xml_name(text: &str) -> bool {
    text.chars().next().is_some_and(begins_name) && text.chars().all(in_name)
}

/// An XML name made of a path's file stem: what cannot stand in one becomes `-`, and `c-` comes before what cannot
/// begin one.
pub(super) fn id_of(path: &str) -> String {
    id_with_folders(path.rsplit('/').next().unwrap_or(path))
}

/// The same of the whole path: `knots-index` for `knots/index.md`.
pub(super) fn id_with_folders(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| if stem.is_empty() { path } else { stem });
    let name: String = stem.chars().map(|c| if in_name(c) { c } else { '-' }).collect();
    if name.chars().next().is_some_and(begins_name) { name } else { format!("c-{name}") }
}

fn begins_name(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn in_name(c: char) -> bool {
    begins_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a text is a well-formed language tag (BCP 47, RFC 5646 section 2.1, without the grandfathered ones).
pub(super) fn is_language(tag: &str) -> bool {
    let all = |s: &str, f: fn(&u8) -> bool| s.bytes().all(|b| f(&b));
    let alpha = |s: &&str| all(s, u8::is_ascii_alphabetic);
    let alnum = |s: &&str| (1..=8).contains(&s.len()) && all(s, u8::is_ascii_alphanumeric);
    let parts: Vec<&str> = tag.split('-').collect();
    if !parts.iter().all(alnum) {
        return false;
    }
    let mut at = 0;
    let is_private = |s: &str| s.eq_ignore_ascii_case("x");
    if !is_private(parts[0]) {
        // Longer ones are well-formed, but no language has any (IANA's registry): "english" is a word, not a tag.
        if !(2..=3).contains(&parts[0].len()) || !alpha(&parts[0]) {
            return false;
        }
        at = 1;
        let takes = |at: usize, fits: &dyn Fn(&&str) -> bool| parts.get(at).is_some_and(fits);
        while at <= 3 && takes(at, &|s| s.len() == 3 && alpha(s)) {
            at += 1;
        }
        if takes(at, &|s| s.len() == 4 && alpha(s)) {
            at += 1;
        }
        if takes(at, &|s| (s.len() == 2 && alpha(s)) || (s.len() == 3 && all(s, u8::is_ascii_digit))) {
            at += 1;
        }
        while takes(at, &|s| s.len() >= 5 || (s.len() == 4 && s.as_bytes()[0].is_ascii_digit())) {
            at += 1;
        }
        while takes(at, &|s| s.len() == 1 && !is_private(s)) {
            at += 1;
            let first = at;
            while takes(at, &|s| s.len() >= 2) {
                at += 1;
            }
            if at == first {
                return false;
            }
        }
    }
    at == parts.len() || (is_private(parts[at]) && at + 1 < parts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_xml_names() {
        for (path, id) in [
            ("a/how-to-listen.md", "how-to-listen"),
            ("01 Intro.md", "c-01-Intro"),
            ("été.v2.md", "été.v2"),
            (".hidden", "c-.hidden"),
            ("a:b&c.md", "a-b-c"),
        ] {
            assert_eq!(id_of(path), id);
            assert!(is_xml_name(id), "{id}");
        }
    }

    #[test]
    fn language_tags() {
        for good in [
            "en",
            "en-US",
            "zh-Hant-TW",
            "de-1996",
            "sl-rozaj-biske",
            "es-419",
            "x-mine",
            "en-x-a",
            "zh-yue-HK",
            "en-u-ca-x",
        ] {
            assert_eq!(is_language(good), good != "en-u-ca-x", "{good}");
        }
        for bad in
            ["", "e", "english", "english language", "en_US", "en-", "-en", "x", "en-x", "en-u", "123", "englishes1"]
        {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
