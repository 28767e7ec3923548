//! Setting: a book becomes pages.
//!
//! In: [`Book`] and a [`Case`]: style, fonts, pictures. Out: [`Galley`]s, one a chapter, without pages; then [`Pages`] and the
//! [`PageMap`]. Never here: PDF, threads, a clock.

mod apart;
mod assemble;
mod blocks;
mod breaker;
mod breaks;
mod chain;
mod code;
mod column;
mod columns;
mod contents;
mod cover;
mod display;
mod dump;
mod fill;
mod float;
mod fonts;
mod front;
mod furniture;
mod galley;
mod hyphen;
mod ideographs;
mod initial;
mod inline;
mod letters;
mod line;
mod makeup;
mod margin;
mod math;
mod matter;
mod node;
mod notes;
mod oneline;
mod opening;
mod paginate;
mod paragraph;
mod parts;
mod pattern;
mod pen;
mod picture;
mod plan;
mod proof;
mod rows;
mod sense;
mod shape;
mod side;
mod squares;
mod stick;
mod table;
mod widths;

pub use cover::cover;
pub use dump::dump;
pub use fonts::{FontMetrics, Fonts};
pub use galley::{Bar, Galley, Line, LinkArea, NoteBody, NoteMark, Para, Setting, Slab, SlabKind};
pub use paginate::paginate;
pub use shape::Shaper;

use blocks::{Follow, Place, Setter};
use stick::Stick;

use crate::asset::Pictures;
use crate::base::{Diags, Length};
use crate::model::{Book, Lang, Role};
use crate::page::{ElemRole, PageMap};
use crate::style::Style;

/// What a compositor stands at: everything that setting a chapter needs besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The look.
    pub style: &'a Style,
    /// The fonts.
    pub fonts: &'a Fonts,
    /// The pictures.
    pub pictures: &'a Pictures,
}

/// Sets one chapter, by its index, in lines and blocks, without pages. A chapter that shows folios shows
/// those of `folios`, and fields of the same width where it is not there yet. The words that `shaper` knows are not shaped again.
pub fn galley<'a>(
    book: &'a Book,
    chapter: usize,
    case: Case<'a>,
    folios: Option<&'a PageMap>,
    shaper: &mut Shaper<'a>,
    diags: &mut Diags,
) -> Galley {
    let text = &book.chapters()[chapter];
    let lang = text.lang.clone().unwrap_or_else(|| Lang(book.metadata().language.clone()));
    let mut stick = Stick::new(case, chapter as u32, text.source);
    stick.folios = folios;
    std::mem::swap(&mut stick.shaper, shaper);
    let role = match text.role {
        Role::Part => ElemRole::Part,
        Role::Section => ElemRole::Section,
        _ => ElemRole::Chapter,
    };
    let root = stick.elem(role, None, None);
    stick.structure[0].lang = text.lang.clone();
    let place = Place {
        parent: root,
        lang,
        left: Length::ZERO,
        right: Length::ZERO,
        voice: case.style.design.body,
        leading: case.style.leading,
        grid: true,
        depth: 0,
        lists: 0,
        follow: Follow::Design,
        bars: Vec::new(),
    };
    let mut setter = Setter { stick: &mut stick, book, slabs: Vec::new(), fresh: true };
    setter.opening(text, &place);
    setter.blocks(&text.blocks, &place);
    let mut slabs = setter.slabs;
    front::arrange(text, &mut slabs, case.style);
    std::mem::swap(&mut stick.shaper, shaper);
    diags.append(stick.found());
    Galley { chapter: chapter as u32, structure: stick.structure, slabs, notes: stick.notes, folios: stick.shown }
}

#[cfg(test)]
mod tests;
