//! Code in a block.

use std::ops::Range;

use serde::Serialize;

use super::Inline;

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The language named on its fence.
    pub lang: Option<String>,
    /// Words above it, such as the name of its file.
    pub title: Vec<Inline>,
    /// The number of its first line, where its lines are numbered.
    pub first_number: Option<u64>,
    /// Its lines as typed, parted by line feeds, without one at the end.
    pub text: String,
    /// What its letters are, in their order, none over another; what no token covers is plain.
    pub tokens: Vec<Token>,
}

/// A few letters of code that are one thing to its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Its bytes in [`Listing::text`].
    pub range: Range<u32>,
    /// What it is.
    pub class: TokenClass,
}

/// What a token is. How each class looks is the design's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenClass {
    /// A word of the language itself; an element of markup.
    Keyword,
    /// A text.
    String,
    /// What the machine does not read.
    Comment,
    /// A number, a name for a fixed value, an escape within a text.
    Constant,
    /// A function or a macro, where it is made and where it is called.
    Function,
    /// A type, a class, a module.
    Type,
    /// An operator.
    Operator,
    /// An attribute, an annotation, a key.
    Attribute,
    /// A line that a change adds.
    Inserted,
    /// A line that a change takes away.
    Deleted,
}

impl TokenClass {
    /// Every class with the word that stands for it in style sheets and the letter that stands for it in dumps.
    pub const ALL: [(TokenClass, &'static str, char); 10] = [
        (TokenClass::Keyword, "keyword", 'k'),
        (TokenClass::String, "string", 's'),
        (TokenClass::Comment, "comment", 'c'),
        (TokenClass::Constant, "constant", 'n'),
        (TokenClass::Function, "function", 'f'),
        (TokenClass::Type, "type", 't'),
        (TokenClass::Operator, "operator", 'o'),
        (TokenClass::Attribute, "attribute", 'a'),
        (TokenClass::Inserted, "inserted", '+'),
        (TokenClass::Deleted, "deleted", '-'),
    ];

    /// The word that stands for it in style sheets.
    pub fn word(self) -> &'static str {
        TokenClass::ALL[self as usize].1
    }

    /// The letter that stands for it in dumps.
    pub fn letter(self) -> char {
        TokenClass::ALL[self as usize].2
    }
}

/// A piece of a line of code, and what it is; `None` where it is plain.
pub type CodePiece<'a> = (&'a str, Option<TokenClass>);

impl Listing {
    /// Code in a language, plain so far.
    pub fn new(lang: Option<String>, text: impl Into<String>) -> Listing {
        Listing { lang, text: text.into(), ..Listing::default() }
    }

    /// Its lines in pieces. The pieces of a line, put together, are the line.
    pub fn lines(&self) -> Vec<Vec<CodePiece<'_>>> {
        let mut lines = Vec::new();
        let mut tokens = self.tokens.iter().peekable();
        let mut start = 0;
        for line in self.text.split('\n') {
            let end = start + line.len();
            let mut pieces = Vec::new();
            let mut at = start;
            while let Some(token) = tokens.peek() {
                let (from, to) = ((token.range.start as usize).clamp(at, end), token.range.end as usize);
                if token.range.start as usize >= end {
                    break;
                }
                push(&mut pieces, &self.text[at..from], None);
                push(&mut pieces, &self.text[from..to.clamp(from, end)], Some(token.class));
                at = to.clamp(from, end);
                // A token may go on in the next line.
                if to > end {
                    break;
                }
                tokens.next();
            }
            push(&mut pieces, &self.text[at..end], None);
            lines.push(pieces);
            start = end + 1;
        }
        lines
    }
}

fn push<'a>(pieces: &mut Vec<CodePiece<'a>>, text: &'a str, class: Option<TokenClass>) {
    if !text.is_empty() {
        pieces.push((text, class));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_pieces_of_a_line_are_the_line_and_a_token_may_run_over_lines() {
        let token = |range, class| Token { range, class };
        let tokens = vec![token(0..3, TokenClass::Keyword), token(4..9, TokenClass::Comment)];
        let listing = Listing { tokens, ..Listing::new(None, "let /*\n\n*/ x") };
        assert_eq!(
            listing.lines(),
            [
                vec![("let", Some(TokenClass::Keyword)), (" ", None), ("/*", Some(TokenClass::Comment))],
                vec![],
                vec![("*", Some(TokenClass::Comment)), ("/ x", None)],
            ]
        );
    }

    #[test]
    fn every_class_stands_at_its_own_place() {
        for (at, (class, ..)) in TokenClass::ALL.iter().enumerate() {
            assert_eq!(*class as usize, at);
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-c\n]{0,40}", cuts in proptest::collection::vec(0usize..41, 0..8)) {
            let mut cuts: Vec<u32> = cuts.into_iter().map(|cut| cut.min(text.len()) as u32).collect();
            cuts.sort_unstable();
            let tokens: Vec<Token> = cuts
                .chunks(2)
                .filter(|cut| cut.len() == 2 && cut[0] < cut[1])
                .map(|cut| Token { range: cut[0]..cut[1], class: TokenClass::String })
                .collect();
            let listing = Listing { tokens, ..Listing::new(None, text.clone()) };
            let lines: Vec<String> =
                listing.lines().iter().map(|line| line.iter().map(|(piece, _)| *piece).collect()).collect();
            prop_assert_eq!(lines.join("\n"), text);
        }
    }
}
