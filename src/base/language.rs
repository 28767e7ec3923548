//! Language tags.

/// Whether a text is a well-formed language tag (BCP 47, RFC 5646 section 2.1, without the grandfathered ones).
pub fn is_language(tag: &str) -> bool {
    let all = |s: &str, f: fn(&u8) -> bool| s.bytes().all(|b| f(&b));
    let alpha = |s: &&str| all(s, u8::is_ascii_alphabetic);
    let alnum = |s: &&str| (1..=8).contains(&s.len()) && all(s, u8::is_ascii_alphanumeric);
    let parts: Vec<&str> = tag.split('-').collect();
    if !parts.iter().all(alnum) {
        return false;
    }
    let mut at = 0;
    let is_private = |s: &str| s.eq_ignore_ascii_case("x");
    if !is_private(parts[0]) {
        // Longer ones are well-formed, but no language has any (IANA's registry): "english" is a word, not a tag.
        if !(2..=3).contains(&parts[0].len()) || !alpha(&parts[0]) {
            return false;
        }
        at = 1;
        let takes = |at: usize, fits: &dyn Fn(&&str) -> bool| parts.get(at).is_some_and(fits);
        while at <= 3 && takes(at, &|s| s.len() == 3 && alpha(s)) {
            at += 1;
        }
        if takes(at, &|s| s.len() == 4 && alpha(s)) {
            at += 1;
        }
        if takes(at, &|s| (s.len() == 2 && alpha(s)) || (s.len() == 3 && all(s, u8::is_ascii_digit))) {
            at += 1;
        }
        while takes(at, &|s| s.len() >= 5 || (s.len() == 4 && s.as_bytes()[0].is_ascii_digit())) {
            at += 1;
        }
        while takes(at, &|s| s.len() == 1 && !is_private(s)) {
            at += 1;
            let first = at;
            while takes(at, &|s| s.len() >= 2) {
                at += 1;
            }
            if at == first {
                return false;
            }
        }
    }
    at == parts.len() || (is_private(parts[at]) && at + 1 < parts.len())
}

/// The tag that a text in an article means, which may have an underscore as the tags of operating systems have; none where it is none.
pub fn tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    is_language(&tag).then_some(tag)
}

/// Every language of two letters (ISO 639-1), and those that had others before.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et \
    eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko \
    kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu \
    rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh \
    yi yo za zh zu";

/// Countries that are taken for their languages, and the languages.
const COUNTRIES: &[(&str, &str)] = &[
    ("al", "sq"),
    ("at", "de"),
    ("by", "be"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("ge", "ka"),
    ("gr", "el"),
    ("il", "he"),
    ("ir", "fa"),
    ("jp", "ja"),
    ("mx", "es"),
    ("nz", "en"),
    ("pk", "ur"),
    ("rs", "sr"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// Why a well-formed tag is that of no language, and what may be meant.
pub fn mistaken(tag: &str) -> Option<(String, String)> {
    let lower = tag.to_ascii_lowercase();
    let (language, rest) = lower.split_once('-').unwrap_or((&lower, ""));
    if language.len() == 2 && !TWO_LETTERS.split_whitespace().any(|known| known == language) {
        let country = COUNTRIES.iter().find(|(country, _)| *country == language);
        let help = country.map_or("write a tag such as en-US, de or zh-Hant".to_string(), |(_, meant)| {
            format!("did you mean '{meant}'?")
        });
        return Some((format!("'{language}' is no language"), help));
    }
    let british = rest.split('-').take_while(|part| part.len() > 1).any(|part| part == "uk");
    british.then(|| ("'UK' is no region of a language".to_string(), format!("write '{language}-GB'")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags() {
        for good in [
            "en",
            "en-US",
            "zh-Hant-TW",
            "de-1996",
            "sl-rozaj-biske",
            "es-419",
            "x-mine",
            "en-x-a",
            "zh-yue-HK",
            "en-u-ca-x",
        ] {
            assert_eq!(is_language(good), good != "en-u-ca-x", "{good}");
        }
        for bad in
            ["", "e", "english", "english language", "en_US", "en-", "-en", "x", "en-x", "en-u", "123", "englishes1"]
        {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn an_underscore_stands_for_a_hyphen_in_articles() {
        assert_eq!(tag(" fr_FR ").as_deref(), Some("fr-FR"));
        assert!(
            ["", "f", "französisch", "12", "en-", "e n", "xx-YYYYYYYYYYY"].into_iter().all(|text| tag(text).is_none())
        );
    }

    #[test]
    fn a_country_is_no_language() {
        let help = |tag: &str| mistaken(tag).map(|(_, help)| help);
        assert_eq!(help("jp").as_deref(), Some("did you mean 'ja'?"));
        assert_eq!(help("en-UK").as_deref(), Some("write 'en-GB'"));
        assert_eq!(help("xq").as_deref(), Some("write a tag such as en-US, de or zh-Hant"));
        for good in ["uk", "en-GB", "de-CH-1996", "zh-Hant-TW", "tlh", "iw", "en-x-uk", "x-mine"] {
            assert_eq!(help(good), None, "{good}");
        }
        assert!(COUNTRIES.iter().all(|(country, meant)| help(country).is_some() && help(meant).is_none()));
    }
}
