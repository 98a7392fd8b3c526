//! What follows where a level is not funded: takes it, gives what the plan says of that, else what the level promised.

use super::account::PackageAccount;
use super::way::{share_of_change, way};
use crate::check::{ChangeTerms, CheckedPlan};
use crate::evaluate::{EffectNature, effect_size};
use crate::model::{Alternative, Id, Kpi, Level};
use crate::quantity::Number;

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follows<'plan> {
    /// The level's own `consequence`, or its alternative's.
    Stated(&'plan str),
    /// The package's, as no way of it is funded.
    OfPackage(&'plan str),
    /// What it promised does not come: the effects it states, the largest share of the way first.
    Promised(Vec<Promise>),
}

/// An effect that a level states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// Whether it adds or multiplies.
    pub nature: EffectNature,
    /// At full size, in the KPI's unit or as a fraction of it.
    pub size: Number,
    /// What part of the KPI's way that is, by its size; none of a KPI without a way.
    pub share: Option<Number>,
}

/// So many promises are told.
const TOLD: usize = 2;

/// What follows where a level is not funded.
#[must_use]
pub fn follows<'plan>(plan: &'plan CheckedPlan, account: &PackageAccount, level: Id<Level>) -> Follows<'plan> {
    let model = plan.plan();
    let own = model.levels.find(level).and_then(|level| level.consequence.as_ref());
    let of_way = || {
        let alternative: Id<Alternative> = model.parent(level.into())?.cast()?;
        let is_taken = account.funded.iter().any(|funded| model.parent((*funded).into()) == Some(alternative.into()));
        model.alternatives.find(alternative).filter(|_| !is_taken)?.consequence.as_ref()
    };
    if let Some(text) = own.or_else(of_way) {
        return Follows::Stated(&text.value);
    }
    let of_package = model.packages.find(account.package).and_then(|package| package.consequence.get());
    match of_package.filter(|_| account.funded.is_empty()) {
        Some(text) => Follows::OfPackage(&text.value),
        None => Follows::Promised(promises(plan, level).into_iter().take(TOLD).collect()),
    }
}

/// What a level states it does, the largest share of the way first.
#[must_use]
pub fn promises(plan: &CheckedPlan, level: Id<Level>) -> Vec<Promise> {
    let effects = plan.levels.get(level.index()).map_or(&[][..], |terms| &terms.effects);
    let mut promises: Vec<Promise> = effects
        .iter()
        .filter_map(|effect| {
            let size = effect_size(plan, level, effect)?;
            let nature = match effect.change {
                ChangeTerms::Absolute(_) => EffectNature::Absolute,
                ChangeTerms::Relative(_) => EffectNature::Relative,
            };
            Some(Promise { kpi: effect.kpi, nature, size, share: share(plan, effect.kpi, nature, size) })
        })
        .collect();
    promises.sort_by_key(|promise| std::cmp::Reverse(promise.share));
    promises
}

/// What part of the way a stated effect is; a relative one is taken of the baseline.
fn share(plan: &CheckedPlan, kpi: Id<Kpi>, nature: EffectNature, size: Number) -> Option<Number> {
    let way = way(plan.kpis.get(kpi.index())?)?;
    let change = match nature {
        EffectNature::Absolute => size,
        EffectNature::Relative => way.baseline.multiply(size).ok()?,
    };
    share_of_change(&way, change).map(Number::abs)
}
