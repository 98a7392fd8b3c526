//! What a plan is called, for people and for machines.

use super::document::Cell;
use super::names::{display, month_words};
use super::scenario;
use crate::check::CheckedPlan;
use crate::model::PlanHead;

/// The plan's title.
#[must_use]
pub(super) fn title(plan: &CheckedPlan) -> &str {
    head(plan).map_or("", |head| head.head.display())
}

/// The calendar and the currency, for people.
#[must_use]
pub(super) fn subtitle(plan: &CheckedPlan) -> String {
    format!("{} .. {}, {}", plan.calendar.first(), plan.calendar.last(), plan.currency.code())
}

/// The months in words, the currency and the owner.
#[must_use]
pub(super) fn subtitle_in_words(plan: &CheckedPlan) -> String {
    let last = plan.calendar.len().saturating_sub(1);
    let months = format!("{} – {}", month_words(plan, 0), month_words(plan, last));
    let owner = head(plan).and_then(|head| head.owner.as_ref()).map(|owner| display(plan, owner.value));
    let owner = owner.map(|owner| format!(" · owner: {owner}")).unwrap_or_default();
    let scenario = scenario::chosen_title(plan).map(|title| format!(" · scenario “{title}”")).unwrap_or_default();
    format!("{months} · {}{owner}{scenario}", plan.currency.code())
}

/// The calendar and the currency, for machines.
#[must_use]
pub(super) fn properties(plan: &CheckedPlan) -> Vec<(&'static str, Cell)> {
    vec![
        ("name", Cell::text(head(plan).map_or("", |head| head.head.path.as_str()))),
        ("currency", Cell::text(plan.currency.code())),
        ("first_month", Cell::text(plan.calendar.first().to_string())),
        ("last_month", Cell::text(plan.calendar.last().to_string())),
        ("policy", Cell::or_empty(plan.funding.as_ref().map(|terms| Cell::text(terms.policy.word())))),
    ]
}

pub(super) fn head(plan: &CheckedPlan) -> Option<&PlanHead> {
    plan.plan().plan_heads.values().next()
}
