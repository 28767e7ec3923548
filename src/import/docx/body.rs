//! Reads the text of a Word file into paragraphs.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::package::{Named, Referred};
use super::para::{Kind, Look, Notes, Para, Piece, Run};
use super::styles::{Numbering, Styles};
use crate::base::limits;

/// What was met and has no place in the book.
#[derive(Debug, Default)]
pub struct Met {
    pub comments: usize,
    pub deletions: usize,
    pub formulas: usize,
    pub merged: usize,
    pub nested: usize,
    pub crowded: usize,
    pub drawings: usize,
    pub hidden: usize,
    pub pages: usize,
    pub symbols: usize,
    pub contents: bool,
    /// Whether words stand deeper than is read.
    pub deep: bool,
}

impl Met {
    /// Whether `depth` is more than is read; words that stand so deep are remembered.
    fn too_deep(&mut self, node: Node, depth: usize) -> bool {
        let deep = depth > limits::NESTING;
        self.deep |= deep && node.descendants().any(|inner| inner.has_tag_name_any("t"));
        deep
    }
}

/// Reads one part of a Word file.
pub struct Body<'a> {
    pub styles: &'a Styles,
    pub numbering: &'a mut Numbering,
    pub relations: &'a BTreeMap<String, Referred>,
    pub met: &'a mut Met,
    fields: Vec<Field>,
    /// Where fields begin that end nowhere: they hold nothing.
    endless: BTreeSet<usize>,
    page: bool,
    /// Places between paragraphs: they are in the next.
    places: Vec<String>,
}

/// A field: what it does, and whether its result has begun.
#[derive(Default)]
struct Field {
    does: String,
    shows: bool,
}

impl<'a> Body<'a> {
    /// Prepares to read `root`, or what is in it.
    pub fn new(
        root: Node,
        styles: &'a Styles,
        numbering: &'a mut Numbering,
        relations: &'a BTreeMap<String, Referred>,
        met: &'a mut Met,
    ) -> Body<'a> {
        Body {
            styles,
            numbering,
            relations,
            met,
            fields: Vec::new(),
            endless: endless(root),
            page: false,
            places: Vec::new(),
        }
    }

    /// The paragraphs in an element.
    pub fn paras(&mut self, node: Node, depth: usize) -> Vec<Para> {
        let mut out = Vec::new();
        if self.met.too_deep(node, depth) {
            return out;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.para(child, depth, &mut out),
                "tbl" => self.table(child, depth, &mut out),
                "bookmarkStart" => self.places.extend(child.said("name").map(str::to_string)),
                // Wrappers: content controls, custom XML, tracked insertions.
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => out.extend(self.paras(child, depth + 1)),
                "AlternateContent" => {
                    if let Some(choice) = choice(child) {
                        out.extend(self.paras(choice, depth + 1));
                    }
                }
                _ => {}
            }
        }
        out
    }

    fn para(&mut self, node: Node, depth: usize, out: &mut Vec<Para>) {
        let about = node.child("pPr");
        let meant = self.styles.meant(about);
        let set_apart = self.styles.sets_apart(about);
        let list = self.styles.number(about);
        let begins = std::mem::take(&mut self.page) | self.styles.page_before(about);
        let mut line = Line::default();
        self.places.drain(..).for_each(|name| line.place(name));
        let pages = self.met.pages;
        self.runs(node, None, depth + 1, &mut line);
        if let Some(section) = about.and_then(|about| about.child("sectPr")) {
            // A section that does not say how it begins begins a page.
            self.page |= !matches!(section.value("type"), Some("continuous" | "nextColumn"));
        }
        let Some(mut kind) = meant.filter(|_| !self.in_contents()) else {
            self.met.contents = true;
            self.met.pages = pages;
            self.page |= begins;
            return;
        };
        let ruled = about.and_then(|about| about.child("pBdr")).is_some_and(|border| border.child("bottom").is_some());
        // A numbered heading is a heading.
        if let (Some((list, level)), Kind::Text | Kind::Quote) = (&list, &kind)
            && line.says_something()
        {
            kind = Kind::Item { level: *level, mark: self.numbering.mark(list, *level) };
        }
        if line.ruled || (ruled && !line.says_something()) {
            kind = Kind::SceneBreak;
        }
        // A page's break within a paragraph divides it.
        let mut begins = begins;
        let pieces = line.pages;
        let last = pieces.len().saturating_sub(1);
        for (at, runs) in pieces.into_iter().enumerate() {
            if at == last && last > 0 && runs.is_empty() {
                self.page = true;
                break;
            }
            if at == 0 && last > 0 && runs.is_empty() {
                begins = true;
                continue;
            }
            let begins_page = begins || at > 0;
            out.push(Para { begins_page, set_apart, ..Para::new(kind.clone(), runs) });
            begins = false;
        }
        for boxed in line.boxes {
            out.extend(boxed);
        }
    }

    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.does.trim_start().starts_with("TOC"))
    }

    /// The pieces in an element of a line.
    fn runs(&mut self, node: Node, link: Option<&str>, depth: usize, line: &mut Line) {
        if self.met.too_deep(node, depth) {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "r" => self.run(child, link, depth, line),
                "hyperlink" => {
                    let target = child.said("id").and_then(|id| self.relations.get(id));
                    let place = child.said("anchor");
                    let address = match (target, place) {
                        (Some(Referred::Address(address)), Some(place)) if !address.contains('#') => {
                            Some(format!("{address}#{place}"))
                        }
                        (Some(Referred::Address(address)), _) => Some(address.clone()),
                        (Some(Referred::Part(_)) | None, Some(place)) => Some(format!("#{place}")),
                        (Some(Referred::Part(_)) | None, None) => None,
                    };
                    self.runs(child, address.as_deref().or(link), depth + 1, line);
                }
                "fldSimple" => {
                    let does = child.said("instr").unwrap_or_default().to_string();
                    self.met.pages += usize::from(is_page(&does));
                    let address = address_of(&does);
                    self.fields.push(Field { does, shows: true });
                    self.runs(child, address.as_deref().or(link), depth + 1, line);
                    self.fields.pop();
                }
                "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "customXml" | "dir" | "bdo" => {
                    self.runs(child, link, depth + 1, line);
                }
                "AlternateContent" => {
                    if let Some(choice) = choice(child) {
                        self.runs(choice, link, depth + 1, line);
                    }
                }
                "del" | "moveFrom" => self.met.deletions += 1,
                "bookmarkStart" => child.said("name").into_iter().for_each(|name| line.place(name.to_string())),
                "oMath" | "oMathPara" => {
                    self.met.formulas += 1;
                    let letters: String = child
                        .descendants()
                        .filter(|inner| inner.has_tag_name_any("t"))
                        .filter_map(|inner| inner.text())
                        .collect();
                    line.push(Run {
                        piece: Piece::Text(letters),
                        look: Look { italic: true, ..Look::default() },
                        link: None,
                    });
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, node: Node, link: Option<&str>, depth: usize, line: &mut Line) {
        if self.met.too_deep(node, depth) {
            return;
        }
        let look = self.styles.look(node.child("rPr"));
        self.pieces(node, look, link, depth, line);
    }

    /// The pieces in a run, which look alike.
    fn pieces(&mut self, node: Node, look: Look, link: Option<&str>, depth: usize, line: &mut Line) {
        if self.met.too_deep(node, depth) {
            return;
        }
        let shown = |fields: &[Field]| fields.iter().all(|field| field.shows) && !look.hidden;
        for child in node.children().filter(Node::is_element) {
            let by_field = self.fields.iter().rev().find_map(|field| address_of(&field.does));
            let link = by_field.or(link.map(str::to_string));
            let mut push = |piece: Piece, fields: &[Field]| {
                if shown(fields) {
                    line.push(Run { piece, look, link: link.clone() });
                }
            };
            match child.tag_name().name() {
                "t" if look.hidden => {
                    let words = child.text().unwrap_or_default();
                    self.met.hidden += usize::from(!words.trim().is_empty());
                }
                "t" => push(Piece::Text(child.text().unwrap_or_default().to_string()), &self.fields),
                "tab" | "ptab" => push(Piece::Text("\t".to_string()), &self.fields),
                "noBreakHyphen" => push(Piece::Text("\u{2011}".to_string()), &self.fields),
                "softHyphen" => push(Piece::Text("\u{ad}".to_string()), &self.fields),
                "sym" => {
                    let code = child.said("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                    // Symbol fonts have signs of their own where Unicode has none.
                    match code.filter(|code| !(0xf000..=0xf0ff).contains(code)).and_then(char::from_u32) {
                        Some(sign) => push(Piece::Text(sign.to_string()), &self.fields),
                        None if shown(&self.fields) => self.met.symbols += 1,
                        None => {}
                    }
                }
                "br" | "cr" => match child.said("type") {
                    Some("page") if shown(&self.fields) => line.page(),
                    Some("page" | "column") => {}
                    _ => push(Piece::Break, &self.fields),
                },
                "footnoteReference" => {
                    push(Piece::Note(Notes::Foot, child.said("id").unwrap_or_default().to_string()), &self.fields)
                }
                "endnoteReference" => {
                    push(Piece::Note(Notes::End, child.said("id").unwrap_or_default().to_string()), &self.fields)
                }
                "commentReference" => self.met.comments += 1,
                "fldChar" => match child.said("fldCharType") {
                    Some("begin") if self.endless.contains(&child.range().start) => {}
                    Some("begin") if self.fields.len() < limits::NESTING => self.fields.push(Field::default()),
                    Some("separate") => {
                        if let Some(field) = self.fields.last_mut() {
                            field.shows = true;
                        }
                    }
                    Some("end") => {
                        let ended = self.fields.pop();
                        self.met.pages += usize::from(ended.is_some_and(|field| is_page(&field.does)));
                    }
                    _ => {}
                },
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.does += child.text().unwrap_or_default();
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(child, depth, &look, line),
                // Words with their reading over them; behind them it is read the same.
                "ruby" => {
                    for (part, before, behind) in [("rubyBase", "", ""), ("rt", "(", ")")] {
                        let Some(part) = child.child(part) else { continue };
                        let sign = |fields: &[Field], sign: &str, line: &mut Line| {
                            if shown(fields) && !sign.is_empty() {
                                line.push(Run { piece: Piece::Text(sign.to_string()), look, link: link.clone() });
                            }
                        };
                        sign(&self.fields, before, line);
                        self.runs(part, link.as_deref(), depth + 1, line);
                        sign(&self.fields, behind, line);
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = choice(child) {
                        self.pieces(choice, look, link.as_deref(), depth + 1, line);
                    }
                }
                _ => {}
            }
        }
    }

    /// A picture, a box of text, a rule; what is none of them is counted.
    fn drawing(&mut self, node: Node, depth: usize, look: &Look, line: &mut Line) {
        let mut all = Vec::new();
        outer(node, 0, &mut all);
        let about = all.iter().find(|inner| inner.has_tag_name_any("docPr"));
        let alt =
            about.and_then(|about| about.said("descr").filter(|words| !words.trim().is_empty())).unwrap_or_default();
        // In English Metric Units, 914,400 to an inch (ECMA-376, 20.1.2.1).
        let extent = all.iter().find(|inner| inner.has_tag_name_any("extent")).and_then(|extent| extent.said("cx"));
        let width =
            extent.and_then(|width| width.parse::<u32>().ok()).map(|width| width / 9144).filter(|width| *width > 0);
        let mut found = false;
        for inner in &all {
            let id = match inner.tag_name().name() {
                "blip" => inner.said("embed").or(inner.said("link")),
                "imagedata" => inner.said("id"),
                _ => None,
            };
            if let Some(of) = id.and_then(|id| self.relations.get(id)) {
                found = true;
                let alt = if alt.is_empty() { inner.said("title").unwrap_or_default() } else { alt };
                line.push(Run {
                    piece: Piece::Picture { of: of.clone(), alt: alt.to_string(), width },
                    look: *look,
                    link: None,
                });
            }
        }
        for boxed in all.iter().filter(|inner| inner.has_tag_name_any("txbxContent")) {
            found = true;
            let paras = self.paras(*boxed, depth + 1);
            line.boxes.push(paras);
        }
        let is_rule = |inner: &Node| inner.has_tag_name_any("rect") && inner.said("hr").is_some();
        if all.iter().any(is_rule) {
            found = true;
            line.ruled = true;
        }
        if !found {
            self.met.drawings += 1;
        }
    }

    fn table(&mut self, node: Node, depth: usize, out: &mut Vec<Para>) {
        let begins_page = std::mem::take(&mut self.page);
        let mut rows = Vec::new();
        let look = node.child("tblPr").and_then(|about| about.child("tblLook"));
        let by_look = look.is_some_and(|look| {
            let bits = look.said("val").and_then(|bits| u32::from_str_radix(bits, 16).ok()).unwrap_or(0);
            look.said("firstRow") == Some("1") || bits & 0x20 != 0
        });
        let mut head = by_look;
        for row in within(node, "tr", depth, self.met) {
            if rows.is_empty() {
                head |= row.child("trPr").and_then(|about| about.on("tblHeader")).unwrap_or(false);
            }
            let mut cells: Vec<Vec<Para>> = Vec::new();
            for cell in within(row, "tc", depth, self.met) {
                let about = cell.child("tcPr");
                let across = about.and_then(|about| about.value("gridSpan")).and_then(|n| n.parse::<usize>().ok());
                let across = across.unwrap_or(1).clamp(1, limits::TABLE_COLUMNS);
                let merged = about.and_then(|about| about.child("vMerge")).is_some();
                self.met.merged += usize::from(across > 1 || merged);
                let paras = self.paras(cell, depth + 1);
                self.met.nested += paras.iter().filter(|para| matches!(para.kind, Kind::Table { .. })).count();
                // More columns fit no page; what they hold joins the last.
                let full = cells.len() >= limits::TABLE_COLUMNS;
                match cells.last_mut().filter(|_| full) {
                    Some(last) => {
                        self.met.crowded += 1;
                        last.extend(paras);
                    }
                    None => {
                        cells.push(paras);
                        cells.extend((1..across).map(|_| Vec::new()));
                        cells.truncate(limits::TABLE_COLUMNS);
                    }
                }
            }
            rows.push(cells);
        }
        // A table of one cell is a box around text.
        match rows.as_mut_slice() {
            [row] if row.len() == 1 => {
                match row[0].first_mut() {
                    Some(first) => first.begins_page |= begins_page,
                    None => self.page |= begins_page,
                }
                out.append(&mut row[0]);
            }
            [] => self.page |= begins_page,
            _ => out.push(Para { begins_page, ..Para::new(Kind::Table { rows, head }, Vec::new()) }),
        }
    }
}

/// Of two forms of one thing the first, which is the richer.
fn choice<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.child("Choice").or(node.child("Fallback"))
}

/// A drawing and what is in it, but not what is in its boxes of text, nor the second form of anything.
fn outer<'a, 'i>(node: Node<'a, 'i>, depth: usize, all: &mut Vec<Node<'a, 'i>>) {
    all.push(node);
    if depth > limits::DRAWING_NESTING || node.has_tag_name_any("txbxContent") {
        return;
    }
    match node.has_tag_name_any("AlternateContent") {
        true => choice(node).into_iter().for_each(|inner| outer(inner, depth + 1, all)),
        false => node.children().filter(Node::is_element).for_each(|inner| outer(inner, depth + 1, all)),
    }
}

/// The rows of a table or the cells of a row, of those in content controls, too.
fn within<'a, 'i>(node: Node<'a, 'i>, name: &str, depth: usize, met: &mut Met) -> Vec<Node<'a, 'i>> {
    let mut found = Vec::new();
    if met.too_deep(node, depth) {
        return found;
    }
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            own if own == name => found.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => found.extend(within(child, name, depth + 1, met)),
            _ => {}
        }
    }
    found
}

/// Where fields begin that end nowhere, by the bytes at which these beginnings stand.
fn endless(root: Node) -> BTreeSet<usize> {
    let mut open = Vec::new();
    for node in root.descendants().filter(|node| node.has_tag_name_any("fldChar")) {
        // What was deleted is not read.
        if node.ancestors().take(4).any(|up| up.has_tag_name_any("del") || up.has_tag_name_any("moveFrom")) {
            continue;
        }
        match node.said("fldCharType") {
            Some("begin") => open.push(node.range().start),
            Some("end") => drop(open.pop()),
            _ => {}
        }
    }
    open.into_iter().collect()
}

/// Where a field leads that is a link: `HYPERLINK "https://…"`, `HYPERLINK \l "place"`, `REF place \h`.
fn address_of(does: &str) -> Option<String> {
    let does = does.trim_start();
    let quoted = |text: &str| text.trim_start().strip_prefix('"')?.split('"').next().map(str::to_string);
    let Some(rest) = does.strip_prefix("HYPERLINK") else {
        let mut words = does.split_whitespace();
        let refers = words.next().is_some_and(|word| matches!(word, "REF" | "PAGEREF" | "NOTEREF"));
        return words.next().filter(|_| refers).map(|place| format!("#{place}"));
    };
    let place = rest.split_once("\\l").and_then(|(_, place)| quoted(place));
    let place = place.map_or(String::new(), |place| format!("#{place}"));
    let address = quoted(rest).unwrap_or_default() + &place;
    (!address.is_empty()).then_some(address)
}

/// Whether a field is the number of a page on which something stands.
fn is_page(does: &str) -> bool {
    does.trim_start().starts_with("PAGEREF")
}

/// A line while it is read: divided where pages break in it.
struct Line {
    pages: Vec<Vec<Run>>,
    boxes: Vec<Vec<Para>>,
    ruled: bool,
}

impl Default for Line {
    fn default() -> Line {
        Line { pages: vec![Vec::new()], boxes: Vec::new(), ruled: false }
    }
}

impl Line {
    /// Adds a piece; letters that look like those before them run on.
    fn push(&mut self, run: Run) {
        let Some(line) = self.pages.last_mut() else { return };
        if let (Piece::Text(more), Some(Run { piece: Piece::Text(words), look, link })) = (&run.piece, line.last_mut())
            && (*look, &*link) == (run.look, &run.link)
        {
            words.push_str(more);
            return;
        }
        line.push(run);
    }

    fn place(&mut self, name: String) {
        self.push(Run { piece: Piece::Place(name), look: Look::default(), link: None });
    }

    fn page(&mut self) {
        self.pages.push(Vec::new());
    }

    fn says_something(&self) -> bool {
        self.pages.iter().flatten().any(|run| match &run.piece {
            Piece::Text(words) => !words.trim().is_empty(),
            Piece::Break | Piece::Place(_) => false,
            Piece::Note(..) | Piece::Picture { .. } => true,
        })
    }
}
