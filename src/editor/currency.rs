//! Codes of currencies in the texts of a plan: takes a place, gives every place with the same code, and which of them says
//! what the currency is. A code is no name of a declaration, as the plan's own currency has none.

use super::place::end_of_text;
use super::snapshot::Snapshot;
use crate::model::Kind;
use crate::model::mention::Part;
use crate::quantity::Currency;
use crate::source::{FileId, Span};

/// Every place of the code that stands at a byte, in order; none where no code does.
#[must_use]
pub fn uses(snapshot: &Snapshot, file: FileId, byte: u32) -> Vec<(Span, Part)> {
    let here = codes(snapshot, file).find(|(span, _)| span.start <= byte && byte <= span.end);
    let Some((_, code)) = here else { return Vec::new() };
    let rates: Vec<Span> =
        snapshot.plan.ids().filter(|id| id.kind == Kind::Exchange).map(|id| snapshot.plan.head(id).span).collect();
    let part = |span: Span| {
        let text = snapshot.text(span.file).get(..span.start as usize).unwrap_or("");
        let line = text.rsplit(['\n', '{', ',']).next().unwrap_or("").trim();
        if rates.contains(&span) || line == "currency:" { Part::Declares } else { Part::Uses }
    };
    let all = snapshot.sources.files().flat_map(|(file, _)| codes(snapshot, file));
    all.filter(|(_, other)| *other == code).map(|(span, _)| (span, part(span))).collect()
}

/// The codes of a file, outside of texts and comments.
fn codes(snapshot: &Snapshot, file: FileId) -> impl Iterator<Item = (Span, Currency)> + '_ {
    let text = snapshot.text(file);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let length = length_of_piece(rest);
            let (start, piece) = (at, rest.get(..length)?);
            at += length;
            // `40kEUR`: a code may be glued to its number.
            let code = piece.len().checked_sub(3).and_then(|cut| piece.get(cut..)).unwrap_or("");
            let number = piece.strip_suffix(code).unwrap_or("");
            let is_number = number.chars().all(|letter| letter.is_ascii_digit() || "._kMB".contains(letter));
            let is_code = number.is_empty() || is_number && number.starts_with(|first: char| first.is_ascii_digit());
            let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            if let Some(currency) = Currency::parse(code).filter(|_| is_code) {
                let end = start + length;
                return Some((Span::new(file, byte(end - code.len()), byte(end)), currency));
            }
        }
    })
}

/// How long the word, text, comment or sign is that a text begins with.
fn length_of_piece(rest: &str) -> usize {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    match rest.chars().next() {
        Some('#') => rest.find('\n').unwrap_or(rest.len()),
        // A text that is left open ends with its line.
        Some('"') => end_of_text(rest).or_else(|| rest.find('\n')).unwrap_or(rest.len()),
        Some(first) if is_part(first) => rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()),
        Some(first) => first.len_utf8(),
        None => 1,
    }
}
