//! The optical margin: how far what begins or ends a justified line hangs out of the measure, so that its edge looks
//! straight. After H. Thành, "Micro-typographic extensions to the TeX typesetting system" (TUGboat 21, 2000), with shares
//! between those that the microtype package gives for Garamond's and for most roman types.

/// How far a character at the left edge hangs out, in thousandths of its width.
pub(super) fn left(c: char) -> i64 {
    match c {
        '“' | '„' | '‟' | '"' | '«' => 400,
        '‘' | '‚' | '‛' | '\'' | '‹' => 600,
        '—' => 150,
        '–' => 200,
        '-' | '\u{2010}' => 500,
        '(' | '[' => 100,
        'A' | 'Á' | 'À' | 'Â' | 'Ä' | 'А' | 'Α' => 50,
        'T' | 'V' | 'W' | 'X' | 'Y' | 'Т' | 'У' | 'Х' | 'Τ' | 'Υ' | 'Χ' => 50,
        'v' | 'w' | 'x' | 'y' | 'у' | 'х' => 50,
        _ => 0,
    }
}

/// How far a character at the right edge hangs out, in thousandths of its width.
pub(super) fn right(c: char) -> i64 {
    match c {
        '.' | ',' | '\u{2010}' | '-' => 700,
        ';' | ':' => 400,
        '!' | '?' => 150,
        '”' | '“' | '"' | '»' => 400,
        '’' | '‘' | '\'' | '›' => 600,
        '…' => 150,
        '—' => 150,
        '–' => 200,
        ')' | ']' => 100,
        '\u{b7}' => 500,
        'A' | 'K' | 'L' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'А' | 'К' | 'Т' | 'У' | 'Х' | 'Г' | 'Α' | 'Κ' | 'Τ' | 'Υ' => {
            50
        }
        'r' | 't' | 'v' | 'w' | 'x' | 'y' | 'г' | 'т' | 'у' | 'х' | 'ь' => 50,
        _ => 0,
    }
}
