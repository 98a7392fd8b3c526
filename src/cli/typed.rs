//! Values of options as they are typed: a column of a sheet, a currency, months.

use crate::import::Field;
use crate::quantity::{Calendar, Currency, Month, Number, Period};

/// A currency, as typed.
pub(super) fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(&text.to_uppercase()).ok_or_else(|| "write a currency such as EUR".to_owned())
}

/// `2027`, `2027-01..2027-12`, with or without spaces.
pub(super) fn calendar(text: &str) -> Result<Calendar, String> {
    let wanted = || "write a year such as 2027, or months such as 2027-04..2028-03".to_owned();
    let year = text.trim().parse().ok().and_then(Period::year);
    if let Some((first, last)) = year.map(|year| year.months(1)) {
        return Calendar::new(first, last).ok_or_else(wanted);
    }
    let (first, last) = text.split_once("..").ok_or_else(wanted)?;
    let month = |text: &str| -> Option<Month> {
        match Period::parse(text.trim()) {
            Ok(Period::Month(month)) => Some(month),
            Ok(_) | Err(_) => None,
        }
    };
    month(first).zip(month(last)).and_then(|(first, last)| Calendar::new(first, last)).ok_or_else(wanted)
}

/// `amount=FY27 ask`
pub(super) fn column(text: &str) -> Result<(Field, String), String> {
    let words: Vec<&str> = Field::ALL.into_iter().map(Field::word).collect();
    let (word, heading) = text.split_once('=').ok_or("write FIELD=HEADING, such as amount=\"FY27 ask\"")?;
    let field = Field::from_word(word.trim()).ok_or_else(|| format!("a field is one of {}", words.join(", ")))?;
    Ok((field, heading.trim().to_owned()))
}

/// What an amount of 1 stands for.
pub(super) fn scale(text: &str) -> Result<Number, String> {
    let number = Number::parse(text.trim()).ok().filter(|number| number.is_positive());
    number.ok_or_else(|| "write 1, 1000 or 1000000".to_owned())
}
