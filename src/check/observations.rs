//! Observations as written: takes each `observe`, gives its values by month in the unit of what is observed, and reports what
//! does not fit it, a month that stands twice, and columns that say too little or too much. No file is looked at.

use std::collections::BTreeMap;

use super::checked::KpiTerms;
use super::context::{Checker, Flow, Position};
use super::shape;
use super::values::range_words;
use super::words::kpi_amount;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::observation::{FileColumns, FlowEnd, Observed, ObservedValue};
use crate::model::schema::{Head, Rating, Texts};
use crate::model::{Observe, UnitId};
use crate::quantity::{Month, Number, Period};
use crate::source::{Span, Spanned};

/// Where a month was observed first.
struct Seen {
    span: Span,
    period: Period,
    block: Span,
}

/// What each `observe` tells, parallel to the plan's.
pub(super) fn read(checker: &mut Checker) -> Vec<Vec<(Month, Number)>> {
    let plan = checker.plan;
    let mut seen: BTreeMap<(Observed, Month), Seen> = BTreeMap::new();
    let mut scales: BTreeMap<Observed, Number> = BTreeMap::new();
    let mut all = Vec::with_capacity(plan.observes.len());
    for observe in plan.observes.values() {
        check_file(checker, observe);
        let Some(of) = observe.about.0 else {
            all.push(Vec::new());
            continue;
        };
        let mut values = Vec::new();
        check_months(checker, observe);
        for (period, written) in &observe.by_month.0 {
            let value = value(checker, of.value, *written, &mut scales);
            for month in of.value.months(period.value.months(checker.fiscal_start)) {
                match seen.get(&(of.value, month)) {
                    // That a period stands twice in one block is told of its lines.
                    Some(earlier) if earlier.block == observe.head.whole && earlier.period == period.value => break,
                    Some(earlier) => {
                        let finding = observed_twice(&observe.head, period.span, month, earlier.span);
                        checker.report(finding);
                        break;
                    }
                    None => {
                        let here = Seen { span: period.span, period: period.value, block: observe.head.whole };
                        seen.insert((of.value, month), here);
                    }
                }
                values.extend(value.map(|value| (month, value)));
            }
        }
        all.push(values);
    }
    all
}

/// Nothing has been observed in months that lie behind the plan's calendar; the first line that says so is told.
fn check_months(checker: &mut Checker, observe: &Observe) {
    let last = checker.calendar.last();
    let is_behind =
        |(period, _): &&(Spanned<Period>, ObservedValue)| period.value.months(checker.fiscal_start).0 > last;
    let Some((period, _)) = observe.by_month.0.iter().find(is_behind) else { return };
    let finding = shape::behind_calendar(checker, "this is observed", period.span).about(observe.head.path.as_str());
    checker.report(finding);
}

/// Reports every value that its KPI cannot take, once for each line.
pub(super) fn check_ranges(checker: &mut Checker, kpis: &[Option<KpiTerms>], observations: &[Vec<(Month, Number)>]) {
    let plan = checker.plan;
    for (observe, values) in plan.observes.values().zip(observations) {
        let Some(kpi) = observe.about.kpi() else { continue };
        let Some(terms) = kpis.get(kpi.index()).and_then(Option::as_ref) else { continue };
        for (period, _) in &observe.by_month.0 {
            let months = period.value.months(checker.fiscal_start);
            let is_of_line = |month: Month| Observed::Kpi(kpi).months(months).contains(&month);
            let outside = values.iter().find(|(month, value)| terms.is_outside(*value) && is_of_line(*month));
            if let Some((month, value)) = outside {
                let path = checker.path(kpi);
                let range = range_words(checker, terms);
                let message = format!("`{path}` is observed outside of its range, {range}, in {month}");
                let finding = Diagnostic::new(Code::ValueOutsideRange, period.span, message)
                    .label(format!("{} is no value it can take", kpi_amount(plan, terms, *value)))
                    .help("correct the value, or widen `range`")
                    .about(path);
                checker.report(finding);
            }
        }
    }
}

fn value(
    checker: &mut Checker,
    of: Observed,
    written: ObservedValue,
    scales: &mut BTreeMap<Observed, Number>,
) -> Option<Number> {
    match (of, written) {
        (Observed::Touchpoint(touchpoint), ObservedValue::Rating(rating)) => {
            let own = checker.plan.touchpoints[touchpoint].satisfaction.map(|own| own.of);
            let scale = *scales.entry(of).or_insert(own.unwrap_or(rating.of));
            on_scale(rating, scale)
        }
        (Observed::Touchpoint(_), ObservedValue::Figure(figure)) => {
            checker.report(needs_rating(figure.span));
            None
        }
        (_, ObservedValue::Rating(rating)) => {
            checker.report(takes_no_rating(rating.span));
            None
        }
        (_, ObservedValue::Figure(figure)) => {
            let unit = unit(checker, of)?;
            let wanted = match of {
                Observed::Kpi(kpi) => format!("a value of `{}`", checker.path(kpi)),
                _ => "a value of what is observed".to_owned(),
            };
            checker.in_unit(figure.id, Position::Constant, unit, &wanted)?.constant()
        }
    }
}

fn on_scale(rating: Rating, scale: Number) -> Option<Number> {
    rating.value.multiply(scale).ok()?.divide(rating.of).ok()
}

fn unit(checker: &Checker, of: Observed) -> Option<UnitId> {
    match of {
        Observed::Kpi(kpi) => checker.kpi_unit(kpi),
        Observed::Driver(driver) => checker.drivers.get(driver.index())?.as_ref().map(|driver| driver.unit),
        Observed::Flow(stage, end) => match (checker.flow(stage), end) {
            (Flow::Known(entering, _), FlowEnd::Entering) => Some(entering),
            (Flow::Known(_, leaving), FlowEnd::Leaving) => Some(leaving),
            (Flow::Dry(_) | Flow::Unknown, _) => None,
        },
        Observed::Touchpoint(_) => None,
    }
}

fn check_file(checker: &mut Checker, observe: &Observe) {
    let Some(from) = &observe.from else {
        if let Some(word) = observe.counts.as_ref().and_then(|counts| counts.0.first()) {
            checker.report(counts_of_nothing(word.span));
        }
        return;
    };
    check_columns(checker, observe, from);
}

fn check_columns(checker: &mut Checker, observe: &Observe, from: &FileColumns) {
    match (&from.value, &observe.counts) {
        (None, None) if checker.is_broken(observe.head.whole) => {}
        (None, None) => checker.report(no_column(from.file.span)),
        (Some(value), Some(_)) => checker.report(value_beside_counts(value.span)),
        (Some(_), None) => {}
        (None, Some(counts)) => check_counts(checker, observe, counts),
    }
}

/// Only some kinds of KPI are worked out from counts, each from so many.
fn check_counts(checker: &mut Checker, observe: &Observe, counts: &Texts) {
    let Some(first) = counts.0.first() else { return };
    let kind = observe.about.kpi().and_then(|kpi| checker.plan.kpis[kpi].kind);
    let Some(function) = kind.and_then(|kind| kind.counted_by()) else {
        checker.report(not_counted(first.span));
        return;
    };
    let schema = function.schema();
    if schema.parameters.len() != counts.0.len() {
        checker.report(other_counts(first.span, schema.signature, counts.0.len()));
    }
}

/// `2027-03` in two lines.
fn observed_twice(head: &Head, span: Span, month: Month, earlier: Span) -> Diagnostic {
    let name = head.name.as_ref().map_or("this", |name| name.value.as_str());
    Diagnostic::new(Code::ObservedTwice, span, format!("`{name}` is observed twice in {month}"))
        .label("again")
        .also(earlier, "first")
        .help("keep one of them")
        .about(head.path.as_str())
}

fn needs_rating(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ObservedForm, span, "the satisfaction at a touchpoint is a rating".to_owned())
        .label("of how much?")
        .help("write what was given of what could be, as `2.8 of 5`")
}

fn takes_no_rating(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ObservedForm, span, "only the satisfaction at a touchpoint is a rating".to_owned())
        .label("a rating `of` something")
        .help("write the value in the unit of what is observed, as `33 pts` or `71%`")
}

fn columns(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ObservedColumns, span, message.into())
}

fn counts_of_nothing(span: Span) -> Diagnostic {
    columns(span, "`counts` names columns of a file, and none is read")
        .label("`from` is missing")
        .help("write `from: \"survey.csv\" month \"Month\"`, or the counts in a line: `2027-01: nps(520, 300, 180)`")
}

fn no_column(span: Span) -> Diagnostic {
    columns(span, "this file is read without a column of values")
        .label("`value` or `counts` is missing")
        .help("write `value \"…\"` behind it, or a line `counts: [\"…\", \"…\"]`")
}

fn value_beside_counts(span: Span) -> Diagnostic {
    columns(span, "what is observed is read from values or worked out from counts, not both")
        .label("`counts` stands beside it")
        .help("keep one of them")
}

fn not_counted(span: Span) -> Diagnostic {
    columns(span, "this is no KPI that counts make")
        .label("counts make `nps`, `csat` and `first_contact_resolution`")
        .help("give the KPI one of these kinds, or read a column of values: `value \"…\"`")
}

fn other_counts(span: Span, signature: &str, found: usize) -> Diagnostic {
    let message = format!("`{signature}` is worked out from its counts, and {found} are named");
    columns(span, message).label("one column for each").help("name the columns in the order of the function")
}
