//! Headings of months and quarters: takes `Jan 27`, `2027-01`, `01/2027`, `März 2027`, `Q1 2027`, gives the period.

use crate::quantity::{Month, Period};
use crate::syntax::month_number;

/// The period a heading names; a month that stands alone is of `year`.
pub(super) fn period_of(heading: &str, year: Option<i32>) -> Option<Period> {
    let text = plain(heading);
    if let Ok(period @ (Period::Month(_) | Period::Quarter { .. })) = Period::parse(&text.to_uppercase()) {
        return Some(period);
    }
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [word] => glued(word).or_else(|| of_part(word, year?)),
        [first, second] => match (year_of(first), year_of(second)) {
            (_, Some(year)) => of_part(first, year).or_else(|| numbered(first, second)),
            (Some(year), None) => of_part(second, year).or_else(|| numbered(second, first)),
            (None, None) => None,
        },
        _ => None,
    }
}

/// Lower case without accents.
fn plain(heading: &str) -> String {
    let mut text = String::new();
    for letter in heading.trim().to_lowercase().chars() {
        match letter {
            'ä' => text.push_str("ae"),
            'é' | 'è' | 'ê' => text.push('e'),
            'û' | 'ú' => text.push('u'),
            'ç' => text.push('c'),
            other => text.push(other),
        }
    }
    text
}

/// `jan27`, `q1`
fn glued(word: &str) -> Option<Period> {
    let digits = word.find(|letter: char| letter.is_ascii_digit())?;
    let (name, year) = word.split_at_checked(digits)?;
    of_part(name, year_of(year)?)
}

/// A month or a quarter by its word, in a year.
fn of_part(word: &str, year: i32) -> Option<Period> {
    if let Some(quarter) = word.strip_prefix('q').filter(|quarter| matches!(*quarter, "1" | "2" | "3" | "4")) {
        return Period::parse(&format!("{year:04}-Q{quarter}")).ok();
    }
    let month = month_number(word)?;
    Some(Period::Month(Month::new(year, u8::try_from(month).ok()?)?))
}

/// `01/2027`: the month in two digits, the year in four.
fn numbered(month: &str, year: &str) -> Option<Period> {
    let is_number = month.len() <= 2 && year.len() == 4;
    let month: u8 = is_number.then(|| month.parse().ok())??;
    Some(Period::Month(Month::new(year.parse().ok()?, month)?))
}

/// `2027`, `27` after a name.
fn year_of(word: &str) -> Option<i32> {
    let is_year = matches!(word.len(), 2 | 4) && word.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = is_year.then(|| word.parse().ok())??;
    Some(if word.len() == 2 { 2000 + number } else { number })
}

#[cfg(test)]
mod tests {
    use super::period_of;

    fn read(heading: &str) -> String {
        period_of(heading, Some(2027)).map_or_else(|| "none".to_owned(), |period| period.to_string())
    }

    #[test]
    fn headings_of_months_are_read_as_people_write_them() {
        for heading in [
            "2027-03",
            "Mar 2027",
            "March 2027",
            "Mar-27",
            "mar27",
            "03/2027",
            "3.2027",
            "März 2027",
            "2027 Mar",
            "Mar",
            "MÄRZ",
        ] {
            assert_eq!(read(heading), "2027-03", "{heading}");
        }
        assert_eq!([read("Q2 2027"), read("2027-Q2"), read("q2"), read("2027 Q2")], ["2027-Q2"; 4].map(str::to_owned));
        assert_eq!(
            [read("Juin 2027"), read("juil. 2027"), read("Mrz 27")],
            ["2027-06", "2027-07", "2027-03"].map(str::to_owned)
        );
        assert_eq!(
            [read("Août 2028"), read("Dez 28"), read("Enero 2028")],
            ["2028-08", "2028-12", "2028-01"].map(str::to_owned)
        );
        for heading in
            ["Marketing", "Mark 2027", "13/2027", "2027", "Total 2027", "Q5", "Margin", "", "12/13", "Jui 2027"]
        {
            assert_eq!(read(heading), "none", "{heading}");
        }
    }
}
