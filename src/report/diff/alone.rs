//! The headline where only one side comes to something: a plan that is new, gone, or repaired. Takes that side, gives what
//! it comes to, with nothing to hold it against.

use super::figures::money;
use super::names::Names;
use crate::diagnostic::text::{counted, grouped};
use crate::diff::{Changes, Compared, Record};
use crate::evaluate::Verdict;
use crate::model::Kind;
use crate::quantity::{Currency, Money};
use crate::report::document::{Block, Cell, Figure, KeyFigure, Mark, Note, Section};
use crate::report::names::list;
use crate::report::number;

/// The kinds that say how large a plan is.
const COUNTED: [Kind; 6] = [Kind::Package, Kind::Level, Kind::Kpi, Kind::Journey, Kind::Require, Kind::Scenario];

/// The headline.
pub(super) fn section(names: &Names, before: &Record, after: &Record, changes: &Changes) -> Section {
    let is_gone = changes.compared == Compared::Disappears;
    let record = if is_gone { before } else { after };
    let mut section = Section { key: "summary", heading: None, blocks: Vec::new() };
    section.push(Block::KeyFigures(key_figures(record)));
    let first = match changes.compared {
        Compared::Appears => format!("there is no plan in {}: all of it is new", names.before),
        Compared::Disappears => format!("there is no plan in {} any more: all of it is gone", names.after),
        Compared::Repaired | Compared::Plans | Compared::Figures => {
            format!("the plan in {} has errors and comes to nothing: this is what it comes to now", names.before)
        }
    };
    let mut notes = vec![Note::plain(first)];
    notes.extend(size(record).map(Note::plain));
    section.push(Block::Notes(notes));
    section
}

fn key_figures(record: &Record) -> Vec<KeyFigure> {
    let outcome = &record.outcome;
    let currency = outcome.currency;
    let mut key_figures = Vec::new();
    if outcome.policy().is_some() {
        let sum = |amounts: Vec<Money>| Money::sum(amounts).unwrap_or_default();
        let budget = sum(outcome.periods.iter().map(|period| period.budget).collect());
        let reserve = sum(outcome.periods.iter().map(|period| period.reserve).collect());
        let given = || outcome.levels.iter().filter(|level| level.status.is_funded());
        let funded = sum(given().map(crate::outcome::LevelFigures::gross).collect());
        let unspent = budget.subtract(reserve).and_then(|free| free.subtract(funded)).unwrap_or_default();
        let levels = format!("{} of {} levels", grouped(given().count()), grouped(outcome.levels.len()));
        let of_budget =
            |amount| share(amount, budget).map_or_else(String::new, |share| format!("{share} of the budget"));
        key_figures.push(KeyFigure::new("budget", "budget", money(budget, currency)));
        key_figures.push(
            KeyFigure::new("funded", "funded", money(funded, currency)).comment(joined(&[of_budget(funded), levels])),
        );
        if !reserve.is_zero() {
            key_figures
                .push(KeyFigure::new("reserve", "reserve", money(reserve, currency)).comment(of_budget(reserve)));
        }
        key_figures.push(KeyFigure::new("unspent", "unspent", money(unspent, currency)).comment(of_budget(unspent)));
    } else {
        key_figures.push(cost_of_all(record, currency));
    }
    let targets: Vec<Verdict> = outcome.kpis.iter().filter_map(|kpi| kpi.target).collect();
    if !targets.is_empty() {
        let met = targets.iter().filter(|verdict| **verdict == Verdict::Holds).count();
        key_figures.push(KeyFigure::new(
            "targets",
            "targets",
            Cell::text(format!("{} of {} met", grouped(met), targets.len())),
        ));
    }
    let failing = outcome.requires.iter().filter(|require| require.verdict != Verdict::Holds).count();
    if failing > 0 {
        let words = format!("{} {}", counted(failing, "requirement"), if failing == 1 { "fails" } else { "fail" });
        key_figures.push(KeyFigure::new("requirements", "required", Cell::Status(Mark::Bad, words)));
    }
    key_figures
}

/// A plan without `funding` gives no money: it only asks for some.
fn cost_of_all(record: &Record, currency: Currency) -> KeyFigure {
    let costs = record.outcome.levels.iter().map(crate::outcome::LevelFigures::gross);
    let asked = Money::sum(costs).unwrap_or_default();
    KeyFigure::new("asked", "asked for", money(asked, currency)).comment(counted(record.outcome.levels.len(), "level"))
}

fn joined(words: &[String]) -> String {
    words.iter().filter(|words| !words.is_empty()).map(String::as_str).collect::<Vec<&str>>().join("; ")
}

/// What part of an amount another is: `73.3%`.
pub(super) fn share(part: Money, whole: Money) -> Option<String> {
    Some(Figure::share(number::part(part, whole)?, 1).in_full())
}

/// `it declares 2 packages, 5 levels and 3 KPIs`
fn size(record: &Record) -> Option<String> {
    let count = |kind: Kind| (kind, record.of_kind(kind).count());
    let counts = COUNTED.into_iter().map(count).filter(|(_, count)| *count > 0);
    let words: Vec<String> = counts.map(|(kind, count)| counted(count, word(kind))).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (!words.is_empty()).then(|| format!("it declares {}", list(&words)))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Kpi => "KPI",
        Kind::Require => "requirement",
        kind => kind.keyword(),
    }
}
