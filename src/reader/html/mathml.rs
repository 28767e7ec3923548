//! MathML as TeX, so that a formula has one reader, however it was written (MathML Core; MathML 3, chapter 3).

use super::tree::{self, Element, Node};

/// The TeX of a formula's presentation MathML; none where it holds what has no word in TeX, or nothing.
pub fn tex(element: &Element) -> Option<String> {
    let tex = row(element)?;
    (!tex.trim().is_empty()).then_some(tex)
}

fn row(element: &Element) -> Option<String> {
    // Words stand in elements of their own.
    let bare = |node: &Node| matches!(node, Node::Text { words, .. } if !words.trim().is_empty());
    if element.children.iter().any(bare) {
        return None;
    }
    element.elements().map(term).collect()
}

fn term(element: &Element) -> Option<String> {
    let group = |at: usize| element.elements().nth(at).and_then(term).map(|tex| format!("{{{tex}}}"));
    Some(match element.name.as_str() {
        "mi" | "mn" | "mo" | "mtext" | "ms" => token(element)?,
        "mspace" => "\\ ".to_string(),
        "mrow" | "mstyle" | "mpadded" | "math" => row(element)?,
        "semantics" => element.elements().next().and_then(term)?,
        "mphantom" => format!("\\phantom{{{}}}", row(element)?),
        "annotation" | "annotation-xml" => String::new(),
        "mfrac" if element.get("linethickness").is_some_and(|bar| bar.starts_with('0')) => {
            format!("\\genfrac{{}}{{}}{{0pt}}{{}}{}{}", group(0)?, group(1)?)
        }
        "mfrac" => format!("\\frac{}{}", group(0)?, group(1)?),
        "msqrt" => format!("\\sqrt{{{}}}", row(element)?),
        "mroot" => format!("\\sqrt[{}]{}", group(1)?, group(0)?),
        "msup" => format!("{}^{}", group(0)?, group(1)?),
        "msub" => format!("{}_{}", group(0)?, group(1)?),
        "msubsup" => format!("{}_{}^{}", group(0)?, group(1)?, group(2)?),
        "munder" => around(element, group(0)?, Some(group(1)?), None),
        "mover" => around(element, group(0)?, None, Some(group(1)?)),
        "munderover" => around(element, group(0)?, Some(group(1)?), Some(group(2)?)),
        "mfenced" => {
            let [open, close] = [("open", "("), ("close", ")")].map(|(side, own)| element.get(side).unwrap_or(own));
            let between = element.get("separators").unwrap_or(",").chars().next().map_or(String::new(), String::from);
            let inner: Vec<String> = element.elements().map(term).collect::<Option<_>>()?;
            format!("\\left{}{}\\right{}", fence(open), inner.join(&between), fence(close))
        }
        "mtable" => {
            let rows: Vec<String> = element.elements().map(cells).collect::<Option<_>>()?;
            format!("\\begin{{matrix}}{}\\end{{matrix}}", rows.join("\\\\"))
        }
        _ => return None,
    })
}

/// What holds letters.
fn token(element: &Element) -> Option<String> {
    let letters = letters(element);
    let many = letters.chars().nth(1).is_some();
    if let Some(variant) = element.get("mathvariant").filter(|variant| *variant != "normal") {
        return Some(format!("\\{}{{{}}}", alphabet(variant)?, sign(&letters)));
    }
    Some(match element.name.as_str() {
        "mi" | "mo" if many && letters.chars().all(char::is_alphabetic) => format!("\\operatorname{{{letters}}}"),
        "mi" if many => format!("\\mathrm{{{}}}", sign(&letters)),
        "mtext" | "ms" => format!("\\text{{{}}}", escaped(&letters)),
        _ => sign(&letters),
    })
}

fn cells(row: &Element) -> Option<String> {
    let cells: Vec<String> = row.elements().map(self::row).collect::<Option<_>>()?;
    Some(cells.join("&"))
}

/// What stands below and above something: the limits of a sum, a mark over a letter, or anything.
fn around(element: &Element, base: String, under: Option<String>, over: Option<String>) -> String {
    let sign = element.elements().next().map(letters).unwrap_or_default();
    let limits = matches!(
        sign.as_str(),
        "∑" | "∏" | "∐" | "⋃" | "⋂" | "⨁" | "⨂" | "∫" | "∮" | "lim" | "max" | "min" | "sup" | "inf"
    );
    let mark = element.elements().nth(1).map(letters).unwrap_or_default();
    if limits {
        let bare = if sign.len() > 1 && sign.is_ascii() { format!("\\{sign}") } else { sign };
        let [under, over] =
            [('_', under), ('^', over)].map(|(to, limit)| limit.map_or(String::new(), |limit| format!("{to}{limit}")));
        return format!("{bare}{under}{over}");
    }
    let accent = match (&under, mark.as_str()) {
        (None, "¯" | "‾" | "_" | "―") => Some("overline"),
        (None, "^" | "ˆ" | "\u{302}") => Some("hat"),
        (None, "~" | "˜" | "\u{303}") => Some("tilde"),
        (None, "→" | "⃗") => Some("vec"),
        (None, "˙" | ".") => Some("dot"),
        (None, "¨") => Some("ddot"),
        (None, "⏞") => Some("overbrace"),
        (Some(_), "⏟") if over.is_none() => Some("underbrace"),
        _ => None,
    };
    if let Some(accent) = accent {
        return format!("\\{accent}{base}");
    }
    let base = under.map_or(base.clone(), |under| format!("\\underset{under}{base}"));
    over.map_or(base.clone(), |over| format!("\\overset{over}{{{base}}}"))
}

/// A delimiter that grows.
fn fence(sign: &str) -> String {
    match sign.trim() {
        "" => ".".to_string(),
        "{" | "}" => format!("\\{}", sign.trim()),
        other => other.to_string(),
    }
}

/// Signs as TeX takes them.
fn sign(letters: &str) -> String {
    letters
        .chars()
        .map(|c| match c {
            '{' | '}' | '%' | '#' | '&' | '_' | '$' => format!("\\{c}"),
            '\\' => "\\backslash ".to_string(),
            '^' => "\\hat{}".to_string(),
            '~' => "\\sim ".to_string(),
            // What only the ear hears: applied, times, comma, plus.
            '\u{2061}'..='\u{2064}' => String::new(),
            '−' => "-".to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// Words as TeX takes them within a formula.
fn escaped(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '{' | '}' | '%' | '#' | '&' | '_' | '$' => format!("\\{c}"),
            // No words of a formula have these, and TeX has no short way to say them.
            '\\' | '^' | '~' => " ".to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// What TeX calls a variant of letters (MathML 3, 3.2.2).
fn alphabet(variant: &str) -> Option<&'static str> {
    Some(match variant {
        "bold" => "mathbf",
        "italic" => "mathit",
        "bold-italic" => "boldsymbol",
        "double-struck" => "mathbb",
        "script" | "bold-script" => "mathcal",
        "fraktur" | "bold-fraktur" => "mathfrak",
        "sans-serif" | "bold-sans-serif" | "sans-serif-italic" | "sans-serif-bold-italic" => "mathsf",
        "monospace" => "mathtt",
        _ => return None,
    })
}

/// The letters of an element, without the white space of XML that only lays out the source.
fn letters(element: &Element) -> String {
    let all = tree::letters(&element.children);
    all.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::html::tree::parse;

    fn read(mathml: &str) -> Option<String> {
        let nodes = parse(&format!("<math>{mathml}</math>"));
        nodes.iter().find_map(|node| match node {
            Node::Element(element) => tex(element),
            Node::Text { .. } => None,
        })
    }

    #[test]
    fn what_schools_write_has_its_tex() {
        for (mathml, tex) in [
            ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E=m{c}^{2}"),
            ("<mfrac><mn>1</mn><mrow><mi>x</mi><mo>−</mo><mn>1</mn></mrow></mfrac>", "\\frac{1}{x-1}"),
            ("<msqrt><mi>a</mi></msqrt><mroot><mi>b</mi><mn>3</mn></mroot>", "\\sqrt{a}\\sqrt[{3}]{b}"),
            (
                "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
                "∑_{i=1}^{n}i",
            ),
            ("<mover><mi>x</mi><mo>¯</mo></mover><mi>sin</mi><mi>x</mi>", "\\overline{x}\\operatorname{sin}x"),
            (
                "<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac><mi mathvariant='double-struck'>R</mi><mtext>\u{a0}50%</mtext>",
                "\\genfrac{}{}{0pt}{}{n}{k}\\mathbb{R}\\text{\u{a0}50\\%}",
            ),
            (
                "<mfenced><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable></mfenced>",
                "\\left(\\begin{matrix}1&0\\end{matrix}\\right)",
            ),
        ] {
            assert_eq!(read(mathml).as_deref(), Some(tex));
            crate::reader::tex::formula(tex, &mut Default::default()).unwrap();
        }
    }

    #[test]
    fn what_has_no_word_in_tex_is_not_guessed() {
        assert_eq!(read("<mlongdiv><mn>5</mn></mlongdiv>"), None);
        assert_eq!(read("<mrow>k<mo>=</mo><mn>2</mn></mrow>"), None);
        assert_eq!(read(""), None);
    }
}
