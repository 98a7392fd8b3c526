//! What control goes by, as typed data: transfers, tolerances, notes and expected income, by ids, months and amounts. No
//! algorithms.

use std::collections::BTreeMap;

use crate::model::control::{ForecastMethod, ToleranceOf, VarianceKind};
use crate::model::{AnyId, Category, Id, Level, Package, Role, Tolerance, Transfer, Variance};
use crate::quantity::{Currency, Date, Money, Number};
use crate::source::Span;

/// What control goes by.
#[derive(Debug, Clone)]
pub struct ControlTerms {
    /// The closed month, by its place in the calendar, where the plan says it.
    pub closed: Option<usize>,
    /// How the year's end is worked out.
    pub forecast: ForecastMethod,
    /// The lines of each expected income, parallel to the plan's.
    pub incomes: Vec<Vec<IncomeLine>>,
    /// What each activity that ends cost in a year, parallel to the plan's.
    pub retired: Vec<Option<Money>>,
    /// The transfers, by day, then title.
    pub transfers: Vec<TransferTerms>,
    /// The tolerances.
    pub tolerances: Vec<ToleranceTerms>,
    /// The notes on variances.
    pub notes: Vec<NoteTerms>,
    /// What goes over to the next cycle.
    pub carry: Option<CarryTerms>,
    /// What one of each foreign currency is worth in the plan's own.
    pub rates: BTreeMap<Currency, Number>,
}

/// Income expected over some months, evenly.
#[derive(Debug, Clone, Copy)]
pub struct IncomeLine {
    /// The first month, by its place in the calendar.
    pub first: usize,
    /// The last month.
    pub last: usize,
    /// All of it.
    pub amount: Number,
}

/// Money that moves from one package to another.
#[derive(Debug, Clone)]
pub struct TransferTerms {
    /// The transfer.
    pub id: Id<Transfer>,
    /// How much.
    pub amount: Money,
    /// What gives.
    pub giver: HolderTerms,
    /// What receives.
    pub receiver: HolderTerms,
    /// The only category it is taken from.
    pub out_of: Option<Id<Category>>,
    /// The category it is booked to; those it comes from unless said.
    pub into: Option<Id<Category>>,
    /// The day.
    pub on: Date,
    /// The month of the day, by its place in the calendar.
    pub month: usize,
    /// Who decided.
    pub by: Id<Role>,
}

/// A package, a level, or the levels of an alternative, as giver or receiver of money.
#[derive(Debug, Clone)]
pub struct HolderTerms {
    /// What the plan names.
    pub named: AnyId,
    /// Where.
    pub span: Span,
    /// The package.
    pub package: Id<Package>,
    /// The levels that are meant.
    pub levels: Vec<Id<Level>>,
}

/// How far something may stray.
#[derive(Debug, Clone)]
pub struct ToleranceTerms {
    /// The tolerance.
    pub id: Id<Tolerance>,
    /// The category, department or KPI.
    pub about: AnyId,
    /// Beyond which it warns.
    pub warn: Option<Limit>,
    /// Beyond which it fails.
    pub fail: Option<Limit>,
    /// What counts at all: money, or in the KPI's unit.
    pub at_least: Option<Number>,
    /// Whether only adverse variances count.
    pub counted: Counted,
    /// What it looks at.
    pub of: ToleranceOf,
}

/// Which variances count against a tolerance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Only adverse ones.
    Adverse,
    /// All.
    Both,
}

/// How far is too far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A share of the budget or of the projection.
    Share(Number),
    /// Money, or an amount in the KPI's unit.
    Amount(Number),
}

/// What explains a variance.
#[derive(Debug, Clone)]
pub struct NoteTerms {
    /// The note.
    pub id: Id<Variance>,
    /// The category, department, package or KPI.
    pub about: AnyId,
    /// The month it came about, by its place in the calendar.
    pub month: usize,
    /// The month it has come right; of timing only.
    pub until: Option<usize>,
    /// By how much: money, or in the KPI's unit; above nought is favourable.
    pub amount: Number,
    /// What will come of it.
    pub kind: VarianceKind,
}

/// What goes over to the next cycle.
#[derive(Debug, Clone, Copy)]
pub struct CarryTerms {
    /// The share of what is left.
    pub unspent: Option<Number>,
    /// The most of it, by package.
    pub at_most: Option<Money>,
    /// The share of what was spent too much.
    pub overspent: Option<Number>,
}

/// How far a transfer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Both departments are the same, or lie below one that the role owns.
    Within,
    /// They do not.
    Across,
}
