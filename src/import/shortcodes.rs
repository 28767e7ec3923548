//! WordPress's shortcodes: `[caption]`, `[gallery ids="1,2"]`, words that the blog's own program turned into something.

/// Those of WordPress itself (codex "Shortcode", and the functions that register them) and of plugins that most blogs have.
const KNOWN: &[&str] = &[
    "audio",
    "caption",
    "contact-form",
    "contact-form-7",
    "embed",
    "gallery",
    "gravityform",
    "jetpack",
    "mailerlite_form",
    "playlist",
    "sourcecode",
    "subscribe",
    "toc",
    "video",
    "wp_caption",
    "youtube",
];

/// A page without its shortcodes. What stands between `[caption]` and its end stays, an `[embed]` becomes a link; all others go. Those
/// that went are given, as they were written.
pub(super) fn without(html: &str) -> (String, Vec<String>) {
    let (mut out, mut gone) = (String::with_capacity(html.len()), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        let (before, behind) = rest.split_at(at);
        out += before;
        match tag(behind) {
            None => {
                out.push('[');
                rest = &behind[1..];
            }
            Some((name, whole)) => {
                rest = &behind[whole.len()..];
                let inner = match name {
                    "embed" => rest.split_once("[/embed]"),
                    _ => None,
                };
                if let Some((address, after)) = inner.filter(|(address, _)| !address.contains(['<', '"', '['])) {
                    let address = address.trim();
                    out += &format!("<a href=\"{address}\">{address}</a>");
                    rest = after;
                } else if !whole.starts_with("[/") && !["caption", "wp_caption", "sourcecode", "embed"].contains(&name)
                {
                    gone.push(whole.to_string());
                }
            }
        }
    }
    (out + rest, gone)
}

/// The shortcode that a text begins with: its name, and how it is written.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let name = &name[..length];
    let end = text.find(']')?;
    let known = KNOWN.contains(&name) && !text[1..end].contains('[');
    known.then(|| (name, &text[..=end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_keep_their_words_embeds_become_links_and_the_rest_is_told() {
        let html = "<p>[caption id=\"a\" width=\"300\"]<img src=\"x.jpg\"/> A boat[/caption]</p>\
                    [embed]https://example.org/v?x=1[/embed] [gallery ids=\"1,2,3\"] [1] and [see below] and [/gallery]";
        let (page, gone) = without(html);
        assert_eq!(
            page,
            "<p><img src=\"x.jpg\"/> A boat</p><a href=\"https://example.org/v?x=1\">https://example.org/v?x=1</a>  [1] and \
             [see below] and "
        );
        assert_eq!(gone, ["[gallery ids=\"1,2,3\"]"]);
    }

    #[test]
    fn brackets_of_any_kind_come_out_as_they_were() {
        for text in ["[", "a [gallery", "[ö]", "[[1]]", "[audio [x]]", "[é", "]["] {
            assert_eq!(without(text), (text.to_string(), Vec::new()), "{text}");
        }
    }
}
