//! Rules that give way: takes what two plans hold themselves to, gives what the later no longer does. A plan that meets
//! what it asks for because it asks for less is the change that a review is there for.

use std::collections::{BTreeMap, BTreeSet};

use super::outcome::{BoundChange, BoundState};
use super::pair::Pairs;
use super::record::{Record, package_of};
use super::stand::{Condition, KpiStand};
use crate::check::program::Comparison;
use crate::evaluate::Verdict;
use crate::model::Kind;
use crate::model::facts::{Fact, Topic};
use crate::model::kpi::Better;
use crate::quantity::{Money, Number};

/// A rule that gives way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loosening {
    /// A requirement is gone.
    RequirementDropped {
        /// Its title.
        name: String,
        /// What it asked for.
        before: String,
    },
    /// A requirement asks for less.
    RequirementLoosened {
        /// Its title.
        name: String,
        /// What it asked for.
        before: String,
        /// What it asks for.
        after: String,
    },
    /// A KPI has no target any more.
    TargetDropped {
        /// The KPI.
        kpi: String,
        /// The target.
        before: String,
    },
    /// A target is easier, or later.
    TargetLowered {
        /// The KPI.
        kpi: String,
        /// The target.
        before: String,
        /// What it is now.
        after: String,
        /// Whether it is met now and was not.
        met: Met,
    },
    /// An effect is larger, and nothing says why.
    PromiseRaised {
        /// The level.
        level: String,
        /// The KPI.
        kpi: String,
        /// What it promised.
        before: String,
        /// What it promises.
        after: String,
    },
    /// A KPI starts elsewhere, and its source reads as before.
    BaselineMoved {
        /// The KPI.
        kpi: String,
        /// Where it started.
        before: String,
        /// Where it starts.
        after: String,
    },
    /// An authority requires a level now, which then goes before those ranked above it.
    Mandated {
        /// The level.
        level: String,
        /// Its rank.
        rank: usize,
        /// Who requires it, as the plan says it.
        authority: String,
    },
    /// A floor was filled, and is not any more.
    FloorUnfilled {
        /// Of what: `category training`.
        name: String,
        /// What counts towards it.
        filled: Money,
        /// The floor.
        least: Money,
    },
    /// A floor holds less, or nothing.
    FloorLowered {
        /// Of what.
        name: String,
        /// The floor.
        before: Money,
        /// What it is now; nothing where it is gone.
        after: Option<Money>,
    },
    /// A cap lets more through, or all.
    CapRaised {
        /// Of what.
        name: String,
        /// The cap.
        before: Money,
        /// What it is now; nothing where it is gone.
        after: Option<Money>,
    },
}

/// Whether a target is met now that was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It is.
    Now,
    /// It is as before.
    AsBefore,
}

/// The rules that give way, in the order of requirements, targets, baselines, promises, mandates, bounds.
pub(super) fn loosened(pairs: &Pairs<'_>, bounds: &[BoundChange], before: &Record, after: &Record) -> Vec<Loosening> {
    let mut found = Vec::new();
    let gone = pairs.removed.iter().filter(|topic| topic.kind == Kind::Require);
    found
        .extend(gone.map(|topic| Loosening::RequirementDropped { name: topic.name().to_owned(), before: says(topic) }));
    let both = || pairs.after.iter().filter_map(|(now, was)| Some((*now, (*was)?)));
    found.extend(both().filter_map(|(now, was)| requirement(now, was, before, after)));
    found.extend(both().filter_map(|(now, was)| target(now, was, before, after)));
    found.extend(both().filter_map(|(now, was)| baseline(now, was, before, after)));
    let reasons = (reasons(before), reasons(after));
    for (now, was) in both().filter(|(now, _)| matches!(now.kind, Kind::Level | Kind::Alternative)) {
        let reason =
            |reasons: &Reasons<'_>, level: &Topic| reasons.get(package_of(level.name())).copied().map(str::to_owned);
        let is_reasoned = reason(&reasons.0, was) != reason(&reasons.1, now);
        if !is_reasoned {
            found.extend(promises(pairs, now, was, before, after));
        }
    }
    found.extend(mandates(pairs, before, after));
    found.extend(bounds.iter().filter_map(bound));
    found
}

/// Why each package is asked for, by its name.
type Reasons<'r> = BTreeMap<&'r str, &'r str>;

fn reasons(record: &Record) -> Reasons<'_> {
    let packages = record.topics.iter().filter(|topic| topic.kind == Kind::Package);
    packages.filter_map(|package| Some((package.name(), package.text("justification")?))).collect()
}

/// What a requirement asks for.
fn says(topic: &Topic) -> String {
    topic.facts.iter().find(|fact| fact.key.as_str().is_empty()).map(Fact::says).unwrap_or_default()
}

fn requirement(now: &Topic, was: &Topic, before: &Record, after: &Record) -> Option<Loosening> {
    let (then, today) = (before.stand.conditions.get(was.name())?, after.stand.conditions.get(now.name())?);
    (now.kind == Kind::Require && is_weaker(then, today)).then(|| Loosening::RequirementLoosened {
        name: now.name().to_owned(),
        before: says(was),
        after: says(now),
    })
}

/// Whether one condition asks for less than another that reads the same, and for more in nothing.
fn is_weaker(then: &Condition, today: &Condition) -> bool {
    let ways = || then.limits.iter().zip(&today.limits);
    let eases = |comparison: Comparison, then: Number, today: Number| match comparison {
        Comparison::Less | Comparison::LessOrEqual => today > then,
        Comparison::Greater | Comparison::GreaterOrEqual => today < then,
        Comparison::Equal | Comparison::NotEqual => false,
    };
    // Below a `not` the other way round would be easier: such a condition is left to the reader.
    then.steps == today.steps
        && !then.steps.iter().any(|step| step == "Not")
        && ways().any(|((_, then), (_, today))| then != today)
        && ways().all(|((comparison, then), (_, today))| then == today || eases(*comparison, *then, *today))
}

fn target(now: &Topic, was: &Topic, before: &Record, after: &Record) -> Option<Loosening> {
    let (then, today) = (before.stand.kpis.get(was.name())?, after.stand.kpis.get(now.name())?);
    if now.kind != Kind::Kpi {
        return None;
    }
    let said = |topic: &Topic| topic.fact("target").map(Fact::says);
    let kpi = now.name().to_owned();
    let was_said = said(was)?;
    match (then.target, today.target) {
        (Some(_), None) => Some(Loosening::TargetDropped { kpi, before: was_said }),
        (Some(then_target), Some(today_target)) if is_easier(today, then_target, today_target) => {
            let verdict = |record: &Record, name: &str| record.outcome.kpis.iter().find(|kpi| kpi.name == name)?.target;
            let (was_met, is_met) = (verdict(before, was.name()), verdict(after, now.name()));
            let is_won = is_met == Some(Verdict::Holds) && was_met != Some(Verdict::Holds);
            let met = if is_won { Met::Now } else { Met::AsBefore };
            Some(Loosening::TargetLowered { kpi, before: was_said, after: said(now)?, met })
        }
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// Whether a target is lower, or the same by a later month.
fn is_easier(kpi: &KpiStand, (then, month_then): (Number, usize), (today, month): (Number, usize)) -> bool {
    match kpi.better {
        Some(Better::Lower) => today > then || today == then && month > month_then,
        Some(Better::Higher) | None => today < then || today == then && month > month_then,
        // Nearer to what, nobody can say of two targets.
        Some(Better::Nearer) => false,
    }
}

fn baseline(now: &Topic, was: &Topic, before: &Record, after: &Record) -> Option<Loosening> {
    let (then, today) = (before.stand.kpis.get(was.name())?, after.stand.kpis.get(now.name())?);
    let source = |topic: &Topic| topic.text("source").map(str::to_owned);
    let moved = now.kind == Kind::Kpi && then.baseline != today.baseline && source(now) == source(was);
    let said = |topic: &Topic| topic.fact("baseline").map(Fact::says);
    moved.then_some(())?;
    Some(Loosening::BaselineMoved { kpi: now.name().to_owned(), before: said(was)?, after: said(now)? })
}

/// The promises of a level that are larger, where the effect says no other reason; nor does its package.
fn promises(pairs: &Pairs<'_>, now: &Topic, was: &Topic, before: &Record, after: &Record) -> Vec<Loosening> {
    let mut raised = Vec::new();
    for effect in now.of("effect") {
        let Some(kpi) = effect.about() else { continue };
        let said = was.of("effect").find(|other| pairs.renames.fact_now(other).key == effect.key);
        let Some(earlier) = said.filter(|earlier| earlier.modifier("because") == effect.modifier("because")) else {
            continue;
        };
        if earlier.modifier("evidence") != effect.modifier("evidence") {
            continue;
        }
        let Some(earlier_kpi) = earlier.about() else { continue };
        let size = |record: &Record, level: &str, kpi: &str| {
            record.stand.promises.get(&(level.to_owned(), kpi.to_owned())).copied()
        };
        let sizes = size(before, was.name(), earlier_kpi).zip(size(after, now.name(), kpi));
        let better = after.stand.kpis.get(kpi).and_then(|kpi| kpi.better);
        let is_raised = sizes.is_some_and(|(then, today)| match better {
            Some(Better::Higher) => today > then,
            Some(Better::Lower) => today < then,
            Some(Better::Nearer) | None => false,
        });
        if is_raised {
            let (level, kpi) = (now.name().to_owned(), kpi.to_owned());
            raised.push(Loosening::PromiseRaised { level, kpi, before: value(earlier), after: value(effect) });
        }
    }
    raised
}

/// What is said, without its terms.
fn value(fact: &Fact) -> String {
    Fact { modifiers: Vec::new(), ..fact.clone() }.says()
}

/// The levels that an authority requires now and did not, and that stand below one that goes by its rank.
fn mandates(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<Loosening> {
    if after.stand.mandates.is_empty() {
        return Vec::new();
    }
    let had: BTreeSet<String> =
        before.stand.mandates.keys().map(|level| pairs.renames.level_now(level).to_string()).collect();
    let levels = &after.outcome.levels;
    let first_by_rank = levels.iter().position(|level| !after.stand.mandates.contains_key(&level.name));
    let jumping = levels.iter().enumerate().filter(|(place, _)| first_by_rank.is_some_and(|first| first < *place));
    let new = jumping.filter(|(_, level)| !had.contains(&level.name)).filter_map(|(place, level)| {
        let authority = after.stand.mandates.get(&level.name)?.clone();
        Some(Loosening::Mandated { level: level.name.clone(), rank: place + 1, authority })
    });
    new.collect()
}

fn bound(change: &BoundChange) -> Option<Loosening> {
    let name = change.name.clone();
    let before = change.before?;
    match (change.word, change.after) {
        ("cap", after) if after.is_none_or(|after| after.amount > before.amount) => {
            Some(Loosening::CapRaised { name, before: before.amount, after: after.map(|after| after.amount) })
        }
        ("floor", after) if after.is_none_or(|after| after.amount < before.amount) => {
            Some(Loosening::FloorLowered { name, before: before.amount, after: after.map(|after| after.amount) })
        }
        ("floor", Some(after)) if is_filled(before) && !is_filled(after) => {
            Some(Loosening::FloorUnfilled { name, filled: after.filled.unwrap_or_default(), least: after.amount })
        }
        _ => None,
    }
}

fn is_filled(state: BoundState) -> bool {
    state.filled.is_none_or(|filled| filled >= state.amount)
}
