//! How each series goes on by itself: takes what was observed, gives the slope of a month with its interval, and where the level
//! changed, if it did.

use super::past::Past;
use crate::ledger::Series;
use crate::model::observation::Observed;
use crate::quantity::{ArithmeticError, Month, Number};
use crate::statistics::{Slope, change_point, slope};

/// How a series goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// What was observed.
    pub of: Observed,
    /// How many observations there are.
    pub count: usize,
    /// The first and the last month.
    pub months: (Month, Month),
    /// The slope of a month; nothing of too few.
    pub slope: Option<Slope>,
    /// Where the level changed, if chance rarely parts a series so, and two levels fit better than one line.
    pub broke: Option<Broke>,
}

/// Where a level changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broke {
    /// The first month of the new level.
    pub month: Month,
    /// The median before.
    pub before: Number,
    /// The median from then on.
    pub after: Number,
    /// The share of series in another order that part as far.
    pub p: Number,
}

pub(super) fn trends(past: &Past<'_>) -> Result<Vec<Trend>, ArithmeticError> {
    past.all().into_iter().filter_map(|(of, series)| trend(of, &series).transpose()).collect()
}

fn trend(of: Observed, series: &Series) -> Result<Option<Trend>, ArithmeticError> {
    let (Some((first, _)), Some((last, _))) = (series.first_key_value(), series.last_key_value()) else {
        return Ok(None);
    };
    let points: Vec<(i32, Number)> = series.iter().map(|(month, value)| (month.number(), *value)).collect();
    let slope = slope(&points)?;
    let broke = match slope {
        Some(slope) => broke(series, &points, &slope)?,
        None => None,
    };
    Ok(Some(Trend { of, count: series.len(), months: (*first, *last), slope, broke }))
}

/// The change point, where p < 0.05 and its two levels leave less unexplained than the line.
fn broke(series: &Series, points: &[(i32, Number)], slope: &Slope) -> Result<Option<Broke>, ArithmeticError> {
    let values: Vec<Number> = points.iter().map(|(_, value)| *value).collect();
    let Some(found) = change_point(&values)? else { return Ok(None) };
    let mut of_line = Number::ZERO;
    for (month, value) in points {
        of_line = of_line.add(value.subtract(slope.at(*month)?)?.abs())?;
    }
    let p = found.p()?;
    let rare = p.multiply(Number::from_integer(20))? < Number::ONE;
    let month = series.keys().nth(found.place).copied().filter(|_| rare && found.residuals < of_line);
    Ok(month.map(|month| Broke { month, before: found.before, after: found.after, p }))
}
