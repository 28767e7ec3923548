//! A block of code in Markdown: what its fence says, and which of its lines are shown.

use comrak::nodes::NodeCodeBlock;

use super::markdown::{Reading, text};
use super::{colour, fence};
use crate::base::{Code, Span};
use crate::model::{Anchor, Block, BlockKind, Listing};

impl Reading<'_, '_> {
    /// A block of code; none where every line of it is hidden.
    pub(super) fn listing(&mut self, code: &NodeCodeBlock, span: Span) -> Option<Block> {
        let fence = fence::read(&code.info);
        let typed = code.literal.strip_suffix('\n').unwrap_or(&code.literal);
        let shown = match (&fence.hides, fence.lang.as_deref()) {
            (Some(prefix), _) => without(typed, |line| !line.trim_start().starts_with(prefix.as_str())),
            (None, Some("rust")) => rust(typed),
            (None, _) => Some(typed.to_string()),
        };
        if !fence.unknown.is_empty() {
            let site = self.site(self.first_line(span));
            let message = format!("'{}' on this fence has no effect", fence.unknown.join(" "));
            let help = "take it out, or see docs/manual/code.md for what a fence may say";
            self.diags.push_help(Code::UnknownAttribute, site, message, help);
        }
        let shown = shown?;
        let listing = Listing {
            tokens: fence.lang.as_deref().map_or_else(Vec::new, |lang| colour::tokens(lang, &shown)),
            title: fence.title.iter().map(|title| text(title, span)).collect(),
            first_number: fence.first_number,
            ..Listing::new(fence.lang, shown)
        };
        Some(Block { anchor: fence.id.map(Anchor), ..Block::new(BlockKind::Code(listing), span) })
    }

    /// Says that a fence is never closed, and how much it makes code of.
    pub(super) fn unclosed_fence(&mut self, code: &NodeCodeBlock, span: Span) {
        let fence = String::from(char::from(code.fence_char)).repeat(code.fence_length);
        let lines = match code.literal.trim_end().lines().count() {
            1 => "the line below it is".to_string(),
            lines => format!("all {lines} lines below it are"),
        };
        let site = self.site(self.first_line(span));
        let message = format!("this code fence is never closed, so {lines} code");
        self.diags.push_help(Code::UnclosedFence, site, message, format!("write {fence} in a line below the code"));
    }
}

/// The lines that `shows` lets through; none where there were some and it lets through none.
fn without(typed: &str, shows: impl Fn(&str) -> bool) -> Option<String> {
    let lines: Vec<&str> = typed.split('\n').filter(|line| shows(line)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Rust as rustdoc and mdBook show it: a line that begins with `#` and a space, or is `#` alone, is there for the
/// compiler; `##` stands for `#`.
fn rust(typed: &str) -> Option<String> {
    let hidden =
        |line: &str| line.trim_start().strip_prefix('#').is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let shown = without(typed, |line| !hidden(line))?;
    let lines: Vec<String> = shown
        .split('\n')
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            match line[indent..].starts_with("##") {
                true => format!("{}{}", &line[..indent], &line[indent + 1..]),
                false => line.to_string(),
            }
        })
        .collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_of_rust_are_for_the_compiler() {
        let code =
            "# use std::fmt;\n#![allow(unused)]\n#[derive(Debug)]\nstruct A;\n    # hidden();\n#\n## shown\n##[x]\n#x";
        assert_eq!(rust(code).unwrap(), "#![allow(unused)]\n#[derive(Debug)]\nstruct A;\n# shown\n#[x]\n#x");
        assert_eq!(rust("# all\n# of it"), None);
        assert_eq!(rust(""), Some(String::new()));
    }
}
