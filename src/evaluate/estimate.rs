//! Three-point estimates: takes the low, likely and high value of an effect, gives its mean and deviation.

use super::drivers::Drivers;
use super::effect::nature_and_estimate;
use super::fault::Fault;
use super::page::Page;
use super::projection::EffectEstimate;
use crate::check::{CheckedPlan, EffectTerms, Eligibility, LevelTerms};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Number};

/// The spread of each three-point effect of a level of a page that can be funded, in the order of the plan's levels, and
/// how many there are besides.
pub(super) fn estimates(plan: &CheckedPlan, page: &Page) -> Result<(Vec<EffectEstimate>, usize), Fault> {
    let (mut estimates, mut more) = (Vec::new(), 0);
    let competing = plan.levels.iter().enumerate().filter(|(_, terms)| terms.eligibility == Eligibility::Competes);
    for (index, terms) in competing {
        if page.holds(terms.package) {
            for effect in &terms.effects {
                estimates.extend(spread(plan, Id::new(index), terms, effect)?);
            }
        } else {
            more += terms.effects.iter().filter(|effect| nature_and_estimate(&effect.change).1.ends.is_some()).count();
        }
    }
    Ok((estimates, more))
}

/// Nothing for an effect of one figure. Figures that hang on drivers are those of the last month the effect holds.
fn spread(
    plan: &CheckedPlan,
    level: Id<Level>,
    terms: &LevelTerms,
    effect: &EffectTerms,
) -> Result<Option<EffectEstimate>, Fault> {
    let (nature, estimate) = nature_and_estimate(&effect.change);
    let Some((low, high)) = estimate.ends.as_deref() else { return Ok(None) };
    let month = effect.until.unwrap_or(usize::MAX).min(terms.end).min(plan.calendar.len().saturating_sub(1));
    let environment = Drivers(plan);
    let (low, high) = (low.run(&environment, month)?, high.run(&environment, month)?);
    let likely = estimate.likely.run(&environment, month)?;
    let (mean, deviation) =
        mean_and_deviation(low, likely, high).map_err(|error| Fault::arithmetic(error, effect.span))?;
    Ok(Some(EffectEstimate { level, span: effect.span, kpi: effect.kpi, nature, low, likely, high, mean, deviation }))
}

/// (l + 4m + h) ÷ 6 and √((mean − l)(h − mean) ÷ 7), the mean and the deviation of the PERT distribution (Malcolm and
/// others, Operations Research 7(5), 1959; Vose, Risk Analysis, 2008).
fn mean_and_deviation(low: Number, likely: Number, high: Number) -> Result<(Number, Number), ArithmeticError> {
    let six = Number::from_integer(6);
    let mean = low.add(likely.multiply(Number::from_integer(4))?)?.add(high)?.divide(six)?;
    let variance = mean.subtract(low)?.multiply(high.subtract(mean)?)?.divide(Number::from_integer(7))?;
    // Of three alike, dust of the division by six could make it negative.
    let deviation = if variance.is_positive() { variance.sqrt()? } else { Number::ZERO };
    Ok((mean, deviation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_value_counts_four_times() {
        let [one, two, four] = [1, 2, 4].map(Number::from_integer);
        let (mean, deviation) = mean_and_deviation(one, two, four).expect("a spread");
        assert_eq!(mean.round_half_even(4).to_string(), "2.1667");
        // (7/6 × 11/6 ÷ 7)^½ = (11/36)^½
        assert_eq!(deviation.round_half_even(4).to_string(), "0.5528");
        let (mean, deviation) = mean_and_deviation(one, one, one).expect("a spread");
        assert_eq!((mean, deviation), (one, Number::ZERO));
    }
}
