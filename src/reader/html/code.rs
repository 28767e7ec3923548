//! Code as sites show it: coloured by a hundred spans, numbered in a column of its own, wrapped in boxes. All of it becomes one
//! `<pre>` of letters that says its language and, where its lines were numbered, the first number.

use super::tree::{Element, Node};

/// Makes plain blocks of code of all code in `nodes`.
pub(in crate::reader) fn tidy_code(nodes: &mut [Node]) {
    tidy(nodes, None);
}

fn tidy(nodes: &mut [Node], around: Option<&str>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let own = lang(element);
        match element.name.as_str() {
            // Markdown stands in it, or a formula.
            "pre" if holds(element, &|inner| inner.name == "script") => {}
            "pre" => *element = plain(element, own.or(around)),
            "table" => match lines_of(element) {
                Some((text, first)) => {
                    let lang = own.or_else(|| inner_lang(element)).or(around);
                    *element = pre(element.line, lang, text, first);
                }
                None => tidy(&mut element.children, around),
            },
            "code" | "script" | "style" => {}
            _ => {
                let lang = own.filter(|_| is_box(element)).map(str::to_string);
                tidy(&mut element.children, lang.as_deref().or(around));
            }
        }
    }
}

/// Whether an element is a box around code, whose class may say its language.
fn is_box(element: &Element) -> bool {
    matches!(element.name.as_str(), "div" | "figure" | "section") && holds(element, &|inner| inner.name == "pre")
}

/// The language that an element names: `language-rust`, `lang-rust`, `highlight-source-rust`, `brush: rust`, `data-lang`.
fn lang(element: &Element) -> Option<&str> {
    let class = element.get("class").unwrap_or_default();
    let prefixes = ["language-", "lang-", "highlight-source-", "brush:", "highlight-text-"];
    let mut words = class.split_ascii_whitespace().peekable();
    let mut found = None;
    while let Some(word) = words.next() {
        let named = prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
        // `brush: js;` has a space.
        let named = if named == Some("") { words.peek().copied() } else { named };
        found = found.or(named);
    }
    let boxed = class.split_ascii_whitespace().collect::<Vec<_>>();
    let behind = || match boxed.as_slice() {
        ["highlight", lang] | ["hljs", lang] | [lang, "hljs"] | ["sourceCode", lang] => Some(*lang),
        _ => None,
    };
    let named = found.or(element.get("data-lang")).or(element.get("data-language")).or_else(behind);
    let named = named
        .map(|name| name.trim_end_matches(';').trim())
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c)));
    named.filter(|name| {
        !matches!(
            *name,
            "none" | "plain" | "plaintext" | "text" | "txt" | "nohighlight" | "no-highlight" | "auto" | "wrap"
        )
    })
}

/// The language that code within an element names.
fn inner_lang(element: &Element) -> Option<&str> {
    element.elements().find_map(|inner| {
        let own = if matches!(inner.name.as_str(), "pre" | "code") { lang(inner) } else { None };
        own.or_else(|| inner_lang(inner))
    })
}

/// A block of code without what stands in it for the eye.
fn plain(element: &Element, lang: Option<&str>) -> Element {
    let inner = element.elements().find(|inner| inner.name == "code");
    let own = inner.and_then(self::lang).or(lang).map(str::to_string);
    let (mut text, mut first) = (String::new(), None);
    letters(&element.children, &mut text, &mut first);
    let numbered = first.or_else(|| {
        let listed =
            element.get("class").is_some_and(|class| class.split_ascii_whitespace().any(|c| c == "line-numbers"));
        listed.then(|| element.get("data-start").and_then(|start| start.parse().ok()).unwrap_or(1))
    });
    let mut made = pre(element.line, own.as_deref(), text, numbered);
    let id = element.get("id").or(inner.and_then(|inner| inner.get("id")));
    made.attributes.extend(id.map(|id| ("id".to_string(), id.to_string())));
    made
}

fn pre(line: usize, lang: Option<&str>, text: String, first: Option<u64>) -> Element {
    let mut attributes: Vec<(String, String)> =
        lang.map(|lang| ("class".to_string(), format!("language-{lang}"))).into_iter().collect();
    attributes.extend(first.map(|first| ("data-first".to_string(), first.to_string())));
    Element { name: "pre".to_string(), attributes, line, children: vec![Node::Text { words: text, line }] }
}

/// Whether an element holds nothing but the number of a line, or a button.
fn is_number(element: &Element) -> bool {
    const NUMBERS: [&str; 18] = [
        "lineno",
        "linenos",
        "line-number",
        "line-numbers",
        "linenumber",
        "lnt",
        "ln",
        "lntd-num",
        "gutter",
        "gl",
        "rouge-gutter",
        "blob-num",
        "hljs-ln-numbers",
        "hljs-ln-n",
        "line-numbers-rows",
        "linenodiv",
        "gutter-cell",
        "react-code-line-number",
    ];
    let class = element.get("class").unwrap_or_default();
    let unselectable = element.get("style").is_some_and(|style| style.replace(' ', "").contains("user-select:none"));
    let letters = super::blocks::letters(element);
    let digits = letters.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    matches!(element.name.as_str(), "button" | "svg" | "clipboard-copy")
        || digits && (unselectable || class.split_ascii_whitespace().any(|class| NUMBERS.contains(&class)))
}

/// The letters of code; the first number of its lines is put aside.
fn letters(nodes: &[Node], out: &mut String, first: &mut Option<u64>) {
    for node in nodes {
        let element = match node {
            Node::Text { words, .. } => {
                out.push_str(words);
                continue;
            }
            Node::Element(element) => element,
        };
        if is_number(element) {
            note_number(element, first);
            continue;
        }
        match element.name.as_str() {
            "br" => out.push('\n'),
            // A line of its own, where a site makes an element of each.
            "div" | "tr" | "li" | "p" => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                let from = out.len();
                letters(&element.children, out, first);
                if out.len() == from || !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            _ => letters(&element.children, out, first),
        }
    }
}

fn note_number(element: &Element, first: &mut Option<u64>) {
    if first.is_none() {
        let text = super::blocks::letters(element);
        let shown = text.split_whitespace().next().and_then(|number| number.parse().ok());
        *first = shown.or(element.get("data-line-number").and_then(|number| number.parse().ok()));
    }
}

/// The code of a table that only sets numbers beside lines: one row of a column of numbers and one of code, or a row a line.
fn lines_of(table: &Element) -> Option<(String, Option<u64>)> {
    let rows = rows(table);
    // What has a caption, or numbers that do not count lines, is a table of data.
    if table.elements().any(|part| part.name == "caption") {
        return None;
    }
    let mut last: Option<u64> = None;
    let mut first = None;
    let mut text = String::new();
    let mut numbers = 0;
    for row in &rows {
        let cells: Vec<&Element> = row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).collect();
        let (number, code) = match cells.as_slice() {
            [number, code] => (*number, *code),
            _ => return None,
        };
        let digits = super::blocks::letters(number);
        let is_gutter = digits.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        let is_code = holds(code, &|inner| matches!(inner.name.as_str(), "pre" | "code"))
            || has_code_class(code)
            || has_code_class(table);
        if !is_gutter || !is_code || holds(code, &|inner| inner.name == "table") {
            return None;
        }
        for number in digits.split_whitespace() {
            let number = number.parse().ok()?;
            if last.is_some_and(|last| last.checked_add(1) != Some(number)) {
                return None;
            }
            last = Some(number);
        }
        numbers += usize::from(!digits.trim().is_empty() || number.get("data-line-number").is_some());
        note_number(number, &mut first);
        letters(&code.children, &mut text, &mut None);
        if rows.len() > 1 && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    (numbers > 0).then(|| (text.trim_end_matches('\n').to_string(), first))
}

fn has_code_class(element: &Element) -> bool {
    element.get("class").is_some_and(|class| {
        class
            .split(|c: char| c.is_whitespace() || c == '-')
            .any(|part| matches!(part, "code" | "highlight" | "hljs" | "rouge" | "lntable" | "blob"))
    })
}

fn rows(table: &Element) -> Vec<&Element> {
    let parts = table.elements().flat_map(|part| match part.name.as_str() {
        "tr" => vec![part],
        "thead" | "tbody" => part.elements().filter(|row| row.name == "tr").collect(),
        _ => Vec::new(),
    });
    parts.collect()
}

fn holds(element: &Element, is_one: &dyn Fn(&Element) -> bool) -> bool {
    element.elements().any(|inner| is_one(inner) || holds(inner, is_one))
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    fn read(html: &str) -> String {
        let mut nodes = parse(html);
        tidy_code(&mut nodes);
        let mut found = Vec::new();
        fn walk(nodes: &[Node], found: &mut Vec<String>) {
            for node in nodes {
                let Node::Element(element) = node else { continue };
                match element.name == "pre" {
                    true => found.push(format!(
                        "{} {} {}",
                        element.get("class").unwrap_or("-"),
                        element.get("data-first").unwrap_or("-"),
                        super::super::blocks::letters(element).trim_matches('\n').replace('\n', "/")
                    )),
                    false => walk(&element.children, found),
                }
            }
        }
        walk(&nodes, &mut found);
        found.join("|")
    }

    #[test]
    fn spans_go_and_languages_stay() {
        assert_eq!(
            read("<pre><code class='hljs language-js'><span>let</span> a;\n</code></pre>"),
            "language-js - let a;"
        );
        assert_eq!(
            read(
                "<div class='language-rust highlighter-rouge'><div class=highlight><pre class=highlight><code><span class=k>fn</span> a</code></pre></div></div>"
            ),
            "language-rust - fn a"
        );
        assert_eq!(
            read(
                "<div class='highlight'><pre class=chroma><code class=language-go data-lang=go><span class=line><span class=ln>7</span><span class=cl>a\n</span></span><span class=line><span class=ln>8</span>b</span></code></pre></div>"
            ),
            "language-go 7 a/b"
        );
        assert_eq!(
            read("<pre class='brush: python; title: x'>a</pre><pre>b<br>c<button>Copy</button></pre>"),
            "language-python - a|- - b/c"
        );
        assert_eq!(read("<pre><code><div>a</div><div></div><div>b</div></code></pre>"), "- - a//b");
    }

    #[test]
    fn numbers_beside_lines_are_numbers_of_lines() {
        assert_eq!(
            read(
                "<table class=rouge-table><tr><td class='gutter gl'><pre class=lineno>1\n2\n</pre></td><td class=code><pre>a\nb\n</pre></td></tr></table>"
            ),
            "- 1 a/b"
        );
        assert_eq!(
            read(
                "<figure class='highlight yaml'><table><tr><td class=gutter><pre><span>4</span><br><span>5</span></pre></td><td class=code><pre>a: 1<br>b: 2</pre></td></tr></table></figure>"
            ),
            "language-yaml 4 a: 1/b: 2"
        );
        assert_eq!(
            read(
                "<pre><code><table class=hljs-ln><tr><td class=hljs-ln-numbers><div data-line-number=1></div></td><td>x</td></tr><tr><td class=hljs-ln-numbers></td><td>y</td></tr></table></code></pre>"
            ),
            "- - x/y"
        );
        assert_eq!(
            read(
                "<table class=highlight><tr><td class=blob-num data-line-number=3></td><td class=blob-code>a</td></tr><tr><td></td><td class=blob-code>b</td></tr></table>"
            ),
            "- 3 a/b"
        );
        for data in [
            "<tr><td>1</td><td>one</td></tr>",
            "<tr><td>404</td><td><code>NOT_FOUND</code></td></tr><tr><td>500</td><td><code>SERVER_ERROR</code></td></tr>",
            "<caption>Codes</caption><tr><td>1</td><td><code>A</code></td></tr><tr><td>2</td><td><code>B</code></td></tr>",
        ] {
            assert_eq!(read(&format!("<table>{data}</table>")), "");
        }
    }
}
