//! What WordPress keeps of a post is not yet HTML: empty lines part its paragraphs, and brackets hold its captions.

/// Elements that are no part of a paragraph's text.
const BLOCKS: [&str; 33] = [
    "table",
    "thead",
    "tfoot",
    "caption",
    "colgroup",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "dl",
    "dd",
    "dt",
    "ul",
    "ol",
    "li",
    "pre",
    "form",
    "blockquote",
    "address",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "article",
    "figure",
    "figcaption",
    "iframe",
];

/// Puts into `<p>` what stands between empty lines, and `<br>` where a line ends; what has paragraphs already stays.
pub(super) fn paragraphs(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    if lower.contains("<p>") || lower.contains("<p ") || lower.contains("<!-- wp:") {
        return html.to_string();
    }
    let text = html.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::new();
    let mut rest = text.as_str();
    // What is typed exactly keeps its lines.
    while let Some(start) = find(rest, "<pre") {
        let end = find(&rest[start..], "</pre>").map_or(rest.len(), |end| start + end + "</pre>".len());
        out += &flowing(&rest[..start]);
        out += &rest[start..end];
        out.push('\n');
        rest = &rest[end..];
    }
    out + &flowing(rest)
}

fn find(text: &str, tag: &str) -> Option<usize> {
    text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
}

fn flowing(text: &str) -> String {
    let mut out = String::new();
    let mut para: Vec<&str> = Vec::new();
    let close = |para: &mut Vec<&str>, out: &mut String| {
        if !para.is_empty() {
            *out += &format!("<p>{}</p>\n", para.join("<br>\n"));
            para.clear();
        }
    };
    // How many blocks are open: what stands in one is its business.
    let mut open = 0usize;
    for line in text.split('\n') {
        let trimmed = line.trim();
        let (opens, closes) = blocks(trimmed);
        if trimmed.is_empty() {
            close(&mut para, &mut out);
        } else if open > 0 || opens + closes > 0 || trimmed.starts_with("<!--") {
            close(&mut para, &mut out);
            out += trimmed;
            out.push('\n');
        } else {
            para.push(trimmed);
        }
        open = (open + opens).saturating_sub(closes);
    }
    close(&mut para, &mut out);
    out
}

/// How many blocks a line opens and closes.
fn blocks(line: &str) -> (usize, usize) {
    let (mut opens, mut closes) = (0, 0);
    for (at, _) in line.match_indices('<') {
        let rest = &line[at + 1..];
        let (end, name) = match rest.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let name: String =
            name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            match (end, name.as_str()) {
                (true, _) => closes += 1,
                (false, "hr") => (opens, closes) = (opens + 1, closes + 1),
                (false, _) => opens += 1,
            }
        }
    }
    (opens, closes)
}

/// `[code language="php"] … [/code]` and `[sourcecode] … [/sourcecode]` as code, whose lines stay.
pub(super) fn listings(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((at, name)) = ["code", "sourcecode"]
        .into_iter()
        .filter_map(|name| Some((opening(rest, name)?, name)))
        .min_by_key(|(at, _)| *at)
    {
        let close = format!("[/{name}]");
        let head = rest[at..].find(']').map(|end| at + end + 1);
        let Some((head, end)) = head.and_then(|head| Some((head, head + rest[head..].find(&close)?))) else { break };
        let code = rest[head..end].replace('<', "&lt;").replace('>', "&gt;");
        out += &rest[..at];
        out += &match code.trim().contains('\n') {
            true => format!("\n\n<pre><code>{}</code></pre>\n\n", code.trim_matches(['\n', '\r'])),
            false => format!("<code>{}</code>", code.trim()),
        };
        rest = &rest[end + close.len()..];
    }
    out + rest
}

/// Where a shortcode of that name begins.
fn opening(text: &str, name: &str) -> Option<usize> {
    let marks = text.match_indices('[').map(|(at, _)| at);
    marks.into_iter().find(|at| text[at + 1..].strip_prefix(name).is_some_and(|behind| behind.starts_with([' ', ']'])))
}

/// A title without the marks of HTML in it.
pub(super) fn bare(title: &str) -> String {
    const MARKS: [&str; 13] = ["a", "b", "br", "cite", "code", "del", "em", "i", "s", "span", "strong", "sub", "sup"];
    let mut out = String::new();
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let name: String = tag[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        out += before;
        let end = tag[1..]
            .find(['<', '>'])
            .map(|end| end + 1)
            .filter(|end| tag[*end..].starts_with('>') && MARKS.contains(&name.to_ascii_lowercase().as_str()));
        match end {
            Some(end) => {
                out += if name.eq_ignore_ascii_case("br") { " " } else { "" };
                rest = &tag[end + 1..];
            }
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out + rest
}

/// `[caption …]<img …> words[/caption]` as a figure.
pub(super) fn figures(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("[caption") {
        let Some(head) = rest[start..].find(']') else { break };
        let Some(end) = rest[start..].find("[/caption]") else { break };
        if head > end {
            break;
        }
        let inner = &rest[start + head + 1..start + end];
        // The picture ends with its tag, or with the link around it.
        let picture = find(inner, "</a>").map(|at| at + 4).or_else(|| {
            let tag = find(inner, "<img")?;
            inner[tag..].find('>').map(|close| tag + close + 1)
        });
        let (picture, words) = inner.split_at(picture.unwrap_or(0));
        out += &rest[..start];
        out += &format!("\n\n<figure>{}<figcaption>{}</figcaption></figure>\n\n", picture.trim(), words.trim());
        rest = &rest[start + end + "[/caption]".len()..];
    }
    out += rest;
    out
}

/// A line without the entities in which titles of feeds are written.
pub(super) fn decoded(text: &str) -> String {
    const NAMED: [(&str, &str); 14] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&hellip;", "…"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&shy;", ""),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_string();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        let (before, entity) = rest.split_at(at);
        out += before;
        let end = entity.find(';').filter(|end| *end <= 10);
        let number = end.and_then(|end| {
            let digits = &entity[2..end];
            match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            }
        });
        match (number.and_then(char::from_u32), end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &entity[end + 1..];
            }
            _ => {
                out += "&#";
                rest = &entity[2..];
            }
        }
    }
    out += rest;
    NAMED.iter().fold(out, |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_brackets_is_code_and_titles_have_no_tags() {
        assert_eq!(
            listings("a [code language=\"php\"]\nif ($a<1) {\n\n}\n[/code] b [sourcecode]x[/sourcecode] [codex] [code"),
            "a \n\n<pre><code>if ($a&lt;1) {\n\n}</code></pre>\n\n b <code>x</code> [codex] [code"
        );
        assert_eq!(bare("A <em class=\"x\">B</em><br/>c < d <b é <title>"), "A B c < d <b é <title>");
    }

    #[test]
    fn empty_lines_part_paragraphs() {
        let html =
            "One,\nand on.\n\nTwo.\n<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\nThree <em>x</em>.\n<pre>a\n\nb</pre>\nFour.";
        let made = "<p>One,<br>\nand on.</p>\n<p>Two.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>Three <em>x</em>.</p>\n<pre>a\n\nb</pre>\n<p>Four.</p>\n";
        assert_eq!(paragraphs(html), made);
        assert_eq!(paragraphs("<p>One.</p>\n\nTwo"), "<p>One.</p>\n\nTwo");
    }

    #[test]
    fn captions_are_figures() {
        let html =
            "A [caption id=\"x\" width=\"3\"]<a href=\"b\"><img src=\"a.jpg\" alt=\"A\" /></a> The bend[/caption] B";
        let made = "A \n\n<figure><a href=\"b\"><img src=\"a.jpg\" alt=\"A\" /></a><figcaption>The bend</figcaption></figure>\n\n B";
        assert_eq!(figures(html), made);
        assert_eq!(figures("[caption] never closed"), "[caption] never closed");
    }

    #[test]
    fn titles_lose_their_entities() {
        assert_eq!(decoded("Tea &amp; Milk&#8217;s &#x2014; &lt;b&gt; &#bad; &"), "Tea & Milk’s — <b> &#bad; &");
    }
}
