//! The scale of a drawing: takes the least and the most, gives whole places between them, and ticks at round numbers.

use crate::quantity::Number;

/// How far a scale reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) low: Number,
    pub(super) high: Number,
}

impl Scale {
    /// Around these values, with nought; none where there are none, or all of them are nought.
    pub(super) fn from_nought(values: impl IntoIterator<Item = Number>) -> Option<Scale> {
        let mut scale = Scale { low: Number::ZERO, high: Number::ZERO };
        for value in values {
            scale.low = scale.low.minimum(value);
            scale.high = scale.high.maximum(value);
        }
        (scale.low < scale.high).then_some(scale)
    }

    /// Where a value stands, of so many places from the low end; what lies beyond is at the end.
    pub(super) fn place(&self, value: Number, places: i64) -> i64 {
        let place = || {
            let share = value.subtract(self.low).ok()?.divide(self.high.subtract(self.low).ok()?).ok()?;
            share.multiply(Number::from_integer(places)).ok()?.round_half_away(0).to_integer()
        };
        place().unwrap_or(0).clamp(0, places)
    }

    /// Whether a value lies beyond either end.
    pub(super) fn is_beyond(&self, value: Number) -> bool {
        value < self.low || value > self.high
    }
}

/// No axis has more ticks.
const MOST: usize = 5;

/// Ticks at 1, 2 or 5 times a power of ten around values, from the least to the most: the axis reaches from the first to the
/// last. Nought is among them where the values touch it or one is more than two and a half times another, and always under
/// bars.
pub(super) fn ticks(low: Number, high: Number, needs_nought: bool) -> Vec<Number> {
    let (low, high) = around(low, high, needs_nought);
    let Some(span) = high.subtract(low).ok().filter(|span| span.is_positive()) else {
        return apart(low);
    };
    let mut step = below(span);
    // Each round multiplies the step by 2, 2.5 or 2: a few lead from far below to one that needs few ticks.
    for factor in [1_i64, 2, 5].into_iter().cycle().take(12) {
        let Ok(size) = step.multiply(Number::from_integer(factor)) else { break };
        if let Some(found) = steps(low, high, size) {
            return found;
        }
        if factor == 5 {
            let Ok(tenfold) = step.multiply(Number::from_integer(10)) else { break };
            step = tenfold;
        }
    }
    vec![low, high]
}

fn around(low: Number, high: Number, needs_nought: bool) -> (Number, Number) {
    let (near, far) = if low.is_negative() { (high.abs(), low.abs()) } else { (low, high) };
    let factor = Number::parse("2.5").unwrap_or(Number::ONE);
    let spans = near.multiply(factor).is_ok_and(|limit| far > limit);
    if needs_nought || spans { (low.minimum(Number::ZERO), high.maximum(Number::ZERO)) } else { (low, high) }
}

/// Around a value that never moves: a tick above it and one below.
fn apart(value: Number) -> Vec<Number> {
    let step = if value.is_zero() { Number::ONE } else { below(value.abs()) };
    let at = |count: i64| {
        let steps = value.divide(step).ok()?.floor(0).add(Number::from_integer(count)).ok()?;
        steps.multiply(step).ok()
    };
    (-1..=2).filter_map(at).collect()
}

/// A power of ten of about a tenth of a span.
fn below(span: Number) -> Number {
    let ten = Number::from_integer(10);
    let mut power = Number::ONE;
    while power > span {
        match power.divide(ten) {
            Ok(less) if less.is_positive() => power = less,
            _ => break,
        }
    }
    while power.multiply(ten).is_ok_and(|more| more <= span) {
        power = power.multiply(ten).unwrap_or(power);
    }
    power.divide(ten).unwrap_or(power)
}

/// The ticks of a step, if they are few.
fn steps(low: Number, high: Number, step: Number) -> Option<Vec<Number>> {
    let first = low.divide(step).ok()?.floor(0).to_integer()?;
    let last = high.divide(step).ok()?.negate().floor(0).negate().to_integer()?;
    let count = usize::try_from(last.checked_sub(first)?).ok()?;
    if count >= MOST {
        return None;
    }
    (first..=last).map(|place| Number::from_integer(place).multiply(step).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(low: &str, high: &str, needs_nought: bool) -> Vec<String> {
        let number = |text: &str| Number::parse_signed(text).expect("a number");
        ticks(number(low), number(high), needs_nought)
            .iter()
            .map(|tick| tick.decimal().normalize().to_string())
            .collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(shown("0.71", "0.78", false), ["0.7", "0.72", "0.74", "0.76", "0.78"]);
        assert_eq!(shown("41", "48", false), ["40", "42", "44", "46", "48"]);
        assert_eq!(shown("3", "9", false), ["0", "5", "10"]);
        assert_eq!(shown("100", "180", true), ["0", "50", "100", "150", "200"]);
        assert_eq!(shown("-20", "35", false), ["-20", "0", "20", "40"]);
        assert_eq!(shown("48000", "48000", false), ["47000", "48000", "49000", "50000"]);
        assert_eq!(shown("0", "0", false), ["-1", "0", "1", "2"]);
    }

    #[test]
    fn places_are_whole() {
        let scale = Scale::from_nought([Number::from_integer(-10), Number::from_integer(30)]).expect("a scale");
        assert_eq!(scale.place(Number::ZERO, 1_000), 250);
        assert_eq!(scale.place(Number::from_integer(99), 1_000), 1_000);
        assert_eq!(Scale::from_nought([Number::ZERO]), None);
    }
}
