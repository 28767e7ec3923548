//! The text of `book.yaml` for what was imported: the chapters, each with what says that it stands there.

use super::{Entry, Import, Listed};
use crate::manifest::scalar;

/// The manifest. `identifier` is drawn by the caller, who knows the day, too.
pub fn manifest(import: &Import, identifier: &str, today: &str) -> String {
    let facts = &import.facts;
    let mut text = String::new();
    text +=
        "# Made by `recto import`. What stands here is what is bound, in this order: move lines, take some out.\n\n";
    let title = facts.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or("My Book");
    text += &format!("title: {}\n", scalar(title));
    if let Some(subtitle) = &facts.subtitle {
        text += &format!("subtitle: {}\n", scalar(subtitle));
    }
    let (language, said) = facts.language.as_ref().map_or(("en", false), |(language, said)| (language, *said));
    let told = match (said, &facts.language) {
        (true, _) => "",
        (false, Some(_)) => "    # told by the words of the text",
        (false, None) => "    # nothing says which; change it if it is another",
    };
    text += &format!("language: {}{told}\n", scalar(language));
    text += &match facts.authors.as_slice() {
        [] => "# authors: [Your Name]\n".to_string(),
        names => format!("authors: [{}]\n", names.iter().map(|name| scalar(name)).collect::<Vec<_>>().join(", ")),
    };
    text += &format!("identifier: {identifier}    # stays the same for this book\n");
    text += "version: 1.0.0\n";
    text += &format!("date: {}\n", today);
    if let Some(description) = &facts.description {
        text += &format!("description: {}\n", scalar(description));
    }
    if !import.evidence.is_empty() {
        text += &format!("\n# The order stands on {}.", import.evidence);
    }
    text += "\nchapters:\n";
    for entry in &import.entries {
        match entry {
            Entry::Chapter(listed) => chapter(listed, 1, &mut text),
            Entry::Part { title, chapters } => {
                text += &format!("  - part: {}\n    chapters:\n", scalar(title));
                chapters.iter().for_each(|listed| chapter(listed, 3, &mut text));
            }
        }
    }
    text += "\neditions:\n";
    text += "  ebook:     { format: epub, pages: paperback }    # page numbers match the paperback's\n";
    text += "  handout:   { format: pdf }                       # for screen, desk and office printer\n";
    text += "  paperback: { format: print, trim: 6x9in }        # for a print shop\n";
    text
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
