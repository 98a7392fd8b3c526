//! What people write in plain words: takes words of a value, gives the month or the unit that they mean.

/// The months as people name them, in order.
const MONTHS: [&str; 12] = [
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

/// The number of a month by its English name or the first letters of it, three at least: `April`, `sept`.
pub(super) fn month_number(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let named = |name: &&str| word.len() >= 3 && name.starts_with(word.as_str());
    MONTHS.iter().position(named).map(|place| place.saturating_add(1))
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
pub(super) fn is_part_of_year(word: &str) -> bool {
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
        "per" | "a" | "an" | "each" | "every" => match first_word(rest) {
            ("annum", rest) => ("year", rest),
            each => each,
        },
        "monthly" => ("month", rest),
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
        assert_eq!(per("per 2 months"), None);
        assert_eq!(per("per"), None);
    }
}
