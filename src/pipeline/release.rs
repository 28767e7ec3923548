//! What `recto release` writes beside the editions: checksums, and `release.json`.

use serde::Serialize;

use super::{Bench, Built};
use crate::asset::hash;
use crate::manifest::Format;

/// A file of a release.
#[derive(Debug)]
pub struct Released {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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
    bytes: usize,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    chapters: usize,
    words: usize,
    checks: &'a [&'static str],
    warnings: usize,
}

/// The files of a release, in the manifest's order, `SHA256SUMS` and `release.json` last. `slug` and `version` make the names;
/// `modified` is the date as text, `warnings` how many bear on each edition. Editions without bytes are left out: the
/// caller has refused them before.
pub fn release(
    bench: &Bench,
    built: Vec<Built>,
    warnings: &[usize],
    slug: &str,
    version: &str,
    modified: String,
) -> Vec<Released> {
    let mut records = Vec::new();
    let mut files = Vec::new();
    for (edition, warnings) in built.iter().zip(warnings) {
        let Some(bytes) = &edition.bytes else { continue };
        let name = format!("{slug}-{version}-{}{}", edition.edition, edition.ending());
        let (length, sha256) = (bytes.len(), hex(&hash(bytes)));
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
        .into_iter()
        .filter_map(|edition| edition.bytes)
        .zip(files)
        .map(|(bytes, (name, _))| Released { name, bytes })
        .collect();
    released.push(Released { name: "release.json".to_string(), bytes: json.into_bytes() });
    released.push(Released { name: "SHA256SUMS".to_string(), bytes: sums.into_bytes() });
    released
}

/// One hash over everything the book was made of: path and hash of each source, picture and font, sorted by path.
fn sources_hash(bench: &Bench) -> String {
    let written = bench.sources.iter().filter(|(_, source)| !source.is_woven());
    let mut parts: Vec<(String, String)> =
        written.map(|(_, source)| (source.path.clone(), hex(&hash(source.text.as_bytes())))).collect();
    parts.extend(bench.pictures.all().iter().map(|picture| (picture.path.clone(), hex(&picture.hash))));
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
