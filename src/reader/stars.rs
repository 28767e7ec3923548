//! Pairs of stars that were meant to make words strong and are printed.

use super::markdown::Reading;
use crate::base::{Code, Span};

/// What has two stars before it in prose about programs.
const NAMES: [&str; 8] = ["args", "kwargs", "argv", "envp", "opts", "options", "params", "ptr"];

impl Reading<'_, '_> {
    /// Says where words at `span`, which comrak took for plain ones, begin with two stars that nothing closes.
    pub(super) fn stray_stars(&mut self, span: Span) {
        let Some((at, why)) = stray(self.slice(span)) else { return };
        let start = span.start as usize + at;
        let site = self.site(Span::new(start, start + 2));
        let message = format!("these two stars are printed: {why}");
        let help = "write **words** without a space within, and with one behind a closing mark; or escape them: \\*\\*";
        self.diags.push_help(Code::UncertainStructure, site, message, help);
    }
}

/// Where two stars open strong words without any doubt but what should close them, and why they do not.
fn stray(typed: &str) -> Option<(usize, &'static str)> {
    let alone = |at: &usize| !typed[..*at].ends_with(['*', '\\', '/']) && !typed[at + 2..].starts_with(['*', '/']);
    let mut pairs = typed.match_indices("**").map(|(at, _)| at).filter(alone);
    let first = pairs.next()?;
    let before = typed[..first].chars().next_back();
    let behind = &typed[first + 2..];
    let word = &behind[..behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len())];
    if word.is_empty() || before.is_some_and(|c| !c.is_whitespace() && !"(“\"'‘«¿¡".contains(c)) {
        return None;
    }
    let Some(second) = pairs.next() else {
        let rest = &behind[word.len()..];
        let goes_on = rest.is_empty() || rest.starts_with([' ', '.', ':', ';', '!', '?', '-', '\'', '’']);
        let named = NAMES.contains(&word) || word.chars().count() < 2;
        return (goes_on && !named).then_some((first, "nothing closes them"));
    };
    let end = typed[..second].chars().next_back()?;
    let next = typed[second + 2..].chars().next();
    let word_follows = next.is_some_and(char::is_alphanumeric);
    if end.is_whitespace() && !word_follows {
        return Some((first, "those that should close them have a space before them"));
    }
    let mark = !end.is_alphanumeric() && !end.is_whitespace() && !",([{".contains(end);
    (mark && word_follows).then_some((first, "those that should close them have a word right behind them"))
}

#[cfg(test)]
mod tests {
    use super::stray;

    #[test]
    fn strong_words_that_nothing_closes_are_told() {
        assert_eq!(stray("It is **very important.").map(|(at, _)| at), Some(6));
        for text in ["**Note: read this", "**so it is ** said", "(**so **)", "**Note:**read on"] {
            assert!(stray(text).is_some(), "{text}");
        }
    }

    #[test]
    fn stars_in_prose_about_programs_are_left_alone() {
        let texts = [
            "2**3",
            "char **argv and so on",
            "f(**kwargs)",
            "*args and **kwargs are",
            "T **a, **b",
            "src/**/*.rs",
            "a ** b",
            "/** so */",
            "int **p is",
            "***",
            "**foo_bar is",
        ];
        for text in texts {
            assert_eq!(stray(text), None, "{text}");
        }
    }
}
