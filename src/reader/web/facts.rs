//! What a page says of itself: in its head, in the data for search engines, in marks on its text.

use serde_json::Value;

use super::each;
use super::terms::{self, has_class, has_word, squeezed};
use crate::base::language;
use crate::model::Lang;
use crate::reader::html::tree::{Element, Node};

/// What a page says of itself.
#[derive(Debug, Default)]
pub struct Facts {
    /// The article's title, without the site's name.
    pub title: Option<String>,
    /// Its subtitle.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its language.
    pub lang: Option<Lang>,
    /// Where it stands.
    pub url: Option<String>,
    /// When it was published, as written: a day, mostly.
    pub date: Option<String>,
    /// The pages that its head names as the one before it and the one behind it.
    pub previous: Option<(String, usize)>,
    /// The same.
    pub next: Option<(String, usize)>,
}

/// What separates a title from the site's name.
const SEPARATORS: [&str; 9] = [" | ", " – ", " — ", " - ", " · ", " • ", " » ", " :: ", " ‹ "];

/// Reads what a page says of itself. `html` is its source, in whose first lines a browser may have said where it was saved from.
pub fn read(page: &[Node], html: &str) -> Facts {
    let mut head = Head::default();
    each(page, &mut |element| head.see(element));
    let mut data = Data::default();
    for script in &head.data {
        if let Ok(value) = serde_json::from_str::<Value>(script) {
            data.take(&value, 0);
        }
    }
    let site = head.meta("og:site_name").map(str::to_string);
    let whole = head.title.clone();
    let title = data
        .title
        .take()
        .or_else(|| head.meta("og:title").map(str::to_string))
        .or_else(|| whole.clone())
        .map(|title| without_site(&title, site.as_deref(), whole.as_deref(), head.first_heading.as_deref()))
        .or(head.first_heading.clone())
        .filter(|title| !title.is_empty());
    let mut authors = std::mem::take(&mut data.authors);
    if authors.is_empty() {
        let named =
            head.metas.iter().filter(|(name, _)| matches!(name.as_str(), "author" | "article:author" | "dc.creator"));
        authors.extend(named.map(|(_, name)| name.clone()));
    }
    if authors.is_empty() {
        authors.extend(std::mem::take(&mut head.authors));
    }
    let authors = authors.into_iter().filter_map(|name| person(&name));
    let mut all: Vec<String> = Vec::new();
    for author in authors {
        if !all.contains(&author) {
            all.push(author);
        }
    }
    let web = |address: String| Some(address.trim().to_string()).filter(|a| a.starts_with("http") && a.contains("://"));
    let url = head.canonical.clone().and_then(web);
    let url = url
        .or_else(|| head.meta("og:url").map(str::to_string).and_then(web))
        .or_else(|| data.url.clone().and_then(web));
    let date = head.meta("article:published_time").map(str::to_string).or(data.date.clone());
    let date = date.or_else(|| head.meta("date").map(str::to_string)).or(head.time);
    Facts {
        title,
        subtitle: head.subtitle,
        authors: all,
        lang: head.lang,
        url: url.or_else(|| saved_from(html)),
        date: date.and_then(|date| day(&date)),
        previous: head.previous,
        next: head.next,
    }
}

/// What elements say.
#[derive(Default)]
struct Head {
    metas: Vec<(String, String)>,
    title: Option<String>,
    first_heading: Option<String>,
    subtitle: Option<String>,
    authors: Vec<String>,
    lang: Option<Lang>,
    canonical: Option<String>,
    previous: Option<(String, usize)>,
    next: Option<(String, usize)>,
    time: Option<String>,
    data: Vec<String>,
}

impl Head {
    fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    fn see(&mut self, element: &Element) {
        let words = || squeezed(&terms::text(&element.children));
        let href =
            || element.get("href").map(str::trim).filter(|href| !href.is_empty() && *href != "#").map(str::to_string);
        match element.name.as_str() {
            "html" => {
                self.lang = element.get("lang").or(element.get("xml:lang")).and_then(language::tag).map(Lang);
            }
            "meta" => {
                let name = element.get("property").or(element.get("name")).or(element.get("itemprop"));
                if let (Some(name), Some(value)) = (name, element.get("content")) {
                    self.metas.push((name.to_ascii_lowercase(), squeezed(value)));
                }
            }
            "title" if self.title.is_none() => self.title = Some(words()).filter(|title| !title.is_empty()),
            "h1" if self.first_heading.is_none() => {
                self.first_heading = Some(words()).filter(|title| !title.is_empty())
            }
            "script" if element.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                let text: String = element
                    .children
                    .iter()
                    .filter_map(|node| match node {
                        Node::Text { words, .. } => Some(words.as_str()),
                        Node::Element(_) => None,
                    })
                    .collect();
                self.data.push(text);
            }
            "link" if has_word(element, "rel", "canonical") => self.canonical = href(),
            "time" if self.time.is_none() => self.time = element.get("datetime").map(str::to_string),
            // hAtom, as Blogger has it.
            "abbr" if self.time.is_none() && has_class(element, &["published"]) => {
                self.time = element.get("title").map(str::to_string);
            }
            _ => {}
        }
        if matches!(element.name.as_str(), "link" | "a") {
            let at = |href: String| (href, element.line);
            if has_word(element, "rel", "prev") || has_word(element, "rel", "previous") {
                self.previous = self.previous.take().or_else(|| href().map(at));
            } else if has_word(element, "rel", "next") {
                self.next = self.next.take().or_else(|| href().map(at));
            }
        }
        let named = has_word(element, "rel", "author")
            || has_word(element, "class", "p-author")
            || has_word(element, "itemprop", "author");
        if element.name != "link" && element.name != "meta" && named && self.authors.is_empty() {
            self.authors.push(words());
        }
        let is_subtitle = has_class(
            element,
            &[
                "subtitle",
                "post-subtitle",
                "article-subtitle",
                "entry-subtitle",
                "p-summary",
                "pw-subtitle-paragraph",
                "gh-article-excerpt",
            ],
        );
        if is_subtitle && self.subtitle.is_none() {
            self.subtitle = Some(words()).filter(|text| !text.is_empty() && text.chars().count() <= 200);
        }
    }
}

/// What the data for search engines say (schema.org, as JSON-LD).
#[derive(Default)]
struct Data {
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    url: Option<String>,
}

impl Data {
    /// Reads the first article in it; serde_json bounds how deep it nests.
    fn take(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(all) if depth < 8 => all.iter().for_each(|value| self.take(value, depth + 1)),
            Value::Object(map) => {
                let kinds = map.get("@type").map(strings).unwrap_or_default();
                let is_article = kinds.iter().any(|kind| kind.ends_with("Article") || kind.ends_with("BlogPosting"));
                if is_article && self.title.is_none() {
                    let text = |key: &str| map.get(key).and_then(|value| strings(value).into_iter().next());
                    self.title = text("headline").or_else(|| text("name")).map(|title| plain(&title));
                    self.date = text("datePublished");
                    self.url = text("mainEntityOfPage").or_else(|| text("url"));
                    self.authors = map.get("author").map(strings).unwrap_or_default();
                }
                if let Some(graph) = map.get("@graph").filter(|_| depth < 8) {
                    self.take(graph, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// The texts of a value: itself, those in it, or the name or address of what it is.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![squeezed(text)],
        Value::Array(all) => all.iter().filter(|value| !value.is_array()).flat_map(strings).collect(),
        Value::Object(map) => {
            map.get("name").or(map.get("@id")).and_then(Value::as_str).map(squeezed).into_iter().collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// A text in which entities were left standing; one that is too long for a title or a name is taken as it is.
fn plain(text: &str) -> String {
    match text.len() <= 2000 && text.contains(['&', '<']) {
        true => squeezed(&terms::text(&crate::reader::html::tree::parse(text))),
        false => text.to_string(),
    }
}

/// A title without the name of the site before or behind it.
fn without_site(title: &str, site: Option<&str>, whole: Option<&str>, heading: Option<&str>) -> String {
    let title = squeezed(title);
    if heading.is_some_and(|heading| terms::same(heading, &title)) {
        return title;
    }
    for separator in SEPARATORS {
        let Some((before, behind)) = title.rsplit_once(separator) else { continue };
        let is_site = |part: &str| site.is_some_and(|site| terms::same(site, part));
        let is_heading = |part: &str| heading.is_some_and(|heading| terms::same(heading, part));
        if is_site(behind) || is_heading(before) {
            return before.trim().to_string();
        }
        if let Some((first, rest)) = title.split_once(separator)
            && (is_site(first) || is_heading(rest))
        {
            return rest.trim().to_string();
        }
        // Only the page's own title carries the site's name as a habit, and a name is short.
        if site.is_none() && heading.is_none() && whole == Some(title.as_str()) && behind.split(' ').count() <= 4 {
            return before.trim().to_string();
        }
    }
    title
}

/// A name without "By"; none for an address.
fn person(name: &str) -> Option<String> {
    let name = squeezed(name);
    let bare = name.strip_prefix("By ").or_else(|| name.strip_prefix("by ")).unwrap_or(&name);
    let bare = bare.trim_matches([' ', ',', '@']);
    (!bare.is_empty() && !bare.contains("://") && bare.chars().count() <= 80).then(|| bare.to_string())
}

/// The day of a date as metadata have it: `2026-11-25T10:00:00Z`; others as they are.
fn day(date: &str) -> Option<String> {
    let date = squeezed(date);
    let begins = date.get(..10).filter(|day| {
        day.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
    });
    begins.map(str::to_string).or(Some(date)).filter(|date| !date.is_empty() && date.len() <= 40)
}

/// The address that browsers write above a page that they save: `<!-- saved from url=(0021)https://… -->`.
fn saved_from(html: &str) -> Option<String> {
    let (_, rest) = html.lines().take(20).find_map(|line| line.split_once("saved from url=("))?;
    let (_, rest) = rest.split_once(')')?;
    let url = rest.split("-->").next()?.trim();
    url.starts_with("http").then(|| url.to_string())
}
