//! Formulas and drawings of an mdBook, which scripts make of its pages: what MathJax would set is written as Recto's Markdown has
//! formulas, what Mermaid would draw is told.

/// Rewrites `\\( … \\)` to `$…$` and `\\[ … \\]` to `$$…$$` outside of code (mdBook's guide, "MathJax Support"); none where there
/// are none. What Markdown takes for an escape on the way to MathJax is taken for one here. A formula with a dollar in it, or one
/// that its paragraph does not close, stays.
pub(super) fn rewritten(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    let mut prose = String::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '>', '\t']);
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark && bare.trim().trim_matches(['`', '~']).is_empty() => fence = None,
            (None, Some(mark)) => {
                fence = Some(mark);
                out += &set(&std::mem::take(&mut prose));
            }
            (None, None) if bare.trim().is_empty() => out += &set(&std::mem::take(&mut prose)),
            (None, None) => {
                prose.push_str(line);
                continue;
            }
            (Some(_), _) => {}
        }
        out.push_str(line);
    }
    out += &set(&prose);
    (out != text).then_some(out)
}

/// The same for a paragraph.
fn set(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(at) = rest.find(['`', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('`') {
            let ticks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            // Code ends at as many.
            let length = code(&rest[ticks.len()..], ticks).map_or(ticks.len(), |end| ticks.len() + end);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let found =
            [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$")].into_iter().find_map(|(open, close, dollars)| {
                let (body, behind) = rest.strip_prefix(open)?.split_once(close)?;
                let sound = !body.contains('$') && !body.trim().is_empty();
                sound.then(|| (format!("{dollars}{}{dollars}", unescaped(body.trim())), behind))
            });
        match found {
            Some((formula, behind)) => {
                out += &formula;
                rest = behind;
            }
            // An escape: a sign behind it opens nothing.
            None => {
                let length = 1 + rest[1..].chars().next().filter(char::is_ascii_punctuation).map_or(0, char::len_utf8);
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where code ends that `ticks` opened.
fn code(text: &str, ticks: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let run = text[at + found..].len() - text[at + found..].trim_start_matches('`').len();
        at += found + run;
        if run == ticks.len() {
            return Some(at);
        }
    }
    None
}

/// What stands in the page once Markdown was read (CommonMark, 2.4).
fn unescaped(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut signs = body.chars().peekable();
    while let Some(sign) = signs.next() {
        match signs.peek() {
            Some(next) if sign == '\\' && next.is_ascii_punctuation() => out.extend(signs.next()),
            _ => out.push(sign),
        }
    }
    out
}

/// How many drawings Mermaid would make of a text.
pub(super) fn drawings(text: &str) -> usize {
    let opens = |line: &&str| {
        let info = line.trim_start().trim_start_matches(['`', '~']);
        info.len() + 3 <= line.trim_start().len() && info.trim().split([' ', ',', '{']).next() == Some("mermaid")
    };
    text.lines().filter(opens).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_mathjax_are_formulas() {
        for (text, wanted) in [
            ("So \\\\( a\\_1 \\\\alpha \\\\) and `\\\\( x \\\\)`.\n", "So $a_1 \\alpha$ and `\\\\( x \\\\)`.\n"),
            ("\\\\[\n\\\\frac{a}{b} \\\\\\\\\nc\n\\\\]\n", "$$\\frac{a}{b} \\\\\nc$$\n"),
            ("> \\\\( x\\\\{y\\\\} \\\\) it\n", "> $x\\{y\\}$ it\n"),
        ] {
            assert_eq!(rewritten(text).as_deref(), Some(wanted));
        }
        for text in [
            "```tex\n\\\\( x \\\\)\n```\n",
            "Open \\\\( x\n\nand \\\\) closed.\n",
            "\\\\( \\text{for $5} \\\\)\n",
            "\\\\\\( no \\\\\\)\n",
            "A \\(b\\) and $5 or \\\\ more.\n",
        ] {
            assert_eq!(rewritten(text), None, "{text}");
        }
    }

    #[test]
    fn drawings_are_fences_named_mermaid() {
        assert_eq!(drawings("```mermaid\ngraph TD\n```\n\n~~~ mermaid,x\n~~~\n\nmermaid\n```rust\n```\n"), 2);
    }
}
