//! The command `recto`.
#![forbid(unsafe_code)]

// Setting a book is many small allocations on every thread; docs/decisions/0008-allocator.md has the figures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    recto::cli::main()
}
