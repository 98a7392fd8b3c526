//! Journeys: takes stages in order, gives the units of what passes and the shares that go on and come back.

use super::checked::{JourneyTerms, StageTerms};
use super::clashes;
use super::context::{Checker, Flow, Position};
use super::drivers::walk;
use super::expect::FlowRead;
use super::graph;
use super::program::Program;
use super::shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::expression::{ExpressionKind, Name};
use crate::model::{AnyId, ExpressionId, Id, Journey, Plan, Stage, UnitId};
use crate::quantity::{Number, Unit};
use crate::source::Span;

/// Reads what enters each journey, and from it the units of what passes its stages.
pub(super) fn read_journeys(checker: &mut Checker) -> Vec<Option<JourneyTerms>> {
    let plan = checker.plan;
    checker.flows = vec![Flow::Unknown; plan.stages.len()];
    let dependencies: Vec<Vec<usize>> = plan.journeys.values().map(|journey| journeys_read(plan, journey)).collect();
    let sorted = graph::sort(&dependencies);
    for members in &sorted.loops {
        let names = members.iter().map(|member| Id::<Journey>::new(*member).into()).collect();
        let finding = shape::looped(checker, shape::Loop::Month, names);
        checker.report(finding);
    }
    let mut terms: Vec<Option<JourneyTerms>> = plan.journeys.ids().map(|_| None).collect();
    for index in sorted.order {
        let read = read_journey(checker, Id::new(index));
        if let Some(place) = terms.get_mut(index) {
            *place = read;
        }
    }
    terms
}

/// The journeys whose flows decide what enters this one.
fn journeys_read(plan: &Plan, journey: &Journey) -> Vec<usize> {
    let mut read = Vec::new();
    let Some(entering) = &journey.entering else { return read };
    walk(plan, entering.id, |expression| {
        if let ExpressionKind::Name(Name::Entering(stage) | Name::Leaving(stage)) = expression.kind
            && let Some(other) = journey_of(plan, stage)
        {
            read.push(other.index());
        }
    });
    read
}

fn journey_of(plan: &Plan, stage: Id<Stage>) -> Option<Id<Journey>> {
    plan.stages[stage].parent.and_then(AnyId::cast)
}

fn read_journey(checker: &mut Checker, id: Id<Journey>) -> Option<JourneyTerms> {
    let journey = &checker.plan.journeys[id];
    let Some(entering) = &journey.entering else {
        let flow = if checker.is_broken(journey.head.whole) { Flow::Unknown } else { Flow::Dry(id) };
        for stage in &journey.stage.0 {
            if let Some(place) = checker.flows.get_mut(stage.index()) {
                *place = flow;
            }
        }
        return Some(JourneyTerms { entering: None });
    };
    let FlowRead { program, unit } = checker.flow_per_month(entering.id)?;
    let mut passing = unit;
    for stage in &journey.stage.0 {
        let leaving = leaving_unit(checker, *stage, passing);
        if let Some(place) = checker.flows.get_mut(stage.index()) {
            *place = Flow::Known(passing, leaving);
        }
        passing = leaving;
    }
    if program.constant().is_some_and(Number::is_negative) {
        checker.report(clashes::below_zero(entering.span));
        return None;
    }
    Some(JourneyTerms { entering: Some(program) })
}

fn leaving_unit(checker: &mut Checker, stage: Id<Stage>, entering: UnitId) -> UnitId {
    match checker.plan.stages[stage].becomes {
        Some(unit) => {
            let index = u32::try_from(unit.value.index()).unwrap_or(u32::MAX);
            checker.units.intern(Unit::counted(index))
        }
        None => entering,
    }
}

/// Reads the shares of every stage.
pub(super) fn read_stages(checker: &mut Checker) -> Vec<Option<StageTerms>> {
    let plan = checker.plan;
    let mut terms: Vec<Option<StageTerms>> = plan.stages.ids().map(|_| None).collect();
    for (journey, declared) in plan.journeys.iter() {
        let mut before = None;
        for stage in &declared.stage.0 {
            let read = read_stage(checker, journey, &declared.stage.0, before, *stage);
            if let Some(place) = terms.get_mut(stage.index()) {
                *place = read;
            }
            before = Some(*stage);
        }
    }
    terms
}

fn read_stage(
    checker: &mut Checker,
    journey: Id<Journey>,
    siblings: &[Id<Stage>],
    before: Option<Id<Stage>>,
    id: Id<Stage>,
) -> Option<StageTerms> {
    let stage = &checker.plan.stages[id];
    let mut is_whole = true;
    let mut converts = None;
    if let Some(share) = &stage.converts {
        converts = checker.part(share.id);
        is_whole = converts.is_some();
    }
    let mut returns = Vec::new();
    for line in &stage.returns {
        let share = checker.part(line.share.id);
        let Some(to) = line.to else { continue };
        if !siblings.contains(&to.value) {
            let finding = returns_elsewhere(checker, id, to.value, to.span);
            checker.report(finding);
        }
        returns.extend(share.map(|share| (share, to.value)));
    }
    let (entering_unit, leaving_unit) = match checker.flow(id) {
        Flow::Known(entering, leaving) => (entering, leaving),
        Flow::Dry(_) => (checker.units.number, checker.units.number),
        Flow::Unknown => return None,
    };
    let entering_unit = checker.units.get(entering_unit).clone();
    let leaving_unit = checker.units.get(leaving_unit).clone();
    is_whole.then_some(StageTerms { journey, before, converts, entering_unit, leaving_unit, returns })
}

impl Checker<'_> {
    /// A share of those who pass: an expression that may name KPIs; a fixed one lies between 0% and 100%.
    fn part(&mut self, id: ExpressionId) -> Option<Program> {
        let share = self.share(id, Position::Formula(None))?;
        let span = self.plan.expressions[id].span;
        let fits = share.constant().is_none_or(|constant| self.within_whole(constant, span));
        fits.then_some(share)
    }
}

fn returns_elsewhere(checker: &Checker, from: Id<Stage>, to: Id<Stage>, span: Span) -> Diagnostic {
    let (from_path, to_path) = (checker.path(from), checker.path(to));
    Diagnostic::new(Code::ReturnsElsewhere, span, format!("`{from_path}` returns to `{to_path}` of another journey"))
        .label("a stage of another journey")
        .also(checker.span(to), format!("`{to_path}` is declared here"))
        .help("name a stage of the same journey")
}
