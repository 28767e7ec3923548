//! Editions.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::check::{Fields, Reader};
use super::tree::{Kind, Node};
use super::types::{Edition, Format, FrontChoice, MatterEntry, MetadataPatch, SourceEntry, Spanned};
use super::{entries, keys, metadata, style};
use crate::base::{Code, Span, limits, nearest};
use crate::style::StylePatch;

/// The words for what an edition is written as.
pub(super) const FORMATS: &[(&str, Format)] = &[("epub", Format::Epub), ("pdf", Format::Pdf), ("print", Format::Print)];

/// The articles that editions may leave out, repeat or stand beside.
pub(super) struct Bound<'e> {
    /// Before the text.
    pub front: Vec<&'e SourceEntry>,
    /// The text.
    pub chapters: Vec<&'e SourceEntry>,
    /// Behind it.
    pub back: Vec<&'e SourceEntry>,
}

/// The editions of a manifest that names none: an EPUB and a handout.
pub(super) fn usual(span: Span) -> Vec<Edition> {
    let one = |name: &str, format| blank(Spanned { value: name.to_string(), span }, format);
    vec![one("ebook", Format::Epub), one("handout", Format::Pdf)]
}

fn blank(name: Spanned<String>, format: Format) -> Edition {
    Edition {
        name,
        format,
        pages: None,
        page: None,
        bleed: None,
        isbn: None,
        metadata: MetadataPatch::default(),
        cover: None,
        front: FrontChoice::Unsaid,
        back: None,
        omit: Vec::new(),
        style: StylePatch::default(),
    }
}

/// The front and back pages that one edition names for itself.
#[derive(Default)]
pub(super) struct OwnPages {
    /// Before the text.
    pub front: FrontChoice,
    /// Behind it.
    pub back: Option<Vec<MatterEntry>>,
}

impl OwnPages {
    /// The lists that it has.
    pub(super) fn lists(&mut self) -> [&mut [MatterEntry]; 2] {
        let front: &mut [MatterEntry] = match &mut self.front {
            FrontChoice::Own(entries) => entries,
            FrontChoice::Unsaid | FrontChoice::Books | FrontChoice::None => &mut [],
        };
        [front, self.back.as_deref_mut().unwrap_or_default()]
    }
}

/// What each edition of `editions` names for itself, in order.
pub(super) fn own_pages(reader: &mut Reader, node: &Node) -> Vec<OwnPages> {
    let Kind::Map(pairs) = &node.kind else { return Vec::new() };
    let value = |node: &Node, name: &str| {
        let Kind::Map(pairs) = &node.kind else { return None };
        pairs.iter().find(|(key, value)| key.text == name && !value.is_null()).map(|(_, value)| value.clone())
    };
    let own = |(_, edition): &(_, Rc<Node>)| OwnPages {
        front: value(edition, "front").map_or(FrontChoice::Unsaid, |node| front(reader, &node)),
        back: value(edition, "back").map(|node| entries::matter(reader, &node, "'back'")),
    };
    pairs.iter().take(limits::EDITIONS).map(own).collect()
}

/// `editions`, whose own pages were read before.
pub(super) fn editions(reader: &mut Reader, node: &Node, bound: &Bound, own: Vec<OwnPages>) -> Vec<Edition> {
    let Kind::Map(pairs) = &node.kind else {
        let help = "write each as name: { format: pdf }, without '- ' before it";
        reader.wrong(node, "'editions'", "a mapping of names to editions", help);
        return usual(node.span);
    };
    if pairs.is_empty() {
        reader.push_help(Code::BadValue, node.span, "'editions' names no edition", "leave it out to get the usual two");
    }
    if pairs.len() > limits::EDITIONS {
        reader.push(Code::TooLarge, node.span, format!("there are more than {} editions", limits::EDITIONS));
    }
    let mut found: Vec<Edition> = Vec::new();
    // Those that a mistake keeps out: what names one of them is right.
    let mut unread: Vec<&str> = Vec::new();
    for ((key, value), own) in pairs.iter().zip(own) {
        let name = Spanned { value: key.text.clone(), span: key.span };
        // A name becomes a file's, on machines that do not tell capitals apart too.
        if found.iter().any(|e| e.name.value.eq_ignore_ascii_case(&name.value)) {
            let message = format!("an edition '{}' stands here twice", name.value);
            reader.push_help(Code::DuplicateKey, name.span, message, "give it another name");
            continue;
        }
        let sound = !name.value.is_empty()
            && name.value.len() <= 64
            && name.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !sound {
            let message = format!("'{}' cannot name an edition", name.value);
            reader.push_help(
                Code::BadValue,
                name.span,
                message,
                "use letters, digits, '-' and '_'; files are named after it",
            );
        }
        match edition(reader, name, value, bound, own) {
            Some(edition) => found.push(edition),
            None => unread.push(&key.text),
        }
    }
    pages(reader, &mut found, &unread);
    found
}

fn edition(
    reader: &mut Reader,
    name: Spanned<String>,
    node: &Node,
    bound: &Bound,
    OwnPages { front, back }: OwnPages,
) -> Option<Edition> {
    let what = format!("the edition '{}'", name.value);
    let fields = reader.fields(node, &what, &[keys::EDITION, keys::FACTS], keys::EDITION_LATER)?;
    let format = match fields.get("format") {
        Some(node) => reader.word(node, "'format'", FORMATS),
        None => {
            reader.push_help(Code::MissingKey, name.span, format!("{what} lacks 'format'"), "write epub, pdf or print");
            None
        }
    };
    let page = style::page(reader, &fields);
    if let (Some(Format::Print), Some(page)) = (format, &page) {
        style::landscape(reader, page);
    }
    let bleed = fields.get("bleed").and_then(|node| style::bleed(reader, node));
    paged_only(reader, &fields, format, &what, name.span);
    let pages = fields.get("pages").and_then(|node| reader.text(node, "'pages'"));
    if let (Some(pages), Some(Format::Pdf | Format::Print)) = (&pages, format) {
        reader.push(Code::BadValue, pages.span, "only an epub takes its page numbers from another edition");
    }
    let isbn = fields.get("isbn").and_then(|node| isbn(reader, node));
    let cover = fields.get("cover").and_then(|node| match &node.kind {
        Kind::Map(_) => {
            reader.push(Code::LaterKey, node.span, "a cover of several parts is known, not used yet");
            None
        }
        Kind::Text(..) | Kind::List(_) => reader.path(node, "'cover'"),
    });
    beside(reader, bound, &front, back.as_deref());
    let omit = fields.get("omit").map_or(Vec::new(), |node| omit(reader, node, bound));
    let metadata = metadata::facts(reader, &fields);
    let style = fields.get("style").map_or(StylePatch::default(), |node| style::style(reader, node));
    Some(Edition { pages, page, bleed, isbn, metadata, cover, front, back, omit, style, ..blank(name, format?) })
}

/// Keys that speak of paper do not fit an epub; a print edition needs a page.
fn paged_only(reader: &mut Reader, fields: &Fields, format: Option<Format>, what: &str, span: Span) {
    match format {
        Some(Format::Epub) => {
            for key in ["trim", "paper", "bleed"] {
                if let (Some(_), Some(span)) = (fields.get(key), fields.key_span(key)) {
                    reader.push(Code::BadValue, span, format!("an epub has no page, so '{key}' says nothing here"));
                }
            }
        }
        Some(Format::Print) if fields.get("trim").is_none() && fields.get("paper").is_none() => {
            reader.push_help(
                Code::MissingKey,
                span,
                format!("{what} lacks 'trim'"),
                "write its page, such as trim: 6x9in",
            );
        }
        Some(Format::Print | Format::Pdf) | None => {}
    }
}

fn front(reader: &mut Reader, node: &Node) -> FrontChoice {
    match &node.kind {
        Kind::List(_) => FrontChoice::Own(entries::matter(reader, node, "'front'")),
        Kind::Text(..) | Kind::Map(_) => match reader.truth(node, "an edition's 'front' is a list of pages, or it") {
            Some(true) => FrontChoice::Books,
            Some(false) => FrontChoice::None,
            None => FrontChoice::Unsaid,
        },
    }
}

/// Holds an edition's own front and back pages against what they stand beside.
fn beside(reader: &mut Reader, bound: &Bound, front: &FrontChoice, back: Option<&[MatterEntry]>) {
    let mut before = bound.chapters.clone();
    let mut own = Vec::new();
    match front {
        FrontChoice::Own(entries) => own.extend(entries::matter_articles(entries)),
        FrontChoice::Unsaid | FrontChoice::Books => before.extend(&bound.front),
        FrontChoice::None => {}
    }
    match back {
        Some(entries) => own.extend(entries::matter_articles(entries)),
        None => before.extend(&bound.back),
    }
    if !own.is_empty() {
        entries::unique(reader, &before, &own);
    }
}

fn omit(reader: &mut Reader, node: &Node, bound: &Bound) -> Vec<Spanned<String>> {
    let items = reader.list(node, "'omit'").unwrap_or_default();
    let ids: BTreeSet<&str> = bound.chapters.iter().map(|entry| entry.id.value.as_str()).collect();
    let mut omitted = Vec::new();
    for item in &items {
        let Some(id) = reader.text(item, "an id") else { continue };
        if ids.contains(id.value.as_str()) {
            omitted.push(id);
            continue;
        }
        // Enough for any book; a bomb of unknown ids must not be held against as many known ones.
        let near = if items.len() <= 1000 { nearest(&id.value, ids.iter().copied().take(1000)) } else { None };
        let help = match near {
            Some(near) => format!("did you mean '{near}'?"),
            None => "an id is the file's name without its ending, or what 'id:' says".to_string(),
        };
        reader.push_help(Code::BadValue, id.span, format!("no chapter has the id '{}'", id.value), help);
    }
    if let Some(last) = omitted.last()
        && ids.iter().all(|id| omitted.iter().any(|gone| gone.value == *id))
    {
        let message = "with this chapter the edition leaves out the last of them".to_string();
        reader.push_help(Code::BadValue, last.span, message, "leave one in, or take the edition out".to_string());
    }
    omitted
}

/// Settles whose folios an epub's page-list has.
fn pages(reader: &mut Reader, editions: &mut [Edition], unread: &[&str]) {
    let usual = editions
        .iter()
        .find(|e| e.format == Format::Print)
        .or_else(|| editions.iter().find(|e| e.format == Format::Pdf && e.page.is_some()))
        .map(|e| e.name.clone());
    let known: Vec<(String, Format)> = editions.iter().map(|e| (e.name.value.clone(), e.format)).collect();
    for edition in editions.iter_mut().filter(|e| e.format == Format::Epub) {
        let Some(named) = &edition.pages else {
            edition.pages = usual.clone();
            continue;
        };
        let paged = || known.iter().filter(|(_, f)| *f != Format::Epub).map(|(name, _)| name.as_str());
        let message = match known.iter().find(|(name, _)| *name == named.value) {
            Some((_, Format::Pdf | Format::Print)) => continue,
            None if unread.contains(&named.value.as_str()) => {
                edition.pages = None;
                continue;
            }
            Some((_, Format::Epub)) => format!("the edition '{}' is an epub and has no pages", named.value),
            None => format!("there is no edition '{}'", named.value),
        };
        let help = match nearest(&named.value, paged()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => "name a pdf or print edition".to_string(),
        };
        reader.push_help(Code::BadValue, named.span, message, help);
        edition.pages = None;
    }
}

/// An ISBN of 13 digits; one of 10 becomes one of 13 (ISO 2108, annex on check digits).
fn isbn(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let text = reader.text(node, "'isbn'")?;
    let bare: String = text.value.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}')).collect();
    match sound_isbn(&bare) {
        Some(value) => Some(Spanned { value, span: text.span }),
        None => {
            let message = format!("'{}' is not an ISBN", text.value);
            reader.push_help(
                Code::BadValue,
                text.span,
                message,
                "its last digit does not fit the others, or a digit is missing",
            );
            None
        }
    }
}

pub(super) fn sound_isbn(bare: &str) -> Option<String> {
    let bytes = bare.as_bytes();
    let digits = |n: usize| bytes[..n].iter().all(u8::is_ascii_digit);
    let value = |b: u8| u32::from(b - b'0');
    let check13 =
        |b: &[u8]| (10 - b.iter().zip([1, 3].iter().cycle()).map(|(b, w)| value(*b) * w).sum::<u32>() % 10) % 10;
    match bytes.len() {
        13 if digits(13) && (bare.starts_with("978") || bare.starts_with("979")) => {
            (check13(&bytes[..12]) == value(bytes[12])).then(|| bare.to_string())
        }
        10 if digits(9) && (bytes[9].is_ascii_digit() || matches!(bytes[9], b'X' | b'x')) => {
            let last = if bytes[9].is_ascii_digit() { value(bytes[9]) } else { 10 };
            let sum: u32 = bytes[..9].iter().zip((2..=10).rev()).map(|(b, w)| value(*b) * w).sum();
            if !(sum + last).is_multiple_of(11) {
                return None;
            }
            let body = format!("978{}", &bare[..9]);
            Some(format!("{body}{}", check13(body.as_bytes())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isbns_are_checked_and_widened() {
        assert_eq!(sound_isbn("9780306406157").as_deref(), Some("9780306406157"));
        assert_eq!(sound_isbn("0306406152").as_deref(), Some("9780306406157"));
        assert_eq!(sound_isbn("080442957X").as_deref(), Some("9780804429573"));
        for bad in ["9780306406158", "0306406153", "", "978030640615", "1230306406157", "97803064061é"] {
            assert_eq!(sound_isbn(bad), None, "{bad}");
        }
    }
}
