//! Figures that only reports, comparison and control use: takes a plan, reports those that are not what their place takes,
//! gives the terms of those that are shown.

use super::checked::FigureTerms;
use super::context::{Checker, Place};
use super::types::Type;
use crate::model::schema::{Formula, to};
use crate::model::{ExpressionId, Kpi, Observe, Tolerance, UnitId};
use crate::quantity::{Month, Number};

/// Reads every figure that nothing else reads.
pub(super) fn read_figures(checker: &mut Checker) -> FigureTerms {
    let plan = checker.plan;
    for persona in plan.personas.values() {
        share(checker, persona.share.as_ref());
    }
    let reaches = plan.touchpoints.values().map(|touchpoint| share(checker, touchpoint.reach.as_ref())).collect();
    let pain_shares = plan.pains.values().map(|pain| share(checker, pain.share.as_ref())).collect();
    let need_shares = plan.needs.values().map(|need| share(checker, need.share.as_ref())).collect();
    let at_stakes = plan.moments.values().map(|moment| money(checker, moment.at_stake.as_ref())).collect();
    for income in plan.incomes.values() {
        income.by_period.0.iter().for_each(|(_, line)| {
            money(checker, Some(line));
        });
    }
    for retire in plan.retires.values() {
        if let Some(today) = retire.today.get() {
            checker.money_or_rate(today.amount.id, Place::Constant);
        }
    }
    for transfer in plan.transfers.values() {
        money(checker, transfer.amount.get());
    }
    let observations = plan.observes.values().map(|observe| observations(checker, observe)).collect();
    for tolerance in plan.tolerances.values() {
        check_tolerance(checker, tolerance);
    }
    FigureTerms { reaches, pain_shares, need_shares, at_stakes, observations }
}

/// What was observed of a KPI, by month, in the KPI's unit.
fn observations(checker: &mut Checker, observe: &Observe) -> Vec<(Month, Number)> {
    let Some(kpi) = observe.about.0 else { return Vec::new() };
    let mut observed = Vec::new();
    for (period, line) in &observe.by_month.0 {
        let value = checker.kpi_value(line.id, kpi.value);
        let (_, month) = period.value.months(checker.fiscal_start);
        observed.extend(value.map(|value| (month, value)));
    }
    observed
}

fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}

fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Number> {
    checker.fixed_money(written?.id)
}

/// A variance is a share, or an amount: money, or in the KPI's unit.
fn check_tolerance(checker: &mut Checker, tolerance: &Tolerance) {
    money(checker, tolerance.at_least.as_ref());
    let kpi = tolerance.about.0.and_then(|about| about.value.cast::<Kpi>());
    let unit = match kpi {
        Some(kpi) => checker.kpi_unit(kpi),
        None => Some(checker.units.money),
    };
    for variance in [&tolerance.warn, &tolerance.fail].into_iter().flatten() {
        check_variance(checker, variance.id, unit);
    }
}

fn check_variance(checker: &mut Checker, id: ExpressionId, unit: Option<UnitId>) {
    let operand = checker.compile(id, Place::Constant);
    if matches!(operand.of, Type::Share | Type::Difference | Type::Points(_)) {
        return;
    }
    let Some(unit) = unit else { return };
    checker.in_unit(id, Place::Constant, unit, "a share, or an amount that may be strayed,");
}
