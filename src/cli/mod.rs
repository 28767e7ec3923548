//! Arguments, one file a subcommand.
//!
//! In: the command line, the environment, the clock. Out: files, findings shown by `report/`, an exit status.
//! Never here: a rule about books.

mod build;
mod clock;
mod depfile;
mod dump;
mod explain;
mod findings;
mod import;
mod init;
mod interrupt;
mod output;
mod progress;
mod reference;
mod release;
mod run;
mod say;
mod serve;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::style::Shop;

/// Exit statuses, as documented in `--help`.
const GOOD: u8 = 0;
const WRONG: u8 = 1;
const USAGE: u8 = 2;
const FILES: u8 = 3;

/// Binds an ordered series of articles into a book: EPUB, tagged PDF, press PDF.
#[derive(Debug, Parser)]
#[command(
    name = "recto",
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "\
Examples:
  recto init my-book              a new book that builds at once
  recto import ~/posts            a book of what you have: articles, Word, mdBook, a blog
  recto build                     every edition of ./book.yaml into dist/
  recto build ebook               one edition
  recto check --deny warnings     everything that would be wrong, for CI
  recto serve                     the book in your browser, anew at each save
  recto build -m 'books/*/book.yaml'   many books at once
  recto explain missing-glyph     more about a finding

Exit status: 0 good, 1 errors or denied findings, 2 wrong usage or a wrong manifest, 3 the manifest
is not there or cannot be read, or a file, a result or a finding cannot be written; 130 stopped by
Ctrl-C, 143 by SIGTERM. Of many books, the gravest.
Nothing is ever fetched: Recto works without a network."
)]
struct Args {
    #[command(flatten)]
    common: Common,
    /// Print the version; with -v, what a bug report needs
    #[arg(short = 'V', long)]
    version: bool,
    /// Say more
    #[arg(short, long, requires = "version")]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// The manifest; may be repeated, or a pattern in quotes such as 'books/*/book.yaml'
    #[arg(short, long, value_name = "FILE", default_value = "book.yaml", global = true)]
    manifest: Vec<PathBuf>,
    /// How many threads; as many as there are processors if not given
    #[arg(short = 'j', long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Say nothing but findings
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Treat findings of this code, or all warnings, as errors; may be repeated, or a list with commas
    #[arg(long, value_name = "CODE|warnings", global = true, value_delimiter = ',')]
    deny: Vec<String>,
    /// Leave out warnings and notes of this code; may be repeated, or a list with commas
    #[arg(long, value_name = "CODE", global = true, value_delimiter = ',')]
    allow: Vec<String>,
    /// How findings are shown
    #[arg(long, value_enum, value_name = "FORM", global = true)]
    message_format: Option<MessageFormat>,
    /// Whether findings are in colour
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", global = true)]
    color: Color,
}

impl Common {
    /// The manifest, for what makes one.
    fn first(&self) -> &Path {
        self.manifest.first().map_or(Path::new("book.yaml"), PathBuf::as_path)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the line and a mark below it
    Human,
    /// One line a finding, for screen readers and editors
    Plain,
    /// One JSON object a line
    Json,
    /// Annotations of a pull request on GitHub
    Github,
    /// One SARIF log, for code hosts and editors
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR or CI is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new book that builds at once
    #[command(after_help = init::EXAMPLES)]
    Init {
        /// Where; here if not given
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Make a book of what you have: articles, an mdBook, a Word file, a blog's export
    #[command(after_help = import::EXAMPLES)]
    Import {
        /// Files, or a folder of them
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The folder of the new book; here if not given
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Set the editions of the manifest into dist/
    Build {
        /// The editions to build; all if none is named
        editions: Vec<String>,
        /// Set this chapter alone, by its id or its file; may be repeated, or a list with commas
        #[arg(long, value_name = "ID", value_delimiter = ',')]
        only: Vec<String>,
        /// Where the files go; dist/ beside the manifest if not given
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Write which files the editions depend on, as Make and Ninja read it
        #[arg(long, value_name = "FILE")]
        depfile: Option<PathBuf>,
    },
    /// Show everything that would be wrong, without writing
    Check {
        /// The editions to check; all if none is named
        editions: Vec<String>,
        /// Hold EPUBs against what this shop publishes, too; may be repeated
        #[arg(long, value_name = "SHOP", value_delimiter = ',', value_parser = PossibleValuesParser::new(Shop::ALL.iter().map(|(name, _)| *name)))]
        shop: Vec<String>,
    },
    /// Print an intermediate form: the document, its lines, its pages
    Dump {
        /// Which form
        form: dump::Form,
        /// Of which edition; the first that has it if none is named
        edition: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Say more about a finding; list all codes if none is named
    Explain {
        /// The code, as findings show it
        code: Option<String>,
    },
    /// Show the book in a browser on this machine, anew at each save
    Serve {
        /// The port on which it is shown; 4747 if not given, or any free one where that is taken
        #[arg(short, long, value_name = "N")]
        port: Option<u16>,
    },
    /// Write the artifacts of a release: every edition, SHA256SUMS, release.json
    Release {
        /// The version, such as v1.2.0; the manifest's if not given
        #[arg(long, value_name = "VERSION")]
        tag: Option<String>,
        /// Where the files go; dist/ beside the manifest if not given
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Print the JSON Schema of book.yaml, by which editors complete and check
    Schema,
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, or write every page into a folder
    Man {
        /// Where the pages go
        folder: Option<PathBuf>,
    },
}

/// Runs the command on the arguments of this process.
pub fn main() -> ExitCode {
    ExitCode::from(run_with(std::env::args_os().collect()))
}

fn run_with(args: Vec<OsString>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help is an answer, not an error. A closed pipe is nobody's fault.
            let status = if error.use_stderr() { USAGE } else { GOOD };
            let gone = |kind| kind == std::io::ErrorKind::BrokenPipe;
            return error.print().map_or_else(|failed| if gone(failed.kind()) { status } else { FILES }, |()| status);
        }
    };
    let common = &args.common;
    if args.version {
        return reference::version(args.verbose);
    }
    // A preview leaves nothing half written: Ctrl-C is how it ends.
    if !matches!(args.command, Some(Command::Serve { .. })) {
        interrupt::listen();
    }
    let Some(command) = args.command else {
        let _ = Args::command().print_help();
        return USAGE;
    };
    match command {
        Command::Init { dir } => init::init(common, &dir),
        Command::Import { paths, output } => import::import(common, &paths, output.as_deref()),
        Command::Build { editions, only, output, depfile } => {
            let (output, depfile) = (output.as_deref(), depfile.as_deref());
            build::build(common, &build::Order { editions: &editions, only: &only, output, depfile })
        }
        Command::Check { editions, shop } => build::check(common, &editions, &shop),
        Command::Dump { form, edition, json } => dump::dump(common, form, edition.as_deref(), json),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Serve { port } => serve::serve(common, port),
        Command::Release { tag, output } => release::release(common, tag.as_deref(), output.as_deref()),
        Command::Schema => reference::schema(),
        Command::Completions { shell } => reference::completions(shell),
        Command::Man { folder } => reference::man(folder.as_deref()),
    }
}
