//! A made-up book with one of every construct, for the tests of this folder.

use std::io::Cursor;

use crate::asset::{Content, Media, Picture};
use crate::base::Span;
use crate::model::{
    Anchor, Block, BlockKind, Chapter, Evaluation, Figure, Image, Inline, InlineKind, Item, Lang, List, Listing,
    Matter, Metadata, Neighbours, Note, Number, NumberForm, Numbers, Para, ParaRole, Person, Quote, QuoteRole, Role,
    Series, Subject, Target, Verse, VerseLine,
};

pub(super) fn piece(kind: InlineKind) -> Inline {
    Inline::new(kind, Span::default())
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

pub(super) fn para(text: Vec<Inline>) -> Block {
    block(BlockKind::Para(Para { role: ParaRole::Text, text }))
}

pub(super) fn say(text: &str) -> Block {
    para(vec![Inline::text(text)])
}

pub(super) fn role(role: ParaRole, text: &str) -> Block {
    block(BlockKind::Para(Para { role, text: vec![Inline::text(text)] }))
}

pub(super) fn heading(outline: u8, anchor: &str, text: &str) -> Block {
    let kind =
        BlockKind::Heading { level: outline, typed: outline, outline, number: None, text: vec![Inline::text(text)] };
    Block { anchor: Some(Anchor(anchor.into())), ..block(kind) }
}

pub(super) fn link(target: Target, text: &str) -> Inline {
    piece(InlineKind::Link { target, title: None, text: vec![Inline::text(text)] })
}

pub(super) fn note(anchor: &str, number: u32, blocks: Vec<Block>) -> Inline {
    let note = Note { anchor: Anchor(anchor.into()), number: Some(Number::Arabic(vec![number])), blocks };
    piece(InlineKind::Note(note))
}

pub(super) fn chapter(id: &str, matter: Matter, role: Role, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter {
        id: id.into(),
        matter,
        role,
        depth: u8::from(role == Role::Section),
        runs_on: role == Role::Section,
        numbered: false,
        number: None,
        title: if title.is_empty() { vec![] } else { vec![Inline::text(title)] },
        own_title: None,
        subtitle: None,
        authors: vec![],
        lang: None,
        source: None,
        path: None,
        awaited: Vec::new(),
        origin: Default::default(),
        neighbours: Neighbours::default(),
        blocks,
    }
}

pub(super) fn metadata() -> Metadata {
    Metadata {
        title: "Tea & Sympathy".into(),
        title_sort: None,
        subtitle: Some("An Essay".into()),
        language: "en-GB".into(),
        authors: vec![
            Person { name: "Ada Example".into(), sort: Some("Example, Ada".into()), roles: vec!["aut".into()] },
            Person { name: "Tom Turner".into(), sort: None, roles: vec!["trl".into()] },
        ],
        identifier: "urn:uuid:7a0b3f2e-4c1d-4e8f-9a6b-0c5d2e1f3a4b".into(),
        identifiers: vec!["doi:10.1000/182".into(), "urn:isbn:9780306406157".into()],
        isbn: Some("9780306406157".into()),
        pages_isbn: Some("978-0-14-044913-6".into()),
        version: Some("1.0.0".into()),
        date: Some("2026-11".into()),
        modified: 1_795_392_000,
        publisher: Some("Example Press".into()),
        place: None,
        mark: None,
        other_isbns: Vec::new(),
        rights: Some("© 2026 Ada Example".into()),
        description: Some("On <tea>.".into()),
        subjects: vec![
            Subject { name: "Essays".into(), code: Some(("Thema".into(), "DNL".into())) },
            Subject { name: "Tea".into(), code: None },
        ],
        sources: vec!["https://example.org/tea".into()],
        series: Some(Series { title: "The Tea Series".into(), position: Some(2) }),
        evaluation: Some(Evaluation {
            by: "Eve Auditor".into(),
            standard: "WCAG 2.2 Level AA".into(),
            date: Some("2026-11-20".into()),
            credential: None,
            report: Some("https://example.org/report?a&b".into()),
        }),
    }
}

/// A picture of one grey pixel.
pub(super) fn dot(path: &str) -> Picture {
    let mut out = Cursor::new(Vec::new());
    image::GrayImage::from_pixel(1, 1, image::Luma([128])).write_to(&mut out, image::ImageFormat::Png).unwrap();
    let content = Content::held(out.into_inner());
    Picture { path: path.into(), media: Media::Png, width: 1, height: 1, content, see_through: false, drawing: None }
}

/// The chapters of a book with one of every construct.
pub(super) fn every_construct() -> Vec<Chapter> {
    let item = |task, blocks| Item { task, blocks };
    let bullets = List {
        numbers: None,
        tight: true,
        items: vec![
            item(Some(true), vec![say("boil the water")]),
            item(
                Some(false),
                vec![
                    say("warm the pot"),
                    block(BlockKind::List(List {
                        numbers: Some(Numbers { form: NumberForm::Alpha, ..Numbers::from(3) }),
                        tight: false,
                        items: vec![item(None, vec![say("third")])],
                    })),
                ],
            ),
        ],
    };
    let verse = Verse {
        stanzas: vec![
            vec![
                VerseLine { indent: 0, text: vec![Inline::text("The kettle sang, the kettle sang,")] },
                VerseLine { indent: 1, text: vec![Inline::text("and nobody replied.")] },
            ],
            vec![VerseLine { indent: 0, text: vec![Inline::text("It sang again.")] }],
        ],
    };
    let first = vec![
        block(BlockKind::Quote(Quote {
            role: QuoteRole::Epigraph,
            blocks: vec![say("If you are cold, tea will warm you."), role(ParaRole::Attribution, "An old saying")],
        })),
        para(vec![
            Inline::text("A cup of tea is the oldest form of listening"),
            note(
                "note-cup",
                1,
                vec![
                    para(vec![
                        Inline::text("So at least it is said"),
                        note("note-inner", 2, vec![say("By those who drink it.")]),
                        Inline::text("."),
                    ]),
                    say("It goes on."),
                ],
            ),
            Inline::text(", and "),
            piece(InlineKind::Emph(vec![
                Inline::text("it asks"),
                piece(InlineKind::Strong(vec![Inline::text(" little")])),
            ])),
            Inline::text(" of whoever pours it. See "),
            link(Target::Anchor(Anchor("pot".into())), "the pot"),
            Inline::text(", "),
            link(Target::Anchor(Anchor("zwei".into())), "the second chapter"),
            Inline::text(" or "),
            link(Target::Url("https://example.org/a b?c=<d>&e".into()), "the web"),
            Inline::text(". A second time: the same note"),
            piece(InlineKind::NoteRef { note: Anchor("note-cup".into()), number: Some(Number::Arabic(vec![1])) }),
            Inline::text(". "),
            piece(InlineKind::SmallCaps(vec![Inline::text("Tea Board")])),
            Inline::text(", H"),
            piece(InlineKind::Sub(vec![Inline::text("2")])),
            Inline::text("O, 1"),
            piece(InlineKind::Sup(vec![Inline::text("st")])),
            Inline::text(", "),
            piece(InlineKind::Strike(vec![Inline::text("coffee")])),
            Inline::text(", "),
            piece(InlineKind::Code("x < y && z".into())),
            Inline::text(", "),
            piece(InlineKind::Lang(Lang("he".into()), vec![Inline::text("תה")])),
            piece(InlineKind::Image(Image::new("pictures/dot.png", Some("a dot".into())))),
            Inline::text(" a bell\u{7} rang."),
        ]),
        say("The second paragraph is a plain one, long enough to run over more than a single line of a small screen."),
        block(BlockKind::SceneBreak),
        heading(2, "pot", "The Pot"),
        say("What a pot is for."),
        heading(4, "lid", "The Lid, Two Levels Down"),
        block(BlockKind::List(bullets)),
        say("Behind the list."),
        block(BlockKind::Quote(Quote { role: QuoteRole::Quote, blocks: vec![say("One."), say("Two.")] })),
        block(BlockKind::Verse(verse)),
        block(BlockKind::Code(Listing::new(Some("rust".into()), "fn main() {\n    pour(\"tea\");\n}"))),
        block(BlockKind::Figure(Figure::of(
            Image::new("pictures/dot.png", Some("A grey dot".into())),
            vec![Inline::text("The pot, seen from afar.")],
        ))),
        Block { lang: Some(Lang("de".into())), ..say("Abwarten und Tee trinken.") },
    ];
    let mut one = chapter("1-one", Matter::Body, Role::Chapter, "On “Cups” & Pots", first);
    one.number = Some(Number::Arabic(vec![1]));
    one.subtitle = Some("A beginning".into());
    one.authors = vec!["Ada Example".into()];
    let section =
        chapter("exercises", Matter::Body, Role::Section, "Exercises", vec![heading(3, "ex-1", "Pour"), say("Do it.")]);
    let two = Chapter {
        number: Some(Number::Arabic(vec![2])),
        ..chapter("zwei", Matter::Body, Role::Chapter, "Zwei", vec![say("Short."), say("End.")])
    };
    let title = vec![
        role(ParaRole::Title, "Tea & Sympathy"),
        role(ParaRole::Subtitle, "An Essay"),
        role(ParaRole::Author, "Ada Example"),
        role(ParaRole::Publisher, "Example Press"),
    ];
    let imprint = vec![role(ParaRole::Imprint, "© 2026 Ada Example"), role(ParaRole::Imprint, "First edition")];
    vec![
        chapter("half-title", Matter::Front, Role::HalfTitle, "", vec![role(ParaRole::Title, "Tea & Sympathy")]),
        chapter("title-page", Matter::Front, Role::TitlePage, "", title),
        chapter("copyright", Matter::Front, Role::Copyright, "", imprint),
        chapter("dedication", Matter::Front, Role::Dedication, "", vec![role(ParaRole::Dedication, "For T.")]),
        chapter(
            "contents",
            Matter::Front,
            Role::Contents,
            "Contents",
            vec![block(BlockKind::Contents { depth: None })],
        ),
        chapter("part-1", Matter::Body, Role::Part, "In Practice", vec![]),
        Chapter { depth: 1, ..one },
        Chapter { depth: 2, ..section },
        Chapter { depth: 1, ..two },
        chapter("colophon", Matter::Back, Role::Colophon, "Colophon", vec![role(ParaRole::Imprint, "Set by hand.")]),
    ]
}
