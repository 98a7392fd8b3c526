//! What names a currency in a cell: takes `$ 12`, `12 kr`, `EUR 12`, gives the rest and the currencies it may mean.
//!
//! A code means one currency; `$` is the sign of thirty, and which one a sheet means only somebody who knows can say. So a
//! sign is never read as a currency it merely could be: whoever reads asks whether it may be the one that is expected.

use crate::quantity::Currency;

/// What a cell or a heading says of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Denomination {
    /// `EUR`
    Code(Currency),
    /// `$`
    Sign(&'static Sign),
}

/// A sign of currencies.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sign {
    /// `kr`; letters in either case.
    written: &'static str,
    /// The code of what it means where nothing else is said; nothing where several are as likely.
    usual: Option<&'static str>,
    /// The codes of what else it may mean.
    other: &'static [&'static str],
}

impl Denomination {
    /// Whether it may mean a currency.
    #[must_use]
    pub fn may_mean(self, currency: Currency) -> bool {
        match self {
            Denomination::Code(code) => code == currency,
            Denomination::Sign(sign) => sign.codes().any(|code| code == currency.code()),
        }
    }

    /// The currency it means where nothing else is said.
    #[must_use]
    pub fn usual(self) -> Option<Currency> {
        match self {
            Denomination::Code(code) => Some(code),
            Denomination::Sign(sign) => sign.usual.and_then(Currency::parse),
        }
    }

    /// As it is written.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Denomination::Code(code) => code.code(),
            Denomination::Sign(sign) => sign.written,
        }
    }

    /// The codes of what it may mean, the usual and the likely first.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        let (code, sign) = match self {
            Denomination::Code(code) => (Some(code.code()), None),
            Denomination::Sign(sign) => (None, Some(sign)),
        };
        code.into_iter().chain(sign.into_iter().flat_map(|sign| sign.codes()))
    }

    /// Whether one currency could be meant by both.
    #[must_use]
    pub fn agrees_with(self, other: Denomination) -> bool {
        self.codes().any(|code| other.codes().any(|one| one == code))
    }

    /// Both of one cell, as in `$12 USD`: what says more; nothing where they cannot both be right.
    pub(super) fn joined(self, other: Denomination) -> Option<Denomination> {
        let says_more = if self.codes().count() <= other.codes().count() { self } else { other };
        self.agrees_with(other).then_some(says_more)
    }

    /// What a word by itself says: `EUR`, `$`, `kr`.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Denomination> {
        let (rest, denomination) = Denomination::cut_from(word)?;
        rest.is_empty().then_some(denomination)
    }

    /// Whether it is written in signs such as `€`, which no word of a language looks like.
    #[must_use]
    pub fn is_symbol(self) -> bool {
        !self.written().chars().all(|letter| letter.is_alphabetic() || letter == '.' || letter == '/')
    }

    /// A text without the code or sign it begins or ends with, and that.
    pub(super) fn cut_from(text: &str) -> Option<(&str, Denomination)> {
        if text.starts_with(|first: char| first.is_ascii_digit()) && text.ends_with(|last: char| last.is_ascii_digit())
        {
            return None;
        }
        // `RON 5` is no rand.
        code_of(text).or_else(|| sign_of(text))
    }
}

impl Sign {
    fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.usual.into_iter().chain(self.other.iter().copied())
    }
}

fn code_of(text: &str) -> Option<(&str, Denomination)> {
    let coded = |(code, rest)| Currency::parse(code).map(|currency| (rest, Denomination::Code(currency)));
    let leading = text.get(..3).zip(text.get(3..));
    let cut = text.len().checked_sub(3);
    let trailing = cut.and_then(|cut| text.get(cut..).zip(text.get(..cut)));
    leading.and_then(coded).or_else(|| trailing.and_then(coded))
}

/// By the longest sign that fits: `A$ 5` is not `A` and `$ 5`.
fn sign_of(text: &str) -> Option<(&str, Denomination)> {
    let cut = |sign: &'static Sign| {
        let rest = without_first(text, sign.written).or_else(|| without_last(text, sign.written))?;
        Some((rest, sign))
    };
    let longest = SIGNS.iter().filter_map(cut).max_by_key(|(_, sign)| sign.written.len());
    longest.map(|(rest, sign)| (rest, Denomination::Sign(sign)))
}

fn without_first<'a>(text: &'a str, sign: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    sign.chars().all(|letter| rest.next().is_some_and(|found| same(found, letter))).then_some(rest.as_str())
}

fn without_last<'a>(text: &'a str, sign: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    sign.chars().rev().all(|letter| rest.next_back().is_some_and(|found| same(found, letter))).then_some(rest.as_str())
}

fn same(left: char, right: char) -> bool {
    left == right || left.to_lowercase().eq(right.to_lowercase())
}

/// A sign of one currency.
const fn only(written: &'static str, code: &'static str) -> Sign {
    Sign { written, usual: Some(code), other: &[] }
}

/// A sign that one currency is known by, and others have too.
const fn mostly(written: &'static str, code: &'static str, other: &'static [&'static str]) -> Sign {
    Sign { written, usual: Some(code), other }
}

/// A sign of several, none of which it could be taken for.
const fn any_of(written: &'static str, other: &'static [&'static str]) -> Sign {
    Sign { written, usual: None, other }
}

const DOLLARS: &[&str] = &[
    "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "BRL", "UYU", "DOP", "JMD", "TTD",
    "BBD", "BMD", "BND", "BSD", "BZD", "CUP", "CVE", "FJD", "GYD", "KYD", "LRD", "NAD", "NIO", "SBD", "SRD", "TOP",
    "WST", "XCD", "MOP", "BOB",
];

const POUNDS: &[&str] = &["GIP", "FKP", "SHP", "EGP", "LBP", "SYP", "SDG", "SSP"];

const RUPEES: &[&str] = &["INR", "PKR", "LKR", "NPR", "MUR", "SCR"];

const KRONER: &[&str] = &["SEK", "NOK", "DKK", "ISK"];

const YEN: &[&str] = &["JPY", "CNY"];

/// What spreadsheets and price lists write; a sign that is not here is no amount, as before.
static SIGNS: &[Sign] = &[
    any_of("$", DOLLARS),
    any_of("＄", DOLLARS),
    only("US$", "USD"),
    only("U$S", "USD"),
    only("A$", "AUD"),
    only("AU$", "AUD"),
    only("C$", "CAD"),
    only("CA$", "CAD"),
    only("CAN$", "CAD"),
    only("NZ$", "NZD"),
    only("S$", "SGD"),
    only("HK$", "HKD"),
    only("MX$", "MXN"),
    only("NT$", "TWD"),
    only("R$", "BRL"),
    only("RD$", "DOP"),
    only("J$", "JMD"),
    only("TT$", "TTD"),
    only("Bds$", "BBD"),
    only("BZ$", "BZD"),
    only("FJ$", "FJD"),
    only("N$", "NAD"),
    only("EC$", "XCD"),
    only("MOP$", "MOP"),
    only("$U", "UYU"),
    only("€", "EUR"),
    mostly("£", "GBP", POUNDS),
    mostly("￡", "GBP", POUNDS),
    only("E£", "EGP"),
    only("LE", "EGP"),
    any_of("¥", YEN),
    any_of("￥", YEN),
    only("JP¥", "JPY"),
    only("円", "JPY"),
    only("CN¥", "CNY"),
    only("RMB", "CNY"),
    any_of("元", &["CNY", "TWD"]),
    mostly("₹", "INR", &[]),
    any_of("Rs", RUPEES),
    any_of("Rs.", RUPEES),
    any_of("₨", RUPEES),
    any_of("kr", KRONER),
    any_of("kr.", KRONER),
    mostly("Fr", "CHF", &["XAF", "XOF", "XPF"]),
    mostly("Fr.", "CHF", &["XAF", "XOF", "XPF"]),
    only("SFr", "CHF"),
    only("SFr.", "CHF"),
    only("zł", "PLN"),
    only("zl", "PLN"),
    only("Kč", "CZK"),
    only("Ft", "HUF"),
    any_of("lei", &["RON", "MDL"]),
    only("лв", "BGN"),
    only("лв.", "BGN"),
    only("₺", "TRY"),
    only("TL", "TRY"),
    only("₽", "RUB"),
    any_of("руб", &["RUB", "BYN"]),
    any_of("руб.", &["RUB", "BYN"]),
    only("₴", "UAH"),
    only("грн", "UAH"),
    only("грн.", "UAH"),
    only("₪", "ILS"),
    mostly("₩", "KRW", &["KPW"]),
    only("₫", "VND"),
    only("฿", "THB"),
    only("₱", "PHP"),
    only("₦", "NGN"),
    only("₵", "GHS"),
    only("GH₵", "GHS"),
    only("R", "ZAR"),
    only("RM", "MYR"),
    only("Rp", "IDR"),
    only("Rp.", "IDR"),
    only("KSh", "KES"),
    only("S/", "PEN"),
    only("S/.", "PEN"),
    only("₡", "CRC"),
    only("₲", "PYG"),
    only("₸", "KZT"),
    only("₼", "AZN"),
    only("₾", "GEL"),
    only("֏", "AMD"),
    only("₮", "MNT"),
    only("₭", "LAK"),
    only("៛", "KHR"),
    only("৳", "BDT"),
    any_of("﷼", &["SAR", "IRR", "OMR", "QAR", "YER"]),
    any_of("Dh", &["AED", "MAD"]),
    any_of("Dhs", &["AED", "MAD"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Denomination::cut_from(text) {
            Some((rest, denomination)) => {
                let usual = denomination.usual().map_or("open", Currency::code);
                format!("{}|{}|{usual}", rest.trim(), denomination.written())
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn the_longest_sign_is_read() {
        let expected = [
            ("$ 5", "5|$|open"),
            ("A$5", "5|A$|AUD"),
            ("a$5", "5|A$|AUD"),
            ("US$5", "5|US$|USD"),
            ("5 kr.", "5|kr.|open"),
            ("5 KR", "5|kr|open"),
            ("Fr. 5", "5|Fr.|CHF"),
            ("CHF 5", "5|CHF|CHF"),
            ("RON 5", "5|RON|RON"),
            ("R 5", "5|R|ZAR"),
            ("R$ 5", "5|R$|BRL"),
            ("5 zł", "5|zł|PLN"),
            ("5 ZŁ", "5|zł|PLN"),
            ("¥5", "5|¥|open"),
            ("£5", "5|£|GBP"),
            ("12", "none"),
            ("12k", "none"),
            ("eur 5", "none"),
        ];
        for (text, cut) in expected {
            assert_eq!(read(text), cut, "{text}");
        }
    }

    /// Each code of the table is a currency, and each sign stands in it once.
    #[test]
    fn every_sign_means_currencies() {
        for sign in SIGNS {
            assert!(
                sign.codes().next().is_some() && sign.codes().all(|code| Currency::parse(code).is_some()),
                "{sign:?}"
            );
            assert_eq!(SIGNS.iter().filter(|other| other.written == sign.written).count(), 1, "{sign:?}");
        }
    }

    #[test]
    fn a_sign_may_be_what_it_is_the_sign_of() {
        let may = |sign: &str, code: &str| {
            Denomination::of_word(sign).expect(sign).may_mean(Currency::parse(code).expect(code))
        };
        assert!(may("$", "USD") && may("$", "AUD") && may("$", "NZD") && may("kr", "NOK") && may("¥", "CNY"));
        assert!(!may("$", "EUR") && !may("A$", "USD") && !may("¥", "EUR") && !may("kr", "EUR") && !may("£", "EUR"));
    }
}
