//! The current budget as a table for other systems: by month and line of control, as CSV.

use super::budget::budget;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::AnyId;
use crate::quantity::ArithmeticError;

/// The current budget, with a header, in the plan's currency. What is nought is left out.
///
/// # Errors
/// When amounts are too large to add up.
pub fn budget_table(plan: &CheckedPlan, evaluation: &Evaluation) -> Result<String, ArithmeticError> {
    let (budget, _) = budget(plan, evaluation)?;
    let path = |id: Option<AnyId>| id.map_or("", |id| &plan.plan().head(id).path);
    let mut table = String::from("package,level,category,department,channel,book_month,amount\n");
    for (part, months) in &budget.current {
        let named = [
            path(part.line.package.map(AnyId::from)),
            path(part.level.map(AnyId::from)),
            path(part.line.category.map(AnyId::from)),
            path(part.line.department.map(AnyId::from)),
            path(part.channel.map(AnyId::from)),
        ];
        for (month, amount) in plan.calendar.months().zip(months).filter(|(_, amount)| !amount.is_zero()) {
            table.push_str(&format!("{},{month},{}\n", named.join(","), amount.number()));
        }
    }
    Ok(table)
}
