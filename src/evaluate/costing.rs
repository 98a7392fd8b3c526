//! Costing: takes the cost, saving and earning lines of levels, books them by month in whole minor units.
//!
//! A line is rounded once, half-even, as a whole; its months are shared out by largest remainder so that they sum to it.
//! - Recurring money: what each month comes to is added up unrounded, converted once, and shared out by what each month
//!   comes to.
//! - Plain money: an equal part falls in each month of its span. Where the amount reads a driver that changes by month,
//!   each month bears its part of what the amount is in that month.
//! - A saving `of` a level counts up to that level's cost over the whole calendar. Here it counts as if that level were
//!   funded; [`counted_savings`] knows what is.

use crate::check::{AmountTerms, CheckedPlan, LevelTerms, MoneyTerms};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number, Ratio};

use super::drivers::Drivers;
use super::errors;
use super::money::{CountedSaving, LevelMoney, MoneyLine, Phased};

/// What each level costs, saves and earns, in the order of the plan's levels; every line that has no such figure is one
/// finding.
pub fn cost_levels(plan: &CheckedPlan) -> Result<Vec<LevelMoney>, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let booked: Vec<LevelLines> = plan.levels.iter().map(|level| book_level(&mut findings, plan, level)).collect();
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

fn book_level(findings: &mut Vec<Diagnostic>, plan: &CheckedPlan, level: &LevelTerms) -> LevelLines {
    let mut book = |terms: &[MoneyTerms]| -> Vec<BookedLine> {
        terms.iter().filter_map(|terms| book_line(plan, terms).map_err(|finding| findings.push(finding)).ok()).collect()
    };
    let costs = book(&level.costs);
    let savings = lines_of(book(&level.savings));
    let earnings = lines_of(book(&level.earnings));
    // A sum that does not fit is found again, and reported, when all are summed up.
    let gross = Money::sum(costs.iter().map(|cost| cost.line.total)).unwrap_or_default();
    let full_year = full_year(&costs).unwrap_or_default();
    LevelLines { costs: lines_of(costs), savings, earnings, gross, full_year }
}

/// A line with its cost in a full year, if it is a recurring one that runs on to the calendar's end.
struct BookedLine {
    line: MoneyLine,
    a_year: Option<Money>,
}

fn lines_of(booked: Vec<BookedLine>) -> Vec<MoneyLine> {
    booked.into_iter().map(|booked| booked.line).collect()
}

/// Absent unless a recurring cost that runs on begins late.
fn full_year(costs: &[BookedLine]) -> Result<Option<Money>, ArithmeticError> {
    if !costs.iter().any(|cost| cost.a_year.is_some() && cost.line.by_month.first > 0) {
        return Ok(None);
    }
    Money::sum(costs.iter().map(|cost| cost.a_year.unwrap_or(cost.line.total))).map(Some)
}

fn book_line(plan: &CheckedPlan, terms: &MoneyTerms) -> Result<BookedLine, Diagnostic> {
    let months = terms.last.saturating_sub(terms.first) + 1;
    let (program, nature) = match &terms.amount {
        AmountTerms::Once(program) => (program, Nature::Once),
        AmountTerms::Monthly(program, ratio) => (program, Nature::Monthly(*ratio)),
    };
    let mut values = Vec::with_capacity(months);
    for month in terms.first..=terms.last {
        let value = Drivers(plan).run(program, month);
        let value = value.map_err(|(error, span)| errors::no_figure(plan, error, span, month))?;
        if value.is_negative() {
            return Err(errors::below_zero(plan, terms, month));
        }
        values.push(value);
    }
    let runs_on = terms.last + 1 == plan.calendar.len();
    let booked = nature.book(&values, plan);
    let (amounts, total, a_year) = booked.map_err(|error| errors::no_figure(plan, error, terms.span, terms.first))?;
    let line = MoneyLine {
        span: terms.span,
        category: terms.category,
        channel: terms.channel,
        of: terms.of,
        by_month: Phased { first: terms.first, amounts },
        total,
        stated: total,
    };
    Ok(BookedLine { line, a_year: a_year.filter(|_| runs_on) })
}

/// How the values of months come to money.
#[derive(Clone, Copy)]
enum Nature {
    Once,
    Monthly(Ratio),
}

impl Nature {
    /// The amounts, their sum, and for recurring money twelve average months.
    fn book(
        self,
        values: &[Number],
        plan: &CheckedPlan,
    ) -> Result<(Vec<Money>, Money, Option<Money>), ArithmeticError> {
        let sum = values.iter().try_fold(Number::ZERO, |sum, value| sum.add(*value))?;
        let months = Number::from_integer(i64::try_from(values.len()).map_err(|_| ArithmeticError::Overflow)?);
        let (total, a_year) = match self {
            Nature::Once => (sum.divide(months)?, None),
            Nature::Monthly(ratio) => {
                let a_year = sum.multiply(Number::from_integer(12))?.scale(ratio)?.divide(months)?;
                (sum.scale(ratio)?, Some(Money::round(a_year, plan.currency)))
            }
        };
        let total = Money::round(total, plan.currency);
        Ok((share_out(total, values, plan)?, total, a_year))
    }
}

fn share_out(total: Money, values: &[Number], plan: &CheckedPlan) -> Result<Vec<Money>, ArithmeticError> {
    let first = values.first();
    if values.iter().all(|value| Some(value) == first) {
        return total.spread_evenly(values.len(), plan.currency);
    }
    total.spread(values, plan.currency)
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
