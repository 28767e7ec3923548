//! The alphabets of mathematics.

/// The letters of a symbol (Unicode Technical Report 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alphabet {
    /// Letters slant as mathematics has them; digits, capital Greek and signs are upright.
    Math,
    /// Upright.
    Roman,
    /// Slanted.
    Italic,
    /// Bold and upright.
    Bold,
    /// Bold, and slanted where [`Alphabet::Math`] slants.
    BoldMath,
    /// Script.
    Script,
    /// Blackletter.
    Fraktur,
    /// Double-struck.
    Double,
    /// Without serifs.
    Sans,
    /// Of one width.
    Mono,
}

/// A letter in an alphabet, as the character that Unicode has for it; itself where it has none.
pub fn lettered(c: char, alphabet: Alphabet) -> char {
    use Alphabet::{Bold, BoldMath, Double, Fraktur, Italic, Math, Mono, Roman, Sans, Script};
    let small_greek = matches!(c, 'α'..='ω' | 'ϵ' | 'ϑ' | 'ϰ' | 'ϕ' | 'ϱ' | 'ϖ' | '∂');
    let alphabet = match alphabet {
        Math if c.is_ascii_alphabetic() || small_greek || matches!(c, 'ı' | 'ȷ') => Italic,
        Math => Roman,
        other => other,
    };
    // The letters that Unicode had before the alphabets.
    match (alphabet, c) {
        (Italic, 'h') => return 'ℎ',
        (Italic, 'ı') => return '𝚤',
        (Italic, 'ȷ') => return '𝚥',
        (Script, 'B' | 'E' | 'F' | 'H' | 'I' | 'L' | 'M' | 'R' | 'e' | 'g' | 'o') => {
            return "ℬℰℱℋℐℒℳℛℯℊℴ".chars().nth("BEFHILMRego".find(c).unwrap_or(0)).unwrap_or(c);
        }
        (Fraktur, 'C' | 'H' | 'I' | 'R' | 'Z') => {
            return "ℭℌℑℜℨ".chars().nth("CHIRZ".find(c).unwrap_or(0)).unwrap_or(c);
        }
        (Double, 'C' | 'H' | 'N' | 'P' | 'Q' | 'R' | 'Z') => {
            return "ℂℍℕℙℚℝℤ".chars().nth("CHNPQRZ".find(c).unwrap_or(0)).unwrap_or(c);
        }
        _ => {}
    }
    let upper = |to: Alphabet| match to {
        Bold => Some(0x1D400),
        Italic => Some(0x1D434),
        BoldMath => Some(0x1D468),
        Script => Some(0x1D49C),
        Fraktur => Some(0x1D504),
        Double => Some(0x1D538),
        Sans => Some(0x1D5A0),
        Mono => Some(0x1D670),
        Math | Roman => None,
    };
    let digit = match alphabet {
        Bold | BoldMath => Some(0x1D7CE),
        Double => Some(0x1D7D8),
        Sans => Some(0x1D7E2),
        Mono => Some(0x1D7F6),
        Math | Roman | Italic | Script | Fraktur => None,
    };
    let greek = match alphabet {
        Bold => Some(0x1D6A8),
        Italic => Some(0x1D6E2),
        BoldMath => Some(0x1D71C),
        _ => None,
    };
    let found = match c {
        'A'..='Z' => upper(alphabet).map(|first| first + (c as u32 - 'A' as u32)),
        'a'..='z' => upper(alphabet).map(|first| first + 26 + (c as u32 - 'a' as u32)),
        '0'..='9' => digit.map(|first| first + (c as u32 - '0' as u32)),
        'Α'..='Ω' => greek.map(|first| first + (c as u32 - 'Α' as u32)),
        '∇' => greek.map(|first| first + 25),
        'α'..='ω' => greek.map(|first| first + 26 + (c as u32 - 'α' as u32)),
        '∂' | 'ϵ' | 'ϑ' | 'ϰ' | 'ϕ' | 'ϱ' | 'ϖ' => {
            let at = "∂ϵϑϰϕϱϖ".chars().position(|other| other == c).unwrap_or(0) as u32;
            greek.map(|first| first + 51 + at)
        }
        _ => None,
    };
    found.and_then(char::from_u32).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_characters_that_unicode_gave_them() {
        let set = |alphabet, letters: &str| letters.chars().map(|c| lettered(c, alphabet)).collect::<String>();
        assert_eq!(set(Alphabet::Math, "ahzΓα∂1∇"), "𝑎ℎ𝑧Γ𝛼𝜕1∇");
        assert_eq!(set(Alphabet::Bold, "AzΩω9∇"), "𝐀𝐳𝛀𝛚𝟗𝛁");
        assert_eq!(set(Alphabet::Double, "RNkC1"), "ℝℕ𝕜ℂ𝟙");
        assert_eq!(set(Alphabet::Script, "ABLe"), "𝒜ℬℒℯ");
        assert_eq!(set(Alphabet::Fraktur, "gCZ"), "𝔤ℭℨ");
        assert_eq!(set(Alphabet::BoldMath, "xϑ"), "𝒙𝝑");
        assert_eq!(set(Alphabet::Roman, "aé"), "aé");
    }
}
