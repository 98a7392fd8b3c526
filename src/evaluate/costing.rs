//! Costing: takes the cost, saving and earning lines of levels, books them by month in whole minor units.
//!
//! The parts of a line are what its rounded running total grows by (language.md §4), so that a year's cost comes out even
//! by quarters and its months sum to it.
//! - Recurring money: the running total is what the months come to so far, unrounded, converted once.
//! - Plain money: the running total is so many of the months of its span. Where the amount reads a driver that changes by
//!   month, each month bears its part of what the amount is in that month.
//! - With `every`, plain money falls whole each time, and recurring money in advance, for the months to the next booking.
//! - A saving `of` a level counts in each month up to what that level costs in it. Here it counts as if that level were
//!   funded and no other saved on it; [`counted_savings`] knows what is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::check::program::Program;
use crate::check::{AmountTerms, CheckedPlan, LevelTerms, LineEnd, MoneyTerms};
use crate::diagnostic::Diagnostic;
use crate::model::{Driver, Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

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
    let costs = match costs_saved_on(&booked, plan) {
        Ok(costs) => costs,
        Err(finding) => return Err(vec![finding]),
    };
    let mut levels = Vec::with_capacity(booked.len());
    for (index, lines) in booked.into_iter().enumerate() {
        match lines.hold_savings(&costs).and_then(|lines| lines.sum_up(plan)) {
            Ok(level) => levels.push(level),
            Err(error) => findings.push(errors::sum_too_large(plan, Id::new(index), error)),
        }
    }
    if findings.is_empty() { Ok(levels) } else { Err(findings) }
}

/// The savings of the funded levels that count: without the level it saves `of`, a saving does not come about, and all
/// that is saved on one level in a month is no more than its cost in it. The funded levels come in rank order; the higher
/// saves first.
pub fn counted_savings(money: &[LevelMoney], funded: &[Id<Level>]) -> Result<Vec<CountedSaving>, ArithmeticError> {
    let funded_set: BTreeSet<Id<Level>> = funded.iter().copied().collect();
    let mut left = Left::new();
    let mut counted = Vec::new();
    for level in funded {
        let lines = money.get(level.index()).map_or(&[][..], |level| &level.savings);
        for (line, saving) in lines.iter().enumerate() {
            let mut by_month = saving.by_month.clone();
            if let Some(of) = saving.of {
                let cost = money.get(of.index()).filter(|_| funded_set.contains(&of));
                left.hold(of, &mut by_month, cost.map_or(&[][..], |of| &of.gross_by_month))?;
            }
            let total = Money::sum(by_month.amounts.iter().copied())?;
            counted.push(CountedSaving { level: *level, line, by_month, total });
        }
    }
    Ok(counted)
}

/// What a level comes to with all its cost lines times a factor; what it saves and earns stays.
pub(super) fn scaled_level(
    plan: &CheckedPlan,
    level: Id<Level>,
    money: &LevelMoney,
    factor: Number,
) -> Result<LevelMoney, ArithmeticError> {
    let Some(terms) = plan.levels.get(level.index()) else { return Ok(money.clone()) };
    let books = Books { plan, steady: SteadyDrivers::of(plan) };
    let mut costs = Vec::with_capacity(money.costs.len());
    for (line, terms) in money.costs.iter().zip(&terms.costs) {
        // Such a line was booked before: it has a value in every month.
        let values = books.values(terms, terms.first..=terms.last).map_err(|_| ArithmeticError::OutsideDomain)?;
        let amounts = book(&values.times(factor)?, terms, plan.currency)?;
        let total = Money::sum(amounts.iter().copied())?;
        let by_month = Phased { first: terms.first, amounts };
        costs.push(MoneyLine { by_month, total, stated: total, ..line.clone() });
    }
    let gross_by_month = by_month(&costs, plan)?;
    let gross = Money::sum(costs.iter().map(|line| line.total))?;
    let net = gross.subtract(money.saved)?.subtract(money.earned)?;
    Ok(LevelMoney { costs, gross_by_month, gross, net, ..money.clone() })
}

/// The cost by month of each level that another saves on.
fn costs_saved_on(booked: &[LevelLines], plan: &CheckedPlan) -> Result<BTreeMap<Id<Level>, Vec<Money>>, Diagnostic> {
    let of = booked.iter().flat_map(|lines| &lines.savings).filter_map(|saving| saving.of);
    let costs = of.collect::<BTreeSet<Id<Level>>>().into_iter().map(|level| {
        let lines = booked.get(level.index()).map_or(&[][..], |lines| &lines.costs);
        let costs = by_month(lines, plan).map_err(|error| errors::sum_too_large(plan, level, error))?;
        Ok((level, costs))
    });
    costs.collect()
}

/// What can still be saved on levels, month by month.
struct Left(BTreeMap<Id<Level>, Vec<Money>>);

impl Left {
    fn new() -> Left {
        Left(BTreeMap::new())
    }

    /// Holds a saving on `of` in each month to what is left of its `cost`, and takes that off.
    fn hold(&mut self, of: Id<Level>, by_month: &mut Phased, cost: &[Money]) -> Result<(), ArithmeticError> {
        let left = self.0.entry(of).or_insert_with(|| cost.to_vec());
        for (month, amount) in (by_month.first..).zip(&mut by_month.amounts) {
            let Some(left) = left.get_mut(month) else {
                *amount = Money::ZERO;
                continue;
            };
            *amount = amount.minimum(*left);
            *left = left.subtract(*amount)?;
        }
        Ok(())
    }
}

/// What lines come to in each month of the calendar.
fn by_month(lines: &[MoneyLine], plan: &CheckedPlan) -> Result<Vec<Money>, ArithmeticError> {
    let mut sums = vec![Money::ZERO; plan.calendar.len()];
    for (month, amount) in lines.iter().flat_map(|line| line.by_month.months()) {
        if let Some(sum) = sums.get_mut(month) {
            *sum = sum.add(amount)?;
        }
    }
    Ok(sums)
}

/// The lines of a level before savings are held to what they save on.
struct LevelLines {
    costs: Vec<MoneyLine>,
    savings: Vec<MoneyLine>,
    earnings: Vec<MoneyLine>,
    full_year: Option<Money>,
}

/// What lines are booked by.
struct Books<'plan> {
    plan: &'plan CheckedPlan,
    steady: SteadyDrivers,
}

impl Books<'_> {
    fn book_level(&self, findings: &mut Vec<Diagnostic>, level: &LevelTerms) -> LevelLines {
        let costs = self.book_lines(findings, &level.costs);
        let savings = self.book_lines(findings, &level.savings);
        let earnings = self.book_lines(findings, &level.earnings);
        // A year of what has no figure has none, which is found already.
        let full_year = if findings.is_empty() { self.full_year(findings, level) } else { None };
        LevelLines { costs, savings, earnings, full_year }
    }

    fn book_lines(&self, findings: &mut Vec<Diagnostic>, all: &[MoneyTerms]) -> Vec<MoneyLine> {
        let mut lines = Vec::with_capacity(all.len());
        for terms in all {
            match self.book_line(terms) {
                Ok(line) => lines.push(line),
                Err(finding) => findings.push(finding),
            }
        }
        lines
    }

    fn book_line(&self, terms: &MoneyTerms) -> Result<MoneyLine, Diagnostic> {
        let plan = self.plan;
        let values = self.values(terms, terms.first..=terms.last)?;
        let booked = book(&values, terms, plan.currency).and_then(|amounts| {
            let total = Money::sum(amounts.iter().copied())?;
            Ok((amounts, total))
        });
        let (amounts, total) = booked.map_err(|error| errors::no_figure(plan, error, terms.span, terms.first))?;
        Ok(MoneyLine {
            span: terms.span,
            category: terms.category,
            channel: terms.channel,
            of: terms.of,
            by_month: Phased { first: terms.first, amounts },
            total,
            stated: total,
        })
    }

    /// What a line's amount is in each of some months.
    fn values(&self, terms: &MoneyTerms, months: RangeInclusive<usize>) -> Result<Values, Diagnostic> {
        let program = program(terms);
        let value = |month: usize| {
            let value = Drivers(self.plan).run(program, month);
            let value = value.map_err(|(error, span)| errors::no_figure(self.plan, error, span, month))?;
            if value.is_negative() { Err(errors::below_zero(self.plan, terms, month)) } else { Ok(value) }
        };
        if self.steady.hold(program) {
            let count = months.end().saturating_sub(*months.start()) + 1;
            return Ok(Values::Alike { value: value(*months.start())?, months: count });
        }
        months.map(value).collect::<Result<_, _>>().map(Values::Each)
    }

    /// The cost of a full year: of each recurring cost without an end, twelve times the mean of what it would come to in
    /// each month of the calendar. Absent unless one of them begins late, so that the calendar does not show its year.
    fn full_year(&self, findings: &mut Vec<Diagnostic>, level: &LevelTerms) -> Option<Money> {
        let months = self.plan.calendar.len();
        let shows_less = |terms: &&MoneyTerms| terms.first > 0 && months - terms.first < A_YEAR;
        let mut lines = level.costs.iter().filter(|terms| recurs(terms) && terms.end == LineEnd::RunsOn).peekable();
        if !lines.clone().any(|terms| shows_less(&terms)) {
            return None;
        }
        // Nobody knows the year of what hangs on a driver that not every month has.
        let has_gaps =
            |driver: Id<Driver>| self.plan.drivers.get(driver.index()).is_some_and(|terms| !terms.gaps.is_empty());
        if lines.clone().any(|terms| program(terms).drivers().any(has_gaps)) {
            return None;
        }
        let mut year = Number::ZERO;
        lines.peek()?;
        for terms in lines {
            let sum = self.values(terms, 0..=months.saturating_sub(1));
            let sum = sum.and_then(|values| {
                let a_year = a_year(&values, terms).and_then(|a_year| year.add(a_year));
                a_year.map_err(|error| errors::no_figure(self.plan, error, terms.span, terms.first))
            });
            match sum {
                Ok(sum) => year = sum,
                Err(finding) => {
                    findings.push(finding);
                    return None;
                }
            }
        }
        Some(Money::round(year, self.plan.currency))
    }
}

/// Months.
const A_YEAR: usize = 12;

fn program(terms: &MoneyTerms) -> &Program {
    match &terms.amount {
        AmountTerms::Once(program) | AmountTerms::Monthly(program, _) => program,
    }
}

/// Whether a line comes again: money per time, or `every` so many months.
fn recurs(terms: &MoneyTerms) -> bool {
    matches!(terms.amount, AmountTerms::Monthly(..)) || terms.every.is_some()
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

    fn times(self, factor: Number) -> Result<Values, ArithmeticError> {
        Ok(match self {
            Values::Alike { value, months } => Values::Alike { value: value.multiply(factor)?, months },
            Values::Each(values) => {
                Values::Each(values.into_iter().map(|value| value.multiply(factor)).collect::<Result<_, _>>()?)
            }
        })
    }

    fn sum(&self) -> Result<Number, ArithmeticError> {
        self.sum_to(self.months())
    }

    /// The sum of the first months.
    fn sum_to(&self, months: usize) -> Result<Number, ArithmeticError> {
        match self {
            Values::Alike { value, .. } => value.multiply(count(months)),
            Values::Each(values) => values.iter().take(months).try_fold(Number::ZERO, |sum, value| sum.add(*value)),
        }
    }

    fn at(&self, month: usize) -> Number {
        match self {
            Values::Alike { value, .. } => *value,
            Values::Each(values) => values.get(month).copied().unwrap_or_default(),
        }
    }
}

/// The amount of each month of a line.
fn book(values: &Values, terms: &MoneyTerms, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let months = values.months();
    match (values, &terms.amount, terms.every) {
        (_, AmountTerms::Once(_), Some(every)) => {
            let amount = |month: usize| if month.is_multiple_of(every) { values.at(month) } else { Number::ZERO };
            Money::parts(running((0..months).map(amount), Ok), currency)
        }
        (_, AmountTerms::Monthly(_, ratio), Some(every)) => {
            // In advance: a booking reaches as far as the months up to the next.
            let reached = |month: usize| (month / every + 1).saturating_mul(every).min(months);
            Money::parts((0..months).map(|month| values.sum_to(reached(month))?.scale(**ratio)), currency)
        }
        (Values::Alike { value, .. }, AmountTerms::Once(_), None) => Money::even_parts(*value, months, currency),
        (Values::Alike { value, .. }, AmountTerms::Monthly(_, ratio), None) => {
            Money::even_parts_scaled(*value, **ratio, months, currency)
        }
        (Values::Each(each), AmountTerms::Once(_), None) => {
            let all = count(months);
            Money::parts(running(each.iter().copied(), |sum| sum.divide(all)), currency)
        }
        (Values::Each(each), AmountTerms::Monthly(_, ratio), None) => {
            Money::parts(running(each.iter().copied(), |sum| sum.scale(**ratio)), currency)
        }
    }
}

/// The sums up to each of some amounts, each as `shown`.
fn running(
    amounts: impl Iterator<Item = Number>,
    shown: impl Fn(Number) -> Result<Number, ArithmeticError>,
) -> impl Iterator<Item = Result<Number, ArithmeticError>> {
    let mut sum = Number::ZERO;
    amounts.map(move |amount| {
        sum = sum.add(amount)?;
        shown(sum)
    })
}

/// What a recurring line comes to in a year, by what it would come to in each month of the calendar.
fn a_year(values: &Values, terms: &MoneyTerms) -> Result<Number, ArithmeticError> {
    let sum = values.sum()?;
    let (sum, times) = match (&terms.amount, terms.every) {
        (AmountTerms::Once(_), Some(every)) => (sum, A_YEAR.div_ceil(every)),
        (AmountTerms::Monthly(_, ratio), _) => (sum.multiply(count(A_YEAR))?.scale(**ratio)?, 1),
        (AmountTerms::Once(_), None) => (Number::ZERO, 1),
    };
    sum.multiply(count(times))?.divide(count(values.months()))
}

impl LevelLines {
    /// Together the savings of a level `of` another come to no more in a month than the other costs in it; the earlier
    /// line first.
    fn hold_savings(mut self, costs: &BTreeMap<Id<Level>, Vec<Money>>) -> Result<LevelLines, ArithmeticError> {
        let mut left = Left::new();
        for saving in &mut self.savings {
            let Some(of) = saving.of else { continue };
            left.hold(of, &mut saving.by_month, costs.get(&of).map_or(&[][..], Vec::as_slice))?;
            saving.total = Money::sum(saving.by_month.amounts.iter().copied())?;
        }
        Ok(self)
    }

    fn sum_up(self, plan: &CheckedPlan) -> Result<LevelMoney, ArithmeticError> {
        let gross_by_month = by_month(&self.costs, plan)?;
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
