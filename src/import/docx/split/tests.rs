use super::super::para::{Look, Piece, Run};
use super::*;

fn para(kind: Kind, words: &str) -> Para {
    let runs = vec![Run { piece: Piece::Text(words.to_string()), look: Look::default(), link: None }];
    Para::new(kind, runs)
}

fn prose() -> Para {
    para(Kind::Text, &"It was late when the ferry came in. ".repeat(8))
}

/// The chapters, with the first words of what they hold, and what is known of the book.
fn divided(paras: Vec<Para>, mut facts: Facts) -> (Vec<String>, Facts, usize) {
    let mut diags = Diags::new();
    let split = split(paras, "a.docx", &mut facts, &mut diags);
    let one = |chapter: &Piecewise| {
        let first = |para: &Para| para.words().chars().take(6).collect::<String>();
        let words: Vec<String> = chapter.paras.iter().map(first).collect();
        let depth = if chapter.in_part { "  " } else { "" };
        format!("{depth}{}{}: {}", if chapter.part { "# " } else { "" }, chapter.title(), words.join(" | "))
            .trim_end()
            .to_string()
    };
    (split.front.iter().chain(&split.chapters).map(one).collect(), facts, diags.len())
}

fn title(words: &str) -> Para {
    para(Kind::Title, words)
}

fn head(level: u8, words: &str) -> Para {
    para(Kind::Heading(level), words)
}

#[test]
fn the_first_title_is_the_books_and_no_other_is_lost() {
    let subtitle = |words: &str| para(Kind::Subtitle, words);
    // Titles of chapters in the style Title, behind the book's own and without it.
    let (chapters, facts, told) =
        divided(vec![title("The Ferry"), title("Out"), prose(), title("Home"), prose()], Facts::default());
    assert_eq!(
        (chapters, facts.title.as_deref(), told),
        (vec!["Out: It was".into(), "Home: It was".into()], Some("The Ferry"), 1)
    );
    let (chapters, facts, _) = divided(vec![title("Out"), prose(), title("Home"), prose()], Facts::default());
    assert_eq!((chapters, facts.title), (vec!["Out: It was".into(), "Home: It was".to_string()], None));
    // Beside headings they are text, and a subtitle is its chapter's.
    let (chapters, facts, told) = divided(
        vec![
            title("The Ferry"),
            subtitle("A Novel"),
            head(1, "Out"),
            subtitle("In which it is late"),
            prose(),
            title("A Sign"),
            prose(),
            head(1, "Home"),
            prose(),
        ],
        Facts::default(),
    );
    assert_eq!(chapters, ["Out: In whi | It was | A Sign | It was", "Home: It was"]);
    assert_eq!((facts.title.as_deref(), facts.subtitle.as_deref(), told), (Some("The Ferry"), Some("A Novel"), 0));
}

#[test]
fn a_line_below_the_title_is_an_author_and_a_sentence_is_none() {
    for (words, name) in [
        ("by Nora Field", Some("Nora Field")),
        ("von Anna von der Heide", Some("Anna von der Heide")),
        ("By the time he got home it was dark", None),
        ("By Friday he had not come back.", None),
        ("von Hamburg nach Bremen", None),
    ] {
        assert_eq!(by(words), name, "{words}");
    }
    let known = || Facts { authors: vec!["Office PC".to_string()], ..Facts::default() };
    let (_, facts, told) =
        divided(vec![title("The Ferry"), para(Kind::Text, "by Nora Field"), head(1, "Out"), prose()], known());
    assert_eq!((facts.authors, told), (vec!["Nora Field".to_string()], 0));
    let sentence = para(Kind::Text, "By the time he got home it was dark, and there was nobody to tell.");
    let (chapters, facts, _) = divided(vec![sentence, head(1, "Out"), prose()], known());
    assert_eq!(
        (chapters, facts.authors),
        (vec![": By the".into(), "Out: It was".into()], vec!["Office PC".to_string()])
    );
}

#[test]
fn a_manuscript_has_its_title_above_the_author_and_its_chapters_may_be_numbers() {
    let line = |words: &str| para(Kind::Text, words);
    let page = || {
        [line("Nora Field"), line("12 Quay Street"), line("THE SALT ROAD"), line("by Nora Field"), line("90,000 words")]
    };
    let known = || Facts { title: Some("draft 7".to_string()), ..Facts::default() };
    let chapter = |title: &str| [Para { begins_page: true, ..line(title) }, prose()];
    let text = |titles: [&str; 2]| page().into_iter().chain(titles.into_iter().flat_map(chapter)).collect::<Vec<_>>();
    for (titles, wanted) in [
        (["The Quay", "The Boat"], ["The Quay: It was", "The Boat: It was"]),
        (["I", "II"], ["I: It was", "II: It was"]),
    ] {
        let (chapters, facts, told) = divided(text(titles), known());
        assert_eq!(chapters, wanted);
        assert_eq!((facts.title.as_deref(), facts.authors), (Some("THE SALT ROAD"), vec!["Nora Field".to_string()]));
        assert_eq!(told, 3, "title and author, the address, and how the text was divided");
    }
    let apart = vec![line("The Salt Road"), line("by"), line("Nora Field"), head(1, "Out"), prose()];
    let (chapters, facts, _) = divided(apart, Facts::default());
    assert_eq!((chapters, facts.title.as_deref()), (vec!["Out: It was".to_string()], Some("The Salt Road")));
    assert_eq!(facts.authors, ["Nora Field"]);
    // A text may begin in short lines.
    let opening = || [line("It was late"), line("By Sunday Night")];
    let (chapters, facts, _) = divided([&opening()[..], &[prose(), prose()]].concat(), Facts::default());
    assert_eq!((chapters, facts.authors), (vec!["A: It was | By Sun | It was | It was".to_string()], Vec::new()));
    let below_gap = Para { below_gap: true, ..prose() };
    let (_, facts, told) = divided([&opening()[..], &[below_gap]].concat(), Facts::default());
    assert_eq!((facts.authors, told), (vec!["Sunday Night".to_string()], 1));
    // Numbers that do not count from one are lines like others.
    let (chapters, ..) = divided(vec![line("3"), prose(), line("5"), prose()], Facts::default());
    assert_eq!(chapters.len(), 1);
}

#[test]
fn a_number_and_the_title_below_it_are_one_title() {
    let line = |words: &str| para(Kind::Text, words);
    let centred = |words: &str| Para { set_apart: true, ..para(Kind::Text, words) };
    let bold = |words: &str| {
        let mut line = para(Kind::Text, words);
        line.runs[0].look.bold = true;
        line
    };
    let book = |heads: [[Para; 2]; 2]| {
        let [one, two] = heads;
        divided(
            [vec![head(1, "Prologue"), prose()], one.into(), vec![prose()], two.into(), vec![prose()]].concat(),
            Facts::default(),
        )
    };
    for (heads, wanted) in [
        // Numbers that count as the book does go.
        (
            [[head(1, "CHAPTER ONE"), centred("The Storm")], [head(1, "CHAPTER TWO"), bold("The Quay")]],
            ["The Storm: It was", "The Quay: It was"],
        ),
        (
            [[head(1, "Chapter 1."), head(1, "The Storm")], [head(1, "Chapter 2."), head(1, "The Quay")]],
            ["The Storm: It was", "The Quay: It was"],
        ),
        (
            [[head(1, "I"), head(2, "The Storm")], [head(1, "II"), para(Kind::Subtitle, "The Quay")]],
            ["The Storm: It was", "The Quay: It was"],
        ),
        // Others stay.
        (
            [[head(1, "Chapter 4"), centred("The Storm")], [head(1, "Chapter 5"), centred("The Quay")]],
            ["Chapter 4: The Storm: It was", "Chapter 5: The Quay: It was"],
        ),
        // A line that looks as others do is text.
        (
            [[head(1, "Chapter One"), line("He ran")], [head(1, "Chapter Two"), line("The Quay")]],
            ["Chapter One: He ran | It was", "Chapter Two: The Qu | It was"],
        ),
        // All have a title, or none.
        (
            [[head(1, "One"), centred("Not a word")], [head(1, "Chapter Two"), centred("“Who is there?”")]],
            ["One: Not a  | It was", "Chapter Two: “Who i | It was"],
        ),
    ] {
        let (chapters, _, told) = book(heads);
        assert_eq!(chapters[1..], wanted);
        assert_eq!(told, usize::from(wanted.iter().all(|title| title.ends_with(": It was"))), "{wanted:?}");
    }
    // Without headings, too, and with sections of their own.
    let text = vec![line("1."), line("The Storm"), prose(), line("2."), line("The Quay"), prose()];
    let (chapters, _, told) = divided(text, Facts::default());
    assert_eq!((chapters, told), (vec!["The Storm: It was".to_string(), "The Quay: It was".into()], 1));
    let sections = |number: &str| [head(1, number), head(2, "Morning"), prose(), head(2, "Evening"), prose()];
    let (chapters, ..) = divided([sections("One"), sections("Two")].concat(), Facts::default());
    assert!(!chapters.iter().any(|chapter| chapter.contains("One: Morning")), "{chapters:?}");
}

#[test]
fn a_page_before_the_text_is_no_chapter_and_one_behind_it_is() {
    let line = |words: &str| para(Kind::Text, words);
    let page = |words: &str| Para { begins_page: true, ..para(Kind::Text, words) };
    let text = vec![
        line("THE SALT ROAD"),
        line("A Novel"),
        line("by Nora Field"),
        page("For my mother"),
        page("The sea is everything."),
        line("— Jules Verne"),
        page("Chapter One"),
        prose(),
        page("Chapter Two"),
        prose(),
        page("Acknowledgements"),
        prose(),
    ];
    let (chapters, facts, told) = divided(text, Facts::default());
    let wanted =
        [": For my", ": The se | — Jule", "Chapter One: It was", "Chapter Two: It was", "Acknowledgements: It was"];
    assert_eq!(chapters, wanted);
    assert_eq!((facts.title.as_deref(), facts.subtitle.as_deref()), (Some("THE SALT ROAD"), Some("A Novel")));
    assert_eq!(told, 4, "title and author, the dedication, the epigraph, and how the text was divided");
}

#[test]
fn parts_and_numbers_have_one_treatment() {
    let (chapters, ..) = divided(
        vec![
            head(1, "Part One"),
            head(2, "Chapter One"),
            prose(),
            head(2, "Chapter Two: The Ferry"),
            prose(),
            head(1, "Part Two"),
            head(2, "Chapter Three"),
            prose(),
            head(1, "Epilogue"),
            prose(),
        ],
        Facts::default(),
    );
    let wanted = [
        "# Part One:",
        "  Chapter One: It was",
        "  Chapter Two: The Ferry: It was",
        "# Part Two:",
        "  Chapter Three: It was",
        "Epilogue: It was",
    ];
    assert_eq!(chapters, wanted);
    let (chapters, ..) =
        divided(vec![head(1, "Chapter 1: Out"), prose(), head(1, "Chapter 2: Home"), prose()], Facts::default());
    assert_eq!(chapters, ["Out: It was", "Home: It was"]);
}
