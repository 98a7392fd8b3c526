//! What the plan comes to otherwise, levels apart: departments, KPIs, moments of truth, requirements.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::Pairs;
use super::record::Record;
use crate::evaluate::Verdict;
use crate::model::Kind;
use crate::model::kpi::Better;
use crate::outcome::{DepartmentFigures, KpiFigures, Measure, Outcome, StageFigures};
use crate::quantity::{Money, Number};

/// A department whose figures changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentChange {
    /// Its name.
    pub name: String,
    /// What it came to; absent where nothing of it was funded.
    pub before: Option<DepartmentFigures>,
    /// What it comes to; absent where nothing of it is funded.
    pub after: Option<DepartmentFigures>,
}

/// A KPI that goes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiMove {
    /// Its name.
    pub name: String,
    /// In what its values are.
    pub measure: Measure,
    /// Which way it improves, where that is said.
    pub better: Option<Better>,
    /// What it was, in the month that is looked at now where the plan had it; absent for a new KPI.
    pub before: Option<KpiState>,
    /// What it is; absent for a KPI that is gone.
    pub after: Option<KpiState>,
}

/// Where a KPI stands in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiState {
    /// The month.
    pub month: String,
    /// Its value with the funded levels.
    pub funded: Option<Number>,
    /// Its value with nothing funded; nothing of a plan file.
    pub unfunded: Option<Option<Number>>,
    /// Its value when effects count as far as their evidence is believed.
    pub risk_adjusted: Option<Number>,
    /// Whether the target is met.
    pub target: Option<Verdict>,
}

/// A cap or a floor that changed, or that is filled otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundChange {
    /// Which: `cap`, `floor`.
    pub word: &'static str,
    /// Of what: `category training`.
    pub name: String,
    /// How much it was; absent for a new one.
    pub before: Option<BoundState>,
    /// How much it is; absent for one that is gone.
    pub after: Option<BoundState>,
}

/// A cap or a floor in one of the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundState {
    /// The most, or the least.
    pub amount: Money,
    /// What fills a floor; a cap counts nothing here.
    pub filled: Option<Money>,
}

/// A stage through which more or less passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageChange {
    /// Its name.
    pub name: String,
    /// What passed in the month; absent for a new one.
    pub before: Option<StageFigures>,
    /// What passes; absent for one that is gone.
    pub after: Option<StageFigures>,
}

/// A moment of truth that is covered otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentChange {
    /// Its name.
    pub name: String,
    /// The funded levels that acted on it.
    pub before: Vec<String>,
    /// Those that do.
    pub after: Vec<String>,
}

/// A requirement whose verdict changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequireChange {
    /// What it says.
    pub name: String,
    /// What held; absent for a new one.
    pub before: Option<Verdict>,
    /// What holds; absent for one that is gone.
    pub after: Option<Verdict>,
}

/// The departments whose figures changed, whichever they are, in order of name.
pub(super) fn departments(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<DepartmentChange> {
    let mut rows: BTreeMap<String, (Option<DepartmentFigures>, Option<DepartmentFigures>)> = BTreeMap::new();
    for department in &before.outcome.departments {
        let name = pairs.renames.now(Kind::Department, &department.name).to_owned();
        let figures = DepartmentFigures { name: name.clone(), ..department.clone() };
        rows.entry(name).or_default().0 = Some(figures);
    }
    for department in &after.outcome.departments {
        rows.entry(department.name.clone()).or_default().1 = Some(department.clone());
    }
    let changed = rows.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(name, (before, after))| DepartmentChange { name, before, after }).collect()
}

/// The KPIs that go elsewhere in some month, in order of name.
pub(super) fn kpis(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<KpiMove> {
    let earlier: BTreeMap<&str, &KpiFigures> =
        before.outcome.kpis.iter().map(|kpi| (pairs.renames.now(Kind::Kpi, &kpi.name), kpi)).collect();
    let mut changes = Vec::new();
    for now in &after.outcome.kpis {
        let was = earlier.get(now.name.as_str()).copied();
        let same = was.is_some_and(|was| {
            was.months == now.months
                && was.risk_adjusted == now.risk_adjusted
                && was.value == now.value
                && was.target == now.target
        });
        if !same {
            let before = was.map(|was| state(was, &now.value.month));
            changes.push(kpi_change(&now.name, now, before, Some(state(now, &now.value.month))));
        }
    }
    let names: BTreeSet<&str> = after.outcome.kpis.iter().map(|kpi| kpi.name.as_str()).collect();
    for (name, was) in earlier.into_iter().filter(|(name, _)| !names.contains(name)) {
        changes.push(kpi_change(name, was, Some(state(was, &was.value.month)), None));
    }
    changes.sort_by(|left, right| left.name.cmp(&right.name));
    changes
}

fn kpi_change(name: &str, kpi: &KpiFigures, before: Option<KpiState>, after: Option<KpiState>) -> KpiMove {
    KpiMove { name: name.to_owned(), measure: kpi.value.measure.clone(), better: kpi.better, before, after }
}

/// A KPI in a month; in the month it is looked at, where it has no such month.
fn state(kpi: &KpiFigures, month: &str) -> KpiState {
    let value = kpi.at(month).or_else(|| kpi.at(&kpi.value.month));
    KpiState {
        month: value.map_or_else(|| kpi.value.month.clone(), |value| value.month.clone()),
        funded: value.map_or(kpi.value.value, |value| value.funded),
        unfunded: value.map(|value| value.unfunded),
        risk_adjusted: kpi.risk_adjusted,
        target: kpi.target,
    }
}

/// The caps and floors that changed, or are filled otherwise, in order of name.
pub(super) fn bounds(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<BoundChange> {
    let mut bounds: BTreeMap<(&'static str, String), (Option<BoundState>, Option<BoundState>)> = BTreeMap::new();
    let was = bounds_of(&before.outcome).map(|(word, name, state)| (word, pairs.renames.bound_now(name), state));
    for (word, name, state) in was {
        bounds.entry((word, name)).or_default().0 = Some(state);
    }
    for (word, name, state) in bounds_of(&after.outcome) {
        bounds.entry((word, name.to_owned())).or_default().1 = Some(state);
    }
    let changed = bounds.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|((word, name), (before, after))| BoundChange { word, name, before, after }).collect()
}

fn bounds_of(outcome: &Outcome) -> impl Iterator<Item = (&'static str, &str, BoundState)> {
    let caps = outcome.caps.iter();
    let caps = caps.map(|cap| ("cap", cap.name.as_str(), BoundState { amount: cap.most, filled: None }));
    let floors = outcome
        .floors
        .iter()
        .map(|floor| ("floor", floor.name.as_str(), BoundState { amount: floor.least, filled: floor.filled }));
    caps.chain(floors)
}

/// The stages through which more or less passes, in the order of now.
pub(super) fn stages(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<StageChange> {
    let now_named = |stage: &StageFigures| {
        let name = pairs.renames.now(Kind::Stage, &stage.name).to_owned();
        StageFigures { name, ..stage.clone() }
    };
    let mut earlier: BTreeMap<String, StageFigures> =
        before.outcome.stages.iter().map(now_named).map(|stage| (stage.name.clone(), stage)).collect();
    let mut changes = Vec::new();
    for now in &after.outcome.stages {
        let was = earlier.remove(&now.name);
        if was.as_ref() != Some(now) {
            changes.push(StageChange { name: now.name.clone(), before: was, after: Some(now.clone()) });
        }
    }
    changes.extend(earlier.into_iter().map(|(name, was)| StageChange { name, before: Some(was), after: None }));
    changes
}

/// The moments of truth that are covered otherwise, in order of name.
pub(super) fn moments(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<MomentChange> {
    let mut covered: BTreeMap<&str, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for moment in &before.outcome.moments {
        let mut levels: Vec<String> =
            moment.cover.iter().map(|level| pairs.renames.level_now(level).to_owned()).collect();
        levels.sort();
        covered.entry(pairs.renames.now(Kind::Moment, &moment.name)).or_default().0 = levels;
    }
    for moment in &after.outcome.moments {
        covered.entry(&moment.name).or_default().1.clone_from(&moment.cover);
    }
    let changed = covered.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(name, (before, after))| MomentChange { name: name.to_owned(), before, after }).collect()
}

/// The requirements whose verdict changed, in order of what they say.
pub(super) fn requires(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<RequireChange> {
    let mut verdicts: BTreeMap<&str, (Option<Verdict>, Option<Verdict>)> = BTreeMap::new();
    for require in &before.outcome.requires {
        verdicts.entry(pairs.renames.now(Kind::Require, &require.name)).or_default().0 = Some(require.verdict);
    }
    for require in &after.outcome.requires {
        verdicts.entry(&require.name).or_default().1 = Some(require.verdict);
    }
    let changed = verdicts.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(name, (before, after))| RequireChange { name: name.to_owned(), before, after }).collect()
}
