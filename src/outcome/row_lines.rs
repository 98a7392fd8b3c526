//! The lines of a plan file that keep one row of figures, and back.

use super::figure::{Figure, Row};
use super::line::PlanFileLine;
use crate::quantity::Currency;

/// The lines that keep a figure of something whose name is of so many words.
pub(super) fn lines_of(
    figure: Figure,
    (count, name): (usize, &str),
    values: Vec<(String, String)>,
) -> impl Iterator<Item = PlanFileLine> {
    let about = match (count, name) {
        (0, _) => format!("{} {}", figure.kind, figure.word),
        (_, "") => format!("{} {NAMELESS} {}", figure.kind, figure.word),
        (_, name) => format!("{} {} {}", figure.kind, close(name), figure.word),
    };
    values.into_iter().map(move |(key, value)| {
        let gap = if key.is_empty() { "" } else { " " };
        PlanFileLine { about: format!("{about}{gap}{}", close(&key)), value }
    })
}

/// The name of what has none.
const NAMELESS: &str = "\"\"";

/// Reads a line about the last of several rows, or of the next one.
pub(super) fn read_row<R: Row>(rows: &mut Vec<R>, words: &[&str], text: &str, currency: Currency) -> Option<()> {
    let (name, rest) = words.split_at_checked(R::WORDS)?;
    let (figure, key) = rest.split_first()?;
    let name: Vec<String> = name.iter().filter(|word| **word != NAMELESS).map(|word| apart(word)).collect();
    let name = name.join(" ");
    if rows.last().is_none_or(|last| last.name() != name) {
        rows.push(R::unknown(name));
    }
    rows.last_mut()?.read(figure, &apart(&key.join(" ")), text, currency)
}

/// A range of months as one word.
fn close(name: &str) -> String {
    if name.contains('"') { name.to_owned() } else { name.replace(" .. ", "..") }
}

/// A range of months as plans have it.
fn apart(word: &str) -> String {
    if word.contains('"') { word.to_owned() } else { word.replace("..", " .. ") }
}
