//! A formula: TeX's list of atoms, from which one writer makes MathML and the other sets type.

use serde::Serialize;

use super::Alphabet;
use crate::base::Em;

/// A formula, in a line or by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// What the author typed, without its dollars.
    pub tex: String,
    /// It in a line of plain characters: what is read out, searched and copied.
    pub words: String,
    /// The number beside a display.
    pub number: Option<String>,
    /// The name that its author gave it within its TeX.
    #[serde(skip)]
    pub label: Option<String>,
    /// What it is made of.
    #[serde(skip)]
    pub row: Row,
}

/// Terms one after the other.
pub type Row = Vec<Term>;

/// A term: TeX's atom, its nucleus with what stands at its shoulders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What its neighbours keep distance for.
    pub class: Class,
    /// The nucleus.
    pub kind: TermKind,
    /// Below.
    pub sub: Option<Row>,
    /// Above.
    pub sup: Option<Row>,
    /// Where these two stand.
    pub limits: Limits,
}

/// What a term is to its neighbours (the TeXbook, chapter 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A letter, a number.
    Ord,
    /// A large operator or a function.
    Op,
    /// A binary operation.
    Bin,
    /// A relation.
    Rel,
    /// An opening delimiter.
    Open,
    /// A closing delimiter.
    Close,
    /// Punctuation.
    Punct,
    /// A fraction, or what stands between delimiters that grow.
    Inner,
    /// A bar that opens and closes alike; no distance around it.
    Fence,
}

/// Where scripts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// At the right.
    Beside,
    /// Above and below in display, at the right in text.
    InDisplay,
    /// Above and below.
    Always,
}

/// The nucleus of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A letter, a digit, a sign.
    Symbol(char, Alphabet),
    /// The name of a function.
    Function(String),
    /// Words among symbols, in the text's way.
    Text(String, Alphabet),
    /// A group.
    Group(Row),
    /// One above the other.
    Fraction {
        /// Above.
        over: Row,
        /// Below.
        under: Row,
        /// Whether a bar stands between them.
        bar: bool,
    },
    /// A root.
    Root {
        /// Of what.
        of: Row,
        /// Which, where it is not the square root.
        degree: Option<Row>,
    },
    /// Delimiters as tall as what is between them.
    Fenced {
        /// The first.
        open: Option<char>,
        /// What stands between, and the delimiters among it.
        parts: Vec<Row>,
        /// One fewer than parts.
        middles: Vec<char>,
        /// The last.
        close: Option<char>,
    },
    /// A delimiter of a size that is asked for, 1 to 4.
    Sized(char, u8),
    /// A mark over its base; a wide one grows with it.
    Accent {
        /// A combining character.
        mark: char,
        /// Whether it grows.
        wide: bool,
        /// Below which.
        base: Row,
    },
    /// A line over or under its base.
    Line {
        /// Whether it is over.
        over: bool,
        /// What.
        base: Row,
    },
    /// A brace or bracket over or under its base, as wide as it.
    Brace {
        /// Which.
        mark: char,
        /// Whether it is over.
        over: bool,
        /// What.
        base: Row,
    },
    /// An arrow with words above and below, as wide as they are.
    Arrow {
        /// Which.
        mark: char,
        /// Above.
        over: Row,
        /// Below.
        under: Row,
    },
    /// Something over or under something, smaller.
    Stack {
        /// What.
        base: Row,
        /// Over it.
        over: Option<Row>,
        /// Under it.
        under: Option<Row>,
    },
    /// Rows and columns.
    Table(Table),
    /// A space of its own.
    Space(Em),
    /// What is set in another style than what surrounds it.
    Styled(MathStyle, Row),
    /// What takes its place and is not shown, or is shown and takes none.
    Phantom {
        /// What.
        of: Row,
        /// Whether it is shown.
        shown: bool,
        /// Whether it takes its width.
        width: bool,
        /// Whether it takes its height and depth.
        height: bool,
    },
    /// In a frame.
    Boxed(Row),
    /// Struck through: what is not so, or is cancelled.
    Struck(Row),
    /// In a colour of its own.
    Coloured((u8, u8, u8), Row),
}

/// Style: how large, and how generous with height (the TeXbook, chapter 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MathStyle {
    /// By itself.
    Display,
    /// In a line.
    Text,
    /// A script.
    Script,
    /// A script's script.
    ScriptScript,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it is for.
    pub kind: TableKind,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// How columns align; the last holds for all further ones.
    pub columns: Vec<Column>,
    /// Lines right of columns, by their number; 0 is left of the first.
    pub lines: Vec<usize>,
    /// A line below the last row.
    pub line_below: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<Row>,
    /// Its number, in a display.
    pub number: Option<String>,
    /// A line above it.
    pub line_above: bool,
    /// More space below it.
    pub below: Em,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A matrix, an array, cases: cells in text style.
    Matrix,
    /// A small matrix in a line.
    Small,
    /// Equations one below the other, aligned or centred: cells in display style.
    Equations,
    /// Lines below a large operator.
    Limits,
}

/// How a column aligns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

impl Term {
    /// A term without scripts.
    pub fn new(class: Class, kind: TermKind) -> Term {
        Term { class, kind, sub: None, sup: None, limits: Limits::Beside }
    }
}

/// The classes that a row's terms show to their neighbours, at their left and at their right; none for what has no
/// say, such as a space. A sign that has nothing on one of its sides is no operation (the TeXbook, appendix G, rules 5
/// and 6).
pub fn classes(row: &[Term]) -> Vec<Option<(Class, Class)>> {
    let mut found: Vec<Option<(Class, Class)>> = row.iter().map(shown).collect();
    let mut before: Option<Class> = None;
    for at in 0..found.len() {
        let Some((left, right)) = found[at] else { continue };
        let after = found[at + 1..].iter().flatten().next().map(|(left, _)| *left);
        let opens = matches!(before, None | Some(Class::Bin | Class::Op | Class::Rel | Class::Open | Class::Punct));
        let closes = matches!(after, None | Some(Class::Rel | Class::Close | Class::Punct));
        if left == Class::Bin && (opens || closes) {
            found[at] = Some((Class::Ord, Class::Ord));
            before = Some(Class::Ord);
        } else {
            before = Some(right);
        }
    }
    found
}

fn shown(term: &Term) -> Option<(Class, Class)> {
    match &term.kind {
        TermKind::Space(_) => None,
        TermKind::Styled(_, row) | TermKind::Coloured(_, row) if term.class == Class::Ord => {
            let inner = classes(row);
            let mut inner = inner.iter().flatten();
            let first = inner.next()?;
            Some((first.0, inner.next_back().unwrap_or(first).1))
        }
        _ if term.class == Class::Fence => Some((Class::Ord, Class::Ord)),
        _ => Some((term.class, term.class)),
    }
}

/// The space between two neighbours, in 1/18 em (the TeXbook, chapter 18); `tight` in scripts.
pub fn between(left: Class, right: Class, tight: bool) -> i32 {
    use Class::{Bin, Close, Fence, Inner, Op, Open, Ord, Punct, Rel};
    const THIN: i32 = 3;
    const MEDIUM: i32 = 4;
    const THICK: i32 = 5;
    let (mu, everywhere) = match (left, right) {
        (Ord | Fence | Close | Op | Inner, Op) | (Op, Ord | Fence) => (THIN, true),
        (Open, _) | (_, Close) if left != Punct => (0, true),
        (Rel, Rel) | (Rel, Punct) => (0, true),
        (Bin, _) | (_, Bin) => (MEDIUM, false),
        (Rel, _) | (_, Rel) if left != Punct => (THICK, false),
        (Punct, _) => (THIN, false),
        (Inner, Ord | Fence | Open | Punct | Inner) | (_, Inner) => (THIN, false),
        _ => (0, true),
    };
    if tight && !everywhere { 0 } else { mu }
}
