//! Floors: takes the lines of a funding, gives what is held for each name in each budget period, and which floor stands
//! inside which.

use std::collections::BTreeMap;

use super::around::{Trees, depths};
use super::bound_amount::read_amount;
use super::checked::{BudgetPeriod, FloorAmount, FloorTerms};
use super::context::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::AnyId;
use crate::model::funding::Bound;
use crate::source::Span;

/// Reads the floors: one for each name, in the order of their first lines.
pub(super) fn read_floors(
    checker: &mut Checker,
    bounds: &[Bound],
    periods: &[BudgetPeriod],
    trees: Trees<'_>,
) -> Vec<FloorTerms> {
    let mut floors: Vec<FloorTerms> = Vec::new();
    let mut places: BTreeMap<AnyId, usize> = BTreeMap::new();
    for bound in bounds {
        let Some(amount) = read_floor(checker, bound, periods) else { continue };
        let about = bound.about.value;
        let Some(earlier) = places.get(&about).and_then(|place| floors.get_mut(*place)) else {
            places.insert(about, floors.len());
            floors.push(FloorTerms { span: bound.span, about, inside: None, depth: 0, amount });
            continue;
        };
        if !add(&mut earlier.amount, amount) {
            let finding = told_twice(bound.span, earlier.span);
            checker.report(finding);
        }
    }
    nest(&mut floors, &places, trees);
    floors
}

fn read_floor(checker: &mut Checker, bound: &Bound, periods: &[BudgetPeriod]) -> Option<FloorAmount> {
    let amount = read_amount(checker, &bound.amount);
    let Some(written) = bound.period else { return amount.map(FloorAmount::Everywhere) };
    let (first, last) = checker.stretch(written, "this floor")?;
    let Some(place) = periods.iter().position(|period| (period.first, period.last) == (first, last)) else {
        checker.report(no_such_period(written.span, periods));
        return None;
    };
    let mut amounts = vec![None; periods.len()];
    if let Some(own) = amounts.get_mut(place) {
        *own = Some((bound.span, amount?));
    }
    Some(FloorAmount::ByPeriod(amounts))
}

/// Adds the amount of a period to those of others; not where there is one already.
fn add(floor: &mut FloorAmount, more: FloorAmount) -> bool {
    let (FloorAmount::ByPeriod(amounts), FloorAmount::ByPeriod(more)) = (floor, more) else { return false };
    for (amount, more) in amounts.iter_mut().zip(more) {
        match (&amount, &more) {
            (Some(_), Some(_)) => return false,
            (None, Some(_)) => *amount = more,
            (_, None) => {}
        }
    }
    true
}

fn no_such_period(span: Span, periods: &[BudgetPeriod]) -> Diagnostic {
    let finding = Diagnostic::new(Code::FloorPeriod, span, "a floor holds money in a period of the budget")
        .label("this is none of its periods");
    match periods {
        [whole] => finding
            .also(whole.span, "the budget is one for the whole calendar")
            .help("write the floor without a period, or the budget by period"),
        periods => {
            let names: Vec<String> = periods.iter().take(6).map(|period| format!("`{}`", period.name)).collect();
            let more = if periods.len() > 6 { " …" } else { "" };
            finding.help(format!("the budget has {}{more}", names.join(", ")))
        }
    }
}

fn told_twice(span: Span, earlier: Span) -> Diagnostic {
    Diagnostic::new(Code::FloorPeriod, span, "a floor has either one amount or an amount by period")
        .label("this one")
        .also(earlier, "and this one are about the same")
        .help("keep one amount, which is spread over the periods of the budget, or one line for each period")
}

/// Says of each floor which is the nearest around it: departments and objectives are part of others.
fn nest(floors: &mut [FloorTerms], places: &BTreeMap<AnyId, usize>, trees: Trees<'_>) {
    let nearest = trees.nearest(&places.keys().copied().collect());
    let inside = |floor: &FloorTerms| nearest.get(&floor.about).and_then(|around| places.get(around)).copied();
    let insides: Vec<Option<usize>> = floors.iter().map(inside).collect();
    let depths = depths(&insides);
    for ((floor, inside), depth) in floors.iter_mut().zip(insides).zip(depths) {
        floor.inside = inside;
        floor.depth = depth;
    }
}
