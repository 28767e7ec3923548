//! Pictures that are addresses alone: a list of them, from which curl fetches all.

use super::{Content, File};
use crate::model::Awaited;

/// The list, in the form of curl's own configuration (its manual, `--config`). It lies at `path`. None where there is nothing to fetch.
pub(super) fn list(path: &str, mut awaited: Vec<Awaited>) -> Option<File> {
    awaited.sort_by(|a, b| a.path.cmp(&b.path));
    awaited.dedup();
    if awaited.is_empty() {
        return None;
    }
    let mut text = format!("# Fetches the pictures of this book, from its folder: curl -K {path}\n");
    text += "location\nfail\ncreate-dirs\ngloboff\nproto = \"=http,https\"\n";
    for one in awaited {
        let address = if one.address.starts_with("//") { format!("https:{}", one.address) } else { one.address };
        text += &format!("\nurl = {}\noutput = {}\n", quoted(&address.replace(' ', "%20")), quoted(&one.path));
    }
    Some(File { path: path.to_string(), content: Content::Made(text.into_bytes()) })
}

fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_is_fetched_once_and_nothing_else_is() {
        let one = |address: &str, path: &str| Awaited { address: address.to_string(), path: path.to_string() };
        let file = list(
            "book/pictures.curl",
            vec![
                one("//x.org/a\"b\nurl = \"file:///etc/passwd", "book/b.png"),
                one("https://x.org/a.png?w=1&h=2", "book/a.png"),
                one("https://x.org/a.png?w=1&h=2", "book/a.png"),
            ],
        );
        let text = String::from_utf8(file.unwrap().bytes().unwrap()).unwrap();
        let urls: Vec<&str> = text.lines().filter(|line| line.starts_with("url")).collect();
        assert_eq!(
            urls,
            ["url = \"https://x.org/a.png?w=1&h=2\"", "url = \"https://x.org/a\\\"burl%20=%20\\\"file:///etc/passwd\""]
        );
        assert!(list("x", Vec::new()).is_none());
    }
}
