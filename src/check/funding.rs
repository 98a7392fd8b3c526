//! Funding: takes the budget and its rules, gives periods that tile the calendar, bounds and the ranking that funds.

use super::around::Trees;
use super::bound_amount::read_amount;
use super::checked::{BoundTerms, BudgetPeriod, FundingTerms, Pool};
use super::clashes;
use super::context::Checker;
use super::floors::read_floors;
use super::shape::month_name;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::funding::{Bound, Budget, Rank};
use crate::model::schema::{Formula, Truth, to};
use crate::model::{Id, Level, Ranking};
use crate::quantity::{Money, Number};
use crate::source::Span;

/// Reads the funding; `ranked` is the ranking that funds and its levels.
pub(super) fn read_funding(
    checker: &mut Checker,
    ranking: Option<Id<Ranking>>,
    ranked: Vec<Id<Level>>,
    trees: Trees<'_>,
) -> Option<FundingTerms> {
    let plan = checker.plan;
    let funding = plan.fundings.values().next()?;
    let periods = read_periods(checker, &funding.budget.0, funding.head.span);
    let reserve = funding.reserve.as_ref().map(|reserve| read_amount(checker, reserve));
    let caps = read_caps(checker, &funding.cap);
    let floors = periods.as_deref().map(|periods| read_floors(checker, &funding.floor, periods, trees));
    let floors = floors.unwrap_or_default();
    let minimum_score = funding.minimum_score.as_ref().and_then(|score| read_minimum_score(checker, score));
    let policy = *funding.policy.get()?;
    let reserve = match reserve {
        Some(reserve) => Some(reserve?),
        None => None,
    };
    let periods = periods?;
    Some(FundingTerms {
        span: funding.head.span,
        periods,
        policy,
        reserve,
        caps,
        floors,
        pool: if funding.pool == Some(Truth::Yes) { Pool::Walked } else { Pool::Kept },
        minimum_score,
        rank: funding.rank.unwrap_or(Rank::Explicit),
        ranking,
        ranked,
    })
}

fn read_periods(checker: &mut Checker, budgets: &[Budget], span: Span) -> Option<Vec<BudgetPeriod>> {
    let mut periods = Vec::with_capacity(budgets.len());
    let mut is_whole = true;
    for budget in budgets {
        match read_period(checker, budget) {
            Some(period) => periods.push(period),
            None => is_whole = false,
        }
    }
    if !is_whole || budgets.is_empty() {
        return None;
    }
    if let (Some(total), true) = (budgets.iter().find(|budget| budget.period.is_none()), budgets.len() > 1) {
        let other = budgets.iter().find(|budget| budget.period.is_some());
        checker.report(total_beside_periods(total.span, other.map(|budget| budget.span)));
        return None;
    }
    periods.sort_by_key(|period| (period.first, period.span));
    tiles(checker, &periods, span).then_some(periods)
}

/// The score below which nothing is funded: scores lie between 0 and 10.
fn read_minimum_score(checker: &mut Checker, score: &Formula<to::Number>) -> Option<Number> {
    let value = checker.fixed_number(score.id, "a plain number")?;
    if value > Number::from_integer(10) {
        let message = "no level scores more than 10".to_owned();
        checker.report(clashes::out_of_range(score.span, message, "write a score from `0` to `10`".to_owned()));
        return None;
    }
    Some(value)
}

fn read_period(checker: &mut Checker, budget: &Budget) -> Option<BudgetPeriod> {
    let amount = checker.fixed_money(budget.amount.id);
    let last_month = checker.calendar.len().saturating_sub(1);
    let (name, first, last) = match budget.period {
        Some(period) => {
            let (first, last) = checker.stretch_of_key(period, "this budget")?;
            (period.value.to_string(), first, last)
        }
        None => (format!("{} .. {}", checker.calendar.first(), checker.calendar.last()), 0, last_month),
    };
    let amount = amount?;
    if amount.is_negative() {
        let message = "a budget is below zero".to_owned();
        checker.report(clashes::out_of_range(budget.amount.span, message, "write the money there is".to_owned()));
        return None;
    }
    Some(BudgetPeriod { name, span: budget.span, first, last, amount: Money::round(amount, checker.currency) })
}

fn total_beside_periods(total: Span, other: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(Code::BudgetPeriods, total, "a budget in total stands beside others")
        .label("the total")
        .help("keep the total, or the budgets by period");
    match other {
        Some(other) => finding.also(other, "a budget of a period"),
        None => finding,
    }
}

/// Whether periods follow on one another from the first month to the last.
fn tiles(checker: &mut Checker, periods: &[BudgetPeriod], span: Span) -> bool {
    let mut next = 0;
    let mut before: Option<&BudgetPeriod> = None;
    for period in periods {
        if period.first < next {
            let finding = Diagnostic::new(
                Code::BudgetPeriods,
                period.span,
                format!("`{}` has two budgets", month_name(checker, period.first)),
            )
            .label("this budget")
            .help("let every month fall in one budget");
            let finding = match before {
                Some(before) => finding.also(before.span, "another budget of the same month"),
                None => finding,
            };
            checker.report(finding);
            return false;
        }
        if period.first > next {
            let finding = no_budget(checker, next, period.span);
            checker.report(finding);
            return false;
        }
        next = period.last.saturating_add(1);
        before = Some(period);
    }
    if next < checker.calendar.len() {
        let finding = no_budget(checker, next, before.map_or(span, |before| before.span));
        checker.report(finding);
        return false;
    }
    true
}

fn no_budget(checker: &Checker, month: usize, span: Span) -> Diagnostic {
    let month = month_name(checker, month);
    Diagnostic::new(Code::BudgetPeriods, span, format!("no budget covers {month}"))
        .label("the nearest budget")
        .help(format!("add a budget for the period that holds {month}; budgets by period cover every month once"))
}

fn read_caps(checker: &mut Checker, bounds: &[Bound]) -> Vec<BoundTerms> {
    bounds
        .iter()
        .filter_map(|bound| {
            if let Some(period) = bound.period {
                checker.report(cap_by_period(period.span, bound));
                return None;
            }
            let amount = read_amount(checker, &bound.amount)?;
            Some(BoundTerms { span: bound.span, about: bound.about.value, amount })
        })
        .collect()
}

fn cap_by_period(period: Span, bound: &Bound) -> Diagnostic {
    let before = Span { start: bound.about.span.end, ..period };
    Diagnostic::new(Code::CapByPeriod, period, "a cap is for the whole calendar")
        .label("no period can stand here")
        .help("write the most for the whole calendar; what a period holds is a `budget` of that period")
        .fix("drop the period", before, "", Applicability::Suggestion)
}
