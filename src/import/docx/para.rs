//! A Word file's text as plain data: paragraphs with what they are, and the pieces of their lines.

use std::collections::BTreeSet;

use super::package::Referred;

/// A paragraph, or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Para {
    pub kind: Kind,
    pub runs: Vec<Run>,
    /// Whether a page begins with it.
    pub begins_page: bool,
    /// Whether an empty line stands above it.
    pub below_gap: bool,
    /// Whether it is centred, or in a style that is bold, as titles are.
    pub set_apart: bool,
}

/// What a paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Heading(u8),
    Title,
    Subtitle,
    Author,
    Quote,
    Code,
    Caption,
    Item { level: u8, mark: String },
    SceneBreak,
    Table { rows: Vec<Vec<Vec<Para>>>, head: bool },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub piece: Piece,
    pub look: Look,
    /// Where it leads: an address, or `#` and the name of a place.
    pub link: Option<String>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Break,
    /// A place that links may name.
    Place(String),
    /// A mark of a note, by the part that holds it and its id there.
    Note(Notes, String),
    /// A picture, by what it refers to, and how wide it stands, in hundredths of an inch.
    Picture {
        of: Referred,
        alt: String,
        width: Option<u32>,
    },
}

/// How letters look, as far as a book keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub small_caps: bool,
    pub raised: bool,
    pub lowered: bool,
    pub marked: bool,
    pub code: bool,
    pub hidden: bool,
}

impl Look {
    /// What both have.
    pub fn shared(self, other: Look) -> Look {
        self.with(other, |a, b| a && b)
    }

    /// What it has and the other has not.
    pub fn less(self, other: Look) -> Look {
        self.with(other, |a, b| a && !b)
    }

    fn with(self, other: Look, of: impl Fn(bool, bool) -> bool) -> Look {
        Look {
            bold: of(self.bold, other.bold),
            italic: of(self.italic, other.italic),
            underline: of(self.underline, other.underline),
            strike: of(self.strike, other.strike),
            small_caps: of(self.small_caps, other.small_caps),
            raised: of(self.raised, other.raised),
            lowered: of(self.lowered, other.lowered),
            marked: of(self.marked, other.marked),
            code: of(self.code, other.code),
            hidden: of(self.hidden, other.hidden),
        }
    }
}

/// Which notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notes {
    Foot,
    End,
}

impl Para {
    /// A line of plain words.
    pub fn line(words: &str) -> Para {
        let run = Run { piece: Piece::Text(words.to_string()), look: Look::default(), link: None };
        Para::new(Kind::Text, vec![run])
    }

    /// A paragraph that stands as any does.
    pub fn new(kind: Kind, runs: Vec<Run>) -> Para {
        Para { kind, runs, begins_page: false, below_gap: false, set_apart: false }
    }

    /// Its letters.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for run in &self.runs {
            match &run.piece {
                Piece::Text(text) => words += text,
                Piece::Break => words.push(' '),
                Piece::Note(..) | Piece::Picture { .. } | Piece::Place(_) => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Shows every piece in it, in a table's cells, too.
    pub fn each_run(&self, see: &mut dyn FnMut(&Run)) {
        self.runs.iter().for_each(&mut *see);
        if let Kind::Table { rows, .. } = &self.kind {
            rows.iter().flatten().flatten().for_each(|para| para.each_run(see));
        }
    }

    /// Shows every picture in it, in a table's cells, too.
    pub fn each_picture(&self, see: &mut dyn FnMut(&Referred)) {
        self.each_run(&mut |run| {
            if let Piece::Picture { of, .. } = &run.piece {
                see(of);
            }
        });
    }

    /// Takes places out that no link names.
    pub fn keep_places(&mut self, named: &BTreeSet<String>) {
        self.runs.retain(|run| !matches!(&run.piece, Piece::Place(name) if !named.contains(name)));
        if let Kind::Table { rows, .. } = &mut self.kind {
            rows.iter_mut().flatten().flatten().for_each(|para| para.keep_places(named));
        }
    }

    /// Whether there is a picture in it.
    pub fn shows_pictures(&self) -> bool {
        let mut shows = false;
        self.each_picture(&mut |_| shows = true);
        shows
    }

    /// Whether there is nothing to see in it.
    pub fn is_blank(&self) -> bool {
        let shows = |run: &Run| match &run.piece {
            Piece::Text(words) => !words.trim().is_empty(),
            Piece::Break | Piece::Place(_) => false,
            Piece::Note(..) | Piece::Picture { .. } => true,
        };
        !matches!(self.kind, Kind::SceneBreak | Kind::Table { .. }) && !self.runs.iter().any(shows)
    }
}
