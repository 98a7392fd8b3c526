//! What no thread holds: takes the evaluated plan, gives moments and pains nobody funds, spend that touches no journey or
//! no objective, KPIs nobody moves, roles that own nothing.

use std::collections::BTreeSet;

use super::links::Links;
use super::weight::Weights;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::schema::Integer;
use crate::model::{AnyId, Id, Kind, Kpi, Level, Moment, Package, Pain, Role};
use crate::quantity::Money;

/// The severity from which it matters that nobody is there.
const SEVERE: u8 = 4;

/// The things that no thread holds, each in the order of the plan's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orphans {
    /// Moments of truth that no funded level acts on.
    pub moments: Vec<Id<Moment>>,
    /// Pains of severity 4 or 5 that nothing funded relieves, and whose touchpoint nothing funded serves.
    pub pains: Vec<Id<Pain>>,
    /// Packages whose funded cost falls to no touchpoint.
    pub without_journey: Vec<(Id<Package>, Money)>,
    /// Packages whose funded cost serves no objective: neither said nor by a KPI they move.
    pub without_objective: Vec<(Id<Package>, Money)>,
    /// KPIs that no funded level, no formula and no trend moves.
    pub kpis: Vec<Id<Kpi>>,
    /// Roles that nothing names.
    pub roles: Vec<Id<Role>>,
}

/// The things that no thread holds.
#[must_use]
pub fn orphans(plan: &CheckedPlan, evaluation: &Evaluation, links: &Links) -> Orphans {
    let weights = Weights::of(plan, evaluation);
    let funded = evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded);
    let spending = |package: Id<Package>| Some((package, weights.package(package)?));
    let spending: Vec<(Id<Package>, Money)> = plan.plan().packages.ids().filter_map(spending).collect();
    let moved = moved(plan, funded);
    Orphans {
        moments: evaluation
            .moments
            .iter()
            .filter(|covered| !covered.is_covered())
            .map(|covered| covered.moment)
            .collect(),
        pains: pains(plan, evaluation, funded),
        without_journey: spending.iter().copied().filter(|(package, _)| serves_nothing(plan, *package)).collect(),
        without_objective: without_objective(plan, funded, &spending),
        kpis: plan.plan().kpis.ids().filter(|kpi| is_unmoved(plan, *kpi, &moved)).collect(),
        roles: plan.plan().roles.ids().filter(|role| owns_nothing(links, (*role).into())).collect(),
    }
}

/// The KPIs that the funded levels have an effect on.
fn moved(plan: &CheckedPlan, funded: &[Id<Level>]) -> BTreeSet<Id<Kpi>> {
    let levels = funded.iter().filter_map(|level| plan.levels.get(level.index()));
    levels.flat_map(|level| &level.effects).map(|effect| effect.kpi).collect()
}

fn is_unmoved(plan: &CheckedPlan, kpi: Id<Kpi>, moved: &BTreeSet<Id<Kpi>>) -> bool {
    let moves_itself = plan.kpis.get(kpi.index()).is_some_and(|terms| terms.formula.is_some() || terms.trend.is_some());
    !moves_itself && !moved.contains(&kpi)
}

fn serves_nothing(plan: &CheckedPlan, package: Id<Package>) -> bool {
    plan.packages.get(package.index()).is_some_and(|terms| terms.serves.is_empty())
}

/// The pains and needs that the funded levels, or their packages, relieve.
#[must_use]
pub fn relieved(plan: &CheckedPlan, funded: &[Id<Level>]) -> BTreeSet<AnyId> {
    let model = plan.plan();
    let packages: BTreeSet<Id<Package>> =
        funded.iter().filter_map(|level| plan.levels.get(level.index())).map(|terms| terms.package).collect();
    let of_levels = funded.iter().map(|level| &model.levels[*level].relieves);
    let of_packages = packages.iter().map(|package| &model.packages[*package].relieves);
    of_levels.chain(of_packages).flatten().flat_map(|list| &list.0).map(|named| named.id).collect()
}

fn pains(plan: &CheckedPlan, evaluation: &Evaluation, funded: &[Id<Level>]) -> Vec<Id<Pain>> {
    let model = plan.plan();
    let relieved = relieved(plan, funded);
    let is_left = |(id, pain): &(Id<Pain>, &Pain)| {
        let is_severe = pain.severity.get().is_some_and(|Integer(severity)| *severity >= SEVERE);
        let touchpoint = pain.parent.and_then(AnyId::cast);
        let is_served =
            touchpoint.is_some_and(|touchpoint| evaluation.serving.of_touchpoint(touchpoint).next().is_some());
        is_severe && !is_served && !relieved.contains(&AnyId::from(*id))
    };
    model.pains.iter().filter(is_left).map(|(id, _)| id).collect()
}

fn without_objective(
    plan: &CheckedPlan,
    funded: &[Id<Level>],
    spending: &[(Id<Package>, Money)],
) -> Vec<(Id<Package>, Money)> {
    let objectives = plan.plan().objectives.values();
    let measured: BTreeSet<Id<Kpi>> = objectives
        .filter_map(|objective| objective.measures.get())
        .flat_map(|list| &list.0)
        .map(|kpi| kpi.value)
        .collect();
    let levels = funded.iter().filter_map(|level| plan.levels.get(level.index()));
    let serving: BTreeSet<Id<Package>> = levels
        .filter(|level| level.effects.iter().any(|effect| measured.contains(&effect.kpi)))
        .map(|level| level.package)
        .collect();
    let says =
        |package: Id<Package>| plan.packages.get(package.index()).is_some_and(|terms| !terms.objectives.is_empty());
    spending.iter().copied().filter(|(package, _)| !says(*package) && !serving.contains(package)).collect()
}

/// Whether nothing names a role: neither as its owner nor as who ranks or decides.
fn owns_nothing(links: &Links, role: AnyId) -> bool {
    let owned = links.frames_down(role).iter().any(|link| link.to.kind != Kind::Workshop);
    !owned
}
