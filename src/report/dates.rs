//! Months as they are read: takes one, or the first and the last of several, gives digits for who compares and words for who
//! reads.

use crate::quantity::Month;

/// `2027-03`, `2027-03 .. 2027-06`
#[must_use]
pub(super) fn digits(first: Month, last: Month) -> String {
    if first == last { first.to_string() } else { format!("{first} .. {last}") }
}

/// `March 2027`, `March – June 2027`, `November 2026 – March 2027`
#[must_use]
pub(super) fn words(first: Month, last: Month) -> String {
    match (first == last, first.year() == last.year()) {
        (true, _) => month(first),
        (false, true) => format!("{} – {}", name(first), month(last)),
        (false, false) => format!("{} – {}", month(first), month(last)),
    }
}

/// `July 2026`
#[must_use]
pub(super) fn month(month: Month) -> String {
    format!("{} {}", name(month), month.year())
}

/// `Jul 2026`, where there is little room.
#[must_use]
pub(super) fn short(month: Month) -> String {
    format!("{} {}", name(month).get(..3).unwrap_or_default(), month.year())
}

fn name(month: Month) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month.month()).saturating_sub(1)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_told_in_words() {
        let at = |year, month| Month::new(year, month).expect("a month");
        assert_eq!(words(at(2027, 3), at(2027, 3)), "March 2027");
        assert_eq!(words(at(2027, 3), at(2027, 6)), "March – June 2027");
        assert_eq!(words(at(2026, 11), at(2027, 3)), "November 2026 – March 2027");
        assert_eq!(digits(at(2026, 11), at(2027, 3)), "2026-11 .. 2027-03");
        assert_eq!(short(at(2026, 9)), "Sep 2026");
    }
}
