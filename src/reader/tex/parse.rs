//! The parser: tokens become terms.

use std::ops::Range;

use super::Wrong;
use super::macros::{Macro, Macros};
use super::symbols;
use super::token::{Kind, Token, tokens};
use crate::base::limits;
use crate::model::{Alphabet, Class, Limits, Row, Term, TermKind};

/// What ends a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The end of the formula.
    Formula,
    /// `}`.
    Brace,
    /// `]`.
    Bracket,
    /// `\right` or `\middle`, which the row leaves.
    Fence,
    /// `&`, `\\` or `\end`, which the row leaves.
    Cell,
    /// `$`, in a text.
    Dollar,
}

/// A formula while it is read.
pub(super) struct Parser<'m> {
    /// What is still to be read, the next token last.
    rest: Vec<Token>,
    pub macros: &'m mut Macros,
    /// Where the last token stood.
    pub at: Range<usize>,
    /// The letters that are asked for.
    pub alphabet: Alphabet,
    depth: usize,
    /// How many tokens macros have put in.
    expanded: usize,
    /// The number that `\tag` gave to the formula, or to the row of the table that is read.
    pub number: Option<String>,
    /// The name that the first `\label` gave to the formula.
    pub label: Option<String>,
}

/// The terms of a formula, its number and its name.
pub(super) fn formula(tex: &str, macros: &mut Macros) -> Result<(Row, Option<String>, Option<String>), Wrong> {
    let mut rest = tokens(tex);
    if rest.len() > limits::MATH_TOKENS {
        let what = format!("a formula has more than {} signs", limits::MATH_TOKENS);
        return Err(Wrong { at: 0..tex.len(), what });
    }
    rest.reverse();
    let mut parser =
        Parser { rest, macros, at: 0..0, alphabet: Alphabet::Math, depth: 0, expanded: 0, number: None, label: None };
    let row = parser.row(End::Formula)?;
    Ok((row, parser.number, parser.label))
}

impl Parser<'_> {
    pub(super) fn wrong<T>(&self, what: impl Into<String>) -> Result<T, Wrong> {
        Err(Wrong { at: self.at.clone(), what: what.into() })
    }

    /// The next token, white space too.
    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.rest.pop()?;
        self.at = token.at.clone();
        Some(token)
    }

    pub(super) fn back(&mut self, token: Token) {
        self.rest.push(token);
    }

    /// The next token that is not white space, without taking it.
    pub(super) fn peek(&mut self) -> Option<&Kind> {
        while self.rest.last().is_some_and(|token| token.kind == Kind::Space) {
            self.rest.pop();
        }
        self.rest.last().map(|token| &token.kind)
    }

    /// Takes the next token if it is this character.
    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(&Kind::Char(c));
        if found {
            self.next();
        }
        found
    }

    /// Takes the next token if it is this command.
    pub(super) fn take_command(&mut self, name: &str) -> bool {
        let found = matches!(self.peek(), Some(Kind::Command(found)) if found == name);
        if found {
            self.next();
        }
        found
    }

    /// One level deeper, where there is room.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Wrong>) -> Result<T, Wrong> {
        if self.depth >= limits::MATH_NESTING {
            return self.wrong(format!("a formula nests more than {} levels deep", limits::MATH_NESTING));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Terms up to the end; a brace, a bracket or a dollar is taken, other ends stay. Letters asked for last until then.
    pub(super) fn row(&mut self, end: End) -> Result<Row, Wrong> {
        self.deeper(|parser| {
            let alphabet = parser.alphabet;
            let row = parser.terms(end);
            parser.alphabet = alphabet;
            row
        })
    }

    fn terms(&mut self, end: End) -> Result<Row, Wrong> {
        let mut row = Row::new();
        // What `\over` and its kin put over what follows.
        let mut above: Option<(Row, &'static str)> = None;
        loop {
            let Some(kind) = self.peek().cloned() else {
                if end != End::Formula {
                    return self.wrong(missing(end));
                }
                break;
            };
            match (&kind, end) {
                (Kind::Char('}'), End::Brace) | (Kind::Char(']'), End::Bracket) | (Kind::Char('$'), End::Dollar) => {
                    self.next();
                    break;
                }
                (Kind::Char('&'), End::Cell) => break,
                (Kind::Command(name), End::Cell) if matches!(name.as_str(), "\\" | "cr" | "end") => break,
                (Kind::Command(name), End::Fence) if matches!(name.as_str(), "right" | "middle") => break,
                (Kind::Command(name), _) if matches!(name.as_str(), "over" | "atop" | "choose") => {
                    self.next();
                    if above.is_some() {
                        return self.wrong("a group has two fractions; braces tell which is which");
                    }
                    let name = if name == "over" {
                        "over"
                    } else if name == "atop" {
                        "atop"
                    } else {
                        "choose"
                    };
                    above = Some((std::mem::take(&mut row), name));
                }
                (Kind::Char(c @ ('}' | '&' | '$' | '#')), _) => {
                    self.next();
                    return self.wrong(format!("'{c}' has no meaning here"));
                }
                _ => self.term(end, &mut row)?,
            }
        }
        Ok(match above {
            None => row,
            Some((over, name)) => {
                let fraction = Term::new(Class::Inner, TermKind::Fraction { over, under: row, bar: name == "over" });
                vec![if name == "choose" { in_parentheses(fraction) } else { fraction }]
            }
        })
    }

    /// The next term with its scripts.
    fn term(&mut self, end: End, row: &mut Row) -> Result<(), Wrong> {
        let Some(token) = self.next() else { return Ok(()) };
        let mut term = match token.kind {
            Kind::Space => return Ok(()),
            Kind::Char('{') => {
                let inner = self.row(End::Brace)?;
                Term::new(Class::Ord, TermKind::Group(inner))
            }
            Kind::Char('^' | '_' | '\'') => {
                self.back(token);
                Term::new(Class::Ord, TermKind::Group(Row::new()))
            }
            Kind::Char('~') => Term::new(Class::Ord, TermKind::Space(crate::base::Em::milli(250))),
            Kind::Char(c) => self.character(c),
            Kind::Command(name) => {
                if let Some(known) = self.macros.find(&name).cloned() {
                    return self.expand(&name, &known, token.at);
                }
                match self.command(&name, end)? {
                    Some(term) => term,
                    None => return Ok(()),
                }
            }
        };
        self.scripts(&mut term)?;
        row.push(term);
        Ok(())
    }

    /// A character as it is typed.
    pub(super) fn character(&self, c: char) -> Term {
        let (class, c) = symbols::typed(c);
        Term::new(class, TermKind::Symbol(c, self.alphabet))
    }

    /// What stands at a term's shoulders.
    fn scripts(&mut self, term: &mut Term) -> Result<(), Wrong> {
        loop {
            match self.peek() {
                Some(Kind::Command(name)) if name == "limits" || name == "nolimits" || name == "displaylimits" => {
                    term.limits = match name.as_str() {
                        "limits" => Limits::Always,
                        "nolimits" => Limits::Beside,
                        _ => Limits::InDisplay,
                    };
                    self.next();
                }
                Some(Kind::Char('^')) => {
                    self.next();
                    let script = self.argument()?;
                    match &mut term.sup {
                        None => term.sup = Some(script),
                        // After a prime an exponent goes on.
                        Some(row) if row.iter().all(is_prime) => row.extend(script),
                        Some(_) => return self.wrong("two exponents follow one another; braces tell which is which"),
                    }
                }
                Some(Kind::Char('_')) => {
                    self.next();
                    if term.sub.is_some() {
                        return self.wrong("two indices follow one another; braces tell which is which");
                    }
                    term.sub = Some(self.argument()?);
                }
                Some(Kind::Char('\'')) => {
                    self.next();
                    let mut primes = 1;
                    while self.take('\'') {
                        primes += 1;
                    }
                    if term.sup.is_some() {
                        return self.wrong("a prime follows an exponent; braces tell which is which");
                    }
                    let sign = |c| Term::new(Class::Ord, TermKind::Symbol(c, Alphabet::Roman));
                    term.sup = Some(match primes {
                        1 => vec![sign('′')],
                        2 => vec![sign('″')],
                        3 => vec![sign('‴')],
                        4 => vec![sign('⁗')],
                        more => (0..more).map(|_| sign('′')).collect(),
                    });
                }
                _ => return Ok(()),
            }
        }
    }

    /// An argument: a group, or the next thing.
    pub(super) fn argument(&mut self) -> Result<Row, Wrong> {
        match self.peek().cloned() {
            None => self.wrong("something is missing at the end of the formula"),
            Some(Kind::Char('{')) => {
                self.next();
                self.row(End::Brace)
            }
            Some(Kind::Char(c @ ('}' | '^' | '_' | '&' | '$' | '#'))) => {
                self.next();
                self.wrong(format!("'{c}' stands where something to set is wanted"))
            }
            Some(Kind::Char(c)) => {
                self.next();
                Ok(vec![self.character(c)])
            }
            Some(Kind::Command(name)) => self.deeper(|parser| {
                let Some(token) = parser.next() else { return Ok(Row::new()) };
                if let Some(known) = parser.macros.find(&name).cloned() {
                    parser.expand(&name, &known, token.at)?;
                    return parser.argument();
                }
                Ok(parser.command(&name, End::Brace)?.into_iter().collect())
            }),
            Some(Kind::Space) => Ok(Row::new()),
        }
    }

    /// An argument in brackets, where there is one.
    pub(super) fn option(&mut self) -> Result<Option<Row>, Wrong> {
        if self.take('[') { Ok(Some(self.row(End::Bracket)?)) } else { Ok(None) }
    }

    /// The tokens of a group, unread.
    pub(super) fn raw(&mut self) -> Result<Vec<Token>, Wrong> {
        if !self.take('{') {
            self.next();
            return self.wrong("a group in braces is wanted here");
        }
        self.raw_until('}')
    }

    /// The tokens up to the closing sign of a group that was opened.
    pub(super) fn raw_until(&mut self, close: char) -> Result<Vec<Token>, Wrong> {
        let mut raw = Vec::new();
        let mut open = 0;
        while let Some(token) = self.next() {
            match token.kind {
                Kind::Char(c) if c == close && open == 0 => return Ok(raw),
                Kind::Char('{') => open += 1,
                Kind::Char('}') if open == 0 => return self.wrong(format!("'{close}' is missing before this")),
                Kind::Char('}') => open -= 1,
                _ => {}
            }
            raw.push(token);
        }
        self.wrong(format!("'{close}' is missing at the end of the formula"))
    }

    /// The letters of a group, such as an environment's name.
    pub(super) fn name(&mut self) -> Result<String, Wrong> {
        let raw = self.raw()?;
        let letters = raw.iter().map(|token| match &token.kind {
            Kind::Char(c) => c.to_string(),
            Kind::Space => " ".to_string(),
            Kind::Command(name) => format!("\\{name}"),
        });
        Ok(letters.collect::<String>().trim().to_string())
    }

    /// Puts a macro's meaning in its place.
    fn expand(&mut self, name: &str, known: &Macro, at: Range<usize>) -> Result<(), Wrong> {
        let mut arguments: Vec<Vec<Token>> = Vec::new();
        if let Some(default) = &known.default {
            let own = || default.iter().map(|token| Token { at: at.clone(), ..token.clone() }).collect();
            arguments.push(if self.take('[') { self.raw_until(']')? } else { own() });
        }
        while arguments.len() < known.arguments {
            arguments.push(match self.peek() {
                Some(Kind::Char('{')) => self.raw()?,
                _ => match self.next() {
                    Some(token) => vec![token],
                    None => return self.wrong(format!("'\\{name}' wants an argument")),
                },
            });
        }
        let mut made = Vec::new();
        let mut body = known.body.iter();
        while let Some(token) = body.next() {
            let argument = match token.kind {
                Kind::Char('#') => match body.next().map(|token| &token.kind) {
                    Some(Kind::Char(c)) => c.to_digit(10).and_then(|n| arguments.get((n as usize).wrapping_sub(1))),
                    _ => None,
                },
                _ => {
                    made.push(Token { at: at.clone(), ..token.clone() });
                    continue;
                }
            };
            match argument {
                Some(argument) => made.extend(argument.iter().cloned()),
                None => return self.wrong(format!("'\\{name}' names an argument that it does not take")),
            }
        }
        self.expanded += made.len() + 1;
        if self.expanded > limits::MATH_TOKENS {
            self.at = at;
            return self.wrong(format!("'\\{name}' grows without end"));
        }
        self.rest.extend(made.into_iter().rev());
        Ok(())
    }
}

fn is_prime(term: &Term) -> bool {
    matches!(term.kind, TermKind::Symbol('′' | '″' | '‴' | '⁗', _))
}

/// A fraction between parentheses: a binomial.
pub(super) fn in_parentheses(fraction: Term) -> Term {
    fenced(Some('('), vec![fraction], Some(')'))
}

pub(super) fn fenced(open: Option<char>, row: Row, close: Option<char>) -> Term {
    Term::new(Class::Inner, TermKind::Fenced { open, parts: vec![row], middles: Vec::new(), close })
}

fn missing(end: End) -> &'static str {
    match end {
        End::Formula | End::Brace => "'}' is missing at the end of the formula",
        End::Bracket => "']' is missing at the end of the formula",
        End::Fence => "'\\right' is missing at the end of the formula",
        End::Cell => "'\\end' is missing at the end of the formula",
        End::Dollar => "'$' is missing at the end of the text",
    }
}
