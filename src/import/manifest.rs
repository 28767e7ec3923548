//! The text of `book.yaml` for what was imported: the chapters, each with what says that it stands there.

use super::{Entry, Front, Import, Listed};
use crate::manifest::{self, New, scalar};

const OPENING: &str = "\
# Made by `recto import`. What stands here is what is bound, in this order: move lines, take some out. `recto build` makes
# the editions, `recto check` says what could be better. Every key stands in docs/manual/book-yaml.md of Recto.
";

/// The manifest. `identifier` is drawn by the caller, who knows the day, too.
pub fn manifest(import: &Import, identifier: &str, today: &str) -> String {
    let facts = &import.facts;
    let (language, said) = facts.language.as_ref().map_or(("en", false), |(language, said)| (language, *said));
    let mut chapters = String::new();
    for entry in &import.entries {
        match entry {
            Entry::Chapter(listed) => chapter(listed, 1, &mut chapters),
            Entry::Part { title, chapters: inner } => {
                chapters += &format!("  - part: {}\n    chapters:\n", scalar(title));
                inner.iter().for_each(|listed| chapter(listed, 3, &mut chapters));
            }
        }
    }
    manifest::new(&New {
        opening: OPENING,
        title: facts.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or("My Book"),
        named: facts.guessed.unwrap_or_default(),
        subtitle: facts.subtitle.as_deref(),
        language,
        told: match (said, &facts.language) {
            (true, _) => "for hyphens, quotation marks and paper",
            (false, Some(_)) => "told by the words of the text",
            (false, None) => "nothing says which; change it if it is another",
        },
        authors: &facts.authors,
        identifier,
        version: "1.0.0",
        date: today,
        description: facts.description.as_deref(),
        order: &match import.evidence.as_str() {
            "" => "The chapters, in order: move lines, take some out.".to_string(),
            evidence => format!("The order stands on {evidence}."),
        },
        front: &front(import),
        chapters: &chapters,
        cover: import.cover.as_deref(),
        served: import.unserved.is_empty(),
    })
}

/// The list of pages before the text: what editions have by themselves, and the book's own. Nothing where it has none.
fn front(import: &Import) -> String {
    if import.front.is_empty() {
        return String::new();
    }
    let own = import.front.iter().map(|Front { role, path, why }| {
        let why: String = why.chars().filter(|c| !c.is_control()).collect();
        format!("  - {{ role: {role}, source: {} }}    # {why}\n", scalar(path))
    });
    let contents = if import.entries.len() > 1 { "  - contents\n" } else { "" };
    format!("  - half-title\n  - title-page\n  - copyright\n{}{contents}", own.collect::<String>())
}

/// An entry of a list, `depth` steps of two spaces in.
fn chapter(listed: &Listed, depth: usize, text: &mut String) {
    let margin = "  ".repeat(depth);
    let why = match listed.why.split_whitespace().collect::<Vec<_>>().join(" ") {
        why if why.is_empty() => String::new(),
        why => format!("    # {}", why.chars().filter(|c| !c.is_control()).collect::<String>()),
    };
    let path = scalar(&listed.path);
    let mut keys = Vec::new();
    if listed.titled {
        keys.push(format!("title: {}", scalar(&listed.title)));
    }
    if listed.unnumbered {
        keys.push("number: false".to_string());
    }
    if listed.sections.is_empty() && keys.is_empty() {
        *text += &format!("{margin}- {path}{why}\n");
        return;
    }
    if listed.sections.is_empty() {
        *text += &format!("{margin}- {{ source: {path}, {} }}{why}\n", keys.join(", "));
        return;
    }
    *text += &format!("{margin}- source: {path}{why}\n");
    keys.iter().for_each(|key| *text += &format!("{margin}  {key}\n"));
    *text += &format!("{margin}  sections:\n");
    listed.sections.iter().for_each(|section| chapter(section, depth + 2, text));
}
