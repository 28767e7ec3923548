//! What the command tells of itself: completions, man pages, the schema of `book.yaml`, and what a bug report needs.

use std::io::IsTerminal;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use super::run::{Stop, stop};
use super::say::answer;
use super::{Args, FILES, GOOD, output};
use crate::manifest;

/// `recto completions`
pub(super) fn completions(shell: Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "recto", &mut script);
    answer(&script)
}

/// `recto schema`
pub(super) fn schema() -> u8 {
    let schema = serde_json::to_string_pretty(&manifest::schema()).unwrap_or_default() + "\n";
    answer(schema.as_bytes())
}

/// `recto man`: the page of the command, or every page into a folder.
pub(super) fn man(folder: Option<&Path>) -> u8 {
    let pages = pages();
    let Some(folder) = folder else {
        return pages.first().map_or(GOOD, |(_, page)| answer(page));
    };
    for (name, page) in &pages {
        if let Err(words) = output::write_at(&folder.join(name), page) {
            let Stop(status) = stop(FILES, &words);
            return status;
        }
    }
    GOOD
}

/// The man pages by file name, the command's own first.
fn pages() -> Vec<(String, Vec<u8>)> {
    // The command answers --version itself; a page's head names the version, too.
    let mut command =
        Args::command().disable_help_subcommand(true).disable_version_flag(true).version(env!("CARGO_PKG_VERSION"));
    command.build();
    let subcommands: Vec<clap::Command> = command.get_subcommands().filter(|c| !c.is_hide_set()).cloned().collect();
    let pages = std::iter::once(command).chain(subcommands).map(|command| {
        let page = clap_mangen::Man::new(command);
        let mut bytes = Vec::new();
        // Nothing fails that writes into memory.
        let _ = page.render(&mut bytes);
        (page.get_filename(), bytes)
    });
    pages.collect()
}

/// `recto --version`, and with `-v` what a bug report needs.
pub(super) fn version(verbose: bool) -> u8 {
    let version = env!("CARGO_PKG_VERSION");
    if !verbose {
        return answer(format!("recto {version}\n").as_bytes());
    }
    let said = |name: &str| std::env::var(name).map_or_else(|_| "not set".to_string(), |value| format!("'{value}'"));
    let variables = ["LANG", "TERM", "NO_COLOR", "CI", "ACCESSIBLE", "SOURCE_DATE_EPOCH"];
    let lines = [
        format!("recto {version}"),
        format!("commit: {}", option_env!("RECTO_COMMIT").unwrap_or("not told")),
        format!("built for: {}, by {}", env!("RECTO_TARGET"), env!("RECTO_RUSTC")),
        format!("with: {}", env!("RECTO_LIBRARIES")),
        format!("runs on: {} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("terminal: {}", if std::io::stderr().is_terminal() { "yes" } else { "no" }),
        format!("environment: {}", variables.map(|name| format!("{name} {}", said(name))).join(", ")),
    ];
    answer((lines.join("\n") + "\n").as_bytes())
}
