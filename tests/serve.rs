//! The preview as a browser asks it, over HTTP.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A preview that ends with the test.
struct Preview {
    child: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn of(folder: &Path) -> Preview {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        let mut child =
            command.args(["serve", "--port", "0"]).current_dir(folder).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split_once("127.0.0.1:").unwrap().1.split_once('/').unwrap().0.parse().unwrap();
        Preview { child, port }
    }

    /// The status, the headers and the body of an answer.
    fn ask(&self, path: &str, headers: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{headers}connection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
        (head[9..12].parse().unwrap(), head, answer[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.ask(path, &format!("host: 127.0.0.1:{}\r\n", self.port))
    }

    fn json(&self, path: &str) -> Value {
        let (status, _, body) = self.get(path);
        assert_eq!(status, 200, "{path}");
        serde_json::from_slice(&body).unwrap()
    }
}

fn book() -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let manifest = "title: A Small Book\nlanguage: en\nidentifier: urn:x:1\ndate: 2026-11-23\nchapters: [a.md, b.md]\neditions:\n  ebook: { format: epub }\n  \
                    reading: { format: pdf, trim: 5x8in }\n";
    fs::write(temp.path().join("book.yaml"), manifest).unwrap();
    fs::write(temp.path().join("a.md"), "# One\n\nA heron stood in the water.\n\n[Nowhere](x.md)\n").unwrap();
    fs::write(temp.path().join("b.md"), "# Two\n\nIt flew away.\n").unwrap();
    temp
}

#[test]
fn pages_chapters_words_and_findings_are_told() {
    let temp = book();
    let preview = Preview::of(temp.path());
    let (status, head, body) = preview.get("/");
    assert!(status == 200 && head.contains("content-security-policy: default-src 'none'"), "{head}");
    assert!(String::from_utf8(body).unwrap().starts_with("<!DOCTYPE html>"));

    let told = preview.json("/book");
    assert_eq!((told["edition"].as_str(), told["title"].as_str()), (Some("reading"), Some("A Small Book")));
    assert_eq!(told["outline"][0]["title"], "1 One");
    let finding = &told["findings"][0];
    assert_eq!(
        (finding["code"].as_str(), finding["file"].as_str(), finding["line"].as_u64()),
        (Some("dead-link"), Some("a.md"), Some(5))
    );
    let at = told["outline"][0]["page"].as_u64().unwrap();
    let stamp = told["pages"][at as usize]["stamp"].as_str().unwrap();

    let (_, head, svg) = preview.get(&format!("/drawn/reading/{at}/{stamp}"));
    assert!(head.contains("image/svg+xml") && head.contains("immutable"), "{head}");
    assert!(String::from_utf8(svg).unwrap().contains("<use href="));
    let words = preview.json(&format!("/words/reading/{at}"));
    assert!(words.as_array().unwrap().iter().any(|block| block["at"] == "a.md:3"), "{words}");
    let found = preview.json("/search/reading/HERON%20stood");
    assert_eq!((found.as_array().unwrap().len(), &found[0]["page"]), (1, &at.into()));
    assert_eq!(preview.json("/where/reading/5/a.md"), at);

    let told = preview.json("/book/ebook");
    assert!(told["pages"].is_null() && told["written"] == true);
    let (status, head, _) = preview.get("/epub/ebook/1/OEBPS/nav.xhtml");
    assert!(status == 200 && head.contains("application/xhtml+xml"), "{head}");
}

#[test]
fn a_save_shows_and_a_broken_manifest_is_told_while_the_last_good_pages_stay() {
    let temp = book();
    let preview = Preview::of(temp.path());
    let before = preview.json("/book/reading");
    fs::write(temp.path().join("b.md"), "# Two\n\nIt flew away, and did not come back.\n").unwrap();
    assert!(preview.json("/after/1").as_u64() > Some(1));
    let after = preview.json("/book/reading");
    let stamps =
        |told: &Value| told["pages"].as_array().unwrap().iter().map(|page| page["stamp"].clone()).collect::<Vec<_>>();
    let (before, after_stamps) = (stamps(&before), stamps(&after));
    assert_eq!(before.len(), after_stamps.len());
    assert_eq!(before.iter().zip(&after_stamps).filter(|(a, b)| a != b).count(), 1);

    fs::write(temp.path().join("book.yaml"), "title: [\n").unwrap();
    let version = after["version"].as_u64().unwrap();
    preview.json(&format!("/after/{version}"));
    let broken = preview.json("/book/reading");
    assert_eq!(broken["findings"][0]["file"], "book.yaml");
    assert_eq!(stamps(&broken), after_stamps);
}

#[test]
fn a_manifest_without_an_edition_is_told_and_what_is_wrong_with_a_style_too() {
    let temp = book();
    let preview = Preview::of(temp.path());
    let good = preview.json("/book/reading");
    let manifest = fs::read_to_string(temp.path().join("book.yaml")).unwrap();
    fs::write(
        temp.path().join("book.yaml"),
        manifest.replace("format: epub", "format: x").replace("format: pdf", "format: y"),
    )
    .unwrap();
    let version = preview.json(&format!("/after/{}", good["version"])).as_u64().unwrap();
    let broken = preview.json("/book/reading");
    assert_eq!(broken["pages"], good["pages"]);
    assert_eq!(broken["findings"][0]["file"], "book.yaml");
    fs::write(
        temp.path().join("book.yaml"),
        manifest.replace("trim: 5x8in", "trim: 5x8in, style: { size: 14pt, leading: 10pt }"),
    )
    .unwrap();
    preview.json(&format!("/after/{version}"));
    let tight = preview.json("/book/reading");
    assert!(tight["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == "bad-value"), "{tight}");
    // One that was started again counts anew, and is found again.
    assert!(preview.json("/after/999").as_u64().is_some());
}

#[test]
fn nobody_else_is_answered_and_no_file_goes_out() {
    let temp = book();
    let preview = Preview::of(temp.path());
    let own = format!("host: 127.0.0.1:{}\r\n", preview.port);
    assert_eq!(preview.ask("/book", "host: elsewhere.example\r\n").0, 403);
    assert_eq!(preview.ask("/book", &format!("{own}origin: http://elsewhere.example\r\n")).0, 403);
    for path in [
        "/a.md",
        "/book.yaml",
        "/../a.md",
        "/epub/ebook/1/../../a.md",
        "/epub/ebook/1/..%2f..%2fa.md",
        "/words/nothing/1",
        "/drawn/reading/9999/x",
    ] {
        assert_eq!(preview.get(path).0, 404, "{path}");
    }
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    write!(stream, "POST /book HTTP/1.1\r\n{own}content-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
}
