//! What a plan comes to, by name: takes an evaluation, gives for each level, department, KPI, moment and requirement what
//! holds of it.

use std::collections::BTreeMap;

use super::costs;
use super::decimals::{DECIMALS, without_noise};
use super::measure::{KpiValue, Measure, MonthValue};
use super::status::LevelStatus;
use super::table::{
    CapFigures, FloorFigures, KpiFigures, LevelFigures, MomentFigures, Outcome, PeriodFigures, PlanFigures,
    RequireFigures, StageFigures,
};
use crate::check::{CheckedPlan, Direction, KpiTerms};
use crate::evaluate::{
    Blocker, BoundUse, Evaluation, FundingOutcome, Grant, MomentCoverage, Optimum, Row, Status, Verdict,
};
use crate::model::facts::unnamed;
use crate::model::{AnyId, Id, Kpi, Level, Stage};
use crate::quantity::{Flavour, Money, Number};
use crate::{check, evaluate};

/// What an evaluated plan comes to.
#[must_use]
pub fn outcome(plan: &CheckedPlan, evaluation: &Evaluation) -> Outcome {
    let funding = evaluation.funding.as_ref();
    Outcome {
        currency: plan.currency,
        plans: funding.map_or_else(Vec::new, |funding| vec![policy(funding)]),
        periods: funding.map_or_else(Vec::new, |funding| periods(plan, funding)),
        caps: funding.map_or_else(Vec::new, |funding| caps(plan, funding)),
        floors: funding.map_or_else(Vec::new, |funding| floors(plan, funding)),
        levels: match funding {
            Some(funding) => levels(plan, evaluation, funding),
            None => unranked(plan, evaluation),
        },
        departments: costs::by_department(plan, evaluation),
        stages: plan.plan().stages.ids().filter_map(|id| stage(plan, evaluation, id)).collect(),
        kpis: plan.plan().kpis.ids().filter_map(|id| kpi(plan, evaluation, id)).collect(),
        moments: evaluation.moments.iter().map(|covered| moment(plan, covered)).collect(),
        requires: evaluation.requires.iter().map(|require| requirement(plan, require)).collect(),
    }
}

fn path(plan: &CheckedPlan, id: impl Into<AnyId>) -> String {
    plan.plan().head(id.into()).path.to_string()
}

/// What tells a declaration from others of its kind, as its [`Topic`](crate::model::facts::Topic) has it.
pub(crate) fn name(plan: &CheckedPlan, id: impl Into<AnyId>) -> String {
    let id = id.into();
    let head = plan.plan().head(id);
    if head.name.is_some() {
        return head.path.to_string();
    }
    let outer = plan.plan().parent(id).map(|parent| path(plan, parent));
    unnamed(outer.as_deref(), head.title.as_ref().map(|title| &*title.value))
}

fn policy(funding: &FundingOutcome) -> PlanFigures {
    let settled = funding.optimum.as_ref().map(Optimum::is_settled);
    PlanFigures { name: String::new(), policy: Some(funding.policy.word().to_owned()), settled }
}

fn periods(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<PeriodFigures> {
    let terms = plan.funding.iter().flat_map(|terms| &terms.periods);
    let outcome = |(period, money): (&crate::check::BudgetPeriod, &evaluate::MoneyUse)| PeriodFigures {
        name: period.name.clone(),
        budget: money.budget,
        reserve: money.reserve,
    };
    terms.zip(&funding.periods).map(outcome).collect()
}

fn caps(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<CapFigures> {
    let line = |cap: &BoundUse| CapFigures { name: bound_name(plan, cap.about), most: cap.amount };
    let mut caps: Vec<CapFigures> = funding.caps.iter().map(line).collect();
    caps.sort_by(|left, right| left.name.cmp(&right.name));
    caps
}

fn floors(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<FloorFigures> {
    // A floor by period is one figure: what it holds in all, and what of that is filled where it is held.
    let mut floors: BTreeMap<String, FloorFigures> = BTreeMap::new();
    for floor in &funding.floors {
        let filled = if floor.period.is_some() { floor.used.minimum(floor.amount) } else { floor.used };
        let name = bound_name(plan, floor.about);
        let least = FloorFigures { name: name.clone(), least: Money::ZERO, filled: Some(Money::ZERO) };
        let sum = floors.entry(name).or_insert(least);
        sum.least = sum.least.add(floor.amount).unwrap_or(sum.least);
        sum.filled = sum.filled.and_then(|sum| sum.add(filled).ok());
    }
    floors.into_values().collect()
}

fn bound_name(plan: &CheckedPlan, about: AnyId) -> String {
    format!("{} {}", about.kind.keyword(), path(plan, about))
}

fn levels(plan: &CheckedPlan, evaluation: &Evaluation, funding: &FundingOutcome) -> Vec<LevelFigures> {
    funding.sheet.rows.iter().enumerate().map(|(place, row)| level(plan, evaluation, place, row)).collect()
}

/// The levels of a plan that funds nothing.
fn unranked(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<LevelFigures> {
    let competing =
        plan.levels.iter().enumerate().filter(|(_, terms)| terms.eligibility == check::Eligibility::Competes);
    let levels = competing.enumerate().filter_map(|(place, (index, _))| {
        let id: Id<Level> = Id::new(index);
        let (money, score) = (evaluation.money.get(index)?, evaluation.scores.get(index)?);
        Some(LevelFigures {
            name: path(plan, id),
            rank: Some(place + 1),
            status: LevelStatus::NoFunding,
            cost: costs::by_period(plan, evaluation, id),
            lines: costs::by_category(plan, evaluation, id),
            net: Some(money.net),
            full_year: money.full_year,
            score: Some(without_noise(score.score)),
        })
    });
    levels.collect()
}

fn level(plan: &CheckedPlan, evaluation: &Evaluation, place: usize, row: &Row) -> LevelFigures {
    LevelFigures {
        name: path(plan, row.level),
        rank: Some(place + 1),
        status: status(plan, &row.status),
        cost: costs::by_period(plan, evaluation, row.level),
        lines: costs::by_category(plan, evaluation, row.level),
        net: Some(row.net),
        full_year: row.full_year,
        score: Some(without_noise(row.score)),
    }
}

fn status(plan: &CheckedPlan, status: &Status) -> LevelStatus {
    match status {
        Status::Funded(Grant::Rank) => LevelStatus::Funded,
        Status::Funded(Grant::Mandate) => LevelStatus::Mandated,
        Status::Funded(Grant::MandateVia(level)) => LevelStatus::MandatedVia(path(plan, *level)),
        Status::Funded(Grant::Optimum) => LevelStatus::Best,
        Status::Funded(Grant::Pool) => LevelStatus::Pooled,
        Status::BelowLine { .. } => LevelStatus::BelowLine,
        Status::Short { period, .. } => LevelStatus::Short(period_name(plan, *period)),
        Status::HeldBack { .. } => LevelStatus::HeldBack,
        Status::Blocked(Blocker::Predecessor(level)) => LevelStatus::Blocked(path(plan, *level)),
        Status::Blocked(Blocker::Need(named)) => LevelStatus::Blocked(path(plan, *named)),
        Status::Excluded { by, .. } => LevelStatus::Excluded(path(plan, *by)),
        Status::Capped { cap, .. } => LevelStatus::Capped(cap_name(plan, *cap)),
        Status::BelowMinimumScore { .. } => LevelStatus::BelowMinimumScore,
        Status::NotBest(_) => LevelStatus::NotBest,
        Status::NoSet => LevelStatus::NoSet,
    }
}

/// The name of a budget period, where there are several.
fn period_name(plan: &CheckedPlan, index: usize) -> Option<String> {
    let periods = plan.funding.as_ref().map_or(&[][..], |terms| &terms.periods);
    periods.get(index).filter(|_| periods.len() > 1).map(|period| period.name.clone())
}

fn cap_name(plan: &CheckedPlan, index: usize) -> String {
    let cap = plan.funding.as_ref().and_then(|terms| terms.caps.get(index));
    cap.map_or_else(String::new, |cap| bound_name(plan, cap.about))
}

fn stage(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Stage>) -> Option<StageFigures> {
    let flow = evaluation.projection.funded.stages.get(id.index())?;
    let last = |months: &[Option<Number>]| months.last().copied().flatten().map(without_noise);
    Some(StageFigures {
        name: path(plan, id),
        month: plan.calendar.last().to_string(),
        entering: last(&flow.entering),
        leaving: last(&flow.leaving),
    })
}

fn kpi(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Kpi>) -> Option<KpiFigures> {
    let terms = plan.kpis.get(id.index())?;
    let looked_at = terms.target.map_or(plan.calendar.len().saturating_sub(1), |target| target.month);
    let projection = &evaluation.projection;
    let values = projection.funded.kpi(id).iter().zip(projection.zero_base.kpi(id));
    let rounded = |value: Option<Number>| value.map(|value| rounded(terms, value));
    let months = plan.calendar.months().zip(values).map(|(month, (funded, unfunded))| MonthValue {
        month: month.to_string(),
        funded: rounded(*funded),
        unfunded: rounded(*unfunded),
    });
    let value = projection.funded.kpi_at(id, looked_at);
    Some(KpiFigures {
        name: path(plan, id),
        value: KpiValue {
            month: plan.calendar.month(looked_at)?.to_string(),
            value: rounded(value),
            measure: Measure::of(plan.plan(), &terms.shown.unit),
        },
        better: (terms.direction == Direction::Said).then_some(terms.better),
        risk_adjusted: rounded(projection.risk_adjusted.as_ref().and_then(|outcome| outcome.kpi_at(id, looked_at))),
        target: target(terms, value),
        months: months.collect(),
    })
}

/// A value without the noise of division; shares and points are fractions of what is written.
fn rounded(terms: &KpiTerms, value: Number) -> Number {
    let value = terms.shown.of(value);
    match terms.unit.flavour {
        Flavour::Share | Flavour::Points => value.round_half_even(DECIMALS + 2),
        Flavour::Plain | Flavour::Score => without_noise(value),
    }
}

fn target(terms: &KpiTerms, value: Option<Number>) -> Option<Verdict> {
    let target = terms.target?;
    Some(match value.map(|value| terms.meets(target.value, value)) {
        Some(true) => Verdict::Holds,
        Some(false) => Verdict::Fails,
        None => Verdict::NotAvailable,
    })
}

fn moment(plan: &CheckedPlan, covered: &MomentCoverage) -> MomentFigures {
    let levels = covered.proactive.funded.iter().chain(&covered.reactive.funded);
    let mut cover: Vec<String> = levels.map(|level| path(plan, *level)).collect();
    cover.sort();
    cover.dedup();
    MomentFigures { name: name(plan, covered.moment), cover }
}

fn requirement(plan: &CheckedPlan, outcome: &evaluate::RequirementResult) -> RequireFigures {
    let verdict = match outcome.verdict {
        verdict @ (Verdict::Holds | Verdict::Fails | Verdict::NotAvailable) => verdict,
        Verdict::NothingSpent => Verdict::NotAvailable,
    };
    RequireFigures { name: name(plan, outcome.id), verdict }
}
