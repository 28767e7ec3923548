//! What catalogues and shops know a book by: identifiers, subjects with their codes, sources, and who vouches for its
//! accessibility.

use std::rc::Rc;

use super::check::Reader;
use super::editions::sound_isbn;
use super::tree::{Kind, Node};
use super::types::{Evaluation, Spanned, Subject};
use super::{keys, metadata};
use crate::base::{Code, nearest};

/// The lists of subjects that have a name in EPUB 3.3 (D.3.2, `authority`). Any other is named by a URI.
pub(super) const AUTHORITIES: &[&str] =
    &["AAT", "BIC", "BISAC", "CLC", "CLIL", "DDC", "EuroVoc", "LCSH", "MEDTOP", "NDC", "Thema", "UDC", "WGS"];

/// What a book may be found to keep (EPUB Accessibility 1.1, 4.3.2), by how it is written here.
pub(super) const STANDARDS: &[(&str, &str)] = &[
    ("2.0 A", "WCAG 2.0 Level A"),
    ("2.0 AA", "WCAG 2.0 Level AA"),
    ("2.0 AAA", "WCAG 2.0 Level AAA"),
    ("2.1 A", "WCAG 2.1 Level A"),
    ("2.1 AA", "WCAG 2.1 Level AA"),
    ("2.1 AAA", "WCAG 2.1 Level AAA"),
    ("2.2 A", "WCAG 2.2 Level A"),
    ("2.2 AA", "WCAG 2.2 Level AA"),
    ("2.2 AAA", "WCAG 2.2 Level AAA"),
];

/// A URI. Of those whose form is known it is held against that: `urn:uuid:`, `urn:isbn:`, DOIs. A wrong one is a finding and
/// still given, so that nobody says it is missing.
pub(super) fn uri(reader: &mut Reader, node: &Node, what: &str) -> Option<Spanned<String>> {
    let uri = reader.text(node, what)?;
    let Some(fault) = fault(&uri.value) else { return Some(Spanned { value: plain(uri.value), ..uri }) };
    let message = format!("{what}: '{}' {fault}", uri.value);
    let help = "write one such as urn:uuid:…, urn:isbn:…, doi:10.… or https://…";
    reader.push_help(Code::BadValue, uri.span, message, help);
    Some(uri)
}

/// An ISBN in thirteen digits without hyphens, so that it is one with the same ISBN elsewhere; any other URI as it is.
fn plain(uri: String) -> String {
    let lower = uri.to_ascii_lowercase();
    let isbn = lower.strip_prefix("urn:isbn:").and_then(|isbn| sound_isbn(&isbn.replace('-', "")));
    isbn.map_or(uri, |isbn| format!("urn:isbn:{isbn}"))
}

/// What is wrong with a URI, to stand behind it.
fn fault(uri: &str) -> Option<&'static str> {
    let (scheme, rest) = uri.split_once(':').unwrap_or_default();
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && !rest.is_empty()
        && !uri.contains(char::is_whitespace);
    if !sound {
        return Some("is not a URI");
    }
    let lower = uri.to_ascii_lowercase();
    if let Some(uuid) = lower.strip_prefix("urn:uuid:") {
        // RFC 9562, 4: five groups of hexadecimal digits.
        let groups: Vec<usize> = uuid.split('-').map(str::len).collect();
        let hex = uuid.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
        return (groups != [8, 4, 4, 4, 12] || !hex).then_some("is not a UUID");
    }
    if let Some(isbn) = lower.strip_prefix("urn:isbn:") {
        return sound_isbn(&isbn.replace('-', "")).is_none().then_some("has no ISBN whose last digit fits");
    }
    match lower.strip_prefix("doi:") {
        Some(doi) if !doi.starts_with("10.") || !doi.contains('/') => Some("is not a DOI"),
        _ => None,
    }
}

/// A text or a list of them.
fn one_or_more(node: &Rc<Node>) -> Vec<Rc<Node>> {
    match &node.kind {
        Kind::List(items) => items.clone(),
        Kind::Text(..) | Kind::Map(_) => vec![node.clone()],
    }
}

/// Further identifiers of the book.
pub(super) fn identifiers(reader: &mut Reader, node: &Rc<Node>) -> Vec<Spanned<String>> {
    one_or_more(node).iter().filter_map(|item| uri(reader, item, "an identifier")).collect()
}

/// What the book was made from. An ISBN becomes its URN.
pub(super) fn sources(reader: &mut Reader, node: &Rc<Node>) -> Vec<Spanned<String>> {
    let source = |item: &Rc<Node>| {
        let text = reader.text(item, "a source")?;
        let bare = text.value.trim_start_matches("ISBN").replace(['-', ' '], "");
        let value = sound_isbn(&bare).map_or(text.value, |isbn| format!("urn:isbn:{isbn}"));
        Some(Spanned { value, span: text.span })
    };
    one_or_more(node).iter().filter_map(source).collect()
}

/// Subjects, each a text or a mapping with the code that shops want.
pub(super) fn subjects(reader: &mut Reader, node: &Node) -> Option<Vec<Subject>> {
    let items = reader.list(node, "'subjects'")?;
    Some(items.iter().filter_map(|item| subject(reader, item)).collect())
}

fn subject(reader: &mut Reader, node: &Node) -> Option<Subject> {
    if !matches!(&node.kind, Kind::Map(_)) {
        return Some(Subject { name: reader.text(node, "a subject")?, code: None });
    }
    let fields = reader.fields(node, "a subject", &[keys::SUBJECT], &[])?;
    for (key, with) in [("code", "authority"), ("authority", "code")] {
        if let (Some(_), None) = (fields.get(key), fields.get(with)) {
            reader.push(Code::MissingKey, fields.span, format!("a subject with '{key}' lacks '{with}'"));
        }
    }
    if fields.get("name").is_none() {
        let help = "write name: and the subject; a text that has ': ' in it stands in quotes";
        reader.push_help(Code::MissingKey, fields.span, "a subject lacks 'name'", help);
    }
    let authority = fields.get("authority").and_then(|node| authority(reader, node));
    let code = reader.text_of(&fields, "code");
    let code = authority.zip(code).and_then(|(authority, code)| {
        let Some(form) = misshapen(&authority, &code.value) else { return Some((authority, code.value)) };
        let message = format!("'{}' is not a code of {authority}", code.value);
        reader.push_help(Code::BadValue, code.span, message, form);
        None
    });
    Some(Subject { name: reader.text_of(&fields, "name")?, code })
}

fn authority(reader: &mut Reader, node: &Node) -> Option<String> {
    let name = reader.text(node, "'authority'")?;
    if let Some(known) = AUTHORITIES.iter().find(|known| known.eq_ignore_ascii_case(&name.value)) {
        return Some((*known).to_string());
    }
    if name.value.contains(':') && fault(&name.value).is_none() {
        return Some(name.value);
    }
    let help = match nearest(&name.value, AUTHORITIES.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("write a URI, or one of {}", AUTHORITIES.join(", ")),
    };
    reader.push_help(
        Code::BadValue,
        name.span,
        format!("'{}' is not a list of subjects that Recto knows", name.value),
        help,
    );
    None
}

/// How a code of that list is written, where this one is not. Only the two that shops ask for are looked at: BISAC (bisg.org) and
/// Thema (editeur.org), whose letters are subjects and whose digits qualify them.
fn misshapen(authority: &str, code: &str) -> Option<&'static str> {
    let bytes = code.as_bytes();
    let capital = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    match authority {
        "BISAC" => {
            let (letters, digits) = bytes.split_at(bytes.len().min(3));
            let sound = letters.iter().all(u8::is_ascii_uppercase) && digits.iter().all(u8::is_ascii_digit);
            (!sound || bytes.len() != 9).then_some("write three capitals and six digits, such as FIC022000")
        }
        "Thema" => {
            let subject = bytes.first().is_some_and(u8::is_ascii_uppercase) && bytes.iter().all(capital);
            let qualifier = bytes.first().is_some_and(|b| (b'1'..=b'6').contains(b))
                && bytes.iter().all(|b| capital(b) || *b == b'-');
            (!subject && !qualifier).then_some("write capitals and digits, such as FFC or 1DDU-GB-E")
        }
        _ => None,
    }
}

/// Who looked at the accessibility, and what they found.
pub(super) fn evaluation(reader: &mut Reader, node: &Node) -> Option<Evaluation> {
    let fields = reader.fields(node, "'evaluation'", &[keys::EVALUATION], &[])?;
    for key in ["by", "wcag"] {
        if fields.get(key).is_none() {
            reader.push(Code::MissingKey, fields.span, format!("'evaluation' lacks '{key}'"));
        }
    }
    let standard = fields.get("wcag").and_then(|node| reader.word(node, "'wcag'", STANDARDS));
    let date = fields.get("date").and_then(|node| metadata::day(reader, node)).map(|date| date.value);
    let credential = reader.text_of(&fields, "credential").map(|credential| credential.value);
    let report = fields.get("report").and_then(|node| uri(reader, node, "'report'")).map(|report| report.value);
    let by = reader.text_of(&fields, "by")?.value;
    Some(Evaluation { span: fields.span, by, standard: standard?, date, credential, report })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_held_against_their_form() {
        for sound in [
            "urn:uuid:a2848318-be9d-4e83-8f7e-b5caf5917433",
            "urn:isbn:978-0-306-40615-7",
            "doi:10.1000/182",
            "https://example.org/as-if",
            "urn:recto:x",
        ] {
            assert_eq!(fault(sound), None, "{sound}");
        }
        for bad in
            ["", "as if", "a b:c", "1a:b", "urn:uuid:a2848318", "urn:isbn:9780306406158", "doi:11.1/2", "doi:10.1"]
        {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn an_isbn_is_written_one_way() {
        for isbn in ["urn:isbn:0-306-40615-2", "URN:ISBN:9780306406157", "urn:isbn:978-0-306-40615-7"] {
            assert_eq!(plain(isbn.to_string()), "urn:isbn:9780306406157");
        }
        assert_eq!(plain("doi:10.1000/182".to_string()), "doi:10.1000/182");
    }

    #[test]
    fn codes_that_shops_ask_for_have_a_form() {
        for (authority, sound) in [("BISAC", "FIC022000"), ("Thema", "FFC"), ("Thema", "1DDU-GB-E"), ("DDC", "823.8")] {
            assert_eq!(misshapen(authority, sound), None, "{sound}");
        }
        for (authority, bad) in [("BISAC", "FIC02200"), ("BISAC", "É1234567"), ("Thema", "7A"), ("Thema", "")] {
            assert!(misshapen(authority, bad).is_some(), "{bad}");
        }
    }
}
