//! The ranking sheet: takes a finished walk, gives its rows and the accounts that go with them.

use super::case::Case;
use super::costing::counted_savings;
use super::money::{CountedSaving, LevelMoney};
use super::ranking::RankedLevel;
use super::rating::LevelScore;
use super::sheet::{BoundUse, FundingOutcome, Gain, MoneyUse, NextSearch, RankingSheet, Row, Status, Unspent};
use super::walk::{Problem, Walked};
use crate::check::{Allotted, BoundTerms, FundingTerms};
use crate::model::funding::Policy;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money};

/// The outcome, but for what other walks tell.
pub(super) fn outcome(
    case: &Case<'_>,
    policy: Policy,
    problem: &Problem<'_>,
    walked: Walked,
    budgets: &[Money],
    allotted: &Allotted,
) -> Result<FundingOutcome, ArithmeticError> {
    let funded = case.funded(&walked);
    let counted = counted_savings(case.money, &funded)?;
    let periods = periods(budgets, allotted, &walked.left)?;
    let total = total(&periods)?;
    Ok(FundingOutcome {
        policy,
        sheet: sheet(case, &walked, &counted)?,
        total,
        periods,
        gain: gain(case, &funded, &counted)?,
        caps: uses(
            &case.terms.caps,
            &allotted.available.caps,
            &counted_to_caps(&allotted.available.caps, &walked.room)?,
        ),
        floors: floors(case.terms, &allotted.available.floors, &walked.met),
        unspent: unspent(case, (policy, problem), &walked, total.left),
        pool: walked.pool,
        funded,
        optimum: None,
        others: Vec::new(),
        next: None,
        search: NextSearch::Finished,
    })
}

fn sheet(case: &Case<'_>, walked: &Walked, counted: &[CountedSaving]) -> Result<RankingSheet, ArithmeticError> {
    let mut realised = vec![Money::ZERO; case.money.len()];
    for saving in counted {
        if let Some(sum) = realised.get_mut(saving.level.index()) {
            *sum = sum.add(saving.total)?;
        }
    }
    let mut cumulative = Money::ZERO;
    let mut rows = Vec::with_capacity(case.ranked.len());
    for (index, ranked) in case.ranked.iter().enumerate() {
        let place = ranked.level.index();
        let (Some(money), Some(score)) = (case.money.get(place), case.scores.get(place)) else { continue };
        let Some(status) = walked.statuses.get(place).cloned().flatten() else { continue };
        let (net, unrealised) = if let Status::Funded(_) = status {
            cumulative = cumulative.add(money.gross)?;
            let realised = realised.get(place).copied().unwrap_or_default();
            (money.gross.subtract(realised)?.subtract(money.earned)?, money.saved.subtract(realised)?)
        } else {
            (money.net, money.saved.subtract(sound_savings(money, walked)?)?)
        };
        let net = Net { net, unrealised };
        rows.push(row(index + 1, ranked, money, score, cumulative, net, status));
    }
    let line = walked.line.and_then(|line| rows.iter().position(|row| row.level == line));
    Ok(RankingSheet { rows, line })
}

/// What a level comes to after what it brings back, and savings that do not come about.
struct Net {
    net: Money,
    unrealised: Money,
}

fn row(
    rank: usize,
    ranked: &RankedLevel,
    money: &LevelMoney,
    score: &LevelScore,
    cumulative: Money,
    net: Net,
    status: Status,
) -> Row {
    Row {
        rank,
        level: ranked.level,
        placed: ranked.placed,
        cost: money.gross,
        full_year: money.full_year,
        net: net.net,
        unrealised: net.unrealised,
        cumulative,
        score: score.score,
        value: score.value,
        status,
    }
}

/// What a level that is not funded would save, as things stand.
fn sound_savings(money: &LevelMoney, walked: &Walked) -> Result<Money, ArithmeticError> {
    let comes_about = |of: Option<Id<Level>>| of.is_none_or(|of| walked.is_funded(of));
    Money::sum(money.savings.iter().filter(|saving| comes_about(saving.of)).map(|saving| saving.total))
}

fn periods(budgets: &[Money], allotted: &Allotted, left: &[Money]) -> Result<Vec<MoneyUse>, ArithmeticError> {
    let figures = budgets.iter().zip(&allotted.reserves).zip(left);
    figures
        .map(|((budget, reserve), left)| {
            let spent = budget.subtract(*reserve)?.subtract(*left)?;
            Ok(MoneyUse { budget: *budget, reserve: *reserve, spent, left: *left })
        })
        .collect()
}

fn total(periods: &[MoneyUse]) -> Result<MoneyUse, ArithmeticError> {
    let sum = |figure: fn(&MoneyUse) -> Money| Money::sum(periods.iter().map(figure));
    Ok(MoneyUse {
        budget: sum(|period| period.budget)?,
        reserve: sum(|period| period.reserve)?,
        spent: sum(|period| period.spent)?,
        left: sum(|period| period.left)?,
    })
}

fn gain(case: &Case<'_>, funded: &[Id<Level>], counted: &[CountedSaving]) -> Result<Gain, ArithmeticError> {
    let saved = Money::sum(counted.iter().map(|saving| saving.total))?;
    let levels = funded.iter().filter_map(|level| case.money.get(level.index()));
    let earned = Money::sum(levels.map(|level| level.earned))?;
    let net = case.cost_of(funded)?.subtract(saved)?.subtract(earned)?;
    Ok(Gain { saved, earned, net, score: case.score_of(funded)? })
}

fn counted_to_caps(caps: &[Money], room: &[Money]) -> Result<Vec<Money>, ArithmeticError> {
    caps.iter().zip(room).map(|(cap, room)| cap.subtract(*room)).collect()
}

fn uses(bounds: &[BoundTerms], amounts: &[Money], used: &[Money]) -> Vec<BoundUse> {
    let figures = bounds.iter().zip(amounts).zip(used);
    figures
        .map(|((bound, amount), used)| BoundUse {
            span: bound.span,
            about: bound.about,
            period: None,
            amount: *amount,
            used: *used,
        })
        .collect()
}

/// Each floor in each period in which it holds something.
fn floors(terms: &FundingTerms, amounts: &[Money], met: &[Money]) -> Vec<BoundUse> {
    let periods = terms.periods.len();
    let mut uses = Vec::new();
    for (index, floor) in terms.floors.iter().enumerate() {
        for period in 0..periods {
            let of = |figures: &[Money]| figures.get(index * periods + period).copied().unwrap_or_default();
            if of(amounts).is_positive() || periods == 1 {
                uses.push(BoundUse {
                    span: floor.span,
                    about: floor.about,
                    period: Some(period).filter(|_| periods > 1),
                    amount: of(amounts),
                    used: of(met),
                });
            }
        }
    }
    uses
}

/// The first reason that explains what stays: all is funded, the line, floors that nothing fills, levels that are too dear.
fn unspent(case: &Case<'_>, (policy, problem): (Policy, &Problem<'_>), walked: &Walked, left: Money) -> Unspent {
    if !left.is_positive() {
        return Unspent::Nothing;
    }
    let refused = || case.ranked.iter().map(|ranked| ranked.level).filter(|level| !walked.is_funded(*level));
    if refused().next().is_none() {
        return Unspent::EverythingFunded;
    }
    if policy == Policy::Optimal {
        return Unspent::BestLeaves;
    }
    if let Some(by) = walked.line {
        return Unspent::LineDrawn { by };
    }
    let status = |level: Id<Level>| walked.statuses.get(level.index()).and_then(Option::as_ref);
    let is_held = |level: &Id<Level>| matches!(status(*level), Some(Status::HeldBack { .. }));
    if let (Some(level), None) = (refused().find(is_held), &walked.pool) {
        if walked.held.iter().all(|held| held.amount.is_zero()) {
            return Unspent::WasHeld { level };
        }
        return Unspent::Held { periods: walked.held.clone() };
    }
    let short = refused().filter_map(|level| match status(level) {
        Some(Status::Short { .. } | Status::HeldBack { .. }) => {
            let (period, cost) = too_dear(problem, walked, level)?;
            Some((case.money.get(level.index())?.gross, level, period, cost))
        }
        _ => None,
    });
    // Of equals the first, which ranks highest.
    match short.min_by_key(|(gross, ..)| *gross) {
        Some((_, cheapest, period, cost)) => {
            let left = walked.left.get(period).copied().unwrap_or_default();
            Unspent::TooLittle { cheapest, period, cost, left }
        }
        None => Unspent::OtherReasons,
    }
}

/// The first budget period in which a level costs more than is left, and what it costs there.
fn too_dear(problem: &Problem<'_>, walked: &Walked, level: Id<Level>) -> Option<(usize, Money)> {
    let mut costs = problem.costs(level).iter().zip(&walked.left).enumerate();
    costs.find(|(_, (cost, left))| cost > left).map(|(period, (cost, _))| (period, *cost))
}
