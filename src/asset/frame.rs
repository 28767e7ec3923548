//! The frame that stands for a picture which the book does not have: what it shows, in words.

use super::picture::draw;
use super::svg::escape;
use super::{Face, Picture};
use crate::base::Diags;

/// In pixels of CSS: a measure wide, and as high as its words need.
const WIDTH: usize = 440;
const LEADING: usize = 22;
/// Letters of a line, and lines.
const LETTERS: usize = 46;
const LINES: usize = 6;

/// A frame around `words`, under the path of the picture that it stands for.
pub fn frame(path: &str, words: &str, faces: &[Face]) -> Option<Picture> {
    let lines = lines(words);
    let height = (lines.len() + 2) * LEADING;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">\
         <rect x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#777777\" stroke-width=\"1\"/>",
        WIDTH - 2,
        height - 2
    );
    for (at, line) in lines.iter().enumerate() {
        let (x, y) = (WIDTH / 2, LEADING * (at + 1) + LEADING * 3 / 4);
        svg += &format!(
            "<text x=\"{x}\" y=\"{y}\" font-family=\"serif\" font-style=\"italic\" font-size=\"16\" text-anchor=\"middle\" fill=\"#333333\">"
        );
        escape(line, &mut svg);
        svg += "</text>";
    }
    svg += "</svg>";
    // A character that no font has is missing in the frame; the text of the edition has the words, too.
    draw(path, svg.as_bytes(), faces, None, &mut Diags::new()).ok()
}

/// Words in lines of about the same length; what is too much for the frame ends in an ellipsis.
fn lines(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let piece: String = rest.drain(..rest.len().min(LETTERS)).collect();
            let last = lines.last_mut().expect("there is a line");
            if !last.is_empty() && last.chars().count() + 1 + piece.chars().count() > LETTERS {
                lines.push(piece);
            } else {
                last.push_str(if last.is_empty() { "" } else { " " });
                last.push_str(&piece);
            }
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines[LINES - 1].push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::{Media, bundled};

    #[test]
    fn a_frame_holds_the_words() {
        let picture = frame("a_files/bend.jpg", "Two ropes & <one> bend", &bundled()).unwrap();
        assert_eq!(
            (picture.path.as_str(), picture.media, picture.width),
            ("a_files/bend.jpg", Media::Svg, WIDTH as u32)
        );
        let svg = String::from_utf8(picture.content.read().unwrap().into_owned()).unwrap();
        assert!(svg.contains("Two ropes &amp; &lt;one&gt; bend"), "{svg}");
        // On paper it is outlines.
        assert!(picture.drawing.is_some_and(|drawing| drawing.shapes.is_some()));
        assert_eq!(lines(&"word ".repeat(200)).len(), LINES);
        assert_eq!(lines(&"w".repeat(100)).len(), 3);
    }
}
