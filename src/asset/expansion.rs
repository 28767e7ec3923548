//! How large a drawing becomes once all that it names stands where it is named: each of ten uses of ten uses of ten uses is
//! drawn, and so is each mask of what is in a mask.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::rules::{Rule, rules};
use crate::base::limits;

/// The number of elements of a drawing with all that they name; none where there are too many, they nest too deep, or one is
/// part of itself.
pub(super) fn expanded(document: &Document) -> Option<usize> {
    let mut named = BTreeMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            named.entry(id).or_insert(node);
        }
    }
    let mut rules = rules(document);
    rules.retain(|rule| rule.says.iter().any(|(_, value)| value.contains("url(")));
    let expansion = Expansion { named, rules, known: BTreeMap::new() }.extent(document.root_element(), 0)?;
    Some(expansion.elements)
}

struct Expansion<'a, 'i> {
    named: BTreeMap<&'a str, Node<'a, 'i>>,
    /// Those that name something.
    rules: Vec<Rule>,
    /// How large what was looked at is; none while it is looked at.
    known: BTreeMap<usize, Option<Extent>>,
}

/// How large something is.
#[derive(Clone, Copy)]
struct Extent {
    elements: usize,
    /// How deep they nest.
    depth: usize,
}

/// How many elements deep a use goes at least: usvg puts groups around it, and goes down into each by recursion.
const HOP: usize = 4;

impl Expansion<'_, '_> {
    fn extent(&mut self, of: Node, uses: usize) -> Option<Extent> {
        if uses > limits::DRAWING_USES {
            return None;
        }
        if let Some(known) = self.known.get(&of.id().get_usize()) {
            return *known;
        }
        self.known.insert(of.id().get_usize(), None);
        let (mut sum, mut deepest) = (0usize, 0);
        let outside = of.ancestors().count();
        for node in of.descendants().filter(Node::is_element) {
            sum += 1;
            let depth = node.ancestors().count() - outside + 1;
            deepest = deepest.max(depth);
            let (mut names, mut often) = (Vec::new(), false);
            for attribute in node.attributes() {
                let value = attribute.value();
                names.extend(value.trim().strip_prefix('#').filter(|_| attribute.name() == "href" && !is_link(node)));
                names.extend(named_in(value));
                often |= attribute.name() == "marker-mid" || value.contains("marker-mid") || value.contains("marker:");
            }
            for rule in self.rules.iter().filter(|rule| rule.fits(node)) {
                names.extend(rule.says.iter().flat_map(|(_, value)| named_in(value)));
                often |= rule.says.iter().any(|(name, _)| matches!(name.as_str(), "marker-mid" | "marker"));
            }
            let targets: Vec<Node> = names.iter().filter_map(|name| self.named.get(name).copied()).collect();
            for target in targets {
                let extent = self.extent(target, uses + 1)?;
                deepest = deepest.max(depth + HOP + extent.depth);
                // A sign in the middle of a line stands at each of its points.
                let marks = often && target.tag_name().name() == "marker";
                sum = sum.saturating_add(extent.elements.saturating_mul(if marks { 1 + self.points(node) } else { 1 }));
            }
            if sum > limits::DRAWING_EXPANDED || deepest > limits::DRAWING_NESTING {
                return None;
            }
        }
        let extent = Extent { elements: sum, depth: deepest };
        self.known.insert(of.id().get_usize(), Some(extent));
        Some(extent)
    }

    /// About how many points the lines in an element have, or in what it uses.
    fn points(&self, node: Node) -> usize {
        let used = node.attributes().find(|attribute| attribute.name() == "href").map(|href| href.value());
        let used = used.and_then(|used| self.named.get(used.trim().trim_start_matches('#')));
        let lines = node.descendants().chain(used.into_iter().flat_map(|used| used.descendants()));
        lines.filter_map(|line| line.attribute("d").or(line.attribute("points"))).map(|line| line.len() / 4).sum()
    }
}

fn is_link(node: Node) -> bool {
    node.tag_name().name() == "a"
}

/// What a value names: `url(#this)`.
fn named_in(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|behind| {
        let name = behind.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        Some(&name[..name.find([')', '"', '\'', ' ']).unwrap_or(name.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(inside: &str) -> Option<usize> {
        let xml = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        expanded(&Document::parse(&xml).unwrap())
    }

    #[test]
    fn what_is_named_counts_where_it_is_named() {
        assert_eq!(size("<g id='a'><path/><path/></g><use href='#a'/><a href='#a'/>"), Some(9));
        assert_eq!(
            size("<mask id='m'><path/></mask><path mask='url(#m)'/><path style='mask:url( \"#m\" )'/>"),
            Some(9)
        );
        assert_eq!(
            size(
                "<style>/* b */ g .a:hover, .b { mask: url(#m) }</style><mask id='m'><path/></mask><path class='a b'/>"
            ),
            Some(9),
            "by two rules"
        );
    }

    #[test]
    fn bombs_are_too_many() {
        let uses = |n: usize| format!("<g id='g{n}'>{}</g>", format!("<use href='#g{}'/>", n + 1).repeat(10));
        assert_eq!(size(&(0..9).map(uses).collect::<String>()), None);
        let masks =
            |n: usize| format!("<mask id='m{n}'>{}</mask>", format!("<path mask='url(#m{})'/>", n + 1).repeat(2));
        assert_eq!(size(&(0..30).map(masks).collect::<String>()), None);
        let styled = |n: usize| format!("<mask id='m{n}'>{}</mask>", format!("<path class='m{}'/>", n + 1).repeat(2));
        let rules: String = (0..30).map(|n| format!("path[class].m{n} {{ mask: url(#m{n}) }}")).collect();
        assert_eq!(size(&format!("<style>{rules}</style>{}", (0..30).map(styled).collect::<String>())), None);
        assert_eq!(size("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), None);
        let deep =
            |n: usize| format!("<g id='g{n}'>{}<use href='#g{}'/>{}</g>", "<g>".repeat(90), n + 1, "</g>".repeat(90));
        assert_eq!(size(&(0..3).map(deep).collect::<String>()), None);
        let line = format!("<path marker-mid='url(#m)' d='M0 0{}'/>", "h1 ".repeat(100_000));
        assert_eq!(size(&format!("<marker id='m'>{}</marker>{line}", "<path/>".repeat(100))), None);
    }
}
