//! What changed between two plans: takes their records, gives the changes of what they say, then of what they come to, each
//! with its cause. Nothing is left exactly when both mean the same. Where one side is a plan file, only the figures that it
//! keeps are compared.

mod account;
mod bound;
mod cause;
mod funding;
mod history;
mod lines;
mod order;
mod outcome;
mod pair;
mod record;
mod says;
mod side;

pub use account::{Account, Term, TermReason};
pub use cause::Cause;
pub use funding::{FundingChange, LevelChange, LevelState, Totals, Turn};
pub use history::{HistoryFinding, Second};
pub use lines::{LineChange, differing};
pub use order::{Move, OrderChange};
pub use outcome::{
    BoundChange, BoundState, DepartmentChange, KpiMove, KpiState, MomentChange, RequireChange, StageChange,
};
pub use record::{Past, Record, record};
pub use says::{FactChange, Nature, TopicChange};

use crate::diagnostic::Severity;
use crate::outcome::Outcome;
use crate::quantity::Date;

/// What two sides are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// All that both plans say and come to.
    Plans,
    /// The figures that a plan file keeps.
    Figures,
}

/// What changed from one plan to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// What was compared.
    pub compared: Compared,
    /// Where a plan file is compared: each line of it that differs.
    pub lines: Vec<LineChange>,
    /// What the plan says, by kind and name.
    pub topics: Vec<TopicChange>,
    /// What a ranking, a package or a journey puts in another order.
    pub orders: Vec<OrderChange>,
    /// The budget, the funding line, the levels.
    pub funding: FundingChange,
    /// The funded cost of departments.
    pub departments: Vec<DepartmentChange>,
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
            Compared::Plans => self.topics.is_empty() && self.orders.is_empty() && !self.comes_to_something_else(),
            Compared::Figures => self.lines.is_empty(),
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
            || !self.bounds.is_empty()
            || !self.stages.is_empty()
            || !self.kpis.is_empty()
            || !self.moments.is_empty()
            || !self.requires.is_empty()
            || !self.lines.is_empty()
    }
}

/// What changed from the earlier record to the later. Without `today`, waivers of what history says do not end.
#[must_use]
pub fn compare(before: &Record, after: &Record, today: Option<Date>) -> Changes {
    let pairs = pair::pair(before, after);
    Changes {
        compared: Compared::Plans,
        lines: Vec::new(),
        topics: says::topics(&pairs),
        orders: order::orders(&pairs, before, after),
        departments: outcome::departments(&pairs, before, after),
        bounds: outcome::bounds(&pairs, before, after),
        stages: outcome::stages(&pairs, before, after),
        kpis: outcome::kpis(&pairs, before, after),
        moments: outcome::moments(&pairs, before, after),
        requires: outcome::requires(&pairs, before, after),
        history: history::findings(&pairs, before, after, today),
        funding: funding::funding(&pairs, before, after),
    }
}

/// What changed of the figures that a plan file keeps. Names are not followed, as no plan file says what they are of, and
/// nothing is known of why a level gains or loses its funding.
#[must_use]
pub fn compare_figures(before: &Outcome, after: &Outcome) -> (Record, Record, Changes) {
    let record = |outcome: &Outcome| Record { topics: Vec::new(), outcome: outcome.kept(), past: Past::default() };
    let (before, after) = (record(before), record(after));
    let mut changes = compare(&before, &after, None);
    changes.funding.levels.iter_mut().for_each(|level| level.cause = None);
    changes.compared = Compared::Figures;
    changes.lines = lines::differing(&before.outcome.lines(), &after.outcome.lines());
    (before, after, changes)
}
