//! Risk: takes an evaluated plan, draws its three-point estimates and what its evidence may not bring again and again, gives how
//! KPIs, cost and requirements spread. What is funded is the plan's own, decided at the likely values, and the same in each
//! draw.
//!
//! Floating point is used here and only here: no draw is booked, and exact decimals would take a hundred times as long for
//! figures that are known to a few per cent. Each estimate has a stream of random numbers of its own, mathematics are those of
//! the `libm` crate, and sums are taken in the order of the draws: the same bytes on every machine and with any number of
//! threads.
#![expect(clippy::float_arithmetic, reason = "statistics of draws; no money is booked by them")]

mod draw;
mod float;
mod model;
mod random;
mod statistics;
mod together;

pub use model::{Estimate, EstimateSort, Points};
pub use statistics::{Chance, Spread};

use rayon::prelude::*;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Kpi, Require};
use crate::quantity::Number;

use draw::{Drawn, draw};
use float::float;
use model::Model;
use random::{Pert, Stream};
use statistics::{correlation, percentile, ranks};

/// Draws unless said.
pub const DRAWS: u64 = 10_000;

/// What the random numbers begin with unless said.
pub const SEED: u64 = 1;

/// The fewest draws that say anything, and the most.
pub const FEWEST_DRAWS: u64 = 100;
/// The most draws.
pub const MOST_DRAWS: u64 = 1_000_000;

/// No more figures are kept: draws × (KPIs × months + estimates).
const MOST_FIGURES: u64 = 200_000_000;

/// Draws are worked out in batches of so many.
const BATCH: usize = 4_096;

/// How many estimates are told of for each figure.
const TOLD: usize = 8;

/// How it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawing {
    /// How often.
    pub draws: u64,
    /// What the random numbers begin with.
    pub seed: u64,
    /// Whether each draw is kept.
    pub is_raw: bool,
}

/// What draws say of a plan.
#[derive(Debug)]
pub struct Risk {
    /// How often it was drawn.
    pub draws: usize,
    /// What the random numbers began with.
    pub seed: u64,
    /// What was drawn.
    pub estimates: Vec<Estimate>,
    /// Each KPI, in the order of the plan's.
    pub kpis: Vec<KpiRisk>,
    /// The money.
    pub money: MoneyRisk,
    /// Each requirement.
    pub requires: Vec<(Id<Require>, Option<Chance>)>,
    /// What each figure hangs on, the strongest first.
    pub drivers: Vec<Hold>,
    /// What each estimate alone does to a KPI, the widest first.
    pub swings: Vec<Swing>,
    /// What was drawn together.
    pub together: Vec<Together>,
    /// How many stated correlations are of a figure that is not drawn, as it is not funded.
    pub idle: usize,
    /// Each draw, where that is asked for.
    pub raw: Vec<Raw>,
}

/// Two estimates that move together.
#[derive(Debug)]
pub struct Together {
    /// The estimates, by their places.
    pub estimates: [usize; 2],
    /// The rank correlation that the plan states.
    pub stated: f64,
    /// The one that the draws have.
    pub drawn: f64,
}

/// How a KPI spreads.
#[derive(Debug)]
pub struct KpiRisk {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The month looked at: that of the target, else the last.
    pub month: usize,
    /// By month; nothing where no draw has a value.
    pub by_month: Vec<Option<Spread>>,
    /// How often the target is met.
    pub target: Option<Chance>,
    /// In how many draws it leaves its range in some month.
    pub out_of_range: usize,
}

/// How the money spreads.
#[derive(Debug)]
pub struct MoneyRisk {
    /// What is funded costs.
    pub cost: Option<Spread>,
    /// The same less what it saves and earns.
    pub net: Option<Spread>,
    /// How often some period costs more than funding may spend, so that the reserve is touched.
    pub reserve_touched: Option<Chance>,
    /// How often some period costs more than its budget.
    pub beyond_budget: Option<Chance>,
    /// The reserve that would hold in 80 % of the draws, and in 90 %.
    pub reserves: [f64; 2],
}

/// What a figure hangs on.
#[derive(Debug)]
pub struct Hold {
    /// The KPI, or the cost.
    pub kpi: Option<Id<Kpi>>,
    /// The estimate, by its place.
    pub estimate: usize,
    /// The square of the rank correlation.
    pub share: f64,
}

/// A KPI with one estimate at its ends, all others at their likely values.
#[derive(Debug)]
pub struct Swing {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The estimate, by its place.
    pub estimate: usize,
    /// With the estimate at its low end.
    pub low: f64,
    /// With it at its high end.
    pub high: f64,
}

/// A figure in each draw.
#[derive(Debug)]
pub struct Raw {
    /// Which.
    pub name: String,
    /// By draw.
    pub values: Vec<f64>,
}

/// Nothing is drawn where too many figures would be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// The KPIs.
    pub kpis: usize,
    /// The months.
    pub months: usize,
    /// The estimates.
    pub estimates: usize,
    /// How many draws would do.
    pub most: u64,
}

/// Draws a plan.
pub fn risk(plan: &CheckedPlan, evaluation: &Evaluation, drawing: Drawing) -> Result<Risk, TooMany> {
    let model = Model::new(plan, evaluation);
    let (kpis, months, estimates) = (model.kpis.len(), plan.calendar.len(), model.estimates.len());
    let each = (kpis * months + estimates).max(1) as u64;
    if drawing.draws.saturating_mul(each) > MOST_FIGURES {
        return Err(TooMany { kpis, months, estimates, most: MOST_FIGURES / each });
    }
    let draws = usize::try_from(drawing.draws).unwrap_or(0);
    let mut values = columns(&model, drawing.seed, draws);
    together::reorder(&mut values, &model.together);
    let outcome = Outcomes::new(&model, &values, draws);
    Ok(outcome.told(&model, evaluation, &values, drawing))
}

/// The value of every estimate in every draw.
fn columns(model: &Model<'_>, seed: u64, draws: usize) -> Vec<Vec<f64>> {
    model
        .estimates
        .par_iter()
        .map(|estimate| {
            let mut stream = Stream::new(seed, &estimate.path);
            match estimate.points {
                Points::Three(low, likely, high) => {
                    let pert = Pert::new(low, likely, high);
                    (0..draws).map(|_| pert.map_or(likely, |pert| pert.draw(&mut stream))).collect()
                }
                Points::Chance(chance) => {
                    (0..draws).map(|_| if stream.uniform() < chance { 1.0 } else { 0.0 }).collect()
                }
            }
        })
        .collect()
}

/// What all draws come to.
struct Outcomes {
    /// KPI after KPI, month after month: by draw.
    kpis: Vec<Vec<f64>>,
    cost: Vec<f64>,
    net: Vec<f64>,
    /// By how much periods cost more than funding may spend, in all.
    over: Vec<f64>,
    is_beyond_budget: Vec<bool>,
    requires: Vec<Vec<f64>>,
    draws: usize,
}

impl Outcomes {
    fn new(model: &Model<'_>, values: &[Vec<f64>], draws: usize) -> Outcomes {
        let series = model.kpis.len() * model.plan.calendar.len();
        let mut outcomes = Outcomes {
            kpis: (0..series).map(|_| Vec::with_capacity(draws)).collect(),
            cost: Vec::with_capacity(draws),
            net: Vec::with_capacity(draws),
            over: Vec::with_capacity(draws),
            is_beyond_budget: Vec::with_capacity(draws),
            requires: model.requires.iter().map(|_| Vec::with_capacity(draws)).collect(),
            draws,
        };
        let periods = periods(model);
        let places: Vec<usize> = (0..draws).collect();
        for batch in places.chunks(BATCH) {
            let value = |place: usize| {
                move |estimate: usize| {
                    values.get(estimate).and_then(|column| column.get(place)).copied().unwrap_or(f64::NAN)
                }
            };
            let drawn: Vec<Drawn> = batch.par_iter().map(|place| draw(model, &value(*place))).collect();
            drawn.into_iter().for_each(|drawn| outcomes.add(drawn, &periods));
        }
        outcomes
    }

    fn add(&mut self, drawn: Drawn, periods: &[Period]) {
        for (column, value) in self.kpis.iter_mut().zip(drawn.kpis) {
            column.push(value);
        }
        for (column, value) in self.requires.iter_mut().zip(drawn.requires) {
            column.push(value);
        }
        let cost: f64 = drawn.gross.iter().sum();
        let (mut over, mut is_beyond) = (0.0, false);
        for period in periods {
            let spent: f64 = drawn.gross.get(period.first..=period.last).unwrap_or(&[]).iter().sum();
            // Dust of sums is no overrun.
            let beyond = |limit: f64| if spent - limit > DUST { spent - limit } else { 0.0 };
            over += beyond(period.spendable);
            is_beyond |= beyond(period.budget) > 0.0;
        }
        self.cost.push(cost);
        self.net.push(cost - drawn.brought);
        self.over.push(over);
        self.is_beyond_budget.push(is_beyond);
    }

    fn told(self, model: &Model<'_>, evaluation: &Evaluation, values: &[Vec<f64>], drawing: Drawing) -> Risk {
        let plan = model.plan;
        let months = plan.calendar.len();
        let kpis: Vec<KpiRisk> = (0..model.kpis.len()).into_par_iter().map(|kpi| self.kpi(plan, kpi)).collect();
        let requires = plan.requires.iter().zip(&self.requires).map(|(terms, held)| {
            let judged = held.iter().filter(|held| !held.is_nan()).count();
            let hits = held.iter().filter(|held| **held > 0.0).count();
            (terms.id, Chance::of(hits, judged, self.draws - judged))
        });
        let requires = requires.collect();
        let raw = if drawing.is_raw { self.raw(plan, model, values, &kpis) } else { Vec::new() };
        let has_budget = evaluation.funding.is_some();
        let judged = |hits: usize| if has_budget { Chance::of(hits, self.draws, 0) } else { None };
        let mut over = self.over.clone();
        over.sort_unstable_by(f64::total_cmp);
        let money = MoneyRisk {
            cost: Spread::of(&self.cost),
            net: Spread::of(&self.net),
            reserve_touched: judged(self.over.iter().filter(|over| **over > 0.0).count()),
            beyond_budget: judged(self.is_beyond_budget.iter().filter(|is| **is).count()),
            reserves: [80, 90].map(|percent| percentile(&over, percent)),
        };
        let estimate_ranks: Vec<Vec<f64>> = values.par_iter().map(|column| ranks(column)).collect();
        let figures = kpis.iter().map(|kpi| (Some(kpi.kpi), self.kpis.get(kpi.kpi.index() * months + kpi.month)));
        let figures: Vec<(Option<Id<Kpi>>, Option<&Vec<f64>>)> =
            std::iter::once((None, Some(&self.cost))).chain(figures).collect();
        let drivers: Vec<Vec<Hold>> =
            figures.par_iter().map(|(kpi, column)| holds(*kpi, *column, &estimate_ranks)).collect();
        let together = model.together.iter().filter_map(|(one, other, stated)| {
            let drawn = correlation(estimate_ranks.get(*one)?, estimate_ranks.get(*other)?)?;
            Some(Together { estimates: [*one, *other], stated: *stated, drawn })
        });
        Risk {
            together: together.collect(),
            idle: plan.correlations.len() - model.together.len(),
            draws: self.draws,
            seed: drawing.seed,
            money,
            requires,
            drivers: drivers.into_iter().flatten().collect(),
            swings: swings(model, &kpis),
            raw,
            estimates: model.estimates.clone(),
            kpis,
        }
    }

    fn kpi(&self, plan: &CheckedPlan, kpi: usize) -> KpiRisk {
        let months = plan.calendar.len();
        let terms = plan.kpis.get(kpi);
        let target = terms.and_then(|terms| terms.target);
        let month = target.map_or(months.saturating_sub(1), |target| target.month);
        let column = |month: usize| self.kpis.get(kpi * months + month).map_or(&[][..], Vec::as_slice);
        let chance = terms.zip(target).and_then(|(terms, target)| {
            let judged: Vec<f64> = column(month).iter().copied().filter(|value| !value.is_nan()).collect();
            let goal = float(target.value);
            let meets = |value: &&f64| match terms.better {
                crate::model::kpi::Better::Higher => **value >= goal - dust(goal),
                crate::model::kpi::Better::Lower => **value <= goal + dust(goal),
                crate::model::kpi::Better::Nearer => libm::fabs(**value - goal) <= dust(goal),
            };
            Chance::of(judged.iter().filter(meets).count(), judged.len(), self.draws - judged.len())
        });
        let bounds = terms.map(|terms| {
            let best = |is_low: bool| match (terms.better, terms.ceiling) {
                (crate::model::kpi::Better::Lower, Some(ceiling)) if is_low => Some(ceiling),
                (crate::model::kpi::Better::Higher, Some(ceiling)) if !is_low => Some(ceiling),
                _ => None,
            };
            let low = [terms.least, best(true)].into_iter().flatten().max();
            let high = [terms.high, best(false)].into_iter().flatten().min();
            (low.map_or(f64::NEG_INFINITY, float), high.map_or(f64::INFINITY, float))
        });
        let (low, high) = bounds.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let is_out = |value: f64| value < low - dust(low) || value > high + dust(high);
        let out_of_range = (0..self.draws)
            .filter(|draw| (0..months).any(|month| column(month).get(*draw).is_some_and(|value| is_out(*value))));
        KpiRisk {
            kpi: Id::new(kpi),
            month,
            by_month: (0..months).map(|month| Spread::of(column(month))).collect(),
            target: chance,
            out_of_range: out_of_range.count(),
        }
    }

    fn raw(&self, plan: &CheckedPlan, model: &Model<'_>, values: &[Vec<f64>], kpis: &[KpiRisk]) -> Vec<Raw> {
        let months = plan.calendar.len();
        let raw = |name: &str, values: &[f64]| Raw { name: name.to_owned(), values: values.to_vec() };
        let mut all = vec![raw("cost", &self.cost), raw("net_cost", &self.net)];
        for kpi in kpis {
            if let Some(column) = self.kpis.get(kpi.kpi.index() * months + kpi.month) {
                all.push(raw(&plan.plan().head(kpi.kpi.into()).path, column));
            }
        }
        all.extend(model.estimates.iter().zip(values).map(|(estimate, column)| raw(&estimate.path, column)));
        all
    }
}

/// Below this, a sum of money is nothing.
const DUST: f64 = 1e-6;

/// What a sum of floating-point numbers of this size may be off by.
fn dust(value: f64) -> f64 {
    if value.is_finite() { 1e-9 * libm::fabs(value).max(1.0) } else { 0.0 }
}

/// A budget period in floating point.
struct Period {
    first: usize,
    last: usize,
    budget: f64,
    spendable: f64,
}

fn periods(model: &Model<'_>) -> Vec<Period> {
    let Some(terms) = &model.plan.funding else { return Vec::new() };
    let periods = terms.periods.iter().zip(&model.spendable);
    let of = |(period, (budget, spendable)): (&crate::check::BudgetPeriod, &(f64, f64))| Period {
        first: period.first,
        last: period.last,
        budget: *budget,
        spendable: *spendable,
    };
    periods.map(of).collect()
}

/// The estimates that a figure hangs on most.
fn holds(kpi: Option<Id<Kpi>>, column: Option<&Vec<f64>>, estimates: &[Vec<f64>]) -> Vec<Hold> {
    let Some(column) = column else { return Vec::new() };
    let own = ranks(column);
    let share = |ranks: &Vec<f64>| correlation(&own, ranks).map_or(0.0, |correlation| correlation * correlation);
    let mut holds: Vec<Hold> =
        estimates.iter().enumerate().map(|(estimate, ranks)| Hold { kpi, estimate, share: share(ranks) }).collect();
    // What chance alone makes of independent columns is not told.
    holds.retain(|hold| hold.share * column.len() as f64 > 10.0);
    holds.sort_by(|left, right| right.share.total_cmp(&left.share).then(left.estimate.cmp(&right.estimate)));
    holds.truncate(TOLD);
    holds
}

/// What each estimate alone does to KPIs with a target; of a plan without, to all.
fn swings(model: &Model<'_>, kpis: &[KpiRisk]) -> Vec<Swing> {
    let months = model.plan.calendar.len();
    let is_targeted = |kpi: &&KpiRisk| model.plan.kpis.get(kpi.kpi.index()).is_some_and(|terms| terms.target.is_some());
    let targeted: Vec<&KpiRisk> = kpis.iter().filter(is_targeted).collect();
    let told = if targeted.is_empty() { kpis.iter().collect() } else { targeted };
    let likely = |estimate: usize| model.estimates.get(estimate).map_or(f64::NAN, |estimate| estimate.points.likely());
    let at_ends: Vec<[Drawn; 2]> = (0..model.estimates.len())
        .into_par_iter()
        .map(|moved| {
            let ends = model.estimates.get(moved).map_or([f64::NAN; 2], |estimate| estimate.points.ends());
            ends.map(|end| draw(model, &|estimate| if estimate == moved { end } else { likely(estimate) }))
        })
        .collect();
    let mut swings = Vec::new();
    for kpi in told {
        let at = |drawn: &Drawn| drawn.kpis.get(kpi.kpi.index() * months + kpi.month).copied().unwrap_or(f64::NAN);
        let mut own: Vec<Swing> = at_ends
            .iter()
            .enumerate()
            .map(|(estimate, [low, high])| Swing { kpi: kpi.kpi, estimate, low: at(low), high: at(high) })
            .filter(|swing| libm::fabs(swing.high - swing.low) > dust(swing.high))
            .collect();
        let width = |swing: &Swing| libm::fabs(swing.high - swing.low);
        own.sort_by(|left, right| width(right).total_cmp(&width(left)).then(left.estimate.cmp(&right.estimate)));
        own.truncate(TOLD);
        swings.extend(own);
    }
    swings
}

/// A KPI in a month, with all estimates at their likely values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AtLikely {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The month, by its place in the calendar.
    pub month: usize,
    /// The value; nothing where it is n/a.
    pub value: Option<f64>,
}

/// What the model of draws comes to with all estimates at their likely values: the projection, but for its last digits.
#[must_use]
pub fn at_likely(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<AtLikely> {
    let model = Model::new(plan, evaluation);
    let months = plan.calendar.len().max(1);
    let likely = |estimate: usize| model.estimates.get(estimate).map_or(f64::NAN, |estimate| estimate.points.likely());
    let values = draw(&model, &likely).kpis.into_iter().enumerate();
    let at = |(place, value): (usize, f64)| AtLikely {
        kpi: Id::new(place / months),
        month: place % months,
        value: value.is_finite().then_some(value),
    };
    values.map(at).collect()
}

/// A figure of draws as reports take it; nothing where it has no value.
#[must_use]
pub fn number(value: f64) -> Option<Number> {
    model::number(value)
}
