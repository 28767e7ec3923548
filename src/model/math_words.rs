//! Formulas in a line of plain characters: what is read out, searched and copied.

use super::{Alphabet, Class, TableKind, TableRow, Term, TermKind, lettered};
use crate::base::Em;

/// A row as a line of plain characters: `x = (−b ± √(b^2 − 4ac))/(2a)`.
pub fn math_words(row: &[Term]) -> String {
    let mut words = String::new();
    say(row, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn say(row: &[Term], out: &mut String) {
    for (at, term) in row.iter().enumerate() {
        // A sign at the beginning belongs to what follows.
        let sign = term.class == Class::Bin
            && row[..at].last().is_none_or(|before| !matches!(before.class, Class::Ord | Class::Close | Class::Inner));
        let spaced = matches!(term.class, Class::Bin | Class::Rel) && !sign;
        let function = matches!(term.kind, TermKind::Function(_));
        if spaced || function {
            out.push(' ');
        }
        nucleus(&term.kind, out);
        for (mark, script) in [('_', &term.sub), ('^', &term.sup)] {
            let Some(script) = script else { continue };
            let shown = math_words(script);
            if mark == '^' && !shown.is_empty() && shown.chars().all(|c| matches!(c, '′' | '″' | '‴' | '⁗')) {
                out.push_str(&shown);
                continue;
            }
            out.push(mark);
            group(&shown, out);
        }
        if spaced || function || term.class == Class::Punct || term.class == Class::Op {
            out.push(' ');
        }
    }
}

/// Words in parentheses, unless they are one thing: a number, a letter with its scripts, what has parentheses.
fn group(words: &str, out: &mut String) {
    if is_one(words) {
        out.push_str(words);
    } else {
        out.push_str(&format!("({words})"));
    }
}

fn is_one(words: &str) -> bool {
    if words.chars().all(|c| c.is_numeric() || c == '.') {
        return true;
    }
    let mut depth = 0usize;
    let mut before = None;
    for (at, c) in words.char_indices() {
        match c {
            '(' | '[' | '{' => {
                // What opens behind a letter or what was closed is another thing.
                if depth == 0 && at > 0 && !matches!(before, Some('^' | '_')) {
                    return false;
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '^' | '_' | '′' | '″' | '‴' | '√' => {}
            c if combines(c) => {}
            c if c.is_alphanumeric() || c == '∞' => {
                let number = c.is_numeric() && before.is_some_and(char::is_numeric);
                if at > 0 && !number && !matches!(before, Some('^' | '_' | '√')) {
                    return false;
                }
            }
            _ => return false,
        }
        before = Some(c);
    }
    true
}

fn combines(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

fn nucleus(kind: &TermKind, out: &mut String) {
    match kind {
        TermKind::Symbol(c, alphabet) => out.push(match alphabet {
            Alphabet::Math | Alphabet::Roman | Alphabet::Italic => *c,
            other => lettered(*c, *other),
        }),
        TermKind::Function(name) => out.push_str(name),
        TermKind::Text(words, _) => out.push_str(words),
        TermKind::Group(row) | TermKind::Styled(_, row) | TermKind::Boxed(row) | TermKind::Coloured(_, row) => {
            say(row, out);
        }
        TermKind::Fraction { over, under, bar } => {
            group(&math_words(over), out);
            out.push_str(if *bar { "/" } else { " over " });
            group(&math_words(under), out);
        }
        TermKind::Root { of, degree } => {
            if let Some(degree) = degree {
                out.push_str(&format!("[{}]", math_words(degree)));
            }
            out.push('√');
            group(&math_words(of), out);
        }
        TermKind::Fenced { open, parts, middles, close } => {
            out.extend(open);
            for (at, part) in parts.iter().enumerate() {
                say(part, out);
                out.extend(middles.get(at).map(|middle| format!(" {middle} ")));
            }
            out.extend(close);
        }
        TermKind::Sized(c, _) => out.push(*c),
        TermKind::Accent { mark, base, .. } => {
            say(base, out);
            out.push(*mark);
        }
        TermKind::Line { over, base } => {
            let words = math_words(base);
            group(&words, out);
            out.push(if *over { '\u{305}' } else { '\u{332}' });
        }
        TermKind::Brace { base, .. } => group(&math_words(base), out),
        TermKind::Arrow { mark, over, under } => {
            out.push_str(&format!(" {mark}"));
            for (sign, row) in [('_', under), ('^', over)] {
                if !row.is_empty() {
                    out.push(sign);
                    group(&math_words(row), out);
                }
            }
            out.push(' ');
        }
        TermKind::Stack { base, over, under } => {
            say(base, out);
            for (sign, row) in [('_', under), ('^', over)] {
                if let Some(row) = row {
                    out.push(sign);
                    group(&math_words(row), out);
                }
            }
        }
        TermKind::Table(table) => {
            let rows: Vec<String> = table.rows.iter().map(|row| table_row(table.kind, row)).collect();
            out.push_str(&rows.join("; "));
        }
        TermKind::Space(width) => {
            if *width > Em::ZERO {
                out.push(' ');
            }
        }
        TermKind::Phantom { of, shown, .. } => {
            if *shown {
                say(of, out);
            }
        }
        TermKind::Struck(row) => {
            say(row, out);
            out.push('\u{338}');
        }
    }
}

fn table_row(kind: TableKind, row: &TableRow) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| math_words(cell)).collect();
    let cells = match kind {
        TableKind::Equations | TableKind::Limits => cells.join(" "),
        TableKind::Matrix | TableKind::Small => cells.join(", "),
    };
    row.number.as_ref().map_or(cells.clone(), |number| format!("{cells} {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_needs_no_parentheses() {
        for one in ["2.5", "x", "n^2", "a_(i + 1)^2", "x̂", "f′", "√2", "(a + b)"] {
            assert!(is_one(one), "{one}");
        }
        for several in ["2a", "a + b", "(a)(b)", "f(x)", "−x", "ab^2", "1/2"] {
            assert!(!is_one(several), "{several}");
        }
    }
}
