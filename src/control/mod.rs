//! Budgetary control: takes an evaluated plan and what was spent, gives budget, actual, variance and forecast by line of
//! control, and whether what strays is tolerated. `check` needs the plan alone: the budget as transfers leave it.

mod budget;
mod course;
mod cuts;
mod errors;
mod findings;
mod flexible;
mod forecast;
mod line;
mod notes;
mod observed;
mod savings;
mod seed;
mod tolerances;
mod track;
pub mod words;

pub use budget::{Budget, ByMonth, Move, Step, budget, funded, income_by_month};
pub use course::{Course, Figures, Year};
pub use cuts::{Cut, Of, cut};
pub use flexible::{Analysis, Flexible, Split};
pub use forecast::Forecast;
pub use line::{BudgetLine, Nature, Part};
pub use observed::{
    Broke, DriverSeen, Due, FlowSeen, Gap, GradeKept, KpiKept, KpiSeen, Link, Links, OnTheWay, PackageKept, Promises,
    Seen, Standing, Subject, TouchpointSeen, Trend, Way, name as observed_name,
};
pub use savings::Promise;
pub use seed::budget_table;
pub use tolerances::{Broken, Compliance, Judged, TooMuch};
pub use track::{Track, track};
pub use words::{change, figure};

use crate::check::CheckedPlan;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::Evaluation;
use crate::source::Span;

/// Reports transfers that cannot be. Of a scenario they say nothing: it asks what would have been decided, and transfers
/// came after that.
pub fn check_transfers(diagnostics: &mut Diagnostics, plan: &CheckedPlan, evaluation: &Evaluation) {
    if plan.control.transfers.is_empty() || plan.plan().scenario.is_some() {
        return;
    }
    match budget(plan, evaluation) {
        Ok((_, findings)) => findings.into_iter().for_each(|finding| diagnostics.add(finding)),
        Err(error) => {
            let span = plan.funding.as_ref().map_or_else(Span::default, |funding| funding.span);
            let message = format!("the amounts of the plan do not add up: {error}");
            let finding = Diagnostic::new(Code::NoFigure, span, message);
            diagnostics.add(finding.label("while transfers are taken in").help("write smaller figures"));
        }
    }
}
