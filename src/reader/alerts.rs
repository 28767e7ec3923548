//! Alerts, as GitHub has them, and quotations that begin or end as something of their own.

use comrak::Node;
use comrak::nodes::{AlertType, NodeCodeBlock, NodeValue};

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

/// The longest last line that says who said a quotation, in characters; a blank line before it allows for a longer one.
const ATTRIBUTION: usize = 80;

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

    /// Parts the last line of a quotation from the words before it where it says who said them.
    pub(super) fn part_attribution(&self, quote: Node<'a>) {
        let Some(last) = quote.last_child() else { return };
        let soft = |node: &Node<'a>| matches!(node.data().value, NodeValue::SoftBreak);
        let Some(end) = last.reverse_children().find(soft) else { return };
        let (whole, at) = (self.span(last), self.span(end).start);
        if !matches!(last.data().value, NodeValue::Paragraph) || !(whole.start..=whole.end).contains(&at) {
            return;
        }
        let words = self.slice(Span { start: whole.start, end: at });
        let line = self.slice(Span { start: at, end: whole.end }).trim_start_matches(MARKERS);
        if names_a_speaker(words, line) {
            end.data_mut().value = NodeValue::LineBreak;
        }
    }

    /// Says that a fence is never closed, and how much it makes code of.
    pub(super) fn unclosed_fence(&mut self, code: &NodeCodeBlock, span: Span) {
        let fence = String::from(char::from(code.fence_char)).repeat(code.fence_length);
        let lines = match code.literal.trim_end().lines().count() {
            1 => "the line below it is".to_string(),
            lines => format!("all {lines} lines below it are"),
        };
        let site = self.site(self.first_line(span));
        let message = format!("this fence of code is never closed, so {lines} code");
        self.diags.push_help(Code::UnclosedFence, site, message, format!("write {fence} in a line below the code"));
    }
}

/// What opens the lines of quotations and items.
const MARKERS: [char; 5] = ['>', ' ', '\t', '\n', '\r'];

/// Signs around words that are emphasised or linked.
const AROUND: [char; 4] = ['*', '_', '[', ']'];

/// Whether `line`, which stands below `words`, names who said them: a dash and a short name, without a point, below a
/// sentence that has ended. Dialogue that opens its speeches with dashes has several of them, and ends them in points.
fn names_a_speaker(words: &str, line: &str) -> bool {
    let dash = |line: &str| {
        let rest = line.strip_prefix(['—', '–', '―']).or_else(|| line.strip_prefix("--"));
        rest.map(|rest| rest.trim_start().trim_matches(AROUND).to_string())
    };
    let Some(name) = dash(line).filter(|name| name.chars().count() <= ATTRIBUTION) else { return false };
    let begins = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let abbreviated = |name: &str| name.rsplit([' ', '.']).next().is_some_and(|last| (1..=2).contains(&last.len()));
    let closed = match name.chars().next_back() {
        Some('.') => !abbreviated(name.trim_end_matches('.')),
        last => last.is_some_and(|c| "!?…,;:—–-\"”»“'’".contains(c)),
    };
    let ended =
        words.trim_end_matches(MARKERS).trim_end_matches(AROUND).ends_with(|c| ".!?…\"”»“'’)。！？」』".contains(c));
    let speeches = words.lines().any(|line| dash(line.trim_start_matches(MARKERS)).is_some());
    begins && !closed && ended && !speeches && !name.contains(['—', '―']) && !name.contains("--")
}

#[cfg(test)]
mod tests {
    use super::names_a_speaker;

    #[test]
    fn a_short_name_behind_a_dash_says_who_said_it() {
        for line in [
            "— Who",
            "—Who",
            "-- Mary Smith",
            "— *Marian Oake*",
            "– J. R. Ewing Jr.",
            "— 孔子",
            "— Ann, *Letters* 1890–1901",
        ] {
            assert!(names_a_speaker("It was said\n> once.", line), "{line}");
        }
        assert!(names_a_speaker("“So it is,” *he said.*", "— Who"));
    }

    #[test]
    fn a_dash_in_prose_and_in_dialogue_does_not() {
        for line in ["— late, as always.", "— late", "—Hola —dijo Juan", "—Hola, Pedro.", "— Да!", "word", "- Who", "—"]
        {
            assert!(!names_a_speaker("Juan entró en la casa.", line), "{line}");
        }
        assert!(!names_a_speaker("—Hola.\n> —Adiós.", "—Pedro"));
        assert!(!names_a_speaker("He left the house and came", "— Late"));
    }
}
