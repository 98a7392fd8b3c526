//! What KPIs are to reach: takes their terms, reports targets that nothing moves them towards, and criteria that rate by a
//! KPI without one.

use super::checked::{CriterionTerms, Eligibility, KpiTerms, LevelTerms};
use super::context::Checker;
use super::words::kpi_amount;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::funding::MeasuredBy;
use crate::model::kpi::Better;
use crate::model::{Criterion, Id, Kpi};
use crate::source::Span;

/// Reports every target that is not reached at the start and that no effect, formula or trend can move the KPI towards.
pub(super) fn check_aims(checker: &mut Checker, kpis: &[Option<KpiTerms>], levels: &[Option<LevelTerms>]) {
    let moved = first_moves(checker, kpis.len(), levels);
    for (id, (terms, moved)) in checker.plan.kpis.ids().zip(kpis.iter().zip(moved)) {
        let Some(terms) = terms else { continue };
        let Some(target) = terms.target else { continue };
        let start = terms.unfunded.or(terms.baseline);
        let is_reached = start.is_some_and(|start| terms.meets(target.value, start));
        let moves_itself = checker.plan.kpis[id].formula.is_some() || checker.plan.kpis[id].trend.is_some();
        // One that cannot be reached at all is reported as such.
        let is_reachable = !terms.is_outside(target.value) && !terms.is_beyond_ceiling(target.value);
        if is_reachable && !is_reached && !moves_itself && moved.is_none_or(|first| first > target.month) {
            let finding = nobody_moves(checker, id, terms, moved);
            checker.report(finding);
        }
    }
}

/// For each KPI, the first month in which an effect that can be funded begins.
fn first_moves(checker: &Checker, count: usize, levels: &[Option<LevelTerms>]) -> Vec<Option<usize>> {
    // A level that could not be read may move anything.
    let unknown = levels.iter().any(Option::is_none) || !checker.broken.is_empty();
    let mut moved = vec![unknown.then_some(0); count];
    for (declared, level) in checker.plan.levels.values().zip(levels) {
        let Some(level) = level.as_ref().filter(|level| level.eligibility == Eligibility::Competes) else { continue };
        if declared.effect.len() > level.effects.len() {
            // What one of them says could not be read, which is told there.
            for kpi in declared.effect.iter().filter_map(|effect| effect.kpi) {
                moved.get_mut(kpi.value.index()).into_iter().for_each(|first| *first = Some(0));
            }
        }
        for effect in &level.effects {
            let begins = level.start.saturating_add(effect.after as usize);
            if let Some(first) = moved.get_mut(effect.kpi.index()) {
                *first = Some(first.map_or(begins, |first| first.min(begins)));
            }
        }
    }
    moved
}

fn nobody_moves(checker: &Checker, id: Id<Kpi>, terms: &KpiTerms, moved: Option<usize>) -> Diagnostic {
    let path = checker.path(id);
    let span = terms.target.map_or(checker.span(id), |target| target.span);
    let message = match moved {
        None => format!("nothing moves `{path}` to its target: no effect, formula or trend"),
        Some(_) => format!("nothing moves `{path}` to its target: every effect on it begins later"),
    };
    let start = terms.unfunded.or(terms.baseline).map(|start| kpi_amount(checker.plan, terms, start));
    let label = start.map_or_else(|| "it never comes here".to_owned(), |start| format!("it stays at {start}"));
    Diagnostic::new(Code::TargetNobodyMoves, span, message)
        .label(label)
        .help(format!("write the `effect {path}:` of a level that works towards it, or take the target out"))
        .about(path)
}

/// Reports every criterion that rates by a KPI of which only the end of its range is known.
pub(super) fn check_measures(checker: &mut Checker, kpis: &[Option<KpiTerms>], criteria: &[Option<CriterionTerms>]) {
    for (id, terms) in checker.plan.criteria.ids().zip(criteria) {
        for (kpi, _) in terms.iter().flat_map(|terms| &terms.measured_by) {
            let measured = kpis.get(kpi.index()).and_then(Option::as_ref);
            if measured.is_some_and(|measured| is_rated_by_range(checker, *kpi, measured)) {
                let finding = rated_by_range(checker, id, *kpi);
                checker.report(finding);
            }
        }
    }
}

fn is_rated_by_range(checker: &Checker, id: Id<Kpi>, terms: &KpiTerms) -> bool {
    // A target that is written and could not be read is not missing.
    let kpi = &checker.plan.kpis[id];
    let end = match terms.better {
        Better::Higher => terms.high,
        Better::Lower => terms.low,
        Better::Nearer => None,
    };
    kpi.target.is_empty() && kpi.ceiling.is_none() && end.is_some() && end != terms.unfunded.or(terms.baseline)
}

fn rated_by_range(checker: &Checker, criterion: Id<Criterion>, kpi: Id<Kpi>) -> Diagnostic {
    let (path, kpi_path) = (checker.path(criterion), checker.path(kpi));
    let message = format!("`{path}` is measured by `{kpi_path}`, which has neither a target nor a ceiling");
    Diagnostic::new(Code::RatedWithoutTarget, measured_by_span(checker, criterion, kpi), message)
        .label("what a level does is rated against the end of the range")
        .also(checker.span(kpi), "how far is it to go?")
        .help(format!("give `{kpi_path}` a `target` or a `ceiling`"))
        .about(path)
}

fn measured_by_span(checker: &Checker, criterion: Id<Criterion>, kpi: Id<Kpi>) -> Span {
    let named = checker.plan.criteria[criterion].measured_by.iter().find_map(|measured| match measured {
        MeasuredBy::Equally(list) => list.0.iter().find(|named| named.value == kpi).map(|named| named.span),
        MeasuredBy::Share(named, _) => (named.value == kpi).then_some(named.span),
    });
    named.unwrap_or(checker.span(criterion))
}
