//! What stands in a line of Markdown: comrak's inline nodes become pieces of the model.

use comrak::Node;
use comrak::nodes::NodeValue;

use super::html::{self, Element, Opened, Tag};
use super::markdown::{Reading, text};
use super::names;
use super::notes::Body;
use super::pictures;
use super::tex;
use super::{attributes, directive};
use crate::base::{Code, Span};
use crate::model::{Image, Inline, InlineKind, Note, Target, plain_text};

/// An HTML element that was opened in a line and is not yet closed.
struct Open {
    element: Element,
    span: Span,
    before: Vec<Inline>,
}

/// What a piece of a line is made of others.
type Wrap = fn(Vec<Inline>) -> InlineKind;

impl<'a> Reading<'a, '_> {
    /// The words of a paragraph or a heading, without space at its ends.
    pub(super) fn line_of(&mut self, node: Node<'a>, depth: usize) -> Vec<Inline> {
        self.find_unread(node);
        self.shortcodes(node);
        let mut line = self.inlines(node, depth + 1);
        trim(&mut line);
        // Most lines are one piece, put together of many: what that left free would be as much again as the text.
        line.shrink_to_fit();
        for piece in &mut line {
            if let InlineKind::Text(words) = &mut piece.kind {
                words.shrink_to_fit();
            }
        }
        line
    }

    fn inlines(&mut self, parent: Node<'a>, depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        for node in parent.children() {
            let span = self.span(node);
            if self.too_deep(depth + open.len(), span) {
                return out;
            }
            self.inline(node, span, depth + open.len(), &mut out, &mut open);
        }
        while let Some(element) = open.pop() {
            let inner = std::mem::replace(&mut out, element.before);
            self.without_end(element.element, element.span, inner, &mut out);
        }
        attributes::apply(&mut out, &|piece, at| self.escaped(piece, at));
        out
    }

    /// Whether the sign at byte `at` of a piece of text was typed with a backslash before it.
    pub(super) fn escaped(&self, piece: &Inline, at: usize) -> bool {
        let InlineKind::Text(words) = &piece.kind else { return false };
        let mut typed = self.slice(piece.span);
        for (here, sign) in words.char_indices() {
            // A space may have been a line's end.
            let Some(found) = typed.find(|c| c == sign || sign == ' ' && c == '\n') else { return false };
            if here == at {
                // comrak leaves a backslash out of the place of a piece that begins with it.
                let begins = here == 0 && found == 0;
                let before = if begins { &self.source.text[..piece.span.start as usize] } else { &typed[..found] };
                return before.ends_with('\\');
            }
            typed = &typed[found..];
            typed = &typed[typed.chars().next().map_or(0, char::len_utf8)..];
        }
        false
    }

    /// A piece between signs that mean something only around a word: the signs stay where they stand around more.
    fn around_a_word(&mut self, node: Node<'a>, depth: usize, sign: &str, kind: Wrap) -> Vec<Inline> {
        let span = self.span(node);
        let inner = self.inlines(node, depth + 1);
        if !plain_text(&inner).contains(char::is_whitespace) {
            return vec![Inline::new(kind(inner), span)];
        }
        let mut out = vec![text(sign, span)];
        append(&mut out, inner);
        add(&mut out, text(sign, span));
        out
    }

    fn inline(&mut self, node: Node<'a>, span: Span, depth: usize, out: &mut Vec<Inline>, open: &mut Vec<Open>) {
        if self.is_unread(span) {
            return;
        }
        let value = node.data().value.clone();
        let kind = match value {
            NodeValue::Text(mut words) => {
                self.undefined_notes(span);
                self.stray_stars(span);
                self.unclosed_link(span);
                let picture = |node: Node<'a>| matches!(node.data().value, NodeValue::Image(_));
                if let (true, Some((_, length))) =
                    (node.previous_sibling().is_some_and(picture), attributes::parse(&words))
                {
                    words = words[length..].to_string().into();
                }
                // One space stands where a comment or what else leaves nothing stood between two.
                if behind_a_tag(node) && ends_in_space(out) {
                    words = words.trim_start_matches(' ').to_string().into();
                }
                return add(out, text(&words, span));
            }
            NodeValue::SoftBreak => {
                if !(joins(node) || behind_a_tag(node) && ends_in_space(out)) {
                    add(out, text(" ", span));
                }
                return;
            }
            NodeValue::LineBreak => InlineKind::Break,
            NodeValue::Code(code) => InlineKind::Code(code.literal),
            NodeValue::Math(math) => match self.formula(&math.literal, span) {
                // What only defines macros shows nothing.
                Some(formula) if formula.row.is_empty() => return,
                Some(formula) if math.display_math => InlineKind::Formula(tex::in_line(formula)),
                Some(formula) => InlineKind::Formula(formula),
                None => InlineKind::Code(self.slice(span).to_string()),
            },
            NodeValue::Emph => InlineKind::Emph(self.inlines(node, depth + 1)),
            NodeValue::Strong => InlineKind::Strong(self.inlines(node, depth + 1)),
            NodeValue::Strikethrough => InlineKind::Strike(self.inlines(node, depth + 1)),
            NodeValue::Superscript => return append(out, self.around_a_word(node, depth, "^", InlineKind::Sup)),
            NodeValue::Subscript => {
                let inner = self.inlines(node, depth + 1);
                // Single tildes around several words strike them out, as on GitHub.
                match plain_text(&inner).contains(char::is_whitespace) {
                    true => InlineKind::Strike(inner),
                    false => InlineKind::Sub(inner),
                }
            }
            NodeValue::Highlight if self.in_a_word(span) => {
                add(out, text("==", span));
                append(out, self.inlines(node, depth + 1));
                return add(out, text("==", span));
            }
            NodeValue::Highlight => InlineKind::Highlight(self.inlines(node, depth + 1)),
            NodeValue::Link(link) => {
                let mut words = self.inlines(node, depth + 1);
                // A link within the book that has no words is named after what it leads to.
                if words.is_empty() && names::is_remote(&link.url) {
                    words.push(text(&link.url, span));
                }
                let title = Some(link.title).filter(|title| !title.is_empty());
                InlineKind::Link { target: Target::Written(link.url), title, text: words }
            }
            NodeValue::Image(link)
                if names::is_remote(&link.url) && names::fetched(&self.source.path, &link.url).is_none() =>
            {
                let message =
                    format!("the picture '{}' lies outside the book; its description is set as text", link.url);
                let site = self.site(span);
                self.diags.push_help(Code::UnsupportedMarkup, site, message, "put the picture into the book's folder");
                return append(out, self.inlines(node, depth + 1));
            }
            NodeValue::Image(link) => {
                let behind = node.next_sibling().and_then(|next| match &next.data().value {
                    NodeValue::Text(words) => attributes::parse(words),
                    _ => None,
                });
                let width = behind.as_ref().and_then(|(found, _)| found.get("width"));
                InlineKind::Image(self.picture(node, &link.url, width, span))
            }
            NodeValue::FootnoteReference(reference) => return self.mark(&reference.name, span, depth, out),
            NodeValue::HtmlInline(literal) => return self.tag(&literal, span, out, open),
            // Only extensions that are switched off make other pieces; what was typed stays.
            _ => InlineKind::Text(self.slice(span).to_string()),
        };
        out.push(Inline::new(kind, span));
    }

    /// Whether letters stand right before and right behind: `a==b and c==d` marks nothing.
    fn in_a_word(&self, span: Span) -> bool {
        let (before, behind) = self.source.text.split_at(span.start as usize);
        let behind = &behind[(span.end - span.start) as usize..];
        before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric)
    }

    /// A note's mark: the note itself where it is the first, a reference where it is not.
    fn mark(&mut self, label: &str, span: Span, depth: usize, out: &mut Vec<Inline>) {
        let found = self.notes.find(label).map(|(node, body)| (node, body.clone()));
        let kind = match found {
            Some((_, Body::AtMark(note))) => InlineKind::NoteRef { note, number: None },
            Some((node, Body::Waiting)) if node.first_child().is_some() => {
                let anchor = self.note_anchor(label);
                self.notes.set(label, anchor.clone());
                // The body is a block of its own with shortcodes and scripts of its own.
                let outer = (std::mem::take(&mut self.literal), std::mem::take(&mut self.unread));
                let blocks = self.children(node, depth + 1);
                (self.literal, self.unread) = outer;
                InlineKind::Note(Note { anchor, number: None, blocks })
            }
            Some((_, Body::Waiting | Body::AtEnd)) | None => {
                let typed = self.slice(span).to_string();
                self.warn(Code::UndefinedNote, span, format!("the mark '{typed}' leads to no note"));
                return add(out, text(&typed, span));
            }
        };
        out.push(Inline::new(kind, span));
    }

    /// comrak turns a mark without a note into text; only the source tells it from an escaped bracket.
    fn undefined_notes(&mut self, span: Span) {
        let typed = self.slice(span);
        for (at, _) in typed.match_indices("[^") {
            let escaped = typed[..at].ends_with('\\');
            let label = typed[at + 2..].split([']', '[', '\n']).next().unwrap_or_default();
            let end = at + 2 + label.len();
            if escaped || label.trim().is_empty() || !typed[end..].starts_with(']') {
                continue;
            }
            let place = Span::new(span.start as usize + at, span.start as usize + end + 1);
            let site = self.site(place);
            let message = format!("the mark '[^{label}]' has no note");
            let help = format!("write the note as a paragraph: [^{label}]: …");
            self.diags.push_help(Code::UndefinedNote, site, message, help);
        }
    }

    /// Finds the shortcodes of a block, outside its code and its formulas, whose braces are TeX's.
    fn shortcodes(&mut self, node: Node<'a>) {
        self.literal.clear();
        let whole = self.span(node);
        let typed = self.slice(whole);
        if !typed.contains("{{") && !typed.contains("{%") {
            return;
        }
        let is_code = |n: &Node<'a>| matches!(n.data().value, NodeValue::Code(_) | NodeValue::Math(_));
        let code: Vec<Span> = node.descendants().filter(is_code).map(|n| self.span(n)).collect();
        let mut at = 0;
        while let Some(found) = typed[at..].find(['{']) {
            let begin = at + found;
            at = begin + 1;
            let close = match typed.as_bytes().get(begin + 1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                _ => continue,
            };
            // Where none is closed any more, every further search would run to the end.
            let Some(length) = typed[begin + 2..].find(close) else { break };
            let end = begin + 2 + length + 2;
            let span = Span::new(whole.start as usize + begin, whole.start as usize + end);
            if self.is_unread(span) || code.iter().any(|c| c.start <= span.start && span.start < c.end) {
                continue;
            }
            at = end;
            self.literal.push(span);
            // A directive that is still there was escaped, or why it could not be followed was said.
            if directive::next(&typed[begin..end], 0).is_some() {
                continue;
            }
            let site = self.site(span);
            let message = format!("the shortcode '{}' is printed as it stands", &typed[begin..end]);
            self.diags.push_help(Code::Shortcode, site, message, "write out what it stood for, or escape it as code");
        }
    }

    pub(super) fn left_out(&mut self, what: &str, span: Span) {
        let site = self.site(span);
        self.diags.push_help(
            Code::RawHtml,
            site,
            format!("raw HTML is left out ({what}); its words are kept"),
            html::HELP,
        );
    }

    /// An element that its line ends in: a place, or nothing that its words would have been.
    fn without_end(&mut self, element: Element, span: Span, inner: Vec<Inline>, out: &mut Vec<Inline>) {
        // A place needs no end: people write `<a name="here">`.
        match html::place(&element, span) {
            Some(place) => out.push(place),
            None => self.left_out(&format!("<{}> without its end", element.name), span),
        }
        append(out, inner);
    }

    /// A tag in a line. A comment has no meaning, and what is no HTML is what an author typed.
    fn tag(&mut self, literal: &str, span: Span, out: &mut Vec<Inline>, open: &mut Vec<Open>) {
        if self.literal.iter().any(|code| code.start <= span.start && span.end <= code.end) {
            return add(out, text(literal, span));
        }
        let (before, behind) = self.source.text.split_at(span.start as usize);
        let tag = match html::is_parameter(before, literal, behind.split("\n\n").next().unwrap_or_default()) {
            true => Tag::Text,
            false => html::tag(literal),
        };
        match tag {
            Tag::Comment => {}
            Tag::Text => {
                let site = self.site(span);
                let message = format!("'{literal}' is taken for text: HTML has no such element");
                self.diags.push_help(Code::RawHtml, site, message, html::TEXT_HELP);
                add(out, text(literal, span));
            }
            Tag::Other => self.left_out(literal, span),
            Tag::Open(_) => match html::opened(literal) {
                Opened::Around(element) => {
                    while let Some(part) = open.pop_if(|part| html::ends_at(&part.element.name, &element.name)) {
                        self.close(part, span.start, out);
                    }
                    open.push(Open { element, span, before: std::mem::take(out) });
                }
                Opened::Alone(element) => match element.name.as_str() {
                    "br" => out.push(Inline::new(InlineKind::Break, span)),
                    "img" => {
                        out.extend(html::place(&element, span));
                        append(out, self.html_picture(&element, span).into_iter().collect());
                    }
                    "wbr" => add(out, text("\u{200b}", span)),
                    "embed" => append(out, self.media(&element, span).into_iter().collect()),
                    _ => self.left_out(literal, span),
                },
                Opened::Strange => self.left_out(literal, span),
            },
            Tag::Close(name) => {
                let Some(at) = open.iter().rposition(|open| open.element.name == name) else { return };
                while open.len() > at {
                    let Some(element) = open.pop() else { break };
                    match open.len() > at {
                        true if html::is_part_of_ruby(&element.element.name) => self.close(element, span.start, out),
                        true => {
                            let inner = std::mem::replace(out, element.before);
                            self.without_end(element.element, element.span, inner, out);
                        }
                        false => self.close(element, span.end, out),
                    }
                }
            }
        }
    }

    /// An element that ends at that byte, with what stands in it.
    fn close(&mut self, Open { element, span, before }: Open, end: u32, out: &mut Vec<Inline>) {
        let inner = std::mem::replace(out, before);
        let whole = Span { start: span.start, end };
        match html::is_media(&element) {
            true if plain_text(&inner).trim().is_empty() => {
                append(out, self.media(&element, whole).into_iter().collect());
            }
            true => {
                self.left_out(&format!("<{}>", element.name), span);
                append(out, inner);
            }
            false => append(out, html::wrapped(&element, inner, whole)),
        }
    }

    /// A picture, and the width that its author wants.
    pub(super) fn picture(&mut self, node: Node<'a>, url: &str, width: Option<&str>, span: Span) -> Image {
        let mut alt = String::new();
        for inner in node.descendants() {
            match &inner.data().value {
                NodeValue::Text(words) => alt.push_str(words),
                NodeValue::Code(code) => alt.push_str(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
                _ => {}
            }
        }
        let fetched = names::fetched(&self.source.path, url);
        let address = fetched.is_some().then(|| url.to_string());
        let path = fetched.unwrap_or_else(|| names::beside(&self.source.path, url));
        if alt.trim().is_empty() {
            let site = self.site(span);
            let message = format!("the picture '{path}' has no description");
            self.diags.push_help(
                Code::MissingAlt,
                site,
                message,
                format!("describe what it shows: ![description]({url})"),
            );
        }
        let wanted = width.and_then(pictures::extent);
        if let (Some(width), None) = (width, wanted) {
            let (site, message) = (self.site(span), format!("'{width}' is not a width, so the picture keeps its own"));
            let help = "write it in per cent of the measure or as a length, such as 60% or 5cm";
            self.diags.push_help(Code::UnsupportedMarkup, site, message, help);
        }
        let alt = Some(alt.trim().to_string()).filter(|alt| !alt.is_empty());
        Image { width: wanted, address, ..Image::new(path, alt) }
    }
}

/// Adds a piece; words join the words before them.
pub(super) fn add(out: &mut Vec<Inline>, piece: Inline) {
    if let InlineKind::Text(words) = &piece.kind {
        if words.is_empty() {
            return;
        }
        if let Some(Inline { kind: InlineKind::Text(before), span }) = out.last_mut() {
            before.push_str(words);
            span.end = span.end.max(piece.span.end);
            return;
        }
    }
    out.push(piece);
}

fn append(out: &mut Vec<Inline>, pieces: Vec<Inline>) {
    for piece in pieces {
        add(out, piece);
    }
}

fn behind_a_tag(node: Node<'_>) -> bool {
    node.previous_sibling().is_some_and(|before| matches!(before.data().value, NodeValue::HtmlInline(_)))
}

fn ends_in_space(line: &[Inline]) -> bool {
    line.last().is_some_and(|last| matches!(&last.kind, InlineKind::Text(words) if words.ends_with(' ')))
}

/// Takes space and forced breaks from both ends of a line.
pub(super) fn trim(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        match &mut last.kind {
            InlineKind::Text(words) => words.truncate(words.trim_end_matches([' ', '\t', '\n']).len()),
            InlineKind::Break => {}
            _ => break,
        }
        if matches!(&last.kind, InlineKind::Text(words) if !words.is_empty()) {
            break;
        }
        line.pop();
    }
    while let Some(first) = line.first_mut() {
        match &mut first.kind {
            InlineKind::Text(words) => {
                let bare = words.trim_start_matches([' ', '\t', '\n']).len();
                let cut = words.len() - bare;
                words.drain(..cut);
                if !words.is_empty() {
                    break;
                }
            }
            InlineKind::Break => {}
            _ => break,
        }
        line.remove(0);
    }
}

/// Takes space and forced breaks from the end of a line, from within its last piece, too.
pub(super) fn trim_end(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        let empty = match &mut last.kind {
            InlineKind::Text(words) => {
                words.truncate(words.trim_end_matches([' ', '\t', '\n']).len());
                words.is_empty()
            }
            InlineKind::Break => true,
            InlineKind::Link { .. } => false,
            _ => last.children_mut().is_some_and(|children| {
                trim_end(children);
                children.is_empty()
            }),
        };
        if !empty {
            break;
        }
        line.pop();
    }
}

/// Whether a line end of the source stands between two characters of a script that sets no space between words.
fn joins(node: Node<'_>) -> bool {
    let before = node.previous_sibling().and_then(|n| edge(n, true));
    let after = node.next_sibling().and_then(|n| edge(n, false));
    before.is_some_and(is_spaceless) && after.is_some_and(is_spaceless)
}

fn edge(mut node: Node<'_>, last: bool) -> Option<char> {
    loop {
        if let NodeValue::Text(words) = &node.data().value {
            return if last { words.chars().next_back() } else { words.chars().next() };
        }
        node = if last { node.last_child()? } else { node.first_child()? };
    }
}

/// Han, kana, and the punctuation and full-width forms that go with them; Korean parts its words by spaces.
pub(super) fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}
