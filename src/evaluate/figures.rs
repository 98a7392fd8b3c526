//! Figures in the text of findings: takes a value and its unit, gives `96.5%`, `31.2 pts`, `48,000 customer`.

use crate::check::{CheckedPlan, KpiTerms, unit_beside};
use crate::diagnostic::text::push_grouped;
use crate::model::UnitId;
use crate::quantity::{Flavour, Number, Unit};

/// More digits than these tell a reader nothing more.
const DECIMALS: u32 = 6;

/// A value in a unit.
pub(super) fn figure(plan: &CheckedPlan, unit: &Unit, value: Number) -> String {
    let hundred = Number::from_integer(100);
    let value = match unit.flavour {
        Flavour::Share | Flavour::Points => value.multiply(hundred).unwrap_or(value),
        Flavour::Plain | Flavour::Score => value,
    };
    let value = value.round_half_even(DECIMALS);
    let digits = grouped(value);
    let code = unit_beside(plan.plan(), unit, value);
    let gap = if code.is_empty() || code.starts_with('%') || code.starts_with("pp") { "" } else { " " };
    format!("{digits}{gap}{code}")
}

/// A value of a KPI, in the unit it is shown in.
pub(super) fn kpi_figure(plan: &CheckedPlan, terms: &KpiTerms, value: Number) -> String {
    figure(plan, &terms.shown.unit, terms.shown.of(value))
}

/// What a KPI is moved by, in the unit its values are shown in: a share is moved by points.
pub(super) fn kpi_change(plan: &CheckedPlan, terms: &KpiTerms, change: Number) -> String {
    let points = Unit::points();
    let unit = if terms.shown.unit == Unit::share() { &points } else { &terms.shown.unit };
    figure(plan, unit, terms.shown.of(change))
}

/// A value in a unit of the plan's table.
pub(super) fn figure_of(plan: &CheckedPlan, unit: UnitId, value: Number) -> String {
    match plan.plan().units.find(unit) {
        Some(unit) => figure(plan, unit, value),
        None => grouped(value.round_half_even(DECIMALS)),
    }
}

/// A month of the calendar: `2027-03`.
pub(super) fn month_name(plan: &CheckedPlan, month: usize) -> String {
    plan.calendar.month(month).map_or_else(String::new, |month| month.to_string())
}

/// With commas between the thousands.
fn grouped(value: Number) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits = String::from(if value.is_negative() { "-" } else { "" });
    push_grouped(&mut digits, whole, ',');
    if !fraction.is_empty() {
        digits.push('.');
        digits.push_str(fraction);
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let shown = |text: &str| grouped(Number::parse(text).expect("a number"));
        assert_eq!(shown("999"), "999");
        assert_eq!(shown("48_000"), "48,000");
        assert_eq!(shown("1_234_567.25"), "1,234,567.25");
        assert_eq!(grouped(Number::from_integer(-4_000)), "-4,000");
    }
}
