//! What draws say: takes values in the order of the draws, gives percentiles, chances with their interval, ranks and
//! correlations.
#![expect(clippy::float_arithmetic, reason = "statistics of draws; no money is booked by them")]

/// P10, P50 and P90, and the mean, of the draws that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// A tenth of the draws is at most this.
    pub p10: f64,
    /// Half of them are.
    pub p50: f64,
    /// Nine tenths are.
    pub p90: f64,
    /// The mean.
    pub mean: f64,
    /// How many draws have no value.
    pub not_available: usize,
}

impl Spread {
    /// Of values; nothing where none has one.
    pub(super) fn of(values: &[f64]) -> Option<Spread> {
        let mut known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        if known.is_empty() {
            return None;
        }
        // Summed in the order of the draws.
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        known.sort_unstable_by(f64::total_cmp);
        let [p10, p50, p90] = [10, 50, 90].map(|percent| percentile(&known, percent));
        Some(Spread { p10, p50, p90, mean, not_available: values.len() - known.len() })
    }
}

/// The ⌈p·n⌉-th of sorted values.
pub(super) fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// How often something came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// As a share of the draws in which it was judged.
    pub share: f64,
    /// Between these it lies with 95 % confidence (Wilson's interval, Journal of the American Statistical Association 22, 1927).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// In how many draws it could not be judged.
    pub not_available: usize,
}

impl Chance {
    /// Of `hits` in `of` draws that were judged; nothing where none was.
    pub(super) fn of(hits: usize, of: usize, not_available: usize) -> Option<Chance> {
        const Z: f64 = 1.959_963_984_540_054;
        if of == 0 {
            return None;
        }
        let n = of as f64;
        let share = hits as f64 / n;
        let z2 = Z * Z;
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * libm::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
        let low = if hits == 0 { 0.0 } else { middle - half };
        let high = if hits == of { 1.0 } else { middle + half };
        Some(Chance { share, low, high, not_available })
    }
}

/// The rank of each value, from 1; what is equal shares the mean of its ranks, what is n/a comes last.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let value = |place: &usize| values.get(*place).copied().unwrap_or(f64::NAN);
    order.sort_by(|left, right| value(left).total_cmp(&value(right)).then(left.cmp(right)));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while let Some(first) = order.get(start) {
        let alike = order.iter().skip(start).take_while(|place| value(place).total_cmp(&value(first)).is_eq()).count();
        let rank = start as f64 + (alike as f64 + 1.0) / 2.0;
        for place in order.iter().skip(start).take(alike) {
            if let Some(slot) = ranks.get_mut(*place) {
                *slot = rank;
            }
        }
        start += alike;
    }
    ranks
}

/// The correlation of two columns; nothing where one of them does not vary.
pub(super) fn correlation(left: &[f64], right: &[f64]) -> Option<f64> {
    let n = left.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (left_mean, right_mean) = (mean(left), mean(right));
    let (mut both, mut left_sum, mut right_sum) = (0.0, 0.0, 0.0);
    for (left, right) in left.iter().zip(right) {
        let (left, right) = (left - left_mean, right - right_mean);
        both += left * right;
        left_sum += left * left;
        right_sum += right * right;
    }
    let scale = libm::sqrt(left_sum) * libm::sqrt(right_sum);
    (scale > 0.0).then(|| both / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!((percentile(&sorted, 10), percentile(&sorted, 50), percentile(&sorted, 90)), (1.0, 5.0, 9.0));
        assert_eq!(percentile(&[7.0], 10), 7.0);
        let spread = Spread::of(&[3.0, f64::NAN, 1.0]).expect("values");
        assert_eq!((spread.p10, spread.p90, spread.mean, spread.not_available), (1.0, 3.0, 2.0, 1));
        assert!(Spread::of(&[f64::NAN]).is_none());
    }

    #[test]
    fn a_chance_has_its_interval() {
        // 8 of 10: Wilson's interval is 0.4902 to 0.9433.
        let chance = Chance::of(8, 10, 0).expect("draws");
        assert!((chance.low - 0.4902).abs() < 1e-4 && (chance.high - 0.9433).abs() < 1e-4, "{chance:?}");
        assert_eq!(Chance::of(0, 10, 0).map(|chance| chance.low), Some(0.0));
        assert_eq!(Chance::of(0, 0, 3), None);
    }

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        let perfect = correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]).expect("they vary");
        assert!((perfect - 1.0).abs() < 1e-12);
        assert!(correlation(&[1.0, 1.0], &[2.0, 4.0]).is_none());
    }
}
