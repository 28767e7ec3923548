//! Both editions show the same tables: the golden case, read out of the pages' structure and out of the EPUB.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::here;

/// The text of each table of the EPUB, without spaces.
fn of_epub() -> Vec<String> {
    let xhtml = fs::read_to_string(here("tests/golden/tables/epub.txt")).unwrap();
    let tables = xhtml.split("<table").skip(1).map(|rest| rest.split("</table>").next().unwrap());
    tables
        .map(|table| {
            let pieces = table.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
            bare(&pieces.collect::<String>().replace("&quot;", "\"").replace("&amp;", "&"))
        })
        .collect()
}

/// The text of each table of the pages, in the order of the structure, notes left out as they stand elsewhere in an EPUB.
fn of_pages() -> Vec<String> {
    let pages = fs::read_to_string(here("tests/golden/tables/pages.txt")).unwrap();
    let (items, structure) = pages.split_once("\nstructure\n").unwrap();
    let mut painted: BTreeMap<&str, String> = BTreeMap::new();
    for item in items.lines().filter_map(|line| line.strip_prefix("  ")).filter(|item| !item.starts_with("link ")) {
        let Some((_, rest)) = item.split_once(' ') else { continue };
        let Some((elem, rest)) = rest.split_once(' ') else { continue };
        // A run: its words stand in quotes, behind them the face and the size.
        if let Some(words) = rest.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')) {
            painted.entry(elem).or_default().push_str(&unescaped(words.0));
        }
    }
    let mut tables: Vec<String> = Vec::new();
    let (mut table, mut note) = (None, None);
    for line in structure.lines() {
        let depth = line.len() - line.trim_start().len();
        let mut words = line.split_whitespace();
        let (id, role) = (words.next().unwrap(), words.next().unwrap());
        table = table.filter(|begins| depth > *begins);
        note = note.filter(|begins| depth > *begins);
        if role == "Table" {
            (table, note) = (Some(depth), None);
            tables.push(String::new());
        } else if role == "Note" {
            note = note.or(Some(depth));
        }
        if table.is_some() && note.is_none() {
            tables.last_mut().unwrap().push_str(painted.get(id).map_or("", String::as_str));
        }
    }
    tables.iter().map(|table| bare(table)).collect()
}

/// Words as the dump quotes them: a quotation mark is escaped, and so are spaces and hyphens of their own kinds, which are left out.
fn unescaped(words: &str) -> String {
    let mut pieces = words.split("\\u{");
    let first = pieces.next().unwrap().to_string();
    pieces.fold(first, |sum, piece| sum + piece.split_once('}').unwrap().1).replace("\\\"", "\"")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn both_editions_show_the_same_tables() {
    let (epub, pages) = (of_epub(), of_pages());
    assert!(epub.len() >= 8, "{} tables", epub.len());
    assert_eq!(epub, pages);
}

#[test]
fn a_head_is_set_again_on_every_page_of_a_long_table_and_read_out_once() {
    let pages = fs::read_to_string(here("tests/golden/tables/pages.txt")).unwrap();
    let heads = pages.lines().filter(|line| line.contains("What was seen there"));
    let marks: Vec<&str> = heads.map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert!(marks.len() >= 3, "{marks:?}");
    assert!(marks[0].parse::<u32>().is_ok() && marks[1..].iter().all(|mark| *mark == "artifact"), "{marks:?}");
}
