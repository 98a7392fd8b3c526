//! Sets that keep what is asked of them: takes what-ifs of funding and some of a plan's mandates, floors, caps, requirements and
//! targets, gives an allowed set that keeps all of these, or that there is none.

use super::claim::Claim;
use std::collections::BTreeMap;

use super::costs::CostShares;
use super::linear::{Demand, Readable, Sum, demands, target_demands};
use super::optimum;
use super::optimum::{Admission, Effort, Instance, Proof};
use super::what_if::WhatIf;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// By these levels, in rank order, which cost so much.
    By(Vec<Id<Level>>, Money),
    /// By no set: proved.
    ByNone,
    /// The effort did not suffice, or figures are too large for the search.
    Unknown,
}

/// Sums of so many decimals are exact.
const DECIMALS: u32 = 12;

/// What claims ask of a plan's levels, worked out once.
pub struct Keeping<'w, 'plan> {
    what_if: &'w WhatIf<'plan>,
    /// What requirements and targets ask; nothing where it does not add up level by level.
    asked: BTreeMap<Claim, Option<Vec<Demand>>>,
}

impl<'w, 'plan> Keeping<'w, 'plan> {
    /// What may be asked for.
    pub fn new(what_if: &'w WhatIf<'plan>) -> Result<Keeping<'w, 'plan>, ArithmeticError> {
        let plan = what_if.plan();
        let shares = CostShares::new(plan, what_if.money())?;
        let readable = Readable::new(plan, &shares, what_if.scores());
        let requires =
            plan.requires.iter().map(|terms| (Claim::Require(terms.id), demands(&readable, &terms.condition)));
        let targeted = plan.plan().kpis.ids();
        let targets = targeted.map(|kpi| (Claim::Target(kpi), target_demands(&readable, kpi)));
        Ok(Keeping { what_if, asked: requires.chain(targets).collect() })
    }

    /// Whether what a claim asks for adds up level by level, so that it can be proved what keeps it.
    #[must_use]
    pub fn adds_up(&self, claim: Claim) -> bool {
        match claim {
            Claim::Mandate(_) | Claim::Floor(_) | Claim::Cap(_) => true,
            Claim::Require(_) | Claim::Target(_) => self.asked.get(&claim).is_some_and(Option::is_some),
        }
    }

    /// All mandates, floors and caps of the plan.
    #[must_use]
    pub fn bounds(&self) -> Vec<Claim> {
        let plan = self.what_if.plan();
        let is_mandated =
            |level: &&Id<Level>| plan.levels.get(level.index()).is_some_and(|terms| terms.mandate.is_some());
        let mandates = self.what_if.order().iter().filter(is_mandated).map(|level| Claim::Mandate(*level));
        let terms = self.what_if.terms();
        let floors = (0..terms.floors.len()).map(Claim::Floor);
        let caps = (0..terms.caps.len()).map(Claim::Cap);
        mandates.chain(floors).chain(caps).collect()
    }

    /// A set that keeps some claims, and of all else only what every set keeps, with a budget in all; the plan's unless said.
    pub fn set(&self, claims: &[Claim], budget: Option<Money>, effort: &mut Effort) -> Result<Kept, ArithmeticError> {
        let Some(mut instance) = self.what_if.instance_with(budget, claims)? else { return Ok(Kept::ByNone) };
        let asked: Option<Vec<&Vec<Demand>>> =
            claims.iter().filter_map(|claim| self.asked.get(claim)).map(Option::as_ref).collect();
        let Some(asked) = asked else { return Ok(Kept::Unknown) };
        let order = self.what_if.order();
        let places: BTreeMap<Id<Level>, usize> =
            order.iter().enumerate().map(|(place, level)| (*level, place)).collect();
        let mut divided: Option<Asked> = None;
        for demand in asked.into_iter().flatten() {
            match ask(&mut instance, &places, demand) {
                Some(None) => {}
                Some(Some(asked)) if divided.is_none() => divided = Some(asked),
                Some(Some(_)) | None => return Ok(Kept::Unknown),
            }
        }
        if let Some(asked) = &divided {
            asked.make_goal(&mut instance);
        }
        let best = optimum::best(&instance, &[], effort);
        let Some(best) = best else { return Ok(if effort.is_spent() { Kept::Unknown } else { Kept::ByNone }) };
        if let Some(asked) = divided.filter(|asked| best.score < i128::from(asked.least)) {
            let most = match best.proof {
                Proof::Proved(_) => best.score,
                Proof::Within(most) => most,
            };
            return Ok(if most < i128::from(asked.least) { Kept::ByNone } else { Kept::Unknown });
        }
        let levels = order.iter().zip(&best.set).filter(|(_, is_in)| **is_in);
        let levels: Vec<Id<Level>> = levels.map(|(level, _)| *level).collect();
        let cost = Money::sum(levels.iter().map(|level| self.what_if.cost(*level)))?;
        Ok(Kept::By(levels, cost))
    }
}

/// What some levels are to come to at least, of which some work against it.
struct Asked {
    by_level: Vec<(usize, i64)>,
    least: i64,
}

impl Asked {
    /// Lets the best set be the one that comes to most.
    fn make_goal(&self, instance: &mut Instance) {
        instance.levels.iter_mut().for_each(|level| level.score = 0);
        for (place, value) in &self.by_level {
            if let Some(level) = instance.levels.get_mut(*place) {
                level.score = i128::from(*value);
            }
        }
    }
}

/// Adds what is asked for to a choice, or gives it back where some levels work against it; nothing where its figures are too
/// large.
fn ask(instance: &mut Instance, places: &BTreeMap<Id<Level>, usize>, demand: &Demand) -> Option<Option<Asked>> {
    match demand {
        Demand::In(level) => stand(instance, places, *level, Admission::Required),
        Demand::Out(level) => stand(instance, places, *level, Admission::Barred),
        Demand::Never => instance.forbid_all(),
        Demand::Above { sum, is_strict } => {
            let Whole { amount, by_level } = whole(sum, places)?;
            let least = i64::from(*is_strict).checked_sub(amount)?;
            if by_level.iter().all(|(_, value)| *value >= 0) {
                instance.count_at_least(&by_level, least);
            } else if by_level.iter().all(|(_, value)| *value <= 0) {
                let by_level: Vec<(usize, i64)> = by_level.iter().map(|(place, value)| (*place, -value)).collect();
                instance.count_at_most(&by_level, least.checked_neg()?);
            } else {
                return Some(Some(Asked { by_level, least }));
            }
        }
    }
    Some(None)
}

fn stand(instance: &mut Instance, places: &BTreeMap<Id<Level>, usize>, level: Id<Level>, standing: Admission) {
    let slot = places.get(&level).and_then(|place| instance.levels.get_mut(*place));
    match (slot, standing) {
        (Some(slot), standing) => {
            let clashes = matches!(
                (slot.standing, standing),
                (Admission::Required, Admission::Barred) | (Admission::Barred, Admission::Required)
            );
            slot.standing = standing;
            if clashes {
                instance.forbid_all();
            }
        }
        // A level of a rejected alternative is never in.
        (None, Admission::Required) => instance.forbid_all(),
        (None, _) => {}
    }
}

struct Whole {
    amount: i64,
    by_level: Vec<(usize, i64)>,
}

/// The sum in whole numbers, which compare with nought as it does.
fn whole(sum: &Sum, places: &BTreeMap<Id<Level>, usize>) -> Option<Whole> {
    let values = || sum.by_level.values().copied().chain(std::iter::once(sum.amount));
    let decimals = values().map(|value| value.decimal().normalize().scale()).max().unwrap_or(0);
    if decimals > DECIMALS {
        return None;
    }
    let factor = Number::from_integer(10_i64.checked_pow(decimals)?);
    let scaled = |value: Number| {
        let scaled = value.multiply(factor).ok()?.to_integer()?;
        // Sums of a million of them are still whole numbers.
        (scaled.checked_abs()? < i64::MAX >> 20).then_some(scaled)
    };
    let mut by_level = Vec::with_capacity(sum.by_level.len());
    for (level, value) in &sum.by_level {
        let Some(place) = places.get(level) else { continue };
        let value = scaled(*value)?;
        if value != 0 {
            by_level.push((*place, value));
        }
    }
    Some(Whole { amount: scaled(sum.amount)?, by_level })
}
