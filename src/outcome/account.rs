//! What each package asks for, is given and costs today: takes an evaluated plan, gives the figures that every output shows
//! of it, so that no two rival ways are ever counted together.

use std::collections::BTreeSet;

use crate::check::{CheckedPlan, Eligibility, LevelTerms, PresentTerms};
use crate::evaluate::{Evaluation, Exclusion, FundingOutcome, Status};
use crate::model::{Alternative, Id, Level, Package, Retire};
use crate::quantity::{Money, Number};

/// What is spent on something now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present {
    /// The plan does not say: no `today`.
    NotStated,
    /// Nothing is: `today: 0 AUD`.
    New,
    /// So much, over as many months as the calendar has.
    Spent(PresentTerms),
}

impl Present {
    /// Present spend as the plan states it.
    #[must_use]
    pub fn of(terms: Option<PresentTerms>) -> Present {
        match terms {
            None => Present::NotStated,
            Some(terms) if terms.amount.is_zero() => Present::New,
            Some(terms) => Present::Spent(terms),
        }
    }

    /// How much; nothing where it is not stated.
    #[must_use]
    pub fn amount(self) -> Option<Money> {
        match self {
            Present::NotStated => None,
            Present::New => Some(Money::ZERO),
            Present::Spent(terms) => Some(terms.amount),
        }
    }
}

/// What a package asks for and gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageAccount {
    /// The package.
    pub package: Id<Package>,
    /// What is spent on it now.
    pub present: Present,
    /// The levels it asks for: those of the way that is funded, else of its own way.
    pub asked: Vec<Id<Level>>,
    /// The levels of its other ways, and those that a funded level of another package rules out.
    pub others: Vec<Id<Level>>,
    /// Those that are funded.
    pub funded: Vec<Id<Level>>,
    /// The gross cost of what it asks for.
    pub asks: Money,
    /// The gross cost of what is funded.
    pub given: Money,
}

/// The packages of a plan, and what becomes of what is spent today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Each package, in the order of the plan's.
    pub packages: Vec<PackageAccount>,
    /// What ends, each with what it costs now.
    pub ends: Vec<(Id<Retire>, Money)>,
}

/// The plan beside what is spent today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Of what.
    pub scope: Scope,
    /// What is spent today: of all packages with what ends, or of those alone that state it.
    pub today: Money,
    /// What the same are given.
    pub given: Money,
    /// What ends.
    pub ends: Money,
}

/// What can be compared with today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything: every package states its present spend.
    Whole,
    /// Only the packages that state it, so many of so many.
    Stated(usize, usize),
}

impl Compared {
    /// How much more is given than is spent, as a fraction; none of nothing.
    #[must_use]
    pub fn change(&self) -> Option<Number> {
        let change = self.given.subtract(self.today).ok()?;
        self.today.is_positive().then(|| change.number().divide(self.today.number()).ok())?
    }
}

/// The account of an evaluated plan.
#[must_use]
pub fn account(plan: &CheckedPlan, evaluation: &Evaluation) -> Account {
    let ways = Ways::of(plan, evaluation.funding.as_ref());
    let packages = plan.plan().packages.ids().map(|id| package(plan, evaluation, &ways, id)).collect();
    let ends = plan.plan().retires.ids().zip(&plan.figures.retired);
    Account { packages, ends: ends.filter_map(|(id, terms)| Some((id, (*terms)?.amount))).collect() }
}

impl Account {
    /// How many levels are asked for, funded or not.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.packages.iter().map(|package| package.asked.len()).sum()
    }

    /// How many levels are other ways to do what is asked for.
    #[must_use]
    pub fn others(&self) -> usize {
        self.packages.iter().map(|package| package.others.len()).sum()
    }

    /// The account of a package.
    #[must_use]
    pub fn of(&self, package: Id<Package>) -> Option<&PackageAccount> {
        self.packages.get(package.index())
    }

    /// What all packages together ask for.
    #[must_use]
    pub fn asks(&self) -> Money {
        sum(self.packages.iter().map(|package| package.asks))
    }

    /// The plan beside what is spent today; nothing where no package states it.
    #[must_use]
    pub fn compared(&self) -> Option<Compared> {
        let stated: Vec<(Money, Money)> =
            self.packages.iter().filter_map(|package| Some((package.present.amount()?, package.given))).collect();
        if stated.is_empty() {
            return None;
        }
        let ends = sum(self.ends.iter().map(|(_, amount)| *amount));
        let today = sum(stated.iter().map(|(today, _)| *today));
        let given = sum(stated.iter().map(|(_, given)| *given));
        let is_whole = stated.len() == self.packages.len();
        Some(if is_whole {
            Compared { scope: Scope::Whole, today: sum([today, ends]), given, ends }
        } else {
            Compared { scope: Scope::Stated(stated.len(), self.packages.len()), today, given, ends }
        })
    }
}

fn package(plan: &CheckedPlan, evaluation: &Evaluation, ways: &Ways, id: Id<Package>) -> PackageAccount {
    let terms = plan.packages.get(id.index());
    let mut competing: Vec<Id<Level>> = terms.map_or_else(Vec::new, |terms| terms.ways.concat());
    competing
        .retain(|level| plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Competes));
    let mut seen = BTreeSet::new();
    competing.retain(|level| seen.insert(*level));
    let own = terms.map_or(&[][..], |terms| &terms.levels);
    let (asked, others): (Vec<_>, Vec<_>) =
        competing.into_iter().partition(|level| ways.is_asked(plan, *level, own.contains(level)));
    let funded: Vec<Id<Level>> = asked.iter().copied().filter(|level| ways.funded.contains(level)).collect();
    let cost = |levels: &[Id<Level>]| {
        sum(levels.iter().filter_map(|level| evaluation.money.get(level.index())).map(|money| money.gross))
    };
    PackageAccount {
        package: id,
        present: Present::of(terms.and_then(|terms| terms.today)),
        asks: cost(&asked),
        given: cost(&funded),
        asked,
        others,
        funded,
    }
}

/// What of the ways to do things is taken.
struct Ways {
    funded: BTreeSet<Id<Level>>,
    /// The alternatives with a funded level.
    taken: BTreeSet<Id<Alternative>>,
    /// What a funded level of another package rules out.
    ruled_out: BTreeSet<Id<Level>>,
}

impl Ways {
    fn of(plan: &CheckedPlan, funding: Option<&FundingOutcome>) -> Ways {
        let funded: BTreeSet<Id<Level>> =
            funding.into_iter().flat_map(|funding| funding.funded.iter().copied()).collect();
        let taken = funded.iter().filter_map(|level| alternative_of(plan, *level)).collect();
        let rows = funding.into_iter().flat_map(|funding| &funding.sheet.rows);
        let is_ruled_out = |status: &Status| matches!(status, Status::Excluded { because: Exclusion::Named, .. });
        let ruled_out = rows.filter(|row| is_ruled_out(&row.status)).map(|row| row.level).collect();
        Ways { funded, taken, ruled_out }
    }

    fn is_asked(&self, plan: &CheckedPlan, level: Id<Level>, is_own: bool) -> bool {
        if self.funded.contains(&level) {
            return true;
        }
        if self.ruled_out.contains(&level) {
            return false;
        }
        let rivals = || plan.levels.get(level.index()).into_iter().flat_map(|terms: &LevelTerms| terms.rivals.iter());
        match alternative_of(plan, level) {
            Some(alternative) => self.taken.contains(&alternative),
            None => is_own && !rivals().any(|rival| self.funded.contains(rival)),
        }
    }
}

/// The alternative that a level is of.
fn alternative_of(plan: &CheckedPlan, level: Id<Level>) -> Option<Id<Alternative>> {
    plan.plan().parent(level.into())?.cast()
}

/// All of these are parts of sums that funding has formed.
pub(super) fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap_or_default()
}
