//! A writer of well-formed XML: what goes through it is escaped, what it opens it closes.

use crate::model::Lang;

/// An attribute: its name and its value, not yet escaped.
pub(super) type Attr<'a> = (&'static str, &'a str);

/// The elements of headings by level, from 1.
pub(super) const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// A document while it is written.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn document() -> Xml {
        Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string(), open: Vec::new() }
    }

    /// An XHTML page with its head, open for the content of its body. `html` and `body` carry the attributes given.
    pub(super) fn page(title: &str, html: &[Attr], body: &[Attr]) -> Xml {
        let mut xml = Xml::document();
        xml.out.push_str("<!DOCTYPE html>\n");
        let spaces = [("xmlns", "http://www.w3.org/1999/xhtml"), ("xmlns:epub", "http://www.idpf.org/2007/ops")];
        xml.start("html", &[&spaces, html].concat());
        xml.line();
        xml.start("head", &[]);
        xml.line();
        xml.leaf("title", &[], title);
        xml.line();
        xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "stylesheet.css")]);
        xml.line();
        xml.end();
        xml.line();
        xml.start("body", body);
        xml.line();
        xml
    }

    /// Opens an element.
    pub(super) fn start(&mut self, tag: &'static str, attrs: &[Attr]) {
        self.tag(tag, attrs);
        self.out.push('>');
        self.open.push(tag);
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        let tag = self.open.pop().expect("an element is closed once");
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, tag: &'static str, attrs: &[Attr]) {
        self.tag(tag, attrs);
        self.out.push_str("/>");
    }

    /// An element that holds letters only.
    pub(super) fn leaf(&mut self, tag: &'static str, attrs: &[Attr], text: &str) {
        self.start(tag, attrs);
        self.text(text);
        self.end();
    }

    /// Letters.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// A line end between blocks, where white space means nothing.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    /// How many bytes are written.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Closes all that is open.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
            self.line();
        }
        // Without the room that it grew in: pages wait for one another.
        self.out.as_str().to_string()
    }

    fn tag(&mut self, tag: &str, attrs: &[Attr]) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attrs {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }
}

/// The bytes with which a character begins that may not stand as it is. U+FFFE and U+FFFF begin with 0xEF, as fullwidth signs do.
const CHANGED: [bool; 256] = {
    let mut changed = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        changed[control] = !matches!(control as u8, b'\t' | b'\n');
        control += 1;
    }
    changed[b'"' as usize] = true;
    changed[b'&' as usize] = true;
    changed[b'<' as usize] = true;
    changed[b'>' as usize] = true;
    changed[0xef] = true;
    changed
};

/// XML 1.0, 2.2: characters that no document may hold are replaced by U+FFFD, so that their place stays visible.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    // What stays is copied in whole runs: it is nearly all.
    while let Some(at) = rest.as_bytes().iter().position(|byte| CHANGED[usize::from(*byte)]) {
        let (run, behind) = rest.split_at(at);
        out.push_str(run);
        let mut signs = behind.chars();
        match signs.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\r') => out.push_str("&#13;"),
            Some(fine) if !matches!(fine, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') => out.push(fine),
            _ => out.push('\u{fffd}'),
        }
        rest = signs.as_str();
    }
    out.push_str(rest);
}

/// The direction of what runs from left to right in every language, where text around it in `lang` does not.
pub(super) fn left_to_right(lang: &str) -> Option<Attr<'static>> {
    Lang(lang.into()).right_to_left().then_some(("dir", "ltr"))
}

/// The language on a page or an element, as XML and HTML want it, with its direction where that is not the
/// surrounding one.
pub(super) fn language<'a>(lang: &'a str, around: &str) -> Vec<Attr<'a>> {
    let mut attrs = vec![("xml:lang", lang), ("lang", lang)];
    let rtl = |lang: &str| Lang(lang.into()).right_to_left();
    match (rtl(lang), rtl(around)) {
        (true, false) => attrs.push(("dir", "rtl")),
        (false, true) => attrs.push(("dir", "ltr")),
        _ => {}
    }
    attrs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_is_escaped_and_a_control_character_stays_visible() {
        let mut xml = Xml::document();
        xml.leaf("p", &[("title", "a\"b<&")], "1 < 2 & \u{1}\u{ffff}，]]>");
        let text = xml.finish();
        assert!(text.ends_with("<p title=\"a&quot;b&lt;&amp;\">1 &lt; 2 &amp; \u{fffd}\u{fffd}，]]&gt;</p>"), "{text}");
    }

    #[test]
    fn finishing_closes_what_is_open() {
        let mut xml = Xml::document();
        xml.start("a", &[]);
        xml.start("b", &[]);
        assert!(xml.finish().ends_with("<a><b></b>\n</a>\n"));
    }

    #[test]
    fn direction_follows_script_then_language() {
        let rtl = |lang: &str| Lang(lang.into()).right_to_left();
        assert!(rtl("ar-EG") && rtl("az-Arab") && rtl("he"));
        assert!(!rtl("en-US") && !rtl("ur-Latn"));
        assert_eq!(language("ar", "en").last(), Some(&("dir", "rtl")));
        assert_eq!(language("de", "en").len(), 2);
    }
}
