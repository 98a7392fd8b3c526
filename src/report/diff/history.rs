//! What history says against a change, in words.

use super::figures::{Values, amount};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::diff::{Changes, HistoryFinding, Record, Second};
use crate::outcome::Measure;
use crate::quantity::Number;
use crate::report::document::{Block, Cell, Mark, Note, Section};

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let mut section = Section::new("history", "Worth a second look");
    let notes = changes.history.iter().map(|finding| note(after, finding));
    section.push(Block::Notes(notes.collect()));
    section
}

fn note(after: &Record, finding: &HistoryFinding) -> Note {
    let mark = match finding.severity {
        Severity::Error => Mark::Bad,
        Severity::Warning => Mark::Neutral,
    };
    Note::marked(mark, format!("{}: {}", finding.code.id(), message(after, finding, str::to_owned)))
}

/// What history says, as findings of the later plan: where it says it, and what moved beside it.
#[must_use]
pub fn history_findings(after: &Record, changes: &Changes) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    changes.history.iter().for_each(|finding| found.add(diagnostic(after, finding)));
    found.sort();
    found.items().to_vec()
}

fn diagnostic(after: &Record, finding: &HistoryFinding) -> Diagnostic {
    let quoted = |name: &str| format!("`{name}`");
    let (label, help) = match &finding.what {
        Second::CostMoved { .. } => ("reads as before", "say what the new cost is for"),
        Second::CopiedFrom(_) => ("taken over", "say why this package is worth its cost"),
        Second::CopiedFromYear(_) => {
            ("taken over from then", "say why it is worth its cost this time, with what was seen since")
        }
        Second::PromisedAgain { .. } => {
            ("promised again", "promise what was observed, or say in its `evidence` why it will come now")
        }
    };
    let mut told = Diagnostic::new(finding.code, finding.span, message(after, finding, quoted)).label(label).help(help);
    told.severity = finding.severity;
    for span in &finding.beside {
        told = told.also(*span, "this moved");
    }
    told.about(finding.package.as_str())
}

/// What is to be said about a package; `named` writes a name.
fn message(after: &Record, finding: &HistoryFinding, named: impl Fn(&str) -> String) -> String {
    let currency = after.outcome.currency;
    let words = match &finding.what {
        Second::CostMoved { before, after } => format!(
            "costs {} instead of {}, and its justification reads as before",
            amount(*after, currency),
            amount(*before, currency)
        ),
        Second::CopiedFrom(other) => format!("has the justification that {} had", named(other)),
        Second::CopiedFromYear(calendar) => format!("has the justification of the plan for {calendar}"),
        Second::PromisedAgain { level, kpi, month, promised, unfunded, observed } => {
            let [promised, unfunded, observed] = figures(after, kpi, [*promised, *unfunded, *observed]);
            format!(
                "promises an effect on {} again: with {} funded it was to be {promised} in {month}, \
                 {unfunded} without; {observed} was observed",
                named(kpi),
                named(level)
            )
        }
    };
    format!("package {} {words}", named(&finding.package))
}

fn figures(after: &Record, kpi: &str, values: [Number; 3]) -> [String; 3] {
    let kpi = after.outcome.kpis.iter().find(|other| other.name == kpi);
    let shown = Values::new(kpi.map_or(&Measure::Plain, |kpi| &kpi.value.measure), &values.map(Some));
    values.map(|value| match shown.cell(Some(value)) {
        Cell::Figure(figure) => figure.in_full(),
        _ => value.to_string(),
    })
}
