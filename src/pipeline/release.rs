//! What `recto release` writes beside the editions: checksums, and `release.json`.

use std::borrow::Cow;

use serde::Serialize;

use super::{Bench, Built};
use crate::asset::{Gone, Output, hash};
use crate::manifest::Format;

/// A file of a release.
#[derive(Debug)]
pub struct Released<'b> {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub output: Cow<'b, Output>,
    /// The edition that it is; none for what stands beside the editions.
    pub edition: Option<&'b Built>,
}

#[derive(Serialize)]
struct Record<'a> {
    title: &'a str,
    version: &'a str,
    language: &'a str,
    modified: String,
    sources_sha256: String,
    editions: Vec<EditionRecord<'a>>,
}

#[derive(Serialize)]
struct EditionRecord<'a> {
    name: &'a str,
    format: &'static str,
    file: &'a str,
    bytes: u64,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    chapters: usize,
    words: Option<usize>,
    checks: &'a [&'static str],
    warnings: usize,
}

/// The files of a release, in the manifest's order, `SHA256SUMS` and `release.json` last. `slug` and `version` make the names;
/// `modified` is the date as text, `warnings` how many bear on each edition. Editions without bytes are left out: the
/// caller has refused them before. None where a picture is no longer what it was.
pub fn release<'b>(
    bench: &Bench,
    built: &'b [Built],
    warnings: &[usize],
    slug: &str,
    version: &str,
    modified: String,
) -> Result<Vec<Released<'b>>, Gone> {
    let mut records = Vec::new();
    let mut files = Vec::new();
    for (edition, warnings) in built.iter().zip(warnings) {
        let Some(output) = &edition.output else { continue };
        let name = format!("{slug}-{version}-{}{}", edition.edition, edition.ending());
        let (length, sha256) = (output.len(), hex(&output.hash().map_err(|error| Gone(error.to_string()))?));
        files.push((name, sha256.clone()));
        records.push((edition, length, sha256, *warnings));
    }
    let record = Record {
        title: &bench.manifest.metadata.title.value,
        version,
        language: &bench.manifest.metadata.language.value,
        modified,
        sources_sha256: sources_hash(bench),
        editions: records
            .iter()
            .zip(&files)
            .map(|((edition, bytes, sha256, warnings), (file, _))| EditionRecord {
                name: &edition.edition,
                format: match edition.format {
                    Format::Epub => "epub",
                    Format::Pdf => "pdf",
                    Format::Print => "print",
                },
                file,
                bytes: *bytes,
                sha256: sha256.clone(),
                pages: edition.pages,
                chapters: edition.chapters,
                words: edition.words,
                checks: &edition.checks,
                warnings: *warnings,
            })
            .collect(),
    };
    let json = serde_json::to_string_pretty(&record).unwrap_or_default() + "\n";
    let mut sums: Vec<(String, String)> = files.clone();
    sums.push(("release.json".to_string(), hex(&hash(json.as_bytes()))));
    // sha256sum -c reads "hash, two spaces, name".
    let sums: String = sums.iter().map(|(name, sha256)| format!("{sha256}  {name}\n")).collect();
    let mut released: Vec<Released> = built
        .iter()
        .filter_map(|edition| Some((edition, edition.output.as_ref()?)))
        .zip(files)
        .map(|((edition, output), (name, _))| Released { name, output: Cow::Borrowed(output), edition: Some(edition) })
        .collect();
    for (name, text) in [("release.json", json), ("SHA256SUMS", sums)] {
        released.push(Released { name: name.to_string(), output: Cow::Owned(text.into_bytes().into()), edition: None });
    }
    Ok(released)
}

/// Which of these files belong to other versions of the book: they are named as [`release`] names its own.
pub fn of_other_versions(files: Vec<String>, built: &[Built], slug: &str, version: &str) -> Vec<String> {
    let other = |file: &String| {
        let rest = file.strip_prefix(slug).and_then(|rest| rest.strip_prefix('-'));
        let versions = built.iter().filter_map(|edition| {
            rest?.strip_suffix(edition.ending())?.strip_suffix(edition.edition.as_str())?.strip_suffix('-')
        });
        let mut versions = versions.filter(|other| other.starts_with(|c: char| c.is_ascii_digit()));
        versions.any(|other| other != version)
    };
    files.into_iter().filter(other).collect()
}

/// One hash over everything the book was made of: path and hash of each source, picture and font, sorted by path.
fn sources_hash(bench: &Bench) -> String {
    let written = bench.sources.iter().filter(|(_, source)| !source.is_woven());
    let mut parts: Vec<(String, String)> =
        written.map(|(_, source)| (source.path.clone(), hex(&hash(source.text.as_bytes())))).collect();
    parts.extend(bench.pictures.all().iter().map(|picture| (picture.path.clone(), hex(&picture.content.hash()))));
    let own =
        |path: &String| bench.folder.read(path, crate::base::limits::ASSET_BYTES).ok().map(|bytes| hex(&hash(&bytes)));
    parts.extend(bench.font_files.iter().filter_map(|path| Some((path.clone(), own(path)?))));
    parts.sort();
    let listing: String = parts.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect();
    hex(&hash(listing.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
