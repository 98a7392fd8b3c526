//! Days, months and ranges of months as they are written elsewhere: takes words, gives the period that they mean.

use super::line::{Change, Found, Habit, Line, found};
use super::wording::later;
use crate::quantity::Period;
use crate::syntax::{periods, prose};

/// What words mean.
enum Date {
    Day {
        year: String,
        month: usize,
        day: usize,
    },
    /// `06/05/2027`: a day of May or of June.
    Either {
        year: String,
        first: usize,
        second: usize,
    },
    Month {
        year: String,
        month: usize,
    },
}

pub(super) fn rule(line: &Line<'_>, place: usize) -> Option<Found> {
    if let Some((words, date)) = date(line, place) {
        return of_date(line, place, words, &date);
    }
    if let Some(found) = end_of(line, place) {
        return Some(found);
    }
    let word = line.word(place);
    if word == "on" && matches!(line.key, "cost" | "saves" | "earns") {
        let (words, date) = date(line, place + 1)?;
        let found = of_date(line, place, words + 1, &date)?;
        return Some(Found { right: format!("in {}", found.right), ..found });
    }
    if is_week(word) {
        // Any month: what it was meant to be cannot be told.
        return found(1, "2027-01", Habit::Week);
    }
    let two = format!("{word} {}", line.word(place + 1));
    let is_part = |word: &str| {
        let mut signs = word.chars();
        matches!(signs.next(), Some('S' | 'T')) && signs.next().is_some_and(|sign| sign.is_ascii_digit())
    };
    let looks_like_one = |word: &str| {
        let mut parts = word.split([' ', '-', '/']);
        word.starts_with("FY") || word.contains(['Q', 'q', 'H', 'h']) || parts.any(is_part)
    };
    let (words, right) = [(2, two.as_str()), (1, word)].into_iter().find_map(|(words, written)| {
        let right = periods::meant(written).filter(|_| looks_like_one(written) && !written.ends_with(' '))?;
        Some((words, right))
    })?;
    found(words, right, Habit::Period)
}

/// `end of 2027`, `end of June 2027`, `end of Q2 2027`, `beginning of 2027`: the last month, or the first.
fn end_of(line: &Line<'_>, place: usize) -> Option<Found> {
    let first = place + usize::from(line.word(place) == "the");
    let is_end = match line.word(first) {
        "end" | "Ende" | "fin" => true,
        "start" | "beginning" | "Anfang" | "début" => false,
        _ => return None,
    };
    let mut next = first + 1;
    next += usize::from(matches!(line.word(next), "of" | "de"));
    let two = format!("{} {}", line.word(next), line.word(next + 1));
    let (words, period) = match date(line, next) {
        Some((words, Date::Month { year, month })) => (words, format!("{year}-{month:02}")),
        Some(_) => return None,
        None if is_year(line.word(next)) => {
            let month = if is_end { "12" } else { "01" };
            return found(next + 1 - place, format!("{}-{month}", line.word(next)), Habit::Period);
        }
        None if Period::parse(line.word(next)).is_ok() => (1, line.word(next).to_owned()),
        None => match periods::meant(line.word(next)) {
            Some(right) => (1, right),
            None => (2, periods::meant(&two)?),
        },
    };
    // A fiscal year ends in a month that the plan says.
    let period = Period::parse(&period).ok().filter(|period| !period.to_string().starts_with("FY"))?;
    let (first, last) = period.months(1);
    let month = if is_end { last } else { first };
    found(next + words - place, month.to_string(), Habit::Period)
}

/// `2027W23`, `W23/2027`, `KW23`.
fn is_week(word: &str) -> bool {
    let bare = word.trim_start_matches(|sign: char| sign.is_ascii_digit() || "-/".contains(sign));
    let number = bare.strip_prefix("KW").or_else(|| bare.strip_prefix('W')).or_else(|| bare.strip_prefix('w'));
    let is_number = |number: &str| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    number.and_then(|number| number.get(..2)).is_some_and(is_number) && word.len() >= 4
}

fn of_date(line: &Line<'_>, place: usize, words: usize, date: &Date) -> Option<Found> {
    let wants_day = matches!(line.key, "on" | "as_of" | "until" | "decide_by") || line.before(place) == "on";
    let (right, habit) = match date {
        Date::Day { year, month, day } if wants_day => (format!("{year}-{month:02}-{day:02}"), Habit::Day),
        Date::Day { year, month, .. } => (format!("{year}-{month:02}"), Habit::DayForMonth),
        Date::Month { year, month } => (format!("{year}-{month:02}"), Habit::Period),
        Date::Either { year, first, second } if wants_day => {
            let other = format!("{year}-{first:02}-{second:02}");
            (format!("{year}-{second:02}-{first:02}"), Habit::DayOrMonth(other))
        }
        Date::Either { year, first, second } => {
            (format!("{year}-{second:02}"), Habit::DayOrMonth(format!("{year}-{first:02}")))
        }
    };
    let is_one = Period::parse(&right).is_ok();
    found(words, right, habit).filter(|_| is_one)
}

fn date(line: &Line<'_>, place: usize) -> Option<(usize, Date)> {
    let word = line.word(place);
    if let Some(date) = in_numbers(word) {
        return Some((1, date));
    }
    in_words(line, place)
}

/// `01/06/2027`, `1.6.2027`, `2027/06/01`, `06/2027`, `Jun-2027`.
fn in_numbers(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let sign = word.chars().find(|sign| "/.-".contains(*sign))?;
    let number = |part: &str| part.parse::<usize>().ok().filter(|_| part.len() <= 2);
    match parts.as_slice() {
        [year, month, day] if is_year(year) => {
            let is_foreign = sign != '-';
            let date = Date::Day { year: (*year).to_owned(), month: number(month)?, day: number(day)? };
            is_foreign.then_some(date)
        }
        [first, second, year] if is_year(year) => {
            let year = (*year).to_owned();
            let (first, second) = (number(first)?, number(second)?);
            Some(match (first, second) {
                _ if sign == '.' || first > 12 || first == second => Date::Day { year, month: second, day: first },
                _ if second > 12 => Date::Day { year, month: first, day: second },
                _ => Date::Either { year, first, second },
            })
        }
        [month, year] if is_year(year) => {
            let month = number(month).or_else(|| prose::month_number(month))?;
            Some(Date::Month { year: (*year).to_owned(), month })
        }
        [year, month] if is_year(year) && sign != '-' => {
            Some(Date::Month { year: (*year).to_owned(), month: number(month)? })
        }
        _ => None,
    }
}

/// `1st June 2027`, `1. Juni 2027`, `June 1, 2027`, `juin 2027`.
fn in_words(line: &Line<'_>, place: usize) -> Option<(usize, Date)> {
    let mut next = place;
    let mut day = day_number(line.word(next));
    next += usize::from(day.is_some());
    next += usize::from(day.is_some() && matches!(line.word(next), "of" | "de"));
    let month = prose::month_number(line.word(next))?;
    next += 1;
    if day.is_none() && day_number(line.word(next)).is_some() {
        day = day_number(line.word(next));
        next += 1 + usize::from(line.word(next + 1) == ",");
    }
    next += usize::from(line.word(next) == "de");
    let year = line.word(next).to_owned();
    let date = match day {
        _ if !is_year(&year) => return None,
        Some(day) => Date::Day { year, month, day },
        None => Date::Month { year, month },
    };
    Some((next + 1 - place, date))
}

fn day_number(word: &str) -> Option<usize> {
    let digits = ["st", "nd", "rd", "th", ".", "er", "º", ","].iter().find_map(|end| word.strip_suffix(end));
    digits.unwrap_or(word).parse::<usize>().ok().filter(|day| (1..=31).contains(day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Jan 2027 .. Dec 2027`, `2027-01 to 2027-12`, `from 2027-01 to 2027-12`: all of a calendar.
pub(super) fn calendar(value: &str) -> Option<Change> {
    const BETWEEN: &[&str] = &[
        "...",
        "..",
        "…",
        "–",
        "—",
        " - ",
        " to ",
        " until ",
        " till ",
        " through ",
        " thru ",
        " bis ",
        " à ",
        " au ",
        " a ",
        " al ",
        " hasta ",
        " fino a ",
    ];
    let written = value.trim();
    if Period::parse_alone(written).is_ok() || written.is_empty() {
        return None;
    }
    let start = value.len() - value.trim_start().len();
    let place = start..start + written.len();
    let bare =
        ["from ", "ab ", "von ", "de ", "du ", "desde ", "da "].iter().find_map(|word| written.strip_prefix(word));
    let (right, habit) = match (counted(written), split(bare.unwrap_or(written), BETWEEN)) {
        (Some(right), _) => (right, Habit::Range),
        (None, Some((first, last))) => (format!("{} .. {}", month(first)?, month(last)?), Habit::Range),
        (None, None) => (month(written)?, Habit::Period),
    };
    // Days at both ends say no more than their months where they are the first and the last.
    let is_meant = right != written && Period::parse_alone(&right).is_ok();
    is_meant.then_some(Change { place, right, habit })
}

/// `12 months from 2027-01`, `2027-01 for 12 months`, `2027-01, 1 year`: a first month, and how many there are.
fn counted(written: &str) -> Option<String> {
    const FILLERS: [&str; 9] = ["from", "starting", "beginning", "in", "for", "+", ",", "plus", "with"];
    let line = Line::new("calendar", written);
    let words: Vec<&str> = line.words.iter().map(|(_, word)| *word).filter(|word| !FILLERS.contains(word)).collect();
    let (first, count, unit) = match words.as_slice() {
        [count, unit, first] if count.parse::<usize>().is_ok() => (first, count, unit),
        [first, count, unit] => (first, count, unit),
        _ => return None,
    };
    let each = match *unit {
        "month" | "months" => 1,
        "quarter" | "quarters" => 3,
        "year" | "years" => 12,
        _ => return None,
    };
    let first = month(first)?;
    let count = count.parse::<usize>().ok().and_then(|count| count.checked_mul(each)).filter(|count| *count <= 120)?;
    Some(format!("{first} .. {}", later(&first, count)?))
}

fn split<'a>(written: &'a str, between: &[&str]) -> Option<(&'a str, &'a str)> {
    let (first, last) = between.iter().find_map(|between| written.split_once(between))?;
    Some((first.trim(), last.trim()))
}

/// The month of one end of a calendar.
fn month(end: &str) -> Option<String> {
    match Period::parse(end) {
        Ok(_) if end.len() >= 7 => return end.get(..7).filter(|month| Period::parse(month).is_ok()).map(str::to_owned),
        _ => {}
    }
    let line = Line::new("calendar", end);
    let (words, date) = date(&line, 0)?;
    let month = match date {
        Date::Day { year, month, .. } | Date::Month { year, month } => format!("{year}-{month:02}"),
        // A calendar begins with a first and ends with a last day: what cannot be a month is the day.
        Date::Either { year, first: 1, second } => format!("{year}-{second:02}"),
        Date::Either { year, first, second: 1 } => format!("{year}-{first:02}"),
        Date::Either { .. } => return None,
    };
    (words == line.words.len() && Period::parse(&month).is_ok()).then_some(month)
}
