//! The pages that Recto makes: half-title, title page, copyright, contents, colophon. What is unknown is left out;
//! nothing is claimed that the manifest does not say.

use super::called::called;
use super::captions::{self, Kind};
use super::dates;
use super::enumerate::enumerate;
use super::words::{CREDITED, Words, words_of};
use crate::asset::MATH_FAMILY;
use crate::base::{Code, Diags, Span};
use crate::manifest::{Edition, Format, Manifest};
use crate::model::{
    AUTHOR, Block, BlockKind, Chapter, Draft, Figure, Image, Inline, InlineKind, Lang, Matter, Metadata, Para,
    ParaRole, Role, each_block, each_inline, wording,
};

/// Fills the pages that assembly put in their places.
pub fn make_pages(draft: &mut Draft, manifest: &Manifest, edition: &Edition, diags: &mut Diags) {
    let figures = "write the caption in quotes: ![description](file \"caption\")";
    let tables = "write the caption in the paragraph above the table: 'Table: caption'";
    for (role, kind, code, name, help) in [
        (Role::Figures, Kind::Figure, Code::NoFigures, "figure", figures),
        (Role::Tables, Kind::Table, Code::NoTables, "table", tables),
    ] {
        if draft.chapters.iter().any(|page| page.role == role) && !captions::any(&draft.chapters, kind) {
            let edition = &edition.name;
            let message =
                format!("'{}' has no {name} with a caption, so its list of {name}s is left out", edition.value);
            diags.push_help(code, manifest.site(edition.span), message, help);
            draft.chapters.retain(|page| page.role != role);
        }
    }
    let words = words_of(&draft.metadata.language);
    let colophon = colophon(draft, manifest, edition, &words);
    let metadata = &draft.metadata;
    for page in &mut draft.chapters {
        match page.role {
            Role::HalfTitle => page.blocks = vec![line(ParaRole::Title, &metadata.title)],
            Role::TitlePage => page.blocks = title_page(metadata, page.matter, &words),
            Role::Copyright => page.blocks = copyright(metadata, &words),
            Role::Contents => {
                name(page, words.contents, &words, &metadata.language);
                if page.blocks.is_empty() {
                    page.blocks = vec![Block::new(BlockKind::Contents { depth: None }, Span::default())];
                }
            }
            Role::Figures => {
                name(page, called(&metadata.language).figures, &words, &metadata.language);
                page.blocks = vec![Block::new(BlockKind::Figures, Span::default())];
            }
            Role::Tables => {
                name(page, called(&metadata.language).tables, &words, &metadata.language);
                page.blocks = vec![Block::new(BlockKind::Tables, Span::default())];
            }
            Role::Colophon => {
                name(page, words.colophon, &words, &metadata.language);
                page.blocks = vec![line(ParaRole::Imprint, &colophon)];
            }
            Role::Chapter | Role::Section | Role::Part | Role::Dedication | Role::Epigraph => {}
        }
    }
}

fn line(role: ParaRole, text: &str) -> Block {
    Block::new(BlockKind::Para(Para { role, text: vec![Inline::text(text)] }), Span::default())
}

/// The same, with a new line at each line feed.
fn lines_of(role: ParaRole, text: &str) -> Block {
    let mut inlines = Vec::new();
    for (at, part) in text.lines().enumerate() {
        inlines.extend((at > 0).then(|| Inline::new(InlineKind::Break, Span::default())));
        inlines.push(Inline::text(part));
    }
    Block::new(BlockKind::Para(Para { role, text: inlines }), Span::default())
}

/// Titles a page in our words, whose language shows where it is not the book's.
fn name(page: &mut Chapter, title: &str, words: &Words, language: &str) {
    page.title = vec![Inline::text(title)];
    if wording(language) != words.lang {
        page.lang = Some(Lang(words.lang.to_string()));
    }
}

/// The series, then title, subtitle, authors, translators and other hands for whose work there is a word, and at its foot the publisher.
/// A handout's stands in the body, over the text, and leaves series and publisher out.
fn title_page(metadata: &Metadata, matter: Matter, words: &Words) -> Vec<Block> {
    let front = matter == Matter::Front;
    let language = &metadata.language;
    let mut blocks = Vec::new();
    if let (true, Some(series)) = (front, &metadata.series) {
        let position = series.position.map_or(String::new(), |position| format!("\u{a0}· {position}"));
        blocks.push(line(ParaRole::Series, &format!("{}{position}", series.title)));
    }
    blocks.push(line(ParaRole::Title, &metadata.title));
    blocks.extend(metadata.subtitle.as_deref().map(|subtitle| line(ParaRole::Subtitle, subtitle)));
    let authors: Vec<&str> = metadata.by(AUTHOR).collect();
    if !authors.is_empty() {
        blocks.push(line(ParaRole::Author, &enumerate(&authors, language)));
    }
    for (role, credit) in CREDITED.iter().zip(words.credits) {
        let names: Vec<&str> = metadata.by(role).collect();
        if !names.is_empty() {
            blocks.push(line(ParaRole::Credit, &credit.replace("{}", &enumerate(&names, language))));
        }
    }
    if let (true, Some(publisher)) = (front, &metadata.publisher) {
        // The mark shows no more than the name below it says.
        let mark = metadata.mark.as_ref().map(|mark| Figure::of(Image::new(mark, Some(String::new())), Vec::new()));
        blocks.extend(mark.map(|mark| Block::new(BlockKind::Figure(mark), Span::default())));
        blocks.push(line(ParaRole::Publisher, publisher));
        let year = metadata.date.as_deref().and_then(|date| date.split('-').next());
        let where_and_when: Vec<&str> = metadata.place.as_deref().into_iter().chain(year).collect();
        if !where_and_when.is_empty() {
            blocks.push(line(ParaRole::Publisher, &where_and_when.join(" ")));
        }
    }
    blocks
}

fn copyright(metadata: &Metadata, words: &Words) -> Vec<Block> {
    let whole_title = match &metadata.subtitle {
        // A title that ends in a mark of its own needs none more, and one with a colon has no second.
        Some(subtitle) if metadata.title.ends_with(['?', '!', '.', '…']) => format!("{} {subtitle}", metadata.title),
        Some(subtitle) if metadata.title.contains(": ") => format!("{}. {subtitle}", metadata.title),
        Some(subtitle) => format!("{}: {subtitle}", metadata.title),
        None => metadata.title.clone(),
    };
    let version = metadata.version.as_ref().map(|version| format!("{} {version}", words.version));
    let date = metadata.date.as_ref().map(|date| dates::written(date, &metadata.language));
    let issue: Vec<String> = version.into_iter().chain(date).collect();
    // A UUID says nothing to a reader, and the ISBN has its own line.
    let speaking = |identifier: &&String| {
        let lower = identifier.to_ascii_lowercase();
        !lower.starts_with("urn:uuid:") && !lower.starts_with("urn:isbn:")
    };
    let publisher = metadata.publisher.iter().chain(&metadata.place).map(String::as_str).collect::<Vec<_>>();
    let series = metadata.series.as_ref().map(|series| match series.position {
        Some(position) => format!("{}, {position}", series.title),
        None => series.title.clone(),
    });
    let others = metadata.other_isbns.iter().map(|(name, isbn)| format!("ISBN {} ({name})", hyphenated(isbn)));
    let isbns = metadata.isbn.iter().map(|isbn| format!("ISBN {}", hyphenated(isbn))).chain(others);
    let isbns: Vec<String> = isbns.collect();
    let identifiers = std::iter::once(&metadata.identifier).chain(&metadata.identifiers).filter(speaking);
    let identifiers: Vec<&str> = identifiers.map(String::as_str).collect();
    let lines = [
        Some(whole_title),
        series,
        metadata.rights.clone(),
        (!publisher.is_empty()).then(|| publisher.join(", ")),
        (!issue.is_empty()).then(|| issue.join(", ")),
        (!isbns.is_empty()).then(|| isbns.join("\n")),
        (!identifiers.is_empty()).then(|| identifiers.join("\n")),
    ];
    lines.into_iter().flatten().map(|text| lines_of(ParaRole::Imprint, &text)).collect()
}

/// An ISBN with hyphens where the ranges of its country and publisher end; as it is where no range is known.
fn hyphenated(isbn: &str) -> String {
    let parsed = isbn.parse::<isbn::Isbn>().ok();
    parsed.and_then(|isbn| Some(isbn.hyphenate().ok()?.to_string())).unwrap_or_else(|| isbn.to_string())
}

/// Names the typefaces that the pages show. An e-reader chooses its own, so an EPUB names those that it carries.
fn colophon(draft: &Draft, manifest: &Manifest, edition: &Edition, words: &Words) -> String {
    let style = super::look(manifest, edition, &draft.metadata.language);
    if edition.format == Format::Epub && !style.embed_fonts {
        return words.made_with.to_string();
    }
    let mut faces = vec![style.text.as_str()];
    let shown = shown(&draft.chapters);
    let code = shown.code.then_some(style.code.as_str());
    // No EPUB carries that of formulas: readers have their own.
    let formulas = (shown.formulas && edition.format != Format::Epub).then_some(MATH_FAMILY);
    for face in std::iter::once(style.heads.as_str()).chain(code).chain(formulas) {
        if !faces.contains(&face) {
            faces.push(face);
        }
    }
    words.set_in.replace("{}", &enumerate(&faces, &draft.metadata.language))
}

/// What is set in a typeface of its own.
#[derive(Default)]
struct Shown {
    code: bool,
    formulas: bool,
}

fn shown(chapters: &[Chapter]) -> Shown {
    let mut shown = Shown::default();
    for chapter in chapters {
        each_block(&chapter.blocks, &mut |block| {
            shown.code |= matches!(block.kind, BlockKind::Code(_));
            shown.formulas |= matches!(block.kind, BlockKind::Formula(_));
        });
        each_inline(&chapter.blocks, &mut |inline| {
            shown.code |= matches!(inline.kind, InlineKind::Code(_));
            shown.formulas |= matches!(inline.kind, InlineKind::Formula(_));
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{MadePage, MatterEntry, Person};
    use crate::model::{Book, Formula, Listing, plain_blocks};
    use crate::pass::sample::{self, at, bind};

    fn page(book: &Book, role: Role) -> String {
        plain_blocks(&book.chapters().iter().find(|chapter| chapter.role == role).unwrap().blocks)
    }

    #[test]
    fn pages_say_what_is_known_and_nothing_else() {
        let mut manifest = sample::manifest(&["a.md"]);
        let articles = sample::plain_articles(&["a.md"]);
        let mut edition = sample::edition(Format::Print);
        let (book, _) = bind(&manifest, &edition, &articles);
        assert_eq!(page(&book, Role::Copyright), "The Book\n");
        assert_eq!(page(&book, Role::TitlePage), "The Book\n");

        let facts = &mut manifest.metadata.facts;
        facts.subtitle = Some(at("Essays".to_string()));
        facts.rights = Some(at("© 2026 Ada Example".to_string()));
        facts.publisher = Some(sample::publisher("Example Press"));
        facts.version = Some(at("1.0.0".to_string()));
        facts.date = Some(at("2026-11-23".to_string()));
        let author =
            |name: &str, role: &str| Person { name: at(name.to_string()), sort: None, roles: vec![role.to_string()] };
        facts.authors = Some(vec![author("Ada Example", "aut"), author("Tess Turner", "trl")]);
        edition.isbn = Some(at("9783161484100".to_string()));
        let (book, _) = bind(&manifest, &edition, &articles);
        assert_eq!(page(&book, Role::HalfTitle), "The Book\n");
        assert_eq!(
            page(&book, Role::TitlePage),
            "The Book\nEssays\nAda Example\nTranslated by Tess Turner\nExample Press\n2026\n"
        );
        assert_eq!(
            page(&book, Role::Copyright),
            "The Book: Essays\n© 2026 Ada Example\nExample Press\nVersion 1.0.0, 23 November 2026\nISBN 978-3-16-148410-0\n"
        );
    }

    #[test]
    fn a_colophon_names_the_typefaces_on_paper_only() {
        let mut manifest = sample::manifest(&["a.md"]);
        manifest.back = vec![MatterEntry::Made(at(MadePage::Colophon))];
        manifest.style.text = Some("EB Garamond".to_string());
        let mut articles = sample::plain_articles(&["a.md"]);
        let (book, _) = bind(&manifest, &sample::edition(Format::Epub), &articles);
        assert_eq!(page(&book, Role::Colophon), "Made with Recto.\n");
        let (book, _) = bind(&manifest, &sample::edition(Format::Print), &articles);
        let plain = page(&book, Role::Colophon);
        assert!(plain.starts_with("Set in EB Garamond") && !plain.contains("Mono"), "{plain}");
        let code = Block::new(BlockKind::Code(Listing::new(None, "x")), Span::default());
        articles.get_mut("a.md").unwrap().blocks.push(code);
        let (book, _) = bind(&manifest, &sample::edition(Format::Print), &articles);
        assert!(page(&book, Role::Colophon).contains("JetBrains Mono"));
        let (tex, words) = ("x".to_string(), "x".to_string());
        let formula = Formula { tex, words, number: None, label: None, row: Vec::new() };
        let formula = Block::new(BlockKind::Formula(formula), Span::default());
        articles.get_mut("a.md").unwrap().blocks.push(formula);
        let (book, _) = bind(&manifest, &sample::edition(Format::Print), &articles);
        assert!(page(&book, Role::Colophon).contains("STIX Two Math"));
    }

    #[test]
    fn contents_are_titled_in_the_books_language() {
        let mut manifest = sample::manifest(&["a.md", "b.md", "c.md"]);
        manifest.metadata.language.value = "de-CH".into();
        let articles = sample::plain_articles(&["a.md", "b.md", "c.md"]);
        let (book, _) = bind(&manifest, &sample::edition(Format::Pdf), &articles);
        assert_eq!(crate::model::plain_text(&book.chapters()[1].title), "Inhalt");
        assert_eq!(book.chapters()[1].lang, None);
        manifest.metadata.language.value = "eo".into();
        let (book, _) = bind(&manifest, &sample::edition(Format::Pdf), &articles);
        assert_eq!(book.chapters()[1].lang, Some(Lang("en".into())));
    }
}
