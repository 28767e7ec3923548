//! Many findings of one kind in a file: the first of them, and where the others are.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic, Severity, Sources};

/// How many of a kind are shown whole; where there are more than `FOLDED`, only `SHOWN`.
const FOLDED: usize = 6;
const SHOWN: usize = 3;
/// How many lines of the others are named.
const NAMED: usize = 8;

/// What a kind is: the file, the code, the severity, the message without what differs.
type Kind = (String, Code, Severity, String, Vec<String>);

/// Findings for a person who reads them from first to last. Errors are shown each, and so is what has no place.
pub fn folded(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let kind = |finding: &Diagnostic| {
        let site = finding.at.filter(|_| finding.severity != Severity::Error)?;
        let path = sources.place(site).path.to_string();
        Some((path, finding.code, finding.severity, shape(&finding.message), finding.editions.clone()))
    };
    let mut count: BTreeMap<Kind, usize> = BTreeMap::new();
    for kind in findings.iter().filter_map(kind) {
        *count.entry(kind).or_default() += 1;
    }
    count.retain(|_, count| *count > FOLDED);
    let mut seen: BTreeMap<Kind, (usize, Vec<usize>)> = BTreeMap::new();
    let mut told: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let (Some(kind), Some(site)) = (kind(&finding).filter(|kind| count.contains_key(kind)), finding.at) else {
            told.push(finding);
            continue;
        };
        let (before, lines) = seen.entry(kind.clone()).or_default();
        *before += 1;
        if *before <= SHOWN {
            told.push(finding);
            continue;
        }
        let line = sources.place(site).line;
        if !lines.contains(&line) {
            lines.push(line);
        }
        // The last of them, in whose place all stand.
        if *before == count[&kind] {
            let message = format!("{} more of this kind in this file, on {}", *before - SHOWN, words(lines));
            let help = "--message-format plain shows each".to_string();
            told.push(Diagnostic { message, help: Some(help), ..finding });
        }
    }
    told
}

/// A message without what it quotes and counts.
fn shape(message: &str) -> String {
    let quoted = message.split('\'').enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part);
    quoted.flat_map(str::chars).filter(|c| !c.is_ascii_digit()).collect()
}

fn words(lines: &[usize]) -> String {
    let named: Vec<String> = lines.iter().take(NAMED).map(usize::to_string).collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let rest = if lines.len() > NAMED { " and others" } else { "" };
    format!("{word} {}{rest}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Diags, Site, Source, Span};

    #[test]
    fn many_of_a_kind_are_told_by_the_first_and_their_lines() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "x\n".repeat(40)));
        let mut diags = Diags::new();
        let at = |line: usize| Site { source: id, span: Span::new(2 * line, 2 * line + 1) };
        for line in 0..20 {
            diags.push(Code::DeadLink, at(line), format!("the link to '{line}.md' leads to no chapter"));
        }
        diags.push(Code::DeadLink, at(30), "the link to '#a' leads to no heading");
        for line in 0..9 {
            diags.push(Code::MissingGlyph, at(line), "no font has it");
        }
        let told = folded(diags.into_vec(), &sources);
        let links: Vec<&str> =
            told.iter().filter(|f| f.code == Code::DeadLink).map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            links[2..],
            [
                "the link to '2.md' leads to no chapter",
                "17 more of this kind in this file, on lines 4, 5, 6, 7, 8, 9, 10, 11 and others",
                "the link to '#a' leads to no heading",
            ]
        );
        // What keeps a book from being written is shown each.
        assert_eq!(told.len(), links.len() + 9);
    }
}
