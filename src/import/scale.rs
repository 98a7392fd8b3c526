//! Amounts in thousands: takes a heading, tells whether it says so. Nobody notices a budget that is a thousand times too
//! small until it is signed.

use crate::quantity::Currency;
use crate::sheet::Denomination;

/// Words that say thousands or millions, in lower case.
const WORDS: [&str; 12] =
    ["thousand", "thousands", "tsd", "million", "millions", "mio", "mn", "000", "000s", "k", "m", "lakh"];

/// Whether a heading says that its amounts are in thousands or more: `TEUR`, `k€`, `Amount ('000)`, `in Tsd.`.
pub(super) fn is_scaled(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let parts = lower.split(|letter: char| !letter.is_alphanumeric() && !"€$£¥₹".contains(letter));
    parts.filter(|part| !part.is_empty()).any(|part| WORDS.contains(&part) || is_scaled_currency(part))
}

/// `teur`, `kusd`, `k€`, `tkr`
fn is_scaled_currency(part: &str) -> bool {
    let is_symbol = |rest: &str| Denomination::of_word(rest).is_some_and(Denomination::is_symbol);
    let rest = part.strip_prefix(['t', 'k', 'm']);
    rest.is_some_and(|rest| rest == "kr" || is_symbol(rest) || Currency::parse(&rest.to_uppercase()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_thousands() {
        for heading in [
            "TEUR",
            "Ask (k€)",
            "Amount ('000)",
            "Betrag in Tsd. EUR",
            "kUSD",
            "Mio",
            "$ thousands",
            "Ask, k",
            "tkr",
            "k¥",
        ] {
            assert!(is_scaled(heading), "{heading}");
        }
        for heading in ["Ask", "FY27 ask (EUR)", "Amount", "Team", "TRY", "Mkt", "Total 2027", "Ask (kr)"] {
            assert!(!is_scaled(heading), "{heading}");
        }
    }
}
