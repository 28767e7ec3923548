//! A blog as its engine exports it (WXR, which WordPress and Squarespace write), or as it offers itself to feed readers (RSS, Atom).
//! Each post becomes a page of HTML that says of itself what the export says of it.

use roxmltree::{Document, Node, ParsingOptions};

use super::blog::{Around, Blog, Kind, Post, escaped, words_of};
use super::paragraphs::{bare, figures, listings, paragraphs};
use super::{Facts, Import};
use crate::base::{Code, Diags, date, limits};

/// Whether a file's first letters are those of an export or a feed.
pub(super) fn is_feed(text: &str) -> bool {
    let head: String = text.chars().take(2_000).collect();
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| head.contains(root))
}

/// Makes articles of an export or a feed. `shelf` is the folder for them, with a slash at its end.
pub fn read(text: &str, name: &str, shelf: &str, diags: &mut Diags) -> Import {
    let options = ParsingOptions { nodes_limit: limits::PACKAGE_NODES, ..ParsingOptions::default() };
    // An export may hold control characters that XML does not allow.
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect();
    let document = match Document::parse_with_options(&clean, options) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("'{name}' cannot be read: it is no sound XML ({error})");
            diags.push_help(
                Code::NothingToImport,
                None,
                message,
                "export it again; a file that was cut short ends in the middle",
            );
            return Import { what: format!("'{name}'"), ..Import::default() };
        }
    };
    let root = document.root_element();
    let blog = if root.tag_name().name() == "feed" { atom(root) } else { rss(root) };
    blog.bind(name, shelf, diags)
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The letters of the first child of that name in a namespace of which `space` is a part; none in any where it is empty.
fn text_of(node: Node, space: &str, name: &'static str) -> Option<String> {
    let fits = |child: &Node| match child.tag_name().namespace() {
        Some(own) => !space.is_empty() && own.contains(space),
        None => space.is_empty(),
    };
    children(node, name).find(fits).map(letters).filter(|text| !text.trim().is_empty())
}

fn letters(node: Node) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn line(text: String) -> String {
    super::paragraphs::decoded(&bare(&text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How kinds of entries begin that WordPress and its plugins keep for themselves: attachments, menus, revisions, styles, forms.
const MACHINERY: [&str; 16] = [
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_",
    "acf",
    "feedback",
    "wpcf7",
    "wpforms",
    "elementor_",
    "jp_",
    "jetpack",
    "amp_",
];

/// RSS 2.0 and 1.0, and WXR, which is RSS with words of its own.
fn rss(root: Node) -> Blog {
    let channel = children(root, "channel").next().unwrap_or(root);
    let lang = text_of(channel, "", "language").map(|lang| lang.trim().replace('_', "-"));
    let facts = Facts {
        title: children(channel, "title").next().map(letters).map(line).filter(|title| !title.is_empty()),
        description: children(channel, "description").next().map(letters).map(line).filter(|words| !words.is_empty()),
        language: lang.filter(|lang| is_tag(lang)).map(|lang| (cased(&lang), true)),
        ..Facts::default()
    };
    // Who stands behind a name to log in.
    let names: Vec<(String, String)> = children(channel, "author")
        .filter_map(|author| {
            let login = text_of(author, "wordpress.org/export", "author_login")?;
            let shown = text_of(author, "wordpress.org/export", "author_display_name")?;
            Some((login.trim().to_string(), line(shown)))
        })
        .collect();
    let all = children(channel, "item").chain(children(root, "item").filter(|_| channel != root));
    let mut around = Around::default();
    let posts = all
        .filter_map(|item| {
            let wp = |name: &'static str| text_of(item, "wordpress.org/export", name);
            let kind = match (wp("post_type").as_deref(), wp("status").as_deref().map(str::trim)) {
                (None | Some("post"), Some("draft" | "pending" | "auto-draft" | "future")) => Kind::Draft,
                (Some("page"), Some("draft" | "pending" | "auto-draft" | "future")) => Kind::Draft,
                (None | Some("post" | "page"), Some("private")) => Kind::Locked,
                (None | Some("post" | "page"), Some("trash")) => return None,
                (None | Some("post"), _) => Kind::Post,
                (Some("page"), _) => Kind::Page,
                (Some(kind), _) if MACHINERY.iter().any(|known| kind.starts_with(known)) => return None,
                (Some(_), Some("publish")) => Kind::Other,
                (Some(_), _) => return None,
            };
            let locked = wp("post_password").is_some() && kind != Kind::Draft;
            if matches!(kind, Kind::Post | Kind::Page) && !locked {
                around.comments += children(item, "comment").filter(is_by_a_reader).count();
                around.labels.extend(children(item, "category").map(letters).map(line).filter(|name| !is_none(name)));
            }
            let whole = text_of(item, "content", "encoded");
            let cut = whole.is_none() && wp("post_type").is_none();
            let html = whole.or_else(|| children(item, "description").next().map(letters)).unwrap_or_default();
            let creator = text_of(item, "purl.org/dc", "creator").map(line);
            let author = creator.map(|name| {
                names.iter().find(|(login, _)| *login == name).map_or(name.clone(), |(_, shown)| shown.clone())
            });
            let day = wp("post_date")
                .filter(|day| !day.starts_with("0000"))
                .or_else(|| text_of(item, "", "pubDate"))
                .or_else(|| text_of(item, "purl.org/dc", "date"));
            Some(Post {
                title: children(item, "title").next().map(letters).map(line).unwrap_or_default(),
                author,
                date: day.and_then(|day| instant(day.trim())),
                url: children(item, "link")
                    .next()
                    .map(letters)
                    .map(|url| url.trim().to_string())
                    .filter(|url| url.starts_with("http")),
                cut: cut && is_cut(&html),
                // WordPress keeps texts without tags for paragraphs.
                html: if wp("post_type").is_some() { paragraphs(&figures(&listings(&html))) } else { html },
                kind: if locked { Kind::Locked } else { kind },
                of_kind: wp("post_type").filter(|_| kind == Kind::Other),
                id: wp("post_id").map(|id| id.trim().to_string()),
                ..Post::default()
            })
        })
        .collect();
    let home = text_of(channel, "wordpress.org/export", "base_blog_url").or_else(|| text_of(channel, "", "link"));
    Blog { facts, home: home.map(|home| home.trim().to_string()), posts, around }
}

/// Whether a comment of WordPress was shown, and is no ping from another blog.
fn is_by_a_reader(comment: &Node) -> bool {
    let said = |name: &'static str| text_of(*comment, "wordpress.org/export", name);
    said("comment_approved").is_none_or(|approved| approved.trim() == "1")
        && said("comment_type").is_none_or(|kind| kind.trim() == "comment")
}

/// Whether a category only says that there is none.
fn is_none(category: &str) -> bool {
    matches!(category, "" | "Uncategorized" | "Uncategorised")
}

/// Atom, and what Blogger exports, which is Atom with comments and settings among the posts.
fn atom(root: Node) -> Blog {
    let author =
        |node: Node| children(node, "author").next().and_then(|a| children(a, "name").next()).map(letters).map(line);
    let facts = Facts {
        title: children(root, "title").next().map(letters).map(line).filter(|title| !title.is_empty()),
        description: children(root, "subtitle").next().map(letters).map(line).filter(|words| !words.is_empty()),
        language: root
            .attributes()
            .find(|attribute| attribute.name() == "lang")
            .map(|attribute| attribute.value())
            .filter(|lang| is_tag(lang))
            .map(|lang| (cased(lang), true)),
        ..Facts::default()
    };
    let mut around = Around::default();
    let posts = children(root, "entry")
        .filter_map(|entry| {
            let kind = children(entry, "category")
                .filter_map(|category| category.attribute("term"))
                .find_map(|term| term.rsplit_once("/kind#").map(|(_, kind)| kind))
                .map(str::to_string)
                .or_else(|| text_of(entry, "blogger", "type").map(|kind| kind.trim().to_lowercase()));
            let draft = entry.descendants().any(|inner| {
                inner.tag_name().name() == "draft" && letters(inner).trim() == "yes"
                    || inner.tag_name().name() == "status" && matches!(letters(inner).trim(), "DRAFT" | "SOFT_TRASHED")
            });
            let kind = match kind.as_deref() {
                _ if draft => Kind::Draft,
                None | Some("post") => Kind::Post,
                Some("page") => Kind::Page,
                Some("comment") => {
                    around.comments += 1;
                    return None;
                }
                Some(_) => return None,
            };
            let content = children(entry, "content").next();
            let node = content.or_else(|| children(entry, "summary").next())?;
            let html = match node.attribute("type") {
                Some("xhtml") => {
                    node.children().filter(Node::is_element).map(|div| root_text(div).to_string()).collect()
                }
                None | Some("text") => format!("<p>{}</p>", escaped(&letters(node))),
                Some(_) => letters(node),
            };
            let day = children(entry, "published").next().or_else(|| children(entry, "updated").next()).map(letters);
            Some(Post {
                title: children(entry, "title").next().map(letters).map(line).unwrap_or_default(),
                author: author(entry)
                    .or_else(|| author(root))
                    .filter(|name| !matches!(name.as_str(), "Unknown" | "Anonymous" | "")),
                date: day.and_then(|day| instant(day.trim())),
                url: alternate(entry),
                cut: content.is_none() && is_cut(&html),
                html,
                kind,
                ..Post::default()
            })
        })
        .collect();
    Blog { facts, home: alternate(root), posts, around }
}

/// The address of an entry or a feed of Atom.
fn alternate(node: Node) -> Option<String> {
    let link = children(node, "link").find(|link| matches!(link.attribute("rel"), None | Some("alternate")));
    link.and_then(|link| link.attribute("href")).filter(|url| url.starts_with("http")).map(str::to_string)
}

/// An element as it stands in its file.
fn root_text<'a>(node: Node<'a, '_>) -> &'a str {
    &node.document().input_text()[node.range()]
}

/// Whether a text breaks off, as the beginnings of posts in feeds do.
fn is_cut(html: &str) -> bool {
    let words = words_of(html);
    let end = words.trim_end();
    words.split_whitespace().count() < 120
        && (end.ends_with(['…', ']']) || end.ends_with("...") || words.split_whitespace().count() < 60)
}

/// A day as blogs write it, so that it sorts: RFC 3339, WordPress's `2024-01-31 10:00:00`, RSS's `Wed, 31 Jan 2024 10:00:00 +0000`.
pub(super) fn instant(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Some(seconds) = date::parse_instant(written) {
        return Some(date::instant(seconds));
    }
    if written.get(..10).is_some_and(date::is_date) {
        return Some(written.replacen(' ', "T", 1));
    }
    let rest = written.split_once(',').map_or(written, |(_, rest)| rest);
    let mut parts = rest.split_whitespace();
    let day: u32 = parts.next()?.parse().ok()?;
    let month = parts.next()?.to_lowercase();
    let month = MONTHS.iter().position(|known| month.starts_with(known))? + 1;
    let year: i64 = parts.next()?.parse().ok()?;
    let time = parts.next().unwrap_or("00:00:00");
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_string() };
    let zone = match parts.next().unwrap_or("Z") {
        zone if zone.len() == 5 && zone.starts_with(['+', '-']) && zone.is_ascii() => {
            format!("{}:{}", &zone[..3], &zone[3..])
        }
        _ => "Z".to_string(),
    };
    let day = format!("{year:04}-{month:02}-{day:02}");
    date::parse_instant(&format!("{day}T{time}{zone}"))
        .map(date::instant)
        .or_else(|| date::is_date(&day).then_some(day))
}

fn is_tag(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A tag as it is written mostly: `en-us` is `en-US`.
fn cased(lang: &str) -> String {
    match lang.split_once('-') {
        Some((first, region)) if region.len() == 2 => format!("{}-{}", first.to_lowercase(), region.to_uppercase()),
        Some(_) => lang.to_string(),
        None => lang.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_wrote_and_labels_are_counted_in_one_note() {
        let comment = |approved: &str, kind: &str| {
            format!(
                "<wp:comment><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type></wp:comment>"
            )
        };
        let told = |inner: &str| {
            let text = format!(
                "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><title>T</title><description>One two.</description>\
                 <wp:post_type>post</wp:post_type>{inner}</item></channel></rss>"
            );
            let mut diags = Diags::new();
            read(&text, "a.xml", "book/", &mut diags);
            diags.iter().map(|found| found.message.clone()).collect::<Vec<_>>()
        };
        let labels = "<category>Rope</category><category>Sea</category><category>Rope</category>";
        let comments = [comment("1", "comment"), comment("1", ""), comment("0", "comment"), comment("1", "pingback")];
        let all = format!("{labels}{}", comments.concat());
        assert_eq!(told(&all), ["left out of 'a.xml': 2 comments by readers, 2 tags and categories"]);
        assert_eq!(told(&comments[0]), ["left out of 'a.xml': 1 comment by a reader"]);
        assert!(told("<category>Uncategorized</category>").is_empty());
    }
}
