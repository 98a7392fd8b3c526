//! What a draw is computed from: takes an evaluated plan, gives its uncertain estimates and all else in floating point, with
//! what stays the same in every draw worked out once, exactly.
#![expect(clippy::float_arithmetic, reason = "the model of draws; no money is booked by it")]

use std::collections::BTreeMap;

use super::float::{Environment, Ready, float};
use super::together::Pair;
use crate::check::program::Program;
use crate::check::{
    AmountTerms, ChangeTerms, CheckedPlan, Computed, EffectTerms, KpiTerms, LevelTerms, MoneySort, MoneyTerms,
    Uncertain, drivers_in_order,
};
use crate::evaluate::{Evaluation, LevelSet, MoneyLine, MoneyUse, Phased, cost_belongings};
use crate::model::plan::Evidence;
use crate::model::{AnyId, Driver, Id, Level};
use crate::quantity::Number;

/// An estimate of which nobody knows the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its path, which chooses its random numbers: `faster_help.minimum.effect.nps`,
    /// `wage`. A scenario sets it by the same.
    pub path: String,
    /// What it is of.
    pub sort: EstimateSort,
    /// The three points, or the chance that it comes at all.
    pub points: Points,
}

/// What an estimate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EstimateSort {
    /// An effect.
    Effect,
    /// A cost, saving or earning.
    Money,
    /// A driver.
    Driver,
    /// Whether the effects of a grade of evidence on a level come.
    Evidence,
}

/// What is known of an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Points {
    /// Low, likely and high.
    Three(f64, f64, f64),
    /// It comes wholly or not at all, with this chance.
    Chance(f64),
}

impl Points {
    /// What the plan itself takes.
    pub(super) fn likely(self) -> f64 {
        match self {
            Points::Three(_, likely, _) => likely,
            Points::Chance(_) => 1.0,
        }
    }

    /// The two ends.
    pub(super) fn ends(self) -> [f64; 2] {
        match self {
            Points::Three(low, _, high) => [low, high],
            Points::Chance(_) => [0.0, 1.0],
        }
    }
}

/// All that draws read.
pub(super) struct Model<'plan> {
    pub plan: &'plan CheckedPlan,
    pub estimates: Vec<Estimate>,
    /// The estimates that move together, with their rank correlation.
    pub together: Vec<Pair>,
    pub funded: LevelSet,
    pub scores: Vec<f64>,
    pub drivers: Vec<DriverModel>,
    /// The drivers that must be worked out anew in each draw, in an order in which each stands after those it reads.
    pub moving_drivers: Vec<usize>,
    pub is_uncertain: Vec<bool>,
    pub lines: Vec<LineModel>,
    /// What is certain of the funded cost in each month.
    pub gross: Vec<f64>,
    /// What formulas and conditions ask the cost of, each with what is certain of it in each month.
    pub asked: Vec<(AnyId, Vec<f64>)>,
    /// What is certain of savings and earnings.
    pub brought: f64,
    pub kpis: Vec<KpiModel>,
    pub stages: Vec<StageModel>,
    pub order: Vec<Computed>,
    pub requires: Vec<Ready>,
    /// The budget of each period, and what of it funding may spend.
    pub spendable: Vec<(f64, f64)>,
}

/// A driver.
pub(super) struct DriverModel {
    /// The values as the plan has them.
    pub values: Vec<f64>,
    /// The estimate that it is, in all months.
    pub estimate: Option<usize>,
    /// What it is computed from, by months.
    pub lines: Vec<(usize, usize, Ready)>,
}

/// What a line of money comes to, where that is uncertain.
pub(super) struct LineModel {
    /// Whether it is spent, or brought back.
    pub is_cost: bool,
    /// The estimate that its amount is.
    pub estimate: Option<usize>,
    /// Else what its amount is computed from.
    pub amount: Ready,
    pub booking: Booking,
    /// What of it counts towards what is asked.
    pub shares: Vec<(usize, f64)>,
    /// A saving is held to the cost of the level that it saves on.
    pub most: Option<Vec<f64>>,
}

/// In which months an amount falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Booking {
    pub first: usize,
    pub last: usize,
    pub every: Option<usize>,
    /// Of money per time, what a month is of it; nothing of a sum.
    pub a_month: Option<f64>,
}

/// A KPI.
pub(super) struct KpiModel {
    pub baseline: f64,
    /// The start value, where it has one.
    pub start: Option<f64>,
    pub trend: f64,
    pub formula: Option<Ready>,
    pub effects: Vec<EffectModel>,
    /// Where all of these cost nothing, it is n/a.
    pub divided: Vec<usize>,
}

/// An effect of a funded level.
pub(super) struct EffectModel {
    pub is_relative: bool,
    pub first: usize,
    pub over: usize,
    pub last: usize,
    pub estimate: Option<usize>,
    pub size: Ready,
    /// The estimate that says whether it comes.
    pub evidence: Option<usize>,
}

/// A stage.
pub(super) struct StageModel {
    /// What enters the journey, of its first stage.
    pub entering: Option<Ready>,
    pub before: Option<usize>,
    pub converts: Option<Ready>,
    /// What returns into it from a later stage, a month later.
    pub returns: Vec<(Ready, usize)>,
}

impl<'plan> Model<'plan> {
    /// The model of a plan with what it funds.
    pub(super) fn new(plan: &'plan CheckedPlan, evaluation: &Evaluation) -> Model<'plan> {
        let levels: &[Id<Level>] = evaluation.funding.as_ref().map_or(&[], |funding| &funding.funded);
        let funded = LevelSet::of(plan.levels.len(), levels);
        let mut draft = Draft { plan, estimates: Vec::new(), paths: BTreeMap::new(), places: BTreeMap::new() };
        let (drivers, moving_drivers, is_uncertain) = draft.drivers();
        let asked = asked(plan);
        let mut model = Model {
            plan,
            estimates: Vec::new(),
            together: Vec::new(),
            scores: evaluation.scores.iter().map(|score| float(score.score)).collect(),
            drivers,
            moving_drivers,
            is_uncertain,
            lines: Vec::new(),
            gross: vec![0.0; plan.calendar.len()],
            asked: asked.iter().map(|about| (*about, vec![0.0; plan.calendar.len()])).collect(),
            brought: 0.0,
            kpis: Vec::new(),
            stages: stages(plan),
            order: plan.order.clone(),
            requires: plan.requires.iter().map(|terms| Ready::of(&terms.condition)).collect(),
            spendable: evaluation.funding.as_ref().map_or(Vec::new(), |funding| {
                let spendable = |period: &MoneyUse| {
                    let budget = float(period.budget.number());
                    (budget, budget - float(period.reserve.number()))
                };
                funding.periods.iter().map(spendable).collect()
            }),
            funded,
        };
        let counted =
            evaluation.savings.iter().map(|saving| ((saving.level, saving.line), float(saving.total.number())));
        let counted: BTreeMap<(Id<Level>, usize), f64> = counted.collect();
        for level in model.funded.iter().collect::<Vec<Id<Level>>>() {
            draft.money(&mut model, evaluation, &counted, level);
        }
        draft.kpis(&mut model);
        model.together = draft.together();
        model.estimates = draft.estimates;
        model
    }

    /// The place of what is asked the cost of.
    pub(super) fn asked_place(&self, about: AnyId) -> Option<usize> {
        self.asked.binary_search_by_key(&about, |(about, _)| *about).ok()
    }
}

/// Everything that formulas and conditions ask the cost of, sorted.
fn asked(plan: &CheckedPlan) -> Vec<AnyId> {
    use crate::check::program::Step;
    let formulas = plan.kpis.iter().filter_map(|kpi| kpi.formula.as_ref());
    let entering = plan.journeys.iter().filter_map(|journey| journey.entering.as_ref());
    let stages =
        plan.stages.iter().flat_map(|stage| stage.converts.iter().chain(stage.returns.iter().map(|(share, _)| share)));
    let conditions = plan.requires.iter().map(|require| &require.condition);
    let programs = formulas.chain(entering).chain(stages).chain(conditions);
    let mut asked: Vec<AnyId> = programs
        .flat_map(|program| program.steps())
        .filter_map(|(step, _)| match step {
            Step::Cost(about) | Step::CostAt(about, _) | Step::Spend(about) => Some(*about),
            _ => None,
        })
        .collect();
    asked.sort();
    asked.dedup();
    asked
}

fn stages(plan: &CheckedPlan) -> Vec<StageModel> {
    let mut returns: BTreeMap<usize, Vec<(Ready, usize)>> = BTreeMap::new();
    for (from, terms) in plan.stages.iter().enumerate() {
        for (share, to) in &terms.returns {
            returns.entry(to.index()).or_default().push((Ready::of(share), from));
        }
    }
    let stages = plan.stages.iter().enumerate().map(|(index, terms)| StageModel {
        entering: match terms.before {
            Some(_) => None,
            None => {
                plan.journeys.get(terms.journey.index()).and_then(|journey| journey.entering.as_ref()).map(Ready::of)
            }
        },
        before: terms.before.map(|before| before.index()),
        converts: terms.converts.as_ref().map(Ready::of),
        returns: returns.remove(&index).unwrap_or_default(),
    });
    stages.collect()
}

/// Estimates as they are found.
struct Draft<'plan> {
    plan: &'plan CheckedPlan,
    estimates: Vec<Estimate>,
    /// How often a path was given.
    paths: BTreeMap<String, usize>,
    /// Where the estimate of a figure in three points is.
    places: BTreeMap<Uncertain, usize>,
}

impl Draft<'_> {
    /// The place of a new estimate; nothing where its ends are one, which makes it certain.
    fn add(&mut self, path: String, sort: EstimateSort, points: Points) -> Option<usize> {
        let [low, high] = points.ends();
        let is_certain = match points {
            Points::Three(..) => low.partial_cmp(&high) != Some(std::cmp::Ordering::Less),
            Points::Chance(chance) => chance >= 1.0,
        };
        let count = self.paths.entry(path.clone()).or_default();
        *count += 1;
        // The second line of a level about one thing is told from the first.
        let path = if *count > 1 { format!("{path}.{count}") } else { path };
        if is_certain {
            return None;
        }
        self.estimates.push(Estimate { path, sort, points });
        Some(self.estimates.len() - 1)
    }

    /// The same of a figure in three points, which may move with others.
    fn add_figure(&mut self, path: String, sort: EstimateSort, points: Points, figure: Uncertain) -> Option<usize> {
        let place = self.add(path, sort, points)?;
        self.places.entry(figure).or_insert(place);
        Some(place)
    }

    /// The stated correlations of figures that are drawn.
    fn together(&self) -> Vec<Pair> {
        let place = |figure: &Uncertain| self.places.get(figure).copied();
        let drawn = self.plan.correlations.iter().filter_map(|stated| {
            let [one, other] = &stated.figures;
            Some((place(one)?, place(other)?, float(stated.by)))
        });
        drawn.collect()
    }

    fn drivers(&mut self) -> (Vec<DriverModel>, Vec<usize>, Vec<bool>) {
        let plan = self.plan;
        let mut drivers = Vec::with_capacity(plan.drivers.len());
        for (index, terms) in plan.drivers.iter().enumerate() {
            let id: Id<Driver> = Id::new(index);
            let estimate = terms.ends.and_then(|(low, high)| {
                let likely = terms.values.first().copied().unwrap_or_default();
                let path = plan.plan().head(id.into()).path.to_string();
                let points = Points::Three(float(low), float(likely), float(high));
                self.add_figure(path, EstimateSort::Driver, points, Uncertain::Driver(id))
            });
            let lines = terms.lines.iter().map(|(first, last, program)| (*first, *last, Ready::of(program)));
            drivers.push(DriverModel {
                values: terms.values.iter().copied().map(float).collect(),
                estimate,
                lines: lines.collect(),
            });
        }
        // A driver moves where it is an estimate, or one that it reads does.
        let mut is_uncertain = vec![false; drivers.len()];
        let mut moving = Vec::new();
        for index in drivers_in_order(plan).into_iter().map(Id::index) {
            let moves = drivers.get(index).is_some_and(|driver| {
                driver.estimate.is_some() || driver.lines.iter().any(|(_, _, line)| line.reads(&is_uncertain))
            });
            if let Some(slot) = is_uncertain.get_mut(index).filter(|_| moves) {
                *slot = true;
                moving.push(index);
            }
        }
        (drivers, moving, is_uncertain)
    }

    /// The money of a level; `counted` is what of each saving counts.
    fn money(
        &mut self,
        model: &mut Model<'_>,
        evaluation: &Evaluation,
        counted: &BTreeMap<(Id<Level>, usize), f64>,
        id: Id<Level>,
    ) {
        let (Some(terms), Some(money)) = (self.plan.levels.get(id.index()), evaluation.money.get(id.index())) else {
            return;
        };
        for (place, (line, terms)) in money.costs.iter().zip(&terms.costs).enumerate() {
            let shares = self.shares(model, id, line);
            match self.line(model, id, (MoneySort::Cost, place), terms) {
                Some(uncertain) => model.lines.push(LineModel { is_cost: true, shares, ..uncertain }),
                None => certain(model, &line.by_month, &shares),
            }
        }
        for (place, terms) in terms.savings.iter().enumerate() {
            let of = terms.of.filter(|of| model.funded.contains(*of));
            let is_without = terms.of.is_some() && of.is_none();
            match self.line(model, id, (MoneySort::Saves, place), terms) {
                Some(_) if is_without => {}
                Some(uncertain) => {
                    let cost = of.and_then(|of| evaluation.money.get(of.index()));
                    let most = cost.map(|cost| cost.gross_by_month.iter().map(|cost| float(cost.number())).collect());
                    model.lines.push(LineModel { most, ..uncertain });
                }
                None => model.brought += counted.get(&(id, place)).copied().unwrap_or(0.0),
            }
        }
        for (place, (line, terms)) in money.earnings.iter().zip(&terms.earnings).enumerate() {
            match self.line(model, id, (MoneySort::Earns, place), terms) {
                Some(uncertain) => model.lines.push(uncertain),
                None => model.brought += float(line.total.number()),
            }
        }
    }

    /// A line whose amount is an estimate, or reads one.
    fn line(
        &mut self,
        model: &Model<'_>,
        id: Id<Level>,
        (sort, place): (MoneySort, usize),
        terms: &MoneyTerms,
    ) -> Option<LineModel> {
        let (AmountTerms::Once(program) | AmountTerms::Monthly(program, _)) = &terms.amount;
        let amount = Ready::of(program);
        let estimate = terms.ends.as_deref().and_then(|(low, high)| {
            let category = terms.category.map(|category| self.plan.plan().head(category.into()).path.to_string());
            let path = format!(
                "{}.{}{}",
                self.plan.plan().head(id.into()).path,
                sort.key(),
                category.map_or(String::new(), |category| format!(".{category}"))
            );
            let [low, likely, high] = [low, program, high].map(constant);
            let points = Points::Three(low?, likely?, high?);
            self.add_figure(path, EstimateSort::Money, points, Uncertain::Money(id, sort, place))
        });
        if estimate.is_none() && !amount.reads(&model.is_uncertain) {
            return None;
        }
        let a_month = match &terms.amount {
            AmountTerms::Once(_) => None,
            AmountTerms::Monthly(_, ratio) => Some(ratio.numerator() as f64 / ratio.denominator() as f64),
        };
        let booking = Booking { first: terms.first, last: terms.last, every: terms.every, a_month };
        Some(LineModel { is_cost: false, estimate, amount, booking, shares: Vec::new(), most: None })
    }

    /// What of a cost line counts towards what is asked.
    fn shares(&self, model: &Model<'_>, id: Id<Level>, line: &MoneyLine) -> Vec<(usize, f64)> {
        if model.asked.is_empty() {
            return Vec::new();
        }
        let whole = cost_belongings(self.plan, id).into_iter().map(|(about, share)| (about, float(share)));
        let own = line.category.map(AnyId::from).into_iter().chain(line.channel.map(AnyId::from));
        let all = whole.chain(own.map(|about| (about, 1.0)));
        all.filter_map(|(about, share)| Some((model.asked_place(about)?, share))).collect()
    }

    fn kpis(&mut self, model: &mut Model<'_>) {
        let plan = self.plan;
        let mut effects: Vec<Vec<EffectModel>> = plan.kpis.iter().map(|_| Vec::new()).collect();
        for id in model.funded.iter() {
            let Some(terms) = plan.levels.get(id.index()) else { continue };
            let mut evidence: BTreeMap<Evidence, Option<usize>> = BTreeMap::new();
            for effect in &terms.effects {
                let ready = self.effect(id, terms, effect, &mut evidence);
                if let Some((slot, ready)) = effects.get_mut(effect.kpi.index()).zip(ready) {
                    slot.push(ready);
                }
            }
        }
        for (terms, effects) in plan.kpis.iter().zip(effects) {
            let kpi = kpi(model, terms, effects);
            model.kpis.push(kpi);
        }
    }

    fn effect(
        &mut self,
        id: Id<Level>,
        terms: &LevelTerms,
        effect: &EffectTerms,
        evidence: &mut BTreeMap<Evidence, Option<usize>>,
    ) -> Option<EffectModel> {
        let level = self.plan.plan().head(id.into()).path.to_string();
        let (is_relative, estimate) = match &effect.change {
            ChangeTerms::Absolute(estimate) => (false, estimate),
            ChangeTerms::Relative(estimate) => (true, estimate),
        };
        let uncertain = estimate.ends.as_deref().and_then(|(low, high)| {
            let path = format!("{level}.effect.{}", self.plan.plan().head(effect.kpi.into()).path);
            let [low, likely, high] = [low, &estimate.likely, high].map(constant);
            let points = Points::Three(low?, likely?, high?);
            self.add_figure(path, EstimateSort::Effect, points, Uncertain::Effect(id, effect.kpi))
        });
        let chance = effect.evidence.and_then(|grade| Some((grade, *self.plan.confidence.get(&grade)?)));
        let comes = chance.and_then(|(grade, chance)| {
            *evidence.entry(grade).or_insert_with(|| {
                let path = format!("{level}.{}", grade.word());
                self.add(path, EstimateSort::Evidence, Points::Chance(float(chance)))
            })
        });
        let months = self.plan.calendar.len();
        let first = terms.start.saturating_add(usize::try_from(effect.after).unwrap_or(usize::MAX));
        let last = effect.until.unwrap_or(usize::MAX).min(terms.end).min(months.saturating_sub(1));
        let over = usize::try_from(effect.over).unwrap_or(usize::MAX).max(1);
        (first <= last).then(|| EffectModel {
            is_relative,
            first,
            over,
            last,
            estimate: uncertain,
            size: Ready::of(&estimate.likely),
            evidence: comes,
        })
    }
}

fn kpi(model: &Model<'_>, terms: &KpiTerms, effects: Vec<EffectModel>) -> KpiModel {
    KpiModel {
        baseline: terms.baseline.map_or(f64::NAN, float),
        start: terms.unfunded.or(terms.baseline).map(float),
        trend: terms.trend.map_or(0.0, float),
        formula: terms.formula.as_ref().map(Ready::of),
        effects,
        divided: terms.divided_costs.iter().filter_map(|about| model.asked_place(*about)).collect(),
    }
}

/// What is certain of a cost.
fn certain(model: &mut Model<'_>, by_month: &Phased, shares: &[(usize, f64)]) {
    for (month, amount) in by_month.months() {
        let amount = float(amount.number());
        if let Some(sum) = model.gross.get_mut(month) {
            *sum += amount;
        }
        for (place, share) in shares {
            if let Some(sum) = model.asked.get_mut(*place).and_then(|(_, by_month)| by_month.get_mut(month)) {
                *sum += amount * share;
            }
        }
    }
}

/// The value of a point: literals alone stand in estimates.
fn constant(program: &Program) -> Option<f64> {
    program.constant().map(float)
}

impl Booking {
    /// What falls in each month of the calendar, from the amount of each month.
    pub(super) fn book(&self, months: usize, amount: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut booked = vec![0.0; months];
        let count = (self.last + 1).saturating_sub(self.first);
        let sum = |range: std::ops::Range<usize>| range.map(|month| amount(self.first + month)).sum::<f64>();
        for place in 0..count {
            let value = match (self.a_month, self.every) {
                (None, None) => amount(self.first + place) / count as f64,
                (None, Some(every)) if place.is_multiple_of(every) => amount(self.first + place),
                (Some(ratio), None) => amount(self.first + place) * ratio,
                (Some(ratio), Some(every)) if place.is_multiple_of(every) => {
                    sum(place..(place + every).min(count)) * ratio
                }
                (_, Some(_)) => 0.0,
            };
            if let Some(slot) = booked.get_mut(self.first + place) {
                *slot = value;
            }
        }
        booked
    }
}

/// The drivers of one draw, for what reads nothing else.
pub(super) struct DriverEnvironment<'d> {
    pub months: usize,
    pub values: &'d [Vec<f64>],
}

impl Environment for DriverEnvironment<'_> {
    fn months(&self) -> usize {
        self.months
    }
    fn driver(&self, driver: Id<Driver>, month: usize) -> f64 {
        self.values.get(driver.index()).and_then(|values| values.get(month)).copied().unwrap_or(f64::NAN)
    }
    fn kpi(&self, _: Id<crate::model::Kpi>, _: Option<usize>) -> f64 {
        f64::NAN
    }
    fn kpi_before_effects(&self, _: Id<crate::model::Kpi>, _: Option<usize>) -> f64 {
        f64::NAN
    }
    fn entering(&self, _: Id<crate::model::Stage>, _: usize) -> f64 {
        f64::NAN
    }
    fn leaving(&self, _: Id<crate::model::Stage>, _: usize) -> f64 {
        f64::NAN
    }
    fn cost(&self, _: AnyId, _: usize) -> f64 {
        f64::NAN
    }
    fn is_funded(&self, _: Id<Level>) -> bool {
        false
    }
    fn score(&self, _: Id<Level>) -> f64 {
        f64::NAN
    }
}

/// The number, for reports; nothing where there is none.
pub(super) fn number(value: f64) -> Option<Number> {
    if !value.is_finite() {
        return None;
    }
    let decimal = rust_decimal::Decimal::try_from(value).ok()?;
    Number::from_decimal(decimal).ok()
}
