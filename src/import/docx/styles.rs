//! What the styles and the numbering of a Word file say.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::package::{Named, parse};
use super::para::{Kind, Look};

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<(String, u8)>,
    page_before: Option<bool>,
    centred: Option<bool>,
    look: Vec<(Switch, bool)>,
}

/// The styles of a file, by id.
#[derive(Debug, Default)]
pub struct Styles {
    all: BTreeMap<String, Style>,
    /// The language of the text.
    pub language: Option<String>,
}

/// The letters' switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Switch {
    Bold,
    Italic,
    Underline,
    Strike,
    SmallCaps,
    Raised,
    Lowered,
    Marked,
    Code,
    Hidden,
}

/// How deep styles may stand on one another.
const BASES: usize = 16;

impl Styles {
    pub fn read(text: Option<&str>) -> Styles {
        let mut styles = Styles::default();
        let Some(document) = text.and_then(parse) else { return styles };
        let root = document.root_element();
        let default = root.child("docDefaults").and_then(|d| d.child("rPrDefault")).and_then(|d| d.child("rPr"));
        styles.language = default.and_then(|run| run.value("lang")).map(str::to_string);
        for node in root.children().filter(|node| node.has_tag_name_any("style")) {
            let Some(id) = node.said("styleId") else { continue };
            let para = node.child("pPr");
            let style = Style {
                name: node.value("name").unwrap_or(id).to_lowercase(),
                based_on: node.value("basedOn").map(str::to_string),
                outline: para.and_then(|para| para.value("outlineLvl")).and_then(|level| level.parse().ok()),
                number: para.and_then(number),
                page_before: para.and_then(|para| para.on("pageBreakBefore")),
                centred: para.and_then(centred),
                look: node.child("rPr").map(switches).unwrap_or_default(),
            };
            styles.all.insert(id.to_string(), style);
        }
        styles
    }

    /// A style and what it stands on, nearest first.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        let mut next = self.all.get(id);
        std::iter::from_fn(move || {
            let style = next?;
            next = style.based_on.as_deref().and_then(|base| self.all.get(base));
            Some(style)
        })
        .take(BASES)
    }

    /// What a paragraph is by its style; none is a line of a table of contents that Word made. Word keeps the English names of its
    /// own styles in every language.
    pub fn meant(&self, para: Option<Node>) -> Option<Kind> {
        let Some(para) = para else { return Some(Kind::Text) };
        let own = para.value("outlineLvl").and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9);
        let id = para.value("pStyle").unwrap_or_default();
        for style in self.chain(id) {
            if let Some(level) = style.name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()) {
                return Some(Kind::Heading(level.clamp(1, 6)));
            }
            let meant = match style.name.as_str() {
                "title" => Kind::Title,
                "subtitle" => Kind::Subtitle,
                "author" | "byline" => Kind::Author,
                "quote" | "intense quote" | "block text" | "quotations" | "block quote" | "blockquote" => Kind::Quote,
                "html preformatted" | "source code" | "preformatted text" | "code" | "plain text" | "macro text" => {
                    Kind::Code
                }
                "caption" | "image caption" | "table caption" => Kind::Caption,
                "toc heading" => return None,
                name if name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok()) => return None,
                _ => match style.outline {
                    Some(level) if level < 9 => Kind::Heading((level + 1).min(6)),
                    _ => continue,
                },
            };
            return Some(meant);
        }
        Some(own.map_or(Kind::Text, |level| Kind::Heading((level + 1).min(6))))
    }

    /// The list that a paragraph belongs to, by itself or by its style: its id and level.
    pub fn number(&self, para: Option<Node>) -> Option<(String, u8)> {
        let para = para?;
        let own = number(para);
        // The id 0 takes a paragraph out of its style's list.
        if own.as_ref().is_some_and(|(id, _)| id == "0") {
            return None;
        }
        own.or_else(|| {
            self.chain(para.value("pStyle")?).find_map(|style| {
                let (list, level) = style.number.clone()?;
                // `List Bullet 2` is a list of its own that stands one level in.
                let deep = style.name.strip_prefix("list ").and_then(|name| name.rsplit_once(' '));
                let deep =
                    deep.and_then(|(_, level)| level.parse::<u8>().ok()).map_or(0, |level| level.saturating_sub(1));
                Some((list, level.max(deep).min(8)))
            })
        })
    }

    /// Whether a paragraph begins a page.
    pub fn page_before(&self, para: Option<Node>) -> bool {
        let Some(para) = para else { return false };
        let by_style = || {
            self.chain(para.value("pStyle").unwrap_or_default()).find_map(|style| style.page_before).unwrap_or(false)
        };
        para.on("pageBreakBefore").unwrap_or_else(by_style)
    }

    /// Whether a paragraph is centred, or its style bold, as titles are.
    pub fn sets_apart(&self, para: Option<Node>) -> bool {
        let Some(para) = para else { return false };
        let style = || self.chain(para.value("pStyle").unwrap_or_default());
        let bold = style().find_map(|style| style.look.iter().rfind(|(switch, _)| *switch == Switch::Bold));
        let centred = centred(para).or_else(|| style().find_map(|style| style.centred));
        centred == Some(true) || bold.is_some_and(|(_, on)| *on)
    }

    /// How a run looks: its own switches over those of its character style. What a paragraph's style does to all its
    /// letters is the style's business.
    pub fn look(&self, run: Option<Node>) -> Look {
        let mut look = Look::default();
        let Some(run) = run else { return look };
        if let Some(id) = run.value("rStyle") {
            let mut chain: Vec<&Style> = self.chain(id).collect();
            chain.reverse();
            for style in chain {
                match style.name.as_str() {
                    "emphasis" | "intense emphasis" | "subtle emphasis" | "book title" => look.italic = true,
                    "strong" => look.bold = true,
                    "html code" | "verbatim char" | "source code char" => look.code = true,
                    // Links look as links do, and marks of notes are marks.
                    "hyperlink" | "followedhyperlink" | "footnote reference" | "endnote reference" => continue,
                    _ => {}
                }
                style.look.iter().for_each(|(switch, on)| look.set(*switch, *on));
            }
        }
        switches(run).into_iter().for_each(|(switch, on)| look.set(switch, on));
        look
    }
}

impl Look {
    fn set(&mut self, switch: Switch, on: bool) {
        match switch {
            Switch::Bold => self.bold = on,
            Switch::Italic => self.italic = on,
            Switch::Underline => self.underline = on,
            Switch::Strike => self.strike = on,
            Switch::SmallCaps => self.small_caps = on,
            Switch::Raised => self.raised = on,
            Switch::Lowered => self.lowered = on,
            Switch::Marked => self.marked = on,
            Switch::Code => self.code = on,
            Switch::Hidden => self.hidden = on,
        }
    }
}

fn switches(run: Node) -> Vec<(Switch, bool)> {
    let mut all = Vec::new();
    let named = [
        ("b", Switch::Bold),
        ("i", Switch::Italic),
        ("u", Switch::Underline),
        ("strike", Switch::Strike),
        ("smallCaps", Switch::SmallCaps),
        ("highlight", Switch::Marked),
        ("vanish", Switch::Hidden),
    ];
    all.extend(named.into_iter().filter_map(|(name, switch)| Some((switch, run.on(name)?))));
    if let Some(stands) = run.value("vertAlign") {
        all.push((Switch::Raised, stands == "superscript"));
        all.push((Switch::Lowered, stands == "subscript"));
    }
    let font = run.child("rFonts").and_then(|fonts| fonts.said("ascii")).unwrap_or_default().to_lowercase();
    if ["courier", "consolas", "mono", "menlo"].iter().any(|known| font.contains(known)) {
        all.push((Switch::Code, true));
    }
    all
}

fn centred(para: Node) -> Option<bool> {
    para.value("jc").map(|stands| stands == "center")
}

fn number(para: Node) -> Option<(String, u8)> {
    let number = para.child("numPr")?;
    let level = number.value("ilvl").and_then(|level| level.parse::<u8>().ok()).unwrap_or(0).min(8);
    Some((number.value("numId")?.to_string(), level))
}

/// How the items of lists are marked.
#[derive(Debug, Default)]
pub struct Numbering {
    /// By list and level: whether it counts, and from where.
    levels: BTreeMap<(String, u8), (bool, u32)>,
    /// Where each list stands.
    counts: BTreeMap<(String, u8), u32>,
}

impl Numbering {
    pub fn read(text: Option<&str>) -> Numbering {
        let mut numbering = Numbering::default();
        let Some(document) = text.and_then(parse) else { return numbering };
        let root = document.root_element();
        let abstracts: BTreeMap<&str, Node> = root
            .children()
            .filter(|node| node.has_tag_name_any("abstractNum"))
            .filter_map(|node| Some((node.said("abstractNumId")?, node)))
            .collect();
        for list in root.children().filter(|node| node.has_tag_name_any("num")) {
            let Some(id) = list.said("numId") else { continue };
            let Some(of) = list.value("abstractNumId").and_then(|id| abstracts.get(id)) else { continue };
            for level in of.children().filter(|node| node.has_tag_name_any("lvl")) {
                let Some(depth) = level.said("ilvl").and_then(|depth| depth.parse::<u8>().ok()) else { continue };
                let counts = !matches!(level.value("numFmt"), Some("bullet" | "none"));
                let start = level.value("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                numbering.levels.insert((id.to_string(), depth), (counts, start));
            }
        }
        numbering
    }

    /// The mark of the next item of a list: `-`, or its number.
    pub fn mark(&mut self, list: &str, level: u8) -> String {
        let (counts, start) = self.levels.get(&(list.to_string(), level)).copied().unwrap_or((false, 1));
        // What is deeper begins anew.
        self.counts.retain(|(id, depth), _| id != list || *depth <= level);
        if !counts {
            return "-".to_string();
        }
        let count = self.counts.entry((list.to_string(), level)).and_modify(|count| *count += 1).or_insert(start);
        format!("{count}.")
    }
}
