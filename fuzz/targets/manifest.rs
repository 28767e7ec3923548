//! Any text as a `book.yaml`: no panic, and every finding's place lies in the text. The book's folder is this crate's, so
//! that names of files are asked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::base::{Diags, Folder, Source, Sources};

fuzz_target!(|text: &str| {
    let mut diags = Diags::new();
    let folder = Folder::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this crate's own folder");
    let mut sources = Sources::default();
    let id = sources.add(Source::new("book.yaml", text));
    let _ = recto::manifest::read(text, id, &folder, &mut diags);
    for site in diags.iter().filter_map(|finding| finding.at) {
        assert!(site.span.start <= site.span.end && site.span.end as usize <= text.len());
        let _ = sources.place(site);
    }
});
