//! Where one scene of a Word file ends and the next begins: lines of signs, and empty lines that mean something.

use super::super::count;
use super::para::{Kind, Para, Piece};
use crate::base::{Code, Diags};

/// Signs that stand alone between scenes.
fn is_scene(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let count = bare.chars().count();
    // Dashes and number signs, stars, daggers, and Unicode's blocks of shapes and ornaments.
    let ornament = |c: char| {
        matches!(
                   c,
                   '#' | '—' | '–' | '―' | '⸻' | '*' | '∗' | '⁂' | '•' | '·' | '§' | '~' | '†' | '‡' | '★' | '☆' | '☙'
        | '\u{25a0}'..='\u{25ff}' | '\u{2660}'..='\u{2667}' | '\u{2700}'..='\u{27bf}'
               )
    };
    // What may be a sentence of somebody who says nothing, or a letter, stands thrice.
    let drawn = |c: char| matches!(c, '-' | '–' | '—' | '_' | '=' | '+' | '.' | '…' | 'o' | '#');
    (1..=12).contains(&count) && (bare.chars().all(ornament) || (count >= 3 && bare.chars().all(drawn)))
}

/// Makes breaks between scenes of lines of signs, and of empty lines where these are rare enough to mean something.
pub fn scenes(paras: &mut Vec<Para>, name: &str, diags: &mut Diags) {
    for para in paras.iter_mut() {
        let bare = para.kind == Kind::Text
            && para.runs.iter().all(|run| matches!(run.piece, Piece::Text(_) | Piece::Break | Piece::Place(_)));
        if bare && is_scene(&para.words()) {
            para.kind = Kind::SceneBreak;
            para.runs.clear();
        }
    }
    let prose = |para: &Para| para.kind == Kind::Text && !para.is_blank() && para.words().chars().count() > 60;
    let pairs = paras.windows(2).filter(|two| prose(&two[0]) && prose(&two[1])).count();
    // One empty line between two paragraphs of prose, on one page.
    let gaps: Vec<usize> = (1..paras.len().saturating_sub(1))
        .filter(|at| paras[*at].is_blank() && paras[*at].kind == Kind::Text && !paras[*at].begins_page)
        .filter(|at| prose(&paras[at - 1]) && prose(&paras[at + 1]) && !paras[at + 1].begins_page)
        .collect();
    if !gaps.is_empty() && gaps.len() * 4 < pairs {
        let message = format!(
            "'{name}' has {} between paragraphs that follow one another closely elsewhere; each is a break between scenes",
            count(gaps.len(), "empty line")
        );
        diags.push_help(Code::UncertainOrder, None, message, "delete the *** where none is meant");
        gaps.iter().for_each(|at| paras[*at].kind = Kind::SceneBreak);
    }
    // An empty paragraph may be the one with which a page begins.
    for at in 0..paras.len() {
        if paras[at].is_blank() && paras[at].begins_page && at + 1 < paras.len() {
            paras[at + 1].begins_page = true;
        }
        if paras[at].is_blank() && at + 1 < paras.len() {
            paras[at + 1].below_gap = true;
        }
    }
    paras.retain(|para| !para.is_blank());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_signs_part_scenes_and_words_do_not() {
        let scenes =
            ["—", "— —", "———", "~", "§", "#", "##", "* * *", "***", "⁂", "❦", "◆ ◆", "...", "o o o", "-----", "+ + +"];
        for words in scenes {
            assert!(is_scene(words), "{words}");
        }
        for words in ["", "-", "o", "…", "..", "—No.", "#1", "3", "A", "*************"] {
            assert!(!is_scene(words), "{words}");
        }
    }
}
