//! A galley as text that a person can check and a golden test can hold.

use std::fmt::Write;

use super::galley::{Galley, Line, Slab, SlabKind};
use crate::base::{Point, Size};
use crate::page::Item;

/// The galley as readable, stable text: its structure, then a line a line with its place, width and words.
pub fn dump(galley: &Galley) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "galley of chapter {}", galley.chapter);
    for (id, elem) in galley.structure.iter().enumerate() {
        let parent = elem.parent.map_or("-".to_string(), |parent| parent.0.to_string());
        let _ = writeln!(out, "elem {id} in {parent}: {:?}", elem.role);
    }
    galley.slabs.iter().for_each(|slab| dump_slab(&mut out, slab));
    for (index, note) in galley.notes.iter().enumerate() {
        let _ = writeln!(out, "note {index} '{}'", note.anchor.0);
        note.slabs.iter().for_each(|slab| dump_slab(&mut out, slab));
    }
    out
}

fn dump_slab(out: &mut String, slab: &Slab) {
    let mut flags = String::new();
    for (on, name) in [
        (slab.sunk, " sunk"),
        (slab.grid, " grid"),
        (slab.keep_next, " keep-next"),
        (slab.leads_in, " leads-in"),
        (slab.whole, " whole"),
        (slab.together, " together"),
        (slab.scene_break, " scene-break"),
    ] {
        flags.push_str(if on { name } else { "" });
    }
    if slab.floats > 0 {
        let _ = write!(flags, " floats {}", slab.floats);
    }
    let _ = writeln!(out, "slab block {} above {} below {}{flags}", slab.src.block, slab.above, slab.below);
    match &slab.kind {
        SlabKind::Picture(line) => dump_line(out, line),
        SlabKind::Table { rows, again } => {
            let _ = writeln!(out, "  table in {} rows, {} of them again", rows.len(), again.len());
            rows.iter().for_each(|line| dump_line(out, line));
        }
        SlabKind::Para(para) => {
            for setting in &para.variants {
                let _ = writeln!(out, "  set in {} lines, demerits {}", setting.lines.len(), setting.demerits);
                setting.lines.iter().for_each(|line| dump_line(out, line));
            }
        }
    }
}

fn dump_line(out: &mut String, line: &Line) {
    let _ = write!(out, "  {:>6}", line.src.offset);
    for item in &line.items {
        match item {
            Item::Glyphs(run) => {
                let text = run.text.replace('\u{ad}', "-");
                let _ = write!(out, " [{} +{}]{text}", run.origin.x, run.width());
            }
            Item::Image { image, area, .. } => {
                let (Point { x, y }, Size { width, height }) = (area.origin, area.size);
                let _ = write!(out, " [{x} +{width}]picture {} {height} high, {} deep", image.0, y + height);
            }
            Item::Rule { .. } | Item::Path(_) | Item::Anchor { .. } => {}
        }
    }
    let extras = [(line.hyphen_end, " hyphen"), (line.keep, " keep")];
    extras.iter().filter(|(on, _)| *on).for_each(|(_, name)| out.push_str(name));
    for note in &line.notes {
        let _ = write!(out, " note {}", note.note);
    }
    for anchor in &line.anchors {
        let _ = write!(out, " #{}", anchor.0);
    }
    out.push('\n');
}
