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
}
