//! Links from post to post of a blog, by whichever of its addresses they name one: its permalink, with or without the host, or its
//! number (`?p=103`, `?page_id=7`).

use super::paragraphs::decoded;
use crate::model::same_address;

/// Where a post is known to be, and the file that it becomes.
pub(super) struct Known {
    /// Its number in the blog.
    pub(super) id: Option<String>,
    /// Its address on the web.
    pub(super) url: Option<String>,
    /// Its file, as others beside it name it.
    pub(super) file: String,
}

/// A page of HTML whose links to `posts` lead to their files. `home` is the address of the blog.
pub(super) fn led(html: &str, home: Option<&str>, posts: &[Known]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = link(rest) {
        let (before, tag) = rest.split_at(at);
        let end = tag.find('>').unwrap_or(tag.len());
        out += before;
        match href(&tag[..end]) {
            Some((start, close)) if tag[2..].starts_with(char::is_whitespace) => {
                let written = decoded(&tag[start..close]);
                match file(written.trim(), home, posts) {
                    Some(file) => out += &format!("{}{file}{}", &tag[..start], &tag[close..end]),
                    None => out += &tag[..end],
                }
            }
            Some(_) | None => out += &tag[..end],
        }
        rest = &tag[end..];
    }
    out + rest
}

/// Where the next tag begins that may be a link's.
fn link(html: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    bytes.windows(2).position(|two| two.eq_ignore_ascii_case(b"<a"))
}

/// Where the address of a link stands in its tag.
fn href(tag: &str) -> Option<(usize, usize)> {
    let lower = tag.to_ascii_lowercase();
    let (at, _) = lower.match_indices("href").find(|(at, _)| lower[..*at].ends_with(char::is_whitespace))?;
    let behind = tag[at + 4..].trim_start().strip_prefix('=')?.trim_start();
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = tag.len() - behind.len() + 1;
    Some((start, start + behind[1..].find(quote)?))
}

/// An address without its path.
pub(super) fn host_of(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find('/').map_or(address.len(), |end| start + end);
    &address[..end]
}

/// The file of the post that an address names, with the place in it.
fn file(address: &str, home: Option<&str>, posts: &[Known]) -> Option<String> {
    let (page, place) = match address.find('#') {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let home = home.unwrap_or("https://home.invalid").trim_end_matches('/');
    let host = host_of(home);
    let whole = match page {
        "" => return None,
        page if page.starts_with("//") => format!("https:{page}"),
        page if page.starts_with('/') => format!("{host}{page}"),
        page if page.starts_with('?') => format!("{home}/{page}"),
        page if page.contains("://") => page.to_string(),
        _ => return None,
    };
    let numbered = || {
        let (page, query) = whole.split_once('?')?;
        let own = [home, &format!("{home}/index.php"), host];
        let id = query.split('&').find_map(|pair| {
            ["p=", "page_id="].iter().find_map(|key| pair.strip_prefix(key)).filter(|id| !id.is_empty())
        })?;
        let is_home = own.iter().any(|own| same_address(own, page));
        posts.iter().find(|post| is_home && post.id.as_deref() == Some(id))
    };
    let named = || posts.iter().find(|post| post.url.as_deref().is_some_and(|url| same_address(url, &whole)));
    named().or_else(numbered).map(|post| format!("{}{place}", post.file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whichever_address_names_a_post_leads_to_its_file() {
        let known = |id: &str, url: &str, file: &str| Known {
            id: Some(id.to_string()),
            url: Some(url.to_string()),
            file: file.to_string(),
        };
        let posts = [
            known("103", "https://knots.example/blog/bend/", "bend.html"),
            known("7", "https://knots.example/?page_id=7", "about.html"),
        ];
        let home = Some("https://www.knots.example/blog/");
        for (address, led_to) in [
            ("?p=103", "bend.html"),
            ("/?p=103", "bend.html"),
            ("/blog/?p=103#knot", "bend.html#knot"),
            ("http://knots.example/blog/?p=103&amp;utm_source=x", "bend.html"),
            ("https://knots.example/blog/index.php?p=103", "bend.html"),
            ("/?page_id=7", "about.html"),
            ("https://knots.example/blog/bend", "bend.html"),
            ("/blog/bend/", "bend.html"),
            ("//knots.example/blog/bend/#a", "bend.html#a"),
            ("?p=104", "?p=104"),
            ("https://other.example/?p=103", "https://other.example/?p=103"),
            ("#p", "#p"),
            ("bend", "bend"),
        ] {
            let page = |address: &str| format!("<p><abbr>a</abbr> <a class=\"x\"\nhref='{address}' id=\"b\">é</a> <a>");
            assert_eq!(led(&page(address), home, &posts), page(led_to));
        }
        for odd in ["<a", "<a href", "<a href=", "<a href=\"?p=103", "<a href=\"é\"", "<ahref=\"?p=103\">", "<A é>"] {
            assert_eq!(led(odd, home, &posts), odd);
        }
        assert_eq!(
            led("<A HREF=\"?p=103\"><a href=\"?p=103\">", None, &posts),
            "<A HREF=\"bend.html\"><a href=\"bend.html\">"
        );
    }
}
