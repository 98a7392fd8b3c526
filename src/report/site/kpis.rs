//! Charts of KPIs: takes the projection, gives for each its course month by month, unfunded and planned, what was observed, its
//! targets and benchmarks, and when the effects of packages begin.

use std::collections::BTreeMap;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Kpi, Package};
use crate::quantity::Number;
use crate::report::document::{Block, Mark, Note, Section};
use crate::report::drawn::{Axis, Chart, Ink, Point, Series, Shape};
use crate::report::kpis::{Met, View};
use crate::report::names::{display, list, month_words, months_short, name};

/// So many KPIs have a chart.
const SHOWN: usize = 60;

/// The section.
pub(super) fn charts(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("courses", "Month by month");
    for id in plan.plan().kpis.ids().take(SHOWN) {
        let Some(view) = View::of(plan, evaluation, id) else { continue };
        let begins = beginnings(plan, evaluation, id);
        section.push(Block::Chart(chart(plan, evaluation, id, &view, &begins)));
        section.push(Block::Notes(begins.into_iter().map(|(month, packages)| note(plan, month, &packages)).collect()));
    }
    section
}

fn chart(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    id: Id<Kpi>,
    view: &View<'_>,
    begins: &BTreeMap<usize, Vec<Id<Package>>>,
) -> Chart {
    let shown = |value: &Option<Number>| value.map(|value| view.terms.shown.of(value));
    let projection = &evaluation.projection;
    let (unfunded, funded) = (projection.zero_base.kpi(id), projection.funded.kpi(id));
    let mut series = Vec::new();
    series.extend(benchmark(plan, id, view));
    if unfunded != funded {
        series.push(Series::by_place("unfunded", Ink::Previous, Shape::Line, unfunded.iter().map(shown)));
    }
    series.push(Series::by_place("plan", Ink::Plan, Shape::Line, funded.iter().map(shown)));
    series.extend(observed(plan, id, view));
    series.extend(targets(view));
    series.extend(feet(begins.keys().copied()));
    series.retain(|series| !series.is_empty());
    Chart {
        key: "course",
        title: display(plan, id).to_owned(),
        about: Some(name(plan, id)),
        sentence: sentence(plan, id, view),
        across: Axis::Places(months_short(plan)),
        up: Axis::Numbers(view.figure(Number::ZERO)),
        series,
    }
}

/// The median that others reach, as a line.
fn benchmark(plan: &CheckedPlan, id: Id<Kpi>, view: &View<'_>) -> Option<Series> {
    let of_kpi = plan.plan().benchmarks.iter().zip(&plan.benchmarks);
    let (whose, terms) = of_kpi
        .filter(|((_, benchmark), _)| benchmark.about.0.is_some_and(|about| about.value == id))
        .map(|((whose, _), terms)| (whose, terms))
        .next()?;
    let median = view.terms.shown.of(terms.median?);
    let values = std::iter::repeat_n(Some(median), plan.calendar.len());
    Some(Series::by_place(format!("median, {}", display(plan, whose)), Ink::Reserve, Shape::Line, values))
}

/// What was seen within the calendar.
fn observed(plan: &CheckedPlan, id: Id<Kpi>, view: &View<'_>) -> Option<Series> {
    let mut values: Vec<Option<Number>> = vec![None; plan.calendar.len()];
    let observes = plan.plan().observes.values().zip(&plan.figures.observations);
    for (_, seen) in observes.filter(|(observe, _)| observe.about.kpi() == Some(id)) {
        for (month, value) in seen {
            if let Some(place) = plan.calendar.index(*month).and_then(|place| values.get_mut(place)) {
                *place = Some(view.terms.shown.of(*value));
            }
        }
    }
    values.iter().any(Option::is_some).then(|| Series::by_place("observed", Ink::Actual, Shape::Dots, values))
}

/// The target and the markers on the way.
fn targets(view: &View<'_>) -> Option<Series> {
    let all = view.terms.markers.iter().chain(&view.terms.target);
    let point = |target: &crate::check::TargetTerms| {
        let across = Number::from_integer(i64::try_from(target.month).ok()?);
        Some(Point { across, up: view.terms.shown.of(target.value) })
    };
    let points: Vec<Option<Point>> = all.map(point).collect();
    let (mark, word) = match view.met()? {
        Met::Yes => (Some(Mark::Good), "target, reached"),
        Met::No => (Some(Mark::Bad), "target, missed"),
        Met::NotJudged => (None, "target"),
    };
    Some(Series { name: word.to_owned(), ink: Ink::Actual, mark, shape: Shape::Strokes, points })
}

/// When the effects of funded levels begin, by month.
fn beginnings(plan: &CheckedPlan, evaluation: &Evaluation, id: Id<Kpi>) -> BTreeMap<usize, Vec<Id<Package>>> {
    let mut begins: BTreeMap<usize, Vec<Id<Package>>> = BTreeMap::new();
    for level in evaluation.funding.iter().flat_map(|funding| &funding.funded) {
        let Some(terms) = plan.levels.get(level.index()) else { continue };
        for effect in terms.effects.iter().filter(|effect| effect.kpi == id) {
            let month = terms.start.saturating_add(usize::try_from(effect.after).unwrap_or(usize::MAX));
            let packages = begins.entry(month).or_default();
            if month < plan.calendar.len() && !packages.contains(&terms.package) {
                packages.push(terms.package);
            }
        }
    }
    begins.retain(|_, packages| !packages.is_empty());
    begins
}

fn feet(months: impl Iterator<Item = usize>) -> Option<Series> {
    let point =
        |month: usize| Some(Point { across: Number::from_integer(i64::try_from(month).ok()?), up: Number::ZERO });
    let points: Vec<Option<Point>> = months.map(point).collect();
    let name = "effects begin".to_owned();
    (!points.is_empty()).then_some(Series { name, ink: Ink::Previous, mark: None, shape: Shape::Feet, points })
}

fn note(plan: &CheckedPlan, month: usize, packages: &[Id<Package>]) -> Note {
    let titles: Vec<String> = packages.iter().map(|package| format!("“{}”", display(plan, *package))).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    Note::plain(format!("{}: {}", month_words(plan, month), list(&titles)))
}

/// `Net Promoter Score, July 2026 to June 2027: from 41 pts today to 47.6 pts with the plan; the target of 48 pts is missed.`
fn sentence(plan: &CheckedPlan, id: Id<Kpi>, view: &View<'_>) -> String {
    let last = plan.calendar.len().saturating_sub(1);
    let mut sentence = format!("{}, {} to {}", display(plan, id), month_words(plan, 0), month_words(plan, last));
    let shown = |value: Number| view.figure(value).in_full();
    match (view.terms.baseline, view.funded) {
        (Some(from), Some(to)) => {
            sentence.push_str(&format!(": from {} today to {} with the plan", shown(from), shown(to)))
        }
        (None, Some(to)) => sentence.push_str(&format!(": {} with the plan", shown(to))),
        (_, None) => sentence.push_str(": n/a at the end"),
    }
    if let Some((target, met)) = view.terms.target.zip(view.met()) {
        let standing = match met {
            Met::Yes => "is reached",
            Met::No => "is missed",
            Met::NotJudged => "is not judged",
        };
        sentence.push_str(&format!("; the target of {} {standing}", shown(target.value)));
    }
    sentence + "."
}
