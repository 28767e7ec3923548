//! What stands in a line of Markdown and is no text: scripts, styles. comrak takes their insides for Markdown.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::html::{self, Remark};
use super::markdown::Reading;
use crate::base::Span;

impl<'a> Reading<'a, '_> {
    /// Finds the elements of a block that are left out with all that is in them. One without its end in the block is not: its words
    /// stay.
    pub(super) fn find_unread(&mut self, block: Node<'a>) {
        self.unread.clear();
        let whole = self.span(block);
        // Nearly no block has a tag, and every block is asked.
        let typed = self.source.text.get(whole.start as usize..whole.end as usize);
        if typed.is_some_and(|typed| !typed.contains('<')) {
            return;
        }
        let end = whole.end as usize;
        // Where an element has no end any more, every further search would run to the end of the block.
        let mut endless: Vec<String> = Vec::new();
        for node in block.descendants() {
            let NodeValue::HtmlInline(literal) = &node.data().value else { continue };
            let Some(name) = html::unread(literal).filter(|name| !endless.contains(name)) else { continue };
            let start = self.span(node);
            if self.is_unread(start) {
                continue;
            }
            let behind = self.source.text.get(start.end as usize..end).unwrap_or_default();
            let (inside, _) = html::up_to_the_end(behind, &name);
            if inside.is_empty() {
                endless.push(name);
                continue;
            }
            self.unread.push(Span::new(start.start as usize, start.end as usize + inside.len()));
            self.remark(Remark::LeftOut(format!("<{name}>")), start);
        }
    }

    /// Whether a piece of the block stands in what is left out.
    pub(super) fn is_unread(&self, span: Span) -> bool {
        self.unread.iter().any(|out| out.start <= span.start && span.end <= out.end)
    }
}
