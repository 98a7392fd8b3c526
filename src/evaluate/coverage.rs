//! Moments of truth: takes the funded levels, says which act on each moment and what is spent on that.

use std::collections::{BTreeMap, BTreeSet};

use super::findings;
use super::level_set::LevelSet;
use super::money::LevelMoney;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::model::journey::Measure;
use crate::model::schema::ListOf;
use crate::model::{AnyId, Id, Kind, Level, Moment, Package};
use crate::quantity::Money;

/// What is done about a moment of truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentCoverage {
    /// The moment.
    pub moment: Id<Moment>,
    /// What makes it go well beforehand.
    pub proactive: Measures,
    /// What mends it when it went badly.
    pub reactive: Measures,
}

/// The levels that act on a moment in one of the two ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures {
    /// Those that are funded, in the order of the plan's levels.
    pub funded: Vec<Id<Level>>,
    /// Those that are not.
    pub unfunded: Vec<Id<Level>>,
    /// The gross cost of the funded ones over the calendar.
    pub spend: Money,
}

impl MomentCoverage {
    /// Whether anything funded acts on it.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        !self.proactive.funded.is_empty() || !self.reactive.funded.is_empty()
    }
}

/// What is done about each moment of truth, in the order of the plan's. A moment that nothing funded acts on is reported,
/// and so is an objective that nothing funded serves; in a plan without `funding`, only what nothing at all would.
pub(super) fn coverage(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    funded: &LevelSet,
    money: &[LevelMoney],
) -> Vec<MomentCoverage> {
    let levels_of = AlternativeLevels::new(plan);
    let mut moments = Vec::with_capacity(plan.plan().moments.len());
    for (id, moment) in plan.plan().moments.iter() {
        let named = |list: &Option<ListOf<Measure>>| -> Vec<AnyId> {
            list.iter().flat_map(|list| &list.0).map(|named| named.id).collect()
        };
        let (proactive, reactive) = (named(&moment.proactive), named(&moment.reactive));
        let measures = |named: &[AnyId]| measures(plan, &levels_of, funded, money, named);
        let covered = MomentCoverage { moment: id, proactive: measures(&proactive), reactive: measures(&reactive) };
        let all = [proactive, reactive].concat();
        if !covered.is_covered() && (all.is_empty() || plan.funding.is_some()) {
            diagnostics.add(findings::moment_without_measure(plan, id, &all));
        }
        moments.push(covered);
    }
    report_objectives(diagnostics, plan, funded);
    moments
}

/// The levels of each alternative.
struct AlternativeLevels(BTreeMap<AnyId, Vec<Id<Level>>>);

impl AlternativeLevels {
    fn new(plan: &CheckedPlan) -> AlternativeLevels {
        let mut by_alternative: BTreeMap<AnyId, Vec<Id<Level>>> = BTreeMap::new();
        for level in plan.plan().levels.ids() {
            let around = plan.plan().parent(level.into());
            if let Some(alternative) = around.filter(|around| around.kind == Kind::Alternative) {
                by_alternative.entry(alternative).or_default().push(level);
            }
        }
        AlternativeLevels(by_alternative)
    }

    /// The levels that a name means: of a package, those of all its ways.
    fn meant(&self, plan: &CheckedPlan, named: AnyId) -> Vec<Id<Level>> {
        if let Some(level) = named.cast::<Level>() {
            return vec![level];
        }
        match named.cast::<Package>().and_then(|package| plan.packages.get(package.index())) {
            Some(package) => package.ways.iter().flatten().copied().collect(),
            None => self.0.get(&named).cloned().unwrap_or_default(),
        }
    }
}

fn measures(
    plan: &CheckedPlan,
    levels_of: &AlternativeLevels,
    funded: &LevelSet,
    money: &[LevelMoney],
    named: &[AnyId],
) -> Measures {
    let levels: BTreeSet<Id<Level>> = named.iter().flat_map(|named| levels_of.meant(plan, *named)).collect();
    let (funded, unfunded): (Vec<_>, Vec<_>) = levels.into_iter().partition(|level| funded.contains(*level));
    let gross = funded.iter().filter_map(|level| money.get(level.index())).map(|money| money.gross);
    // All funded costs together hold in the budget, which is a number; so do some of them.
    let spend = Money::sum(gross).unwrap_or_default();
    Measures { funded, unfunded, spend }
}

fn report_objectives(diagnostics: &mut Diagnostics, plan: &CheckedPlan, funded: &LevelSet) {
    let mut served = vec![Service::Nobody; plan.plan().objectives.len()];
    let funded_packages: BTreeSet<Id<Package>> =
        funded.iter().filter_map(|level| plan.levels.get(level.index())).map(|terms| terms.package).collect();
    for (index, package) in plan.packages.iter().enumerate() {
        let service = if funded_packages.contains(&Id::new(index)) { Service::Funded } else { Service::Unfunded };
        let chains = package.objectives.iter().filter_map(|objective| plan.objective_chains.get(objective.index()));
        for objective in chains.flatten() {
            if let Some(served) = served.get_mut(objective.index()) {
                *served = (*served).max(service);
            }
        }
    }
    for (objective, service) in plan.plan().objectives.ids().zip(served) {
        if service == Service::Nobody || service == Service::Unfunded && plan.funding.is_some() {
            diagnostics.add(findings::objective_not_served(plan, objective, service));
        }
    }
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
