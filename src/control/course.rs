//! The year's course: takes the budget and what the ledgers hold, gives budget, actual and commitment by part of a line of
//! control and month, in cells that every cut adds up from.

use std::collections::BTreeMap;

use super::budget::{Budget, ByMonth, only_channel};
use super::line::{BudgetLine, Nature, Part};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::ledger::{Cell, Ledger, State};
use crate::model::{Id, Level, Package, Retire};
use crate::quantity::{ArithmeticError, Money};

/// The amounts of one part of a line, by month of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The budget as it was decided.
    pub original: ByMonth,
    /// The budget as transfers have left it.
    pub current: ByMonth,
    /// What was paid or came in.
    pub actual: ByMonth,
    /// What was ordered and is not paid yet.
    pub committed: ByMonth,
}

impl Course {
    fn new(months: usize) -> Course {
        let nothing = vec![Money::ZERO; months];
        Course { original: nothing.clone(), current: nothing.clone(), actual: nothing.clone(), committed: nothing }
    }
}

/// Sums that a cut shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// The budget as it was decided, of the whole calendar.
    pub original: Money,
    /// The budget as transfers have left it, of the whole calendar.
    pub budget: Money,
    /// Of that, what is of the months up to the closed one.
    pub to_date: Money,
    /// What was paid or came in.
    pub actual: Money,
    /// What was ordered and is not paid yet.
    pub committed: Money,
    /// Budget to date against actual: above nought is favourable.
    pub variance: Money,
}

impl Figures {
    /// These and others.
    #[expect(clippy::should_implement_trait, reason = "an operator could not report an overflow")]
    pub fn add(self, other: Figures) -> Result<Figures, ArithmeticError> {
        Ok(Figures {
            original: self.original.add(other.original)?,
            budget: self.budget.add(other.budget)?,
            to_date: self.to_date.add(other.to_date)?,
            actual: self.actual.add(other.actual)?,
            committed: self.committed.add(other.committed)?,
            variance: self.variance.add(other.variance)?,
        })
    }

    /// What is left of the budget after what was paid and ordered.
    pub fn left(self) -> Result<Money, ArithmeticError> {
        self.budget.subtract(self.actual)?.subtract(self.committed)
    }
}

/// Budget, actual and commitment of a year that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The closed month, by its place in the calendar.
    pub closed: usize,
    /// The courses, by part of a line of control.
    pub parts: BTreeMap<Part, Course>,
    /// What was spent on each activity that should have ended.
    pub retired: BTreeMap<Id<Retire>, Money>,
}

/// The year as far as it has gone.
pub(super) fn year(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    budget: &Budget,
    ledger: &Ledger,
) -> Result<Year, ArithmeticError> {
    let months = plan.calendar.len();
    let mut parts: BTreeMap<Part, Course> = BTreeMap::new();
    for (part, amounts) in &budget.original {
        parts.entry(*part).or_insert_with(|| Course::new(months)).original.clone_from(amounts);
    }
    for (part, amounts) in &budget.current {
        parts.entry(*part).or_insert_with(|| Course::new(months)).current.clone_from(amounts);
    }
    let mut retired: BTreeMap<Id<Retire>, Money> = BTreeMap::new();
    let only = OnlyLevels::of(plan, evaluation);
    for cell in &ledger.cells {
        let part = part_of(plan, budget, &only, cell);
        let course = parts.entry(part).or_insert_with(|| Course::new(months));
        let amounts = match cell.state {
            State::Paid => &mut course.actual,
            State::Open => &mut course.committed,
        };
        if let Some(sum) = amounts.get_mut(cell.month) {
            *sum = sum.add(cell.money)?;
        }
        if let (Some(retire), State::Paid) = (cell.spent.retire, cell.state) {
            let sum = retired.entry(retire).or_default();
            *sum = sum.add(cell.money)?;
        }
    }
    Ok(Year { closed: ledger.closed, parts, retired })
}

/// The only funded level of each package that has one.
struct OnlyLevels(BTreeMap<Id<Package>, Option<Id<Level>>>);

impl OnlyLevels {
    fn of(plan: &CheckedPlan, evaluation: &Evaluation) -> OnlyLevels {
        let mut only: BTreeMap<Id<Package>, Option<Id<Level>>> = BTreeMap::new();
        for level in super::funded(evaluation) {
            if let Some(terms) = plan.levels.get(level.index()) {
                only.entry(terms.package).and_modify(|only| *only = None).or_insert(Some(*level));
            }
        }
        OnlyLevels(only)
    }
}

/// A row's level is its column's, else the package's only funded one; its channel its column's, else the line's only one.
fn part_of(plan: &CheckedPlan, budget: &Budget, only: &OnlyLevels, cell: &Cell) -> Part {
    let spent = cell.spent;
    let retired =
        spent.retire.and_then(|retire| plan.plan().retires.find(retire)?.department.get().map(|named| named.value));
    let line = match spent.package {
        Some(package) => BudgetLine::of_package(plan, package, spent.category),
        None => BudgetLine {
            nature: Nature::of(plan, spent.category),
            package: None,
            category: spent.category,
            // Expected income names no department: what comes in is set against it as a whole.
            department: match Nature::of(plan, spent.category) {
                Nature::Income => None,
                Nature::Expense | Nature::Capital => spent.department.or(retired),
            },
        },
    };
    let level = spent.level.or_else(|| only.0.get(&spent.package?).copied().flatten());
    Part { line, level, channel: spent.channel.or_else(|| only_channel(&budget.original, line)) }
}

impl Year {
    /// The sums of one course.
    pub fn figures(&self, nature: Nature, course: &Course) -> Result<Figures, ArithmeticError> {
        let whole = |amounts: &ByMonth| Money::sum(amounts.iter().copied());
        let to_date = |amounts: &ByMonth| Money::sum(amounts.iter().take(self.closed + 1).copied());
        let (budget, actual) = (to_date(&course.current)?, to_date(&course.actual)?);
        Ok(Figures {
            original: whole(&course.original)?,
            budget: whole(&course.current)?,
            to_date: budget,
            actual,
            committed: to_date(&course.committed)?,
            variance: nature.variance(budget, actual)?,
        })
    }

    /// The course of each line of control.
    pub fn lines(&self) -> Result<BTreeMap<BudgetLine, Course>, ArithmeticError> {
        let mut lines: BTreeMap<BudgetLine, Course> = BTreeMap::new();
        for (part, course) in &self.parts {
            let line = lines.entry(part.line).or_insert_with(|| Course::new(course.current.len()));
            for (sums, amounts) in [
                (&mut line.original, &course.original),
                (&mut line.current, &course.current),
                (&mut line.actual, &course.actual),
                (&mut line.committed, &course.committed),
            ] {
                for (sum, amount) in sums.iter_mut().zip(amounts) {
                    *sum = sum.add(*amount)?;
                }
            }
        }
        Ok(lines)
    }
}
