//! Rows: terms one after the other, and the terms that are letters.

use super::super::ideographs::Trim;
use super::font::Constant;
use super::made::{Made, Paint, What};
use super::{Composer, Manner, Segment, cost};
use crate::base::{Code, Em, Length, Point};
use crate::model::{Alphabet, Class, Lang, MathStyle, Term, TermKind, between, classes, lettered};
use crate::style::Typeface;
use crate::typeset::shape::Cut;
use crate::typeset::stick::Look;

impl Composer<'_, '_, '_> {
    /// A row.
    pub(super) fn row(&mut self, row: &[Term], manner: Manner) -> Made {
        let mut whole = Made::default();
        for segment in self.segments(row, manner) {
            let attachment = if whole.marks.is_empty() { segment.made.attachment } else { None };
            whole.append(segment.made);
            whole.attachment = attachment;
            whole.width += segment.space;
        }
        whole
    }

    /// A row in pieces behind which a line may end.
    pub(super) fn segments(&mut self, row: &[Term], manner: Manner) -> Vec<Segment> {
        let tight = manner.style >= MathStyle::Script;
        let size = self.size(manner.style);
        let classes = classes(row);
        let mut segments = Vec::new();
        let mut open = Made::default();
        let mut before: Option<Class> = None;
        for (at, term) in row.iter().enumerate() {
            let Some((left, right)) = classes[at] else {
                open.width += match term.kind {
                    TermKind::Space(width) => width.at(size),
                    _ => Length::ZERO,
                };
                continue;
            };
            let gap = before.map_or(0, |class| between(class, left, tight));
            let gap = size.scale(i64::from(gap), 18);
            // A line may end behind an operation or a relation, unless what follows it is one more.
            match before.and_then(cost).filter(|_| left != Class::Rel && left != Class::Bin) {
                Some(cost) if manner.style == MathStyle::Text => {
                    segments.push(Segment { made: std::mem::take(&mut open), space: gap, cost });
                }
                _ => open.width += gap,
            }
            let made = self.term(term, manner);
            // What leans over must not touch what stands upright behind it.
            let leans = made.italic;
            let follows = row.get(at + 1).is_some_and(|next| !slants(next));
            open.append(made);
            if follows && leans > Length::ZERO && term.sub.is_none() && term.sup.is_none() {
                open.width += leans;
                open.italic = Length::ZERO;
            }
            before = Some(right);
        }
        segments.push(Segment { made: open, space: Length::ZERO, cost: 0 });
        segments
    }

    /// The nucleus of a term.
    pub(super) fn nucleus(&mut self, term: &Term, manner: Manner) -> Made {
        match &term.kind {
            TermKind::Symbol(c, _) if term.class == Class::Op => self.operator(*c, manner),
            TermKind::Symbol(c, alphabet) => self.symbol(*c, *alphabet, manner),
            TermKind::Function(name) => self.letters(name, Alphabet::Roman, manner),
            TermKind::Text(words, alphabet) => self.text(words, *alphabet, manner),
            TermKind::Group(row) => self.row(row, manner),
            TermKind::Fraction { over, under, bar } => self.fraction(over, under, *bar, manner),
            TermKind::Root { of, degree } => self.root(of, degree.as_deref(), manner),
            TermKind::Fenced { open, parts, middles, close } => self.fenced(*open, parts, middles, *close, manner),
            TermKind::Sized(c, size) => self.sized(*c, *size, manner),
            TermKind::Accent { mark, wide, base } => self.accent(*mark, *wide, base, manner),
            TermKind::Line { over, base } => self.line(*over, base, manner),
            TermKind::Brace { mark, over, base } => self.brace(*mark, *over, base, manner),
            TermKind::Arrow { mark, over, under } => self.arrow(*mark, over, under, manner),
            TermKind::Stack { base, over, under } => {
                let base = self.row(base, manner);
                let over = over.as_ref().map(|over| self.row(over, manner.script(false)));
                let under = under.as_ref().map(|under| self.row(under, manner.script(true)));
                self.limits(base, under, over, manner)
            }
            TermKind::Table(table) => self.table(table, manner),
            TermKind::Space(width) => Made { width: width.at(self.size(manner.style)), ..Made::default() },
            TermKind::Styled(style, row) => self.row(row, Manner { style: *style, ..manner }),
            TermKind::Phantom { of, shown, width, height } => {
                let made = self.row(of, manner);
                let keep = |keeps: bool, length| if keeps { length } else { Length::ZERO };
                Made {
                    width: keep(*width, made.width),
                    height: keep(*height, made.height),
                    depth: keep(*height, made.depth),
                    marks: if *shown { made.marks } else { Vec::new() },
                    ..Made::default()
                }
            }
            TermKind::Boxed(row) => self.boxed(row, manner),
            TermKind::Struck(row) => {
                let mut made = self.row(row, manner);
                let at = Point { x: Length::ZERO, y: made.depth };
                let to = Point { x: made.width, y: -(made.height + made.depth) };
                let width = self.constant(Constant::FractionRuleThickness, manner);
                made.marks.push(Paint { at, what: What::Line { to, width }, ink: self.ink });
                made
            }
            TermKind::Coloured((r, g, b), row) => {
                let around = std::mem::replace(&mut self.ink, crate::page::Ink::Rgb(*r, *g, *b));
                let made = self.row(row, manner);
                self.ink = around;
                made
            }
        }
    }

    /// A glyph as a box, standing for `text`.
    pub(super) fn sort(&self, glyph: u16, text: String, size: Length) -> Made {
        let font = self.font;
        let (ink, advance) = (font.ink(glyph), font.advance(glyph));
        let what = What::Glyph {
            font: font.id,
            size,
            id: glyph,
            text,
            advance: Em(((font.at(advance, size).0 << 16) / size.0.max(1)) as i32),
        };
        Made {
            width: font.at(advance, size),
            height: font.at(ink.top, size),
            depth: font.at(-ink.bottom, size),
            italic: font.at(font.italic(glyph), size),
            attachment: Some(font.at(font.attachment(glyph), size)),
            marks: vec![Paint { at: Point::default(), what, ink: self.ink }],
        }
    }

    fn symbol(&mut self, c: char, alphabet: Alphabet, manner: Manner) -> Made {
        let size = self.size(manner.style);
        let shown = lettered(c, alphabet);
        // An italic letter is copied as the letter that was typed.
        let text = if matches!(alphabet, Alphabet::Math | Alphabet::Italic | Alphabet::Roman) { c } else { shown };
        match self.font.glyph(shown).or_else(|| self.font.glyph(c)) {
            Some(glyph) => self.sort(glyph, text.to_string(), size),
            None => self.text(&c.to_string(), Alphabet::Roman, manner),
        }
    }

    /// A large operator: larger in display, and centred on the axis.
    fn operator(&mut self, c: char, manner: Manner) -> Made {
        let size = self.size(manner.style);
        let Some(mut glyph) = self.font.glyph(c) else { return self.symbol(c, Alphabet::Roman, manner) };
        if manner.display() {
            let least = self.font.number(Constant::DisplayOperatorMinHeight);
            let (forms, _) = self.font.forms(glyph, super::font::Axis::Up);
            if let Some((form, _)) = forms.iter().find(|(_, tall)| *tall >= least).or(forms.last()) {
                glyph = *form;
            }
        }
        let made = self.sort(glyph, c.to_string(), size);
        let down = (made.height - made.depth) / 2 - self.axis(manner);
        made.lowered(down)
    }

    /// Letters of the mathematical font as a word: a function's name.
    pub(super) fn letters(&mut self, name: &str, alphabet: Alphabet, manner: Manner) -> Made {
        let mut word = Made::default();
        for c in name.chars() {
            if c.is_whitespace() {
                word.width += self.size(manner.style) / 6;
                continue;
            }
            // A sign among letters, such as the hyphen of a name, is none of mathematics.
            let letter = self.symbol(if c == '\u{2212}' { '-' } else { c }, alphabet, manner);
            word.append(letter);
        }
        (word.italic, word.attachment) = (Length::ZERO, None);
        word
    }

    /// Words in the font of the text.
    pub(super) fn text(&mut self, words: &str, alphabet: Alphabet, manner: Manner) -> Made {
        let look = Look {
            size: self.scaled(self.look.size, manner.style),
            bold: alphabet == Alphabet::Bold || self.look.bold,
            italic: alphabet == Alphabet::Italic,
            face: if alphabet == Alphabet::Mono { Typeface::Code } else { self.look.face },
            lining: true,
            small_caps: false,
            ..self.look.clone()
        };
        let mut made = Made::default();
        let wanted = self.stick.font(&look);
        for cluster in runs(words) {
            let font = match self.stick.case.fonts.serving(wanted, cluster) {
                Some(font) => font,
                None => {
                    if self.set_by_math_font(cluster, &look, &mut made) {
                        continue;
                    }
                    self.missing(cluster);
                    continue;
                }
            };
            let cut = Cut {
                font,
                small_caps: false,
                lining: true,
                tabular: false,
                code: false,
                tracking: Em::ZERO,
                script: *b"Latn",
                rtl: false,
                trim: Trim::None,
                lang: Lang(look.lang.0.clone()),
            };
            let cut = self.stick.shaper.cut(&cut);
            let word = self.stick.shaper.word(cut, cluster);
            let word = self.stick.shaper.get(word);
            let metrics = self.stick.case.fonts.metrics(font);
            let mut x = made.width;
            let mut cluster_before = None;
            for glyph in &word.glyphs {
                let range = glyph.cluster.start as usize..glyph.cluster.end as usize;
                let first = cluster_before.as_ref() != Some(&glyph.cluster);
                cluster_before = Some(glyph.cluster.clone());
                let text = if first { cluster.get(range).unwrap_or_default().to_string() } else { String::new() };
                let at = Point { x: x + glyph.dx.at(look.size), y: -glyph.dy.at(look.size) };
                let what = What::Glyph { font, size: look.size, id: glyph.id, text, advance: glyph.advance };
                made.marks.push(Paint { at, what, ink: self.ink });
                x += glyph.advance.at(look.size);
            }
            made.width = x;
            let tall = cluster.chars().any(|c| !c.is_lowercase() || "bdfhklt".contains(c));
            let deep = cluster.chars().any(|c| "gjpqy,;()".contains(c));
            let height = if tall { metrics.cap_height } else { metrics.x_height };
            made.height = made.height.max(height.at(look.size));
            if deep {
                made.depth = made.depth.max(metrics.descent.at(look.size).scale(80, 100));
            }
        }
        made
    }

    fn set_by_math_font(&mut self, cluster: &str, look: &Look, made: &mut Made) -> bool {
        let glyphs: Option<Vec<_>> = cluster.chars().map(|c| Some((self.font.glyph(c)?, c))).collect();
        let Some(glyphs) = glyphs else { return false };
        for (glyph, c) in glyphs {
            let sort = self.sort(glyph, c.to_string(), look.size);
            made.append(sort);
        }
        true
    }

    fn missing(&mut self, cluster: &str) {
        if !self.stick.reported.insert(cluster.to_string()) {
            return;
        }
        let codes: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        self.stick.diags.push_help(
            Code::MissingGlyph,
            self.site,
            format!("no font has the character '{cluster}' ({}), which stands in a formula", codes.join(" ")),
            "put a font that has it into the book's fonts folder",
        );
    }
}

/// The words of a text, each with the spaces behind it.
fn runs(words: &str) -> impl Iterator<Item = &str> {
    words.split_inclusive(' ')
}

/// Whether a term begins with a letter that slants.
fn slants(term: &Term) -> bool {
    match &term.kind {
        TermKind::Symbol(c, Alphabet::Math | Alphabet::Italic) => lettered(*c, Alphabet::Math) != *c,
        _ => false,
    }
}
