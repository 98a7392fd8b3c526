//! Expected income: takes the lines of each `income`, gives them by month, reports what overlaps, lies outside or is booked
//! to a category of cost.

use super::messages;
use super::terms::IncomeLine;
use crate::check::context::Checker;
use crate::model::people::CategoryKind;
use crate::model::{Category, Id, Income};
use crate::quantity::Period;
use crate::source::Spanned;

/// The lines of each income.
pub(super) fn read(checker: &mut Checker) -> Vec<Vec<IncomeLine>> {
    let plan = checker.plan;
    plan.incomes.values().map(|income| lines(checker, income)).collect()
}

fn lines(checker: &mut Checker, income: &Income) -> Vec<IncomeLine> {
    if let Some(category) = income.category {
        check_category(checker, category, &format!("`{}`", income.head.path));
    }
    let mut lines: Vec<(IncomeLine, Spanned<Period>)> = Vec::new();
    for (period, written) in &income.by_period.0 {
        let amount = checker.fixed_money(written.id);
        let stretch = checker.stretch_of_key(*period, "this income");
        let (Some(amount), Some((first, last))) = (amount, stretch) else { continue };
        let overlaps = lines.iter().find(|(line, _)| line.first <= last && first <= line.last);
        if let Some((_, earlier)) = overlaps {
            // That one period stands twice is reported where its lines are read.
            if earlier.value != period.value {
                let finding = messages::income_twice(&income.head, period.span, earlier.span);
                checker.report(finding);
            }
            continue;
        }
        lines.push((IncomeLine { first, last, amount }, *period));
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// What levels earn is booked to categories of income.
pub(super) fn check_earnings(checker: &mut Checker) {
    let plan = checker.plan;
    for earning in plan.levels.values().flat_map(|level| &level.earns) {
        if let Some(category) = earning.category {
            check_category(checker, category, "what is earned");
        }
    }
}

fn check_category(checker: &mut Checker, named: Spanned<Id<Category>>, what: &str) {
    let category = &checker.plan.categories[named.value];
    if category.kind != Some(CategoryKind::Income) {
        let finding = messages::income_on_cost(named.span, what, category);
        checker.report(finding);
    }
}
