//! Chapters whose number and title stand on lines of their own: `CHAPTER ONE`, and below it `The Storm`.

use super::super::numbers::opening;
use super::para::{Kind, Para, Piece, Run};
use super::titles::{reads_as_heading, says_part};

/// Joins headings that are a number alone with the title below each, to `CHAPTER ONE: The Storm`; all of them, or none. Gives
/// how many. A line of text is a title where it `may_title`, too.
pub fn join(paras: &mut Vec<Para>, may_title: impl Fn(&Para) -> bool) -> usize {
    let numbers: Vec<usize> = (0..paras.len()).filter(|at| is_number_alone(&paras[*at])).collect();
    if numbers.len() < 2 || !numbers.iter().all(|at| has_title(&paras[*at..], &may_title)) {
        return 0;
    }
    for at in numbers.iter().rev() {
        let title = paras.remove(at + 1);
        let number = &mut paras[*at];
        trim_end(&mut number.runs);
        let look = number.runs.last().map(|run| run.look).unwrap_or_default();
        number.runs.push(Run { piece: Piece::Text(": ".to_string()), look, link: None });
        number.runs.extend(title.runs);
    }
    numbers.len()
}

/// Whether a line of text looks as titles do: centred, or bold in all its letters.
pub fn looks_as_title(para: &Para) -> bool {
    let seen = |run: &&Run| matches!(&run.piece, Piece::Text(words) if !words.trim().is_empty());
    para.set_apart || (!para.is_blank() && para.runs.iter().filter(seen).all(|run| run.look.bold))
}

fn is_number_alone(para: &Para) -> bool {
    let words = para.words();
    matches!(para.kind, Kind::Heading(_))
        && opening(&words).is_some_and(|(_, rest)| rest.is_empty())
        && !says_part(&words)
}

/// Whether the first of `paras` has its title below it, and text below that.
fn has_title(paras: &[Para], may_title: &impl Fn(&Para) -> bool) -> bool {
    const LONGEST: usize = 60;
    let [number, title, text, ..] = paras else { return false };
    let words = title.words();
    let is_line = |para: &Para| para.words().chars().count() <= LONGEST;
    let numbered = opening(&words).is_some() || reads_as_heading(title);
    let fits = match (&number.kind, &title.kind) {
        (_, Kind::Subtitle) => true,
        // A section of its own is followed by others.
        (Kind::Heading(level), Kind::Heading(own)) => {
            own >= level && !sections(&paras[2..], *level).any(|other| other == *own)
        }
        (_, Kind::Text) => {
            may_title(title)
                && !title.begins_page
                && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !words.ends_with(['.', ',', ';', ':', '?', '!', '…', '”', '"', '’'])
                && (!matches!(text.kind, Kind::Text)
                    || !is_line(text)
                    || text.words().ends_with(['.', '?', '!', '”', '"']))
        }
        _ => false,
    };
    fits && !words.is_empty() && is_line(title) && !numbered && !matches!(text.kind, Kind::Heading(_) | Kind::Title)
}

/// The levels of the headings below the title, up to the next chapter.
fn sections(paras: &[Para], chapter: u8) -> impl Iterator<Item = u8> {
    let levels = paras.iter().filter_map(|para| match para.kind {
        Kind::Heading(level) => Some(level),
        _ => None,
    });
    levels.take_while(move |level| *level > chapter)
}

/// Takes the stop behind a number.
fn trim_end(runs: &mut [Run]) {
    if let Some(Run { piece: Piece::Text(words), .. }) =
        runs.iter_mut().rev().find(|run| matches!(run.piece, Piece::Text(_)))
    {
        words.truncate(words.trim_end().trim_end_matches(['.', ':', ')', '–', '—', '-']).trim_end().len());
    }
}
