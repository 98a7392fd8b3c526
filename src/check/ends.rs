//! Where KPIs end: takes terms and effects, reports ceilings that are passed from the start, effects that have no end to
//! approach or none left, and what `better: nearer` and a formula leave no room for.

use super::checked::{ChangeTerms, EffectTerms, KpiTerms, LevelTerms};
use super::context::Checker;
use super::drivers::KnownDrivers;
use super::shape;
use super::words::{amount, kpi_amount};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::kpi::{Better, Combine};
use crate::model::{Id, Kpi};
use crate::quantity::{Number, Unit};
use crate::source::Span;

/// Checks every KPI against the effects that levels have on it, funded or not.
pub(super) fn check_ends(checker: &mut Checker, kpis: &[Option<KpiTerms>], levels: &[Option<LevelTerms>]) {
    let effects = Effects::of(checker, kpis, levels);
    for effect in levels.iter().flatten().flat_map(|level| &level.effects) {
        if let Some(terms) = kpis.get(effect.kpi.index()).and_then(Option::as_ref) {
            check_room(checker, effect, terms);
        }
    }
    for (id, terms) in checker.plan.kpis.ids().zip(kpis) {
        let Some(terms) = terms else { continue };
        check_trend(checker, id, terms);
        match terms.better {
            Better::Nearer => check_nearer(checker, id),
            Better::Higher | Better::Lower => {
                check_ceiling(checker, id, terms);
                check_way(checker, id, terms, &effects);
            }
        }
    }
}

/// One effect alone does not take a KPI from where it starts to beyond its range.
fn check_room(checker: &mut Checker, effect: &EffectTerms, terms: &KpiTerms) {
    let Some(start) = terms.unfunded.or(terms.baseline).filter(|start| !terms.is_outside(*start)) else { return };
    // What adds up beyond the range is told of what is funded, and that nothing is left to gain of all effects at once.
    if terms.combine != Combine::Diminishing || terms.limit == Some(start) {
        return;
    }
    let end = match &effect.change {
        ChangeTerms::Absolute(estimate) => estimate.likely.constant().and_then(|size| start.add(size).ok()),
        ChangeTerms::Relative(estimate) => {
            let change = estimate.likely.constant().and_then(|size| start.multiply(size).ok());
            change.and_then(|change| start.add(change).ok())
        }
    };
    let Some(end) = end.filter(|end| terms.is_outside(*end)) else { return };
    let path = checker.path(effect.kpi);
    let words = |value: Number| kpi_amount(checker.plan, terms, value);
    let message =
        format!("this effect takes `{path}` beyond its range, {}", super::values::range_words(checker, terms));
    let finding = Diagnostic::new(Code::EffectBeyondRange, effect.span, message)
        .label(format!("from {} to {}", words(start), words(end)))
        .help("write a change that there is room for, or correct where the KPI starts")
        .about(path);
    let kpi = &checker.plan.kpis[effect.kpi];
    let finding = match kpi.unfunded.as_ref().or(kpi.baseline.as_ref()) {
        Some(written) => finding.also(written.span, "where it starts"),
        None => finding,
    };
    checker.report(finding);
}

/// The first effect on each KPI, and the first that helps by an amount of its own.
struct Effects {
    first: Vec<Option<Span>>,
    helping: Vec<Option<Span>>,
}

impl Effects {
    fn of(checker: &Checker, kpis: &[Option<KpiTerms>], levels: &[Option<LevelTerms>]) -> Effects {
        let mut effects = Effects { first: vec![None; kpis.len()], helping: vec![None; kpis.len()] };
        for effect in levels.iter().flatten().flat_map(|level| &level.effects) {
            let place = effect.kpi.index();
            if let Some(first) = effects.first.get_mut(place) {
                first.get_or_insert(effect.span);
            }
            let terms = kpis.get(place).and_then(Option::as_ref);
            if let (Some(terms), Some(helping)) = (terms, effects.helping.get_mut(place))
                && helps(checker, terms, &effect.change)
            {
                helping.get_or_insert(effect.span);
            }
        }
        effects
    }
}

/// Whether an effect adds what makes a KPI better, in some month.
fn helps(checker: &Checker, terms: &KpiTerms, change: &ChangeTerms) -> bool {
    let ChangeTerms::Absolute(estimate) = change else { return false };
    let improves = |size: Number| match terms.better {
        Better::Nearer => false,
        Better::Higher => size.is_positive(),
        Better::Lower => size.is_negative(),
    };
    match estimate.likely.constant() {
        Some(size) => improves(size),
        None => {
            let drivers = KnownDrivers::of(checker);
            (0..checker.calendar.len()).any(|month| estimate.likely.run(&drivers, month).is_ok_and(improves))
        }
    }
}

/// A formula says how the KPI moves; a trend beside it would count for nothing.
fn check_trend(checker: &mut Checker, id: Id<Kpi>, terms: &KpiTerms) {
    let kpi = &checker.plan.kpis[id];
    let (Some(trend), Some(formula)) = (&kpi.trend, &kpi.formula) else { return };
    let path = checker.path(id);
    let trend_each_month = terms.trend.unwrap_or_default();
    let sign = if trend_each_month.is_negative() { "-" } else { "+" };
    let unit = if terms.unit == Unit::share() { Unit::points() } else { terms.unit.clone() };
    let change = format!("{sign} {}", amount(checker.plan, trend_each_month.abs(), &unit));
    let finding =
        Diagnostic::new(Code::TrendBesideFormula, trend.span, format!("`{path}` has a `trend` beside its `formula`"))
            .label("this would count for nothing")
            .also(formula.span, "this is what it comes to each month")
            .help(format!("take the trend out, or write it into the formula: `previous {change}`"))
            .about(path);
    checker.report(finding);
}

/// Where nearer is better there is no good end: nothing to diminish towards, and no best effect but beside the value.
fn check_nearer(checker: &mut Checker, id: Id<Kpi>) {
    let kpi = &checker.plan.kpis[id];
    let path = checker.path(id);
    let combine = kpi.combine.filter(|combine| *combine != Combine::Add);
    let combine = combine.map(|combine| (checker.span(id), format!("`combine: {}`", combine.word()), "`combine`"));
    let ceiling = kpi.ceiling.as_ref().map(|ceiling| (ceiling.span, "a `ceiling`".to_owned(), "`ceiling`"));
    for (span, what, key) in combine.into_iter().chain(ceiling) {
        let finding =
            Diagnostic::new(Code::NearerHasNoEnd, span, format!("`{path}` has {what} beside `better: nearer`"))
                .label("nearer to the target is better, from either side: there is no end to go to")
                .help(format!("take {key} out, or write `better: higher` or `better: lower`"))
                .about(path);
        checker.report(finding);
    }
}

/// Nothing starts beyond the best that can be attained.
fn check_ceiling(checker: &mut Checker, id: Id<Kpi>, terms: &KpiTerms) {
    let kpi = &checker.plan.kpis[id];
    let (Some(ceiling), Some(written)) = (terms.ceiling, &kpi.ceiling) else { return };
    let starts = [
        ("baseline", terms.baseline, kpi.baseline.as_ref()),
        ("unfunded value", terms.unfunded, kpi.unfunded.as_ref()),
    ];
    for (what, value, start) in starts {
        // One that the range does not hold is told as that.
        let beyond = value.filter(|value| terms.is_beyond_ceiling(*value) && !terms.is_outside(*value));
        let (Some(value), Some(start)) = (beyond, start) else { continue };
        let path = checker.path(id);
        let words = |value: Number| kpi_amount(checker.plan, terms, value);
        let message = format!("the {what} of `{path}` lies beyond the best attainable, {}", words(ceiling));
        let finding = Diagnostic::new(Code::StartsBeyondCeiling, start.span, message)
            .label(format!("{} is better than the ceiling", words(value)))
            .also(written.span, "the best attainable")
            .help("correct the value, or write a `ceiling` that nothing has passed yet")
            .about(path);
        checker.report(finding);
    }
}

/// Effects that diminish need an end to approach, and some way to go before it.
fn check_way(checker: &mut Checker, id: Id<Kpi>, terms: &KpiTerms, effects: &Effects) {
    let of = |list: &[Option<Span>]| list.get(id.index()).copied().flatten();
    if terms.combine != Combine::Diminishing {
        return;
    }
    match (terms.limit, terms.unfunded.or(terms.baseline)) {
        (None, _) => {
            if let Some(effect) = of(&effects.first) {
                let finding = shape::no_limit(checker, id, effect);
                checker.report(finding);
            }
        }
        (Some(limit), Some(start)) if limit == start => {
            if let Some(effect) = of(&effects.helping) {
                let finding = nothing_left(checker, id, terms, (limit, effect));
                checker.report(finding);
            }
        }
        (Some(_), _) => {}
    }
}

fn nothing_left(checker: &Checker, id: Id<Kpi>, terms: &KpiTerms, (limit, effect): (Number, Span)) -> Diagnostic {
    let kpi = &checker.plan.kpis[id];
    let path = checker.path(id);
    let end = if kpi.ceiling.is_some() { "its ceiling" } else { "the good end of its range" };
    let limit = kpi_amount(checker.plan, terms, limit);
    let finding = Diagnostic::new(
        Code::NothingLeftToGain,
        effect,
        format!("this effect cannot help `{path}`: it starts at {end}, {limit}"),
    )
    .label("a share of no way at all")
    .help(format!("take the effect out, or correct where `{path}` starts or ends"))
    .about(path);
    let start = kpi.unfunded.as_ref().or(kpi.baseline.as_ref());
    match start {
        Some(start) => finding.also(start.span, "where it starts"),
        None => finding,
    }
}
