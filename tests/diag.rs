//! One fixture a finding: the book in `tests/diag/<code>/` provokes it, and `expect.txt` is what a person is told.
//! `RECTO_BLESS=1 cargo test --test diag` writes the texts anew.

mod common;

use std::fs;

use common::{cases, expect, here, recto};
use recto::base::{Code, Severity};

#[test]
fn every_code_has_a_fixture_or_a_reason_why_not() {
    let excused = fs::read_to_string(here("tests/diag/README.md")).unwrap();
    for code in Code::ALL {
        let fixture = here("tests/diag").join(code.id()).join("book.yaml").is_file();
        let excuse = excused.contains(&format!("`{}`", code.id()));
        assert!(fixture != excuse, "{}: fixture {fixture}, excused {excuse}", code.id());
    }
}

#[test]
fn every_finding_says_what_is_wrong_and_where() {
    let mut wrong = Vec::new();
    for (name, path) in cases("tests/diag") {
        let code = Code::from_id(&name).unwrap_or_else(|| panic!("tests/diag/{name}: no such code"));
        let shown = recto(&path, &["check", "--message-format", "plain"]);
        let text = String::from_utf8(shown.stderr).unwrap();
        expect(&path.join("expect.txt"), &text, &mut wrong);
        let severity = code.severity();
        let head = format!("{}[{name}]", severity.word());
        if !text.contains(&head) {
            wrong.push(format!("{name}: no '{head}' in:\n{text}"));
        }
        let status = shown.status.code();
        let good = if severity == Severity::Error { matches!(status, Some(1 | 2)) } else { status == Some(0) };
        if !good {
            wrong.push(format!("{name}: exit status {status:?}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
