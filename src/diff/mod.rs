//! What changed between two plans: takes their records, gives the changes of what they say, then of what they come to, each
//! with its cause. Nothing is left exactly when both mean the same. Where one side is a plan file, only the figures that it
//! keeps are compared.

mod account;
mod bound;
mod cause;
mod funding;
mod history;
mod later;
mod level_state;
mod lines;
mod loosened;
mod order;
mod outcome;
mod pair;
mod record;
mod roots;
mod says;
mod scenario_figures;
mod scenarios;
mod side;
mod stand;
mod transferred;
mod transfers;

pub use account::{Account, Term, TermReason};
pub use cause::Cause;
pub use funding::{FundingChange, LevelChange, Totals, Turn};
pub use history::{HistoryFinding, Second};
pub use later::Moved;
pub use level_state::LevelState;
pub use lines::{LineChange, differing};
pub use loosened::{Loosening, Met};
pub use order::{Move, OrderChange};
pub use outcome::{
    BoundChange, BoundState, DepartmentChange, KpiMove, KpiState, MomentChange, RequireChange, StageChange,
};
pub use record::{Past, Record, record};
pub use roots::Root;
pub use says::{FactChange, Nature, TopicChange};
pub use scenario_figures::ScenarioFigures;
pub use scenarios::ScenarioChange;
pub use transferred::Transferred;
pub use transfers::TransferredChange;

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::model::facts::Topic;
use crate::outcome::Outcome;
use crate::quantity::Date;

/// What two sides are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// All that both plans say and come to.
    Plans,
    /// The figures that a plan file keeps.
    Figures,
    /// Nothing with a plan: all of it is new.
    Appears,
    /// A plan with nothing: all of it is gone.
    Disappears,
    /// A plan with errors with one without: what both say, and what the later comes to.
    Repaired,
}

impl Compared {
    /// Whether only one side comes to something.
    #[must_use]
    pub fn is_alone(self) -> bool {
        match self {
            Compared::Plans | Compared::Figures => false,
            Compared::Appears | Compared::Disappears | Compared::Repaired => true,
        }
    }
}

/// What changed from one plan to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// What was compared.
    pub compared: Compared,
    /// Where the later plan is for the same months of another year: what of it moved. All else stands against the earlier
    /// plan as if it were for that year.
    pub moved: Option<Moved>,
    /// Where a plan file is compared: each line of it that differs.
    pub lines: Vec<LineChange>,
    /// The rules that give way.
    pub loosened: Vec<Loosening>,
    /// What moves the cost of levels, by level.
    pub roots: BTreeMap<String, Vec<Root>>,
    /// What scenarios come to.
    pub scenarios: Vec<ScenarioChange>,
    /// What the plan says, by kind and name.
    pub topics: Vec<TopicChange>,
    /// What a ranking, a package or a journey puts in another order.
    pub orders: Vec<OrderChange>,
    /// The budget, the funding line, the levels.
    pub funding: FundingChange,
    /// The funded cost of departments.
    pub departments: Vec<DepartmentChange>,
    /// What transfers do to the budgets of packages.
    pub transferred: Vec<TransferredChange>,
    /// The caps and floors.
    pub bounds: Vec<BoundChange>,
    /// What passes through the stages of journeys.
    pub stages: Vec<StageChange>,
    /// Where KPIs go.
    pub kpis: Vec<KpiMove>,
    /// The moments of truth that are covered, or no longer.
    pub moments: Vec<MomentChange>,
    /// The requirements that hold, or no longer.
    pub requires: Vec<RequireChange>,
    /// What history says against the change; it counts for nothing where nothing changed.
    pub history: Vec<HistoryFinding>,
}

impl Changes {
    /// Whether both plans mean the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.compared {
            Compared::Plans => {
                self.topics.is_empty()
                    && self.orders.is_empty()
                    && self.moved.is_none()
                    && !self.comes_to_something_else()
            }
            Compared::Figures => self.lines.is_empty(),
            Compared::Appears | Compared::Disappears | Compared::Repaired => false,
        }
    }

    /// Whether history says something that the plan holds to be an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.history.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Whether the plan comes to something else: also where it says the same, as another zbb may reckon otherwise.
    #[must_use]
    pub fn comes_to_something_else(&self) -> bool {
        self.funding.is_change()
            || !self.departments.is_empty()
            || !self.transferred.is_empty()
            || !self.bounds.is_empty()
            || !self.stages.is_empty()
            || !self.kpis.is_empty()
            || !self.moments.is_empty()
            || !self.requires.is_empty()
            || !self.scenarios.is_empty()
            || !self.lines.is_empty()
    }
}

/// What changed from the earlier record to the later. Without `today`, waivers of what history says do not end.
#[must_use]
pub fn compare(before: &Record, after: &Record, today: Option<Date>) -> Changes {
    let Some((in_its_year, moved)) = later::later(before, after) else {
        return compared(&pair::pair(before, after), before, after, today);
    };
    let changes = compared(&pair::pair(&in_its_year, after), &in_its_year, after, today);
    // What was observed was observed in the year that it was.
    let history = history::findings(&pair::pair(before, after), before, after, today);
    Changes { moved: Some(moved), history, ..changes }
}

fn compared(pairs: &pair::Pairs<'_>, before: &Record, after: &Record, today: Option<Date>) -> Changes {
    let topics = says::topics(pairs);
    let bounds = outcome::bounds(pairs, before, after);
    Changes {
        loosened: loosened::loosened(pairs, &bounds, before, after),
        roots: roots::roots(pairs, &topics),
        scenarios: scenarios::scenarios(pairs, before, after),
        compared: Compared::Plans,
        moved: None,
        lines: Vec::new(),
        topics,
        orders: order::orders(pairs, before, after),
        departments: outcome::departments(pairs, before, after),
        transferred: transfers::changes(pairs, before, after),
        bounds,
        stages: outcome::stages(pairs, before, after),
        kpis: outcome::kpis(pairs, before, after),
        moments: outcome::moments(pairs, before, after),
        requires: outcome::requires(pairs, before, after),
        history: history::findings(pairs, before, after, today),
        funding: funding::funding(pairs, before, after),
    }
}

/// What changed of the figures that a plan file keeps. No plan file says what its names are of: a package is followed only
/// where one of that many levels is gone and one came with levels of the same names. Nothing is known of why a level gains
/// or loses its funding.
#[must_use]
pub fn compare_figures(before: &Outcome, after: &Outcome) -> (Record, Record, Changes) {
    let searched = before.is_searched() || after.is_searched();
    let record = |outcome: &Outcome| Record::of_outcome(Vec::new(), outcome.kept());
    let (before, after) = (record(before), record(after));
    let mut pairs = pair::pair(&before, &after);
    pairs.renames.follow(&before.outcome, &after.outcome);
    let mut changes = compared(&pairs, &before, &after, None);
    changes.funding.levels.iter_mut().for_each(|level| level.cause = None);
    changes.compared = Compared::Figures;
    changes.funding.searched = searched;
    changes.lines = lines::differing(&before.outcome.lines(), &after.outcome.lines());
    (before, after, changes)
}

/// A plan where there was none, and the nothing that was there.
#[must_use]
pub fn appears(after: &Record) -> (Record, Changes) {
    let before = Record::of_nothing(Vec::new(), after);
    let changes = Changes { compared: Compared::Appears, ..compare(&before, after, None) };
    (before, without_causes(changes))
}

/// A plan that is gone, and the nothing that is there.
#[must_use]
pub fn disappears(before: &Record) -> (Record, Changes) {
    let after = Record::of_nothing(Vec::new(), before);
    let changes = Changes { compared: Compared::Disappears, ..compare(before, &after, None) };
    (after, without_causes(changes))
}

/// A plan that had errors, of which only what it said is known, and what that was.
#[must_use]
pub fn repaired(topics: Vec<Topic>, after: &Record) -> (Record, Changes) {
    let before = Record::of_nothing(topics, after);
    let changes = Changes { compared: Compared::Repaired, ..compare(&before, after, None) };
    (before, without_causes(changes))
}

/// Where one side comes to nothing, that is the cause of all, and no figure of history can be held against it.
fn without_causes(mut changes: Changes) -> Changes {
    changes.funding.levels.iter_mut().for_each(|level| level.cause = None);
    changes.history.clear();
    changes.loosened.clear();
    changes
}
