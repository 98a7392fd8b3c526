//! The walk down the list: takes levels in rank order as plain figures and the money there is, gives who is funded and
//! why the others are not. It knows nothing of plans beyond the ids of their levels.

use crate::check::{Available, NeedTerms, Pool};
use crate::model::funding::Policy;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money};

pub use super::candidate::{Candidate, Counted, Mandate, Merit};
use super::forest::Forest;
pub use super::holds::{FloorPlace, Held};
use super::holds::{Floors as FloorTree, Holds};
use super::rooms::Rooms;
use super::sheet::{Blocker, Exclusion, Grant, PoolWalk, Status};

/// The levels as funding sees them.
#[derive(Debug, Clone)]
pub struct Problem<'plan> {
    /// The levels, in the order of the plan's.
    candidates: Vec<Candidate<'plan>>,
    /// How many budget periods there are.
    periods: usize,
    /// What each level costs in each period: level after level, so many figures each as there are periods.
    costs: Vec<Money>,
    /// How floors stand in one another.
    floors: FloorTree,
    /// How caps do.
    caps: Forest,
}

/// How to walk.
#[derive(Debug, Clone, Copy)]
pub struct Route<'order> {
    /// The levels in rank order.
    pub order: &'order [Id<Level>],
    /// Those that are funded before the walk.
    pub mandated: &'order Mandated,
    /// Whether a level that the money does not reach ends the walk. `optimal`, which is no walk, goes like `skip`.
    pub policy: Policy,
    /// Whether a second walk without floors follows.
    pub pool: Pool,
}

/// What a walk comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Walked {
    /// The status of each level, in the order of the plan's; none for those that are not on the list.
    pub statuses: Vec<Option<Status>>,
    /// With `stop`: the level that drew the line.
    pub line: Option<Id<Level>>,
    /// What is left in each period.
    pub left: Vec<Money>,
    /// What there is still room for below each cap.
    pub room: Vec<Money>,
    /// What counts towards each floor in each period, in the order of the available's.
    pub met: Vec<Money>,
    /// What floors still hold in each period.
    pub held: Vec<Held>,
    /// The highest-ranked level that money alone keeps out, as the walk that decided on it saw it.
    pub shortage: Option<Shortage>,
    /// The second walk.
    pub pool: Option<PoolWalk>,
    /// The same figure means that the same levels were funded in the same walks.
    pub trace: u64,
}

/// The mandated levels and all that they cannot do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mandated {
    /// Each after what it cannot do without.
    pub levels: Vec<(Id<Level>, Grant)>,
    /// What better-ranked ways to meet what they need lack of money.
    pub refused: Vec<Shortage>,
}

/// How much money a level lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// The level.
    pub level: Id<Level>,
    /// What is missing in each period, with what floors hold back for others; nothing where a cap is in its way.
    pub by_period: Vec<Money>,
    /// The cap in its way, and what is missing below it.
    pub cap: Option<(usize, Money)>,
}

impl<'plan> Problem<'plan> {
    /// No levels yet; a budget of so many periods, these floors, and of each cap the nearest around it.
    #[must_use]
    pub fn new(periods: usize, floors: Vec<FloorPlace>, caps: Vec<Option<usize>>) -> Problem<'plan> {
        let (floors, caps) = (FloorTree::new(floors), Forest::new(caps));
        Problem { candidates: Vec::new(), periods, costs: Vec::new(), floors, caps }
    }

    /// Makes room for so many more levels.
    pub(super) fn reserve(&mut self, levels: usize) {
        self.candidates.reserve_exact(levels);
        self.costs.reserve_exact(levels.saturating_mul(self.periods));
    }

    /// Adds the next level with its cost in each period.
    pub fn add(&mut self, candidate: Candidate<'plan>, costs: &[Money]) {
        let costs = costs.iter().copied().chain(std::iter::repeat(Money::ZERO)).take(self.periods);
        self.costs.extend(costs);
        self.candidates.push(candidate);
    }

    /// Puts another level in the place of one.
    pub(super) fn replace(&mut self, level: Id<Level>, candidate: Candidate<'plan>, costs: &[Money]) {
        let start = level.index() * self.periods;
        for (slot, cost) in self.costs.iter_mut().skip(start).take(self.periods).zip(costs) {
            *slot = *cost;
        }
        if let Some(slot) = self.candidates.get_mut(level.index()) {
            *slot = candidate;
        }
    }

    /// How floors stand in one another.
    #[must_use]
    pub fn floors(&self) -> &FloorTree {
        &self.floors
    }

    /// How caps do.
    pub(super) fn caps(&self) -> &Forest {
        &self.caps
    }

    /// How many levels there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// A level.
    #[must_use]
    pub fn candidate(&self, level: Id<Level>) -> &Candidate<'plan> {
        self.candidates.get(level.index()).expect("every level of the plan is a candidate")
    }

    /// What a level costs in each period.
    #[must_use]
    pub fn costs(&self, level: Id<Level>) -> &[Money] {
        let start = level.index() * self.periods;
        self.costs.get(start..start + self.periods).unwrap_or(&[])
    }
}

/// Funds the mandated levels, then walks the list.
pub fn walk(problem: &Problem<'_>, available: &Available, route: Route<'_>) -> Result<Walked, ArithmeticError> {
    walk_noting(problem, available, route, Noted::First).map(|(walked, _)| walked)
}

/// The same, with what every level lacks that is refused for money: first those that mandates would rather have, then in
/// the order of the walks.
pub fn walk_with_shortages(
    problem: &Problem<'_>,
    available: &Available,
    route: Route<'_>,
) -> Result<(Walked, Vec<Shortage>), ArithmeticError> {
    walk_noting(problem, available, route, Noted::All)
}

fn walk_noting(
    problem: &Problem<'_>,
    available: &Available,
    route: Route<'_>,
    noted: Noted,
) -> Result<(Walked, Vec<Shortage>), ArithmeticError> {
    let mut walk = Walk { noted, ..Walk::new(problem, available)? };
    if noted == Noted::All {
        walk.shortages.extend(route.mandated.refused.iter().cloned());
    }
    for (level, grant) in &route.mandated.levels {
        walk.fund(*level, *grant)?;
    }
    walk.go_down(route, Grant::Rank)?;
    walk.walk_pool(route)?;
    let walked = Walked {
        statuses: walk.statuses,
        line: walk.line,
        left: walk.left,
        room: walk.rooms.into_rooms()?,
        held: (0..problem.periods).map(|period| walk.holds.held_in(period)).collect(),
        met: walk.holds.into_met()?,
        shortage: walk.shortage,
        pool: walk.pool,
        trace: walk.trace,
    };
    Ok((walked, walk.shortages))
}

/// A walk under way.
struct Walk<'walk, 'plan> {
    problem: &'walk Problem<'plan>,
    left: Vec<Money>,
    rooms: Rooms<'walk>,
    holds: Holds<'walk>,
    floors: Floors,
    statuses: Vec<Option<Status>>,
    line: Option<Id<Level>>,
    shortage: Option<Shortage>,
    noted: Noted,
    shortages: Vec<Shortage>,
    trace: u64,
    pool: Option<PoolWalk>,
}

/// Which shortages are worked out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Noted {
    First,
    All,
}

/// Whether floors hold money back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Floors {
    Hold,
    Released,
}

impl<'walk, 'plan> Walk<'walk, 'plan> {
    fn new(problem: &'walk Problem<'plan>, available: &Available) -> Result<Walk<'walk, 'plan>, ArithmeticError> {
        Ok(Walk {
            problem,
            left: available.periods.clone(),
            rooms: Rooms::new(&problem.caps, &available.caps),
            holds: Holds::new(&problem.floors, &available.floors, problem.periods)?,
            floors: if available.floors.is_empty() { Floors::Released } else { Floors::Hold },
            statuses: vec![None; problem.len()],
            line: None,
            shortage: None,
            noted: Noted::First,
            shortages: Vec::new(),
            trace: 0,
            pool: None,
        })
    }

    fn go_down(&mut self, route: Route<'_>, grant: Grant) -> Result<(), ArithmeticError> {
        for level in route.order {
            if self.is_funded(*level) {
                continue;
            }
            let status = match self.line {
                Some(drawn_by) => Some(Status::BelowLine { drawn_by }),
                None => self.obstacle(*level)?,
            };
            match status {
                None => self.fund(*level, grant)?,
                Some(status) => self.refuse(*level, status, route.policy)?,
            }
        }
        Ok(())
    }

    /// The second walk over what the first left.
    fn walk_pool(&mut self, route: Route<'_>) -> Result<(), ArithmeticError> {
        if route.pool == Pool::Kept || self.floors == Floors::Released {
            return Ok(());
        }
        let left = Money::sum(self.left.iter().copied())?;
        // What mandates spent of it cannot be held.
        let there =
            |(period, left): (usize, &Money)| self.holds.held_in(period).amount.minimum(left.maximum(Money::ZERO));
        let held = Money::sum(self.left.iter().enumerate().map(there))?;
        self.floors = Floors::Released;
        self.line = None;
        let first = self.shortage.take();
        // A level that only the second walk funds is another than one of the first.
        self.trace = self.trace.wrapping_add(0x5851_F42D_4C95_7F2D);
        self.go_down(route, Grant::Pool)?;
        // What the second walk could fund lacks nothing any more.
        let first = first.filter(|shortage| !self.is_funded(shortage.level));
        self.shortage = first.or(self.shortage.take());
        let is_from_pool = |level: &&Id<Level>| self.status(**level) == Some(&Status::Funded(Grant::Pool));
        let funded = route.order.iter().filter(is_from_pool).copied().collect();
        self.pool = Some(PoolWalk { held, left, funded });
        Ok(())
    }

    fn fund(&mut self, level: Id<Level>, grant: Grant) -> Result<(), ArithmeticError> {
        let problem = self.problem;
        let candidate = problem.candidate(level);
        for (left, cost) in self.left.iter_mut().zip(problem.costs(level)) {
            *left = left.subtract(*cost)?;
        }
        self.rooms.take(&candidate.caps)?;
        self.holds.fund(candidate, problem.costs(level))?;
        self.trace =
            self.trace.rotate_left(7).wrapping_add(level.index() as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.set(level, Status::Funded(grant));
        Ok(())
    }

    fn refuse(&mut self, level: Id<Level>, status: Status, policy: Policy) -> Result<(), ArithmeticError> {
        if matches!(status, Status::Short { .. } | Status::HeldBack { .. }) {
            self.note_shortage(level)?;
            match policy {
                Policy::Stop => self.line = Some(level),
                Policy::Skip | Policy::Optimal => {}
            }
        }
        if let (Status::Capped { cap, cost, room }, Noted::All) = (&status, self.noted) {
            self.shortages.push(Shortage { level, by_period: Vec::new(), cap: Some((*cap, cost.subtract(*room)?)) });
        }
        // A second walk gives no reasons: what the first one found remains.
        if self.status(level).is_none() {
            self.set(level, status);
        }
        Ok(())
    }

    fn note_shortage(&mut self, level: Id<Level>) -> Result<(), ArithmeticError> {
        if self.shortage.is_some() && self.noted == Noted::First {
            return Ok(());
        }
        let shortage = self.shortage_of(level)?;
        if self.noted == Noted::All {
            self.shortages.push(shortage.clone());
        }
        self.shortage.get_or_insert(shortage);
        Ok(())
    }

    /// Why a level cannot be funded now. Money comes last, so that what is short of money lacks nothing else.
    fn obstacle(&self, level: Id<Level>) -> Result<Option<Status>, ArithmeticError> {
        let candidate = self.problem.candidate(level);
        let refusal = self.blocked(candidate).or_else(|| self.excluded(candidate)).or_else(|| below_minimum(candidate));
        if refusal.is_some() {
            return Ok(refusal);
        }
        if let Some((cap, cost, room)) = self.rooms.in_the_way(&candidate.caps)? {
            return Ok(Some(Status::Capped { cap, cost, room }));
        }
        match self.short(level)? {
            Some(short) => Ok(Some(short)),
            None => self.held_back(level),
        }
    }

    fn blocked(&self, candidate: &Candidate<'plan>) -> Option<Status> {
        let predecessor = candidate.predecessor.filter(|predecessor| !self.is_funded(*predecessor));
        if let Some(predecessor) = predecessor {
            return Some(Status::Blocked(Blocker::Predecessor(predecessor)));
        }
        let lacks = |need: &&NeedTerms| !need.any_of.iter().any(|level| self.is_funded(*level));
        candidate.needs.iter().find(lacks).map(|need| Status::Blocked(Blocker::Need(need.named)))
    }

    fn excluded(&self, candidate: &Candidate<'plan>) -> Option<Status> {
        let is_funded = |level: &&Id<Level>| self.is_funded(**level);
        let by_name =
            candidate.excludes.iter().find(is_funded).map(|by| Status::Excluded { by: *by, because: Exclusion::Named });
        by_name.or_else(|| {
            let by = candidate.rivals.iter().find(is_funded)?;
            Some(Status::Excluded { by: *by, because: Exclusion::Rival })
        })
    }

    /// What costs nothing in a period needs none of its money.
    fn short(&self, level: Id<Level>) -> Result<Option<Status>, ArithmeticError> {
        for (period, (cost, left)) in self.problem.costs(level).iter().zip(&self.left).enumerate() {
            if cost.is_positive() && cost > left {
                return Ok(Some(Status::Short { by: cost.subtract(*left)?, period, cost: *cost, left: *left }));
            }
        }
        Ok(None)
    }

    /// In each period in which it costs something, what floors hold for others must stay.
    fn held_back(&self, level: Id<Level>) -> Result<Option<Status>, ArithmeticError> {
        if self.floors == Floors::Released || self.holds.hold_nothing() {
            return Ok(None);
        }
        let candidate = self.problem.candidate(level);
        for (period, (cost, left)) in self.problem.costs(level).iter().zip(&self.left).enumerate() {
            let held = self.holds.amount_from(candidate, period, *cost)?;
            if cost.is_positive() && held.is_positive() && cost.add(held)? > *left {
                let held = self.holds.held_from(candidate, period, *cost)?;
                let by = cost.add(held.amount)?.subtract(*left)?;
                return Ok(Some(Status::HeldBack { by, period, cost: *cost, left: *left, held: Box::new(held) }));
            }
        }
        Ok(None)
    }

    fn shortage_of(&self, level: Id<Level>) -> Result<Shortage, ArithmeticError> {
        let candidate = self.problem.candidate(level);
        let lacks = |(period, (cost, left)): (usize, (&Money, &Money))| {
            if !cost.is_positive() {
                return Ok(Money::ZERO);
            }
            let held = match self.floors {
                Floors::Released => Money::ZERO,
                Floors::Hold => self.holds.amount_from(candidate, period, *cost)?,
            };
            Ok(cost.add(held)?.subtract(*left)?.maximum(Money::ZERO))
        };
        let by_period: Result<Vec<Money>, ArithmeticError> =
            self.problem.costs(level).iter().zip(&self.left).enumerate().map(lacks).collect();
        Ok(Shortage { level, by_period: by_period?, cap: None })
    }

    fn is_funded(&self, level: Id<Level>) -> bool {
        matches!(self.status(level), Some(Status::Funded(_)))
    }

    fn status(&self, level: Id<Level>) -> Option<&Status> {
        self.statuses.get(level.index()).and_then(Option::as_ref)
    }

    fn set(&mut self, level: Id<Level>, status: Status) {
        if let Some(place) = self.statuses.get_mut(level.index()) {
            *place = Some(status);
        }
    }
}

fn below_minimum(candidate: &Candidate<'_>) -> Option<Status> {
    match candidate.merit {
        Merit::Enough => None,
        Merit::Below(minimum) => Some(Status::BelowMinimumScore { minimum }),
    }
}

impl Walked {
    /// Whether a level is funded.
    #[must_use]
    pub fn is_funded(&self, level: Id<Level>) -> bool {
        matches!(self.statuses.get(level.index()), Some(Some(Status::Funded(_))))
    }
}
