//! Findings shown: to a person, plain, as JSON lines, as GitHub annotations.
//!
//! In: findings and sources. Out: text. Never here: a decision about severity.

mod github;
mod human;
mod json;
mod plain;

use crate::base::{Diagnostic, Place, Sources};

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the line and marks below it; in colour or not.
    Human {
        /// Whether the terminal shows colours.
        color: bool,
    },
    /// One line a finding.
    Plain,
    /// One JSON object a line.
    Json,
    /// Workflow commands that GitHub shows beside the lines of a pull request.
    Github,
}

/// One finding as text, its line feed included.
pub fn render(finding: &Diagnostic, sources: &Sources, form: Form) -> String {
    let place = finding.at.map(|site| sources.place(site));
    match form {
        Form::Human { color } => human::render(finding, sources, color),
        Form::Plain => plain::render(finding, place.as_ref()),
        Form::Json => json::render(finding, place.as_ref()),
        Form::Github => github::render(finding, place.as_ref()),
    }
}

/// `path:line:column: `, or nothing for a finding without a place.
fn prefix(place: Option<&Place>) -> String {
    place.map_or(String::new(), |p| format!("{}:{}:{}: ", p.path, p.line, p.column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Diags, Site, Source, Span};

    fn example() -> (Sources, Diagnostic) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("book.yaml", "title: A\ntilte: B\n"));
        let mut diags = Diags::new();
        let at = Site { source: id, span: Span::new(9, 14) };
        diags.push_help(Code::UnknownKey, at, "unknown key 'tilte'", "did you mean 'title'?");
        (sources, diags.into_vec().remove(0))
    }

    #[test]
    fn plain_is_one_line() {
        let (sources, finding) = example();
        assert_eq!(
            render(&finding, &sources, Form::Plain),
            "book.yaml:2:1: error[unknown-key]: unknown key 'tilte'; did you mean 'title'?\n"
        );
    }

    #[test]
    fn human_shows_the_line_and_marks_it() {
        let (sources, finding) = example();
        let shown = render(&finding, &sources, Form::Human { color: false });
        for part in
            ["error[unknown-key]: unknown key 'tilte'", "book.yaml:2:1", "tilte: B", "^^^^^", "did you mean 'title'?"]
        {
            assert!(shown.contains(part), "{part:?} in {shown}");
        }
        assert!(render(&finding, &sources, Form::Human { color: true }).contains('\u{1b}'));
    }

    #[test]
    fn json_is_one_object_a_line() {
        let (sources, finding) = example();
        let shown = render(&finding, &sources, Form::Json);
        let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!((value["code"].as_str(), value["line"].as_u64()), (Some("unknown-key"), Some(2)));
        assert_eq!(shown.matches('\n').count(), 1);
    }

    #[test]
    fn github_escapes_what_its_commands_mean() {
        let (sources, mut finding) = example();
        finding.message = "50% of\nlines".into();
        assert_eq!(
            render(&finding, &sources, Form::Github),
            "::error file=book.yaml,line=2,col=1,title=unknown-key::50%25 of%0Alines; did you mean 'title'?\n"
        );
    }

    #[test]
    fn a_terminal_is_never_driven_by_what_a_file_says() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "x\u{1b}[31m y\n"));
        let mut diags = Diags::new();
        diags.push(Code::DeadLink, Site { source: id, span: Span::new(0, 1) }, "bad \u{1b}]0;title\u{7}");
        let finding = diags.into_vec().remove(0);
        for form in [Form::Human { color: false }, Form::Plain, Form::Github, Form::Json] {
            assert!(!render(&finding, &sources, form).contains('\u{1b}'), "{form:?}");
        }
    }
}
