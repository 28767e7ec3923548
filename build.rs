//! Tells the command what `recto --version -v` says of how it was built, and the linker how to write relocations.

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
    if reads_packed_relocations() {
        // docs/decisions/0032-packed-relocations.md
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    println!("cargo:rustc-env=RECTO_LIBRARIES={}", libraries(&fs::read_to_string("Cargo.lock").unwrap_or_default()));
}

/// Whether this machine's C library, the target's too, reads packed relocations: glibc does from 2.36 on.
fn reads_packed_relocations() -> bool {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    if of("HOST") != of("TARGET") || of("CARGO_CFG_TARGET_ENV") != "gnu" || of("CARGO_CFG_TARGET_OS") != "linux" {
        return false;
    }
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = said.ok().and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    let version = said.trim().strip_prefix("glibc ").and_then(|version| version.split_once('.'));
    let number = |digits: &str| digits.split('.').next().and_then(|digits| digits.parse::<u32>().ok());
    version.and_then(|(major, minor)| Some((number(major)?, number(minor)?))) >= Some((2, 36))
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
