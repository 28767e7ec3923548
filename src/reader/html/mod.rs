//! Raw HTML in Markdown, read into the model where the model has a word for it. It is never passed through: what has none
//! is a finding, and its words stay.

mod blocks;
mod inlines;
mod soup;
mod tree;

pub(super) use blocks::{figures, settle};
pub(super) use inlines::{Opened, opened, place, wrapped};
pub(super) use soup::{Tag, has_text, is_parameter, tag};
pub(super) use tree::Element;

/// What to do about raw HTML.
pub(super) const HELP: &str = "write it in Markdown, or leave it out";
/// What to do about signs that look like HTML.
pub(super) const TEXT_HELP: &str = "put it in backticks if it is code; write &lt; for a sign that is meant as text";

fn is_in(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}
