//! What a ledger comes to: cells of money by month and by what it was spent on, and what was left aside. No algorithms.

use crate::model::{Actuals, Category, Channel, Department, Id, Level, Package, Retire};
use crate::quantity::{Currency, Money, Month, Number};

/// Whether money was paid, or ordered and not paid yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It was paid.
    Paid,
    /// It was ordered, and this much of it is not paid yet.
    Open,
}

/// What money was spent on, as far as a row says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Spent {
    /// The package.
    pub package: Option<Id<Package>>,
    /// The activity that ends, in a package's place.
    pub retire: Option<Id<Retire>>,
    /// The level.
    pub level: Option<Id<Level>>,
    /// The category.
    pub category: Option<Id<Category>>,
    /// The department, as the row has it.
    pub department: Option<Id<Department>>,
    /// The channel.
    pub channel: Option<Id<Channel>>,
}

/// All rows of one source, month, currency and purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The `actuals` it is read from.
    pub source: Id<Actuals>,
    /// The month, by its place in the calendar.
    pub month: usize,
    /// Whether it was paid.
    pub state: State,
    /// The currency.
    pub currency: Currency,
    /// What for.
    pub spent: Spent,
    /// How much, in the currency, unrounded; cost and income both above nought.
    pub amount: Number,
    /// The same in the plan's currency, exchanged and rounded once.
    pub money: Money,
    /// How many, where every row says so.
    pub quantity: Option<Number>,
    /// The rows.
    pub rows: u64,
}

/// Rows that do not count, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAside {
    /// Why.
    pub why: String,
    /// The currency.
    pub currency: Currency,
    /// The rows.
    pub rows: u64,
    /// Their sum, as written.
    pub amount: Number,
}

/// What all ledgers of a plan come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The closed month, by its place in the calendar.
    pub closed: usize,
    /// The cells that count, in order.
    pub cells: Vec<Cell>,
    /// Rows that do not count.
    pub left_aside: Vec<LeftAside>,
    /// Months after the closed one in which something was paid.
    pub later: Vec<Month>,
    /// What was found out about files, in words.
    pub read_as: Vec<(String, String)>,
    /// The words of a status that were taken as paid.
    pub taken_as_paid: Vec<String>,
}
