//! What the letters of code are to their language, by the grammars of Sublime Text that two-face carries and syntect reads.
//! They are loaded once, when the first block of code names its language; a novel never does.

use std::sync::LazyLock;

use two_face::re_exports::syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::base::limits;
use crate::model::{Token, TokenClass};

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::load);

struct Grammars {
    set: SyntaxSet,
    /// What begins with this scope is of this class; `None` says that it is plain, whatever it stands in.
    classes: Vec<(Scope, Option<TokenClass>)>,
}

/// Scopes by their beginnings (Sublime Text, scope naming), the narrower before the wider.
const CLASSES: &[(&str, Option<TokenClass>)] = &[
    ("comment", Some(TokenClass::Comment)),
    ("string", Some(TokenClass::String)),
    ("constant", Some(TokenClass::Constant)),
    ("keyword.operator", Some(TokenClass::Operator)),
    ("keyword", Some(TokenClass::Keyword)),
    ("storage.modifier.lifetime", Some(TokenClass::Attribute)),
    ("storage.type.numeric", Some(TokenClass::Constant)),
    ("storage", Some(TokenClass::Keyword)),
    ("entity.name.function", Some(TokenClass::Function)),
    ("entity.name.macro", Some(TokenClass::Function)),
    ("entity.name.constant", Some(TokenClass::Constant)),
    ("entity.name.lifetime", Some(TokenClass::Attribute)),
    ("entity.name.tag", Some(TokenClass::Keyword)),
    ("entity.name", Some(TokenClass::Type)),
    ("entity.other.attribute-name", Some(TokenClass::Attribute)),
    ("entity.other.inherited-class", Some(TokenClass::Type)),
    ("support.function", Some(TokenClass::Function)),
    ("support.macro", Some(TokenClass::Function)),
    ("support.type.property-name", Some(TokenClass::Attribute)),
    ("support.constant", Some(TokenClass::Constant)),
    ("support", Some(TokenClass::Type)),
    ("variable.function", Some(TokenClass::Function)),
    ("variable.language", Some(TokenClass::Keyword)),
    ("variable.annotation", Some(TokenClass::Attribute)),
    ("meta.annotation", Some(TokenClass::Attribute)),
    ("markup.inserted", Some(TokenClass::Inserted)),
    ("markup.deleted", Some(TokenClass::Deleted)),
    ("markup.heading", Some(TokenClass::Keyword)),
    ("markup.raw", Some(TokenClass::String)),
    ("meta.diff.range", Some(TokenClass::Function)),
    ("meta.diff.header", Some(TokenClass::Attribute)),
    // Code within a string is code.
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("source", None),
];

/// Names by which people call languages and the grammars do not.
const ALIASES: &[(&str, &str)] = &[
    ("asm", "nasm"),
    ("c-sharp", "c#"),
    ("csharp", "c#"),
    ("docker", "dockerfile"),
    ("elisp", "el"),
    ("emacs-lisp", "el"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsx", "tsx"),
    ("node", "js"),
    ("objc", "objective-c"),
    ("python3", "py"),
    ("scheme", "scm"),
    ("shell", "sh"),
];

impl Grammars {
    fn load() -> Grammars {
        let scope = |(name, class): &(&str, Option<TokenClass>)| Some((Scope::new(name).ok()?, *class));
        Grammars { set: two_face::syntax::extra_newlines(), classes: CLASSES.iter().filter_map(scope).collect() }
    }

    /// The grammar of a language by one of its names or the ending of its files.
    fn find(&self, lang: &str) -> Option<&SyntaxReference> {
        let lower = lang.to_lowercase();
        let alias = ALIASES.iter().find(|(name, _)| *name == lower).map(|(_, grammar)| *grammar);
        self.set.find_syntax_by_token(lang).or_else(|| self.set.find_syntax_by_token(alias.unwrap_or(&lower)))
    }

    /// The class of the letters on which `stack` lies: what the innermost scope says that says anything.
    fn class(&self, stack: &ScopeStack) -> Option<TokenClass> {
        let said = |scope: &Scope| self.classes.iter().find(|(begins, _)| begins.is_prefix_of(*scope));
        stack.as_slice().iter().rev().find_map(said).and_then(|(_, class)| *class)
    }

    fn tokens(&self, grammar: &SyntaxReference, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let (mut state, mut stack) = (ParseState::new(grammar), ScopeStack::new());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            // A grammar takes as long as the square of a line's length.
            if line.len() > limits::COLOURED_LINE {
                break;
            }
            // The grammars know lines by their ends.
            let whole = if line.ends_with('\n') { line.to_string() } else { format!("{line}\n") };
            let Ok(changes) = state.parse_line(&whole, &self.set) else { break };
            let mut from = 0;
            for (at, change) in changes {
                self.push(&mut tokens, text, start + from.min(line.len())..start + at.min(line.len()), &stack);
                from = at;
                if stack.apply(&change).is_err() {
                    return tokens;
                }
            }
            self.push(&mut tokens, text, start + from.min(line.len())..start + line.len(), &stack);
            start += line.len();
        }
        tokens
    }

    fn push(&self, tokens: &mut Vec<Token>, text: &str, range: std::ops::Range<usize>, stack: &ScopeStack) {
        let Some(class) = self.class(stack).filter(|_| !text[range.clone()].trim().is_empty()) else { return };
        let range = range.start as u32..range.end as u32;
        match tokens.last_mut() {
            Some(last) if last.class == class && last.range.end == range.start => last.range.end = range.end,
            _ => tokens.push(Token { range, class }),
        }
    }
}

/// What the letters of `text` are in a language; nothing where no grammar knows it.
pub fn tokens(lang: &str, text: &str) -> Vec<Token> {
    if text.len() > limits::COLOURED {
        return Vec::new();
    }
    GRAMMARS.find(lang).map_or_else(Vec::new, |grammar| GRAMMARS.tokens(grammar, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Listing;

    /// Code with the letter of its class below each letter.
    fn coloured(lang: &str, text: &str) -> String {
        let listing = Listing { tokens: tokens(lang, text), ..Listing::new(None, text) };
        let mut out = String::new();
        for line in listing.lines() {
            for (piece, class) in line {
                out.extend(std::iter::repeat_n(class.map_or('.', TokenClass::letter), piece.chars().count()));
            }
            out.push('/');
        }
        out
    }

    #[test]
    fn letters_have_the_class_that_a_reader_expects() {
        let all = [
            coloured("rust", "fn f(x: u8) -> u8 { 1 } // é\nlet s = \"a\\n\";"),
            coloured("python", "def f(x):\n    return 'a' + 1 # no"),
            coloured("diff", "-a\n+b\n c"),
            coloured("html", "<p class=\"a\">b</p>"),
        ];
        let classes = [
            "kk.f....kk.....kk...n...cccc/kkk...o.ssnns./",
            "kkk.f..../....kkkkkk.sss.o.n.cccc/",
            "--/++/../",
            ".k.aaaaa.sss....k./",
        ];
        assert_eq!(all, classes);
    }

    #[test]
    fn languages_answer_to_the_names_that_people_use() {
        for lang in [
            "rust",
            "rs",
            "Rust",
            "c",
            "cpp",
            "c++",
            "C#",
            "csharp",
            "java",
            "js",
            "javascript",
            "jsx",
            "ts",
            "typescript",
            "tsx",
            "json",
            "jsonc",
            "py",
            "python",
            "python3",
            "rb",
            "ruby",
            "go",
            "golang",
            "sh",
            "bash",
            "zsh",
            "shell",
            "html",
            "css",
            "scss",
            "xml",
            "yaml",
            "yml",
            "toml",
            "sql",
            "php",
            "perl",
            "lua",
            "haskell",
            "ocaml",
            "kotlin",
            "swift",
            "scala",
            "clojure",
            "elixir",
            "erlang",
            "r",
            "julia",
            "dart",
            "zig",
            "nix",
            "dockerfile",
            "docker",
            "make",
            "makefile",
            "cmake",
            "diff",
            "tex",
            "latex",
            "markdown",
            "graphql",
            "proto",
            "nginx",
            "ini",
            "vim",
        ] {
            assert!(GRAMMARS.find(lang).is_some(), "{lang}");
        }
        for lang in ["", "text", "no-such-language", "mermaid"] {
            assert!(GRAMMARS.find(lang).is_none(), "{lang}");
        }
    }

    /// A little of what many languages have, and what none has.
    const MIXED: &str = "#!/usr/bin/env x\n/* a */ // b\n# c -- d ; e % f\n<a href='x'>{{ y }}</a> <?php echo 1 ?>\n\
        def f(x, y=1.5e3): return \"é \\n #{x} ${y}\" + 'z'\nclass A < B { int i = 0x1F; }\n<<EOF\nheredoc\nEOF\n\
        @a [b](c) `d` $e %f& |g| ~h ^i\n\\begin{x} \\end{x}\nSELECT * FROM t WHERE a = 'b';\n\t\u{a0}漢字 \u{301}\n\
        key: [1, 2]\n[section]\n- \"open\n'''\nend\n}}])";

    #[test]
    fn no_grammar_fails_and_none_loses_a_letter() {
        let grammars = GRAMMARS.set.syntaxes();
        assert!(grammars.len() > 150, "{}", grammars.len());
        for grammar in grammars {
            let tokens = GRAMMARS.tokens(grammar, MIXED);
            let mut end = 0;
            for token in &tokens {
                assert!(token.range.start >= end && token.range.start < token.range.end, "{}: {token:?}", grammar.name);
                assert!(MIXED.get(token.range.start as usize..token.range.end as usize).is_some(), "{}", grammar.name);
                end = token.range.end;
            }
            let listing = Listing { tokens, ..Listing::new(None, MIXED) };
            let lines = listing.lines();
            let lines: Vec<String> = lines.iter().map(|line| line.iter().map(|(piece, _)| *piece).collect()).collect();
            assert_eq!(lines.join("\n"), MIXED, "{}", grammar.name);
        }
    }

    #[test]
    fn a_line_of_endless_length_is_plain_and_costs_no_time() {
        let long = format!("let a = \"{}\";\nlet b = 1;", "x".repeat(100_000));
        assert_eq!(tokens("rust", &long), []);
    }
}
