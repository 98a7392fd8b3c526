//! Figures that only reports, comparison and control use: takes a plan, reports those that are not what their place takes,
//! gives the terms of those that are shown.

use super::checked::FigureTerms;
use super::context::Checker;
use super::present;
use crate::model::Observe;
use crate::model::schema::{Formula, to};
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
    let observations = plan.observes.values().map(|observe| observations(checker, observe)).collect();
    let retired = plan.retires.values().map(|retire| present::read(checker, retire.today.get()?)).collect();
    FigureTerms { reaches, pain_shares, need_shares, at_stakes, observations, retired }
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
