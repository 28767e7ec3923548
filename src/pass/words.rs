//! The few words that Recto itself puts into a book, by language.

use crate::model::{AdmonitionKind, wording};

/// Words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The language's subtag.
    pub lang: &'static str,
    /// Over the contents.
    pub contents: &'static str,
    /// Before the version of the text.
    pub version: &'static str,
    /// Over the colophon.
    pub colophon: &'static str,
    /// How a book on paper was made; `{}` stands for its typefaces.
    pub set_in: &'static str,
    /// Who translated, edited and illustrated a book; `{}` stands for the names.
    pub credits: [&'static str; 3],
    /// How a book was made whose typefaces the reader chooses.
    pub made_with: &'static str,
}

/// The roles of [`Words::credits`] (MARC relators).
pub const CREDITED: [&str; 3] = ["trl", "edt", "ill"];

const fn words(
    lang: &'static str,
    [contents, version, colophon, set_in, made_with]: [&'static str; 5],
    credits: [&'static str; 3],
) -> Words {
    Words { lang, contents, version, colophon, set_in, made_with, credits }
}

const WORDS: &[Words] = &[
    words(
        "en",
        ["Contents", "Version", "Colophon", "Set in {} with Recto.", "Made with Recto."],
        ["Translated by {}", "Edited by {}", "Illustrated by {}"],
    ),
    words(
        "de",
        ["Inhalt", "Version", "Kolophon", "Gesetzt in {} mit Recto.", "Hergestellt mit Recto."],
        ["Übersetzt von {}", "Herausgegeben von {}", "Illustriert von {}"],
    ),
    words(
        "fr",
        ["Table des matières", "Version", "Colophon", "Composé en {} avec Recto.", "Réalisé avec Recto."],
        ["Traduit par {}", "Sous la direction de {}", "Illustré par {}"],
    ),
    words(
        "es",
        ["Índice", "Versión", "Colofón", "Compuesto en {} con Recto.", "Hecho con Recto."],
        ["Traducción de {}", "Edición de {}", "Ilustraciones de {}"],
    ),
    words(
        "it",
        ["Indice", "Versione", "Colophon", "Composto in {} con Recto.", "Realizzato con Recto."],
        ["Traduzione di {}", "A cura di {}", "Illustrazioni di {}"],
    ),
    words(
        "nl",
        ["Inhoud", "Versie", "Colofon", "Gezet in {} met Recto.", "Gemaakt met Recto."],
        ["Vertaald door {}", "Onder redactie van {}", "Geïllustreerd door {}"],
    ),
    words(
        "pt",
        ["Índice", "Versão", "Colofão", "Composto em {} com Recto.", "Feito com Recto."],
        ["Tradução de {}", "Organização de {}", "Ilustrações de {}"],
    ),
    words(
        "ru",
        ["Содержание", "Версия", "Колофон", "Набрано шрифтами {} в Recto.", "Сделано в Recto."],
        ["Перевод: {}", "Редактор: {}", "Иллюстрации: {}"],
    ),
    words(
        "ar",
        ["المحتويات", "الإصدار", "بيانات الطباعة", "صُفّ بخطوط {} ببرنامج Recto.", "صُنع ببرنامج Recto."],
        ["ترجمة: {}", "تحرير: {}", "رسوم: {}"],
    ),
    words(
        "fa",
        ["فهرست", "نسخه", "شناسنامه", "حروف‌چینی با قلم {} در Recto.", "ساخته‌شده با Recto."],
        ["ترجمهٔ {}", "ویرایش {}", "تصویرگری {}"],
    ),
    words(
        "he",
        ["תוכן העניינים", "גרסה", "קולופון", "נסדר בגופן {} בעזרת Recto.", "נוצר בעזרת Recto."],
        ["תרגום: {}", "עריכה: {}", "איורים: {}"],
    ),
    words("ja", ["目次", "版", "奥付", "{} で組版（Recto 使用）。", "Recto で制作。"], ["{} 訳", "{} 編", "{} 絵"]),
    words(
        "zh",
        ["目录", "版本", "版权说明", "以 {} 排版（使用 Recto）。", "使用 Recto 制作。"],
        ["{} 译", "{} 编", "{} 绘"],
    ),
    words(
        "pl",
        ["Spis treści", "Wersja", "Kolofon", "Złożono krojami {} w Recto.", "Wykonano w Recto."],
        ["Przekład: {}", "Redakcja: {}", "Ilustracje: {}"],
    ),
    words(
        "cs",
        ["Obsah", "Verze", "Tiráž", "Vysázeno písmy {} v Recto.", "Vytvořeno v Recto."],
        ["Překlad: {}", "Redakce: {}", "Ilustrace: {}"],
    ),
    words(
        "sv",
        ["Innehåll", "Version", "Kolofon", "Satt i {} med Recto.", "Gjord med Recto."],
        ["Översättning: {}", "Redaktör: {}", "Illustrationer: {}"],
    ),
    words(
        "da",
        ["Indhold", "Version", "Kolofon", "Sat med {} i Recto.", "Lavet med Recto."],
        ["Oversat af {}", "Redigeret af {}", "Illustreret af {}"],
    ),
    words(
        "nb",
        ["Innhold", "Versjon", "Kolofon", "Satt i {} med Recto.", "Laget med Recto."],
        ["Oversatt av {}", "Redigert av {}", "Illustrert av {}"],
    ),
    words(
        "fi",
        ["Sisällys", "Versio", "Kolofoni", "Ladottu kirjaimin {} Recto-ohjelmalla.", "Tehty Recto-ohjelmalla."],
        ["Kääntänyt {}", "Toimittanut {}", "Kuvittanut {}"],
    ),
];

/// The words of a language; English for one that is not in the list.
pub fn words_of(language: &str) -> Words {
    let spoken = wording(language);
    WORDS.iter().copied().find(|words| words.lang == spoken).unwrap_or(WORDS[0])
}

/// Note, tip, important, warning, caution.
const ADMONITIONS: &[(&str, [&str; 5])] = &[
    ("en", ["Note", "Tip", "Important", "Warning", "Caution"]),
    ("de", ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"]),
    ("fr", ["Remarque", "Astuce", "Important", "Avertissement", "Attention"]),
    ("es", ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"]),
    ("it", ["Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"]),
    ("nl", ["Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"]),
    ("pt", ["Nota", "Dica", "Importante", "Aviso", "Cuidado"]),
    ("ru", ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"]),
    ("ar", ["ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"]),
    ("fa", ["یادداشت", "نکته", "مهم", "هشدار", "احتیاط"]),
    ("he", ["הערה", "עצה", "חשוב", "אזהרה", "זהירות"]),
    ("ja", ["メモ", "ヒント", "重要", "警告", "注意"]),
    ("zh", ["说明", "提示", "重要", "警告", "注意"]),
    ("pl", ["Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga"]),
    ("cs", ["Poznámka", "Tip", "Důležité", "Varování", "Upozornění"]),
    ("sv", ["Anmärkning", "Tips", "Viktigt", "Varning", "Var försiktig"]),
    ("da", ["Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig"]),
    ("nb", ["Merk", "Tips", "Viktig", "Advarsel", "Forsiktig"]),
    ("fi", ["Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Varo"]),
];

/// What an admonition of a kind is called in a language, and the language it is called so in: English where Recto does
/// not speak the one that is asked for.
pub fn admonition(kind: AdmonitionKind, language: &str) -> (&'static str, String) {
    let spoken = wording(language);
    let known = ADMONITIONS.iter().find(|(lang, _)| *lang == spoken);
    let (lang, words) = known.unwrap_or(&ADMONITIONS[0]);
    let word = match kind {
        AdmonitionKind::Note => words[0],
        AdmonitionKind::Tip => words[1],
        AdmonitionKind::Important => words[2],
        AdmonitionKind::Warning => words[3],
        AdmonitionKind::Caution => words[4],
    };
    (word, if known.is_some() { primary(language) } else { lang.to_string() })
}

/// The language alone, in small letters: `en` of `en-US`.
pub fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_share_their_language_and_unknown_languages_speak_english() {
        assert_eq!(words_of("de-CH").contents, "Inhalt");
        assert_eq!(words_of("no").contents, "Innhold");
        assert_eq!(words_of("tlh").lang, "en");
    }

    #[test]
    fn every_language_leaves_room_for_typefaces_and_names() {
        assert!(WORDS.iter().all(|words| words.set_in.contains("{}") && words.made_with.contains("Recto")));
        assert!(WORDS.iter().flat_map(|words| words.credits).all(|credit| credit.matches("{}").count() == 1));
    }
}
