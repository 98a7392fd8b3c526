//! Figures that only reports, comparison and control use: takes a plan, reports those that are not what their place takes,
//! gives the terms of those that are shown.

use super::checked::{FigureTerms, PresentTerms};
use super::clashes;
use super::context::Checker;
use super::present;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Retire;
use crate::model::schema::{Formula, to};
use crate::quantity::{Money, Number};
use crate::source::Span;

/// How many of the other personas are pointed at.
const SHOWN: usize = 3;

/// Reads every figure that nothing else reads.
pub(super) fn read_figures(checker: &mut Checker) -> FigureTerms {
    let plan = checker.plan;
    check_personas(checker);
    let reaches = plan.touchpoints.values().map(|touchpoint| share(checker, touchpoint.reach.as_ref())).collect();
    let pain_shares = plan.pains.values().map(|pain| share(checker, pain.share.as_ref())).collect();
    let need_shares = plan.needs.values().map(|need| share(checker, need.share.as_ref())).collect();
    let at_stakes = plan.moments.values().map(|moment| money(checker, moment.at_stake.as_ref())).collect();
    let observations = super::observations::read(checker);
    let retired = plan.retires.values().map(|retire| retired(checker, retire)).collect();
    FigureTerms { reaches, pain_shares, need_shares, at_stakes, observations, retired }
}

/// What a retired activity cost, which is never less than nothing.
fn retired(checker: &mut Checker, retire: &Retire) -> Option<PresentTerms> {
    let today = retire.today.get()?;
    let terms = present::read(checker, today)?;
    if terms.amount < Money::default() {
        checker.report(clashes::below_zero(today.amount.span));
        return None;
    }
    Some(terms)
}

/// Personas are parts of the customers there are: together no more than all of them.
fn check_personas(checker: &mut Checker) {
    let plan = checker.plan;
    let mut sum = Number::ZERO;
    let mut written: Vec<(Span, Number)> = Vec::new();
    for persona in plan.personas.values() {
        let Some(size) = share(checker, persona.share.as_ref()) else { continue };
        sum = sum.add(size).unwrap_or(sum);
        written.extend(persona.share.as_ref().map(|share| (share.span, size)));
    }
    let Some((last, _)) = written.iter().max_by_key(|(span, _)| *span).filter(|_| sum > Number::ONE) else { return };
    let all = sum.multiply(Number::from_integer(100)).unwrap_or(sum);
    let finding =
        Diagnostic::new(Code::PersonasBeyondWhole, *last, format!("the personas make up {all}% of the customers"))
            .label("this one and the others together")
            .help("let the shares of all personas come to 100% at the most");
    let others = written.iter().filter(|(span, _)| span != last).take(SHOWN);
    let finding = others.fold(finding, |finding, (span, _)| finding.also(*span, "another part"));
    checker.report(finding);
}

fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}

fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Number> {
    let amount = checker.fixed_money(written?.id)?;
    if amount.is_negative() {
        checker.report(clashes::below_zero(written?.span));
        return None;
    }
    Some(amount)
}
