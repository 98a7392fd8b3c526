//! Amounts and currencies as they are written elsewhere: takes `40 TEUR`, `Euro`, gives `40k EUR`, `EUR`.

use super::line::{Certainty, Change, Found, Habit, Line, found, is_figure};
use crate::quantity::Currency;
use crate::syntax::tree::ModifierWord;
use crate::syntax::{habits, prose, words};

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
    let amount = currency_first(line, place).or_else(|| currency_behind(line, place))?;
    let (per, more) = per(line, place + amount.words);
    let unit = format!("{} {}{per}", amount.letter, amount.code);
    let words = amount.words + more;
    let written = line.value.get(line.place(place, words)).unwrap_or("");
    match figure(amount.number)? {
        Figure::Either(thousands, decimals) => {
            // What is written as here is told with its decimals.
            let is_here = format!("{}{unit}", amount.number) == written;
            let other = decimals.map(|decimals| format!("{decimals}{unit}"));
            found(words, format!("{thousands}{unit}"), Habit::Thousands(other)).filter(|_| !is_here)
        }
        Figure::One(figure) => {
            let right = format!("{figure}{unit}");
            found(words, right.clone(), amount.habit).filter(|_| right != written)
        }
    }
}

/// An amount as it is written elsewhere.
struct Amount<'a> {
    number: &'a str,
    /// The letter of its magnitude.
    letter: &'static str,
    /// Its currency, and perhaps what it is counted per.
    code: String,
    words: usize,
    habit: Habit,
}

/// `EUR 52k/agent/year`, `€200`, `TEUR 40`, `EUR 1,5 Mio.`.
fn currency_first<'a>(line: &Line<'a>, place: usize) -> Option<Amount<'a>> {
    let word = line.word(place);
    let digits = word.find(|sign: char| sign.is_ascii_digit()).unwrap_or(word.len());
    let (currency, in_word) = word.split_at_checked(digits)?;
    let (amount, words) = if in_word.is_empty() { (line.word(place + 1), 2) } else { (in_word, 1) };
    let (first, code, certainty) = currency_with_magnitude(currency).filter(|_| is_figure(amount))?;
    let (number, rest) = split_number(amount);
    let (behind, per) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let apart = magnitude(line.word(place + words)).filter(|_| rest.is_empty());
    let letter = match (first, apart) {
        ("", Some(letter)) => letter,
        ("", None) => suffix(behind)?,
        (letter, _) => Some(letter).filter(|_| behind.is_empty())?,
    };
    let is_accountants = !first.is_empty() || Currency::parse(currency).is_some() && !per.is_empty();
    Some(Amount {
        number,
        letter,
        code: format!("{code}{}", in_own_words(per)),
        words: words + usize::from(first.is_empty() && apart.is_some()),
        habit: if is_accountants { Habit::Amount } else { Habit::CurrencyFirst(certainty) },
    })
}

/// `40kEUR`, `40 TEUR`, `40 Mio. EUR`, `200€/month`, `200 € / month`.
fn currency_behind<'a>(line: &Line<'a>, place: usize) -> Option<Amount<'a>> {
    let (number, rest) = split_number(line.word(place));
    let own = suffix(rest).unwrap_or("");
    let bare = rest.is_empty() || !own.is_empty();
    let next = line.word(place + 1);
    let (letter, (code, certainty), words) = if number.is_empty() {
        return None;
    } else if let Some((letter, unit)) = unit(rest).filter(|_| !rest.is_empty()) {
        (letter, unit, 1)
    } else if let Some((letter, unit)) = unit(next).filter(|_| bare) {
        (if letter.is_empty() { own } else { letter }, unit, 2)
    } else {
        let letter = magnitude(next).or_else(|| prose::magnitude(next)).filter(|_| rest.is_empty())?;
        (letter, unit(line.word(place + 2)).filter(|(own, _)| own.is_empty())?.1, 3)
    };
    let is_sign = certainty != Certainty::Sure || line.value.get(line.place(place, words)).is_some_and(has_sign);
    if !is_sign && letter == own {
        // Its currency stands as here: what is wrong with its digits is told of them.
        return None;
    }
    let habit = if is_sign { Habit::CurrencySign(certainty) } else { Habit::Amount };
    Some(Amount { number, letter, code, words, habit })
}

fn has_sign(written: &str) -> bool {
    CURRENCIES.iter().any(|(sign, ..)| !sign.chars().all(char::is_alphanumeric) && written.contains(sign))
}

/// The digits that a word begins with, with their signs, and what follows them.
fn split_number(word: &str) -> (&str, &str) {
    let is_part = |sign: char| sign.is_ascii_digit() || "._,'’-–—".contains(sign);
    let signed = word.trim_start_matches(['+', '-', '−']);
    if !signed.starts_with(|first: char| first.is_ascii_digit()) || signed.len() < word.len() {
        return ("", word);
    }
    word.split_at(word.find(|sign: char| !is_part(sign)).unwrap_or(word.len()))
}

/// A number as it was meant.
enum Figure {
    One(String),
    /// With a point for thousands, and with one for decimals.
    Either(String, Option<String>),
}

fn figure(word: &str) -> Option<Figure> {
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || b"._".contains(&byte));
    let word = Some(word).filter(|word| is_figure(word))?;
    if let Some((thousands, decimals)) = habits::two_readings(word) {
        return Some(Figure::Either(thousands, decimals));
    }
    let is_here = word.split('.').count() <= 2 && plain(word);
    let right = if is_here { Some(word.to_owned()) } else { habits::number(word) };
    right.map(Figure::One)
}

/// What an amount is counted per, in words or apart: ` / month`, `pro Monat`; and how many words that takes.
fn per(line: &Line<'_>, from: usize) -> (String, usize) {
    let (mut per, mut next) = (String::new(), from);
    loop {
        let is_each = matches!(line.word(next), "/" | "per" | "pro" | "par" | "por" | "je");
        let word = line.word(next + 1);
        let is_modifier = ModifierWord::from_text(word).is_some() && !words::TIMES.contains(&word);
        if !is_each || !word.starts_with(char::is_alphabetic) || is_modifier {
            return (per, next - from);
        }
        per.push('/');
        per.push_str(words::time_of_elsewhere(word, false).unwrap_or(word));
        next += 2;
    }
}

/// `/agent/month` for `/agent/Monat`.
fn in_own_words(per: &str) -> String {
    let words: Vec<&str> = per.split('/').map(|word| words::time_of_elsewhere(word, false).unwrap_or(word)).collect();
    words.join("/")
}

/// `k` and `EUR` of `TEUR`.
fn currency_with_magnitude(word: &str) -> Option<(&'static str, &'static str, Certainty)> {
    let named = |word: &str| -> Option<(&'static str, Certainty)> {
        let known = Currency::parse(word).map(|currency| (currency.code(), Certainty::Sure));
        known.or_else(|| by_name(word))
    };
    const MAGNITUDES: [(&str, &str); 11] = [
        ("", ""),
        ("Tsd.", "k"),
        ("Mio.", "M"),
        ("Mio", "M"),
        ("Mrd.", "B"),
        ("T", "k"),
        ("k", "k"),
        ("K", "k"),
        ("M", "M"),
        ("m", "M"),
        ("bn", "B"),
    ];
    MAGNITUDES.iter().find_map(|(prefix, letter)| {
        let (code, certainty) = named(word.strip_prefix(prefix)?)?;
        Some((*letter, code, certainty))
    })
}

/// `EUR` for `€`, `Euro`: no code in small letters, which may be any word.
fn by_name(word: &str) -> Option<(&'static str, Certainty)> {
    let small = word.to_lowercase();
    CURRENCIES.iter().find(|(name, ..)| *name == small).map(|(_, code, certainty)| (*code, *certainty))
}

/// `k` and `EUR/year` of `TEUR/year`.
fn unit(word: &str) -> Option<(&'static str, (String, Certainty))> {
    let (currency, per) = word.split_at(word.find('/').unwrap_or(word.len()));
    let (letter, code, certainty) = currency_with_magnitude(currency)?;
    Some((letter, (format!("{code}{}", in_own_words(per)), certainty)))
}

/// The letter of a magnitude right behind a number.
fn suffix(word: &str) -> Option<&'static str> {
    if word.is_empty() { Some("") } else { magnitude(word).or_else(|| prose::magnitude(word)) }
}

fn magnitude(word: &str) -> Option<&'static str> {
    match word {
        "Tsd." | "tsd." | "Tsd" | "tausend" | "mille" | "mil" => Some("k"),
        "Mio." | "mio." | "Mio" | "mio" | "Millionen" | "Mill." | "millones" | "mln." | "mn" => Some("M"),
        "Mrd." | "Mrd" | "mrd." | "Milliarden" | "milliards" | "bn" => Some("B"),
        _ => None,
    }
}
