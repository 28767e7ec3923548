//! Lengths with their units, read exactly.

use crate::base::{Length, Size};

/// The longest length that is taken seriously.
const LARGEST: Length = Length::milli_inch(200_000);

/// A decimal: `digits / 10^places`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    places: u32,
}

/// A length such as `14.3pt`; `em` is the type size that an em is, where there is one.
/// The error says what is wrong, to stand behind the value.
pub(super) fn length(text: &str, em: Option<Length>) -> Result<Length, String> {
    let (number, unit) = split(text.trim())?;
    let length = resolve(number, unit, em)?;
    if length.0 < 0 {
        Err("is negative".to_string())
    } else if length > LARGEST {
        Err("is more than 200 inches".to_string())
    } else {
        Ok(length)
    }
}

/// As [`length`], but more than nothing.
pub(super) fn positive(text: &str, em: Option<Length>) -> Result<Length, String> {
    match length(text, em)? {
        Length::ZERO => Err("is zero".to_string()),
        length => Ok(length),
    }
}

/// A page such as `6x9in` or `148x210mm`.
pub(super) fn page(text: &str) -> Result<Size, String> {
    let form = || "is not WIDTHxHEIGHT with one unit, such as 6x9in or 148x210mm".to_string();
    let (width, height) = text.split_once(['x', '×']).ok_or_else(form)?;
    let (_, unit) = split(height.trim()).map_err(|_| form())?;
    let width = width.trim();
    if width.is_empty() || !width.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-') {
        return Err(form());
    }
    let side = |text: &str| positive(text, None);
    Ok(Size { width: side(&format!("{width}{unit}"))?, height: side(height)? })
}

fn split(text: &str) -> Result<(Decimal, &str), String> {
    let at = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, unit) = (&text[..at], text[at..].trim_start());
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, number),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let sound = !(whole.is_empty() && part.is_empty())
        && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
        && whole.len() + part.len() <= 15;
    if !sound {
        return Err("is not a length such as 11pt or 0.875in".to_string());
    }
    let digits = format!("{whole}{part}").parse::<i128>().map_err(|_| "is not a number".to_string())?;
    Ok((Decimal { digits: sign * digits, places: part.len() as u32 }, unit))
}

fn resolve(number: Decimal, unit: &str, em: Option<Length>) -> Result<Length, String> {
    // Points to the unit, as a fraction: an inch is 72 points and 25.4 millimetres.
    let (numerator, denominator): (i128, i128) = match unit {
        "pt" => (65_536, 1),
        "in" => (72 * 65_536, 1),
        "mm" => (720 * 65_536, 254),
        "cm" => (7_200 * 65_536, 254),
        "em" => match em {
            Some(size) => (i128::from(size.0), 1),
            None => {
                return Err("is in em, which has a meaning only for leading and margins beside a `size`".to_string());
            }
        },
        "" => return Err("needs a unit: pt, mm, cm or in".to_string()),
        _ => return Err(format!("has the unit '{unit}', which is none of pt, mm, cm and in")),
    };
    let below = denominator * 10i128.pow(number.places);
    let above = number.digits * numerator;
    let half = if above < 0 { -below / 2 } else { below / 2 };
    i64::try_from((above + half) / below).map(Length).map_err(|_| "is more than 200 inches".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact() {
        assert_eq!(length("14.3pt", None), Ok(Length(937_165)));
        assert_eq!(length("0.875in", None), Ok(Length::pt(63)));
        assert_eq!(length("25.4mm", None), Ok(Length::pt(72)));
        assert_eq!(length("2.54 cm", None), Ok(Length::pt(72)));
        assert_eq!(length("1.5em", Some(Length::pt(10))), Ok(Length::pt(15)));
        assert_eq!(page("6x9in"), Ok(Size { width: Length::pt(432), height: Length::pt(648) }));
        assert_eq!(page("148 × 210mm").map(|s| s.width), length("148mm", None));
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        for (text, words) in [
            ("11", "needs a unit"),
            ("-1pt", "negative"),
            ("201in", "200 inches"),
            ("999999999999999in", "200 inches"),
            ("12px", "'px'"),
            ("1em", "em"),
            ("pt", "not a length"),
            ("1.2.3pt", "not a length"),
        ] {
            assert!(length(text, None).unwrap_err().contains(words), "{text}");
        }
        assert!(positive("0mm", None).is_err());
        for text in ["6in", "x", "6inx9in", "6x9", "0x9in", "-6x9in", "ax9in"] {
            assert!(page(text).is_err(), "{text}");
        }
    }
}
