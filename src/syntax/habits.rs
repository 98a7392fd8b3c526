//! Numbers as they are written elsewhere: takes one with its separators, gives how it is written here.

/// `1_234.56` for `1.234,56`, `1 234,56` and `1'234.56`, `0.5` for `0,5`; none where it cannot be told what was meant.
pub(super) fn number(written: &str) -> Option<String> {
    let written = written.trim();
    let (figure, magnitude) = written.split_at(written.trim_end_matches(['k', 'M', 'B']).len());
    // `100,-` is a hundred without cents: no decimals stand before that.
    let written = figure.trim_end();
    let figure = written.trim_end_matches(['-', '–', '—']);
    let is_whole = figure.len() < written.len();
    let figure = figure.trim_end_matches([',', '.']);
    let groups: Vec<&str> =
        figure.split(|sign: char| !sign.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let signs: Option<Vec<char>> =
        figure.split(|sign: char| sign.is_ascii_digit()).filter(|between| !between.is_empty()).map(separator).collect();
    let signs = signs.filter(|signs| signs.len() + 1 == groups.len())?;
    let (fraction, whole) = groups
        .split_last()
        .filter(|_| !is_whole && ends_in_decimals(&groups, &signs))
        .map_or(("", groups.as_slice()), |(fraction, whole)| (*fraction, whole));
    let thousands = signs.get(..whole.len().saturating_sub(1))?;
    if !in_thousands(whole, thousands) {
        return None;
    }
    let whole = whole.join("_");
    Some(if fraction.is_empty() { format!("{whole}{magnitude}") } else { format!("{whole}.{fraction}{magnitude}") })
}

/// `250_000` and `250.00` for `250.000`: a point before three digits parts thousands elsewhere, and decimals here. The
/// second is missing where nobody would write the decimals so.
pub(super) fn two_readings(written: &str) -> Option<(String, Option<String>)> {
    let (figure, magnitude) = written.split_at(written.trim_end_matches(['k', 'M', 'B']).len());
    let (whole, group) = figure.split_once('.')?;
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&whole.len()) && group.len() == 3 && is_digits(whole) && is_digits(group);
    if !fits || whole.starts_with('0') {
        return None;
    }
    let decimals = group.strip_suffix('0').map(|decimals| format!("{whole}.{decimals}{magnitude}"));
    Some((format!("{whole}_{group}{magnitude}"), decimals))
}

/// The sign that stands between two groups of digits.
fn separator(between: &str) -> Option<char> {
    match between {
        "," | "." | "_" => between.chars().next(),
        "'" | "’" => Some('\''),
        blanks => blanks.chars().all(|blank| matches!(blank, ' ' | '\t')).then_some(' '),
    }
}

/// Whether the last group stands behind a decimal mark: a point or comma that stands once, and is no comma before three
/// digits such as that of `52,000`.
fn ends_in_decimals(groups: &[&str], signs: &[char]) -> bool {
    let Some(last) = signs.last().filter(|last| matches!(last, ',' | '.')) else { return false };
    let alone = signs.iter().filter(|sign| *sign == last).count() == 1;
    let of_three = groups.last().is_some_and(|group| group.len() == 3);
    let whole = signs.len() == 1 && *last == ',' && of_three && groups.first().is_some_and(|first| *first != "0");
    alone && !whole
}

/// Whether the groups are thousands, with one sign between all of them.
fn in_thousands(groups: &[&str], signs: &[char]) -> bool {
    let same = signs.iter().all(|sign| Some(sign) == signs.first());
    let first = groups.first().map_or(0, |group| group.len());
    let rest = groups.iter().skip(1).all(|group| group.len() == 3);
    same && rest && (groups.len() == 1 || (1..=3).contains(&first))
}

#[cfg(test)]
mod tests {
    use super::{number, two_readings};

    #[test]
    fn numbers_of_elsewhere_are_read_as_they_were_meant() {
        for (written, right) in [
            ("1 234", "1_234"),
            ("1.234,56", "1_234.56"),
            ("1.000.000", "1_000_000"),
            ("1'234", "1_234"),
            ("1’234.50", "1_234.50"),
            ("12 345 678,9", "12_345_678.9"),
            ("1,234.56", "1_234.56"),
            ("1,234,567", "1_234_567"),
            ("1,234", "1_234"),
            ("0,500", "0.500"),
            ("0,5", "0.5"),
            ("2,5k", "2.5k"),
            ("100,-", "100"),
            ("250.000,-", "250_000"),
            ("1'250.-", "1_250"),
            ("1234,5", "1234.5"),
        ] {
            assert_eq!(number(written).as_deref(), Some(right), "{written}");
        }
        for unclear in ["12.50,-", "1 23", "1.2.3", "1,23,456", "1'23", "1.234.56", "1234 567", "1,2 345"] {
            assert_eq!(number(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn a_point_before_three_digits_is_read_in_two_ways() {
        let both = |thousands: &str, decimals: &str| Some((thousands.to_owned(), Some(decimals.to_owned())));
        assert_eq!(two_readings("250.000"), both("250_000", "250.00"));
        assert_eq!(two_readings("1.250k"), both("1_250k", "1.25k"));
        assert_eq!(two_readings("1.234"), Some(("1_234".to_owned(), None)));
        for one in ["0.500", "1.5", "1.2345", "1234.500", "250", "1.000.000"] {
            assert_eq!(two_readings(one), None, "{one}");
        }
    }
}
