//! Figures as a plan writes them, made for people: takes a formula or a value, gives it with its digits in threes. Quoted words,
//! names, months and years stay.

use crate::diagnostic::text::push_grouped;
use crate::syntax::tree::ModifierWord;

/// Whether a word may stand behind a period: four digits before it are a year.
fn follows_period(word: &str) -> bool {
    ModifierWord::from_text(word).is_some() || matches!(word, "at" | "and" | "or")
}

/// The text with `120007 EUR` as `120,007 EUR`.
#[must_use]
pub(super) fn readable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => quoted_length(rest),
            '0'..='9' => rest.find(|letter: char| !letter.is_ascii_digit() && letter != '_').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        if first.is_ascii_digit() && is_number(&shown, piece, behind) {
            push_grouped(&mut shown, &piece.replace('_', ""), ',');
        } else {
            shown.push_str(piece);
        }
        rest = behind;
    }
    shown
}

/// A text in quotes with both of them; to the end where it is left open.
fn quoted_length(text: &str) -> usize {
    let mut is_escaped = true;
    for (place, letter) in text.char_indices() {
        match letter {
            '"' if !is_escaped => return place + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// Whether digits are a number with thousands, and no part of a name, a month or a decimal, and no year.
fn is_number(before: &str, digits: &str, behind: &str) -> bool {
    let mut last = before.chars().rev();
    let is_inner = match last.next() {
        Some('.') => last.next().is_some_and(|letter| letter.is_ascii_digit()),
        Some('-') => last.next().is_some_and(|letter| letter.is_ascii_digit()),
        Some(letter) => letter.is_alphanumeric() || letter == '_',
        None => false,
    };
    let is_period =
        behind.strip_prefix('-').is_some_and(|behind| behind.starts_with(['Q', 'H']) || begins_digit(behind));
    if is_inner || is_period {
        return false;
    }
    match digits.bytes().filter(u8::is_ascii_digit).count() {
        0..=3 => false,
        4 => digits.contains('_') || is_measured(behind),
        _ => true,
    }
}

fn begins_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Whether a unit, a sign of one or decimals stand behind a number.
fn is_measured(behind: &str) -> bool {
    if behind.strip_prefix('.').is_some_and(begins_digit) || behind.starts_with(['%', 'k', 'M', 'B', 'p']) {
        return true;
    }
    let word = behind.strip_prefix(' ').and_then(|behind| behind.split(|letter: char| !letter.is_alphabetic()).next());
    word.is_some_and(|word| !word.is_empty() && !follows_period(word))
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn figures_are_in_threes_and_nothing_else_is() {
        for (written, shown) in [
            ("120007 EUR", "120,007 EUR"),
            ("1000000 NOK", "1,000,000 NOK"),
            ("3217 EUR/skipper/month", "3,217 EUR/skipper/month"),
            ("-10000 NOK", "-10,000 NOK"),
            ("8_009 EUR in 2027-07", "8,009 EUR in 2027-07"),
            ("4409 EUR of FY2027", "4,409 EUR of FY2027"),
            (
                "2 agent * 52000 USD/agent/year from 2027-02 to 2028-12",
                "2 agent * 52,000 USD/agent/year from 2027-02 to 2028-12",
            ),
            ("1234.5678", "1,234.5678"),
            ("0.123456 EUR", "0.123456 EUR"),
            ("118k AUD", "118k AUD"),
            ("2027 .. 2028", "2027 .. 2028"),
            (
                "in 2027 because \"12345 of \\\"67890\\\" EUR\" 99999 EUR",
                "in 2027 because \"12345 of \\\"67890\\\" EUR\" 99,999 EUR",
            ),
            ("a_12345 + b12345 * 2027-Q2", "a_12345 + b12345 * 2027-Q2"),
            ("2027-03-15", "2027-03-15"),
            ("", ""),
            ("\"open 12345", "\"open 12345"),
            ("1 .. 1500 pts", "1 .. 1,500 pts"),
        ] {
            assert_eq!(readable(written), shown);
        }
    }
}
