//! Sources and places in them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Which source a span belongs to: its index in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// Bytes `start..end` of a source's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    /// A span over `start..end`, in bytes.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }
}

/// A span in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Site {
    /// The source.
    pub source: SourceId,
    /// The bytes in it.
    pub span: Span,
}

/// A place as people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The source's path, relative to the book's folder, with forward slashes.
    pub path: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line's text without its end.
    pub text: &'a str,
    /// How many characters of that line the span covers, at least 1.
    pub width: usize,
}

/// A file's text and where its lines begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Relative to the book's folder, with forward slashes.
    pub path: String,
    /// The whole text, valid UTF-8, without a byte order mark.
    pub text: String,
    lines: Vec<u32>,
    /// What it was put together from, in order, where it includes other files; else nothing.
    strands: Vec<Strand>,
}

/// A stretch of a text that was put together from several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strand {
    /// Its first byte in the text.
    pub start: u32,
    /// Where it was written: as many bytes, or fewer where it was made of a directive.
    pub site: Site,
}

impl Source {
    /// A source from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1))
            .collect();
        Source { path: path.into(), text, lines, strands: Vec::new() }
    }

    /// A source whose text was put together from several files.
    pub fn woven(path: impl Into<String>, text: impl Into<String>, strands: Vec<Strand>) -> Source {
        Source { strands, ..Source::new(path, text) }
    }

    /// Whether its text was put together from several files.
    pub fn is_woven(&self) -> bool {
        !self.strands.is_empty()
    }

    /// The sources that a woven text was put together from; none for a text that was written as it is.
    pub fn written_in(&self) -> BTreeSet<SourceId> {
        self.strands.iter().map(|strand| strand.site.source).collect()
    }

    /// Where a span of a woven text was written; none for a text that was written as it is.
    fn written(&self, span: Span) -> Option<Site> {
        let at = self.strands.partition_point(|strand| strand.start <= span.start).checked_sub(1)?;
        let strand = self.strands[at];
        let place = |byte: u32| (strand.site.span.start + byte.saturating_sub(strand.start)).min(strand.site.span.end);
        let ends = self.strands.get(at + 1).map_or(u32::MAX, |next| next.start);
        let end = if span.end <= ends { place(span.end) } else { strand.site.span.end };
        let start = place(span.start);
        Some(Site { source: strand.site.source, span: Span { start, end: end.max(start) } })
    }

    /// Where `span` begins, as people name it. A span past the end is at the end.
    pub fn place(&self, span: Span) -> Place<'_> {
        let start = self.floor(span.start as usize);
        let line = self.lines.partition_point(|l| *l as usize <= start) - 1;
        let first = self.lines[line] as usize;
        let last = self.lines.get(line + 1).map_or(self.text.len(), |l| *l as usize);
        let text = self.text[first..last].trim_end_matches(['\n', '\r']);
        let end = self.floor((span.end as usize).clamp(start, first + text.len().max(start - first)));
        Place {
            path: &self.path,
            line: line + 1,
            column: self.text[first..start].chars().count() + 1,
            text,
            width: self.text[start..end.max(start)].chars().count().max(1),
        }
    }

    /// The byte where `line` (from 1) begins; the text's end for a line that is not there.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).map_or(self.text.len(), |l| *l as usize)
    }

    fn floor(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|i| self.text.is_char_boundary(*i)).unwrap_or(0)
    }
}

/// All sources of a run, in the order in which they were named.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a source and gives it its number.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(self.0.len() as u32 - 1)
    }

    /// The source of that number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// Every source with its number, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(i, s)| (SourceId(i as u32), s))
    }

    /// Where `site` is, as people name it: in the file in which it was written.
    pub fn place(&self, site: Site) -> Place<'_> {
        let site = self.written(site);
        self.get(site.source).place(site.span)
    }

    fn written(&self, site: Site) -> Site {
        self.get(site.source).written(site.span).unwrap_or(site)
    }

    /// By what places are put in order: sources as they were named, what one includes behind its own text, then from a file's
    /// beginning to its end.
    pub fn order(&self) -> impl Fn(Site) -> (SourceId, SourceId, u32) + '_ {
        let mut first: BTreeMap<&str, SourceId> = BTreeMap::new();
        for (id, source) in self.iter() {
            first.entry(&source.path).or_insert(id);
        }
        let named = move |id: SourceId| first.get(self.get(id).path.as_str()).copied().unwrap_or(id);
        move |site| {
            let written = self.written(site);
            (named(site.source), named(written.source), written.span.start)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = Source::new("a.md", "één\ntwee drie\n");
        let place = source.place(Span::new(11, 15));
        assert_eq!((place.line, place.column, place.text, place.width), (2, 6, "twee drie", 4));
    }

    #[test]
    fn a_place_in_a_woven_text_is_where_it_was_written() {
        let mut sources = Sources::default();
        let outer = sources.add(Source::new("a.md", "one {{x}}\nthree\n"));
        let inner = sources.add(Source::new("b.md", "two\ntoo"));
        let site = |source, start, end| Site { source, span: Span::new(start, end) };
        let strands = vec![
            Strand { start: 0, site: site(outer, 0, 4) },
            Strand { start: 4, site: site(inner, 0, 7) },
            Strand { start: 11, site: site(outer, 9, 16) },
        ];
        let woven = sources.add(Source::woven("a.md", "one two\ntoo\nthree\n", strands));
        let place = |start, end| {
            let place = sources.place(site(woven, start, end));
            format!("{}:{}:{} {}", place.path, place.line, place.column, place.width)
        };
        assert_eq!(place(0, 3), "a.md:1:1 3");
        assert_eq!(place(8, 11), "b.md:2:1 3");
        assert_eq!(place(12, 17), "a.md:2:1 5");
        assert_eq!(place(2, 8), "a.md:1:3 2");
    }

    #[test]
    fn a_span_past_the_end_or_inside_a_character_still_has_a_place() {
        let source = Source::new("a.md", "é");
        assert_eq!(source.place(Span::new(1, 90)).column, 1);
        assert_eq!(source.place(Span::new(90, 95)).line, 1);
        assert_eq!(Source::new("b", "").place(Span::new(0, 3)).width, 1);
    }
}
