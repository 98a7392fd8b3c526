//! What follows a value, in plain words or other languages: takes `ab 2027-06`, `for 3 months`, `(evidence: history)`,
//! gives the words of the language.

use super::line::{Found, Habit, Line, found, is_figure};
use crate::quantity::{Number, Period};
use crate::syntax::tree::ModifierWord;

/// Words of other languages before a period, and what they mean.
const TIMES: &[(&[&str], &str)] = &[
    (&["starting", "in"], "from"),
    (&["starting", "from"], "from"),
    (&["beginning", "in"], "from"),
    (&["as", "of"], "from"),
    (&["as", "from"], "from"),
    (&["à", "partir", "de"], "from"),
    (&["a", "partir", "de"], "from"),
    (&["du"], "from"),
    (&["dès"], "from"),
    (&["depuis"], "from"),
    (&["jusqu'à"], "to"),
    (&["jusqu’à"], "to"),
    (&["desde"], "from"),
    (&["hasta"], "to"),
    (&["im"], "in"),
    (&["ab"], "from"),
    (&["von"], "from"),
    (&["seit"], "from"),
    (&["bis"], "to"),
    (&["till"], "to"),
    (&["through"], "to"),
    (&["thru"], "to"),
    (&["en"], "in"),
];

/// Words that say what `in` and a month say without them.
const ONCE: &[&str] = &["once", "one-off", "one-time", "onetime", "einmalig", "unique"];

const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Units as people cut them short.
const UNITS: &[(&[&str], &str)] = &[
    (&["h", "hr", "hrs"], " hours"),
    (&["min", "mins"], " minutes"),
    (&["s", "sec", "secs"], " seconds"),
    (&["d"], " days"),
    (&["w", "wk", "wks"], " weeks"),
    (&["mo", "mos", "mth", "mths"], " months"),
    (&["q", "qtr", "qtrs"], " quarters"),
    (&["y", "yr", "yrs"], " years"),
    (&["percent", "pct", "Prozent", "pourcent"], "%"),
    (&["ppt", "ppts", "Prozentpunkte", "%-points", "%points", "%-pts", "%-Punkte"], "pp"),
];

const GRADES: [&str; 4] = ["experiment", "history", "benchmark", "judgement"];

pub(super) fn rule(line: &Line<'_>, place: usize) -> Option<Found> {
    comma(line, place)
        .or_else(|| share_of(line, place))
        .or_else(|| letter_m(line, place))
        .or_else(|| time(line, place))
        .or_else(|| for_months(line, place))
        .or_else(|| number_in_words(line, place))
        .or_else(|| evidence(line, place))
        .or_else(|| rating(line, place))
        .or_else(|| change(line, place))
        .or_else(|| cut_short(line, place))
        .or_else(|| apart(line, place))
}

/// `40k EUR, in 2027-06`.
fn comma(line: &Line<'_>, place: usize) -> Option<Found> {
    let is_followed = ModifierWord::from_text(line.word(place + 1)).is_some();
    found(1, "", Habit::Comma).filter(|_| line.word(place) == "," && is_followed)
}

/// `50% of 100k EUR`.
fn share_of(line: &Line<'_>, place: usize) -> Option<Found> {
    let is_share = line.word(place) == "of" && line.before(place).ends_with('%') && is_figure(line.word(place + 1));
    found(1, "*", Habit::ShareOf).filter(|_| is_share)
}

/// `-5m`: minutes of a change, months behind `after` and `over`; millions only where a unit follows.
fn letter_m(line: &Line<'_>, place: usize) -> Option<Found> {
    let number = line.word(place).strip_suffix('m').filter(|number| is_figure(number))?;
    let next = line.word(place + 1);
    if !(next.is_empty() || ModifierWord::from_text(next).is_some()) || number.ends_with(char::is_alphabetic) {
        return None;
    }
    let unit = match line.before(place) {
        "after" | "over" | "every" => "month",
        "" if line.key.starts_with("effect") => "minute",
        _ => return None,
    };
    let plural = if number.trim_start_matches(['+', '-']) == "1" { "" } else { "s" };
    found(1, format!("{number} {unit}{plural}"), Habit::UnitCutShort)
}

/// `ab 2027-06`, `once in 2027-06`.
fn time(line: &Line<'_>, place: usize) -> Option<Found> {
    let word = line.word(place);
    if ONCE.contains(&word) && line.word(place + 1) == "in" {
        return found(2, "in", Habit::Time);
    }
    let matches = |words: &[&str]| words.iter().enumerate().all(|(at, word)| line.word(place + at) == *word);
    let (words, right) = TIMES.iter().find(|(words, _)| matches(words))?;
    let next = line.word(place + words.len());
    let is_time = is_figure(next) || next.starts_with("FY") || crate::syntax::prose::month_number(next).is_some();
    found(words.len(), *right, Habit::Time).filter(|_| is_time)
}

/// `from 2027-06 for 3 months`, `for 3 months from 2027-06`.
fn for_months(line: &Line<'_>, place: usize) -> Option<Found> {
    let count = |word: &str| word.parse::<usize>().ok().filter(|count| (1..=120).contains(count));
    let is_months = |word: &str| matches!(word, "month" | "months");
    match (line.word(place), line.word(place + 2)) {
        ("from", "for") if is_months(line.word(place + 4)) => {
            let last = later(line.word(place + 1), count(line.word(place + 3))?)?;
            found(5, format!("from {} to {last}", line.word(place + 1)), Habit::Time)
        }
        ("for", months) if is_months(months) && line.word(place + 3) == "from" => {
            let from = line.word(place + 4);
            let last = later(from, count(line.word(place + 1))?)?;
            found(5, format!("from {from} to {last}"), Habit::Time)
        }
        _ => None,
    }
}

/// The last of so many months.
pub(super) fn later(first: &str, months: usize) -> Option<String> {
    let (year, month) = first.split_once('-').filter(|_| first.len() == 7)?;
    let (year, month) = (year.parse::<usize>().ok()?, month.parse::<usize>().ok()?);
    let last = (year * 12 + month).checked_add(months)?.checked_sub(2)?;
    let last = format!("{}-{:02}", last / 12, last % 12 + 1);
    Period::parse(&last).is_ok().then_some(last)
}

/// `two months`.
fn number_in_words(line: &Line<'_>, place: usize) -> Option<Found> {
    let is_length = matches!(line.before(place), "after" | "over" | "every" | "until");
    let is_one = is_length && matches!(line.word(place), "a" | "an");
    let number = NUMBERS.iter().position(|number| *number == line.word(place)).or(is_one.then_some(1))?;
    let unit = line.word(place + 1);
    let is_time = crate::syntax::words::TIMES.contains(&unit);
    found(2, format!("{number} {unit}"), Habit::NumberInWords).filter(|_| is_time)
}

/// `evidence: history`, `(evidence: history)`, `based on history`, `(history)`.
fn evidence(line: &Line<'_>, place: usize) -> Option<Found> {
    let is_grade = |word: &str| GRADES.contains(&word);
    let word = line.word(place);
    let grade = |at: usize| Some(line.word(place + at)).filter(|word| is_grade(word));
    if word == "(" {
        let is_named = matches!(line.word(place + 1), "evidence:" | "evidence");
        let at = 1 + usize::from(is_named);
        let closes = line.word(place + at + 1) == ")";
        return found(at + 2, format!("evidence {}", grade(at)?), Habit::Evidence).filter(|_| closes);
    }
    if word == "based" && line.word(place + 1) == "on" {
        return found(3, format!("evidence {}", grade(2)?), Habit::Evidence);
    }
    let key = word.strip_suffix(':').filter(|key| ModifierWord::from_text(key).is_some())?;
    found(1, key, Habit::Evidence).filter(|_| place > 0)
}

/// `3.1/5`, `3,1 of 5`, `3.1 out of 5`.
fn rating(line: &Line<'_>, place: usize) -> Option<Found> {
    if line.key != "satisfaction" || place > 0 {
        return None;
    }
    let written = line.value.trim();
    let (value, scale) =
        ["/", " out of ", " of ", " von ", " sur ", " de "].iter().find_map(|of| written.split_once(of))?;
    let plain = |figure: &str| {
        let figure = figure.trim().replace(',', ".");
        Number::parse(&figure).is_ok().then_some(figure)
    };
    let (value, scale) = (plain(value)?, plain(scale)?);
    found(line.words.len(), format!("{value} of {scale}"), Habit::Rating)
}

/// `20% less`, `from 20 hours to 16 hours`.
fn change(line: &Line<'_>, place: usize) -> Option<Found> {
    if !line.key.starts_with("effect") || place > 0 {
        return None;
    }
    let sign = |word: &str| match word {
        "less" | "fewer" | "lower" | "down" | "weniger" => Some('-'),
        "more" | "higher" | "up" | "mehr" => Some('+'),
        _ => None,
    };
    let first = line.word(0);
    if first == "from" {
        return from_to(line);
    }
    if !first.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let (words, sign) = [1, 2].into_iter().find_map(|at| Some((at + 1, sign(line.word(at))?)))?;
    let unit = if words == 3 { format!(" {}", line.word(1)) } else { String::new() };
    found(words, format!("{sign}{first}{unit}"), Habit::ChangeInWords)
}

/// `from 20 hours to 16 hours` is `-4 hours`.
fn from_to(line: &Line<'_>) -> Option<Found> {
    let to = (0..line.words.len()).find(|place| line.word(*place) == "to")?;
    let parts = |first: usize, last: usize| line.value.get(line.place(first, last - first)).map(str::trim);
    let end = if to == 2 { to + 2 } else { to + 3 };
    let (from, into) = (parts(1, to)?, parts(to + 1, end)?);
    let split = |part: &str| {
        let digits = part.find(|sign: char| !(sign.is_ascii_digit() || "._".contains(sign))).unwrap_or(part.len());
        let (number, unit) = part.split_at(digits);
        Number::parse(number).ok().map(|number| (number, unit.trim().to_owned()))
    };
    let ((from, unit), (into, same)) = (split(from)?, split(into)?);
    let is_same = unit == same;
    let change = into.subtract(from).ok()?;
    let unit = if unit == "%" { "pp".to_owned() } else { format!(" {same}") };
    let sign = if change.is_negative() { "" } else { "+" };
    found(end, format!("{sign}{change}{unit}"), Habit::ChangeInWords).filter(|_| is_same)
}

/// `4hrs`, `4 percent`.
fn cut_short(line: &Line<'_>, place: usize) -> Option<Found> {
    let word = line.word(place);
    let digits =
        word.len() - word.trim_start_matches(|sign: char| sign.is_ascii_digit() || "+-._".contains(sign)).len();
    let (number, own) = word.split_at_checked(digits).filter(|_| is_figure(word))?;
    let (unit, words) = if own.is_empty() { (line.word(place + 1), 2) } else { (own, 1) };
    if own.is_empty() && matches!(unit, "percentage" | "percent") && line.word(place + 2).starts_with("point") {
        return found(3, format!("{number}pp"), Habit::UnitCutShort);
    }
    if own.is_empty() && unit == "per" && line.word(place + 2) == "cent" {
        return found(3, format!("{number}%"), Habit::UnitCutShort);
    }
    let (_, right) = UNITS.iter().find(|(short, _)| short.contains(&unit))?;
    let right = if number.trim_start_matches(['+', '-']) == "1" { right.trim_end_matches('s') } else { right };
    found(words, format!("{number}{right}"), Habit::UnitCutShort)
}

/// `kind: service encounter`.
fn apart(line: &Line<'_>, place: usize) -> Option<Found> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_choice = place == 0 && matches!(line.key, "kind" | "rank" | "policy" | "status");
    let words: Vec<&str> = line.words.iter().map(|(_, word)| *word).collect();
    let all = is_choice && words.len() > 1 && words.iter().all(|word| is_word(word));
    found(words.len(), words.join("_"), Habit::WordsApart).filter(|_| all)
}
