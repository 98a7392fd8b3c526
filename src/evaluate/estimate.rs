//! Three-point estimates: takes the low, likely and high value of an effect, gives its mean and deviation.

use super::drivers::Drivers;
use super::effect::nature_and_estimate;
use super::fault::Fault;
use super::page::{Depth, Page};
use super::projection::{EffectEstimate, EffectNature};
use crate::check::{CheckedPlan, EffectTerms, Eligibility, LevelTerms};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Number};

/// The spread of each three-point effect of a level of a page that can be funded, in the order of the plan's levels, and
/// how many there are besides. For findings it is only seen whether each has one: a root of each would be taken for nobody.
pub(super) fn estimates(plan: &CheckedPlan, page: &Page, depth: Depth) -> Result<(Vec<EffectEstimate>, usize), Fault> {
    let (mut estimates, mut more) = (Vec::new(), 0);
    let competing = plan.levels.iter().enumerate().filter(|(_, terms)| terms.eligibility == Eligibility::Competes);
    for (index, terms) in competing {
        if page.holds(terms.package) {
            for effect in &terms.effects {
                let Some(spread) = spread(plan, terms, effect)? else { continue };
                match depth {
                    Depth::Findings => {}
                    Depth::Figures | Depth::Page | Depth::Whole => {
                        estimates.push(spread.estimate(Id::new(index), effect)?);
                    }
                }
            }
        } else {
            more += terms.effects.iter().filter(|effect| nature_and_estimate(&effect.change).1.ends.is_some()).count();
        }
    }
    Ok((estimates, more))
}

/// What three figures come to.
struct Spread {
    nature: EffectNature,
    ends: [Number; 2],
    likely: Number,
    mean: Number,
    variance: Number,
}

impl Spread {
    fn estimate(self, level: Id<Level>, effect: &EffectTerms) -> Result<EffectEstimate, Fault> {
        let Spread { nature, ends: [low, high], likely, mean, variance } = self;
        let deviation = deviation(variance).map_err(|error| Fault::arithmetic(error, effect.span))?;
        Ok(EffectEstimate { level, span: effect.span, kpi: effect.kpi, nature, low, likely, high, mean, deviation })
    }
}

/// Nothing for an effect of one figure. Figures that hang on drivers are those of the last month the effect holds.
fn spread(plan: &CheckedPlan, terms: &LevelTerms, effect: &EffectTerms) -> Result<Option<Spread>, Fault> {
    let (nature, estimate) = nature_and_estimate(&effect.change);
    let Some((low, high)) = estimate.ends.as_deref() else { return Ok(None) };
    let month = effect.until.unwrap_or(usize::MAX).min(terms.end).min(plan.calendar.len().saturating_sub(1));
    let environment = Drivers(plan);
    let (low, high) = (low.run(&environment, month)?, high.run(&environment, month)?);
    let likely = estimate.likely.run(&environment, month)?;
    let (mean, variance) =
        mean_and_variance(low, likely, high).map_err(|error| Fault::arithmetic(error, effect.span))?;
    Ok(Some(Spread { nature, ends: [low, high], likely, mean, variance }))
}

/// (l + 4m + h) ÷ 6 and (mean − l)(h − mean) ÷ 7, the mean and the variance of the PERT distribution (Malcolm and
/// others, Operations Research 7(5), 1959; Vose, Risk Analysis, 2008).
fn mean_and_variance(low: Number, likely: Number, high: Number) -> Result<(Number, Number), ArithmeticError> {
    let six = Number::from_integer(6);
    let mean = low.add(likely.multiply(Number::from_integer(4))?)?.add(high)?.divide(six)?;
    let variance = mean.subtract(low)?.multiply(high.subtract(mean)?)?.divide(Number::from_integer(7))?;
    Ok((mean, variance))
}

/// The root of a variance. Of three figures alike, dust of the division by six could make it negative.
fn deviation(variance: Number) -> Result<Number, ArithmeticError> {
    if variance.is_positive() { variance.sqrt() } else { Ok(Number::ZERO) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_value_counts_four_times() {
        let [one, two, four] = [1, 2, 4].map(Number::from_integer);
        let of_three = |low, likely, high| {
            let (mean, variance) = mean_and_variance(low, likely, high).expect("a spread");
            (mean, deviation(variance).expect("a deviation"))
        };
        let (mean, deviation) = of_three(one, two, four);
        assert_eq!(mean.round_half_even(4).to_string(), "2.1667");
        // (7/6 × 11/6 ÷ 7)^½ = (11/36)^½
        assert_eq!(deviation.round_half_even(4).to_string(), "0.5528");
        assert_eq!(of_three(one, one, one), (one, Number::ZERO));
    }
}
