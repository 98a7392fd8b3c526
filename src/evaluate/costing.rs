//! Costing: takes the cost, saving and earning lines of levels, books them by month in whole minor units.
//!
//! A line is rounded once, half-even, as a whole; its months are shared out by largest remainder so that they sum to it.
//! - Recurring money: what each month comes to is added up unrounded, converted once, and shared out by what each month
//!   comes to.
//! - Plain money: an equal part falls in each month of its span. Where the amount reads a driver that changes by month,
//!   each month bears its part of what the amount is in that month.
//! - A saving `of` a level counts up to that level's cost over the whole calendar. Here it counts as if that level were
//!   funded; [`counted_savings`] knows what is.

use crate::check::program::Program;
use crate::check::{AmountTerms, CheckedPlan, LevelTerms, MoneyTerms};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number, Ratio};

use super::drivers::{Drivers, SteadyDrivers};
use super::effect::count;
use super::errors;
use super::money::{CountedSaving, LevelMoney, MoneyLine, Phased};

/// What each level costs, saves and earns, in the order of the plan's levels; every line that has no such figure is one
/// finding.
pub fn cost_levels(plan: &CheckedPlan) -> Result<Vec<LevelMoney>, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let books = Books { plan, steady: SteadyDrivers::of(plan) };
    let booked: Vec<LevelLines> = plan.levels.iter().map(|level| books.book_level(&mut findings, level)).collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    let gross: Vec<Money> = booked.iter().map(|lines| lines.gross).collect();
    let mut levels = Vec::with_capacity(booked.len());
    for (index, lines) in booked.into_iter().enumerate() {
        match lines.hold_savings(&gross, plan).and_then(|lines| lines.sum_up(plan)) {
            Ok(level) => levels.push(level),
            Err(error) => findings.push(errors::sum_too_large(plan, Id::new(index), error)),
        }
    }
    if findings.is_empty() { Ok(levels) } else { Err(findings) }
}

/// The savings of the funded levels that count: without the level it saves `of`, a saving does not come about, and all
/// that is saved on one level is no more than its cost. The funded levels come in rank order; the higher saves first.
pub fn counted_savings(
    plan: &CheckedPlan,
    money: &[LevelMoney],
    funded: &[Id<Level>],
) -> Result<Vec<CountedSaving>, ArithmeticError> {
    let mut left = vec![Money::ZERO; money.len()];
    for level in funded {
        if let (Some(left), Some(level)) = (left.get_mut(level.index()), money.get(level.index())) {
            *left = level.gross;
        }
    }
    let mut counted = Vec::new();
    for level in funded {
        let lines = money.get(level.index()).map_or(&[][..], |level| &level.savings);
        for (line, saving) in lines.iter().enumerate() {
            let mut by_month = saving.by_month.clone();
            if let Some(left) = saving.of.and_then(|of| left.get_mut(of.index())) {
                by_month = hold(by_month, saving.total, *left, plan)?;
                *left = left.subtract(saving.total.minimum(*left))?;
            }
            let total = Money::sum(by_month.amounts.iter().copied())?;
            counted.push(CountedSaving { level: *level, line, by_month, total });
        }
    }
    Ok(counted)
}

/// The lines of a level before savings are held to what they save on.
struct LevelLines {
    costs: Vec<MoneyLine>,
    savings: Vec<MoneyLine>,
    earnings: Vec<MoneyLine>,
    gross: Money,
    full_year: Option<Money>,
}

/// What lines are booked by.
struct Books<'plan> {
    plan: &'plan CheckedPlan,
    steady: SteadyDrivers,
}

impl Books<'_> {
    fn book_level(&self, findings: &mut Vec<Diagnostic>, level: &LevelTerms) -> LevelLines {
        let (costs, years) = self.book_lines(findings, &level.costs);
        let (savings, _) = self.book_lines(findings, &level.savings);
        let (earnings, _) = self.book_lines(findings, &level.earnings);
        // A sum that does not fit is found again, and reported, when all are summed up.
        let gross = Money::sum(costs.iter().map(|cost| cost.total)).unwrap_or_default();
        let full_year = full_year(&costs, &years).unwrap_or_default();
        LevelLines { costs, savings, earnings, gross, full_year }
    }

    /// The lines, and for each its cost in a full year, if it is a recurring one that runs on to the calendar's end.
    fn book_lines(&self, findings: &mut Vec<Diagnostic>, all: &[MoneyTerms]) -> (Vec<MoneyLine>, Vec<Option<Money>>) {
        let mut lines = Vec::with_capacity(all.len());
        let mut years = Vec::with_capacity(all.len());
        for terms in all {
            match self.book_line(terms) {
                Ok((line, a_year)) => {
                    lines.push(line);
                    years.push(a_year);
                }
                Err(finding) => findings.push(finding),
            }
        }
        (lines, years)
    }

    fn book_line(&self, terms: &MoneyTerms) -> Result<(MoneyLine, Option<Money>), Diagnostic> {
        let plan = self.plan;
        let (program, nature) = match &terms.amount {
            AmountTerms::Once(program) => (program, Nature::Once),
            AmountTerms::Monthly(program, ratio) => (program, Nature::Monthly(*ratio)),
        };
        let values = self.values(program, terms)?;
        let runs_on = terms.last + 1 == plan.calendar.len();
        let booked = nature.book(&values, plan);
        let (amounts, total, a_year) =
            booked.map_err(|error| errors::no_figure(plan, error, terms.span, terms.first))?;
        let line = MoneyLine {
            span: terms.span,
            category: terms.category,
            channel: terms.channel,
            of: terms.of,
            by_month: Phased { first: terms.first, amounts },
            total,
            stated: total,
        };
        Ok((line, a_year.filter(|_| runs_on)))
    }

    fn values(&self, program: &Program, terms: &MoneyTerms) -> Result<Values, Diagnostic> {
        let value = |month: usize| {
            let value = Drivers(self.plan).run(program, month);
            let value = value.map_err(|(error, span)| errors::no_figure(self.plan, error, span, month))?;
            if value.is_negative() { Err(errors::below_zero(self.plan, terms, month)) } else { Ok(value) }
        };
        if self.steady.hold(program) {
            let months = terms.last.saturating_sub(terms.first) + 1;
            return Ok(Values::Alike { value: value(terms.first)?, months });
        }
        (terms.first..=terms.last).map(value).collect::<Result<_, _>>().map(Values::Each)
    }
}

/// Absent unless a recurring cost that runs on begins late.
fn full_year(costs: &[MoneyLine], years: &[Option<Money>]) -> Result<Option<Money>, ArithmeticError> {
    let begins_late = |(cost, a_year): (&MoneyLine, &Option<Money>)| a_year.is_some() && cost.by_month.first > 0;
    if !costs.iter().zip(years).any(begins_late) {
        return Ok(None);
    }
    Money::sum(costs.iter().zip(years).map(|(cost, a_year)| a_year.unwrap_or(cost.total))).map(Some)
}

/// What each month of a line comes to.
enum Values {
    /// The same in all of them.
    Alike { value: Number, months: usize },
    /// As its drivers go.
    Each(Vec<Number>),
}

impl Values {
    fn months(&self) -> usize {
        match self {
            Values::Alike { months, .. } => *months,
            Values::Each(values) => values.len(),
        }
    }

    fn sum(&self) -> Result<Number, ArithmeticError> {
        match self {
            Values::Alike { value, months } => value.multiply(count(*months)),
            Values::Each(values) => values.iter().try_fold(Number::ZERO, |sum, value| sum.add(*value)),
        }
    }

    fn share_out(&self, total: Money, plan: &CheckedPlan) -> Result<Vec<Money>, ArithmeticError> {
        match self {
            Values::Each(values) if values.iter().any(|value| !value.is_zero()) => total.spread(values, plan.currency),
            Values::Alike { .. } | Values::Each(_) => total.spread_evenly(self.months(), plan.currency),
        }
    }
}

/// How the values of months come to money.
#[derive(Clone, Copy)]
enum Nature {
    Once,
    Monthly(Ratio),
}

impl Nature {
    /// The amounts, their sum, and for recurring money twelve average months.
    fn book(self, values: &Values, plan: &CheckedPlan) -> Result<(Vec<Money>, Money, Option<Money>), ArithmeticError> {
        let sum = values.sum()?;
        let months = count(values.months());
        let (total, a_year) = match self {
            Nature::Once => (sum.divide(months)?, None),
            Nature::Monthly(ratio) => {
                let a_year = sum.multiply(Number::from_integer(12))?.scale(ratio)?.divide(months)?;
                (sum.scale(ratio)?, Some(Money::round(a_year, plan.currency)))
            }
        };
        let total = Money::round(total, plan.currency);
        Ok((values.share_out(total, plan)?, total, a_year))
    }
}

impl LevelLines {
    /// Together the savings of a level `of` another come to no more than the other's cost; the earlier line first.
    fn hold_savings(mut self, gross: &[Money], plan: &CheckedPlan) -> Result<LevelLines, ArithmeticError> {
        let mut saved: Vec<(Id<Level>, Money)> = Vec::new();
        for saving in &mut self.savings {
            let Some(of) = saving.of else { continue };
            let cost = gross.get(of.index()).copied().unwrap_or_default();
            let before = Money::sum(saved.iter().filter(|(level, _)| *level == of).map(|(_, amount)| *amount))?;
            let most = cost.subtract(before)?;
            saving.by_month = hold(std::mem::take(&mut saving.by_month), saving.total, most, plan)?;
            saving.total = saving.total.minimum(most);
            saved.push((of, saving.total));
        }
        Ok(self)
    }

    fn sum_up(self, plan: &CheckedPlan) -> Result<LevelMoney, ArithmeticError> {
        let mut gross_by_month = vec![Money::ZERO; plan.calendar.len()];
        for (month, amount) in self.costs.iter().flat_map(|line| line.by_month.months()) {
            if let Some(sum) = gross_by_month.get_mut(month) {
                *sum = sum.add(amount)?;
            }
        }
        let sum = |lines: &[MoneyLine]| Money::sum(lines.iter().map(|line| line.total));
        let (gross, saved, earned) = (sum(&self.costs)?, sum(&self.savings)?, sum(&self.earnings)?);
        Ok(LevelMoney {
            net: gross.subtract(saved)?.subtract(earned)?,
            costs: self.costs,
            savings: self.savings,
            earnings: self.earnings,
            gross_by_month,
            gross,
            saved,
            earned,
            full_year: self.full_year,
        })
    }
}

/// The same months, holding no more than `most` in all, each in proportion.
fn hold(by_month: Phased, total: Money, most: Money, plan: &CheckedPlan) -> Result<Phased, ArithmeticError> {
    if total <= most {
        return Ok(by_month);
    }
    let weights: Vec<Number> = by_month.amounts.iter().map(|amount| amount.number()).collect();
    Ok(Phased { first: by_month.first, amounts: most.spread(&weights, plan.currency)? })
}
