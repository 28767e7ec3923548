use proptest::prelude::*;

use super::*;
use crate::asset::{Pictures, bundled, math_face};
use crate::base::Size;
use crate::model::{Alphabet, Lang, Limits};
use crate::page::{Item, Mark};
use crate::style::{Style, StylePatch};
use crate::typeset::{Case, Fonts};

fn fonts() -> Fonts {
    Fonts::new(bundled().into_iter().chain(math_face()).collect())
}

/// Calls `see` with a stick and the look of running text at ten points.
fn at_the_case<T>(see: impl FnOnce(&mut Stick, &Look) -> T) -> T {
    let (fonts, pictures) = (fonts(), Pictures::default());
    let trim = Size { width: Length::milli_inch(6000), height: Length::milli_inch(9000) };
    let style = Style::new(&StylePatch::default(), "book", trim, None);
    let case = Case { style: &style, fonts: &fonts, pictures: &pictures };
    let mut stick = Stick::new(case, 0, None);
    let look = Look { size: Length::pt(10), ..stick.look(&style.design.body, &Lang("en".into())) };
    see(&mut stick, &look)
}

fn sign(class: Class, c: char) -> Term {
    Term::new(class, TermKind::Symbol(c, Alphabet::Math))
}

fn row(letters: &str) -> Row {
    let class = |c| match c {
        '+' | '−' => Class::Bin,
        '=' => Class::Rel,
        '(' => Class::Open,
        ')' => Class::Close,
        '∑' | '∫' => Class::Op,
        _ => Class::Ord,
    };
    letters.chars().map(|c| sign(class(c), c)).collect()
}

fn set(row: &Row, display: bool) -> Made {
    at_the_case(|stick, look| {
        let style = if display { MathStyle::Display } else { MathStyle::Text };
        with(stick, look, None, 1000, |composer| composer.row(row, Manner { style, cramped: false })).unwrap()
    })
}

#[test]
fn operations_and_relations_keep_their_distance() {
    let width = |letters: &str| set(&row(letters), false).width;
    let em = at_the_case(|stick, look| with(stick, look, None, 1000, |composer| composer.size).unwrap());
    let alone = width("a") + width("+") + width("b");
    assert_eq!(width("a+b") - alone, em.scale(4, 18) * 2, "a medium space on both sides");
    // Signs that bind to what follows keep none.
    assert!(width("−b") - width("−") - width("b") < em / 20);
    let equals = width("a=b") - (width("a") + width("=") + width("b"));
    assert!((equals - em.scale(5, 18) * 2).abs() < em / 10, "{equals}");
}

#[test]
fn lines_may_end_behind_operations_of_the_outermost_row_alone() {
    let group = Term::new(Class::Ord, TermKind::Group(row("x+y")));
    let whole: Row = row("a=b+").into_iter().chain([group]).collect();
    let segments = at_the_case(|stick, look| in_line(stick, &whole, look, None)).unwrap();
    assert_eq!(segments.len(), 3);
    assert!(segments[0].cost < segments[1].cost, "behind a relation sooner than behind an operation");
}

#[test]
fn a_fraction_stands_on_the_axis() {
    let kind = TermKind::Fraction { over: row("a"), under: row("b"), bar: true };
    let made = set(&vec![Term::new(Class::Inner, kind)], true);
    let rule = made.marks.iter().find_map(|mark| match mark.what {
        made::What::Rule(size) => Some((mark.at.y, size.height)),
        _ => None,
    });
    let (top, thickness) = rule.expect("a bar");
    let axis = at_the_case(|stick, look| {
        with(stick, look, None, 1000, |composer| composer.axis(Manner { style: MathStyle::Display, cramped: false }))
    });
    assert_eq!(-(top + thickness / 2), axis.unwrap());
    assert!(made.height > Length::pt(10) && made.depth > Length::pt(5), "{made:?}");
}

#[test]
fn limits_stand_above_in_display_and_beside_in_text() {
    let mut sum = sign(Class::Op, '∑');
    (sum.sub, sum.sup, sum.limits) = (Some(row("n")), Some(row("m")), Limits::InDisplay);
    let (display, text) = (set(&vec![sum.clone()], true), set(&vec![sum], false));
    assert!(display.height > text.height && display.width < text.width + Length::pt(6));
    assert!(display.height + display.depth > Length::pt(24), "{} {}", display.height, display.depth);
}

#[test]
fn delimiters_and_roots_reach_around_what_they_hold() {
    let tall = TermKind::Fraction { over: row("a"), under: row("b"), bar: true };
    let mut inner = vec![Term::new(Class::Inner, tall)];
    for _ in 0..6 {
        let held = set(&inner, true);
        let fenced =
            TermKind::Fenced { open: Some('('), parts: vec![inner.clone()], middles: Vec::new(), close: Some(']') };
        let fence = set(&vec![Term::new(Class::Inner, fenced)], true);
        assert!((fence.height + fence.depth).0 * 10 >= (held.height + held.depth).0 * 9);
        let root = TermKind::Root { of: inner.clone(), degree: None };
        let made = set(&vec![Term::new(Class::Ord, root.clone())], true);
        assert!(made.height > held.height && made.depth >= held.depth);
        let over = TermKind::Fraction { over: vec![Term::new(Class::Ord, root)], under: row("x"), bar: true };
        inner = vec![Term::new(Class::Inner, over)];
    }
}

#[test]
fn every_glyph_of_a_formula_stands_for_some_text() {
    let brace = TermKind::Brace { mark: '⏞', over: true, base: row("aaaaaaaaaaaaaaaaaaaaaaaaaa") };
    let accent = TermKind::Accent { mark: '\u{302}', wide: true, base: row("abc") };
    let text = TermKind::Text("if fi x".into(), Alphabet::Roman);
    let whole = vec![
        Term::new(Class::Op, brace),
        Term::new(Class::Ord, accent),
        Term::new(Class::Ord, text),
        sign(Class::Op, '∫'),
    ];
    let items = set(&whole, true).items(Mark::Content(crate::page::ElemId(0)), &Lang("en".into()), None);
    let mut runs = 0;
    for item in items {
        let Item::Glyphs(run) = item else { continue };
        runs += 1;
        for glyph in &run.glyphs {
            let range = glyph.cluster.start as usize..glyph.cluster.end as usize;
            assert!(!range.is_empty() && run.text.get(range).is_some(), "{run:?}");
        }
    }
    assert!(runs >= 3);
}

/// Terms at random, some levels deep.
fn terms() -> impl Strategy<Value = Row> {
    let leaf = prop_oneof![
        prop::sample::select(vec!['a', 'f', '+', '=', '∑', '∫', '(', '√', 'é', '漢', '\u{302}', '⏞']),
        any::<char>(),
    ]
    .prop_map(|c| row(&c.to_string()));
    leaf.prop_recursive(4, 24, 4, |inner| {
        let many = prop::collection::vec(inner.clone(), 0..4).prop_map(|rows| rows.concat());
        prop_oneof![
            many.clone(),
            (many.clone(), many.clone(), any::<bool>()).prop_map(|(over, under, bar)| {
                vec![Term::new(Class::Inner, TermKind::Fraction { over, under, bar })]
            }),
            (many.clone(), prop::option::of(inner.clone()))
                .prop_map(|(of, degree)| vec![Term::new(Class::Ord, TermKind::Root { of, degree })]),
            many.clone().prop_map(|base| vec![Term::new(Class::Op, TermKind::Brace { mark: '⏟', over: false, base })]),
            many.clone()
                .prop_map(|base| vec![Term::new(Class::Ord, TermKind::Accent { mark: '\u{20d7}', wide: true, base })]),
            (inner, many.clone(), many).prop_map(|(base, sub, sup)| {
                let term = Term::new(Class::Op, TermKind::Group(base));
                vec![Term { sub: Some(sub), sup: Some(sup), limits: Limits::InDisplay, ..term }]
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_stands_in_a_formula_is_set(row in terms(), display: bool) {
        let made = set(&row, display);
        prop_assert!(made.width.abs() < Length::pt(20_000));
    }
}
