//! The few words that the EPUB itself says, in the language of the book.

/// The words in one language.
pub(super) struct Words {
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

const fn words(w: [&'static str; 7]) -> Words {
    let [contents, landmarks, pages, cover, title_page, beginning, back] = w;
    Words { contents, landmarks, pages, cover, title_page, beginning, back }
}

/// The words in the language of that tag; English where there are none.
pub(super) fn in_language(lang: &str) -> Words {
    let primary = lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    words(match primary.as_str() {
        "de" => ["Inhalt", "Wegweiser", "Seiten", "Umschlag", "Titelseite", "Textbeginn", "Zurück zum Text, Anmerkung"],
        "fr" => [
            "Table des matières",
            "Repères",
            "Pages",
            "Couverture",
            "Page de titre",
            "Début du texte",
            "Retour au texte, note",
        ],
        "es" => {
            ["Índice", "Puntos de referencia", "Páginas", "Cubierta", "Portada", "Comienzo", "Volver al texto, nota"]
        }
        "it" => {
            ["Indice", "Punti di riferimento", "Pagine", "Copertina", "Frontespizio", "Inizio", "Torna al testo, nota"]
        }
        "pt" => {
            ["Sumário", "Pontos de referência", "Páginas", "Capa", "Folha de rosto", "Início", "Voltar ao texto, nota"]
        }
        "nl" => ["Inhoud", "Wegwijzer", "Pagina’s", "Omslag", "Titelpagina", "Begin", "Terug naar de tekst, noot"],
        _ => ["Contents", "Landmarks", "Pages", "Cover", "Title page", "Beginning", "Back to the text, note"],
    })
}
