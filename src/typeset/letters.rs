//! What the letters of a justified line give so that its spaces stay even: first they widen or narrow, then they stand
//! closer or further apart. The bounds are those below which readers see neither (H. Thành, "Micro-typographic extensions to the TeX
//! typesetting system", TUGboat 21, 2000, for the widths; docs/decisions/0017-tracking.md for the spacing).

use super::shape::Cut;
use crate::base::{Em, Length};

/// Letters widen or narrow by one part in so many at most.
pub(super) const EXPANSION: i64 = 50;
/// The unit of letter-spacing: a thousandth of an em for each letter.
pub(super) const UNIT: Em = Em::milli(1);
/// How many units every line may use.
pub(super) const FREE: i64 = 3;
/// How many more a line may use whose spaces would be torn open.
const MORE: i64 = 7;
/// Spaces that grow by more than this share of their width, in thousandths, are torn open.
const TORN: i64 = 600;

/// How much of a line's slack its letters take by their width, and how much by their distance: most of it as far as they may
/// go. `expand` is how far they may widen in all, `track` what one unit of letter-spacing is in all, `space` the line's natural spaces.
pub(super) fn shares(slack: Length, expand: Length, track: Length, space: Length) -> (Length, Length) {
    let (size, sign) = (slack.0.abs(), slack.0.signum());
    let wanted = size * 17 / 20;
    let wider = wanted.min(expand.0);
    let mut apart = (wanted - wider).min(track.0 * FREE);
    let torn = size - wider - apart - space.0 * TORN / 1000;
    if torn > 0 {
        apart += torn.min(track.0 * MORE);
    }
    (Length(wider * sign), Length(apart * sign))
}

/// Whether the letters of a cut stand apart, so that a little more or less between them changes nothing else: not where they are
/// joined or hang from a line, and not in code.
pub(super) fn stand_apart(cut: &Cut) -> bool {
    !cut.code && !cut.rtl && matches!(&cut.script, b"Latn" | b"Grek" | b"Cyrl" | b"Armn" | b"Geor")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_widen_before_they_stand_apart_and_spaces_are_torn_last() {
        let give = |slack| {
            let (wider, apart) = shares(Length(slack), Length(500), Length(50), Length(2500));
            (wider.0, apart.0)
        };
        assert_eq!(give(400), (340, 0));
        assert_eq!(give(-700), (-500, -95));
        assert_eq!(give(2000), (500, 150));
        assert_eq!(give(2250), (500, 250));
        assert_eq!(give(9000), (500, 500));
    }

    proptest! {
        #[test]
        fn a_longer_slack_leaves_no_less_for_the_spaces(slack in -9000i64..9000, expand in 0i64..900, track in 0i64..90) {
            let left = |slack| {
                let (wider, apart) = shares(Length(slack), Length(expand), Length(track), Length(2500));
                slack - wider.0 - apart.0
            };
            prop_assert!(left(slack) <= left(slack + 1));
            prop_assert!(left(slack).abs() <= slack.abs());
        }
    }
}
