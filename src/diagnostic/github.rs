//! Findings as notes in a review on GitHub: takes findings, gives workflow commands (`::error file=…::message`).

use super::place::{Location, Locator};
use super::short::severity_word;
use super::text::visible;
use super::{Diagnostic, Label};
use crate::source::Sources;
use std::fmt::Write;

/// Every finding as one workflow command.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut locator = Locator::new(sources);
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let place = locator.place(diagnostic.primary.span);
        let title = format!("{} {}", diagnostic.code.id(), diagnostic.code.title());
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            lines,
            "::{} file={},{},title={}::{}",
            severity_word(diagnostic.severity),
            property(&visible(&place.path)),
            region(&place),
            property(&title),
            data(&note(&mut locator, diagnostic)),
        );
    }
    lines
}

/// GitHub takes columns only where a note begins and ends on one line.
fn region(place: &Location) -> String {
    let (start, end) = (place.start, place.end);
    if start.line == end.line {
        format!("line={},endLine={},col={},endColumn={}", start.line, end.line, start.column, end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

/// The message, then a line for the help and for each other place.
fn note(locator: &mut Locator<'_>, diagnostic: &Diagnostic) -> String {
    let mut lines = vec![visible(&diagnostic.message).into_owned()];
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {}", visible(help))));
    lines.extend(diagnostic.secondary.iter().map(|label| other_place(locator, label)));
    lines.join("\n")
}

fn other_place(locator: &mut Locator<'_>, label: &Label) -> String {
    let place = locator.place(label.span);
    format!("{}:{}:{}: {}", visible(&place.path), place.start.line, place.start.column, visible(&label.text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
