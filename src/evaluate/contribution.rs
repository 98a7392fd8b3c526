//! What each package brings: takes the funded plan, gives for each package the same without it and what hangs on it.
//!
//! Only what the package can reach is computed again: the KPIs it moves, what reads its costs, and all that reads those,
//! from the month on in which it first does something. What comes of it is to the last digit what a projection of the
//! other levels gives.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::combine;
use super::costs::{CostShares, CostTable};
use super::fault::Fault;
use super::level_set::LevelSet;
use super::months::{self, LeftOut, Setting, kpi_span};
use super::page::Page;
use super::projection::{Contribution, PackageEffect, RangeStanding};
use super::values::{Values, range_standing};
use crate::check::{CheckedPlan, Computed};
use crate::model::{Id, Kpi, Level, Package};
use crate::quantity::Number;
use crate::source::Span;

/// What each package of a page with a funded level brings, in the order of the plan's packages.
pub(super) fn contributions(
    setting: Setting<'_>,
    funded: &LevelSet,
    shares: &CostShares,
    (values, page): (&Values, &Page),
) -> Result<Vec<Contribution>, Fault> {
    let leaners = leaners(setting.plan, funded);
    let mut by_package: BTreeMap<Id<Package>, Vec<Id<Level>>> = BTreeMap::new();
    for level in funded.iter() {
        if let Some(terms) = setting.plan.levels.get(level.index()).filter(|terms| page.holds(terms.package)) {
            by_package.entry(terms.package).or_default().push(level);
        }
    }
    let by_package: Vec<(Id<Package>, Vec<Id<Level>>)> = by_package.into_iter().collect();
    let scratch = || Scratch { stands: funded.clone(), values: values.clone(), costs: setting.costs.clone() };
    let contributions = by_package.into_par_iter().map_init(scratch, |scratch, (package, own)| {
        let falls = scratch.fall(setting.plan, &leaners, own);
        let changes = scratch.changes_without(setting, shares, values, &falls)?;
        Ok(Contribution { package, falls, changes })
    });
    // All first, then the first fault of the list: which one comes first in time is chance.
    contributions.collect::<Vec<Result<Contribution, Fault>>>().into_iter().collect()
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
    costs: CostTable,
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
    ) -> Result<Vec<PackageEffect>, Fault> {
        let others = Others::of(setting, falls)?;
        let mut reach = setting.graph.reach();
        for kpi in others.effects.keys() {
            setting.graph.spread(&mut reach, Computed::Kpi(Id::new(*kpi)));
        }
        let place = falls.first().map_or_else(Span::default, |level| setting.plan.plan().head((*level).into()).span);
        let change = shares.take_out(&mut self.costs, falls).map_err(|error| Fault::arithmetic(error, place))?;
        for about in shares.abouts(&change) {
            setting.graph.spread_cost(&mut reach, about);
        }
        let order = setting.graph.in_order(setting.plan, &reach);
        let first = others.first.min(change.first);
        let without = Setting { costs: &self.costs, ..setting };
        // In a what-if, what cannot be computed is shown as n/a.
        months::run_some(without, &order, first, &others.effects, &mut self.values, &mut |_| ());
        let mut changes = changes(setting.plan, &order, (values, setting.costs), (&self.values, &self.costs))?;
        changes.sort_by_key(|change| change.kpi);
        for computed in order {
            self.values.copy_row(values, computed);
        }
        self.costs.put_back(&change, setting.costs);
        Ok(changes)
    }
}

/// What the effects of the other levels do.
struct Others {
    effects: LeftOut,
    /// The first month in which one is missing; no formula reads a later month, so nothing changes before.
    first: usize,
}

impl Others {
    fn of(setting: Setting<'_>, falls: &[Id<Level>]) -> Result<Others, Fault> {
        let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (kpi, place) in falls.iter().flat_map(|level| setting.book.of_level(*level)) {
            places.entry(*kpi).or_default().push(*place);
        }
        let mut others = Others { effects: LeftOut::new(), first: usize::MAX };
        for (kpi, mut places) in places {
            places.sort_unstable();
            let effects = setting.book.of_kpi(kpi);
            let firsts = places.iter().filter_map(|place| effects.get(*place)).map(|effect| effect.first);
            others.first = firsts.fold(others.first, usize::min);
            let Some(together) = setting.together.get(kpi) else { continue };
            let rest = combine::leave_out(effects, together, places);
            let rest = rest.map_err(|error| Fault::arithmetic(error, kpi_span(setting.plan, Id::new(kpi))))?;
            others.effects.insert(kpi, rest);
        }
        Ok(others)
    }
}

/// KPIs with and without a package, and the costs beside them.
type Side<'run> = (&'run Values, &'run CostTable);

fn changes(
    plan: &CheckedPlan,
    order: &[Computed],
    with: Side<'_>,
    without: Side<'_>,
) -> Result<Vec<PackageEffect>, Fault> {
    let mut changes = Vec::new();
    for computed in order {
        let Computed::Kpi(kpi) = *computed else { continue };
        let Some(terms) = plan.kpis.get(kpi.index()) else { continue };
        let (with, without) = (with.0.shown_row(terms, kpi, with.1), without.0.shown_row(terms, kpi, without.1));
        if with != without {
            changes.push(change(plan, kpi, &with, &without)?);
        }
    }
    Ok(changes)
}

fn change(
    plan: &CheckedPlan,
    kpi: Id<Kpi>,
    with: &[Option<Number>],
    without: &[Option<Number>],
) -> Result<PackageEffect, Fault> {
    let terms = plan.kpis.get(kpi.index());
    let last = plan.calendar.len().saturating_sub(1);
    let month = terms.and_then(|terms| terms.target).map_or(last, |target| target.month);
    let at = |row: &[Option<Number>]| row.get(month).copied().flatten();
    let (with, rest) = (at(with), at(without));
    let difference = match (with, rest) {
        (Some(with), Some(rest)) => {
            Some(with.subtract(rest).map_err(|error| Fault::arithmetic(error, kpi_span(plan, kpi)))?)
        }
        _ => None,
    };
    let is_outside =
        |value: &Option<Number>| terms.is_some_and(|terms| range_standing(terms, *value) == RangeStanding::Outside);
    let standing = if without.iter().any(is_outside) { RangeStanding::Outside } else { RangeStanding::Within };
    Ok(PackageEffect { kpi, month, with, without: rest, difference, standing })
}
