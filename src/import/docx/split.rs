//! Where the chapters of a Word file begin, by evidence: headings, pages, lines that read as headings do.

use super::super::Facts;
use super::super::numbers::opening;
use super::joined::{join, looks_as_title};
use super::leaves::Leaf;
use super::para::{Kind, Para, Piece, Run};
use super::titles::{by, is_apart, is_kind, reads_as_heading, same, says_part};
use crate::base::{Code, Diags};

/// A Word file as chapters.
pub struct Split {
    /// What stands before the first chapter, where it is more than title and author: pages of their own, then the rest.
    pub front: Vec<Piecewise>,
    /// The chapters, parts among them.
    pub chapters: Vec<Piecewise>,
    /// What the division stands on.
    pub evidence: String,
    /// The level of the headings that became titles.
    pub lift: u8,
    /// What lost all but its words.
    pub bared: Bared,
}

/// Lines of which the words alone are kept, each with what it became.
pub type Bared = Vec<(&'static str, Para)>;

/// A chapter, or the title of a part.
pub struct Piecewise {
    /// The title, without words where there is none.
    pub head: Para,
    pub paras: Vec<Para>,
    pub part: bool,
    pub in_part: bool,
    pub unnumbered: bool,
    /// What it is for, where it is no chapter.
    pub leaf: Option<Leaf>,
    pub why: String,
}

impl Piecewise {
    /// What stands below a title. It may hold emphasis, links and notes; its pictures go below it.
    fn new(mut head: Para) -> Piecewise {
        head.runs
            .iter_mut()
            .filter(|run| run.piece == Piece::Break)
            .for_each(|run| run.piece = Piece::Text(" ".into()));
        Piecewise {
            head,
            paras: Vec::new(),
            part: false,
            in_part: false,
            unnumbered: false,
            leaf: None,
            why: String::new(),
        }
    }

    /// The words of the title.
    pub fn title(&self) -> String {
        self.head.words()
    }

    /// Moves the pictures of the title to the beginning of the text.
    fn lower_pictures(&mut self) {
        let (pictures, rest) =
            self.head.runs.drain(..).partition(|run: &Run| matches!(run.piece, Piece::Picture { .. }));
        self.head.runs = rest;
        if !pictures.is_empty() {
            self.paras.insert(0, Para::new(Kind::Text, pictures));
        }
    }

    /// Takes the letters from the title that stand before `rest`; what is no letter stays, at its end.
    fn cut_title(&mut self, rest: &str) {
        let bare = |words: &str| words.chars().filter(|c| !c.is_whitespace()).count();
        let mut more = bare(&self.title()) - bare(rest);
        let mut aside = Vec::new();
        let mut kept = Vec::new();
        for mut run in self.head.runs.drain(..) {
            match &mut run.piece {
                Piece::Text(words) if more > 0 => {
                    let end = words.char_indices().find(|(_, c)| {
                        let stays = more == 0 && !c.is_whitespace();
                        more -= usize::from(more > 0 && !c.is_whitespace());
                        stays
                    });
                    words.drain(..end.map_or(words.len(), |(at, _)| at));
                    kept.push(run);
                }
                Piece::Note(..) | Piece::Picture { .. } if more > 0 => aside.push(run),
                Piece::Text(_) | Piece::Break | Piece::Place(_) | Piece::Note(..) | Piece::Picture { .. } => {
                    kept.push(run);
                }
            }
        }
        self.head.runs = kept;
        self.head.runs.extend(aside);
    }
}

/// Divides the text.
pub fn split(mut paras: Vec<Para>, name: &str, facts: &mut Facts, diags: &mut Diags) -> Split {
    // A line without words is no title, whatever its style.
    for para in paras.iter_mut().filter(|para| para.words().is_empty()) {
        if matches!(para.kind, Kind::Heading(_) | Kind::Title | Kind::Subtitle | Kind::Author) {
            para.kind = Kind::Text;
        }
    }
    let mut bared = Vec::new();
    let styled = title_page(&mut paras, facts, &mut bared);
    let titled = manuscript_page(&mut paras, name, facts, &mut bared, diags);
    let joined = join(&mut paras, looks_as_title);
    if joined > 0 {
        let joined = super::super::count(joined, "heading");
        let message =
            format!("'{name}' has {joined} of a number alone, each made one with the title on the line below");
        let help =
            "write number and title in one line in Word, or text below the number, and import again, where it is wrong";
        diags.push_help(Code::UncertainOrder, None, message, help);
    }
    let count = |paras: &[Para], level: u8| paras.iter().filter(|para| para.kind == Kind::Heading(level)).count();
    let mut level = (1..=6).find(|level| count(&paras, *level) > 0);
    // A single heading above others is the title of the whole.
    if let Some(top) = level
        && count(&paras, top) == 1
        && let Some(below) = (top + 1..=6).find(|level| count(&paras, *level) > 0)
        && count(&paras, below) > 1
        && paras.iter().position(|para| matches!(para.kind, Kind::Heading(_))).is_some_and(|at| {
            paras[at].kind == Kind::Heading(top) && paras[..at].iter().all(|para| para.words().len() < 200)
        })
        && facts
            .title
            .as_ref()
            .is_none_or(|title| paras.iter().any(|para| para.kind == Kind::Heading(top) && same(&para.words(), title)))
    {
        let heads = take(&mut paras, |para| para.kind == Kind::Heading(top));
        facts.title = bare(heads, TITLE, &mut bared).into_iter().next().or(facts.title.take());
        level = Some(below);
    }
    if let Some(level) = level {
        let split = by_headings(paras, level, name, facts, bared, diags);
        if styled == 0 {
            return split;
        }
        let message = format!(
            "'{name}' has no headings; its {} in the style Title were taken for them",
            super::super::count(styled, "line")
        );
        let help = "give the titles of chapters the style Heading 1 in Word, and import again, where it is wrong";
        diags.push_help(Code::UncertainOrder, None, message, help);
        return Split { evidence: "the file itself, divided at its lines in the style Title".to_string(), ..split };
    }
    let pages = paras.iter().skip(1).filter(|para| para.begins_page).count();
    let read: Vec<usize> = (0..paras.len()).filter(|at| reads_as_heading(&paras[*at])).collect();
    let (read, like) = match read.len() {
        0 | 1 => (counted(&paras), "are a number alone"),
        _ => (read, "read like 'Chapter One'"),
    };
    if read.len() > 1 {
        read.iter().for_each(|at| paras[*at].kind = Kind::Heading(1));
        // Beside these, `Acknowledgements` at the head of a page is one, too.
        let apart = |para: &&mut Para| para.kind == Kind::Text && para.begins_page && is_apart(&para.words());
        paras.iter_mut().filter(apart).for_each(|para| para.kind = Kind::Heading(1));
        let below = match join(&mut paras, |_| true) {
            0 => String::new(),
            joined => format!(", {joined} with the title on the line below"),
        };
        let message =
            format!("'{name}' has no headings; the {} lines that {like} were taken for them{below}", read.len());
        diags.push_help(
            Code::UncertainOrder,
            None,
            message,
            "give the titles the style Heading 1 in Word, and import again, where it is wrong",
        );
        let split = by_headings(paras, 1, name, facts, bared, diags);
        return Split { evidence: "the file itself, divided at the lines that read as titles".to_string(), ..split };
    }
    if pages > 0 {
        let front = if titled { paras.iter().position(|para| para.begins_page).unwrap_or(0) } else { 0 };
        let front: Vec<Para> = paras.drain(..front).collect();
        let front = front_of(front, name, facts, &mut bared, diags);
        return Split { front, ..by_pages(paras, name, bared, diags) };
    }
    let words = paras.iter().map(|para| para.words().split(' ').count()).sum::<usize>();
    if words > 8_000 {
        let message = format!("'{name}' has neither headings nor breaks of pages, so it is one chapter");
        diags.push_help(
            Code::UncertainOrder,
            None,
            message,
            "give the titles of chapters the style Heading 1 in Word, and import again",
        );
    }
    let title = facts.title.clone().unwrap_or_else(|| crate::reader::title_of_stem(crate::reader::stem(name)));
    let chapter = Piecewise { paras, ..Piecewise::new(Para::line(&title)) };
    Split { front: Vec::new(), chapters: vec![chapter], evidence: String::new(), lift: 1, bared }
}

/// Takes title, subtitle and authors out, where they stand before the text. Titles further down are chapters' where there are no
/// headings; how many these are. What else has these styles stays where it stands.
fn title_page(paras: &mut Vec<Para>, facts: &mut Facts, bared: &mut Bared) -> usize {
    /// Letters of a paragraph that is longer than a motto.
    const PROSE: usize = 200;
    let is_heading = |para: &Para| matches!(para.kind, Kind::Heading(_));
    let headed = paras.iter().any(is_heading);
    let begins = |para: &Para| match para.kind {
        Kind::Heading(_) | Kind::Table { .. } => true,
        Kind::Title | Kind::Subtitle | Kind::Author => false,
        Kind::Text | Kind::Quote | Kind::Code | Kind::Caption | Kind::Item { .. } | Kind::SceneBreak => {
            para.words().chars().count() >= PROSE
        }
    };
    let mut text = paras.iter().position(begins).unwrap_or(paras.len());
    // The last line of a text opens nothing.
    let titles: Vec<usize> = (0..paras.len().saturating_sub(1)).filter(|at| paras[*at].kind == Kind::Title).collect();
    let own = match titles.as_slice() {
        // Where the text begins between the first two, both are chapters'.
        [_, second, ..] if !headed && *second > text => None,
        [first, ..] if *first < text => Some(*first),
        _ => None,
    };
    let mut styled = 0;
    for at in titles.into_iter().filter(|at| Some(*at) != own && !headed) {
        paras[at].kind = Kind::Heading(1);
        text = text.min(at);
        styled += 1;
    }
    let said = bare(taken(paras, |at, _| Some(at) == own), TITLE, bared);
    facts.title = said.into_iter().next().or(facts.title.take());
    let text = text - usize::from(own.is_some());
    let first = paras.iter().take(text).position(|para| para.kind == Kind::Subtitle);
    facts.subtitle = bare(taken(paras, |at, _| Some(at) == first), "the subtitle", bared).into_iter().next();
    let text = text - usize::from(first.is_some());
    let authors = bare(taken(paras, |at, para| at < text && para.kind == Kind::Author), AUTHOR, bared);
    if !authors.is_empty() {
        facts.authors = authors.iter().map(|author| by(author).unwrap_or(author).to_string()).collect();
    }
    styled
}

/// Takes title and author from a page as publishers ask for it, with `by Nora Field` below the title and an address above
/// (W. Shunn, Proper Manuscript Format), and tells so. Whether there was one.
fn manuscript_page(paras: &mut Vec<Para>, name: &str, facts: &mut Facts, bared: &mut Bared, diags: &mut Diags) -> bool {
    const LINES: usize = 16;
    const SHORT: usize = 60;
    let short = |para: &&Para| para.kind == Kind::Text && para.words().chars().count() <= SHORT;
    let lines: Vec<String> = paras.iter().take(LINES).take_while(short).map(Para::words).collect();
    let author = |at: usize| match lines[at].to_lowercase().as_str() {
        "by" => Some((by(&format!("by {}", lines.get(at + 1)?))?.to_string(), 2)),
        _ => Some((by(&lines[at])?.to_string(), 1)),
    };
    let found = (1..lines.len()).find_map(|at| Some((at, author(at)?)));
    let Some((at, (author, length))) = found.filter(|(at, _)| !lines[at - 1].ends_with(['.', ',', ';', '!', '”', '"']))
    else {
        return false;
    };
    // Prose may begin in short lines, one of them `By Sunday Night`: a page ends before its text does.
    let below = &paras[at + length..];
    let ends = below.len() > lines.len() - at - length
        && (lines.len() > at + length
            || below[0].begins_page
            || below[0].below_gap
            || matches!(below[0].kind, Kind::Heading(_) | Kind::SceneBreak));
    let sure = length == 2 || facts.authors.iter().any(|known| same(known, &author));
    if !ends && !sure && !paras[at - 1..at + length].iter().all(looks_as_title) {
        return false;
    }
    let with_kind = at > 1 && is_kind(&lines[at - 1]);
    let title = &lines[at - 1 - usize::from(with_kind)];
    let kind = if with_kind { format!(", “{}” for its subtitle", lines[at - 1]) } else { String::new() };
    let message = format!("in '{name}' the line “{title}” was taken for the title{kind} and “{author}” for the author");
    let help = "put the lines back, and mend title and authors in book.yaml, where it is wrong";
    diags.push_help(Code::UncertainOrder, None, message, help);
    let mut at = at;
    if with_kind {
        at -= 1;
        facts.subtitle = bare(taken(paras, |place, _| place == at), "the subtitle", bared).into_iter().next();
    }
    facts.title = bare(taken(paras, |place, _| place == at - 1), TITLE, bared).into_iter().next();
    bare(taken(paras, |place, _| (at - 1..at - 1 + length).contains(&place)), AUTHOR, bared);
    facts.authors = vec![author];
    true
}

/// Lines that are numbers alone, and count from one.
fn counted(paras: &[Para]) -> Vec<usize> {
    let number = |para: &Para| match (&para.kind, opening(&para.words())) {
        (Kind::Text, Some((number, ""))) => Some(number),
        _ => None,
    };
    let mut found = Vec::new();
    for at in 0..paras.len().saturating_sub(1) {
        if number(&paras[at]) == Some(found.len() as i64 + 1) && number(&paras[at + 1]).is_none() {
            found.push(at);
        }
    }
    found
}

/// What lines become.
const TITLE: &str = "the title";
const AUTHOR: &str = "the author";

/// The words of lines of which nothing else is kept.
fn bare(lines: Vec<Para>, became: &'static str, bared: &mut Bared) -> Vec<String> {
    let words = lines.iter().map(Para::words).collect();
    bared.extend(lines.into_iter().map(|line| (became, line)));
    words
}

/// Takes paragraphs out that `is` picks by place and kind.
fn taken(paras: &mut Vec<Para>, is: impl Fn(usize, &Para) -> bool) -> Vec<Para> {
    let mut at = 0..;
    take(paras, |para| at.next().is_some_and(|at| is(at, para)))
}

/// Takes paragraphs out.
fn take(paras: &mut Vec<Para>, mut is: impl FnMut(&Para) -> bool) -> Vec<Para> {
    let mut page = false;
    let mut out = Vec::new();
    for mut para in std::mem::take(paras) {
        if is(&para) {
            page |= para.begins_page;
            out.push(para);
        } else {
            para.begins_page |= std::mem::take(&mut page);
            paras.push(para);
        }
    }
    out
}

fn by_headings(
    paras: Vec<Para>,
    level: u8,
    name: &str,
    facts: &mut Facts,
    mut bared: Bared,
    diags: &mut Diags,
) -> Split {
    let mut front = Vec::new();
    let mut chapters: Vec<Piecewise> = Vec::new();
    for para in paras {
        match (&para.kind, chapters.last_mut()) {
            (Kind::Heading(own), _) if *own == level => {
                chapters.push(Piecewise { unnumbered: is_apart(&para.words()), ..Piecewise::new(para) });
            }
            (_, Some(chapter)) => chapter.paras.push(para),
            (_, None) => front.push(para),
        }
    }
    // A title with nothing below it but titles of the next level is a part's.
    let holds = |chapter: &Piecewise, least: usize| {
        let below = |para: &Para| para.kind == Kind::Heading(level + 1);
        chapter.paras.first().is_some_and(below) && chapter.paras.iter().filter(|para| below(para)).count() >= least
    };
    // Beside one that is sure, another that begins like it is a part with a single chapter, too.
    let told = chapters.iter().any(|chapter| says_part(&chapter.title()) && holds(chapter, 2));
    let is_part = |chapter: &Piecewise| holds(chapter, 2) || (told && says_part(&chapter.title()) && holds(chapter, 1));
    // One among others that calls itself none is a chapter that begins with a section.
    let bare = chapters.iter().filter(|chapter| !chapter.unnumbered).all(is_part);
    let is_part = |chapter: &Piecewise| is_part(chapter) && (bare || says_part(&chapter.title()));
    let mut lift = level;
    if chapters.iter().any(is_part) {
        lift = level + 1;
        chapters = chapters
            .into_iter()
            .flat_map(|chapter| if is_part(&chapter) { opened(chapter, level + 1) } else { vec![chapter] })
            .collect();
    }
    // Titles that say the number which the book gives them lose it: all of them, or none.
    for part in [true, false] {
        let mut counted: Vec<&mut Piecewise> =
            chapters.iter_mut().filter(|chapter| !chapter.unnumbered && chapter.part == part).collect();
        let says = |(at, chapter): (usize, &&mut Piecewise)| {
            opening(&chapter.title()).is_none_or(|(own, rest)| !rest.is_empty() && (part || own == at as i64 + 1))
        };
        if counted.iter().enumerate().all(says) {
            for chapter in &mut counted {
                if let Some((_, rest)) = opening(&chapter.title()) {
                    chapter.cut_title(rest);
                }
            }
        }
    }
    let mut evidence = format!("the file itself, divided at its headings of level {level}");
    if lift > level {
        evidence += &format!(" (parts) and {} (chapters)", lift);
    }
    chapters.iter_mut().filter(|chapter| !chapter.part).for_each(Piecewise::lower_pictures);
    bared.extend(chapters.iter().filter(|chapter| chapter.part).map(|part| ("the title of a part", part.head.clone())));
    chapters.retain(|chapter| {
        let empty = chapter.paras.is_empty() && !chapter.part;
        if empty {
            let message = format!("'{name}' has nothing below the heading '{}', so it is no chapter", chapter.title());
            diags.push_help(Code::LeftOut, None, message, "write it, and add it to book.yaml");
            bared.push(("the title of an empty chapter", chapter.head.clone()));
        }
        !empty
    });
    let front = front_of(front, name, facts, &mut bared, diags);
    Split { front, chapters, evidence, lift, bared }
}

/// A part and its chapters.
fn opened(part: Piecewise, level: u8) -> Vec<Piecewise> {
    let mut all = vec![Piecewise { part: true, ..Piecewise::new(part.head) }];
    for para in part.paras {
        match (&para.kind, all.last_mut()) {
            (Kind::Heading(own), _) if *own == level => {
                all.push(Piecewise { in_part: true, ..Piecewise::new(para) });
            }
            (_, Some(chapter)) => chapter.paras.push(para),
            (_, None) => {}
        }
    }
    all
}

fn by_pages(paras: Vec<Para>, name: &str, bared: Bared, diags: &mut Diags) -> Split {
    let mut chapters: Vec<Piecewise> = Vec::new();
    for para in paras {
        if chapters.is_empty() || para.begins_page {
            chapters.push(Piecewise::new(Para::line("")));
        }
        if let Some(chapter) = chapters.last_mut() {
            chapter.paras.push(para);
        }
    }
    chapters.retain(|chapter| !chapter.paras.is_empty());
    let mut untitled = 0;
    for (at, chapter) in chapters.iter_mut().enumerate() {
        let first = chapter.paras[0].words();
        let short = first.chars().count() <= 70 && !first.ends_with(['.', ',', ';', ':', '?', '!', '…', '”', '"']);
        if short && !first.is_empty() && chapter.paras.len() > 1 && chapter.paras[0].kind == Kind::Text {
            chapter.head = chapter.paras.remove(0);
            chapter.lower_pictures();
        } else {
            untitled += 1;
            chapter.head = Para::line(&format!("{}", at + 1));
        }
        chapter.unnumbered = is_apart(&chapter.title());
    }
    let message =
        format!("'{name}' has no headings, so each of its {} pages that a break begins is a chapter", chapters.len());
    diags.push_help(
        Code::UncertainOrder,
        None,
        message,
        "give the titles the style Heading 1 in Word, and import again, where it is wrong",
    );
    if untitled > 0 {
        let message = format!(
            "{} of '{name}' begin without a line that reads as a title, and have their number for one",
            super::super::count(untitled, "chapter")
        );
        diags.push_help(
            Code::UncertainOrder,
            None,
            message,
            "write the titles into the first lines of the files in book/",
        );
    }
    let evidence = "the file itself, divided where it breaks pages".to_string();
    Split { front: Vec::new(), chapters, evidence, lift: 1, bared }
}

/// What stands before the first heading: title and author are the book's, more is a page of its own.
fn front_of(
    mut front: Vec<Para>,
    name: &str,
    facts: &mut Facts,
    bared: &mut Bared,
    diags: &mut Diags,
) -> Vec<Piecewise> {
    let words = |front: &[Para]| front.iter().map(|para| para.words().split_whitespace().count()).sum::<usize>();
    let first = front.first().map(Para::words).unwrap_or_default();
    let short = |text: &str| !text.is_empty() && text.split(' ').count() <= 12 && !text.ends_with('.');
    if short(&first) && facts.title.as_ref().is_none_or(|title| same(title, &first)) && words(&front) <= 40 {
        facts.title = Some(first);
        bared.push((TITLE, front.remove(0)));
    }
    if let Some(at) = front.iter().take(4).position(|para| {
        let words = para.words();
        by(&words).is_some() || facts.authors.iter().any(|author| same(author, &words))
    }) {
        let line = front.remove(at);
        let author = line.words();
        bared.push((AUTHOR, line));
        // What a page says goes before what a program wrote into the file.
        if let Some(author) = by(&author) {
            facts.authors = vec![author.to_string()];
        }
    }
    front.retain(|para| para.kind != Kind::SceneBreak || words(std::slice::from_ref(para)) > 0);
    let leaves = super::leaves::take(&mut front).into_iter().map(|(leaf, paras)| {
        let begins = begins(&paras[0].words());
        let message =
            format!("what stands before the first chapter of '{name}' is taken for its {}: {begins}", leaf.name());
        let help = "its page stands under 'front' in book.yaml; move it to the chapters where it is none";
        diags.push_help(Code::UncertainOrder, None, message, help);
        Piecewise { paras, leaf: Some(leaf), why: begins, ..Piecewise::new(Para::line("")) }
    });
    let mut pages: Vec<Piecewise> = leaves.collect();
    pages.extend(rest_of(front, name, bared, diags));
    pages
}

/// How a text begins.
fn begins(words: &str) -> String {
    const SHOWN: usize = 6;
    let all: Vec<&str> = words.split_whitespace().collect();
    let more = if all.len() > SHOWN { " …" } else { "" };
    format!("“{}{more}”", all[..all.len().min(SHOWN)].join(" "))
}

/// What else stands before the first heading: a chapter, where it is more than a few words.
fn rest_of(front: Vec<Para>, name: &str, bared: &mut Bared, diags: &mut Diags) -> Option<Piecewise> {
    let words = front.iter().map(|para| para.words().split_whitespace().count()).sum::<usize>();
    match words {
        0 if front.is_empty() => None,
        // A picture needs a page, whatever stands below it.
        few if few <= 12 && front.iter().all(|para| !para.shows_pictures()) => {
            let told: Vec<String> = front.iter().map(Para::words).collect();
            let message =
                format!("what stands before the first chapter of '{name}' is left out: “{}”", told.join(" / "));
            let help =
                "write it into book.yaml where it belongs: subtitle, authors, rights, or a dedication under 'front'";
            diags.push_help(Code::LeftOut, None, message, help);
            bared.extend(front.into_iter().map(|para| ("what stands before the first chapter", para)));
            None
        }
        _ => {
            let message = format!("what stands before the first heading of '{name}' is a chapter without a number");
            diags.push_help(
                Code::UncertainOrder,
                None,
                message,
                "move what it says into book.yaml, and take it out of the list",
            );
            Some(Piecewise { paras: front, unnumbered: true, ..Piecewise::new(Para::line("")) })
        }
    }
}

#[cfg(test)]
mod tests;
