//! Any text as the body of a Word file: no panic, and the Markdown that comes of it reads back without an error.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use recto::base::{Code, Diags, Severity, Source, Sources};
use recto::import::{Content, read_word};

fuzz_target!(|data: &[u8]| {
    // As a container; and, since few bytes are one, as what one holds.
    read_word(data, "a.docx", "book/", &mut Diags::new());
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (body, styles) = text.split_once('\0').unwrap_or((text, ""));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [("word/document.xml", body), ("word/styles.xml", styles), ("word/footnotes.xml", styles)] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let import = read_word(&bytes, "a.docx", "book/", &mut Diags::new());
    for file in import.files.iter().filter(|file| file.path.ends_with(".md")) {
        let Content::Made(bytes) = &file.content else { panic!("{} is copied", file.path) };
        let mut sources = Sources::default();
        let id = sources.add(Source::new(file.path.clone(), String::from_utf8(bytes.clone()).unwrap()));
        let mut diags = Diags::new();
        let _ = recto::reader::read(sources.get(id), id, &mut diags);
        let wrong = |code: Code| !matches!(code, Code::TooDeep | Code::TooLarge);
        if let Some(error) = diags.iter().find(|found| found.severity == Severity::Error && wrong(found.code)) {
            panic!("{error:?}\n{}", sources.get(id).text);
        }
    }
});
