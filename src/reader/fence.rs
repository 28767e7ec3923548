//! What stands behind the opening fence of a block of code, as rustdoc, mdBook, pandoc, Zola, Hugo, MkDocs and
//! Docusaurus spell it: `rust,ignore`, `{.rust .numberLines startFrom="10"}`, `py title="sort.py" linenums="1"`.

/// An info string, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language: the first word.
    pub lang: Option<String>,
    /// What stands above the code: a title or the name of its file.
    pub title: Option<String>,
    /// The block's own id, `#id`.
    pub id: Option<String>,
    /// The number of the first line, where lines are to be numbered.
    pub first_number: Option<u64>,
    /// What begins a line that is not shown (mdBook's `hidelines=`).
    pub hides: Option<String>,
    /// Words that mean nothing to Recto.
    pub unknown: Vec<String>,
}

/// Reads an info string.
pub fn read(info: &str) -> Fence {
    let mut fence = Fence::default();
    let mut titles: Vec<&str> = Vec::new();
    let mut numbered = None;
    for (at, Word { key, value }) in words(info).into_iter().enumerate() {
        let bare = key.trim_start_matches('.');
        match value {
            None if is_numbering(bare) => numbered = numbered.or(Some(1)),
            // rustdoc takes a block that names only its attributes for Rust.
            None if at == 0 && is_rustdoc(bare) => fence.lang = Some("rust".to_string()),
            None if at == 0 && !bare.is_empty() && !key.starts_with('#') && !is_lines(bare) => {
                let (lang, name) = bare.split_once(':').unwrap_or((bare, ""));
                fence.lang = Some(if lang.is_empty() { bare } else { lang }.to_string());
                titles.extend((!lang.is_empty() && !name.is_empty()).then_some(name));
            }
            None if key.starts_with('#') && key.len() > 1 => fence.id = Some(key[1..].to_string()),
            None if is_rustdoc(bare) || is_mdbook(bare) || is_lines(bare) => {}
            None => fence.unknown.push(key.to_string()),
            Some(value) => match key {
                "title" | "filename" | "file" | "name" | "caption" => {
                    titles.extend((!value.is_empty()).then_some(value))
                }
                "hidelines" => fence.hides = Some(value.to_string()).filter(|prefix| !prefix.is_empty()),
                // `linenums="5"` of MkDocs both asks for numbers and says the first.
                "startFrom" | "linenostart" | "linenums" | "start" => {
                    match value.parse() {
                        Ok(first) => fence.first_number = Some(first),
                        Err(_) => fence.unknown.push(format!("{key}={value}")),
                    }
                    if key == "linenums" {
                        numbered = Some(1);
                    }
                }
                _ if is_numbering(key) => numbered = Some(1).filter(|_| value != "false"),
                "hl_lines" | "lines" | "emphasize-lines" => {}
                _ => fence.unknown.push(format!("{key}={value}")),
            },
        }
    }
    fence.first_number = numbered.map(|first| fence.first_number.unwrap_or(first));
    fence.title = Some(titles.join(" · ")).filter(|title| !title.is_empty());
    fence
}

/// Words that ask for line numbers.
fn is_numbering(word: &str) -> bool {
    matches!(
        word,
        "numberLines" | "number-lines" | "linenos" | "linenums" | "lineno" | "showLineNumbers" | "line-numbers"
    )
}

/// rustdoc's attributes (the rustdoc book, documentation tests).
fn is_rustdoc(word: &str) -> bool {
    let error = word.strip_prefix('E').is_some_and(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()));
    let edition = word.strip_prefix("edition").is_some_and(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()));
    let named = matches!(
        word,
        "ignore" | "no_run" | "should_panic" | "compile_fail" | "allow_fail" | "test_harness" | "standalone_crate"
    );
    named || error || edition || word.starts_with("ignore-")
}

/// mdBook's attributes, and the classes by which the Rust book marks code that fails.
fn is_mdbook(word: &str) -> bool {
    matches!(
        word,
        "editable"
            | "noplayground"
            | "noplaypen"
            | "playground"
            | "playpen"
            | "mdbook-runnable"
            | "does_not_compile"
            | "not_desired_behavior"
            | "panics"
            | "custom"
    )
}

/// Lines that a site would mark: `1`, `3-4`.
fn is_lines(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// A word, or a key with its value.
#[derive(Debug, PartialEq, Eq)]
struct Word<'a> {
    key: &'a str,
    value: Option<&'a str>,
}

/// The words of an info string. White space, commas and braces part them, but for those in quotes and brackets.
fn words(info: &str) -> Vec<Word<'_>> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}');
    let mut words = Vec::new();
    let mut rest = info.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let length = rest.find(|c| is_gap(c) || c == '=').unwrap_or(rest.len());
        let (key, after) = rest.split_at(length);
        let (value, after) = match after.strip_prefix('=') {
            None => (None, after),
            Some(after) => {
                let (value, after) = value(after, is_gap);
                (Some(value), after)
            }
        };
        if !key.is_empty() || value.is_some_and(|value| !value.is_empty()) {
            words.push(Word { key, value });
        }
        rest = after.trim_start_matches(is_gap);
    }
    words
}

/// A value at the beginning of a text, and what stands behind it.
fn value(text: &str, is_gap: impl Fn(char) -> bool) -> (&str, &str) {
    for (open, close) in [('"', '"'), ('\'', '\''), ('[', ']')] {
        if let Some(inner) = text.strip_prefix(open)
            && let Some((value, after)) = inner.split_once(close)
        {
            return (value, after);
        }
    }
    text.split_at(text.find(is_gap).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lang(info: &str) -> String {
        let fence = read(info);
        assert_eq!((fence.unknown, fence.title, fence.first_number), (vec![], None, None), "{info}");
        fence.lang.unwrap_or_default()
    }

    #[test]
    fn the_language_is_the_first_word() {
        assert_eq!(lang("rust"), "rust");
        assert_eq!(lang("rust,no_run,editable,should_panic,compile_fail,edition2021,noplayground"), "rust");
        assert_eq!(lang("rust ,ignore"), "rust");
        assert_eq!(lang("rust,compile_fail,E0597"), "rust");
        assert_eq!(lang("{.rust}"), "rust");
        assert_eq!(lang("{python}"), "python");
        assert_eq!(lang("js {1,3-4}"), "js");
        assert_eq!(lang("go {hl_lines=[1,2]}"), "go");
        assert_eq!(lang("c++"), "c++");
        assert_eq!(lang("no_run"), "rust");
        assert_eq!(lang(""), "");
        assert_eq!(lang("  "), "");
    }

    #[test]
    fn lines_are_numbered_as_people_ask_for_it() {
        for info in [
            "rust {.numberLines}",
            "rust,linenos",
            "{.rust .numberLines}",
            "js showLineNumbers",
            "go {linenos=table}",
            "py linenums=\"1\"",
        ] {
            let fence = read(info);
            assert_eq!((fence.first_number, fence.unknown), (Some(1), vec![]), "{info}");
            assert!(fence.lang.is_some());
        }
        for info in ["{.rust .numberLines startFrom=\"10\"}", "rust,linenos,linenostart=10", "py linenums='10'"] {
            assert_eq!(read(info).first_number, Some(10), "{info}");
        }
        assert_eq!(read("rust startFrom=3").first_number, None);
        assert_eq!(read("go {linenos=false}").first_number, None);
    }

    #[test]
    fn a_title_or_a_file_name_is_shown() {
        let title = |info| read(info).title.unwrap_or_default();
        assert_eq!(title("rust,title=\"a, b {c}\""), "a, b {c}");
        assert_eq!(title("js filename=src/a.js"), "src/a.js");
        assert_eq!(title("js title='Sort' file=sort.js"), "Sort · sort.js");
        assert_eq!(title("ruby:lib/a.rb"), "lib/a.rb");
        assert_eq!(read("ruby:lib/a.rb").lang.as_deref(), Some("ruby"));
    }

    #[test]
    fn an_id_a_prefix_of_hidden_lines_and_what_nobody_knows() {
        let fence = read("{.python #sum hidelines=~ .fancy echo=FALSE}");
        assert_eq!((fence.id.as_deref(), fence.hides.as_deref()), (Some("sum"), Some("~")));
        assert_eq!(fence.unknown, [".fancy", "echo=FALSE"]);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read(info in "[ a-c.#={}\\[\\]\"',:0-9é-]{0,24}") {
            read(&info);
        }
    }
}
