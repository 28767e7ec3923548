//! TeX's tokens: what the parser reads, with the place of each in the source.

use std::ops::Range;

/// A token and the bytes where it was typed; what a macro put in has the place of the macro's call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A command without its backslash.
    Command(String),
    /// A character.
    Char(char),
    /// White space, however much.
    Space,
}

/// The tokens of a text; a comment runs from `%` to its line's end.
pub(super) fn tokens(tex: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = tex.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let kind = match c {
            '\\' => {
                let mut name = String::new();
                while let Some((_, letter)) = rest.next_if(|(_, c)| c.is_ascii_alphabetic()) {
                    name.push(letter);
                }
                if name.is_empty() {
                    name.extend(rest.next().map(|(_, c)| if c.is_whitespace() { ' ' } else { c }));
                }
                Kind::Command(name)
            }
            '%' => {
                while rest.next_if(|(_, c)| *c != '\n').is_some() {}
                continue;
            }
            c if c.is_whitespace() => {
                while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                Kind::Space
            }
            c => Kind::Char(c),
        };
        let end = rest.peek().map_or(tex.len(), |(next, _)| *next);
        tokens.push(Token { kind, at: at..end });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_letters_or_one_sign_and_comments_are_nothing() {
        let found: Vec<_> = tokens("\\frac1\\, x% no\n{").into_iter().map(|token| (token.kind, token.at)).collect();
        let command = |name: &str| Kind::Command(name.into());
        assert_eq!(
            found,
            [
                (command("frac"), 0..5),
                (Kind::Char('1'), 5..6),
                (command(","), 6..8),
                (Kind::Space, 8..9),
                (Kind::Char('x'), 9..10),
                (Kind::Space, 14..15),
                (Kind::Char('{'), 15..16),
            ]
        );
    }
}
