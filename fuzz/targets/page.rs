//! Any text as a saved page: no panic, and every finding's place lies in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::base::{Diags, Source, Sources};

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("article.html", text));
    let mut diags = Diags::new();
    let _ = recto::reader::read_beside(sources.get(id), id, &|path| path.len() % 2 == 0, &mut diags);
    for site in diags.iter().filter_map(|finding| finding.at) {
        assert!(site.span.start <= site.span.end && site.span.end as usize <= text.len());
        let _ = sources.place(site);
    }
});
