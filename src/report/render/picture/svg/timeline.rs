//! Days on a row of months: takes packages with their milestones, draws a Gantt chart with what follows what.

use maud::{Markup, html};

use super::drawing::{Drawing, LINE, wrapped};
use crate::quantity::{Date, Month};
use crate::report::document::Mark;
use crate::report::picture::{Day, Stroke, Timeline, Track, sign};

/// The room for names on the left.
const NAMES: usize = 300;
/// How many columns of words go into it.
const COLUMNS: usize = 40;
/// The height of a row.
const ROW: usize = 24;
/// The height of the months.
const HEAD: usize = 30;
/// Half the width of a diamond.
const HALF: usize = 6;

pub(super) fn draw(timeline: &Timeline) -> Drawing {
    let scale = Scale::of(timeline);
    let width = NAMES + scale.month * timeline.months + 40;
    let mut y = HEAD;
    let mut tops: Vec<Vec<usize>> = Vec::new();
    let mut lanes = Vec::new();
    for track in &timeline.tracks {
        lanes.push((y, track));
        tops.push((0..track.days.len()).map(|row| y + (row + 1) * ROW).collect());
        y += (track.days.len() + 1) * ROW + 6;
    }
    let bottom = y;
    let marks = html! {
        (months(timeline, &scale, bottom))
        @for (top, track) in &lanes {
            rect class="lane" x="0" y=(top) width=(width) height=(ROW - 3) {}
            text class=(name_class("head", track)) x="6" y=(top + 15) { (wrapped(&track_name(track), COLUMNS + 40, 1).concat()) }
        }
        @for (index, track) in timeline.tracks.iter().enumerate() {
            @for (row, day) in track.days.iter().enumerate() {
                @let at = (index, row);
                (wires(timeline, &scale, &tops, at, day))
            }
        }
        @for (track, tops) in timeline.tracks.iter().zip(&tops) {
            @for (day, top) in track.days.iter().zip(tops) { (day_of(day, track, &scale, *top)) }
        }
    };
    Drawing { width, height: bottom, marks }
}

fn track_name(track: &Track) -> String {
    if track.stroke == Stroke::Broken { format!("{} (not funded)", track.title) } else { track.title.clone() }
}

fn name_class(class: &str, track: &Track) -> String {
    if track.stroke == Stroke::Broken { format!("{class} struck") } else { class.to_owned() }
}

/// Where days stand: a month has one width, a day its part of it.
struct Scale {
    first: Month,
    month: usize,
}

impl Scale {
    fn of(timeline: &Timeline) -> Scale {
        // Two years fit on a page; more months are narrower, down to a hand's breadth of a diamond.
        let month = 1_080_usize.checked_div(timeline.months).unwrap_or(60).clamp(24, 90);
        Scale { first: timeline.first, month }
    }

    fn x(&self, on: Date) -> usize {
        let months = usize::try_from(self.first.months_until(on.month())).unwrap_or(0);
        let days = usize::from(on.month().days().max(1));
        NAMES + months * self.month + usize::from(on.day().saturating_sub(1)) * self.month / days
    }
}

fn months(timeline: &Timeline, scale: &Scale, bottom: usize) -> Markup {
    let shown = |index: usize| {
        let month = timeline.first.plus(i32::try_from(index).ok()?)?;
        // Narrow months show only each third.
        (scale.month >= 54 || index.is_multiple_of(3)).then(|| month.to_string())
    };
    html! {
        @for index in 0..=timeline.months {
            @let x = NAMES + index * scale.month;
            line class="tick" x1=(x) y1=(HEAD - 8) x2=(x) y2=(bottom) {}
            @if let Some(name) = (index < timeline.months).then(|| shown(index)).flatten() {
                text class="soft" x=(x + 4) y="14" { (name) }
            }
        }
    }
}

fn day_of(day: &Day, track: &Track, scale: &Scale, top: usize) -> Markup {
    let (x, y) = (scale.x(day.on), top + ROW / 2 - 3);
    let points = format!("{x},{} {},{y} {x},{} {},{y}", y - HALF, x + HALF, y + HALF, x - HALF);
    let tone = match day.mark {
        Some(Mark::Good) => " done",
        Some(Mark::Bad) => " bad",
        Some(Mark::Neutral) | None => "",
    };
    let critical = if day.is_critical { " critical" } else { "" };
    let broken = if track.stroke == Stroke::Broken { " broken" } else { "" };
    let owner = if day.owner.is_empty() { String::new() } else { format!(", {}", day.owner) };
    let title = format!("{}{}{owner}", sign(day.mark), day.title);
    let tone_of_words = match day.mark {
        Some(Mark::Bad) => "bad",
        _ => "words",
    };
    html! {
        text class=(name_class(tone_of_words, track)) x="18" y=(top + LINE - 2) { (wrapped(&title, COLUMNS, 1).concat()) }
        polygon class=(format!("day{tone}{critical}{broken}")) points=(points) { title { (day.on) " " (day.title) } }
        text class="soft" x=(x + HALF + 5) y=(top + LINE - 2) { (day.on.day()) }
    }
}

/// From each day that is followed, down or up and then across.
fn wires(timeline: &Timeline, scale: &Scale, tops: &[Vec<usize>], (track, row): (usize, usize), day: &Day) -> Markup {
    let top = |track: usize, row: usize| tops.get(track).and_then(|tops| tops.get(row)).map(|top| top + ROW / 2 - 3);
    let wire = |(other, before): &(usize, usize)| {
        let earlier = timeline.tracks.get(*other)?.days.get(*before)?;
        let (x1, y1, x2, y2) = (scale.x(earlier.on), top(*other, *before)?, scale.x(day.on), top(track, row)?);
        Some(format!("M{x1} {y1}V{y2}H{}", x2.saturating_sub(HALF)))
    };
    let paths: Vec<String> = day.after.iter().filter_map(wire).collect();
    html! { @for path in &paths { path class="wire" d=(path) {} } }
}
