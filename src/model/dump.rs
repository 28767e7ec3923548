//! The book as text that a person can read and a test can compare: a line a block, indented by what holds it.

use std::fmt::Write;

use super::table::Table;
use super::{
    Block, BlockKind, Book, Chapter, Evaluation, Image, Inline, InlineKind, Lang, Metadata, Numbers, Target, TokenClass,
};

/// Everything of `book` that a writer may show, one line a block. Inlines stand in a light notation: `{em words}`,
/// `{link #anchor words}`, `{note 1 #anchor}` with the note's blocks below; a forced break is `\n`, and a letter that could be
/// taken for this notation has a backslash before it. Spaces that hold show as `~` (no-break) and `_` (narrow), typed ones
/// escaped. Below a line of code each letter's class stands for it ([`TokenClass::ALL`]). It ends in contents and anchors.
pub fn dump(book: &Book) -> String {
    let mut out = String::new();
    metadata(book.metadata(), &mut out);
    for chapter in book.chapters() {
        dump_chapter(chapter, &mut out);
    }
    out.push_str("contents\n");
    for entry in book.contents() {
        let number = entry.number.as_ref().map_or(String::new(), |number| format!("{number} "));
        let by = if entry.authors.is_empty() { String::new() } else { format!(" by {}", entry.authors.join(", ")) };
        line(
            1 + usize::from(entry.depth),
            &format!("{number}{}{by} #{}", escaped(&entry.title), entry.anchor.0),
            &mut out,
        );
    }
    for (name, entries) in [("figures", book.figures()), ("tables", book.tables())] {
        if !entries.is_empty() {
            line(0, name, &mut out);
        }
        for entry in entries {
            line(1, &format!("{} #{}", escaped(&entry.title), entry.anchor.0), &mut out);
        }
    }
    out.push_str("anchors\n");
    for (anchor, place) in book.anchors() {
        let block = place.block.map_or(String::new(), |block| format!(".{block}"));
        line(1, &format!("#{} {}{block}", anchor.0, place.chapter), &mut out);
    }
    out
}

fn line(depth: usize, text: &str, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
    out.push_str(text.trim_end());
    out.push('\n');
}

fn metadata(metadata: &Metadata, out: &mut String) {
    let Metadata {
        title,
        title_sort,
        subtitle,
        language,
        authors,
        identifier,
        identifiers,
        isbn,
        pages_isbn,
        version,
        date,
        modified,
        publisher,
        place,
        mark,
        other_isbns,
        rights,
        description,
        subjects,
        sources,
        series,
        evaluation,
    } = metadata;
    out.push_str("metadata\n");
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            line(1, &format!("{name}: {}", escaped(value)), out);
        }
    };
    fact("title", Some(title));
    fact("title-sort", title_sort.as_deref());
    fact("subtitle", subtitle.as_deref());
    fact("language", Some(language));
    for person in authors {
        let sort = person.sort.as_ref().map_or(String::new(), |sort| format!(" ({sort})"));
        fact(&person.roles.join(" "), Some(&format!("{}{sort}", person.name)));
    }
    fact("identifier", Some(identifier));
    identifiers.iter().for_each(|identifier| fact("identifier", Some(identifier)));
    fact("isbn", isbn.as_deref());
    fact("pages-isbn", pages_isbn.as_deref());
    fact("version", version.as_deref());
    fact("date", date.as_deref());
    fact("modified", Some(&modified.to_string()));
    fact("publisher", publisher.as_deref());
    fact("place", place.as_deref());
    fact("mark", mark.as_deref());
    other_isbns.iter().for_each(|(name, isbn)| fact("isbn", Some(&format!("{isbn} ({name})"))));
    fact("rights", rights.as_deref());
    fact("description", description.as_deref());
    for subject in subjects {
        let code = subject.code.as_ref().map_or(String::new(), |(list, code)| format!(" ({list} {code})"));
        fact("subject", Some(&format!("{}{code}", subject.name)));
    }
    sources.iter().for_each(|source| fact("source", Some(source)));
    if let Some(series) = series {
        let position = series.position.map_or(String::new(), |position| format!(", {position}"));
        fact("series", Some(&format!("{}{position}", series.title)));
    }
    if let Some(Evaluation { by, standard, date, credential, report }) = evaluation {
        let rest = [date, credential, report].into_iter().flatten().map(|fact| format!(", {fact}"));
        fact("evaluation", Some(&format!("{standard}, {by}{}", rest.collect::<String>())));
    }
}

fn dump_chapter(chapter: &Chapter, out: &mut String) {
    let mut head = format!("{} #{}", word(&chapter.role), chapter.id);
    let _ = write!(head, " {}", word(&chapter.matter));
    if chapter.depth > 0 {
        let _ = write!(head, " depth {}", chapter.depth);
    }
    if chapter.runs_on {
        head.push_str(" runs-on");
    }
    if let Some(number) = &chapter.number {
        let _ = write!(head, " number {number}");
    }
    head.push_str(&lang(&chapter.lang));
    if let Some(path) = &chapter.path {
        let _ = write!(head, " from {path}");
    }
    if let Some(url) = &chapter.origin.url {
        let _ = write!(head, " at {url}");
    }
    if let Some(date) = &chapter.origin.date {
        let _ = write!(head, " of {date}");
    }
    line(0, &head, out);
    text_line(1, "title", &chapter.title, out);
    if let Some(subtitle) = &chapter.subtitle {
        line(1, &format!("subtitle {}", escaped(subtitle)), out);
    }
    chapter.authors.iter().for_each(|author| line(1, &format!("author {}", escaped(author)), out));
    blocks(1, &chapter.blocks, out);
}

/// A unit variant by its name in JSON.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

fn lang(lang: &Option<Lang>) -> String {
    lang.as_ref().map_or(String::new(), |Lang(lang)| format!(" [{lang}]"))
}

fn blocks(depth: usize, blocks: &[Block], out: &mut String) {
    for block in blocks {
        let anchor = block.anchor.as_ref().map_or(String::new(), |anchor| format!(" #{}", anchor.0));
        let name = |kind: &str| format!("{} {kind}{anchor}{}", block.index, lang(&block.lang));
        match &block.kind {
            BlockKind::Para(para) => text_line(depth, &name(&word(&para.role)), &para.text, out),
            BlockKind::Heading { level, outline, number, text, .. } => {
                let number = number.as_ref().map_or(String::new(), |number| format!(" number {number}"));
                text_line(
                    depth,
                    &format!("{} outline {outline}{number}", name(&format!("heading {level}"))),
                    text,
                    out,
                );
            }
            BlockKind::List(list) => {
                let start = list.numbers.map_or("bullets".to_string(), |numbers| format!("from {}", first(&numbers)));
                line(depth, &format!("{} {start}{}", name("list"), if list.tight { " tight" } else { "" }), out);
                for item in &list.items {
                    let task = match item.task {
                        Some(true) => " done",
                        Some(false) => " to do",
                        None => "",
                    };
                    line(depth + 1, &format!("item{task}"), out);
                    self::blocks(depth + 2, &item.blocks, out);
                }
            }
            BlockKind::Definitions(all) => {
                line(depth, &name("definitions"), out);
                for definition in all {
                    self::blocks(depth + 1, &definition.terms, out);
                    for meaning in &definition.meanings {
                        line(depth + 1, "meaning", out);
                        self::blocks(depth + 2, meaning, out);
                    }
                }
            }
            BlockKind::Admonition(apart) => {
                line(depth, &name(&format!("admonition {}", word(&apart.kind))), out);
                self::blocks(depth + 1, &apart.blocks, out);
            }
            BlockKind::Quote(quote) => {
                line(depth, &name(&word(&quote.role)), out);
                self::blocks(depth + 1, &quote.blocks, out);
            }
            BlockKind::Verse(verse) => {
                line(depth, &name("verse"), out);
                for stanza in &verse.stanzas {
                    line(depth + 1, "stanza", out);
                    for verse in stanza {
                        text_line(depth + 2, &verse.indent.to_string(), &verse.text, out);
                    }
                }
            }
            BlockKind::Code(code) => {
                let lang = code.lang.as_ref().map_or(String::new(), |lang| format!(" {lang}"));
                let numbers = code.first_number.map_or(String::new(), |first| format!(" numbered from {first}"));
                let head = format!("{}{lang}{numbers}", name("code"));
                match code.title.as_slice() {
                    [] => line(depth, &head, out),
                    title => text_line(depth, &head, title, out),
                }
                for pieces in code.lines() {
                    line(depth + 1, &format!("|{}", pieces.iter().map(|(text, _)| *text).collect::<String>()), out);
                    if pieces.iter().any(|(_, class)| class.is_some()) {
                        let classes = pieces.iter().flat_map(|(text, class)| {
                            std::iter::repeat_n(class.map_or(' ', TokenClass::letter), text.chars().count())
                        });
                        line(depth + 1, &format!(":{}", classes.collect::<String>()), out);
                    }
                }
            }
            BlockKind::Formula(formula) => {
                let number = formula.number.as_ref().map_or(String::new(), |number| format!(" {number}"));
                line(depth, &format!("{}{number}: {}", name("formula"), escaped(&formula.words)), out);
            }
            BlockKind::SceneBreak => line(depth, &name("scene-break"), out),
            BlockKind::Figure(figure) => {
                let images: Vec<String> = figure.images.iter().map(image).collect();
                let label = figure.label.as_ref().map_or(String::new(), |label| format!(" [{}]", escaped(label)));
                text_line(depth, &format!("{} {}{label}", name("figure"), images.join(", ")), &figure.caption, out);
            }
            BlockKind::Table(table) => dump_table(depth, &name("table"), table, out),
            BlockKind::Contents { depth: levels } => {
                let levels = levels.map_or(String::new(), |levels| format!(" depth {levels}"));
                line(depth, &format!("{}{levels}", name("contents")), out);
            }
            BlockKind::Figures => line(depth, &name("figures"), out),
            BlockKind::Tables => line(depth, &name("tables"), out),
        }
    }
}

/// A table: its columns, its caption, then row by row its cells, each with what it is the head of and what it covers.
fn dump_table(depth: usize, name: &str, table: &Table, out: &mut String) {
    let columns: Vec<String> = table.columns.iter().map(word).collect();
    let label = table.label.as_ref().map_or(String::new(), |label| format!(" [{}]", escaped(label)));
    text_line(depth, &format!("{name} {}{label}", columns.join(" ")), &table.caption, out);
    let (body, foot) = table.body_and_foot();
    for (part, rows) in [("head", table.head.as_slice()), ("row", body), ("foot", foot)] {
        for row in rows {
            line(depth + 1, part, out);
            for cell in &row.cells {
                let head = cell.head.map_or(String::new(), |head| format!(" of {}", word(&head)));
                let spans = match (cell.columns, cell.rows) {
                    (1, 1) => String::new(),
                    (columns, rows) => format!(" {columns} by {rows}"),
                };
                line(depth + 2, &format!("cell{head}{spans}"), out);
                blocks(depth + 3, &cell.blocks, out);
            }
        }
    }
}

fn image(image: &Image) -> String {
    let width = image.width.map_or(String::new(), |width| format!(" {width}"));
    let alt = image.alt.as_ref().map_or(" no alt".to_string(), |alt| format!(" \"{}\"", escaped(alt)));
    format!("{}{width}{alt}", image.path)
}

/// The first label of a list, a plain full stop left out.
fn first(numbers: &Numbers) -> String {
    let label = numbers.label(0);
    let label = label.strip_suffix('.').map_or(label.clone(), str::to_string);
    format!("{label}{}", if numbers.down { " down" } else { "" })
}

/// A line of text, and the bodies of its notes below it.
fn text_line(depth: usize, name: &str, text: &[Inline], out: &mut String) {
    let mut shown = String::new();
    let mut notes = Vec::new();
    inlines(text, &mut shown, &mut notes);
    line(depth, &format!("{name}: {shown}"), out);
    for note in notes {
        line(depth + 1, &format!("note #{}", note.anchor.0), out);
        blocks(depth + 2, &note.blocks, out);
    }
}

fn inlines<'a>(text: &'a [Inline], out: &mut String, notes: &mut Vec<&'a super::Note>) {
    for inline in text {
        let head = match &inline.kind {
            InlineKind::Text(text) => {
                out.push_str(&escaped(text));
                continue;
            }
            InlineKind::Break => {
                out.push_str("\\n");
                continue;
            }
            InlineKind::Code(code) => format!("code {}", escaped(code)),
            InlineKind::Formula(formula) => format!("math {}", escaped(&formula.words)),
            InlineKind::Emph(_) => "em ".to_string(),
            InlineKind::Strong(_) => "strong ".to_string(),
            InlineKind::Strike(_) => "strike ".to_string(),
            InlineKind::SmallCaps(_) => "caps ".to_string(),
            InlineKind::Highlight(_) => "highlight ".to_string(),
            InlineKind::Underline(_) => "underline ".to_string(),
            InlineKind::Small(_) => "small ".to_string(),
            InlineKind::Abbr { full, .. } => format!("abbr \"{}\" ", escaped(full)),
            InlineKind::Meant(meaning, _) => format!("{} ", word(meaning)),
            InlineKind::Ruby(_) => "ruby ".to_string(),
            InlineKind::Reading(_) => "reading ".to_string(),
            InlineKind::Place(anchor) => format!("place #{}", anchor.0),
            InlineKind::Folio(folio) => {
                let [before, behind] = &folio.around;
                let otherwise = Some(escaped(&folio.otherwise)).filter(|words| !words.is_empty());
                let otherwise = otherwise.map_or(String::new(), |words| format!(", else {words}"));
                format!("folio {} {}#{}{otherwise}", self::target(&folio.of), escaped(before), escaped(behind))
            }
            InlineKind::Sup(_) => "sup ".to_string(),
            InlineKind::Sub(_) => "sub ".to_string(),
            InlineKind::Lang(Lang(lang), _) => format!("lang {lang} "),
            InlineKind::Link { target, title, .. } => {
                let target = self::target(target);
                let title = title.as_ref().map_or(String::new(), |title| format!("\"{}\" ", escaped(title)));
                format!("link {target} {title}")
            }
            InlineKind::Note(note) => {
                notes.push(note);
                let number = note.number.as_ref().map_or(String::new(), |number| format!("{number} "));
                format!("note {number}#{}", note.anchor.0)
            }
            InlineKind::NoteRef { note, number } => {
                let number = number.as_ref().map_or(String::new(), |number| format!("{number} "));
                format!("mark {number}#{}", note.0)
            }
            InlineKind::Image(image) => format!("image {}", self::image(image)),
        };
        out.push('{');
        out.push_str(&head);
        inlines(inline.children(), out, notes);
        out.push('}');
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Written(written) => format!("?{written}"),
        Target::Anchor(anchor) => format!("#{}", anchor.0),
        Target::Url(url) => url.clone(),
    }
}

/// Text in one line in which everything can be seen.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{a0}' => out.push('~'),
            '\u{202f}' => out.push('_'),
            '\n' => out.push_str("\\n"),
            '\\' | '{' | '}' | '~' | '_' => out.extend(['\\', c]),
            '\u{ad}' => out.push_str("\\-"),
            c if c.is_control() || (c.is_whitespace() && c != ' ') || ('\u{200b}'..='\u{200f}').contains(&c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
