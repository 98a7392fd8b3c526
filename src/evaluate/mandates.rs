//! Mandates: takes the levels that authorities require, gives them with all they cannot do without, or the smallest set
//! of them that cannot stand together.

use crate::check::Available;
use crate::model::{AnyId, Id, Level};
use crate::quantity::{ArithmeticError, Money};

use super::sheet::Grant;
pub use super::walk::Mandated;
use super::walk::{Mandate, Problem};
use super::ways::{Search, Ways};

/// Why mandates cannot all be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Two levels that exclude each other are required, by these mandates (one where it needs both).
    Excluding {
        /// The mandated levels.
        mandates: Vec<Id<Level>>,
        /// The two that do not go together.
        pair: (Id<Level>, Id<Level>),
    },
    /// They cost more than there is.
    Exceeding {
        /// The mandated levels; without any one of them the others fit.
        mandates: Vec<Id<Level>>,
        /// What they exceed.
        limit: Limit,
        /// What they cost there, with all they cannot do without.
        cost: Money,
        /// What all mandates cost there, those that fit besides among them; no less than `cost`.
        all: Money,
        /// What there is.
        holds: Money,
    },
    /// There are too many ways to meet what they need.
    Undecided {
        /// The mandated levels.
        mandates: Vec<Id<Level>>,
        /// A level of each package whose way is still to be decided.
        ways: Vec<Id<Level>>,
    },
    /// What a required level needs is not on the list.
    Unmet {
        /// The mandated level.
        mandate: Id<Level>,
        /// The level that needs it: the same, or one it cannot do without.
        level: Id<Level>,
        /// What is needed.
        need: AnyId,
    },
}

/// What mandates can exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// What a budget period holds after the reserve, by its place among them.
    Period(usize),
    /// A cap, by its place among them.
    Cap(usize),
}

/// Why there is no list of mandated levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// They cannot all be met.
    Conflict(Conflict),
    /// A sum is too large.
    Arithmetic(ArithmeticError),
}

impl From<ArithmeticError> for Refusal {
    fn from(error: ArithmeticError) -> Refusal {
        Refusal::Arithmetic(error)
    }
}

/// The mandated levels and all they cannot do without; of the list the first `ranked` are those that somebody ranked.
pub fn mandated(
    problem: &Problem<'_>,
    order: &[Id<Level>],
    ranked: usize,
    available: &Available,
) -> Result<Mandated, Refusal> {
    let is_mandated = |level: &Id<Level>| problem.candidate(*level).mandate == Mandate::Required;
    let roots: Vec<Id<Level>> = order.iter().copied().filter(is_mandated).collect();
    if roots.is_empty() {
        return Ok(Mandated::default());
    }
    let list = List::new(problem, order);
    let ranks: Vec<Option<usize>> = list.ranks.iter().map(|rank| rank.filter(|rank| *rank < ranked)).collect();
    let list = List { by_name: ranks, ..list };
    match list.stand(&roots, available)? {
        Ok(required) => Ok(required),
        Err(undecided @ Conflict::Undecided { .. }) => Err(Refusal::Conflict(undecided)),
        Err(conflict) => {
            let smallest = list.smallest_conflict(&roots, conflict, available)?;
            Err(Refusal::Conflict(list.with_all(smallest, &roots)?))
        }
    }
}

/// The list, to look ranks up in.
struct List<'walk, 'plan> {
    problem: &'walk Problem<'plan>,
    /// The rank of each level of the plan; none for those that are not on the list.
    ranks: Vec<Option<usize>>,
    /// The same of those that somebody ranked.
    by_name: Vec<Option<usize>>,
}

/// How far a level has come on its way to being required.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Untouched,
    Entered,
    Required,
}

impl<'walk, 'plan> List<'walk, 'plan> {
    fn new(problem: &'walk Problem<'plan>, order: &[Id<Level>]) -> List<'walk, 'plan> {
        let mut ranks = vec![None; problem.len()];
        for (rank, level) in order.iter().enumerate() {
            if let Some(place) = ranks.get_mut(level.index()) {
                *place = Some(rank);
            }
        }
        List { problem, by_name: ranks.clone(), ranks }
    }

    /// The mandated levels and all they cannot do without, each after those.
    fn require(&self, roots: &[Id<Level>]) -> Result<Vec<(Id<Level>, Grant)>, Conflict> {
        let mut requirement = Requirement::new(self, roots);
        for root in roots {
            requirement.add(*root)?;
        }
        Ok(requirement.required)
    }

    fn rank(&self, level: Id<Level>) -> Option<usize> {
        self.ranks.get(level.index()).copied().flatten()
    }

    fn opponents(&self, level: Id<Level>) -> impl Iterator<Item = Id<Level>> {
        let candidate = self.problem.candidate(level);
        candidate.excludes.iter().chain(candidate.rivals.iter()).copied()
    }

    /// The ways in which some mandates stand together, or why they cannot.
    fn stand(
        &self,
        mandates: &[Id<Level>],
        available: &Available,
    ) -> Result<Result<Mandated, Conflict>, ArithmeticError> {
        let ways = Ways { problem: self.problem, available, ranks: &self.by_name, places: &self.ranks };
        Ok(match ways.search(mandates)? {
            Search::Stands(mandated) => Ok(mandated),
            Search::TooMany(ways) => Err(Conflict::Undecided { mandates: mandates.to_vec(), ways }),
            Search::Falls => Err(self
                .reason(mandates, available)?
                .unwrap_or_else(|| Conflict::Undecided { mandates: mandates.to_vec(), ways: mandates.to_vec() })),
        })
    }

    fn conflict(&self, mandates: &[Id<Level>], available: &Available) -> Result<Option<Conflict>, ArithmeticError> {
        Ok(self.stand(mandates, available)?.err())
    }

    /// Why mandates cannot stand together, told of the cheapest ways to meet what they need.
    fn reason(&self, mandates: &[Id<Level>], available: &Available) -> Result<Option<Conflict>, ArithmeticError> {
        let required = match self.require(mandates) {
            Ok(required) => required,
            Err(conflict) => return Ok(Some(conflict)),
        };
        if let Some(pair) = self.opposed_pair(&required) {
            return Ok(Some(Conflict::Excluding { mandates: mandates.to_vec(), pair }));
        }
        for (limit, holds) in limits(available) {
            let cost = self.cost_of(&required, limit)?;
            if cost.is_positive() && cost > holds {
                return Ok(Some(Conflict::Exceeding { mandates: mandates.to_vec(), limit, cost, all: cost, holds }));
            }
        }
        Ok(None)
    }

    fn opposed_pair(&self, required: &[(Id<Level>, Grant)]) -> Option<(Id<Level>, Id<Level>)> {
        let mut taken = vec![Progress::Untouched; self.problem.len()];
        required.iter().find_map(|(level, _)| {
            put(&mut taken, *level, Progress::Required);
            let opponent = self.opponents(*level).find(|opponent| at(&taken, *opponent) == Progress::Required)?;
            Some((opponent, *level))
        })
    }

    fn cost_of(&self, required: &[(Id<Level>, Grant)], limit: Limit) -> Result<Money, ArithmeticError> {
        Money::sum(required.iter().map(|(level, _)| match limit {
            Limit::Period(period) => self.problem.costs(*level).get(period).copied().unwrap_or_default(),
            Limit::Cap(cap) => {
                let counts = |own: usize| self.problem.caps().is_within(own, cap);
                let counted = self.problem.candidate(*level).caps.iter().find(|(own, _)| counts(*own));
                counted.map_or(Money::ZERO, |(_, cost)| *cost)
            }
        }))
    }

    /// A smallest set that clashes: one mandate, else the two behind levels that exclude each other, else the dearest
    /// that exceed a limit, whichever is smallest; then less all that clash without.
    fn smallest_conflict(
        &self,
        roots: &[Id<Level>],
        conflict: Conflict,
        available: &Available,
    ) -> Result<Conflict, ArithmeticError> {
        for root in roots {
            if let Some(alone) = self.conflict(&[*root], available)? {
                return Ok(alone);
            }
        }
        let mut smallest = (roots.to_vec(), conflict);
        for set in self.suspects(roots, available)? {
            if set.len() < smallest.0.len()
                && let Some(conflict) = self.conflict(&set, available)?
            {
                smallest = (set, conflict);
            }
        }
        while let Some(smaller) = self.without_one(&smallest.0, available)? {
            smallest = smaller;
        }
        Ok(smallest.1)
    }

    /// The conflict with what all mandates cost at its limit: what must be raised for the set alone may not do for them.
    fn with_all(&self, conflict: Conflict, roots: &[Id<Level>]) -> Result<Conflict, ArithmeticError> {
        match (conflict, self.require(roots)) {
            (Conflict::Exceeding { mandates, limit, cost, holds, .. }, Ok(required)) => {
                let all = self.cost_of(&required, limit)?.maximum(cost);
                Ok(Conflict::Exceeding { mandates, limit, cost, all, holds })
            }
            (conflict, _) => Ok(conflict),
        }
    }

    fn without_one(
        &self,
        set: &[Id<Level>],
        available: &Available,
    ) -> Result<Option<(Vec<Id<Level>>, Conflict)>, ArithmeticError> {
        for left_out in set.iter().rev() {
            let fewer: Vec<Id<Level>> = set.iter().copied().filter(|level| level != left_out).collect();
            if let Some(conflict) = self.conflict(&fewer, available)? {
                return Ok(Some((fewer, conflict)));
            }
        }
        Ok(None)
    }

    /// Small sets that may clash.
    fn suspects(&self, roots: &[Id<Level>], available: &Available) -> Result<Vec<Vec<Id<Level>>>, ArithmeticError> {
        let Ok(required) = self.require(roots) else { return Ok(Vec::new()) };
        let mut suspects = Vec::new();
        if let Some((one, other)) = self.opposed_pair(&required) {
            suspects.push(self.in_rank_order(vec![root_of(&required, one), root_of(&required, other)]));
        }
        for (limit, holds) in limits(available) {
            let mut by_cost = Vec::new();
            for root in roots {
                let alone = self.require(&[*root]).unwrap_or_default();
                by_cost.push((self.cost_of(&alone, limit)?, *root));
            }
            by_cost.sort_by_key(|(cost, _)| std::cmp::Reverse(*cost));
            let mut sum = Money::ZERO;
            let mut set = Vec::new();
            for (cost, root) in by_cost {
                sum = sum.add(cost)?;
                set.push(root);
                if sum > holds {
                    suspects.push(self.in_rank_order(set));
                    break;
                }
            }
        }
        Ok(suspects)
    }

    fn in_rank_order(&self, mut levels: Vec<Id<Level>>) -> Vec<Id<Level>> {
        levels.sort_by_key(|level| self.rank(*level));
        levels.dedup();
        levels
    }
}

fn limits(available: &Available) -> impl Iterator<Item = (Limit, Money)> {
    let periods = available.periods.iter().enumerate().map(|(period, holds)| (Limit::Period(period), *holds));
    periods.chain(available.caps.iter().enumerate().map(|(cap, holds)| (Limit::Cap(cap), *holds)))
}

/// The mandate that brought a level in.
fn root_of(required: &[(Id<Level>, Grant)], level: Id<Level>) -> Id<Level> {
    let grant = required.iter().find(|(required, _)| *required == level);
    match grant {
        Some((_, Grant::MandateVia(root))) => *root,
        _ => level,
    }
}

/// The levels that some mandates require, as they are found.
struct Requirement<'list, 'plan> {
    list: &'list List<'list, 'plan>,
    progress: Vec<Progress>,
    mandated: Vec<bool>,
    required: Vec<(Id<Level>, Grant)>,
}

impl<'list, 'plan> Requirement<'list, 'plan> {
    fn new(list: &'list List<'list, 'plan>, roots: &[Id<Level>]) -> Requirement<'list, 'plan> {
        let mut mandated = vec![false; list.problem.len()];
        for root in roots {
            if let Some(place) = mandated.get_mut(root.index()) {
                *place = true;
            }
        }
        Requirement { list, progress: vec![Progress::Untouched; list.problem.len()], mandated, required: Vec::new() }
    }

    /// Takes a mandated level after all it cannot do without, however long that chain is.
    fn add(&mut self, root: Id<Level>) -> Result<(), Conflict> {
        let mut path = vec![root];
        while let Some(level) = path.last().copied() {
            match self.lacking(level, root)? {
                // A loop of needs is refused before; this only keeps the search finite.
                Some(dependency) if at(&self.progress, dependency) == Progress::Untouched => {
                    put(&mut self.progress, dependency, Progress::Entered);
                    path.push(dependency);
                }
                _ => {
                    path.pop();
                    self.take(level, root);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, level: Id<Level>, root: Id<Level>) {
        if at(&self.progress, level) == Progress::Required {
            return;
        }
        put(&mut self.progress, level, Progress::Required);
        let grant = if self.is_mandated(level) { Grant::Mandate } else { Grant::MandateVia(root) };
        self.required.push((level, grant));
    }

    /// The first thing a level cannot do without that is not required yet.
    fn lacking(&self, level: Id<Level>, root: Id<Level>) -> Result<Option<Id<Level>>, Conflict> {
        let candidate = self.list.problem.candidate(level);
        let is_required = |level: &Id<Level>| at(&self.progress, *level) == Progress::Required;
        if let Some(predecessor) = candidate.predecessor.filter(|predecessor| !is_required(predecessor)) {
            return Ok(Some(predecessor));
        }
        let Some(need) = candidate.needs.iter().find(|need| !need.any_of.iter().any(is_required)) else {
            return Ok(None);
        };
        self.choose(&need.any_of).map(Some).ok_or(Conflict::Unmet { mandate: root, level, need: need.named })
    }

    fn choose(&self, any_of: &[Id<Level>]) -> Option<Id<Level>> {
        let ranked: Vec<Id<Level>> = any_of.iter().copied().filter(|level| self.list.rank(*level).is_some()).collect();
        let mut ranked = self.list.in_rank_order(ranked);
        ranked.sort_by_key(|level| self.list.problem.candidate(*level).cost);
        let is_required = |level: Id<Level>| at(&self.progress, level) == Progress::Required || self.is_mandated(level);
        let is_free = |level: &Id<Level>| !self.list.opponents(*level).any(is_required);
        let mandated = ranked.iter().copied().find(|level| self.is_mandated(*level));
        mandated.or_else(|| ranked.iter().copied().find(is_free)).or_else(|| ranked.first().copied())
    }

    fn is_mandated(&self, level: Id<Level>) -> bool {
        self.mandated.get(level.index()).copied().unwrap_or(false)
    }
}

fn at(progress: &[Progress], level: Id<Level>) -> Progress {
    progress.get(level.index()).copied().unwrap_or(Progress::Required)
}

fn put(progress: &mut [Progress], level: Id<Level>, reached: Progress) {
    if let Some(place) = progress.get_mut(level.index()) {
        *place = reached;
    }
}
