//! The EPUB: a book becomes XHTML, CSS, package and navigation, and one file.
//!
//! In: [`Book`], pictures, a style for the look, and of pages the [`PageMap`] alone. Out: bytes. Never here: a measure, Markdown.

mod access;
mod archive;
mod breaks;
mod content;
mod css;
mod declare;
mod divide;
mod divisions;
mod figures;
mod finish;
mod fonts;
mod groups;
mod inlines;
mod listing;
mod mathml;
mod names;
mod nav;
mod notes;
mod package;
mod semantics;
mod shops;
mod table;
mod words;
mod xhtml;

use std::ops::Deref;

pub use archive::Entry;
use archive::{Refused, Source};
pub use finish::Each;
pub use shops::{Offer, hold};
pub use words::speaks;

use crate::asset::{Content, Face, Gone, Media, Output, Picture, Pictures};
use crate::base::{Code, Diags};
use crate::model::Book;
use crate::page::PageMap;
use crate::style::Style;
use breaks::Breaks;
use names::{Cuts, Names};
use words::Words;
use xhtml::{Xml, language};

/// What an EPUB is made with, beside the book.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The book's pictures.
    pub pictures: &'a Pictures,
    /// The fonts from which the style chooses.
    pub faces: &'a [Face],
    /// The look.
    pub style: &'a Style,
    /// The cover's picture.
    pub cover: Option<Cover<'a>>,
    /// The pages of the printed edition; its chapters are those of this book.
    pub map: Option<&'a PageMap>,
    /// How the archive goes through its entries.
    pub each: Each<'a>,
}

/// The picture of a cover.
#[derive(Clone, Copy)]
pub enum Cover<'a> {
    /// A file of this kind.
    File(Media, &'a Content),
    /// A JPEG that is there when it is asked for, so that it can be drawn while the text is pressed.
    Drawn(&'a (dyn Deref<Target = Vec<u8>> + Sync)),
}

impl<'a> Cover<'a> {
    fn media(self) -> Media {
        match self {
            Cover::File(media, _) => media,
            Cover::Drawn(_) => Media::Jpeg,
        }
    }

    fn source(self) -> Source<'a> {
        match self {
            Cover::File(_, content) => Source::Picture(content),
            Cover::Drawn(drawn) => Source::Asked(drawn),
        }
    }
}

/// Writes the EPUB. `None` where it would not be sound; the findings say why.
pub fn write(book: &Book, case: &Case, diags: &mut Diags) -> Option<Output> {
    let mut found = Diags::new();
    let written = pack(book, case, &mut found);
    let sound = !found.has_errors();
    diags.append(found);
    written.filter(|_| sound)
}

/// The pictures that the text of a book shows.
pub fn shown<'a>(book: &Book, pictures: &'a Pictures) -> Vec<&'a Picture> {
    let names = Names::new(book, pictures, &Cuts::new());
    names.images().keys().filter_map(|path| pictures.get(path)).map(|(_, picture)| picture).collect()
}

fn pack(book: &Book, case: &Case, diags: &mut Diags) -> Option<Output> {
    let Case { pictures, style, map, cover, .. } = *case;
    let words = words::in_language(&book.metadata().language);
    let Text { names, breaks, pages: text } = text(book, pictures, map, diags);
    let listed = !breaks.list.is_empty();
    let mut pages = Vec::new();
    let mut images = Vec::new();
    if let Some(cover) = cover {
        let media = cover.media();
        pages.push((names::COVER.to_string(), cover_page(book, &words, media)));
        images.push((package::cover_file(media), media.mime(), cover.source()));
    }
    pages.extend(text);
    let nav = nav::document(book, &names, &words, &breaks, cover.is_some());
    let fonts = fonts::embed(book, case, &pages, &nav);
    for (path, shown) in names.images() {
        if let Some((_, picture)) = pictures.get(path) {
            images.push((shown.file.clone(), picture.media.mime(), Source::Picture(&picture.content)));
        }
    }
    let with_math = pages.iter().filter(|(_, page)| page.contains("<math "));
    let held = package::Held {
        pictures,
        cover: cover.map(Cover::media),
        fonts: &fonts,
        formulas: with_math.map(|(file, _)| file.as_str()).collect(),
        access: access::of(book, listed),
        pages: listed,
    };
    let package = package::document(book, &names, &held);
    let css = css::sheet(style, &fonts);
    let ncx = nav::ncx(book, &names, &breaks);
    images.extend(fonts.into_iter().map(|font| (font.file, font.mime, Source::There(font.bytes))));
    let files = finish::Files { css, pages, others: images, package, nav, ncx };
    match finish::pack(files, case.each) {
        Ok(output) => Some(output),
        Err(finish::Fault::Refused(Refused::TooLarge(why))) => {
            let message = format!("the EPUB does not fit a ZIP file: {why}");
            diags.push_help(Code::TooLarge, None, message, "make its pictures smaller, or make two books of it");
            None
        }
        Err(finish::Fault::Refused(Refused::Unread(Gone(why)))) => {
            diags.push_help(Code::ChangedFile, None, why, Gone::HELP);
            None
        }
        Err(finish::Fault::Ours(why)) => {
            let message = format!("the EPUB could not be packed: {why}");
            diags.push_help(Code::NotAssembled, None, message, "this is a fault of Recto: please report it");
            None
        }
    }
}

/// The text of a book in files, the names in it, and the pages of its printed edition.
struct Text {
    names: Names,
    breaks: Breaks,
    pages: Vec<(String, String)>,
}

/// Writes the chapters. Those that are too long for one file are divided, and then all are written again, since links lead into
/// other files.
fn text(book: &Book, pictures: &Pictures, map: Option<&PageMap>, diags: &mut Diags) -> Text {
    let mut cuts = Cuts::new();
    loop {
        let mut found = Diags::new();
        let names = Names::new(book, pictures, &cuts);
        let breaks = breaks::place(book, map, &names);
        let mut pages = Vec::new();
        let mut long = Cuts::new();
        for at in (0..book.chapters().len()).filter(|at| names.nav != Some(*at)) {
            let written = content::chapter(book, &names, at, map, breaks.chapters.get(&at), &mut found);
            if written.iter().any(|page| page.len() > divide::MOST) {
                let bytes = content::bytes(book, &names, at, breaks.chapters.get(&at));
                long.insert(at, divide::cuts(&book.chapters()[at].blocks, &bytes));
            }
            pages.extend(written);
        }
        // A block that is longer than a file may be is never divided.
        long.retain(|_, cuts| !cuts.is_empty());
        if long.is_empty() || !cuts.is_empty() {
            diags.append(found);
            let files = names.leaves().iter().filter(|leaf| names.nav != Some(leaf.chapter));
            let pages = files.map(|leaf| leaf.file.clone()).zip(pages).collect();
            return Text { names, breaks, pages };
        }
        cuts = long;
    }
}

/// The page that holds the cover and nothing else.
fn cover_page(book: &Book, words: &Words, media: Media) -> String {
    let meta = book.metadata();
    let title = if words.apart_from(&meta.language).is_empty() { words.cover } else { &meta.title };
    let mut xml = Xml::page(title, &language(&meta.language, "en"), &[]);
    xml.start("section", &[("epub:type", "cover"), ("class", "cover")]);
    let alt = words.cover_of(&meta.title);
    let file = package::cover_file(media);
    let attrs = [("role", "doc-cover"), ("src", file.as_str()), ("alt", &alt)];
    xml.empty("img", &[&attrs[..], &words.apart_from(&meta.language)].concat());
    xml.finish()
}

#[cfg(test)]
mod example;

#[cfg(test)]
mod tests;
