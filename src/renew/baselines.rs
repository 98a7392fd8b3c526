//! Where KPIs begin next year: takes the evaluated plan, gives for each KPI where it now ends, and what it would be with
//! nothing funded, so that funding the same levels again gives that baseline and no effect counts twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::program::Step;
use crate::check::{CheckedPlan, KpiTerms};
use crate::evaluate::{Evaluation, LevelSet, ProjectedOf};
use crate::ledger::Observations;
use crate::model::observation::Observed;
use crate::model::{Id, Kpi, Level};
use crate::quantity::{Month, Number};
use crate::source::Span;

/// Where a KPI begins next year, in its own unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBaseline {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// Where it began this year.
    pub was: Option<Number>,
    /// Where it now ends; where it was observed, if it stays as far from the plan as it last was.
    pub now: Number,
    /// The month it was last observed in.
    pub observed: Option<Month>,
    /// What it is when nothing is funded.
    pub unfunded: Unfunded,
    /// Where it ends with the effects of levels, where it begins without them: its formula reads what it was before them.
    pub with_effects: Option<Number>,
}

/// What becomes of `unfunded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfunded {
    /// It is left out: nothing funded moves the KPI, or a formula gives it.
    Absent,
    /// It is this.
    Value(Number),
    /// None was found that gives the baseline again.
    NotFound,
}

/// The decimals of a baseline, in the unit that is shown.
pub(super) const DECIMALS: u32 = 6;
/// How often a value is looked for, and how near it must come.
const STEPS: usize = 40;

/// The baselines of all KPIs that have a value at the end.
pub(super) fn baselines(plan: &CheckedPlan, evaluation: &Evaluation, observations: &Observations) -> Vec<NewBaseline> {
    let last = plan.calendar.len().saturating_sub(1);
    let mut all: Vec<NewBaseline> = Vec::new();
    let (moved, gaps) = (moved(plan, evaluation), gaps(plan, evaluation, observations));
    for kpi in plan.plan().kpis.ids() {
        let (Some(terms), Some(end)) = (plan.kpis.get(kpi.index()), evaluation.projection.funded.kpi_at(kpi, last))
        else {
            continue;
        };
        let (end, with_effects) = match before_effects(evaluation, terms, kpi) {
            Some(before) if before != end => (before, Some(end)),
            _ => (end, None),
        };
        // What is as far from the plan as before may be more than can be: then the plan's own end stands.
        let staying = gaps.get(&kpi).and_then(|(month, gap)| Some((*month, end.add(*gap).ok()?)));
        let staying = staying.filter(|(_, value)| !terms.is_outside(*value) && !terms.is_beyond_ceiling(*value));
        let observed = staying.map(|(month, _)| month);
        let now = staying.map_or(end, |(_, value)| value).round_half_even(DECIMALS);
        let is_moved = terms.formula.is_none() && moved.contains(&kpi);
        let unfunded = if is_moved { Unfunded::NotFound } else { Unfunded::Absent };
        all.push(NewBaseline { kpi, was: terms.baseline, now, observed, unfunded, with_effects });
    }
    find_unfunded(plan, evaluation, &mut all);
    all
}

/// Where a KPI that reads what it was a month before ends before its own effects. `previous` reads that, in the first month as
/// the baseline: with the effects in it, they would count twice.
fn before_effects(evaluation: &Evaluation, terms: &KpiTerms, kpi: Id<Kpi>) -> Option<Number> {
    let reads_itself = |(step, _): &(Step, Span)| matches!(step, Step::Previous(other, _) if *other == kpi);
    let formula = terms.formula.as_ref()?;
    let series = evaluation.projection.funded.kpis.get(kpi.index())?;
    series.end_before_effects.filter(|_| formula.steps().iter().any(reads_itself))
}

fn funded(evaluation: &Evaluation) -> &[Id<Level>] {
    evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded)
}

/// The KPIs that funded levels have an effect on.
fn moved(plan: &CheckedPlan, evaluation: &Evaluation) -> BTreeSet<Id<Kpi>> {
    let levels = funded(evaluation).iter().filter_map(|level| plan.levels.get(level.index()));
    levels.flat_map(|level| &level.effects).map(|effect| effect.kpi).collect()
}

/// How far each KPI was from the plan when it was last observed within the calendar.
fn gaps(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    observations: &Observations,
) -> BTreeMap<Id<Kpi>, (Month, Number)> {
    let latest = plan.plan().kpis.ids().filter_map(|kpi| {
        let seen = observations.of(Observed::Kpi(kpi))?;
        let (month, value) = seen.iter().rev().find(|(month, _)| plan.calendar.contains(**month))?;
        Some((kpi, (*month, *value)))
    });
    let gap = |(kpi, (month, value)): (Id<Kpi>, (Month, Number))| {
        let planned = evaluation.projection.funded.kpi_at(kpi, plan.calendar.index(month)?)?;
        Some((kpi, (month, value.subtract(planned).ok()?)))
    };
    latest.filter_map(gap).collect()
}

/// Looks for all of them at once: KPIs without a formula do not hang on each other. Each step projects the funded levels
/// at full size, and goes by what came out in the last month, when those of a season stand too; where effects add up, the
/// first step is the last.
fn find_unfunded(plan: &CheckedPlan, evaluation: &Evaluation, all: &mut [NewBaseline]) {
    let mut trial = next_year(plan, evaluation, all);
    let set = LevelSet::of(plan.levels.len(), funded(evaluation));
    let last = plan.calendar.len().saturating_sub(1);
    let mut searches: Vec<Search> = Vec::new();
    for (place, baseline) in all.iter().enumerate().filter(|(_, baseline)| baseline.unfunded == Unfunded::NotFound) {
        let trend = plan.kpis.get(baseline.kpi.index()).and_then(|terms| terms.trend).unwrap_or_default();
        let by_itself = trend.multiply(Number::from_integer(i64::try_from(last + 1).unwrap_or(0)));
        if let Ok(aim) = by_itself.and_then(|by_itself| baseline.now.add(by_itself)) {
            // Where the effects are known to fit.
            let terms = plan.kpis.get(baseline.kpi.index());
            let at = terms.and_then(|terms| terms.unfunded.or(terms.baseline)).unwrap_or(baseline.now);
            searches.push(Search { place, aim, at, before: None, is_done: false });
        }
    }
    for _ in 0..STEPS {
        if searches.iter().all(|search| search.is_done) {
            break;
        }
        for search in &searches {
            let kpi = all.get(search.place).and_then(|baseline| trial.kpis.get_mut(baseline.kpi.index()));
            if let Some(terms) = kpi {
                terms.unfunded = Some(search.at);
            }
        }
        // What leaves its range on the way is only tried.
        let outcome = ProjectedOf::new(&trial, &evaluation.money).and_then(|outcomes| outcomes.with(&set));
        let Some(outcome) = outcome else { return };
        for search in &mut searches {
            let Some(baseline) = all.get_mut(search.place) else { continue };
            let Some(value) = outcome.kpi_at(baseline.kpi, last) else { continue };
            if let Some(found) = search.step(value) {
                let is_sound = trial
                    .kpis
                    .get(baseline.kpi.index())
                    .is_some_and(|terms| !terms.is_outside(found) && !terms.is_beyond_ceiling(found));
                baseline.unfunded = if is_sound { Unfunded::Value(found) } else { Unfunded::NotFound };
            }
        }
    }
}

/// A value of which the result is known, to be found.
struct Search {
    place: usize,
    aim: Number,
    at: Number,
    before: Option<(Number, Number)>,
    is_done: bool,
}

impl Search {
    /// Goes on from what came out; gives the value that is found.
    fn step(&mut self, came: Number) -> Option<Number> {
        if self.is_done {
            return None;
        }
        let miss = self.aim.subtract(came).ok()?;
        if miss.round_half_even(DECIMALS + 4).is_zero() {
            self.is_done = true;
            return Some(self.at);
        }
        // Along the line through the last two; at first as if effects add up.
        let slope = self.before.and_then(|(at, before)| {
            let (rise, run) = (came.subtract(before).ok()?, self.at.subtract(at).ok()?);
            rise.divide(run).ok().filter(|slope| !slope.is_zero())
        });
        let way = slope.and_then(|slope| miss.divide(slope).ok()).unwrap_or(miss);
        self.before = Some((self.at, came));
        match self.at.add(way) {
            Ok(next) => self.at = next.round_half_even(DECIMALS + 6),
            Err(_) => self.is_done = true,
        }
        None
    }
}

/// The plan as it will be: the effects of funded levels are there at full size.
fn next_year(plan: &CheckedPlan, evaluation: &Evaluation, all: &[NewBaseline]) -> CheckedPlan {
    let mut trial = plan.clone();
    for level in funded(evaluation) {
        let Some(terms) = trial.levels.get_mut(level.index()) else { continue };
        for effect in &mut terms.effects {
            effect.after = 0;
            effect.over = 1;
        }
    }
    for baseline in all {
        if let Some(terms) = trial.kpis.get_mut(baseline.kpi.index()) {
            terms.unfunded = None;
            terms.baseline = terms.baseline.map(|_| baseline.now);
        }
    }
    trial
}
