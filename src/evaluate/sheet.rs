//! The ranking sheet and what comes with it: what funding gives. Every reason carries its figures; words are the report's.

use super::holds::Held;
use super::rating::ValueForMoney;
use crate::model::funding::Policy;
use crate::model::{AnyId, Id, Level};
use crate::quantity::{Money, Number};
use crate::source::Span;

/// What is funded under one policy and budget, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingOutcome {
    /// How the list was walked.
    pub policy: Policy,
    /// The ranking sheet.
    pub sheet: RankingSheet,
    /// The funded levels, in rank order.
    pub funded: Vec<Id<Level>>,
    /// The money of all periods together.
    pub total: MoneyUse,
    /// The money of each budget period, in the order of the plan's.
    pub periods: Vec<MoneyUse>,
    /// What the funded levels save and earn, and what they score together.
    pub gain: Gain,
    /// Each cap and what counts towards it, in the order of the plan's.
    pub caps: Vec<BoundUse>,
    /// Each floor in each budget period in which it holds something, in the order of the plan's.
    pub floors: Vec<BoundUse>,
    /// The second walk, where `pool: yes` and there are floors.
    pub pool: Option<PoolWalk>,
    /// Why money stays.
    pub unspent: Unspent,
    /// With `optimal`: how sure the best set is.
    pub optimum: Option<Optimum>,
    /// What each other policy would have funded.
    pub others: Vec<OtherPolicy>,
    /// The rise of the budget that funds the next level; absent when money alone keeps nothing out.
    pub next: Option<NextLevel>,
    /// Whether it was looked for to the end.
    pub search: NextSearch,
}

/// The levels in rank order, with their figures and reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingSheet {
    /// The rows, the highest rank first.
    pub rows: Vec<Row>,
    /// With `stop`: the row of the level that draws the line; nothing from there on is funded, mandates apart.
    pub line: Option<usize>,
}

/// A level on the ranking sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its rank, from 1.
    pub rank: usize,
    /// The level.
    pub level: Id<Level>,
    /// How it came to this rank.
    pub placed: Placed,
    /// Its gross cost over the calendar.
    pub cost: Money,
    /// Its cost in a full year, where recurring cost begins late.
    pub full_year: Option<Money>,
    /// Its cost less savings and earnings, as its value for money counts them.
    pub net: Money,
    /// Savings in `net` that do not come about, as the level they save on is not funded or saves no more.
    pub unrealised: Money,
    /// The gross cost of the funded levels down to this row.
    pub cumulative: Money,
    /// Its score.
    pub score: Number,
    /// What the score is for the money.
    pub value: ValueForMoney,
    /// Whether it is funded, and the one reason.
    pub status: Status,
}

/// How a level came to its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// The ranking names it.
    Ranked,
    /// It is the best value for money of those whose turn it could be.
    ByValue {
        /// Another of the same value, which stands further down.
        tie: Option<Tie>,
    },
}

/// A tie, and what broke it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// The level it ties with.
    pub with: Id<Level>,
    /// What broke the tie.
    pub broken_by: TieBreak,
}

/// What breaks a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieBreak {
    /// The lower gross cost goes first.
    LowerCost,
    /// The costs are equal, too: the name that comes first goes first.
    Name,
}

// Each walk has one for each level, and most are funded.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Status>() <= 72);

/// Whether a level is funded, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It is funded.
    Funded(Grant),
    /// The line was drawn above it (`stop`).
    BelowLine {
        /// The level that drew the line.
        drawn_by: Id<Level>,
    },
    /// The money does not reach.
    Short {
        /// How much is missing.
        by: Money,
        /// In which budget period; the first such.
        period: usize,
        /// What the level costs in it.
        cost: Money,
        /// What was left in it when its turn came.
        left: Money,
    },
    /// The money would reach, were it not held back for others.
    HeldBack {
        /// How much is missing.
        by: Money,
        /// In which budget period; the first such.
        period: usize,
        /// What the level costs in it.
        cost: Money,
        /// What was left in it when its turn came, with what is held back.
        left: Money,
        /// What the floors of others held there.
        held: Box<Held>,
    },
    /// It cannot do without something that is not funded.
    Blocked(Blocker),
    /// A funded level rules it out.
    Excluded {
        /// The funded level.
        by: Id<Level>,
        /// Why the two do not go together.
        because: Exclusion,
    },
    /// A cap is in its way.
    Capped {
        /// The cap, by its place among the plan's.
        cap: usize,
        /// What of the level counts towards it.
        cost: Money,
        /// What there was room for when its turn came.
        room: Money,
    },
    /// Its score is below the least that is funded.
    BelowMinimumScore {
        /// The least.
        minimum: Number,
    },
    /// The best set goes without it (`optimal`).
    NotBest(Box<Exchange>),
    /// No allowed set holds it, as what is required leaves no place for it (`optimal`).
    NoSet,
}

/// What a level would take from the best set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// How much less a set with it scores at best.
    pub less: Number,
    /// Whether a set with it scores just so much less; else it is at least so much.
    pub is_exact: bool,
    /// What would be in besides.
    pub with: Vec<Id<Level>>,
    /// What would be out for it.
    pub without: Vec<Id<Level>>,
}

/// The best set, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Optimum {
    /// How sure it is.
    pub proof: Proof,
    /// The same of what was added once floors held no more, with `pool: yes`.
    pub pool: Option<Proof>,
    /// The policy whose walk scores more in its two rounds than the best set and its best addition; that walk's set is taken.
    pub by_walk: Option<Policy>,
}

impl Optimum {
    /// Whether every search finds this set: it is proved, and told from all that equal it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.proof == Proof::Best && self.pool.is_none_or(|pool| pool == Proof::Best)
    }
}

/// How sure a best set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is proved: no allowed set scores more, none that scores as much costs less, and of those equal in both this one
    /// holds the highest-ranked level in which they differ.
    Best,
    /// It is proved to be one of the best in score and cost; whether others are equal was not worked out.
    OneOfEqual,
    /// It is the best that was found; nobody can score more than this.
    AtMost(Number),
}

/// Why a level is funded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Its rank and the money that was left.
    Rank,
    /// An authority requires it (the plan has its words).
    Mandate,
    /// A mandated level cannot do without it.
    MandateVia(Id<Level>),
    /// It is in the best set (`optimal`).
    Optimum,
    /// Money that the floors left, in the second walk.
    Pool,
}

/// What a level lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocker {
    /// The level it adds to.
    Predecessor(Id<Level>),
    /// What it needs, as the plan names it.
    Need(AnyId),
}

/// Why two levels do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusion {
    /// One `excludes` the other.
    Named,
    /// They are of two ways to do the same job.
    Rival,
}

/// Money: how much there is and where it goes. `budget = reserve + spent + left`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MoneyUse {
    /// What there is.
    pub budget: Money,
    /// What is kept back.
    pub reserve: Money,
    /// The gross cost of what is funded.
    pub spent: Money,
    /// What stays.
    pub left: Money,
}

/// What the funded levels bring back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gain {
    /// Savings that count.
    pub saved: Money,
    /// Earnings.
    pub earned: Money,
    /// Gross cost less savings and earnings.
    pub net: Money,
    /// The sum of the scores.
    pub score: Number,
}

/// A cap or a floor, and what counts towards it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundUse {
    /// The line in the plan.
    pub span: Span,
    /// The department, category, journey, stage or objective.
    pub about: AnyId,
    /// The budget period, where there are several and it is a floor.
    pub period: Option<usize>,
    /// The most, or the least, in money.
    pub amount: Money,
    /// What the funded levels count towards it.
    pub used: Money,
}

/// The second walk: without floors, over what the first left unfunded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolWalk {
    /// What the floors still held when it began.
    pub held: Money,
    /// All that was left when it began.
    pub left: Money,
    /// What it funded, in rank order.
    pub funded: Vec<Id<Level>>,
}

/// Why money stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unspent {
    /// None does.
    Nothing,
    /// Every level is funded.
    EverythingFunded,
    /// Some is held for floors that no funded level fills.
    Held {
        /// What is held in each budget period.
        periods: Vec<Held>,
    },
    /// Some was held for floors when the turn of a level came; they are filled now.
    WasHeld {
        /// The level, the highest-ranked such.
        level: Id<Level>,
    },
    /// The line is drawn: with `stop` nothing below the level that the money does not reach is funded.
    LineDrawn {
        /// The level that drew it.
        by: Id<Level>,
    },
    /// Each level that only money keeps out costs more than is left in some period.
    TooLittle {
        /// The cheapest of them.
        cheapest: Id<Level>,
        /// The budget period in which it is too dear; the first such.
        period: usize,
        /// What it costs in it.
        cost: Money,
        /// What is left in it.
        left: Money,
    },
    /// No allowed set scores more (`optimal`).
    BestLeaves,
    /// What is not funded is kept out by something else than money.
    OtherReasons,
}

/// What another policy would have funded with the same money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPolicy {
    /// The policy.
    pub policy: Policy,
    /// What it funds, in rank order.
    pub funded: Vec<Id<Level>>,
    /// The gross cost of that.
    pub cost: Money,
    /// The sum of the scores of that.
    pub score: Number,
    /// What it funds that the plan's policy does not.
    pub gained: Vec<Id<Level>>,
    /// What the plan's policy funds and it does not.
    pub lost: Vec<Id<Level>>,
    /// How sure it is, where it is the best set.
    pub proof: Option<Proof>,
}

/// The highest-ranked level that money alone keeps out, and the rise of budget that funds it: funding was run again
/// with it and funds the level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextLevel {
    /// The level.
    pub level: Id<Level>,
    /// The rise in all.
    pub rise: Money,
    /// The rise of each budget period.
    pub by_period: Vec<Money>,
    /// What else the rise funds.
    pub also: Vec<Id<Level>>,
    /// What is funded now and not with the rise (with `skip` more money can do that).
    pub drops: Vec<Id<Level>>,
}

/// How far a rise was looked for that funds another level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextSearch {
    /// To the end: where none is found, there is none.
    Finished,
    /// Not to the end.
    GivenUp,
}
