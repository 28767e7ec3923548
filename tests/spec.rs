//! The examples of the CommonMark and GitHub specifications: each comes through the reader without a panic and without
//! losing a letter. Their text is CC BY-SA and so not part of this project: `.ci/spec` fetches it and runs this.

use std::{env, fs};

use recto::base::{Diags, Source, SourceId};
use recto::model::{plain_blocks, plain_text};
use recto::reader;

/// The Markdown of each example in a specification (fences of `example`) or in a suite of tests in Rust that is made of
/// one (`let original = r##"…"##`).
fn examples(text: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    if text.contains(&fence) {
        let opening = format!("{fence} example");
        return text
            .split(&opening)
            .skip(1)
            .filter_map(|part| {
                let (_, behind) = part.split_once('\n')?;
                let (markdown, _) = behind.split_once("\n.\n").or(behind.strip_prefix(".\n").map(|_| ("", "")))?;
                Some(markdown.replace('→', "\t"))
            })
            .collect();
    }
    let parts = text.split("let original = r##\"").skip(1);
    parts.filter_map(|part| Some(part.split_once("\"##")?.0.to_string())).collect()
}

/// The letters that comrak shows, raw HTML left out.
fn shown(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.table = true;
    let html = comrak::markdown_to_html(markdown, &options);
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        let behind = if at == 0 { part } else { part.split_once('>').map_or("", |(_, behind)| behind) };
        text.push_str(behind);
    }
    let decoded = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    letters(&decoded)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The letters of the chapter that the reader makes.
fn kept(markdown: &str) -> String {
    let source = Source::new("a.md", markdown);
    let Some(chapter) = reader::read(&source, SourceId(0), &mut Diags::new()) else { return String::new() };
    let title = chapter.own_title.as_ref().map_or(String::new(), |_| plain_text(&chapter.title));
    letters(&(title + &plain_blocks(&chapter.blocks)))
}

#[test]
#[ignore = "needs the specifications, which .ci/spec fetches"]
fn no_example_of_the_specifications_loses_a_letter() {
    let files = env::var("RECTO_SPECS").expect("RECTO_SPECS names the files, with ':' between them");
    let (mut count, mut lost) = (0, Vec::new());
    for file in files.split(':') {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        for markdown in examples(&text) {
            count += 1;
            // An empty line keeps an example that begins with `---` from being front matter.
            let markdown = format!("\n{markdown}\n");
            let (shown, kept) = (shown(&markdown), kept(&markdown));
            // A caption made of a picture's title, the address of a link without words, the words between tags of raw HTML and
            // the surplus cells of a row, which comrak leaves out, may stand beside what comrak shows; nothing of that may
            // be missing.
            let more = ["![", "](", "<", "|"].iter().any(|sign| markdown.contains(sign));
            let mut rest = kept.chars();
            let all = shown.chars().all(|letter| rest.any(|other| other == letter));
            if !all || (!more && shown != kept) {
                lost.push(format!("{file}:\n{markdown}\nshown: {shown}\nkept:  {kept}\n"));
            }
        }
    }
    assert!(lost.is_empty(), "{} of {count}\n{}", lost.len(), lost.join("\n"));
    assert!(count > 640, "only {count} examples were found");
    println!("{count} examples");
}
