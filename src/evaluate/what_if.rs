//! What-ifs of funding: takes an evaluated plan, gives what would be funded with another budget, another cost or score of a
//! level, or other weights. Nothing else of the plan is worked out again, so that thousands of them can be asked.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::mem::discriminant;

use super::candidates::{problem, with_level};
use super::claim::Claim;
use super::costing::scaled_level;
use super::evaluation::Evaluation;
use super::funding::{Ground, Prepared};
use super::level_set::LevelSet;
use super::mandates::Refusal;
use super::money::LevelMoney;
use super::optimal::{Choosing, LISTED, choose, instance};
use super::optimum;
use super::optimum::{Admission, Effort, Instance};
use super::ranking::rank;
use super::rating::LevelScore;
use super::score::weighed;
use super::sheet::{Grant, Proof, Status};
use super::walk::{Mandated, Merit, Walked};
use crate::check::{CheckedPlan, FundingTerms, allot, budgets, overcommitted};
use crate::model::funding::{Policy, Rank};
use crate::model::{Criterion, Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// An evaluated plan whose funding may be asked for otherwise.
pub struct WhatIf<'plan> {
    plan: &'plan CheckedPlan,
    terms: &'plan FundingTerms,
    money: &'plan [LevelMoney],
    scores: Cow<'plan, [LevelScore]>,
    ground: Ground<'plan>,
}

/// What would be funded.
#[derive(Debug, Clone)]
pub struct WouldFund {
    /// The levels, in rank order.
    pub levels: Vec<Id<Level>>,
    /// The same, in the order of the plan's.
    pub set: LevelSet,
    /// The sum of their scores.
    pub score: Number,
    /// Their gross cost.
    pub cost: Money,
    /// How sure it is, where it is the best set.
    pub proof: Option<Proof>,
    /// By how much the budget must rise in all for the highest-ranked level that money alone keeps out: a guess.
    pub missing: Option<Money>,
    /// What is left in all.
    pub left: Money,
    statuses: Vec<Option<Status>>,
}

impl WouldFund {
    /// Whether a level stands alike in both: funded, or kept out for the same sort of reason.
    #[must_use]
    pub fn is_alike(&self, other: &WouldFund, level: Id<Level>) -> bool {
        let sort = |funded: &WouldFund| {
            funded.statuses.get(level.index()).and_then(Option::as_ref).map(|status| match status {
                // Held back for a floor is money, too.
                Status::HeldBack { .. } => {
                    discriminant(&Status::Short { by: Money::ZERO, period: 0, cost: Money::ZERO, left: Money::ZERO })
                }
                status => discriminant(status),
            })
        };
        sort(self) == sort(other)
    }

    /// Whether the search for the best set came to its end.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        !matches!(self.proof, Some(Proof::AtMost(_)))
    }
}

impl<'plan> WhatIf<'plan> {
    /// What may be asked of a plan; nothing of one without `funding`.
    #[must_use]
    pub fn new(plan: &'plan CheckedPlan, evaluation: &'plan Evaluation) -> Option<WhatIf<'plan>> {
        let terms = plan.funding.as_ref()?;
        let problem = problem(plan, terms, &evaluation.money, &evaluation.scores).ok()?;
        let ranked = rank(plan, &evaluation.money, &evaluation.scores);
        let ground = Ground::new(terms, problem, &ranked);
        Some(WhatIf { plan, terms, money: &evaluation.money, scores: Cow::Borrowed(&evaluation.scores), ground })
    }

    /// The levels that compete, in rank order.
    #[must_use]
    pub fn order(&self) -> &[Id<Level>] {
        &self.ground.order
    }

    /// What a level costs over the calendar.
    #[must_use]
    pub fn cost(&self, level: Id<Level>) -> Money {
        self.ground.problem.candidate(level).cost
    }

    /// What a level scores.
    #[must_use]
    pub fn score(&self, level: Id<Level>) -> Number {
        self.scores.get(level.index()).map(|score| score.score).unwrap_or_default()
    }

    /// The same with all cost lines of a level times a factor.
    pub fn with_cost(&self, level: Id<Level>, factor: Number) -> Result<WhatIf<'plan>, ArithmeticError> {
        let own = self.money.get(level.index()).ok_or(ArithmeticError::OutsideDomain)?;
        let own = scaled_level(self.plan, level, own, factor)?;
        let score = self.scores.get(level.index()).ok_or(ArithmeticError::OutsideDomain)?;
        let score = score.with_money(score.score, own.net)?;
        let problem = with_level(&self.ground.problem, self.plan, self.terms, level, (&own, &score))?;
        if self.terms.rank == Rank::Explicit {
            let ground = self.ground.with(problem);
            return Ok(WhatIf { ground, scores: self.scores.clone(), ..*self });
        }
        let mut scores = self.scores.to_vec();
        let mut money = self.money.to_vec();
        if let (Some(slot), Some(paid)) = (scores.get_mut(level.index()), money.get_mut(level.index())) {
            (*slot, *paid) = (score, own);
        }
        let ground = Ground::new(self.terms, problem, &rank(self.plan, &money, &scores));
        Ok(WhatIf { ground, scores: Cow::Owned(scores), ..*self })
    }

    /// The same with another score of a level.
    pub fn with_score(&self, level: Id<Level>, score: Number) -> Result<WhatIf<'plan>, ArithmeticError> {
        let money = self.money.get(level.index()).ok_or(ArithmeticError::OutsideDomain)?;
        let mut scores = self.scores.to_vec();
        if let Some(slot) = scores.get_mut(level.index()) {
            *slot = slot.with_money(score, money.net)?;
        }
        self.with_scores(scores)
    }

    /// The same with another weight of a criterion, the others in proportion.
    pub fn with_weight(&self, criterion: Id<Criterion>, weight: Number) -> Result<WhatIf<'plan>, ArithmeticError> {
        let own = self.plan.criteria.get(criterion.index()).map(|terms| terms.weight).unwrap_or_default();
        let rest = Number::ONE.subtract(own)?;
        let mut weights = Vec::with_capacity(self.plan.criteria.len());
        for (index, terms) in self.plan.criteria.iter().enumerate() {
            weights.push(match index == criterion.index() {
                true => weight,
                false => terms.weight.multiply(Number::ONE.subtract(weight)?)?.divide(rest)?,
            });
        }
        let scores = self.scores.iter().zip(self.money);
        let scores = scores.map(|(score, money)| score.with_money(weighed(&score.ratings, &weights)?, money.net));
        self.with_scores(scores.collect::<Result<_, _>>()?)
    }

    fn with_scores(&self, scores: Vec<LevelScore>) -> Result<WhatIf<'plan>, ArithmeticError> {
        let problem = problem(self.plan, self.terms, self.money, &scores)?;
        let ground = match self.terms.rank {
            Rank::Explicit => self.ground.with(problem),
            Rank::ExplicitThenScore | Rank::Score => {
                Ground::new(self.terms, problem, &rank(self.plan, self.money, &scores))
            }
        };
        Ok(WhatIf { ground, scores: Cow::Owned(scores), ..*self })
    }

    /// What is funded with a budget in all, which periods share in proportion; the plan's own unless said. Nothing where no
    /// set is allowed: mandates, reserve or floors need more.
    pub fn fund(
        &self,
        budget: Option<Money>,
        policy: Policy,
        effort: &mut Effort,
    ) -> Result<Option<WouldFund>, ArithmeticError> {
        let Some(prepared) = self.prepared(budget)? else { return Ok(None) };
        let walked = match policy {
            Policy::Stop | Policy::Skip => (prepared.walk(policy)?, None),
            Policy::Optimal => {
                let (stop, skip) = (prepared.walk(Policy::Stop)?, prepared.walk(Policy::Skip)?);
                let walks = [(Policy::Stop, &stop), (Policy::Skip, &skip)];
                let Some(chosen) = choose(prepared.choosing(), &walks, effort)? else { return Ok(None) };
                (chosen.walked, Some(chosen.optimum.proof))
            }
        };
        self.would_fund(walked.0, walked.1).map(Some)
    }

    /// The choice in whole numbers, as the search for the best set has it.
    pub(super) fn instance(&self, budget: Option<Money>) -> Result<Option<Instance>, ArithmeticError> {
        let Some(prepared) = self.prepared(budget)? else { return Ok(None) };
        instance(prepared.choosing(), LISTED)
    }

    /// The same with only some of the plan's mandates, floors and caps in force.
    pub(super) fn instance_with(
        &self,
        budget: Option<Money>,
        claims: &[Claim],
    ) -> Result<Option<Instance>, ArithmeticError> {
        let budgets = budgets(self.terms, budget, self.plan.currency)?;
        let mut available = allot(self.terms, &budgets, self.plan.currency)?.available;
        if available.periods.iter().any(|left| left.is_negative()) {
            return Ok(None);
        }
        let periods = available.periods.len();
        let claims: &BTreeSet<Claim> = &claims.iter().copied().collect();
        for floor in (0..self.terms.floors.len()).filter(|floor| !claims.contains(&Claim::Floor(*floor))) {
            available.floors.iter_mut().skip(floor * periods).take(periods).for_each(|held| *held = Money::ZERO);
        }
        // A cap that all levels together do not reach is none.
        let all = Money::sum(self.ground.order.iter().map(|level| self.cost(*level)))?;
        for (cap, most) in available.caps.iter_mut().enumerate() {
            if !claims.contains(&Claim::Cap(cap)) {
                *most = all.maximum(*most);
            }
        }
        let mandated = &self.mandated(&budgets, claims)?;
        let choosing = Choosing {
            problem: &self.ground.problem,
            available: &available,
            order: &self.ground.order,
            mandated,
            scores: &self.scores,
            pool: self.terms.pool,
            currency: self.plan.currency,
        };
        let Some(mut instance) = instance(choosing, LISTED)? else { return Ok(None) };
        for (level, choice) in self.ground.order.iter().zip(&mut instance.levels) {
            if choice.standing == Admission::Required && !claims.contains(&Claim::Mandate(*level)) {
                choice.standing = match self.ground.problem.candidate(*level).merit {
                    Merit::Enough => Admission::Free,
                    Merit::Below(_) => Admission::OnlyFor,
                };
            }
        }
        Ok(Some(instance))
    }

    /// What some mandates take before the walk: that much floors let them have.
    fn mandated(&self, budgets: &[Money], claims: &BTreeSet<Claim>) -> Result<Mandated, ArithmeticError> {
        let prepared = match self.ground.prepare(self.terms, &self.scores, budgets, self.plan.currency) {
            Ok(prepared) => prepared,
            Err(Refusal::Conflict(_)) => return Ok(Mandated::default()),
            Err(Refusal::Arithmetic(error)) => return Err(error),
        };
        let is_claimed = |(level, grant): &(Id<Level>, Grant)| match grant {
            Grant::MandateVia(by) => claims.contains(&Claim::Mandate(*by)),
            _ => claims.contains(&Claim::Mandate(*level)),
        };
        Ok(Mandated { levels: prepared.mandated.levels.into_iter().filter(is_claimed).collect(), refused: Vec::new() })
    }

    /// The scores of the levels, in the order of the plan's.
    pub(super) fn scores(&self) -> &[LevelScore] {
        &self.scores
    }

    /// Whether a set of levels is allowed with a budget.
    pub fn allows(&self, budget: Option<Money>, set: &LevelSet) -> Result<bool, ArithmeticError> {
        let Some(instance) = self.instance(budget)? else { return Ok(false) };
        let marks: Vec<bool> = self.ground.order.iter().map(|level| set.contains(*level)).collect();
        Ok(optimum::allows(&instance, &marks))
    }

    /// The plan's own budget in all.
    pub fn budget(&self) -> Result<Money, ArithmeticError> {
        Money::sum(budgets(self.terms, None, self.plan.currency)?)
    }

    /// The terms of funding.
    pub(super) fn terms(&self) -> &'plan FundingTerms {
        self.terms
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &'plan CheckedPlan {
        self.plan
    }

    /// The money of the levels as the plan has it.
    #[must_use]
    pub fn money(&self) -> &'plan [LevelMoney] {
        self.money
    }

    fn prepared(&self, budget: Option<Money>) -> Result<Option<Prepared<'_, 'plan>>, ArithmeticError> {
        let budgets = budgets(self.terms, budget, self.plan.currency)?;
        if budget.is_some() && !overcommitted(self.plan, self.terms, &budgets)?.is_empty() {
            return Ok(None);
        }
        match self.ground.prepare(self.terms, &self.scores, &budgets, self.plan.currency) {
            Ok(prepared) => Ok(Some(prepared)),
            Err(Refusal::Conflict(_)) => Ok(None),
            Err(Refusal::Arithmetic(error)) => Err(error),
        }
    }

    fn would_fund(&self, walked: Walked, proof: Option<Proof>) -> Result<WouldFund, ArithmeticError> {
        let levels: Vec<Id<Level>> =
            self.ground.order.iter().copied().filter(|level| walked.is_funded(*level)).collect();
        let missing = walked.shortage.as_ref().map(|shortage| Money::sum(shortage.by_period.iter().copied()));
        Ok(WouldFund {
            set: LevelSet::of(self.plan.levels.len(), &levels),
            score: levels.iter().try_fold(Number::ZERO, |sum, level| sum.add(self.score(*level)))?,
            cost: Money::sum(levels.iter().map(|level| self.cost(*level)))?,
            proof,
            missing: missing.transpose()?.filter(|missing| missing.is_positive()),
            left: Money::sum(walked.left.iter().copied())?,
            statuses: walked.statuses,
            levels,
        })
    }
}
