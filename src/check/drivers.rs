//! Drivers: takes those the plan declares, gives each one's value of every month.

use super::checked::{CheckedPlan, DriverTerms};
use super::clashes;
use super::context::{Checker, KnownDriver, Position};
use super::graph;
use super::program::{Program, Step};
use super::run::{Environment, Failure};
use super::shape;
use crate::model::expression::{ExpressionKind, Name};
use crate::model::schema::{Formula, to};
use crate::model::{Driver, Expression, ExpressionId, Id, Plan, UnitId};
use crate::quantity::{Calendar, Number, Period};
use crate::source::Spanned;

/// Computes every driver, each after those it reads.
pub(super) fn compute_drivers(checker: &mut Checker) {
    let plan = checker.plan;
    let dependencies: Vec<Vec<usize>> = plan.drivers.values().map(|driver| drivers_read(plan, driver)).collect();
    let sorted = graph::sort(&dependencies);
    checker.drivers = vec![None; plan.drivers.len()];
    let mut looped = vec![false; plan.drivers.len()];
    for members in &sorted.loops {
        let names = members.iter().map(|member| Id::<Driver>::new(*member).into());
        let finding = shape::looped(checker, shape::Loop::Drivers, names.collect());
        checker.report(finding);
        members.iter().for_each(|member| looped.get_mut(*member).into_iter().for_each(|flag| *flag = true));
    }
    for index in sorted.order {
        let known = if looped.get(index) == Some(&true) { None } else { compute(checker, Id::new(index)) };
        let observed = checker.observed.get(&Id::new(index)).map_or(&[][..], Vec::as_slice);
        let known = known.map(|known| known.with_observed(observed));
        if let Some(place) = checker.drivers.get_mut(index) {
            *place = known;
        }
    }
}

/// The drivers of a checked plan, each after those it reads.
#[must_use]
pub fn drivers_in_order(checked: &CheckedPlan) -> Vec<Id<Driver>> {
    let reads = |terms: &DriverTerms| -> Vec<usize> {
        terms.lines.iter().flat_map(|(_, _, program)| program.drivers()).map(Id::index).collect()
    };
    let reads: Vec<Vec<usize>> = checked.drivers.iter().map(reads).collect();
    graph::sort(&reads).order.into_iter().map(Id::new).collect()
}

fn drivers_read(plan: &Plan, driver: &Driver) -> Vec<usize> {
    let mut read = Vec::new();
    let lines = driver.by_month.0.iter().map(|(_, line)| line.id);
    for root in driver.value.iter().map(|value| value.id).chain(lines) {
        walk(plan, root, |expression| {
            if let ExpressionKind::Name(Name::Declared(id)) = expression.kind
                && let Some(other) = id.cast::<Driver>()
            {
                read.push(other.index());
            }
        });
    }
    read
}

/// Visits an expression and all its operands.
pub(super) fn walk<'a>(plan: &'a Plan, root: ExpressionId, mut visit: impl FnMut(&'a Expression)) {
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let expression = &plan.expressions[id];
        visit(expression);
        match &expression.kind {
            ExpressionKind::Call(call) => open.extend(&call.arguments),
            ExpressionKind::Unary { operand, .. } | ExpressionKind::Relative(operand) => open.push(*operand),
            ExpressionKind::Binary { left, right, .. } | ExpressionKind::Changed { left, right, .. } => {
                open.extend([*left, *right])
            }
            ExpressionKind::At { operand, month } => open.extend([*operand, *month]),
            ExpressionKind::Range { low, high } => open.extend([*low, *high]),
            ExpressionKind::ThreePoint { low, likely, high } => open.extend([*low, *likely, *high]),
            ExpressionKind::Quantity { .. }
            | ExpressionKind::Text
            | ExpressionKind::Truth(_)
            | ExpressionKind::Period(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::Previous
            | ExpressionKind::List
            | ExpressionKind::Rating
            | ExpressionKind::Unknown => {}
        }
    }
}

fn compute(checker: &mut Checker, id: Id<Driver>) -> Option<KnownDriver> {
    let driver = &checker.plan.drivers[id];
    let lines = driver.by_month.0.as_slice();
    match (&driver.value, lines.is_empty()) {
        (Some(value), true) => {
            let (program, ends) = checker.estimated_quantity(value.id, Position::Driver)?;
            let values = run_months(checker, &program, 0, checker.calendar.len())?;
            let last = checker.calendar.len().saturating_sub(1);
            let is_uncertain = ends.is_some_and(|(low, high)| low < high) || reads_uncertain(checker, &program);
            let gaps = uncovered(checker, &program, 0..=last);
            let (unit, steady) = (program.unit(), KnownDriver::steady(&values).filter(|_| gaps.is_empty()));
            Some(KnownDriver { unit, values, gaps, steady, ends, lines: vec![(0, last, program)], is_uncertain })
        }
        (None, false) => by_month(checker, id, lines),
        (Some(_), false) => {
            let finding = shape::driver_with_both(checker, id);
            checker.report(finding);
            None
        }
        (None, true) => {
            if !checker.is_broken(driver.head.whole) {
                let finding = shape::driver_without_value(checker, id);
                checker.report(finding);
            }
            None
        }
    }
}

type Line = (Spanned<Period>, Formula<to::Quantity>);

/// The months of a stretch in which a program reads a driver that covers them not.
pub(super) fn uncovered(
    checker: &Checker<'_>,
    program: &Program,
    mut months: impl Iterator<Item = usize> + Clone,
) -> Vec<usize> {
    let gaps = |driver: Id<Driver>| {
        let known = checker.drivers.get(driver.index()).and_then(Option::as_ref);
        known.map_or(&[][..], |known| known.gaps.as_slice())
    };
    let reads: Vec<(&[usize], usize)> = program
        .steps()
        .iter()
        .filter_map(|(step, _)| match step {
            Step::Driver(driver) => Some((gaps(*driver), 0)),
            Step::DriverLag(driver, earlier) => Some((gaps(*driver), *earlier)),
            _ => None,
        })
        .filter(|(gaps, _)| !gaps.is_empty())
        .collect();
    if reads.is_empty() {
        return Vec::new();
    }
    let is_gap =
        |month: &usize| reads.iter().any(|(gaps, earlier)| gaps.binary_search(&month.saturating_sub(*earlier)).is_ok());
    months.by_ref().filter(is_gap).collect()
}

/// The values of lines that cover a month once at most.
fn by_month(checker: &mut Checker, id: Id<Driver>, lines: &[Line]) -> Option<KnownDriver> {
    let months = checker.calendar.len();
    let mut values: Vec<Option<(Number, crate::source::Span)>> = vec![None; months];
    let mut gaps: Vec<usize> = Vec::new();
    let mut unit: Option<UnitId> = None;
    let mut programs = Vec::with_capacity(lines.len());
    let mut is_whole = true;
    for (period, line) in lines {
        let read = read_line(checker, id, unit, line);
        let stretch = checker.stretch_of_key(*period, "this line");
        let (Some(program), Some((first, last))) = (read, stretch) else {
            is_whole = false;
            continue;
        };
        unit = unit.or(Some(program.unit()));
        let Some(computed) = run_months(checker, &program, first, last.saturating_add(1)) else {
            is_whole = false;
            continue;
        };
        for (month, value) in (first..).zip(computed) {
            let Some(place) = values.get_mut(month) else { continue };
            if let Some((_, before)) = place {
                let finding = shape::month_said_twice(checker, id, month, period.span, *before);
                checker.report(finding);
                return None;
            }
            *place = Some((value, period.span));
        }
        gaps.extend(uncovered(checker, &program, first..=last));
        programs.push((first, last, program));
    }
    if !is_whole {
        return None;
    }
    gaps.extend((0..months).filter(|month| values.get(*month) == Some(&None)));
    gaps.sort_unstable();
    if !gaps.is_empty() && checker.is_broken(checker.plan.drivers[id].head.whole) {
        return None;
    }
    let values: Vec<Number> = values.into_iter().map(|value| value.map_or(Number::ZERO, |(value, _)| value)).collect();
    let is_uncertain = programs.iter().any(|(_, _, program)| reads_uncertain(checker, program));
    let steady = KnownDriver::steady(&values).filter(|_| gaps.is_empty());
    Some(KnownDriver { unit: unit?, values, gaps, steady, ends: None, lines: programs, is_uncertain })
}

/// Whether a program reads a driver of which nobody knows the value.
fn reads_uncertain(checker: &Checker<'_>, program: &Program) -> bool {
    program.drivers().any(|driver| {
        let known = checker.drivers.get(driver.index()).and_then(Option::as_ref);
        known.is_some_and(|known| known.is_uncertain)
    })
}

fn read_line(
    checker: &mut Checker,
    id: Id<Driver>,
    unit: Option<UnitId>,
    line: &Formula<to::Quantity>,
) -> Option<Program> {
    match unit {
        None => checker.quantity(line.id, Position::Driver),
        Some(unit) => {
            let wanted = format!("{}, as in the lines of `{}` above,", checker.unit_words(unit), checker.path(id));
            checker.in_unit(line.id, Position::Driver, unit, &wanted)
        }
    }
}

/// The values of a program in the months from `first` up to `end`.
fn run_months(checker: &mut Checker, program: &Program, first: usize, end: usize) -> Option<Vec<Number>> {
    if let Some(value) = program.constant() {
        return Some(vec![value; end.saturating_sub(first)]);
    }
    let known = KnownDrivers::of(checker);
    let values: Result<Vec<Number>, _> = (first..end).map(|month| program.run(&known, month)).collect();
    match values {
        Ok(values) => Some(values),
        Err((failure, span)) => {
            checker.report(clashes::impossible(failure, span));
            None
        }
    }
}

/// The drivers known so far.
pub(super) struct KnownDrivers<'a> {
    calendar: Calendar,
    drivers: &'a [Option<KnownDriver>],
}

impl<'a> KnownDrivers<'a> {
    pub(super) fn of(checker: &'a Checker<'_>) -> KnownDrivers<'a> {
        KnownDrivers { calendar: checker.calendar, drivers: &checker.drivers }
    }
}

impl Environment for KnownDrivers<'_> {
    fn months(&self) -> usize {
        self.calendar.len()
    }
    fn driver(&self, driver: Id<Driver>, month: usize) -> Result<Number, Failure> {
        let known = self.drivers.get(driver.index()).and_then(Option::as_ref);
        known.and_then(|known| known.values.get(month).copied()).ok_or(Failure::Unavailable)
    }
}
