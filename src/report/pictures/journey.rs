//! Journeys: each stage with what passes it, its touchpoints with channel, satisfaction and money, and what hurts, is missing
//! or decides there.

use std::collections::BTreeSet;

use super::{Drawn, money};
use crate::evaluate::StageFlow;
use crate::model::schema::Integer;
use crate::model::{AnyId, Id, Stage, Touchpoint};
use crate::quantity::Number;
use crate::report::document::{Figure, Mark, Measure, Sign};
use crate::report::names::{display, month};
use crate::report::picture::{JourneyMap, Scene, StageMap, TouchpointMap};
use crate::report::unit;
use crate::trace::relieved;

/// The severity from which it matters that nobody is there.
const SEVERE: u8 = 4;

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let plan = drawn.plan.plan();
    let funded = drawn.evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded);
    let relieved = relieved(drawn.plan, funded);
    let journeys = plan.journeys.iter().map(|(id, journey)| {
        let persona = journey.persona.as_ref().map(|persona| display(drawn.plan, persona.value));
        let title = display(drawn.plan, id);
        JourneyMap {
            title: persona.map_or_else(|| title.to_owned(), |persona| format!("{title}, as {persona}")),
            stages: journey.stage.0.iter().map(|stage| stage_map(drawn, *stage, &relieved)).collect(),
        }
    });
    Scene::Journeys(journeys.filter(|journey| !journey.stages.is_empty()).collect())
}

fn stage_map(drawn: Drawn<'_>, id: Id<Stage>, relieved: &BTreeSet<AnyId>) -> StageMap {
    let flow = drawn.evaluation.projection.funded.stages.get(id.index());
    let touchpoints = drawn.plan.plan().stages[id].touchpoint.0.iter();
    StageMap {
        title: display(drawn.plan, id).to_owned(),
        flow: flow.and_then(|flow| flow_words(drawn, id, flow)).unwrap_or_default(),
        touchpoints: touchpoints.map(|touchpoint| touchpoint_map(drawn, *touchpoint, relieved)).collect(),
    }
}

/// `14,000 visitors → 1,680 members in 2027-12`
fn flow_words(drawn: Drawn<'_>, id: Id<Stage>, flow: &StageFlow) -> Option<String> {
    let last = drawn.plan.calendar.len().checked_sub(1)?;
    let terms = drawn.plan.stages.get(id.index())?;
    let at = |values: &[Option<Number>]| values.get(last).copied().flatten();
    let (entering, leaving) = (at(&flow.entering)?, at(&flow.leaving)?);
    let measure = |unit| unit::measure(drawn.plan.plan(), unit);
    let (from, to) = (measure(&terms.entering_unit), measure(&terms.leaving_unit));
    let left = if from == to { counted(entering, from).amount() } else { counted(entering, from).in_full() };
    Some(format!("{left} → {} in {}", counted(leaving, to).in_full(), month(drawn.plan, last)))
}

/// People are whole, unless there are only few.
fn counted(value: Number, measure: Measure) -> Figure {
    let digits = if value.abs() < Number::from_integer(100) { 1 } else { 0 };
    Figure { value, measure, digits, sign: Sign::Minus, mark: None }
}

fn touchpoint_map(drawn: Drawn<'_>, id: Id<Touchpoint>, relieved: &BTreeSet<AnyId>) -> TouchpointMap {
    let touchpoint = &drawn.plan.plan().touchpoints[id];
    let rating = touchpoint.satisfaction.as_ref();
    TouchpointMap {
        title: display(drawn.plan, id).to_owned(),
        channel: touchpoint.channel.as_ref().map_or("", |channel| display(drawn.plan, channel.value)).to_owned(),
        tenths: rating.and_then(|rating| tenths(rating.value, rating.of)),
        satisfaction: rating.map_or_else(String::new, |rating| format!("{} of {}", rating.value, rating.of)),
        money: drawn.evaluation.serving.spend(id).map_or_else(String::new, |spend| money(drawn.plan, spend)),
        marks: marks(drawn, id, relieved),
    }
}

/// A rating in tenths of its scale.
fn tenths(value: Number, of: Number) -> Option<u8> {
    let tenths = value.multiply(Number::from_integer(10)).ok()?.divide(of).ok()?.round_half_even(0);
    (0..=10_u8).find(|known| Number::from_integer(i64::from(*known)) == tenths)
}

fn marks(drawn: Drawn<'_>, id: Id<Touchpoint>, relieved: &BTreeSet<AnyId>) -> Vec<(Mark, String)> {
    let model = drawn.plan.plan();
    let touchpoint = &model.touchpoints[id];
    let is_served = drawn.evaluation.serving.of_touchpoint(id).next().is_some();
    let felt = |id: AnyId, word: &str, severity: Option<&Integer<1, 5>>| {
        let severity = severity.map_or(0, |Integer(severity)| *severity);
        let mark = match (relieved.contains(&id), is_served, severity) {
            (true, ..) => Mark::Good,
            (false, false, SEVERE..) => Mark::Bad,
            (false, ..) => Mark::Neutral,
        };
        (mark, format!("{word} {severity}: {}", display(drawn.plan, id)))
    };
    let pains = touchpoint.pain.0.iter().map(|pain| felt((*pain).into(), "pain", model.pains[*pain].severity.get()));
    let needs = touchpoint.need.0.iter().map(|need| felt((*need).into(), "need", model.needs[*need].severity.get()));
    let moments = touchpoint.moment.0.iter().map(|moment| {
        let covered = drawn.evaluation.moments.get(moment.index());
        let is_covered = covered.is_some_and(crate::evaluate::MomentCoverage::is_covered);
        let words = format!("moment: {}", display(drawn.plan, *moment));
        (if is_covered { Mark::Good } else { Mark::Bad }, words)
    });
    pains.chain(needs).chain(moments).collect()
}
