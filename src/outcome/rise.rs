//! The rise of budget that funds a level: takes an evaluated plan and a level that money keeps out, funds it again with more
//! until the level is funded, and gives the rise with what else comes and what falls out.

use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, FundingChoice, FundingOutcome, NextLevel, Status, fund, rank};
use crate::model::{Id, Level};
use crate::quantity::Money;

/// How often the budget is raised before a level is given up: with `stop` each level above may ask for its own.
const ATTEMPTS: usize = 64;

/// The rise; nothing where money alone does not fund it. All that ranks higher is decided already, so that what a level
/// lacks when its turn comes is the least that funds it; with periods, the least in each in which it lacks something.
#[must_use]
pub fn rise_for(plan: &CheckedPlan, evaluation: &Evaluation, level: Id<Level>) -> Option<NextLevel> {
    let funding = evaluation.funding.as_ref()?;
    if let Some(next) = funding.next.as_ref().filter(|next| next.level == level) {
        return Some(next.clone());
    }
    let mut richer = plan.clone();
    let mut rise = vec![Money::ZERO; funding.periods.len()];
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let outcome = last.as_ref().unwrap_or(funding);
        if let Some(richer) = last.as_ref().filter(|richer| richer.funded.contains(&level)) {
            return next(funding, richer, level, rise);
        }
        let (period, by) = shortage(outcome, level)?;
        let amount = rise.get_mut(period)?;
        *amount = amount.add(by).ok()?;
        let budget = richer.funding.as_mut()?.periods.get_mut(period)?;
        budget.amount = budget.amount.add(by).ok()?;
        let ranked = rank(&richer, &evaluation.money, &evaluation.scores);
        let found = fund(&richer, &evaluation.money, &evaluation.scores, &ranked, FundingChoice::default());
        last = Some(found.ok()??);
    }
    None
}

/// What a level, or the one that draws the line above it, lacks, and in which period.
fn shortage(outcome: &FundingOutcome, level: Id<Level>) -> Option<(usize, Money)> {
    let status = |level: Id<Level>| {
        let row = outcome.sheet.rows.iter().find(|row| row.level == level)?;
        Some(&row.status)
    };
    match status(level)? {
        Status::Short { by, period, .. } => Some((*period, *by)),
        Status::BelowLine { drawn_by } => match status(*drawn_by)? {
            Status::Short { by, period, .. } => Some((*period, *by)),
            _ => None,
        },
        _ => None,
    }
}

fn next(before: &FundingOutcome, richer: &FundingOutcome, level: Id<Level>, rise: Vec<Money>) -> Option<NextLevel> {
    let only_in = |these: &FundingOutcome, those: &FundingOutcome| -> Vec<Id<Level>> {
        these.funded.iter().copied().filter(|other| *other != level && !those.funded.contains(other)).collect()
    };
    Some(NextLevel {
        level,
        rise: Money::sum(rise.iter().copied()).ok()?,
        by_period: rise,
        also: only_in(richer, before),
        drops: only_in(before, richer),
    })
}
