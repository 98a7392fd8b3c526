//! Candidates: takes the levels of a plan with money and scores, gives them as the plain figures that funding walks over.

use super::slots::at;
use rustc_hash::FxHashMap;

use crate::check::{CheckedPlan, FloorTerms, FundingTerms, LevelTerms, PackageTerms};
use crate::model::{AnyId, Category, Department, Id, Level, Objective, Stage};
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
    let bounds = Bounds::new(plan, terms);
    let mut problem = Problem::new(terms.periods.len(), places, bounds.caps.around.clone());
    problem.reserve(plan.levels.len());
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
        let candidate = candidate(plan, (terms, &Bounds::new(plan, terms)), (id, level), money, score)?;
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
    let no_bounds = bounds.are_none();
    Ok(Candidate {
        name: &plan.plan().levels[id].head.path,
        cost: money.gross,
        predecessor: level.predecessor,
        needs: &level.needs,
        excludes: &level.excludes,
        rivals: &level.rivals,
        mandate: if level.mandate.is_some() { Mandate::Required } else { Mandate::Free },
        merit: merit(terms, score),
        caps: if no_bounds { Vec::new() } else { caps(plan, (terms, bounds), level, money)? },
        floors: if no_bounds { Vec::new() } else { floors(plan, (terms, bounds), level, money)? },
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
    caps: Nearest,
    floors: Nearest,
}

/// Of departments and objectives the nearest bound that is about them or what they are part of, of all else the bound that
/// is about them.
struct Nearest {
    about: FxHashMap<AnyId, usize>,
    departments: Vec<Option<usize>>,
    objectives: Vec<Option<usize>>,
    /// Of each bound the nearest around it. Of several about the same, each is in the one before.
    around: Vec<Option<usize>>,
}

impl Bounds {
    fn new(plan: &CheckedPlan, terms: &FundingTerms) -> Bounds {
        let caps: Vec<AnyId> = terms.caps.iter().map(|cap| cap.about).collect();
        let floors: Vec<AnyId> = terms.floors.iter().map(|floor| floor.about).collect();
        Bounds { caps: Nearest::new(plan, &caps), floors: Nearest::new(plan, &floors) }
    }

    fn are_none(&self) -> bool {
        self.caps.about.is_empty() && self.floors.about.is_empty()
    }
}

impl Nearest {
    fn new(plan: &CheckedPlan, bounds: &[AnyId]) -> Nearest {
        let mut about: FxHashMap<AnyId, usize> = FxHashMap::default();
        let mut around = vec![None; bounds.len()];
        let mut outermost = Vec::new();
        for (bound, id) in bounds.iter().enumerate() {
            match (about.insert(*id, bound), around.get_mut(bound)) {
                (Some(before), Some(around)) => *around = Some(before),
                _ => outermost.push((bound, *id)),
            }
        }
        let departments = plan.department_chains.nearest(|id| about.get(&AnyId::from(id)).copied());
        let objectives = plan.objective_chains.nearest(|id| about.get(&AnyId::from(id)).copied());
        for (bound, id) in outermost {
            let above = match (id.cast::<Department>(), id.cast::<Objective>()) {
                (Some(id), _) => plan.department_chains.of(id).nth(1).and_then(|id| at(&departments, id.index())),
                (_, Some(id)) => plan.objective_chains.of(id).nth(1).and_then(|id| at(&objectives, id.index())),
                (None, None) => None,
            };
            around.get_mut(bound).into_iter().for_each(|around| *around = above);
        }
        Nearest { about, departments, objectives, around }
    }

    /// The bounds that a level falls under, the innermost of those in one another, in the order of the plan's.
    fn of(&self, plan: &CheckedPlan, level: &LevelTerms, money: &LevelMoney) -> Vec<usize> {
        let categories = money.costs.iter().filter_map(|cost| cost.category);
        let mut found: Vec<usize> = categories.filter_map(|id| self.about.get(&AnyId::from(id)).copied()).collect();
        let Some(package) = plan.packages.get(level.package.index()) else { return found };
        found.extend(package.objectives.iter().filter_map(|id| at(&self.objectives, id.index())));
        found.extend(at(&self.departments, package.department.index()));
        if !self.about.is_empty() {
            for stage in served_stages(plan, package) {
                found.extend(self.about.get(&stage.into()));
                let journey = plan.stages.get(stage.index()).map(|stage| AnyId::from(stage.journey));
                found.extend(journey.and_then(|journey| self.about.get(&journey)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What of a level's cost counts towards each cap that it falls under, in the order of the plan's: a category counts its
/// own lines, all else counts the whole level.
fn caps(
    plan: &CheckedPlan,
    (terms, bounds): (&FundingTerms, &Bounds),
    level: &LevelTerms,
    money: &LevelMoney,
) -> Result<Vec<(usize, Money)>, ArithmeticError> {
    let mut counted = Vec::new();
    for cap in bounds.caps.of(plan, level, money) {
        let about = terms.caps.get(cap).map(|cap| cap.about);
        let amount = match about.and_then(AnyId::cast::<Category>) {
            Some(category) => {
                let own = money.costs.iter().filter(|cost| cost.category == Some(category));
                Money::sum(own.map(|cost| cost.total))?
            }
            None => money.gross,
        };
        if amount.is_positive() {
            counted.push((cap, amount));
        }
    }
    Ok(counted)
}

/// What of a level's cost counts towards each floor that it falls under.
fn floors(
    plan: &CheckedPlan,
    (terms, bounds): (&FundingTerms, &Bounds),
    level: &LevelTerms,
    money: &LevelMoney,
) -> Result<Vec<(usize, Counted)>, ArithmeticError> {
    let part = |floor: usize| {
        let about = terms.floors.get(floor).map(|floor| floor.about);
        Ok(match about.and_then(AnyId::cast::<Category>) {
            Some(category) => Counted::Part(of_category(terms, money, category)?),
            None => Counted::Whole,
        })
    };
    bounds.floors.of(plan, level, money).into_iter().map(|floor| Ok((floor, part(floor)?))).collect()
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

fn served_stages(plan: &CheckedPlan, package: &PackageTerms) -> impl Iterator<Item = Id<Stage>> {
    let touchpoints = &plan.plan().touchpoints;
    package.serves.iter().filter_map(|(touchpoint, _)| touchpoints.find(*touchpoint)?.parent?.cast::<Stage>())
}
