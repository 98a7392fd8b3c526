//! Lines of control and what hangs on them: what budgets, actuals and forecasts are kept by.

use crate::check::CheckedPlan;
use crate::model::people::CategoryKind;
use crate::model::{Category, Channel, Department, Id, Level, Package};
use crate::quantity::{ArithmeticError, Money};

/// Whether money goes out or comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// It comes in: more is favourable.
    Income,
    /// Running cost: less is favourable.
    Expense,
    /// Investment: less is favourable.
    Capital,
}

impl Nature {
    /// The nature of a category; what names none is running cost.
    #[must_use]
    pub fn of(plan: &CheckedPlan, category: Option<Id<Category>>) -> Nature {
        let kind = category.and_then(|category| plan.plan().categories.find(category)).and_then(|found| found.kind);
        match kind {
            Some(CategoryKind::Income) => Nature::Income,
            Some(CategoryKind::Capital) => Nature::Capital,
            Some(CategoryKind::Expense) | None => Nature::Expense,
        }
    }

    /// Budget against actual: above nought is favourable.
    pub fn variance(self, budget: Money, actual: Money) -> Result<Money, ArithmeticError> {
        match self {
            Nature::Income => actual.subtract(budget),
            Nature::Expense | Nature::Capital => budget.subtract(actual),
        }
    }
}

/// A line of control: package × category; of what names no package, category × department. In order of nature and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BudgetLine {
    /// Whether money goes out or comes in.
    pub nature: Nature,
    /// The package.
    pub package: Option<Id<Package>>,
    /// The category.
    pub category: Option<Id<Category>>,
    /// The department, of what names no package.
    pub department: Option<Id<Department>>,
}

impl BudgetLine {
    /// The line of a package and a category.
    #[must_use]
    pub fn of_package(plan: &CheckedPlan, package: Id<Package>, category: Option<Id<Category>>) -> BudgetLine {
        BudgetLine { nature: Nature::of(plan, category), package: Some(package), category, department: None }
    }

    /// The department that answers: the package's, else its own.
    #[must_use]
    pub fn department(&self, plan: &CheckedPlan) -> Option<Id<Department>> {
        match self.package {
            Some(package) => plan.packages.get(package.index()).map(|terms| terms.department),
            None => self.department,
        }
    }
}

/// A part of a line of control, as fine as cuts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// The line.
    pub line: BudgetLine,
    /// The level, where it is known.
    pub level: Option<Id<Level>>,
    /// The channel, where it is known.
    pub channel: Option<Id<Channel>>,
}
