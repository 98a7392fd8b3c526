//! What is spent on touchpoints: takes the funded levels with their money, gives what of each package's cost falls to each
//! touchpoint it serves. A package's cost is spread once, so that its parts sum to it.

use std::collections::BTreeMap;

use super::money::LevelMoney;
use crate::check::CheckedPlan;
use crate::model::{Id, Level, Package, Touchpoint};
use crate::quantity::{Currency, Money, Number};

/// Which packages with a funded level serve which touchpoint, and what falls to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Serving {
    parts: BTreeMap<(Id<Touchpoint>, Id<Package>), Money>,
    /// The funded levels of each package with their gross cost, in the order of the plan's.
    levels: BTreeMap<Id<Package>, Vec<(Id<Level>, Money)>>,
}

impl Serving {
    /// The funded levels by what they serve.
    pub(super) fn of(plan: &CheckedPlan, funded: impl Iterator<Item = Id<Level>>, money: &[LevelMoney]) -> Serving {
        let mut serving = Serving::default();
        for level in funded {
            let Some(terms) = plan.levels.get(level.index()) else { continue };
            let gross = money.get(level.index()).map_or(Money::ZERO, |money| money.gross);
            serving.levels.entry(terms.package).or_default().push((level, gross));
        }
        for (package, levels) in &serving.levels {
            // All funded costs together are a number; so are some of them.
            let cost = Money::sum(levels.iter().map(|(_, gross)| *gross)).unwrap_or_default();
            let parts = by_touchpoint(plan, *package, cost);
            serving.parts.extend(parts.into_iter().map(|(touchpoint, part)| ((touchpoint, *package), part)));
        }
        serving
    }

    /// The packages with a funded level that serve a touchpoint, each with what of its cost falls there.
    pub fn of_touchpoint(&self, touchpoint: Id<Touchpoint>) -> impl Iterator<Item = (Id<Package>, Money)> {
        let pairs = self.parts.range((touchpoint, Id::new(0))..);
        pairs.take_while(move |((of, _), _)| *of == touchpoint).map(|((_, package), part)| (*package, *part))
    }

    /// What is spent on a touchpoint; nothing where no funded package serves it.
    #[must_use]
    pub fn spend(&self, touchpoint: Id<Touchpoint>) -> Option<Money> {
        let parts: Vec<Money> = self.of_touchpoint(touchpoint).map(|(_, part)| part).collect();
        if parts.is_empty() { None } else { Money::sum(parts).ok() }
    }

    /// What of the cost of each funded level of a package falls to a touchpoint: its part of what the package spends
    /// there, by what the levels cost.
    pub(super) fn by_level(
        &self,
        touchpoint: Id<Touchpoint>,
        package: Id<Package>,
        currency: Currency,
    ) -> impl Iterator<Item = (Id<Level>, Money)> {
        let levels = self.levels.get(&package).map_or(&[][..], Vec::as_slice);
        let part = self.parts.get(&(touchpoint, package)).copied().unwrap_or_default();
        let weights: Vec<Number> = levels.iter().map(|(_, gross)| gross.number()).collect();
        // Levels that all cost nothing spend nothing anywhere.
        let parts = part.spread(&weights, currency).unwrap_or_default();
        levels.iter().map(|(level, _)| *level).zip(parts)
    }
}

/// What of a package's cost falls to each touchpoint it serves, in the order of their paths.
fn by_touchpoint(plan: &CheckedPlan, package: Id<Package>, cost: Money) -> Vec<(Id<Touchpoint>, Money)> {
    let serves = plan.packages.get(package.index()).map_or(&[][..], |terms| &terms.serves);
    let mut serves: Vec<(Id<Touchpoint>, Number)> = serves.to_vec();
    serves.sort_by_key(|(touchpoint, _)| &plan.plan().head((*touchpoint).into()).path);
    let shares: Vec<Number> = serves.iter().map(|(_, share)| *share).collect();
    let parts = cost.spread(&shares, plan.currency).unwrap_or_default();
    serves.into_iter().map(|(touchpoint, _)| touchpoint).zip(parts).collect()
}

/// Who serves an objective, or one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    /// No package does.
    Nobody,
    /// A package does, and nothing of it is funded.
    Unfunded,
    /// A package with a funded level does.
    Funded,
}
