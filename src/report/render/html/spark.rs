//! A small chart: takes a value for each month, gives a line without axes, and words for who cannot see it.

use maud::{Markup, html};

use crate::quantity::Number;
use crate::report::render::sparkline::step;

/// How far apart two months are.
const STRIDE: usize = 6;
/// The steps between the least and the most.
const STEPS: usize = 21;
/// The blanks on every side, so that no stroke is cut.
const MARGIN: usize = 3;

/// The chart; nothing where no value is known.
pub(super) fn spark(values: &[Option<Number>]) -> Markup {
    let points = points(values);
    let Some((_, last)) = points.iter().flatten().enumerate().last() else { return html! {} };
    let width = values.len().saturating_sub(1) * STRIDE + 2 * MARGIN;
    let height = STEPS - 1 + 2 * MARGIN;
    html! {
        svg class="spark" role="img" aria-label=(words(values)) viewBox={ "0 0 " (width) " " (height) } {
            @for run in points.chunk_by(|one, next| one.is_some() == next.is_some()) { (line(run)) }
            circle cx=(last.x) cy=(last.y) r="2" {}
        }
    }
}

/// A place on the chart; y grows downwards.
#[derive(Clone, Copy)]
struct Point {
    x: usize,
    y: usize,
}

/// The place of each month that has a value.
fn points(values: &[Option<Number>]) -> Vec<Option<Point>> {
    let (least, most) = (values.iter().flatten().min(), values.iter().flatten().max());
    let place = |(month, value): (usize, &Option<Number>)| {
        let value = (*value)?;
        // What never moves is neither low nor high.
        let step = if least == most { STEPS / 2 } else { step(value, *least?, *most?, STEPS)? };
        Some(Point { x: MARGIN + month * STRIDE, y: MARGIN + STEPS.checked_sub(1 + step)? })
    };
    values.iter().enumerate().map(place).collect()
}

/// The line through months that follow one another; a month alone is a dot.
fn line(points: &[Option<Point>]) -> Markup {
    let known: Vec<&Point> = points.iter().flatten().collect();
    match known.as_slice() {
        [] => html! {},
        [Point { x, y }] => html! { circle cx=(x) cy=(y) r="1" {} },
        known => {
            let places: Vec<String> = known.iter().map(|Point { x, y }| format!("{x},{y}")).collect();
            html! { polyline points=(places.join(" ")) {} }
        }
    }
}

/// The course of the values in words: their unit stands in other columns.
fn words(values: &[Option<Number>]) -> String {
    let months = values.len();
    let month_of =
        |wanted: Option<&Number>| values.iter().position(|value| value.as_ref() == wanted).map_or(0, |at| at + 1);
    let (least, most) = (values.iter().flatten().min(), values.iter().flatten().max());
    if least == most {
        return format!("{months} months: always the same");
    }
    format!("{months} months: least in month {}, most in month {}", month_of(least), month_of(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[Option<i64>]) -> String {
        let values: Vec<Option<Number>> = values.iter().map(|value| value.map(Number::from_integer)).collect();
        spark(&values).into_string()
    }

    #[test]
    fn the_least_is_low_and_the_most_is_high() {
        let svg = drawn(&[Some(0), Some(10), Some(5)]);
        assert!(svg.contains("<polyline points=\"3,23 9,3 15,13\"></polyline>"), "{svg}");
        assert!(svg.contains("aria-label=\"3 months: least in month 1, most in month 2\""), "{svg}");
    }

    #[test]
    fn what_is_not_known_is_a_gap() {
        let svg = drawn(&[None, Some(1), None, Some(2), Some(2)]);
        assert!(
            svg.contains("<circle cx=\"9\" cy=\"23\" r=\"1\"></circle><polyline points=\"21,3 27,3\"></polyline>"),
            "{svg}"
        );
        assert_eq!(drawn(&[None, None]), "");
        assert!(drawn(&[Some(5), Some(5)]).contains("2 months: always the same"));
    }
}
