//! One draw: takes the model and a value for each estimate, gives what the plan comes to with these.
#![expect(clippy::float_arithmetic, reason = "thousands of draws of a projection; no money is booked by them")]

use super::float::Environment;
use super::model::{DriverEnvironment, EffectModel, KpiModel, Model};
use crate::check::{Computed, KpiTerms};
use crate::model::kpi::{Better, Combine};
use crate::model::{AnyId, Driver, Id, Kpi, Level, Stage};

/// What a draw comes to.
pub(super) struct Drawn {
    /// KPI after KPI, month after month; not a number where it is n/a.
    pub kpis: Vec<f64>,
    /// What the funded levels cost in each month.
    pub gross: Vec<f64>,
    /// What they save and earn.
    pub brought: f64,
    /// Whether each requirement holds; not a number where it is n/a.
    pub requires: Vec<f64>,
}

/// What the plan comes to, `value` being that of each estimate.
pub(super) fn draw(model: &Model<'_>, value: &impl Fn(usize) -> f64) -> Drawn {
    let drivers = drivers(model, value);
    let money = money(model, &drivers, value);
    let months = model.plan.calendar.len();
    let mut state = State {
        model,
        drivers: &drivers,
        asked: &money.asked,
        shown: vec![f64::NAN; (model.kpis.len() + model.stages.len()) * months],
        inner: vec![f64::NAN; (model.kpis.len() + model.stages.len()) * months],
        months,
        is_shown: false,
    };
    let sizes = sizes(model, &state, value);
    for month in 0..months {
        for computed in &model.order {
            match computed {
                Computed::Kpi(kpi) => {
                    state.kpi_in(kpi.index(), month, sizes.get(kpi.index()).map_or(&[], Vec::as_slice))
                }
                Computed::Stage(stage) => state.stage_in(stage.index(), month),
            }
        }
    }
    state.is_shown = true;
    let kpis = (0..model.kpis.len()).flat_map(|kpi| (0..months).map(move |month| (kpi, month)));
    let kpis = kpis.map(|(kpi, month)| state.shown_kpi(kpi, month)).collect();
    let requires = model.requires.iter().map(|require| require.run(&state, 0)).collect();
    Drawn { kpis, gross: money.gross, brought: money.brought, requires }
}

fn drivers(model: &Model<'_>, value: &impl Fn(usize) -> f64) -> Vec<Vec<f64>> {
    let months = model.plan.calendar.len();
    let mut values: Vec<Vec<f64>> = model.drivers.iter().map(|driver| driver.values.clone()).collect();
    for place in &model.moving_drivers {
        let Some(driver) = model.drivers.get(*place) else { continue };
        let mut moved = driver.values.clone();
        match driver.estimate {
            Some(estimate) => moved.fill(value(estimate)),
            None => {
                let environment = DriverEnvironment { months, values: &values };
                for (first, last, line) in &driver.lines {
                    for (month, slot) in moved.iter_mut().enumerate().take(last + 1).skip(*first) {
                        *slot = line.run(&environment, month);
                    }
                }
            }
        }
        if let Some(slot) = values.get_mut(*place) {
            *slot = moved;
        }
    }
    values
}

struct DrawnMoney {
    gross: Vec<f64>,
    brought: f64,
    /// What formulas and conditions ask the cost of.
    asked: Vec<Vec<f64>>,
}

fn money(model: &Model<'_>, drivers: &[Vec<f64>], value: &impl Fn(usize) -> f64) -> DrawnMoney {
    let months = model.plan.calendar.len();
    let environment = DriverEnvironment { months, values: drivers };
    let mut drawn = DrawnMoney {
        gross: model.gross.clone(),
        brought: model.brought,
        asked: model.asked.iter().map(|(_, by_month)| by_month.clone()).collect(),
    };
    for line in &model.lines {
        let booked = match line.estimate {
            Some(estimate) => {
                let amount = value(estimate);
                line.booking.book(months, |_| amount)
            }
            None => line.booking.book(months, |month| line.amount.run(&environment, month)),
        };
        if !line.is_cost {
            let held = booked.iter().enumerate().map(|(month, amount)| match &line.most {
                Some(most) => amount.min(most.get(month).copied().unwrap_or(0.0)),
                None => *amount,
            });
            drawn.brought += held.sum::<f64>();
            continue;
        }
        for (sum, amount) in drawn.gross.iter_mut().zip(&booked) {
            *sum += amount;
        }
        for (place, share) in &line.shares {
            for (sum, amount) in drawn.asked.get_mut(*place).into_iter().flatten().zip(&booked) {
                *sum += amount * share;
            }
        }
    }
    drawn
}

/// What an effect comes to in full, in each month or in all.
enum Size {
    All(f64),
    Monthly(Vec<f64>),
}

impl Size {
    fn at(&self, month: usize) -> f64 {
        match self {
            Size::All(value) => *value,
            Size::Monthly(values) => values.get(month).copied().unwrap_or(0.0),
        }
    }
}

fn sizes(model: &Model<'_>, state: &State<'_, '_>, value: &impl Fn(usize) -> f64) -> Vec<Vec<Size>> {
    let environment = DriverEnvironment { months: state.months, values: state.drivers };
    let size = |effect: &EffectModel| {
        let comes = effect.evidence.map_or(1.0, value);
        if let Some(estimate) = effect.estimate {
            return Size::All(comes * value(estimate));
        }
        match &effect.size {
            super::float::Ready::Constant(size) => Size::All(comes * size),
            program => {
                let at = |month: usize| {
                    let is_within = (effect.first..=effect.last).contains(&month);
                    if is_within { comes * program.run(&environment, month) } else { 0.0 }
                };
                Size::Monthly((0..state.months).map(at).collect())
            }
        }
    };
    model.kpis.iter().map(|kpi| kpi.effects.iter().map(size).collect()).collect()
}

/// A draw under way.
struct State<'s, 'plan> {
    model: &'s Model<'plan>,
    drivers: &'s [Vec<f64>],
    asked: &'s [Vec<f64>],
    /// A KPI with its effects; what enters a stage.
    shown: Vec<f64>,
    /// A KPI before its effects; what leaves a stage.
    inner: Vec<f64>,
    months: usize,
    /// Whether KPIs are read as a report shows them.
    is_shown: bool,
}

impl State<'_, '_> {
    fn cell(cells: &[f64], place: usize) -> f64 {
        cells.get(place).copied().unwrap_or(f64::NAN)
    }

    fn set(&mut self, place: usize, shown: f64, inner: f64) {
        // What is infinite has no value either.
        let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
        if let (Some(to), Some(from)) = (self.shown.get_mut(place), self.inner.get_mut(place)) {
            (*to, *from) = (finite(shown), finite(inner));
        }
    }

    fn kpi_in(&mut self, kpi: usize, month: usize, sizes: &[Size]) {
        let (Some(model), Some(terms)) = (self.model.kpis.get(kpi), self.model.plan.kpis.get(kpi)) else { return };
        let before = match &model.formula {
            Some(formula) => formula.run(self, month),
            None => model.start.map_or(f64::NAN, |start| start + model.trend * (month + 1) as f64),
        };
        let after = if before.is_nan() { before } else { with_effects(terms, model, sizes, before, month) };
        self.set(kpi * self.months + month, after, before);
    }

    fn stage_in(&mut self, stage: usize, month: usize) {
        let Some(model) = self.model.stages.get(stage) else { return };
        let row = |stage: usize| (self.model.kpis.len() + stage) * self.months;
        let first = match (model.before, &model.entering) {
            (Some(before), _) => Self::cell(&self.inner, row(before) + month),
            (None, Some(entering)) => entering.run(self, month),
            (None, None) => f64::NAN,
        };
        let mut entering = first;
        if let Some(last_month) = month.checked_sub(1) {
            for (share, from) in &model.returns {
                entering += Self::cell(&self.inner, row(*from) + last_month) * share.run(self, last_month);
            }
        }
        let share = model.converts.as_ref().map_or(1.0, |converts| converts.run(self, month));
        self.set(row(stage) + month, entering, entering * share);
    }

    /// A KPI as a report shows it: n/a where it divides costs of which there are none.
    fn shown_kpi(&self, kpi: usize, month: usize) -> f64 {
        let divided = self.model.kpis.get(kpi).map_or(&[][..], |model| &model.divided);
        let costs = || divided.iter().map(|place| self.asked.get(*place).map_or(0.0, |row| Self::cell(row, month)));
        let is_nothing_spent = !divided.is_empty() && costs().all(|cost| cost == 0.0);
        if is_nothing_spent { f64::NAN } else { Self::cell(&self.shown, kpi * self.months + month) }
    }
}

/// The value with effects: the absolute ones first, as the KPI combines them; the relative ones multiply what these leave.
fn with_effects(terms: &KpiTerms, model: &KpiModel, sizes: &[Size], before: f64, month: usize) -> f64 {
    let improves = |change: f64| match terms.better {
        Better::Higher | Better::Nearer => change > 0.0,
        Better::Lower => change < 0.0,
    };
    let limit = terms.limit.map(super::float::float);
    let way = limit.map(|limit| limit - model.start.unwrap_or(before));
    let (mut added, mut best, mut left, mut factor) = (0.0, 0.0_f64, 1.0, 1.0);
    for (effect, size) in model.effects.iter().zip(sizes) {
        if month < effect.first || month > effect.last {
            continue;
        }
        let size = size.at(month);
        let unfolded = month - effect.first + 1;
        let ramp = if unfolded >= effect.over { 1.0 } else { unfolded as f64 / effect.over as f64 };
        let change = size * ramp;
        if effect.is_relative {
            factor *= 1.0 + change;
        } else if terms.combine == Combine::Max && improves(change) {
            best = if libm::fabs(change) > libm::fabs(best) { change } else { best };
        } else if let (Combine::Diminishing, Some(way), true) = (terms.combine, way, improves(change)) {
            if improves(way) {
                let part = (size / way).min(1.0);
                left *= 1.0 - part * ramp;
            }
        } else {
            added += change;
        }
    }
    let mut after = before;
    if let Some(limit) = limit.filter(|_| left != 1.0) {
        let way = limit - before;
        if improves(way) {
            after = limit - way * left;
        }
    }
    (after + best + added) * factor
}

impl Environment for State<'_, '_> {
    fn months(&self) -> usize {
        self.months
    }

    fn driver(&self, driver: Id<Driver>, month: usize) -> f64 {
        self.drivers.get(driver.index()).map_or(f64::NAN, |values| Self::cell(values, month))
    }

    fn kpi(&self, kpi: Id<Kpi>, month: Option<usize>) -> f64 {
        match month {
            Some(month) if self.is_shown => self.shown_kpi(kpi.index(), month),
            Some(month) => Self::cell(&self.shown, kpi.index() * self.months + month),
            None => self.model.kpis.get(kpi.index()).map_or(f64::NAN, |model| model.baseline),
        }
    }

    fn kpi_before_effects(&self, kpi: Id<Kpi>, month: Option<usize>) -> f64 {
        match month {
            Some(month) => Self::cell(&self.inner, kpi.index() * self.months + month),
            None => self.model.kpis.get(kpi.index()).map_or(f64::NAN, |model| model.baseline),
        }
    }

    fn entering(&self, stage: Id<Stage>, month: usize) -> f64 {
        Self::cell(&self.shown, (self.model.kpis.len() + stage.index()) * self.months + month)
    }

    fn leaving(&self, stage: Id<Stage>, month: usize) -> f64 {
        Self::cell(&self.inner, (self.model.kpis.len() + stage.index()) * self.months + month)
    }

    fn cost(&self, about: AnyId, month: usize) -> f64 {
        let row = self.model.asked_place(about).and_then(|place| self.asked.get(place));
        row.map_or(f64::NAN, |row| Self::cell(row, month))
    }

    fn is_funded(&self, level: Id<Level>) -> bool {
        self.model.funded.contains(level)
    }

    fn score(&self, level: Id<Level>) -> f64 {
        self.model.scores.get(level.index()).copied().unwrap_or(f64::NAN)
    }
}
