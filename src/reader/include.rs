//! What a Markdown article includes is put in its place before it is read, as mdBook does it, so that included Markdown is
//! Markdown and included code stands in its fence. The text remembers which file each of its bytes was written in.

use std::collections::BTreeMap;
use std::ops::Range;

use super::directive::{self, Asks, Directive, Part, Taken};
use super::names::path_beside;
use crate::base::{Code, Diags, Folder, Site, Source, SourceId, Sources, Span, Strand, limits};

/// Puts into the article `id` the files that it includes; none where it has no directive. Files that it reads become sources.
pub fn weave(id: SourceId, folder: &Folder, sources: &mut Sources, diags: &mut Diags) -> Option<Source> {
    let article = sources.get(id);
    if !is_markdown(&article.path) || directive::next(&article.text, 0).is_none() {
        return None;
    }
    let (path, text) = (article.path.clone(), article.text.clone());
    let known = sources.iter().filter(|(_, source)| !source.is_woven()).map(|(id, s)| (s.path.clone(), id)).collect();
    let mut loom = Loom { folder, sources, diags, known, text: String::new(), strands: Vec::new(), included: 0 };
    loom.expand(id, &text, 0..text.len(), &mut vec![path.clone()]);
    Some(Source::woven(path, loom.text, loom.strands))
}

fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}

/// A text while it is put together.
struct Loom<'l> {
    folder: &'l Folder,
    sources: &'l mut Sources,
    diags: &'l mut Diags,
    /// The files that were read.
    known: BTreeMap<String, SourceId>,
    text: String,
    strands: Vec<Strand>,
    included: usize,
}

impl Loom<'_> {
    /// Adds `range` of a file, each directive in it replaced. `open` are the files that are being included, outermost first.
    fn expand(&mut self, id: SourceId, text: &str, range: Range<usize>, open: &mut Vec<String>) {
        let mut at = range.start;
        while let Some(Directive { range: typed, asks }) = directive::next(&text[..range.end], at) {
            self.add(id, text, at..typed.start);
            at = typed.end;
            let site = Site { source: id, span: Span::new(typed.start, typed.end) };
            // mdBook takes what stands before a directive in its line for the indent of all its lines.
            let line = self.text.rsplit('\n').next().unwrap_or_default();
            let margin = if line.bytes().all(|b| b" \t>".contains(&b)) { line.to_string() } else { String::new() };
            match asks {
                Asks::Nothing => self.add(id, text, typed.start + 1..typed.end),
                Asks::Title => {}
                Asks::Include { path, part, hidden } => {
                    if let Some((id, text, lines)) = self.lines(&path, &part, hidden, site, open) {
                        self.include(id, &text, &lines, &margin, open);
                        open.pop();
                    } else {
                        self.add(id, text, typed);
                    }
                }
                Asks::Playground { path, part, words } => {
                    if let Some((id, text, lines)) = self.lines(&path, &part, false, site, open) {
                        let comma = if words.is_empty() { "" } else { "," };
                        self.make(&format!("```rust{comma}{words}\n{margin}"), site);
                        self.include(id, &text, &lines, &margin, open);
                        self.make(&format!("\n{margin}```\n{margin}"), site);
                        open.pop();
                    } else {
                        self.add(id, text, typed);
                    }
                }
            }
        }
        self.add(id, text, at..range.end);
    }

    fn include(&mut self, id: SourceId, text: &str, lines: &[Taken], margin: &str, open: &mut Vec<String>) {
        let mut before: Option<&Range<usize>> = None;
        for Taken { range, hidden } in lines {
            let here = Site { source: id, span: Span::new(range.start, range.start) };
            match before {
                // The line's own end, where nothing stands between the two.
                Some(before) if margin.is_empty() && text[before.end..range.start].trim_end() == "" => {
                    self.add(id, text, before.end..range.start);
                }
                Some(_) => self.make(&format!("\n{margin}"), here),
                None => {}
            }
            if *hidden {
                self.make("# ", here);
            }
            self.expand(id, text, range.clone(), open);
            before = Some(range);
        }
    }

    /// The lines that a directive names, and the file now open; none where there is a reason against, which is said.
    fn lines(
        &mut self,
        written: &str,
        part: &Part,
        hidden: bool,
        site: Site,
        open: &mut Vec<String>,
    ) -> Option<(SourceId, String, Vec<Taken>)> {
        const STAYS: &str = "a backslash before the braces keeps a directive as it is typed: \\{{#…}}";
        let path = path_beside(open.last().map_or("", String::as_str), written);
        if open.contains(&path) {
            let message = format!("'{path}' includes itself: {} → {path}", open.join(" → "));
            self.diags.push_help(Code::BadInclude, site, message, "take one of the directives out");
            return None;
        }
        self.included += 1;
        if open.len() > limits::INCLUDE_DEPTH || self.included > limits::INCLUDES {
            let message = format!("'{path}' is one include too many, or one too deep");
            self.diags.push_help(Code::TooDeep, site, message, "put more into each file");
            return None;
        }
        if self.text.len() as u64 > limits::SOURCE_BYTES {
            let message =
                format!("with all that it includes, the article is larger than {} bytes", limits::SOURCE_BYTES);
            self.diags.push_help(Code::TooLarge, site, message, "divide it, or include less");
            return None;
        }
        let id = match self.known.get(&path) {
            Some(id) => *id,
            None => match self.folder.read_text(&path, limits::SOURCE_BYTES) {
                Ok(text) => {
                    let id = self.sources.add(Source::new(path.clone(), text));
                    self.known.insert(path.clone(), id);
                    id
                }
                Err(refusal) => {
                    let help = format!("{}; {STAYS}", refusal.help);
                    self.diags.push_help(refusal.code, site, refusal.message, help);
                    return None;
                }
            },
        };
        let text = self.sources.get(id).text.clone();
        let Some(lines) = directive::take(&text, part, hidden) else {
            let (message, help) = match part {
                Part::Anchor(name) => (
                    format!("'{path}' has no anchor '{name}'"),
                    format!("begin it with a line 'ANCHOR: {name}' and end it with 'ANCHOR_END: {name}'; {STAYS}"),
                ),
                Part::Lines(start, _) => (
                    format!("'{path}' has no line {}", start + 1),
                    format!("it has {} lines; {STAYS}", text.lines().count()),
                ),
            };
            self.diags.push_help(Code::BadInclude, site, message, help);
            return None;
        };
        open.push(path);
        Some((id, text, lines))
    }

    /// Adds what a file holds.
    fn add(&mut self, source: SourceId, text: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let (start, span) = (self.text.len() as u32, Span::new(range.start, range.end));
        self.text.push_str(&text[range]);
        match self.strands.last_mut() {
            // What follows on the strand before it is one with it.
            Some(Strand { start: begins, site })
                if site.source == source
                    && site.span.end == span.start
                    && start - *begins == site.span.end - site.span.start =>
            {
                site.span.end = span.end
            }
            _ => self.strands.push(Strand { start, site: Site { source, span } }),
        }
    }

    /// Adds what no file holds, made of the directive at `site`.
    fn make(&mut self, words: &str, site: Site) {
        self.strands.push(Strand { start: self.text.len() as u32, site });
        self.text.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weaves `a.md` of a folder with these files; the text, then the findings with their places.
    fn woven(files: &[(&str, &str)]) -> String {
        let temp = tempfile::tempdir().unwrap();
        for (path, text) in files {
            std::fs::create_dir_all(temp.path().join(path).parent().unwrap()).unwrap();
            std::fs::write(temp.path().join(path), text).unwrap();
        }
        let folder = Folder::open(temp.path()).unwrap();
        let (mut sources, mut diags) = (Sources::default(), Diags::new());
        let id = sources.add(Source::new("a.md", files[0].1));
        let Some(source) = weave(id, &folder, &mut sources, &mut diags) else { return "as it is".to_string() };
        let mut out = source.text.clone();
        // Every letter that a file holds is where its place says.
        let id = sources.add(source);
        for (at, letter) in out.char_indices().filter(|(_, letter)| letter.is_ascii_uppercase()) {
            let place = sources.place(Site { source: id, span: Span::new(at, at + 1) });
            assert_eq!(place.text.chars().nth(place.column - 1), Some(letter), "{}:{}", place.path, place.line);
        }
        for finding in diags.iter() {
            let place = sources.place(finding.at.unwrap());
            out +=
                &format!("!{} {}:{}:{} {}", finding.code.id(), place.path, place.line, place.column, finding.message);
        }
        out
    }

    #[test]
    fn files_stand_where_they_are_included() {
        assert_eq!(woven(&[("a.md", "no {{#if x}}")]), "as it is");
        let b = ("s/b.md", "ONE\r\nTWO {{#include c.txt}} X\r\n");
        let c = ("s/c.txt", "THREE\n");
        assert_eq!(woven(&[("a.md", "A {{#include s/b.md}} Z\n"), b, c]), "A ONE\r\nTWO THREE X Z\n");
        assert_eq!(woven(&[("a.md", "> {{#include s/b.md}}\nZ"), b, c]), "> ONE\n> TWO THREE X\nZ");
        assert_eq!(woven(&[("a.md", "\\{{#include s/b.md}} {{#title T}}Z")]), "{{#include s/b.md}} Z");
    }

    #[test]
    fn code_comes_with_hidden_lines_or_with_a_fence() {
        let r = ("r.rs", "A\n// ANCHOR: x\nB\n// ANCHOR_END: x\nC\n");
        assert_eq!(woven(&[("a.md", "{{#rustdoc_include r.rs:x}}"), r]), "# A\nB\n# C");
        let fence = "```rust,editable\nB\n```\n\nZ";
        assert_eq!(woven(&[("a.md", "{{#playground r.rs:x editable}}\nZ"), r]), fence);
    }

    #[test]
    fn a_ring_is_told_where_it_closes() {
        let told = woven(&[("a.md", "{{#include b.md}}"), ("b.md", "x\n{{#include a.md}}")]);
        let finding = "!bad-include b.md:2:1 'a.md' includes itself: a.md → b.md → a.md";
        assert_eq!(told, format!("x\n{{{{#include a.md}}}}{finding}"));
    }

    #[test]
    fn files_that_include_more_and_more_come_to_an_end() {
        let many: Vec<(String, String)> =
            (0..12).map(|at| (format!("{at}.md"), format!("{{{{#include {}.md}}}}", at + 1).repeat(6))).collect();
        let mut files: Vec<(&str, &str)> = vec![("a.md", "{{#include 0.md}}")];
        files.extend(many.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        assert!(woven(&files).contains("!too-deep 9.md:1:1"));
    }
}
