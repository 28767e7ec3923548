//! Notes: a mark in the text that pops up where a reading system can, and a body at the chapter's end where none can.

use super::content::Writer;
use super::words;
use crate::model::{Anchor, BlockKind, Note, Number};

/// A note's mark: raised, linked to the body, which leads back to it.
pub(super) fn mark(w: &mut Writer, note: &Anchor, number: Option<&Number>) {
    let nth = w.marks.entry(note.clone()).and_modify(|nth| *nth += 1).or_insert(1);
    let id = w.names.mark(note, *nth);
    let shown = shown(number);
    w.xml.start("sup", &[("class", "mark")]);
    match w.names.href(Some(w.leaf), note) {
        Some(href) => {
            let attrs = [("epub:type", "noteref"), ("role", "doc-noteref"), ("href", &*href), ("id", &*id)];
            w.xml.leaf("a", &attrs, &shown);
        }
        None => w.xml.text(&shown),
    }
    w.xml.end();
}

/// The bodies of the notes whose marks stand in what was written, in the order of their marks. Each begins with the
/// way back. A note in a note comes behind it.
pub(super) fn bodies(w: &mut Writer) {
    while let Some(note) = w.notes.pop_front() {
        let attrs = [("epub:type", "footnote"), ("role", "doc-footnote"), ("id", note.anchor.0.as_str())];
        w.xml.start("aside", &attrs);
        w.xml.line();
        let mut blocks = note.blocks.as_slice();
        match blocks {
            [first, rest @ ..] if matches!(first.kind, BlockKind::Para(_)) && first.lang.is_none() => {
                let BlockKind::Para(para) = &first.kind else { unreachable!("it was a paragraph") };
                let id: Vec<_> = first.anchor.iter().map(|anchor| ("id", anchor.0.as_str())).collect();
                w.xml.start("p", &id);
                back(w, note);
                w.line(first, &para.text);
                w.xml.end();
                w.xml.line();
                blocks = rest;
            }
            _ => {
                w.xml.start("p", &[]);
                back(w, note);
                w.xml.end();
                w.xml.line();
            }
        }
        w.blocks(blocks);
        w.xml.end();
        w.xml.line();
    }
}

/// The way back to a note's marks: its number leads to the first, an arrow to each further one.
fn back(w: &mut Writer, note: &Note) {
    let number = shown(note.number.as_ref());
    // A voice that reads the chapter says them.
    let ours = words::in_language(w.lang);
    for (nth, href) in (1..).zip(w.names.marks(w.leaf, &note.anchor)) {
        let (words, label) = match nth {
            1 => (number.clone(), format!("{} {number}", ours.back)),
            _ => (format!("↑{nth}"), format!("{} {number} ({nth})", ours.back)),
        };
        let attrs = [("class", "back"), ("role", "doc-backlink"), ("href", &href), ("aria-label", &label)];
        w.xml.leaf("a", &[&attrs[..], &ours.apart_from(w.lang)].concat(), &words);
        w.xml.text(" ");
    }
}

fn shown(number: Option<&Number>) -> String {
    number.map_or_else(|| "*".to_string(), Number::to_string)
}
