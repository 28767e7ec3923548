//! HTML as a browser would understand it: html5ever's parser, and a plain tree out of it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};

use crate::base::limits;

/// A piece of HTML.
#[derive(Clone, Debug)]
pub enum Node {
    /// Letters, entities decoded.
    Text {
        /// They.
        words: String,
        /// The line in which they begin, from 1; of a page, the stretch (see [`Page`]).
        line: usize,
    },
    /// An element.
    Element(Element),
}

/// An element.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Its attributes, names in small letters.
    pub attributes: Vec<(String, String)>,
    /// The line of its start, from 1; of a page, the stretch (see [`Page`]).
    pub line: usize,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements that stand right in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text { .. } => None,
        })
    }
}

/// All letters of nodes.
pub fn letters(nodes: &[Node]) -> String {
    let each = nodes.iter().map(|node| match node {
        Node::Text { words, .. } => words.clone(),
        Node::Element(element) => letters(&element.children),
    });
    each.collect()
}

/// Reads a piece of HTML as what stands in a body. Comments are left out. Whoever calls this sees to it that it is
/// not nested without bounds.
pub fn parse(html: &str) -> Vec<Node> {
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let sink = parse_fragment(Sink::default(), ParseOpts::default(), context, Vec::new(), false).one(html);
    // A fragment stands in a root element of its own (HTML, 13.4).
    let document = sink.document.children.borrow();
    document.iter().flat_map(plain).collect()
}

/// Why a page is not read.
pub enum Excess {
    /// It has more elements than are read.
    Elements,
    /// More of them stand in one another.
    Nesting,
}

/// A whole page. Pages are saved in lines of any length, and some are a single one, so places in them are counted in stretches: a
/// stretch is a line or, of a long line, what begins with a tag.
pub struct Page {
    /// What is in it.
    pub nodes: Vec<Node>,
    /// The bytes at which its stretches begin.
    pub stretches: Vec<usize>,
}

/// Lines of more bytes are divided at their tags.
const LONG_LINE: usize = 400;

fn stretches(html: &str) -> Vec<usize> {
    let (mut found, mut start) = (Vec::new(), 0);
    for line in html.split_inclusive('\n') {
        found.push(start);
        if line.len() > LONG_LINE {
            found.extend(line.match_indices('<').map(|(at, _)| start + at).filter(|at| *at > start));
        }
        start += line.len();
    }
    found
}

/// Reads a whole page, as a browser without scripts does. It stops where there is too much of it: a few marks without an end are
/// opened again in every paragraph behind them, and the parser takes quadratic time for what is nested deeply.
pub fn parse_page(html: &str) -> Result<Page, Excess> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let counted = Sink { in_stretches: true, ..Sink::default() };
    let mut parser = parse_document(counted, ParseOpts { tree_builder, ..ParseOpts::default() });
    let stretches = stretches(html);
    for (at, from) in stretches.iter().enumerate() {
        let until = stretches.get(at + 1).copied().unwrap_or(html.len());
        parser.tokenizer.sink.sink.line.set(at + 1);
        parser.process(html[*from..until].into());
        let sink = &parser.tokenizer.sink.sink;
        if sink.made.get() > limits::PAGE_ELEMENTS {
            return Err(Excess::Elements);
        }
        if sink.deepest.get() > limits::PAGE_NESTING {
            return Err(Excess::Nesting);
        }
    }
    Ok(Page { nodes: plain(&parser.finish().document), stretches })
}

fn plain(root: &Rc<Knot>) -> Vec<Node> {
    let children = root.children.borrow();
    let nodes = children.iter().filter_map(|knot| match &knot.kind {
        Kind::Text(words) => Some(Node::Text { words: words.borrow().to_string(), line: knot.line }),
        Kind::Element(name, attributes) => Some(Node::Element(Element {
            name: name.local.to_ascii_lowercase().to_string(),
            attributes: attributes
                .borrow()
                .iter()
                .map(|a| (a.name.local.to_ascii_lowercase().to_string(), a.value.to_string()))
                .collect(),
            line: knot.line,
            children: plain(knot),
        })),
        Kind::Other => None,
    });
    nodes.collect()
}

/// What html5ever builds.
struct Knot {
    kind: Kind,
    line: usize,
    /// How many elements it stood in when it was put there.
    depth: Cell<usize>,
    parent: RefCell<Weak<Knot>>,
    children: RefCell<Vec<Rc<Knot>>>,
}

enum Kind {
    Element(QualName, RefCell<Vec<Attribute>>),
    Text(RefCell<StrTendril>),
    /// The document, comments, instructions.
    Other,
}

impl Knot {
    fn new(kind: Kind, line: usize) -> Rc<Knot> {
        let depth = Cell::new(0);
        Rc::new(Knot { kind, line, depth, parent: RefCell::new(Weak::new()), children: RefCell::default() })
    }

    /// The parent, and the place in it.
    fn place(self: &Rc<Knot>) -> Option<(Rc<Knot>, usize)> {
        let parent = self.parent.borrow().upgrade()?;
        let at = parent.children.borrow().iter().position(|child| Rc::ptr_eq(child, self))?;
        Some((parent, at))
    }

    fn detach(self: &Rc<Knot>) {
        if let Some((parent, at)) = self.place() {
            parent.children.borrow_mut().remove(at);
        }
        *self.parent.borrow_mut() = Weak::new();
    }

    fn insert(self: &Rc<Knot>, at: usize, child: Rc<Knot>) {
        child.detach();
        *child.parent.borrow_mut() = Rc::downgrade(self);
        self.children.borrow_mut().insert(at, child);
    }
}

impl Drop for Knot {
    /// One after the other, since what was given up may be nested deeper than the stack is.
    fn drop(&mut self) {
        let mut waiting = std::mem::take(self.children.get_mut());
        while let Some(knot) = waiting.pop() {
            if let Some(mut alone) = Rc::into_inner(knot) {
                waiting.append(alone.children.get_mut());
            }
        }
    }
}

struct Sink {
    document: Rc<Knot>,
    line: Cell<usize>,
    /// Whether what it is told of lines is not heeded.
    in_stretches: bool,
    /// How deep elements were put.
    deepest: Cell<usize>,
    /// How many elements were made.
    made: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Sink {
        let document = Knot::new(Kind::Other, 1);
        Sink { document, line: Cell::new(1), in_stretches: false, deepest: Cell::new(0), made: Cell::new(0) }
    }
}

impl Sink {
    fn put(&self, parent: &Rc<Knot>, at: usize, child: NodeOrText<Rc<Knot>>) {
        let child = match child {
            NodeOrText::AppendNode(knot) => knot,
            NodeOrText::AppendText(words) => {
                let before = at.checked_sub(1).map(|before| parent.children.borrow()[before].clone());
                if let Some(Kind::Text(known)) = before.as_ref().map(|knot| &knot.kind) {
                    known.borrow_mut().push_tendril(&words);
                    return;
                }
                Knot::new(Kind::Text(RefCell::new(words)), self.line.get())
            }
        };
        let depth = parent.depth.get() + 1;
        child.depth.set(depth);
        self.deepest.set(self.deepest.get().max(depth));
        parent.insert(at, child);
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Knot>;
    type Output = Sink;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Sink {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Knot> {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Knot>) -> ExpandedName<'a> {
        match &target.kind {
            Kind::Element(name, _) => name.expanded(),
            Kind::Text(_) | Kind::Other => unreachable!("html5ever asks elements alone for their name"),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Rc<Knot> {
        self.made.set(self.made.get() + 1);
        Knot::new(Kind::Element(name, RefCell::new(attributes)), self.line.get())
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Knot> {
        Knot::new(Kind::Other, self.line.get())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Knot> {
        Knot::new(Kind::Other, self.line.get())
    }

    fn append(&self, parent: &Rc<Knot>, child: NodeOrText<Rc<Knot>>) {
        let end = parent.children.borrow().len();
        self.put(parent, end, child);
    }

    fn append_before_sibling(&self, sibling: &Rc<Knot>, child: NodeOrText<Rc<Knot>>) {
        if let NodeOrText::AppendNode(knot) = &child {
            knot.detach();
        }
        if let Some((parent, at)) = sibling.place() {
            self.put(&parent, at, child);
        }
    }

    fn append_based_on_parent_node(&self, element: &Rc<Knot>, before: &Rc<Knot>, child: NodeOrText<Rc<Knot>>) {
        match element.place() {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(before, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Knot>) -> Rc<Knot> {
        target.clone()
    }

    fn same_node(&self, x: &Rc<Knot>, y: &Rc<Knot>) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Rc<Knot>, attributes: Vec<Attribute>) {
        if let Kind::Element(_, own) = &target.kind {
            let mut own = own.borrow_mut();
            for attribute in attributes {
                if own.iter().all(|known| known.name != attribute.name) {
                    own.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Rc<Knot>) {
        target.detach();
    }

    fn reparent_children(&self, from: &Rc<Knot>, to: &Rc<Knot>) {
        let children = std::mem::take(&mut *from.children.borrow_mut());
        for child in children {
            *child.parent.borrow_mut() = Weak::new();
            let end = to.children.borrow().len();
            to.insert(end, child);
        }
    }

    fn set_current_line(&self, line: u64) {
        if !self.in_stretches {
            self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(nodes: &[Node]) -> String {
        let each = nodes.iter().map(|node| match node {
            Node::Text { words, .. } => words.clone(),
            Node::Element(e) => {
                let attributes: String = e.attributes.iter().map(|(k, v)| format!(" {k}={v}")).collect();
                format!("({}{attributes}: {})", e.name, shown(&e.children))
            }
        });
        each.collect()
    }

    #[test]
    fn soup_becomes_a_tree() {
        assert_eq!(shown(&parse("<P CLASS=a>One <b>two<p>three")), "(p class=a: One (b: two))(p: (b: three))");
        assert_eq!(shown(&parse("a<!-- -- x -->b &amp; &eacute;")), "ab & é");
        assert_eq!(
            shown(&parse("<table><tr><td>1<script id=x></script>2</table>")),
            "(table: (tbody: (tr: (td: 1(script id=x: )2))))"
        );
        assert_eq!(shown(&parse("<table>lost<tr><td>1</table>")), "lost(table: (tbody: (tr: (td: 1))))");
    }

    #[test]
    fn elements_of_a_page_in_one_line_know_where_they_begin() {
        let html = format!("<p>{}</p><p>one<i class='a b'>two</i>", "word ".repeat(90));
        let Ok(page) = parse_page(&html) else { panic!() };
        let mut found = Vec::new();
        let mut waiting: Vec<&Node> = page.nodes.iter().collect();
        while let Some(node) = waiting.pop() {
            if let Node::Element(element) = node {
                waiting.extend(&element.children);
                found.push((element.name.as_str(), page.stretches[element.line - 1]));
            }
        }
        let wanted = ["<p>", "<p>one", "<i"].map(|tag| html.rfind(tag).unwrap());
        for (name, at) in [("p", 0), ("p", wanted[1]), ("i", wanted[2])] {
            assert!(found.contains(&(name, at)), "{name} at {at}: {found:?}");
        }
        let Ok(page) = parse_page("<p>\n\n<i>x</i>") else { panic!() };
        assert_eq!(page.stretches, [0, 4, 5]);
    }

    #[test]
    fn elements_know_their_line() {
        let nodes = parse("<div>\n\n<i>x</i></div>");
        let Node::Element(div) = &nodes[0] else { panic!() };
        assert_eq!((div.line, div.elements().next().unwrap().line), (1, 3));
    }
}
