//! Advances in whole units of the font.
//!
//! A PDF font knows the width of each glyph; krilla writes down every advance that differs from it, be it by a hair.
//! Ours are rounded to 1/65536 em, so hardly one would be equal, and a page would hold more numbers than letters. The font's
//! own advances are therefore restored, and what a stretched space has beyond a whole unit is carried on to the next, so
//! that a line still ends where it was set to end.

use crate::base::Em;

/// Counts the advances of one run in units of its font.
pub struct Advances {
    units_per_em: i64,
    /// What is still to be given, in 1/65536 unit.
    carried: i64,
}

impl Advances {
    /// For a font of so many units per em.
    pub fn new(units_per_em: f32) -> Advances {
        Advances { units_per_em: units_per_em as i64, carried: 0 }
    }

    /// The next advance, in ems as krilla counts them.
    pub fn next(&mut self, advance: Em) -> f32 {
        let exact = i64::from(advance.0) * self.units_per_em;
        let mut units = (exact + (1 << 15)) >> 16;
        let beyond = exact - (units << 16);
        // A whole unit is off by half of 1/65536 em at most; twice that leaves room for sums of two.
        if beyond.abs() > self.units_per_em {
            self.carried += beyond;
            let given = (self.carried + (1 << 15)) >> 16;
            units += given;
            self.carried -= given << 16;
        }
        units as f32 / self.units_per_em as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_fonts_own_advances_come_back(units in -3000i32..6000, per_em in prop::sample::select(vec![1000u16, 1024, 2048])) {
            let given = Advances::new(f32::from(per_em)).next(Em::from_units(units, per_em));
            prop_assert_eq!(given, units as f32 / f32::from(per_em));
        }

        #[test]
        fn no_advance_is_off_by_a_unit_nor_their_sum_by_half_a_unit(ems in prop::collection::vec(0i32..65_536, 1..60)) {
            let (mut advances, mut sum, mut wanted) = (Advances::new(1000.0), 0.0, 0.0);
            for em in ems {
                let given = f64::from(advances.next(Em(em))) * 1000.0;
                let exact = f64::from(em) / 65.536;
                prop_assert!((given - exact).abs() < 1.01, "{given} for {exact}");
                sum += given;
                wanted += exact;
            }
            // Font units that were rounded to 1/65536 em are not carried.
            prop_assert!((sum - wanted).abs() < 0.5 + 60.0 / 65.0, "{sum} for {wanted}");
        }
    }
}
