//! A chart: takes its axes and series, gives a figure. Words and numbers are text of the page around a drawing that is
//! stretched to the width there is; the drawing has one sentence for who cannot see it.

use maud::{Markup, html};

use super::links::Links;
use super::scale::{Scale, ticks};
use super::strip::class_of;
use super::text::shown;
use crate::quantity::Number;
use crate::report::document::{Figure, Measure};
use crate::report::drawn::{Axis, Chart, Ink, Point, Series, Shape};
use crate::report::prose;

/// How many places the width and the height have.
const WIDTH: i64 = 1_000;
const HEIGHT: i64 = 300;
/// Room around for strokes, and below for feet.
const EDGE: i64 = 6;
const BELOW: i64 = 14;

/// Of more dots each is small, so that they do not run into one another.
const MANY: usize = 40;

/// The chart.
pub(super) fn plot(chart: &Chart, links: &Links<'_>) -> Markup {
    let Some(frame) = Frame::of(chart) else { return html! {} };
    html! {
        figure class="plot" {
            @if !chart.title.is_empty() {
                figcaption { (links.titled(chart.about.as_ref(), &chart.title)) }
            }
            @if chart.series.len() > 1 {
                p class="key" {
                    @for series in chart.series.iter().filter(|series| !series.is_empty()) {
                        span { (swatch(series)) " " (shown(&series.name)) } " "
                    }
                }
            }
            div class="field" {
                div class="ups" aria-hidden="true" {
                    @for tick in frame.ups.iter().rev() { span { (frame.written(&chart.up, *tick)) } }
                }
                svg class="lines" viewBox={ "0 " (-EDGE) " " (WIDTH) " " (HEIGHT + EDGE + BELOW) } preserveAspectRatio="none" role="img" aria-label=(shown(&chart.sentence)) {
                    @for tick in &frame.ups {
                        path class=(if tick.is_zero() { "axis" } else { "grid" }) d={ "M0 " (frame.y(*tick)) "H" (WIDTH) } {}
                    }
                    @for tick in &frame.acrosses {
                        path class="grid" d={ "M" (frame.x(*tick)) " " (HEIGHT) "v" (BELOW / 2) } {}
                    }
                    @for series in &chart.series { (series_of(series, &frame)) }
                }
                div class=(frame.across.class()) aria-hidden="true" {
                    @for label in &frame.labels { span { (shown(label)) } }
                }
            }
        }
    }
}

/// Where things stand.
struct Frame {
    ups: Vec<Number>,
    up: Scale,
    across: Across,
    /// Where numbers stand across.
    acrosses: Vec<Number>,
    labels: Vec<String>,
}

enum Across {
    Places(i64),
    Numbers(Scale),
}

impl Across {
    /// Places share the width; numbers stand at their ticks, the first and the last at the ends.
    fn class(&self) -> &'static str {
        match self {
            Across::Places(_) => "acrosses",
            Across::Numbers(_) => "ticks",
        }
    }
}

impl Frame {
    fn of(chart: &Chart) -> Option<Frame> {
        let points = || chart.series.iter().flat_map(|series| series.points.iter().flatten());
        let heights = chart.series.iter().filter(|series| series.shape != Shape::Feet);
        let heights = || heights.clone().flat_map(|series| series.points.iter().flatten()).map(|point| point.up);
        let has_bars = chart.series.iter().any(|series| series.shape == Shape::Bars);
        let ups = ticks(heights().min()?, heights().max()?, has_bars);
        let up = Scale { low: *ups.first()?, high: *ups.last()? };
        let (across, acrosses, labels) = match &chart.across {
            Axis::Places(names) => (Across::Places(i64::try_from(names.len()).ok()?), Vec::new(), spread(names)),
            Axis::Numbers(figure) => {
                let values = || points().map(|point| point.across);
                let marks = ticks(values().min()?, values().max()?, false);
                let scale = Scale { low: *marks.first()?, high: *marks.last()? };
                let labels = marks.iter().map(|mark| written(figure, *mark)).collect();
                (Across::Numbers(scale), marks, labels)
            }
        };
        Some(Frame { ups, up, across, acrosses, labels })
    }

    fn y(&self, value: Number) -> i64 {
        HEIGHT - self.up.place(value, HEIGHT)
    }

    /// A place stands in the middle of its share of the width.
    fn x(&self, value: Number) -> i64 {
        match &self.across {
            Across::Places(count) => {
                let place = value.to_integer().unwrap_or(0).clamp(0, count - 1);
                (2 * place + 1) * WIDTH / (2 * count)
            }
            Across::Numbers(scale) => scale.place(value, WIDTH),
        }
    }

    /// How wide a bar may be.
    fn bar(&self) -> i64 {
        match &self.across {
            Across::Places(count) => (WIDTH * 6 / (10 * count)).max(2),
            Across::Numbers(_) => 12,
        }
    }

    fn at(&self, point: &Point) -> (i64, i64) {
        (self.x(point.across), self.y(point.up))
    }

    fn written(&self, axis: &Axis, tick: Number) -> String {
        match axis {
            Axis::Numbers(figure) => written(figure, tick),
            Axis::Places(names) => {
                let place = tick.to_integer().and_then(|place| usize::try_from(place).ok());
                place.and_then(|place| names.get(place)).cloned().unwrap_or_default()
            }
        }
    }
}

/// A tick as its figure is written, with no more decimals than it needs.
fn written(figure: &Figure, value: Number) -> String {
    if matches!(figure.measure, Measure::Money(_)) {
        return prose::number(value).replace('-', "\u{2212}");
    }
    let tick = Figure { value, digits: 6, ..figure.clone() }.trimmed();
    format!("{}{}", tick.amount(), tick.suffix()).replace('-', "\u{2212}")
}

/// So many names as have room, at equal distances from the first on.
fn spread(names: &[String]) -> Vec<String> {
    const MOST: usize = 6;
    let count = names.len();
    let stride = (1..=count).find(|stride| count.is_multiple_of(*stride) && count / stride <= MOST).unwrap_or(1);
    names.iter().step_by(stride.max(1)).cloned().collect()
}

fn series_of(series: &Series, frame: &Frame) -> Markup {
    let class = class_of(series.ink, series.mark);
    match series.shape {
        Shape::Line => runs(series, frame, &class, line_path),
        Shape::Steps => runs(series, frame, &class, step_path),
        Shape::Band => {
            let known = series.points.split(Option::is_none).filter(|run| !run.is_empty());
            let areas = known.map(|run| run.iter().flatten().map(|point| frame.at(point)).collect::<Vec<_>>());
            html! { path class={ "band " (class) } d=(areas.map(|area| line_path(&area) + "Z").collect::<String>()) {} }
        }
        Shape::Dots => marks(series, frame, &format!("{} {class}", dot(series)), |(x, y)| format!("M{x} {y}h0")),
        Shape::Strokes => {
            let half = frame.bar().max(16) / 2;
            marks(series, frame, &format!("stroke {class}"), |(x, y)| format!("M{} {y}h{}", x - half, 2 * half))
        }
        Shape::Feet => marks(series, frame, &format!("foot {class}"), |(x, _)| {
            format!("M{x} {}V{}", HEIGHT + 2, HEIGHT + BELOW - 2)
        }),
        Shape::Bars => {
            let (wide, nought) = (frame.bar(), frame.y(Number::ZERO));
            html! {
                @for point in series.points.iter().flatten() {
                    @let (x, y) = frame.at(point);
                    rect class=(class) x=(x - wide / 2) y=(y.min(nought)) width=(wide) height=((y - nought).abs()) {}
                }
            }
        }
    }
}

/// A path through each run of known points; one alone is a dot.
fn runs(series: &Series, frame: &Frame, class: &str, path: impl Fn(&[(i64, i64)]) -> String) -> Markup {
    let known = series.points.chunk_by(|one, next| one.is_some() == next.is_some());
    let runs: Vec<Vec<(i64, i64)>> =
        known.map(|run| run.iter().flatten().map(|point| frame.at(point)).collect()).collect();
    html! {
        @for run in &runs {
            @match run.as_slice() {
                [] => {}
                [(x, y)] => path class={ "dot " (class) } d={ "M" (x) " " (y) "h0" } {}
                several => path class={ "line " (class) } d=(path(several)) {}
            }
        }
    }
}

fn marks(series: &Series, frame: &Frame, class: &str, path: impl Fn((i64, i64)) -> String) -> Markup {
    html! {
        @for point in series.points.iter().flatten() { path class=(class) d=(path(frame.at(point))) {} }
    }
}

fn line_path(points: &[(i64, i64)]) -> String {
    let at = |(place, (x, y)): (usize, &(i64, i64))| format!("{}{x} {y}", if place == 0 { "M" } else { "L" });
    points.iter().enumerate().map(at).collect()
}

fn step_path(points: &[(i64, i64)]) -> String {
    let at = |(place, (x, y)): (usize, &(i64, i64))| if place == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") };
    points.iter().enumerate().map(at).collect()
}

fn dot(series: &Series) -> &'static str {
    if series.points.len() > MANY { "fine dot" } else { "dot" }
}

/// A small sign of how a series is drawn.
fn swatch(series: &Series) -> Markup {
    let class = class_of(series.ink, series.mark);
    html! {
        svg class="swatch" viewBox="0 0 24 12" aria-hidden="true" {
            @match series.shape {
                Shape::Line | Shape::Steps => path class={ "line " (class) } d="M1 6H23" {}
                Shape::Dots => path class={ (dot(series)) " " (class) } d="M12 6h0" {}
                Shape::Strokes => path class={ "stroke " (class) } d="M4 6h16" {}
                Shape::Feet => path class={ "foot " (class) } d="M12 1V11" {}
                Shape::Bars => rect class=(class) x="4" y="1" width="16" height="10" {}
                Shape::Band => rect class={ "band " (class) } x="1" y="1" width="22" height="10" {}
            }
            @if series.ink == Ink::Forecast && series.shape == Shape::Bars { path class="hatch" d="M4 11L14 1M12 11L20 3" {} }
        }
    }
}
