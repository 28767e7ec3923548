//! Anchors: every place that may be linked to gets a name that is unique in the book and survives a new edition.
//! A place inside a chapter is named after the chapter, `how-to-listen.the-pause`, so it does not depend on the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Anchor, Block, BlockKind, Chapter, InlineKind, Para, ParaRole, each_block_mut, each_inline_mut, plain_text,
};

/// The places of a book, as links name them.
#[derive(Debug, Default)]
pub struct Places {
    /// For each chapter the fragments that name a place in it: as its author wrote them, and as GitHub makes them of
    /// headings.
    pub fragments: Vec<BTreeMap<String, Anchor>>,
}

/// Names all places of `chapters`.
pub fn name_places(chapters: &mut [Chapter]) -> Places {
    let mut taken = BTreeSet::new();
    // An article keeps the id that the manifest gives it; what Recto makes steps aside.
    for made in [false, true] {
        for chapter in chapters.iter_mut().filter(|chapter| chapter.path.is_none() == made) {
            chapter.id = unique(std::mem::take(&mut chapter.id), &mut taken);
        }
    }
    let fragments = chapters.iter_mut().map(|chapter| name_in(chapter, &mut taken)).collect();
    Places { fragments }
}

fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.clone()) {
        return name;
    }
    let free = (2u32..).map(|n| format!("{name}-{n}")).find(|name| !taken.contains(name));
    let free = free.expect("more numbers than names");
    taken.insert(free.clone());
    free
}

fn name_in(chapter: &mut Chapter, taken: &mut BTreeSet<String>) -> BTreeMap<String, Anchor> {
    let own = chapter.anchor();
    let id = chapter.id.clone();
    let mut fragments = BTreeMap::new();
    let mut slugs = BTreeMap::new();
    if let Some(title) = &chapter.own_title {
        fragments.insert(next_slug(slug(title), &mut slugs), own.clone());
    }
    let mut notes = BTreeMap::new();
    with_title(chapter, &mut |blocks| {
        each_block_mut(blocks, &mut |block| {
            let slug = match &block.kind {
                BlockKind::Heading { text, .. } => Some(next_slug(slug(&plain_text(text)), &mut slugs)),
                // A list of figures leads there.
                BlockKind::Figure(figure) if !figure.caption.is_empty() => {
                    Some(format!("fig-{}", figure.images.first().map_or("", |image| stem(&image.path))))
                }
                // So does a list of tables.
                BlockKind::Table(table) if !table.caption.is_empty() => {
                    Some(format!("tab-{}", slug(&plain_text(&table.caption))))
                }
                _ => None,
            };
            let Some(written) = block.anchor.take().map(|Anchor(name)| name).or_else(|| slug.clone()) else { return };
            let anchor = Anchor(unique(format!("{id}.{}", xml_name(&written)), taken));
            for name in std::iter::once(written).chain(slug) {
                fragments.entry(name).or_insert_with(|| anchor.clone());
            }
            block.anchor = Some(anchor);
        });
        each_inline_mut(blocks, &mut |inline| {
            if let InlineKind::Place(place) = &mut inline.kind {
                let written = std::mem::replace(place, own.clone()).0;
                *place = Anchor(unique(format!("{id}.{}", xml_name(&written)), taken));
                fragments.entry(written).or_insert_with(|| place.clone());
            }
            if let InlineKind::Note(note) = &mut inline.kind {
                let written = std::mem::replace(&mut note.anchor, own.clone()).0;
                note.anchor = Anchor(unique(format!("{id}.{}", xml_name(&written)), taken));
                notes.entry(written).or_insert_with(|| note.anchor.clone());
            }
        });
        each_inline_mut(blocks, &mut |inline| {
            if let InlineKind::NoteRef { note, .. } = &mut inline.kind
                && let Some(named) = notes.get(&note.0)
            {
                *note = named.clone();
            }
        });
    });
    fragments.entry(slug(&plain_text(&chapter.title))).or_insert_with(|| own.clone());
    fragments.entry(id).or_insert_with(|| own.clone());
    for (written, anchor) in notes {
        fragments.entry(written).or_insert(anchor);
    }
    // The beginning of a page needs no name (HTML, 7.4.6.3).
    fragments.entry("top".to_string()).or_insert(own);
    fragments
}

/// Lets `see` treat the chapter's title, which may hold links and notes like any line, as a paragraph before its text;
/// then the text itself.
pub fn with_title(chapter: &mut Chapter, see: &mut dyn FnMut(&mut [Block])) {
    let text = std::mem::take(&mut chapter.title);
    let title = Block::new(BlockKind::Para(Para { role: ParaRole::Title, text }), Default::default());
    chapter.blocks.insert(0, title);
    see(&mut chapter.blocks);
    if let BlockKind::Para(para) = chapter.blocks.remove(0).kind {
        chapter.title = para.text;
    }
}

/// A file's name without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// GitHub numbers headings of the same words: `notes`, `notes-1`, `notes-2`.
fn next_slug(slug: String, slugs: &mut BTreeMap<String, u32>) -> String {
    let times = slugs.entry(slug.clone()).and_modify(|n| *n += 1).or_insert(0);
    if *times == 0 { slug } else { format!("{slug}-{times}") }
}

/// The fragment that GitHub makes of a heading: small letters, spaces as hyphens, punctuation left out.
pub fn slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) => Some(c),
            _ => None,
        })
        .collect()
}

/// `name` as the end of an XML name (XML 1.0, 2.3, NameChar without the colon); what may not stand in one is a hyphen.
fn xml_name(name: &str) -> String {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '\u{b7}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}'
                | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{203f}'..='\u{2040}' | '\u{2070}'..='\u{218f}'
                | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
                | '\u{10000}'..='\u{effff}')
    };
    if name.is_empty() {
        return "place".to_string();
    }
    name.chars().map(|c| if allowed(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::sample::{chapter, heading, note, para_of};

    fn anchors(chapters: &[Chapter]) -> Vec<String> {
        let blocks = chapters.iter().flat_map(|chapter| &chapter.blocks);
        blocks.filter_map(|block| block.anchor.clone()).map(|Anchor(name)| name).collect()
    }

    #[test]
    fn headings_of_the_same_words_are_told_apart() {
        let mut chapters = vec![
            chapter("a.md", "A", vec![heading(2, "Why?"), heading(2, "Why?")]),
            chapter("b.md", "B", vec![heading(2, "Why?"), heading(2, "½ & more")]),
        ];
        let places = name_places(&mut chapters);
        assert_eq!(anchors(&chapters), ["a.why", "a.why-1", "b.why", "b.--more".replace("--", "---").as_str()]);
        assert_eq!(places.fragments[0]["why-1"], Anchor("a.why-1".into()));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut chapters = vec![
            chapter("a.md", "A", vec![heading(2, "B")]),
            chapter("x.md", "X", vec![]),
            chapter("c.md", "C", vec![]),
        ];
        chapters[1].id = "a.b".into();
        chapters[2].id = "x".into();
        chapters[2].path = None;
        name_places(&mut chapters);
        assert_eq!(anchors(&chapters), ["a.b-2"]);
    }

    #[test]
    fn a_page_that_recto_makes_leaves_its_id_to_an_article() {
        let mut chapters = vec![chapter("-", "", vec![]), chapter("contents.md", "Contents", vec![])];
        chapters[0].path = None;
        chapters[0].id = "contents".into();
        name_places(&mut chapters);
        assert_eq!((chapters[0].id.as_str(), chapters[1].id.as_str()), ("contents-2", "contents"));
    }

    #[test]
    fn marks_follow_their_note() {
        let mark = InlineKind::NoteRef { note: Anchor("fn-x".into()), number: None };
        let mark = crate::pass::sample::made(mark);
        let mut chapters = vec![chapter("a.md", "A", vec![para_of(vec![note("fn-x", "n"), mark])])];
        name_places(&mut chapters);
        let mut names = Vec::new();
        each_inline_mut(&mut chapters[0].blocks, &mut |inline| match &inline.kind {
            InlineKind::Note(note) => names.push(note.anchor.0.clone()),
            InlineKind::NoteRef { note, .. } => names.push(note.0.clone()),
            _ => {}
        });
        assert_eq!(names, ["a.fn-x", "a.fn-x"]);
    }

    #[test]
    fn slugs_are_githubs() {
        assert_eq!(slug("What's New in 2.0 -- Really?"), "whats-new-in-20----really");
    }
}
