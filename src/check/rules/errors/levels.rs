//! The messages about levels: what they cost, what they bring, how they are rated.

use super::listed::shortened;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::schema::Head;
use crate::model::{Category, Criterion};
use crate::quantity::Month;
use crate::source::Span;

/// A level that costs and brings nothing.
pub(crate) fn nothing_justifies(cost: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NothingJustifies, cost, format!("nothing justifies the cost of `{}`", head.path))
        .label("what does this bring?")
        .also(head.span, "no effect, saving, earning or mandate")
        .help("add what it brings (`effect`, `saves`, `earns`), or the authority that requires it (`mandate: \"…\"`)")
        .about(head.path.as_str())
}

/// A level with neither cost nor effect.
pub(crate) fn empty_level(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::EmptyLevel, head.span, format!("`{}` neither costs nor brings anything", head.path))
        .label("nothing to decide on")
        .help("add its `cost` and `effect` lines, or remove it")
        .about(head.path.as_str())
}

/// A cost or a saving booked to income.
pub(crate) fn cost_on_income(span: Span, what: &str, category: &Category) -> Diagnostic {
    let path = &category.head.path;
    Diagnostic::new(Code::CostOnIncome, span, format!("{what} cannot be booked to `{path}`, a category of income"))
        .label("a category of cost is needed")
        .also(category.head.span, "declared with `kind: income`")
        .help("name a category of cost, or write `earns` if money comes in")
}

/// An effect without evidence.
pub(crate) fn no_evidence(span: Span, kpi: &Head, head: &Head) -> Diagnostic {
    let message = format!("the effect of `{}` on `{}` names no evidence", head.path, kpi.path);
    Diagnostic::new(Code::NoEvidence, span, message)
        .label("what does it rest on?")
        .help("end the line with `evidence experiment`, `history`, `benchmark` or `judgement`")
        .about(head.path.as_str())
}

/// A level that people did not rate; `lacking` criteria in all, of which the first are given.
pub(crate) fn not_rated(head: &Head, criteria: &[&Criterion], lacking: usize) -> Diagnostic {
    let names = shortened(criteria.iter().map(|criterion| criterion.head.path.as_str()), lacking);
    let counts = if lacking == 1 { "which counts" } else { "which count" };
    let message = format!("`{}` is not rated on {names}, {counts} as 0", head.path);
    let first = criteria.first().map_or("criterion", |criterion| criterion.head.path.as_str());
    let diagnostic = Diagnostic::new(Code::NotRated, head.span, message).label(format!("no `rates {first}`"));
    let label = |diagnostic: Diagnostic, criterion: &&Criterion| {
        diagnostic.also(criterion.head.span, "no `measured_by`: rated by people")
    };
    criteria
        .iter()
        .fold(diagnostic, label)
        .help(format!("add `rates {first}: 4 because \"why\"`, from 0 to 10"))
        .about(head.path.as_str())
}

/// A rating on a computed criterion.
pub(crate) fn rates_computed(span: Span, criterion: &Criterion) -> Diagnostic {
    let message = format!("`{}` is computed from KPIs, people do not rate it", criterion.head.path);
    Diagnostic::new(Code::RatesComputed, span, message)
        .label("this rating would not count")
        .also(criterion.head.span, "holds `measured_by`")
        .help("remove the line, or remove `measured_by` from the criterion")
}

/// An effect before its cause.
pub(crate) fn effect_before_cost(effect: Span, cost: Span, head: &Head, begins: Month, paid: Month) -> Diagnostic {
    let message = format!("an effect of `{}` begins in {begins}, its first cost falls in {paid}", head.path);
    Diagnostic::new(Code::EffectBeforeCost, effect, message)
        .label(format!("begins in {begins}"))
        .also(cost, format!("the first cost, in {paid}"))
        .help("add `after … months`, or correct `starts` or the months of the cost")
        .about(head.path.as_str())
}

/// An effect that the calendar sees nothing of.
pub(crate) fn effect_behind_calendar(effect: Span, head: &Head, begins: &str, last: Month) -> Diagnostic {
    let message = format!("an effect of `{}` begins{begins}, behind the calendar, which ends in {last}", head.path);
    Diagnostic::new(Code::EffectOutsideCalendar, effect, message)
        .label("brings nothing that this plan shows, and counts in full for the score")
        .help("correct `after` or the months of the level, let the calendar run longer, or take the effect out")
        .about(head.path.as_str())
}

/// An effect whose end comes before its beginning.
pub(crate) fn effect_ends_before(effect: Span, head: &Head, begins: Month, ends: Month) -> Diagnostic {
    let message = format!("an effect of `{}` ends in {ends}, before it begins in {begins}", head.path);
    Diagnostic::new(Code::EffectOutsideCalendar, effect, message)
        .label("brings nothing, and counts in full for the score")
        .help("correct `after`, `until` or the months of the level, or take the effect out")
        .about(head.path.as_str())
}
