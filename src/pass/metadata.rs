//! What is known of the book, the edition's own facts laid over the book's.

use sha2::{Digest, Sha256};

use super::Given;
use crate::base::{Code, Diags};
use crate::manifest::{Edition, Format, Manifest, MetadataPatch, Spanned};
use crate::model::{Chapter, Evaluation, Metadata, Person, Series, Subject, each_image};

/// Says it where the identifier is derived.
pub fn check(manifest: &Manifest, diags: &mut Diags) {
    if manifest.metadata.facts.identifier.is_none() {
        let derived = derived_identifier(manifest);
        diags.push_help(
            Code::NoIdentifier,
            manifest.site(manifest.metadata.title.span),
            "the manifest names no identifier, so one is derived from title, authors and language",
            format!("write this line into the manifest: identifier: {derived}"),
        );
    }
}

/// The metadata of `edition`.
pub fn merge(manifest: &Manifest, edition: &Edition, given: Given) -> Metadata {
    let book = &manifest.metadata.facts;
    let own = &edition.metadata;
    let text = |fact: fn(&MetadataPatch) -> &Option<Spanned<String>>| {
        fact(own).as_ref().or(fact(book).as_ref()).map(|found| found.value.clone())
    };
    let list = |fact: fn(&MetadataPatch) -> &Option<Vec<Spanned<String>>>| {
        let found = fact(own).as_ref().or(fact(book).as_ref());
        found.into_iter().flatten().map(|found| found.value.clone()).collect()
    };
    let title = own.title.as_ref().unwrap_or(&manifest.metadata.title);
    let language = own.language.as_ref().unwrap_or(&manifest.metadata.language);
    let pages = edition.pages.as_ref();
    let publisher = own.publisher.as_ref().or(book.publisher.as_ref());
    let identifier = text(|facts| &facts.identifier).unwrap_or_else(|| derived_identifier(manifest));
    let mut identifiers: Vec<String> = Vec::new();
    for further in list(|facts| &facts.identifiers) {
        if further != identifier && !identifiers.contains(&further) {
            identifiers.push(further);
        }
    }
    let others = manifest.editions.iter().filter(|other| other.name.value != edition.name.value);
    Metadata {
        title: title.value.clone(),
        // A title of its own is sorted by itself.
        title_sort: match &own.title {
            Some(_) => own.title_sort.as_ref().map(|sort| sort.value.clone()),
            None => text(|facts| &facts.title_sort),
        },
        subtitle: text(|facts| &facts.subtitle),
        language: language.value.clone(),
        authors: own.authors.as_ref().or(book.authors.as_ref()).into_iter().flatten().map(person).collect(),
        identifier,
        identifiers,
        isbn: edition.isbn.as_ref().map(|isbn| isbn.value.clone()),
        pages_isbn: pages
            .and_then(|name| manifest.editions.iter().find(|other| other.name.value == name.value))
            .and_then(|paged| paged.isbn.as_ref())
            .map(|isbn| isbn.value.clone()),
        other_isbns: others
            .filter_map(|other| Some((other.name.value.replace(['-', '_'], " "), other.isbn.as_ref()?.value.clone())))
            .collect(),
        version: text(|facts| &facts.version),
        date: text(|facts| &facts.date),
        modified: given.modified,
        publisher: publisher.map(|publisher| publisher.name.value.clone()),
        place: publisher.and_then(|publisher| publisher.place.as_ref()).map(|place| place.value.clone()),
        mark: publisher.and_then(|publisher| publisher.mark.as_ref()).map(|mark| mark.value.clone()),
        rights: text(|facts| &facts.rights),
        description: text(|facts| &facts.description),
        subjects: own
            .subjects
            .as_ref()
            .or(book.subjects.as_ref())
            .into_iter()
            .flatten()
            .map(|subject| Subject { name: subject.name.value.clone(), code: subject.code.clone() })
            .collect(),
        sources: list(|facts| &facts.sources),
        series: own
            .series
            .as_ref()
            .or(book.series.as_ref())
            .map(|series| Series { title: series.title.value.clone(), position: series.position }),
        evaluation: None,
    }
}

/// What an EPUB may claim of its accessibility: what somebody found, unless a picture without a description shows that the book
/// is another than they saw (WCAG 2.2, 1.1.1, which every level asks for).
pub fn claim(manifest: &Manifest, edition: &Edition, chapters: &[Chapter], diags: &mut Diags) -> Option<Evaluation> {
    let found = edition.metadata.evaluation.as_ref().or(manifest.metadata.facts.evaluation.as_ref());
    let found = found.filter(|_| edition.format == Format::Epub)?;
    let mut silent = 0;
    for chapter in chapters {
        each_image(chapter, &mut |image, _| silent += usize::from(image.alt.is_none()));
    }
    if silent > 0 {
        let pictures = if silent == 1 { "a picture" } else { "pictures" };
        let message = format!("the EPUB does not claim {}: it has {pictures} without a description", found.standard);
        let help = "describe every picture, and have the book looked at again";
        diags.push_help(Code::NoClaim, manifest.site(found.span), message, help);
        return None;
    }
    Some(Evaluation {
        by: found.by.clone(),
        standard: found.standard.to_string(),
        date: found.date.clone(),
        credential: found.credential.clone(),
        report: found.report.clone(),
    })
}

fn person(person: &crate::manifest::Person) -> Person {
    Person { name: person.name.value.clone(), sort: person.sort.clone(), roles: person.roles.clone() }
}

/// A UUID of version 8 (RFC 9562, 5.8; made as in its appendix B.2) from what the book is, so that every edition and
/// every run agree. Each part ends in a zero byte, so that `ab`, `c` and `a`, `bc` differ.
fn derived_identifier(manifest: &Manifest) -> String {
    let mut hash = Sha256::new();
    let authors = manifest.metadata.facts.authors.iter().flatten().map(|author| &author.name.value);
    for part in std::iter::once(&manifest.metadata.title.value)
        .chain(authors)
        .chain(std::iter::once(&manifest.metadata.language.value))
    {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::sample;

    #[test]
    fn the_derived_identifier_is_a_uuid_that_stays() {
        let manifest = sample::manifest(&["a.md"]);
        let identifier = derived_identifier(&manifest);
        assert_eq!(identifier, derived_identifier(&sample::manifest(&["b.md"])));
        let uuid = identifier.strip_prefix("urn:uuid:").unwrap();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "8");
        assert!("89ab".contains(&uuid[19..20]));
        let mut other = sample::manifest(&["a.md"]);
        other.metadata.title.value = "Another".into();
        assert_ne!(identifier, derived_identifier(&other));
    }

    #[test]
    fn an_edition_lays_its_facts_over_the_books() {
        let mut manifest = sample::manifest(&["a.md"]);
        manifest.metadata.facts.publisher = Some(sample::publisher("Press"));
        let mut paperback = sample::edition(crate::manifest::Format::Print);
        paperback.name.value = "paperback".into();
        paperback.isbn = Some(sample::at("9783161484100".to_string()));
        manifest.editions = vec![paperback];
        let mut edition = sample::edition(crate::manifest::Format::Epub);
        edition.metadata.title = Some(sample::at("Other".to_string()));
        edition.pages = Some(sample::at("paperback".to_string()));
        manifest.metadata.facts.title_sort = Some(sample::at("Book, The".to_string()));
        manifest.metadata.facts.identifier = Some(sample::at("urn:x:1".to_string()));
        let further = ["urn:x:2", "urn:x:1", "urn:x:2"].map(|uri| sample::at(uri.to_string()));
        manifest.metadata.facts.identifiers = Some(further.to_vec());
        let merged = merge(&manifest, &edition, Given { modified: 7 });
        assert_eq!((merged.title.as_str(), merged.publisher.as_deref(), merged.modified), ("Other", Some("Press"), 7));
        assert_eq!((merged.title_sort, merged.identifiers), (None, vec!["urn:x:2".to_string()]));
        assert_eq!((merged.isbn, merged.pages_isbn.as_deref()), (None, Some("9783161484100")));
    }
}
