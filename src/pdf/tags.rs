//! The structure tree: our elements as PDF's standard structure types (ISO 32000-1, 14.8.4).

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{
    BBox, Identifier, ListNumbering, Node, Placement, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use super::claim;
use super::spoken::{cut, spoken};
use crate::base::{Diags, Point, Rect, Size};
use crate::model::NumberForm;
use crate::page::{Elem, ElemId, ElemRole, Item, Labels, Mark, Pages, PathShape, Scope};

/// What the pages hold of each element: pieces of content and links, in the order of painting.
pub struct Leaves {
    content: Vec<Vec<Identifier>>,
    links: Vec<Vec<Identifier>>,
    boxes: Vec<Option<BBox>>,
    titles: Vec<String>,
}

impl Leaves {
    /// Nothing painted yet.
    pub fn new(pages: &Pages) -> Leaves {
        let count = pages.structure.len();
        Leaves {
            content: vec![Vec::new(); count],
            links: vec![Vec::new(); count],
            boxes: boxes(pages),
            titles: vec![String::new(); count],
        }
    }

    /// Another piece of an element's content.
    pub fn add(&mut self, elem: ElemId, piece: Identifier) {
        self.content[elem.0 as usize].push(piece);
    }

    /// Another annotation of an element.
    pub fn add_link(&mut self, elem: ElemId, annotation: Identifier) {
        self.links[elem.0 as usize].push(annotation);
    }

    /// Words of an element, for the title of the heading it is in.
    pub fn add_text(&mut self, elem: ElemId, text: &str) {
        self.titles[elem.0 as usize].push_str(text);
    }
}

/// Where each figure and each formula stands, if it stands on one page: ISO 32000-1, 14.8.5.4.3 wants a BBox there.
fn boxes(pages: &Pages) -> Vec<Option<BBox>> {
    let mut areas: Vec<Option<(usize, [f64; 4])>> = vec![None; pages.structure.len()];
    for (index, page) in pages.pages.iter().enumerate() {
        for item in &page.frame.items {
            let (area, elem) = match item {
                Item::Image { area, mark: Mark::Content(elem), .. } => (*area, elem),
                Item::Rule { area, mark: Mark::Content(elem), .. } if is_formula(pages, *elem) => (*area, elem),
                Item::Glyphs(run) => match &run.mark {
                    // A run reaches as far as a line of its type does.
                    Mark::Content(elem) if is_formula(pages, *elem) => {
                        let origin = Point { x: run.origin.x, y: run.origin.y - run.size };
                        (Rect { origin, size: Size { width: run.width(), height: run.size * 5 / 4 } }, elem)
                    }
                    Mark::Content(_) | Mark::Artifact(_) => continue,
                },
                // A drawing is clipped to its own area.
                Item::Path(PathShape { clip: Some(clip), transform, mark: Mark::Content(elem), .. }) => {
                    let origin = Point { x: clip.origin.x + transform.offset.x, y: clip.origin.y + transform.offset.y };
                    (Rect { origin, ..*clip }, elem)
                }
                Item::Image { .. } | Item::Rule { .. } | Item::Path(_) | Item::Anchor { .. } => continue,
            };
            let (left, top) = ((page.bleed + area.origin.x).to_pt(), (page.bleed + area.origin.y).to_pt());
            let [right, bottom] = [left + area.size.width.to_pt(), top + area.size.height.to_pt()];
            let known = &mut areas[elem.0 as usize];
            *known = match *known {
                Some((at, [l, t, r, b])) if at == index => {
                    Some((index, [l.min(left), t.min(top), r.max(right), b.max(bottom)]))
                }
                Some(other) => Some(other),
                None => Some((index, [left, top, right, bottom])),
            };
        }
    }
    let rect = |[l, t, r, b]: [f64; 4]| krilla::geom::Rect::from_ltrb(l as f32, t as f32, r as f32, b as f32);
    areas.into_iter().map(|area| area.and_then(|(page, sides)| Some(BBox::new(page, rect(sides)?)))).collect()
}

fn is_formula(pages: &Pages, elem: ElemId) -> bool {
    pages.structure[elem.0 as usize].role == ElemRole::Formula
}

/// The tree. `None` where something is painted that stands in no element of the tree.
pub fn tree(pages: &Pages, mut leaves: Leaves, diags: &mut Diags) -> Option<TagTree> {
    let mut tree = TagTree::new().with_lang(Some(pages.meta.language.clone()));
    if !pages.structure.is_empty() {
        for node in inside(pages, ElemId(0), &mut leaves, 0, diags) {
            tree.push(node);
        }
    }
    let lost = (0..pages.structure.len()).find(|i| !leaves.content[*i].is_empty() || !leaves.links[*i].is_empty());
    if let Some(lost) = lost {
        let message = format!("element {lost} is painted and stands nowhere in the structure");
        claim::fault(pages.structure[lost].site, message, diags);
        return None;
    }
    Some(tree)
}

/// What stands in an element: its children, its content, its links.
fn inside(pages: &Pages, id: ElemId, leaves: &mut Leaves, depth: usize, diags: &mut Diags) -> Vec<Node> {
    let elem = &pages.structure[id.0 as usize];
    let mut nodes = Vec::new();
    if depth < DEPTH {
        let children = elem.children.iter().filter_map(|child| node(pages, *child, leaves, depth + 1, diags));
        nodes.extend(children.map(Node::Group));
    }
    nodes.extend(std::mem::take(&mut leaves.content[id.0 as usize]).into_iter().map(Node::Leaf));
    nodes.extend(std::mem::take(&mut leaves.links[id.0 as usize]).into_iter().map(Node::Leaf));
    nodes
}

/// Deeper than this nothing is looked for: blocks and inlines nest to the limit, each in a few elements.
const DEPTH: usize = 8 * crate::base::limits::NESTING;

/// An element with all that is in it; none where nothing is, but for cells, which keep their column.
fn node(pages: &Pages, id: ElemId, leaves: &mut Leaves, depth: usize, diags: &mut Diags) -> Option<TagGroup> {
    let elem = &pages.structure[id.0 as usize];
    let linked = !leaves.links[id.0 as usize].is_empty();
    let title = match (&elem.title, &elem.role) {
        (Some(title), _) => title.clone(),
        (None, ElemRole::Heading(_)) => words(pages, id, leaves, depth),
        (None, _) => String::new(),
    };
    let mut nodes = inside(pages, id, leaves, depth, diags);
    let cell = matches!(elem.role, ElemRole::Head { .. } | ElemRole::Cell { .. });
    if nodes.is_empty() && !cell {
        return None;
    }
    // An annotation stands in a Link and nowhere else (ISO 14289-1, 7.18.5); code of several lines is a paragraph
    // of code, since Code stands in a line.
    if linked && elem.role != ElemRole::Link {
        nodes = vec![Node::Group(TagGroup::with_children(Tag::Link, nodes))];
    } else if elem.role == ElemRole::CodeBlock {
        nodes = vec![Node::Group(TagGroup::with_children(Tag::Code, nodes))];
    }
    let mut tag = kind(elem, cut(&title), leaves.boxes[id.0 as usize].take());
    tag.set_lang(elem.lang.as_ref().map(|lang| lang.0.clone()));
    tag.set_location(Some(claim::location(id.0)));
    if let Some(alt) = elem.alt.as_deref().filter(|alt| !alt.is_empty()) {
        tag.set_alt_text(Some(spoken(alt, elem.site, diags)));
    }
    Some(TagGroup::with_children(tag, nodes))
}

/// The words in an element, as one line.
fn words(pages: &Pages, id: ElemId, leaves: &Leaves, depth: usize) -> String {
    let mut text = leaves.titles[id.0 as usize].replace('\u{ad}', "");
    if depth < DEPTH {
        for child in &pages.structure[id.0 as usize].children {
            text.push_str(&words(pages, *child, leaves, depth + 1));
        }
    }
    text.trim().to_string()
}

/// The numbering of a list (ISO 32000-1, 14.8.5.5).
fn numbering(labels: Labels) -> ListNumbering {
    match labels {
        Labels::Terms => ListNumbering::None,
        Labels::Bullets => ListNumbering::Disc,
        Labels::Numbers(NumberForm::Decimal) => ListNumbering::Decimal,
        Labels::Numbers(NumberForm::Alpha) => ListNumbering::LowerAlpha,
        Labels::Numbers(NumberForm::Capital) => ListNumbering::UpperAlpha,
        Labels::Numbers(NumberForm::Roman) => ListNumbering::LowerRoman,
        Labels::Numbers(NumberForm::CapitalRoman) => ListNumbering::UpperRoman,
    }
}

/// The structure type of an element.
fn kind(elem: &Elem, title: String, bbox: Option<BBox>) -> TagKind {
    let span = |n: u16| NonZeroU32::new(u32::from(n)).filter(|n| n.get() > 1);
    match &elem.role {
        ElemRole::Document => Tag::Div.into(),
        ElemRole::Part => Tag::Part.into(),
        ElemRole::Chapter => Tag::Article.into(),
        ElemRole::Section => Tag::Section.into(),
        ElemRole::Heading(level) => {
            Tag::Hn(NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN), Some(title)).into()
        }
        ElemRole::Para | ElemRole::CodeBlock => Tag::P.into(),
        ElemRole::Span | ElemRole::Word => Tag::Span.into(),
        ElemRole::Emph => Tag::Em.into(),
        ElemRole::Strong => Tag::Strong.into(),
        ElemRole::Code => Tag::Code.into(),
        ElemRole::Link => Tag::Link.into(),
        ElemRole::NoteMark => Tag::Reference.into(),
        ElemRole::Note => Tag::Note.into(),
        ElemRole::List(labels) => Tag::L(numbering(*labels)).into(),
        ElemRole::Item => Tag::LI.into(),
        ElemRole::Label => Tag::Lbl.into(),
        ElemRole::Body => Tag::LBody.into(),
        ElemRole::Quote => Tag::BlockQuote.into(),
        // PDF 1.7 has no Aside.
        ElemRole::Aside => Tag::Div.into(),
        ElemRole::Abbr => Tag::Span.with_expanded(Some(title)).into(),
        ElemRole::Figure => Tag::Figure(None).with_bbox(bbox).with_placement(Some(Placement::Block)).into(),
        ElemRole::Picture => Tag::Figure(None).with_bbox(bbox).with_placement(Some(Placement::Inline)).into(),
        ElemRole::Caption => Tag::Caption.into(),
        ElemRole::Toc => Tag::TOC.into(),
        ElemRole::TocItem => Tag::TOCI.into(),
        ElemRole::Table => Tag::Table.into(),
        ElemRole::Row => Tag::TR.into(),
        ElemRole::TableHead => Tag::THead.into(),
        ElemRole::TableBody => Tag::TBody.into(),
        ElemRole::Head { scope, columns, rows } => {
            let scope = match scope {
                Scope::Row => TableHeaderScope::Row,
                Scope::Column => TableHeaderScope::Column,
                Scope::Both => TableHeaderScope::Both,
            };
            Tag::TH(scope).with_col_span(span(*columns)).with_row_span(span(*rows)).into()
        }
        ElemRole::Cell { columns, rows } => Tag::TD.with_col_span(span(*columns)).with_row_span(span(*rows)).into(),
        ElemRole::Formula => Tag::Formula(None).with_bbox(bbox).into(),
    }
}
