//! A blog's posts as pages of HTML, in order, each of which says of itself what the blog says of it.

use std::collections::BTreeSet;

use super::addresses::{self, Known};
use super::{Content, Entry, Facts, File, Import, Listed, count, few, free, language, learn, shortcodes, slug};
use crate::base::{Code, Diags};

/// A post.
#[derive(Clone, Debug, Default)]
pub(super) struct Post {
    pub(super) title: String,
    /// What stands below the title.
    pub(super) subtitle: Option<String>,
    /// Its number in WordPress.
    pub(super) id: Option<String>,
    pub(super) author: Option<String>,
    /// RFC 3339, or a day.
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) html: String,
    /// What WordPress calls an entry that is neither post nor page.
    pub(super) of_kind: Option<String>,
    /// The name of its file.
    pub(super) file: String,
    pub(super) kind: Kind,
    /// Whether the text is known to be but the beginning.
    pub(super) cut: bool,
}

/// A blog as it was read.
pub(super) struct Blog {
    pub(super) facts: Facts,
    /// Its address.
    pub(super) home: Option<String>,
    pub(super) posts: Vec<Post>,
    pub(super) around: Around,
}

/// What stands around the posts and is no part of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// How many comments of readers there are.
    pub(super) comments: usize,
    /// Its tags and categories.
    pub(super) labels: BTreeSet<String>,
}

impl Around {
    fn tell(&self, name: &str, diags: &mut Diags) {
        let comments = match self.comments {
            0 => None,
            1 => Some("1 comment by a reader".to_string()),
            many => Some(format!("{many} comments by readers")),
        };
        let labels = match self.labels.len() {
            0 => None,
            1 => Some("1 tag or category".to_string()),
            many => Some(format!("{many} tags and categories")),
        };
        let all: Vec<String> = comments.into_iter().chain(labels).collect();
        if all.is_empty() {
            return;
        }
        let message = format!("left out of '{name}': {}", all.join(", "));
        let help = "nothing needs to be done; write into an article what of it belongs to the book";
        diags.push_help(Code::PageRemains, None, message, help);
    }
}

/// What an entry of a blog is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    #[default]
    Post,
    Page,
    Draft,
    Locked,
    Empty,
    Other,
}

impl Blog {
    /// Makes articles of the posts. `name` is what the blog was read from; `shelf` the folder for them, with a slash at its end.
    pub(super) fn bind(self, name: &str, shelf: &str, diags: &mut Diags) -> Import {
        let Blog { facts, home, mut posts, around } = self;
        let mut import = Import { what: format!("'{name}'"), facts, ..Import::default() };
        told_apart(name, &mut posts, diags);
        around.tell(name, diags);
        posts.retain(|post| matches!(post.kind, Kind::Post | Kind::Page));
        // Feeds have the newest first. Days are an order where all have one.
        posts.reverse();
        let all_dated =
            |posts: &[Post], kind: Kind| posts.iter().filter(|post| post.kind == kind).all(|post| post.date.is_some());
        let (dated, dated_pages) = (all_dated(&posts, Kind::Post), all_dated(&posts, Kind::Page));
        posts.sort_by_key(|post| {
            let page = post.kind == Kind::Page;
            (page, post.date.clone().filter(|_| if page { dated_pages } else { dated }))
        });
        let (number, pages) = (
            posts.iter().filter(|p| p.kind == Kind::Post).count(),
            posts.iter().filter(|p| p.kind == Kind::Page).count(),
        );
        import.evidence = match number {
            0 | 1 => String::new(),
            _ if dated => "the days of the posts, oldest first".to_string(),
            _ => "the order of the feed, its last entry first".to_string(),
        };
        import.what = match (number, pages) {
            (0, 0) => format!("'{name}'"),
            (_, 0) => format!("{} of '{name}'", count(number, "post")),
            _ => format!("{} and {} of '{name}'", count(number, "post"), count(pages, "page")),
        };
        if pages > 0 && number > 0 {
            let message = format!("'{name}' has {}, which stand behind the posts", count(pages, "page"));
            let help = "take out of book.yaml what is no chapter, such as Contact or About";
            diags.push_help(Code::UncertainOrder, None, message, help);
        }
        if import.facts.language.is_none() {
            let words: String = posts.iter().take(20).map(|post| words_of(&post.html)).collect();
            import.facts.language = language::told_by(&words).map(|lang| (lang.to_string(), false));
        }
        let mut authors: Vec<String> = Vec::new();
        for author in posts.iter().filter_map(|post| post.author.clone()) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        if (1..=4).contains(&authors.len()) {
            import.facts.authors = authors;
        }
        let lang = import.facts.language.as_ref().map_or("en", |(lang, _)| lang).to_string();
        unprogrammed(name, &mut posts, diags);
        let mut taken = BTreeSet::new();
        for (at, post) in posts.iter_mut().enumerate() {
            if post.title.is_empty() {
                post.title = format!("Post {}", at + 1);
            }
            let day = post.date.as_ref().and_then(|date| date.get(..10)).map_or(String::new(), |day| format!("{day}-"));
            post.file = free(&format!("{day}{}", slug(&post.title)), ".html", &mut taken);
        }
        let known: Vec<Known> = posts
            .iter()
            .map(|post| Known { id: post.id.clone(), url: post.url.clone(), file: post.file.clone() })
            .collect();
        let urls = posts.iter().filter_map(|post| post.url.as_deref());
        let home = home.or_else(|| urls.map(|url| addresses::host_of(url).to_string()).next());
        for post in &mut posts {
            post.html = addresses::led(&post.html, home.as_deref(), &known);
        }
        for post in posts {
            let path = format!("{shelf}{}", post.file);
            let text = page(&post, &lang);
            learn(&mut import, &path, &text);
            let content = Content::Made(text.into_bytes());
            import.files.push(File { path: path.clone(), content });
            let why = match post.kind {
                Kind::Page => "a page, not a post".to_string(),
                _ => post.date.as_ref().and_then(|date| date.get(..10)).unwrap_or_default().to_string(),
            };
            import.entries.push(Entry::Chapter(Listed { path, title: post.title, why, ..Listed::default() }));
        }
        import
    }
}

/// Takes out what only the blog's own program understood, and tells it.
fn unprogrammed(name: &str, posts: &mut [Post], diags: &mut Diags) {
    let mut all: Vec<String> = Vec::new();
    for post in posts.iter_mut() {
        let (html, gone) = shortcodes::without(&post.html);
        post.html = html;
        all.extend(gone.into_iter().map(|code| format!("{code} in “{}”", post.title)));
    }
    shortcodes::tell(&all, name, diags);
}

/// Tells what is no chapter, each kind once.
fn told_apart(name: &str, posts: &mut [Post], diags: &mut Diags) {
    for post in posts.iter_mut() {
        if matches!(post.kind, Kind::Post | Kind::Page)
            && words_of(&post.html).trim().is_empty()
            && !post.html.contains("<img")
        {
            post.kind = Kind::Empty;
        }
    }
    let titles = |kind: Kind| -> Vec<String> {
        let of_kind = posts.iter().filter(|post| post.kind == kind);
        of_kind
            .map(|post| if post.title.is_empty() { "without a title".to_string() } else { format!("“{}”", post.title) })
            .collect()
    };
    for (kind, word, help) in [
        (Kind::Draft, "draft", "publish it and export again, if it belongs to the book"),
        (Kind::Locked, "private or locked post", "make it public and export again, if it belongs to the book"),
        (Kind::Empty, "empty post", "write it into a file in book/ and add it to book.yaml, if it belongs to the book"),
    ] {
        let all = titles(kind);
        if !all.is_empty() {
            let message = format!("'{name}' has {} that the book leaves out: {}", count(all.len(), word), few(&all));
            diags.push_help(Code::LeftOut, None, message, help);
        }
    }
    let others: Vec<String> = posts
        .iter()
        .filter(|post| post.kind == Kind::Other)
        .map(|post| format!("“{}” ({})", post.title, post.of_kind.as_deref().unwrap_or_default()))
        .collect();
    if !others.is_empty() {
        let entries = match others.len() {
            1 => "1 entry that is neither a post nor a page".to_string(),
            many => format!("{many} entries that are neither posts nor pages"),
        };
        let message = format!("'{name}' has {entries}, and the book leaves out: {}", few(&others));
        let help = "write what belongs to the book into files in book/, and add them to book.yaml";
        diags.push_help(Code::LeftOut, None, message, help);
    }
    let cut: Vec<String> = posts
        .iter()
        .filter(|post| post.cut && post.kind == Kind::Post)
        .map(|post| format!("“{}”", post.title))
        .collect();
    if !cut.is_empty() {
        let message =
            format!("'{name}' seems to hold only the beginnings of {}: {}", count(cut.len(), "post"), few(&cut));
        diags.push_help(
            Code::LeftOut,
            None,
            message,
            "export the blog instead of its feed, or save its pages, and import those",
        );
    }
}

/// The letters of a piece of HTML.
pub(super) fn words_of(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    super::paragraphs::decoded(&out)
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A post as a page.
fn page(post: &Post, lang: &str) -> String {
    let meta = |name: &str, value: &Option<String>| match value {
        Some(value) => format!("<meta {name} content=\"{}\">\n", escaped(value)),
        None => String::new(),
    };
    let canonical =
        post.url.as_ref().map_or(String::new(), |url| format!("<link rel=\"canonical\" href=\"{}\">\n", escaped(url)));
    let subtitle = post.subtitle.as_ref();
    let subtitle = subtitle.map_or(String::new(), |words| format!("<p class=\"subtitle\">{}</p>\n", escaped(words)));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{}{}{canonical}</head>\n<body>\n<article>\n<h1>{title}</h1>\n{subtitle}<div itemprop=\"articleBody\">\n{}\n</div>\n</article>\n</body>\n</html>\n",
        escaped(lang),
        meta("name=\"author\"", &post.author),
        meta("property=\"article:published_time\"", &post.date),
        post.html.trim(),
        title = escaped(&post.title),
    )
}
