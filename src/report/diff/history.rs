//! What history says against a change, in words.

use super::figures::{Values, amount};
use crate::diagnostic::Severity;
use crate::diff::{Changes, HistoryFinding, Record, Second};
use crate::outcome::Measure;
use crate::quantity::{Currency, Number};
use crate::report::document::{Block, Cell, Mark, Note, Section};

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let mut section = Section::new("history", "Worth a second look");
    let notes = changes.history.iter().map(|finding| note(after, finding));
    section.push(Block::Notes(notes.collect()));
    section
}

fn note(after: &Record, finding: &HistoryFinding) -> Note {
    let words = words(after, &finding.what, after.outcome.currency);
    let mark = match finding.severity {
        Severity::Error => Mark::Bad,
        Severity::Warning => Mark::Neutral,
    };
    Note::marked(mark, format!("{}: package {} {words}", finding.code.id(), finding.package))
}

fn words(after: &Record, what: &Second, currency: Currency) -> String {
    match what {
        Second::CostMoved { before, after } => format!(
            "costs {} instead of {}, and its justification reads as before",
            amount(*after, currency),
            amount(*before, currency)
        ),
        Second::CopiedFrom(other) => format!("has the justification that {other} had"),
        Second::CopiedFromYear(calendar) => format!("has the justification of the plan for {calendar}"),
        Second::PromisedAgain { level, kpi, month, promised, unfunded, observed } => {
            let figures = figures(after, kpi, [*promised, *unfunded, *observed]);
            let [promised, unfunded, observed] = figures;
            format!(
                "promises an effect on {kpi} again: with {level} funded it was to be {promised} in {month}, \
                 {unfunded} without; {observed} was observed"
            )
        }
    }
}

fn figures(after: &Record, kpi: &str, values: [Number; 3]) -> [String; 3] {
    let kpi = after.outcome.kpis.iter().find(|other| other.name == kpi);
    let shown = Values::new(kpi.map_or(&Measure::Plain, |kpi| &kpi.value.measure), &values.map(Some));
    values.map(|value| match shown.cell(Some(value)) {
        Cell::Figure(figure) => figure.in_full(),
        _ => value.to_string(),
    })
}
