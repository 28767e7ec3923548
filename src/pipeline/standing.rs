//! Standing type: the galleys of the last time, kept for a book that is set again after a small change.

use super::Bench;
use super::build::{bind, case_of, galleys_for, in_pool, paginated};
use crate::asset::{Face, Hash};
use crate::base::Diags;
use crate::manifest::Edition;
use crate::model::{BlockKind, Book, Chapter, Matter, Role, each_block};
use crate::page::{PageMap, Pages};
use crate::pass::Given;
use crate::style::Style;
use crate::typeset::Galley;

/// The galleys of an edition as it was set last.
#[derive(Debug, Default)]
pub struct Standing(Option<Kept>);

#[derive(Debug)]
struct Kept {
    style: Style,
    faces: Vec<Face>,
    pictures: Vec<(String, Hash)>,
    book: Book,
    galleys: Vec<(Galley, Diags)>,
}

impl Standing {
    /// The pages of an edition, which one of them starts where, and what was found: the same as if nothing were kept. Chapters
    /// that are as they were are not set again.
    pub fn pages(&mut self, bench: &Bench, edition: &Edition, given: Given) -> (Pages, PageMap, Diags) {
        in_pool(0, || self.set(bench, edition, given))
    }

    fn set(&mut self, bench: &Bench, edition: &Edition, given: Given) -> (Pages, PageMap, Diags) {
        let bound = bind(bench, edition, &bench.chapters(), given);
        let case = case_of(bench, &bound.style);
        let faces = bench.fonts.faces().to_vec();
        let pictures: Vec<_> = bench.pictures.all().iter().map(|one| (one.path.clone(), one.content.hash())).collect();
        let old = self.0.take().filter(|kept| {
            (&kept.style, &kept.faces, &kept.pictures) == (&bound.style, &faces, &pictures)
                && around(&kept.book) == around(&bound.book)
        });
        let chapters = bound.book.chapters();
        let stands = |at: &usize| {
            old.as_ref().is_some_and(|kept| kept.book.chapters()[*at] == chapters[*at]) && !lists(&chapters[*at])
        };
        let (same, changed): (Vec<usize>, Vec<usize>) = (0..chapters.len()).partition(stands);
        let mut galleys: Vec<(usize, (Galley, Diags))> = galleys_for(&bound.book, changed, case);
        let mut kept = old.map_or(Vec::new(), |kept| kept.galleys.into_iter().map(Some).collect());
        galleys.extend(same.into_iter().filter_map(|at| Some((at, kept[at].take()?))));
        galleys.sort_by_key(|(at, _)| *at);
        let galleys: Vec<(Galley, Diags)> = galleys.into_iter().map(|(_, set)| set).collect();
        let mut diags = bound.diags.clone();
        let (pages, map, found) = paginated(bench, &bound, galleys.clone());
        diags.append(found);
        self.0 = Some(Kept { style: bound.style, faces, pictures, book: bound.book, galleys });
        (pages, map, diags)
    }
}

/// What the galley of a chapter knows of the others.
fn around(book: &Book) -> (&str, Vec<(Matter, Role, u8, bool)>) {
    let chapters = book.chapters().iter();
    (&book.metadata().language, chapters.map(|one| (one.matter, one.role, one.depth, one.runs_on)).collect())
}

/// Whether a chapter lists what is in the book, wherever that changes.
fn lists(chapter: &Chapter) -> bool {
    let mut found = false;
    each_block(&chapter.blocks, &mut |block| {
        found |= matches!(block.kind, BlockKind::Contents { .. } | BlockKind::Figures | BlockKind::Tables);
    });
    found
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::Folder;
    use crate::page;
    use crate::pipeline::open;

    const GIVEN: Given = Given { modified: 0 };

    /// The pages as they are set from nothing, and as they are with what stands.
    fn both(folder: &std::path::Path, standing: &mut Standing) -> (String, String) {
        let bench = open(Folder::open(folder).unwrap(), "book.yaml").unwrap();
        let edition = &bench.manifest.editions[0];
        let text = |(pages, map, diags): (Pages, PageMap, Diags)| format!("{}{map:?}{diags:?}", page::dump(&pages));
        (text(Standing::default().pages(&bench, edition, GIVEN)), text(standing.pages(&bench, edition, GIVEN)))
    }

    #[test]
    fn what_stands_gives_the_same_pages_whatever_was_changed() {
        let temp = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(temp.path().join(name), text).unwrap();
        let manifest = |rest: &str| {
            format!(
                "title: A\nlanguage: en\nchapters: [a.md, b.md, c.md]\nfront: [contents]\neditions:\n  r: {{ format: pdf, trim: 5x8in{rest} }}\n"
            )
        };
        let long = "It was a long evening, and nobody said a word about it for a good while. ".repeat(120);
        write("book.yaml", &manifest(""));
        for name in ["a", "b", "c"] {
            write(
                &format!("{name}.md"),
                &format!("# {name}\n\n{long}\n\n## Under {name}\n\n{long} See [b](b.md).[^1]\n\n[^1]: A note.\n"),
            );
        }
        let mut standing = Standing::default();
        let (fresh, first) = both(temp.path(), &mut standing);
        assert_eq!(fresh, first);
        let changes: [(&str, String); 6] = [
            ("b.md", "# b\n\nShort now.\n".into()),
            ("a.md", format!("# Another title\n\n{long}{long}\n\n## Under it\n\n{long}\n")),
            ("book.yaml", manifest(", style: { size: 12pt }")),
            ("book.yaml", manifest("").replace("[a.md, b.md, c.md]", "[c.md, b.md, a.md]")),
            ("book.yaml", manifest("").replace("language: en", "language: de")),
            ("c.md", "No heading, and a character without a font: \u{13000}.\n".into()),
        ];
        let mut before = first;
        for (name, text) in changes {
            write(name, &text);
            let (fresh, again) = both(temp.path(), &mut standing);
            assert_eq!(fresh, again, "{name}");
            assert_ne!(fresh, before, "{name}");
            before = again;
        }
        let bench = open(Folder::open(temp.path()).unwrap(), "book.yaml").unwrap();
        standing.pages(&bench, &bench.manifest.editions[0], GIVEN);
        assert_eq!(standing.0.unwrap().galleys.len(), bench.articles.len() + 1);
    }
}
