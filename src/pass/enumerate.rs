//! Several names as one phrase: "Ada, Ben and Cleo", as each language joins them.

use super::words::primary;

/// What stands before the last of several, by language.
const AND: &[(&str, &str)] = &[
    ("en", "and"),
    ("de", "und"),
    ("fr", "et"),
    ("es", "y"),
    ("it", "e"),
    ("nl", "en"),
    ("pt", "e"),
    ("ru", "и"),
    ("uk", "і"),
    ("pl", "i"),
    ("cs", "a"),
    ("el", "και"),
    ("sv", "och"),
    ("da", "og"),
    ("nb", "og"),
    ("nn", "og"),
    ("no", "og"),
    ("fi", "ja"),
];
/// Where English puts no comma before the "and": everywhere but in America.
const NO_SERIAL_COMMA: [&str; 6] = ["gb", "ie", "au", "nz", "za", "in"];

/// Joins names. A language whose word Recto does not know has commas alone.
pub fn enumerate(names: &[&str], language: &str) -> String {
    let lang = primary(language);
    let Some((last, before)) = names.split_last() else { return String::new() };
    if before.is_empty() {
        return (*last).to_string();
    }
    if lang == "ja" || lang == "zh" {
        return names.join("、");
    }
    let Some((_, and)) = AND.iter().find(|(known, _)| *known == lang) else { return names.join(", ") };
    let and = if lang == "es" && sounds_like_i(last) { "e" } else { and };
    let region = language.split('-').nth(1).unwrap_or("").to_ascii_lowercase();
    let serial = lang == "en" && before.len() > 1 && !NO_SERIAL_COMMA.contains(&region.as_str());
    format!("{}{} {and} {last}", before.join(", "), if serial { "," } else { "" })
}

/// Spanish says "e" for "y" before the sound of an i.
fn sounds_like_i(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = name.strip_prefix('h').unwrap_or(&name);
    let follows = bare.chars().nth(1);
    bare.starts_with(['i', 'í']) && !(matches!(follows, Some('a' | 'e' | 'o' | 'u')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_name_is_joined_as_the_language_does() {
        for (language, names, phrase) in [
            ("en", &["Ada"] as &[_], "Ada"),
            ("en", &["Ada", "Ben"], "Ada and Ben"),
            ("en-US", &["Ada", "Ben", "Cleo"], "Ada, Ben, and Cleo"),
            ("en-GB", &["Ada", "Ben", "Cleo"], "Ada, Ben and Cleo"),
            ("de", &["Ada", "Ben", "Cleo"], "Ada, Ben und Cleo"),
            ("es", &["Ana", "Inés"], "Ana e Inés"),
            ("es", &["Ana", "Hierro"], "Ana y Hierro"),
            ("ru", &["Илья Ильф", "Евгений Петров"], "Илья Ильф и Евгений Петров"),
            ("ja", &["夏目", "森"], "夏目、森"),
            ("tlh", &["Worf", "Martok"], "Worf, Martok"),
            ("en", &[], ""),
        ] {
            assert_eq!(enumerate(names, language), phrase);
        }
    }
}
