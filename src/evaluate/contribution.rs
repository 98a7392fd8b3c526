//! What each package brings: takes the funded plan, gives for each package the same without it and what hangs on it.
//!
//! Only what the package can reach is computed again: the KPIs it moves, what reads its costs, and all that reads those.

use std::collections::{BTreeMap, BTreeSet};

use super::combine;
use super::costs::{CostShares, CostTable};
use super::fault::Fault;
use super::graph::Reach;
use super::level_set::LevelSet;
use super::months::{self, LeftOut, Setting, kpi_span};
use super::projection::{Contribution, KpiChange, RangeStanding};
use super::values::{Values, range_standing};
use crate::check::{CheckedPlan, Computed};
use crate::model::{Id, Kpi, Level, Package};

/// What each package with a funded level brings, in the order of the plan's packages.
pub(super) fn contributions(
    setting: Setting<'_>,
    funded: &LevelSet,
    shares: &CostShares,
    values: &Values,
) -> Result<Vec<Contribution>, Fault> {
    let leaners = leaners(setting.plan, funded);
    let mut by_package: BTreeMap<Id<Package>, Vec<Id<Level>>> = BTreeMap::new();
    for level in funded.iter() {
        if let Some(terms) = setting.plan.levels.get(level.index()) {
            by_package.entry(terms.package).or_default().push(level);
        }
    }
    let mut scratch = Scratch { stands: funded.clone(), values: values.clone() };
    let mut contributions = Vec::with_capacity(by_package.len());
    for (package, own) in by_package {
        let falls = scratch.fall(setting.plan, &leaners, own);
        let changes = scratch.changes_without(setting, shares, values, &falls)?;
        contributions.push(Contribution { package, falls, changes });
    }
    Ok(contributions)
}

/// For each funded level, the funded levels that add to it or may need it.
fn leaners(plan: &CheckedPlan, funded: &LevelSet) -> BTreeMap<Id<Level>, Vec<Id<Level>>> {
    let mut leaners: BTreeMap<Id<Level>, Vec<Id<Level>>> = BTreeMap::new();
    for level in funded.iter() {
        let Some(terms) = plan.levels.get(level.index()) else { continue };
        let needs = terms.needs.iter().flat_map(|need| need.any_of.iter().copied());
        for held_by in terms.predecessor.into_iter().chain(needs) {
            leaners.entry(held_by).or_default().push(level);
        }
    }
    leaners
}

/// The funded plan, changed for one package at a time and put right again.
struct Scratch {
    stands: LevelSet,
    values: Values,
}

impl Scratch {
    /// The levels that fall with some of a package, in the order of the plan's.
    fn fall(
        &mut self,
        plan: &CheckedPlan,
        leaners: &BTreeMap<Id<Level>, Vec<Id<Level>>>,
        own: Vec<Id<Level>>,
    ) -> Vec<Id<Level>> {
        let mut falls = BTreeSet::new();
        let mut waiting = own;
        for level in &waiting {
            self.stands.remove(*level);
        }
        while let Some(level) = waiting.pop() {
            falls.insert(level);
            for leaner in leaners.get(&level).into_iter().flatten() {
                if self.stands.contains(*leaner) && !self.is_held(plan, *leaner) {
                    self.stands.remove(*leaner);
                    waiting.push(*leaner);
                }
            }
        }
        for level in &falls {
            self.stands.insert(*level);
        }
        falls.into_iter().collect()
    }

    /// Whether what a level adds to and needs still stands.
    fn is_held(&self, plan: &CheckedPlan, level: Id<Level>) -> bool {
        let Some(terms) = plan.levels.get(level.index()) else { return false };
        let stands = |level: &Id<Level>| self.stands.contains(*level);
        terms.predecessor.iter().all(stands) && terms.needs.iter().all(|need| need.any_of.iter().any(stands))
    }

    fn changes_without(
        &mut self,
        setting: Setting<'_>,
        shares: &CostShares,
        values: &Values,
        falls: &[Id<Level>],
    ) -> Result<Vec<KpiChange>, Fault> {
        let left_out = left_out(setting, falls)?;
        let mut reach = setting.graph.reach();
        for kpi in left_out.keys() {
            setting.graph.spread(&mut reach, Computed::Kpi(Id::new(*kpi)));
        }
        let costs = costs_without(setting, shares, falls, &mut reach)?;
        let order = setting.graph.in_order(setting.plan, &reach);
        let setting = Setting { costs: costs.as_ref().unwrap_or(setting.costs), ..setting };
        // In a what-if, what cannot be computed is shown as n/a.
        months::run_some(setting, &order, &left_out, &mut self.values, &mut |_| ());
        let mut changes = changes(setting.plan, &order, values, &self.values)?;
        changes.sort_by_key(|change| change.kpi);
        for computed in order {
            self.values.copy_row(values, computed);
        }
        Ok(changes)
    }
}

/// The sums of effects without those of some levels.
fn left_out(setting: Setting<'_>, falls: &[Id<Level>]) -> Result<LeftOut, Fault> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for level in falls {
        for (kpi, place) in setting.book.of_level(*level) {
            places.entry(*kpi).or_default().push(*place);
        }
    }
    let mut left_out = LeftOut::new();
    for (kpi, mut places) in places {
        places.sort_unstable();
        let (Some(terms), Some(together)) = (setting.plan.kpis.get(kpi), setting.together.get(kpi)) else { continue };
        let rest = combine::leave_out(terms, setting.book.of_kpi(kpi), together, &places);
        let rest = rest.map_err(|error| Fault::arithmetic(error, kpi_span(setting.plan, Id::new(kpi))))?;
        left_out.insert(kpi, (rest, places));
    }
    Ok(left_out)
}

/// The costs without those of some levels, where any formula asks for them.
fn costs_without(
    setting: Setting<'_>,
    shares: &CostShares,
    falls: &[Id<Level>],
    reach: &mut Reach,
) -> Result<Option<CostTable>, Fault> {
    let place = falls.first().map_or_else(Default::default, |level| setting.plan.plan().head((*level).into()).span);
    let without = shares.without(setting.costs, falls).map_err(|error| Fault::arithmetic(error, place))?;
    let Some((costs, abouts)) = without else { return Ok(None) };
    for about in abouts {
        setting.graph.spread_cost(reach, about);
    }
    Ok(Some(costs))
}

fn changes(plan: &CheckedPlan, order: &[Computed], with: &Values, without: &Values) -> Result<Vec<KpiChange>, Fault> {
    let mut changes = Vec::new();
    for computed in order {
        let Computed::Kpi(kpi) = *computed else { continue };
        if with.kpi_row(kpi) != without.kpi_row(kpi) {
            changes.extend(change(plan, kpi, with, without)?);
        }
    }
    Ok(changes)
}

fn change(plan: &CheckedPlan, kpi: Id<Kpi>, with: &Values, without: &Values) -> Result<Option<KpiChange>, Fault> {
    let Some(terms) = plan.kpis.get(kpi.index()) else { return Ok(None) };
    let month = terms.target.map_or(plan.calendar.len().saturating_sub(1), |target| target.month);
    let (with, rest) = (with.kpi(kpi, month), without.kpi(kpi, month));
    let difference = match (with, rest) {
        (Some(with), Some(rest)) => {
            Some(with.subtract(rest).map_err(|error| Fault::arithmetic(error, kpi_span(plan, kpi)))?)
        }
        _ => None,
    };
    let outside = without.kpi_row(kpi).iter().any(|value| range_standing(terms, *value) == RangeStanding::Outside);
    let standing = if outside { RangeStanding::Outside } else { RangeStanding::Within };
    Ok(Some(KpiChange { kpi, month, with, without: rest, difference, standing }))
}
