//! Texts that are not UTF-8: what they are is told by evidence, and never guessed where it could as well be something else.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// What Windows wrote in the West, and Latin-1 with it.
    Windows1252,
}

impl Encoding {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

/// The text of these bytes and how it was written; nothing where the evidence is not enough. No byte order mark is left.
pub fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    let encoding = told_by(bytes)?;
    let (text, had_errors) = match encoding {
        Encoding::Utf8 => (std::str::from_utf8(bytes).ok()?.into(), false),
        Encoding::Utf16Le => UTF_16LE.decode_with_bom_removal(bytes),
        Encoding::Utf16Be => UTF_16BE.decode_with_bom_removal(bytes),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (!had_errors).then(|| (text.to_string(), encoding))
}

/// The text of a page of HTML: as a mark at its start or its bytes tell, or as it says itself in its first kilobyte (HTML, 13.2.3.2).
/// The encoding is none where the page declared it.
pub fn decode_page(bytes: &[u8]) -> Option<(String, Option<Encoding>)> {
    // Japanese mail's encoding (ISO-2022-JP) has seven bits a byte, and tells itself by escapes alone.
    let escapes = bytes.contains(&0x1b);
    if !escapes && let Some((text, encoding)) = decode(bytes).filter(|(_, encoding)| *encoding != Encoding::Windows1252)
    {
        return Some((text, Some(encoding)));
    }
    if let Some(named) = declared(bytes) {
        let (text, _, had_errors) = named.decode(bytes);
        if !had_errors {
            return Some((text.into_owned(), None));
        }
    }
    decode(bytes).map(|(text, encoding)| (text, Some(encoding)))
}

/// The encoding that a page names: `<meta charset=…>`, or within `content`.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    const LOOKED_AT: usize = 1024;
    let head = bytes[..bytes.len().min(LOOKED_AT)].to_ascii_lowercase();
    // A script has a charset, too, which is not the page's.
    let metas = head.windows(5).enumerate().filter(|(_, w)| w == b"<meta").map(|(at, _)| at);
    let mut named = metas.filter_map(|meta| {
        let end = head[meta..].iter().position(|b| *b == b'>').map_or(head.len(), |end| meta + end);
        head[meta..end].windows(7).position(|w| w == b"charset").map(|at| meta + at + 7)
    });
    let at = named.next()?;
    let rest: &[u8] = head.get(at..)?;
    let from = rest.iter().position(|b| !matches!(b, b' ' | b'=' | b'"' | b'\'' | b'\t' | b'\n'))?;
    let label = &rest[from..];
    let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')))?;
    encoding_rs::Encoding::for_label(&label[..end]).filter(|named| *named != encoding_rs::UTF_8)
}

fn told_by(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => without_mark(bytes),
    }
}

/// Without a mark: what has zeros beside its letters is UTF-16; what is no UTF-8 may be Windows-1252.
fn without_mark(bytes: &[u8]) -> Option<Encoding> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let most = bytes.len() / 2 * 7 / 10;
        return match (even == 0 && odd > most, odd == 0 && even > most) {
            (true, _) => Some(Encoding::Utf16Le),
            (_, true) => Some(Encoding::Utf16Be),
            (false, false) => None,
        };
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some(Encoding::Utf8);
    }
    is_windows_1252(bytes).then_some(Encoding::Windows1252)
}

/// Western words have single letters beyond ASCII among others: a third of all at most, and never three in a row, as
/// Cyrillic, Greek or Japanese have. Five bytes mean nothing there, and characters of UTF-8 mean a damaged file.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let unused = |byte: &u8| {
        matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0x7f)
            || (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
    };
    let in_a_row = bytes.windows(3).any(|three| three.iter().all(|byte| *byte >= 0x80));
    let utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    high * 3 <= letters + high && !in_a_row && !utf8 && !bytes.iter().any(unused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn what_is_written_is_told_by_its_bytes() {
        for (bytes, text, encoding) in [
            ("\u{feff}née".as_bytes().to_vec(), "née", Encoding::Utf8),
            (utf16("\u{feff}日本 née", u16::to_le_bytes), "日本 née", Encoding::Utf16Le),
            (utf16("\u{feff}日本 née", u16::to_be_bytes), "日本 née", Encoding::Utf16Be),
            (utf16("A title, née", u16::to_le_bytes), "A title, née", Encoding::Utf16Le),
            (utf16("A title, née", u16::to_be_bytes), "A title, née", Encoding::Utf16Be),
            (b"She said \x93na\xefve\x94 \x96 caf\xe9.".to_vec(), "She said “naïve” – café.", Encoding::Windows1252),
            (Vec::new(), "", Encoding::Utf8),
        ] {
            assert_eq!(decode(&bytes), Some((text.to_string(), encoding)), "{text}");
        }
    }

    #[test]
    fn a_page_says_how_it_is_written() {
        let page = |charset: &str, bytes: &[u8]| {
            let mut page = format!("<meta http-equiv=x content=\"text/html; charset={charset}\">").into_bytes();
            page.extend(bytes);
            decode_page(&page).map(|(text, encoding)| (text.split('>').next_back().unwrap().to_string(), encoding))
        };
        assert_eq!(page("windows-1251", b"\xcf\xf0\xe8"), Some(("При".to_string(), None)));
        assert_eq!(page("Shift_JIS", b"\x82\xb1\x82\xf1"), Some(("こん".to_string(), None)));
        assert_eq!(page("iso-2022-jp", b"\x1b$B$3$s\x1b(B"), Some(("こん".to_string(), None)));
        let scripted = b"<script charset=utf-8></script><meta charset=windows-1251>\xcf\xf0\xe8";
        assert!(decode_page(scripted).is_some_and(|(text, _)| text.ends_with("При")));
        assert_eq!(page("utf-8", "né".as_bytes()), Some(("né".to_string(), Some(Encoding::Utf8))));
        assert_eq!(page("utf-8", b"caf\xe9 there"), Some(("café there".to_string(), Some(Encoding::Windows1252))));
        assert_eq!(page("nonsense", b"\x82\xb1\x82\xf1\x82\xc9"), None);
    }

    #[test]
    fn what_could_be_something_else_is_not_guessed() {
        for bytes in [
            &b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0"[..],
            b"\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd",
            b"damaged \xc3\xa9 and \xe9 in one text",
            b"PK\x03\x04\xff",
            b"\xff\xfeA\x00\x00\xd8",
            b"a\x00b",
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
