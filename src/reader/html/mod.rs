//! HTML, raw in Markdown or a page by itself, read into the model where the model has a word for it. It is never passed through: what has none
//! is a finding, and its words stay.

mod blocks;
mod code;
mod figures;
mod inlines;
mod lists;
pub(super) mod mathml;
mod page;
mod ruby;
mod soup;
mod tables;
pub(super) mod tree;

pub(super) use blocks::settle;
pub(super) use code::tidy_code;
pub(super) use figures::figures;
pub(super) use inlines::{Opened, opened, place, style, wrapped};
pub(super) use ruby::{ends_at, is_part_of_ruby};
pub(super) use soup::{Remark, Tag, has_text, is_element, is_parameter, tag, unread, up_to_the_end};
pub(super) use tree::Element;

/// What to do about raw HTML.
pub(super) const HELP: &str = "write it in Markdown, or leave it out";
/// What to do about signs that look like HTML.
pub(super) const TEXT_HELP: &str = "put it in backticks if it is code; write &lt; for a sign that is meant as text";

/// Elements that move or sound, or show another page.
const MEDIA: &str = " iframe video audio embed object ";

/// Whether an element moves or sounds, or shows another page.
pub(super) fn is_media(element: &Element) -> bool {
    is_in(MEDIA, &element.name)
}

fn is_in(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}
