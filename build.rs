//! Tells the command what `recto --version -v` says of how it was built.

use std::fs;
use std::process::Command;

/// The libraries whose versions matter most where a file came out wrong.
const LIBRARIES: &[&str] = &["comrak", "epub-builder", "harfrust", "krilla", "lopdf", "printpdf"];

fn main() {
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=RECTO_COMMIT");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_string());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.ok().and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    println!("cargo:rustc-env=RECTO_RUSTC={}", version.trim());
    println!("cargo:rustc-env=RECTO_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    println!("cargo:rustc-env=RECTO_LIBRARIES={}", libraries(&fs::read_to_string("Cargo.lock").unwrap_or_default()));
}

/// The libraries with their versions, as the lock file has them.
fn libraries(lock: &str) -> String {
    let lines: Vec<&str> = lock.lines().collect();
    let version = |name: &&str| {
        let at = lines.iter().position(|line| *line == format!("name = \"{name}\""))?;
        let version = lines.get(at + 1)?.strip_prefix("version = ")?.trim_matches('"');
        Some(format!("{name} {version}"))
    };
    LIBRARIES.iter().filter_map(version).collect::<Vec<_>>().join(", ")
}
