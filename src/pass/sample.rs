//! Small manifests and chapters for the tests of the passes.

use std::collections::BTreeMap;

use super::Given;
use crate::base::{Diags, SourceId, Span};
use crate::manifest::{
    Edition, Entry, Format, FrontChoice, Manifest, Metadata, MetadataPatch, Publisher, SourceEntry, Spanned,
};
use crate::model::{
    Anchor, Block, BlockKind, Book, Chapter, Inline, InlineKind, Matter, Neighbours, Note, Para, ParaRole, Role, Target,
};
use crate::style::StylePatch;

pub fn at<T>(value: T) -> Spanned<T> {
    Spanned { value, span: Span::default() }
}

pub fn publisher(name: &str) -> Publisher {
    Publisher { name: at(name.to_string()), place: None, mark: None }
}

pub fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap().split('.').next().unwrap()
}

pub fn entry(path: &str) -> SourceEntry {
    SourceEntry {
        path: at(path.to_string()),
        id: at(stem(path).to_string()),
        title: None,
        number: true,
        sections: Vec::new(),
    }
}

pub fn manifest(paths: &[&str]) -> Manifest {
    Manifest {
        source: SourceId(0),
        metadata: Metadata {
            title: at("The Book".to_string()),
            language: at("en".to_string()),
            facts: MetadataPatch::default(),
        },
        cover: None,
        front: None,
        chapters: paths.iter().map(|path| Entry::Source(entry(path))).collect(),
        series_order: None,
        back: Vec::new(),
        editions: Vec::new(),
        style: StylePatch::default(),
        style_span: Span::default(),
        shops: Vec::new(),
        lints: Vec::new(),
    }
}

pub fn edition(format: Format) -> Edition {
    Edition {
        name: at("edition".to_string()),
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

/// A chapter as a reader gives it.
pub fn chapter(path: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter {
        id: stem(path).to_string(),
        matter: Matter::Body,
        role: Role::Chapter,
        depth: 0,
        runs_on: false,
        numbered: true,
        number: None,
        title: vec![Inline::text(title)],
        own_title: Some(title.to_string()),
        subtitle: None,
        authors: Vec::new(),
        lang: None,
        source: Some(SourceId(1)),
        path: Some(path.to_string()),
        awaited: Vec::new(),
        origin: Default::default(),
        neighbours: Neighbours::default(),
        blocks,
    }
}

pub fn articles(chapters: Vec<Chapter>) -> BTreeMap<String, Chapter> {
    chapters.into_iter().map(|chapter| (chapter.path.clone().unwrap(), chapter)).collect()
}

/// The articles as passes take them.
pub fn lent(articles: &BTreeMap<String, Chapter>) -> super::Articles<'_> {
    articles.iter().map(|(path, chapter)| (path.as_str(), chapter)).collect()
}

/// One article for each path, titled by its stem, with one paragraph.
pub fn plain_articles(paths: &[&str]) -> BTreeMap<String, Chapter> {
    articles(paths.iter().map(|path| chapter(path, stem(path), vec![para("Text.")])).collect())
}

pub fn para(text: &str) -> Block {
    para_of(vec![Inline::text(text)])
}

pub fn para_of(text: Vec<Inline>) -> Block {
    Block::new(BlockKind::Para(Para { role: ParaRole::Text, text }), Span::default())
}

pub fn heading(level: u8, text: &str) -> Block {
    let text = vec![Inline::text(text)];
    Block::new(BlockKind::Heading { level, typed: level, outline: 0, number: None, text }, Span::default())
}

pub fn made(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

pub fn link(target: &str, text: &str) -> Inline {
    let target = Target::Written(target.to_string());
    Inline::new(InlineKind::Link { target, title: None, text: vec![Inline::text(text)] }, Span::new(3, 9))
}

pub fn note(label: &str, text: &str) -> Inline {
    made(InlineKind::Note(Note { anchor: Anchor(label.to_string()), number: None, blocks: vec![para(text)] }))
}

pub fn bind(manifest: &Manifest, edition: &Edition, articles: &BTreeMap<String, Chapter>) -> (Book, Diags) {
    let mut diags = Diags::new();
    let in_turn: super::Each = &|chapters, work| chapters.iter_mut().for_each(work);
    let book = super::bind(manifest, edition, &lent(articles), Given { modified: 0 }, in_turn, &mut diags);
    (book, diags)
}

pub fn ids(book: &Book) -> Vec<&str> {
    book.chapters().iter().map(|chapter| chapter.id.as_str()).collect()
}

pub fn codes(diags: &Diags) -> Vec<&'static str> {
    diags.iter().map(|found| found.code.id()).collect()
}
