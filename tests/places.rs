//! What links of a book lead to: whatever element of a page has the name is a place, in the EPUB and on pages.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use common::recto;
use lopdf::Document;

/// Every kind of element with a name of its own. The last has nothing behind it.
const BODY: &str = r##"<p id="p">A paragraph with some words in it.</p>
<p>A <span id="span">span</span>, an <a name="old"></a>anchor, an <img id="icon" src="x.png" alt="icon"> and <em id="em">more</em>.</p>
<div id="div"><p>In a division.</p></div>
<div id="bare">Words of a division.</div>
<ul id="ul"><li id="li">One</li><li id="loose"><p>Two</p></li></ul>
<table id="table"><caption id="caption">Of cells</caption><tr id="tr"><th id="th">Head</th><th>Other</th></tr>
<tr><td id="td">cell</td><td id="hollow"></td></tr></table>
<figure id="figure"><img id="img" src="x.png" alt="x"><figcaption id="figcaption">Caption</figcaption></figure>
<p id="around"><img id="alone" src="x.png" alt="x"></p>
<p><img id="left" src="x.png" alt="x"> <img id="right" src="x.png" alt="x"></p>
<blockquote id="quote"><p id="quoted">Quoted.</p></blockquote>
<pre id="pre"><code>code</code></pre>
<pre><code id="code">more code</code></pre>
<dl id="dl"><dt id="dt">Term</dt><dd id="dd">Meaning</dd></dl>
<p id="empty"></p>
<details id="details"><summary id="summary">Summary</summary><p>Folded.</p></details>
<h2 id="head"><span id="inner">A</span> heading</h2>
<p>The last words.</p>
<p id="last"></p>"##;

/// The book: a page with all of it, an article with all of it as raw HTML, and a chapter that links to each place of both.
fn book() -> (tempfile::TempDir, usize) {
    let names: Vec<&str> = BODY.split(['"']).skip(1).step_by(2).filter(|value| *value != "x.png").collect();
    let names: Vec<&str> = names.into_iter().filter(|value| !["x", "icon", "heading"].contains(value)).collect();
    let temp = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(temp.path().join(name), text).unwrap();
    image::RgbImage::from_pixel(900, 600, image::Rgb([9, 99, 200])).save(temp.path().join("x.png")).unwrap();
    let long =
        "<p>A knot holds by friction, and by nothing else; whoever has tied one in a wet rope knows that well.</p>";
    let page = format!("<title>Page</title><article><h1 id=title>Page</h1>{long}{BODY}</article>");
    write("page.html", &page);
    write("raw.md", &format!("# Raw\n\n{}\n", BODY.replace('\n', "\n\n")));
    let mut links = String::from("# Links\n\nTo [the title](page.html#title) and [the top](page.html#top).\n");
    for name in names.iter().chain(&["icon"]) {
        links.push_str(&format!("\nTo [{name} there](page.html#{name}) and [{name} here](raw.md#{name}).\n"));
    }
    write("links.md", &links);
    let head = "title: A\nlanguage: en\nauthors: [A]\nidentifier: urn:uuid:7f0e1c52-9a4d-4a35-8f0e-2a9d5c1b7e11\n";
    write("book.yaml", &format!("{head}front: []\nchapters: [page.html, raw.md, links.md]\n"));
    (temp, (names.len() + 1) * 2 + 2)
}

#[test]
fn every_named_element_is_a_place_in_both_editions() {
    let (temp, count) = book();
    let run = recto(temp.path(), &["build", "--deny", "dead-link"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");

    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(temp.path().join("dist/a-ebook.epub")).unwrap())).unwrap();
    let mut pages = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().rsplit('/').next().unwrap().to_string();
        let mut text = String::new();
        if name.ends_with(".xhtml") && file.read_to_string(&mut text).is_ok() {
            pages.insert(name, text);
        }
    }
    let links = pages.values().find(|page| page.contains("the title</a>")).unwrap();
    let mut led = 0;
    for (at, _) in links.match_indices("href=\"") {
        let href = links[at + 6..].split('"').next().unwrap();
        let (page, id) = href.split_once('#').unwrap_or((href, ""));
        let Some(page) = pages.get(page) else { continue };
        assert!(id.is_empty() || page.contains(&format!("id=\"{id}\"")), "{href}");
        led += 1;
    }
    assert_eq!(led, count);

    let pdf = Document::load(temp.path().join("dist/a-handout.pdf")).unwrap();
    let links = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let links =
        links.filter(|dict| dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Link"));
    // One that runs over the end of a line is two.
    assert!(links.filter(|dict| dict.has(b"Dest") || dict.has(b"A")).count() >= count);
}

#[test]
fn names_that_nothing_leads_to_are_left_to_the_site() {
    let (temp, _) = book();
    fs::write(temp.path().join("links.md"), "# Links\n\nNone, and [here](#p).\n").unwrap();
    let run = recto(temp.path(), &["dump", "model", "ebook"]);
    let model = String::from_utf8_lossy(&run.stdout);
    assert!(model.contains("raw.p") && !model.contains("page.p"), "{model}");
}
