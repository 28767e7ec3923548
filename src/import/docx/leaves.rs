//! A dedication and an epigraph before the first chapter: what tells them from a text.

use super::para::{Kind, Para};

/// What a page before the text is for, as `book.yaml` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    Dedication,
    Epigraph,
}

impl Leaf {
    /// Its role in the manifest, which is the name of its file, too.
    pub fn name(self) -> &'static str {
        match self {
            Leaf::Dedication => "dedication",
            Leaf::Epigraph => "epigraph",
        }
    }
}

/// Letters of a line of a dedication, and of a paragraph of an epigraph.
const LINE: usize = 90;
const MOTTO: usize = 400;
/// Paragraphs of either.
const MOST: usize = 8;

/// Takes a dedication and an epigraph from the beginning of what stands before the first chapter. A dedication opens as they do and
/// is short; an epigraph ends in a line behind a dash that says whose it is. What prose follows on the same page is neither.
pub fn take(front: &mut Vec<Para>) -> Vec<(Leaf, Vec<Para>)> {
    let mut leaves: Vec<(Leaf, Vec<Para>)> = Vec::new();
    for find in [dedication, epigraph, dedication] {
        let Some((leaf, length)) = find(front).filter(|(leaf, _)| leaves.iter().all(|(other, _)| other != leaf)) else {
            continue;
        };
        let mut paras: Vec<Para> = front.drain(..length).collect();
        paras.iter_mut().for_each(plain);
        if leaf == Leaf::Epigraph {
            paras.iter_mut().for_each(|para| para.kind = Kind::Quote);
        }
        leaves.push((leaf, paras));
    }
    leaves
}

fn letters(para: &Para) -> usize {
    para.words().chars().count()
}

fn is_words(para: &Para) -> bool {
    matches!(para.kind, Kind::Text | Kind::Quote) && !para.shows_pictures() && letters(para) > 0
}

fn dedication(front: &[Para]) -> Option<(Leaf, usize)> {
    const OPENINGS: [&str; 16] = [
        "for ",
        "to ",
        "in memory of ",
        "in loving memory ",
        "dedicated to ",
        "für ",
        "meiner ",
        "meinem ",
        "meinen ",
        "zum andenken ",
        "pour ",
        "à ",
        "para ",
        "a mi ",
        "per ",
        "voor ",
    ];
    let first = front.first()?.words().to_lowercase();
    let opens = OPENINGS.iter().any(|opening| first.starts_with(opening));
    let fits = |para: &&Para| is_words(para) && letters(para) <= LINE && !says_whose(para);
    let lines =
        front.iter().take_while(fits).enumerate().take_while(|(at, para)| *at == 0 || !para.begins_page).count();
    // An epigraph may stand below it, so one line is enough there.
    let length =
        (1..=lines.min(MOST)).rev().find(|length| ends(front, *length) || epigraph(&front[*length..]).is_some())?;
    opens.then_some((Leaf::Dedication, length))
}

fn epigraph(front: &[Para]) -> Option<(Leaf, usize)> {
    let last = front.iter().take(MOST).position(says_whose).filter(|last| *last > 0)?;
    let said = &front[..last];
    let sound = said.iter().all(|para| is_words(para) && letters(para) <= MOTTO) && letters(&front[last]) <= LINE;
    // The page of rights has lines behind dashes, too.
    let rights = front[..=last].iter().any(|para| {
        let words = para.words().to_lowercase();
        words.contains('©') || words.contains("copyright") || words.contains("isbn")
    });
    let one_page = front[1..=last].iter().all(|para| !para.begins_page);
    (sound && !rights && one_page && ends(front, last + 1)).then_some((Leaf::Epigraph, last + 1))
}

/// Whether a page, or all of it, ends there.
fn ends(front: &[Para], length: usize) -> bool {
    front.get(length).is_none_or(|next| next.begins_page)
}

/// `— Jules Verne`
fn says_whose(para: &Para) -> bool {
    is_words(para) && para.words().trim_start().starts_with(['—', '–', '―'])
}

/// Letters that all lean do so for the design's sake.
fn plain(para: &mut Para) {
    if para.runs.iter().all(|run| run.look.italic) {
        para.runs.iter_mut().for_each(|run| run.look.italic = false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dedications_and_epigraphs_are_told_from_prose() {
        let line =
            |words: &str| Para { begins_page: words.starts_with('|'), ..Para::line(words.trim_start_matches('|')) };
        let taken = |lines: &[&str]| {
            let mut front: Vec<Para> = lines.iter().map(|words| line(words)).collect();
            let leaves: Vec<String> =
                take(&mut front).iter().map(|(leaf, paras)| format!("{} {}", leaf.name(), paras.len())).collect();
            (leaves.join(", "), front.len())
        };
        let prose = "For a long time nothing happened. ".repeat(12);
        for (lines, leaves, rest) in [
            (
                vec!["For my mother,", "who read it first", "|The sea is everything.", "— Jules Verne"],
                "dedication 2, epigraph 2",
                0,
            ),
            (vec!["|One.", "Two.", "— A. Pilot", "|In memory of B"], "epigraph 3, dedication 1", 0),
            (vec!["To A", "Somebody said this.", "— B"], "dedication 1, epigraph 2", 0),
            (vec!["For a moment nothing happened.", &prose], "", 2),
            (vec![&prose, "— Who is it?", &prose], "", 3),
            (vec!["Copyright 2024 Nora Field", "— All rights reserved"], "", 2),
            (vec!["© 2024 Nora Field", "ISBN 978-3-16-148410-0", "— Quay Press"], "", 3),
            (vec!["12 Quay Street", "90,000 words"], "", 2),
        ] {
            assert_eq!(taken(&lines), (leaves.to_string(), rest), "{lines:?}");
        }
    }
}
