//! Figures on scales, shares and rates of exchange as they are written elsewhere: takes `7/10`, `3 of 5`,
//! `1 USD = 0.92 EUR`, gives `7`, `60%`, `0.92 EUR`.

use super::line::{Certainty, Change, Found, Habit, Line, found};
use crate::quantity::{Currency, Number};

/// How fine a share is that is worked out from a fraction.
const MOST_DECIMALS: u32 = 2;

/// What a figure stands on.
enum Scale {
    /// From nought to this, in whole figures or not.
    UpTo(i64, Fine),
    /// From 0% to 100%.
    Share,
}

/// Whether a figure on a scale may lie between two whole ones.
#[derive(PartialEq, Eq)]
enum Fine {
    Whole,
    Any,
}

fn scale_of(key: &str) -> Option<Scale> {
    match key {
        "rates" => Some(Scale::UpTo(10, Fine::Any)),
        "severity" | "importance" => Some(Scale::UpTo(5, Fine::Whole)),
        "weight" | "share" | "reach" | "converts" => Some(Scale::Share),
        _ => None,
    }
}

/// Whether the figure of a property stands on a scale of its own.
pub(in crate::syntax) fn has_scale(key: &str) -> bool {
    scale_of(key).is_some()
}

pub(super) fn rule(line: &Line<'_>, place: usize) -> Option<Found> {
    if place > 0 {
        return None;
    }
    if let Some(own) = line.key.strip_prefix("rate ") {
        return rate(line, own);
    }
    let scale = scale_of(line.key)?;
    let (value, best, words) = fraction(line)?;
    let is_within = !value.is_negative() && value <= best && best > Number::ONE;
    let of = |whole: i64| value.multiply(Number::from_integer(whole)).ok()?.divide(best).ok();
    match scale {
        _ if !is_within => None,
        Scale::UpTo(own, fine) => {
            let is_same = best == Number::from_integer(own);
            let right = if is_same { value } else { of(own)? };
            if fine == Fine::Whole && right.decimals() > 0 {
                let low = right.truncate(0);
                let high = low.add(Number::ONE).ok()?;
                // Nothing is worth nought there.
                let low = if low.is_zero() { Number::ONE } else { low };
                return found(words, low.to_string(), Habit::BetweenTwo(high.to_string()));
            }
            let is_fit = right.decimals() <= 1;
            let certainty = if is_same { Certainty::Sure } else { Certainty::Likely };
            found(words, right.to_string(), Habit::OnScale(certainty)).filter(|_| is_fit)
        }
        Scale::Share => {
            let right = of(100).filter(|right| right.decimals() <= MOST_DECIMALS)?;
            found(words, format!("{right}%"), Habit::Fraction)
        }
    }
}

/// All of a value that can be read, and is on no scale: `7 / 10`, `4 of 5`.
pub(super) fn whole(line: &Line<'_>) -> Option<Change> {
    let found = rule(line, 0).filter(|found| found.words <= line.words.len())?;
    Some(Change { place: line.place(0, found.words), right: found.right, habit: found.habit })
}

/// `7/10`, `7 / 10`, `7 of 10`, `7 out of 10`: two figures, and how many words they take.
fn fraction(line: &Line<'_>) -> Option<(Number, Number, usize)> {
    let number = |word: &str| Number::parse(&word.replace(',', ".")).ok();
    if let Some((value, best)) = line.word(0).split_once('/') {
        return Some((number(value)?, number(best)?, 1));
    }
    let between = match (line.word(1), line.word(2)) {
        ("/" | "of" | "von" | "sur" | "de", _) => 1,
        ("out", "of") => 2,
        _ => return None,
    };
    Some((number(line.word(0))?, number(line.word(between + 1))?, between + 2))
}

/// `1 USD = 0.92 EUR`, `0.92 EUR per USD`, `1 EUR = 1.09 USD`, in the exchange of `own`.
fn rate(line: &Line<'_>, own: &str) -> Option<Found> {
    let words: Vec<&str> = line.words.iter().map(|(_, word)| *word).collect();
    let amount = |first: &str, second: &str| -> Option<(Number, String)> {
        let (number, code) = if Currency::parse(first).is_some() { (second, first) } else { (first, second) };
        Currency::parse(code)?;
        Some((Number::parse(&number.replace(',', ".")).ok()?, code.to_owned()))
    };
    if let [first, second, "per" | "pro" | "for" | "/", last] = words.as_slice()
        && let Some((number, code)) = amount(first, second)
    {
        let is_own = *last == own && code != own;
        return found(4, format!("{number} {code}"), Habit::Rate(Certainty::Sure)).filter(|_| is_own);
    }
    let (left, right) = match words.as_slice() {
        [a, b, "=" | "==" | "is" | "->" | "→" | ":" | "equals", c, d] => (amount(a, b)?, amount(c, d)?),
        _ => return None,
    };
    let is_one = |number: &Number| *number == Number::ONE;
    match (left, right) {
        ((one, from), (number, code)) if is_one(&one) && from == own && code != own => {
            found(5, format!("{number} {code}"), Habit::Rate(Certainty::Sure))
        }
        ((one, code), (number, from)) if is_one(&one) && from == own && code != own => {
            found(5, format!("1 {code} / {number}"), Habit::Rate(Certainty::Likely))
        }
        _ => None,
    }
}
