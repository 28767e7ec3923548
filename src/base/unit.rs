//! Lengths as integers, so that the same book gives the same bytes on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A length on paper in 1/65536 of a PostScript point (1/72 inch).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Length(pub i64);

/// A length relative to a type size, in 1/65536 of an em.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Em(pub i32);

const ONE: i64 = 65536;

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length(0);

    /// Whole points.
    pub const fn pt(points: i64) -> Length {
        Length(points * ONE)
    }

    /// Thousandths of a point, for lengths such as 14.3 pt written in code.
    pub const fn milli_pt(thousandths: i64) -> Length {
        Length(thousandths * ONE / 1000)
    }

    /// Thousandths of an inch.
    pub const fn milli_inch(thousandths: i64) -> Length {
        Length(thousandths * 72 * ONE / 1000)
    }

    /// Hundredths of a millimetre.
    pub const fn centi_mm(hundredths: i64) -> Length {
        Length(hundredths * 72 * ONE / 2540)
    }

    /// Points as a number, for writers of formats that speak in decimals.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / ONE as f64
    }

    /// This length times `numerator / denominator`, rounded half away from zero.
    pub fn scale(self, numerator: i64, denominator: i64) -> Length {
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator.abs()) / 2;
        let sign = if (product < 0) == (denominator < 0) { half } else { -half };
        Length(((product + sign * i128::from(denominator.signum())) / i128::from(denominator)) as i64)
    }

    /// The length without its sign.
    pub const fn abs(self) -> Length {
        Length(self.0.abs())
    }

    /// The next multiple of `step` that is not less than this length; the length itself where `step` is zero.
    pub fn round_up_to(self, step: Length) -> Length {
        if step.0 <= 0 { self } else { Length((self.0 + step.0 - 1).div_euclid(step.0) * step.0) }
    }
}

impl Em {
    /// No width at all.
    pub const ZERO: Em = Em(0);
    /// One em.
    pub const ONE: Em = Em(65536);

    /// Thousandths of an em, the unit designers think in.
    pub const fn milli(thousandths: i32) -> Em {
        Em((thousandths as i64 * ONE / 1000) as i32)
    }

    /// Font design units as ems, rounded half up.
    pub const fn from_units(units: i32, units_per_em: u16) -> Em {
        let upem = units_per_em as i64;
        Em(((units as i64 * ONE * 2 + upem).div_euclid(2 * upem)) as i32)
    }

    /// What this is at the type size `size`, rounded half up.
    pub const fn at(self, size: Length) -> Length {
        Length((self.0 as i64 * size.0 + ONE / 2) >> 16)
    }

    /// Ems as a number, for writers of formats that speak in decimals.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / ONE as f64
    }
}

macro_rules! arithmetic {
    ($($unit:ident($int:ty)),*) => {$(
        impl Add for $unit { type Output = $unit; fn add(self, o: $unit) -> $unit { $unit(self.0 + o.0) } }
        impl Sub for $unit { type Output = $unit; fn sub(self, o: $unit) -> $unit { $unit(self.0 - o.0) } }
        impl Neg for $unit { type Output = $unit; fn neg(self) -> $unit { $unit(-self.0) } }
        impl Mul<$int> for $unit { type Output = $unit; fn mul(self, n: $int) -> $unit { $unit(self.0 * n) } }
        impl Div<$int> for $unit { type Output = $unit; fn div(self, n: $int) -> $unit { $unit(self.0 / n) } }
        impl AddAssign for $unit { fn add_assign(&mut self, o: $unit) { self.0 += o.0 } }
        impl SubAssign for $unit { fn sub_assign(&mut self, o: $unit) { self.0 -= o.0 } }
        impl Sum for $unit { fn sum<I: Iterator<Item = $unit>>(all: I) -> $unit { $unit(all.map(|x| x.0).sum()) } }
    )*};
}
arithmetic!(Length(i64), Em(i32));

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Points with at most three decimals: `14.3pt`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}pt", decimals(self.0))
    }
}

impl fmt::Debug for Em {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}em", decimals(i64::from(self.0)))
    }
}

fn decimals(in_65536ths: i64) -> String {
    let thousandths = Length(in_65536ths).scale(1000, ONE).0;
    let sign = if thousandths < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", thousandths.abs() / 1000, thousandths.abs() % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A place on a page: x to the right and y down from the top left corner of the trimmed page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: Length,
    /// Down.
    pub y: Length,
}

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Across.
    pub width: Length,
    /// Down.
    pub height: Length,
}

/// A rectangle by its top left corner and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rect {
    /// The top left corner.
    pub origin: Point,
    /// Its size.
    pub size: Size,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_print_as_points() {
        assert_eq!(Length::milli_pt(14300).to_string(), "14.3pt");
        assert_eq!(Length::milli_inch(875).to_string(), "63pt");
        assert_eq!((-Length::milli_pt(500)).to_string(), "-0.5pt");
    }

    #[test]
    fn scaling_rounds_half_away_from_zero_on_both_sides() {
        assert_eq!(Length(5).scale(1, 2), Length(3));
        assert_eq!(Length(-5).scale(1, 2), Length(-3));
        assert_eq!(Length(-5).scale(-1, 2), Length(3));
    }

    #[test]
    fn an_em_is_the_size() {
        assert_eq!(Em::ONE.at(Length::pt(11)), Length::pt(11));
        assert_eq!(Em::from_units(500, 1000), Em(32768));
    }

    #[test]
    fn rounding_up_keeps_multiples() {
        assert_eq!(Length(30).round_up_to(Length(10)), Length(30));
        assert_eq!(Length(31).round_up_to(Length(10)), Length(40));
    }
}
