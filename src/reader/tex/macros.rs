//! Macros: `\newcommand` and its kin. What one formula defines, those after it in the article may use.

use std::collections::BTreeMap;

use super::Wrong;
use super::parse::Parser;
use super::token::{Kind, Token};
use crate::model::Term;

/// The macros of an article.
#[derive(Debug, Default)]
pub struct Macros {
    known: BTreeMap<String, Macro>,
}

/// What a command stands for.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    /// How many arguments it takes.
    pub arguments: usize,
    /// What the first is where it is left out.
    pub default: Option<Vec<Token>>,
    /// What it becomes; `#1` is a character and a digit.
    pub body: Vec<Token>,
}

impl Macros {
    pub(super) fn find(&self, name: &str) -> Option<&Macro> {
        self.known.get(name)
    }

    pub(super) fn define(&mut self, name: String, meaning: Macro) {
        self.known.insert(name, meaning);
    }
}

impl Parser<'_> {
    /// The name of a macro that is defined, in braces or not.
    fn macro_name(&mut self) -> Result<String, Wrong> {
        let group = self.take('{');
        self.peek();
        let Some(Token { kind: Kind::Command(name), .. }) = self.next() else {
            return self.wrong("the name of a command is wanted here");
        };
        if group && !self.take('}') {
            return self.wrong("'}' is missing behind the name of the command");
        }
        Ok(name)
    }

    /// What `\newcommand` and its kin define.
    pub(super) fn define(&mut self, how: &str) -> Result<Option<Term>, Wrong> {
        let name = self.macro_name()?;
        let (mut arguments, mut default) = (0, None);
        if how == "def" {
            while self.take('#') {
                self.next();
                arguments += 1;
            }
        } else if self.take('[') {
            let raw = self.raw_until(']')?;
            arguments = match raw.as_slice() {
                [Token { kind: Kind::Char(c), .. }] => c.to_digit(10).unwrap_or(0) as usize,
                _ => return self.wrong("how many arguments it takes is one digit"),
            };
            if self.take('[') {
                default = Some(self.raw_until(']')?);
            }
        }
        let body = self.raw()?;
        if how != "providecommand" || self.macros.find(&name).is_none() {
            self.macros.define(name, Macro { arguments, default, body });
        }
        Ok(None)
    }

    /// What `\DeclareMathOperator` defines: a command that is a function's name.
    pub(super) fn define_operator(&mut self) -> Result<Option<Term>, Wrong> {
        let limits = self.take('*');
        let named = self.macro_name()?;
        let body = self.raw()?;
        let at = self.at.clone();
        let sign = |c| Token { kind: Kind::Char(c), at: at.clone() };
        let mut made = vec![Token { kind: Kind::Command("operatorname".into()), at: at.clone() }];
        made.extend(limits.then(|| sign('*')));
        made.push(sign('{'));
        made.extend(body);
        made.push(sign('}'));
        self.macros.define(named, Macro { arguments: 0, default: None, body: made });
        Ok(None)
    }
}
