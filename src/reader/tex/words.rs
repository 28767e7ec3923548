//! Text within a formula: `\text` and its kin.

use super::Wrong;
use super::parse::{End, Parser};
use super::symbols;
use super::token::{Kind, Token};
use crate::model::{Alphabet, Class, Row, Term, TermKind};

impl Parser<'_> {
    /// Words as the text around has them; `$…$` in them is mathematics again.
    pub(super) fn text(&mut self, alphabet: Alphabet) -> Result<Row, Wrong> {
        let tokens = self.raw()?;
        let after = self.at.clone();
        let end = Token { kind: Kind::Command(String::new()), at: after };
        // The words are read as a text of their own, up to a mark that nobody types.
        self.back(end);
        tokens.into_iter().rev().for_each(|token| self.back(token));
        let (mut row, mut words, mut open) = (Row::new(), String::new(), 0usize);
        let flush = |words: &mut String, row: &mut Row| {
            if !words.is_empty() {
                row.push(Term::new(Class::Ord, TermKind::Text(std::mem::take(words), alphabet)));
            }
        };
        while let Some(token) = self.next() {
            match token.kind {
                Kind::Command(name) => match name.as_str() {
                    "" => break,
                    "%" | "#" | "$" | "&" | "_" | "{" | "}" => words.push_str(&name),
                    "\\" | " " | "," | ";" | ":" | "quad" | "qquad" | "space" => words.push(' '),
                    "ldots" | "dots" | "textellipsis" => words.push('…'),
                    "textendash" => words.push('–'),
                    "textemdash" => words.push('—'),
                    "textbackslash" => words.push('\\'),
                    "(" => {
                        return self.wrong("mathematics within a text stands between dollars");
                    }
                    "text" | "textrm" | "textup" | "textnormal" | "mbox" | "hbox" | "textit" | "emph" | "textbf"
                    | "textsf" | "texttt" => {
                        flush(&mut words, &mut row);
                        let inner = match name.as_str() {
                            "textit" | "emph" => Alphabet::Italic,
                            "textbf" => Alphabet::Bold,
                            "textsf" => Alphabet::Sans,
                            "texttt" => Alphabet::Mono,
                            _ => alphabet,
                        };
                        let raw = self.raw()?;
                        if raw.iter().any(|token| matches!(token.kind, Kind::Command(_))) {
                            return self.wrong("this is nested too far within a text");
                        }
                        let plain = raw.iter().map(|token| match token.kind {
                            Kind::Char(c) => c,
                            _ => ' ',
                        });
                        row.push(Term::new(Class::Ord, TermKind::Text(plain.collect(), inner)));
                    }
                    name => match symbols::symbol(name) {
                        Some((_, c)) => words.push(c),
                        None => return self.wrong(format!("'\\{name}' is not known in a text")),
                    },
                },
                Kind::Char('$') => {
                    flush(&mut words, &mut row);
                    let around = std::mem::replace(&mut self.alphabet, Alphabet::Math);
                    let inner = self.row(End::Dollar);
                    self.alphabet = around;
                    row.push(Term::new(Class::Ord, TermKind::Group(inner?)));
                }
                Kind::Char('{') => open += 1,
                Kind::Char('}') => open = open.saturating_sub(1),
                Kind::Char('~') => words.push('\u{a0}'),
                Kind::Char('\'') => words.push('’'),
                Kind::Char('`') => words.push('‘'),
                Kind::Char(c) => words.push(c),
                Kind::Space => words.push(' '),
            }
        }
        flush(&mut words, &mut row);
        Ok(row)
    }
}
