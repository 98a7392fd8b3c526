//! Evaluation: takes a checked plan, gives what is funded, what it does to KPIs and journeys, and what holds of that.

mod amounts;
mod candidate;
mod candidates;
mod case;
mod claim;
mod combine;
mod contribution;
mod costing;
mod costs;
mod course;
mod coverage;
mod drivers;
mod effect;
mod environment;
mod errors;
mod estimate;
mod evaluation;
mod exchanges;
mod fault;
mod figures;
mod findings;
mod forest;
mod funding;
mod graph;
pub mod holds;
mod keeping;
mod level_set;
mod linear;
pub mod mandates;
mod money;
mod months;
mod operand;
mod optimal;
pub mod optimum;
mod page;
mod paid;
mod project;
mod projection;
mod ranking;
mod rating;
mod require;
pub mod rise;
mod rooms;
mod rows;
mod score;
mod serving;
mod sheet;
mod slots;
mod sums;
mod values;
pub mod walk;
mod way;
mod ways;
mod what_if;

pub use claim::Claim;
pub use costing::{cost_levels, counted_savings};
pub use costs::cost_belongings;
pub use coverage::{Measures, MomentCoverage};
pub use effect::{EffectStage, MonthEffect, effect_by_month, effect_in_month};
pub use evaluation::Evaluation;
pub use exchanges::{ExchangeStep, best_exchanges};
pub use funding::{Beside, FundingChoice, fund};
pub use holds::Held;
pub use keeping::{Keeping, Kept};
pub use level_set::LevelSet;
pub use money::{CountedSaving, LevelMoney, MoneyLine, Phased};
pub use operand::{OperandValue, Reading};
pub use page::{Depth, PAGE};
pub use paid::{Quantity, at_planned_price, effect_size, quantities};
pub use projection::{
    BeyondPage, Contribution, EffectEstimate, EffectNature, KpiSeries, PackageEffect, Projected, Projection,
    RangeStanding, StageFlow,
};
pub use ranking::{RankedLevel, rank};
pub use rating::{KpiMove, LevelScore, Rating, RatingSource, ValueForMoney, Way, WayEnd, WayMeasure};
pub use require::{RequirementResult, Verdict};
pub use score::score_levels;
pub use serving::Serving;
pub use sheet::{
    Blocker, BoundUse, Exchange, Exclusion, FundingOutcome, Gain, Grant, MoneyUse, NextLevel, NextSearch, Optimum,
    OtherPolicy, Placed, PoolWalk, Proof, RankingSheet, Row, Status, Tie, TieBreak, Unspent,
};

pub use what_if::{WhatIf, WouldFund};

use crate::check::CheckedPlan;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Id, Level};
use costs::CostShares;
use page::Page;
use require::Evaluated;

/// Evaluates a plan as it stands. Nothing comes of one whose money or scores cannot be computed; a value outside of its
/// range or a requirement that fails is reported beside the evaluation.
#[must_use]
pub fn evaluate(diagnostics: &mut Diagnostics, plan: &CheckedPlan) -> Option<Evaluation> {
    evaluate_choice(diagnostics, plan, FundingChoice::default(), Depth::Whole)
}

/// Evaluates a plan under another policy or budget.
///
/// The order is that of the plan's own logic: levels cost, so that they can be scored for their money; scores rank them,
/// money funds them, and only then is it known what becomes of KPIs, of requirements and of moments of truth.
#[must_use]
pub fn evaluate_choice(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    choice: FundingChoice,
    depth: Depth,
) -> Option<Evaluation> {
    evaluate_ranked(diagnostics, plan, choice, depth, None)
}

fn evaluate_ranked(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    choice: FundingChoice,
    depth: Depth,
    among: Option<&LevelSet>,
) -> Option<Evaluation> {
    let money = reported(diagnostics, cost_levels(plan))?;
    let scores = reported(diagnostics, score_levels(plan, &money))?;
    let mut ranked = rank(plan, &money, &scores);
    if let Some(among) = among {
        ranked.retain(|ranked| among.contains(ranked.level));
    }
    let beside = match depth {
        Depth::Findings | Depth::Figures => Beside::Walks,
        Depth::Page | Depth::Whole => Beside::WalksAndOptimum,
    };
    let choice = FundingChoice { beside, ..choice };
    let funding = reported(diagnostics, fund(plan, &money, &scores, &ranked, choice))?;
    let levels = funding.as_ref().map_or(Vec::new(), |funding| funding.funded.clone());
    evaluate_levels(diagnostics, plan, (money, scores, funding), &levels, depth)
}

/// What becomes of a plan with some levels funded.
fn evaluate_levels(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    (money, scores, funding): (Vec<LevelMoney>, Vec<LevelScore>, Option<FundingOutcome>),
    levels: &[Id<Level>],
    depth: Depth,
) -> Option<Evaluation> {
    let funded = LevelSet::of(plan.levels.len(), levels);
    let savings = counted_savings(&money, levels).map_err(|error| findings::sums_too_large(plan, error));
    let savings = reported(diagnostics, savings)?;
    let shares = reported(diagnostics, cost_shares(plan, &money))?;
    let costs = shares.table(plan, &funded).map_err(|error| findings::sums_too_large(plan, error));
    let costs = reported(diagnostics, costs)?;
    let page = Page::of(plan, levels, depth);
    let projection = project::project(diagnostics, plan, &funded, &shares, (depth, &page))?;
    let evaluated = Evaluated { plan, outcome: &projection.funded, costs: &costs, funded: &funded, scores: &scores };
    let requires = require::evaluate_requires(diagnostics, &evaluated);
    let serving = Serving::of(plan, funded.iter(), &money);
    let moments = coverage::coverage(diagnostics, plan, &funded, &serving);
    Some(Evaluation { money, scores, funding, savings, projection, serving, moments, requires })
}

/// The same, as if only some levels were ranked; what is required stays so.
#[must_use]
pub fn evaluate_among(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    choice: FundingChoice,
    depth: Depth,
    among: &LevelSet,
) -> Option<Evaluation> {
    evaluate_ranked(diagnostics, plan, choice, depth, Some(among))
}

/// What becomes of an evaluated plan with other levels funded, whatever its own funding says, which is left out.
#[must_use]
pub fn evaluate_funded(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    funded: &LevelSet,
    depth: Depth,
) -> Option<Evaluation> {
    let levels: Vec<Id<Level>> = funded.iter().collect();
    let figures = (evaluation.money.clone(), evaluation.scores.clone(), None);
    evaluate_levels(diagnostics, plan, figures, &levels, depth)
}

/// Projects a plan with some of its levels funded, whatever its own funding says; `money` is that of its levels.
#[must_use]
pub fn project(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    money: &[LevelMoney],
    funded: &LevelSet,
    depth: Depth,
) -> Option<Projection> {
    let shares = reported(diagnostics, cost_shares(plan, money))?;
    project::project(diagnostics, plan, funded, &shares, (depth, &Page::of(plan, &[], depth)))
}

/// What KPIs and journeys come to with some of the levels funded, whatever the plan's own funding says, again and again: what
/// all sets have in common is worked out once.
pub struct ProjectedOf<'plan> {
    plan: &'plan CheckedPlan,
    graph: graph::Graph<'plan>,
    shares: CostShares,
}

impl<'plan> ProjectedOf<'plan> {
    /// For sets of a plan's levels; `money` is that of all of them. Nothing where their sums are too large.
    #[must_use]
    pub fn new(plan: &'plan CheckedPlan, money: &[LevelMoney]) -> Option<ProjectedOf<'plan>> {
        let shares = CostShares::new(plan, money).ok()?;
        Some(ProjectedOf { plan, graph: graph::Graph::new(plan), shares })
    }

    /// With this set funded; nothing where effects or costs themselves cannot be computed.
    #[must_use]
    pub fn with(&self, funded: &LevelSet) -> Option<Projected> {
        project::outcome_of(self.plan, &self.graph, funded, &self.shares).ok()
    }
}

fn cost_shares(plan: &CheckedPlan, money: &[LevelMoney]) -> Result<CostShares, Vec<Diagnostic>> {
    CostShares::new(plan, money).map_err(|error| findings::sums_too_large(plan, error))
}

/// The value, or nothing once its findings are added.
fn reported<T>(diagnostics: &mut Diagnostics, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
    result.map_err(|findings| findings.into_iter().for_each(|finding| diagnostics.add(finding))).ok()
}
