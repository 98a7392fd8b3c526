//! What is drawn, as data: bars in the rows of a table, and charts with two axes. What draws them knows nothing of budgets.
//!
//! Figures stand in words beside every drawing: a bar in a row whose cells say them, a chart above a table. Fills say what
//! a value is, after the notation of IBCS: what came about is solid, what is planned outlined, what is forecast hatched.

use super::figure::{Figure, Mark, Name};
use crate::quantity::Number;

/// Bars in a row of a table, below one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The bars, each made of parts.
    pub bars: Vec<Vec<Part>>,
    /// Strokes across all bars.
    pub ticks: Vec<Tick>,
    /// What the width of the strip stands for.
    pub reach: Reach,
}

/// What the width of a strip stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// As much as the strips of its column take together, from nought.
    Column,
    /// From one value to another; what lies beyond is cut off, and an arrow says so.
    Between(Number, Number),
}

/// A stretch of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it begins: nought, or the end of the part before it.
    pub from: Number,
    /// Where it ends.
    pub to: Number,
    /// What it shows.
    pub ink: Ink,
    /// Whether that is good news: only then it has a colour.
    pub mark: Option<Mark>,
}

/// What a mark shows, which is how it is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// What came about: solid.
    Actual,
    /// What was before, or stands for comparison: solid grey.
    Previous,
    /// What is planned: outlined.
    Plan,
    /// What is expected: hatched.
    Forecast,
    /// What is left over: a dashed outline.
    Unspent,
    /// What is kept back: a dotted outline.
    Reserve,
}

/// A stroke across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// Where.
    pub at: Number,
    /// How strong.
    pub weight: Weight,
}

/// How strong a stroke is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Where something starts.
    Thin,
    /// Where it is to end.
    Thick,
}

/// A chart with two axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its key.
    pub key: &'static str,
    /// What stands above it.
    pub title: String,
    /// What it is about, where that is one thing of the plan.
    pub about: Option<Name>,
    /// What it shows, for who cannot see it.
    pub sentence: String,
    /// From left to right.
    pub across: Axis,
    /// From the bottom up.
    pub up: Axis,
    /// What is drawn, the first at the bottom.
    pub series: Vec<Series>,
}

/// What an axis is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Axis {
    /// Places at equal distances, in order, such as months; a point's number is the place, from nought.
    Places(Vec<String>),
    /// Numbers, written as this figure is: its value does not count, only its measure.
    Numbers(Figure),
}

/// Points that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its words in the key of the chart.
    pub name: String,
    /// What it shows.
    pub ink: Ink,
    /// Whether that is good news.
    pub mark: Option<Mark>,
    /// How it is drawn.
    pub shape: Shape,
    /// The points, in order; a gap where nothing is known.
    pub points: Vec<Option<Point>>,
}

/// How points are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line from each to the next.
    Line,
    /// A line that keeps its height until the next.
    Steps,
    /// A dot at each.
    Dots,
    /// A stroke across at each: a target.
    Strokes,
    /// A foot below the axis at each: when something begins. Its height does not count.
    Feet,
    /// A bar at each, from nought.
    Bars,
    /// What the points go around: along one edge and back along the other.
    Band,
}

/// A place on a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// How far from left to right.
    pub across: Number,
    /// How high.
    pub up: Number,
}

impl Strip {
    /// A strip on the scale of its column.
    #[must_use]
    pub fn new(bars: Vec<Vec<Part>>) -> Strip {
        Strip { bars, ticks: Vec::new(), reach: Reach::Column }
    }

    /// A bar of parts that follow one another, each as long as it is said.
    #[must_use]
    pub fn stack(parts: impl IntoIterator<Item = (Number, Ink)>) -> Strip {
        let mut at = Number::ZERO;
        let mut bar = Vec::new();
        for (length, ink) in parts {
            let Ok(to) = at.add(length) else { break };
            if !length.is_zero() {
                bar.push(Part { from: at, to, ink, mark: None });
            }
            at = to;
        }
        Strip::new(vec![bar])
    }
}

impl Part {
    /// A bar from nought.
    #[must_use]
    pub fn bar(to: Number, ink: Ink) -> Part {
        Part { from: Number::ZERO, to, ink, mark: None }
    }
}

impl Series {
    /// A value at each place from the first on.
    #[must_use]
    pub fn by_place(
        name: impl Into<String>,
        ink: Ink,
        shape: Shape,
        values: impl IntoIterator<Item = Option<Number>>,
    ) -> Series {
        let point = |(place, value): (usize, Option<Number>)| {
            let across = Number::from_integer(i64::try_from(place).ok()?);
            Some(Point { across, up: value? })
        };
        Series {
            name: name.into(),
            ink,
            mark: None,
            shape,
            points: values.into_iter().enumerate().map(point).collect(),
        }
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.iter().all(Option::is_none)
    }
}
