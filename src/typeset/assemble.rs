//! One structure out of the chapters' own: parts hold their chapters, chapters their sections.

use super::galley::{Galley, LinkArea};
use crate::model::Chapter;
use crate::page::{Elem, ElemId, ElemRole, Link};

/// The tree of the whole book, and where each galley's elements begin in it. Element 0 is the document.
pub(super) fn structure(chapters: &[Chapter], galleys: &[&Galley]) -> (Vec<Elem>, Vec<u32>) {
    let mut tree = vec![Elem {
        role: ElemRole::Document,
        parent: None,
        children: Vec::new(),
        lang: None,
        alt: None,
        title: None,
        site: None,
    }];
    let mut offsets = Vec::new();
    // The chapters that the next one may be a child of, with their depths.
    let mut open: Vec<(u8, ElemId)> = Vec::new();
    for galley in galleys {
        let offset = tree.len() as u32;
        offsets.push(offset);
        let depth = chapters.get(galley.chapter as usize).map_or(0, |chapter| chapter.depth);
        open.retain(|(above, _)| *above < depth);
        let parent = open.last().map_or(ElemId(0), |(_, elem)| *elem);
        for (i, elem) in galley.structure.iter().enumerate() {
            let mut elem = elem.clone();
            elem.children.iter_mut().for_each(|child| child.0 += offset);
            elem.parent = match elem.parent {
                Some(local) => Some(ElemId(local.0 + offset)),
                None => Some(parent),
            };
            if i == 0 {
                tree[parent.0 as usize].children.push(ElemId(offset));
                open.push((depth, ElemId(offset)));
            }
            tree.push(elem);
        }
    }
    (tree, offsets)
}

/// The links of page `page`: one for each element, with an area for each line.
pub(super) fn links(page: u32, areas: Vec<LinkArea>, links: &mut Vec<Link>) {
    let first = links.len();
    for LinkArea { elem, target, alt, area } in areas {
        match links[first..].iter_mut().find(|link| link.elem == elem) {
            Some(link) => link.quads.push(area),
            None => links.push(Link { page, elem, target, alt, quads: vec![area] }),
        }
    }
}
