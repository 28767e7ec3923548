//! Names made from what an author wrote: ids, anchors, titles and paths.

use std::collections::BTreeSet;

use crate::asset::hash;
use crate::model::Anchor;

/// The file name of a path without its ending.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}

/// A text as an XML name (XML 1.0, productions 4 and 4a, without the colon): other characters become hyphens.
pub fn xml_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if is_name_char(c) {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    match name.chars().next() {
        None => "chapter".to_string(),
        Some(c) if c.is_ascii_digit() || matches!(c, '.' | '\u{B7}') || is_mark(c) => format!("c-{name}"),
        Some(_) => name.to_string(),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '_' | '.' | '\u{B7}')
        || is_mark(c)
        || matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// A heading as GitHub names it in a link: lower case, spaces as hyphens, punctuation left out.
pub fn slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' | '\n' => Some('-'),
            '-' | '_' => Some(c),
            c if (c.is_alphanumeric() || is_mark(c)) && is_name_char(c) => Some(c),
            _ => None,
        })
        .collect()
}

/// A file's stem as a title: `01-on-listening` is `On listening`.
pub fn title_of_stem(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let words = words.trim();
    let bare = words.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ' ']);
    let words = if bare.is_empty() { words } else { bare };
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => stem.to_string(),
    }
}

/// Anchors of one chapter, each given out once.
pub struct Anchors {
    chapter: String,
    taken: BTreeSet<String>,
}

impl Anchors {
    /// No anchors yet but the chapter's own.
    pub fn new(chapter: &str) -> Anchors {
        Anchors { chapter: chapter.to_string(), taken: BTreeSet::new() }
    }

    /// An anchor for a heading; the second of the same words ends in `-1`, as on GitHub.
    pub fn heading(&mut self, text: &str) -> Anchor {
        let slug = slug(text);
        self.take(if slug.is_empty() { "section".to_string() } else { slug })
    }

    /// An anchor for a note, from its label.
    pub fn note(&mut self, label: &str) -> Anchor {
        let slug = slug(label);
        self.take(if slug.is_empty() { "note".to_string() } else { format!("note-{slug}") })
    }

    fn take(&mut self, slug: String) -> Anchor {
        let mut name = slug.clone();
        let mut count = 0;
        while !self.taken.insert(name.clone()) {
            count += 1;
            name = format!("{slug}-{count}");
        }
        Anchor(format!("{}-{name}", self.chapter))
    }
}

/// Whether an address leads out of the book's folder into the net, or carries its data itself.
pub fn is_remote(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    let scheme = scheme.len() > 1 && scheme.len() < address.len() && scheme.bytes().all(|b| b.is_ascii_alphanumeric());
    scheme || address.starts_with("//")
}

/// The file that a picture becomes which the text at `source` names by its address on the web, once somebody has fetched it: in
/// the folder that browsers give a page's files, under a name that no other address has. None for what is no such address.
pub fn fetched(source: &str, address: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let bare =
        address.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")).map(|(_, rest)| rest);
    let bare = bare.or_else(|| address.strip_prefix("//"))?.split(['?', '#']).next()?;
    let name =
        percent_decoded(bare.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or_default()));
    let (own, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let plain = |text: &str| -> String {
        let signs = text.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' });
        signs.take(LONGEST).collect::<String>().trim_matches('-').to_string()
    };
    let (own, ending) = (plain(own), plain(ending).to_lowercase());
    let own = if own.is_empty() { "picture".to_string() } else { own };
    let mark: String = hash(address.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let dot = if (1..=4).contains(&ending.len()) { format!(".{ending}") } else { String::new() };
    Some(path_beside(source, &format!("{}_files/{own}-{mark}{dot}", stem(source))))
}

/// The path of a file that the text at `source` names as `written`, relative to the book's folder. A path that leaves
/// the folder stays as written, for whoever opens it to refuse.
pub fn beside(source: &str, written: &str) -> String {
    path_beside(source, &percent_decoded(written))
}

/// The same for a path that is no part of an address.
pub fn path_beside(source: &str, written: &str) -> String {
    if written.starts_with('/') || written.contains('\\') {
        return written.to_string();
    }
    let mut parts: Vec<&str> = source.split('/').collect();
    parts.pop();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return written.to_string();
                }
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// A text without the percent signs of addresses.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
        match hex.filter(|h| bytes[at] == b'%' && h.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(hex) => {
                out.push(u8::from_str_radix(hex, 16).unwrap_or(b'%'));
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// The names behind the `#` of whatever may be an address of another page in `text`, as typed and with `%41` as its letter.
pub fn places_in(text: &str) -> Vec<String> {
    let ends = |c: char| c.is_whitespace() || "\"'<>()[]#".contains(c);
    let mut places = Vec::new();
    for (at, _) in text.match_indices('#') {
        let name = text[at + 1..].split(ends).next().unwrap_or_default();
        if !name.is_empty() && !text[..at].chars().next_back().is_none_or(|before| ends(before) || before == '=') {
            places.extend([name.to_string(), percent_decoded(name)]);
        }
    }
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_xml_names() {
        assert_eq!(xml_name(stem("book/how-to-listen.md")), "how-to-listen");
        assert_eq!(xml_name(stem("01-a scandal (1).md")), "c-01-a-scandal-1");
        assert_eq!(xml_name("日本語"), "日本語");
        assert_eq!(xml_name("!!"), "chapter");
        assert_eq!(stem(".hidden"), ".hidden");
    }

    #[test]
    fn the_second_heading_of_the_same_words_gets_a_number() {
        let mut anchors = Anchors::new("a");
        assert_eq!(anchors.heading("What’s New, Really?").0, "a-whats-new-really");
        assert_eq!(anchors.heading("What’s New, Really?").0, "a-whats-new-really-1");
        assert_eq!(anchors.heading("What’s new really 1").0, "a-whats-new-really-1-1");
        assert_eq!(anchors.heading("…").0, "a-section");
        assert_eq!(anchors.note("1").0, "a-note-1");
    }

    #[test]
    fn a_stem_becomes_a_title() {
        assert_eq!(title_of_stem("01-on_listening"), "On listening");
        assert_eq!(title_of_stem("1984"), "1984");
    }

    #[test]
    fn paths_stand_beside_their_source() {
        assert_eq!(beside("book/a.md", "images/x.png"), "book/images/x.png");
        assert_eq!(beside("book/a.md", "../images/my%20x.png"), "images/my x.png");
        assert_eq!(beside("book/a.md", "../../x.png"), "../../x.png");
        assert_eq!(beside("a.md", "/x.png"), "/x.png");
        assert_eq!(beside("a.md", "100%.png"), "100%.png");
    }

    #[test]
    fn a_picture_of_the_web_has_a_file_of_its_own() {
        let path = |address: &str| fetched("book/a post.html", address).unwrap_or_default();
        let bend = path("https://x.org/2020/bend%20one.JPG?w=300");
        assert!(bend.starts_with("book/a post_files/bend-one-") && bend.ends_with(".jpg"), "{bend}");
        assert_ne!(bend, path("https://x.org/2021/bend%20one.JPG?w=300"));
        assert!(path("//x.org/").starts_with("book/a post_files/picture-"));
        assert!(!path("https://x.org/a/..%2f..%2fb.png").contains(".."));
        assert_eq!(path("data:image/png;base64,AA"), "");
        assert_eq!(path("a.png"), "");
    }

    #[test]
    fn remote_addresses_have_a_scheme() {
        assert!(is_remote("https://example.org/a.png"));
        assert!(is_remote("data:image/png;base64,AA"));
        assert!(is_remote("//example.org/a.png"));
        assert!(!is_remote("images/a:b.png"));
        assert!(!is_remote("a.png"));
    }

    #[test]
    fn places_of_other_pages_stand_behind_addresses() {
        let text = "[a](b.html#one), <a href='https://x.org/p/#tw%C3%B6'>, [own](#own), # Title, href=#own; b.html#";
        assert_eq!(places_in(text), ["one", "tw%C3%B6", "twö"]);
    }
}
