//! The rules of style in a drawing, as far as it matters to Recto which element each is for.

use roxmltree::{Document, Node};

/// A rule of style: what it is for, and what it says.
pub(super) struct Rule {
    tag: Option<String>,
    class: Option<String>,
    id: Option<String>,
    /// Whether its selector asks for more, so that it may be for fewer elements than it fits.
    pub partly: bool,
    /// Names and values.
    pub says: Vec<(String, String)>,
}

impl Rule {
    /// Whether it is for an element.
    pub fn fits(&self, node: Node) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        self.tag.as_deref().is_none_or(|tag| tag == "*" || node.tag_name().name() == tag)
            && self.class.as_deref().is_none_or(|class| classes.split_whitespace().any(|own| own == class))
            && self.id.as_deref().is_none_or(|id| node.attribute("id") == Some(id))
    }
}

/// The rules of all sheets of a drawing. Of a selector of several steps the last counts.
pub(super) fn rules(document: &Document) -> Vec<Rule> {
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let mut rules = Vec::new();
    for sheet in sheets {
        let text: String = sheet.children().filter_map(|child| child.text()).collect();
        for rule in uncommented(&text).split('}') {
            if let Some((selectors, says)) = rule.rsplit_once('{') {
                rules.extend(selectors.split(',').filter_map(|selector| self::rule(selector, says)));
            }
        }
    }
    rules
}

fn rule(selector: &str, says: &str) -> Option<Rule> {
    let last = selector.split(['>', '+', '~', ' ', '\n', '\t', '\r']).rfind(|part| !part.is_empty())?;
    let known = &last[..last.find([':', '[', '@', ']', ')']).unwrap_or(last.len())];
    let end = known.find(['.', '#']).unwrap_or(known.len());
    let part = |sign: char| {
        let rest = &known[known.find(sign)? + 1..];
        Some(rest[..rest.find(['.', '#']).unwrap_or(rest.len())].to_string())
    };
    let tag = Some(known[..end].to_string()).filter(|tag| !tag.is_empty());
    let partly = known.len() < last.len();
    Some(Rule { tag, class: part('.'), id: part('#'), partly, says: declarations(says) })
}

/// The names and values of some declarations.
pub(super) fn declarations(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(';').filter_map(|says| says.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_string())).collect()
}

/// Rules without what is said to people.
pub(super) fn uncommented(rules: &str) -> String {
    let mut out = String::new();
    let mut rest = rules;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out + rest
}
