//! Sparklines: takes a value for each month, gives one character for each, from the least to the most.

use crate::diagnostic::human::Characters;
use crate::quantity::Number;

/// No line is longer; longer series show the last month of each stretch.
const LONGEST: usize = 24;

/// A character for each month or stretch of months; a blank where there is no value.
pub(in crate::report) fn sparkline(values: &[Option<Number>], characters: Characters) -> String {
    let levels: &[char] = match characters {
        Characters::Unicode => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
        Characters::Ascii => &['_', '.', '-', '~', '=', '+', '*', '#'],
    };
    let shown = sampled(values);
    let known = || shown.iter().flatten().copied();
    let (Some(least), Some(most)) = (known().min(), known().max()) else { return String::new() };
    let place = |value: Number| step(value, least, most, levels.len()).and_then(|place| levels.get(place));
    shown.iter().map(|value| value.and_then(place).copied().unwrap_or(' ')).collect()
}

fn sampled(values: &[Option<Number>]) -> Vec<Option<Number>> {
    let stretch = values.len().div_ceil(LONGEST).max(1);
    values.chunks(stretch).filter_map(|months| months.last().copied()).collect()
}

/// Which of `count` steps a value stands on; a series that never moves stands on the lowest.
pub(super) fn step(value: Number, least: Number, most: Number, count: usize) -> Option<usize> {
    if least == most {
        return Some(0);
    }
    let last = Number::from_integer(i64::try_from(count.checked_sub(1)?).ok()?);
    let share = value.subtract(least).ok()?.divide(most.subtract(least).ok()?).ok()?;
    let place = share.multiply(last).ok()?.round_half_even(0).to_integer()?;
    usize::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[Option<i64>]) -> String {
        let values: Vec<Option<Number>> = values.iter().map(|value| value.map(Number::from_integer)).collect();
        sparkline(&values, Characters::Unicode)
    }

    #[test]
    fn the_least_is_low_and_the_most_is_high() {
        assert_eq!(line(&[Some(0), Some(7), None, Some(3)]), "▁█ ▄");
        assert_eq!(line(&[Some(5), Some(5)]), "▁▁");
        assert_eq!(line(&[None]), "");
    }

    #[test]
    fn long_series_show_the_end_of_each_stretch() {
        let values: Vec<Option<i64>> = (1..=120).map(Some).collect();
        assert_eq!(line(&values).chars().count(), 24);
        assert!(line(&values).ends_with('█'));
    }
}
