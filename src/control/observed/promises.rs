//! Promises kept: takes what effects were to do by the closed month and what was observed in it, gives what of it came about,
//! by KPI, by package and by grade of evidence.

use std::collections::BTreeMap;

use super::past::Past;
use crate::check::ChangeTerms;
use crate::evaluate::{LevelSet, ProjectedOf, effect_by_month};
use crate::model::observation::Observed;
use crate::model::plan::Evidence;
use crate::model::{Id, Kpi, Level, Package};
use crate::quantity::{ArithmeticError, Number};

/// What was promised and kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promises {
    /// By KPI that funded levels move.
    pub kpis: Vec<KpiKept>,
    /// By package.
    pub packages: Vec<PackageKept>,
    /// By grade of evidence.
    pub grades: Vec<GradeKept>,
}

/// What was promised of a KPI by the closed month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KpiKept {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// What it would be with nothing funded.
    pub unfunded: Number,
    /// What was promised.
    pub funded: Number,
    /// What was observed.
    pub observed: Option<Number>,
    /// What of it came about.
    pub due: Due,
}

/// What of a promise came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// So much, as a share: above one is more than promised.
    Kept(Number),
    /// It is below a twentieth of its full size yet.
    NotDue,
    /// The KPI was not observed in that month.
    NotObserved,
}

/// What a package promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageKept {
    /// The package.
    pub package: Id<Package>,
    /// Its own part of each KPI's promise by the closed month, with what of the KPI's whole promise came about.
    pub kpis: Vec<(Id<Kpi>, Number, Due)>,
}

/// What effects of one grade of evidence came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GradeKept {
    /// The grade; none of effects without one.
    pub grade: Option<Evidence>,
    /// The mean of the shares kept, weighted by the part of each KPI's due effect that has this grade.
    pub kept: Number,
    /// The KPIs it is of.
    pub kpis: usize,
}

impl GradeKept {
    /// What the next cycle may believe of this grade: from nothing to all of it.
    #[must_use]
    pub fn confidence(&self) -> Number {
        self.kept.clamp(Number::ZERO, Number::ONE)
    }
}

pub(super) fn promises(past: &Past<'_>) -> Result<Promises, ArithmeticError> {
    let mut kpis = Vec::new();
    for kpi in past.plan.plan().kpis.ids() {
        kpis.extend(of_kpi(past, kpi)?);
    }
    let packages = of_packages(past, &kpis)?;
    let grades = of_grades(past, &kpis)?;
    Ok(Promises { kpis, packages, grades })
}

fn levels<'a>(past: &Past<'a>) -> impl Iterator<Item = Id<Level>> + use<'a> {
    super::super::funded(past.evaluation).iter().copied()
}

fn of_kpi(past: &Past<'_>, kpi: Id<Kpi>) -> Result<Option<KpiKept>, ArithmeticError> {
    let projection = &past.evaluation.projection;
    let at = |month| projection.zero_base.kpi_at(kpi, month).zip(projection.funded.kpi_at(kpi, month));
    let Some((unfunded, funded)) = at(past.closed).filter(|_| !past.effects_on(kpi).is_empty()) else {
        return Ok(None);
    };
    let mut full = Number::ZERO;
    for (unfunded, funded) in (0..past.plan.calendar.len()).filter_map(at) {
        full = full.maximum(funded.subtract(unfunded)?.abs());
    }
    let promise = funded.subtract(unfunded)?;
    let closed = past.plan.calendar.month(past.closed);
    let observed = closed.and_then(|closed| past.of(Observed::Kpi(kpi)).get(&closed).copied());
    let is_due = !promise.is_zero() && promise.abs().multiply(Number::from_integer(20))? >= full;
    let due = match observed {
        _ if !is_due => Due::NotDue,
        None => Due::NotObserved,
        Some(observed) => Due::Kept(observed.subtract(unfunded)?.divide(promise)?),
    };
    Ok(Some(KpiKept { kpi, unfunded, funded, observed, due }))
}

/// What each package brings by the closed month: the funded plan beside the same without it and what hangs on it.
fn of_packages(past: &Past<'_>, kpis: &[KpiKept]) -> Result<Vec<PackageKept>, ArithmeticError> {
    let mut packages = Vec::new();
    // Without observations there is nothing to set beside it.
    if kpis.iter().all(|kept| kept.observed.is_none()) {
        return Ok(packages);
    }
    let count = past.plan.levels.len();
    let Some(outcomes) = ProjectedOf::new(past.plan, &past.evaluation.money) else { return Ok(packages) };
    for contribution in &past.evaluation.projection.contributions {
        let mut without = LevelSet::empty(count);
        levels(past).filter(|level| !contribution.falls.contains(level)).for_each(|level| {
            without.insert(level);
        });
        let Some(outcome) = outcomes.with(&without) else { continue };
        let mut own = Vec::new();
        for kept in kpis {
            if let Some(value) = outcome.kpi_at(kept.kpi, past.closed) {
                let brings = kept.funded.subtract(value)?;
                if !brings.is_zero() {
                    own.push((kept.kpi, brings, kept.due));
                }
            }
        }
        if !own.is_empty() {
            packages.push(PackageKept { package: contribution.package, kpis: own });
        }
    }
    Ok(packages)
}

fn of_grades(past: &Past<'_>, kpis: &[KpiKept]) -> Result<Vec<GradeKept>, ArithmeticError> {
    let mut sums: BTreeMap<Option<Evidence>, (Number, Number, usize)> = BTreeMap::new();
    for kept in kpis {
        let Due::Kept(share) = kept.due else { continue };
        let due = due_by_grade(past, kept)?;
        let mut whole = Number::ZERO;
        for size in due.values() {
            whole = whole.add(*size)?;
        }
        for (grade, size) in due.into_iter().filter(|(_, size)| !size.is_zero()) {
            let weight = size.divide(whole)?;
            let sum = sums.entry(grade).or_default();
            *sum = (sum.0.add(share.multiply(weight)?)?, sum.1.add(weight)?, sum.2 + 1);
        }
    }
    let mean = |(grade, (sum, weight, kpis)): (_, (Number, Number, usize))| {
        Ok(GradeKept { grade, kept: sum.divide(weight)?, kpis })
    };
    sums.into_iter().map(mean).collect()
}

/// How much of a KPI's effect is due by the closed month, by grade; relative effects on what is there without any.
fn due_by_grade(past: &Past<'_>, kept: &KpiKept) -> Result<BTreeMap<Option<Evidence>, Number>, ArithmeticError> {
    let mut due: BTreeMap<Option<Evidence>, Number> = BTreeMap::new();
    for (level, effect) in past.effects_on(kept.kpi) {
        let size = effect_by_month(past.plan, *level, effect).get(past.closed).copied().unwrap_or_default();
        let size = match effect.change {
            ChangeTerms::Absolute(_) => size,
            ChangeTerms::Relative(_) => size.multiply(kept.unfunded)?,
        };
        let sum = due.entry(effect.evidence).or_default();
        *sum = sum.add(size.abs())?;
    }
    Ok(due)
}
