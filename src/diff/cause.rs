//! Why a level gains or loses its funding: takes both outcomes, gives the one cause that the reasons on the ranking sheets
//! and the figures behind them show.

use super::account::{Account, Basis, Plans, Way};
use super::level_state::LevelState;
use super::side::Side;
use crate::outcome::LevelStatus;
use crate::quantity::{Money, Number};

/// Why a level gains or loses its funding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It is new.
    New,
    /// It was on record as rejected, and competes now.
    Competes,
    /// It is gone from the plan.
    Gone,
    /// It is still there, but rejected or no longer ranked.
    Withdrawn,
    /// An authority requires it now, or something that needs it (the level).
    Mandate(Option<String>),
    /// No authority requires it any more.
    MandateEnded,
    /// What the floors left over reaches it.
    Pool,
    /// What floors leave is given to others now, and reaches it.
    PoolBegins,
    /// What floors leave is no longer given to others.
    PoolEnds,
    /// What it needs is not funded.
    Blocked(String),
    /// What it needs is funded, or it no longer needs it.
    Unblocked(String),
    /// What rules it out is funded.
    Excluded(String),
    /// What ruled it out is no longer funded, or rules it out no more.
    Readmitted(String),
    /// A cap is in its way.
    Capped {
        /// `department support`
        cap: String,
        /// What makes the room under it scarcer; absent where the cap is new.
        account: Option<Account>,
    },
    /// A cap no longer is.
    Uncapped {
        /// `department support`
        cap: String,
        /// What makes room under it; absent where the cap is gone.
        account: Option<Account>,
    },
    /// Its score and the least that is funded pass each other.
    Score {
        /// The score it has.
        score: Number,
        /// The score it had.
        before: Number,
        /// The least that is funded, as the plan says it.
        least: Option<String>,
        /// The least that was.
        least_before: Option<String>,
    },
    /// The plan gives money now.
    FundingBegins,
    /// The plan gives no money any more.
    FundingEnds,
    /// The list is walked in another way.
    Policy {
        /// The policy that was.
        before: String,
        /// The policy that is.
        after: String,
    },
    /// The funding line is drawn above it, by this level.
    Line(String),
    /// The funding line is no longer drawn above it; this level drew it.
    LineGone(String),
    /// The budget is given by other periods.
    Periods {
        /// The period that falls short now; absent where the level gains its funding.
        period: Option<String>,
        /// What is left in it, and what the level costs in it.
        left: Option<(Money, Money)>,
    },
    /// Money is held back for the floors of others, or no longer is.
    Held {
        /// The floors that are not filled: `category training`.
        floors: Vec<String>,
        /// What else makes money scarcer, or less scarce.
        account: Account,
    },
    /// Another set of levels is the best one.
    Exchange {
        /// What goes the other way.
        others: Vec<String>,
        /// Whether the set of a side is not proved: the search may have found another one, whatever changed.
        searched: bool,
    },
    /// Money.
    Money {
        /// The budget period, where there are several.
        period: Option<String>,
        /// What makes it scarcer, or less scarce.
        account: Account,
    },
}

/// Why a level gains or loses its funding; it does one of the two.
pub(super) fn cause(
    plans: &Plans<'_, '_>,
    name: &str,
    before: Option<&LevelState>,
    after: Option<&LevelState>,
) -> Cause {
    match (before, after) {
        (None, _) if plans.was.declared.contains(name) => Cause::Competes,
        (None, _) => Cause::New,
        (_, None) if plans.now.declared.contains(name) => Cause::Withdrawn,
        (_, None) => Cause::Gone,
        (Some(before), Some(after)) if after.status.is_funded() => gains(plans, name, before, after),
        (Some(before), Some(after)) => loses(plans, name, before, after),
    }
}

fn gains(plans: &Plans<'_, '_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    match &after.status {
        LevelStatus::Mandated => return Cause::Mandate(None),
        LevelStatus::MandatedVia(level) => return Cause::Mandate(Some(level.clone())),
        LevelStatus::Pooled if !plans.was.pool && plans.now.pool => return Cause::PoolBegins,
        LevelStatus::Pooled => return Cause::Pool,
        LevelStatus::Best => return exchange(plans, Way::Gains),
        _ => {}
    }
    match &before.status {
        LevelStatus::Blocked(by) => Cause::Unblocked(by.clone()),
        LevelStatus::Excluded(by) => Cause::Readmitted(by.clone()),
        LevelStatus::Capped(cap) => {
            Cause::Uncapped { cap: cap.clone(), account: under_cap(plans, name, cap, Way::Gains) }
        }
        LevelStatus::BelowMinimumScore => score(plans, before, after),
        LevelStatus::BelowLine => policy(plans).unwrap_or_else(|| line_gone(plans, name)),
        LevelStatus::Short(period) => money(plans, name, period.as_deref(), Way::Gains),
        LevelStatus::HeldBack => held(plans, plans.was, name, Way::Gains),
        LevelStatus::NotBest | LevelStatus::NoSet => exchange(plans, Way::Gains),
        LevelStatus::NoFunding => Cause::FundingBegins,
        LevelStatus::Funded
        | LevelStatus::Mandated
        | LevelStatus::MandatedVia(_)
        | LevelStatus::Best
        | LevelStatus::Pooled => Cause::Pool,
    }
}

fn line_gone(plans: &Plans<'_, '_>, name: &str) -> Cause {
    match plans.was.drawer() {
        Some(drawer) if drawer != name => Cause::LineGone(drawer.to_owned()),
        Some(_) | None => money(plans, name, None, Way::Gains),
    }
}

fn loses(plans: &Plans<'_, '_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    let had_mandate = matches!(before.status, LevelStatus::Mandated | LevelStatus::MandatedVia(_));
    match &after.status {
        LevelStatus::NoFunding => Cause::FundingEnds,
        _ if before.status == LevelStatus::Pooled && !plans.now.pool => Cause::PoolEnds,
        LevelStatus::Blocked(by) => Cause::Blocked(by.clone()),
        LevelStatus::Excluded(by) => Cause::Excluded(by.clone()),
        LevelStatus::Capped(cap) => {
            Cause::Capped { cap: cap.clone(), account: under_cap(plans, name, cap, Way::Loses) }
        }
        _ if had_mandate => Cause::MandateEnded,
        LevelStatus::BelowMinimumScore => score(plans, before, after),
        LevelStatus::BelowLine => policy(plans)
            .or_else(|| plans.now.drawer().map(|drawer| Cause::Line(drawer.to_owned())))
            .unwrap_or_else(|| money(plans, name, None, Way::Loses)),
        LevelStatus::Short(period) => money(plans, name, period.as_deref(), Way::Loses),
        LevelStatus::HeldBack => held(plans, plans.now, name, Way::Loses),
        LevelStatus::NotBest | LevelStatus::NoSet => exchange(plans, Way::Loses),
        LevelStatus::Funded
        | LevelStatus::Mandated
        | LevelStatus::MandatedVia(_)
        | LevelStatus::Best
        | LevelStatus::Pooled => money(plans, name, None, Way::Loses),
    }
}

fn policy(plans: &Plans<'_, '_>) -> Option<Cause> {
    let (before, after) = (plans.was.outcome.policy()?.to_owned(), plans.now.outcome.policy()?.to_owned());
    (before != after).then_some(Cause::Policy { before, after })
}

/// Under another policy the set is chosen otherwise; else the best set is another one.
fn exchange(plans: &Plans<'_, '_>, way: Way) -> Cause {
    policy(plans).unwrap_or_else(|| Cause::Exchange { others: plans.exchanged(way), searched: plans.are_searched() })
}

/// What is held back for floors that are not filled, on the side where the level is not funded.
fn held(plans: &Plans<'_, '_>, side: &Side<'_>, name: &str, way: Way) -> Cause {
    let unfilled = side.outcome.floors.iter().filter(|floor| floor.filled < Some(floor.least));
    let floors = unfilled.map(|floor| floor.name.clone()).collect();
    Cause::Held { floors, account: plans.account(name, &Basis::Total, way) }
}

fn score(plans: &Plans<'_, '_>, before: &LevelState, after: &LevelState) -> Cause {
    let (least, least_before) = (plans.now.least_score.clone(), plans.was.least_score.clone());
    Cause::Score {
        score: after.score.unwrap_or_default(),
        before: before.score.unwrap_or_default(),
        least,
        least_before,
    }
}

/// Money in the period that decided; all periods together where none is named.
fn money(plans: &Plans<'_, '_>, name: &str, period: Option<&str>, way: Way) -> Cause {
    let basis = match period.map(|period| (period, plans.shared_period(period))) {
        None => Basis::Total,
        Some((_, Some(place))) => Basis::Period(place),
        Some((_, None)) if way == Way::Gains => return Cause::Periods { period: None, left: None },
        Some((period, None)) => {
            return Cause::Periods { period: Some(period.to_owned()), left: Plans::left(plans.now, name, period) };
        }
    };
    Cause::Money { period: period.map(str::to_owned), account: plans.account(name, &basis, way) }
}

/// The room under a cap; none where only one of the plans has it, which is reason enough.
fn under_cap(plans: &Plans<'_, '_>, name: &str, cap: &str, way: Way) -> Option<Account> {
    let shared = plans.was.bounds.contains_key(cap) && plans.now.bounds.contains_key(cap);
    shared.then(|| plans.account(name, &Basis::Cap(cap.to_owned()), way))
}
