//! Words that stand where comrak reads no Markdown, such as the title of an alert, read as a line of it.

use comrak::nodes::NodeValue;
use comrak::{Node, parse_document};

use super::markdown::{Reading, options, text};
use crate::base::Span;
use crate::model::Inline;

impl<'a> Reading<'a, '_> {
    /// The words at `span`, which lies in one line of the source, as a node of their own.
    pub(super) fn fragment(&self, span: Span) -> Option<Node<'a>> {
        // What a heading holds is nothing but a line, whatever it begins with.
        let words = self.slice(span);
        let mut copy = format!("# {words} #\n");
        // A mark is one only where its note is.
        let labels = words.match_indices("[^").filter_map(|(at, _)| words[at + 2..].split_once(']'));
        for (label, _) in labels.filter(|(label, _)| self.notes.find(label).is_some()) {
            copy += &format!("\n[^{label}]: note\n");
        }
        let heading = parse_document(self.arena?, &copy, &options()).first_child()?;
        if !matches!(heading.data().value, NodeValue::Heading(_)) {
            return None;
        }
        let at = (span.start as usize).checked_sub(self.start)?;
        let line = self.lines.partition_point(|start| *start <= at);
        let before = at - self.lines[line - 1];
        for node in heading.descendants() {
            let place = &mut node.data_mut().sourcepos;
            for end in [&mut place.start, &mut place.end] {
                end.line = line;
                end.column = (end.column + before).saturating_sub(2);
            }
        }
        let whole = &mut heading.data_mut().sourcepos;
        (whole.start.column, whole.end.column) = (before + 1, before + words.len());
        Some(heading)
    }

    /// The same as words.
    pub(super) fn line_at(&mut self, span: Span, depth: usize) -> Vec<Inline> {
        match self.fragment(span) {
            Some(node) => self.line_of(node, depth),
            None => vec![text(self.slice(span), span)],
        }
    }

    /// The title of a picture that stands at `span`.
    pub(super) fn title(&mut self, title: &str, span: Span) -> Vec<Inline> {
        if title.is_empty() {
            return Vec::new();
        }
        match self.typed_title(title, span) {
            Some(typed) => self.line_at(typed, 0),
            None => vec![text(title, span)],
        }
    }

    /// Where a title was typed: with the picture, or with the address that the picture refers to.
    fn typed_title(&self, title: &str, span: Span) -> Option<Span> {
        let whole = self.slice(span);
        let within = whole.strip_suffix(')').map(str::trim_end).and_then(|inner| {
            let closing = inner.chars().next_back().filter(|c| matches!(c, '"' | '\'' | ')'))?;
            let inner = &inner[..inner.len() - 1];
            let opening = if closing == ')' { '(' } else { closing };
            let escaped = |at: usize| inner[..at].ends_with('\\');
            let (at, _) = inner.rmatch_indices(opening).find(|(at, _)| !escaped(*at))?;
            Some(Span::new(span.start as usize + at + 1, span.start as usize + inner.len()))
        });
        let elsewhere = || {
            let at = self.source.text.find(&format!("\"{title}\""))? + 1;
            Some(Span::new(at, at + title.len()))
        };
        within.or_else(elsewhere).filter(|typed| !self.slice(*typed).contains(['\n', '\r']))
    }
}
