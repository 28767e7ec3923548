//! Commands: what each asks for.

use super::Wrong;
use super::parse::{End, Parser, fenced, in_parentheses};
use super::symbols;
use super::token::{Kind, Token};
use crate::base::Em;
use crate::model::{Alphabet, Class, Limits, MathStyle, Row, Term, TermKind, math_words};

/// Commands that set their argument in other letters, and the switches that set what follows in them.
const LETTERS: &[(&str, Alphabet)] = &[
    ("mathrm", Alphabet::Roman),
    ("mathup", Alphabet::Roman),
    ("mathit", Alphabet::Italic),
    ("mathbf", Alphabet::Bold),
    ("boldsymbol", Alphabet::BoldMath),
    ("bm", Alphabet::BoldMath),
    ("mathcal", Alphabet::Script),
    ("mathscr", Alphabet::Script),
    ("mathfrak", Alphabet::Fraktur),
    ("mathbb", Alphabet::Double),
    ("mathsf", Alphabet::Sans),
    ("mathtt", Alphabet::Mono),
    ("mathnormal", Alphabet::Math),
    ("rm", Alphabet::Roman),
    ("it", Alphabet::Italic),
    ("bf", Alphabet::Bold),
    ("cal", Alphabet::Script),
    ("sf", Alphabet::Sans),
    ("tt", Alphabet::Mono),
];

/// Spaces in thousandths of an em; 18 mu are an em.
const SPACES: &[(&str, i32)] = &[
    (",", 167),
    ("thinspace", 167),
    (":", 222),
    (">", 222),
    ("medspace", 222),
    (";", 278),
    ("thickspace", 278),
    ("!", -167),
    ("negthinspace", -167),
    ("negmedspace", -222),
    ("negthickspace", -278),
    (" ", 250),
    ("space", 250),
    ("nobreakspace", 250),
    ("enspace", 500),
    ("quad", 1000),
    ("qquad", 2000),
];

/// Colours by name: those of CSS that LaTeX knows, too.
const COLOURS: &[(&str, (u8, u8, u8))] = &[
    ("black", (0, 0, 0)),
    ("blue", (0, 0, 255)),
    ("brown", (191, 128, 64)),
    ("cyan", (0, 174, 239)),
    ("gray", (128, 128, 128)),
    ("grey", (128, 128, 128)),
    ("green", (0, 128, 0)),
    ("lime", (191, 255, 0)),
    ("magenta", (236, 0, 140)),
    ("orange", (255, 128, 0)),
    ("pink", (255, 191, 191)),
    ("purple", (128, 0, 128)),
    ("red", (255, 0, 0)),
    ("teal", (0, 128, 128)),
    ("violet", (128, 0, 128)),
    ("yellow", (255, 242, 0)),
    ("white", (255, 255, 255)),
];

fn find<T: Copy>(list: &[(&str, T)], name: &str) -> Option<T> {
    list.iter().find(|(known, _)| *known == name).map(|(_, found)| *found)
}

impl Parser<'_> {
    /// What a command makes; none where it only changes what follows. `end` is where the row around it ends.
    pub(super) fn command(&mut self, name: &str, end: End) -> Result<Option<Term>, Wrong> {
        if let Some((class, c)) = symbols::symbol(name) {
            return Ok(Some(self.named(name, class, c)));
        }
        if let Some(limits) = symbols::function(name) {
            return Ok(Some(function(spelled(name), limits)));
        }
        if let Some((mark, wide)) = symbols::accent(name) {
            let base = self.argument()?;
            return Ok(Some(Term::new(Class::Ord, TermKind::Accent { mark, wide, base })));
        }
        if let Some(space) = find(SPACES, name) {
            return Ok(Some(Term::new(Class::Ord, TermKind::Space(Em::milli(space)))));
        }
        if let Some(alphabet) = find(LETTERS, name) {
            let around = std::mem::replace(&mut self.alphabet, alphabet);
            if !name.starts_with("math") && !matches!(name, "boldsymbol" | "bm") {
                return Ok(None);
            }
            let row = self.argument();
            self.alphabet = around;
            return Ok(Some(grouped(row?)));
        }
        let style = match name {
            "displaystyle" => Some(MathStyle::Display),
            "textstyle" => Some(MathStyle::Text),
            "scriptstyle" => Some(MathStyle::Script),
            "scriptscriptstyle" => Some(MathStyle::ScriptScript),
            _ => None,
        };
        if let Some(style) = style {
            let rest = self.rest_of(end)?;
            return Ok(Some(Term::new(Class::Ord, TermKind::Styled(style, rest))));
        }
        self.structure(name, end)
    }

    /// A symbol by its name; operators with limits above and below have them in display.
    fn named(&self, name: &str, class: Class, c: char) -> Term {
        let alphabet = if c.is_alphabetic() { self.alphabet } else { Alphabet::Roman };
        let alphabet = if c == '∂' { self.alphabet } else { alphabet };
        let mut term = Term::new(class, TermKind::Symbol(c, alphabet));
        if class == Class::Op && !name.contains("int") {
            term.limits = Limits::InDisplay;
        }
        if matches!(name, "cdots" | "dotsb" | "dotsm" | "dotsi" | "ldots" | "dots" | "dotsc" | "dotso" | "ddots") {
            term.class = Class::Inner;
        }
        term
    }

    /// The rest of the row that ends at `end`; what a brace closed is opened again for who reads it.
    fn rest_of(&mut self, end: End) -> Result<Row, Wrong> {
        let row = self.row(end)?;
        let close = match end {
            End::Brace => '}',
            End::Bracket => ']',
            End::Dollar => '$',
            End::Formula | End::Fence | End::Cell => return Ok(row),
        };
        let at = self.at.clone();
        self.back(Token { kind: Kind::Char(close), at });
        Ok(row)
    }

    fn structure(&mut self, name: &str, end: End) -> Result<Option<Term>, Wrong> {
        let ord = |kind| Ok(Some(Term::new(Class::Ord, kind)));
        match name {
            "{" => Ok(Some(Term::new(Class::Open, TermKind::Symbol('{', Alphabet::Roman)))),
            "}" => Ok(Some(Term::new(Class::Close, TermKind::Symbol('}', Alphabet::Roman)))),
            "|" => Ok(Some(Term::new(Class::Fence, TermKind::Symbol('‖', Alphabet::Roman)))),
            "%" | "#" | "$" | "&" | "_" => ord(TermKind::Symbol(name.chars().next().unwrap_or(' '), Alphabet::Roman)),
            "frac" | "dfrac" | "tfrac" | "cfrac" | "binom" | "dbinom" | "tbinom" => {
                if name == "cfrac" {
                    self.option()?;
                }
                let (over, under) = (self.argument()?, self.argument()?);
                // What continues a fraction must not shrink.
                let styled = |row| vec![Term::new(Class::Ord, TermKind::Styled(MathStyle::Display, row))];
                let (over, under) = if name == "cfrac" { (styled(over), styled(under)) } else { (over, under) };
                let bar = !name.ends_with("binom");
                let fraction = Term::new(Class::Inner, TermKind::Fraction { over, under, bar });
                let fraction = if bar { fraction } else { in_parentheses(fraction) };
                let style = match name {
                    "dfrac" | "dbinom" | "cfrac" => MathStyle::Display,
                    "tfrac" | "tbinom" => MathStyle::Text,
                    _ => return Ok(Some(fraction)),
                };
                Ok(Some(Term::new(Class::Inner, TermKind::Styled(style, vec![fraction]))))
            }
            "genfrac" => self.general_fraction(),
            "sqrt" => {
                let degree = self.option()?;
                let of = self.argument()?;
                ord(TermKind::Root { of, degree })
            }
            "root" => {
                let mut degree = Row::new();
                while !self.take_command("of") {
                    degree.extend(self.argument()?);
                }
                let of = self.argument()?;
                ord(TermKind::Root { of, degree: Some(degree) })
            }
            "left" => self.fence(),
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "Bigl" | "biggl" | "Biggl" | "bigr" | "Bigr" | "biggr"
            | "Biggr" | "bigm" | "Bigm" | "biggm" | "Biggm" => {
                let size = match name.trim_end_matches(['l', 'r', 'm']) {
                    "big" => 1,
                    "Big" => 2,
                    "bigg" => 3,
                    _ => 4,
                };
                let class = match name.chars().next_back() {
                    Some('l') => Class::Open,
                    Some('r') => Class::Close,
                    Some('m') => Class::Rel,
                    _ => Class::Ord,
                };
                match self.delimiter()? {
                    Some(c) => Ok(Some(Term::new(class, TermKind::Sized(c, size)))),
                    None => Ok(None),
                }
            }
            "overline" | "underline" | "underbar" => {
                let base = self.argument()?;
                ord(TermKind::Line { over: name == "overline", base })
            }
            "overbrace" | "underbrace" | "overbracket" | "underbracket" | "overparen" | "underparen" => {
                let mark = match name {
                    "overbrace" => '⏞',
                    "underbrace" => '⏟',
                    "overbracket" => '⎴',
                    "underbracket" => '⎵',
                    "overparen" => '⏜',
                    _ => '⏝',
                };
                let base = self.argument()?;
                let term = Term::new(Class::Op, TermKind::Brace { mark, over: name.starts_with("over"), base });
                Ok(Some(Term { limits: Limits::Always, ..term }))
            }
            "overset" | "stackrel" | "underset" => {
                let (mark, base) = (self.argument()?, self.argument()?);
                let class = if name == "stackrel" { Class::Rel } else { class_of(&base) };
                let (over, under) = if name == "underset" { (None, Some(mark)) } else { (Some(mark), None) };
                Ok(Some(Term::new(class, TermKind::Stack { base, over, under })))
            }
            "xrightarrow" | "xleftarrow" | "xleftrightarrow" | "xRightarrow" | "xLeftarrow" | "xLeftrightarrow"
            | "xmapsto" | "xhookrightarrow" | "xhookleftarrow" | "xrightleftharpoons" => {
                let plain = symbols::symbol(&name[1..]).map_or('→', |(_, c)| c);
                let under = self.option()?.unwrap_or_default();
                let over = self.argument()?;
                Ok(Some(Term::new(Class::Rel, TermKind::Arrow { mark: plain, over, under })))
            }
            "text" | "textrm" | "textup" | "textnormal" | "mbox" | "hbox" | "textit" | "textbf" | "textsf"
            | "texttt" | "emph" => {
                let alphabet = match name {
                    "textit" | "emph" => Alphabet::Italic,
                    "textbf" => Alphabet::Bold,
                    "textsf" => Alphabet::Sans,
                    "texttt" => Alphabet::Mono,
                    _ => Alphabet::Roman,
                };
                ord(TermKind::Group(self.text(alphabet)?))
            }
            "operatorname" => {
                let limits = self.take('*');
                let around = std::mem::replace(&mut self.alphabet, Alphabet::Roman);
                let row = self.argument();
                self.alphabet = around;
                Ok(Some(function(math_words(&row?), limits)))
            }
            "DeclareMathOperator" => self.define_operator(),
            "newcommand" | "renewcommand" | "providecommand" | "def" => self.define(name),
            "mathop" | "mathord" | "mathbin" | "mathrel" | "mathopen" | "mathclose" | "mathpunct" | "mathinner" => {
                let row = self.argument()?;
                let class = match name {
                    "mathop" => Class::Op,
                    "mathbin" => Class::Bin,
                    "mathrel" => Class::Rel,
                    "mathopen" => Class::Open,
                    "mathclose" => Class::Close,
                    "mathpunct" => Class::Punct,
                    "mathinner" => Class::Inner,
                    _ => Class::Ord,
                };
                let limits = if class == Class::Op { Limits::InDisplay } else { Limits::Beside };
                Ok(Some(Term { limits, ..Term::new(class, TermKind::Group(row)) }))
            }
            "bmod" => {
                let word = TermKind::Text("mod".into(), Alphabet::Roman);
                Ok(Some(Term::new(Class::Bin, word)))
            }
            "pmod" | "mod" | "pod" => self.modulo(name),
            "not" => self.negated(),
            "cancel" | "bcancel" | "xcancel" => {
                let row = self.argument()?;
                ord(TermKind::Struck(row))
            }
            "phantom" | "hphantom" | "vphantom" | "smash" | "mathstrut" | "rlap" | "llap" | "mathrlap" | "mathllap" => {
                let of = match name {
                    "mathstrut" => vec![self.character('(')],
                    "smash" => {
                        self.option()?;
                        self.argument()?
                    }
                    _ => self.argument()?,
                };
                let shown = matches!(name, "smash") || name.ends_with("lap");
                let width = matches!(name, "phantom" | "hphantom" | "smash");
                let height = !matches!(name, "hphantom" | "smash");
                ord(TermKind::Phantom { of, shown, width, height })
            }
            "prescript" => {
                let (sup, sub, base) = (self.argument()?, self.argument()?, self.argument()?);
                let script = |row: Row| Some(row).filter(|row| !row.is_empty());
                let before = Term::new(Class::Ord, TermKind::Group(Row::new()));
                let mut row = vec![Term { sub: script(sub), sup: script(sup), ..before }];
                row.extend(base);
                ord(TermKind::Group(row))
            }
            "boxed" | "fbox" => {
                let row = if name == "fbox" { self.text(Alphabet::Roman)? } else { self.argument()? };
                ord(TermKind::Boxed(row))
            }
            "color" | "textcolor" => {
                let colour = self.colour()?;
                // LaTeX's `\color` lasts to the end of the group; that of the web takes one too.
                let row = if name == "color" { self.rest_of(end)? } else { self.argument()? };
                ord(TermKind::Coloured(colour, row))
            }
            "substack" => {
                if !self.take('{') {
                    self.next();
                    return self.wrong("'\\substack' wants a group in braces");
                }
                self.substack()
            }
            "begin" => self.environment(),
            "hspace" | "mspace" | "kern" | "mkern" | "hskip" | "mskip" => {
                let width = self.dimension(name.ends_with("space"))?;
                ord(TermKind::Space(width))
            }
            "tag" => {
                let bare = self.take('*');
                let words = self.text(Alphabet::Roman)?;
                let words = math_words(&words);
                if self.number.is_some() {
                    return self.wrong("a formula has two numbers");
                }
                self.number = Some(if bare { words } else { format!("({words})") });
                Ok(None)
            }
            "label" => {
                let name = self.name()?;
                self.label.get_or_insert(name);
                Ok(None)
            }
            "notag" | "nonumber" | "relax" | "limits" | "nolimits" | "displaylimits" | "allowbreak" | "nobreak"
            | "/" | "-" => Ok(None),
            "" if end == End::Dollar => self.wrong("'$' is missing at the end of the text"),
            "" => self.wrong("a formula ends in a backslash"),
            "right" | "middle" => self.wrong(format!("'\\{name}' has no '\\left' before it")),
            "\\" | "cr" | "newline" => {
                self.wrong("a line ends where none can: '\\begin{aligned}' makes lines below each other")
            }
            _ => self.wrong(format!("'\\{name}' is not known")),
        }
    }

    /// `\genfrac{(}{)}{thickness}{style}{above}{below}`.
    fn general_fraction(&mut self) -> Result<Option<Term>, Wrong> {
        let (open, close) = (self.fence_argument()?, self.fence_argument()?);
        let (thickness, style) = (self.name()?, self.name()?);
        let (over, under) = (self.argument()?, self.argument()?);
        let bar = !thickness.starts_with('0');
        let fraction = Term::new(Class::Inner, TermKind::Fraction { over, under, bar });
        let fraction = if open.is_none() && close.is_none() { fraction } else { fenced(open, vec![fraction], close) };
        let style = match style.as_str() {
            "0" => MathStyle::Display,
            "1" => MathStyle::Text,
            "2" => MathStyle::Script,
            "3" => MathStyle::ScriptScript,
            _ => return Ok(Some(fraction)),
        };
        Ok(Some(Term::new(Class::Inner, TermKind::Styled(style, vec![fraction]))))
    }

    /// A delimiter in a group of its own; none where that is empty.
    fn fence_argument(&mut self) -> Result<Option<char>, Wrong> {
        let group = self.take('{');
        if group && self.take('}') {
            return Ok(None);
        }
        let found = self.delimiter()?;
        if group && !self.take('}') {
            return self.wrong("one delimiter is wanted here");
        }
        Ok(found)
    }

    /// A delimiter; none for a full stop.
    pub(super) fn delimiter(&mut self) -> Result<Option<char>, Wrong> {
        self.peek();
        let Some(token) = self.next() else { return self.wrong("a delimiter is missing at the end of the formula") };
        let found = match &token.kind {
            Kind::Char('.') => return Ok(None),
            Kind::Char('<') => Some('⟨'),
            Kind::Char('>') => Some('⟩'),
            Kind::Char(c @ ('(' | ')' | '[' | ']' | '|' | '/' | '⟨' | '⟩' | '⌈' | '⌉' | '⌊' | '⌋' | '‖')) => {
                Some(*c)
            }
            Kind::Command(name) => match name.as_str() {
                "{" => Some('{'),
                "}" => Some('}'),
                "|" => Some('‖'),
                "backslash" => Some('\\'),
                name => symbols::symbol(name)
                    .filter(|(class, c)| {
                        matches!(class, Class::Open | Class::Close | Class::Fence) || "↑↓↕⇑⇓⇕∣∥".contains(*c)
                    })
                    .map(|(_, c)| match c {
                        '∣' => '|',
                        '∥' => '‖',
                        other => other,
                    }),
            },
            Kind::Char(_) | Kind::Space => None,
        };
        match found {
            Some(c) => Ok(Some(c)),
            None => self.wrong("this is not a delimiter"),
        }
    }

    /// `\left … \middle … \right`.
    fn fence(&mut self) -> Result<Option<Term>, Wrong> {
        let open = self.delimiter()?;
        let (mut parts, mut middles) = (Vec::new(), Vec::new());
        loop {
            parts.push(self.row(End::Fence)?);
            if self.take_command("middle") {
                middles.push(self.delimiter()?.unwrap_or('\u{200b}'));
                continue;
            }
            self.next();
            let close = self.delimiter()?;
            return Ok(Some(Term::new(Class::Inner, TermKind::Fenced { open, parts, middles, close })));
        }
    }

    fn modulo(&mut self, name: &str) -> Result<Option<Term>, Wrong> {
        let of = self.argument()?;
        let space = |milli| Term::new(Class::Ord, TermKind::Space(Em::milli(milli)));
        let word = Term::new(Class::Ord, TermKind::Text("mod".into(), Alphabet::Roman));
        let mut row = vec![space(if name == "mod" { 667 } else { 444 })];
        let sign = |class, c| Term::new(class, TermKind::Symbol(c, Alphabet::Roman));
        if name != "mod" {
            row.push(sign(Class::Open, '('));
        }
        if name != "pod" {
            row.extend([word, space(333)]);
        }
        row.extend(of);
        if name != "mod" {
            row.push(sign(Class::Close, ')'));
        }
        Ok(Some(grouped(row)))
    }

    fn negated(&mut self) -> Result<Option<Term>, Wrong> {
        let mut row = self.argument()?;
        if let [Term { kind: TermKind::Symbol(c, _), .. }] = row.as_mut_slice()
            && let Some(other) = symbols::negated(*c)
        {
            *c = other;
            return Ok(row.pop());
        }
        let class = class_of(&row);
        Ok(Some(Term::new(class, TermKind::Struck(row))))
    }

    fn colour(&mut self) -> Result<(u8, u8, u8), Wrong> {
        let name = self.name()?;
        let digits = name.strip_prefix('#').filter(|hex| hex.len() == 6);
        let hex = digits.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let of_hex = hex.map(|n| ((n >> 16) as u8, (n >> 8) as u8, n as u8));
        match find(COLOURS, &name.to_ascii_lowercase()).or(of_hex) {
            Some(colour) => Ok(colour),
            None => self.wrong(format!("the colour '{name}' is not known")),
        }
    }

    /// A length such as `1em`, `18mu` or `10pt`; a point is a tenth of an em, as in type of ten points.
    pub(super) fn dimension(&mut self, group: bool) -> Result<Em, Wrong> {
        let mut typed = String::new();
        if group {
            self.take('*');
            typed = self.name()?;
        } else {
            while let Some(Kind::Char(c)) = self.peek() {
                let c = *c;
                let number = c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
                let letters = typed.chars().filter(char::is_ascii_alphabetic).count();
                if letters == 2 || (!number && !c.is_ascii_lowercase()) {
                    break;
                }
                typed.push(c);
                self.next();
            }
        }
        let unit_at = typed.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(typed.len());
        let (number, unit) = typed.split_at(unit_at);
        // Thousandths of an em, over so many.
        let (milli, over) = match unit.trim() {
            "em" => (1000, 1),
            "ex" => (460, 1),
            "mu" => (1000, 18),
            "pt" | "bp" => (100, 1),
            "pc" => (1200, 1),
            "mm" => (285, 1),
            "cm" => (2845, 1),
            "in" => (7227, 1),
            _ => return self.wrong(format!("'{typed}' is not a length such as 1em")),
        };
        match thousandths(number.trim()).map(|number| number * milli / over / 1000) {
            Some(length) if length.abs() < 30_000 => Ok(Em::milli(length as i32)),
            _ => self.wrong(format!("'{typed}' is not a length such as 1em")),
        }
    }
}

fn function(name: String, limits: bool) -> Term {
    let term = Term::new(Class::Op, TermKind::Function(name));
    Term { limits: if limits { Limits::InDisplay } else { Limits::Beside }, ..term }
}

/// A function's name as it is set.
fn spelled(name: &str) -> String {
    match name {
        "liminf" => "lim\u{2009}inf",
        "limsup" => "lim\u{2009}sup",
        "injlim" => "inj\u{2009}lim",
        "projlim" => "proj\u{2009}lim",
        other => other,
    }
    .to_string()
}

/// One term for a row; a term by itself keeps its class.
fn grouped(mut row: Row) -> Term {
    match (row.len(), row.pop()) {
        (1, Some(term)) => term,
        (_, last) => {
            row.extend(last);
            Term::new(Class::Ord, TermKind::Group(row))
        }
    }
}

/// The class of a row: of its term where it has one.
fn class_of(row: &[Term]) -> Class {
    match row {
        [term] => term.class,
        _ => Class::Ord,
    }
}

/// A decimal number in thousandths.
fn thousandths(typed: &str) -> Option<i64> {
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, typed.strip_prefix('+').unwrap_or(typed)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || whole.len() > 6 || !plain(whole) || !plain(part) {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    format!("{whole}{part}").parse::<i64>().ok().map(|number| sign * number)
}
