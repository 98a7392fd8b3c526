//! The budget by month and line of control: takes what is funded and expected, gives it as it was decided and as transfers
//! have left it.
//!
//! Transfers are worked out from the plan alone, by day, then title. One takes from the giver's current budget in the months
//! from its own on, by the running total over months and categories, and arrives in the same months and categories, so that
//! sums by month and by category never change. Funding is never run again.

use std::collections::BTreeMap;

use super::errors;
use super::line::{BudgetLine, Nature, Part};
use crate::check::{CheckedPlan, HolderTerms, IncomeLine, TransferTerms};
use crate::diagnostic::Diagnostic;
use crate::evaluate::{Evaluation, LevelMoney, MoneyLine};
use crate::model::{Channel, Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

/// Amounts by month of the calendar.
pub type ByMonth = Vec<Money>;

/// The budget, by part of a line of control and month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Budget {
    /// As it was decided.
    pub original: BTreeMap<Part, ByMonth>,
    /// As transfers have left it.
    pub current: BTreeMap<Part, ByMonth>,
    /// What each transfer moved, in the order they took effect.
    pub moves: Vec<Move>,
}

/// What a transfer moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The place of the transfer among the plan's terms.
    pub transfer: usize,
    /// Each amount, with its month and where it went from and to.
    pub steps: Vec<Step>,
}

/// A part of what a transfer moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The month, by its place in the calendar.
    pub month: usize,
    /// Where it was.
    pub from: Part,
    /// Where it is.
    pub to: Part,
    /// How much.
    pub amount: Money,
}

/// The budget of an evaluated plan; each transfer that cannot be is a finding, and moves nothing.
pub fn budget(plan: &CheckedPlan, evaluation: &Evaluation) -> Result<(Budget, Vec<Diagnostic>), ArithmeticError> {
    let original = decided(plan, funded(evaluation), &evaluation.money)?;
    let mut budget = Budget { current: original.clone(), original, moves: Vec::new() };
    let mut findings = Vec::new();
    for (index, transfer) in plan.control.transfers.iter().enumerate() {
        match moved(plan, evaluation, &budget, transfer)? {
            Ok(steps) => {
                for step in &steps {
                    add(&mut budget.current, step.from, step.month, step.amount.negate(), plan)?;
                    add(&mut budget.current, step.to, step.month, step.amount, plan)?;
                }
                budget.moves.push(Move { transfer: index, steps });
            }
            Err(finding) => findings.push(*finding),
        }
    }
    Ok((budget, findings))
}

/// The funded levels' gross cost and earnings as phased, and expected income.
pub(super) fn decided(
    plan: &CheckedPlan,
    levels: &[Id<Level>],
    money: &[LevelMoney],
) -> Result<BTreeMap<Part, ByMonth>, ArithmeticError> {
    let mut budget = BTreeMap::new();
    for level in levels {
        let Some(money) = money.get(level.index()) else { continue };
        for line in &money.costs {
            book(&mut budget, plan, *level, line, Nature::of(plan, line.category))?;
        }
        for line in &money.earnings {
            book(&mut budget, plan, *level, line, Nature::Income)?;
        }
    }
    for (income, lines) in plan.plan().incomes.values().zip(&plan.control.incomes) {
        let category = income.category.map(|category| category.value);
        let line = BudgetLine { nature: Nature::Income, package: None, category, department: None };
        let part = Part { line, level: None, channel: None };
        for line in lines {
            for (month, amount) in income_by_month(line, plan.currency)? {
                add(&mut budget, part, month, amount, plan)?;
            }
        }
    }
    Ok(budget)
}

/// What of a line of expected income falls in each of its months, by their places in the calendar.
///
/// # Errors
/// When it is more than can be computed with.
pub fn income_by_month(line: &IncomeLine, currency: Currency) -> Result<Vec<(usize, Money)>, ArithmeticError> {
    let amounts = Money::even_parts(line.amount, line.last - line.first + 1, currency)?;
    Ok((line.first..).zip(amounts).collect())
}

/// The funded levels, in rank order.
pub fn funded(evaluation: &Evaluation) -> &[Id<Level>] {
    evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded)
}

fn book(
    amounts: &mut BTreeMap<Part, ByMonth>,
    plan: &CheckedPlan,
    level: Id<Level>,
    line: &MoneyLine,
    nature: Nature,
) -> Result<(), ArithmeticError> {
    let Some(terms) = plan.levels.get(level.index()) else { return Ok(()) };
    let of = BudgetLine { nature, package: Some(terms.package), category: line.category, department: None };
    let part = Part { line: of, level: Some(level), channel: line.channel };
    for (month, amount) in line.by_month.months() {
        add(amounts, part, month, amount, plan)?;
    }
    Ok(())
}

fn add(
    amounts: &mut BTreeMap<Part, ByMonth>,
    part: Part,
    month: usize,
    amount: Money,
    plan: &CheckedPlan,
) -> Result<(), ArithmeticError> {
    let months = amounts.entry(part).or_insert_with(|| vec![Money::ZERO; plan.calendar.len()]);
    if let Some(sum) = months.get_mut(month) {
        *sum = sum.add(amount)?;
    }
    Ok(())
}

type Moved = Result<Vec<Step>, Box<Diagnostic>>;

/// The steps of a transfer, given the budget as earlier ones have left it.
fn moved(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    budget: &Budget,
    transfer: &TransferTerms,
) -> Result<Moved, ArithmeticError> {
    for holder in [&transfer.giver, &transfer.receiver] {
        if funded_of(evaluation, holder).is_empty() {
            return Ok(Err(Box::new(errors::not_funded(plan, transfer, holder))));
        }
    }
    let standing = standing(budget, evaluation, transfer);
    let stands = Money::sum(standing.iter().map(|(.., amount)| *amount))?;
    if stands < transfer.amount {
        return Ok(Err(Box::new(errors::too_large(plan, transfer, stands))));
    }
    let weights: Vec<Number> = standing.iter().map(|(.., amount)| amount.number()).collect();
    let parts = transfer.amount.spread(&weights, plan.currency)?;
    let steps = standing.into_iter().zip(parts).filter(|(_, amount)| !amount.is_zero());
    let steps = steps.map(|((month, from, _), amount)| {
        let to = receiving(plan, evaluation, budget, transfer, from);
        Step { month, from, to, amount }
    });
    Ok(Ok(steps.collect()))
}

/// The levels of a holder that are funded.
fn funded_of(evaluation: &Evaluation, holder: &HolderTerms) -> Vec<Id<Level>> {
    holder.levels.iter().copied().filter(|level| funded(evaluation).contains(level)).collect()
}

/// What a transfer can take from, in order of month, category, level and channel. Where the giver is named as a package, what
/// earlier transfers brought it counts too.
fn standing(budget: &Budget, evaluation: &Evaluation, transfer: &TransferTerms) -> Vec<(usize, Part, Money)> {
    let levels = funded_of(evaluation, &transfer.giver);
    let whole = transfer.giver.named == transfer.giver.package.into();
    let gives = |part: &Part| {
        let named = part.level.map_or(whole, |level| levels.contains(&level));
        let of_category = transfer.out_of.is_none_or(|category| part.line.category == Some(category));
        part.line.package == Some(transfer.giver.package) && part.line.nature != Nature::Income && named && of_category
    };
    let mut standing = Vec::new();
    for (part, months) in budget.current.iter().filter(|(part, _)| gives(part)) {
        let later = months.iter().enumerate().skip(transfer.month);
        standing
            .extend(later.filter(|(_, amount)| amount.is_positive()).map(|(month, amount)| (month, *part, *amount)));
    }
    standing.sort_by_key(|(month, part, _)| (*month, part.line.category, part.level, part.channel));
    standing
}

/// Where money arrives: the receiver's only funded level, and the only channel of the line there.
fn receiving(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    budget: &Budget,
    transfer: &TransferTerms,
    from: Part,
) -> Part {
    let category = transfer.into.or(from.line.category);
    let line = BudgetLine::of_package(plan, transfer.receiver.package, category);
    let level = match funded_of(evaluation, &transfer.receiver).as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    Part { line, level, channel: only_channel(&budget.original, line) }
}

/// The channel of a line, where all of its budget goes through one.
#[must_use]
pub(super) fn only_channel(original: &BTreeMap<Part, ByMonth>, line: BudgetLine) -> Option<Id<Channel>> {
    let mut channels = original.keys().filter(|part| part.line == line).map(|part| part.channel);
    let first = channels.next()??;
    channels.all(|channel| channel == Some(first)).then_some(first)
}
