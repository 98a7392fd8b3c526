//! Findings for programs: takes findings, gives JSON of the shape in `json.schema.json`, the same when all is well.

use super::place::{Locator, Spot};
use super::short::severity_word;
use super::{Applicability, Diagnostic, Edit, Fix, Label, fix};
use crate::source::{Sources, Span};
use serde::Serialize;

/// The name and version of the shape; a change that breaks readers raises the number.
pub const SCHEMA: &str = "zbb-diagnostics/1";

/// All findings as one JSON document.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut locator = Locator::new(sources);
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == super::Severity::Error).count();
    let document = Document {
        schema: SCHEMA,
        errors,
        warnings: diagnostics.len() - errors,
        mendable: fix::mendable(diagnostics),
        diagnostics: diagnostics.iter().map(|diagnostic| finding(&mut locator, diagnostic)).collect(),
    };
    // Nothing here can fail to become JSON: every key is a string and no number is a float.
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    mendable: usize,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Region,
    label: &'a str,
    labels: Vec<Other<'a>>,
    help: Option<&'a str>,
    fixes: Vec<Mend<'a>>,
    about: Option<&'a str>,
}

#[derive(Serialize)]
struct Other<'a> {
    #[serde(flatten)]
    place: Region,
    text: &'a str,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    #[serde(flatten)]
    place: Region,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Region {
    file: String,
    start: End,
    end: End,
}

#[derive(Serialize)]
struct End {
    byte: usize,
    line: usize,
    column: usize,
    utf16_column: usize,
}

fn finding<'a>(locator: &mut Locator<'_>, diagnostic: &'a Diagnostic) -> Finding<'a> {
    Finding {
        code: diagnostic.code.id(),
        severity: severity_word(diagnostic.severity),
        title: diagnostic.code.title(),
        message: &diagnostic.message,
        place: region(locator, diagnostic.primary.span),
        label: &diagnostic.primary.text,
        labels: diagnostic.secondary.iter().map(|label| other(locator, label)).collect(),
        help: diagnostic.help.as_deref(),
        fixes: diagnostic.fixes.iter().map(|fix| mend(locator, fix)).collect(),
        about: diagnostic.about.as_deref(),
    }
}

fn other<'a>(locator: &mut Locator<'_>, label: &'a Label) -> Other<'a> {
    Other { place: region(locator, label.span), text: &label.text }
}

fn mend<'a>(locator: &mut Locator<'_>, fix: &'a Fix) -> Mend<'a> {
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Suggestion => "suggestion",
    };
    Mend { title: &fix.title, applicability, edits: fix.edits.iter().map(|edit| change(locator, edit)).collect() }
}

fn change<'a>(locator: &mut Locator<'_>, edit: &'a Edit) -> Change<'a> {
    Change { place: region(locator, edit.span), replacement: &edit.replacement }
}

fn region(locator: &mut Locator<'_>, span: Span) -> Region {
    let place = locator.place(span);
    Region { file: place.path, start: end(place.start), end: end(place.end) }
}

fn end(spot: Spot) -> End {
    End { byte: spot.byte, line: spot.line, column: spot.column, utf16_column: spot.utf16_column }
}
