//! An mdBook: the chapters that its `SUMMARY.md` lists, as deep as they nest there, and what `book.toml` says of it.

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, parse_document};

use super::articles::{self, Article, Placement};
use super::{Entry, FOLDER, Facts, Given, Import, Listed, Refusal, count, few, letters, mathjax, order};
use crate::base::{Code, Diags, Site, Source, Sources, Span, limits};
use crate::reader;

/// Where mdBook writes, unless it is told another place.
const BUILT: &str = "book/";

/// How deep chapters nest: the manifest has a list and a mapping for each level, and its own and a part's above them.
const DEEPEST: usize = limits::NESTING / 2 - 3;

/// A line of the summary.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// The title of a part.
    Part(String),
    /// A chapter.
    Item(Item),
}

#[derive(Debug, PartialEq, Eq)]
struct Item {
    title: String,
    /// Beside the summary; none for a draft.
    path: Option<String>,
    numbered: bool,
    below: Vec<Item>,
}

/// Where the summary of an mdBook stands in what was given, and what its `book.toml` says; none where it is no mdBook.
pub(super) fn summary(given: &Given, sources: &mut Sources, diags: &mut Diags) -> Option<(String, toml::Table)> {
    let named = |name: &str| given.files.is_empty() || given.files == [name.to_string()];
    let here = |path: &str| format!("{}{path}", given.base);
    let has = |path: &str| given.folder.has(&here(path));
    let text = (named("book.toml") && has("book.toml"))
        .then(|| given.folder.read_text(&here("book.toml"), limits::MANIFEST_BYTES))
        .and_then(|text| {
            let refused = |refusal: Refusal| diags.push_help(Code::LeftOut, None, refusal.message, refusal.help);
            text.map_err(refused).ok()
        });
    let about = text.map_or_else(toml::Table::new, |text| about(&here("book.toml"), text, sources, diags));
    let source = about.get("book").and_then(|book| book.get("src")).and_then(|src| src.as_str()).unwrap_or("src");
    let source = source.trim_matches('/').trim_start_matches("./");
    let inner =
        if source.is_empty() || source == "." { "SUMMARY.md".to_string() } else { format!("{source}/SUMMARY.md") };
    let by_folder = Some(inner).filter(|path| (named("book.toml") || given.files.is_empty()) && has(path));
    let path = by_folder.or_else(|| (named("SUMMARY.md") && has("SUMMARY.md")).then(|| "SUMMARY.md".to_string()))?;
    Some((here(&path), about))
}

/// What `book.toml` says; nothing where it is no TOML, which is told.
fn about(path: &str, text: String, sources: &mut Sources, diags: &mut Diags) -> toml::Table {
    toml::from_str(&text).unwrap_or_else(|error: toml::de::Error| {
        let at = error.span().unwrap_or_default();
        let source = sources.add(Source::new(path, text));
        let site = Site { source, span: Span::new(at.start, at.end) };
        let message = format!("what '{path}' says is left out: {}", error.message().lines().next().unwrap_or_default());
        diags.push_help(Code::LeftOut, site, message, "mend it, and import again");
        toml::Table::new()
    })
}

/// Reads the chapters that the summary lists.
pub(super) fn read(
    given: &Given,
    (summary, about): (String, toml::Table),
    shelf: &str,
    sources: &mut Sources,
    diags: &mut Diags,
) -> Import {
    let mut import = Import { facts: facts(&about), evidence: format!("{summary} of the mdBook"), ..Import::default() };
    if import.facts.title.is_none() {
        (import.facts.title, import.facts.guessed) = (Some(given.name.clone()), Some(FOLDER));
    }
    let text = match given.folder.read_text(&summary, limits::MANIFEST_BYTES) {
        Ok(text) => text,
        Err(refusal) => {
            diags.push_help(Code::NothingToImport, None, refusal.message, refusal.help);
            return import;
        }
    };
    let mut gathering =
        Gathering { given, summary: &summary, sources, diags, articles: Vec::new(), listed: Default::default() };
    let mut lines: Vec<(Option<String>, Vec<Placed>)> = vec![(None, Vec::new())];
    for line in parse(&text) {
        match line {
            Line::Part(title) => lines.push((Some(title), Vec::new())),
            Line::Item(item) => {
                // Behind the parts stand chapters that belong to none.
                let within = lines.last().is_some_and(|(part, _)| part.is_some());
                if within && !item.numbered {
                    lines.push((None, Vec::new()));
                }
                let may_part = !within || !item.numbered;
                let placed = gathering.item(item, may_part);
                if let Some((_, chapters)) = lines.last_mut() {
                    chapters.extend(placed);
                }
            }
        }
    }
    let mut articles = gathering.articles;
    scripted(&mut articles, &about, sources, diags);
    // mdBook writes into a folder of that name, and would take the copies for its own.
    let shelf = if given.here && shelf.starts_with(BUILT) { "chapters/" } else { shelf };
    let place = Placement::of(given, shelf, &articles);
    import.changed = articles::changed(given, &articles);
    let told = articles::facts(&articles);
    import.facts.language = import.facts.language.take().or(told.language);
    import.what = format!(
        "the mdBook “{}”, {}",
        import.facts.title.as_deref().unwrap_or(&given.name),
        count(articles.len(), "chapter")
    );
    for (part, placed) in lines {
        match part {
            Some(title) => {
                let chapters: Vec<Listed> = placed.into_iter().flat_map(|one| one.listed(&articles, &place)).collect();
                if !chapters.is_empty() {
                    import.entries.push(Entry::Part { title, chapters });
                }
            }
            None => import.entries.extend(placed.into_iter().flat_map(|one| one.entries(&articles, &place))),
        }
    }
    import.awaited = articles::awaited(&articles, &place);
    import.letters = articles.iter().flat_map(|article| letters(&article.chapter)).collect();
    import.files = articles::files(given, articles, &place);
    import
}

/// Writes as Recto reads it what scripts would make of the pages, and tells what stays as typed.
fn scripted(articles: &mut [Article], about: &toml::Table, sources: &Sources, diags: &mut Diags) {
    let html = about.get("output").and_then(|output| output.get("html"));
    let sets = html.and_then(|html| html.get("mathjax-support")).and_then(|sets| sets.as_bool()) == Some(true);
    let (mut drawings, mut unset) = (0, Vec::new());
    for article in articles.iter_mut() {
        let Some(source) = article.chapter.source.map(|source| sources.get(source)) else { continue };
        let text = article.text.as_ref().unwrap_or(&source.text);
        drawings += mathjax::drawings(text);
        if !sets {
            continue;
        }
        let mathjax::Rewritten { text, stays } = mathjax::rewritten(text);
        // What a chapter includes belongs to other files.
        if stays || (text.is_some() && source.is_woven()) {
            unset.push(format!("'{}'", article.from));
        }
        if !source.is_woven() {
            article.text = text.or(article.text.take());
        }
    }
    if !unset.is_empty() {
        let message = format!("formulas in \\\\( … \\\\) and \\\\[ … \\\\] stay as typed in {}", few(&unset));
        let help = "write them as $ … $ and $$ … $$, and other dollars beside them as \\$; import changes no chapter that includes others";
        diags.push_help(Code::UnsupportedMarkup, None, message, help);
    }
    if drawings > 0 {
        let drawings = count(drawings, "drawing");
        let message = format!("Mermaid does not run in a book, so the code of {drawings} stays");
        let help = "draw them, save the drawings as SVG, and put those in their places: ![description](drawing.svg)";
        diags.push_help(Code::UnsupportedMarkup, None, message, help);
    }
}

fn facts(about: &toml::Table) -> Facts {
    let book = about.get("book").and_then(|book| book.as_table());
    let text = |key: &str| {
        let words = book?.get(key)?.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    let authors = book.and_then(|book| book.get("authors")).and_then(|authors| authors.as_array());
    // Cargo's custom: a name, and an address in angle brackets.
    let name = |author: &toml::Value| Some(author.as_str()?.split('<').next()?.trim().to_string());
    Facts {
        title: text("title"),
        authors: authors.into_iter().flatten().filter_map(name).filter(|name| !name.is_empty()).collect(),
        language: text("language").map(|lang| (lang, true)),
        description: text("description"),
        ..Facts::default()
    }
}

/// A chapter that was read, or the title of one without text, and what stands below it.
struct Placed {
    title: String,
    article: Option<usize>,
    numbered: bool,
    below: Vec<Placed>,
}

impl Placed {
    /// As it stands outside of parts: a title without a text and with chapters below it is a part.
    fn entries(self, articles: &[Article], place: &Placement) -> Vec<Entry> {
        if self.article.is_none() && !self.below.is_empty() {
            let chapters: Vec<Listed> = self.below.into_iter().flat_map(|one| one.listed(articles, place)).collect();
            return if chapters.is_empty() { Vec::new() } else { vec![Entry::Part { title: self.title, chapters }] };
        }
        self.listed(articles, place).into_iter().map(Entry::Chapter).collect()
    }

    /// As it stands anywhere: what is below a title without a text moves up to it.
    fn listed(self, articles: &[Article], place: &Placement) -> Vec<Listed> {
        let sections: Vec<Listed> = self.below.into_iter().flat_map(|one| one.listed(articles, place)).collect();
        let Some(article) = self.article.and_then(|at| articles.get(at)) else { return sections };
        let own = article.chapter.own_title.is_some();
        vec![Listed {
            path: place.place(&article.from),
            title: if own { order::title(&article.chapter) } else { self.title },
            titled: !own,
            unnumbered: !self.numbered,
            why: String::new(),
            sections,
        }]
    }
}

/// What reads the chapters.
struct Gathering<'g> {
    given: &'g Given,
    summary: &'g str,
    sources: &'g mut Sources,
    diags: &'g mut Diags,
    articles: Vec<Article>,
    listed: std::collections::BTreeSet<String>,
}

impl Gathering<'_> {
    /// Reads a chapter and those below it. `may_part`: whether a title without a text, but with chapters, may be a part.
    fn item(&mut self, item: Item, may_part: bool) -> Option<Placed> {
        let web = item.path.as_deref().filter(|path| path.contains("://"));
        if let Some(address) = web {
            let message = format!("“{}” leads to {address} and is no chapter; it is left out", item.title);
            self.diags.push_help(Code::LeftOut, None, message, "save the page beside the others, and list that");
        }
        // A place within a chapter is that chapter.
        let file = item.path.as_deref().filter(|_| web.is_none()).and_then(|path| path.split('#').next());
        let path = file.map(|path| reader::beside(self.summary, path));
        let article = match path {
            Some(path) if !self.listed.insert(path.clone()) => {
                let message =
                    format!("'{}' lists '{path}' twice; a book has it once, where it stands first", self.summary);
                self.diags.push_help(Code::LeftOut, None, message, "link to it from where it stood again");
                None
            }
            Some(path) if !item.below.is_empty() && self.is_bare(&path) => {
                if !may_part {
                    let message = format!(
                        "the chapter “{}” is a heading alone, and is left out; the chapters below it stand in its place",
                        item.title
                    );
                    self.diags.push_help(
                        Code::LeftOut,
                        None,
                        message,
                        "write a sentence below the heading, and import again",
                    );
                }
                None
            }
            Some(path) => articles::article(self.given, &path, self.sources, self.diags),
            None if web.is_some() => None,
            None => {
                let become_of = match (item.below.is_empty(), may_part) {
                    (true, _) => "is left out",
                    (false, true) => "stands as a part, for the chapters below it",
                    (false, false) => "is left out; the chapters below it stand in its place",
                };
                let message = format!("the chapter “{}” is a draft without a file, and {become_of}", item.title);
                self.diags.push_help(Code::LeftOut, None, message, "write it, and add it to book.yaml");
                None
            }
        };
        let article = article.map(|article| {
            self.articles.push(article);
            self.articles.len() - 1
        });
        let below: Vec<Placed> = item.below.into_iter().filter_map(|below| self.item(below, false)).collect();
        (article.is_some() || !below.is_empty()).then_some(Placed {
            title: item.title,
            article,
            numbered: item.numbered,
            below,
        })
    }

    /// Whether a file holds a heading and nothing else.
    fn is_bare(&self, path: &str) -> bool {
        let text = self.given.folder.read_text(path, limits::SOURCE_BYTES);
        text.is_ok_and(|text| text.lines().all(|line| line.trim().is_empty() || line.starts_with("# ")))
    }
}

/// The lines of a summary (mdBook's guide, "SUMMARY.md"): a title, chapters without numbers, parts, nested lists of chapters.
fn parse(text: &str) -> Vec<Line> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &Options::default());
    let mut lines = Vec::new();
    let mut first = true;
    for block in root.children() {
        let value = &block.data().value;
        match value {
            // The heading of the summary itself.
            NodeValue::Heading(_) if first => first = false,
            NodeValue::Heading(_) => lines.push(Line::Part(words(block))),
            NodeValue::Paragraph => {
                let links = block.children().filter(|inner| matches!(inner.data().value, NodeValue::Link(_)));
                lines.extend(links.map(|link| Line::Item(chapter(link, false))));
                first = false;
            }
            NodeValue::List(_) => {
                lines.extend(items(block, 0).into_iter().map(Line::Item));
                first = false;
            }
            _ => {}
        }
    }
    lines
}

fn items<'a>(list: Node<'a>, depth: usize) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    if depth == DEEPEST {
        // What is below stands behind.
        let items = list.descendants().filter(|node| matches!(node.data().value, NodeValue::Item(_)));
        let line = |item: Node<'a>| item.children().find(|block| matches!(block.data().value, NodeValue::Paragraph));
        return items.filter_map(line).map(bullet).collect();
    }
    for item in list.children() {
        let mut own: Option<Item> = None;
        for block in item.children() {
            let value = &block.data().value;
            match value {
                NodeValue::Paragraph if own.is_none() => own = Some(bullet(block)),
                NodeValue::List(_) => {
                    let below = items(block, depth + 1);
                    match &mut own {
                        Some(own) => own.below.extend(below),
                        None => found.extend(below),
                    }
                }
                _ => {}
            }
        }
        found.extend(own);
    }
    found
}

/// What the line of a bullet lists: a chapter, or a draft without a link.
fn bullet<'a>(line: Node<'a>) -> Item {
    let link = line.children().find(|inner| matches!(inner.data().value, NodeValue::Link(_)));
    match link {
        Some(link) => chapter(link, true),
        None => Item { title: words(line), path: None, numbered: true, below: Vec::new() },
    }
}

fn chapter<'a>(link: Node<'a>, numbered: bool) -> Item {
    let path = match &link.data().value {
        NodeValue::Link(link) => Some(link.url.clone()).filter(|url| !url.is_empty()),
        _ => None,
    };
    Item { title: words(link), path, numbered, below: Vec::new() }
}

/// The letters of a line.
fn words<'a>(node: Node<'a>) -> String {
    let mut words = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(items: &[Item]) -> String {
        let one = |item: &Item| {
            let path = item.path.as_deref().unwrap_or("-");
            let below = if item.below.is_empty() { String::new() } else { format!(" [{}]", shown(&item.below)) };
            format!("{}={path}{}{below}", item.title, if item.numbered { "" } else { "*" })
        };
        items.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_nests_deeper_than_the_manifest_moves_up() {
        let text: String = (0..40).map(|at| format!("{}- [C{at}](c{at}.md)\n", "  ".repeat(at))).collect();
        let [Line::Item(top)] = &parse(&text)[..] else { panic!("one chapter") };
        let mut last = top;
        let mut depth = 0;
        while let [only] = &last.below[..] {
            (last, depth) = (only, depth + 1);
        }
        assert_eq!((depth, last.below.len()), (28, 11), "{}", shown(&last.below));
        assert_eq!(last.below[10].path.as_deref(), Some("c39.md"));
    }

    #[test]
    fn a_summary_has_parts_and_nests() {
        let text = "# Summary\n\n[Intro](intro.md)\n\n# The `Start`\n\n- [A](a.md)\n    - [B](b/b.md)\n    - [Draft]()\n- [C](c.md)\n\n---\n\n[End](end.md)\n";
        let lines: Vec<String> = parse(text)
            .into_iter()
            .map(|line| match line {
                Line::Part(title) => format!("part {title}"),
                Line::Item(item) => shown(&[item]),
            })
            .collect();
        assert_eq!(lines, ["Intro=intro.md*", "part The Start", "A=a.md [B=b/b.md, Draft=-]", "C=c.md", "End=end.md*"]);
    }
}
