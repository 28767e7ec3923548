//! The names of the files and places in the EPUB: which files each chapter is, where each link leads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::asset::Pictures;
use crate::model::{
    Anchor, Anchored, BlockKind, Book, Chapter, Inline, InlineKind, Role, each_image, each_in_line, each_inline,
};

/// The page that is the contents, the navigation document.
pub(super) const NAV: &str = "nav.xhtml";
/// The page that shows the cover.
pub(super) const COVER: &str = "cover.xhtml";

/// Where further files begin in chapters that are too long for one: by chapter, the positions of their first blocks.
pub(super) type Cuts = BTreeMap<usize, Vec<usize>>;

/// A file of text: a chapter, or a stretch of one that is too long for one file.
pub(super) struct Leaf {
    /// The chapter's index in the book.
    pub(super) chapter: usize,
    /// The blocks that stand in it, by their positions in the chapter.
    pub(super) blocks: Range<usize>,
    /// The number of its first block ([`Block::index`](crate::model::Block)).
    from: u32,
    /// Its name.
    pub(super) file: String,
}

/// The names of everything in one EPUB.
pub(super) struct Names {
    leaves: Vec<Leaf>,
    images: BTreeMap<String, Shown>,
    /// The leaf on which each place stands.
    places: BTreeMap<Anchor, usize>,
    /// The leaf of each mark of a note.
    marks: BTreeMap<Anchor, Vec<usize>>,
    /// The chapter in whose place the navigation document stands.
    pub(super) nav: Option<usize>,
    page: String,
}

/// A picture that the text shows.
pub(super) struct Shown {
    /// Its file.
    pub(super) file: String,
    /// Whether it is made to fit the line in which it stands.
    pub(super) icon: bool,
    /// Whether the ground shows through it.
    pub(super) see_through: bool,
    /// Its width in per mille of its height.
    shape: u64,
}

impl Names {
    /// Gives names that stay the same as long as ids and paths do.
    pub(super) fn new(book: &Book, pictures: &Pictures, cuts: &Cuts) -> Names {
        let nav = book.chapters().iter().position(is_contents);
        // OCF 3.3, 4.2.3: no two names may be equal but for the case of their letters.
        let mut taken = BTreeSet::from(["nav", "cover", "toc", "content", "stylesheet"].map(String::from));
        let mut file = |id: &str| format!("{}.xhtml", unique(&plain_name(id), &mut taken));
        // Chapters first: what further files one needs takes no name from another.
        let mut chapters = Vec::new();
        for (at, chapter) in book.chapters().iter().enumerate() {
            chapters.push(if nav == Some(at) { NAV.to_string() } else { file(&chapter.id) });
        }
        let mut leaves = Vec::new();
        let mut used = BTreeSet::new();
        for (at, (chapter, name)) in book.chapters().iter().zip(chapters).enumerate() {
            each_image(chapter, &mut |image, _| {
                used.insert(image.path.clone());
            });
            let cuts = cuts.get(&at).map_or(&[][..], Vec::as_slice);
            let ends = cuts.iter().copied().chain([chapter.blocks.len()]);
            for (nth, (start, end)) in std::iter::once(0).chain(cuts.iter().copied()).zip(ends).enumerate() {
                let (from, file) = match nth {
                    0 => (0, name.clone()),
                    _ => (chapter.blocks[start].index, file(&chapter.id)),
                };
                leaves.push(Leaf { chapter: at, blocks: start..end, from, file });
            }
        }
        let place = |to: &Anchored| leaf_of(&leaves, to.chapter as usize, to.block.unwrap_or_default());
        let mut places: BTreeMap<Anchor, usize> = book.anchors().iter().map(|(a, to)| (a.clone(), place(to))).collect();
        let mut marks: BTreeMap<Anchor, Vec<usize>> = BTreeMap::new();
        for (at, leaf) in leaves.iter().enumerate() {
            let chapter = &book.chapters()[leaf.chapter];
            let mut look = |inline: &Inline| {
                let note = match &inline.kind {
                    InlineKind::Note(note) => {
                        // Its body stands at the end of the leaf that has its mark.
                        places.insert(note.anchor.clone(), at);
                        &note.anchor
                    }
                    InlineKind::NoteRef { note, .. } => note,
                    _ => return,
                };
                marks.entry(note.clone()).or_default().push(at);
            };
            if leaf.blocks.start == 0 {
                each_in_line(&chapter.title, &mut look);
            }
            each_inline(&chapter.blocks[leaf.blocks.clone()], &mut look);
            if leaf.blocks.start == 0 {
                places.insert(chapter.anchor(), at);
            }
        }
        let mut taken = BTreeSet::from(["cover".to_string()]);
        let images = used
            .into_iter()
            .filter_map(|path| {
                let (_, picture) = pictures.get(&path)?;
                let shape = (u64::from(picture.width) * 1000 / u64::from(picture.height.max(1))).max(1);
                let stem = path.rsplit('/').next().unwrap_or(&path);
                let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
                let file = format!("images/{}.{}", unique(&plain_name(stem), &mut taken), picture.media.ending());
                let (icon, see_through) = (picture.is_icon(), picture.see_through);
                Some((path, Shown { file, icon, see_through, shape }))
            })
            .collect();
        let mut page = "page-".to_string();
        while places.keys().any(|anchor| anchor.0.starts_with(&page)) {
            page.push('-');
        }
        Names { leaves, images, places, marks, nav, page }
    }

    /// The files of text, in the order of reading.
    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The leaf that holds a block of a chapter, by its number; its first leaf for block 0.
    pub(super) fn leaf_of(&self, chapter: usize, block: u32) -> usize {
        leaf_of(&self.leaves, chapter, block)
    }

    /// The leaves of a chapter.
    pub(super) fn leaves_of(&self, chapter: usize) -> Range<usize> {
        self.leaf_of(chapter, 0)..self.leaf_of(chapter, u32::MAX) + 1
    }

    /// The file in which a chapter begins.
    pub(super) fn file(&self, chapter: usize) -> &str {
        &self.leaves[self.leaf_of(chapter, 0)].file
    }

    /// The pictures that the text shows, by path.
    pub(super) fn images(&self) -> &BTreeMap<String, Shown> {
        &self.images
    }

    /// How wide a picture is for its height, to be held against others.
    pub(super) fn shape(&self, path: &str) -> u64 {
        self.images.get(path).map_or(1000, |shown| shown.shape)
    }

    /// The address of an anchor, as seen from a leaf; none where the book does not have it.
    pub(super) fn href(&self, from: Option<usize>, anchor: &Anchor) -> Option<String> {
        Some(self.address(from, *self.places.get(anchor)?, &anchor.0))
    }

    /// The addresses of a note's marks, as seen from a leaf.
    pub(super) fn marks(&self, from: usize, note: &Anchor) -> Vec<String> {
        let leaves = self.marks.get(note).map_or(&[][..], Vec::as_slice);
        (1..).zip(leaves).map(|(nth, leaf)| self.address(Some(from), *leaf, &self.mark(note, nth))).collect()
    }

    fn address(&self, from: Option<usize>, leaf: usize, id: &str) -> String {
        let file = if from == Some(leaf) { "" } else { &self.leaves[leaf].file };
        format!("{file}#{}", fragment(id))
    }

    /// The id of a note's mark, by its number from 1.
    pub(super) fn mark(&self, note: &Anchor, nth: u32) -> String {
        let mut id = if nth == 1 { format!("{}-mark", note.0) } else { format!("{}-mark-{nth}", note.0) };
        while self.places.contains_key(&Anchor(id.clone())) {
            id.push('-');
        }
        id
    }

    /// The id of a page's beginning.
    pub(super) fn page(&self, folio: &str) -> String {
        format!("{}{folio}", self.page)
    }
}

fn leaf_of(leaves: &[Leaf], chapter: usize, block: u32) -> usize {
    leaves.partition_point(|leaf| (leaf.chapter, leaf.from) <= (chapter, block)).saturating_sub(1)
}

/// Whether a chapter is nothing but the contents, so that the navigation document can stand in its place.
fn is_contents(chapter: &Chapter) -> bool {
    chapter.role == Role::Contents
        && chapter.blocks.iter().all(|block| matches!(block.kind, BlockKind::Contents { .. }))
}

/// A file's name in ASCII letters, digits and `-_.`, which every reading system finds again.
fn plain_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => name.push(c),
            _ if c.is_alphanumeric() => name.push_str(&format!("u{:x}", c as u32)),
            _ => name.push('-'),
        }
    }
    name.truncate(120);
    let name = name.trim_matches('.');
    if name.is_empty() { "page".to_string() } else { name.to_string() }
}

fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut count = 1;
    let mut candidate = name.to_string();
    while !taken.insert(candidate.to_ascii_lowercase()) {
        count += 1;
        candidate = format!("{name}-{count}");
    }
    candidate
}

/// An id as a fragment of an address (RFC 3986, 3.5): other letters percent-encoded.
pub(super) fn fragment(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An address outside, fit for a file; none where it is not one that a reading system opens.
pub(super) fn outside(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https", "mailto", "tel", "ftp", "urn", "doi", "sms", "geo", "news"].contains(&scheme.as_str()) {
        return None;
    }
    if ["http", "https", "ftp"].contains(&scheme.as_str()) {
        let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
        let host = host.rsplit('@').next()?;
        let legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']');
        if host.is_empty() || host.starts_with([':', '.']) || !host.chars().all(legal) {
            return None;
        }
        if let Some((_, port)) = host.rsplit_once(':').filter(|_| !host.ends_with(']'))
            && port.parse::<u16>().is_err()
        {
            return None;
        }
    }
    if rest.is_empty() {
        return None;
    }
    let mut out = format!("{scheme}:");
    for (at, c) in rest.char_indices() {
        let escaped = match c {
            '%' => !rest.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
            // Brackets belong to a host that is a number (RFC 3986, 3.2.2) and to nothing else.
            '[' | ']' => rest[2.min(rest.len())..at].contains('/') || !rest.starts_with("//"),
            // A second number sign.
            '#' => rest[..at].contains('#'),
            _ => c.is_control() || c.is_whitespace() || !c.is_ascii() && at > 0 && past_host(rest, at),
        };
        if escaped {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// Whether a byte of an address stands behind its host, where letters beyond ASCII are percent-encoded.
fn past_host(rest: &str, at: usize) -> bool {
    rest.strip_prefix("//").is_none_or(|host| host[..at.saturating_sub(2)].contains(['/', '?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_and_differ_in_more_than_case() {
        let mut taken = BTreeSet::from(["nav".to_string()]);
        assert_eq!(unique(&plain_name("Nav"), &mut taken), "Nav-2");
        assert_eq!(plain_name("über uns"), "ufcber-uns");
        assert_eq!(plain_name("..."), "page");
    }

    #[test]
    fn addresses_are_encoded_or_refused() {
        assert_eq!(outside("https://a.org/b c?d=\"é\"#x").as_deref(), Some("https://a.org/b%20c?d=%22%C3%A9%22#x"));
        assert_eq!(outside("HTTP://a.org/100%").as_deref(), Some("http://a.org/100%25"));
        assert_eq!(
            outside("https://de.wikipedia.org/wiki/A_[b]").as_deref(),
            Some("https://de.wikipedia.org/wiki/A_%5Bb%5D")
        );
        for bad in
            ["javascript:alert(1)", "http://", "http://a b/", "file:///etc", "data:text/html,x", "x", "http://a:b/"]
        {
            assert_eq!(outside(bad), None, "{bad}");
        }
    }
}
