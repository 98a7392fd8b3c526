//! A journey in HTML: takes its stages, gives a column for each, which on a phone stand below one another. The curve of
//! satisfaction runs through all columns: each draws its own part of it.

use maud::{Markup, html};

use super::cell::{class, told};
use super::links::Links;
use super::scale::Scale;
use super::strip::strip;
use super::text::shown;
use crate::report::drawn::{Ink, Part, Strip};
use crate::report::picture::{JourneyMap, StageMap, StageSpend, TouchpointMap};

/// How many places a stage has from left to right, and the curve from its low end to its high one.
const WIDTH: i64 = 1_000;
const HEIGHT: i64 = 1_000;
/// The blank above and below it, so that points at its ends are whole.
const MARGIN: i64 = 80;

/// The journey.
pub(super) fn journey_of(journey: &JourneyMap, links: &Links<'_>) -> Markup {
    let curve = Curve::of(journey);
    let spends = || journey.stages.iter().filter_map(|stage| stage.money.as_ref());
    let scale = Scale::from_nought(spends().map(|spend| spend.amount));
    let has_money = spends().next().is_some();
    html! {
        div class="journey" role="group" tabindex="0" aria-label=(shown(&journey.title)) {
            h3 { (links.titled(journey.about.as_ref(), &journey.title)) } "\n"
            @if !journey.persona.is_empty() { p class="soft" { (shown(&journey.persona)) } }
            ol class=(if has_money { "stages funded" } else { "stages" }) {
                @for (place, stage) in journey.stages.iter().enumerate() {
                    li {
                        h4 { (links.titled(stage.about.as_ref(), &stage.title)) }
                        // The parts of a column stand in one row each with those of its neighbours.
                        div class="over" {
                            @if !stage.flow.is_empty() { p class="flow" { (shown(&stage.flow)) } }
                            @for kpi in &stage.kpis { p class="kpi" { (shown(kpi)) } }
                        }
                        @if has_money { div class="spent" { @if let Some(spend) = &stage.money { (spent(spend, scale)) } } }
                        div class="lane" { @if curve.is_drawn() { (curve.part(place)) } }
                        div { @for touchpoint in &stage.touchpoints { (card(touchpoint, links)) } }
                    } "\n"
                }
            }
        } "\n"
    }
}

/// What is spent on a stage, as a bar on the scale that all stages share, and in words.
fn spent(spend: &StageSpend, scale: Option<Scale>) -> Markup {
    let bar = Strip::new(vec![vec![Part::bar(spend.amount, Ink::Plan)]]);
    html! {
        (strip(&bar, scale))
        p class="flow" { (shown(&spend.words)) }
        @if !spend.moments.is_empty() { p class="flow" { (shown(&spend.moments)) } }
    }
}

fn card(touchpoint: &TouchpointMap, links: &Links<'_>) -> Markup {
    html! {
        div class="card" {
            h5 { (links.titled(touchpoint.about.as_ref(), &touchpoint.title)) }
            @let beside = beside(touchpoint);
            @if !beside.is_empty() { p class="soft" { (shown(&beside)) } }
            @if !touchpoint.marks.is_empty() {
                ul {
                    @for (mark, words) in &touchpoint.marks { li class=(class(*mark)) { (told(*mark)) " " (shown(words)) } }
                }
            }
            @for kpi in &touchpoint.kpis { p class="kpi" { (shown(kpi)) } }
        }
    }
}

/// The channel, how content customers are, and what is spent.
fn beside(touchpoint: &TouchpointMap) -> String {
    let satisfaction = touchpoint.satisfaction.map_or_else(String::new, |stated| format!("satisfaction {stated}"));
    let parts = [touchpoint.channel.clone(), satisfaction, touchpoint.money.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join(" · ")
}

/// The curve, by stage: where each of its touchpoints stands, and how high.
struct Curve {
    stages: Vec<Vec<Option<i64>>>,
}

impl Curve {
    fn of(journey: &JourneyMap) -> Curve {
        let height = |touchpoint: &TouchpointMap| {
            let up = touchpoint.satisfaction?.out_of(HEIGHT)?.round_half_away(0).to_integer()?;
            Some(HEIGHT - up.clamp(0, HEIGHT))
        };
        let stages = journey.stages.iter().map(|stage: &StageMap| stage.touchpoints.iter().map(height).collect());
        Curve { stages: stages.collect() }
    }

    /// One point says nothing.
    fn is_drawn(&self) -> bool {
        self.stages.iter().flatten().flatten().count() > 1
    }

    /// The part of the curve in a stage.
    fn part(&self, stage: usize) -> Markup {
        let all: Vec<(i64, Option<i64>)> = self.placed();
        let (left, right) = (place(stage), place(stage + 1));
        let runs = all.chunk_by(|one, next| one.1.is_some() == next.1.is_some());
        let paths: Vec<String> = runs
            .map(|run| run.iter().filter_map(|(x, y)| Some((*x, (*y)?))).collect::<Vec<(i64, i64)>>())
            .filter(|run| run.len() > 1 && run.iter().any(|(x, _)| (left - WIDTH..=right + WIDTH).contains(x)))
            .map(|run| {
                let points = run.iter().enumerate();
                points.map(|(at, (x, y))| format!("{}{} {y}", if at == 0 { "M" } else { "L" }, x - left)).collect()
            })
            .collect();
        let dots = all.iter().filter(|(x, _)| (left..right).contains(x)).filter_map(|(x, y)| Some((x - left, (*y)?)));
        html! {
            svg class="curve" viewBox={ "0 " (-MARGIN) " " (WIDTH) " " (HEIGHT + 2 * MARGIN) } preserveAspectRatio="none" aria-hidden="true" {
                path class="grid" d={ "M0 " (HEIGHT / 2) "H" (WIDTH) } {}
                @for path in &paths { path class="line actual" d=(path) {} }
                @for (x, y) in dots { path class="dot actual" d={ "M" (x) " " (y) "h0" } {} }
            }
        }
    }

    /// Every touchpoint, over all stages; each stage is as wide as every other.
    fn placed(&self) -> Vec<(i64, Option<i64>)> {
        let mut placed = Vec::new();
        for (stage, touchpoints) in self.stages.iter().enumerate() {
            let count = i64::try_from(touchpoints.len()).unwrap_or(1).max(1);
            let at = |index: i64| place(stage) + (2 * index + 1) * WIDTH / (2 * count);
            placed.extend((0_i64..).map(at).zip(touchpoints.iter().copied()));
        }
        placed
    }
}

fn place(stage: usize) -> i64 {
    i64::try_from(stage).unwrap_or(0).saturating_mul(WIDTH)
}
