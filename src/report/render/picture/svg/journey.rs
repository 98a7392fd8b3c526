//! Journeys: takes stages with their touchpoints, draws a column for each stage and a card for each touchpoint, with its
//! satisfaction as a bar and what hurts, is missing or decides there.

use maud::{Markup, html};

use super::drawing::{Drawing, LINE, text_lines, wrapped};
use crate::report::document::Mark;
use crate::report::picture::{JourneyMap, StageMap, TouchpointMap, sign};

/// The width of a column.
const WIDTH: usize = 252;
/// How many columns of words go into it.
const COLUMNS: usize = 33;
/// The room between two columns.
const GAP: usize = 20;
/// The blank within a card.
const PAD: usize = 10;
/// What the name of a journey takes.
const HEAD: usize = 28;
/// What the name and the flow of a stage take.
const STAGE: usize = 44;
/// The width of the rail that the bar runs on, and where its words begin.
const RAIL: usize = 168;
/// What a whole rail is to the bar, so that ratings of hundredths differ in whole numbers.
const SCALE: i64 = 10_000;
const RAIL_END: usize = 176;
/// The height of the bar with what stands beside it.
const BAR: usize = 18;

pub(super) fn draw(journeys: &[JourneyMap]) -> Drawing {
    let mut top = 0;
    let mut width = 0;
    let mut parts = Vec::new();
    for journey in journeys {
        let (marks, wide, high) = journey_of(journey, top);
        parts.push(marks);
        width = width.max(wide);
        top += high + 2 * GAP;
    }
    Drawing { width, height: top.saturating_sub(2 * GAP), marks: html! { @for part in parts { (part) } } }
}

fn journey_of(journey: &JourneyMap, top: usize) -> (Markup, usize, usize) {
    let mut columns = Vec::new();
    let mut tallest = 0;
    for (index, stage) in journey.stages.iter().enumerate() {
        let (marks, high) = stage_of(stage, index * (WIDTH + GAP), top + HEAD, index + 1 < journey.stages.len());
        columns.push(marks);
        tallest = tallest.max(high);
    }
    let width = (journey.stages.len() * (WIDTH + GAP)).saturating_sub(GAP);
    let marks = html! {
        text class="head" x="0" y=(top + 14) { (wrapped(&in_words(journey), 120, 1).concat()) }
        @for column in columns { (column) }
    };
    (marks, width, HEAD + tallest)
}

/// Its name, and whose way it is.
fn in_words(journey: &JourneyMap) -> String {
    if journey.persona.is_empty() {
        journey.title.clone()
    } else {
        format!("{}, as {}", journey.title, journey.persona)
    }
}

fn stage_of(stage: &StageMap, left: usize, top: usize, leads_on: bool) -> (Markup, usize) {
    let mut cards = Vec::new();
    let money = stage.money.iter().flat_map(|money| [money.words.as_str(), &money.moments]);
    let money: Vec<String> =
        money.filter(|words| !words.is_empty()).flat_map(|words| wrapped(words, COLUMNS + 2, 2)).collect();
    let mut y = top + STAGE + 8 + if money.is_empty() { 0 } else { 4 + money.len() * LINE };
    for touchpoint in &stage.touchpoints {
        let (marks, high) = card(touchpoint, left, y);
        cards.push(marks);
        y += high + 10;
    }
    // A stage points to the next.
    let (right, middle, bottom) = (left + WIDTH, top + STAGE / 2, top + STAGE);
    let tip = if leads_on { right + 12 } else { right };
    let outline = format!("{left},{top} {right},{top} {tip},{middle} {right},{bottom} {left},{bottom}");
    let marks = html! {
        polygon class="lane" points=(outline) {}
        (text_lines(left + PAD, top + 18, "head", &wrapped(&stage.title, COLUMNS, 1)))
        (text_lines(left + PAD, top + 34, "soft", &wrapped(&stage.flow, COLUMNS + 2, 1)))
        (text_lines(left + PAD, top + STAGE + 16, "soft", &money))
        @for card in cards { (card) }
    };
    (marks, y - top)
}

fn card(touchpoint: &TouchpointMap, left: usize, top: usize) -> (Markup, usize) {
    let title = wrapped(&touchpoint.title, COLUMNS, 2);
    let beside: Vec<&str> =
        [touchpoint.channel.as_str(), &touchpoint.money].into_iter().filter(|words| !words.is_empty()).collect();
    let beside = wrapped(&beside.join(" · "), COLUMNS + 2, 1);
    let marks: Vec<(Mark, Vec<String>)> = touchpoint
        .marks
        .iter()
        .map(|(mark, words)| (*mark, wrapped(&format!("{}{words}", sign(Some(*mark))), COLUMNS, 3)))
        .collect();
    let below_title = top + PAD + 11 + title.len() * LINE;
    let below_beside = below_title + beside.len() * LINE;
    let bar_height = if touchpoint.satisfaction.is_some() { BAR } else { 0 };
    let first_mark = below_beside + bar_height;
    let lines: usize = marks.iter().map(|(_, lines)| lines.len()).sum();
    let height = first_mark + lines * LINE - 11 + PAD - top - 4;
    let shown = html! {
        rect class="box" x=(left) y=(top) width=(WIDTH) height=(height) rx="6" {}
        (text_lines(left + PAD, top + PAD + 11, "head", &title))
        (text_lines(left + PAD, below_title, "soft", &beside))
        @if let Some(stated) = touchpoint.satisfaction {
            rect class="rail" x=(left + PAD) y=(below_beside - 7) width=(RAIL) height="7" {}
            @if let Some(width) = stated.out_of(SCALE) {
                svg x=(left + PAD) y=(below_beside - 7) width=(RAIL) height="7" viewBox={ "0 0 " (SCALE) " 7" } preserveAspectRatio="none" {
                    rect class="bar" x="0" y="0" width=(width.round_half_away(0)) height="7" {}
                }
            }
            text class="soft" x=(left + PAD + RAIL_END) y=(below_beside) { (stated) }
        }
        (mark_lines(&marks, left + PAD, first_mark))
    };
    (shown, height)
}

fn mark_lines(marks: &[(Mark, Vec<String>)], left: usize, top: usize) -> Markup {
    let mut y = top;
    let mut parts = Vec::new();
    for (mark, lines) in marks {
        let class = match mark {
            Mark::Good => "good",
            Mark::Bad => "bad",
            Mark::Neutral => "words",
        };
        parts.push(text_lines(left, y, class, lines));
        y += lines.len() * LINE;
    }
    html! { @for part in parts { (part) } }
}
