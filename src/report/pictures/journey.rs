//! Journeys: each stage with what passes it, its touchpoints with channel, satisfaction and money, and what hurts, is missing
//! or decides there.

use std::collections::{BTreeMap, BTreeSet};

use super::view::Drawn;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, MomentCoverage, StageFlow};
use crate::model::schema::Integer;
use crate::model::{AnyId, Id, Level, Stage, Touchpoint};
use crate::outcome::{at_stake, stage_money};
use crate::quantity::Number;
use crate::report::document::{Figure, Mark, Measure, Sign};
use crate::report::kpis::View;
use crate::report::names::{display, level_in_package, month_words, name};
use crate::report::number::part;
use crate::report::picture::{JourneyMap, Satisfaction, Scene, StageMap, StageSpend, TouchpointMap};
use crate::report::{prose, unit};
use crate::trace::relieved;

/// The severity from which it matters that nobody is there.
const SEVERE: u8 = 4;

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    Scene::Journeys(journeys(drawn.plan, drawn.evaluation))
}

/// Every journey that has a stage.
pub(in crate::report) fn journeys(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<JourneyMap> {
    let model = plan.plan();
    let funded = evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded);
    let map = Map { plan, evaluation, relieved: relieved(plan, funded), kpis: by_place(plan, evaluation) };
    let journeys = model.journeys.iter().map(|(id, journey)| JourneyMap {
        title: display(plan, id).to_owned(),
        persona: journey.persona.as_ref().map_or("", |persona| display(plan, persona.value)).to_owned(),
        about: Some(name(plan, id)),
        stages: journey.stage.0.iter().map(|stage| map.stage(*stage)).collect(),
    });
    journeys.filter(|journey| !journey.stages.is_empty()).collect()
}

/// What a map is made of.
struct Map<'run> {
    plan: &'run CheckedPlan,
    evaluation: &'run Evaluation,
    relieved: BTreeSet<AnyId>,
    /// The KPIs that are measured at a stage or touchpoint.
    kpis: BTreeMap<AnyId, Vec<String>>,
}

impl Map<'_> {
    fn stage(&self, id: Id<Stage>) -> StageMap {
        let flow = self.evaluation.projection.funded.stages.get(id.index());
        let touchpoints = self.plan.plan().stages[id].touchpoint.0.iter();
        StageMap {
            title: display(self.plan, id).to_owned(),
            about: Some(name(self.plan, id)),
            flow: flow.and_then(|flow| flow_words(self.plan, id, flow)).unwrap_or_default(),
            money: self.spend(id),
            kpis: self.kpis.get(&id.into()).cloned().unwrap_or_default(),
            touchpoints: touchpoints.map(|touchpoint| self.touchpoint(*touchpoint)).collect(),
        }
    }

    fn spend(&self, id: Id<Stage>) -> Option<StageSpend> {
        let given = self.evaluation.funding.as_ref()?.total.spent;
        let money = stage_money(self.plan, self.evaluation, id).filter(|money| money.touchpoints > 0)?;
        let of_given = part(money.spend, given)?;
        let code = self.plan.currency.code();
        let words = match money.spend.is_zero() {
            true => "nothing spent".to_owned(),
            false => format!("{} {code}, {} of what is given", prose::money(money.spend), prose::percent(of_given)),
        };
        let stake = money.at_stake.map(|stake| format!(", {} at stake", prose::money(stake)));
        let moments = match (money.moments, money.covered) {
            (0, _) => String::new(),
            (all, 0) => format!("0 of {} covered{}", counted_moments(all), stake.unwrap_or_default()),
            (all, covered) => format!(
                "{covered} of {} covered, with {}{}",
                counted_moments(all),
                prose::money(money.on_moments),
                stake.unwrap_or_default()
            ),
        };
        Some(StageSpend { amount: money.spend.number(), words, moments })
    }

    fn touchpoint(&self, id: Id<Touchpoint>) -> TouchpointMap {
        let touchpoint = &self.plan.plan().touchpoints[id];
        let rating = touchpoint.satisfaction.as_ref();
        let spend = self.evaluation.serving.spend(id);
        TouchpointMap {
            title: display(self.plan, id).to_owned(),
            about: Some(name(self.plan, id)),
            kpis: self.kpis.get(&id.into()).cloned().unwrap_or_default(),
            channel: touchpoint.channel.as_ref().map_or("", |channel| display(self.plan, channel.value)).to_owned(),
            satisfaction: rating.map(|rating| Satisfaction { value: rating.value, of: rating.of }),
            money: spend
                .map_or_else(String::new, |spend| format!("{} {}", prose::money(spend), self.plan.currency.code())),
            marks: self.marks(id),
        }
    }

    fn marks(&self, id: Id<Touchpoint>) -> Vec<(Mark, String)> {
        let model = self.plan.plan();
        let touchpoint = &model.touchpoints[id];
        let is_served = self.evaluation.serving.of_touchpoint(id).next().is_some();
        let felt = |id: AnyId, word: &str, severity: Option<&Integer<1, 5>>, share: Option<Number>| {
            let severity = severity.map_or(0, |Integer(severity)| *severity);
            let mark = match (self.relieved.contains(&id), is_served, severity) {
                (true, ..) => Mark::Good,
                (false, false, SEVERE..) => Mark::Bad,
                (false, ..) => Mark::Neutral,
            };
            let share = share.map_or_else(String::new, |share| format!(", {}", prose::percent(share)));
            (mark, format!("{word} {severity}{share}: {}", display(self.plan, id)))
        };
        let shares = &self.plan.figures;
        let felt_by = |shares: &[Option<Number>], place: usize| shares.get(place).copied().flatten();
        let pains = touchpoint.pain.0.iter().map(|pain| {
            felt((*pain).into(), "pain", model.pains[*pain].severity.get(), felt_by(&shares.pain_shares, pain.index()))
        });
        let needs = touchpoint.need.0.iter().map(|need| {
            felt((*need).into(), "need", model.needs[*need].severity.get(), felt_by(&shares.need_shares, need.index()))
        });
        let moments = touchpoint.moment.0.iter().map(|moment| {
            let covered = self.evaluation.moments.get(moment.index());
            let is_covered = covered.is_some_and(MomentCoverage::is_covered);
            let spent = covered.filter(|covered| covered.is_covered()).map(|covered| prose::money(covered.spend));
            let stake = at_stake(self.plan, *moment).map(|stake| format!("{} at stake", prose::money(stake)));
            let beside: Vec<String> = spent.into_iter().chain(stake).collect();
            let beside = if beside.is_empty() { String::new() } else { format!(" ({})", beside.join(", ")) };
            let importance = model.moments[*moment].importance.get();
            let importance = importance.map_or_else(String::new, |Integer(importance)| format!(" {importance}"));
            let by = covered.map_or_else(String::new, |covered| self.covered_by(covered));
            let words = format!("moment{importance}: {}{beside}{by}", display(self.plan, *moment));
            (if is_covered { Mark::Good } else { Mark::Bad }, words)
        });
        pains.chain(needs).chain(moments).collect()
    }
}

impl Map<'_> {
    /// `; covered by “Help: First”`
    fn covered_by(&self, covered: &MomentCoverage) -> String {
        let mut levels: Vec<Id<Level>> = Vec::new();
        for level in covered.proactive.funded.iter().chain(&covered.reactive.funded) {
            if !levels.contains(level) {
                levels.push(*level);
            }
        }
        let more = levels.len().saturating_sub(COVERS);
        let named = levels.iter().take(COVERS).map(|level| format!("“{}”", level_in_package(self.plan, *level)));
        let named = named.collect::<Vec<String>>().join(", ");
        match (levels.is_empty(), more) {
            (true, _) => String::new(),
            (false, 0) => format!("; covered by {named}"),
            (false, more) => format!("; covered by {named} and {more} more"),
        }
    }
}

/// How many levels that cover a moment are named on a map.
const COVERS: usize = 2;

fn counted_moments(count: usize) -> String {
    if count == 1 { "1 moment of truth".to_owned() } else { format!("{count} moments of truth") }
}

/// The KPIs that say where they are measured, each from today to the plan.
fn by_place(plan: &CheckedPlan, evaluation: &Evaluation) -> BTreeMap<AnyId, Vec<String>> {
    let mut by_place: BTreeMap<AnyId, Vec<String>> = BTreeMap::new();
    for (id, kpi) in plan.plan().kpis.iter() {
        let (Some(at), Some(view)) = (&kpi.at, View::of(plan, evaluation, id)) else { continue };
        let shown = |value: Option<Number>| value.map(|value| view.figure(value).in_full());
        let ends: Vec<String> = [shown(view.terms.baseline), shown(view.funded)].into_iter().flatten().collect();
        let words = format!("{}: {}", display(plan, id), ends.join(" → "));
        by_place.entry(at.id).or_default().push(words);
    }
    by_place
}

/// `14,000 visitors → 1,680 members (12%) in December 2027`
fn flow_words(plan: &CheckedPlan, id: Id<Stage>, flow: &StageFlow) -> Option<String> {
    let last = plan.calendar.len().checked_sub(1)?;
    let terms = plan.stages.get(id.index())?;
    let at = |values: &[Option<Number>]| values.get(last).copied().flatten();
    let (entering, leaving) = (at(&flow.entering)?, at(&flow.leaving)?);
    let measure = |unit| unit::measure(plan.plan(), unit);
    let (from, to) = (measure(&terms.entering_unit), measure(&terms.leaving_unit));
    let left = if from == to { counted(entering, from).amount() } else { counted(entering, from).in_full() };
    let goes_on = leaving.divide(entering).ok().filter(|_| entering.is_positive());
    let goes_on = goes_on.map_or_else(String::new, |share| format!(" ({})", prose::percent(share)));
    Some(format!("{left} → {}{goes_on} in {}", counted(leaving, to).in_full(), month_words(plan, last)))
}

/// People are whole, unless there are only few.
fn counted(value: Number, measure: Measure) -> Figure {
    let digits = if value.abs() < Number::from_integer(100) { 1 } else { 0 };
    Figure { value, measure, digits, sign: Sign::Minus, mark: None }
}
