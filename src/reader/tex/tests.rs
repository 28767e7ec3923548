use proptest::prelude::*;

use super::*;
use crate::base::limits;
use crate::model::{Alphabet, Class, Limits, TableKind};

fn read(tex: &str) -> Formula {
    formula(tex, &mut Macros::default()).unwrap_or_else(|wrong| panic!("{tex}: {wrong:?}"))
}

fn words(tex: &str) -> String {
    read(tex).words
}

fn wrong(tex: &str) -> (&str, String) {
    let wrong = formula(tex, &mut Macros::default()).unwrap_err();
    (&tex[wrong.at], wrong.what)
}

#[test]
fn formulas_are_said_in_a_line() {
    for (tex, said) in [
        (r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "x = (−b ± √(b^2 − 4ac))/(2a)"),
        (r"\sum_{n=1}^\infty \frac1{n^2}", "∑_(n = 1)^∞ 1/n^2"),
        (r"f'(x) = \sin^2 \theta", "f′(x) = sin^2 θ"),
        (r"\sqrt[3]{2}\,\text{ if } x \ne 0", "[3]√2 if x ≠ 0"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
        (r"\mathbb{R}^n \not= \emptyset", "ℝ^n ≠ ∅"),
        (r"{a \over b} {n \choose k}", "a/b(n over k)"),
    ] {
        assert_eq!(words(tex), said, "{tex}");
    }
}

#[test]
fn a_prime_and_an_exponent_share_their_place() {
    let row = read("g'^2_i").row;
    assert_eq!(row.len(), 1);
    assert_eq!(row[0].sup.as_ref().map(Vec::len), Some(2));
    assert!(row[0].sub.is_some());
}

#[test]
fn letters_and_styles_last_to_the_end_of_their_group() {
    let row = read(r"{\bf a b} c \displaystyle \sum").row;
    let TermKind::Group(inner) = &row[0].kind else { panic!() };
    assert!(inner.iter().all(|term| matches!(term.kind, TermKind::Symbol(_, Alphabet::Bold))));
    assert!(matches!(row[1].kind, TermKind::Symbol('c', Alphabet::Math)));
    assert!(matches!(&row[2].kind, TermKind::Styled(MathStyle::Display, rest) if rest[0].limits == Limits::InDisplay));
}

#[test]
fn rows_have_numbers_of_their_own() {
    let formula = read(r"\begin{align} a &= b \tag{1} \\[2pt] c &= d \notag \end{align}");
    let TermKind::Table(table) = &formula.row[0].kind else { panic!() };
    assert_eq!(table.kind, TableKind::Equations);
    assert_eq!(table.rows.iter().map(|row| row.number.as_deref()).collect::<Vec<_>>(), [Some("(1)"), None]);
    assert_eq!(formula.number, None);
    assert_eq!(read(r"x \tag*{A}").number.as_deref(), Some("A"));
    assert_eq!(read(r"\begin{equation} x \tag{2} \end{equation}").number.as_deref(), Some("(2)"));
}

#[test]
fn macros_hold_in_the_formulas_behind_them() {
    let mut macros = Macros::default();
    let define = r"\newcommand{\norm}[2][2]{\lVert #2 \rVert_{#1}} \def\R{\mathbb R} \DeclareMathOperator{\rank}{rank}";
    formula(define, &mut macros).unwrap();
    assert_eq!(formula(r"\norm{x} \in \R", &mut macros).unwrap().words, "‖x‖_2 ∈ ℝ");
    assert_eq!(formula(r"\norm[1]{x}^\R", &mut macros).unwrap().words, "‖x‖_1^ℝ");
    assert!(formula(r"\rank A", &mut macros).unwrap().words.starts_with("rank"));
    formula(r"\newcommand{\far}[1][\nowhere]{\qquad\qquad\qquad #1}", &mut macros).unwrap();
    assert_eq!(formula(r"\far", &mut macros).unwrap_err().at, 0..4, "the place is that of the call");
    formula(r"\def\loop{\loop\loop}", &mut macros).unwrap();
    assert!(formula(r"\loop", &mut macros).unwrap_err().what.contains("without end"));
}

#[test]
fn what_is_not_understood_has_its_place() {
    for (tex, place, what) in [
        (r"a + \ce{H2O}", r"\ce", "not known"),
        (r"\frac{a}{b", "b", "'}' is missing"),
        ("a^b^c", "c", "two exponents"),
        (r"\begin{foo} x \end{foo}", r"\begin", "environment 'foo'"),
        (r"\left( x", "x", "'\\right' is missing"),
        ("a & b", "&", "no meaning"),
        (r"a \\ b", r"\\", "aligned"),
        (r"\begin{matrix} a \end{pmatrix}", "}", "ends as 'pmatrix'"),
        (r"\text{a $x}", "", "'$' is missing"),
        (r"\hspace{3 miles}", "}", "not a length"),
        (r"\frac a", "a", "missing at the end"),
    ] {
        let found = wrong(tex);
        assert!(found.1.contains(what), "{tex}: {found:?}");
        assert!(place.is_empty() || found.0 == place, "{tex}: {found:?}");
    }
}

#[test]
fn nesting_ends_at_the_limit() {
    let deep = "{".repeat(limits::MATH_NESTING * 20);
    assert!(wrong(&deep).1.contains("levels"));
    let tall = format!("{}x", r"\sqrt".repeat(limits::MATH_NESTING * 20));
    assert!(wrong(&tall).1.contains("levels"));
    assert!(wrong(&"x^{".repeat(5000)).1.contains("levels"));
}

#[test]
fn neighbours_decide_what_a_sign_is() {
    let classes = crate::model::classes(&read("-a + b = -c").row);
    let found: Vec<Class> = classes.into_iter().flatten().map(|(class, _)| class).collect();
    use Class::{Bin, Ord, Rel};
    assert_eq!(found, [Ord, Ord, Bin, Ord, Rel, Ord, Ord]);
}

/// Pieces of TeX put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "^",
        "_",
        "&",
        r"\\",
        r"\frac",
        r"\sqrt",
        "[",
        "]",
        "x",
        "1",
        "+",
        "=",
        " ",
        r"\left",
        r"\right",
        "(",
        ")",
        "|",
        ".",
        r"\begin{matrix}",
        r"\end{matrix}",
        r"\begin{cases}",
        r"\end{cases}",
        r"\text",
        "$",
        "'",
        "%",
        "\n",
        r"\tag",
        r"\over",
        r"\sum",
        r"\limits",
        r"\hat",
        r"\underbrace",
        r"\newcommand",
        r"\a",
        "#",
        "2",
        r"\color",
        "é",
        "∑",
        r"\mathbf",
        r"\displaystyle",
        r"\substack",
        r"\not",
        r"\phantom",
        r"\hspace",
        "1em",
        r"\middle",
        "\\",
        r"\def",
        r"\big",
        r"\operatorname",
        "*",
        r"\xrightarrow",
        r"\hline",
        r"\begin{array}",
        "{cc}",
        r"\end{array}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_is_typed_panics(tex in pieces(), noise in ".{0,40}") {
        for tex in [tex, noise] {
            match formula(&tex, &mut Macros::default()) {
                Ok(formula) => prop_assert!(formula.words.len() <= tex.len() * 8 + 64),
                Err(wrong) => prop_assert!(tex.get(wrong.at.clone()).is_some(), "{wrong:?}"),
            }
        }
    }
}
