//! Scoring: takes levels with their money, gives each a rating on every criterion, a score, and its value for money.
//!
//! A computed rating measures the level's own effects on a KPI, added up at full size; a relative one on the KPI's
//! baseline (without one, on its value when nothing is funded). An effect that reads a driver does so in the month in
//! which it has fully unfolded, or in the last it reaches.

use crate::check::{ChangeTerms, CheckedPlan, CriterionTerms, EffectTerms, LevelTerms};
use crate::diagnostic::Diagnostic;
use crate::model::{Criterion, Id, Kpi};
use crate::quantity::{ArithmeticError, Money, Number};
use crate::source::Span;

use super::drivers::Drivers;
use super::errors;
use super::money::LevelMoney;
use super::rating::{KpiMove, LevelScore, Rating, RatingSource, ValueForMoney, Way};
use super::way::{moved, way};

/// Scores are kept to so many decimals, so that what is equal compares equal however it was added up.
const SCORE_DIGITS: u32 = 12;
/// Value for money is kept to so many decimals; nets of many digits leave few before them.
const VALUE_DIGITS: u32 = 20;

/// The score of each level, in the order of the plan's levels.
pub fn score_levels(plan: &CheckedPlan, money: &[LevelMoney]) -> Result<Vec<LevelScore>, Vec<Diagnostic>> {
    let ways = ways(plan)?;
    let mut findings = Vec::new();
    let mut scores = Vec::with_capacity(plan.levels.len());
    for (level, money) in plan.levels.iter().zip(money) {
        match score_level(plan, &ways, level, money) {
            Ok(score) => scores.push(score),
            Err((error, span, month)) => findings.push(errors::no_figure(plan, error, span, month)),
        }
    }
    if findings.is_empty() { Ok(scores) } else { Err(findings) }
}

/// The ways of the KPIs that criteria are measured by; none for the others.
fn ways(plan: &CheckedPlan) -> Result<Vec<Option<Way>>, Vec<Diagnostic>> {
    let mut ways = vec![None; plan.kpis.len()];
    let mut findings = Vec::new();
    for (index, criterion) in plan.criteria.iter().enumerate() {
        for (kpi, _) in &criterion.measured_by {
            let (Some(place), Some(terms)) = (ways.get_mut(kpi.index()), plan.kpis.get(kpi.index())) else { continue };
            match way(terms) {
                Ok(way) => *place = Some(way),
                Err(reason) => findings.push(errors::no_way(plan, Id::new(index), *kpi, reason)),
            }
        }
    }
    if findings.is_empty() { Ok(ways) } else { Err(findings) }
}

/// Why there is no figure, where in the plan, and for which month.
type NoFigure = (ArithmeticError, Span, usize);

fn score_level(
    plan: &CheckedPlan,
    ways: &[Option<Way>],
    level: &LevelTerms,
    money: &LevelMoney,
) -> Result<LevelScore, NoFigure> {
    let mut ratings = Vec::with_capacity(plan.criteria.len());
    let mut score = Number::ZERO;
    for (index, criterion) in plan.criteria.iter().enumerate() {
        let rating = rate(plan, ways, level, Id::new(index), criterion)?;
        score = add_product(score, criterion.weight, rating.value)
            .map_err(|error| nowhere(plan, rating.criterion, error))?;
        ratings.push(rating);
    }
    let score = score.round_half_even(SCORE_DIGITS);
    let value = value_for_money(score, money.net);
    let value = value.map_err(|error| (error, money.costs.first().map_or(Span::default(), |cost| cost.span), 0))?;
    Ok(LevelScore { ratings, score, value })
}

/// The score with other weights, by the criteria of the ratings.
pub(super) fn weighed(ratings: &[Rating], weights: &[Number]) -> Result<Number, ArithmeticError> {
    let weight = |rating: &Rating| weights.get(rating.criterion.index()).copied().unwrap_or_default();
    let sum = ratings.iter().try_fold(Number::ZERO, |sum, rating| add_product(sum, weight(rating), rating.value))?;
    Ok(sum.round_half_even(SCORE_DIGITS))
}

impl LevelScore {
    /// The same level with another score and net cost.
    pub(super) fn with_money(&self, score: Number, net: Money) -> Result<LevelScore, ArithmeticError> {
        Ok(LevelScore { ratings: self.ratings.clone(), score, value: value_for_money(score, net)? })
    }
}

fn nowhere(plan: &CheckedPlan, criterion: Id<Criterion>, error: ArithmeticError) -> NoFigure {
    (error, plan.plan().criteria[criterion].head.span, 0)
}

fn value_for_money(score: Number, net: Money) -> Result<ValueForMoney, ArithmeticError> {
    if !net.is_positive() {
        return Ok(ValueForMoney::Free);
    }
    let value = score.multiply(Number::from_integer(1_000))?.divide(net.number())?;
    Ok(ValueForMoney::PerThousand(value.round_half_even(VALUE_DIGITS)))
}

fn rate(
    plan: &CheckedPlan,
    ways: &[Option<Way>],
    level: &LevelTerms,
    criterion: Id<Criterion>,
    terms: &CriterionTerms,
) -> Result<Rating, NoFigure> {
    if terms.measured_by.is_empty() {
        return Ok(rated_by_people(level, criterion));
    }
    let mut moves = Vec::new();
    let mut sum = Number::ZERO;
    for (kpi, weight) in &terms.measured_by {
        let way = ways.get(kpi.index()).copied().flatten();
        let (Some(way), Some(effect)) = (way, full_effect(plan, level, *kpi)?) else { continue };
        let failed = |error| nowhere(plan, criterion, error);
        let moved = moved(&way, effect).map_err(failed)?;
        sum = add_product(sum, *weight, moved).map_err(failed)?;
        moves.push(KpiMove { kpi: *kpi, weight: *weight, effect, way, moved });
    }
    let value = sum.multiply(Number::from_integer(10)).map_err(|error| nowhere(plan, criterion, error))?;
    Ok(Rating { criterion, value, source: RatingSource::Computed(moves) })
}

fn rated_by_people(level: &LevelTerms, criterion: Id<Criterion>) -> Rating {
    match level.ratings.iter().find(|(rated, _)| *rated == criterion) {
        Some((_, value)) => Rating { criterion, value: *value, source: RatingSource::People },
        None => Rating { criterion, value: Number::ZERO, source: RatingSource::Missing },
    }
}

/// All that a level does to a KPI, at full size; none when it does nothing.
fn full_effect(plan: &CheckedPlan, level: &LevelTerms, kpi: Id<Kpi>) -> Result<Option<Number>, NoFigure> {
    let mut sum = None;
    for effect in level.effects.iter().filter(|effect| effect.kpi == kpi) {
        let month = full_month(plan, level, effect);
        let size = size(plan, effect, month).map_err(|(error, span)| (error, span, month))?;
        let added = sum.unwrap_or(Number::ZERO).add(size).map_err(|error| (error, effect.span, month))?;
        sum = Some(added);
    }
    Ok(sum)
}

fn size(plan: &CheckedPlan, effect: &EffectTerms, month: usize) -> Result<Number, (ArithmeticError, Span)> {
    match &effect.change {
        ChangeTerms::Absolute(estimate) => Drivers(plan).run(&estimate.likely, month),
        ChangeTerms::Relative(estimate) => {
            let change = Drivers(plan).run(&estimate.likely, month)?;
            let base = plan.kpis.get(effect.kpi.index()).and_then(|terms| terms.baseline.or(terms.unfunded));
            base.unwrap_or_default().multiply(change).map_err(|error| (error, effect.span))
        }
    }
}

/// The month in which an effect has fully unfolded, or the last that it reaches.
fn full_month(plan: &CheckedPlan, level: &LevelTerms, effect: &EffectTerms) -> usize {
    let wait = effect.after as usize + effect.over.saturating_sub(1) as usize;
    let last = plan.calendar.len().saturating_sub(1).min(level.end).min(effect.until.unwrap_or(usize::MAX));
    (level.start + wait).min(last)
}

fn add_product(sum: Number, weight: Number, value: Number) -> Result<Number, ArithmeticError> {
    sum.add(weight.multiply(value)?)
}
