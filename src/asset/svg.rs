//! SVG made safe: what may run, load or hide something is taken out, and what is left is well-formed XML.

use std::collections::BTreeSet;
use std::fmt::Write;

use roxmltree::{Document, Node, ParsingOptions};

use super::expansion::expanded;
use super::rules::uncommented;
use crate::base::limits;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What draws, and what says how.
const ELEMENTS: &str = " svg g defs symbol use switch path rect circle ellipse line polyline polygon image text tspan title desc \
    style linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer \
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
    /// It has more of something than a drawing needs.
    TooMuch(&'static str),
}

/// A drawing made safe.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// The drawing as XML.
    pub xml: String,
    /// What was left out and drew something, each once.
    pub left_out: BTreeSet<String>,
}

/// What is asked about a drawing while it is made safe.
pub(super) trait Judge {
    /// What stands in the place of an element of text, as XML; none to leave it as it is.
    fn lettered(&mut self, text: Node) -> Option<String>;
    /// Whether a picture in the drawing, as a `data:` address, may stay.
    fn embeds(&mut self, address: &str) -> bool;
}

/// Parses a drawing. Its declarations of a document type may be there, since many programs write one.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Refused> {
    if text.len() > limits::DRAWING_BYTES {
        return Err(Refused::TooMuch("bytes"));
    }
    if swollen(text) {
        return Err(Refused::TooMuch("text in its entities"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: limits::DRAWING_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|why| match why {
        roxmltree::Error::NodesLimitReached => Refused::TooMuch("elements"),
        why => Refused::Damaged(why.to_string()),
    })?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(Refused::Other);
    }
    if deepest(&document) > limits::DRAWING_NESTING {
        return Err(Refused::TooMuch("elements in each other"));
    }
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let rules: usize = sheets
        .flat_map(|sheet| sheet.children())
        .filter_map(|node| node.text())
        .map(|text| text.matches(['{', ',']).count())
        .sum();
    if rules * document.descendants().filter(Node::is_element).count() > limits::DRAWING_MATCHES {
        return Err(Refused::TooMuch("rules of style"));
    }
    if expanded(&document).is_none() {
        return Err(Refused::TooMuch("uses of uses"));
    }
    Ok(document)
}

/// Whether entities could stand for more text than a drawing may have. One that is made of others counts as too much:
/// ten levels of ten each are ten billion.
fn swollen(text: &str) -> bool {
    let mut longest = 0;
    for (at, _) in text.match_indices("<!ENTITY") {
        let declaration = &text[at..];
        let quote = declaration.find(['"', '\'']).map(|from| (from, declaration.as_bytes()[from] as char));
        let Some((from, quote)) = quote else { continue };
        let value = declaration[from + 1..].split(quote).next().unwrap_or_default();
        if value.replace("&#", "").contains('&') {
            return true;
        }
        longest = longest.max(value.len());
    }
    text.matches('&').count().saturating_mul(longest) > limits::DRAWING_BYTES
}

/// How deep elements nest at most.
fn deepest(document: &Document) -> usize {
    let mut most = 0;
    let mut depths = vec![0usize];
    // In the order of the text, so that the element around one comes before it.
    for node in document.descendants().skip(1) {
        let around = node.parent().map_or(0, |parent| depths[parent.id().get_usize()]);
        depths.resize(node.id().get_usize(), 0);
        depths.push(around + usize::from(node.is_element()));
        most = most.max(around + 1);
    }
    most
}

/// Writes a drawing anew from what is allowed in it.
pub(super) fn clean(document: &Document, judge: &mut dyn Judge) -> Clean {
    let mut clean = Clean { xml: String::new(), left_out: BTreeSet::new() };
    element(document.root_element(), true, judge, &mut clean);
    clean
}

fn element(node: Node, root: bool, judge: &mut dyn Judge, clean: &mut Clean) {
    let name = node.tag_name().name();
    let own = node.tag_name().namespace() == Some(SVG);
    // A link in a picture is a group of what it is around.
    let name = if own && name == "a" { "g" } else { name };
    if !own || !is_in(ELEMENTS, name) {
        if own && !is_in(SILENT, name) {
            clean.left_out.insert(format!("<{name}>"));
        }
        return;
    }
    if name == "image" && !address(node).is_some_and(|address| judge.embeds(address)) {
        clean.left_out.insert("a picture that lies outside of it or cannot be read".to_string());
        return;
    }
    if name == "text"
        && let Some(letters) = judge.lettered(node)
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
        let _ = write!(clean.xml, " xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
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
                element(child, false, judge, clean);
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

/// Where an element leads. What it says without a namespace counts (SVG 2, 16.1.6).
fn address<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute((XLINK, "href")))
}

fn attributes(node: Node, without: &[&str], clean: &mut Clean) {
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let name = match attribute.namespace() {
            None if without.contains(&name) || name.starts_with("data-") || name == "href" => continue,
            None if name.starts_with("on") => {
                clean.left_out.insert("<script>".to_string());
                continue;
            }
            None => name.to_string(),
            Some(XML) if matches!(name, "space" | "lang") => format!("xml:{name}"),
            Some(_) => continue,
        };
        if loads(value) {
            clean.left_out.insert(format!("a {name} that loads something"));
            continue;
        }
        let _ = write!(clean.xml, " {name}=\"");
        escape(value, &mut clean.xml);
        clean.xml.push('"');
    }
    // Where a link leads is nothing to a picture; what an image shows was judged before.
    let name = node.tag_name().name();
    let Some(to) = address(node).filter(|_| name != "a") else { return };
    if name != "image" && !to.trim().starts_with('#') {
        clean.left_out.insert(format!("a <{name}> of another file"));
        return;
    }
    clean.xml.push_str(" xlink:href=\"");
    escape(to.trim(), &mut clean.xml);
    clean.xml.push('"');
}

/// Whether a value names anything outside the drawing.
fn loads(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let outside = value
        .match_indices("url(")
        .any(|(at, _)| !value[at + 4..].trim_start_matches([' ', '"', '\'', '\t', '\n']).starts_with('#'));
    // Behind a backslash anything may be spelled.
    outside
        || ["javascript:", "expression(", "image-set(", "src(", "@import", "\\"].iter().any(|sign| value.contains(sign))
}

/// Rules of style without those that load something, and whether a rule was lost that drew.
fn quiet(rules: &str) -> (String, bool) {
    let mut out = String::new();
    let mut lost = false;
    let rules = uncommented(rules);
    let mut rest = rules.as_str();
    // Rules are cut behind each brace or, where they have none, each semicolon.
    while !rest.trim().is_empty() {
        let at_rule = ["@import", "@charset", "@namespace"].iter().any(|name| rest.trim_start().starts_with(name));
        let end = rest.find(if at_rule { ';' } else { '}' }).map_or(rest.len(), |at| at + 1);
        let (rule, behind) = rest.split_at(end);
        rest = behind;
        // Fonts are the book's own.
        if rule.trim_start().starts_with("@font-face") {
            continue;
        }
        if rule.trim_start().starts_with("@import") || !at_rule && loads(rule) {
            lost = true;
        } else if !at_rule {
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

    struct Wary;

    impl Judge for Wary {
        fn lettered(&mut self, _: Node) -> Option<String> {
            None
        }
        fn embeds(&mut self, address: &str) -> bool {
            address == "data:good"
        }
    }

    fn cleaned(svg: &str) -> (String, Vec<String>) {
        let clean = clean(&parse(svg).unwrap(), &mut Wary);
        (clean.xml, clean.left_out.into_iter().collect())
    }

    /// What is in the root element of a drawing.
    fn inside(svg: &str) -> String {
        let (xml, _) = cleaned(&format!("<svg xmlns='{SVG}' xmlns:xlink='{XLINK}'>{svg}</svg>"));
        let begin = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\">");
        xml.strip_prefix(&begin).unwrap().strip_suffix("</svg>").unwrap().to_string()
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
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 20 10\" \
             width=\"20\" height=\"10px\">\
             <style> .a { fill: red }</style><g><path class=\"a\" d=\"M0 0h5&lt;\" style=\"fill:url(#g)\"></path></g>\
             <use xlink:href=\"#g\"></use><use></use><title>A &amp; B</title></svg>"
        );
        assert_eq!(
            left_out,
            [
                "<foreignObject>",
                "<script>",
                "a <use> of another file",
                "a picture that lies outside of it or cannot be read",
                "style that loads something"
            ]
        );
    }

    #[test]
    fn style_loads_nothing_however_it_is_spelled() {
        for rules in [
            "/* a */ @import 'x.css'; .a{}",
            "<!-- @import 'x.css'; .a{} -->",
            "@im/**/port 'x.css'; .a{}",
            ".a { background: u\\72l(x.png) }",
            ".a { background: URL( http://x.org ) }",
            ".a { mask: image-set('x.png' 1x) }",
        ] {
            let kept = inside(&format!("<style><![CDATA[{rules}]]></style>"));
            assert!(!kept.contains("x.") && !kept.contains("import"), "{rules}: {kept}");
        }
        assert_eq!(inside("<rect fill='u\\72l(x.svg)' mask='url(y.svg#m)'/>"), "<rect></rect>");
        assert_eq!(
            inside("<image xlink:href='data:good'/><image href='data:bad'/>"),
            "<image xlink:href=\"data:good\"></image>"
        );
    }

    #[test]
    fn what_is_no_svg_is_refused() {
        assert!(matches!(parse("<svg"), Err(Refused::Damaged(_))));
        assert_eq!(parse("<html xmlns='http://www.w3.org/1999/xhtml'/>").unwrap_err(), Refused::Other);
    }

    #[test]
    fn bombs_are_refused() {
        let svg = |inside: &str| format!("<svg xmlns='{SVG}'>{inside}</svg>");
        let deep = svg(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
        assert_eq!(parse(&deep).unwrap_err(), Refused::TooMuch("elements in each other"));
        let laughs = format!("<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>{}", svg("&b;"));
        assert_eq!(parse(&laughs).unwrap_err(), Refused::TooMuch("text in its entities"));
        let long = format!("<!DOCTYPE svg [<!ENTITY a '{}'>]>{}", "ha".repeat(50_000), svg(&"&a;".repeat(500)));
        assert_eq!(parse(&long).unwrap_err(), Refused::TooMuch("text in its entities"));
        let many = svg(&"<g/>".repeat(600_000));
        assert_eq!(parse(&many).unwrap_err(), Refused::TooMuch("elements"));
        let styled = svg(&format!("<style>{}</style>{}", ".a{}".repeat(5_000), "<g/>".repeat(5_000)));
        assert_eq!(parse(&styled).unwrap_err(), Refused::TooMuch("rules of style"));
        // Programs name namespaces by entities.
        let drawn = format!("<!DOCTYPE svg [<!ENTITY ns \"{SVG}\">]><svg xmlns=\"&ns;\"><g/></svg>");
        assert!(parse(&drawn).is_ok());
    }
}
