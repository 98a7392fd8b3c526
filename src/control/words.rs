//! Amounts in findings: takes money or a value of a KPI, gives `1,234.50`, `1,234.50 USD`, `-2.4 pts`.

use crate::check::{CheckedPlan, unit_beside};
use crate::diagnostic::text::push_grouped;
use crate::model::{AnyId, Kpi};
use crate::quantity::{Flavour, Money, Number};

/// An amount of money, or a value of a KPI, with its unit.
#[must_use]
pub fn figure(plan: &CheckedPlan, about: AnyId, value: Number) -> String {
    written(plan, about, value, "%")
}

/// A difference of what is about money, or of values of a KPI, with its sign and unit.
#[must_use]
pub fn change(plan: &CheckedPlan, about: AnyId, value: Number) -> String {
    let written = written(plan, about, value, "pp");
    if value.is_positive() { format!("+{written}") } else { written }
}

/// How far something may stray, without a sign.
#[must_use]
pub fn limit(plan: &CheckedPlan, about: AnyId, value: Number) -> String {
    written(plan, about, value, "pp")
}

fn written(plan: &CheckedPlan, about: AnyId, value: Number, of_a_share: &str) -> String {
    let kpi = about.cast::<Kpi>().and_then(|kpi| plan.kpis.get(kpi.index()));
    let Some(terms) = kpi else {
        return format!("{} {}", money(plan, Money::round(value, plan.currency)), plan.currency.code());
    };
    let (shown, unit) = (terms.shown.of(value), &terms.shown.unit);
    let percent = matches!(unit.flavour, Flavour::Share | Flavour::Points);
    let shown = if percent { shown.multiply(Number::from_integer(100)).unwrap_or(shown) } else { shown };
    let code = if percent { of_a_share.to_owned() } else { format!(" {}", unit_beside(plan.plan(), unit, shown)) };
    format!("{}{}", shown.round_half_even(2).decimal().normalize(), code.trim_end())
}

/// With commas between thousands and the decimals of the plan's currency.
pub fn money(plan: &CheckedPlan, money: Money) -> String {
    let digits = plan.currency.minor_digits() as usize;
    let plain = money.number().abs().decimal().normalize().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::from(if money.is_negative() { "-" } else { "" });
    push_grouped(&mut text, whole, ',');
    if digits > 0 {
        text.push_str(&format!(".{decimals:0<digits$}"));
    }
    text
}
