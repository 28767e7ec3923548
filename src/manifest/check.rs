//! The reader's hands: fields of a mapping, texts, lists, paths, each with its findings.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::tree::{Key, Kind, Node};
use super::types::Spanned;
use crate::base::folder::SPELLING;
use crate::base::{Code, Diags, Folder, Site, SourceId, Span, nearest};

/// What every part of the reader needs.
pub(super) struct Reader<'a> {
    /// The manifest's text.
    pub text: &'a str,
    /// The manifest.
    pub source: SourceId,
    /// The book's folder.
    pub folder: &'a Folder,
    /// What its lists of articles say, word by word: a file that stands in one is not what a misspelt path means.
    listed: BTreeSet<String>,
    /// Every file of the book's folder, once somebody asked.
    files: Option<Vec<String>>,
    /// The findings.
    pub diags: &'a mut Diags,
}

/// The known fields of one mapping, each once.
pub(super) struct Fields {
    /// The mapping.
    pub span: Span,
    pairs: Vec<(Key, Rc<Node>)>,
}

impl Fields {
    /// The value of a key; none where it is not there or empty.
    pub fn get(&self, key: &str) -> Option<&Rc<Node>> {
        self.pairs.iter().find(|(k, _)| k.text == key).map(|(_, node)| node).filter(|node| !node.is_null())
    }

    /// Where a key stands.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.pairs.iter().find(|(k, _)| k.text == key).map(|(k, _)| k.span)
    }
}

/// The texts in `chapters`, `front` and `back`, of the book and of its editions.
fn listed(node: &Node, inside: bool, found: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Text(text, _) if inside => _ = found.insert(text.trim().trim_start_matches("./").to_string()),
        Kind::Text(..) => {}
        Kind::List(items) => items.iter().for_each(|item| listed(item, inside, found)),
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                let list = matches!(key.text.as_str(), "chapters" | "front" | "back");
                listed(value, inside || list, found);
            }
        }
    }
}

impl<'a> Reader<'a> {
    /// Of the manifest `root`, whose text is `text`.
    pub fn new(root: &Node, text: &'a str, source: SourceId, folder: &'a Folder, diags: &'a mut Diags) -> Reader<'a> {
        let mut all = BTreeSet::new();
        listed(root, false, &mut all);
        Reader { text, source, folder, listed: all, files: None, diags }
    }
}

impl Reader<'_> {
    /// A finding at a span.
    pub fn push(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diags.push(code, Site { source: self.source, span }, message);
    }

    /// A finding that says what to do.
    pub fn push_help(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diags.push_help(code, Site { source: self.source, span }, message, help);
    }

    /// What a value is, in plain words.
    pub fn kind(node: &Node) -> &'static str {
        match &node.kind {
            _ if node.is_null() => "nothing",
            Kind::Text(..) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping (key: value)",
        }
    }
    /// A finding: `what` is of another kind than wanted. `help` says how it is written.
    pub fn wrong(&mut self, node: &Node, what: &str, wanted: &str, help: &str) {
        let message = format!("{what} is {wanted}, and here stands {}", Self::kind(node));
        self.push_help(Code::WrongType, node.span, message, help);
    }

    /// What stands at a span, as it was typed.
    fn typed(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("").trim_end()
    }

    /// How one text is written where something else stands.
    fn as_text(&self, node: &Node) -> &'static str {
        match &node.kind {
            _ if self.typed(node.span).starts_with(['[', '{']) => "put a text that begins with a bracket in quotes",
            Kind::List(_) => "write one text, without '- ' before it",
            Kind::Map(_) => "put a text that has ': ' in it in quotes",
            Kind::Text(..) => "write it, or take the line out",
        }
    }

    /// How a list is written where something else stands.
    fn as_list(&self, node: &Node) -> String {
        let typed = self.typed(node.span);
        let line = "begin every line of it with '- '";
        match &node.kind {
            Kind::Text(..) if typed.starts_with('-') => "write a space behind every '-'".to_string(),
            Kind::Text(..) if typed.contains('\n') || typed.starts_with(['*', '•', '–', '—']) => line.to_string(),
            Kind::Text(..) => format!("write [{typed}]"),
            Kind::List(_) | Kind::Map(_) => line.to_string(),
        }
    }

    /// How a mapping is written where something else stands.
    fn as_mapping(&self, node: &Node) -> &'static str {
        match &node.kind {
            Kind::Text(text, _) if text.contains(':') => "write a space behind every colon",
            Kind::Text(..) => "write its keys below it, one 'key: value' a line",
            Kind::List(_) | Kind::Map(_) => "write its keys without '- ' before them",
        }
    }

    /// The fields of a mapping. Unknown and repeated keys are findings; `later` are known and not used yet.
    pub fn fields(&mut self, node: &Node, what: &str, known: &[&[&str]], later: &[&str]) -> Option<Fields> {
        let Kind::Map(pairs) = &node.kind else {
            let help = self.as_mapping(node);
            self.wrong(node, what, "a mapping (key: value)", help);
            return None;
        };
        let mut fields = Fields { span: node.span, pairs: Vec::new() };
        for (key, value) in pairs {
            let name = key.text.as_str();
            if fields.key_span(name).is_some() {
                self.push_help(Code::DuplicateKey, key.span, format!("'{name}' stands here twice"), "keep one of them");
            } else if later.contains(&name) {
                self.push(Code::LaterKey, key.span, format!("'{name}' is a key that Recto does not use yet"));
            } else if known.iter().any(|keys| keys.contains(&name)) {
                fields.pairs.push((key.clone(), value.clone()));
            } else {
                let all: Vec<&str> = known.concat();
                let parts = name.split_once([':', ' ']).filter(|(key, _)| all.contains(key));
                let help = match (parts, nearest(name, all.iter().copied())) {
                    (Some((key, value)), _) => format!("write {key}: {}, with a space behind the colon", value.trim()),
                    (None, Some(near)) => format!("did you mean '{near}'?"),
                    (None, None) => format!("known here: {}", all.join(", ")),
                };
                self.push_help(Code::UnknownKey, key.span, format!("{what} has no key '{name}'"), help);
            }
        }
        Some(fields)
    }

    /// A text that is not empty, without space around it.
    pub fn text(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match &node.kind {
            Kind::Text(text, _) if !node.is_null() => {
                let value = text.trim().to_string();
                if value.is_empty() {
                    self.push(Code::BadValue, node.span, format!("{what} is empty"));
                    return None;
                }
                Some(Spanned { value, span: node.span })
            }
            _ => {
                let help = self.as_text(node);
                self.wrong(node, what, "one text", help);
                None
            }
        }
    }

    /// The text of a field, if it is there.
    pub fn text_of(&mut self, fields: &Fields, key: &str) -> Option<Spanned<String>> {
        fields.get(key).and_then(|node| self.text(&node.clone(), &format!("'{key}'")))
    }

    /// A title: a text that a comment may have cut off.
    pub fn title(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let title = self.text(node, what)?;
        if matches!(&node.kind, Kind::Text(_, true)) {
            let rest = self.text.get(node.span.end as usize..).unwrap_or("");
            let line = rest.lines().next().unwrap_or("");
            // One space before the '#' is how a title goes on; people set comments off by more, or by a line.
            if line.starts_with(" #") {
                let cut = Span::new(node.span.end as usize + 1, node.span.end as usize + line.trim_end().len());
                self.push_help(
                    Code::CutByComment,
                    cut,
                    format!("the title ends before ' #', which begins a comment: '{}'", title.value),
                    "put it in quotes; a comment goes on a line of its own",
                );
            }
        }
        Some(title)
    }

    /// True or false.
    pub fn truth(&mut self, node: &Node, what: &str) -> Option<bool> {
        match &node.kind {
            Kind::Text(text, true) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" => return Some(true),
                "false" | "no" => return Some(false),
                _ => {}
            },
            Kind::Text(..) | Kind::List(_) | Kind::Map(_) => {}
        }
        self.push(Code::WrongType, node.span, format!("{what} is true or false"));
        None
    }

    /// The items of a list.
    pub fn list(&mut self, node: &Node, what: &str) -> Option<Vec<Rc<Node>>> {
        match &node.kind {
            Kind::List(items) => Some(items.clone()),
            Kind::Text(..) | Kind::Map(_) => {
                let help = self.as_list(node);
                self.wrong(node, what, "a list", &help);
                None
            }
        }
    }

    /// A text of one line, as names of pages and files are.
    pub fn line(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let text = self.text(node, what)?;
        if self.typed(text.span).contains('\n') {
            let help = "begin every '- ' of a list in the same column";
            self.push_help(Code::BadValue, text.span, format!("{what} runs over more than one line"), help);
            return None;
        }
        Some(text)
    }

    /// A path to a file of the book, normalised. A file that cannot be had is a finding; the path is still given.
    pub fn path(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let written = self.line(node, what)?;
        if let Err(refusal) = self.folder.probe(&written.value) {
            let help = match plain_quotes(&written.value) {
                Some(help) => help.to_string(),
                // Where the path itself is well written: folders parted by '\\' are told otherwise.
                None if refusal.code == Code::MissingFile && !written.value.contains('\\') => {
                    let meant = self.meant(&written.value);
                    meant.map_or(SPELLING.to_string(), |meant| format!("did you mean '{meant}'?"))
                }
                None => refusal.help,
            };
            self.push_help(refusal.code, written.span, refusal.message, help);
        }
        let value = written.value.split('/').filter(|p| !p.is_empty() && *p != ".").collect::<Vec<_>>().join("/");
        Some(Spanned { value, span: written.span })
    }

    /// The file that the path of a missing one means: the only one of its name in another folder, else the nearest in its own;
    /// none that stands in a list already.
    fn meant(&mut self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let files = self.files.get_or_insert_with(|| self.folder.everything());
        let taken = |path: &str| self.listed.contains(path);
        let mut elsewhere = files.iter().filter(|file| file.rsplit('/').next() == Some(name) && !taken(file));
        match (elsewhere.next(), elsewhere.next()) {
            (Some(one), None) => Some(one.clone()),
            _ => self.folder.near(path, &taken),
        }
    }

    /// A word out of a few; anything else is a finding with the nearest.
    pub fn word<T: Copy>(&mut self, node: &Node, what: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, what)?;
        if let Some((_, value)) = known.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let help = match nearest(&text.value, words.iter().copied()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("known: {}", words.join(", ")),
        };
        self.push_help(Code::BadValue, text.span, format!("{what} cannot be '{}'", text.value), help);
        None
    }
}

/// What to do about a value in curly quotation marks, which YAML takes for a part of it.
pub(super) fn plain_quotes(value: &str) -> Option<&'static str> {
    value
        .starts_with(['“', '”', '„', '‘', '’', '«'])
        .then_some("take the curly quotation marks away; those of YAML are straight")
}
