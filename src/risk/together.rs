//! Estimates that move together: takes a column of independent draws for each and the rank correlations that a plan states,
//! gives the same columns in another order, in which they have these (Iman and Conover, Communications in Statistics B11(3),
//! 1982). What a column holds stays as it was, so that percentiles of an estimate do not hang on what it moves with.
#![expect(clippy::float_arithmetic, reason = "an order of draws; no money is booked by it")]

use std::collections::BTreeMap;

/// Two estimates, by their places, and their rank correlation.
pub(super) type Pair = (usize, usize, f64);

/// Reorders the columns of correlated estimates, each set of which hangs together by itself.
pub(super) fn reorder(columns: &mut [Vec<f64>], pairs: &[Pair]) {
    for group in groups(pairs) {
        let own: Vec<&Vec<f64>> = group.iter().filter_map(|place| columns.get(*place)).collect();
        let reordered = reordered(&own, &matrix(&group, pairs));
        for (place, column) in group.into_iter().zip(reordered) {
            columns.get_mut(place).into_iter().for_each(|slot| slot.clone_from(&column));
        }
    }
}

/// The estimates that hang together, each group and the groups in order.
fn groups(pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut near: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (one, other, _) in pairs {
        near.entry(*one).or_default().push(*other);
        near.entry(*other).or_default().push(*one);
    }
    let mut groups = Vec::new();
    while let Some((first, _)) = near.first_key_value() {
        let mut group = vec![*first];
        let mut open = vec![*first];
        while let Some(place) = open.pop() {
            let Some(others) = near.remove(&place) else { continue };
            group.extend(others.iter().copied());
            open.extend(others);
        }
        group.sort_unstable();
        group.dedup();
        groups.push(group);
    }
    groups
}

/// What correlations of normal scores give these rank correlations: 2 sin(πρ/6) (Pearson, 1907).
fn matrix(group: &[usize], pairs: &[Pair]) -> Vec<Vec<f64>> {
    let said: BTreeMap<(usize, usize), f64> =
        pairs.iter().flat_map(|(one, other, by)| [((*one, *other), *by), ((*other, *one), *by)]).collect();
    let by =
        |one: &usize, other: &usize| if one == other { 1.0 } else { said.get(&(*one, *other)).copied().unwrap_or(0.0) };
    let of = |change: &dyn Fn(f64) -> f64| -> Vec<Vec<f64>> {
        group.iter().map(|one| group.iter().map(|other| change(by(one, other))).collect()).collect()
    };
    let of_scores = of(&|by| 2.0 * libm::sin(std::f64::consts::PI * by / 6.0));
    // Near the edge of what can hold, only the stated correlations themselves are positive definite.
    if root(&of_scores).is_some() { of_scores } else { of(&|by| by) }
}

fn reordered(columns: &[&Vec<f64>], target: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let keep = || columns.iter().map(|column| (*column).clone()).collect();
    let Some(wanted) = root(target) else { return keep() };
    let orders: Vec<Vec<usize>> = columns.iter().map(|column| order(column)).collect();
    let scores: Vec<Vec<f64>> = orders.iter().map(|order| normal_scores(order)).collect();
    // What correlation the independent draws happen to have is taken out first. Of too few draws it cannot be.
    let chance: Vec<Vec<f64>> =
        scores.iter().map(|one| scores.iter().map(|other| alike(one, other)).collect()).collect();
    let found = root(&chance);
    let draws = columns.first().map_or(0, |column| column.len());
    let mut mixed: Vec<Vec<f64>> = columns.iter().map(|_| Vec::with_capacity(draws)).collect();
    for draw in 0..draws {
        let own: Vec<f64> = scores.iter().map(|column| at(column, draw)).collect();
        let free = found.as_ref().map_or_else(|| own.clone(), |found| solved(found, &own));
        for (row, column) in wanted.iter().zip(&mut mixed) {
            column.push(row.iter().zip(&free).map(|(factor, value)| factor * value).sum());
        }
    }
    let placed = columns.iter().zip(&orders).zip(&mixed).map(|((column, by_size), mixed)| {
        let mut placed = vec![0.0; draws];
        for (to, from) in order(mixed).into_iter().zip(by_size) {
            if let Some(slot) = placed.get_mut(to) {
                *slot = at(column, *from);
            }
        }
        placed
    });
    placed.collect()
}

fn at(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or(0.0)
}

/// The places of values from the least to the most.
fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| at(values, *left).total_cmp(&at(values, *right)).then(left.cmp(right)));
    order
}

/// For each draw the normal quantile of its rank.
fn normal_scores(order: &[usize]) -> Vec<f64> {
    let mut scores = vec![0.0; order.len()];
    for (rank, place) in order.iter().enumerate() {
        if let Some(slot) = scores.get_mut(*place) {
            *slot = normal_quantile((rank as f64 + 1.0) / (order.len() as f64 + 1.0));
        }
    }
    scores
}

fn alike(one: &[f64], other: &[f64]) -> f64 {
    super::statistics::correlation(one, other).unwrap_or(0.0)
}

/// L of a matrix L·Lᵀ (Cholesky); nothing of one that is not positive definite.
fn root(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (place, line) in matrix.iter().enumerate() {
        let mut own: Vec<f64> = Vec::with_capacity(matrix.len());
        for (column, above) in rows.iter().enumerate() {
            let known: f64 = own.iter().zip(above).map(|(left, right)| left * right).sum();
            own.push((at(line, column) - known) / at(above, column));
        }
        let rest = at(line, place) - own.iter().map(|value| value * value).sum::<f64>();
        if rest < 1e-9 {
            return None;
        }
        own.push(libm::sqrt(rest));
        rows.push(own);
    }
    Some(rows)
}

/// x of L·x = values.
fn solved(root: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mut solved: Vec<f64> = Vec::with_capacity(values.len());
    for (place, (row, value)) in root.iter().zip(values).enumerate() {
        let known: f64 = row.iter().zip(&solved).map(|(factor, value)| factor * value).sum();
        solved.push((value - known) / at(row, place));
    }
    solved
}

/// The value below which a standard normal draw is with this probability (Wichura's PPND16, Applied Statistics 37(3), 1988,
/// without its branch for probabilities below e⁻²⁵, which no rank has).
fn normal_quantile(probability: f64) -> f64 {
    const MIDDLE: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const UNDER_MIDDLE: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    const TAIL: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const UNDER_TAIL: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    let polynomial = |factors: &[f64; 8], at: f64| factors.iter().rev().fold(0.0, |sum, factor| sum * at + factor);
    let from_middle = probability - 0.5;
    if libm::fabs(from_middle) <= 0.425 {
        let at = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE, at) / polynomial(&UNDER_MIDDLE, at);
    }
    let tail = probability.min(1.0 - probability);
    let at = libm::sqrt(-libm::log(tail)) - 1.6;
    let value = polynomial(&TAIL, at) / polynomial(&UNDER_TAIL, at);
    if from_middle < 0.0 { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (probability, value) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.9999, 3.719_016_485_455_709)] {
            assert!((normal_quantile(probability) - value).abs() < 1e-12, "{probability}");
            assert!((normal_quantile(1.0 - probability) + value).abs() < 1e-10, "{probability}");
        }
    }

    #[test]
    fn what_hangs_together_is_found() {
        let pairs = [(5, 1, 0.5), (2, 3, 0.5), (1, 7, 0.5)];
        assert_eq!(groups(&pairs), [vec![1, 5, 7], vec![2, 3]]);
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_root() {
        let matrix = |third: f64| vec![vec![1.0, 0.9, third], vec![0.9, 1.0, 0.9], vec![third, 0.9, 1.0]];
        assert!(root(&matrix(0.8)).is_some());
        assert!(root(&matrix(-0.2)).is_none());
    }
}
