//! Next year's plan: takes two plans of which the later is for the same months of another year, gives the earlier one moved
//! by as many years. What moved with the calendar then is no change, and what did not is told.

use super::record::Record;
use crate::model::facts::{Fact, Phrase, Topic, Value};
use crate::outcome::{LevelStatus, Outcome};
use rustc_hash::FxHashMap;

/// A plan that moved to another year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// By how many years.
    pub years: i32,
    /// The calendar that was.
    pub from: String,
    /// The calendar that is.
    pub to: String,
    /// How many dated lines moved with it.
    pub lines: usize,
    /// The dated lines that did not: `benchmark csat`, `as_of`, `2026-06`.
    pub stayed: Vec<(String, String, String)>,
}

/// The earlier plan in the year of the later, where the later is the same calendar of another year.
pub(super) fn later(before: &Record, after: &Record) -> Option<(Record, Moved)> {
    let calendar = |record: &Record| record.plan().and_then(|plan| plan.fact("calendar")).map(Fact::says);
    let (from, to) = (calendar(before)?, calendar(after)?);
    let years = year_of(&to)?.checked_sub(year_of(&from)?)?;
    if years == 0 || in_year(&from, years, Bare::Number) != to {
        return None;
    }
    let mut moved = Moved { years, from, to, lines: 0, stayed: Vec::new() };
    let now: FxHashMap<(crate::model::Kind, &str), &Topic> =
        after.topics.iter().map(|topic| ((topic.kind, topic.name()), topic)).collect();
    let topics = before.topics.iter().map(|topic| {
        let twin = now.get(&(topic.kind, topic.name())).copied();
        let facts = topic.facts.iter().map(|fact| fact_later(&mut moved, topic, twin, fact)).collect();
        Topic { facts, ..topic.clone() }
    });
    let topics = topics.collect();
    let record = Record { topics, outcome: outcome_later(&before.outcome, years), ..before.clone() };
    Some((record, moved))
}

/// A fact in the other year, unless the later plan says it of the same date as before.
fn fact_later(moved: &mut Moved, topic: &Topic, twin: Option<&Topic>, fact: &Fact) -> Fact {
    let later = Fact {
        key: words_later(&fact.key, moved.years, Bare::Year),
        value: value_later(&fact.value, moved.years),
        modifiers: fact.modifiers.iter().map(|(word, value)| (*word, value_later(value, moved.years))).collect(),
        ..fact.clone()
    };
    if later == *fact {
        return later;
    }
    let says = |fact: &Fact| twin.is_some_and(|twin| twin.facts.contains(fact));
    if says(fact) {
        moved.stayed.push((topic.identity(), fact.key.to_string(), fact.says()));
        return fact.clone();
    }
    moved.lines += usize::from(says(&later));
    later
}

fn value_later(value: &Value, years: i32) -> Value {
    match value {
        Value::Formula(formula) => Value::Formula(words_later(formula, years, Bare::Number)),
        Value::Nothing | Value::Text(_) | Value::Names(_) => value.clone(),
    }
}

fn words_later(phrase: &Phrase, years: i32, bare: Bare) -> Phrase {
    phrase.with_words(&|words| in_year(words, years, bare))
}

/// What the earlier plan comes to, its months and periods in the other year.
fn outcome_later(outcome: &Outcome, years: i32) -> Outcome {
    let mut outcome = outcome.clone();
    let later = |name: &mut String| *name = in_year(name, years, Bare::Year);
    outcome.periods.iter_mut().for_each(|period| later(&mut period.name));
    for level in &mut outcome.levels {
        level.cost.iter_mut().for_each(|cost| later(&mut cost.name));
        if let LevelStatus::Short(Some(period)) = &mut level.status {
            later(period);
        }
    }
    for kpi in &mut outcome.kpis {
        later(&mut kpi.value.month);
        kpi.months.iter_mut().for_each(|month| later(&mut month.month));
    }
    outcome.stages.iter_mut().for_each(|stage| later(&mut stage.month));
    outcome
}

/// What four digits that stand alone are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    /// A year: where a period is expected.
    Year,
    /// A number.
    Number,
}

/// The first year in a text: that of `2027-01 .. 2027-12`.
fn year_of(text: &str) -> Option<i32> {
    text.get(..4)?.parse().ok()
}

/// A text in which each period is so many years later.
fn in_year(text: &str, years: i32, bare: Bare) -> String {
    let mut later = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
        let length = if first.is_alphanumeric() {
            rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, behind) = rest.split_at(length);
        later.push_str(&word_later(word, years, bare).unwrap_or_else(|| word.to_owned()));
        rest = behind;
    }
    later
}

/// `2028-Q1` for `2027-Q1`; nothing of a word that is no period.
fn word_later(word: &str, years: i32, bare: Bare) -> Option<String> {
    let (prefix, digits) = match word.strip_prefix("FY") {
        Some(digits) => ("FY", digits),
        None => ("", word),
    };
    let (year, part) = digits.split_at_checked(4)?;
    let is_period = match part.strip_prefix('-') {
        Some(part) => matches!(part.as_bytes().first(), Some(b'0'..=b'9' | b'Q' | b'H')),
        None => part.is_empty() && (bare == Bare::Year || !prefix.is_empty()),
    };
    if !is_period || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = year.parse::<i32>().ok()?.checked_add(years)?;
    Some(format!("{prefix}{year:04}{part}"))
}

#[cfg(test)]
mod tests {
    use super::{Bare, in_year};

    #[test]
    fn periods_move_and_numbers_stay() {
        let later = |text: &str, bare| in_year(text, 1, bare);
        assert_eq!(later("2027-01 .. 2027-12", Bare::Number), "2028-01 .. 2028-12");
        assert_eq!(later("2 agent * 2027 EUR from 2027-03", Bare::Number), "2 agent * 2027 EUR from 2028-03");
        assert_eq!(later("budget 2027", Bare::Year), "budget 2028");
        assert_eq!(later("FY2027-Q2 2027-H1 FY2027", Bare::Number), "FY2028-Q2 2028-H1 FY2028");
        assert_eq!(later("2027-03-15 12000 2027x 20-27", Bare::Number), "2028-03-15 12000 2027x 20-27");
    }
}
