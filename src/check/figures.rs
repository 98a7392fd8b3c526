//! Figures that only reports, comparison and control use: takes a plan, reports those that are not what their place takes,
//! gives the terms of those that are shown.

use super::checked::FigureTerms;
use super::context::Checker;
use super::present;
use crate::model::schema::{Formula, to};
use crate::quantity::Number;

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
    let observations = super::observations::read(checker);
    let retired = plan.retires.values().map(|retire| present::read(checker, retire.today.get()?)).collect();
    FigureTerms { reaches, pain_shares, need_shares, at_stakes, observations, retired }
}

fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}

fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Number> {
    checker.fixed_money(written?.id)
}
