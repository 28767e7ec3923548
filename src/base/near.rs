//! The known word that someone meant.

/// The known word that is nearest to what was written, if any is near; capitals make no difference.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= k.len().max(3) / 3)
        .min()
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("autors", ["authors", "title"]), Some("authors"));
        assert_eq!(nearest("author", ["authors", "title"]), Some("authors"));
        assert_eq!(nearest("Intro.md", ["outro.md", "intro.MD"]), Some("intro.MD"));
        assert_eq!(nearest("banana", ["authors", "title"]), None);
    }
}
