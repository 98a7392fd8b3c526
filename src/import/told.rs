//! Amounts and places of a sheet in words: takes numbers and rows, gives `1,234.50 EUR`, `row 7, D`, `rows 3, 4 and 7`.

use crate::diagnostic::text::push_grouped;
use crate::quantity::{Currency, Number};
use crate::sheet::{Row, column_letters};

/// `row 7, D`
pub(super) fn place_of(row: &Row, column: usize) -> String {
    format!("row {}, {}", row.line, column_letters(column))
}

/// `1,234.50 EUR`
pub(super) fn shown_amount(number: Number, currency: Currency) -> String {
    let digits = usize::try_from(currency.minor_digits()).unwrap_or(0);
    let plain = format!("{:.digits$}", number.abs().decimal());
    let (whole, decimals) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, decimals)| (whole, Some(decimals)));
    let sign = if number.is_negative() { "-" } else { "" };
    let decimals = decimals.map_or_else(String::new, |decimals| format!(".{decimals}"));
    format!("{sign}{}{decimals} {}", grouped(whole, ','), currency.code())
}

/// Digits in groups of three.
pub(super) fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::new();
    push_grouped(&mut text, digits, separator);
    text
}

/// `rows 3, 4 and 7`, the first few of many.
pub(super) fn numbers(noun: &str, lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(12).map(usize::to_string).collect();
    let more = lines.len().saturating_sub(shown.len());
    let plural = if lines.len() == 1 { "" } else { "s" };
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{noun}{plural} {}{rest}", shown.join(", "))
}
