//! The few words that the EPUB itself says, in the language of the book.

use super::xhtml::Attr;
use crate::model::{Role, wording};

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
    /// Where the text begins.
    pub(super) beginning: &'static str,
    /// What leads from a note back to its mark, for those who hear it.
    pub(super) back: &'static str,
    /// Pages without a title of their own: title page, half title, copyright page, dedication, epigraph.
    untitled: [&'static str; 5],
}

const fn words(lang: &'static str, words: [&'static str; 6], untitled: [&'static str; 5]) -> Words {
    let [contents, landmarks, pages, cover, beginning, back] = words;
    Words { lang, contents, landmarks, pages, cover, beginning, back, untitled }
}

/// English first. The languages are those in which a book's own pages speak.
const WORDS: &[Words] = &[
    words(
        "en",
        ["Contents", "Landmarks", "Pages", "Cover", "Beginning", "Back to the text, note"],
        ["Title page", "Half title", "Copyright", "Dedication", "Epigraph"],
    ),
    words(
        "de",
        ["Inhalt", "Wegweiser", "Seiten", "Umschlag", "Textbeginn", "Zurück zum Text, Anmerkung"],
        ["Titelseite", "Schmutztitel", "Impressum", "Widmung", "Motto"],
    ),
    words(
        "fr",
        ["Table des matières", "Repères", "Pages", "Couverture", "Début du texte", "Retour au texte, note"],
        ["Page de titre", "Faux-titre", "Mentions légales", "Dédicace", "Épigraphe"],
    ),
    words(
        "es",
        ["Índice", "Puntos de referencia", "Páginas", "Cubierta", "Comienzo", "Volver al texto, nota"],
        ["Portada", "Portadilla", "Página de créditos", "Dedicatoria", "Epígrafe"],
    ),
    words(
        "it",
        ["Indice", "Punti di riferimento", "Pagine", "Copertina", "Inizio", "Torna al testo, nota"],
        ["Frontespizio", "Occhiello", "Copyright", "Dedica", "Epigrafe"],
    ),
    words(
        "pt",
        ["Sumário", "Pontos de referência", "Páginas", "Capa", "Início", "Voltar ao texto, nota"],
        ["Folha de rosto", "Falsa folha de rosto", "Créditos", "Dedicatória", "Epígrafe"],
    ),
    words(
        "nl",
        ["Inhoud", "Wegwijzer", "Pagina’s", "Omslag", "Begin", "Terug naar de tekst, noot"],
        ["Titelpagina", "Franse titel", "Copyright", "Opdracht", "Motto"],
    ),
    words(
        "ru",
        ["Содержание", "Ориентиры", "Страницы", "Обложка", "Начало", "Вернуться к тексту, примечание"],
        ["Титульный лист", "Авантитул", "Выходные сведения", "Посвящение", "Эпиграф"],
    ),
    words(
        "ar",
        ["المحتويات", "معالم الكتاب", "الصفحات", "الغلاف", "بداية النص", "العودة إلى النص، الحاشية"],
        ["صفحة العنوان", "العنوان المختصر", "حقوق النشر", "الإهداء", "اقتباس افتتاحي"],
    ),
    words(
        "fa",
        ["فهرست", "نشانه‌ها", "صفحه‌ها", "جلد", "آغاز متن", "بازگشت به متن، یادداشت"],
        ["صفحهٔ عنوان", "عنوان کوتاه", "شناسنامهٔ کتاب", "پیشکش", "سرلوحه"],
    ),
    words(
        "he",
        ["תוכן העניינים", "נקודות ציון", "עמודים", "כריכה", "תחילת הטקסט", "חזרה לטקסט, הערה"],
        ["עמוד השער", "כותר מקוצר", "זכויות יוצרים", "הקדשה", "מוטו"],
    ),
    words(
        "ja",
        ["目次", "ランドマーク", "ページ", "表紙", "本文", "本文に戻る、注"],
        ["扉", "前扉", "著作権表示", "献辞", "題辞"],
    ),
    words(
        "zh",
        ["目录", "导航", "页码", "封面", "正文", "返回正文，注"],
        ["书名页", "半书名页", "版权页", "献词", "题词"],
    ),
    words(
        "pl",
        ["Spis treści", "Punkty orientacyjne", "Strony", "Okładka", "Początek", "Powrót do tekstu, przypis"],
        ["Strona tytułowa", "Przedtytuł", "Strona redakcyjna", "Dedykacja", "Motto"],
    ),
    words(
        "cs",
        ["Obsah", "Orientační body", "Stránky", "Obálka", "Začátek", "Zpět k textu, poznámka"],
        ["Titulní strana", "Patitul", "Tiráž", "Věnování", "Motto"],
    ),
    words(
        "sv",
        ["Innehåll", "Hållpunkter", "Sidor", "Omslag", "Början", "Tillbaka till texten, not"],
        ["Titelsida", "Smutstitel", "Copyright", "Dedikation", "Motto"],
    ),
    words(
        "da",
        ["Indhold", "Pejlemærker", "Sider", "Omslag", "Begyndelsen", "Tilbage til teksten, note"],
        ["Titelblad", "Smudstitel", "Copyright", "Dedikation", "Motto"],
    ),
    words(
        "nb",
        ["Innhold", "Holdepunkter", "Sider", "Omslag", "Begynnelsen", "Tilbake til teksten, note"],
        ["Tittelside", "Smusstittel", "Copyright", "Dedikasjon", "Motto"],
    ),
    words(
        "fi",
        ["Sisällys", "Kiintopisteet", "Sivut", "Kansi", "Alku", "Takaisin tekstiin, viite"],
        ["Nimiösivu", "Esinimiö", "Tekijänoikeustiedot", "Omistus", "Motto"],
    ),
];

/// The words in the language of that tag; English where there are none.
pub(super) fn in_language(lang: &str) -> Words {
    own(lang).unwrap_or(WORDS[0])
}

/// Whether an EPUB in the language of that tag has no words of another one.
pub fn speaks(lang: &str) -> bool {
    own(lang).is_some()
}

/// The words in the language of that tag, where Recto has them.
pub(super) fn own(lang: &str) -> Option<Words> {
    let spoken = wording(lang);
    WORDS.iter().copied().find(|words| words.lang == spoken)
}

impl Words {
    /// What says on an element in a text of the language of that tag that these words are in another one.
    pub(super) fn apart_from(&self, lang: &str) -> Vec<Attr<'static>> {
        if self.lang == wording(lang) { Vec::new() } else { vec![("xml:lang", self.lang), ("lang", self.lang)] }
    }

    /// What the title page is called.
    pub(super) fn title_page(&self) -> &'static str {
        self.untitled[0]
    }

    /// What a page is called that has no title of its own; nothing where such a page has one.
    pub(super) fn untitled(&self, role: Role) -> Option<&'static str> {
        let [title_page, half_title, copyright, dedication, epigraph] = self.untitled;
        match role {
            Role::TitlePage => Some(title_page),
            Role::HalfTitle => Some(half_title),
            Role::Copyright => Some(copyright),
            Role::Dedication => Some(dedication),
            Role::Epigraph => Some(epigraph),
            Role::Chapter
            | Role::Section
            | Role::Part
            | Role::Contents
            | Role::Figures
            | Role::Tables
            | Role::Colophon => None,
        }
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
        assert!(speaks("nn-NO") && !speaks("tlh"));
        assert_eq!(in_language("tlh").apart_from("tlh").last(), Some(&("lang", "en")));
    }
}
