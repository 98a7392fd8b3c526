//! A chart where nothing can be drawn but letters: takes its series, gives for each a name, its course as a sparkline, and
//! where it starts and ends. The figures between stand in a table.

use super::sparkline::sparkline;
use crate::diagnostic::human::Characters;
use crate::quantity::Number;
use crate::report::document::Figure;
use crate::report::drawn::{Axis, Chart, Series, Shape};

/// The name of each series that has a course, and the course; none over an axis of numbers, whose points stand at any distance.
pub(super) fn courses(chart: &Chart, characters: Characters) -> Vec<(String, String)> {
    if matches!(chart.across, Axis::Numbers(_)) {
        return Vec::new();
    }
    let drawn = chart.series.iter().filter(|series| has_course(series) && !series.is_empty());
    drawn.map(|series| (series.name.clone(), course(series, &chart.up, characters))).collect()
}

fn has_course(series: &Series) -> bool {
    match series.shape {
        Shape::Line | Shape::Steps | Shape::Bars | Shape::Dots => true,
        Shape::Strokes | Shape::Feet | Shape::Band => false,
    }
}

/// `41 pts ▁▂▃▅▇█ 47.6 pts`
fn course(series: &Series, up: &Axis, characters: Characters) -> String {
    let values: Vec<Option<Number>> = series.points.iter().map(|point| point.map(|point| point.up)).collect();
    let shown = |value: Option<Number>| match (value, up) {
        (Some(value), Axis::Numbers(figure)) => Figure { value, ..figure.clone() }.in_full(),
        (Some(value), Axis::Places(_)) => value.to_string(),
        (None, _) => String::new(),
    };
    let known = || values.iter().flatten().copied();
    format!("{} {} {}", shown(known().next()), sparkline(&values, characters), shown(known().last()))
}
