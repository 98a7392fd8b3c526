//! What a plan comes to, by name, without its sources. Takes an evaluated plan, gives its figures; a plan file keeps some
//! of them, and two plans can be compared by them. `table` says which figures there are.

mod account;
mod compute;
mod costs;
mod decimals;
mod figure;
mod follows;
mod line;
mod lines;
mod measure;
mod nature;
mod quotes;
mod rise;
mod row_lines;
mod stage_money;
mod status;
mod table;
mod value;
mod way;

pub use account::{Account, Compared, PackageAccount, Present, Scope, account};
pub(crate) use compute::name;
pub use compute::outcome;
pub use figure::{Figure, Keeping};
pub use follows::{Follows, Promise, follows, promises};
pub use line::PlanFileLine;
pub use measure::{KpiValue, Measure, MonthValue};
pub use nature::{Nature, nature, recurs};
pub use rise::rise_for;
pub use stage_money::{StageMoney, at_stake, stage_money};
pub use status::LevelStatus;
pub use table::{
    CapFigures, DepartmentFigures, FIGURES, FloorFigures, KpiFigures, LevelFigures, MomentFigures, Outcome,
    PeriodFigures, PlanFigures, RequireFigures, StageFigures, cap, department, floor, kpi, level, moment, period, plan,
    require, stage,
};
pub use value::Amount;
pub use way::{TargetWay, share_of_way, way};

use crate::quantity::Money;

impl Outcome {
    /// How the list of levels is walked; nothing for a plan without `funding`.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        self.plans.first()?.policy.as_deref()
    }

    /// Whether what is funded was searched for and is not proved to be the best set: the same plan may then fund another one
    /// with another effort, or with another version.
    #[must_use]
    pub fn is_searched(&self) -> bool {
        self.plans.first().is_some_and(|plan| plan.settled == Some(false))
    }
}

impl LevelFigures {
    /// Its gross cost over the calendar; of one from a plan file, over all budget periods.
    #[must_use]
    pub fn gross(&self) -> Money {
        let amounts = if self.lines.is_empty() { &self.cost } else { &self.lines };
        // Every cost has a category, and the evaluation has formed this sum.
        Money::sum(amounts.iter().map(|line| line.amount)).unwrap_or_default()
    }
}

impl KpiFigures {
    /// Its values in a month.
    #[must_use]
    pub fn at(&self, month: &str) -> Option<&MonthValue> {
        self.months.iter().find(|value| value.month == month)
    }
}
