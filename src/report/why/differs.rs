//! Why a package does not bring to a KPI what it states: takes its levels' effects in the month that is looked at and what falls
//! with them, gives the reasons that are at work there, and none where it brings just that.

use std::collections::BTreeMap;

use super::effects::{change_figure, stated_figure, value_figure};
use super::view::{Acting, Figures, Why};
use crate::check::{ChangeTerms, CheckedPlan, EffectTerms, KpiTerms};
use crate::evaluate::{Contribution, EffectNature, EffectStage, MonthEffect, effect_in_month};
use crate::model::kpi::{Better, Combine};
use crate::model::{Id, Kpi, Level};
use crate::quantity::Number;
use crate::report::names::{display, level_in_package, month};

/// Below this a difference is dust of divisions.
const DIGITS: u32 = 12;

/// What one effect of those that fall with a package does.
struct Part {
    level: Id<Level>,
    is_own: bool,
    nature: EffectNature,
    effect: MonthEffect,
}

impl<'run> Why<'run> {
    /// Why what a package brings to a KPI is not what it states, in parentheses; empty where it is.
    pub(super) fn difference(&self, figures: &Figures<'run>, contribution: &Contribution, kpi: Id<Kpi>) -> String {
        let Some(terms) = figures.plan.kpis.get(kpi.index()) else { return String::new() };
        let reasons = self.reasons(figures, contribution, (kpi, terms));
        if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) }
    }

    fn reasons(
        &self,
        figures: &Figures<'run>,
        contribution: &Contribution,
        (kpi, terms): (Id<Kpi>, &KpiTerms),
    ) -> Vec<String> {
        let plan = figures.plan;
        let in_month = looked_at(plan, terms);
        let parts = parts(plan, contribution, kpi, in_month);
        if parts.is_empty() {
            return terms.formula.iter().map(|_| "through what its formula reads".to_owned()).collect();
        }
        let mut reasons: Vec<String> = Vec::new();
        if !matches!(
            parts.as_slice(),
            [Part { is_own: true, effect: MonthEffect { stage: EffectStage::Whole, .. }, .. }]
        ) {
            reasons.extend(parts.iter().map(|part| part.words(plan, kpi)));
        }
        let change = contribution.changes.iter().find(|change| change.kpi == kpi);
        let brings = change.map_or(Some(Number::ZERO), |change| change.difference);
        if brings.is_none_or(|brings| sum(&parts).is_some_and(|sum| is_same(sum, brings))) {
            return reasons;
        }
        let acting = self.acting(figures).get(&kpi.index()).copied().unwrap_or_default();
        reasons.extend(acting.mechanism(figures, (kpi, terms), in_month));
        let reads_changed = contribution.changes.iter().any(|change| {
            change.kpi != kpi && terms.formula.as_ref().is_some_and(|formula| reads(formula, change.kpi))
        });
        if reads_changed {
            reasons.push("besides, through what its formula reads".to_owned());
        }
        reasons
    }

    /// What acts on each KPI; found once for all of them.
    fn acting(&self, figures: &Figures<'run>) -> &BTreeMap<usize, Acting> {
        self.acting.get_or_init(|| {
            let plan = figures.plan;
            let funded = figures.evaluation.funding.iter().flat_map(|funding| &funding.funded);
            let mut acting: BTreeMap<usize, Acting> = BTreeMap::new();
            for level in funded {
                for effect in plan.levels.get(level.index()).iter().flat_map(|terms| &terms.effects) {
                    let Some(terms) = plan.kpis.get(effect.kpi.index()) else { continue };
                    let found = effect_in_month(plan, *level, effect, looked_at(plan, terms));
                    if let Some(found) = found.filter(|found| !found.counts.is_zero()) {
                        acting.entry(effect.kpi.index()).or_default().add(terms, nature(effect), found.counts);
                    }
                }
            }
            acting
        })
    }
}

impl Acting {
    fn add(&mut self, terms: &KpiTerms, nature: EffectNature, counts: Number) {
        let helps = match terms.better {
            Better::Higher => counts.is_positive(),
            Better::Lower => counts.is_negative(),
            Better::Nearer => false,
        };
        match nature {
            EffectNature::Relative => self.relative += 1,
            EffectNature::Absolute => {
                self.absolute += 1;
                self.helpful += usize::from(helps);
            }
        }
    }

    /// How effects that act together make another sum than their own.
    fn mechanism(self, figures: &Figures<'_>, (kpi, terms): (Id<Kpi>, &KpiTerms), in_month: usize) -> Vec<String> {
        let mut reasons = Vec::new();
        match (terms.combine, terms.limit) {
            (Combine::Diminishing, Some(limit)) if self.helpful > 0 => {
                let limit_words = value_figure(figures.plan, kpi, limit);
                if self.helpful > 1 {
                    reasons.push(format!("effects diminish towards {limit_words}"));
                }
                reasons.extend(way_left(figures, (kpi, terms), limit, in_month));
            }
            (Combine::Max, _) if self.helpful > 1 => {
                reasons.push("of helpful effects only the largest counts".to_owned());
            }
            (Combine::Add | Combine::Diminishing | Combine::Max, _) => {}
        }
        if self.relative > 0 && self.absolute > 0 {
            reasons.push("effects in per cent multiply what the others leave".to_owned());
        } else if self.relative > 1 {
            reasons.push("effects in per cent multiply one another".to_owned());
        }
        reasons
    }
}

impl Part {
    /// `Evenings +2 pts, which goes with it`
    fn words(&self, plan: &CheckedPlan, kpi: Id<Kpi>) -> String {
        let MonthEffect { counts, whole, stage } = self.effect;
        let level = if self.is_own { display(plan, self.level).to_owned() } else { level_in_package(plan, self.level) };
        let figure = |size| stated_figure(plan, kpi, self.nature, size);
        let counted = match stage {
            EffectStage::NotYet => format!("{level} {}, which has not begun", figure(whole)),
            EffectStage::Rising => format!("{level} {}, rising to {}", figure(counts), figure(whole)),
            EffectStage::Whole => format!("{level} {}", figure(whole)),
            EffectStage::Over(last) => format!("{level} {}, which ended with {}", figure(whole), month(plan, last)),
        };
        if self.is_own { counted } else { format!("{counted}, which goes with it") }
    }
}

/// The month a KPI is looked at: its target's, else the last.
fn looked_at(plan: &CheckedPlan, terms: &KpiTerms) -> usize {
    terms.target.map_or(plan.calendar.len().saturating_sub(1), |target| target.month)
}

/// What the levels that fall with a package state on a KPI.
fn parts(plan: &CheckedPlan, contribution: &Contribution, kpi: Id<Kpi>, in_month: usize) -> Vec<Part> {
    let levels = contribution.falls.iter().filter_map(|level| Some((*level, plan.levels.get(level.index())?)));
    let effects = levels.flat_map(|(level, terms)| terms.effects.iter().map(move |effect| (level, terms, effect)));
    let own = effects.filter(|(_, _, effect)| effect.kpi == kpi).filter_map(|(level, terms, effect)| {
        let found = effect_in_month(plan, level, effect, in_month)?;
        Some(Part { level, is_own: terms.package == contribution.package, nature: nature(effect), effect: found })
    });
    let mut parts: Vec<Part> = own.collect();
    parts.sort_by_key(|part| !part.is_own);
    parts
}

/// What they come to where they only add.
fn sum(parts: &[Part]) -> Option<Number> {
    let mut counted = parts.iter().map(|part| match part.nature {
        EffectNature::Absolute => Some(part.effect.counts),
        EffectNature::Relative if part.effect.counts.is_zero() => Some(Number::ZERO),
        EffectNature::Relative => None,
    });
    counted.try_fold(Number::ZERO, |sum, counts| sum.add(counts?).ok())
}

fn is_same(left: Number, right: Number) -> bool {
    left.round_half_even(DIGITS) == right.round_half_even(DIGITS)
}

/// Where the value without effects has left its start, each effect is its share of another way:
/// `28.2pp are left to 95% in 2028-03, 27pp at the start`.
fn way_left(
    figures: &Figures<'_>,
    (kpi, terms): (Id<Kpi>, &KpiTerms),
    limit: Number,
    in_month: usize,
) -> Option<String> {
    let plan = figures.plan;
    // A formula reads what others do, so that its value with nothing funded is not what these effects meet.
    let base = terms.formula.is_none().then(|| figures.evaluation.projection.zero_base.kpi_at(kpi, in_month))??;
    let start = terms.unfunded.or(terms.baseline)?;
    if is_same(base, start) {
        return None;
    }
    let way = |from: Number| Some(change_figure(plan, kpi, limit.subtract(from).ok()?.abs()));
    let (now, then) = (way(base)?, way(start)?);
    let [now, then] = [now, then].map(|way| way.trim_start_matches('+').to_owned());
    let limit = value_figure(plan, kpi, limit);
    Some(format!("of the way to {limit} {now} are left in {}, {then} at the start", month(plan, in_month)))
}

fn nature(effect: &EffectTerms) -> EffectNature {
    match effect.change {
        ChangeTerms::Absolute(_) => EffectNature::Absolute,
        ChangeTerms::Relative(_) => EffectNature::Relative,
    }
}

/// Whether a formula names a KPI.
fn reads(formula: &crate::check::program::Program, kpi: Id<Kpi>) -> bool {
    formula.steps().iter().any(|(step, _)| super::kpi::reads_kpi(step, kpi))
}
