//! SVG made safe: what may run, load or hide something is taken out, and what is left is well-formed XML.

use std::collections::BTreeSet;
use std::fmt::Write;

use roxmltree::{Document, Node, ParsingOptions};

use crate::base::limits;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What draws, and what says how.
const ELEMENTS: &str = " svg g defs symbol use switch path rect circle ellipse line polyline polygon text tspan title desc style \
    linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer \
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB \
    feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight \
    feTile feTurbulence ";
/// What says something about the file and nothing to whoever looks at it.
const SILENT: &str = " metadata view cursor ";

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is no XML.
    Damaged(String),
    /// It is XML and no SVG.
    Other,
    /// Its elements nest too deep.
    TooDeep,
}

/// A drawing made safe.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// The drawing as XML.
    pub xml: String,
    /// The names of the elements that were left out and drew something, each once.
    pub left_out: BTreeSet<String>,
}

/// What stands in the place of an element of text: its pieces as XML; none to leave it as it is.
pub(super) type Lettering<'l> = &'l mut dyn FnMut(Node) -> Option<String>;

/// Parses a drawing. Its declarations of a document type may be there, since many programs write one.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Refused> {
    if depth(text) > DEPTH {
        return Err(Refused::TooDeep);
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|why| Refused::Damaged(why.to_string()))?;
    match document.root_element().has_tag_name((SVG, "svg")) {
        true => Ok(document),
        false => Err(Refused::Other),
    }
}

const DEPTH: usize = 4 * limits::NESTING;

/// How deep elements nest at most, before anything goes down into them.
fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0usize, 0);
    for (at, _) in text.match_indices('<') {
        let tag = &text[at + 1..];
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.split('>').next().is_some_and(|tag| tag.ends_with('/')) => {}
            Some(_) => depth += 1,
        }
        most = most.max(depth);
    }
    most
}

/// Writes a drawing anew from what is allowed in it.
pub(super) fn clean(document: &Document, lettering: Lettering) -> Clean {
    let mut clean = Clean { xml: String::new(), left_out: BTreeSet::new() };
    element(document.root_element(), true, lettering, &mut clean);
    clean
}

fn element(node: Node, root: bool, lettering: Lettering, clean: &mut Clean) {
    let name = node.tag_name().name();
    let own = node.tag_name().namespace() == Some(SVG);
    // A link in a picture is a group of what it is around.
    let name = if own && name == "a" { "g" } else { name };
    if !own || !is_in(ELEMENTS, name) {
        if own && !is_in(SILENT, name) {
            clean.left_out.insert(name.to_string());
        }
        return;
    }
    if name == "text"
        && let Some(letters) = lettering(node)
    {
        clean.xml.push_str("<g");
        attributes(node, &["x", "y", "dx", "dy", "rotate", "textLength", "lengthAdjust"], clean);
        clean.xml.push('>');
        clean.xml.push_str(&letters);
        clean.xml.push_str("</g>");
        return;
    }
    clean.xml.push('<');
    clean.xml.push_str(name);
    if root {
        let _ = write!(clean.xml, " xmlns=\"{SVG}\"");
        if node.attribute("viewBox").is_none()
            && let (Some(width), Some(height)) = (pixels(node, "width"), pixels(node, "height"))
        {
            let _ = write!(clean.xml, " viewBox=\"0 0 {width} {height}\"");
        }
    }
    attributes(node, &[], clean);
    clean.xml.push('>');
    if name == "style" {
        let rules: String = node.children().filter_map(|child| child.text()).collect();
        let (rules, loads) = quiet(&rules);
        if loads {
            clean.left_out.insert("style that loads something".to_string());
        }
        escape(&rules, &mut clean.xml);
    } else {
        for child in node.children() {
            if child.is_element() {
                element(child, false, lettering, clean);
            } else if child.is_text() {
                escape(child.text().unwrap_or_default(), &mut clean.xml);
            }
        }
    }
    let _ = write!(clean.xml, "</{name}>");
}

fn pixels(node: Node, name: &str) -> Option<f64> {
    node.attribute(name)?.trim().trim_end_matches("px").parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0)
}

fn attributes(node: Node, without: &[&str], clean: &mut Clean) {
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let name = match attribute.namespace() {
            None if without.contains(&name) || name.contains(':') => continue,
            None if name.starts_with("on") || name.starts_with("data-") => continue,
            None => name.to_string(),
            Some(XLINK) if name == "href" && !plain(node) => name.to_string(),
            Some(XML) if matches!(name, "space" | "lang") => format!("xml:{name}"),
            Some(_) => continue,
        };
        if (name == "href" && !value.starts_with('#')) || loads(value) {
            continue;
        }
        let _ = write!(clean.xml, " {name}=\"");
        escape(value, &mut clean.xml);
        clean.xml.push('"');
    }
}

/// Whether an element says where it leads without a namespace, which then counts (SVG 2, 16.1.6).
fn plain(node: Node) -> bool {
    node.attributes().any(|attribute| attribute.name() == "href" && attribute.namespace().is_none())
}

/// Whether a value names anything outside the drawing.
fn loads(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let outside = value
        .match_indices("url(")
        .any(|(at, _)| !value[at + 4..].trim_start_matches([' ', '"', '\'']).starts_with('#'));
    outside || value.contains("javascript:") || value.contains("expression(") || value.contains('\\')
}

/// Rules of style without those that load something, and whether any other rule would have.
fn quiet(rules: &str) -> (String, bool) {
    let mut out = String::new();
    let mut lost = false;
    let mut rest = rules;
    // Rules are cut behind each brace or, where they have none, each semicolon.
    while !rest.trim().is_empty() {
        let at_rule = rest.trim_start().starts_with("@import") || rest.trim_start().starts_with("@charset");
        let end = rest.find(if at_rule { ';' } else { '}' }).map_or(rest.len(), |at| at + 1);
        let (rule, behind) = rest.split_at(end);
        rest = behind;
        if at_rule || rule.trim_start().starts_with("@font-face") {
            continue;
        }
        if loads(rule) {
            lost = true;
        } else {
            out.push_str(rule);
        }
    }
    (out, lost)
}

fn is_in(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(svg: &str) -> (String, Vec<String>) {
        let document = parse(svg).unwrap();
        let clean = clean(&document, &mut |_| None);
        (clean.xml, clean.left_out.into_iter().collect())
    }

    #[test]
    fn what_runs_or_loads_is_taken_out_and_named() {
        let (xml, left_out) = cleaned(
            "<!DOCTYPE svg><!-- c --><svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
             xmlns:i='urn:i' width='20' height='10px' onload='run()' i:x='1' data-x='2'><script>run()</script>\
             <style>@import url(x.css); @font-face { src: url(x.ttf) } .a { fill: red } .b { fill: url(x.svg#y) }</style>\
             <a xlink:href='http://x.org'><path class='a' d='M0 0h5&lt;' style='fill:url(#g)'/></a>\
             <use xlink:href='#g'/><use href='x.svg#g'/><image href='x.png'/><foreignObject><p/></foreignObject>\
             <metadata>m</metadata><i:thing/><title>A &amp; B</title></svg>",
        );
        assert_eq!(
            xml,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\" width=\"20\" height=\"10px\">\
             <style> .a { fill: red }</style><g><path class=\"a\" d=\"M0 0h5&lt;\" style=\"fill:url(#g)\"></path></g>\
             <use href=\"#g\"></use><use></use><title>A &amp; B</title></svg>"
        );
        assert_eq!(left_out, ["foreignObject", "image", "script", "style that loads something"]);
    }

    #[test]
    fn what_is_no_svg_or_nests_too_deep_is_refused() {
        assert!(matches!(parse("<svg"), Err(Refused::Damaged(_))));
        assert_eq!(parse("<html xmlns='http://www.w3.org/1999/xhtml'/>").unwrap_err(), Refused::Other);
        let deep = format!("<svg xmlns='{SVG}'>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert_eq!(parse(&deep).unwrap_err(), Refused::TooDeep);
        let bomb = "<!DOCTYPE svg [<!ENTITY a '&b;&b;&b;'><!ENTITY b '&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>";
        assert!(matches!(parse(bomb), Err(Refused::Damaged(_))));
    }
}
