//! Assembly: the manifest's entries and the articles become one flat list of chapters, in the order of the edition.

use super::{Articles, Given, metadata, order};
use crate::base::{Code, Diags, Span};
use crate::manifest::{Edition, Entry, Format, FrontChoice, MadePage, Manifest, MatterEntry, PageSize, SourceEntry};
use crate::model::{
    AUTHOR, Block, BlockKind, Chapter, Draft, Inline, Lang, Matter, Metadata, Neighbours, ParaRole, QuoteRole, Role,
    each_block_mut,
};

/// From how many chapters on contents are made where nobody asked for them: fewer are seen at a glance.
const CONTENTS_FROM: usize = 3;

/// Whether the edition is a handout: a PDF on paper as it lies on a desk, and not trimmed like a book. Trimmed pages may be as large as a
/// paper is: half letter is the usual paperback, and A5 its like.
pub fn is_handout(edition: &Edition) -> bool {
    let trimmed = edition.page.as_ref().is_some_and(|page| matches!(page.value, PageSize::Trim(_)));
    edition.format == Format::Pdf && !trimmed
}

/// Lays out the chapters of `edition`. Pages that Recto makes are still empty.
pub fn assemble(manifest: &Manifest, edition: &Edition, articles: &Articles, given: Given, diags: &mut Diags) -> Draft {
    let metadata = metadata::merge(manifest, edition, given);
    let authors = metadata.by(AUTHOR).collect();
    let shelf = Shelf { edition, articles, authors, language: &metadata.language };
    let mut body = Vec::new();
    for entry in order::entries(manifest, articles) {
        match entry {
            Entry::Source(entry) => shelf.take(entry, Matter::Body, 0, 0, &mut body),
            Entry::Part { title, chapters } => {
                let mut inside = Vec::new();
                chapters.iter().for_each(|entry| shelf.take(entry, Matter::Body, 1, 0, &mut inside));
                // A part whose chapters are all left out is left out.
                if !inside.is_empty() {
                    let id = format!("part-{}", super::anchor::slug(&title.value));
                    let mut part = made(Role::Part, &id, Matter::Body);
                    part.title = vec![Inline::text(&title.value)];
                    // A part's title alone would waste a sheet of a handout.
                    inside[0].runs_on = is_handout(edition);
                    body.push(part);
                    body.append(&mut inside);
                }
            }
        }
    }
    let listed = body.iter().filter(|chapter| chapter.role == Role::Chapter).count();
    let with_contents = listed >= CONTENTS_FROM;

    let mut chapters = Vec::new();
    let own_front = match &edition.front {
        FrontChoice::Own(entries) => Some(entries.clone()),
        FrontChoice::None => Some(Vec::new()),
        FrontChoice::Books => {
            Some(manifest.front.clone().unwrap_or_else(|| default_front(edition.format, with_contents)))
        }
        FrontChoice::Unsaid if is_handout(edition) => {
            left_out(manifest, diags);
            None
        }
        FrontChoice::Unsaid => {
            Some(manifest.front.clone().unwrap_or_else(|| default_front(edition.format, with_contents)))
        }
    };
    match own_front {
        Some(entries) => shelf.take_matter(&entries, Matter::Front, &mut chapters),
        None => handout_head(&metadata, with_contents, &mut body, &mut chapters),
    }
    chapters.append(&mut body);
    shelf.take_matter(edition.back.as_ref().unwrap_or(&manifest.back), Matter::Back, &mut chapters);
    Draft { metadata, chapters }
}

/// Says which of the book's own front pages a handout leaves out; title and contents it has at its head.
fn left_out(manifest: &Manifest, diags: &mut Diags) {
    let mut left: Vec<(String, Span)> = Vec::new();
    for entry in manifest.front.iter().flatten() {
        left.push(match entry {
            MatterEntry::Source { entry, .. } => (format!("'{}'", entry.path.value), entry.path.span),
            MatterEntry::Made(page) => match page.value {
                MadePage::Copyright => ("the copyright page".into(), page.span),
                MadePage::Figures => ("the list of figures".into(), page.span),
                MadePage::Tables => ("the list of tables".into(), page.span),
                MadePage::Colophon => ("the colophon".into(), page.span),
                MadePage::HalfTitle | MadePage::TitlePage | MadePage::Contents { .. } => continue,
                // They have a source, and so are entries of their own.
                MadePage::Dedication | MadePage::Epigraph => continue,
            },
        });
    }
    let Some((_, span)) = left.first() else { return };
    let names: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
    let message = format!("the handout leaves out {}", names.join(", "));
    let help = "write `front: true` in the edition to have the book's front pages, or `front:` with its own";
    diags.push_help(Code::FrontLeftOut, manifest.site(*span), message, help);
}

/// What readers expect before a text whose manifest names no front pages. An e-reader shows one page at a time, so
/// a half-title would only be in the way.
fn default_front(format: Format, with_contents: bool) -> Vec<MatterEntry> {
    let mut pages = match format {
        Format::Epub => vec![MadePage::TitlePage, MadePage::Copyright],
        Format::Pdf | Format::Print => vec![MadePage::HalfTitle, MadePage::TitlePage, MadePage::Copyright],
    };
    if with_contents {
        pages.push(MadePage::Contents { depth: None });
    }
    let unsaid = |value| MatterEntry::Made(crate::manifest::Spanned { value, span: Default::default() });
    pages.into_iter().map(unsaid).collect()
}

/// The head of a handout: the book's title on page 1, then contents, or the text at once.
fn handout_head(metadata: &Metadata, with_contents: bool, body: &mut [Chapter], chapters: &mut Vec<Chapter>) {
    if let [only] = body
        && crate::model::plain_text(&only.title) == metadata.title
    {
        // One article that is the whole book: its own title is the book's and is set once.
        only.subtitle = only.subtitle.take().or_else(|| metadata.subtitle.clone());
        if only.authors.is_empty() {
            only.authors = metadata.by(AUTHOR).map(str::to_string).collect();
        }
        return;
    }
    chapters.push(made(Role::TitlePage, "title-page", Matter::Body));
    if with_contents {
        let mut contents = made(Role::Contents, "contents", Matter::Body);
        contents.runs_on = true;
        chapters.push(contents);
    } else if let Some(first) = body.first_mut() {
        first.runs_on = true;
    }
}

/// A page that Recto makes, without its text.
fn made(role: Role, id: &str, matter: Matter) -> Chapter {
    Chapter {
        id: id.to_string(),
        matter,
        role,
        depth: 0,
        runs_on: false,
        numbered: role == Role::Part,
        number: None,
        title: Vec::new(),
        own_title: None,
        subtitle: None,
        authors: Vec::new(),
        lang: None,
        source: None,
        path: None,
        awaited: Vec::new(),
        origin: Default::default(),
        neighbours: Neighbours::default(),
        blocks: Vec::new(),
    }
}

/// Where articles are taken from.
struct Shelf<'a> {
    edition: &'a Edition,
    articles: &'a Articles<'a>,
    /// The book's.
    authors: Vec<&'a str>,
    /// The book's.
    language: &'a str,
}

impl Shelf<'_> {
    /// Takes an article and its sections; `sunk` is how many chapters it is a section of.
    fn take(&self, entry: &SourceEntry, matter: Matter, depth: u8, sunk: u8, chapters: &mut Vec<Chapter>) {
        if self.edition.omit.iter().any(|omitted| omitted.value == entry.id.value) {
            return;
        }
        if let Some(article) = self.articles.get(entry.path.value.as_str()) {
            let mut chapter = Chapter::clone(article);
            order::settle_footer(&mut chapter, self.articles);
            chapter.id = entry.id.value.clone();
            chapter.path = Some(entry.path.value.clone());
            chapter.matter = matter;
            chapter.role = if sunk > 0 { Role::Section } else { Role::Chapter };
            chapter.depth = depth;
            chapter.runs_on = sunk > 0;
            chapter.numbered &= entry.number && matter == Matter::Body;
            if let Some(title) = &entry.title {
                chapter.title = vec![Inline::text(&title.value)];
            } else if chapter.title.is_empty() {
                chapter.title = vec![Inline::text(title_of_file(&entry.path.value))];
            }
            // Only an author and a language of its own are worth a word.
            if self.authors == chapter.authors {
                chapter.authors.clear();
            }
            chapter.lang = chapter.lang.filter(|Lang(lang)| !lang.eq_ignore_ascii_case(self.language));
            sink(&mut chapter.blocks, sunk);
            chapters.push(chapter);
        }
        for section in &entry.sections {
            self.take(section, matter, depth.saturating_add(1), sunk.saturating_add(1), chapters);
        }
    }

    /// Takes front or back pages.
    fn take_matter(&self, entries: &[MatterEntry], matter: Matter, chapters: &mut Vec<Chapter>) {
        for entry in entries {
            match entry {
                MatterEntry::Made(page) => {
                    let (role, id) = match page.value {
                        MadePage::HalfTitle => (Role::HalfTitle, "half-title"),
                        MadePage::TitlePage => (Role::TitlePage, "title-page"),
                        MadePage::Copyright => (Role::Copyright, "copyright"),
                        MadePage::Contents { .. } => (Role::Contents, "contents"),
                        MadePage::Figures => (Role::Figures, "figures"),
                        MadePage::Tables => (Role::Tables, "tables"),
                        MadePage::Colophon => (Role::Colophon, "colophon"),
                        // They need a source, which the manifest has asked for.
                        MadePage::Dedication | MadePage::Epigraph => continue,
                    };
                    let mut chapter = made(role, id, matter);
                    if let MadePage::Contents { depth } = page.value {
                        chapter.blocks = vec![Block::new(BlockKind::Contents { depth }, Span::default())];
                    }
                    chapters.push(chapter);
                }
                MatterEntry::Source { entry, role } => {
                    let from = chapters.len();
                    self.take(entry, matter, 0, 0, chapters);
                    if let (Some(chapter), Some(role)) = (chapters.get_mut(from), role) {
                        play(chapter, role.value);
                    }
                }
            }
        }
    }
}

/// Makes a dedication or an epigraph of an article.
fn play(chapter: &mut Chapter, role: MadePage) {
    chapter.role = match role {
        MadePage::Dedication => Role::Dedication,
        MadePage::Epigraph => Role::Epigraph,
        MadePage::HalfTitle
        | MadePage::TitlePage
        | MadePage::Copyright
        | MadePage::Contents { .. }
        | MadePage::Figures
        | MadePage::Tables
        | MadePage::Colophon => return,
    };
    chapter.title = Vec::new();
    for block in &mut chapter.blocks {
        match &mut block.kind {
            BlockKind::Para(para) if role == MadePage::Dedication && para.role == ParaRole::Text => {
                para.role = ParaRole::Dedication;
            }
            BlockKind::Quote(quote) if role == MadePage::Epigraph => quote.role = QuoteRole::Epigraph,
            _ => {}
        }
    }
}

/// A title for an article that has none: `how-to-listen.md` is "How to listen".
fn title_of_file(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
    let mut letters = stem.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Headings of a section stand below its title, which stands below the chapter's.
fn sink(blocks: &mut [Block], levels: u8) {
    each_block_mut(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = (*level).max(2).saturating_add(levels).min(6);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Length, Size};
    use crate::pass::sample::{self, at, bind, ids};

    #[test]
    fn a_handout_has_its_title_on_page_one_and_contents_from_three_chapters_on() {
        let paths = ["a.md", "b.md", "c.md"];
        let edition = sample::edition(Format::Pdf);
        let (book, _) = bind(&sample::manifest(&paths), &edition, &sample::plain_articles(&paths));
        assert_eq!(ids(&book), ["title-page", "contents", "a", "b", "c"]);
        assert!(book.chapters().iter().all(|chapter| chapter.matter == Matter::Body));
        assert_eq!(book.chapters().iter().map(|c| c.runs_on).collect::<Vec<_>>(), [false, true, false, false, false]);
        let (book, _) = bind(&sample::manifest(&paths[..2]), &edition, &sample::plain_articles(&paths));
        assert_eq!(ids(&book), ["title-page", "a", "b"]);
        assert!(book.chapters()[1].runs_on && !book.chapters()[2].runs_on);
    }

    #[test]
    fn a_handout_says_which_front_pages_it_leaves_out_unless_it_was_told() {
        let mut manifest = sample::manifest(&["a.md"]);
        manifest.front = Some(vec![MatterEntry::Source { entry: sample::entry("for.md"), role: None }]);
        let articles = sample::plain_articles(&["a.md", "for.md"]);
        let mut edition = sample::edition(Format::Pdf);
        let (book, diags) = bind(&manifest, &edition, &articles);
        assert_eq!((ids(&book), sample::codes(&diags)), (vec!["title-page", "a"], vec!["front-left-out"]));
        edition.front = FrontChoice::Books;
        let (book, diags) = bind(&manifest, &edition, &articles);
        assert_eq!((ids(&book), diags.len()), (vec!["for", "a"], 0));
        edition.front = FrontChoice::None;
        assert!(bind(&manifest, &edition, &articles).1.is_empty());
    }

    #[test]
    fn a_handout_of_one_article_has_one_title() {
        let mut manifest = sample::manifest(&["a.md"]);
        manifest.metadata.facts.subtitle = Some(at("A Subtitle".to_string()));
        let articles = sample::articles(vec![sample::chapter("a.md", "The Book", vec![])]);
        let (book, _) = bind(&manifest, &sample::edition(Format::Pdf), &articles);
        assert_eq!(ids(&book), ["a"]);
        assert_eq!(book.chapters()[0].subtitle.as_deref(), Some("A Subtitle"));
    }

    #[test]
    fn books_have_front_pages_unless_they_say_otherwise() {
        let (manifest, articles) = (sample::manifest(&["a.md"]), sample::plain_articles(&["a.md"]));
        let front = |edition: &Edition| {
            let (book, _) = bind(&manifest, edition, &articles);
            ids(&book).join(" ")
        };
        assert_eq!(front(&sample::edition(Format::Epub)), "title-page copyright a");
        assert_eq!(front(&sample::edition(Format::Print)), "half-title title-page copyright a");
        let mut reading = sample::edition(Format::Pdf);
        let half_letter = Size { width: Length::milli_inch(5500), height: Length::milli_inch(8500) };
        reading.page = Some(at(PageSize::Paper(half_letter)));
        assert_eq!(front(&reading), "title-page a");
        reading.page = Some(at(PageSize::Trim(half_letter)));
        assert_eq!(front(&reading), "half-title title-page copyright a");
        reading.front = FrontChoice::None;
        assert_eq!(front(&reading), "a");
    }

    #[test]
    fn parts_and_sections_nest_and_omitted_chapters_go() {
        let mut manifest = sample::manifest(&["a.md"]);
        let mut with_section = sample::entry("b.md");
        with_section.sections = vec![sample::entry("s.md")];
        manifest.chapters.push(Entry::Part {
            title: at("In Practice".to_string()),
            chapters: vec![with_section, sample::entry("c.md")],
        });
        let mut articles = sample::plain_articles(&["a.md", "b.md", "c.md", "s.md"]);
        articles.get_mut("s.md").unwrap().blocks = vec![sample::heading(2, "Sunk")];
        let mut edition = sample::edition(Format::Epub);
        edition.front = FrontChoice::None;
        let (book, _) = bind(&manifest, &edition, &articles);
        assert_eq!(ids(&book), ["a", "part-in-practice", "b", "s", "c"]);
        assert_eq!(book.chapters().iter().map(|c| c.depth).collect::<Vec<_>>(), [0, 0, 1, 2, 1]);
        let section = &book.chapters()[3];
        assert!(section.runs_on && section.role == Role::Section);
        assert!(matches!(section.blocks[0].kind, BlockKind::Heading { level: 3, outline: 3, .. }));
        assert!(!book.chapters()[2].runs_on);
        let (handout, _) = bind(&manifest, &sample::edition(Format::Pdf), &articles);
        assert_eq!(ids(&handout)[1..4], ["contents", "a", "part-in-practice"]);
        assert!(handout.chapters()[4].runs_on && !handout.chapters()[6].runs_on, "the first runs on below its part");
        edition.omit = vec![at("b".to_string()), at("c".to_string())];
        assert_eq!(ids(&bind(&manifest, &edition, &articles).0), ["a"]);
    }

    #[test]
    fn an_article_that_could_not_be_read_is_left_out() {
        let (book, diags) = bind(
            &sample::manifest(&["a.md", "gone.md"]),
            &sample::edition(Format::Epub),
            &sample::plain_articles(&["a.md"]),
        );
        assert_eq!(ids(&book), ["title-page", "copyright", "a"]);
        assert!(diags.is_empty());
    }

    #[test]
    fn a_dedication_has_no_title_and_its_own_role() {
        let mut manifest = sample::manifest(&["a.md"]);
        let role = Some(at(MadePage::Dedication));
        manifest.front = Some(vec![MatterEntry::Source { entry: sample::entry("for.md"), role }]);
        let (book, _) = bind(&manifest, &sample::edition(Format::Epub), &sample::plain_articles(&["a.md", "for.md"]));
        let page = &book.chapters()[0];
        assert_eq!((page.role, page.matter, page.title.len()), (Role::Dedication, Matter::Front, 0));
        assert!(matches!(&page.blocks[0].kind, BlockKind::Para(para) if para.role == ParaRole::Dedication));
    }

    #[test]
    fn a_file_name_makes_a_title() {
        assert_eq!(title_of_file("book/how-to_listen.md"), "How to listen");
    }
}
