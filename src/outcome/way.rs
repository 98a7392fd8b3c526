//! How far a KPI comes on its way from its baseline to its target: takes its terms and a value, gives the share.

use crate::check::KpiTerms;
use crate::model::kpi::Better;
use crate::quantity::Number;

/// The way from a baseline to a target that is not the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetWay {
    /// Where it starts.
    pub baseline: Number,
    /// Where it leads.
    pub target: Number,
    /// How a value on it counts.
    pub better: Better,
}

/// The way of a KPI; none without a baseline or a target, or where they are the same.
#[must_use]
pub fn way(terms: &KpiTerms) -> Option<TargetWay> {
    let (baseline, target) = (terms.baseline?, terms.target?.value);
    (baseline != target).then_some(TargetWay { baseline, target, better: terms.better })
}

/// The share of the way that a value has come: (value − baseline) ÷ (target − baseline); where nearer is better,
/// 1 − |value − target| ÷ |baseline − target|.
#[must_use]
pub fn share_of_way(terms: &KpiTerms, value: Number) -> Option<Number> {
    let way = way(terms)?;
    match way.better {
        Better::Higher | Better::Lower => share_of_change(&way, value.subtract(way.baseline).ok()?),
        Better::Nearer => {
            let left = value.subtract(way.target).ok()?.abs();
            let whole = way.baseline.subtract(way.target).ok()?.abs();
            Number::ONE.subtract(left.divide(whole).ok()?).ok()
        }
    }
}

/// A change from the baseline as a share of the way.
pub(super) fn share_of_change(way: &TargetWay, change: Number) -> Option<Number> {
    change.divide(way.target.subtract(way.baseline).ok()?).ok()
}
