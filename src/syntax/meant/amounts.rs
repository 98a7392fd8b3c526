//! Amounts and currencies as they are written elsewhere: takes `40 TEUR`, `Euro`, gives `40k EUR`, `EUR`.

use super::line::{Certainty, Change, Found, Habit, Line, found, is_figure};
use crate::quantity::Currency;
use crate::syntax::habits;

/// Currencies by their signs and names, in small letters.
const CURRENCIES: &[(&str, &str, Certainty)] = &[
    ("€", "EUR", Certainty::Sure),
    ("euro", "EUR", Certainty::Sure),
    ("euros", "EUR", Certainty::Sure),
    ("$", "USD", Certainty::Likely),
    ("us$", "USD", Certainty::Sure),
    ("dollar", "USD", Certainty::Likely),
    ("dollars", "USD", Certainty::Likely),
    ("us dollar", "USD", Certainty::Sure),
    ("us dollars", "USD", Certainty::Sure),
    ("£", "GBP", Certainty::Likely),
    ("pound", "GBP", Certainty::Likely),
    ("pounds", "GBP", Certainty::Likely),
    ("pound sterling", "GBP", Certainty::Sure),
    ("pounds sterling", "GBP", Certainty::Sure),
    ("sterling", "GBP", Certainty::Sure),
    ("¥", "JPY", Certainty::Likely),
    ("yen", "JPY", Certainty::Sure),
    ("yuan", "CNY", Certainty::Sure),
    ("renminbi", "CNY", Certainty::Sure),
    ("swiss franc", "CHF", Certainty::Sure),
    ("swiss francs", "CHF", Certainty::Sure),
    ("franken", "CHF", Certainty::Sure),
    ("francs", "CHF", Certainty::Likely),
    ("sfr", "CHF", Certainty::Sure),
    ("zł", "PLN", Certainty::Sure),
    ("złoty", "PLN", Certainty::Sure),
    ("₹", "INR", Certainty::Sure),
    ("rupee", "INR", Certainty::Likely),
    ("rupees", "INR", Certainty::Likely),
    ("₺", "TRY", Certainty::Sure),
    ("₽", "RUB", Certainty::Sure),
    ("₩", "KRW", Certainty::Sure),
];

/// All of what stands behind `currency:`.
pub(super) fn currency(value: &str) -> Option<Change> {
    let written = value.trim();
    let bare = written.trim_matches(['"', '\'', '“', '”', '.']);
    if written.is_empty() || Currency::parse(written).is_some() {
        return None;
    }
    let start = value.len() - value.trim_start().len();
    let place = start..start + written.len();
    let (code, certainty) = code(bare)?;
    // A code in small letters is answered where codes are looked up.
    let is_told_elsewhere = bare == written && bare.eq_ignore_ascii_case(code);
    (!is_told_elsewhere).then(|| Change { place, right: code.to_owned(), habit: Habit::Currency(certainty) })
}

fn code(word: &str) -> Option<(&'static str, Certainty)> {
    let small = word.to_lowercase();
    let named = CURRENCIES.iter().find(|(name, ..)| *name == small).map(|(_, code, certainty)| (*code, *certainty));
    named.or_else(|| Currency::parse(&word.to_uppercase()).map(|currency| (currency.code(), Certainty::Sure)))
}

pub(super) fn rule(line: &Line<'_>, place: usize) -> Option<Found> {
    let word = line.word(place);
    // `TEUR 40`
    if let Some((letter, code)) = unit(word).filter(|(letter, _)| !letter.is_empty())
        && let Some(figure) = figure(line.word(place + 1))
    {
        return found(2, format!("{figure}{letter} {code}"), Habit::Amount);
    }
    // `EUR 52k/agent/year`
    if let Some(currency) = Currency::parse(word)
        && let Some((number, per)) = line.word(place + 1).split_once('/')
    {
        let figure = figure(number.trim_end_matches(['k', 'M', 'B']))?;
        let letter = number.get(number.trim_end_matches(['k', 'M', 'B']).len()..)?;
        return found(2, format!("{figure}{letter} {}/{per}", currency.code()), Habit::Amount);
    }
    let digits =
        word.len() - word.trim_start_matches(|sign: char| sign.is_ascii_digit() || "._,'’".contains(sign)).len();
    let (number, rest) = word.split_at_checked(digits)?;
    let number = figure(number)?;
    // `40kEUR`, `40TEUR`
    if let Some((letter, code)) = unit(rest).filter(|(letter, _)| !letter.is_empty()) {
        return found(1, format!("{number}{letter} {code}"), Habit::Amount);
    }
    // `40 TEUR`, `40 Mio. EUR`
    let next = line.word(place + 1);
    if let Some((letter, code)) = unit(next).filter(|(letter, _)| rest.is_empty() && !letter.is_empty()) {
        return found(2, format!("{number}{letter} {code}"), Habit::Amount);
    }
    let (letter, code) = (magnitude(next)?, unit(line.word(place + 2))?.1);
    found(3, format!("{number}{letter} {code}"), Habit::Amount).filter(|_| rest.is_empty())
}

fn figure(word: &str) -> Option<String> {
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || b"._".contains(&byte));
    let word = Some(word).filter(|word| is_figure(word))?;
    if word.split('.').count() <= 2 && plain(word) { Some(word.to_owned()) } else { habits::number(word) }
}

/// `k` and `EUR/year` of `TEUR/year`.
fn unit(word: &str) -> Option<(&'static str, String)> {
    let (currency, per) = word.split_at(word.find('/').unwrap_or(word.len()));
    let magnitudes = [
        ("Tsd.", "k"),
        ("Mio.", "M"),
        ("Mio", "M"),
        ("Mrd.", "B"),
        ("T", "k"),
        ("k", "k"),
        ("K", "k"),
        ("M", "M"),
        ("m", "M"),
        ("", ""),
    ];
    magnitudes.iter().find_map(|(prefix, letter)| {
        let currency = currency.strip_prefix(prefix)?;
        let known = Currency::parse(currency).map(Currency::code);
        let signed = CURRENCIES.iter().find(|(sign, ..)| *sign == currency && !sign.is_ascii());
        let code = known.or_else(|| signed.map(|(_, code, _)| *code))?;
        Some((*letter, format!("{code}{per}")))
    })
}

fn magnitude(word: &str) -> Option<&'static str> {
    match word {
        "Tsd." | "tsd." | "tausend" | "mille" | "mil" => Some("k"),
        "Mio." | "mio." | "Millionen" | "Mill." | "millones" | "mln." => Some("M"),
        "Mrd." | "Mrd" | "mrd." | "Milliarden" | "milliards" => Some("B"),
        _ => None,
    }
}
