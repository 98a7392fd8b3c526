//! Amounts in thousands: takes a heading, tells whether it says so. Nobody notices a budget that is a thousand times too
//! small until it is signed.

use crate::quantity::Currency;

/// Words that say thousands or millions, in lower case.
const WORDS: [&str; 12] =
    ["thousand", "thousands", "tsd", "million", "millions", "mio", "mn", "000", "000s", "k", "m", "lakh"];

/// Whether a heading says that its amounts are in thousands or more: `TEUR`, `k€`, `Amount ('000)`, `in Tsd.`.
pub(super) fn is_scaled(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let parts =
        lower.split(|letter: char| !letter.is_alphanumeric() && letter != '€' && letter != '$' && letter != '£');
    parts.filter(|part| !part.is_empty()).any(|part| WORDS.contains(&part) || is_scaled_currency(part))
}

/// `teur`, `kusd`, `k€`
fn is_scaled_currency(part: &str) -> bool {
    let rest = part.strip_prefix(['t', 'k', 'm']);
    rest.is_some_and(|rest| matches!(rest, "€" | "$" | "£") || Currency::parse(&rest.to_uppercase()).is_some())
}

/// The currency a heading names: `Ask (EUR)`, `TEUR`, `Betrag in €`.
pub(super) fn currency_in(heading: &str) -> Option<Currency> {
    if heading.contains('€') {
        return Currency::parse("EUR");
    }
    if heading.contains('£') {
        return Currency::parse("GBP");
    }
    // In the middle of a heading a word of three capitals is a word: `ALL COSTS` is no lek.
    let bracketed = heading.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    let last = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric()).rfind(|part| !part.is_empty()).and_then(coded)
    };
    bracketed.and_then(last).or_else(|| last(heading))
}

fn coded(part: &str) -> Option<Currency> {
    Currency::parse(part).or_else(|| Currency::parse(part.strip_prefix(['T', 'k', 'K', 'm'])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_thousands() {
        for heading in
            ["TEUR", "Ask (k€)", "Amount ('000)", "Betrag in Tsd. EUR", "kUSD", "Mio", "$ thousands", "Ask, k"]
        {
            assert!(is_scaled(heading), "{heading}");
        }
        for heading in ["Ask", "FY27 ask (EUR)", "Amount", "Team", "TRY", "Mkt", "Total 2027"] {
            assert!(!is_scaled(heading), "{heading}");
        }
        let code = |heading| currency_in(heading).map(Currency::code);
        assert_eq!(
            [code("TEUR"), code("Ask (USD)"), code("in €"), code("Ask")],
            [Some("EUR"), Some("USD"), Some("EUR"), None]
        );
    }
}
