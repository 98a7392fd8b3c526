//! The lines of a level as a plan writes them: takes what a sheet asks for by row and month, gives lines of cost and of saving
//! that can be told apart.

use super::entry::{Level, Line, When};
use crate::quantity::{Calendar, Month, Number, Period};
use crate::syntax::MONTHS;
use std::collections::{BTreeMap, BTreeSet};

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// It is spent.
    Cost,
    /// A negative amount: a plan has no cost below nought, and writes what is saved as that.
    Saves,
}

impl Way {
    pub(super) fn key(self) -> &'static str {
        match self {
            Way::Cost => "cost",
            Way::Saves => "saves",
        }
    }
}

/// A line as a plan writes it.
pub(super) struct Written<'s> {
    /// Which way the money goes.
    pub way: Way,
    /// The category, in the words of the sheet.
    pub category: Option<&'s str>,
    /// What tells it from others of its category; nothing where it is alone.
    pub title: Option<String>,
    /// How much, above nought.
    pub amount: Number,
    /// When.
    pub when: Run,
}

/// The months that one amount falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Each of several in a row.
    Each(Month, Month),
    /// A month or a quarter.
    In(Period),
    /// Somewhere in the calendar.
    Calendar,
}

/// The lines of a level.
pub(super) fn lines_of(level: &Level) -> Vec<Written<'_>> {
    let mut written: Vec<(usize, Written<'_>)> = Vec::new();
    for line in &level.lines {
        written.extend(runs(line).into_iter().map(|(when, number)| {
            let way = if number.is_negative() { Way::Saves } else { Way::Cost };
            let category = line.category.as_deref();
            (line.row, Written { way, category, title: None, amount: number.abs(), when })
        }));
    }
    let mut alike: BTreeMap<(Way, Option<&str>), usize> = BTreeMap::new();
    written.iter().for_each(|(_, line)| *alike.entry((line.way, line.category)).or_default() += 1);
    let mut taken: BTreeSet<(Way, Option<&str>, String)> = BTreeSet::new();
    let mut lines = Vec::new();
    for (row, mut line) in written {
        if alike.get(&(line.way, line.category)) > Some(&1) {
            line.title = titles(line.when, row).find(|title| taken.insert((line.way, line.category, title.clone())));
        }
        lines.push(line);
    }
    lines
}

/// What a line can be called, from the shortest on: its months, then its row besides, then a number too.
fn titles(when: Run, row: usize) -> impl Iterator<Item = String> {
    let months = match when {
        Run::Calendar => None,
        Run::In(period) => Some(in_words(period)),
        Run::Each(first, last) if first.year() == last.year() => Some(format!("{} to {}", word(first), of_year(last))),
        Run::Each(first, last) => Some(format!("{} to {}", of_year(first), of_year(last))),
    };
    let with_row = months.as_ref().map_or_else(|| format!("Row {row}"), |months| format!("{months}, row {row}"));
    let numbered = with_row.clone();
    months.into_iter().chain([with_row]).chain((2_usize..).map(move |number| format!("{numbered} ({number})")))
}

/// `January 2027`, `Q1 2027`
fn in_words(period: Period) -> String {
    match period {
        Period::Month(month) => of_year(month),
        Period::Quarter { year, quarter } => format!("Q{quarter} {year}"),
        other => other.to_string(),
    }
}

fn of_year(month: Month) -> String {
    format!("{} {}", word(month), month.year())
}

/// `January`
fn word(month: Month) -> String {
    let mut letters = MONTHS.get(usize::from(month.month()).saturating_sub(1)).copied().unwrap_or("").chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The amounts of a line: months in a row with the same amount are one run.
fn runs(line: &Line) -> Vec<(Run, Number)> {
    let mut runs: Vec<(Run, Number)> = Vec::new();
    for (when, amount) in &line.amounts {
        let When::In(Period::Month(month)) = when else {
            runs.push(match when {
                When::In(period) => (Run::In(*period), *amount),
                When::Calendar => (Run::Calendar, *amount),
            });
            continue;
        };
        match runs.last_mut() {
            Some((Run::Each(_, last), before)) if before == amount && last.plus(1) == Some(*month) => *last = *month,
            _ => runs.push((Run::Each(*month, *month), *amount)),
        }
    }
    let alone = |run| match run {
        Run::Each(first, last) if first == last => Run::In(Period::Month(first)),
        other => other,
    };
    runs.into_iter().map(|(run, amount)| (alone(run), amount)).collect()
}

impl Run {
    /// An amount of money as it is written for these months.
    pub(super) fn written(self, money: &str, calendar: Calendar) -> String {
        match self {
            Run::Calendar => money.to_owned(),
            Run::In(period) => format!("{money} in {period}"),
            Run::Each(first, last) => {
                let from = if first == calendar.first() { String::new() } else { format!(" from {first}") };
                let to = if last == calendar.last() { String::new() } else { format!(" to {last}") };
                format!("{money}/month{from}{to}")
            }
        }
    }
}
