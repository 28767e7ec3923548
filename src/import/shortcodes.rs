//! WordPress's shortcodes: `[caption]`, `[gallery ids="1,2"]`, words that the blog's own program turned into something.

use super::{count, few};
use crate::base::{Code, Diags};

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

/// Tells which shortcodes went; nothing where there were none.
pub(super) fn tell(gone: &[String], name: &str, diags: &mut Diags) {
    if !gone.is_empty() {
        let mean = if gone.len() == 1 { "means nothing in a book and is" } else { "mean nothing in a book and are" };
        let message = format!("{} of '{name}' {mean} left out: {}", count(gone.len(), "shortcode"), few(gone));
        diags.push_help(Code::LeftOut, None, message, "put pictures of a gallery into the post, as pictures");
    }
}

/// Those that are words of English, too: in a page that a browser saved they are shortcodes with attributes or an end alone, and
/// a gallery where nothing else is in its block.
const WORDS: &[&str] = &["audio", "caption", "embed", "gallery", "playlist", "subscribe", "toc", "video", "youtube"];

/// Elements of a page that show letters as they are, or show none.
const EXACT: &[&str] = &["code", "head", "kbd", "pre", "samp", "script", "style", "textarea"];

/// The same for a page as a browser saved it, where a shortcode is one that the blog's program did not know any more, and code shows
/// those that the author writes about.
pub(super) fn without_in_page(html: &str) -> (String, Vec<String>) {
    outside_code(html, |name, whole, (before, behind)| {
        let alone = || is_edge(before.trim_end().chars().next_back()) && is_edge(behind.trim_start().chars().next());
        !WORDS.contains(&name)
            || whole.contains('=')
            || whole.starts_with("[/")
            || behind.contains(&format!("[/{name}]"))
            || (name == "gallery" && alone())
    })
}

/// The same as [`removed`] for a page, of which code stays as it is.
fn outside_code(html: &str, is: impl Fn(&str, &str, (&str, &str)) -> bool) -> (String, Vec<String>) {
    let (mut out, mut gone) = (String::with_capacity(html.len()), Vec::new());
    let mut rest = html;
    while !rest.is_empty() {
        let exact = rest.match_indices('<').find_map(|(at, _)| Some((at, exact(&rest[at..])?)));
        let (at, length) = exact.unwrap_or((rest.len(), 0));
        let (page, codes) = removed(&rest[..at], &is);
        out += &page;
        gone.extend(codes);
        out += &rest[at..at + length];
        rest = &rest[at + length..];
    }
    (out, gone)
}

/// Whether a sign beside a shortcode is none of a sentence: that of a tag, or of another shortcode.
fn is_edge(sign: Option<char>) -> bool {
    sign.is_none_or(|sign| matches!(sign, '<' | '>' | '[' | ']'))
}

/// How long the element is that begins here, where it is one of [`EXACT`].
fn exact(text: &str) -> Option<usize> {
    let behind = &text[1..];
    let name = behind.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    if !EXACT.contains(&name.as_str()) {
        return None;
    }
    let close = format!("</{name}");
    let end = text
        .match_indices("</")
        .find(|(at, _)| text.get(*at..at + close.len()).is_some_and(|found| found.eq_ignore_ascii_case(&close)));
    Some(end.map_or(text.len(), |(at, _)| at + close.len()))
}

/// A page without its shortcodes. What stands between `[caption]` and its end stays, an `[embed]` becomes a link; all others go. Those
/// that went are given, as they were written.
pub(super) fn without(html: &str) -> (String, Vec<String>) {
    outside_code(html, |_, _, _| true)
}

/// The same, of those that `is` picks by name, by how they are written and by what stands before and behind them.
fn removed(html: &str, is: impl Fn(&str, &str, (&str, &str)) -> bool) -> (String, Vec<String>) {
    let (mut out, mut gone) = (String::with_capacity(html.len()), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        let (before, behind) = rest.split_at(at);
        out += before;
        let above = &html[..html.len() - behind.len()];
        match tag(behind).filter(|(name, whole)| is(name, whole, (above, &behind[whole.len()..]))) {
            None if behind.starts_with("[[")
                && tag(&behind[1..]).is_some_and(|(_, whole)| behind[1 + whole.len()..].starts_with(']')) =>
            {
                // In two pairs of brackets one is shown.
                let (_, whole) = tag(&behind[1..]).unwrap_or_default();
                out += whole;
                rest = &behind[whole.len() + 2..];
            }
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
                } else if !whole.starts_with("[/") && !["caption", "wp_caption", "embed"].contains(&name) {
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
    fn a_saved_page_keeps_words_in_brackets_and_what_is_code() {
        let html = "<HEAD><title>[gallery]</title></head><p>A talk [video], [toc] and <code>[gallery]</code> [gallery ids=\"1\"]</p>\
                    <pre>[caption]</pre>[caption width=\"3\"]<img src=\"x.jpg\"> A boat[/caption] [gallery] <script>[gallery]";
        let (page, gone) = without_in_page(html);
        assert_eq!(
            page,
            "<HEAD><title>[gallery]</title></head><p>A talk [video], [toc] and <code>[gallery]</code> </p>\
             <pre>[caption]</pre><img src=\"x.jpg\"> A boat  <script>[gallery]"
        );
        assert_eq!(gone, ["[gallery ids=\"1\"]", "[gallery]"]);
        let page = "<p>We met in the [gallery] at noon.</p> <p> [gallery] </p>";
        assert_eq!(without_in_page(page).0, "<p>We met in the [gallery] at noon.</p> <p>  </p>");
        let feed = "<code>[gallery ids=\"1\"]</code> [sourcecode language=\"c\"]a[/sourcecode]";
        let kept = "<code>[gallery ids=\"1\"]</code> a".to_string();
        assert_eq!(without(feed), (kept, vec!["[sourcecode language=\"c\"]".to_string()]));
        assert_eq!(without("[[gallery]] [[gallery] x]").0, "[gallery] [ x]");
    }

    #[test]
    fn brackets_of_any_kind_come_out_as_they_were() {
        for text in ["[", "a [gallery", "[ö]", "[[1]]", "[audio [x]]", "[é", "]["] {
            assert_eq!(without(text), (text.to_string(), Vec::new()), "{text}");
        }
    }
}
