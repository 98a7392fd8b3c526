//! Tolerances and notes on variances: takes the plan's, gives their limits and amounts in the unit of what they are about.

use super::messages;
use super::terms::{Counted, Limit, NoteTerms, ToleranceTerms};
use crate::check::clashes;
use crate::check::context::{Checker, Position};
use crate::check::types::Type;
use crate::model::control::{ToleranceOf, VarianceKind};
use crate::model::schema::{Formula, Truth, to};
use crate::model::{AnyId, Id, Kpi, Tolerance, UnitId, Variance};
use crate::quantity::Number;

/// The tolerances; a broken one is missing.
pub(super) fn read_tolerances(checker: &mut Checker) -> Vec<ToleranceTerms> {
    let plan = checker.plan;
    plan.tolerances.iter().filter_map(|(id, tolerance)| read_tolerance(checker, id, tolerance)).collect()
}

fn read_tolerance(checker: &mut Checker, id: Id<Tolerance>, tolerance: &Tolerance) -> Option<ToleranceTerms> {
    let about = tolerance.about.0;
    let unit = unit(checker, about.map(|about| about.value))?;
    let wanted = "a share, or an amount that may be strayed,";
    let warn = tolerance.warn.as_ref().and_then(|written| limit(checker, written, unit, wanted));
    let fail = tolerance.fail.as_ref().and_then(|written| limit(checker, written, unit, wanted));
    let at_least = amount(checker, tolerance.at_least.as_ref(), unit, "the least variance that counts,");
    if tolerance.warn.is_none() && tolerance.fail.is_none() {
        checker.report(messages::tolerates_all(&tolerance.head));
    }
    let limits = [(warn, tolerance.warn.as_ref()), (fail, tolerance.fail.as_ref())];
    let least = (at_least.map(Limit::Amount), tolerance.at_least.as_ref());
    let below: Vec<_> =
        limits.into_iter().chain([least]).filter(|(limit, _)| limit.is_some_and(is_below_zero)).collect();
    for span in below.iter().filter_map(|(_, written)| Some(written.as_ref()?.span)) {
        checker.report(clashes::below_zero(span));
    }
    if let (Some(warn), Some(fail), Some(warned), Some(failed), true) =
        (warn, fail, &tolerance.warn, &tolerance.fail, below.is_empty())
        && is_less(fail, warn)
    {
        checker.report(messages::fails_before_it_warns(&tolerance.head, failed.span, warned.span));
    }
    Some(ToleranceTerms {
        id,
        about: about?.value,
        warn,
        fail,
        at_least,
        counted: if tolerance.adverse_only == Some(Truth::Yes) { Counted::Adverse } else { Counted::Both },
        of: tolerance.of.unwrap_or(ToleranceOf::ToDate),
    })
}

fn is_below_zero(limit: Limit) -> bool {
    let (Limit::Share(size) | Limit::Amount(size)) = limit;
    size.is_negative()
}

/// Whether one limit is reached before another of its kind.
fn is_less(one: Limit, other: Limit) -> bool {
    match (one, other) {
        (Limit::Share(one), Limit::Share(other)) | (Limit::Amount(one), Limit::Amount(other)) => one < other,
        (Limit::Share(_), Limit::Amount(_)) | (Limit::Amount(_), Limit::Share(_)) => false,
    }
}

/// The unit of a KPI; money of all else. Nothing where the KPI's is broken.
fn unit(checker: &Checker, about: Option<AnyId>) -> Option<UnitId> {
    match about.and_then(AnyId::cast::<Kpi>) {
        Some(kpi) => checker.kpi_unit(kpi),
        None => Some(checker.units.money),
    }
}

/// A share, or an amount: money, or in the KPI's unit.
fn limit(checker: &mut Checker, written: &Formula<to::Quantity>, unit: UnitId, wanted: &str) -> Option<Limit> {
    let operand = checker.compile(written.id, Position::Constant);
    match operand.of {
        Type::Share => checker.share(written.id, Position::Constant)?.constant().map(Limit::Share),
        _ => amount(checker, Some(written), unit, wanted).map(Limit::Amount),
    }
}

/// A fixed amount in a unit; of a KPI that is a share, a difference of shares.
fn amount(
    checker: &mut Checker,
    written: Option<&Formula<to::Quantity>>,
    unit: UnitId,
    wanted: &str,
) -> Option<Number> {
    let unit = if unit == checker.units.share { checker.units.points } else { unit };
    checker.in_unit(written?.id, Position::Constant, unit, wanted)?.constant()
}

/// The notes on variances; a broken one is missing.
pub(super) fn read_notes(checker: &mut Checker) -> Vec<NoteTerms> {
    let plan = checker.plan;
    plan.variances.iter().filter_map(|(id, note)| read_note(checker, id, note)).collect()
}

fn read_note(checker: &mut Checker, id: Id<Variance>, note: &Variance) -> Option<NoteTerms> {
    let about = note.about.0;
    let unit = unit(checker, about.map(|about| about.value))?;
    let amount = amount(checker, note.amount.get(), unit, "the variance that is explained,");
    let month = note.r#in.get().and_then(|month| checker.month_index(*month, "this note"));
    let kind = *note.kind.get()?;
    let until = match (kind, note.until, note.r#in.get()) {
        (VarianceKind::Timing, Some(until), Some(begun)) if until.value <= begun.value => {
            checker.report(messages::right_before_wrong(until, *begun));
            None
        }
        // What comes right behind the calendar's end is open throughout.
        (VarianceKind::Timing, Some(until), _) => {
            Some(checker.calendar.index(until.value).unwrap_or(checker.calendar.len()))
        }
        (VarianceKind::Timing, None, _) => {
            checker.report(messages::timing_without_end(&note.head));
            None
        }
        (VarianceKind::OneOff | VarianceKind::Structural, Some(until), _) => {
            checker.report(messages::end_of_no_timing(until.span, kind.word()));
            None
        }
        (VarianceKind::OneOff | VarianceKind::Structural, None, _) => None,
    };
    Some(NoteTerms { id, about: about?.value, month: month?, until, amount: amount?, kind })
}
