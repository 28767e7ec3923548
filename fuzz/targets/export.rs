//! Any text as a blog's export: no panic, and every post of it is a page that reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::base::{Diags, Source, Sources};
use recto::import::{Content, read_export};

fuzz_target!(|text: &str| {
    let import = read_export(text, "a.xml", "book/", &mut Diags::new());
    assert!(import.entries.len() <= import.files.len());
    for file in &import.files {
        let Content::Made(bytes) = &file.content else { panic!("{} is copied", file.path) };
        let mut sources = Sources::default();
        let id = sources.add(Source::new(file.path.clone(), String::from_utf8(bytes.clone()).unwrap()));
        let _ = recto::reader::read(sources.get(id), id, &mut Diags::new());
    }
});
