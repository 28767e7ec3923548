//! Marks that lack a sign to mean something, and are printed: a link that nothing closes, a heading without a space.

use super::markdown::Reading;
use crate::base::{Code, Span};

impl Reading<'_, '_> {
    /// Says where words at `span`, which comrak took for plain ones, begin a link or a picture that nothing closes.
    pub(super) fn unclosed_link(&mut self, span: Span) {
        let Some((at, end, what)) = unclosed(self.slice(span)) else { return };
        let site = self.site(Span::new(span.start as usize + at, span.start as usize + end));
        let message = format!("{what} is printed as it is typed: nothing closes its address");
        let help = "write ')' behind the address, or '\\[' where none is meant";
        self.diags.push_help(Code::UncertainStructure, site, message, help);
    }

    /// Says where a paragraph at `span` looks like a heading but for its space.
    pub(super) fn heading_without_space(&mut self, span: Span) {
        let Some(marks) = hashes(self.slice(span)) else { return };
        let site = self.site(Span::new(span.start as usize, span.start as usize + marks));
        let message = "this line is no heading: a space is missing behind its '#'";
        let help = "write the space, or '\\#' where no heading is meant";
        self.diags.push_help(Code::UncertainStructure, site, message, help);
    }
}

/// Where a link or a picture begins whose address nothing closes, where it ends, and what it would be.
fn unclosed(typed: &str) -> Option<(usize, usize, &'static str)> {
    let middle = typed.rfind("](")?;
    let open = typed[..middle].rfind('[')?;
    let address = &typed[middle + 2..];
    let sound = !address.is_empty() && !address.contains(['(', ')', '[']) && !address.starts_with([' ', ',', '.']);
    let before = &typed[..open];
    // `f[i](x` is a call in some language.
    let called = before.ends_with(|c: char| c.is_alphanumeric() || "\\)]_".contains(c));
    if !sound || called || open + 1 == middle {
        return None;
    }
    match before.ends_with('!') {
        true => Some((open - 1, typed.trim_end().len(), "this picture")),
        false => Some((open, typed.trim_end().len(), "this link")),
    }
}

/// How many number signs a line of its own begins with that lacks nothing but a space to be a heading. Words that people
/// search for on the web have a sign before each.
fn hashes(paragraph: &str) -> Option<usize> {
    let rest = paragraph.trim_start_matches('#');
    let marks = paragraph.len() - rest.len();
    let single = !paragraph.trim_end().contains('\n') && !rest.contains('#');
    let titled = rest.starts_with(char::is_alphabetic) && (marks > 1 || rest.contains(' '));
    ((1..=6).contains(&marks) && single && titled).then_some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_pictures_that_nothing_closes_are_told() {
        assert_eq!(unclosed("See [the sea](sea.md for more"), Some((4, 29, "this link")));
        assert_eq!(unclosed("![The sea](sea.png"), Some((0, 18, "this picture")));
        for text in ["a [b] (c", "[a](b)", "f[i](x", "[](x", "\\[a](b", "[a]( b", "[a]("] {
            assert_eq!(unclosed(text), None, "{text}");
        }
    }

    #[test]
    fn headings_that_lack_a_space_are_told() {
        assert_eq!(hashes("#No Space"), Some(1));
        assert_eq!(hashes("##Nospace"), Some(2));
        for text in ["#writing", "#a #b", "#1 in the list", "#No Space\nand more", "#######x y", "No #heading"] {
            assert_eq!(hashes(text), None, "{text}");
        }
    }
}
