//! Periods as they are written elsewhere: takes what stands where a period belongs, gives how it is written here.

use super::prose;
use crate::quantity::Period;

/// `2027-03 .. 2027-11` for `2027-03 to 2027-11`, `2027-Q1` for `Q1 2027`, `2027-03` for `March 2027` and `2027-3`,
/// `FY2028` for `FY27/28`; nothing where it is written as it should be, and where it cannot be told what was meant.
pub(super) fn meant(written: &str) -> Option<String> {
    let written = written.trim();
    if !written.bytes().any(|byte| byte.is_ascii_digit()) || Period::parse_alone(written).is_ok() {
        return None;
    }
    let right = range(written).or_else(|| one(written))?;
    Period::parse_alone(&right).is_ok().then_some(right)
}

/// From one month to another, with another sign or word between them.
fn range(written: &str) -> Option<String> {
    const BETWEEN: &[&str] = &["...", "..", "…", "–", "—", " - ", " to ", " until ", " through ", " bis "];
    let between = BETWEEN.iter().find(|between| written.contains(**between))?;
    let (first, last) = written.split_once(between)?;
    // `2027-01 .. 06`: both in one year.
    let is_month = |end: &str| (1..=2).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_digit());
    if let (Some((year, _)), true) = (first.trim().split_once('-'), is_month(last.trim())) {
        return Some(format!("{} .. {year}-{:0>2}", first.trim(), last.trim()));
    }
    let end = |end: &str| if Period::parse(end.trim()).is_ok() { Some(end.trim().to_owned()) } else { one(end.trim()) };
    Some(format!("{} .. {}", end(first)?, end(last)?))
}

fn one(written: &str) -> Option<String> {
    fiscal(written).or_else(|| month_in_words(written)).or_else(|| part_of_year(written)).or_else(|| month(written))
}

/// `FY27`, `FY2027/28`, `FY 2027`.
fn fiscal(written: &str) -> Option<String> {
    let rest = written.strip_prefix("FY")?.trim_start();
    let (year, part) =
        rest.split_at(rest.find(|sign: char| !sign.is_ascii_digit() && sign != '/').unwrap_or(rest.len()));
    let year = match year.split_once('/') {
        Some((_, end)) => end,
        None => year,
    };
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    let part = part.trim_start_matches(['-', ' ']);
    Some(if part.is_empty() { format!("FY{year}") } else { format!("FY{year}-{part}") })
}

/// `March 2027`.
fn month_in_words(written: &str) -> Option<String> {
    let (word, year) = written.split_once([' ', '\t'])?;
    let year = year.trim_start();
    let (right, length) = prose::month_of_year(word, year)?;
    (length == year.len()).then_some(right)
}

/// `Q1 2027`, `2027Q1`, `2027 H2`, `Q1/2027`, and `2027-S1` of a semester, `2027-T2` of a trimester of a year.
fn part_of_year(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split([' ', '\t', '/', '-']).filter(|word| !word.is_empty()).collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(right) = with_short_year(&words) {
        return Some(right);
    }
    let (year, part) = match words.as_slice() {
        [year, part] if is_year(year) => (*year, *part),
        [part, year] if is_year(year) => (*year, *part),
        [both] => both.split_at_checked(4).filter(|(year, _)| is_year(year))?,
        _ => return None,
    };
    let mut signs = part.chars();
    let letter = match signs.next()?.to_ascii_uppercase() {
        letter @ ('Q' | 'H') => letter,
        'S' => 'H',
        'T' => 'Q',
        _ => return None,
    };
    Some(format!("{year}-{letter}{}", signs.as_str()))
}

/// `2Q27`, `Q2/27`, `Q2 2027` behind its number: a part of a year of which two digits may say enough.
fn with_short_year(words: &[&str]) -> Option<String> {
    let (part, year) = match words {
        [word] => {
            let number = word.get(..1).filter(|number| matches!(*number, "1" | "2" | "3" | "4"))?;
            let letter = word.get(1..2).filter(|letter| matches!(*letter, "Q" | "H"))?;
            (format!("{letter}{number}"), word.get(2..)?)
        }
        [part, year] if part.len() == 2 && part.starts_with(['Q', 'H']) => ((*part).to_owned(), *year),
        _ => return None,
    };
    let is_digits = year.bytes().all(|byte| byte.is_ascii_digit());
    match year.len() {
        2 if is_digits => Some(format!("20{year}-{part}")),
        4 if is_digits => Some(format!("{year}-{part}")),
        _ => None,
    }
}

/// `2027-3`, `2027/03`, `03/2027`, `2027.03`.
fn month(written: &str) -> Option<String> {
    let (left, right) = written.split_once(['-', '/', '.'])?;
    let (year, month) = if left.len() == 4 { (left, right) } else { (right, left) };
    Some(format!("{year}-{month:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn periods_of_elsewhere_are_read_as_they_were_meant() {
        for (written, right) in [
            ("2027-03 to 2027-11", Some("2027-03 .. 2027-11")),
            ("2027-03 – 2027-11", Some("2027-03 .. 2027-11")),
            ("2027-03 - 2027-11", Some("2027-03 .. 2027-11")),
            ("2027-03 ... 2027-11", Some("2027-03 .. 2027-11")),
            ("2027-3 .. 2027-11", Some("2027-03 .. 2027-11")),
            ("2027-01 .. 06", Some("2027-01 .. 2027-06")),
            ("2027-01 - 6", Some("2027-01 .. 2027-06")),
            ("March 2027", Some("2027-03")),
            ("March 2027 - May 2027", Some("2027-03 .. 2027-05")),
            ("Q1 2027", Some("2027-Q1")),
            ("2027Q1", Some("2027-Q1")),
            ("2027q3", Some("2027-Q3")),
            ("H2 2027", Some("2027-H2")),
            ("2027-S1", Some("2027-H1")),
            ("2Q27", Some("2027-Q2")),
            ("Q2/27", Some("2027-Q2")),
            ("H1 27", Some("2027-H1")),
            ("5Q27", None),
            ("S2 2027", Some("2027-H2")),
            ("2027-T3", Some("2027-Q3")),
            ("2027-S3", None),
            ("FY27", Some("FY2027")),
            ("FY2027/28", Some("FY2028")),
            ("FY27-Q2", Some("FY2027-Q2")),
            ("03/2027", Some("2027-03")),
            ("2027-03", None),
            ("2027-13", None),
            ("2027-W05", None),
            ("W0412", None),
            ("support", None),
            ("2027-11 to 2027-03", None),
        ] {
            assert_eq!(meant(written).as_deref(), right, "{written}");
        }
    }
}
