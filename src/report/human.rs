//! A finding with its line and a mark below it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::base::{Diagnostic, Place, Severity};

/// How many characters of a line are shown on either side of the mark: articles have paragraphs of one line.
const AROUND: usize = 60;

pub(super) fn render(finding: &Diagnostic, place: Option<&Place>, color: bool, link: Option<&str>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = clean(&finding.message);
    let title = level.primary_title(message).id(finding.code.id());
    let window = place.map(|place| Window::new(place.text, place.column - 1, place.width));
    let mut groups = Vec::new();
    match (place, &window) {
        (Some(place), Some(window)) => {
            let snippet = Snippet::source(window.text.as_str())
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(window.start..window.end));
            let mut group = title.element(snippet.path(place.path));
            if let Some(help) = &finding.help {
                group = group.element(Level::HELP.message(clean(help)));
            }
            groups.push(group);
        }
        _ => {
            let mut group = annotate_snippets::Group::with_title(title);
            if let Some(help) = &finding.help {
                group = group.element(Level::HELP.message(clean(help)));
            }
            groups.push(group);
        }
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&groups);
    text.push('\n');
    if let (Some(place), Some(window), Some(arrow)) = (place, &window, text.find("-->")) {
        // A line that is shown in part has its mark elsewhere than the text has it.
        let column = window.text[..window.start].chars().count() + 1;
        let [shown, told] = [column, place.column].map(|column| format!("{}:{}:{column}", place.path, place.line));
        let told = link.map_or(told.clone(), |link| hyperlink(link, &told));
        let (before, behind) = text.split_at(arrow);
        return format!("{before}{}", behind.replacen(&shown, &told, 1));
    }
    text
}

/// Words that a terminal lets one follow (OSC 8).
fn hyperlink(address: &str, words: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\")
}

/// The part of a line that is shown, and the marked bytes of it.
struct Window {
    text: String,
    start: usize,
    end: usize,
}

impl Window {
    fn new(line: &str, column: usize, width: usize) -> Window {
        let chars: Vec<char> = line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
        let column = column.min(chars.len());
        let width = width.min(AROUND).min(chars.len() - column);
        let first = column.saturating_sub(AROUND);
        let last = (column + width + AROUND).min(chars.len());
        let before: String = chars[first..column].iter().collect();
        let marked: String = chars[column..column + width].iter().collect();
        let after: String = chars[column + width..last].iter().collect();
        let lead = if first > 0 { "…" } else { "" };
        let tail = if last < chars.len() { "…" } else { "" };
        let start = lead.len() + before.len();
        Window { text: format!("{lead}{before}{marked}{after}{tail}"), start, end: start + marked.len() }
    }
}

fn clean(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}
