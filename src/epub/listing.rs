//! Code in blocks. A line is an element, so that a small screen can indent what turns over; its class tells the style what a
//! token is, and the style alone knows colours.

use super::content::Writer;
use super::xhtml::{Attr, left_to_right};
use crate::model::{Block, Listing};

impl<'a> Writer<'a> {
    /// A block of code, with its title above it.
    pub(super) fn listing(&mut self, block: &Block, code: &'a Listing, attrs: Vec<Attr>) {
        self.begin(block);
        let titled = !code.title.is_empty();
        if titled {
            self.xml.start("figure", &[attrs.as_slice(), &[("class", "listing")]].concat());
            self.xml.line();
            self.xml.start("figcaption", &[]);
            self.inlines(&code.title);
            self.xml.end();
            self.xml.line();
            self.offset += 1;
        }
        let mut attrs = if titled { Vec::new() } else { attrs };
        if let Some(direction) = left_to_right(self.lang) {
            attrs.retain(|(name, _)| *name != direction.0);
            attrs.push(direction);
        }
        self.xml.start("pre", &attrs);
        let lang = code.lang.as_deref().filter(|lang| !lang.contains(char::is_whitespace));
        let numbered = code.first_number.map(|_| "numbered".to_string());
        let class: Vec<String> = lang.map(|lang| format!("language-{lang}")).into_iter().chain(numbered).collect();
        let class = class.join(" ");
        let mut attrs: Vec<Attr> = (!class.is_empty()).then_some(("class", class.as_str())).into_iter().collect();
        // Generated content is no part of what a reader copies.
        let from =
            code.first_number.map(|first| format!("counter-reset: line {}", first.min(i32::MAX as u64) as i64 - 1));
        attrs.extend(from.as_deref().filter(|_| code.first_number != Some(1)).map(|from| ("style", from)));
        self.xml.start("code", &attrs);
        let lines = code.lines();
        for (at, pieces) in lines.iter().enumerate() {
            self.xml.start("span", &[("class", "line")]);
            for (text, class) in pieces {
                match class {
                    Some(class) => {
                        self.xml.start("span", &[("class", class.word())]);
                        self.letters(text);
                        self.xml.end();
                    }
                    None => self.letters(text),
                }
            }
            // The line end stands in its line: outside of it, it would be a line of its own.
            if at + 1 < lines.len() {
                self.letters("\n");
            }
            self.xml.end();
        }
        self.rest();
        self.xml.end();
        self.xml.end();
        if titled {
            self.xml.line();
            self.xml.end();
        }
    }
}
