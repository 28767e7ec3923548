//! Letters of a Word file as Markdown prints them: marked, escaped, guarded.

use super::para::Look;

/// Words with their marks. `text` is escaped, `words` as written; `before` and `next` are the letters beside them.
pub fn marked(text: &str, words: &str, look: &Look, before: Option<char>, next: Option<char>) -> String {
    if words.trim().is_empty() {
        return text.to_string();
    }
    if look.code && before == Some('`') {
        return format!("<code>{text}</code>");
    }
    if look.code {
        let ticks = "`".repeat(longest(words, '`') + 1);
        let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
        return format!("{ticks}{pad}{}{pad}{ticks}", inert(words));
    }
    let mut out = text.to_string();
    for (on, tag) in [(look.raised, "sup"), (look.lowered, "sub"), (look.underline, "u"), (look.marked, "mark")] {
        if on {
            out = format!("<{tag}>{out}</{tag}>");
        }
    }
    if look.strike {
        out = format!("<s>{out}</s>");
    }
    let small = look.small_caps
        && before != Some('\\')
        && words.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ".,;:!?'’“”–—-".contains(c));
    let (before, next) = if small { (None, None) } else { (before, next) };
    let stars =
        stand(before, out.chars().next(), "“‘«\"'(¿¡—–-") && stand(next, out.chars().next_back(), ".,;:!?…”’»\"')—–-");
    for (on, star, tag) in [(look.italic, "*", "em"), (look.bold, "**", "strong")] {
        if on {
            out = if stars { format!("{star}{out}{star}") } else { format!("<{tag}>{out}</{tag}>") };
        }
    }
    // Brackets and the like within would end the outer ones.
    if small { format!("[{out}]{{.smallcaps}}") } else { out }
}

/// Whether stars between an outer and an inner letter are sure to be marks, whatever the dialect (CommonMark, 6.2): beside a space
/// or within a word, or where a sign stands on one side alone. Tags are marks wherever they stand.
pub fn stand(outer: Option<char>, inner: Option<char>, signs: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    let sign = |c: char| signs.contains(c);
    match (outer.filter(|c| !c.is_whitespace()), inner) {
        (None, Some(inner)) => letter(inner) || sign(inner),
        (Some(outer), Some(inner)) => letter(inner) && (letter(outer) || sign(outer)),
        (_, None) => false,
    }
}

/// Letters as Markdown prints them: what would be a mark has a backslash. `whole` is a title or a description.
pub fn escaped(words: &str, whole: bool) -> String {
    let mut out = String::new();
    let mut letters = words.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '$' | '^' => true,
            // Within a word it is a letter like others.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '~' | '=' => next == c || before == c || c == '~',
            '{' => before == '{' || matches!(next, '{' | '%' | '.' | '#' | '-'),
            '&' => next == '#' || next.is_alphabetic(),
            '!' => next == '[',
            '#' => whole && next == ' ',
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
    out
}

/// Letters as Markdown prints them, with the address at their end, if there is one, parted from what follows.
pub fn parted(words: &str) -> String {
    let start =
        words.rfind(char::is_whitespace).map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8));
    let last = &words[start..];
    // Without a scheme it is words.
    if let Some(at) = last.find("www.").filter(|_| !last.contains("://")) {
        let (before, behind) = words.split_at(start + at + 3);
        return format!("{}\\{}", escaped(before, false), escaped(behind, false));
    }
    let Some(at) = ["https://", "http://"].iter().find_map(|scheme| last.find(scheme)) else {
        return escaped(words, false);
    };
    let own = last[at..].trim_end_matches(|c| ".,;:!?'\"’”»".contains(c));
    let own = if own.contains('(') { own } else { own.trim_end_matches(')') };
    if own.contains(['<', '>', '\\']) || own.ends_with('/') && own.len() < 9 {
        return escaped(words, false);
    }
    let end = start + at + own.len();
    format!("{}<{own}>{}", escaped(&words[..start + at], false), escaped(&words[end..], false))
}

/// Code as typed in which no directive of mdBook's works: a backslash before one is taken away where it is read.
pub fn inert(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("{{") {
        let line = rest[at + 2..].split('\n').next().unwrap_or_default();
        let works = line.trim_start().strip_prefix('#').is_some_and(|inner| inner.contains("}}"));
        out += &rest[..at];
        out += if works { "\\{{" } else { "{{" };
        rest = &rest[at + 2..];
    }
    out + rest
}

/// A paragraph whose first letters would make something else of it.
pub fn guarded(line: &str) -> String {
    let lines: Vec<String> = line
        .split('\n')
        .map(|line| {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let counts = (1..=9).contains(&digits)
                && line[digits..].starts_with(['.', ')'])
                && !line[digits + 1..].starts_with(|c: char| !c.is_whitespace());
            if counts {
                return format!("{}\\{}", &line[..digits], &line[digits..]);
            }
            let first = line.chars().next().unwrap_or(' ');
            let alone = line.chars().all(|c| matches!(c, '-' | '=' | '_' | ' '));
            let begins = match first {
                '#' => line.trim_start_matches('#').starts_with(' ') || line.bytes().all(|b| b == b'#'),
                '-' | '+' => line[1..].starts_with(' ') || line.len() == 1 || alone,
                '=' | '_' => alone,
                '>' | ':' => true,
                _ => false,
            };
            if begins { format!("\\{line}") } else { line.to_string() }
        })
        .collect();
    lines.join("\n")
}

pub fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_string()).collect();
    lines.join("\n") + "\n\n"
}

/// Where a link leads, in angle brackets where it would end too soon.
pub fn destination(address: &str) -> String {
    let address = address.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "");
    if address.contains(['(', ')', '\\']) { format!("<{address}>") } else { address }
}

/// The longest row of one sign.
pub fn longest(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(|run| run.chars().count()).max().unwrap_or(0)
}
