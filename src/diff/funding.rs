//! What is funded otherwise: takes two outcomes, gives the totals, and each level that costs, scores or stands otherwise,
//! with the cause where it gains or loses its funding.

use super::account::Plans;
use super::cause::{Cause, cause};
use super::level_state::LevelState;
use super::order;
use super::order::OrderChange;
use super::pair::Pairs;
use super::record::Record;
use super::side::Side;
use crate::model::Kind;
use crate::outcome::{LevelFigures, LevelStatus};
use crate::quantity::{Currency, Money};

/// The change of what is funded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingChange {
    /// The money of before.
    pub before: Totals,
    /// The money of now.
    pub after: Totals,
    /// The levels that changed: those of now in rank order, then those that are gone.
    pub levels: Vec<LevelChange>,
    /// What moved in an order that no ranking says but the scores give.
    pub computed: Option<OrderChange>,
    /// Whether what a side funds was searched for and is not proved: the search may have found another set, whatever
    /// changed in the plan.
    pub searched: bool,
}

/// The money of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The currency.
    pub currency: Currency,
    /// How the list is walked; absent without `funding`.
    pub policy: Option<String>,
    /// What there is.
    pub budget: Money,
    /// What is kept back.
    pub reserve: Money,
    /// The gross cost of what is funded.
    pub funded: Money,
    /// The same less savings and earnings; of a plan file, the gross cost.
    pub net: Money,
    /// How many levels are funded.
    pub funded_levels: usize,
    /// How many there are.
    pub levels: usize,
    /// The last funded level by rank: where the funding line is drawn.
    pub line: Option<String>,
}

/// A level that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelChange {
    /// Its path; of a gone one, the last it had.
    pub path: String,
    /// What it was; absent for a new one.
    pub before: Option<LevelState>,
    /// What it is; absent for one that is gone.
    pub after: Option<LevelState>,
    /// Whether it gains or loses its funding.
    pub turn: Turn,
    /// Why it does; absent where it does neither.
    pub cause: Option<Cause>,
}

/// Whether a level gains or loses its funding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It does.
    Gains,
    /// It did have it.
    Loses,
    /// It is funded as before, or not.
    Stays,
}

impl FundingChange {
    /// Whether anything changed.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.before != self.after || !self.levels.is_empty() || self.computed.is_some()
    }

    /// The levels that gain or lose their funding.
    pub fn turns(&self, turn: Turn) -> impl Iterator<Item = &LevelChange> {
        self.levels.iter().filter(move |level| level.turn == turn)
    }
}

/// What is funded otherwise.
pub(super) fn funding(pairs: &Pairs<'_>, before: &Record, after: &Record) -> FundingChange {
    let was = Side::new(before, |name| pairs.renames.level_now(name).to_owned());
    let now = Side::new(after, str::to_owned);
    let plans = Plans::new(&was, &now);
    let gone = was.names.iter().filter(|name| now.level(name).is_none());
    let changed = now.names.iter().chain(gone).filter_map(|name| change(pairs, &plans, name));
    FundingChange {
        before: totals(&was),
        after: totals(&now),
        levels: changed.collect(),
        computed: computed(after, &was, &now),
        searched: plans.are_searched(),
    }
}

fn totals(side: &Side<'_>) -> Totals {
    let outcome = side.outcome;
    let funded = || outcome.levels.iter().filter(|level| level.status.is_funded());
    // All of these are parts of sums that the evaluation has formed.
    let sum = |amounts: Vec<Money>| Money::sum(amounts).unwrap_or_default();
    Totals {
        currency: outcome.currency,
        policy: outcome.policy().map(str::to_owned),
        budget: sum(outcome.periods.iter().map(|period| period.budget).collect()),
        reserve: sum(outcome.periods.iter().map(|period| period.reserve).collect()),
        funded: sum(funded().map(LevelFigures::gross).collect()),
        net: sum(funded().map(|level| level.net.unwrap_or_else(|| level.gross())).collect()),
        funded_levels: funded().count(),
        levels: outcome.levels.len(),
        line: side.line().map(str::to_owned),
    }
}

fn change(pairs: &Pairs<'_>, plans: &Plans<'_, '_>, name: &str) -> Option<LevelChange> {
    let state = |side: &Side<'_>| side.level(name).map(|(_, level)| level_state(level));
    let (before, after) = (state(plans.was).map(|state| with_names_of_now(pairs, state)), state(plans.now));
    let same = match (&before, &after) {
        (Some(before), Some(after)) => LevelState { rank: after.rank, ..before.clone() } == *after,
        _ => false,
    };
    if same {
        return None;
    }
    let is_funded = |state: &Option<LevelState>| state.as_ref().is_some_and(|state| state.status.is_funded());
    let turn = match (is_funded(&before), is_funded(&after)) {
        (false, true) => Turn::Gains,
        (true, false) => Turn::Loses,
        (true, true) | (false, false) => Turn::Stays,
    };
    let cause = (turn != Turn::Stays).then(|| cause(plans, name, before.as_ref(), after.as_ref()));
    Some(LevelChange { path: name.to_owned(), before, after, turn, cause })
}

fn level_state(level: &LevelFigures) -> LevelState {
    LevelState {
        rank: level.rank,
        status: level.status.clone(),
        cost: level.gross(),

        lines: level.lines.clone(),
        net: level.net,
        score: level.score,
    }
}

/// The state of before, in which renamed levels, categories and caps have the names of now: a name is no change.
fn with_names_of_now(pairs: &Pairs<'_>, mut state: LevelState) -> LevelState {
    for line in &mut state.lines {
        line.name = pairs.renames.now(Kind::Category, &line.name).to_owned();
    }
    state.lines.sort_by(|left, right| left.name.cmp(&right.name));
    let named = |name: &str| match pairs.renames.level_now(name) {
        same if same == name => pairs.renames.now(Kind::Package, name).to_owned(),
        now => now.to_owned(),
    };
    state.status = match state.status {
        LevelStatus::MandatedVia(level) => LevelStatus::MandatedVia(named(&level)),
        LevelStatus::Blocked(by) => LevelStatus::Blocked(named(&by)),
        LevelStatus::Excluded(by) => LevelStatus::Excluded(named(&by)),
        LevelStatus::Capped(cap) => LevelStatus::Capped(pairs.renames.bound_now(&cap)),
        other @ (LevelStatus::Funded
        | LevelStatus::Mandated
        | LevelStatus::Pooled
        | LevelStatus::BelowLine
        | LevelStatus::Short(_)
        | LevelStatus::HeldBack
        | LevelStatus::BelowMinimumScore
        | LevelStatus::Best
        | LevelStatus::NotBest
        | LevelStatus::NoSet
        | LevelStatus::NoFunding) => other,
    };
    state
}

/// What moved, where the order is computed.
fn computed(after: &Record, was: &Side<'_>, now: &Side<'_>) -> Option<OrderChange> {
    if after.of_kind(Kind::Ranking).next().is_some() {
        return None;
    }
    let change = order::change(Kind::Funding, "", &was.names, &now.names);
    (!change.moves.is_empty()).then_some(OrderChange { added: Vec::new(), removed: Vec::new(), ..change })
}
