//! Numbers as letters.

/// A number in lower-case roman numerals; nought is empty.
pub fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut letters = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            letters.push_str(sign);
            rest -= value;
        }
    }
    letters
}

/// A number in letters, as lists have them: `a` to `z`, then `aa`; nought is empty.
pub fn alphabetic(number: u32) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 1, 26, 27, 52, 53, 703].map(alphabetic), ["", "a", "z", "aa", "az", "ba", "aaa"]);
    }

    #[test]
    fn roman_numerals_subtract() {
        assert_eq!([1, 4, 9, 14, 40, 1999].map(roman), ["i", "iv", "ix", "xiv", "xl", "mcmxcix"]);
    }
}
