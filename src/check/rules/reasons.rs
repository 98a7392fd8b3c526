//! Reasons: takes every `because`, reports those that are there and empty.

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::model::Plan;
use crate::model::schema::{Head, Text};

/// Checks every reason but those whose absence is told of what they would explain.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan) {
    let mut report = |text: Option<&Text>, head: &Head| {
        if let Some(text) = text.filter(|text| text.value.trim().is_empty()) {
            diagnostics.add(errors::says_nothing("because", text.span, head));
        }
    };
    for level in plan.levels.values() {
        level.rates.iter().for_each(|rates| report(rates.because.as_ref(), &level.head));
        level.effect.iter().for_each(|effect| report(effect.because.as_deref(), &level.head));
    }
    plan.retires.values().for_each(|retire| report(retire.because.get(), &retire.head));
    plan.transfers.values().for_each(|transfer| report(transfer.because.get(), &transfer.head));
    plan.variances.values().for_each(|variance| report(variance.because.get(), &variance.head));
    for waive in plan.waives.values() {
        report(waive.waive.get().and_then(|line| line.because.as_ref()), &waive.head);
    }
}
