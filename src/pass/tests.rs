//! The passes together: a small book in, the whole model out, as text that a person can check.

use super::sample::{self, articles, at, bind, chapter, heading, link, made, note, para, para_of};
use crate::base::Diags;
use crate::manifest::{Format, FrontChoice, MadePage, MatterEntry};
use crate::model::{Block, BlockKind, Inline, InlineKind, Quote, QuoteRole, dump};

#[test]
fn a_small_book() {
    let mut manifest = sample::manifest(&["book/one.md", "book/two.md"]);
    manifest.metadata.title.value = "It's \"So\"".into();
    manifest.metadata.facts.identifier = Some(at("urn:isbn:1".to_string()));
    let mut edition = sample::edition(Format::Epub);
    edition.front = FrontChoice::Own(vec![MatterEntry::Made(at(MadePage::TitlePage))]);
    let emph = made(InlineKind::Emph(vec![Inline::text("so_called\u{a0}{it}")]));
    let quote = Quote { role: QuoteRole::Quote, blocks: vec![para("Dr. Watson said -- \"no\"...")] };
    let one = chapter(
        "book/one.md",
        "One",
        vec![
            heading(2, "Why?"),
            para_of(vec![
                Inline::text("See "),
                link("two.md#how", "here"),
                Inline::text(", "),
                emph,
                note("1", "A note."),
            ]),
            Block::new(BlockKind::Quote(quote), Default::default()),
        ],
    );
    let two = chapter("book/two.md", "Two", vec![heading(2, "How"), para_of(vec![link("#no", "Lost")])]);
    let (book, diags) = bind(&manifest, &edition, &articles(vec![one, two]));
    assert_eq!(sample::codes(&diags), ["dead-link"]);
    let expected = "\
metadata
  title: It’s “So”
  language: en
  identifier: urn:isbn:1
  modified: 0
title-page #title-page front
  title:
  0 title: It’s “So”
chapter #one body number 1 from book/one.md
  title: One
  0 heading 2 #one.why outline 2: Why?
  1 text: See {link #two.how here}, {em so\\_called~\\{it\\}}{note 1 #one.1}
    note #one.1
      2 text: A note.
  3 quote
    4 text: Dr.~Watson said~– “no”…
chapter #two body number 2 from book/two.md
  title: Two
  0 heading 2 #two.how outline 2: How
  1 text: Lost
contents
  1 One #one
    Why? #one.why
  2 Two #two
    How #two.how
anchors
  #one 1
  #one.1 1.2
  #one.why 1.0
  #title-page 0
  #two 2
  #two.how 2.0
";
    assert_eq!(dump(&book), expected);
}

#[test]
fn a_book_is_json() {
    let paths = ["a.md"];
    let (book, _) = bind(&sample::manifest(&paths), &sample::edition(Format::Pdf), &sample::plain_articles(&paths));
    let json: serde_json::Value = serde_json::to_value(&book).unwrap();
    assert_eq!(json["anchors"]["a"]["chapter"], 1);
    assert_eq!(json["chapters"][1]["blocks"][0]["kind"]["para"]["role"], "text");
}

#[test]
fn a_missing_identifier_is_told_once_a_run() {
    let manifest = sample::manifest(&["a.md"]);
    let mut diags = Diags::new();
    super::check(&manifest, &sample::lent(&sample::plain_articles(&["a.md"])), &mut diags);
    assert_eq!(sample::codes(&diags), ["no-identifier"]);
    let (book, silent) = bind(&manifest, &sample::edition(Format::Epub), &sample::plain_articles(&["a.md"]));
    assert!(silent.is_empty());
    let help = diags.iter().next().unwrap().help.clone().unwrap();
    assert!(help.ends_with(&format!("identifier: {}", book.metadata().identifier)), "{help}");
}
