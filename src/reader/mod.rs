//! Readers: Markdown, pages of HTML and plain text become chapters.
//!
//! In: one source's text, with the files that it includes woven into it by [`weave`]. Out: a [`Chapter`] with links as written
//! and nothing numbered. Never here: a writer, another chapter, Markdown or HTML that passes through. What the model has no word for is a finding and stays as text.

mod alerts;
mod attributes;
mod code;
mod colour;
mod directive;
mod fence;
mod footer;
mod formulas;
mod fragment;
mod front_matter;
mod html;
mod include;
mod inlines;
mod markdown;
mod names;
mod notes;
mod pictures;
mod plain;
mod quotes;
mod rows;
mod stars;
mod tables;
mod tex;
mod typed;
mod unread;
mod web;

pub use include::weave;
pub use names::{beside, places_in, stem, title_of_stem};
pub use web::is_page_folder;

use front_matter::FrontMatter;

use crate::base::folder::Refusal;
use crate::base::{Code, Diags, Encoding, Folder, Site, Source, SourceId, Span, limits};
use crate::model::{Block, Chapter, Inline, InlineKind, Matter, Neighbours, Origin, Role, plain_text};

/// Whether a path names a plain text.
pub fn is_plain(path: &str) -> bool {
    ending(path) == "txt"
}

/// Whether a path names a page of HTML.
pub fn is_page(path: &str) -> bool {
    matches!(ending(path).as_str(), "html" | "htm" | "xhtml")
}

/// The text of an article's file, and how it was written. Markdown is UTF-8; a plain text may be old, and a page says it.
pub fn open(folder: &Folder, path: &str) -> Result<(String, Encoding), Refusal> {
    if is_plain(path) {
        folder.read_old_text(path, limits::SOURCE_BYTES)
    } else if is_page(path) {
        let (text, encoding) = folder.read_page(path, limits::SOURCE_BYTES)?;
        Ok((text, encoding.unwrap_or(Encoding::Utf8)))
    } else {
        Ok((folder.read_text(path, limits::SOURCE_BYTES)?, Encoding::Utf8))
    }
}

fn ending(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// Reads a source by its ending: `.md` and `.markdown` are Markdown, `.html`, `.htm` and `.xhtml` are pages, `.txt` is plain text.
/// `None` where nothing can be made of it; the findings say why.
pub fn read(source: &Source, id: SourceId, diags: &mut Diags) -> Option<Chapter> {
    read_beside(source, id, Beside { has: &|_| false, is_linked: &|_| false }, diags)
}

/// What a reader asks about the rest of a book.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// Whether a file is in the book's folder: a page names its pictures in several ways.
    pub has: &'a dyn Fn(&str) -> bool,
    /// Whether another article may lead to a place of this name: a page has names for a site's styles and scripts, too.
    pub is_linked: &'a dyn Fn(&str) -> bool,
}

/// The same in a book.
pub fn read_beside(source: &Source, id: SourceId, beside: Beside<'_>, diags: &mut Diags) -> Option<Chapter> {
    let stem = names::stem(&source.path);
    let mut chapter = match ending(&source.path).as_str() {
        "md" | "markdown" => markdown(source, id, stem, diags)?,
        "txt" => {
            let name = names::xml_name(stem);
            let article = plain::read(source, id, &name, diags);
            let said =
                FrontMatter { neighbours: article.neighbours, authors: article.authors, ..FrontMatter::default() };
            chapter(source, id, name, said, article.title, article.blocks)
        }
        "html" | "htm" | "xhtml" => {
            let name = names::xml_name(stem);
            let web::Article { said, origin, heading, mut blocks } = web::read(source, id, &name, beside, diags)?;
            pictures::in_words(&mut blocks, id, diags);
            Chapter { origin, ..chapter(source, id, name, said, heading, blocks) }
        }
        _ => {
            let site = Site { source: id, span: Span::default() };
            let message = format!("'{}' is neither Markdown nor a page of HTML nor plain text", source.path);
            let help = "an article's file ends in .md, .markdown, .html, .htm, .xhtml or .txt";
            diags.push_help(Code::UnknownFormat, site, message, help);
            return None;
        }
    };
    pictures::awaited(&mut chapter, id, beside.has, diags);
    if chapter.blocks.is_empty() {
        let end = source.text.trim_end().len();
        let site = Site { source: id, span: Span::new(0, source.text[..end].lines().next().map_or(0, str::len)) };
        let message = format!("'{}' has no text", source.path);
        diags.push_help(Code::EmptyChapter, site, message, "write it, or take it out of the manifest");
    }
    Some(chapter)
}

fn markdown(source: &Source, id: SourceId, stem: &str, diags: &mut Diags) -> Option<Chapter> {
    let (said, start) = front_matter::read(source, id, diags);
    let name = said.id.clone().unwrap_or_else(|| names::xml_name(stem));
    let article = markdown::read(source, id, start, &name, &said, diags)?;
    if let (Some(title), Some((heading, span))) = (&said.title, &article.heading) {
        let heading = plain_text(heading);
        if heading.trim() != title {
            let site = Site { source: id, span: *span };
            let message = format!("the heading '{}' differs from the title '{title}' and is not set", heading.trim());
            diags.push_help(Code::TitleDiffers, site, message, "make them the same, or the heading one of level 2");
        }
    }
    // What front matter says goes before; a doubtful footer beside it is text.
    let own = said.neighbours;
    let in_text = Some(article.neighbours).filter(|found| found.unsure.is_none() || own == Neighbours::default());
    let in_text = in_text.unwrap_or_default();
    let said = FrontMatter {
        neighbours: Neighbours {
            previous: own.previous.or(in_text.previous),
            next: own.next.or(in_text.next),
            unsure: in_text.unsure,
        },
        ..said
    };
    let mut blocks = article.blocks;
    pictures::in_words(&mut blocks, id, diags);
    let numbered = article.numbered;
    let chapter = chapter(source, id, name, said, article.heading.map(|(text, _)| text), blocks);
    Some(Chapter { numbered, ..chapter })
}

/// A chapter from what its source says: front matter's title before the heading's, the heading's before the file's.
fn chapter(
    source: &Source,
    id: SourceId,
    name: String,
    said: FrontMatter,
    heading: Option<Vec<Inline>>,
    blocks: Vec<Block>,
) -> Chapter {
    let heading = heading.filter(|text| !text.is_empty());
    let own_title = said.title.clone().or_else(|| heading.as_deref().map(|text| plain_text(text).replace('\n', " ")));
    let title = match (said.title, heading) {
        (Some(title), Some(heading)) if plain_text(&heading).trim() == title => heading,
        (Some(title), _) => vec![Inline::new(InlineKind::Text(title), Span::default())],
        (None, Some(heading)) => heading,
        (None, None) => vec![Inline::text(names::title_of_stem(names::stem(&source.path)))],
    };
    Chapter {
        id: name,
        matter: Matter::Body,
        role: Role::Chapter,
        depth: 0,
        runs_on: false,
        numbered: true,
        number: None,
        title,
        own_title,
        subtitle: said.subtitle,
        authors: said.authors,
        lang: said.lang,
        source: Some(id),
        path: Some(source.path.clone()),
        awaited: Vec::new(),
        origin: Origin { url: None, date: said.date },
        neighbours: said.neighbours,
        blocks,
    }
}

#[cfg(test)]
mod tests;
