//! The command `recto`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    recto::cli::main()
}
