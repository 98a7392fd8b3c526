//! What people write in plain words: takes words of a value, gives the month or the unit that they mean.

use super::words;

/// The months as people name them, in order.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The months in German, French, Spanish, Italian, Portuguese and Dutch, where they differ from the English names.
const MONTHS_ELSEWHERE: [&[&str]; 12] = [
    &["januar", "janvier", "enero", "gennaio", "janeiro", "januari", "jänner"],
    &["februar", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    &["märz", "maerz", "mrz", "mars", "marzo", "março", "marco", "maart", "mrt"],
    &["avril", "abril", "aprile"],
    &["mai", "mayo", "maggio", "maio", "mei"],
    &["juni", "juin", "junio", "giugno", "junho"],
    &["juli", "juillet", "julio", "luglio", "julho"],
    &["août", "aout", "agosto", "augustus"],
    &["septembre", "septiembre", "settembre", "setembro"],
    &["oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["novembre", "noviembre", "novembro"],
    &["dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The number of a month by its name or the first letters of it, three at least: `April`, `sept`, `Juni`; none where
/// these letters begin several months.
pub(crate) fn month_number(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    if word.chars().count() < 3 {
        return None;
    }
    let is_meant = |place: usize| {
        let elsewhere = MONTHS_ELSEWHERE.get(place).copied().unwrap_or(&[]);
        MONTHS.get(place).into_iter().chain(elsewhere).any(|name| name.starts_with(word))
    };
    let mut meant = (0..MONTHS.len()).filter(|place| is_meant(*place));
    let first = meant.next().filter(|_| meant.next().is_none())?;
    Some(first.saturating_add(1))
}

/// `2027-04` for `April` with a year before anything else, and the length of that year.
pub(super) fn month_of_year(word: &str, rest: &str) -> Option<(String, usize)> {
    let year = rest.split_whitespace().next()?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let quarter = matches!(word, "Q1" | "Q2" | "Q3" | "Q4").then(|| format!("{year}-{word}"));
    let period = quarter.or_else(|| month_number(word).map(|month| format!("{year}-{month:02}")));
    period.filter(|_| is_year).map(|period| (period, year.len()))
}

/// `Q1`, `H2`: the part of a year, without which year it is.
pub(crate) fn is_part_of_year(word: &str) -> bool {
    matches!(word, "Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2")
}

/// The letter of a magnitude by its word: `k` for `thousand`.
pub(super) fn magnitude(word: &str) -> Option<&'static str> {
    match word {
        "k" | "K" | "thousand" | "thousands" | "tsd" => Some("k"),
        "M" | "m" | "mio" | "Mio" | "mln" | "mn" | "million" | "millions" => Some("M"),
        "B" | "bn" | "billion" | "billions" => Some("B"),
        _ => None,
    }
}

/// `k` and `EUR` of `TEUR`, `kEUR`: a magnitude before the code of a currency, as accountants write it.
pub(super) fn thousands_of(unit: &str) -> Option<(&'static str, &str)> {
    let (code, per) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
    let currency = code.get(1..).filter(|currency| currency.len() == 3)?;
    let letter = match code.as_bytes().first()? {
        b'T' | b'k' | b'K' => "k",
        b'M' | b'm' => "M",
        _ => return None,
    };
    crate::quantity::Currency::parse(currency)?;
    Some((letter, unit.get(1..).unwrap_or(per)))
}

/// `/agent/year` for `per agent per year`, `/month` for `a month` and `monthly`, and how far these words go.
pub(super) fn per(text: &str) -> Option<(String, usize)> {
    let mut unit = String::new();
    let mut rest = text;
    while let Some((each, after)) = one_per(rest) {
        unit.push('/');
        unit.push_str(each);
        rest = after;
    }
    let taken = text.len().saturating_sub(rest.len());
    (taken > 0).then(|| (unit, text.get(..taken).unwrap_or("").trim_end().len()))
}

fn one_per(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = first_word(text);
    let (each, rest) = match word {
        "per" | "a" | "an" | "each" | "every" | "pro" | "par" | "por" | "je" | "al" | "all'" => {
            match first_word(rest) {
                ("annum" | "anno", rest) => ("year", rest),
                (each, rest) => (words::time_of_elsewhere(each, false).unwrap_or(each), rest),
            }
        }
        "monthly" | "monatlich" | "mensuel" => ("month", rest),
        "jährlich" => ("year", rest),
        "yearly" | "annually" | "annual" | "p.a." | "p.a" | "pa" => ("year", rest),
        "p.m." | "p.m" | "pm" => ("month", rest),
        "weekly" => ("week", rest),
        "daily" => ("day", rest),
        _ => return None,
    };
    let is_word = !each.is_empty() && each.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word.then_some((each, rest))
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{month_of_year, per};

    #[test]
    fn plain_words_mean_months_and_units() {
        let some = |text: &str, length| Some((text.to_owned(), length));
        assert_eq!(month_of_year("April", "2027"), some("2027-04", 4));
        assert_eq!(month_of_year("sept", "2027 to dec 2027"), some("2027-09", 4));
        assert_eq!(month_of_year("Ju", "2027"), None);
        assert_eq!(month_of_year("April", "27"), None);
        assert_eq!(per("per agent per year from 2027-01"), some("/agent/year", 18));
        assert_eq!(per("monthly"), some("/month", 7));
        assert_eq!(per("p.a. from 2027-01"), some("/year", 4));
        assert_eq!(per("per annum"), some("/year", 9));
        assert_eq!(per("pro Monat ab 2027-01"), some("/month", 9));
        assert_eq!(per("par mois"), some("/month", 8));
        assert_eq!(per("per 2 months"), None);
        assert_eq!(per("per"), None);
    }
}
