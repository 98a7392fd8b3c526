//! What a plan comes to, by name: takes an evaluation, gives for each level, department, KPI, moment and requirement what
//! holds of it. Nothing in it counts what stands before it, so that a change shows only where it is.

use super::costs;
use crate::check::{self, CheckedPlan, KpiTerms, unit_code};
use crate::evaluate::{self, Blocker, BoundUse, Evaluation, FundingOutcome, Grant, MomentCoverage, Row, Status};
use crate::model::facts::unnamed;
use crate::model::kpi::Better;
use crate::model::{AnyId, Id, Kpi, Level, Stage};
use crate::quantity::{Currency, Flavour, Money, Number};

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The currency of all amounts.
    pub currency: Currency,
    /// How the list is walked; absent for a plan without `funding`, which funds nothing.
    pub policy: Option<String>,
    /// The money of each budget period.
    pub periods: Vec<PeriodOutcome>,
    /// The most that may go to something, by name: `department support`.
    pub caps: Vec<CostLine>,
    /// The least that is held for something, by name, and what of it the funded levels fill.
    pub floors: Vec<FloorOutcome>,
    /// The levels in rank order; in order of name for a plan without `funding`.
    pub levels: Vec<LevelOutcome>,
    /// The funded cost of each department that has some, with those below it, by name.
    pub departments: Vec<CostLine>,
    /// What passes through each stage in the calendar's last month, by name.
    pub stages: Vec<StageOutcome>,
    /// The KPIs, by name.
    pub kpis: Vec<KpiOutcome>,
    /// The moments of truth, by name.
    pub moments: Vec<MomentOutcome>,
    /// The requirements, by what they say.
    pub requires: Vec<RequireOutcome>,
}

/// The money of a budget period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodOutcome {
    /// The period as written; the calendar for a total.
    pub name: String,
    /// What there is.
    pub budget: Money,
    /// What is kept back.
    pub reserve: Money,
}

/// A floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloorOutcome {
    /// Of what: `category training`.
    pub name: String,
    /// The least.
    pub amount: Money,
    /// What the funded levels count towards it.
    pub filled: Money,
}

/// What passes through a stage in a month; n/a where it cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageOutcome {
    /// The stage.
    pub name: String,
    /// The month.
    pub month: String,
    /// What enters, with the funded levels.
    pub entering: Option<Number>,
    /// What leaves.
    pub leaving: Option<Number>,
}

/// A level on the ranking sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelOutcome {
    /// Its path.
    pub path: String,
    /// Whether it is funded, and the kind of reason.
    pub standing: Standing,
    /// Its gross cost in each budget period.
    pub costs: Vec<Money>,
    /// The same by category, over the calendar.
    pub lines: Vec<CostLine>,
    /// Its cost less savings and earnings.
    pub net: Money,
    /// Its cost in a full year, where recurring cost begins late.
    pub full_year: Option<Money>,
    /// Its score.
    pub score: Number,
}

/// An amount of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// Of what: a category, a department.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// Whether a level is funded and the kind of reason. Running figures such as what was left are not part of it: they can be
/// worked out, and would change with every level above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Funded by its rank.
    Funded,
    /// Funded as an authority requires it.
    Mandated,
    /// Funded as a mandated level cannot do without it.
    MandatedVia(String),
    /// Funded from what the floors left.
    Pooled,
    /// Below the line that another level draws.
    BelowLine,
    /// The money does not reach; the period, where there are several.
    Short(Option<String>),
    /// The money is held back for the floors of others.
    HeldBack,
    /// What it adds to, or needs, is not funded.
    Blocked(String),
    /// A funded level rules it out.
    Excluded(String),
    /// A cap is in its way: `department support`.
    Capped(String),
    /// Its score is below the least that is funded.
    BelowMinimumScore,
    /// The plan has no `funding`.
    NoFunding,
}

impl LevelOutcome {
    /// Its gross cost over the calendar.
    #[must_use]
    pub fn cost(&self) -> Money {
        // Every cost has a category, and the evaluation has formed this sum.
        Money::sum(self.lines.iter().map(|line| line.amount)).unwrap_or_default()
    }
}

impl Standing {
    /// Whether the level is funded.
    #[must_use]
    pub fn is_funded(&self) -> bool {
        match self {
            Standing::Funded | Standing::Mandated | Standing::MandatedVia(_) | Standing::Pooled => true,
            Standing::BelowLine
            | Standing::Short(_)
            | Standing::HeldBack
            | Standing::Blocked(_)
            | Standing::Excluded(_)
            | Standing::Capped(_)
            | Standing::BelowMinimumScore
            | Standing::NoFunding => false,
        }
    }
}

/// A KPI's values. Shares and points are in percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiOutcome {
    /// Its name.
    pub name: String,
    /// Its unit, as values are written in it: `%`, `pts`, `USD/contact`, nothing for a plain number.
    pub unit: String,
    /// Which way it improves.
    pub better: Better,
    /// The month it is looked at: that of its target, else the last.
    pub month: String,
    /// What it is in that month when effects count as far as their evidence is believed; absent unless the plan says how
    /// far.
    pub risk_adjusted: Option<Number>,
    /// Whether the target is met; absent without one.
    pub target: Option<Verdict>,
    /// What it is in each month.
    pub months: Vec<MonthValue>,
}

/// A KPI in a month; n/a where it cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthValue {
    /// The month.
    pub month: String,
    /// With the funded levels.
    pub funded: Option<Number>,
    /// With nothing funded.
    pub unfunded: Option<Number>,
}

impl KpiOutcome {
    /// Its values in a month.
    #[must_use]
    pub fn at(&self, month: &str) -> Option<&MonthValue> {
        self.months.iter().find(|value| value.month == month)
    }
}

/// A moment of truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentOutcome {
    /// Its name.
    pub name: String,
    /// The funded levels that act on it; none leaves it uncovered.
    pub covered_by: Vec<String>,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequireOutcome {
    /// What it says.
    pub name: String,
    /// Whether it holds.
    pub verdict: Verdict,
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// It cannot be computed.
    NotAvailable,
}

/// More decimals than these are noise of division.
const DECIMALS: u32 = 6;

/// What an evaluated plan comes to.
pub(super) fn outcome(plan: &CheckedPlan, evaluation: &Evaluation) -> Outcome {
    let funding = evaluation.funding.as_ref();
    Outcome {
        currency: plan.currency,
        policy: funding.map(|funding| funding.policy.word().to_owned()),
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
fn name(plan: &CheckedPlan, id: impl Into<AnyId>) -> String {
    let id = id.into();
    let head = plan.plan().head(id);
    if head.name.is_some() {
        return head.path.to_string();
    }
    let outer = plan.plan().parent(id).map(|parent| path(plan, parent));
    unnamed(outer.as_deref(), head.title.as_ref().map(|title| &*title.value))
}

fn periods(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<PeriodOutcome> {
    let terms = plan.funding.iter().flat_map(|terms| &terms.periods);
    let outcome = |(period, money): (&crate::check::BudgetPeriod, &evaluate::MoneyUse)| PeriodOutcome {
        name: period.name.clone(),
        budget: money.budget,
        reserve: money.reserve,
    };
    terms.zip(&funding.periods).map(outcome).collect()
}

fn caps(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<CostLine> {
    let line = |cap: &BoundUse| CostLine { name: bound_name(plan, cap.about), amount: cap.amount };
    let mut caps: Vec<CostLine> = funding.caps.iter().map(line).collect();
    caps.sort_by(|left, right| left.name.cmp(&right.name));
    caps
}

fn floors(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<FloorOutcome> {
    let floor = |floor: &BoundUse| FloorOutcome {
        name: bound_name(plan, floor.about),
        amount: floor.amount,
        filled: floor.used,
    };
    let mut floors: Vec<FloorOutcome> = funding.floors.iter().map(floor).collect();
    floors.sort_by(|left, right| left.name.cmp(&right.name));
    floors
}

fn bound_name(plan: &CheckedPlan, about: AnyId) -> String {
    format!("{} {}", about.kind.keyword(), path(plan, about))
}

fn levels(plan: &CheckedPlan, evaluation: &Evaluation, funding: &FundingOutcome) -> Vec<LevelOutcome> {
    funding.sheet.rows.iter().map(|row| level(plan, evaluation, row)).collect()
}

/// The levels of a plan that funds nothing.
fn unranked(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<LevelOutcome> {
    let competing = plan.levels.iter().enumerate().filter(|(_, terms)| terms.standing == check::Standing::Competes);
    let levels = competing.filter_map(|(index, _)| {
        let id: Id<Level> = Id::new(index);
        let (money, score) = (evaluation.money.get(index)?, evaluation.scores.get(index)?);
        Some(LevelOutcome {
            path: path(plan, id),
            standing: Standing::NoFunding,
            costs: Vec::new(),
            lines: costs::by_category(plan, evaluation, id),
            net: money.net,
            full_year: money.full_year,
            score: score.score.round_half_even(DECIMALS),
        })
    });
    levels.collect()
}

fn level(plan: &CheckedPlan, evaluation: &Evaluation, row: &Row) -> LevelOutcome {
    LevelOutcome {
        path: path(plan, row.level),
        standing: standing(plan, &row.status),
        costs: costs::by_period(plan, evaluation, row.level),
        lines: costs::by_category(plan, evaluation, row.level),
        net: row.net,
        full_year: row.full_year,
        score: row.score.round_half_even(DECIMALS),
    }
}

fn standing(plan: &CheckedPlan, status: &Status) -> Standing {
    match status {
        Status::Funded(Grant::Rank) => Standing::Funded,
        Status::Funded(Grant::Mandate) => Standing::Mandated,
        Status::Funded(Grant::MandateVia(level)) => Standing::MandatedVia(path(plan, *level)),
        Status::Funded(Grant::Pool) => Standing::Pooled,
        Status::BelowLine { .. } => Standing::BelowLine,
        Status::Short { period, .. } => Standing::Short(period_name(plan, *period)),
        Status::HeldBack { .. } => Standing::HeldBack,
        Status::Blocked(Blocker::Predecessor(level)) => Standing::Blocked(path(plan, *level)),
        Status::Blocked(Blocker::Need(named)) => Standing::Blocked(path(plan, *named)),
        Status::Excluded { by, .. } => Standing::Excluded(path(plan, *by)),
        Status::Capped { cap, .. } => Standing::Capped(cap_name(plan, *cap)),
        Status::BelowMinimumScore { .. } => Standing::BelowMinimumScore,
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

fn stage(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Stage>) -> Option<StageOutcome> {
    let flow = evaluation.projection.funded.stages.get(id.index())?;
    let last =
        |months: &[Option<Number>]| months.last().copied().flatten().map(|value| value.round_half_even(DECIMALS));
    Some(StageOutcome {
        name: path(plan, id),
        month: plan.calendar.last().to_string(),
        entering: last(&flow.entering),
        leaving: last(&flow.leaving),
    })
}

fn kpi(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Kpi>) -> Option<KpiOutcome> {
    let terms = plan.kpis.get(id.index())?;
    let looked_at = terms.target.map_or(plan.calendar.len().saturating_sub(1), |target| target.month);
    let projection = &evaluation.projection;
    let values = projection.funded.kpi(id).iter().zip(projection.zero_base.kpi(id));
    let shown = |value: Option<Number>| value.map(|value| shown(terms, value));
    let months = plan.calendar.months().zip(values).map(|(month, (funded, unfunded))| MonthValue {
        month: month.to_string(),
        funded: shown(*funded),
        unfunded: shown(*unfunded),
    });
    Some(KpiOutcome {
        name: path(plan, id),
        unit: unit_code(plan.plan(), &terms.shown.unit),
        better: terms.better,
        month: plan.calendar.month(looked_at)?.to_string(),
        risk_adjusted: shown(projection.risk_adjusted.as_ref().and_then(|outcome| outcome.kpi_at(id, looked_at))),
        target: target(terms, projection.funded.kpi_at(id, looked_at)),
        months: months.collect(),
    })
}

/// A value as it is written: shares and points in percent.
fn shown(terms: &KpiTerms, value: Number) -> Number {
    let value = terms.shown.of(value);
    let value = match terms.unit.flavour {
        Flavour::Share | Flavour::Points => value.multiply(Number::from_integer(100)).unwrap_or(value),
        Flavour::Plain | Flavour::Score => value,
    };
    value.round_half_even(DECIMALS)
}

fn target(terms: &KpiTerms, value: Option<Number>) -> Option<Verdict> {
    let target = terms.target?;
    Some(match value.map(|value| terms.meets(target.value, value)) {
        Some(true) => Verdict::Holds,
        Some(false) => Verdict::Fails,
        None => Verdict::NotAvailable,
    })
}

fn moment(plan: &CheckedPlan, covered: &MomentCoverage) -> MomentOutcome {
    let levels = covered.proactive.funded.iter().chain(&covered.reactive.funded);
    let mut covered_by: Vec<String> = levels.map(|level| path(plan, *level)).collect();
    covered_by.sort();
    covered_by.dedup();
    MomentOutcome { name: name(plan, covered.moment), covered_by }
}

fn requirement(plan: &CheckedPlan, outcome: &evaluate::RequireOutcome) -> RequireOutcome {
    let verdict = match outcome.verdict {
        evaluate::Verdict::Holds => Verdict::Holds,
        evaluate::Verdict::Fails => Verdict::Fails,
        evaluate::Verdict::NotAvailable | evaluate::Verdict::NothingSpent => Verdict::NotAvailable,
    };
    RequireOutcome { name: name(plan, outcome.id), verdict }
}
