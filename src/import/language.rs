//! The language of a text, told by its words where nothing says it.

use whatlang::Lang;

/// The tag of the language that a text is written in; none where its words do not tell.
pub(super) fn told_by(text: &str) -> Option<&'static str> {
    let info = whatlang::detect(text).filter(|info| info.is_reliable())?;
    Some(match info.lang() {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Ell => "el",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Cat => "ca",
        Lang::Tur => "tr",
        Lang::Aze => "az",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        Lang::Afr => "af",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Yid => "yi",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Tha => "th",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_their_language() {
        for (text, tag) in [
            ("It was the best of times, it was the worst of times, it was the age of wisdom and of foolishness.", "en"),
            (
                "Alle glücklichen Familien gleichen einander, jede unglückliche Familie ist auf ihre eigene Weise unglücklich.",
                "de",
            ),
            (
                "Longtemps, je me suis couché de bonne heure, et parfois, à peine ma bougie éteinte, mes yeux se fermaient si vite.",
                "fr",
            ),
            ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "ja"),
        ] {
            // A few words alone do not tell.
            assert_eq!(told_by(&text.repeat(5)), Some(tag), "{text}");
        }
        assert_eq!(told_by("1 2 3"), None);
    }
}
