//! A new book's manifest: what is known stands in it, and what can be added stands beside it as comments.

use super::write::scalar;

/// What is known of a new book. Texts are plain, and written as YAML has them.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Comments at the top, of whole lines.
    pub opening: &'a str,
    /// The title.
    pub title: &'a str,
    /// What a comment says of the title; empty where none is needed.
    pub named: &'a str,
    /// The subtitle.
    pub subtitle: Option<&'a str>,
    /// The language, BCP 47.
    pub language: &'a str,
    /// What a comment says of the language.
    pub told: &'a str,
    /// Who wrote it.
    pub authors: &'a [String],
    /// A URI that no other book has.
    pub identifier: &'a str,
    /// The version of the text.
    pub version: &'a str,
    /// The day, `2026-01-31`.
    pub date: &'a str,
    /// What it is about.
    pub description: Option<&'a str>,
    /// A cover that takes the place of the drawn one, which needs fonts.
    pub cover: Option<&'a str>,
    /// What a comment above the chapters says, of one line.
    pub order: &'a str,
    /// The list of pages before the text as YAML, of whole lines; empty where editions choose.
    pub front: &'a str,
    /// The list of chapters as YAML, of whole lines.
    pub chapters: &'a str,
    /// Whether the fonts in the binary have all its letters. Where they do not, editions that need fonts stand as comments.
    pub served: bool,
}

const EDITIONS: &str = "  \
  ebook:     { format: epub, pages: paperback }    # page numbers match the paperback's
  handout:   { format: pdf }                       # for screen, desk and office printer
  paperback: { format: print, trim: 6x9in }        # for a print shop
";

const UNSERVED: &str = "  \
  ebook:     { format: epub }                      # add `pages: paperback`, and page numbers match the paperback's
  # The fonts in Recto lack letters of this book. Put a font that has them into a folder fonts/ beside this file, and take
  # the # away here; docs/manual/scripts.md names good free ones.
  # handout:   { format: pdf }                     # for screen, desk and office printer
  # paperback: { format: print, trim: 6x9in }      # for a print shop
";

/// The text of `book.yaml`.
pub fn new(new: &New) -> String {
    let known = |key: &str, value: Option<&str>, example: &str| match value {
        Some(value) => format!("{key}: {}", scalar(value)),
        None => format!("# {key}: {example}"),
    };
    let title = match new.named {
        "" => scalar(new.title),
        named => format!("{}    # {named}", scalar(new.title)),
    };
    let subtitle = known("subtitle", new.subtitle, "What It Is About");
    let language = format!("{:<29} # {}", format!("language: {}", scalar(new.language)), new.told);
    let authors = match new.authors {
        [] => "# authors: [Your Name]".to_string(),
        names => format!("authors: [{}]", names.iter().map(|name| scalar(name)).collect::<Vec<_>>().join(", ")),
    };
    let description = known("description", new.description, "A sentence or two for shops and catalogues.");
    let New { opening, identifier, version, date, order, chapters, .. } = new;
    let cover = match new.cover {
        Some(path) => {
            format!("cover: {}    # plain; take this line away once fonts/ has the title's letters", scalar(path))
        }
        None => "# cover: cover.jpg            # without one, a cover is drawn".to_string(),
    };
    let front = match new.front {
        "" => {
            "# front: [half-title, title-page, copyright, { role: dedication, source: book/dedication.md }, contents]\n"
                .to_string()
        }
        pages => format!("front:\n{pages}"),
    };
    let editions = if new.served { EDITIONS } else { UNSERVED };
    let year = date.get(..4).unwrap_or_default();
    format!(
        "{opening}
title: {title}
{subtitle}
{language}
{authors}
identifier: {identifier}    # stays the same for this book
version: {version}
date: {date}
# publisher: A Name
# rights: © {year} Your Name
{description}
{cover}

# Pages before the text. Editions have those they need; these are yours instead. A bare word is a page that Recto makes,
# anything with a dot or a slash is a file.
{front}
# {order}
chapters:
{chapters}
# What is written into dist/.
editions:
{editions}"
    )
}
