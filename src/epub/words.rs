//! The few words that the EPUB itself says, in the language of the book.

use super::xhtml::Attr;
use crate::model::wording;

/// The words in one language.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// The language's subtag.
    pub(super) lang: &'static str,
    /// The head of the contents.
    pub(super) contents: &'static str,
    /// The head of the landmarks.
    pub(super) landmarks: &'static str,
    /// The head of the page-list.
    pub(super) pages: &'static str,
    /// The cover.
    pub(super) cover: &'static str,
    /// The title page.
    pub(super) title_page: &'static str,
    /// Where the text begins.
    pub(super) beginning: &'static str,
    /// What leads from a note back to its mark, for those who hear it.
    pub(super) back: &'static str,
}

const fn words(lang: &'static str, words: [&'static str; 7]) -> Words {
    let [contents, landmarks, pages, cover, title_page, beginning, back] = words;
    Words { lang, contents, landmarks, pages, cover, title_page, beginning, back }
}

/// English first. The languages are those in which a book's own pages speak.
const WORDS: &[Words] = &[
    words("en", ["Contents", "Landmarks", "Pages", "Cover", "Title page", "Beginning", "Back to the text, note"]),
    words(
        "de",
        ["Inhalt", "Wegweiser", "Seiten", "Umschlag", "Titelseite", "Textbeginn", "Zurück zum Text, Anmerkung"],
    ),
    words(
        "fr",
        [
            "Table des matières",
            "Repères",
            "Pages",
            "Couverture",
            "Page de titre",
            "Début du texte",
            "Retour au texte, note",
        ],
    ),
    words(
        "es",
        ["Índice", "Puntos de referencia", "Páginas", "Cubierta", "Portada", "Comienzo", "Volver al texto, nota"],
    ),
    words(
        "it",
        ["Indice", "Punti di riferimento", "Pagine", "Copertina", "Frontespizio", "Inizio", "Torna al testo, nota"],
    ),
    words(
        "pt",
        ["Sumário", "Pontos de referência", "Páginas", "Capa", "Folha de rosto", "Início", "Voltar ao texto, nota"],
    ),
    words("nl", ["Inhoud", "Wegwijzer", "Pagina’s", "Omslag", "Titelpagina", "Begin", "Terug naar de tekst, noot"]),
    words(
        "ru",
        [
            "Содержание",
            "Ориентиры",
            "Страницы",
            "Обложка",
            "Титульный лист",
            "Начало",
            "Вернуться к тексту, примечание",
        ],
    ),
    words(
        "ar",
        ["المحتويات", "معالم الكتاب", "الصفحات", "الغلاف", "صفحة العنوان", "بداية النص", "العودة إلى النص، الحاشية"],
    ),
    words("fa", ["فهرست", "نشانه‌ها", "صفحه‌ها", "جلد", "صفحهٔ عنوان", "آغاز متن", "بازگشت به متن، یادداشت"]),
    words("he", ["תוכן העניינים", "נקודות ציון", "עמודים", "כריכה", "עמוד השער", "תחילת הטקסט", "חזרה לטקסט, הערה"]),
    words("ja", ["目次", "ランドマーク", "ページ", "表紙", "扉", "本文", "本文に戻る、注"]),
    words("zh", ["目录", "导航", "页码", "封面", "书名页", "正文", "返回正文，注"]),
    words(
        "pl",
        [
            "Spis treści",
            "Punkty orientacyjne",
            "Strony",
            "Okładka",
            "Strona tytułowa",
            "Początek",
            "Powrót do tekstu, przypis",
        ],
    ),
    words(
        "cs",
        ["Obsah", "Orientační body", "Stránky", "Obálka", "Titulní strana", "Začátek", "Zpět k textu, poznámka"],
    ),
    words("sv", ["Innehåll", "Hållpunkter", "Sidor", "Omslag", "Titelsida", "Början", "Tillbaka till texten, not"]),
    words("da", ["Indhold", "Pejlemærker", "Sider", "Omslag", "Titelblad", "Begyndelsen", "Tilbage til teksten, note"]),
    words(
        "nb",
        ["Innhold", "Holdepunkter", "Sider", "Omslag", "Tittelside", "Begynnelsen", "Tilbake til teksten, note"],
    ),
    words("fi", ["Sisällys", "Kiintopisteet", "Sivut", "Kansi", "Nimiösivu", "Alku", "Takaisin tekstiin, viite"]),
];

/// The words in the language of that tag; English where there are none.
pub(super) fn in_language(lang: &str) -> Words {
    let spoken = wording(lang);
    WORDS.iter().copied().find(|words| words.lang == spoken).unwrap_or(WORDS[0])
}

impl Words {
    /// What says on an element in a text of the language of that tag that these words are in another one.
    pub(super) fn apart_from(&self, lang: &str) -> Vec<Attr<'static>> {
        if self.lang == wording(lang) { Vec::new() } else { vec![("xml:lang", self.lang), ("lang", self.lang)] }
    }

    /// What the cover of a book of that title shows. French has a space before a colon.
    pub(super) fn cover_of(&self, title: &str) -> String {
        let colon = if self.lang == "fr" { "\u{a0}:" } else { ":" };
        format!("{}{colon} {title}", self.cover)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_share_their_language_and_english_is_marked_where_it_is_a_stranger() {
        assert_eq!(in_language("pt-BR").contents, "Sumário");
        assert_eq!(in_language("no").cover, in_language("nb-NO").cover);
        assert!(in_language("RU").apart_from("ru").is_empty());
        assert_eq!(in_language("tlh").apart_from("tlh").last(), Some(&("lang", "en")));
    }
}
