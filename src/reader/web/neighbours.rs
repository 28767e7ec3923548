//! The articles before and behind a page's: by links that say so, or by a footer that names them.

use super::each;
use super::facts::Facts;
use super::terms::{classes, words};
use crate::base::Site;
use crate::model::Neighbours;
use crate::reader::footer::{self, Row};
use crate::reader::html::tree::{Element, Node};

/// Reads the neighbours of a page. `at` gives the place of a line.
pub fn read(page: &[Node], facts: &Facts, at: &dyn Fn(usize) -> Site) -> Neighbours {
    let mut found = Neighbours {
        previous: facts.previous.clone().map(|(name, line)| (name, at(line))),
        next: facts.next.clone().map(|(name, line)| (name, at(line))),
        unsure: None,
    };
    each(page, &mut |element| {
        if (found.previous.is_none() || found.next.is_none()) && is_footer(element) {
            let read = by_footer(element, at);
            found.previous = found.previous.take().or(read.previous);
            found.next = found.next.take().or(read.next);
        }
    });
    found
}

/// Whether an element may hold links to the neighbours, and little else.
fn is_footer(element: &Element) -> bool {
    let named = |class: &String| {
        ["post-navigation", "nav-links", "navigation", "pagination", "pager", "prev", "next", "post-nav"]
            .iter()
            .any(|word| class.contains(word))
    };
    element.name == "nav" || classes(element).iter().any(named)
}

fn by_footer(element: &Element, at: &dyn Fn(usize) -> Site) -> Neighbours {
    let site = at(element.line);
    let mut rows = vec![Row { text: "\u{fffc}".to_string(), span: site.span, ..Row::default() }];
    each(&element.children, &mut |link| {
        if link.name == "a" {
            let place = at(link.line).span;
            let label = classes(link).join(" ");
            let text = words(&link.children);
            // A class may say what only an arrow shows.
            let text = match (text.to_lowercase(), label) {
                (low, label) if label.contains("prev") && !low.contains("prev") => format!("Previous: {text}"),
                (low, label) if label.contains("next") && !low.contains("next") => format!("Next: {text}"),
                _ => text,
            };
            rows.push(Row {
                text,
                span: place,
                link: link.get("href").filter(|href| *href != "#").map(str::to_string),
                opens: true,
            });
        }
    });
    footer::find(&rows, site.source).map(|found| found.neighbours).unwrap_or_default()
}
