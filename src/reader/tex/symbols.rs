//! What TeX's names of symbols stand for: plain TeX, LaTeX, amssymb and the commonest of unicode-math.
//!
//! The characters are those of Unicode Technical Report 25; the classes those of the TeXbook, appendix F, and of amssymb.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Class;

/// Names and characters by class, each name before its character.
const SYMBOLS: &[(Class, &str)] = &[
    (
        Class::Ord,
        "alpha α beta β gamma γ delta δ epsilon ϵ zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο \
         pi π rho ρ sigma σ tau τ upsilon υ phi ϕ chi χ psi ψ omega ω varepsilon ε vartheta ϑ varkappa ϰ varrho ϱ \
         varsigma ς varpi ϖ varphi φ digamma ϝ Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ \
         Omega Ω aleph ℵ beth ℶ gimel ℷ daleth ℸ eth ð ell ℓ nabla ∇ partial ∂ Finv Ⅎ hbar ℏ hslash ℏ imath ı jmath ȷ \
         Im ℑ Re ℜ wp ℘ Bbbk 𝕜 infty ∞ checkmark ✓ dagger † dag † ddagger ‡ ddag ‡ angle ∠ measuredangle ∡ \
         sphericalangle ∢ Box □ square □ blacksquare ■ top ⊤ bot ⊥ triangledown ▽ triangle △ blacktriangle ▲ \
         blacktriangledown ▼ Diamond ◊ lozenge ◊ blacklozenge ⧫ mho ℧ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ \
         spadesuit ♠ copyright © pounds £ yen ¥ euro € degree ° flat ♭ natural ♮ sharp ♯ QED ∎ prime ′ backprime ‵ \
         forall ∀ exists ∃ complement ∁ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ backslash \\ surd √ S § P ¶ \
         ldots … dots … dotsc … dotso … mathellipsis … vdots ⋮ cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ ddots ⋱",
    ),
    (
        Class::Op,
        "sum ∑ prod ∏ coprod ∐ bigvee ⋁ bigwedge ⋀ bigcup ⋃ bigcap ⋂ biguplus ⨄ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ \
         bigsqcup ⨆ int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ fint ⨏",
    ),
    (
        Class::Bin,
        "land ∧ wedge ∧ lor ∨ vee ∨ cdot ⋅ centerdot ⋅ circ ∘ bullet ∙ circledast ⊛ circledcirc ⊚ circleddash ⊝ bigcirc ◯ \
         leftthreetimes ⋋ rightthreetimes ⋌ rtimes ⋊ ltimes ⋉ amalg ⨿ ast ∗ setminus ∖ smallsetminus ∖ Cup ⋓ cup ∪ Cap ⋒ \
         cap ∩ sqcup ⊔ sqcap ⊓ lessdot ⋖ gtrdot ⋗ barwedge ⌅ curlyvee ⋎ curlywedge ⋏ div ÷ mp ∓ pm ± times × boxdot ⊡ \
         boxminus ⊟ boxplus ⊞ boxtimes ⊠ divideontimes ⋇ dotplus ∔ odot ⊙ ominus ⊖ oplus ⊕ oslash ⊘ otimes ⊗ uplus ⊎ \
         veebar ⊻ intercal ⊺ wr ≀ diamond ⋄ star ⋆ triangleleft ◁ triangleright ▷ bigtriangleup △ bigtriangledown ▽ \
         unlhd ⊴ unrhd ⊵ lhd ⊲ rhd ⊳",
    ),
    (
        Class::Rel,
        "lt < gt > le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ leqq ≦ geqq ≧ leqslant ⩽ geqslant ⩾ ll ≪ gg ≫ lll ⋘ ggg ⋙ equiv ≡ \
         sim ∼ simeq ≃ approx ≈ approxeq ≊ cong ≅ doteq ≐ doteqdot ≑ propto ∝ varpropto ∝ asymp ≍ bowtie ⋈ models ⊨ \
         vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ Vvdash ⊪ perp ⟂ parallel ∥ mid ∣ nmid ∤ nparallel ∦ in ∈ ni ∋ owns ∋ notin ∉ \
         subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ \
         Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ \
         succcurlyeq ≽ precsim ≾ succsim ≿ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ gtrless ≷ lesseqgtr ⋚ \
         gtreqless ⋛ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nprec ⊀ nsucc ⊁ nsim ≁ ncong ≆ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lnsim ⋦ \
         gnsim ⋧ bumpeq ≏ Bumpeq ≎ circeq ≗ triangleq ≜ coloneqq ≔ coloneq ≔ colonequals ≔ eqqcolon ≕ Coloneqq ⩴ questeq ≟ \
         eqcirc ≖ eqsim ≂ backsim ∽ fallingdotseq ≒ risingdotseq ≓ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ \
         vartriangleright ⊳ ntriangleleft ⋪ ntriangleright ⋫ between ≬ pitchfork ⋔ therefore ∴ because ∵ smile ⌣ frown ⌢ \
         multimap ⊸ Join ⋈ nvdash ⊬ nvDash ⊭ to → gets ← rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ \
         Leftarrow ⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ \
         Longleftarrow ⟸ Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ \
         updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ hookrightarrow ↪ \
         hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ \
         leftrightharpoons ⇋ upharpoonright ↾ upharpoonleft ↿ downharpoonright ⇂ downharpoonleft ⇃ leadsto ⇝ \
         rightsquigarrow ⇝ leftrightsquigarrow ↭ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢ \
         rightrightarrows ⇉ leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆ upuparrows ⇈ downdownarrows ⇊ \
         Rrightarrow ⇛ Lleftarrow ⇚ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ nLeftarrow ⇍ nleftrightarrow ↮ \
         nLeftrightarrow ⇎ circlearrowleft ↺ circlearrowright ↻ curvearrowleft ↶ curvearrowright ↷ dashrightarrow ⇢ \
         dashleftarrow ⇠ looparrowright ↬ looparrowleft ↫ Lsh ↰ Rsh ↱ restriction ↾ dblcolon ∷ vcentcolon ∶",
    ),
    (
        Class::Open,
        "lbrace { lbrack [ lparen ( langle ⟨ lceil ⌈ lfloor ⌊ lgroup ⟮ lvert | lVert ‖ ulcorner ⌜ llcorner ⌞ llbracket ⟦",
    ),
    (
        Class::Close,
        "rbrace } rbrack ] rparen ) rangle ⟩ rceil ⌉ rfloor ⌋ rgroup ⟯ rvert | rVert ‖ urcorner ⌝ lrcorner ⌟ rrbracket ⟧",
    ),
    (Class::Punct, "colon : cdotp ⋅ ldotp ."),
    (Class::Fence, "vert | Vert ‖"),
];

/// Functions whose names are set upright; those with limits below them in display have a star.
const FUNCTIONS: &str = "arccos arcsin arctan arg cos cosh cot coth csc deg det* dim exp gcd* hom inf* injlim* ker lg lim* \
    liminf* limsup* ln log max* min* Pr* projlim* sec sgn sin sinh sup* tan tanh";

/// What is laid over its base: name and combining character; wide ones grow.
const ACCENTS: &str = "hat \u{302} check \u{30c} tilde \u{303} acute \u{301} grave \u{300} dot \u{307} ddot \u{308} \
    dddot \u{20db} ddddot \u{20dc} breve \u{306} bar \u{304} vec \u{20d7} mathring \u{30a} widehat \u{302} widetilde \u{303} \
    widecheck \u{30c} overrightarrow \u{20d7} overleftarrow \u{20d6} overleftrightarrow \u{20e1}";

static NAMED: LazyLock<BTreeMap<&'static str, (Class, char)>> = LazyLock::new(|| {
    let mut named = BTreeMap::new();
    for (class, list) in SYMBOLS {
        named.extend(pairs(list).map(|(name, c)| (name, (*class, c))));
    }
    named
});

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, char)> {
    let mut words = list.split_whitespace();
    std::iter::from_fn(move || Some((words.next()?, words.next()?.chars().next()?)))
}

/// The symbol of a command.
pub(super) fn symbol(name: &str) -> Option<(Class, char)> {
    NAMED.get(name).copied()
}

/// The symbol of a character that is typed as it is; digits and letters are ordinary.
pub(super) fn typed(c: char) -> (Class, char) {
    match c {
        '+' => (Class::Bin, '+'),
        '-' => (Class::Bin, '\u{2212}'),
        '*' => (Class::Bin, '\u{2217}'),
        '=' | '<' | '>' | ':' => (Class::Rel, c),
        '(' | '[' => (Class::Open, c),
        ')' | ']' | '!' | '?' => (Class::Close, c),
        ',' | ';' => (Class::Punct, c),
        '|' | '\u{2016}' => (Class::Fence, c),
        _ if c.is_ascii() => (Class::Ord, c),
        _ => NAMED.values().find(|(_, known)| *known == c).copied().unwrap_or((Class::Ord, c)),
    }
}

/// Whether a command is the name of a function, and whether that has limits.
pub(super) fn function(name: &str) -> Option<bool> {
    FUNCTIONS.split_whitespace().find_map(|known| match known.strip_suffix('*') {
        Some(known) => (known == name).then_some(true),
        None => (known == name).then_some(false),
    })
}

/// The mark of an accent, and whether it grows with its base.
pub(super) fn accent(name: &str) -> Option<(char, bool)> {
    let (_, mark) = pairs(ACCENTS).find(|(known, _)| *known == name)?;
    Some((mark, name.starts_with("wide") || name.starts_with("over")))
}

/// The negation of a relation, where it has a character of its own.
pub(super) fn negated(c: char) -> Option<char> {
    Some(match c {
        '=' => '≠',
        '∈' => '∉',
        '∋' => '∌',
        '<' => '≮',
        '>' => '≯',
        '≤' => '≰',
        '≥' => '≱',
        '≡' => '≢',
        '∼' => '≁',
        '≃' => '≄',
        '≅' => '≇',
        '≈' => '≉',
        '⊂' => '⊄',
        '⊃' => '⊅',
        '⊆' => '⊈',
        '⊇' => '⊉',
        '∣' | '|' => '∤',
        '∥' => '∦',
        '∃' => '∄',
        '⊢' => '⊬',
        '⊨' => '⊭',
        '→' => '↛',
        '←' => '↚',
        '⇒' => '⇏',
        '⇐' => '⇍',
        '⇔' => '⇎',
        '≺' => '⊀',
        '≻' => '⊁',
        '⪯' => '⋠',
        '⪰' => '⋡',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_meaning() {
        let mut seen = BTreeMap::new();
        for (class, list) in SYMBOLS {
            assert_eq!(list.split_whitespace().count() % 2, 0, "{class:?}");
            for (at, word) in list.split_whitespace().enumerate() {
                let letters = word.chars().all(|c| c.is_ascii_alphabetic());
                assert!(if at % 2 == 0 { letters } else { word.chars().count() == 1 }, "{word}");
            }
            for (name, c) in pairs(list) {
                assert_eq!(seen.insert(name, c), None, "{name}");
                assert_eq!(function(name), None, "{name}");
            }
        }
    }
}
