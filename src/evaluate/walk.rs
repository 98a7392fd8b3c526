//! The walk down the list: takes levels in rank order as plain figures and the money there is, gives who is funded and
//! why the others are not. It knows nothing of plans beyond the ids of their levels.

use crate::check::{NeedTerms, Pool};
use crate::model::funding::Policy;
use crate::model::{Id, Kind, Level};
use crate::quantity::{ArithmeticError, Money, Number};

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
    /// The kind of what each floor is about.
    floor_kinds: Vec<Kind>,
}

/// A level as funding sees it.
#[derive(Debug, Clone)]
pub struct Candidate<'plan> {
    /// The gross cost over the calendar.
    pub cost: Money,
    /// The level it adds to.
    pub predecessor: Option<Id<Level>>,
    /// What it cannot do without: of each group at least one.
    pub needs: &'plan [NeedTerms],
    /// What it rules out; those rule it out, too.
    pub excludes: &'plan [Id<Level>],
    /// The levels of other ways to do the same job; those have it as a rival, too.
    pub rivals: &'plan [Id<Level>],
    /// Whether an authority requires it.
    pub mandate: Mandate,
    /// Whether its score suffices.
    pub merit: Merit,
    /// What of its cost counts towards which caps; only amounts above zero.
    pub caps: Vec<(usize, Money)>,
    /// What of its cost counts towards which floors; only amounts above zero.
    pub floors: Vec<(usize, Money)>,
}

/// Whether an authority requires a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mandate {
    /// It has a `mandate`.
    Required,
    /// It has none.
    Free,
}

/// Whether a score suffices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merit {
    /// There is no least score, or it is reached.
    Enough,
    /// The score is below this least.
    Below(Number),
}

/// The money there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    /// What each budget period holds after the reserve.
    pub periods: Vec<Money>,
    /// The most that each cap allows.
    pub caps: Vec<Money>,
    /// The least that each floor holds.
    pub floors: Vec<Money>,
}

/// How to walk.
#[derive(Debug, Clone, Copy)]
pub struct Route<'order> {
    /// The levels in rank order.
    pub order: &'order [Id<Level>],
    /// Those that are funded before the walk, each after what it cannot do without.
    pub mandated: &'order [(Id<Level>, Grant)],
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
    /// What counts towards each floor.
    pub met: Vec<Money>,
    /// What each floor still lacks.
    pub lacking: Vec<Money>,
    /// The highest-ranked level that money alone keeps out, as the walk that decided on it saw it.
    pub shortage: Option<Shortage>,
    /// The same in the first walk, where a second followed.
    pub shortage_before_pool: Option<Shortage>,
    /// The second walk.
    pub pool: Option<PoolWalk>,
}

/// How much money a level lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// The level.
    pub level: Id<Level>,
    /// What is missing in each period.
    pub by_period: Vec<Money>,
    /// What is missing in all, with what floors hold back for others.
    pub in_all: Money,
}

impl<'plan> Problem<'plan> {
    /// No levels yet; a budget of so many periods, and floors about things of these kinds.
    #[must_use]
    pub fn new(periods: usize, floor_kinds: Vec<Kind>) -> Problem<'plan> {
        Problem { candidates: Vec::new(), periods, costs: Vec::new(), floor_kinds }
    }

    /// Adds the next level with its cost in each period.
    pub fn add(&mut self, candidate: Candidate<'plan>, costs: &[Money]) {
        let costs = costs.iter().copied().chain(std::iter::repeat(Money::ZERO)).take(self.periods);
        self.costs.extend(costs);
        self.candidates.push(candidate);
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
pub fn walk(problem: &Problem<'_>, purse: &Purse, route: Route<'_>) -> Result<Walked, ArithmeticError> {
    walk_noting(problem, purse, route, Noted::First).map(|(walked, _)| walked)
}

/// The same, with what every level lacks that a walk refuses for money, in the order of the refusals.
pub fn walk_with_shortages(
    problem: &Problem<'_>,
    purse: &Purse,
    route: Route<'_>,
) -> Result<(Walked, Vec<Shortage>), ArithmeticError> {
    walk_noting(problem, purse, route, Noted::All)
}

fn walk_noting(
    problem: &Problem<'_>,
    purse: &Purse,
    route: Route<'_>,
    noted: Noted,
) -> Result<(Walked, Vec<Shortage>), ArithmeticError> {
    let mut walk = Walk { noted, ..Walk::new(problem, purse)? };
    for (level, grant) in route.mandated {
        walk.fund(*level, *grant)?;
    }
    walk.go_down(route, Grant::Rank)?;
    let shortage_before_pool = walk.walk_pool(route)?;
    let walked = Walked {
        statuses: walk.statuses,
        line: walk.line,
        left: walk.left,
        room: walk.room,
        met: walk.met,
        lacking: walk.lacking,
        shortage: walk.shortage,
        shortage_before_pool,
        pool: walk.pool,
    };
    Ok((walked, walk.shortages))
}

/// A walk under way.
struct Walk<'walk, 'plan> {
    problem: &'walk Problem<'plan>,
    left: Vec<Money>,
    left_in_all: Money,
    room: Vec<Money>,
    met: Vec<Money>,
    lacking: Vec<Money>,
    floors: Floors,
    statuses: Vec<Option<Status>>,
    line: Option<Id<Level>>,
    shortage: Option<Shortage>,
    noted: Noted,
    shortages: Vec<Shortage>,
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

/// What the floors of others hold back from a level.
#[derive(Default)]
struct Held {
    amount: Money,
    floors: Vec<(usize, Money)>,
}

impl<'walk, 'plan> Walk<'walk, 'plan> {
    fn new(problem: &'walk Problem<'plan>, purse: &Purse) -> Result<Walk<'walk, 'plan>, ArithmeticError> {
        Ok(Walk {
            problem,
            left: purse.periods.clone(),
            left_in_all: Money::sum(purse.periods.iter().copied())?,
            room: purse.caps.clone(),
            met: vec![Money::ZERO; purse.floors.len()],
            lacking: purse.floors.clone(),
            floors: if purse.floors.is_empty() { Floors::Released } else { Floors::Hold },
            statuses: vec![None; problem.len()],
            line: None,
            shortage: None,
            noted: Noted::First,
            shortages: Vec::new(),
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

    /// The second walk over what the first left; gives what the first was short of.
    fn walk_pool(&mut self, route: Route<'_>) -> Result<Option<Shortage>, ArithmeticError> {
        if route.pool == Pool::Kept || self.floors == Floors::Released {
            return Ok(None);
        }
        let held = Money::sum(self.lacking.iter().copied())?;
        let left = self.left_in_all;
        self.floors = Floors::Released;
        self.line = None;
        let shortage_before = self.shortage.take();
        self.go_down(route, Grant::Pool)?;
        let is_from_pool = |level: &&Id<Level>| self.status(**level) == Some(&Status::Funded(Grant::Pool));
        let funded = route.order.iter().filter(is_from_pool).copied().collect();
        self.pool = Some(PoolWalk { held, left, funded });
        Ok(shortage_before)
    }

    fn fund(&mut self, level: Id<Level>, grant: Grant) -> Result<(), ArithmeticError> {
        let problem = self.problem;
        let candidate = problem.candidate(level);
        for (left, cost) in self.left.iter_mut().zip(problem.costs(level)) {
            *left = left.subtract(*cost)?;
        }
        self.left_in_all = self.left_in_all.subtract(candidate.cost)?;
        for (cap, cost) in &candidate.caps {
            if let Some(room) = self.room.get_mut(*cap) {
                *room = room.subtract(*cost)?;
            }
        }
        for (floor, cost) in &candidate.floors {
            if let (Some(met), Some(lacking)) = (self.met.get_mut(*floor), self.lacking.get_mut(*floor)) {
                *met = met.add(*cost)?;
                *lacking = lacking.subtract(*cost)?.maximum(Money::ZERO);
            }
        }
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
        self.set(level, status);
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
        let refusal = self
            .blocked(candidate)
            .or_else(|| self.excluded(candidate))
            .or_else(|| below_minimum(candidate))
            .or_else(|| self.capped(candidate));
        if refusal.is_some() {
            return Ok(refusal);
        }
        match self.short(level)? {
            Some(short) => Ok(Some(short)),
            None => self.held_back(candidate),
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
        let funded_of = |levels: &[Id<Level>]| levels.iter().copied().find(|level| self.is_funded(*level));
        let by_name = funded_of(candidate.excludes).map(|by| Status::Excluded { by, because: Exclusion::Named });
        by_name.or_else(|| funded_of(candidate.rivals).map(|by| Status::Excluded { by, because: Exclusion::Rival }))
    }

    fn capped(&self, candidate: &Candidate<'plan>) -> Option<Status> {
        candidate.caps.iter().find_map(|(cap, cost)| {
            let room = self.room.get(*cap).copied()?;
            (*cost > room).then_some(Status::Capped { cap: *cap, cost: *cost, room })
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

    fn held_back(&self, candidate: &Candidate<'plan>) -> Result<Option<Status>, ArithmeticError> {
        if self.floors == Floors::Released || !candidate.cost.is_positive() {
            return Ok(None);
        }
        let held = self.held_from(candidate)?;
        let by = candidate.cost.add(held.amount)?.subtract(self.left_in_all)?;
        if held.floors.is_empty() || !by.is_positive() {
            return Ok(None);
        }
        Ok(Some(Status::HeldBack { by, cost: candidate.cost, left: self.left_in_all, held: held.floors }))
    }

    /// What the floors of others lack: summed within one kind, the largest over kinds, the first of equals.
    fn held_from(&self, candidate: &Candidate<'plan>) -> Result<Held, ArithmeticError> {
        let mut largest = Held::default();
        if !self.lacking.iter().any(|lacking| lacking.is_positive()) {
            return Ok(largest);
        }
        for kind in [Kind::Department, Kind::Category, Kind::Journey, Kind::Stage, Kind::Objective] {
            let mut held = Held::default();
            for (floor, (floor_kind, lacking)) in self.problem.floor_kinds.iter().zip(&self.lacking).enumerate() {
                let is_own = candidate.floors.iter().any(|(own, _)| *own == floor);
                if *floor_kind == kind && !is_own && lacking.is_positive() {
                    held.amount = held.amount.add(*lacking)?;
                    held.floors.push((floor, *lacking));
                }
            }
            if held.amount > largest.amount {
                largest = held;
            }
        }
        Ok(largest)
    }

    fn shortage_of(&self, level: Id<Level>) -> Result<Shortage, ArithmeticError> {
        let candidate = self.problem.candidate(level);
        let held = if self.floors == Floors::Released { Money::ZERO } else { self.held_from(candidate)?.amount };
        let lacks = |(cost, left): (&Money, &Money)| {
            if cost.is_positive() { Ok(cost.subtract(*left)?.maximum(Money::ZERO)) } else { Ok(Money::ZERO) }
        };
        let by_period: Result<Vec<Money>, ArithmeticError> =
            self.problem.costs(level).iter().zip(&self.left).map(lacks).collect();
        let in_all = candidate.cost.add(held)?.subtract(self.left_in_all)?.maximum(Money::ZERO);
        Ok(Shortage { level, by_period: by_period?, in_all })
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
