//! What levels cost, save and earn, month by month, in whole minor units: what costing gives and all else reads.

use crate::model::{Category, Channel, Id, Level};
use crate::quantity::Money;
use crate::source::Span;

/// Amounts of successive months of the calendar; nothing falls in the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phased {
    /// The month of the first amount, by its place in the calendar.
    pub first: usize,
    /// The amounts, one a month.
    pub amounts: Vec<Money>,
}

impl Phased {
    /// The amount of a month of the calendar.
    #[must_use]
    pub fn at(&self, month: usize) -> Money {
        let index = month.checked_sub(self.first);
        index.and_then(|index| self.amounts.get(index)).copied().unwrap_or_default()
    }

    /// The months that have an amount, by their place in the calendar, each with it.
    pub fn months(&self) -> impl Iterator<Item = (usize, Money)> {
        self.amounts.iter().enumerate().map(|(index, amount)| (self.first + index, *amount))
    }
}

/// What a cost, saving or earning comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyLine {
    /// The line in the plan.
    pub span: Span,
    /// The category; an earning may have none.
    pub category: Option<Id<Category>>,
    /// The channel.
    pub channel: Option<Id<Channel>>,
    /// For a saving: the level it saves on.
    pub of: Option<Id<Level>>,
    /// What falls in each month. For a saving `of` a level, no more than that level's cost.
    pub by_month: Phased,
    /// The sum of the months.
    pub total: Money,
    /// What the line says; more than `total` where a saving is held to the cost of the level it saves on.
    pub stated: Money,
}

/// What a level costs, saves and earns over the calendar. The lines run parallel to those of its `LevelTerms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelMoney {
    /// What each cost comes to.
    pub costs: Vec<MoneyLine>,
    /// What each saving comes to, as if the level it saves `of` were funded.
    pub savings: Vec<MoneyLine>,
    /// What each earning comes to.
    pub earnings: Vec<MoneyLine>,
    /// The cost of each month of the calendar.
    pub gross_by_month: Vec<Money>,
    /// The cost over the calendar, which funding goes by.
    pub gross: Money,
    /// The savings over the calendar.
    pub saved: Money,
    /// The earnings over the calendar.
    pub earned: Money,
    /// The cost less savings and earnings: what value for money goes by.
    pub net: Money,
    /// The cost of a full year: twelve average months of each recurring cost that runs on to the calendar's end, and
    /// everything else as it is. Absent unless such a cost begins after the calendar's first month: for the others the
    /// calendar shows what the level costs.
    pub full_year: Option<Money>,
}

/// A saving of a funded level that counts: the level it saves on, if it names one, is funded too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedSaving {
    /// The level that saves.
    pub level: Id<Level>,
    /// The place of the line among the level's savings.
    pub line: usize,
    /// What falls in each month. All that is saved on one level is no more than that level's cost; what ranks higher
    /// counts first.
    pub by_month: Phased,
    /// The sum of the months.
    pub total: Money,
}
