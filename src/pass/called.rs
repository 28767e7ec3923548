//! What figures, tables, chapters, formulas and pages are called, by language: in captions, in lists of them, and where the
//! text refers to them.

use super::words::words_of;

/// What things are called in one language. `{}` stands for a number.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// Over the list of figures.
    pub figures: &'static str,
    /// A figure, as its caption begins.
    pub figure: &'static str,
    /// Over the list of tables.
    pub tables: &'static str,
    /// A table, as its caption begins.
    pub table: &'static str,
    /// A chapter, in a sentence.
    pub chapter: &'static str,
    /// A part, in a sentence.
    pub part: &'static str,
    /// A formula with a number, in a sentence.
    pub equation: &'static str,
    /// A page, in a sentence.
    pub page: &'static str,
}

#[rustfmt::skip]
const CALLED: &[(&str, [&str; 8])] = &[
    ("en", ["Figures", "Figure {}", "Tables", "Table {}", "chapter {}", "part {}", "equation {}", "page {}"]),
    ("de", ["Abbildungen", "Abbildung {}", "Tabellen", "Tabelle {}", "Kapitel {}", "Teil {}", "Gleichung {}", "Seite {}"]),
    ("fr", ["Table des figures", "Figure {}", "Liste des tableaux", "Tableau {}", "chapitre {}", "partie {}", "équation {}", "page {}"]),
    ("es", ["Índice de figuras", "Figura {}", "Índice de tablas", "Tabla {}", "capítulo {}", "parte {}", "ecuación {}", "página {}"]),
    ("it", ["Indice delle figure", "Figura {}", "Indice delle tabelle", "Tabella {}", "capitolo {}", "parte {}", "equazione {}", "pagina {}"]),
    ("nl", ["Figuren", "Figuur {}", "Tabellen", "Tabel {}", "hoofdstuk {}", "deel {}", "vergelijking {}", "pagina {}"]),
    ("pt", ["Lista de figuras", "Figura {}", "Lista de tabelas", "Tabela {}", "capítulo {}", "parte {}", "equação {}", "página {}"]),
    ("ru", ["Список рисунков", "Рисунок {}", "Список таблиц", "Таблица {}", "глава {}", "часть {}", "уравнение {}", "с. {}"]),
    (
        "ar",
        [
            "قائمة الأشكال",
            "الشكل {}",
            "قائمة الجداول",
            "الجدول {}",
            "الفصل {}",
            "الجزء {}",
            "المعادلة {}",
            "الصفحة {}",
        ],
    ),
    ("fa", ["فهرست شکل‌ها", "شکل {}", "فهرست جدول‌ها", "جدول {}", "فصل {}", "بخش {}", "معادلهٔ {}", "صفحهٔ {}"]),
    ("he", ["רשימת איורים", "איור {}", "רשימת טבלאות", "טבלה {}", "פרק {}", "חלק {}", "משוואה {}", "עמוד {}"]),
    ("ja", ["図一覧", "図{}", "表一覧", "表{}", "第{}章", "第{}部", "式{}", "{}ページ"]),
    ("zh", ["图目录", "图{}", "表目录", "表{}", "第{}章", "第{}部分", "式{}", "第{}页"]),
    ("pl", ["Spis rysunków", "Rysunek {}", "Spis tabel", "Tabela {}", "rozdział {}", "część {}", "równanie {}", "strona {}"]),
    ("cs", ["Seznam obrázků", "Obrázek {}", "Seznam tabulek", "Tabulka {}", "kapitola {}", "část {}", "rovnice {}", "strana {}"]),
    ("sv", ["Figurer", "Figur {}", "Tabeller", "Tabell {}", "kapitel {}", "del {}", "ekvation {}", "sidan {}"]),
    ("da", ["Figurer", "Figur {}", "Tabeller", "Tabel {}", "kapitel {}", "del {}", "ligning {}", "side {}"]),
    ("nb", ["Figurer", "Figur {}", "Tabeller", "Tabell {}", "kapittel {}", "del {}", "ligning {}", "side {}"]),
    ("fi", ["Kuvat", "Kuva {}", "Taulukot", "Taulukko {}", "luku {}", "osa {}", "yhtälö {}", "sivu {}"]),
];

/// What a caption may begin with beside the words above, where it numbers itself.
const SHORT: [&str; 8] = ["Fig.", "Abb.", "Рис.", "Obr.", "Rys.", "Tab.", "Табл.", "Cuadro"];

/// The words of a language; those of English where Recto does not speak it.
pub fn called(language: &str) -> Called {
    let spoken = words_of(language).lang;
    let known = CALLED.iter().find(|(lang, _)| *lang == spoken).unwrap_or(&CALLED[0]).1;
    let [figures, figure, tables, table, chapter, part, equation, page] = known;
    Called { figures, figure, tables, table, chapter, part, equation, page }
}

/// A thing by its number. The space between its name and its number does not break.
pub fn numbered(name: &str, number: impl ToString) -> String {
    name.replace(' ', "\u{a0}").replace("{}", &number.to_string())
}

/// The name and the number that the words of a caption begin with, in whatever language: `Figure 3-1` of `Figure 3-1. A
/// fork`, `図1`.
pub fn own_number(words: &str) -> Option<&str> {
    let words = words.trim_start();
    let names = CALLED.iter().flat_map(|(_, [_, figure, _, table, ..])| [*figure, *table]);
    let names = names.map(|name| name.trim_end_matches("{}").trim_end()).chain(SHORT);
    let number = names.filter_map(|name| {
        let rest = words.strip_prefix(name)?.trim_start_matches([' ', '\u{a0}']);
        let inside = |c: char| c.is_numeric() || c.is_ascii_alphabetic() || ".-–".contains(c);
        let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let number = rest[..length].trim_end_matches(|c: char| !c.is_alphanumeric());
        let begins = words.len() - rest.len();
        number.starts_with(char::is_numeric).then(|| &words[..begins + number.len()])
    });
    number.max_by_key(|found| found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_names_itself_by_a_word_and_a_number() {
        for (words, own) in [
            ("Figure 3-1. A fork", "Figure 3-1"),
            ("Рисунок 4-2. Ветка", "Рисунок 4-2"),
            ("図1-1. 概念", "図1-1"),
            ("Fig. 7", "Fig. 7"),
            ("Table 2a: Sums", "Table 2a"),
            ("図1概念", "図1"),
        ] {
            assert_eq!(own_number(words), Some(own));
        }
        for words in ["A figure 3", "Figure of speech", "Figurines 3", "図書 3", "Table of 3", ""] {
            assert_eq!(own_number(words), None, "{words}");
        }
    }

    #[test]
    fn a_number_stands_where_its_language_has_it() {
        assert_eq!(numbered(called("en-GB").chapter, 4), "chapter\u{a0}4");
        assert_eq!(numbered(called("ja").chapter, 4), "第4章");
        assert_eq!(numbered(called("tlh").page, "ix"), "page\u{a0}ix");
    }
}
