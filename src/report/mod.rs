//! Findings shown: to a person, plain, as JSON lines, as GitHub annotations, as a SARIF log.
//!
//! In: findings and sources. Out: text. Never here: a decision about severity.

mod fold;
mod github;
mod human;
mod json;
mod plain;
mod sarif;

pub use fold::folded;
pub use sarif::Log;

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
    /// One SARIF log a run, which holds them all.
    Sarif,
}

/// From where a book is looked at.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What leads from the working folder to the book's: empty, or with a slash at its end.
    pub beside: String,
    /// The manifest's name in that folder.
    pub manifest: String,
    /// The address of the book's folder, with a slash at its end, where the terminal shows links.
    pub link: Option<String>,
    /// How many editions were made; words name those of a finding where they are fewer.
    pub editions: usize,
}

/// Shows one finding: gives its text, line feed included, or takes it up into `log`.
pub fn render(finding: &Diagnostic, sources: &Sources, form: Form, view: &View, log: &mut Log) -> String {
    let place = finding.at.map(|site| sources.place(site));
    let path = place.as_ref().map(|place| format!("{}{}", view.beside, place.path));
    let link = view.link.as_ref().zip(place.as_ref()).map(|(folder, place)| format!("{folder}{}", uri(place.path)));
    let place = place.zip(path.as_deref()).map(|(place, path)| Place { path, ..place });
    let place = place.as_ref();
    let finding = &Diagnostic { message: said(finding, form, view), ..finding.clone() };
    match form {
        Form::Human { color } => human::render(finding, place, color, link.as_deref()),
        Form::Plain => plain::render(finding, place),
        Form::Json => json::render(finding, place),
        Form::Github => github::render(finding, place),
        Form::Sarif => {
            log.add(finding, place, &format!("{}{}", view.beside, view.manifest));
            String::new()
        }
    }
}

/// What is wrong and, in words for people, in which editions where others were made without it.
fn said(finding: &Diagnostic, form: Form, view: &View) -> String {
    let Diagnostic { message, editions, .. } = finding;
    match form {
        Form::Human { .. } | Form::Plain | Form::Github | Form::Sarif
            if !editions.is_empty() && editions.len() != view.editions =>
        {
            format!("{message} [{}]", editions.join(", "))
        }
        Form::Human { .. } | Form::Plain | Form::Github | Form::Sarif | Form::Json => message.clone(),
    }
}

/// A path as it stands in an address (RFC 3986): letters, digits and a few marks, all else as its bytes in hexadecimal.
pub fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

/// `path:line:column: `, or nothing for a finding without a place.
fn prefix(place: Option<&Place>) -> String {
    place.map_or(String::new(), |p| format!("{}:{}:{}: ", p.path, p.line, p.column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Diags, Site, Source, Span};

    fn render(finding: &Diagnostic, sources: &Sources, form: Form) -> String {
        super::render(finding, sources, form, &View::default(), &mut Log::default())
    }

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

    #[test]
    fn paths_lead_to_the_book_from_where_the_command_runs() {
        let (sources, finding) = example();
        let view = View {
            beside: "books/a b/".into(),
            manifest: "book.yaml".into(),
            link: Some("file://here/books/a%20b/".into()),
            editions: 0,
        };
        let shown = |form| super::render(&finding, &sources, form, &view, &mut Log::default());
        assert!(shown(Form::Plain).starts_with("books/a b/book.yaml:2:1: "));
        assert!(shown(Form::Github).starts_with("::error file=books/a b/book.yaml,line=2"));
        let human = shown(Form::Human { color: false });
        let link = "\u{1b}]8;;file://here/books/a%20b/book.yaml\u{1b}\\books/a b/book.yaml:2:1\u{1b}]8;;\u{1b}\\";
        assert!(human.contains(link), "{human:?}");
    }

    #[test]
    fn words_name_the_editions_of_a_finding_unless_it_is_in_all_of_them() {
        let (sources, mut finding) = example();
        finding.editions = vec!["reading".into(), "print".into()];
        let shown = |form, editions| {
            let mut log = Log::default();
            let text = super::render(&finding, &sources, form, &View { editions, ..View::default() }, &mut log);
            if form == Form::Sarif { log.finish() } else { text }
        };
        for form in [Form::Human { color: false }, Form::Plain, Form::Github, Form::Sarif] {
            assert!(shown(form, 3).contains("unknown key 'tilte' [reading, print]"), "{}", shown(form, 3));
            assert!(!shown(form, 2).contains("[reading"), "{}", shown(form, 2));
        }
        // Data has them always.
        let json: serde_json::Value = serde_json::from_str(&shown(Form::Json, 2)).unwrap();
        let log: serde_json::Value = serde_json::from_str(&shown(Form::Sarif, 2)).unwrap();
        assert_eq!(json["editions"], serde_json::json!(["reading", "print"]));
        assert_eq!(log["runs"][0]["results"][0]["properties"]["editions"], json["editions"]);
    }

    #[test]
    fn a_sarif_log_holds_every_finding_with_its_rule() {
        let (sources, finding) = example();
        let mut log = Log::default();
        let lost = Diagnostic { code: Code::NoDate, at: None, ..finding.clone() };
        for finding in [&finding, &lost, &finding] {
            let view = View { beside: "a b/".into(), manifest: "book.yaml".into(), ..View::default() };
            let text = super::render(finding, &sources, Form::Sarif, &view, &mut log);
            assert_eq!(text, "");
        }
        let log: serde_json::Value = serde_json::from_str(&log.finish()).unwrap();
        let (run, results) = (&log["runs"][0], log["runs"][0]["results"].as_array().unwrap());
        assert_eq!((&log["version"], results.len()), (&"2.1.0".into(), 3));
        for result in results {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let at = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(
            (&at["artifactLocation"]["uri"], &at["region"]["endColumn"]),
            (&"a%20b/book.yaml".into(), &6.into())
        );
        // GitHub takes no result without a place.
        let at = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(
            (&at["artifactLocation"]["uri"], &at["region"]["startLine"]),
            (&"a%20b/book.yaml".into(), &1.into())
        );
    }
}
