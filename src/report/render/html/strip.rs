//! Bars in a cell: takes a strip and the scale of its column, gives a drawing that is stretched to the width of the cell. It
//! is for the eye alone: the row says the figures.

use maud::{Markup, html};

use super::scale::Scale;
use crate::report::document::{Cell, Mark, Row, Table};
use crate::report::drawn::{Ink, Part, Reach, Strip, Tick, Weight};

/// How many places the width has.
const WIDTH: i64 = 1_000;
/// The height of a row of bars.
const HEIGHT: i64 = 20;
/// What is left free above and below a bar that stands alone.
const FREE: i64 = 4;

/// The scale that all strips of a column have together.
pub(super) fn scale_of(table: &Table, column: usize) -> Option<Scale> {
    let strips = table.rows.iter().filter_map(|row| match row {
        Row::Cells(cells) => match cells.get(column)? {
            Cell::Strip(strip) if strip.reach == Reach::Column => Some(strip),
            _ => None,
        },
        Row::Rule(_) => None,
    });
    let ends = strips.flat_map(|strip| {
        let parts = strip.bars.iter().flatten().flat_map(|part| [part.from, part.to]);
        parts.chain(strip.ticks.iter().map(|tick| tick.at)).collect::<Vec<_>>()
    });
    Scale::from_nought(ends)
}

/// The strip; nothing without a scale.
pub(super) fn strip(strip: &Strip, column: Option<Scale>) -> Markup {
    let scale = match strip.reach {
        Reach::Column => column,
        Reach::Between(low, high) => Some(Scale { low, high }),
    };
    let Some(scale) = scale else { return html! {} };
    let count = i64::try_from(strip.bars.len()).unwrap_or(1).max(1);
    let free = if count == 1 { FREE } else { 2 };
    let each = (HEIGHT - 2 * free) / count;
    html! {
        svg class="strip" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" aria-hidden="true" {
            @for (place, bar) in (0_i64..).zip(&strip.bars) {
                @for part in bar.iter().filter(|part| part.from != part.to) { (part_of(part, scale, free + place * each, each)) }
            }
            @for tick in &strip.ticks { (tick_of(tick, scale)) }
        }
    }
}

fn part_of(part: &Part, scale: Scale, top: i64, height: i64) -> Markup {
    let (from, to) = (scale.place(part.from, WIDTH), scale.place(part.to, WIDTH));
    let (left, right) = (from.min(to), from.max(to).max(from.min(to) + 2));
    let class = class_of(part.ink, part.mark);
    let bottom = top + height;
    html! {
        rect class=(class) x=(left) y=(top) width=(right - left) height=(height) {}
        @if part.ink == Ink::Forecast { path class="hatch" d=(hatch(left, right, top, bottom)) {} }
        @if scale.is_beyond(part.to) { path class=(arrow_class(part.mark)) d=(arrow(part.to > scale.high, top, bottom)) {} }
    }
}

fn tick_of(tick: &Tick, scale: Scale) -> Markup {
    let at = scale.place(tick.at, WIDTH);
    let class = match tick.weight {
        Weight::Thin => "thin",
        Weight::Thick => "thick",
    };
    html! { path class=(class) d={ "M" (at) " 0V" (HEIGHT) } {} }
}

/// Slanting strokes within a bar.
fn hatch(left: i64, right: i64, top: i64, bottom: i64) -> String {
    const APART: usize = 14;
    const SLANT: i64 = 10;
    (left..right).step_by(APART).map(|at| format!("M{at} {bottom}L{} {top}", (at + SLANT).min(right))).collect()
}

/// The end of a bar that goes on beyond the scale.
fn arrow(is_right: bool, top: i64, bottom: i64) -> String {
    let middle = i64::midpoint(top, bottom);
    let (tip, base) = if is_right { (WIDTH, WIDTH - 24) } else { (0, 24) };
    format!("M{base} {}L{tip} {middle}L{base} {}Z", top - 3, bottom + 3)
}

fn arrow_class(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Good) => "tip good",
        Some(Mark::Bad) => "tip bad",
        Some(Mark::Neutral) | None => "tip",
    }
}

/// How a mark is filled, and its colour where it means something.
pub(super) fn class_of(ink: Ink, mark: Option<Mark>) -> String {
    let ink = match ink {
        Ink::Actual => "actual",
        Ink::Previous => "previous",
        Ink::Plan => "plan",
        Ink::Forecast => "forecast",
        Ink::Unspent => "unspent",
        Ink::Reserve => "reserve",
    };
    match mark {
        Some(Mark::Good) => format!("{ink} good"),
        Some(Mark::Bad) => format!("{ink} bad"),
        Some(Mark::Neutral) | None => ink.to_owned(),
    }
}
