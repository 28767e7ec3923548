//! Paragraphs of a Word file as Markdown that reads back as they are.

use std::collections::BTreeMap;

use super::markdown::{destination, escaped, guarded, inert, longest, marked, parted, quoted};
use super::package::Referred;
use super::para::{Kind, Look, Notes, Para, Piece, Run};
use crate::base::limits;

/// What a chapter's text is written from, and what it turns out to need.
pub struct Writer<'a> {
    /// The notes of the file.
    pub notes: &'a BTreeMap<(Notes, String), Vec<Para>>,
    /// Where each picture will lie, beside the chapter.
    pub pictures: &'a dyn Fn(&Referred) -> Option<String>,
    /// The file in which each place stands that links name, and the file that is written.
    pub places: (&'a BTreeMap<String, String>, &'a str),
    /// The notes that were marked, in order.
    marked: Vec<(Notes, String)>,
    /// How many levels the headings sink or rise.
    lift: u8,
}

/// Where a line stands: what must not begin it differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    Heading,
    Cell,
}

impl<'a> Writer<'a> {
    /// `lift` is the level of the headings that became chapters' titles.
    pub fn new(
        notes: &'a BTreeMap<(Notes, String), Vec<Para>>,
        pictures: &'a dyn Fn(&Referred) -> Option<String>,
        places: (&'a BTreeMap<String, String>, &'a str),
        lift: u8,
    ) -> Writer<'a> {
        Writer { notes, pictures, places, marked: Vec::new(), lift }
    }

    /// Where a link leads from here; nothing where it names a place that the book does not have.
    fn led(&self, link: &str) -> Option<String> {
        let Some(place) = link.strip_prefix('#') else { return Some(link.to_string()) };
        let (places, here) = self.places;
        let file = places.get(place)?;
        Some(format!("{}#{}", if file == here { "" } else { file }, id(place)))
    }

    /// A chapter: its title, its text, its notes.
    pub fn chapter(&mut self, title: &Para, paras: &[Para]) -> String {
        let mut out = String::new();
        let title = self.line(title, Place::Heading);
        if !title.is_empty() {
            out += &format!("# {title}\n\n");
        }
        out += &self.blocks(paras);
        out = out.trim_end().to_string() + "\n";
        // Notes may have notes of their own.
        let mut at = 0;
        while at < self.marked.len() {
            let key = self.marked[at].clone();
            at += 1;
            let body = self.notes.get(&key).cloned().unwrap_or_default();
            let text = self.blocks(&body);
            let mut lines = text.trim_end().lines();
            out += &format!("\n[^{at}]: {}\n", lines.next().unwrap_or("…").trim_start());
            for line in lines {
                out += &if line.is_empty() { "\n".to_string() } else { format!("    {line}\n") };
            }
        }
        out.trim_end().to_string() + "\n"
    }

    fn blocks(&mut self, paras: &[Para]) -> String {
        let mut out = String::new();
        let mut at = 0;
        while at < paras.len() {
            let para = &paras[at];
            let run = paras[at..].iter().take_while(|next| same(&para.kind, &next.kind)).count().max(1);
            match &para.kind {
                Kind::Quote => {
                    let lines: Vec<String> =
                        paras[at..at + run].iter().map(|para| self.line(para, Place::Block)).collect();
                    out += &quoted(&lines.join("\n\n"));
                    at += run;
                    continue;
                }
                Kind::Code => {
                    let lines: Vec<String> = paras[at..at + run].iter().map(code).collect();
                    let text = inert(&lines.join("\n"));
                    let fence = "`".repeat(longest(&text, '`').max(2) + 1);
                    out += &format!("{fence}\n{}\n{fence}\n\n", text.trim_end());
                    // Code holds letters alone; its notes and pictures stand below it.
                    let aside = paras[at..at + run].iter().flat_map(|para| &para.runs);
                    let aside = aside.filter(|run| matches!(run.piece, Piece::Note(..) | Piece::Picture { .. }));
                    let below = self.line(&Para { runs: aside.cloned().collect(), ..Para::line("") }, Place::Block);
                    if !below.is_empty() {
                        out += &format!("{below}\n\n");
                    }
                    at += run;
                    continue;
                }
                Kind::Item { .. } => {
                    out += &self.items(&paras[at..at + run]);
                    at += run;
                    continue;
                }
                Kind::Heading(level) => {
                    let words = self.line(para, Place::Heading);
                    if !words.is_empty() {
                        let level = (1 + level.saturating_sub(self.lift).max(1)).min(6);
                        out += &format!("{} {words}\n\n", "#".repeat(level.into()));
                    }
                }
                Kind::SceneBreak => out += "***\n\n",
                Kind::Table { rows, head } => out += &self.table(rows, *head),
                Kind::Text | Kind::Title | Kind::Subtitle | Kind::Author | Kind::Caption => {
                    let line = self.line(para, Place::Block);
                    if !line.is_empty() {
                        out += &format!("{line}\n\n");
                    }
                }
            }
            at += 1;
        }
        out
    }

    fn items(&mut self, paras: &[Para]) -> String {
        let mut out = String::new();
        // How far in the text of each open level stands.
        let mut margins: Vec<(u8, usize)> = Vec::new();
        for para in paras {
            let Kind::Item { level, mark } = &para.kind else { continue };
            while margins.last().is_some_and(|(open, _)| open >= level) {
                margins.pop();
            }
            let margin = margins.last().map_or(0, |(_, margin)| *margin);
            margins.push((*level, margin + mark.chars().count() + 1));
            let line =
                self.line(para, Place::Block).replace('\n', &format!("\n{}", " ".repeat(margin + mark.len() + 1)));
            out += &format!("{}{mark} {line}\n", " ".repeat(margin));
        }
        out + "\n"
    }

    fn table(&mut self, rows: &[Vec<Vec<Para>>], head: bool) -> String {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines: Vec<String> = Vec::new();
        let rule = format!("|{}", " --- |".repeat(columns));
        let empty = format!("|{}", "  |".repeat(columns));
        if !head {
            lines.extend([empty, rule.clone()]);
        }
        for (at, row) in rows.iter().enumerate() {
            let mut line = "|".to_string();
            for column in 0..columns {
                let cell = row.get(column).map_or(Vec::new(), |cell| self.cell(cell, 0));
                line += &format!(" {} |", cell.join("<br>"));
            }
            lines.push(line);
            if head && at == 0 {
                lines.push(rule.clone());
            }
        }
        lines.join("\n") + "\n\n"
    }

    /// The lines of a cell; a table within is a line for each of its rows.
    fn cell(&mut self, paras: &[Para], depth: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for para in paras {
            match &para.kind {
                Kind::Table { rows, .. } if depth < limits::NESTING => {
                    for row in rows {
                        let cells: Vec<String> = row.iter().flat_map(|cell| self.cell(cell, depth + 1)).collect();
                        lines.push(cells.join("; "));
                    }
                }
                _ => lines.push(self.line(para, Place::Cell)),
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// A line of Markdown.
    fn line(&mut self, para: &Para, place: Place) -> String {
        let mut runs = tidy(&para.runs);
        if place == Place::Heading {
            plain_where_whole(&mut runs);
        }
        // Links look as links do.
        runs.iter_mut().filter(|run| run.link.is_some()).for_each(|run| run.look.underline = false);
        let mut out = String::new();
        let mut at = 0;
        while at < runs.len() {
            // A link holds all that leads to the same place.
            let link = runs[at].link.clone();
            let end = at + runs[at..].iter().take_while(|run| run.link == link).count();
            let mut words = String::new();
            for (here, run) in runs[at..end].iter().enumerate() {
                let before = words.chars().next_back().or(out.chars().next_back());
                let next = runs.get(at + here + 1).and_then(|next| match &next.piece {
                    Piece::Text(text) => text.chars().next(),
                    _ => None,
                });
                let noted = matches!(runs.get(at + here + 1), Some(Run { piece: Piece::Note(..), .. }));
                words += &self.run(run, (before, next), noted, place);
            }
            match link.and_then(|link| self.led(&link)) {
                Some(address) if !words.trim().is_empty() => {
                    out += &format!("[{words}]({})", destination(&address));
                }
                Some(_) | None => out += &words,
            }
            at = end;
        }
        let out = out.trim().to_string();
        match place {
            Place::Block => guarded(&out),
            Place::Heading | Place::Cell => out.replace("\\\n", "<br>").replace('\n', " "),
        }
    }

    fn run(&mut self, run: &Run, (before, next): (Option<char>, Option<char>), noted: bool, place: Place) -> String {
        match &run.piece {
            Piece::Text(words) => {
                // The mark of a note would be taken for the end of a bare address.
                let text =
                    if noted && run.link.is_none() { parted(words) } else { escaped(words, place == Place::Heading) };
                let text = if place == Place::Cell { text.replace('|', "\\|") } else { text };
                marked(&text, words, &run.look, before, next)
            }
            Piece::Break => "\\\n".to_string(),
            Piece::Place(name) if self.places.0.contains_key(name) => format!("<a id=\"{}\"></a>", id(name)),
            Piece::Place(_) => String::new(),
            Piece::Note(notes, id) => {
                let key = (*notes, id.clone());
                // Separators that Word keeps among its notes have no text of an author.
                if !self.notes.contains_key(&key) {
                    return String::new();
                }
                let number = self.marked.iter().position(|known| *known == key).unwrap_or_else(|| {
                    self.marked.push(key);
                    self.marked.len() - 1
                });
                format!("[^{}]", number + 1)
            }
            Piece::Picture { of, alt, width } => match (self.pictures)(of) {
                Some(path) => {
                    let width = width.map_or(String::new(), |w| format!("{{width={}.{:02}in}}", w / 100, w % 100));
                    format!("![{}]({}){width}", escaped(alt, true), destination(&path))
                }
                None => String::new(),
            },
        }
    }
}

/// The name of a place as HTML and addresses have it.
fn id(place: &str) -> String {
    place.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' }).collect()
}

/// Whether paragraphs of these kinds run on as one block.
fn same(a: &Kind, b: &Kind) -> bool {
    matches!((a, b), (Kind::Quote, Kind::Quote) | (Kind::Code, Kind::Code) | (Kind::Item { .. }, Kind::Item { .. }))
}

/// Takes away what all words of a heading have: that is how the page looked.
fn plain_where_whole(runs: &mut [Run]) {
    let worded = |run: &Run| matches!(&run.piece, Piece::Text(words) if !words.trim().is_empty());
    let mut looks = runs.iter().filter(|run| worded(run)).map(|run| run.look);
    let Some(first) = looks.next() else { return };
    let shared = looks.fold(first, Look::shared);
    runs.iter_mut().filter(|run| worded(run)).for_each(|run| run.look = run.look.less(shared));
}

/// Pieces without tabs at the beginning and with neighbours of one look joined; what is marked holds no space at its ends.
fn tidy(runs: &[Run]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let plain = |words: &str, link: &Option<String>| Run {
        piece: Piece::Text(words.to_string()),
        look: Look::default(),
        link: link.clone(),
    };
    for run in runs {
        let Piece::Text(words) = &run.piece else {
            out.push(run.clone());
            continue;
        };
        let words = words.replace(['\t', '\n'], " ");
        let words = if out.is_empty() { words.trim_start() } else { &words };
        let core = words.trim();
        let start = &words[..words.len() - words.trim_start().len()];
        let end = if core.is_empty() { "" } else { &words[words.trim_end().len()..] };
        let mut add = |run: Run| {
            if let (Piece::Text(more), Some(Run { piece: Piece::Text(words), look, link })) =
                (&run.piece, out.last_mut())
                && (*look == run.look)
                && *link == run.link
            {
                words.push_str(more);
            } else {
                out.push(run);
            }
        };
        if !start.is_empty() {
            add(plain(start, &run.link));
        }
        if !core.is_empty() {
            add(Run { piece: Piece::Text(core.to_string()), look: run.look, link: run.link.clone() });
        }
        if !end.is_empty() {
            add(plain(end, &run.link));
        }
    }
    // A line that ends at the end, or begins at the beginning, is none.
    let nothing = |run: &Run| match &run.piece {
        Piece::Text(words) => words.trim().is_empty(),
        Piece::Break => true,
        Piece::Note(..) | Piece::Picture { .. } | Piece::Place(_) => false,
    };
    let end = out.iter().rposition(|run| !nothing(run)).map_or(0, |last| last + 1);
    out.truncate(end);
    out.drain(..out.iter().position(|run| !nothing(run)).unwrap_or(0));
    joined(out)
}

/// Words of one look with nothing but a space between them are marked together.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        if let [.., Run { piece: Piece::Text(first), look, link }, Run { piece: Piece::Text(space), look: bare, .. }] =
            out.as_mut_slice()
            && let Piece::Text(words) = &run.piece
            && space.trim().is_empty()
            && *bare == Look::default()
            && *look == run.look
            && *link == run.link
        {
            first.push_str(space);
            first.push_str(words);
            out.pop();
        } else {
            out.push(run);
        }
    }
    out
}

/// A paragraph of code as typed.
fn code(para: &Para) -> String {
    let piece = |run: &Run| match &run.piece {
        Piece::Text(words) => words.replace('\t', "    "),
        Piece::Break => "\n".to_string(),
        Piece::Note(..) | Piece::Picture { .. } | Piece::Place(_) => String::new(),
    };
    para.runs.iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Diags, Severity, Source, SourceId};
    use crate::model::plain_blocks;
    use proptest::prelude::*;

    fn run(words: &str, bits: u8) -> Run {
        let look = Look {
            italic: bits & 1 != 0,
            bold: bits & 2 != 0,
            underline: bits & 4 != 0,
            raised: bits & 8 != 0,
            small_caps: bits & 16 != 0,
            code: bits & 32 != 0,
            strike: bits & 64 != 0,
            ..Look::default()
        };
        Run { piece: Piece::Text(words.to_string()), look, link: None }
    }

    fn para(runs: Vec<Run>) -> Para {
        Para::new(Kind::Text, runs)
    }

    fn written(paras: &[Para]) -> String {
        Writer::new(&BTreeMap::new(), &|_| None, (&BTreeMap::new(), ""), 1).chapter(&Para::line("Title"), paras)
    }

    /// What the Markdown reads back as, and its errors.
    fn read(text: &str) -> (String, Vec<Code>) {
        let mut diags = Diags::new();
        let mut sources = crate::base::Sources::default();
        let id = sources.add(Source::new("a.md", text));
        let folder = crate::base::Folder::open(&std::env::temp_dir()).unwrap();
        let woven = crate::reader::weave(id, &folder, &mut sources, &mut diags);
        let chapter = crate::reader::read(woven.as_ref().unwrap_or(sources.get(id)), SourceId(0), &mut diags);
        let errors = diags.iter().filter(|found| found.severity == Severity::Error).map(|found| found.code).collect();
        (chapter.map(|chapter| plain_blocks(&chapter.blocks)).unwrap_or_default(), errors)
    }

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_stand_where_they_are_marks() {
        for (runs, text) in [
            (vec![run("She said ", 0), run("never", 1), run(".", 0)], "She said *never*."),
            (vec![run("un", 0), run("believ", 1), run("able", 0)], "un*believ*able"),
            (vec![run("said ", 0), run("“Go!”", 1), run("he", 0)], "said <em>“Go!”</em>he"),
            (vec![run(" both ", 3), run("b", 2)], "***both*** **b**"),
            (vec![run("a ", 1), run("b", 1)], "*a b*"),
            (vec![run("\tIndented", 0)], "Indented"),
            (vec![run("x", 0), run("2", 8)], "x<sup>2</sup>"),
        ] {
            assert_eq!(written(&[para(runs)]), format!("# Title\n\n{text}\n"));
        }
    }

    #[test]
    fn a_note_behind_an_address_is_a_note() {
        let notes = BTreeMap::from([((Notes::Foot, "1".to_string()), vec![para(vec![run("A note.", 0)])])]);
        for (words, text) in [
            ("See https://example.org/a_b?c", "See <https://example.org/a_b?c>[^1]"),
            ("(https://example.org).", "(<https://example.org>).[^1]"),
            ("www.example.org", "www\\.example.org[^1]"),
            ("no_ address_", "no\\_ address\\_[^1]"),
        ] {
            let note = Run { piece: Piece::Note(Notes::Foot, "1".to_string()), ..run("", 0) };
            let written = Writer::new(&notes, &|_| None, (&BTreeMap::new(), ""), 1)
                .chapter(&Para::line(""), &[para(vec![run(words, 0), note])]);
            assert_eq!(written, format!("{text}\n\n[^1]: A note.\n"));
            let (found, errors) = read(&written);
            assert!(errors.is_empty() && found.contains(words), "{found}");
        }
    }

    #[test]
    fn a_directive_in_code_is_shown_and_does_nothing() {
        let code = Para { kind: Kind::Code, ..para(vec![run("{{#include a.txt}}", 0), run(" \\{{ #if x }} {{#", 0)]) };
        let text = written(&[code, para(vec![run("{{#include b.txt}}", 32)])]);
        assert_eq!(text, "# Title\n\n```\n\\{{#include a.txt}} \\\\{{ #if x }} {{#\n```\n\n`\\{{#include b.txt}}`\n");
        let temp = tempfile::tempdir().unwrap();
        std::fs::write(temp.path().join("a.txt"), "A secret").unwrap();
        let mut sources = crate::base::Sources::default();
        let id = sources.add(Source::new("x.md", text));
        let folder = crate::base::Folder::open(temp.path()).unwrap();
        let mut diags = Diags::new();
        let woven = crate::reader::weave(id, &folder, &mut sources, &mut diags).unwrap();
        assert_eq!(woven.text, "# Title\n\n```\n{{#include a.txt}} \\{{ #if x }} {{#\n```\n\n`{{#include b.txt}}`\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn every_letter_of_a_title_is_read_back(
            runs in prop::collection::vec(("[ab12 .*_`~^=$<>&#;:|!\\[\\](){}\\\\\"'+/@-]{1,8}", any::<u8>()), 1..5)
        ) {
            let title = para(runs.iter().map(|(words, bits)| run(words, bits & 0x7f)).collect());
            let text = Writer::new(&BTreeMap::new(), &|_| None, (&BTreeMap::new(), ""), 1).chapter(&title, &[Para::line("Text.")]);
            let mut diags = Diags::new();
            let chapter = crate::reader::read(&Source::new("a.md", text.clone()), SourceId(0), &mut diags).unwrap();
            if !title.words().is_empty() {
                prop_assert_eq!(squeezed(&crate::model::plain_text(&chapter.title)), title.words(), "{}", text);
            }
        }

        #[test]
        fn every_letter_is_is_read_back(
            paras in prop::collection::vec(
                prop::collection::vec(("[ab12 .*_`~^=$<>&#;:|!\\[\\](){}\\\\\"'+/@-]{1,8}", any::<u8>()), 1..5),
                1..4,
            )
        ) {
            let paras: Vec<Para> = paras
                .into_iter()
                .map(|runs| para(runs.iter().map(|(words, bits)| run(words, bits & 0x7f)).collect()))
                .filter(|para: &Para| !para.is_blank())
                .collect();
            let wanted = squeezed(&paras.iter().map(|para| para.words() + "\n").collect::<String>());
            let text = written(&paras);
            let (found, errors) = read(&text);
            prop_assert_eq!(squeezed(&found), wanted, "{}", text);
            prop_assert!(errors.iter().all(|code| *code == Code::EmptyChapter), "{:?} {}", errors, text);
        }
    }
}
