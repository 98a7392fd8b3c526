//! Figures that only reports and control use: each must be what its place takes.

use super::context::{Checker, Place};
use super::types::Type;
use crate::model::schema::{Formula, to};
use crate::model::{ExpressionId, Kpi, Tolerance, UnitId};

/// Reads every figure that nothing else reads.
pub(super) fn check_figures(checker: &mut Checker) {
    let plan = checker.plan;
    for persona in plan.personas.values() {
        check_share(checker, persona.share.as_ref());
    }
    for touchpoint in plan.touchpoints.values() {
        check_share(checker, touchpoint.reach.as_ref());
    }
    for pain in plan.pains.values() {
        check_share(checker, pain.share.as_ref());
    }
    for need in plan.needs.values() {
        check_share(checker, need.share.as_ref());
    }
    for moment in plan.moments.values() {
        check_money(checker, moment.at_stake.as_ref());
    }
    for income in plan.incomes.values() {
        income.by_period.0.iter().for_each(|(_, line)| check_money(checker, Some(line)));
    }
    for retire in plan.retires.values() {
        if let Some(today) = retire.today.get() {
            checker.money_or_rate(today.amount.id, Place::Constant);
        }
    }
    for transfer in plan.transfers.values() {
        check_money(checker, transfer.amount.get());
    }
    for observe in plan.observes.values() {
        let Some(kpi) = observe.about.0 else { continue };
        for (_, line) in &observe.by_month.0 {
            checker.kpi_value(line.id, kpi.value);
        }
    }
    for tolerance in plan.tolerances.values() {
        check_tolerance(checker, tolerance);
    }
}

fn check_share(checker: &mut Checker, share: Option<&Formula<to::Share>>) {
    if let Some(share) = share {
        checker.fixed_share(share.id);
    }
}

fn check_money(checker: &mut Checker, money: Option<&Formula<to::Money>>) {
    if let Some(money) = money {
        checker.fixed_money(money.id);
    }
}

/// A variance is a share, or an amount: money, or in the KPI's unit.
fn check_tolerance(checker: &mut Checker, tolerance: &Tolerance) {
    check_money(checker, tolerance.at_least.as_ref());
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
