//! The widths of a table's columns, from what stands in them: CSS's automatic layout (CSS 2.1, 17.5.2.2), but that room
//! is shared so that the table becomes short.

use crate::base::Length;

/// How wide something in a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// At least, with every line broken where it may be.
    pub min: Length,
    /// At most, with every line whole.
    pub max: Length,
}

/// What a cell needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellNeed {
    /// The row it begins in, counted through head and body.
    pub row: usize,
    /// Its first column.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// How wide it is.
    pub need: Need,
}

/// What each of `count` columns needs so that every cell has what it needs; columns are `gap` apart.
pub(super) fn columns(count: usize, cells: &[CellNeed], gap: Length) -> Vec<Need> {
    let mut needs = vec![Need::default(); count];
    for cell in cells.iter().filter(|cell| cell.columns == 1) {
        let need = &mut needs[cell.column];
        *need = Need { min: need.min.max(cell.need.min), max: need.max.max(cell.need.max) };
    }
    // Cells over several columns widen them where they are too narrow together, the narrower spans first.
    let mut wide: Vec<&CellNeed> = cells.iter().filter(|cell| cell.columns > 1).collect();
    wide.sort_by_key(|cell| cell.columns);
    for cell in wide {
        let covered = &mut needs[cell.column..cell.column + cell.columns];
        let gaps = gap * (cell.columns as i64 - 1);
        let weights: Vec<i64> = covered.iter().map(|need| need.max.0.max(1)).collect();
        let lack = |has: Length, wants: Length| parts((wants - gaps - has).max(Length::ZERO), &weights);
        let mins = lack(covered.iter().map(|need| need.min).sum(), cell.need.min);
        let maxs = lack(covered.iter().map(|need| need.max).sum(), cell.need.max);
        for (need, (min, max)) in covered.iter_mut().zip(mins.into_iter().zip(maxs)) {
            need.min += min;
            need.max = (need.max + max).max(need.min);
        }
    }
    needs
}

/// Shares `room` among columns that need no more than that at least and no less at most: none gets less than its least,
/// none more than its most, and all get `room` together. Of several ways to weigh what a column holds the one is taken
/// that makes the rows lowest.
pub(super) fn share(needs: &[Need], cells: &[CellNeed], room: Length) -> Vec<Length> {
    let weigh = |weight: fn(i64) -> i64| needs.iter().map(|need| weight(need.max.0.max(1)).max(1)).collect::<Vec<_>>();
    let ways = [
        weigh(|_| 1),
        weigh(|max| max.isqrt().isqrt()),
        weigh(i64::isqrt),
        weigh(|max| max.isqrt() * max.isqrt().isqrt()),
        weigh(|max| max),
    ];
    let shared = ways.into_iter().map(|weights| clamped(needs, &weights, room));
    shared.min_by_key(|widths| height(widths, cells)).unwrap_or_default()
}

/// Shares `room` among columns that need more at least: the narrow ones keep what they need, the others are made equal.
pub(super) fn squeeze(needs: &[Need], room: Length) -> Vec<Length> {
    let needs: Vec<Need> = needs.iter().map(|need| Need { min: Length::ZERO, max: need.min }).collect();
    clamped(&needs, &vec![1; needs.len()], room)
}

/// How high the rows become, as far as it can be told from widths alone: four for each line of the highest cell of a row,
/// one for each line of any cell, and four for each turn of a cell that would fit, were all columns alike.
fn height(widths: &[Length], cells: &[CellNeed]) -> i64 {
    let alike = widths.iter().copied().sum::<Length>().0 / widths.len().max(1) as i64;
    let mut highest: Vec<i64> = Vec::new();
    let mut all = 0;
    for cell in cells.iter().filter(|cell| cell.columns == 1) {
        let (max, width) = (cell.need.max.0, widths[cell.column].0.max(1));
        // Ragged lines are about a tenth shorter than they could be.
        let lines = if max <= width { 1 } else { ((max + max / 10 + width - 1) / width).max(2) };
        if highest.len() <= cell.row {
            highest.resize(cell.row + 1, 0);
        }
        highest[cell.row] = highest[cell.row].max(lines);
        all += lines + if max <= alike { 4 * (lines - 1) } else { 0 };
    }
    4 * highest.iter().sum::<i64>() + all
}

/// Widths in the proportion of `weights`, but within each column's bounds, that make `room` together.
fn clamped(needs: &[Need], weights: &[i64], room: Length) -> Vec<Length> {
    let mut widths: Vec<Length> = vec![Length::ZERO; needs.len()];
    let mut free: Vec<usize> = (0..needs.len()).collect();
    let mut rest = room;
    // In each round at least one column goes to a bound of its own, until the others keep within theirs.
    while !free.is_empty() {
        let own: Vec<i64> = free.iter().map(|at| weights[*at]).collect();
        let given = parts(rest, &own);
        for (at, width) in free.iter().zip(given) {
            widths[*at] = width;
        }
        let bounds: Vec<Length> =
            widths.iter().zip(needs).map(|(width, need)| (*width).max(need.min).min(need.max.max(need.min))).collect();
        let beyond: Length = free.iter().map(|at| bounds[*at] - widths[*at]).sum();
        let to_bound: Vec<usize> = free
            .iter()
            .copied()
            .filter(|at| match beyond.0.signum() {
                1 => bounds[*at] > widths[*at],
                -1 => bounds[*at] < widths[*at],
                _ => bounds[*at] != widths[*at],
            })
            .collect();
        if to_bound.is_empty() {
            break;
        }
        for at in &to_bound {
            widths[*at] = bounds[*at];
            rest -= widths[*at];
        }
        free.retain(|at| !to_bound.contains(at));
    }
    widths
}

/// Divides a length by weights, so that the parts make it up exactly.
fn parts(whole: Length, weights: &[i64]) -> Vec<Length> {
    let total: i128 = weights.iter().map(|w| i128::from(*w)).sum::<i128>().max(1);
    let (mut so_far, mut given) = (0, Length::ZERO);
    let part = weights.iter().map(|weight| {
        so_far += i128::from(*weight);
        let upto = Length((i128::from(whole.0) * so_far / total) as i64);
        upto - std::mem::replace(&mut given, upto)
    });
    part.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need(min: i64, max: i64) -> Need {
        Need { min: Length(min), max: Length(max) }
    }

    fn cell(row: usize, column: usize, columns: usize, need: Need) -> CellNeed {
        CellNeed { row, column, columns, need }
    }

    #[test]
    fn short_cells_stay_whole_beside_long_ones() {
        let needs = [need(20, 60), need(30, 2000)];
        let cells = [cell(0, 0, 1, needs[0]), cell(0, 1, 1, needs[1])];
        assert_eq!(share(&needs, &cells, Length(300)), [Length(60), Length(240)]);
    }

    #[test]
    fn the_longer_of_two_texts_has_the_wider_column() {
        let needs = [need(40, 600), need(40, 2400)];
        let cells = [cell(0, 0, 1, needs[0]), cell(0, 1, 1, needs[1])];
        let widths = share(&needs, &cells, Length(300));
        assert!(widths[1] > widths[0] * 2, "{widths:?}");
    }

    #[test]
    fn a_cell_over_columns_widens_them_together() {
        let cells = [cell(0, 0, 2, need(90, 190)), cell(1, 0, 1, need(10, 20)), cell(1, 1, 1, need(20, 60))];
        let needs = columns(2, &cells, Length(10));
        assert_eq!(needs.iter().map(|need| need.min).sum::<Length>(), Length(80));
        assert_eq!(needs.iter().map(|need| need.max).sum::<Length>(), Length(180));
    }

    #[test]
    fn where_nothing_fits_the_narrow_columns_keep_their_width() {
        assert_eq!(squeeze(&[need(10, 10), need(400, 900), need(90, 90)], Length(180)), [10, 85, 85].map(Length));
    }

    fn needs() -> impl Strategy<Value = Vec<Need>> {
        prop::collection::vec((0i64..500, 0i64..5000).prop_map(|(min, more)| need(min, min + more)), 1..9)
    }

    proptest! {
        #[test]
        fn all_room_is_given_and_no_column_less_than_its_least(needs in needs(), percent in 0i64..=100) {
            let least: Length = needs.iter().map(|need| need.min).sum();
            let most: Length = needs.iter().map(|need| need.max).sum();
            let room = least + (most - least).scale(percent, 100);
            let cells: Vec<CellNeed> = needs.iter().enumerate().map(|(at, need)| cell(at % 3, at, 1, *need)).collect();
            let widths = share(&needs, &cells, room);
            prop_assert_eq!(widths.iter().copied().sum::<Length>(), room);
            for (width, need) in widths.iter().zip(&needs) {
                prop_assert!(need.min <= *width && *width <= need.max, "{width:?} of {need:?}");
            }
        }

        #[test]
        fn too_little_room_is_given_whole(needs in needs(), percent in 0i64..=100) {
            let least: Length = needs.iter().map(|need| need.min).sum();
            let room = least.scale(percent, 100);
            let widths = squeeze(&needs, room);
            prop_assert_eq!(widths.iter().copied().sum::<Length>(), room);
            prop_assert!(widths.iter().zip(&needs).all(|(width, need)| *width <= need.min));
        }
    }
}
