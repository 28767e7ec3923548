//! The letters of a drawing as outlines: who looks at it may not have its fonts.
//!
//! What is read of SVG 2, 11 and CSS: place, size, family, weight, slant, anchor and baseline, from attributes, styles and
//! simple rules. Letters stand beside each other as their font says, without kerning.

use std::collections::BTreeSet;
use std::fmt::Write;

use roxmltree::{Document, Node};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use super::Face;
use super::rules::{Rule, declarations, rules};
use super::svg::escape;
use crate::base::limits;

/// What letters are set with, and what could not be.
pub(super) struct Lettering<'f> {
    faces: &'f [Face],
    rules: Vec<Rule>,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
    /// What is in texts and was left out.
    pub left_out: BTreeSet<&'static str>,
    /// How many letters there may still be.
    left: usize,
}

/// How a piece of text is set.
#[derive(Clone)]
struct Manner {
    size: f32,
    family: String,
    bold: bool,
    italic: bool,
    spacing: f32,
    /// How much of a piece's width stands before its place.
    before: f32,
    /// How far below its place its baseline is, in ems.
    below: f32,
}

/// A letter and where it stands.
struct Letter {
    face: usize,
    glyph: skrifa::GlyphId,
    size: f32,
    x: f32,
    y: f32,
    chunk: usize,
}

/// The letters of one element.
struct Piece<'a, 'i> {
    of: Node<'a, 'i>,
    letters: Vec<Letter>,
}

/// What has one place: its letters are moved together to where its anchor says.
struct Chunk {
    from: f32,
    to: f32,
    before: f32,
}

impl<'f> Lettering<'f> {
    pub fn new(document: &Document, faces: &'f [Face]) -> Lettering<'f> {
        let rules = rules(document).into_iter().filter(|rule| !rule.partly).collect();
        Lettering { faces, rules, missing: BTreeSet::new(), left_out: BTreeSet::new(), left: limits::DRAWING_LETTERS }
    }

    /// The outlines of a text, as paths.
    pub fn outlines(&mut self, text: Node) -> String {
        let mut setting = Setting { pieces: Vec::new(), chunks: Vec::new(), pen: [0.0; 2], spaced: true };
        self.element(text, &mut setting);
        let mut out = String::new();
        for piece in &setting.pieces {
            let around: Vec<Node> = piece.of.ancestors().take_while(|node| *node != text).collect();
            for node in around.iter().rev() {
                out.push_str("<g");
                for attribute in node.attributes().filter(|a| a.namespace().is_none() && paints(a.name())) {
                    let _ = write!(out, " {}=\"", attribute.name());
                    escape(attribute.value(), &mut out);
                    out.push('"');
                }
                out.push('>');
            }
            out.push_str("<path d=\"");
            for letter in &piece.letters {
                let chunk = &setting.chunks[letter.chunk];
                let x = letter.x - (chunk.to - chunk.from) * chunk.before;
                self.outline(letter, x, &mut out);
            }
            out.push_str("\"/>");
            out.push_str(&"</g>".repeat(around.len()));
        }
        out
    }

    fn outline(&self, letter: &Letter, x: f32, out: &mut String) {
        let face = &self.faces[letter.face];
        let Ok(font) = FontRef::from_index(&face.bytes, face.index) else { return };
        let Some(outline) = font.outline_glyphs().get(letter.glyph) else { return };
        let mut pen = Pen { out, x, y: letter.y };
        // A damaged outline leaves a gap, as it would in the text.
        let _ = outline.draw(DrawSettings::unhinted(Size::new(letter.size), LocationRef::default()), &mut pen);
    }

    fn element<'a, 'i>(&mut self, node: Node<'a, 'i>, setting: &mut Setting<'a, 'i>) {
        let manner = self.manner(node);
        let length = |name: &str| {
            let first = node.attribute(name)?.split([' ', ',']).find(|part| !part.is_empty())?;
            number(first, manner.size)
        };
        let (x, y) = (length("x"), length("y"));
        setting.pen[0] = x.unwrap_or(setting.pen[0]) + length("dx").unwrap_or(0.0);
        setting.pen[1] = y.unwrap_or(setting.pen[1]) + length("dy").unwrap_or(0.0);
        if x.is_some() || setting.chunks.is_empty() {
            setting.chunks.push(Chunk { from: setting.pen[0], to: setting.pen[0], before: manner.before });
            setting.spaced = true;
        }
        for child in node.children() {
            match child.tag_name().name() {
                "" if child.is_text() => self.words(child.text().unwrap_or_default(), node, &manner, setting),
                "tspan" | "a" => self.element(child, setting),
                "title" | "desc" | "" => {}
                "textPath" => drop(self.left_out.insert("text along a path")),
                _ => drop(self.left_out.insert("something within a text")),
            }
        }
    }

    fn words<'a, 'i>(&mut self, words: &str, of: Node<'a, 'i>, manner: &Manner, setting: &mut Setting<'a, 'i>) {
        let kept = of.ancestors().find_map(|node| node.attribute((XML, "space"))) == Some("preserve");
        let mut piece = Piece { of, letters: Vec::new() };
        let chunk = setting.chunks.len() - 1;
        for c in words.chars() {
            let space = matches!(c, ' ' | '\n' | '\t' | '\r');
            if space && !kept && setting.spaced {
                continue;
            }
            setting.spaced = space;
            let c = if space { ' ' } else { c };
            let Some(left) = self.left.checked_sub(1) else {
                self.left_out.insert("the rest of its letters, more than a drawing needs");
                break;
            };
            self.left = left;
            if joins(c) {
                self.left_out.insert("the joining of letters in a text");
            }
            let Some((face, glyph, advance)) = self.glyph(c, manner) else {
                self.missing.insert(c);
                continue;
            };
            let [x, y] = setting.pen;
            let y = y + manner.below * manner.size;
            piece.letters.push(Letter { face, glyph, size: manner.size, x, y, chunk });
            setting.pen[0] += advance * manner.size + manner.spacing;
            if !space {
                setting.chunks[chunk].to = setting.pen[0];
            }
        }
        setting.pieces.push(piece);
    }

    /// The glyph of a character in the nearest face that has it, and its width in ems.
    fn glyph(&self, c: char, manner: &Manner) -> Option<(usize, skrifa::GlyphId, f32)> {
        let wanted = self.family(&manner.family);
        let far = |at: &usize| {
            let face = &self.faces[*at];
            (face.family != wanted, face.italic != manner.italic, face.bold != manner.bold, *at)
        };
        let mut order: Vec<usize> = (0..self.faces.len()).collect();
        order.sort_by_key(far);
        order.into_iter().find_map(|at| {
            let font = FontRef::from_index(&self.faces[at].bytes, self.faces[at].index).ok()?;
            let glyph = font.charmap().map(c).filter(|glyph| glyph.to_u32() != 0)?;
            let upem = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(16);
            let advance = font.glyph_metrics(Size::unscaled(), LocationRef::default()).advance_width(glyph)?;
            Some((at, glyph, advance / f32::from(upem)))
        })
    }

    /// The first family of a list that is there, else the one nearest in kind.
    fn family(&self, list: &str) -> String {
        let names = || list.split(',').map(|name| name.trim().trim_matches(['"', '\'']).to_ascii_lowercase());
        let known = names().find_map(|name| self.faces.iter().find(|face| face.family.to_ascii_lowercase() == name));
        if let Some(face) = known {
            return face.family.clone();
        }
        let has = |words: &[&str]| names().any(|name| words.iter().any(|word| name.contains(word)));
        let family = if has(&["mono", "courier", "consolas", "menlo"]) {
            "JetBrains Mono"
        } else if has(&["times", "georgia", "garamond", "palatino"]) || names().any(|name| name == "serif") {
            "EB Garamond"
        } else {
            "Source Sans 3"
        };
        family.to_string()
    }

    /// How the text of an element is set: what those around it say, the nearest last.
    fn manner(&self, node: Node) -> Manner {
        let mut manner = Manner {
            size: 16.0,
            family: String::new(),
            bold: false,
            italic: false,
            spacing: 0.0,
            before: 0.0,
            below: 0.0,
        };
        let around: Vec<Node> = node.ancestors().filter(Node::is_element).collect();
        for node in around.into_iter().rev() {
            for attribute in node.attributes().filter(|a| a.namespace().is_none()) {
                manner.say(attribute.name(), attribute.value());
            }
            for rule in self.rules.iter().filter(|rule| rule.fits(node)) {
                rule.says.iter().for_each(|(name, value)| manner.say(name, value));
            }
            declarations(node.attribute("style").unwrap_or_default())
                .iter()
                .for_each(|(name, value)| manner.say(name, value));
        }
        manner
    }
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

struct Setting<'a, 'i> {
    pieces: Vec<Piece<'a, 'i>>,
    chunks: Vec<Chunk>,
    pen: [f32; 2],
    /// Whether a space stands at the pen, so that another means nothing.
    spaced: bool,
}

impl Manner {
    fn say(&mut self, name: &str, value: &str) {
        let value = value.trim().trim_end_matches("!important").trim();
        match name {
            "font-size" => {
                self.size = match value.strip_suffix('%') {
                    Some(share) => share.parse().map_or(self.size, |share: f32| self.size * share / 100.0),
                    None => number(value, self.size).unwrap_or(self.size),
                }
            }
            "font-family" => self.family = value.to_string(),
            "font-weight" => {
                self.bold =
                    matches!(value, "bold" | "bolder") || value.parse().is_ok_and(|weight: f32| weight >= 600.0);
            }
            "font-style" => self.italic = matches!(value, "italic" | "oblique"),
            "letter-spacing" => self.spacing = number(value, self.size).unwrap_or(0.0),
            "text-anchor" => {
                self.before = match value {
                    "middle" => 0.5,
                    "end" => 1.0,
                    _ => 0.0,
                }
            }
            "dominant-baseline" | "alignment-baseline" => {
                self.below = match value {
                    "middle" | "central" | "mathematical" => 0.33,
                    "hanging" | "text-before-edge" | "before-edge" | "text-top" => 0.75,
                    "text-after-edge" | "ideographic" | "text-bottom" => -0.22,
                    _ => 0.0,
                }
            }
            // Everything before the size is slant or weight, everything behind it the family.
            "font" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                let sized =
                    |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f32>().is_err();
                if let Some(at) = words.iter().position(sized) {
                    self.bold = words[..at].iter().any(|word| matches!(*word, "bold" | "600" | "700" | "800" | "900"));
                    self.italic = words[..at].iter().any(|word| matches!(*word, "italic" | "oblique"));
                    self.size = number(words[at].split('/').next().unwrap_or_default(), self.size).unwrap_or(self.size);
                    self.family = words[at + 1..].join(" ");
                }
            }
            _ => {}
        }
    }
}

/// A length in pixels of 96 to the inch.
fn number(text: &str, size: f32) -> Option<f32> {
    let text = text.trim();
    let split = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e' || c == '%').unwrap_or(text.len());
    let (number, unit) = match text.strip_suffix("em") {
        Some(number) => (number, "em"),
        None => text.split_at(split),
    };
    let number: f32 = number.trim().parse().ok().filter(|n: &f32| n.is_finite())?;
    Some(match unit {
        "" | "px" => number,
        "em" => number * size,
        "pt" => number * 96.0 / 72.0,
        "mm" => number * 96.0 / 25.4,
        "cm" => number * 96.0 / 2.54,
        "in" => number * 96.0,
        _ => return None,
    })
}

/// Attributes of a piece of text that its outlines need.
fn paints(name: &str) -> bool {
    let those = ["class", "style", "id", "opacity", "visibility", "display"];
    those.contains(&name) || name.starts_with("fill") || name.starts_with("stroke")
}

/// Scripts whose letters take their forms from their neighbours, or run from right to left.
fn joins(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

struct Pen<'o> {
    out: &'o mut String,
    x: f32,
    y: f32,
}

impl Pen<'_> {
    fn write(&mut self, key: char, points: &[(f32, f32)]) {
        self.out.push(key);
        for (x, y) in points {
            // Font outlines count upwards.
            let _ = write!(self.out, "{:.3} {:.3} ", self.x + x, self.y - y);
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.write('Q', &[(cx, cy), (x, y)]);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.write('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }
    fn close(&mut self) {
        self.out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::super::{bundled, svg};
    use super::*;

    struct Letters<'l, 'f>(&'l mut Lettering<'f>);

    impl svg::Judge for Letters<'_, '_> {
        fn lettered(&mut self, text: Node) -> Option<String> {
            Some(self.0.outlines(text))
        }
        fn embeds(&mut self, _: &str) -> bool {
            false
        }
    }

    /// The places of the outlines' first points, and what was not set.
    fn set(inside: &str) -> (Vec<[i32; 2]>, BTreeSet<char>) {
        let xml = format!("<svg xmlns='http://www.w3.org/2000/svg' font-size='10'>{inside}</svg>");
        let (document, faces) = (svg::parse(&xml).unwrap(), bundled());
        let mut lettering = Lettering::new(&document, &faces);
        let clean = svg::clean(&document, &mut Letters(&mut lettering));
        let moves = clean.xml.split('M').skip(1).map(|rest| {
            let mut numbers = rest.split([' ', 'L', 'Q', 'C', 'Z']).map(|n| n.parse::<f32>().unwrap().round() as i32);
            [numbers.next().unwrap(), numbers.next().unwrap()]
        });
        (moves.collect(), lettering.missing)
    }

    #[test]
    fn letters_stand_at_their_place_and_a_line_follows_its_line() {
        let (found, missing) = set("<text x='100' y='50'>l<tspan x='20' dy='1.2em'>l</tspan></text>");
        assert!(missing.is_empty());
        assert!((100..103).contains(&found[0][0]) && found[0][1] <= 50 && found[0][1] > 38, "{found:?}");
        assert!((20..23).contains(&found[1][0]) && found[1][1] > 50, "{found:?}");
    }

    #[test]
    fn an_anchor_in_the_middle_or_at_the_end_moves_all_of_a_line() {
        let rule = "<style>.m { text-anchor: middle; font: bold 10px monospace }</style>";
        let start = set("<text x='100' font-family='monospace' font-weight='700'>lll</text>").0[0][0];
        let middle = set(&format!("{rule}<text class='m' x='100'> lll </text>")).0[0][0];
        let end =
            set("<text x='100' style='text-anchor:end;font-family:Courier;font-weight:bold'>l<tspan>ll</tspan></text>")
                .0[0][0];
        // Three letters of 0.6 em each.
        assert_eq!([start - middle, start - end], [9, 18]);
    }

    #[test]
    fn a_character_that_no_font_has_is_told() {
        assert_eq!(set("<text>\u{13000}</text>").1.into_iter().collect::<String>(), "\u{13000}");
    }
}
