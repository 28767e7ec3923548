//! The manual: its chapters that follow from the code are held against it, and it builds without a finding.
//! `RECTO_BLESS=1 cargo test --test manual` writes those chapters anew.

mod common;

use std::fmt::Write;

use common::{expect, here, recto};

fn said(args: &[&str]) -> String {
    let run = recto(&here("."), args);
    assert_eq!(run.status.code(), Some(0), "{args:?}");
    String::from_utf8(run.stdout).unwrap()
}

fn hold(chapter: &str, text: &str) {
    let mut wrong = Vec::new();
    expect(&here("docs/manual").join(chapter), text, &mut wrong);
    assert!(wrong.is_empty(), "{}\nRECTO_BLESS=1 cargo test --test manual writes it anew", wrong.join("\n"));
}

/// What a command takes and what that is for, as its help says, and what the help says beside it: usage, words, examples.
struct Help {
    text: String,
    takes: Vec<(String, String)>,
}

fn help(command: &str) -> Help {
    let said = said(&["help", command]);
    let (mut text, mut takes) = (String::new(), Vec::new());
    let mut lines = said.lines().peekable();
    while let Some(line) = lines.next() {
        let (indent, words) = (line.len() - line.trim_start().len(), line.trim());
        if words == "Examples:" {
            let mut examples = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
                _ = writeln!(examples, "{}", line.trim());
            }
            _ = write!(text, "\n```sh\n{examples}```\n");
        } else if let Some(usage) = words.strip_prefix("Usage:") {
            _ = write!(text, "\n```sh\n{}\n```\n", usage.trim());
        } else if indent == 0 && !words.is_empty() && !["Arguments:", "Options:"].contains(&words) {
            let mut paragraph = words.to_string();
            while let Some(line) = lines.next_if(|line| !line.is_empty() && !line.starts_with(' ')) {
                paragraph = format!("{paragraph} {line}");
            }
            _ = write!(text, "\n{}\n", quoted(&paragraph));
        } else if (1..10).contains(&indent) && words.starts_with(['-', '[', '<']) {
            let mut meaning = String::new();
            while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("          ")) {
                meaning += &meant(line.trim(), &meaning);
            }
            takes.push((words.to_string(), meaning));
        }
    }
    Help { text, takes }
}

/// A line of what an option means, behind those before it.
fn meant(line: &str, before: &str) -> String {
    let value = line.strip_prefix("- ").and_then(|line| line.split_once(':'));
    match (value, line.strip_prefix("[default: ")) {
        (Some((value, words)), _) => {
            let apart =
                if before.ends_with("    - ") || before.lines().last().is_some_and(|last| last.starts_with("    -")) {
                    ""
                } else {
                    "\n"
                };
            format!("{apart}    - `{value}`: {}\n", quoted(words.trim()))
        }
        (None, Some(default)) => format!(
            "{}By default `{}`.\n",
            if before.is_empty() { "" } else { "\n    " },
            default.trim_end_matches(']')
        ),
        (None, None) if line.is_empty() || line == "Possible values:" => String::new(),
        (None, None) => format!("{}{}\n", if before.is_empty() { "" } else { "    " }, quoted(line)),
    }
}

fn definitions(takes: &[&(String, String)]) -> String {
    takes.iter().map(|(name, meaning)| format!("\n`{name}`\n:   {}\n", meaning.trim_end())).collect()
}

/// Words of a help text as Markdown says them.
fn escaped(words: &str) -> String {
    words.replace('<', "\\<").replace('*', "\\*").replace('[', "\\[")
}

/// What stands between straight quotes is typed as it is.
fn quoted(words: &str) -> String {
    let opens = |before: &str| before.is_empty() || before.ends_with([' ', '(']);
    let (mut out, mut rest) = (String::new(), words);
    while let Some((before, behind)) = rest.split_once('\'') {
        let ends = ["' ", "',", "')", "'.", "':"].iter().filter_map(|end| behind.find(end)).min();
        match ends.or(behind.strip_suffix('\'').map(str::len)).filter(|_| opens(before)) {
            Some(end) => {
                _ = write!(out, "{}`{}`", escaped(before), &behind[..end]);
                rest = &behind[end + 1..];
            }
            None => {
                _ = write!(out, "{}'", escaped(before));
                rest = behind;
            }
        }
    }
    out + &escaped(rest)
}

#[test]
fn the_manual_has_every_command() {
    let all = said(&["--help"]);
    let commands = all.split_once("Commands:").unwrap().1.lines().skip(1).take_while(|line| !line.is_empty());
    let names = commands.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help");
    let helps: Vec<(&str, Help)> = names.map(|name| (name, help(name))).collect();
    let everywhere = |one: &(String, String)| helps.iter().all(|(_, help)| help.takes.contains(one));
    let statuses = all.lines().skip_while(|line| !line.starts_with("Exit status:"));
    let statuses: Vec<&str> = statuses.take_while(|line| !line.starts_with("Nothing is ever fetched")).collect();
    let mut text = format!(
        "# The Command\n\nWhat each command takes. `recto help COMMAND` says the same, and `recto man` writes pages of it for `man`.\n\n{}\n",
        quoted(&statuses.join(" "))
    );
    for (name, help) in &helps {
        let own: Vec<_> = help.takes.iter().filter(|one| !everywhere(one)).collect();
        _ = write!(text, "\n## recto {name}\n{}{}", help.text, definitions(&own));
    }
    let common: Vec<_> = helps[0].1.takes.iter().filter(|one| everywhere(one)).collect();
    _ = write!(text, "\n## What every command takes\n{}", definitions(&common));
    hold("commands.md", &text);
}

#[test]
fn the_manual_has_every_finding() {
    let mut text = "# Findings\n\nEvery finding has a code, by which `recto explain` says more, and by which it is allowed or denied, if it is no error: \
                    on the command line, or in the manifest's `lints`. Those of a file come in the order of its lines. Where several \
                    editions are made, a finding that was made in some of them alone ends in their names: `[reading, handout]`; as \
                    data, it has `editions`. Of more than six of a kind in one file three are shown, and the lines of the others; `--message-format plain` \
                    shows each.\n"
        .to_string();
    for line in said(&["explain"]).lines() {
        let (code, rest) = line.split_once(' ').unwrap();
        let (severity, words) = rest.trim_start().split_once(' ').unwrap();
        _ = write!(text, "\n`{code}`, {severity}\n:   {}\n", quoted(words.trim_start()));
    }
    hold("findings.md", &text);
}

#[test]
fn the_manual_builds_without_a_finding() {
    let run = recto(&here("docs/manual"), &["check", "--deny", "warnings"]);
    let text = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(0), "{text}");
}
