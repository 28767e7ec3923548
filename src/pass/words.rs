//! The few words that Recto itself puts into a book, by language.

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
    /// How a book was made whose typefaces the reader chooses.
    pub made_with: &'static str,
}

const fn words(lang: &'static str, [contents, version, colophon, set_in, made_with]: [&'static str; 5]) -> Words {
    Words { lang, contents, version, colophon, set_in, made_with }
}

const WORDS: &[Words] = &[
    words("en", ["Contents", "Version", "Colophon", "Set in {} with Recto.", "Made with Recto."]),
    words("de", ["Inhalt", "Version", "Kolophon", "Gesetzt in {} mit Recto.", "Hergestellt mit Recto."]),
    words("fr", ["Table des matières", "Version", "Colophon", "Composé en {} avec Recto.", "Réalisé avec Recto."]),
    words("es", ["Índice", "Versión", "Colofón", "Compuesto en {} con Recto.", "Hecho con Recto."]),
    words("it", ["Indice", "Versione", "Colophon", "Composto in {} con Recto.", "Realizzato con Recto."]),
    words("nl", ["Inhoud", "Versie", "Colofon", "Gezet in {} met Recto.", "Gemaakt met Recto."]),
    words("pt", ["Índice", "Versão", "Colofão", "Composto em {} com Recto.", "Feito com Recto."]),
    words("ru", ["Содержание", "Версия", "Колофон", "Набрано шрифтами {} в Recto.", "Сделано в Recto."]),
    words("ja", ["目次", "版", "奥付", "{} で組版（Recto 使用）。", "Recto で制作。"]),
    words("zh", ["目录", "版本", "版权说明", "以 {} 排版（使用 Recto）。", "使用 Recto 制作。"]),
    words("pl", ["Spis treści", "Wersja", "Kolofon", "Złożono krojami {} w Recto.", "Wykonano w Recto."]),
    words("cs", ["Obsah", "Verze", "Tiráž", "Vysázeno písmy {} v Recto.", "Vytvořeno v Recto."]),
    words("sv", ["Innehåll", "Version", "Kolofon", "Satt i {} med Recto.", "Gjord med Recto."]),
    words("da", ["Indhold", "Version", "Kolofon", "Sat med {} i Recto.", "Lavet med Recto."]),
    words("nb", ["Innhold", "Versjon", "Kolofon", "Satt i {} med Recto.", "Laget med Recto."]),
    words(
        "fi",
        ["Sisällys", "Versio", "Kolofoni", "Ladottu kirjaimin {} Recto-ohjelmalla.", "Tehty Recto-ohjelmalla."],
    ),
];

/// The words of a language; English for one that is not in the list.
pub fn words_of(language: &str) -> Words {
    let primary = primary(language);
    let primary = if primary == "no" || primary == "nn" { "nb" } else { primary.as_str() };
    WORDS.iter().copied().find(|words| words.lang == primary).unwrap_or(WORDS[0])
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
    fn every_language_leaves_room_for_the_typefaces() {
        assert!(WORDS.iter().all(|words| words.set_in.contains("{}") && words.made_with.contains("Recto")));
    }
}
