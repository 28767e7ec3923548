//! What findings count for.

use super::check::Reader;
use super::tree::{Kind, Node};
use super::types::Lint;
use crate::base::{Code, Severity, nearest};

/// The words for it.
pub(super) const LINTS: &[(&str, Lint)] = &[("allow", Lint::Allow), ("warn", Lint::Warn), ("deny", Lint::Deny)];

/// `lints`: codes of findings and what they count for.
pub(super) fn lints(reader: &mut Reader, node: &Node) -> Vec<(Code, Lint)> {
    let Kind::Map(pairs) = &node.kind else {
        let wanted = "a mapping of findings' codes to allow, warn or deny";
        reader.wrong(node, "'lints'", wanted, "write { dead-link: deny }");
        return Vec::new();
    };
    let mut found: Vec<(Code, Lint)> = Vec::new();
    for (key, value) in pairs {
        let Some(code) = Code::from_id(&key.text) else {
            let help = match nearest(&key.text, Code::ALL.iter().map(|code| code.id())) {
                Some(near) => format!("did you mean '{near}'?"),
                None => "`recto explain` lists them".to_string(),
            };
            reader.push_help(Code::UnknownKey, key.span, format!("no finding has the code '{}'", key.text), help);
            continue;
        };
        if found.iter().any(|(before, _)| *before == code) {
            let message = format!("'{}' stands here twice", key.text);
            reader.push_help(Code::DuplicateKey, key.span, message, "keep one of them");
            continue;
        }
        let Some(lint) = reader.word(value, &format!("'{}'", key.text), LINTS) else { continue };
        if code.severity() == Severity::Error && lint != Lint::Deny {
            let message = format!("'{}' is an error: an edition with it would be wrong", key.text);
            reader.push_help(Code::BadValue, value.span, message, "leave this line out, and mend what it is about");
            continue;
        }
        found.push((code, lint));
    }
    found
}
