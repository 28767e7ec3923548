//! Pictures of a page: which of the files that a browser saved beside it is the one that a picture shows.
//!
//! Pages load pictures late, in several sizes and kinds: the address that counts stands in `data-src`, in `srcset`, in a `<noscript>`
//! beside the picture. A saved page names some of them by the files in its folder and others by their address on the web.

use super::clean::{Kind, Left};
use super::terms::{self, has_class};
use crate::reader::html::tree::{Element, Node};
use crate::reader::{names, pictures};

/// The element that stands for a picture that is not in the book.
pub const MISSING: &str = "#missing";

/// What browsers put behind the name of a page to name the folder of its files, in several languages.
const FOLDERS: [&str; 8] =
    ["_files", "-files", "_fichiers", "-Dateien", "_archivos", "_bestanden", "_file", "_ficheiros"];

/// Whether a folder's name is one that browsers give to the folder of a page's files.
pub fn is_page_folder(name: &str) -> bool {
    FOLDERS.iter().any(|ending| name.ends_with(ending))
}

/// Attributes that name a picture before `src` does, and those that name several.
const LATE: [&str; 6] =
    ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file", "data-full-url"];
const SEVERAL: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];

/// Gives each picture the file that it shows; one that has none is said in words.
///
/// Where it has none and `url` tells where the page is, it keeps its address on the web.
pub fn resolve(nodes: &mut Vec<Node>, page: &str, url: Option<&str>, has: &dyn Fn(&str) -> bool, left: &mut Left) {
    spare(nodes);
    let stem = names::stem(page);
    let folders = FOLDERS.map(|ending| format!("{stem}{ending}"));
    each_picture(nodes, &[], &mut |element, around| {
        if is_tracker(element) {
            left.count(Kind::Scripts, element);
            return Shown::Nothing;
        }
        if has_class(element, &["emoji", "wp-smiley", "twemoji"]) && element.get("alt").is_some() {
            return Shown::Letters(element.get("alt").unwrap_or_default().to_string());
        }
        let candidates = candidates(element, around);
        let whole = |address: &String| match url {
            Some(url) if !names::is_remote(address) => terms::joined(url, address),
            _ => address.clone(),
        };
        let addresses: Vec<String> = candidates.iter().map(whole).collect();
        let fetched = |address: &String| names::fetched(page, address).filter(|path| has(path));
        let file = |(address, whole): (&String, &String)| file(address, page, &folders, has).or_else(|| fetched(whole));
        let found: Vec<String> = candidates.iter().zip(&addresses).filter_map(file).collect();
        let best = found.iter().find(|path| !pictures::comes_later(path)).or(found.first());
        let on_the_web = addresses.iter().filter(|address| names::fetched(page, address).is_some());
        let on_the_web =
            on_the_web.clone().find(|address| !pictures::comes_later(address)).or(on_the_web.clone().next());
        match (best, on_the_web, candidates.first()) {
            (Some(path), ..) => Shown::File(path.clone()),
            (None, Some(address), _) => Shown::File(address.clone()),
            (None, None, Some(address)) => Shown::Missing(address.clone()),
            (None, None, None) => Shown::Missing(element.get("src").unwrap_or_default().chars().take(60).collect()),
        }
    });
}

enum Shown {
    /// A file, or an address on the web.
    File(String),
    Missing(String),
    Letters(String),
    Nothing,
}

/// Takes pictures out of `<noscript>` where nothing before them shows the same, and else takes it away.
fn spare(nodes: &mut Vec<Node>) {
    let mut at = 0;
    while at < nodes.len() {
        if let Node::Element(element) = &mut nodes[at] {
            if element.name == "noscript" {
                let inner = std::mem::take(&mut element.children);
                let address = first_picture(&inner)
                    .map(|picture| (picture.get("src").map(str::to_string), picture.get("srcset").map(str::to_string)));
                let before = nodes[..at].iter_mut().rev().find_map(|node| match node {
                    Node::Element(before) => Some(before),
                    Node::Text { .. } => None,
                });
                let before = before.and_then(last_picture);
                match (address, before) {
                    // The late picture learns where it is.
                    (Some((src, srcset)), Some(before)) => {
                        before.attributes.extend(src.map(|src| ("data-src".to_string(), src)));
                        before.attributes.extend(srcset.map(|set| ("data-srcset".to_string(), set)));
                        nodes.remove(at);
                    }
                    (Some(_), None) => {
                        nodes.splice(at..=at, inner);
                    }
                    (None, _) => drop(nodes.remove(at)),
                }
                continue;
            }
            spare(&mut element.children);
        }
        at += 1;
    }
}

fn first_picture(nodes: &[Node]) -> Option<&Element> {
    nodes.iter().find_map(|node| match node {
        Node::Element(element) if element.name == "img" => Some(element),
        Node::Element(element) => first_picture(&element.children),
        Node::Text { .. } => None,
    })
}

fn last_picture(element: &mut Element) -> Option<&mut Element> {
    if element.name == "img" {
        return Some(element);
    }
    element.children.iter_mut().rev().find_map(|node| match node {
        Node::Element(inner) => last_picture(inner),
        Node::Text { .. } => None,
    })
}

/// Calls `see` for each picture with the sources that a `<picture>` around it names.
fn each_picture(nodes: &mut Vec<Node>, sources: &[String], see: &mut dyn FnMut(&Element, &[String]) -> Shown) {
    let mut at = 0;
    while at < nodes.len() {
        let Node::Element(element) = &mut nodes[at] else {
            at += 1;
            continue;
        };
        if element.name != "img" {
            let own: Vec<String> = match element.name == "picture" {
                true => {
                    let sets = element.elements().filter(|inner| inner.name == "source");
                    sets.flat_map(|source| SEVERAL.iter().filter_map(|name| source.get(name)).map(str::to_string))
                        .collect()
                }
                false => Vec::new(),
            };
            each_picture(&mut element.children, if own.is_empty() { sources } else { &own }, see);
            at += 1;
            continue;
        }
        let line = element.line;
        match see(element, sources) {
            Shown::File(path) => {
                set(element, "#src", path);
                at += 1;
            }
            Shown::Missing(address) => {
                element.name = MISSING.to_string();
                set(element, "address", address);
                at += 1;
            }
            Shown::Letters(words) => {
                nodes[at] = Node::Text { words, line };
                at += 1;
            }
            Shown::Nothing => drop(nodes.remove(at)),
        }
    }
}

fn set(element: &mut Element, name: &str, value: String) {
    element.attributes.retain(|(own, _)| own != name);
    element.attributes.push((name.to_string(), value));
}

/// A picture of a point, which only counts readers.
fn is_tracker(element: &Element) -> bool {
    let tiny = |name: &str| element.get(name).is_some_and(|side| matches!(side.trim(), "0" | "1" | "2"));
    tiny("width") && tiny("height")
}

/// The addresses that a picture may be at, the best first.
fn candidates(element: &Element, around: &[String]) -> Vec<String> {
    let mut several: Vec<(u32, String)> = Vec::new();
    let own = SEVERAL.iter().filter_map(|name| element.get(name));
    for set in own.chain(around.iter().map(String::as_str)) {
        several.extend(sizes(set));
    }
    // The largest first; of equals the first.
    several.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let late = LATE.iter().filter_map(|name| element.get(name)).map(str::to_string);
    // A saved page names the file that its browser showed as `src`.
    let shown = element.get("src").map(str::to_string);
    let all = several.into_iter().map(|(_, address)| address).chain(late).chain(shown);
    all.map(|address| address.trim().to_string())
        .filter(|address| !address.is_empty() && !address.starts_with("data:"))
        .collect()
}

/// The pictures of a `srcset` and how large they are (HTML, 4.8.4.2.1). Addresses hold commas, so what ends in a size ends an entry.
fn sizes(set: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut rest = set.trim();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, behind) = rest.split_at(end);
        if let Some(bare) = address.strip_suffix(',').map(|bare| bare.trim_end_matches(',')) {
            found.extend((!bare.is_empty()).then(|| (1000, bare.to_string())));
            rest = behind.trim_start();
            continue;
        }
        let (size, behind) = behind.split_once(',').unwrap_or((behind, ""));
        let size = size.trim();
        let number = size.trim_end_matches(['w', 'x', 'h']);
        // A density counts as a thousand points of width for each time.
        let value = match size.ends_with('x') {
            true => number
                .split('.')
                .next()
                .and_then(|whole| whole.parse::<u32>().ok())
                .map(|times| times.saturating_mul(1000)),
            false => number.parse().ok(),
        };
        found.push((value.unwrap_or(1000), address.to_string()));
        rest = behind.trim_start();
    }
    found
}

/// The file in the book's folder that an address is.
fn file(address: &str, page: &str, folders: &[String], has: &dyn Fn(&str) -> bool) -> Option<String> {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    if !names::is_remote(address) && !address.starts_with('/') {
        return [address, bare].into_iter().map(|written| names::beside(page, written)).find(|path| has(path));
    }
    let name = names::percent_decoded(bare.rsplit('/').next().unwrap_or_default());
    if name.is_empty() || name.contains(['\\', '\0']) {
        return None;
    }
    let in_folders = folders
        .iter()
        .map(|folder| names::path_beside(page, &format!("{}/{name}", folder.rsplit('/').next().unwrap_or_default())));
    in_folders.chain([names::path_beside(page, &name)]).find(|path| has(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_names_pictures_with_their_sizes() {
        let sizes = |set: &str| {
            sizes(set).into_iter().map(|(size, name)| format!("{name} {size}")).collect::<Vec<_>>().join("|")
        };
        assert_eq!(sizes("a.jpg 300w, b.jpg 1024w"), "a.jpg 300|b.jpg 1024");
        assert_eq!(sizes("a.jpg, b.jpg 2x"), "a.jpg 1000|b.jpg 2000");
        assert_eq!(
            sizes("https://x.org/w_300,c_fit/a.jpg 300w,b.jpg 1.5x"),
            "https://x.org/w_300,c_fit/a.jpg 300|b.jpg 1000"
        );
        assert_eq!(sizes(" , ,"), "");
    }
}
