//! The way that a KPI has before it: takes its terms, gives where it starts and leads, and how far a move brings it.

use crate::check::KpiTerms;
use crate::model::kpi::Better;
use crate::quantity::{ArithmeticError, Number};

use super::rating::{Way, WayEnd, WayMeasure};

/// Why there is no way to measure a move against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoWay {
    /// Neither its value when nothing is funded nor its baseline is known.
    NoStart,
    /// There is no target, ceiling or range.
    NoEnd,
    /// Target, ceiling and the end of the range, as far as there are any, are all reached.
    AllReached,
}

/// The way from the value when nothing is funded, else the baseline, to the first of these that is not reached yet: the
/// target, the ceiling, the good end of the range. Where nearer is better, the point to come near to may be reached.
pub(super) fn way(terms: &KpiTerms) -> Result<Way, NoWay> {
    let from = terms.unfunded.or(terms.baseline).ok_or(NoWay::NoStart)?;
    match terms.better {
        Better::Higher => along(from, &ends(terms, terms.high), |end| end > from),
        Better::Lower => along(from, &ends(terms, terms.low), |end| end < from),
        Better::Nearer => {
            let (end, to) = *ends(terms, None).first().ok_or(NoWay::NoEnd)?;
            Ok(Way { from, to, end, measure: WayMeasure::Nearer })
        }
    }
}

fn ends(terms: &KpiTerms, range: Option<Number>) -> Vec<(WayEnd, Number)> {
    let target = terms.target.map(|target| target.value);
    let ends = [(WayEnd::Target, target), (WayEnd::Ceiling, terms.ceiling), (WayEnd::Range, range)];
    ends.into_iter().filter_map(|(end, value)| Some((end, value?))).collect()
}

fn along(from: Number, ends: &[(WayEnd, Number)], lies_ahead: impl Fn(Number) -> bool) -> Result<Way, NoWay> {
    let ahead = ends.iter().find(|(_, value)| lies_ahead(*value));
    let missing = if ends.is_empty() { NoWay::NoEnd } else { NoWay::AllReached };
    ahead.map(|(end, to)| Way { from, to: *to, end: *end, measure: WayMeasure::Along }).ok_or(missing)
}

/// The share of the way that an effect covers, from −1 to 1.
pub(super) fn moved(way: &Way, effect: Number) -> Result<Number, ArithmeticError> {
    let share = match way.measure {
        WayMeasure::Along => effect.divide(way.to.subtract(way.from)?)?,
        WayMeasure::Nearer => nearer(way, effect)?,
    };
    Ok(share.clamp(Number::ONE.negate(), Number::ONE))
}

/// (|b − t| − |b + e − t|) ÷ |b − t|, 0 when b = t
fn nearer(way: &Way, effect: Number) -> Result<Number, ArithmeticError> {
    let before = way.from.subtract(way.to)?.abs();
    if before.is_zero() { Ok(Number::ZERO) } else { nearer_by(way.from, effect, way.to)?.divide(before) }
}

/// |b − t| − |b + e − t|: by how much nearer to `to` a change brings what stands at `from`.
fn nearer_by(from: Number, change: Number, to: Number) -> Result<Number, ArithmeticError> {
    let after = from.add(change)?.subtract(to)?.abs();
    from.subtract(to)?.abs().subtract(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::TargetTerms;
    use crate::check::{Direction, ShownUnit};
    use crate::model::kpi::Combine;
    use crate::quantity::{Ratio, Unit};
    use crate::source::Span;

    fn number(value: i64) -> Number {
        Number::from_integer(value)
    }

    fn kpi(better: Better, baseline: i64, target: Option<i64>, ceiling: Option<i64>, range: (i64, i64)) -> KpiTerms {
        KpiTerms {
            unit: Unit::number(),
            shown: ShownUnit { unit: Unit::number(), ratio: Ratio::ONE },
            direction: Direction::Said,
            baseline: Some(number(baseline)),
            unfunded: None,
            trend: None,
            formula: None,
            divided_costs: Vec::new(),
            low: Some(number(range.0)),
            least: Some(number(range.0)),
            high: Some(number(range.1)),
            better,
            ceiling: ceiling.map(number),
            combine: Combine::Add,
            limit: None,
            target: target.map(|target| TargetTerms { value: number(target), month: 0, span: Span::default() }),
            markers: Vec::new(),
        }
    }

    fn leads(terms: &KpiTerms) -> Result<(WayEnd, Number), NoWay> {
        way(terms).map(|way| (way.end, way.to))
    }

    fn share(terms: &KpiTerms, effect: i64) -> Number {
        moved(&way(terms).expect("a way"), number(effect)).expect("a share")
    }

    #[test]
    fn the_way_leads_to_the_first_end_that_is_not_reached() {
        let higher = |baseline| kpi(Better::Higher, baseline, Some(45), Some(60), (0, 100));
        assert_eq!(leads(&higher(31)), Ok((WayEnd::Target, number(45))));
        assert_eq!(leads(&higher(45)), Ok((WayEnd::Ceiling, number(60))));
        assert_eq!(leads(&higher(70)), Ok((WayEnd::Range, number(100))));
        assert_eq!(leads(&higher(100)), Err(NoWay::AllReached));
        let lower = |baseline| kpi(Better::Lower, baseline, Some(10), Some(5), (0, 100));
        assert_eq!(leads(&lower(31)), Ok((WayEnd::Target, number(10))));
        assert_eq!(leads(&lower(10)), Ok((WayEnd::Ceiling, number(5))));
        assert_eq!(leads(&lower(5)), Ok((WayEnd::Range, number(0))));
    }

    #[test]
    fn it_starts_from_what_nothing_funded_leaves() {
        let staffed = KpiTerms { unfunded: Some(number(20)), ..kpi(Better::Higher, 30, Some(40), None, (0, 100)) };
        assert_eq!(share(&staffed, 10), number(1).divide(number(2)).expect("a half"));
        let unknown = KpiTerms { baseline: None, ..kpi(Better::Higher, 0, Some(40), None, (0, 100)) };
        assert_eq!(leads(&unknown), Err(NoWay::NoStart));
    }

    #[test]
    fn shares_are_clipped_and_harm_counts_against() {
        let higher = kpi(Better::Higher, 30, Some(40), None, (0, 100));
        assert_eq!([5, 25, -40].map(|effect| share(&higher, effect).to_string()), ["0.5", "1", "-1"]);
        let lower = kpi(Better::Lower, 30, Some(10), None, (0, 100));
        assert_eq!([5, -10, -30].map(|effect| share(&lower, effect).to_string()), ["-0.25", "0.5", "1"]);
    }

    #[test]
    fn nearer_counts_from_either_side() {
        let nearer = |baseline| kpi(Better::Nearer, baseline, Some(10), None, (0, 100));
        assert_eq!([-1, -2, -3, -9].map(|effect| share(&nearer(12), effect).to_string()), ["0.5", "1", "0.5", "-1"]);
        assert_eq!(share(&nearer(8), 1).to_string(), "0.5");
        assert_eq!(share(&nearer(10), 3), Number::ZERO);
        assert_eq!(leads(&kpi(Better::Nearer, 10, None, None, (0, 100))), Err(NoWay::NoEnd));
    }
}
