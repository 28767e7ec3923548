//! The footer of a web article: "Previous" and "Next" with the neighbours' titles.
//!
//! A last paragraph may begin with the same words, so a footer is told by evidence: both ways, the word printed twice,
//! an arrow. With less the text stays where it is, and a pass decides: it knows whether the book has such an article.

use crate::base::{Site, SourceId, Span};
use crate::model::Neighbours;

/// How many full lines from the end a footer may begin.
pub const LINES: usize = 14;
/// Lines of a neighbour's title, where it is broken.
const TITLE_LINES: usize = 3;
/// A title's most words.
const TITLE_WORDS: usize = 18;

/// A line that may belong to a footer; one without text is a blank line or a rule.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Where a link in it leads.
    pub link: Option<String>,
    /// Whether a footer may begin here: a line of plain text, the first row of a Markdown block.
    pub opens: bool,
}

/// A footer.
#[derive(Debug)]
pub struct Footer {
    /// Its first row.
    pub first: usize,
    /// Whom it names.
    pub neighbours: Neighbours,
    /// Whether the evidence is enough to take it out of the text.
    pub sure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Previous,
    Next,
}

/// The footer that ends these rows; nothing where they hold nothing else.
pub fn find(rows: &[Row], id: SourceId) -> Option<Footer> {
    let full: Vec<usize> = (0..rows.len()).filter(|at| !rows[*at].text.is_empty()).collect();
    let earliest = full.len().saturating_sub(LINES).max(1);
    let starts = full.get(earliest..)?.iter().copied().filter(|at| rows[*at].opens);
    starts.into_iter().find_map(|first| parse(&rows[first..], id).map(|footer| Footer { first, ..footer }))
}

/// The footer that these rows are, if they are nothing else.
fn parse(rows: &[Row], id: SourceId) -> Option<Footer> {
    let mut found = Neighbours::default();
    let mut seen: Vec<(Way, bool)> = Vec::new();
    let mut titled = true;
    let mut at = 0;
    while at < rows.len() {
        if rows[at].text.is_empty() {
            at += 1;
            continue;
        }
        let label = label(&rows[at])?;
        if seen.iter().any(|(way, _)| *way == label.way) {
            return None;
        }
        let mut strong = label.strong;
        let mut link = rows[at].link.clone();
        let (labelled, mut titled_at) = (at, None);
        at += 1;
        let mut title = label.title.to_string();
        if title.is_empty() {
            while let Some(row) = rows.get(at) {
                let again = read_label(&row.text).is_some_and(|l| l.way == label.way && l.title.is_empty());
                if !again && !row.text.is_empty() {
                    break;
                }
                strong |= again;
                at += 1;
            }
            let begins = at;
            while link.is_none() && at < rows.len() && at < begins + TITLE_LINES && !rows[at].text.is_empty() {
                if self::label(&rows[at]).is_some() {
                    break;
                }
                title = format!("{title} {}", rows[at].text);
                titled_at = titled_at.or(Some(at));
                at += 1;
            }
            link = link.or_else(|| rows[begins..at].iter().find_map(|row| row.link.clone()));
        }
        let first = titled_at.unwrap_or(labelled);
        let title = title.trim_matches(|c: char| c == ' ' || ARROWS.contains(&c)).to_string();
        let end = rows[first..at].iter().map(|row| row.span.end).max().unwrap_or_default();
        let site = Site { source: id, span: Span { start: rows[first].span.start, end } };
        titled &= title.split_whitespace().count() <= TITLE_WORDS && !title.ends_with(['.', ',', ';', ':', '。']);
        seen.push((label.way, strong));
        let Some(name) = named(title, link) else { continue };
        match label.way {
            Way::Previous => found.previous = Some((name, site)),
            Way::Next => found.next = Some((name, site)),
        }
    }
    let strong = seen.iter().any(|(_, strong)| *strong);
    let sure = titled && (strong || seen.len() == 2);
    (!seen.is_empty()).then_some(Footer { first: 0, neighbours: found, sure })
}

/// What a neighbour is known by: the file that a link leads to, else its title, else an address.
fn named(title: String, link: Option<String>) -> Option<String> {
    let path = link.as_deref().map(|link| link.split(['#', '?']).next().unwrap_or_default());
    let file =
        |path: &&str| !super::names::is_remote(path) && super::names::stem(path) != "index" && path.contains('.');
    match (path.filter(file), title.is_empty()) {
        (Some(path), _) => Some(path.to_string()),
        (None, false) => Some(title),
        (None, true) => link,
    }
}

const ARROWS: [char; 13] = ['←', '→', '«', '»', '‹', '›', '<', '>', '⟵', '⟶', '⬅', '➡', '\u{fe0f}'];

struct Label<'a> {
    way: Way,
    title: &'a str,
    /// Printed twice, or with an arrow, or naming what comes next: enough by itself.
    strong: bool,
}

/// Which neighbour a row names: by a word, or by an arrow beside a link.
fn label(row: &Row) -> Option<Label<'_>> {
    let by_arrow = || {
        let text = row.text.as_str();
        let way = match (text.starts_with(['←', '«', '⟵', '⬅']), text.ends_with(['→', '»', '⟶', '➡'])) {
            (true, false) => Way::Previous,
            (false, true) => Way::Next,
            (true, true) | (false, false) => return None,
        };
        row.link.as_ref().map(|_| Label { way, title: text, strong: false })
    };
    // A link of that word alone is for going there, nothing else.
    let linked = |l: &Label<'_>| row.link.is_some() && l.title.is_empty();
    match read_label(&row.text) {
        Some(label) => Some(Label { strong: label.strong || linked(&label), ..label }),
        None => by_arrow(),
    }
}

/// Which neighbour a line names: `Previous`, `NEXT POST`, `← Previous: A Title`; and the title, if it stands there.
fn read_label(line: &str) -> Option<Label<'_>> {
    let pointed = |c: char| c == ' ' || ARROWS.contains(&c);
    let bare = line.trim_start_matches(pointed);
    let mut strong = bare.len() < line.len();
    let arrow = strong;
    let (way, needs_noun, mut rest) = word(bare)?;
    // Web pages print the word twice, for the eye and for a screen reader.
    while let Some((_, _, behind)) = word(rest.trim_start()).filter(|(again, ..)| *again == way) {
        (rest, strong) = (behind, true);
    }
    let noun = NOUNS.iter().find_map(|noun| after(rest.trim_start(), noun));
    if needs_noun && noun.is_none() {
        return None;
    }
    strong |= noun.is_some();
    let behind = noun.unwrap_or(rest).trim_start();
    let title = behind.trim_start_matches(|c| c == ':' || pointed(c));
    if title.is_empty() {
        return Some(Label { way, title: "", strong: strong || behind.starts_with(|c| ARROWS.contains(&c)) });
    }
    let parted = title.len() < behind.len();
    let pointing = behind.starts_with(|c| ARROWS.contains(&c));
    (arrow || parted).then_some(Label { way, title, strong: parted && (strong || pointing) })
}

const NOUNS: [&str; 12] = [
    "article",
    "post",
    "chapter",
    "page",
    "story",
    "entry",
    "Beitrag",
    "Artikel",
    "Kapitel",
    "Seite",
    "chapitre",
    "capítulo",
];

/// The words of blog engines, and whether they mean a neighbour only before a noun.
const WORDS: [(&str, Way, bool); 19] = [
    ("previous", Way::Previous, false),
    ("prev", Way::Previous, false),
    ("next", Way::Next, false),
    ("older", Way::Previous, true),
    ("newer", Way::Next, true),
    ("zurück", Way::Previous, false),
    ("weiter", Way::Next, false),
    ("vorheriger", Way::Previous, true),
    ("vorheriges", Way::Previous, true),
    ("nächster", Way::Next, true),
    ("nächstes", Way::Next, true),
    ("précédent", Way::Previous, false),
    ("suivant", Way::Next, false),
    ("anterior", Way::Previous, false),
    ("siguiente", Way::Next, false),
    ("precedente", Way::Previous, false),
    ("successivo", Way::Next, false),
    ("vorige", Way::Previous, false),
    ("volgende", Way::Next, false),
];

fn word(text: &str) -> Option<(Way, bool, &str)> {
    WORDS.iter().find_map(|(word, way, noun)| after(text, word).map(|rest| (*way, *noun, rest)))
}

/// What stands behind a word that begins a text, in whatever case.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let same = word.chars().all(|c| rest.next().is_some_and(|t| t.to_lowercase().eq(c.to_lowercase())));
    let rest = rest.as_str();
    (same && !rest.starts_with(|c: char| c.is_alphanumeric())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The neighbours, what is left of the text, and whether the footer is sure.
    fn read(text: &str) -> (Option<String>, Option<String>, String, bool) {
        let row = |text: &str| Row { text: text.trim().to_string(), opens: true, ..Row::default() };
        let rows: Vec<Row> = text.lines().map(row).collect();
        let Footer { first, neighbours, sure } = find(&rows, SourceId(0)).unwrap_or(Footer {
            first: rows.len(),
            neighbours: Neighbours::default(),
            sure: false,
        });
        let rest: Vec<&str> =
            rows[..first].iter().map(|row| row.text.as_str()).filter(|text| !text.is_empty()).collect();
        (neighbours.previous.map(|p| p.0), neighbours.next.map(|n| n.0), rest.join("|"), sure)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_string())
    }

    #[test]
    fn words_printed_twice_with_titles_below() {
        let text = "Text.\n\nPrevious\nPrevious\n\nEveryday Life\n\nNext\nNext\n\nThe Importance\nof Empathy";
        assert_eq!(read(text), (some("Everyday Life"), some("The Importance of Empathy"), "Text.".into(), true));
    }

    #[test]
    fn both_ways_an_arrow_or_the_word_twice_are_enough() {
        let both = (some("A"), some("B"), "Text.".to_string(), true);
        assert_eq!(read("Text.\n\nNext: B\nPrevious: A"), both);
        assert_eq!(read("Text.\n\n← Previous: A\n\nNext → B →"), both);
        assert_eq!(read("Text.\n\nOlder Post\nA\n\nNewer Post\nB"), both);
        assert_eq!(read("Text.\n\nZurück\nA\n\nWeiter\nB"), both);
        assert_eq!(read("Text.\n\nPrevious Previous\nA"), (some("A"), None, "Text.".into(), true));
        assert_eq!(read("Text.\n\nNext post: B"), (None, some("B"), "Text.".into(), true));
        assert_eq!(read("Text.\n\nNext → B"), (None, some("B"), "Text.".into(), true));
        assert_eq!(read("Text.\n\nNext Next"), (None, None, "Text.".into(), true));
    }

    #[test]
    fn one_way_alone_is_not() {
        assert_eq!(read("Text.\n\nNext: B"), (None, some("B"), "Text.".into(), false));
        assert_eq!(read("Text.\n\nNext\n\nB\n"), (None, some("B"), "Text.".into(), false));
        let long = "Text.\n\nPrevious: we had no rule.\n\nNext: we shall write one.";
        assert_eq!(read(long), (some("we had no rule."), some("we shall write one."), "Text.".into(), false));
        assert!(!read("Text.\n\n→ Next steps: rest").3);
    }

    #[test]
    fn prose_is_no_footer() {
        assert_eq!(read("Text.\n\nNext we went home."), (None, None, "Text.|Next we went home.".into(), false));
        assert_eq!(read("Next\n\nMore text.\n\nEnd."), (None, None, "Next|More text.|End.".into(), false));
        assert_eq!(read("Next Next\n\nB"), (None, None, "Next Next|B".into(), false));
        assert_eq!(read("Text.\n\nOlder people\nB"), (None, None, "Text.|Older people|B".into(), false));
    }

    #[test]
    fn a_link_names_its_file_and_an_arrow_beside_one_its_way() {
        let row = |text: &str, link: &str| Row {
            text: text.to_string(),
            link: (!link.is_empty()).then(|| link.to_string()),
            opens: true,
            ..Row::default()
        };
        let read = |rows: &[Row]| {
            find(rows, SourceId(0))
                .map(|f| (f.neighbours.previous.map(|p| p.0), f.neighbours.next.map(|n| n.0), f.sure))
        };
        let rows = [row("Text.", ""), row("Previous: A", "a.md#x"), row("Next", "https://example.com/b/")];
        assert_eq!(read(&rows), Some((some("a.md"), some("https://example.com/b/"), true)));
        let rows = [row("Text.", ""), row("← A", "../a/"), row("B →", "b.md")];
        assert_eq!(read(&rows), Some((some("../a/"), some("b.md"), true)));
        let rows = [row("Text.", ""), row("Read on →", "b.md")];
        assert_eq!(read(&rows), Some((None, some("b.md"), false)));
        assert_eq!(read(&[row("Text.", ""), row("Up →", "")]), None);
    }
}
