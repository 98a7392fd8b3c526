//! Effects made ready: takes what funded levels do to KPIs, gives for each KPI its effects with their size in each month.

use std::collections::BTreeMap;

use super::drivers::Drivers;
use super::fault::Fault;
use super::level_set::LevelSet;
use super::projection::EffectNature;
use crate::check::{ChangeTerms, CheckedPlan, EffectTerms, Estimate, LevelTerms};
use crate::model::plan::Evidence;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// How far effects of each grade of evidence are believed; those without a grade, or of a grade that the plan says
/// nothing of, are taken as stated.
pub(super) type Confidence = BTreeMap<Evidence, Number>;

/// An effect that counts in some month of the calendar.
#[derive(Debug, Clone)]
pub(super) struct ReadyEffect {
    /// Whether it adds or multiplies.
    pub nature: EffectNature,
    /// The first month it counts in.
    pub first: usize,
    /// The months it takes to unfold, at least 1.
    pub over: usize,
    /// The last month it counts in; not before the first.
    pub last: usize,
    /// What it comes to at full size.
    pub size: Size,
    /// The level.
    pub level: Id<Level>,
    /// Bits that hang on the level's name alone, by which effects are summed up in groups.
    pub key: u64,
    /// The line in the plan.
    pub span: Span,
}

/// An effect at full size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    /// The same in all months.
    Constant(Number),
    /// By month of the calendar, where it hangs on a driver that varies.
    Monthly(Box<[Number]>),
}

impl ReadyEffect {
    /// What it does in a month.
    pub(super) fn at(&self, month: usize) -> Result<Number, ArithmeticError> {
        self.unfold(self.size_at(month), month)
    }

    /// What it comes to at full size, by the drivers of a month.
    pub(super) fn size_at(&self, month: usize) -> Number {
        match &self.size {
            Size::Constant(value) => *value,
            Size::Monthly(values) => values.get(month).copied().unwrap_or_default(),
        }
    }

    /// How much of a full size counts in a month: nothing before it begins and after it ends, an even climb, then all.
    pub(super) fn unfold(&self, size: Number, month: usize) -> Result<Number, ArithmeticError> {
        if month < self.first || month > self.last {
            return Ok(Number::ZERO);
        }
        let unfolded = month - self.first + 1;
        if unfolded >= self.over {
            return Ok(size);
        }
        // Multiplied before it is divided, so that 2 pts over 4 months climb by exactly 0.5.
        size.multiply(count(unfolded))?.divide(count(self.over))
    }

    /// The months in which it does something else than in the month before, and the month after its last.
    pub(super) fn moving_months(&self) -> impl Iterator<Item = usize> {
        let after = self.last + 1;
        let settled = match self.size {
            Size::Constant(_) => after.min(self.first.saturating_add(self.over)),
            Size::Monthly(_) => after,
        };
        (self.first..settled).chain(std::iter::once(after))
    }

    /// An order in which the place of a line changes no result: effects that compare equal do the same.
    fn canonical_key(&self) -> (u64, EffectNature, usize, usize, usize, &Size) {
        (self.key, self.nature, self.first, self.over, self.last, &self.size)
    }
}

/// The effects of a set of levels, by KPI.
#[derive(Debug)]
pub(super) struct EffectBook {
    by_kpi: Vec<Vec<ReadyEffect>>,
    /// For each level, the KPIs and the places of its effects among theirs.
    by_level: BTreeMap<Id<Level>, Vec<(usize, usize)>>,
}

impl EffectBook {
    /// The effects of the levels of `set`, held to `confidence` where it is given.
    pub(super) fn new(
        plan: &CheckedPlan,
        set: &LevelSet,
        confidence: Option<&Confidence>,
    ) -> Result<EffectBook, Fault> {
        let mut by_kpi: Vec<Vec<ReadyEffect>> = vec![Vec::new(); plan.kpis.len()];
        for level in set.iter() {
            let Some(terms) = plan.levels.get(level.index()) else { continue };
            let key = bits(&plan.plan().levels[level].head.path);
            for effect in &terms.effects {
                let ready = ready_effect(plan, (level, key), terms, effect, confidence)?;
                if let (Some(ready), Some(effects)) = (ready, by_kpi.get_mut(effect.kpi.index())) {
                    effects.push(ready);
                }
            }
        }
        for effects in &mut by_kpi {
            effects.sort_by(|left, right| left.canonical_key().cmp(&right.canonical_key()));
        }
        let by_level = index_by_level(&by_kpi);
        Ok(EffectBook { by_kpi, by_level })
    }

    /// A KPI's effects, by its place among the KPIs; in the order of their keys.
    pub(super) fn of_kpi(&self, kpi: usize) -> &[ReadyEffect] {
        self.by_kpi.get(kpi).map_or(&[], Vec::as_slice)
    }

    /// The KPIs that a level moves, each with the place of the effect among the KPI's.
    pub(super) fn of_level(&self, level: Id<Level>) -> &[(usize, usize)] {
        self.by_level.get(&level).map_or(&[], Vec::as_slice)
    }
}

fn index_by_level(by_kpi: &[Vec<ReadyEffect>]) -> BTreeMap<Id<Level>, Vec<(usize, usize)>> {
    let mut by_level: BTreeMap<Id<Level>, Vec<(usize, usize)>> = BTreeMap::new();
    for (kpi, effects) in by_kpi.iter().enumerate() {
        for (place, effect) in effects.iter().enumerate() {
            by_level.entry(effect.level).or_default().push((kpi, place));
        }
    }
    by_level
}

/// Bits of a name, alike for no two names but by chance (FNV-1a, then the end of splitmix64 so that all bits mix).
fn bits(name: &str) -> u64 {
    let mixed = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |bits: u64, byte| (bits ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What an effect of a level does in each month of the calendar, as the plan states it: in the KPI's unit, or as a fraction
/// of it. Nothing of one that has no figure, which the projection reports.
#[must_use]
pub fn effect_by_month(plan: &CheckedPlan, level: Id<Level>, effect: &EffectTerms) -> Vec<Number> {
    let nothing = || vec![Number::ZERO; plan.calendar.len()];
    let Some(terms) = plan.levels.get(level.index()) else { return nothing() };
    match ready_effect(plan, (level, 0), terms, effect, None) {
        Ok(Some(ready)) => (0..plan.calendar.len()).map(|month| ready.at(month).unwrap_or_default()).collect(),
        Ok(None) | Err(_) => nothing(),
    }
}

/// What an effect does in one month, beside all that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthEffect {
    /// What counts of it.
    pub counts: Number,
    /// All of it.
    pub whole: Number,
    /// How far it has come.
    pub stage: EffectStage,
}

/// How far an effect has come in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectStage {
    /// Nothing is seen yet, or ever within the calendar.
    NotYet,
    /// A part of it counts.
    Rising,
    /// All of it counts.
    Whole,
    /// It has ended with this month, by its place in the calendar.
    Over(usize),
}

/// What an effect of a level does in a month, as the plan states it; nothing for one that has no figure.
#[must_use]
pub fn effect_in_month(
    plan: &CheckedPlan,
    level: Id<Level>,
    effect: &EffectTerms,
    month: usize,
) -> Option<MonthEffect> {
    let terms = plan.levels.get(level.index())?;
    let (_, estimate) = nature_and_estimate(&effect.change);
    let Some(ready) = ready_effect(plan, (level, 0), terms, effect, None).ok()? else {
        let whole = Drivers(plan).run(&estimate.likely, month).ok()?;
        return Some(MonthEffect { counts: Number::ZERO, whole, stage: EffectStage::NotYet });
    };
    let stage = if month < ready.first {
        EffectStage::NotYet
    } else if month > ready.last {
        EffectStage::Over(ready.last)
    } else if month - ready.first + 1 < ready.over {
        EffectStage::Rising
    } else {
        EffectStage::Whole
    };
    Some(MonthEffect {
        counts: ready.at(month).ok()?,
        whole: ready.size_at(month.clamp(ready.first, ready.last)),
        stage,
    })
}

/// The effect, unless it begins after the calendar or after its own end.
fn ready_effect(
    plan: &CheckedPlan,
    (level, key): (Id<Level>, u64),
    terms: &LevelTerms,
    effect: &EffectTerms,
    confidence: Option<&Confidence>,
) -> Result<Option<ReadyEffect>, Fault> {
    let months = plan.calendar.len();
    let first = terms.start.saturating_add(whole(effect.after));
    let last = effect.until.unwrap_or(usize::MAX).min(terms.end).min(months.saturating_sub(1));
    if first > last {
        return Ok(None);
    }
    let (nature, estimate) = nature_and_estimate(&effect.change);
    let share = effect.evidence.and_then(|grade| confidence?.get(&grade).copied());
    let size = full_size(plan, estimate, share, first, last)?;
    Ok(Some(ReadyEffect { nature, first, over: whole(effect.over).max(1), last, size, level, key, span: effect.span }))
}

/// What an effect does, and how it is estimated.
pub(super) fn nature_and_estimate(change: &ChangeTerms) -> (EffectNature, &Estimate) {
    match change {
        ChangeTerms::Absolute(estimate) => (EffectNature::Absolute, estimate),
        ChangeTerms::Relative(estimate) => (EffectNature::Relative, estimate),
    }
}

fn full_size(
    plan: &CheckedPlan,
    estimate: &Estimate,
    share: Option<Number>,
    first: usize,
    last: usize,
) -> Result<Size, Fault> {
    let at = |month| {
        let value =
            Drivers(plan).run(&estimate.likely, month).map_err(|(error, span)| Fault::arithmetic(error, span))?;
        let believed = share.map_or(Ok(value), |share| value.multiply(share));
        believed.map_err(|error| Fault::arithmetic(error, span_of(estimate)))
    };
    if estimate.likely.constant().is_some() {
        return Ok(Size::Constant(at(first)?));
    }
    // Months outside of its own are not asked: what it hangs on may have no value there.
    let months = (0..plan.calendar.len())
        .map(|month| if (first..=last).contains(&month) { at(month) } else { Ok(Number::ZERO) });
    Ok(Size::Monthly(months.collect::<Result<_, Fault>>()?))
}

fn span_of(estimate: &Estimate) -> Span {
    estimate.likely.steps().last().map_or(Span::default(), |(_, span)| *span)
}

fn whole(months: u32) -> usize {
    usize::try_from(months).unwrap_or(usize::MAX)
}

/// So many, as a number.
pub(super) fn count(number: usize) -> Number {
    Number::from_integer(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(first: usize, over: usize, last: usize) -> ReadyEffect {
        ReadyEffect {
            nature: EffectNature::Absolute,
            first,
            over,
            last,
            size: Size::Constant(Number::from_integer(3)),
            level: Id::new(0),
            key: 0,
            span: Span::default(),
        }
    }

    fn shown(effect: &ReadyEffect, months: usize) -> Vec<String> {
        (0..months).map(|month| effect.at(month).expect("a value").to_string()).collect()
    }

    #[test]
    fn an_effect_climbs_evenly_holds_and_ends() {
        assert_eq!(shown(&effect(2, 3, 5), 8), ["0", "0", "1", "2", "3", "3", "0", "0"]);
        assert_eq!(shown(&effect(0, 1, 7), 3), ["3", "3", "3"]);
        assert_eq!(shown(&effect(1, 4, 2), 4), ["0", "0.75", "1.5", "0"]);
    }

    #[test]
    fn an_effect_moves_exactly_when_its_value_changes() {
        for (first, over, last) in [(2, 3, 5), (0, 1, 7), (1, 4, 2), (3, 1, 3)] {
            let effect = effect(first, over, last);
            for month in 1..9 {
                let changes = effect.at(month) != effect.at(month - 1);
                let moves = effect.moving_months().any(|moving| moving == month);
                assert_eq!(moves, changes, "{first} {over} {last}: month {month}");
            }
        }
    }
}
