//! Chapters that are more than chapters: a preface, an epilogue, a glossary, told by their titles.

use crate::model::{Chapter, Role, plain_text};

/// What such a chapter is in the words of EPUB's structural semantics (SSV 1.1), which DPUB-ARIA 1.1 has as roles with `doc-`
/// before them; and the titles that say so, in small letters. What one language calls a foreword and another a preface stands
/// where its own dictionaries have it.
const DIVISIONS: &[(&str, &str, &[&str])] = &[
    (
        "preface",
        "doc-preface",
        &[
            "preface",
            "author’s preface",
            "vorwort",
            "préface",
            "prefacio",
            "prefazione",
            "prefácio",
            "voorwoord",
            "предисловие",
            "przedmowa",
            "předmluva",
            "förord",
            "forord",
            "esipuhe",
            "まえがき",
            "はじめに",
            "前言",
            "序",
        ],
    ),
    ("foreword", "doc-foreword", &["foreword", "geleitwort", "zum geleit", "avant-propos", "premessa"]),
    (
        "introduction",
        "doc-introduction",
        &[
            "introduction",
            "einleitung",
            "einführung",
            "introducción",
            "introduzione",
            "introdução",
            "inleiding",
            "введение",
            "wstęp",
            "úvod",
            "inledning",
            "indledning",
            "innledning",
            "johdanto",
            "引言",
            "导言",
            "序論",
        ],
    ),
    (
        "prologue",
        "doc-prologue",
        &["prologue", "prolog", "prólogo", "prologo", "proloog", "пролог", "prologi", "プロローグ", "序章", "楔子"],
    ),
    (
        "epilogue",
        "doc-epilogue",
        &["epilogue", "epilog", "épilogue", "epílogo", "epilogo", "epiloog", "эпилог", "epilogi", "エピローグ", "尾声"],
    ),
    (
        "afterword",
        "doc-afterword",
        &[
            "afterword",
            "nachwort",
            "postface",
            "posfácio",
            "postfazione",
            "nawoord",
            "послесловие",
            "posłowie",
            "doslov",
            "efterord",
            "etterord",
            "jälkisanat",
            "あとがき",
            "后记",
            "後記",
        ],
    ),
    (
        "conclusion",
        "doc-conclusion",
        &[
            "conclusion",
            "conclusions",
            "schlusswort",
            "conclusión",
            "conclusiones",
            "conclusione",
            "conclusioni",
            "conclusão",
            "conclusie",
            "заключение",
            "zakończenie",
            "závěr",
            "おわりに",
            "结语",
        ],
    ),
    (
        "acknowledgments",
        "doc-acknowledgments",
        &[
            "acknowledgments",
            "acknowledgements",
            "danksagung",
            "remerciements",
            "agradecimientos",
            "ringraziamenti",
            "agradecimentos",
            "dankwoord",
            "благодарности",
            "podziękowania",
            "poděkování",
            "kiitokset",
            "謝辞",
            "致谢",
        ],
    ),
    (APPENDIX, "doc-appendix", APPENDICES),
    (
        "glossary",
        "doc-glossary",
        &[
            "glossary",
            "glossar",
            "glossaire",
            "glosario",
            "glossario",
            "glossário",
            "verklarende woordenlijst",
            "глоссарий",
            "słowniczek",
            "slovníček",
            "ordlista",
            "ordliste",
            "sanasto",
            "用語集",
            "术语表",
            "词汇表",
        ],
    ),
    (
        "bibliography",
        "doc-bibliography",
        &[
            "bibliography",
            "works cited",
            "references",
            "literaturverzeichnis",
            "bibliographie",
            "bibliografía",
            "bibliografia",
            "bibliografie",
            "библиография",
            "список литературы",
            "bibliografi",
            "参考文献",
        ],
    ),
];

const APPENDIX: &str = "appendix";
const APPENDICES: &[&str] = &[
    "appendix",
    "anhang",
    "annexe",
    "apéndice",
    "appendice",
    "apêndice",
    "bijlage",
    "приложение",
    "dodatek",
    "příloha",
    "bilaga",
    "bilag",
    "vedlegg",
    "liite",
    "付録",
    "附录",
];

/// What a chapter is besides a chapter, and its role; none for most.
pub(super) fn division(chapter: &Chapter) -> Option<(&'static str, &'static str)> {
    if chapter.role != Role::Chapter {
        return None;
    }
    let title = plain_text(&chapter.title).to_lowercase().replace('\'', "’");
    let title = title.trim_matches(|c: char| !c.is_alphanumeric());
    let says = |(kind, _, words): &&(&str, &str, &[&str])| {
        words.iter().any(|word| {
            let behind = title.strip_prefix(word);
            // There may be more of them: Appendix B, Anhang 2: Tabellen.
            let more = |behind: &str| *kind == APPENDIX && behind.starts_with([' ', ':', '.', '—', '–']);
            behind.is_some_and(|behind| behind.is_empty() || more(behind))
        })
    };
    DIVISIONS.iter().find(says).map(|(kind, role, _)| (*kind, *role))
}

#[cfg(test)]
mod tests {
    use super::super::example::chapter;
    use super::*;
    use crate::model::Matter;

    #[test]
    fn a_title_says_what_a_chapter_is_in_its_whole() {
        let kind = |title| division(&chapter("one", Matter::Body, Role::Chapter, title, vec![])).map(|(kind, _)| kind);
        for (title, wanted) in [
            ("Preface", Some("preface")),
            ("PROLOGUE.", Some("prologue")),
            ("Author's Preface", Some("preface")),
            ("Appendix B: Tables", Some("appendix")),
            ("Приложение 2", Some("appendix")),
            ("Épilogue", Some("epilogue")),
            ("あとがき", Some("afterword")),
            ("Introduction to Knots", None),
            ("Appendicitis", None),
            ("A Scandal in Bohemia", None),
            ("", None),
        ] {
            assert_eq!(kind(title), wanted, "{title}");
        }
        assert_eq!(division(&chapter("one", Matter::Body, Role::Section, "Preface", vec![])), None);
    }

    #[test]
    fn each_title_is_of_one_kind_and_in_small_letters() {
        let all: Vec<&str> = DIVISIONS.iter().flat_map(|(.., words)| words.iter().copied()).collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all.len());
        assert!(all.iter().all(|word| *word == word.to_lowercase()));
        assert!(DIVISIONS.iter().all(|(kind, role, _)| *role == format!("doc-{kind}")));
    }
}
