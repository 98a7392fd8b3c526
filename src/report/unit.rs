//! Units as reports write them: takes a value's unit, gives how the value is shown: `customers`, `hours`, `USD/contact`.

use super::document::{Figure, Measure, Sign};
use crate::check::unit_code;
use crate::model::{Id, Plan};
use crate::quantity::{Base, Flavour, Number, Unit};

/// How values of a unit are measured.
#[must_use]
pub(super) fn measure(plan: &Plan, unit: &Unit) -> Measure {
    match unit.flavour {
        Flavour::Share if unit.dimension.is_none() => Measure::Share,
        Flavour::Points if unit.dimension.is_none() => Measure::Points,
        Flavour::Score if unit.dimension.is_none() => Measure::Score,
        Flavour::Share | Flavour::Points | Flavour::Score => counted(plan, unit),
        Flavour::Plain => match unit.dimension.factors() {
            [] => Measure::Plain,
            [(Base::Currency(currency), 1)] => Measure::Money(currency.code()),
            _ => counted(plan, unit),
        },
    }
}

/// How a change of such values is measured: a change of shares is in points.
#[must_use]
pub(super) fn measure_of_change(measure: Measure) -> Measure {
    match measure {
        Measure::Share => Measure::Points,
        other => other,
    }
}

/// A value of a unit, with decimals to its size.
#[must_use]
pub(super) fn figure(plan: &Plan, unit: &Unit, value: Number) -> Figure {
    let measure = measure(plan, unit);
    let digits = digits(&measure, &[value]);
    Figure { value, measure, digits, sign: Sign::Minus, mark: None }
}

/// How many decimals show values of about this size well: those that stand beside each other get the same.
#[must_use]
pub(super) fn digits(measure: &Measure, values: &[Number]) -> u32 {
    let size = values.iter().map(|value| value.abs()).max().unwrap_or_default();
    let below = |limit: i64| size < Number::from_integer(limit);
    let (least, most) = match measure {
        Measure::Share | Measure::Points => (1, 2),
        Measure::Score | Measure::Plain if below(10) => (1, 2),
        Measure::Score | Measure::Plain => (1, 1),
        Measure::Money(_) | Measure::Scaled(..) | Measure::Counted(_) | Measure::Unit(_) if below(100) => (0, 2),
        Measure::Money(_) | Measure::Scaled(..) | Measure::Counted(_) | Measure::Unit(_) if below(1_000) => (0, 1),
        Measure::Money(_) | Measure::Scaled(..) | Measure::Counted(_) | Measure::Unit(_) => (0, 0),
    };
    let needed = values.iter().map(|value| decimals(measure, *value)).max().unwrap_or(0);
    needed.clamp(least, most)
}

/// How many decimals a value has, as it is written.
fn decimals(measure: &Measure, value: Number) -> u32 {
    let scale = value.decimal().normalize().scale();
    match measure {
        Measure::Share | Measure::Points => scale.saturating_sub(2),
        Measure::Plain
        | Measure::Money(_)
        | Measure::Scaled(..)
        | Measure::Score
        | Measure::Counted(_)
        | Measure::Unit(_) => scale,
    }
}

/// The name of a unit beside its values, for those that have no sign of their own.
#[must_use]
pub(super) fn name(measure: &Measure) -> &str {
    match measure {
        Measure::Plain | Measure::Share | Measure::Points | Measure::Score => "",
        Measure::Money(code) | Measure::Scaled(code, _) => code,
        Measure::Counted(forms) => &forms.many,
        Measure::Unit(unit) => unit,
    }
}

/// One and several of a unit.
fn counted(plan: &Plan, unit: &Unit) -> Measure {
    Measure::counted(unit_code(plan, unit), words(plan, unit))
}

/// `USD/agent/year`, `customers`, `visitors/month`: as in a plan, with what is counted in the plural.
fn words(plan: &Plan, unit: &Unit) -> String {
    let code = unit_code(plan, unit);
    let mut above = unit.dimension.factors().iter().filter(|(_, power)| *power > 0);
    let (Some((base, 1)), None) = (above.next(), above.next()) else { return code };
    let (one, per) = code.split_at(code.find('/').unwrap_or(code.len()));
    match base {
        Base::Currency(_) => code,
        Base::Time => format!("{one}s{per}"),
        Base::Counted(index) => format!("{}{per}", several(plan, *index, one)),
    }
}

fn several(plan: &Plan, index: u32, one: &str) -> String {
    let unit = plan.counted_units.find(Id::new(index as usize));
    let declared = unit.and_then(|unit| unit.plural.as_ref());
    declared.map_or_else(|| format!("{one}s"), |plural| plural.0.value.to_string())
}
