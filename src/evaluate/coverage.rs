//! Moments of truth: takes the funded levels, says which act on each moment and what is spent on that.

use super::serving::Service;
use std::collections::{BTreeMap, BTreeSet};

use super::findings;
use super::level_set::LevelSet;
use super::serving::Serving;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::model::journey::Measure;
use crate::model::schema::ListOf;
use crate::model::{AnyId, Id, Kind, Level, Moment, Package, Touchpoint};
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
    /// What the funded ones spend on it: of their cost what falls to its touchpoint, as the package's `serves` says, in
    /// equal parts over the moments there that they act on.
    pub spend: Money,
    /// The same by level; the parts sum to it.
    pub parts: Vec<(Id<Level>, Money)>,
}

/// The levels that act on a moment in one of the two ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures {
    /// Those that are funded, in the order of the plan's levels.
    pub funded: Vec<Id<Level>>,
    /// Those that are not.
    pub unfunded: Vec<Id<Level>>,
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
    serving: &Serving,
) -> Vec<MomentCoverage> {
    let levels_of = AlternativeLevels::new(plan);
    let mut moments = Vec::with_capacity(plan.plan().moments.len());
    for (id, moment) in plan.plan().moments.iter() {
        let named = |list: &Option<ListOf<Measure>>| -> Vec<AnyId> {
            list.iter().flat_map(|list| &list.0).map(|named| named.id).collect()
        };
        let (proactive, reactive) = (named(&moment.proactive), named(&moment.reactive));
        let measures = |named: &[AnyId]| measures(plan, &levels_of, funded, named);
        let (before, after) = (measures(&proactive), measures(&reactive));
        let covered =
            MomentCoverage { moment: id, proactive: before, reactive: after, spend: Money::ZERO, parts: Vec::new() };
        let all = [proactive, reactive].concat();
        if !covered.is_covered() && (all.is_empty() || plan.funding.is_some()) {
            diagnostics.add(findings::moment_without_measure(plan, id, &all));
        }
        moments.push(covered);
    }
    spend_on(plan, serving, &mut moments);
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

fn measures(plan: &CheckedPlan, levels_of: &AlternativeLevels, funded: &LevelSet, named: &[AnyId]) -> Measures {
    let levels: BTreeSet<Id<Level>> = named.iter().flat_map(|named| levels_of.meant(plan, *named)).collect();
    let (funded, unfunded): (Vec<_>, Vec<_>) = levels.into_iter().partition(|level| funded.contains(*level));
    Measures { funded, unfunded }
}

/// The moments that each level acts on, by their places.
type Acting = BTreeMap<Id<Level>, Vec<usize>>;

/// Notes what is spent on each moment.
fn spend_on(plan: &CheckedPlan, serving: &Serving, moments: &mut [MomentCoverage]) {
    for ((touchpoint, package), acting) in acting(plan, moments) {
        for (level, part) in serving.by_level(touchpoint, package, plan.currency) {
            let places = acting.get(&level).map_or(&[][..], Vec::as_slice);
            let parts = part.spread_evenly(places.len(), plan.currency).unwrap_or_default();
            for (place, part) in places.iter().zip(parts) {
                if let Some(covered) = moments.get_mut(*place) {
                    // All funded costs together hold in the budget, which is a number; so do some of them.
                    covered.spend = covered.spend.add(part).unwrap_or(covered.spend);
                    covered.parts.push((level, part));
                }
            }
        }
    }
}

/// Who acts where: by touchpoint and package; the moments in the order of their paths.
fn acting(plan: &CheckedPlan, moments: &[MomentCoverage]) -> BTreeMap<(Id<Touchpoint>, Id<Package>), Acting> {
    let mut places: Vec<(usize, &MomentCoverage)> = moments.iter().enumerate().collect();
    places.sort_by_key(|(_, covered)| &plan.plan().head(covered.moment.into()).path);
    let mut acting: BTreeMap<(Id<Touchpoint>, Id<Package>), Acting> = BTreeMap::new();
    for (place, covered) in places {
        let touchpoint = plan.plan().parent(covered.moment.into()).and_then(AnyId::cast::<Touchpoint>);
        let levels = covered.proactive.funded.iter().chain(&covered.reactive.funded);
        for level in levels.copied().collect::<BTreeSet<Id<Level>>>() {
            let package = plan.levels.get(level.index()).map(|terms| terms.package);
            if let (Some(touchpoint), Some(package)) = (touchpoint, package) {
                acting.entry((touchpoint, package)).or_default().entry(level).or_default().push(place);
            }
        }
    }
    acting
}

fn report_objectives(diagnostics: &mut Diagnostics, plan: &CheckedPlan, funded: &LevelSet) {
    let mut served = vec![Service::Nobody; plan.plan().objectives.len()];
    let funded_packages: BTreeSet<Id<Package>> =
        funded.iter().filter_map(|level| plan.levels.get(level.index())).map(|terms| terms.package).collect();
    for (index, package) in plan.packages.iter().enumerate() {
        let service = if funded_packages.contains(&Id::new(index)) { Service::Funded } else { Service::Unfunded };
        for objective in &package.objectives {
            if let Some(served) = served.get_mut(objective.index()) {
                *served = (*served).max(service);
            }
        }
    }
    plan.objective_chains.with_inner(&mut served, |around, inner| *around = (*around).max(*inner));
    for (objective, service) in plan.plan().objectives.ids().zip(served) {
        if service == Service::Nobody || service == Service::Unfunded && plan.funding.is_some() {
            diagnostics.add(findings::objective_not_served(plan, objective, service));
        }
    }
}
