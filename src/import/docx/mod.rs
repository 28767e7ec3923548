//! Word files (ECMA-376): split into chapters, written as Markdown.
//!
//! What a book keeps is kept: headings, emphasis, notes, lists, quotations, tables, pictures, breaks between scenes. How the
//! page looked is the design's business now. What has no place in a book is counted and told.

mod body;
mod joined;
mod leaves;
mod markdown;
mod package;
mod para;
mod scenes;
mod split;
mod styles;
mod titles;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use body::{Body, Met};
use package::{Named, Package, Referred, parse};
use para::{Kind, Notes, Para, Piece, Run};
use scenes::scenes;
use split::{Bared, Piecewise, Split, split};
use styles::{Numbering, Styles};
use write::Writer;

use super::{Content, Entry, Facts, File, Front, Import, Listed, free, language, learn, slug};
use crate::base::{Code, Diags, limits};
use crate::reader::{stem, title_of_stem};

/// A Word file as it is read.
struct Text {
    paras: Vec<Para>,
    notes: BTreeMap<(Notes, String), Vec<Para>>,
    pictures: BTreeMap<String, Vec<u8>>,
    met: Met,
    facts: Facts,
}

/// Makes chapters of a Word file. `name` is what it is called; `shelf` the folder for its chapters, with a slash at its end.
pub fn read(bytes: &[u8], name: &str, shelf: &str, diags: &mut Diags) -> Import {
    let mut import = Import { what: format!("'{name}'"), ..Import::default() };
    let Text { mut paras, notes, pictures, met, mut facts } = match open(bytes) {
        Ok(text) => text,
        Err(why) => {
            let message = format!("'{name}' cannot be read: {why}");
            diags.push_help(
                Code::NothingToImport,
                None,
                message,
                "open it in Word or LibreOffice and save it as .docx",
            );
            return import;
        }
    };
    tell(name, &met, diags);
    scenes(&mut paras, name, diags);
    if paras.is_empty() {
        let message = format!("'{name}' holds no text");
        diags.push_help(Code::NothingToImport, None, message, "name another file");
        return import;
    }
    let Split { front, chapters, evidence, lift, bared } = split(paras, name, &mut facts, diags);
    tell_bared(name, &bared, &notes, diags);
    if facts.language.is_none() {
        let words: String =
            chapters.iter().flat_map(|chapter| &chapter.paras).take(200).map(|para| para.words() + "\n").collect();
        facts.language = language::told_by(&words).map(|lang| (lang.to_string(), false));
    }
    if facts.title.is_none() {
        (facts.title, facts.guessed) = (Some(title_of_stem(stem(name))), Some("the file's name"));
    }
    let mut shown = BTreeSet::new();
    let files: BTreeMap<&str, String> =
        pictures.keys().map(|part| (part.as_str(), name_of_picture(part, &mut shown))).collect();
    let mut taken = BTreeSet::new();
    let mut kept = BTreeSet::new();
    let mut left = BTreeSet::new();
    let mut number = 0;
    // A single article needs no number.
    let width = if chapters.len() + front.len() < 2 { 0 } else { chapters.len().to_string().len().max(2) };
    let mut placed: Vec<(Piecewise, String)> = Vec::new();
    for chapter in front.into_iter().chain(chapters) {
        let mut path = String::new();
        if let Some(leaf) = chapter.leaf {
            path = free(leaf.name(), ".md", &mut taken);
        } else if !chapter.part {
            number += 1;
            let count = if width == 0 { String::new() } else { format!("{number:0width$}-") };
            path = free(&format!("{count}{}", slug(&chapter.title())), ".md", &mut taken);
        }
        placed.push((chapter, path));
    }
    let places = places(&placed, &notes);
    tell_places(name, &placed, &notes, &places, diags);
    number = 0;
    for (chapter, file) in placed {
        if chapter.part {
            import.entries.push(Entry::Part { title: chapter.title(), chapters: Vec::new() });
            continue;
        }
        let pictures = |of: &Referred| match of {
            Referred::Part(part) => files.get(part.as_str()).map(|file| format!("pictures/{file}")),
            Referred::Address(address) => Some(address.clone()),
        };
        let text = Writer::new(&notes, &pictures, (&places, &file), lift).chapter(&chapter.head, &chapter.paras);
        let title = chapter.title();
        for para in &chapter.paras {
            para.each_picture(&mut |of| match of {
                Referred::Part(part) if pictures(of).is_some() => drop(kept.insert(part.clone())),
                Referred::Part(part) => drop(left.insert(part.clone())),
                Referred::Address(_) => {}
            });
        }
        let path = format!("{shelf}{file}");
        learn(&mut import, &path, &text);
        import.files.push(File { path: path.clone(), content: Content::Made(text.into_bytes()) });
        if let Some(leaf) = chapter.leaf {
            import.front.push(Front { role: leaf.name(), path, why: chapter.why });
            continue;
        }
        number += 1;
        let listed = Listed {
            path,
            title: if title.is_empty() { format!("Chapter {number}") } else { title },
            titled: false,
            unnumbered: chapter.unnumbered,
            why: chapter.why,
            sections: Vec::new(),
        };
        match import.entries.last_mut() {
            Some(Entry::Part { chapters, .. }) if chapter.in_part => chapters.push(listed),
            _ => import.entries.push(Entry::Chapter(listed)),
        }
    }
    for part in &kept {
        let Some(file) = files.get(part.as_str()) else { continue };
        let content = Content::Made(pictures.get(part).cloned().unwrap_or_default());
        import.files.push(File { path: format!("{shelf}pictures/{file}"), content });
    }
    if !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|part| part.rsplit('/').next().unwrap_or(part)).collect();
        let message = format!("{} of '{name}' are left out: {}", super::count(left.len(), "picture"), names.join(", "));
        let help = "save them as PNG or JPEG and put them back with ![description](file)";
        diags.push_help(Code::LeftOut, None, message, help);
    }
    import.evidence = evidence;
    import.facts = facts;
    import
}

/// Shows every piece of a chapter, of its title and of its notes. Code has no room for places.
fn each_run(chapter: &Piecewise, notes: &BTreeMap<(Notes, String), Vec<Para>>, see: &mut dyn FnMut(&Run)) {
    let paras = chapter.paras.iter().filter(|para| para.kind != Kind::Code);
    for para in std::iter::once(&chapter.head).chain(paras) {
        para.each_run(&mut |run| {
            see(run);
            if let Piece::Note(kind, id) = &run.piece {
                notes.get(&(*kind, id.clone())).into_iter().flatten().for_each(|para| para.each_run(see));
            }
        });
    }
}

/// The file in which each place stands.
fn places(placed: &[(Piecewise, String)], notes: &BTreeMap<(Notes, String), Vec<Para>>) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    for (chapter, file) in placed.iter().filter(|(chapter, _)| !chapter.part) {
        each_run(chapter, notes, &mut |run| {
            if let Piece::Place(name) = &run.piece {
                places.entry(name.clone()).or_insert_with(|| file.clone());
            }
        });
    }
    places
}

/// Tells links to places that the chapters do not have.
fn tell_places(
    name: &str,
    placed: &[(Piecewise, String)],
    notes: &BTreeMap<(Notes, String), Vec<Para>>,
    places: &BTreeMap<String, String>,
    diags: &mut Diags,
) {
    let mut lost: BTreeSet<String> = BTreeSet::new();
    for (chapter, _) in placed {
        each_run(chapter, notes, &mut |run| {
            let place = run.link.as_deref().and_then(|link| link.strip_prefix('#'));
            lost.extend(place.filter(|place| !places.contains_key(*place)).map(str::to_string));
        });
    }
    if !lost.is_empty() {
        let all: Vec<String> = lost.iter().map(|place| format!("'{place}'")).collect();
        let message = format!(
            "'{name}' has links to {} in no chapter, of which the words stay: {}",
            super::count(all.len(), "place"),
            super::few(&all)
        );
        diags.push_help(Code::LeftOut, None, message, "name a heading with {#name}, and link to it: [words](#name)");
    }
}

/// The name of a picture's file: the part's own, of signs that every system and every address has.
fn name_of_picture(part: &str, taken: &mut BTreeSet<String>) -> String {
    let own = part.rsplit('/').next().unwrap_or(part);
    let name: String = own.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).collect();
    let name = name.trim_start_matches(['.', '-']);
    let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
    free(if stem.is_empty() { "picture" } else { stem }, ending, taken)
}

fn open(bytes: &[u8]) -> Result<Text, String> {
    let mut package = Package::open(bytes)?;
    let main = package
        .relations("")
        .into_values()
        .find_map(|referred| match referred {
            Referred::Part(part) if part.ends_with("document.xml") || part.ends_with("document2.xml") => Some(part),
            Referred::Part(_) | Referred::Address(_) => None,
        })
        .unwrap_or_else(|| "word/document.xml".to_string());
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let text = package.text(&main).ok_or("it holds no text of Word, or more than is read")?;
    let document = parse(&text).ok_or("its text is no sound XML, or larger than is read")?;
    let styles = Styles::read(package.text(&format!("{folder}styles.xml")).as_deref());
    let mut numbering = Numbering::read(package.text(&format!("{folder}numbering.xml")).as_deref());
    let relations = package.relations(&main);
    let mut met = Met::default();
    let body = document.root_element().child("body").ok_or("it holds no text")?;
    let mut paras = Body::new(body, &styles, &mut numbering, &relations, &mut met).paras(body, 0);
    let mut notes = BTreeMap::new();
    let mut pictures: BTreeSet<String> = BTreeSet::new();
    for (kind, part, element) in [(Notes::Foot, "footnotes.xml", "footnote"), (Notes::End, "endnotes.xml", "endnote")] {
        let part = format!("{folder}{part}");
        let Some(text) = package.text(&part) else { continue };
        let relations = package.relations(&part);
        let Some(document) = parse(&text) else { continue };
        for note in document.root_element().children().filter(|node| node.has_tag_name_any(element)) {
            // Separators are kept among the notes.
            if matches!(note.said("type"), Some("separator" | "continuationSeparator" | "continuationNotice")) {
                continue;
            }
            let Some(id) = note.said("id") else { continue };
            let mut paras = Body::new(note, &styles, &mut numbering, &relations, &mut met).paras(note, 1);
            paras.iter_mut().for_each(|para| para.begins_page = false);
            paras.retain(|para| !para.is_blank());
            notes.insert((kind, id.to_string()), paras);
        }
    }
    let mut named: BTreeSet<String> = BTreeSet::new();
    for para in paras.iter().chain(notes.values().flatten()) {
        para.each_run(&mut |run| {
            let place = run.link.as_deref().and_then(|link| link.strip_prefix('#'));
            named.extend(place.map(str::to_string));
        });
    }
    paras.iter_mut().chain(notes.values_mut().flatten()).for_each(|para| para.keep_places(&named));
    for para in paras.iter().chain(notes.values().flatten()) {
        para.each_picture(&mut |of| {
            if let Referred::Part(part) = of {
                pictures.insert(part.clone());
            }
        });
    }
    let pictures = pictures
        .into_iter()
        .filter_map(|part| {
            let bytes = package.part(&part)?;
            crate::asset::Media::of(&bytes)?;
            Some((part, bytes))
        })
        .collect();
    let mut facts = said(&mut package);
    facts.language = styles.language.filter(|lang| lang.len() >= 2).map(|lang| (lang, true));
    Ok(Text { paras, notes, pictures, met, facts })
}

/// What the file says of itself.
fn said(package: &mut Package) -> Facts {
    let mut facts = Facts::default();
    let Some(text) = package.text("docProps/core.xml") else { return facts };
    let Some(document) = parse(&text) else { return facts };
    let value = |name: &str| {
        let words = document.root_element().child(name)?.text()?.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    facts.title = value("title");
    // What libraries write where nobody is named.
    let nobody = |name: &String| ["python-docx", "author", "user", "unknown"].contains(&name.to_lowercase().as_str());
    facts.authors = value("creator").filter(|name| !nobody(name)).into_iter().collect();
    facts.description = value("description").filter(|words| !words.starts_with("generated by"));
    facts
}

/// Tells what stood in lines of which the book keeps the words alone.
fn tell_bared(name: &str, bared: &Bared, notes: &BTreeMap<(Notes, String), Vec<Para>>, diags: &mut Diags) {
    for (became, line) in bared {
        let mut gone: Vec<String> = Vec::new();
        for run in &line.runs {
            match &run.piece {
                Piece::Text(_) | Piece::Break | Piece::Place(_) => {}
                Piece::Note(kind, id) => {
                    let body = notes.get(&(*kind, id.clone()));
                    let words = body.map(|body| body.iter().map(Para::words).collect::<Vec<_>>().join(" "));
                    gone.extend(words.map(|words| format!("the note “{words}”")));
                }
                Piece::Picture { of: Referred::Part(part), .. } => {
                    gone.push(format!("the picture '{}'", part.rsplit('/').next().unwrap_or(part)));
                }
                Piece::Picture { of: Referred::Address(address), .. } => gone.push(format!("the picture '{address}'")),
            }
            let link = run.link.iter().map(|address| format!("the link to '{address}'"));
            gone.extend(link.filter(|link| !gone.contains(link)).collect::<Vec<_>>());
        }
        if !gone.is_empty() {
            let message = format!(
                "'{name}': of {became}, “{}”, the words alone are kept; left out: {}",
                line.words(),
                gone.join(", ")
            );
            let help =
                "put it into a chapter: [^1] marks a note, [words](address) a link, ![description](file) a picture";
            diags.push_help(Code::LeftOut, None, message, help);
        }
    }
}

/// Tells what was met and is not in the book.
fn tell(name: &str, met: &Met, diags: &mut Diags) {
    let of = |number: usize, word: &str| match word.split_once(' ') {
        Some((first, rest)) if rest.starts_with("of ") => format!("{} {rest}", super::count(number, first)),
        _ => super::count(number, word),
    };
    let told = [
        (met.comments, "comment", "comments are for those who write, not for those who read"),
        (
            met.deletions,
            "tracked deletion",
            "what was inserted is kept; accept or reject changes in Word to decide otherwise",
        ),
        (met.drawings, "drawing", "save what they show as pictures and put them back with ![description](file)"),
        (
            met.symbols,
            "sign of a symbol font",
            "write the sign of Unicode that looks like it where it stood, such as ☺ or →",
        ),
        (met.hidden, "piece of hidden text", "show it in Word, and import again, if readers are to see it"),
    ];
    for (number, word, help) in told {
        if number > 0 {
            let words = of(number, word);
            diags.push_help(Code::LeftOut, None, format!("'{name}' has {words} that the book leaves out"), help);
        }
    }
    if met.deep {
        let message = format!("'{name}' nests text deeper than {} levels; what is deeper is left out", limits::NESTING);
        diags.push_help(
            Code::LeftOut,
            None,
            message,
            "take it out of the tables and boxes around it, and import again",
        );
    }
    if met.pages > 0 {
        let message = format!("'{name}' refers to {} by numbers that Word counted", of(met.pages, "page"));
        let help = "write [](#name){.page} in place of such a number: it is that of the page in each edition";
        diags.push_help(Code::LeftOut, None, message, help);
    }
    if met.formulas > 0 {
        let message = format!("'{name}' has {}, of which the letters alone are kept", of(met.formulas, "formula"));
        diags.push_help(Code::LeftOut, None, message, "write them in TeX between dollar signs: $…$");
    }
    let tables = [
        (met.merged, of(met.merged, "cell"), "joined in its tables; each stands in the first of its places"),
        (met.nested, of(met.nested, "table"), "within cells of tables; each row of theirs is a line of the cell"),
        (
            met.crowded,
            of(met.crowded, "cell"),
            "in more columns than a table of a book has; what they say stands in the last",
        ),
    ];
    for (number, words, how) in tables {
        if number > 0 {
            diags.push_help(
                Code::LeftOut,
                None,
                format!("'{name}' has {words} {how}"),
                "look at these tables, and write them as <table> where that is not enough",
            );
        }
    }
}
