//! References: a link that its author gave no words is named after what it leads to, `Figure 3`, `chapter 4`, or the title of
//! what it leads into; a folio that was asked for gets its words, `page 57`.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::with_title;
use super::called::{Called, called, numbered};
use super::captions;
use super::equations;
use crate::model::{
    Anchor, Block, BlockKind, Chapter, Inline, InlineKind, Number, Role, Target, each_block, each_in_line, each_inline,
    each_inline_mut, lines, plain_text,
};

/// Names every reference of `chapters`. `language` is the book's.
pub fn refer(chapters: &mut [Chapter], language: &str) {
    let wanted = wanted(chapters);
    if wanted.is_empty() {
        return;
    }
    let words = called(language);
    let names = Names { wanted, words }.find(chapters);
    for chapter in chapters {
        with_title(chapter, &mut |blocks| each_inline_mut(blocks, &mut |inline| name(inline, &names, language)));
    }
}

/// Whether a link has no words of its own.
fn is_bare(text: &[Inline]) -> bool {
    text.iter().all(|inline| matches!(inline.kind, InlineKind::Folio(_)))
}

/// The places whose names are asked for.
fn wanted(chapters: &[Chapter]) -> BTreeSet<Anchor> {
    let mut wanted = BTreeSet::new();
    let mut see = |inline: &Inline| {
        if let InlineKind::Link { target: Target::Anchor(to), text, .. } = &inline.kind
            && (is_bare(text) || text.iter().any(|inline| matches!(inline.kind, InlineKind::Folio(_))))
        {
            wanted.insert(to.clone());
        }
    };
    for chapter in chapters {
        each_in_line(&chapter.title, &mut see);
        each_inline(&chapter.blocks, &mut see);
    }
    wanted
}

fn name(inline: &mut Inline, names: &BTreeMap<Anchor, String>, language: &str) {
    let InlineKind::Link { target: Target::Anchor(to), text, .. } = &mut inline.kind else { return };
    let name = names.get(to).cloned().unwrap_or_else(|| to.0.clone());
    if text.is_empty() {
        return text.push(Inline::text(name));
    }
    let alone = is_bare(text);
    let [before, behind] = called(language).page.split_once("{}").map_or(["", ""], |(b, e)| [b, e]);
    let before = before.replace(' ', "\u{a0}");
    // Chinese and Japanese brackets carry their space in themselves.
    let [open, close] = if before.ends_with('\u{a0}') { [" (", ")"] } else { ["（", "）"] };
    for inline in text {
        if let InlineKind::Folio(folio) = &mut inline.kind {
            (folio.around, folio.otherwise) = match alone {
                true => ([before.clone(), behind.to_string()], name.clone()),
                false => ([format!("{open}{before}"), format!("{behind}{close}")], String::new()),
            };
        }
    }
}

struct Names {
    wanted: BTreeSet<Anchor>,
    words: Called,
}

impl Names {
    /// What each wanted place is called: what has a name of its own by that, all else by the title of what it stands in.
    fn find(&self, chapters: &[Chapter]) -> BTreeMap<Anchor, String> {
        let mut names = BTreeMap::new();
        for chapter in chapters {
            let mut put = |place: &Anchor, name: &str| {
                if self.wanted.contains(place) {
                    names.insert(place.clone(), name.trim().to_string());
                }
            };
            let title = plain_text(&chapter.title).replace('\n', " ");
            put(&chapter.anchor(), &self.chapter(chapter).unwrap_or_else(|| title.clone()));
            places(&chapter.title, &title, &mut put);
            let mut within = title;
            each_block(&chapter.blocks, &mut |block| {
                if let BlockKind::Heading { text, .. } = &block.kind {
                    within = plain_text(text).replace('\n', " ");
                }
                if let Some(anchor) = &block.anchor {
                    put(anchor, &self.block(block).unwrap_or_else(|| within.clone()));
                }
                lines(block).into_iter().for_each(|line| places(line, &within, &mut put));
            });
        }
        names
    }

    fn chapter(&self, chapter: &Chapter) -> Option<String> {
        let number = chapter.number.as_ref()?;
        match chapter.role {
            Role::Part => Some(numbered(self.words.part, number)),
            _ => Some(numbered(self.words.chapter, number)),
        }
    }

    fn block(&self, block: &Block) -> Option<String> {
        match &block.kind {
            BlockKind::Figure(_) | BlockKind::Table(_) => captions::reference(block),
            BlockKind::Formula(formula) => Some(numbered(self.words.equation, equations::shown(formula)?)),
            BlockKind::Code(code) if !code.title.is_empty() => Some(plain_text(&code.title)),
            _ => None,
        }
    }
}

/// Places and notes in a line are called after what they stand in.
fn places(line: &[Inline], within: &str, put: &mut dyn FnMut(&Anchor, &str)) {
    each_in_line(line, &mut |inline| match &inline.kind {
        InlineKind::Place(place) => put(place, within),
        InlineKind::Note(note) => {
            put(&note.anchor, note.number.as_ref().map(Number::to_string).as_deref().unwrap_or(within))
        }
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::manifest::Format;
    use crate::model::{Book, Figure, FolioOf, Image, plain_block};
    use crate::pass::sample::{self, articles, bind, chapter, heading, made, para_of};

    fn bare(target: &str) -> Inline {
        made(InlineKind::Link { target: Target::Written(target.to_string()), title: None, text: Vec::new() })
    }

    fn paged(target: &str, text: Vec<Inline>) -> Inline {
        let target = Target::Written(target.to_string());
        let folio = made(InlineKind::Folio(FolioOf::new(target.clone())));
        made(InlineKind::Link { target, title: None, text: text.into_iter().chain([folio]).collect() })
    }

    fn book(language: &str, line: Vec<Inline>) -> Book {
        let image = Image::new("map.png", Some("A map".to_string()));
        let map = Block::new(BlockKind::Figure(Figure::of(image, vec![Inline::text("The map")])), Span::default());
        let map = Block { anchor: Some(Anchor("map".to_string())), ..map };
        let place = made(InlineKind::Place(Anchor("here".to_string())));
        let two = vec![heading(2, "The pause"), para_of(vec![place, Inline::text("Text.")]), map];
        let mut manifest = sample::manifest(&["one.md", "two.md"]);
        manifest.metadata.language.value = language.to_string();
        let chapters = vec![chapter("one.md", "One", vec![para_of(line)]), chapter("two.md", "Two", two)];
        bind(&manifest, &sample::edition(Format::Epub), &articles(chapters)).0
    }

    fn first_line(book: &Book) -> String {
        let chapter = book.chapters().iter().find(|chapter| chapter.id == "one").unwrap();
        plain_block(&chapter.blocks[0])
    }

    #[test]
    fn links_without_words_are_named_after_what_they_lead_to() {
        let all = ["two.md", "two.md#map", "two.md#the-pause", "two.md#here"];
        let line = all.into_iter().flat_map(|target| [bare(target), Inline::text(", ")]).collect();
        assert_eq!(first_line(&book("en", line)), "chapter\u{a0}2, Figure\u{a0}1, The pause, The pause, ");
        let line = vec![bare("two.md"), bare("two.md#map")];
        assert_eq!(first_line(&book("ja", line)), "第2章図1");
    }

    #[test]
    fn a_folio_stands_in_brackets_behind_words_and_bare_without() {
        let book = book("en", vec![paged("two.md#map", vec![Inline::text("the map")]), paged("two.md#map", vec![])]);
        let mut found = Vec::new();
        each_inline(&book.chapters().iter().find(|c| c.id == "one").unwrap().blocks, &mut |inline| {
            if let InlineKind::Folio(folio) = &inline.kind {
                found.push((folio.shown(Some(57)), folio.shown(None::<u32>)));
            }
        });
        let bare = ("page\u{a0}57".to_string(), "Figure\u{a0}1".to_string());
        assert_eq!(found, [(" (page\u{a0}57)".to_string(), String::new()), bare]);
    }

    #[test]
    fn a_folio_of_a_dead_link_goes_with_it() {
        let book = book("en", vec![paged("gone.md", vec![Inline::text("the map")])]);
        let BlockKind::Para(para) = &book.chapters().iter().find(|c| c.id == "one").unwrap().blocks[0].kind else {
            panic!("a paragraph");
        };
        assert_eq!(para.text, [Inline::text("the map")]);
    }
}
