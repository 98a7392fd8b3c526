//! Candidates: takes the levels of a plan with money and scores, gives them as the plain figures that funding walks over.

use rustc_hash::FxHashMap;

use crate::check::{CheckedPlan, FloorTerms, FundingTerms, LevelTerms, PackageTerms};
use crate::model::{AnyId, Category, Id, Level, Stage};
use crate::quantity::{ArithmeticError, Money};

use super::money::LevelMoney;
use super::rating::LevelScore;
use super::walk::{Candidate, Counted, FloorPlace, Mandate, Merit, Problem};

/// The levels as funding sees them, in the order of the plan's.
pub(super) fn problem<'plan>(
    plan: &'plan CheckedPlan,
    terms: &FundingTerms,
    money: &[LevelMoney],
    scores: &[LevelScore],
) -> Result<Problem<'plan>, ArithmeticError> {
    let places = places(terms);
    let bounds = Bounds::new(terms);
    let mut problem = Problem::new(terms.periods.len(), places);
    for (index, ((level, money), score)) in plan.levels.iter().zip(money).zip(scores).enumerate() {
        let candidate = candidate(plan, (terms, &bounds), (Id::new(index), level), money, score)?;
        problem.add(candidate, &by_period(terms, money)?);
    }
    Ok(problem)
}

/// The same levels, one of them with other money and another score.
pub(super) fn with_level<'plan>(
    problem: &Problem<'plan>,
    plan: &'plan CheckedPlan,
    terms: &FundingTerms,
    id: Id<Level>,
    (money, score): (&LevelMoney, &LevelScore),
) -> Result<Problem<'plan>, ArithmeticError> {
    let mut problem = problem.clone();
    if let Some(level) = plan.levels.get(id.index()) {
        let candidate = candidate(plan, (terms, &Bounds::new(terms)), (id, level), money, score)?;
        problem.replace(id, candidate, &by_period(terms, money)?);
    }
    Ok(problem)
}

fn candidate<'plan>(
    plan: &'plan CheckedPlan,
    (terms, bounds): (&FundingTerms, &Bounds),
    (id, level): (Id<Level>, &'plan LevelTerms),
    money: &LevelMoney,
    score: &LevelScore,
) -> Result<Candidate<'plan>, ArithmeticError> {
    let subjects = if bounds.are_none() { Vec::new() } else { subjects(plan, bounds, level, money) };
    Ok(Candidate {
        name: &plan.plan().levels[id].head.path,
        cost: money.gross,
        predecessor: level.predecessor,
        needs: &level.needs,
        excludes: &level.excludes,
        rivals: &level.rivals,
        mandate: if level.mandate.is_some() { Mandate::Required } else { Mandate::Free },
        merit: merit(terms, score),
        caps: caps(bounds, &subjects, money)?,
        floors: floors(bounds, terms, &subjects, money)?,
    })
}

/// Where each floor stands.
pub(super) fn places(terms: &FundingTerms) -> Vec<FloorPlace> {
    let place = |floor: &FloorTerms| FloorPlace { kind: floor.about.kind, inside: floor.inside, depth: floor.depth };
    terms.floors.iter().map(place).collect()
}

fn merit(terms: &FundingTerms, score: &LevelScore) -> Merit {
    terms.minimum_score.filter(|minimum| score.score < *minimum).map_or(Merit::Enough, Merit::Below)
}

fn by_period(terms: &FundingTerms, money: &LevelMoney) -> Result<Vec<Money>, ArithmeticError> {
    let months = |first: usize, last: usize| money.gross_by_month.get(first..=last).unwrap_or(&[]).iter().copied();
    terms.periods.iter().map(|period| Money::sum(months(period.first, period.last))).collect()
}

/// Which caps and floors are about what, so that a level looks only at those that it falls under.
struct Bounds {
    caps: FxHashMap<AnyId, Vec<usize>>,
    floors: FxHashMap<AnyId, usize>,
}

impl Bounds {
    fn new(terms: &FundingTerms) -> Bounds {
        let mut caps: FxHashMap<AnyId, Vec<usize>> = FxHashMap::default();
        for (index, cap) in terms.caps.iter().enumerate() {
            caps.entry(cap.about).or_default().push(index);
        }
        let floors = terms.floors.iter().enumerate().map(|(index, floor)| (floor.about, index)).collect();
        Bounds { caps, floors }
    }

    fn are_none(&self) -> bool {
        self.caps.is_empty() && self.floors.is_empty()
    }

    fn are_about(&self, subject: AnyId) -> bool {
        self.caps.contains_key(&subject) || self.floors.contains_key(&subject)
    }
}

/// What of a level's cost counts towards each cap that it falls under, in the order of the plan's: a category counts its
/// own lines, all else counts the whole level.
fn caps(bounds: &Bounds, subjects: &[AnyId], money: &LevelMoney) -> Result<Vec<(usize, Money)>, ArithmeticError> {
    let mut counted = Vec::new();
    for about in subjects {
        let Some(caps) = bounds.caps.get(about) else { continue };
        let amount = match about.cast::<Category>() {
            Some(category) => {
                let own = money.costs.iter().filter(|cost| cost.category == Some(category));
                Money::sum(own.map(|cost| cost.total))?
            }
            None => money.gross,
        };
        if amount.is_positive() {
            counted.extend(caps.iter().map(|cap| (*cap, amount)));
        }
    }
    counted.sort_by_key(|(cap, _)| *cap);
    Ok(counted)
}

/// What of a level's cost counts towards each floor that it falls under, the innermost first.
fn floors(
    bounds: &Bounds,
    terms: &FundingTerms,
    subjects: &[AnyId],
    money: &LevelMoney,
) -> Result<Vec<(usize, Counted)>, ArithmeticError> {
    let mut counted = Vec::new();
    for about in subjects {
        let Some(floor) = bounds.floors.get(about) else { continue };
        let part = match about.cast::<Category>() {
            Some(category) => Counted::Part(of_category(terms, money, category)?),
            None => Counted::Whole,
        };
        counted.push((*floor, part));
    }
    let depth = |floor: usize| terms.floors.get(floor).map(|floor| floor.depth);
    counted.sort_by_key(|(floor, _)| (std::cmp::Reverse(depth(*floor)), *floor));
    Ok(counted)
}

/// What a level's lines of a category cost in each budget period.
fn of_category(
    terms: &FundingTerms,
    money: &LevelMoney,
    category: Id<Category>,
) -> Result<Vec<Money>, ArithmeticError> {
    let own = || money.costs.iter().filter(|cost| cost.category == Some(category));
    let within = |first: usize, last: usize| {
        let months = own().flat_map(|cost| cost.by_month.months());
        Money::sum(months.filter(|(month, _)| (first..=last).contains(month)).map(|(_, amount)| amount))
    };
    terms.periods.iter().map(|period| within(period.first, period.last)).collect()
}

/// What has a cap or a floor that a level counts towards: the categories of its costs; its department, the objectives it is
/// for, and those above them; the stages and journeys it serves.
fn subjects(plan: &CheckedPlan, bounds: &Bounds, level: &LevelTerms, money: &LevelMoney) -> Vec<AnyId> {
    let mut subjects: Vec<AnyId> = money.costs.iter().filter_map(|cost| cost.category).map(AnyId::from).collect();
    let Some(package) = plan.packages.get(level.package.index()) else { return subjects };
    for objective in &package.objectives {
        subjects.extend(plan.objective_chains.of(*objective).map(AnyId::from));
    }
    for stage in served_stages(plan, package) {
        subjects.push(stage.into());
        subjects.extend(plan.stages.get(stage.index()).map(|stage| AnyId::from(stage.journey)));
    }
    subjects.retain(|subject| bounds.are_about(*subject));
    subjects.sort_unstable();
    subjects.dedup();
    let departments = plan.department_chains.of(package.department).map(AnyId::from);
    subjects.extend(departments.filter(|department| bounds.are_about(*department)));
    subjects
}

fn served_stages(plan: &CheckedPlan, package: &PackageTerms) -> impl Iterator<Item = Id<Stage>> {
    let touchpoints = &plan.plan().touchpoints;
    package.serves.iter().filter_map(|(touchpoint, _)| touchpoints.find(*touchpoint)?.parent?.cast::<Stage>())
}
