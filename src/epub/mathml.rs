//! Formulas as presentation MathML (MathML 3, which EPUB 3.3 names, within what MathML Core draws).
//!
//! Distances are TeX's, said explicitly: the dictionary of operators that a reader has may differ.

use super::xhtml::{Attr, Xml};
use crate::model::{
    Alphabet, Class, Column, Formula, Limits, MathStyle, Table, TableKind, Term, TermKind, between, classes, lettered,
};

/// Writes a formula, by itself or in a line.
pub(super) fn formula(xml: &mut Xml, formula: &Formula, display: bool) {
    let mut attrs = vec![("xmlns", "http://www.w3.org/1998/Math/MathML"), ("alttext", formula.words.as_str())];
    if display {
        attrs.push(("display", "block"));
    }
    xml.start("math", &attrs);
    let mut writer = Writer { xml, style: if display { MathStyle::Display } else { MathStyle::Text } };
    writer.row(&formula.row);
    xml.end();
}

struct Writer<'x> {
    xml: &'x mut Xml,
    style: MathStyle,
}

/// The distances around an operator, in 1/18 em.
type Around = (i32, i32);

impl Writer<'_> {
    /// Terms, and the distances between them.
    fn terms(&mut self, row: &[Term]) {
        let tight = self.style >= MathStyle::Script;
        let classes = classes(row);
        let mut before: Option<(Class, bool)> = None;
        // Up to where a number was written.
        let mut written = 0;
        for (at, term) in row.iter().enumerate() {
            if at < written {
                continue;
            }
            let Some((left, right)) = classes[at] else {
                self.term(term, (0, 0));
                continue;
            };
            if let Some((digits, end)) = number(row, at) {
                if let Some((class, false)) = before
                    && between(class, left, tight) > 0
                {
                    self.xml.empty("mspace", &[("width", &em(between(class, left, tight)))]);
                }
                self.scripted(&row[end - 1], |writer| writer.xml.leaf("mn", &[], &digits));
                (before, written) = (Some((Class::Ord, false)), end);
                continue;
            }
            let operator =
                matches!(term.kind, TermKind::Symbol(..)) && matches!(left, Class::Bin | Class::Rel | Class::Punct);
            let gap = before.map_or(0, |(class, _)| between(class, left, tight));
            let said = before.is_some_and(|(_, said)| said);
            if gap > 0 && !said && !operator {
                self.xml.empty("mspace", &[("width", &em(gap))]);
            }
            let after = classes[at + 1..].iter().flatten().next().map_or(0, |(class, _)| between(right, *class, tight));
            self.term(term, (if said { 0 } else { gap }, if operator { after } else { 0 }));
            before = Some((right, operator));
        }
    }

    /// Terms as one element.
    fn row(&mut self, row: &[Term]) {
        match row {
            [term] => self.term(term, (0, 0)),
            _ => {
                self.xml.start("mrow", &[]);
                self.terms(row);
                self.xml.end();
            }
        }
    }

    /// A row in another style.
    fn styled(&mut self, style: MathStyle, row: &[Term]) {
        let around = std::mem::replace(&mut self.style, style);
        self.row(row);
        self.style = around;
    }

    fn script(&mut self, row: &[Term]) {
        self.styled(smaller(self.style), row);
    }

    /// A term with its scripts.
    fn term(&mut self, term: &Term, around: Around) {
        self.scripted(term, |writer| writer.nucleus(term, around));
    }

    /// What `nucleus` writes, with the scripts of `term`.
    fn scripted(&mut self, term: &Term, nucleus: impl FnOnce(&mut Self)) {
        let above = match term.limits {
            Limits::Always => true,
            Limits::InDisplay => self.style == MathStyle::Display,
            Limits::Beside => false,
        };
        let tag = match (&term.sub, &term.sup, above) {
            (None, None, _) => return nucleus(self),
            (Some(_), None, false) => "msub",
            (None, Some(_), false) => "msup",
            (Some(_), Some(_), false) => "msubsup",
            (Some(_), None, true) => "munder",
            (None, Some(_), true) => "mover",
            (Some(_), Some(_), true) => "munderover",
        };
        self.xml.start(tag, &[]);
        nucleus(self);
        for script in [&term.sub, &term.sup].into_iter().flatten() {
            self.script(script);
        }
        self.xml.end();
    }

    fn nucleus(&mut self, term: &Term, around: Around) {
        match &term.kind {
            TermKind::Symbol(c, alphabet) => self.symbol(*c, *alphabet, term.class, around),
            TermKind::Function(name) => self.xml.leaf("mi", &[], name),
            TermKind::Text(words, alphabet) => {
                // MathML takes white space from the ends of a text.
                let words: String = words.chars().map(|c| if c == ' ' { '\u{a0}' } else { c }).collect();
                let variant = match alphabet {
                    Alphabet::Italic => Some("italic"),
                    Alphabet::Bold => Some("bold"),
                    Alphabet::Sans => Some("sans-serif"),
                    Alphabet::Mono => Some("monospace"),
                    _ => None,
                };
                let attrs: Vec<Attr> = variant.map(|variant| ("mathvariant", variant)).into_iter().collect();
                self.xml.leaf("mtext", &attrs, &words);
            }
            TermKind::Group(row) => self.group(&[], "mrow", row),
            TermKind::Fraction { over, under, bar } => {
                let attrs: &[Attr] = if *bar { &[] } else { &[("linethickness", "0")] };
                self.xml.start("mfrac", attrs);
                let inner = if self.style == MathStyle::Display { MathStyle::Text } else { smaller(self.style) };
                self.styled(inner, over);
                self.styled(inner, under);
                self.xml.end();
            }
            TermKind::Root { of, degree: None } => self.group(&[], "msqrt", of),
            TermKind::Root { of, degree: Some(degree) } => {
                self.xml.start("mroot", &[]);
                self.row(of);
                self.styled(MathStyle::ScriptScript, degree);
                self.xml.end();
            }
            TermKind::Fenced { open, parts, middles, close } => {
                self.xml.start("mrow", &[]);
                self.fence(*open, "prefix");
                for (at, part) in parts.iter().enumerate() {
                    self.row(part);
                    if let Some(middle) = middles.get(at) {
                        self.fence(Some(*middle), "infix");
                    }
                }
                self.fence(*close, "postfix");
                self.xml.end();
            }
            TermKind::Sized(c, size) => {
                let size = ["1.2em", "1.8em", "2.4em", "3em"][usize::from((*size).clamp(1, 4)) - 1];
                let attrs = [("minsize", size), ("maxsize", size), ("stretchy", "true"), ("symmetric", "true")];
                self.operator(*c, (0, 0), &attrs);
            }
            TermKind::Accent { mark, wide, base } => {
                self.xml.start("mover", &[("accent", "true")]);
                self.row(base);
                self.xml.leaf("mo", &[("stretchy", if *wide { "true" } else { "false" })], &spacing(*mark).to_string());
                self.xml.end();
            }
            TermKind::Line { over, base } => self.mark(if *over { '\u{af}' } else { '_' }, *over, base),
            TermKind::Brace { mark, over, base } => self.mark(*mark, *over, base),
            TermKind::Arrow { mark, over, under } => {
                let tag = match (over.is_empty(), under.is_empty()) {
                    (_, true) => "mover",
                    (true, false) => "munder",
                    (false, false) => "munderover",
                };
                self.xml.start(tag, &[]);
                self.xml.leaf(
                    "mo",
                    &[("stretchy", "true"), ("lspace", "0.278em"), ("rspace", "0.278em")],
                    &mark.to_string(),
                );
                for row in [under, over] {
                    if !row.is_empty() || (tag == "mover" && std::ptr::eq(row, over)) {
                        self.xml.start("mpadded", &[("width", "+0.8em"), ("lspace", "0.4em")]);
                        self.script(row);
                        self.xml.end();
                    }
                }
                self.xml.end();
            }
            TermKind::Stack { base, over, under } => {
                let tag = match (over, under) {
                    (Some(_), None) => "mover",
                    (None, Some(_)) => "munder",
                    (None, None) | (Some(_), Some(_)) => "munderover",
                };
                self.xml.start(tag, &[]);
                self.row(base);
                for row in [under, over].into_iter().flatten() {
                    self.script(row);
                }
                self.xml.end();
            }
            TermKind::Table(table) => self.table(table),
            TermKind::Space(width) => self.xml.empty("mspace", &[("width", &thousandths(width.to_f64() * 1000.0))]),
            TermKind::Styled(style, row) => {
                let level = match style {
                    MathStyle::Display | MathStyle::Text => "0",
                    MathStyle::Script => "1",
                    MathStyle::ScriptScript => "2",
                };
                let display = if *style == MathStyle::Display { "true" } else { "false" };
                let outer = std::mem::replace(&mut self.style, *style);
                self.group(&[("displaystyle", display), ("scriptlevel", level)], "mstyle", row);
                self.style = outer;
            }
            TermKind::Phantom { of, shown, width, height } => {
                let mut attrs: Vec<Attr> = Vec::new();
                if !width {
                    attrs.push(("width", "0"));
                }
                if !height {
                    attrs.extend([("height", "0"), ("depth", "0")]);
                }
                self.xml.start("mpadded", &attrs);
                if *shown {
                    self.row(of)
                } else {
                    self.group(&[], "mphantom", of)
                }
                self.xml.end();
            }
            TermKind::Boxed(row) => self.group(&[("notation", "box")], "menclose", row),
            TermKind::Struck(row) => self.group(&[("notation", "updiagonalstrike")], "menclose", row),
            TermKind::Coloured((r, g, b), row) => {
                let colour = format!("#{r:02x}{g:02x}{b:02x}");
                self.group(&[("mathcolor", &colour)], "mstyle", row);
            }
        }
    }

    /// An element that takes its content as a row.
    fn group(&mut self, attrs: &[Attr], tag: &'static str, row: &[Term]) {
        self.xml.start(tag, attrs);
        self.terms(row);
        self.xml.end();
    }

    fn symbol(&mut self, c: char, alphabet: Alphabet, class: Class, around: Around) {
        let shown = lettered(c, alphabet);
        let letter = c.is_alphabetic() || matches!(c, '∂' | '∇' | '∞' | '∅' | '…' | '⋮' | '⋯' | '⋱' | '°');
        if c.is_numeric() {
            self.xml.leaf("mn", &[], &shown.to_string());
        } else if letter && matches!(class, Class::Ord | Class::Inner) {
            // One letter slants by itself; the alphabets are characters of their own.
            let slants = lettered(c, Alphabet::Math) != c;
            let (text, upright) = match alphabet {
                Alphabet::Math | Alphabet::Italic if slants => (c, false),
                _ => (shown, shown == c),
            };
            let attrs: &[Attr] = if upright { &[("mathvariant", "normal")] } else { &[] };
            self.xml.leaf("mi", attrs, &text.to_string());
        } else {
            let fixed = matches!(class, Class::Open | Class::Close | Class::Fence | Class::Rel);
            self.operator(shown, around, if fixed { &[("stretchy", "false")] } else { &[] });
        }
    }

    fn operator(&mut self, c: char, (left, right): Around, attrs: &[Attr]) {
        let (left, right) = (em(left), em(right));
        let mut all = vec![("lspace", left.as_str()), ("rspace", right.as_str())];
        all.extend_from_slice(attrs);
        self.xml.leaf("mo", &all, &c.to_string());
    }

    fn fence(&mut self, c: Option<char>, form: &str) {
        if let Some(c) = c {
            let attrs = [("form", form), ("fence", "true"), ("stretchy", "true"), ("lspace", "0"), ("rspace", "0")];
            self.xml.leaf("mo", &attrs, &c.to_string());
        }
    }

    /// A mark that is as wide as its base.
    fn mark(&mut self, mark: char, over: bool, base: &[Term]) {
        let (tag, attr) = if over { ("mover", "accent") } else { ("munder", "accentunder") };
        self.xml.start(tag, &[(attr, "true")]);
        self.row(base);
        self.xml.leaf("mo", &[("stretchy", "true")], &mark.to_string());
        self.xml.end();
    }

    fn table(&mut self, table: &Table) {
        let count = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let column = |at: usize| *table.columns.get(at).or(table.columns.last()).unwrap_or(&Column::Centre);
        let words: Vec<&str> = (0..count).map(|at| word(column(at))).collect();
        let aligned = words.join(" ");
        let (style, class) = match table.kind {
            TableKind::Equations => (MathStyle::Display, Some("equations")),
            TableKind::Matrix => (MathStyle::Text, None),
            TableKind::Small | TableKind::Limits => (smaller(self.style), Some("small")),
        };
        let display = if style == MathStyle::Display { "true" } else { "false" };
        let mut attrs: Vec<Attr> = vec![("columnalign", &aligned), ("displaystyle", display)];
        attrs.extend(class.map(|class| ("class", class)));
        if table.kind == TableKind::Equations && count > 1 {
            attrs.push(("columnspacing", "0em"));
        }
        let lines: Vec<&str> =
            (1..count.max(2)).map(|at| if table.lines.contains(&at) { "solid" } else { "none" }).collect();
        let lines = lines.join(" ");
        if table.lines.iter().any(|at| *at > 0 && *at < count) {
            attrs.push(("columnlines", &lines));
        }
        let rows: Vec<&str> =
            table.rows.iter().skip(1).map(|row| if row.line_above { "solid" } else { "none" }).collect();
        let rows = rows.join(" ");
        if table.rows.iter().skip(1).any(|row| row.line_above) {
            attrs.push(("rowlines", &rows));
        }
        let around = std::mem::replace(&mut self.style, style);
        self.xml.start("mtable", &attrs);
        for (nth, row) in table.rows.iter().enumerate() {
            self.xml.start("mtr", &[]);
            for (at, cell) in row.cells.iter().enumerate() {
                // What reads MathML Core takes alignment and lines from the style sheet.
                let mut class = word(column(at)).to_string();
                if table.lines.contains(&(at + 1)) {
                    class.push_str(" line");
                }
                if at == 0 && table.lines.contains(&0) {
                    class.push_str(" line-before");
                }
                if row.line_above {
                    class.push_str(" line-above");
                }
                if table.line_below && nth + 1 == table.rows.len() {
                    class.push_str(" line-below");
                }
                self.group(&[("class", &class)], "mtd", cell);
            }
            if let Some(number) = &row.number {
                for _ in row.cells.len()..count {
                    self.xml.empty("mtd", &[]);
                }
                self.xml.start("mtd", &[("class", "number")]);
                self.xml.leaf("mtext", &[], number);
                self.xml.end();
            }
            self.xml.end();
        }
        self.xml.end();
        self.style = around;
    }
}

/// The number that begins at a term, and where it ends: digits, with points among them. Scripts end it.
fn number(row: &[Term], from: usize) -> Option<(String, usize)> {
    let shown = |at: usize| match row.get(at)?.kind {
        TermKind::Symbol(c, alphabet) if c.is_ascii_digit() || c == '.' => Some((c, lettered(c, alphabet))),
        _ => None,
    };
    let digit = |at: usize| shown(at).is_some_and(|(c, _)| c != '.');
    let mut digits = String::new();
    let mut at = from;
    while digit(at) || (at > from && digit(at + 1) && shown(at).is_some()) {
        digits.extend(shown(at).map(|(_, shown)| shown));
        at += 1;
        if row[at - 1].sub.is_some() || row[at - 1].sup.is_some() {
            break;
        }
    }
    (at > from).then_some((digits, at))
}

fn word(column: Column) -> &'static str {
    match column {
        Column::Left => "left",
        Column::Centre => "center",
        Column::Right => "right",
    }
}

fn smaller(style: MathStyle) -> MathStyle {
    match style {
        MathStyle::Display | MathStyle::Text => MathStyle::Script,
        MathStyle::Script | MathStyle::ScriptScript => MathStyle::ScriptScript,
    }
}

/// A mark that combines, as the sign that stands by itself.
fn spacing(mark: char) -> char {
    match mark {
        '\u{300}' => '`',
        '\u{301}' => '´',
        '\u{302}' => '^',
        '\u{303}' => '~',
        '\u{304}' => '¯',
        '\u{306}' => '˘',
        '\u{307}' => '˙',
        '\u{308}' => '¨',
        '\u{30a}' => '˚',
        '\u{30c}' => 'ˇ',
        '\u{20d6}' => '←',
        '\u{20d7}' => '→',
        '\u{20e1}' => '↔',
        other => other,
    }
}

/// So many eighteenths of an em.
fn em(mu: i32) -> String {
    thousandths(f64::from(mu) * 1000.0 / 18.0)
}

fn thousandths(milli: f64) -> String {
    let milli = milli.round() as i64;
    if milli == 0 {
        return "0".to_string();
    }
    let sign = if milli < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", milli.abs() / 1000, milli.abs() % 1000);
    format!("{}em", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Row, math_words};

    fn written(row: Row, display: bool) -> String {
        let made = Formula { tex: String::new(), words: math_words(&row), number: None, label: None, row };
        let mut xml = Xml::document();
        formula(&mut xml, &made, display);
        let text = xml.finish();
        text[text.find("<mrow").or(text.find("\">")).unwrap()..].replace("</math>", "").trim().to_string()
    }

    fn sign(class: Class, c: char) -> Term {
        Term::new(class, TermKind::Symbol(c, Alphabet::Math))
    }

    #[test]
    fn digits_are_one_number_and_distances_are_said() {
        let squared = Term { sup: Some(vec![sign(Class::Ord, '2')]), ..sign(Class::Ord, '5') };
        let row =
            vec![sign(Class::Ord, '2'), sign(Class::Ord, '.'), squared, sign(Class::Bin, '+'), sign(Class::Ord, 'x')];
        assert_eq!(
            written(row, false),
            "<mrow><msup><mn>2.5</mn><mn>2</mn></msup><mo lspace=\"0.222em\" rspace=\"0.222em\">+</mo><mi>x</mi></mrow>"
        );
    }

    #[test]
    fn limits_stand_above_in_display_alone() {
        let sum = Term { sub: Some(vec![sign(Class::Ord, 'n')]), limits: Limits::InDisplay, ..sign(Class::Op, '∑') };
        let both = vec![sum, sign(Class::Ord, 'Γ')];
        let display = written(both.clone(), true);
        assert!(
            display.starts_with("<mrow><munder><mo lspace=\"0\" rspace=\"0\">∑</mo><mi>n</mi></munder>"),
            "{display}"
        );
        assert!(display.ends_with("<mspace width=\"0.167em\"/><mi mathvariant=\"normal\">Γ</mi></mrow>"), "{display}");
        assert!(written(both, false).contains("<msub>"));
    }
}
