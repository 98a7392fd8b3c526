//! The checked plan: everything a plan says in the terms evaluation works with. Only `check` builds one, so that nothing
//! after it validates: every id points somewhere, every program gives its unit, every month is of the calendar.

use std::collections::BTreeMap;

use super::control::ControlTerms;
use super::program::Program;
use super::rivals::Rivals;
use crate::model::funding::{Policy, Rank};
use crate::model::kpi::{Better, Combine};
use crate::model::plan::Evidence;
use crate::model::{
    AnyId, Category, Channel, Criterion, Department, Driver, Id, Journey, Kpi, Level, Objective, Package, Plan,
    Ranking, Require, Stage, Touchpoint, UnitId,
};
use crate::quantity::{Calendar, Currency, Money, Month, Number, Ratio, Unit};
use crate::source::Span;

/// A plan that holds together. The `Vec`s run parallel to the arenas of the plan.
#[derive(Debug, Clone)]
pub struct CheckedPlan {
    pub(super) plan: Plan,
    /// The currency everything is booked and shown in.
    pub currency: Currency,
    /// The months.
    pub calendar: Calendar,
    /// The month a fiscal year starts with.
    pub fiscal_start: u8,
    /// What each driver comes to.
    pub drivers: Vec<DriverTerms>,
    /// What each KPI comes to.
    pub kpis: Vec<KpiTerms>,
    /// What each benchmark comes to.
    pub benchmarks: Vec<BenchmarkTerms>,
    /// Where each stage leads.
    pub stages: Vec<StageTerms>,
    /// What each journey starts with.
    pub journeys: Vec<JourneyTerms>,
    /// KPIs and stages in an order in which each stands after what it reads of the same month.
    pub order: Vec<Computed>,
    /// What each package belongs to.
    pub packages: Vec<PackageTerms>,
    /// What each level costs, brings and depends on.
    pub levels: Vec<LevelTerms>,
    /// How each criterion is rated.
    pub criteria: Vec<CriterionTerms>,
    /// How money is given; a plan without `funding` funds nothing.
    pub funding: Option<FundingTerms>,
    /// Conditions, with what they read.
    pub requires: Vec<RequireTerms>,
    /// How far each grade of evidence is believed; empty when the plan does not say.
    pub confidence: BTreeMap<Evidence, Number>,
    /// Which figures in three points move together.
    pub correlations: Vec<CorrelationTerms>,
    /// How often figures in three points are drawn, where the plan says so.
    pub draws: Option<u64>,
    /// What the random numbers begin with, where the plan says so.
    pub seed: Option<u64>,
    /// Each department, with itself and all above it.
    pub department_chains: Chains<Department>,
    /// Each objective, with itself and all above it.
    pub objective_chains: Chains<Objective>,
    /// Figures that are shown as they are.
    pub figures: FigureTerms,
    /// What control goes by.
    pub control: ControlTerms,
}

/// How far two figures in three points move together.
#[derive(Debug, Clone, Copy)]
pub struct CorrelationTerms {
    /// The figures.
    pub figures: [Uncertain; 2],
    /// The rank correlation, between -1 and 1.
    pub by: Number,
}

/// A figure in three points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Uncertain {
    /// A driver.
    Driver(Id<Driver>),
    /// What a level does to a KPI.
    Effect(Id<Level>, Id<Kpi>),
    /// A line of money of a level, by its place among those of its sort.
    Money(Id<Level>, MoneySort, usize),
}

/// What money of a level is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneySort {
    /// It is spent.
    Cost,
    /// It is saved.
    Saves,
    /// It is earned.
    Earns,
}

impl MoneySort {
    /// The key of its lines.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            MoneySort::Cost => "cost",
            MoneySort::Saves => "saves",
            MoneySort::Earns => "earns",
        }
    }
}

/// What is a part of what, `part_of`: each thing once, so that a deep tree weighs no more than a wide one.
#[derive(Debug, Clone)]
pub struct Chains<T> {
    /// What each is a part of; no way leads back to where it began.
    pub(super) above: Vec<Option<Id<T>>>,
}

impl<T> Chains<T> {
    /// A thing and all that it is a part of, from the inside out.
    pub fn of(&self, id: Id<T>) -> impl Iterator<Item = Id<T>> + '_ {
        std::iter::successors(Some(id), |inner| self.above.get(inner.index()).copied().flatten())
    }
}

impl CheckedPlan {
    /// The plan itself.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan without its terms.
    #[must_use]
    pub fn into_plan(self) -> Plan {
        self.plan
    }
}

/// Figures that nothing else is worked out from. The `Vec`s run parallel to the arenas of the plan.
#[derive(Debug, Clone, Default)]
pub struct FigureTerms {
    /// What part of its stage's people each touchpoint meets, where said.
    pub reaches: Vec<Option<Number>>,
    /// What part of those who reach its touchpoint each pain concerns, where said.
    pub pain_shares: Vec<Option<Number>>,
    /// The same of each need.
    pub need_shares: Vec<Option<Number>>,
    /// The money at stake in each moment of truth, in the plan's currency, where said.
    pub at_stakes: Vec<Option<Number>>,
    /// What each `observe` tells by month as written in the plan, in the unit of what is observed; of a touchpoint on the
    /// scale of its own satisfaction, else of the first one observed.
    pub observations: Vec<Vec<(Month, Number)>>,
    /// What each activity that ends costs now.
    pub retired: Vec<Option<PresentTerms>>,
}

/// A driver's values in its own unit.
#[derive(Debug, Clone)]
pub struct DriverTerms {
    /// The unit.
    pub unit: Unit,
    /// The value of each month of the calendar (all equal for a plain driver); nought in `gaps`.
    pub values: Vec<Number>,
    /// The months that no line of it covers, by their places: nothing reads it there.
    pub gaps: Vec<usize>,
    /// The low and high ends of a three-point estimate, which is the same in all months.
    pub ends: Option<(Number, Number)>,
    /// What it is computed from, each with its first and last month.
    pub lines: Vec<(usize, usize, Program)>,
}

impl DriverTerms {
    /// Its value in a month, where it has one.
    #[must_use]
    pub fn in_month(&self, month: usize) -> Option<Number> {
        self.values.get(month).copied().filter(|_| self.gaps.binary_search(&month).is_err())
    }
}

/// A KPI's terms; all numbers in its unit.
#[derive(Debug, Clone)]
pub struct KpiTerms {
    /// The unit.
    pub unit: Unit,
    /// What values are shown in: the unit of the baseline as written, else of the target, else `unit` or the kind's.
    pub shown: ShownUnit,
    /// The value at the end of the month before the calendar.
    pub baseline: Option<Number>,
    /// The value to start from when nothing is funded, if not the baseline.
    pub unfunded: Option<Number>,
    /// The change of a month by itself.
    pub trend: Option<Number>,
    /// What it comes to in a month, in its unit.
    pub formula: Option<Program>,
    /// Whose costs stand left of a `/` in its formula: where all of these are nought, it is n/a.
    pub divided_costs: Vec<AnyId>,
    /// The low end of its range, where it has one: as written, or its kind's.
    pub low: Option<Number>,
    /// The least it can be: the low end of its range; else none, of what is counted.
    pub least: Option<Number>,
    /// The most it can be.
    pub high: Option<Number>,
    /// Which way it improves.
    pub better: Better,
    /// Whether the plan or its kind says so.
    pub direction: Direction,
    /// The best attainable, where said.
    pub ceiling: Option<Number>,
    /// How effects come together.
    pub combine: Combine,
    /// The end that effects approach when they diminish: the ceiling, else the good end of the range.
    pub limit: Option<Number>,
    /// What it is to reach: the latest of its targets.
    pub target: Option<TargetTerms>,
    /// The earlier ones, markers on the way, by month.
    pub markers: Vec<TargetTerms>,
}

impl KpiTerms {
    /// Whether a value is none that the KPI can take.
    #[must_use]
    pub fn is_outside(&self, value: Number) -> bool {
        self.least.is_some_and(|least| value < least) || self.high.is_some_and(|high| value > high)
    }

    /// Whether a value is better than the best attainable.
    #[must_use]
    pub fn is_beyond_ceiling(&self, value: Number) -> bool {
        match (self.better, self.ceiling) {
            (Better::Higher, Some(ceiling)) => value > ceiling,
            (Better::Lower, Some(ceiling)) => value < ceiling,
            (Better::Nearer, _) | (_, None) => false,
        }
    }

    /// Whether a value reaches a target.
    #[must_use]
    pub fn meets(&self, target: Number, value: Number) -> bool {
        match self.better {
            Better::Higher => value >= target,
            Better::Lower => value <= target,
            Better::Nearer => value == target,
        }
    }
}

/// The decimals of what is shown in another unit than its own.
const SHOWN_DIGITS: u32 = 12;

/// The unit that values of a KPI are shown in.
#[derive(Debug, Clone)]
pub struct ShownUnit {
    /// The unit.
    pub unit: Unit,
    /// What one of the KPI's own unit is in it.
    pub ratio: Ratio,
}

impl ShownUnit {
    /// A value of the KPI, in this unit; without the dust of a division by 24.
    #[must_use]
    pub fn of(&self, value: Number) -> Number {
        if self.ratio.is_one() {
            return value;
        }
        value.scale(self.ratio).map_or(value, |value| value.round_half_even(SHOWN_DIGITS))
    }
}

/// Whether it is said which way a KPI improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// By `better`, or by its kind.
    Said,
    /// Higher is taken to be better where something hangs on it; nothing is called good or bad news.
    Unsaid,
}

/// What a KPI is to reach, and when.
#[derive(Debug, Clone, Copy)]
pub struct TargetTerms {
    /// The value.
    pub value: Number,
    /// The month, by its place in the calendar.
    pub month: usize,
    /// Where the value is written.
    pub span: Span,
}

/// What others reach on a KPI, in its unit.
#[derive(Debug, Clone, Copy)]
pub struct BenchmarkTerms {
    /// What the best reaches.
    pub leader: Option<Number>,
    /// What the best quarter reaches.
    pub top_quartile: Option<Number>,
    /// What half of them reach.
    pub median: Option<Number>,
}

/// A stage's terms.
#[derive(Debug, Clone)]
pub struct StageTerms {
    /// The journey it is of.
    pub journey: Id<Journey>,
    /// The stage before it.
    pub before: Option<Id<Stage>>,
    /// The share that goes on, as a fraction; all when nothing is said.
    pub converts: Option<Program>,
    /// The unit of what enters.
    pub entering_unit: Unit,
    /// The unit of what leaves.
    pub leaving_unit: Unit,
    /// Shares of leaving that enter earlier stages a month later.
    pub returns: Vec<(Program, Id<Stage>)>,
}

/// A journey's terms.
#[derive(Debug, Clone)]
pub struct JourneyTerms {
    /// What enters the first stage in a month.
    pub entering: Option<Program>,
}

/// Something computed month by month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Computed {
    /// A KPI.
    Kpi(Id<Kpi>),
    /// A stage's entering and leaving.
    Stage(Id<Stage>),
}

/// What a package belongs to.
#[derive(Debug, Clone)]
pub struct PackageTerms {
    /// The department that spends.
    pub department: Id<Department>,
    /// The objectives it serves.
    pub objectives: Vec<Id<Objective>>,
    /// The touchpoints it serves, with their shares, which sum to one.
    pub serves: Vec<(Id<Touchpoint>, Number)>,
    /// Its own levels, in order.
    pub levels: Vec<Id<Level>>,
    /// All ways to do the job that compete: its own levels, then those of each unrejected alternative.
    pub ways: Vec<Vec<Id<Level>>>,
    /// What is spent on it now; nothing where the plan does not say.
    pub today: Option<PresentTerms>,
}

/// What is spent on something now, in the plan's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentTerms {
    /// Over as many months as the calendar has.
    pub amount: Money,
    /// Over a year.
    pub yearly: Money,
    /// As it is written, where it is of another number of months than the calendar's.
    pub written: Option<Written>,
}

/// Present spend of another number of months than the calendar's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The amount.
    pub amount: Money,
    /// How many months it is of.
    pub months: usize,
}

/// A level's terms. An alternative without levels of its own is a level too.
#[derive(Debug, Clone)]
pub struct LevelTerms {
    /// The package.
    pub package: Id<Package>,
    /// Whether it can be funded: levels of rejected alternatives cannot.
    pub eligibility: Eligibility,
    /// The level it adds to.
    pub predecessor: Option<Id<Level>>,
    /// The levels of other ways to do the same job, of which at most one way is funded.
    pub rivals: Rivals,
    /// What it cannot do without: of each group at least one.
    pub needs: Vec<NeedTerms>,
    /// What it rules out and is ruled out by.
    pub excludes: Vec<Id<Level>>,
    /// Whether an authority requires it.
    pub mandate: Option<Box<str>>,
    /// The first month it runs, by its place in the calendar.
    pub start: usize,
    /// The last month it runs.
    pub end: usize,
    /// What it costs.
    pub costs: Vec<MoneyTerms>,
    /// What it saves.
    pub savings: Vec<MoneyTerms>,
    /// What it earns.
    pub earnings: Vec<MoneyTerms>,
    /// What it does to KPIs.
    pub effects: Vec<EffectTerms>,
    /// How people rate it, 0 to 10.
    pub ratings: Vec<(Id<Criterion>, Number)>,
}

/// Whether a level can be funded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eligibility {
    /// It is ranked and may be funded.
    Competes,
    /// It is of a rejected alternative.
    Rejected,
}

/// Something a level cannot do without.
#[derive(Debug, Clone)]
pub struct NeedTerms {
    /// What the plan names.
    pub named: AnyId,
    /// The levels of which one must be funded.
    pub any_of: Vec<Id<Level>>,
}

// There are several lines of money to a level, and few have all that one can have.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<MoneyTerms>() <= 128 && size_of::<EffectTerms>() <= 88);

/// A cost, saving or earning.
#[derive(Debug, Clone)]
pub struct MoneyTerms {
    /// The line in the plan.
    pub span: Span,
    /// Its title.
    pub title: Option<Box<str>>,
    /// The category; an earning may have none.
    pub category: Option<Id<Category>>,
    /// The channel.
    pub channel: Option<Id<Channel>>,
    /// For a saving: the level it saves on.
    pub of: Option<Id<Level>>,
    /// How much.
    pub amount: AmountTerms,
    /// The low and high ends of a three-point estimate, in the unit of the amount.
    pub ends: Option<Box<(Program, Program)>>,
    /// The first month it falls in, by its place in the calendar.
    pub first: usize,
    /// The last month it falls in.
    pub last: usize,
    /// Whether the plan says when it ends (`to`, `in`, or the level's `ends`); else it runs on after the calendar.
    pub end: LineEnd,
    /// Months from one booking to the next, the first in the first month; unless said, every month bears its part.
    pub every: Option<usize>,
    /// The things it pays for, where it multiplies some by a price.
    pub paid: Option<Box<PaidTerms>>,
}

/// Things that a cost pays for: `3 technician * 92k AUD/technician/year`.
#[derive(Debug, Clone)]
pub struct PaidTerms {
    /// What is counted.
    pub unit: UnitId,
    /// What multiplied says how many.
    pub factors: Vec<Program>,
    /// How they are paid for.
    pub paid: Paid,
    /// By what the product is scaled to count in `unit`, in each month or in all.
    pub ratio: Ratio,
}

/// How things are paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// By time, while they are there: staffing.
    ByTime,
    /// By the piece, so many in all.
    InAll,
    /// By the piece, so many in each month.
    EachMonth,
}

/// Whether a line of money has an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// It is written.
    Written,
    /// The calendar's end is not its own.
    RunsOn,
}

/// How much money, in the plan's currency.
#[derive(Debug, Clone)]
pub enum AmountTerms {
    /// So much in all, spread evenly over the months; with `every`, so much each time.
    Once(Program),
    /// So much in each month: what the program gives in a month, times the ratio. Multiply first, sum, then convert, so that nothing is lost.
    Monthly(Program, Box<Ratio>),
}

/// An effect on a KPI.
#[derive(Debug, Clone)]
pub struct EffectTerms {
    /// The line in the plan.
    pub span: Span,
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// What it does.
    pub change: ChangeTerms,
    /// Months before anything is seen.
    pub after: u32,
    /// Months it takes to unfold, at least 1.
    pub over: u32,
    /// The last month it holds, by its place in the calendar.
    pub until: Option<usize>,
    /// What it rests on.
    pub evidence: Option<Evidence>,
}

/// What an effect does.
#[derive(Debug, Clone)]
pub enum ChangeTerms {
    /// Adds so much, in the KPI's unit (a share's effect in fractions).
    Absolute(Estimate),
    /// Multiplies by one plus so much: `-25%` is -0.25, `* 1.03` is 0.03.
    Relative(Estimate),
}

/// One figure or three, ascending.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The likely value; the one used in the projection.
    pub likely: Program,
    /// The low and high ends of a three-point estimate.
    pub ends: Option<Box<(Program, Program)>>,
}

/// How a criterion is rated.
#[derive(Debug, Clone)]
pub struct CriterionTerms {
    /// Its weight as a fraction.
    pub weight: Number,
    /// The KPIs it is computed from, with their shares, which sum to one; empty when people rate it.
    pub measured_by: Vec<(Id<Kpi>, Number)>,
}

/// How money is given.
#[derive(Debug, Clone)]
pub struct FundingTerms {
    /// Where `policy` stands, to point at.
    pub span: Span,
    /// The periods of the budget, which tile the calendar: one when it is a total.
    pub periods: Vec<BudgetPeriod>,
    /// How the list is walked.
    pub policy: Policy,
    /// What is kept back.
    pub reserve: Option<BoundAmount>,
    /// The most that may go to something.
    pub caps: Vec<BoundTerms>,
    /// The least that is held for something.
    pub floors: Vec<FloorTerms>,
    /// Whether what the floors leave is walked a second time.
    pub pool: Pool,
    /// The score below which nothing is funded.
    pub minimum_score: Option<Number>,
    /// Where the order comes from.
    pub rank: Rank,
    /// The ranking that funds; none where the order is computed.
    pub ranking: Option<Id<Ranking>>,
    /// The levels of that ranking, in order (without rejected ones).
    pub ranked: Vec<Id<Level>>,
}

/// Whether what the floors leave is walked a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// `pool: yes`
    Walked,
    /// `pool: no`
    Kept,
}

/// Some months and their budget.
#[derive(Debug, Clone)]
pub struct BudgetPeriod {
    /// As written, `2027-Q1`; the calendar for a total.
    pub name: String,
    /// The line in the plan.
    pub span: Span,
    /// The first month, by its place in the calendar.
    pub first: usize,
    /// The last month.
    pub last: usize,
    /// The money.
    pub amount: Money,
}

/// An amount, or a share of the budget.
#[derive(Debug, Clone, Copy)]
pub enum BoundAmount {
    /// So much.
    Money(Money),
    /// So much of the budget, as a fraction.
    Share(Number),
}

/// A cap or a floor.
#[derive(Debug, Clone)]
pub struct BoundTerms {
    /// The line in the plan.
    pub span: Span,
    /// The department, category, journey, stage or objective.
    pub about: AnyId,
    /// How much.
    pub amount: BoundAmount,
}

/// What is held for something in each budget period.
#[derive(Debug, Clone)]
pub struct FloorTerms {
    /// The line in the plan, the first where there are several.
    pub span: Span,
    /// The department, category, journey, stage or objective.
    pub about: AnyId,
    /// The nearest floor of its kind around it, by its place among the plan's.
    pub inside: Option<usize>,
    /// How many floors of its kind stand around it.
    pub depth: usize,
    /// How much.
    pub amount: FloorAmount,
}

impl FloorTerms {
    /// The line that says what it holds in a period, where each has its own.
    #[must_use]
    pub fn span_in(&self, period: usize) -> Option<Span> {
        match &self.amount {
            FloorAmount::Everywhere(_) => None,
            FloorAmount::ByPeriod(amounts) => amounts.get(period)?.as_ref().map(|(span, _)| *span),
        }
    }
}

/// How much a floor holds.
#[derive(Debug, Clone)]
pub enum FloorAmount {
    /// So much in all, spread over the periods by their budgets, or a share of each budget.
    Everywhere(BoundAmount),
    /// So much in each period that has an amount of its own, in the order of the plan's.
    ByPeriod(Vec<Option<(Span, BoundAmount)>>),
}

/// A condition.
#[derive(Debug, Clone)]
pub struct RequireTerms {
    /// The requirement.
    pub id: Id<Require>,
    /// The condition: a program that gives 1 or 0.
    pub condition: Program,
    /// The parts of it whose values are shown, each as written, with the program that gives it.
    pub operands: Vec<(Span, Program)>,
}
