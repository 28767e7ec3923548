//! Alerts, as GitHub has them, and quotations that begin as if they were some.

use comrak::Node;
use comrak::nodes::{AlertType, NodeValue};

use super::markdown::Reading;
use crate::base::{Code, Span, near};
use crate::model::{AdmonitionKind, Block, BlockKind, Para, ParaRole};

/// The kinds of alerts.
const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// What other tools call them: Obsidian, Docusaurus, MkDocs.
const ELSEWHERE: [(&str, &str); 10] = [
    ("NOTICE", "NOTE"),
    ("INFO", "NOTE"),
    ("REMARK", "NOTE"),
    ("HINT", "TIP"),
    ("SUCCESS", "TIP"),
    ("ATTENTION", "WARNING"),
    ("ALERT", "WARNING"),
    ("DANGER", "CAUTION"),
    ("ERROR", "CAUTION"),
    ("FAILURE", "CAUTION"),
];

/// The model's word for a kind.
pub(super) fn kind(kind: AlertType) -> AdmonitionKind {
    match kind {
        AlertType::Note => AdmonitionKind::Note,
        AlertType::Tip => AdmonitionKind::Tip,
        AlertType::Important => AdmonitionKind::Important,
        AlertType::Warning => AdmonitionKind::Warning,
        AlertType::Caution => AdmonitionKind::Caution,
    }
}

impl<'a> Reading<'a, '_> {
    /// What stands behind the kind of the alert at `span`. A sign right behind it is Obsidian's, which folds or unfolds it.
    pub(super) fn alert_title(&mut self, span: Span, depth: usize) -> Option<Block> {
        let line = self.first_line(span);
        let whole = self.slice(line);
        let behind = &whole[whole.find(']')? + 1..];
        let folds = behind.strip_prefix(['-', '+']).filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        let title = folds.unwrap_or(behind).trim();
        if title.is_empty() {
            return None;
        }
        let start = line.start as usize + whole.rfind(title)?;
        let text = self.line_at(Span::new(start, start + title.len()), depth);
        Some(Block::new(BlockKind::Para(Para { role: ParaRole::Label, text }), line))
    }

    /// Says where a quotation begins as an alert does and is none.
    pub(super) fn strange_alert(&mut self, quote: Node<'a>) {
        let paragraph = |node: &Node<'a>| matches!(node.data().value, NodeValue::Paragraph);
        let Some(first) = quote.first_child().filter(paragraph) else { return };
        let line = self.first_line(self.span(first));
        let Some((said, _)) = self.slice(line).strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
        if said.is_empty() || !said.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')) {
            return;
        }
        let upper = said.to_uppercase();
        let other = ELSEWHERE.iter().find(|(other, _)| *other == upper).map(|(_, kind)| *kind);
        let (why, help) = if KINDS.contains(&upper.as_str()) {
            ("an alert has one '>' and one space before it", format!("write: > [!{upper}]"))
        } else if let Some(near) = other.or_else(|| near::nearest(said, KINDS)) {
            ("no kind of alert has that name", format!("did you mean [!{near}]?"))
        } else {
            ("no kind of alert has that name", format!("the kinds are {}", KINDS.join(", ")))
        };
        let site = self.site(Span::new(line.start as usize, line.start as usize + said.len() + 3));
        let message = format!("'[!{said}]' is printed as it stands: {why}");
        self.diags.push_help(Code::UnsupportedMarkup, site, message, help);
    }
}
