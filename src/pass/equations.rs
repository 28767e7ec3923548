//! Numbers of formulas by themselves: those that have a name have one, since only they can be referred to. They count by
//! chapter, `(2.1)`; where chapters have no number, through the book.

use crate::model::{Block, BlockKind, Chapter, Formula, Role, TermKind, each_block_mut};

/// Numbers what has a name and no `\tag`.
pub fn number(chapters: &mut [Chapter]) {
    let mut chapter_number = None;
    let (mut in_chapter, mut in_book) = (0, 0);
    for chapter in chapters {
        // A section counts on in its chapter.
        if chapter.role != Role::Section {
            chapter_number = chapter.number.clone();
            in_chapter = 0;
        }
        each_block_mut(&mut chapter.blocks, &mut |block| {
            let Block { kind: BlockKind::Formula(formula), anchor: Some(_), .. } = block else { return };
            if shown(formula).is_some() {
                return;
            }
            formula.number = Some(match &chapter_number {
                Some(number) => {
                    in_chapter += 1;
                    format!("({number}.{in_chapter})")
                }
                None => {
                    in_book += 1;
                    format!("({in_book})")
                }
            });
        });
    }
}

/// The number that stands beside a formula, or beside its first line that has one.
pub fn shown(formula: &Formula) -> Option<&str> {
    let rows = formula.row.iter().filter_map(|term| match &term.kind {
        TermKind::Table(table) => table.rows.iter().find_map(|row| row.number.as_deref()),
        _ => None,
    });
    formula.number.as_deref().into_iter().chain(rows).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::manifest::Format;
    use crate::model::{Anchor, each_block};
    use crate::pass::sample::{articles, bind, chapter, edition, manifest};

    fn display(name: Option<&str>, tag: Option<&str>) -> Block {
        let formula = Formula {
            tex: "x".to_string(),
            words: "x".to_string(),
            number: tag.map(str::to_string),
            label: None,
            row: Vec::new(),
        };
        let block = Block::new(BlockKind::Formula(formula), Span::default());
        Block { anchor: name.map(|name| Anchor(name.to_string())), ..block }
    }

    fn numbers(paths: &[&str]) -> Vec<Option<String>> {
        let blocks = || {
            vec![
                display(None, None),
                display(Some("a"), None),
                display(Some("b"), Some("(*)")),
                display(Some("c"), None),
            ]
        };
        let all = paths.iter().map(|path| chapter(path, path, blocks())).collect();
        let (book, _) = bind(&manifest(paths), &edition(Format::Print), &articles(all));
        let mut found = Vec::new();
        for chapter in book.chapters() {
            each_block(&chapter.blocks, &mut |block| {
                if let BlockKind::Formula(formula) = &block.kind {
                    found.push(formula.number.clone());
                }
            });
        }
        found
    }

    #[test]
    fn what_has_a_name_is_numbered_by_chapter_and_a_tag_stays() {
        let own = |number: &str| Some(number.to_string());
        assert_eq!(numbers(&["a.md"]), [None, own("(1)"), own("(*)"), own("(2)")]);
        let two = numbers(&["a.md", "b.md"]);
        assert_eq!(two[4..], [None, own("(2.1)"), own("(*)"), own("(2.2)")]);
    }
}
