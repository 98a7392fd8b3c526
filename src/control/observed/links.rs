//! What goes together: takes what was observed of KPIs and what was spent on packages, gives the rank correlations of their
//! changes from month to month that are hardly chance. Nothing here says why.

use std::collections::{BTreeMap, BTreeSet};

use super::super::course::Year;
use super::super::line::Nature;
use super::past::Past;
use crate::model::{Id, Kpi, Package};
use crate::quantity::{ArithmeticError, Money, Number};
use crate::statistics::{LEAST_PAIRS, adjusted, spearman, two_sided};

/// One side of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// What was observed of a KPI.
    Kpi(Id<Kpi>),
    /// What was spent on a package.
    Spend(Id<Package>),
}

/// Two series whose changes go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The one that goes first, where there is a lag.
    pub first: Subject,
    /// The one that follows.
    pub then: Subject,
    /// How many months later.
    pub lag: i32,
    /// The pairs of changes.
    pub pairs: usize,
    /// Spearman's ρ.
    pub correlation: Number,
    /// How likely chance gives one as far from nought.
    pub p: Number,
    /// What share of those that are at least as sure is expected to be chance.
    pub q: Number,
}

/// What goes together, and how much was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Those of which at most one in ten is expected to be chance, the surest first.
    pub found: Vec<Link>,
    /// How many were tested.
    pub tests: usize,
    /// How many pairs of series there are.
    pub pairs: usize,
    /// Those of them with too few changes at every lag.
    pub too_few: usize,
    /// The strongest that was tested, whether found or not.
    pub strongest: Option<Link>,
}

/// How far one may follow another.
const LAGS: i32 = 6;

/// Changes from one month to the next, by the later one.
type Changes = BTreeMap<i32, Number>;

pub(super) fn links(past: &Past<'_>, year: &Year) -> Result<Links, ArithmeticError> {
    let mut kpis: Vec<(Id<Kpi>, Changes)> = Vec::new();
    for (kpi, series) in past.kpis() {
        kpis.push((kpi, changes(series.iter().map(|(month, value)| (month.number(), *value)))?));
    }
    let spent = spent(past, year)?;
    let mut tested: Vec<Link> = Vec::new();
    let mut links = Links::default();
    let mut take = |found: Vec<Link>| {
        links.pairs += 1;
        links.too_few += usize::from(found.is_empty());
        tested.extend(found);
    };
    for (place, (one, changes)) in kpis.iter().enumerate() {
        for (other, others) in kpis.iter().skip(place + 1) {
            take(at_lags((Subject::Kpi(*one), changes), (Subject::Kpi(*other), others), -LAGS)?);
        }
        for package in acting(past, *one) {
            if let Some(spent) = spent.get(&package) {
                take(at_lags((Subject::Spend(package), spent), (Subject::Kpi(*one), changes), 0)?);
            }
        }
    }
    links.tests = tested.len();
    let p: Vec<Number> = tested.iter().map(|link| link.p).collect();
    for (link, q) in tested.iter_mut().zip(adjusted(&p)?) {
        link.q = q;
    }
    tested.sort_by_key(|link| (link.q, link.p, link.first, link.then, link.lag));
    links.strongest = tested.first().copied();
    let tenth = |link: &Link| link.q.multiply(Number::from_integer(10)).is_ok_and(|tenfold| tenfold <= Number::ONE);
    links.found = tested.into_iter().filter(tenth).collect();
    Ok(links)
}

/// Between neighbouring months only: what lies over a gap is no change of a month.
fn changes(values: impl Iterator<Item = (i32, Number)>) -> Result<Changes, ArithmeticError> {
    let mut changes = Changes::new();
    let mut before: Option<(i32, Number)> = None;
    for (month, value) in values {
        if let Some((_, last)) = before.filter(|(last, _)| last + 1 == month) {
            changes.insert(month, value.subtract(last)?);
        }
        before = Some((month, value));
    }
    Ok(changes)
}

/// The correlation at each lag that has enough pairs. A lag below nought lets the other go first.
fn at_lags(one: (Subject, &Changes), other: (Subject, &Changes), from: i32) -> Result<Vec<Link>, ArithmeticError> {
    let mut links = Vec::new();
    for lag in from..=LAGS {
        let later = |(month, value): (&i32, &Number)| Some((*value, *other.1.get(&(month + lag))?));
        let pairs: Vec<(Number, Number)> = one.1.iter().filter_map(later).collect();
        let Some(correlation) = spearman(&pairs)? else { continue };
        debug_assert!(pairs.len() >= LEAST_PAIRS, "spearman speaks of enough pairs only");
        let p = two_sided(correlation, pairs.len())?;
        let (first, then) = if lag < 0 { (other.0, one.0) } else { (one.0, other.0) };
        links.push(Link { first, then, lag: lag.abs(), pairs: pairs.len(), correlation, p, q: p });
    }
    Ok(links)
}

/// The packages with a funded level that has an effect on a KPI.
fn acting(past: &Past<'_>, kpi: Id<Kpi>) -> BTreeSet<Id<Package>> {
    let levels = past.effects_on(kpi).iter().filter_map(|(level, _)| past.plan.levels.get(level.index()));
    levels.map(|terms| terms.package).collect()
}

/// The changes of what was spent on each package, up to the closed month.
fn spent(past: &Past<'_>, year: &Year) -> Result<BTreeMap<Id<Package>, Changes>, ArithmeticError> {
    let mut sums: BTreeMap<Id<Package>, Vec<Money>> = BTreeMap::new();
    for (part, course) in year.parts.iter().filter(|(part, _)| part.line.nature != Nature::Income) {
        let Some(package) = part.line.package else { continue };
        let months = sums.entry(package).or_insert_with(|| vec![Money::ZERO; year.closed + 1]);
        for (sum, amount) in months.iter_mut().zip(&course.actual) {
            *sum = sum.add(*amount)?;
        }
    }
    sums.retain(|_, months| months.iter().any(|amount| !amount.is_zero()));
    let first = past.plan.calendar.first().number();
    let by_month = |months: Vec<Money>| changes((first..).zip(months.into_iter().map(Money::number)));
    sums.into_iter().map(|(package, months)| Ok((package, by_month(months)?))).collect()
}
