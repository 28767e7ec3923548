//! How code looks, by what its letters are.

use serde::Serialize;

use crate::model::TokenClass;

/// A colour as sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// How tokens of one class look. Where only black is printed, weight and slant alone tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TokenLook {
    /// Its colour on white and on sepia.
    pub day: Rgb,
    /// Its colour on a dark ground.
    pub night: Rgb,
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// The looks of a design's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TokenLooks {
    /// Of [`TokenClass::Keyword`], and so on.
    pub keyword: TokenLook,
    /// Texts.
    pub string: TokenLook,
    /// Comments.
    pub comment: TokenLook,
    /// Numbers and names for fixed values.
    pub constant: TokenLook,
    /// Functions.
    pub function: TokenLook,
    /// Types.
    pub r#type: TokenLook,
    /// Operators.
    pub operator: TokenLook,
    /// Attributes.
    pub attribute: TokenLook,
    /// Lines added.
    pub inserted: TokenLook,
    /// Lines taken away.
    pub deleted: TokenLook,
    /// The numbers of lines, and the mark of a line that turns.
    pub margin: TokenLook,
}

impl TokenLooks {
    /// The look of a class.
    pub fn of(&self, class: TokenClass) -> TokenLook {
        match class {
            TokenClass::Keyword => self.keyword,
            TokenClass::String => self.string,
            TokenClass::Comment => self.comment,
            TokenClass::Constant => self.constant,
            TokenClass::Function => self.function,
            TokenClass::Type => self.r#type,
            TokenClass::Operator => self.operator,
            TokenClass::Attribute => self.attribute,
            TokenClass::Inserted => self.inserted,
            TokenClass::Deleted => self.deleted,
        }
    }
}

/// The colours of every design so far. By day each is at least 4.5:1 against white and sepia paper, and still 3:1 where a
/// reading system turns the page black without saying so; by night 4.5:1 against every ground up to #444444 (WCAG 2.2,
/// success criterion 1.4.3).
pub(super) const fn tokens() -> TokenLooks {
    const fn hex(rgb: u32) -> Rgb {
        Rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }
    const fn plain(day: u32, night: u32) -> TokenLook {
        TokenLook { day: hex(day), night: hex(night), bold: false, italic: false }
    }
    TokenLooks {
        keyword: TokenLook { bold: true, ..plain(0x99338b, 0xe39bd9) },
        string: plain(0x2c6a2e, 0x9fd08a),
        comment: TokenLook { italic: true, ..plain(0x5f6266, 0xb4b8be) },
        constant: plain(0x9a3f0a, 0xf0a878),
        function: plain(0x2259a8, 0x8fbcf5),
        r#type: plain(0x0a6670, 0x7fcfd6),
        operator: plain(0x6d5543, 0xd0b8a4),
        attribute: plain(0x73590a, 0xdcc370),
        inserted: plain(0x1f6b33, 0x8fd69b),
        deleted: TokenLook { italic: true, ..plain(0xb0252a, 0xf5a09a) },
        margin: plain(0x66696e, 0xb4b8be),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn luminance(Rgb(r, g, b): Rgb) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_can_be_read_by_day_on_sepia_and_by_night() {
        let looks = tokens();
        let all = TokenClass::ALL.iter().map(|(class, ..)| looks.of(*class)).chain([looks.margin]);
        for look in all {
            for (colour, ground, least) in [
                (look.day, Rgb(0xff, 0xff, 0xff), 4.5),
                (look.day, Rgb(0xf4, 0xec, 0xd8), 4.5),
                (look.day, Rgb(0xfb, 0xf0, 0xd9), 4.5),
                (look.day, Rgb(0, 0, 0), 3.0),
                (look.night, Rgb(0, 0, 0), 4.5),
                (look.night, Rgb(0x12, 0x12, 0x12), 4.5),
                (look.night, Rgb(0x44, 0x44, 0x44), 4.5),
            ] {
                let found = contrast(colour, ground);
                assert!(found >= least, "{colour:?} on {ground:?}: {found:.2}");
            }
        }
    }
}
