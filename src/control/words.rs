//! Amounts in findings: takes money, gives `1,234.50`.

use crate::check::CheckedPlan;
use crate::quantity::Money;

/// With commas between thousands and the decimals of the plan's currency.
pub fn money(plan: &CheckedPlan, money: Money) -> String {
    let digits = plan.currency.minor_digits() as usize;
    let plain = money.number().abs().decimal().normalize().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::from(if money.is_negative() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if digits > 0 {
        text.push_str(&format!(".{decimals:0<digits$}"));
    }
    text
}
