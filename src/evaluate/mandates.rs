//! Mandates: takes the levels that authorities require, gives them with all they cannot do without, or the smallest set
//! of them that cannot stand together.

use crate::model::{AnyId, Id, Level};
use crate::quantity::{ArithmeticError, Money};

use super::sheet::Grant;
use super::walk::{Mandate, Problem, Purse};

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
        /// What there is.
        holds: Money,
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

/// The mandated levels in rank order, each after its predecessors and what it needs.
///
/// Where a need leaves a choice, the first of these is taken: one that is required already; one with a mandate of its
/// own; the highest-ranked that nothing required excludes; the highest-ranked.
pub fn mandated(problem: &Problem<'_>, order: &[Id<Level>], purse: &Purse) -> Result<Vec<(Id<Level>, Grant)>, Refusal> {
    let is_mandated = |level: &Id<Level>| problem.candidate(*level).mandate == Mandate::Required;
    let roots: Vec<Id<Level>> = order.iter().copied().filter(is_mandated).collect();
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let list = List::new(problem, order);
    let required = list.require(&roots).map_err(Refusal::Conflict)?;
    if let Some(conflict) = list.exclusion(&roots, &required) {
        return Err(Refusal::Conflict(conflict));
    }
    match list.excess(&roots, &required, purse)? {
        Some(conflict) => Err(Refusal::Conflict(conflict)),
        None => Ok(required),
    }
}

/// The list, to look ranks up in.
struct List<'walk, 'plan> {
    problem: &'walk Problem<'plan>,
    /// The rank of each level of the plan; none for those that are not on the list.
    ranks: Vec<Option<usize>>,
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
        List { problem, ranks }
    }

    /// The levels and all they cannot do without, each after those.
    fn require(&self, roots: &[Id<Level>]) -> Result<Vec<(Id<Level>, Grant)>, Conflict> {
        let mut progress = vec![Progress::Untouched; self.problem.len()];
        let mut required = Vec::new();
        for root in roots {
            let mut path = vec![*root];
            while let Some(level) = path.last().copied() {
                match self.lacking(level, *root, &progress)? {
                    // A loop of needs is refused before; this only keeps the search finite.
                    Some(dependency) if at(&progress, dependency) == Progress::Untouched => {
                        put(&mut progress, dependency, Progress::Entered);
                        path.push(dependency);
                    }
                    _ => {
                        path.pop();
                        if at(&progress, level) != Progress::Required {
                            put(&mut progress, level, Progress::Required);
                            required.push((level, self.grant(level, *root)));
                        }
                    }
                }
            }
        }
        Ok(required)
    }

    fn grant(&self, level: Id<Level>, root: Id<Level>) -> Grant {
        match self.problem.candidate(level).mandate {
            Mandate::Required => Grant::Mandate,
            Mandate::Free => Grant::MandateVia(root),
        }
    }

    /// The first thing a level cannot do without that is not required yet.
    fn lacking(&self, level: Id<Level>, root: Id<Level>, progress: &[Progress]) -> Result<Option<Id<Level>>, Conflict> {
        let candidate = self.problem.candidate(level);
        let is_required = |level: &Id<Level>| at(progress, *level) == Progress::Required;
        if let Some(predecessor) = candidate.predecessor.filter(|predecessor| !is_required(predecessor)) {
            return Ok(Some(predecessor));
        }
        let Some(need) = candidate.needs.iter().find(|need| !need.any_of.iter().any(is_required)) else {
            return Ok(None);
        };
        let choice = self.choose(&need.any_of, progress);
        choice.map(Some).ok_or(Conflict::Unmet { mandate: root, level, need: need.named })
    }

    fn choose(&self, any_of: &[Id<Level>], progress: &[Progress]) -> Option<Id<Level>> {
        let mut ranked: Vec<Id<Level>> = any_of.iter().copied().filter(|level| self.rank(*level).is_some()).collect();
        ranked.sort_by_key(|level| self.rank(*level));
        let is_mandated = |level: &Id<Level>| self.problem.candidate(*level).mandate == Mandate::Required;
        let is_required = |level: &Id<Level>| at(progress, *level) == Progress::Required || is_mandated(level);
        let is_free = |level: &Id<Level>| !self.opponents(*level).any(|opponent| is_required(&opponent));
        let mandated = ranked.iter().copied().find(is_mandated);
        mandated.or_else(|| ranked.iter().copied().find(is_free)).or_else(|| ranked.first().copied())
    }

    fn rank(&self, level: Id<Level>) -> Option<usize> {
        self.ranks.get(level.index()).copied().flatten()
    }

    fn opponents(&self, level: Id<Level>) -> impl Iterator<Item = Id<Level>> {
        let candidate = self.problem.candidate(level);
        candidate.excludes.iter().chain(candidate.rivals).copied()
    }

    /// The smallest set of mandates that require two levels which exclude each other.
    fn exclusion(&self, roots: &[Id<Level>], required: &[(Id<Level>, Grant)]) -> Option<Conflict> {
        let joint = self.opposed_pair(required)?;
        for root in roots {
            let alone = self.require(&[*root]).ok()?;
            if let Some(pair) = self.opposed_pair(&alone) {
                return Some(Conflict::Excluding { mandates: vec![*root], pair });
            }
        }
        let root_of = |level: Id<Level>| {
            required.iter().find(|(required, _)| *required == level).map_or(level, |(_, grant)| match grant {
                Grant::MandateVia(root) => *root,
                Grant::Mandate | Grant::Rank | Grant::Pool => level,
            })
        };
        let mut mandates = vec![root_of(joint.0), root_of(joint.1)];
        mandates.sort_by_key(|level| self.rank(*level));
        mandates.dedup();
        Some(Conflict::Excluding { mandates, pair: joint })
    }

    fn opposed_pair(&self, required: &[(Id<Level>, Grant)]) -> Option<(Id<Level>, Id<Level>)> {
        let mut taken = vec![Progress::Untouched; self.problem.len()];
        required.iter().find_map(|(level, _)| {
            put(&mut taken, *level, Progress::Required);
            let opponent = self.opponents(*level).find(|opponent| at(&taken, *opponent) == Progress::Required)?;
            Some((opponent, *level))
        })
    }

    /// The smallest set of mandates that exceed a period or a cap.
    fn excess(
        &self,
        roots: &[Id<Level>],
        required: &[(Id<Level>, Grant)],
        purse: &Purse,
    ) -> Result<Option<Conflict>, Refusal> {
        let periods = purse.periods.iter().enumerate().map(|(period, holds)| (Limit::Period(period), *holds));
        let caps = purse.caps.iter().enumerate().map(|(cap, holds)| (Limit::Cap(cap), *holds));
        let mut smallest: Option<(Vec<Id<Level>>, Conflict)> = None;
        for (limit, holds) in periods.chain(caps) {
            if !self.exceeds(required, limit, holds)? {
                continue;
            }
            let mandates = self.smallest_excess(roots, limit, holds)?;
            if smallest.as_ref().is_none_or(|(least, _)| mandates.len() < least.len()) {
                let cost = self.cost_of(&self.require(&mandates).map_err(Refusal::Conflict)?, limit)?;
                let conflict = Conflict::Exceeding { mandates: mandates.clone(), limit, cost, holds };
                smallest = Some((mandates, conflict));
            }
        }
        Ok(smallest.map(|(_, conflict)| conflict))
    }

    /// The dearest mandates until they exceed the limit, less those that are not needed for that. Where mandates share
    /// nothing they cannot do without, no smaller set exceeds it.
    fn smallest_excess(&self, roots: &[Id<Level>], limit: Limit, holds: Money) -> Result<Vec<Id<Level>>, Refusal> {
        let mut by_cost = Vec::new();
        for root in roots {
            let alone = self.require(&[*root]).map_err(Refusal::Conflict)?;
            by_cost.push((self.cost_of(&alone, limit)?, *root));
        }
        by_cost.sort_by(|left, right| right.0.cmp(&left.0));
        let mut set: Vec<Id<Level>> = Vec::new();
        for (_, root) in by_cost {
            set.push(root);
            if self.set_exceeds(&set, limit, holds)? {
                break;
            }
        }
        for index in (0..set.len()).rev() {
            let mut fewer = set.clone();
            fewer.remove(index);
            if self.set_exceeds(&fewer, limit, holds)? {
                set = fewer;
            }
        }
        set.sort_by_key(|level| self.rank(*level));
        Ok(set)
    }

    fn set_exceeds(&self, roots: &[Id<Level>], limit: Limit, holds: Money) -> Result<bool, Refusal> {
        let required = self.require(roots).map_err(Refusal::Conflict)?;
        Ok(self.exceeds(&required, limit, holds)?)
    }

    fn exceeds(&self, required: &[(Id<Level>, Grant)], limit: Limit, holds: Money) -> Result<bool, ArithmeticError> {
        let cost = self.cost_of(required, limit)?;
        Ok(cost.is_positive() && cost > holds)
    }

    fn cost_of(&self, required: &[(Id<Level>, Grant)], limit: Limit) -> Result<Money, ArithmeticError> {
        Money::sum(required.iter().map(|(level, _)| match limit {
            Limit::Period(period) => self.problem.costs(*level).get(period).copied().unwrap_or_default(),
            Limit::Cap(cap) => {
                let counted = self.problem.candidate(*level).caps.iter().find(|(of, _)| *of == cap);
                counted.map_or(Money::ZERO, |(_, cost)| *cost)
            }
        }))
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
